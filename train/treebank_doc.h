/* SPDX-License-Identifier: Apache-2.0
 *
 * A treebank as documents: one rd_document for each sentence, words parted by single spaces, tags
 * and features from the treebank, and the right tree beside it.
 */
#ifndef CUSTODY_TRAIN_TREEBANK_DOC_H
#define CUSTODY_TRAIN_TREEBANK_DOC_H

#include "conllu.h"
#include "oracle.h"
#include "read/tag.h"

struct tr_case {
    struct rd_document doc; /* one sentence */
    struct tr_tree tree;
};

struct tr_cases {
    struct tr_case *items;
    size_t count, capacity;
    size_t words;
    struct cu_arena arena; /* of all documents and trees */
};

/* Adds all sentences of a CoNLL-U file; *cases is zeroed before the first call. */
enum cu_status tr_cases_load(struct tr_cases *cases, const char *path, struct cu_error *err);
/* Replaces tags, features and lemmas of cases `from` on by the tagger's, as at run time. */
enum cu_status tr_cases_tag(struct tr_cases *cases, size_t from, const struct rd_tagger *tagger,
                            struct cu_error *err);
void tr_cases_fini(struct tr_cases *cases);

#endif
