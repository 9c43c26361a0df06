/* SPDX-License-Identifier: Apache-2.0
 * Runs of the whole program. See process.h.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "process.h"

enum { MOST = 99 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

enum cu_status be_run(const char *const *argv, struct be_run *run, struct cu_error *err)
{
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere >= 0)
            dup2(nowhere, STDOUT_FILENO);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    int status = 0;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        return cu_fail(err, CU_ERR_IO, argv[0], 0, -1, "cannot be run");
    run->milliseconds = now() - start;
    run->megabytes = (double)usage.ru_maxrss / 1024;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return cu_fail(err, CU_ERR_IO, argv[0], 0, -1, "ended with status %d", status);
    return CU_OK;
}

static int by_time(const void *a, const void *b)
{
    const struct be_run *x = a, *y = b;
    return (x->milliseconds > y->milliseconds) - (x->milliseconds < y->milliseconds);
}

enum cu_status be_run_median(const char *const *argv, size_t times, struct be_run *run,
                             struct cu_error *err)
{
    struct be_run runs[MOST];
    if (times > MOST)
        times = MOST;
    for (size_t i = 0; i < times; i++)
        if (be_run(argv, &runs[i], err) != CU_OK)
            return err->status;
    qsort(runs, times, sizeof *runs, by_time);
    *run = runs[times / 2];
    return CU_OK;
}
