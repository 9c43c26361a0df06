/* SPDX-License-Identifier: Apache-2.0
 *
 * Trains model/<lang>/claim.model from annotated reports.
 *
 *   train_claim -o claim.model [--lexicon DIR] [--model DIR] [--prefix en-] FOLDER...
 *
 * Reads every report with the language chain, lines claims up with words (align.h), twice, the
 * second time with the first model's help, and fits each classifier of claim/classify.h.
 */
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align.h"
#include "choice.h"
#include "claim/reader.h"
#include "logistic.h"
#include "proposal.h"
#include "read/chain.h"

struct job {
    const char *output, *lexicon, *model, *prefix;
    bool unaligned; /* print the claims that no act word carries */
    struct tr_reports reports;
    struct tr_aligned *aligned;
    struct cl_lexicon lex;
    struct rd_chain *chain;                      /* lemmas point into its models */
    struct tr_logistic_set sets[CL_CLASSIFIERS]; /* of those that choose: empty */
    struct tr_choice_set targets, antecedents, dates;
    struct tr_proposal *proposals; /* one for each case of CL_K_claim */
    size_t proposal_capacity;
    struct tr_logistic models[CL_CLASSIFIERS];
};

enum { FOLDS = 5 };

/* How each classifier is fitted: rows of its table; passes over the data and step, which were tuned
 * by cross-validation on the training reports. */
static const struct {
    uint32_t rows;
    int epochs;
    float rate;
} fitting[CL_CLASSIFIERS] = {
    [CL_K_act] = {1 << 17, 3, 0.02f},        [CL_K_role] = {1 << 18, 3, 0.02f},
    [CL_K_target] = {1 << 19, 4, 0.03f},     [CL_K_modality] = {1 << 16, 10, 0.05f},
    [CL_K_negated] = {1 << 16, 10, 0.05f},   [CL_K_aspect] = {1 << 16, 8, 0.05f},
    [CL_K_speaker] = {1 << 16, 4, 0.03f},    [CL_K_date] = {1 << 18, 4, 0.03f},
    [CL_K_antecedent] = {1 << 16, 6, 0.03f}, [CL_K_claim] = {1 << 17, 4, 0.02f},
    [CL_K_report] = {1 << 16, 6, 0.03f},     [CL_K_status] = {1 << 16, 8, 0.02f},
};
static const float shrinkage = 1e-4f;

static bool fit(struct job *job, int k, uint32_t folds, uint32_t fold);

/* The cases of a classifier that chooses one of many; NULL: it does not. */
static const struct tr_choice_set *choices_of(const struct job *job, int k)
{
    return k == CL_K_target       ? &job->targets
           : k == CL_K_antecedent ? &job->antecedents
           : k == CL_K_date       ? &job->dates
                                  : NULL;
}

/* --- reading --------------------------------------------------------------------------------- */

static enum cu_status analyse(struct job *job, size_t i, struct cu_error *err)
{
    struct tr_aligned *a = &job->aligned[i];
    a->report = &job->reports.items[i];
    a->group = (uint32_t)i;
    cu_arena_init(&a->arena, 0);
    a->doc = (struct rd_document){.name = a->report->name,
                                  .text = a->report->text,
                                  .date = a->report->date,
                                  .publisher = a->report->publisher,
                                  .lang = CU_STR("en"),
                                  .arena = &a->arena};
    enum cu_status status = rd_chain_run(job->chain, &a->doc, NULL, NULL, err);
    if (status != CU_OK)
        return status;
    if (!cl_view_init(&a->view, &job->lex, &a->doc, NULL, NULL) || !tr_align_sentences(a))
        return cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    return CU_OK;
}

/* --- whom pronouns stand for -------------------------------------------------------------------
 */

static float fold_antecedent(const void *context, const struct cl_features *f)
{
    return tr_choice_score(context, f->f, f->n);
}

