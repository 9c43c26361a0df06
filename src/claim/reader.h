/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the claim stage: what its parts pass to one another while one document is read.
 * Order: view -> act words and claims proposed (propose.c, slot.c) -> weighed (weigh.c) -> merged
 * and summed (assemble.c) -> persons' status (status.c), contradictions (verdict.c).
 */
#ifndef CUSTODY_CLAIM_READER_H
#define CUSTODY_CLAIM_READER_H

#include "claim/classify.h"

struct cl_reader {
    struct cl_lexicon lex;
    struct cl_models models;
};

/* What a proposed claim rests on; stands beside it until the report is done. */
struct cl_evidence {
    uint32_t trigger;    /* index in triggers */
    uint32_t target;     /* mention that gave the target, or RD_NONE */
    uint8_t act_rank;    /* 0: the trigger's likeliest act */
    uint8_t target_rank; /* 0: the likeliest target for it */
    float act_p, none_p, target_p;
    float p; /* that the claim is right, by the last classifier */
};

struct cl_reading {
    const struct cl_reader *reader;
    struct cl_view view;
    struct cl_triggers triggers;
    struct cl_result *out;
    struct cl_evidence *evidence; /* per claim of out */
    size_t claim_capacity, evidence_capacity;
    bool explain;
};

/* Finds mentions and act words and proposes claims freely: more than one act and target for a
 * word where it is in doubt. false: no memory. */
bool cl_propose(struct cl_reading *r, struct rd_document *d);
/* Appends the claims that the trigger may make with an act, for its likeliest targets. */
bool cl_propose_act(struct cl_reading *r, const struct cl_evidence *base, enum cl_act act);
/* Features of a proposed claim as a whole, among the others of its report. */
void cl_claim_features(const struct cl_reading *r, size_t claim, struct cl_features *out);
/* Features of the report as a whole: whether it is about such acts at all ("released an album"). */
bool cl_report_features(const struct cl_reading *r, struct cl_features *out);
/* Weighs the proposed claims against one another and keeps the likely ones. */
bool cl_weigh(struct cl_reading *r);
/* Merges claims that say the same, completes terms, fills parts and sums. */
bool cl_assemble(struct cl_reading *r);
/* The status (enum cl_status) in which an asserted claim leaves its target; CL_STATUS_COUNT:
 * unchanged. */
uint8_t cl_status_after(const struct cl_view *v, const struct cl_claim *c);
/* The status that the claims alone give; CL_STATUS_COUNT: none of them decides. */
uint8_t cl_status_by_claims(const struct cl_reading *r, struct cu_str name);
/* Features of what becomes of a named person: the claims about him, and the words around him. */
void cl_status_features(const struct cl_reading *r, uint32_t chain, struct cl_features *out);
/* Adds the person's status at the report's end where the report tells it. */
bool cl_status(struct cl_reading *r, uint32_t chain, size_t *capacity);
/* Every person's status, contradictions. */
bool cl_judge(struct cl_reading *r);

/* The text of one mention as slot, with the mention's bytes. */
struct cl_slot cl_slot_of(const struct cl_view *v, uint32_t mention, struct cu_str text);
/* Whether the list holds the very name. */
bool cl_names_hold(const struct cl_names *list, struct cu_str name);
/* Appends to a list in the arena; a text that is already there is not added twice. */
bool cl_names_add(struct cu_arena *a, struct cl_names *list, struct cl_slot slot);

#endif
