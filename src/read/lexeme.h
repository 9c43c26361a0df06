/* SPDX-License-Identifier: Apache-2.0
 *
 * What values are read from: a sentence's tokens, cut further ("$5", "34-year-old", "2025-12-13"
 * become pieces, however the tokens were cut) and looked up in the tables of time and number words.
 * Used by number.c, span.c, dates.c, relative.c, value.c only.
 */
#ifndef CUSTODY_LEXEME_H
#define CUSTODY_LEXEME_H

#include "read/calendar.h"
#include "read/document.h"

/* Kinds of words, named as the tables name them. */
/* clang-format off */
#define RD_LEX(X) \
    X(NUMBER, "number") X(SCALE, "scale") X(MONEY_SCALE, "money scale") X(VAGUE, "vague") \
    X(CROWD, "crowd") X(ORDINAL, "ordinal") X(FRACTION, "fraction") X(UNIT, "unit") \
    X(SEASON, "season") X(FEAST, "feast") X(DEICTIC, "day") X(PART, "part of day") \
    X(WEEKEND, "weekend") X(LAST, "last") X(THIS, "this") X(NEXT, "next") \
    X(PREVIOUS, "previous") X(FOLLOWING, "following") X(SAME, "same") X(THAT, "that") \
    X(AGO, "ago") X(EARLIER, "earlier") X(LATER, "later") X(EARLY, "early") X(FUTURE, "future") \
    X(PAST, "past") X(PREPOSITION, "preposition") X(LIFE, "life") X(EACH, "each") \
    X(NUMBERED, "numbered") X(MEASURE, "measure") X(MONTH, "month") X(WEEKDAY, "weekday") \
    X(MONEY_BEFORE, "money before") X(MONEY_AFTER, "money after") X(DIGITS, "digits") \
    X(DECIMAL, "decimal") X(TIME, "time of day") X(DOTTED, "dotted date") X(OPAQUE, "opaque") \
    X(DECADE, "decade") X(DASH, "dash") X(PUNCT, "punctuation") X(PERCENT, "percent") \
    X(PERSON, "person") X(OPENS, "opens") X(PLACE, "numbered place") X(AGED, "aged")
/* clang-format on */

enum rd_lex_index {
#define X_(id, text) RD_LI_##id,
    RD_LEX(X_)
#undef X_
        RD_LI_COUNT
};
#define RD_L(id) (UINT64_C(1) << RD_LI_##id)

enum rd_unit {
    RD_UNIT_NONE,
    RD_SECOND,
    RD_MINUTE,
    RD_HOUR,
    RD_DAY,
    RD_WEEK,
    RD_FORTNIGHT,
    RD_MONTH,
    RD_YEAR,
    RD_DECADE,
    RD_CENTURY,
};

/* A word of the tables; a word may be of several kinds, each with its own field. */
struct rd_word {
    uint64_t kinds;
    double number; /* NUMBER, SCALE, ORDINAL */
    struct cu_str currency;
    uint8_t qualifier; /* CROWD */
    uint8_t month, weekday, unit, role, season, feast;
    int8_t shift; /* DEICTIC */
    bool capital; /* MONTH, WEEKDAY only with a capital letter */
};

struct rd_phrase {
    struct cu_str words[6];
    uint8_t count, qualifier;
};

struct rd_valuer {
    struct cu_arena arena;
    struct cu_map map; /* word -> index in words */
    struct rd_word *words;
    size_t word_count, word_capacity;
    struct rd_phrase *before, *after; /* longest first */
    size_t before_count, after_count, before_capacity, after_capacity;
};

struct rd_lexeme {
    uint64_t kinds;
    double number;              /* DIGITS, DECIMAL, NUMBER, SCALE, ORDINAL */
    struct cu_str text;         /* lower case */
    const struct rd_word *word; /* never NULL */
    struct rd_day date;         /* DOTTED */
    uint32_t token, past;       /* it lies in the tokens token..past-1 */
    uint8_t digits;             /* DIGITS without a separator: how many */
    bool space;                 /* white space before it */
    bool capital;
};

/* One sentence under work. */
struct rd_scan {
    const struct rd_valuer *v;
    struct rd_document *d;
    uint32_t sentence;
    struct rd_lexeme *lex;
    size_t count, capacity;
    struct rd_day report; /* the report's date, year 0: none */
    size_t taken;         /* lexemes before this belong to earlier values */
};

enum cu_status rd_tables_load(struct rd_valuer *v, const char *dir, struct cu_error *err);

/* Whether a sentence holds anything that can begin or be a value. */
bool rd_lex_needed(const struct rd_valuer *v, const struct rd_document *d, uint32_t sentence);
bool rd_lex_sentence(struct rd_scan *s); /* false: no memory */

/* The lexeme at i, or one without kinds and text beyond either end. */
const struct rd_lexeme *rd_lex_at(const struct rd_scan *s, size_t i);
static inline bool rd_lex_is(const struct rd_scan *s, size_t i, const char *text)
{
    return cu_str_is(rd_lex_at(s, i)->text, text);
}
static inline bool rd_lex_has(const struct rd_scan *s, size_t i, uint64_t kinds)
{
    return (rd_lex_at(s, i)->kinds & kinds) != 0;
}
/* A clause ends here: punctuation or the end of the sentence. */
static inline bool rd_lex_ends(const struct rd_scan *s, size_t i)
{
    return i >= s->count || rd_lex_has(s, i, RD_L(PUNCT));
}

#endif
