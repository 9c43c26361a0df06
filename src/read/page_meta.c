/* SPDX-License-Identifier: Apache-2.0
 * Metadata of pages. See page_meta.h.
 */
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "read/article.h"
#include "read/input.h"
#include "read/page_meta.h"

/* A field may be said in several places; the lower rank wins, of equals the first. */
enum field { TITLE, DATE, URL, SITE, LANG, FIELDS };
enum { RANKS = 9 };

struct finder {
    struct cu_arena *arena;
    struct cu_str value[FIELDS];
    int rank[FIELDS];
    struct cu_str window_title;
};

static void offer(struct finder *f, enum field field, int rank, const char *text)
{
    struct cu_str s = cu_str_trim(cu_str_of(text));
    if (!s.n || rank >= f->rank[field] || (field == DATE && !rd_iso_day(s).n))
        return;
    f->value[field] = cu_arena_dup(f->arena, s);
    f->rank[field] = rank;
}

/* One table for <meta property|name|itemprop|http-equiv=... content=...>. */
static const struct {
    const char *name;
    enum field field;
    int rank;
} meta_names[] = {
    {"og:title", TITLE, 0},
    {"headline", TITLE, 2},
    {"dc.title", TITLE, 3},
    {"twitter:title", TITLE, 4},
    {"article:published_time", DATE, 0},
    {"og:article:published_time", DATE, 1},
    {"datepublished", DATE, 3},
    {"parsely-pub-date", DATE, 4},
    {"dc.date.issued", DATE, 4},
    {"dcterms.issued", DATE, 4},
    {"dcterms.created", DATE, 4},
    {"pubdate", DATE, 4},
    {"publish-date", DATE, 4},
    {"publication_date", DATE, 4},
    {"dc.date", DATE, 5},
    {"date", DATE, 5},
    {"og:url", URL, 1},
    {"og:site_name", SITE, 0},
    {"dc.publisher", SITE, 3},
    {"publisher", SITE, 4},
    {"application-name", SITE, 5},
    {"og:locale", LANG, 1},
    {"content-language", LANG, 2},
    {"dc.language", LANG, 2},
};

static void take_meta(struct finder *f, const GumboNode *n)
{
    static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
    const char *content = rd_attribute(n, "content");
    for (size_t k = 0; content && k < sizeof keys / sizeof *keys; k++) {
        const char *name = rd_attribute(n, keys[k]);
        for (size_t i = 0; name && i < sizeof meta_names / sizeof *meta_names; i++)
            if (strcasecmp(name, meta_names[i].name) == 0)
                offer(f, meta_names[i].field, meta_names[i].rank, content);
    }
}

static const char *text_in(const GumboNode *element)
{
    const GumboVector *v = &element->v.element.children;
    const GumboNode *first = v->length ? v->data[0] : NULL;
    return first && (first->type == GUMBO_NODE_TEXT || first->type == GUMBO_NODE_WHITESPACE)
               ? first->v.text.text
               : "";
}

/* --- JSON-LD ------------------------------------------------------------------------------ */

static void take_thing(struct finder *f, const json_t *o)
{
    const json_t *publisher = json_object_get(o, "publisher");
    bool article = json_object_get(o, "headline") != NULL;
    offer(f, DATE, article ? 1 : 6, json_string_value(json_object_get(o, "datePublished")));
    offer(f, TITLE, 1, json_string_value(json_object_get(o, "headline")));
    offer(f, SITE, 1, json_string_value(json_object_get(publisher, "name")));
    if (article)
        offer(f, LANG, 3, json_string_value(json_object_get(o, "inLanguage")));
}

/* An object, a list of them, or a graph: nothing deeper is an article's own. */
static void take_json_ld(struct finder *f, const char *text)
{
    json_t *top = json_loads(text, 0, NULL);
    const json_t *list = json_is_array(top) ? top : json_object_get(top, "@graph");
    if (json_is_object(top))
        take_thing(f, top);
    for (size_t i = 0; i < json_array_size(list); i++)
        take_thing(f, json_array_get(list, i));
    json_decref(top);
}

/* --- the page ----------------------------------------------------------------------------- */

static void take_element(struct finder *f, const GumboNode *n)
{
    const char *v;
    switch (n->v.element.tag) {
    case GUMBO_TAG_HTML:
        offer(f, LANG, 0, rd_attribute(n, "lang"));
        break;
    case GUMBO_TAG_META:
        take_meta(f, n);
        break;
    case GUMBO_TAG_LINK:
        if ((v = rd_attribute(n, "rel")) && strcasecmp(v, "canonical") == 0)
            offer(f, URL, 0, rd_attribute(n, "href"));
        break;
    case GUMBO_TAG_SCRIPT:
        if ((v = rd_attribute(n, "type")) && strcasecmp(v, "application/ld+json") == 0)
            take_json_ld(f, text_in(n));
        break;
    case GUMBO_TAG_TIME:
        v = rd_attribute(n, "itemprop");
        offer(f, DATE, v && strcasecmp(v, "datePublished") == 0 ? 3 : 7,
              rd_attribute(n, "datetime"));
        break;
    case GUMBO_TAG_TITLE:
        if (!f->window_title.n)
            f->window_title = cu_arena_dup(f->arena, cu_str_trim(cu_str_of(text_in(n))));
        break;
    default:
        break;
    }
}

enum cu_status rd_page_meta(const GumboNode *root, struct cu_arena *arena, struct rd_page_meta *out)
{
    struct finder f = {.arena = arena, .window_title = {"", 0}};
    for (size_t i = 0; i < FIELDS; i++) {
        f.value[i] = (struct cu_str){"", 0};
        f.rank[i] = RANKS;
    }
    for (const GumboNode *n = root; n; n = rd_node_next(n, root, true))
        if (rd_node_is_element(n))
            take_element(&f, n);
    *out = (struct rd_page_meta){.title = f.value[TITLE],
                                 .window_title = f.window_title,
                                 .date = f.value[DATE],
                                 .url = f.value[URL],
                                 .site = f.value[SITE],
                                 .lang = f.value[LANG]};
    return arena->failed ? CU_ERR_MEMORY : CU_OK;
}
