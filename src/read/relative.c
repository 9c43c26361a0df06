/* SPDX-License-Identifier: Apache-2.0
 * Dates by their distance from the report's day or from a date mentioned before: "yesterday",
 * "last month", "three days ago", "the next morning". See value_parts.h.
 */
#include "read/value_parts.h"

static size_t found(struct rd_found *f, size_t i, size_t past, struct rd_day day)
{
    f->first = i;
    f->day = day;
    f->value = (struct rd_value){.kind = RD_DATE, .relative = true};
    return past;
}

static const struct rd_day unknown = {0, 0, 0};

/* --- reckoning ---------------------------------------------------------------------------------
 */

static struct rd_day by_days(struct rd_day day, int32_t n)
{
    int32_t number = rd_day_number(day) + n;
    /* 0001-01-01 and 9999-12-31 */
    if (!day.year || number < -719162 || number > 2932896)
        return unknown;
    return rd_day_of_number(number);
}

struct rd_day rd_shift(struct rd_day day, uint8_t unit, int32_t n)
{
    if (!day.year || n > 100000 || n < -100000)
        return unknown;
    struct rd_day to = day;
    switch (unit) {
    case RD_CENTURY:
    case RD_DECADE:
    case RD_YEAR:
        to.year += n * (unit == RD_YEAR ? 1 : unit == RD_DECADE ? 10 : 100);
        break;
    case RD_MONTH:
        to = rd_add_months(day, n);
        break;
    case RD_FORTNIGHT:
    case RD_WEEK:
        to = day.day ? by_days(day, n * (unit == RD_WEEK ? 7 : 14)) : day;
        break;
    case RD_DAY:
        to = day.day ? by_days(day, n) : day;
        break;
    default:
        break;
    }
    if (to.year < 1 || to.year > 9999)
        return unknown;
    if (to.day > rd_month_length(to.year, to.month))
        to.day = rd_month_length(to.year, to.month);
    return to;
}

/* What a distance in `unit` leaves certain: a month ago is a month, a year ago a year. */
static struct rd_day blur(struct rd_day day, uint8_t unit)
{
    if (unit >= RD_WEEK)
        day.day = 0;
    if (unit >= RD_YEAR)
        day.month = 0;
    return day;
}

/* "The next day" counts from a date no more than this many sentences before. */
enum { NEAR = 2 };

struct rd_day rd_anchor(const struct rd_scan *s, bool whole)
{
    struct rd_day nearest = unknown;
    uint32_t sentence = 0;
    for (size_t k = 0; k < 16 && k < s->d->value_count; k++) {
        const struct rd_value *v = &s->d->values[s->d->value_count - 1 - k];
        if (v->kind != RD_DATE || v->text.n == 0)
            continue;
        struct rd_day day = rd_day_parse(v->text);
        if (whole && s->d->tokens[v->first].sentence + NEAR < s->sentence)
            break;
        if (nearest.year && s->d->tokens[v->first].sentence != sentence)
            break;
        if (!whole || day.day)
            return day;
        if (!nearest.year && day.month) {
            nearest = day;
            sentence = s->d->tokens[v->first].sentence;
        }
    }
    return nearest;
}

/* What "the next day", "a year later" count from; the report's date where none came before. */
static struct rd_day base_of(const struct rd_scan *s, uint8_t unit)
{
    struct rd_day anchor = rd_anchor(s, unit < RD_YEAR);
    /* "An hour later" tells of a day that is spoken of, not of a month. */
    return anchor.year && (anchor.day || !unit || unit >= RD_DAY) ? anchor : s->report;
}

/* The role that the word before lexeme i gives a date. */
static uint8_t role_at(const struct rd_scan *s, size_t i)
{
    while (i > 0 && (rd_lex_is(s, i - 1, "the") || rd_lex_has(s, i - 1, RD_L(EARLY))))
        i--;
    const struct rd_lexeme *l = i > 0 ? rd_lex_at(s, i - 1) : NULL;
    return l && (l->kinds & RD_L(PREPOSITION)) ? l->word->role : RD_ON;
}

