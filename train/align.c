/* SPDX-License-Identifier: Apache-2.0
 * Lines annotated claims up with words. See align.h.
 */
#include <string.h>

#include "align.h"

/* --- words in common ---------------------------------------------------------------------------
 */

static const char *const stop_words[] = {
    "the",     "a",     "an",      "of",    "and",        "for",       "in",         "on",
    "to",      "by",    "from",    "at",    "with",       "his",       "her",        "their",
    "its",     "mr",    "mrs",     "ms",    "dr",         "president", "minister",   "leader",
    "foreign", "prime", "special", "envoy", "opposition", "activist",  "journalist", "lawyer",
    "former",  "state", "court",   "s"};

static bool next_word(struct cu_str s, size_t *i, char out[64])
{
    size_t n = 0;
    while (*i < s.n) {
        size_t from = *i;
        uint32_t c = cu_utf8_next(s.p, s.n, i);
        if (!cu_is_letter(c) && !cu_is_digit(c)) {
            if (n)
                break;
            continue;
        }
        (void)from;
        char put[4];
        size_t size = cu_utf8_put(cu_lower(c), put);
        if (n + size < 63) {
            memcpy(out + n, put, size);
            n += size;
        }
    }
    out[n] = 0;
    return n > 0;
}

static bool is_stop(const char *w)
{
    for (size_t i = 0; i < sizeof stop_words / sizeof *stop_words; i++)
        if (strcmp(stop_words[i], w) == 0)
            return true;
    return false;
}

bool tr_share_word(struct cu_str a, struct cu_str b)
{
    char x[64], y[64];
    for (size_t i = 0; i < a.n && next_word(a, &i, x);) {
        if (is_stop(x))
            continue;
        for (size_t k = 0; k < b.n && next_word(b, &k, y);)
            if (strcmp(x, y) == 0)
                return true;
    }
    return false;
}

bool tr_mention_is(const struct cl_view *v, uint32_t mention, const struct cu_str *names, size_t n)
{
    struct cl_stands s;
    cl_stands_for(v, mention, v->mentions[mention].group, &s);
    for (size_t i = 0; i < s.count; i++) {
        struct cu_str label = cl_label(v, s.mentions[i]);
        for (size_t k = 0; k < n; k++)
            if (tr_share_word(label, names[k]))
                return true;
    }
    return false;
}

/* --- sentences ---------------------------------------------------------------------------------
 */

bool tr_align_sentences(struct tr_aligned *a)
{
    const struct tr_report *r = a->report;
    const struct rd_document *d = &a->doc;
    a->claim_first = cu_arena_zalloc(&a->arena, (r->claim_count + 1) * sizeof *a->claim_first);
    a->claim_past = cu_arena_zalloc(&a->arena, (r->claim_count + 1) * sizeof *a->claim_past);
    a->claim_trigger = cu_arena_zalloc(&a->arena, (r->claim_count + 1) * sizeof *a->claim_trigger);
    if (a->arena.failed)
        return false;
    size_t from = 0;
    for (size_t i = 0; i < r->claim_count; i++) {
        struct cu_str s = r->claims[i].sentence;
        a->claim_trigger[i] = RD_NONE;
        if (!s.n)
            continue;
        const char *at = memmem(d->text.p + from, d->text.n - from, s.p, s.n);
        if (!at)
            at = memmem(d->text.p, d->text.n, s.p, s.n);
        if (!at)
            continue;
        uint32_t lo = (uint32_t)(at - d->text.p), hi = lo + (uint32_t)s.n;
        from = lo;
        uint32_t t = 0;
        while (t < d->token_count && d->tokens[t].start < lo)
            t++;
        a->claim_first[i] = t;
        while (t < d->token_count && d->tokens[t].end <= hi)
            t++;
        a->claim_past[i] = t;
    }
    return true;
}

