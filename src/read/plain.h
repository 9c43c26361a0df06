/* SPDX-License-Identifier: Apache-2.0
 *
 * A text file: lines "# key: value" up to the first blank line, then the report. The document's
 * text is the whole file with those lines blanked, so that offsets count from the file's first
 * byte (where the file is UTF-8).
 */
#ifndef CUSTODY_PLAIN_H
#define CUSTODY_PLAIN_H

#include "read/input.h"

enum cu_status rd_plain_document(const struct rd_record *record, struct rd_document *doc,
                                 struct rd_remarks *remarks, struct cu_error *err);

#endif
