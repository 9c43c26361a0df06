/* SPDX-License-Identifier: Apache-2.0
 * What the parser looks at. See parse_state.h. The templates start from Zhang and Nivre 2011.
 */
#include <string.h>

#include "read/parse_state.h"

/* --- atoms -------------------------------------------------------------------------------- */

static uint32_t fold(uint64_t h)
{
    return (uint32_t)(h ^ h >> 32);
}

/* Features that tell the fine tags of English apart. */
static const uint16_t fine_bits = RD_F_PLUR | RD_F_PAST | RD_F_FIN | RD_F_INF | RD_F_PART |
                                  RD_F_GER | RD_F_PASS | RD_F_POSS | RD_F_PRS | RD_F_REL | RD_F_NEG;

static void atoms_of(const struct rd_document *d, uint32_t token, struct rd_atoms *a)
{
    const struct rd_token *t = &d->tokens[token];
    struct cu_str form = rd_form(d, token);
    bool upper = form.n && form.p[0] >= 'A' && form.p[0] <= 'Z';
    uint32_t tail = 0;
    for (size_t i = t->lower.n > 3 ? t->lower.n - 3 : 0; i < t->lower.n; i++)
        tail = tail << 8 | (unsigned char)t->lower.p[i];
    bool digit = form.n && cu_is_digit((unsigned char)form.p[form.n - 1]);
    *a = (struct rd_atoms){
        .form = fold(cu_hash_str(t->lower)),
        .lemma = fold(cu_hash_str(t->lemma)),
        .fine = fold(cu_mix(((uint64_t)(t->feats & fine_bits) << 8) + t->upos + 1)),
        .suffix = fold(cu_mix(((uint64_t)tail << 2) + (upper ? 1 : 0) + (digit ? 2 : 0))),
        .tag = (uint8_t)(t->upos + 1),
        .upper = upper,
    };
}

static bool nominal(uint8_t tag)
{
    return tag == RD_NOUN + 1 || tag == RD_PROPN + 1 || tag == RD_PRON + 1 || tag == RD_NUM + 1;
}

static bool verbal(uint8_t tag)
{
    return tag == RD_VERB + 1 || tag == RD_AUX + 1;
}

/* Which of the eight counts a word adds to. */
static uint64_t kind_of(const struct rd_atoms *a)
{
    static const uint8_t kinds[RD_UPOS_COUNT + 2] = {
        [RD_VERB + 1] = 1,  [RD_AUX + 1] = 2,  [RD_PUNCT + 1] = 3,
        [RD_CCONJ + 1] = 4, [RD_ADP + 1] = 5,  [RD_SCONJ + 1] = 6,
        [RD_PRON + 1] = 7,  [RD_NOUN + 1] = 8, [RD_PROPN + 1] = 8};
    uint8_t k = kinds[a->tag];
    return k ? (uint64_t)1 << 8 * (k - 1) : 0;
}

void rd_parse_atoms(const struct rd_document *d, uint32_t first, uint32_t n, struct rd_atoms *atoms,
                    struct rd_node *fresh)
{
    memset(atoms + n, 0, RD_ATOM_PAD * sizeof *atoms);
    atoms[n].tag = RD_UPOS_COUNT + 1;
    uint16_t verbs = 0, commas = 0;
    uint64_t kinds = 0;
    for (uint32_t i = 0; i < n; i++) {
        atoms_of(d, first + i, &atoms[i]);
        atoms[i].verbs = verbs;
        atoms[i].commas = commas;
        atoms[i].kinds = kinds;
        kinds += kind_of(&atoms[i]);
        verbs = (uint16_t)(verbs + (verbal(atoms[i].tag) ? 1 : 0));
        commas = (uint16_t)(commas + (atoms[i].tag == RD_PUNCT + 1 ? 1 : 0));
    }
    uint32_t noun = n + 1, verb = n + 1;
    for (uint32_t i = n + RD_ATOM_PAD; i-- > 0;) {
        if (i < n && nominal(atoms[i].tag))
            noun = i;
        if (i < n && verbal(atoms[i].tag))
            verb = i;
        atoms[i].noun = noun;
        atoms[i].verb = verb;
        if (i >= n) {
            atoms[i].verbs = verbs;
            atoms[i].commas = commas;
            atoms[i].kinds = kinds;
        }
    }
    memset(fresh, 0, (n + 1) * sizeof *fresh);
    for (uint32_t i = 0; i <= n; i++)
        fresh[i].word = i;
}

