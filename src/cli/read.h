/* SPDX-License-Identifier: Apache-2.0
 *
 * custody read FILE...
 */
#ifndef CUSTODY_CLI_READ_H
#define CUSTODY_CLI_READ_H

/* argv[0] is "read". The exit status: 0, or 2 for wrong usage or input. */
int cli_read(int argc, char **argv);

#endif
