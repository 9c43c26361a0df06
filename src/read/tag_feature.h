/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tagger sees of a word and its neighbours; shared by reading and training, so that
 * features cannot drift apart.
 *
 * The dictionary section holds the classes that a form (lower case, digits as 0) was seen with:
 *   uint32 slots, uint32 bytes of lists
 *   slots x { uint32 check (0: free), uint32 first byte << 8 | number of classes }
 *   lists: classes, most frequent first; the first byte of a list holds RD_DICT_ flags
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

struct rd_dictionary {
    const struct rd_sparse_slot *slots;
    const uint8_t *lists;
    uint32_t slot_count, list_bytes;
};

enum cu_status rd_dictionary_of(const struct cu_model *m, const char *section,
                                struct rd_dictionary *out, struct cu_error *err);

/* A word as the features see it. */
struct rd_tag_word {
    uint64_t form, lower;          /* hashes */
    uint64_t prefix[4], suffix[5]; /* by length - 1, in bytes; 0 where the word is shorter */
    uint64_t shape;
    uint64_t known; /* hash of the dictionary's list, or of what an unknown word looks like */
    const uint8_t *classes; /* the dictionary's list, NULL: unknown */
    uint32_t class_count;
    uint32_t flags; /* RD_DICT_ */
};

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
