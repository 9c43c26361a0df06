/* SPDX-License-Identifier: Apache-2.0
 *
 * One report a line: {"id", "text" | "html", "title", "date", "url", "publisher", "lang"}. Only
 * "text" or "html" must be there; other keys are passed over (jsonlines.org, RFC 8259).
 */
#ifndef CUSTODY_JSONL_H
#define CUSTODY_JSONL_H

#include "read/input.h"

/* Fills *doc from one line (a record of kind RD_KIND_JSON). */
enum cu_status rd_jsonl_document(const struct rd_record *record, struct rd_document *doc,
                                 struct rd_remarks *remarks, struct cu_error *err);

#endif
