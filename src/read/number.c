/* SPDX-License-Identifier: Apache-2.0
 * Numbers in figures and words, their qualifiers, money, shares, ordinals. See value_parts.h.
 */
#include <math.h>

#include "read/value_parts.h"

static bool glued(const struct rd_scan *s, size_t i)
{
    return i < s->count && i > 0 && !s->lex[i].space;
}

/* "15 000" and "1.2 million". */
static size_t figures(const struct rd_scan *s, size_t i, struct rd_numeral *out)
{
    const struct rd_lexeme *l = &s->lex[i];
    size_t p = i + 1;
    double v = l->number;
    if (l->digits >= 1 && l->digits <= 3)
        while (rd_lex_has(s, p, RD_L(DIGITS)) && s->lex[p].digits == 3 && s->lex[p].space &&
               !(s->lex[p].kinds & RD_L(ORDINAL)) && v < 1e9)
            v = v * 1000 + s->lex[p++].number;
    if (rd_lex_has(s, p, RD_L(SCALE)) && s->lex[p].number != 2)
        v *= s->lex[p++].number;
    /* "5 1/2 years". */
    if (p == i + 1 && rd_lex_is(s, p, "1") && rd_lex_is(s, p + 1, "/") && glued(s, p + 1) &&
        rd_lex_is(s, p + 2, "2") && glued(s, p + 2)) {
        v += 0.5;
        p += 3;
    }
    *out = (struct rd_numeral){.number = v, .has_number = true, .whole = floor(v) == v};
    return p;
}

static uint8_t crowd_of_scale(double scale)
{
    return scale < 100 ? RD_Q_DOZENS : scale < 1000 ? RD_Q_HUNDREDS : RD_Q_THOUSANDS;
}

/* "dozens", "tens of thousands", "several hundred", "a few dozen". */
static size_t crowd(const struct rd_scan *s, size_t i, struct rd_numeral *out)
{
    *out = (struct rd_numeral){.words = true, .whole = true};
    if (rd_lex_has(s, i, RD_L(CROWD))) {
        size_t p = i + 1;
        out->qualifier = s->lex[i].word->qualifier;
        if (rd_lex_is(s, p, "of") && rd_lex_has(s, p + 1, RD_L(CROWD))) {
            out->qualifier = s->lex[p + 1].word->qualifier;
            return p + 2;
        }
        return rd_lex_is(s, i, "tens") ? 0 : p;
    }
    size_t p = i + (rd_lex_is(s, i, "a") ? 1 : 0);
    if (!rd_lex_has(s, p, RD_L(VAGUE)) || !rd_lex_has(s, p + 1, RD_L(SCALE)))
        return 0;
    out->qualifier = crowd_of_scale(s->lex[p + 1].number);
    return p + 2;
}

/* One step of a number in words. `total` holds finished thousands, `part` what is below them. */
struct words {
    double total, part;
    bool any, dozen;
};

static bool take_number(struct words *w, double v, bool linked)
{
    double ones = fmod(w->part, 100);
    if (!w->any)
        w->part = v;
    else if (!linked && ones >= 20 && fmod(ones, 10) == 0 && v >= 1 && v <= 9)
        w->part += v;
    else if (w->part > 0 && ones == 0 && v < 100)
        w->part += v;
    else if (w->part == 0 && w->total > 0 && v < 1000)
        w->part = v;
    else
        return false;
    return true;
}

static bool take_scale(struct words *w, double v)
{
    double count = w->part > 0 ? w->part : 1;
    if (w->any && w->part == 0)
        return false;
    if (v >= 1000) {
        w->total += count * v;
        w->part = 0;
    } else {
        if (w->any && w->part >= 100)
            return false;
        w->part = count * v;
        w->dozen = v != 100;
    }
    return true;
}

/* "The hundred-odd", "some thousand": a scale word without a count before it. */
static bool scale_alone(const struct rd_scan *s, size_t i)
{
    double v = s->lex[i].number;
    bool led = i > 0 && (rd_lex_is(s, i - 1, "the") || rd_lex_is(s, i - 1, "some") ||
                         rd_lex_is(s, i - 1, "about") || rd_lex_is(s, i - 1, "nearly"));
    return led && (v == 12 || v == 100 || v == 1000);
}

