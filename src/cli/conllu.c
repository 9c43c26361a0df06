/* SPDX-License-Identifier: Apache-2.0
 * CoNLL-U. See conllu.h.
 */
#include "cli/conllu.h"

/* The format parts lines by line breaks and columns by tabs: white space becomes one space, and
 * what is left of control characters goes. */
static void add_text(struct cu_buf *out, struct cu_str s)
{
    bool space = false;
    size_t start = out->n;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = cu_utf8_next(s.p, s.n, &i);
        if (c <= 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xa0) {
            space = out->n > start;
            continue;
        }
        if (space)
            cu_buf_putc(out, ' ');
        space = false;
        if (c == 0xfffd)
            cu_buf_puts(out, "\xef\xbf\xbd");
        else
            cu_buf_add(out, s.p + from, i - from);
    }
}

static void add_column(struct cu_buf *out, struct cu_str s)
{
    size_t before = out->n;
    cu_buf_putc(out, '\t');
    add_text(out, s);
    if (out->n == before + 1)
        cu_buf_putc(out, '_');
}

/* The form that stands without a space before the next word of its sentence. */
static bool joined(const struct rd_document *d, const struct rd_sentence *s, uint32_t t)
{
    return t + 1 < s->past && !d->tokens[t + 1].space_before;
}

static void add_misc(struct cu_buf *out, const struct rd_document *d, const struct rd_sentence *s,
                     uint32_t t)
{
    uint32_t entity = d->tokens[t].entity;
    bool any = false;
    cu_buf_putc(out, '\t');
    if (entity != RD_NONE && entity < d->entity_count) {
        const struct rd_entity *e = &d->entities[entity];
        cu_buf_printf(out, "NER=%s-%s", e->first == t ? "B" : "I", rd_entity_name[e->type]);
        any = true;
    }
    if (joined(d, s, t)) {
        cu_buf_puts(out, any ? "|SpaceAfter=No" : "SpaceAfter=No");
        any = true;
    }
    if (!any)
        cu_buf_putc(out, '_');
}

static void add_word(struct cu_buf *out, const struct rd_document *d, const struct rd_sentence *s,
                     uint32_t t)
{
    const struct rd_token *w = &d->tokens[t];
    bool inside = w->head != RD_NONE && w->head >= s->first && w->head < s->past;
    cu_buf_printf(out, "%u", t - s->first + 1);
    add_column(out, rd_form(d, t));
    if (!s->analysed) {
        cu_buf_puts(out, "\t_\t_\t_\t_\t_\t_\t_");
    } else {
        add_column(out, w->lemma.n ? w->lemma : w->lower);
        cu_buf_printf(out, "\t%s\t_", rd_upos_name[w->upos]);
        add_column(out, w->feats_text);
        cu_buf_printf(out, "\t%u\t%s\t_", inside ? w->head - s->first + 1 : 0,
                      inside && w->deprel < RD_DEPREL_COUNT ? rd_deprel_name[w->deprel] : "root");
    }
    add_misc(out, d, s, t);
    cu_buf_putc(out, '\n');
}

void cli_conllu(struct cu_buf *out, const struct rd_document *d)
{
    uint32_t paragraph = RD_NONE;
    for (uint32_t i = 0; i < d->sentence_count; i++) {
        const struct rd_sentence *s = &d->sentences[i];
        if (i == 0) {
            cu_buf_puts(out, "# newdoc id = ");
            add_text(out, d->name);
            cu_buf_putc(out, '\n');
        }
        if (s->paragraph != paragraph)
            cu_buf_puts(out, "# newpar\n");
        paragraph = s->paragraph;
        cu_buf_puts(out, "# sent_id = ");
        add_text(out, d->name);
        cu_buf_printf(out, "-%u\n# text = ", i + 1);
        add_text(out, (struct cu_str){d->text.p + s->start, s->end - s->start});
        cu_buf_putc(out, '\n');
        for (uint32_t t = s->first; t < s->past; t++)
            add_word(out, d, s, t);
        cu_buf_putc(out, '\n');
    }
}
