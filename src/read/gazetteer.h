/* SPDX-License-Identifier: Apache-2.0
 *
 * Word lists compiled into one hash table: phrase -> what lists it stands on. A section of
 * name.model, made by train_name, read in place.
 *
 * Section bytes: uint32 slots (a power of two), uint32 zero, then slots x {uint32 high half of the
 * phrase's hash, uint32 bits}; bits == 0 is an empty slot. Linear probing from the hash's low half.
 * Two phrases with one hash share their bits: the table is evidence, not truth.
 */
#ifndef CUSTODY_GAZETTEER_H
#define CUSTODY_GAZETTEER_H

#include "base/model.h"

/* The lists. GZ_MORE: a proper prefix of a longer phrase. */
enum {
    GZ_MALE = 1 << 0, /* forenames */
    GZ_FEMALE = 1 << 1,
    GZ_SURNAME = 1 << 2,
    GZ_CITY = 1 << 3,
    GZ_REGION = 1 << 4, /* parts of countries, seas, mountains */
    GZ_COUNTRY = 1 << 5,
    GZ_NATION = 1 << 6,     /* nationalities, languages */
    GZ_TITLE = 1 << 7,      /* before a person's name */
    GZ_ORG_WORD = 1 << 8,   /* "Ministry", "Court", "Party" */
    GZ_PLACE_WORD = 1 << 9, /* "Street", "River" */
    GZ_ORG = 1 << 10,       /* known organisations */
    GZ_PERSON = 1 << 11,    /* known persons, whole name or surname */
    GZ_ROLE = 1 << 12,      /* "journalist": a kind of person */
    GZ_PARTICLE = 1 << 13,  /* "bin", "van" */
    GZ_TIME = 1 << 14,      /* months, days */
    GZ_THING = 1 << 15,     /* "Prize", "Act": what is named so is no person, place, body */
    GZ_LISTS = 16,
    GZ_MORE = 1 << 31,
    GZ_WORDS_MAX = 7, /* of a phrase */
};

struct gz_slot {
    uint32_t key, bits;
};
struct gz_table {
    const struct gz_slot *slots;
    uint32_t mask;
};

enum cu_status gz_of(const struct cu_model *m, const char *section, struct gz_table *out,
                     struct cu_error *err);

/* Hash of one word: lower case, diacritics taken off ("Łukašenka" = "lukasenka"). */
uint64_t gz_word(struct cu_str word);
/* Hash of a phrase: fold from 0 over its words; hyphens are left out of phrases. */
static inline uint64_t gz_join(uint64_t phrase, uint64_t word)
{
    return cu_hash2(phrase, word);
}
uint32_t gz_get(const struct gz_table *t, uint64_t phrase); /* bits, 0: absent */

#endif
