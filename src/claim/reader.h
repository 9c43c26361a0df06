/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the claim stage: what its parts pass to one another while one document is read.
 * Order: view -> triggers chosen (reader.c) -> slots filled (slot.c) -> claims merged, split by
 * term, summed (assemble.c) -> persons' status, contradictions (verdict.c).
 */
#ifndef CUSTODY_CLAIM_READER_H
#define CUSTODY_CLAIM_READER_H

#include "claim/classify.h"

struct cl_reader {
    struct cl_lexicon lex;
    struct cl_models models;
};

struct cl_reading {
    const struct cl_reader *reader;
    struct cl_view view;
    struct cl_triggers triggers;
    struct cl_result *out;
    size_t claim_capacity;
    uint32_t *target_of; /* per claim: mention that gave the target, or RD_NONE */
    size_t target_capacity;
    bool explain;
};

/* Fills every slot of a claim from the trigger. false: no memory. */
bool cl_fill_slots(struct cl_reading *r, uint32_t trigger, struct cl_claim *claim, uint32_t *target);
/* Merges claims that say the same, splits and completes terms, fills parts and sums. */
bool cl_assemble(struct cl_reading *r);
/* Persons' status at the report's end, contradictions. */
bool cl_judge(struct cl_reading *r);

/* The text of one mention as slot, with the mention's bytes. */
struct cl_slot cl_slot_of(const struct cl_view *v, uint32_t mention, struct cu_str text);
/* Appends to a list in the arena; a text that is already there is not added twice. */
bool cl_names_add(struct cu_arena *a, struct cl_names *list, struct cl_slot slot);

#endif
