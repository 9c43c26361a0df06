/* SPDX-License-Identifier: Apache-2.0
 * The parser: always a tree, and the trees of plain sentences.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "read/parse.h"

static const char *model_dir(void)
{
    const char *dir = getenv("CUSTODY_MODEL");
    return dir ? dir : "model/en";
}

/* One sentence from "form/lemma/UPOS/Feature=Value|..." parted by spaces; lemma and the rest may be
 * left out. */
static void sentence_of(struct rd_document *d, struct cu_arena *a, const char *words)
{
    size_t n = strlen(words), capacity = 0;
    char *text = cu_arena_alloc(a, n + 1);
    *d = (struct rd_document){.arena = a, .text = {text, 0}};
    for (const char *p = words; *p;) {
        size_t length = strcspn(p, " ");
        struct cu_str field[4] = {{"", 0}, {"", 0}, {"X", 1}, {"_", 1}};
        const char *at = p;
        for (int f = 0; f < 4 && at <= p + length; f++) {
            size_t m = strcspn(at, f < 3 ? "/ " : " ");
            field[f] = (struct cu_str){at, m};
            at += m + 1;
        }
        assert_true(CU_GROW(a, d->tokens, d->token_count, capacity));
        struct rd_token *t = &d->tokens[d->token_count++];
        *t = (struct rd_token){.head = 77, .start = (uint32_t)d->text.n, .space_before = true};
        memcpy(text + d->text.n, field[0].p, field[0].n);
        t->end = (uint32_t)(t->start + field[0].n);
        d->text.n = t->end;
        t->upos = (uint8_t)rd_upos_of(field[2]);
        t->feats = rd_feats_of(field[3]);
        t->lower = cu_arena_lower(a, field[0]);
        t->lemma = field[1].n ? field[1] : t->lower;
        p += length + (p[length] == ' ');
    }
    d->sentences = cu_arena_zalloc(a, sizeof *d->sentences);
    d->sentence_count = 1;
    d->sentences[0].past = (uint32_t)d->token_count;
}

/* One root, every head inside, no cycle. */
static void assert_tree(const struct rd_document *d)
{
    size_t roots = 0;
    for (size_t i = 0; i < d->token_count; i++) {
        uint32_t head = d->tokens[i].head;
        roots += head == RD_NONE;
        assert_true(head == RD_NONE || (head < d->token_count && head != i));
        assert_true(d->tokens[i].deprel < RD_DEPREL_COUNT);
        assert_int_equal(head == RD_NONE, d->tokens[i].deprel == RD_DEP_root);
        size_t steps = 0;
        while (head != RD_NONE && steps <= d->token_count) {
            head = d->tokens[head].head;
            steps++;
        }
        assert_true(steps <= d->token_count);
    }
    assert_int_equal(roots, 1);
}

struct setup {
    struct rd_parser *parser;
    struct cu_arena arena;
};

static int open_all(void **state)
{
    static struct setup s;
    struct cu_error err = {0};
    s.parser = rd_parser_open(model_dir(), &err);
    cu_arena_init(&s.arena, 0);
    *state = &s;
    return s.parser ? 0 : -1;
}

static int close_all(void **state)
{
    struct setup *s = *state;
    rd_parser_free(s->parser);
    cu_arena_fini(&s->arena);
    return 0;
}

static void parse(struct setup *s, struct rd_document *d)
{
    struct cu_error err = {0};
    assert_int_equal(rd_parse(s->parser, d, 0, &err), CU_OK);
}

static void nasty_input_makes_trees(void **state)
{
    static const char *const words[] = {"a",
                                        "./. /PUNCT",
                                        "He/he/PRON",
                                        "(/(/PUNCT (/(/PUNCT (/(/PUNCT )/)/PUNCT",
                                        ",/,/PUNCT ,/,/PUNCT",
                                        "\xff\xfe/x/X \xc3/y/SYM",
                                        "the/the/DET the/the/DET the/the/DET",
                                        "ran/run/VERB ran/run/VERB ran/run/VERB ran/run/VERB"};
    struct setup *s = *state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct rd_document d;
        sentence_of(&d, &s->arena, words[i]);
        parse(s, &d);
        assert_tree(&d);
    }
}

static void no_words_are_no_error(void **state)
{
    struct rd_document d;
    sentence_of(&d, &((struct setup *)*state)->arena, "");
    parse(*state, &d);
}

