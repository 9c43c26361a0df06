/* SPDX-License-Identifier: Apache-2.0
 *
 * Who a name, a pronoun, a description stands for, within one report. Names first (a surname is
 * the person whose full name the report gives), then phrases in text order, each looking back.
 * Salience by recency, grammatical role and agreement after Lappin and Leass (1994), with the
 * weights cut down to what short reports need.
 */
#include <string.h>

#include "claim/feature.h"
#include "claim/group.h"

#define BIT(id) ((uint64_t)1 << RD_DEP_##id)

/* --- chains of names ---------------------------------------------------------------------- */

static struct cu_str entity_text(const struct rd_document *d, const struct rd_entity *e)
{
    return rd_text_of(d, e->first, e->past);
}

static struct cu_str last_word(const struct rd_document *d, const struct rd_entity *e)
{
    uint32_t t = e->past - 1;
    while (t > e->first && (d->tokens[t].upos == RD_PUNCT || cu_str_is(d->tokens[t].lower, "jr")))
        t--;
    return d->tokens[t].lower;
}

/* Every word of the shorter name stands in the longer one, in order. */
static bool words_within(const struct rd_document *d, const struct rd_entity *small,
                         const struct rd_entity *large)
{
    uint32_t at = large->first;
    for (uint32_t t = small->first; t < small->past; t++) {
        if (d->tokens[t].upos == RD_PUNCT)
            continue;
        while (at < large->past && !cu_str_eq(d->tokens[at].lower, d->tokens[t].lower))
            at++;
        if (at++ == large->past)
            return false;
    }
    return true;
}

/* "KGB" for "Komitet ..." is out of reach; "DAJ" for "Dutch Association of Jurists" is not. */
static bool is_acronym(const struct rd_document *d, const struct rd_entity *acronym,
                       const struct rd_entity *full)
{
    if (acronym->past != acronym->first + 1 || full->past < full->first + 2)
        return false;
    struct cu_str a = d->tokens[acronym->first].lower;
    size_t at = 0;
    for (uint32_t t = full->first; t < full->past; t++) {
        struct cu_str w = rd_form(d, t);
        if (w.n && w.p[0] >= 'A' && w.p[0] <= 'Z') {
            if (at == a.n || a.p[at] != (char)(w.p[0] + 32))
                return false;
            at++;
        }
    }
    return at == a.n && at > 1;
}

static bool same_name(const struct rd_document *d, const struct rd_entity *a,
                      const struct rd_entity *b)
{
    if (words_within(d, a, b) || words_within(d, b, a)) {
        if (a->type != RD_PER && a->type != b->type)
            return false;
        return a->type != RD_PER || cu_str_eq(last_word(d, a), last_word(d, b)) ||
               a->past - a->first == 1 || b->past - b->first == 1;
    }
    return a->type == RD_ORG && (is_acronym(d, a, b) || is_acronym(d, b, a));
}

static uint32_t chain_for(struct cl_view *v, uint32_t mention)
{
    const struct rd_document *d = v->d;
    const struct rd_entity *e = &d->entities[v->mentions[mention].entity];
    for (uint32_t c = (uint32_t)v->chain_count; c-- > 0;) {
        const struct cl_mention *o = &v->mentions[v->chains[c].first_mention];
        const struct rd_entity *f = &d->entities[o->entity];
        bool kinds = f->type == e->type || (f->type != RD_NAT && e->type != RD_NAT &&
                                            (f->type == RD_ORG || e->type == RD_ORG));
        if (kinds && same_name(d, e, f))
            return c;
    }
    if (!CU_GROW(v->arena, v->chains, v->chain_count, v->chain_capacity))
        return RD_NONE;
    struct cl_chain *c = &v->chains[v->chain_count];
    *c = (struct cl_chain){.name = entity_text(d, e), .first_mention = mention, .type = e->type};
    return (uint32_t)v->chain_count++;
}

static void note_role(struct cl_view *v, struct cl_chain *c, uint32_t token)
{
    uint32_t classes = v->classes[token];
    if (!(classes & (1u << CL_W_person | 1u << CL_W_person_m | 1u << CL_W_person_f)) ||
        v->d->tokens[token].entity != RD_NONE)
        return;
    bool male = classes >> CL_W_person_m & 1, female = classes >> CL_W_person_f & 1;
    if (male != female && c->gender == CL_GENDER_UNKNOWN)
        c->gender = male ? CL_MALE : CL_FEMALE;
    uint64_t h = cu_hash_str(v->d->tokens[token].lemma);
    c->official = c->official || classes >> CL_W_official & 1;
    for (uint8_t i = 0; i < c->role_count; i++)
        if (c->roles[i] == h)
            return;
    if (c->role_count < 4)
        c->roles[c->role_count++] = h;
}

