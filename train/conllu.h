/* SPDX-License-Identifier: Apache-2.0
 *
 * CoNLL-U files (universaldependencies.org/format.html) as arrays. Multiword tokens are kept as
 * ranges, empty nodes are skipped. Enhanced dependencies are not read.
 */
#ifndef CUSTODY_TRAIN_CONLLU_H
#define CUSTODY_TRAIN_CONLLU_H

#include "base/base.h"

struct tr_word {
    struct cu_str form, lemma, upos, xpos, feats, deprel, misc;
    int head;          /* 1-based within its sentence, 0: root */
    bool space_after;  /* of the surface token that ends with this word */
    bool inside_token; /* not the last word of a multiword token: no space, no token end after it */
};

struct tr_sentence {
    struct tr_word *words;
    size_t count;
    struct cu_str text; /* the "# text =" line */
    bool new_paragraph; /* "# newpar" or "# newdoc" stood before it */
    bool new_document;
};

struct tr_treebank {
    struct tr_sentence *sentences;
    size_t count;
    struct cu_arena arena;
};

/* Adds the sentences of `path` to *bank (zero-initialised before the first call, with
 * cu_arena_init on its arena). A malformed line is refused with its number. */
enum cu_status tr_conllu_load(struct tr_treebank *bank, const char *path, struct cu_error *err);
void tr_treebank_fini(struct tr_treebank *bank);

#endif
