/* SPDX-License-Identifier: Apache-2.0
 * What the name tagger sees of a sentence. See name_feature.h.
 */
#include <string.h>

#include "read/name_feature.h"

/* --- labels ------------------------------------------------------------------------------- */

bool nm_may_start(uint8_t label)
{
    return label == NM_O || nm_part(label) == NM_BEGIN || nm_part(label) == NM_UNIT;
}

bool nm_may_end(uint8_t label)
{
    return label == NM_O || nm_part(label) == NM_LAST || nm_part(label) == NM_UNIT;
}

bool nm_may_follow(uint8_t before, uint8_t after)
{
    if (nm_may_end(before))
        return nm_may_start(after);
    return after != NM_O && nm_type(before) == nm_type(after) &&
           (nm_part(after) == NM_INSIDE || nm_part(after) == NM_LAST);
}

/* --- one word ----------------------------------------------------------------------------- */

/* Classes of characters, runs of one class counted once: "al-Qaeda" is "x-Xx". */
static uint64_t shape_of(struct cu_str form, uint8_t *cap)
{
    char out[16];
    size_t n = 0, upper = 0, lower = 0, digit = 0, dots = 0;
    bool first_upper = false;
    for (size_t i = 0, at = 0; i < form.n; at++) {
        uint32_t c = cu_utf8_next(form.p, form.n, &i);
        char k = (char)(c < 0x80 ? c : '~');
        if (cu_is_upper(c)) {
            k = 'X', upper++;
            first_upper = first_upper || at == 0;
        } else if (cu_is_letter(c)) {
            k = 'x', lower++;
        } else if (cu_is_digit(c)) {
            k = '9', digit++;
        } else if (c == '.') {
            dots++;
        }
        if (n < sizeof out && (n == 0 || out[n - 1] != k || k == 'X'))
            if (n < 4 || out[n - 1] != k)
                out[n++] = k;
    }
    if (upper == 1 && lower == 0 && digit == 0)
        *cap = NM_INITIAL;
    else if (upper && lower == 0)
        *cap = NM_UPPER;
    else if (first_upper)
        *cap = upper > 1 ? NM_MIXED : NM_CAPITAL;
    else if (upper)
        *cap = NM_MIXED;
    else
        *cap = lower ? NM_LOWER : digit ? NM_DIGIT : NM_OTHER;
    return cu_hash(out, n, dots ? 7 : 3);
}

static bool is_capital(const struct nm_word *w)
{
    return w->cap >= NM_CAPITAL && w->cap <= NM_MIXED;
}

static size_t back_one(const char *p, size_t i)
{
    do
        i--;
    while (i > 0 && ((unsigned char)p[i] & 0xc0) == 0x80);
    return i;
}

static void affixes(struct nm_word *w, struct cu_str s)
{
    size_t end = s.n, n = 0;
    for (int k = 0; k < 4; k++) {
        if (end > 0)
            end = back_one(s.p, end);
        w->suffix[k] = cu_hash(s.p + end, s.n - end, 11);
    }
    for (int k = 0; k < 3 && n < s.n; k++)
        cu_utf8_next(s.p, s.n, &n);
    w->prefix = cu_hash(s.p, n, 13);
}

/* Word classes between which names are carried on or broken off differently. */
static uint8_t klass_of(const struct nm_word *w, struct cu_str lower)
{
    static const char *const inner[] = {"of", "the", "for", "and", "&", "in", "on", "de", "to"};
    if (is_capital(w))
        return 1;
    if (w->cap == NM_DIGIT)
        return 4;
    if (w->cap == NM_OTHER)
        return cu_str_is(lower, "-") || cu_str_is(lower, "'") || cu_str_is(lower, "’") ? 2 : 5;
    if (w->gaz & GZ_PARTICLE)
        return 3;
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        if (cu_str_is(lower, inner[i]))
            return 3;
    return 0;
}

/* --- what the document knows of a word ------------------------------------------------------ */

