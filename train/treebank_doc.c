/* SPDX-License-Identifier: Apache-2.0
 * A treebank as documents. See treebank_doc.h.
 */
#include <string.h>

#include "treebank_doc.h"

static void fill_token(struct rd_token *t, const struct tr_word *w, struct cu_arena *a)
{
    t->head = t->entity = t->value = RD_NONE;
    t->upos = (uint8_t)rd_upos_of(w->upos);
    t->feats = rd_feats_of(w->feats);
    t->feats_text = cu_arena_dup(a, w->feats);
    t->lemma = cu_arena_dup(a, w->lemma);
    t->lower = cu_arena_lower(a, w->form);
    t->space_before = true;
}

static bool fill_document(struct rd_document *d, const struct tr_sentence *s, struct cu_arena *a)
{
    size_t bytes = 0;
    for (size_t i = 0; i < s->count; i++)
        bytes += s->words[i].form.n + 1;
    char *text = cu_arena_alloc(a, bytes + 1);
    d->arena = a;
    d->tokens = cu_arena_zalloc(a, s->count * sizeof *d->tokens);
    d->sentences = cu_arena_zalloc(a, sizeof *d->sentences);
    if (!text || !d->tokens || !d->sentences)
        return false;
    size_t at = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct cu_str form = s->words[i].form;
        memcpy(text + at, form.p, form.n);
        d->tokens[i].start = (uint32_t)at;
        d->tokens[i].end = (uint32_t)(at + form.n);
        at += form.n;
        text[at++] = ' ';
        fill_token(&d->tokens[i], &s->words[i], a);
    }
    d->text = (struct cu_str){text, at};
    d->token_count = s->count;
    d->sentence_count = 1;
    d->sentences[0] = (struct rd_sentence){.end = (uint32_t)at, .past = (uint32_t)s->count};
    return !a->failed;
}

static bool fill_tree(struct tr_tree *t, const struct tr_sentence *s, struct cu_arena *a)
{
    t->n = (uint32_t)s->count;
    t->head = cu_arena_alloc(a, t->n * sizeof *t->head);
    t->label = cu_arena_alloc(a, t->n);
    if (!t->head || !t->label)
        return false;
    for (uint32_t i = 0; i < t->n; i++) {
        int head = s->words[i].head;
        enum rd_deprel label = rd_deprel_of(s->words[i].deprel);
        t->head[i] = head > 0 && (uint32_t)head <= t->n ? (uint32_t)head - 1 : t->n;
        t->label[i] = (uint8_t)(label == RD_DEPREL_COUNT ? RD_DEP_dep : label);
    }
    return true;
}

enum cu_status tr_cases_load(struct tr_cases *cases, const char *path, struct cu_error *err)
{
    struct tr_treebank bank = {0};
    cu_arena_init(&bank.arena, 0);
    enum cu_status status = tr_conllu_load(&bank, path, err);
    for (size_t i = 0; i < bank.count && status == CU_OK; i++) {
        struct cu_arena *a = &cases->arena;
        if (!CU_GROW(a, cases->items, cases->count, cases->capacity)) {
            status = cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
            break;
        }
        struct tr_case *c = &cases->items[cases->count++];
        *c = (struct tr_case){0};
        cases->words += bank.sentences[i].count;
        if (!fill_document(&c->doc, &bank.sentences[i], a) ||
            !fill_tree(&c->tree, &bank.sentences[i], a))
            status = cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    }
    tr_treebank_fini(&bank);
    return status;
}

enum cu_status tr_cases_tag(struct tr_cases *cases, size_t from, const struct rd_tagger *tagger,
                            struct cu_error *err)
{
    enum cu_status status = CU_OK;
    for (size_t i = from; i < cases->count && status == CU_OK; i++) {
        struct rd_document *d = &cases->items[i].doc;
        status = rd_tag(tagger, d, 0, err);
        for (size_t w = 0; w < d->token_count; w++) {
            d->tokens[w].lemma = cu_arena_dup(&cases->arena, d->tokens[w].lemma);
            d->tokens[w].feats_text = (struct cu_str){"_", 1};
        }
    }
    if (status == CU_OK && cases->arena.failed)
        status = cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    return status;
}

void tr_cases_fini(struct tr_cases *cases)
{
    cu_arena_fini(&cases->arena);
    *cases = (struct tr_cases){0};
}