/* --- moves -------------------------------------------------------------------------------- */

static void add_left(struct rd_node *head, const struct rd_node *child, uint8_t label)
{
    head->l2 = head->l1;
    head->l2_label = head->l1_label;
    head->l1 = child;
    head->l1_label = (uint8_t)(label + 1);
    head->labels |= (uint64_t)1 << label;
    if (head->lefts < 15)
        head->lefts++;
}

static void add_right(struct rd_node *head, const struct rd_node *child, uint8_t label)
{
    head->r2 = head->r1;
    head->r2_label = head->r1_label;
    head->r1 = child;
    head->r1_label = (uint8_t)(label + 1);
    head->labels |= (uint64_t)1 << label;
    if (head->rights < 15)
        head->rights++;
}

void rd_state_move(const struct rd_parse_input *in, const struct rd_state *s, enum rd_move m,
                   uint8_t label, struct rd_node *node, struct rd_state *out)
{
    *out = *s;
    switch (m) {
    case RD_SHIFT:
        *node = *s->buf;
        node->below = s->top;
        out->top = node;
        out->buf = &in->fresh[s->buf->word + 1];
        break;
    case RD_LEFT:
        *node = *s->buf;
        add_left(node, s->top, label);
        out->buf = node;
        out->top = s->top->below;
        break;
    default:
        *node = *s->top->below;
        add_right(node, s->top, label);
        out->top = node;
        break;
    }
}

/* --- features ----------------------------------------------------------------------------- */

/* Each template has its own offset; within one, each place its own odd multiplier, so that a
 * feature costs three multiplications and no loop. */
static uint64_t mix4(uint64_t k, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    uint64_t h = k * 0x9e3779b97f4a7c15u + a * 0xbf58476d1ce4e5b9u + b * 0x94d049bb133111ebu +
                 c * 0xd6e8feb86659fd93u + d * 0xff51afd7ed558ccdu;
    h ^= h >> 29;
    h *= 0xc4ceb9fe1a85ec53u;
    return h ^ h >> 32;
}

#define F1(a) out[k] = mix4(k, (a), 0, 0, 0), k++
#define F2(a, b) out[k] = mix4(k, (a), (b), 0, 0), k++
#define F3(a, b, c) out[k] = mix4(k, (a), (b), (c), 0), k++
#define F4(a, b, c, d) out[k] = mix4(k, (a), (b), (c), (d)), k++

static const struct rd_node no_node = {.word = UINT32_MAX};

static const struct rd_node *or_none(const struct rd_node *p)
{
    return p ? p : &no_node;
}

static const struct rd_atoms *atoms_at(const struct rd_parse_input *in, const struct rd_node *p)
{
    return &in->atoms[p->word == UINT32_MAX ? in->n + 1 : p->word];
}

static uint32_t distance(uint32_t left, uint32_t right)
{
    uint32_t d = right - left;
    if (left == UINT32_MAX)
        return 0;
    return d <= 5 ? d : d <= 8 ? 6 : d <= 14 ? 7 : d <= 25 ? 8 : 9;
}

/* Verbs and punctuation between two words, coarsely. */
static uint32_t between(const struct rd_atoms *left, const struct rd_atoms *right)
{
    uint32_t v = (uint16_t)(right->verbs - left->verbs);
    uint32_t c = (uint16_t)(right->commas - left->commas);
    return (v > 2 ? 3 : v) * 4 + (c > 2 ? 3 : c);
}

/* Bit 7 of each byte: whether such words stand from `left` to before `right`. Counts wrap in
 * sentences of more than 255 such words, which then look a little different, no more. */
static uint64_t kinds_between(const struct rd_atoms *left, const struct rd_atoms *right)
{
    uint64_t d = right->kinds - left->kinds;
    return ((d & 0x7f7f7f7f7f7f7f7fu) + 0x7f7f7f7f7f7f7f7fu) & 0x8080808080808080u;
}

/* What the move's templates read: top of the stack s0, below it s1 and s2, the buffer b0 to b3,
 * their outermost dependents, the next nominal and verb, what stands between. */
