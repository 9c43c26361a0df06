/* SPDX-License-Identifier: Apache-2.0
 * Attachment scores. See attachment.h.
 */

#include <string.h>

#include "attachment.h"

bool tr_same_relation(uint8_t a, uint8_t b)
{
    const char *x = rd_deprel_name[a], *y = rd_deprel_name[b];
    size_t n = strcspn(x, ":");
    return n == strcspn(y, ":") && memcmp(x, y, n) == 0;
}

void tr_attachment_add(struct tr_attachment *score, const struct tr_case *c)
{
    size_t before = score->heads;
    for (uint32_t i = 0; i < c->tree.n; i++) {
        const struct rd_token *t = &c->doc.tokens[i];
        uint32_t head = t->head == RD_NONE ? c->tree.n : t->head;
        score->words++;
        if (head != c->tree.head[i])
            continue;
        score->heads++;
        score->labels += tr_same_relation(t->deprel, c->tree.label[i]);
        score->full += t->deprel == c->tree.label[i];
    }
    score->trees += score->heads - before == c->tree.n;
}

void tr_attachment_print(const struct tr_attachment *s, const char *name)
{
    double n = s->words ? (double)s->words : 1;
    printf("%s: %zu words, UAS %.2f, LAS %.2f, with subtypes %.2f\n", name, s->words,
           100 * (double)s->heads / n, 100 * (double)s->labels / n, 100 * (double)s->full / n);
}
