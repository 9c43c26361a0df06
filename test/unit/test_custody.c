/* SPDX-License-Identifier: Apache-2.0
 * The library through its public header: what a program that embeds it sees. Reads with the
 * project's own lexicon and models ($CUSTODY_DATA, else the working folder).
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/base.h"
#include "custody.h"

#define REPORT                                                                                     \
    "# date: 2025-12-14\n\nBelarus freed 123 prisoners on Saturday; 114 went to Ukraine and nine " \
    "to Lithuania, the envoy said.\n\nViktar Babaryka was sentenced to 14 years in prison."

static struct custody_reader *reader;

static const char *data(void)
{
    const char *dir = getenv("CUSTODY_DATA");
    return dir ? dir : ".";
}

static int open_reader(void **state)
{
    struct custody_error err;
    (void)state;
    reader = custody_reader_open(data(), "en", &err);
    if (!reader)
        fprintf(stderr, "%s: %s\n", err.file, err.message);
    return reader ? 0 : -1;
}

static int close_reader(void **state)
{
    (void)state;
    custody_reader_free(reader);
    return 0;
}

struct lines {
    char text[65536];
    size_t n, count, refuse_at;
};

static int keep(void *context, const char *line, size_t size)
{
    struct lines *l = context;
    if (++l->count == l->refuse_at)
        return 1;
    assert_true(size > 0 && line[size - 1] == '\n' && l->n + size < sizeof l->text);
    memcpy(l->text + l->n, line, size);
    l->n += size;
    l->text[l->n] = 0;
    return 0;
}

static int read_text(const char *text, int kind, struct lines *l, struct custody_error *err)
{
    struct custody_report report = {text, strlen(text), "dir/a.b.txt", kind};
    return custody_read(reader, &report, CUSTODY_EXPLAIN, keep, l, err);
}

static void a_report(void **state)
{
    struct lines l = {.n = 0};
    struct custody_error err;
    (void)state;
    assert_int_equal(read_text(REPORT, CUSTODY_BY_CONTENT, &l, &err), CUSTODY_OK);
    assert_true(l.count >= 2);
    assert_non_null(strstr(l.text, "\"doc\": \"a.b\""));
    assert_non_null(strstr(l.text, "\"act\": \""));
    assert_non_null(strstr(l.text, "{\"doc\": \"a.b\", \"date\": \"2025-12-14\", "));
    assert_string_equal(custody_version(), CUSTODY_VERSION);
}

static void kinds(void **state)
{
    struct lines l = {.n = 0};
    struct custody_error err;
    (void)state;
    assert_int_equal(read_text("{\"id\": \"x\", \"text\": \"They left.\"}", CUSTODY_JSON, &l, &err),
                     0);
    assert_string_equal(l.text, "{\"doc\": \"x\", \"date\": null, \"hard_negative\": true, "
                                "\"persons\": [], \"contradictions\": []}\n");
    l = (struct lines){.n = 0};
    assert_int_equal(
        read_text("<time datetime=2025-12-14></time><p>They left.", CUSTODY_HTML, &l, &err), 0);
    assert_non_null(strstr(l.text, "\"date\": \"2025-12-14\""));
}

static void errors(void **state)
{
    struct lines l = {.n = 0};
    struct custody_error err;
    (void)state;
    assert_int_equal(read_text("", CUSTODY_TEXT, &l, &err), CUSTODY_FORMAT);
    assert_string_equal(err.file, "dir/a.b.txt");
    assert_int_equal(read_text("Minsk \xff\xfe freed.", CUSTODY_TEXT, &l, &err), CUSTODY_FORMAT);
    assert_int_equal(err.byte, 6);
    assert_int_equal(read_text("{]", CUSTODY_JSON, &l, &err), CUSTODY_FORMAT);
    assert_int_equal(l.count, 0);
    l.refuse_at = 1;
    assert_int_equal(read_text(REPORT, CUSTODY_TEXT, &l, &err), CUSTODY_IO);
    assert_int_equal(l.count, 1);
    assert_null(custody_reader_open("/nonexistent", "en", &err));
    assert_true(err.code != CUSTODY_OK && err.message[0] && strstr(err.file, "/nonexistent"));
    assert_null(custody_reader_open(data(), "../en/../xx", &err));
    custody_reader_free(NULL);
}

/* --- threads ------------------------------------------------------------------------------ */

static void *read_again(void *wanted)
{
    for (int i = 0; i < 20; i++) {
        struct lines l = {.n = 0};
        struct custody_error err;
        if (read_text(REPORT, CUSTODY_TEXT, &l, &err) || strcmp(l.text, wanted) != 0)
            return "differs";
    }
    return NULL;
}

static void threads_share_a_reader(void **state)
{
    struct lines l = {.n = 0};
    struct custody_error err;
    pthread_t threads[4];
    (void)state;
    assert_int_equal(read_text(REPORT, CUSTODY_TEXT, &l, &err), 0);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_again, l.text), 0);
    for (int i = 0; i < 4; i++) {
        void *fault;
        pthread_join(threads[i], &fault);
        assert_null(fault);
    }
}

/* --- memory ------------------------------------------------------------------------------- */

/* Allocations fail in turn (each of the first hundred, then in growing steps): an error, never a
 * crash or half an answer, and success at the end. */
static void no_memory_to_read(void **state)
{
    int code = CUSTODY_MEMORY;
    (void)state;
    for (long n = 0; code != CUSTODY_OK; n += 1 + n / 100) {
        struct lines l = {.n = 0};
        struct custody_error err;
        cu_malloc_fail_after(n);
        code = read_text(REPORT, CUSTODY_TEXT, &l, &err);
        cu_malloc_fail_after(-1);
        if (code != CUSTODY_OK && code != CUSTODY_MEMORY)
            fail_msg("allocation %ld: %s", n, err.message);
        assert_true(code == CUSTODY_OK || l.count == 0);
        assert_true(n < 10000000);
    }
}

static void no_memory_to_open(void **state)
{
    struct custody_reader *r = NULL;
    (void)state;
    for (long n = 0; !r; n += 1 + n / 10) {
        struct custody_error err = {.code = CUSTODY_OK};
        cu_malloc_fail_after(n);
        r = custody_reader_open(data(), "en", &err);
        cu_malloc_fail_after(-1);
        if (!r && (err.code == CUSTODY_OK || !err.message[0]))
            fail_msg("allocation %ld: refused without a reason", n);
        assert_true(n < 10000000);
    }
    custody_reader_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_report),
        cmocka_unit_test(kinds),
        cmocka_unit_test(errors),
        cmocka_unit_test(threads_share_a_reader),
        cmocka_unit_test(no_memory_to_read),
        cmocka_unit_test(no_memory_to_open),
    };
    return cmocka_run_group_tests_name("custody", tests, open_reader, close_reader);
}
