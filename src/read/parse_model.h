/* SPDX-License-Identifier: Apache-2.0
 *
 * parse.model (base/model.h), written by train/train_parse:
 *
 *   "setup"   uint32 1 (arc-hybrid), uint32 number of relations, then one byte (enum rd_deprel)
 * each "moves"   an even number of entries of 4 bytes: int8 weight of SHIFT, LEFT, RIGHT; check
 * byte "arcs"    2^k rows of RD_ARC_CLASSES int8 weights, one for each relation of "setup"
 *
 * A feature of a move stands in one of two neighbouring entries, where the check byte matches the
 * hash; a feature that stands in neither has no weight. Rows of arcs have no check.
 */
#ifndef CUSTODY_PARSE_MODEL_H
#define CUSTODY_PARSE_MODEL_H

#include "read/parse_state.h"

enum { RD_ARC_CLASSES = 48, RD_SYSTEM = 1 };

struct rd_move_entry {
    int8_t w[RD_MOVES];
    uint8_t check; /* 1..255; 0: empty */
};

/* The first of the two entries (at and at ^ 1) that may hold a feature; `entries` is even. */
static inline uint32_t rd_move_home(uint64_t feature, uint32_t entries)
{
    return (uint32_t)((feature & 0xffffffffu) * entries >> 32);
}

static inline uint8_t rd_move_check(uint64_t feature)
{
    uint8_t c = (uint8_t)(feature >> 56);
    return c ? c : 1;
}

#endif
