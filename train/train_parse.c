/* SPDX-License-Identifier: Apache-2.0
 *
 * Trains and scores the dependency parser.
 *
 *   train_parse train OUT_DIR EPOCHS BEAM TRAIN.conllu...     writes OUT_DIR/parse.model
 *   train_parse score MODEL_DIR FILE.conllu...                gold words
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "attachment.h"
#include "parse_tables.h"
#include "read/parse.h"

enum { WORDS_MAX = 600, MOVE_ROWS = 1 << 24, MOVE_ENTRIES = 1 << 20, ARC_ROWS = 1 << 17 };

struct trainer {
    struct tr_tables tables;
    uint64_t random;
    size_t moves, wrong, arcs, wrong_arcs;
    struct rd_atoms atoms[WORDS_MAX + RD_ATOM_PAD];
    struct rd_node fresh[WORDS_MAX + 1], nodes[2 * WORDS_MAX];
};

static uint64_t next_random(struct trainer *t)
{
    t->random ^= t->random << 13;
    t->random ^= t->random >> 7;
    t->random ^= t->random << 17;
    return t->random;
}

static double now(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

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
static uint8_t train_label(struct trainer *t, const struct tr_tree *tree,
                           const struct rd_parse_input *in, const struct rd_state *s,
                           enum rd_move m)
{
    if (m == RD_SHIFT || (m == RD_LEFT && s->buf->word == in->n))
        return RD_DEP_root;
    uint64_t f[RD_LABEL_FEATURES];
    size_t n = rd_label_features(in, s, m, f);
    float scores[RD_ARC_CLASSES];
    uint32_t best = tr_best_arc(&t->tables, f, n, scores), child = s->top->word;
    uint32_t head = m == RD_LEFT ? s->buf->word : s->top->below->word;
    uint8_t right = t->tables.class_of[tree->label[child]];
    if (tree->head[child] == head && right < RD_ARC_CLASSES) {
        t->tables.arc_step++;
        t->arcs++;
        t->wrong_arcs += best != right;
        float right_p = softmax(scores, t->tables.relations, scores[best], right);
        if (right_p < 0.95f) {
            scores[right] -= 1;
            tr_update_arcs(&t->tables, f, n, scores);
        }
    }
    return t->tables.relation[best];
}

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

static void train_sentence(struct trainer *t, const struct tr_case *c, bool explore)
{
    struct rd_parse_input in = {.n = c->tree.n, .atoms = t->atoms, .fresh = t->fresh};
    struct rd_state s = {.buf = &t->fresh[0]};
    struct rd_node *node = t->nodes;
    rd_parse_atoms(&c->doc, 0, in.n, t->atoms, t->fresh);
    while (!rd_state_done(&in, &s)) {
        uint64_t f[RD_MOVE_FEATURES];
        float scores[RD_MOVES];
        size_t n = rd_move_features(&in, &s, f);
        unsigned right = tr_oracle_moves(&c->tree, &in, &s), allowed = 0;
        for (int m = 0; m < RD_MOVES; m++)
            allowed |= rd_move_allowed(&in, &s, (enum rd_move)m) ? 1u << m : 0;
        tr_score_moves(&t->tables, f, n, scores);
        int guess = best_of(scores, allowed), gold = best_of(scores, right);
        t->tables.move_step++;
        t->moves++;
        t->wrong += guess != gold;
        if (move_slope(scores, allowed, right, scores[guess]) < 0.95f)
            tr_update_moves(&t->tables, f, n, scores);
        enum rd_move m = (enum rd_move)(explore && next_random(t) % 10 != 0 ? guess : gold);
        struct rd_state next;
        rd_state_move(&in, &s, m, train_label(t, &c->tree, &in, &s, m), node++, &next);
        s = next;
    }
}

static void shuffle(struct trainer *t, uint32_t *order, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = next_random(t) % i;
        uint32_t x = order[i - 1];
        order[i - 1] = order[j];
        order[j] = x;
    }
}

static enum cu_status train(struct trainer *t, const struct tr_cases *cases, int epochs)
{
    uint32_t counts[RD_DEPREL_COUNT] = {0};
    uint32_t *order = malloc(cases->count * sizeof *order);
    for (size_t i = 0; i < cases->count; i++)
        for (uint32_t w = 0; w < cases->items[i].tree.n; w++)
            counts[cases->items[i].tree.label[w]]++;
    if (!order || !tr_tables_init(&t->tables, MOVE_ROWS, ARC_ROWS, counts)) {
        free(order);
        return CU_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < cases->count; i++)
        order[i] = i;
    for (int e = 0; e < epochs; e++) {
        double start = now();
        t->moves = t->wrong = t->arcs = t->wrong_arcs = 0;
        shuffle(t, order, cases->count);
        for (size_t i = 0; i < cases->count; i++)
            if (cases->items[order[i]].tree.n <= WORDS_MAX)
                train_sentence(t, &cases->items[order[i]], e > 0);
        fprintf(
            stderr, "epoch %d: %.2f%% of moves, %.2f%% of relations wrong, %zu features, %.0f s\n",
            e + 1, 100.0 * (double)t->wrong / (double)t->moves,
            100.0 * (double)t->wrong_arcs / (double)t->arcs, t->tables.move_count, now() - start);
    }
    free(order);
    return CU_OK;
}

static enum cu_status load_all(struct tr_cases *cases, int n, char **paths, struct cu_error *err)
{
    enum cu_status status = CU_OK;
    for (int i = 0; i < n && status == CU_OK; i++)
        status = tr_cases_load(cases, paths[i], err);
    return status;
}

static enum cu_status do_train(int argc, char **argv, struct cu_error *err)
{
    struct tr_cases cases = {0};
    struct trainer *t = calloc(1, sizeof *t);
    char path[512];
    if (!t)
        return cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    t->random = 88172645463325252u;
    snprintf(path, sizeof path, "%s/parse.model", argv[2]);
    enum cu_status status = load_all(&cases, argc - 5, argv + 5, err);
    if (status == CU_OK && train(t, &cases, atoi(argv[3])) != CU_OK)
        status = cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    if (status == CU_OK)
        status = tr_tables_write(&t->tables, path, (uint32_t)atoi(argv[4]), MOVE_ENTRIES, err);
    tr_tables_fini(&t->tables);
    tr_cases_fini(&cases);
    free(t);
    return status;
}

static enum cu_status score_file(const struct rd_parser *p, const char *path, struct cu_error *err)
{
    struct tr_cases cases = {0};
    struct tr_attachment score = {0};
    enum cu_status status = tr_cases_load(&cases, path, err);
    double start = now();
    for (size_t i = 0; i < cases.count && status == CU_OK; i++)
        status = rd_parse(p, &cases.items[i].doc, 0, err);
    double seconds = now() - start;
    for (size_t i = 0; i < cases.count && status == CU_OK; i++)
        tr_attachment_add(&score, &cases.items[i]);
    if (status == CU_OK) {
        tr_attachment_print(&score, path);
        printf("  %.0f words/s\n", (double)cases.words / seconds);
    }
    tr_cases_fini(&cases);
    return status;
}

static enum cu_status do_score(int argc, char **argv, struct cu_error *err)
{
    struct rd_parser *p = rd_parser_open(argv[2], err);
    enum cu_status status = p ? CU_OK : err->status;
    for (int i = 3; i < argc && status == CU_OK; i++)
        status = score_file(p, argv[i], err);
    rd_parser_free(p);
    return status;
}

int main(int argc, char **argv)
{
    struct cu_error err = {0};
    enum cu_status status = CU_ERR_USAGE;
    if (argc >= 6 && strcmp(argv[1], "train") == 0)
        status = do_train(argc, argv, &err);
    else if (argc >= 4 && strcmp(argv[1], "score") == 0)
        status = do_score(argc, argv, &err);
    else
        cu_fail(&err, status, NULL, 0, -1, "usage: see the head of train_parse.c");
    if (status == CU_OK)
        return 0;
    char text[768];
    cu_error_text(&err, text, sizeof text);
    fprintf(stderr, "train_parse: %s\n", text);
    return 2;
}
