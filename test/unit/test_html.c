/* SPDX-License-Identifier: Apache-2.0
 * Pages: the article found, the rest left out; metadata; pages that attack the parser.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "read/html.h"

static struct cu_arena arena;
static struct rd_document doc;
static struct cu_error err;

static enum cu_status page(const char *html)
{
    cu_arena_fini(&arena);
    cu_arena_init(&arena, 0);
    doc = (struct rd_document){.arena = &arena, .path = CU_STR("a.html")};
    err = (struct cu_error){.byte = -1};
    return rd_html_page(cu_str_of(html), 0, &doc, NULL, &err);
}

static void must_read(const char *html, const char *text)
{
    if (page(html) != CU_OK)
        fail_msg("%s", err.message);
    if (!cu_str_is(doc.text, text))
        fail_msg("got:\n%.*s\nnot:\n%s", (int)doc.text.n, doc.text.p, text);
}

#define LEAD "Belarus freed nine political prisoners on Saturday, the envoy said, after long talks."
#define BODY "They crossed to Lithuania by bus, and the first of them met their families at night."
#define REST "The rest, 1,100 people, remain in prison according to a rights group in Vilnius."
#define NOISE "A story on something else, in which a man was arrested by police in another city."

static void article_alone(void **state)
{
    (void)state;
    must_read("<body><header><h1>The Wire</h1><nav><ul><li>Home<li>World</ul></nav></header>"
              "<main><article><h1>Nine freed</h1><p>" LEAD "<p>" BODY "</article></main>"
              "<aside><p>" NOISE "</aside><footer><p>" NOISE "</footer><script>var x='" NOISE
              "'</script></body>",
              "Nine freed\n\n" LEAD "\n\n" BODY);
}

static void headline_and_lead_above_the_body(void **state)
{
    (void)state;
    must_read("<div class=top><a href=/>Home</a> <a href=/w>World</a></div>"
              "<div><h1>Nine freed</h1><p class=lead>" LEAD "</p><div class=share>Share</div>"
              "<div class=text><p>" BODY "</p><h2>Who stays</h2><p>" REST "</p><ul>"
              "<li>One of them, 63<li>Another one</ul></div></div>"
              "<div class=sidebar><h2>Most read</h2><p>" NOISE "</p></div>",
              "Nine freed\n\n" LEAD "\n\n" BODY "\n\nWho stays\n\n" REST
              "\n\nOne of them, 63\n\nAnother one");
}

static void no_markup_to_lean_on(void **state)
{
    (void)state;
    must_read("<table><tr><td><a href=1>One</a><br><a href=2>Two</a></td><td>" LEAD "<br><br>" BODY
              "<br>" REST "</td></tr></table>",
              LEAD "\n\n" BODY "\n" REST);
}

static void comments_and_notices(void **state)
{
    (void)state;
    must_read("<div id=cookie-notice><p>" NOISE "</p></div><div><p>" LEAD "</p><p>" BODY
              "</p><h3>Read also</h3><ul><li><a href=1>" NOISE "</a></ul><p>" REST
              "</p><h3>12 comments</h3><p>" NOISE "</p></div><div class=commentList><p>" NOISE
              "</p></div>",
              LEAD "\n\n" BODY "\n\n" REST);
}

static void misleading_names(void **state)
{
    (void)state;
    must_read("<body class=has-menu><div id=sidebar-layout class='nav share'><p>" LEAD "<p>" BODY
              "</div></body>",
              LEAD "\n\n" BODY);
}

/* A short report with many comments, a site's description in its header, an author's life. */
static void clutter_longer_than_the_report(void **state)
{
    (void)state;
    must_read("<body class='single comments-open'><div class=donate-bar><p>" NOISE "</p></div>"
              "<header><p class=name>The Wire</p><p>" NOISE
              "</p></header><div class=nav-wrap><main>"
              "<h1>Nine freed</h1><div><figure><figcaption>Photo: Wire</figcaption></figure>"
              "<p>Nine were freed on Saturday.</p><h3>Read next</h3><h4><a href=1>Ten detained"
              "</a></h4><p>They left.</p></div><ul><li class=authors><p>" NOISE "</ul>"
              "<div id=comments><p>" NOISE "<p>" NOISE "<p>" NOISE "<p>" NOISE "</div></main></div>"
              "<div id=ft>" NOISE " All rights reserved.</div></body>",
              "Nine freed\n\nNine were freed on Saturday.\n\nThey left.");
}

