/* SPDX-License-Identifier: Apache-2.0
 * Marks of clutter. See clutter.h.
 */
#include <string.h>
#include <strings.h>

#include "read/article.h"
#include "read/clutter.h"

static const GumboTag sure[] = {
    GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,  GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_NAV,
    GUMBO_TAG_FOOTER, GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT,   GUMBO_TAG_SVG,      GUMBO_TAG_MATH,
    GUMBO_TAG_VIDEO,  GUMBO_TAG_AUDIO,  GUMBO_TAG_CANVAS,   GUMBO_TAG_BUTTON,   GUMBO_TAG_SELECT,
    GUMBO_TAG_INPUT,  GUMBO_TAG_HEAD,   GUMBO_TAG_TEXTAREA, GUMBO_TAG_MENU,
};

static const char *const roles[] = {
    "navigation", "banner",  "contentinfo", "complementary",     "search", "dialog", "alertdialog",
    "menu",       "menubar", "toolbar",     "presentation-menu",
};

/* Whole words of class and id. Not here, since pages put them on what holds the article: widget,
 * hidden (overflow-hidden), side, header, content, meta. */
static const char *const words[] = {
    "comment",
    "comments",
    "disqus",
    "respond",
    "replies",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "sidebar",
    "menu",
    "nav",
    "navbar",
    "navigation",
    "footer",
    "breadcrumb",
    "breadcrumbs",
    "share",
    "sharing",
    "social",
    "related",
    "recommended",
    "recommendations",
    "promo",
    "promoted",
    "sponsor",
    "sponsored",
    "advert",
    "advertisement",
    "ads",
    "ad",
    "newsletter",
    "subscribe",
    "subscription",
    "signup",
    "popup",
    "modal",
    "pagination",
    "pager",
    "tags",
    "taglist",
    "outbrain",
    "taboola",
    "copyright",
    "paywall",
    "donate",
    "donation",
    "cmp",
    "mostread",
    "author",
    "authors",
    "bio",
    "trending",
    "byline",
};

static const char *const whole[] = {
    "hidden",    "visually-hidden", "sr-only",  "screen-reader-text",
    "read-more", "most-read",       "see-also", "print-only"};

static bool listed(const char *p, size_t n, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == n && strncasecmp(p, list[i], n) == 0)
            return true;
    return false;
}

static bool alnum(char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9');
}

/* Words part at punctuation and where a capital follows a small letter ("navMenu"). */
static bool has_word(const char *s)
{
    for (size_t i = 0; s[i];) {
        size_t n = 0;
        while (alnum(s[i + n]) && !(n && s[i + n] >= 'A' && s[i + n] <= 'Z' && s[i + n - 1] >= 'a'))
            n++;
        if (n && listed(s + i, n, words, sizeof words / sizeof *words))
            return true;
        i += n ? n : 1;
    }
    return false;
}

static bool has_whole(const char *s)
{
    while (*s) {
        size_t gap = strspn(s, " \t\r\n\f"), n = strcspn(s + gap, " \t\r\n\f");
        if (n && listed(s + gap, n, whole, sizeof whole / sizeof *whole))
            return true;
        s += gap + n;
    }
    return false;
}

static bool marked(const GumboNode *e)
{
    const char *v;
    if ((v = rd_attribute(e, "role")) && listed(v, strlen(v), roles, sizeof roles / sizeof *roles))
        return true;
    if (rd_attribute(e, "hidden"))
        return true;
    if ((v = rd_attribute(e, "aria-hidden")) && strcasecmp(v, "true") == 0)
        return true;
    if ((v = rd_attribute(e, "style")) && (strstr(v, "display:none") || strstr(v, "display: none")))
        return true;
    if ((v = rd_attribute(e, "class")) && (has_word(v) || has_whole(v)))
        return true;
    return (v = rd_attribute(e, "id")) && (has_word(v) || has_whole(v));
}

enum rd_clutter rd_clutter_of(const GumboNode *element, bool in_article)
{
    GumboTag tag = element->v.element.tag;
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        if (tag == sure[i])
            return RD_CLUTTER_SURE;
    if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_MAIN ||
        tag == GUMBO_TAG_ARTICLE)
        return RD_CLUTTER_NONE;
    if (tag == GUMBO_TAG_ASIDE || tag == GUMBO_TAG_FORM || (tag == GUMBO_TAG_HEADER && !in_article))
        return RD_CLUTTER_LIKELY;
    return marked(element) ? RD_CLUTTER_LIKELY : RD_CLUTTER_NONE;
}

static bool starts_with_any(struct cu_str t, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(list[i]);
        if (t.n >= n && strncasecmp(t.p, list[i], n) == 0 && (t.n == n || !alnum(t.p[n])))
            return true;
    }
    return false;
}

enum rd_heading rd_clutter_heading(struct cu_str t)
{
    static const char *const comments[] = {"comments", "leave a comment", "leave a reply",
                                           "join the conversation", "add a comment"};
    static const char *const links[] = {
        "related",   "read also", "read more",    "more on this", "recommended",
        "most read", "see also",  "you may also", "subscribe",    "share this",
        "follow us", "sign up",   "newsletter",   "more stories", "latest news",
        "also read", "read next", "about us",     "top stories",
    };
    if (t.n > 60)
        return RD_HEADING_TEXT;
    while (t.n && t.p[0] >= '0' && t.p[0] <= '9') /* "12 comments" */
        t.p++, t.n--;
    t = cu_str_trim(t);
    if (starts_with_any(t, comments, sizeof comments / sizeof *comments))
        return RD_HEADING_COMMENTS;
    return starts_with_any(t, links, sizeof links / sizeof *links) ? RD_HEADING_LINKS
                                                                   : RD_HEADING_TEXT;
}

bool rd_clutter_notice(struct cu_str t)
{
    static const char *const phrases[] = {
        "\xc2\xa9",         "rights reserved", "rights are reserved", "terms of use",
        "terms of service", "privacy policy",  "cookie policy",       "use of cookies",
        "uses cookies",     "we use cookies",  "enable javascript"};
    char lower[400];
    if (t.n >= sizeof lower)
        return false;
    for (size_t i = 0; i < t.n; i++)
        lower[i] = (char)(t.p[i] >= 'A' && t.p[i] <= 'Z' ? t.p[i] + 32 : t.p[i]);
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (memmem(lower, t.n, phrases[i], strlen(phrases[i])))
            return true;
    return false;
}
