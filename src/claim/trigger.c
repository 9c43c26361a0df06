/* SPDX-License-Identifier: Apache-2.0
 * Words that may carry an act, and the features that tell which. See feature.h.
 */
#include <string.h>

#include "claim/feature.h"

#define BIT(id) ((uint64_t)1 << RD_DEP_##id)

/* --- candidates ----------------------------------------------------------------------------- */

static bool pos_fits(const struct rd_token *t, uint8_t pos)
{
    if (pos == CL_POS_VERB)
        return t->upos == RD_VERB || t->upos == RD_AUX || t->upos == RD_ADJ || t->upos == RD_NOUN ||
               t->upos == RD_PROPN;
    if (pos == CL_POS_NOUN)
        return t->upos == RD_NOUN || t->upos == RD_PROPN || t->upos == RD_ADJ ||
               t->upos == RD_ADV || t->upos == RD_VERB;
    return t->upos == RD_ADJ || t->upos == RD_VERB || t->upos == RD_ADV || t->upos == RD_ADP ||
           t->upos == RD_NOUN;
}

/* Whether the words after the first follow within four tokens each, by lemma or form. */
static bool phrase_fits(const struct cl_view *v, uint32_t token, const struct cl_act_word *w)
{
    const struct rd_document *d = v->d;
    uint32_t at = token, past = d->sentences[d->tokens[token].sentence].past;
    for (uint8_t k = 1; k < w->width; k++) {
        uint32_t limit = at + 5 < past ? at + 5 : past, t = at + 1;
        while (t < limit && !cu_str_eq(d->tokens[t].lower, w->words[k]) &&
               !cu_str_eq(d->tokens[t].lemma, w->words[k]))
            t++;
        if (t >= limit)
            return false;
        at = t;
    }
    return true;
}

static void look_up(const struct cl_view *v, uint32_t token, struct cu_str word,
                    struct cl_trigger *out)
{
    const struct cl_lexicon *lex = v->lex;
    const uint32_t *row = cu_map_get(&lex->by_word, word);
    uint32_t i = row ? *row : RD_NONE;
    for (; i != RD_NONE; i = lex->acts[i].next) {
        const struct cl_act_word *w = &lex->acts[i];
        if (!pos_fits(&v->d->tokens[token], w->pos) || (w->width > 1 && !phrase_fits(v, token, w)))
            continue;
        out->listed |= 1u << w->act;
        if (w->width > 1 && (out->phrase == RD_NONE || lex->acts[out->phrase].width < w->width))
            out->phrase = i;
    }
}

/* "A got nine years, B four": a number that counts no noun borrows the unit of the length of time
 * before it in the sentence. Empty: it is none. */
static struct cu_str borrowed_term(const struct cl_view *v, uint32_t token,
                                   const struct rd_value *x)
{
    const struct rd_document *d = v->d;
    const struct rd_token *t = &d->tokens[token];
    uint32_t first = d->sentences[t->sentence].first, at = x->first;
    if (!x->has_number || x->number <= 0 || x->number > 99 || x->qualifier != RD_Q_EXACT ||
        (t->deprel == RD_DEP_nummod && t->head != RD_NONE && d->tokens[t->head].upos == RD_NOUN) ||
        cl_child_of(v, token, BIT(nmod) | BIT(acl_relcl)) != RD_NONE)
        return (struct cu_str){"", 0};
    while (at > first) {
        uint32_t before = d->tokens[--at].value;
        if (before == RD_NONE || d->values[before].kind != RD_DURATION || !d->values[before].text.n)
            continue;
        char unit = d->values[before].text.p[d->values[before].text.n - 1];
        int whole = (int)x->number;
        if (unit == 'Y' && x->number > whole)
            return cu_arena_printf(v->arena, "P%dY6M", whole);
        if (unit == 'Y' || unit == 'M' || unit == 'D')
            return cu_arena_printf(v->arena, "P%d%c", whole, unit);
        break;
    }
    return (struct cu_str){"", 0};
}

