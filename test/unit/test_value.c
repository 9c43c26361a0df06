/* SPDX-License-Identifier: Apache-2.0
 * Numbers, dates, lengths of time, ages, money: the cases of test/spec/values.tsv, each with words
 * cut fine and cut coarse; wrong tables; failed allocations; random words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/tsv.h"
#include "read/calendar.h"
#include "read/value.h"

static const char *lexicon_dir(void)
{
    const char *dir = getenv("CUSTODY_LEXICON");
    return dir ? dir : "lexicon/en";
}

static const char *spec_path(void)
{
    const char *path = getenv("CUSTODY_VALUE_SPEC");
    return path ? path : "test/spec/values.tsv";
}

/* --- a document from text ------------------------------------------------------------------- */

static bool is_one_of(struct cu_str word, const char *const *list)
{
    for (; *list; list++)
        if (cu_str_is(word, *list))
            return true;
    return false;
}

static void add_word(struct rd_document *d, size_t *capacity, size_t from, size_t past)
{
    if (past <= from)
        return;
    assert_true(CU_GROW(d->arena, d->tokens, d->token_count, *capacity));
    struct cu_str form = {d->text.p + from, past - from};
    d->tokens[d->token_count++] = (struct rd_token){
        .start = (uint32_t)from,
        .end = (uint32_t)past,
        .head = RD_NONE,
        .entity = RD_NONE,
        .value = RD_NONE,
        .sentence = (uint32_t)d->sentence_count,
        .space_before = from == 0 || d->text.p[from - 1] == ' ',
        .lower = cu_arena_lower(d->arena, form),
    };
}

/* One stretch without spaces: signs at its ends are words; so are the parts of "26-year-old" and
 * "$5", where words are cut fine. */
static void add_stretch(struct rd_document *d, size_t *capacity, size_t from, size_t past,
                        bool fine)
{
    static const char *const points[] = {"Dec.", "Jan.",  "Feb.",  "Aug.",  "Sept.", "Oct.", "Nov.",
                                         "No.",  "Nos.",  "Art.",  "a.m.",  "p.m.",  "Fri.", "Mr.",
                                         "U.S.", "Weds.", "Tues.", "inst.", NULL};
    const char *p = d->text.p;
    while (from < past && strchr("(\"[$#", p[from]) && (fine || p[from] != '$')) {
        add_word(d, capacity, from, from + 1);
        from++;
    }
    size_t end = past;
    while (end > from && strchr(",.;:!?)]\"%", p[end - 1]) && (fine || p[end - 1] != '%') &&
           !is_one_of((struct cu_str){p + from, end - from}, points))
        end--;
    size_t word = end;
    if (end > from + 2 && memcmp(p + end - 2, "'s", 2) == 0)
        word = end - 2;
    size_t start = from;
    for (size_t i = from; fine && i < word; i++)
        if (p[i] == '-' || p[i] == '/') {
            add_word(d, capacity, start, i);
            add_word(d, capacity, i, i + 1);
            start = i + 1;
        }
    add_word(d, capacity, start, word);
    add_word(d, capacity, word, end);
    for (size_t i = end; i < past; i++)
        add_word(d, capacity, i, i + 1);
}

/* Sentences are parted by " | ". */
static void read_words(struct rd_document *d, struct cu_arena *a, struct cu_str text,
                       const char *date, bool fine)
{
    *d = (struct rd_document){.text = text, .date = cu_str_of(date), .arena = a};
    size_t tokens = 0, sentences = 0;
    uint32_t first = 0;
    for (size_t i = 0; i <= text.n;) {
        size_t end = i;
        while (end < text.n && text.p[end] != ' ')
            end++;
        bool bar = end == i + 1 && text.p[i] == '|';
        if (!bar)
            add_stretch(d, &tokens, i, end, fine);
        if (bar || end >= text.n) {
            assert_true(CU_GROW(a, d->sentences, d->sentence_count, sentences));
            d->sentences[d->sentence_count++] =
                (struct rd_sentence){.first = first, .past = (uint32_t)d->token_count};
            first = (uint32_t)d->token_count;
        }
        i = end + 1;
    }
}

