/* SPDX-License-Identifier: Apache-2.0
 *
 * The claim classifiers: multinomial logistic regression over hashed features (feature.h), one
 * weights section each in claim.model, trained by train/train_claim.c.
 */
#ifndef CUSTODY_CLAIM_CLASSIFY_H
#define CUSTODY_CLAIM_CLASSIFY_H

#include "base/model.h"
#include "claim/feature.h"

/* What a phrase is to an act. */
#define CL_ROLE(R) R(none) R(target) R(actor) R(place) R(from) R(to) R(charge)
enum cl_role {
#define X_(id) CL_ROLE_##id,
    CL_ROLE(X_)
#undef X_
        CL_ROLE_COUNT
};

/* Classifiers and their number of classes. */
#define CL_CLASSIFIER(K)                                                                           \
    K(act, CL_ACT_COUNT + 1)                                                                       \
    K(role, CL_ROLE_COUNT)                                                                         \
    K(target, 1)                                                                                   \
    K(modality, CL_MODALITY_COUNT)                                                                 \
    K(negated, 2)                                                                                  \
    K(aspect, 2)                                                                                   \
    K(speaker, 2)                                                                                  \
    K(date, 1)                                                                                     \
    K(antecedent, 1)                                                                               \
    K(claim, 2)                                                                                    \
    K(report, 2)                                                                                   \
    K(status, CL_STATUS_COUNT + 1)
enum cl_classifier {
#define X_(id, classes) CL_K_##id,
    CL_CLASSIFIER(X_)
#undef X_
        CL_CLASSIFIERS
};
struct cl_classifier_info {
    const char *name; /* also the model section's */
    uint32_t classes;
};
extern const struct cl_classifier_info cl_classifier_info[CL_CLASSIFIERS];

enum { CL_CLASSES_MAX = CL_ACT_COUNT + 1 };

struct cl_models {
    struct cu_model *file;
    struct cu_weights weights[CL_CLASSIFIERS];
};

enum cu_status cl_models_open(struct cl_models *m, const char *model_dir, struct cu_error *err);
void cl_models_fini(struct cl_models *m);

/* Probabilities of the classes in `allowed` (bit set; others get 0); p holds CL_CLASSES_MAX. */
void cl_probabilities(const struct cl_models *m, enum cl_classifier k, const struct cl_features *f,
                      uint32_t allowed, float *p);

/* The score of one of several that compete (a classifier of one class), natural logarithm. */
float cl_score(const struct cl_models *m, enum cl_classifier k, const struct cl_features *f);

/* cl_antecedent_fn over cl_models. */
float cl_antecedent_of(const void *models, const struct cl_features *f);

/* Phrases that may fill a role of a trigger: all mentions of its sentence, and people of the
 * sentences before. Returns how many were written to out[max]. */
enum { CL_CANDIDATES_MAX = 160, CL_BACK_PEOPLE = 8 };
/* out[*here..] are those of sentences before, latest first. */
size_t cl_role_candidates(const struct cl_view *v, uint32_t trigger_token, uint32_t *out,
                          size_t *here);
#endif
