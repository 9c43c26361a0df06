/* SPDX-License-Identifier: Apache-2.0
 *
 * Sentences of one block. A sentence may end only after a mark or an abbreviation; whether it does
 * is a question for the model, but for the place and date line of an agency report.
 */
#include <string.h>

#include "read/split_word.h"

enum { DATELINE_WORDS = 24 };

/* What is known of the sentence that is open. */
struct open_sentence {
    size_t first;
    uint32_t brackets; /* open ones */
    bool quoted;       /* inside quotation marks */
};

static uint64_t form_hash(const struct rd_split_run *r, size_t i, size_t past)
{
    if (i >= past)
        return 7;
    uint32_t n = r->pieces[i].end - r->pieces[i].start;
    return cu_hash(r->lower + r->pieces[i].start, n < 24 ? n : 24, 0);
}

/* First and last character, length class, case: what a piece looks like. */
static uint64_t look(const struct rd_split_run *r, size_t i, size_t past)
{
    if (i >= past)
        return 1;
    uint32_t length, code, start = r->pieces[i].start, end = r->pieces[i].end;
    enum rd_char c = rd_char_at(r->text, end, start, &length, &code);
    uint64_t size = end - start < 4 ? end - start : 4;
    if (c == RD_C_PUNCT)
        return 64 + code * 4;
    char last = r->text[end - 1];
    bool caps = c == RD_C_UPPER && end - start > 1 && last >= 'A' && last <= 'Z';
    return 2 + (uint64_t)c * 16 + size * 2 + caps + (last == '.' ? 0x10000 : 0);
}

static size_t sentence_features(const struct rd_split_run *r, const struct open_sentence *o,
                                size_t i, uint64_t *f)
{
    size_t past = r->count, none = past;
    size_t p1 = i - 1, p2 = i >= o->first + 2 ? i - 2 : none, p3 = i >= o->first + 3 ? i - 3 : none;
    uint64_t h1 = form_hash(r, p1, past), h2 = form_hash(r, p2, past), h0 = form_hash(r, i, past);
    uint64_t l1 = look(r, p1, past), l2 = look(r, p2, past), l3 = look(r, p3, past);
    uint64_t l0 = look(r, i, past), m1 = look(r, i + 1, past);
    uint64_t inside = (o->brackets ? 2 : 0) + o->quoted, space = r->pieces[i].space_before;
    size_t n = i - o->first;
    uint64_t age = n < 4 ? n : n < 8 ? 4 : n < 16 ? 5 : 6;
    uint64_t ends = cu_mix(l1 + (l2 << 24)) + space;
    size_t k = 0;
    struct rd_piece last = r->pieces[p1];
    uint64_t abbr = rd_split_abbreviation(
        r->s, (struct cu_str){r->lower + last.start, last.end - last.start - 1});
    f[k++] = rd_split_feature(20, ends);
    f[k++] = rd_split_feature(21, cu_mix(ends) + l0);
    f[k++] = rd_split_feature(22, h1 + cu_mix(l0) + space);
    f[k++] = rd_split_feature(23, h2 + cu_mix(l1) + space);
    f[k++] = rd_split_feature(24, h0 + cu_mix(l1) + space);
    f[k++] = rd_split_feature(25, h0 + cu_mix(ends));
    f[k++] = rd_split_feature(26, cu_mix(l1 + (l0 << 24)) + inside * 2 + space);
    f[k++] = rd_split_feature(27, cu_mix(l1 + (l0 << 24)) + age * 2 + space);
    f[k++] = rd_split_feature(28, cu_mix(l0 + (m1 << 24)) + l1);
    f[k++] = rd_split_feature(29, cu_mix(ends) + l3 * 31 + l0);
    f[k++] = rd_split_feature(30, cu_mix(ends + abbr * 64) + l0);
    f[k++] = rd_split_feature(31, h1 + cu_mix(h0) + space);
    f[k++] = rd_split_feature(32, cu_mix(ends) + inside * 16 + age);
    f[k++] = rd_split_feature(33, h2 + cu_mix(l1 + (l0 << 24)) + space);
    f[k++] = rd_split_feature(34, form_hash(r, i + 1, past) + cu_mix(l1 + (l0 << 24)));
    f[k++] = rd_split_feature(35, form_hash(r, o->first, past) + cu_mix(l1 + (l0 << 24)));
    return k;
}

