/* SPDX-License-Identifier: Apache-2.0
 * Names that are one and names that must stay apart (test/spec/names.tsv); odd input; the index
 * beside a scan of all.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/tsv.h"
#include "identity/index.h"

static struct id_matcher *matcher;

static int open_matcher(void **state)
{
    struct cu_error err = {0};
    (void)state;
    const char *data = getenv("CUSTODY_DATA");
    matcher = id_matcher_open(data ? data : ".", &err);
    if (!matcher)
        print_error("%s: %s\n", err.file, err.message);
    return matcher ? 0 : -1;
}

static int close_matcher(void **state)
{
    (void)state;
    id_matcher_free(matcher);
    return 0;
}

static struct id_result compare(enum id_kind kind, struct cu_str a, struct cu_str b)
{
    struct cu_arena arena;
    struct id_name x, y;
    struct id_result r;
    cu_arena_init(&arena, 0);
    assert_true(id_prepare(matcher, kind, a, &arena, &x));
    assert_true(id_prepare(matcher, kind, b, &arena, &y));
    id_compare(matcher, &x, &y, &r);
    cu_arena_fini(&arena);
    return r;
}

static bool as_expected(struct cu_str expect, uint8_t verdict)
{
    return cu_str_is(expect, "same")       ? verdict == ID_SAME
           : cu_str_is(expect, "possible") ? verdict != ID_DIFFERENT
           : cu_str_is(expect, "apart")    ? verdict != ID_SAME
                                           : verdict == ID_DIFFERENT;
}

static void table_holds(void **state)
{
    struct cu_arena arena;
    struct cu_tsv t;
    struct cu_error err = {0};
    size_t wrong = 0;
    (void)state;
    cu_arena_init(&arena, 0);
    assert_int_equal(
        cu_tsv_load(&t, "test/spec/names.tsv", "kind\ta\tb\texpect\twhy", &arena, &err), CU_OK);
    for (size_t i = 0; i < t.rows; i++) {
        enum id_kind kind =
            cu_str_is(cu_tsv_cell(&t, i, 0), "person") ? ID_PERSON : ID_ORGANISATION;
        struct cu_str a = cu_tsv_cell(&t, i, 1), b = cu_tsv_cell(&t, i, 2);
        struct id_result r = compare(kind, a, b), back = compare(kind, b, a);
        bool fine =
            as_expected(cu_tsv_cell(&t, i, 3), r.verdict) && fabsf(r.score - back.score) < 0.02f;
        if (!fine)
            print_error("line %ld: %.*s | %.*s: %s %.2f (turned round %.2f)\n", t.lines[i],
                        (int)a.n, a.p, (int)b.n, b.p, id_verdict_name[r.verdict], (double)r.score,
                        (double)back.score);
        wrong += !fine;
    }
    cu_arena_fini(&arena);
    assert_int_equal(wrong, 0);
}

static void odd_input_has_an_answer(void **state)
{
    char *wide = malloc(10240);
    (void)state;
    assert_non_null(wide);
    for (size_t i = 0; i < 10240; i++)
        wide[i] = i % 7 == 6 ? ' ' : (char)('a' + i % 26);
    const struct cu_str odd[] = {CU_STR(""),
                                 CU_STR("   "),
                                 CU_STR("\xff\xfe broken \xc3"),
                                 CU_STR("\xf0\x9f\x98\x80 \xf0\x9f\x8f\xb3"),
                                 CU_STR("/;,.-"),
                                 CU_STR("0 1 2 3 4 5 6 7 8 9"),
                                 CU_STR("А Б В Г Д Е Ж З И К Л М Н О П"),
                                 CU_STR("X"),
                                 {wide, 10240}};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        for (size_t k = 0; k < sizeof odd / sizeof *odd; k++)
            for (int kind = 0; kind < ID_KINDS; kind++) {
                struct id_result r = compare((enum id_kind)kind, odd[i], odd[k]);
                assert_true(r.score >= 0 && r.score <= 1);
            }
    free(wide);
}

static const char *const listed[] = {
    "Ales Bialiatski",      "Maria Kalesnikava",  "Viktar Babaryka", "Sviatlana Tsikhanouskaya",
    "Siarhei Tsikhanouski", "Mikalai Statkevich", "Ihar Losik",      "Maxim Znak"};

struct search_case {
    const char *asked;
    int found; /* index in `listed`; -1: none */
};

