/* SPDX-License-Identifier: Apache-2.0
 *
 * Learns the rules of read/lemma.h from pairs of form and lemma: the rule most types of an ending
 * agree on, kept for longer endings and whole words only where it differs from the shorter one's.
 */
#ifndef CUSTODY_TRAIN_LEMMA_LEARNER_H
#define CUSTODY_TRAIN_LEMMA_LEARNER_H

#include "read/lemma.h"

struct tr_lemma_type {
    uint32_t group, rule, count;
    struct cu_str form;
};

struct tr_lemma_learner {
    struct cu_arena arena;
    struct cu_map pairs; /* "group \t form \t rule" -> index in types */
    struct tr_lemma_type *types;
    size_t count, capacity;
    struct cu_map rule_ids; /* "cut \t text" */
    struct cu_str *rule_texts;
    size_t rule_count, rule_capacity;
};

void tr_lemma_init(struct tr_lemma_learner *l);
void tr_lemma_fini(struct tr_lemma_learner *l);
/* Counts as `weight` occurrences. */
bool tr_lemma_add(struct tr_lemma_learner *l, uint32_t group, struct cu_str form,
                  struct cu_str lemma, uint32_t weight);
/* The section's bytes, on the heap. NULL: no memory. */
void *tr_lemma_section(struct tr_lemma_learner *l, size_t *bytes);

#endif