struct view {
    uint32_t n;
    const struct rd_node *n0, *n1, *n2, *q; /* nodes of s0, s1, s2, b0 */
    const struct rd_atoms *s0, *s1, *s2, *b0, *b1, *b2, *b3, *noun, *verb;
    const struct rd_atoms *s0l, *s0l2, *s0r, *s0r2, *s1l, *s1r, *s1r2, *b0l, *b0l2;
    const struct rd_atoms *last; /* of the sentence */
    uint32_t d0, d1, g0, g1;     /* between s0 and b0, s1 and s0: distance, verbs and commas */
    uint64_t i0, i1;             /* kinds of words there; 1: there is no such pair */
    uint64_t ahead, rest;        /* kinds of words after b0 up to the verb, to the end */
};

static const struct rd_atoms *ahead_of(const struct rd_parse_input *in, uint32_t word)
{
    return &in->atoms[word > in->n + 1 ? in->n + 1 : word];
}

static void view_words(struct view *v, const struct rd_parse_input *in, const struct rd_state *s)
{
    v->n = in->n;
    v->n0 = or_none(s->top);
    v->n1 = or_none(v->n0->below);
    v->n2 = or_none(v->n1->below);
    v->q = s->buf;
    v->s0 = atoms_at(in, v->n0);
    v->s1 = atoms_at(in, v->n1);
    v->s2 = atoms_at(in, v->n2);
    v->b0 = &in->atoms[v->q->word];
    v->b1 = v->b0 + 1;
    v->b2 = ahead_of(in, v->q->word + 2);
    v->b3 = ahead_of(in, v->q->word + 3);
    v->noun = &in->atoms[v->b0->noun];
    v->verb = &in->atoms[v->b0->verb];
    v->s0l = atoms_at(in, or_none(v->n0->l1));
    v->s0l2 = atoms_at(in, or_none(v->n0->l2));
    v->s0r = atoms_at(in, or_none(v->n0->r1));
    v->s0r2 = atoms_at(in, or_none(v->n0->r2));
    v->s1l = atoms_at(in, or_none(v->n1->l1));
    v->s1r = atoms_at(in, or_none(v->n1->r1));
    v->s1r2 = atoms_at(in, or_none(v->n1->r2));
    v->b0l = atoms_at(in, or_none(v->q->l1));
    v->b0l2 = atoms_at(in, or_none(v->q->l2));
    v->last = &in->atoms[in->n - 1];
}

static void view_gaps(struct view *v, const struct rd_parse_input *in)
{
    v->d0 = distance(v->n0->word, v->q->word);
    v->d1 = distance(v->n1->word, v->n0->word);
    v->g0 = between(v->s0, v->b0);
    v->g1 = between(v->s1, v->s0);
    v->i0 = v->n0 == &no_node ? 1 : kinds_between(v->s0 + 1, v->b0);
    v->i1 = v->n1 == &no_node ? 1 : kinds_between(v->s1 + 1, v->s0);
    v->ahead = kinds_between(v->b0 + 1, v->verb);
    v->rest = kinds_between(v->b0 + 1, &in->atoms[in->n]);
}

/* Words alone and in pairs. */
static size_t add_words(const struct view *v, uint64_t *out, size_t k)
{
    const struct rd_atoms *s0 = v->s0, *s1 = v->s1, *s2 = v->s2, *b0 = v->b0, *b1 = v->b1,
                          *b2 = v->b2;

    F1(0);
    F1(s0->form);
    F1(s0->fine);
    F2(s0->form, s0->fine);
    F2(s0->lemma, s0->tag);
    F1(s1->form);
    F1(s1->fine);
    F2(s1->lemma, s1->fine);
    F2(s2->lemma, s2->tag);
    F1(s2->fine);
    F1(b0->form);
    F1(b0->fine);
    F2(b0->form, b0->fine);
    F2(b0->lemma, b0->tag);
    F2(b1->form, b1->tag);
    F1(b1->fine);
    F2(b2->form, b2->tag);
    F1(b2->fine);
    F1(s0->suffix);
    F1(b0->suffix);

    F4(s0->lemma, s0->tag, b0->lemma, b0->tag);
    F3(s0->lemma, s0->tag, b0->fine);
    F3(s0->fine, b0->lemma, b0->tag);
    F2(s0->fine, b0->fine);
    F2(s0->lemma, b0->form);
    F3(s0->suffix, b0->suffix, v->d0);
    F4(s1->lemma, s1->tag, s0->lemma, s0->tag);
    F3(s1->lemma, s1->tag, s0->fine);
    F3(s1->fine, s0->lemma, s0->tag);
    F2(s1->fine, s0->fine);
    F2(b0->fine, b1->fine);
    F3(b0->form, b1->fine, s0->tag);
    F2(b0->form, b1->form);
    F3(s1->lemma, b0->lemma, s0->tag);
    F3(s1->fine, s0->fine, b0->form);
    F3(s1->fine, s0->lemma, b0->fine);
    F3(s1->lemma, s0->fine, b0->fine);
    return k;
}

