/* SPDX-License-Identifier: Apache-2.0
 * The stages in their order. See chain.h.
 */
#include <stdlib.h>

#include "read/chain.h"
#include "read/name.h"
#include "read/parse.h"
#include "read/split.h"
#include "read/tag.h"
#include "read/value.h"

struct rd_chain {
    struct rd_splitter *splitter;
    struct rd_tagger *tagger;
    struct rd_parser *parser;
    struct rd_namer *namer;
    struct rd_valuer *valuer;
};

void rd_chain_free(struct rd_chain *c)
{
    if (!c)
        return;
    rd_valuer_free(c->valuer);
    rd_namer_free(c->namer);
    rd_parser_free(c->parser);
    rd_tagger_free(c->tagger);
    rd_splitter_free(c->splitter);
    free(c);
}

struct rd_chain *rd_chain_open(const char *model_dir, const char *lexicon_dir, struct cu_error *err)
{
    struct rd_chain *c = cu_malloc(sizeof *c);
    if (!c) {
        cu_fail(err, CU_ERR_MEMORY, model_dir, 0, -1, "not enough memory");
        return NULL;
    }
    *c = (struct rd_chain){0};
    if ((c->splitter = rd_splitter_open(model_dir, lexicon_dir, err)) &&
        (c->tagger = rd_tagger_open(model_dir, err)) &&
        (c->parser = rd_parser_open(model_dir, err)) &&
        (c->namer = rd_namer_open(model_dir, lexicon_dir, err)) &&
        (c->valuer = rd_valuer_open(lexicon_dir, err)))
        return c;
    rd_chain_free(c);
    return NULL;
}

static enum cu_status analyse(const struct rd_chain *c, struct rd_document *d, uint32_t i,
                              struct cu_error *err)
{
    enum cu_status s = rd_tag(c->tagger, d, i, err);
    if (s == CU_OK)
        s = rd_parse(c->parser, d, i, err);
    if (s == CU_OK)
        s = rd_name(c->namer, d, i, err);
    if (s == CU_OK)
        s = rd_value(c->valuer, d, i, err);
    if (s == CU_OK)
        d->sentences[i].analysed = true;
    return s;
}

enum cu_status rd_chain_run(const struct rd_chain *c, struct rd_document *d, rd_wanted_fn *wanted,
                            void *context, struct cu_error *err)
{
    enum cu_status s = rd_split(c->splitter, d, err);
    for (uint32_t i = 0; s == CU_OK && i < d->sentence_count; i++)
        if (!wanted || wanted(context, d, i))
            s = analyse(c, d, i, err);
    if (s == CU_OK)
        s = rd_name_document(c->namer, d, err);
    if (s == CU_OK && d->arena->failed)
        s = cu_fail(err, CU_ERR_MEMORY, d->path.p, 0, -1, "not enough memory for this report");
    return s;
}
