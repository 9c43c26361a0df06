/* SPDX-License-Identifier: Apache-2.0
 *
 * What lexicon/names knows: given names under all their forms, endings of surnames and patronymics,
 * words around a name, legal forms and generic words of organisations, numbers.
 */
#ifndef CUSTODY_IDENTITY_KNOWLEDGE_H
#define CUSTODY_IDENTITY_KNOWLEDGE_H

#include "identity/fold.h"
#include "identity/sound.h"

enum { ID_KEYS_MAX = 6, ID_CONCEPTS_MAX = 4 };

enum id_sex { ID_SEX_OPEN, ID_MALE, ID_FEMALE };

/* The given names that a form may stand for. */
struct id_keys {
    uint16_t key[ID_KEYS_MAX];
    bool full[ID_KEYS_MAX]; /* else an everyday form */
    uint8_t sex[ID_KEYS_MAX];
    uint8_t count;
};

struct id_ending {
    uint16_t class; /* shared by the forms of one surname */
    uint8_t sex;    /* enum id_sex */
    bool patronymic;
    uint8_t bytes;
};

enum id_word_kind {
    ID_TITLE = 1,
    ID_SUFFIX = 2,
    ID_PARTICLE = 4,
    ID_ALIAS = 8, /* "also known as": another name follows */
    ID_SMALL = 16 /* of, and, the: in names of organisations */
};

/* What a word of an organisation's name means, in any language. */
struct id_meaning {
    uint16_t concept[ID_CONCEPTS_MAX];
    uint8_t concepts;
    uint16_t legal_form; /* class; 0: it is none */
    int32_t number;      /* -1: it is none */
    uint8_t words;       /* how many words it took */
};

struct id_knowledge; /* read-only after opening: threads share it */

/* `folder` holds the tables. NULL: *err says why, with file and line. */
struct id_knowledge *id_knowledge_open(const char *folder, struct cu_error *err);
void id_knowledge_free(struct id_knowledge *k);

const struct id_phonetics *id_phonetics_of(const struct id_knowledge *k);
struct id_folder *id_folder_of(const struct id_knowledge *k);
/* The sounds without what schemes disagree on, as bytes 1..127 in `room`: one vowel for a and o,
 * one for e, i and y, no j; spellings of one name mostly come out the same. */
enum { ID_SKELETON_MAX = 24 };
struct cu_str id_skeleton(const struct id_phonetics *p, const struct id_sounds *s,
                          char room[ID_SKELETON_MAX]);
/* `word` folded. Where no form is listed, forms that sound like it count. */
void id_given_keys(const struct id_knowledge *k, struct cu_str word, const struct id_sounds *sounds,
                   struct id_keys *out);
/* The given name in a patronymic ("Mikalaevich"), whose ending has `bytes`. */
void id_father_keys(const struct id_knowledge *k, struct cu_str word, bool cyrillic, size_t bytes,
                    struct id_keys *out);
/* The longest ending; class 0: none. */
struct id_ending id_ending_of(const struct id_knowledge *k, struct cu_str word);
uint32_t id_word_kinds(const struct id_knowledge *k, struct cu_str word); /* enum id_word_kind */
/* The longest entry that begins at words->items[at]. */
void id_meaning_at(const struct id_knowledge *k, const struct id_words *words, size_t at,
                   struct id_meaning *out);

#endif
