/* SPDX-License-Identifier: Apache-2.0
 * custody match. See match.h.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/data.h"
#include "cli/match.h"
#include "cli/name_list.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "identity/index.h"

static const char help[] =
    "usage: custody match [OPTION...] NAME NAME\n"
    "       custody match [OPTION...] --list FILE NAME...\n"
    "       custody match [OPTION...] --list FILE --against FILE\n"
    "\n"
    "Says whether two names are one name, in any spelling and script, how surely, and why; or "
    "finds\n"
    "the names of a list that may be the same as each NAME, or as each name of another list.\n"
    "A list holds one name a line, or a table parted by tabs with the column \"name\" (and "
    "perhaps\n"
    "\"id\"), or JSON lines {\"name\", \"id\"}; - is standard input.\n"
    "\n"
    "      --organisations  names of organisations (else of persons)\n"
    "      --list FILE      the names to look in\n"
    "      --against FILE   the names to look for\n"
    "  -n, --most N         at most N finds for each name (default 10)\n"
    "      --explain        with two names: the sounds that were compared\n"
    "      --json           JSON lines\n"
    "      --data DIR       where the folders lexicon and model are (else $CUSTODY_DATA)\n"
    "  -q, --quiet          no progress\n"
    "  -h, --help           this text\n"
    "\n"
    "The score is a probability: of pairs scored 0.9, nine in ten are one name. That two names "
    "are\n"
    "one does not make their bearers one person. Verdicts: same (0.5 and more), possible, "
    "different.\n"
    "Exit status: 0 done, 2 wrong usage or an input that could not be read.\n";

enum { OPT_LIST = 256, OPT_AGAINST, OPT_ORGANISATIONS, OPT_EXPLAIN, OPT_JSON, OPT_DATA };
enum { MOST_MOST = 1000 };

struct options {
    const char *list, *against, *data;
    enum id_kind kind;
    bool explain, json, quiet;
    size_t most;
    char **names;
    int name_count;
};

/* -1: go on; else the exit status. */
static int take(struct options *o, int option)
{
    char *end;
    struct cu_error err;
    switch (option) {
    case OPT_LIST:
        o->list = optarg;
        return -1;
    case OPT_AGAINST:
        o->against = optarg;
        return -1;
    case OPT_ORGANISATIONS:
        o->kind = ID_ORGANISATION;
        return -1;
    case OPT_EXPLAIN:
        o->explain = true;
        return -1;
    case OPT_JSON:
        o->json = true;
        return -1;
    case OPT_DATA:
        o->data = optarg;
        return -1;
    case 'q':
        o->quiet = true;
        return -1;
    case 'n':
        o->most = strtoul(optarg, &end, 10);
        if (*optarg < '0' || *optarg > '9' || *end || o->most < 1 || o->most > MOST_MOST)
            return cli_usage("--most takes a number from 1 to %d, not \"%s\"", MOST_MOST, optarg);
        return -1;
    case 'h':
        return cli_write(STDOUT_FILENO, help, sizeof help - 1, &err) == CU_OK ? 0 : 2;
    default:
        return cli_usage("see custody match --help");
    }
}

static int parse(struct options *o, int argc, char **argv)
{
    static const struct option long_options[] = {
        {"list", required_argument, NULL, OPT_LIST},
        {"against", required_argument, NULL, OPT_AGAINST},
        {"organisations", no_argument, NULL, OPT_ORGANISATIONS},
        {"explain", no_argument, NULL, OPT_EXPLAIN},
        {"json", no_argument, NULL, OPT_JSON},
        {"data", required_argument, NULL, OPT_DATA},
        {"most", required_argument, NULL, 'n'},
        {"quiet", no_argument, NULL, 'q'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0}};
    *o = (struct options){.most = 10};
    argv[0] = (char[]){"custody"};
    optind = 1;
    for (int option; (option = getopt_long(argc, argv, "n:qh", long_options, NULL)) != -1;) {
        int status = take(o, option);
        if (status >= 0)
            return status;
    }
    o->names = argv + optind;
    o->name_count = argc - optind;
    if (o->against && !o->list)
        return cli_usage("--against needs --list FILE, the names to look in");
    if (o->list && !o->against && o->name_count == 0)
        return cli_usage("which name? custody match --list FILE NAME..., or --against FILE");
    if (o->against && o->name_count)
        return cli_usage("give names or --against, not both");
    if (!o->list && o->name_count != 2)
        return cli_usage(
            "two names, please; quote names that have spaces: custody match \"A B\" \"C D\"");
    for (int i = 0; i < o->name_count; i++) {
        struct cu_str name = cu_str_of(o->names[i]);
        if (!cu_str_trim(name).n)
            return cli_usage("name %d is empty", i + 1);
        if (cu_utf8_bad(name.p, name.n) < name.n)
            return cli_usage("name %d is not UTF-8 from byte %zu on", i + 1,
                             cu_utf8_bad(name.p, name.n));
        if (name.n > ID_NAME_BYTES_MAX)
            return cli_usage("name %d is longer than %d bytes", i + 1, ID_NAME_BYTES_MAX);
    }
    return -1;
}

