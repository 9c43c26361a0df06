/* SPDX-License-Identifier: Apache-2.0
 * Fills the slots of one claim: who, to whom, how many, where, when, who says so. See reader.h.
 */
#include <math.h>
#include <string.h>

#include "claim/reader.h"

#define BIT(id) ((uint64_t)1 << RD_DEP_##id)

struct cl_slot cl_slot_of(const struct cl_view *v, uint32_t mention, struct cu_str text)
{
    const struct cl_mention *m = &v->mentions[mention];
    return (struct cl_slot){text, v->d->tokens[m->first].start, v->d->tokens[m->past - 1].end};
}

bool cl_names_hold(const struct cl_names *list, struct cu_str name)
{
    for (size_t i = 0; i < list->count; i++)
        if (cu_str_eq(list->items[i].text, name))
            return true;
    return false;
}

bool cl_names_add(struct cu_arena *a, struct cl_names *list, struct cl_slot slot)
{
    if (!slot.text.n || cl_names_hold(list, slot.text))
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

/* --- roles ---------------------------------------------------------------------------------------
 */

struct filling {
    struct cl_reading *r;
    uint32_t trigger;
    struct cl_claim *claim;
    uint32_t candidates[CL_CANDIDATES_MAX];
    float p[CL_CANDIDATES_MAX][CL_ROLE_COUNT];
    float target[CL_CANDIDATES_MAX]; /* that it is this one, of all or none */
    float speaker[CL_CANDIDATES_MAX];
    size_t count;
};

/* Scores to probabilities, with nobody among the choices. */
static void weigh_targets(struct filling *f)
{
    struct cl_features features;
    cl_nobody_features(&f->r->view, &f->r->triggers, f->trigger, (enum cl_act)f->claim->act,
                       &features);
    float nobody = cl_score(&f->r->reader->models, CL_K_target, &features), most = nobody;
    for (size_t i = 0; i < f->count; i++)
        most = f->target[i] > most ? f->target[i] : most;
    float sum = expf(nobody - most);
    for (size_t i = 0; i < f->count; i++)
        sum += f->target[i] = expf(f->target[i] - most);
    for (size_t i = 0; i < f->count; i++)
        f->target[i] /= sum;
}

static void score_candidates(struct filling *f)
{
    const struct cl_view *v = &f->r->view;
    struct cl_features features;
    float p[CL_CLASSES_MAX];
    size_t before;
    f->count = cl_role_candidates(v, f->claim->trigger, f->candidates, &before);
    for (size_t i = 0; i < f->count; i++) {
        const struct cl_mention *m = &v->mentions[f->candidates[i]];
        struct cl_pair pair = {f->trigger, (enum cl_act)f->claim->act, m->head, f->candidates[i],
                               i < before ? 0 : (uint32_t)(i - before)};
        cl_pair_features(v, &f->r->triggers, &pair, &features);
        cl_probabilities(&f->r->reader->models, CL_K_role, &features, (1u << CL_ROLE_COUNT) - 1, p);
        memcpy(f->p[i], p, sizeof f->p[i]);
        f->target[i] = cl_score(&f->r->reader->models, CL_K_target, &features);
        f->speaker[i] = 0;
        if (m->sentence == f->claim->sentence) {
            cl_probabilities(&f->r->reader->models, CL_K_speaker, &features, 3, p);
            f->speaker[i] = p[1];
        }
    }
}

/* A target below this is not worth proposing; a second one must reach the other limit. */
static const float target_least = 0.12f, second_least = 0.2f;
enum { TARGETS_MAX = 2 };

/* How likely the candidate is to be the one of the role. */
static float fit_of(const struct filling *f, size_t i, enum cl_role role)
{
    return role == CL_ROLE_target ? f->target[i] : f->p[i][role];
}

/* The likeliest candidate of a role above `least`, or the candidate count. */
static size_t best_of(const struct filling *f, enum cl_role role, float least)
{
    size_t best = f->count;
    for (size_t i = 0; i < f->count; i++)
        if (fit_of(f, i, role) > least &&
            (best == f->count || fit_of(f, i, role) > fit_of(f, best, role)))
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
            if (!cl_names_add(v->arena, list,
                              cl_slot_of(v, mention, cl_bare_phrase(v, end->first, end->past))))
                return false;
            continue;
        }
        if (!cl_names_add(v->arena, list, cl_slot_of(v, mention, cl_label(v, s.mentions[i]))))
            return false;
    }
    return true;
}

