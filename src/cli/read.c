/* SPDX-License-Identifier: Apache-2.0
 * custody read: from paths to claims on standard output. See read.h.
 */
#include <unistd.h>

#include "claim/json.h"
#include "cli/conllu.h"
#include "cli/data.h"
#include "cli/engine.h"
#include "cli/jobs.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/page.h"
#include "cli/progress.h"
#include "cli/read.h"

struct run {
    const struct cli_options *options;
    struct cli_engine *engine;
    struct cli_page_style style;
    /* Below: only touched by `take`, which runs one at a time. */
    struct cli_progress progress;
    bool failed, wrote;
    struct cu_error write_error;
};

static enum cu_status show(const struct run *run, const struct custody_reader *reader,
                           struct rd_document *doc, struct cu_buf *out, struct cu_error *err)
{
    const struct cli_options *o = run->options;
    struct cl_result result;
    enum cu_status s = o->format == CLI_CONLLU
                           ? custody_inner_analyse(reader, doc, true, err)
                           : custody_inner_read(reader, doc, o->explain, &result, err);
    if (s)
        return s;
    if (o->format == CLI_CONLLU)
        cli_conllu(out, doc);
    else if (o->format == CLI_JSON)
        cl_json(out, doc, &result, o->explain);
    else
        cli_page(out, doc, &result, &run->style);
    if (out->failed)
        return cu_fail(err, CU_ERR_MEMORY, doc->path.p, 0, -1, "not enough memory to show it");
    return CU_OK;
}

/* A message about a report on one line of a file says which. */
static void place(struct cu_error *err, const struct rd_record *record)
{
    if (!err->file[0])
        snprintf(err->file, sizeof err->file, "%s", record->path.p ? record->path.p : "");
    if (err->line == 0)
        err->line = record->line;
}

static void work(void *context, const struct rd_record *record, struct cu_arena *arena,
                 struct cli_outcome *outcome)
{
    const struct run *run = context;
    struct rd_document doc;
    struct rd_remarks remarks = {.count = 0};
    struct cu_error err = {.byte = -1};
    const struct custody_reader *reader = NULL;
    enum cu_status s = rd_document_read(record, arena, &doc, &remarks, &err);
    if (s == CU_OK && !(reader = cli_engine_reader(run->engine, &doc, &err)))
        s = err.status;
    if (s == CU_OK)
        s = show(run, reader, &doc, &outcome->out, &err);
    for (size_t i = 0; i < remarks.count && s == CU_OK && !run->options->quiet; i++)
        cli_message(&outcome->messages, &remarks.items[i]);
    if (s == CU_OK)
        return;
    outcome->failed = true;
    outcome->out.n = 0;
    place(&err, record);
    cli_message(&outcome->messages, &err);
}

static enum cu_status take(void *context, const struct rd_record *record,
                           const struct cli_outcome *outcome)
{
    struct run *run = context;
    run->failed = run->failed || outcome->failed;
    if (outcome->messages.n) {
        cli_progress_clear(&run->progress);
        cli_write(STDERR_FILENO, outcome->messages.p, outcome->messages.n, NULL);
    }
    enum cu_status s = CU_OK;
    if (outcome->out.n) {
        if (run->options->format == CLI_PAGE && run->wrote)
            s = cli_write(STDOUT_FILENO, "\n", 1, &run->write_error);
        if (s == CU_OK)
            s = cli_write(STDOUT_FILENO, outcome->out.p, outcome->out.n, &run->write_error);
        run->wrote = true;
    }
    cli_progress_add(&run->progress, record->bytes.n, outcome->failed);
    return s;
}

static int run_all(struct run *run)
{
    const struct cli_options *o = run->options;
    struct rd_source *source = rd_source_new(o->paths, o->path_count);
    if (!source)
        return cli_usage("not enough memory");
    struct cli_jobs jobs = {source, o->jobs, run, work, take};
    enum cu_status s = cli_jobs_run(&jobs);
    rd_source_free(source);
    cli_progress_clear(&run->progress);
    if (s && run->write_error.status)
        cli_complain(&run->write_error);
    else if (s)
        return cli_usage("not enough memory");
    return s || run->failed ? 2 : 0;
}

int cli_read(int argc, char **argv)
{
    struct cli_options options;
    struct cu_error err = {.byte = -1};
    char data[CLI_PATH_MOST];
    int status = cli_options_parse(&options, argc, argv);
    if (status >= 0)
        return status;
    struct run run = {.options = &options,
                      .style = cli_page_style_of(STDOUT_FILENO, options.explain)};
    /* A page on the same terminal shows by itself how far the work has come. */
    cli_progress_init(&run.progress,
                      !options.quiet && !(options.format == CLI_PAGE && isatty(STDOUT_FILENO)));
    enum cu_status s = cli_data_find(options.data, data, &err);
    if (s == CU_OK && !(run.engine = cli_engine_open(data, options.lang, &err)))
        s = err.status;
    if (s) {
        cli_complain(&err);
        return 2;
    }
    status = run_all(&run);
    cli_engine_free(run.engine);
    return status;
}
