/* SPDX-License-Identifier: Apache-2.0
 *
 * A prepared name in some 60 bytes, as an index keeps it: what comparing needs, without the texts.
 *
 *   forms (1 byte), then for each: parts (1), sex (1), then for each part: role and marks (1), sex
 *   and number of given names (1), sounds (1 + n), given names (2 each: key, high bit: full), and
 * of an organisation: concepts (1 + 2 each), legal form (2), number (4)
 */
#ifndef CUSTODY_IDENTITY_PACKED_H
#define CUSTODY_IDENTITY_PACKED_H

#include "identity/identity.h"

/* Appends to `out`; false: no memory. */
bool id_pack(const struct id_name *name, struct cu_buf *out);

/* Room for a name's parts. */
struct id_unpacked {
    struct id_name name;
    struct id_part parts[ID_FORMS_MAX][ID_PARTS_MAX];
};
/* The name in bytes[0..n-1]; false: the bytes are damaged, and *out is not to be used. */
bool id_unpack(enum id_kind kind, const uint8_t *bytes, size_t n, const struct id_phonetics *p,
               struct id_unpacked *out);

#endif
