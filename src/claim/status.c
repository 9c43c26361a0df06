/* SPDX-License-Identifier: Apache-2.0
 *
 * What a report means for each person at its end. What the claims give is worked out by rule: a
 * promise, a demand, a denial or a possibility changes no status. A classifier weighs that beside
 * the words around the person (status_feature.c), or says nothing of him. See reader.h.
 */
#include <string.h>

#include "claim/reader.h"

/* What an asserted act leaves its target in; CL_STATUS_COUNT: unchanged. */
static const uint8_t status_after[CL_ACT_COUNT] = {
    [CL_ACT_detain] = CL_STATUS_detained,   [CL_ACT_charge] = CL_STATUS_COUNT,
    [CL_ACT_try] = CL_STATUS_COUNT,         [CL_ACT_convict] = CL_STATUS_COUNT,
    [CL_ACT_sentence] = CL_STATUS_detained, [CL_ACT_commute] = CL_STATUS_COUNT,
    [CL_ACT_move] = CL_STATUS_COUNT,        [CL_ACT_transfer] = CL_STATUS_free,
    [CL_ACT_release] = CL_STATUS_free,      [CL_ACT_pardon] = CL_STATUS_free,
    [CL_ACT_exchange] = CL_STATUS_free,     [CL_ACT_deport] = CL_STATUS_free,
    [CL_ACT_flee] = CL_STATUS_free,         [CL_ACT_die] = CL_STATUS_dead,
    [CL_ACT_abuse] = CL_STATUS_COUNT,       [CL_ACT_sanction] = CL_STATUS_COUNT,
    [CL_ACT_ease] = CL_STATUS_COUNT,        [CL_ACT_agree] = CL_STATUS_COUNT,
    [CL_ACT_negotiate] = CL_STATUS_COUNT,   [CL_ACT_state] = CL_STATUS_COUNT,
    [CL_ACT_demand] = CL_STATUS_COUNT,      [CL_ACT_protest] = CL_STATUS_COUNT,
    [CL_ACT_award] = CL_STATUS_COUNT,       [CL_ACT_ban] = CL_STATUS_COUNT,
};

/* Whether one of the words stands in the claim's sentence, at most `reach` words from the act. */
static bool beside(const struct cl_view *v, const struct cl_claim *c, uint32_t reach,
                   const char *const *words)
{
    const struct rd_sentence *s = &v->d->sentences[c->sentence];
    uint32_t from = c->trigger > s->first + reach ? c->trigger - reach : s->first;
    for (uint32_t t = from; t < s->past && t <= c->trigger + reach; t++)
        for (size_t i = 0; words[i]; i++)
            if (cu_str_is(v->d->tokens[t].lower, words[i]))
                return true;
    return false;
}

/* Neither in a cell nor at liberty: on bail, under house arrest. */
static bool half_free(const struct cl_view *v, const struct cl_claim *c)
{
    static const char *const bail[] = {"bail", "bailed", NULL}, *const house[] = {"house", NULL};
    return (c->act == CL_ACT_release && beside(v, c, 5, bail)) ||
           ((c->act == CL_ACT_move || c->act == CL_ACT_detain || c->act == CL_ACT_release) &&
            beside(v, c, 5, house));
}

/* Nobody sits for a term passed in absentia; a suspended one or a fine has no term of its own here.
 */
static bool not_served(const struct cl_view *v, const struct cl_claim *c)
{
    static const char *const absent[] = {"absentia", "flight", "large", NULL}, *const spared[] = {
                                                                                   "suspended",
                                                                                   "fined", "fine",
                                                                                   NULL};
    if (c->act != CL_ACT_sentence)
        return false;
    return beside(v, c, 60, absent) || (!c->term.text.n && beside(v, c, 60, spared));
}

uint8_t cl_status_after(const struct cl_view *v, const struct cl_claim *c)
{
    if (c->negated)
        return c->act == CL_ACT_release || c->act == CL_ACT_pardon ? CL_STATUS_detained
               : c->act == CL_ACT_detain                           ? CL_STATUS_free
                                                                   : CL_STATUS_COUNT;
    if (half_free(v, c))
        return CL_STATUS_unknown;
    if (not_served(v, c))
        return CL_STATUS_free;
    return status_after[c->act];
}

