/* SPDX-License-Identifier: Apache-2.0
 * Finding the article. See article.h.
 */
#include <string.h>
#include <strings.h>

#include "read/article.h"
#include "read/clutter.h"

enum block_kind { PARAGRAPH, HEADING, ITEM, BARE };

struct block {
    uint32_t start, end; /* bytes of finder.text */
    uint32_t links;      /* of them inside links */
    uint8_t kind;        /* enum block_kind; BARE: text straight in a div */
    uint8_t level;       /* of a heading */
    bool doubtful;       /* inside likely clutter */
};

/* An element that stands over blocks first..past-1; `end` is the index past its descendants. */
struct element {
    const GumboNode *node;
    uint32_t first, past, end;
    bool likely; /* likely clutter */
};

struct finder {
    struct cu_arena *arena;
    struct cu_buf text;
    struct block *blocks;
    size_t block_count, block_capacity;
    struct element *elements;
    size_t element_count, element_capacity;
    uint64_t *sums; /* of weights of blocks before index i */

    /* While walking: */
    uint32_t *open; /* indexes of the elements above, and what they turn on */
    size_t open_count, open_capacity;
    uint32_t link, pre, article;
    bool pending_space, in_block;
};

/* --- nodes -------------------------------------------------------------------------------- */

bool rd_node_is_element(const GumboNode *n)
{
    return n->type == GUMBO_NODE_ELEMENT || n->type == GUMBO_NODE_TEMPLATE;
}

static const GumboVector *children(const GumboNode *n)
{
    if (n->type == GUMBO_NODE_DOCUMENT)
        return &n->v.document.children;
    return rd_node_is_element(n) ? &n->v.element.children : NULL;
}

const GumboNode *rd_node_next(const GumboNode *node, const GumboNode *root, bool inside)
{
    const GumboVector *below = inside ? children(node) : NULL;
    if (below && below->length)
        return below->data[0];
    while (node != root && node->parent) {
        const GumboVector *beside = children(node->parent);
        if (node->index_within_parent + 1 < beside->length)
            return beside->data[node->index_within_parent + 1];
        node = node->parent;
    }
    return NULL;
}

const char *rd_attribute(const GumboNode *element, const char *name)
{
    const GumboAttribute *a = gumbo_get_attribute(&element->v.element.attributes, name);
    return a ? a->value : NULL;
}

static GumboTag tag_of(const GumboNode *n)
{
    return rd_node_is_element(n) ? n->v.element.tag : GUMBO_TAG_UNKNOWN;
}

static uint8_t heading_level(GumboTag t)
{
    return t >= GUMBO_TAG_H1 && t <= GUMBO_TAG_H6 ? (uint8_t)(t - GUMBO_TAG_H1 + 1) : 0;
}

