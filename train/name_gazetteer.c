/* SPDX-License-Identifier: Apache-2.0
 * Compiles word lists. See name_gazetteer.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/tsv.h"
#include "name_gazetteer.h"

/* --- the table ---------------------------------------------------------------------------- */

void ng_init(struct ng_builder *b)
{
    *b = (struct ng_builder){.capacity = 1 << 20};
    b->entries = calloc(b->capacity, sizeof *b->entries);
    b->failed = !b->entries;
}

void ng_fini(struct ng_builder *b)
{
    free(b->entries);
    *b = (struct ng_builder){0};
}

static void add_hash(struct ng_builder *b, uint64_t phrase, uint32_t bits)
{
    if (b->failed || b->count * 2 > b->capacity) {
        b->failed = true;
        return;
    }
    size_t i = phrase & (b->capacity - 1);
    while (b->entries[i].bits && b->entries[i].phrase != phrase)
        i = (i + 1) & (b->capacity - 1);
    b->count += b->entries[i].bits == 0;
    b->entries[i].phrase = phrase;
    b->entries[i].bits |= bits;
}

void ng_add(struct ng_builder *b, struct cu_str phrase, uint32_t bits)
{
    uint64_t prefix[GZ_WORDS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < phrase.n;) {
        size_t end = i;
        while (end < phrase.n && phrase.p[end] != ' ' && phrase.p[end] != '-')
            end++;
        if (end > i) {
            if (n == GZ_WORDS_MAX)
                return;
            uint64_t word = gz_word((struct cu_str){phrase.p + i, end - i});
            prefix[n] = gz_join(n ? prefix[n - 1] : 0, word);
            n++;
        }
        i = end + 1;
    }
    for (size_t i = 0; i + 1 < n; i++)
        add_hash(b, prefix[i], GZ_MORE);
    if (n)
        add_hash(b, prefix[n - 1], bits);
    if (n > 1 && !memchr(phrase.p, ' ', phrase.n))
        add_hash(b, gz_join(0, gz_word(phrase)), bits);
}

static int by_probe(const void *a, const void *b)
{
    const struct ng_entry *x = a, *y = b;
    return x->phrase < y->phrase ? -1 : x->phrase > y->phrase;
}

void *ng_section(const struct ng_builder *b, size_t *n)
{
    uint32_t slots = 1024;
    while ((size_t)slots * 4 < b->count * 5)
        slots *= 2;
    struct ng_entry *sorted = malloc(b->count * sizeof *sorted);
    *n = 8 + (size_t)slots * sizeof(struct gz_slot);
    unsigned char *bytes = calloc(1, *n);
    if (!sorted || !bytes) {
        free(sorted);
        free(bytes);
        return NULL;
    }
    size_t k = 0;
    for (size_t i = 0; i < b->capacity; i++)
        if (b->entries[i].bits)
            sorted[k++] = b->entries[i];
    qsort(sorted, k, sizeof *sorted, by_probe); /* the same bytes on every run */
    memcpy(bytes, &slots, sizeof slots);
    struct gz_slot *out = (struct gz_slot *)(bytes + 8);
    for (size_t i = 0; i < k; i++) {
        uint32_t at = (uint32_t)sorted[i].phrase & (slots - 1);
        while (out[at].bits)
            at = (at + 1) & (slots - 1);
        out[at] = (struct gz_slot){(uint32_t)(sorted[i].phrase >> 32), sorted[i].bits};
    }
    free(sorted);
    return bytes;
}

/* --- Cyrillic ----------------------------------------------------------------------------- */

/* Russian letters from U+0430 on, as newspapers write them and as passports do. */
static const char *const press[33] = {
    "a", "b", "v", "g", "d",  "e",  "zh", "z",  "i",    "y", "k", "l", "m", "n",  "o",  "p", "r",
    "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",  "y", "",  "e", "yu", "ya", "e"};
static const char *const passport[33] = {
    "a", "b", "v", "g", "d",  "e",  "zh", "z",  "i",    "i", "k", "l", "m", "n",  "o",  "p", "r",
    "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",  "y", "",  "e", "iu", "ia", "e"};

/* False where `s` holds other letters than Russian ones. */
static bool romanise(struct cu_str s, const char *const table[33], char *out, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = cu_lower(cu_utf8_next(s.p, s.n, &i));
        if (c == 0x451)
            c = 0x450;
        const char *letters = c >= 0x430 && c <= 0x450 ? table[c - 0x430] : c == '-' ? "-" : NULL;
        if (!letters || n + 6 > size)
            return false;
        if (c == 0x439 && n && i == s.n && (out[n - 1] == 'i' || out[n - 1] == 'y'))
            out[n - 1] = 'y'; /* Dmitriy, Podolskiy are written with one y */
        else
            n += (size_t)snprintf(out + n, size - n, "%s", letters);
    }
    out[n] = 0;
    return n > 1;
}

