/* SPDX-License-Identifier: Apache-2.0
 *
 * Trains and scores the dependency parser.
 *
 *   train_parse train OUT_DIR EPOCHS FILES...   writes OUT_DIR/parse.model
 *   train_parse score MODEL_DIR FILES...                                gold words
 *   train_parse raw MODEL_DIR LEXICON_DIR FILES...                      raw text, whole chain
 *
 * FILES are CoNLL-U. "-t DIR" among them: the files after it get the tags of DIR/tag.model, as at
 * run time, and the tagger must not have been trained on them; "-t gold": their own tags.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "attachment.h"
#include "parse_learner.h"
#include "raw_score.h"

enum { MOVE_ENTRIES = 1300000, SELECT_AFTER = 4, RUNS = 4, DROPPED = 20 };

static double now(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* Loads files with the tags that "-t" options ask for. */
static enum cu_status load_all(struct tr_cases *cases, int n, char **args, struct cu_error *err)
{
    struct rd_tagger *tagger = NULL;
    enum cu_status status = CU_OK;
    for (int i = 0; i < n && status == CU_OK; i++) {
        size_t from = cases->count;
        if (strcmp(args[i], "-t") == 0 && i + 1 < n) {
            rd_tagger_free(tagger);
            tagger = NULL;
            if (strcmp(args[++i], "gold") != 0 && !(tagger = rd_tagger_open(args[i], err)))
                status = err->status;
            continue;
        }
        status = tr_cases_load(cases, args[i], err);
        if (status == CU_OK && tagger)
            status = tr_cases_tag(cases, from, tagger, err);
    }
    rd_tagger_free(tagger);
    return status;
}

static enum cu_status do_train(int argc, char **argv, struct cu_error *err)
{
    struct tr_cases cases = {0};
    struct tr_tables tables = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/parse.model", argv[2]);
    enum cu_status status = load_all(&cases, argc - 4, argv + 4, err);
    struct tr_plan plan = {atoi(argv[3]), SELECT_AFTER, RUNS, DROPPED, MOVE_ENTRIES};
    if (status == CU_OK)
        status = tr_learn(&tables, &cases, &plan, err);
    if (status == CU_OK)
        status = tr_tables_write(&tables, path, MOVE_ENTRIES, err);
    tr_tables_fini(&tables);
    tr_cases_fini(&cases);
    return status;
}

static enum cu_status do_score(int argc, char **argv, struct cu_error *err)
{
    struct tr_cases cases = {0};
    struct tr_attachment score = {0};
    struct rd_parser *p = rd_parser_open(argv[2], err);
    enum cu_status status = p ? load_all(&cases, argc - 3, argv + 3, err) : err->status;
    double start = now();
    for (size_t i = 0; i < cases.count && status == CU_OK; i++)
        status = rd_parse(p, &cases.items[i].doc, 0, err);
    double seconds = now() - start;
    for (size_t i = 0; i < cases.count && status == CU_OK; i++)
        tr_attachment_add(&score, &cases.items[i]);
    if (status == CU_OK) {
        tr_attachment_print(&score, argv[argc - 1]);
        printf("  parser alone: %.0f words/s\n", (double)cases.words / seconds);
    }
    tr_cases_fini(&cases);
    rd_parser_free(p);
    return status;
}

static enum cu_status do_raw(int argc, char **argv, struct cu_error *err)
{
    struct rd_splitter *splitter = rd_splitter_open(argv[2], argv[3], err);
    struct rd_tagger *tagger = splitter ? rd_tagger_open(argv[2], err) : NULL;
    struct rd_parser *parser = tagger ? rd_parser_open(argv[2], err) : NULL;
    enum cu_status status = parser ? CU_OK : err->status;
    for (int i = 4; i < argc && status == CU_OK; i++) {
        struct tr_treebank bank = {0};
        struct tr_raw_score score = {0};
        cu_arena_init(&bank.arena, 0);
        status = tr_conllu_load(&bank, argv[i], err);
        if (status == CU_OK)
            status = tr_raw_add(&score, &bank, splitter, tagger, parser, err);
        if (status == CU_OK)
            tr_raw_print(&score, argv[i]);
        tr_treebank_fini(&bank);
    }
    rd_parser_free(parser);
    rd_tagger_free(tagger);
    rd_splitter_free(splitter);
    return status;
}

int main(int argc, char **argv)
{
    struct cu_error err = {0};
    enum cu_status status = CU_ERR_USAGE;
    if (argc >= 5 && strcmp(argv[1], "train") == 0)
        status = do_train(argc, argv, &err);
    else if (argc >= 4 && strcmp(argv[1], "score") == 0)
        status = do_score(argc, argv, &err);
    else if (argc >= 5 && strcmp(argv[1], "raw") == 0)
        status = do_raw(argc, argv, &err);
    else
        cu_fail(&err, status, NULL, 0, -1, "usage: see the head of train_parse.c");
    if (status == CU_OK)
        return 0;
    char text[768];
    cu_error_text(&err, text, sizeof text);
    fprintf(stderr, "train_parse: %s\n", text);
    return 2;
}
