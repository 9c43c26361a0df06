/* SPDX-License-Identifier: Apache-2.0
 * Pairs of names. See name_pairs.h.
 */
#include <string.h>

#include "name_pairs.h"

enum { FIELDS_MAX = 16 };

/* Cuts one record into fields; quotes of a CSV field are taken off in place. Returns the byte past
 * it. */
static size_t record(char *p, size_t n, bool csv, struct cu_str *fields, size_t *count)
{
    size_t i = 0;
    *count = 0;
    while (i < n) {
        char *out = p + i, *start = out;
        bool quoted = csv && p[i] == '"';
        i += quoted;
        while (i < n && (quoted || (p[i] != (csv ? ',' : '\t') && p[i] != '\n'))) {
            if (quoted && p[i] == '"') {
                if (i + 1 < n && p[i + 1] == '"')
                    i++;
                else
                    quoted = false;
                if (!quoted) {
                    i++;
                    continue;
                }
            }
            *out++ = p[i++];
        }
        if (*count < FIELDS_MAX)
            fields[(*count)++] = cu_str_trim((struct cu_str){start, (size_t)(out - start)});
        if (i >= n || p[i] == '\n')
            return i + 1;
        i++;
    }
    return n;
}

static int column(const struct cu_str *head, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (cu_str_is(head[i], name))
            return (int)i;
    return -1;
}

static enum cu_status load_one(struct tr_name_pairs *set, const char *path, struct cu_map *entities,
                               struct cu_error *err)
{
    struct cu_buf b;
    cu_buf_init(&b, 0);
    enum cu_status status = cu_read_file(path, &b, err);
    struct cu_str text = cu_arena_dup(&set->arena, (struct cu_str){b.p, b.n}), head[FIELDS_MAX];
    cu_buf_fini(&b);
    bool csv = cu_str_ends(cu_str_of(path), ".csv");
    size_t columns = 0, first = set->count, at = 0;
    if (status != CU_OK)
        return status;
    char *p = (char *)text.p;
    at = record(p, text.n, csv, head, &columns);
    int schema = column(head, columns, "schema"), a = column(head, columns, "name1"),
        c = column(head, columns, "name2"), same = column(head, columns, csv ? "is_match" : "same"),
        id = column(head, columns, "id1"),
        kind = column(head, columns, csv ? "case_group" : "kind");
    if (schema < 0 || a < 0 || c < 0 || same < 0)
        return cu_fail(err, CU_ERR_FORMAT, path, 1, -1, "no column schema, name1, name2 or same");
    for (long line = 2; at < text.n; line++) {
        struct cu_str f[FIELDS_MAX] = {{0}};
        size_t n;
        at += record(p + at, text.n - at, csv, f, &n);
        if (n < 4)
            continue;
        if (!CU_GROW(&set->arena, set->items, set->count, set->capacity))
            return cu_fail(err, CU_ERR_MEMORY, path, line, -1, "out of memory");
        uint32_t *entity = id >= 0 ? cu_map_put(entities, f[id], (uint32_t)entities->count) : NULL;
        set->items[set->count] =
            (struct tr_name_pair){f[schema],
                                  f[a],
                                  f[c],
                                  kind >= 0 ? f[kind] : (struct cu_str){"", 0},
                                  cu_str_is(f[same], "1") || cu_str_is(f[same], "true"),
                                  entity ? *entity : (uint32_t)(set->count - first),
                                  0};
        set->count++;
    }
    for (size_t i = first; i < set->count; i++)
        set->items[i].weight = 1000.0f / (float)(set->count - first);
    return CU_OK;
}

enum cu_status tr_name_pairs_load(struct tr_name_pairs *set, char **paths, int n,
                                  struct cu_error *err)
{
    struct cu_map entities;
    cu_map_init(&entities);
    if (!set->count)
        cu_arena_init(&set->arena, 0);
    enum cu_status status = CU_OK;
    for (int i = 0; i < n && status == CU_OK; i++)
        status = load_one(set, paths[i], &entities, err);
    cu_map_fini(&entities);
    return status;
}

void tr_name_pairs_fini(struct tr_name_pairs *set)
{
    cu_arena_fini(&set->arena);
    *set = (struct tr_name_pairs){0};
}
