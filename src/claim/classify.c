/* SPDX-License-Identifier: Apache-2.0
 * The claim classifiers at reading time. See classify.h.
 */
#include <math.h>
#include <string.h>

#include "claim/classify.h"

const struct cl_classifier_info cl_classifier_info[CL_CLASSIFIERS] = {
#define X_(id, classes) {#id, classes},
    CL_CLASSIFIER(X_)
#undef X_
};

enum cu_status cl_models_open(struct cl_models *m, const char *model_dir, struct cu_error *err)
{
    char path[512];
    *m = (struct cl_models){0};
    snprintf(path, sizeof path, "%s/claim.model", model_dir);
    m->file = cu_model_open(path, false, err);
    if (!m->file)
        return err ? err->status : CU_ERR_IO;
    for (int k = 0; k < CL_CLASSIFIERS; k++) {
        enum cu_status status =
            cu_weights_of(m->file, cl_classifier_info[k].name, &m->weights[k], err);
        if (status == CU_OK && m->weights[k].classes != cl_classifier_info[k].classes)
            status = cu_fail(err, CU_ERR_FORMAT, path, 0, -1,
                             "classifier %s has %u classes, not %u", cl_classifier_info[k].name,
                             m->weights[k].classes, cl_classifier_info[k].classes);
        if (status != CU_OK) {
            cl_models_fini(m);
            return status;
        }
    }
    return CU_OK;
}

void cl_models_fini(struct cl_models *m)
{
    cu_model_free(m->file);
    *m = (struct cl_models){0};
}

void cl_probabilities(const struct cl_models *m, enum cl_classifier k, const struct cl_features *f,
                      uint32_t allowed, float *p)
{
    const struct cu_weights *w = &m->weights[k];
    int32_t scores[CL_CLASSES_MAX] = {0};
    for (size_t i = 0; i < f->n; i++)
        cu_weights_fetch(w, f->f[i]);
    for (size_t i = 0; i < f->n; i++)
        cu_weights_add(w, f->f[i], scores);
    float most = -1e30f, sum = 0;
    for (uint32_t c = 0; c < w->classes; c++)
        if (allowed >> c & 1 && (float)scores[c] * w->scale > most)
            most = (float)scores[c] * w->scale;
    for (uint32_t c = 0; c < w->classes; c++) {
        p[c] = allowed >> c & 1 ? expf((float)scores[c] * w->scale - most) : 0;
        sum += p[c];
    }
    for (uint32_t c = 0; c < w->classes && sum > 0; c++)
        p[c] /= sum;
}

float cl_score(const struct cl_models *m, enum cl_classifier k, const struct cl_features *f)
{
    const struct cu_weights *w = &m->weights[k];
    int32_t score = 0;
    for (size_t i = 0; i < f->n; i++)
        cu_weights_fetch(w, f->f[i]);
    for (size_t i = 0; i < f->n; i++)
        cu_weights_add(w, f->f[i], &score);
    return (float)score * w->scale;
}

float cl_antecedent_of(const void *models, const struct cl_features *f)
{
    return cl_score(models, CL_K_antecedent, f);
}

/* --- candidates ------------------------------------------------------------------------------- */

/* Groups of the sentences before ("the seven", "A and B"), which "they were freed" leaves out. */
static size_t groups_before(const struct cl_view *v, uint32_t sentence, uint32_t *out, size_t most)
{
    size_t n = 0;
    for (uint32_t m = v->first_mention_of[sentence]; m-- > 0 && n < most;) {
        const struct cl_mention *o = &v->mentions[m];
        if (sentence - o->sentence > 3)
            break;
        bool people = o->person && o->alias == RD_NONE && o->leader == m &&
                      (o->plural || o->next != RD_NONE) && o->antecedent == RD_NONE;
        if (people && !(o->chain != RD_NONE && v->chains[o->chain].type == RD_NAT))
            out[n++] = m;
    }
    return n;
}

size_t cl_role_candidates(const struct cl_view *v, uint32_t trigger_token, uint32_t *out,
                          size_t *here)
{
    uint32_t sentence = v->d->tokens[trigger_token].sentence;
    size_t n = 0;
    for (uint32_t m = v->first_mention_of[sentence]; m < v->first_mention_of[sentence + 1]; m++)
        if (n < CL_CANDIDATES_MAX - 2 * CL_BACK_PEOPLE && v->mentions[m].alias == RD_NONE &&
            v->mentions[m].head != trigger_token)
            out[n++] = m;
    *here = n;
    uint32_t people[CL_PEOPLE_MAX];
    size_t back = cl_people_before(v, v->d->sentences[sentence].first, people);
    for (size_t i = 0; i < back && i < CL_BACK_PEOPLE; i++)
        out[n++] = people[i];
    return n + groups_before(v, sentence, out + n, 3);
}