/* A claim with one target names the person and the words that stand for it ("mention"). */
static void antecedent_cases(struct job *job, size_t i)
{
    struct tr_aligned *a = &job->aligned[i];
    const struct cl_view *v = &a->view;
    for (uint32_t c = 0; c < a->report->claim_count; c++) {
        const struct tr_gold_claim *g = &a->report->claims[c];
        if (g->target_count != 1 || !g->mention.n || a->claim_first[c] >= a->claim_past[c])
            continue;
        for (uint32_t m = 0; m < v->mention_count; m++) {
            const struct cl_mention *o = &v->mentions[m];
            bool asks =
                o->kind == CL_PRONOUN ? o->gender != 0 : o->kind == CL_NOMINAL && o->definite;
            if (o->head < a->claim_first[c] || o->head >= a->claim_past[c] || !o->person ||
                o->plural || !asks || !tr_text_covers(a, c, g->mention, o->head))
                continue;
            uint32_t people[CL_PEOPLE_MAX];
            size_t n = cl_people_before(v, o->head, people);
            bool someone = false;
            struct cl_features f;
            tr_choice_open(&job->antecedents, (uint32_t)i);
            for (size_t k = 0; k < n; k++) {
                bool right = tr_mention_is(v, people[k], g->target, 1);
                someone = someone || right;
                cl_antecedent_features(v, m, people[k], k, &f);
                tr_choice_option(&job->antecedents, f.f, f.n, right);
            }
            cl_nobody_before_features(v, m, n, &f);
            tr_choice_option(&job->antecedents, f.f, f.n, !someone);
            break;
        }
    }
}

/* Learns from views by rule, then makes every view again with a model that has not seen it. */
static bool resolve_again(struct job *job)
{
    for (size_t i = 0; i < job->reports.count; i++)
        antecedent_cases(job, i);
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        if (!fit(job, CL_K_antecedent, FOLDS, fold))
            return false;
        for (size_t i = fold; i < job->reports.count; i += FOLDS) {
            struct tr_aligned *a = &job->aligned[i];
            if (!cl_view_init(&a->view, &job->lex, &a->doc, fold_antecedent,
                              &job->models[CL_K_antecedent]) ||
                !cl_trigger_candidates(&a->view, &a->triggers))
                return false;
        }
    }
    return true;
}

/* --- cases -------------------------------------------------------------------------------------
 */

/* A word of a claim's sentence that could carry its act as well as the chosen one is no example of
 * a word that carries none. */
static bool echoes(const struct tr_aligned *a, const struct cl_trigger *x)
{
    for (size_t c = 0; c < a->report->claim_count; c++)
        if (x->token >= a->claim_first[c] && x->token < a->claim_past[c] &&
            x->listed >> a->report->claims[c].act & 1)
            return true;
    return false;
}

static void act_cases(struct job *job, size_t i)
{
    struct tr_aligned *a = &job->aligned[i];
    struct cl_features f;
    for (uint32_t t = 0; t < a->triggers.count; t++)
        a->triggers.items[t].act = CL_ACT_COUNT;
    for (size_t c = 0; c < a->report->claim_count; c++)
        if (a->claim_trigger[c] != RD_NONE)
            a->triggers.items[a->claim_trigger[c]].act = a->report->claims[c].act;
    for (uint32_t t = 0; t < a->triggers.count; t++) {
        struct cl_trigger *x = &a->triggers.items[t];
        if (x->act == CL_ACT_COUNT && echoes(a, x))
            continue;
        cl_act_features(&a->view, &a->triggers, t, &f);
        tr_logistic_add(&job->sets[CL_K_act], f.f, f.n, x->allowed | 1u << CL_ACT_COUNT, x->act,
                        (uint32_t)i, 1.0f);
    }
}

static void colour_cases(struct job *job, size_t i, const struct tr_gold_claim *g, uint32_t trigger)
{
    struct tr_aligned *a = &job->aligned[i];
    struct cl_features f;
    cl_colour_features(&a->view, &a->triggers, trigger, (enum cl_act)g->act, &f);
    uint32_t group = (uint32_t)i;
    tr_logistic_add(&job->sets[CL_K_modality], f.f, f.n, (1u << CL_MODALITY_COUNT) - 1, g->modality,
                    group, 1.0f);
    tr_logistic_add(&job->sets[CL_K_negated], f.f, f.n, 3, g->negated, group, 1.0f);
    tr_logistic_add(&job->sets[CL_K_aspect], f.f, f.n, 3, g->state, group, 1.0f);
}

