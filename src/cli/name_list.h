/* SPDX-License-Identifier: Apache-2.0
 *
 * Lists of names, read line by line: one name a line, a table parted by tabs whose head line has
 * the column "name" (and perhaps "id"), or JSON lines {"name", "id"}.
 */
#ifndef CUSTODY_CLI_NAME_LIST_H
#define CUSTODY_CLI_NAME_LIST_H

#include "base/base.h"

struct cli_named {
    struct cu_str name, id; /* id: empty where the list has none */
    long line;
};

struct cli_name_list {
    struct cu_arena arena;
    struct cli_named *items;
    size_t count, capacity;
    size_t refused; /* lines that were not read; each was complained of */
};

/* Reads a file, or standard input for "-". Lines that cannot be read (no name, broken UTF-8, broken
 * JSON, more than 4,096 bytes) are complained of and left out. Free with cli_name_list_fini in
 * either case. */
enum cu_status cli_name_list_read(struct cli_name_list *l, const char *path, struct cu_error *err);
void cli_name_list_fini(struct cli_name_list *l);

#endif
