/* SPDX-License-Identifier: Apache-2.0
 *
 * Where lexicon/ and model/ are.
 */
#ifndef CUSTODY_CLI_DATA_H
#define CUSTODY_CLI_DATA_H

#include "base/base.h"

enum { CLI_PATH_MOST = 4096 };

/* `named` (from --data) if given, else $CUSTODY_DATA, else beside the program (.., then
 * ../share/custody), else the compiled-in prefix. CU_ERR_IO: nowhere. */
enum cu_status cli_data_find(const char *named, char out[CLI_PATH_MOST], struct cu_error *err);

#endif
