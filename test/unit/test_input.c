/* SPDX-License-Identifier: Apache-2.0
 * Foreign bytes: encodings, metadata lines, JSON lines, folders, and inputs that attack.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "read/input.h"

struct read {
    struct rd_record record;
    struct cu_arena arena;
    struct rd_document doc;
    struct rd_remarks remarks;
    struct cu_error err;
};

/* Reads bytes as a file of that name. The bytes stand at the end of an allocation of just their
 * size, so that a sanitizer sees a read past them. */
static enum cu_status read_bytes(struct read *r, const char *name, const char *bytes, size_t n)
{
    *r = (struct read){.err = {.byte = -1}};
    rd_record_init(&r->record);
    cu_arena_init(&r->arena, 0);
    cu_buf_puts(&r->record.path, name);
    r->record.bytes.p = malloc(n ? n : 1);
    memcpy(r->record.bytes.p, bytes, n);
    r->record.bytes.n = r->record.bytes.capacity = n;
    r->record.kind = (uint8_t)rd_kind_of(name, (struct cu_str){r->record.bytes.p, n});
    r->record.line = r->record.kind == RD_KIND_JSON ? 1 : 0;
    return rd_document_read(&r->record, &r->arena, &r->doc, &r->remarks, &r->err);
}

static enum cu_status read_text(struct read *r, const char *name, const char *text)
{
    return read_bytes(r, name, text, strlen(text));
}

static void done(struct read *r)
{
    rd_record_fini(&r->record);
    cu_arena_fini(&r->arena);
}

static void assert_str(struct cu_str got, const char *wanted)
{
    if (!cu_str_is(got, wanted))
        fail_msg("got \"%.*s\", not \"%s\"", (int)got.n, got.p, wanted);
}

#define MUST_READ(r, name, bytes)                                                                  \
    do {                                                                                           \
        if (read_bytes((r), (name), (bytes), sizeof(bytes) - 1) != CU_OK)                          \
            fail_msg("%s: %s", (name), (r)->err.message);                                          \
    } while (0)

/* The message must hold `wanted`, and the place must be right. */
#define MUST_REFUSE(name, bytes, at_byte, wanted)                                                  \
    do {                                                                                           \
        struct read r_;                                                                            \
        assert_int_not_equal(read_bytes(&r_, (name), (bytes), sizeof(bytes) - 1), CU_OK);          \
        if (!strstr(r_.err.message, (wanted)) || r_.err.byte != (at_byte))                         \
            fail_msg("%s: \"%s\" at %ld", (name), r_.err.message, r_.err.byte);                    \
        assert_string_equal(r_.err.file, (name));                                                  \
        done(&r_);                                                                                 \
    } while (0)

/* --- text --------------------------------------------------------------------------------- */

static void metadata_lines(void **state)
{
    struct read r;
    (void)state;
    MUST_READ(&r, "dir/en-1.x.txt",
              "# date: 2025-12-14\n# lang: en-GB\n# publisher: Northgate Wire\n"
              "# url: https://example.org/a?b=c:d\n\nNine freed.\n");
    assert_str(r.doc.name, "en-1.x");
    assert_str(r.doc.date, "2025-12-14");
    assert_str(r.doc.lang, "en");
    assert_str(r.doc.publisher, "Northgate Wire");
    assert_str(r.doc.url, "https://example.org/a?b=c:d");
    assert_str(cu_str_trim(r.doc.text), "Nine freed.");
    /* Offsets are those of the file. */
    assert_int_equal(r.doc.text.n, r.record.bytes.n);
    assert_memory_equal(r.doc.text.p + r.doc.text.n - 12, "Nine freed.\n", 12);
    done(&r);
}

static void headings_are_text(void **state)
{
    struct read r;
    (void)state;
    MUST_READ(&r, "a.md", "# Nine freed\n\nThey left.\n");
    assert_str(r.doc.text, "# Nine freed\n\nThey left.\n");
    done(&r);
    MUST_READ(&r, "a.txt", "# date: 2025-12-14\r\n\r\n# Nine freed: all of them\r\nThey left.\r\n");
    assert_str(r.doc.date, "2025-12-14");
    assert_str(cu_str_trim(r.doc.text), "# Nine freed: all of them\r\nThey left.");
    done(&r);
}

