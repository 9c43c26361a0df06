/* SPDX-License-Identifier: Apache-2.0
 * What the comparers of persons and of organisations share.
 */
#ifndef CUSTODY_IDENTITY_COMPARE_H
#define CUSTODY_IDENTITY_COMPARE_H

#include "identity/identity.h"

struct id_matcher {
    struct id_knowledge *knowledge;
    float weights[ID_KINDS][ID_FEATURES_MAX];
    float same, possible; /* limits of the verdicts */
};

/* Fills the forms of a person or an organisation from folded words. false: no memory. */
bool id_read_person(const struct id_matcher *m, const struct id_words *w, struct cu_arena *arena,
                    struct id_name *out);
bool id_read_organisation(const struct id_matcher *m, const struct id_words *w,
                          struct cu_arena *arena, struct id_name *out);
/* Features and pairings of two forms. */
void id_compare_persons(const struct id_matcher *m, const struct id_form *a,
                        const struct id_form *b, struct id_result *out);
void id_compare_organisations(const struct id_matcher *m, const struct id_form *a,
                              const struct id_form *b, struct id_result *out);
extern const char *const id_person_features[], *const id_organisation_features[];
extern const size_t id_person_feature_count, id_organisation_feature_count;

/* Sets text, sounds and signature of a part. */
void id_part_of(const struct id_matcher *m, const struct id_word *w, struct id_part *out);
/* How unlike two parts sound, 0..1; what cannot be alike is 1 at once. */
float id_parts_unlike(const struct id_matcher *m, const struct id_part *a, const struct id_part *b);
/* The sounds of a whole form without legal forms, for words that one spelling joins and the other
 * parts. */
void id_run_together(const struct id_form *f, struct id_sounds *out);
void id_note_pair(struct id_result *r, const struct id_part *a, const struct id_part *b,
                  enum id_role role, const char *how, float cost);
void id_note_against(struct id_result *r, const char *why);

#endif
