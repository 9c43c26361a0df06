/* SPDX-License-Identifier: Apache-2.0
 * Scores from raw text. See raw_score.h.
 */
#include <string.h>

#include "attachment.h"
#include "raw_score.h"

/* A gold word with its bytes. */
struct gold_word {
    uint32_t start, end;
    uint32_t head; /* index among the document's gold words, RD_NONE: root */
    uint8_t upos, label;
};

struct gold_document {
    struct cu_buf text;
    struct gold_word *words;
    size_t count, capacity;
    uint32_t *sentence_ends; /* bytes */
    size_t sentences, sentence_capacity;
};

static bool add_gold(struct gold_document *g, const struct tr_sentence *s, struct cu_arena *a)
{
    size_t first = g->count;
    if (s->new_paragraph && g->text.n)
        cu_buf_puts(&g->text, "\n\n");
    else if (g->text.n && g->text.p[g->text.n - 1] != ' ')
        cu_buf_putc(&g->text, ' ');
    for (size_t i = 0; i < s->count; i++) {
        const struct tr_word *w = &s->words[i];
        enum rd_deprel label = rd_deprel_of(w->deprel);
        if (!CU_GROW(a, g->words, g->count, g->capacity))
            return false;
        g->words[g->count++] = (struct gold_word){
            .start = (uint32_t)g->text.n,
            .end = (uint32_t)(g->text.n + w->form.n),
            .head = w->head > 0 ? (uint32_t)(first + (size_t)w->head - 1) : RD_NONE,
            .upos = (uint8_t)rd_upos_of(w->upos),
            .label = (uint8_t)(label == RD_DEPREL_COUNT ? RD_DEP_dep : label)};
        cu_buf_str(&g->text, w->form);
        if (w->space_after)
            cu_buf_putc(&g->text, ' ');
    }
    if (!CU_GROW(a, g->sentence_ends, g->sentences, g->sentence_capacity))
        return false;
    g->sentence_ends[g->sentences++] = g->words[g->count - 1].end;
    return !g->text.failed;
}

static bool same_head(const struct gold_document *g, const struct gold_word *w,
                      const struct rd_document *d, const struct rd_token *t)
{
    if (w->head == RD_NONE || t->head == RD_NONE)
        return w->head == RD_NONE && t->head == RD_NONE;
    const struct rd_token *head = &d->tokens[t->head];
    return head->start == g->words[w->head].start && head->end == g->words[w->head].end;
}

static void compare(struct tr_raw_score *score, const struct gold_document *g,
                    const struct rd_document *d)
{
    for (size_t i = 0, j = 0; i < g->count && j < d->token_count;) {
        const struct gold_word *w = &g->words[i];
        const struct rd_token *t = &d->tokens[j];
        if (w->start == t->start && w->end == t->end) {
            bool head = same_head(g, w, d, t);
            score->same++;
            score->upos += w->upos == t->upos;
            score->heads += head;
            score->labels += head && tr_same_relation(w->label, t->deprel);
            score->full += head && w->label == t->deprel;
        }
        i += w->end <= t->end;
        j += t->end <= w->end;
    }
    for (size_t i = 0, j = 0; i < g->sentences && j < d->sentence_count;) {
        const struct rd_sentence *s = &d->sentences[j];
        uint32_t end = s->past > s->first ? d->tokens[s->past - 1].end : s->end;
        uint32_t start = i ? g->sentence_ends[i - 1] : 0;
        uint32_t before = j ? d->tokens[d->sentences[j - 1].past - 1].end : 0;
        score->same_sentences += end == g->sentence_ends[i] && start == before;
        uint32_t gold_end = g->sentence_ends[i];
        i += gold_end <= end;
        j += end <= gold_end;
    }
    score->gold_words += g->count;
    score->words += d->token_count;
    score->gold_sentences += g->sentences;
    score->sentences += d->sentence_count;
}

enum cu_status tr_raw_add(struct tr_raw_score *score, const struct tr_treebank *bank,
                          const struct rd_splitter *splitter, const struct rd_tagger *tagger,
                          const struct rd_parser *parser, struct cu_error *err)
{
    enum cu_status status = CU_OK;
    for (size_t i = 0; i < bank->count && status == CU_OK;) {
        struct cu_arena arena;
        struct gold_document g = {0};
        cu_arena_init(&arena, 0);
        cu_buf_init(&g.text, 0);
        bool fine = true;
        do
            fine = add_gold(&g, &bank->sentences[i++], &arena);
        while (fine && i < bank->count && !bank->sentences[i].new_document);
        struct rd_document d = {.text = {g.text.p, g.text.n}, .arena = &arena};
        status = fine ? rd_split(splitter, &d, err)
                      : cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
        for (uint32_t s = 0; s < d.sentence_count && status == CU_OK; s++) {
            status = rd_tag(tagger, &d, s, err);
            if (status == CU_OK)
                status = rd_parse(parser, &d, s, err);
        }
        if (status == CU_OK)
            compare(score, &g, &d);
        cu_buf_fini(&g.text);
        cu_arena_fini(&arena);
    }
    return status;
}

void tr_raw_print(const struct tr_raw_score *s, const char *name)
{
    double n = (double)(s->gold_words + s->words) / 200;
    n = n > 0 ? n : 1;
    printf("%s, raw text: words %.2f, sentences %.2f, UPOS %.2f, UAS %.2f, LAS %.2f, "
           "with subtypes %.2f\n",
           name, (double)s->same / n,
           200 * (double)s->same_sentences / (double)(s->gold_sentences + s->sentences + 1),
           (double)s->upos / n, (double)s->heads / n, (double)s->labels / n, (double)s->full / n);
}