/* Three and four words; words with their dependents. */
static size_t add_tree(const struct view *v, uint64_t *out, size_t k)
{
    const struct rd_atoms *s0 = v->s0, *s1 = v->s1, *s2 = v->s2, *b0 = v->b0, *b1 = v->b1,
                          *b2 = v->b2, *s0l = v->s0l, *s0l2 = v->s0l2, *s0r = v->s0r,
                          *s0r2 = v->s0r2, *s1l = v->s1l, *s1r = v->s1r, *s1r2 = v->s1r2,
                          *b0l = v->b0l, *b0l2 = v->b0l2;

    F3(s0->fine, b0->fine, b1->fine);
    F3(b0->fine, b1->fine, b2->fine);
    F3(s1->fine, s0->fine, b0->fine);
    F3(s2->fine, s1->fine, s0->fine);
    F4(s1->fine, s0->fine, b0->fine, b1->fine);
    F4(s2->tag, s1->fine, s0->fine, b0->fine);
    F4(s0->fine, b0->fine, b1->fine, b2->fine);
    F3(s0->lemma, b0->fine, b1->fine);

    F3(s0->fine, s0l->fine, b0->fine);
    F3(s0->fine, s0r->fine, b0->fine);
    F3(s0->fine, b0->fine, b0l->fine);
    F3(s1->fine, s1r->fine, s0->fine);
    F3(s1->fine, s0->fine, s0l->fine);
    F3(s1->fine, s0->fine, s0r->fine);
    F3(s1->fine, s1l->fine, s0->fine);
    F3(s0->fine, s0l->fine, s0l2->fine);
    F3(s0->fine, s0r->fine, s0r2->fine);
    F3(s1->fine, s1r->fine, s1r2->fine);
    F3(b0->fine, b0l->fine, b0l2->fine);
    F4(s1->tag, s1->lemma, s0l->lemma, s0->tag);
    F4(s1->tag, s0->tag, s0l->lemma, s0->lemma);
    F3(s0->lemma, b0l->lemma, b0->tag);
    F4(s1->fine, s0->fine, s0l->lemma, b0->fine);
    F3(s0->lemma, s0r->lemma, b0->fine);
    F3(s1->lemma, s1r->lemma, s0->fine);
    return k;
}

/* Distances, what stands between, how many dependents, their relations. */
static size_t add_counts(const struct view *v, uint64_t *out, size_t k)
{
    const struct rd_atoms *s0 = v->s0, *s1 = v->s1, *b0 = v->b0;
    const struct rd_node *n0 = v->n0, *n1 = v->n1, *q = v->q;
    uint32_t v0 = n0->lefts * 16u + n0->rights, v1 = n1->lefts * 16u + n1->rights;

    F2(s0->lemma, v->d0);
    F2(s0->fine, v->d0);
    F2(b0->lemma, v->d0);
    F2(b0->fine, v->d0);
    F3(s0->fine, b0->fine, v->d0);
    F3(s0->lemma, b0->lemma, v->d0);
    F3(s1->fine, s0->fine, v->d1);
    F3(s1->lemma, s0->fine, v->d1);
    F4(s1->fine, s0->fine, b0->fine, v->d1);
    F3(s0->fine, b0->fine, v->g0);
    F3(s1->fine, s0->fine, v->g1);
    F4(s1->fine, s0->fine, b0->fine, v->g0 * 16 + v->g1);
    F3(s0->lemma, b0->fine, v->g0);

    F3(s0->lemma, s0->tag, v0);
    F2(s0->fine, v0);
    F3(s0->fine, v0, b0->fine);
    F2(s1->fine, v1);
    F3(s1->lemma, n1->rights, s0->tag);
    F2(b0->fine, q->lefts);
    F3(b0->form, q->lefts, s0->fine);
    F4(s1->fine, v1, s0->fine, b0->fine);

    F3(s0->fine, n0->l1_label, n0->r1_label);
    F3(s0->lemma, n0->l1_label, n0->r1_label);
    F3(s0->fine, fold(n0->labels), b0->fine);
    F3(s0->lemma, fold(n0->labels * 31), b0->tag);
    F3(s1->fine, fold(n1->labels), s0->fine);
    F3(s1->lemma, fold(n1->labels * 31), s0->tag);
    F3(b0->fine, fold(q->labels), s0->fine);
    F3(b0->lemma, fold(q->labels * 31), s0->tag);
    F4(s0->fine, n0->r1_label, n0->r2_label, b0->fine);
    F4(s1->fine, n1->r1_label, n1->r2_label, s0->fine);
    F4(b0->fine, q->l1_label, q->l2_label, s0->fine);
    F4(s1->fine, s0->fine, n0->l1_label, b0->fine);
    F4(s1->fine, s0->fine, n0->r1_label, b0->fine);
    return k;
}

