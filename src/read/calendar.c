/* SPDX-License-Identifier: Apache-2.0
 * Calendar arithmetic. See calendar.h.
 */
#include "read/calendar.h"

uint8_t rd_month_length(int32_t year, uint8_t month)
{
    static const uint8_t days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month > 12 ? 0 : (uint8_t)(days[month] + (month == 2 && leap));
}

bool rd_day_valid(int32_t year, int32_t month, int32_t day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= rd_month_length(year, (uint8_t)month);
}

/* Counts years from March, so that the leap day ends a year: then months before are linear. */
int32_t rd_day_number(struct rd_day day)
{
    int32_t month = day.month ? day.month : 1, date = day.day ? day.day : 1;
    int32_t year = day.year - (month <= 2);
    int32_t march = month > 2 ? month - 3 : month + 9;
    return year * 365 + year / 4 - year / 100 + year / 400 + (153 * march + 2) / 5 + date - 1 -
           719468;
}

struct rd_day rd_day_of_number(int32_t number)
{
    int32_t shifted = number + 719468;
    int32_t era = shifted / 146097, of_era = shifted % 146097;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t march = (5 * of_year + 2) / 153;
    int32_t month = march < 10 ? march + 3 : march - 9;
    return (struct rd_day){era * 400 + year + (month <= 2), (uint8_t)month,
                           (uint8_t)(of_year - (153 * march + 2) / 5 + 1)};
}

uint8_t rd_weekday(struct rd_day day)
{
    /* 1970-01-01 was a Thursday; the offset keeps the left side positive from year 1 on. */
    return (uint8_t)((rd_day_number(day) + 719470 + 7 * 100) % 7 + 1);
}

struct rd_day rd_easter(int32_t year)
{
    int32_t a = year % 19, b = year / 100, c = year % 100;
    int32_t h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int32_t l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int32_t m = (a + 11 * h + 22 * l) / 451;
    int32_t n = h + l - 7 * m + 114;
    return (struct rd_day){year, (uint8_t)(n / 31), (uint8_t)(n % 31 + 1)};
}

struct rd_day rd_add_months(struct rd_day day, int32_t months)
{
    if (!day.month) {
        day.year += months / 12;
        return day;
    }
    int32_t count = day.year * 12 + day.month - 1 + months;
    if (count < 12)
        return (struct rd_day){0, 0, 0};
    day.year = count / 12;
    day.month = (uint8_t)(count % 12 + 1);
    if (day.day > rd_month_length(day.year, day.month))
        day.day = rd_month_length(day.year, day.month);
    return day;
}

static bool figures(const char *p, size_t n, int32_t *out)
{
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        *out = *out * 10 + (p[i] - '0');
    }
    return true;
}

struct rd_day rd_day_parse(struct cu_str t)
{
    int32_t year, month = 0, day = 0;
    bool ok = (t.n == 4 || t.n == 7 || t.n == 10) && figures(t.p, 4, &year);
    if (ok && t.n >= 7)
        ok = t.p[4] == '-' && figures(t.p + 5, 2, &month);
    if (ok && t.n == 10)
        ok = t.p[7] == '-' && figures(t.p + 8, 2, &day);
    if (!ok || !rd_day_valid(year, t.n >= 7 ? month : 1, t.n == 10 ? day : 1))
        return (struct rd_day){0, 0, 0};
    return (struct rd_day){year, (uint8_t)month, (uint8_t)day};
}

struct cu_str rd_day_text(struct cu_arena *a, struct rd_day day)
{
    if (day.year < 1 || day.year > 9999)
        return (struct cu_str){"", 0};
    if (!day.month)
        return cu_arena_printf(a, "%04d", day.year);
    if (!day.day)
        return cu_arena_printf(a, "%04d-%02d", day.year, day.month);
    return cu_arena_printf(a, "%04d-%02d-%02d", day.year, day.month, day.day);
}
