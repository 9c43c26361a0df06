/* SPDX-License-Identifier: Apache-2.0
 * Candidates by skeletons with one sign left out (after SymSpell, Garbe 2012). See index.h.
 */
#include <stdlib.h>
#include <string.h>

#include "identity/compare.h"
#include "identity/index.h"

enum {
    KEYS_MAX = 160,      /* of one name */
    COMPARED_MAX = 96,   /* candidates that are compared in full */
    LIST_LONG = 4096,    /* a key with more names says little by itself */
    GATHERED_MAX = 32768 /* names gathered for one search */
};

struct entry {
    uint32_t key, name;
};

struct id_index {
    const struct id_matcher *matcher;
    enum id_kind kind;
    struct cu_arena arena; /* texts */
    struct cu_str *names;
    uint32_t *numbers;
    bool *gone;
    size_t count, capacity, number_capacity, gone_capacity;
    struct entry *entries; /* sorted up to `settled` */
    size_t entry_count, entry_capacity, settled;
};

struct id_index *id_index_new(const struct id_matcher *m, enum id_kind kind)
{
    struct id_index *x = cu_malloc(sizeof *x);
    if (!x)
        return NULL;
    *x = (struct id_index){.matcher = m, .kind = kind};
    cu_arena_init(&x->arena, 0);
    return x;
}

void id_index_free(struct id_index *x)
{
    if (!x)
        return;
    cu_arena_fini(&x->arena);
    free(x->entries);
    free(x->names);
    free(x->numbers);
    free(x->gone);
    free(x);
}

size_t id_index_count(const struct id_index *x)
{
    return x->count;
}

size_t id_index_bytes(const struct id_index *x)
{
    return x->arena.used + x->entry_capacity * sizeof *x->entries +
           x->capacity * (sizeof *x->names + sizeof *x->numbers + sizeof *x->gone);
}

/* --- keys ---------------------------------------------------------------------------------------
 */

struct keys {
    uint32_t key[KEYS_MAX];
    uint8_t part[KEYS_MAX]; /* which part it comes from */
    size_t n;
};

static void add_key(struct keys *k, uint64_t hash, uint8_t part)
{
    if (k->n < KEYS_MAX) {
        k->key[k->n] = (uint32_t)hash;
        k->part[k->n++] = part;
    }
}

/* Consonants alone, without what comes and goes between languages (v and u, j) and with one sign
 * for t and ts: "Tsikhanouskaya" and "Тихановская". */
static struct cu_str consonants(const struct id_phonetics *p, const struct id_sounds *s,
                                char room[ID_SKELETON_MAX])
{
    static const char dropped[] = "vwjhG", from[] = "cDgxk", to[] = "tdkkk";
    size_t n = 0;
    for (size_t i = 0; i < s->n && n < ID_SKELETON_MAX; i++) {
        uint8_t sign = s->s[i];
        bool out = p->vowel[sign];
        for (const char *c = dropped; *c; c++)
            out = out || p->sign_of[(unsigned char)*c] == sign;
        for (size_t k = 0; from[k]; k++)
            if (p->sign_of[(unsigned char)from[k]] == sign)
                sign = p->sign_of[(unsigned char)to[k]];
        if (!out && (n == 0 || room[n - 1] != (char)sign))
            room[n++] = (char)sign;
    }
    return (struct cu_str){room, n};
}

enum {
    SLIPS_FROM = 4,
    CONSONANTS_FROM = 3
}; /* signs a skeleton must have for slips to be looked for */

