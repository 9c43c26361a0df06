/* SPDX-License-Identifier: Apache-2.0
 * The timed stages. See stage.h.
 */
#include <stdlib.h>
#include <time.h>

#include <unicode/ubrk.h>
#include <unicode/ustring.h>

#include "stage.h"

enum { PASSES = 4096 };

#define MODEL "model/en"
#define LEXICON "lexicon/en"

enum cu_status be_tools_open(struct be_tools *t, struct cu_error *err)
{
    struct custody_error outer;
    *t = (struct be_tools){0};
    if ((t->splitter = rd_splitter_open(MODEL, LEXICON, err)) &&
        (t->tagger = rd_tagger_open(MODEL, err)) && (t->parser = rd_parser_open(MODEL, err)) &&
        (t->namer = rd_namer_open(MODEL, LEXICON, err)) &&
        (t->valuer = rd_valuer_open(LEXICON, err)) &&
        (t->claims = cl_reader_open(LEXICON, MODEL, err))) {
        t->reader = custody_reader_open(".", "en", &outer);
        if (t->reader)
            return CU_OK;
        cu_fail(err, CU_ERR_IO, outer.file, outer.line, outer.byte, "%s", outer.message);
    }
    be_tools_close(t);
    return err->status;
}

void be_tools_close(struct be_tools *t)
{
    if (t->claims)
        cl_reader_free(t->claims);
    custody_reader_free(t->reader);
    rd_valuer_free(t->valuer);
    rd_namer_free(t->namer);
    rd_parser_free(t->parser);
    rd_tagger_free(t->tagger);
    rd_splitter_free(t->splitter);
}

static enum cu_status analyse(const struct be_tools *t, enum be_stage stage, struct rd_document *d,
                              struct cu_error *err)
{
    enum cu_status s = rd_split(t->splitter, d, err);
    for (uint32_t i = 0; stage > BE_SPLIT && s == CU_OK && i < d->sentence_count; i++) {
        s = rd_tag(t->tagger, d, i, err);
        if (s == CU_OK && stage >= BE_PARSE)
            s = rd_parse(t->parser, d, i, err);
        if (s == CU_OK && stage >= BE_NAME)
            s = rd_name(t->namer, d, i, err);
        if (s == CU_OK && stage >= BE_NAME)
            s = rd_value(t->valuer, d, i, err);
        d->sentences[i].analysed = stage >= BE_NAME;
    }
    if (s == CU_OK && stage >= BE_NAME)
        s = rd_name_document(t->namer, d, err);
    return s;
}

static enum cu_status read_one(const struct be_tools *t, enum be_stage stage, struct rd_document *d,
                               struct cu_error *err)
{
    struct cl_result result = {0};
    if (stage == BE_READER)
        return custody_inner_read(t->reader, d, false, &result, err);
    enum cu_status s = analyse(t, stage, d, err);
    if (s == CU_OK && stage == BE_CLAIM)
        s = cl_read(t->claims, d, false, &result, err);
    return s;
}

/* --- ICU ---------------------------------------------------------------------------------- */

/* All texts as UTF-16, so that ICU is not charged for the conversion that Custody never makes. */
struct wide {
    UChar **items;
    int32_t *lengths;
    size_t count;
    UBreakIterator *words;
};

static void wide_fini(struct wide *w)
{
    for (size_t i = 0; i < w->count; i++)
        free(w->items[i]);
    free(w->items);
    free(w->lengths);
    if (w->words)
        ubrk_close(w->words);
}

static bool wide_init(struct wide *w, const struct be_texts *texts)
{
    UErrorCode code = U_ZERO_ERROR;
    *w = (struct wide){.items = calloc(texts->count, sizeof *w->items),
                       .lengths = calloc(texts->count, sizeof *w->lengths),
                       .words = ubrk_open(UBRK_WORD, "en", NULL, 0, &code)};
    for (size_t i = 0; w->items && w->lengths && i < texts->count && U_SUCCESS(code); i++) {
        int32_t room = (int32_t)texts->items[i].n + 1;
        w->items[i] = malloc(sizeof(UChar) * (size_t)room);
        if (!w->items[i])
            return false;
        w->count = i + 1;
        u_strFromUTF8(w->items[i], room, &w->lengths[i], texts->items[i].p, room - 1, &code);
    }
    return w->count == texts->count && U_SUCCESS(code);
}

static enum cu_status icu_pass(const struct wide *w, struct cu_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    size_t found = 0;
    for (size_t i = 0; i < w->count; i++) {
        ubrk_setText(w->words, w->items[i], w->lengths[i], &code);
        while (ubrk_next(w->words) != UBRK_DONE)
            found += ubrk_getRuleStatus(w->words) >= UBRK_WORD_NONE_LIMIT;
    }
    return U_SUCCESS(code) && found
               ? CU_OK
               : cu_fail(err, CU_ERR_FORMAT, NULL, 0, -1, "ICU: %s", u_errorName(code));
}

/* --- time --------------------------------------------------------------------------------- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static enum cu_status count(const struct be_tools *t, const struct be_texts *texts,
                            struct cu_arena *arena, struct be_speed *speed, struct cu_error *err)
{
    for (size_t i = 0; i < texts->count; i++) {
        struct rd_document d = {.text = texts->items[i], .arena = arena};
        if (rd_split(t->splitter, &d, err) != CU_OK)
            return err->status;
        speed->words += d.token_count;
        speed->sentences += d.sentence_count;
        for (uint32_t s = 0; s < d.sentence_count; s++)
            speed->of_interest += cl_of_interest(t->claims, &d, s);
        cu_arena_reset(arena);
    }
    return CU_OK;
}

static enum cu_status pass(const struct be_tools *t, enum be_stage stage,
                           const struct be_texts *texts, struct cu_arena *arena,
                           struct cu_error *err)
{
    for (size_t i = 0; i < texts->count; i++) {
        struct rd_document d = {.text = texts->items[i],
                                .name = CU_STR("bench"),
                                .date = CU_STR("2025-12-14"),
                                .lang = CU_STR("en"),
                                .arena = arena};
        if (read_one(t, stage, &d, err) != CU_OK)
            return err->status;
        cu_arena_reset(arena);
    }
    return CU_OK;
}

enum cu_status be_measure(const struct be_tools *t, enum be_stage stage,
                          const struct be_texts *texts, double least, struct be_speed *speed,
                          struct cu_error *err)
{
    double seconds[PASSES];
    struct cu_arena arena;
    struct wide wide = {0};
    cu_arena_init(&arena, 0);
    *speed = (struct be_speed){0};
    enum cu_status s = count(t, texts, &arena, speed, err);
    if (s == CU_OK && stage == BE_ICU && !wide_init(&wide, texts))
        s = cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "ICU cannot open its word iterator");
    /* The first pass fills caches and the page tables of mapped models; it is not counted. */
    for (bool warm = false; s == CU_OK && speed->seconds < least && speed->passes < PASSES;
         warm = true) {
        double start = now();
        s = stage == BE_ICU ? icu_pass(&wide, err) : pass(t, stage, texts, &arena, err);
        double took = now() - start;
        if (warm) {
            seconds[speed->passes++] = took;
            speed->seconds += took;
        }
    }
    if (s == CU_OK) {
        qsort(seconds, speed->passes, sizeof *seconds, by_size);
        speed->words_a_second = (double)speed->words / seconds[speed->passes / 2];
    }
    wide_fini(&wide);
    cu_arena_fini(&arena);
    return s;
}
