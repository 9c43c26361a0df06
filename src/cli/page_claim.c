/* SPDX-License-Identifier: Apache-2.0
 * A claim as a line. See page_claim.h.
 */
#include <string.h>

#include "cli/page_claim.h"

/* --- dates, terms, counts ----------------------------------------------------------------- */

const char *cli_page_date(struct cu_str iso, char out[32])
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[16];
    unsigned y, m, d;
    snprintf(text, sizeof text, "%.*s", (int)(iso.n < 15 ? iso.n : 15), iso.p);
    int n = sscanf(text, "%4u-%2u-%2u", &y, &m, &d);
    if (n >= 2 && (m < 1 || m > 12))
        n = 0;
    if (n == 3)
        snprintf(out, 32, "%u %s %u", d, months[m - 1], y);
    else if (n == 2)
        snprintf(out, 32, "%s %u", months[m - 1], y);
    else
        snprintf(out, 32, "%s", text);
    return out;
}

/* An ISO 8601 duration in words: "P4Y8M" gives "4 years 8 months". */
static const char *term_of(struct cu_str iso, char out[96])
{
    static const struct {
        char unit;
        const char *name;
    } units[] = {{'Y', "year"}, {'M', "month"}, {'W', "week"}, {'D', "day"}};
    size_t n = 0;
    unsigned value = 0;
    out[0] = 0;
    if (cu_str_is(iso, "P99Y"))
        return memcpy(out, "life", 5);
    for (size_t i = 1; i < iso.n && n < 64; i++) {
        if (iso.p[i] >= '0' && iso.p[i] <= '9') {
            value = value * 10 + (unsigned)(iso.p[i] - '0');
            continue;
        }
        for (size_t u = 0; u < 4; u++)
            if (units[u].unit == iso.p[i])
                n += (size_t)snprintf(out + n, 96 - n, "%s%u %s%s", n ? " " : "", value,
                                      units[u].name, value == 1 ? "" : "s");
        value = 0;
    }
    return out;
}

static bool of_persons(enum cl_act act)
{
    return act != CL_ACT_sanction && act != CL_ACT_ease && act != CL_ACT_agree &&
           act != CL_ACT_negotiate && act != CL_ACT_state && act != CL_ACT_ban &&
           act != CL_ACT_demand;
}

/* Groups of thousands, as people write them. */
static void number(char out[40], int64_t n)
{
    char plain[24];
    int digits = snprintf(plain, sizeof plain, "%lld", (long long)n), w = 0;
    for (int i = 0; i < digits && w < 38; i++) {
        if (i && (digits - i) % 3 == 0 && plain[i - 1] != '-')
            out[w++] = ',';
        out[w++] = plain[i];
    }
    out[w] = 0;
}

static bool counted(const struct cl_claim *c)
{
    return c->has_count || c->qualifier >= RD_Q_DOZENS;
}

static void put_count(struct cli_flow *f, const struct cl_claim *c, bool noun)
{
    char n[40], text[96];
    bool crowd = c->qualifier >= RD_Q_DOZENS;
    const char *before = "";
    if (c->qualifier > RD_Q_EXACT && c->qualifier < RD_QUALIFIER_COUNT)
        before = rd_qualifier_name[c->qualifier];
    number(n, c->count);
    if (crowd && !c->has_count)
        snprintf(text, sizeof text, "%s%s", before, noun ? " of" : "");
    else if (crowd)
        snprintf(text, sizeof text, "%s (%s)", n, before);
    else
        snprintf(text, sizeof text, "%s%s%s", before, *before ? " " : "", n);
    cli_flow_puts(f, CLI_STRONG, text);
    if (noun)
        cli_flow_puts(f, CLI_PLAIN, c->has_count && c->count == 1 ? "person" : "persons");
}

/* --- parts of the line -------------------------------------------------------------------- */

static void put_names(struct cli_flow *f, enum cli_tone tone, const struct cl_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        if (i)
            cli_flow_join(f, tone, CU_STR(","));
        cli_flow_text(f, tone, names->items[i].text);
    }
}

/* "Ukrainian citizens" takes a number before it, "Ales Bialiatski" does not. */
static bool is_common(struct cu_str phrase)
{
    size_t last = phrase.n;
    while (last && phrase.p[last - 1] != ' ')
        last--;
    size_t i = last;
    return phrase.n && !cu_is_upper(cu_utf8_next(phrase.p, phrase.n, &i)) &&
           !cu_is_digit((unsigned char)phrase.p[0]);
}