/* "nine prisoners, among them A and B", "officials including the mayor": the second phrase names
 * members of the first. */
static bool member_of(const struct cl_view *v, uint32_t member, uint32_t whole)
{
    uint32_t leader = v->mentions[v->mentions[member].leader].head;
    struct cu_str mark = cl_case_of(v, leader);
    return (cu_str_is(mark, "among") || cu_str_is(mark, "including")) &&
           cl_above(v, v->mentions[whole].head, leader);
}

/* Candidates that together fill a role: the likeliest, its conjuncts ("A, B and C were freed": C is
 * far from the verb), and named members of it. One claim is done to one group, so others wait. */
static size_t choose(const struct filling *f, enum cl_role role, float least, float conjunct,
                     uint32_t *out)
{
    const struct cl_view *v = &f->r->view;
    size_t best = best_of(f, role, least), n = 0;
    if (best == f->count)
        return 0;
    uint32_t chosen = f->candidates[best], leader = v->mentions[chosen].leader;
    for (size_t i = 0; i < f->count; i++) {
        uint32_t m = f->candidates[i];
        bool take =
            i == best || (v->mentions[m].leader == leader && f->p[i][role] > conjunct) ||
            (here(f, i) && here(f, best) && f->p[i][role] > conjunct && member_of(v, m, chosen));
        if (take)
            out[n++] = m;
    }
    return n;
}

/* "Of the 91 suspects 47 were jailed; the rest ...": what the parts of the sentence leave of its
 * total. 0: unknown. */
static int64_t remainder_of(const struct cl_view *v, uint32_t mention)
{
    const struct cl_mention *m = &v->mentions[mention];
    int64_t total = 0, parts = 0;
    for (uint32_t k = v->first_mention_of[m->sentence]; k < mention; k++) {
        const struct cl_mention *o = &v->mentions[k];
        if (o->value == RD_NONE || !o->person || !v->d->values[o->value].has_number)
            continue;
        int64_t count = (int64_t)v->d->values[o->value].number;
        if (!total)
            total = count;
        else
            parts += count;
    }
    return parts > 0 && total > parts ? total - parts : 0;
}

static void fill_count(struct filling *f, const uint32_t *chosen, size_t n)
{
    const struct cl_view *v = &f->r->view;
    struct cl_claim *c = f->claim;
    int64_t sum = 0;
    bool known = n > 0, counted = false;
    int qualifier = -1;
    for (size_t i = 0; i < n; i++) {
        const struct cl_mention *m = &v->mentions[chosen[i]];
        int64_t one = 0;
        int q = -1;
        bool fine = cl_count_of(v, chosen[i], false, &one, &q);
        if (q > RD_Q_EXACT || (fine && qualifier < 0))
            qualifier = q;
        if (!fine && m->remainder && m->value == RD_NONE) {
            one = remainder_of(v, chosen[i]);
            fine = one > 0;
            qualifier = fine ? RD_Q_EXACT : qualifier;
        }
        if (i > 0 && member_of(v, chosen[i], chosen[0]))
            continue;
        counted = counted || m->value != RD_NONE || m->kind == CL_NOMINAL;
        known = known && fine;
        sum += one;
    }
    if (known) {
        c->has_count = true;
        c->count = !counted && c->target.count ? (int64_t)c->target.count : sum;
        c->qualifier = qualifier;
    } else if (qualifier > RD_Q_EXACT) {
        c->qualifier = qualifier;
    }
}

/* --- terms handed out
 * ----------------------------------------------------------------------------- */

static const struct cl_trigger *term_at(const struct filling *f, uint32_t token)
{
    uint32_t t = f->r->triggers.at_token[token];
    return t != RD_NONE && f->r->triggers.items[t].duration ? &f->r->triggers.items[t] : NULL;
}

/* Terms listed one after another with nobody between ("15 and 13 years"): first, this one's place,
 * and how many. */
struct run {
    uint32_t first, place, count;
};

static struct run run_of_terms(const struct filling *f)
{
    const struct cl_view *v = &f->r->view;
    const struct rd_sentence *s = &v->d->sentences[f->claim->sentence];
    struct run run = {f->claim->trigger, 0, 1};
    for (uint32_t t = f->claim->trigger; t-- > s->first;) {
        if (v->mention_at[t] != RD_NONE && v->mentions[v->mention_at[t]].person)
            break;
        if (term_at(f, t)) {
            run.first = t;
            run.place++;
            run.count++;
        }
    }
    for (uint32_t t = f->claim->trigger + 1; t < s->past; t++) {
        if (v->mention_at[t] != RD_NONE && v->mentions[v->mention_at[t]].person)
            break;
        run.count += term_at(f, t) != NULL;
    }
    return run;
}

