/* SPDX-License-Identifier: Apache-2.0
 *
 * Persons that nobody is: given names, fathers' names and family names put together from the tables
 * of lexicon/names by a seeded generator, spelt in Cyrillic or by a scheme of romanisation.tsv.
 */
#ifndef CUSTODY_BENCH_SYNTHETIC_H
#define CUSTODY_BENCH_SYNTHETIC_H

#include "base/tsv.h"

enum { BE_NAME_MAX = 256 };

enum be_spelling {
    BE_CYRILLIC,
    BE_LATIN,        /* by a scheme that the person's number chooses */
    BE_LISTED,       /* one of the two, as the number has it */
    BE_OTHER_SCRIPT, /* the other one */
    BE_SLIP, /* as listed, with one letter of the family name left out, doubled or changed */
    BE_SHORT /* as listed, family name first, no patronymic */
};

struct be_people {
    struct cu_arena arena;
    struct cu_tsv given, rules;
    struct cu_str *men,
        *fathers; /* full given names in Russian Cyrillic, and patronymics of them */
    size_t count, capacity, father_capacity;
    size_t schemes[16][2]; /* first and past row of each Russian scheme in `rules` */
    size_t scheme_count;
};

enum cu_status be_people_open(struct be_people *p, const char *folder, struct cu_error *err);
void be_people_close(struct be_people *p);
/* Writes the name of person `number`. */
void be_person(const struct be_people *p, uint32_t number, enum be_spelling spelling,
               char out[BE_NAME_MAX]);
/* Whether the two numbers happen to have the same names. */
bool be_same_person(const struct be_people *p, uint32_t a, uint32_t b);

#endif
