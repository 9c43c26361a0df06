/* SPDX-License-Identifier: Apache-2.0
 * Fills the slots of one claim: who, to whom, how many, where, when, who says so. See reader.h.
 */
#include <string.h>

#include "claim/reader.h"

#define BIT(id) ((uint64_t)1 << RD_DEP_##id)

struct cl_slot cl_slot_of(const struct cl_view *v, uint32_t mention, struct cu_str text)
{
    const struct cl_mention *m = &v->mentions[mention];
    return (struct cl_slot){text, v->d->tokens[m->first].start, v->d->tokens[m->past - 1].end};
}

bool cl_names_add(struct cu_arena *a, struct cl_names *list, struct cl_slot slot)
{
    if (!slot.text.n)
        return true;
    for (size_t i = 0; i < list->count; i++)
        if (cu_str_eq(list->items[i].text, slot.text))
            return true;
    struct cl_slot *wider = cu_arena_alloc(a, (list->count + 1) * sizeof *wider);
    if (!wider)
        return false;
    if (list->count)
        memcpy(wider, list->items, list->count * sizeof *wider);
    wider[list->count++] = slot;
    list->items = wider;
    return true;
}

/* --- roles --------------------------------------------------------------------------------------- */

struct filling {
    struct cl_reading *r;
    uint32_t trigger;
    struct cl_claim *claim;
    uint32_t candidates[CL_CANDIDATES_MAX];
    float p[CL_CANDIDATES_MAX][CL_ROLE_COUNT];
    float speaker[CL_CANDIDATES_MAX];
    size_t count;
};

static void score_candidates(struct filling *f)
{
    const struct cl_view *v = &f->r->view;
    struct cl_features features;
    float p[CL_CLASSES_MAX];
    f->count = cl_role_candidates(v, f->claim->trigger, f->candidates);
    for (size_t i = 0; i < f->count; i++) {
        const struct cl_mention *m = &v->mentions[f->candidates[i]];
        struct cl_pair pair = {f->trigger, (enum cl_act)f->claim->act, m->head, f->candidates[i],
                               RD_NONE};
        cl_pair_features(v, &f->r->triggers, &pair, &features);
        cl_probabilities(&f->r->reader->models, CL_K_role, &features, (1u << CL_ROLE_COUNT) - 1, p);
        memcpy(f->p[i], p, sizeof f->p[i]);
        f->speaker[i] = 0;
        if (m->sentence == f->claim->sentence) {
            cl_probabilities(&f->r->reader->models, CL_K_speaker, &features, 3, p);
            f->speaker[i] = p[1];
        }
    }
}

/* The likeliest candidate of a role above `least`, or the candidate count. */
static size_t best_of(const struct filling *f, enum cl_role role, float least)
{
    size_t best = f->count;
    for (size_t i = 0; i < f->count; i++)
        if (f->p[i][role] > least && (best == f->count || f->p[i][role] > f->p[best][role]))
            best = i;
    return best;
}

static bool here(const struct filling *f, size_t i)
{
    return f->r->view.mentions[f->candidates[i]].sentence == f->claim->sentence;
}

static bool add_mention(struct filling *f, struct cl_names *list, uint32_t mention)
{
    const struct cl_view *v = &f->r->view;
    struct cl_stands s;
    cl_stands_for(v, mention, v->mentions[mention].group, &s);
    for (size_t i = 0; i < s.count; i++) {
        const struct cl_mention *end = &v->mentions[s.mentions[i]];
        if (end->chain != RD_NONE && v->chains[end->chain].type == RD_NAT && end->plural) {
            if (!cl_names_add(v->arena, list, cl_slot_of(v, mention, cl_bare_phrase(v, end->first, end->past))))
                return false;
            continue;
        }
        if (!cl_names_add(v->arena, list, cl_slot_of(v, mention, cl_label(v, s.mentions[i]))))
            return false;
    }
    return true;
}

/* Candidates that together fill a role: those likely enough, those of the sentence first, and the
 * conjuncts of the chosen ones ("A, B and C were freed": C is far from the verb). */
static size_t choose(const struct filling *f, enum cl_role role, float sure, float least,
                     float conjunct, uint32_t *out)
{
    const struct cl_view *v = &f->r->view;
    size_t best = best_of(f, role, least), n = 0;
    if (best == f->count)
        return 0;
    bool only_here = here(f, best);
    for (size_t i = 0; i < f->count; i++) {
        bool take = i == best || (f->p[i][role] > sure && here(f, i) == only_here && only_here);
        uint32_t leader = v->mentions[f->candidates[i]].leader;
        for (size_t k = 0; k < f->count && !take && f->p[i][role] > conjunct; k++)
            take = v->mentions[f->candidates[k]].leader == leader && f->p[k][role] > sure;
        if (take)
            out[n++] = f->candidates[i];
    }
    return n;
}