bool tr_text_covers(const struct tr_aligned *a, uint32_t claim, struct cu_str text, uint32_t token)
{
    const struct rd_document *d = &a->doc;
    if (!text.n || a->claim_first[claim] >= a->claim_past[claim])
        return false;
    uint32_t lo = d->tokens[a->claim_first[claim]].start,
             hi = d->tokens[a->claim_past[claim] - 1].end;
    const struct rd_token *t = &d->tokens[token];
    for (uint32_t at = lo; at + text.n <= hi; at++)
        if (memcmp(d->text.p + at, text.p, text.n) == 0 && t->start >= at && t->end <= at + text.n)
            return true;
    return false;
}

/* --- act words -----------------------------------------------------------------------------------
 */

static float fitness(const struct tr_aligned *a, uint32_t claim, uint32_t trigger,
                     tr_act_score *score, void *context)
{
    const struct tr_gold_claim *g = &a->report->claims[claim];
    const struct cl_trigger *t = &a->triggers.items[trigger];
    const struct rd_token *w = &a->doc.tokens[t->token];
    if (!(t->allowed >> g->act & 1))
        return -1e9f;
    float f = w->upos == RD_VERB ? 3.0f : w->upos == RD_NOUN ? 2.0f : 1.5f;
    if (t->listed >> g->act & 1)
        f += 2.0f / (float)__builtin_popcount(t->listed);
    else
        f -= w->upos == RD_VERB ? 2.5f : 5.0f;
    const struct cl_act_word *row = cl_act_row(&a->view, t, (enum cl_act)g->act);
    if (row)
        f += row->width > 1 ? 2.0f : row->weak ? -1.0f : 0.5f;
    if (t->duration) {
        f += g->term.n ? (cu_str_eq(t->term, g->term) ? 7.0f : -3.0f) : -4.0f;
    }
    if (tr_text_covers(a, claim, g->mention, t->token))
        f += 2.5f;
    float nearest = 30;
    for (uint32_t m = 0; m < a->view.mention_count; m++) {
        const struct cl_mention *o = &a->view.mentions[m];
        if (o->head < a->claim_first[claim] || o->head >= a->claim_past[claim])
            continue;
        if (!tr_mention_is(&a->view, m, g->target, g->target_count) &&
            !tr_text_covers(a, claim, g->mention, o->head))
            continue;
        float far = o->head > t->token ? (float)(o->head - t->token) : (float)(t->token - o->head);
        enum cl_relation rel = cl_relation_of(&a->view, t->token, o->head);
        if (row && rel != CL_REL_NONE && a->view.lex->frames[row->frame][rel] == CL_FRAME_TARGET)
            far -= 12;
        nearest = far < nearest ? far : nearest;
    }
    f -= 0.12f * nearest;
    if (score)
        f += 1.5f * score(context, a, trigger, (enum cl_act)g->act);
    return f;
}

void tr_align_triggers(struct tr_aligned *a, tr_act_score *score, void *context)
{
    const struct tr_report *r = a->report;
    for (size_t i = 0; i < r->claim_count; i++)
        a->claim_trigger[i] = RD_NONE;
    for (size_t round = 0; round < r->claim_count; round++) {
        float best = -1e8f;
        uint32_t best_claim = RD_NONE, best_trigger = RD_NONE;
        for (uint32_t i = 0; i < r->claim_count; i++) {
            if (a->claim_trigger[i] != RD_NONE || a->claim_first[i] >= a->claim_past[i])
                continue;
            for (uint32_t t = 0; t < a->triggers.count; t++) {
                uint32_t token = a->triggers.items[t].token;
                if (token < a->claim_first[i] || token >= a->claim_past[i])
                    continue;
                float f = fitness(a, i, t, score, context);
                for (uint32_t k = 0; k < r->claim_count && f > -1e8f; k++)
                    if (a->claim_trigger[k] == t)
                        f = r->claims[k].act == r->claims[i].act ? f - 4.0f : -1e9f;
                if (f > best) {
                    best = f;
                    best_claim = i;
                    best_trigger = t;
                }
            }
        }
        if (best_claim == RD_NONE)
            break;
        a->claim_trigger[best_claim] = best_trigger;
    }
}
