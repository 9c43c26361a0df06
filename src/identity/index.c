/* SPDX-License-Identifier: Apache-2.0
 * Candidates by skeletons with one sign left out (after SymSpell, Garbe 2012). See index.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/model.h"
#include "identity/compare.h"
#include "identity/index.h"
#include "identity/packed.h"

enum {
    KEYS_MAX = 160,    /* of one name */
    COMPARED_MAX = 64, /* candidates that are compared in full */
    COMPARED_LEAST = 16,
    LIST_LONG = 176,       /* a key with more names says little by itself */
    GATHERED_MAX = 4096,   /* names gathered for one search */
    GATHERED_ENOUGH = 1024 /* rarer keys found these: commoner ones would add noise */
};

struct entry {
    uint32_t key, name;
};

/* Names and their keys: one part mapped from a file, one in memory. `text_at` and `packed_at` have
 * one more item than there are names. */
struct segment {
    struct cu_model *file; /* NULL: the arrays below are on the heap */
    uint32_t *numbers, *text_at, *packed_at;
    struct entry *entries; /* sorted up to `settled` */
    size_t count, entry_count, settled;
    size_t number_capacity, text_at_capacity, packed_at_capacity, entry_capacity;
    struct cu_buf text, packed; /* of a file: only pointer and length */
    uint8_t *gone;              /* one byte a name, on the heap */
    size_t gone_capacity;
};

enum { MAPPED, FRESH, SEGMENTS };

struct id_index {
    const struct id_matcher *matcher;
    enum id_kind kind;
    struct segment segments[SEGMENTS];
};

struct id_index *id_index_new(const struct id_matcher *m, enum id_kind kind)
{
    struct id_index *x = cu_malloc(sizeof *x);
    if (!x)
        return NULL;
    *x = (struct id_index){.matcher = m, .kind = kind};
    cu_buf_init(&x->segments[FRESH].text, UINT32_MAX);
    cu_buf_init(&x->segments[FRESH].packed, UINT32_MAX);
    return x;
}

void id_index_free(struct id_index *x)
{
    if (!x)
        return;
    struct segment *s = &x->segments[FRESH];
    cu_model_free(x->segments[MAPPED].file);
    free(x->segments[MAPPED].gone);
    free(s->numbers);
    free(s->text_at);
    free(s->packed_at);
    free(s->entries);
    free(s->gone);
    cu_buf_fini(&s->text);
    cu_buf_fini(&s->packed);
    free(x);
}

size_t id_index_count(const struct id_index *x)
{
    return x->segments[MAPPED].count + x->segments[FRESH].count;
}

