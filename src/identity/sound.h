/* SPDX-License-Identifier: Apache-2.0
 *
 * What a word sounds like, whatever script and scheme it is spelt in, and how far two such sounds
 * are apart. Tables: lexicon/names/sounds.tsv, costs.tsv.
 */
#ifndef CUSTODY_IDENTITY_SOUND_H
#define CUSTODY_IDENTITY_SOUND_H

#include "base/base.h"

enum { ID_SOUNDS_MAX = 28, ID_SIGNS = 40 };

struct id_sounds {
    uint8_t n;
    uint8_t s[ID_SOUNDS_MAX]; /* indexes of signs; 0 is "no sound" and does not occur */
};

struct id_phonetics {
    struct cu_arena arena;
    struct cu_map rules; /* script, place and letters -> row of `sounds` */
    struct cu_str *sounds;
    uint8_t longest[2][256]; /* bytes of the longest rule by script and first byte */
    uint8_t places[2][256];  /* bits of the places that such rules name */
    uint8_t sign_of[128];
    bool vowel[ID_SIGNS];
    float cost[ID_SIGNS][ID_SIGNS];     /* [0]: dropped */
    int32_t loose[ID_SIGNS][ID_SIGNS];  /* the same in hundredths */
    int32_t strict[ID_SIGNS][ID_SIGNS]; /* and where no consonant passes for quite another */
};

/* Reads the two tables of the folder. A wrong line is refused with file and line. Free with
 * id_phonetics_fini in either case. */
enum cu_status id_phonetics_open(struct id_phonetics *p, const char *folder, struct cu_error *err);
void id_phonetics_fini(struct id_phonetics *p);

/* `word` in lower case, letters of one script. Cut at ID_SOUNDS_MAX. */
void id_sound_out(const struct id_phonetics *p, struct cu_str word, bool cyrillic,
                  struct id_sounds *out);

/* The cheapest way from one to the other (Wagner and Fischer 1974), in letters; `limit` is given
 * back where it costs more. */
float id_distance(const struct id_phonetics *p, const struct id_sounds *a,
                  const struct id_sounds *b, float limit);
/* How much dearer that is where no consonant passes for quite another (s for sh): about 1 for each
 * that does in the cheapest way. */
float id_other_consonants(const struct id_phonetics *p, const struct id_sounds *a,
                          const struct id_sounds *b);
/* The distance over the longer one's length, at most 1. */
float id_unlike(const struct id_phonetics *p, const struct id_sounds *a, const struct id_sounds *b);

#endif
