/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening a splitter, and the way from text over pieces to tokens. See split.h; blocks are found in
 * split_block.c, words in split_word.c, sentences in split_sentence.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/tsv.h"
#include "read/split_block.h"
#include "read/split_word.h"

/* --- opening -------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    uint32_t klass;
} abbreviation_classes[] = {
    {"title", RD_ABBR_TITLE}, {"month", RD_ABBR_MONTH}, {"organisation", RD_ABBR_ORG},
    {"place", RD_ABBR_PLACE}, {"other", RD_ABBR_OTHER},
};

static enum cu_status load_abbreviations(struct rd_splitter *s, const char *dir,
                                         struct cu_error *err)
{
    struct cu_str path = cu_arena_printf(&s->arena, "%s/abbreviations.tsv", dir);
    struct cu_tsv t;
    enum cu_status status = path.n ? cu_tsv_load(&t, path.p, "form\tclass", &s->arena, err)
                                   : cu_fail(err, CU_ERR_MEMORY, dir, 0, -1, "out of memory");
    if (status != CU_OK)
        return status;
    for (size_t row = 0; row < t.rows; row++) {
        struct cu_str form = cu_arena_lower(&s->arena, cu_tsv_cell(&t, row, 0));
        uint32_t klass = 0;
        for (size_t i = 0; i < sizeof abbreviation_classes / sizeof *abbreviation_classes; i++)
            if (cu_str_is(cu_tsv_cell(&t, row, 1), abbreviation_classes[i].name))
                klass = abbreviation_classes[i].klass;
        if (!klass || !cu_str_ends(form, ".") || form.n < 2)
            return cu_fail(err, CU_ERR_FORMAT, path.p, t.lines[row], -1,
                           "an abbreviation ends in a full stop and its class is title, month, "
                           "organisation, place or other");
        form.n--;
        if (!cu_map_put(&s->abbreviations, form, klass))
            return cu_fail(err, CU_ERR_MEMORY, path.p, 0, -1, "out of memory");
    }
    return CU_OK;
}

static enum cu_status load_contractions(struct rd_splitter *s, const char *dir,
                                        struct cu_error *err)
{
    struct cu_str path = cu_arena_printf(&s->arena, "%s/contractions.tsv", dir);
    struct cu_tsv t;
    enum cu_status status = path.n ? cu_tsv_load(&t, path.p, "first\tsecond", &s->arena, err)
                                   : cu_fail(err, CU_ERR_MEMORY, dir, 0, -1, "out of memory");
    if (status != CU_OK)
        return status;
    if (t.rows > RD_CONTRACTIONS / 2)
        return cu_fail(err, CU_ERR_LIMIT, path.p, 0, -1, "more than %d contractions",
                       RD_CONTRACTIONS / 2);
    for (size_t row = 0; row < t.rows; row++) {
        struct cu_str a = cu_tsv_cell(&t, row, 0), b = cu_tsv_cell(&t, row, 1);
        if (!a.n || !b.n || a.n + b.n > RD_CONTRACTION_BYTES)
            return cu_fail(err, CU_ERR_FORMAT, path.p, t.lines[row], -1,
                           "both parts of a contraction are needed, together at most %d letters",
                           RD_CONTRACTION_BYTES);
        uint64_t key = 0;
        memcpy(&key, a.p, a.n);
        memcpy((char *)&key + a.n, b.p, b.n);
        size_t i = cu_mix(key) % RD_CONTRACTIONS;
        while (s->contractions[i].at && s->contractions[i].key != key)
            i = (i + 1) % RD_CONTRACTIONS;
        s->contractions[i] = (struct rd_contraction){key, (uint32_t)a.n};
    }
    return CU_OK;
}

struct rd_splitter *rd_splitter_judged(const char *lexicon_dir, rd_split_judge *judge, void *data,
                                       struct cu_error *err)
{
    struct rd_splitter *s = cu_malloc(sizeof *s);
    if (!s) {
        cu_fail(err, CU_ERR_MEMORY, lexicon_dir, 0, -1, "out of memory");
        return NULL;
    }
    memset(s, 0, sizeof *s);
    cu_arena_init(&s->arena, 0);
    cu_map_init(&s->abbreviations);
    s->judge = judge;
    s->judge_data = data;
    if (load_abbreviations(s, lexicon_dir, err) != CU_OK ||
        load_contractions(s, lexicon_dir, err) != CU_OK) {
        rd_splitter_free(s);
        return NULL;
    }
    return s;
}

struct rd_splitter *rd_splitter_open(const char *model_dir, const char *lexicon_dir,
                                     struct cu_error *err)
{
    struct rd_splitter *s = rd_splitter_judged(lexicon_dir, NULL, NULL, err);
    if (!s)
        return NULL;
    struct cu_str path = cu_arena_printf(&s->arena, "%s/split.model", model_dir);
    if (path.n == 0)
        cu_fail(err, CU_ERR_MEMORY, model_dir, 0, -1, "out of memory");
    else
        s->model = cu_model_open(path.p, false, err);
    if (!s->model || cu_weights_of(s->model, "word", &s->word, err) != CU_OK ||
        cu_weights_of(s->model, "sentence", &s->sentence, err) != CU_OK) {
        rd_splitter_free(s);
        return NULL;
    }
    if (s->word.classes != 1 || s->sentence.classes != 1) {
        cu_fail(err, CU_ERR_FORMAT, path.p, 0, -1, "a splitter's model has one class");
        rd_splitter_free(s);
        return NULL;
    }
    return s;
}

void rd_splitter_free(struct rd_splitter *s)
{
    if (!s)
        return;
    cu_model_free(s->model);
    cu_map_fini(&s->abbreviations);
    cu_arena_fini(&s->arena);
    free(s);
}

/* --- questions ------------------------------------------------------------------------------ */

