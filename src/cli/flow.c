/* SPDX-License-Identifier: Apache-2.0
 * Wrapped text. See flow.h.
 */
#include <string.h>

#include <unicode/uchar.h>

#include "cli/flow.h"

static const char *const tone_on[CLI_TONES] = {"",         "\033[1m",  "\033[2m", "\033[31m",
                                               "\033[32m", "\033[36m", "\033[33m"};

struct cli_flow cli_flow_of(struct cu_buf *out, unsigned width, bool colour)
{
    return (struct cli_flow){.out = out, .width = width, .colour = colour, .fresh = true};
}

static void set_tone(struct cli_flow *f, enum cli_tone tone)
{
    if (!f->colour || f->tone == tone)
        return;
    if (f->tone != CLI_PLAIN)
        cu_buf_puts(f->out, "\033[0m");
    cu_buf_puts(f->out, tone_on[tone]);
    f->tone = (uint8_t)tone;
}

/* Control characters, and those that reorder or hide what stands around them. */
static bool steers(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0xfeff ||
           (c >= 0xe0000 && c < 0xe0100);
}

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static unsigned columns_of(uint32_t c)
{
    if (c < 0x300)
        return steers(c) ? 0 : 1;
    int8_t type = u_charType((UChar32)c);
    if (steers(c) || type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
        type == U_FORMAT_CHAR)
        return 0;
    int width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

unsigned cli_columns(struct cu_str text)
{
    unsigned n = 0;
    for (size_t i = 0; i < text.n;)
        n += columns_of(cu_utf8_next(text.p, text.n, &i));
    return n;
}

static void indent(struct cli_flow *f, unsigned columns)
{
    for (unsigned i = 0; i < columns; i++)
        cu_buf_putc(f->out, ' ');
    f->column = columns;
    f->fresh = true;
    if (!f->rail)
        return;
    set_tone(f, CLI_FAINT);
    cu_buf_puts(f->out, "\xe2\x94\x82");
    set_tone(f, CLI_PLAIN);
    cu_buf_putc(f->out, ' ');
    f->column += 2;
}

void cli_flow_end(struct cli_flow *f)
{
    set_tone(f, CLI_PLAIN);
    if (f->column || !f->fresh) {
        while (f->out->n && f->out->p[f->out->n - 1] == ' ')
            f->out->n--;
        cu_buf_putc(f->out, '\n');
    }
    f->column = 0;
    f->fresh = true;
}

void cli_flow_line(struct cli_flow *f, unsigned first, unsigned hang)
{
    cli_flow_end(f);
    indent(f, first);
    f->indent = hang;
}

void cli_flow_tab(struct cli_flow *f, unsigned column)
{
    unsigned gap = f->column + 2 <= column ? column - f->column : 2;
    set_tone(f, CLI_PLAIN);
    for (unsigned i = 0; i < gap; i++)
        cu_buf_putc(f->out, ' ');
    f->column += gap;
    f->fresh = true;
}

static void new_line(struct cli_flow *f)
{
    set_tone(f, CLI_PLAIN);
    while (f->out->n && f->out->p[f->out->n - 1] == ' ')
        f->out->n--;
    cu_buf_putc(f->out, '\n');
    indent(f, f->indent);
}

static void put_char(struct cli_flow *f, struct cu_str word, size_t from, size_t past, uint32_t c)
{
    unsigned w = columns_of(c);
    if (steers(c))
        return;
    /* A word wider than a line is cut: addresses, and scripts without spaces. */
    if (f->column + w > f->width && !f->fresh)
        new_line(f);
    if (c == 0xfffd)
        cu_buf_puts(f->out, "\xef\xbf\xbd");
    else
        cu_buf_add(f->out, word.p + from, past - from);
    f->column += w;
    f->fresh = false;
}

static void put_word(struct cli_flow *f, enum cli_tone tone, struct cu_str word, bool join)
{
    unsigned w = cli_columns(word);
    bool gap = !f->fresh && !join;
    if (w == 0)
        return;
    if (!join && f->column + gap + w > f->width && !f->fresh) {
        new_line(f);
    } else if (gap) {
        if (f->tone != tone)
            set_tone(f, CLI_PLAIN);
        cu_buf_putc(f->out, ' ');
        f->column++;
    }
    set_tone(f, tone);
    for (size_t i = 0; i < word.n;) {
        size_t from = i;
        uint32_t c = cu_utf8_next(word.p, word.n, &i);
        put_char(f, word, from, i, c);
    }
}

static void put_words(struct cli_flow *f, enum cli_tone tone, struct cu_str text, bool join)
{
    for (size_t i = 0; i < text.n;) {
        size_t from = i, past = i;
        while (i < text.n) {
            past = i;
            if (is_space(cu_utf8_next(text.p, text.n, &i)))
                break;
            past = i;
        }
        if (past > from)
            put_word(f, tone, (struct cu_str){text.p + from, past - from}, join);
        join = join && past == from;
    }
}

void cli_flow_whole(struct cli_flow *f, enum cli_tone tone, const char *text)
{
    put_word(f, tone, cu_str_of(text), false);
}

void cli_flow_text(struct cli_flow *f, enum cli_tone tone, struct cu_str text)
{
    put_words(f, tone, text, false);
}

void cli_flow_puts(struct cli_flow *f, enum cli_tone tone, const char *text)
{
    put_words(f, tone, cu_str_of(text), false);
}

void cli_flow_join(struct cli_flow *f, enum cli_tone tone, struct cu_str text)
{
    put_words(f, tone, text, true);
}
