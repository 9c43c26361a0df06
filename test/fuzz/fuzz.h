/* SPDX-License-Identifier: Apache-2.0
 *
 * What the fuzz targets share: a record from bytes, the checks that hold for every document, and a
 * folder in which one file is replaced by bytes of the fuzzer.
 */
#ifndef CUSTODY_FUZZ_H
#define CUSTODY_FUZZ_H

#include "custody_inner.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Reads the bytes as a record of that kind, analyses the document and finds its claims, where a
 * reader can be opened ($CUSTODY_DATA or the working folder). Stops the program where an offset
 * lies outside its text or an error has no message. */
void fuzz_document(const uint8_t *bytes, size_t n, enum rd_kind kind, const char *path);

/* Stops the program with a message that names the broken promise. */
void fuzz_must(bool holds, const char *promise);

enum { FUZZ_PATH = 256 };

/* A folder in $TMPDIR with links to all files of `folder`, save `name`, which is a file in memory
 * that the caller writes to: its descriptor is returned, -1 where it cannot be had. */
int fuzz_overlay(const char *folder, const char *name, char path[FUZZ_PATH]);

#endif
