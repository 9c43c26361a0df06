/* SPDX-License-Identifier: Apache-2.0
 *
 * The layout of plain text: paragraphs and, inside them, blocks that no sentence crosses.
 */
#ifndef CUSTODY_SPLIT_BLOCK_H
#define CUSTODY_SPLIT_BLOCK_H

#include "read/document.h"

struct rd_block {
    uint32_t start, end; /* bytes, without white space around, without a bullet */
    uint32_t paragraph;  /* counts from 0 */
    uint8_t kind;        /* enum rd_sentence_kind */
};

struct rd_block_reader {
    struct cu_str text;
    uint32_t at;        /* where the next line starts */
    uint32_t past;      /* end of the open paragraph, 0: none yet */
    uint32_t paragraph; /* number of the next paragraph */
    uint32_t width;     /* bytes of the longest line of the open paragraph */
    uint32_t lines;     /* of the open paragraph */
    bool listed;        /* some of its lines have a bullet or number */
    bool wrapped;       /* its line breaks come from a wrapping program */
};

void rd_block_init(struct rd_block_reader *r, struct cu_str text);
/* false: the text is at its end. Linear in the text over all calls. */
bool rd_block_next(struct rd_block_reader *r, struct rd_block *out);

#endif
