/* SPDX-License-Identifier: Apache-2.0
 *
 * Foreign bytes to UTF-8. In this order: a byte-order mark; bytes that are UTF-8 as they stand;
 * UTF-16 without a mark; the declared encoding; ICU's detection, believed only where the letters
 * that come out could stand in a text. What is none of these is refused with the byte.
 */
#ifndef CUSTODY_ENCODING_H
#define CUSTODY_ENCODING_H

#include "base/base.h"

/* What a reader should know though it hindered nothing: "read as windows-1251". */
enum { RD_REMARKS = 4 };
struct rd_remarks {
    struct cu_error items[RD_REMARKS];
    size_t count;
};
/* Adds a remark; the fifth and later ones are dropped. `r` may be NULL. */
void rd_remark(struct rd_remarks *r, const char *file, long line, long byte, const char *format,
               ...) __attribute__((format(printf, 5, 6)));

/* `declared`: the encoding that the bytes or their envelope name, or empty. On success *text is
 * UTF-8 without NUL: a part of `bytes` (without a byte-order mark) or memory of the arena.
 * CU_ERR_FORMAT: binary, or broken, with the byte's offset; `path` is for messages. */
enum cu_status rd_decode(struct cu_str bytes, struct cu_str declared, const char *path,
                         struct cu_arena *arena, struct cu_str *text, struct rd_remarks *remarks,
                         struct cu_error *err);

/* "a PDF file" and the like for bytes that begin as a well-known binary format, else NULL. */
const char *rd_binary_kind(struct cu_str bytes);

#endif
