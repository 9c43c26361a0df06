/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether two names are one: of persons, of organisations, in any spelling and script. The score is
 * a calibrated probability, the reasons say which part was paired with which.
 *
 * Names are prepared once and compared often; both are pure functions over read-only tables, so
 * threads share one matcher.
 */
#ifndef CUSTODY_IDENTITY_H
#define CUSTODY_IDENTITY_H

#include "identity/knowledge.h"

enum id_kind { ID_PERSON, ID_ORGANISATION, ID_KINDS };
enum id_verdict { ID_DIFFERENT, ID_POSSIBLE, ID_SAME };
extern const char *const id_verdict_name[];

/* What a part of a person's name is; of an organisation's, ID_ANY or ID_GENERIC. */
enum id_role { ID_ANY, ID_GIVEN, ID_PATRONYMIC, ID_FAMILY, ID_GENERIC, ID_ROLES };
extern const char *const id_role_name[ID_ROLES];

enum { ID_PARTS_MAX = 10, ID_FORMS_MAX = 4 };

struct id_part {
    struct cu_str text; /* folded */
    struct id_sounds sounds;
    uint32_t signature;  /* one bit a consonant, to see at a glance what cannot be alike */
    uint8_t role;        /* enum id_role, as far as the name itself shows it */
    uint8_t sex;         /* enum id_sex, by its ending */
    bool fathers;        /* ends like a patronymic, whatever it is here */
    bool initial;        /* one letter */
    bool weak;           /* a particle ("von", "al"), a legal form */
    bool acronym;        /* of an organisation: large letters, few */
    struct id_keys keys; /* given names it may be, or be derived from */
    struct id_meaning meaning;
};

/* One way to read a name: "A / B" has two. */
struct id_form {
    struct id_part *parts;
    uint8_t count;
    uint8_t sex;
};

struct id_name {
    uint8_t kind; /* enum id_kind */
    uint8_t form_count;
    struct cu_str text; /* as given */
    struct id_form forms[ID_FORMS_MAX];
};

/* Parts that were set side by side, or stand alone (the other text is empty). */
struct id_pairing {
    struct cu_str a, b;
    uint8_t role; /* enum id_role */
    const char *how;
    float cost; /* 0 alike .. 1 */
};

enum { ID_PAIRINGS_MAX = 2 * ID_PARTS_MAX, ID_FEATURES_MAX = 32 };
struct id_result {
    float score; /* 0..1: of pairs scored 0.9, nine in ten are one */
    enum id_verdict verdict;
    struct id_pairing pairings[ID_PAIRINGS_MAX];
    uint8_t pairing_count;
    const char *against[4]; /* what speaks against: "the patronymics differ" */
    uint8_t against_count;
    float ceiling;                   /* the score is at most this; 0: any */
    float features[ID_FEATURES_MAX]; /* what the score was made of */
};

struct id_matcher; /* read-only after opening */

/* `data`: the folder that holds lexicon/names and model/names. NULL: *err says why. */
struct id_matcher *id_matcher_open(const char *data, struct cu_error *err);
/* The same without weights, for training: scores are 0. */
struct id_matcher *id_matcher_open_untrained(const char *data, struct cu_error *err);
void id_matcher_free(struct id_matcher *m);

/* Makes *out from `text` (UTF-8); it points into the arena and into `text`. A name without any
 * letter has no forms and is like nothing. false: no memory. */
bool id_prepare(const struct id_matcher *m, enum id_kind kind, struct cu_str text,
                struct cu_arena *arena, struct id_name *out);

/* Compares names of one kind. */
void id_compare(const struct id_matcher *m, const struct id_name *a, const struct id_name *b,
                struct id_result *out);

/* How many features a kind has, and their names, for training. */
size_t id_feature_count(enum id_kind kind);
const char *id_feature_name(enum id_kind kind, size_t i);

#endif
