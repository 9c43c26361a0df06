/* SPDX-License-Identifier: Apache-2.0
 * Synthetic persons. See synthetic.h.
 */
#include <stdio.h>
#include <string.h>

#include "synthetic.h"

/* --- tables -------------------------------------------------------------------------------------
 */

static bool ends(struct cu_str s, const char *with)
{
    return cu_str_ends(s, with);
}

/* "Пётр" to "Петрович": regular ones only. Empty: it takes another. */
static struct cu_str father_of(struct cu_arena *a, struct cu_str name)
{
    size_t cut = ends(name, "ий") ? 4 : ends(name, "й") || ends(name, "ь") ? 2 : 0;
    if (ends(name, "а") || ends(name, "я") || ends(name, "о") || ends(name, "и"))
        return (struct cu_str){"", 0};
    return cu_arena_printf(a, "%.*s%s", (int)(name.n - cut), name.p,
                           cut == 4 ? "ьевич"
                           : cut    ? "евич"
                                    : "ович");
}

static enum cu_status take_given(struct be_people *p, struct cu_error *err)
{
    for (size_t i = 0; i < p->given.rows; i++) {
        struct cu_str form = cu_tsv_cell(&p->given, i, 2);
        if (!cu_str_is(cu_tsv_cell(&p->given, i, 1), "m") ||
            !cu_str_is(cu_tsv_cell(&p->given, i, 3), "ru") ||
            !cu_str_is(cu_tsv_cell(&p->given, i, 4), "full") || memchr(form.p, '-', form.n))
            continue;
        struct cu_str father = father_of(&p->arena, form);
        if (!father.n)
            continue;
        if (!CU_GROW(&p->arena, p->men, p->count, p->capacity) ||
            !CU_GROW(&p->arena, p->fathers, p->count, p->father_capacity))
            return cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
        p->men[p->count] = form;
        p->fathers[p->count++] = father;
    }
    return p->count ? CU_OK : cu_fail(err, CU_ERR_FORMAT, p->given.path, 0, -1, "no given names");
}

static void take_schemes(struct be_people *p)
{
    static const char *const used[] = {"ru-bgn", "ru-gost-2013-passport", "ru-passport-1997",
                                       "ru-press-en", "ru-iso9"};
    for (size_t i = 0; i < p->rules.rows; i++)
        for (size_t k = 0; k < sizeof used / sizeof *used; k++)
            if (cu_str_is(cu_tsv_cell(&p->rules, i, 0), used[k]) && p->scheme_count < 16 &&
                (i == 0 || !cu_str_is(cu_tsv_cell(&p->rules, i - 1, 0), used[k]))) {
                size_t past = i;
                while (past < p->rules.rows && cu_str_is(cu_tsv_cell(&p->rules, past, 0), used[k]))
                    past++;
                p->schemes[p->scheme_count][0] = i;
                p->schemes[p->scheme_count++][1] = past;
            }
}

enum cu_status be_people_open(struct be_people *p, const char *folder, struct cu_error *err)
{
    char path[512];
    *p = (struct be_people){0};
    cu_arena_init(&p->arena, 0);
    snprintf(path, sizeof path, "%s/given.tsv", folder);
    enum cu_status s = cu_tsv_load(&p->given, cu_arena_dup(&p->arena, cu_str_of(path)).p,
                                   "name\tsex\tform\tlang\tkind", &p->arena, err);
    snprintf(path, sizeof path, "%s/romanisation.tsv", folder);
    if (s == CU_OK)
        s = cu_tsv_load(&p->rules, cu_arena_dup(&p->arena, cu_str_of(path)).p,
                        "scheme\tlang\tletters\tlatin\twhere", &p->arena, err);
    if (s == CU_OK)
        s = take_given(p, err);
    take_schemes(p);
    return s == CU_OK && !p->scheme_count
               ? cu_fail(err, CU_ERR_FORMAT, path, 0, -1, "no schemes for Russian")
               : s;
}

void be_people_close(struct be_people *p)
{
    cu_arena_fini(&p->arena);
}

/* --- names --------------------------------------------------------------------------------------
 */

static uint64_t draw(uint32_t number, uint64_t what, uint64_t of)
{
    return cu_hash2(number, what) % of;
}

/* Syllables with a common ending: some hundred thousand family names. */
static void family_of(uint32_t number, char out[BE_NAME_MAX])
{
    static const char *const starts[] = {"б", "в",  "г",  "д",  "ж",  "з",  "к",  "л", "м",
                                         "н", "п",  "р",  "с",  "т",  "ф",  "х",  "ц", "ч",
                                         "ш", "кр", "бр", "гр", "ст", "пл", "св", "др"};
    static const char *const vowels[] = {"а", "о", "и", "е", "у", "я"};
    static const char *const ends_of[] = {"ов", "ев", "ин", "ский", "енко", "ук", "ич", "ко"};
    const char *const large[] = {"Б", "В",  "Г",  "Д",  "Ж",  "З",  "К",  "Л", "М",
                                 "Н", "П",  "Р",  "С",  "Т",  "Ф",  "Х",  "Ц", "Ч",
                                 "Ш", "Кр", "Бр", "Гр", "Ст", "Пл", "Св", "Др"};
    uint64_t h = cu_hash2(number, 3) % 300000;
    uint32_t n = (uint32_t)h;
    int used = snprintf(out, BE_NAME_MAX, "%s%s%s", large[draw(n, 10, 26)], vowels[draw(n, 11, 6)],
                        starts[draw(n, 12, 19)]);
    if (draw(n, 13, 2))
        used += snprintf(out + used, BE_NAME_MAX - (size_t)used, "%s%s", vowels[draw(n, 14, 6)],
                         starts[draw(n, 15, 19)]);
    snprintf(out + used, BE_NAME_MAX - (size_t)used, "%s", ends_of[draw(n, 16, 8)]);
}

