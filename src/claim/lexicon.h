/* SPDX-License-Identifier: Apache-2.0
 *
 * What the language says about acts: acts.tsv (words that may carry an act), frames.tsv (where
 * their actor and target stand), words.tsv (classes of words that colour a claim: speech, doubt,
 * promise, denial, kinds of people, kinds of places), countries.tsv. Loaded once, then only read.
 */
#ifndef CUSTODY_CLAIM_LEXICON_H
#define CUSTODY_CLAIM_LEXICON_H

#include "claim/claim.h"

enum cl_pos { CL_POS_VERB, CL_POS_NOUN, CL_POS_ADJ };

/* Relations of frames.tsv, in the order of its columns. */
enum cl_relation {
    CL_REL_SUBJECT,
    CL_REL_PASSIVE,
    CL_REL_OBJECT,
    CL_REL_RECIPIENT,
    CL_REL_AGENT,
    CL_REL_OF,
    CL_REL_POSSESSIVE,
    CL_REL_MODIFIER,
    CL_REL_WITH,
    CL_REL_TO,
    CL_REL_AGAINST,
    CL_REL_COUNT,
    CL_REL_NONE = CL_REL_COUNT
};

enum cl_frame_role { CL_FRAME_NONE, CL_FRAME_ACTOR, CL_FRAME_TARGET };

enum { CL_ACT_WORDS = 4 };

/* One row of acts.tsv. */
struct cl_act_word {
    struct cu_str words[CL_ACT_WORDS]; /* lemmas; the first carries the act */
    uint8_t width;
    uint8_t pos; /* enum cl_pos */
    uint8_t act;
    uint8_t frame; /* row of frames */
    bool weak;     /* too common to make a sentence worth reading by itself */
    uint32_t next; /* further row with the same first word, or RD_NONE */
    long line;     /* of acts.tsv */
};

/* Classes of words.tsv. A word may be in several. */
/* clang-format off */
#define CL_WORD_CLASS(C)                                                                           \
    C(speech)                                                                                      \
    C(deny)                                                                                        \
    C(demand) C(want) C(promise) C(possible) C(condition) C(negative) C(schedule) C(person)        \
        C(person_m) C(person_f) C(people) C(kin) C(official) C(body) C(prison) C(court) C(charge)  \
            C(remainder) C(pair) C(each) C(unreal) C(release_like) C(number_noun) C(generic_body)
/* clang-format on */
enum cl_word_class {
#define X_(id) CL_W_##id,
    CL_WORD_CLASS(X_)
#undef X_
        CL_WORD_CLASSES
};

struct cl_lexicon {
    struct cl_act_word *acts;
    size_t act_count;
    struct cu_map by_word; /* first lemma -> row of acts */
    uint8_t (*frames)[CL_REL_COUNT];
    struct cu_str *frame_names;
    size_t frame_count;
    struct cu_map countries; /* names of states, from countries.tsv */
    struct cu_map leaders;   /* names -> years in office, from leaders.tsv */
    struct cu_map classes;   /* word -> bit set of enum cl_word_class */
    struct cu_arena arena;
};

enum cu_status cl_lexicon_open(struct cl_lexicon *lex, const char *lexicon_dir,
                               struct cu_error *err);
void cl_lexicon_fini(struct cl_lexicon *lex);

bool cl_is_country(const struct cl_lexicon *lex, struct cu_str name);

/* Whether the name is a head of state's or government's, in office on the date (ISO 8601, may be
 * empty) or at another time. A surname alone is enough. */
enum cl_leader { CL_LEADER_NONE, CL_LEADER_ONCE, CL_LEADER_NOW };
enum cl_leader cl_leader_of(const struct cl_lexicon *lex, struct cu_str name, struct cu_str date);

/* Bits of enum cl_word_class for a lemma or lower-case form; 0 where it has none. */
uint32_t cl_classes_of(const struct cl_lexicon *lex, struct cu_str word);
static inline bool cl_is(const struct cl_lexicon *lex, struct cu_str word, enum cl_word_class c)
{
    return cl_classes_of(lex, word) >> c & 1;
}

#endif
