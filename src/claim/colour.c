/* SPDX-License-Identifier: Apache-2.0
 *
 * How a clause colours its act: will, may, if, not, call for, deny; event or state. The features
 * look at the act word, its auxiliaries, and the words that govern it. See feature.h.
 */
#include <string.h>

#include "claim/feature.h"

#define BIT(id) ((uint64_t)1 << RD_DEP_##id)

enum {
    C_BIAS = 3000,
    C_LEMMA,
    C_FORM,
    C_POS,
    C_REL,
    C_ACT,
    C_AUX,
    C_ACT_AUX,
    C_NEG,
    C_GOVERNOR,
    C_GOVERNOR_CLASS,
    C_GOV_REL,
    C_MARK,
    C_CLASS_NEAR,
    C_NEAR,
    C_CHILD,
    C_CHILD_CLASS,
    C_SUBJECT,
    C_SENT_CLASS,
    C_QUOTE,
    C_FEATS,
    C_ACT_FEATS,
    C_GOV_AUX,
    C_GOV_NEG,
    C_DET,
    C_LEMMA_AUX,
    C_DATE,
    C_FUTURE,
    C_PREV,
    C_NEXT,
    C_PREV2,
    C_PASSIVE,
    C_VALUES,
    C_ACT_VALUES,
    C_CASE,
    C_TO,
    C_ACT_REL,
    C_LEMMA_REL,
    C_KIND,
    C_SENTWORD,
    C_AUXSET,
    C_BIGRAM
};

static uint64_t lemma_of(const struct cl_view *v, uint32_t token)
{
    return cu_hash_str(v->d->tokens[token].lemma);
}

static const uint32_t telling = 1u << CL_W_speech | 1u << CL_W_deny | 1u << CL_W_demand |
                                1u << CL_W_want | 1u << CL_W_promise | 1u << CL_W_possible |
                                1u << CL_W_condition | 1u << CL_W_negative | 1u << CL_W_schedule;

static void classes_features(struct cl_features *out, uint32_t id, uint32_t classes, uint64_t with)
{
    for (unsigned c = 0; c < CL_WORD_CLASSES; c++)
        if ((classes & telling) >> c & 1)
            cl_feature(out, id, cu_hash2(c, with));
}

/* Auxiliaries, negation and marks of one clause; `level` 0 is the act word itself. */
static void clause_features(const struct cl_view *v, uint32_t token, uint64_t act, uint64_t level,
                            struct cl_features *out)
{
    const struct rd_document *d = v->d;
    uint64_t set = 3;
    for (uint32_t c = v->child[token]; c != RD_NONE; c = v->sibling[c]) {
        const struct rd_token *k = &d->tokens[c];
        uint64_t h = lemma_of(v, c);
        switch (k->deprel) {
        case RD_DEP_aux:
        case RD_DEP_aux_pass:
        case RD_DEP_cop:
            cl_feature(out, C_AUX, cu_hash2(cu_hash_str(k->lower), level));
            cl_feature(out, C_ACT_AUX, cu_hash2(cu_hash2(h, level), act));
            set = cu_hash2(set, cu_hash_str(k->lower));
            break;
        case RD_DEP_mark:
        case RD_DEP_case:
            cl_feature(out, C_MARK, cu_hash2(h, level));
            cl_feature(out, C_MARK, cu_hash2(cu_hash2(h, level), d->tokens[token].upos));
            break;
        case RD_DEP_advmod:
        case RD_DEP_det:
        case RD_DEP_amod:
            cl_feature(out, C_CHILD, cu_hash2(h, level));
            break;
        default:
            break;
        }
        if (v->classes[c] >> CL_W_negative & 1 && k->upos != RD_VERB && k->upos != RD_NOUN) {
            cl_feature(out, C_NEG, level);
            cl_feature(out, C_NEG, cu_hash2(act, level));
            set = cu_hash2(set, 9);
        }
        if (k->deprel == RD_DEP_nsubj || k->deprel == RD_DEP_nsubj_pass) {
            bool none = v->classes[c] >> CL_W_negative & 1;
            for (uint32_t g = v->child[c]; g != RD_NONE; g = v->sibling[g])
                none = none ||
                       (d->tokens[g].deprel == RD_DEP_det && v->classes[g] >> CL_W_negative & 1);
            cl_feature(out, C_SUBJECT, cu_hash2(none, level));
        }
        if (level == 0)
            classes_features(out, C_CHILD_CLASS, v->classes[c], k->deprel);
    }
    cl_feature(out, C_AUXSET, cu_hash2(set, level));
    cl_feature(out, C_AUXSET, cu_hash2(cu_hash2(set, level), act));
    cl_feature(out, C_FEATS, cu_hash2(d->tokens[token].feats, level));
}