static bool place_holds(struct cu_str where, bool first, bool last, bool after_vowel)
{
    return cu_str_is(where, "any") || (first && cu_str_is(where, "initial")) ||
           (last && cu_str_is(where, "final")) || (after_vowel && cu_str_is(where, "after-vowel"));
}

/* The longest rule that fits, a named place before any; NULL: none. */
static const struct cu_str *rule_at(const struct be_people *p, size_t scheme, struct cu_str rest,
                                    bool first, bool after_vowel)
{
    const struct cu_str *best = NULL;
    size_t length = 0;
    bool named = false;
    for (size_t i = p->schemes[scheme][0]; i < p->schemes[scheme][1]; i++) {
        struct cu_str letters = cu_tsv_cell(&p->rules, i, 2), where = cu_tsv_cell(&p->rules, i, 4);
        bool any = cu_str_is(where, "any");
        if (letters.n > rest.n || memcmp(letters.p, rest.p, letters.n) != 0 ||
            !place_holds(where, first, letters.n == rest.n, after_vowel))
            continue;
        if (letters.n > length || (letters.n == length && !named && !any)) {
            best = &p->rules.cells[i * p->rules.width];
            length = letters.n;
            named = !any;
        }
    }
    return best;
}

static void romanise(const struct be_people *p, size_t scheme, const char *word, char *out)
{
    struct cu_arena a;
    cu_arena_init(&a, 0);
    struct cu_str text = cu_arena_lower(&a, cu_str_of(word));
    size_t n = 0;
    bool after_vowel = false;
    for (size_t i = 0; i < text.n && n + 16 < BE_NAME_MAX;) {
        struct cu_str rest = {text.p + i, text.n - i};
        const struct cu_str *rule = rule_at(p, scheme, rest, i == 0, after_vowel);
        size_t at = i;
        uint32_t c = cu_utf8_next(text.p, text.n, &at);
        after_vowel = (c == 0x430 || c == 0x435 || c == 0x438 || c == 0x43e || c == 0x443 ||
                       c == 0x44b || c == 0x44d || c == 0x44e || c == 0x44f || c == 0x451);
        if (rule && !cu_str_is(rule[3], "-") && rule[3].n < 16) {
            memcpy(out + n, rule[3].p, rule[3].n);
            n += rule[3].n;
        }
        i = rule ? i + rule[2].n : at;
    }
    out[n] = 0;
    if (out[0] >= 'a' && out[0] <= 'z')
        out[0] = (char)(out[0] - 32);
    cu_arena_fini(&a);
}

/* One letter left out, doubled or changed, not the first. */
static void slip(uint32_t number, char *word)
{
    size_t n = strlen(word), at = 0, letters = cu_utf8_length(cu_str_of(word));
    uint64_t which = 1 + draw(number, 20, letters > 2 ? letters - 2 : 1), how = draw(number, 21, 3);
    for (uint64_t k = 0; k < which && at < n; k++)
        cu_utf8_next(word, n, &at);
    size_t past = at;
    cu_utf8_next(word, n, &past);
    size_t size = past - at;
    if (how == 0) {
        memmove(word + at, word + past, n - past + 1);
    } else if (how == 1) {
        memmove(word + past, word + at, n - at + 1);
    } else {
        static const char *const cyrillic[] = {"а", "о", "н", "р", "к"};
        static const char latin[] = "aonrk";
        if (size == 2)
            memcpy(word + at, cyrillic[draw(number, 22, 5)], 2);
        else
            word[at] = latin[draw(number, 22, 5)];
    }
}

static void parts_of(const struct be_people *p, uint32_t number, char parts[3][BE_NAME_MAX])
{
    struct cu_str given = p->men[draw(number, 1, p->count)],
                  father = p->fathers[draw(number, 2, p->count)];
    snprintf(parts[0], BE_NAME_MAX, "%.*s", (int)given.n, given.p);
    snprintf(parts[1], BE_NAME_MAX, "%.*s", (int)father.n, father.p);
    family_of(number, parts[2]);
}

void be_person(const struct be_people *p, uint32_t number, enum be_spelling spelling,
               char out[BE_NAME_MAX])
{
    char parts[3][BE_NAME_MAX], latin[3][BE_NAME_MAX];
    bool listed_latin = draw(number, 4, 2);
    bool is_latin = spelling == BE_LATIN          ? true
                    : spelling == BE_CYRILLIC     ? false
                    : spelling == BE_OTHER_SCRIPT ? !listed_latin
                                                  : listed_latin;
    parts_of(p, number, parts);
    for (int i = 0; i < 3 && is_latin; i++) {
        romanise(p, draw(number, 5, p->scheme_count), parts[i], latin[i]);
        memcpy(parts[i], latin[i], sizeof parts[i]);
    }
    if (spelling == BE_SLIP)
        slip(number, parts[2]);
    if (spelling == BE_SHORT)
        snprintf(out, BE_NAME_MAX, "%.100s %.100s", parts[2], parts[0]);
    else
        snprintf(out, BE_NAME_MAX, "%.80s %.80s %.80s", parts[0], parts[1], parts[2]);
}

bool be_same_person(const struct be_people *p, uint32_t a, uint32_t b)
{
    char x[3][BE_NAME_MAX], y[3][BE_NAME_MAX];
    if (a == b)
        return true;
    parts_of(p, a, x);
    parts_of(p, b, y);
    return strcmp(x[0], y[0]) == 0 && strcmp(x[1], y[1]) == 0 && strcmp(x[2], y[2]) == 0;
}
