/* SPDX-License-Identifier: Apache-2.0
 *
 * How the parser learns: move by move, with the dynamic oracle and exploration (Goldberg and Nivre
 * 2013), log loss and AdaGrad (Duchi et al. 2011). A share of the features is left out for each
 * sentence, so that rare ones are not trusted alone. After some epochs the features that the model
 * file has room for are chosen, and training goes on with them alone, several times over in other
 * orders; the mean of these runs is the model. Relations are learnt on the right arcs along the
 * way.
 */
#ifndef CUSTODY_TRAIN_PARSE_LEARNER_H
#define CUSTODY_TRAIN_PARSE_LEARNER_H

#include "parse_tables.h"
#include "treebank_doc.h"

struct tr_plan {
    int epochs, select_after; /* select_after: epochs until the features are chosen */
    int runs;                 /* after that, whose mean is taken; at least 1 */
    unsigned dropped;         /* percent of features left out */
    uint32_t entries;         /* of moves in the model file; even */
};

/* Fills *tables (initialised here; tr_tables_fini also after an error). */
enum cu_status tr_learn(struct tr_tables *tables, const struct tr_cases *cases,
                        const struct tr_plan *plan, struct cu_error *err);

#endif