static void part_keys(const struct id_matcher *m, const struct id_part *p, uint8_t part,
                      struct keys *out)
{
    char room[ID_SKELETON_MAX], cut[ID_SKELETON_MAX];
    struct cu_str s = id_skeleton(id_phonetics_of(m->knowledge), &p->sounds, room);
    for (uint8_t i = 0; i < p->keys.count && i < 2 && p->role != ID_PATRONYMIC; i++)
        add_key(out, cu_hash2(77, p->keys.key[i]), part);
    for (uint8_t i = 0; i < p->meaning.concepts && i < 2; i++)
        add_key(out, cu_hash2(78, p->meaning.concept[i]), part);
    if (s.n < 2)
        return;
    add_key(out, cu_hash_str(s), part);
    struct cu_str bare = consonants(id_phonetics_of(m->knowledge), &p->sounds, cut);
    if (bare.n >= CONSONANTS_FROM)
        add_key(out, cu_hash(bare.p, bare.n, 1), part);
    for (size_t i = 0; s.n >= SLIPS_FROM && i < s.n; i++) {
        memcpy(cut, s.p, i);
        memcpy(cut + i, s.p + i + 1, s.n - i - 1);
        add_key(out, cu_hash(cut, s.n - 1, 0), part);
    }
}

static bool keys_of(const struct id_index *x, const struct id_name *name, struct keys *out)
{
    out->n = 0;
    uint8_t part = 0;
    for (uint8_t f = 0; f < name->form_count; f++)
        for (uint8_t i = 0; i < name->forms[f].count; i++) {
            const struct id_part *p = &name->forms[f].parts[i];
            if (!p->weak && !p->initial)
                part_keys(x->matcher, p, part++, out);
        }
    return out->n > 0;
}

/* --- adding -------------------------------------------------------------------------------------
 */

static bool wider(void **items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return true;
    size_t want = *capacity ? *capacity * 2 : 1024;
    void *more = cu_realloc(*items, want * size);
    if (!more)
        return false;
    *items = more;
    *capacity = want;
    return true;
}

bool id_index_add(struct id_index *x, struct cu_str name, uint32_t number)
{
    struct cu_arena scratch;
    struct id_name prepared;
    struct keys keys;
    cu_arena_init(&scratch, 0);
    bool fine = id_prepare(x->matcher, x->kind, name, &scratch, &prepared) &&
                wider((void **)&x->names, x->count, &x->capacity, sizeof *x->names) &&
                wider((void **)&x->numbers, x->count, &x->number_capacity, sizeof *x->numbers) &&
                wider((void **)&x->gone, x->count, &x->gone_capacity, sizeof *x->gone);
    if (fine) {
        keys_of(x, &prepared, &keys);
        x->names[x->count] = cu_arena_dup(&x->arena, name);
        x->numbers[x->count] = number;
        x->gone[x->count] = false;
        fine = x->names[x->count].p != NULL;
    }
    for (size_t i = 0; fine && i < keys.n; i++) {
        fine = wider((void **)&x->entries, x->entry_count, &x->entry_capacity, sizeof *x->entries);
        if (fine)
            x->entries[x->entry_count++] = (struct entry){keys.key[i], (uint32_t)x->count};
    }
    x->count += fine;
    cu_arena_fini(&scratch);
    return fine;
}

void id_index_remove(struct id_index *x, uint32_t number)
{
    for (size_t i = 0; i < x->count; i++)
        x->gone[i] = x->gone[i] || x->numbers[i] == number;
}

static int by_key(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->name < y->name ? -1 : x->name > y->name;
}

bool id_index_settle(struct id_index *x)
{
    struct entry *tail = x->entries + x->settled;
    size_t fresh = x->entry_count - x->settled;
    if (fresh == 0)
        return true;
    qsort(tail, fresh, sizeof *tail, by_key);
    if (x->settled) {
        /* merge from the back, with the new ones aside */
        struct entry *aside = cu_malloc(fresh * sizeof *aside);
        if (!aside)
            return false;
        memcpy(aside, tail, fresh * sizeof *aside);
        size_t a = x->settled, b = fresh, at = x->entry_count;
        while (b > 0)
            x->entries[--at] = a > 0 && by_key(&x->entries[a - 1], &aside[b - 1]) > 0
                                   ? x->entries[--a]
                                   : aside[--b];
        free(aside);
    }
    x->settled = x->entry_count;
    return true;
}

/* --- searching ----------------------------------------------------------------------------------
 */