enum {
    EL_LOWER = 1 << 0, /* stands in lower case, too */
    EL_INNER = 1 << 1, /* capitalised inside a sentence */
    EL_OFTEN = 1 << 2, /* three times or more */
    EL_AFTER_TITLE = 1 << 3,
    EL_AFTER_NAME = 1 << 4, /* after a capitalised forename */
    EL_BEFORE_ORG = 1 << 5, /* before "Ministry", "Court" */
    EL_AFTER_IN = 1 << 6,   /* after "in", "from", "near" */
    EL_LAST = 1 << 7,       /* ends a run of two or more capitalised words */
    EL_FIRST = 1 << 8,      /* begins one */
    EL_SPEAKS = 1 << 9,     /* before "said", "told", "was" */
};

struct rd_name_index {
    struct index_slot {
        uint64_t key;
        uint16_t bits, count;
    } * slots;
    size_t mask;
};

static struct index_slot *index_at(struct rd_name_index *x, uint64_t key)
{
    size_t i = (size_t)key & x->mask;
    while (x->slots[i].count && x->slots[i].key != key)
        i = (i + 1) & x->mask;
    return &x->slots[i];
}

static bool starts_upper(struct cu_str form)
{
    size_t i = 0;
    return form.n && cu_is_upper(cu_utf8_next(form.p, form.n, &i));
}

static bool one_of(struct cu_str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cu_str_is(s, list[i]))
            return true;
    return false;
}

static uint16_t around(const struct rd_document *d, const struct gz_table *gaz,
                       const struct rd_sentence *s, uint32_t t)
{
    static const char *const in[] = {"in", "from", "near", "at", "to"};
    static const char *const speaks[] = {"said", "told", "says", "was", "had", "has", "is"};
    uint16_t bits = t > s->first ? EL_INNER : 0;
    bool before = false, after = false;
    if (t > s->first) {
        struct cu_str form = rd_form(d, t - 1);
        before = starts_upper(form);
        uint32_t g = before ? gz_get(gaz, gz_join(0, gz_word(form))) : 0;
        if (g & GZ_TITLE)
            bits |= EL_AFTER_TITLE;
        if ((g & (GZ_MALE | GZ_FEMALE)) && !(g & (GZ_TITLE | GZ_ORG_WORD)))
            bits |= EL_AFTER_NAME;
        if (!before && one_of(d->tokens[t - 1].lower, in, sizeof in / sizeof *in))
            bits |= EL_AFTER_IN;
    }
    if (t + 1 < s->past) {
        struct cu_str form = rd_form(d, t + 1);
        after = starts_upper(form);
        if (after && (gz_get(gaz, gz_join(0, gz_word(form))) & GZ_ORG_WORD))
            bits |= EL_BEFORE_ORG;
        if (!after && one_of(d->tokens[t + 1].lower, speaks, sizeof speaks / sizeof *speaks))
            bits |= EL_SPEAKS;
    }
    if (before && !after)
        bits |= EL_LAST;
    if (after && !before)
        bits |= EL_FIRST;
    return bits;
}

bool nm_index_build(struct rd_document *d, const struct gz_table *gaz)
{
    size_t capacity = 64;
    while (capacity < d->token_count * 2)
        capacity *= 2;
    struct rd_name_index *x = cu_arena_alloc(d->arena, sizeof *x);
    struct index_slot *slots = cu_arena_zalloc(d->arena, capacity * sizeof *slots);
    if (!x || !slots)
        return false;
    *x = (struct rd_name_index){.slots = slots, .mask = capacity - 1};
    for (size_t k = 0; k < d->sentence_count; k++) {
        const struct rd_sentence *s = &d->sentences[k];
        for (uint32_t t = s->first; t < s->past; t++) {
            struct index_slot *e = index_at(x, cu_hash_str(d->tokens[t].lower));
            e->key = cu_hash_str(d->tokens[t].lower);
            bool upper = starts_upper(rd_form(d, t));
            e->count += e->count < 1000;
            e->bits |= upper ? around(d, gaz, s, t) : EL_LOWER;
            if (e->count >= 3)
                e->bits |= EL_OFTEN;
        }
    }
    d->name_index = x;
    return true;
}

