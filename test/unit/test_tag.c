/* SPDX-License-Identifier: Apache-2.0
 * Tags, features and lemmas of plain sentences; damaged models and endless sentences.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "read/split.h"
#include "read/tag.h"

/* What must come out: "lemma/UPOS" of each word, with the features asked for. */
struct sample {
    const char *text, *expected;
};

static const struct sample samples[] = {
    {"Belarus released 123 prisoners.",
     "Belarus/PROPN release/VERB+past+fin 123/NUM prisoner/NOUN+plur ./PUNCT"},
    {"They were freed.", "they/PRON+plur be/AUX+past+fin free/VERB+past+part+pass ./PUNCT"},
    {"She has freed them.",
     "she/PRON+fem have/AUX+pres+fin free/VERB+past+part they/PRON+plur ./PUNCT"},
    {"The judge can't say who was detained.",
     "the/DET judge/NOUN can/AUX+fin not/PART say/VERB+inf who/PRON be/AUX+past+fin "
     "detain/VERB+past+part+pass ./PUNCT"},
    {"His wives left.", "his/PRON+masc wife/NOUN+plur leave/VERB+past+fin ./PUNCT"},
    {"Courts are sentencing activists to prison.",
     "court/NOUN+plur be/AUX+pres+fin sentence/VERB+pres+part activist/NOUN+plur to/ADP "
     "prison/NOUN ./PUNCT"},
    {"Ales Bialiatski was taken to Vilnius.",
     "Ales/PROPN Bialiatski/PROPN be/AUX+past+fin take/VERB+past+part+pass to/ADP Vilnius/PROPN "
     "./PUNCT"},
    {"The release of nine men took a week.",
     "the/DET release/NOUN of/ADP nine/NUM man/NOUN+plur take/VERB+past+fin a/DET week/NOUN "
     "./PUNCT"},
    {"Cuba has agreed to free 53 prisoners.",
     "Cuba/PROPN have/AUX+pres+fin agree/VERB+past+part to/PART free/VERB+inf 53/NUM "
     "prisoner/NOUN+plur ./PUNCT"},
    {"He walked free.", "he/PRON+masc walk/VERB+past+fin free/ADJ ./PUNCT"},
    {"", ""},
};

static struct rd_splitter *splitter;
static struct rd_tagger *tagger;

static const char *from_environment(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value ? value : otherwise;
}

static int open_both(void **state)
{
    struct cu_error err = {0};
    (void)state;
    const char *model = from_environment("CUSTODY_MODEL", "model/en");
    splitter = rd_splitter_open(model, from_environment("CUSTODY_LEXICON", "lexicon/en"), &err);
    tagger = rd_tagger_open(model, &err);
    if (!splitter || !tagger)
        print_error("%s\n", err.message);
    return splitter && tagger ? 0 : -1;
}

static int close_both(void **state)
{
    (void)state;
    rd_splitter_free(splitter);
    rd_tagger_free(tagger);
    return 0;
}

static void read_text(const struct rd_tagger *t, struct rd_document *d, struct cu_arena *a,
                      struct cu_str text)
{
    struct cu_error err;
    *d = (struct rd_document){.arena = a, .text = text};
    assert_int_equal(rd_split(splitter, d, &err), CU_OK);
    for (uint32_t s = 0; s < d->sentence_count; s++)
        assert_int_equal(rd_tag(t, d, s, &err), CU_OK);
    for (size_t i = 0; i < d->token_count; i++) {
        assert_true(d->tokens[i].upos < RD_UPOS_COUNT);
        assert_true(d->tokens[i].lemma.n > 0);
        assert_non_null(d->tokens[i].feats_text.p);
    }
}

