/* SPDX-License-Identifier: Apache-2.0
 * Annotated reports. See gold.h.
 */
#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "gold.h"

static struct cu_str text_of(struct cu_arena *a, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    if (!json_is_string(v))
        return (struct cu_str){"", 0};
    return cu_arena_dup(a, (struct cu_str){json_string_value(v), json_string_length(v)});
}

static size_t list_of(struct cu_arena *a, const json_t *o, const char *key, struct cu_str *out)
{
    const json_t *v = json_object_get(o, key);
    size_t n = json_array_size(v);
    if (n > TR_NAMES_MAX)
        n = TR_NAMES_MAX;
    for (size_t i = 0; i < n; i++)
        out[i] = cu_arena_dup(a, cu_str_of(json_string_value(json_array_get(v, i))));
    return n;
}

static void read_claim(struct cu_arena *a, const json_t *o, struct tr_gold_claim *c)
{
    *c = (struct tr_gold_claim){0};
    c->act = (uint8_t)cl_act_of(text_of(a, o, "act"));
    struct cu_str modality = text_of(a, o, "modality");
    for (int m = 0; m < CL_MODALITY_COUNT; m++)
        if (cu_str_is(modality, cl_modality_name[m]))
            c->modality = (uint8_t)m;
    c->negated = json_is_true(json_object_get(o, "negated"));
    c->state = cu_str_is(text_of(a, o, "aspect"), "state");
    const json_t *count = json_object_get(o, "count");
    c->has_count = json_is_integer(count);
    c->count = json_integer_value(count);
    c->actor_count = list_of(a, o, "actor", c->actor);
    c->target_count = list_of(a, o, "target", c->target);
    c->charge_count = list_of(a, o, "charge", c->charge);
    c->from = text_of(a, o, "from");
    c->to = text_of(a, o, "to");
    c->place = text_of(a, o, "place");
    c->date = text_of(a, o, "date");
    c->term = text_of(a, o, "term");
    c->attribution = text_of(a, o, "attribution");
    c->mention = text_of(a, o, "mention");
    c->sentence = text_of(a, o, "sentence");
    struct cu_str note = text_of(a, o, "note");
    c->repeat = note.n && memmem(note.p, note.n, "same event", 10);
}

static bool read_persons(struct cu_arena *a, const json_t *list, struct tr_report *r)
{
    size_t n = json_array_size(list);
    r->persons = cu_arena_alloc(a, (n + 1) * sizeof *r->persons);
    if (!r->persons)
        return false;
    for (size_t i = 0; i < n; i++) {
        const json_t *o = json_array_get(list, i);
        struct cu_str status = text_of(a, o, "status");
        for (uint8_t s = 0; s < CL_STATUS_COUNT; s++)
            if (cu_str_is(status, cl_status_name[s]))
                r->persons[r->person_count++] = (struct tr_gold_person){text_of(a, o, "name"), s};
    }
    return true;
}

static enum cu_status read_claims(struct tr_reports *set, struct tr_report *r, const char *path,
                                  struct cu_error *err)
{
    struct cu_buf b;
    cu_buf_init(&b, 0);
    enum cu_status status = cu_read_file(path, &b, err);
    size_t capacity = 0;
    long line = 0;
    for (size_t i = 0; status == CU_OK && i < b.n;) {
        const char *end = memchr(b.p + i, '\n', b.n - i);
        size_t n = end ? (size_t)(end - b.p) - i : b.n - i;
        json_error_t why;
        line++;
        json_t *o = n ? json_loadb(b.p + i, n, 0, &why) : NULL;
        if (n && !o)
            status = cu_fail(err, CU_ERR_FORMAT, path, line, -1, "%s", why.text);
        i += n + 1;
        if (!o)
            continue;
        if (json_object_get(o, "act")) {
            if (CU_GROW(&set->arena, r->claims, r->claim_count, capacity))
                read_claim(&set->arena, o, &r->claims[r->claim_count++]);
        } else {
            r->hard_negative = json_is_true(json_object_get(o, "hard_negative"));
            if (!read_persons(&set->arena, json_object_get(o, "persons"), r))
                status = cu_fail(err, CU_ERR_MEMORY, path, line, -1, "out of memory");
        }
        json_decref(o);
    }
    cu_buf_fini(&b);
    return status;
}

static void read_head(struct tr_report *r, struct cu_str whole)
{
    size_t i = 0;
    while (i < whole.n && whole.p[i] == '#') {
        const char *end = memchr(whole.p + i, '\n', whole.n - i);
        size_t n = end ? (size_t)(end - whole.p) - i : whole.n - i;
        struct cu_str line = {whole.p + i, n};
        if (cu_str_starts(line, "# date:"))
            r->date = cu_str_trim((struct cu_str){line.p + 7, line.n - 7});
        else if (cu_str_starts(line, "# publisher:"))
            r->publisher = cu_str_trim((struct cu_str){line.p + 12, line.n - 12});
        i += n + 1;
    }
    while (i < whole.n && whole.p[i] == '\n')
        i++;
    r->text = (struct cu_str){whole.p + i, i < whole.n ? whole.n - i : 0};
}

static enum cu_status read_report(struct tr_reports *set, const char *folder, const char *name,
                                  struct cu_error *err)
{
    char path[1024];
    struct cu_buf b;
    snprintf(path, sizeof path, "%s/%s.txt", folder, name);
    cu_buf_init(&b, 0);
    enum cu_status status = cu_read_file(path, &b, err);
    if (status == CU_OK && CU_GROW(&set->arena, set->items, set->count, set->capacity)) {
        struct tr_report *r = &set->items[set->count++];
        *r = (struct tr_report){.name = cu_arena_dup(&set->arena, cu_str_of(name))};
        read_head(r, cu_arena_dup(&set->arena, (struct cu_str){b.p, b.n}));
        snprintf(path, sizeof path, "%s/%s.jsonl", folder, name);
        status = read_claims(set, r, path, err);
    }
    cu_buf_fini(&b);
    return status;
}

enum cu_status tr_reports_load(struct tr_reports *set, const char *folder, const char *prefix,
                               struct cu_error *err)
{
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort);
    if (n < 0)
        return cu_fail(err, CU_ERR_IO, folder, 0, -1, "cannot list the folder");
    enum cu_status status = CU_OK;
    for (int i = 0; i < n; i++) {
        size_t length = strlen(names[i]->d_name);
        bool wanted = length > 6 && strcmp(names[i]->d_name + length - 6, ".jsonl") == 0 &&
                      strncmp(names[i]->d_name, prefix, strlen(prefix)) == 0;
        if (wanted && status == CU_OK) {
            names[i]->d_name[length - 6] = 0;
            status = read_report(set, folder, names[i]->d_name, err);
        }
        free(names[i]);
    }
    free(names);
    return status;
}

void tr_reports_fini(struct tr_reports *set)
{
    cu_arena_fini(&set->arena);
    *set = (struct tr_reports){0};
}
