/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of persons, organisations and places, and nationalities.
 *
 * A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over BILOU labels
 * (Ratinov and Roth 2009) finds persons, organisations and places; long lists of towns, forenames
 * and organisations are features of it, never verdicts. Nationalities are a closed list
 * (lexicon: countries.tsv, nationalities.tsv).
 *
 * What is a name: the words of the name with particles, initials and Jr., without title
 * ("President", "Mr."), without possessive 's, without an article that is not part of it.
 */
#ifndef CUSTODY_NAME_H
#define CUSTODY_NAME_H

#include "read/document.h"

struct rd_namer; /* read-only after opening, shared by threads */

/* Maps `model_dir`/name.model and reads countries.tsv, nationalities.tsv and titles.tsv of
 * `lexicon_dir`. NULL with *err filled where one is missing or damaged. */
struct rd_namer *rd_namer_open(const char *model_dir, const char *lexicon_dir,
                               struct cu_error *err);
void rd_namer_free(struct rd_namer *n);

/* Appends the names of one sentence to d->entities, in the order of their words, and sets
 * tokens[].entity. A token that an entity covers already is left as it is. Reads forms, lower,
 * upos; all sentences of the document must be split into words before the first call, since other
 * occurrences of a word are evidence. */
enum cu_status rd_name(const struct rd_namer *n, struct rd_document *d, uint32_t sentence,
                       struct cu_error *err);

/* Once per document, after its sentences: a lone surname follows the full name that holds it, the
 * types of one name agree over the report, persons get their gender. */
enum cu_status rd_name_document(const struct rd_namer *n, struct rd_document *d,
                                struct cu_error *err);

/* The state that a country's name, short form, capital or demonym stands for, under its usual
 * English name ("Belarusians", "Minsk", "Byelorussia": "Belarus"); empty where none. Case matters:
 * "Polish" is Poland's, "polish" is nobody's. The bytes are the namer's. */
struct cu_str rd_country_of(const struct rd_namer *n, struct cu_str name);

#endif
