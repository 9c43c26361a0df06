/* SPDX-License-Identifier: Apache-2.0
 *
 * What a phrase or a date is to an act word: its relation by the frame, and the features of the
 * pair. See feature.h.
 */
#include <string.h>

#include "claim/feature.h"

#define BIT(id) ((uint64_t)1 << RD_DEP_##id)

/* --- relation -------------------------------------------------------------------------------- */

static enum cl_relation by_case(struct cu_str mark, bool noun)
{
    if (cu_str_is(mark, "of"))
        return CL_REL_OF;
    if (cu_str_is(mark, "by"))
        return CL_REL_AGENT;
    if (cu_str_is(mark, "with") || cu_str_is(mark, "between"))
        return CL_REL_WITH;
    if (cu_str_is(mark, "to"))
        return CL_REL_TO;
    if (cu_str_is(mark, "against") || cu_str_is(mark, "on"))
        return CL_REL_AGAINST;
    return noun && cu_str_is(mark, "for") ? CL_REL_OF : CL_REL_NONE;
}

/* Relation of a direct dependent. */
static enum cl_relation direct(const struct cl_view *v, uint32_t act, uint32_t dependent)
{
    const struct rd_token *t = &v->d->tokens[dependent];
    bool noun = v->d->tokens[act].upos == RD_NOUN;
    switch (t->deprel) {
    case RD_DEP_nsubj:
    case RD_DEP_nsubj_outer:
        return cl_is_passive(v, act) ? CL_REL_PASSIVE : CL_REL_SUBJECT;
    case RD_DEP_nsubj_pass:
        return CL_REL_PASSIVE;
    case RD_DEP_obj:
        return CL_REL_OBJECT;
    case RD_DEP_iobj:
        return CL_REL_RECIPIENT;
    case RD_DEP_obl_agent:
        return CL_REL_AGENT;
    case RD_DEP_nmod_poss:
        return CL_REL_POSSESSIVE;
    case RD_DEP_compound:
    case RD_DEP_amod:
    case RD_DEP_nmod_desc:
        return noun ? CL_REL_MODIFIER : CL_REL_NONE;
    case RD_DEP_obl:
    case RD_DEP_nmod:
        return by_case(cl_case_of(v, dependent), noun);
    default:
        return CL_REL_NONE;
    }
}

/* The head of the coordination that the phrase belongs to. */
static uint32_t first_conjunct(const struct cl_view *v, uint32_t token)
{
    uint32_t m = v->mention_at[token];
    if (m != RD_NONE)
        token = v->mentions[v->mentions[m].leader].head;
    for (int step = 0; step < 40; step++) {
        const struct rd_token *t = &v->d->tokens[token];
        if ((t->deprel != RD_DEP_conj && t->deprel != RD_DEP_appos) || t->head == RD_NONE ||
            v->mention_at[t->head] == RD_NONE)
            return token;
        token = t->head;
    }
    return token;
}

enum cl_relation cl_relation_of(const struct cl_view *v, uint32_t act, uint32_t phrase)
{
    const struct rd_document *d = v->d;
    uint32_t head = first_conjunct(v, phrase);
    if (d->tokens[head].head == act)
        return direct(v, act, head);
    /* "the man arrested in May", "the jailed editor": the noun above is what is acted on */
    const struct rd_token *a = &d->tokens[act];
    if (a->head == head && (a->deprel == RD_DEP_acl || a->deprel == RD_DEP_amod))
        return a->feats & RD_F_GER || (a->feats & RD_F_PRES && a->deprel == RD_DEP_acl)
                   ? CL_REL_SUBJECT
                   : CL_REL_PASSIVE;
    /* shared subject: "was arrested, beaten and released", "refused to free" */
    uint32_t up = act;
    for (int step = 0; step < 6; step++) {
        const struct rd_token *u = &d->tokens[up];
        if (cl_child_of(v, up, BIT(nsubj) | BIT(nsubj_pass)) != RD_NONE || u->head == RD_NONE)
            break;
        if (u->deprel != RD_DEP_conj && u->deprel != RD_DEP_xcomp && u->deprel != RD_DEP_advcl)
            break;
        up = u->head;
        if (d->tokens[head].head != up)
            continue;
        enum cl_relation r = direct(v, up, head);
        if (r == CL_REL_SUBJECT || r == CL_REL_PASSIVE)
            return cl_is_passive(v, act) ? CL_REL_PASSIVE : CL_REL_SUBJECT;
        if (r == CL_REL_OBJECT && u->deprel == RD_DEP_xcomp)
            return cl_is_passive(v, act) ? CL_REL_PASSIVE : CL_REL_SUBJECT;
    }
    return CL_REL_NONE;
}

