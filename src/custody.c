/* SPDX-License-Identifier: Apache-2.0
 * The public face of the library. See ../include/custody.h.
 */
#include <stdlib.h>
#include <string.h>

#include "claim/json.h"
#include "custody_inner.h"

struct custody_reader {
    struct rd_chain *chain;
    struct cl_reader *claims;
};

_Static_assert((int)CU_OK == CUSTODY_OK && (int)CU_ERR_MEMORY == CUSTODY_MEMORY &&
                   (int)CU_ERR_IO == CUSTODY_IO && (int)CU_ERR_FORMAT == CUSTODY_FORMAT &&
                   (int)CU_ERR_LIMIT == CUSTODY_LIMIT && (int)CU_ERR_USAGE == CUSTODY_USAGE,
               "the public codes are the internal ones");

static int give(struct custody_error *to, const struct cu_error *from)
{
    if (to) {
        *to = (struct custody_error){from->status, from->line, from->byte, "", ""};
        snprintf(to->file, sizeof to->file, "%s", from->file);
        snprintf(to->message, sizeof to->message, "%s", from->message);
    }
    return (int)from->status;
}

const char *custody_version(void)
{
    return CUSTODY_VERSION;
}

/* --- opening ------------------------------------------------------------------------------ */

enum { PATH_MOST = 4096 };

struct custody_reader *custody_reader_open(const char *data, const char *language,
                                           struct custody_error *err)
{
    char lexicon[PATH_MOST], model[PATH_MOST];
    struct cu_error inner = {.byte = -1};
    int a = snprintf(lexicon, sizeof lexicon, "%s/lexicon/%s", data, language);
    int b = snprintf(model, sizeof model, "%s/model/%s", data, language);
    struct custody_reader *r = cu_malloc(sizeof *r);
    if (r)
        *r = (struct custody_reader){0};
    if (!r)
        cu_fail(&inner, CU_ERR_MEMORY, data, 0, -1, "not enough memory");
    else if (a < 0 || b < 0 || a >= PATH_MOST || b >= PATH_MOST)
        cu_fail(&inner, CU_ERR_USAGE, data, 0, -1, "a path too long");
    else if ((r->chain = rd_chain_open(model, lexicon, &inner)) &&
             (r->claims = cl_reader_open(lexicon, model, &inner)))
        return r;
    custody_reader_free(r);
    give(err, &inner);
    return NULL;
}

void custody_reader_free(struct custody_reader *r)
{
    if (!r)
        return;
    if (r->claims)
        cl_reader_free(r->claims);
    rd_chain_free(r->chain);
    free(r);
}

/* --- reading ------------------------------------------------------------------------------ */

static bool of_interest(void *context, const struct rd_document *d, uint32_t sentence)
{
    return cl_of_interest(context, d, sentence);
}

enum cu_status custody_inner_analyse(const struct custody_reader *r, struct rd_document *d,
                                     bool all, struct cu_error *err)
{
    return rd_chain_run(r->chain, d, all ? NULL : of_interest, r->claims, err);
}

enum cu_status custody_inner_read(const struct custody_reader *r, struct rd_document *d,
                                  bool explain, struct cl_result *out, struct cu_error *err)
{
    *out = (struct cl_result){0};
    enum cu_status s = custody_inner_analyse(r, d, false, err);
    if (s == CU_OK)
        s = cl_read(r->claims, d, explain, out, err);
    if (s == CU_OK && d->arena->failed)
        s = cu_fail(err, CU_ERR_MEMORY, d->path.p, 0, -1, "not enough memory for this report");
    return s;
}

static enum cu_status as_record(const struct custody_report *report, struct rd_record *record,
                                struct cu_error *err)
{
    cu_buf_puts(&record->path, report->name ? report->name : "report");
    cu_buf_add(&record->bytes, report->bytes, report->size);
    if (report->size > RD_INPUT_MOST)
        return cu_fail(err, CU_ERR_LIMIT, report->name, 0, -1, "larger than 64 MB");
    if (record->path.failed || record->bytes.failed)
        return cu_fail(err, CU_ERR_MEMORY, report->name, 0, -1, "not enough memory");
    struct cu_str bytes = {record->bytes.p, record->bytes.n};
    record->kind = (uint8_t)(report->kind == CUSTODY_TEXT   ? RD_KIND_TEXT
                             : report->kind == CUSTODY_HTML ? RD_KIND_HTML
                             : report->kind == CUSTODY_JSON ? RD_KIND_JSON
                                                            : rd_kind_of(report->name, bytes));
    return CU_OK;
}

static enum cu_status pour(const struct cu_buf *lines, custody_sink *sink, void *context,
                           struct cu_error *err)
{
    for (size_t at = 0; at < lines->n;) {
        const char *end = memchr(lines->p + at, '\n', lines->n - at);
        size_t n = end ? (size_t)(end - lines->p) + 1 - at : lines->n - at;
        if (sink(context, lines->p + at, n))
            return cu_fail(err, CU_ERR_IO, NULL, 0, -1, "the receiver of the claims refused");
        at += n;
    }
    return CU_OK;
}

int custody_read(const struct custody_reader *r, const struct custody_report *report,
                 unsigned flags, custody_sink *sink, void *context, struct custody_error *err)
{
    struct cu_error inner = {.byte = -1};
    struct cu_arena arena;
    struct cu_buf lines;
    struct rd_record record;
    struct rd_document doc;
    struct cl_result result;
    bool explain = flags & CUSTODY_EXPLAIN;
    cu_arena_init(&arena, 0);
    cu_buf_init(&lines, 0);
    rd_record_init(&record);
    enum cu_status s = as_record(report, &record, &inner);
    if (s == CU_OK)
        s = rd_document_read(&record, &arena, &doc, NULL, &inner);
    if (s == CU_OK)
        s = custody_inner_read(r, &doc, explain, &result, &inner);
    if (s == CU_OK)
        cl_json(&lines, &doc, &result, explain);
    if (s == CU_OK && lines.failed)
        s = cu_fail(&inner, CU_ERR_MEMORY, report->name, 0, -1, "not enough memory");
    if (s == CU_OK)
        s = pour(&lines, sink, context, &inner);
    rd_record_fini(&record);
    cu_buf_fini(&lines);
    cu_arena_fini(&arena);
    return s == CU_OK ? CUSTODY_OK : give(err, &inner);
}
