/* SPDX-License-Identifier: Apache-2.0
 * Public word lists as bits. See word_list.h.
 */
#include <stdlib.h>
#include <string.h>

#include "word_list.h"

static bool add(struct tr_words *w, struct cu_str word, uint32_t bits)
{
    if (word.n < 2 || word.n > 40 || memchr(word.p, ' ', word.n))
        return true;
    uint32_t *v = cu_map_put(&w->bits, cu_arena_lower(&w->arena, word), 0);
    if (v)
        *v |= bits;
    return v != NULL;
}

/* The noun and its regular plural. */
static bool add_noun(struct tr_words *w, struct cu_str word)
{
    bool proper = word.n && word.p[0] >= 'A' && word.p[0] <= 'Z';
    if (proper || word.n < 3)
        return add(w, word, RD_WORD_PROPER);
    const char *ending = "s";
    size_t cut = 0;
    char last = word.p[word.n - 1], before = word.p[word.n - 2];
    if (last == 'y' && !strchr("aeiou", before)) {
        ending = "ies";
        cut = 1;
    } else if (last == 's' || last == 'x' || last == 'z' ||
               (last == 'h' && (before == 's' || before == 'c'))) {
        ending = "es";
    }
    return add(w, word, RD_WORD_NOUN) &&
           add(w, cu_arena_printf(&w->arena, "%.*s%s", (int)(word.n - cut), word.p, ending),
               RD_WORD_NOUN);
}

/* Calls `line` for each line of a file. */
static enum cu_status each_line(struct tr_words *w, const char *dir, const char *name,
                                bool (*line)(struct tr_words *, struct cu_str),
                                struct cu_error *err)
{
    char path[1024];
    struct cu_buf b;
    snprintf(path, sizeof path, "%s/%s", dir, name);
    cu_buf_init(&b, 0);
    enum cu_status status = cu_read_file(path, &b, err);
    for (size_t i = 0; status == CU_OK && i < b.n;) {
        const char *nl = memchr(b.p + i, '\n', b.n - i);
        size_t n = nl ? (size_t)(nl - b.p) - i : b.n - i;
        if (!line(w, (struct cu_str){b.p + i, n}))
            status = cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
        i += n + 1;
    }
    cu_buf_fini(&b);
    return status;
}

static struct cu_str field(struct cu_str line, char by, int index)
{
    for (; index > 0; index--) {
        const char *at = memchr(line.p, by, line.n);
        if (!at)
            return (struct cu_str){line.p, 0};
        line.n -= (size_t)(at + 1 - line.p);
        line.p = at + 1;
    }
    const char *end = memchr(line.p, by, line.n);
    return (struct cu_str){line.p, end ? (size_t)(end - line.p) : line.n};
}

static bool each_word(struct tr_words *w, struct cu_str name, uint32_t bits)
{
    bool fine = true;
    for (size_t from = 0; fine && from < name.n;) {
        size_t to = from;
        while (to < name.n && name.p[to] != ' ' && name.p[to] != '-')
            to++;
        if (to > from && !(name.p[from] >= 'a' && name.p[from] <= 'z'))
            fine = add(w, (struct cu_str){name.p + from, to - from}, bits);
        from = to + 1;
    }
    return fine;
}

static bool forename(struct tr_words *w, struct cu_str line)
{
    return each_word(w, field(line, ',', 11), RD_WORD_FORENAME);
}

static bool surname(struct tr_words *w, struct cu_str line)
{
    return each_word(w, field(line, ',', 5), RD_WORD_SURNAME);
}

static bool city(struct tr_words *w, struct cu_str line)
{
    return each_word(w, field(line, ',', 0), RD_WORD_PLACE) &&
           each_word(w, field(line, ',', 1), RD_WORD_PLACE) &&
           each_word(w, field(line, ',', 2), RD_WORD_PLACE);
}

static bool verb(struct tr_words *w, struct cu_str line)
{
    struct cu_str lemma = field(line, '\t', 0), tags = field(line, '\t', 2);
    if (lemma.n < 3)
        return true;
    uint32_t bit = cu_str_is(tags, "V;NFIN") ? RD_WORD_VERB : RD_WORD_VERB_FORM;
    return add(w, field(line, '\t', 1), bit);
}

/* A synset's member: "  - word" after "  members:"; other lists hold numbers or sentences, which
 * have a space or start with a digit. */
static bool member(struct tr_words *w, struct cu_str line)
{
    if (!cu_str_starts(line, "  - "))
        return true;
    struct cu_str word = cu_str_trim((struct cu_str){line.p + 4, line.n - 4});
    if (word.n > 2 && (word.p[0] == '\'' || word.p[0] == '"'))
        word = (struct cu_str){word.p + 1, word.n - 2};
    if (word.n == 0 || memchr(word.p, ' ', word.n) || (word.p[0] >= '0' && word.p[0] <= '9'))
        return true;
    return add_noun(w, word);
}

enum cu_status tr_words_load(struct tr_words *w, const char *lex_dir, struct cu_error *err)
{
    static const struct {
        const char *name;
        bool (*line)(struct tr_words *, struct cu_str);
    } lists[] = {
        {"unimorph-eng/eng", verb},
        {"oewn/noun.act.yaml", member},
        {"oewn/noun.communication.yaml", member},
        {"oewn/noun.event.yaml", member},
        {"oewn/noun.group.yaml", member},
        {"oewn/noun.location.yaml", member},
        {"oewn/noun.person.yaml", member},
        {"oewn/noun.quantity.yaml", member},
        {"oewn/noun.time.yaml", member},
        {"popular-names/common-forenames-by-country.csv", forename},
        {"popular-names/common-surnames-by-country.csv", surname},
        {"world-cities/data/world-cities.csv", city},
    };
    cu_arena_init(&w->arena, 0);
    cu_map_init(&w->bits);
    enum cu_status status = CU_OK;
    for (size_t i = 0; status == CU_OK && i < sizeof lists / sizeof *lists; i++)
        status = each_line(w, lex_dir, lists[i].name, lists[i].line, err);
    return status;
}

void tr_words_fini(struct tr_words *w)
{
    cu_map_fini(&w->bits);
    cu_arena_fini(&w->arena);
}

void *tr_words_section(const struct tr_words *w, size_t *bytes)
{
    uint32_t slots = (uint32_t)(w->bits.count * 10 / 7 + 64);
    *bytes = 8 + (size_t)slots * 4;
    uint32_t *out = calloc(1, *bytes);
    if (!out)
        return NULL;
    out[0] = slots;
    for (size_t i = 0; i < w->bits.capacity; i++) {
        const struct cu_map_slot *s = &w->bits.slots[i];
        if (!s->used)
            continue;
        uint64_t key = rd_tag_key(s->key);
        uint32_t at = rd_sparse_home(key, slots);
        while (out[2 + at])
            at = at + 1 == slots ? 0 : at + 1;
        out[2 + at] = (rd_sparse_check(key) & ~255u) | s->value;
    }
    return out;
}
