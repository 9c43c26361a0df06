/* SPDX-License-Identifier: Apache-2.0
 * Sounds of words and their distance. See sound.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>

#include "base/tsv.h"
#include "identity/sound.h"

enum place { ANY, INITIAL, FINAL, AFTER_VOWEL, PLACES };
static const char *const place_names[PLACES] = {"any", "initial", "final", "after-vowel"};
static const char vowels[] = "aeiouyY";

enum { RULE_BYTES_MAX = 16 };

/* From here on a consonant is quite another. */
static const float other_consonant = 0.85f;

/* --- tables ------------------------------------------------------------------------------------
 */

/* The sign's index, made where it is new; 0: too many. */
static uint8_t sign_index(struct id_phonetics *p, char c)
{
    uint8_t *at = &p->sign_of[(unsigned char)c & 127];
    if (*at == 0) {
        uint8_t used = 0;
        for (size_t i = 0; i < sizeof p->sign_of; i++)
            used += p->sign_of[i] != 0;
        if (used + 1 < ID_SIGNS) {
            *at = (uint8_t)(used + 1);
            p->vowel[*at] = strchr(vowels, c) != NULL;
        }
    }
    return *at;
}

static struct cu_str rule_key(char *room, bool cyrillic, enum place place, struct cu_str letters)
{
    room[0] = cyrillic ? 'c' : 'l';
    room[1] = (char)('0' + place);
    memcpy(room + 2, letters.p, letters.n);
    return (struct cu_str){room, letters.n + 2};
}

static enum cu_status load_sounds(struct id_phonetics *p, const char *path, struct cu_error *err)
{
    struct cu_tsv t;
    enum cu_status status = cu_tsv_load(&t, path, "script\tletters\tsounds\twhere", &p->arena, err);
    if (status != CU_OK)
        return status;
    p->sounds = cu_arena_alloc(&p->arena, (t.rows + 1) * sizeof *p->sounds);
    if (!p->sounds)
        return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    for (size_t i = 0; i < t.rows; i++) {
        struct cu_str script = cu_tsv_cell(&t, i, 0), letters = cu_tsv_cell(&t, i, 1);
        struct cu_str sounds = cu_tsv_cell(&t, i, 2), where = cu_tsv_cell(&t, i, 3);
        enum place place = ANY;
        while (place < PLACES && !cu_str_is(where, place_names[place]))
            place++;
        bool cyrillic = cu_str_is(script, "cyrl");
        if (place == PLACES || (!cyrillic && !cu_str_is(script, "latn")) || !letters.n ||
            letters.n > RULE_BYTES_MAX)
            return cu_fail(err, CU_ERR_FORMAT, path, t.lines[i], -1,
                           "script is cyrl or latn, where is any, initial, final or after-vowel");
        if (cu_str_is(sounds, "-"))
            sounds.n = 0;
        for (size_t k = 0; k < sounds.n; k++)
            if (sounds.p[k] < 33 || sounds.p[k] > 126 || !sign_index(p, sounds.p[k]))
                return cu_fail(err, CU_ERR_FORMAT, path, t.lines[i], -1, "sounds \"%.*s\"",
                               (int)sounds.n, sounds.p);
        char *room = cu_arena_alloc(&p->arena, letters.n + 2);
        if (!room || !cu_map_put(&p->rules, rule_key(room, cyrillic, place, letters), (uint32_t)i))
            return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
        p->sounds[i] = sounds;
        unsigned char head = (unsigned char)letters.p[0];
        if (letters.n > p->longest[cyrillic][head])
            p->longest[cyrillic][head] = (uint8_t)letters.n;
        p->places[cyrillic][head] |= (uint8_t)(1u << place);
    }
    return CU_OK;
}

static enum cu_status load_costs(struct id_phonetics *p, const char *path, struct cu_error *err)
{
    struct cu_tsv t;
    enum cu_status status = cu_tsv_load(&t, path, "a\tb\tcost", &p->arena, err);
    for (int a = 0; a < ID_SIGNS; a++)
        for (int b = 0; b < ID_SIGNS; b++)
            p->cost[a][b] = a == b                       ? 0
                            : !a || !b                   ? 1.0f
                            : p->vowel[a] != p->vowel[b] ? 1.3f
                            : p->vowel[a]                ? 0.45f
                                                         : 1.0f;
    for (size_t i = 0; status == CU_OK && i < t.rows; i++) {
        struct cu_str a = cu_tsv_cell(&t, i, 0), b = cu_tsv_cell(&t, i, 1);
        char number[16];
        snprintf(number, sizeof number, "%.*s", (int)cu_tsv_cell(&t, i, 2).n,
                 cu_tsv_cell(&t, i, 2).p);
        char *end;
        float cost = strtof(number, &end);
        uint8_t x = a.n == 1 ? p->sign_of[(unsigned char)a.p[0] & 127] : 0;
        bool dropped = cu_str_is(b, "-");
        uint8_t y = b.n == 1 && !dropped ? p->sign_of[(unsigned char)b.p[0] & 127] : 0;
        if (!x || (!y && !dropped) || *end || !(cost >= 0 && cost <= 2))
            return cu_fail(err, CU_ERR_FORMAT, path, t.lines[i], -1,
                           "two signs of sounds.tsv (or one and \"-\") and a cost from 0 to 2");
        p->cost[x][y] = p->cost[y][x] = cost;
    }
    for (int a = 0; a < ID_SIGNS; a++)
        for (int b = 0; b < ID_SIGNS; b++) {
            bool other = a && b && a != b && !p->vowel[a] && !p->vowel[b];
            p->loose[a][b] = (int32_t)lrintf(p->cost[a][b] * 100);
            p->strict[a][b] = other && p->cost[a][b] >= other_consonant ? 200 : p->loose[a][b];
        }
    return status;
}

