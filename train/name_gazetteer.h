/* SPDX-License-Identifier: Apache-2.0
 *
 * Compiles word lists into the gazetteer section of name.model (read/gazetteer.h).
 */
#ifndef CUSTODY_TRAIN_NAME_GAZETTEER_H
#define CUSTODY_TRAIN_NAME_GAZETTEER_H

#include "read/gazetteer.h"

struct ng_builder {
    struct ng_entry {
        uint64_t phrase;
        uint32_t bits;
    } * entries;
    size_t count, capacity; /* capacity is a power of two */
    bool failed;
};

void ng_init(struct ng_builder *b);
void ng_fini(struct ng_builder *b);
/* A phrase of words parted by spaces or hyphens onto lists `bits`. */
void ng_add(struct ng_builder *b, struct cu_str phrase, uint32_t bits);
/* All lists: of `lexicon_dir` (ours) and of `data_dir`/lex (public data). */
enum cu_status ng_load_all(struct ng_builder *b, const char *lexicon_dir, const char *data_dir,
                           struct cu_error *err);
/* The section's bytes, on the heap: caller frees. NULL: no memory. */
void *ng_section(const struct ng_builder *b, size_t *n);

#endif