/* --- path ------------------------------------------------------------------------------------- */

enum { PATH_MAX_UP = 8 };

struct path {
    uint8_t up[PATH_MAX_UP], down[PATH_MAX_UP];
    size_t ups, downs;
    bool found;
    uint32_t top;
};

static void find_path(const struct rd_document *d, uint32_t from, uint32_t to, struct path *p)
{
    *p = (struct path){.top = RD_NONE};
    uint32_t above[PATH_MAX_UP + 1];
    size_t n = 0;
    for (uint32_t t = from; t != RD_NONE && n <= PATH_MAX_UP; t = d->tokens[t].head)
        above[n++] = t;
    uint32_t t = to;
    while (t != RD_NONE) {
        for (size_t i = 0; i < n; i++)
            if (above[i] == t) {
                p->ups = i;
                for (size_t k = 0; k < i; k++)
                    p->up[k] = d->tokens[above[k]].deprel;
                p->found = true;
                p->top = t;
                return;
            }
        if (p->downs == PATH_MAX_UP)
            return;
        p->down[p->downs++] = d->tokens[t].deprel;
        t = d->tokens[t].head;
    }
}

/* The head of the phrase that stands for the pair's: the first of its series. */
static uint32_t leader_of(const struct cl_view *v, const struct cl_pair *pair)
{
    return pair->mention == RD_NONE ? pair->head
                                    : v->mentions[v->mentions[pair->mention].leader].head;
}

static uint64_t path_hash(const struct path *p, bool skip_conj)
{
    if (!p->found)
        return 1;
    uint64_t h = 7;
    for (size_t i = 0; i < p->ups; i++)
        if (!skip_conj || p->up[i] != RD_DEP_conj)
            h = cu_hash2(h, p->up[i]);
    h = cu_hash2(h, 1000);
    for (size_t i = p->downs; i-- > 0;)
        if (!skip_conj || (p->down[i] != RD_DEP_conj && p->down[i] != RD_DEP_appos))
            h = cu_hash2(h, p->down[i]);
    return h;
}

/* --- features ------------------------------------------------------------------------------- */

enum {
    P_BIAS = 2000,
    P_REL,
    P_ROLE,
    P_ACT_ROLE,
    P_ACT_REL,
    P_LEMMA_REL,
    P_PATH,
    P_PATH_SHORT,
    P_ACT_PATH,
    P_LEMMA_PATH,
    P_KIND,
    P_ACT_KIND,
    P_ROLE_KIND,
    P_CASE,
    P_ACT_CASE,
    P_LEMMA_CASE,
    P_CASE_KIND,
    P_HEAD,
    P_ACT_HEAD,
    P_DISTANCE,
    P_BETWEEN,
    P_NEAREST,
    P_CLASS,
    P_ACT_CLASS,
    P_BEFORE,
    P_SENTENCE,
    P_BACK_KIND,
    P_NOTHING,
    P_SPEAKER,
    P_UPTOP,
    P_UPPER,
    P_PREP,
    P_ORDER,
    P_DEPREL,
    P_PASSIVE,
    P_COUNTED,
    P_LABEL,
    P_SALIENT,
    P_HEADLEMMA,
    P_FIRST,
    P_SUBJECT_FILLED,
    P_POSREL,
    P_TITLE,
    P_ACT_TITLE,
    P_TITLE_REL,
    P_PARTITIVE,
    P_ROLE_PART,
    P_PROFILE,
    P_ACT_PROFILE,
    P_ROLE_PROFILE,
    P_NOBODY
};

