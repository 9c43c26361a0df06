/* SPDX-License-Identifier: Apache-2.0
 *
 * The dependency parser: heads and relations of Universal Dependencies 2 (English, subtypes
 * included) for the words of one sentence. Greedy arc-hybrid transitions with linear scores
 * (parse_state.h), in time linear in the words. It reads only what the tagger wrote.
 */
#ifndef CUSTODY_PARSE_H
#define CUSTODY_PARSE_H

#include "read/document.h"

struct rd_parser; /* read-only after opening, shared by threads */

/* Maps model_dir/parse.model. NULL: *err says why. */
struct rd_parser *rd_parser_open(const char *model_dir, struct cu_error *err);
void rd_parser_free(struct rd_parser *p);

/* Reads form, lower, lemma, upos and feats of the sentence's tokens; writes head (an index in
 * d->tokens, RD_NONE for the one root) and deprel. Always a tree with one root, for any number of
 * words. CU_ERR_MEMORY leaves heads and relations as they were. */
enum cu_status rd_parse(const struct rd_parser *p, struct rd_document *d, uint32_t sentence,
                        struct cu_error *err);

#endif
