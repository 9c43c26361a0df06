/* SPDX-License-Identifier: Apache-2.0
 * A text file: metadata lines, encodings, then the whole reading chain.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    fuzz_document(bytes, n, RD_KIND_TEXT, "fuzz.txt");
    return 0;
}