static uint64_t mention_kind(const struct cl_view *v, uint32_t mention)
{
    const struct cl_mention *m = &v->mentions[mention];
    uint64_t type = m->chain != RD_NONE ? v->chains[m->chain].type : 7;
    uint32_t c = v->classes[m->head];
    uint64_t official = (c >> CL_W_body & 1) | (c >> CL_W_official & 1) << 1;
    return m->kind + 4 * type + 32u * m->person + 64u * m->plural + 128u * official +
           512u * (m->antecedent != RD_NONE);
}

static int bucket(int64_t n)
{
    int64_t a = n < 0 ? -n : n;
    int b = a < 3 ? (int)a : a < 5 ? 3 : a < 8 ? 4 : a < 13 ? 5 : a < 20 ? 6 : 7;
    return n < 0 ? -b : b;
}

/* Act words, and phrases of people, that stand between the two. */
static void between(const struct cl_view *v, const struct cl_triggers *all, uint32_t a, uint32_t b,
                    uint32_t *acts, uint32_t *people)
{
    uint32_t lo = a < b ? a : b, hi = a < b ? b : a;
    *acts = *people = 0;
    for (uint32_t t = lo + 1; t < hi; t++) {
        if (all->at_token[t] != RD_NONE && all->items[all->at_token[t]].act != CL_ACT_COUNT)
            ++*acts;
        uint32_t m = v->mention_at[t];
        if (m != RD_NONE && v->mentions[m].person)
            ++*people;
    }
}

/* Whether the phrase is the subject of a verb of speech ("officials said"). */
static bool is_speaker(const struct cl_view *v, uint32_t head)
{
    const struct rd_token *t = &v->d->tokens[first_conjunct(v, head)];
    if (t->head == RD_NONE)
        return false;
    if (t->deprel == RD_DEP_nsubj)
        return v->classes[t->head] >> CL_W_speech & 1;
    return cu_str_is(cl_case_of(v, head), "according") || cu_str_is(cl_case_of(v, head), "to") ||
           cu_str_is(cl_case_of(v, head), "per");
}

enum cl_partitive cl_partitive_of(const struct cl_view *v, const struct cl_mention *m)
{
    uint32_t of = cl_child(v, m->head, RD_DEP_nmod);
    if (m->value != RD_NONE && of != RD_NONE && cu_str_is(cl_case_of(v, of), "of"))
        return CL_PART;
    if (!cu_str_is(cl_case_of(v, m->head), "of"))
        return CL_UNDIVIDED;
    const struct rd_token *t = &v->d->tokens[m->head];
    if (t->head != RD_NONE && v->mention_at[t->head] != RD_NONE &&
        v->mentions[v->mention_at[t->head]].value != RD_NONE)
        return CL_WHOLE_BEHIND;
    if (m->first > 0 && m->first <= v->d->sentences[m->sentence].first + 1)
        for (uint32_t k = v->first_mention_of[m->sentence];
             k < v->first_mention_of[m->sentence + 1]; k++)
            if (v->mentions[k].head > m->head && v->mentions[k].value != RD_NONE)
                return CL_WHOLE_FIRST;
    return CL_UNDIVIDED;
}

