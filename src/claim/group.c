/* SPDX-License-Identifier: Apache-2.0
 *
 * Groups of people: whom a counted phrase names ("seven monks, among them A"; "the four, A, B, C
 * and D"), which group "they" or "all four" goes back to, and who "the other two" are. See view.h.
 */
#include <string.h>

#include "claim/group.h"

#define BIT(id) ((uint64_t)1 << RD_DEP_##id)

static bool is_any(struct cu_str w, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (cu_str_is(w, words[i]))
            return true;
    return false;
}

static bool is_person_name(const struct cl_view *v, uint32_t mention)
{
    const struct cl_mention *m = &v->mentions[mention];
    return m->entity != RD_NONE && v->d->entities[m->entity].type == RD_PER;
}

static bool is_counted_group(const struct cl_mention *m)
{
    return m->plural && m->person && m->entity == RD_NONE &&
           (m->kind == CL_NOMINAL || m->kind == CL_NUMERIC);
}

static size_t series_length(const struct cl_view *v, uint32_t leader)
{
    size_t n = 1;
    for (uint32_t i = v->mentions[leader].next; i != RD_NONE; i = v->mentions[i].next)
        n++;
    return n;
}

static bool set_members(struct cl_view *v, uint32_t group, const uint32_t *list, size_t n)
{
    struct cl_mention *m = &v->mentions[group];
    m->members = cu_arena_alloc(v->arena, (n + 1) * sizeof *m->members);
    if (!m->members)
        return false;
    memcpy(m->members, list, n * sizeof *list);
    m->member_count = (uint32_t)n;
    return true;
}

/* --- members named beside the group ------------------------------------------------------------
 */

enum { REACH = 16, TITLE_REACH = 5, MEMBERS_MAX = 64 };

/* The person's name that begins at the token or behind a title there, or RD_NONE. */
static uint32_t name_at(const struct cl_view *v, uint32_t token, uint32_t past)
{
    for (uint32_t t = token; t < past && t < token + TITLE_REACH; t++) {
        uint32_t m = v->covered_by[t];
        if (m != RD_NONE && is_person_name(v, m))
            return m;
        const struct rd_token *w = &v->d->tokens[t];
        if (w->upos != RD_DET && w->upos != RD_ADJ && w->upos != RD_NOUN && w->upos != RD_PROPN)
            return RD_NONE;
    }
    return RD_NONE;
}

/* The first of the names that a group's phrase goes on with; `partly`: they are some of it. */
static uint32_t names_behind(const struct cl_view *v, uint32_t group, bool *partly)
{
    static const char *const opening[] = {",", "-", "\xe2\x80\x93", "\xe2\x80\x94", ":", "(", NULL},
                             *const some[] = {"including", "among", "notably", "like", NULL},
                             *const them[] = {"them", "others", "whom", "these", NULL};
    const struct rd_document *d = v->d;
    const struct cl_mention *m = &v->mentions[group];
    uint32_t past = d->sentences[m->sentence].past;
    bool clause = false; /* behind a comma that opened something else */
    *partly = false;
    for (uint32_t t = m->past; t < past && t < m->past + REACH; t++) {
        const struct rd_token *w = &d->tokens[t];
        bool opens = is_any(w->lower, opening), marks = is_any(w->lower, some);
        if (!clause && (w->upos == RD_AUX || (w->upos == RD_VERB && w->feats & RD_F_FIN)))
            return RD_NONE;
        if (!opens && !marks)
            continue;
        uint32_t u = t;
        bool part = false;
        while (u < past &&
               (is_any(d->tokens[u].lower, opening) || is_any(d->tokens[u].lower, some) ||
                (part && is_any(d->tokens[u].lower, them)))) {
            part = part || is_any(d->tokens[u].lower, some);
            u++;
        }
        uint32_t x = part || !clause ? name_at(v, u, past) : RD_NONE;
        if (x != RD_NONE) {
            *partly = part;
            return x;
        }
        clause = true;
    }
    return RD_NONE;
}

