/* SPDX-License-Identifier: Apache-2.0
 * The parser's weights in training. See parse_tables.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/model.h"
#include "parse_tables.h"

/* Step of AdaGrad (Duchi et al. 2011), and the weight that one unit of int8 stands for. */
static const float ETA = 0.05f, UNIT = 0.016f;

bool tr_tables_init(struct tr_tables *t, size_t move_rows, size_t arc_rows,
                    const uint32_t counts[RD_DEPREL_COUNT])
{
    *t = (struct tr_tables){.move_rows = move_rows, .arc_rows = arc_rows};
    t->moves = calloc(move_rows, sizeof *t->moves);
    t->arc_w = calloc(arc_rows * RD_ARC_CLASSES, sizeof *t->arc_w);
    t->arc_u = calloc(arc_rows * RD_ARC_CLASSES, sizeof *t->arc_u);
    t->arc_g = calloc(arc_rows * RD_ARC_CLASSES, sizeof *t->arc_g);
    memset(t->class_of, RD_ARC_CLASSES, sizeof t->class_of);
    while (t->relations < RD_ARC_CLASSES) {
        int best = -1;
        for (int r = 0; r < RD_DEPREL_COUNT; r++)
            if (r != RD_DEP_root && t->class_of[r] == RD_ARC_CLASSES && counts[r] &&
                (best < 0 || counts[r] > counts[best]))
                best = r;
        if (best < 0)
            break;
        t->class_of[best] = (uint8_t)t->relations;
        t->relation[t->relations++] = (uint8_t)best;
    }
    return t->moves && t->arc_w && t->arc_u && t->arc_g;
}

void tr_tables_fini(struct tr_tables *t)
{
    free(t->moves);
    free(t->arc_w);
    free(t->arc_u);
    free(t->arc_g);
    *t = (struct tr_tables){0};
}

/* --- moves -------------------------------------------------------------------------------- */

static struct tr_move_row *row_of(const struct tr_tables *t, uint64_t feature)
{
    size_t mask = t->move_rows - 1, i = (feature >> 20) & mask;
    while (t->moves[i].feature && t->moves[i].feature != feature)
        i = (i + 1) & mask;
    return &t->moves[i];
}

void tr_score_moves(const struct tr_tables *t, const uint64_t *f, size_t n, float scores[RD_MOVES])
{
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&t->moves[(f[i] >> 20) & (t->move_rows - 1)]);
    scores[0] = scores[1] = scores[2] = 0;
    for (size_t i = 0; i < n; i++) {
        const struct tr_move_row *r = row_of(t, f[i]);
        for (int m = 0; m < RD_MOVES; m++)
            scores[m] += r->w[m];
    }
}

void tr_update_moves(struct tr_tables *t, const uint64_t *f, size_t n, const float slope[RD_MOVES])
{
    for (size_t i = 0; i < n; i++) {
        struct tr_move_row *r = row_of(t, f[i]);
        if (!r->feature) {
            if (t->closed || t->move_count * 8 > t->move_rows * 7)
                continue;
            t->move_count++;
            r->feature = f[i];
        }
        for (int m = 0; m < RD_MOVES; m++) {
            r->g[m] += slope[m] * slope[m];
            float by = -ETA * slope[m] / sqrtf(r->g[m] + 1e-4f);
            r->w[m] += by;
            r->u[m] += by * (float)t->move_step;
        }
    }
}

/* --- relations ---------------------------------------------------------------------------- */

uint32_t tr_best_arc(const struct tr_tables *t, const uint64_t *f, size_t n,
                     float scores[RD_ARC_CLASSES])
{
    memset(scores, 0, RD_ARC_CLASSES * sizeof *scores);
    for (size_t i = 0; i < n; i++) {
        const float *row = t->arc_w + (f[i] & (t->arc_rows - 1)) * RD_ARC_CLASSES;
        for (int c = 0; c < RD_ARC_CLASSES; c++)
            scores[c] += row[c];
    }
    uint32_t best = 0;
    for (uint32_t c = 1; c < t->relations; c++)
        if (scores[c] > scores[best])
            best = c;
    return best;
}

