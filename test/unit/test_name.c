/* SPDX-License-Identifier: Apache-2.0
 * Names: small reports with the names that must be found and those that must not; countries;
 * damaged models and tables; failed allocations.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "read/name.h"
#include "read/split.h"
#include "read/tag.h"

static const char *dir_of(const char *variable, const char *otherwise)
{
    const char *dir = getenv(variable);
    return dir ? dir : otherwise;
}
static const char *model_dir(void)
{
    return dir_of("CUSTODY_MODEL", "model/en");
}
static const char *lexicon_dir(void)
{
    return dir_of("CUSTODY_LEXICON", "lexicon/en");
}

struct reader {
    struct rd_splitter *split;
    struct rd_tagger *tag;
    struct rd_namer *name;
};

static int open_reader(void **state)
{
    static struct reader r;
    struct cu_error err = {0};
    r.split = rd_splitter_open(model_dir(), lexicon_dir(), &err);
    r.tag = rd_tagger_open(model_dir(), &err);
    r.name = rd_namer_open(model_dir(), lexicon_dir(), &err);
    if (!r.name)
        fail_msg("%s: %s", err.file, err.message);
    *state = &r;
    return r.split && r.tag ? 0 : -1;
}

static int close_reader(void **state)
{
    struct reader *r = *state;
    rd_namer_free(r->name);
    rd_tagger_free(r->tag);
    rd_splitter_free(r->split);
    return 0;
}

static enum cu_status words_and_tags(const struct reader *r, struct rd_document *d,
                                     struct cu_error *err)
{
    enum cu_status status = rd_split(r->split, d, err);
    for (uint32_t i = 0; status == CU_OK && i < d->sentence_count; i++) {
        d->sentences[i].analysed = true;
        status = rd_tag(r->tag, d, i, err);
    }
    return status;
}

static enum cu_status names(const struct reader *r, struct rd_document *d, struct cu_error *err)
{
    enum cu_status status = CU_OK;
    for (uint32_t i = 0; status == CU_OK && i < d->sentence_count; i++)
        status = rd_name(r->name, d, i, err);
    return status == CU_OK ? rd_name_document(r->name, d, err) : status;
}

/* "PER Ales Bialiatski|LOC Minsk|" */
static void list_names(const struct rd_document *d, struct cu_buf *b)
{
    for (size_t i = 0; i < d->entity_count; i++) {
        const struct rd_entity *e = &d->entities[i];
        cu_buf_printf(b, "%s ", rd_entity_name[e->type]);
        cu_buf_str(b, rd_text_of(d, e->first, e->past));
        cu_buf_putc(b, '|');
    }
    cu_buf_putc(b, 0);
}

/* What holds of every document: names in order, apart, and their words say so. */
static void check_order(const struct rd_document *d)
{
    for (size_t i = 0; i < d->entity_count; i++) {
        const struct rd_entity *e = &d->entities[i];
        assert_true(e->first < e->past && e->past <= d->token_count && e->score > 0);
        assert_true(i == 0 || d->entities[i - 1].past <= e->first);
        assert_int_equal(d->tokens[e->first].sentence, d->tokens[e->past - 1].sentence);
        for (uint32_t t = e->first; t < e->past; t++)
            assert_int_equal(d->tokens[t].entity, i);
    }
}

/* --- reports ------------------------------------------------------------------------------- */

