/* SPDX-License-Identifier: Apache-2.0
 * Dates that name a day, month or year: "13 December 2025", "Dec. 13", "2025-12-13", "in May",
 * "Friday". See value_parts.h; words of relation stand in relative.c.
 */
#include "read/value_parts.h"

static size_t found(struct rd_found *f, size_t i, size_t past, struct rd_day day, bool relative)
{
    f->first = i;
    f->day = day;
    f->value = (struct rd_value){.kind = RD_DATE, .relative = relative};
    return past;
}

static bool glued(const struct rd_scan *s, size_t i)
{
    return i < s->count && !s->lex[i].space;
}

/* A figure that can be a day of a month: "13", "26th"; 0: none. */
static uint8_t day_figure(const struct rd_scan *s, size_t i)
{
    const struct rd_lexeme *l = rd_lex_at(s, i);
    bool ok = (l->kinds & RD_L(DIGITS)) && l->digits <= 2;
    ok = ok || (l->kinds & RD_L(ORDINAL));
    return ok && l->number >= 1 && l->number <= 31 ? (uint8_t)l->number : 0;
}

static bool year_figure(const struct rd_scan *s, size_t i, int32_t *year)
{
    const struct rd_lexeme *l = rd_lex_at(s, i);
    if (!(l->kinds & RD_L(DIGITS)) || l->digits != 4 || (l->kinds & RD_L(ORDINAL)) ||
        l->number < 1500 || l->number > 2100)
        return false;
    *year = (int32_t)l->number;
    return true;
}

/* --- figures only ---------------------------------------------------------------------------- */

/* Year, month and day from three figures, day before month as most of the world writes; the other
 * order where only that is a date. */
static struct rd_day from_figures(double a, double b, double c, bool year_first)
{
    int32_t year = (int32_t)(year_first ? a : c), x = (int32_t)b, y = (int32_t)(year_first ? c : a);
    if (!year_first && year < 100)
        year += year < 50 ? 2000 : 1900;
    if (rd_day_valid(year, x, y))
        return (struct rd_day){year, (uint8_t)x, (uint8_t)y};
    if (!year_first && rd_day_valid(year, y, x))
        return (struct rd_day){year, (uint8_t)y, (uint8_t)x};
    return (struct rd_day){0, 0, 0};
}

static bool separates(const struct rd_scan *s, size_t i)
{
    return glued(s, i) && glued(s, i + 1) &&
           (rd_lex_has(s, i, RD_L(DASH)) || rd_lex_is(s, i, "/") || rd_lex_is(s, i, "."));
}

static size_t numeric_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    const struct rd_lexeme *a = rd_lex_at(s, i);
    if (a->kinds & RD_L(DOTTED))
        return found(f, i, i + 1, a->date, false);
    if (!(a->kinds & RD_L(DIGITS)) || !separates(s, i + 1) || !rd_lex_has(s, i + 2, RD_L(DIGITS)))
        return 0;
    const struct rd_lexeme *b = &s->lex[i + 2], *c = rd_lex_at(s, i + 4);
    if (separates(s, i + 3) && (c->kinds & RD_L(DIGITS)) && !separates(s, i + 5)) {
        bool year_first = a->digits == 4;
        if (b->digits > 2 || (year_first ? c->digits : a->digits) > 2 ||
            (!year_first && c->digits != 4 && c->digits != 2))
            return 0;
        struct rd_day day = from_figures(a->number, b->number, c->number, year_first);
        return day.year ? found(f, i, i + 5, day, false) : 0;
    }
    /* "2025-12"; "2011-12" is a season as often, but then its second half is no month. */
    int32_t year;
    if (year_figure(s, i, &year) && rd_lex_has(s, i + 1, RD_L(DASH)) && b->digits == 2 &&
        b->number >= 1 && b->number <= 12 && (int32_t)b->number != year % 100 + 1)
        return found(f, i, i + 3, (struct rd_day){year, (uint8_t)b->number, 0}, false);
    return 0;
}

/* "29.11, Minsk": a day and month as the head of a note. */
static size_t note_head_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    const struct rd_lexeme *l = rd_lex_at(s, i);
    if (i != 0 || !(l->kinds & RD_L(DECIMAL)) || l->text.n < 4 || l->text.n > 5 ||
        !(rd_lex_is(s, 1, ",") || rd_lex_is(s, 1, ":")))
        return 0;
    struct cu_str t = l->text;
    int32_t day = t.p[0] - '0', month = (t.p[t.n - 2] - '0') * 10 + (t.p[t.n - 1] - '0');
    if (t.n == 5)
        day = day * 10 + (t.p[1] - '0');
    if (t.p[t.n - 3] != '.' || !rd_day_valid(2000, month, day))
        return 0;
    int32_t year = rd_year_of_month(s, i, (uint8_t)month, (uint8_t)day);
    return found(f, i, 1, (struct rd_day){year, (uint8_t)month, (uint8_t)day}, true);
}

