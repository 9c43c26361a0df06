/* SPDX-License-Identifier: Apache-2.0
 *
 * Lemmas by rule: cut bytes from the end of the form, append others. Rules hang on a group (a class
 * of the tagger, coarser) and on the longest known ending; a whole word counts as the longest.
 *
 * Section bytes, little endian:
 *   uint32 slots, uint32 rules, uint32 bytes of text, uint32 zero
 *   slots x { uint32 check (0: free), uint32 rule }
 *   rules x { uint16 cut, uint16 bytes to append, uint32 their place in the text }
 *   text
 */
#ifndef CUSTODY_LEMMA_H
#define CUSTODY_LEMMA_H

#include "read/sparse.h"

enum { RD_LEMMA_SUFFIX = 6, RD_LEMMA_WORD = 31 /* longer words have no entry of their own */ };

struct rd_lemma_rule {
    uint16_t cut, add;
    uint32_t at;
};

struct rd_lemmas {
    const struct rd_sparse_slot *slots;
    const struct rd_lemma_rule *rules;
    const char *text;
    uint32_t slot_count, rule_count, text_bytes;
};

enum cu_status rd_lemmas_of(const struct cu_model *m, const char *section, struct rd_lemmas *out,
                            struct cu_error *err);

/* Key of an ending of `n` bytes (whole: the word itself) within a group. */
uint64_t rd_lemma_key(uint32_t group, const char *ending, size_t n, bool whole);

/* The lemma of `form`: a part of it, a text of the model's, or the arena's. */
struct cu_str rd_lemma(const struct rd_lemmas *l, uint32_t group, struct cu_str form,
                       struct cu_arena *arena);

#endif
