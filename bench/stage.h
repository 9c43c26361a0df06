/* SPDX-License-Identifier: Apache-2.0
 *
 * What is timed in this process: the stages of reading one after the other, on one thread, and
 * ICU's word iterator (UAX #29, icu4c ubrk.h) over the same text.
 */
#ifndef CUSTODY_BENCH_STAGE_H
#define CUSTODY_BENCH_STAGE_H

#include "custody_inner.h"
#include "read/name.h"
#include "read/parse.h"
#include "read/split.h"
#include "read/tag.h"
#include "read/value.h"
#include "text.h"

struct be_tools {
    struct rd_splitter *splitter;
    struct rd_tagger *tagger;
    struct rd_parser *parser;
    struct rd_namer *namer;
    struct rd_valuer *valuer;
    struct cl_reader *claims;
    struct custody_reader *reader;
};

/* Opens ./model/en and ./lexicon/en. */
enum cu_status be_tools_open(struct be_tools *t, struct cu_error *err);
void be_tools_close(struct be_tools *t);

enum be_stage {
    BE_ICU,    /* word boundaries of text that is UTF-16 already */
    BE_SPLIT,  /* sentences and words */
    BE_TAG,    /* and tags */
    BE_PARSE,  /* and trees */
    BE_NAME,   /* and names, values */
    BE_CLAIM,  /* and claims: every sentence analysed */
    BE_READER, /* claims as `custody read` finds them: only sentences with an act word analysed */
    BE_STAGES
};

struct be_speed {
    double words_a_second; /* median over the passes; words as the splitter counts them */
    double seconds;        /* of processor time, all passes */
    size_t passes, words, sentences, of_interest;
};

/* Runs a stage over the texts, again and again for at least `least` seconds of processor time. */
enum cu_status be_measure(const struct be_tools *t, enum be_stage stage,
                          const struct be_texts *texts, double least, struct be_speed *speed,
                          struct cu_error *err);

#endif