/* --- months ---------------------------------------------------------------------------------- */

static size_t month_word(const struct rd_scan *s, size_t i, uint8_t *month)
{
    if (!rd_lex_has(s, i, RD_L(MONTH)))
        return 0;
    *month = s->lex[i].word->month;
    bool point = rd_lex_is(s, i + 1, ".") && glued(s, i + 1) && s->lex[i].text.n <= 4 &&
                 (rd_lex_has(s, i + 2, RD_L(DIGITS)) || rd_lex_is(s, i + 2, ","));
    return i + 1 + point;
}

/* The year behind a month or day: "2025", ", 2025", "of last year", "of that year". */
static size_t year_after(const struct rd_scan *s, size_t p, bool has_day, int32_t *year)
{
    size_t q = p + (has_day && rd_lex_is(s, p, ","));
    if (year_figure(s, q, year) && !(q > p && rd_lex_has(s, q + 1, RD_L(SCALE))))
        return q + 1;
    q = p + rd_lex_is(s, p, "of");
    if (year_figure(s, q, year))
        return q + 1;
    if (!rd_lex_is(s, p, "of") && !rd_lex_is(s, p, ",") && !rd_lex_has(s, p, RD_L(LAST)))
        return p;
    q = p + rd_lex_is(s, p, ",");
    q += rd_lex_is(s, q, "of");
    q += rd_lex_is(s, q, "the");
    if (!rd_lex_is(s, q + 1, "year"))
        return p;
    struct rd_day anchor = rd_anchor(s, false);
    int32_t from = anchor.year ? anchor.year : s->report.year;
    uint64_t kinds = s->lex[q].kinds;
    if ((kinds & (RD_L(LAST) | RD_L(THIS) | RD_L(NEXT))) && s->report.year)
        *year = s->report.year + (kinds & RD_L(LAST) ? -1 : kinds & RD_L(NEXT) ? 1 : 0);
    else if (from && (kinds & (RD_L(SAME) | RD_L(THAT) | RD_L(PREVIOUS) | RD_L(FOLLOWING))))
        *year = from + (kinds & RD_L(PREVIOUS) ? -1 : kinds & RD_L(FOLLOWING) ? 1 : 0);
    else
        return p;
    return q + 2;
}

static bool is_list_link(const struct rd_scan *s, size_t p)
{
    return rd_lex_is(s, p, ",") || rd_lex_is(s, p, "and") || rd_lex_is(s, p, "or") ||
           rd_lex_is(s, p, "to") || rd_lex_is(s, p, "&") || rd_lex_is(s, p, "until") ||
           rd_lex_has(s, p, RD_L(DASH));
}

static size_t month_day(const struct rd_scan *s, size_t i, size_t past, uint8_t month, uint8_t day,
                        struct rd_found *f)
{
    int32_t year = 0;
    size_t end = year_after(s, past, day != 0, &year);
    bool relative = end == past;
    size_t list = past;
    while (relative && day && is_list_link(s, list) && day_figure(s, list + 1))
        list += 2;
    /* "June 16 and 18, 2024": the year behind the list is this day's too. */
    if (list > past && year_after(s, list, true, &year) > list)
        relative = false;
    else if (relative)
        year = rd_year_of_month(s, i, month, day);
    if (day > rd_month_length(2000, month))
        return 0;
    return found(f, i, end, (struct rd_day){year, month, day}, relative);
}

/* "13 December", "the 13th of December", "8 and 15 March": the day at i alone is read. */
static size_t day_month_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    uint8_t day = day_figure(s, i), month;
    if (!day)
        return 0;
    size_t p = i + 1;
    for (size_t k = 0; k < 4 && is_list_link(s, p) && day_figure(s, p + 1); k++)
        p += 2;
    size_t m = p + rd_lex_is(s, p, "of");
    size_t past = month_word(s, m, &month);
    if (!past)
        return 0;
    size_t end = month_day(s, i, past, month, day, f);
    if (!end)
        return 0;
    /* The month's words belong to the last day of the list. */
    return p == i + 1 ? end : i + 1;
}