static enum cl_role gold_role(const struct tr_aligned *a, uint32_t claim, uint32_t mention)
{
    const struct tr_gold_claim *g = &a->report->claims[claim];
    const struct cl_view *v = &a->view;
    const struct cl_mention *m = &v->mentions[mention];
    struct cu_str phrase = rd_text_of(&a->doc, m->first, m->past);
    if (tr_mention_is(v, mention, g->target, g->target_count))
        return CL_ROLE_target;
    if (tr_mention_is(v, mention, g->actor, g->actor_count))
        return CL_ROLE_actor;
    if (!g->target_count && m->person && tr_text_covers(a, claim, g->mention, m->head))
        return CL_ROLE_target;
    if (!g->target_count && !g->mention.n && g->has_count && m->person && m->value != RD_NONE &&
        a->doc.values[m->value].has_number && (int64_t)a->doc.values[m->value].number == g->count)
        return CL_ROLE_target;
    if (g->charge_count)
        for (size_t k = 0; k < g->charge_count; k++)
            if (tr_text_covers(a, claim, g->charge[k], m->head) &&
                tr_share_word(phrase, g->charge[k]))
                return CL_ROLE_charge;
    const struct cu_str *const places[] = {&g->from, &g->to, &g->place};
    static const enum cl_role roles[] = {CL_ROLE_from, CL_ROLE_to, CL_ROLE_place};
    for (int k = 0; k < 3; k++)
        if (places[k]->n &&
            (tr_text_covers(a, claim, *places[k], m->head) ||
             (m->chain != RD_NONE && tr_share_word(v->chains[m->chain].name, *places[k]))) &&
            tr_share_word(phrase, *places[k]))
            return roles[k];
    return CL_ROLE_none;
}

/* How well a phrase that names the right person stands for it in this claim: several do ("Selim
 * said that she ... her"), one is what the act word governs. */
static float fits_best(const struct tr_aligned *a, uint32_t claim, uint32_t trigger,
                       uint32_t mention)
{
    const struct cl_view *v = &a->view;
    const struct cl_mention *m = &v->mentions[mention];
    const struct rd_token *t = &a->doc.tokens[m->head];
    uint32_t token = a->triggers.items[trigger].token;
    float far = m->head > token ? (float)(m->head - token) : (float)(token - m->head);
    float fit = -0.05f * far;
    const struct cl_act_word *row =
        cl_act_row(v, &a->triggers.items[trigger], (enum cl_act)a->report->claims[claim].act);
    enum cl_relation rel = cl_relation_of(v, token, m->head);
    if (rel != CL_REL_NONE)
        fit += row && v->lex->frames[row->frame][rel] == CL_FRAME_TARGET ? 4 : 1;
    if (tr_text_covers(a, claim, a->report->claims[claim].mention, m->head))
        fit += 2;
    if (m->kind == CL_NAME)
        fit += 1;
    if (t->deprel == RD_DEP_nmod_poss && t->head != token)
        fit -= 3;
    return fit;
}

/* Other mentions of a person whose best one is chosen are no examples, possessives beside it
 * ("on his way") are examples of none. */
static void thin_targets(const struct tr_aligned *a, uint32_t claim, uint32_t trigger,
                         const uint32_t *candidates, size_t here, enum cl_role *roles, bool *skip)
{
    const struct cl_view *v = &a->view;
    for (size_t k = 0; k < here; k++) {
        if (roles[k] != CL_ROLE_target)
            continue;
        float mine = fits_best(a, claim, trigger, candidates[k]);
        for (size_t o = 0; o < here && !skip[k]; o++) {
            const struct cl_mention *x = &v->mentions[candidates[k]],
                                    *y = &v->mentions[candidates[o]];
            bool same = x->person_chain != RD_NONE && x->person_chain == y->person_chain;
            if (o == k || roles[o] != CL_ROLE_target || !same || skip[o])
                continue;
            float other = fits_best(a, claim, trigger, candidates[o]);
            skip[k] = other > mine || (other == mine && o < k);
        }
    }
    for (size_t k = 0; k < here; k++)
        if (skip[k] && a->doc.tokens[v->mentions[candidates[k]].head].deprel == RD_DEP_nmod_poss) {
            skip[k] = false;
            roles[k] = CL_ROLE_none;
        }
}