/* What comes later in the buffer; which words a preposition or a conjunction ties together. */
static size_t add_ahead(const struct view *v, uint64_t *out, size_t k)
{
    const struct rd_atoms *s0 = v->s0, *s1 = v->s1, *s2 = v->s2, *b0 = v->b0, *b1 = v->b1,
                          *b2 = v->b2, *b3 = v->b3, *b0l = v->b0l, *noun = v->noun, *verb = v->verb;
    const struct rd_node *n0 = v->n0, *q = v->q;

    F4(s1->lemma, s0->fine, b0->lemma, noun->tag);
    F4(s0->lemma, b0->lemma, noun->lemma, 0);
    F4(s1->tag, s0->tag, b0->lemma, noun->lemma);
    F4(s0->fine, b0->fine, noun->fine, verb->fine);
    F4(s0->fine, b0->fine, verb->lemma, distance(q->word, b0->verb));
    F4(s1->fine, s0->fine, b0->fine, verb->fine);
    F3(s0->fine, b0->form, verb->fine);
    F4(s0->tag, b0->tag, s0->upper * 4 + b0->upper * 2 + b1->upper, s1->tag);
    F4(n0->word == 0, q->word + 1 == v->n, b0->fine, s0->fine);

    F3(s0->fine, b0->fine, v->i0);
    F3(s1->fine, s0->fine, v->i1);
    F4(s1->fine, s0->fine, b0->fine, v->i1 * 3 + v->i0);
    F3(s0->lemma, b0->tag, v->i0);
    F4(s0->fine, b0->fine, v->ahead, verb->fine);
    F3(s0->tag, b0->fine, v->rest);
    F4(b0->fine, b1->fine, b2->fine, b3->fine);
    F4(s0->fine, b0->tag, b1->tag, b2->tag * 32 + b3->tag);
    F4(s1->lemma, s0->tag, b0l->lemma, b0->tag);
    F4(s1->fine, s0->fine, b0l->lemma, b0->lemma);
    F4(s1->lemma, s0->lemma, b0l->lemma, b0->tag);
    F3(s0->lemma, b0l->lemma, b0->lemma);
    F3(s1->lemma, b0l->lemma, b0->lemma);
    F4(s1->fine, s0->fine, b0->fine, q->l1_label);
    F4(s2->fine, s1->fine, s0->fine, b0->fine);
    F4(s0->upper, b0->upper, q->l1_label, s0->fine);
    F4(s0->suffix, b0->suffix, q->l1_label, s0->tag);
    return k;
}

/* Clauses: what each of two words already has below it. */
static size_t add_clauses(const struct view *v, uint64_t *out, size_t k)
{
    const struct rd_atoms *s0 = v->s0, *s1 = v->s1, *b0 = v->b0, *b1 = v->b1, *last = v->last;
    uint32_t c0 = fold(v->n0->labels), c1 = fold(v->n1->labels), c = fold(v->q->labels);

    F4(s1->fine, c1, s0->fine, c0);
    F4(s0->fine, c0, b0->fine, c);
    F3(s1->lemma, s0->tag, c0);
    F3(s0->lemma, b0->tag, c);
    F4(s1->fine, s0->fine, c0, b0->fine);
    F4(s1->fine, c1, s0->fine, b0->fine);
    F4(s0->fine, c0, b0->form, b1->fine);
    F4(s1->fine, c1, s0->lemma, b0->fine);
    F3(s0->fine, b0->fine, last->lemma);
    F4(s1->fine, s0->fine, b0->form, last->lemma);
    return k;
}

