/* SPDX-License-Identifier: Apache-2.0
 * Texts with marked names. See name_data.h.
 */
#include <stdlib.h>
#include <string.h>

#include "conllu.h"
#include "name_data.h"

/* --- building a document --------------------------------------------------------------------- */

struct builder {
    struct nd_document *doc;
    struct cu_buf text;
    size_t token_capacity, sentence_capacity, label_capacity;
};

static bool begin(struct builder *b)
{
    *b = (struct builder){.doc = calloc(1, sizeof *b->doc)};
    cu_buf_init(&b->text, 0);
    if (!b->doc)
        return false;
    cu_arena_init(&b->doc->arena, 0);
    b->doc->d.arena = &b->doc->arena;
    return true;
}

static bool add_word(struct builder *b, struct cu_str form, enum rd_upos upos, uint16_t allowed)
{
    struct rd_document *d = &b->doc->d;
    size_t labels = d->token_count;
    if (!CU_GROW(d->arena, d->tokens, d->token_count, b->token_capacity) ||
        !CU_GROW(d->arena, b->doc->allowed, labels, b->label_capacity))
        return false;
    struct rd_token *t = &d->tokens[d->token_count];
    *t = (struct rd_token){.start = (uint32_t)b->text.n,
                           .upos = (uint8_t)upos,
                           .head = RD_NONE,
                           .entity = RD_NONE,
                           .value = RD_NONE,
                           .sentence = (uint32_t)d->sentence_count,
                           .space_before = true};
    cu_buf_str(&b->text, form);
    t->end = (uint32_t)b->text.n;
    cu_buf_putc(&b->text, ' ');
    t->lower = t->lemma = cu_arena_lower(d->arena, form);
    b->doc->allowed[d->token_count++] = allowed;
    return t->lower.p != NULL;
}

static bool end_sentence(struct builder *b)
{
    struct rd_document *d = &b->doc->d;
    uint32_t first = d->sentence_count ? d->sentences[d->sentence_count - 1].past : 0;
    if (first == d->token_count)
        return true;
    if (!CU_GROW(d->arena, d->sentences, d->sentence_count, b->sentence_capacity))
        return false;
    d->sentences[d->sentence_count++] =
        (struct rd_sentence){.first = first, .past = (uint32_t)d->token_count, .analysed = true};
    return true;
}

/* Moves the document into the set; an empty one is dropped. */
static bool end_document(struct nd_set *s, struct builder *b)
{
    bool fine = end_sentence(b);
    struct nd_document *doc = b->doc;
    doc->d.text = cu_arena_dup(&doc->arena, (struct cu_str){b->text.p, b->text.n});
    cu_buf_fini(&b->text);
    if (s->count == s->capacity) {
        s->capacity = s->capacity * 2 + 64;
        s->items = realloc(s->items, s->capacity * sizeof *s->items);
    }
    if (!fine || !s->items || doc->d.token_count == 0) {
        cu_arena_fini(&doc->arena);
        free(doc);
        return fine && s->items;
    }
    s->items[s->count++] = doc;
    return true;
}

void nd_fini(struct nd_set *s)
{
    for (size_t i = 0; i < s->count; i++) {
        cu_arena_fini(&s->items[i]->arena);
        free(s->items[i]);
    }
    free(s->items);
    s->items = NULL;
    s->count = s->capacity = 0;
}

void nd_mark(uint16_t *allowed, size_t first, size_t past, uint8_t type)
{
    for (size_t i = first; i < past; i++) {
        enum nm_part part = past - first == 1 ? NM_UNIT
                            : i == first      ? NM_BEGIN
                            : i == past - 1   ? NM_LAST
                                              : NM_INSIDE;
        allowed[i] = (uint16_t)(1u << nm_label(type, part));
    }
}

/* --- column files ---------------------------------------------------------------------------- */

static int type_of(struct cu_str tag)
{
    if (tag.n < 3 || tag.p[1] != '-')
        return -1;
    struct cu_str t = {tag.p + 2, tag.n - 2};
    return cu_str_is(t, "PER")   ? RD_PER
           : cu_str_is(t, "ORG") ? RD_ORG
           : cu_str_is(t, "LOC") ? RD_LOC
                                 : -1;
}

/* IOB tags of one sentence to labels: "I-" after another type or O begins a name, too. */
static void labels_of(struct nd_document *doc, size_t first, const int8_t *types,
                      const bool *begins, size_t n)
{
    for (size_t i = 0; i < n;) {
        if (types[i] < 0) {
            i++;
            continue;
        }
        size_t end = i + 1;
        while (end < n && types[end] == types[i] && !begins[end])
            end++;
        nd_mark(doc->allowed, first + i, first + end, (uint8_t)types[i]);
        i = end;
    }
}

struct columns {
    struct builder b;
    struct nd_set *set;
    int8_t types[NM_WORDS_MAX];
    bool begins[NM_WORDS_MAX];
    size_t n, sentences;
    bool fine;
};