static bool length_of_time(const struct cl_view *v, uint32_t token, struct cl_trigger *out)
{
    const struct rd_document *d = v->d;
    const struct rd_value *x = &d->values[d->tokens[token].value];
    if (cl_top_of(d, x->first, x->past) != token)
        return false;
    if (x->kind == RD_DURATION)
        out->term = x->text;
    else if (x->kind == RD_NUMBER)
        out->term = borrowed_term(v, token, x);
    out->duration = out->term.n > 0;
    if (out->duration)
        out->listed = out->allowed = 1u << CL_ACT_sentence;
    return out->duration;
}

/* A noun that names an act by itself: release, arrest, trial. */
static bool strong_noun(const struct cl_view *v, uint32_t token, const struct cl_trigger *t)
{
    if (v->d->tokens[token].upos != RD_NOUN || !t->listed)
        return false;
    const uint32_t *row = cu_map_get(&v->lex->by_word, v->d->tokens[token].lemma);
    for (uint32_t r = row ? *row : RD_NONE; r != RD_NONE; r = v->lex->acts[r].next)
        if (!v->lex->acts[r].weak && v->lex->acts[r].pos == CL_POS_NOUN &&
            v->lex->acts[r].width == 1)
            return true;
    return false;
}

static bool candidate(const struct cl_view *v, uint32_t token, struct cl_trigger *out)
{
    const struct rd_document *d = v->d;
    const struct rd_token *t = &d->tokens[token];
    *out = (struct cl_trigger){
        .token = token, .phrase = RD_NONE, .heading = RD_NONE, .act = CL_ACT_COUNT};
    if (t->value != RD_NONE)
        return length_of_time(v, token, out);
    if (t->upos == RD_PUNCT || t->upos == RD_DET || t->upos == RD_PRON || t->upos == RD_NUM ||
        t->upos == RD_CCONJ || t->entity != RD_NONE)
        return false;
    look_up(v, token, t->lemma, out);
    if (!cu_str_eq(t->lower, t->lemma))
        look_up(v, token, t->lower, out);
    /* what the lexicon is sure of is not read as something else: "the release of A" is no demand */
    out->allowed = strong_noun(v, token, out) ? out->listed : (1u << CL_ACT_COUNT) - 1;
    return out->listed != 0 || t->upos == RD_VERB;
}

static uint8_t steps(size_t n)
{
    return (uint8_t)(n < 4 ? n : n < 7 ? 4 : n < 12 ? 5 : 6);
}

static void find_topic(const struct cl_view *v, struct cl_triggers *out)
{
    size_t strong = 0, different = 0;
    uint64_t seen[64];
    for (size_t i = 0; i < out->count; i++) {
        const struct rd_token *t = &v->d->tokens[out->items[i].token];
        const uint32_t *row = cu_map_get(&v->lex->by_word, t->lemma);
        bool is_strong = out->items[i].phrase != RD_NONE;
        for (uint32_t r = row ? *row : RD_NONE; r != RD_NONE && !is_strong;
             r = v->lex->acts[r].next)
            is_strong = !v->lex->acts[r].weak && v->lex->acts[r].width == 1;
        if (!is_strong)
            continue;
        strong++;
        uint64_t h = cu_hash_str(t->lemma);
        size_t k = 0;
        while (k < different && seen[k] != h)
            k++;
        if (k == different && different < 64)
            seen[different++] = h;
    }
    out->topic.justice = steps(different);
    out->topic.density = steps(strong * 100 / (v->d->token_count + 1));
}

/* --- items without a verb -------------------------------------------------------------------- */

/* Sentences that an item may stand behind its heading. */
enum { ITEMS_MAX = 30 };

/* Whether the sentence says of whom, and nothing of what: "- to Germany: A, B and C;". */
static bool is_item(const struct cl_view *v, const struct cl_triggers *all, uint32_t sentence)
{
    const struct rd_sentence *s = &v->d->sentences[sentence];
    bool people = false;
    for (uint32_t t = s->first; t < s->past; t++) {
        const struct rd_token *w = &v->d->tokens[t];
        uint32_t x = all->at_token[t];
        if (w->upos == RD_AUX || (w->upos == RD_VERB && w->feats & RD_F_FIN) ||
            (x != RD_NONE && all->items[x].listed))
            return false;
        uint32_t m = v->mention_at[t];
        people =
            people || (m != RD_NONE && v->mentions[m].person && v->mentions[m].kind != CL_PRONOUN);
    }
    return people;
}