struct rd_day rd_day_of_week(const struct rd_scan *s, uint8_t weekday, bool ahead)
{
    if (!s->report.year)
        return unknown;
    int32_t gap = (int32_t)rd_weekday(s->report) - weekday;
    gap = gap < 0 ? gap + 7 : gap;
    return by_days(s->report, ahead ? (gap ? 7 - gap : 0) : -gap);
}

/* A date of this sentence that stands before and names its day (or month); year 0: none. */
static struct rd_day anchor_here(const struct rd_scan *s, bool whole)
{
    for (size_t k = 0; k < 16 && k < s->d->value_count; k++) {
        const struct rd_value *v = &s->d->values[s->d->value_count - 1 - k];
        if (s->d->tokens[v->first].sentence != s->sentence)
            break;
        struct rd_day day = v->kind == RD_DATE ? rd_day_parse(v->text) : unknown;
        if (day.day || (!whole && day.month))
            return day;
    }
    return unknown;
}

/* Whether lexeme i says that the clause looks ahead (1) or back (-1). */
static int direction(const struct rd_scan *s, size_t i)
{
    const struct rd_lexeme *l = rd_lex_at(s, i);
    /* "Promised to free them on Friday", but "promised on Friday that". */
    if (l->kinds & RD_L(PAST))
        return (l->kinds & RD_L(FUTURE)) && rd_lex_is(s, i + 1, "to") ? 1 : -1;
    if (cu_str_is(l->text, "to") && i > 0 &&
        (rd_lex_is(s, i - 1, "is") || rd_lex_is(s, i - 1, "are")))
        return 1;
    if (!(l->kinds & RD_L(FUTURE)) || (l->kinds & RD_L(MONTH)))
        return 0;
    if (cu_str_is(l->text, "would") && rd_lex_is(s, i + 1, "not"))
        return -1;
    if (cu_str_is(l->text, "set"))
        return rd_lex_is(s, i + 1, "for") || rd_lex_is(s, i + 1, "to") ? 1 : 0;
    if (cu_str_is(l->text, "due") && rd_lex_is(s, i + 1, "to"))
        return rd_lex_is(s, i + 2, "the") || rd_lex_is(s, i + 2, "a") ? 0 : 1;
    if (cu_str_is(l->text, "about"))
        return rd_lex_is(s, i + 1, "to") ? 1 : 0;
    /* "May have been freed on Friday". */
    return rd_lex_is(s, i + 1, "have") ? -1 : 1;
}

static bool is_break(const struct rd_scan *s, size_t i)
{
    return rd_lex_is(s, i, ";") || rd_lex_is(s, i, ":") || rd_lex_is(s, i, "(") ||
           rd_lex_is(s, i, ")");
}

static bool led_by_future(const struct rd_scan *s, size_t i)
{
    for (size_t k = 1; k <= 4 && k <= i; k++)
        if (direction(s, i - k) > 0 || rd_lex_is(s, i - k, "to"))
            return true;
    return false;
}

/* "A court hears on Wednesday", where tags tell; words of saying stand among the past ones. Not
 * asked for months: there "upheld in October", tagged amiss, would cost a year. */
static bool is_present(const struct rd_scan *s, size_t i)
{
    const struct rd_sentence *sentence = &s->d->sentences[s->sentence];
    const struct rd_token *t = &s->d->tokens[s->lex[i].token];
    const uint16_t both = RD_F_PRES | RD_F_FIN;
    return sentence->analysed && sentence->kind != RD_HEADLINE && t->upos == RD_VERB &&
           (t->feats & both) == both;
}