static void put_target(struct cli_flow *f, const struct cl_claim *c)
{
    bool many = counted(c) && !(c->has_count && c->count == (int64_t)c->target.count);
    if (!c->target.count && counted(c)) {
        put_count(f, c, of_persons((enum cl_act)c->act));
    } else if (many && c->target.count == 1 && is_common(c->target.items[0].text)) {
        put_count(f, c, false);
        cli_flow_text(f, CLI_STRONG, c->target.items[0].text);
    } else if (c->target.count) {
        put_names(f, CLI_STRONG, &c->target);
        if (many) {
            cli_flow_puts(f, CLI_PLAIN, "\xc2\xb7 in all");
            put_count(f, c, false);
        }
    }
    if (c->mention.text.n && !cu_is_digit((unsigned char)c->mention.text.p[0])) {
        cli_flow_puts(f, CLI_FAINT, "(here \xe2\x80\x9c");
        cli_flow_join(f, CLI_FAINT, c->mention.text);
        cli_flow_join(f, CLI_FAINT, CU_STR("\xe2\x80\x9d)"));
    }
}

static void next_part(struct cli_flow *f, bool *any)
{
    if (*any)
        cli_flow_puts(f, CLI_FAINT, "\xc2\xb7");
    *any = true;
}

static void put_slot(struct cli_flow *f, bool *any, const char *word, const struct cl_slot *s)
{
    if (!s->text.n)
        return;
    next_part(f, any);
    cli_flow_puts(f, CLI_PLAIN, word);
    cli_flow_text(f, CLI_PLAIN, s->text);
}

static bool has_quote(struct cu_str s)
{
    return memchr(s.p, '"', s.n) || memmem(s.p, s.n, "\xe2\x80\x9c", 3);
}

static void put_charges(struct cli_flow *f, bool *any, const struct cl_names *charges)
{
    if (!charges->count)
        return;
    next_part(f, any);
    cli_flow_puts(f, CLI_PLAIN, "for");
    for (size_t i = 0; i < charges->count; i++) {
        struct cu_str charge = charges->items[i].text;
        bool bare = !has_quote(charge);
        cli_flow_puts(f, CLI_PLAIN, bare ? "\xe2\x80\x9c" : "");
        if (bare)
            cli_flow_join(f, CLI_PLAIN, charge);
        else
            cli_flow_text(f, CLI_PLAIN, charge);
        cli_flow_join(f, CLI_PLAIN, bare ? CU_STR("\xe2\x80\x9d") : CU_STR(""));
        if (i + 1 < charges->count)
            cli_flow_join(f, CLI_PLAIN, CU_STR(","));
    }
}

/* "a CIA official < The New York Times" gives "said by a CIA official, per The New York Times". */
static void put_attribution(struct cli_flow *f, bool *any, const struct cl_claim *c)
{
    struct cu_str rest = c->attribution.text;
    if (!rest.n)
        return;
    next_part(f, any);
    cli_flow_puts(f, c->modality == CL_denied ? CLI_DOUBT : CLI_PLAIN,
                  c->modality == CL_denied ? "denied by" : "said by");
    for (;;) {
        size_t n = 0;
        while (n < rest.n && !(rest.p[n] == ' ' && n + 2 < rest.n && rest.p[n + 1] == '<' &&
                               rest.p[n + 2] == ' '))
            n++;
        cli_flow_text(f, CLI_PLAIN, (struct cu_str){rest.p, n});
        if (n >= rest.n)
            return;
        rest.p += n + 3;
        rest.n -= n + 3;
        cli_flow_join(f, CLI_PLAIN, CU_STR(","));
        cli_flow_puts(f, CLI_PLAIN, "per");
    }
}

static void put_modality(struct cli_flow *f, bool *any, const struct cl_claim *c)
{
    static const char *const names[CL_MODALITY_COUNT] = {[CL_promised] = "promised",
                                                         [CL_called_for] = "called for",
                                                         [CL_conditional] = "conditional",
                                                         [CL_possible] = "possible",
                                                         [CL_denied] = "denied"};
    if (c->modality == CL_asserted || (c->modality == CL_denied && c->attribution.text.n))
        return;
    next_part(f, any);
    cli_flow_puts(f, CLI_DOUBT, names[c->modality]);
}

/* --- sums --------------------------------------------------------------------------------- */

/* false: there are none, or bare numbers that the sum shows. */
static bool put_parts(struct cli_flow *f, const struct cl_claim *c)
{
    char n[40];
    bool told = false;
    for (size_t i = 0; i < c->part_count; i++)
        told = told || c->parts[i].what.n || c->parts[i].to.n;
    if (!told)
        return false;
    cli_flow_line(f, CLI_CLAIM_HANG, CLI_CLAIM_HANG);
    cli_flow_puts(f, CLI_FAINT, "of them");
    for (size_t i = 0; i < c->part_count; i++) {
        const struct cl_part *p = &c->parts[i];
        number(n, p->count);
        cli_flow_puts(f, CLI_PLAIN, n);
        cli_flow_text(f, CLI_PLAIN, p->what);
        if (p->to.n)
            cli_flow_puts(f, CLI_PLAIN, "to");
        cli_flow_text(f, CLI_PLAIN, p->to);
        if (i + 1 < c->part_count)
            cli_flow_join(f, CLI_PLAIN, CU_STR(","));
    }
    return true;
}

