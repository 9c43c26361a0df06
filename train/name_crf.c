/* SPDX-License-Identifier: Apache-2.0
 * Training of the conditional random field. See name_crf.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "name_crf.h"

enum { L = NM_LABELS };

bool nc_init(struct nc_crf *c, uint32_t rows)
{
    size_t n = (size_t)rows * L;
    *c = (struct nc_crf){.rows = rows, .rate = 0.1, .decay = 1e-5, .scale = 1};
    c->w = calloc(n, sizeof *c->w);
    c->sum = calloc(n, sizeof *c->sum);
    return c->w && c->sum;
}

void nc_fini(struct nc_crf *c)
{
    free(c->w);
    free(c->sum);
    *c = (struct nc_crf){0};
}

void nc_sum(struct nc_crf *c)
{
    for (size_t i = 0; i < (size_t)c->rows * L; i++)
        c->sum[i] += (double)c->w[i] * c->scale;
    c->epochs_summed++;
}

void nc_average(struct nc_crf *c)
{
    for (size_t i = 0; c->epochs_summed && i < (size_t)c->rows * L; i++)
        c->w[i] = (float)(c->sum[i] / c->epochs_summed);
    c->scale = 1;
}

static const float *row_of(const struct nc_crf *c, uint64_t row)
{
    return c->w + (size_t)(row & (c->rows - 1)) * L;
}

/* --- sums over all sequences ------------------------------------------------------------------ */

/* Forward and backward sums in probability space, each word scaled by its own factor. */
struct lattice {
    double score[NM_WORDS_MAX][L]; /* exp(score - greatest) */
    double forward[NM_WORDS_MAX][L], backward[NM_WORDS_MAX][L], scale[NM_WORDS_MAX];
    double move[NM_CLASSES][L][L]; /* exp, 0 where not allowed */
    double shift;                  /* sum of the greatest scores */
    double at[NM_WORDS_MAX][L];    /* probability of each label */
    double free_at[NM_WORDS_MAX][L];
    double pair[NM_CLASSES][L][L]; /* expected moves, free minus allowed */
    uint32_t kept[NM_WORDS_MAX * NM_FEATURES_MAX];
    uint32_t starts[NM_WORDS_MAX + 1];
};

static bool may(const struct nc_sentence *s, size_t i, int b, bool bound)
{
    return (!bound || (s->allowed[i] >> b & 1)) && (i > 0 || nm_may_start((uint8_t)b)) &&
           (i + 1 < s->words.count || nm_may_end((uint8_t)b));
}

/* Log of the sum over all sequences (or the allowed ones), and forward, backward. */
static double sums(struct lattice *t, const struct nc_sentence *s, bool bound)
{
    size_t n = s->words.count;
    double logs = t->shift;
    for (size_t i = 0; i < n; i++) {
        double total = 0;
        for (int b = 0; b < L; b++) {
            double v = i == 0;
            for (int a = 0; i && a < L; a++)
                v += t->forward[i - 1][a] * t->move[s->words.words[i].klass][a][b];
            t->forward[i][b] = may(s, i, b, bound) ? v * t->score[i][b] : 0;
            total += t->forward[i][b];
        }
        total = total > 0 ? total : 1e-300;
        t->scale[i] = total;
        logs += log(total);
        for (int b = 0; b < L; b++)
            t->forward[i][b] /= total;
    }
    for (int b = 0; b < L; b++)
        t->backward[n - 1][b] = 1;
    for (size_t i = n - 1; i-- > 0;)
        for (int a = 0; a < L; a++) {
            double v = 0;
            for (int b = 0; b < L; b++)
                if (may(s, i + 1, b, bound))
                    v += t->move[s->words.words[i + 1].klass][a][b] * t->score[i + 1][b] *
                         t->backward[i + 1][b];
            t->backward[i][a] = v / t->scale[i + 1];
        }
    return logs;
}

static void expect(struct lattice *t, const struct nc_sentence *s, bool bound, double sign,
                   double (*at)[L])
{
    for (size_t i = 0; i < s->words.count; i++) {
        uint8_t k = s->words.words[i].klass;
        for (int b = 0; b < L; b++)
            at[i][b] = t->forward[i][b] * t->backward[i][b];
        for (int b = 0; i && b < L; b++) {
            if (!may(s, i, b, bound))
                continue;
            double right = t->score[i][b] * t->backward[i][b] / t->scale[i];
            for (int a = 0; a < L; a++)
                t->pair[k][a][b] += sign * t->forward[i - 1][a] * t->move[k][a][b] * right;
        }
    }
}

/* --- a step ------------------------------------------------------------------------------------
 */

static uint64_t next_random(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15u;
    return cu_mix(*state);
}

