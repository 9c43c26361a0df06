/* SPDX-License-Identifier: Apache-2.0
 * Names: bytes up to the first newline against the rest, as persons and as organisations.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "identity/identity.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static struct id_matcher *matcher;
    struct cu_error err = {0};
    if (!matcher && !(matcher = id_matcher_open(".", &err)))
        abort();
    const char *p = (const char *)bytes, *end = n ? memchr(p, '\n', n) : NULL;
    struct cu_str a = {p, end ? (size_t)(end - p) : n};
    struct cu_str b = {end ? end + 1 : p + n, end ? n - a.n - 1 : 0};
    for (int kind = 0; kind < ID_KINDS; kind++) {
        struct cu_arena arena;
        struct id_name x, y;
        struct id_result r;
        cu_arena_init(&arena, 0);
        if (id_prepare(matcher, (enum id_kind)kind, a, &arena, &x) &&
            id_prepare(matcher, (enum id_kind)kind, b, &arena, &y)) {
            id_compare(matcher, &x, &y, &r);
            if (!(r.score >= 0 && r.score <= 1))
                abort();
        }
        cu_arena_fini(&arena);
    }
    return 0;
}
