/* SPDX-License-Identifier: Apache-2.0
 *
 * Records to worker threads and their output back in the order of the records. The caller's
 * thread draws records from the source; a ring of slots bounds how many are under way, and a
 * budget bounds their bytes. Whoever finishes the oldest record writes it and all finished ones
 * behind it, so output does not wait for input.
 */
#ifndef CUSTODY_CLI_JOBS_H
#define CUSTODY_CLI_JOBS_H

#include "read/input.h"

/* What became of one record. */
struct cli_outcome {
    struct cu_buf out;      /* for standard output */
    struct cu_buf messages; /* for standard error */
    bool failed;            /* the report could not be read */
};

struct cli_jobs {
    struct rd_source *source;
    unsigned jobs; /* 1: no threads */
    void *context;
    /* Reads one record, in any thread; `arena` is the thread's own and empty. */
    void (*work)(void *context, const struct rd_record *record, struct cu_arena *arena,
                 struct cli_outcome *outcome);
    /* Takes outcomes in order, one at a time, from any thread. Not CU_OK: all stops. */
    enum cu_status (*take)(void *context, const struct rd_record *record,
                           const struct cli_outcome *outcome);
};

enum { CLI_JOBS_MOST = 256 };

/* Runs to the end of the source. The status of `take`, or CU_ERR_MEMORY. */
enum cu_status cli_jobs_run(const struct cli_jobs *j);

#endif
