/* SPDX-License-Identifier: Apache-2.0
 * The sparse linear model. See sparse.h.
 */
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

static void add_list(const struct rd_sparse *m, uint32_t list, int32_t *scores)
{
    uint32_t first = list >> 8, count = list & 255;
    if (first > m->entry_count || count > m->entry_count - first)
        return; /* a damaged file must not lead outside the map */
    for (uint32_t i = first; i < first + count; i++) {
        int32_t root = (m->entries[i] & 511) - 256;
        scores[m->entries[i] >> 9] += root < 0 ? -root * root : root * root;
    }
}

void rd_sparse_add(const struct rd_sparse *m, const uint64_t *features, size_t n, int32_t *scores)
{
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&m->slots[rd_sparse_home(features[i], m->slot_count)]);
    for (size_t i = 0; i < n; i++) {
        uint32_t at = rd_sparse_home(features[i], m->slot_count);
        uint32_t check = rd_sparse_check(features[i]);
        for (int probe = 0; probe < RD_SPARSE_PROBES; probe++) {
            if (m->slots[at].check == check) {
                add_list(m, m->slots[at].list, scores);
                break;
            }
            if (m->slots[at].check == 0)
                break;
            at = at + 1 == m->slot_count ? 0 : at + 1;
        }
    }
}
