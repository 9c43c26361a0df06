/* SPDX-License-Identifier: Apache-2.0
 * A JSON line, with text or a page in it, then the whole reading chain.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    fuzz_document(bytes, n, RD_KIND_JSON, "fuzz.jsonl");
    return 0;
}