static size_t number_words(const struct rd_scan *s, size_t i, struct words *w)
{
    size_t p = i;
    while (p < s->count && !w->dozen) {
        size_t q = p;
        bool linked = false;
        if (w->any && rd_lex_has(s, p, RD_L(DASH)) && glued(s, p) && glued(s, p + 1)) {
            q++;
        } else if (w->any && rd_lex_is(s, p, "and") && rd_lex_has(s, p + 1, RD_L(NUMBER)) &&
                   (w->part > 0 ? fmod(w->part, 100) == 0 : w->total > 0)) {
            q++;
            linked = true;
        }
        const struct rd_lexeme *l = rd_lex_at(s, q);
        bool ok = false;
        if (l->kinds & RD_L(NUMBER))
            ok = take_number(w, l->number, linked);
        else if (l->kinds & RD_L(SCALE))
            ok = (w->any || scale_alone(s, q)) && take_scale(w, l->number);
        if (!ok)
            break;
        w->any = true;
        p = q + 1;
    }
    return w->any ? p : 0;
}

/* "Two and a half million". */
static size_t half_scale(const struct rd_scan *s, size_t p, struct words *w)
{
    if (!rd_lex_is(s, p, "and") || !rd_lex_is(s, p + 1, "a") || !rd_lex_is(s, p + 2, "half") ||
        !rd_lex_has(s, p + 3, RD_L(SCALE)) || w->total > 0)
        return p;
    w->total = (w->part + 0.5) * s->lex[p + 3].number;
    w->part = 0;
    return p + 4;
}

size_t rd_numeral_at(const struct rd_scan *s, size_t i, struct rd_numeral *out)
{
    const struct rd_lexeme *l = rd_lex_at(s, i);
    if (l->kinds & (RD_L(DIGITS) | RD_L(DECIMAL)))
        return l->kinds & RD_L(ORDINAL) ? 0 : figures(s, i, out);
    bool article = cu_str_is(l->text, "a") || cu_str_is(l->text, "an");
    if ((l->kinds & (RD_L(CROWD) | RD_L(VAGUE))) || (article && rd_lex_has(s, i + 1, RD_L(VAGUE))))
        return crowd(s, i, out);
    struct words w = {0};
    size_t p = 0;
    if (article && rd_lex_has(s, i + 1, RD_L(SCALE))) {
        w.any = true;
        w.part = 1;
        p = number_words(s, i + 1, &w);
    } else if (cu_str_is(l->text, "half") && rd_lex_is(s, i + 1, "a") &&
               rd_lex_has(s, i + 2, RD_L(SCALE))) {
        w.total = s->lex[i + 2].number / 2;
        w.dozen = s->lex[i + 2].number == 12;
        p = i + 3;
    } else if (l->kinds & (RD_L(NUMBER) | RD_L(SCALE))) {
        p = number_words(s, i, &w);
    }
    if (!p)
        return 0;
    if (w.any && w.part == 2 && rd_lex_is(s, p - 1, "couple") && rd_lex_is(s, p, "of") &&
        rd_lex_has(s, p + 1, RD_L(SCALE)) && s->lex[p + 1].number >= 12) {
        w.part = 2 * s->lex[p + 1].number;
        p += 2;
    }
    p = half_scale(s, p, &w);
    *out = (struct rd_numeral){.number = w.total + w.part, .has_number = true, .words = true};
    out->whole = floor(out->number) == out->number;
    /* "A dozen" is a round figure where "twelve" is none; "a couple" of people are two. */
    if (w.dozen && out->number != 2)
        out->qualifier = RD_Q_ABOUT;
    return p;
}

static bool phrase_at(const struct rd_scan *s, const struct rd_phrase *p, size_t i)
{
    for (size_t k = 0; k < p->count; k++)
        if (i + k >= s->count || !cu_str_eq(s->lex[i + k].text, p->words[k]))
            return false;
    return true;
}

size_t rd_qualify(const struct rd_scan *s, size_t *first, size_t past, uint8_t *qualifier)
{
    for (size_t k = 0; k < s->v->before_count; k++) {
        const struct rd_phrase *p = &s->v->before[k];
        if (*first >= s->taken + p->count && phrase_at(s, p, *first - p->count)) {
            *first -= p->count;
            *qualifier = p->qualifier;
            return past;
        }
    }
    for (size_t k = 0; k < s->v->after_count; k++) {
        const struct rd_phrase *p = &s->v->after[k];
        if (phrase_at(s, p, past)) {
            *qualifier = p->qualifier;
            return past + p->count;
        }
        /* "121 men at the most": the noun stands between. */
        if (p->count > 1 && !rd_lex_ends(s, past) && phrase_at(s, p, past + 1)) {
            *qualifier = p->qualifier;
            return past;
        }
    }
    return past;
}