static void role_case(struct job *job, size_t i, uint32_t trigger, uint32_t mention, uint32_t rank,
                      enum cl_act act, enum cl_role role, int speaker)
{
    struct tr_aligned *a = &job->aligned[i];
    struct cl_pair pair = {trigger, act, a->view.mentions[mention].head, mention, rank};
    struct cl_features f;
    cl_pair_features(&a->view, &a->triggers, &pair, &f);
    if (role != CL_ROLE_COUNT)
        tr_choice_option(&job->targets, f.f, f.n, role == CL_ROLE_target);
    if (role != CL_ROLE_COUNT)
        tr_logistic_add(&job->sets[CL_K_role], f.f, f.n, (1u << CL_ROLE_COUNT) - 1, role,
                        (uint32_t)i, 1.0f);
    if (speaker >= 0)
        tr_logistic_add(&job->sets[CL_K_speaker], f.f, f.n, 3, (uint32_t)speaker, (uint32_t)i,
                        1.0f);
}

/* The phrase that speaks, of those that are the speaker: a verb's subject before "his" and "he". */
static size_t speaker_of(const struct tr_aligned *a, uint32_t claim, const uint32_t *candidates,
                         size_t here)
{
    const struct cu_str *by = &a->report->claims[claim].attribution;
    size_t best = here;
    float best_fit = -1e9f;
    for (size_t k = 0; k < here && by->n; k++) {
        const struct cl_mention *m = &a->view.mentions[candidates[k]];
        bool covers = tr_text_covers(a, claim, *by, m->head);
        if (!covers && !tr_mention_is(&a->view, candidates[k], by, 1))
            continue;
        const struct rd_token *t = &a->doc.tokens[m->head];
        bool subject = t->deprel == RD_DEP_nsubj && t->head != RD_NONE &&
                       a->view.classes[t->head] >> CL_W_speech & 1;
        float fit = (subject ? 5.0f : 0.0f) + (covers ? 2.0f : 0.0f) -
                    (t->deprel == RD_DEP_nmod_poss ? 3.0f : 0.0f) -
                    (t->deprel == RD_DEP_nmod || t->deprel == RD_DEP_compound ? 1.0f : 0.0f);
        if (fit > best_fit) {
            best_fit = fit;
            best = k;
        }
    }
    return best;
}

static void role_cases(struct job *job, size_t i, uint32_t claim, uint32_t trigger)
{
    struct tr_aligned *a = &job->aligned[i];
    enum cl_act act = (enum cl_act)a->report->claims[claim].act;
    uint32_t candidates[CL_CANDIDATES_MAX];
    enum cl_role roles[CL_CANDIDATES_MAX];
    bool skip[CL_CANDIDATES_MAX] = {false}, target_here = false;
    size_t here,
        n = cl_role_candidates(&a->view, a->triggers.items[trigger].token, candidates, &here);
    for (size_t k = 0; k < n; k++) {
        roles[k] = gold_role(a, claim, candidates[k]);
        target_here = target_here || (k < here && roles[k] == CL_ROLE_target);
    }
    thin_targets(a, claim, trigger, candidates, here, roles, skip);
    size_t speaker = speaker_of(a, claim, candidates, here);
    bool someone = false;
    struct cl_features nobody;
    cl_nobody_features(&a->view, &a->triggers, trigger, act, &nobody);
    tr_choice_open(&job->targets, (uint32_t)i);
    for (size_t k = 0; k < n; k++) {
        if (k >= here && roles[k] == CL_ROLE_target && target_here)
            continue;
        if (k >= here && roles[k] != CL_ROLE_target)
            roles[k] = CL_ROLE_none;
        /* the same word may carry a second claim: its phrases are no counter-examples here */
        bool elsewhere = skip[k];
        for (uint32_t c = 0; c < a->report->claim_count && roles[k] == CL_ROLE_none; c++)
            elsewhere = elsewhere || (c != claim && a->claim_trigger[c] == trigger &&
                                      gold_role(a, c, candidates[k]) != CL_ROLE_none);
        role_case(job, i, trigger, candidates[k], k < here ? 0 : (uint32_t)(k - here), act,
                  elsewhere ? CL_ROLE_COUNT : roles[k], k < here ? k == speaker : -1);
        someone = someone || (!elsewhere && roles[k] == CL_ROLE_target);
    }
    tr_choice_option(&job->targets, nobody.f, nobody.n, !someone);
}

