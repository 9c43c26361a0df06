/* SPDX-License-Identifier: Apache-2.0
 *
 * Claims as JSON lines: one claim a line, then the document record.
 */
#ifndef CUSTODY_CLAIM_JSON_H
#define CUSTODY_CLAIM_JSON_H

#include "claim/claim.h"

/* Appends the lines of one report. With `explain`, each claim has "why". Offsets in "span" count
 * bytes of the report's text (of the file, where that is plain UTF-8 text); a name that stands on
 * no bytes of its own is null there. */
void cl_json(struct cu_buf *out, const struct rd_document *d, const struct cl_result *r,
             bool explain);

#endif
