/* SPDX-License-Identifier: Apache-2.0
 * The act lexicon. See lexicon.h.
 */
#include <string.h>

#include "base/tsv.h"
#include "claim/lexicon.h"
#include "read/gazetteer.h"

const struct cl_act_info cl_act_info[CL_ACT_COUNT] = {
#define X_(id, plover, cameo) {#id, plover, cameo},
    CL_ACT(X_)
#undef X_
};

const char *const cl_modality_name[CL_MODALITY_COUNT] = {
#define X_(id) #id,
    CL_MODALITY(X_)
#undef X_
};

const char *const cl_status_name[CL_STATUS_COUNT] = {
#define X_(id) #id,
    CL_STATUS(X_)
#undef X_
};

static const char *const class_names[CL_WORD_CLASSES] = {
#define X_(id) #id,
    CL_WORD_CLASS(X_)
#undef X_
};

enum cl_act cl_act_of(struct cu_str name)
{
    for (int i = 0; i < CL_ACT_COUNT; i++)
        if (cu_str_is(name, cl_act_info[i].name))
            return (enum cl_act)i;
    return CL_ACT_COUNT;
}

uint32_t cl_classes_of(const struct cl_lexicon *lex, struct cu_str word)
{
    const uint32_t *bits = cu_map_get(&lex->classes, word);
    return bits ? *bits : 0;
}

/* --- frames.tsv --------------------------------------------------------------------------- */

static enum cu_status load_frames(struct cl_lexicon *lex, const char *path, struct cu_error *err)
{
    struct cu_tsv t;
    enum cu_status status = cu_tsv_load(&t, path,
                                        "frame\tsubject\tpassive\tobject\trecipient\tagent\tof\tpos"
                                        "sessive\tmodifier\twith\tto\tagainst",
                                        &lex->arena, err);
    if (status != CU_OK)
        return status;
    lex->frames = cu_arena_zalloc(&lex->arena, t.rows * sizeof *lex->frames);
    lex->frame_names = cu_arena_zalloc(&lex->arena, t.rows * sizeof *lex->frame_names);
    if (lex->arena.failed)
        return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    for (size_t i = 0; i < t.rows; i++) {
        lex->frame_names[i] = cu_tsv_cell(&t, i, 0);
        for (size_t r = 0; r < CL_REL_COUNT; r++) {
            struct cu_str cell = cu_tsv_cell(&t, i, r + 1);
            if (cu_str_is(cell, "actor"))
                lex->frames[i][r] = CL_FRAME_ACTOR;
            else if (cu_str_is(cell, "target"))
                lex->frames[i][r] = CL_FRAME_TARGET;
            else if (!cu_str_is(cell, "-"))
                return cu_fail(err, CU_ERR_FORMAT, path, t.lines[i], -1,
                               "'%.*s' is not actor, target or -", (int)cell.n, cell.p);
        }
    }
    lex->frame_count = t.rows;
    return CU_OK;
}

/* --- acts.tsv ----------------------------------------------------------------------------- */

static int pos_of(struct cu_str s)
{
    static const char *const names[] = {"verb", "noun", "adj"};
    for (int i = 0; i < 3; i++)
        if (cu_str_is(s, names[i]))
            return i;
    return -1;
}

static bool split_words(struct cu_str s, struct cl_act_word *w)
{
    for (size_t from = 0; from < s.n;) {
        const char *space = memchr(s.p + from, ' ', s.n - from);
        size_t n = space ? (size_t)(space - s.p) - from : s.n - from;
        if (n == 0 || w->width == CL_ACT_WORDS)
            return false;
        w->words[w->width++] = (struct cu_str){s.p + from, n};
        from += n + 1;
    }
    return w->width > 0;
}

