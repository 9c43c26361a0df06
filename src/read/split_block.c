/* SPDX-License-Identifier: Apache-2.0
 * Paragraphs and blocks. See split_block.h.
 */
#include <string.h>

#include "read/split_block.h"

enum {
    WRAP_MIN = 45,      /* narrower lines are a table or a list, not wrapped text */
    WRAP_MAX = 160,     /* wider lines are whole paragraphs */
    TABLE_LINE = 60,    /* lines of a table are shorter than this */
    HEADLINE_MAX = 160, /* bytes */
};

struct line {
    uint32_t start, end; /* trimmed */
    uint32_t next;       /* start of the following line */
};

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct line line_at(struct cu_str t, uint32_t at)
{
    const char *nl = memchr(t.p + at, '\n', t.n - at);
    uint32_t end = nl ? (uint32_t)(nl - t.p) : (uint32_t)t.n;
    struct line l = {at, end, nl ? end + 1 : end};
    while (l.start < l.end && blank(t.p[l.start]))
        l.start++;
    while (l.end > l.start && blank(t.p[l.end - 1]))
        l.end--;
    return l;
}

/* Bytes of a bullet with the space after it: "- ", "• ", "*Flash"; 0: none. */
static uint32_t bullet(struct cu_str t, struct line l)
{
    static const char *const signs[] = {"-", "–", "—", "•", "*", "·", "▪", "●", "◦", "‣"};
    struct cu_str s = {t.p + l.start, l.end - l.start};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        uint32_t n = (uint32_t)strlen(signs[i]);
        if (!cu_str_starts(s, signs[i]) || s.n <= n)
            continue;
        if (blank(s.p[n])) {
            while (n < s.n && blank(s.p[n]))
                n++;
            return n;
        }
        /* Agencies' flashes: "*LITHUANIA OPPOSES ANY EASING". */
        if ((signs[i][0] == '*' || i == 3) && s.p[n] != '*')
            return n;
    }
    return 0;
}

/* "1. ", "12) ", "(3) ", "a) ". */
static bool numbered(struct cu_str t, struct line l)
{
    uint32_t i = l.start, from;
    if (i < l.end && t.p[i] == '(')
        i++;
    from = i;
    while (i < l.end && i < from + 3 && digit(t.p[i]))
        i++;
    bool letter = false;
    if (i == from && i < l.end && t.p[i] >= 'a' && t.p[i] <= 'z') {
        i++;
        letter = true;
    }
    if (i == from || i + 1 >= l.end)
        return false;
    bool sign = t.p[i] == ')' || (t.p[i] == '.' && !letter && from == l.start);
    return sign && blank(t.p[i + 1]);
}

/* Ends as a sentence or a clause does, so that what follows is no continuation of a phrase. */
static bool closed(struct cu_str t, struct line l)
{
    static const char *const marks[] = {".", "!", "?", ":", ";", "…", ".\"", ".”", "\"", "”"};
    struct cu_str s = {t.p + l.start, l.end - l.start};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (cu_str_ends(s, marks[i]))
            return true;
    return false;
}

static bool starts_lower(struct cu_str t, struct line l)
{
    size_t i = l.start;
    if (i >= l.end)
        return false;
    uint32_t c = cu_utf8_next(t.p, l.end, &i);
    return cu_is_letter(c) && !cu_is_upper(c);
}

static uint32_t first_word(struct cu_str t, struct line l)
{
    uint32_t i = l.start;
    while (i < l.end && !blank(t.p[i]))
        i++;
    return i - l.start;
}

/* A wrapping program breaks a line only where the next word does not fit. */
static bool full(const struct rd_block_reader *r, struct line a, struct line b)
{
    return a.end - a.start + 1 + first_word(r->text, b) > r->width;
}

static bool joined(const struct rd_block_reader *r, struct line a, struct line b)
{
    if (bullet(r->text, b) || numbered(r->text, b))
        return false;
    if (r->wrapped && full(r, a, b))
        return true;
    return starts_lower(r->text, b) && !closed(r->text, a);
}

/* Measures the paragraph that starts at r->at: its end, widest line, and whether it is wrapped. */
static void open_paragraph(struct rd_block_reader *r)
{
    uint32_t at = r->at, breaks = 0, filled = 0;
    r->width = r->lines = 0;
    r->listed = false;
    for (struct line l = line_at(r->text, at); l.start < l.end; l = line_at(r->text, l.next)) {
        r->lines++;
        r->listed = r->listed || bullet(r->text, l) || numbered(r->text, l);
        r->width = l.end - l.start > r->width ? l.end - l.start : r->width;
        r->past = l.next;
        if (l.next >= r->text.n)
            break;
    }
    struct line a = line_at(r->text, at);
    while (a.next < r->past) {
        struct line b = line_at(r->text, a.next);
        breaks++;
        filled += full(r, a, b);
        a = b;
    }
    r->wrapped = r->width >= WRAP_MIN && r->width <= WRAP_MAX && filled * 2 >= breaks;
    r->paragraph++;
}

static bool has_letter(struct cu_str s)
{
    for (size_t i = 0; i < s.n;)
        if (cu_is_letter(cu_utf8_next(s.p, s.n, &i)))
            return true;
    return false;
}

static bool headline(const struct rd_block_reader *r, struct line l, uint32_t first)
{
    uint32_t n = l.end - l.start;
    bool alone = first == 0 && l.next >= r->text.n;
    return n <= HEADLINE_MAX && !alone && !closed(r->text, l) && r->text.p[l.end - 1] != ',' &&
           has_letter((struct cu_str){r->text.p + l.start, n});
}

void rd_block_init(struct rd_block_reader *r, struct cu_str text)
{
    *r = (struct rd_block_reader){.text = text};
}

bool rd_block_next(struct rd_block_reader *r, struct rd_block *out)
{
    if (r->at >= r->past) {
        while (r->at < r->text.n && blank(r->text.p[r->at]))
            r->at++;
        if (r->at >= r->text.n)
            return false;
        open_paragraph(r);
    }
    struct line l = line_at(r->text, r->at), first = l;
    uint32_t from = r->at, mark = bullet(r->text, l);
    bool item = mark || numbered(r->text, l);
    while (l.next < r->past) {
        struct line b = line_at(r->text, l.next);
        if (!joined(r, l, b))
            break;
        l = b;
    }
    bool table = r->lines >= 3 && !r->listed && !r->wrapped && r->width < TABLE_LINE;
    *out = (struct rd_block){first.start + mark, l.end, r->paragraph - 1, RD_TEXT};
    if (item || table)
        out->kind = RD_LIST_ITEM;
    else if (headline(r, (struct line){first.start, l.end, l.next}, from))
        out->kind = RD_HEADLINE;
    r->at = l.next;
    return true;
}
