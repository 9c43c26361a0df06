/* SPDX-License-Identifier: Apache-2.0
 * Pages through gumbo. See html.h; the article's text is found in article.c, metadata in
 * page_meta.c.
 */
#include <setjmp.h>
#include <string.h>
#include <strings.h>

#include "read/article.h"
#include "read/html.h"
#include "read/page_meta.h"

/* gumbo keeps going on any input, but takes quadratic time in a tag's attributes and in the depth
 * of elements. No page for readers comes near these. */
enum { ATTRIBUTES_MOST = 1000, DEPTH_MOST = 3000, TREE_BYTES = 1024 * 1024 * 1024 };

/* --- looks -------------------------------------------------------------------------------- */

static bool begins(const char *p, size_t n, const char *word)
{
    size_t w = strlen(word);
    return n >= w && strncasecmp(p, word, w) == 0;
}

bool rd_html_looks_like(struct cu_str b)
{
    static const char *const tags[] = {
        "!doctype html", "html",  "?xml", "!--",    "head", "body", "div",
        "article",       "main",  "h1",   "meta",   "p>",   "p ",   "title",
        "section",       "table", "span", "a href",
    };
    if (b.n >= 3 && memcmp(b.p, "\xef\xbb\xbf", 3) == 0)
        b.p += 3, b.n -= 3;
    b = cu_str_trim(b);
    if (!b.n || b.p[0] != '<')
        return false;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (begins(b.p + 1, b.n - 1, tags[i]))
            return true;
    return false;
}

static bool name_char(char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == ':' || c == '.' || c == '+';
}

/* The encoding that the page names in <meta charset> or the XML declaration. */
static struct cu_str declared_encoding(struct cu_str b)
{
    static const char *const keys[] = {"charset", "encoding"};
    size_t most = b.n < 4096 ? b.n : 4096;
    for (size_t i = 0; i < most; i++) {
        for (size_t k = 0; k < 2; k++) {
            if (!begins(b.p + i, most - i, keys[k]))
                continue;
            size_t at = i + strlen(keys[k]);
            while (at < most && strchr(" \t\r\n", b.p[at]) && b.p[at])
                at++;
            if (at == most || b.p[at++] != '=')
                continue;
            while (at < most && b.p[at] && strchr(" \t\r\n\"'", b.p[at]))
                at++;
            size_t from = at;
            while (at < most && name_char(b.p[at]))
                at++;
            if (at > from)
                return (struct cu_str){b.p + from, at - from};
        }
    }
    return (struct cu_str){"", 0};
}

/* --- what gumbo cannot bear --------------------------------------------------------------- */

/* Elements that never hold others, or that the next of their kind closes. */
static bool does_not_nest(const char *name, size_t n)
{
    static const char *const names[] = {
        "area",   "base",     "br",       "col",   "embed", "hr",    "img",   "input", "link",
        "meta",   "param",    "source",   "track", "wbr",   "p",     "li",    "dt",    "dd",
        "option", "tr",       "td",       "th",    "thead", "tbody", "tfoot", "a",     "rt",
        "rp",     "optgroup", "colgroup", "body",  "html",  "head",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == n && strncasecmp(names[i], name, n) == 0)
            return true;
    return false;
}

/* The offset past the tag that starts at `at`; *attributes counts words outside quotes. */
static size_t pass_tag(struct cu_str b, size_t at, size_t *attributes)
{
    char quote = 0;
    bool space = false;
    *attributes = 0;
    for (; at < b.n; at++) {
        char c = b.p[at];
        if (quote) {
            quote = c == quote ? 0 : quote;
            continue;
        }
        if (c == '>')
            return at + 1;
        if ((c == '"' || c == '\'') && b.p[at - 1] == '=')
            quote = c;
        bool gap = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '/';
        *attributes += space && !gap;
        space = gap;
    }
    return b.n;
}

static enum cu_status check_shape(struct cu_str b, const char *path, long line,
                                  struct cu_error *err)
{
    size_t depth = 0, attributes;
    for (size_t at = 0; at + 1 < b.n;) {
        const char *lt = memchr(b.p + at, '<', b.n - at - 1);
        if (!lt)
            break;
        size_t from = (size_t)(lt - b.p), name = from + 1;
        bool closing = b.p[name] == '/';
        name += closing;
        size_t n = 0;
        while (name + n < b.n && n < 16 && name_char(b.p[name + n]))
            n++;
        at = from + 1;
        if (!n || !(((b.p[name] | 32) >= 'a') && ((b.p[name] | 32) <= 'z')))
            continue;
        at = pass_tag(b, name + n, &attributes);
        if (attributes > ATTRIBUTES_MOST)
            return cu_fail(err, CU_ERR_LIMIT, path, line, (long)from,
                           "a tag with more than %d attributes: not a page for readers",
                           ATTRIBUTES_MOST);
        if (does_not_nest(b.p + name, n))
            continue;
        if (closing)
            depth -= depth > 0;
        else
            depth += b.p[at - 1] == '>' && b.p[at - 2] != '/';
        if (depth > DEPTH_MOST)
            return cu_fail(err, CU_ERR_LIMIT, path, line, (long)from,
                           "elements nested more than %d deep: not a page for readers", DEPTH_MOST);
    }
    return CU_OK;
}