static void add_cyrillic(struct ng_builder *b, struct cu_str name, uint32_t bits)
{
    char out[128];
    if (romanise(name, press, out, sizeof out))
        ng_add(b, cu_str_of(out), bits);
    if (romanise(name, passport, out, sizeof out))
        ng_add(b, cu_str_of(out), bits);
}

/* --- files -------------------------------------------------------------------------------- */

typedef void each_line(struct ng_builder *b, struct cu_str line, uint32_t bits, void *state);

static enum cu_status lines_of(struct ng_builder *b, const char *path, uint32_t bits,
                               each_line *each, void *state, struct cu_error *err)
{
    struct cu_buf text;
    cu_buf_init(&text, 0);
    enum cu_status status = cu_read_file(path, &text, err);
    for (size_t i = 0; status == CU_OK && i < text.n;) {
        const char *end = memchr(text.p + i, '\n', text.n - i);
        size_t n = end ? (size_t)(end - text.p) - i : text.n - i;
        size_t cut = n && text.p[i + n - 1] == '\r' ? n - 1 : n;
        each(b, (struct cu_str){text.p + i, cut}, bits, state);
        i += n + 1;
    }
    cu_buf_fini(&text);
    return status;
}

enum { FIELDS = 16 };

/* Fields of one CSV line; quotes are taken off, doubled quotes inside are not expected. */
static size_t fields_of(struct cu_str line, char comma, struct cu_str *f)
{
    size_t n = 0;
    for (size_t i = 0; i <= line.n && n < FIELDS;) {
        bool quoted = i < line.n && line.p[i] == '"';
        size_t from = i + quoted, end = from;
        while (end < line.n && line.p[end] != (quoted ? '"' : comma))
            end++;
        f[n++] = (struct cu_str){line.p + from, end - from};
        i = end + quoted + 1;
    }
    return n;
}

static void city_line(struct ng_builder *b, struct cu_str line, uint32_t bits, void *state)
{
    struct cu_str f[FIELDS];
    (void)state;
    if (fields_of(line, ',', f) < 4 || cu_str_is(f[0], "name"))
        return;
    ng_add(b, f[0], bits);
    ng_add(b, f[1], GZ_COUNTRY);
    ng_add(b, f[2], GZ_REGION);
}

static void forename_line(struct ng_builder *b, struct cu_str line, uint32_t bits, void *state)
{
    struct cu_str f[FIELDS];
    (void)bits;
    (void)state;
    if (fields_of(line, ',', f) < 12 || cu_str_is(f[9], "Gender"))
        return;
    ng_add(b, f[11], cu_str_is(f[9], "F") ? GZ_FEMALE : GZ_MALE);
}

static void surname_line(struct ng_builder *b, struct cu_str line, uint32_t bits, void *state)
{
    struct cu_str f[FIELDS];
    (void)state;
    if (fields_of(line, ',', f) >= 6 && !cu_str_is(f[5], "Romanized Name"))
        ng_add(b, f[5], bits);
}

/* "lemma<tab>gender" where the gender is "мр", "жр", "мр-жр". */
static void petrovich_line(struct ng_builder *b, struct cu_str line, uint32_t bits, void *state)
{
    struct cu_str f[FIELDS];
    (void)state;
    if (fields_of(line, '\t', f) < 2)
        return;
    bool male = memmem(f[1].p, f[1].n, "мр", 4), female = memmem(f[1].p, f[1].n, "жр", 4);
    if (!bits)
        bits = (male ? (uint32_t)GZ_MALE : 0) | (female ? (uint32_t)GZ_FEMALE : 0);
    if (bits)
        add_cyrillic(b, f[0], bits);
}

/* The members of Open English WordNet's synsets: names in capitals, kinds in small letters. */
static void wordnet_line(struct ng_builder *b, struct cu_str line, uint32_t bits, void *state)
{
    bool *members = state;
    if (!cu_str_starts(line, "  - ")) {
        *members = cu_str_is(line, "  members:");
        return;
    }
    struct cu_str w = cu_str_trim((struct cu_str){line.p + 4, line.n - 4});
    if (!*members || w.n < 2)
        return;
    size_t i = 0;
    bool upper = cu_is_upper(cu_utf8_next(w.p, w.n, &i));
    if (upper)
        ng_add(b, w, bits & (uint32_t)~GZ_ROLE);
    else if ((bits & GZ_ROLE) && !memchr(w.p, ' ', w.n))
        ng_add(b, w, GZ_ROLE);
}

/* --- our own tables ------------------------------------------------------------------------ */

static void add_list(struct ng_builder *b, struct cu_str list, uint32_t bits)
{
    for (size_t from = 0; from < list.n;) {
        const char *end = memchr(list.p + from, ';', list.n - from);
        size_t n = end ? (size_t)(end - list.p) - from : list.n - from;
        ng_add(b, cu_str_trim((struct cu_str){list.p + from, n}), bits);
        from += n + 1;
    }
}

