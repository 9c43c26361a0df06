/* SPDX-License-Identifier: Apache-2.0
 * When an act took place: the dates that may be meant, and the features that tell. See feature.h.
 */
#include <string.h>

#include "claim/feature.h"
#include "read/calendar.h"

/* --- candidates --------------------------------------------------------------------------------
 */

enum { DATE_SENTENCES = 4 };

/* Adds the dates of tokens first..past-1, last first. */
static size_t dates_in(const struct rd_document *d, uint32_t first, uint32_t past,
                       struct cl_when *out, size_t n, size_t most)
{
    for (uint32_t t = past; t-- > first && n < most;) {
        uint32_t x = d->tokens[t].value;
        if (x != RD_NONE && d->values[x].kind == RD_DATE && d->values[x].text.n &&
            (n == 0 || out[n - 1].value != x))
            out[n++] =
                (struct cl_when){d->values[x].text, d->values[x].first, d->values[x].past, x};
    }
    return n;
}

size_t cl_date_candidates(const struct cl_view *v, uint32_t trigger_token, struct cl_when *out)
{
    const struct rd_document *d = v->d;
    uint32_t sentence = d->tokens[trigger_token].sentence;
    uint32_t from = sentence > DATE_SENTENCES ? sentence - DATE_SENTENCES : 0;
    size_t n = dates_in(d, d->sentences[from].first, d->sentences[sentence].past, out, 0,
                        CL_DATES_MAX - 2);
    /* the first date of the report, most often that of its news */
    struct cl_when lead[CL_DATES_MAX];
    for (uint32_t s = 0; s < from; s++) {
        size_t found =
            dates_in(d, d->sentences[s].first, d->sentences[s].past, lead, 0, CL_DATES_MAX);
        if (!found)
            continue;
        out[n++] = lead[found - 1];
        break;
    }
    if (d->date.n)
        out[n++] = (struct cl_when){d->date, trigger_token, trigger_token + 1, RD_NONE};
    return n;
}

/* --- features ----------------------------------------------------------------------------------
 */

enum {
    D_BIAS = 7000,
    D_VALUE,
    D_VALUE_ACT,
    D_WORD,
    D_FAR,
    D_TENSE,
    D_TENSE_VALUE,
    D_COLOUR,
    D_COLOUR_VALUE,
    D_AGE,
    D_AGE_TENSE,
    D_OWN,
    D_OWN_ACT,
    D_OWN_TENSE,
    D_OWN_PLACE,
    D_UNDATED
};

/* The auxiliaries of the clause: "had been freed" lies before what the report is about. */
static uint64_t tense_of(const struct cl_view *v, uint32_t token)
{
    const struct rd_document *d = v->d;
    for (int step = 0; step < 4 && token != RD_NONE; step++) {
        const struct rd_token *t = &d->tokens[token];
        uint64_t h = 0;
        for (uint32_t c = v->child[token]; c != RD_NONE; c = v->sibling[c])
            if (d->tokens[c].deprel == RD_DEP_aux || d->tokens[c].deprel == RD_DEP_cop)
                h = cu_hash2(h, cu_hash_str(d->tokens[c].lower));
        if (h || t->feats & RD_F_FIN)
            return cu_hash2(h, t->feats & (RD_F_PAST | RD_F_FIN));
        if (t->deprel != RD_DEP_conj && t->deprel != RD_DEP_xcomp && t->deprel != RD_DEP_advcl &&
            t->upos == RD_VERB)
            return t->deprel;
        token = t->head;
    }
    return 1;
}

/* How long before the report, in steps; dates ahead of it come last. */
static uint64_t age_of(const struct cl_view *v, struct cu_str text)
{
    struct rd_day now = rd_day_parse(v->d->date), day = rd_day_parse(text);
    if (!now.day || !day.year)
        return 0;
    int32_t days = rd_day_number(now) - rd_day_number(day);
    if (day.year == now.year && !day.month)
        return 1;
    if (day.year == now.year && day.month == now.month && !day.day)
        return 2;
    return days < 0     ? 3
           : days < 2   ? 4 + (uint64_t)days
           : days < 8   ? 6
           : days < 31  ? 7
           : days < 366 ? 8
                        : 9;
}

/* How a date of another sentence may still be the act's: that sentence tells of the same act, and
 * the act's own has no date. */
static void far_features(const struct cl_view *v, const struct cl_triggers *all, uint32_t trigger,
                         uint64_t act, const struct cl_when *when, uint32_t rank, bool own,
                         struct cl_features *out)
{
    const struct rd_document *d = v->d;
    const struct cl_trigger *t = &all->items[trigger];
    uint32_t here = d->tokens[t->token].sentence, there = d->tokens[when->first].sentence;
    const struct rd_sentence *s = &d->sentences[there];
    bool same = false;
    for (uint32_t k = s->first; k < s->past; k++)
        same =
            same || (all->at_token[k] != RD_NONE && all->items[all->at_token[k]].listed >> act & 1);
    uint64_t how = same + 2u * own + 4u * (here == there) + 8u * (rank < 3 ? rank : 3) +
                   32u * (t->heading != RD_NONE) + 64u * t->duration;
    uint64_t back = here - there < 3 ? here - there : 3;
    cl_feature(out, D_FAR, how);
    cl_feature(out, D_FAR, cu_hash2(how, act));
    cl_feature(out, D_FAR, cu_hash2(how, 100 + back));
    cl_feature(out, D_FAR,
               cu_hash2(how & 7, 200 + 2u * (s->paragraph == d->sentences[here].paragraph) +
                                     8u * (d->tokens[t->token].upos == RD_VERB) +
                                     16u * (d->tokens[t->token].feats & RD_F_PAST)));
}

