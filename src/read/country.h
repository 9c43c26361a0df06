/* SPDX-License-Identifier: Apache-2.0
 *
 * States under their many names: "Burma" and "Yangon's" capital, "Belarusians", "Washington". Read
 * from countries.tsv and nationalities.tsv; a closed list.
 */
#ifndef CUSTODY_COUNTRY_H
#define CUSTODY_COUNTRY_H

#include "base/base.h"

enum rd_country_kind {
    RD_COUNTRY_NONE,
    RD_COUNTRY_NAME,    /* "Belarus", "U.S." */
    RD_COUNTRY_CAPITAL, /* "Minsk" */
    RD_COUNTRY_NATION,  /* "Belarusian", "Belarusians", "Rohingya" */
};

enum { RD_COUNTRY_WORDS_MAX = 6 };

struct rd_countries; /* read-only after loading */

struct rd_countries *rd_countries_load(const char *lexicon_dir, struct cu_error *err);
void rd_countries_free(struct rd_countries *c);

/* Kind of `name` (exact case, words parted by one space) and, where `country` is not NULL, the
 * state's usual English name: empty for a people without a state. */
enum rd_country_kind rd_countries_find(const struct rd_countries *c, struct cu_str name,
                                       struct cu_str *country);

#endif