bool rd_looks_ahead(const struct rd_scan *s, size_t i, size_t past)
{
    size_t left = i;
    for (size_t k = 0; k < 16 && left > 0; k++) {
        left--;
        if (is_break(s, left))
            break;
        int sign = direction(s, left);
        if (sign)
            return sign > 0;
        if (rd_lex_has(s, i, RD_L(WEEKDAY)) && is_present(s, left))
            return true;
        /* "Moved to solitary on Tuesday", but "to be moved", "will be moved". */
        struct cu_str t = s->lex[left].text;
        if (t.n > 4 && cu_str_ends(t, "ed") && !led_by_future(s, left))
            return false;
        if (left > 0 && rd_lex_is(s, left, ",") && k > 0)
            break;
    }
    /* Nothing before it: "On Thursday he will appear". */
    for (size_t k = 0; k < 12 && past < s->count && !is_break(s, past); k++, past++) {
        int sign = direction(s, past);
        if (sign)
            return sign > 0;
        struct cu_str t = s->lex[past].text;
        if (t.n > 4 && cu_str_ends(t, "ed"))
            return false;
    }
    return false;
}

/* Years after which a tale goes on in its own time; days within which a date without a year is
 * nearer ahead than behind ("the trial resumes on June 30", written in June); days for which
 * something is prolonged "until 15 September" at most. */
enum { LONG_AGO = 25, SOON = 30, TERM = 200 };

/* Days from the report to the next such day; a month without a day counts from its first. */
static int32_t days_ahead(const struct rd_scan *s, uint8_t month, uint8_t day)
{
    struct rd_day at = {s->report.year, month, day};
    int32_t from = rd_day_number(s->report);
    if (rd_day_number(at) <= from)
        at.year++;
    return rd_day_number(at) - from;
}

/* "Refused in March 2024, granted in May": the year goes on within a sentence. 0: it does not. */
static int32_t year_told(const struct rd_scan *s, uint8_t month)
{
    if (s->d->value_count == 0)
        return 0;
    const struct rd_value *v = &s->d->values[s->d->value_count - 1];
    for (size_t k = 1; v->kind != RD_DATE && k < s->d->value_count && k < 6; k++)
        v--;
    struct rd_day last = v->kind == RD_DATE ? rd_day_parse(v->text) : unknown;
    if (!last.month || s->d->tokens[v->first].sentence != s->sentence ||
        last.year >= s->report.year || v->preposition == RD_SINCE || v->preposition == RD_UNTIL)
        return 0;
    int32_t year = last.year + (month < last.month);
    return year < s->report.year || (year == s->report.year && month <= s->report.month) ? year : 0;
}

int32_t rd_year_of_month(const struct rd_scan *s, size_t i, uint8_t month, uint8_t day)
{
    struct rd_day anchor = rd_anchor(s, false);
    if (!s->report.year)
        return anchor.year;
    if (anchor.month && anchor.year + LONG_AGO < s->report.year)
        return anchor.year + (month < anchor.month);
    uint8_t role = role_at(s, i);
    int32_t gap = days_ahead(s, month, day);
    bool ahead = rd_looks_ahead(s, i, i + 1);
    int32_t told = day || ahead ? 0 : year_told(s, month);
    if (told)
        return told;
    if (role == RD_SINCE)
        ahead = false;
    else if (role == RD_UNTIL)
        ahead = gap <= TERM;
    else if (day)
        ahead = gap <= SOON || (ahead && gap <= 365 - SOON);
    bool passed = month < s->report.month ||
                  (month == s->report.month && (!day || !s->report.day || day <= s->report.day));
    if (ahead)
        return s->report.year + (passed && month != s->report.month);
    return s->report.year - !passed;
}

/* --- readers -----------------------------------------------------------------------------------
 */

