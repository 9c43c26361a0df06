/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a report contradicts itself: sums that fail, people both held and free. See reader.h.
 */
#include <string.h>

#include "claim/reader.h"

/* --- contradictions --------------------------------------------------------------------------- */

static bool add_contradiction(struct cl_reading *r, struct cu_str text, uint32_t a, uint32_t b,
                              size_t *capacity)
{
    struct cl_result *o = r->out;
    if (!text.p || !CU_GROW(r->view.arena, o->contradictions, o->contradiction_count, *capacity))
        return false;
    o->contradictions[o->contradiction_count++] = (struct cl_contradiction){text, a, b};
    return true;
}

static bool sums_that_fail(struct cl_reading *r, size_t *capacity)
{
    const struct cl_result *o = r->out;
    for (size_t i = 0; i < o->sum_count; i++) {
        const struct cl_sum *s = &o->sums[i];
        if (s->holds || !s->complete)
            continue;
        char parts[256];
        size_t n = 0;
        for (size_t k = 0; k < s->part_count && n < sizeof parts - 24; k++)
            n += (size_t)snprintf(parts + n, sizeof parts - n, "%s%lld", k ? " + " : "",
                                  (long long)s->parts[k]);
        struct cu_str text =
            cu_arena_printf(r->view.arena, "%s = %lld, but the total is given as %lld", parts,
                            (long long)s->parts_total, (long long)s->total);
        if (!add_contradiction(r, text, s->claim, RD_NONE, capacity))
            return false;
    }
    return true;
}

static bool is_prisoner_word(struct cu_str lemma)
{
    static const char *const words[] = {"prisoner", "detainee", "inmate",  "captive",
                                        "hostage",  "convict",  "internee"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cu_str_is(lemma, words[i]))
            return true;
    return false;
}

/* "former prisoner", "freed hostage" */
static bool is_former(const struct cl_view *v, uint32_t noun)
{
    static const char *const words[] = {"former", "ex", "freed", "released", "erstwhile"};
    if (!is_prisoner_word(v->d->tokens[noun].lemma))
        return false;
    for (uint32_t k = v->child[noun]; k != RD_NONE; k = v->sibling[k])
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (cu_str_is(v->d->tokens[k].lower, words[i]))
                return true;
    return false;
}

/* Whether the mention, or one of its coordination when `whole` ("A and B, both former prisoners"),
 * is of the chain. */
static bool in_group(const struct cl_view *v, uint32_t mention, bool whole, uint32_t chain)
{
    uint32_t alias = v->mentions[mention].alias;
    uint32_t m = alias != RD_NONE ? alias : mention;
    m = whole ? v->mentions[m].leader : m;
    for (; m != RD_NONE; m = whole ? v->mentions[m].next : RD_NONE)
        if (v->mentions[m].person_chain == chain)
            return true;
    return false;
}

/* "A and another former prisoner": A is one as well. The chain of A, or RD_NONE. */
static uint32_t named_before_another(const struct cl_view *v, uint32_t mention)
{
    const struct rd_document *d = v->d;
    uint32_t first = v->mentions[mention].first;
    const struct rd_sentence *s = &d->sentences[v->mentions[mention].sentence];
    if (first < s->first + 2 || !cu_str_is(d->tokens[first - 1].lower, "and") ||
        (!cu_str_is(d->tokens[first].lower, "another") &&
         !cu_str_is(d->tokens[first].lower, "other")))
        return RD_NONE;
    uint32_t before = v->covered_by[first - 2];
    return before == RD_NONE ? RD_NONE : v->mentions[before].person_chain;
}

/* Described as a former prisoner: in the phrase or beside it; or one of two, the second of whom is
 * "another former prisoner". RD_NONE: nowhere; else the noun. */
static uint32_t former_prisoner(const struct cl_view *v, uint32_t chain)
{
    const struct rd_document *d = v->d;
    for (uint32_t t = 0; t < d->token_count; t++) {
        if (!d->sentences[d->tokens[t].sentence].analysed || !is_former(v, t))
            continue;
        uint32_t m = v->mention_at[t], up = d->tokens[t].head;
        if (m != RD_NONE && v->mentions[m].person_chain == chain)
            return t;
        if (up != RD_NONE && d->tokens[t].deprel == RD_DEP_appos && v->mention_at[up] != RD_NONE &&
            in_group(v, v->mention_at[up], d->tokens[t].feats & RD_F_PLUR, chain))
            return t;
        if (m != RD_NONE && named_before_another(v, m) == chain)
            return t;
    }
    return RD_NONE;
}

/* Held now ("currently imprisoned") and at liberty in the same report. */
static bool held_and_free(struct cl_reading *r, uint32_t chain, size_t *capacity)
{
    const struct cl_result *o = r->out;
    struct cu_str name = r->view.chains[chain].name;
    uint32_t held = RD_NONE, freed = RD_NONE;
    for (uint32_t i = 0; i < o->claim_count; i++) {
        const struct cl_claim *c = &o->claims[i];
        if (c->modality != CL_asserted || c->negated || !cl_names_hold(&c->target, name))
            continue;
        if (c->act == CL_ACT_detain && c->state && !c->date.text.n)
            held = i;
        if (c->act == CL_ACT_release || c->act == CL_ACT_exchange)
            freed = i;
    }
    if (held == RD_NONE)
        return true;
    uint32_t former = former_prisoner(&r->view, chain);
    if (former != RD_NONE) {
        struct cu_str text = cu_arena_printf(
            r->view.arena, "%.*s is held (\"%.*s\") and yet a former prisoner (\"%.*s\")",
            (int)name.n, name.p, (int)rd_form(r->view.d, o->claims[held].trigger).n,
            rd_form(r->view.d, o->claims[held].trigger).p,
            (int)rd_text_of(r->view.d, former > 0 ? former - 1 : 0, former + 1).n,
            rd_text_of(r->view.d, former > 0 ? former - 1 : 0, former + 1).p);
        return add_contradiction(r, text, held, RD_NONE, capacity);
    }
    if (freed == RD_NONE || held < freed)
        return true;
    struct cu_str text = cu_arena_printf(r->view.arena, "%.*s is both held and free in this report",
                                         (int)name.n, name.p);
    return add_contradiction(r, text, held, freed, capacity);
}

bool cl_judge(struct cl_reading *r)
{
    size_t persons = 0, found = 0;
    if (!sums_that_fail(r, &found))
        return false;
    for (uint32_t i = 0; i < r->view.chain_count; i++) {
        const struct cl_chain *c = &r->view.chains[i];
        if (c->type != RD_PER)
            continue;
        if (!cl_status(r, i, &persons) || !held_and_free(r, i, &found))
            return false;
    }
    return true;
}
