/* SPDX-License-Identifier: Apache-2.0
 * The parser at run time: beam search with the mapped weights. See parse.h, parse_state.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/model.h"
#include "read/parse.h"
#include "read/parse_model.h"

struct rd_parser {
    struct cu_model *model;
    const struct rd_move_entry *moves;
    uint32_t move_mask;
    const int8_t *arcs;
    uint32_t arc_mask;
    uint32_t beam, relations;
    uint8_t relation[RD_ARC_CLASSES]; /* enum rd_deprel of each class */
};

/* --- model -------------------------------------------------------------------------------- */

static bool power_of_two(size_t n)
{
    return n && !(n & (n - 1)) && n <= UINT32_MAX;
}

static enum cu_status read_setup(struct rd_parser *p, const char *path, struct cu_error *err)
{
    const void *bytes;
    size_t n;
    enum cu_status status = cu_model_section(p->model, "setup", 8, &bytes, &n, err);
    if (status != CU_OK)
        return status;
    uint32_t head[2];
    memcpy(head, bytes, sizeof head);
    if (head[0] < 1 || head[0] > RD_BEAM_MAX || head[1] < 1 || head[1] > RD_ARC_CLASSES ||
        n != 8 + head[1])
        return cu_fail(err, CU_ERR_FORMAT, path, 0, -1, "beam of %u, %u relations in %zu bytes",
                       head[0], head[1], n);
    p->beam = head[0];
    p->relations = head[1];
    memcpy(p->relation, (const uint8_t *)bytes + 8, head[1]);
    for (uint32_t i = 0; i < head[1]; i++)
        if (p->relation[i] >= RD_DEPREL_COUNT || p->relation[i] == RD_DEP_root)
            return cu_fail(err, CU_ERR_FORMAT, path, 0, -1, "unknown relation %u", p->relation[i]);
    return CU_OK;
}

static enum cu_status read_tables(struct rd_parser *p, const char *path, struct cu_error *err)
{
    const void *bytes;
    size_t n;
    enum cu_status status = cu_model_section(p->model, "moves", 8, &bytes, &n, err);
    if (status != CU_OK)
        return status;
    size_t rows = n / sizeof *p->moves;
    if (!power_of_two(rows) || rows * sizeof *p->moves != n)
        return cu_fail(err, CU_ERR_FORMAT, path, 0, -1, "section moves of %zu bytes", n);
    p->moves = bytes;
    p->move_mask = (uint32_t)(rows - 1);
    status = cu_model_section(p->model, "arcs", RD_ARC_CLASSES, &bytes, &n, err);
    if (status != CU_OK)
        return status;
    rows = n / RD_ARC_CLASSES;
    if (!power_of_two(rows) || rows * RD_ARC_CLASSES != n)
        return cu_fail(err, CU_ERR_FORMAT, path, 0, -1, "section arcs of %zu bytes", n);
    p->arcs = bytes;
    p->arc_mask = (uint32_t)(rows - 1);
    return CU_OK;
}

struct rd_parser *rd_parser_open(const char *model_dir, struct cu_error *err)
{
    char path[512];
    snprintf(path, sizeof path, "%s/parse.model", model_dir);
    struct rd_parser *p = cu_malloc(sizeof *p);
    if (!p) {
        cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
        return NULL;
    }
    *p = (struct rd_parser){.model = cu_model_open(path, false, err)};
    if (!p->model || read_setup(p, path, err) != CU_OK || read_tables(p, path, err) != CU_OK) {
        rd_parser_free(p);
        return NULL;
    }
    return p;
}

void rd_parser_free(struct rd_parser *p)
{
    if (p)
        cu_model_free(p->model);
    free(p);
}

/* --- scores ------------------------------------------------------------------------------- */

static void score_moves(const struct rd_parser *p, const struct rd_parse_input *in,
                        const struct rd_state *s, int32_t scores[RD_MOVES])
{
    uint64_t f[RD_MOVE_FEATURES];
    size_t n = rd_move_features(in, s, f);
    scores[0] = scores[1] = scores[2] = 0;
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&p->moves[f[i] & p->move_mask]);
    for (size_t i = 0; i < n; i++) {
        uint32_t at = (uint32_t)f[i] & p->move_mask;
        uint8_t check = rd_move_check(f[i]);
        const struct rd_move_entry *e = &p->moves[at];
        if (e->check != check)
            e = &p->moves[at ^ 1];
        if (e->check != check)
            continue;
        for (int m = 0; m < RD_MOVES; m++)
            scores[m] += e->w[m];
    }
}