static size_t deictic_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    size_t the = i + rd_lex_is(s, i, "the");
    if (rd_lex_is(s, the, "day") &&
        (rd_lex_is(s, the + 1, "before") || rd_lex_is(s, the + 1, "after")) &&
        rd_lex_has(s, the + 2, RD_L(DEICTIC)) && s->lex[the + 2].word->shift)
        return found(f, i, the + 3, by_days(s->report, 2 * s->lex[the + 2].word->shift));
    if (!rd_lex_has(s, i, RD_L(DEICTIC)))
        return 0;
    size_t past = i + 1 + rd_lex_has(s, i + 1, RD_L(PART));
    return found(f, i, past, by_days(s->report, s->lex[i].word->shift));
}

/* The year in which a season that begins in `month` last began, or begins next. */
static int32_t season_year(const struct rd_scan *s, uint8_t month, bool ahead)
{
    if (!s->report.year)
        return 0;
    bool begun = s->report.month >= month;
    return ahead ? s->report.year + begun : s->report.year - !begun;
}

/* What "last", "this", "next" stand before, at p. *unit: how far one step leads. */
static size_t frame_target(const struct rd_scan *s, size_t p, uint8_t *unit)
{
    *unit = RD_UNIT_NONE;
    if (rd_lex_has(s, p, RD_L(UNIT)))
        *unit = s->lex[p].word->unit;
    else if (rd_lex_has(s, p, RD_L(WEEKEND)))
        *unit = RD_WEEK;
    else if (rd_lex_has(s, p, RD_L(PART)))
        *unit = RD_DAY;
    else if (!rd_lex_has(s, p, RD_L(MONTH) | RD_L(WEEKDAY) | RD_L(SEASON) | RD_L(FEAST)))
        return 0;
    if (rd_lex_has(s, p, RD_L(WEEKDAY) | RD_L(DEICTIC)) && rd_lex_has(s, p + 1, RD_L(PART)))
        return p + 2;
    return p + 1;
}

/* "Last Tuesday", "next May", "this spring", "last Christmas". */
static struct rd_day named_frame(const struct rd_scan *s, size_t p, uint64_t kinds)
{
    const struct rd_word *w = s->lex[p].word;
    bool ahead = (kinds & RD_L(NEXT)) != 0, back = (kinds & RD_L(LAST)) != 0;
    if (!s->report.year)
        return unknown;
    if (rd_lex_has(s, p, RD_L(WEEKDAY))) {
        if (kinds & RD_L(THIS))
            return by_days(s->report, (int32_t)w->weekday - rd_weekday(s->report));
        bool looks = ahead || (!back && rd_looks_ahead(s, p, p + 1));
        struct rd_day day = rd_day_of_week(s, w->weekday, looks);
        /* "Last Friday" on a Friday is a week ago. */
        if (rd_day_number(day) == rd_day_number(s->report) && (ahead || back))
            day = by_days(day, ahead ? 7 : -7);
        return day;
    }
    bool season = rd_lex_has(s, p, RD_L(SEASON));
    uint8_t month = season ? w->season : rd_lex_has(s, p, RD_L(FEAST)) ? w->feast : w->month;
    int32_t year = s->report.year;
    /* "Last spring" in May is the one before. */
    if (season && back)
        year -= s->report.month < month + 3;
    else if (ahead)
        year += month <= s->report.month;
    else if (back)
        year -= month >= s->report.month;
    else if (season)
        year = season_year(s, month, false);
    if (season)
        return (struct rd_day){year, 0, 0};
    return (struct rd_day){year, month, 0};
}

/* "The last three months", "the past two weeks": from then until the report. */
static size_t window_at(const struct rd_scan *s, size_t i, size_t p, int32_t sign,
                        struct rd_found *f)
{
    struct rd_numeral n = {.number = 1, .has_number = true};
    size_t past = rd_numeral_at(s, p, &n), end;
    if (!past && rd_lex_has(s, p, RD_L(VAGUE)) && rd_lex_has(s, p + 1, RD_L(UNIT))) {
        f->none = true;
        return p + 2;
    }
    if (!past || !n.has_number)
        return 0;
    uint8_t unit = rd_unit_at(s, past, &end);
    if (!unit || n.number > 1000)
        return 0;
    struct rd_day from = rd_shift(s->report, unit, sign * (int32_t)n.number);
    end = found(f, i, end, blur(from, unit));
    f->value.preposition = sign < 0 ? RD_SINCE : RD_UNTIL;
    return end;
}

