/* SPDX-License-Identifier: Apache-2.0
 * The tagger. See tag.h; features and dictionary are in tag_feature.c, lemmas in lemma.c.
 */
#include <stdlib.h>
#include <string.h>

#include "read/lemma.h"
#include "read/tag.h"
#include "read/tag_feature.h"

enum { RING = 16, CASE_WORDS = 64 };

/* A class: UPOS, features, lemma group. */
struct klass {
    uint8_t upos;
    uint16_t feats;
    uint32_t group;
    bool proper; /* its lemma keeps the form's case */
    struct cu_str feats_text;
};

struct rd_tagger {
    struct cu_model *model;
    struct rd_sparse weights;
    struct rd_dictionary dictionary;
    struct rd_lemmas lemmas;
    struct klass classes[RD_SPARSE_CLASSES];
    uint32_t class_count;
};

/* Section "classes": lines "UPOS <tab> FEATS <tab> lemma group". */
static enum cu_status load_classes(struct rd_tagger *t, struct cu_error *err)
{
    const void *bytes;
    size_t n;
    enum cu_status status = cu_model_section(t->model, "classes", 1, &bytes, &n, err);
    if (status != CU_OK)
        return status;
    const char *p = bytes, *end = p + n;
    while (p < end && *p) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        const char *tab = nl ? memchr(p, '\t', (size_t)(nl - p)) : NULL;
        const char *tab2 = tab ? memchr(tab + 1, '\t', (size_t)(nl - tab - 1)) : NULL;
        if (!tab2 || t->class_count + 1 >= RD_SPARSE_CLASSES)
            return cu_fail(err, CU_ERR_FORMAT, NULL, 0, -1, "tag.model: class %u cannot be read",
                           t->class_count);
        struct klass *k = &t->classes[t->class_count++];
        k->upos = (uint8_t)rd_upos_of((struct cu_str){p, (size_t)(tab - p)});
        k->proper = k->upos == RD_PROPN;
        k->feats_text = (struct cu_str){tab + 1, (size_t)(tab2 - tab - 1)};
        k->feats = rd_feats_of(k->feats_text);
        t->dictionary.kinds[k - t->classes] =
            (uint8_t)rd_tag_kind((struct cu_str){p, (size_t)(tab - p)}, k->feats_text);
        for (p = tab2 + 1; p < nl && *p >= '0' && *p <= '9'; p++)
            k->group = k->group * 10 + (uint32_t)(*p - '0');
        p = nl + 1;
    }
    return t->class_count ? CU_OK
                          : cu_fail(err, CU_ERR_FORMAT, NULL, 0, -1, "tag.model has no classes");
}

struct rd_tagger *rd_tagger_open(const char *model_dir, struct cu_error *err)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/tag.model", model_dir);
    struct rd_tagger *t = cu_malloc(sizeof *t);
    if (!t) {
        cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
        return NULL;
    }
    memset(t, 0, sizeof *t);
    t->model = cu_model_open(path, false, err);
    if (!t->model || load_classes(t, err) != CU_OK ||
        rd_sparse_of(t->model, "weights", &t->weights, err) != CU_OK ||
        rd_dictionary_of(t->model, &t->dictionary, err) != CU_OK ||
        rd_lemmas_of(t->model, "lemmas", &t->lemmas, err) != CU_OK) {
        if (err && !err->file[0])
            snprintf(err->file, sizeof err->file, "%.*s", (int)sizeof err->file - 1, path);
        rd_tagger_free(t);
        return NULL;
    }
    return t;
}

void rd_tagger_free(struct rd_tagger *t)
{
    if (!t)
        return;
    cu_model_free(t->model);
    free(t);
}

static uint32_t best(const struct rd_tagger *t, const struct rd_tag_word *w, const int32_t *scores)
{
    uint32_t top = 0;
    if (w->flags & RD_DICT_CLOSED) {
        top = w->classes[0];
        for (uint32_t i = 1; i < w->class_count; i++)
            if (scores[w->classes[i] & 127] > scores[top & 127])
                top = w->classes[i];
        return top < t->class_count ? top : 0;
    }
    for (uint32_t c = 1; c < t->class_count; c++)
        if (scores[c] > scores[top])
            top = c;
    return top;
}

static uint64_t case_of(const struct rd_document *d, uint32_t first, uint32_t past)
{
    struct cu_str forms[CASE_WORDS];
    size_t n = 0;
    for (uint32_t i = first; i < past && n < CASE_WORDS; i++)
        forms[n++] = rd_form(d, i);
    return rd_tag_case(forms, n);
}

static void look_at(const struct rd_tagger *t, const struct rd_document *d, uint32_t i,
                    uint32_t past, struct rd_tag_word *out)
{
    if (i < past)
        rd_tag_look(&t->dictionary, rd_form(d, i), d->tokens[i].lower, out);
    else
        rd_tag_edge(out);
}

enum cu_status rd_tag(const struct rd_tagger *t, struct rd_document *d, uint32_t sentence,
                      struct cu_error *err)
{
    const struct rd_sentence *s = &d->sentences[sentence];
    uint64_t f[RD_TAG_FEATURES], mode = case_of(d, s->first, s->past);
    struct rd_tag_history history;
    struct rd_tag_word ring[RING]; /* word i stands at i % RING */
    rd_tag_begin(&history);
    for (uint32_t k = 1; k <= RD_TAG_REACH; k++)
        rd_tag_edge(&ring[(s->first + RING - k) % RING]);
    for (uint32_t k = 0; k < RD_TAG_AHEAD; k++)
        look_at(t, d, s->first + k, s->past, &ring[(s->first + k) % RING]);
    for (uint32_t i = s->first; i < s->past; i++) {
        const struct rd_tag_word *w[RD_TAG_REACH + 1 + RD_TAG_AHEAD];
        look_at(t, d, i + RD_TAG_AHEAD, s->past, &ring[(i + RD_TAG_AHEAD) % RING]);
        for (uint32_t k = 0; k < RD_TAG_REACH + 1 + RD_TAG_AHEAD; k++)
            w[k] = &ring[(i + RING + k - RD_TAG_REACH) % RING];
        const struct rd_tag_word *now = w[RD_TAG_REACH];
        uint32_t c;
        if (now->flags & RD_DICT_SURE) {
            c = now->classes[0] < t->class_count ? now->classes[0] : 0;
        } else {
            int32_t scores[RD_SPARSE_CLASSES] = {0};
            size_t n = rd_tag_features(w + RD_TAG_REACH, &history, mode, i == s->first, f);
            rd_sparse_add(&t->weights, f, n, scores);
            c = best(t, now, scores);
        }
        const struct klass *k = &t->classes[c];
        struct rd_token *token = &d->tokens[i];
        token->upos = k->upos;
        token->feats = k->feats;
        token->feats_text = k->feats_text;
        token->lemma =
            rd_lemma(&t->lemmas, k->group, k->proper ? rd_form(d, i) : token->lower, d->arena);
        rd_tag_step(&t->dictionary, &history, c);
    }
    return d->arena->failed ? cu_fail(err, CU_ERR_MEMORY, d->path.p, 0, -1, "out of memory")
                            : CU_OK;
}