static void fill(struct lattice *t, const struct nc_crf *c, const struct nc_sentence *s,
                 uint64_t *random)
{
    uint32_t kept = 0;
    t->shift = 0;
    uint32_t limit = (uint32_t)(c->drop * 65536.0f);
    for (size_t i = 0; i < s->words.count; i++) {
        float score[L] = {0};
        t->starts[i] = kept;
        for (uint32_t f = s->starts[i]; f < s->starts[i + 1]; f++) {
            if (limit && (next_random(random) & 0xffff) < limit)
                continue;
            const float *row = row_of(c, s->rows[f]);
            t->kept[kept++] = s->rows[f];
            for (int b = 0; b < L; b++)
                score[b] += row[b];
        }
        for (int b = 0; b < L; b++)
            score[b] *= (float)c->scale;
        float most = score[0];
        for (int b = 1; b < L; b++)
            most = score[b] > most ? score[b] : most;
        for (int b = 0; b < L; b++)
            t->score[i][b] = exp((double)(score[b] - most));
        t->shift += (double)most;
    }
    t->starts[s->words.count] = kept;
    for (uint8_t k = 0; k < NM_CLASSES; k++)
        for (uint8_t a = 0; a < L; a++) {
            const float *row = row_of(c, nm_transition(a, k));
            for (uint8_t b = 0; b < L; b++)
                t->move[k][a][b] = nm_may_follow(a, b) ? exp((double)row[b] * c->scale) : 0;
        }
    memset(t->pair, 0, sizeof t->pair);
}

static void adjust(struct nc_crf *c, uint64_t feature, const double *gradient, double rate)
{
    float *row = c->w + (size_t)(feature & (c->rows - 1)) * L;
    for (int b = 0; b < L; b++)
        row[b] -= (float)(rate * gradient[b]);
}

/* Gaussian prior: all weights shrink a little at every step, by one factor kept apart (Bottou
 * 2012), since touching them all would cost more than the step. */
static double shrink(struct nc_crf *c)
{
    double rate = c->rate / (1 + c->rate * c->decay * (double)c->steps++);
    c->scale *= 1 - rate * c->decay;
    if (c->scale < 1e-4) {
        for (size_t i = 0; i < (size_t)c->rows * L; i++)
            c->w[i] *= (float)c->scale;
        c->scale = 1;
    }
    return rate / c->scale;
}

double nc_step(struct nc_crf *c, const struct nc_sentence *s, uint64_t *random)
{
    if (s->words.count == 0)
        return 0;
    struct lattice *t = malloc(sizeof *t);
    if (!t)
        return 0;
    fill(t, c, s, random);
    double bound = sums(t, s, true);
    expect(t, s, true, -1, t->at);
    double all = sums(t, s, false);
    expect(t, s, false, 1, t->free_at);
    double rate = shrink(c);
    for (size_t i = 0; i < s->words.count; i++) {
        double gradient[L], most = 0;
        for (int b = 0; b < L; b++) {
            gradient[b] = (t->free_at[i][b] - t->at[i][b]) * (double)s->weight;
            most = fabs(gradient[b]) > most ? fabs(gradient[b]) : most;
        }
        for (uint32_t f = t->starts[i]; most > 1e-4 && f < t->starts[i + 1]; f++)
            adjust(c, t->kept[f], gradient, rate);
    }
    for (uint8_t k = 0; k < NM_CLASSES; k++)
        for (uint8_t a = 0; a < L; a++) {
            for (int b = 0; b < L; b++)
                t->pair[k][a][b] *= (double)s->weight;
            adjust(c, nm_transition(a, k), t->pair[k][a], rate);
        }
    free(t);
    return all - bound;
}

bool nc_label(const struct nc_crf *c, const struct nc_sentence *s, uint8_t *labels)
{
    size_t n = s->words.count;
    float *scores = calloc(n * L + 1, sizeof *scores);
    uint8_t *back = malloc(n * L + 1);
    nm_moves *moves = malloc(sizeof *moves);
    bool fine = scores && back && moves;
    for (size_t i = 0; fine && i < n; i++)
        for (uint32_t f = s->starts[i]; f < s->starts[i + 1]; f++)
            for (int b = 0; b < L; b++)
                scores[i * L + (size_t)b] += row_of(c, s->rows[f])[b];
    for (uint8_t k = 0; fine && k < NM_CLASSES; k++)
        for (uint8_t a = 0; a < L; a++)
            memcpy((*moves)[k][a], row_of(c, nm_transition(a, k)), sizeof(float) * L);
    if (fine)
        nm_viterbi(scores, &s->words, *moves, back, labels);
    free(scores);
    free(back);
    free(moves);
    return fine;
}
