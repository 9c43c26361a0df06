/* SPDX-License-Identifier: Apache-2.0
 * Lexicon tables. See tsv.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/tsv.h"

static size_t split(struct cu_str line, struct cu_str *out, size_t most)
{
    size_t n = 0, from = 0;
    for (size_t i = 0; i <= line.n; i++) {
        if (i < line.n && line.p[i] != '\t')
            continue;
        if (n < most)
            out[n] = cu_str_trim((struct cu_str){line.p + from, i - from});
        n++;
        from = i + 1;
    }
    return n;
}

static enum cu_status header(struct cu_tsv *t, struct cu_str line, long number,
                             const char *expected, struct cu_error *err)
{
    struct cu_str want[CU_TSV_COLUMNS];
    size_t wanted = split(cu_str_of(expected), want, CU_TSV_COLUMNS);
    t->width = split(line, t->columns, CU_TSV_COLUMNS);
    if (t->width > CU_TSV_COLUMNS)
        return cu_fail(err, CU_ERR_FORMAT, t->path, number, -1, "more than %d columns",
                       CU_TSV_COLUMNS);
    for (size_t i = 0; i < wanted; i++)
        if (i >= t->width || !cu_str_eq(want[i], t->columns[i]))
            return cu_fail(err, CU_ERR_FORMAT, t->path, number, -1,
                           "column %zu should be named '%.*s'", i + 1, (int)want[i].n, want[i].p);
    return CU_OK;
}

static enum cu_status row(struct cu_tsv *t, struct cu_str line, long number, size_t *capacity,
                          struct cu_arena *arena, struct cu_error *err)
{
    struct cu_str cells[CU_TSV_COLUMNS];
    size_t n = split(line, cells, CU_TSV_COLUMNS);
    if (n != t->width)
        return cu_fail(err, CU_ERR_FORMAT, t->path, number, -1,
                       "%zu fields where the header names %zu columns", n, t->width);
    size_t bad = cu_utf8_bad(line.p, line.n);
    if (bad < line.n)
        return cu_fail(err, CU_ERR_FORMAT, t->path, number, (long)bad, "broken UTF-8");
    if (t->rows == *capacity) {
        size_t want = *capacity ? *capacity * 2 : 64;
        struct cu_str *wider = cu_arena_alloc(arena, want * t->width * sizeof *wider);
        long *lines = cu_arena_alloc(arena, want * sizeof *lines);
        if (!wider || !lines)
            return cu_fail(err, CU_ERR_MEMORY, t->path, number, -1, "out of memory");
        if (t->rows) {
            memcpy(wider, t->cells, t->rows * t->width * sizeof *wider);
            memcpy(lines, t->lines, t->rows * sizeof *lines);
        }
        t->cells = wider;
        t->lines = lines;
        *capacity = want;
    }
    memcpy(t->cells + t->rows * t->width, cells, n * sizeof *cells);
    t->lines[t->rows++] = number;
    return CU_OK;
}

enum cu_status cu_tsv_parse(struct cu_tsv *t, struct cu_str text, const char *path,
                            const char *expected, struct cu_arena *arena, struct cu_error *err)
{
    *t = (struct cu_tsv){.path = path};
    size_t capacity = 0;
    long number = 0;
    for (size_t i = 0; i < text.n;) {
        const char *end = memchr(text.p + i, '\n', text.n - i);
        size_t n = end ? (size_t)(end - text.p) - i : text.n - i;
        struct cu_str line = {text.p + i, n};
        i += n + 1;
        number++;
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        if (line.n == 0 || line.p[0] == '#')
            continue;
        enum cu_status status = t->width ? row(t, line, number, &capacity, arena, err)
                                         : header(t, line, number, expected, err);
        if (status != CU_OK)
            return status;
    }
    if (!t->width)
        return cu_fail(err, CU_ERR_FORMAT, path, 0, -1, "the table has no header line");
    return CU_OK;
}

enum cu_status cu_tsv_load(struct cu_tsv *t, const char *path, const char *expected,
                           struct cu_arena *arena, struct cu_error *err)
{
    struct cu_buf b;
    cu_buf_init(&b, 64 << 20);
    enum cu_status status = cu_read_file(path, &b, err);
    if (status == CU_OK) {
        struct cu_str text = cu_arena_dup(arena, (struct cu_str){b.p, b.n});
        struct cu_str name = cu_arena_dup(arena, cu_str_of(path));
        if (arena->failed)
            status = cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
        else
            status = cu_tsv_parse(t, text, name.p, expected, arena, err);
    }
    cu_buf_fini(&b);
    return status;
}
