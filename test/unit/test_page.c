/* SPDX-License-Identifier: Apache-2.0
 * A reading shown: the page for people, JSON lines, CoNLL-U, from claims made by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "claim/json.h"
#include "cli/conllu.h"
#include "cli/flow.h"
#include "cli/page.h"

/* CU_STR for static memory, where a compound literal is no constant. */
#define TEXT_OF(literal)                                                                           \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

#define TEXT "Belarus freed 123 people. \x1b[31mTwo\xe2\x80\xae hid. He \"may\" go.\n"

static struct rd_sentence sentences[] = {{.start = 0, .end = 25, .first = 0, .past = 5},
                                         {.start = 26, .end = 42, .first = 5, .past = 5},
                                         {.start = 43, .end = 55, .first = 5, .past = 5}};

static struct rd_document document(void)
{
    return (struct rd_document){.name = CU_STR("r\"1"),
                                .text = {TEXT, sizeof TEXT - 1},
                                .date = CU_STR("2025-12-14"),
                                .publisher = CU_STR("Northgate Wire"),
                                .sentences = sentences,
                                .sentence_count = 3};
}

static void must_hold(const struct cu_buf *b, const char *wanted)
{
    if (!strstr(b->p, wanted))
        fail_msg("no \"%s\" in:\n%s", wanted, b->p);
}

static void must_not_hold(const struct cu_buf *b, const char *unwanted)
{
    if (strstr(b->p, unwanted))
        fail_msg("\"%s\" in:\n%s", unwanted, b->p);
}

/* --- the result that all tests show ------------------------------------------------------- */

static struct cl_slot belarus = {TEXT_OF("Belarus"), 0, 7};
static struct cl_slot babaryka = {TEXT_OF("Viktar Babaryka"), 43, 45};
static struct cl_slot charge = {TEXT_OF("espionage"), 0, 0};
static struct cl_part parts[] = {{114, {"", 0}, TEXT_OF("Ukraine")},
                                 {8, {"", 0}, TEXT_OF("Lithuania")}};
static int64_t numbers[] = {114, 8};

static struct cl_claim claims[] = {
    {.act = CL_ACT_release,
     .modality = CL_promised,
     .actor = {&belarus, 1},
     .has_count = true,
     .count = 123,
     .qualifier = RD_Q_AT_LEAST,
     .parts = parts,
     .part_count = 2,
     .date = {TEXT_OF("2025-12-13"), 0, 0},
     .attribution = {TEXT_OF("an envoy < The Wire"), 0, 0},
     .score = 0.81249f,
     .why = TEXT_OF("freed")},
    {.act = CL_ACT_sentence,
     .negated = true,
     .state = true,
     .target = {&babaryka, 1},
     .has_count = true,
     .count = 1,
     .qualifier = -1,
     .charge = {&charge, 1},
     .term = {TEXT_OF("P4Y1M"), 0, 0},
     .mention = {TEXT_OF("He"), 43, 45},
     .sentence = 2,
     .score = 1},
};
static struct cl_sum sums[] = {{123, 122, numbers, 2, 0, true, false}};
static struct cl_person persons[] = {{TEXT_OF("Viktar Babaryka"), CL_STATUS_detained}};
static struct cl_contradiction contradictions[] = {{TEXT_OF("114 + 8 is not 123"), 0, 1}};
static const struct cl_result result = {claims, 2, persons, 1, sums, 1, contradictions, 1};

/* --- tests -------------------------------------------------------------------------------- */

