/* SPDX-License-Identifier: Apache-2.0
 * The tables of lexicon/names. See knowledge.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/tsv.h"
#include "identity/knowledge.h"

enum { PHRASE_WORDS_MAX = 7, PHRASE_BYTES_MAX = 200 };

/* Entries of one word are chained through `next`. */
struct form {
    uint32_t next; /* 0: last; else index + 1 */
    uint16_t key;
    uint8_t sex;
    bool full;
};

struct entry {
    uint32_t next;
    uint16_t concept, legal_form;
    int32_t number;
};

struct id_knowledge {
    struct cu_arena arena;
    struct id_phonetics phonetics;
    struct id_folder *folder;
    struct cu_map forms, skeletons; /* word, skeleton -> index + 1 in forms_of, skeletons_of */
    struct form *forms_of;
    size_t form_count, form_capacity;
    struct cu_map keys, classes, concepts, legal; /* names of ids */
    struct cu_map endings;                        /* -> index in ending_of */
    struct id_ending *ending_of;
    size_t ending_count, ending_capacity;
    struct cu_map kinds;   /* word -> bits of id_word_kind */
    struct cu_map phrases; /* words parted by spaces -> index + 1 in entries */
    struct entry *entries;
    size_t entry_count, entry_capacity;
};

const struct id_phonetics *id_phonetics_of(const struct id_knowledge *k)
{
    return &k->phonetics;
}

struct id_folder *id_folder_of(const struct id_knowledge *k)
{
    return k->folder;
}

/* --- words as keys ------------------------------------------------------------------------------
 */

static uint16_t id_in(struct cu_map *names, struct cu_str name)
{
    uint32_t *id = cu_map_put(names, name, (uint32_t)names->count + 1);
    return id && *id < UINT16_MAX ? (uint16_t)*id : 0;
}

/* Letters that are written or left out at will: ё as е. */
static struct cu_str plain(struct cu_arena *arena, struct cu_str word)
{
    char *out = cu_arena_alloc(arena, word.n + 1), *at = out;
    for (size_t i = 0; out && i < word.n;) {
        uint32_t c = cu_utf8_next(word.p, word.n, &i);
        at += cu_utf8_put(c == 0x451 ? 0x435 : c, at);
    }
    return (struct cu_str){out, out ? (size_t)(at - out) : 0};
}

/* The words of a table's cell as one text, parted by spaces (or by nothing). */
static struct cu_str folded(struct id_knowledge *k, struct cu_str cell, bool apart)
{
    struct id_words w;
    char *out = cu_arena_alloc(&k->arena, 2 * cell.n + 64), *at = out;
    if (!out || !id_fold(k->folder, cell, false, &k->arena, &w))
        return (struct cu_str){"", 0};
    for (size_t i = 0; i < w.count; i++) {
        if (i && apart)
            *at++ = ' ';
        if ((size_t)(at - out) + w.items[i].text.n + 1 > 2 * cell.n + 64)
            break;
        memcpy(at, w.items[i].text.p, w.items[i].text.n);
        at += w.items[i].text.n;
    }
    return plain(&k->arena, (struct cu_str){out, (size_t)(at - out)});
}

struct cu_str id_skeleton(const struct id_phonetics *p, const struct id_sounds *s,
                          char room[ID_SKELETON_MAX])
{
    static const char from[] = "oeyYjGhqKJRTQw", to[] = "aiii\0gxCkZZtSv";
    uint8_t map[ID_SIGNS];
    for (uint8_t i = 0; i < ID_SIGNS; i++)
        map[i] = i;
    for (size_t i = 0; i < sizeof from - 1; i++)
        if (p->sign_of[(unsigned char)from[i]])
            map[p->sign_of[(unsigned char)from[i]]] = to[i] ? p->sign_of[(unsigned char)to[i]] : 0;
    size_t n = 0;
    for (size_t i = 0; i < s->n && n < ID_SKELETON_MAX; i++) {
        uint8_t sign = map[s->s[i]];
        if (sign && (n == 0 || room[n - 1] != (char)sign))
            room[n++] = (char)sign;
    }
    return (struct cu_str){room, n};
}

