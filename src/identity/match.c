/* SPDX-License-Identifier: Apache-2.0
 * Names prepared and compared: forms against forms, features to a score. See identity.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/tsv.h"
#include "identity/compare.h"

const char *const id_verdict_name[] = {"different", "possible", "same"};
const char *const id_role_name[ID_ROLES] = {"part", "given", "patronymic", "family", "generic"};
static const char *const kind_names[ID_KINDS] = {"person", "organisation"};

/* --- opening ------------------------------------------------------------------------------------
 */

size_t id_feature_count(enum id_kind kind)
{
    return kind == ID_PERSON ? id_person_feature_count : id_organisation_feature_count;
}

const char *id_feature_name(enum id_kind kind, size_t i)
{
    return kind == ID_PERSON ? id_person_features[i] : id_organisation_features[i];
}

static float *weight_of(struct id_matcher *m, struct cu_str kind, struct cu_str feature)
{
    for (int k = 0; k < ID_KINDS; k++)
        for (size_t i = 0; cu_str_is(kind, kind_names[k]) && i < id_feature_count((enum id_kind)k);
             i++)
            if (cu_str_is(feature, id_feature_name((enum id_kind)k, i)))
                return &m->weights[k][i];
    if (cu_str_is(kind, "verdict") && cu_str_is(feature, "same"))
        return &m->same;
    if (cu_str_is(kind, "verdict") && cu_str_is(feature, "possible"))
        return &m->possible;
    return NULL;
}

static enum cu_status load_weights(struct id_matcher *m, const char *path, struct cu_error *err)
{
    struct cu_tsv t;
    struct cu_arena arena;
    cu_arena_init(&arena, 0);
    enum cu_status status = cu_tsv_load(&t, path, "kind\tfeature\tweight", &arena, err);
    for (size_t i = 0; status == CU_OK && i < t.rows; i++) {
        char number[32], *end;
        float *at = weight_of(m, cu_tsv_cell(&t, i, 0), cu_tsv_cell(&t, i, 1));
        snprintf(number, sizeof number, "%.*s", (int)cu_tsv_cell(&t, i, 2).n,
                 cu_tsv_cell(&t, i, 2).p);
        float value = strtof(number, &end);
        if (!at || *end || end == number || !isfinite(value))
            status = cu_fail(err, CU_ERR_FORMAT, path, t.lines[i], -1,
                             "a feature this program does not know, or no number; train again");
        else
            *at = value;
    }
    cu_arena_fini(&arena);
    return status;
}

struct id_matcher *id_matcher_open_untrained(const char *data, struct cu_error *err)
{
    char path[512];
    struct id_matcher *m = cu_malloc(sizeof *m);
    if (!m) {
        cu_fail(err, CU_ERR_MEMORY, data, 0, -1, "out of memory");
        return NULL;
    }
    *m = (struct id_matcher){.same = 0.5f, .possible = 0.2f};
    snprintf(path, sizeof path, "%s/lexicon/names", data);
    m->knowledge = id_knowledge_open(path, err);
    if (m->knowledge)
        return m;
    id_matcher_free(m);
    return NULL;
}

struct id_matcher *id_matcher_open(const char *data, struct cu_error *err)
{
    char path[512];
    struct id_matcher *m = id_matcher_open_untrained(data, err);
    snprintf(path, sizeof path, "%s/model/names/match.tsv", data);
    if (m && load_weights(m, path, err) != CU_OK) {
        id_matcher_free(m);
        return NULL;
    }
    return m;
}

void id_matcher_free(struct id_matcher *m)
{
    if (m)
        id_knowledge_free(m->knowledge);
    free(m);
}

/* --- parts --------------------------------------------------------------------------------------
 */

void id_part_of(const struct id_matcher *m, const struct id_word *w, struct id_part *out)
{
    const struct id_phonetics *p = id_phonetics_of(m->knowledge);
    *out = (struct id_part){.text = w->text, .meaning = {.number = -1}};
    id_sound_out(p, w->text, w->cyrillic, &out->sounds);
    for (size_t i = 0; i < out->sounds.n; i++)
        if (!p->vowel[out->sounds.s[i]])
            out->signature |= 1u << (out->sounds.s[i] & 31);
    size_t letters = cu_utf8_length(w->text);
    out->initial = letters == 1 || (letters == 2 && w->dot);
}

