/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of persons: parts with their roles, and two of them compared part by part. Every part of
 * one is paired with at most one of the other so that the whole costs least; what the pairs are
 * like, and what is left over, are the features of the score.
 */
#include <string.h>

#include "identity/compare.h"

/* --- reading ------------------------------------------------------------------------------------
 */

static bool skipped(const struct id_matcher *m, const struct id_word *w, bool alone)
{
    uint32_t kinds = id_word_kinds(m->knowledge, w->text);
    return !alone && !w->upper && kinds & (ID_TITLE | ID_SUFFIX) && !(kinds & ID_PARTICLE);
}

/* Which part is the father's name: it ends like one, is not the last of two, and is not set in
 * large letters where others are not. */
static void find_patronymic(const struct id_matcher *m, struct id_form *f, const bool *upper,
                            const bool *cyrillic, bool mixed)
{
    int best = -1;
    for (int i = 0; i < f->count; i++) {
        struct id_part *p = &f->parts[i];
        struct id_ending e = id_ending_of(m->knowledge, p->text);
        if (e.sex && !p->initial)
            p->sex = e.sex;
        p->fathers = e.patronymic && !p->initial;
        if (!e.patronymic || p->initial || p->weak || (mixed && upper[i]))
            continue;
        bool before = i > 0 && f->parts[i - 1].keys.count > 0;
        if (f->count > 2 || mixed)
            best = best < 0 || before ? i : best;
    }
    if (best < 0)
        return;
    struct id_part *p = &f->parts[best];
    struct id_ending e = id_ending_of(m->knowledge, p->text);
    p->role = ID_PATRONYMIC;
    id_father_keys(m->knowledge, p->text, cyrillic[best], e.bytes, &p->keys);
}

static void find_roles(const struct id_matcher *m, struct id_form *f, const bool *upper,
                       const bool *cyrillic, const uint8_t *clause)
{
    size_t large = 0;
    for (int i = 0; i < f->count; i++)
        large += upper[i];
    bool mixed = large > 0 && large < f->count;
    find_patronymic(m, f, upper, cyrillic, mixed);
    for (int i = 0; i < f->count; i++) {
        struct id_part *p = &f->parts[i];
        bool comma = f->count > 1 && clause[f->count - 1] > clause[0];
        if (p->role == ID_PATRONYMIC || p->initial)
            continue;
        if (mixed)
            p->role = upper[i] ? ID_FAMILY : p->keys.count ? ID_GIVEN : ID_ANY;
        else if (comma)
            p->role = clause[i] == clause[0] ? ID_FAMILY : p->keys.count ? ID_GIVEN : ID_ANY;
        else
            p->role = p->keys.count && i + 1 < f->count ? ID_GIVEN : ID_ANY;
    }
    /* beside a father's name and a given one, what is left is the family's */
    bool given = false, father = false;
    for (int i = 0; i < f->count; i++) {
        given = given || f->parts[i].role == ID_GIVEN;
        father = father || f->parts[i].role == ID_PATRONYMIC;
    }
    for (int i = 0; i < f->count; i++)
        if (f->parts[i].role == ID_ANY && (father || (given && i + 1 == f->count)) &&
            !f->parts[i].weak)
            f->parts[i].role = ID_FAMILY;
}

static uint8_t sex_of(const struct id_form *f)
{
    int votes = 0;
    for (int i = 0; i < f->count; i++) {
        const struct id_part *p = &f->parts[i];
        int weight = p->role == ID_PATRONYMIC ? 4 : 1;
        votes += p->sex == ID_FEMALE ? weight : p->sex == ID_MALE ? -weight : 0;
        if (p->role == ID_GIVEN && p->keys.count == 1)
            votes += p->keys.sex[0] == ID_FEMALE ? 2 : p->keys.sex[0] == ID_MALE ? -2 : 0;
    }
    return votes > 1 ? ID_FEMALE : votes < -1 ? ID_MALE : ID_SEX_OPEN;
}

