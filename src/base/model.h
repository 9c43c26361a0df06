/* SPDX-License-Identifier: Apache-2.0
 *
 * Trained parameters in one file that is mapped, not loaded.
 *
 *   offset 0   "CUSTODYM"            8 bytes
 *          8   format version        uint32, little endian, now 1
 *         12   number of sections    uint32
 *         16   size of the file      uint64
 *         24   checksum              uint64, cu_hash of all bytes from 32 on
 *         32   sections, 32 bytes each: name (16 bytes, zero-padded), offset uint64, size uint64
 *         ..   section bytes, each 64-aligned
 *
 * A file that is cut, foreign or damaged is refused with a reason; whoever reads a section checks
 * its size before use, so that no byte outside the map is touched.
 */
#ifndef CUSTODY_MODEL_H
#define CUSTODY_MODEL_H

#include "base/base.h"

enum { CU_MODEL_NAME_MAX = 16, CU_MODEL_ALIGN = 64 };

struct cu_model; /* opened with cu_model_open, freed with cu_model_free */

/* Maps `path` read-only. With `verify`, the checksum over the whole file is taken (touches every
 * page); without, only header and section table are checked. */
struct cu_model *cu_model_open(const char *path, bool verify, struct cu_error *err);
/* The same over bytes in memory that outlive the model (fuzzing, tests). */
struct cu_model *cu_model_over(const void *bytes, size_t n, struct cu_error *err);
void cu_model_free(struct cu_model *m);

/* The section's bytes, 64-aligned; CU_ERR_FORMAT where it is missing or smaller than `least`. */
enum cu_status cu_model_section(const struct cu_model *m, const char *name, size_t least,
                                const void **bytes, size_t *n, struct cu_error *err);

/* Writes a model file whole or not at all (temporary file, fsync, rename). */
struct cu_model_part {
    const char *name;
    const void *bytes;
    size_t n;
};
enum cu_status cu_model_write(const char *path, const struct cu_model_part *parts, size_t count,
                              struct cu_error *err);

/* --- linear weights ------------------------------------------------------------------------
 * A hashed linear model: row `feature mod rows` holds one weight for each class. Section bytes:
 * uint32 rows (a power of two), uint32 classes, float scale, uint32 CU_ROOTS, then rows x classes
 * int8 roots, the weight being root x |root|: most weights are small and their differences count, a
 * few are a hundred times as large. Score of a class = sum of its weights over the features of a
 * case. */
enum { CU_ROOTS = 1, CU_ROOT_MAX = 127 };

struct cu_weights {
    const int8_t *roots;
    uint32_t mask; /* rows - 1 */
    uint32_t classes;
    float scale; /* units of root x |root| to trained units */
};

static inline int32_t cu_weight(int8_t root)
{
    return root * (root < 0 ? -root : root);
}

enum cu_status cu_weights_of(const struct cu_model *m, const char *section, struct cu_weights *out,
                             struct cu_error *err);

static inline void cu_weights_fetch(const struct cu_weights *w, uint64_t feature)
{
    __builtin_prefetch(w->roots + (size_t)(feature & w->mask) * w->classes);
}

/* Adds the weights of one feature to scores[classes]. */
static inline void cu_weights_add(const struct cu_weights *w, uint64_t feature, int32_t *scores)
{
    const int8_t *row = w->roots + (size_t)(feature & w->mask) * w->classes;
    for (uint32_t c = 0; c < w->classes; c++)
        scores[c] += cu_weight(row[c]);
}

#endif