uint32_t rd_split_abbreviation(const struct rd_splitter *s, struct cu_str form)
{
    const uint32_t *klass = form.n && form.n < 12 ? cu_map_get(&s->abbreviations, form) : NULL;
    return klass ? *klass : 0;
}

bool rd_split_ask(const struct rd_split_run *r, enum rd_split_question question, uint32_t at,
                  const uint64_t *f, size_t n)
{
    if (r->s->judge)
        return r->s->judge(r->s->judge_data, question, at, f, n) != 0;
    const struct cu_weights *w = question == RD_WORD_STARTS ? &r->s->word : &r->s->sentence;
    int32_t score = 0;
    for (size_t i = 0; i < n; i++)
        score += cu_weight(w->roots[f[i] & w->mask]);
    return score > 0;
}

/* --- from pieces to the document ------------------------------------------------------------ */

/* The text in lower case at unchanged offsets: a letter whose small form has another length stays
 * as it is here, and tokens that hold one get a `lower` of their own. */
static char *lower_copy(struct cu_arena *arena, struct cu_str text, bool *odd)
{
    char *out = cu_arena_alloc(arena, text.n + 1);
    if (!out)
        return NULL;
    for (size_t i = 0; i < text.n;) {
        unsigned char c = (unsigned char)text.p[i];
        if (c < 0x80) {
            out[i++] = (char)(c + ((unsigned char)(c - 'A') < 26 ? 32 : 0));
            continue;
        }
        size_t from = i;
        char put[4];
        uint32_t code = cu_utf8_next(text.p, text.n, &i);
        size_t n = cu_utf8_put(cu_lower(code), put);
        if (n == i - from && !(code == 0xfffd && n == 1)) {
            memcpy(out + from, put, n);
        } else {
            memcpy(out + from, text.p + from, i - from);
            *odd = *odd || i - from > 1;
        }
    }
    out[text.n] = 0;
    return out;
}

static bool add_sentences(struct rd_document *d, struct rd_split_run *r, size_t first,
                          const struct rd_block *b, size_t *capacity)
{
    for (size_t i = first; i < r->count;) {
        size_t past = i + 1;
        while (past < r->count && !r->pieces[past].sentence)
            past++;
        if (!CU_GROW(d->arena, d->sentences, d->sentence_count, *capacity))
            return false;
        d->sentences[d->sentence_count++] = (struct rd_sentence){.start = r->pieces[i].start,
                                                                 .end = r->pieces[past - 1].end,
                                                                 .first = (uint32_t)i,
                                                                 .past = (uint32_t)past,
                                                                 .paragraph = b->paragraph,
                                                                 .kind = b->kind};
        i = past;
    }
    return true;
}

static bool fill_tokens(struct rd_document *d, const struct rd_split_run *r, bool odd)
{
    d->tokens = cu_arena_alloc(d->arena, r->count * sizeof *d->tokens + 1);
    if (!d->tokens)
        return false;
    for (uint32_t s = 0; s < d->sentence_count; s++)
        for (uint32_t i = d->sentences[s].first; i < d->sentences[s].past; i++) {
            const struct rd_piece *p = &r->pieces[i];
            struct cu_str form = {d->text.p + p->start, p->end - p->start};
            struct rd_token *t = &d->tokens[i];
            *t = (struct rd_token){.start = p->start,
                                   .end = p->end,
                                   .head = RD_NONE,
                                   .sentence = s,
                                   .entity = RD_NONE,
                                   .value = RD_NONE,
                                   .upos = RD_X,
                                   .space_before = p->space_before};
            t->lower = (struct cu_str){r->lower + p->start, form.n};
            if (odd && memchr(form.p, 0xc4, form.n))
                t->lower = cu_arena_lower(d->arena, form);
            t->feats_text = (struct cu_str){"_", 1};
        }
    d->token_count = r->count;
    return !d->arena->failed;
}

enum cu_status rd_split(const struct rd_splitter *s, struct rd_document *d, struct cu_error *err)
{
    d->sentences = NULL;
    d->tokens = NULL;
    d->sentence_count = d->token_count = 0;
    if (d->text.n >= UINT32_MAX)
        return cu_fail(err, CU_ERR_LIMIT, d->path.p, 0, -1, "a text of 4 GiB or more");
    bool odd = false, fine = true;
    size_t capacity = 0;
    struct rd_split_run r = {.s = s, .text = d->text.p, .n = (uint32_t)d->text.n};
    r.lower = lower_copy(d->arena, d->text, &odd);
    struct rd_block_reader reader;
    struct rd_block b;
    rd_block_init(&reader, d->text);
    while (fine && r.lower && rd_block_next(&reader, &b)) {
        size_t first = r.count;
        fine = rd_split_words(&r, b.start, b.end);
        if (fine && r.count > first) {
            rd_split_sentences(&r, first);
            fine = add_sentences(d, &r, first, &b, &capacity);
        }
    }
    fine = fine && r.lower && fill_tokens(d, &r, odd);
    free(r.pieces);
    return fine ? CU_OK : cu_fail(err, CU_ERR_MEMORY, d->path.p, 0, -1, "out of memory");
}