static void governor_features(const struct cl_view *v, uint32_t token, uint64_t act,
                              struct cl_features *out)
{
    const struct rd_document *d = v->d;
    uint32_t at = token;
    for (uint64_t level = 1; level <= 4 && d->tokens[at].head != RD_NONE; level++) {
        uint8_t rel = d->tokens[at].deprel;
        at = d->tokens[at].head;
        uint64_t h = lemma_of(v, at);
        cl_feature(out, C_GOVERNOR, cu_hash2(h, level > 1));
        cl_feature(out, C_GOV_REL, cu_hash2(h, rel));
        cl_feature(out, C_GOV_REL, cu_hash2(cu_hash2(h, rel), act));
        classes_features(out, C_GOVERNOR_CLASS, v->classes[at], rel);
        classes_features(out, C_GOVERNOR_CLASS, v->classes[at], 100 + level);
        if (d->tokens[at].upos == RD_VERB || d->tokens[at].upos == RD_NOUN || level == 1)
            clause_features(v, at, act, level, out);
    }
}

static void near_features(const struct cl_view *v, uint32_t token, struct cl_features *out)
{
    const struct rd_document *d = v->d;
    const struct rd_sentence *s = &d->sentences[d->tokens[token].sentence];
    uint32_t all = 0;
    int quotes = 0;
    for (uint32_t t = s->first; t < s->past; t++) {
        const struct rd_token *w = &d->tokens[t];
        all |= v->classes[t];
        if (t < token && w->upos == RD_PUNCT &&
            (cu_str_is(w->lower, "\"") || cu_str_is(w->lower, "\xe2\x80\x9c") ||
             cu_str_is(w->lower, "\xe2\x80\x9d")))
            quotes++;
        int64_t far = (int64_t)t - token;
        if (far != 0 && far >= -6 && far <= 5) {
            uint64_t side = far < -3 ? 1 : far < 0 ? 2 : far < 3 ? 3 : 4;
            classes_features(out, C_CLASS_NEAR, v->classes[t], side);
            if (v->classes[t] & telling)
                cl_feature(out, C_NEAR, cu_hash2(cu_hash_str(w->lower), side));
        }
        if (v->classes[t] & telling)
            cl_feature(out, C_SENTWORD, cu_hash2(lemma_of(v, t), far > 0));
    }
    classes_features(out, C_SENT_CLASS, all, 0);
    cl_feature(out, C_QUOTE, quotes & 1);
    cl_feature(out, C_KIND, s->kind);
    uint64_t near[3] = {0};
    for (uint32_t k = 1; k <= 3; k++)
        if (token >= s->first + k)
            near[k - 1] = lemma_of(v, token - k);
    cl_feature(out, C_PREV, near[0]);
    cl_feature(out, C_PREV2, near[1]);
    cl_feature(out, C_BIGRAM, cu_hash2(near[0], near[1]));
    cl_feature(out, C_BIGRAM, cu_hash2(cu_hash2(near[0], near[1]), near[2]));
    if (token + 1 < s->past)
        cl_feature(out, C_NEXT, lemma_of(v, token + 1));
}

/* A date after the report's day makes a promise or a schedule of the act. */
static void time_features(const struct cl_view *v, uint32_t token, uint64_t act,
                          struct cl_features *out)
{
    const struct rd_document *d = v->d;
    const struct rd_sentence *s = &d->sentences[d->tokens[token].sentence];
    unsigned kinds = 0;
    bool future = false, since = false;
    for (uint32_t t = s->first; t < s->past; t++) {
        if (d->tokens[t].value == RD_NONE)
            continue;
        const struct rd_value *x = &d->values[d->tokens[t].value];
        kinds |= 1u << x->kind;
        if (x->kind != RD_DATE || !x->text.n || !d->date.n)
            continue;
        size_t n = x->text.n < d->date.n ? x->text.n : d->date.n;
        future = future || memcmp(x->text.p, d->date.p, n) > 0;
        since = since || x->preposition == RD_SINCE;
    }
    cl_feature(out, C_FUTURE, cu_hash2(future, act));
    cl_feature(out, C_FUTURE, future + 2u * since);
    cl_feature(out, C_DATE, cu_hash2(since, act));
    for (unsigned k = 0; k < 8; k++)
        if (kinds >> k & 1)
            cl_feature(out, C_ACT_VALUES, cu_hash2(act, k));
}

void cl_colour_features(const struct cl_view *v, const struct cl_triggers *all, uint32_t trigger,
                        enum cl_act act, struct cl_features *out)
{
    const struct cl_trigger *t = &all->items[trigger];
    const struct rd_token *w = &v->d->tokens[t->token];
    uint64_t lemma = t->duration ? 77 : t->heading != RD_NONE ? 78 : lemma_of(v, t->token);
    out->n = 0;
    cl_feature(out, C_BIAS, 0);
    cl_feature(out, C_ACT, act);
    cl_feature(out, C_LEMMA, lemma);
    cl_feature(out, C_LEMMA, cu_hash2(lemma, act));
    cl_feature(out, C_FORM, cu_hash_str(w->lower));
    cl_feature(out, C_POS, cu_hash2(w->upos, act));
    cl_feature(out, C_ACT_REL, cu_hash2(w->deprel, act));
    cl_feature(out, C_LEMMA_REL, cu_hash2(w->deprel, lemma));
    cl_feature(out, C_ACT_FEATS, cu_hash2(w->feats, act));
    cl_feature(out, C_PASSIVE, cu_hash2(cl_is_passive(v, t->token), act));
    clause_features(v, t->token, act, 0, out);
    governor_features(v, t->token, act, out);
    near_features(v, t->token, out);
    time_features(v, t->token, act, out);
}
