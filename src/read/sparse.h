/* SPDX-License-Identifier: Apache-2.0
 *
 * A linear model over hashed features that keeps only what training found useful: each feature has
 * a short list of classes with weights. Section bytes, little endian:
 *
 *   uint32 slots, uint32 list entries, float scale, uint32 zero
 *   slots x { uint32 check (0: free), uint32 first entry << 8 | number of entries }
 *   entries x uint16: class << 9 | root + 256, the weight being root x |root|
 *
 * Most weights are small and their differences count; a few are a hundred times as large. Squares
 * keep both in nine bits.
 *
 * A feature's slot is found at (low half x slots) >> 32 by linear probing, at most
 * RD_SPARSE_PROBES steps; `check` is its high half.
 */
#ifndef CUSTODY_SPARSE_H
#define CUSTODY_SPARSE_H

#include "base/model.h"

enum {
    RD_SPARSE_CLASSES = 128,
    RD_SPARSE_FEATURES = 64,
    RD_SPARSE_PROBES = 1024,
    RD_SPARSE_WEIGHT = 255
};

struct rd_sparse_slot {
    uint32_t check, list;
};

struct rd_sparse {
    const struct rd_sparse_slot *slots;
    const uint16_t *entries;
    uint32_t slot_count, entry_count;
};

/* Refuses a section whose size does not fit its head. */
enum cu_status rd_sparse_of(const struct cu_model *m, const char *section, struct rd_sparse *out,
                            struct cu_error *err);

static inline uint32_t rd_sparse_home(uint64_t feature, uint32_t slots)
{
    return (uint32_t)(((feature & UINT32_MAX) * slots) >> 32);
}
static inline uint32_t rd_sparse_check(uint64_t feature)
{
    return (uint32_t)(feature >> 32) | 1;
}

/* scores[RD_SPARSE_CLASSES] += the weights of each feature, at most RD_SPARSE_FEATURES of them. */
void rd_sparse_add(const struct rd_sparse *m, const uint64_t *features, size_t n, int32_t *scores);

#endif
