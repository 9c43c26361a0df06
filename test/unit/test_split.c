/* SPDX-License-Identifier: Apache-2.0
 * Sentences and words: a table of texts, then texts that attack.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "read/split.h"

/* What must come out: words parted by spaces, one sentence a line; a headline starts with "H: ", a
 * list item with "L: ", a new paragraph with an empty line. */
struct sample {
    const char *text, *expected;
};

static const struct sample samples[] = {
    /* words */
    {"I can't go.", "I ca n't go ."},
    {"He doesn’t know; they’ve left.", "He does n’t know ; they ’ve left ."},
    {"They cannot stay and we won't ask.", "They can not stay and we wo n't ask ."},
    {"John's lawyer came.", "John 's lawyer came ."},
    {"The prisoners' wives wrote.", "The prisoners ' wives wrote ."},
    {"It cost $5 or €1,200.50 then.", "It cost $ 5 or € 1,200.50 then ."},
    {"A 45-year-old well-known man left.", "A 45 - year - old well - known man left ."},
    {"She paid 20% more (about 300 roubles).", "She paid 20 % more ( about 300 roubles ) ."},
    {"See https://example.org/a?b=1 today.", "See https://example.org/a?b=1 today ."},
    {"Write to press@example.org, please.", "Write to press@example.org , please ."},
    {"He said: \"Never.\"", "He said : \" Never . \""},
    {"“No,” he said.", "“ No , ” he said ."},
    /* sentences */
    {"Mr. Smith met Gen. Petrov on Dec. 5 in St. Petersburg. They talked.",
     "Mr. Smith met Gen. Petrov on Dec. 5 in St. Petersburg .\nThey talked ."},
    {"The U.S. Treasury acted. The E.U. did not.", "The U.S. Treasury acted .\nThe E.U. did not ."},
    {"\"I am free,\" she shouted. \"I will not go back.\" Then she left.",
     "\" I am free , \" she shouted .\n\" I will not go back . \"\nThen she left ."},
    {"Who knows? Nobody! Go home.", "Who knows ?\nNobody !\nGo home ."},
    {"A. B. Ivanov was freed at 5 p.m. on Friday.", "A. B. Ivanov was freed at 5 p.m. on Friday ."},
    /* layout */
    {"MINSK, Dec 20 (Kestrel) — Riot police broke up a rally. He left.",
     "MINSK , Dec 20 ( Kestrel ) —\nRiot police broke up a rally .\nHe left ."},
    {"Caracas – With 42 arrests the week ended.", "Caracas –\nWith 42 arrests the week ended ."},
    {"The four - Igor and three more - were pardoned.",
     "The four - Igor and three more - were pardoned ."},
    {"06:40 State television says she was held.", "06:40\nState television says she was held ."},
    {"Nine freed in Minsk\n\nNine people were freed on Friday.\n\nThey left.",
     "H: Nine freed in Minsk\n\nNine people were freed on Friday .\n\nThey left ."},
    {"They are:\n- Vuk Marin, a student;\n- two others.\n",
     "They are :\nL: Vuk Marin , a student ;\nL: two others ."},
    {"Seen today:\n1. Anna Petrova\n2. Ivan Petrov",
     "Seen today :\nL: 1 . Anna Petrova\nL: 2 . Ivan Petrov"},
    {"The court in the capital on Tuesday sentenced\nthree men to ten years in prison "
     "each. The\nverdict is not final, their lawyers said.",
     "The court in the capital on Tuesday sentenced three men to ten years in prison each .\n"
     "The verdict is not final , their lawyers said ."},
    {"One paragraph.\r\n\r\nAnother one.\r\n", "One paragraph .\n\nAnother one ."},
    /* other scripts, odd bytes */
    {"Алесь Бяляцкі was freed.", "Алесь Бяляцкі was freed ."},
    {"İmamoğlu was jailed.", "İmamoğlu was jailed ."},
    {"Bad \xff\xc3 bytes.", "Bad \xff\xc3 bytes ."},
    {"", ""},
    {"   \n\n \t \n", ""},
};

static struct rd_splitter *splitter;

static const char *from_environment(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value ? value : otherwise;
}

static int open_splitter(void **state)
{
    struct cu_error err;
    (void)state;
    splitter = rd_splitter_open(from_environment("CUSTODY_MODEL", "model/en"),
                                from_environment("CUSTODY_LEXICON", "lexicon/en"), &err);
    if (!splitter)
        print_error("%s\n", err.message);
    return splitter ? 0 : -1;
}

static int close_splitter(void **state)
{
    (void)state;
    rd_splitter_free(splitter);
    return 0;
}

/* What holds of every document: offsets rise, sentences cover all tokens, forms are in the text. */
static void assert_sound(const struct rd_document *d)
{
    uint32_t at = 0, next = 0;
    for (size_t s = 0; s < d->sentence_count; s++) {
        const struct rd_sentence *o = &d->sentences[s];
        assert_int_equal(o->first, next);
        assert_true(o->past > o->first && o->past <= d->token_count);
        assert_int_equal(o->start, d->tokens[o->first].start);
        assert_int_equal(o->end, d->tokens[o->past - 1].end);
        next = o->past;
    }
    assert_int_equal(next, d->token_count);
    for (size_t i = 0; i < d->token_count; i++) {
        const struct rd_token *t = &d->tokens[i];
        assert_true(t->start >= at && t->end > t->start && t->end <= d->text.n);
        assert_int_equal(t->head, RD_NONE);
        assert_true(t->lower.n > 0);
        assert_true(!t->space_before || t->start > at);
        at = t->end;
    }
}