/* --- loading ------------------------------------------------------------------------------------
 */

static enum cu_status load(struct id_knowledge *k, const char *folder, const char *name,
                           const char *columns, struct cu_tsv *t, char path[512],
                           struct cu_error *err)
{
    snprintf(path, 512, "%s/%s", folder, name);
    return cu_tsv_load(t, path, columns, &k->arena, err);
}

static enum cu_status wrong(const struct cu_tsv *t, size_t row, const char *why,
                            struct cu_error *err)
{
    return cu_fail(err, CU_ERR_FORMAT, t->path, t->lines[row], -1, "%s", why);
}

static uint8_t sex_of(struct cu_str s)
{
    return cu_str_is(s, "m")   ? ID_MALE
           : cu_str_is(s, "f") ? ID_FEMALE
           : cu_str_is(s, "u") ? ID_SEX_OPEN
                               : UINT8_MAX;
}

static bool add_form(struct id_knowledge *k, struct cu_map *map, struct cu_str word, struct form f)
{
    if (!word.n || !CU_GROW(&k->arena, k->forms_of, k->form_count, k->form_capacity))
        return word.n == 0;
    uint32_t *first = cu_map_put(map, word, 0);
    if (!first)
        return false;
    for (uint32_t i = *first; i; i = k->forms_of[i - 1].next)
        if (k->forms_of[i - 1].key == f.key) {
            k->forms_of[i - 1].full |= f.full;
            return true;
        }
    f.next = *first;
    k->forms_of[k->form_count++] = f;
    *first = (uint32_t)k->form_count;
    return true;
}

static enum cu_status load_given(struct id_knowledge *k, const char *folder, const char *name,
                                 struct cu_error *err)
{
    struct cu_tsv t;
    char path[512];
    enum cu_status status = load(k, folder, name, "name\tsex\tform\tlang\tkind", &t, path, err);
    for (size_t i = 0; status == CU_OK && i < t.rows; i++) {
        struct id_words w;
        struct id_sounds s = {0};
        struct cu_str cell = cu_tsv_cell(&t, i, 2), word = folded(k, cell, false);
        struct form f = {.key = id_in(&k->keys, cu_tsv_cell(&t, i, 0)),
                         .sex = sex_of(cu_tsv_cell(&t, i, 1)),
                         .full = !cu_str_is(cu_tsv_cell(&t, i, 4), "short")};
        if (f.sex == UINT8_MAX || !word.n)
            return wrong(&t, i, "sex is m, f or u, and a form has letters", err);
        char *room = cu_arena_alloc(&k->arena, ID_SKELETON_MAX);
        if (!room || !id_fold(k->folder, cell, false, &k->arena, &w))
            return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
        id_sound_out(&k->phonetics, word, w.count && w.items[0].cyrillic, &s);
        struct cu_str bones = id_skeleton(&k->phonetics, &s, room);
        if (!add_form(k, &k->forms, word, f) ||
            (bones.n > 3 && !add_form(k, &k->skeletons, bones, f)))
            return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    }
    return status;
}

