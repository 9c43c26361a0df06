/* SPDX-License-Identifier: Apache-2.0
 *
 * Finds the phrases of a document that can stand for people, bodies, places and things, from the
 * tree, the names and the numbers. See view.h.
 */
#include <string.h>

#include "claim/view.h"

#define BIT(id) ((uint64_t)1 << RD_DEP_##id)

/* Relations of words that are part of a phrase, not phrases of their own. */
static const uint64_t inner_relations =
    BIT(compound) | BIT(flat) | BIT(fixed) | BIT(goeswith) | BIT(det) | BIT(det_predet) |
    BIT(nummod) | BIT(aux) | BIT(aux_pass) | BIT(case) | BIT(mark) | BIT(cc) | BIT(cc_preconj) |
    BIT(punct) | BIT(amod) | BIT(cop) | BIT(nmod_desc) | BIT(expl) | BIT(advmod) | BIT(discourse) |
    BIT(compound_prt);
static const uint64_t argument_relations =
    BIT(nsubj) | BIT(nsubj_pass) | BIT(obj) | BIT(iobj) | BIT(obl) | BIT(obl_agent) | BIT(nmod) |
    BIT(conj) | BIT(appos) | BIT(root) | BIT(parataxis) | BIT(list) | BIT(nmod_poss) |
    BIT(nsubj_outer) | BIT(dislocated) | BIT(orphan) | BIT(dep) | BIT(vocative) | BIT(ccomp) |
    BIT(xcomp);
/* Left modifiers that belong to the phrase. */
static const uint64_t left_relations =
    BIT(det) | BIT(det_predet) | BIT(amod) | BIT(nummod) | BIT(compound) | BIT(nmod_poss) |
    BIT(flat) | BIT(nmod_desc) | BIT(advmod) | BIT(goeswith) | BIT(fixed) | BIT(nmod_unmarked);

/* --- heads -------------------------------------------------------------------------------- */

static bool has_relation(const struct rd_token *t, uint64_t relations)
{
    return relations >> t->deprel & 1;
}

/* "the accused", "the jailed": an adjective or participle that heads a phrase. */
static bool nominal_adjective(const struct cl_view *v, uint32_t token)
{
    const struct rd_token *t = &v->d->tokens[token];
    return (t->upos == RD_ADJ || t->upos == RD_VERB) &&
           has_relation(t, BIT(nsubj) | BIT(nsubj_pass) | BIT(obj) | BIT(obl) | BIT(nmod) |
                               BIT(obl_agent)) &&
           cl_child(v, token, RD_DEP_det) != RD_NONE;
}

static bool bare_number(const struct cl_view *v, uint32_t token)
{
    const struct rd_token *t = &v->d->tokens[token];
    if (t->upos != RD_NUM || !has_relation(t, argument_relations))
        return false;
    return t->value != RD_NONE && v->d->values[t->value].kind == RD_NUMBER;
}

/* "for insulting the governor", "of spreading false news": what a charge may look like. */
static bool gerund_phrase(const struct cl_view *v, uint32_t token)
{
    const struct rd_token *t = &v->d->tokens[token];
    if (t->upos != RD_VERB || !cu_str_ends(t->lower, "ing"))
        return false;
    uint32_t mark = cl_child_of(v, token, BIT(mark) | BIT(case));
    static const char *const words[] = {"for", "of", "with", "to", "over"};
    for (size_t i = 0; mark != RD_NONE && i < sizeof words / sizeof *words; i++)
        if (cu_str_is(v->d->tokens[mark].lower, words[i]))
            return true;
    return t->deprel == RD_DEP_conj && t->head != RD_NONE && v->mention_at[t->head] != RD_NONE &&
           v->d->tokens[t->head].upos == RD_VERB;
}

static bool is_head(const struct cl_view *v, uint32_t token)
{
    const struct rd_token *t = &v->d->tokens[token];
    if (gerund_phrase(v, token))
        return true;
    if (t->value != RD_NONE && v->d->values[t->value].kind != RD_NUMBER)
        return false;
    if (t->upos == RD_NUM)
        return bare_number(v, token);
    if (t->upos == RD_PRON)
        return !has_relation(t, BIT(expl) | BIT(det));
    if (t->upos == RD_NOUN || t->upos == RD_PROPN)
        return !has_relation(t, inner_relations);
    if (t->upos == RD_DET)
        return has_relation(t, argument_relations);
    return nominal_adjective(v, token);
}

