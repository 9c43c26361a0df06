/* SPDX-License-Identifier: Apache-2.0
 * Word lists in a mapped hash table. See gazetteer.h.
 */
#include <string.h>
#include <unicode/unorm2.h>

#include "read/gazetteer.h"

enum { HEADER = 8, WORD_BYTES = 128 };

enum cu_status gz_of(const struct cu_model *m, const char *section, struct gz_table *out,
                     struct cu_error *err)
{
    const void *bytes;
    size_t n;
    enum cu_status status = cu_model_section(m, section, HEADER, &bytes, &n, err);
    if (status != CU_OK)
        return status;
    uint32_t slots;
    memcpy(&slots, bytes, sizeof slots);
    if (slots == 0 || (slots & (slots - 1)) || n != HEADER + (size_t)slots * sizeof(struct gz_slot))
        return cu_fail(err, CU_ERR_FORMAT, section, 0, -1, "%u word list slots in %zu bytes", slots,
                       n);
    out->slots = (const struct gz_slot *)((const char *)bytes + HEADER);
    out->mask = slots - 1;
    return CU_OK;
}

/* Letters that Unicode does not decompose but that are written without their stroke. */
static uint32_t plain(uint32_t c)
{
    switch (c) {
    case 0x142:
        return 'l';
    case 0x111:
        return 'd';
    case 0xf8:
        return 'o';
    case 0x131:
        return 'i';
    case 0x2019:
    case 0x2bc:
    case 0x2018:
        return '\'';
    default:
        return c;
    }
}

static uint32_t base_of(const UNormalizer2 *nfd, uint32_t c)
{
    UChar parts[8];
    for (int round = 0; round < 3 && c >= 0xc0; round++) {
        UErrorCode status = U_ZERO_ERROR;
        int32_t n = unorm2_getRawDecomposition(nfd, (UChar32)c, parts, 8, &status);
        if (n <= 0 || U_FAILURE(status) || U16_IS_SURROGATE(parts[0]))
            break;
        c = parts[0];
    }
    return plain(cu_lower(c));
}

static size_t fold(struct cu_str word, char *out)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
    size_t n = 0;
    for (size_t i = 0; i < word.n && n + 4 < WORD_BYTES;) {
        uint32_t c = cu_utf8_next(word.p, word.n, &i);
        if (c >= 0x300 && c <= 0x36f)
            continue;
        c = c < 0x80 || U_FAILURE(status) ? cu_lower(c) : base_of(nfd, c);
        n += cu_utf8_put(c, out + n);
    }
    return n;
}

uint64_t gz_word(struct cu_str word)
{
    char out[WORD_BYTES];
    size_t n = 0;
    while (n < word.n && n < WORD_BYTES - 4) {
        unsigned char c = (unsigned char)word.p[n];
        if (c >= 0x80) {
            n = fold(word, out);
            return cu_hash(out, n, 0);
        }
        out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return cu_hash(out, n, 0);
}

uint32_t gz_get(const struct gz_table *t, uint64_t phrase)
{
    uint32_t key = (uint32_t)(phrase >> 32);
    for (uint32_t i = (uint32_t)phrase & t->mask, tries = 0; tries <= t->mask; tries++) {
        const struct gz_slot *s = &t->slots[i];
        if (s->bits == 0)
            return 0;
        if (s->key == key)
            return s->bits;
        i = (i + 1) & t->mask;
    }
    return 0;
}
