/* SPDX-License-Identifier: Apache-2.0
 * Texts to measure on. See text.h.
 */
#include <string.h>

#include "text.h"

enum { SENTENCES = 20, EVERY = 10, WORDS_LEAST = 4 };

void be_texts_init(struct be_texts *t)
{
    *t = (struct be_texts){0};
    cu_arena_init(&t->arena, 0);
}

void be_texts_fini(struct be_texts *t)
{
    cu_arena_fini(&t->arena);
}

static enum cu_status add(struct be_texts *t, struct cu_str text, struct cu_error *err)
{
    struct cu_str copy = cu_arena_dup(&t->arena, text);
    if (!copy.p || !CU_GROW(&t->arena, t->items, t->count, t->capacity))
        return cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "not enough memory");
    t->items[t->count++] = copy;
    t->bytes += copy.n;
    return CU_OK;
}

enum cu_status be_texts_report(struct be_texts *t, const char *path, struct cu_error *err)
{
    struct cu_buf bytes;
    cu_buf_init(&bytes, 0);
    enum cu_status status = cu_read_file(path, &bytes, err);
    struct cu_str text = {bytes.p, bytes.n};
    while (text.n && text.p[0] == '#') {
        const char *end = memchr(text.p, '\n', text.n);
        size_t line = end ? (size_t)(end - text.p) + 1 : text.n;
        text = (struct cu_str){text.p + line, text.n - line};
    }
    if (status == CU_OK)
        status = add(t, cu_str_trim(text), err);
    cu_buf_fini(&bytes);
    return status;
}

static bool printed(struct cu_str s)
{
    size_t spaces = 0;
    for (size_t i = 0; i < s.n; i++)
        spaces += s.p[i] == ' ';
    return spaces >= WORDS_LEAST && s.p[0] >= 'A' && s.p[0] <= 'Z' && strchr(".?!", s.p[s.n - 1]);
}

enum cu_status be_texts_sentences(struct be_texts *t, const char *path, struct cu_error *err)
{
    static const char mark[] = "# text = ";
    struct cu_buf bytes;
    cu_buf_init(&bytes, 0);
    enum cu_status status = cu_read_file(path, &bytes, err);
    bool bank = bytes.n > 6 && cu_str_ends(cu_str_of(path), ".conllu");
    for (size_t at = 0; status == CU_OK && at < bytes.n;) {
        const char *end = memchr(bytes.p + at, '\n', bytes.n - at);
        struct cu_str line = {bytes.p + at, end ? (size_t)(end - bytes.p) - at : bytes.n - at};
        at += line.n + 1;
        if (bank && !cu_str_starts(line, mark))
            continue;
        if (bank)
            line = (struct cu_str){line.p + sizeof mark - 1, line.n - (sizeof mark - 1)};
        line = cu_str_trim(line);
        if (line.n && printed(line))
            status = add(t, line, err);
    }
    cu_buf_fini(&bytes);
    return status;
}

/* Adds to `found` each sentence of the texts that does, or does not, hold an act word. */
static enum cu_status choose(struct be_texts *found, const struct be_texts *from, bool acts,
                             const struct rd_splitter *splitter, const struct cl_reader *claims,
                             struct cu_error *err)
{
    struct cu_arena arena;
    cu_arena_init(&arena, 0);
    enum cu_status status = CU_OK;
    for (size_t i = 0; status == CU_OK && i < from->count; i++) {
        struct rd_document d = {.text = from->items[i], .arena = &arena};
        status = rd_split(splitter, &d, err);
        bool whole = !acts && d.sentence_count == 1;
        for (uint32_t s = 0; status == CU_OK && s < d.sentence_count; s++) {
            struct cu_str text = {d.text.p + d.sentences[s].start,
                                  d.sentences[s].end - d.sentences[s].start};
            if ((acts || whole) && printed(text) && cl_of_interest(claims, &d, s) == acts)
                status = add(found, text, err);
        }
        cu_arena_reset(&arena);
    }
    cu_arena_fini(&arena);
    return status;
}

static enum cu_status weave(struct be_texts *stream, const struct be_texts *plain,
                            const struct be_texts *acts, struct cu_error *err)
{
    struct cu_buf text;
    cu_buf_init(&text, 0);
    enum cu_status status = CU_OK;
    for (size_t p = 0, a = 0, n = 0; status == CU_OK && p < plain->count; n++) {
        bool act = n % EVERY == EVERY / 2;
        cu_buf_str(&text, act ? acts->items[a++ % acts->count] : plain->items[p++]);
        cu_buf_putc(&text, ' ');
        if (n % SENTENCES == SENTENCES - 1 || p == plain->count) {
            status = text.failed ? cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "not enough memory")
                                 : add(stream, cu_str_trim((struct cu_str){text.p, text.n}), err);
            text.n = 0;
        }
    }
    cu_buf_fini(&text);
    return status;
}

enum cu_status be_texts_mixed(struct be_texts *stream, const struct be_texts *plain,
                              const struct be_texts *reports, const struct rd_splitter *splitter,
                              const struct cl_reader *claims, struct cu_error *err)
{
    struct be_texts without, with;
    be_texts_init(&without);
    be_texts_init(&with);
    enum cu_status status = choose(&without, plain, false, splitter, claims, err);
    if (status == CU_OK)
        status = choose(&with, reports, true, splitter, claims, err);
    if (status == CU_OK && (without.count == 0 || with.count == 0))
        status = cu_fail(err, CU_ERR_FORMAT, NULL, 0, -1, "no sentences to mix");
    if (status == CU_OK)
        status = weave(stream, &without, &with, err);
    be_texts_fini(&without);
    be_texts_fini(&with);
    return status;
}
