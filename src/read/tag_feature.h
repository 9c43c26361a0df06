/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tagger sees of a word and its neighbours; shared by reading and training, so that
 * features cannot drift apart.
 *
 * The dictionary section holds the classes that a form (lower case, digits as 0) was seen with:
 *   uint32 slots, uint32 bytes of lists
 *   slots x { uint32 check (0: free), uint32 first byte << 8 | number of classes }
 *   lists: classes, most frequent first; the first byte of a list holds RD_DICT_ flags
 * The words section holds what word lists say of a form:
 *   uint32 slots, uint32 zero
 *   slots x uint32: 24 bits of check, 8 of RD_WORD_ bits; 0: free
 */
#ifndef CUSTODY_TAG_FEATURE_H
#define CUSTODY_TAG_FEATURE_H

#include "read/document.h"
#include "read/sparse.h"

enum {
    RD_TAG_FEATURES = 48,
    RD_TAG_REACH = 2,   /* words seen to each side */
    RD_TAG_EDGE = 127,  /* the class of what stands outside the sentence */
    RD_DICT_SURE = 1,   /* practically always its first class */
    RD_DICT_CLOSED = 2, /* seen so often that other classes are out of the question */
};

/* What word lists say of a form: bits of rd_tag_word.lists. */
enum {
    RD_WORD_NOUN = 1,
    RD_WORD_VERB = 2,      /* its infinitive */
    RD_WORD_VERB_FORM = 4, /* any other form */
    RD_WORD_FORENAME = 8,
    RD_WORD_SURNAME = 16,
    RD_WORD_PLACE = 32, /* a city, district or country, or a part of such a name */
    RD_WORD_PROPER = 64,
};

struct rd_dictionary {
    const struct rd_sparse_slot *slots;
    const uint8_t *lists;
    uint32_t slot_count, list_bytes;
    const uint32_t *words;
    uint32_t word_slots;
};

/* Sections "dictionary" and "words". */
enum cu_status rd_dictionary_of(const struct cu_model *m, struct rd_dictionary *out,
                                struct cu_error *err);

/* A word as the features see it. */
struct rd_tag_word {
    uint64_t form, lower;          /* hashes */
    uint64_t prefix[4], suffix[5]; /* by length - 1, in bytes; 0 where the word is shorter */
    uint64_t shape;
    uint64_t known; /* hash of the dictionary's list, or of what an unknown word looks like */
    const uint8_t *classes; /* the dictionary's list, NULL: unknown */
    uint32_t class_count;
    uint32_t flags; /* RD_DICT_ */
    uint32_t lists; /* RD_WORD_ */
};

/* Key of a form in lower case in both sections. */
uint64_t rd_tag_key(struct cu_str lower);

void rd_tag_look(const struct rd_dictionary *dictionary, struct cu_str form, struct cu_str lower,
                 struct rd_tag_word *out);
/* The look of the place before and after a sentence. */
void rd_tag_edge(struct rd_tag_word *out);

/* 0: usual, 1: most words start with a capital, 2: all in capitals. */
uint64_t rd_tag_case(const struct cu_str *forms, size_t n);

/* Features of w[0]; w[-2..2] are its neighbours, `before` and `before2` the classes of the two
 * words to its left. Returns their number, at most RD_TAG_FEATURES. */
size_t rd_tag_features(const struct rd_tag_word *const *w, uint32_t before, uint32_t before2,
                       uint64_t case_mode, bool first, uint64_t *f);

#endif
