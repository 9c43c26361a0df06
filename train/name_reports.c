/* SPDX-License-Identifier: Apache-2.0
 * Annotated reports as training data for names. See name_data.h.
 */
#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/tsv.h"
#include "name_data.h"
#include "read/split.h"

enum { NAME_WORDS_MAX = 14, KIND_NONE = 8, KIND_ANY = 9 };

/* What all reports share. Names are kept without their spaces, so that it does not matter where
 * the splitter parts "Kara-Murza". */
struct known {
    struct cu_arena arena;
    struct cu_map names;  /* value: enum rd_entity_type, KIND_NONE or KIND_ANY */
    struct cu_map titles; /* lower case */
    struct cu_map small;  /* words that stand in lower case in some report */
    struct cu_map parts;  /* words that organisations and places have in their names */
    struct rd_splitter *splitter;
};

static struct cu_str without_spaces(struct cu_arena *a, struct cu_str s)
{
    char *out = cu_arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < s.n; i++)
        if (s.p[i] != ' ')
            out[n++] = s.p[i];
    return (struct cu_str){out, out ? n : 0};
}

static bool add_name(struct known *k, struct cu_map *map, struct cu_str name, uint32_t kind)
{
    struct cu_str key = without_spaces(&k->arena, name);
    uint32_t *at = key.n ? cu_map_put(map, key, kind) : NULL;
    if (at)
        *at = kind;
    return at != NULL;
}

static uint32_t kind_of(struct cu_str type)
{
    for (uint32_t t = 0; t < NM_TYPES; t++)
        if (cu_str_is(type, rd_entity_name[t]))
            return t;
    return cu_str_is(type, "O") ? KIND_NONE : KIND_ANY;
}

static enum cu_status load_known(struct known *k, const char *names, const char *lexicon,
                                 struct cu_error *err)
{
    char path[512];
    struct cu_tsv t;
    enum cu_status status = cu_tsv_load(&t, names, "name\ttype", &k->arena, err);
    for (size_t i = 0; status == CU_OK && i < t.rows; i++)
        if (!add_name(k, &k->names, cu_tsv_cell(&t, i, 0), kind_of(cu_tsv_cell(&t, i, 1))))
            return cu_fail(err, CU_ERR_MEMORY, names, 0, -1, "out of memory");
    if (status != CU_OK)
        return status;
    snprintf(path, sizeof path, "%s/titles.tsv", lexicon);
    status = cu_tsv_load(&t, path, "title\tkind", &k->arena, err);
    for (size_t i = 0; status == CU_OK && i < t.rows; i++) {
        struct cu_str title = cu_arena_lower(&k->arena, cu_tsv_cell(&t, i, 0));
        if (cu_str_is(cu_tsv_cell(&t, i, 1), "off") && !cu_map_put(&k->titles, title, 1))
            return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    }
    snprintf(path, sizeof path, "%s/name_words.tsv", lexicon);
    if (status == CU_OK)
        status = cu_tsv_load(&t, path, "words\tkind", &k->arena, err);
    for (size_t i = 0; status == CU_OK && i < t.rows; i++) {
        struct cu_str kind = cu_tsv_cell(&t, i, 1);
        if ((cu_str_is(kind, "organisation") || cu_str_is(kind, "place")) &&
            !cu_map_put(&k->parts, cu_tsv_cell(&t, i, 0), 1))
            return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    }
    return status;
}

static bool starts_upper(struct cu_str s)
{
    size_t i = 0;
    return s.n && cu_is_upper(cu_utf8_next(s.p, s.n, &i));
}

/* --- a report's own persons ---------------------------------------------------------------------
 */

