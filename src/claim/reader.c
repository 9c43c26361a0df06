/* SPDX-License-Identifier: Apache-2.0
 * Reads the claims of one document: finds its act words, then fills and checks. See reader.h.
 */
#include <stdlib.h>
#include <string.h>

#include "claim/reader.h"

struct cl_reader *cl_reader_open(const char *lexicon_dir, const char *model_dir,
                                 struct cu_error *err)
{
    struct cl_reader *r = cu_malloc(sizeof *r);
    if (!r) {
        cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
        return NULL;
    }
    memset(r, 0, sizeof *r);
    if (cl_lexicon_open(&r->lex, lexicon_dir, err) != CU_OK) {
        free(r);
        return NULL;
    }
    if (cl_models_open(&r->models, model_dir, err) != CU_OK) {
        cl_lexicon_fini(&r->lex);
        free(r);
        return NULL;
    }
    return r;
}

void cl_reader_free(struct cl_reader *r)
{
    if (!r)
        return;
    cl_models_fini(&r->models);
    cl_lexicon_fini(&r->lex);
    free(r);
}

/* Only forms are known before the analysis, so a word counts when it begins like a strong act
 * word: "released" as "release". Inflections of English change at most the last three letters. */
static bool may_be_act(const struct cl_lexicon *lex, struct cu_str form)
{
    static const char *const endings[] = {"", "s", "d", "es", "ed", "ing", "r", "er"};
    char stem[48];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t cut = strlen(endings[i]);
        if (form.n <= cut + 1 || form.n >= sizeof stem - 2 || !cu_str_ends(form, endings[i]))
            continue;
        size_t n = form.n - cut;
        memcpy(stem, form.p, n);
        for (int form_of = 0; form_of < 4; form_of++) {
            size_t m = n;
            if (form_of == 1)
                stem[m++] = 'e';
            else if (form_of == 2 && n > 2 && stem[n - 1] == stem[n - 2])
                m = n - 1;
            else if (form_of == 3 && stem[n - 1] == 'i')
                stem[n - 1] = 'y';
            else if (form_of)
                continue;
            const uint32_t *row = cu_map_get(&lex->by_word, (struct cu_str){stem, m});
            for (uint32_t k = row ? *row : RD_NONE; k != RD_NONE; k = lex->acts[k].next)
                if (!lex->acts[k].weak)
                    return true;
        }
    }
    return false;
}

static bool holds_act_word(const struct cl_reader *r, const struct rd_document *d,
                           uint32_t sentence)
{
    const struct rd_sentence *s = &d->sentences[sentence];
    for (uint32_t t = s->first; t < s->past; t++)
        if (d->tokens[t].lower.n > 2 && may_be_act(&r->lex, d->tokens[t].lower))
            return true;
    return false;
}

/* Sentences on either side that tell whether a passage is about such acts at all. */
enum { NEIGHBOURS = 4 };

/* A sentence without such a word ("B got four.") is read where a third of those around it hold one.
 */
bool cl_of_interest(const struct cl_reader *r, const struct rd_document *d, uint32_t sentence)
{
    if (holds_act_word(r, d, sentence))
        return true;
    uint32_t from = sentence > NEIGHBOURS ? sentence - NEIGHBOURS : 0, around = 0, with = 0;
    for (uint32_t s = from; s < d->sentence_count && s <= sentence + NEIGHBOURS; s++) {
        if (s == sentence)
            continue;
        around++;
        with += holds_act_word(r, d, s);
    }
    return with > 0 && with * 3 >= around;
}

/* --- the report ------------------------------------------------------------------------------- */

/* The word, the lexicon's line and the phrases that filled the slots, for --explain. */
static struct cu_str explanation(const struct cl_reading *r, const struct cl_claim *c,
                                 const struct cl_evidence *e)
{
    const struct cl_trigger *t = &r->triggers.items[e->trigger];
    const struct cl_view *v = &r->view;
    struct cu_str word = rd_form(v->d, t->token);
    const struct cl_act_word *row = cl_act_row(v, t, (enum cl_act)c->act);
    const char *act = cl_act_info[c->act].name;
    struct cu_str head =
        row ? cu_arena_printf(v->arena, "'%.*s' (acts.tsv:%ld) reads %s at %.2f", (int)word.n,
                              word.p, row->line, act, (double)e->act_p)
            : cu_arena_printf(v->arena, "'%.*s' (%s) reads %s at %.2f", (int)word.n, word.p,
                              t->duration ? "a term" : "by its context", act, (double)e->act_p);
    if (e->target == RD_NONE)
        return head;
    static const char *const relations[] = {
        "subject",          "passive subject", "object",   "recipient",     "agent",
        "'of' phrase",      "owner",           "modifier", "'with' phrase", "'to' phrase",
        "'against' phrase", "phrase elsewhere"};
    const struct cl_mention *m = &v->mentions[e->target];
    enum cl_relation rel =
        m->sentence == c->sentence ? cl_relation_of(v, t->token, m->head) : CL_REL_NONE;
    struct cu_str phrase = rd_text_of(v->d, m->first, m->past);
    return cu_arena_printf(v->arena, "%.*s; target from its %s '%.*s' at %.2f", (int)head.n, head.p,
                           relations[rel], (int)phrase.n, phrase.p, (double)e->target_p);
}

enum cu_status cl_read(const struct cl_reader *reader, struct rd_document *d, bool explain,
                       struct cl_result *out, struct cu_error *err)
{
    *out = (struct cl_result){0};
    struct cl_reading r = {.reader = reader, .out = out, .explain = explain};
    bool fine = cl_propose(&r, d) && cl_weigh(&r);
    for (size_t i = 0; fine && explain && i < out->claim_count; i++)
        out->claims[i].why = explanation(&r, &out->claims[i], &r.evidence[i]);
    fine = fine && cl_assemble(&r) && cl_judge(&r) && !d->arena->failed;
    return fine ? CU_OK : cu_fail(err, CU_ERR_MEMORY, d->path.p, 0, -1, "out of memory");
}