static bool name_members(struct cl_view *v, uint32_t group, uint32_t first, bool partly)
{
    struct cl_mention *m = &v->mentions[group];
    uint32_t list[MEMBERS_MAX];
    size_t n = 0;
    if (first <= group || v->mentions[first].leader != first)
        return true;
    if (!partly && (series_length(v, first) < 2 || cl_opens_clause(v, m, &v->mentions[first])))
        return true;
    int64_t count;
    int qualifier;
    if (m->value != RD_NONE && cl_count_of(v, group, false, &count, &qualifier) &&
        qualifier == RD_Q_EXACT && (int64_t)series_length(v, first) > count)
        return true;
    for (uint32_t i = first; i != RD_NONE && n < MEMBERS_MAX; i = v->mentions[i].next) {
        list[n++] = i;
        if (v->mentions[i].alias == RD_NONE)
            v->mentions[i].alias = group;
    }
    return set_members(v, group, list, n);
}

/* "Over 20 of those who marched, A and B included": the group stands before. */
static bool names_before_included(struct cl_view *v, uint32_t leader)
{
    const struct rd_document *d = v->d;
    uint32_t last = leader;
    while (v->mentions[last].next != RD_NONE)
        last = v->mentions[last].next;
    uint32_t t = v->mentions[last].past, past = d->sentences[v->mentions[last].sentence].past;
    while (t < past && cu_str_is(d->tokens[t].lower, ","))
        t++;
    bool says = t < past && (cu_str_is(d->tokens[t].lower, "included") ||
                             (cu_str_is(d->tokens[t].lower, "among") && t + 1 < past &&
                              cu_str_is(d->tokens[t + 1].lower, "them")));
    for (uint32_t g = leader; says && g-- > 0;) {
        const struct cl_mention *m = &v->mentions[g];
        if (m->sentence != v->mentions[leader].sentence)
            break;
        if (is_counted_group(m) && m->value != RD_NONE && !m->member_count)
            return name_members(v, g, leader, true);
    }
    return true;
}

bool cl_name_members(struct cl_view *v)
{
    for (uint32_t i = 0; i < v->mention_count; i++) {
        if (is_counted_group(&v->mentions[i])) {
            bool partly;
            uint32_t x = names_behind(v, i, &partly);
            if (x != RD_NONE && !name_members(v, i, x, partly))
                return false;
        } else if (is_person_name(v, i) && v->mentions[i].leader == i &&
                   v->mentions[i].alias == RD_NONE) {
            if (!names_before_included(v, i))
                return false;
        }
    }
    return true;
}

/* --- which group is meant -----------------------------------------------------------------------
 */

enum { BACK_SENTENCES = 6, BACK_COUNTED = 20 };

static bool people_group(const struct cl_view *v, uint32_t i)
{
    const struct cl_mention *o = &v->mentions[i];
    if (o->leader == i && o->next != RD_NONE)
        return o->person || (o->chain != RD_NONE && v->chains[o->chain].type == RD_PER);
    return o->plural && o->person && o->kind != CL_PRONOUN && o->alias == RD_NONE;
}

static int role_weight(const struct rd_token *head)
{
    if (BIT(nsubj) >> head->deprel & 1 || BIT(nsubj_pass) >> head->deprel & 1)
        return 40;
    if ((BIT(obj) | BIT(iobj) | BIT(root)) >> head->deprel & 1)
        return 25;
    return (BIT(nmod_poss) | BIT(appos)) >> head->deprel & 1 ? 12 : 8;
}

uint32_t cl_group_before(const struct cl_view *v, uint32_t mention, int64_t number)
{
    const struct cl_mention *m = &v->mentions[mention];
    uint32_t best = RD_NONE;
    int best_score = 0;
    for (uint32_t i = mention; i-- > 0;) {
        const struct cl_mention *o = &v->mentions[i];
        uint32_t back = m->sentence - o->sentence;
        if (back > (number ? BACK_COUNTED : BACK_SENTENCES))
            break;
        bool through =
            o->kind == CL_PRONOUN && o->plural && o->antecedent != RD_NONE && o->leader == i;
        if ((!people_group(v, i) && !through) || o->antecedent == mention ||
            cl_same_clause(v, mention, i))
            continue;
        int64_t count = 0;
        int qualifier;
        bool known = cl_count_of(v, i, true, &count, &qualifier);
        if (number && (!known || count != number))
            continue;
        int score = 100 - (int)back * 25 + role_weight(&v->d->tokens[o->head]);
        score += o->next != RD_NONE || known ? 20 : 0;
        score += o->member_count || o->next != RD_NONE ? 15 : 0;
        if (back == 0)
            score -= (int)(m->head - o->head) / 4;
        if (number)
            score += 200;
        if (score > best_score) {
            best_score = score;
            best = i;
        }
    }
    return best;
}

