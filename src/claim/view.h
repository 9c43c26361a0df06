/* SPDX-License-Identifier: Apache-2.0
 *
 * One document as the claim stage looks at it: the tree with children, the mentions (phrases that
 * stand for people, bodies, places), the chains of mentions that are one person or body, and who
 * each mention stands for. Made once a document, in its arena; later parts only read it.
 */
#ifndef CUSTODY_CLAIM_VIEW_H
#define CUSTODY_CLAIM_VIEW_H

#include "claim/lexicon.h"

enum cl_mention_kind {
    CL_NAME,    /* holds a name: "Ales Bialiatski", "the lawyer Mahinour Selim" */
    CL_NOMINAL, /* "the lawyer", "Ukrainian citizens", "a court in Minsk" */
    CL_PRONOUN, /* he, they, who, we */
    CL_NUMERIC, /* a number alone: "the 222", "nine", "40 others" */
};

enum cl_gender { CL_GENDER_UNKNOWN, CL_MALE, CL_FEMALE };

struct cl_mention {
    uint32_t head;        /* token */
    uint32_t first, past; /* tokens of the phrase without clauses and appositions behind it */
    uint32_t sentence;
    uint32_t entity;     /* index in document.entities, or RD_NONE */
    uint32_t chain;      /* index in view.chains, or RD_NONE */
    uint32_t value;      /* NUMBER that counts it, or RD_NONE */
    uint32_t leader;     /* first conjunct's mention when coordinated ("A, B and C"), else itself */
    uint32_t next;       /* next conjunct's mention, or RD_NONE */
    uint32_t antecedent; /* mention that a pronoun or description stands for (its whole
                          * coordination when `group`), or RD_NONE */
    uint32_t *members;   /* whom a group names or leaves: mentions of single persons */
    uint32_t member_count;
    uint32_t person_chain; /* chain that a single person's mention ends at, or RD_NONE */
    uint32_t alias; /* mention whose apposition or title this is, or RD_NONE: one of the two only
                     * is offered to the role chooser */
    uint8_t kind;   /* enum cl_mention_kind */
    uint8_t gender; /* enum cl_gender */
    bool plural;
    bool definite;
    bool person;    /* a human being or several */
    bool group;     /* antecedent means all conjuncts of it */
    bool remainder; /* "the other nine", "40 others", "the rest" */
};

/* All mentions of one named person, body or place. */
struct cl_chain {
    struct cu_str name; /* the fullest form in the report */
    uint32_t first_mention;
    uint32_t mention_count;
    uint8_t type;      /* enum rd_entity_type */
    uint8_t gender;    /* enum cl_gender */
    uint64_t roles[4]; /* hashes of the nouns that describe it: lawyer, cleric */
    uint8_t role_count;
    bool official;   /* described as one who holds an office: minister, judge */
    uint8_t leader;  /* enum cl_leader */
    uint8_t suffers; /* how often an act is done to it, and by it, in the report (profile.c) */
    uint8_t acts;
    uint8_t speaks;
};

struct cl_features;
/* The score of a phrase with these features as what a pronoun or description stands for, to compare
 * with others'. */
typedef float cl_antecedent_fn(const void *context, const struct cl_features *f);

struct cl_view {
    const struct cl_lexicon *lex;
    cl_antecedent_fn *antecedent; /* NULL: by rules of recency and agreement alone */
    const void *antecedent_context;
    struct rd_document *d;
    struct cu_arena *arena;
    uint32_t *child;             /* first child of each token, RD_NONE: none; in text order */
    uint32_t *sibling;           /* next child of the same head */
    uint32_t *classes;           /* word class bits of each token, of lemma and form */
    uint32_t *mention_at;        /* mention whose head the token is, or RD_NONE */
    uint32_t *covered_by;        /* mention whose phrase holds the token (innermost), or RD_NONE */
    struct cl_mention *mentions; /* in text order of heads */
    size_t mention_count, mention_capacity;
    struct cl_chain *chains;
    size_t chain_count, chain_capacity;
    uint32_t *first_mention_of; /* per sentence: index of its first mention; count+1 entries */
};

