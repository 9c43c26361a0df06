/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts with marked names, as documents with the labels that each word may have. A word whose
 * label is not known may have any: the trainer sums over what is allowed.
 */
#ifndef CUSTODY_TRAIN_NAME_DATA_H
#define CUSTODY_TRAIN_NAME_DATA_H

#include "read/name_inner.h"

enum { ND_ANY = (1 << NM_LABELS) - 1 };

struct nd_document {
    struct rd_document d;
    struct cu_arena arena;
    uint16_t *allowed; /* of each token: bits 1 << label */
};

struct nd_set {
    struct nd_document **items;
    size_t count, capacity;
    const struct rd_countries *countries;
};

void nd_fini(struct nd_set *s);
/* UNER: IOB2 with document lines; B-OTH and B-O are read as O. */
enum cu_status nd_load_uner(struct nd_set *s, const char *path, struct cu_error *err);
/* WikiGold: "word tag" lines, IOB1; MISC is read as O. */
enum cu_status nd_load_wikigold(struct nd_set *s, const char *path, struct cu_error *err);
/* GUM: entity mentions in MISC, cut to the proper name. */
enum cu_status nd_load_gum(struct nd_set *s, const char *path, struct cu_error *err);
/* Annotated reports (NAME.txt, NAME.jsonl): persons from their annotation, other names from the
 * table `names` (name, type). A capitalised word that neither knows may have any label.
 * `split_dir` holds split.model. */
enum cu_status nd_load_reports(struct nd_set *s, const char *folder, const char *names,
                               const char *split_dir, const char *lexicon_dir,
                               struct cu_error *err);

/* Sentences with names in brackets, "[PER Ales Bialiatski] was freed"; each line a document. A
 * bracket that does not fit is refused with its line. */
enum cu_status nd_load_marked(struct nd_set *s, const char *path, const char *split_dir,
                              const char *lexicon_dir, struct cu_error *err);

/* Marks words first..past-1 as one name of `type`. */
void nd_mark(uint16_t *allowed, size_t first, size_t past, uint8_t type);

#endif
