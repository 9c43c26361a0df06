/* SPDX-License-Identifier: Apache-2.0
 * Reads the tables of number and time words. See lexeme.h and value.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/tsv.h"
#include "read/lexeme.h"
#include "read/value.h"

static const char *const kind_name[RD_LI_COUNT] = {
#define X_(id, text) text,
    RD_LEX(X_)
#undef X_
};

static const struct {
    const char *name;
    uint8_t unit;
} unit_name[] = {
    {"second", RD_SECOND}, {"minute", RD_MINUTE},       {"hour", RD_HOUR},       {"day", RD_DAY},
    {"night", RD_DAY},     {"week", RD_WEEK},           {"month", RD_MONTH},     {"year", RD_YEAR},
    {"decade", RD_DECADE}, {"fortnight", RD_FORTNIGHT}, {"century", RD_CENTURY},
};

static const struct {
    const char *name;
    uint8_t role;
} role_name[] = {
    {"on", RD_ON},         {"since", RD_SINCE}, {"until", RD_UNTIL},
    {"before", RD_BEFORE}, {"after", RD_AFTER}, {"from", RD_FROM},
};

static int kind_of(struct cu_str name)
{
    for (int i = 0; i < RD_LI_COUNT; i++)
        if (cu_str_is(name, kind_name[i]))
            return i;
    return -1;
}

static int unit_of(struct cu_str name)
{
    for (size_t i = 0; i < sizeof unit_name / sizeof *unit_name; i++)
        if (cu_str_is(name, unit_name[i].name))
            return unit_name[i].unit;
    return -1;
}

static int role_of(struct cu_str name)
{
    for (size_t i = 0; i < sizeof role_name / sizeof *role_name; i++)
        if (cu_str_is(name, role_name[i].name))
            return role_name[i].role;
    return -1;
}

static int qualifier_of(struct cu_str name)
{
    for (int i = 0; i < RD_QUALIFIER_COUNT; i++)
        if (cu_str_is(name, rd_qualifier_name[i]))
            return i;
    return -1;
}

/* A whole number with an optional minus; false where the text is none or out of bounds. */
static bool whole(struct cu_str t, double least, double most, double *out)
{
    size_t i = t.n && t.p[0] == '-';
    double v = 0;
    if (i == t.n || t.n > 16)
        return false;
    for (; i < t.n; i++) {
        if (t.p[i] < '0' || t.p[i] > '9')
            return false;
        v = v * 10 + (t.p[i] - '0');
    }
    *out = t.p[0] == '-' ? -v : v;
    return *out >= least && *out <= most;
}

static struct rd_word *word_for(struct rd_valuer *v, struct cu_str text)
{
    uint32_t *at = cu_map_put(&v->map, text, (uint32_t)v->word_count);
    if (!at)
        return NULL;
    if (*at == v->word_count) {
        if (!CU_GROW(&v->arena, v->words, v->word_count, v->word_capacity))
            return NULL;
        v->words[v->word_count++] = (struct rd_word){0};
    }
    return &v->words[*at];
}

/* Sets the field that belongs to `kind`; false where the value does not fit it. */
static bool set_field(struct rd_word *w, int kind, struct cu_str value)
{
    double n = 0;
    int code = 0;
    bool ok = true;
    switch (kind) {
    case RD_LI_NUMBER:
    case RD_LI_SCALE:
    case RD_LI_MONEY_SCALE:
    case RD_LI_ORDINAL:
        ok = whole(value, 0, 1e15, &n);
        w->number = n;
        break;
    case RD_LI_CROWD:
        code = qualifier_of(value);
        w->qualifier = (uint8_t)code;
        break;
    case RD_LI_UNIT:
        code = unit_of(value);
        w->unit = (uint8_t)code;
        break;
    case RD_LI_SEASON:
        ok = whole(value, 1, 12, &n);
        w->season = (uint8_t)n;
        break;
    case RD_LI_FEAST:
        ok = cu_str_is(value, "easter") || cu_str_is(value, "christmas");
        w->feast = cu_str_is(value, "easter") ? 4 : 12;
        break;
    case RD_LI_DEICTIC:
        ok = whole(value, -100, 100, &n);
        w->shift = (int8_t)n;
        break;
    case RD_LI_PREPOSITION:
        code = role_of(value);
        w->role = (uint8_t)code;
        break;
    default:
        ok = cu_str_is(value, "-");
    }
    return ok && code >= 0;
}

