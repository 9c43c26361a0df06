/* SPDX-License-Identifier: Apache-2.0
 *
 * custody match: whether two names are one, and which names of a list may be.
 */
#ifndef CUSTODY_CLI_MATCH_H
#define CUSTODY_CLI_MATCH_H

int cli_match(int argc, char **argv);

#endif
