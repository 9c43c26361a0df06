/* SPDX-License-Identifier: Apache-2.0
 *
 * What a report shows of one person: the claims about him in their order, the words of the
 * sentences that name him, his part in the report. Features of the status classifier. See reader.h.
 */
#include <stdlib.h>

#include "claim/reader.h"

enum {
    P_BIAS = 6000,
    P_CLAIM,
    P_STATE,
    P_COUNT,
    P_DECIDING,
    P_DECIDING_PAIR,
    P_BY_CLAIMS,
    P_REPORT,
    P_PART,
    P_RANK,
    P_ROLE,
    P_PLACE,
    P_ACTS,
    P_WORD,
    P_WORD_LAST,
    P_WORD_NEAR,
    P_WORD_AT,
    P_HEAD
};

/* Scores in fifths. */
static uint64_t fifth(float p)
{
    return p <= 0 ? 0 : 1 + (uint64_t)(p * 4.99f);
}

static uint64_t few(uint64_t n)
{
    return n < 5 ? n : n < 9 ? 5 : 6;
}

/* --- the claims about him ----------------------------------------------------------------------
 */

enum { COLOURS = 3 }; /* asserted; promised, denied and the like; negated */

/* Claims that decide a status: in the report's order the first, the last and the one before it;
 * the latest by its date. NULL: there is none. */
struct deciding {
    const struct cl_claim *first, *last, *before, *latest;
    size_t claims, deciding, as_actor, as_speaker;
    float held; /* the surest claim that he sits */
    float most[CL_ACT_COUNT][COLOURS];
};

static bool is_later(const struct cl_claim *a, const struct cl_claim *b)
{
    return !b || cu_str_cmp(a->date.text, b->date.text) >= 0;
}

static void note_claim(const struct cl_view *v, const struct cl_claim *c, struct deciding *x)
{
    unsigned colour = c->negated ? 2 : c->modality != CL_asserted;
    if (c->score > x->most[c->act][colour])
        x->most[c->act][colour] = c->score;
    x->claims++;
    if (c->modality != CL_asserted)
        return;
    if (c->act == CL_ACT_detain && c->state && !c->negated && c->score > x->held)
        x->held = c->score;
    if (cl_status_after(v, c) == CL_STATUS_COUNT)
        return;
    x->deciding++;
    x->first = x->first ? x->first : c;
    x->before = x->last;
    x->last = c;
    if (c->date.text.n && is_later(c, x->latest))
        x->latest = c;
}

static struct deciding deciding_of(const struct cl_reading *r, struct cu_str name)
{
    struct deciding x = {0};
    for (size_t i = 0; i < r->out->claim_count; i++) {
        const struct cl_claim *c = &r->out->claims[i];
        if (cl_names_hold(&c->target, name))
            note_claim(&r->view, c, &x);
        x.as_actor += cl_names_hold(&c->actor, name);
        x.as_speaker += cu_str_eq(c->attribution.text, name);
    }
    return x;
}

static uint64_t told(const struct cl_view *v, const struct cl_claim *c)
{
    return c ? cl_status_after(v, c) : CL_STATUS_COUNT;
}

static void deciding_features(const struct cl_reading *r, const struct deciding *x,
                              uint64_t by_claims, struct cl_features *out)
{
    const struct cl_view *v = &r->view;
    const struct cl_claim *four[] = {x->last, x->first, x->before, x->latest};
    for (uint64_t k = 0; k < 4; k++) {
        const struct cl_claim *c = four[k];
        uint64_t status = told(v, c) * 4 + k;
        cl_feature(out, P_DECIDING, status);
        if (!c)
            continue;
        cl_feature(out, P_DECIDING, cu_hash2(status, fifth(c->score) + 10));
        cl_feature(out, P_DECIDING, cu_hash2(status, c->act + 100u));
        cl_feature(out, P_DECIDING, cu_hash2(status, c->state + 2u * (c->date.text.n > 0) + 200u));
    }
    uint64_t last = told(v, x->last), first = told(v, x->first), latest = told(v, x->latest);
    cl_feature(out, P_DECIDING_PAIR, last * 8 + first);
    cl_feature(out, P_DECIDING_PAIR, (last * 8 + latest) * 8 + by_claims + 100);
    cl_feature(out, P_BY_CLAIMS, by_claims);
    cl_feature(out, P_BY_CLAIMS, by_claims * 8 + few(x->deciding) + 100);
}

static void claim_features(const struct deciding *x, struct cl_features *out)
{
    for (uint64_t a = 0; a < CL_ACT_COUNT; a++)
        for (uint64_t c = 0; c < COLOURS; c++)
            if (x->most[a][c] > 0) {
                cl_feature(out, P_CLAIM, a * COLOURS + c);
                cl_feature(out, P_CLAIM, (a * COLOURS + c) * 8 + fifth(x->most[a][c]) + 1000);
            }
    cl_feature(out, P_STATE, fifth(x->held));
    cl_feature(out, P_COUNT, few(x->claims));
    cl_feature(out, P_COUNT, few(x->deciding) + 100);
    cl_feature(out, P_ACTS, few(x->as_actor));
    cl_feature(out, P_ACTS, few(x->as_speaker) + 100);
}

