/* SPDX-License-Identifier: Apache-2.0
 *
 * The parser's weights while they are trained: an exact hash table for moves (no two features
 * share weights), hashed rows for relations; and their way into parse.model (read/parse_model.h).
 */
#ifndef CUSTODY_TRAIN_PARSE_TABLES_H
#define CUSTODY_TRAIN_PARSE_TABLES_H

#include "read/parse_model.h"

struct tr_move_row {
    uint64_t feature; /* 0: empty */
    float w[RD_MOVES], u[RD_MOVES], g[RD_MOVES];
};

struct tr_tables {
    struct tr_move_row *moves;
    size_t move_rows, move_count; /* rows: a power of two */
    float *arc_w, *arc_u, *arc_g; /* rows x RD_ARC_CLASSES */
    size_t arc_rows;
    uint32_t relations;
    uint8_t relation[RD_ARC_CLASSES];  /* enum rd_deprel of each class */
    uint8_t class_of[RD_DEPREL_COUNT]; /* RD_ARC_CLASSES: not among them */
    bool closed;                       /* no further features */
    double move_step, arc_step;
};

/* The most frequent relations get classes. */
bool tr_tables_init(struct tr_tables *t, size_t move_rows, size_t arc_rows,
                    const uint32_t counts[RD_DEPREL_COUNT]);
void tr_tables_fini(struct tr_tables *t);
/* Keeps the averaged weights that a model file of `entries` has room for; training goes on from
 * them and adds no others. false: no memory. */
bool tr_tables_select(struct tr_tables *t, uint32_t entries);

/* Averages over the steps so far take the place of the weights. */
void tr_tables_average(struct tr_tables *t);
/* false: no memory; tr_tables_fini(to) in either case. */
bool tr_tables_copy(struct tr_tables *to, const struct tr_tables *from);
/* Moves the weights of *mean by `share` of the way to those of *t, a copy that was trained on. */
void tr_tables_mix(struct tr_tables *mean, const struct tr_tables *t, float share);

void tr_score_moves(const struct tr_tables *t, const uint64_t *f, size_t n, float scores[RD_MOVES]);
void tr_update_moves(struct tr_tables *t, const uint64_t *f, size_t n, const float slope[RD_MOVES]);
/* The best class. */
uint32_t tr_best_arc(const struct tr_tables *t, const uint64_t *f, size_t n,
                     float scores[RD_ARC_CLASSES]);
void tr_update_arcs(struct tr_tables *t, const uint64_t *f, size_t n,
                    const float slope[RD_ARC_CLASSES]);

/* Writes the averaged weights. */
enum cu_status tr_tables_write(const struct tr_tables *t, const char *path, uint32_t entries,
                               struct cu_error *err);

#endif