static const struct {
    const char *text, *must, *must_not;
} cases[] = {
    /* a title is not part of the name, wherever it begins */
    {"President Alexander Lukashenko met Secretary of State Marco Rubio in Minsk.",
     "PER Alexander Lukashenko|PER Marco Rubio|LOC Minsk",
     "PER President Alexander Lukashenko|PER State Marco Rubio"},
    {"Mr. Otieno and Judge Grace Wanjala were in court, Dr. Amara Nwosu said.",
     "PER Otieno|PER Grace Wanjala|PER Amara Nwosu", "PER Mr. Otieno|PER Judge Grace Wanjala"},
    /* particles, initials, hyphens are */
    {"The lawyer Khalid bin Omar al-Harbi and the writer Joris van der Meer were arrested.",
     "PER Khalid bin Omar al-Harbi|PER Joris van der Meer", ""},
    {"Police arrested J. Kamau and B. Singh on Monday.", "PER J. Kamau|PER B. Singh",
     "PER Monday|LOC Monday"},
    {"Vladimir Kara-Murza was moved from Omsk. Kara-Murza is ill.",
     "PER Vladimir Kara-Murza|PER Kara-Murza|LOC Omsk", "PER Kara|PER Murza"},
    {"Ma Thida Oo and Ko Min Zaw were freed from Insein prison in Yangon.",
     "PER Ma Thida Oo|PER Ko Min Zaw|LOC Yangon", "PER Thida Oo|PER Min Zaw"},
    /* the possessive is not */
    {"Maryia Stankevich's lawyer met Viktar Haretski's mother.",
     "PER Maryia Stankevich|PER Viktar Haretski", "PER Maryia Stankevich's"},
    /* organisations with inner words; nationalities beside them */
    {"The Supreme Court of Kenya and the Ministry of Justice replied to the Belarusian KGB.",
     "ORG Supreme Court of Kenya|ORG Ministry of Justice|ORG KGB|NAT Belarusian",
     "LOC Kenya|ORG The Supreme Court of Kenya"},
    {"The UN, the European Union and Amnesty International called for her release.",
     "ORG UN|ORG European Union|ORG Amnesty International", "LOC UN"},
    {"Human Rights Watch and the OSCE wrote to Baku.", "ORG Human Rights Watch|ORG OSCE|LOC Baku",
     "PER Baku"},
    /* states, also short and as capitals of government */
    {"The U.S. and Lithuania thanked the United Arab Emirates; Washington said nothing.",
     "LOC U.S.|LOC Lithuania|LOC United Arab Emirates|LOC Washington", "ORG U.S."},
    {"Nine Ukrainians and two South Koreans were among the Crimean Tatars freed.",
     "NAT Ukrainians|NAT South Koreans|NAT Crimean Tatars", "PER Ukrainians|LOC South"},
    {"They polish glasses and turn turkey into soup.", "", "NAT polish|LOC turkey"},
    /* a lone surname follows the full name, at the start of a sentence, too */
    {"Hanna Zarubina was freed on Friday. Zarubina spoke in Vilnius. \"Zarubina is well,\" he "
     "said.",
     "PER Hanna Zarubina|PER Zarubina|LOC Vilnius", "LOC Zarubina|ORG Zarubina"},
    /* capitals that are no names */
    {"On Friday the Prime Minister signed the Criminal Code in December.", "",
     "PER Friday|ORG Friday|LOC December|PER Prime Minister|ORG Criminal Code"},
    {"We released an album and arrested the decline of the team.", "", "PER We|ORG We"},
    /* many countries' names */
    {"Nguyen Van Thanh, Tran Thi Hoa and Le Quoc Bao were tried in Hanoi.",
     "PER Nguyen Van Thanh|PER Tran Thi Hoa|PER Le Quoc Bao|LOC Hanoi", "LOC Tran Thi Hoa"},
    {"Mehmet Kaya and Ayşe Yıldırım were detained in Diyarbakır.",
     "PER Mehmet Kaya|PER Ayşe Yıldırım|LOC Diyarbakır", "LOC Ayşe Yıldırım"},
    {"María José Hernández and Tomás Ruiz y Ortega left Managua for Costa Rica.",
     "PER María José Hernández|LOC Managua|LOC Costa Rica", "LOC Tomás"},
    {"Ahmed Abdel Rahman Hassan was held in Cairo with Fatima al-Sayed.",
     "PER Ahmed Abdel Rahman Hassan|LOC Cairo|PER Fatima al-Sayed", "PER Cairo"},
    {"", "", "PER "},
};

static bool has(const char *list, const char *name, size_t n)
{
    for (const char *at = list; (at = memmem(at, strlen(at), name, n)) != NULL; at++)
        if ((at == list || at[-1] == '|') && at[n] == '|')
            return true;
    return false;
}

static int count_wrong(const char *found, const char *names_list, bool wanted, const char *text)
{
    int wrong = 0;
    while (*names_list) {
        size_t n = strcspn(names_list, "|");
        if (has(found, names_list, n) != wanted) {
            print_message("%s: %s %.*s\n  found: %s\n", text, wanted ? "missed" : "must not be",
                          (int)n, names_list, found);
            wrong++;
        }
        names_list += n + (names_list[n] == '|');
    }
    return wrong;
}

static void test_reports(void **state)
{
    int wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cu_arena arena;
        struct cu_error err = {0};
        struct cu_buf found;
        cu_arena_init(&arena, 0);
        cu_buf_init(&found, 0);
        struct rd_document d = {.arena = &arena, .text = cu_str_of(cases[i].text)};
        assert_int_equal(words_and_tags(*state, &d, &err), CU_OK);
        assert_int_equal(names(*state, &d, &err), CU_OK);
        check_order(&d);
        list_names(&d, &found);
        wrong += count_wrong(found.p, cases[i].must, true, cases[i].text);
        wrong += count_wrong(found.p, cases[i].must_not, false, cases[i].text);
        cu_buf_fini(&found);
        cu_arena_fini(&arena);
    }
    assert_int_equal(wrong, 0);
}