static void mention_features(const struct cl_view *v, const struct cl_pair *pair, uint64_t act,
                             uint64_t role, struct cl_features *out)
{
    const struct cl_mention *m = &v->mentions[pair->mention];
    const struct rd_token *h = &v->d->tokens[m->head];
    uint64_t kind = mention_kind(v, pair->mention), lemma = cu_hash_str(h->lemma);
    cl_feature(out, P_KIND, kind);
    cl_feature(out, P_ACT_KIND, cu_hash2(act, kind));
    cl_feature(out, P_ROLE_KIND, cu_hash2(role, kind));
    if (m->kind != CL_NAME) {
        cl_feature(out, P_HEAD, lemma);
        cl_feature(out, P_ACT_HEAD, cu_hash2(act, lemma));
    }
    uint32_t classes = v->classes[m->head];
    for (unsigned c = 0; c < CL_WORD_CLASSES; c++)
        if (classes >> c & 1) {
            cl_feature(out, P_CLASS, c);
            cl_feature(out, P_ACT_CLASS, cu_hash2(act, c));
        }
    cl_feature(out, P_COUNTED, (m->value != RD_NONE) + 2u * m->definite + 4u * m->remainder);
    cl_feature(out, P_SPEAKER, cu_hash2(is_speaker(v, m->head), act));
    cl_feature(out, P_SPEAKER, is_speaker(v, m->head));
    uint64_t part = cl_partitive_of(v, m);
    cl_feature(out, P_PARTITIVE, part);
    cl_feature(out, P_ROLE_PART, part * 4u + role);
    uint64_t title = 0;
    if (m->person_chain != RD_NONE) {
        const struct cl_chain *c = &v->chains[m->person_chain];
        for (uint8_t i = 0; i < c->role_count; i++)
            cl_feature(out, P_TITLE, c->roles[i]);
        title = c->role_count ? c->roles[0] : 1;
    }
    uint64_t profile[] = {cl_part_of(v, m->person_chain), 100 + cl_rank_of(v, m->person_chain)};
    for (size_t i = 0; i < sizeof profile / sizeof *profile; i++) {
        cl_feature(out, P_PROFILE, profile[i]);
        cl_feature(out, P_ACT_PROFILE, cu_hash2(act, profile[i]));
        cl_feature(out, P_ROLE_PROFILE, cu_hash2(role, profile[i]));
    }
    cl_feature(out, P_ACT_TITLE, cu_hash2(act, title));
    cl_feature(out, P_TITLE_REL, cu_hash2(role, title));
    if (m->chain != RD_NONE) {
        uint32_t many = v->chains[m->chain].mention_count;
        cl_feature(out, P_SALIENT, cu_hash2(many < 4 ? many : 4, v->chains[m->chain].type));
    }
}

