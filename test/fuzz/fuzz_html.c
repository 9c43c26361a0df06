/* SPDX-License-Identifier: Apache-2.0
 * A page: encoding, gumbo, metadata, the article, then the whole reading chain.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    fuzz_document(bytes, n, RD_KIND_HTML, "fuzz.html");
    return 0;
}
