/* SPDX-License-Identifier: Apache-2.0
 *
 * Sentences of one block. A sentence may end only after a mark or an abbreviation; whether it does
 * is a question for the model, but for the place and date line of an agency report.
 */
#include <string.h>

#include "read/split_word.h"

enum {
    DATELINE_WORDS = 24, /* pieces of a dateline in capitals */
    LABEL_WORDS = 4,     /* of a shorter label */
    LABEL_SIGHT = 40     /* pieces in which a second dash is looked for */
};

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

/* What closes or goes on with what stands before it starts no sentence. */
static bool goes_on(const struct rd_split_run *r, const struct open_sentence *o, size_t i)
{
    uint32_t length, code;
    const struct rd_piece *p = &r->pieces[i];
    if (p->space_before || rd_char_at(r->text, p->end, p->start, &length, &code) != RD_C_PUNCT)
        return false;
    if (code == 0x201d || code == 0x2019 || code == 0xbb)
        return true;
    return code < 128 && (strchr(")]", (int)code) || (code == '"' && o->quoted));
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

static enum rd_char first_char(const struct rd_split_run *r, size_t i, uint32_t *code)
{
    uint32_t length;
    return rd_char_at(r->text, r->pieces[i].end, r->pieces[i].start, &length, code);
}

static bool spaced_dash(const struct rd_split_run *r, size_t i)
{
    uint32_t code;
    if (!r->pieces[i].space_before || i + 1 >= r->count || !r->pieces[i + 1].space_before)
        return false;
    first_char(r, i, &code);
    return code == '-' || code == 0x2013 || code == 0x2014;
}

/* The head of a line or report before a dash: "MINSK, Dec 20 (Kestrel) - ", "13 May - ", "Baku - ".
 * The first piece after the dash, or 0. It holds no word in small letters; in capitals it may be
 * long; a sentence starts after it, and not in capitals, which would be a headline. A second dash
 * closes a parenthesis, so that the first one opened it. */
static size_t after_dateline(const struct rd_split_run *r, size_t first)
{
    uint32_t code;
    bool caps = all_caps(r, first);
    size_t most = first + (caps ? DATELINE_WORDS : LABEL_WORDS), dash = first + 1;
    for (;; dash++) {
        if (dash + 1 >= r->count || dash > most)
            return 0;
        if (spaced_dash(r, dash))
            break;
        enum rd_char c = first_char(r, dash, &code);
        if (c == RD_C_LOWER || (c == RD_C_PUNCT && !strchr(",.()/-", (int)(code & 127))))
            return 0;
    }
    enum rd_char before = first_char(r, first, &code), after = first_char(r, dash + 1, &code);
    bool quote = code == '"' || code == 0x201c || code == 0x2018 || code == '\'';
    if ((before != RD_C_UPPER && before != RD_C_DIGIT) || (after != RD_C_UPPER && !quote) ||
        all_caps(r, dash + 1))
        return 0;
    for (size_t i = dash + 1; !caps && i < r->count && i < dash + LABEL_SIGHT; i++)
        if (spaced_dash(r, i))
            return 0;
    return dash + 1;
}

/* The first piece after the time of day that opens an entry of a live report ("06:40", "13:02 - "),
 * or 0. */
static size_t after_time(const struct rd_split_run *r, size_t first)
{
    const char *t = r->text + r->pieces[first].start;
    uint32_t n = r->pieces[r->count - 1].end - r->pieces[first].start, i = 0, minutes;
    while (i < n && i < 2 && t[i] >= '0' && t[i] <= '9')
        i++;
    if (i == 0 || i + 3 >= n || t[i] != ':')
        return 0;
    minutes = ++i;
    while (i < n && t[i] >= '0' && t[i] <= '9')
        i++;
    if (i != minutes + 2)
        return 0;
    size_t next = first;
    while (next < r->count && r->pieces[next].start < r->pieces[first].start + i)
        next++;
    if (next < r->count && spaced_dash(r, next))
        next++;
    return next < r->count && r->pieces[next].space_before ? next : 0;
}

/* The number or letter that opens a list item or an answer ("1.", "(2)", "A.") ends no sentence:
 * the first piece after it, or `first`. */
static size_t after_number(const struct rd_split_run *r, size_t first)
{
    uint32_t code;
    size_t i = first;
    if (first_char(r, i, &code) == RD_C_PUNCT && code == '(' && i + 1 < r->count)
        i++;
    const struct rd_piece *p = &r->pieces[i];
    enum rd_char c = first_char(r, i, &code);
    uint32_t n = p->end - p->start;
    if (c == RD_C_UPPER && n == 2 && r->text[p->start + 1] == '.')
        return i + 1;
    if (!(c == RD_C_DIGIT && n <= 3) && !(c != RD_C_PUNCT && n == 1))
        return first;
    if (i + 1 < r->count && !r->pieces[i + 1].space_before &&
        first_char(r, i + 1, &code) == RD_C_PUNCT && (code == '.' || code == ')'))
        return i + 2;
    return first;
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
    size_t lead = after_dateline(r, first), number = after_number(r, first);
    if (!lead)
        lead = after_time(r, first);
    r->pieces[first].sentence = true;
    step(r, &o, first);
    for (size_t i = first + 1; i < r->count; i++) {
        bool starts = lead && i == lead;
        if (!starts && i >= lead && i > number && may_end(r, i - 1) && !goes_on(r, &o, i))
            starts = rd_split_ask(r, RD_SENTENCE_STARTS, r->pieces[i].start, f,
                                  sentence_features(r, &o, i, f));
        if (starts) {
            r->pieces[i].sentence = true;
            o = (struct open_sentence){.first = i};
        }
        step(r, &o, i);
    }
}