/* The last listed act word of the sentence, or the heading of the item there; RD_NONE: neither. */
static uint32_t heading_in(const struct cl_view *v, const struct cl_triggers *all,
                           uint32_t sentence)
{
    for (size_t i = all->count; i-- > 0;) {
        const struct cl_trigger *t = &all->items[i];
        uint32_t at = v->d->tokens[t->token].sentence;
        if (at < sentence)
            break;
        if (at == sentence && t->heading != RD_NONE)
            return t->heading;
        if (at == sentence && t->listed && !t->duration)
            return (uint32_t)i;
    }
    return RD_NONE;
}

/* An item has no act word, so a stop, a comma or else any word but a phrase's head stands for it.
 */
static uint32_t stand_in(const struct cl_view *v, const struct cl_triggers *all,
                         const struct rd_sentence *s)
{
    uint32_t best = RD_NONE;
    for (uint32_t t = s->first; t < s->past; t++)
        if (v->mention_at[t] == RD_NONE && all->at_token[t] == RD_NONE &&
            (best == RD_NONE || v->d->tokens[t].upos == RD_PUNCT))
            best = t;
    return best;
}

static bool add_item(const struct cl_view *v, uint32_t sentence, struct cl_triggers *out)
{
    if (sentence == 0 || !v->d->sentences[sentence].analysed || !is_item(v, out, sentence))
        return true;
    uint32_t heading = RD_NONE, token = stand_in(v, out, &v->d->sentences[sentence]);
    for (uint32_t back = 1; back <= ITEMS_MAX && back <= sentence && heading == RD_NONE; back++) {
        heading = heading_in(v, out, sentence - back);
        if (heading == RD_NONE && !is_item(v, out, sentence - back))
            break;
    }
    if (heading == RD_NONE || token == RD_NONE)
        return true;
    if (!CU_GROW(v->arena, out->items, out->count, out->capacity))
        return false;
    out->at_token[token] = (uint32_t)out->count;
    out->items[out->count++] = (struct cl_trigger){.token = token,
                                                   .allowed = (1u << CL_ACT_COUNT) - 1,
                                                   .phrase = RD_NONE,
                                                   .heading = heading,
                                                   .act = CL_ACT_COUNT};
    return true;
}

bool cl_trigger_candidates(const struct cl_view *v, struct cl_triggers *out)
{
    *out = (struct cl_triggers){0};
    size_t n = v->d->token_count + 1;
    out->at_token = cu_arena_alloc(v->arena, n * sizeof *out->at_token);
    if (!out->at_token)
        return false;
    memset(out->at_token, 0xff, n * sizeof *out->at_token);
    for (uint32_t t = 0; t < v->d->token_count; t++) {
        struct cl_trigger one;
        if (t > 0 && v->d->tokens[t].sentence != v->d->tokens[t - 1].sentence &&
            !add_item(v, v->d->tokens[t - 1].sentence, out))
            return false;
        if (!v->d->sentences[v->d->tokens[t].sentence].analysed || !candidate(v, t, &one))
            continue;
        if (!CU_GROW(v->arena, out->items, out->count, out->capacity))
            return false;
        out->at_token[t] = (uint32_t)out->count;
        out->items[out->count++] = one;
    }
    if (v->d->sentence_count && !add_item(v, (uint32_t)v->d->sentence_count - 1, out))
        return false;
    find_topic(v, out);
    return true;
}

