/* SPDX-License-Identifier: Apache-2.0
 * Options of `custody read`. See options.h.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/jobs.h"
#include "cli/options.h"
#include "cli/output.h"

static const char help[] =
    "usage: custody read [OPTION...] FILE...\n"
    "\n"
    "Reads reports and shows what they claim: who was detained, freed, sentenced or sent\n"
    "where, how many, when, on what charge, who says so, and whether it happened.\n"
    "FILE is text, HTML or JSON lines ({\"id\", \"text\" or \"html\", \"date\", \"url\",\n"
    "\"publisher\", \"lang\"}), a folder of such files, or - for standard input.\n"
    "\n"
    "      --json       claims as JSON lines, then one document record for each report\n"
    "      --conllu     the analysis of every sentence in CoNLL-U\n"
    "      --explain    with each claim, the words and the lexicon line that decided\n"
    "  -j, --jobs N     N reports at a time (default 1); the output is the same\n"
    "      --lang CODE  language of reports that do not name theirs (default en)\n"
    "      --data DIR   where the folders lexicon and model are (else $CUSTODY_DATA)\n"
    "  -q, --quiet      no progress and no remarks, only errors\n"
    "  -h, --help       this text\n"
    "      --version    the version\n"
    "\n"
    "A text file may begin with lines \"# date: 2025-12-14\", \"# lang: en\", \"# publisher: "
    "...\"\n"
    "up to the first blank line. Exit status: 0 all was read, 2 wrong usage, or an input that\n"
    "could not be read (the rest is read all the same).\n";

enum { OPT_JSON = 256, OPT_CONLLU, OPT_EXPLAIN, OPT_LANG, OPT_DATA, OPT_VERSION };

static const struct option long_options[] = {
    {"json", no_argument, NULL, OPT_JSON},       {"conllu", no_argument, NULL, OPT_CONLLU},
    {"explain", no_argument, NULL, OPT_EXPLAIN}, {"jobs", required_argument, NULL, 'j'},
    {"lang", required_argument, NULL, OPT_LANG}, {"data", required_argument, NULL, OPT_DATA},
    {"quiet", no_argument, NULL, 'q'},           {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, OPT_VERSION}, {NULL, 0, NULL, 0},
};

static int print(const char *text)
{
    struct cu_error err;
    if (cli_write(STDOUT_FILENO, text, strlen(text), &err) == CU_OK)
        return 0;
    cli_complain(&err);
    return 2;
}

static bool jobs_of(const char *text, unsigned *jobs)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || n < 1 || n > CLI_JOBS_MOST)
        return false;
    *jobs = (unsigned)n;
    return true;
}

static bool lang_ok(const char *text)
{
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz");
    return (n >= 2 && n <= 3 && !text[n]) || strcmp(text, "be-tarask") == 0;
}

/* -1: taken. */
static int take(struct cli_options *o, int option)
{
    switch (option) {
    case OPT_JSON:
    case OPT_CONLLU:
        if (o->format != CLI_PAGE && (o->format == CLI_JSON) != (option == OPT_JSON))
            return cli_usage("--json and --conllu exclude each other");
        o->format = option == OPT_JSON ? CLI_JSON : CLI_CONLLU;
        return -1;
    case OPT_EXPLAIN:
        o->explain = true;
        return -1;
    case 'j':
        if (!jobs_of(optarg, &o->jobs))
            return cli_usage("--jobs takes a number from 1 to %d, not \"%s\"", CLI_JOBS_MOST,
                             optarg);
        return -1;
    case OPT_LANG:
        if (!lang_ok(optarg))
            return cli_usage("--lang takes a language code such as en, not \"%s\"", optarg);
        o->lang = optarg;
        return -1;
    case OPT_DATA:
        o->data = optarg;
        return -1;
    case 'q':
        o->quiet = true;
        return -1;
    case 'h':
        return print(help);
    case OPT_VERSION:
        return print("custody " CUSTODY_VERSION "\n");
    default:
        return cli_usage("see custody read --help");
    }
}

int cli_options_parse(struct cli_options *o, int argc, char **argv)
{
    *o = (struct cli_options){.jobs = 1};
    argv[0] = (char[]){"custody"};
    optind = 1;
    for (int option; (option = getopt_long(argc, argv, "j:qh", long_options, NULL)) != -1;) {
        int status = take(o, option);
        if (status >= 0)
            return status;
    }
    o->paths = (const char *const *)argv + optind;
    o->path_count = (size_t)(argc - optind);
    if (o->path_count == 0)
        return cli_usage("nothing to read; name a file or a folder, or - for standard input");
    return -1;
}