static enum cu_status add_kinds(struct rd_valuer *v, const struct cu_tsv *t, struct cu_error *err)
{
    for (size_t r = 0; r < t->rows; r++) {
        struct cu_str word = cu_tsv_cell(t, r, 0), name = cu_tsv_cell(t, r, 1);
        int kind = kind_of(name);
        if (kind < 0 || word.n == 0)
            return cu_fail(err, CU_ERR_FORMAT, t->path, t->lines[r], -1,
                           "'%.*s' is no kind of word", (int)name.n, name.p);
        struct rd_word *w = word_for(v, word);
        if (!w)
            return cu_fail(err, CU_ERR_MEMORY, t->path, t->lines[r], -1, "out of memory");
        struct cu_str value = t->width > 2 ? cu_tsv_cell(t, r, 2) : CU_STR("-");
        if (!set_field(w, kind, value))
            return cu_fail(err, CU_ERR_FORMAT, t->path, t->lines[r], -1,
                           "'%.*s' is no value for the kind '%s'", (int)value.n, value.p,
                           kind_name[kind]);
        w->kinds |= UINT64_C(1) << kind;
    }
    return CU_OK;
}

/* months.tsv and weekdays.tsv: word, number from 1 to `most`, capital. */
static enum cu_status add_names(struct rd_valuer *v, const struct cu_tsv *t, bool month,
                                struct cu_error *err)
{
    for (size_t r = 0; r < t->rows; r++) {
        double n;
        if (!whole(cu_tsv_cell(t, r, 1), 1, month ? 12 : 7, &n))
            return cu_fail(err, CU_ERR_FORMAT, t->path, t->lines[r], -1,
                           "the second column should hold a number from 1 to %d", month ? 12 : 7);
        struct rd_word *w = word_for(v, cu_tsv_cell(t, r, 0));
        if (!w)
            return cu_fail(err, CU_ERR_MEMORY, t->path, t->lines[r], -1, "out of memory");
        w->kinds |= month ? RD_L(MONTH) : RD_L(WEEKDAY);
        *(month ? &w->month : &w->weekday) = (uint8_t)n;
        w->capital = cu_str_is(cu_tsv_cell(t, r, 2), "yes");
    }
    return CU_OK;
}

static enum cu_status add_money(struct rd_valuer *v, const struct cu_tsv *t, struct cu_error *err)
{
    for (size_t r = 0; r < t->rows; r++) {
        struct cu_str side = cu_tsv_cell(t, r, 2);
        bool before = cu_str_is(side, "before");
        if (!before && !cu_str_is(side, "after"))
            return cu_fail(err, CU_ERR_FORMAT, t->path, t->lines[r], -1,
                           "side should be before or after");
        struct rd_word *w = word_for(v, cu_tsv_cell(t, r, 0));
        if (!w)
            return cu_fail(err, CU_ERR_MEMORY, t->path, t->lines[r], -1, "out of memory");
        w->kinds |= before ? RD_L(MONEY_BEFORE) : RD_L(MONEY_AFTER);
        w->currency = cu_tsv_cell(t, r, 1);
    }
    return CU_OK;
}

static bool add_phrase(struct rd_valuer *v, const struct rd_phrase *p, bool before)
{
    struct rd_phrase **list = before ? &v->before : &v->after;
    size_t *count = before ? &v->before_count : &v->after_count;
    size_t *capacity = before ? &v->before_capacity : &v->after_capacity;
    if (!cu_grow(&v->arena, (void **)list, *count, capacity, sizeof **list))
        return false;
    size_t at = *count;
    for (; at > 0 && (*list)[at - 1].count < p->count; at--)
        (*list)[at] = (*list)[at - 1];
    (*list)[at] = *p;
    (*count)++;
    return true;
}