/* Whether claim `a` lies later in time than `b`, as far as the report tells. */
static bool later(const struct cl_view *v, const struct cl_claim *a, const struct cl_claim *b)
{
    size_t n = a->date.text.n < b->date.text.n ? a->date.text.n : b->date.text.n;
    if (n) {
        int order = memcmp(a->date.text.p, b->date.text.p, n);
        if (order)
            return order > 0;
    }
    bool leaves = cl_status_after(v, a) != CL_STATUS_detained;
    bool held = cl_status_after(v, b) == CL_STATUS_detained && !b->state;
    if (leaves && held)
        return true;
    if (cl_status_after(v, b) != CL_STATUS_detained &&
        cl_status_after(v, a) == CL_STATUS_detained && !a->state && !a->date.text.n)
        return false;
    return true; /* report order */
}

/* What the claims say of the person: the one that decides, and weaker hints. */
struct findings {
    const struct cl_claim *last; /* asserted and latest in time as far as the report tells */
    bool dead, fled, absent;     /* died; fled; was sentenced while away */
    bool in_hands;               /* of the state: tried, moved, ill-treated, a sentence changed */
};

static struct findings findings_of(const struct cl_reading *r, struct cu_str name)
{
    const struct cl_result *o = r->out;
    const struct cl_view *v = &r->view;
    struct findings f = {0};
    for (size_t i = 0; i < o->claim_count; i++) {
        const struct cl_claim *c = &o->claims[i];
        if (c->modality != CL_asserted || !cl_names_hold(&c->target, name))
            continue;
        f.absent = f.absent || not_served(v, c);
        f.fled = f.fled || (c->act == CL_ACT_flee && !c->negated);
        f.dead = f.dead || (c->act == CL_ACT_die && !c->negated && c->score > 0.5f);
        f.in_hands = f.in_hands || c->act == CL_ACT_try || c->act == CL_ACT_convict ||
                     c->act == CL_ACT_commute || c->act == CL_ACT_move || c->act == CL_ACT_abuse ||
                     c->act == CL_ACT_charge;
    }
    for (size_t i = 0; i < o->claim_count; i++) {
        const struct cl_claim *c = &o->claims[i];
        bool away = c->act == CL_ACT_sentence && (f.fled || f.absent) && !not_served(v, c);
        if (c->modality != CL_asserted || cl_status_after(v, c) == CL_STATUS_COUNT || away ||
            !cl_names_hold(&c->target, name))
            continue;
        if (!f.last || later(v, c, f.last))
            f.last = c;
    }
    return f;
}

uint8_t cl_status_by_claims(const struct cl_reading *r, struct cu_str name)
{
    struct findings f = findings_of(r, name);
    if (f.dead)
        return CL_STATUS_dead;
    if (f.last)
        return cl_status_after(&r->view, f.last);
    return f.in_hands ? CL_STATUS_detained : CL_STATUS_COUNT;
}

/* The status on which all that is claimed of the person agrees, of at least two claims or one of a
 * sentence passed in absentia; CL_STATUS_COUNT: there is none. */
static uint8_t agreed(const struct cl_reading *r, struct cu_str name)
{
    uint8_t all = CL_STATUS_COUNT;
    size_t weight = 0;
    for (size_t i = 0; i < r->out->claim_count; i++) {
        const struct cl_claim *c = &r->out->claims[i];
        if (c->modality != CL_asserted || !cl_names_hold(&c->target, name))
            continue;
        uint8_t s = cl_status_after(&r->view, c);
        if (s == CL_STATUS_COUNT)
            continue;
        if (weight && s != all)
            return CL_STATUS_COUNT;
        weight += not_served(&r->view, c) ? 2 : 1;
        all = s;
    }
    return weight > 1 ? all : CL_STATUS_COUNT;
}

/* Of somebody about whom nothing is claimed a status is told only where the words make it likely.
 */
static const float by_words_alone = 0.4f;

bool cl_status(struct cl_reading *r, uint32_t chain, size_t *capacity)
{
    struct cl_result *o = r->out;
    struct cu_str name = r->view.chains[chain].name;
    struct cl_features f;
    float p[CL_CLASSES_MAX];
    uint8_t best = agreed(r, name);
    if (best == CL_STATUS_COUNT) {
        cl_status_features(r, chain, &f);
        cl_probabilities(&r->reader->models, CL_K_status, &f, (1u << (CL_STATUS_COUNT + 1)) - 1, p);
        best = 0;
        for (uint8_t s = 1; s <= CL_STATUS_COUNT; s++)
            best = p[s] > p[best] ? s : best;
        if (best == CL_STATUS_COUNT ||
            (cl_status_by_claims(r, name) == CL_STATUS_COUNT && p[best] < by_words_alone))
            return true;
    }
    if (!CU_GROW(r->view.arena, o->persons, o->person_count, *capacity))
        return false;
    o->persons[o->person_count++] = (struct cl_person){name, best};
    return true;
}
