/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports come in: files, folders, standard input, as text, HTML or JSON lines. One thread draws
 * raw records from a source; any thread decodes a record into a document:
 *
 *     paths -> rd_source_next -> struct rd_record -> rd_document_read -> struct rd_document
 *
 * A source holds one record's bytes and the names of the folders it stands in, whatever the number
 * of files. Files come in the order given, a folder's in byte order of their names, hidden ones
 * (.name) left out. What cannot be read comes as a record that holds the error, in its place.
 */
#ifndef CUSTODY_INPUT_H
#define CUSTODY_INPUT_H

#include "read/document.h"
#include "read/encoding.h"

enum {
    RD_INPUT_MOST = 64 * 1024 * 1024, /* bytes of a file or of a JSON line */
    RD_HTML_MOST = 16 * 1024 * 1024,  /* bytes of a page: its tree is many times as large */
};

#define RD_STANDARD_INPUT "standard input" /* how "-" is called in messages */

enum rd_kind { RD_KIND_TEXT, RD_KIND_HTML, RD_KIND_JSON };

/* One report as it came. Zero-initialise with rd_record_init, reuse freely, end with _fini. */
struct rd_record {
    struct cu_buf path; /* zero-terminated; RD_STANDARD_INPUT for "-" */
    long line;          /* of a JSON line, else 0 */
    long offset;        /* where a JSON line's bytes start in the file */
    uint8_t kind;       /* enum rd_kind */
    struct cu_buf bytes;
    struct cu_error error; /* status != CU_OK: the bytes could not be had */
};

void rd_record_init(struct rd_record *r);
void rd_record_fini(struct rd_record *r);

struct rd_source;
/* `paths` must outlive the source. NULL: no memory. */
struct rd_source *rd_source_new(const char *const *paths, size_t count);
void rd_source_free(struct rd_source *s);
/* The next record; false at the end. Never fails: errors come in record->error. */
bool rd_source_next(struct rd_source *s, struct rd_record *record);

/* Decodes a record into *doc: name, path, text, date, lang, publisher, url, title; all memory is
 * the arena's. Touches nothing shared. A report without a letter or digit is CU_ERR_FORMAT. */
enum cu_status rd_document_read(const struct rd_record *record, struct cu_arena *arena,
                                struct rd_document *doc, struct rd_remarks *remarks,
                                struct cu_error *err);

/* Which kind the bytes are by their content; `path` decides by its ending where it has a known
 * one, may be NULL. */
enum rd_kind rd_kind_of(const char *path, struct cu_str bytes);

/* "2025-12-14" from an ISO 8601 date or time ("2025-12-14T10:00Z"); empty where it is none. */
struct cu_str rd_iso_day(struct cu_str text);
/* Sets doc->date, or leaves it and remarks where `text` is not a date. */
void rd_set_date(struct rd_document *doc, struct cu_str text, long line, struct rd_remarks *r);
/* Sets doc->lang to the lower-case primary language of a tag ("en-GB" gives "en"; "be-tarask"
 * stays). */
void rd_set_lang(struct rd_document *doc, struct cu_str text);

#endif
