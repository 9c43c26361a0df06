/* SPDX-License-Identifier: Apache-2.0
 * Strings as pointer and length, UTF-8, hashing, a map from strings. See base.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

struct cu_str cu_str_of(const char *s)
{
    return (struct cu_str){s, s ? strlen(s) : 0};
}

bool cu_str_eq(struct cu_str a, struct cu_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool cu_str_is(struct cu_str a, const char *s)
{
    return cu_str_eq(a, cu_str_of(s));
}

int cu_str_cmp(struct cu_str a, struct cu_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool cu_str_ends(struct cu_str a, const char *suffix)
{
    size_t n = strlen(suffix);
    return a.n >= n && memcmp(a.p + a.n - n, suffix, n) == 0;
}

bool cu_str_starts(struct cu_str a, const char *prefix)
{
    size_t n = strlen(prefix);
    return a.n >= n && memcmp(a.p, prefix, n) == 0;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct cu_str cu_str_trim(struct cu_str a)
{
    while (a.n && is_space(a.p[0]))
        a.p++, a.n--;
    while (a.n && is_space(a.p[a.n - 1]))
        a.n--;
    return a;
}

/* --- UTF-8 -------------------------------------------------------------------------------- */

/* Length of the valid sequence at s, 0 where it is broken; the code point in *c. RFC 3629. */
static size_t sequence(const unsigned char *s, size_t n, uint32_t *c)
{
    if (s[0] < 0x80) {
        *c = s[0];
        return 1;
    }
    size_t need = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
    if (s[0] < 0xc2 || s[0] > 0xf4 || need > n)
        return 0;
    uint32_t v = s[0] & (0xffu >> (need + 1));
    for (size_t i = 1; i < need; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        v = v << 6 | (s[i] & 0x3f);
    }
    if ((need == 3 && v < 0x800) || (need == 4 && (v < 0x10000 || v > 0x10ffff)) ||
        (v >= 0xd800 && v < 0xe000))
        return 0;
    *c = v;
    return need;
}

uint32_t cu_utf8_next(const char *s, size_t n, size_t *i)
{
    uint32_t c;
    size_t step = sequence((const unsigned char *)s + *i, n - *i, &c);
    *i += step ? step : 1;
    return step ? c : 0xfffd;
}

size_t cu_utf8_put(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

size_t cu_utf8_bad(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n) {
        uint32_t c;
        if ((unsigned char)s[i] < 0x80) {
            i++;
            continue;
        }
        size_t step = sequence((const unsigned char *)s + i, n - i, &c);
        if (!step)
            return i;
        i += step;
    }
    return n;
}

size_t cu_utf8_length(struct cu_str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.n; count++)
        cu_utf8_next(s.p, s.n, &i);
    return count;
}

uint32_t cu_lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c >= 0xc0 && c <= 0xde && c != 0xd7)
        return c + 32;
    if (c == 0x130)
        return 'i';
    if (c == 0x178)
        return 0xff;
    if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177) || (c >= 0x1de && c <= 0x1ef) ||
        (c >= 0x1f8 && c <= 0x21f) || (c >= 0x222 && c <= 0x233) || (c >= 0x1e00 && c <= 0x1e95) ||
        (c >= 0x1ea0 && c <= 0x1eff) || (c >= 0x460 && c <= 0x481) || (c >= 0x48a && c <= 0x4bf) ||
        (c >= 0x4d0 && c <= 0x52f))
        return c | 1;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e) || (c >= 0x1cd && c <= 0x1dc) ||
        (c >= 0x4c1 && c <= 0x4ce))
        return c & 1 ? c + 1 : c;
    if (c == 0x4c0)
        return 0x4cf;
    if (c >= 0x391 && c <= 0x3a9 && c != 0x3a2)
        return c + 32;
    if (c >= 0x400 && c <= 0x40f)
        return c + 80;
    if (c >= 0x410 && c <= 0x42f)
        return c + 32;
    if (c >= 0x531 && c <= 0x556)
        return c + 48;
    return c;
}

