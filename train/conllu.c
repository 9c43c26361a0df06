/* SPDX-License-Identifier: Apache-2.0
 * CoNLL-U files. See conllu.h.
 */
#include <stdlib.h>
#include <string.h>

#include "conllu.h"

enum { FIELDS = 10 };

/* What is being gathered while lines go by. */
struct state {
    struct tr_treebank *bank;
    size_t capacity, word_capacity;
    struct tr_sentence now;
    long token_end; /* last word of the open multiword token, 0: none */
    bool token_space;
};

static long number_of(struct cu_str s)
{
    long v = 0;
    for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        v = v * 10 + (s.p[i] - '0');
    return v;
}

static bool has(struct cu_str misc, const char *what)
{
    return misc.n && memmem(misc.p, misc.n, what, strlen(what)) != NULL;
}

static bool end_sentence(struct state *s)
{
    struct tr_treebank *b = s->bank;
    if (s->now.count) {
        if (!CU_GROW(&b->arena, b->sentences, b->count, s->capacity))
            return false;
        b->sentences[b->count++] = s->now;
    }
    if (s->now.count)
        s->now = (struct tr_sentence){0};
    s->word_capacity = 0;
    s->token_end = 0;
    return true;
}

static void comment(struct state *s, struct cu_str line)
{
    if (cu_str_starts(line, "# text = "))
        s->now.text = (struct cu_str){line.p + 9, line.n - 9};
    else if (cu_str_starts(line, "# newdoc"))
        s->now.new_document = s->now.new_paragraph = true;
    else if (cu_str_starts(line, "# newpar") && !cu_str_starts(line, "# newpar_block"))
        s->now.new_paragraph = true;
}

static bool add_word(struct state *s, const struct cu_str *f)
{
    const char *dash = memchr(f[0].p, '-', f[0].n);
    if (memchr(f[0].p, '.', f[0].n))
        return true;
    if (dash) {
        s->token_end = number_of((struct cu_str){dash + 1, f[0].n - (size_t)(dash + 1 - f[0].p)});
        s->token_space = !has(f[9], "SpaceAfter=No");
        return true;
    }
    long id = number_of(f[0]);
    if (!CU_GROW(&s->bank->arena, s->now.words, s->now.count, s->word_capacity))
        return false;
    struct tr_word *w = &s->now.words[s->now.count++];
    *w = (struct tr_word){.form = f[1],
                          .lemma = f[2],
                          .upos = f[3],
                          .xpos = f[4],
                          .feats = f[5],
                          .head = (int)number_of(f[6]),
                          .deprel = f[7],
                          .misc = f[9]};
    w->space_after = !has(f[9], "SpaceAfter=No");
    if (s->token_end) {
        w->inside_token = id < s->token_end;
        w->space_after = id == s->token_end && s->token_space;
        if (id >= s->token_end)
            s->token_end = 0;
    }
    return true;
}

static enum cu_status one_line(struct state *s, struct cu_str line, const char *path, long number,
                               struct cu_error *err)
{
    bool fine = true;
    if (line.n == 0) {
        fine = end_sentence(s);
    } else if (line.p[0] == '#') {
        comment(s, line);
    } else {
        struct cu_str f[FIELDS];
        size_t n = 0, from = 0;
        for (size_t i = 0; i <= line.n; i++)
            if (i == line.n || line.p[i] == '\t') {
                if (n < FIELDS)
                    f[n] = (struct cu_str){line.p + from, i - from};
                n++;
                from = i + 1;
            }
        if (n != FIELDS)
            return cu_fail(err, CU_ERR_FORMAT, path, number, -1, "%zu fields, not 10", n);
        fine = add_word(s, f);
    }
    return fine ? CU_OK : cu_fail(err, CU_ERR_MEMORY, path, number, -1, "out of memory");
}

enum cu_status tr_conllu_load(struct tr_treebank *bank, const char *path, struct cu_error *err)
{
    struct cu_buf b;
    cu_buf_init(&b, 0);
    enum cu_status status = cu_read_file(path, &b, err);
    if (status != CU_OK) {
        cu_buf_fini(&b);
        return status;
    }
    struct cu_str text = cu_arena_dup(&bank->arena, (struct cu_str){b.p, b.n});
    cu_buf_fini(&b);
    struct state s = {.bank = bank, .capacity = bank->count};
    long number = 0;
    for (size_t i = 0; i < text.n && status == CU_OK;) {
        const char *end = memchr(text.p + i, '\n', text.n - i);
        size_t n = end ? (size_t)(end - text.p) - i : text.n - i;
        status = one_line(&s, (struct cu_str){text.p + i, n}, path, ++number, err);
        i += n + 1;
    }
    if (status == CU_OK && !end_sentence(&s))
        status = cu_fail(err, CU_ERR_MEMORY, path, number, -1, "out of memory");
    return status;
}

void tr_treebank_fini(struct tr_treebank *bank)
{
    cu_arena_fini(&bank->arena);
    *bank = (struct tr_treebank){0};
}