static void page(void **state)
{
    struct rd_document d = document();
    struct cu_buf b;
    (void)state;
    cu_buf_init(&b, 0);
    cli_page(&b, &d, &result, &(struct cli_page_style){.width = 80});
    must_hold(&b, "r\"1 \xc2\xb7 14 Dec 2025 \xc2\xb7 Northgate Wire\n");
    must_hold(&b,
              "  \xe2\x94\x82 Belarus freed 123 people.\n    release     at least 123 persons, by "
              "Belarus \xc2\xb7 13 Dec 2025 \xc2\xb7 said by an\n                envoy, per The "
              "Wire \xc2\xb7 promised\n");
    must_hold(&b, "of them 114 to Ukraine, 8 to Lithuania\n");
    must_hold(&b, "114 + 8 = 122, not 123 \xe2\x9c\x97\n");
    must_hold(&b,
              "    sentence    NOT Viktar Babaryka (here \xe2\x80\x9cHe\xe2\x80\x9d) \xc2\xb7 for "
              "\xe2\x80\x9c"
              "espionage\xe2\x80\x9d \xc2\xb7\n                4 years 1 month \xc2\xb7 ongoing\n");
    must_hold(&b, "Persons\n    detained    Viktar Babaryka\n");
    must_hold(&b, "Contradictions\n  \xe2\x9c\x97 114 + 8 is not 123\n");
    must_not_hold(&b, "\033");
    must_not_hold(&b, "freed \xc2\xb7");
    cu_buf_fini(&b);
}

static void page_explains_and_colours(void **state)
{
    struct rd_document d = document();
    struct cu_buf b;
    (void)state;
    cu_buf_init(&b, 0);
    cli_page(&b, &d, &result,
             &(struct cli_page_style){.width = 40, .colour = true, .explain = true});
    must_hold(&b, "score 0.81");
    must_hold(&b, "\033[32mrelease\033[0m");
    for (const char *line = b.p; *line;) {
        size_t n = strcspn(line, "\n"), columns = 0;
        for (size_t i = 0; i < n;) {
            if (line[i] == '\033')
                while (i < n && line[i++] != 'm')
                    ;
            else
                columns += cu_utf8_next(line, n, &i) != 0;
        }
        if (columns > 41) /* a comma may stand past the edge */
            fail_msg("%zu columns: %.*s", columns, (int)n, line);
        line += n + 1;
    }
    cu_buf_fini(&b);
}

/* What a report says must not steer the terminal that shows it. */
static void no_control(void **state)
{
    struct rd_document d = document();
    struct cl_claim one = {.act = CL_ACT_state, .sentence = 1, .qualifier = -1};
    struct cl_result r = {.claims = &one, .claim_count = 1};
    struct cu_buf b;
    (void)state;
    cu_buf_init(&b, 0);
    d.name = CU_STR("a\033]0;title\007b");
    cli_page(&b, &d, &r, &(struct cli_page_style){.width = 80});
    must_hold(&b, "a]0;titleb");
    must_hold(&b, "[31mTwo hid.");
    must_not_hold(&b, "\033");
    must_not_hold(&b, "\007");
    cu_buf_fini(&b);
}

static void columns(void **state)
{
    (void)state;
    assert_int_equal(cli_columns(CU_STR("abc")), 3);
    assert_int_equal(cli_columns(CU_STR("Bia\xc5\x82y")), 5);
    assert_int_equal(cli_columns(CU_STR("e\xcc\x81")), 1);
    assert_int_equal(cli_columns(CU_STR("\xe4\xb8\xad\xe6\x96\x87")), 4);
    assert_int_equal(cli_columns(CU_STR("\033[1m")), 3);
}

static void wrapping(void **state)
{
    struct cu_buf b;
    (void)state;
    cu_buf_init(&b, 0);
    struct cli_flow f = cli_flow_of(&b, 10, false);
    cli_flow_line(&f, 2, 4);
    cli_flow_puts(&f, CLI_PLAIN, "one two  three\n four abcdefghijklmnop");
    cli_flow_join(&f, CLI_PLAIN, CU_STR(","));
    cli_flow_end(&f);
    assert_string_equal(b.p, "  one two\n    three\n    four\n    abcdef\n    ghijkl\n    mnop,\n");
    cu_buf_fini(&b);
}

