/* SPDX-License-Identifier: Apache-2.0
 *
 * The dynamic oracle of the arc-hybrid system (Goldberg and Nivre 2013): how many arcs of the right
 * tree a move makes unreachable, from any state. Trees that cross get their cheapest projective
 * reading.
 */
#ifndef CUSTODY_TRAIN_ORACLE_H
#define CUSTODY_TRAIN_ORACLE_H

#include "read/parse_state.h"

struct tr_tree {
    uint32_t n;
    uint32_t *head; /* n: the root word */
    uint8_t *label; /* enum rd_deprel */
};

/* Bit m is set for each allowed move of least cost. */
unsigned tr_oracle_moves(const struct tr_tree *tree, const struct rd_parse_input *in,
                         const struct rd_state *s);

#endif
