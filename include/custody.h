/* SPDX-License-Identifier: Apache-2.0
 *
 * libcustody: reads reports about political prisoners and gives the claims they make, each with
 * the words it rests on. Offline, deterministic, no global state.
 *
 *     struct custody_error err;
 *     struct custody_reader *r = custody_reader_open("/usr/share/custody", "en", &err);
 *     struct custody_report report = {.bytes = text, .size = strlen(text), .name = "a"};
 *     int code = r ? custody_read(r, &report, 0, sink, file, &err) : err.code;
 *     custody_reader_free(r);
 *
 * cc $(pkg-config --cflags custody) x.c $(pkg-config --libs --static custody)
 */
#ifndef CUSTODY_H
#define CUSTODY_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- errors ------------------------------------------------------------------------------- */

enum custody_code {
    CUSTODY_OK = 0,
    CUSTODY_MEMORY,
    CUSTODY_IO,     /* a file cannot be opened or read; the sink refused */
    CUSTODY_FORMAT, /* the bytes are not what they should be */
    CUSTODY_LIMIT,  /* larger than a stated ceiling */
    CUSTODY_USAGE,
};

/* A code, a place, a message. The caller's own memory; nothing hangs on it. */
struct custody_error {
    int code;  /* enum custody_code */
    long line; /* from 1; 0: does not apply */
    long byte; /* from 0; -1: does not apply */
    char file[256];
    char message[384];
};

const char *custody_version(void); /* "0.1.0" */

/* --- read --------------------------------------------------------------------------------- */

/* Models and lexicon of one language: opened once, read-only, shared by any number of threads. */
struct custody_reader;

/* `data`: the folder that holds lexicon/ and model/. `language`: "en". NULL: *err says why. */
struct custody_reader *custody_reader_open(const char *data, const char *language,
                                           struct custody_error *err);
void custody_reader_free(struct custody_reader *r);

enum custody_kind {
    CUSTODY_BY_CONTENT = 0,
    CUSTODY_TEXT,
    CUSTODY_HTML,
    CUSTODY_JSON, /* one JSON object: {"id", "text" or "html", "date", ...} */
};

/* A report as it came, in any encoding, at most 64 MB. Lent for the call. */
struct custody_report {
    const void *bytes;
    size_t size;
    const char *name; /* goes into "doc", with its ending cut ("a.txt" gives "a"); may be NULL */
    int kind;         /* enum custody_kind */
};

enum { CUSTODY_EXPLAIN = 1 }; /* each claim says why */

/* Takes one JSON line, newline included; not terminated. Not 0: stop, custody_read gives
 * CUSTODY_IO. */
typedef int custody_sink(void *context, const char *line, size_t size);

/* Gives the report's claims, one JSON object a line, then its document record, to `sink`. Nothing
 * is given where the report cannot be read. Returns an enum custody_code. */
int custody_read(const struct custody_reader *r, const struct custody_report *report,
                 unsigned flags, custody_sink *sink, void *context, struct custody_error *err);

#ifdef __cplusplus
}
#endif
#endif
