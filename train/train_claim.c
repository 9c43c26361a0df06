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
#include "logistic.h"
#include "read/chain.h"

struct job {
    const char *output, *lexicon, *model, *prefix;
    bool unaligned; /* print the claims that no act word carries */
    struct tr_reports reports;
    struct tr_aligned *aligned;
    struct cl_lexicon lex;
    struct tr_cases sets[CL_CLASSIFIERS];
    struct tr_logistic models[CL_CLASSIFIERS];
};

enum { FOLDS = 5 };

/* Rows of each classifier's table. */
static const uint32_t table_rows[CL_CLASSIFIERS] = {
    [CL_K_act] = 1 << 16,     [CL_K_role] = 1 << 17,  [CL_K_modality] = 1 << 16,
    [CL_K_negated] = 1 << 16, [CL_K_aspect] = 1 << 16, [CL_K_speaker] = 1 << 16,
    [CL_K_date] = 1 << 16,
};

/* --- reading --------------------------------------------------------------------------------- */

static enum cu_status analyse(struct job *job, const struct rd_chain *chain, size_t i,
                              struct cu_error *err)
{
    struct tr_aligned *a = &job->aligned[i];
    a->report = &job->reports.items[i];
    cu_arena_init(&a->arena, 0);
    a->doc = (struct rd_document){.name = a->report->name, .text = a->report->text,
                                  .date = a->report->date, .publisher = a->report->publisher,
                                  .lang = CU_STR("en"), .arena = &a->arena};
    enum cu_status status = rd_chain_run(chain, &a->doc, NULL, NULL, err);
    if (status != CU_OK)
        return status;
    if (!cl_view_init(&a->view, &job->lex, &a->doc) ||
        !cl_trigger_candidates(&a->view, &a->triggers) || !tr_align_sentences(a))
        return cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    return CU_OK;
}

/* --- cases ------------------------------------------------------------------------------------- */

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
        cl_act_features(&a->view, &a->triggers, t, &f);
        tr_cases_add(&job->sets[CL_K_act], f.f, f.n, x->allowed | 1u << CL_ACT_COUNT, x->act,
                     (uint32_t)i, 1.0f);
    }
}

static void colour_cases(struct job *job, size_t i, const struct tr_gold_claim *g, uint32_t trigger)
{
    struct tr_aligned *a = &job->aligned[i];
    struct cl_features f;
    cl_colour_features(&a->view, &a->triggers, trigger, (enum cl_act)g->act, &f);
    uint32_t group = (uint32_t)i;
    tr_cases_add(&job->sets[CL_K_modality], f.f, f.n, (1u << CL_MODALITY_COUNT) - 1, g->modality,
                 group, 1.0f);
    tr_cases_add(&job->sets[CL_K_negated], f.f, f.n, 3, g->negated, group, 1.0f);
    tr_cases_add(&job->sets[CL_K_aspect], f.f, f.n, 3, g->state, group, 1.0f);
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
    if (g->charge_count)
        for (size_t k = 0; k < g->charge_count; k++)
            if (tr_text_covers(a, claim, g->charge[k], m->head) && tr_share_word(phrase, g->charge[k]))
                return CL_ROLE_charge;
    const struct cu_str *const places[] = {&g->from, &g->to, &g->place};
    static const enum cl_role roles[] = {CL_ROLE_from, CL_ROLE_to, CL_ROLE_place};
    for (int k = 0; k < 3; k++)
        if (places[k]->n && (tr_text_covers(a, claim, *places[k], m->head) ||
                             (m->chain != RD_NONE && tr_share_word(v->chains[m->chain].name, *places[k]))) &&
            tr_share_word(phrase, *places[k]))
            return roles[k];
    return CL_ROLE_none;
}

