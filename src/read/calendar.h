/* SPDX-License-Identifier: Apache-2.0
 *
 * Days of the Gregorian calendar, proleptic, and days that are known only to the month or year.
 */
#ifndef CUSTODY_CALENDAR_H
#define CUSTODY_CALENDAR_H

#include "base/base.h"

/* month == 0: only the year is known; day == 0: only year and month are. year == 0: nothing. */
struct rd_day {
    int32_t year;
    uint8_t month, day;
};

bool rd_day_valid(int32_t year, int32_t month, int32_t day); /* years 1..9999 */
uint8_t rd_month_length(int32_t year, uint8_t month);
/* Days since 1970-01-01; a missing month or day counts as the first. */
int32_t rd_day_number(struct rd_day day);
struct rd_day rd_day_of_number(int32_t number);
uint8_t rd_weekday(struct rd_day day); /* ISO 8601: Monday 1 .. Sunday 7 */
struct rd_day rd_easter(int32_t year); /* Western; anonymous Gregorian algorithm (Meeus 1991) */
struct rd_day rd_add_months(struct rd_day day, int32_t months); /* the day is cut to the month */

/* "2025-12-13", "2025-12", "2025"; year 0 where the text is none of these. */
struct rd_day rd_day_parse(struct cu_str text);
/* The same way back, in the arena; empty where nothing is known or there is no memory. */
struct cu_str rd_day_text(struct cu_arena *a, struct rd_day day);

#endif
