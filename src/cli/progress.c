/* SPDX-License-Identifier: Apache-2.0
 * Progress on standard error. See progress.h.
 */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "cli/output.h"
#include "cli/progress.h"

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void cli_progress_init(struct cli_progress *p, bool wanted)
{
    *p = (struct cli_progress){.on = wanted && isatty(STDERR_FILENO)};
    p->started = p->on ? now() : 0;
}

void cli_progress_add(struct cli_progress *p, size_t bytes, bool failed)
{
    p->reports++;
    p->failed += failed;
    p->bytes += bytes;
    if (!p->on)
        return;
    uint64_t t = now();
    if (t - p->started < 1000 || t - p->last < 200)
        return;
    char line[160], doubt[48] = "";
    if (p->failed)
        snprintf(doubt, sizeof doubt, ", %zu not readable", p->failed);
    double seconds = (double)(t - p->started) / 1000;
    int n = snprintf(line, sizeof line, "\r\033[K%zu reports read%s, %.1f MB, %.0f a second",
                     p->reports, doubt, (double)p->bytes / 1e6, (double)p->reports / seconds);
    cli_write(STDERR_FILENO, line, n > 0 ? (size_t)n : 0, NULL);
    p->shown = true;
    p->last = t;
}

void cli_progress_clear(struct cli_progress *p)
{
    if (p->shown)
        cli_write(STDERR_FILENO, "\r\033[K", 4, NULL);
    p->shown = false;
}