static void json(void **state)
{
    struct rd_document d = document();
    struct cu_buf b;
    (void)state;
    cu_buf_init(&b, 0);
    cl_json(&b, &d, &result, true);
    assert_string_equal(
        b.p,
        "{\"act\": \"release\", \"actor\": [\"Belarus\"], \"target\": [], \"count\": 123, "
        "\"count_qualifier\": \"at least\", \"parts\": [{\"count\": 114, \"what\": null, \"to\": "
        "\"Ukraine\"}, {\"count\": 8, \"what\": null, \"to\": \"Lithuania\"}], \"from\": null, "
        "\"to\": null, \"place\": null, \"date\": \"2025-12-13\", \"charge\": [], \"term\": null, "
        "\"attribution\": \"an envoy < The Wire\", \"modality\": \"promised\", \"negated\": false, "
        "\"sentence\": \"Belarus freed 123 people.\", \"doc\": \"r\\\"1\", \"span\": "
        "{\"sentence\": "
        "[0, 25], \"actor\": [[0, 7]]}, \"score\": 0.812, \"why\": \"freed\"}\n"
        "{\"act\": \"sentence\", \"actor\": [], \"target\": [\"Viktar Babaryka\"], \"count\": 1, "
        "\"count_qualifier\": null, \"parts\": [], \"from\": null, \"to\": null, \"place\": null, "
        "\"date\": null, \"charge\": [\"espionage\"], \"term\": \"P4Y1M\", \"attribution\": null, "
        "\"modality\": \"asserted\", \"negated\": true, \"aspect\": \"state\", \"mention\": "
        "\"He\", "
        "\"sentence\": \"He \\\"may\\\" go.\", \"doc\": \"r\\\"1\", \"span\": {\"sentence\": [43, "
        "55], \"target\": [[43, 45]], \"charge\": [null], \"mention\": [43, 45]}, \"score\": "
        "1.000, "
        "\"why\": null}\n"
        "{\"doc\": \"r\\\"1\", \"date\": \"2025-12-14\", \"hard_negative\": false, \"persons\": "
        "[{\"name\": \"Viktar Babaryka\", \"status\": \"detained\"}], \"contradictions\": [\"114 + "
        "8 "
        "is not 123\"]}\n");
    cu_buf_fini(&b);
}

static void conllu(void **state)
{
    struct rd_token tokens[] = {
        {0, 2, 1, 0, 0, RD_NONE, 0, RD_PROPN, RD_DEP_nsubj, true, .lemma = CU_STR("He"),
         .feats_text = CU_STR("Number=Sing")},
        {3, 6, RD_NONE, 0, RD_NONE, RD_NONE, 0, RD_VERB, RD_DEP_root, true, .lemma = CU_STR("go"),
         .feats_text = CU_STR("_")},
        {6, 7, 1, 0, RD_NONE, RD_NONE, 0, RD_PUNCT, RD_DEP_punct, false, .lower = CU_STR(".")}};
    struct rd_sentence one = {.start = 0, .end = 7, .first = 0, .past = 3, .analysed = true};
    struct rd_entity name = {.type = RD_PER, .first = 0, .past = 1};
    struct rd_document d = {.name = CU_STR("a\nb"),
                            .text = CU_STR("He\tran."),
                            .sentences = &one,
                            .sentence_count = 1,
                            .tokens = tokens,
                            .token_count = 3,
                            .entities = &name,
                            .entity_count = 1};
    struct cu_buf b;
    (void)state;
    cu_buf_init(&b, 0);
    cli_conllu(&b, &d);
    assert_string_equal(b.p, "# newdoc id = a b\n# newpar\n# sent_id = a b-1\n# text = He ran.\n"
                             "1\tHe\tHe\tPROPN\t_\tNumber=Sing\t2\tnsubj\t_\tNER=B-PER\n"
                             "2\tran\tgo\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n"
                             "3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n");
    cu_buf_fini(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page),       cmocka_unit_test(page_explains_and_colours),
        cmocka_unit_test(no_control), cmocka_unit_test(columns),
        cmocka_unit_test(wrapping),   cmocka_unit_test(json),
        cmocka_unit_test(conllu),
    };
    return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
