/* SPDX-License-Identifier: Apache-2.0
 * Names agree over a report. See name.h.
 */
#include <string.h>

#include "read/name_inner.h"

enum cu_status rd_name_document(const struct rd_namer *n, struct rd_document *d,
                                struct cu_error *err)
{
    (void)n, (void)d, (void)err;
    return CU_OK;
}
