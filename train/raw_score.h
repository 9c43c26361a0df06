/* SPDX-License-Identifier: Apache-2.0
 *
 * Scores from raw text, as the CoNLL 2018 shared task counts them: the treebank's text is split,
 * tagged and parsed anew; words are the same where they cover the same bytes; F1 of words, tags,
 * heads, relations.
 */
#ifndef CUSTODY_TRAIN_RAW_SCORE_H
#define CUSTODY_TRAIN_RAW_SCORE_H

#include "conllu.h"
#include "read/parse.h"
#include "read/split.h"
#include "read/tag.h"

struct tr_raw_score {
    size_t gold_words, words, same, upos, heads, labels, full;
    size_t gold_sentences, sentences, same_sentences;
};

/* Reads each document of the bank ("# newdoc"; paragraphs parted by blank lines). */
enum cu_status tr_raw_add(struct tr_raw_score *score, const struct tr_treebank *bank,
                          const struct rd_splitter *splitter, const struct rd_tagger *tagger,
                          const struct rd_parser *parser, struct cu_error *err);
void tr_raw_print(const struct tr_raw_score *score, const char *name);

#endif