/* The same out of a file; a damaged file is refused. */
static void through_a_file(const struct id_index *x)
{
    char path[] = "/tmp/custody-index-XXXXXX";
    struct cu_error err = {0};
    struct cu_arena arena;
    struct id_found found[4];
    struct cu_buf bytes;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    cu_arena_init(&arena, 0);
    cu_buf_init(&bytes, 0);
    assert_int_equal(id_index_save(x, path, &err), CU_OK);
    struct id_index *y = id_index_open(matcher, path, &err);
    assert_non_null(y);
    assert_int_equal(id_index_count(y), id_index_count(x));
    assert_true(id_index_add(y, CU_STR("Pavel Seviarynets"), 77) && id_index_settle(y));
    assert_true(id_index_search(y, CU_STR("Павел Северинец"), &arena, found, 4) == 1);
    assert_int_equal(found[0].number, 77);
    assert_true(id_index_search(y, CU_STR("Игорь Лосик"), &arena, found, 4) == 1);
    assert_int_equal(found[0].number, 6);
    id_index_remove(y, 6);
    assert_true(id_index_search(y, CU_STR("Игорь Лосик"), &arena, found, 4) == 0);
    id_index_free(y);
    assert_int_equal(cu_read_file(path, &bytes, &err), CU_OK);
    for (size_t at = 0; at < bytes.n; at += bytes.n / 40 + 1) {
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        bytes.p[at] ^= 0x20;
        assert_true(fwrite(bytes.p, 1, bytes.n, f) == bytes.n && fclose(f) == 0);
        assert_null(id_index_open(matcher, path, &err));
        bytes.p[at] ^= 0x20;
    }
    unlink(path);
    cu_buf_fini(&bytes);
    cu_arena_fini(&arena);
}

static void index_finds_what_a_scan_finds(void **state)
{
    static const struct search_case cases[] = {
        {"Алесь Беляцкий", 0},    {"Bialiatski Ales", 0},  {"Ales Bialiacki", 0},
        {"Колесникова Мария", 1}, {"Тихановская С.", 3},   {"Statkevich", 5},
        {"Николай Статкевич", 5}, {"Игорь Лосик", 6},      {"Viktar Babarika", 2},
        {"Somebody Else", -1},    {"Ales Bialiatskii", 0}, {"Maxim Zmak", 7},
    };
    struct id_found found[4];
    struct cu_arena arena;
    (void)state;
    cu_arena_init(&arena, 0);
    struct id_index *x = id_index_new(matcher, ID_PERSON);
    for (uint32_t i = 0; i < sizeof listed / sizeof *listed; i++) {
        assert_true(id_index_add(x, cu_str_of(listed[i]), i));
        /* some settled, some added to what is */
        if (i == 3)
            assert_true(id_index_settle(x));
    }
    assert_true(id_index_settle(x));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = id_index_search(x, cu_str_of(cases[i].asked), &arena, found, 4);
        int best = n ? (int)found[0].number : -1;
        if (best != cases[i].found)
            fail_msg("%s: found %d, not %d", cases[i].asked, best, cases[i].found);
        if (n) {
            struct id_result r = compare(ID_PERSON, cu_str_of(cases[i].asked), found[0].name);
            assert_true(fabsf(r.score - found[0].score) < 0.001f);
        }
    }
    through_a_file(x);
    id_index_remove(x, 0);
    assert_int_equal(id_index_search(x, CU_STR("Ales Bialiatski"), &arena, found, 4), 0);
    id_index_free(x);
    cu_arena_fini(&arena);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    for (long n = 0; n < 40; n++) {
        struct cu_arena arena;
        struct id_name name;
        cu_arena_init(&arena, 0);
        cu_malloc_fail_after(n);
        bool fine = id_prepare(matcher, ID_PERSON, CU_STR("Ales Bialiatski / Алесь Бяляцкі"),
                               &arena, &name);
        cu_malloc_fail_after(-1);
        cu_arena_fini(&arena);
        if (fine)
            return;
    }
    fail_msg("never enough memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_holds),
        cmocka_unit_test(odd_input_has_an_answer),
        cmocka_unit_test(index_finds_what_a_scan_finds),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, open_matcher, close_matcher);
}