void tr_update_arcs(struct tr_tables *t, const uint64_t *f, size_t n,
                    const float slope[RD_ARC_CLASSES])
{
    for (size_t i = 0; i < n; i++) {
        size_t at = (f[i] & (t->arc_rows - 1)) * RD_ARC_CLASSES;
        for (uint32_t c = 0; c < t->relations; c++) {
            float s = slope[c], *g = &t->arc_g[at + c];
            if (s > -1e-3f && s < 1e-3f)
                continue;
            *g += s * s;
            float by = -ETA * s / sqrtf(*g + 1e-4f);
            t->arc_w[at + c] += by;
            t->arc_u[at + c] += by * (float)t->arc_step;
        }
    }
}

/* --- into the model file ------------------------------------------------------------------- */

static int8_t squeeze(float w)
{
    float v = roundf(w / UNIT);
    return (int8_t)(v > 127 ? 127 : v < -127 ? -127 : v);
}

struct averaged {
    uint64_t feature;
    float w[RD_MOVES], size;
};

static int by_size(const void *a, const void *b)
{
    const struct averaged *x = a, *y = b;
    if (x->size != y->size)
        return x->size < y->size ? 1 : -1;
    return x->feature < y->feature ? -1 : x->feature > y->feature;
}

/* All averaged rows, largest weights first; on the heap. */
static struct averaged *average_moves(const struct tr_tables *t, size_t *count)
{
    struct averaged *list = malloc((t->move_count + 1) * sizeof *list);
    *count = 0;
    for (size_t i = 0; list && i < t->move_rows; i++) {
        const struct tr_move_row *r = &t->moves[i];
        if (!r->feature)
            continue;
        struct averaged *a = &list[(*count)++];
        *a = (struct averaged){.feature = r->feature};
        for (int m = 0; m < RD_MOVES; m++) {
            a->w[m] = r->w[m] - r->u[m] / (float)t->move_step;
            a->size += fabsf(a->w[m]);
        }
    }
    if (list)
        qsort(list, *count, sizeof *list, by_size);
    return list;
}

/* Which feature each entry of the packed table holds: 1 + its place in the list, 0: none. Larger
 * weights come first; what finds both places taken is left out. */
static uint32_t *place_moves(const struct averaged *list, size_t count, uint32_t entries)
{
    uint32_t *slots = calloc(entries, sizeof *slots);
    size_t placed = 0;
    for (size_t i = 0; slots && i < count && list[i].size >= UNIT; i++) {
        uint32_t at = rd_move_home(list[i].feature, entries);
        if (slots[at])
            at ^= 1;
        if (slots[at])
            continue;
        slots[at] = (uint32_t)i + 1;
        placed++;
    }
    fprintf(stderr, "moves: %zu features, %zu kept\n", count, placed);
    return slots;
}

static struct rd_move_entry *pack_moves(const struct tr_tables *t, uint32_t entries)
{
    size_t count;
    struct averaged *list = average_moves(t, &count);
    uint32_t *slots = list ? place_moves(list, count, entries) : NULL;
    struct rd_move_entry *out = slots ? calloc(entries, sizeof *out) : NULL;
    for (uint32_t at = 0; out && at < entries; at++) {
        if (!slots[at])
            continue;
        const struct averaged *a = &list[slots[at] - 1];
        out[at].check = rd_move_check(a->feature);
        for (int m = 0; m < RD_MOVES; m++)
            out[at].w[m] = squeeze(a->w[m]);
    }
    free(slots);
    free(list);
    return out;
}