static void dates(void **state)
{
    static const struct {
        const char *text, *day;
    } cases[] = {
        {"2025-12-14", "2025-12-14"},
        {"2025-12-14T23:10:00+03:00", "2025-12-14"},
        {"2024-02-29", "2024-02-29"},
        {"2023-02-29", ""},
        {"2025-13-01", ""},
        {"2025-00-10", ""},
        {"2025-12-32", ""},
        {"14 Dec 2025", ""},
        {"2025-12", ""},
        {"2025-12-1x", ""},
        {"2025-12-145", ""},
        {"", ""},
    };
    struct read r;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(rd_iso_day(cu_str_of(cases[i].text)), cases[i].day);
    MUST_READ(&r, "a.txt", "# lang: en\n# date: yesterday\n\nNine freed.");
    assert_str(r.doc.date, "");
    assert_int_equal(r.remarks.count, 1);
    assert_int_equal(r.remarks.items[0].line, 2);
    assert_non_null(strstr(r.remarks.items[0].message, "yesterday"));
    done(&r);
}

static void encodings(void **state)
{
    struct read r;
    (void)state;
    MUST_READ(&r, "a.txt", "\xef\xbb\xbfNine freed \xe2\x80\x94 caf\xc3\xa9.");
    assert_str(cu_str_trim(r.doc.text), "Nine freed \xe2\x80\x94 caf\xc3\xa9.");
    assert_int_equal(r.doc.text.n, r.record.bytes.n);
    done(&r);
    MUST_READ(&r, "a.txt", "\xff\xfeN\0i\0n\0e\0 \0\x14\x20");
    assert_str(r.doc.text, "Nine \xe2\x80\x94");
    done(&r);
    MUST_READ(&r, "a.txt", "\xfe\xff\0N\0i\0n\0e");
    assert_str(r.doc.text, "Nine");
    done(&r);
    MUST_READ(&r, "a.txt", "\0N\0i\0n\0e\0 \0f\0r\0e\0e\0d");
    assert_str(r.doc.text, "Nine freed");
    assert_int_equal(r.remarks.count, 1);
    done(&r);
    MUST_READ(&r, "a.txt", "The caf\xe9 owner said \x93nine were freed\x94 \x96 in Minsk.");
    assert_str(r.doc.text, "The caf\xc3\xa9 owner said \xe2\x80\x9cnine were freed\xe2\x80\x9d "
                           "\xe2\x80\x93 in Minsk.");
    assert_non_null(strstr(r.remarks.items[0].message, "windows-1252"));
    done(&r);
    MUST_READ(&r, "a.txt",
              "# lang: ru\n\n\xc2\xeb\xe0\xf1\xf2\xe8 \xc1\xe5\xeb\xe0\xf0\xf3\xf1\xe8 "
              "\xee\xf1\xe2\xee\xe1\xee\xe4\xe8\xeb\xe8 \xe4\xe5\xe2\xff\xf2\xfc "
              "\xf7\xe5\xeb\xee\xe2\xe5\xea \xe2 \xf1\xf3\xe1\xe1\xee\xf2\xf3.");
    assert_str(r.doc.lang, "ru");
    assert_non_null(strstr(r.remarks.items[0].message, "windows-1251"));
    done(&r);
}

static void broken_text(void **state)
{
    (void)state;
    MUST_REFUSE("a.txt", "", -1, "empty report");
    MUST_REFUSE("a.txt", " \n\t\n", -1, "empty report");
    MUST_REFUSE("a.txt", "# date: 2025-12-14\n# lang: en\n", -1, "empty report");
    MUST_REFUSE("a.txt", "... -- !!", -1, "empty report");
    MUST_REFUSE("a.txt", "Minsk freed \xff\xfe nine.", 12, "broken UTF-8: byte 0xff");
    MUST_REFUSE("a.txt", "Minsk freed caf\xc3", 15, "broken UTF-8: byte 0xc3");
    MUST_REFUSE("a.txt", "Ales \xc3( was freed.", 5, "broken UTF-8");
    MUST_REFUSE("a.txt",
                "\xef\xbb\xbf"
                "Ales \xc3( was.",
                8, "broken UTF-8");
    MUST_REFUSE("a.txt", "caf\xc3\xa9 na\xc3\xafve \xe2\x80\x9cyes\xe2\x80\x9d \xe2\x80 no", 23,
                "broken UTF-8");
    MUST_REFUSE("a.txt", "\xed\xa0\x80 surrogate", 0, "broken UTF-8");
    MUST_REFUSE("a.txt", "Minsk freed\0 nine.", 11, "binary");
    MUST_REFUSE("a.txt", "abc\1\2\3\4\5\6 xyz", 3, "binary");
    MUST_REFUSE("a.txt", "\xff\xfe\0\xd8 ", 2, "broken UTF-16LE");
    MUST_REFUSE("a.pdf", "%PDF-1.7 stream", -1, "a PDF file");
    MUST_REFUSE("a",
                "\x7f"
                "ELF\2\1\1",
                -1, "a program");
}

