/* SPDX-License-Identifier: Apache-2.0
 *
 * Words. White space always parts them. Inside a run of other characters every change of class
 * (letters, digits, one punctuation mark) is a question for the model; letters are parted only by
 * the table of contractions and before "n't".
 */
#include <string.h>

#include "read/split_word.h"

enum {
    HASHED = 16,    /* bytes of a run that features see */
    CHUNK_SEEN = 64 /* bytes of a chunk in which an address is looked for */
};

enum rd_char rd_char_at(const char *s, uint32_t n, uint32_t i, uint32_t *length, uint32_t *code)
{
    unsigned char b = (unsigned char)s[i];
    *length = 1;
    *code = b;
    if (b < 0x80) {
        if ((unsigned char)(b - 'a') < 26)
            return RD_C_LOWER;
        if ((unsigned char)(b - 'A') < 26)
            return RD_C_UPPER;
        if ((unsigned char)(b - '0') < 10)
            return RD_C_DIGIT;
        return b <= ' ' ? RD_C_SPACE : RD_C_PUNCT;
    }
    size_t at = i;
    uint32_t c = cu_utf8_next(s, n, &at);
    *length = (uint32_t)(at - i);
    *code = c;
    if (c == 0x85 || c == 0xa0 || (c >= 0x2000 && c <= 0x200b) || c == 0x2028 || c == 0x2029 ||
        c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff)
        return RD_C_SPACE;
    if (cu_is_letter(c))
        return cu_is_upper(c) ? RD_C_UPPER : RD_C_LOWER;
    /* A broken byte counts as a letter, so that noise does not become thousands of words. */
    return c == 0xfffd ? RD_C_LOWER : RD_C_PUNCT;
}

static bool add_piece(struct rd_split_run *r, uint32_t start, uint32_t end, bool space)
{
    if (r->count == r->capacity) {
        size_t capacity = r->capacity ? r->capacity * 2 : r->n / 5 + 64;
        struct rd_piece *grown = cu_realloc(r->pieces, capacity * sizeof *grown);
        if (!grown)
            return false;
        r->pieces = grown;
        r->capacity = capacity;
    }
    r->pieces[r->count++] = (struct rd_piece){start, end, space, false};
    return true;
}

/* Where the second word of a form of letters starts, 0: it is one word. */
static uint32_t contraction(const struct rd_split_run *r, uint32_t from, uint32_t to)
{
    if (to - from > RD_CONTRACTION_BYTES || to - from < 2)
        return 0;
    uint64_t key = 0;
    memcpy(&key, r->lower + from, to - from);
    const struct rd_contraction *table = r->s->contractions;
    for (size_t i = cu_mix(key) % RD_CONTRACTIONS;; i = (i + 1) % RD_CONTRACTIONS) {
        if (!table[i].at)
            return 0;
        if (table[i].key == key)
            return table[i].at;
    }
}

/* --- one chunk ----------------------------------------------------------------------------- */

/* A run: letters, digits, or one punctuation mark. */
struct run {
    uint32_t start, end;
    enum rd_char kind; /* RD_C_LOWER stands for letters of either case */
    uint32_t code;     /* of its first character */
    bool capital;      /* starts with an upper-case letter */
};

/* A run of characters without white space, and where its reading stands. */
struct chunk {
    uint32_t start, end;
    bool address;      /* URL, e-mail address, domain */
    bool space;        /* white space before it */
    enum rd_char next; /* first character of the next chunk */
    struct cu_str next_word;
    struct run before, left, right, after; /* around the place in question */
    uint32_t word;                         /* start of the open word */
    uint32_t repeats;                      /* equal marks up to and with `left` */
};

static struct run run_at(const struct rd_split_run *r, uint32_t i, uint32_t end)
{
    struct run run = {.start = i, .end = i};
    if (i >= end)
        return run;
    uint32_t length, code;
    enum rd_char c = rd_char_at(r->text, end, i, &length, &run.code);
    run.capital = c == RD_C_UPPER;
    run.kind = c == RD_C_UPPER ? RD_C_LOWER : c;
    run.end = i + length;
    while (run.kind != RD_C_PUNCT && run.end < end) {
        c = rd_char_at(r->text, end, run.end, &length, &code);
        if ((c == RD_C_UPPER ? RD_C_LOWER : c) != run.kind)
            break;
        run.end += length;
    }
    return run;
}