static bool read_form(const struct id_matcher *m, const struct id_words *w, size_t first,
                      size_t past, struct cu_arena *arena, struct id_form *out)
{
    bool upper[ID_PARTS_MAX], cyrillic[ID_PARTS_MAX];
    uint8_t clause[ID_PARTS_MAX];
    size_t words = 0;
    for (size_t i = first; i < past; i++)
        words += !skipped(m, &w->items[i], false);
    *out = (struct id_form){.parts = cu_arena_zalloc(arena, ID_PARTS_MAX * sizeof *out->parts)};
    if (!out->parts)
        return false;
    for (size_t i = first; i < past && out->count < ID_PARTS_MAX; i++) {
        const struct id_word *x = &w->items[i];
        struct id_part *p = &out->parts[out->count];
        if (x->number || skipped(m, x, words == 0))
            continue;
        id_part_of(m, x, p);
        if (p->sounds.n == 0)
            continue;
        uint32_t kinds = id_word_kinds(m->knowledge, x->text);
        p->weak = kinds & ID_PARTICLE && !p->initial && p->sounds.n <= 5;
        if (!p->initial && !p->weak)
            id_given_keys(m->knowledge, p->text, &p->sounds, &p->keys);
        upper[out->count] = x->upper;
        cyrillic[out->count] = x->cyrillic;
        clause[out->count++] = x->clause;
    }
    find_roles(m, out, upper, cyrillic, clause);
    out->sex = sex_of(out);
    return true;
}

bool id_read_person(const struct id_matcher *m, const struct id_words *w, struct cu_arena *arena,
                    struct id_name *out)
{
    for (size_t first = 0, past; first < w->count && out->form_count < ID_FORMS_MAX; first = past) {
        for (past = first + 1; past < w->count; past++)
            if (w->items[past].alternative != w->items[first].alternative ||
                (id_word_kinds(m->knowledge, w->items[past].text) & ~(uint32_t)ID_SMALL) ==
                    ID_ALIAS)
                break;
        size_t from = first;
        while (from + 1 < past &&
               (id_word_kinds(m->knowledge, w->items[from].text) & ~(uint32_t)ID_SMALL) == ID_ALIAS)
            from++;
        if (!read_form(m, w, from, past, arena, &out->forms[out->form_count]))
            return false;
        out->form_count += out->forms[out->form_count].count > 0;
    }
    return true;
}

/* --- parts compared -----------------------------------------------------------------------------
 */

enum how { BY_SOUND, BY_NAME, BY_SHORT_NAME, BY_INITIAL, BY_OTHER_NAME };
static const float other_name = 0.5f, other_ending = 0.35f, alike = 0.12f;
static const char *const how_text[] = {"sound", "forms of one name", "an everyday form of it",
                                       "initial", "another name"};
static const char alone_text[] = "alone";

struct cell {
    float cost;
    float letters; /* the same in letters, 0 where it is not by sound */
    uint8_t how;
};

static bool fits_initial(const struct id_matcher *m, const struct id_part *a,
                         const struct id_part *b)
{
    const struct id_phonetics *p = id_phonetics_of(m->knowledge);
    uint8_t x = a->sounds.s[0], y = b->sounds.s[0];
    if (p->cost[x][y] <= 0.3f)
        return true;
    /* "Ya" and "E" hide a vowel behind j */
    return (a->sounds.n > 1 && p->cost[a->sounds.s[1]][y] <= 0.3f && p->cost[x][0] < 0.3f) ||
           (b->sounds.n > 1 && p->cost[x][b->sounds.s[1]] <= 0.3f && p->cost[y][0] < 0.3f);
}

/* 0: the two share no given name; 1: through an everyday form; 2: through full forms. */
static int shared_name(const struct id_part *a, const struct id_part *b)
{
    int best = 0;
    for (uint8_t i = 0; i < a->keys.count; i++)
        for (uint8_t k = 0; k < b->keys.count; k++)
            if (a->keys.key[i] == b->keys.key[k]) {
                bool full = (a->keys.full[i] && b->keys.full[k]) || a->role == ID_PATRONYMIC;
                best = full ? 2 : best ? best : 1;
            }
    return best;
}

/* Given names and fathers' names: known ones are compared as such, sounds only where they must. */
static struct cell compare_given(const struct id_matcher *m, const struct id_part *a,
                                 const struct id_part *b)
{
    int shared = shared_name(a, b);
    if (shared == 2)
        return (struct cell){0.04f, 0, BY_NAME};
    float unlike = id_parts_unlike(m, a, b);
    if (shared && unlike > 0.12f)
        return (struct cell){0.12f, 0, BY_SHORT_NAME};
    /* two listed names that are not forms of one: Maria and Marfa, Aliaksandr and Aliaksei */
    if (!shared && unlike > alike && unlike < other_name)
        return (struct cell){other_name, 0, BY_OTHER_NAME};
    uint8_t longer = a->sounds.n > b->sounds.n ? a->sounds.n : b->sounds.n;
    return (struct cell){unlike, unlike * longer, BY_SOUND};
}

