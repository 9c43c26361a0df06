/* SPDX-License-Identifier: Apache-2.0
 *
 * Part of speech, features, lemma of each word of a sentence: a greedy averaged perceptron over
 * joint classes (UPOS with the features that a word and its neighbours can tell), then lemma rules.
 *
 * feats_text leaves out what only a tree tells or what no stage asks for: person and number of
 * verbs outside the third person singular present, Abbr, Degree=Pos of adverbs, ExtPos, Foreign,
 * NumForm, Reflex, Style, Typo, the number of "you".
 */
#ifndef CUSTODY_TAG_H
#define CUSTODY_TAG_H

#include "read/document.h"

struct rd_tagger; /* read-only after opening, shared by threads */

/* Reads model_dir/tag.model. NULL: *err says why. */
struct rd_tagger *rd_tagger_open(const char *model_dir, struct cu_error *err);
void rd_tagger_free(struct rd_tagger *t);

/* Fills upos, feats, feats_text (the tagger's memory: it must outlive the document) and lemma (the
 * text's, the tagger's or the arena's) of the sentence's tokens, which rd_split has made.
 * CU_ERR_MEMORY. */
enum cu_status rd_tag(const struct rd_tagger *t, struct rd_document *d, uint32_t sentence,
                      struct cu_error *err);

#endif
