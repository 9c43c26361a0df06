/* SPDX-License-Identifier: Apache-2.0
 * Claims as JSON lines. See json.h. Fields and their order are those of the gold claims.
 */
#include "claim/json.h"

static void key(struct cu_buf *b, const char *name)
{
    if (b->n && b->p[b->n - 1] != '{')
        cu_buf_puts(b, ", ");
    cu_buf_printf(b, "\"%s\": ", name);
}

static void string_or_null(struct cu_buf *b, struct cu_str s)
{
    if (s.n)
        cu_buf_json(b, s);
    else
        cu_buf_puts(b, "null");
}

static void string_field(struct cu_buf *b, const char *name, struct cu_str s)
{
    key(b, name);
    string_or_null(b, s);
}

static void names_field(struct cu_buf *b, const char *name, const struct cl_names *names)
{
    key(b, name);
    cu_buf_putc(b, '[');
    for (size_t i = 0; i < names->count; i++) {
        cu_buf_puts(b, i ? ", " : "");
        cu_buf_json(b, names->items[i].text);
    }
    cu_buf_putc(b, ']');
}

static void parts_field(struct cu_buf *b, const struct cl_claim *c)
{
    key(b, "parts");
    cu_buf_putc(b, '[');
    for (size_t i = 0; i < c->part_count; i++) {
        cu_buf_printf(b, "%s{\"count\": %lld, \"what\": ", i ? ", " : "",
                      (long long)c->parts[i].count);
        string_or_null(b, c->parts[i].what);
        cu_buf_puts(b, ", \"to\": ");
        string_or_null(b, c->parts[i].to);
        cu_buf_putc(b, '}');
    }
    cu_buf_putc(b, ']');
}

/* --- spans -------------------------------------------------------------------------------- */

static void range(struct cu_buf *b, uint32_t start, uint32_t end)
{
    if (end > start)
        cu_buf_printf(b, "[%u, %u]", start, end);
    else
        cu_buf_puts(b, "null");
}

static void slot_span(struct cu_buf *b, const char *name, const struct cl_slot *s)
{
    if (!s->text.n || s->end <= s->start)
        return;
    key(b, name);
    range(b, s->start, s->end);
}

static void names_span(struct cu_buf *b, const char *name, const struct cl_names *names)
{
    if (!names->count)
        return;
    key(b, name);
    cu_buf_putc(b, '[');
    for (size_t i = 0; i < names->count; i++) {
        cu_buf_puts(b, i ? ", " : "");
        range(b, names->items[i].start, names->items[i].end);
    }
    cu_buf_putc(b, ']');
}

static void span_field(struct cu_buf *b, const struct rd_document *d, const struct cl_claim *c)
{
    const struct rd_sentence *s = &d->sentences[c->sentence];
    key(b, "span");
    cu_buf_putc(b, '{');
    key(b, "sentence");
    range(b, s->start, s->end);
    names_span(b, "actor", &c->actor);
    names_span(b, "target", &c->target);
    slot_span(b, "from", &c->from);
    slot_span(b, "to", &c->to);
    slot_span(b, "place", &c->place);
    slot_span(b, "date", &c->date);
    names_span(b, "charge", &c->charge);
    slot_span(b, "term", &c->term);
    slot_span(b, "attribution", &c->attribution);
    slot_span(b, "mention", &c->mention);
    cu_buf_putc(b, '}');
}

/* --- lines -------------------------------------------------------------------------------- */

static void count_fields(struct cu_buf *b, const struct cl_claim *c)
{
    key(b, "count");
    if (c->has_count)
        cu_buf_printf(b, "%lld", (long long)c->count);
    else
        cu_buf_puts(b, "null");
    key(b, "count_qualifier");
    if (c->qualifier >= 0 && c->qualifier < RD_QUALIFIER_COUNT)
        cu_buf_printf(b, "\"%s\"", rd_qualifier_name[c->qualifier]);
    else
        cu_buf_puts(b, "null");
}

/* Not printf's %f: a program that embeds the library may have set a locale with decimal commas. */
static void score_field(struct cu_buf *b, float score)
{
    int thousandths = score >= 1 ? 1000 : score > 0 ? (int)(score * 1000 + 0.5f) : 0;
    key(b, "score");
    cu_buf_printf(b, "%d.%03d", thousandths / 1000, thousandths % 1000);
}

static void claim_line(struct cu_buf *b, const struct rd_document *d, const struct cl_claim *c,
                       bool explain)
{
    const struct rd_sentence *s = &d->sentences[c->sentence];
    cu_buf_putc(b, '{');
    string_field(b, "act", cu_str_of(cl_act_info[c->act].name));
    names_field(b, "actor", &c->actor);
    names_field(b, "target", &c->target);
    count_fields(b, c);
    parts_field(b, c);
    string_field(b, "from", c->from.text);
    string_field(b, "to", c->to.text);
    string_field(b, "place", c->place.text);
    string_field(b, "date", c->date.text);
    names_field(b, "charge", &c->charge);
    string_field(b, "term", c->term.text);
    string_field(b, "attribution", c->attribution.text);
    string_field(b, "modality", cu_str_of(cl_modality_name[c->modality]));
    key(b, "negated");
    cu_buf_puts(b, c->negated ? "true" : "false");
    if (c->state)
        string_field(b, "aspect", CU_STR("state"));
    if (c->mention.text.n)
        string_field(b, "mention", c->mention.text);
    string_field(b, "sentence", (struct cu_str){d->text.p + s->start, s->end - s->start});
    if (c->note.n)
        string_field(b, "note", c->note);
    string_field(b, "doc", d->name);
    span_field(b, d, c);
    score_field(b, c->score);
    if (explain)
        string_field(b, "why", c->why);
    cu_buf_puts(b, "}\n");
}

static void document_line(struct cu_buf *b, const struct rd_document *d, const struct cl_result *r)
{
    cu_buf_putc(b, '{');
    key(b, "doc");
    cu_buf_json(b, d->name);
    string_field(b, "date", d->date);
    key(b, "hard_negative");
    cu_buf_puts(b, r->claim_count ? "false" : "true");
    key(b, "persons");
    cu_buf_putc(b, '[');
    for (size_t i = 0; i < r->person_count; i++) {
        cu_buf_puts(b, i ? ", {\"name\": " : "{\"name\": ");
        cu_buf_json(b, r->persons[i].name);
        cu_buf_printf(b, ", \"status\": \"%s\"}", cl_status_name[r->persons[i].status]);
    }
    cu_buf_putc(b, ']');
    key(b, "contradictions");
    cu_buf_putc(b, '[');
    for (size_t i = 0; i < r->contradiction_count; i++) {
        cu_buf_puts(b, i ? ", " : "");
        cu_buf_json(b, r->contradictions[i].text);
    }
    cu_buf_puts(b, "]}\n");
}

void cl_json(struct cu_buf *out, const struct rd_document *d, const struct cl_result *r,
             bool explain)
{
    for (size_t i = 0; i < r->claim_count; i++)
        claim_line(out, d, &r->claims[i], explain);
    document_line(out, d, r);
}
