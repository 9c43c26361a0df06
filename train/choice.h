/* SPDX-License-Identifier: Apache-2.0
 *
 * Choice of one among many by conditional logistic regression (McFadden 1974): each option has
 * hashed features and a score, linear in them; the right ones compete with the others of their
 * case. Trained by AdaGrad like logistic.h, into a model of one class.
 */
#ifndef CUSTODY_TRAIN_CHOICE_H
#define CUSTODY_TRAIN_CHOICE_H

#include "logistic.h"

struct tr_option {
    uint64_t *features; /* on the heap, the set's */
    uint32_t n;
    bool right;
};

struct tr_choice {
    struct tr_option *options;
    uint32_t count, capacity;
    uint32_t group; /* report number, for cross-validation */
};

struct tr_choice_set {
    struct tr_choice *items;
    size_t count, capacity;
};

/* Opens a case; options are added to the case opened last. false: no memory. */
bool tr_choice_open(struct tr_choice_set *set, uint32_t group);
bool tr_choice_option(struct tr_choice_set *set, const uint64_t *features, size_t n, bool right);
void tr_choice_forget(struct tr_choice_set *set);

/* Cases without a right option teach nothing. `folds`, `fold`: see tr_logistic_train. */
void tr_choice_train(struct tr_logistic *m, const struct tr_choice_set *set, int epochs, float rate,
                     float l2, uint32_t folds, uint32_t fold);
float tr_choice_score(const struct tr_logistic *m, const uint64_t *features, size_t n);
/* The likeliest option of a case that has any. */
uint32_t tr_choice_best(const struct tr_logistic *m, const struct tr_choice *x);

#endif
