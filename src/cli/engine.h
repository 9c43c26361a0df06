/* SPDX-License-Identifier: Apache-2.0
 *
 * The readers of the languages that the reports are in, each opened when the first report needs
 * it. Threads share an engine.
 */
#ifndef CUSTODY_CLI_ENGINE_H
#define CUSTODY_CLI_ENGINE_H

#include "custody_inner.h"

struct cli_engine;

/* `data` must outlive the engine. `language`: of reports that do not name theirs, may be NULL:
 * English, where the letters are Latin. NULL with *err where that language cannot be opened. */
struct cli_engine *cli_engine_open(const char *data, const char *language, struct cu_error *err);
void cli_engine_free(struct cli_engine *e);

/* The reader of the document's language; fills d->lang where it was empty. NULL: *err says why. */
const struct custody_reader *cli_engine_reader(struct cli_engine *e, struct rd_document *d,
                                               struct cu_error *err);

#endif
