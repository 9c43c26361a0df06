/* SPDX-License-Identifier: Apache-2.0
 * The page. See page.h.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/flow.h"
#include "cli/page.h"
#include "cli/page_claim.h"

/* Longer lines than this are hard to read, however wide the window. */
enum { WIDEST = 104, NARROWEST = 40, USUAL = 80, MARGIN = 2, STATUS_COLUMN = 16 };

struct cli_page_style cli_page_style_of(int fd, bool explain)
{
    struct winsize size = {.ws_col = 0};
    struct cli_page_style style = {.width = USUAL, .explain = explain};
    if (!isatty(fd))
        return style;
    const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
    style.colour = !(no_colour && *no_colour) && term && *term && strcmp(term, "dumb") != 0;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col)
        style.width = size.ws_col;
    if (style.width > WIDEST)
        style.width = WIDEST;
    if (style.width < NARROWEST)
        style.width = NARROWEST;
    return style;
}

/* --- pieces ------------------------------------------------------------------------------- */

static void blank(struct cli_flow *f)
{
    cli_flow_end(f);
    cu_buf_putc(f->out, '\n');
}

static void head(struct cli_flow *f, const struct rd_document *d)
{
    char date[32];
    cli_flow_line(f, 0, 0);
    cli_flow_text(f, CLI_STRONG, d->name);
    if (d->date.n) {
        cli_flow_puts(f, CLI_FAINT, "\xc2\xb7");
        cli_flow_whole(f, CLI_PLAIN, cli_page_date(d->date, date));
    }
    if (d->publisher.n) {
        cli_flow_puts(f, CLI_FAINT, "\xc2\xb7");
        cli_flow_text(f, CLI_PLAIN, d->publisher);
    }
    if (d->title.n) {
        cli_flow_line(f, 0, 0);
        cli_flow_text(f, CLI_PLAIN, d->title);
    }
    cli_flow_line(f, 0, 0);
    for (unsigned i = 0; i < f->width; i++)
        cli_flow_join(f, CLI_PLAIN, CU_STR("\xe2\x94\x80"));
    cli_flow_end(f);
}

/* The report's own words, with a bar beside them. */
static void quote(struct cli_flow *f, const struct rd_document *d, uint32_t sentence,
                  enum cli_tone tone, unsigned margin)
{
    const struct rd_sentence *s = &d->sentences[sentence];
    cli_flow_end(f);
    f->rail = true;
    cli_flow_line(f, margin, margin);
    cli_flow_text(f, tone, (struct cu_str){d->text.p + s->start, s->end - s->start});
    cli_flow_end(f);
    f->rail = false;
}

static void claims(struct cli_flow *f, const struct rd_document *d, const struct cl_result *r,
                   bool explain)
{
    uint32_t shown = RD_NONE;
    for (size_t i = 0; i < r->claim_count; i++) {
        if (r->claims[i].sentence != shown) {
            shown = r->claims[i].sentence;
            blank(f);
            quote(f, d, shown, CLI_PLAIN, MARGIN);
        }
        cli_page_claim(f, r, i, explain);
    }
}

static void heading(struct cli_flow *f, const char *text)
{
    blank(f);
    cli_flow_line(f, 0, 0);
    cli_flow_puts(f, CLI_STRONG, text);
    cli_flow_end(f);
}

static void persons(struct cli_flow *f, const struct cl_result *r)
{
    static const enum cli_tone tones[CL_STATUS_COUNT] = {[CL_STATUS_detained] = CLI_HARM,
                                                         [CL_STATUS_free] = CLI_RELIEF,
                                                         [CL_STATUS_dead] = CLI_HARM,
                                                         [CL_STATUS_unknown] = CLI_DOUBT};
    if (!r->person_count)
        return;
    heading(f, "Persons");
    for (int status = 0; status < CL_STATUS_COUNT; status++) {
        bool any = false;
        for (size_t i = 0; i < r->person_count; i++) {
            if (r->persons[i].status != status)
                continue;
            if (any) {
                cli_flow_join(f, CLI_PLAIN, CU_STR(","));
            } else {
                cli_flow_line(f, CLI_CLAIM_INDENT, STATUS_COLUMN);
                cli_flow_puts(f, tones[status], cl_status_name[status]);
                cli_flow_tab(f, STATUS_COLUMN);
            }
            cli_flow_text(f, CLI_PLAIN, r->persons[i].name);
            any = true;
        }
        cli_flow_end(f);
    }
}

static void contradictions(struct cli_flow *f, const struct rd_document *d,
                           const struct cl_result *r)
{
    if (!r->contradiction_count)
        return;
    heading(f, "Contradictions");
    for (size_t i = 0; i < r->contradiction_count; i++) {
        const struct cl_contradiction *c = &r->contradictions[i];
        uint32_t a = c->claim_a < r->claim_count ? r->claims[c->claim_a].sentence : RD_NONE;
        uint32_t b = c->claim_b < r->claim_count ? r->claims[c->claim_b].sentence : RD_NONE;
        cli_flow_line(f, MARGIN, CLI_CLAIM_INDENT);
        cli_flow_puts(f, CLI_HARM, "\xe2\x9c\x97");
        cli_flow_text(f, CLI_PLAIN, c->text);
        cli_flow_end(f);
        if (a != RD_NONE)
            quote(f, d, a, CLI_FAINT, CLI_CLAIM_INDENT);
        if (b != RD_NONE && b != a)
            quote(f, d, b, CLI_FAINT, CLI_CLAIM_INDENT);
    }
}

void cli_page(struct cu_buf *out, const struct rd_document *d, const struct cl_result *r,
              const struct cli_page_style *style)
{
    struct cli_flow f = cli_flow_of(out, style->width, style->colour);
    head(&f, d);
    if (!r->claim_count) {
        blank(&f);
        cli_flow_line(&f, MARGIN, MARGIN);
        cli_flow_puts(&f, CLI_FAINT, "No claim found in this report.");
        cli_flow_end(&f);
    }
    claims(&f, d, r, style->explain);
    persons(&f, r);
    contradictions(&f, d, r);
}