const struct cl_act_word *cl_act_row(const struct cl_view *v, const struct cl_trigger *t,
                                     enum cl_act act)
{
    const struct cl_lexicon *lex = v->lex;
    const struct rd_token *w = &v->d->tokens[t->token];
    if (t->phrase != RD_NONE && lex->acts[t->phrase].act == act)
        return &lex->acts[t->phrase];
    struct cu_str forms[2] = {w->lemma, w->lower};
    for (int k = 0; k < 2; k++) {
        const uint32_t *row = cu_map_get(&lex->by_word, forms[k]);
        const struct cl_act_word *best = NULL;
        for (uint32_t i = row ? *row : RD_NONE; i != RD_NONE; i = lex->acts[i].next) {
            const struct cl_act_word *a = &lex->acts[i];
            if (a->act != act || !pos_fits(w, a->pos) ||
                (a->width > 1 && !phrase_fits(v, t->token, a)))
                continue;
            bool exact = (a->pos == CL_POS_VERB) == (w->upos == RD_VERB || w->upos == RD_AUX);
            if (!best || a->width > best->width || (a->width == best->width && exact))
                best = a;
        }
        if (best)
            return best;
    }
    return NULL;
}

/* --- features ------------------------------------------------------------------------------- */

enum {
    F_BIAS = 1000,
    F_LEMMA,
    F_FORM,
    F_POS,
    F_POS_REL,
    F_LEMMA_POS,
    F_HEAD,
    F_HEAD_REL,
    F_HEAD_POS,
    F_CHILD_REL,
    F_CHILD,
    F_CHILD_CASE,
    F_CHILD_CLASS,
    F_PREV,
    F_NEXT,
    F_PREV2,
    F_NEXT2,
    F_BIGRAM_L,
    F_BIGRAM_R,
    F_LISTED,
    F_LISTED_ONLY,
    F_PHRASE,
    F_TOPIC,
    F_LEMMA_TOPIC,
    F_NAMES,
    F_LEMMA_SUBJ,
    F_LEMMA_OBJ,
    F_SUBJ,
    F_OBJ,
    F_VALUES,
    F_LEMMA_VALUES,
    F_KIND,
    F_QUOTE,
    F_OTHER,
    F_WINDOW,
    F_DURATION,
    F_LISTED_TOPIC,
    F_LISTED_SUBJ,
    F_LISTED_OBJ,
    F_SUFFIX,
    F_GRAND,
    F_NEXT_LEMMA,
    F_OBJ_LEMMA,
    F_SUBJ_LEMMA,
    F_PASSIVE,
    F_LISTED_PASSIVE,
    F_LEMMA_PASSIVE,
    F_CASE,
    F_POSS,
    F_FIRST,
    F_HEADING,
    F_HEADING_ACT,
    F_HEADING_LEMMA
};

/* A coarse description of a word as an argument: person, official body, place, other. */
static uint64_t argument_kind(const struct cl_view *v, uint32_t token)
{
    if (token == RD_NONE)
        return 0;
    const struct rd_token *t = &v->d->tokens[token];
    uint32_t mention = v->mention_at[token];
    uint32_t c = v->classes[token];
    if (mention != RD_NONE) {
        const struct cl_mention *m = &v->mentions[mention];
        if (m->chain != RD_NONE)
            return 10 + v->chains[m->chain].type;
        if (m->antecedent != RD_NONE)
            return 15;
        if (m->kind == CL_PRONOUN)
            return m->person ? 16 : 17;
        if (m->kind == CL_NUMERIC)
            return 18;
        if (m->person)
            return c >> CL_W_body & 1 ? 20 : 19;
    }
    if (c >> CL_W_body & 1)
        return 20;
    if (c >> CL_W_prison & 1)
        return 21;
    if (c >> CL_W_charge & 1)
        return 22;
    if (t->value != RD_NONE)
        return 30 + v->d->values[t->value].kind;
    return t->upos == RD_NOUN ? 2 : t->upos == RD_VERB ? 3 : 1;
}

bool cl_is_passive(const struct cl_view *v, uint32_t token)
{
    const struct rd_token *t = &v->d->tokens[token];
    if (t->upos != RD_VERB && t->upos != RD_ADJ)
        return false;
    if (cl_child_of(v, token, BIT(aux_pass) | BIT(nsubj_pass) | BIT(obl_agent)) != RD_NONE)
        return true;
    if (t->feats & RD_F_PASS)
        return true;
    bool participle = t->feats & RD_F_PART && t->feats & RD_F_PAST;
    if (t->deprel == RD_DEP_conj && t->head != RD_NONE && participle &&
        cl_child_of(v, token, BIT(nsubj) | BIT(aux) | BIT(obj)) == RD_NONE)
        return cl_child_of(v, t->head, BIT(aux_pass) | BIT(nsubj_pass)) != RD_NONE;
    return participle &&
           (t->deprel == RD_DEP_acl || t->deprel == RD_DEP_amod || t->deprel == RD_DEP_advcl) &&
           cl_child(v, token, RD_DEP_obj) == RD_NONE;
}

