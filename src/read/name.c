/* SPDX-License-Identifier: Apache-2.0
 * Names in a sentence. See name.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/tsv.h"
#include "read/name_inner.h"

/* --- opening ------------------------------------------------------------------------------ */

static void load_moves(struct rd_namer *n)
{
    for (uint8_t k = 0; k < NM_CLASSES; k++)
        for (uint8_t a = 0; a < NM_LABELS; a++) {
            int32_t row[NM_ROW] = {0};
            cu_weights_add(&n->weights, nm_transition(a, k), row);
            for (uint8_t b = 0; b < NM_LABELS; b++)
                n->moves[k][a][b] = (float)row[b];
        }
}

static enum cu_status load_titles(struct rd_namer *n, const char *dir, struct cu_error *err)
{
    char path[512];
    struct cu_tsv t;
    snprintf(path, sizeof path, "%s/titles.tsv", dir);
    enum cu_status status = cu_tsv_load(&t, path, "title\tkind", &n->arena, err);
    for (size_t row = 0; status == CU_OK && row < t.rows; row++) {
        struct cu_str title = cu_arena_lower(&n->arena, cu_tsv_cell(&t, row, 0));
        struct cu_str kind = cu_tsv_cell(&t, row, 1);
        uint32_t value = cu_str_is(kind, "off")    ? NM_TITLE_OFF
                         : cu_str_is(kind, "join") ? NM_TITLE_JOIN
                                                   : NM_TITLE_PART;
        if (value == NM_TITLE_PART && !cu_str_is(kind, "part"))
            return cu_fail(err, CU_ERR_FORMAT, path, t.lines[row], -1,
                           "kind is off, join or part, not \"%.*s\"", (int)kind.n, kind.p);
        if (!title.p || !cu_map_put(&n->titles, title, value))
            return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    }
    return status;
}

static enum cu_status load(struct rd_namer *n, const char *model_dir, const char *lexicon_dir,
                           struct cu_error *err)
{
    char path[512];
    snprintf(path, sizeof path, "%s/name.model", model_dir);
    n->model = cu_model_open(path, false, err);
    if (!n->model)
        return CU_ERR_FORMAT;
    enum cu_status status = cu_weights_of(n->model, "weights", &n->weights, err);
    if (status == CU_OK && n->weights.classes != NM_ROW)
        status = cu_fail(err, CU_ERR_FORMAT, path, 0, -1, "%u labels, not %d", n->weights.classes,
                         NM_ROW);
    if (status == CU_OK)
        status = gz_of(n->model, "gazetteer", &n->gaz, err);
    if (status == CU_OK)
        status = load_titles(n, lexicon_dir, err);
    if (status != CU_OK)
        return status;
    load_moves(n);
    n->countries = rd_countries_load(lexicon_dir, err);
    return n->countries ? CU_OK : CU_ERR_FORMAT;
}

struct rd_namer *rd_namer_open(const char *model_dir, const char *lexicon_dir, struct cu_error *err)
{
    struct rd_namer *n = cu_malloc(sizeof *n);
    if (!n) {
        cu_fail(err, CU_ERR_MEMORY, model_dir, 0, -1, "out of memory");
        return NULL;
    }
    memset(n, 0, sizeof *n);
    cu_arena_init(&n->arena, 0);
    cu_map_init(&n->titles);
    if (load(n, model_dir, lexicon_dir, err) == CU_OK)
        return n;
    rd_namer_free(n);
    return NULL;
}

void rd_namer_free(struct rd_namer *n)
{
    if (!n)
        return;
    rd_countries_free(n->countries);
    cu_map_fini(&n->titles);
    cu_arena_fini(&n->arena);
    cu_model_free(n->model);
    free(n);
}

struct cu_str rd_country_of(const struct rd_namer *n, struct cu_str name)
{
    struct cu_str country;
    if (rd_countries_find(n->countries, name, &country) == RD_COUNTRY_NONE &&
        (cu_str_starts(name, "the ") || cu_str_starts(name, "The ")))
        rd_countries_find(n->countries, (struct cu_str){name.p + 4, name.n - 4}, &country);
    return country;
}

/* --- entities ------------------------------------------------------------------------------ */

static bool add_entity(struct rd_document *d, struct rd_entity e)
{
    if (!CU_GROW(d->arena, d->entities, d->entity_count, d->entity_capacity))
        return false;
    for (uint32_t t = e.first; t < e.past; t++)
        d->tokens[t].entity = (uint32_t)d->entity_count;
    d->entities[d->entity_count++] = e;
    return true;
}

/* Words first..first+n-1 joined by one space, in lower case or as they are; empty: too long. */
static struct cu_str joined(const struct rd_document *d, uint32_t first, uint32_t n, bool lower,
                            char *out, size_t size)
{
    size_t at = 0;
    for (uint32_t t = first; t < first + n; t++) {
        struct cu_str w = lower ? d->tokens[t].lower : rd_form(d, t);
        if (at + w.n + 1 > size)
            return (struct cu_str){"", 0};
        if (t > first)
            out[at++] = ' ';
        memcpy(out + at, w.p, w.n);
        at += w.n;
    }
    return (struct cu_str){out, at};
}