/* How much of what the report decides frees or holds people, named ones and others. */
static void report_features(const struct cl_reading *r, struct cl_features *out)
{
    uint64_t counts[CL_STATUS_COUNT][2] = {{0}}, all = 1;
    for (size_t i = 0; i < r->out->claim_count; i++) {
        const struct cl_claim *c = &r->out->claims[i];
        if (c->modality != CL_asserted)
            continue;
        uint8_t s = cl_status_after(&r->view, c);
        if (s == CL_STATUS_COUNT)
            continue;
        counts[s][c->target.count > 0]++;
        all++;
    }
    for (uint64_t s = 0; s < CL_STATUS_unknown; s++)
        for (uint64_t named = 0; named < 2; named++)
            cl_feature(out, P_REPORT, (s * 2 + named) * 16 + counts[s][named] * 5 / all);
    cl_feature(out, P_REPORT, few(all) + 1000);
}

/* --- the words around him -----------------------------------------------------------------------
 */

enum { NEAR = 4, BESIDE = 2 };

static bool plain_word(const struct rd_token *w)
{
    return w->upos != RD_PUNCT && w->upos != RD_PROPN && w->entity == RD_NONE &&
           w->value == RD_NONE;
}

static void sentence_words(const struct cl_view *v, uint32_t mention, bool last,
                           struct cl_features *out)
{
    const struct rd_document *d = v->d;
    const struct cl_mention *m = &v->mentions[mention];
    const struct rd_sentence *s = &d->sentences[m->sentence];
    for (uint32_t t = s->first; t < s->past; t++) {
        const struct rd_token *w = &d->tokens[t];
        uint64_t word = cu_hash_str(w->lower);
        int64_t far = t < m->first   ? (int64_t)t - m->first
                      : t >= m->past ? (int64_t)t - m->past + 1
                                     : 0;
        if (far >= -BESIDE && far <= BESIDE && far)
            cl_feature(out, P_WORD_AT, cu_hash2(word, (uint64_t)(far + BESIDE)));
        if (!plain_word(w))
            continue;
        cl_feature(out, P_WORD, word);
        if (last)
            cl_feature(out, P_WORD_LAST, word);
        if (far >= -NEAR && far <= NEAR)
            cl_feature(out, P_WORD_NEAR, word);
    }
}

/* The word he hangs on, how, and what that word is. */
static void head_features(const struct cl_view *v, uint32_t mention, struct cl_features *out)
{
    const struct rd_token *w = &v->d->tokens[v->mentions[mention].head];
    uint64_t head = w->head == RD_NONE ? 0 : cu_hash_str(v->d->tokens[w->head].lemma);
    cl_feature(out, P_HEAD, w->deprel);
    cl_feature(out, P_HEAD, cu_hash2(head, w->deprel));
}

static void word_features(const struct cl_view *v, uint32_t chain, struct cl_features *out)
{
    uint32_t last = RD_NONE;
    for (uint32_t m = 0; m < v->mention_count; m++)
        if (v->mentions[m].person_chain == chain && v->mentions[m].kind == CL_NAME)
            last = v->mentions[m].sentence;
    for (uint32_t m = 0; m < v->mention_count; m++)
        if (v->mentions[m].person_chain == chain && v->mentions[m].kind == CL_NAME) {
            sentence_words(v, m, v->mentions[m].sentence == last, out);
            head_features(v, m, out);
        }
}

static void part_features(const struct cl_view *v, uint32_t chain, uint64_t by_claims,
                          struct cl_features *out)
{
    const struct cl_chain *k = &v->chains[chain];
    uint64_t part = cl_part_of(v, chain), rank = cl_rank_of(v, chain);
    cl_feature(out, P_PART, part);
    cl_feature(out, P_PART, part * 8 + by_claims + 1000);
    cl_feature(out, P_RANK, rank);
    cl_feature(out, P_RANK, rank * 8 + by_claims + 1000);
    cl_feature(out, P_PLACE, few(k->mention_count));
    cl_feature(out, P_PLACE, few(v->mentions[k->first_mention].sentence) + 100);
    cl_feature(out, P_PLACE, few(v->d->sentence_count / 4) + 200);
    for (uint8_t i = 0; i < k->role_count; i++)
        cl_feature(out, P_ROLE, k->roles[i]);
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Each feature once, however often a word stands there. */
static void drop_repeats(struct cl_features *f)
{
    size_t n = 0;
    qsort(f->f, f->n, sizeof *f->f, by_value);
    for (size_t i = 0; i < f->n; i++)
        if (i == 0 || f->f[i] != f->f[i - 1])
            f->f[n++] = f->f[i];
    f->n = n;
}

void cl_status_features(const struct cl_reading *r, uint32_t chain, struct cl_features *out)
{
    struct cu_str name = r->view.chains[chain].name;
    struct deciding x = deciding_of(r, name);
    uint64_t by_claims = cl_status_by_claims(r, name);
    out->n = 0;
    cl_feature(out, P_BIAS, 0);
    claim_features(&x, out);
    deciding_features(r, &x, by_claims, out);
    report_features(r, out);
    part_features(&r->view, chain, by_claims, out);
    word_features(&r->view, chain, out);
    drop_repeats(out);
}
