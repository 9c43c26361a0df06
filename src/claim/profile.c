/* SPDX-License-Identifier: Apache-2.0
 *
 * What a report says of each named person all in all: how often things are done to him, how often
 * he does them, whether he speaks or holds an office. Who is a prisoner in one sentence seldom is
 * the one who signs decrees in the next. See view.h.
 */
#include "claim/feature.h"

/* The frame of the first strong row of the act word, NULL: it has none. */
static const uint8_t *frame_of(const struct cl_view *v, uint32_t token)
{
    const struct rd_token *w = &v->d->tokens[token];
    const uint32_t *row = cu_map_get(&v->lex->by_word, w->lemma);
    for (uint32_t r = row ? *row : RD_NONE; r != RD_NONE; r = v->lex->acts[r].next)
        if (!v->lex->acts[r].weak && v->lex->acts[r].width == 1 &&
            (v->lex->acts[r].pos == CL_POS_NOUN) == (w->upos == RD_NOUN))
            return v->lex->frames[v->lex->acts[r].frame];
    return NULL;
}

static void note(uint8_t *count)
{
    *count += *count < 255;
}

static void profile_act(struct cl_view *v, uint32_t token)
{
    const uint8_t *frame = frame_of(v, token);
    uint32_t sentence = v->d->tokens[token].sentence;
    if (!frame)
        return;
    for (uint32_t m = v->first_mention_of[sentence]; m < v->first_mention_of[sentence + 1]; m++) {
        uint32_t c = v->mentions[m].person_chain;
        if (c == RD_NONE)
            continue;
        enum cl_relation rel = cl_relation_of(v, token, v->mentions[m].head);
        if (rel == CL_REL_NONE)
            continue;
        if (frame[rel] == CL_FRAME_TARGET)
            note(&v->chains[c].suffers);
        else if (frame[rel] == CL_FRAME_ACTOR)
            note(&v->chains[c].acts);
    }
}

void cl_profile(struct cl_view *v)
{
    const struct rd_document *d = v->d;
    for (uint32_t c = 0; c < v->chain_count; c++) {
        struct cl_chain *k = &v->chains[c];
        k->suffers = k->acts = k->speaks = 0;
        k->leader =
            k->type == RD_PER ? (uint8_t)cl_leader_of(v->lex, k->name, d->date) : CL_LEADER_NONE;
    }
    for (uint32_t t = 0; t < d->token_count; t++)
        if (d->sentences[d->tokens[t].sentence].analysed)
            profile_act(v, t);
    for (uint32_t m = 0; m < v->mention_count; m++) {
        const struct rd_token *h = &d->tokens[v->mentions[m].head];
        if (v->mentions[m].person_chain != RD_NONE && h->deprel == RD_DEP_nsubj &&
            h->head != RD_NONE && v->classes[h->head] >> CL_W_speech & 1)
            note(&v->chains[v->mentions[m].person_chain].speaks);
    }
}

static uint64_t few(uint8_t n)
{
    return n < 3 ? n : 3;
}

uint64_t cl_part_of(const struct cl_view *v, uint32_t chain)
{
    if (chain == RD_NONE)
        return 1u << 5;
    const struct cl_chain *c = &v->chains[chain];
    return few(c->suffers) | few(c->acts) << 2 | (uint64_t)(c->speaks > 0) << 4;
}

uint64_t cl_rank_of(const struct cl_view *v, uint32_t chain)
{
    if (chain == RD_NONE)
        return 1u << 3;
    return (uint64_t)v->chains[chain].official | (uint64_t)v->chains[chain].leader << 1;
}