/* The frame's own date where it counts from an earlier one: "the same day", "that December". */
static struct rd_day from_anchor(const struct rd_scan *s, size_t p, uint8_t unit, uint64_t kinds)
{
    const struct rd_word *w = s->lex[p].word;
    struct rd_day base = base_of(s, unit);
    bool ahead = (kinds & (RD_L(NEXT) | RD_L(FOLLOWING))) != 0;
    if (ahead && unit && !rd_anchor(s, unit < RD_YEAR).year)
        return unknown;
    int32_t step = kinds & (RD_L(NEXT) | RD_L(FOLLOWING)) ? 1 : kinds & RD_L(PREVIOUS) ? -1 : 0;
    if (!base.year)
        return unknown;
    if (unit) {
        struct rd_day day = rd_shift(base, unit, step);
        return step && unit == RD_DAY ? day : blur(day, unit);
    }
    if (rd_lex_has(s, p, RD_L(WEEKDAY))) {
        if (!base.day)
            return base;
        int32_t gap = (int32_t)w->weekday - rd_weekday(base);
        gap = gap < 0 ? gap + 7 : gap;
        return by_days(base, step > 0 && gap == 0 ? 7 : step < 0 ? gap - 7 : gap);
    }
    if (rd_lex_has(s, p, RD_L(SEASON)))
        return (struct rd_day){base.year + (step > 0 && w->season <= base.month), 0, 0};
    uint8_t month = rd_lex_has(s, p, RD_L(FEAST)) ? w->feast : w->month;
    int32_t year = base.year;
    if (step > 0)
        year += month <= base.month;
    else if (step < 0)
        year -= month >= base.month;
    return (struct rd_day){year, month, 0};
}

/* "Last week", "this morning", "the next day", "that same month", "the previous year". */
static size_t framed_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    const uint64_t words = RD_L(LAST) | RD_L(THIS) | RD_L(NEXT) | RD_L(PREVIOUS) | RD_L(FOLLOWING) |
                           RD_L(SAME) | RD_L(THAT);
    bool the = rd_lex_is(s, i, "the");
    size_t w = i + the;
    /* "That same day", "this past Friday", "this coming week". */
    if (rd_lex_has(s, w, RD_L(THIS) | RD_L(THAT)) && rd_lex_has(s, w + 1, words) && !the)
        w++;
    uint64_t kinds = rd_lex_at(s, w)->kinds & words;
    uint8_t unit;
    if (!kinds)
        return 0;
    size_t target = w + 1;
    target += rd_lex_has(s, target, RD_L(EARLY));
    if (kinds & (RD_L(LAST) | RD_L(NEXT) | RD_L(PREVIOUS))) {
        size_t window = window_at(s, i, target, kinds & RD_L(NEXT) ? 1 : -1, f);
        if (window)
            return window;
    }
    size_t past = frame_target(s, target, &unit);
    if (!past || cu_str_ends(s->lex[target].text, "s"))
        return 0;
    bool day_of_last = (kinds & RD_L(LAST)) && unit == RD_DAY && rd_lex_is(s, target, "day");
    if (day_of_last || (rd_lex_is(s, w, "past") && !the && w == i))
        return 0; /* "the last day of the trial" */
    /* "The next day" counts from the tale, "next week" from the report. */
    bool told = (kinds & (RD_L(PREVIOUS) | RD_L(FOLLOWING) | RD_L(SAME) | RD_L(THAT))) ||
                ((kinds & RD_L(NEXT)) && (the || unit == RD_DAY));
    if (told)
        return found(f, i, past, from_anchor(s, target, unit, kinds));
    if (!unit) {
        /* "This January 26", "last May 3": the day follows. */
        size_t end = rd_lex_has(s, target, RD_L(MONTH)) ? rd_absolute_at(s, target, f) : 0;
        struct rd_day day = named_frame(s, target, kinds);
        if (end && f->day.day) {
            if (!(kinds & RD_L(THIS)))
                f->day.year = day.year;
            f->first = i;
            return end;
        }
        return found(f, i, past, day);
    }
    int32_t step = kinds & RD_L(LAST) ? -1 : kinds & RD_L(NEXT) ? 1 : 0;
    struct rd_day day = rd_shift(s->report, unit, step);
    if (rd_lex_has(s, target, RD_L(WEEKEND)) && day.year)
        day = by_days(day, step < 0 ? 7 - (int32_t)rd_weekday(day) : -(rd_weekday(day) % 7));
    return found(f, i, past,
                 unit == RD_DAY && rd_lex_has(s, target, RD_L(PART)) ? day : blur(day, unit));
}

