/* SPDX-License-Identifier: Apache-2.0
 *
 * Words of one block, for split.c only: compact pieces that become tokens once all are known.
 */
#ifndef CUSTODY_SPLIT_WORD_H
#define CUSTODY_SPLIT_WORD_H

#include "base/model.h"
#include "read/split_judge.h"

struct rd_piece {
    uint32_t start, end;
    bool space_before;
    bool sentence; /* the first of its sentence */
};

/* Classes of abbreviations (lexicon/<lang>/abbreviations.tsv), 0: none. */
enum { RD_ABBR_TITLE = 1, RD_ABBR_MONTH, RD_ABBR_ORG, RD_ABBR_PLACE, RD_ABBR_OTHER };

/* Forms of letters only that are two words: "cannot", "gonna"; the key is the form's bytes. */
enum { RD_CONTRACTIONS = 256, RD_CONTRACTION_BYTES = 8 };
struct rd_contraction {
    uint64_t key;
    uint32_t at; /* where the second word starts, 0: free slot */
};

struct rd_splitter {
    struct cu_model *model;
    struct cu_weights word, sentence;
    struct cu_map abbreviations; /* lower case without the last full stop -> RD_ABBR_ */
    struct rd_contraction contractions[RD_CONTRACTIONS];
    struct cu_arena arena;
    rd_split_judge *judge; /* NULL when reading */
    void *judge_data;
};

/* One text on its way through. */
struct rd_split_run {
    const struct rd_splitter *s;
    const char *text, *lower; /* lower: same length and offsets */
    uint32_t n;
    struct rd_piece *pieces; /* cu_realloc'd */
    size_t count, capacity;
};

/* Appends the words of text[from, to). false: no memory. */
bool rd_split_words(struct rd_split_run *r, uint32_t from, uint32_t to);
/* Marks the pieces from `first` on (one block) that start a sentence. */
void rd_split_sentences(struct rd_split_run *r, size_t first);

/* The model's answer, or the judge's. */
bool rd_split_ask(const struct rd_split_run *r, enum rd_split_question question, uint32_t at,
                  const uint64_t *f, size_t n);
/* Class of the abbreviation `form` (lower case, its last full stop left out), 0: none. */
uint32_t rd_split_abbreviation(const struct rd_splitter *s, struct cu_str form);

/* What a character is, for both questions. */
enum rd_char { RD_C_SPACE, RD_C_UPPER, RD_C_LOWER, RD_C_DIGIT, RD_C_PUNCT };
enum rd_char rd_char_at(const char *s, uint32_t n, uint32_t i, uint32_t *length, uint32_t *code);

static inline uint64_t rd_split_feature(uint64_t template, uint64_t value)
{
    return cu_mix(value + template * 0x9e3779b97f4a7c15u);
}

#endif