/* --- two names ----------------------------------------------------------------------------------
 */

/* Letters without what steers a terminal. */
static void plain(struct cu_buf *out, struct cu_str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = cu_utf8_next(s.p, s.n, &i);
        if (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0) && !(c >= 0x202a && c <= 0x202e) &&
            !(c >= 0x2066 && c <= 0x2069))
            cu_buf_add(out, s.p + from, i - from);
    }
}

static void page_of(struct cu_buf *out, struct cu_str a, struct cu_str b, const struct id_result *r)
{
    plain(out, a);
    cu_buf_puts(out, "\n");
    plain(out, b);
    cu_buf_printf(out, "\n  %s, %.2f\n", id_verdict_name[r->verdict], (double)r->score);
    for (uint8_t i = 0; i < r->pairing_count; i++) {
        const struct id_pairing *p = &r->pairings[i];
        cu_buf_printf(out, "    %-11s ", id_role_name[p->role]);
        if (p->a.n && p->b.n) {
            plain(out, p->a);
            cu_buf_puts(out, " = ");
            plain(out, p->b);
            cu_buf_printf(out, "   by %s, %.2f apart\n", p->how, (double)p->cost);
        } else {
            plain(out, p->a.n ? p->a : p->b);
            cu_buf_printf(out, "   only in the %s\n", p->a.n ? "first" : "second");
        }
    }
    for (uint8_t i = 0; i < r->against_count; i++)
        cu_buf_printf(out, "    against it: %s\n", r->against[i]);
}

static void json_of(struct cu_buf *out, struct cu_str a, struct cu_str b, enum id_kind kind,
                    const struct id_result *r)
{
    cu_buf_puts(out, "{\"a\": ");
    cu_buf_json(out, a);
    cu_buf_puts(out, ", \"b\": ");
    cu_buf_json(out, b);
    cu_buf_printf(out, ", \"kind\": \"%s\", \"score\": %.3f, \"verdict\": \"%s\", \"reasons\": [",
                  kind == ID_PERSON ? "person" : "organisation", (double)r->score,
                  id_verdict_name[r->verdict]);
    for (uint8_t i = 0; i < r->pairing_count; i++) {
        const struct id_pairing *p = &r->pairings[i];
        cu_buf_printf(out, "%s{\"role\": \"%s\", \"a\": ", i ? ", " : "", id_role_name[p->role]);
        cu_buf_json(out, p->a);
        cu_buf_puts(out, ", \"b\": ");
        cu_buf_json(out, p->b);
        cu_buf_printf(out, ", \"how\": \"%s\", \"cost\": %.3f}", p->how, (double)p->cost);
    }
    cu_buf_puts(out, "], \"against\": [");
    for (uint8_t i = 0; i < r->against_count; i++)
        cu_buf_printf(out, "%s\"%s\"", i ? ", " : "", r->against[i]);
    cu_buf_puts(out, "]}\n");
}

/* The features behind the score, for --explain. */
static void features_of(struct cu_buf *out, enum id_kind kind, const struct id_result *r)
{
    cu_buf_puts(out, "    measured:");
    for (size_t i = 1; i < id_feature_count(kind); i++)
        if (r->features[i] > 0.001f || r->features[i] < -0.001f)
            cu_buf_printf(out, " %s %.2f", id_feature_name(kind, i), (double)r->features[i]);
    cu_buf_puts(out, "\n");
}

static enum cu_status compare_two(const struct id_matcher *m, const struct options *o,
                                  struct cu_buf *out, struct cu_error *err)
{
    struct cu_arena arena;
    struct id_name a, b;
    struct id_result r;
    struct cu_str x = cu_str_of(o->names[0]), y = cu_str_of(o->names[1]);
    cu_arena_init(&arena, 0);
    bool fine = id_prepare(m, o->kind, x, &arena, &a) && id_prepare(m, o->kind, y, &arena, &b);
    if (fine) {
        id_compare(m, &a, &b, &r);
        if (o->json)
            json_of(out, x, y, o->kind, &r);
        else
            page_of(out, x, y, &r);
        if (o->explain && !o->json)
            features_of(out, o->kind, &r);
    }
    cu_arena_fini(&arena);
    return fine ? CU_OK : cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
}

/* --- lists --------------------------------------------------------------------------------------
 */

