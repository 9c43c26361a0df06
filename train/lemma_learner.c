/* SPDX-License-Identifier: Apache-2.0
 * Lemma rules from examples. See lemma_learner.h.
 */
#include <stdlib.h>
#include <string.h>

#include "lemma_learner.h"
#include "sparse_perceptron.h"

/* An ending's (or word's) rule that goes into the model. */
struct kept {
    uint64_t key;
    uint32_t rule;
};

struct keeper {
    struct kept *items;
    size_t count, capacity;
};

void tr_lemma_init(struct tr_lemma_learner *l)
{
    *l = (struct tr_lemma_learner){0};
    cu_arena_init(&l->arena, 0);
    cu_map_init(&l->pairs);
    cu_map_init(&l->rule_ids);
}

void tr_lemma_fini(struct tr_lemma_learner *l)
{
    cu_map_fini(&l->pairs);
    cu_map_fini(&l->rule_ids);
    cu_arena_fini(&l->arena);
}

static bool rule_of(struct tr_lemma_learner *l, struct cu_str form, struct cu_str lemma,
                    uint32_t *rule)
{
    size_t same = 0;
    while (same < form.n && same < lemma.n && form.p[same] == lemma.p[same])
        same++;
    struct cu_str key = cu_arena_printf(&l->arena, "%zu\t%.*s", form.n - same,
                                        (int)(lemma.n - same), lemma.p + same);
    uint32_t *id = key.n ? cu_map_put(&l->rule_ids, key, UINT32_MAX) : NULL;
    if (!id)
        return false;
    if (*id == UINT32_MAX) {
        if (!CU_GROW(&l->arena, l->rule_texts, l->rule_count, l->rule_capacity))
            return false;
        *id = (uint32_t)l->rule_count;
        l->rule_texts[l->rule_count++] = key;
    }
    *rule = *id;
    return true;
}

bool tr_lemma_add(struct tr_lemma_learner *l, uint32_t group, struct cu_str form,
                  struct cu_str lemma, uint32_t weight)
{
    uint32_t rule;
    if (form.n == 0 || lemma.n == 0 || form.n > RD_LEMMA_WORD)
        return true;
    if (!rule_of(l, form, lemma, &rule))
        return false;
    struct cu_str key =
        cu_arena_printf(&l->arena, "%u\t%.*s\t%u", group, (int)form.n, form.p, rule);
    uint32_t *at = key.n ? cu_map_put(&l->pairs, key, UINT32_MAX) : NULL;
    if (!at)
        return false;
    if (*at == UINT32_MAX) {
        if (!CU_GROW(&l->arena, l->types, l->count, l->capacity))
            return false;
        *at = (uint32_t)l->count;
        l->types[l->count++] =
            (struct tr_lemma_type){group, rule, 0, cu_arena_dup(&l->arena, form)};
    }
    l->types[*at].count += weight;
    return true;
}