/* "114 + 9 = 123 ✓", "104 + 5 + 6 = 115, not 114 ✗"; parts that do not claim to be the whole:
 * "104 of 114". */
static void put_sum(struct cli_flow *f, const struct cl_sum *s, bool parts_shown)
{
    char n[40];
    bool compared = s->complete || s->parts_total >= s->total || !s->holds;
    if (!s->part_count || (!compared && parts_shown && s->part_count == 1))
        return;
    cli_flow_line(f, CLI_CLAIM_HANG, CLI_CLAIM_HANG);
    for (size_t i = 0; i < s->part_count; i++) {
        number(n, s->parts[i]);
        cli_flow_puts(f, CLI_PLAIN, i ? "+" : "");
        cli_flow_puts(f, CLI_PLAIN, n);
    }
    if (s->part_count > 1) {
        number(n, s->parts_total);
        cli_flow_puts(f, CLI_PLAIN, "=");
        cli_flow_puts(f, CLI_PLAIN, n);
    }
    number(n, s->total);
    if (s->parts_total != s->total) {
        cli_flow_join(f, CLI_PLAIN, compared ? CU_STR(",") : CU_STR(""));
        cli_flow_puts(f, CLI_PLAIN, compared ? "not" : "of");
        cli_flow_puts(f, CLI_PLAIN, n);
    }
    if (compared)
        cli_flow_puts(f, s->holds ? CLI_RELIEF : CLI_HARM,
                      s->holds ? "\xe2\x9c\x93" : "\xe2\x9c\x97");
}

/* --- the line ----------------------------------------------------------------------------- */

static enum cli_tone tone_of(enum cl_act act)
{
    switch (act) {
    case CL_ACT_commute:
    case CL_ACT_transfer:
    case CL_ACT_release:
    case CL_ACT_pardon:
    case CL_ACT_exchange:
    case CL_ACT_ease:
    case CL_ACT_award:
        return CLI_RELIEF;
    case CL_ACT_agree:
    case CL_ACT_negotiate:
    case CL_ACT_state:
    case CL_ACT_demand:
    case CL_ACT_protest:
        return CLI_WORDS;
    default:
        return CLI_HARM;
    }
}

static void put_details(struct cli_flow *f, const struct cl_claim *c, bool any)
{
    char text[96];
    put_slot(f, &any, "from", &c->from);
    put_slot(f, &any, "to", &c->to);
    put_slot(f, &any, "in", &c->place);
    if (c->date.text.n) {
        next_part(f, &any);
        cli_flow_whole(f, CLI_PLAIN, cli_page_date(c->date.text, text));
    }
    put_charges(f, &any, &c->charge);
    if (c->term.text.n) {
        next_part(f, &any);
        cli_flow_whole(f, CLI_STRONG, term_of(c->term.text, text));
    }
    put_attribution(f, &any, c);
    put_modality(f, &any, c);
    if (c->state) {
        next_part(f, &any);
        cli_flow_puts(f, CLI_FAINT, "ongoing");
    }
    if (c->note.n) {
        next_part(f, &any);
        cli_flow_text(f, CLI_FAINT, c->note);
    }
}

void cli_page_claim(struct cli_flow *f, const struct cl_result *r, size_t claim, bool explain)
{
    const struct cl_claim *c = &r->claims[claim];
    cli_flow_line(f, CLI_CLAIM_INDENT, CLI_CLAIM_HANG);
    cli_flow_puts(f, tone_of((enum cl_act)c->act), cl_act_info[c->act].name);
    cli_flow_tab(f, CLI_CLAIM_HANG);
    if (c->negated)
        cli_flow_puts(f, CLI_DOUBT, "NOT");
    put_target(f, c);
    bool any = c->target.count || counted(c) || c->mention.text.n;
    if (c->actor.count) {
        if (any)
            cli_flow_join(f, CLI_PLAIN, CU_STR(","));
        cli_flow_puts(f, CLI_PLAIN, "by");
        put_names(f, CLI_PLAIN, &c->actor);
        any = true;
    }
    put_details(f, c, any);
    bool told = put_parts(f, c);
    for (size_t i = 0; i < r->sum_count; i++)
        if (r->sums[i].claim == claim)
            put_sum(f, &r->sums[i], told);
    if (explain) {
        char score[32];
        snprintf(score, sizeof score, "score %.2f", (double)c->score);
        cli_flow_line(f, CLI_CLAIM_HANG, CLI_CLAIM_HANG);
        cli_flow_puts(f, CLI_FAINT, score);
        if (c->why.n) {
            cli_flow_puts(f, CLI_FAINT, "\xc2\xb7");
            cli_flow_text(f, CLI_FAINT, c->why);
        }
    }
    cli_flow_end(f);
}