static size_t first_of(const struct id_index *x, uint32_t key)
{
    size_t lo = 0, hi = x->settled;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (x->entries[middle].key < key)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

/* A name gathered for a search: by which parts, and how rare they are. */
struct gathered {
    uint32_t name;
    uint32_t parts; /* bits */
    float weight;
};

struct list {
    size_t first, past;
    uint8_t part;
};

static int by_length(const void *a, const void *b)
{
    const struct list *x = a, *y = b;
    size_t n = x->past - x->first, m = y->past - y->first;
    return n < m ? -1 : n > m;
}

static int by_name(const void *a, const void *b)
{
    const struct gathered *x = a, *y = b;
    return x->name < y->name ? -1 : x->name > y->name;
}

static int by_weight(const void *a, const void *b)
{
    const struct gathered *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return by_name(a, b);
}

/* Rare keys first; a long list is taken in only while little was found. */
static size_t gather(const struct id_index *x, const struct keys *keys, struct gathered *out)
{
    struct list lists[KEYS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < keys->n; i++) {
        struct list l = {first_of(x, keys->key[i]), 0, keys->part[i]};
        for (l.past = l.first; l.past < x->settled && x->entries[l.past].key == keys->key[i];)
            l.past++;
        lists[i] = l;
    }
    qsort(lists, keys->n, sizeof *lists, by_length);
    for (size_t i = 0; i < keys->n; i++) {
        size_t length = lists[i].past - lists[i].first;
        if (length > LIST_LONG && n >= COMPARED_MAX)
            break;
        for (size_t k = lists[i].first; k < lists[i].past && n < GATHERED_MAX; k++)
            if (!x->gone[x->entries[k].name])
                out[n++] = (struct gathered){x->entries[k].name, 1u << (lists[i].part & 31),
                                             1.0f / (float)(8 + length)};
    }
    qsort(out, n, sizeof *out, by_name);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || out[kept - 1].name != out[i].name) {
            out[kept++] = out[i];
            continue;
        }
        struct gathered *g = &out[kept - 1];
        if (!(g->parts & out[i].parts))
            g->weight += 1; /* another part agrees */
        g->parts |= out[i].parts;
        g->weight += out[i].weight;
    }
    qsort(out, kept, sizeof *out, by_weight);
    return kept < COMPARED_MAX ? kept : COMPARED_MAX;
}

static void keep_best(struct id_found *out, size_t *n, size_t most, struct id_found one)
{
    for (size_t i = 0; i < *n; i++)
        if (out[i].number == one.number) {
            if (out[i].score >= one.score)
                return;
            memmove(out + i, out + i + 1, (*n - i - 1) * sizeof *out);
            --*n;
            break;
        }
    size_t at = *n;
    while (at > 0 && out[at - 1].score < one.score)
        at--;
    if (at == most)
        return;
    size_t behind = *n < most ? *n - at : most - 1 - at;
    memmove(out + at + 1, out + at, behind * sizeof *out);
    out[at] = one;
    *n += *n < most;
}

size_t id_index_search(const struct id_index *x, struct cu_str name, struct cu_arena *arena,
                       struct id_found *out, size_t most)
{
    struct id_name asked;
    struct keys keys;
    size_t found = 0;
    cu_arena_reset(arena);
    struct gathered *all = cu_arena_alloc(arena, GATHERED_MAX * sizeof *all);
    if (!all || most == 0 || !id_prepare(x->matcher, x->kind, name, arena, &asked) ||
        !keys_of(x, &asked, &keys))
        return 0;
    size_t n = gather(x, &keys, all);
    for (size_t i = 0; i < n; i++) {
        struct id_name other;
        struct id_result r;
        if (!id_prepare(x->matcher, x->kind, x->names[all[i].name], arena, &other))
            break;
        id_compare(x->matcher, &asked, &other, &r);
        if (r.verdict != ID_DIFFERENT)
            keep_best(out, &found, most,
                      (struct id_found){x->numbers[all[i].name], x->names[all[i].name], r.score,
                                        (uint8_t)r.verdict});
    }
    return found;
}
