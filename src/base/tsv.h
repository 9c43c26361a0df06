/* SPDX-License-Identifier: Apache-2.0
 *
 * Lexicon tables: UTF-8, one fact a line, fields parted by tabs. The first line that is not a
 * comment (#) names the columns. Empty lines and comments are skipped. A line with too many or too
 * few fields, or broken UTF-8, is refused with file and line.
 */
#ifndef CUSTODY_TSV_H
#define CUSTODY_TSV_H

#include "base/base.h"

enum { CU_TSV_COLUMNS = 16 };

struct cu_tsv {
    struct cu_str columns[CU_TSV_COLUMNS];
    size_t width;         /* columns */
    struct cu_str *cells; /* rows x width */
    long *lines;          /* the file's line of each row */
    size_t rows;
    const char *path;
};

/* Reads a table; all memory is the arena's. `expected`: the column names it must start with, as
 * "word\tact\tframe"; further columns are kept. */
enum cu_status cu_tsv_load(struct cu_tsv *t, const char *path, const char *expected,
                           struct cu_arena *arena, struct cu_error *err);
/* The same over bytes in memory that outlive the table. */
enum cu_status cu_tsv_parse(struct cu_tsv *t, struct cu_str text, const char *path,
                            const char *expected, struct cu_arena *arena, struct cu_error *err);

static inline struct cu_str cu_tsv_cell(const struct cu_tsv *t, size_t row, size_t column)
{
    return column < t->width ? t->cells[row * t->width + column] : (struct cu_str){"", 0};
}

#endif