static void render(const struct rd_document *d, struct cu_buf *out)
{
    static const struct {
        uint16_t bit;
        const char *name;
    } bits[] = {{RD_F_PLUR, "+plur"}, {RD_F_PAST, "+past"}, {RD_F_PRES, "+pres"},
                {RD_F_FIN, "+fin"},   {RD_F_INF, "+inf"},   {RD_F_PART, "+part"},
                {RD_F_GER, "+ger"},   {RD_F_PASS, "+pass"}, {RD_F_MASC, "+masc"},
                {RD_F_FEM, "+fem"}};
    for (size_t i = 0; i < d->token_count; i++) {
        const struct rd_token *t = &d->tokens[i];
        cu_buf_printf(out, "%s%.*s/%s", i ? " " : "", (int)t->lemma.n, t->lemma.p,
                      rd_upos_name[t->upos]);
        for (size_t b = 0; b < sizeof bits / sizeof *bits; b++)
            if (t->feats & bits[b].bit)
                cu_buf_puts(out, bits[b].name);
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
        read_text(tagger, &d, &a, cu_str_of(samples[i].text));
        render(&d, &out);
        assert_string_equal(out.p, samples[i].expected);
        cu_buf_fini(&out);
        cu_arena_fini(&a);
    }
}

static void test_features_agree_with_their_text(void **state)
{
    struct cu_arena a;
    struct rd_document d;
    (void)state;
    cu_arena_init(&a, 0);
    read_text(tagger, &d, &a, CU_STR("None of those who were held wanted to be photographed."));
    for (size_t i = 0; i < d.token_count; i++)
        assert_int_equal(d.tokens[i].feats, rd_feats_of(d.tokens[i].feats_text));
    cu_arena_fini(&a);
}

static void test_odd_texts(void **state)
{
    static const char *const units[] = {"x ", "\xff\xfe ",   "( ",  "Ж",
                                        "İ ", "1234567890 ", "'s ", "Minsk, "};
    (void)state;
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        struct cu_arena a;
        struct cu_buf text;
        struct rd_document d;
        cu_arena_init(&a, 0);
        cu_buf_init(&text, 0);
        for (int i = 0; i < 20000; i++)
            cu_buf_puts(&text, units[u]);
        read_text(tagger, &d, &a, (struct cu_str){text.p, text.n});
        cu_buf_fini(&text);
        cu_arena_fini(&a);
    }
}

static void write_bytes(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* A cut model is refused with a reason; one with wrong bytes is refused or read without harm. */
static void test_damaged_models(void **state)
{
    enum { DAMAGES = 40 };
    char dir[] = "/tmp/custody-tag-XXXXXX", path[4096];
    struct cu_error err = {0};
    struct cu_buf b;
    (void)state;
    cu_buf_init(&b, 0);
    snprintf(path, sizeof path, "%s/tag.model", from_environment("CUSTODY_MODEL", "model/en"));
    assert_int_equal(cu_read_file(path, &b, &err), CU_OK);
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/tag.model", dir);
    for (size_t n = 0; n < b.n; n += b.n / 9 + 1) {
        write_bytes(path, b.p, n);
        assert_null(rd_tagger_open(dir, &err));
        assert_true(err.message[0] != 0 && strstr(err.file, path) != NULL);
    }
    for (uint64_t i = 0; i < DAMAGES; i++) {
        /* Half of them in the section table and the first section. */
        size_t at = cu_hash2(i, 1) % (i % 2 ? b.n : 1024), size = b.n - at < 512 ? b.n - at : 512;
        char kept[512];
        memcpy(kept, b.p + at, size);
        for (size_t k = 0; k < (i % 4 ? size : 1); k++)
            b.p[at + k] = (char)cu_hash2(i, k + 7);
        write_bytes(path, b.p, b.n);
        memcpy(b.p + at, kept, size);
        struct rd_tagger *t = rd_tagger_open(dir, &err);
        if (t) {
            struct cu_arena a;
            struct rd_document d;
            cu_arena_init(&a, 0);
            read_text(t, &d, &a, CU_STR("The nine men who were freed on Friday went home."));
            cu_arena_fini(&a);
        }
        rd_tagger_free(t);
    }
    unlink(path);
    rmdir(dir);
    cu_buf_fini(&b);
}

static void test_missing_model_is_named(void **state)
{
    struct cu_error err = {0};
    (void)state;
    assert_null(rd_tagger_open("no/such/folder", &err));
    assert_non_null(strstr(err.file, "no/such/folder/tag.model"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_features_agree_with_their_text),
        cmocka_unit_test(test_odd_texts),
        cmocka_unit_test(test_damaged_models),
        cmocka_unit_test(test_missing_model_is_named),
    };
    return cmocka_run_group_tests(tests, open_both, close_both);
}
