/* SPDX-License-Identifier: Apache-2.0
 *
 * What the claims of a report mean for each person at its end. A promise, a demand, a denial or a
 * possibility changes no status, and of whom nothing is claimed nothing is said: a wrong "free" is
 * the worst answer. See reader.h.
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

static uint8_t status_of(const struct cl_view *v, const struct cl_claim *c)
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
    bool leaves = status_of(v, a) != CL_STATUS_detained;
    bool held = status_of(v, b) == CL_STATUS_detained && !b->state;
    if (leaves && held)
        return true;
    if (status_of(v, b) != CL_STATUS_detained && status_of(v, a) == CL_STATUS_detained &&
        !a->state && !a->date.text.n)
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
        if (c->modality != CL_asserted || status_of(v, c) == CL_STATUS_COUNT || away ||
            !cl_names_hold(&c->target, name))
            continue;
        if (!f.last || later(v, c, f.last))
            f.last = c;
    }
    return f;
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
        uint8_t s = c->modality == CL_asserted ? status_of(&r->view, c) : CL_STATUS_COUNT;
        if (cl_names_hold(&c->actor, k->name) || cu_str_eq(c->attribution.text, k->name) ||
            s == CL_STATUS_free)
            return false;
        held += s == CL_STATUS_detained;
    }
    return held >= 3;
}

bool cl_status(struct cl_reading *r, uint32_t chain, size_t *capacity)
{
    struct cl_result *o = r->out;
    struct cu_str name = r->view.chains[chain].name;
    struct findings f = findings_of(r, name);
    uint8_t status;
    if (f.dead)
        status = CL_STATUS_dead;
    else if (f.last)
        status = status_of(&r->view, f.last);
    else if (f.in_hands || held_like_the_rest(r, chain))
        status = CL_STATUS_detained;
    else
        return true;
    if (!CU_GROW(r->view.arena, o->persons, o->person_count, *capacity))
        return false;
    o->persons[o->person_count++] = (struct cl_person){name, status};
    return true;
}
