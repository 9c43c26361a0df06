/* SPDX-License-Identifier: Apache-2.0
 *
 * From single claims to the report's claims: those that say the same become one, a verb of
 * sentencing hands over to the terms it governs, totals find their parts. See reader.h.
 */
#include <string.h>

#include "claim/reader.h"

/* --- merging ---------------------------------------------------------------------------------- */

static bool same_names(const struct cl_names *a, const struct cl_names *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        bool found = false;
        for (size_t k = 0; k < b->count && !found; k++)
            found = cu_str_eq(a->items[i].text, b->items[k].text);
        if (!found)
            return false;
    }
    return true;
}

static void take_missing(struct cl_claim *into, const struct cl_claim *from)
{
    struct cl_slot *const slots[] = {&into->from, &into->to,          &into->place,  &into->date,
                                     &into->term, &into->attribution, &into->mention};
    const struct cl_slot *const others[] = {&from->from,   &from->to,   &from->place,
                                            &from->date,   &from->term, &from->attribution,
                                            &from->mention};
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (!slots[i]->text.n)
            *slots[i] = *others[i];
    if (!into->actor.count)
        into->actor = from->actor;
    if (!into->charge.count)
        into->charge = from->charge;
    if (!into->target.count && !into->has_count) {
        into->target = from->target;
        into->has_count = from->has_count;
        into->count = from->count;
        into->qualifier = from->qualifier;
    }
}

/* A verb of sentencing and the term below it are one claim, the term's. */
static bool hands_over(const struct cl_reading *r, const struct cl_claim *verb,
                       const struct cl_claim *term)
{
    if (verb->act != CL_ACT_sentence || term->act != CL_ACT_sentence ||
        verb->sentence != term->sentence || verb->trigger == term->trigger)
        return false;
    uint32_t t = r->triggers.at_token[term->trigger], v = r->triggers.at_token[verb->trigger];
    if (!r->triggers.items[t].duration || r->triggers.items[v].duration)
        return false;
    return cl_above(&r->view, verb->trigger, term->trigger) ||
           cl_above(&r->view, term->trigger, verb->trigger) || !verb->term.text.n ||
           cu_str_eq(verb->term.text, term->term.text);
}

/* "would lift its sanctions on A": the noun below a verb of the same act tells nothing of its own,
 * and is coloured like it. */
static bool is_below(const struct cl_reading *r, const struct cl_claim *noun,
                     const struct cl_claim *verb)
{
    const struct rd_token *n = &r->view.d->tokens[noun->trigger];
    return noun->act == verb->act && n->upos == RD_NOUN && n->head == verb->trigger &&
           same_names(&noun->target, &verb->target);
}

static bool same_claim(const struct cl_claim *a, const struct cl_claim *b)
{
    if (a->act != b->act || a->sentence != b->sentence || a->negated != b->negated ||
        a->modality != b->modality)
        return false;
    if (a->term.text.n && b->term.text.n && !cu_str_eq(a->term.text, b->term.text))
        return false;
    if (a->has_count && b->has_count && a->count != b->count)
        return false;
    if (!a->target.count && !b->target.count)
        return a->has_count == b->has_count;
    return same_names(&a->target, &b->target);
}

static void merge(struct cl_reading *r)
{
    struct cl_result *o = r->out;
    bool *gone = cu_arena_zalloc(r->view.arena, o->claim_count + 1);
    if (!gone)
        return;
    for (size_t i = 0; i < o->claim_count; i++)
        for (size_t k = 0; k < o->claim_count; k++) {
            struct cl_claim *a = &o->claims[i], *b = &o->claims[k];
            if (i == k || gone[i] || gone[k])
                continue;
            bool over = hands_over(r, a, b) || is_below(r, a, b);
            bool same = i > k && same_claim(a, b);
            if (!over && !same)
                continue;
            take_missing(b, a);
            b->score = a->score > b->score ? a->score : b->score;
            gone[i] = true;
        }
    size_t n = 0;
    for (size_t i = 0; i < o->claim_count; i++)
        if (!gone[i]) {
            r->evidence[n] = r->evidence[i];
            o->claims[n++] = o->claims[i];
        }
    o->claim_count = n;
}

/* --- sums ------------------------------------------------------------------------------------- */

enum { PARTS_MAX = 16, PART_SENTENCES = 2 };

struct addends {
    uint32_t mentions[PARTS_MAX];
    int64_t counts[PARTS_MAX];
    size_t n;
    bool remainder;
};

static bool whole_number(const struct cl_view *v, uint32_t mention, int64_t *count)
{
    const struct cl_mention *m = &v->mentions[mention];
    if (m->value == RD_NONE || !m->person)
        return false;
    const struct rd_value *x = &v->d->values[m->value];
    if (!x->has_number || x->number < 1 || x->number > 1e9)
        return false;
    *count = (int64_t)x->number;
    return true;
}