/* Before targets are weighed against one another. */
static void set_target_back(struct filling *f, size_t i, float by)
{
    f->p[i][CL_ROLE_target] *= by;
    f->target[i] += logf(by);
}

/* "A 25 years, B and C 16 each": whoever stands beyond another term has that one. */
static void keep_to_own_term(struct filling *f)
{
    const struct cl_view *v = &f->r->view;
    if (f->claim->act != CL_ACT_sentence || !f->r->triggers.items[f->trigger].duration)
        return;
    struct run run = run_of_terms(f);
    for (size_t i = 0; i < f->count; i++) {
        uint32_t head = v->mentions[f->candidates[i]].head;
        if (v->mentions[f->candidates[i]].sentence != f->claim->sentence || head > run.first)
            continue;
        for (uint32_t t = head + 1; t < run.first; t++)
            if (term_at(f, t))
                set_target_back(f, i, 0.02f);
    }
}

/* "imposed sanctions on A": a noun that names the act itself is not what it is done to; nor is the
 * whole in "of the 91, 47 were jailed". */
static void set_back(struct filling *f)
{
    const struct cl_view *v = &f->r->view;
    for (size_t i = 0; i < f->count; i++) {
        const struct cl_mention *m = &v->mentions[f->candidates[i]];
        uint32_t t = f->r->triggers.at_token[m->head];
        if (here(f, i) && cl_partitive_of(v, m) >= CL_WHOLE_BEHIND)
            set_target_back(f, i, 0.2f);
        if (t != RD_NONE && m->kind == CL_NOMINAL && !m->person &&
            f->r->triggers.items[t].listed >> f->claim->act & 1)
            set_target_back(f, i, 0.2f);
    }
}

/* "A, B and C to seven, five and three years": each has the term of his place. */
static size_t respective(const struct filling *f, uint32_t *chosen, size_t n)
{
    if (f->claim->act != CL_ACT_sentence || !f->r->triggers.items[f->trigger].duration || n < 2)
        return n;
    struct run run = run_of_terms(f);
    if (run.count != n || chosen[0] > chosen[n - 1])
        return n;
    chosen[0] = chosen[run.place];
    return 1;
}

/* "opposition leader and Nobel laureate A and fellow activist B": a single noun without article or
 * number beside names is a title of one of them. */
static size_t without_titles(const struct cl_view *v, uint32_t *chosen, size_t n)
{
    bool named = false;
    for (size_t i = 0; i < n; i++)
        named = named || v->mentions[chosen[i]].person_chain != RD_NONE;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const struct cl_mention *m = &v->mentions[chosen[i]];
        bool title = named && m->kind == CL_NOMINAL && !m->plural && m->value == RD_NONE &&
                     m->antecedent == RD_NONE &&
                     cl_child_of(v, m->head, BIT(det) | BIT(nmod_poss)) == RD_NONE;
        if (!title)
            chosen[kept++] = chosen[i];
    }
    return kept;
}

static bool fill_targets(struct filling *f, struct cl_evidence *e)
{
    const struct cl_view *v = &f->r->view;
    uint32_t chosen[CL_CANDIDATES_MAX];
    size_t best = best_of(f, CL_ROLE_target, target_least);
    size_t n = respective(f, chosen, choose(f, CL_ROLE_target, target_least, 0.15f, chosen));
    e->target = n ? f->candidates[best] : RD_NONE;
    e->target_p = n ? f->target[best] : 0;
    n = without_titles(v, chosen, n);
    for (size_t i = 0; i < n; i++)
        if (!add_mention(f, &f->claim->target, chosen[i]))
            return false;
    fill_count(f, chosen, n);
    if (n) {
        const struct cl_mention *m = &v->mentions[chosen[0]];
        if (m->chain == RD_NONE || m->kind != CL_NAME)
            f->claim->mention = cl_slot_of(v, chosen[0], rd_text_of(v->d, m->first, m->past));
    }
    /* the next proposal looks elsewhere */
    for (size_t i = 0; i < f->count && n; i++)
        if (v->mentions[f->candidates[i]].leader == v->mentions[e->target].leader)
            f->p[i][CL_ROLE_target] = f->target[i] = 0;
    return true;
}