static uint64_t hash_of(const struct rd_split_run *r, uint32_t from, uint32_t to)
{
    uint32_t n = to - from;
    return cu_hash(r->lower + from, n < HASHED ? n : HASHED, n < HASHED ? 0 : 1);
}

static uint64_t shape_of(struct run run)
{
    uint32_t n = run.end - run.start;
    uint64_t length = n > 5 ? 5 : n;
    return (uint64_t)run.kind * 16 + length * 2 + run.capital +
           (run.kind == RD_C_PUNCT ? (uint64_t)run.code << 8 : 0);
}

static size_t word_features(const struct rd_split_run *r, const struct chunk *c, uint64_t *f)
{
    uint64_t left = hash_of(r, c->left.start, c->left.end);
    uint64_t right = hash_of(r, c->right.start, c->right.end);
    uint64_t ls = shape_of(c->left), rs = shape_of(c->right), pair = ls * 1048583 + rs;
    uint64_t word = hash_of(r, c->word, c->left.end);
    uint64_t at_start = c->word == c->start, at_end = c->right.end == c->end;
    uint64_t edge = at_start * 2 + at_end;
    uint64_t before = c->before.end > c->before.start ? shape_of(c->before) : 0;
    uint64_t after = c->after.end > c->after.start ? shape_of(c->after) : 0;
    uint64_t next = c->next * 2 + at_end;
    uint32_t form_end = c->right.code == '.' ? c->left.end : c->right.end;
    uint64_t abbr =
        rd_split_abbreviation(r->s, (struct cu_str){r->lower + c->word, form_end - c->word});
    bool alone = c->word == c->left.start;
    size_t n = 0;
    f[n++] = rd_split_feature(1, pair);
    f[n++] = rd_split_feature(2, left * 31 + rs);
    f[n++] = rd_split_feature(3, right * 31 + ls);
    f[n++] = rd_split_feature(4, cu_mix(pair) + before * 8191 + alone);
    f[n++] = rd_split_feature(5, cu_mix(pair) + after * 8191);
    f[n++] = rd_split_feature(6, left ^ cu_mix(right));
    f[n++] = rd_split_feature(7, hash_of(r, c->start, c->end) + (c->left.end - c->start));
    f[n++] = rd_split_feature(8, cu_mix(pair) + next * 4 + edge);
    f[n++] = rd_split_feature(9, word * 31 + rs);
    f[n++] = rd_split_feature(10, cu_mix(pair) + c->address * 8 + c->repeats);
    f[n++] = rd_split_feature(11, cu_mix(ls * 64 + abbr * 8 + next) + c->right.code);
    f[n++] = rd_split_feature(12, cu_mix(pair) + before * 8191 + after * 131071 + alone);
    f[n++] = rd_split_feature(13, word * 31 + next + rs * 8);
    f[n++] = rd_split_feature(14, hash_of(r, c->after.start, c->after.end) + cu_mix(pair));
    f[n++] =
        rd_split_feature(15, hash_of(r, c->before.start, c->before.end) + cu_mix(pair) + alone);
    f[n++] = rd_split_feature(16, cu_hash(c->next_word.p, c->next_word.n, 0) + rs * 4 + at_end);
    f[n++] = rd_split_feature(17, (uint64_t)c->address * 2 + at_end + rs * 4);
    return n;
}

static bool apostrophe(uint32_t code)
{
    return code == '\'' || code == 0x2019;
}

/* "n't": the place where its n starts when `left` ends in n and "'t" follows; else 0. */
static uint32_t negation(const struct rd_split_run *r, const struct chunk *c)
{
    bool here = apostrophe(c->right.code) && c->left.kind == RD_C_LOWER &&
                r->lower[c->left.end - 1] == 'n' && c->after.end - c->after.start == 1 &&
                r->lower[c->after.start] == 't';
    return here ? c->left.end - 1 : 0;
}

static bool address(struct cu_str s)
{
    if (s.n > CHUNK_SEEN)
        s.n = CHUNK_SEEN;
    if (s.n < 5)
        return false;
    return memmem(s.p, s.n, "://", 3) || memmem(s.p, s.n, "www.", 4) || memchr(s.p, '@', s.n) ||
           memmem(s.p, s.n, ".com", 4) || memmem(s.p, s.n, ".org", 4) ||
           memmem(s.p, s.n, ".net", 4) || memmem(s.p, s.n, ".htm", 4);
}