float id_parts_unlike(const struct id_matcher *m, const struct id_part *a, const struct id_part *b)
{
    uint8_t longer = a->sounds.n > b->sounds.n ? a->sounds.n : b->sounds.n;
    uint8_t shorter = a->sounds.n < b->sounds.n ? a->sounds.n : b->sounds.n;
    /* nothing in common, or one more than twice as long: no use to align them */
    if (longer > 2 * shorter + 2 || (longer > 4 && a->signature && b->signature &&
                                     __builtin_popcount(a->signature ^ b->signature) > 8))
        return 1;
    /* what is farther apart is not paired anyway: no need to know how far */
    float limit = 0.6f * longer;
    float far = id_distance(id_phonetics_of(m->knowledge), &a->sounds, &b->sounds, limit);
    return far >= limit ? 1 : far / longer;
}

void id_run_together(const struct id_form *f, struct id_sounds *out)
{
    out->n = 0;
    for (int i = 0; i < f->count; i++)
        for (uint8_t k = 0; k < f->parts[i].sounds.n && out->n < ID_SOUNDS_MAX; k++)
            if (!f->parts[i].meaning.legal_form)
                out->s[out->n++] = f->parts[i].sounds.s[k];
}

void id_note_pair(struct id_result *r, const struct id_part *a, const struct id_part *b,
                  enum id_role role, const char *how, float cost)
{
    static const struct cu_str none = {"", 0};
    if (r->pairing_count < ID_PAIRINGS_MAX)
        r->pairings[r->pairing_count++] =
            (struct id_pairing){a ? a->text : none, b ? b->text : none, (uint8_t)role, how, cost};
}

void id_note_against(struct id_result *r, const char *why)
{
    if (r->against_count < sizeof r->against / sizeof *r->against)
        r->against[r->against_count++] = why;
}

/* --- names --------------------------------------------------------------------------------------
 */

bool id_prepare(const struct id_matcher *m, enum id_kind kind, struct cu_str text,
                struct cu_arena *arena, struct id_name *out)
{
    struct id_words w;
    *out = (struct id_name){.kind = (uint8_t)kind, .text = text};
    if (!id_fold(id_folder_of(m->knowledge), text, kind == ID_PERSON, arena, &w))
        return false;
    return kind == ID_PERSON ? id_read_person(m, &w, arena, out)
                             : id_read_organisation(m, &w, arena, out);
}

static float probability(const struct id_matcher *m, uint8_t kind, const float *features)
{
    float sum = 0;
    for (size_t i = 0; i < id_feature_count((enum id_kind)kind); i++)
        sum += m->weights[kind][i] * features[i];
    return 1 / (1 + expf(-sum));
}

void id_compare(const struct id_matcher *m, const struct id_name *a, const struct id_name *b,
                struct id_result *out)
{
    bool any = false;
    struct id_result one;
    out->score = 0;
    out->pairing_count = out->against_count = 0;
    memset(out->features, 0, sizeof out->features);
    for (uint8_t i = 0; i < a->form_count && a->kind == b->kind; i++)
        for (uint8_t k = 0; k < b->form_count; k++) {
            /* results are large: only what counts is cleared, and the first is made in place */
            struct id_result *r = any ? &one : out;
            r->pairing_count = r->against_count = 0;
            r->ceiling = 0;
            memset(r->features, 0, sizeof r->features);
            if (a->kind == ID_PERSON)
                id_compare_persons(m, &a->forms[i], &b->forms[k], r);
            else
                id_compare_organisations(m, &a->forms[i], &b->forms[k], r);
            r->score = probability(m, a->kind, r->features);
            if (r->ceiling > 0 && r->score > r->ceiling)
                r->score = r->ceiling;
            if (any && one.score > out->score)
                *out = one;
            any = true;
        }
    out->verdict = out->score >= m->same       ? ID_SAME
                   : out->score >= m->possible ? ID_POSSIBLE
                                               : ID_DIFFERENT;
}