/* "the lawyer Mahinour Selim", "Selim, a lawyer", "Mr Selim", "Selim is a lawyer". */
static void note_roles(struct cl_view *v, const struct cl_mention *m, struct cl_chain *c)
{
    const struct rd_document *d = v->d;
    for (uint32_t t = m->first; t < m->past; t++)
        note_role(v, c, t);
    for (uint32_t k = v->child[m->head]; k != RD_NONE; k = v->sibling[k])
        if (BIT(appos) >> d->tokens[k].deprel & 1 && v->mention_at[k] != RD_NONE &&
            !v->mentions[v->mention_at[k]].plural)
            note_role(v, c, k);
    uint32_t up = d->tokens[m->head].head;
    if (up != RD_NONE && d->tokens[m->head].deprel == RD_DEP_appos)
        note_role(v, c, up);
    if (up != RD_NONE && d->tokens[m->head].deprel == RD_DEP_nsubj &&
        cl_child(v, up, RD_DEP_cop) != RD_NONE)
        note_role(v, c, up);
    if (m->first > 0 && d->tokens[m->first - 1].sentence == m->sentence)
        note_role(v, c, m->first - 1);
}

static bool chain_names(struct cl_view *v)
{
    for (uint32_t i = 0; i < v->mention_count; i++) {
        struct cl_mention *m = &v->mentions[i];
        if (m->entity == RD_NONE)
            continue;
        m->chain = chain_for(v, i);
        if (m->chain == RD_NONE)
            return false;
        struct cl_chain *c = &v->chains[m->chain];
        c->mention_count++;
        struct cu_str text = entity_text(v->d, &v->d->entities[m->entity]);
        if (text.n > c->name.n && c->type != RD_NAT)
            c->name = text;
        if (c->type == RD_PER)
            note_roles(v, m, c);
        uint8_t told = v->d->entities[m->entity].gender;
        if (told)
            c->gender = told == 'f' ? CL_FEMALE : CL_MALE;
        if (m->gender && !c->gender)
            c->gender = m->gender;
        if (c->type == RD_PER && !m->plural)
            m->person_chain = m->chain;
    }
    return true;
}

/* --- looking back --------------------------------------------------------------------------- */

static bool speaks_in_quote(const struct rd_token *t)
{
    static const char *const words[] = {"i",  "me",  "my",   "mine",  "we",
                                        "us", "our", "ours", "myself"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cu_str_is(t->lower, words[i]))
            return true;
    return false;
}

bool cl_same_clause(const struct cl_view *v, uint32_t a, uint32_t b)
{
    const struct rd_token *x = &v->d->tokens[v->mentions[a].head],
                          *y = &v->d->tokens[v->mentions[b].head];
    uint64_t core = BIT(nsubj) | BIT(obj) | BIT(iobj) | BIT(nsubj_pass) | BIT(obl);
    return x->head == y->head && core >> x->deprel & 1 && core >> y->deprel & 1;
}

static int role_weight(const struct cl_view *v, uint32_t mention)
{
    switch (v->d->tokens[v->mentions[mention].head].deprel) {
    case RD_DEP_nsubj:
    case RD_DEP_nsubj_pass:
        return 40;
    case RD_DEP_obj:
    case RD_DEP_iobj:
    case RD_DEP_root:
        return 25;
    case RD_DEP_nmod_poss:
    case RD_DEP_appos:
        return 12;
    default:
        return 8;
    }
}

static uint8_t gender_of(const struct cl_view *v, const struct cl_mention *m)
{
    if (m->person_chain != RD_NONE && v->chains[m->person_chain].gender)
        return v->chains[m->person_chain].gender;
    return m->gender;
}

static bool single_person(const struct cl_view *v, const struct cl_mention *m)
{
    if (m->chain != RD_NONE)
        return v->chains[m->chain].type == RD_PER;
    return m->person && !m->plural && m->kind == CL_NOMINAL;
}

enum { BACK_SENTENCES = 6 };

/* The likeliest of them, or nobody the report names. */
static uint32_t likeliest_before(const struct cl_view *v, uint32_t mention, uint8_t gender)
{
    uint32_t people[CL_PEOPLE_MAX], best = RD_NONE;
    size_t n = cl_people_before(v, v->mentions[mention].head, people);
    struct cl_features f;
    cl_nobody_before_features(v, mention, n, &f);
    float most = v->antecedent(v->antecedent_context, &f);
    for (size_t i = 0; i < n; i++) {
        uint8_t g = gender_of(v, &v->mentions[people[i]]);
        if (gender && g && g != gender)
            continue;
        cl_antecedent_features(v, mention, people[i], i, &f);
        float score = v->antecedent(v->antecedent_context, &f);
        if (score > most) {
            most = score;
            best = people[i];
        }
    }
    return best;
}

