/* SPDX-License-Identifier: Apache-2.0
 * Lengths of time and ages. See value_parts.h.
 */
#include <math.h>

#include "read/value_parts.h"

enum { MOST = 100000 };

/* A length by its units; fractions are carried down on writing. */
struct length {
    double years, months, weeks, days, hours, minutes, seconds;
};

static void add_unit(struct length *l, uint8_t unit, double n)
{
    switch (unit) {
    case RD_CENTURY:
        l->years += 100 * n;
        break;
    case RD_DECADE:
        l->years += 10 * n;
        break;
    case RD_YEAR:
        l->years += n;
        break;
    case RD_MONTH:
        l->months += n;
        break;
    case RD_FORTNIGHT:
        l->weeks += 2 * n;
        break;
    case RD_WEEK:
        l->weeks += n;
        break;
    case RD_DAY:
        l->days += n;
        break;
    case RD_HOUR:
        l->hours += n;
        break;
    case RD_MINUTE:
        l->minutes += n;
        break;
    default:
        l->seconds += n;
    }
}

/* Moves the fraction of *from into *to, `of` of which make one. */
static void carry(double *from, double *to, double of)
{
    double rest = *from - floor(*from);
    *from = floor(*from);
    *to += rest * of;
}

static void settle(struct length *l)
{
    carry(&l->years, &l->months, 12);
    l->years += floor((floor(l->months) + 1e-9) / 12);
    double rest = l->months - floor(l->months);
    l->months = fmod(floor(l->months), 12) + rest;
    carry(&l->months, &l->days, 30);
    if (l->years > 0 || l->months > 0 || l->days > 0 || l->weeks != floor(l->weeks)) {
        l->days += 7 * l->weeks;
        l->weeks = 0;
    }
    carry(&l->days, &l->hours, 24);
    carry(&l->hours, &l->minutes, 60);
    carry(&l->minutes, &l->seconds, 60);
    /* Below the day a fraction of a longer unit says nothing. */
    if (l->years > 0 || l->months > 0 || l->days > 3)
        l->hours = l->minutes = l->seconds = 0;
}

static void put(char *out, size_t size, size_t *n, double v, char letter)
{
    if (v >= 1 && *n < size)
        *n += (size_t)snprintf(out + *n, size - *n, "%.0f%c", floor(v), letter);
}

static struct cu_str iso(struct cu_arena *a, const struct length *l)
{
    char out[96] = "P";
    size_t n = 1;
    put(out, sizeof out, &n, l->years, 'Y');
    put(out, sizeof out, &n, l->months, 'M');
    put(out, sizeof out, &n, l->weeks, 'W');
    put(out, sizeof out, &n, l->days, 'D');
    if (l->hours + l->minutes + l->seconds >= 1)
        out[n++] = 'T';
    put(out, sizeof out, &n, l->hours, 'H');
    put(out, sizeof out, &n, l->minutes, 'M');
    put(out, sizeof out, &n, l->seconds, 'S');
    if (n == 1)
        return (struct cu_str){"", 0};
    return cu_arena_dup(a, (struct cu_str){out, n});
}

static double in_days(const struct length *l)
{
    return l->years * 365.25 + l->months * 30.4375 + l->weeks * 7 + l->days + l->hours / 24;
}

uint8_t rd_unit_at(const struct rd_scan *s, size_t p, size_t *past)
{
    bool dash = rd_lex_has(s, p, RD_L(DASH)) && !rd_lex_at(s, p + 1)->space;
    p += dash;
    *past = p + 1;
    if (rd_lex_has(s, p, RD_L(UNIT)))
        return s->lex[p].word->unit;
    /* "A 40-second performance": elsewhere "second" is an ordinal. */
    return dash && rd_lex_is(s, p, "second") ? RD_SECOND : RD_UNIT_NONE;
}

/* "and a half" at p: the lexeme behind it, or p. */
static size_t half_at(const struct rd_scan *s, size_t p, double *n)
{
    size_t q = p;
    if (rd_lex_has(s, q, RD_L(DASH)) && rd_lex_is(s, q + 1, "and"))
        q++;
    if (!rd_lex_is(s, q, "and"))
        return p;
    q++;
    q += rd_lex_has(s, q, RD_L(DASH));
    if (!rd_lex_is(s, q, "a"))
        return p;
    q++;
    q += rd_lex_has(s, q, RD_L(DASH));
    if (!rd_lex_is(s, q, "half"))
        return p;
    *n += 0.5;
    return q + 1;
}

