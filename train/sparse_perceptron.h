/* SPDX-License-Identifier: Apache-2.0
 *
 * The averaged perceptron over a fixed set of hashed features, each with weights only for the
 * classes that ever needed one, and its way into a section of read/sparse.h.
 */
#ifndef CUSTODY_TRAIN_SPARSE_PERCEPTRON_H
#define CUSTODY_TRAIN_SPARSE_PERCEPTRON_H

#include "read/sparse.h"

struct tr_cell {
    float w;
    uint32_t klass;
    double u;   /* sum of update x step */
    float done; /* average of the runs before, summed */
};

struct tr_feature {
    uint64_t key;
    uint32_t seen; /* occurrences counted by tr_sparse_count */
    uint16_t cells, capacity;
    struct tr_cell *cell;
};

struct tr_sparse {
    struct tr_feature *slots; /* open addressing, seen == 0: free */
    size_t capacity, count;
    uint64_t step;
    uint32_t runs;
};

/* First every feature of the data is counted, then the rare ones go, then training starts. */
bool tr_sparse_init(struct tr_sparse *s);
void tr_sparse_fini(struct tr_sparse *s);
bool tr_sparse_count(struct tr_sparse *s, const uint64_t *features, size_t n);
bool tr_sparse_prune(struct tr_sparse *s, uint32_t least_seen);

void tr_sparse_score(const struct tr_sparse *s, const uint64_t *features, size_t n, float *scores);
bool tr_sparse_update(struct tr_sparse *s, const uint64_t *features, size_t n, uint32_t klass,
                      float by);
/* Ends a run: its average joins those of earlier runs, training can start anew. */
void tr_sparse_end_run(struct tr_sparse *s);
/* The sum of all runs' averages into w. Runs over differently shuffled data err in different
 * places; their sum is still one linear model. */
void tr_sparse_average(struct tr_sparse *s);
/* Section bytes with the weights of at least `least` (in trained units), on the heap; *bytes their
 * number. NULL: no memory. */
void *tr_sparse_section(const struct tr_sparse *s, float least, size_t *bytes);

/* Puts key -> list into slots[count] (zeroed), as the readers look it up. false: a probe would be
 * longer than RD_SPARSE_PROBES. */
bool tr_slot_put(struct rd_sparse_slot *slots, uint32_t count, uint64_t key, uint32_t list);

#endif
