/* SPDX-License-Identifier: Apache-2.0
 * The sparse linear model. See sparse.h.
 */
#include <stdlib.h>
#include <string.h>

#include "read/sparse.h"

enum { HEAD = 16 };

enum cu_status rd_sparse_of(const struct cu_model *m, const char *section, struct rd_sparse *out,
                            struct cu_error *err)
{
    const void *bytes;
    size_t n;
    uint32_t head[2];
    enum cu_status status = cu_model_section(m, section, HEAD, &bytes, &n, err);
    if (status != CU_OK)
        return status;
    memcpy(head, bytes, sizeof head);
    size_t slots = (size_t)head[0] * sizeof(struct rd_sparse_slot);
    if (head[0] == 0 || n != HEAD + slots + (size_t)head[1] * sizeof(uint16_t))
        return cu_fail(err, CU_ERR_FORMAT, NULL, 0, -1,
                       "section %s: %u slots and %u weights in %zu bytes", section, head[0],
                       head[1], n);
    out->slots = (const struct rd_sparse_slot *)((const char *)bytes + HEAD);
    out->entries = (const uint16_t *)((const char *)bytes + HEAD + slots);
    out->slot_count = head[0];
    out->entry_count = head[1];
    return CU_OK;
}

/* A feature's list, 0 where it has none. */
static uint32_t list_of(const struct rd_sparse *m, uint64_t feature)
{
    uint32_t at = rd_sparse_home(feature, m->slot_count), check = rd_sparse_check(feature);
    for (int probe = 0; probe < RD_SPARSE_PROBES && m->slots[at].check; probe++) {
        if (m->slots[at].check == check) {
            uint32_t first = m->slots[at].list >> 8, count = m->slots[at].list & 255;
            /* A damaged file must not lead outside the map. */
            return first <= m->entry_count && count <= m->entry_count - first ? m->slots[at].list
                                                                              : 0;
        }
        at = at + 1 == m->slot_count ? 0 : at + 1;
    }
    return 0;
}

static void add_list(const uint16_t *entry, uint32_t count, int32_t *scores)
{
    for (uint32_t i = 0; i < count; i++) {
        int32_t root = (entry[i] & 511) - 256;
        scores[entry[i] >> 9] += root * abs(root); /* no branch: signs come at random */
    }
}

/* In three rounds, so that the memory of many features is fetched at once: the time goes into
 * waiting for it. */
void rd_sparse_add(const struct rd_sparse *m, const uint64_t *features, size_t n, int32_t *scores)
{
    uint32_t lists[RD_SPARSE_FEATURES];
    if (n > RD_SPARSE_FEATURES)
        n = RD_SPARSE_FEATURES;
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&m->slots[rd_sparse_home(features[i], m->slot_count)]);
    for (size_t i = 0; i < n; i++) {
        lists[i] = list_of(m, features[i]);
        __builtin_prefetch(m->entries + (lists[i] >> 8));
    }
    for (size_t i = 0; i < n; i++)
        add_list(m->entries + (lists[i] >> 8), lists[i] & 255, scores);
}
