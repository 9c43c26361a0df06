/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of organisations: what is its own in them, what is generic and can be said in any language,
 * what is a legal form, and numbers, which must agree. See identity.h.
 */
#include <string.h>

#include "identity/compare.h"

/* --- reading ------------------------------------------------------------------------------------
 */

enum { ACRONYM_MAX = 6 };
static const float generic_weight = 0.35f, legal_weight = 0;

static bool is_number(const struct id_word *w, int32_t *value)
{
    *value = 0;
    for (size_t i = 0; w->number && i < w->text.n && i < 8; i++)
        *value = *value * 10 + (w->text.p[i] - '0');
    return w->number;
}

static bool read_form(const struct id_matcher *m, const struct id_words *w, size_t first,
                      size_t past, struct cu_arena *arena, struct id_form *out)
{
    *out = (struct id_form){.parts = cu_arena_zalloc(arena, ID_PARTS_MAX * sizeof *out->parts)};
    if (!out->parts)
        return false;
    size_t step;
    for (size_t i = first; i < past && out->count < ID_PARTS_MAX; i += step) {
        const struct id_word *x = &w->items[i];
        struct id_meaning meaning;
        struct id_part *p = &out->parts[out->count];
        int32_t value;
        id_meaning_at(m->knowledge, w, i, &meaning);
        step = meaning.words ? meaning.words : 1;
        if (id_word_kinds(m->knowledge, x->text) & ID_SMALL && step == 1)
            continue;
        id_part_of(m, x, p);
        p->meaning = meaning;
        if (is_number(x, &value))
            p->meaning.number = value;
        /* a number word is one only where it counts: "No. 1", not a Roman V in a company's name */
        else if (x->text.n == 1 && meaning.number >= 0 && !meaning.concepts)
            p->meaning.number = -1;
        if (p->sounds.n == 0 && p->meaning.number < 0)
            continue;
        p->weak = meaning.legal_form != 0;
        p->role = meaning.concepts || p->weak ? ID_GENERIC : ID_ANY;
        p->acronym = x->upper && cu_utf8_length(x->text) <= ACRONYM_MAX;
        out->count++;
    }
    return true;
}

bool id_read_organisation(const struct id_matcher *m, const struct id_words *w,
                          struct cu_arena *arena, struct id_name *out)
{
    for (size_t first = 0, past; first < w->count && out->form_count < ID_FORMS_MAX; first = past) {
        for (past = first + 1; past < w->count; past++)
            if (w->items[past].alternative != w->items[first].alternative)
                break;
        if (!read_form(m, w, first, past, arena, &out->forms[out->form_count]))
            return false;
        out->form_count += out->forms[out->form_count].count > 0;
    }
    return true;
}

/* --- comparing ----------------------------------------------------------------------------------
 */

enum {
    F_bias,
    F_share_of_shorter,
    F_share_of_longer,
    F_own_shared,
    F_own_alone_both,
    F_own_alone_one,
    F_mean_cost,
    F_worst_cost,
    F_numbers_differ,
    F_number_alone,
    F_legal_forms_differ,
    F_whole_cost,
    F_acronym,
    F_first_agrees,
    F_only_generic,
    F_generic_alone,
    F_COUNT
};
const char *const id_organisation_features[] = {
    [F_bias] = "bias",
    [F_share_of_shorter] = "share_of_shorter",
    [F_share_of_longer] = "share_of_longer",
    [F_own_shared] = "own_shared",
    [F_own_alone_both] = "own_alone_both",
    [F_own_alone_one] = "own_alone_one",
    [F_mean_cost] = "mean_cost",
    [F_worst_cost] = "worst_cost",
    [F_numbers_differ] = "numbers_differ",
    [F_number_alone] = "number_alone",
    [F_legal_forms_differ] = "legal_forms_differ",
    [F_whole_cost] = "whole_cost",
    [F_acronym] = "acronym",
    [F_first_agrees] = "first_agrees",
    [F_only_generic] = "only_generic",
    [F_generic_alone] = "generic_alone",
};
const size_t id_organisation_feature_count = F_COUNT;

static float weight_of(const struct id_part *p)
{
    return p->weak ? legal_weight : p->role == ID_GENERIC ? generic_weight : 1;
}

static bool same_meaning(const struct id_part *a, const struct id_part *b)
{
    for (uint8_t i = 0; i < a->meaning.concepts; i++)
        for (uint8_t k = 0; k < b->meaning.concepts; k++)
            if (a->meaning.concept[i] == b->meaning.concept[k])
                return true;
    return a->meaning.number >= 0 && a->meaning.number == b->meaning.number;
}

static float cost_of(const struct id_matcher *m, const struct id_part *a, const struct id_part *b)
{
    if (same_meaning(a, b))
        return 0;
    if (a->meaning.number >= 0 || b->meaning.number >= 0)
        return 1;
    return id_parts_unlike(m, a, b);
}

struct matching {
    int8_t of_a[ID_PARTS_MAX], of_b[ID_PARTS_MAX];
    float cost[ID_PARTS_MAX];
};

static const float pair_limit = 0.45f;

