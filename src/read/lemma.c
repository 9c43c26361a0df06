/* SPDX-License-Identifier: Apache-2.0
 * Lemmas by rule. See lemma.h.
 */
#include <string.h>

#include "read/lemma.h"

enum { HEAD = 16 };

enum cu_status rd_lemmas_of(const struct cu_model *m, const char *section, struct rd_lemmas *out,
                            struct cu_error *err)
{
    const void *bytes;
    size_t n;
    uint32_t head[3];
    enum cu_status status = cu_model_section(m, section, HEAD, &bytes, &n, err);
    if (status != CU_OK)
        return status;
    memcpy(head, bytes, sizeof head);
    size_t slots = (size_t)head[0] * sizeof(struct rd_sparse_slot);
    size_t rules = (size_t)head[1] * sizeof(struct rd_lemma_rule);
    if (head[0] == 0 || n != HEAD + slots + rules + head[2])
        return cu_fail(err, CU_ERR_FORMAT, NULL, 0, -1, "section %s: %u endings in %zu bytes",
                       section, head[0], n);
    out->slots = (const struct rd_sparse_slot *)((const char *)bytes + HEAD);
    out->rules = (const struct rd_lemma_rule *)((const char *)bytes + HEAD + slots);
    out->text = (const char *)bytes + HEAD + slots + rules;
    out->slot_count = head[0];
    out->rule_count = head[1];
    out->text_bytes = head[2];
    return CU_OK;
}

uint64_t rd_lemma_key(uint32_t group, const char *ending, size_t n, bool whole)
{
    return cu_hash2(cu_hash(ending, n, 0), 2u * group + whole);
}

static const struct rd_lemma_rule *find(const struct rd_lemmas *l, uint64_t key)
{
    uint32_t at = rd_sparse_home(key, l->slot_count), check = rd_sparse_check(key);
    for (int probe = 0; probe < RD_SPARSE_PROBES && l->slots[at].check; probe++) {
        if (l->slots[at].check == check)
            return l->slots[at].list < l->rule_count ? &l->rules[l->slots[at].list] : NULL;
        at = at + 1 == l->slot_count ? 0 : at + 1;
    }
    return NULL;
}

struct cu_str rd_lemma(const struct rd_lemmas *l, uint32_t group, struct cu_str form,
                       struct cu_arena *arena)
{
    const struct rd_lemma_rule *rule = NULL;
    if (form.n <= RD_LEMMA_WORD)
        rule = find(l, rd_lemma_key(group, form.p, form.n, true));
    size_t n = form.n < RD_LEMMA_SUFFIX ? form.n : RD_LEMMA_SUFFIX;
    while (!rule) {
        rule = find(l, rd_lemma_key(group, form.p + form.n - n, n, false));
        if (n-- == 0)
            break;
    }
    if (!rule || rule->cut > form.n || rule->at > l->text_bytes ||
        rule->add > l->text_bytes - rule->at)
        return form;
    size_t stem = form.n - rule->cut;
    if (rule->add == 0 && stem)
        return (struct cu_str){form.p, stem};
    if (stem == 0)
        return rule->add ? (struct cu_str){l->text + rule->at, rule->add} : form;
    char *out = cu_arena_alloc(arena, stem + rule->add);
    if (!out)
        return form;
    memcpy(out, form.p, stem);
    memcpy(out + stem, l->text + rule->at, rule->add);
    return (struct cu_str){out, stem + rule->add};
}