static void date_cases(struct job *job, size_t i, uint32_t claim, uint32_t trigger)
{
    struct tr_aligned *a = &job->aligned[i];
    const struct tr_gold_claim *g = &a->report->claims[claim];
    struct cl_when all[CL_DATES_MAX];
    uint32_t colour = cl_colour(g->modality, g->negated, g->state);
    size_t n = cl_date_candidates(&a->view, a->triggers.items[trigger].token, all);
    struct cl_features f;
    bool dated = false;
    tr_choice_open(&job->dates, (uint32_t)i);
    for (size_t k = 0; k < n; k++) {
        size_t least = all[k].text.n < g->date.n ? all[k].text.n : g->date.n;
        bool right = g->date.n && least >= 4 && memcmp(all[k].text.p, g->date.p, least) == 0;
        dated = dated || right;
        cl_when_features(&a->view, &a->triggers, trigger, (enum cl_act)g->act, colour, &all[k],
                         (uint32_t)k, &f);
        tr_choice_option(&job->dates, f.f, f.n, right);
    }
    cl_undated_features(&a->view, &a->triggers, trigger, (enum cl_act)g->act, colour, &f);
    tr_choice_option(&job->dates, f.f, f.n, !dated);
}

static void all_cases(struct job *job)
{
    for (int k = 0; k < CL_K_antecedent; k++)
        tr_logistic_forget(&job->sets[k]);
    tr_choice_forget(&job->targets);
    tr_choice_forget(&job->dates);
    for (size_t i = 0; i < job->reports.count; i++) {
        struct tr_aligned *a = &job->aligned[i];
        act_cases(job, i);
        for (uint32_t c = 0; c < a->report->claim_count; c++) {
            uint32_t t = a->claim_trigger[c];
            if (t == RD_NONE)
                continue;
            colour_cases(job, i, &a->report->claims[c], t);
            role_cases(job, i, c, t);
            date_cases(job, i, c, t);
        }
    }
}

/* --- training ----------------------------------------------------------------------------------
 */

static float act_log_probability(void *context, const struct tr_aligned *a, uint32_t trigger,
                                 enum cl_act act)
{
    const struct tr_logistic *folds = context;
    struct cl_features f;
    float p[CL_CLASSES_MAX];
    cl_act_features(&a->view, &a->triggers, trigger, &f);
    tr_logistic_predict(&folds[a->group % FOLDS], f.f, f.n,
                        a->triggers.items[trigger].allowed | 1u << CL_ACT_COUNT, p);
    return logf(p[act] + 1e-4f);
}

static bool fit(struct job *job, int k, uint32_t folds, uint32_t fold)
{
    tr_logistic_fini(&job->models[k]);
    if (!tr_logistic_init(&job->models[k], fitting[k].rows, cl_classifier_info[k].classes))
        return false;
    if (choices_of(job, k))
        tr_choice_train(&job->models[k], choices_of(job, k), fitting[k].epochs, fitting[k].rate,
                        shrinkage, folds, fold);
    else
        tr_logistic_train(&job->models[k], &job->sets[k], fitting[k].epochs, fitting[k].rate,
                          shrinkage, folds, fold);
    return true;
}