static void role_cases(struct job *job, size_t i, uint32_t claim, uint32_t trigger)
{
    struct tr_aligned *a = &job->aligned[i];
    const struct tr_gold_claim *g = &a->report->claims[claim];
    uint32_t candidates[CL_CANDIDATES_MAX];
    uint32_t token = a->triggers.items[trigger].token, sentence = a->doc.tokens[token].sentence;
    size_t n = cl_role_candidates(&a->view, token, candidates);
    enum cl_role roles[CL_CANDIDATES_MAX];
    bool target_here = false, actor_here = false;
    for (size_t k = 0; k < n; k++) {
        roles[k] = gold_role(a, claim, candidates[k]);
        bool here = a->view.mentions[candidates[k]].sentence == sentence;
        target_here = target_here || (here && roles[k] == CL_ROLE_target);
        actor_here = actor_here || (here && roles[k] == CL_ROLE_actor);
    }
    /* the same trigger may carry a second claim: its phrases are no counter-examples here */
    for (size_t k = 0; k < n; k++) {
        bool here = a->view.mentions[candidates[k]].sentence == sentence;
        if (!here && roles[k] == CL_ROLE_target && target_here)
            continue;
        if (!here && roles[k] == CL_ROLE_actor)
            roles[k] = CL_ROLE_none;
        if (!here && roles[k] > CL_ROLE_actor)
            roles[k] = CL_ROLE_none;
        bool elsewhere = false;
        for (uint32_t c = 0; c < a->report->claim_count && roles[k] == CL_ROLE_none; c++)
            elsewhere = elsewhere || (c != claim && a->claim_trigger[c] == trigger &&
                                      gold_role(a, c, candidates[k]) != CL_ROLE_none);
        if (elsewhere)
            continue;
        struct cl_pair pair = {trigger, (enum cl_act)g->act, a->view.mentions[candidates[k]].head,
                               candidates[k], RD_NONE};
        struct cl_features f;
        cl_pair_features(&a->view, &a->triggers, &pair, &f);
        tr_cases_add(&job->sets[CL_K_role], f.f, f.n, (1u << CL_ROLE_COUNT) - 1, roles[k],
                     (uint32_t)i, 1.0f);
        if (here)
            tr_cases_add(&job->sets[CL_K_speaker], f.f, f.n, 3,
                         g->attribution.n &&
                             (tr_mention_is(&a->view, candidates[k], &g->attribution, 1) ||
                              tr_text_covers(a, claim, g->attribution, pair.head)),
                         (uint32_t)i, 1.0f);
    }
}

static void date_cases(struct job *job, size_t i, uint32_t claim, uint32_t trigger)
{
    struct tr_aligned *a = &job->aligned[i];
    const struct tr_gold_claim *g = &a->report->claims[claim];
    uint32_t values[16];
    size_t n = cl_date_candidates(&a->view, a->triggers.items[trigger].token, values);
    for (size_t k = 0; k < n; k++) {
        const struct rd_value *x = &a->doc.values[values[k]];
        size_t least = x->text.n < g->date.n ? x->text.n : g->date.n;
        bool right = g->date.n && least >= 4 && memcmp(x->text.p, g->date.p, least) == 0;
        struct cl_pair pair = {trigger, (enum cl_act)g->act, cl_top_of(&a->doc, x->first, x->past),
                               RD_NONE, values[k]};
        struct cl_features f;
        cl_pair_features(&a->view, &a->triggers, &pair, &f);
        tr_cases_add(&job->sets[CL_K_date], f.f, f.n, 3, right, (uint32_t)i, 1.0f);
    }
}

