/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes to standard output, messages to standard error. A failed write is an error like any
 * other: a full disk must not look like success.
 */
#ifndef CUSTODY_CLI_OUTPUT_H
#define CUSTODY_CLI_OUTPUT_H

#include "base/base.h"

/* Writes all of it to file descriptor `fd`. */
enum cu_status cli_write(int fd, const char *bytes, size_t n, struct cu_error *err);

/* Appends "custody: file:line: message (byte N)\n", without control characters. */
void cli_message(struct cu_buf *out, const struct cu_error *e);
/* The same straight to standard error. */
void cli_complain(const struct cu_error *e);
/* "custody: ..." to standard error, for wrong usage; returns 2. */
int cli_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
