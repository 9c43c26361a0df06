/* SPDX-License-Identifier: Apache-2.0
 *
 * Training of the name tagger's linear-chain conditional random field by stochastic gradient
 * descent with a Gaussian prior (Bottou 2012), one sentence a step. Where a word may have several
 * labels, the likelihood of all sequences that are allowed is raised (marginal likelihood).
 */
#ifndef CUSTODY_TRAIN_NAME_CRF_H
#define CUSTODY_TRAIN_NAME_CRF_H

#include "name_data.h"

struct nc_sentence {
    struct nm_sentence words; /* in its document's arena */
    uint32_t *rows;           /* of all words' features */
    uint32_t *starts;         /* count + 1 offsets into rows */
    const uint16_t *allowed;
    const struct nd_document *doc;
    uint32_t sentence;
    float weight;
};

struct nc_crf {
    uint32_t rows;
    float *w;    /* rows x NM_LABELS: weights / scale */
    double *sum; /* of weights at the ends of epochs, for the average */
    uint32_t epochs_summed;
    uint64_t steps;
    double scale, rate, decay;
    float drop; /* share of a word's features that a step does not see */
};

bool nc_init(struct nc_crf *c, uint32_t rows);
void nc_fini(struct nc_crf *c);
/* One step; the loss (negative log likelihood) is returned. */
double nc_step(struct nc_crf *c, const struct nc_sentence *s, uint64_t *random);
void nc_sum(struct nc_crf *c);     /* at the end of an epoch */
void nc_average(struct nc_crf *c); /* training ends here */
/* Best labels with the weights now. */
bool nc_label(const struct nc_crf *c, const struct nc_sentence *s, uint8_t *labels);

#endif
