/* SPDX-License-Identifier: Apache-2.0
 * The averaged perceptron. See perceptron.h.
 */
#include <stdlib.h>
#include <string.h>

#include "perceptron.h"
#include "weights.h"

bool tr_perceptron_init(struct tr_perceptron *p, uint32_t rows, uint32_t classes)
{
    *p = (struct tr_perceptron){.rows = rows, .classes = classes, .step = 1};
    size_t n = (size_t)rows * classes;
    p->w = calloc(n, sizeof *p->w);
    p->u = calloc(n, sizeof *p->u);
    return p->w && p->u;
}

void tr_perceptron_fini(struct tr_perceptron *p)
{
    free(p->w);
    free(p->u);
    *p = (struct tr_perceptron){0};
}

void tr_perceptron_add(const struct tr_perceptron *p, uint64_t feature, float *scores)
{
    const float *row = p->w + (size_t)(feature & (p->rows - 1)) * p->classes;
    for (uint32_t c = 0; c < p->classes; c++)
        scores[c] += row[c];
}

void tr_perceptron_update(struct tr_perceptron *p, const uint64_t *features, size_t n,
                          uint32_t klass, float by)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)(features[i] & (p->rows - 1)) * p->classes + klass;
        p->w[at] += by;
        p->u[at] += (double)by * (double)p->step;
    }
}

void tr_perceptron_average(struct tr_perceptron *p)
{
    size_t n = (size_t)p->rows * p->classes;
    for (size_t i = 0; i < n; i++)
        p->w[i] -= (float)(p->u[i] / (double)p->step);
}

void *tr_perceptron_section(const struct tr_perceptron *p, size_t *n)
{
    return tr_weights_section(p->w, p->rows, p->classes, n);
}
