/* SPDX-License-Identifier: Apache-2.0
 *
 * The last word on a proposed claim: one classifier looks at all it rests on and at its rivals in
 * the sentence. It is trained on whether a proposal agreed with the annotation (train_claim.c), so
 * its probability is the claim's score. See reader.h.
 */
#include <string.h>

#include "claim/reader.h"

enum {
    W_BIAS = 5000,
    W_ACT,
    W_ACT_P,
    W_NONE_P,
    W_ACT_NONE,
    W_TARGET_P,
    W_ACT_TARGET,
    W_BOTH,
    W_RANKS,
    W_SHAPE,
    W_ACT_SHAPE,
    W_COLOUR,
    W_ACT_COLOUR,
    W_LEMMA,
    W_LEMMA_P,
    W_RIVAL,
    W_RIVAL_SAME,
    W_RIVAL_TRIGGER,
    W_SLOTS,
    W_ACT_SLOTS,
    W_BACK,
    W_ACT_BACK,
    W_TOPIC,
    W_ALONE,
    W_KIND,
    W_DURATION,
    W_BEST_IN_SENTENCE,
    W_NONE_ACT,
    W_TOPIC_P,
    W_CHAIN,
    W_REPORT,
    W_REPORT_WORD,
    W_REPORT_SURE,
    W_REPORT_ACTS,
    W_RELATION,
    W_RELATION_ACT,
    W_RELATION_KIND
};

static uint64_t bin(float p)
{
    static const float edges[] = {0.03f, 0.08f, 0.15f, 0.25f, 0.35f,
                                  0.5f,  0.65f, 0.8f,  0.9f,  0.96f};
    uint64_t b = 0;
    while (b < sizeof edges / sizeof *edges && p > edges[b])
        b++;
    return b;
}

static bool same_target(const struct cl_claim *a, const struct cl_claim *b)
{
    if (!a->target.count || !b->target.count)
        return a->target.count == b->target.count && a->has_count == b->has_count &&
               a->count == b->count;
    for (size_t i = 0; i < a->target.count; i++)
        for (size_t k = 0; k < b->target.count; k++)
            if (cu_str_eq(a->target.items[i].text, b->target.items[k].text))
                return true;
    return false;
}

/* Other proposals in the sentence: what they would be, whether they are likelier. */
static void rival_features(const struct cl_reading *r, size_t claim, struct cl_features *out)
{
    const struct cl_result *o = r->out;
    const struct cl_claim *c = &o->claims[claim];
    const struct cl_evidence *e = &r->evidence[claim];
    bool best = true, alone = true;
    uint64_t seen = 0;
    for (size_t step = 1; step < 2 * o->claim_count; step++) {
        /* outwards from the claim: proposals of one sentence stand side by side */
        size_t far = (step + 1) / 2;
        if ((step & 1) ? claim + far >= o->claim_count : far > claim)
            continue;
        size_t i = (step & 1) ? claim + far : claim - far;
        const struct cl_claim *k = &o->claims[i];
        if (far > 40)
            break;
        if (k->sentence != c->sentence)
            continue;
        const struct cl_evidence *x = &r->evidence[i];
        bool likelier = x->act_p > e->act_p;
        bool same = same_target(c, k);
        if (x->trigger == e->trigger) {
            if (k->act != c->act)
                cl_feature(out, W_RIVAL_TRIGGER, cu_hash2(c->act * 32u + k->act, bin(x->act_p)));
            continue;
        }
        alone = false;
        if (x->act_rank || x->target_rank || x->act_p < 0.2f)
            continue;
        if (k->act == c->act && likelier)
            best = false;
        uint64_t id = cu_hash2(c->act * 32u + k->act, likelier * 2u + same);
        if (seen != id)
            cl_feature(out, W_RIVAL, id);
        seen = id;
        if (k->act == c->act)
            cl_feature(out, W_RIVAL_SAME, same * 2u + likelier + 4u * (c->trigger < k->trigger));
    }
    cl_feature(out, W_ALONE, alone * 32u + c->act);
    cl_feature(out, W_BEST_IN_SENTENCE, best * 32u + c->act);
    cl_feature(out, W_BEST_IN_SENTENCE, best * 32u + bin(e->act_p) + 4096);
}

static uint64_t target_shape(const struct cl_reading *r, const struct cl_claim *c,
                             const struct cl_evidence *e)
{
    if (e->target == RD_NONE)
        return 0;
    const struct cl_mention *m = &r->view.mentions[e->target];
    uint64_t type = m->chain != RD_NONE ? r->view.chains[m->chain].type : 7;
    return 1 + m->kind + 4 * type + 32u * (m->antecedent != RD_NONE) + 64u * (c->target.count > 0) +
           128u * c->has_count + 256u * m->plural;
}