static bool end_word(struct rd_split_run *r, struct chunk *c, uint32_t end)
{
    bool fine = end == c->word || add_piece(r, c->word, end, c->word == c->start && c->space);
    c->word = end;
    return fine;
}

/* What stands after the chunk, for the question whether its full stop ends an abbreviation. */
static void look_ahead(const struct rd_split_run *r, struct chunk *c, uint32_t to)
{
    uint32_t i = c->end, length, code;
    c->next = RD_C_SPACE;
    while (i < to) {
        c->next = rd_char_at(r->text, to, i, &length, &code);
        if (c->next != RD_C_SPACE)
            break;
        i += length;
    }
    uint32_t from = i;
    while (i < to && i < from + HASHED && (unsigned char)r->lower[i] > ' ' && r->lower[i] != '.' &&
           r->lower[i] != ',')
        i++;
    c->next_word = (struct cu_str){r->lower + from, i - from};
}

/* Words of a chunk that is more than letters. */
static bool split_chunk(struct rd_split_run *r, struct chunk *c, uint32_t to)
{
    uint64_t f[RD_SPLIT_FEATURES];
    c->address = address((struct cu_str){r->lower + c->start, c->end - c->start});
    look_ahead(r, c, to);
    c->word = c->start;
    c->left = run_at(r, c->start, c->end);
    c->right = run_at(r, c->left.end, c->end);
    c->before = (struct run){0};
    c->repeats = 1;
    for (bool fine = true; fine; c->before = c->left, c->left = c->right, c->right = c->after) {
        uint32_t half = c->left.kind == RD_C_LOWER && c->word == c->left.start
                            ? contraction(r, c->left.start, c->left.end)
                            : 0;
        if (half && !apostrophe(c->right.code))
            fine = end_word(r, c, c->left.start + half);
        if (c->right.start >= c->end)
            return fine && end_word(r, c, c->end);
        c->after = run_at(r, c->right.end, c->end);
        uint32_t n = negation(r, c);
        if (n) {
            fine = fine && end_word(r, c, n);
            c->right.end = c->after.end; /* n + 't */
            c->after = run_at(r, c->right.end, c->end);
            c->repeats = 1;
            continue;
        }
        if (rd_split_ask(r, RD_WORD_STARTS, c->right.start, f, word_features(r, c, f)))
            fine = fine && end_word(r, c, c->left.end);
        bool same = c->right.kind == RD_C_PUNCT && c->right.code == c->left.code;
        c->repeats = !same ? 1 : c->repeats < 4 ? c->repeats + 1 : 4;
    }
    return false;
}

/* --- the block ------------------------------------------------------------------------------ */

static bool split_letters(struct rd_split_run *r, uint32_t start, uint32_t end, bool space)
{
    uint32_t half = contraction(r, start, end);
    if (!half)
        return add_piece(r, start, end, space);
    return add_piece(r, start, start + half, space) && add_piece(r, start + half, end, false);
}

static bool ascii_letter(char c)
{
    return (unsigned char)((c | 32) - 'a') < 26;
}

bool rd_split_words(struct rd_split_run *r, uint32_t from, uint32_t to)
{
    const char *t = r->text;
    bool space = from > 0 && (unsigned char)t[from - 1] <= ' ';
    for (uint32_t i = from; i < to;) {
        uint32_t length, code, start = i;
        while (i < to && ascii_letter(t[i]))
            i++;
        if (i > start && (i == to || t[i] == ' ' || t[i] == '\n')) {
            if (!split_letters(r, start, i, space))
                return false;
            space = i < to;
            i += i < to;
            continue;
        }
        if (i > start && t[i] == ',' && i + 1 < to && t[i + 1] == ' ') {
            if (!split_letters(r, start, i, space) || !add_piece(r, i, i + 1, false))
                return false;
            space = true;
            i += 2;
            continue;
        }
        while (i < to && rd_char_at(t, to, i, &length, &code) != RD_C_SPACE)
            i += length;
        struct chunk c = {.start = start, .end = i, .space = space};
        if (i > start && !split_chunk(r, &c, to))
            return false;
        if (i < to && i == start)
            i += length;
        space = true;
    }
    return true;
}