/* A bare month word is a name ("April Smith") or a verb ("May") as well. */
static bool month_stands(const struct rd_scan *s, size_t i, size_t past)
{
    const struct rd_lexeme *l = &s->lex[i], *before = rd_lex_at(s, i - 1);
    if (l->text.n == 3 && !cu_str_is(l->text, "may") && rd_lex_at(s, past)->capital)
        return false; /* "Cho Mar Lin" */
    if (i > 0 && (before->kinds & (RD_L(PREPOSITION) | RD_L(EARLY) | RD_L(LAST) | RD_L(THIS) |
                                   RD_L(NEXT) | RD_L(THAT) | RD_L(PREVIOUS) | RD_L(FOLLOWING))))
        return true;
    if (i > 0 && (cu_str_is(before->text, "of") || cu_str_is(before->text, "and") ||
                  cu_str_is(before->text, "or") || cu_str_is(before->text, "every") ||
                  cu_str_is(before->text, "the") || cu_str_is(before->text, "-")))
        return !rd_lex_at(s, past)->capital || !l->word->capital;
    if (!l->word->capital)
        return true;
    return i > 0 && rd_lex_ends(s, past);
}

static size_t month_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    uint8_t month, day = 0;
    size_t past = month_word(s, i, &month);
    int32_t year;
    if (!past)
        return 0;
    size_t the = past + rd_lex_is(s, past, "the");
    day = day_figure(s, the);
    /* "December 20 people": a day is not followed by what it counts, but "May 5 police" is. */
    if (day && !(rd_lex_has(s, the + 1, RD_L(SCALE) | RD_L(PERCENT) | RD_L(UNIT)))) {
        size_t end = month_day(s, i, the + 1, month, day, f);
        if (end)
            return end;
    }
    if (year_after(s, past, false, &year) == past && !month_stands(s, i, past))
        return 0;
    return month_day(s, i, past, month, 0, f);
}

/* "and 20" behind "December 13": the same month goes on. */
static size_t next_day_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    uint8_t day = day_figure(s, i);
    if (!day || i < 3 || s->d->value_count == 0)
        return 0;
    const struct rd_value *v = &s->d->values[s->d->value_count - 1];
    if (v->kind != RD_DATE || !is_list_link(s, i - 1) || rd_lex_is(s, i - 1, ",") ||
        s->lex[i - 1].token != v->past || s->lex[i - 2].past != v->past)
        return 0;
    struct rd_day last = rd_day_parse(v->text);
    bool free = rd_lex_ends(s, i + 1) || rd_lex_has(s, i + 1, RD_L(PREPOSITION)) ||
                (s->lex[i].kinds & RD_L(ORDINAL)) || rd_lex_is(s, i + 1, "and");
    if (!last.day || last.day >= day || !free || day > rd_month_length(last.year, last.month))
        return 0;
    int32_t year = last.year;
    size_t end = year_after(s, i + 1, true, &year);
    return found(f, i, end, (struct rd_day){year, last.month, day}, v->relative);
}

/* --- weekdays --------------------------------------------------------------------------------- */

static size_t weekday_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    if (!rd_lex_has(s, i, RD_L(WEEKDAY)))
        return 0;
    uint8_t weekday = s->lex[i].word->weekday;
    size_t p = i + 1;
    p += rd_lex_is(s, p, ".") && glued(s, p) && s->lex[i].text.n <= 5 && p + 1 < s->count;
    size_t q = p + rd_lex_is(s, p, ",");
    q += rd_lex_is(s, q, "the");
    size_t end = day_month_at(s, q, f);
    if (!end)
        end = numeric_at(s, q, f);
    if (!end && rd_lex_has(s, q, RD_L(MONTH)))
        end = month_at(s, q, f);
    if (end && f->day.day) {
        f->first = i;
        return end;
    }
    const struct rd_lexeme *before = rd_lex_at(s, i - 1);
    if (i > 0 && cu_str_is(before->text, "the") && rd_lex_at(s, p)->capital)
        return 0; /* "the Sunday Times" */
    /* "Sat" and "Sun" are days only where something says so. */
    bool led = i > 0 && (before->kinds &
                         (RD_L(PREPOSITION) | RD_L(EARLY) | RD_L(LAST) | RD_L(THIS) | RD_L(NEXT)));
    if (s->lex[i].word->capital && p == i + 1 && !cu_str_ends(s->lex[i].text, ".") && !led &&
        (i == 0 || !(rd_lex_ends(s, p) || rd_lex_has(s, p, RD_L(PART) | RD_L(DIGITS)))))
        return 0;
    if (i > 0 && (cu_str_is(before->text, "every") || cu_str_is(before->text, "each") ||
                  cu_str_is(before->text, "bloody") || cu_str_is(before->text, "black"))) {
        f->none = true;
        return p;
    }
    if (rd_lex_has(s, p, RD_L(PART)))
        p++;
    struct rd_day day = rd_day_of_week(s, weekday, rd_looks_ahead(s, i, p));
    if (rd_lex_is(s, p, "of") && rd_lex_is(s, p + 2, "week") && day.year) {
        struct rd_day monday = rd_shift(s->report, RD_DAY, 1 - (int32_t)rd_weekday(s->report));
        int32_t weeks = rd_lex_has(s, p + 1, RD_L(LAST)) ? -1 : rd_lex_has(s, p + 1, RD_L(NEXT));
        day = rd_shift(monday, RD_DAY, weekday - 1 + 7 * weeks);
        p += 3;
    }
    return found(f, i, p, day, true);
}