static void fill_count(struct filling *f, const uint32_t *chosen, size_t n)
{
    const struct cl_view *v = &f->r->view;
    struct cl_claim *c = f->claim;
    int64_t sum = 0, names = 0;
    bool known = n > 0, counted = false;
    int qualifier = -1;
    for (size_t i = 0; i < n; i++) {
        const struct cl_mention *m = &v->mentions[chosen[i]];
        int64_t one = 0;
        int q = -1;
        bool fine = cl_count_of(v, chosen[i], false, &one, &q);
        if (q > RD_Q_EXACT || (fine && qualifier < 0))
            qualifier = q;
        if (m->value != RD_NONE && m->leader == chosen[i] && m->next == RD_NONE && fine) {
            /* "nine, among them A and B": the number counts the whole */
            c->has_count = counted = true;
            c->count = one;
            c->qualifier = q;
        }
        known = known && fine;
        sum += one;
        names++;
    }
    if (counted)
        return;
    if (known) {
        c->has_count = true;
        c->count = sum;
        c->qualifier = qualifier;
    } else if (qualifier > RD_Q_EXACT) {
        c->qualifier = qualifier;
    }
    (void)names;
}

static bool fill_people(struct filling *f, uint32_t *target)
{
    const struct cl_view *v = &f->r->view;
    uint32_t chosen[CL_CANDIDATES_MAX];
    size_t n = choose(f, CL_ROLE_target, 0.5f, 0.3f, 0.2f, chosen);
    *target = n ? chosen[0] : RD_NONE;
    for (size_t i = 0; i < n; i++)
        if (!add_mention(f, &f->claim->target, chosen[i]))
            return false;
    fill_count(f, chosen, n);
    if (n) {
        const struct cl_mention *m = &v->mentions[chosen[0]];
        if (m->chain == RD_NONE || m->kind != CL_NAME)
            f->claim->mention = cl_slot_of(v, chosen[0], rd_text_of(v->d, m->first, m->past));
    }
    n = choose(f, CL_ROLE_actor, 0.5f, 0.4f, 0.25f, chosen);
    for (size_t i = 0; i < n; i++)
        if (!add_mention(f, &f->claim->actor, chosen[i]))
            return false;
    return true;
}

static void fill_places(struct filling *f)
{
    const struct cl_view *v = &f->r->view;
    struct {
        enum cl_role role;
        struct cl_slot *slot;
    } places[] = {{CL_ROLE_place, &f->claim->place},
                  {CL_ROLE_from, &f->claim->from},
                  {CL_ROLE_to, &f->claim->to}};
    for (size_t k = 0; k < 3; k++) {
        size_t i = best_of(f, places[k].role, 0.45f);
        if (i == f->count)
            continue;
        const struct cl_mention *m = &v->mentions[f->candidates[i]];
        struct cu_str text = m->chain != RD_NONE && v->chains[m->chain].type != RD_NAT
                                 ? v->chains[m->chain].name
                                 : cl_bare_phrase(v, m->first, m->past);
        *places[k].slot = cl_slot_of(v, f->candidates[i], text);
    }
}

/* --- charges ---------------------------------------------------------------------------------------- */

/* A charge is the phrase with what hangs on it, up to a clause or a comma. */
static struct cl_slot charge_slot(const struct cl_view *v, uint32_t head, uint32_t first)
{
    const struct rd_document *d = v->d;
    uint32_t lo, past;
    cl_subtree(v, head, &lo, &past);
    uint32_t end = head + 1;
    for (uint32_t t = head + 1; t < past; t++) {
        const struct rd_token *w = &d->tokens[t];
        if (w->deprel == RD_DEP_acl_relcl || w->deprel == RD_DEP_conj || w->deprel == RD_DEP_appos ||
            (w->upos == RD_PUNCT && w->lower.p[0] != '-') || w->deprel == RD_DEP_cc)
            break;
        end = t + 1;
    }
    return (struct cl_slot){rd_text_of(d, first, end), d->tokens[first].start, d->tokens[end - 1].end};
}

static bool fill_charges(struct filling *f)
{
    const struct cl_view *v = &f->r->view;
    for (size_t i = 0; i < f->count; i++) {
        const struct cl_mention *m = &v->mentions[f->candidates[i]];
        if (f->p[i][CL_ROLE_charge] < 0.45f || !here(f, i))
            continue;
        if (!cl_names_add(v->arena, &f->claim->charge, charge_slot(v, m->head, m->first)))
            return false;
    }
    return true;
}

/* --- time -------------------------------------------------------------------------------------------- */

