/* SPDX-License-Identifier: Apache-2.0
 *
 * Trains model/names/match.tsv from pairs of names, and scores it.
 *
 *   train_match train DATA_DIR OUT.tsv FILE...    DATA_DIR holds lexicon/names
 *   train_match score DATA_DIR FILE...            and model/names
 *
 * A file has a head line and the columns schema, name1, name2, same, kind, id1, id2 parted by tabs,
 * or schema, name1, name2, is_match among the columns of a CSV file.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "identity/identity.h"
#include "logistic.h"
#include "name_pairs.h"

struct sample {
    float f[ID_FEATURES_MAX];
    float score, weight;
    uint32_t entity, pair;
    bool same;
};

struct samples {
    struct sample *items;
    size_t count;
};

static bool is_person(struct cu_str schema)
{
    return cu_str_is(schema, "Person");
}

static enum cu_status collect(const struct id_matcher *m, const struct tr_name_pairs *pairs,
                              enum id_kind kind, struct samples *out, struct cu_error *err)
{
    struct cu_arena arena;
    cu_arena_init(&arena, 0);
    out->count = 0;
    out->items = calloc(pairs->count + 1, sizeof *out->items);
    bool fine = out->items != NULL;
    for (size_t i = 0; fine && i < pairs->count; i++) {
        const struct tr_name_pair *p = &pairs->items[i];
        struct id_name a, b;
        struct id_result r;
        if (is_person(p->schema) != (kind == ID_PERSON))
            continue;
        fine = id_prepare(m, kind, p->a, &arena, &a) && id_prepare(m, kind, p->b, &arena, &b);
        if (!fine)
            break;
        id_compare(m, &a, &b, &r);
        struct sample *s = &out->items[out->count++];
        memcpy(s->f, r.features, sizeof s->f);
        s->score = r.score;
        s->same = p->same;
        s->weight = p->weight;
        s->entity = p->entity;
        s->pair = (uint32_t)i;
        cu_arena_reset(&arena);
    }
    cu_arena_fini(&arena);
    return fine ? CU_OK : cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
}

/* --- training: logistic regression by full gradient, AdaGrad steps -----------------------------
 */

enum { STEPS = 3000 };

/* What no list of pairs may unlearn: where parts of persons differ their names are less alike, and
 * where numbers of organisations do they are two. */
static float bound_of(enum id_kind kind, const char *feature)
{
    static const char *const against[] = {"cost", "alone", "sex", "order", "quarter"};
    if (strcmp(feature, "numbers_differ") == 0)
        return -4;
    for (size_t i = 0; kind == ID_PERSON && i < sizeof against / sizeof *against; i++)
        if (strstr(feature, against[i]))
            return 0;
    return INFINITY;
}

static void fit(const struct samples *s, enum id_kind kind, float *w)
{
    size_t features = id_feature_count(kind);
    double g2[ID_FEATURES_MAX] = {0}, all = 0;
    memset(w, 0, ID_FEATURES_MAX * sizeof *w);
    for (size_t i = 0; i < s->count; i++)
        all += s->items[i].weight;
    for (int step = 0; step < STEPS; step++) {
        double g[ID_FEATURES_MAX] = {0};
        for (size_t i = 0; i < s->count; i++) {
            const struct sample *x = &s->items[i];
            double sum = 0;
            for (size_t k = 0; k < features; k++)
                sum += w[k] * x->f[k];
            double slope = (1 / (1 + exp(-sum)) - x->same) * x->weight / all;
            for (size_t k = 0; k < features; k++)
                g[k] += slope * x->f[k];
        }
        for (size_t k = 0; k < features; k++) {
            g[k] += 1e-5 * w[k];
            g2[k] += g[k] * g[k];
            w[k] -= (float)(0.3 * g[k] / sqrt(g2[k] + 1e-12));
            w[k] = fminf(w[k], bound_of(kind, id_feature_name(kind, k)));
        }
    }
}

static int by_score(const void *a, const void *b)
{
    const struct sample *x = a, *y = b;
    return x->score > y->score ? -1 : x->score < y->score;
}