enum cu_status id_phonetics_open(struct id_phonetics *p, const char *folder, struct cu_error *err)
{
    char path[512];
    memset(p, 0, sizeof *p);
    cu_arena_init(&p->arena, 0);
    cu_map_init(&p->rules);
    snprintf(path, sizeof path, "%s/sounds.tsv", folder);
    enum cu_status status = load_sounds(p, path, err);
    snprintf(path, sizeof path, "%s/costs.tsv", folder);
    return status == CU_OK ? load_costs(p, path, err) : status;
}

void id_phonetics_fini(struct id_phonetics *p)
{
    cu_map_fini(&p->rules);
    cu_arena_fini(&p->arena);
}

/* --- sounding out ------------------------------------------------------------------------------
 */

static const uint32_t *rule_at(const struct id_phonetics *p, struct cu_str letters, bool cyrillic,
                               bool first, bool last, bool after_vowel)
{
    char room[RULE_BYTES_MAX + 2];
    const bool holds[PLACES] = {true, first, last, after_vowel};
    uint8_t places = p->places[cyrillic][(unsigned char)letters.p[0]];
    for (enum place place = PLACES; place-- > ANY;) {
        const uint32_t *row = holds[place] && places >> place & 1
                                  ? cu_map_get(&p->rules, rule_key(room, cyrillic, place, letters))
                                  : NULL;
        if (row)
            return row;
    }
    return NULL;
}

static void append(const struct id_phonetics *p, struct cu_str sounds, struct id_sounds *out)
{
    for (size_t k = 0; k < sounds.n && out->n < ID_SOUNDS_MAX; k++) {
        uint8_t sign = p->sign_of[(unsigned char)sounds.p[k] & 127];
        if (out->n == 0 || out->s[out->n - 1] != sign) /* a doubled letter sounds once */
            out->s[out->n++] = sign;
    }
}

/* The letter without its signs ("ą" to "a"); 0: it has none. */
static uint32_t bare_letter(uint32_t c)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&error);
    UChar parts[8];
    if (U_FAILURE(error))
        return 0;
    int32_t n = unorm2_getDecomposition(nfkd, (UChar32)c, parts, 8, &error);
    return n > 0 && U_SUCCESS(error) ? parts[0] : 0;
}

void id_sound_out(const struct id_phonetics *p, struct cu_str word, bool cyrillic,
                  struct id_sounds *out)
{
    out->n = 0;
    for (size_t i = 0; i < word.n && out->n < ID_SOUNDS_MAX;) {
        bool after_vowel = out->n && p->vowel[out->s[out->n - 1]];
        const uint32_t *row = NULL;
        size_t n = p->longest[cyrillic][(unsigned char)word.p[i]];
        n = word.n - i < n ? word.n - i : n;
        for (; n > 0 && !row; n--)
            row = rule_at(p, (struct cu_str){word.p + i, n}, cyrillic, i == 0, i + n == word.n,
                          after_vowel);
        if (row) {
            append(p, p->sounds[*row], out);
            i += n + 1;
            continue;
        }
        char letter[4];
        uint32_t bare = bare_letter(cu_utf8_next(word.p, word.n, &i));
        size_t bytes = bare ? cu_utf8_put(bare, letter) : 0;
        row = bytes ? rule_at(p, (struct cu_str){letter, bytes}, cyrillic, false, false, false)
                    : NULL;
        if (row)
            append(p, p->sounds[*row], out);
    }
}

/* --- distance ----------------------------------------------------------------------------------
 */

/* In hundredths of a letter: each cell waits for the one before it, and whole numbers keep that
 * chain short. */
static int32_t distance(const int32_t costs[ID_SIGNS][ID_SIGNS], const struct id_sounds *a,
                        const struct id_sounds *b, int32_t limit)
{
    int32_t row[ID_SOUNDS_MAX + 1];
    row[0] = 0;
    for (size_t k = 0; k < b->n; k++)
        row[k + 1] = row[k] + costs[b->s[k]][0];
    for (size_t i = 0; i < a->n; i++) {
        const int32_t *cost = costs[a->s[i]], drop = cost[0];
        int32_t corner = row[0], left = row[0] += drop, least = left;
        for (size_t k = 0; k < b->n; k++) {
            int32_t best = corner + cost[b->s[k]], up = row[k + 1] + drop;
            corner = row[k + 1];
            best = up < best ? up : best;
            left += costs[b->s[k]][0];
            left = best < left ? best : left;
            row[k + 1] = left;
            least = left < least ? left : least;
        }
        if (least >= limit)
            return limit;
    }
    return row[b->n] < limit ? row[b->n] : limit;
}

float id_distance(const struct id_phonetics *p, const struct id_sounds *a,
                  const struct id_sounds *b, float limit)
{
    return (float)distance(p->loose, a, b, (int32_t)(limit * 100)) / 100;
}

float id_other_consonants(const struct id_phonetics *p, const struct id_sounds *a,
                          const struct id_sounds *b)
{
    const int32_t limit = 200 * ID_SOUNDS_MAX;
    return (float)(distance(p->strict, a, b, limit) - distance(p->loose, a, b, limit)) / 100;
}

float id_unlike(const struct id_phonetics *p, const struct id_sounds *a, const struct id_sounds *b)
{
    float length = a->n > b->n ? a->n : b->n;
    if (!a->n || !b->n)
        return a->n == b->n ? 0 : 1;
    return id_distance(p, a, b, length) / length;
}