size_t id_index_bytes(const struct id_index *x)
{
    size_t bytes = 0;
    for (int i = 0; i < SEGMENTS; i++) {
        const struct segment *s = &x->segments[i];
        bytes += s->text.n + s->packed.n + s->entry_count * sizeof *s->entries +
                 s->count * (3 * sizeof(uint32_t) + 1);
    }
    return bytes;
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

/* Where `with` is a given name's key, those of the part together with it. */
static void spelling_keys(const struct id_matcher *m, const struct id_part *p, uint8_t part,
                          uint64_t with, struct keys *out)
{
    char room[ID_SKELETON_MAX], cut[ID_SKELETON_MAX];
    struct cu_str s = id_skeleton(id_phonetics_of(m->knowledge), &p->sounds, room);
    if (s.n < 2)
        return;
    add_key(out, cu_hash(s.p, s.n, with), part);
    struct cu_str bare = consonants(id_phonetics_of(m->knowledge), &p->sounds, cut);
    if (bare.n >= CONSONANTS_FROM)
        add_key(out, cu_hash(bare.p, bare.n, with + 1), part);
    /* given names and patronymics are too many to be looked for by their slips */
    bool common = p->role == ID_GIVEN || p->role == ID_PATRONYMIC;
    for (size_t i = 0; !common && s.n >= SLIPS_FROM && i < s.n; i++) {
        /* "Fobanko" and "Foanko": what comes to stand side by side sounds once */
        size_t past = i + 1 + (i > 0 && i + 1 < s.n && s.p[i - 1] == s.p[i + 1]);
        memcpy(cut, s.p, i);
        memcpy(cut + i, s.p + past, s.n - past);
        add_key(out, cu_hash(cut, i + s.n - past, with), part);
    }
}

static void part_keys(const struct id_matcher *m, const struct id_part *p, uint8_t part,
                      struct keys *out)
{
    for (uint8_t i = 0; i < p->keys.count && i < 2 && p->role != ID_PATRONYMIC; i++)
        add_key(out, cu_hash2(77, p->keys.key[i]), part);
    for (uint8_t i = 0; i < p->meaning.concepts && i < 2; i++)
        add_key(out, cu_hash2(78, p->meaning.concept[i]), part);
    spelling_keys(m, p, part, 0, out);
}

/* A given name and a family name together: few have both, so a slip in one finds little else. */
static void pair_keys(const struct id_matcher *m, const struct id_form *f, uint8_t part,
                      struct keys *out)
{
    for (uint8_t i = 0; i < f->count; i++) {
        const struct id_part *given = &f->parts[i];
        if (given->role != ID_GIVEN || given->keys.count == 0)
            continue;
        for (uint8_t k = 0; k < f->count; k++)
            if (k != i && f->parts[k].role == ID_FAMILY && !f->parts[k].initial)
                for (uint8_t n = 0; n < given->keys.count && n < 2; n++)
                    spelling_keys(m, &f->parts[k], part, 2 + 2 * (uint64_t)given->keys.key[n], out);
    }
}

static bool keys_of(const struct id_index *x, const struct id_name *name, struct keys *out)
{
    out->n = 0;
    uint8_t part = 0;
    for (uint8_t f = 0; f < name->form_count; f++) {
        for (uint8_t i = 0; i < name->forms[f].count; i++) {
            const struct id_part *p = &name->forms[f].parts[i];
            if (!p->weak && !p->initial)
                part_keys(x->matcher, p, part++, out);
        }
        pair_keys(x->matcher, &name->forms[f], part++, out);
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

/* Puts the prepared name at the end of the segment, without its keys. */
static bool append_name(struct segment *s, struct cu_str text, const struct id_name *name,
                        uint32_t number)
{
    if (!wider((void **)&s->numbers, s->count, &s->number_capacity, sizeof *s->numbers) ||
        !wider((void **)&s->text_at, s->count + 1, &s->text_at_capacity, sizeof *s->text_at) ||
        !wider((void **)&s->packed_at, s->count + 1, &s->packed_at_capacity,
               sizeof *s->packed_at) ||
        !wider((void **)&s->gone, s->count, &s->gone_capacity, 1))
        return false;
    if (s->count == 0)
        s->text_at[0] = s->packed_at[0] = 0;
    cu_buf_str(&s->text, text);
    if (!id_pack(name, &s->packed) || s->text.failed)
        return false;
    s->numbers[s->count] = number;
    s->gone[s->count] = 0;
    s->text_at[s->count + 1] = (uint32_t)s->text.n;
    s->packed_at[s->count + 1] = (uint32_t)s->packed.n;
    return true;
}

bool id_index_add(struct id_index *x, struct cu_str name, uint32_t number)
{
    struct segment *s = &x->segments[FRESH];
    struct cu_arena scratch;
    struct id_name prepared;
    struct keys keys = {.n = 0};
    cu_arena_init(&scratch, 0);
    bool fine = id_prepare(x->matcher, x->kind, name, &scratch, &prepared) &&
                append_name(s, name, &prepared, number);
    if (fine)
        keys_of(x, &prepared, &keys);
    for (size_t i = 0; fine && i < keys.n; i++) {
        fine = wider((void **)&s->entries, s->entry_count, &s->entry_capacity, sizeof *s->entries);
        if (fine)
            s->entries[s->entry_count++] = (struct entry){keys.key[i], (uint32_t)s->count};
    }
    s->count += fine;
    cu_arena_fini(&scratch);
    return fine;
}

void id_index_remove(struct id_index *x, uint32_t number)
{
    for (int k = 0; k < SEGMENTS; k++)
        for (size_t i = 0; i < x->segments[k].count; i++)
            if (x->segments[k].numbers[i] == number)
                x->segments[k].gone[i] = 1;
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
    struct segment *s = &x->segments[FRESH];
    struct entry *tail = s->entries + s->settled;
    size_t fresh = s->entry_count - s->settled;
    if (fresh == 0)
        return true;
    qsort(tail, fresh, sizeof *tail, by_key);
    if (s->settled) {
        /* merge from the back, with the new ones aside */
        struct entry *aside = cu_malloc(fresh * sizeof *aside);
        if (!aside)
            return false;
        memcpy(aside, tail, fresh * sizeof *aside);
        size_t a = s->settled, b = fresh, at = s->entry_count;
        while (b > 0)
            s->entries[--at] = a > 0 && by_key(&s->entries[a - 1], &aside[b - 1]) > 0
                                   ? s->entries[--a]
                                   : aside[--b];
        free(aside);
    }
    s->settled = s->entry_count;
    return true;
}

/* --- files --------------------------------------------------------------------------------------
 */

/* What a file was made with: names found under other sounds or given names would not fit. */
static uint64_t stamp_of(const struct id_index *x)
{
    struct cu_arena arena;
    struct id_name name;
    struct keys keys = {.n = 0};
    uint64_t h = (uint64_t)x->kind;
    cu_arena_init(&arena, 0);
    if (id_prepare(x->matcher, x->kind,
                   CU_STR("Aliaksandr Mikalaevich SHCHARBAKOU-ZHUK / Ганна Ўласава"), &arena,
                   &name) &&
        keys_of(x, &name, &keys))
        h = cu_hash(keys.key, keys.n * sizeof *keys.key, h);
    cu_arena_fini(&arena);
    return h;
}

enum cu_status id_index_save(const struct id_index *x, const char *path, struct cu_error *err)
{
    const struct segment *s = &x->segments[FRESH];
    uint64_t head[4] = {stamp_of(x), (uint64_t)x->kind, s->count, s->settled};
    if (x->segments[MAPPED].count)
        return cu_fail(err, CU_ERR_USAGE, path, 0, -1,
                       "an index that was opened from a file is not saved again; build it anew");
    static const uint32_t zero = 0;
    const struct cu_model_part parts[] = {
        {"head", head, sizeof head},
        {"numbers", s->count ? s->numbers : &zero, s->count * sizeof *s->numbers},
        {"text_at", s->count ? s->text_at : &zero, (s->count + 1) * sizeof *s->text_at},
        {"packed_at", s->count ? s->packed_at : &zero, (s->count + 1) * sizeof *s->packed_at},
        {"entries", s->settled ? s->entries : (const void *)&zero, s->settled * sizeof *s->entries},
        {"text", s->text.n ? s->text.p : "", s->text.n},
        {"packed", s->packed.n ? s->packed.p : "", s->packed.n}};
    return cu_model_write(path, parts, sizeof parts / sizeof *parts, err);
}

static bool rising(const uint32_t *at, size_t count, size_t end)
{
    for (size_t i = 0; i < count; i++)
        if (at[i] > at[i + 1])
            return false;
    return at[0] == 0 && at[count] == end;
}

static enum cu_status map_file(struct id_index *x, const char *path, struct cu_error *err)
{
    struct segment *s = &x->segments[MAPPED];
    const void *head, *parts[6];
    size_t n, sizes[6];
    static const char *const names[] = {"numbers", "text_at", "packed_at",
                                        "entries", "text",    "packed"};
    s->file = cu_model_open(path, true, err);
    if (!s->file || cu_model_section(s->file, "head", 32, &head, &n, err) != CU_OK)
        return err->status;
    for (int i = 0; i < 6; i++)
        if (cu_model_section(s->file, names[i], 0, &parts[i], &sizes[i], err) != CU_OK)
            return err->status;
    uint64_t told[4];
    memcpy(told, head, sizeof told);
    x->kind = told[1] == ID_ORGANISATION ? ID_ORGANISATION : ID_PERSON;
    if (told[1] >= ID_KINDS || told[0] != stamp_of(x))
        return cu_fail(err, CU_ERR_FORMAT, path, 0, -1,
                       "an index made with other tables of names; build it anew");
    bool fits = told[2] < UINT32_MAX / 8 && told[3] < UINT32_MAX && sizes[0] == told[2] * 4 &&
                sizes[1] == (told[2] + 1) * 4 && sizes[2] == sizes[1] &&
                sizes[3] == told[3] * sizeof *s->entries && rising(parts[1], told[2], sizes[4]) &&
                rising(parts[2], told[2], sizes[5]);
    const struct entry *entries = parts[3];
    for (size_t i = 0; fits && i < told[3]; i++)
        fits = entries[i].name < told[2] && (i == 0 || entries[i - 1].key <= entries[i].key);
    if (!fits)
        return cu_fail(err, CU_ERR_FORMAT, path, 0, -1, "a damaged index");
    s->gone = calloc(told[2] + 1, 1);
    if (!s->gone)
        return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    s->count = told[2];
    s->entry_count = s->settled = told[3];
    s->numbers = (uint32_t *)parts[0];
    s->text_at = (uint32_t *)parts[1];
    s->packed_at = (uint32_t *)parts[2];
    s->entries = (struct entry *)parts[3];
    s->text = (struct cu_buf){.p = (char *)parts[4], .n = sizes[4]};
    s->packed = (struct cu_buf){.p = (char *)parts[5], .n = sizes[5]};
    return CU_OK;
}

struct id_index *id_index_open(const struct id_matcher *m, const char *path, struct cu_error *err)
{
    struct cu_error own;
    struct id_index *x = id_index_new(m, ID_PERSON);
    err = err ? err : &own;
    if (!x) {
        cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
        return NULL;
    }
    if (map_file(x, path, err) == CU_OK)
        return x;
    id_index_free(x);
    return NULL;
}

/* --- searching ----------------------------------------------------------------------------------
 */

/* The first entry from `lo` on whose key is `key` or, with `behind`, greater. */
static size_t entry_at(const struct segment *s, size_t lo, uint32_t key, bool behind)
{
    size_t hi = s->settled;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (s->entries[middle].key < key || (behind && s->entries[middle].key == key))
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

static int by_weight(const void *a, const void *b)
{
    const struct gathered *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->name < y->name ? -1 : x->name > y->name;
}

/* Names gathered, each once, found again through their slots. */
struct gathering {
    struct gathered items[GATHERED_MAX];
    uint32_t slots[2 * GATHERED_MAX]; /* index + 1 */
    size_t n;
};

static void gather_one(struct gathering *g, uint32_t name, uint8_t part, float weight)
{
    uint32_t at = (uint32_t)cu_mix(name) & (2 * GATHERED_MAX - 1);
    while (g->slots[at] && g->items[g->slots[at] - 1].name != name)
        at = (at + 1) & (2 * GATHERED_MAX - 1);
    if (!g->slots[at]) {
        if (g->n == GATHERED_MAX)
            return;
        g->items[g->n++] = (struct gathered){name, 1u << (part & 31), weight};
        g->slots[at] = (uint32_t)g->n;
        return;
    }
    struct gathered *x = &g->items[g->slots[at] - 1];
    if (!(x->parts >> (part & 31) & 1))
        x->weight += 1; /* another part agrees */
    x->parts |= 1u << (part & 31);
    x->weight += weight;
}

/* Rare keys first; a long list is taken in only while little was found. */
static void gather(const struct segment *s, const struct keys *keys, struct gathering *out)
{
    struct list lists[KEYS_MAX];
    out->n = 0;
    memset(out->slots, 0, sizeof out->slots);
    for (size_t i = 0; i < keys->n; i++) {
        size_t first = entry_at(s, 0, keys->key[i], false);
        lists[i] = (struct list){first, entry_at(s, first, keys->key[i], true), keys->part[i]};
    }
    qsort(lists, keys->n, sizeof *lists, by_length);
    for (size_t i = 0; i < keys->n; i++) {
        size_t length = lists[i].past - lists[i].first;
        if ((length > LIST_LONG && out->n >= COMPARED_LEAST) || out->n >= GATHERED_ENOUGH)
            break;
        for (size_t k = lists[i].first; k < lists[i].past; k++)
            if (!s->gone[s->entries[k].name])
                gather_one(out, s->entries[k].name, lists[i].part, 1.0f / (float)(8 + length));
    }
}

/* Whether one of the form's parts sounds the same or is the same given name. */
static bool agrees(const struct id_part *part, const struct id_form *f)
{
    for (uint8_t k = 0; k < f->count; k++) {
        const struct id_part *o = &f->parts[k];
        if (o->sounds.n == part->sounds.n &&
            memcmp(o->sounds.s, part->sounds.s, part->sounds.n) == 0)
            return true;
        for (uint8_t i = 0; i < part->keys.count; i++)
            for (uint8_t j = 0; j < o->keys.count; j++)
                if (part->keys.key[i] == o->keys.key[j])
                    return true;
    }
    return false;
}

/* The candidates worth comparing, those of which most parts agree first. Names too common to be
 * looked up (given names) are looked at here. Returns how many. */
static size_t rank(const struct id_index *x, const struct segment *s, const struct id_name *asked,
                   struct gathering *g, struct id_unpacked *other)
{
    const struct id_phonetics *p = id_phonetics_of(x->matcher->knowledge);
    for (size_t i = 0; i < g->n && g->n > COMPARED_LEAST; i++) {
        uint32_t at = g->items[i].name;
        if (!asked->form_count ||
            !id_unpack(x->kind, (const uint8_t *)s->packed.p + s->packed_at[at],
                       s->packed_at[at + 1] - s->packed_at[at], p, other) ||
            !other->name.form_count)
            continue;
        for (uint8_t k = 0; k < asked->forms[0].count; k++)
            g->items[i].weight += agrees(&asked->forms[0].parts[k], &other->name.forms[0]);
    }
    qsort(g->items, g->n, sizeof *g->items, by_weight);
    size_t n = 0;
    while (n < g->n && n < COMPARED_MAX &&
           (n < COMPARED_LEAST || g->items[n].weight + 1 > g->items[0].weight))
        n++;
    return n;
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
    const struct id_phonetics *p = id_phonetics_of(x->matcher->knowledge);
    struct id_name asked;
    struct keys keys;
    size_t found = 0;
    cu_arena_reset(arena);
    struct gathering *all = cu_arena_alloc(arena, sizeof *all);
    struct id_unpacked *other = cu_arena_alloc(arena, sizeof *other);
    if (!all || !other || most == 0 || !id_prepare(x->matcher, x->kind, name, arena, &asked) ||
        !keys_of(x, &asked, &keys))
        return 0;
    for (int k = 0; k < SEGMENTS; k++) {
        const struct segment *s = &x->segments[k];
        gather(s, &keys, all);
        size_t n = rank(x, s, &asked, all, other);
        for (size_t i = 0; i < n; i++) {
            uint32_t at = all->items[i].name;
            struct id_result r;
            if (!id_unpack(x->kind, (const uint8_t *)s->packed.p + s->packed_at[at],
                           s->packed_at[at + 1] - s->packed_at[at], p, other))
                continue;
            id_compare(x->matcher, &asked, &other->name, &r);
            struct cu_str text = {s->text.p + s->text_at[at], s->text_at[at + 1] - s->text_at[at]};
            if (r.verdict != ID_DIFFERENT)
                keep_best(out, &found, most,
                          (struct id_found){s->numbers[at], text, r.score, (uint8_t)r.verdict});
        }
    }
    return found;
}
