/* SPDX-License-Identifier: Apache-2.0
 *
 * What public word lists say of a word, as bits for the tagger (read/tag_feature.h): nouns of Open
 * English WordNet, verb forms of UniMorph, forenames and surnames, parts of place names.
 */
#ifndef CUSTODY_TRAIN_WORD_LIST_H
#define CUSTODY_TRAIN_WORD_LIST_H

#include "read/tag_feature.h"

struct tr_words {
    struct cu_arena arena;
    struct cu_map bits; /* lower case -> RD_WORD_ bits */
};

/* Reads the lists below `lex_dir`. */
enum cu_status tr_words_load(struct tr_words *w, const char *lex_dir, struct cu_error *err);
void tr_words_fini(struct tr_words *w);
/* The section's bytes, on the heap. NULL: no memory. */
void *tr_words_section(const struct tr_words *w, size_t *bytes);

#endif