/* How often the right one, or rightly nobody, is chosen. */
static bool cross_validate_choice(struct job *job, int k)
{
    const struct tr_choice_set *set = choices_of(job, k);
    size_t right = 0;
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        if (!fit(job, k, FOLDS, fold))
            return false;
        for (size_t i = 0; i < set->count; i++) {
            const struct tr_choice *x = &set->items[i];
            if (x->group % FOLDS == fold)
                right += x->options[tr_choice_best(&job->models[k], x)].right;
        }
    }
    printf("%-9s %7zu cases  accuracy %.3f\n", cl_classifier_info[k].name, set->count,
           (double)right / (double)(set->count + 1));
    return true;
}

/* Accuracy of each classifier on reports it was not trained on. */
static bool cross_validate(struct job *job)
{
    for (int k = 0; k < CL_CLASSIFIERS; k++) {
        if (choices_of(job, k)) {
            if (!cross_validate_choice(job, k))
                return false;
            continue;
        }
        size_t right = 0, hit = 0, said = 0, wanted = 0;
        uint32_t none = k == CL_K_act ? CL_ACT_COUNT : k == CL_K_status ? CL_STATUS_COUNT : 0;
        for (uint32_t fold = 0; fold < FOLDS; fold++) {
            if (!fit(job, k, FOLDS, fold))
                return false;
            for (size_t i = 0; i < job->sets[k].count; i++) {
                const struct tr_logistic_case *x = &job->sets[k].items[i];
                if (x->group % FOLDS != fold)
                    continue;
                float p[CL_CLASSES_MAX];
                tr_logistic_predict(&job->models[k], x->features, x->n, x->allowed, p);
                uint32_t best = 0;
                for (uint32_t c = 1; c < cl_classifier_info[k].classes; c++)
                    best = p[c] > p[best] ? c : best;
                if (k == CL_K_claim)
                    job->proposals[i].p = p[1];
                right += best == x->label;
                hit += best == x->label && best != none;
                said += best != none;
                wanted += x->label != none;
            }
        }
        double precision = said ? (double)hit / (double)said : 0;
        double recall = wanted ? (double)hit / (double)wanted : 0;
        printf("%-9s %7zu cases  accuracy %.3f  P %.3f R %.3f F1 %.3f\n",
               cl_classifier_info[k].name, job->sets[k].count,
               (double)right / (double)(job->sets[k].count + 1), precision, recall,
               precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0);
    }
    return true;
}

/* --- the last word
 * --------------------------------------------------------------------------------- */

/* The classifiers of one fold as reading sees them. */
struct frozen {
    struct cl_reader reader;
    void *sections[CL_CLASSIFIERS];
};

/* Adds the classifiers first..past-1, trained on the other folds. */
static bool freeze(struct job *job, struct frozen *out, int first, int past, uint32_t fold)
{
    out->reader.lex = job->lex;
    for (int k = first; k < past; k++) {
        size_t n;
        if (!fit(job, k, FOLDS, fold) ||
            !(out->sections[k] = tr_logistic_section(&job->models[k], &n)))
            return false;
        struct cu_weights *w = &out->reader.models.weights[k];
        *w = (struct cu_weights){.roots = (const int8_t *)out->sections[k] + 16,
                                 .mask = fitting[k].rows - 1,
                                 .classes = cl_classifier_info[k].classes};
        memcpy(&w->scale, (char *)out->sections[k] + 8, sizeof w->scale);
    }
    return true;
}

static void thaw(struct frozen *f)
{
    for (int k = 0; k < CL_CLASSIFIERS; k++)
        free(f->sections[k]);
}

