/* SPDX-License-Identifier: Apache-2.0
 *
 * The averaged perceptron (Freund and Schapire 1999; Collins 2002) over hashed features, and its
 * way into a model file's weights section (base/model.h): averaged, scaled, rounded to int16.
 */
#ifndef CUSTODY_TRAIN_PERCEPTRON_H
#define CUSTODY_TRAIN_PERCEPTRON_H

#include "base/model.h"

struct tr_perceptron {
    uint32_t rows; /* a power of two */
    uint32_t classes;
    float *w;      /* rows x classes: the weights now */
    double *u;     /* sum of update x step, for the average */
    uint64_t step; /* cases seen, counted by the trainer through tr_perceptron_step */
};

bool tr_perceptron_init(struct tr_perceptron *p, uint32_t rows, uint32_t classes);
void tr_perceptron_fini(struct tr_perceptron *p);
static inline void tr_perceptron_step(struct tr_perceptron *p)
{
    p->step++;
}
/* scores[classes] += weights of `feature`. */
void tr_perceptron_add(const struct tr_perceptron *p, uint64_t feature, float *scores);
void tr_perceptron_update(struct tr_perceptron *p, const uint64_t *features, size_t n,
                          uint32_t klass, float by);
/* Averaged weights into w (training ends here). */
void tr_perceptron_average(struct tr_perceptron *p);
/* The section's bytes, on the heap: caller frees. NULL: no memory. */
void *tr_perceptron_section(const struct tr_perceptron *p, size_t *n);

#endif