/* How many units a distance spans: "three", "a", "the" (in "the day before"). 0: none. */
static size_t distance_at(const struct rd_scan *s, size_t i, int32_t *n, uint8_t *unit, bool *the)
{
    struct rd_numeral number;
    size_t end, past = rd_numeral_at(s, i, &number);
    bool half = false;
    *the = false;
    *n = 1;
    if (past) {
        if (!number.has_number || number.number > 100000)
            return 0;
        *n = (int32_t)number.number;
        if (rd_lex_is(s, past, "and") && rd_lex_is(s, past + 1, "a") &&
            rd_lex_is(s, past + 2, "half")) {
            past += 3;
            half = true;
        }
    } else if (rd_lex_is(s, i, "a") || rd_lex_is(s, i, "an") || rd_lex_is(s, i, "the")) {
        *the = rd_lex_is(s, i, "the");
        past = i + 1;
        if (*the && rd_lex_has(s, past, RD_L(PART))) {
            *unit = RD_DAY;
            return past + 1;
        }
    } else {
        return 0;
    }
    *unit = rd_unit_at(s, past, &end);
    if (half && *unit == RD_YEAR) {
        *unit = RD_MONTH;
        *n = *n * 12 + 6;
    }
    return *unit && !rd_lex_has(s, past, RD_L(DASH)) ? end : 0;
}

/* The date within "after the vote of 14 January", read from p on; unknown where there is none. */
static struct rd_day event_date(const struct rd_scan *s, size_t p)
{
    for (size_t k = 0; k < 8 && !rd_lex_ends(s, p); k++, p++) {
        struct rd_found inner = {0};
        if ((rd_lex_is(s, p, "of") || rd_lex_is(s, p, "on") || rd_lex_is(s, p, "in")) &&
            rd_absolute_at(s, p + 1, &inner) && !inner.none)
            return inner.day;
    }
    return unknown;
}

/* Whether "before", "after", "on" at p closes the phrase: "the day before." */
static bool closes(const struct rd_scan *s, size_t p)
{
    return rd_lex_ends(s, p) || rd_lex_has(s, p, RD_L(PAST) | RD_L(DASH) | RD_L(FUTURE)) ||
           rd_lex_is(s, p, "and") || rd_lex_is(s, p, "under") || rd_lex_is(s, p, "to") ||
           rd_lex_is(s, p, "in") || rd_lex_is(s, p, "by") || rd_lex_is(s, p, "for") ||
           rd_lex_is(s, p, "at");
}