/* The longest country or nationality of up to RD_COUNTRY_WORDS_MAX words that begins at `first`
 * and ends before `past`. */
static enum rd_country_kind country_at(const struct rd_namer *n, const struct rd_document *d,
                                       uint32_t first, uint32_t past, uint32_t *words)
{
    char buffer[160];
    uint32_t most = past - first < RD_COUNTRY_WORDS_MAX ? past - first : RD_COUNTRY_WORDS_MAX;
    for (uint32_t k = most; k > 0; k--) {
        struct cu_str s = joined(d, first, k, false, buffer, sizeof buffer);
        enum rd_country_kind kind = rd_countries_find(n->countries, s, NULL);
        if (kind != RD_COUNTRY_NONE) {
            *words = k;
            return kind;
        }
    }
    return RD_COUNTRY_NONE;
}

/* Words of a title at the start of the name. The title may begin before the name: the tagger took
 * "Secretary of [State Marco Rubio]". */
static uint32_t title_words(const struct rd_namer *n, const struct rd_document *d,
                            const struct rd_entity *e)
{
    char buffer[160];
    const struct rd_token *t = &d->tokens[e->first];
    uint32_t most = e->past - e->first - 1 < 5 ? e->past - e->first - 1 : 5;
    for (uint32_t k = most; k > 0; k--)
        for (uint32_t before = 0; before < 4 && before <= e->first; before++) {
            if (d->tokens[e->first - before].sentence != t->sentence)
                break;
            struct cu_str s = joined(d, e->first - before, k + before, true, buffer, sizeof buffer);
            const uint32_t *kind = cu_map_get(&n->titles, s);
            if (kind && *kind == NM_TITLE_OFF)
                return k;
        }
    return 0;
}

static bool is_joined(const struct rd_namer *n, const struct rd_document *d, uint32_t t)
{
    const uint32_t *kind = cu_map_get(&n->titles, d->tokens[t].lower);
    size_t i = 0;
    struct cu_str form = rd_form(d, t);
    return kind && *kind == NM_TITLE_JOIN && d->tokens[t].entity == RD_NONE &&
           cu_is_upper(cu_utf8_next(form.p, form.n, &i));
}

static bool is_edge(struct cu_str w)
{
    return cu_str_is(w, "'s") || cu_str_is(w, "’s") || cu_str_is(w, "\"") || cu_str_is(w, "“") ||
           cu_str_is(w, "”") || cu_str_is(w, ",");
}

/* "the Belarusian KGB" is the KGB; "the Belarusian Helsinki Committee" is called so. */
static bool is_acronym(struct cu_str w)
{
    bool upper = w.n > 1;
    for (size_t i = 0; i < w.n; i++)
        upper = upper && ((w.p[i] >= 'A' && w.p[i] <= 'Z') || w.p[i] == '.');
    return upper;
}

void nm_trim(const struct rd_namer *n, const struct rd_document *d, struct rd_entity *e)
{
    while (e->past - e->first > 1 && is_edge(d->tokens[e->past - 1].lower))
        e->past--;
    while (e->past - e->first > 1 && is_edge(d->tokens[e->first].lower))
        e->first++;
    for (uint32_t k = 1; e->type == RD_PER && k && e->past - e->first > 1;) {
        k = title_words(n, d, e);
        e->first += k;
    }
    while (e->type == RD_PER && e->first > 0 &&
           d->tokens[e->first - 1].sentence == d->tokens[e->first].sentence &&
           is_joined(n, d, e->first - 1))
        e->first--;
    uint32_t words = 0;
    enum rd_country_kind kind = country_at(n, d, e->first, e->past, &words);
    if (kind == RD_COUNTRY_NATION && words + 1 == e->past - e->first && e->type == RD_ORG &&
        is_acronym(rd_form(d, e->past - 1))) {
        e->first += words;
        return;
    }
    if (words != e->past - e->first)
        return;
    if (kind == RD_COUNTRY_NATION)
        e->type = RD_NAT;
    else if (kind == RD_COUNTRY_NAME && e->type == RD_ORG)
        e->type = RD_LOC;
}

/* How far the labels of words first..past-1 stood above O, per word. */
static float margin(const float *scores, const uint8_t *labels, size_t first, size_t past,
                    float scale)
{
    float sum = 0;
    for (size_t i = first; i < past; i++)
        sum += scores[i * NM_LABELS + labels[i]] - scores[i * NM_LABELS + NM_O];
    sum = sum * scale / (float)(past - first);
    return sum > 0.01f ? sum : 0.01f;
}

