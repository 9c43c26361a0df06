/* SPDX-License-Identifier: Apache-2.0
 * Prepared names in few bytes. See packed.h.
 */
#include <string.h>

#include "identity/packed.h"

enum { INITIAL = 8, WEAK = 16, FATHERS = 32, ACRONYM = 64, ROLE = 7, SEX = 3, FULL = 0x8000 };

static void put(struct cu_buf *out, uint32_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        cu_buf_putc(out, (char)(value >> (8 * i) & 255));
}

static void pack_part(const struct id_part *p, uint8_t kind, struct cu_buf *out)
{
    put(out,
        (uint32_t)(p->role | (p->initial ? INITIAL : 0) | (p->weak ? WEAK : 0) |
                   (p->fathers ? FATHERS : 0) | (p->acronym ? ACRONYM : 0)),
        1);
    put(out, (uint32_t)(p->sex | p->keys.count << 2), 1);
    put(out, p->sounds.n, 1);
    cu_buf_add(out, p->sounds.s, p->sounds.n);
    for (uint8_t i = 0; i < p->keys.count; i++)
        put(out, (uint32_t)(p->keys.key[i] | (p->keys.full[i] ? FULL : 0)), 2);
    if (kind != ID_ORGANISATION)
        return;
    put(out, p->meaning.concepts, 1);
    for (uint8_t i = 0; i < p->meaning.concepts; i++)
        put(out, p->meaning.concept[i], 2);
    put(out, p->meaning.legal_form, 2);
    put(out, (uint32_t)p->meaning.number, 4);
}

bool id_pack(const struct id_name *name, struct cu_buf *out)
{
    put(out, name->form_count, 1);
    for (uint8_t f = 0; f < name->form_count; f++) {
        put(out, name->forms[f].count, 1);
        put(out, name->forms[f].sex, 1);
        for (uint8_t i = 0; i < name->forms[f].count; i++)
            pack_part(&name->forms[f].parts[i], name->kind, out);
    }
    return !out->failed;
}

/* --- back ---------------------------------------------------------------------------------------
 */

struct bytes {
    const uint8_t *p;
    size_t n;
    bool short_of;
};

static uint32_t take(struct bytes *b, size_t bytes)
{
    uint32_t value = 0;
    if (b->n < bytes) {
        b->short_of = true;
        b->n = 0;
        return 0;
    }
    for (size_t i = 0; i < bytes; i++)
        value |= (uint32_t)b->p[i] << (8 * i);
    b->p += bytes;
    b->n -= bytes;
    return value;
}

static void unpack_part(struct bytes *b, enum id_kind kind, const struct id_phonetics *p,
                        struct id_part *out)
{
    uint32_t marks = take(b, 1), counts = take(b, 1), sounds = take(b, 1);
    *out = (struct id_part){.role = (uint8_t)(marks & ROLE),
                            .sex = (uint8_t)(counts & SEX),
                            .initial = marks & INITIAL,
                            .weak = marks & WEAK,
                            .fathers = marks & FATHERS,
                            .acronym = marks & ACRONYM,
                            .meaning = {.number = -1}};
    out->keys.count = (uint8_t)(counts >> 2);
    if (sounds > ID_SOUNDS_MAX || out->keys.count > ID_KEYS_MAX || out->role >= ID_ROLES ||
        sounds > b->n) {
        b->short_of = true;
        out->keys.count = 0;
        return;
    }
    out->sounds.n = (uint8_t)sounds;
    for (uint32_t i = 0; i < sounds; i++) {
        uint8_t sign = (uint8_t)take(b, 1);
        out->sounds.s[i] = sign < ID_SIGNS ? sign : 0;
        if (!p->vowel[out->sounds.s[i]])
            out->signature |= 1u << (sign & 31);
    }
    for (uint8_t i = 0; i < out->keys.count; i++) {
        uint32_t key = take(b, 2);
        out->keys.key[i] = (uint16_t)(key & (FULL - 1));
        out->keys.full[i] = key & FULL;
    }
    if (kind != ID_ORGANISATION)
        return;
    out->meaning.concepts = (uint8_t)take(b, 1);
    if (out->meaning.concepts > ID_CONCEPTS_MAX) {
        b->short_of = true;
        out->meaning.concepts = 0;
        return;
    }
    for (uint8_t i = 0; i < out->meaning.concepts; i++)
    out->meaning.concept[i] = (uint16_t)take(b, 2);
    out->meaning.legal_form = (uint16_t)take(b, 2);
    out->meaning.number = (int32_t)take(b, 4);
}

bool id_unpack(enum id_kind kind, const uint8_t *bytes, size_t n, const struct id_phonetics *p,
               struct id_unpacked *out)
{
    struct bytes b = {bytes, n, false};
    uint32_t forms = take(&b, 1);
    out->name = (struct id_name){.kind = (uint8_t)kind, .form_count = (uint8_t)forms};
    if (forms > ID_FORMS_MAX)
        return false;
    for (uint32_t f = 0; f < forms && !b.short_of; f++) {
        uint32_t parts = take(&b, 1), sex = take(&b, 1);
        if (parts > ID_PARTS_MAX)
            return false;
        out->name.forms[f] = (struct id_form){out->parts[f], (uint8_t)parts, (uint8_t)(sex & SEX)};
        for (uint32_t i = 0; i < parts && !b.short_of; i++)
            unpack_part(&b, kind, p, &out->parts[f][i]);
    }
    return !b.short_of;
}