/* A figure that a unit may follow: "nine", "nine and a half", "a", "half a". 0: none. */
static size_t amount_at(const struct rd_scan *s, size_t p, double *n)
{
    struct rd_numeral number;
    size_t past = rd_numeral_at(s, p, &number);
    if (past && number.has_number && number.number <= MOST) {
        *n = number.number;
        return half_at(s, past, n);
    }
    if (rd_lex_is(s, p, "half") && (rd_lex_is(s, p + 1, "a") || rd_lex_is(s, p + 1, "an")) &&
        rd_lex_has(s, p + 2, RD_L(UNIT))) {
        *n = 0.5;
        return p + 2;
    }
    *n = 1;
    bool article = rd_lex_is(s, p, "a") || rd_lex_is(s, p, "an");
    if ((article || rd_lex_is(s, p, "another")) && rd_lex_has(s, p + 1, RD_L(UNIT)))
        return p + 1;
    if (article && (rd_lex_is(s, p + 1, "further") || rd_lex_is(s, p + 1, "full")) &&
        rd_lex_has(s, p + 2, RD_L(UNIT)))
        return p + 2;
    return 0;
}

/* One amount with its unit at p; the unit of the whole in *unit. */
static size_t member_at(const struct rd_scan *s, size_t p, double *n, uint8_t *unit)
{
    size_t q = amount_at(s, p, n), past;
    if (!q)
        return 0;
    *unit = rd_unit_at(s, q, &past);
    if (!*unit)
        return 0;
    double more = 0;
    size_t half = half_at(s, past, &more);
    *n += more;
    return half;
}

/* What may join "four years" and "eight months": ", ", " and ", "-and-", or nothing. */
static size_t joint(const struct rd_scan *s, size_t p)
{
    p += rd_lex_is(s, p, ",");
    p += rd_lex_has(s, p, RD_L(DASH)) && !rd_lex_at(s, p + 1)->space;
    p += rd_lex_is(s, p, "and");
    p += rd_lex_has(s, p, RD_L(DASH)) && !rd_lex_at(s, p + 1)->space;
    return p;
}

/* The unit that "seven" borrows in "seven and ten years" or "two to four years". */
static uint8_t borrowed(const struct rd_scan *s, size_t p, double last)
{
    for (size_t k = 0; k < 8; k++) {
        size_t q = p;
        q += rd_lex_is(s, q, ",");
        q += rd_lex_is(s, q, "and") || rd_lex_is(s, q, "or") || rd_lex_is(s, q, "to") ||
             rd_lex_has(s, q, RD_L(DASH));
        if (q == p)
            return RD_UNIT_NONE;
        double n;
        size_t past, next = amount_at(s, q, &n);
        bool rises = rd_lex_is(s, q - 1, "to") || rd_lex_has(s, q - 1, RD_L(DASH));
        /* "Seven to three months": there "to" leads from people to their term. */
        if (!next || n == 0.5 || rd_lex_is(s, q, "a") || (rises && n <= last))
            return RD_UNIT_NONE;
        last = n;
        uint8_t unit = rd_unit_at(s, next, &past);
        if (unit)
            return unit;
        p = next;
    }
    return RD_UNIT_NONE;
}

static size_t finish(const struct rd_scan *s, size_t i, size_t past, struct length *l,
                     struct rd_found *f)
{
    settle(l);
    f->first = i;
    f->value = (struct rd_value){.kind = RD_DURATION, .has_number = true, .number = in_days(l)};
    f->value.text = iso(s->d->arena, l);
    f->none = f->value.text.n == 0;
    past = rd_qualify(s, &f->first, past, &f->value.qualifier);
    f->value.each = rd_each(s, f->first, past);
    return past;
}

static size_t age_found(const struct rd_scan *s, size_t i, size_t past, double n,
                        struct rd_found *f)
{
    f->first = i;
    f->value = (struct rd_value){.kind = RD_AGE, .has_number = true, .number = n};
    return rd_qualify(s, &f->first, past, &f->value.qualifier);
}

static size_t duration_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    double n;
    uint8_t unit, next_unit;
    size_t past = member_at(s, i, &n, &unit);
    struct length l = {0};
    if (!past) {
        size_t end = amount_at(s, i, &n);
        unit = end ? borrowed(s, end, n) : RD_UNIT_NONE;
        if (!unit || unit < RD_DAY || rd_is_label(s, i))
            return 0;
        add_unit(&l, unit, n);
        return finish(s, i, end, &l, f);
    }
    /* "One day they will be free." */
    f->none = unit == RD_DAY && rd_lex_is(s, i, "one") && (i == 0 || rd_lex_ends(s, i - 1));
    if (f->none)
        return past;
    size_t old = past + (rd_lex_has(s, past, RD_L(DASH)) ? 1 : 0);
    if (rd_lex_is(s, old, "old") || rd_lex_is(s, old, "olds"))
        return age_found(s, i, old + 1, unit == RD_YEAR ? n : floor(n / 12), f);
    if (rd_lex_is(s, past, "of") && rd_lex_is(s, past + 1, "age"))
        return age_found(s, i, past + 2, n, f);
    add_unit(&l, unit, n);
    for (size_t k = 0; k < 5; k++) {
        size_t end = member_at(s, joint(s, past), &n, &next_unit);
        /* "Seven years, six years and one month": a new length begins where the unit grows. */
        if (!end || next_unit >= unit)
            break;
        add_unit(&l, next_unit, n);
        unit = next_unit;
        past = end;
    }
    return finish(s, i, past, &l, f);
}

