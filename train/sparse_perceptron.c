/* SPDX-License-Identifier: Apache-2.0
 * The sparse averaged perceptron. See sparse_perceptron.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sparse_perceptron.h"

bool tr_sparse_init(struct tr_sparse *s)
{
    *s = (struct tr_sparse){.capacity = 1 << 20, .step = 1};
    s->slots = calloc(s->capacity, sizeof *s->slots);
    return s->slots != NULL;
}

void tr_sparse_fini(struct tr_sparse *s)
{
    for (size_t i = 0; i < s->capacity; i++)
        free(s->slots[i].cell);
    free(s->slots);
    *s = (struct tr_sparse){0};
}

static struct tr_feature *slot_of(struct tr_feature *slots, size_t capacity, uint64_t key)
{
    size_t i = key & (capacity - 1);
    while (slots[i].seen && slots[i].key != key)
        i = (i + 1) & (capacity - 1);
    return &slots[i];
}

/* Moves the features seen at least `least` times into a table of `capacity` slots. */
static bool rebuild(struct tr_sparse *s, size_t capacity, uint32_t least)
{
    struct tr_feature *slots = calloc(capacity, sizeof *slots);
    if (!slots)
        return false;
    s->count = 0;
    for (size_t i = 0; i < s->capacity; i++)
        if (s->slots[i].seen >= least) {
            *slot_of(slots, capacity, s->slots[i].key) = s->slots[i];
            s->count++;
        }
    free(s->slots);
    s->slots = slots;
    s->capacity = capacity;
    return true;
}

bool tr_sparse_count(struct tr_sparse *s, const uint64_t *features, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s->count * 3 > s->capacity * 2 && !rebuild(s, s->capacity * 2, 1))
            return false;
        struct tr_feature *f = slot_of(s->slots, s->capacity, features[i]);
        s->count += f->seen == 0;
        f->key = features[i];
        f->seen++;
    }
    return true;
}

bool tr_sparse_prune(struct tr_sparse *s, uint32_t least_seen)
{
    return rebuild(s, s->capacity, least_seen);
}

void tr_sparse_score(const struct tr_sparse *s, const uint64_t *features, size_t n, float *scores)
{
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&s->slots[features[i] & (s->capacity - 1)]);
    for (size_t i = 0; i < n; i++) {
        const struct tr_feature *f = slot_of(s->slots, s->capacity, features[i]);
        for (size_t c = 0; c < f->cells; c++)
            scores[f->cell[c].klass] += f->cell[c].w;
    }
}

static bool update_one(struct tr_sparse *s, struct tr_feature *f, uint32_t klass, float by)
{
    size_t c = 0;
    while (c < f->cells && f->cell[c].klass != klass)
        c++;
    if (c == f->cells) {
        if (f->cells == f->capacity) {
            uint16_t capacity = f->capacity ? f->capacity * 2 : 2;
            struct tr_cell *grown = realloc(f->cell, capacity * sizeof *grown);
            if (!grown)
                return false;
            f->cell = grown;
            f->capacity = capacity;
        }
        f->cell[f->cells++] = (struct tr_cell){.klass = klass};
    }
    f->cell[c].w += by;
    f->cell[c].u += (double)by * (double)s->step;
    return true;
}

bool tr_sparse_update(struct tr_sparse *s, const uint64_t *features, size_t n, uint32_t klass,
                      float by)
{
    for (size_t i = 0; i < n; i++) {
        struct tr_feature *f = slot_of(s->slots, s->capacity, features[i]);
        if (f->seen && !update_one(s, f, klass, by))
            return false;
    }
    return true;
}

void tr_sparse_end_run(struct tr_sparse *s)
{
    for (size_t i = 0; i < s->capacity; i++)
        for (size_t c = 0; c < s->slots[i].cells; c++) {
            struct tr_cell *cell = &s->slots[i].cell[c];
            cell->done += cell->w - (float)(cell->u / (double)s->step);
            cell->w = 0;
            cell->u = 0;
        }
    s->step = 1;
    s->runs++;
}

void tr_sparse_average(struct tr_sparse *s)
{
    for (size_t i = 0; i < s->capacity; i++)
        for (size_t c = 0; c < s->slots[i].cells; c++)
            s->slots[i].cell[c].w = s->slots[i].cell[c].done / (float)s->runs;
}

/* --- the section ---------------------------------------------------------------------------- */

bool tr_slot_put(struct rd_sparse_slot *slots, uint32_t count, uint64_t key, uint32_t list)
{
    uint32_t at = rd_sparse_home(key, count);
    for (int probe = 0; probe < RD_SPARSE_PROBES; probe++) {
        if (!slots[at].check) {
            slots[at] = (struct rd_sparse_slot){rd_sparse_check(key), list};
            return true;
        }
        at = at + 1 == count ? 0 : at + 1;
    }
    return false;
}

static size_t useful(const struct tr_feature *f, float least)
{
    size_t n = 0;
    for (size_t c = 0; c < f->cells; c++)
        n += fabsf(f->cell[c].w) >= least;
    return n < 255 ? n : 255;
}

/* Trained units of the stored weight 1. */
static float step_of(const struct tr_sparse *s)
{
    float most = 1e-6f;
    for (size_t i = 0; i < s->capacity; i++)
        for (size_t c = 0; c < s->slots[i].cells; c++)
            most = fabsf(s->slots[i].cell[c].w) > most ? fabsf(s->slots[i].cell[c].w) : most;
    return most / (RD_SPARSE_WEIGHT * RD_SPARSE_WEIGHT);
}

static uint16_t packed(const struct tr_cell *c, float step)
{
    long w = lrintf(copysignf(sqrtf(fabsf(c->w) / step), c->w));
    w = w > RD_SPARSE_WEIGHT ? RD_SPARSE_WEIGHT : w < -RD_SPARSE_WEIGHT ? -RD_SPARSE_WEIGHT : w;
    return (uint16_t)(c->klass << 9 | (uint32_t)(w + 256));
}

static bool fill(const struct tr_sparse *s, float least, float step, struct rd_sparse_slot *slots,
                 uint32_t count, uint16_t *entries)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s->capacity; i++) {
        const struct tr_feature *f = &s->slots[i];
        uint32_t use = (uint32_t)useful(f, least), first = n;
        for (size_t c = 0; c < f->cells && n < first + use; c++)
            if (fabsf(f->cell[c].w) >= least)
                entries[n++] = packed(&f->cell[c], step);
        if (use && !tr_slot_put(slots, count, f->key, first << 8 | use))
            return false;
    }
    return true;
}

void *tr_sparse_section(const struct tr_sparse *s, float least, size_t *bytes)
{
    size_t features = 0, entries = 0;
    for (size_t i = 0; i < s->capacity; i++) {
        size_t n = useful(&s->slots[i], least);
        features += n > 0;
        entries += n;
    }
    float step = step_of(s);
    for (double load = 0.72; step > 0 && load > 0.3; load -= 0.05) {
        uint32_t slots = (uint32_t)((double)features / load) + 64;
        *bytes = 16 + (size_t)slots * sizeof(struct rd_sparse_slot) + entries * sizeof(uint16_t);
        unsigned char *out = calloc(1, *bytes);
        if (!out)
            return NULL;
        uint32_t head[4] = {slots, (uint32_t)entries, 0, 0};
        memcpy(out, head, sizeof head);
        memcpy(out + 8, &step, sizeof step);
        struct rd_sparse_slot *table = (struct rd_sparse_slot *)(out + 16);
        if (fill(s, least, step, table, slots, (uint16_t *)(table + slots)))
            return out;
        free(out);
    }
    return NULL;
}