static bool claim_cases(struct job *job, const struct frozen *frozen, size_t i)
{
    struct tr_aligned *a = &job->aligned[i];
    struct cl_result result = {0};
    struct cl_reading r = {.reader = &frozen->reader, .out = &result};
    if (!cl_propose(&r, &a->doc))
        return false;
    struct cl_features whole;
    if (!cl_report_features(&r, &whole) ||
        !tr_logistic_add(&job->sets[CL_K_report], whole.f, whole.n, 3, a->report->hard_negative,
                         (uint32_t)i, a->report->hard_negative ? 2.0f : 1.0f))
        return false;
    for (size_t c = 0; c < result.claim_count; c++) {
        struct tr_proposal x = {(uint32_t)i, r.evidence[c].trigger, 0, 0};
        for (uint32_t g = 0; g < a->report->claim_count && g < 64; g++)
            x.agrees |= (uint64_t)tr_agrees(a, &result.claims[c], g) << g;
        struct cl_features f;
        cl_claim_features(&r, c, &f);
        size_t n = job->sets[CL_K_claim].count;
        if (n == job->proposal_capacity) {
            job->proposal_capacity = n ? 2 * n : 4096;
            struct tr_proposal *wider =
                realloc(job->proposals, job->proposal_capacity * sizeof *wider);
            if (!wider)
                return false;
            job->proposals = wider;
        }
        job->proposals[n] = x;
        if (!tr_logistic_add(&job->sets[CL_K_claim], f.f, f.n, 3, x.agrees != 0, (uint32_t)i, 1.0f))
            return false;
    }
    return true;
}

/* What the annotation says of the person; CL_STATUS_COUNT: nothing. */
static uint8_t gold_status(const struct tr_report *r, struct cu_str name)
{
    for (size_t i = 0; i < r->person_count; i++)
        if (cu_str_eq(r->persons[i].name, name))
            return r->persons[i].status;
    for (size_t i = 0; i < r->person_count; i++)
        if (tr_share_word(r->persons[i].name, name))
            return r->persons[i].status;
    return CL_STATUS_COUNT;
}

static bool status_cases(struct job *job, const struct frozen *frozen, size_t i)
{
    struct tr_aligned *a = &job->aligned[i];
    struct cl_result result = {0};
    struct cl_reading r = {.reader = &frozen->reader, .out = &result};
    if (!cl_propose(&r, &a->doc) || !cl_weigh(&r) || !cl_assemble(&r))
        return false;
    for (uint32_t c = 0; c < r.view.chain_count; c++) {
        struct cl_features f;
        if (r.view.chains[c].type != RD_PER)
            continue;
        cl_status_features(&r, c, &f);
        if (!tr_logistic_add(&job->sets[CL_K_status], f.f, f.n, (1u << (CL_STATUS_COUNT + 1)) - 1,
                             gold_status(a->report, r.view.chains[c].name), (uint32_t)i, 1.0f))
            return false;
    }
    return true;
}

/* The classifiers first..past-1 of each fold, then `cases` on the reports that they have not seen.
 */
static bool each_fold(struct job *job, struct frozen *frozen, int first, int past,
                      bool (*cases)(struct job *, const struct frozen *, size_t))
{
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        if (!freeze(job, &frozen[fold], first, past, fold))
            return false;
        for (size_t i = fold; i < job->reports.count; i += FOLDS)
            if (!cases(job, &frozen[fold], i))
                return false;
    }
    return true;
}

/* What stands on the classifiers before learns from their word on reports that they have not seen.
 */
static bool learn_to_weigh(struct job *job)
{
    struct frozen frozen[FOLDS] = {0};
    bool fine = each_fold(job, frozen, 0, CL_K_claim, claim_cases) &&
                each_fold(job, frozen, CL_K_claim, CL_K_status, status_cases);
    for (uint32_t fold = 0; fold < FOLDS; fold++)
        thaw(&frozen[fold]);
    return fine;
}

static enum cu_status write_model(struct job *job, struct cu_error *err)
{
    struct cu_model_part parts[CL_CLASSIFIERS];
    bool fine = true;
    for (int k = 0; k < CL_CLASSIFIERS; k++) {
        fine = fit(job, k, 0, 0) && fine;
        parts[k].name = cl_classifier_info[k].name;
        parts[k].bytes = tr_logistic_section(&job->models[k], &parts[k].n);
        fine = fine && parts[k].bytes;
    }
    enum cu_status status = fine ? cu_model_write(job->output, parts, CL_CLASSIFIERS, err)
                                 : cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    for (int k = 0; k < CL_CLASSIFIERS; k++)
        free((void *)parts[k].bytes);
    return status;
}