static bool one_of(const struct rd_scan *s, size_t i, const char *const *words, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (rd_lex_is(s, i, words[k]))
            return true;
    return false;
}
#define ONE_OF(s, i, list) one_of((s), (i), (list), sizeof(list) / sizeof *(list))

/* "Life" as a term, by the words beside it; "his life", "life expectancy" are none. */
static size_t life_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    static const char *const after[] = {"imprisonment", "sentence",  "sentences", "term",
                                        "terms",        "sentenced", "detention"};
    static const char *const before[] = {
        "to",  "serving", "serve",  "served",   "doing",    "given",  "gave", "got",
        "get", "gets",    "handed", "received", "receives", "faces",  "face", "facing",
        "and", "or",      "from",   "jailed",   "became",   "become", "drew", "draw"};
    static const char *const open[] = {"prison", "jail", "a", "prison"};
    static const char *const verbs[] = {
        "jailed", "imprisoned", "down",        "inside",    "deportation", "banned",  "exile",
        "exiled", "deported",   "confinement", "sentenced", "bars",        "asked",   "sought",
        "wanted", "demanded",   "labour",      "labor",     "condemned",   "sentence"};
    if (!rd_lex_has(s, i, RD_L(LIFE)))
        return 0;
    size_t past = i + 1;
    bool dash = rd_lex_has(s, past, RD_L(DASH)) && !rd_lex_at(s, past + 1)->space;
    bool term = ONE_OF(s, past + dash, after) ||
                (rd_lex_is(s, past, "in") && ONE_OF(s, past + 1, open)) ||
                (rd_lex_is(s, past, "behind") && rd_lex_is(s, past + 1, "bars")) ||
                (rd_lex_is(s, past, "without") && !rd_lex_ends(s, past));
    /* "to life", "serving life": nothing may follow that makes it another's life. */
    bool stands_alone =
        rd_lex_ends(s, past) || rd_lex_is(s, past, "for") || rd_lex_is(s, past, "too") ||
        rd_lex_is(s, past, "the") || rd_lex_is(s, past, "and") || rd_lex_is(s, past, "on") ||
        rd_lex_is(s, past, "by") || rd_lex_is(s, past, "over") || rd_lex_is(s, past, "as") ||
        rd_lex_is(s, past, "last") ||
        (rd_lex_is(s, past, "in") && rd_lex_has(s, past + 1, RD_L(MONTH) | RD_L(DIGITS)));
    if (!term && i > 0)
        term = stands_alone && ONE_OF(s, i - 1, before);
    /* "Serving life in Germany", but "back to life in Germany" only after a sentence. */
    if (!term && i > 0 && rd_lex_is(s, past, "in") && ONE_OF(s, i - 1, before)) {
        term = !rd_lex_is(s, i - 1, "to");
        for (size_t k = 2; !term && k <= 8 && k <= i; k++)
            term = ONE_OF(s, i - k, verbs);
    }
    /* "Has served 12 years of life". */
    if (!term && i > 1)
        term = stands_alone && rd_lex_is(s, i - 1, "of") && rd_lex_has(s, i - 2, RD_L(UNIT));
    for (size_t k = 2; !term && k <= 5 && k <= i && rd_lex_is(s, i - 1, "for"); k++)
        term = ONE_OF(s, i - k, verbs);
    if (!term)
        return 0;
    f->first = i;
    f->value = (struct rd_value){.kind = RD_DURATION,
                                 .life = true,
                                 .text = CU_STR("P99Y"),
                                 .has_number = true,
                                 .number = 99 * 365.25};
    f->value.each = rd_each(s, i, past);
    return past;
}