static void found_line(struct cu_buf *out, const struct options *o, struct cu_str asked,
                       struct cu_str asked_id, const struct cli_named *n, const struct id_found *f)
{
    if (o->json) {
        cu_buf_puts(out, "{\"asked\": ");
        cu_buf_json(out, asked);
        if (asked_id.n) {
            cu_buf_puts(out, ", \"asked_id\": ");
            cu_buf_json(out, asked_id);
        }
        cu_buf_puts(out, ", \"name\": ");
        cu_buf_json(out, f->name);
        if (n->id.n) {
            cu_buf_puts(out, ", \"id\": ");
            cu_buf_json(out, n->id);
        }
        cu_buf_printf(out, ", \"line\": %ld, \"score\": %.3f, \"verdict\": \"%s\"}\n", n->line,
                      (double)f->score, id_verdict_name[f->verdict]);
        return;
    }
    plain(out, asked);
    cu_buf_printf(out, "\t%.3f\t%s\t", (double)f->score, id_verdict_name[f->verdict]);
    plain(out, f->name);
    cu_buf_puts(out, "\t");
    if (n->id.n)
        plain(out, n->id);
    else
        cu_buf_printf(out, "line %ld", n->line);
    cu_buf_puts(out, "\n");
}

struct search {
    const struct options *o;
    struct id_index *index;
    const struct cli_name_list *list;
    struct cu_arena arena;
    struct id_found found[MOST_MOST];
};

static enum cu_status look_for(struct search *s, struct cu_str name, struct cu_str id,
                               struct cu_error *err)
{
    struct cu_buf out;
    cu_buf_init(&out, 0);
    size_t n = id_index_search(s->index, name, &s->arena, s->found, s->o->most);
    for (size_t i = 0; i < n; i++)
        found_line(&out, s->o, name, id, &s->list->items[s->found[i].number], &s->found[i]);
    if (n == 0 && !s->o->json) {
        plain(&out, name);
        cu_buf_puts(&out, "\t\tnot found\t\t\n");
    }
    enum cu_status status = cli_write(STDOUT_FILENO, out.p, out.n, err);
    cu_buf_fini(&out);
    return status;
}

static enum cu_status search_all(struct search *s, const struct cli_name_list *asked,
                                 struct cu_error *err)
{
    enum cu_status status = CU_OK;
    struct cli_progress progress;
    cli_progress_init(&progress, !s->o->quiet && !isatty(STDOUT_FILENO));
    for (int i = 0; i < s->o->name_count && status == CU_OK; i++)
        status = look_for(s, cu_str_of(s->o->names[i]), (struct cu_str){"", 0}, err);
    for (size_t i = 0; i < asked->count && status == CU_OK; i++) {
        status = look_for(s, asked->items[i].name, asked->items[i].id, err);
        cli_progress_add(&progress, asked->items[i].name.n, false);
    }
    cli_progress_clear(&progress);
    return status;
}

static enum cu_status fill(struct search *s, const struct id_matcher *m, struct cu_error *err)
{
    s->index = id_index_new(m, s->o->kind);
    bool fine = s->index != NULL;
    for (size_t i = 0; fine && i < s->list->count; i++)
        fine = id_index_add(s->index, s->list->items[i].name, (uint32_t)i);
    fine = fine && id_index_settle(s->index);
    return fine ? CU_OK : cu_fail(err, CU_ERR_MEMORY, s->o->list, 0, -1, "out of memory");
}

static enum cu_status run_lists(const struct id_matcher *m, const struct options *o, bool *refused,
                                struct cu_error *err)
{
    struct cli_name_list list, asked = {0};
    struct search *s = cu_malloc(sizeof *s);
    if (!s)
        return cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    s->o = o;
    s->list = &list;
    s->index = NULL;
    cu_arena_init(&s->arena, 0);
    enum cu_status status = cli_name_list_read(&list, o->list, err);
    if (status == CU_OK && o->against)
        status = cli_name_list_read(&asked, o->against, err);
    if (status == CU_OK)
        status = fill(s, m, err);
    if (status == CU_OK)
        status = search_all(s, &asked, err);
    *refused = list.refused + asked.refused > 0;
    id_index_free(s->index);
    cu_arena_fini(&s->arena);
    free(s);
    cli_name_list_fini(&list);
    cli_name_list_fini(&asked);
    return status;
}

int cli_match(int argc, char **argv)
{
    struct options o;
    struct cu_error err = {.byte = -1};
    char data[CLI_PATH_MOST];
    struct id_matcher *m = NULL;
    bool refused = false;
    int code = parse(&o, argc, argv);
    if (code >= 0)
        return code;
    enum cu_status status = cli_data_find(o.data, data, &err);
    if (status == CU_OK && !(m = id_matcher_open(data, &err)))
        status = err.status;
    if (status == CU_OK && o.list) {
        status = run_lists(m, &o, &refused, &err);
    } else if (status == CU_OK) {
        struct cu_buf out;
        cu_buf_init(&out, 0);
        status = compare_two(m, &o, &out, &err);
        if (status == CU_OK)
            status = cli_write(STDOUT_FILENO, out.p, out.n, &err);
        cu_buf_fini(&out);
    }
    if (status != CU_OK)
        cli_complain(&err);
    id_matcher_free(m);
    return status != CU_OK || refused ? 2 : 0;
}