static void split(struct rd_document *d, struct cu_arena *a, const char *text, size_t n)
{
    struct cu_error err;
    *d = (struct rd_document){.arena = a, .text = {text, n}};
    assert_int_equal(rd_split(splitter, d, &err), CU_OK);
    assert_sound(d);
}

static void render(const struct rd_document *d, struct cu_buf *out)
{
    for (size_t s = 0; s < d->sentence_count; s++) {
        const struct rd_sentence *o = &d->sentences[s];
        if (s)
            cu_buf_putc(out, '\n');
        if (s && o->paragraph != o[-1].paragraph)
            cu_buf_putc(out, '\n');
        cu_buf_puts(out, o->kind == RD_HEADLINE ? "H: " : o->kind == RD_LIST_ITEM ? "L: " : "");
        for (uint32_t i = o->first; i < o->past; i++) {
            if (i > o->first)
                cu_buf_putc(out, ' ');
            cu_buf_str(out, rd_form(d, i));
        }
    }
    cu_buf_putc(out, 0);
}

static void test_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct cu_arena a;
        struct cu_buf out;
        struct rd_document d;
        cu_arena_init(&a, 0);
        cu_buf_init(&out, 0);
        split(&d, &a, samples[i].text, strlen(samples[i].text));
        render(&d, &out);
        assert_string_equal(out.p, samples[i].expected);
        cu_buf_fini(&out);
        cu_arena_fini(&a);
    }
}

static void test_lower_case_at_odd_lengths(void **state)
{
    static const char text[] = "ŽIŽEK met İMAMOĞLU";
    struct cu_arena a;
    struct rd_document d;
    (void)state;
    cu_arena_init(&a, 0);
    split(&d, &a, text, strlen(text));
    assert_int_equal(d.token_count, 3);
    assert_true(cu_str_is(d.tokens[0].lower, "žižek"));
    assert_true(cu_str_is(d.tokens[2].lower, "imamoğlu"));
    cu_arena_fini(&a);
}

/* `unit` repeated up to `n` bytes: soundness and a bound on sentences are all that is asked. */
static void attack(const char *unit, size_t n)
{
    struct cu_arena a;
    struct rd_document d;
    size_t size = strlen(unit);
    char *text = malloc(n);
    assert_non_null(text);
    for (size_t i = 0; i < n; i++)
        text[i] = unit[i % size];
    cu_arena_init(&a, 0);
    split(&d, &a, text, n);
    cu_arena_fini(&a);
    free(text);
}

static void test_attacks(void **state)
{
    static const char *const units[] = {
        "a",      ".",        "\"",    "(",   "\xff", "\xe2\x80", "- ",       "a.b-",
        "n't",    "'",        "1.",    "A. ", "? ! ", "\n- ",     "a\r\n",    "\"(\"[",
        "www.a/", "\xc2\xa0", "x\n\n", "İ",   "…",    "AB — ",    "12:30 - ", "1) ",
    };
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        for (size_t n = 1; n < 40; n++)
            attack(units[i], n);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        attack(units[i], 200000);
    attack("a", 1 << 20);
}

static void test_hundred_thousand_lines(void **state)
{
    enum { LINES = 100000 };
    struct cu_arena a;
    struct rd_document d;
    char *text = malloc(2 * LINES);
    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < LINES; i++)
        memcpy(text + 2 * i, "x\n", 2);
    cu_arena_init(&a, 0);
    split(&d, &a, text, 2 * LINES);
    assert_int_equal(d.token_count, LINES);
    cu_arena_fini(&a);
    free(text);
}

static void test_deep_quotes(void **state)
{
    struct cu_arena a;
    struct cu_buf text;
    struct rd_document d;
    (void)state;
    cu_buf_init(&text, 0);
    for (int i = 0; i < 50000; i++)
        cu_buf_puts(&text, "“(he said ");
    for (int i = 0; i < 50000; i++)
        cu_buf_puts(&text, ".)” ");
    cu_arena_init(&a, 0);
    split(&d, &a, text.p, text.n);
    cu_arena_fini(&a);
    cu_buf_fini(&text);
}

static void test_every_allocation_fails_in_turn(void **state)
{
    static const char text[] = "Mr. Smith can't go. İmamoğlu did.\n\nThey left.";
    (void)state;
    for (long n = 0;; n++) {
        struct cu_arena a;
        struct cu_error err = {0};
        cu_arena_init(&a, 0);
        struct rd_document d = {.arena = &a, .text = {text, strlen(text)}};
        cu_malloc_fail_after(n);
        enum cu_status status = rd_split(splitter, &d, &err);
        cu_malloc_fail_after(-1);
        cu_arena_fini(&a);
        if (status == CU_OK)
            break;
        assert_int_equal(status, CU_ERR_MEMORY);
        assert_true(n < 100);
    }
}

static void test_missing_model_is_named(void **state)
{
    struct cu_error err = {0};
    (void)state;
    assert_null(rd_splitter_open("no/such/folder", "lexicon/en", &err));
    assert_non_null(strstr(err.file, "no/such/folder/split.model"));
    assert_null(rd_splitter_open("model/en", "no/such/folder", &err));
    assert_non_null(strstr(err.file, "no/such/folder/abbreviations.tsv"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_lower_case_at_odd_lengths),
        cmocka_unit_test(test_attacks),
        cmocka_unit_test(test_hundred_thousand_lines),
        cmocka_unit_test(test_deep_quotes),
        cmocka_unit_test(test_every_allocation_fails_in_turn),
        cmocka_unit_test(test_missing_model_is_named),
    };
    return cmocka_run_group_tests(tests, open_splitter, close_splitter);
}