static uint32_t subject_of(const struct cl_view *v, uint32_t token)
{
    for (int step = 0; step < 6 && token != RD_NONE; step++) {
        uint32_t s = cl_child_of(v, token, BIT(nsubj) | BIT(nsubj_pass) | BIT(nsubj_outer));
        if (s != RD_NONE)
            return s;
        const struct rd_token *t = &v->d->tokens[token];
        if (t->deprel == RD_DEP_acl || t->deprel == RD_DEP_amod || t->deprel == RD_DEP_acl_relcl)
            return t->head;
        if (t->deprel != RD_DEP_conj && t->deprel != RD_DEP_xcomp && t->deprel != RD_DEP_advcl &&
            t->deprel != RD_DEP_cop)
            return RD_NONE;
        token = t->head;
    }
    return RD_NONE;
}

static uint64_t lemma_of(const struct cl_view *v, uint32_t token)
{
    return token == RD_NONE ? 0 : cu_hash_str(v->d->tokens[token].lemma);
}

static void children_features(const struct cl_view *v, uint32_t token, struct cl_features *out)
{
    const struct rd_document *d = v->d;
    uint64_t self = lemma_of(v, token);
    for (uint32_t c = v->child[token]; c != RD_NONE; c = v->sibling[c]) {
        const struct rd_token *k = &d->tokens[c];
        if (k->upos == RD_PUNCT)
            continue;
        cl_feature(out, F_CHILD_REL, k->deprel);
        cl_feature(out, F_CHILD, cu_hash2(k->deprel, lemma_of(v, c)));
        cl_feature(out, F_CHILD_CLASS, cu_hash2(k->deprel, argument_kind(v, c)));
        struct cu_str mark = cl_case_of(v, c);
        if (mark.n) {
            uint64_t h = cu_hash_str(mark);
            cl_feature(out, F_CHILD_CASE, cu_hash2(h, argument_kind(v, c)));
            cl_feature(out, F_CASE, cu_hash2(h, self));
        }
    }
}

static void window_features(const struct cl_view *v, uint32_t token, struct cl_features *out)
{
    const struct rd_document *d = v->d;
    const struct rd_sentence *s = &d->sentences[d->tokens[token].sentence];
    uint64_t self = lemma_of(v, token);
    uint64_t near[5] = {0};
    for (int k = -2; k <= 2; k++) {
        int64_t at = (int64_t)token + k;
        if (at >= s->first && at < s->past)
            near[k + 2] = lemma_of(v, (uint32_t)at);
    }
    cl_feature(out, F_PREV, near[1]);
    cl_feature(out, F_NEXT, near[3]);
    cl_feature(out, F_PREV2, near[0]);
    cl_feature(out, F_NEXT2, near[4]);
    cl_feature(out, F_BIGRAM_L, cu_hash2(near[1], self));
    cl_feature(out, F_BIGRAM_R, cu_hash2(self, near[3]));
    cl_feature(out, F_BIGRAM_R, cu_hash2(self, cu_hash2(near[3], near[4])));
    for (int64_t at = (int64_t)token - 5; at <= (int64_t)token + 5; at++)
        if (at >= s->first && at < s->past && at != token) {
            uint8_t u = d->tokens[at].upos;
            if (u == RD_NOUN || u == RD_VERB || u == RD_ADJ)
                cl_feature(out, F_WINDOW, lemma_of(v, (uint32_t)at));
        }
}

