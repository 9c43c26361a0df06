/* SPDX-License-Identifier: Apache-2.0
 * Shared parts of the fuzz targets. See fuzz.h.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "claim/json.h"
#include "fuzz.h"

void fuzz_must(bool holds, const char *promise)
{
    if (holds)
        return;
    fprintf(stderr, "broken promise: %s\n", promise);
    __builtin_trap();
}

/* --- documents ---------------------------------------------------------------------------- */

static const struct custody_reader *reader(void)
{
    static struct custody_reader *r;
    static bool tried;
    const char *data = getenv("CUSTODY_DATA");
    struct custody_error err;
    if (!tried && !(r = custody_reader_open(data ? data : ".", "en", &err)))
        fprintf(stderr, "no reader, only input is fuzzed: %s: %s\n", err.file, err.message);
    tried = true;
    return r;
}

static void check_document(const struct rd_document *d)
{
    uint32_t at = 0, token = 0;
    for (size_t i = 0; i < d->sentence_count; i++) {
        const struct rd_sentence *s = &d->sentences[i];
        fuzz_must(s->start >= at && s->end >= s->start && s->end <= d->text.n,
                  "sentences lie in order inside the text");
        fuzz_must(s->first == token && s->past >= s->first && s->past <= d->token_count,
                  "each token is in one sentence");
        at = s->end;
        token = s->past;
    }
    for (size_t i = 0; i < d->token_count; i++) {
        const struct rd_token *t = &d->tokens[i];
        fuzz_must(t->start < t->end && t->end <= d->text.n, "tokens lie inside the text");
        fuzz_must(t->entity == RD_NONE || t->entity < d->entity_count, "a token's name is there");
        fuzz_must(t->value == RD_NONE || t->value < d->value_count, "a token's value is there");
    }
}

static void check_claims(const struct rd_document *d, const struct cl_result *r)
{
    struct cu_buf out;
    for (size_t i = 0; i < r->claim_count; i++) {
        fuzz_must(r->claims[i].sentence < d->sentence_count, "a claim has its sentence");
        fuzz_must(r->claims[i].score >= 0 && r->claims[i].score <= 1, "scores are 0..1");
    }
    cu_buf_init(&out, 0);
    cl_json(&out, d, r, true);
    fuzz_must(out.failed || cu_utf8_bad(out.p, out.n) == out.n, "the output is UTF-8");
    cu_buf_fini(&out);
}

void fuzz_document(const uint8_t *bytes, size_t n, enum rd_kind kind, const char *path)
{
    struct rd_record record;
    struct cu_arena arena;
    struct rd_document doc;
    struct cl_result result;
    struct rd_remarks remarks = {.count = 0};
    struct cu_error err = {.byte = -1};
    rd_record_init(&record);
    cu_arena_init(&arena, 0);
    cu_buf_puts(&record.path, path);
    cu_buf_add(&record.bytes, bytes, n);
    record.kind = (uint8_t)kind;
    record.line = kind == RD_KIND_JSON ? 1 : 0;
    enum cu_status s = rd_document_read(&record, &arena, &doc, &remarks, &err);
    if (s == CU_OK) {
        fuzz_must(cu_utf8_bad(doc.text.p, doc.text.n) == doc.text.n, "a document's text is UTF-8");
        if (reader())
            s = custody_inner_read(reader(), &doc, true, &result, &err);
    }
    if (s == CU_OK && reader()) {
        check_document(&doc);
        check_claims(&doc, &result);
    }
    fuzz_must(s == CU_OK || err.message[0], "an error has a message");
    cu_arena_fini(&arena);
    rd_record_fini(&record);
}

/* --- folders ------------------------------------------------------------------------------ */

static void link_to(const char *folder, const char *name, const char *from)
{
    char full[4096], to[512];
    char *real = realpath(folder, NULL);
    if (real) {
        snprintf(full, sizeof full, "%s/%s", real, name);
        snprintf(to, sizeof to, "%s/%s", from, name);
        if (symlink(full, to) != 0)
            fprintf(stderr, "cannot link %s\n", to);
    }
    free(real);
}

int fuzz_overlay(const char *folder, const char *name, char path[FUZZ_PATH])
{
    char to[512], memory[64];
    const char *tmp = getenv("TMPDIR");
    snprintf(path, FUZZ_PATH, "%s/custody-fuzz-XXXXXX", tmp ? tmp : "/tmp");
    DIR *dir = mkdtemp(path) ? opendir(folder) : NULL;
    int fd = memfd_create(name, 0);
    if (!dir || fd < 0)
        return -1;
    for (struct dirent *e; (e = readdir(dir));)
        if (e->d_name[0] != '.' && strcmp(e->d_name, name) != 0)
            link_to(folder, e->d_name, path);
    closedir(dir);
    snprintf(memory, sizeof memory, "/proc/self/fd/%d", fd);
    snprintf(to, sizeof to, "%s/%s", path, name);
    return symlink(memory, to) == 0 ? fd : -1;
}
