/* SPDX-License-Identifier: Apache-2.0
 * Walks a sentence and asks the readers in turn. See value.h.
 */
#include "read/value.h"
#include "read/value_parts.h"

size_t rd_date_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    size_t past = rd_absolute_at(s, i, f);
    return past ? past : rd_relative_at(s, i, f);
}

/* The word before a date that binds it; "the", "late", "mid-" may stand between. */
static uint8_t role_before(const struct rd_scan *s, size_t first)
{
    for (size_t k = 1; k <= 4 && k <= first; k++) {
        const struct rd_lexeme *l = &s->lex[first - k];
        if (l->kinds & RD_L(PREPOSITION))
            return l->word->role;
        bool between = cu_str_is(l->text, "the") || (l->kinds & (RD_L(EARLY) | RD_L(PART))) ||
                       (l->kinds & RD_L(DASH)) || cu_str_is(l->text, "of");
        if (!between)
            break;
    }
    return RD_ON;
}

static bool add_value(struct rd_scan *s, struct rd_found *f, size_t past)
{
    struct rd_document *d = s->d;
    struct rd_value *v = &f->value;
    v->first = s->lex[f->first].token;
    v->past = s->lex[past - 1].past;
    /* Two pieces of one token cannot both be values: "2019-2020" keeps its first year. */
    if (f->first < s->taken || (d->value_count && d->values[d->value_count - 1].past > v->first))
        return true;
    if (v->kind == RD_DATE) {
        v->text = rd_day_text(d->arena, f->day);
        if (!v->preposition)
            v->preposition = role_before(s, f->first);
        /* "Pointed to Wednesday's decision" sets no end. */
        if (v->preposition == RD_UNTIL && rd_lex_is(s, past, "'s"))
            v->preposition = RD_ON;
    }
    if (!CU_GROW(d->arena, d->values, d->value_count, d->value_capacity))
        return false;
    for (uint32_t t = v->first; t < v->past; t++)
        d->tokens[t].value = (uint32_t)d->value_count;
    d->values[d->value_count++] = *v;
    return true;
}

/* Whether a value can begin at lexeme i. "A", "the" and the like only do before a telling word. */
static bool may_begin(const struct rd_scan *s, size_t i)
{
    static const uint64_t begins =
        RD_L(NUMBER) | RD_L(SCALE) | RD_L(VAGUE) | RD_L(CROWD) | RD_L(ORDINAL) | RD_L(UNIT) |
        RD_L(SEASON) | RD_L(FEAST) | RD_L(DEICTIC) | RD_L(LAST) | RD_L(THIS) | RD_L(NEXT) |
        RD_L(PREVIOUS) | RD_L(FOLLOWING) | RD_L(SAME) | RD_L(THAT) | RD_L(LIFE) | RD_L(MONTH) |
        RD_L(WEEKDAY) | RD_L(MONEY_BEFORE) | RD_L(DIGITS) | RD_L(DECIMAL) | RD_L(TIME) |
        RD_L(DOTTED) | RD_L(OPAQUE) | RD_L(DECADE);
    uint64_t kinds = s->lex[i].kinds;
    if (kinds & begins)
        return true;
    if (!(kinds & RD_L(OPENS)))
        return false;
    for (size_t k = i + 1; k < s->count && k <= i + 3; k++)
        if (s->lex[k].kinds & (begins | RD_L(PART) | RD_L(WEEKEND)))
            return true;
    return false;
}

static bool walk(struct rd_scan *s)
{
    static size_t (*const readers[])(const struct rd_scan *, size_t, struct rd_found *) = {
        rd_date_at,
        rd_span_at,
        rd_number_at,
    };
    for (size_t i = 0; i < s->count;) {
        size_t past = 0;
        struct rd_found f = {0};
        if (!may_begin(s, i)) {
            i++;
            continue;
        }
        for (size_t k = 0; k < sizeof readers / sizeof *readers && !past; k++) {
            f = (struct rd_found){.first = i};
            past = readers[k](s, i, &f);
        }
        if (!past) {
            i++;
            continue;
        }
        if (past > s->count)
            past = s->count;
        if (!f.none && !add_value(s, &f, past))
            return false;
        i = s->taken = past > i ? past : i + 1;
    }
    return true;
}

enum cu_status rd_value(const struct rd_valuer *v, struct rd_document *d, uint32_t sentence,
                        struct cu_error *err)
{
    if (!rd_lex_needed(v, d, sentence))
        return CU_OK;
    struct rd_scan s = {.v = v, .d = d, .sentence = sentence, .report = rd_day_parse(d->date)};
    if (!rd_lex_sentence(&s) || !walk(&s) || d->arena->failed)
        return cu_fail(err, CU_ERR_MEMORY, d->path.n ? d->path.p : "", 0, -1,
                       "out of memory while reading numbers and dates");
    return CU_OK;
}