static uint32_t bits_of(struct cu_str kind)
{
    static const struct {
        const char *kind;
        uint32_t bits;
    } kinds[] = {
        {"organisation", GZ_ORG_WORD},
        {"place", GZ_PLACE_WORD},
        {"particle", GZ_PARTICLE},
        {"time", GZ_TIME},
        {"thing", GZ_THING},
        {"region", GZ_REGION},
        {"organisation name", GZ_ORG},
        {"off", GZ_TITLE},
        {"part", GZ_TITLE},
        {"join", GZ_TITLE},
        {"m", GZ_MALE},
        {"f", GZ_FEMALE},
        {"both", GZ_MALE | GZ_FEMALE},
        {"surname", GZ_SURNAME},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (cu_str_is(kind, kinds[i].kind))
            return kinds[i].bits;
    return 0;
}

static enum cu_status own_table(struct ng_builder *b, const char *dir, const char *file,
                                const char *columns, struct cu_error *err)
{
    char path[512];
    struct cu_tsv t;
    struct cu_arena arena;
    cu_arena_init(&arena, 0);
    snprintf(path, sizeof path, "%s/%s", dir, file);
    enum cu_status status = cu_tsv_load(&t, path, columns, &arena, err);
    for (size_t row = 0; status == CU_OK && row < t.rows; row++) {
        uint32_t bits = bits_of(cu_tsv_cell(&t, row, 1));
        if (!bits)
            status = cu_fail(err, CU_ERR_FORMAT, path, t.lines[row], -1, "unknown kind of word");
        add_list(b, cu_tsv_cell(&t, row, 0), bits);
    }
    cu_arena_fini(&arena);
    return status;
}

static enum cu_status countries(struct ng_builder *b, const char *dir, struct cu_error *err)
{
    char path[512];
    struct cu_tsv t;
    struct cu_arena arena;
    cu_arena_init(&arena, 0);
    snprintf(path, sizeof path, "%s/countries.tsv", dir);
    enum cu_status status =
        cu_tsv_load(&t, path, "country\tother_names\tcapital\tdemonyms", &arena, err);
    for (size_t row = 0; status == CU_OK && row < t.rows; row++) {
        add_list(b, cu_tsv_cell(&t, row, 0), GZ_COUNTRY);
        add_list(b, cu_tsv_cell(&t, row, 1), GZ_COUNTRY);
        add_list(b, cu_tsv_cell(&t, row, 2), GZ_CITY);
        add_list(b, cu_tsv_cell(&t, row, 3), GZ_NATION);
    }
    if (status == CU_OK) {
        snprintf(path, sizeof path, "%s/nationalities.tsv", dir);
        status = cu_tsv_load(&t, path, "words\tcountry", &arena, err);
    }
    for (size_t row = 0; status == CU_OK && row < t.rows; row++)
        add_list(b, cu_tsv_cell(&t, row, 0), GZ_NATION);
    cu_arena_fini(&arena);
    return status;
}

enum cu_status ng_load_all(struct ng_builder *b, const char *lexicon_dir, const char *data_dir,
                           struct cu_error *err)
{
    const struct {
        const char *path;
        uint32_t bits;
        each_line *each;
    } files[] = {
        {"world-cities/data/world-cities.csv", GZ_CITY, city_line},
        {"popular-names/common-forenames-by-country.csv", 0, forename_line},
        {"popular-names/common-surnames-by-country.csv", GZ_SURNAME, surname_line},
        {"petrovich-eval/firstnames.gender.tsv", 0, petrovich_line},
        {"petrovich-eval/surnames.gender.tsv", GZ_SURNAME, petrovich_line},
        {"oewn/noun.person.yaml", GZ_PERSON | GZ_ROLE, wordnet_line},
        {"oewn/noun.group.yaml", GZ_ORG, wordnet_line},
        {"oewn/noun.location.yaml", GZ_REGION, wordnet_line},
    };
    enum cu_status status = countries(b, lexicon_dir, err);
    if (status == CU_OK)
        status = own_table(b, lexicon_dir, "titles.tsv", "title\tkind", err);
    if (status == CU_OK)
        status = own_table(b, lexicon_dir, "name_words.tsv", "words\tkind", err);
    if (status == CU_OK)
        status = own_table(b, lexicon_dir, "forenames.tsv", "names\tgender", err);
    for (size_t i = 0; status == CU_OK && i < sizeof files / sizeof *files; i++) {
        char path[512];
        bool state = false;
        snprintf(path, sizeof path, "%s/lex/%s", data_dir, files[i].path);
        status = lines_of(b, path, files[i].bits, files[i].each, &state, err);
    }
    if (status == CU_OK && b->failed)
        status = cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
    return status;
}
