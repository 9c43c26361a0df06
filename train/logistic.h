/* SPDX-License-Identifier: Apache-2.0
 *
 * Multinomial logistic regression over hashed features, trained by AdaGrad (Duchi, Hazan and Singer
 * 2011) with L2 shrinkage. A case lists its features, the classes that compete and the right one.
 */
#ifndef CUSTODY_TRAIN_LOGISTIC_H
#define CUSTODY_TRAIN_LOGISTIC_H

#include "base/model.h"

struct tr_logistic_case {
    uint64_t *features; /* on the heap, the set's */
    uint32_t n;
    uint32_t allowed; /* competing classes, 1 << class */
    uint32_t label;
    uint32_t group; /* report number, for cross-validation */
    float weight;
};

struct tr_logistic_set {
    struct tr_logistic_case *items;
    size_t count, capacity;
};

struct tr_logistic {
    uint32_t rows, classes;
    float *w, *g; /* weights; sums of squared gradients */
};

bool tr_logistic_add(struct tr_logistic_set *set, const uint64_t *features, size_t n,
                     uint32_t allowed, uint32_t label, uint32_t group, float weight);
void tr_logistic_forget(struct tr_logistic_set *set);

bool tr_logistic_init(struct tr_logistic *m, uint32_t rows, uint32_t classes);
void tr_logistic_fini(struct tr_logistic *m);
/* `leave_out`: cases with group % folds == fold are skipped; folds 0: none. */
void tr_logistic_train(struct tr_logistic *m, struct tr_logistic_set *set, int epochs, float rate,
                       float l2, uint32_t folds, uint32_t fold);
/* Visits 0..count-1 `epochs` times, each time in another order: a fixed sequence, so that the same
 * data gives the same model. */
void tr_visit(size_t count, int epochs, void (*visit)(void *context, size_t i), void *context);
void tr_logistic_predict(const struct tr_logistic *m, const uint64_t *features, size_t n,
                         uint32_t allowed, float *p);
/* Bytes of a weights section (base/model.h), on the heap: caller frees. NULL: no memory. */
void *tr_logistic_section(const struct tr_logistic *m, size_t *n);

#endif
