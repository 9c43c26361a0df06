/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines annotated claims up with the words of an analysed report: which act word carries a claim,
 * which phrase fills which role. The annotation names no words, so the best candidate is taken.
 */
#ifndef CUSTODY_TRAIN_ALIGN_H
#define CUSTODY_TRAIN_ALIGN_H

#include "claim/classify.h"
#include "gold.h"

struct tr_aligned {
    const struct tr_report *report;
    uint32_t group; /* the report's number, for cross-validation */
    struct rd_document doc;
    struct cl_view view;
    struct cl_triggers triggers;
    uint32_t *claim_trigger;            /* per claim: index of its trigger, or RD_NONE */
    uint32_t *claim_first, *claim_past; /* tokens of the claim's sentence */
    struct cu_arena arena;
};

/* Finds the tokens of each claim's sentence. */
bool tr_align_sentences(struct tr_aligned *a);
/* Chooses claim_trigger; `score(context, trigger, act)`: log probability of the act by an earlier
 * model, or NULL for the first round. */
typedef float tr_act_score(void *context, const struct tr_aligned *a, uint32_t trigger,
                           enum cl_act act);
void tr_align_triggers(struct tr_aligned *a, tr_act_score *score, void *context);

/* Whether two names or phrases share a word that is not a function word or title (the measure of
 * the scorer). */
bool tr_share_word(struct cu_str a, struct cu_str b);
/* Whether the mention is one of the names of the list. */
bool tr_mention_is(const struct cl_view *v, uint32_t mention, const struct cu_str *names, size_t n);
/* Whether `text` stands in the tokens and covers the mention's head. */
bool tr_text_covers(const struct tr_aligned *a, uint32_t claim, struct cu_str text, uint32_t token);

#endif
