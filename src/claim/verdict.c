/* SPDX-License-Identifier: Apache-2.0
 *
 * What the claims of a report mean for each person at its end, and where they cannot all be true.
 * A promise, a demand, a denial or a possibility changes no status. See reader.h.
 */
#include <string.h>

#include "claim/reader.h"

/* What an asserted act leaves its target in; CL_STATUS_COUNT: unchanged. */
static const uint8_t status_after[CL_ACT_COUNT] = {
    [CL_ACT_detain] = CL_STATUS_detained,   [CL_ACT_charge] = CL_STATUS_COUNT,
    [CL_ACT_try] = CL_STATUS_COUNT,         [CL_ACT_convict] = CL_STATUS_COUNT,
    [CL_ACT_sentence] = CL_STATUS_detained, [CL_ACT_commute] = CL_STATUS_COUNT,
    [CL_ACT_move] = CL_STATUS_COUNT,        [CL_ACT_transfer] = CL_STATUS_COUNT,
    [CL_ACT_release] = CL_STATUS_free,      [CL_ACT_pardon] = CL_STATUS_free,
    [CL_ACT_exchange] = CL_STATUS_free,     [CL_ACT_deport] = CL_STATUS_free,
    [CL_ACT_flee] = CL_STATUS_free,         [CL_ACT_die] = CL_STATUS_dead,
    [CL_ACT_abuse] = CL_STATUS_COUNT,       [CL_ACT_sanction] = CL_STATUS_COUNT,
    [CL_ACT_ease] = CL_STATUS_COUNT,        [CL_ACT_agree] = CL_STATUS_COUNT,
    [CL_ACT_negotiate] = CL_STATUS_COUNT,   [CL_ACT_state] = CL_STATUS_COUNT,
    [CL_ACT_demand] = CL_STATUS_COUNT,      [CL_ACT_protest] = CL_STATUS_COUNT,
    [CL_ACT_award] = CL_STATUS_COUNT,       [CL_ACT_ban] = CL_STATUS_COUNT,
};

static uint8_t status_of(const struct cl_claim *c)
{
    uint8_t s = status_after[c->act];
    if (c->negated)
        return c->act == CL_ACT_release || c->act == CL_ACT_pardon ? CL_STATUS_detained
               : c->act == CL_ACT_detain                           ? CL_STATUS_free
                                                                   : CL_STATUS_COUNT;
    return s;
}

static bool names(const struct cl_names *list, struct cu_str name)
{
    for (size_t i = 0; i < list->count; i++)
        if (cu_str_eq(list->items[i].text, name))
            return true;
    return false;
}

/* Whether claim `a` lies later in time than `b`, as far as the report tells. */
static bool later(const struct cl_claim *a, const struct cl_claim *b)
{
    size_t n = a->date.text.n < b->date.text.n ? a->date.text.n : b->date.text.n;
    if (n) {
        int order = memcmp(a->date.text.p, b->date.text.p, n);
        if (order)
            return order > 0;
    }
    bool freed = status_of(a) == CL_STATUS_free || status_of(a) == CL_STATUS_dead;
    bool held = status_of(b) == CL_STATUS_detained && !b->state;
    if (freed && held)
        return true;
    bool freed_before = status_of(b) == CL_STATUS_free || status_of(b) == CL_STATUS_dead;
    if (freed_before && status_of(a) == CL_STATUS_detained && !a->state && !a->date.text.n)
        return false;
    return true; /* report order */
}

/* The claim that decides by rule: asserted, latest in time as far as the report tells. */
static const struct cl_claim *decisive(const struct cl_result *o, struct cu_str name)
{
    const struct cl_claim *last = NULL;
    for (size_t i = 0; i < o->claim_count; i++) {
        const struct cl_claim *c = &o->claims[i];
        if (c->modality != CL_asserted || status_of(c) == CL_STATUS_COUNT ||
            !names(&c->target, name))
            continue;
        if (!last || later(c, last))
            last = c;
    }
    return last;
}

/* Nobody sits for a term passed in absentia; a suspended one or a fine has no term of its own here.
 */
static bool not_served(const struct cl_view *v, const struct cl_claim *c)
{
    static const char *const words[] = {"absentia", "flight", "large", "suspended", "fined"};
    if (c->act != CL_ACT_sentence)
        return false;
    const struct rd_sentence *s = &v->d->sentences[c->sentence];
    for (uint32_t t = s->first; t < s->past; t++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (cu_str_is(v->d->tokens[t].lower, words[i]) && (i < 3 || !c->term.text.n))
                return true;
    return false;
}

/* Somebody of whom nothing is claimed, who neither acts nor speaks nor holds an office, in a report
 * that tells of people held and of nobody freed: one of those. */
static bool held_like_the_rest(const struct cl_reading *r, uint32_t chain)
{
    const struct cl_chain *k = &r->view.chains[chain];
    size_t held = 0;
    if (k->role_count)
        return false;
    for (size_t i = 0; i < r->out->claim_count; i++) {
        const struct cl_claim *c = &r->out->claims[i];
        uint8_t s = c->modality == CL_asserted ? status_of(c) : CL_STATUS_COUNT;
        if (names(&c->actor, k->name) || cu_str_eq(c->attribution.text, k->name) ||
            s == CL_STATUS_free)
            return false;
        held += s == CL_STATUS_detained;
    }
    return held >= 3;
}

static bool judge_person(struct cl_reading *r, uint32_t chain, size_t *capacity)
{
    struct cl_result *o = r->out;
    struct cu_str name = r->view.chains[chain].name;
    if (!CU_GROW(r->view.arena, o->persons, o->person_count, *capacity))
        return false;
    const struct cl_claim *last = decisive(o, name);
    uint8_t status = CL_STATUS_free;
    if (last && !not_served(&r->view, last))
        status = status_of(last);
    else if (!last && held_like_the_rest(r, chain))
        status = CL_STATUS_detained;
    o->persons[o->person_count++] = (struct cl_person){name, status};
    return true;
}

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
        if (c->modality != CL_asserted || c->negated || !names(&c->target, name))
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
        if (!judge_person(r, i, &persons) || !held_and_free(r, i, &found))
            return false;
    }
    return true;
}
