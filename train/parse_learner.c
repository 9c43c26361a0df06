/* SPDX-License-Identifier: Apache-2.0
 * How the parser learns. See parse_learner.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "parse_learner.h"

enum { WORDS_MAX = 300, MOVE_ROWS = 1 << 24, ARC_ROWS = 1 << 17 };

/* A case is learned from while the right answer has less than this. */
static const float sure = 0.95f;

struct learner {
    struct tr_tables *tables;
    const struct tr_plan *plan;
    const struct tr_tree *tree;
    struct rd_parse_input in;
    uint64_t random, mask; /* mask: which features this sentence leaves out */
    size_t moves, wrong, arcs, wrong_arcs;
    struct rd_atoms atoms[WORDS_MAX + RD_ATOM_PAD];
    struct rd_node fresh[WORDS_MAX + 1];
    struct rd_node nodes[2 * WORDS_MAX];
};

static uint64_t next_random(struct learner *l)
{
    l->random ^= l->random << 13;
    l->random ^= l->random >> 7;
    l->random ^= l->random << 17;
    return l->random;
}

static size_t thin(const struct learner *l, uint64_t *f, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (((f[i] ^ l->mask) * 0x9e3779b97f4a7c15u >> 32) % 100 >= l->plan->dropped)
            f[kept++] = f[i];
    return kept;
}

static size_t move_features(const struct learner *l, const struct rd_state *s,
                            uint64_t f[RD_MOVE_FEATURES])
{
    return thin(l, f, rd_move_features(&l->in, s, f));
}

/* --- relations ---------------------------------------------------------------------------- */

/* Scores become probabilities; returns that of `right`. */
static float softmax(float *scores, uint32_t n, float most, uint32_t right)
{
    float sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += scores[i] = expf(scores[i] - most);
    for (uint32_t i = 0; i < n; i++)
        scores[i] /= sum;
    return scores[right];
}

/* The relation of the arc that `m` makes, learned where the arc is right. */
static uint8_t label_of(struct learner *l, const struct rd_state *s, enum rd_move m)
{
    if (m == RD_SHIFT || (m == RD_LEFT && s->buf->word == l->in.n))
        return RD_DEP_root;
    uint64_t f[RD_LABEL_FEATURES];
    float scores[RD_ARC_CLASSES];
    size_t n = thin(l, f, rd_label_features(&l->in, s, m, f));
    uint32_t best = tr_best_arc(l->tables, f, n, scores), child = s->top->word;
    uint32_t head = m == RD_LEFT ? s->buf->word : s->top->below->word;
    uint8_t right = l->tables->class_of[l->tree->label[child]];
    if (l->tree->head[child] != head || right == RD_ARC_CLASSES)
        return l->tables->relation[best];
    l->tables->arc_step++;
    l->arcs++;
    l->wrong_arcs += best != right;
    if (softmax(scores, l->tables->relations, scores[best], right) < sure) {
        scores[right] -= 1;
        tr_update_arcs(l->tables, f, n, scores);
    }
    return l->tables->relation[best];
}

/* --- move by move ------------------------------------------------------------------------- */

static int best_of(const float scores[RD_MOVES], unsigned among)
{
    int best = -1;
    for (int m = 0; m < RD_MOVES; m++)
        if (among & 1u << m && (best < 0 || scores[m] > scores[best]))
            best = m;
    return best;
}

/* Scores become slopes of the log loss; returns the probability of the right moves. */
static float move_slope(float scores[RD_MOVES], unsigned allowed, unsigned right, float most)
{
    float sum = 0, good = 0;
    for (int m = 0; m < RD_MOVES; m++) {
        scores[m] = allowed & 1u << m ? expf(scores[m] - most) : 0;
        sum += scores[m];
        good += right & 1u << m ? scores[m] : 0;
    }
    for (int m = 0; m < RD_MOVES; m++)
        scores[m] = scores[m] / sum - (right & 1u << m && good > 0 ? scores[m] / good : 0);
    return good / sum;
}