bool rd_each(const struct rd_scan *s, size_t first, size_t past)
{
    if (rd_lex_has(s, past, RD_L(EACH)) || rd_lex_has(s, past + 1, RD_L(EACH)))
        return true;
    for (size_t k = 1; k <= 4 && k <= first && !rd_lex_ends(s, first - k); k++)
        if (rd_lex_is(s, first - k, "each"))
            return true;
    return false;
}

/* "Article 130", "Nos. 7 and 8", "IK-3": the figure is part of a name. */
static bool counts_noun(const struct rd_scan *s, size_t p)
{
    static const char *const many[] = {"people", "men", "women", "children", "police"};
    const struct rd_lexeme *l = rd_lex_at(s, p);
    for (size_t k = 0; k < sizeof many / sizeof *many; k++)
        if (cu_str_is(l->text, many[k]))
            return true;
    return l->text.n > 3 && !l->capital && !l->kinds && cu_str_ends(l->text, "s");
}

bool rd_is_label(const struct rd_scan *s, size_t i)
{
    const size_t start = i;
    if (glued(s, i) && rd_lex_has(s, i - 1, RD_L(DASH)) && glued(s, i - 1) && i >= 2 &&
        !(s->lex[i - 2].kinds & (RD_L(EARLY) | RD_L(DIGITS) | RD_L(NUMBER))))
        return true;
    if (glued(s, i) && (rd_lex_is(s, i - 1, "/") || rd_lex_is(s, i - 1, "#") ||
                        (rd_lex_is(s, i - 1, "(") && glued(s, i - 1))))
        return true;
    /* "1. The Coordination undertakes": the number of an item. */
    if (i == 0 && rd_lex_has(s, 0, RD_L(DIGITS)) && s->count > 2 &&
        (rd_lex_is(s, 1, ".") || rd_lex_is(s, 1, ")")))
        return true;
    for (size_t k = 0; k < 12 && i > 0; k++) {
        const struct rd_lexeme *l = &s->lex[i - 1];
        if (l->kinds & RD_L(NUMBERED))
            return true;
        /* "Colony 2", but "in the colony 120 inmates". */
        if (l->kinds & RD_L(PLACE))
            return !counts_noun(s, start + 1);
        if (cu_str_is(l->text, ".") && i > 1 && !l->space) {
            i--; /* "Art" "." */
            continue;
        }
        bool link = cu_str_is(l->text, ",") || cu_str_is(l->text, "and") ||
                    cu_str_is(l->text, "or") || cu_str_is(l->text, "to") || (l->kinds & RD_L(DASH));
        bool number = i > 1 && (s->lex[i - 2].kinds &
                                (RD_L(DIGITS) | RD_L(DECIMAL) | RD_L(OPAQUE) | RD_L(DOTTED)));
        if (!link || !number)
            return false;
        i -= 2;
    }
    return false;
}

/* "at 6 this morning", "after one on Tuesday". */
static bool is_hour(const struct rd_scan *s, size_t i, size_t past, double v)
{
    static const char *const before[] = {"at", "after", "before", "around", "by", "about", "past"};
    if (v < 1 || v > 24 || i == 0)
        return false;
    bool led = false;
    for (size_t k = 0; k < sizeof before / sizeof *before; k++)
        led |= rd_lex_is(s, i - 1, before[k]);
    size_t p =
        past + (rd_lex_is(s, past, "in") || rd_lex_is(s, past, "on") || rd_lex_is(s, past, ","));
    p += rd_lex_is(s, p, "the");
    /* "On Tuesday at seven". */
    if (i > 1 && rd_lex_is(s, i - 1, "at") &&
        rd_lex_has(s, i - 2, RD_L(PART) | RD_L(DEICTIC) | RD_L(WEEKDAY)))
        return true;
    return led && (rd_lex_has(s, p, RD_L(PART) | RD_L(DEICTIC) | RD_L(WEEKDAY)) ||
                   (rd_lex_has(s, p, RD_L(THIS)) && rd_lex_has(s, p + 1, RD_L(PART))));
}

/* A word in lower case that is no unit or measure, as in "five-member". */
static bool joins_word(const struct rd_scan *s, size_t p)
{
    static const char *const counts[] = {"strong", "odd", "plus", "some"};
    if (!rd_lex_has(s, p, RD_L(DASH)) || !glued(s, p) || !glued(s, p + 1))
        return false;
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
        if (rd_lex_is(s, p + 1, counts[k]))
            return false;
    return !rd_lex_has(s, p + 1, RD_L(DIGITS) | RD_L(NUMBER) | RD_L(UNIT));
}