/* --- extents ------------------------------------------------------------------------------ */

static void extent(const struct cl_view *v, uint32_t head, uint32_t *first, uint32_t *past)
{
    const struct rd_document *d = v->d;
    const struct rd_sentence *s = &d->sentences[d->tokens[head].sentence];
    uint32_t lo = head, hi = head + 1;
    while (lo > s->first) {
        uint32_t c = lo - 1, top = c;
        while (d->tokens[top].head != RD_NONE && d->tokens[top].head < lo)
            top = d->tokens[top].head;
        /* `top`'s head lies within what is already taken, or the token is foreign */
        if (d->tokens[top].head == RD_NONE || d->tokens[top].head >= hi ||
            !has_relation(&d->tokens[top], left_relations))
            break;
        lo = c;
    }
    while (hi < s->past && d->tokens[hi].head != RD_NONE && d->tokens[hi].head >= lo &&
           d->tokens[hi].head < hi &&
           has_relation(&d->tokens[hi], BIT(flat) | BIT(compound) | BIT(goeswith) | BIT(fixed)))
        hi++;
    while (lo < head && d->tokens[lo].upos == RD_PUNCT)
        lo++;
    *first = lo;
    *past = hi;
}

static uint32_t number_of(const struct cl_view *v, uint32_t head, uint32_t first, uint32_t past)
{
    for (uint32_t t = first; t < past; t++) {
        uint32_t value = v->d->tokens[t].value;
        if (value != RD_NONE && v->d->values[value].kind == RD_NUMBER)
            return value;
    }
    /* "dozens of prisoners": the number heads, the people hang below */
    (void)head;
    return RD_NONE;
}

/* --- properties --------------------------------------------------------------------------- */

static void pronoun_properties(const struct rd_token *t, struct cl_mention *m)
{
    static const struct {
        const char *word;
        uint8_t gender;
        bool plural, person;
    } table[] = {
        {"he", CL_MALE, false, true},
        {"him", CL_MALE, false, true},
        {"his", CL_MALE, false, true},
        {"himself", CL_MALE, false, true},
        {"she", CL_FEMALE, false, true},
        {"her", CL_FEMALE, false, true},
        {"hers", CL_FEMALE, false, true},
        {"herself", CL_FEMALE, false, true},
        {"they", 0, true, true},
        {"them", 0, true, true},
        {"their", 0, true, true},
        {"themselves", 0, true, true},
        {"theirs", 0, true, true},
        {"we", 0, true, true},
        {"us", 0, true, true},
        {"our", 0, true, true},
        {"i", 0, false, true},
        {"me", 0, false, true},
        {"my", 0, false, true},
        {"all", 0, true, true},
        {"both", 0, true, true},
        {"others", 0, true, true},
        {"those", 0, true, true},
        {"many", 0, true, true},
        {"some", 0, true, true},
        {"most", 0, true, true},
        {"everyone", 0, true, true},
        {"nobody", 0, false, true},
        {"no-one", 0, false, true},
        {"none", 0, true, true},
        {"who", 0, false, true},
        {"whom", 0, false, true},
        {"whose", 0, false, true},
        {"several", 0, true, true},
        {"neither", 0, true, true},
        {"each", 0, true, true},
    };
    m->kind = CL_PRONOUN;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (cu_str_is(t->lower, table[i].word)) {
            m->gender = table[i].gender;
            m->plural = table[i].plural;
            m->person = table[i].person;
            return;
        }
}

static uint8_t gender_of_word(uint32_t classes)
{
    bool male = classes >> CL_W_person_m & 1, female = classes >> CL_W_person_f & 1;
    return male == female ? CL_GENDER_UNKNOWN : male ? CL_MALE : CL_FEMALE;
}