/* The best earlier single person for "he", "she", "the lawyer". */
static uint32_t person_before(const struct cl_view *v, uint32_t mention, uint8_t gender,
                              bool clause)
{
    const struct cl_mention *m = &v->mentions[mention];
    uint32_t best = RD_NONE;
    int best_score = 0;
    if (v->antecedent)
        return likeliest_before(v, mention, gender);
    for (uint32_t i = mention; i-- > 0;) {
        const struct cl_mention *o = &v->mentions[i];
        uint32_t back = m->sentence - o->sentence;
        if (back > BACK_SENTENCES)
            break;
        bool pronoun = o->kind == CL_PRONOUN && o->person && !o->plural && o->antecedent != RD_NONE;
        if (!single_person(v, o) && !pronoun)
            continue;
        uint8_t g = gender_of(v, o);
        if ((gender && g && g != gender) || (clause && cl_same_clause(v, mention, i)))
            continue;
        if (o->kind == CL_NOMINAL && o->antecedent == RD_NONE && o->chain == RD_NONE && back > 2)
            continue;
        int score = 100 - (int)back * 30 + role_weight(v, i);
        score += gender && g == gender ? 25 : 0;
        score += o->chain != RD_NONE || o->antecedent != RD_NONE ? 20 : 0;
        if (o->chain != RD_NONE)
            score += v->chains[o->chain].mention_count > 1 ? 10 : 0;
        if (back == 0)
            score -= (int)(m->head - o->head) / 4;
        if (o->leader != i || o->next != RD_NONE)
            score -= 15;
        if (score > best_score) {
            best_score = score;
            best = i;
        }
    }
    return best;
}

/* "who" stands for the noun that its clause hangs on. */
static uint32_t relative_head(const struct cl_view *v, uint32_t mention)
{
    uint32_t t = v->mentions[mention].head;
    for (int step = 0; step < 12 && t != RD_NONE; step++) {
        const struct rd_token *w = &v->d->tokens[t];
        if (w->deprel == RD_DEP_acl_relcl && w->head != RD_NONE)
            return v->mention_at[w->head];
        t = w->head;
    }
    return RD_NONE;
}

static bool is_relative(const struct rd_token *t)
{
    return cu_str_is(t->lower, "who") || cu_str_is(t->lower, "whom") ||
           cu_str_is(t->lower, "whose") || cu_str_is(t->lower, "which") ||
           (cu_str_is(t->lower, "that") && t->upos == RD_PRON);
}

static void resolve_pronoun(struct cl_view *v, uint32_t i)
{
    struct cl_mention *m = &v->mentions[i];
    const struct rd_token *t = &v->d->tokens[m->head];
    if (speaks_in_quote(t))
        return;
    if (is_relative(t)) {
        m->antecedent = relative_head(v, i);
        /* "Babaryka, a politician who is held": who he is stands before the apposition */
        if (m->antecedent != RD_NONE && v->mentions[m->antecedent].chain == RD_NONE &&
            v->mentions[m->antecedent].alias != RD_NONE)
            m->antecedent = v->mentions[m->antecedent].alias;
        if (m->antecedent == i)
            m->antecedent = RD_NONE;
        if (m->antecedent != RD_NONE) {
            const struct cl_mention *o = &v->mentions[m->antecedent];
            m->person = o->person;
            m->plural = o->plural;
            m->group = o->plural && o->leader == m->antecedent && o->next != RD_NONE;
        }
        return;
    }
    if (!m->person || cu_str_is(t->lower, "nobody") || cu_str_is(t->lower, "everyone"))
        return;
    if (m->plural) {
        int64_t number = cu_str_is(t->lower, "both") ? 2 : 0;
        uint32_t of = cl_child(v, m->head, RD_DEP_nmod);
        if (of != RD_NONE && v->mention_at[of] != RD_NONE && cu_str_is(cl_case_of(v, of), "of")) {
            /* "none of the six" is about all of them, "some of them" is not */
            static const char *const whole[] = {"none", "neither", "each", "all", "both"};
            for (size_t k = 0; k < sizeof whole / sizeof *whole; k++)
                m->group = m->group || cu_str_is(t->lower, whole[k]);
            m->group = m->group && v->mentions[v->mention_at[of]].person;
            m->antecedent = m->group ? v->mention_at[of] : RD_NONE;
            return;
        }
        m->antecedent = cl_group_before(v, i, number);
        if (m->antecedent == RD_NONE)
            cl_gather(v, i, number);
        m->group = m->antecedent != RD_NONE;
        return;
    }
    m->antecedent = person_before(v, i, m->gender, t->deprel != RD_DEP_nmod_poss);
}