static void sentence_features(const struct cl_view *v, const struct cl_triggers *all,
                              uint32_t trigger, struct cl_features *out)
{
    const struct rd_document *d = v->d;
    uint32_t token = all->items[trigger].token;
    const struct rd_sentence *s = &d->sentences[d->tokens[token].sentence];
    uint64_t self = lemma_of(v, token);
    unsigned kinds = 0, people = 0;
    bool quote = false;
    for (uint32_t t = s->first; t < s->past; t++) {
        const struct rd_token *w = &d->tokens[t];
        if (w->value != RD_NONE)
            kinds |= 1u << d->values[w->value].kind;
        if (w->entity != RD_NONE)
            people |= 1u << d->entities[w->entity].type;
        if (w->upos == RD_PUNCT &&
            (cu_str_is(w->lower, "\"") || cu_str_is(w->lower, "\xe2\x80\x9c") ||
             cu_str_is(w->lower, "\xe2\x80\x9d")))
            quote = true;
    }
    cl_feature(out, F_NAMES, people);
    for (unsigned k = 0; k < 8; k++)
        if (kinds >> k & 1) {
            cl_feature(out, F_VALUES, k);
            cl_feature(out, F_LEMMA_VALUES, cu_hash2(self, k));
        }
    cl_feature(out, F_KIND, s->kind);
    cl_feature(out, F_QUOTE, cu_hash2(quote, self));
    cl_feature(out, F_FIRST, cu_hash2(token == s->first, self));
    uint32_t others = 0;
    for (uint32_t i = trigger; i-- > 0 && all->items[i].token >= s->first;)
        others |= all->items[i].listed;
    uint32_t later = 0;
    for (uint32_t i = trigger + 1; i < all->count && all->items[i].token < s->past; i++)
        later |= all->items[i].listed;
    for (uint32_t a = 0; a < CL_ACT_COUNT; a++)
        if (all->items[trigger].listed >> a & 1)
            cl_feature(out, F_OTHER, a * 4 + (others >> a & 1) * 2 + (later >> a & 1));
}

static void listed_features(const struct cl_view *v, const struct cl_triggers *all,
                            uint32_t trigger, uint64_t subject, uint64_t object,
                            struct cl_features *out)
{
    const struct cl_trigger *t = &all->items[trigger];
    uint64_t topic = all->topic.justice * 16u + all->topic.density;
    uint32_t several = t->listed & (t->listed - 1) ? 1 : 0;
    bool passive = cl_is_passive(v, t->token);
    if (!t->listed) {
        cl_feature(out, F_LISTED_ONLY, 99);
        cl_feature(out, F_LISTED_TOPIC, topic);
        cl_feature(out, F_LISTED_SUBJ, subject);
        cl_feature(out, F_LISTED_OBJ, object);
        cl_feature(out, F_LISTED_PASSIVE, 98 + passive);
    }
    for (uint32_t a = 0; a < CL_ACT_COUNT; a++) {
        if (!(t->listed >> a & 1))
            continue;
        const struct cl_act_word *row = cl_act_row(v, t, (enum cl_act)a);
        uint64_t weak = row ? row->weak + 2u * row->pos + 8u * (row->width > 1) : 31;
        uint64_t listed = a * 64 + weak * 2 + several;
        cl_feature(out, F_LISTED, listed);
        cl_feature(out, F_LISTED_ONLY, a);
        cl_feature(out, F_LISTED_TOPIC, listed * 256 + topic);
        cl_feature(out, F_LISTED_SUBJ, listed * 256 + subject);
        cl_feature(out, F_LISTED_OBJ, listed * 256 + object);
        cl_feature(out, F_LISTED_PASSIVE, listed * 2 + passive);
    }
}

/* What the heading of an item says, how far it is, and whether it announces a list. */
static void item_features(const struct cl_view *v, const struct cl_triggers *all, uint32_t trigger,
                          struct cl_features *out)
{
    const struct rd_document *d = v->d;
    const struct cl_trigger *t = &all->items[trigger], *h = &all->items[t->heading];
    uint32_t sentence = d->tokens[t->token].sentence, above = d->tokens[h->token].sentence;
    uint32_t last = d->sentences[above].past - 1;
    uint64_t how = cu_str_is(d->tokens[last].lower, ":") + 2u * d->sentences[sentence].kind +
                   8u * d->sentences[above].kind + 32u * (sentence == above + 1);
    cl_feature(out, F_HEADING, how);
    cl_feature(out, F_HEADING_LEMMA, lemma_of(v, h->token));
    cl_feature(out, F_HEADING_LEMMA, cu_hash2(lemma_of(v, h->token), how));
    /* the heading stands before its items, so the act of its words is already chosen */
    uint8_t act = h->act;
    for (uint32_t i = t->heading; act == CL_ACT_COUNT && i > 0; i--) {
        if (d->tokens[all->items[i - 1].token].sentence != above)
            break;
        act = all->items[i - 1].act;
    }
    cl_feature(out, F_HEADING_ACT, act);
    cl_feature(out, F_HEADING_ACT, cu_hash2(act, how));
}