static enum cu_status add_phrases(struct rd_valuer *v, const struct cu_tsv *t, struct cu_error *err)
{
    for (size_t r = 0; r < t->rows; r++) {
        struct cu_str text = cu_tsv_cell(t, r, 0), side = cu_tsv_cell(t, r, 1);
        int qualifier = qualifier_of(cu_tsv_cell(t, r, 2));
        bool before = cu_str_is(side, "before");
        if (qualifier < 0 || (!before && !cu_str_is(side, "after")))
            return cu_fail(err, CU_ERR_FORMAT, t->path, t->lines[r], -1,
                           "wrong side or qualifier for '%.*s'", (int)text.n, text.p);
        struct rd_phrase p = {.qualifier = (uint8_t)qualifier};
        for (size_t from = 0; from < text.n;) {
            const char *gap = memchr(text.p + from, ' ', text.n - from);
            size_t n = gap ? (size_t)(gap - text.p) - from : text.n - from;
            if (p.count == sizeof p.words / sizeof *p.words)
                return cu_fail(err, CU_ERR_FORMAT, t->path, t->lines[r], -1,
                               "a phrase has six words at most");
            p.words[p.count++] = (struct cu_str){text.p + from, n};
            from += n + 1;
        }
        if (p.count && !add_phrase(v, &p, before))
            return cu_fail(err, CU_ERR_MEMORY, t->path, t->lines[r], -1, "out of memory");
    }
    return CU_OK;
}

enum cu_status rd_tables_load(struct rd_valuer *v, const char *dir, struct cu_error *err)
{
    static const struct {
        const char *file, *columns;
    } table[] = {
        {"numerals.tsv", "word\tkind\tvalue"},
        {"timewords.tsv", "word\tkind\tvalue"},
        {"numbered.tsv", "word\tkind"},
        {"months.tsv", "word\tmonth\tcapital"},
        {"weekdays.tsv", "word\tweekday\tcapital"},
        {"money.tsv", "word\tcurrency\tside"},
        {"qualifiers.tsv", "phrase\tside\tqualifier"},
    };
    enum cu_status status = CU_OK;
    for (size_t i = 0; i < sizeof table / sizeof *table && status == CU_OK; i++) {
        struct cu_str path = cu_arena_printf(&v->arena, "%s/%s", dir, table[i].file);
        if (v->arena.failed)
            return cu_fail(err, CU_ERR_MEMORY, dir, 0, -1, "out of memory");
        struct cu_tsv t;
        status = cu_tsv_load(&t, path.p, table[i].columns, &v->arena, err);
        if (status == CU_OK)
            status = i < 3    ? add_kinds(v, &t, err)
                     : i < 5  ? add_names(v, &t, i == 3, err)
                     : i == 5 ? add_money(v, &t, err)
                              : add_phrases(v, &t, err);
    }
    return status;
}

struct rd_valuer *rd_valuer_open(const char *lexicon_dir, struct cu_error *err)
{
    struct rd_valuer *v = cu_malloc(sizeof *v);
    if (!v) {
        cu_fail(err, CU_ERR_MEMORY, lexicon_dir, 0, -1, "out of memory");
        return NULL;
    }
    *v = (struct rd_valuer){0};
    cu_arena_init(&v->arena, 16 << 20);
    cu_map_init(&v->map);
    if (rd_tables_load(v, lexicon_dir, err) == CU_OK)
        return v;
    rd_valuer_free(v);
    return NULL;
}

void rd_valuer_free(struct rd_valuer *v)
{
    if (!v)
        return;
    cu_map_fini(&v->map);
    cu_arena_fini(&v->arena);
    free(v);
}
