/* SPDX-License-Identifier: Apache-2.0
 *
 * A report as the reading stage leaves it: text, sentences, words, tags, tree, names, values, each
 * with byte offsets into `text`. Everything lives in the document's arena. Stages fill it in this
 * order: input -> split -> tag -> parse -> name -> value; each reads what earlier ones wrote.
 */
#ifndef CUSTODY_DOCUMENT_H
#define CUSTODY_DOCUMENT_H

#include "base/base.h"

/* Universal part-of-speech tags, in UD's alphabetical order (universaldependencies.org/u/pos). */
/* clang-format off */
#define RD_UPOS(TAG)                                                                               \
    TAG(ADJ)                                                                                       \
    TAG(ADP) TAG(ADV) TAG(AUX) TAG(CCONJ) TAG(DET) TAG(INTJ) TAG(NOUN) TAG(NUM) TAG(PART)          \
        TAG(PRON) TAG(PROPN) TAG(PUNCT) TAG(SCONJ) TAG(SYM) TAG(VERB) TAG(X)
/* clang-format on */

enum rd_upos {
#define X_(tag) RD_##tag,
    RD_UPOS(X_)
#undef X_
        RD_UPOS_COUNT
};
extern const char *const rd_upos_name[RD_UPOS_COUNT];

/* Dependency relations of UD 2 with the English subtypes that the treebanks use. */
/* clang-format off */
#define RD_DEPREL(X)                                                                               \
    X(root, "root")                                                                                \
    X(acl, "acl") X(acl_relcl, "acl:relcl") X(advcl, "advcl") X(advcl_relcl, "advcl:relcl") X(     \
        advmod, "advmod") X(amod, "amod") X(appos, "appos") X(aux, "aux") X(aux_pass, "aux:pass")  \
        X(case, "case") X(cc, "cc") X(cc_preconj, "cc:preconj") X(ccomp, "ccomp") X(               \
            compound, "compound") X(compound_prt, "compound:prt") X(conj, "conj") X(cop, "cop")    \
            X(csubj, "csubj") X(csubj_pass, "csubj:pass") X(dep, "dep") X(det, "det")              \
                X(det_predet, "det:predet") X(discourse, "discourse") X(dislocated, "dislocated")  \
                    X(expl, "expl") X(fixed, "fixed") X(flat, "flat") X(goeswith, "goeswith")      \
                        X(iobj, "iobj") X(list, "list") X(mark, "mark") X(nmod, "nmod")            \
                            X(nmod_desc, "nmod:desc") X(nmod_poss, "nmod:poss")                    \
                                X(nmod_unmarked, "nmod:unmarked") X(nsubj, "nsubj")                \
                                    X(nsubj_outer, "nsubj:outer") X(nsubj_pass, "nsubj:pass") X(   \
                                        nummod, "nummod") X(obj, "obj") X(obl, "obl")              \
                                        X(obl_agent, "obl:agent") X(obl_unmarked, "obl:unmarked")  \
                                            X(orphan, "orphan") X(parataxis, "parataxis")          \
                                                X(punct, "punct") X(reparandum, "reparandum")      \
                                                    X(vocative, "vocative") X(xcomp, "xcomp")
/* clang-format on */

enum rd_deprel {
#define X_(id, text) RD_DEP_##id,
    RD_DEPREL(X_)
#undef X_
        RD_DEPREL_COUNT
};
extern const char *const rd_deprel_name[RD_DEPREL_COUNT];
/* RD_DEPREL_COUNT where the name is unknown with and without its subtype. */
enum rd_deprel rd_deprel_of(struct cu_str name);
enum rd_upos rd_upos_of(struct cu_str name); /* RD_X where unknown */

/* Morphological features that claims ask for, as bits of rd_token.feats (the full UD string is
 * rd_token.feats_text). */
enum {
    RD_F_PLUR = 1 << 0,  /* Number=Plur */
    RD_F_PAST = 1 << 1,  /* Tense=Past */
    RD_F_PRES = 1 << 2,  /* Tense=Pres */
    RD_F_FIN = 1 << 3,   /* VerbForm=Fin */
    RD_F_INF = 1 << 4,   /* VerbForm=Inf */
    RD_F_PART = 1 << 5,  /* VerbForm=Part */
    RD_F_GER = 1 << 6,   /* VerbForm=Ger */
    RD_F_PASS = 1 << 7,  /* Voice=Pass */
    RD_F_MASC = 1 << 8,  /* Gender=Masc */
    RD_F_FEM = 1 << 9,   /* Gender=Fem */
    RD_F_POSS = 1 << 10, /* Poss=Yes */
    RD_F_PRS = 1 << 11,  /* PronType=Prs */
    RD_F_REL = 1 << 12,  /* PronType=Rel */
    RD_F_NEG = 1 << 13,  /* Polarity=Neg or PronType=Neg */
    RD_F_SING = 1 << 14, /* Number=Sing */
    RD_F_DEM = 1 << 15,  /* PronType=Dem */
};

#define RD_NONE UINT32_MAX /* no token, no head (root) */