static void close_sentence(struct columns *c)
{
    size_t first = c->b.doc->d.token_count - c->n;
    labels_of(c->b.doc, first, c->types, c->begins, c->n);
    c->fine = c->fine && end_sentence(&c->b);
    c->sentences += c->n > 0;
    c->n = 0;
}

static void close_document(struct columns *c)
{
    close_sentence(c);
    c->fine = c->fine && end_document(c->set, &c->b);
    c->fine = begin(&c->b) && c->fine;
    c->sentences = 0;
}

static void column_word(struct columns *c, struct cu_str form, struct cu_str tag)
{
    if (c->n == NM_WORDS_MAX)
        return;
    c->types[c->n] = (int8_t)type_of(tag);
    c->begins[c->n] = tag.n && tag.p[0] == 'B';
    c->n++;
    c->fine = c->fine && add_word(&c->b, form, RD_X, 1u << NM_O);
}

static struct cu_str cut(struct cu_str *rest, char at)
{
    const char *end = rest->n ? memchr(rest->p, at, rest->n) : NULL;
    size_t n = end ? (size_t)(end - rest->p) : rest->n;
    struct cu_str field = {rest->p, n};
    size_t skip = end ? n + 1 : n;
    *rest = (struct cu_str){rest->p + skip, rest->n - skip};
    return field;
}

static enum cu_status column_file(struct nd_set *s, const char *path, bool uner,
                                  struct cu_error *err)
{
    struct cu_buf text;
    cu_buf_init(&text, 0);
    enum cu_status status = cu_read_file(path, &text, err);
    struct columns *c = calloc(1, sizeof *c);
    if (status != CU_OK || !c || !begin(&c->b)) {
        cu_buf_fini(&text);
        free(c);
        return status != CU_OK ? status : cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    }
    c->set = s;
    c->fine = true;
    struct cu_str rest = {text.p, text.n};
    while (rest.n && c->fine) {
        struct cu_str line = cut(&rest, '\n');
        if (cu_str_starts(line, "# newdoc") || cu_str_starts(line, "-DOCSTART-")) {
            close_document(c);
        } else if (line.n == 0) {
            close_sentence(c);
            /* WikiGold keeps no documents: a few sentences stand for one. */
            if (!uner && c->sentences == 8)
                close_document(c);
        } else if (uner && line.p[0] != '#') {
            cut(&line, '\t');
            struct cu_str form = cut(&line, '\t');
            column_word(c, form, cut(&line, '\t'));
        } else if (!uner) {
            struct cu_str form = cut(&line, ' ');
            column_word(c, form, line);
        }
    }
    close_document(c);
    bool fine = c->fine;
    end_document(s, &c->b);
    free(c);
    cu_buf_fini(&text);
    return fine ? CU_OK : cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
}

enum cu_status nd_load_uner(struct nd_set *s, const char *path, struct cu_error *err)
{
    return column_file(s, path, true, err);
}

enum cu_status nd_load_wikigold(struct nd_set *s, const char *path, struct cu_error *err)
{
    return column_file(s, path, false, err);
}

/* --- GUM ------------------------------------------------------------------------------------- */

struct mention {
    long id;
    int type; /* -1: not of interest */
    size_t first, past;
};

enum { MENTIONS_MAX = 400 };

static int gum_type(struct cu_str s)
{
    return cu_str_starts(s, "person")         ? RD_PER
           : cu_str_starts(s, "organization") ? RD_ORG
           : cu_str_starts(s, "place")        ? RD_LOC
                                              : -1;
}

/* Reads the Entity= value of word i: "(12-person-...", "12)", nested and side by side. */
static size_t mentions_at(struct cu_str v, size_t i, struct mention *m, size_t n)
{
    for (size_t k = 0; k < v.n;) {
        if (v.p[k] == '(') {
            size_t end = k + 1;
            while (end < v.n && v.p[end] != '(' && v.p[end] != ')')
                end++;
            struct cu_str inside = {v.p + k + 1, end - k - 1};
            long id = strtol(inside.p, NULL, 10);
            const char *dash = inside.n ? memchr(inside.p, '-', inside.n) : NULL;
            struct cu_str type = {dash ? dash + 1 : inside.p,
                                  dash ? inside.n - (size_t)(dash + 1 - inside.p) : 0};
            bool closed = end < v.n && v.p[end] == ')';
            if (n < MENTIONS_MAX)
                m[n++] = (struct mention){id, gum_type(type), i, closed ? i + 1 : 0};
            k = closed ? end + 1 : end;
        } else if (v.p[k] >= '0' && v.p[k] <= '9') {
            long id = strtol(v.p + k, NULL, 10);
            for (size_t j = n; j-- > 0;)
                if (m[j].id == id && m[j].past == 0) {
                    m[j].past = i + 1;
                    break;
                }
            while (k < v.n && v.p[k] != ')')
                k++;
            k++;
        } else {
            return n; /* the next MISC field */
        }
    }
    return n;
}

static size_t mentions_of(const struct tr_sentence *s, struct mention *m)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct cu_str misc = s->words[i].misc;
        const char *at = misc.n ? memmem(misc.p, misc.n, "Entity=", 7) : NULL;
        if (at && (at == misc.p || at[-1] == '|'))
            n = mentions_at((struct cu_str){at + 7, misc.n - (size_t)(at + 7 - misc.p)}, i, m, n);
    }
    return n;
}