static void value_text(const struct rd_value *v, struct cu_buf *out)
{
    static const char *const kind[] = {"number", "date",    "duration", "age",
                                       "money",  "percent", "ordinal"};
    static const char *const role[] = {"", " since", " until", " before", " after", " from"};
    cu_buf_printf(out, "%s%s ", out->n ? "; " : "", kind[v->kind]);
    if (v->kind == RD_DATE || v->kind == RD_DURATION)
        cu_buf_printf(out, "%.*s", (int)(v->text.n ? v->text.n : 1), v->text.n ? v->text.p : "?");
    else if (v->has_number)
        cu_buf_printf(out, "%.12g", v->number);
    else
        cu_buf_puts(out, "?");
    if (v->kind == RD_MONEY)
        cu_buf_printf(out, " %.*s", (int)v->text.n, v->text.p);
    if (v->qualifier != RD_Q_EXACT)
        cu_buf_printf(out, " %s", rd_qualifier_name[v->qualifier]);
    cu_buf_printf(out, "%s%s%s", v->kind == RD_DATE ? role[v->preposition] : "",
                  v->each ? " each" : "", v->life ? " life" : "");
}

/* What every list of values must satisfy, whatever the words. */
static void check_values(const struct rd_document *d)
{
    uint32_t behind = 0;
    for (size_t i = 0; i < d->value_count; i++) {
        const struct rd_value *v = &d->values[i];
        assert_true(v->first >= behind && v->past > v->first && v->past <= d->token_count);
        assert_int_equal(d->tokens[v->first].sentence, d->tokens[v->past - 1].sentence);
        behind = v->past;
        for (uint32_t t = v->first; t < v->past; t++)
            assert_int_equal(d->tokens[t].value, i);
        if (v->kind == RD_DATE && v->text.n)
            assert_int_not_equal(rd_day_parse(v->text).year, 0);
        if (v->kind == RD_DURATION)
            assert_true(v->text.n > 1 && v->text.p[0] == 'P');
    }
}

static enum cu_status read_values(const struct rd_valuer *v, struct rd_document *d)
{
    enum cu_status status = CU_OK;
    for (uint32_t i = 0; i < d->sentence_count && status == CU_OK; i++)
        status = rd_value(v, d, i, NULL);
    return status;
}

/* --- tests ------------------------------------------------------------------------------------ */

static struct rd_valuer *open_tables(void)
{
    struct cu_error err = {0};
    struct rd_valuer *v = rd_valuer_open(lexicon_dir(), &err);
    if (!v)
        print_error("%s:%ld: %s\n", err.file, err.line, err.message);
    assert_non_null(v);
    return v;
}

static bool run_case(const struct rd_valuer *v, const struct cu_tsv *t, size_t row, bool fine)
{
    char date[16] = "";
    struct cu_str given = cu_tsv_cell(t, row, 0), want = cu_tsv_cell(t, row, 2);
    if (given.n < sizeof date && !cu_str_is(given, "-")) {
        memcpy(date, given.p, given.n);
        date[given.n] = 0;
    }
    struct cu_arena a;
    struct rd_document d;
    struct cu_buf got;
    cu_arena_init(&a, 0);
    cu_buf_init(&got, 0);
    read_words(&d, &a, cu_tsv_cell(t, row, 1), date, fine);
    assert_int_equal(read_values(v, &d), CU_OK);
    check_values(&d);
    for (size_t i = 0; i < d.value_count; i++)
        value_text(&d.values[i], &got);
    if (!d.value_count)
        cu_buf_puts(&got, "-");
    bool same = cu_str_eq((struct cu_str){got.p, got.n}, want);
    if (!same)
        print_error("%s:%ld: %s\n    want %.*s\n    got  %.*s\n", t->path, t->lines[row],
                    fine ? "words cut fine" : "words cut coarse", (int)want.n, want.p, (int)got.n,
                    got.p);
    cu_buf_fini(&got);
    cu_arena_fini(&a);
    return same;
}