static uint8_t best_label(const struct rd_parser *p, const struct rd_parse_input *in,
                          const struct rd_state *s, enum rd_move m)
{
    if (m == RD_SHIFT || (m == RD_LEFT && s->buf->word == in->n))
        return RD_DEP_root;
    uint64_t f[RD_LABEL_FEATURES];
    int16_t scores[RD_ARC_CLASSES] = {0};
    size_t n = rd_label_features(in, s, m, f);
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&p->arcs[(size_t)(f[i] & p->arc_mask) * RD_ARC_CLASSES]);
    for (size_t i = 0; i < n; i++) {
        const int8_t *row = &p->arcs[(size_t)(f[i] & p->arc_mask) * RD_ARC_CLASSES];
        for (int c = 0; c < RD_ARC_CLASSES; c++)
            scores[c] = (int16_t)(scores[c] + row[c]);
    }
    uint32_t best = 0;
    for (uint32_t c = 1; c < p->relations; c++)
        if (scores[c] > scores[best])
            best = c;
    return p->relation[best];
}

/* --- search ------------------------------------------------------------------------------- */

struct choice {
    int64_t score;
    struct rd_state *from;
    enum rd_move move;
};

/* All memory of one sentence's search. */
struct search {
    struct rd_parse_input in;
    struct rd_atoms *atoms;
    struct rd_node *fresh, *nodes; /* nodes: one for each state */
    struct rd_state *states;       /* 2n + 1 rows of `beam` */
    void *memory;
};

static bool search_init(struct search *w, uint32_t n, uint32_t beam)
{
    size_t states = (2 * (size_t)n + 1) * beam;
    size_t atoms = ((size_t)n + RD_ATOM_PAD) * sizeof *w->atoms;
    size_t fresh = ((size_t)n + 1) * sizeof *w->fresh;
    atoms = (atoms + 63) & ~(size_t)63;
    w->memory = cu_malloc(atoms + fresh + states * (sizeof *w->nodes + sizeof *w->states));
    if (!w->memory)
        return false;
    char *at = w->memory;
    w->atoms = (struct rd_atoms *)at;
    w->fresh = (struct rd_node *)(at + atoms);
    w->nodes = (struct rd_node *)(at + atoms + fresh);
    w->states = (struct rd_state *)(w->nodes + states);
    w->in = (struct rd_parse_input){.n = n, .atoms = w->atoms, .fresh = w->fresh};
    return true;
}

/* Keeps the `beam` best in falling order; of equals the earlier stays first. */
static uint32_t keep(struct choice *best, uint32_t count, uint32_t beam, struct choice c)
{
    if (count == beam && best[count - 1].score >= c.score)
        return count;
    uint32_t i = count < beam ? count++ : beam - 1;
    for (; i > 0 && best[i - 1].score < c.score; i--)
        best[i] = best[i - 1];
    best[i] = c;
    return count;
}

/* The best final state. */
static struct rd_state *run(const struct rd_parser *p, struct search *w)
{
    const struct rd_parse_input *in = &w->in;
    struct rd_state *row = w->states;
    struct rd_node *nodes = w->nodes;
    uint32_t width = 1;
    *row = (struct rd_state){.buf = &in->fresh[0]};
    for (uint64_t step = 0; step < 2 * (uint64_t)in->n; step++) {
        struct choice best[RD_BEAM_MAX];
        uint32_t count = 0;
        for (uint32_t i = 0; i < width; i++) {
            int32_t scores[RD_MOVES];
            score_moves(p, in, &row[i], scores);
            for (int m = 0; m < RD_MOVES; m++)
                if (rd_move_allowed(in, &row[i], (enum rd_move)m))
                    count =
                        keep(best, count, p->beam,
                             (struct choice){row[i].score + scores[m], &row[i], (enum rd_move)m});
        }
        struct rd_state *next = row + p->beam;
        for (uint32_t i = 0; i < count; i++) {
            struct rd_state *s = best[i].from;
            uint8_t label = best_label(p, in, s, best[i].move);
            rd_state_move(in, s, best[i].move, label, nodes++, &next[i]);
            next[i].from = s;
            next[i].score = best[i].score;
        }
        row = next;
        width = count;
    }
    return row;
}

enum cu_status rd_parse(const struct rd_parser *p, struct rd_document *d, uint32_t sentence,
                        struct cu_error *err)
{
    uint32_t first = d->sentences[sentence].first, n = d->sentences[sentence].past - first;
    struct search w;
    if (n == 0)
        return CU_OK;
    if (!search_init(&w, n, p->beam))
        return cu_fail(err, CU_ERR_MEMORY, NULL, 0, (long)d->sentences[sentence].start,
                       "out of memory");
    rd_parse_atoms(d, first, n, w.atoms, w.fresh);
    for (const struct rd_state *s = run(p, &w); s->from; s = s->from) {
        if (s->move == RD_SHIFT)
            continue;
        const struct rd_state *b = s->from;
        uint32_t head = s->move == RD_LEFT ? b->buf->word : b->top->below->word;
        struct rd_token *t = &d->tokens[first + b->top->word];
        t->head = head == n ? RD_NONE : first + head;
        t->deprel = s->label;
    }
    free(w.memory);
    return CU_OK;
}