static enum cu_status act_row(struct cl_lexicon *lex, const struct cu_tsv *t, size_t i,
                              struct cu_error *err)
{
    struct cl_act_word *w = &lex->acts[lex->act_count];
    struct cu_str word = cu_tsv_cell(t, i, 0), pos = cu_tsv_cell(t, i, 1),
                  act = cu_tsv_cell(t, i, 2), frame = cu_tsv_cell(t, i, 3),
                  strength = cu_tsv_cell(t, i, 4);
    *w = (struct cl_act_word){.line = t->lines[i], .next = RD_NONE};
    if (!split_words(word, w))
        return cu_fail(err, CU_ERR_FORMAT, t->path, w->line, -1,
                       "'%.*s': one to %d words, parted by one space", (int)word.n, word.p,
                       CL_ACT_WORDS);
    if (pos_of(pos) < 0)
        return cu_fail(err, CU_ERR_FORMAT, t->path, w->line, -1, "'%.*s' is not verb, noun or adj",
                       (int)pos.n, pos.p);
    w->pos = (uint8_t)pos_of(pos);
    w->act = (uint8_t)cl_act_of(act);
    if (w->act == CL_ACT_COUNT)
        return cu_fail(err, CU_ERR_FORMAT, t->path, w->line, -1, "unknown act '%.*s'", (int)act.n,
                       act.p);
    size_t f = 0;
    while (f < lex->frame_count && !cu_str_eq(lex->frame_names[f], frame))
        f++;
    if (f == lex->frame_count)
        return cu_fail(err, CU_ERR_FORMAT, t->path, w->line, -1,
                       "frame '%.*s' is not in frames.tsv", (int)frame.n, frame.p);
    w->frame = (uint8_t)f;
    w->weak = cu_str_is(strength, "weak");
    if (!w->weak && !cu_str_is(strength, "strong"))
        return cu_fail(err, CU_ERR_FORMAT, t->path, w->line, -1, "'%.*s' is not strong or weak",
                       (int)strength.n, strength.p);
    uint32_t *head = cu_map_put(&lex->by_word, w->words[0], RD_NONE);
    if (!head)
        return cu_fail(err, CU_ERR_MEMORY, t->path, w->line, -1, "out of memory");
    w->next = *head;
    *head = (uint32_t)lex->act_count++;
    return CU_OK;
}

static enum cu_status load_acts(struct cl_lexicon *lex, const char *path, struct cu_error *err)
{
    struct cu_tsv t;
    enum cu_status status =
        cu_tsv_load(&t, path, "word\tpos\tact\tframe\tstrength", &lex->arena, err);
    if (status != CU_OK)
        return status;
    lex->acts = cu_arena_zalloc(&lex->arena, (t.rows + 1) * sizeof *lex->acts);
    if (!lex->acts)
        return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    for (size_t i = 0; i < t.rows && status == CU_OK; i++)
        status = act_row(lex, &t, i, err);
    return status;
}

/* --- words.tsv ---------------------------------------------------------------------------- */

static enum cu_status load_classes(struct cl_lexicon *lex, const char *path, struct cu_error *err)
{
    struct cu_tsv t;
    enum cu_status status = cu_tsv_load(&t, path, "class\tword", &lex->arena, err);
    for (size_t i = 0; i < t.rows && status == CU_OK; i++) {
        struct cu_str name = cu_tsv_cell(&t, i, 0);
        int c = 0;
        while (c < CL_WORD_CLASSES && !cu_str_is(name, class_names[c]))
            c++;
        if (c == CL_WORD_CLASSES)
            return cu_fail(err, CU_ERR_FORMAT, path, t.lines[i], -1, "unknown class '%.*s'",
                           (int)name.n, name.p);
        uint32_t *bits = cu_map_put(&lex->classes, cu_tsv_cell(&t, i, 1), 0);
        if (!bits)
            return cu_fail(err, CU_ERR_MEMORY, path, t.lines[i], -1, "out of memory");
        *bits |= 1u << c;
    }
    return status;
}

/* --- countries.tsv ------------------------------------------------------------------------ */

static enum cu_status load_countries(struct cl_lexicon *lex, const char *path, struct cu_error *err)
{
    struct cu_tsv t;
    enum cu_status status = cu_tsv_load(&t, path, "country\tother_names", &lex->arena, err);
    for (size_t i = 0; i < t.rows && status == CU_OK; i++)
        for (size_t column = 0; column < 2; column++) {
            struct cu_str cell = cu_tsv_cell(&t, i, column);
            for (size_t from = 0; from < cell.n;) {
                const char *end = memchr(cell.p + from, ';', cell.n - from);
                size_t n = end ? (size_t)(end - cell.p) - from : cell.n - from;
                if (!cu_map_put(&lex->countries, (struct cu_str){cell.p + from, n}, 1))
                    return cu_fail(err, CU_ERR_MEMORY, path, t.lines[i], -1, "out of memory");
                from += n + 1;
            }
        }
    return status;
}

bool cl_is_country(const struct cl_lexicon *lex, struct cu_str name)
{
    return cu_map_get(&lex->countries, name) != NULL;
}

/* --- leaders.tsv ---------------------------------------------------------------------------- */

enum { LAST_YEAR = 9999 };