/* false: no memory. `antecedent` may be NULL. */
bool cl_view_init(struct cl_view *v, const struct cl_lexicon *lex, struct rd_document *d,
                  cl_antecedent_fn *antecedent, const void *context);

/* A subject or object of the same verb cannot be what a plain pronoun stands for. */
bool cl_same_clause(const struct cl_view *v, uint32_t a, uint32_t b);
/* "X was met by A, and B was freed": B, behind A, opens a clause of its own. */
bool cl_opens_clause(const struct cl_view *v, const struct cl_mention *before,
                     const struct cl_mention *m);

/* Fills chains and antecedents; called by cl_view_init. */
bool cl_resolve(struct cl_view *v);

/* Counts what each person does and what is done to him; after any change of who stands for whom. */
void cl_profile(struct cl_view *v);
/* In a few bits, for features: the person's part in what the report tells, and whether he holds
 * an office. `chain` may be RD_NONE. */
uint64_t cl_part_of(const struct cl_view *v, uint32_t chain);
uint64_t cl_rank_of(const struct cl_view *v, uint32_t chain);

/* Mentions of different single persons before `token`, latest first, at most CL_PEOPLE_MAX and ten
 * sentences back; returns how many. `mention`: the one to resolve, left out (RD_NONE: none). */
enum { CL_PEOPLE_MAX = 12, CL_PEOPLE_SENTENCES = 10 };
size_t cl_people_before(const struct cl_view *v, uint32_t token, uint32_t *out);
/* How present the person of mention `candidate` is in the reader's mind at `token`; `rank`: how
 * many others were named since. */
void cl_salience_features(const struct cl_view *v, uint32_t token, uint32_t candidate, size_t rank,
                          struct cl_features *out);
/* The same with what the pronoun or description `mention` asks for. */
void cl_antecedent_features(const struct cl_view *v, uint32_t mention, uint32_t candidate,
                            size_t rank, struct cl_features *out);
/* That it asks for none of the `people` before. */
void cl_nobody_before_features(const struct cl_view *v, uint32_t mention, size_t people,
                               struct cl_features *out);

/* --- the tree ----------------------------------------------------------------------------- */

/* First child of `token` with the relation, or RD_NONE. */
uint32_t cl_child(const struct cl_view *v, uint32_t token, enum rd_deprel relation);
/* First child with one of the relations in the set (1 << relation), or RD_NONE. */
uint32_t cl_child_of(const struct cl_view *v, uint32_t token, uint64_t relations);
/* Whether `ancestor` is `token` or stands above it. */
bool cl_above(const struct cl_view *v, uint32_t ancestor, uint32_t token);
/* The word that marks a phrase: its preposition ("of", "by"), else empty. */
struct cu_str cl_case_of(const struct cl_view *v, uint32_t token);
/* First and past-last token of the subtree, without leading and trailing punctuation. */
void cl_subtree(const struct cl_view *v, uint32_t token, uint32_t *first, uint32_t *past);
/* The highest token within first..past-1: the one whose head lies outside. */
uint32_t cl_top_of(const struct rd_document *d, uint32_t first, uint32_t past);

/* --- who a mention stands for -------------------------------------------------------------- */

enum { CL_STANDS_MAX = 64 };
struct cl_stands {
    uint32_t mentions[CL_STANDS_MAX]; /* end points: named, or described and not further resolved */
    size_t count;
};
/* Follows antecedents and (with `whole`) coordination. */
void cl_stands_for(const struct cl_view *v, uint32_t mention, bool whole, struct cl_stands *out);

/* The name or bare noun phrase that a claim gives for the mention: chain name, else phrase
 * without determiner and number. Empty where only a pronoun or a number is there. */
struct cu_str cl_label(const struct cl_view *v, uint32_t mention);
/* Like cl_label for a phrase's tokens, articles and numbers cut. */
struct cu_str cl_bare_phrase(const struct cl_view *v, uint32_t first, uint32_t past);

/* How many people the mention counts: its number, its conjuncts, 1 for a single one. false: open
 * (plural without number). `qualifier`: enum rd_qualifier. */
bool cl_count_of(const struct cl_view *v, uint32_t mention, bool whole, int64_t *count,
                 int *qualifier);

#endif
