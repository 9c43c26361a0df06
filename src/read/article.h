/* SPDX-License-Identifier: Apache-2.0
 *
 * The article in a page. The tree is cut into blocks (paragraphs, headings, list items, table
 * cells); the smallest element that holds nearly all running text is the article's body, and the
 * headline and lead above it belong to it. What is marked as menu, footer, comments, cookie notice
 * and the like is left out, unless it holds the headline or all text (then the marks lie).
 * Measures: text length and share of links, after Kohlschütter, Fankhauser and Nejdl, "Boilerplate
 * Detection using Shallow Text Features" (WSDM 2010).
 */
#ifndef CUSTODY_ARTICLE_H
#define CUSTODY_ARTICLE_H

#include <gumbo.h>

#include "base/base.h"

/* The article's text: paragraphs parted by an empty line, headings and list items as paragraphs of
 * their own. `site`: the publisher's name, which is no headline; may be empty. *headline is the h1
 * that belongs to it, or empty. Memory is the arena's. CU_ERR_MEMORY. */
enum cu_status rd_article(const GumboNode *root, struct cu_str site, struct cu_arena *arena,
                          struct cu_str *text, struct cu_str *headline);

/* The node after `node` in document order below `root`, or NULL; with `inside`, its children come
 * first, else its subtree is passed over. Needs no stack. */
const GumboNode *rd_node_next(const GumboNode *node, const GumboNode *root, bool inside);
bool rd_node_is_element(const GumboNode *node);
/* An attribute's value, or NULL. */
const char *rd_attribute(const GumboNode *element, const char *name);

#endif