static enum cu_status load_endings(struct id_knowledge *k, const char *folder, struct cu_error *err)
{
    struct cu_tsv t;
    char path[512];
    enum cu_status status =
        load(k, folder, "surname_endings.tsv", "ending\tlang\tclass\tsex", &t, path, err);
    for (size_t i = 0; status == CU_OK && i < t.rows; i++) {
        struct cu_str word = folded(k, cu_tsv_cell(&t, i, 0), false), class = cu_tsv_cell(&t, i, 2);
        struct id_ending e = {.class = id_in(&k->classes, class),
                              .sex = sex_of(cu_tsv_cell(&t, i, 3)),
                              .patronymic = cu_str_starts(class, "pat-"),
                              .bytes = (uint8_t)word.n};
        if (e.sex == UINT8_MAX || !word.n || word.n > 60)
            return wrong(&t, i, "sex is m, f or u, and an ending has letters", err);
        if (!CU_GROW(&k->arena, k->ending_of, k->ending_count, k->ending_capacity))
            return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
        uint32_t *at = cu_map_put(&k->endings, word, (uint32_t)k->ending_count);
        if (!at)
            return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
        if (*at == k->ending_count)
            k->ending_of[k->ending_count++] = e;
        else if (e.patronymic) /* "ovich" is also a surname's; where it stands decides */
            k->ending_of[*at] = e;
    }
    return status;
}

static enum cu_status load_kinds(struct id_knowledge *k, const char *folder, const char *name,
                                 struct cu_error *err)
{
    static const struct {
        const char *name;
        uint32_t bit;
    } kinds[] = {{"title", ID_TITLE},    {"suffix", ID_SUFFIX},       {"particle", ID_PARTICLE},
                 {"kunya", ID_PARTICLE}, {"patronymic", ID_PARTICLE}, {"alias", ID_ALIAS},
                 {"small", ID_SMALL}};
    struct cu_tsv t;
    char path[512];
    enum cu_status status = load(k, folder, name, "word\tkind\tlang", &t, path, err);
    for (size_t i = 0; status == CU_OK && i < t.rows; i++) {
        struct cu_str word = folded(k, cu_tsv_cell(&t, i, 0), true);
        uint32_t bit = 0;
        for (size_t n = 0; n < sizeof kinds / sizeof *kinds; n++)
            if (cu_str_is(cu_tsv_cell(&t, i, 1), kinds[n].name))
                bit = kinds[n].bit;
        if (!bit)
            return wrong(&t, i,
                         "kind is title, suffix, particle, kunya, patronymic, alias or small", err);
        uint32_t *bits = word.n ? cu_map_put(&k->kinds, word, 0) : NULL;
        if (word.n && !bits)
            return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
        if (bits)
            *bits |= bit;
    }
    return status;
}

static bool add_entry(struct id_knowledge *k, struct cu_str phrase, struct entry e)
{
    if (!phrase.n || !CU_GROW(&k->arena, k->entries, k->entry_count, k->entry_capacity))
        return phrase.n == 0;
    uint32_t *first = cu_map_put(&k->phrases, phrase, 0);
    if (!first)
        return false;
    e.next = *first;
    k->entries[k->entry_count++] = e;
    *first = (uint32_t)k->entry_count;
    return true;
}

static enum cu_status load_meanings(struct id_knowledge *k, const char *folder,
                                    struct cu_error *err)
{
    struct cu_tsv t;
    char path[512];
    enum cu_status status =
        load(k, folder, "generic_words.tsv", "concept\tword\tlang", &t, path, err);
    bool fine = true;
    for (size_t i = 0; status == CU_OK && fine && i < t.rows; i++)
        fine = add_entry(
            k, folded(k, cu_tsv_cell(&t, i, 1), true),
            (struct entry){.concept = id_in(&k->concepts, cu_tsv_cell(&t, i, 0)), .number = -1});
    if (status == CU_OK && fine)
        status = load(k, folder, "legal_forms.tsv", "form\tclass\tlang", &t, path, err);
    for (size_t i = 0; status == CU_OK && fine && i < t.rows; i++)
        fine = add_entry(
            k, folded(k, cu_tsv_cell(&t, i, 0), true),
            (struct entry){.legal_form = id_in(&k->legal, cu_tsv_cell(&t, i, 1)), .number = -1});
    if (status == CU_OK && fine)
        status = load(k, folder, "number_words.tsv", "word\tvalue\tlang", &t, path, err);
    for (size_t i = 0; status == CU_OK && fine && i < t.rows; i++) {
        char digits[12], *end;
        snprintf(digits, sizeof digits, "%.*s", (int)cu_tsv_cell(&t, i, 1).n,
                 cu_tsv_cell(&t, i, 1).p);
        long value = strtol(digits, &end, 10);
        if (cu_str_is(cu_tsv_cell(&t, i, 1), "number")) {
            /* "No.": says that a number follows, and nothing more */
            fine = add_entry(
                k, folded(k, cu_tsv_cell(&t, i, 0), true),
                (struct entry){.concept = id_in(&k->concepts, CU_STR("number")), .number = -1});
            continue;
        }
        if (*end || end == digits || value < 0 || value > 100000)
            return wrong(&t, i, "value is a whole number", err);
        fine = add_entry(k, folded(k, cu_tsv_cell(&t, i, 0), true),
                         (struct entry){.number = (int32_t)value});
    }
    return fine ? status : cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
}