void cl_pair_features(const struct cl_view *v, const struct cl_triggers *all,
                      const struct cl_pair *pair, struct cl_features *out)
{
    const struct rd_document *d = v->d;
    const struct cl_trigger *t = &all->items[pair->trigger];
    const struct rd_token *w = &d->tokens[t->token], *h = &d->tokens[pair->head];
    uint64_t act = pair->act, lemma = t->duration             ? 77
                                      : t->heading != RD_NONE ? 78
                                                              : cu_hash_str(w->lemma);
    int64_t back = (int64_t)w->sentence - h->sentence;
    out->n = 0;
    cl_feature(out, P_BIAS, act);
    cl_feature(out, P_SENTENCE, (uint64_t)bucket(back));
    const struct cl_act_word *row = cl_act_row(v, t, pair->act);
    enum cl_relation rel = back == 0 ? cl_relation_of(v, t->token, pair->head) : CL_REL_NONE;
    uint64_t role = row && rel != CL_REL_NONE ? v->lex->frames[row->frame][rel] : CL_FRAME_NONE;
    uint64_t mkind = pair->mention != RD_NONE ? mention_kind(v, pair->mention) : 4096;
    bool passive = cl_is_passive(v, t->token);
    cl_feature(out, P_PASSIVE, cu_hash2(passive * 32u + w->upos, h->deprel));
    if (back != 0) {
        uint32_t people = 0;
        for (uint32_t m = v->first_mention_of[w->sentence];
             m < v->first_mention_of[w->sentence + 1]; m++)
            people += v->mentions[m].person;
        cl_feature(out, P_BACK_KIND, cu_hash2((uint64_t)bucket(back), mkind));
        cl_feature(out, P_NOTHING, cu_hash2(people < 3 ? people : 3, (uint64_t)bucket(back)));
        cl_feature(out, P_NOTHING, cu_hash2(cu_hash2(people < 3 ? people : 3, act), w->upos));
        cl_feature(out, P_DEPREL, cu_hash2(h->deprel, 99));
        cl_feature(out, P_BACK_KIND, cu_hash2(lemma, 5));
    } else {
        struct path p;
        find_path(d, t->token, leader_of(v, pair), &p);
        uint64_t full = path_hash(&p, false), lean = path_hash(&p, true);
        struct cu_str mark = cl_case_of(v, pair->head);
        uint64_t prep = cu_hash_str(mark);
        cl_feature(out, P_REL, rel);
        cl_feature(out, P_ROLE, cu_hash2(role, mkind));
        cl_feature(out, P_ROLE, role + 50);
        cl_feature(out, P_ACT_ROLE, cu_hash2(act, role));
        cl_feature(out, P_ACT_REL, cu_hash2(act, rel * 2u + passive));
        cl_feature(out, P_LEMMA_REL, cu_hash2(lemma, rel * 2u + passive));
        cl_feature(out, P_PATH, full);
        cl_feature(out, P_PATH_SHORT, lean);
        cl_feature(out, P_ACT_PATH, cu_hash2(act, lean));
        cl_feature(out, P_POSREL, cu_hash2(w->upos * 2u + passive, lean));
        cl_feature(out, P_LEMMA_PATH, cu_hash2(lemma, lean));
        cl_feature(out, P_CASE, cu_hash2(prep, lean));
        cl_feature(out, P_CASE_KIND, cu_hash2(prep, mkind));
        cl_feature(out, P_ACT_CASE, cu_hash2(prep, act));
        cl_feature(out, P_ACT_CASE, cu_hash2(cu_hash2(prep, act), mkind));
        cl_feature(out, P_LEMMA_CASE, cu_hash2(prep, lemma));
        cl_feature(out, P_DEPREL, h->deprel);
        cl_feature(out, P_UPPER, p.found ? cu_hash2(p.ups, p.downs) : 5);
        if (p.top != RD_NONE)
            cl_feature(out, P_UPTOP, cu_hash2(cu_hash_str(d->tokens[p.top].lemma), lean));
        uint32_t acts, people;
        between(v, all, t->token, pair->head, &acts, &people);
        int64_t far = (int64_t)pair->head - t->token;
        cl_feature(out, P_DISTANCE, (uint64_t)bucket(far));
        cl_feature(out, P_BETWEEN, cu_hash2(acts < 3 ? acts : 3, far > 0));
        cl_feature(out, P_NEAREST, cu_hash2(people < 3 ? people : 3, far > 0));
        cl_feature(out, P_NEAREST, cu_hash2(cu_hash2(people < 3 ? people : 3, far > 0), mkind));
        cl_feature(out, P_ORDER, cu_hash2(act, far > 0));
    }
    if (pair->mention != RD_NONE)
        mention_features(v, pair, act, role, out);
    if (pair->mention != RD_NONE && back > 0)
        cl_salience_features(v, t->token, pair->mention, pair->rank, out);
}

void cl_nobody_features(const struct cl_view *v, const struct cl_triggers *all, uint32_t trigger,
                        enum cl_act act, struct cl_features *out)
{
    const struct cl_trigger *t = &all->items[trigger];
    const struct rd_token *w = &v->d->tokens[t->token];
    uint64_t lemma = t->duration ? 77 : t->heading != RD_NONE ? 78 : cu_hash_str(w->lemma);
    uint64_t people = 0;
    for (uint32_t m = v->first_mention_of[w->sentence]; m < v->first_mention_of[w->sentence + 1];
         m++)
        people += v->mentions[m].person;
    people = people < 4 ? people : 4;
    out->n = 0;
    cl_feature(out, P_NOBODY, act);
    cl_feature(out, P_NOBODY, cu_hash2(act, lemma));
    cl_feature(out, P_NOBODY, cu_hash2(act, people + 100));
    cl_feature(out, P_NOBODY, cu_hash2(lemma, people + 200));
    cl_feature(out, P_NOBODY, cu_hash2(act, w->upos * 64u + w->deprel + 1000u));
    cl_feature(out, P_NOBODY, cu_hash2(cu_hash2(act, w->upos), people + 300));
    cl_feature(out, P_NOBODY, people + 10000);
}
