/* SPDX-License-Identifier: Apache-2.0
 *
 * The open namer, for the files of the name stage.
 */
#ifndef CUSTODY_NAME_INNER_H
#define CUSTODY_NAME_INNER_H

#include "read/country.h"
#include "read/name.h"
#include "read/name_feature.h"

/* What titles.tsv says of a word before a person's name. */
enum nm_title { NM_TITLE_PART, NM_TITLE_OFF, NM_TITLE_JOIN };

struct rd_namer {
    struct cu_model *model;
    struct cu_weights weights;
    struct gz_table gaz;
    struct rd_countries *countries;
    struct cu_arena arena; /* of titles.tsv */
    struct cu_map titles;  /* lower case; value: enum nm_title */
    nm_moves moves;
};

/* Cuts what is not part of a name off its ends (title, quotes, possessive), takes in what is. */
void nm_trim(const struct rd_namer *n, const struct rd_document *d, struct rd_entity *e);

#endif
