/* SPDX-License-Identifier: Apache-2.0
 *
 * Pairs of names that are said to be one or not: tables with the columns schema, name1, name2 and
 * same (or is_match), parted by tabs (.tsv) or commas (.csv, RFC 4180).
 */
#ifndef CUSTODY_TRAIN_NAME_PAIRS_H
#define CUSTODY_TRAIN_NAME_PAIRS_H

#include "base/base.h"

struct tr_name_pair {
    struct cu_str schema, a, b, kind;
    bool same;
    uint32_t entity; /* number of id1, or of the pair where the table has none */
    float weight;    /* of a file, shared among its pairs */
};

struct tr_name_pairs {
    struct tr_name_pair *items;
    size_t count, capacity;
    struct cu_arena arena;
};

/* Adds the pairs of each file; a wrong line is refused. Zero-initialise before the first call. */
enum cu_status tr_name_pairs_load(struct tr_name_pairs *set, char **paths, int n,
                                  struct cu_error *err);
void tr_name_pairs_fini(struct tr_name_pairs *set);

#endif