/* The cheapest pairs first; names of organisations have too many words to try all. */
static void pair_up(const struct id_matcher *m, const struct id_form *a, const struct id_form *b,
                    struct matching *out)
{
    float cost[ID_PARTS_MAX][ID_PARTS_MAX];
    memset(out->of_a, -1, sizeof out->of_a);
    memset(out->of_b, -1, sizeof out->of_b);
    for (int i = 0; i < a->count; i++)
        for (int k = 0; k < b->count; k++)
            cost[i][k] =
                a->parts[i].weak || b->parts[k].weak ? 1 : cost_of(m, &a->parts[i], &b->parts[k]);
    for (;;) {
        int x = -1, y = -1;
        for (int i = 0; i < a->count; i++)
            for (int k = 0; k < b->count; k++)
                if (out->of_a[i] < 0 && out->of_b[k] < 0 && cost[i][k] < pair_limit &&
                    (x < 0 || cost[i][k] < cost[x][y])) {
                    x = i;
                    y = k;
                }
        if (x < 0)
            return;
        out->of_a[x] = (int8_t)y;
        out->of_b[y] = (int8_t)x;
        out->cost[x] = cost[x][y];
    }
}

/* "NNK" and "Novaia naftavaia kampania": the first sounds of the other's words in their order. */
static bool is_acronym_of(const struct id_matcher *m, const struct id_part *p,
                          const struct id_form *f)
{
    const struct id_phonetics *ph = id_phonetics_of(m->knowledge);
    uint8_t k = 0;
    for (int i = 0; i < f->count && k < p->sounds.n; i++)
        if (!f->parts[i].weak && f->parts[i].sounds.n &&
            ph->cost[f->parts[i].sounds.s[0]][p->sounds.s[k]] < 0.2f)
            k++;
    return p->acronym && p->sounds.n > 1 && k == p->sounds.n;
}

static void alone(const struct id_form *f, const int8_t *of, bool second, float own[2],
                  float generic[2], struct id_result *r)
{
    for (int i = 0; i < f->count; i++) {
        const struct id_part *p = &f->parts[i];
        if (of[i] >= 0 || p->weak)
            continue;
        id_note_pair(r, second ? NULL : p, second ? p : NULL, p->role, "alone", 1);
        if (p->role == ID_GENERIC)
            generic[second]++;
        else
            own[second]++;
        r->features[F_number_alone] += p->meaning.number >= 0;
    }
}

static uint16_t legal_form_of(const struct id_form *f)
{
    for (int i = 0; i < f->count; i++)
        if (f->parts[i].meaning.legal_form)
            return f->parts[i].meaning.legal_form;
    return 0;
}

void id_compare_organisations(const struct id_matcher *m, const struct id_form *a,
                              const struct id_form *b, struct id_result *out)
{
    float *f = out->features, total[2] = {0}, shared[2] = {0}, sum = 0, weight = 0;
    float own[2] = {0}, generic[2] = {0};
    struct matching p;
    f[F_bias] = 1;
    pair_up(m, a, b, &p);
    for (int k = 0; k < b->count; k++)
        total[1] += weight_of(&b->parts[k]);
    for (int i = 0; i < a->count; i++) {
        total[0] += weight_of(&a->parts[i]);
        if (p.of_a[i] < 0)
            continue;
        const struct id_part *x = &a->parts[i], *y = &b->parts[p.of_a[i]];
        float wx = weight_of(x), wy = weight_of(y), good = 1 - p.cost[i];
        bool own_pair = x->role != ID_GENERIC || y->role != ID_GENERIC;
        id_note_pair(out, x, y, own_pair ? ID_ANY : ID_GENERIC,
                     same_meaning(x, y) ? "meaning" : "sound", p.cost[i]);
        shared[0] += wx * good;
        shared[1] += wy * good;
        sum += wx * p.cost[i];
        weight += wx;
        f[F_own_shared] += own_pair ? good : 0;
        if (wx == 1)
            f[F_worst_cost] = p.cost[i] > f[F_worst_cost] ? p.cost[i] : f[F_worst_cost];
    }
    alone(a, p.of_a, false, own, generic, out);
    alone(b, p.of_b, true, own, generic, out);
    float x = total[0] > 0 ? shared[0] / total[0] : 0, y = total[1] > 0 ? shared[1] / total[1] : 0;
    f[F_share_of_shorter] = x > y ? x : y;
    f[F_share_of_longer] = x > y ? y : x;
    f[F_own_shared] = f[F_own_shared] > 2 ? 2 : f[F_own_shared];
    f[F_own_alone_both] = own[0] < own[1] ? own[0] : own[1];
    f[F_own_alone_one] = own[0] + own[1] - 2 * f[F_own_alone_both];
    f[F_generic_alone] = generic[0] + generic[1] > 3 ? 3 : generic[0] + generic[1];
    f[F_mean_cost] = weight > 0 ? sum / weight : 1;
    f[F_numbers_differ] = f[F_number_alone] > 1;
    if (f[F_numbers_differ] > 0)
        id_note_against(out, "the numbers differ");
    f[F_number_alone] = f[F_number_alone] == 1;
    uint16_t legal[2] = {legal_form_of(a), legal_form_of(b)};
    f[F_legal_forms_differ] = legal[0] && legal[1] && legal[0] != legal[1];
    if (f[F_legal_forms_differ] > 0)
        id_note_against(out, "the legal forms differ");
    f[F_only_generic] = f[F_own_shared] == 0;
    f[F_first_agrees] = a->count && b->count && p.of_a[0] == 0 && p.cost[0] < 0.3f;
    for (int i = 0; i < a->count && !f[F_acronym]; i++)
        f[F_acronym] = is_acronym_of(m, &a->parts[i], b);
    for (int k = 0; k < b->count && !f[F_acronym]; k++)
        f[F_acronym] = is_acronym_of(m, &b->parts[k], a);
    struct id_sounds s, t;
    id_run_together(a, &s);
    id_run_together(b, &t);
    f[F_whole_cost] = id_unlike(id_phonetics_of(m->knowledge), &s, &t);
}
