/* SPDX-License-Identifier: Apache-2.0
 * Proposes claims: every word that may carry an act, with its likeliest acts. See reader.h.
 */
#include <string.h>

#include "claim/reader.h"

/* An act below this is not worth proposing; one word proposes at most this many. */
static const float act_least = 0.04f;
enum { ACTS_MAX = 2 };

static void score_acts(struct cl_reading *r, uint32_t trigger, float *p)
{
    struct cl_trigger *t = &r->triggers.items[trigger];
    struct cl_features f;
    cl_act_features(&r->view, &r->triggers, trigger, &f);
    cl_probabilities(&r->reader->models, CL_K_act, &f, t->allowed | 1u << CL_ACT_COUNT, p);
    uint8_t best = 0;
    for (uint8_t a = 1; a < CL_ACT_COUNT; a++)
        best = p[a] > p[best] ? a : best;
    t->p = p[best];
    t->act = p[CL_ACT_COUNT] < 0.5f ? best : CL_ACT_COUNT;
}

static bool propose(struct cl_reading *r, uint32_t trigger, float *p)
{
    struct cl_evidence base = {.trigger = trigger, .none_p = p[CL_ACT_COUNT]};
    for (; base.act_rank < ACTS_MAX; base.act_rank++) {
        uint8_t best = 0;
        for (uint8_t a = 1; a < CL_ACT_COUNT; a++)
            best = p[a] > p[best] ? a : best;
        base.act_p = p[best];
        if (base.act_p < act_least)
            return true;
        if (!cl_propose_act(r, &base, (enum cl_act)best))
            return false;
        p[best] = 0;
    }
    return true;
}

bool cl_propose(struct cl_reading *r, struct rd_document *d)
{
    const struct cl_reader *reader = r->reader;
    if (!cl_view_init(&r->view, &reader->lex, d, cl_antecedent_of, &reader->models) ||
        !cl_trigger_candidates(&r->view, &r->triggers))
        return false;
    float(*p)[CL_CLASSES_MAX] = cu_arena_alloc(d->arena, (r->triggers.count + 1) * sizeof *p);
    if (!p)
        return false;
    for (uint32_t i = 0; i < r->triggers.count; i++)
        score_acts(r, i, p[i]);
    for (uint32_t i = 0; i < r->triggers.count; i++)
        if (!propose(r, i, p[i]))
            return false;
    return true;
}