static int by_form(const void *a, const void *b)
{
    const struct tr_lemma_type *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    int c = cu_str_cmp(x->form, y->form);
    if (c)
        return c;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

/* One rule for each form: the most frequent. */
static size_t one_each(struct tr_lemma_learner *l)
{
    qsort(l->types, l->count, sizeof *l->types, by_form);
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        if (n == 0 || l->types[i].group != l->types[n - 1].group ||
            !cu_str_eq(l->types[i].form, l->types[n - 1].form))
            l->types[n++] = l->types[i];
    return n;
}

static size_t ending_of(const struct tr_lemma_type *t, size_t length)
{
    return t->form.n < length ? t->form.n : length;
}

static size_t
    sort_length; /* qsort has no argument for its comparison; the trainer has one thread */

static int by_ending(const void *a, const void *b)
{
    const struct tr_lemma_type *x = *(const struct tr_lemma_type *const *)a;
    const struct tr_lemma_type *y = *(const struct tr_lemma_type *const *)b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    size_t n = ending_of(x, sort_length), m = ending_of(y, sort_length);
    int c = cu_str_cmp((struct cu_str){x->form.p + x->form.n - n, n},
                       (struct cu_str){y->form.p + y->form.n - m, m});
    if (c)
        return c;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

static bool keep(struct tr_lemma_learner *l, struct keeper *k, uint64_t key, uint32_t rule)
{
    if (!CU_GROW(&l->arena, k->items, k->count, k->capacity))
        return false;
    k->items[k->count++] = (struct kept){key, rule};
    return true;
}

/* Settles all types [from, to) that share an ending of `length`: the best rule, kept where it beats
 * the rule in force (rules[]) by more types than one. */
static bool settle(struct tr_lemma_learner *l, struct keeper *k, struct tr_lemma_type **by,
                   uint32_t *force, size_t from, size_t to, size_t length)
{
    size_t best = 0, now = 0;
    uint32_t rule = UINT32_MAX, in_force = force[by[from] - l->types];
    for (size_t i = from; i < to;) {
        size_t past = i;
        while (past < to && by[past]->rule == by[i]->rule)
            past++;
        if (past - i > best) {
            best = past - i;
            rule = by[i]->rule;
        }
        if (by[i]->rule == in_force)
            now = past - i;
        i = past;
    }
    if (length > 0 && (rule == in_force || best < now + 2))
        return true;
    struct cu_str form = by[from]->form;
    uint64_t key = rd_lemma_key(by[from]->group, form.p + form.n - length, length, false);
    for (size_t i = from; i < to; i++)
        force[by[i] - l->types] = rule;
    return keep(l, k, key, rule);
}

static bool learn(struct tr_lemma_learner *l, struct keeper *k, size_t n)
{
    struct tr_lemma_type **by = malloc((n + 1) * sizeof *by);
    uint32_t *force = calloc(n + 1, sizeof *force);
    bool fine = by && force;
    for (size_t i = 0; fine && i < n; i++) {
        by[i] = &l->types[i];
        force[i] = UINT32_MAX;
    }
    for (size_t length = 0; fine && length <= RD_LEMMA_SUFFIX; length++) {
        sort_length = length;
        qsort(by, n, sizeof *by, by_ending);
        for (size_t from = 0; fine && from < n;) {
            size_t past = from + 1, size = ending_of(by[from], length);
            struct cu_str f = by[from]->form;
            while (past < n && by[past]->group == by[from]->group &&
                   ending_of(by[past], length) == size &&
                   memcmp(by[past]->form.p + by[past]->form.n - size, f.p + f.n - size, size) == 0)
                past++;
            if (size == length)
                fine = settle(l, k, by, force, from, past, length);
            from = past;
        }
    }
    for (size_t i = 0; fine && i < n; i++)
        if (force[i] != l->types[i].rule)
            fine = keep(
                l, k, rd_lemma_key(l->types[i].group, l->types[i].form.p, l->types[i].form.n, true),
                l->types[i].rule);
    free(by);
    free(force);
    return fine;
}

void *tr_lemma_section(struct tr_lemma_learner *l, size_t *bytes)
{
    struct keeper k = {0};
    struct cu_buf text;
    cu_buf_init(&text, 0);
    size_t n = one_each(l);
    struct rd_lemma_rule *rules = calloc(l->rule_count + 1, sizeof *rules);
    if (!rules || !learn(l, &k, n))
        return NULL;
    for (size_t i = 0; i < l->rule_count; i++) {
        struct cu_str r = l->rule_texts[i];
        const char *tab = memchr(r.p, '\t', r.n);
        size_t add = r.n - (size_t)(tab + 1 - r.p);
        rules[i] = (struct rd_lemma_rule){(uint16_t)atoi(r.p), (uint16_t)add, (uint32_t)text.n};
        cu_buf_add(&text, tab + 1, add);
    }
    uint32_t slots = (uint32_t)(k.count * 3 / 2 + 64);
    size_t rule_bytes = l->rule_count * sizeof *rules;
    *bytes = 16 + slots * sizeof(struct rd_sparse_slot) + rule_bytes + text.n;
    char *out = calloc(1, *bytes);
    bool fine = out && !text.failed;
    if (fine) {
        uint32_t head[4] = {slots, (uint32_t)l->rule_count, (uint32_t)text.n, 0};
        struct rd_sparse_slot *table = (struct rd_sparse_slot *)(out + 16);
        memcpy(out, head, sizeof head);
        for (size_t i = 0; fine && i < k.count; i++)
            fine = tr_slot_put(table, slots, k.items[i].key, k.items[i].rule);
        memcpy(table + slots, rules, rule_bytes);
        memcpy((char *)(table + slots) + rule_bytes, text.p, text.n);
    }
    free(rules);
    cu_buf_fini(&text);
    if (!fine) {
        free(out);
        return NULL;
    }
    return out;
}