static struct cell compare_parts(const struct id_matcher *m, const struct id_part *a,
                                 const struct id_part *b)
{
    bool father = a->role == ID_PATRONYMIC || b->role == ID_PATRONYMIC;
    if (a->initial || b->initial)
        return (struct cell){fits_initial(m, a, b) ? 0.1f : 1, 0, BY_INITIAL};
    if (a->sounds.n == b->sounds.n && memcmp(a->sounds.s, b->sounds.s, a->sounds.n) == 0)
        return (struct cell){0, 0, BY_SOUND};
    if (father && a->role != b->role && a->role && b->role)
        return (struct cell){1, ID_SOUNDS_MAX, BY_SOUND};
    if (a->keys.count && b->keys.count && a->role != ID_FAMILY && b->role != ID_FAMILY &&
        father == (a->role == b->role && a->role == ID_PATRONYMIC))
        return compare_given(m, a, b);
    float unlike = id_parts_unlike(m, a, b);
    uint8_t longer = a->sounds.n > b->sounds.n ? a->sounds.n : b->sounds.n;
    /* "Petrov" and "Petrovich" are a family name and a father's */
    if (!father && a->fathers != b->fathers && (a->fathers ? b : a)->sex && unlike < other_ending)
        unlike = other_ending;
    return (struct cell){unlike, unlike * longer, BY_SOUND};
}

/* --- pairing ------------------------------------------------------------------------------------
 */

static const float alone_cost = 0.42f, weak_share = 0.25f;

static float weight_of(const struct id_part *p)
{
    return p->weak ? weak_share : 1;
}

struct pairing {
    struct cell cells[ID_PARTS_MAX][ID_PARTS_MAX];
    int8_t of_a[ID_PARTS_MAX]; /* the part of b, -1: none */
};

/* A pair whose roles cannot agree costs more: a given name and a family name. */
static float clash(const struct id_part *a, const struct id_part *b)
{
    if (a->role == b->role || a->role == ID_ANY || b->role == ID_ANY)
        return 0;
    return a->role == ID_PATRONYMIC || b->role == ID_PATRONYMIC ? 0.4f : 0.15f;
}

/* The cheapest pairing, over all sets of b's parts (Held and Karp 1962). */
static void pair_up(const struct id_matcher *m, const struct id_form *a, const struct id_form *b,
                    struct pairing *out)
{
    float best[1 << ID_PARTS_MAX], next[1 << ID_PARTS_MAX];
    int8_t from[ID_PARTS_MAX][1 << ID_PARTS_MAX];
    size_t sets = (size_t)1 << b->count;
    for (size_t s = 0; s < sets; s++)
        best[s] = s ? 1e9f : 0;
    for (int i = 0; i < a->count; i++) {
        for (size_t s = 0; s < sets; s++) {
            next[s] = best[s] + alone_cost * weight_of(&a->parts[i]);
            from[i][s] = -1;
        }
        for (int k = 0; k < b->count; k++) {
            struct cell *c = &out->cells[i][k];
            *c = compare_parts(m, &a->parts[i], &b->parts[k]);
            float weight = weight_of(&a->parts[i]) * weight_of(&b->parts[k]);
            float cost = (c->cost + clash(&a->parts[i], &b->parts[k]) - alone_cost) * weight;
            for (size_t s = 0; cost < alone_cost && s < sets; s++)
                if (!(s >> k & 1) && best[s] + cost < next[s | (size_t)1 << k]) {
                    next[s | (size_t)1 << k] = best[s] + cost;
                    from[i][s | (size_t)1 << k] = (int8_t)k;
                }
        }
        memcpy(best, next, sets * sizeof *best);
    }
    size_t s = 0;
    for (size_t x = 1; x < sets; x++)
        if (best[x] < best[s])
            s = x;
    for (int i = a->count; i-- > 0;) {
        out->of_a[i] = from[i][s];
        if (from[i][s] >= 0)
            s &= ~((size_t)1 << from[i][s]);
    }
}

/* --- features -----------------------------------------------------------------------------------
 */