static void report_alignment(const struct job *job)
{
    size_t claims = 0, aligned = 0;
    for (size_t i = 0; i < job->reports.count; i++) {
        const struct tr_aligned *a = &job->aligned[i];
        for (size_t c = 0; c < a->report->claim_count; c++) {
            const struct tr_gold_claim *g = &a->report->claims[c];
            claims++;
            aligned += a->claim_trigger[c] != RD_NONE;
            if (job->unaligned && a->claim_trigger[c] == RD_NONE && !g->repeat)
                printf("UNALIGNED\t%.*s\t%s\t%.*s\t%.*s\n", (int)a->report->name.n,
                       a->report->name.p, cl_act_info[g->act].name, (int)g->mention.n, g->mention.p,
                       (int)g->sentence.n, g->sentence.p);
        }
    }
    printf("%zu reports, %zu claims, %zu with an act word\n", job->reports.count, claims, aligned);
}

enum { ROUNDS = 3 };

/* Each report is lined up by a model that has not seen it, or the first guess would stand for ever.
 */
static bool align_rounds(struct job *job)
{
    struct tr_logistic folds[FOLDS] = {0};
    bool fine = true;
    for (int round = 0; round < ROUNDS && fine; round++) {
        for (size_t i = 0; i < job->reports.count; i++)
            tr_align_triggers(&job->aligned[i], round ? act_log_probability : NULL, folds);
        all_cases(job);
        for (uint32_t k = 0; k < FOLDS && fine && round + 1 < ROUNDS; k++) {
            fine = fit(job, CL_K_act, FOLDS, k);
            tr_logistic_fini(&folds[k]);
            folds[k] = job->models[CL_K_act];
            job->models[CL_K_act] = (struct tr_logistic){0};
        }
    }
    for (uint32_t k = 0; k < FOLDS; k++)
        tr_logistic_fini(&folds[k]);
    return fine;
}

static enum cu_status run(struct job *job, char **folders, int n, struct cu_error *err)
{
    enum cu_status status = CU_OK;
    for (int i = 0; i < n && status == CU_OK; i++)
        status = tr_reports_load(&job->reports, folders[i], job->prefix, err);
    if (status == CU_OK)
        status = cl_lexicon_open(&job->lex, job->lexicon, err);
    if (status != CU_OK)
        return status;
    job->chain = rd_chain_open(job->model, job->lexicon, err);
    if (!job->chain)
        return err->status;
    job->aligned = calloc(job->reports.count + 1, sizeof *job->aligned);
    for (size_t i = 0; i < job->reports.count && status == CU_OK; i++)
        status = analyse(job, i, err);
    if (status != CU_OK)
        return status;
    if (!resolve_again(job) || !align_rounds(job) || !learn_to_weigh(job))
        return cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    report_alignment(job);
    if (!cross_validate(job))
        return cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    tr_report_kept(job->proposals, job->sets[CL_K_claim].count, &job->reports);
    return write_model(job, err);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"output", required_argument, NULL, 'o'}, {"lexicon", required_argument, NULL, 'l'},
        {"model", required_argument, NULL, 'm'},  {"prefix", required_argument, NULL, 'p'},
        {"unaligned", no_argument, NULL, 'u'},    {0}};
    static struct job job = {.output = "model/en/claim.model",
                             .lexicon = "lexicon/en",
                             .model = "model/en",
                             .prefix = "en-"};
    int c;
    while ((c = getopt_long(argc, argv, "o:", options, NULL)) != -1)
        switch (c) {
        case 'o':
            job.output = optarg;
            break;
        case 'l':
            job.lexicon = optarg;
            break;
        case 'm':
            job.model = optarg;
            break;
        case 'p':
            job.prefix = optarg;
            break;
        case 'u':
            job.unaligned = true;
            break;
        default:
            fprintf(stderr, "usage: train_claim -o FILE [--lexicon DIR] [--model DIR] FOLDER...\n");
            return 2;
        }
    struct cu_error err = {0};
    if (run(&job, argv + optind, argc - optind, &err) != CU_OK) {
        char text[800];
        cu_error_text(&err, text, sizeof text);
        fprintf(stderr, "train_claim: %s\n", text);
        return 2;
    }
    return 0;
}