struct id_knowledge *id_knowledge_open(const char *folder, struct cu_error *err)
{
    struct id_knowledge *k = cu_malloc(sizeof *k);
    if (!k) {
        cu_fail(err, CU_ERR_MEMORY, folder, 0, -1, "out of memory");
        return NULL;
    }
    memset(k, 0, sizeof *k);
    cu_arena_init(&k->arena, 0);
    struct cu_map *const maps[] = {&k->forms, &k->skeletons, &k->keys,  &k->classes, &k->concepts,
                                   &k->legal, &k->endings,   &k->kinds, &k->phrases};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        cu_map_init(maps[i]);
    k->folder = id_folder_open();
    enum cu_status status = id_phonetics_open(&k->phonetics, folder, err);
    if (!k->folder)
        status = cu_fail(err, CU_ERR_MEMORY, folder, 0, -1, "out of memory");
    if (status == CU_OK)
        status = load_given(k, folder, "given.tsv", err);
    if (status == CU_OK)
        status = load_given(k, folder, "given_world.tsv", err);
    if (status == CU_OK)
        status = load_endings(k, folder, err);
    if (status == CU_OK)
        status = load_kinds(k, folder, "particles.tsv", err);
    if (status == CU_OK)
        status = load_kinds(k, folder, "small_words.tsv", err);
    if (status == CU_OK)
        status = load_meanings(k, folder, err);
    if (status == CU_OK)
        return k;
    id_knowledge_free(k);
    return NULL;
}

void id_knowledge_free(struct id_knowledge *k)
{
    if (!k)
        return;
    struct cu_map *const maps[] = {&k->forms, &k->skeletons, &k->keys,  &k->classes, &k->concepts,
                                   &k->legal, &k->endings,   &k->kinds, &k->phrases};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        cu_map_fini(maps[i]);
    id_phonetics_fini(&k->phonetics);
    id_folder_free(k->folder);
    cu_arena_fini(&k->arena);
    free(k);
}

/* --- asking -------------------------------------------------------------------------------------
 */

static void collect(const struct id_knowledge *k, const uint32_t *first, struct id_keys *out)
{
    for (uint32_t i = first ? *first : 0; i && out->count < ID_KEYS_MAX;
         i = k->forms_of[i - 1].next) {
        const struct form *f = &k->forms_of[i - 1];
        bool known = false;
        for (uint8_t n = 0; n < out->count; n++)
            known = known || out->key[n] == f->key;
        if (known)
            continue;
        out->key[out->count] = f->key;
        out->full[out->count] = f->full;
        out->sex[out->count++] = f->sex;
    }
}

void id_given_keys(const struct id_knowledge *k, struct cu_str word, const struct id_sounds *sounds,
                   struct id_keys *out)
{
    char room[ID_SKELETON_MAX];
    out->count = 0;
    collect(k, cu_map_get(&k->forms, word), out);
    if (out->count == 0)
        collect(k, cu_map_get(&k->skeletons, id_skeleton(&k->phonetics, sounds, room)), out);
}