enum {
    F_bias,
    F_mean_cost,
    F_worst_cost,
    F_worst_over_a_quarter,
    F_pairs_two,
    F_pairs_three,
    F_family_cost,
    F_given_cost,
    F_patronymic_cost,
    F_family_alone,
    F_given_alone,
    F_patronymic_alone,
    F_both_alone,
    F_one_alone,
    F_initials,
    F_sex,
    F_order,
    F_whole_cost,
    F_single,
    F_patronymic_agrees,
    F_short_form,
    F_exact,
    F_family_letters_cost,
    F_family_consonants_cost,
    F_family_far_cost,
    F_family_sex,
    F_COUNT
};
const char *const id_person_features[] = {
    [F_bias] = "bias",
    [F_mean_cost] = "mean_cost",
    [F_worst_cost] = "worst_cost",
    [F_worst_over_a_quarter] = "worst_over_a_quarter",
    [F_pairs_two] = "pairs_two",
    [F_pairs_three] = "pairs_three",
    [F_family_cost] = "family_cost",
    [F_given_cost] = "given_cost",
    [F_patronymic_cost] = "patronymic_cost",
    [F_family_alone] = "family_alone",
    [F_given_alone] = "given_alone",
    [F_patronymic_alone] = "patronymic_alone",
    [F_both_alone] = "both_alone",
    [F_one_alone] = "one_alone",
    [F_initials] = "initials",
    [F_sex] = "sex",
    [F_order] = "order",
    [F_whole_cost] = "whole_cost",
    [F_single] = "single",
    [F_patronymic_agrees] = "patronymic_agrees",
    [F_short_form] = "short_form",
    [F_exact] = "exact",
    [F_family_letters_cost] = "family_letters_cost",
    [F_family_consonants_cost] = "family_consonants_cost",
    [F_family_far_cost] = "family_far_cost",
    [F_family_sex] = "family_sex",
};
const size_t id_person_feature_count = F_COUNT;

static enum id_role role_of(const struct id_part *a, const struct id_part *b)
{
    if (a->role == ID_PATRONYMIC || b->role == ID_PATRONYMIC)
        return ID_PATRONYMIC;
    if (a->role == ID_FAMILY || b->role == ID_FAMILY)
        return ID_FAMILY;
    return a->role == ID_GIVEN || b->role == ID_GIVEN ? ID_GIVEN : ID_ANY;
}

static float worse(float a, float b)
{
    return a > b ? a : b;
}

static void family_features(const struct id_matcher *m, const struct id_part *a,
                            const struct id_part *b, const struct cell *c, float *f)
{
    f[F_family_cost] = worse(f[F_family_cost], c->cost);
    f[F_family_letters_cost] = worse(f[F_family_letters_cost], c->letters < 3 ? c->letters : 3);
    f[F_family_far_cost] = worse(f[F_family_far_cost], c->letters > 1.2f ? c->letters - 1.2f : 0);
    if (a->sex && b->sex && a->sex != b->sex)
        f[F_family_sex] = 1;
    if (c->letters > 0.8f) {
        float other = id_other_consonants(id_phonetics_of(m->knowledge), &a->sounds, &b->sounds);
        f[F_family_consonants_cost] = worse(f[F_family_consonants_cost], other < 1 ? other : 1);
    }
}

/* A slip of the keyboard and another family look alike to any list of pairs; a wrong "same" is the
 * worse of the two. */
static const float another_family = 1.1f, quite_another_family = 1.5f, doubtful = 0.45f;

static void cap_score(struct id_result *r)
{
    const float *f = r->features;
    bool family = false;
    for (uint8_t i = 0; i < r->pairing_count; i++) {
        const struct id_pairing *p = &r->pairings[i];
        family = family || (p->how != alone_text && (p->role == ID_FAMILY || p->role == ID_ANY));
    }
    if (!family && r->pairing_count > 1) {
        r->ceiling = doubtful;
        id_note_against(r, "no family name agrees");
    }
    if (f[F_family_letters_cost] > quite_another_family ||
        (f[F_family_letters_cost] > another_family && f[F_family_consonants_cost] > 0.8f)) {
        r->ceiling = doubtful;
        id_note_against(r, "the family names sound different");
    }
}

