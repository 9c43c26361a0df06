/* SPDX-License-Identifier: Apache-2.0
 *
 * One claim as a line for people: "release  123 persons, by Belarus · 13 Dec 2025 · promised".
 */
#ifndef CUSTODY_CLI_PAGE_CLAIM_H
#define CUSTODY_CLI_PAGE_CLAIM_H

#include "claim/claim.h"
#include "cli/flow.h"

enum { CLI_CLAIM_INDENT = 4, CLI_CLAIM_HANG = 16 };

void cli_page_claim(struct cli_flow *f, const struct cl_result *r, size_t claim, bool explain);

/* "2025-12-13" as "13 Dec 2025", "2025-12" as "Dec 2025"; `out` is also returned. */
const char *cli_page_date(struct cu_str iso, char out[32]);

#endif
