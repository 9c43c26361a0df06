/* SPDX-License-Identifier: Apache-2.0
 *
 * What the name tagger sees of a sentence, and its search. Shared by the reader and the trainer, so
 * that both see the same.
 *
 * Labels are BILOU: O, then Begin, Inside, Last, Unit of persons, organisations, places.
 */
#ifndef CUSTODY_NAME_FEATURE_H
#define CUSTODY_NAME_FEATURE_H

#include "read/document.h"
#include "read/gazetteer.h"

enum {
    NM_O = 0,
    NM_TYPES = 3, /* RD_PER, RD_ORG, RD_LOC */
    NM_LABELS = 1 + 4 * NM_TYPES,
    NM_ROW = 16, /* weights of one feature in the model: labels, then zeros, for vector units */
    NM_FEATURES_MAX = 96,
    NM_CLASSES = 6,      /* of words, for transitions */
    NM_WORDS_MAX = 2000, /* of one sentence; the rest is left without names */
};
enum nm_part { NM_BEGIN, NM_INSIDE, NM_LAST, NM_UNIT };
static inline uint8_t nm_label(uint8_t type, enum nm_part part)
{
    return (uint8_t)(1 + type * 4 + part);
}
static inline uint8_t nm_type(uint8_t label)
{
    return (uint8_t)((label - 1) / 4);
}
static inline enum nm_part nm_part(uint8_t label)
{
    return (enum nm_part)((label - 1) % 4);
}
bool nm_may_follow(uint8_t before, uint8_t after);
bool nm_may_start(uint8_t label);
bool nm_may_end(uint8_t label);

/* How a word's form is written. */
enum nm_cap { NM_LOWER, NM_CAPITAL, NM_UPPER, NM_INITIAL, NM_MIXED, NM_DIGIT, NM_OTHER };

/* One word as the tagger sees it. */
struct nm_word {
    uint64_t lower, form, prefix, suffix[4], shape;
    uint64_t run_first, run_last; /* words at the ends of its run of capitalised words */
    uint32_t gaz;                 /* lists the word stands on */
    uint32_t phrase;              /* lists a phrase around it stands on: see nm_word_bits */
    uint32_t run_gaz;             /* lists of the run's words together */
    uint16_t run_at, run_n;       /* place in the run, its words */
    uint16_t elsewhere;           /* what the document knows of the word */
    uint8_t cap;                  /* enum nm_cap */
    uint8_t klass;                /* for transitions, < NM_CLASSES */
    uint8_t upos;
    bool quote;
};

struct nm_sentence {
    struct nm_word *words;
    size_t count;
    bool titled;   /* most words are capitalised: a headline */
    bool careless; /* capitals are left out: their lack says little */
};

/* What a document says of each of its words, elsewhere: made once, in its arena. */
struct rd_name_index;
bool nm_index_build(struct rd_document *d, const struct gz_table *gaz);

/* Words of a sentence that are looked at: all, or NM_WORDS_MAX. */
size_t nm_sentence_size(const struct rd_document *d, uint32_t sentence);
/* Fills `words`, which the caller owns, nm_sentence_size of them. Needs d->name_index. */
struct nm_sentence nm_sentence_of(const struct rd_document *d, const struct gz_table *gaz,
                                  uint32_t sentence, struct nm_word *words);
/* Features of word i; their number, at most NM_FEATURES_MAX. */
size_t nm_features(const struct nm_sentence *s, size_t i, uint64_t *out);
/* Feature whose weights are the scores of labels after `before` at a word of class `klass`. */
uint64_t nm_transition(uint8_t before, uint8_t klass);

/* Best label sequence (Viterbi 1967). scores: count x NM_LABELS; moves: weights of label b after a
 * at a word of class k at moves[k][a][b]. back: count x NM_LABELS bytes of scratch. */
typedef float nm_moves[NM_CLASSES][NM_LABELS][NM_LABELS];
void nm_viterbi(const float *scores, const struct nm_sentence *s, const nm_moves moves,
                uint8_t *back, uint8_t *labels);

#endif
