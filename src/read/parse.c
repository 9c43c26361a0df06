/* SPDX-License-Identifier: Apache-2.0
 * The parser at run time: greedy moves with the mapped weights. See parse.h, parse_state.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/model.h"
#include "read/parse.h"
#include "read/parse_model.h"

struct rd_parser {
    struct cu_model *model;
    const struct rd_move_entry *moves;
    const int8_t *arcs;
    uint32_t entries, arc_mask;
    uint32_t relations;
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
    if (head[0] != RD_SYSTEM || head[1] < 1 || head[1] > RD_ARC_CLASSES || n != 8 + head[1])
        return cu_fail(err, CU_ERR_FORMAT, path, 0, -1, "transitions %u, %u relations in %zu bytes",
                       head[0], head[1], n);
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
    if (rows % 2 || rows > UINT32_MAX || rows * sizeof *p->moves != n)
        return cu_fail(err, CU_ERR_FORMAT, path, 0, -1, "section moves of %zu bytes", n);
    p->moves = bytes;
    p->entries = (uint32_t)rows;
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
        __builtin_prefetch(&p->moves[rd_move_home(f[i], p->entries)]);
    for (size_t i = 0; i < n; i++) {
        uint32_t at = rd_move_home(f[i], p->entries);
        uint8_t check = rd_move_check(f[i]);
        const struct rd_move_entry *e = &p->moves[at];
        const struct rd_move_entry *other = &p->moves[at ^ 1];
        e = other->check == check && e->check != check ? other : e;
        int32_t keep = -(int32_t)(e->check == check);
        for (int m = 0; m < RD_MOVES; m++)
            scores[m] += e->w[m] & keep;
    }
}

static uint8_t best_relation(const struct rd_parser *p, const struct rd_parse_input *in,
                             const struct rd_state *s, enum rd_move m)
{
    int16_t scores[RD_ARC_CLASSES] = {0};
    uint64_t f[RD_LABEL_FEATURES];
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

/* --- one sentence ------------------------------------------------------------------------- */

/* All memory of one sentence. */
struct work {
    struct rd_parse_input in;
    struct rd_atoms *atoms;
    struct rd_node *fresh, *nodes; /* nodes: one for each step */
    void *memory;
};

static size_t aligned(size_t n)
{
    return (n + 63) & ~(size_t)63;
}

static bool work_init(struct work *w, uint32_t n)
{
    size_t atoms = aligned(((size_t)n + RD_ATOM_PAD) * sizeof *w->atoms);
    size_t fresh = aligned(((size_t)n + 1) * sizeof *w->fresh);
    size_t nodes = aligned(2 * (size_t)n * sizeof *w->nodes);
    w->memory = cu_malloc(atoms + fresh + nodes);
    if (!w->memory)
        return false;
    char *at = w->memory;
    w->atoms = (struct rd_atoms *)at;
    w->fresh = (struct rd_node *)(at += atoms);
    w->nodes = (struct rd_node *)(at + fresh);
    w->in = (struct rd_parse_input){n, w->atoms, w->fresh};
    return true;
}

static enum rd_move choose(const struct rd_parse_input *in, const struct rd_state *s,
                           const int32_t scores[RD_MOVES])
{
    int best = -1;
    for (int m = 0; m < RD_MOVES; m++)
        if (rd_move_allowed(in, s, (enum rd_move)m) && (best < 0 || scores[m] > scores[best]))
            best = m;
    return (enum rd_move)best;
}

static void run(const struct rd_parser *p, const struct work *w, struct rd_token *tokens,
                uint32_t first)
{
    const struct rd_parse_input *in = &w->in;
    struct rd_state s = {.buf = &in->fresh[0]};
    for (struct rd_node *node = w->nodes; !rd_state_done(in, &s); node++) {
        int32_t scores[RD_MOVES];
        uint8_t label = RD_DEP_root;
        score_moves(p, in, &s, scores);
        enum rd_move m = choose(in, &s, scores);
        if (m != RD_SHIFT) {
            uint32_t head = m == RD_LEFT ? s.buf->word : s.top->below->word;
            struct rd_token *t = &tokens[s.top->word];
            if (head < in->n)
                label = best_relation(p, in, &s, m);
            t->head = head == in->n ? RD_NONE : first + head;
            t->deprel = label;
        }
        struct rd_state next;
        rd_state_move(in, &s, m, label, node, &next);
        s = next;
    }
}

enum cu_status rd_parse(const struct rd_parser *p, struct rd_document *d, uint32_t sentence,
                        struct cu_error *err)
{
    uint32_t first = d->sentences[sentence].first, n = d->sentences[sentence].past - first;
    struct work w;
    if (n == 0)
        return CU_OK;
    if (!work_init(&w, n))
        return cu_fail(err, CU_ERR_MEMORY, NULL, 0, (long)d->sentences[sentence].start,
                       "out of memory");
    rd_parse_atoms(d, first, n, w.atoms, w.fresh);
    run(p, &w, &d->tokens[first], first);
    free(w.memory);
    return CU_OK;
}