bool cu_is_upper(uint32_t c)
{
    return cu_lower(c) != c;
}

bool cu_is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c | 32) >= 'a' && (c | 32) <= 'z';
    if (c < 0xc0)
        return c == 0xaa || c == 0xb5 || c == 0xba;
    if (c == 0xd7 || c == 0xf7)
        return false;
    return c < 0x2000 || (c >= 0x2c00 && c < 0x2e00) || (c >= 0x3040 && c < 0xfb50) ||
           (c >= 0xfb50 && c < 0xfdfd) || (c >= 0xfe20 && c < 0xfe30) ||
           (c >= 0xfe70 && c < 0xfeff) || (c >= 0x10000 && c < 0x1f000) || c >= 0x20000;
}

bool cu_is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

struct cu_str cu_arena_lower(struct cu_arena *a, struct cu_str s)
{
    /* Lower-casing never needs more than one byte more for a two-byte letter. */
    char *out = cu_arena_alloc(a, s.n * 2 + 1);
    if (!out)
        return (struct cu_str){"", 0};
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        if ((unsigned char)s.p[i] < 0x80) {
            out[n++] = (char)cu_lower((unsigned char)s.p[i++]);
            continue;
        }
        char put[4];
        size_t from = i, size;
        uint32_t c = cu_utf8_next(s.p, s.n, &i);
        if (c == 0xfffd && i == from + 1) {
            out[n++] = s.p[from];
            continue;
        }
        size = cu_utf8_put(cu_lower(c), put);
        memcpy(out + n, put, size);
        n += size;
    }
    out[n] = 0;
    return (struct cu_str){out, n};
}

/* --- hashing ------------------------------------------------------------------------------ */

uint64_t cu_hash(const void *bytes, size_t n, uint64_t seed)
{
    const unsigned char *p = bytes;
    uint64_t h = seed ^ (n * 0x9e3779b97f4a7c15u);
    while (n >= 8) {
        uint64_t v;
        memcpy(&v, p, 8);
        h = (h ^ v) * 0xff51afd7ed558ccdu;
        h ^= h >> 32;
        p += 8, n -= 8;
    }
    uint64_t tail = 0;
    for (size_t i = 0; i < n; i++)
        tail |= (uint64_t)p[i] << (8 * i);
    return cu_mix(h ^ tail);
}

void cu_map_init(struct cu_map *m)
{
    *m = (struct cu_map){0};
}

void cu_map_fini(struct cu_map *m)
{
    free(m->slots);
    *m = (struct cu_map){0};
}

static struct cu_map_slot *slot_of(struct cu_map_slot *slots, size_t capacity, struct cu_str key)
{
    size_t i = cu_hash_str(key) & (capacity - 1);
    while (slots[i].used && !cu_str_eq(slots[i].key, key))
        i = (i + 1) & (capacity - 1);
    return &slots[i];
}

static bool widen(struct cu_map *m)
{
    size_t capacity = m->capacity ? m->capacity * 2 : 64;
    struct cu_map_slot *slots = cu_malloc(capacity * sizeof *slots);
    if (!slots)
        return false;
    memset(slots, 0, capacity * sizeof *slots);
    for (size_t i = 0; i < m->capacity; i++)
        if (m->slots[i].used)
            *slot_of(slots, capacity, m->slots[i].key) = m->slots[i];
    free(m->slots);
    m->slots = slots;
    m->capacity = capacity;
    return true;
}

uint32_t *cu_map_put(struct cu_map *m, struct cu_str key, uint32_t fresh)
{
    if (m->count * 2 >= m->capacity && !widen(m))
        return NULL;
    struct cu_map_slot *s = slot_of(m->slots, m->capacity, key);
    if (!s->used) {
        *s = (struct cu_map_slot){key, fresh, 1};
        m->count++;
    }
    return &s->value;
}

const uint32_t *cu_map_get(const struct cu_map *m, struct cu_str key)
{
    if (!m->capacity)
        return NULL;
    const struct cu_map_slot *s = slot_of(m->slots, m->capacity, key);
    return s->used ? &s->value : NULL;
}