/* --- JSON lines --------------------------------------------------------------------------- */

static void json_fields(void **state)
{
    struct read r;
    (void)state;
    MUST_READ(&r, "d/all.jsonl",
              "{\"id\": \"r/1\", \"text\": \"Nine freed \\u2014 all.\", \"date\": \"2025-12-14\", "
              "\"url\": \"u\", \"publisher\": \"p\", \"lang\": \"EN\", \"other\": [1, {}]}");
    assert_str(r.doc.name, "r/1");
    assert_str(r.doc.text, "Nine freed \xe2\x80\x94 all.");
    assert_str(r.doc.date, "2025-12-14");
    assert_str(r.doc.lang, "en");
    assert_str(r.doc.publisher, "p");
    assert_str(r.doc.url, "u");
    done(&r);
    MUST_READ(&r, "d/all.jsonl", "{\"text\": \"Nine.\", \"date\": 20251214}");
    assert_str(r.doc.name, "all-1");
    assert_int_equal(r.remarks.count, 1);
    done(&r);
    MUST_READ(&r, "a.jsonl", "{\"id\": 12, \"html\": \"<p>Nine were freed.</p>\"}");
    assert_str(r.doc.name, "12");
    assert_str(r.doc.text, "Nine were freed.");
    done(&r);
}

static void broken_json(void **state)
{
    (void)state;
    MUST_REFUSE("a.jsonl", "{\"text\": \"Nine", 14, "broken JSON");
    MUST_REFUSE("a.jsonl", "[1, 2]", 0, "not a JSON object");
    MUST_REFUSE("a.jsonl", "{\"text\": 3}", -1, "\"text\" must be a string");
    MUST_REFUSE("a.jsonl", "{\"id\": \"a\"}", -1, "is missing");
    MUST_REFUSE("a.jsonl", "{\"text\": \"\"}", -1, "empty report");
    MUST_REFUSE("a.jsonl", "{\"text\": \"\xff\"}", 10, "broken UTF-8");
    MUST_REFUSE("a.jsonl", "{\"text\": \"a\\u0000b\"}", 19, "broken JSON");
}

static void deep_json(void **state)
{
    struct read r;
    char *deep = malloc(100001);
    (void)state;
    memset(deep, '[', 100000);
    deep[100000] = 0;
    assert_int_equal(read_text(&r, "a.jsonl", deep), CU_ERR_FORMAT);
    assert_int_equal(r.err.line, 1);
    done(&r);
    free(deep);
}

static void kinds(void **state)
{
    (void)state;
    assert_int_equal(rd_kind_of("a.HTM", CU_STR("x")), RD_KIND_HTML);
    assert_int_equal(rd_kind_of("a.txt", CU_STR("<html>")), RD_KIND_TEXT);
    assert_int_equal(rd_kind_of("a", CU_STR("  <!DOCTYPE html><p>")), RD_KIND_HTML);
    assert_int_equal(rd_kind_of(NULL, CU_STR("\xef\xbb\xbf<p>x")), RD_KIND_HTML);
    assert_int_equal(rd_kind_of(NULL, CU_STR("<3 for Minsk")), RD_KIND_TEXT);
    assert_int_equal(rd_kind_of(NULL, CU_STR(" {\"id\":1}")), RD_KIND_JSON);
    assert_int_equal(rd_kind_of(NULL, CU_STR("{curly} text")), RD_KIND_TEXT);
    assert_int_equal(rd_kind_of(NULL, CU_STR("")), RD_KIND_TEXT);
}

/* --- sources ------------------------------------------------------------------------------ */

static char folder[] = "/tmp/custody-input-XXXXXX";

static const char *put_file(char path[512], const char *name, const char *bytes)
{
    snprintf(path, 512, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fwrite(bytes, 1, strlen(bytes), f);
    fclose(f);
    return path;
}

static int make_folder(void **state)
{
    char path[512];
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/d", folder);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/d/sub", folder);
    mkdir(path, 0700);
    put_file(path, "d/b.txt", "B");
    put_file(path, "d/a.txt", "A");
    put_file(path, "d/.hidden", "H");
    put_file(path, "d/sub/c.jsonl", "\n{\"text\": \"C\"}\n \n{\"text\": \"D\"}");
    snprintf(path, sizeof path, "%s/d/sub/loop", folder);
    return symlink("..", path);
}