static uint32_t role_before(const struct cl_view *v, uint32_t i)
{
    const struct cl_mention *m = &v->mentions[i];
    uint64_t h = cu_hash_str(v->d->tokens[m->head].lemma);
    for (uint32_t k = i; k-- > 0;) {
        const struct cl_mention *o = &v->mentions[k];
        if (o->chain == RD_NONE || v->chains[o->chain].type != RD_PER)
            continue;
        const struct cl_chain *c = &v->chains[o->chain];
        for (uint8_t r = 0; r < c->role_count; r++)
            if (c->roles[r] == h)
                return k;
    }
    return RD_NONE;
}

static bool generic_person(const struct cl_view *v, uint32_t head)
{
    static const char *const words[] = {
        "man",        "woman",   "person",    "prisoner", "detainee", "activist",
        "politician", "accused", "defendant", "convict",  "suspect",  "leader",
        "latter",     "former",  "inmate",    "boy",      "girl"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cu_str_is(v->d->tokens[head].lemma, words[i]))
            return true;
    return false;
}

static void resolve_description(struct cl_view *v, uint32_t i)
{
    struct cl_mention *m = &v->mentions[i];
    if (m->alias != RD_NONE || m->member_count)
        return;
    if (m->remainder) {
        int64_t left;
        int how;
        if (m->plural)
            cl_resolve_rest(v, i, cl_count_of(v, i, false, &left, &how) ? left : 0);
        return;
    }
    bool owned = cl_child(v, m->head, RD_DEP_nmod_poss) != RD_NONE;
    if (m->plural || m->kind == CL_NUMERIC) {
        int64_t count;
        int qualifier;
        if (!m->definite || owned || cl_child_of(v, m->head, BIT(acl_relcl) | BIT(nmod)) != RD_NONE)
            return;
        bool known = cl_count_of(v, i, false, &count, &qualifier);
        m->antecedent = cl_group_before(v, i, known && count > 1 ? count : 0);
        if (m->antecedent == RD_NONE && known)
            cl_gather(v, i, count);
        if (!known && m->antecedent != RD_NONE && !generic_person(v, m->head) &&
            !cu_str_eq(v->d->tokens[m->head].lemma,
                       v->d->tokens[v->mentions[m->antecedent].head].lemma))
            m->antecedent = RD_NONE;
        m->group = m->antecedent != RD_NONE;
        return;
    }
    if (!m->definite || owned)
        return;
    m->antecedent = role_before(v, i);
    if (m->antecedent == RD_NONE && (v->antecedent || generic_person(v, m->head)))
        m->antecedent = person_before(v, i, m->gender, true);
}

bool cl_resolve(struct cl_view *v)
{
    if (!chain_names(v))
        return false;
    if (!cl_name_members(v))
        return false;
    cl_profile(v);
    for (uint32_t i = 0; i < v->mention_count; i++) {
        struct cl_mention *m = &v->mentions[i];
        if (m->kind == CL_PRONOUN)
            resolve_pronoun(v, i);
        else if (m->kind != CL_NAME && m->person)
            resolve_description(v, i);
        if (m->antecedent != RD_NONE && !m->group)
            m->person_chain = v->mentions[m->antecedent].person_chain;
        if (m->person_chain != RD_NONE && m->gender && !v->chains[m->person_chain].gender)
            v->chains[m->person_chain].gender = m->gender;
    }
    cl_profile(v);
    return true;
}

/* --- who a mention stands for ---------------------------------------------------------------- */

void cl_stands_for(const struct cl_view *v, uint32_t mention, bool whole, struct cl_stands *out)
{
    uint32_t todo[CL_STANDS_MAX];
    bool wholes[CL_STANDS_MAX];
    size_t n = 0;
    out->count = 0;
    todo[n] = mention;
    wholes[n++] = whole;
    for (size_t steps = 0; n && steps < 4 * CL_STANDS_MAX; steps++) {
        uint32_t i = todo[--n];
        bool all = wholes[n];
        const struct cl_mention *m = &v->mentions[i];
        if (all && m->next != RD_NONE && n < CL_STANDS_MAX) {
            todo[n] = m->next;
            wholes[n++] = true;
        }
        if (m->chain == RD_NONE && m->member_count) {
            for (uint32_t k = m->member_count; k-- > 0 && n < CL_STANDS_MAX;) {
                todo[n] = m->members[k];
                wholes[n++] = false;
            }
        } else if (m->chain == RD_NONE && m->antecedent != RD_NONE && n < CL_STANDS_MAX) {
            todo[n] = m->antecedent;
            wholes[n++] = m->group;
        } else if (out->count < CL_STANDS_MAX) {
            out->mentions[out->count++] = i;
        }
    }
}

