/* SPDX-License-Identifier: Apache-2.0
 *
 * What is timed from outside: the program as a user starts it.
 */
#ifndef CUSTODY_BENCH_PROCESS_H
#define CUSTODY_BENCH_PROCESS_H

#include "base/base.h"

struct be_run {
    double milliseconds; /* from fork to exit, by the clock on the wall */
    double megabytes;    /* the most that was resident (getrusage, ru_maxrss) */
};

/* Runs argv with its output thrown away. CU_ERR_IO where it cannot start or does not exit with 0.
 */
enum cu_status be_run(const char *const *argv, struct be_run *run, struct cu_error *err);
/* The median of `times` runs, at most 99. */
enum cu_status be_run_median(const char *const *argv, size_t times, struct be_run *run,
                             struct cu_error *err);

#endif