static bool fill_actors(struct filling *f)
{
    uint32_t chosen[CL_CANDIDATES_MAX];
    size_t n = choose(f, CL_ROLE_actor, 0.35f, 0.2f, chosen);
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
        size_t i = best_of(f, places[k].role, 0.3f);
        if (i == f->count)
            continue;
        const struct cl_mention *m = &v->mentions[f->candidates[i]];
        struct cu_str text = m->chain != RD_NONE && v->chains[m->chain].type != RD_NAT
                                 ? v->chains[m->chain].name
                                 : cl_bare_phrase(v, m->first, m->past);
        *places[k].slot = cl_slot_of(v, f->candidates[i], text);
    }
}

/* --- charges
 * ---------------------------------------------------------------------------------------- */

/* A charge is the phrase with what hangs on it, up to a clause or a comma. */
static struct cl_slot charge_slot(const struct cl_view *v, uint32_t head, uint32_t first)
{
    const struct rd_document *d = v->d;
    uint32_t lo, past;
    cl_subtree(v, head, &lo, &past);
    uint32_t end = head + 1;
    for (uint32_t t = head + 1; t < past; t++) {
        const struct rd_token *w = &d->tokens[t];
        if (w->deprel == RD_DEP_acl_relcl || w->deprel == RD_DEP_conj ||
            w->deprel == RD_DEP_appos || (w->upos == RD_PUNCT && w->lower.p[0] != '-') ||
            w->deprel == RD_DEP_cc)
            break;
        end = t + 1;
    }
    return (struct cl_slot){rd_text_of(d, first, end), d->tokens[first].start,
                            d->tokens[end - 1].end};
}

static bool fill_charges(struct filling *f)
{
    const struct cl_view *v = &f->r->view;
    for (size_t i = 0; i < f->count; i++) {
        const struct cl_mention *m = &v->mentions[f->candidates[i]];
        if (f->p[i][CL_ROLE_charge] < 0.42f || !here(f, i))
            continue;
        if (!cl_names_add(v->arena, &f->claim->charge, charge_slot(v, m->head, m->first)))
            return false;
    }
    return true;
}

/* A date below this is left out. */
static const float date_least = 0.35f;

/* --- time
 * -------------------------------------------------------------------------------------------- */

/* The text that is likeliest by all its candidates together, if it is likely enough. */
static void fill_date(struct filling *f)
{
    const struct cl_view *v = &f->r->view;
    const struct cl_models *models = &f->r->reader->models;
    struct cl_claim *c = f->claim;
    uint32_t colour = cl_colour(c->modality, c->negated, c->state);
    struct cl_when all[CL_DATES_MAX];
    struct cl_features features;
    float p[CL_DATES_MAX];
    size_t n = cl_date_candidates(v, c->trigger, all), best = n;
    cl_undated_features(v, &f->r->triggers, f->trigger, (enum cl_act)c->act, colour, &features);
    float undated = cl_score(models, CL_K_date, &features), most = undated;
    for (size_t i = 0; i < n; i++) {
        cl_when_features(v, &f->r->triggers, f->trigger, (enum cl_act)c->act, colour, &all[i],
                         (uint32_t)i, &features);
        p[i] = cl_score(models, CL_K_date, &features);
        most = p[i] > most ? p[i] : most;
    }
    float sum = expf(undated - most), best_p = 0;
    for (size_t i = 0; i < n; i++)
        sum += p[i] = expf(p[i] - most);
    for (size_t i = 0; i < n; i++) {
        float same = 0;
        for (size_t k = 0; k < n; k++)
            same += cu_str_eq(all[k].text, all[i].text) ? p[k] : 0;
        if (same > best_p) {
            best_p = same;
            best = i;
        }
    }
    if (best < n && best_p > date_least * sum)
        c->date = (struct cl_slot){all[best].text, v->d->tokens[all[best].first].start,
                                   v->d->tokens[all[best].past - 1].end};
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
    const struct cl_trigger *t = &f->r->triggers.items[f->trigger];
    f->claim->term = (struct cl_slot){t->duration ? t->term : x->text, d->tokens[x->first].start,
                                      d->tokens[x->past - 1].end};
    if (x->life)
        f->claim->note = CU_STR("life");
}

/* --- who says so, and how ------------------------------------------------------------------------
 */

