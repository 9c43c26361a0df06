/* SPDX-License-Identifier: Apache-2.0
 *
 * Many names, and which of them may be one with a name asked for. Candidates come from the
 * skeletons of parts (knowledge.h) and from skeletons with one sign left out on either side, so
 * that other scripts, swapped or missing parts and single slips are found; never a scan of all.
 */
#ifndef CUSTODY_IDENTITY_INDEX_H
#define CUSTODY_IDENTITY_INDEX_H

#include "identity/identity.h"

struct id_index; /* adding, removing and settling need it alone; searching does not change it */

struct id_index *id_index_new(const struct id_matcher *m, enum id_kind kind);
void id_index_free(struct id_index *x);
/* Adds a name under the caller's number; the text is copied. Takes effect with id_index_settle. */
bool id_index_add(struct id_index *x, struct cu_str name, uint32_t number);
/* Takes every name of the number out. */
void id_index_remove(struct id_index *x, uint32_t number);
/* Makes added names findable; cheap when few were added to many. false: no memory. */
bool id_index_settle(struct id_index *x);
size_t id_index_count(const struct id_index *x);
size_t id_index_bytes(const struct id_index *x);

/* Writes the settled names whole or not at all; id_index_open maps such a file, and takes further
 * names beside it. A damaged or foreign file, and one of other tables, is refused. */
enum cu_status id_index_save(const struct id_index *x, const char *path, struct cu_error *err);
struct id_index *id_index_open(const struct id_matcher *m, const char *path, struct cu_error *err);

struct id_found {
    uint32_t number;
    struct cu_str name;
    float score;
    uint8_t verdict; /* enum id_verdict */
};

/* The likeliest names, best first, at most `most`, none below the verdict "possible". Returns how
 * many; `arena` is scratch and is reset. */
size_t id_index_search(const struct id_index *x, struct cu_str name, struct cu_arena *arena,
                       struct id_found *out, size_t most);

#endif