/* --- the sentence -------------------------------------------------------------------------- */

enum {
    PH_LOC = 1,
    PH_ORG = 2,
    PH_PER = 4,
    PH_TITLE = 8,
    PH_FIRST = 16,
    PH_INNER = 32,
    PH_LAST = 64
};

static uint32_t phrase_kind(uint32_t bits)
{
    uint32_t k = 0;
    if (bits & (GZ_CITY | GZ_REGION | GZ_COUNTRY))
        k |= PH_LOC;
    if (bits & GZ_ORG)
        k |= PH_ORG;
    if (bits & GZ_PERSON)
        k |= PH_PER;
    if (bits & GZ_TITLE)
        k |= PH_TITLE;
    return k;
}

/* Marks the longest list phrase of two or more words that begins at word i. */
static void mark_phrase(const struct rd_document *d, const struct gz_table *gaz, uint32_t first,
                        struct nm_sentence *s, size_t i)
{
    uint64_t h = gz_join(0, s->words[i].lower);
    uint32_t bits = gz_get(gaz, h), best = 0;
    size_t end = i, best_end = i;
    for (int n = 1; n < GZ_WORDS_MAX && (bits & GZ_MORE) && end + 1 < s->count; n++) {
        end++;
        if (cu_str_is(d->tokens[first + end].lower, "-") && end + 1 < s->count)
            end++;
        h = gz_join(h, s->words[end].lower);
        bits = gz_get(gaz, h);
        if (phrase_kind(bits))
            best = phrase_kind(bits), best_end = end;
    }
    for (size_t k = i; best && k <= best_end; k++)
        s->words[k].phrase |= best | (k == i ? PH_FIRST : k == best_end ? PH_LAST : PH_INNER);
}

static void find_runs(struct nm_sentence *s)
{
    for (size_t i = 0; i < s->count;) {
        if (!is_capital(&s->words[i])) {
            i++;
            continue;
        }
        size_t end = i;
        uint32_t gaz = 0;
        while (end < s->count &&
               (is_capital(&s->words[end]) ||
                (s->words[end].klass == 2 && end + 1 < s->count && is_capital(&s->words[end + 1]))))
            gaz |= s->words[end++].gaz;
        for (size_t k = i; k < end; k++) {
            struct nm_word *w = &s->words[k];
            w->run_at = (uint16_t)(k - i < 15 ? k - i : 15);
            w->run_n = (uint16_t)(end - i < 15 ? end - i : 15);
            w->run_first = s->words[i].lower;
            w->run_last = s->words[end - 1].lower;
            w->run_gaz = gaz & ~(uint32_t)GZ_MORE;
        }
        i = end;
    }
}

/* Written without capitals: begins small, or says "i". */
static bool is_careless(const struct rd_document *d, const struct rd_sentence *st,
                        const struct nm_sentence *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (cu_str_is(rd_form(d, st->first + (uint32_t)i), "i"))
            return true;
    return s->count > 1 && s->words[0].cap == NM_LOWER;
}

size_t nm_sentence_size(const struct rd_document *d, uint32_t sentence)
{
    size_t n = d->sentences[sentence].past - d->sentences[sentence].first;
    return n < NM_WORDS_MAX ? n : NM_WORDS_MAX;
}