/* "Three days ago", "a week earlier", "two years later", "the day before". */
static size_t distant_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    int32_t n;
    uint8_t unit;
    bool the;
    size_t p = distance_at(s, i, &n, &unit, &the);
    if (!p || (i > 0 && rd_lex_is(s, i - 1, "for") && !rd_lex_is(s, p, "ago")))
        return 0;
    uint64_t kinds = rd_lex_at(s, p)->kinds;
    bool before = rd_lex_is(s, p, "before"), after = rd_lex_is(s, p, "after");
    if (!the && (kinds & RD_L(AGO)))
        return found(f, i, p + 1, blur(rd_shift(s->report, unit, -n), unit));
    if (!the && rd_lex_is(s, p, "from") && rd_lex_is(s, p + 1, "now"))
        return found(f, i, p + 2, blur(rd_shift(s->report, unit, n), unit));
    if (rd_lex_is(s, p, "on") && !the && rd_lex_ends(s, p + 1))
        return found(f, i, p + 1, blur(rd_shift(base_of(s, unit), unit, n), unit));
    if (!(kinds & (RD_L(EARLIER) | RD_L(LATER))))
        return 0;
    int32_t sign = kinds & RD_L(EARLIER) ? -1 : 1;
    if (before && rd_lex_has(s, p + 1, RD_L(LAST)) && the)
        return found(f, i, p + 2, blur(rd_shift(s->report, unit, -2), unit));
    if ((!before && !after) || closes(s, p + 1)) {
        bool lost = sign > 0 && unit >= RD_DAY && !rd_anchor(s, unit < RD_YEAR).year;
        struct rd_day base = lost ? unknown : base_of(s, unit);
        return found(f, i, p + 1, blur(rd_shift(base, unit, sign * n), unit));
    }
    struct rd_day event = event_date(s, p + 1);
    if (event.year)
        return found(f, i, p + 1, blur(rd_shift(event, unit, sign * n), unit));
    /* "On Monday, 70 days after she was arrested": then that is the day of the arrest. */
    return found(f, i, p + 1, blur(rd_shift(anchor_here(s, true), unit, -sign * n), unit));
}

/* "The 30th", "on the 8th and the 15th": a day of the month that is spoken of. */
static size_t nth_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    if (!rd_lex_is(s, i, "the") || !rd_lex_has(s, i + 1, RD_L(ORDINAL)) ||
        !rd_lex_has(s, i + 1, RD_L(DIGITS)))
        return 0;
    double day = s->lex[i + 1].number;
    size_t p = i + 2;
    bool inst = rd_lex_is(s, p, "inst") || rd_lex_is(s, p, "inst.");
    bool ult = rd_lex_is(s, p, "ult") || rd_lex_is(s, p, "ult.");
    if (rd_lex_is(s, p, "of") && rd_lex_has(s, p + 1, RD_L(MONTH)))
        return 0; /* "the 13th of December" */
    bool free = rd_lex_ends(s, p) || rd_lex_is(s, p, "and") || rd_lex_is(s, p, "of") ||
                rd_lex_has(s, p, RD_L(PAST) | RD_L(PREPOSITION));
    if (day < 1 || day > 31 || (!inst && !ult && !free))
        return 0;
    struct rd_day here = anchor_here(s, false);
    bool ahead = !here.year && !inst && !ult && rd_looks_ahead(s, i, p);
    struct rd_day month = here.year && !inst && !ult ? here : s->report;
    if (!month.year || !month.month)
        return 0;
    month.day = 0;
    if (!here.year && s->report.day && (ult || (!inst && !ahead && day > s->report.day)))
        month = rd_add_months(month, -1);
    else if (ahead && day < s->report.day)
        month = rd_add_months(month, 1);
    if (day > rd_month_length(month.year, month.month))
        return 0;
    month.day = (uint8_t)day;
    return found(f, i, p + (inst || ult), month);
}