static bool is_inline(GumboTag t)
{
    static const GumboTag tags[] = {
        GUMBO_TAG_A,     GUMBO_TAG_ABBR,   GUMBO_TAG_ACRONYM, GUMBO_TAG_B,    GUMBO_TAG_BDI,
        GUMBO_TAG_BDO,   GUMBO_TAG_BIG,    GUMBO_TAG_CITE,    GUMBO_TAG_CODE, GUMBO_TAG_DATA,
        GUMBO_TAG_DEL,   GUMBO_TAG_DFN,    GUMBO_TAG_EM,      GUMBO_TAG_FONT, GUMBO_TAG_I,
        GUMBO_TAG_IMG,   GUMBO_TAG_INS,    GUMBO_TAG_KBD,     GUMBO_TAG_MARK, GUMBO_TAG_NOBR,
        GUMBO_TAG_Q,     GUMBO_TAG_RUBY,   GUMBO_TAG_S,       GUMBO_TAG_SAMP, GUMBO_TAG_SMALL,
        GUMBO_TAG_SPAN,  GUMBO_TAG_STRIKE, GUMBO_TAG_STRONG,  GUMBO_TAG_SUB,  GUMBO_TAG_SUP,
        GUMBO_TAG_TIME,  GUMBO_TAG_TT,     GUMBO_TAG_U,       GUMBO_TAG_VAR,  GUMBO_TAG_WBR,
        GUMBO_TAG_LABEL, GUMBO_TAG_BR,     GUMBO_TAG_UNKNOWN,
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (t == tags[i])
            return true;
    return false;
}

/* --- blocks ------------------------------------------------------------------------------- */

static void end_block(struct finder *f)
{
    if (!f->in_block)
        return;
    struct block *b = &f->blocks[f->block_count - 1];
    while (f->text.n > b->start && f->text.p[f->text.n - 1] == '\n')
        f->text.n--;
    b->end = (uint32_t)f->text.n;
    f->in_block = f->pending_space = false;
    if (b->end == b->start)
        f->block_count--;
}

/* What the elements above make of a text: the nearest that has a say. */
static void classify(const struct finder *f, struct block *b)
{
    b->kind = BARE;
    for (size_t i = f->open_count; i-- > 0;) {
        GumboTag t = tag_of(f->elements[f->open[i]].node);
        b->level = heading_level(t);
        if (b->level)
            b->kind = HEADING;
        else if (t == GUMBO_TAG_LI || t == GUMBO_TAG_DT || t == GUMBO_TAG_DD)
            b->kind = ITEM;
        else if (t == GUMBO_TAG_P && b->kind == BARE)
            b->kind = PARAGRAPH;
        else if (t == GUMBO_TAG_TD || t == GUMBO_TAG_BLOCKQUOTE || t == GUMBO_TAG_PRE)
            b->kind = b->kind == BARE ? PARAGRAPH : b->kind;
        if (t == GUMBO_TAG_FIGCAPTION) /* "Photo: agency" goes, sentences stay */
            b->kind = BARE;
        if (b->kind == HEADING || b->kind == ITEM)
            return;
        if (t == GUMBO_TAG_DIV || t == GUMBO_TAG_FIGCAPTION || t == GUMBO_TAG_SECTION ||
            t == GUMBO_TAG_ARTICLE)
            return;
    }
}

static bool begin_block(struct finder *f)
{
    if (f->in_block)
        return true;
    if (!CU_GROW(f->arena, f->blocks, f->block_count, f->block_capacity))
        return false;
    struct block *b = &f->blocks[f->block_count++];
    *b = (struct block){.start = (uint32_t)f->text.n};
    classify(f, b);
    f->in_block = true;
    f->pending_space = false;
    return true;
}

static bool is_space(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool add_text(struct finder *f, const char *s)
{
    size_t before = f->text.n, n = strlen(s);
    for (size_t i = 0; i < n;) {
        if (is_space((unsigned char)s[i])) {
            if (f->pre && s[i] == '\n' && f->in_block)
                cu_buf_putc(&f->text, '\n');
            else
                f->pending_space = f->in_block;
            i++;
            continue;
        }
        size_t word = i;
        while (i < n && !is_space((unsigned char)s[i]))
            i++;
        if (!begin_block(f))
            return false;
        if (f->pending_space && f->text.n && f->text.p[f->text.n - 1] != '\n' &&
            f->text.n > f->blocks[f->block_count - 1].start)
            cu_buf_putc(&f->text, ' ');
        f->pending_space = false;
        cu_buf_add(&f->text, s + word, i - word);
    }
    if (f->in_block && f->link)
        f->blocks[f->block_count - 1].links += (uint32_t)(f->text.n - before);
    return !f->text.failed;
}

/* One break is a new line, a second one a new paragraph. */
static void line_break(struct finder *f)
{
    if (!f->in_block)
        return;
    if (f->text.n && f->text.p[f->text.n - 1] == '\n')
        end_block(f);
    else
        cu_buf_putc(&f->text, '\n');
    f->pending_space = false;
}

/* --- walking ------------------------------------------------------------------------------ */

static void turn(struct finder *f, const GumboNode *n, int by)
{
    GumboTag t = tag_of(n);
    f->link += (uint32_t)(t == GUMBO_TAG_A ? by : 0);
    f->pre += (uint32_t)(t == GUMBO_TAG_PRE ? by : 0);
    f->article += (uint32_t)(t == GUMBO_TAG_ARTICLE || t == GUMBO_TAG_MAIN ? by : 0);
}

static void leave(struct finder *f)
{
    struct element *e = &f->elements[f->open[--f->open_count]];
    if (!is_inline(tag_of(e->node)) || e->likely)
        end_block(f);
    turn(f, e->node, -1);
    e->past = (uint32_t)f->block_count;
    e->end = (uint32_t)f->element_count;
}

static bool enter(struct finder *f, const GumboNode *n)
{
    if (!is_inline(tag_of(n)))
        end_block(f);
    /* A marked word inside a paragraph stays: without it the sentence would break. */
    bool likely = !f->in_block && rd_clutter_of(n, f->article > 0) == RD_CLUTTER_LIKELY;
    turn(f, n, 1);
    if (!CU_GROW(f->arena, f->elements, f->element_count, f->element_capacity) ||
        !CU_GROW(f->arena, f->open, f->open_count, f->open_capacity))
        return false;
    /* A block that is still open began before this element. */
    f->elements[f->element_count] = (struct element){n, (uint32_t)f->block_count, 0, 0, likely};
    f->open[f->open_count++] = (uint32_t)f->element_count++;
    return true;
}

static bool walk(struct finder *f, const GumboNode *root)
{
    const GumboNode *n = root, *next;
    for (; n; n = next) {
        while (f->open_count && f->elements[f->open[f->open_count - 1]].node != n->parent)
            leave(f);
        bool inside = false;
        if (rd_node_is_element(n) && n->v.element.tag == GUMBO_TAG_BR)
            line_break(f);
        else if (rd_node_is_element(n) && rd_clutter_of(n, f->article > 0) != RD_CLUTTER_SURE) {
            inside = true;
            if (!enter(f, n))
                return false;
        } else if ((n->type == GUMBO_NODE_TEXT || n->type == GUMBO_NODE_CDATA ||
                    n->type == GUMBO_NODE_WHITESPACE) &&
                   !add_text(f, n->v.text.text))
            return false;
        next = rd_node_next(n, root, inside);
    }
    while (f->open_count)
        leave(f);
    return true;
}

/* --- judging ------------------------------------------------------------------------------ */

static struct cu_str text_of(const struct finder *f, const struct block *b)
{
    return (struct cu_str){f->text.p + b->start, b->end - b->start};
}

static bool ends_sentence(struct cu_str t)
{
    return t.n && (strchr(".!?:;", t.p[t.n - 1]) || cu_str_ends(t, "\xe2\x80\x9d") ||
                   cu_str_ends(t, "\xe2\x80\xa6") || t.p[t.n - 1] == '"');
}

/* Running text: long, or a whole short sentence, and not mostly links. */
static uint32_t weight(const struct finder *f, const struct block *b)
{
    uint32_t n = b->end - b->start;
    if (b->kind == HEADING || b->links * 3 > n)
        return 0;
    return n >= 60 || (n >= 25 && ends_sentence(text_of(f, b))) ? n : 0;
}

static bool is_article(const GumboNode *n)
{
    return tag_of(n) == GUMBO_TAG_ARTICLE;
}

static bool is_body(const GumboNode *n)
{
    const char *v = rd_attribute(n, "itemprop");
    return v && strstr(v, "articleBody");
}

static bool is_main(const GumboNode *n)
{
    const char *v = rd_attribute(n, "role");
    return tag_of(n) == GUMBO_TAG_MAIN || (v && strcasecmp(v, "main") == 0);
}

/* Marks the blocks below elements that are likely clutter, unless one holds the headline or the
 * article: whatever its name says, it is the page. What lies inside a marked element is passed
 * over with it, and counts from the start answer what another holds, so the cost stays linear. */
static bool doubt(struct finder *f)
{
    uint32_t *heads = cu_arena_zalloc(f->arena, (f->block_count + 1) * sizeof *heads);
    uint32_t *bodies = cu_arena_zalloc(f->arena, (f->element_count + 1) * sizeof *bodies);
    if (!heads || !bodies)
        return false;
    for (size_t i = 0; i < f->block_count; i++)
        heads[i + 1] = heads[i] + (f->blocks[i].kind == HEADING && f->blocks[i].level == 1);
    for (size_t i = 0; i < f->element_count; i++) {
        const GumboNode *n = f->elements[i].node;
        bodies[i + 1] = bodies[i] + (is_article(n) || is_main(n) || is_body(n));
    }
    for (size_t i = 0; i < f->element_count;) {
        const struct element *e = &f->elements[i];
        bool wrapper = heads[e->past] > heads[e->first] || bodies[e->end] > bodies[i + 1];
        bool clutter = e->likely && !wrapper;
        for (size_t b = e->first; clutter && b < e->past; b++)
            f->blocks[b].doubtful = true;
        i = clutter ? e->end : i + 1;
    }
    return true;
}

static bool weigh(struct finder *f)
{
    uint64_t sure = 0;
    f->sums = cu_arena_zalloc(f->arena, (f->block_count + 1) * sizeof *f->sums);
    if (!f->sums || !doubt(f))
        return false;
    for (size_t i = 0; i < f->block_count; i++)
        sure += f->blocks[i].doubtful ? 0 : weight(f, &f->blocks[i]);
    /* All is marked as clutter: then the marks say nothing. */
    for (size_t i = 0; i < f->block_count; i++) {
        struct block *b = &f->blocks[i];
        b->doubtful = b->doubtful && sure;
        f->sums[i + 1] = f->sums[i] + (b->doubtful ? 0 : weight(f, b));
    }
    return true;
}

static uint64_t running(const struct finder *f, size_t e)
{
    return f->sums[f->elements[e].past] - f->sums[f->elements[e].first];
}

/* The element of one sort with most running text, where that is at least `percent` of the page's;
 * SIZE_MAX: none. */
static size_t largest(const struct finder *f, bool (*sort)(const GumboNode *), unsigned percent)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < f->element_count; i++)
        if (sort(f->elements[i].node) && (best == SIZE_MAX || running(f, i) > running(f, best)))
            best = i;
    if (best == SIZE_MAX || running(f, best) * 100 < f->sums[f->block_count] * percent)
        return SIZE_MAX;
    return best;
}