static void spec(void **state)
{
    (void)state;
    struct rd_valuer *v = open_tables();
    struct cu_arena a;
    struct cu_tsv t;
    struct cu_error err = {0};
    cu_arena_init(&a, 0);
    assert_int_equal(cu_tsv_load(&t, spec_path(), "report\ttext\tvalues", &a, &err), CU_OK);
    size_t wrong = 0;
    for (size_t row = 0; row < t.rows; row++)
        wrong += !run_case(v, &t, row, true) + (size_t)!run_case(v, &t, row, false);
    assert_true(t.rows >= 250);
    assert_int_equal(wrong, 0);
    cu_arena_fini(&a);
    rd_valuer_free(v);
}

static void calendar(void **state)
{
    (void)state;
    assert_int_equal(rd_day_number((struct rd_day){1970, 1, 1}), 0);
    assert_int_equal(rd_day_number((struct rd_day){2000, 3, 1}), 11017);
    assert_int_equal(rd_weekday((struct rd_day){2025, 12, 13}), 6);
    assert_int_equal(rd_weekday((struct rd_day){1, 1, 1}), 1);
    for (int32_t n = -719162; n <= 2932896; n += 97) {
        struct rd_day d = rd_day_of_number(n);
        assert_true(rd_day_valid(d.year, d.month, d.day));
        assert_int_equal(rd_day_number(d), n);
    }
    struct rd_day easter = rd_easter(2014), leap = rd_add_months((struct rd_day){2024, 3, 31}, -1);
    assert_int_equal(easter.month * 100 + easter.day, 420);
    assert_int_equal(leap.month * 100 + leap.day, 229);
    assert_int_equal(rd_day_parse(CU_STR("2025-02-30")).year, 0);
    assert_int_equal(rd_day_parse(CU_STR("2025-13")).year, 0);
    assert_int_equal(rd_day_parse(CU_STR("2025-1x")).year, 0);
}

/* A directory with the tables of the lexicon, one of them replaced. */
static void with_table(const char *file, const char *text, long line, const char *message)
{
    static const char *const files[] = {"numerals.tsv",  "timewords.tsv", "numbered.tsv",
                                        "months.tsv",    "weekdays.tsv",  "money.tsv",
                                        "qualifiers.tsv"};
    char dir[] = "/tmp/custody-values-XXXXXX", path[256], target[4096];
    assert_non_null(mkdtemp(dir));
    char *full = realpath(lexicon_dir(), NULL);
    assert_non_null(full);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, files[i]);
        snprintf(target, sizeof target, "%s/%s", full, files[i]);
        if (strcmp(files[i], file) != 0) {
            assert_int_equal(symlink(target, path), 0);
            continue;
        }
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        fputs(text, f);
        fclose(f);
    }
    struct cu_error err = {0};
    assert_null(rd_valuer_open(dir, &err));
    assert_non_null(strstr(err.file, file));
    assert_int_equal(err.line, line);
    assert_non_null(strstr(err.message, message));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, files[i]);
        unlink(path);
    }
    rmdir(dir);
    free(full);
}

static void wrong_tables(void **state)
{
    (void)state;
    with_table("numerals.tsv", "word\tkind\tvalue\none\tnumber\tx\n", 2, "no value for the kind");
    with_table("timewords.tsv", "word\tkind\tvalue\n\nday\tunits\t-\n", 3, "no kind of word");
    with_table("timewords.tsv", "word\tkind\tvalue\nday\tunit\tdays\n", 2, "no value");
    with_table("months.tsv", "word\tmonth\tcapital\nmay\t13\tyes\n", 2, "from 1 to 12");
    with_table("weekdays.tsv", "word\tweekday\tcapital\nmonday\t0\tno\n", 2, "from 1 to 7");
    with_table("money.tsv", "word\tcurrency\tside\n$\tdollar\tleft\n", 2, "before or after");
    with_table("qualifiers.tsv", "phrase\tside\tqualifier\nat least\tbefore\tmany\n", 2, "wrong");
    with_table("qualifiers.tsv", "phrase\tside\tqualifier\na b c d e f g\tbefore\tabout\n", 2,
               "six words");
    with_table("numbered.tsv", "word\tsort\nno\tnumbered\n", 1, "should be named");
}