void cl_act_features(const struct cl_view *v, const struct cl_triggers *all, uint32_t trigger,
                     struct cl_features *out)
{
    const struct rd_document *d = v->d;
    const struct cl_trigger *t = &all->items[trigger];
    const struct rd_token *w = &d->tokens[t->token];
    uint64_t self = t->duration ? 77 : t->heading != RD_NONE ? 78 : lemma_of(v, t->token);
    uint32_t subject = subject_of(v, t->token);
    uint32_t object = cl_child_of(v, t->token, BIT(obj));
    uint64_t sk = argument_kind(v, subject), ok = argument_kind(v, object);
    bool passive = cl_is_passive(v, t->token);
    out->n = 0;
    cl_feature(out, F_BIAS, 0);
    cl_feature(out, F_LEMMA, self);
    cl_feature(out, F_FORM, cu_hash_str(w->lower));
    cl_feature(out, F_LEMMA_POS, cu_hash2(self, w->upos));
    cl_feature(out, F_POS_REL, w->upos * 64u + w->deprel);
    cl_feature(out, F_POS, cu_hash2(self, w->deprel));
    cl_feature(out, F_DURATION, t->duration);
    if (t->heading != RD_NONE)
        item_features(v, all, trigger, out);
    if (w->head != RD_NONE) {
        cl_feature(out, F_HEAD, lemma_of(v, w->head));
        cl_feature(out, F_HEAD_REL, cu_hash2(lemma_of(v, w->head), w->deprel));
        cl_feature(out, F_HEAD_POS, cu_hash2(self, lemma_of(v, w->head)));
        cl_feature(out, F_GRAND, cu_hash2(w->deprel, argument_kind(v, w->head)));
    }
    struct cu_str mark = cl_case_of(v, t->token);
    cl_feature(out, F_CASE, cu_hash2(cu_hash_str(mark), self * 3));
    cl_feature(out, F_SUBJ, sk);
    cl_feature(out, F_OBJ, ok);
    cl_feature(out, F_LEMMA_SUBJ, cu_hash2(self, sk));
    cl_feature(out, F_LEMMA_OBJ, cu_hash2(self, ok));
    cl_feature(out, F_SUBJ_LEMMA, cu_hash2(self, lemma_of(v, subject)));
    cl_feature(out, F_OBJ_LEMMA, cu_hash2(self, lemma_of(v, object)));
    cl_feature(out, F_OBJ_LEMMA, lemma_of(v, object) + 1);
    cl_feature(out, F_LEMMA_PASSIVE, cu_hash2(self, passive));
    uint32_t owner = cl_child(v, t->token, RD_DEP_nmod_poss);
    cl_feature(out, F_POSS, cu_hash2(argument_kind(v, owner), w->upos));
    if (t->phrase != RD_NONE) {
        const struct cl_act_word *row = &v->lex->acts[t->phrase];
        uint64_t h = row->act;
        for (uint8_t k = 0; k < row->width; k++)
            h = cu_hash2(h, cu_hash_str(row->words[k]));
        cl_feature(out, F_PHRASE, h);
    }
    uint64_t topic = all->topic.justice * 16u + all->topic.density;
    cl_feature(out, F_TOPIC, topic);
    cl_feature(out, F_LEMMA_TOPIC, cu_hash2(self, all->topic.justice));
    listed_features(v, all, trigger, sk, ok, out);
    children_features(v, t->token, out);
    window_features(v, t->token, out);
    sentence_features(v, all, trigger, out);
}
