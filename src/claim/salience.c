/* SPDX-License-Identifier: Apache-2.0
 *
 * How present a person is in the reader's mind: features by which a trained classifier chooses whom
 * "he" or "the pastor" stands for, and whom an act without a named target was done to.
 */
#include "claim/feature.h"

#define BIT(id) ((uint64_t)1 << RD_DEP_##id)

enum {
    S_BIAS = 4000,
    S_BACK,
    S_RANK,
    S_MANY,
    S_ROLE,
    S_BACK_ROLE,
    S_FIRST,
    S_MOST,
    S_RANK_FIRST,
    S_PARAGRAPH,
    S_ACT,
    S_RANK_ACT,
    S_TITLE,
    S_TITLE_RANK,
    S_SPEAKER,
    S_KIND,
    S_NEAR,
    S_RANK_BACK,
    S_CONJ,
    S_HEADLINE,
    S_RANK_MOST,
    S_PROFILE,
    S_PROFILE_RANK,
    S_PROFILE_BACK,
    A_WORD,
    A_WORD_RANK,
    A_GENDER,
    A_WORD_ROLE,
    A_CLAUSE,
    A_ROLES,
    A_OWN_PART,
    A_NOBODY,
    A_ROLES_RANK,
    A_MATCH,
    A_LEMMA,
    A_LEMMA_MATCH,
    A_SUBJECT_SUBJECT,
    A_ABOVE,
    A_GENDER_BACK
};

/* Chain of a single person, or the mention itself marked as unnamed. */
static uint64_t identity(const struct cl_view *v, uint32_t mention)
{
    uint32_t c = v->mentions[mention].person_chain;
    return c != RD_NONE ? c : (uint64_t)1 << 40 | mention;
}

static bool single_person(const struct cl_mention *m)
{
    if (m->person_chain != RD_NONE)
        return true;
    return m->person && !m->plural && m->kind == CL_NOMINAL && m->chain == RD_NONE &&
           m->antecedent == RD_NONE && m->alias == RD_NONE;
}

size_t cl_people_before(const struct cl_view *v, uint32_t token, uint32_t *out)
{
    uint32_t sentence = v->d->tokens[token].sentence, m = v->first_mention_of[sentence + 1];
    uint64_t seen[CL_PEOPLE_MAX];
    size_t n = 0;
    while (m > 0 && v->mentions[m - 1].head >= token)
        m--;
    while (m-- > 0 && n < CL_PEOPLE_MAX) {
        const struct cl_mention *o = &v->mentions[m];
        if (sentence - o->sentence > CL_PEOPLE_SENTENCES)
            break;
        if (!single_person(o))
            continue;
        uint64_t id = identity(v, m);
        size_t k = 0;
        while (k < n && seen[k] != id)
            k++;
        if (k < n)
            continue;
        seen[n] = id;
        out[n++] = m;
    }
    return n;
}

static uint64_t steps(uint64_t n)
{
    return n < 4 ? n : n < 6 ? 4 : n < 10 ? 5 : 6;
}

/* Words that are listed as acts and govern the mention: it is somebody things are done to. */
static bool acted_on(const struct cl_view *v, const struct cl_mention *m)
{
    const struct rd_token *t = &v->d->tokens[m->head];
    if (t->head == RD_NONE)
        return false;
    const uint32_t *row = cu_map_get(&v->lex->by_word, v->d->tokens[t->head].lemma);
    for (uint32_t r = row ? *row : RD_NONE; r != RD_NONE; r = v->lex->acts[r].next)
        if (!v->lex->acts[r].weak)
            return (BIT(obj) | BIT(nsubj_pass) | BIT(nmod) | BIT(nmod_poss)) >> t->deprel & 1;
    return false;
}

static bool speaks(const struct cl_view *v, const struct cl_mention *m)
{
    const struct rd_token *t = &v->d->tokens[m->head];
    return t->head != RD_NONE && t->deprel == RD_DEP_nsubj &&
           v->classes[t->head] >> CL_W_speech & 1;
}

