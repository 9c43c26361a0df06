/* SPDX-License-Identifier: Apache-2.0
 * Names as words of one script each. See fold.h.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "identity/fold.h"

/* --- letters that look like others --------------------------------------------------------------
 */

struct twin {
    uint32_t latin, cyrillic; /* both small */
};

static const struct twin twins[] = {
    {'a', 0x430}, {'b', 0x432}, {'c', 0x441}, {'e', 0x435},   {'h', 0x43d},  {'i', 0x456},
    {'j', 0x458}, {'k', 0x43a}, {'m', 0x43c}, {'o', 0x43e},   {'p', 0x440},  {'s', 0x455},
    {'t', 0x442}, {'x', 0x445}, {'y', 0x443}, {0x138, 0x43a}, {0xef, 0x457}, {0xeb, 0x451}};

static uint32_t to_cyrillic(uint32_t c)
{
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
        if (twins[i].latin == c)
            return twins[i].cyrillic;
    return c;
}

static uint32_t to_latin(uint32_t c)
{
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
        if (twins[i].cyrillic == c)
            return twins[i].latin;
    return c;
}

/* A digit set for the letter that it looks like ("Ig0r"). */
static uint32_t letter_for(uint32_t digit)
{
    static const char letters[] = "oizeasgtbg";
    return (uint32_t)letters[digit - '0'];
}

static bool is_cyrillic(uint32_t c)
{
    return (c >= 0x400 && c < 0x530) || c == 0x138;
}

static bool is_latin(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xc0 && c < 0x250 && c != 0xd7 && c != 0xf7) || (c >= 0x1e00 && c < 0x1f00) ||
           c == 0x26f;
}

/* Signs within a word that mean nothing here: apostrophes, soft and hard signs of romanisation. */
static bool is_silent(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2bc || c == 0x2b9 || c == 0x2ba ||
           c == 0xb4 || c == '`' || c == 0x200b || c == 0x200c || c == 0x200d || c == 0xad ||
           c == 0xfe0f || (c >= 0x300 && c < 0x370);
}

/* --- words --------------------------------------------------------------------------------------
 */

struct folding {
    struct cu_arena *arena;
    struct id_words *out;
    uint32_t letters[64];
    size_t n, latin, cyrillic, digits, large;
    bool person, first_large, joined, failed;
    uint8_t clause, alternative;
};

static void end_word(struct folding *f, bool dot)
{
    bool number = f->n && f->digits == f->n;
    bool cyrillic = f->cyrillic > f->latin || (f->cyrillic && f->cyrillic == f->latin);
    if (f->n && f->out->count < ID_WORDS_MAX) {
        char *room = cu_arena_alloc(f->arena, f->n * 4), *at = room;
        f->failed = f->failed || !room;
        for (size_t i = 0; room && i < f->n; i++) {
            uint32_t c = f->letters[i];
            if (c >= '0' && c <= '9' && f->person && f->latin + f->cyrillic > f->digits)
                c = letter_for(c);
            c = number ? c : cyrillic ? to_cyrillic(c) : to_latin(c);
            at += cu_utf8_put(c, at);
        }
        if (room)
            f->out->items[f->out->count++] =
                (struct id_word){.text = {room, (size_t)(at - room)},
                                 .cyrillic = cyrillic,
                                 .number = number,
                                 .upper = f->large == f->latin + f->cyrillic && f->large > 1,
                                 .capital = f->first_large,
                                 .joined = f->joined,
                                 .dot = dot,
                                 .clause = f->clause,
                                 .alternative = f->alternative};
    }
    f->n = f->latin = f->cyrillic = f->digits = f->large = 0;
    f->first_large = f->joined = false;
}

static void add_letter(struct folding *f, uint32_t c)
{
    bool large = cu_is_upper(c), digit = c >= '0' && c <= '9';
    /* "SergeiLavrov" are two words; "McKay" and "DiCaprio" come out as one name all the same */
    if (large && f->n > 2 && f->large < f->n && !cu_is_upper(f->letters[f->n - 1]) &&
        f->large <= 1 && f->digits == 0)
        end_word(f, false);
    if (f->n == sizeof f->letters / sizeof *f->letters)
        return;
    f->first_large = f->first_large || (f->n == 0 && large);
    f->large += large;
    f->digits += digit;
    f->latin += is_latin(c);
    f->cyrillic += is_cyrillic(c);
    f->letters[f->n++] = cu_lower(c);
}

