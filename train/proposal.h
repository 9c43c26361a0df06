/* SPDX-License-Identifier: Apache-2.0
 *
 * Proposed claims beside the annotated ones: which agree, and how many would be found and how many
 * wrong if the likely ones were kept.
 */
#ifndef CUSTODY_TRAIN_PROPOSAL_H
#define CUSTODY_TRAIN_PROPOSAL_H

#include "align.h"

/* A proposed claim: where it comes from and which annotated claims of its report it agrees with. */
struct tr_proposal {
    uint32_t report, trigger;
    uint64_t agrees; /* 1 << claim, of the first 64 */
    float p;
};

/* Whether a scorer would count the claim as the annotated one: the act, and done to the same. */
bool tr_agrees(const struct tr_aligned *a, const struct cl_claim *c, uint32_t gold);
/* Prints precision, recall and F1 of what would be kept at several limits of `p`. Proposals of one
 * report stand together. */
void tr_report_kept(const struct tr_proposal *all, size_t n, const struct tr_reports *reports);

#endif