/* Numbers of people after the total, in its sentence and the next ones. */
static void gather(const struct cl_view *v, uint32_t total, int64_t whole, struct addends *out)
{
    uint32_t sentence = v->mentions[total].sentence;
    out->n = 0;
    out->remainder = false;
    for (uint32_t m = total + 1; m < v->mention_count && out->n < PARTS_MAX; m++) {
        int64_t count;
        if (v->mentions[m].sentence > sentence + PART_SENTENCES)
            break;
        if (!whole_number(v, m, &count) || count >= whole)
            continue;
        out->mentions[out->n] = m;
        out->counts[out->n++] = count;
        out->remainder = out->remainder || v->mentions[m].remainder;
    }
}

/* The first run of two or more numbers that adds up; else all of them when one is called the rest.
 */
static size_t find_run(const struct addends *a, int64_t whole, size_t *from, bool *holds)
{
    for (size_t i = 0; i < a->n; i++) {
        int64_t sum = 0;
        for (size_t k = i; k < a->n && sum <= whole; k++) {
            sum += a->counts[k];
            if (sum == whole && k > i) {
                *from = i;
                *holds = true;
                return k - i + 1;
            }
        }
    }
    return 0;
}

static struct cu_str destination(const struct cl_reading *r, uint32_t mention)
{
    const struct cl_result *o = r->out;
    for (size_t i = 0; i < o->claim_count; i++)
        if (r->evidence[i].target == mention)
            return o->claims[i].to.text;
    return (struct cu_str){"", 0};
}

static bool set_parts(struct cl_reading *r, struct cl_claim *c, const struct addends *a,
                      size_t from, size_t n)
{
    c->parts = cu_arena_zalloc(r->view.arena, n * sizeof *c->parts);
    if (!c->parts)
        return false;
    for (size_t i = 0; i < n; i++) {
        uint32_t m = a->mentions[from + i];
        c->parts[i] = (struct cl_part){
            .count = a->counts[from + i], .what = cl_label(&r->view, m), .to = destination(r, m)};
    }
    c->part_count = n;
    return true;
}

static bool add_sum(struct cl_reading *r, uint32_t claim, const struct addends *a, size_t from,
                    size_t n, size_t *capacity)
{
    struct cl_result *o = r->out;
    if (!CU_GROW(r->view.arena, o->sums, o->sum_count, *capacity))
        return false;
    struct cl_sum *s = &o->sums[o->sum_count];
    *s = (struct cl_sum){
        .total = o->claims[claim].count, .claim = claim, .part_count = n, .complete = true};
    s->parts = cu_arena_alloc(r->view.arena, n * sizeof *s->parts);
    if (!s->parts)
        return false;
    for (size_t i = 0; i < n; i++) {
        s->parts[i] = a->counts[from + i];
        s->parts_total += s->parts[i];
    }
    s->holds = s->parts_total == s->total;
    o->sum_count++;
    return set_parts(r, &o->claims[claim], a, from, n);
}

/* Total of a claim that a later mention repeats ("Of the 123 detainees, 114 ..."). */
static uint32_t restated(const struct cl_view *v, uint32_t mention, int64_t whole)
{
    uint32_t last = mention;
    for (uint32_t m = mention + 1; m < v->mention_count; m++) {
        int64_t count;
        if (whole_number(v, m, &count) && count == whole)
            last = m;
    }
    return last;
}

static bool find_sums(struct cl_reading *r)
{
    struct cl_result *o = r->out;
    size_t capacity = 0;
    for (uint32_t i = 0; i < o->claim_count; i++) {
        struct cl_claim *c = &o->claims[i];
        uint32_t mention = r->evidence[i].target;
        bool seen = false;
        for (size_t k = 0; k < o->sum_count; k++)
            seen = seen || o->sums[k].total == c->count;
        if (seen || !c->has_count || c->count < 3 || mention == RD_NONE || c->part_count)
            continue;
        uint32_t starts[2] = {mention, restated(&r->view, mention, c->count)};
        for (int s = 0; s < 2 && !c->part_count; s++) {
            struct addends a;
            size_t from = 0;
            bool holds = false;
            gather(&r->view, starts[s], c->count, &a);
            size_t n = find_run(&a, c->count, &from, &holds);
            bool same_sentence = a.n >= 2 && r->view.mentions[a.mentions[a.n - 1]].sentence ==
                                                 r->view.mentions[starts[s]].sentence;
            if (!n && a.remainder && same_sentence)
                n = a.n;
            if (n && !add_sum(r, i, &a, from, n, &capacity))
                return false;
        }
    }
    return true;
}

bool cl_assemble(struct cl_reading *r)
{
    merge(r);
    return find_sums(r);
}
