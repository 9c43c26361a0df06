/* SPDX-License-Identifier: Apache-2.0
 *
 * A report's claims as a page for people: the report's head, each sentence with the claims it
 * makes, sums, the persons, and what contradicts itself.
 */
#ifndef CUSTODY_CLI_PAGE_H
#define CUSTODY_CLI_PAGE_H

#include "claim/claim.h"

struct cli_page_style {
    unsigned width; /* columns */
    bool colour;
    bool explain;
};

/* The style for standard output: its width and colour where it is a terminal (NO_COLOR and TERM
 * respected), 80 columns without colour elsewhere. */
struct cli_page_style cli_page_style_of(int fd, bool explain);

void cli_page(struct cu_buf *out, const struct rd_document *d, const struct cl_result *r,
              const struct cli_page_style *style);

#endif