/* May a sentence end with this piece? Letters and digits never end one inside a block, but for
 * abbreviations, which carry their full stop. */
static bool may_end(const struct rd_split_run *r, size_t i)
{
    uint32_t length, code;
    const struct rd_piece *p = &r->pieces[i];
    char last = r->text[p->end - 1];
    if ((last >= '0' && last <= '9') || ((last | 32) >= 'a' && (last | 32) <= 'z'))
        return false;
    if (p->end - p->start == 1)
        return strchr(".!?:;\"')]-*~_", last) != NULL;
    if ((unsigned char)last < 0x80)
        return true;
    uint32_t at = p->end - 1;
    while (at > p->start && ((unsigned char)r->text[at] & 0xc0) == 0x80)
        at--;
    return rd_char_at(r->text, p->end, at, &length, &code) == RD_C_PUNCT;
}

static bool all_caps(const struct rd_split_run *r, size_t i)
{
    const struct rd_piece *p = &r->pieces[i];
    uint32_t letters = 0, length, code;
    for (uint32_t at = p->start; at < p->end; at += length) {
        if (rd_char_at(r->text, p->end, at, &length, &code) != RD_C_UPPER)
            return false;
        letters++;
    }
    return letters > 1;
}

/* "MINSK, Dec 20 (Kestrel) - ", "BAKU - ": the first piece after the dash, or 0. The line is in
 * capitals up to its first comma, holds no word in small letters, and what follows it does not go
 * on in capitals (that would be a headline). */
static size_t after_dateline(const struct rd_split_run *r, size_t first)
{
    uint32_t length, code;
    if (!all_caps(r, first))
        return 0;
    for (size_t i = first + 1; i + 1 < r->count && i < first + DATELINE_WORDS; i++) {
        const struct rd_piece *p = &r->pieces[i];
        enum rd_char c = rd_char_at(r->text, p->end, p->start, &length, &code);
        bool dash = code == '-' || code == 0x2013 || code == 0x2014;
        if (dash && p->space_before && r->pieces[i + 1].space_before)
            return all_caps(r, i + 1) ? 0 : i + 1;
        if (c == RD_C_LOWER || (c == RD_C_PUNCT && !dash && !strchr(",.()/", (int)(code & 127))))
            return 0;
    }
    return 0;
}

static void step(const struct rd_split_run *r, struct open_sentence *o, size_t i)
{
    const struct rd_piece *p = &r->pieces[i];
    if (p->end - p->start == 1) {
        char c = r->text[p->start];
        if (c == '(' || c == '[')
            o->brackets++;
        else if ((c == ')' || c == ']') && o->brackets)
            o->brackets--;
        else if (c == '"')
            o->quoted = !o->quoted;
    } else if (p->end - p->start == 3 && memcmp(r->text + p->start, "\xe2\x80", 2) == 0) {
        unsigned char c = (unsigned char)r->text[p->start + 2];
        if (c == 0x9c)
            o->quoted = true;
        else if (c == 0x9d)
            o->quoted = false;
    }
}

void rd_split_sentences(struct rd_split_run *r, size_t first)
{
    uint64_t f[RD_SPLIT_FEATURES];
    struct open_sentence o = {.first = first};
    size_t dateline = after_dateline(r, first);
    r->pieces[first].sentence = true;
    step(r, &o, first);
    for (size_t i = first + 1; i < r->count; i++) {
        bool starts = dateline && i == dateline;
        if (!starts && i >= dateline && may_end(r, i - 1))
            starts = rd_split_ask(r, RD_SENTENCE_STARTS, r->pieces[i].start, f,
                                  sentence_features(r, &o, i, f));
        if (starts) {
            r->pieces[i].sentence = true;
            o = (struct open_sentence){.first = i};
        }
        step(r, &o, i);
    }
}