/* Down from `e` as long as one child holds nearly all running text. */
static size_t narrow(const struct finder *f, size_t e)
{
    for (; running(f, e);) {
        size_t child = e + 1, next = SIZE_MAX;
        for (; child < f->elements[e].end; child = f->elements[child].end)
            if (running(f, child) * 100 >= running(f, e) * 92) {
                next = child;
                break;
            }
        /* A paragraph alone is no container: a short report may have only one. */
        if (next == SIZE_MAX || f->elements[next].past - f->elements[next].first < 2)
            return e;
        e = next;
    }
    return e;
}

static size_t find_root(const struct finder *f)
{
    size_t e = largest(f, is_body, 40);
    if (e == SIZE_MAX)
        e = largest(f, is_article, 50);
    if (e != SIZE_MAX)
        return e;
    e = largest(f, is_main, 50);
    return narrow(f, e == SIZE_MAX ? 0 : e);
}

/* The headline above the body: the last h1 before its first running text. block_count: none. */
static size_t find_headline(const struct finder *f, size_t root, struct cu_str site)
{
    size_t first = f->elements[root].first, last = f->elements[root].past, found = f->block_count;
    while (first < last && (f->blocks[first].doubtful || !weight(f, &f->blocks[first])))
        first++;
    for (size_t i = 0; i < first; i++) {
        const struct block *b = &f->blocks[i];
        struct cu_str t = text_of(f, b);
        if (b->kind == HEADING && b->level == 1 && !(site.n && cu_str_eq(t, site)))
            found = i;
    }
    return found;
}