/* Every allocation fails in turn: an error, no crash, no leak. */
static void no_memory(void **state)
{
    (void)state;
    struct rd_valuer *v = NULL;
    for (long n = 0; !v && n < 10000; n++) {
        struct cu_error err = {0};
        cu_malloc_fail_after(n);
        v = rd_valuer_open(lexicon_dir(), &err);
        cu_malloc_fail_after(-1);
        assert_true(v || err.status != CU_OK);
    }
    assert_non_null(v);
    static const char text[] = "On 13 December 2025 more than 40 people got ten years each.";
    for (long n = 0; n < 200; n++) {
        struct cu_arena a;
        struct rd_document d;
        cu_arena_init(&a, 0);
        read_words(&d, &a, cu_str_of(text), "2025-12-14", true);
        cu_malloc_fail_after(n);
        enum cu_status status = read_values(v, &d);
        cu_malloc_fail_after(-1);
        assert_true(status == CU_OK || status == CU_ERR_MEMORY);
        cu_arena_fini(&a);
    }
    rd_valuer_free(v);
}

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* Random words of the tables, figures, signs and broken bytes, in any order. */
static void random_words(void **state)
{
    (void)state;
    static const char *const words[] = {
        "one",         "two",        "twenty",      "hundred",
        "thousand",    "million",    "a",           "an",
        "the",         "and",        "or",          "to",
        "of",          "half",       "-",           "\xe2\x80\x93",
        "/",           ",",          ".",           ";",
        "(",           ")",          "$",           "%",
        "year",        "years",      "month",       "months",
        "week",        "days",       "old",         "ago",
        "before",      "after",      "later",       "on",
        "last",        "next",       "this",        "that",
        "same",        "previous",   "following",   "day",
        "Monday",      "Friday",     "May",         "December",
        "Dec.",        "today",      "yesterday",   "spring",
        "winter",      "Easter",     "weekend",     "since",
        "until",       "in",         "early",       "mid-",
        "mid-2020",    "2025",       "1991",        "0",
        "9999",        "99999",      "13",          "31",
        "30",          "29",         "02",          "2025-12-13",
        "13.12.2025",  "31/02/2020", "10:30",       "1,234",
        "1,2,3,4,5",   "1.2.3.4",    "12,345.67",   "999999999999999999999",
        "3-1",         "26th",       "31st",        "1990s",
        "34-year-old", "43\xc2\xbd", "15\u00a0000", "$5m",
        "\xff\xfe",    "\xc2",       "\xe2\x80",    "life",
        "sentence",    "each",       "dozen",       "dozens",
        "several",     "few",        "at",          "least",
        "more",        "than",       "some",        "about",
        "or",          "so",         "Article",     "No.",
        "km",          "will",       "was",         "new",
        "year's",      "eve",        "aged",        "man",
        "Smith",       "from",       "now",         "between",
        "another",     "further",    "inst",        "fortnight",
        "century",     "centuries",  "decades",     "hours",
        "second",      "first",      "-odd",        "no",
    };
    struct rd_valuer *v = open_tables();
    uint64_t seed = 20251213;
    const char *runs = getenv("CUSTODY_RANDOM_RUNS");
    long count = runs ? atol(runs) : 20000;
    for (long run = 0; run < count; run++) {
        struct cu_buf text;
        struct cu_arena a;
        struct rd_document d;
        cu_buf_init(&text, 0);
        cu_arena_init(&a, 0);
        size_t length = next_random(&seed) % 24;
        for (size_t i = 0; i < length; i++) {
            if (i && next_random(&seed) % 5)
                cu_buf_puts(&text, next_random(&seed) % 12 ? " " : " | ");
            cu_buf_puts(&text, words[next_random(&seed) % (sizeof words / sizeof *words)]);
        }
        static const char *const dates[] = {"2025-12-14", "2024-02-29", "",
                                            "0001-01-01", "9999-12-31", "2025"};
        read_words(&d, &a, (struct cu_str){text.p ? text.p : "", text.n},
                   dates[next_random(&seed) % 6], next_random(&seed) % 2);
        assert_int_equal(read_values(v, &d), CU_OK);
        check_values(&d);
        cu_arena_fini(&a);
        cu_buf_fini(&text);
    }
    rd_valuer_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spec),      cmocka_unit_test(calendar),     cmocka_unit_test(wrong_tables),
        cmocka_unit_test(no_memory), cmocka_unit_test(random_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
