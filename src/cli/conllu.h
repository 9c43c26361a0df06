/* SPDX-License-Identifier: Apache-2.0
 *
 * The analysis of a document in CoNLL-U (universaldependencies.org/format.html).
 */
#ifndef CUSTODY_CLI_CONLLU_H
#define CUSTODY_CLI_CONLLU_H

#include "read/document.h"

/* Names stand in MISC as NER=B-PER, NER=I-PER; nothing where there is none. */
void cli_conllu(struct cu_buf *out, const struct rd_document *d);

#endif