bool tr_tables_select(struct tr_tables *t, uint32_t entries)
{
    size_t count;
    struct averaged *list = average_moves(t, &count);
    uint32_t *slots = list ? place_moves(list, count, entries) : NULL;
    struct tr_tables old = *t;
    for (t->move_rows = 1; t->move_rows < 2 * (size_t)entries;)
        t->move_rows *= 2;
    t->moves = slots ? calloc(t->move_rows, sizeof *t->moves) : NULL;
    t->move_count = 0;
    t->move_step = 1;
    t->closed = true;
    for (uint32_t at = 0; t->moves && at < entries; at++) {
        if (!slots[at])
            continue;
        const struct averaged *a = &list[slots[at] - 1];
        struct tr_move_row *r = row_of(t, a->feature);
        *r = *row_of(&old, a->feature);
        memcpy(r->w, a->w, sizeof r->w);
        memset(r->u, 0, sizeof r->u);
        t->move_count++;
    }
    free(old.moves);
    free(slots);
    free(list);
    return t->moves != NULL;
}

void tr_tables_average(struct tr_tables *t)
{
    for (size_t i = 0; i < t->move_rows; i++)
        for (int m = 0; m < RD_MOVES; m++) {
            t->moves[i].w[m] -= t->moves[i].u[m] / (float)t->move_step;
            t->moves[i].u[m] = 0;
        }
    for (size_t i = 0; i < t->arc_rows * RD_ARC_CLASSES; i++) {
        t->arc_w[i] -= t->arc_u[i] / (float)t->arc_step;
        t->arc_u[i] = 0;
    }
    t->move_step = t->arc_step = 1;
}

bool tr_tables_copy(struct tr_tables *to, const struct tr_tables *from)
{
    size_t moves = from->move_rows * sizeof *from->moves;
    size_t arcs = from->arc_rows * RD_ARC_CLASSES * sizeof *from->arc_w;
    *to = *from;
    to->moves = malloc(moves);
    to->arc_w = malloc(arcs);
    to->arc_u = malloc(arcs);
    to->arc_g = malloc(arcs);
    if (!to->moves || !to->arc_w || !to->arc_u || !to->arc_g)
        return false;
    memcpy(to->moves, from->moves, moves);
    memcpy(to->arc_w, from->arc_w, arcs);
    memcpy(to->arc_u, from->arc_u, arcs);
    memcpy(to->arc_g, from->arc_g, arcs);
    return true;
}

void tr_tables_mix(struct tr_tables *mean, const struct tr_tables *t, float share)
{
    for (size_t i = 0; i < t->move_rows; i++)
        for (int m = 0; m < RD_MOVES; m++)
            mean->moves[i].w[m] += share * (t->moves[i].w[m] - mean->moves[i].w[m]);
    for (size_t i = 0; i < t->arc_rows * RD_ARC_CLASSES; i++)
        mean->arc_w[i] += share * (t->arc_w[i] - mean->arc_w[i]);
}

static int8_t *pack_arcs(const struct tr_tables *t)
{
    size_t cells = t->arc_rows * RD_ARC_CLASSES;
    float *w = malloc(cells * sizeof *w);
    int8_t *out = malloc(cells);
    for (size_t i = 0; w && i < cells; i++)
        w[i] = t->arc_w[i] - t->arc_u[i] / (float)t->arc_step;

    for (size_t i = 0; w && out && i < cells; i++)
        out[i] = squeeze(w[i]);
    if (!w) {
        free(out);
        out = NULL;
    }
    free(w);
    return out;
}

enum cu_status tr_tables_write(const struct tr_tables *t, const char *path, uint32_t entries,
                               struct cu_error *err)
{
    uint8_t setup[8 + RD_ARC_CLASSES];
    uint32_t head[2] = {RD_SYSTEM, t->relations};
    memcpy(setup, head, sizeof head);
    memcpy(setup + 8, t->relation, t->relations);
    struct rd_move_entry *moves = pack_moves(t, entries);
    int8_t *arcs = pack_arcs(t);
    struct cu_model_part parts[] = {{"setup", setup, 8 + t->relations},
                                    {"moves", moves, entries * sizeof *moves},
                                    {"arcs", arcs, t->arc_rows * RD_ARC_CLASSES}};
    enum cu_status status = moves && arcs
                                ? cu_model_write(path, parts, 3, err)
                                : cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    free(moves);
    free(arcs);
    return status;
}
