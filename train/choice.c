/* SPDX-License-Identifier: Apache-2.0
 * Choice of one among many. See choice.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "choice.h"

bool tr_choice_open(struct tr_choice_set *set, uint32_t group)
{
    if (set->count == set->capacity) {
        size_t want = set->capacity ? set->capacity * 2 : 1024;
        struct tr_choice *wider = realloc(set->items, want * sizeof *wider);
        if (!wider)
            return false;
        set->items = wider;
        set->capacity = want;
    }
    set->items[set->count++] = (struct tr_choice){.group = group};
    return true;
}

bool tr_choice_option(struct tr_choice_set *set, const uint64_t *features, size_t n, bool right)
{
    struct tr_choice *x = &set->items[set->count - 1];
    if (x->count == x->capacity) {
        uint32_t want = x->capacity ? x->capacity * 2 : 16;
        struct tr_option *wider = realloc(x->options, want * sizeof *wider);
        if (!wider)
            return false;
        x->options = wider;
        x->capacity = want;
    }
    uint64_t *copy = malloc(n * sizeof *copy + 1);
    if (!copy)
        return false;
    memcpy(copy, features, n * sizeof *copy);
    x->options[x->count++] = (struct tr_option){copy, (uint32_t)n, right};
    return true;
}

void tr_choice_forget(struct tr_choice_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        for (uint32_t k = 0; k < set->items[i].count; k++)
            free(set->items[i].options[k].features);
        free(set->items[i].options);
    }
    free(set->items);
    *set = (struct tr_choice_set){0};
}

float tr_choice_score(const struct tr_logistic *m, const uint64_t *features, size_t n)
{
    float s = 0;
    for (size_t i = 0; i < n; i++)
        s += m->w[features[i] & (m->rows - 1)];
    return s;
}

static float score_of(const struct tr_logistic *m, const struct tr_option *o)
{
    return tr_choice_score(m, o->features, o->n);
}

uint32_t tr_choice_best(const struct tr_logistic *m, const struct tr_choice *x)
{
    uint32_t best = 0;
    float most = -1e30f;
    for (uint32_t k = 0; k < x->count; k++) {
        float s = score_of(m, &x->options[k]);
        if (s > most) {
            most = s;
            best = k;
        }
    }
    return best;
}

enum { OPTIONS_MAX = 512 };

/* Gradient of -log(sum over the right of p): p of each option, less its share among the right. */
static void learn(struct tr_logistic *m, const struct tr_choice *x, float rate, float l2)
{
    float p[OPTIONS_MAX], most = -1e30f, all = 0, right = 0;
    uint32_t n = x->count < OPTIONS_MAX ? x->count : OPTIONS_MAX;
    for (uint32_t k = 0; k < n; k++) {
        p[k] = score_of(m, &x->options[k]);
        most = p[k] > most ? p[k] : most;
    }
    for (uint32_t k = 0; k < n; k++) {
        p[k] = expf(p[k] - most);
        all += p[k];
        right += x->options[k].right ? p[k] : 0;
    }
    if (right <= 0)
        return;
    for (uint32_t k = 0; k < n; k++) {
        const struct tr_option *o = &x->options[k];
        float slope = p[k] / all - (o->right ? p[k] / right : 0);
        if (slope > -1e-4f && slope < 1e-4f)
            continue;
        for (uint32_t i = 0; i < o->n; i++) {
            size_t at = o->features[i] & (m->rows - 1);
            float g = slope + l2 * m->w[at];
            m->g[at] += g * g;
            m->w[at] -= rate * g / sqrtf(m->g[at] + 1e-6f);
        }
    }
}

struct training {
    struct tr_logistic *m;
    const struct tr_choice_set *set;
    float rate, l2;
    uint32_t folds, fold;
};

static void learn_case(void *context, size_t i)
{
    const struct training *t = context;
    const struct tr_choice *x = &t->set->items[i];
    if (!t->folds || x->group % t->folds != t->fold)
        learn(t->m, x, t->rate, t->l2);
}

void tr_choice_train(struct tr_logistic *m, const struct tr_choice_set *set, int epochs, float rate,
                     float l2, uint32_t folds, uint32_t fold)
{
    struct training t = {m, set, rate, l2, folds, fold};
    tr_visit(set->count, epochs, learn_case, &t);
}
