/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands behind struct custody_reader, for the command line, which shows more of a reading
 * than JSON lines.
 */
#ifndef CUSTODY_INNER_H
#define CUSTODY_INNER_H

#include "claim/claim.h"
#include "custody.h"
#include "read/chain.h"
#include "read/input.h"

/* Analyses a document whose text and metadata are there. `all`: every sentence, not only those
 * that may hold a claim. All memory is the document's arena. */
enum cu_status custody_inner_analyse(const struct custody_reader *r, struct rd_document *d,
                                     bool all, struct cu_error *err);
/* Analyses it and finds its claims. */
enum cu_status custody_inner_read(const struct custody_reader *r, struct rd_document *d,
                                  bool explain, struct cl_result *out, struct cu_error *err);

#endif
