/* SPDX-License-Identifier: Apache-2.0
 *
 * One line on a terminal that says how far long work has come.
 */
#ifndef CUSTODY_CLI_PROGRESS_H
#define CUSTODY_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cli_progress {
    bool on, shown;
    uint64_t started, last; /* milliseconds, monotonic */
    size_t reports, failed, bytes;
};

/* `wanted`: the user did not ask for quiet. Off where standard error is no terminal. */
void cli_progress_init(struct cli_progress *p, bool wanted);
/* One more report; draws at most five times a second, and not in the first. */
void cli_progress_add(struct cli_progress *p, size_t bytes, bool failed);
/* Takes the line away, before a message and at the end. */
void cli_progress_clear(struct cli_progress *p);

#endif