struct cu_str cl_bare_phrase(const struct cl_view *v, uint32_t first, uint32_t past)
{
    const struct rd_document *d = v->d;
    while (first + 1 < past) {
        const struct rd_token *t = &d->tokens[first];
        bool number = t->value != RD_NONE && d->values[t->value].kind == RD_NUMBER;
        bool cut = t->upos == RD_DET || number || t->upos == RD_PUNCT || t->upos == RD_PRON ||
                   cu_str_is(t->lower, "other") || cu_str_is(t->lower, "remaining") ||
                   cu_str_is(t->lower, "more") || cu_str_is(t->lower, "further") ||
                   cu_str_is(t->lower, "another") || t->upos == RD_ADP || t->upos == RD_PART;
        if (!cut)
            break;
        first++;
    }
    return rd_text_of(d, first, past);
}

struct cu_str cl_label(const struct cl_view *v, uint32_t mention)
{
    const struct cl_mention *m = &v->mentions[mention];
    if (m->chain != RD_NONE)
        return v->chains[m->chain].name;
    const struct rd_token *t = &v->d->tokens[m->head];
    if (m->kind == CL_PRONOUN || t->upos == RD_NUM ||
        (t->value != RD_NONE && v->d->values[t->value].kind == RD_NUMBER) ||
        cu_str_is(t->lower, "others") || cu_str_is(t->lower, "rest") ||
        cu_str_is(t->lower, "remainder"))
        return (struct cu_str){"", 0};
    uint32_t past = m->past;
    uint32_t of = cl_child(v, m->head, RD_DEP_nmod);
    if (of != RD_NONE && v->mention_at[of] != RD_NONE && cu_str_is(cl_case_of(v, of), "of") &&
        of < m->past + 6 && v->mentions[v->mention_at[of]].past > past)
        past = v->mentions[v->mention_at[of]].past;
    return cl_bare_phrase(v, m->first, past);
}

static bool own_count(const struct cl_view *v, const struct cl_mention *m, int64_t *count,
                      int *qualifier)
{
    if (m->value != RD_NONE) {
        const struct rd_value *x = &v->d->values[m->value];
        *qualifier = x->qualifier;
        if (!x->has_number || x->number < 0 || x->number > 1e12)
            return false;
        *count = (int64_t)x->number;
        return true;
    }
    *qualifier = RD_Q_EXACT;
    if (v->classes[m->head] >> CL_W_pair & 1) {
        *count = 2;
        return true;
    }
    bool place = m->chain != RD_NONE && v->chains[m->chain].type >= RD_LOC;
    if (m->plural || place || (m->chain == RD_NONE && !m->person))
        return false;
    *count = 1;
    return true;
}

/* The depth is cut because input decides it; "none of the six" looks ahead. */
enum { COUNT_DEPTH = 8 };

static bool count_of(const struct cl_view *v, uint32_t mention, bool whole, int64_t *count,
                     int *qualifier, int depth)
{
    int64_t sum = 0;
    bool known = true;
    *qualifier = RD_Q_EXACT;
    for (uint32_t i = mention; i != RD_NONE; i = whole ? v->mentions[i].next : RD_NONE) {
        const struct cl_mention *m = &v->mentions[i];
        int64_t one = 0;
        int q = -1;
        bool fine = own_count(v, m, &one, &q);
        bool ask = m->value == RD_NONE && (!fine || (m->kind == CL_PRONOUN && m->plural));
        if (ask && depth > 0 && m->antecedent != RD_NONE && m->antecedent != i)
            fine = count_of(v, m->antecedent, m->group, &one, &q, depth - 1);
        if (q > RD_Q_EXACT)
            *qualifier = q;
        known = known && fine;
        sum += one;
    }
    *count = sum;
    return known;
}

bool cl_count_of(const struct cl_view *v, uint32_t mention, bool whole, int64_t *count,
                 int *qualifier)
{
    return count_of(v, mention, whole, count, qualifier, COUNT_DEPTH);
}