/* Names of the "persons" of one report, whole and by the last word. */
static bool own_persons(struct known *k, struct cu_map *own, const char *path)
{
    json_error_t error;
    struct cu_buf text;
    cu_buf_init(&text, 0);
    bool fine = cu_read_file(path, &text, NULL) == CU_OK;
    for (size_t i = 0; fine && i < text.n;) {
        const char *end = memchr(text.p + i, '\n', text.n - i);
        size_t n = end ? (size_t)(end - text.p) - i : text.n - i, at;
        json_t *record = json_loadb(text.p + i, n, 0, &error), *person;
        json_array_foreach(json_object_get(record, "persons"), at, person)
        {
            const char *name = json_string_value(json_object_get(person, "name"));
            if (!name || !starts_upper(cu_str_of(name)))
                continue;
            const char *last = strrchr(name, ' ');
            fine = add_name(k, own, cu_str_of(name), RD_PER) && fine;
            if (last && starts_upper(cu_str_of(last + 1)) && strlen(last + 1) > 2)
                fine = add_name(k, own, cu_str_of(last + 1), RD_PER) && fine;
        }
        json_decref(record);
        i += n + 1;
    }
    cu_buf_fini(&text);
    return fine;
}

/* --- labels
 * --------------------------------------------------------------------------------------- */

static size_t longest(const struct known *k, const struct cu_map *own, const struct rd_document *d,
                      uint32_t t, uint32_t past, uint32_t *kind)
{
    char key[512];
    size_t n = 0, best = 0;
    for (uint32_t i = t; i < past && i < t + NAME_WORDS_MAX; i++) {
        struct cu_str w = rd_form(d, i);
        if (n + w.n > sizeof key)
            break;
        memcpy(key + n, w.p, w.n);
        n += w.n;
        const uint32_t *at = cu_map_get(own, (struct cu_str){key, n});
        if (!at)
            at = cu_map_get(&k->names, (struct cu_str){key, n});
        if (at)
            best = i - t + 1, *kind = *at;
    }
    return best;
}

static bool is_nation(const struct nd_set *set, struct cu_str form)
{
    return rd_countries_find(set->countries, form, NULL) == RD_COUNTRY_NATION;
}

/* A capitalised word that no list knows: surely no name, or anything. */
static uint16_t unknown(const struct known *k, const struct nd_set *set,
                        const struct rd_document *d, uint32_t t)
{
    struct cu_str form = rd_form(d, t), lower = d->tokens[t].lower;
    bool inner = t > 0 && d->tokens[t - 1].sentence == d->tokens[t].sentence;
    if (inner && cu_map_get(&k->parts, form))
        return ND_ANY; /* "the Ministry of ...": perhaps a name that the list lacks */
    bool none = !starts_upper(form) || is_nation(set, form) || cu_map_get(&k->titles, lower) ||
                cu_map_get(&k->small, lower);
    return none ? 1u << NM_O : ND_ANY;
}

static void label_sentence(const struct known *k, const struct nd_set *set,
                           const struct cu_map *own, struct nd_document *doc,
                           const struct rd_sentence *s)
{
    const struct rd_document *d = &doc->d;
    for (uint32_t t = s->first; t < s->past;) {
        uint32_t kind = KIND_NONE;
        size_t n = longest(k, own, d, t, s->past, &kind);
        if (n == 0) {
            doc->allowed[t] = unknown(k, set, d, t);
            t++;
            continue;
        }
        /* "Kigali" before "Central Prison", which is on no list: the name may be longer. */
        bool open = t + n < s->past && starts_upper(rd_form(d, (uint32_t)(t + n))) &&
                    !is_nation(set, rd_form(d, (uint32_t)(t + n))) && kind != RD_PER;
        if (kind < NM_TYPES && !open)
            nd_mark(doc->allowed, t, t + n, (uint8_t)kind);
        else
            for (size_t i = t; i < t + n; i++)
                doc->allowed[i] = kind == KIND_NONE ? 1u << NM_O : ND_ANY;
        t += (uint32_t)n;
    }
}

/* --- files
 * ------------------------------------------------------------------------------------------ */

/* The report's text behind its metadata lines. */
static struct cu_str body_of(struct cu_str text)
{
    while (text.n && text.p[0] == '#') {
        const char *end = memchr(text.p, '\n', text.n);
        size_t n = end ? (size_t)(end - text.p) + 1 : text.n;
        text = (struct cu_str){text.p + n, text.n - n};
    }
    return text;
}

