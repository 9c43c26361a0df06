/* SPDX-License-Identifier: Apache-2.0
 * Partly tagged sentences. See marked.h.
 */
#include <string.h>

#include "marked.h"

/* The part of `s` before `by`, which leaves s after it. */
static struct cu_str cut(struct cu_str *s, char by)
{
    const char *at = s->n ? memchr(s->p, by, s->n) : NULL;
    struct cu_str head = {s->p, at ? (size_t)(at - s->p) : s->n};
    s->n -= head.n + (at != NULL);
    s->p += head.n + (at != NULL);
    return head;
}

/* The tags that nearly all marked words have, by their short names. */
static const struct {
    const char *name, *upos, *feats;
} short_names[] = {
    {"past", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin"},
    {"pres", "VERB", "Mood=Ind|Tense=Pres|VerbForm=Fin"},
    {"pres3", "VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"},
    {"perf", "VERB", "Tense=Past|VerbForm=Part"},
    {"pass", "VERB", "Tense=Past|VerbForm=Part|Voice=Pass"},
    {"ing", "VERB", "Tense=Pres|VerbForm=Part"},
    {"ger", "VERB", "VerbForm=Ger"},
    {"inf", "VERB", "VerbForm=Inf"},
    {"imp", "VERB", "Mood=Imp|VerbForm=Fin"},
    {"sg", "NOUN", "Number=Sing"},
    {"pl", "NOUN", "Number=Plur"},
    {"name", "PROPN", "Number=Sing"},
    {"names", "PROPN", "Number=Plur"},
    {"adj", "ADJ", "Degree=Pos"},
    {"adv", "ADV", "_"},
    {"adp", "ADP", "_"},
    {"num", "NUM", "NumType=Card"},
    {"to", "PART", "_"},
};

/* Splits "UPOS/FEATS" or looks up a short name; false: neither. */
static bool tag_of(struct cu_str text, struct cu_str *upos, struct cu_str *feats)
{
    *feats = text;
    *upos = cut(feats, '/');
    if (feats->n)
        return true;
    for (size_t i = 0; i < sizeof short_names / sizeof *short_names; i++)
        if (cu_str_is(*upos, short_names[i].name)) {
            *upos = cu_str_of(short_names[i].upos);
            *feats = cu_str_of(short_names[i].feats);
            return true;
        }
    return false;
}

/* Choice `index` of "{a,b,c}", counted round; *most grows to the number of choices. */
static struct cu_str choose(struct cu_str form, size_t index, size_t *most)
{
    if (form.n < 3 || form.p[0] != '{' || form.p[form.n - 1] != '}')
        return form;
    struct cu_str list = {form.p + 1, form.n - 2}, left = list, choice = {0};
    size_t n = 1;
    for (size_t i = 0; i < list.n; i++)
        n += list.p[i] == ',';
    *most = n > *most ? n : *most;
    for (size_t i = 0; i <= index % n; i++)
        choice = cut(&left, ',');
    return choice;
}

/* One sentence of a line; false: a word has no tag after its slash. */
static bool sentence_of(struct tr_treebank *bank, struct cu_str line, size_t index, size_t *most,
                        struct tr_sentence *out, bool *memory)
{
    size_t capacity = 0;
    *out = (struct tr_sentence){.new_document = true, .new_paragraph = true};
    while (line.n) {
        struct cu_str word = cut(&line, ' ');
        if (!word.n)
            continue;
        struct cu_str form = word.n > 1 ? cut(&word, '/') : word;
        struct cu_str upos = {"", 0}, feats = CU_STR("_");
        if (form.p != word.p && word.n && !tag_of(word, &upos, &feats))
            return false;
        bool third = feats.n && memmem(feats.p, feats.n, "Person=3", 8);
        *memory = CU_GROW(&bank->arena, out->words, out->count, capacity);
        if (!*memory)
            return true;
        out->words[out->count++] = (struct tr_word){.form = choose(form, index, most),
                                                    .upos = upos,
                                                    .feats = feats,
                                                    .xpos = third ? CU_STR("VBZ") : CU_STR("_"),
                                                    .lemma = CU_STR("_"),
                                                    .space_after = true};
    }
    return true;
}

enum cu_status tr_marked_load(struct tr_treebank *bank, const char *path, struct cu_error *err)
{
    struct cu_buf b;
    cu_buf_init(&b, 0);
    enum cu_status status = cu_read_file(path, &b, err);
    struct cu_str text = cu_arena_dup(&bank->arena, (struct cu_str){b.p, b.n});
    size_t capacity = bank->count;
    bool memory = true;
    cu_buf_fini(&b);
    for (long number = 1; status == CU_OK && memory && text.n; number++) {
        struct cu_str line = cut(&text, '\n');
        size_t most = 1;
        if (!line.n || line.p[0] == '#')
            continue;
        for (size_t i = 0; status == CU_OK && memory && i < most; i++) {
            struct tr_sentence s;
            if (!sentence_of(bank, line, i, &most, &s, &memory))
                status = cu_fail(err, CU_ERR_FORMAT, path, number, -1,
                                 "a tagged word is word/UPOS/FEATS or word/short name");
            memory = memory && CU_GROW(&bank->arena, bank->sentences, bank->count, capacity);
            if (status == CU_OK && memory)
                bank->sentences[bank->count++] = s;
        }
    }
    return memory ? status : cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
}