/* Small change in bare divs: "Share", "12 comments", "Photo: agency". */
static bool trivial(const struct finder *f, const struct block *b)
{
    return b->kind == BARE && b->end - b->start < 40 && !ends_sentence(text_of(f, b));
}

static bool kept(const struct finder *f, const struct block *b, bool above)
{
    uint32_t n = b->end - b->start;
    if (b->doubtful || rd_clutter_notice(text_of(f, b)))
        return false;
    if (above)
        return weight(f, b) > 0;
    if (b->kind == HEADING)
        return b->level < 3 || b->links * 10 < n * 8; /* a teaser's title leads elsewhere */
    if (b->links * 2 > n && (n < 300 || b->links * 10 > n * 9) &&
        !(b->kind != BARE && ends_sentence(text_of(f, b)) && n >= 60))
        return false;
    return !trivial(f, b);
}

/* --- text --------------------------------------------------------------------------------- */

struct composer {
    const struct finder *f;
    struct cu_buf *out;
    size_t waiting; /* first heading that waits for text under it; block_count: none */
    unsigned cut;   /* level of the heading that opened what is left out, 0: none */
    bool for_good;  /* it were comments: running text does not end them */
};

static void put(struct cu_buf *out, struct cu_str paragraph)
{
    if (out->n)
        cu_buf_puts(out, "\n\n");
    cu_buf_str(out, paragraph);
}