static bool holds_date(const struct rd_document *d, const struct rd_sentence *s)
{
    for (uint32_t k = s->first; k < s->past; k++) {
        uint32_t x = d->tokens[k].value;
        if (x != RD_NONE && d->values[x].kind == RD_DATE)
            return true;
    }
    return false;
}

/* "A court has jailed the mayor": no date is told, the news is the day's. */
static void own_date_features(const struct cl_view *v, const struct cl_trigger *t, uint64_t act,
                              uint64_t tense, uint64_t colour, bool own, struct cl_features *out)
{
    const struct rd_token *w = &v->d->tokens[t->token];
    const struct rd_sentence *s = &v->d->sentences[w->sentence];
    uint64_t place = (w->sentence < 3 ? w->sentence : w->sentence < 8 ? 3 : 4) * 2 + own;
    uint64_t shape = w->upos * 64u + w->deprel;
    cl_feature(out, D_OWN, own);
    cl_feature(out, D_OWN_ACT, act * 2 + own);
    cl_feature(out, D_OWN_ACT, cu_hash2(act, shape));
    cl_feature(out, D_OWN_TENSE, cu_hash2(tense, own));
    cl_feature(out, D_OWN_TENSE, cu_hash2(tense, act + 100));
    cl_feature(out, D_OWN_TENSE, cu_hash2(tense, place + 200));
    cl_feature(out, D_OWN_TENSE, cu_hash2(colour, place + 300));
    cl_feature(out, D_OWN_TENSE, cu_hash2(colour, act * 2 + own + 400));
    cl_feature(out, D_OWN_PLACE, place);
    cl_feature(out, D_OWN_PLACE, cu_hash2(place, shape));
    cl_feature(out, D_OWN_PLACE, s->kind * 8u + own + 1000);
}

void cl_when_features(const struct cl_view *v, const struct cl_triggers *all, uint32_t trigger,
                      enum cl_act act, uint32_t colour, const struct cl_when *when, uint32_t rank,
                      struct cl_features *out)
{
    const struct rd_document *d = v->d;
    const struct cl_trigger *t = &all->items[trigger];
    bool own = holds_date(d, &d->sentences[d->tokens[t->token].sentence]);
    uint64_t tense = tense_of(v, t->token), age = age_of(v, when->text);
    out->n = 0;
    if (when->value == RD_NONE) {
        own_date_features(v, t, act, tense, colour, own, out);
        return;
    }
    const struct rd_value *x = &d->values[when->value];
    struct cl_pair pair = {trigger, act, cl_top_of(d, when->first, when->past), RD_NONE, rank};
    cl_pair_features(v, all, &pair, out);
    uint64_t what = x->kind + 16u * x->preposition + 128u * x->relative + 256u * (x->text.n == 4) +
                    512u * (x->text.n == 7);
    bool here = d->tokens[when->first].sentence == d->tokens[t->token].sentence;
    cl_feature(out, D_VALUE, what);
    cl_feature(out, D_VALUE_ACT, cu_hash2(act, what));
    cl_feature(out, D_WORD, cu_hash_str(d->tokens[x->first].lower));
    cl_feature(out, D_TENSE, cu_hash2(tense, here));
    cl_feature(out, D_TENSE_VALUE, cu_hash2(tense, what * 2 + here));
    cl_feature(out, D_COLOUR, colour * 2 + here);
    cl_feature(out, D_COLOUR, cu_hash2(colour * 2 + here, act + 100));
    cl_feature(out, D_COLOUR_VALUE, cu_hash2(colour, what * 2 + here));
    cl_feature(out, D_AGE, age * 2 + here);
    cl_feature(out, D_AGE, cu_hash2(age * 2 + here, act + 100));
    cl_feature(out, D_AGE_TENSE, cu_hash2(age * 2 + here, tense));
    cl_feature(out, D_AGE_TENSE, cu_hash2(age * 2 + here, colour + 100));
    far_features(v, all, trigger, act, when, rank, own, out);
}

void cl_undated_features(const struct cl_view *v, const struct cl_triggers *all, uint32_t trigger,
                         enum cl_act act, uint32_t colour, struct cl_features *out)
{
    const struct rd_token *w = &v->d->tokens[all->items[trigger].token];
    uint64_t own = holds_date(v->d, &v->d->sentences[w->sentence]), lemma = cu_hash_str(w->lemma);
    uint64_t tense = tense_of(v, all->items[trigger].token);
    out->n = 0;
    cl_feature(out, D_UNDATED, own);
    cl_feature(out, D_UNDATED, act * 2u + own + 100);
    cl_feature(out, D_UNDATED, cu_hash2(act, colour + 1000));
    cl_feature(out, D_UNDATED, colour * 2u + own + 2000);
    cl_feature(out, D_UNDATED, cu_hash2(tense, own));
    cl_feature(out, D_UNDATED, cu_hash2(tense, act + 100u));
    cl_feature(out, D_UNDATED, cu_hash2(lemma, act));
    cl_feature(out, D_UNDATED, cu_hash2(w->deprel * 32u + w->upos, own + 3000));
    cl_feature(out, D_UNDATED, (w->sentence < 4 ? w->sentence : 4u) * 2 + own + 4000);
}