size_t rd_move_features(const struct rd_parse_input *in, const struct rd_state *s,
                        uint64_t out[RD_MOVE_FEATURES])
{
    struct view v;
    view_words(&v, in, s);
    view_gaps(&v, in);
    size_t k = add_words(&v, out, 0);
    k = add_tree(&v, out, k);
    k = add_counts(&v, out, k);
    k = add_ahead(&v, out, k);
    return add_clauses(&v, out, k);
}

size_t rd_label_features(const struct rd_parse_input *in, const struct rd_state *s, enum rd_move m,
                         uint64_t out[RD_LABEL_FEATURES])
{
    const struct rd_node *c = s->top, *h = m == RD_LEFT ? s->buf : s->top->below;
    const struct rd_atoms *d = atoms_at(in, c), *a = atoms_at(in, h);
    const struct rd_atoms *none = &in->atoms[in->n + 1];
    const struct rd_atoms *before = c->word ? d - 1 : none, *after = d + 1;
    const struct rd_atoms *l = atoms_at(in, or_none(c->l1)), *l2 = atoms_at(in, or_none(c->l2)),
                          *r = atoms_at(in, or_none(c->r1));
    const struct rd_node *up = m == RD_LEFT ? c->below : h->below;
    const struct rd_atoms *g = atoms_at(in, or_none(up)),
                          *next = m == RD_LEFT ? a + 1 : &in->atoms[s->buf->word];
    const struct rd_atoms *noun = &in->atoms[next->noun], *verb = &in->atoms[next->verb];
    uint32_t dist = m == RD_LEFT ? distance(c->word, h->word) + 16 : distance(h->word, c->word);
    uint32_t gap = m == RD_LEFT ? between(d, a) + 16 : between(a, d);
    size_t k = 0;
    uint64_t right = m == RD_RIGHT;

    F1(right);
    F2(d->form, right);
    F2(d->lemma, d->fine);
    F2(d->fine, right);
    F2(a->lemma, right);
    F2(a->fine, right);
    F2(d->suffix, right);
    F3(d->fine, a->fine, right);
    F3(d->lemma, a->fine, right);
    F3(d->fine, a->lemma, right);
    F4(d->lemma, a->lemma, d->tag, a->tag);
    F3(d->form, a->form, right);
    F3(d->fine, a->fine, dist);
    F3(d->lemma, a->tag, dist);
    F3(d->fine, a->fine, gap);
    F4(d->fine, a->fine, before->fine, right);
    F4(d->fine, a->fine, after->fine, right);
    F4(d->fine, before->lemma, after->fine, right);
    F3(d->fine, l->lemma, a->fine);
    F4(d->fine, l->lemma, a->lemma, right);
    F4(d->fine, l->fine, l2->fine, a->fine);
    F4(d->lemma, l->lemma, a->tag, right);
    F4(d->fine, r->fine, a->fine, right);
    F4(d->fine, r->lemma, a->fine, right);
    F4(d->fine, c->l1_label, c->l2_label, a->fine);
    F4(d->fine, fold(c->labels), a->fine, right);
    F4(d->lemma, fold(c->labels), a->tag, right);
    F4(d->tag, fold(c->labels), a->lemma, right);
    F4(d->fine, fold(h->labels), a->fine, right);
    F4(d->lemma, fold(h->labels), a->fine, right);
    F4(d->fine, fold(h->labels), a->lemma, right);
    F4(fold(c->labels), fold(h->labels), a->tag, d->tag);
    F4(d->fine, m == RD_LEFT ? h->l1_label : h->r1_label, m == RD_LEFT ? h->l2_label : h->r2_label,
       a->fine);
    F3(h->lefts + h->rights * 16u, d->fine, a->fine);
    F3(c->lefts + c->rights * 16u, d->fine, a->fine);
    F4(d->fine, a->fine, d->upper * 2 + a->upper, dist);

    F4(d->fine, a->fine, next->fine, right);
    F4(d->lemma, a->fine, next->fine, right);
    F4(d->fine, a->lemma, next->fine, right);
    F4(d->fine, a->fine, next->lemma, right);
    F4(d->fine, a->fine, g->fine, right);
    F4(d->fine, a->fine, noun->fine, verb->fine);
    F4(d->fine, l->lemma, r->lemma, a->fine);
    F4(d->suffix, a->suffix, right, d->tag);
    F4(d->fine, a->fine, next->fine, (next + (next < &in->atoms[in->n]))->fine);
    return k;
}