static void learn_moves(struct learner *l, bool explore)
{
    struct rd_state s = {.buf = &l->fresh[0]};
    struct rd_node *node = l->nodes;
    while (!rd_state_done(&l->in, &s)) {
        uint64_t f[RD_MOVE_FEATURES];
        float scores[RD_MOVES];
        size_t n = move_features(l, &s, f);
        unsigned right = tr_oracle_moves(l->tree, &l->in, &s), allowed = 0;
        for (int m = 0; m < RD_MOVES; m++)
            allowed |= rd_move_allowed(&l->in, &s, (enum rd_move)m) ? 1u << m : 0;
        tr_score_moves(l->tables, f, n, scores);
        int guess = best_of(scores, allowed), gold = best_of(scores, right);
        l->tables->move_step++;
        l->moves++;
        l->wrong += guess != gold;
        if (move_slope(scores, allowed, right, scores[guess]) < sure)
            tr_update_moves(l->tables, f, n, scores);
        enum rd_move m = (enum rd_move)(explore && next_random(l) % 10 != 0 ? guess : gold);
        struct rd_state next;
        rd_state_move(&l->in, &s, m, label_of(l, &s, m), node++, &next);
        s = next;
    }
}

/* --- epochs ------------------------------------------------------------------------------- */

static void shuffle(struct learner *l, uint32_t *order, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = next_random(l) % i;
        uint32_t x = order[i - 1];
        order[i - 1] = order[j];
        order[j] = x;
    }
}

static void epoch(struct learner *l, const struct tr_cases *cases, const uint32_t *order,
                  int number)
{
    time_t start = time(NULL);
    l->moves = l->wrong = l->arcs = l->wrong_arcs = 0;
    for (size_t i = 0; i < cases->count; i++) {
        const struct tr_case *c = &cases->items[order[i]];
        if (c->tree.n > WORDS_MAX)
            continue;
        l->tree = &c->tree;
        l->in = (struct rd_parse_input){c->tree.n, l->atoms, l->fresh};
        l->mask = next_random(l);
        rd_parse_atoms(&c->doc, 0, c->tree.n, l->atoms, l->fresh);
        learn_moves(l, number > 0);
    }
    fprintf(stderr, "epoch %d: %.2f%% of moves, %.2f%% of relations wrong, %zu features, %ld s\n",
            number + 1, 100.0 * (double)l->wrong / (double)l->moves,
            100.0 * (double)l->wrong_arcs / (double)l->arcs, l->tables->move_count,
            (long)(time(NULL) - start));
}

/* Epochs `from` to before `past`. */
static void some_epochs(struct learner *l, const struct tr_cases *cases, uint32_t *order, int from,
                        int past)
{
    for (int e = from; e < past; e++) {
        shuffle(l, order, cases->count);
        epoch(l, cases, order, e);
    }
}

/* Several runs from the same chosen features that differ in chance alone. The mean of linear
 * models is one linear model, steadier than each. */
static bool mean_of_runs(struct learner *l, struct tr_tables *mean, const struct tr_cases *cases,
                         uint32_t *order)
{
    struct tr_tables start;
    bool fine = tr_tables_copy(&start, mean);
    if (fine)
        tr_tables_average(mean);
    for (int r = 0; fine && r < l->plan->runs; r++) {
        struct tr_tables run;
        fine = tr_tables_copy(&run, &start);
        if (fine) {
            l->tables = &run;
            some_epochs(l, cases, order, l->plan->select_after, l->plan->epochs);
            tr_tables_average(&run);
            tr_tables_mix(mean, &run, 1.0f / (float)(r + 1));
        }
        tr_tables_fini(&run);
    }
    tr_tables_fini(&start);
    return fine;
}

enum cu_status tr_learn(struct tr_tables *tables, const struct tr_cases *cases,
                        const struct tr_plan *plan, struct cu_error *err)
{
    uint32_t counts[RD_DEPREL_COUNT] = {0};
    for (size_t i = 0; i < cases->count; i++)
        for (uint32_t w = 0; w < cases->items[i].tree.n; w++)
            counts[cases->items[i].tree.label[w]]++;
    uint32_t *order = calloc(cases->count + 1, sizeof *order);
    struct learner *l = calloc(1, sizeof *l);
    bool fine = tr_tables_init(tables, MOVE_ROWS, ARC_ROWS, counts) && l && order;
    if (fine) {
        for (uint32_t i = 0; i < cases->count; i++)
            order[i] = i;
        l->random = 88172645463325252u;
        l->tables = tables;
        l->plan = plan;
        some_epochs(l, cases, order, 0, plan->select_after);
        fine = tr_tables_select(tables, plan->entries) && mean_of_runs(l, tables, cases, order);
    }
    free(order);
    free(l);
    return fine ? CU_OK : cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
}