static struct nd_document *open_report(struct known *k, const char *path, struct cu_error *err)
{
    struct cu_buf text;
    cu_buf_init(&text, 0);
    struct nd_document *doc = calloc(1, sizeof *doc);
    if (!doc || cu_read_file(path, &text, err) != CU_OK) {
        cu_buf_fini(&text);
        free(doc);
        return NULL;
    }
    cu_arena_init(&doc->arena, 0);
    doc->d.arena = &doc->arena;
    doc->d.text = cu_arena_dup(&doc->arena, body_of((struct cu_str){text.p, text.n}));
    cu_buf_fini(&text);
    if (rd_split(k->splitter, &doc->d, err) == CU_OK)
        doc->allowed = cu_arena_zalloc(&doc->arena, (doc->d.token_count + 1) * sizeof(uint16_t));
    for (uint32_t t = 0; doc->allowed && t < doc->d.token_count; t++)
        if (!starts_upper(rd_form(&doc->d, t)))
            cu_map_put(&k->small, cu_arena_dup(&k->arena, doc->d.tokens[t].lower), 1);
    return doc;
}

static bool put_report(struct nd_set *s, struct nd_document *doc)
{
    if (s->count == s->capacity) {
        s->capacity = s->capacity * 2 + 64;
        s->items = realloc(s->items, s->capacity * sizeof *s->items);
    }
    if (s->items)
        s->items[s->count++] = doc;
    return s->items != NULL;
}

static int is_report(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 4 && strcmp(e->d_name + n - 4, ".txt") == 0;
}

static enum cu_status read_folder(struct nd_set *s, struct known *k, const char *folder,
                                  struct cu_error *err)
{
    struct dirent **entries;
    char path[768];
    int n = scandir(folder, &entries, is_report, alphasort);
    if (n < 0)
        return cu_fail(err, CU_ERR_IO, folder, 0, -1, "cannot read the folder");
    enum cu_status status = CU_OK;
    for (int i = 0; i < n && status == CU_OK; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        struct nd_document *doc = open_report(k, path, err);
        if (!doc || !doc->allowed || !put_report(s, doc))
            status = err->status ? err->status : CU_ERR_MEMORY;
    }
    /* Labels come last: which words are small words is known when all have been read. */
    for (size_t i = 0; i < s->count && status == CU_OK; i++) {
        struct nd_document *doc = s->items[i];
        struct cu_map own;
        cu_map_init(&own);
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        memcpy(path + strlen(path) - 4, ".jsonl", sizeof ".jsonl");
        own_persons(k, &own, path);
        for (size_t j = 0; j < doc->d.sentence_count; j++)
            label_sentence(k, s, &own, doc, &doc->d.sentences[j]);
        cu_map_fini(&own);
    }
    for (int i = 0; i < n; i++)
        free(entries[i]);
    free(entries);
    return status;
}

enum cu_status nd_load_reports(struct nd_set *s, const char *folder, const char *names,
                               const char *split_dir, const char *lexicon_dir, struct cu_error *err)
{
    struct known k = {0};
    cu_arena_init(&k.arena, 0);
    cu_map_init(&k.names);
    cu_map_init(&k.titles);
    cu_map_init(&k.small);
    cu_map_init(&k.parts);
    k.splitter = rd_splitter_open(split_dir, lexicon_dir, err);
    enum cu_status status = k.splitter ? load_known(&k, names, lexicon_dir, err) : err->status;
    if (status == CU_OK)
        status = read_folder(s, &k, folder, err);
    rd_splitter_free(k.splitter);
    cu_map_fini(&k.names);
    cu_map_fini(&k.titles);
    cu_map_fini(&k.small);
    cu_map_fini(&k.parts);
    cu_arena_fini(&k.arena);
    return status;
}

/* --- sentences with marked names
 * ---------------------------------------------------------------------- */

enum { MARKS_MAX = 64 };

struct mark {
    uint32_t start, end; /* bytes */
    uint8_t type;
};