static void compose_heading(struct composer *c, size_t i)
{
    const struct block *b = &c->f->blocks[i];
    if (c->cut && b->level > c->cut)
        return;
    enum rd_heading h = rd_clutter_heading(text_of(c->f, b));
    c->cut = h == RD_HEADING_TEXT ? 0 : b->level;
    c->for_good = h == RD_HEADING_COMMENTS;
    if (h == RD_HEADING_TEXT && c->waiting == c->f->block_count)
        c->waiting = i;
}

/* Headings wait for the text under them: one without any opened a list of links. */
static void compose_text(struct composer *c, size_t i)
{
    const struct finder *f = c->f;
    const struct block *text = &f->blocks[i];
    bool runs = weight(f, text) ||
                (text->kind == PARAGRAPH && !text->links && ends_sentence(text_of(f, text)));
    if (c->cut && (c->for_good || text->kind == ITEM || !runs))
        return;
    c->cut = 0;
    for (size_t h = c->waiting; h < i; h++) {
        const struct block *b = &f->blocks[h];
        if (b->kind == HEADING && !b->doubtful &&
            rd_clutter_heading(text_of(f, b)) == RD_HEADING_TEXT)
            put(c->out, text_of(f, b));
    }
    c->waiting = f->block_count;
    put(c->out, text_of(f, text));
}

static void compose(const struct finder *f, size_t root, size_t headline, struct cu_buf *out)
{
    const struct element *e = &f->elements[root];
    struct composer c = {.f = f, .out = out, .waiting = f->block_count};
    size_t from = e->first;
    if (headline < f->block_count) {
        put(out, text_of(f, &f->blocks[headline]));
        from = headline + 1;
    }
    for (size_t i = from; i < e->past; i++) {
        if (!kept(f, &f->blocks[i], i < e->first))
            continue;
        if (f->blocks[i].kind == HEADING)
            compose_heading(&c, i);
        else
            compose_text(&c, i);
    }
}

static enum cu_status find(struct finder *f, const GumboNode *root, struct cu_str site,
                           struct cu_buf *out, size_t *headline)
{
    if (!walk(f, root) || f->text.failed || !weigh(f))
        return CU_ERR_MEMORY;
    *headline = f->block_count;
    if (!f->block_count || !f->element_count)
        return CU_OK;
    size_t best = find_root(f);
    *headline = find_headline(f, best, site);
    compose(f, best, *headline, out);
    /* A page so short that nothing in it counts as running text. */
    bool empty = out->n == 0;
    for (size_t i = 0; empty && i < f->block_count; i++)
        if (!f->blocks[i].doubtful)
            put(out, text_of(f, &f->blocks[i]));
    return out->failed ? CU_ERR_MEMORY : CU_OK;
}

enum cu_status rd_article(const GumboNode *root, struct cu_str site, struct cu_arena *arena,
                          struct cu_str *text, struct cu_str *headline)
{
    struct finder f = {.arena = arena};
    struct cu_buf out;
    size_t h = 0;
    cu_buf_init(&f.text, UINT32_MAX / 2);
    cu_buf_init(&out, UINT32_MAX / 2);
    enum cu_status s = find(&f, root, site, &out, &h);
    if (s == CU_OK) {
        *text = cu_arena_dup(arena, (struct cu_str){out.p ? out.p : "", out.n});
        *headline = h < f.block_count ? cu_arena_dup(arena, text_of(&f, &f.blocks[h]))
                                      : (struct cu_str){"", 0};
        s = arena->failed ? CU_ERR_MEMORY : CU_OK;
    }
    cu_buf_fini(&f.text);
    cu_buf_fini(&out);
    return s;
}