static void fill_date(struct filling *f)
{
    const struct cl_view *v = &f->r->view;
    uint32_t values[16], best = RD_NONE;
    float best_p = 0.5f;
    size_t n = cl_date_candidates(v, f->claim->trigger, values);
    for (size_t i = 0; i < n; i++) {
        const struct rd_value *x = &v->d->values[values[i]];
        struct cl_pair pair = {f->trigger, (enum cl_act)f->claim->act,
                               cl_top_of(v->d, x->first, x->past), RD_NONE, values[i]};
        struct cl_features features;
        float p[CL_CLASSES_MAX];
        cl_pair_features(v, &f->r->triggers, &pair, &features);
        cl_probabilities(&f->r->reader->models, CL_K_date, &features, 3, p);
        if (p[1] > best_p) {
            best_p = p[1];
            best = values[i];
        }
    }
    if (best == RD_NONE)
        return;
    const struct rd_value *x = &v->d->values[best];
    f->claim->date = (struct cl_slot){x->text, v->d->tokens[x->first].start,
                                      v->d->tokens[x->past - 1].end};
}

static bool term_act(uint8_t act)
{
    return act == CL_ACT_sentence || act == CL_ACT_commute;
}

static void fill_term(struct filling *f)
{
    const struct rd_document *d = f->r->view.d;
    const struct rd_token *w = &d->tokens[f->claim->trigger];
    uint32_t value = RD_NONE;
    if (!term_act(f->claim->act))
        return;
    if (f->r->triggers.items[f->trigger].duration) {
        value = w->value;
    } else {
        const struct rd_sentence *s = &d->sentences[f->claim->sentence];
        uint32_t nearest = 12;
        for (uint32_t t = s->first; t < s->past; t++) {
            uint32_t x = d->tokens[t].value;
            uint32_t far = t > f->claim->trigger ? t - f->claim->trigger : f->claim->trigger - t;
            if (x != RD_NONE && d->values[x].kind == RD_DURATION && far < nearest &&
                cl_above(&f->r->view, f->claim->trigger, t)) {
                nearest = far;
                value = x;
            }
        }
    }
    if (value == RD_NONE)
        return;
    const struct rd_value *x = &d->values[value];
    f->claim->term = (struct cl_slot){x->text, d->tokens[x->first].start, d->tokens[x->past - 1].end};
    if (x->life)
        f->claim->note = CU_STR("life");
}

/* --- who says so, and how ------------------------------------------------------------------------ */

static void fill_attribution(struct filling *f)
{
    const struct cl_view *v = &f->r->view;
    size_t best = f->count;
    for (size_t i = 0; i < f->count; i++)
        if (f->speaker[i] > 0.5f && (best == f->count || f->speaker[i] > f->speaker[best]))
            best = i;
    if (best == f->count)
        return;
    struct cl_stands s;
    uint32_t mention = f->candidates[best];
    cl_stands_for(v, mention, false, &s);
    uint32_t end = s.count ? s.mentions[0] : mention;
    const struct cl_mention *m = &v->mentions[end];
    struct cu_str text = m->chain != RD_NONE && v->chains[m->chain].type != RD_NAT
                             ? v->chains[m->chain].name
                             : rd_text_of(v->d, m->first, m->past);
    f->claim->attribution = cl_slot_of(v, mention, text);
}

static void fill_colour(struct filling *f)
{
    struct cl_features features;
    float p[CL_CLASSES_MAX];
    const struct cl_models *models = &f->r->reader->models;
    cl_colour_features(&f->r->view, &f->r->triggers, f->trigger, (enum cl_act)f->claim->act, &features);
    cl_probabilities(models, CL_K_modality, &features, (1u << CL_MODALITY_COUNT) - 1, p);
    uint8_t best = 0;
    for (uint8_t m = 1; m < CL_MODALITY_COUNT; m++)
        best = p[m] > p[best] ? m : best;
    f->claim->modality = best;
    cl_probabilities(models, CL_K_negated, &features, 3, p);
    f->claim->negated = p[1] > 0.5f;
    cl_probabilities(models, CL_K_aspect, &features, 3, p);
    f->claim->state = p[1] > 0.5f;
}

bool cl_fill_slots(struct cl_reading *r, uint32_t trigger, struct cl_claim *claim, uint32_t *target)
{
    struct filling f = {.r = r, .trigger = trigger, .claim = claim};
    claim->score = r->triggers.items[trigger].p;
    score_candidates(&f);
    if (!fill_people(&f, target) || !fill_charges(&f))
        return false;
    fill_places(&f);
    fill_date(&f);
    fill_term(&f);
    fill_attribution(&f);
    fill_colour(&f);
    return true;
}
