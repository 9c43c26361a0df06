/* SPDX-License-Identifier: Apache-2.0
 *
 * Features of the claim classifiers: hashed descriptions of an act word, and of an act word with a
 * phrase or a date. The same functions serve reading (src/claim) and training
 * (train/train_claim.c), so that both see the same words.
 */
#ifndef CUSTODY_CLAIM_FEATURE_H
#define CUSTODY_CLAIM_FEATURE_H

#include "claim/view.h"

enum { CL_FEATURES_MAX = 1024 };

struct cl_features {
    uint64_t f[CL_FEATURES_MAX];
    size_t n;
};

static inline void cl_feature(struct cl_features *out, uint32_t id, uint64_t value)
{
    if (out->n < CL_FEATURES_MAX)
        out->f[out->n++] = cu_hash2(id, value);
}

/* A word that may carry an act. */
struct cl_trigger {
    uint32_t token;
    uint32_t listed;  /* acts that the lexicon lists for it: 1 << enum cl_act; 0: a verb it does
                       * not know, which context may still read as an act */
    uint32_t allowed; /* acts that may be chosen */
    uint32_t phrase;  /* row of lexicon.acts that matched with the most words, or RD_NONE */
    uint32_t heading; /* of an item without a verb ("- A and B, students;"): the trigger that it
                       * hangs on ("Taken away:"); RD_NONE for words */
    bool duration;    /* a bare length of time ("Orlov two and a half years", "and Yashin eight") */
    struct cu_str term; /* of a length of time: ISO 8601 */
    uint8_t act;        /* chosen act; CL_ACT_COUNT: none */
    float p;            /* probability of the choice */
};

/* What the document as a whole is about, counted once. */
struct cl_topic {
    uint8_t justice; /* how many different strong act words it holds, in steps */
    uint8_t density; /* the same over its length, in steps */
};

struct cl_triggers {
    struct cl_trigger *items; /* in text order */
    size_t count, capacity;
    uint32_t *at_token; /* trigger of each token, or RD_NONE */
    struct cl_topic topic;
};

/* Every word of analysed sentences that the lexicon lists, every verb, bare lengths of time. */
bool cl_trigger_candidates(const struct cl_view *v, struct cl_triggers *out);

/* The best lexicon row of the trigger for an act, NULL where the lexicon has none. */
const struct cl_act_word *cl_act_row(const struct cl_view *v, const struct cl_trigger *t,
                                     enum cl_act act);

/* Which act the word carries (25 classes: the acts and none). */
void cl_act_features(const struct cl_view *v, const struct cl_triggers *all, uint32_t trigger,
                     struct cl_features *out);
/* How the act is coloured: modality, negation, aspect. `act` is known. */
void cl_colour_features(const struct cl_view *v, const struct cl_triggers *all, uint32_t trigger,
                        enum cl_act act, struct cl_features *out);
/* What the phrase with head `head` is to the act. `mention`: RD_NONE for a date. */
struct cl_pair {
    uint32_t trigger; /* index in triggers */
    enum cl_act act;
    uint32_t head;    /* token */
    uint32_t mention; /* or RD_NONE */
    uint32_t rank;    /* of a person from before: how many others were named since; of a date: how
                       * many stand between */
};
void cl_pair_features(const struct cl_view *v, const struct cl_triggers *all,
                      const struct cl_pair *pair, struct cl_features *out);
/* That the act is done to none of the candidates. */
void cl_nobody_features(const struct cl_view *v, const struct cl_triggers *all, uint32_t trigger,
                        enum cl_act act, struct cl_features *out);

/* Dates that may be the act's: those of its sentence and of some before, last first, the report's
 * first, and the report's own. Returns how many were written to out[CL_DATES_MAX]. */
enum { CL_DATES_MAX = 20 };
struct cl_when {
    struct cu_str text;   /* "2025-12-13", "2025-12", "2025" */
    uint32_t first, past; /* its tokens; the act word's where it is the report's own date */
    uint32_t value;       /* RD_NONE: the report's own date */
};
size_t cl_date_candidates(const struct cl_view *v, uint32_t trigger_token, struct cl_when *out);
/* How the act is coloured, in a few bits. */
static inline uint32_t cl_colour(uint8_t modality, bool negated, bool state)
{
    return modality * 4u + negated * 2u + state;
}
/* That none of them is the act's date. */
void cl_undated_features(const struct cl_view *v, const struct cl_triggers *all, uint32_t trigger,
                         enum cl_act act, uint32_t colour, struct cl_features *out);
/* That candidate `rank` of the list above is it. */
void cl_when_features(const struct cl_view *v, const struct cl_triggers *all, uint32_t trigger,
                      enum cl_act act, uint32_t colour, const struct cl_when *when, uint32_t rank,
                      struct cl_features *out);

/* How the phrase stands to the act word: a column of frames.tsv, shared subjects followed. */
enum cl_relation cl_relation_of(const struct cl_view *v, uint32_t trigger_token, uint32_t head);
/* How a phrase divides a group: a number with an "of" phrase of people below ("47 of the 91"); such
 * a phrase; one put first while a number stands for the part ("Of the 91, 47 ..."). */
enum cl_partitive { CL_UNDIVIDED, CL_PART, CL_WHOLE_BEHIND, CL_WHOLE_FIRST };
enum cl_partitive cl_partitive_of(const struct cl_view *v, const struct cl_mention *m);

/* Whether the act word is passive: "was freed", "the man freed". */
bool cl_is_passive(const struct cl_view *v, uint32_t token);

#endif
