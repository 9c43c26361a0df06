/* SPDX-License-Identifier: Apache-2.0
 *
 * Sentences in which only some words are tagged (train/tag_marked.txt), as a treebank whose other
 * words have no upos. A tag is UPOS/FEATS or one of the short names in marked.c: past pres pres3
 * perf pass ing ger inf imp (verbs), sg pl (nouns), name names, adj, adv, adp, num, to. {a,b} in a
 * line makes one sentence of each choice; several such places take their choices in step, each
 * starting over when it runs out. A choice has no space.
 */
#ifndef CUSTODY_TRAIN_MARKED_H
#define CUSTODY_TRAIN_MARKED_H

#include "conllu.h"

/* Adds the sentences of `path` to *bank. A word with another tag is refused with its line. */
enum cu_status tr_marked_load(struct tr_treebank *bank, const char *path, struct cu_error *err);

#endif