static uint32_t mentions_so_far(const struct cl_view *v, uint32_t token, uint32_t chain)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->mention_count && v->mentions[i].head < token; i++)
        n += v->mentions[i].person_chain == chain;
    return n;
}

/* The chain with most mentions before the token. */
static bool is_most_mentioned(const struct cl_view *v, uint32_t chain)
{
    for (uint32_t c = 0; c < v->chain_count; c++)
        if (v->chains[c].type == RD_PER &&
            v->chains[c].mention_count > v->chains[chain].mention_count)
            return false;
    return true;
}

static bool is_first_person(const struct cl_view *v, uint32_t chain)
{
    for (uint32_t c = 0; c < chain; c++)
        if (v->chains[c].type == RD_PER)
            return false;
    return true;
}

void cl_salience_features(const struct cl_view *v, uint32_t token, uint32_t candidate, size_t rank,
                          struct cl_features *out)
{
    const struct rd_document *d = v->d;
    const struct cl_mention *o = &v->mentions[candidate];
    const struct rd_token *h = &d->tokens[o->head];
    uint64_t back = steps(d->tokens[token].sentence - o->sentence), r = steps(rank);
    uint64_t many = 0;
    bool first = false, most = false;
    if (o->person_chain != RD_NONE) {
        many = steps(mentions_so_far(v, token, o->person_chain));
        first = is_first_person(v, o->person_chain);
        most = is_most_mentioned(v, o->person_chain);
    }
    bool act = acted_on(v, o);
    uint64_t title = 0;
    if (o->person_chain != RD_NONE) {
        const struct cl_chain *c = &v->chains[o->person_chain];
        for (uint8_t i = 0; i < c->role_count; i++)
            cl_feature(out, S_TITLE, c->roles[i]);
        title = c->role_count ? c->roles[0] : 1;
    }
    cl_feature(out, S_TITLE_RANK, cu_hash2(title, rank > 0));
    cl_feature(out, S_BIAS, 0);
    cl_feature(out, S_BACK, back);
    cl_feature(out, S_RANK, r);
    cl_feature(out, S_RANK_BACK, r * 16 + back);
    cl_feature(out, S_MANY, many * 8 + back);
    cl_feature(out, S_ROLE, h->deprel);
    cl_feature(out, S_BACK_ROLE, cu_hash2(back, h->deprel));
    cl_feature(out, S_FIRST, first);
    cl_feature(out, S_MOST, most);
    cl_feature(out, S_RANK_FIRST, r * 2 + first);
    cl_feature(out, S_RANK_MOST, (r * 2 + most) * 8 + back);
    cl_feature(out, S_PARAGRAPH,
               d->sentences[o->sentence].paragraph ==
                   d->sentences[d->tokens[token].sentence].paragraph);
    cl_feature(out, S_ACT, act);
    cl_feature(out, S_RANK_ACT, r * 2 + act);
    cl_feature(out, S_SPEAKER, speaks(v, o) * 8u + back);
    cl_feature(out, S_KIND, o->kind + 8u * (o->person_chain != RD_NONE));
    cl_feature(out, S_CONJ, o->next != RD_NONE || o->leader != candidate);
    uint64_t profile[] = {cl_part_of(v, o->person_chain), 100 + cl_rank_of(v, o->person_chain)};
    for (size_t i = 0; i < sizeof profile / sizeof *profile; i++) {
        cl_feature(out, S_PROFILE, profile[i]);
        cl_feature(out, S_PROFILE_RANK, profile[i] * 8 + r);
        cl_feature(out, S_PROFILE_BACK, profile[i] * 8 + back);
    }
    cl_feature(out, S_HEADLINE, d->sentences[o->sentence].kind);
}