/* "The spring of 2021", "summer 2020", "in the autumn". */
static size_t season_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    size_t p = i + rd_lex_is(s, i, "the");
    if (!rd_lex_has(s, p, RD_L(SEASON)))
        return 0;
    struct rd_found year = {0};
    size_t y = p + 1 + rd_lex_is(s, p + 1, "of");
    if (rd_lex_has(s, y, RD_L(DIGITS)) && rd_absolute_at(s, y, &year) && year.day.year &&
        !year.day.month) {
        f->value.relative = false;
        size_t past = found(f, i, y + 1, year.day);
        f->value.relative = false;
        return past;
    }
    bool last = rd_lex_has(s, y, RD_L(LAST)) && rd_lex_is(s, y + 1, "year");
    bool that = rd_lex_has(s, y, RD_L(THAT) | RD_L(SAME)) && rd_lex_is(s, y + 1, "year");
    if ((last || that) && y > p + 1) {
        struct rd_day day = last ? rd_shift(s->report, RD_YEAR, -1) : base_of(s, RD_YEAR);
        return found(f, i, y + 2, blur(day, RD_YEAR));
    }
    bool placed = i > 0 && rd_lex_has(s, i - 1, RD_L(PREPOSITION) | RD_L(EARLY));
    if (!placed || rd_lex_at(s, p)->capital || rd_lex_has(s, p + 1, RD_L(DASH)))
        return 0;
    int32_t begun = season_year(s, s->lex[p].word->season, rd_looks_ahead(s, i, p + 1));
    return found(f, i, p + 1, (struct rd_day){begun, 0, 0});
}

/* "By Easter", "since Christmas". */
static size_t feast_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    if (!rd_lex_has(s, i, RD_L(FEAST)) || i == 0 || !rd_lex_has(s, i - 1, RD_L(PREPOSITION)) ||
        !s->report.year)
        return 0;
    struct rd_day day = {s->report.year, s->lex[i].word->feast, 0};
    struct rd_found year = {0};
    size_t past = i + 1;
    if (rd_lex_has(s, past, RD_L(DIGITS)) && rd_absolute_at(s, past, &year) && !year.day.month) {
        day.year = year.day.year;
        past++;
    } else if (day.month > s->report.month && !rd_looks_ahead(s, i, past)) {
        day.year--;
    } else if (day.month < s->report.month && rd_looks_ahead(s, i, past)) {
        day.year++;
    }
    if (day.year && day.month == 4)
        day.month = rd_easter(day.year).month;
    return found(f, i, past, day);
}

/* "Over the weekend", "at the weekend". */
static size_t weekend_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    if (!rd_lex_is(s, i, "the") || !rd_lex_has(s, i + 1, RD_L(WEEKEND)))
        return 0;
    struct rd_day day = rd_day_of_week(s, 7, rd_looks_ahead(s, i, i + 2));
    return found(f, i, i + 2, blur(day, RD_WEEK));
}

/* "New Year's Day", "New Year's Eve". */
static size_t new_year_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    if (!rd_lex_is(s, i, "new") || !s->report.year)
        return 0;
    size_t p = i + 2 + rd_lex_is(s, i + 2, "'s");
    bool year = rd_lex_is(s, i + 1, "year") || rd_lex_is(s, i + 1, "year's");
    bool eve = rd_lex_is(s, p, "eve");
    if (!year || (!eve && !rd_lex_is(s, p, "day")))
        return 0;
    struct rd_day day =
        eve ? (struct rd_day){s->report.year - 1, 12, 31} : (struct rd_day){s->report.year, 1, 1};
    return found(f, i, p + 1, day);
}

size_t rd_relative_at(const struct rd_scan *s, size_t i, struct rd_found *f)
{
    static size_t (*const readers[])(const struct rd_scan *, size_t, struct rd_found *) = {
        deictic_at, distant_at, framed_at, nth_at, season_at, feast_at, weekend_at, new_year_at,
    };
    for (size_t k = 0; k < sizeof readers / sizeof *readers; k++) {
        size_t past = readers[k](s, i, f);
        if (past)
            return past;
    }
    return 0;
}
