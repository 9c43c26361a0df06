/* SPDX-License-Identifier: Apache-2.0
 *
 * A name's text as words of one script each: look-alike letters of another script within a word,
 * digits set for letters, case and signs that mean nothing are folded away; scripts without a sound
 * table are romanised by ICU.
 */
#ifndef CUSTODY_IDENTITY_FOLD_H
#define CUSTODY_IDENTITY_FOLD_H

#include "base/base.h"

enum { ID_WORDS_MAX = 32, ID_NAME_BYTES_MAX = 4096 };

struct id_word {
    struct cu_str text;  /* folded, lower case, in the arena */
    bool cyrillic;       /* else Latin, or a number */
    bool number;         /* digits alone */
    bool upper, capital; /* all letters large; the first one */
    bool joined;         /* a hyphen stands before it */
    bool dot;            /* a full stop stands behind it */
    uint8_t clause;      /* commas before it */
    uint8_t alternative; /* slashes and semicolons before it */
};

struct id_words {
    struct id_word items[ID_WORDS_MAX];
    size_t count;
};

/* What folding needs of ICU; threads share it. */
struct id_folder;
/* NULL: no memory. */
struct id_folder *id_folder_open(void);
void id_folder_free(struct id_folder *f);

/* Fills *out from `text` (UTF-8; what is not counts as a gap). Words past ID_WORDS_MAX are left
 * out, as are bytes past ID_NAME_BYTES_MAX. `person`: digits within a word stand for letters.
 * false: no memory. */
bool id_fold(struct id_folder *folder, struct cu_str text, bool person, struct cu_arena *arena,
             struct id_words *out);

#endif