struct rd_token {
    uint32_t start, end; /* bytes of document.text, end exclusive */
    uint32_t head;       /* index in document.tokens; RD_NONE: the root of its sentence */
    uint32_t sentence;
    uint32_t entity; /* index in document.entities, or RD_NONE */
    uint32_t value;  /* index in document.values, or RD_NONE */
    uint16_t feats;  /* RD_F_ bits */
    uint8_t upos;    /* enum rd_upos */
    uint8_t deprel;  /* enum rd_deprel */
    bool space_before;
    struct cu_str lemma;      /* lower case but for proper nouns */
    struct cu_str lower;      /* the form in lower case */
    struct cu_str feats_text; /* "Number=Sing|..." as UD writes it, or "_"; not owned */
};

enum rd_sentence_kind { RD_TEXT, RD_HEADLINE, RD_LIST_ITEM };

struct rd_sentence {
    uint32_t start, end;  /* bytes */
    uint32_t first, past; /* tokens first..past-1 */
    uint32_t paragraph;   /* counts from 0 */
    uint8_t kind;         /* enum rd_sentence_kind */
    bool analysed;        /* tags, tree and names are there; else only words */
};

enum rd_entity_type { RD_PER, RD_ORG, RD_LOC, RD_NAT, RD_ENTITY_TYPES };
extern const char *const rd_entity_name[RD_ENTITY_TYPES];

/* A name: person, organisation, place (also states), nationality ("Belarusian", "Belarusians"). */
struct rd_entity {
    uint8_t type;         /* enum rd_entity_type */
    uint8_t gender;       /* of a person whose forename tells: 'm', 'f', or 0 */
    uint32_t first, past; /* tokens */
    float score;          /* margin of the tagger, > 0 */
};

enum rd_value_kind { RD_NUMBER, RD_DATE, RD_DURATION, RD_AGE, RD_MONEY, RD_PERCENT, RD_ORDINAL };

/* count_qualifier of ../gold/README.md. */
/* clang-format off */
#define RD_QUALIFIER(X)                                                                            \
    X(EXACT, "exact")                                                                              \
    X(AT_LEAST, "at least")                                                                        \
    X(MORE_THAN, "more than")                                                                      \
    X(ABOUT, "about") X(UP_TO, "up to") X(DOZENS, "dozens") X(HUNDREDS, "hundreds")                \
        X(THOUSANDS, "thousands")
/* clang-format on */
enum rd_qualifier {
#define X_(id, text) RD_Q_##id,
    RD_QUALIFIER(X_)
#undef X_
        RD_QUALIFIER_COUNT
};
extern const char *const rd_qualifier_name[RD_QUALIFIER_COUNT];

/* A number, date, length of time: what the words say, resolved. */
struct rd_value {
    uint8_t kind;         /* enum rd_value_kind */
    uint8_t qualifier;    /* enum rd_qualifier: "more than 40 people" */
    bool each;            /* "ten years each" */
    bool life;            /* a life term */
    uint32_t first, past; /* tokens, with the qualifier's words */
    bool has_number;      /* false for "dozens", "hundreds" */
    double number;        /* NUMBER, ORDINAL, AGE, PERCENT, MONEY */
    struct cu_str text;   /* DATE: "2025-12-13", "2025-12", "2025"; DURATION: ISO 8601, "P4Y8M";
                           * MONEY: the currency's word */
    bool relative;        /* DATE: resolved against the report's date ("on Friday") */
    uint8_t preposition;  /* DATE: 0 or one of enum rd_date_role */
};
/* How a date binds to its clause. */
enum rd_date_role { RD_ON, RD_SINCE, RD_UNTIL, RD_BEFORE, RD_AFTER, RD_FROM };

struct rd_document {
    struct cu_str name;      /* file name without its ending, or the JSON line's id */
    struct cu_str path;      /* where it came from, for messages; may be empty */
    struct cu_str text;      /* NFC not applied; offsets point into this */
    struct cu_str date;      /* "2025-12-14" or empty */
    struct cu_str lang;      /* "en" or empty */
    struct cu_str publisher; /* or empty */
    struct cu_str url;       /* or empty */
    struct cu_str title;     /* of an HTML page, or empty */

    struct rd_sentence *sentences;
    size_t sentence_count;
    struct rd_token *tokens;
    size_t token_count;
    struct rd_entity *entities;
    size_t entity_count, entity_capacity;
    struct rd_name_index *name_index; /* of the name tagger (read/name_feature.h), or NULL */
    struct rd_value *values;
    size_t value_count, value_capacity;

    struct cu_arena *arena;
};

/* The token's form. */
static inline struct cu_str rd_form(const struct rd_document *d, uint32_t token)
{
    const struct rd_token *t = &d->tokens[token];
    return (struct cu_str){d->text.p + t->start, t->end - t->start};
}
/* The text from the start of token `first` to the end of token `past - 1`. */
static inline struct cu_str rd_text_of(const struct rd_document *d, uint32_t first, uint32_t past)
{
    return (struct cu_str){d->text.p + d->tokens[first].start,
                           d->tokens[past - 1].end - d->tokens[first].start};
}

/* RD_F_ bits of a UD feature string. */
uint16_t rd_feats_of(struct cu_str feats);

#endif
