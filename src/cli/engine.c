/* SPDX-License-Identifier: Apache-2.0
 * Readers by language. See engine.h.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cli/engine.h"

enum { LANGUAGES = 16, NAME = 16, SAMPLE = 1024 };
#define DEFAULT_LANGUAGE "en"

struct entry {
    char language[NAME];
    struct custody_reader *reader; /* NULL: `error` says why */
    struct cu_error error;
};

struct cli_engine {
    const char *data;
    char language[NAME]; /* for reports that name none; empty: English by its letters */
    pthread_mutex_t lock;
    struct entry entries[LANGUAGES];
    size_t count;
};

static void open_entry(const struct cli_engine *e, struct entry *entry, const char *language)
{
    struct custody_error err = {.byte = -1};
    snprintf(entry->language, NAME, "%s", language);
    entry->reader = custody_reader_open(e->data, language, &err);
    if (entry->reader)
        return;
    const char *hint =
        strcmp(language, DEFAULT_LANGUAGE) == 0 ? "" : "; Custody has no models for this language";
    cu_fail(&entry->error, (enum cu_status)err.code, err.file, err.line, err.byte,
            "language %s: %.300s%s", language, err.message, hint);
}

/* Two threads may ask for the same language at once: the second waits. */
static const struct entry *entry_of(struct cli_engine *e, const char *language)
{
    const struct entry *found = NULL;
    pthread_mutex_lock(&e->lock);
    for (size_t i = 0; i < e->count && !found; i++)
        if (strcmp(e->entries[i].language, language) == 0)
            found = &e->entries[i];
    if (!found && e->count < LANGUAGES) {
        open_entry(e, &e->entries[e->count], language);
        found = &e->entries[e->count++];
    }
    pthread_mutex_unlock(&e->lock);
    return found;
}

struct cli_engine *cli_engine_open(const char *data, const char *language, struct cu_error *err)
{
    struct cli_engine *e = cu_malloc(sizeof *e);
    if (!e) {
        cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "not enough memory");
        return NULL;
    }
    memset(e, 0, sizeof *e);
    e->data = data;
    pthread_mutex_init(&e->lock, NULL);
    snprintf(e->language, NAME, "%s", language ? language : "");
    const struct entry *first = entry_of(e, language ? e->language : DEFAULT_LANGUAGE);
    if (first->reader)
        return e;
    *err = first->error;
    cli_engine_free(e);
    return NULL;
}

void cli_engine_free(struct cli_engine *e)
{
    if (!e)
        return;
    for (size_t i = 0; i < e->count; i++)
        custody_reader_free(e->entries[i].reader);
    pthread_mutex_destroy(&e->lock);
    free(e);
}

/* Of the first letters, most are Latin. */
static bool latin(struct cu_str text)
{
    size_t letters = 0, foreign = 0;
    for (size_t i = 0; i < text.n && letters < SAMPLE;) {
        uint32_t c = cu_utf8_next(text.p, text.n, &i);
        if (c == 0xfffd || !cu_is_letter(c))
            continue;
        letters++;
        foreign += c >= 0x250 && c != 0x2019;
    }
    return foreign * 2 <= letters;
}

const struct custody_reader *cli_engine_reader(struct cli_engine *e, struct rd_document *d,
                                               struct cu_error *err)
{
    char language[NAME];
    if (d->lang.n) {
        snprintf(language, NAME, "%.*s", (int)d->lang.n, d->lang.p);
    } else if (e->language[0]) {
        snprintf(language, NAME, "%s", e->language);
    } else if (latin(d->text)) {
        snprintf(language, NAME, "%s", DEFAULT_LANGUAGE);
    } else {
        cu_fail(err, CU_ERR_FORMAT, d->path.p, 0, -1,
                "its letters are not Latin and its language is not named; name it with a line "
                "\"# lang: ..\" or with --lang");
        return NULL;
    }
    const struct entry *entry = entry_of(e, language);
    if (!d->lang.n)
        d->lang = cu_arena_dup(d->arena, cu_str_of(language));
    if (entry && entry->reader)
        return entry->reader;
    cu_fail(err, entry ? entry->error.status : CU_ERR_LIMIT, d->path.p, 0, -1, "%s",
            entry ? entry->error.message : "too many languages in one run");
    return NULL;
}
