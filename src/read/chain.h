/* SPDX-License-Identifier: Apache-2.0
 *
 * The reading chain of one language: split -> tag -> parse -> name -> value, opened together and
 * run on a document. Read-only after opening; any number of threads share one chain.
 */
#ifndef CUSTODY_CHAIN_H
#define CUSTODY_CHAIN_H

#include "read/document.h"

struct rd_chain;

/* Opens model_dir (".../model/en") and lexicon_dir (".../lexicon/en"). NULL: *err says which file
 * is missing or wrong. */
struct rd_chain *rd_chain_open(const char *model_dir, const char *lexicon_dir,
                               struct cu_error *err);
void rd_chain_free(struct rd_chain *c);

/* Whether a sentence, of which only words are known yet, is to be analysed. */
typedef bool rd_wanted_fn(void *context, const struct rd_document *d, uint32_t sentence);

/* Fills the document from its text. Sentences that `wanted` turns down keep words
 * only (analysed == false); NULL: all are analysed. All memory is the document's arena. */
enum cu_status rd_chain_run(const struct rd_chain *c, struct rd_document *d, rd_wanted_fn *wanted,
                            void *context, struct cu_error *err);

#endif