/* How the target stands to the act word, by the frame of the lexicon. */
static void relation_features(const struct cl_reading *r, const struct cl_claim *c,
                              const struct cl_evidence *e, struct cl_features *out)
{
    const struct cl_view *v = &r->view;
    const struct cl_trigger *t = &r->triggers.items[e->trigger];
    if (e->target == RD_NONE)
        return;
    const struct cl_mention *m = &v->mentions[e->target];
    const struct cl_act_word *row = cl_act_row(v, t, (enum cl_act)c->act);
    enum cl_relation rel =
        m->sentence == c->sentence ? cl_relation_of(v, t->token, m->head) : CL_REL_NONE;
    uint64_t role = row && rel != CL_REL_NONE ? v->lex->frames[row->frame][rel] : CL_FRAME_NONE;
    uint64_t key = rel * 4u + role + (t->duration ? 1000u : 0u);
    cl_feature(out, W_RELATION, key);
    cl_feature(out, W_RELATION_ACT, key * 32 + c->act);
    cl_feature(out, W_RELATION_KIND, (key * 8 + m->kind) * 4 + e->target_rank);
}

void cl_claim_features(const struct cl_reading *r, size_t claim, struct cl_features *out)
{
    const struct cl_claim *c = &r->out->claims[claim];
    const struct cl_evidence *e = &r->evidence[claim];
    const struct cl_view *v = &r->view;
    const struct cl_trigger *t = &r->triggers.items[e->trigger];
    uint64_t act = c->act, shape = target_shape(r, c, e);
    uint64_t lemma = t->duration             ? 77
                     : t->heading != RD_NONE ? 78
                                             : cu_hash_str(v->d->tokens[t->token].lemma);
    uint64_t colour = c->modality * 4u + c->negated * 2u + c->state;
    uint64_t slots = (c->actor.count > 0) | (c->date.text.n > 0) << 1 | (c->term.text.n > 0) << 2 |
                     (c->charge.count > 0) << 3 | (c->attribution.text.n > 0) << 4 |
                     (c->place.text.n + c->from.text.n + c->to.text.n > 0) << 5;
    int64_t back =
        e->target == RD_NONE ? 9 : (int64_t)c->sentence - v->mentions[e->target].sentence;
    out->n = 0;
    relation_features(r, c, e, out);
    cl_feature(out, W_BIAS, 0);
    cl_feature(out, W_ACT, act);
    cl_feature(out, W_ACT_P, bin(e->act_p));
    cl_feature(out, W_NONE_P, bin(e->none_p));
    cl_feature(out, W_NONE_ACT, bin(e->none_p) * 32 + act);
    cl_feature(out, W_ACT_NONE, bin(e->act_p) * 16 + bin(e->none_p));
    cl_feature(out, W_TARGET_P, bin(e->target_p));
    cl_feature(out, W_ACT_TARGET, bin(e->target_p) * 32 + act);
    cl_feature(out, W_BOTH, (bin(e->target_p) * 16 + bin(e->act_p)) * 2 + (shape == 0));
    cl_feature(out, W_RANKS, e->act_rank * 4u + e->target_rank);
    cl_feature(out, W_SHAPE, shape);
    cl_feature(out, W_ACT_SHAPE, cu_hash2(shape, act));
    cl_feature(out, W_COLOUR, colour);
    cl_feature(out, W_ACT_COLOUR, colour * 32 + act);
    cl_feature(out, W_LEMMA, cu_hash2(lemma, act));
    cl_feature(out, W_LEMMA_P, cu_hash2(lemma, act * 16 + bin(e->act_p)));
    for (unsigned s = 0; s < 6; s++) {
        cl_feature(out, W_SLOTS, s * 2 + (slots >> s & 1));
        cl_feature(out, W_ACT_SLOTS, (s * 2 + (slots >> s & 1)) * 32 + act);
    }
    cl_feature(out, W_BACK, (uint64_t)(back > 4 ? 4 : back));
    cl_feature(out, W_ACT_BACK, cu_hash2(act, (uint64_t)(back > 4 ? 4 : back)));
    cl_feature(out, W_TOPIC, r->triggers.topic.justice * 16u + r->triggers.topic.density);
    cl_feature(out, W_TOPIC_P,
               (r->triggers.topic.justice * 16u + r->triggers.topic.density) * 16u + bin(e->act_p));
    cl_feature(out, W_KIND, v->d->sentences[c->sentence].kind * 32u + act);
    cl_feature(out, W_DURATION,
               t->duration + 2u * (t->listed >> act & 1) + 4u * (t->phrase != RD_NONE));
    rival_features(r, claim, out);
}

