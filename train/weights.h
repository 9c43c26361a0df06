/* SPDX-License-Identifier: Apache-2.0
 *
 * Trained numbers as a weights section of a model file (base/model.h).
 */
#ifndef CUSTODY_TRAIN_WEIGHTS_H
#define CUSTODY_TRAIN_WEIGHTS_H

#include "base/model.h"

/* Bytes of the section for rows x classes weights, scaled and rounded to roots; on the heap, caller
 * frees. NULL: no memory. */
void *tr_weights_section(const float *w, uint32_t rows, uint32_t classes, size_t *n);

#endif
