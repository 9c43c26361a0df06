/* SPDX-License-Identifier: Apache-2.0
 *
 * The command line of `custody read`.
 */
#ifndef CUSTODY_CLI_OPTIONS_H
#define CUSTODY_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum cli_format { CLI_PAGE, CLI_JSON, CLI_CONLLU };

struct cli_options {
    enum cli_format format;
    bool explain, quiet;
    unsigned jobs;
    const char *lang, *data;  /* NULL: not given */
    const char *const *paths; /* of argv */
    size_t path_count;
};

/* -1: go on with *o; else the exit status (help was shown, or wrong usage was explained). */
int cli_options_parse(struct cli_options *o, int argc, char **argv);

#endif