static bool definite_phrase(const struct cl_view *v, const struct cl_mention *m)
{
    static const char *const words[] = {"the",   "this", "that", "these",
                                        "those", "both", "all",  "its"};
    for (uint32_t t = m->first; t < m->past; t++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (v->d->tokens[t].upos != RD_NOUN && cu_str_is(v->d->tokens[t].lower, words[i]))
                return true;
    return cl_child(v, m->head, RD_DEP_nmod_poss) != RD_NONE;
}

static bool remainder_phrase(const struct cl_view *v, const struct cl_mention *m)
{
    for (uint32_t t = m->first; t < m->past; t++) {
        struct cu_str w = v->d->tokens[t].lower;
        if (cu_str_is(w, "other") || cu_str_is(w, "others") || cu_str_is(w, "remaining") ||
            cu_str_is(w, "rest") || cu_str_is(w, "remainder") || cu_str_is(w, "further") ||
            cu_str_is(w, "more") || cu_str_is(w, "another"))
            return true;
    }
    return false;
}

static void noun_properties(const struct cl_view *v, struct cl_mention *m)
{
    const struct rd_token *t = &v->d->tokens[m->head];
    uint32_t classes = v->classes[m->head];
    m->kind = CL_NOMINAL;
    m->plural = (t->feats & RD_F_PLUR) != 0 ||
                (classes >> CL_W_people & 1 && t->upos == RD_NOUN && !(classes >> CL_W_body & 1));
    m->person = classes & (1u << CL_W_person | 1u << CL_W_people | 1u << CL_W_kin |
                           1u << CL_W_person_m | 1u << CL_W_person_f);
    if (classes >> CL_W_pair & 1 && t->upos == RD_NOUN)
        m->plural = m->person = true;
    m->gender = gender_of_word(classes);
    m->definite = definite_phrase(v, m);
    m->remainder = remainder_phrase(v, m);
    if (t->upos == RD_NUM || (t->value != RD_NONE && v->d->values[t->value].kind == RD_NUMBER)) {
        m->kind = CL_NUMERIC;
        m->plural = m->person = true;
    }
    if (t->upos == RD_ADJ || t->upos == RD_VERB)
        m->person = nominal_adjective(v, m->head);
}

/* The name that a phrase holds: a head or a title's apposition ("the lawyer Mahinour Selim"). */
static uint32_t entity_of(const struct cl_view *v, uint32_t head)
{
    const struct rd_document *d = v->d;
    if (d->tokens[head].entity != RD_NONE)
        return d->tokens[head].entity;
    for (uint32_t c = v->child[head]; c != RD_NONE; c = v->sibling[c]) {
        uint32_t e = d->tokens[c].entity;
        if (e != RD_NONE && d->entities[e].type == RD_PER &&
            has_relation(&d->tokens[c], BIT(flat) | BIT(nmod_desc) | BIT(compound)))
            return e;
    }
    return RD_NONE;
}

static bool add_mention(struct cl_view *v, uint32_t head)
{
    if (!CU_GROW(v->arena, v->mentions, v->mention_count, v->mention_capacity))
        return false;
    struct rd_document *d = v->d;
    const struct rd_token *t = &d->tokens[head];
    struct cl_mention *m = &v->mentions[v->mention_count];
    *m = (struct cl_mention){.head = head,
                             .sentence = t->sentence,
                             .chain = RD_NONE,
                             .next = RD_NONE,
                             .antecedent = RD_NONE,
                             .alias = RD_NONE,
                             .person_chain = RD_NONE,
                             .leader = (uint32_t)v->mention_count};
    extent(v, head, &m->first, &m->past);
    m->entity = entity_of(v, head);
    m->value = number_of(v, head, m->first, m->past);
    if (t->upos == RD_PRON || t->upos == RD_DET)
        pronoun_properties(t, m);
    else
        noun_properties(v, m);
    if (m->entity != RD_NONE) {
        const struct rd_entity *e = &d->entities[m->entity];
        m->kind = CL_NAME;
        m->person = e->type == RD_PER || e->type == RD_NAT;
        m->plural = e->type == RD_NAT && (t->feats & RD_F_PLUR);
        /* "Asanov received 19 years, Belialov 18": what follows a person's name does not count it
         */
        if (m->value != RD_NONE && e->type == RD_PER && d->values[m->value].first >= e->first)
            m->value = RD_NONE;
        m->first = e->first < m->first ? e->first : m->first;
        m->past = e->past > m->past ? e->past : m->past;
    }
    v->mention_at[head] = (uint32_t)v->mention_count++;
    return true;
}

/* --- links between phrases ------------------------------------------------------------------ */

static void link_coordination(struct cl_view *v)
{
    for (uint32_t i = 0; i < v->mention_count; i++) {
        struct cl_mention *m = &v->mentions[i];
        const struct rd_token *t = &v->d->tokens[m->head];
        if (t->deprel != RD_DEP_conj || t->head == RD_NONE)
            continue;
        uint32_t up = v->mention_at[t->head];
        if (up == RD_NONE || up == i)
            continue;
        uint32_t leader = v->mentions[up].leader, last = leader;
        if (v->mentions[leader].kind == CL_PRONOUN && v->mentions[leader].gender == 0 &&
            m->kind != CL_PRONOUN)
            continue;
        while (v->mentions[last].next != RD_NONE)
            last = v->mentions[last].next;
        if (last == i)
            continue;
        m->leader = leader;
        v->mentions[last].next = i;
    }
}

static bool is_person_name(const struct cl_view *v, const struct cl_mention *m)
{
    return m->entity != RD_NONE && v->d->entities[m->entity].type == RD_PER;
}

/* What joins two names of a series. */
enum junction { APART, COMMA, AND };
enum { BETWEEN_MAX = 9 };

/* Words of titles and appositions: "A, the editor of B Weekly, and the journalist C". */
static bool may_describe(const struct rd_token *t)
{
    return t->upos == RD_DET || t->upos == RD_ADJ || t->upos == RD_NOUN || t->upos == RD_PROPN ||
           t->upos == RD_ADP || cu_str_is(t->lower, "his") || cu_str_is(t->lower, "her");
}

static enum junction junction_of(const struct cl_view *v, uint32_t from, uint32_t past)
{
    enum junction joined = APART;
    int depth = 0;
    if (past <= from || past - from > BETWEEN_MAX || v->d->tokens[past - 1].upos == RD_ADP)
        return APART;
    for (uint32_t t = from; t < past; t++) {
        const struct rd_token *w = &v->d->tokens[t];
        if (cu_str_is(w->lower, "("))
            depth++;
        else if (cu_str_is(w->lower, ")"))
            depth--;
        else if (depth > 0 || w->upos == RD_NUM)
            continue;
        else if (cu_str_is(w->lower, ",") || cu_str_is(w->lower, ";"))
            joined = joined == AND ? AND : COMMA;
        else if (cu_str_is(w->lower, "and") || cu_str_is(w->lower, "&"))
            joined = AND;
        else if (!may_describe(w) ||
                 (v->mention_at[t] != RD_NONE && v->mentions[v->mention_at[t]].plural))
            return APART;
    }
    return depth ? APART : joined;
}

bool cl_opens_clause(const struct cl_view *v, const struct cl_mention *before,
                     const struct cl_mention *m)
{
    const struct rd_token *t = &v->d->tokens[m->head], *b = &v->d->tokens[before->head];
    return has_relation(t, BIT(nsubj) | BIT(nsubj_pass)) && t->head != RD_NONE &&
           t->head > m->head && b->head != RD_NONE && b->head < before->head && b->head != t->head;
}

static void join(struct cl_view *v, uint32_t leader, uint32_t second)
{
    uint32_t last = leader;
    while (v->mentions[last].next != RD_NONE)
        last = v->mentions[last].next;
    if (last >= second)
        return;
    v->mentions[last].next = second;
    for (uint32_t i = second; i != RD_NONE; i = v->mentions[i].next)
        v->mentions[i].leader = leader;
}

/* Names in a row ("A, B (the last in absentia) and C") are one series, whatever the tree says. */
static void link_series(struct cl_view *v)
{
    for (uint32_t i = 0, n; i < v->mention_count; i += n) {
        uint32_t row[64];
        enum junction last = APART;
        n = 1;
        row[0] = i;
        if (!is_person_name(v, &v->mentions[i]))
            continue;
        while (n < 64 && i + n < v->mention_count && last != AND) {
            const struct cl_mention *m = &v->mentions[i + n], *b = &v->mentions[row[n - 1]];
            enum junction joined = m->sentence == b->sentence && is_person_name(v, m)
                                       ? junction_of(v, b->past, m->first)
                                       : APART;
            if (joined == APART || cl_opens_clause(v, b, m))
                break;
            last = joined;
            row[n] = i + n;
            n++;
        }
        if (n < 2 || (n == 2 && last != AND))
            continue;
        for (uint32_t k = 1; k < n; k++)
            if (v->mentions[row[k]].leader == row[k])
                join(v, v->mentions[row[0]].leader, row[k]);
    }
}

/* "Selim, a lawyer" and "the lawyer, Mahinour Selim": one of the two is the other's alias. */
static void link_appositions(struct cl_view *v)
{
    for (uint32_t i = 0; i < v->mention_count; i++) {
        struct cl_mention *m = &v->mentions[i];
        const struct rd_token *t = &v->d->tokens[m->head];
        if (t->deprel != RD_DEP_appos || t->head == RD_NONE || v->mention_at[t->head] == RD_NONE)
            continue;
        uint32_t up = v->mention_at[t->head];
        struct cl_mention *o = &v->mentions[up];
        if (m->leader == o->leader)
            continue;
        if (m->plural != o->plural && !(o->plural && m->next != RD_NONE))
            continue;
        m->alias = up;
        if (o->entity == RD_NONE && m->entity != RD_NONE && !o->plural) {
            o->entity = m->entity;
            o->kind = CL_NAME;
            o->person = v->d->entities[m->entity].type == RD_PER || o->person;
        }
    }
}

static void cover(struct cl_view *v)
{
    for (uint32_t i = 0; i < v->mention_count; i++)
        for (uint32_t t = v->mentions[i].first; t < v->mentions[i].past; t++)
            v->covered_by[t] = i;
}

static bool index_sentences(struct cl_view *v)
{
    size_t n = v->d->sentence_count;
    v->first_mention_of = cu_arena_alloc(v->arena, (n + 1) * sizeof *v->first_mention_of);
    if (!v->first_mention_of)
        return false;
    uint32_t m = 0;
    for (size_t s = 0; s <= n; s++) {
        while (m < v->mention_count && v->mentions[m].sentence < s)
            m++;
        v->first_mention_of[s] = m;
    }
    return true;
}

static bool find_mentions(struct cl_view *v)
{
    struct rd_document *d = v->d;
    for (uint32_t t = 0; t < d->token_count; t++) {
        if (!d->sentences[d->tokens[t].sentence].analysed)
            continue;
        uint32_t e = d->tokens[t].entity;
        bool names = e != RD_NONE && cl_top_of(d, d->entities[e].first, d->entities[e].past) == t;
        /* a name inside a phrase ("Minsk court") is offered too; a title's name is the title's */
        if (names || (e == RD_NONE && is_head(v, t)))
            if (!add_mention(v, t))
                return false;
    }
    return true;
}

/* --- tree and classes ------------------------------------------------------------------------ */

static bool build_tree(struct cl_view *v)
{
    struct rd_document *d = v->d;
    size_t n = d->token_count + 1;
    v->child = cu_arena_alloc(v->arena, n * sizeof *v->child);
    v->sibling = cu_arena_alloc(v->arena, n * sizeof *v->sibling);
    v->classes = cu_arena_zalloc(v->arena, n * sizeof *v->classes);
    v->mention_at = cu_arena_alloc(v->arena, n * sizeof *v->mention_at);
    v->covered_by = cu_arena_alloc(v->arena, n * sizeof *v->covered_by);
    if (v->arena->failed)
        return false;
    memset(v->child, 0xff, n * sizeof *v->child);
    memset(v->sibling, 0xff, n * sizeof *v->sibling);
    memset(v->mention_at, 0xff, n * sizeof *v->mention_at);
    memset(v->covered_by, 0xff, n * sizeof *v->covered_by);
    for (uint32_t t = (uint32_t)d->token_count; t-- > 0;) {
        uint32_t h = d->tokens[t].head;
        if (!d->sentences[d->tokens[t].sentence].analysed)
            continue;
        if (h != RD_NONE) {
            v->sibling[t] = v->child[h];
            v->child[h] = t;
        }
        v->classes[t] =
            cl_classes_of(v->lex, d->tokens[t].lemma) | cl_classes_of(v->lex, d->tokens[t].lower);
    }
    return true;
}

bool cl_view_init(struct cl_view *v, const struct cl_lexicon *lex, struct rd_document *d,
                  cl_antecedent_fn *antecedent, const void *context)
{
    *v = (struct cl_view){.lex = lex,
                          .d = d,
                          .arena = d->arena,
                          .antecedent = antecedent,
                          .antecedent_context = context};
    if (!build_tree(v) || !find_mentions(v))
        return false;
    link_coordination(v);
    link_series(v);
    link_appositions(v);
    cover(v);
    return index_sentences(v) && cl_resolve(v);
}