static void fill_attribution(struct filling *f)
{
    const struct cl_view *v = &f->r->view;
    size_t best = f->count;
    for (size_t i = 0; i < f->count; i++)
        if (f->speaker[i] > 0.2f && (best == f->count || f->speaker[i] > f->speaker[best]))
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

/* "currently imprisoned", "still in custody" */
static bool lasts(const struct cl_view *v, const struct cl_claim *c)
{
    static const char *const words[] = {"currently", "still", "presently", "now"};
    for (uint32_t k = v->child[c->trigger]; k != RD_NONE; k = v->sibling[k])
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (v->d->tokens[k].deprel == RD_DEP_advmod &&
                cu_str_is(v->d->tokens[k].lower, words[i]))
                return true;
    return false;
}

static void fill_colour(struct filling *f)
{
    struct cl_features features;
    float p[CL_CLASSES_MAX];
    const struct cl_models *models = &f->r->reader->models;
    cl_colour_features(&f->r->view, &f->r->triggers, f->trigger, (enum cl_act)f->claim->act,
                       &features);
    cl_probabilities(models, CL_K_modality, &features, (1u << CL_MODALITY_COUNT) - 1, p);
    uint8_t best = 0;
    for (uint8_t m = 1; m < CL_MODALITY_COUNT; m++)
        best = p[m] > p[best] ? m : best;
    f->claim->modality = best;
    cl_probabilities(models, CL_K_negated, &features, 3, p);
    f->claim->negated = p[1] > 0.5f;
    cl_probabilities(models, CL_K_aspect, &features, 3, p);
    f->claim->state =
        p[1] > 0.5f || (f->claim->act == CL_ACT_detain && lasts(&f->r->view, f->claim));
}

/* What is said, agreed or protested is done to nobody: who seems its target does it. */
static void settle(const struct cl_lexicon *lex, struct cl_claim *c)
{
    /* people moved to a state have crossed its border */
    if (c->act == CL_ACT_move && cl_is_country(lex, c->to.text))
        c->act = CL_ACT_transfer;
    if (c->act != CL_ACT_state && c->act != CL_ACT_agree && c->act != CL_ACT_protest)
        return;
    if (c->actor.count)
        c->mention = (struct cl_slot){0};
    else
        c->actor = c->target;
    c->target = (struct cl_names){0};
    if (c->act != CL_ACT_protest || c->actor.count == 1) {
        bool crowd = c->act == CL_ACT_protest && c->has_count && c->count > 1;
        c->has_count = crowd;
        c->qualifier = crowd ? c->qualifier : -1;
    }
}

/* A new claim in the result, with its evidence. NULL: no memory. */
static struct cl_claim *new_claim(struct cl_reading *r, const struct cl_evidence *base,
                                  enum cl_act act)
{
    struct cl_result *out = r->out;
    if (!CU_GROW(r->view.arena, out->claims, out->claim_count, r->claim_capacity) ||
        !CU_GROW(r->view.arena, r->evidence, out->claim_count, r->evidence_capacity))
        return NULL;
    r->evidence[out->claim_count] = *base;
    struct cl_claim *c = &out->claims[out->claim_count++];
    *c = (struct cl_claim){
        .act = (uint8_t)act, .qualifier = -1, .trigger = r->triggers.items[base->trigger].token};
    c->sentence = r->view.d->tokens[c->trigger].sentence;
    return c;
}

bool cl_propose_act(struct cl_reading *r, const struct cl_evidence *base, enum cl_act act)
{
    struct filling f = {.r = r, .trigger = base->trigger};
    struct cl_claim first = {0};
    for (uint8_t rank = 0; rank < TARGETS_MAX; rank++) {
        if (rank > 0 && best_of(&f, CL_ROLE_target, second_least) == f.count)
            return true;
        f.claim = new_claim(r, base, act);
        if (!f.claim)
            return false;
        struct cl_evidence *e = &r->evidence[r->out->claim_count - 1];
        e->target_rank = rank;
        if (rank == 0) {
            score_candidates(&f);
            keep_to_own_term(&f);
            set_back(&f);
            weigh_targets(&f);
            if (!fill_actors(&f) || !fill_charges(&f))
                return false;
            fill_places(&f);
            fill_colour(&f);
            fill_date(&f);
            fill_term(&f);
            fill_attribution(&f);
            first = *f.claim;
        } else {
            *f.claim = first;
        }
        if (!fill_targets(&f, e))
            return false;
        settle(r->view.lex, f.claim);
    }
    return true;
}