static bool is_free(const struct rd_document *d, uint32_t first, uint32_t past)
{
    for (uint32_t t = first; t < past; t++)
        if (d->tokens[t].entity != RD_NONE)
            return false;
    return true;
}

static bool add_tagged(const struct rd_namer *n, struct rd_document *d, uint32_t first,
                       size_t count, const float *scores, const uint8_t *labels)
{
    for (size_t i = 0; i < count; i++) {
        if (labels[i] == NM_O)
            continue;
        size_t end = i;
        while (end + 1 < count && !nm_may_end(labels[end]))
            end++;
        struct rd_entity e = {.type = nm_type(labels[i]),
                              .first = first + (uint32_t)i,
                              .past = first + (uint32_t)end + 1,
                              .score = margin(scores, labels, i, end + 1, n->weights.scale)};
        i = end;
        nm_trim(n, d, &e);
        if (is_free(d, e.first, e.past) && !add_entity(d, e))
            return false;
    }
    return true;
}

/* Nationalities, and names of countries that the tagger did not see: closed lists. */
static bool add_listed(const struct rd_namer *n, struct rd_document *d, const struct rd_sentence *s)
{
    for (uint32_t t = s->first; t < s->past; t++) {
        size_t i = 0;
        struct cu_str form = rd_form(d, t);
        if (d->tokens[t].entity != RD_NONE || !cu_is_upper(cu_utf8_next(form.p, form.n, &i)))
            continue;
        uint32_t words = 0, past = t;
        while (past < s->past && d->tokens[past].entity == RD_NONE)
            past++;
        enum rd_country_kind kind = country_at(n, d, t, past, &words);
        if (kind != RD_COUNTRY_NATION && kind != RD_COUNTRY_NAME)
            continue;
        struct rd_entity e = {.type = kind == RD_COUNTRY_NATION ? RD_NAT : RD_LOC,
                              .first = t,
                              .past = t + words,
                              .score = 1.0f};
        if (!add_entity(d, e))
            return false;
        t += words - 1;
    }
    return true;
}

static void sort_entities(struct rd_document *d, size_t from)
{
    for (size_t i = from + 1; i < d->entity_count; i++) {
        struct rd_entity e = d->entities[i];
        size_t k = i;
        for (; k > from && d->entities[k - 1].first > e.first; k--)
            d->entities[k] = d->entities[k - 1];
        d->entities[k] = e;
    }
    for (size_t i = from; i < d->entity_count; i++)
        for (uint32_t t = d->entities[i].first; t < d->entities[i].past; t++)
            d->tokens[t].entity = (uint32_t)i;
}

/* --- the sentence -------------------------------------------------------------------------- */

static void score_words(const struct rd_namer *n, const struct nm_sentence *s, float *scores)
{
    uint64_t features[NM_FEATURES_MAX];
    for (size_t i = 0; i < s->count; i++) {
        int32_t row[NM_ROW] = {0};
        size_t k = nm_features(s, i, features);
        for (size_t f = 0; f < k; f++)
            cu_weights_fetch(&n->weights, features[f]);
        for (size_t f = 0; f < k; f++) {
            const int8_t *root =
                n->weights.roots + (size_t)(features[f] & n->weights.mask) * NM_ROW;
            for (size_t b = 0; b < NM_ROW; b++)
                row[b] += cu_weight(root[b]);
        }
        for (size_t b = 0; b < NM_LABELS; b++)
            scores[i * NM_LABELS + b] = (float)row[b];
    }
}

/* What one sentence needs while it is searched: on the heap, since the document's arena would keep
 * it. */
struct scratch {
    struct nm_word *words;
    float *scores;
    uint8_t *back, *labels;
};

static bool scratch_of(struct scratch *x, size_t n)
{
    size_t words = n * sizeof *x->words, scores = n * NM_LABELS * sizeof *x->scores;
    char *p = cu_malloc(words + scores + n * NM_LABELS + n);
    if (!p)
        return false;
    x->words = (struct nm_word *)p;
    x->scores = (float *)(p + words);
    x->back = (uint8_t *)(p + words + scores);
    x->labels = x->back + n * NM_LABELS;
    return true;
}

enum cu_status rd_name(const struct rd_namer *n, struct rd_document *d, uint32_t sentence,
                       struct cu_error *err)
{
    const struct rd_sentence *s = &d->sentences[sentence];
    struct scratch x;
    size_t from = d->entity_count;
    if ((!d->name_index && !nm_index_build(d, &n->gaz)) ||
        !scratch_of(&x, nm_sentence_size(d, sentence)))
        return cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    struct nm_sentence words = nm_sentence_of(d, &n->gaz, sentence, x.words);
    score_words(n, &words, x.scores);
    nm_viterbi(x.scores, &words, n->moves, x.back, x.labels);
    bool fine = add_tagged(n, d, s->first, words.count, x.scores, x.labels) && add_listed(n, d, s);
    free(x.words);
    sort_entities(d, from);
    return fine ? CU_OK : cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
}
