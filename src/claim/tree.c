/* SPDX-License-Identifier: Apache-2.0
 * The dependency tree with children. See view.h.
 */
#include "claim/view.h"

uint32_t cl_child_of(const struct cl_view *v, uint32_t token, uint64_t relations)
{
    for (uint32_t c = v->child[token]; c != RD_NONE; c = v->sibling[c])
        if (relations >> v->d->tokens[c].deprel & 1)
            return c;
    return RD_NONE;
}

uint32_t cl_child(const struct cl_view *v, uint32_t token, enum rd_deprel relation)
{
    return cl_child_of(v, token, (uint64_t)1 << relation);
}

bool cl_above(const struct cl_view *v, uint32_t ancestor, uint32_t token)
{
    while (token != RD_NONE) {
        if (token == ancestor)
            return true;
        token = v->d->tokens[token].head;
    }
    return false;
}

struct cu_str cl_case_of(const struct cl_view *v, uint32_t token)
{
    uint32_t c = cl_child(v, token, RD_DEP_case);
    if (c == RD_NONE)
        return (struct cu_str){"", 0};
    return v->d->tokens[c].lower;
}

uint32_t cl_top_of(const struct rd_document *d, uint32_t first, uint32_t past)
{
    for (uint32_t t = first; t < past; t++) {
        uint32_t h = d->tokens[t].head;
        if ((h == RD_NONE || h < first || h >= past) && d->tokens[t].upos != RD_PUNCT)
            return t;
    }
    return past - 1;
}

/* Iterative walk: the subtree of a projective tree is a run of tokens, so its ends are found by
 * going to the outermost child on each side; non-projective arcs only widen it. */
void cl_subtree(const struct cl_view *v, uint32_t token, uint32_t *first, uint32_t *past)
{
    const struct rd_sentence *s = &v->d->sentences[v->d->tokens[token].sentence];
    uint32_t lo = token, hi = token;
    while (lo > s->first && cl_above(v, token, lo - 1))
        lo--;
    while (hi + 1 < s->past && cl_above(v, token, hi + 1))
        hi++;
    while (lo < token && v->d->tokens[lo].upos == RD_PUNCT)
        lo++;
    while (hi > token && v->d->tokens[hi].upos == RD_PUNCT)
        hi--;
    *first = lo;
    *past = hi + 1;
}
