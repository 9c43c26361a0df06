/* SPDX-License-Identifier: Apache-2.0
 *
 * What a page says about itself: Open Graph (ogp.me), schema.org as JSON-LD or microdata, Dublin
 * Core, <time>, <link rel=canonical>.
 */
#ifndef CUSTODY_PAGE_META_H
#define CUSTODY_PAGE_META_H

#include <gumbo.h>

#include "base/base.h"

struct rd_page_meta {
    struct cu_str title;        /* og:title or a schema.org headline */
    struct cu_str window_title; /* <title>: often with the publisher's name */
    struct cu_str date;         /* of publication, as written */
    struct cu_str url, site, lang;
};

/* Empty strings for what is not there. Memory is the arena's or the tree's. */
enum cu_status rd_page_meta(const GumboNode *root, struct cu_arena *arena,
                            struct rd_page_meta *out);

#endif