static void pair_features(const struct id_matcher *m, const struct id_form *a,
                          const struct id_form *b, const struct pairing *p, struct id_result *r)
{
    float *f = r->features, sum = 0, weight = 0;
    int pairs = 0, last = -1;
    for (int i = 0; i < a->count; i++) {
        int k = p->of_a[i];
        if (k < 0)
            continue;
        const struct id_part *x = &a->parts[i], *y = &b->parts[k];
        const struct cell *c = &p->cells[i][k];
        enum id_role role = role_of(x, y);
        float w = weight_of(x) * weight_of(y);
        id_note_pair(r, x, y, role, how_text[c->how], c->cost);
        sum += w * c->cost;
        weight += w;
        if (w < 1)
            continue;
        pairs++;
        f[F_order] += k < last;
        last = k;
        f[F_worst_cost] = worse(f[F_worst_cost], c->cost);
        f[F_initials] += c->how == BY_INITIAL;
        f[F_short_form] += c->how == BY_SHORT_NAME;
        if (role == ID_FAMILY || role == ID_ANY)
            family_features(m, x, y, c, f);
        else if (role == ID_GIVEN)
            f[F_given_cost] = worse(f[F_given_cost], c->cost);
        else
            f[F_patronymic_cost] = worse(f[F_patronymic_cost], c->cost);
        f[F_patronymic_agrees] += role == ID_PATRONYMIC && c->how != BY_INITIAL && c->cost < 0.2f;
    }
    f[F_mean_cost] = weight > 0 ? sum / weight : 1;
    f[F_worst_over_a_quarter] = f[F_worst_cost] > 0.25f ? f[F_worst_cost] - 0.25f : 0;
    f[F_pairs_two] = pairs == 2;
    f[F_pairs_three] = pairs >= 3;
    f[F_exact] = pairs > 1 && f[F_worst_cost] < 0.06f && f[F_initials] == 0;
    if (pairs == 0)
        f[F_worst_cost] = f[F_family_cost] = f[F_given_cost] = 1;
}

static void alone_features(const struct id_form *a, const struct id_form *b,
                           const struct pairing *p, struct id_result *r)
{
    float *f = r->features;
    bool taken[ID_PARTS_MAX] = {false};
    int alone[2] = {0}, strong[2] = {0}, roles[2][ID_ROLES] = {{0}};
    for (int i = 0; i < a->count; i++) {
        strong[0] += !a->parts[i].weak;
        if (p->of_a[i] >= 0) {
            taken[p->of_a[i]] = true;
            continue;
        }
        id_note_pair(r, &a->parts[i], NULL, a->parts[i].role, alone_text, 1);
        alone[0] += !a->parts[i].weak;
        roles[0][a->parts[i].role]++;
    }
    for (int k = 0; k < b->count; k++) {
        strong[1] += !b->parts[k].weak;
        if (taken[k])
            continue;
        id_note_pair(r, NULL, &b->parts[k], b->parts[k].role, alone_text, 1);
        alone[1] += !b->parts[k].weak;
        roles[1][b->parts[k].role]++;
    }
    int fewer = alone[0] < alone[1] ? alone[0] : alone[1];
    int more = alone[0] + alone[1] - fewer;
    f[F_both_alone] = (float)fewer;
    f[F_one_alone] = (float)(more - fewer < 3 ? more - fewer : 3);
    f[F_family_alone] = roles[0][ID_FAMILY] > 0 && roles[1][ID_FAMILY] > 0;
    f[F_given_alone] = roles[0][ID_GIVEN] > 0 && roles[1][ID_GIVEN] > 0;
    f[F_patronymic_alone] = roles[0][ID_PATRONYMIC] > 0 && roles[1][ID_PATRONYMIC] > 0;
    f[F_single] = strong[0] == 1 || strong[1] == 1;
    if (f[F_family_alone] > 0)
        id_note_against(r, "the family names differ");
    if (f[F_given_alone] > 0)
        id_note_against(r, "the given names differ");
    if (f[F_patronymic_alone] > 0)
        id_note_against(r, "the patronymics differ");
}

void id_compare_persons(const struct id_matcher *m, const struct id_form *a,
                        const struct id_form *b, struct id_result *out)
{
    struct pairing p;
    struct id_sounds x, y;
    out->features[F_bias] = 1;
    pair_up(m, a, b, &p);
    pair_features(m, a, b, &p, out);
    alone_features(a, b, &p, out);
    cap_score(out);
    if (a->sex && b->sex && a->sex != b->sex) {
        out->features[F_sex] = 1;
        id_note_against(out, "one is a woman's name, one a man's");
    }
    /* aligning whole names is worth the time only where their parts do not line up */
    out->features[F_whole_cost] = out->features[F_mean_cost];
    if (a->count != b->count) {
        id_run_together(a, &x);
        id_run_together(b, &y);
        out->features[F_whole_cost] = id_unlike(id_phonetics_of(m->knowledge), &x, &y);
    }
}