struct nm_sentence nm_sentence_of(const struct rd_document *d, const struct gz_table *gaz,
                                  uint32_t sentence, struct nm_word *words)
{
    const struct rd_sentence *st = &d->sentences[sentence];
    size_t n = nm_sentence_size(d, sentence);
    struct nm_sentence s = {.words = words, .count = n};
    memset(words, 0, n * sizeof *words);
    size_t capitals = 0, letters = 0;
    for (size_t i = 0; i < n; i++) {
        const struct rd_token *t = &d->tokens[st->first + i];
        struct nm_word *w = &s.words[i];
        struct cu_str form = rd_form(d, (uint32_t)(st->first + i));
        w->lower = gz_word(form);
        w->form = cu_hash(form.p, form.n, 5);
        w->shape = shape_of(form, &w->cap);
        affixes(w, t->lower);
        w->gaz = gz_get(gaz, gz_join(0, w->lower));
        w->klass = klass_of(w, t->lower);
        w->upos = t->upos;
        w->quote = cu_str_is(form, "\"") || cu_str_is(form, "“") || cu_str_is(form, "”");
        if (is_capital(w))
            w->elsewhere = index_at(d->name_index, cu_hash_str(t->lower))->bits;
        capitals += is_capital(w);
        letters += w->cap <= NM_MIXED;
    }
    s.titled = letters > 3 && capitals * 10 > letters * 6;
    s.careless = is_careless(d, st, &s);
    for (size_t i = 0; i < n; i++)
        if (s.words[i].gaz & GZ_MORE)
            mark_phrase(d, gaz, st->first, &s, i);
    find_runs(&s);
    return s;
}

/* --- features ------------------------------------------------------------------------------ */

struct list {
    uint64_t *out;
    size_t n;
};

static void put(struct list *l, uint64_t kind, uint64_t value)
{
    if (l->n < NM_FEATURES_MAX)
        l->out[l->n++] = cu_hash2(kind, value);
}

static const struct nm_word outside = {.lower = 1, .form = 1, .shape = 1, .cap = NM_OTHER};

static const struct nm_word *word_at(const struct nm_sentence *s, size_t i, int by)
{
    size_t at = i + (size_t)by;
    return at < s->count ? &s->words[at] : &outside;
}

static uint64_t lists_of(const struct nm_word *w)
{
    return (w->gaz & ~(uint32_t)GZ_MORE) | (uint64_t)w->phrase << 32;
}

static void put_word(struct list *l, const struct nm_word *w, const struct nm_sentence *s, size_t i)
{
    uint64_t place = (i == 0) | (uint64_t)s->titled << 1;
    put(l, 1, w->lower);
    put(l, 2, w->form);
    put(l, 3, w->prefix + w->cap);
    for (uint64_t k = 0; k < 4; k++)
        put(l, 4 + k, w->suffix[k] + w->cap);
    put(l, 8, w->shape);
    put(l, 9, cu_hash2(w->shape, place));
    put(l, 10, w->cap | place << 4);
    put(l, 11, lists_of(w) * 16 + w->cap);
    for (uint64_t k = 0; k < GZ_LISTS; k++)
        if (w->gaz >> k & 1)
            put(l, 12, k * 16 + w->cap);
    if (w->phrase)
        put(l, 13, w->phrase);
    if (is_capital(w)) {
        put(l, 14, w->elsewhere | place << 16);
        for (uint64_t k = 0; k < 10; k++)
            if (w->elsewhere >> k & 1)
                put(l, 15, k);
    }
}

static void put_run(struct list *l, const struct nm_word *w)
{
    if (w->run_n == 0)
        return;
    uint64_t place = w->run_at * 16u + w->run_n;
    put(l, 20, place);
    put(l, 21, w->run_last);
    put(l, 22, cu_hash2(w->run_last, w->run_at == w->run_n - 1u));
    put(l, 23, cu_hash2(w->run_first, w->run_at == 0));
    put(l, 24, w->run_gaz);
    for (uint64_t k = 0; k < GZ_LISTS; k++)
        if (w->run_gaz >> k & 1)
            put(l, 25, k * 4 + (w->run_at == 0) + 2u * (w->run_at == w->run_n - 1u));
}

