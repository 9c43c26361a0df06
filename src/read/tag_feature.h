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
    RD_TAG_FEATURES = 56,
    RD_TAG_REACH = 2,   /* words seen to each side */
    RD_TAG_AHEAD = 10,  /* words to the right in which the clause's next verb is sought */
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

/* What a class is to the clause around it. */
enum rd_tag_kind {
    RD_KIND_OTHER,
    RD_KIND_NOMINAL, /* noun, name, personal pronoun, number */
    RD_KIND_STOP,    /* punctuation */
    RD_KIND_AND,
    RD_KIND_OPENER, /* opens a clause: a subjunction, a relative or question word */
    RD_KIND_EDGE,
    RD_KIND_VERB, /* a verb that is not finite; this and what follows are verbs */
    RD_KIND_FINITE,
    RD_KIND_AUX, /* finite */
};

/* The kind of a class with these features ("Mood=Ind|..."). */
enum rd_tag_kind rd_tag_kind(struct cu_str upos, struct cu_str feats);

struct rd_dictionary {
    uint8_t kinds[RD_SPARSE_CLASSES]; /* the caller's to fill: rd_tag_kind of each class */
    const struct rd_sparse_slot *slots;
    const uint8_t *lists;
    uint32_t slot_count, list_bytes;
    const uint32_t *words;
    uint32_t word_slots;
};

/* Sections "dictionary" and "words"; the kinds stay as they are. */
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
    uint8_t kind;   /* of its first class */
    bool verbal;    /* may be a verb */
};

/* The sentence to the left, as tagged. */
struct rd_tag_history {
    uint32_t before, before2; /* classes of the last two words */
    uint32_t verb;            /* class of the last verb or auxiliary + 1, 0: none yet */
    uint32_t since;           /* bits by kind: what stood since that verb */
    uint32_t finite;          /* finite verbs less clause openers, 0 to 3, 1 being balance */
};

/* Key of a form in lower case in both sections. */
uint64_t rd_tag_key(struct cu_str lower);

void rd_tag_look(const struct rd_dictionary *dictionary, struct cu_str form, struct cu_str lower,
                 struct rd_tag_word *out);
/* The look of the place before and after a sentence. */
void rd_tag_edge(struct rd_tag_word *out);

/* 0: usual, 1: most words start with a capital, 2: all in capitals. */
uint64_t rd_tag_case(const struct cu_str *forms, size_t n);

void rd_tag_begin(struct rd_tag_history *h);
/* Takes the class of the next word. */
void rd_tag_step(const struct rd_dictionary *dictionary, struct rd_tag_history *h, uint32_t class);

/* Features of w[0]; w[-RD_TAG_REACH..RD_TAG_AHEAD] are its neighbours, what stands behind the first
 * edge may be anything. Returns their number, at most RD_TAG_FEATURES. */
size_t rd_tag_features(const struct rd_tag_word *const *w, const struct rd_tag_history *h,
                       uint64_t case_mode, bool first, uint64_t *f);

#endif