/* --- parsing ------------------------------------------------------------------------------ */

/* gumbo has no way to say that memory ran out, and frees its tree by recursion. With an arena a
 * jump out of it leaks nothing, and the tree is never taken apart. */
struct pool {
    struct cu_arena arena;
    jmp_buf out;
};

static void *pool_take(void *userdata, size_t n)
{
    struct pool *p = userdata;
    void *memory = cu_arena_alloc(&p->arena, n);
    if (!memory)
        longjmp(p->out, 1);
    return memory;
}

static void pool_leave(void *userdata, void *memory)
{
    (void)userdata;
    (void)memory;
}

static const GumboOutput *parse(struct pool *p, struct cu_str html)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = pool_take;
    options.deallocator = pool_leave;
    options.userdata = p;
    options.max_errors = 0;
    if (setjmp(p->out))
        return NULL;
    return gumbo_parse_with_options(&options, html.p, html.n);
}

static const GumboNode *body_of(const GumboOutput *out)
{
    const GumboVector *v = &out->root->v.element.children;
    for (unsigned i = 0; i < v->length; i++) {
        const GumboNode *n = v->data[i];
        if (rd_node_is_element(n) &&
            (n->v.element.tag == GUMBO_TAG_BODY || n->v.element.tag == GUMBO_TAG_FRAMESET))
            return n;
    }
    return out->root;
}

static void fill(struct rd_document *doc, const struct rd_page_meta *m, struct cu_str headline,
                 long line, struct rd_remarks *remarks)
{
    struct cu_arena *a = doc->arena;
    struct cu_str title = m->title.n ? m->title : headline.n ? headline : m->window_title;
    if (!doc->title.n)
        doc->title = cu_arena_dup(a, title);
    if (!doc->publisher.n)
        doc->publisher = cu_arena_dup(a, m->site);
    if (!doc->url.n)
        doc->url = cu_arena_dup(a, m->url);
    if (!doc->lang.n && m->lang.n)
        rd_set_lang(doc, m->lang);
    if (!doc->date.n && m->date.n)
        rd_set_date(doc, m->date, line, remarks);
}

enum cu_status rd_html_page(struct cu_str html, long line, struct rd_document *doc,
                            struct rd_remarks *remarks, struct cu_error *err)
{
    const char *path = doc->path.p;
    if (html.n > RD_HTML_MOST)
        return cu_fail(err, CU_ERR_LIMIT, path, line, -1, "a page of more than 16 MB");
    enum cu_status s = check_shape(html, path, line, err);
    if (s)
        return s;
    struct pool pool;
    struct rd_page_meta meta;
    struct cu_str headline = {"", 0};
    cu_arena_init(&pool.arena, TREE_BYTES);
    const GumboOutput *out = parse(&pool, html);
    s = out && rd_page_meta(out->root, &pool.arena, &meta) == CU_OK ? CU_OK : CU_ERR_MEMORY;
    if (s == CU_OK)
        s = rd_article(body_of(out), meta.site, &pool.arena, &doc->text, &headline);
    if (s == CU_OK) {
        doc->text = cu_arena_dup(doc->arena, doc->text);
        fill(doc, &meta, headline, line, remarks);
    }
    cu_arena_fini(&pool.arena);
    if (s)
        return cu_fail(err, s, path, line, -1, "not enough memory for this page");
    if (!cu_str_trim(doc->text).n)
        return cu_fail(err, CU_ERR_FORMAT, path, line, -1, "no text for readers in this page");
    return CU_OK;
}

enum cu_status rd_html_document(const struct rd_record *record, struct rd_document *doc,
                                struct rd_remarks *remarks, struct cu_error *err)
{
    struct cu_str bytes = {record->bytes.p ? record->bytes.p : "", record->bytes.n}, html;
    enum cu_status s =
        rd_decode(bytes, declared_encoding(bytes), record->path.p, doc->arena, &html, remarks, err);
    return s ? s : rd_html_page(html, record->line, doc, remarks, err);
}