static void put_context(struct list *l, const struct nm_sentence *s, size_t i)
{
    const struct nm_word *w = &s->words[i], *a = word_at(s, i, -1), *b = word_at(s, i, 1),
                         *aa = word_at(s, i, -2), *bb = word_at(s, i, 2);
    uint64_t caps = a->cap * 8u + b->cap, near = w->cap * 64u + caps;
    put(l, 30, a->lower);
    put(l, 31, b->lower);
    put(l, 32, aa->lower);
    put(l, 33, bb->lower);
    put(l, 34, cu_hash2(a->lower, w->lower));
    put(l, 35, cu_hash2(w->lower, b->lower));
    put(l, 36, cu_hash2(a->lower, w->cap));
    put(l, 37, cu_hash2(b->lower, w->cap));
    put(l, 38, cu_hash2(aa->lower, a->lower));
    put(l, 39, cu_hash2(b->lower, bb->lower));
    put(l, 40, near);
    put(l, 41, near * 64 + aa->cap * 8u + bb->cap);
    put(l, 42, cu_hash2(a->shape, w->shape));
    put(l, 43, cu_hash2(w->shape, b->shape));
    put(l, 44, lists_of(a) * 8 + w->cap);
    put(l, 45, lists_of(b) * 8 + w->cap);
    put(l, 46, cu_hash2(lists_of(a), lists_of(w)));
    put(l, 47, cu_hash2(lists_of(w), lists_of(b)));
    put(l, 48, a->suffix[2] + a->cap);
    put(l, 49, b->suffix[2] + b->cap);
    put(l, 50, cu_hash2(a->lower, b->lower) + w->cap);
    put(l, 51, cu_hash2(lists_of(aa), lists_of(a)) + w->cap);
    put(l, 52, a->quote * 2u + b->quote);
    put(l, 53, cu_hash2(a->lower, lists_of(w)) + w->cap);
    put(l, 54, cu_hash2(b->lower, lists_of(w)) + w->cap);
    put(l, 55, (lists_of(w) * 8 + w->cap) * 2 + s->careless);
    put(l, 56, cu_hash2(aa->lower, w->cap * 16u + a->cap));
    put(l, 60, w->upos);
    put(l, 61, w->upos * 8u + w->cap);
    put(l, 62, cu_hash2(a->upos, w->upos));
    put(l, 63, cu_hash2(w->upos, b->upos));
    put(l, 64, cu_hash2(a->upos * 32u + w->upos, b->upos * 32u + bb->upos));
    put(l, 65, cu_hash2(lists_of(w), w->upos));
    put(l, 66, cu_hash2(w->suffix[2], w->upos));
    put(l, 57, cu_hash2(bb->lower, w->cap * 16u + b->cap));
}

size_t nm_features(const struct nm_sentence *s, size_t i, uint64_t *out)
{
    struct list l = {out, 0};
    put(&l, 0, 0);
    put_word(&l, &s->words[i], s, i);
    put_run(&l, &s->words[i]);
    put_context(&l, s, i);
    return l.n;
}

uint64_t nm_transition(uint8_t before, uint8_t klass)
{
    return cu_hash2(90, before * 16u + klass);
}

/* --- search -------------------------------------------------------------------------------- */

static void best_before(const float *last, const nm_moves moves, uint8_t klass, float *now,
                        uint8_t *back)
{
    for (uint8_t b = 0; b < NM_LABELS; b++) {
        float best = -1e30f;
        for (uint8_t a = 0; a < NM_LABELS; a++) {
            float v = last[a] + moves[klass][a][b];
            if (v > best && nm_may_follow(a, b))
                best = v, back[b] = a;
        }
        now[b] += best;
    }
}

void nm_viterbi(const float *scores, const struct nm_sentence *s, const nm_moves moves,
                uint8_t *back, uint8_t *labels)
{
    float last[NM_LABELS], now[NM_LABELS];
    if (s->count == 0)
        return;
    for (uint8_t b = 0; b < NM_LABELS; b++)
        last[b] = nm_may_start(b) ? scores[b] : -1e30f;
    for (size_t i = 1; i < s->count; i++) {
        memcpy(now, scores + i * NM_LABELS, sizeof now);
        best_before(last, moves, s->words[i].klass, now, back + i * NM_LABELS);
        memcpy(last, now, sizeof last);
    }
    uint8_t at = NM_O;
    for (uint8_t b = 1; b < NM_LABELS; b++)
        if (nm_may_end(b) && last[b] > last[at])
            at = b;
    for (size_t i = s->count; i-- > 0;) {
        labels[i] = at;
        if (i)
            at = back[i * NM_LABELS + at];
    }
}