/* Takes "[PER Ales]" apart: the text without marks into `out`, the marks' places into `marks`. */
static bool unmark(struct cu_str line, struct cu_buf *out, struct mark *marks, size_t *count)
{
    bool open = false;
    *count = 0;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '[') {
            uint32_t kind =
                i + 5 <= line.n ? kind_of((struct cu_str){line.p + i + 1, 3}) : KIND_ANY;
            if (open || kind >= NM_TYPES || line.p[i + 4] != ' ' || *count == MARKS_MAX)
                return false;
            marks[*count] = (struct mark){.start = (uint32_t)out->n, .type = (uint8_t)kind};
            open = true;
            i += 4;
        } else if (line.p[i] == ']') {
            if (!open)
                return false;
            marks[(*count)++].end = (uint32_t)out->n;
            open = false;
        } else {
            cu_buf_putc(out, line.p[i]);
        }
    }
    return !open && !out->failed;
}

static bool label_marks(struct nd_document *doc, const struct mark *marks, size_t count)
{
    const struct rd_document *d = &doc->d;
    for (uint32_t t = 0; t < d->token_count; t++)
        doc->allowed[t] = 1u << NM_O;
    for (size_t m = 0; m < count; m++) {
        uint32_t first = 0;
        while (first < d->token_count && d->tokens[first].start < marks[m].start)
            first++;
        uint32_t past = first;
        while (past < d->token_count && d->tokens[past].end <= marks[m].end)
            past++;
        if (past == first || d->tokens[first].start != marks[m].start ||
            d->tokens[past - 1].end != marks[m].end)
            return false;
        nd_mark(doc->allowed, first, past, marks[m].type);
    }
    return true;
}

static enum cu_status marked_line(struct nd_set *s, struct rd_splitter *splitter,
                                  struct cu_str line, const char *path, long number,
                                  struct cu_error *err)
{
    struct mark marks[MARKS_MAX];
    size_t count;
    struct cu_buf text;
    struct nd_document *doc = calloc(1, sizeof *doc);
    cu_buf_init(&text, 0);
    if (!doc || !unmark(line, &text, marks, &count)) {
        cu_buf_fini(&text);
        free(doc);
        return cu_fail(err, CU_ERR_FORMAT, path, number, -1, "brackets that do not match");
    }
    cu_arena_init(&doc->arena, 0);
    doc->d.arena = &doc->arena;
    doc->d.text = cu_arena_dup(&doc->arena, (struct cu_str){text.p, text.n});
    cu_buf_fini(&text);
    enum cu_status status = rd_split(splitter, &doc->d, err);
    if (status == CU_OK)
        doc->allowed = cu_arena_zalloc(&doc->arena, (doc->d.token_count + 1) * sizeof(uint16_t));
    if (!doc->allowed || !put_report(s, doc))
        return cu_fail(err, CU_ERR_MEMORY, path, number, -1, "out of memory");
    if (!label_marks(doc, marks, count))
        return cu_fail(err, CU_ERR_FORMAT, path, number, -1, "a bracket stands inside a word");
    return CU_OK;
}

enum cu_status nd_load_marked(struct nd_set *s, const char *path, const char *split_dir,
                              const char *lexicon_dir, struct cu_error *err)
{
    struct cu_buf text;
    cu_buf_init(&text, 0);
    struct rd_splitter *splitter = rd_splitter_open(split_dir, lexicon_dir, err);
    enum cu_status status = splitter ? cu_read_file(path, &text, err) : err->status;
    long number = 1;
    for (size_t i = 0; status == CU_OK && i < text.n; number++) {
        const char *end = memchr(text.p + i, '\n', text.n - i);
        size_t n = end ? (size_t)(end - text.p) - i : text.n - i;
        if (n && text.p[i] != '#')
            status = marked_line(s, splitter, (struct cu_str){text.p + i, n}, path, number, err);
        i += n + 1;
    }
    rd_splitter_free(splitter);
    cu_buf_fini(&text);
    return status;
}