/* Words before and after "one" that make it a pronoun or part of a phrase. */
static bool is_pronoun(const struct rd_scan *s, size_t i)
{
    static const char *const before[] = {"the",  "no",   "this",  "that",    "any",  "every",
                                         "each", "some", "which", "another", "only", "not"};
    static const char *const after[] = {"another", "day", "time", "side", "thing", "way", "by"};
    if (!rd_lex_is(s, i, "one"))
        return false;
    for (size_t k = 0; k < sizeof before / sizeof *before; k++)
        if (i > 0 && rd_lex_is(s, i - 1, before[k]))
            return true;
    for (size_t k = 0; k < sizeof after / sizeof *after; k++)
        if (rd_lex_is(s, i + 1, after[k]))
            return true;
    const struct rd_token *t = &s->d->tokens[s->lex[i].token];
    return s->d->sentences[s->sentence].analysed && (t->upos == RD_PRON || t->upos == RD_DET);
}

/* The second figure of "seven or eight", "20 to 30", "10-15", "between 13 and 66". */
static size_t range_end(const struct rd_scan *s, size_t i, size_t p, double low, double *high)
{
    bool dash = rd_lex_has(s, p, RD_L(DASH));
    bool open = i > 0 && rd_lex_is(s, i - 1, "between");
    if (!dash && !rd_lex_is(s, p, "or") && !(open && rd_lex_is(s, p, "and")) &&
        !(rd_lex_is(s, p, "to") && !(i > 0 && rd_lex_is(s, i - 1, "from"))))
        return 0;
    struct rd_numeral n;
    size_t past = rd_numeral_at(s, p + 1, &n);
    if (!past || !n.has_number || !n.whole || n.number <= low)
        return 0;
    *high = n.number;
    return past;
}

/* "3-1", "2-2": a result, a vote, years of a season; not "10-15 people". */
static size_t score_end(const struct rd_scan *s, size_t i, size_t p, double low)
{
    struct rd_numeral n;
    if (!rd_lex_has(s, p, RD_L(DASH)) || !rd_lex_has(s, p + 1, RD_L(DIGITS)))
        return 0;
    size_t past = rd_numeral_at(s, p + 1, &n);
    if (!past || !rd_lex_has(s, i, RD_L(DIGITS)))
        return 0;
    bool more = rd_lex_has(s, past, RD_L(DASH)) && rd_lex_has(s, past + 1, RD_L(DIGITS));
    while (rd_lex_has(s, past, RD_L(DASH)) && rd_lex_has(s, past + 1, RD_L(DIGITS)))
        past += 2; /* telephone numbers */
    return more || n.number <= low || rd_lex_ends(s, past) ? past : 0;
}

static size_t money_scale(const struct rd_scan *s, size_t p, double *v)
{
    if (!rd_lex_has(s, p, RD_L(MONEY_SCALE)))
        return p;
    *v *= s->lex[p].number;
    return p + 1;
}

/* The currency behind an amount: "roubles", "Zimbabwean dollars", "-baht". NULL: none. */
static const struct rd_word *currency_after(const struct rd_scan *s, size_t p, size_t *past)
{
    p += rd_lex_has(s, p, RD_L(DASH)) && glued(s, p) && glued(s, p + 1);
    for (size_t k = 0; k < 2; k++)
        if (rd_lex_has(s, p + k, RD_L(MONEY_AFTER)) && (k == 0 || s->lex[p].capital)) {
            *past = p + k + 1;
            return s->lex[p + k].word;
        }
    return NULL;
}

static void set_money(struct rd_found *f, size_t first, double v, struct cu_str currency)
{
    f->first = first;
    f->value = (struct rd_value){.kind = RD_MONEY, .has_number = true, .number = v};
    f->value.text = currency;
}

static size_t money_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    struct rd_numeral n;
    size_t past = rd_numeral_at(s, i + 1, &n);
    if (!past || !n.has_number)
        return 0;
    double v = n.number;
    past = money_scale(s, past, &v);
    set_money(f, i, v, s->lex[i].word->currency);
    return rd_qualify(s, &f->first, past, &f->value.qualifier);
}