/* Key of a name, the same for "Nicolás Maduro" and "Nicolas Maduro": eight bytes in `out`. */
static struct cu_str leader_key(struct cu_str name, char out[8])
{
    uint64_t hash = 0;
    for (size_t from = 0; from < name.n;) {
        const char *space = memchr(name.p + from, ' ', name.n - from);
        size_t n = space ? (size_t)(space - name.p) - from : name.n - from;
        hash = cu_hash2(hash, gz_word((struct cu_str){name.p + from, n}));
        from += n + 1;
    }
    memcpy(out, &hash, 8);
    return (struct cu_str){out, 8};
}

static bool year_of(struct cu_str s, uint32_t *year)
{
    *year = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        *year = *year * 10 + (uint32_t)(s.p[i] - '0');
    }
    return s.n == 4;
}

/* The years in office of all who bear the name, as one span: first << 16 | last. */
static bool add_leader(struct cl_lexicon *lex, struct cu_str name, uint32_t first, uint32_t last)
{
    char *key = cu_arena_alloc(&lex->arena, 8);
    if (!key)
        return false;
    uint32_t *span = cu_map_put(&lex->leaders, leader_key(name, key), first << 16 | last);
    if (!span)
        return false;
    uint32_t from = *span >> 16, to = *span & 0xffff;
    *span = (from < first ? from : first) << 16 | (to > last ? to : last);
    return true;
}

static enum cu_status load_leaders(struct cl_lexicon *lex, const char *path, struct cu_error *err)
{
    struct cu_tsv t;
    enum cu_status status = cu_tsv_load(&t, path, "name\tcountry\tfirst\tlast", &lex->arena, err);
    for (size_t i = 0; i < t.rows && status == CU_OK; i++) {
        struct cu_str name = cu_tsv_cell(&t, i, 0), end = cu_tsv_cell(&t, i, 3);
        uint32_t first, last = LAST_YEAR;
        if (!year_of(cu_tsv_cell(&t, i, 2), &first) || (end.n && !year_of(end, &last)) ||
            last < first)
            return cu_fail(err, CU_ERR_FORMAT, path, t.lines[i], -1,
                           "'%.*s': first and last are years of four digits, in this order",
                           (int)name.n, name.p);
        const char *space = memrchr(name.p, ' ', name.n);
        struct cu_str family = name;
        if (space)
            family = (struct cu_str){space + 1, (size_t)(name.p + name.n - space - 1)};
        if (!add_leader(lex, name, first, last) || !add_leader(lex, family, first, last))
            return cu_fail(err, CU_ERR_MEMORY, path, t.lines[i], -1, "out of memory");
    }
    return status;
}

enum cl_leader cl_leader_of(const struct cl_lexicon *lex, struct cu_str name, struct cu_str date)
{
    char key[8];
    uint32_t year;
    const uint32_t *span = cu_map_get(&lex->leaders, leader_key(name, key));
    if (!span)
        return CL_LEADER_NONE;
    if (date.n < 4 || !year_of((struct cu_str){date.p, 4}, &year))
        return CL_LEADER_ONCE;
    return year >= *span >> 16 && year <= (*span & 0xffff) ? CL_LEADER_NOW : CL_LEADER_ONCE;
}

enum cu_status cl_lexicon_open(struct cl_lexicon *lex, const char *lexicon_dir,
                               struct cu_error *err)
{
    *lex = (struct cl_lexicon){0};
    cu_arena_init(&lex->arena, 0);
    cu_map_init(&lex->by_word);
    cu_map_init(&lex->classes);
    cu_map_init(&lex->countries);
    cu_map_init(&lex->leaders);
    static enum cu_status (*const load[])(struct cl_lexicon *, const char *, struct cu_error *) = {
        load_frames, load_acts, load_classes, load_countries, load_leaders};
    static const char *const files[] = {"frames.tsv", "acts.tsv", "words.tsv", "countries.tsv",
                                        "leaders.tsv"};
    enum cu_status status = CU_OK;
    for (size_t i = 0; i < sizeof files / sizeof *files && status == CU_OK; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", lexicon_dir, files[i]);
        status = load[i](lex, path, err);
    }
    if (status != CU_OK)
        cl_lexicon_fini(lex);
    return status;
}

void cl_lexicon_fini(struct cl_lexicon *lex)
{
    cu_map_fini(&lex->by_word);
    cu_map_fini(&lex->classes);
    cu_map_fini(&lex->countries);
    cu_map_fini(&lex->leaders);
    cu_arena_fini(&lex->arena);
}
