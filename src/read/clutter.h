/* SPDX-License-Identifier: Apache-2.0
 *
 * Which elements of a page are not the article: by tag, role, and the words in class and id.
 */
#ifndef CUSTODY_CLUTTER_H
#define CUSTODY_CLUTTER_H

#include <gumbo.h>

#include "base/base.h"

enum rd_clutter {
    RD_CLUTTER_NONE,
    RD_CLUTTER_LIKELY, /* marked as menu, comments, notice...: marks that can lie */
    RD_CLUTTER_SURE,   /* never text for readers: script, style, nav, footer... */
};

/* `in_article`: an article or main element is above it. */
enum rd_clutter rd_clutter_of(const GumboNode *element, bool in_article);

enum rd_heading {
    RD_HEADING_TEXT,     /* a heading like any other */
    RD_HEADING_LINKS,    /* "Related articles", "Read also": links up to the next running text */
    RD_HEADING_COMMENTS, /* "Comments", "Leave a reply": nothing of the article comes after */
};
enum rd_heading rd_clutter_heading(struct cu_str text);

/* Whether a paragraph is the small print of a site: rights, terms of use. */
bool rd_clutter_notice(struct cu_str text);

#endif
