/* SPDX-License-Identifier: Apache-2.0
 *
 * Text into paragraphs, sentences and words, with byte offsets.
 *
 * Words follow the English treebanks of Universal Dependencies 2.17 (EWT, GUM): "do|n't",
 * "John|'s", "Eye|-|Tracking", "$|5"; each is a substring of the text. Paragraphs part at blank
 * lines. Inside one, a line break that a wrapping program could have made is a space; any other
 * (list items, tables, several short lines) ends a sentence. The bullet that opens a list item
 * belongs to no sentence and is no word; the place and date line of an agency report ("MINSK,
 * Dec 20 (Kestrel) -") is a sentence of its own.
 */
#ifndef CUSTODY_SPLIT_H
#define CUSTODY_SPLIT_H

#include "read/document.h"

struct rd_splitter; /* read-only after opening, shared by threads */

/* Reads model_dir/split.model and lexicon_dir/abbreviations.tsv, contractions.tsv. NULL: *err says
 * why. */
struct rd_splitter *rd_splitter_open(const char *model_dir, const char *lexicon_dir,
                                     struct cu_error *err);
void rd_splitter_free(struct rd_splitter *s);

/* Fills d->sentences (not analysed) and d->tokens (start, end, lower, space_before, sentence; head,
 * entity, value = RD_NONE) from d->text, which must be below 4 GiB and may hold any bytes. All
 * memory is d->arena. CU_ERR_MEMORY, CU_ERR_LIMIT. */
enum cu_status rd_split(const struct rd_splitter *s, struct rd_document *d, struct cu_error *err);

#endif
