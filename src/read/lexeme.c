/* SPDX-License-Identifier: Apache-2.0
 * Cuts tokens into the pieces that values are read from. See lexeme.h.
 */
#include <string.h>

#include "read/lexeme.h"

static const struct rd_word no_word;
static const struct rd_lexeme no_lexeme = {.word = &no_word, .text = {"", 0}, .space = true};

/* What makes a sentence worth cutting up; every other word only helps to read these. */
static const uint64_t triggers = RD_L(NUMBER) | RD_L(SCALE) | RD_L(CROWD) | RD_L(ORDINAL) |
                                 RD_L(UNIT) | RD_L(SEASON) | RD_L(FEAST) | RD_L(DEICTIC) |
                                 RD_L(WEEKEND) | RD_L(LIFE) | RD_L(MONTH) | RD_L(WEEKDAY) |
                                 RD_L(PART);

const struct rd_lexeme *rd_lex_at(const struct rd_scan *s, size_t i)
{
    return i < s->count ? &s->lex[i] : &no_lexeme;
}

static const struct rd_word *find(const struct rd_valuer *v, struct cu_str text)
{
    const uint32_t *at = cu_map_get(&v->map, text);
    return at ? &v->words[*at] : NULL;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool holds_digit_or_dash(struct cu_str t)
{
    for (size_t i = 0; i < t.n; i++)
        if (digit(t.p[i]) || t.p[i] == '-' || (unsigned char)t.p[i] == 0xe2)
            return true;
    return false;
}

bool rd_lex_needed(const struct rd_valuer *v, const struct rd_document *d, uint32_t sentence)
{
    const struct rd_sentence *s = &d->sentences[sentence];
    for (uint32_t i = s->first; i < s->past; i++) {
        struct cu_str t = d->tokens[i].lower;
        const struct rd_word *w = find(v, t);
        if (w ? (w->kinds & triggers) != 0 : t.n > 1 && holds_digit_or_dash(t))
            return true;
        if (t.n == 1 && digit(t.p[0]))
            return true;
    }
    return false;
}

/* Bytes of a dash at p (hyphen, en and em dash, minus, non-breaking hyphen), 0: none. */
static size_t dash_at(const char *p, size_t n)
{
    if (n && p[0] == '-')
        return 1;
    if (n >= 3 && (unsigned char)p[0] == 0xe2) {
        unsigned char b = (unsigned char)p[1], c = (unsigned char)p[2];
        if ((b == 0x80 && c >= 0x90 && c <= 0x95) || (b == 0x88 && c == 0x92))
            return 3;
    }
    return 0;
}

/* Bytes of a space that groups digits at p: U+00A0, U+2009, U+202F. */
static size_t thin_space_at(const char *p, size_t n)
{
    if (n >= 2 && (unsigned char)p[0] == 0xc2 && (unsigned char)p[1] == 0xa0)
        return 2;
    if (n >= 3 && (unsigned char)p[0] == 0xe2 && (unsigned char)p[1] == 0x80 &&
        ((unsigned char)p[2] == 0x89 || (unsigned char)p[2] == 0xaf))
        return 3;
    return 0;
}

/* The end of the figure that begins at t.p[0]: digits with single separators between them. */
static size_t figure_end(struct cu_str t)
{
    size_t i = 0;
    while (i < t.n) {
        if (digit(t.p[i])) {
            i++;
            continue;
        }
        size_t gap = thin_space_at(t.p + i, t.n - i);
        if (!gap && (t.p[i] == ',' || t.p[i] == '.' || t.p[i] == ':'))
            gap = 1;
        if (!gap || i + gap >= t.n || !digit(t.p[i + gap]))
            break;
        i += gap;
    }
    return i;
}

struct figure {
    size_t groups;    /* parts between separators */
    size_t length[4]; /* digits of the first four */
    double part[4];
    bool point, comma, colon, thin;
};

static struct figure figure_of(struct cu_str t)
{
    struct figure f = {.groups = 1};
    for (size_t i = 0; i < t.n;) {
        if (digit(t.p[i])) {
            if (f.groups <= 4) {
                f.part[f.groups - 1] = f.part[f.groups - 1] * 10 + (t.p[i] - '0');
                f.length[f.groups - 1]++;
            }
            i++;
            continue;
        }
        size_t gap = thin_space_at(t.p + i, t.n - i);
        f.thin |= gap > 0;
        f.point |= t.p[i] == '.';
        f.comma |= t.p[i] == ',';
        f.colon |= t.p[i] == ':';
        i += gap ? gap : 1;
        f.groups++;
    }
    return f;
}

static void dotted_date(struct rd_lexeme *l, const struct figure *f)
{
    bool year_first = f->length[0] == 4;
    double year = f->part[year_first ? 0 : 2], day = f->part[year_first ? 2 : 0];
    if (f->length[year_first ? 0 : 2] == 2)
        year += year < 50 ? 2000 : 1900;
    size_t figures = f->length[year_first ? 0 : 2];
    if ((figures != 4 && figures != 2) || f->length[1] > 2 || f->length[year_first ? 2 : 0] > 2 ||
        year > 9999 || !rd_day_valid((int32_t)year, (int32_t)f->part[1], (int32_t)day))
        return;
    l->kinds = RD_L(DOTTED);
    l->date = (struct rd_day){(int32_t)year, (uint8_t)f->part[1], (uint8_t)day};
}

static void read_figure(struct rd_lexeme *l)
{
    struct figure f = figure_of(l->text);
    bool grouped = f.groups > 1 && f.groups <= 4 && f.length[0] <= 3 && f.length[0] > 0;
    for (size_t i = 1; i < f.groups && grouped; i++)
        grouped = f.length[i] == 3;
    l->kinds = RD_L(OPAQUE);
    if (f.groups == 1 && f.length[0] <= 15) {
        l->kinds = RD_L(DIGITS);
        l->number = f.part[0];
        l->digits = (uint8_t)f.length[0];
    } else if (f.colon) {
        l->kinds = RD_L(TIME);
    } else if (grouped && !f.point) {
        l->kinds = RD_L(DIGITS);
        for (size_t i = 0; i < f.groups; i++)
            l->number = l->number * 1000 + f.part[i];
    } else if (f.groups == 3 && f.point && !f.comma && !f.thin) {
        dotted_date(l, &f);
    } else if (f.groups == 2 && f.point && f.length[0] <= 15 && f.length[1] <= 15) {
        double unit = 1;
        for (size_t i = 0; i < f.length[1]; i++)
            unit *= 10;
        l->kinds = RD_L(DECIMAL);
        l->number = f.part[0] + f.part[1] / unit;
    } else if (f.groups <= 4 && f.groups > 2 && f.comma && f.point && f.length[0] <= 3) {
        /* "12,345.67" */
        l->kinds = RD_L(DECIMAL);
        for (size_t i = 0; i + 1 < f.groups; i++)
            l->number = l->number * 1000 + f.part[i];
    }
}

static struct rd_lexeme *push(struct rd_scan *s, struct cu_str text, uint32_t token, bool space)
{
    if (!CU_GROW(s->d->arena, s->lex, s->count, s->capacity))
        return NULL;
    struct rd_lexeme *l = &s->lex[s->count++];
    *l = (struct rd_lexeme){
        .word = &no_word, .text = text, .token = token, .past = token + 1, .space = space};
    return l;
}

static bool is_capital(const struct rd_document *d, uint32_t token)
{
    struct cu_str form = rd_form(d, token);
    size_t i = 0;
    return form.n && cu_is_upper(cu_utf8_next(form.p, form.n, &i));
}

/* `w`: what the tables say of the whole piece, or NULL. */
static void look_up(struct rd_scan *s, struct rd_lexeme *l, const struct rd_word *w)
{
    size_t n = l->text.n;
    if (!w && n > 1 && l->text.p[n - 1] == '\'')
        w = find(s->v, (struct cu_str){l->text.p, n - 1});
    if (!w && n > 2 && l->text.p[n - 1] == 's' && l->text.p[n - 2] == '\'')
        w = find(s->v, (struct cu_str){l->text.p, n - 2});
    if (!w && n > 1 && n < 5 && l->text.p[n - 1] == '$')
        w = find(s->v, CU_STR("$")); /* "Z$5,000" */
    if (!w)
        return;
    l->word = w;
    l->kinds = w->kinds;
    l->number = w->number;
    if (w->capital && !l->capital)
        l->kinds &= ~(RD_L(MONTH) | RD_L(WEEKDAY));
}

static void mark_sign(struct rd_lexeme *l)
{
    static const char ends[] = ",;:()[].!?\"";
    char c = l->text.n ? l->text.p[0] : 0;
    if (dash_at(l->text.p, l->text.n) == l->text.n) {
        l->kinds |= RD_L(DASH);
        if (l->space)
            l->kinds |= RD_L(PUNCT);
    } else if (c == '%' || cu_str_is(l->text, "percent")) {
        l->kinds |= RD_L(PERCENT);
    } else if ((l->text.n == 1 && strchr(ends, c)) || cu_str_is(l->text, "...") ||
               cu_str_is(l->text, "''") || cu_str_is(l->text, "``") ||
               cu_str_is(l->text, "\u201c") || cu_str_is(l->text, "\u201d")) {
        l->kinds |= RD_L(PUNCT);
    }
}

/* How far the piece that begins at t.p[0] reaches within its token. */
static size_t piece_end(struct cu_str t)
{
    if (digit(t.p[0]))
        return figure_end(t);
    size_t n = dash_at(t.p, t.n);
    if (n)
        return n;
    if (strchr("$%/#()[]+\"", t.p[0]))
        return 1;
    /* "€40,000": a sign of more than one byte. */
    n = 1;
    while (n < t.n && ((unsigned char)t.p[n] & 0xc0) == 0x80)
        n++;
    if (n > 1 && n < t.n && digit(t.p[n]))
        return n;
    for (n = 1; n < t.n; n++)
        if (dash_at(t.p + n, t.n - n) || strchr("$%/()[]+", t.p[n]))
            break;
    return n;
}

/* "26th", "1990s": the letters after a figure that belong to it. */
static size_t suffix_of(struct rd_lexeme *l, struct cu_str rest)
{
    static const char *const ordinal[] = {"st", "nd", "rd", "th"};
    bool ends2 = rest.n >= 2 && (rest.n == 2 || dash_at(rest.p + 2, rest.n - 2));
    for (size_t i = 0; i < 4 && ends2; i++)
        if (memcmp(rest.p, ordinal[i], 2) == 0) {
            l->kinds = RD_L(ORDINAL) | RD_L(DIGITS);
            return 2;
        }
    if (rest.n >= 2 && memcmp(rest.p, "\xc2\xbd", 2) == 0 && (l->kinds & RD_L(DIGITS))) {
        l->kinds = RD_L(DECIMAL);
        l->number += 0.5;
        return 2;
    }
    size_t n = rest.n > 0 && rest.p[0] == '\'' ? 2 : 1;
    if (rest.n >= n && rest.p[n - 1] == 's' && (rest.n == n || dash_at(rest.p + n, rest.n - n))) {
        l->kinds = RD_L(DECADE);
        return n;
    }
    return 0;
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0xc2;
}

static bool cut(struct rd_scan *s, uint32_t token)
{
    const struct rd_token *t = &s->d->tokens[token];
    bool space = t->space_before, capital = is_capital(s->d, token);
    for (size_t i = 0; i < t->lower.n;) {
        struct cu_str rest = {t->lower.p + i, t->lower.n - i};
        size_t n = piece_end(rest);
        struct rd_lexeme *l = push(s, (struct cu_str){rest.p, n}, token, space);
        if (!l)
            return false;
        l->capital = capital;
        i += n;
        space = capital = false;
        if (!digit(rest.p[0])) {
            look_up(s, l, find(s->v, l->text));
            mark_sign(l);
            continue;
        }
        read_figure(l);
        i += suffix_of(l, (struct cu_str){rest.p + n, rest.n - n});
        if (i < t->lower.n && letter(t->lower.p[i])) {
            struct cu_str tail = {t->lower.p + i, t->lower.n - i};
            tail.n = piece_end(tail);
            /* "456a" is a name, "5km" a figure and its measure. */
            if (!find(s->v, tail))
                l->kinds = RD_L(OPAQUE);
        }
    }
    return true;
}

static bool add_token(struct rd_scan *s, uint32_t token)
{
    const struct rd_token *t = &s->d->tokens[token];
    const struct rd_word *known = find(s->v, t->lower);
    if (!known && holds_digit_or_dash(t->lower))
        return cut(s, token);
    if (!known && t->lower.n > 1 && strchr("$\xe2\xc2", t->lower.p[0]))
        return cut(s, token);
    struct rd_lexeme *l = push(s, t->lower, token, t->space_before);
    if (!l)
        return false;
    l->capital = is_capital(s->d, token);
    look_up(s, l, known);
    mark_sign(l);
    return true;
}

/* Figure and suffix that the splitter parted: "26" "th", "1990" "s". */
static void join_suffixes(struct rd_scan *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct rd_lexeme *l = kept ? &s->lex[kept - 1] : NULL, *next = &s->lex[i];
        if (l && (l->kinds & RD_L(DIGITS)) && !next->space && next->token >= l->past &&
            next->text.n && suffix_of(l, next->text) == next->text.n)
            l->past = next->past;
        else
            s->lex[kept++] = *next;
    }
    s->count = kept;
}

bool rd_lex_sentence(struct rd_scan *s)
{
    const struct rd_sentence *sentence = &s->d->sentences[s->sentence];
    for (uint32_t i = sentence->first; i < sentence->past; i++)
        if (s->d->tokens[i].lower.n && !add_token(s, i))
            return false;
    join_suffixes(s);
    return true;
}