/* Words of all tags in a fixed muddle. */
static void muddle(struct cu_buf *b, size_t words, uint64_t seed, bool only_punct)
{
    static const char *const forms[] = {"of", "court", "said", "Minsk", "they", "freed", ",", "-"};
    for (size_t i = 0; i < words; i++) {
        seed = cu_mix(seed + i + 1);
        const char *tag = only_punct ? "PUNCT" : rd_upos_name[(seed >> 8) % RD_UPOS_COUNT];
        cu_buf_printf(b, "%s%s//%s", i ? " " : "", forms[seed % 8], tag);
    }
    cu_buf_putc(b, '\0');
}

static void any_length_makes_a_tree(void **state)
{
    static const size_t lengths[] = {2, 3, 17, 200, 5000};
    struct setup *s = *state;
    for (size_t i = 0; i < 10; i++) {
        struct cu_buf b;
        struct rd_document d;
        cu_buf_init(&b, 0);
        muddle(&b, lengths[i % 5], i, i >= 5);
        sentence_of(&d, &s->arena, b.p);
        parse(s, &d);
        assert_tree(&d);
        cu_buf_fini(&b);
    }
}

static void no_memory_is_said(void **state)
{
    struct setup *s = *state;
    struct rd_document d;
    struct cu_error err = {0};
    sentence_of(&d, &s->arena, "He/he/PRON left/leave/VERB");
    cu_malloc_fail_after(0);
    assert_int_equal(rd_parse(s->parser, &d, 0, &err), CU_ERR_MEMORY);
    cu_malloc_fail_after(-1);
    assert_int_equal(d.tokens[0].head, 77);
}

static void a_missing_model_is_said(void **state)
{
    (void)state;
    struct cu_error err = {0};
    assert_null(rd_parser_open("no/such/folder", &err));
    assert_int_equal(err.status, CU_ERR_IO);
    assert_string_equal(err.file, "no/such/folder/parse.model");
}

static void assert_arc(const struct rd_document *d, uint32_t word, uint32_t head,
                       enum rd_deprel label)
{
    assert_int_equal(d->tokens[word].head, head);
    assert_string_equal(rd_deprel_name[d->tokens[word].deprel], rd_deprel_name[label]);
}

static void passive_with_agent(void **state)
{
    struct setup *s = *state;
    struct rd_document d;
    sentence_of(&d, &s->arena,
                "The/the/DET journalist/journalist/NOUN/Number=Sing "
                "was/be/AUX/Tense=Past|VerbForm=Fin "
                "arrested/arrest/VERB/Tense=Past|VerbForm=Part|Voice=Pass by/by/ADP "
                "police/police/NOUN/Number=Sing in/in/ADP Minsk/Minsk/PROPN/Number=Sing ././PUNCT");
    parse(s, &d);
    assert_arc(&d, 0, 1, RD_DEP_det);
    assert_arc(&d, 1, 3, RD_DEP_nsubj_pass);
    assert_arc(&d, 2, 3, RD_DEP_aux_pass);
    assert_arc(&d, 3, RD_NONE, RD_DEP_root);
    assert_arc(&d, 4, 5, RD_DEP_case);
    assert_int_equal(d.tokens[5].head, 3);
    assert_arc(&d, 8, 3, RD_DEP_punct);
}

static void speech_and_conjunction(void **state)
{
    struct setup *s = *state;
    struct rd_document d;
    sentence_of(&d, &s->arena,
                "Officials/official/NOUN/Number=Plur said/say/VERB/Tense=Past|VerbForm=Fin "
                "they/they/PRON/Number=Plur|PronType=Prs "
                "freed/free/VERB/Tense=Past|VerbForm=Fin nine/nine/NUM "
                "activists/activist/NOUN/Number=Plur and/and/CCONJ two/two/NUM "
                "lawyers/lawyer/NOUN/Number=Plur ././PUNCT");
    parse(s, &d);
    assert_arc(&d, 0, 1, RD_DEP_nsubj);
    assert_arc(&d, 1, RD_NONE, RD_DEP_root);
    assert_arc(&d, 2, 3, RD_DEP_nsubj);
    assert_arc(&d, 3, 1, RD_DEP_ccomp);
    assert_arc(&d, 5, 3, RD_DEP_obj);
    assert_arc(&d, 6, 8, RD_DEP_cc);
    assert_arc(&d, 8, 5, RD_DEP_conj);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nasty_input_makes_trees), cmocka_unit_test(no_words_are_no_error),
        cmocka_unit_test(any_length_makes_a_tree), cmocka_unit_test(no_memory_is_said),
        cmocka_unit_test(a_missing_model_is_said), cmocka_unit_test(passive_with_agent),
        cmocka_unit_test(speech_and_conjunction),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
