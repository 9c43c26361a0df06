/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast Custody reads, on one core, beside ICU's word iterator over the same text.
 *
 *   bench --program custody --example FILE [--plain FILE...] REPORT...
 *
 * --plain names sentences for the mixed stream: CoNLL-U treebanks, or text with a sentence a line.
 * Run it where the folders model and lexicon are.
 */
#include <getopt.h>
#include <stdlib.h>

#include "process.h"
#include "stage.h"

enum { STARTS = 21 };
static const double least_seconds = 2;

struct job {
    const char *program, *example;
    char **reports;
    size_t report_count;
    struct be_tools tools;
    struct be_texts texts, plain, mixed;
};

static enum cu_status load(struct job *job, struct cu_error *err)
{
    enum cu_status s = be_tools_open(&job->tools, err);
    for (size_t i = 0; s == CU_OK && i < job->report_count; i++)
        s = be_texts_report(&job->texts, job->reports[i], err);
    if (s == CU_OK)
        s = be_texts_mixed(&job->mixed, &job->plain, &job->texts, job->tools.splitter,
                           job->tools.claims, err);
    return s;
}

static void print_row(const char *what, const struct be_speed *speed, double icu)
{
    printf("%-52s %11.0f %8.3f %8.3f\n", what, speed->words_a_second, 1e6 / speed->words_a_second,
           speed->words_a_second / icu);
    fflush(stdout);
}

static enum cu_status print_texts(const struct job *job, const char *what,
                                  const struct be_texts *texts, double *icu, struct cu_error *err)
{
    struct be_speed speed;
    if (be_measure(&job->tools, BE_ICU, texts, least_seconds, &speed, err) != CU_OK)
        return err->status;
    *icu = speed.words_a_second;
    printf("%s: %zu texts, %zu sentences (%.1f%% with an act word), %zu words, %zu bytes\n\n", what,
           texts->count, speed.sentences,
           100.0 * (double)speed.of_interest / (double)speed.sentences, speed.words, texts->bytes);
    printf("%-52s %11s %8s %8s\n", "", "words/s", "us/word", "ICU = 1");
    print_row("ICU word iterator", &speed, *icu);
    return CU_OK;
}

static enum cu_status print_stages(const struct job *job, const struct be_texts *texts,
                                   enum be_stage from, enum be_stage to, double icu,
                                   struct cu_error *err)
{
    static const char *const names[BE_STAGES] = {
        [BE_SPLIT] = "sentences and words",
        [BE_TAG] = "+ tags, features, lemmas",
        [BE_PARSE] = "+ trees",
        [BE_NAME] = "+ names, numbers, dates",
        [BE_CLAIM] = "+ claims: whole chain, every sentence parsed",
        [BE_READER] = "as custody read does: where act words stand",
    };
    for (enum be_stage stage = from; stage <= to; stage++) {
        struct be_speed speed;
        if (be_measure(&job->tools, stage, texts, least_seconds, &speed, err) != CU_OK)
            return err->status;
        print_row(names[stage], &speed, icu);
    }
    return CU_OK;
}

static enum cu_status print_program(const struct job *job, struct cu_error *err)
{
    const char *one[] = {job->program, "read", job->example, NULL};
    const char **all = calloc(job->report_count + 5, sizeof *all);
    struct be_run start, whole;
    if (!all)
        return cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "not enough memory");
    const char *head[] = {job->program, "read", "--json", "--quiet"};
    for (size_t i = 0; i < 4; i++)
        all[i] = head[i];
    for (size_t i = 0; i < job->report_count; i++)
        all[4 + i] = job->reports[i];
    enum cu_status s = be_run_median(one, STARTS, &start, err);
    if (s == CU_OK)
        s = be_run(all, &whole, err);
    free(all);
    if (s == CU_OK)
        printf("\nstart-up and one report, median of %d: %.1f ms, %.0f MB\n"
               "all %zu reports in one run: %.0f ms, at most %.0f MB resident\n",
               (int)STARTS, start.milliseconds, start.megabytes, job->report_count,
               whole.milliseconds, whole.megabytes);
    return s;
}

static enum cu_status run(struct job *job, struct cu_error *err)
{
    double icu = 1;
    enum cu_status s = load(job, err);
    if (s == CU_OK)
        s = print_texts(job, "reports", &job->texts, &icu, err);
    if (s == CU_OK)
        s = print_stages(job, &job->texts, BE_SPLIT, BE_READER, icu, err);
    if (s == CU_OK) {
        putchar('\n');
        s = print_texts(job, "mixed stream", &job->mixed, &icu, err);
    }
    if (s == CU_OK)
        s = print_stages(job, &job->mixed, BE_SPLIT, BE_SPLIT, icu, err);
    if (s == CU_OK)
        s = print_stages(job, &job->mixed, BE_READER, BE_READER, icu, err);
    if (s == CU_OK)
        s = print_program(job, err);
    return s;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"program", required_argument, NULL, 'p'},
                                            {"example", required_argument, NULL, 'e'},
                                            {"plain", required_argument, NULL, 's'},
                                            {0}};
    struct job job = {.program = "build/custody"};
    struct cu_error err = {0};
    enum cu_status s = CU_OK;
    be_texts_init(&job.texts);
    be_texts_init(&job.plain);
    be_texts_init(&job.mixed);
    for (int c; s == CU_OK && (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (c == 'p')
            job.program = optarg;
        else if (c == 'e')
            job.example = optarg;
        else if (c == 's')
            s = be_texts_sentences(&job.plain, optarg, &err);
        else
            s = CU_ERR_USAGE;
    }
    job.reports = argv + optind;
    job.report_count = (size_t)(argc - optind);
    if (s == CU_ERR_USAGE || !job.example || job.report_count == 0)
        s = cu_fail(&err, CU_ERR_USAGE, NULL, 0, -1, "usage: see the head of bench/bench.c");
    if (s == CU_OK)
        s = run(&job, &err);
    if (s != CU_OK) {
        char text[800];
        cu_error_text(&err, text, sizeof text);
        fprintf(stderr, "bench: %s\n", text);
    }
    be_texts_fini(&job.texts);
    be_texts_fini(&job.plain);
    be_texts_fini(&job.mixed);
    be_tools_close(&job.tools);
    return s == CU_OK ? 0 : 2;
}
