/* SPDX-License-Identifier: Apache-2.0
 * Proposed claims beside the annotated ones. See proposal.h.
 */
#include <stdio.h>

#include "proposal.h"

static bool shares(const struct cl_names *names, const struct cu_str *gold, size_t n)
{
    for (size_t i = 0; i < names->count; i++)
        for (size_t k = 0; k < n; k++)
            if (tr_share_word(names->items[i].text, gold[k]))
                return true;
    return false;
}

bool tr_agrees(const struct tr_aligned *a, const struct cl_claim *c, uint32_t gold)
{
    const struct tr_gold_claim *g = &a->report->claims[gold];
    if (g->act != c->act)
        return false;
    bool here = c->trigger >= a->claim_first[gold] && c->trigger < a->claim_past[gold];
    if (g->target_count)
        return c->target.count ? shares(&c->target, g->target, g->target_count)
                               : here && g->has_count && c->has_count && g->count == c->count;
    if (g->has_count)
        return c->has_count ? g->count == c->count : here;
    return here || shares(&c->actor, g->actor, g->actor_count);
}

struct kept {
    size_t hit, wrong;
};

/* Of one report's proposals, what reading would keep at a limit: the likeliest of each word. */
static struct kept keep(const struct tr_proposal *all, size_t n, float limit)
{
    struct kept k = {0};
    uint64_t taken = 0;
    for (size_t i = 0; i < n; i++) {
        bool best = all[i].p >= limit;
        for (size_t o = 0; o < n && best; o++)
            best = all[o].trigger != all[i].trigger || o == i || all[o].p < all[i].p;
        if (!best)
            continue;
        uint64_t left = all[i].agrees & ~taken;
        taken |= left & -left;
        k.hit += left != 0;
        k.wrong += !all[i].agrees;
    }
    return k;
}

void tr_report_kept(const struct tr_proposal *all, size_t n, const struct tr_reports *reports)
{
    size_t wanted = 0;
    for (size_t i = 0; i < reports->count; i++)
        for (size_t c = 0; c < reports->items[i].claim_count; c++)
            wanted += !reports->items[i].claims[c].repeat;
    for (float limit = 0.26f; limit < 0.48f; limit += 0.04f) {
        struct kept sum = {0};
        for (size_t i = 0, past; i < n; i = past) {
            for (past = i; past < n && all[past].report == all[i].report;)
                past++;
            struct kept k = keep(all + i, past - i, limit);
            sum.hit += k.hit;
            sum.wrong += k.wrong;
        }
        double p = (double)sum.hit / (double)(sum.hit + sum.wrong + 1);
        double r = (double)sum.hit / (double)(wanted + 1);
        printf("claims kept at %.2f  P %.3f R %.3f F1 %.3f\n", (double)limit, p, r,
               2 * p * r / (p + r + 1e-9));
    }
}