/* --- bare years --------------------------------------------------------------------------------
 */

/* A word in lower case without a kind of its own, so most likely a noun that a figure counts. */
static bool may_be_counted(const struct rd_scan *s, size_t p)
{
    static const char *const function_words[] = {
        "and",   "or",    "but",   "when",    "who",    "which", "that",  "for",     "with",
        "he",    "she",   "they",  "we",      "it",     "i",     "his",   "her",     "the",
        "a",     "an",    "as",    "if",      "in",     "on",    "at",    "by",      "to",
        "was",   "were",  "is",    "are",     "had",    "has",   "have",  "after",   "before",
        "until", "under", "over",  "against", "though", "where", "while", "because", "without",
        "not",   "its",   "their", "after",   "during", "from",  "about", "out"};
    const struct rd_lexeme *l = rd_lex_at(s, p);
    if (p >= s->count || l->capital || (l->kinds & (RD_L(PUNCT) | RD_L(DASH))))
        return false;
    if (l->text.n == 0 || l->text.p[0] < 'a' || l->text.p[0] > 'z')
        return false;
    /* "the controversial 2020 election" */
    if (p >= 3 && rd_lex_is(s, p - 3, "the"))
        return false;
    for (size_t k = 0; k < sizeof function_words / sizeof *function_words; k++)
        if (cu_str_is(l->text, function_words[k]))
            return false;
    return true;
}

static size_t year_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    int32_t year;
    if (!year_figure(s, i, &year) || rd_lex_has(s, i + 1, RD_L(SCALE) | RD_L(PERCENT)) ||
        rd_lex_has(s, i + 1, RD_L(MONEY_AFTER) | RD_L(MEASURE)))
        return 0;
    const struct rd_lexeme *before = rd_lex_at(s, i - 1);
    bool time = i > 0 && ((before->kinds & (RD_L(PREPOSITION) | RD_L(EARLY) | RD_L(SEASON) |
                                            RD_L(PART) | RD_L(LAST) | RD_L(THIS))) != 0);
    bool frame = i > 0 && (cu_str_is(before->text, "the") || cu_str_is(before->text, "'s") ||
                           cu_str_is(before->text, "born") || cu_str_is(before->text, "its"));
    if (cu_str_is(before->text, "about") || cu_str_is(before->text, "over") ||
        cu_str_is(before->text, "around") ||
        (before->kinds & (RD_L(NUMBERED) | RD_L(MONEY_BEFORE))))
        return 0;
    bool of = i > 0 && cu_str_is(before->text, "of");
    bool dash = i > 0 && (before->kinds & RD_L(DASH));
    if (!time && !frame && !of && !dash && year < 1800)
        return 0;
    bool counted = may_be_counted(s, i + 1);
    if ((of || (!time && !frame)) && counted)
        return 0;
    /* "by 1,500 men" has its comma; "by 1500 men" must not become a year. */
    if (time && counted && !cu_str_is(before->text, "in") && !cu_str_is(before->text, "since") &&
        !(before->kinds & (RD_L(EARLY) | RD_L(SEASON))))
        return 0;
    return found(f, i, i + 1, (struct rd_day){year, 0, 0}, false);
}

size_t rd_absolute_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    static size_t (*const readers[])(const struct rd_scan *, size_t, struct rd_found *) = {
        numeric_at, note_head_at, day_month_at, next_day_at, month_at, weekday_at, year_at,
    };
    for (size_t k = 0; k < sizeof readers / sizeof *readers; k++) {
        size_t past = readers[k](s, i, f);
        if (past)
            return past;
    }
    return 0;
}