static void test_gender(void **state)
{
    static const char text[] = "Maryia Stankevich and Viktar Haretski were freed. Stankevich wept. "
                               "Mrs. Obuya and Xqzu Brandl were not.";
    static const struct {
        const char *name;
        uint8_t gender;
    } expected[] = {{"Maryia Stankevich", 'f'},
                    {"Viktar Haretski", 'm'},
                    {"Stankevich", 'f'},
                    {"Obuya", 'f'},
                    {"Xqzu Brandl", 0}};
    struct cu_arena arena;
    struct cu_error err = {0};
    cu_arena_init(&arena, 0);
    struct rd_document d = {.arena = &arena, .text = cu_str_of(text)};
    assert_int_equal(words_and_tags(*state, &d, &err), CU_OK);
    assert_int_equal(names(*state, &d, &err), CU_OK);
    for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
        bool found = false;
        for (size_t i = 0; i < d.entity_count; i++)
            if (cu_str_is(rd_text_of(&d, d.entities[i].first, d.entities[i].past),
                          expected[k].name)) {
                assert_int_equal(d.entities[i].gender, expected[k].gender);
                found = true;
            }
        if (!found)
            fail_msg("%s is not found", expected[k].name);
    }
    cu_arena_fini(&arena);
}

/* --- countries ------------------------------------------------------------------------------ */

static void test_countries(void **state)
{
    static const struct {
        const char *name, *country;
    } table[] = {
        {"Belarusians", "Belarus"},
        {"Minsk", "Belarus"},
        {"Byelorussia", "Belarus"},
        {"Burma", "Myanmar"},
        {"U.S.", "United States"},
        {"Washington", "United States"},
        {"American", "United States"},
        {"Rohingya", "Myanmar"},
        {"the Netherlands", "Netherlands"},
        {"Kyiv", "Ukraine"},
        {"Kiev", "Ukraine"},
        {"Swiss", "Switzerland"},
        {"South Koreans", "South Korea"},
        {"Türkiye", "Turkey"},
        {"UAE", "United Arab Emirates"},
        {"polish", ""},
        {"us", ""},
        {"Kurds", ""},
        {"Atlantis", ""},
        {"", ""},
    };
    struct reader *r = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct cu_str country = rd_country_of(r->name, cu_str_of(table[i].name));
        if (!cu_str_is(country, table[i].country))
            fail_msg("%s: %.*s", table[i].name, (int)country.n, country.p);
    }
}

/* --- what is damaged is refused --------------------------------------------------------------- */

static void write_file(const char *path, const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void refused(const char *models, const char *lexicon, const char *reason, long line)
{
    struct cu_error err = {0};
    struct rd_namer *n = rd_namer_open(models, lexicon, &err);
    if (n || !strstr(err.message, reason) || err.line != line)
        fail_msg("refused with: %s:%ld: %s", err.file, err.line, err.message);
    rd_namer_free(n);
}

static void test_damage(void **state)
{
    (void)state;
    char dir[] = "/tmp/custody-name-XXXXXX", path[600];
    struct cu_buf model;
    cu_buf_init(&model, 0);
    assert_non_null(mkdtemp(dir));
    refused(dir, lexicon_dir(), "cannot open", 0);
    snprintf(path, sizeof path, "%s/name.model", model_dir());
    assert_int_equal(cu_read_file(path, &model, NULL), CU_OK);
    snprintf(path, sizeof path, "%s/name.model", dir);
    write_file(path, model.p, model.n / 2);
    refused(dir, lexicon_dir(), "cut", 0);
    write_file(path, "something else, long enough to be read as a head", 48);
    refused(dir, lexicon_dir(), "not a Custody model", 0);
    refused(model_dir(), dir, "", 0);
    unlink(path);
    snprintf(path, sizeof path, "%s/titles.tsv", dir);
    write_file(path, "title\tkind\nMr.\toff\nKing\tsometimes\n", 34);
    refused(model_dir(), dir, "off, join or part", 3);
    unlink(path);
    rmdir(dir);
    cu_buf_fini(&model);
}

/* --- no memory ---------------------------------------------------------------------------------
 */

static void test_no_memory(void **state)
{
    static const char text[] =
        "President Hanna Zarubina met nine Poles in Vilnius. Zarubina of the "
        "Supreme Court of Kenya said so.";
    long fails = 0;
    for (long n = 0; n < 400; n++) {
        struct cu_arena arena;
        struct cu_error err = {0};
        cu_arena_init(&arena, 0);
        struct rd_document d = {.arena = &arena, .text = cu_str_of(text)};
        assert_int_equal(words_and_tags(*state, &d, &err), CU_OK);
        cu_malloc_fail_after(n);
        enum cu_status status = names(*state, &d, &err);
        cu_malloc_fail_after(-1);
        cu_arena_fini(&arena);
        if (status == CU_OK)
            break;
        assert_int_equal(status, CU_ERR_MEMORY);
        fails++;
    }
    assert_true(fails > 0);
    for (long n = 0; n < 60; n++) {
        struct cu_error err = {0};
        cu_malloc_fail_after(n);
        struct rd_namer *namer = rd_namer_open(model_dir(), lexicon_dir(), &err);
        cu_malloc_fail_after(-1);
        if (!namer)
            assert_int_not_equal(err.status, CU_OK);
        rd_namer_free(namer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reports),   cmocka_unit_test(test_gender),
        cmocka_unit_test(test_countries), cmocka_unit_test(test_damage),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
