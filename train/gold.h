/* SPDX-License-Identifier: Apache-2.0
 *
 * Annotated reports: NAME.txt and NAME.jsonl beside it (train/reports/GUIDE.md says what the
 * fields mean).
 */
#ifndef CUSTODY_TRAIN_GOLD_H
#define CUSTODY_TRAIN_GOLD_H

#include "claim/claim.h"

enum { TR_NAMES_MAX = 64 };

struct tr_gold_claim {
    uint8_t act, modality;
    bool negated, state, has_count, repeat; /* repeat: the note says "same event" */
    int64_t count;
    struct cu_str actor[TR_NAMES_MAX], target[TR_NAMES_MAX], charge[TR_NAMES_MAX];
    size_t actor_count, target_count, charge_count;
    struct cu_str from, to, place, date, term, attribution, mention, sentence;
};

struct tr_gold_person {
    struct cu_str name;
    uint8_t status; /* enum cl_status */
};

struct tr_report {
    struct cu_str name, text; /* text after the metadata lines */
    struct cu_str date, publisher;
    struct tr_gold_claim *claims;
    size_t claim_count;
    struct tr_gold_person *persons; /* whose liberty is clear at the report's end */
    size_t person_count;
    bool hard_negative;
};

struct tr_reports {
    struct tr_report *items;
    size_t count, capacity;
    struct cu_arena arena;
};

/* Adds the reports of a folder whose names begin with `prefix`, in order of name. Zero-initialise
 * the set before the first call. */
enum cu_status tr_reports_load(struct tr_reports *set, const char *folder, const char *prefix,
                               struct cu_error *err);
void tr_reports_fini(struct tr_reports *set);

#endif
