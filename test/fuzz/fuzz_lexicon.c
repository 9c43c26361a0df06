/* SPDX-License-Identifier: Apache-2.0
 * A lexicon table. The first byte chooses which file of the lexicon the others replace; then all
 * that read the lexicon open it. A wrong line must be refused with its number.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tsv.h"
#include "fuzz.h"
#include "read/split.h"
#include "read/value.h"

static const char *const tables[] = {"abbreviations.tsv", "contractions.tsv", "acts.tsv",
                                     "frames.tsv",        "words.tsv",        "months.tsv",
                                     "numerals.tsv",      "qualifiers.tsv",   "timewords.tsv",
                                     "weekdays.tsv",      "money.tsv",        "numbered.tsv"};
enum { TABLES = sizeof tables / sizeof *tables };

static const char *lexicon(void)
{
    const char *dir = getenv("CUSTODY_LEXICON");
    return dir ? dir : "lexicon/en";
}

static const char *model(void)
{
    const char *dir = getenv("CUSTODY_MODEL");
    return dir ? dir : "model/en";
}

static void check(bool opened, const struct cu_error *err)
{
    fuzz_must(opened || (err->status && err->message[0]), "a refusal has a reason");
}

static void open_all(const char *dir)
{
    struct cu_error err = {.byte = -1};
    struct rd_splitter *s = rd_splitter_open(model(), dir, &err);
    check(s != NULL, &err);
    rd_splitter_free(s);
    struct rd_valuer *v = rd_valuer_open(dir, &err);
    check(v != NULL, &err);
    rd_valuer_free(v);
    struct cl_reader *c = cl_reader_open(dir, model(), &err);
    check(c != NULL, &err);
    if (c)
        cl_reader_free(c);
}

static void parse_alone(const uint8_t *bytes, size_t n)
{
    struct cu_tsv table;
    struct cu_arena arena;
    struct cu_error err = {.byte = -1};
    cu_arena_init(&arena, 0);
    enum cu_status s = cu_tsv_parse(&table, (struct cu_str){(const char *)bytes, n}, "fuzz.tsv",
                                    "word", &arena, &err);
    fuzz_must(s == CU_OK || (err.message[0] && err.line >= 0), "a wrong line is named");
    cu_arena_fini(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static int files[TABLES];
    static char paths[TABLES][FUZZ_PATH];
    if (n == 0)
        return 0;
    size_t t = bytes[0] % TABLES;
    if (files[t] == 0)
        files[t] = fuzz_overlay(lexicon(), tables[t], paths[t]);
    parse_alone(bytes + 1, n - 1);
    if (files[t] < 0 || ftruncate(files[t], 0) != 0 ||
        pwrite(files[t], bytes + 1, n - 1, 0) != (ssize_t)(n - 1))
        return 0;
    open_all(paths[t]);
    return 0;
}
