/* SPDX-License-Identifier: Apache-2.0
 * The dynamic oracle. See oracle.h.
 */
#include "oracle.h"

static uint32_t later_dependents(const struct tr_tree *t, uint32_t of, uint32_t from)
{
    uint32_t count = 0;
    for (uint32_t i = from; i < t->n; i++)
        count += t->head[i] == of;
    return count;
}

static uint32_t shift_cost(const struct tr_tree *t, const struct rd_state *s)
{
    uint32_t b = s->buf->word, cost = 0;
    for (const struct rd_node *p = s->top; p; p = p->below) {
        cost += t->head[p->word] == b;
        cost += p != s->top && t->head[b] == p->word;
    }
    return cost;
}

static uint32_t cost_of(const struct tr_tree *t, const struct rd_state *s, enum rd_move m)
{
    if (m == RD_SHIFT)
        return shift_cost(t, s);
    uint32_t b = s->buf->word, word = s->top->word, head = t->head[word];
    uint32_t cost = later_dependents(t, word, b);
    if (m == RD_RIGHT)
        return cost + (head >= b);
    return cost + (head > b || (s->top->below && head == s->top->below->word));
}

unsigned tr_oracle_moves(const struct tr_tree *tree, const struct rd_parse_input *in,
                         const struct rd_state *s)
{
    uint32_t least = UINT32_MAX;
    unsigned moves = 0;
    for (int m = 0; m < RD_MOVES; m++) {
        if (!rd_move_allowed(in, s, (enum rd_move)m))
            continue;
        uint32_t cost = cost_of(tree, s, (enum rd_move)m);
        if (cost < least) {
            least = cost;
            moves = 0;
        }
        if (cost == least)
            moves |= 1u << m;
    }
    return moves;
}
