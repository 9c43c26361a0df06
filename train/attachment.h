/* SPDX-License-Identifier: Apache-2.0
 *
 * Attachment scores as the CoNLL 2018 shared task counts them (Zeman et al. 2018): over all words,
 * punctuation included, relations compared without their subtypes; and with them.
 */
#ifndef CUSTODY_TRAIN_ATTACHMENT_H
#define CUSTODY_TRAIN_ATTACHMENT_H

#include "treebank_doc.h"

struct tr_attachment {
    size_t words, heads, labels, full; /* right: head; and relation; and its subtype */
    size_t trees;                      /* sentences with all heads right */
};

/* "acl:relcl" counts as "acl". */
bool tr_same_relation(uint8_t a, uint8_t b);
void tr_attachment_add(struct tr_attachment *score, const struct tr_case *c);
void tr_attachment_print(const struct tr_attachment *score, const char *name);

#endif