static void inline_markup_keeps_sentences_whole(void **state)
{
    (void)state;
    must_read("<p>Ales <b>Bial</b>iatski,<span class=ad> 63</span>, <a href=x>left</a>\n  "
              "the&nbsp;colony &amp; went&hellip;</p>",
              "Ales Bialiatski, 63, left the\xc2\xa0"
              "colony & went\xe2\x80\xa6");
}

static void short_reports(void **state)
{
    (void)state;
    must_read("<p>Nine freed.</p>", "Nine freed.");
    must_read("Nine freed", "Nine freed");
    must_read("<h1>Nine freed</h1><p>They left.</p>", "Nine freed\n\nThey left.");
}

static void metadata(void **state)
{
    (void)state;
    assert_int_equal(
        page(
            "<html lang=be-BY><head><title>Nine - Wire</title><meta property=og:title content=Nine>"
            "<meta property=og:site_name content=Wire><link rel=canonical href=http://a/b>"
            "<time datetime=2020-01-01></time><script type=application/ld+json>"
            "{\"@graph\":[{\"headline\":\"N\",\"datePublished\":\"2025-12-13T01:00\"}]}</script>"
            "<meta property=article:published_time content=2025-12-14T08:00:00Z><p>" LEAD),
        CU_OK);
    assert_true(cu_str_is(doc.title, "Nine"));
    assert_true(cu_str_is(doc.publisher, "Wire"));
    assert_true(cu_str_is(doc.url, "http://a/b"));
    assert_true(cu_str_is(doc.date, "2025-12-14"));
    assert_true(cu_str_is(doc.lang, "be"));
    assert_int_equal(page("<script type=application/ld+json>[{\"datePublished\":\"2025-12-13\"}]"
                          "</script><p>" LEAD),
                     CU_OK);
    assert_true(cu_str_is(doc.date, "2025-12-13"));
    assert_int_equal(page("<script type=application/ld+json>{{{</script><time datetime=2025-12-12>"
                          "yesterday</time><p>" LEAD),
                     CU_OK);
    assert_true(cu_str_is(doc.date, "2025-12-12"));
}

static void nothing_to_read(void **state)
{
    (void)state;
    assert_int_equal(page(""), CU_ERR_FORMAT);
    assert_int_equal(page("<script>var x</script>"), CU_ERR_FORMAT);
    assert_non_null(strstr(err.message, "no text"));
    assert_string_equal(err.file, "a.html");
}

static char *repeated(const char *piece, size_t times)
{
    size_t n = strlen(piece);
    char *s = malloc(n * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(s + i * n, piece, n);
    s[n * times] = 0;
    return s;
}

static void attacks(void **state)
{
    static const char *const refused[] = {"<div>", "<b>", "<i><font>", "<ul><li>"};
    static const char *const borne[] = {"<p>",   "<li>", "<br>", "</div>", "<a href=x>", "<!--",
                                        "<p x=", "&amp", "<td>", "<x/>",   "<![CDATA[",  "\r"};
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        char *s = repeated(refused[i], 50000);
        assert_int_equal(page(s), CU_ERR_LIMIT);
        assert_non_null(strstr(err.message, "nested"));
        free(s);
    }
    char *wide = repeated("a b c d ", 50000), *tag = malloc(strlen(wide) + 10);
    snprintf(tag, strlen(wide) + 10, "<p %s>x", wide);
    assert_int_equal(page(tag), CU_ERR_LIMIT);
    assert_non_null(strstr(err.message, "attributes"));
    free(tag);
    free(wide);
    for (size_t i = 0; i < sizeof borne / sizeof *borne; i++) {
        char *s = repeated(borne[i], 50000);
        page(s);
        free(s);
    }
}

static int fini(void **state)
{
    (void)state;
    cu_arena_fini(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(article_alone),
        cmocka_unit_test(headline_and_lead_above_the_body),
        cmocka_unit_test(no_markup_to_lean_on),
        cmocka_unit_test(comments_and_notices),
        cmocka_unit_test(misleading_names),
        cmocka_unit_test(clutter_longer_than_the_report),
        cmocka_unit_test(inline_markup_keeps_sentences_whole),
        cmocka_unit_test(short_reports),
        cmocka_unit_test(metadata),
        cmocka_unit_test(nothing_to_read),
        cmocka_unit_test(attacks),
    };
    return cmocka_run_group_tests_name("html", tests, NULL, fini);
}
