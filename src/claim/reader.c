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

bool cl_of_interest(const struct cl_reader *r, const struct rd_document *d, uint32_t sentence)
{
    const struct rd_sentence *s = &d->sentences[sentence];
    for (uint32_t t = s->first; t < s->past; t++)
        if (d->tokens[t].lower.n > 2 && may_be_act(&r->lex, d->tokens[t].lower))
            return true;
    return false;
}

/* --- act words -------------------------------------------------------------------------------- */

/* Below this probability of "no act" a word counts as one; F1 on the tuning reports is flat
 * around it. */
static const float none_limit = 0.5f;

static void choose_acts(struct cl_reading *r)
{
    struct cl_features f;
    float p[CL_CLASSES_MAX];
    for (uint32_t i = 0; i < r->triggers.count; i++) {
        struct cl_trigger *t = &r->triggers.items[i];
        cl_act_features(&r->view, &r->triggers, i, &f);
        cl_probabilities(&r->reader->models, CL_K_act, &f, t->allowed | 1u << CL_ACT_COUNT, p);
        uint8_t best = 0;
        for (uint8_t a = 1; a < CL_ACT_COUNT; a++)
            best = p[a] > p[best] ? a : best;
        t->p = p[best];
        t->act = p[CL_ACT_COUNT] < none_limit ? best : CL_ACT_COUNT;
    }
}

static bool add_claim(struct cl_reading *r, uint32_t trigger)
{
    struct cl_result *out = r->out;
    if (!CU_GROW(r->view.arena, out->claims, out->claim_count, r->claim_capacity) ||
        !CU_GROW(r->view.arena, r->target_of, out->claim_count, r->target_capacity))
        return false;
    struct cl_claim *c = &out->claims[out->claim_count];
    *c = (struct cl_claim){.act = r->triggers.items[trigger].act, .qualifier = -1,
                           .trigger = r->triggers.items[trigger].token};
    c->sentence = r->view.d->tokens[c->trigger].sentence;
    if (!cl_fill_slots(r, trigger, c, &r->target_of[out->claim_count]))
        return false;
    out->claim_count++;
    return true;
}

enum cu_status cl_read(const struct cl_reader *reader, struct rd_document *d, bool explain,
                       struct cl_result *out, struct cu_error *err)
{
    *out = (struct cl_result){0};
    struct cl_reading r = {.reader = reader, .out = out, .explain = explain};
    bool fine = cl_view_init(&r.view, &reader->lex, d) && cl_trigger_candidates(&r.view, &r.triggers);
    if (fine)
        choose_acts(&r);
    for (uint32_t i = 0; fine && i < r.triggers.count; i++)
        if (r.triggers.items[i].act != CL_ACT_COUNT)
            fine = add_claim(&r, i);
    fine = fine && cl_assemble(&r) && cl_judge(&r);
    return fine ? CU_OK : cu_fail(err, CU_ERR_MEMORY, d->path.p, 0, -1, "out of memory");
}