static int remove_folder(void **state)
{
    static const char *const names[] = {"d/b.txt",    "d/a.txt", "d/.hidden", "d/sub/c.jsonl",
                                        "d/sub/loop", "d/sub",   "d",         "blank.jsonl"};
    char path[512];
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    return rmdir(folder);
}

static void folders_in_order(void **state)
{
    static const struct {
        const char *ending, *bytes;
        long line, offset;
    } wanted[] = {{"d/a.txt", "A", 0, 0},
                  {"d/b.txt", "B", 0, 0},
                  {"d/sub/c.jsonl", "{\"text\": \"C\"}", 2, 1},
                  {"d/sub/c.jsonl", "{\"text\": \"D\"}", 4, 17},
                  {"d/sub/loop", NULL, 0, 0},
                  {"nowhere", NULL, 0, 0}};
    char inside[512], nowhere[512];
    (void)state;
    snprintf(inside, sizeof inside, "%s/d/", folder);
    snprintf(nowhere, sizeof nowhere, "%s/nowhere", folder);
    const char *const paths[] = {inside, nowhere};
    struct rd_source *s = rd_source_new(paths, 2);
    struct rd_record r;
    rd_record_init(&r);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        assert_true(rd_source_next(s, &r));
        assert_true(cu_str_ends((struct cu_str){r.path.p, r.path.n}, wanted[i].ending));
        assert_int_equal(r.error.status == CU_OK, wanted[i].bytes != NULL);
        if (!wanted[i].bytes)
            continue;
        assert_str((struct cu_str){r.bytes.p, r.bytes.n}, wanted[i].bytes);
        assert_int_equal(r.line, wanted[i].line);
        assert_int_equal(r.offset, wanted[i].offset);
    }
    assert_false(rd_source_next(s, &r));
    rd_record_fini(&r);
    rd_source_free(s);
}

static void blank_lines_only(void **state)
{
    char path[512];
    (void)state;
    const char *const paths[] = {put_file(path, "blank.jsonl", "\n \n")};
    struct rd_source *s = rd_source_new(paths, 1);
    struct rd_record r;
    rd_record_init(&r);
    assert_true(rd_source_next(s, &r));
    assert_int_equal(r.error.status, CU_ERR_FORMAT);
    assert_false(rd_source_next(s, &r));
    rd_record_fini(&r);
    rd_source_free(s);
}

/* --- memory ------------------------------------------------------------------------------- */

/* Every allocation fails in turn: an error each time, never a crash, and success at the end. */
static void no_memory(void **state)
{
    static const char page[] = "<title>t</title><h1>Nine freed</h1><p>They left the prison on "
                               "Friday and went to the border by bus, the envoy said.</p>";
    static const char *const names[] = {"a.txt", "a.jsonl", "a.html"};
    static const char *const bytes[] = {"The caf\xe9 said \x93no\x94 to nine.",
                                        "{\"html\": \"<p>Nine were freed.</p>\"}", page};
    (void)state;
    for (size_t k = 0; k < 3; k++) {
        enum cu_status s = CU_ERR_MEMORY;
        for (long n = 0; s != CU_OK; n++) {
            struct read r = {.err = {.byte = -1}};
            rd_record_init(&r.record);
            cu_arena_init(&r.arena, 0);
            cu_buf_puts(&r.record.path, names[k]);
            cu_buf_puts(&r.record.bytes, bytes[k]);
            r.record.kind = (uint8_t)rd_kind_of(names[k], CU_STR(""));
            cu_malloc_fail_after(n);
            s = rd_document_read(&r.record, &r.arena, &r.doc, &r.remarks, &r.err);
            cu_malloc_fail_after(-1);
            if (s != CU_OK && s != CU_ERR_MEMORY)
                fail_msg("%s, allocation %ld: %s", names[k], n, r.err.message);
            done(&r);
            assert_true(n < 5000);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metadata_lines),
        cmocka_unit_test(headings_are_text),
        cmocka_unit_test(dates),
        cmocka_unit_test(encodings),
        cmocka_unit_test(broken_text),
        cmocka_unit_test(json_fields),
        cmocka_unit_test(broken_json),
        cmocka_unit_test(deep_json),
        cmocka_unit_test(kinds),
        cmocka_unit_test(folders_in_order),
        cmocka_unit_test(blank_lines_only),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("input", tests, make_folder, remove_folder);
}