/* --- the rest -----------------------------------------------------------------------------------
 */

static bool named_between(const struct cl_view *v, uint32_t chain, uint32_t from, uint32_t past)
{
    for (uint32_t i = from; i < past; i++) {
        struct cl_stands s;
        cl_stands_for(v, i, v->mentions[i].group, &s);
        for (size_t k = 0; k < s.count; k++)
            if (v->mentions[s.mentions[k]].person_chain == chain)
                return true;
    }
    return false;
}

/* Of the group's named members, those not named since `sentence`; returns how many. */
static size_t left_of(const struct cl_view *v, const struct cl_stands *all, uint32_t group,
                      uint32_t sentence, uint32_t mention, uint32_t *out)
{
    size_t n = 0;
    uint32_t from = v->first_mention_of[sentence];
    from = from > group ? from : group + 1;
    for (size_t k = 0; k < all->count; k++)
        if (!named_between(v, v->mentions[all->mentions[k]].person_chain, from, mention))
            out[n++] = all->mentions[k];
    return n;
}

/* Members of a group are named as a whole: each by name, none twice. */
static bool all_named(const struct cl_view *v, const struct cl_stands *s)
{
    for (size_t k = 0; k < s->count; k++)
        if (v->mentions[s->mentions[k]].person_chain == RD_NONE)
            return false;
    return s->count > 1;
}

bool cl_resolve_rest(struct cl_view *v, uint32_t mention, int64_t number)
{
    const struct cl_mention *m = &v->mentions[mention];
    for (uint32_t g = mention; g-- > 0;) {
        if (m->sentence - v->mentions[g].sentence > BACK_SENTENCES)
            break;
        struct cl_stands all;
        uint32_t rest[CL_STANDS_MAX];
        if (!people_group(v, g))
            continue;
        cl_stands_for(v, g, true, &all);
        if (!all_named(v, &all) || (number && (int64_t)all.count <= number))
            continue;
        for (uint32_t s = m->sentence + 1; s-- > v->mentions[g].sentence;) {
            size_t n = left_of(v, &all, g, s, mention, rest);
            if (n > 0 && n < all.count && (!number || (int64_t)n == number))
                return set_members(v, mention, rest, n);
            if (number && (int64_t)n < number)
                break;
        }
    }
    return true;
}

/* --- persons told of one by one
 * ------------------------------------------------------------------- */

enum { GATHER_MAX = 6 };

/* Who only speaks, decides or holds an office is not of those that a report counts. */
static bool may_belong(const struct cl_chain *c)
{
    return c->suffers > 0 || (!c->official && c->leader != CL_LEADER_NOW && !c->speaks && !c->acts);
}

bool cl_gather(struct cl_view *v, uint32_t mention, int64_t number)
{
    uint32_t list[GATHER_MAX + 1], found[GATHER_MAX];
    size_t n = 0;
    bool right = false;
    if (number < 2 || number > GATHER_MAX)
        return true;
    uint32_t sentence = v->mentions[mention].sentence;
    for (uint32_t i = mention; i-- > 0;) {
        const struct cl_mention *o = &v->mentions[i];
        if (o->sentence != sentence) {
            if (n == (size_t)number)
                memcpy(found, list, n * sizeof *list);
            right = right || n == (size_t)number;
            sentence = o->sentence;
        }
        if (v->mentions[mention].sentence - sentence > BACK_SENTENCES || n > (size_t)number)
            break;
        if (o->person_chain == RD_NONE || !is_person_name(v, i) ||
            !may_belong(&v->chains[o->person_chain]))
            continue;
        size_t k = 0;
        while (k < n && v->mentions[list[k]].person_chain != o->person_chain)
            k++;
        if (k == n && n <= (size_t)number)
            list[n++] = i;
    }
    if (n == (size_t)number) {
        memcpy(found, list, n * sizeof *list);
        right = true;
    }
    return !right || set_members(v, mention, found, (size_t)number);
}
