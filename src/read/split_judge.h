/* SPDX-License-Identifier: Apache-2.0
 *
 * The places where splitting is a question, shown to whoever trains the splitter. Reading and
 * training run the same code, so that features cannot drift apart.
 */
#ifndef CUSTODY_SPLIT_JUDGE_H
#define CUSTODY_SPLIT_JUDGE_H

#include "read/split.h"

enum rd_split_question { RD_WORD_STARTS, RD_SENTENCE_STARTS };
enum { RD_SPLIT_FEATURES = 24 };

/* Does a word (a sentence) start at byte `at`? Answers 1, 0. */
typedef int rd_split_judge(void *data, enum rd_split_question question, uint32_t at,
                           const uint64_t *features, size_t n);

/* A splitter without a model that asks `judge`. */
struct rd_splitter *rd_splitter_judged(const char *lexicon_dir, rd_split_judge *judge, void *data,
                                       struct cu_error *err);

#endif