static bool starts_upper(struct cu_str s)
{
    size_t i = 0;
    return s.n && cu_is_upper(cu_utf8_next(s.p, s.n, &i));
}

/* Whether a word belongs to the name of its parent, which belongs to it. */
static bool carries(const struct tr_word *w, int type)
{
    bool name = cu_str_is(w->upos, "PROPN") || starts_upper(w->form);
    if (cu_str_starts(w->deprel, "flat") || cu_str_is(w->deprel, "goeswith"))
        return true;
    if (cu_str_is(w->deprel, "compound"))
        return name;
    if (type == RD_PER)
        return cu_str_is(w->deprel, "punct") && cu_str_is(w->form, "-");
    return cu_str_is(w->deprel, "case") || cu_str_is(w->deprel, "cc") ||
           (cu_str_is(w->deprel, "punct") && !cu_str_is(w->form, "(") &&
            !cu_str_is(w->form, ")")) ||
           cu_str_is(w->deprel, "det") ||
           (name && (cu_str_is(w->deprel, "nmod") || cu_str_is(w->deprel, "amod") ||
                     cu_str_is(w->deprel, "conj") || cu_str_is(w->deprel, "nummod") ||
                     cu_str_is(w->deprel, "nmod:poss")));
}

static bool edge_word(const struct tr_word *w)
{
    return !starts_upper(w->form) && !cu_str_is(w->upos, "PROPN") && !cu_str_is(w->upos, "NUM");
}

/* Shrinks a mention to the proper name around its head; false: it is none. */
static bool shrink(const struct tr_sentence *s, struct mention *m)
{
    bool in[NM_WORDS_MAX] = {false};
    size_t head = m->past;
    for (size_t i = m->first; i < m->past; i++)
        if (s->words[i].head == 0 || (size_t)s->words[i].head <= m->first ||
            (size_t)s->words[i].head > m->past)
            head = head == m->past ? i : head;
    if (head == m->past || !cu_str_is(s->words[head].upos, "PROPN"))
        return false;
    in[head] = true;
    for (int round = 0; round < 6; round++)
        for (size_t i = m->first; i < m->past; i++)
            if (!in[i] && s->words[i].head > 0 && in[s->words[i].head - 1] &&
                carries(&s->words[i], m->type))
                in[i] = true;
    size_t first = head, past = head + 1;
    while (first > m->first && in[first - 1])
        first--;
    while (past < m->past && in[past])
        past++;
    while (first < head && edge_word(&s->words[first]))
        first++;
    while (past > head + 1 && edge_word(&s->words[past - 1]))
        past--;
    m->first = first;
    m->past = past;
    return true;
}

static bool is_nation(const struct nd_set *set, const struct tr_sentence *s,
                      const struct mention *m)
{
    return m->past - m->first == 1 &&
           rd_countries_find(set->countries, s->words[m->first].form, NULL) == RD_COUNTRY_NATION;
}

static void gum_labels(const struct nd_set *set, const struct tr_sentence *s, uint16_t *allowed)
{
    struct mention m[MENTIONS_MAX];
    size_t n = mentions_of(s, m);
    if (s->count > NM_WORDS_MAX)
        return;
    for (size_t i = 0; i < n; i++) { /* outer mentions open first */
        if (m[i].past == 0 || m[i].type < 0 || !shrink(s, &m[i]) || is_nation(set, s, &m[i]))
            continue;
        bool taken = false;
        for (size_t k = m[i].first; k < m[i].past; k++)
            taken = taken || allowed[k] != 1u << NM_O;
        if (taken)
            continue;
        if (cu_str_is(s->words[m[i].past - 1].xpos, "NNPS") && m[i].type == RD_PER) {
            for (size_t k = m[i].first; k < m[i].past; k++)
                allowed[k] = ND_ANY;
            continue;
        }
        nd_mark(allowed, m[i].first, m[i].past, (uint8_t)m[i].type);
    }
}

enum cu_status nd_load_gum(struct nd_set *s, const char *path, struct cu_error *err)
{
    struct tr_treebank bank = {0};
    cu_arena_init(&bank.arena, 0);
    enum cu_status status = tr_conllu_load(&bank, path, err);
    struct builder b;
    bool fine = begin(&b);
    for (size_t i = 0; status == CU_OK && fine && i < bank.count; i++) {
        const struct tr_sentence *t = &bank.sentences[i];
        if (t->new_document)
            fine = end_document(s, &b) && begin(&b);
        size_t first = b.doc->d.token_count;
        for (size_t k = 0; fine && k < t->count; k++)
            fine = add_word(&b, t->words[k].form, rd_upos_of(t->words[k].upos), 1u << NM_O);
        if (fine)
            gum_labels(s, t, b.doc->allowed + first);
        fine = fine && end_sentence(&b);
    }
    fine = fine && end_document(s, &b);
    tr_treebank_fini(&bank);
    if (status == CU_OK && !fine)
        status = cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    return status;
}