/* What follows a number and makes it something else than a count. 0: nothing. */
static size_t other_kind(const struct rd_scan *s, size_t i, size_t p, const struct rd_numeral *n,
                         struct rd_found *f)
{
    double v = n->number;
    size_t scaled = money_scale(s, p, &v), past;
    const struct rd_word *currency = currency_after(s, scaled, &past);
    if (currency) {
        set_money(f, i, v, currency->currency);
        return rd_qualify(s, &f->first, past, &f->value.qualifier);
    }
    size_t unit = p + (rd_lex_has(s, p, RD_L(DASH)) && glued(s, p));
    past = 0;
    if (rd_lex_has(s, unit, RD_L(PERCENT)))
        past = unit + 1;
    else if (rd_lex_is(s, unit, "per") && rd_lex_is(s, unit + 1, "cent"))
        past = unit + 2;
    if (past) {
        f->first = i;
        f->value = (struct rd_value){.kind = RD_PERCENT, .has_number = true, .number = n->number};
        return rd_qualify(s, &f->first, past, &f->value.qualifier);
    }
    f->none = true;
    if (rd_lex_has(s, unit, RD_L(MEASURE) | RD_L(FRACTION)))
        return unit + 1;
    if (n->number == 1 && rd_lex_has(s, unit, RD_L(ORDINAL)))
        return unit + 1; /* "one third" */
    if (n->number == 1 && rd_lex_is(s, p, "in")) {
        struct rd_numeral whole;
        past = rd_numeral_at(s, p + 1, &whole);
        if (past && whole.has_number && whole.number <= 100)
            return past; /* "one in five" */
    }
    if (scaled != p && glued(s, p))
        return scaled;
    size_t score = score_end(s, i, p, n->number);
    if (score)
        return score;
    if (is_hour(s, i, p, n->number) || joins_word(s, p))
        return p;
    if (rd_lex_is(s, p, "/") && glued(s, p))
        return p + 1;
    f->none = false;
    return 0;
}

/* "first", "32nd", "twenty-first". */
static size_t ordinal_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    double v = 0;
    size_t p = i;
    if (rd_lex_has(s, p, RD_L(NUMBER)) && s->lex[p].number >= 20 &&
        rd_lex_has(s, p + 1, RD_L(DASH)) && rd_lex_has(s, p + 2, RD_L(ORDINAL))) {
        v = s->lex[p].number;
        p += 2;
    }
    if (!rd_lex_has(s, p, RD_L(ORDINAL)))
        return 0;
    f->first = i;
    f->value =
        (struct rd_value){.kind = RD_ORDINAL, .has_number = true, .number = v + s->lex[p].number};
    return p + 1;
}

size_t rd_number_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    if (rd_lex_has(s, i, RD_L(MONEY_BEFORE)) && rd_lex_has(s, i + 1, RD_L(DIGITS) | RD_L(DECIMAL)))
        return money_at(s, i, f);
    size_t p = ordinal_at(s, i, f);
    if (p)
        return p;
    if (rd_lex_has(s, i, RD_L(OPAQUE) | RD_L(TIME) | RD_L(DECADE) | RD_L(DOTTED))) {
        f->none = true;
        return i + 1;
    }
    struct rd_numeral n;
    p = rd_numeral_at(s, i, &n);
    if (!p)
        return 0;
    f->none = true;
    if (rd_is_label(s, i) || is_pronoun(s, i))
        return p;
    f->none = false;
    size_t other = other_kind(s, i, p, &n, f);
    if (other)
        return other;
    f->first = i;
    f->value = (struct rd_value){.kind = RD_NUMBER,
                                 .has_number = n.has_number,
                                 .number = n.number,
                                 .qualifier = n.qualifier};
    if (n.has_number && rd_lex_is(s, p, "and") && rd_lex_is(s, p + 1, "a") &&
        rd_lex_is(s, p + 2, "half")) {
        f->value.number += 0.5;
        p += 3;
    } else {
        f->none = n.has_number && !n.whole;
    }
    double high;
    size_t range = n.has_number ? range_end(s, i, p, n.number, &high) : 0;
    if (range) {
        f->value.number = high;
        f->value.qualifier = RD_Q_UP_TO;
        range = rd_qualify(s, &f->first, range, &f->value.qualifier);
        f->value.each = rd_each(s, i, range);
        return range;
    }
    uint8_t said = f->value.qualifier;
    p = rd_qualify(s, &f->first, p, &f->value.qualifier);
    /* "Some dozens" are still dozens. */
    if (!n.has_number)
        f->value.qualifier = said;
    f->value.each = rd_each(s, f->first, p);
    return p;
}