void id_father_keys(const struct id_knowledge *k, struct cu_str word, bool cyrillic, size_t bytes,
                    struct id_keys *out)
{
    static const char *const cyrillic_ends[] = {"", "й", "ь", "а", "я", "ий", "ей", "ій", "о", "ы"},
                             *const latin_ends[] = {"",   "y",  "i",  "j", "a",
                                                    "ia", "iy", "ei", "o", "ei"};
    const char *const *ends = cyrillic ? cyrillic_ends : latin_ends;
    size_t stem = word.n - bytes;
    out->count = 0;
    /* "Yuryevich" and "Юрьевич": the soft sign goes with the ending */
    for (int cut = 0; cut < 2 && out->count == 0; cut++) {
        if (cut && stem > 1) {
            stem--;
            while (stem > 0 && ((unsigned char)word.p[stem] & 0xc0) == 0x80)
                stem--;
        }
        for (size_t i = 0; i < 10 && stem > 1; i++) {
            char text[PHRASE_BYTES_MAX], room[ID_SKELETON_MAX];
            struct id_sounds s;
            int n = snprintf(text, sizeof text, "%.*s%s", (int)stem, word.p, ends[i]);
            struct cu_str name = {text, (size_t)n < sizeof text ? (size_t)n : 0};
            collect(k, cu_map_get(&k->forms, name), out);
            id_sound_out(&k->phonetics, name, cyrillic, &s);
            struct cu_str bones = id_skeleton(&k->phonetics, &s, room);
            if (bones.n > 3)
                collect(k, cu_map_get(&k->skeletons, bones), out);
        }
    }
}

struct id_ending id_ending_of(const struct id_knowledge *k, struct cu_str word)
{
    for (size_t from = 1; from < word.n; from++) {
        if (((unsigned char)word.p[from] & 0xc0) == 0x80)
            continue;
        const uint32_t *at = cu_map_get(&k->endings, (struct cu_str){word.p + from, word.n - from});
        if (at)
            return k->ending_of[*at];
    }
    return (struct id_ending){0};
}

uint32_t id_word_kinds(const struct id_knowledge *k, struct cu_str word)
{
    const uint32_t *bits = cu_map_get(&k->kinds, word);
    return bits ? *bits : 0;
}

static void add_meaning(struct id_meaning *m, const struct entry *e)
{
    m->legal_form = e->legal_form ? e->legal_form : m->legal_form;
    m->number = e->number >= 0 ? e->number : m->number;
    bool known = !e->concept;
    for (uint8_t i = 0; i < m->concepts; i++)
    known = known || m->concept[i] == e->concept;
    if (!known && m->concepts < ID_CONCEPTS_MAX)
    m->concept[m->concepts++] = e->concept;
}

void id_meaning_at(const struct id_knowledge *k, const struct id_words *words, size_t at,
                   struct id_meaning *out)
{
    char text[PHRASE_BYTES_MAX];
    size_t n = 0,
           most = words->count - at < PHRASE_WORDS_MAX ? words->count - at : PHRASE_WORDS_MAX;
    *out = (struct id_meaning){.number = -1};
    for (size_t w = 0; w < most; w++) {
        const struct cu_str *word = &words->items[at + w].text;
        if (n + word->n + 1 > sizeof text ||
            words->items[at + w].alternative != words->items[at].alternative)
            break;
        if (w)
            text[n++] = ' ';
        memcpy(text + n, word->p, word->n);
        n += word->n;
        const uint32_t *first = cu_map_get(&k->phrases, (struct cu_str){text, n});
        if (!first)
            continue;
        *out = (struct id_meaning){.number = -1, .words = (uint8_t)(w + 1)};
        for (uint32_t i = *first; i; i = k->entries[i - 1].next)
            add_meaning(out, &k->entries[i - 1]);
    }
}