static void all_cases(struct job *job)
{
    for (int k = 0; k < CL_CLASSIFIERS; k++)
        tr_cases_fini(&job->sets[k]);
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

/* --- training ---------------------------------------------------------------------------------- */

static float act_log_probability(void *context, const struct tr_aligned *a, uint32_t trigger,
                                 enum cl_act act)
{
    const struct tr_logistic *m = context;
    struct cl_features f;
    float p[CL_CLASSES_MAX];
    cl_act_features(&a->view, &a->triggers, trigger, &f);
    tr_logistic_predict(m, f.f, f.n, a->triggers.items[trigger].allowed | 1u << CL_ACT_COUNT, p);
    return logf(p[act] + 1e-4f);
}

static bool fit(struct job *job, int k, uint32_t folds, uint32_t fold)
{
    tr_logistic_fini(&job->models[k]);
    if (!tr_logistic_init(&job->models[k], table_rows[k], cl_classifier_info[k].classes))
        return false;
    tr_logistic_train(&job->models[k], &job->sets[k], 8, 0.05f, 2e-5f, folds, fold);
    return true;
}

/* Accuracy of each classifier on reports it was not trained on. */
static bool cross_validate(struct job *job)
{
    for (int k = 0; k < CL_CLASSIFIERS; k++) {
        size_t right = 0, hit = 0, said = 0, wanted = 0;
        uint32_t none = k == CL_K_act ? CL_ACT_COUNT : 0;
        for (uint32_t fold = 0; fold < FOLDS; fold++) {
            if (!fit(job, k, FOLDS, fold))
                return false;
            for (size_t i = 0; i < job->sets[k].count; i++) {
                const struct tr_case *x = &job->sets[k].items[i];
                if (x->group % FOLDS != fold)
                    continue;
                float p[CL_CLASSES_MAX];
                tr_logistic_predict(&job->models[k], x->features, x->n, x->allowed, p);
                uint32_t best = 0;
                for (uint32_t c = 1; c < cl_classifier_info[k].classes; c++)
                    best = p[c] > p[best] ? c : best;
                right += best == x->label;
                hit += best == x->label && best != none;
                said += best != none;
                wanted += x->label != none;
            }
        }
        double precision = said ? (double)hit / (double)said : 0;
        double recall = wanted ? (double)hit / (double)wanted : 0;
        printf("%-9s %7zu cases  accuracy %.3f  P %.3f R %.3f F1 %.3f\n", cl_classifier_info[k].name,
               job->sets[k].count, (double)right / (double)(job->sets[k].count + 1), precision,
               recall, precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0);
    }
    return true;
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

static enum cu_status run(struct job *job, char **folders, int n, struct cu_error *err)
{
    enum cu_status status = CU_OK;
    for (int i = 0; i < n && status == CU_OK; i++)
        status = tr_reports_load(&job->reports, folders[i], job->prefix, err);
    if (status == CU_OK)
        status = cl_lexicon_open(&job->lex, job->lexicon, err);
    if (status != CU_OK)
        return status;
    struct rd_chain *chain = rd_chain_open(job->model, job->lexicon, err);
    if (!chain)
        return err->status;
    job->aligned = calloc(job->reports.count + 1, sizeof *job->aligned);
    for (size_t i = 0; i < job->reports.count && status == CU_OK; i++)
        status = analyse(job, chain, i, err);
    rd_chain_free(chain);
    for (int round = 0; round < 3 && status == CU_OK; round++) {
        for (size_t i = 0; i < job->reports.count; i++)
            tr_align_triggers(&job->aligned[i], round ? act_log_probability : NULL,
                              &job->models[CL_K_act]);
        all_cases(job);
        if (!fit(job, CL_K_act, 0, 0))
            return cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    }
    if (status != CU_OK)
        return status;
    report_alignment(job);
    if (!cross_validate(job))
        return cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    return write_model(job, err);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                            {"lexicon", required_argument, NULL, 'l'},
                                            {"model", required_argument, NULL, 'm'},
                                            {"prefix", required_argument, NULL, 'p'},
                                            {"unaligned", no_argument, NULL, 'u'},
                                            {0}};
    static struct job job = {.output = "model/en/claim.model", .lexicon = "lexicon/en",
                             .model = "model/en", .prefix = "en-"};
    int c;
    while ((c = getopt_long(argc, argv, "o:", options, NULL)) != -1)
        switch (c) {
        case 'o': job.output = optarg; break;
        case 'l': job.lexicon = optarg; break;
        case 'm': job.model = optarg; break;
        case 'p': job.prefix = optarg; break;
        case 'u': job.unaligned = true; break;
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