/* --- the report as a whole
 * ------------------------------------------------------------------------ */

static uint64_t few(size_t n)
{
    return n < 6 ? n : n < 10 ? 6 : n < 18 ? 7 : 8;
}

/* Its content words (each once), how many sure act words it has and on how many different acts. */
bool cl_report_features(const struct cl_reading *r, struct cl_features *out)
{
    const struct rd_document *d = r->view.d;
    struct cu_map seen;
    cu_map_init(&seen);
    out->n = 0;
    size_t sure = 0, likely = 0, words = d->token_count + 1;
    uint32_t acts = 0;
    for (size_t i = 0; i < r->out->claim_count; i++) {
        const struct cl_evidence *e = &r->evidence[i];
        if (e->act_rank || e->target_rank)
            continue;
        sure += e->act_p > 0.8f;
        likely += e->act_p > 0.5f;
        if (e->act_p > 0.6f)
            acts |= 1u << r->out->claims[i].act;
    }
    cl_feature(out, W_REPORT, 0);
    cl_feature(out, W_REPORT_SURE, few(sure));
    cl_feature(out, W_REPORT_SURE, 100 + few(likely * 100 / words));
    cl_feature(out, W_REPORT_SURE, 200 + few(sure * 100 / words));
    cl_feature(out, W_REPORT_ACTS, (uint64_t)__builtin_popcount(acts));
    bool fine = true;
    for (uint32_t t = 0; t < d->token_count && fine && out->n < CL_FEATURES_MAX; t++) {
        const struct rd_token *w = &d->tokens[t];
        bool content = w->upos == RD_NOUN || w->upos == RD_VERB || w->upos == RD_ADJ;
        if (!content || !d->sentences[w->sentence].analysed)
            continue;
        uint32_t *first = cu_map_put(&seen, w->lemma, t);
        fine = first != NULL;
        if (fine && *first == t)
            cl_feature(out, W_REPORT_WORD, cu_hash_str(w->lemma));
    }
    cu_map_fini(&seen);
    return fine;
}

/* --- selection -----------------------------------------------------------------------------------
 */

/* F1 on the tuning reports is highest about here. */
static const float keep_limit = 0.32f;

/* How much surer a claim must be in a report that seems to be about something else. */
static const float foreign_weight = 0.7f;
/* A shorter text says too little about what it is about. */
static const float report_words = 80;

/* Two readings of one word are weighed apart from each other and may seem alike; the phrase that
 * fits the word better is then meant. */
static const float first_choice = 0.3f;

static float merit(const struct cl_evidence *e)
{
    return e->p + (e->target_rank == 0 ? first_choice : 0);
}

/* A word that hardly carries the act must fit all the better in everything else. */
static const float doubtful_act = 0.3f, doubt = 0.2f;

/* One word carries one claim, its likeliest reading. */
static bool is_kept(const struct cl_reading *r, size_t claim, float limit)
{
    const struct cl_evidence *e = r->evidence;
    bool best = e[claim].p >= limit + (e[claim].act_p < doubtful_act ? doubt : 0);
    for (size_t k = claim; k > 0 && best && e[k - 1].trigger == e[claim].trigger; k--)
        best = merit(&e[k - 1]) < merit(&e[claim]);
    for (size_t k = claim + 1; k < r->out->claim_count && best && e[k].trigger == e[claim].trigger;
         k++)
        best = merit(&e[k]) <= merit(&e[claim]);
    return best;
}

bool cl_weigh(struct cl_reading *r)
{
    struct cl_result *o = r->out;
    struct cl_features f;
    float p[CL_CLASSES_MAX];
    if (!cl_report_features(r, &f))
        return false;
    cl_probabilities(&r->reader->models, CL_K_report, &f, 3, p);
    float words = (float)r->view.d->token_count;
    float limit =
        keep_limit + foreign_weight * p[1] * (words < report_words ? words / report_words : 1);
    for (size_t i = 0; i < o->claim_count; i++) {
        cl_claim_features(r, i, &f);
        cl_probabilities(&r->reader->models, CL_K_claim, &f, 3, p);
        r->evidence[i].p = o->claims[i].score = p[1];
    }
    size_t n = 0;
    for (size_t i = 0; i < o->claim_count; i++)
        o->claims[i].score = is_kept(r, i, limit) ? r->evidence[i].p : -1.0f;
    for (size_t i = 0; i < o->claim_count; i++)
        if (o->claims[i].score >= 0) {
            r->evidence[n] = r->evidence[i];
            o->claims[n++] = o->claims[i];
        }
    o->claim_count = n;
    return true;
}