void cl_antecedent_features(const struct cl_view *v, uint32_t mention, uint32_t candidate,
                            size_t rank, struct cl_features *out)
{
    const struct rd_document *d = v->d;
    const struct cl_mention *m = &v->mentions[mention], *o = &v->mentions[candidate];
    const struct rd_token *t = &d->tokens[m->head], *h = &d->tokens[o->head];
    uint8_t gender = o->gender;
    if (o->person_chain != RD_NONE && v->chains[o->person_chain].gender)
        gender = v->chains[o->person_chain].gender;
    uint64_t word = m->kind == CL_PRONOUN ? cu_hash_str(t->lower) : 1;
    uint64_t back = steps(m->sentence - o->sentence), r = steps(rank);
    out->n = 0;
    cl_salience_features(v, m->head, candidate, rank, out);
    cl_feature(out, A_WORD, cu_hash2(word, back));
    cl_feature(out, A_WORD_RANK, cu_hash2(word, r));
    cl_feature(out, A_GENDER, m->gender * 4u + gender);
    cl_feature(out, A_GENDER_BACK, (m->gender * 4u + gender) * 8 + back);
    cl_feature(out, A_WORD_ROLE, cu_hash2(word, cu_hash2(t->deprel, h->deprel)));
    cl_feature(out, A_SUBJECT_SUBJECT, cu_hash2(cu_hash2(t->deprel, h->deprel), back));
    cl_feature(out, A_CLAUSE,
               back == 0 && t->head == h->head && t->head != RD_NONE
                   ? cu_hash2(word, cu_hash2(t->deprel, h->deprel))
                   : 0);
    cl_feature(out, A_ABOVE,
               back == 0 && h->head != RD_NONE
                   ? cl_above(v, h->head, m->head) * 2u + (o->next != RD_NONE)
                   : 9);
    uint64_t own = acted_on(v, m) + 2u * speaks(v, m) + 4u * (t->deprel == RD_DEP_nsubj_pass) +
                   8u * (t->deprel == RD_DEP_nsubj) + 16u * (t->deprel == RD_DEP_obj);
    cl_feature(out, A_OWN_PART, own * 64 + cl_part_of(v, o->person_chain));
    cl_feature(out, A_OWN_PART, own * 64 + cl_rank_of(v, o->person_chain) + 4096);
    cl_feature(out, A_OWN_PART, cu_hash2(own * 64 + cl_part_of(v, o->person_chain), r + 100));
    if (m->kind != CL_PRONOUN) {
        uint64_t lemma = cu_hash_str(t->lemma);
        bool match = false;
        if (o->person_chain != RD_NONE)
            for (uint8_t i = 0; i < v->chains[o->person_chain].role_count; i++)
                match = match || v->chains[o->person_chain].roles[i] == lemma;
        bool same = o->person_chain == RD_NONE && cu_str_eq(t->lemma, h->lemma);
        cl_feature(out, A_MATCH, match + 2u * same);
        cl_feature(out, A_ROLES_RANK, (match + 2u * same) * 8u + r);
        cl_feature(out, A_LEMMA, lemma);
        cl_feature(out, A_LEMMA_MATCH, cu_hash2(lemma, cu_hash2(r, match)));
        cl_feature(out, A_ROLES,
                   o->person_chain != RD_NONE && v->chains[o->person_chain].role_count ? 1u + match
                                                                                       : 0u);
    }
}

void cl_nobody_before_features(const struct cl_view *v, uint32_t mention, size_t people,
                               struct cl_features *out)
{
    const struct cl_mention *m = &v->mentions[mention];
    const struct rd_token *t = &v->d->tokens[m->head];
    uint64_t word = m->kind == CL_PRONOUN ? cu_hash_str(t->lower) : cu_hash_str(t->lemma);
    out->n = 0;
    cl_feature(out, A_NOBODY, m->kind);
    cl_feature(out, A_NOBODY, word + 1);
    cl_feature(out, A_NOBODY, cu_hash2(word, people < 4 ? people : 4));
    cl_feature(out, A_NOBODY, cu_hash2(m->kind * 8u + (people < 4 ? people : 4), t->deprel));
}