struct figures {
    double precision, recall, f1, average_precision, best_f1, best_at;
};

/* `items` sorted by falling score. */
static struct figures measure(const struct sample *items, size_t n, float limit)
{
    struct figures m = {0};
    double wanted = 0, hit = 0, said = 0, right = 0;
    for (size_t i = 0; i < n; i++)
        wanted += items[i].same;
    for (size_t i = 0; i < n; i++) {
        hit += items[i].same;
        said += items[i].score >= limit;
        right += items[i].score >= limit && items[i].same;
        if (items[i].same)
            m.average_precision += hit / (double)(i + 1) / (wanted > 0 ? wanted : 1);
        double f1 = 2 * hit / (double)(i + 1 + wanted);
        if (f1 > m.best_f1) {
            m.best_f1 = f1;
            m.best_at = items[i].score;
        }
    }
    m.precision = said > 0 ? right / said : 0;
    m.recall = wanted > 0 ? right / wanted : 0;
    m.f1 = said + wanted > 0 ? 2 * right / (said + wanted) : 0;
    return m;
}

static int train(int argc, char **argv, struct cu_error *err)
{
    struct id_matcher *m = id_matcher_open_untrained(argv[0], err);
    struct tr_name_pairs pairs = {0};
    if (!m || tr_name_pairs_load(&pairs, argv + 2, argc - 2, err) != CU_OK)
        return 2;
    FILE *out = fopen(argv[1], "w");
    if (!out) {
        cu_fail(err, CU_ERR_IO, argv[1], 0, -1, "cannot write");
        return 2;
    }
    fprintf(out, "# SPDX-License-Identifier: CC-BY-SA-4.0\n"
                 "# Weights of the score of two names, written by train_match: see identity.h for "
                 "the features.\n"
                 "kind\tfeature\tweight\n");
    for (int k = 0; k < ID_KINDS; k++) {
        struct samples s;
        float w[ID_FEATURES_MAX];
        size_t features = id_feature_count((enum id_kind)k);
        if (collect(m, &pairs, (enum id_kind)k, &s, err) != CU_OK)
            return 2;
        fit(&s, (enum id_kind)k, w);
        for (size_t i = 0; i < features; i++)
            fprintf(out, "%s\t%s\t%.4f\n", k == ID_PERSON ? "person" : "organisation",
                    id_feature_name((enum id_kind)k, i), (double)w[i]);
        free(s.items);
    }
    fprintf(out, "verdict\tsame\t0.5\nverdict\tpossible\t0.15\n");
    tr_name_pairs_fini(&pairs);
    id_matcher_free(m);
    return fclose(out) ? 2 : 0;
}

/* Resamples entities with replacement; prints the middle 95 of 100 of F1. */
static void bootstrap(struct samples *s, float limit)
{
    enum { ROUNDS = 500 };
    double f1[ROUNDS];
    uint32_t entities = 0;
    for (size_t i = 0; i < s->count; i++)
        entities = s->items[i].entity >= entities ? s->items[i].entity + 1 : entities;
    uint32_t *times = malloc((entities + 1) * sizeof *times);
    uint64_t seed = 1;
    for (int r = 0; times && r < ROUNDS; r++) {
        double wanted = 0, said = 0, right = 0;
        memset(times, 0, (entities + 1) * sizeof *times);
        for (uint32_t e = 0; e < entities; e++) {
            seed += 0x9e3779b97f4a7c15u;
            times[cu_mix(seed) % entities]++;
        }
        for (size_t i = 0; i < s->count; i++) {
            double n = times[s->items[i].entity];
            bool yes = s->items[i].score >= limit;
            wanted += n * s->items[i].same;
            said += n * yes;
            right += n * (yes && s->items[i].same);
        }
        f1[r] = said + wanted > 0 ? 2 * right / (said + wanted) : 0;
        for (int i = r; i > 0 && f1[i - 1] > f1[i]; i--) {
            double swap = f1[i];
            f1[i] = f1[i - 1];
            f1[i - 1] = swap;
        }
    }
    free(times);
    printf("    F1 by entities resampled: %.4f to %.4f (95 of 100)\n", f1[ROUNDS / 40],
           f1[ROUNDS - 1 - ROUNDS / 40]);
}