/* "Aged 14", "from the age of 12", "a man of 34", "he is 73". */
static bool age_by_word(const struct rd_scan *s, size_t i, double n)
{
    static const char *const is[] = {"is", "was", "turned", "turns"};
    static const char *const who[] = {"he", "she", "who", "i", "youngest", "oldest", "eldest"};
    static const char *const goes_on[] = {"in", "from", "and", "who"};
    const struct rd_lexeme *before = rd_lex_at(s, i - 1);
    size_t p = i + 1;
    bool ends = rd_lex_ends(s, p);
    if (before->kinds & RD_L(AGED))
        return true;
    if (cu_str_is(before->text, "turned"))
        return n >= 10 && rd_lex_has(s, i, RD_L(DIGITS));
    if (i >= 2 && cu_str_is(before->text, "of")) {
        uint64_t kinds = s->lex[i - 2].kinds;
        return (kinds & RD_L(AGED)) || ((kinds & RD_L(PERSON)) && (ends || ONE_OF(s, p, goes_on) ||
                                                                   rd_lex_has(s, p, RD_L(PAST))));
    }
    if (cu_str_is(before->text, "under"))
        return n >= 12 && n <= 21 && ends;
    if (cu_str_is(before->text, "at"))
        return n >= 14 && n <= 100 && rd_lex_has(s, i, RD_L(DIGITS)) && ends;
    if (n < 3 || !(ends || rd_lex_is(s, p, "and") || rd_lex_is(s, p, "when")))
        return false;
    if (i >= 2 && ONE_OF(s, i - 1, is))
        return ONE_OF(s, i - 2, who);
    /* "The youngest is 23 and the oldest 64." */
    return cu_str_ends(before->text, "est") && ONE_OF(s, i - 1, who);
}

/* Whether a length in years stands earlier in the sentence. */
static bool term_before(const struct rd_scan *s)
{
    for (size_t k = s->d->value_count; k > 0; k--) {
        const struct rd_value *v = &s->d->values[k - 1];
        if (s->d->tokens[v->first].sentence != s->sentence)
            return false;
        if (v->kind == RD_DURATION && cu_str_ends(v->text, "Y"))
            return true;
    }
    return false;
}

static bool letters(struct cu_str t)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.p[i] < 'a' || t.p[i] > 'z')
            return false;
    return true;
}

/* "Ivan, 34,", "Peter Simiyu (26)", "Tom and Jamie Ostler, 24 and 27,". */
static bool age_by_name(const struct rd_scan *s, size_t i, double n)
{
    static const char *const closers[] = {",", ")", ";", ".", ":"};
    const struct rd_lexeme *before = rd_lex_at(s, i - 1);
    size_t p = i + 1, name = i - 2;
    if (n < 10 || i < 2 || !rd_lex_has(s, i, RD_L(DIGITS)))
        return false;
    if (cu_str_is(before->text, "and") && i >= 4 && (s->lex[i - 2].kinds & RD_L(DIGITS)) &&
        rd_lex_is(s, i - 3, ",")) {
        name = i - 4;
    } else if (!cu_str_is(before->text, ",") && !cu_str_is(before->text, "(")) {
        return false;
    } else if (rd_lex_is(s, p, "and") && rd_lex_has(s, p + 1, RD_L(DIGITS)) &&
               rd_lex_at(s, p + 1)->number >= 10) {
        p += 2;
    }
    const struct rd_lexeme *whose = &s->lex[name];
    const struct rd_token *t = &s->d->tokens[whose->token];
    bool named = t->entity != RD_NONE && t->entity < s->d->entity_count;
    if (named && s->d->entities[t->entity].type != RD_PER)
        return false;
    /* "The baker, 45, from Arraba": one person, where "the prisoners, 45" are many. */
    if (!whose->capital && !whose->kinds && n >= 16 && n <= 99 && name + 2 == i &&
        cu_str_is(before->text, ",") && rd_lex_is(s, p, ",") && name > 0 && whose->text.n > 3 &&
        !cu_str_ends(whose->text, "s") && letters(whose->text))
        return rd_lex_has(s, name - 1, RD_L(OPENS)) || s->lex[name - 1].kinds == 0;
    if (!whose->capital || (p < s->count && !ONE_OF(s, p, closers)) ||
        (whose->kinds & (RD_L(MONTH) | RD_L(WEEKDAY) | RD_L(DIGITS) | RD_L(NUMBER))))
        return false;
    /* "Joseph Biggs, 17 years; Zachary Rehl, 15; ...": the years go on. */
    if (!rd_lex_is(s, p, ",") && !rd_lex_is(s, p, ")") && term_before(s))
        return false;
    /* "Kaduna (37)" counts; "Peter Simiyu (26)" is a person, as far as words can tell. */
    return named || !cu_str_is(before->text, "(") || (name > 0 && s->lex[name - 1].capital);
}

static size_t age_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    struct rd_numeral n;
    if (i == 0)
        return 0;
    size_t p = rd_numeral_at(s, i, &n);
    if (!p || !n.has_number || n.number > 115 ||
        (!age_by_word(s, i, n.number) && !age_by_name(s, i, n.number)))
        return 0;
    return age_found(s, i, p, n.number, f);
}

size_t rd_span_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    size_t past = life_at(s, i, f);
    if (!past)
        past = duration_at(s, i, f);
    if (!past)
        past = age_at(s, i, f);
    return past;
}
