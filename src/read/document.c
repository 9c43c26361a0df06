/* SPDX-License-Identifier: Apache-2.0
 * Names of tags, relations, qualifiers. See document.h.
 */
#include <string.h>

#include "read/document.h"

const char *const rd_upos_name[RD_UPOS_COUNT] = {
#define X_(tag) #tag,
    RD_UPOS(X_)
#undef X_
};

const char *const rd_deprel_name[RD_DEPREL_COUNT] = {
#define X_(id, text) text,
    RD_DEPREL(X_)
#undef X_
};

const char *const rd_qualifier_name[RD_QUALIFIER_COUNT] = {
#define X_(id, text) text,
    RD_QUALIFIER(X_)
#undef X_
};

const char *const rd_entity_name[RD_ENTITY_TYPES] = {"PER", "ORG", "LOC", "NAT"};

enum rd_upos rd_upos_of(struct cu_str name)
{
    for (int i = 0; i < RD_UPOS_COUNT; i++)
        if (cu_str_is(name, rd_upos_name[i]))
            return (enum rd_upos)i;
    return RD_X;
}

enum rd_deprel rd_deprel_of(struct cu_str name)
{
    for (int i = 0; i < RD_DEPREL_COUNT; i++)
        if (cu_str_is(name, rd_deprel_name[i]))
            return (enum rd_deprel)i;
    const char *colon = name.n ? memchr(name.p, ':', name.n) : NULL;
    if (colon)
        return rd_deprel_of((struct cu_str){name.p, (size_t)(colon - name.p)});
    return RD_DEPREL_COUNT;
}

static const struct {
    const char *text;
    uint16_t bit;
} feature_bits[] = {
    {"Number=Plur", RD_F_PLUR},   {"Number=Sing", RD_F_SING}, {"Tense=Past", RD_F_PAST},
    {"Tense=Pres", RD_F_PRES},    {"VerbForm=Fin", RD_F_FIN}, {"VerbForm=Inf", RD_F_INF},
    {"VerbForm=Part", RD_F_PART}, {"VerbForm=Ger", RD_F_GER}, {"Voice=Pass", RD_F_PASS},
    {"Gender=Masc", RD_F_MASC},   {"Gender=Fem", RD_F_FEM},   {"Poss=Yes", RD_F_POSS},
    {"PronType=Prs", RD_F_PRS},   {"PronType=Rel", RD_F_REL}, {"Polarity=Neg", RD_F_NEG},
    {"PronType=Neg", RD_F_NEG},   {"PronType=Dem", RD_F_DEM},
};

uint16_t rd_feats_of(struct cu_str feats)
{
    uint16_t bits = 0;
    for (size_t from = 0; from < feats.n;) {
        const char *bar = memchr(feats.p + from, '|', feats.n - from);
        size_t n = bar ? (size_t)(bar - feats.p) - from : feats.n - from;
        struct cu_str one = {feats.p + from, n};
        for (size_t i = 0; i < sizeof feature_bits / sizeof *feature_bits; i++)
            if (cu_str_is(one, feature_bits[i].text))
                bits |= feature_bits[i].bit;
        from += n + 1;
    }
    return bits;
}
