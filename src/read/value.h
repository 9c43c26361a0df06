/* SPDX-License-Identifier: Apache-2.0
 *
 * Values: the numbers, dates, lengths of time, ages and sums of money in a sentence's words.
 *
 * Only words are needed; tags and names, where they are set, settle doubtful cases (an age after a
 * person's name). A number that counts nothing a report is about ("Article 130", "Colony No. 2",
 * "3-1", "6 a.m.", "17 grams") gives no value. Dates without a year, weekdays, "two years ago"
 * resolve against document.date; "the next day", "a month later" against the last date that the
 * document mentions before. So sentences are to be given in their order.
 *
 * NUMBER.number is whole but for "three and a half" without a unit, which only an ellipsis of a
 * length of time can be. A range ("seven or eight", "20 to 30") is its upper end with RD_Q_UP_TO.
 *
 * DATE.text has the precision of the words: "last month" gives a month, "this spring" a year,
 * "three weeks ago" a month. DATE.preposition: "by Monday" counts as RD_ON, "to" and "through" as
 * RD_UNTIL, "between" as RD_FROM. A date that hangs on an event ("156 days after their arrest") or
 * on the date of a report that has none has empty text: its words are covered, so that they are
 * taken for no term and no count.
 * DURATION.text: months from twelve on are written as years and months (P1Y6M), weeks as P2W,
 * fractions in the next smaller unit (P9Y6M); in a list the unit is borrowed from its last member
 * ("seven and ten years": P7Y, P10Y). number holds the length in days, months as 30.4375.
 */
#ifndef CUSTODY_VALUE_H
#define CUSTODY_VALUE_H

#include "read/document.h"

struct rd_valuer; /* the word tables, shared by threads, read-only after opening */

/* Reads numerals, qualifiers, months, weekdays, timewords, numbered and money (.tsv) of
 * `lexicon_dir` ("lexicon/en"). NULL with *err filled: a table is missing or a line is wrong. */
struct rd_valuer *rd_valuer_open(const char *lexicon_dir, struct cu_error *err);
void rd_valuer_free(struct rd_valuer *v);

/* Appends the values of one sentence to d->values, in order and without overlap, and sets
 * tokens[].value of each covered token. CU_ERR_MEMORY is the only error. */
enum cu_status rd_value(const struct rd_valuer *v, struct rd_document *d, uint32_t sentence,
                        struct cu_error *err);

#endif
