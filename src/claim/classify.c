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
        enum cu_status status = cu_weights_of(m->file, cl_classifier_info[k].name, &m->weights[k], err);
        if (status == CU_OK && m->weights[k].classes != cl_classifier_info[k].classes)
            status = cu_fail(err, CU_ERR_FORMAT, path, 0, -1, "classifier %s has %u classes, not %u",
                             cl_classifier_info[k].name, m->weights[k].classes,
                             cl_classifier_info[k].classes);
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

/* --- candidates ------------------------------------------------------------------------------- */

static bool same_person(const struct cl_view *v, uint32_t a, uint32_t b)
{
    struct cl_stands x, y;
    cl_stands_for(v, a, v->mentions[a].group, &x);
    cl_stands_for(v, b, v->mentions[b].group, &y);
    if (x.count != y.count)
        return false;
    for (size_t i = 0; i < x.count; i++) {
        const struct cl_mention *m = &v->mentions[x.mentions[i]], *o = &v->mentions[y.mentions[i]];
        if (x.mentions[i] != y.mentions[i] && (m->chain == RD_NONE || m->chain != o->chain))
            return false;
    }
    return true;
}

size_t cl_role_candidates(const struct cl_view *v, uint32_t trigger_token, uint32_t *out)
{
    uint32_t sentence = v->d->tokens[trigger_token].sentence;
    size_t n = 0;
    for (uint32_t m = v->first_mention_of[sentence]; m < v->first_mention_of[sentence + 1]; m++)
        if (n < CL_CANDIDATES_MAX - CL_BACK_PEOPLE && v->mentions[m].alias == RD_NONE &&
            v->mentions[m].head != trigger_token)
            out[n++] = m;
    size_t back = 0, start = n;
    for (uint32_t m = v->first_mention_of[sentence]; m-- > 0 && back < CL_BACK_PEOPLE;) {
        const struct cl_mention *o = &v->mentions[m];
        if (sentence - o->sentence > CL_BACK_SENTENCES)
            break;
        if (!o->person || o->alias != RD_NONE || o->leader != m ||
            (o->chain != RD_NONE && v->chains[o->chain].type == RD_NAT))
            continue;
        bool seen = false;
        for (size_t i = start; i < n && !seen; i++)
            seen = same_person(v, out[i], m);
        if (!seen) {
            out[n++] = m;
            back++;
        }
    }
    return n;
}

size_t cl_date_candidates(const struct cl_view *v, uint32_t trigger_token, uint32_t *out)
{
    const struct rd_document *d = v->d;
    uint32_t sentence = d->tokens[trigger_token].sentence;
    uint32_t from = sentence > 0 ? d->sentences[sentence - 1].first : 0;
    size_t n = 0;
    for (uint32_t t = d->sentences[sentence].past; t-- > from && n < 16;) {
        uint32_t x = d->tokens[t].value;
        if (x != RD_NONE && d->values[x].kind == RD_DATE && d->values[x].text.n &&
            (n == 0 || out[n - 1] != x))
            out[n++] = x;
    }
    return n;
}
