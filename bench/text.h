/* SPDX-License-Identifier: Apache-2.0
 *
 * The texts that are measured on: reports as they are, and a stream of news in which nine of ten
 * sentences hold no act word, as most of a newspaper does.
 */
#ifndef CUSTODY_BENCH_TEXT_H
#define CUSTODY_BENCH_TEXT_H

#include "claim/claim.h"
#include "read/split.h"

struct be_texts {
    struct cu_str *items;
    size_t count, capacity;
    size_t bytes;
    struct cu_arena arena; /* of all of them */
};

void be_texts_init(struct be_texts *t);
void be_texts_fini(struct be_texts *t);
/* A report without the metadata lines at its head. */
enum cu_status be_texts_report(struct be_texts *t, const char *path, struct cu_error *err);
/* One item for each sentence of a CoNLL-U file ("# text = ") or of a file of one sentence a line,
 * where it begins and ends as printed sentences do. */
enum cu_status be_texts_sentences(struct be_texts *t, const char *path, struct cu_error *err);
/* Documents of twenty sentences: eighteen of `plain` without an act word, two of `reports` with
 * one. CU_ERR_FORMAT where either kind is missing. */
enum cu_status be_texts_mixed(struct be_texts *stream, const struct be_texts *plain,
                              const struct be_texts *reports, const struct rd_splitter *splitter,
                              const struct cl_reader *claims, struct cu_error *err);

#endif
