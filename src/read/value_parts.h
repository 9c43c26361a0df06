/* SPDX-License-Identifier: Apache-2.0
 *
 * The readers behind rd_value. Each looks at lexeme i and returns the lexeme behind what it read,
 * or 0. A reader may set `none`: these words were understood and are no value ("6 a.m.").
 */
#ifndef CUSTODY_VALUE_PARTS_H
#define CUSTODY_VALUE_PARTS_H

#include "read/lexeme.h"

struct rd_found {
    struct rd_value value; /* first and past are not set yet */
    struct rd_day day;     /* DATE: year 0 where unresolved */
    size_t first;          /* lexeme; may lie before i where a qualifier stands */
    bool none;
};

struct rd_numeral {
    double number;
    bool has_number;
    bool whole;        /* no fraction */
    uint8_t qualifier; /* what the numeral itself says: dozens, about (a dozen) */
    bool words;        /* written in words */
};

size_t rd_numeral_at(const struct rd_scan *s, size_t i, struct rd_numeral *out);
/* Looks for a qualifier before *first (moved to its first word) and behind `past` (returned, moved
 * behind it) and sets *qualifier where one is there. */
size_t rd_qualify(const struct rd_scan *s, size_t *first, size_t past, uint8_t *qualifier);
/* "Article 130", "Nos. 7 and 8", "IK-3": the figure at i is part of a name. */
bool rd_is_label(const struct rd_scan *s, size_t i);
/* "each" and "apiece" behind `past`, or "each" earlier in the clause. */
bool rd_each(const struct rd_scan *s, size_t first, size_t past);

size_t rd_date_at(const struct rd_scan *s, size_t i, struct rd_found *f);
size_t rd_span_at(const struct rd_scan *s, size_t i, struct rd_found *f);   /* span.c */
size_t rd_number_at(const struct rd_scan *s, size_t i, struct rd_found *f); /* number.c */

/* dates.c: a date that stands for itself, without words of relation. */
size_t rd_absolute_at(const struct rd_scan *s, size_t i, struct rd_found *f);
/* relative.c: "last week", "three days ago", "the same day". */
size_t rd_relative_at(const struct rd_scan *s, size_t i, struct rd_found *f);

/* The unit of time of a number that ends at p, with a dash between or not; *past behind it. */
uint8_t rd_unit_at(const struct rd_scan *s, size_t p, size_t *past);
/* The year that a month without one means (0: unknown), seen from the report or an earlier date. */
int32_t rd_year_of_month(const struct rd_scan *s, size_t i, uint8_t month, uint8_t day);
/* Whether the clause around lexemes i..past-1 looks ahead ("will be freed on Friday"). */
bool rd_looks_ahead(const struct rd_scan *s, size_t i, size_t past);
/* The last date mentioned before; with `whole`, one with a day, if one is near. year 0: none. */
struct rd_day rd_anchor(const struct rd_scan *s, bool whole);
/* The weekday seen from the report: the last one, today included, or the next one. */
struct rd_day rd_day_of_week(const struct rd_scan *s, uint8_t weekday, bool ahead);
/* day + n units; year 0 where that leaves the calendar. */
struct rd_day rd_shift(struct rd_day day, uint8_t unit, int32_t n);

#endif
