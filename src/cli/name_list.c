/* SPDX-License-Identifier: Apache-2.0
 * Lists of names. See name_list.h.
 */
#include <jansson.h>
#include <string.h>

#include "cli/name_list.h"
#include "cli/output.h"
#include "identity/fold.h"

enum { COLUMNS_MAX = 64 };

struct layout {
    int name, id; /* columns; -1: the table has none */
};

static size_t cut(struct cu_str line, struct cu_str *cells)
{
    size_t n = 0, from = 0;
    for (size_t i = 0; i <= line.n && n < COLUMNS_MAX; i++)
        if (i == line.n || line.p[i] == '\t') {
            cells[n++] = cu_str_trim((struct cu_str){line.p + from, i - from});
            from = i + 1;
        }
    return n;
}

/* Whether the line is a head: it has a column "name". */
static bool is_head(struct cu_str line, struct layout *layout)
{
    struct cu_str cells[COLUMNS_MAX];
    size_t n = cut(line, cells);
    struct layout found = {-1, -1};
    for (size_t i = 0; i < n; i++) {
        if (cu_str_is(cells[i], "name"))
            found.name = (int)i;
        if (cu_str_is(cells[i], "id"))
            found.id = (int)i;
    }
    if (found.name >= 0)
        *layout = found;
    return found.name >= 0;
}

static const char *from_json(struct cli_name_list *l, struct cu_str line, struct cli_named *out)
{
    json_error_t why;
    json_t *o = json_loadb(line.p, line.n, 0, &why);
    const json_t *name = json_object_get(o, "name"), *id = json_object_get(o, "id");
    const char *fault = NULL;
    if (!o)
        fault = "no JSON";
    else if (!json_is_string(name))
        fault = "no string \"name\"";
    else
        out->name = cu_arena_dup(
            &l->arena, (struct cu_str){json_string_value(name), json_string_length(name)});
    if (!fault && json_is_string(id))
        out->id =
            cu_arena_dup(&l->arena, (struct cu_str){json_string_value(id), json_string_length(id)});
    else if (!fault && json_is_integer(id))
        out->id = cu_arena_printf(&l->arena, "%lld", (long long)json_integer_value(id));
    json_decref(o);
    return fault;
}

/* NULL: taken; else what is wrong with the line. */
static const char *take(struct cli_name_list *l, const struct layout *layout, struct cu_str line,
                        struct cli_named *out)
{
    if (cu_utf8_bad(line.p, line.n) < line.n)
        return "broken UTF-8";
    if (line.p[0] == '{') {
        const char *fault = from_json(l, line, out);
        if (fault)
            return fault;
    } else {
        struct cu_str cells[COLUMNS_MAX];
        size_t n = cut(line, cells);
        out->name = layout->name < (int)n ? cells[layout->name] : (struct cu_str){"", 0};
        if (layout->id >= 0 && layout->id < (int)n)
            out->id = cells[layout->id];
    }
    if (out->name.n > ID_NAME_BYTES_MAX)
        return "the name is longer than 4,096 bytes";
    return cu_str_trim(out->name).n ? NULL : "no name";
}

enum cu_status cli_name_list_read(struct cli_name_list *l, const char *path, struct cu_error *err)
{
    struct cu_buf b;
    struct layout layout = {0, -1};
    *l = (struct cli_name_list){0};
    cu_arena_init(&l->arena, 0);
    cu_buf_init(&b, 0);
    enum cu_status status = cu_read_file(path, &b, err);
    struct cu_str text = cu_arena_dup(&l->arena, (struct cu_str){b.p, b.n});
    cu_buf_fini(&b);
    long number = 0;
    for (size_t at = 0; status == CU_OK && at < text.n;) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        struct cu_str line = {text.p + at, end ? (size_t)(end - text.p) - at : text.n - at};
        at += line.n + 1;
        number++;
        line = cu_str_trim(line);
        if (!line.n || line.p[0] == '#' || (l->count == 0 && is_head(line, &layout)))
            continue;
        struct cli_named one = {.id = {"", 0}, .line = number};
        const char *fault = take(l, &layout, line, &one);
        if (fault) {
            struct cu_error e;
            cu_fail(&e, CU_ERR_FORMAT, path, number, -1, "%s; the line is left out", fault);
            cli_complain(&e);
            l->refused++;
            continue;
        }
        if (!CU_GROW(&l->arena, l->items, l->count, l->capacity))
            return cu_fail(err, CU_ERR_MEMORY, path, number, -1, "out of memory");
        l->items[l->count++] = one;
    }
    return status;
}

void cli_name_list_fini(struct cli_name_list *l)
{
    cu_arena_fini(&l->arena);
    *l = (struct cli_name_list){0};
}
