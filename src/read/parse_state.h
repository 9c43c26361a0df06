/* SPDX-License-Identifier: Apache-2.0
 *
 * The parser's states and what it looks at in them; shared by parser and trainer, so that both see
 * the same features.
 *
 * Arc-hybrid transitions (Kuhlmann, Gomez-Rodriguez and Satta 2011) over a sentence of n words with
 * the artificial root behind the last one (Ballesteros and Nivre 2013):
 *
 *   SHIFT   buffer front b -> stack                         while b is a word
 *   LEFT    b becomes head of the stack's top s0, pop       b = root: only when s0 is alone
 *   RIGHT   s1 becomes head of s0, pop                      when there are two on the stack
 *
 * Some transition is always allowed until the stack is empty and b = root; every run takes 2n steps
 * and ends in a tree with one root.
 */
#ifndef CUSTODY_PARSE_STATE_H
#define CUSTODY_PARSE_STATE_H

#include "read/document.h"

enum rd_move { RD_SHIFT, RD_LEFT, RD_RIGHT, RD_MOVES };

/* Atoms of one word: hashes, computed once a sentence. */
struct rd_atoms {
    uint32_t form, lemma, fine; /* lower-case form; lemma; tag with features */
    uint32_t suffix;            /* last three bytes, capitals, digits */
    uint8_t tag;                /* enum rd_upos + 1; 0: no word */
    bool upper;                 /* opens with a capital */
    uint32_t noun, verb;        /* the next nominal / verb or auxiliary from here on */
    uint16_t verbs, commas;     /* seen before this word */
    uint64_t kinds;             /* eight counts of a byte: kinds of words seen before this word */
};

enum { RD_ATOM_PAD = 4 }; /* entries behind the words: root, then "no word" */

/* A word with the dependents it has so far. */
struct rd_node {
    uint32_t word;
    uint8_t lefts, rights;                          /* dependents so far, at most 15 */
    uint8_t l1_label, l2_label, r1_label, r2_label; /* enum rd_deprel + 1; 0: none */
    uint64_t labels;                                /* bit of each relation below it */
    const struct rd_node *below;                    /* next on the stack, NULL: bottom */
    const struct rd_node *l1, *l2, *r1, *r2;        /* outermost and next dependents, or NULL */
};

struct rd_state {
    const struct rd_node *top; /* NULL: empty stack */
    const struct rd_node *buf; /* the buffer's front, with its left dependents */
};

/* Words whose features the states read. `n` words, then RD_ATOM_PAD more entries. */
struct rd_parse_input {
    uint32_t n;
    const struct rd_atoms *atoms;
    const struct rd_node *fresh; /* n + 1 nodes without dependents */
};

/* Fills atoms[n + RD_ATOM_PAD] and fresh[n + 1] from the tokens of a sentence. */
void rd_parse_atoms(const struct rd_document *d, uint32_t first, uint32_t n, struct rd_atoms *atoms,
                    struct rd_node *fresh);

static inline bool rd_move_allowed(const struct rd_parse_input *in, const struct rd_state *s,
                                   enum rd_move m)
{
    bool at_root = s->buf->word == in->n;
    if (m == RD_SHIFT)
        return !at_root;
    if (!s->top)
        return false;
    return m == RD_LEFT ? !at_root || !s->top->below : s->top->below != NULL;
}
static inline bool rd_state_done(const struct rd_parse_input *in, const struct rd_state *s)
{
    return s->buf->word == in->n && !s->top;
}

/* The state after an allowed move; *node is memory for one node that outlives the state. */
void rd_state_move(const struct rd_parse_input *in, const struct rd_state *s, enum rd_move m,
                   uint8_t label, struct rd_node *node, struct rd_state *out);

enum { RD_MOVE_FEATURES = 160, RD_LABEL_FEATURES = 64 };

/* Feature hashes of the next move; returns how many. */
size_t rd_move_features(const struct rd_parse_input *in, const struct rd_state *s,
                        uint64_t out[RD_MOVE_FEATURES]);
/* Feature hashes of the relation that LEFT or RIGHT makes in *s. */
size_t rd_label_features(const struct rd_parse_input *in, const struct rd_state *s, enum rd_move m,
                         uint64_t out[RD_LABEL_FEATURES]);

#endif
