/* SPDX-License-Identifier: Apache-2.0
 * Multinomial logistic regression. See logistic.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "logistic.h"
#include "weights.h"

bool tr_logistic_add(struct tr_logistic_set *set, const uint64_t *features, size_t n,
                     uint32_t allowed, uint32_t label, uint32_t group, float weight)
{
    if (set->count == set->capacity) {
        size_t want = set->capacity ? set->capacity * 2 : 1024;
        struct tr_logistic_case *wider = realloc(set->items, want * sizeof *wider);
        if (!wider)
            return false;
        set->items = wider;
        set->capacity = want;
    }
    uint64_t *copy = malloc(n * sizeof *copy + 1);
    if (!copy)
        return false;
    memcpy(copy, features, n * sizeof *copy);
    set->items[set->count++] =
        (struct tr_logistic_case){copy, (uint32_t)n, allowed, label, group, weight};
    return true;
}

void tr_logistic_forget(struct tr_logistic_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        free(set->items[i].features);
    free(set->items);
    *set = (struct tr_logistic_set){0};
}

bool tr_logistic_init(struct tr_logistic *m, uint32_t rows, uint32_t classes)
{
    *m = (struct tr_logistic){.rows = rows, .classes = classes};
    m->w = calloc((size_t)rows * classes, sizeof *m->w);
    m->g = calloc((size_t)rows * classes, sizeof *m->g);
    return m->w && m->g;
}

void tr_logistic_fini(struct tr_logistic *m)
{
    free(m->w);
    free(m->g);
    *m = (struct tr_logistic){0};
}

enum { CLASSES_MAX = 64 };

void tr_logistic_predict(const struct tr_logistic *m, const uint64_t *features, size_t n,
                         uint32_t allowed, float *p)
{
    float s[CLASSES_MAX] = {0}, most = -1e30f, sum = 0;
    for (size_t i = 0; i < n; i++) {
        const float *row = m->w + (size_t)(features[i] & (m->rows - 1)) * m->classes;
        for (uint32_t c = 0; c < m->classes; c++)
            s[c] += row[c];
    }
    for (uint32_t c = 0; c < m->classes; c++)
        if (allowed >> c & 1 && s[c] > most)
            most = s[c];
    for (uint32_t c = 0; c < m->classes; c++) {
        p[c] = allowed >> c & 1 ? expf(s[c] - most) : 0;
        sum += p[c];
    }
    for (uint32_t c = 0; c < m->classes; c++)
        p[c] /= sum;
}

static void learn(struct tr_logistic *m, const struct tr_logistic_case *x, float rate, float l2)
{
    float p[CLASSES_MAX];
    tr_logistic_predict(m, x->features, x->n, x->allowed, p);
    for (uint32_t c = 0; c < m->classes; c++) {
        if (!(x->allowed >> c & 1))
            continue;
        float slope = (p[c] - (c == x->label)) * x->weight;
        if (slope > -1e-4f && slope < 1e-4f)
            continue;
        for (uint32_t i = 0; i < x->n; i++) {
            size_t at = (size_t)(x->features[i] & (m->rows - 1)) * m->classes + c;
            float g = slope + l2 * m->w[at];
            m->g[at] += g * g;
            m->w[at] -= rate * g / sqrtf(m->g[at] + 1e-6f);
        }
    }
}

static uint64_t next_random(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15u;
    return cu_mix(*state);
}

void tr_visit(size_t count, int epochs, void (*visit)(void *context, size_t i), void *context)
{
    uint32_t *order = malloc(count * sizeof *order + 1);
    if (!order)
        return;
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    uint64_t seed = 20251213;
    for (int e = 0; e < epochs; e++) {
        for (size_t i = count; i > 1; i--) {
            size_t k = next_random(&seed) % i;
            uint32_t swap = order[i - 1];
            order[i - 1] = order[k];
            order[k] = swap;
        }
        for (size_t i = 0; i < count; i++)
            visit(context, order[i]);
    }
    free(order);
}

struct training {
    struct tr_logistic *m;
    const struct tr_logistic_set *set;
    float rate, l2;
    uint32_t folds, fold;
};

static void learn_case(void *context, size_t i)
{
    const struct training *t = context;
    const struct tr_logistic_case *x = &t->set->items[i];
    if (!t->folds || x->group % t->folds != t->fold)
        learn(t->m, x, t->rate, t->l2);
}

void tr_logistic_train(struct tr_logistic *m, struct tr_logistic_set *set, int epochs, float rate,
                       float l2, uint32_t folds, uint32_t fold)
{
    struct training t = {m, set, rate, l2, folds, fold};
    tr_visit(set->count, epochs, learn_case, &t);
}

void *tr_logistic_section(const struct tr_logistic *m, size_t *n)
{
    return tr_weights_section(m->w, m->rows, m->classes, n);
}