static void step(struct folding *f, uint32_t c)
{
    if (is_latin(c) || is_cyrillic(c) || (c >= '0' && c <= '9')) {
        add_letter(f, c);
        return;
    }
    if (is_silent(c))
        return;
    end_word(f, c == '.');
    if (c == '-' || c == 0x2010 || c == 0x2011)
        f->joined = true;
    f->clause = (uint8_t)(f->clause + (c == ',' || c == 0x60c));
    f->alternative = (uint8_t)(f->alternative + (c == '/' || c == ';'));
}

/* --- other scripts ------------------------------------------------------------------------------
 */

static bool needs_romanising(const UChar *text, int32_t n)
{
    for (int32_t i = 0; i < n;) {
        UChar32 c;
        U16_NEXT(text, i, n, c);
        UErrorCode error = U_ZERO_ERROR;
        UScriptCode script = uscript_getScript(c, &error);
        if (u_isalpha(c) && script != USCRIPT_LATIN && script != USCRIPT_CYRILLIC &&
            script != USCRIPT_COMMON && script != USCRIPT_INHERITED)
            return true;
    }
    return false;
}

struct id_folder {
    UTransliterator *romaniser; /* NULL: ICU has none, other scripts stay as they are */
    pthread_mutex_t busy;       /* one text at a time goes through it */
};

struct id_folder *id_folder_open(void)
{
    static const char rules[] = "[[:^Latin:]&[:^Cyrillic:]] Any-Latin; [[:^Cyrillic:]] NFD; "
                                "[:Nonspacing Mark:] Remove; NFC";
    UChar id[128];
    UErrorCode error = U_ZERO_ERROR;
    struct id_folder *f = cu_malloc(sizeof *f);
    if (!f)
        return NULL;
    u_uastrcpy(id, rules);
    f->romaniser = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    if (U_FAILURE(error))
        f->romaniser = NULL;
    pthread_mutex_init(&f->busy, NULL);
    return f;
}

void id_folder_free(struct id_folder *f)
{
    if (!f)
        return;
    utrans_close(f->romaniser);
    pthread_mutex_destroy(&f->busy);
    free(f);
}

/* Letters of Greek, Arabic, Hebrew, Georgian, Armenian and others in place. */
static int32_t romanise(struct id_folder *f, UChar *text, int32_t n, int32_t room)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t limit = n;
    if (!f->romaniser)
        return n;
    pthread_mutex_lock(&f->busy);
    utrans_transUChars(f->romaniser, text, &n, room, 0, &limit, &error);
    pthread_mutex_unlock(&f->busy);
    return n < room ? n : room;
}

/* Letters that are read as they stand: Latin and Cyrillic, each a single code point. */
static bool is_simple(struct cu_str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t c = cu_utf8_next(text.p, text.n, &i);
        bool plain = c < 0x80 || (c >= 0xc0 && c < 0x250) || (c >= 0x400 && c < 0x530) ||
                     (c >= 0x2010 && c <= 0x201f);
        if (!plain)
            return false;
    }
    return true;
}

/* The same for any text: composed, compatibility forms made plain, other scripts romanised. */
static bool fold_any(struct id_folder *folder, struct cu_str text, struct folding *f)
{
    /* a letter may come apart into several and take more when romanised */
    const int32_t units = 64 + 3 * (int32_t)text.n;
    UChar *raw = cu_arena_alloc(f->arena, 2 * (size_t)units * sizeof *raw);
    if (!raw)
        return false;
    UChar *composed = raw + units;
    UErrorCode error = U_ZERO_ERROR;
    int32_t n = 0;
    u_strFromUTF8WithSub(raw, units, &n, text.p, (int32_t)text.n, ' ', NULL, &error);
    int32_t m = unorm2_normalize(unorm2_getNFKCInstance(&error), raw, n, composed, units, &error);
    if (U_FAILURE(error)) {
        m = n < units ? n : units;
        memcpy(composed, raw, (size_t)m * sizeof *raw);
    }
    if (needs_romanising(composed, m))
        m = romanise(folder, composed, m, units);
    for (int32_t i = 0; i < m;) {
        UChar32 c;
        U16_NEXT(composed, i, m, c);
        step(f, (uint32_t)c);
    }
    return true;
}

bool id_fold(struct id_folder *folder, struct cu_str text, bool person, struct cu_arena *arena,
             struct id_words *out)
{
    struct folding f = {.arena = arena, .out = out, .person = person};
    out->count = 0;
    if (text.n > ID_NAME_BYTES_MAX)
        text.n = ID_NAME_BYTES_MAX;
    if (is_simple(text))
        for (size_t i = 0; i < text.n;)
            step(&f, cu_utf8_next(text.p, text.n, &i));
    else if (!fold_any(folder, text, &f))
        return false;
    end_word(&f, false);
    return !f.failed;
}
