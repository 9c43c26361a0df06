/* SPDX-License-Identifier: Apache-2.0
 *
 * Claims: who did what to whom, how many, where, when, on what charge, who says so, did it happen.
 * The acts, fields and their meaning are the vocabulary of Custody; each value rests on words of
 * one report and carries their byte offsets.
 */
#ifndef CUSTODY_CLAIM_H
#define CUSTODY_CLAIM_H

#include "read/document.h"

/* Acts with their PLOVER and CAMEO codes. */
#define CL_ACT(ACT)                                                                                \
    ACT(detain, "COERCE arrest", "173")                                                            \
    ACT(charge, "COERCE arrest", "173")                                                            \
    ACT(try, "COERCE arrest", "173")                                                               \
    ACT(convict, "SANCTION convict", "172")                                                        \
    ACT(sentence, "SANCTION convict", "173")                                                       \
    ACT(commute, "CONCEDE", "08")                                                                  \
    ACT(move, "COERCE", "17")                                                                      \
    ACT(transfer, "RETREAT release", "0841")                                                       \
    ACT(release, "RETREAT release", "0841")                                                        \
    ACT(pardon, "CONCEDE pardon", "0841")                                                          \
    ACT(exchange, "RETREAT release", "0841")                                                       \
    ACT(deport, "COERCE deport", "174")                                                            \
    ACT(flee, NULL, NULL)                                                                          \
    ACT(die, NULL, NULL)                                                                           \
    ACT(abuse, "ASSAULT torture", "182")                                                           \
    ACT(sanction, "SANCTION", "163")                                                               \
    ACT(ease, "RETREAT", "085")                                                                    \
    ACT(agree, "AGREE / SUPPORT", "057")                                                           \
    ACT(negotiate, "CONSULT", "046, 03")                                                           \
    ACT(state, NULL, "01")                                                                         \
    ACT(demand, "REQUEST", "105")                                                                  \
    ACT(protest, "PROTEST", "14")                                                                  \
    ACT(award, "SUPPORT", "05")                                                                    \
    ACT(ban, "COERCE", "17")

enum cl_act {
#define X_(id, plover, cameo) CL_ACT_##id,
    CL_ACT(X_)
#undef X_
        CL_ACT_COUNT
};
struct cl_act_info {
    const char *name, *plover, *cameo; /* codes NULL where none fits */
};
extern const struct cl_act_info cl_act_info[CL_ACT_COUNT];
/* CL_ACT_COUNT where the name is unknown. */
enum cl_act cl_act_of(struct cu_str name);

#define CL_MODALITY(M) M(asserted) M(promised) M(called_for) M(conditional) M(possible) M(denied)
enum cl_modality {
#define X_(id) CL_##id,
    CL_MODALITY(X_)
#undef X_
        CL_MODALITY_COUNT
};
extern const char *const cl_modality_name[CL_MODALITY_COUNT];

/* A slot's value with the bytes it rests on; n == 0: not filled. start == end: derived (a sum, a
 * date from the report's head), no bytes of its own. */
struct cl_slot {
    struct cu_str text;
    uint32_t start, end;
};

struct cl_names {
    struct cl_slot *items; /* each in its fullest form in the report; the span is the mention's */
    size_t count;
};

struct cl_part {
    int64_t count;
    struct cu_str what, to; /* n == 0: null */
};

struct cl_claim {
    uint8_t act;      /* enum cl_act */
    uint8_t modality; /* enum cl_modality */
    bool negated;
    bool state; /* aspect "state" */
    struct cl_names actor, target;
    bool has_count;
    int64_t count;
    int qualifier; /* enum rd_qualifier or -1 */
    struct cl_part *parts;
    size_t part_count;
    struct cl_slot from, to, place, date, term, attribution, mention;
    struct cl_names charge;
    uint32_t sentence; /* index in document.sentences */
    uint32_t trigger;  /* token that carries the act */
    struct cu_str note;
    float score;       /* 0..1, calibrated */
    struct cu_str why; /* the words and the lexicon line that decided; filled on request */
};

#define CL_STATUS(S) S(detained) S(free) S(dead) S(unknown)
enum cl_status {
#define X_(id) CL_STATUS_##id,
    CL_STATUS(X_)
#undef X_
        CL_STATUS_COUNT
};
extern const char *const cl_status_name[CL_STATUS_COUNT];

struct cl_person {
    struct cu_str name;
    uint8_t status; /* enum cl_status */
};

/* A sum that the report states: total and parts, and whether they agree. */
struct cl_sum {
    int64_t total, parts_total;
    int64_t *parts;
    size_t part_count;
    uint32_t claim; /* index of the claim that holds the total */
    bool complete;  /* the parts claim to be the whole */
    bool holds;
};

struct cl_contradiction {
    struct cu_str text;        /* one line for people */
    uint32_t claim_a, claim_b; /* indexes of the claims that disagree, RD_NONE where none */
};

struct cl_result {
    struct cl_claim *claims;
    size_t claim_count;
    struct cl_person *persons;
    size_t person_count;
    struct cl_sum *sums;
    size_t sum_count;
    struct cl_contradiction *contradictions;
    size_t contradiction_count;
};

struct cl_reader; /* lexicon and classifiers, shared by threads, read-only after opening */

struct cl_reader *cl_reader_open(const char *lexicon_dir, const char *model_dir,
                                 struct cu_error *err);
void cl_reader_free(struct cl_reader *r);

/* Whether the sentence holds a word of the act lexicon (only words are needed, no analysis). */
bool cl_of_interest(const struct cl_reader *r, const struct rd_document *d, uint32_t sentence);

/* The claims of an analysed document; all memory is the document's arena. */
enum cu_status cl_read(const struct cl_reader *r, struct rd_document *d, bool explain,
                       struct cl_result *out, struct cu_error *err);

#endif