static void calibration(const struct samples *s)
{
    for (int bin = 0; bin < 10; bin++) {
        size_t n = 0, same = 0;
        for (size_t i = 0; i < s->count; i++) {
            int b = (int)(s->items[i].score * 10);
            n += b == bin || (bin == 9 && b == 10);
            same += (b == bin || (bin == 9 && b == 10)) && s->items[i].same;
        }
        if (n)
            printf("    scored %.1f to %.1f: %zu pairs, %.0f %% are one\n", bin / 10.0,
                   (bin + 1) / 10.0, n, 100.0 * (double)same / (double)n);
    }
}

/* Right and wrong for each value of the table's column `kind`. */
static void by_kind(const struct tr_name_pairs *pairs, const struct samples *s)
{
    for (size_t i = 0; i < s->count; i++) {
        struct cu_str kind = pairs->items[s->items[i].pair].kind;
        size_t n = 0, right = 0, before = 0;
        for (size_t k = 0; k < s->count; k++) {
            if (!cu_str_eq(kind, pairs->items[s->items[k].pair].kind))
                continue;
            before += k < i;
            n++;
            right += (s->items[k].score >= 0.5f) == s->items[k].same;
        }
        if (before == 0)
            printf("    %-24.*s %5zu pairs, %5zu right, %.3f\n", (int)kind.n, kind.p, n, right,
                   (double)right / (double)n);
    }
}

static int score(int argc, char **argv, struct cu_error *err)
{
    struct id_matcher *m = id_matcher_open(argv[0], err);
    const char *misses = getenv("MISSES");
    if (!m)
        return 2;
    for (int i = 1; i < argc; i++) {
        struct tr_name_pairs pairs = {0};
        if (tr_name_pairs_load(&pairs, argv + i, 1, err) != CU_OK)
            return 2;
        printf("%s\n", argv[i]);
        for (int k = 0; k < ID_KINDS; k++) {
            struct samples s;
            if (collect(m, &pairs, (enum id_kind)k, &s, err) != CU_OK)
                return 2;
            qsort(s.items, s.count, sizeof *s.items, by_score);
            struct figures g = measure(s.items, s.count, 0.5f);
            printf("  %s: %zu pairs  precision %.4f  recall %.4f  F1 %.4f  average precision %.4f  "
                   "(best F1 %.4f at %.2f)\n",
                   k == ID_PERSON ? "persons" : "organisations", s.count, g.precision, g.recall,
                   g.f1, g.average_precision, g.best_f1, g.best_at);
            bootstrap(&s, 0.5f);
            calibration(&s);
            if (getenv("KINDS"))
                by_kind(&pairs, &s);
            for (size_t n = 0; misses && n < s.count; n++)
                if ((s.items[n].score >= 0.5f) != s.items[n].same) {
                    const struct tr_name_pair *p = &pairs.items[s.items[n].pair];
                    printf("    %s %.2f  %.*s  |  %.*s  (%.*s)\n", p->same ? "MISSED" : "WRONG",
                           (double)s.items[n].score, (int)p->a.n, p->a.p, (int)p->b.n, p->b.p,
                           (int)p->kind.n, p->kind.p);
                }
            free(s.items);
        }
        tr_name_pairs_fini(&pairs);
    }
    id_matcher_free(m);
    return 0;
}

int main(int argc, char **argv)
{
    struct cu_error err = {0};
    int code = 2;
    if (argc >= 5 && strcmp(argv[1], "train") == 0)
        code = train(argc - 2, argv + 2, &err);
    else if (argc >= 4 && strcmp(argv[1], "score") == 0)
        code = score(argc - 2, argv + 2, &err);
    else
        fprintf(stderr,
                "usage: train_match train DATA_DIR OUT.tsv FILE... | score DATA_DIR FILE...\n");
    if (err.status != CU_OK) {
        char text[800];
        cu_error_text(&err, text, sizeof text);
        fprintf(stderr, "train_match: %s\n", text);
    }
    return code;
}
