/* SPDX-License-Identifier: Apache-2.0
 *
 * An HTML page: its article as text, title, date, publisher, address and language from its
 * metadata. Parsed by gumbo as HTML5; all of gumbo's memory is one arena.
 */
#ifndef CUSTODY_HTML_H
#define CUSTODY_HTML_H

#include "read/input.h"

/* The page in `html` (UTF-8) into *doc: text, and those of title, date, publisher, url and lang
 * that are still empty. `line`: where it stands in the record's file, for messages. */
enum cu_status rd_html_page(struct cu_str html, long line, struct rd_document *doc,
                            struct rd_remarks *remarks, struct cu_error *err);

/* A page file: finds its encoding, then as above. */
enum cu_status rd_html_document(const struct rd_record *record, struct rd_document *doc,
                                struct rd_remarks *remarks, struct cu_error *err);

/* Whether bytes begin as a page rather than as plain text. */
bool rd_html_looks_like(struct cu_str bytes);

#endif
