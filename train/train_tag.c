/* SPDX-License-Identifier: Apache-2.0
 *
 * Trains and scores the tagger (src/read/tag.h).
 *
 *   train_tag train OUT_DIR LEX_DIR MARKED CONLLU...   word lists (word_list.h), marked.h
 *   train_tag score MODEL_DIR CONLLU...          accuracy on gold words
 *   train_tag marked MODEL_DIR MARKED...         accuracy on the words that are marked
 *   train_tag speed MODEL_DIR CONLLU...          words a second, one core
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "conllu.h"
#include "lemma_learner.h"
#include "marked.h"
#include "read/tag.h"
#include "read/tag_feature.h"
#include "sparse_perceptron.h"
#include "word_list.h"

enum {
    EPOCHS = 8,
    RUNS = 5,
    MARGIN = 30,
    LEAST_SEEN = 3,      /* rarer features are not trained */
    LEAST_CLASS = 3,     /* rarer classes become the commonest of their part of speech */
    LEAST_KNOWN = 2,     /* rarer words stay unknown, so that unknown words are learnt */
    LEAST_CLOSED = 2000, /* words seen as often take no class they were never seen with */
    LEAST_SURE = 20,     /* words seen as often, always with one class, are not asked about */
    LISTED = 8,          /* classes in a dictionary entry */
    LISTED_WEIGHT = 2,   /* a word list outweighs one slip of the treebank */
    SLOTS = 1 << 17,     /* words counted for the dictionary */
};
static const float least_weight = 0.5f;

static void die(const struct cu_error *err)
{
    char text[768];
    cu_error_text(err, text, sizeof text);
    fprintf(stderr, "train_tag: %s\n", text);
    exit(2);
}

static void need(bool fine)
{
    if (!fine) {
        fprintf(stderr, "train_tag: out of memory\n");
        exit(2);
    }
}

/* --- classes -------------------------------------------------------------------------------- */

static bool starts(struct cu_str s, const char *with)
{
    return cu_str_starts(s, with);
}

/* Features that the words around cannot tell, or that no stage asks for. */
static bool dropped(struct cu_str f, bool verb, bool third, bool adverb, bool second)
{
    static const char *const always[] = {
        "Abbr=", "ExtPos=", "Foreign=", "NumForm=", "Reflex=", "Style=", "Typo="};
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (starts(f, always[i]))
            return true;
    if (verb && !third && (starts(f, "Number=") || starts(f, "Person=")))
        return true;
    return (adverb && cu_str_is(f, "Degree=Pos")) || (second && starts(f, "Number="));
}

/* "UPOS\tFEATS" as the tagger has it. */
static struct cu_str class_name(struct cu_arena *a, const struct tr_word *w)
{
    char out[256];
    size_t n = 0;
    bool verb = cu_str_is(w->upos, "VERB") || cu_str_is(w->upos, "AUX");
    bool third = cu_str_is(w->xpos, "VBZ"), adverb = cu_str_is(w->upos, "ADV");
    bool second =
        cu_str_is(w->upos, "PRON") && w->feats.n && memmem(w->feats.p, w->feats.n, "Person=2", 8);
    for (size_t from = 0; from < w->feats.n;) {
        const char *bar = memchr(w->feats.p + from, '|', w->feats.n - from);
        size_t size = bar ? (size_t)(bar - w->feats.p) - from : w->feats.n - from;
        struct cu_str f = {w->feats.p + from, size};
        if (cu_str_is(f, "Mood=Sub"))
            f = CU_STR("Mood=Ind");
        if (!cu_str_is(f, "_") && !dropped(f, verb, third, adverb, second) &&
            n + f.n + 2 < sizeof out)
            n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s", n ? "|" : "", (int)f.n, f.p);
        from += size + 1;
    }
    return cu_arena_printf(a, "%.*s\t%.*s", (int)w->upos.n, w->upos.p, n ? (int)n : 1,
                           n ? out : "_");
}

/* The lemma group of a class: for pronouns the class itself, else what inflection shows. */
static struct cu_str group_name(struct cu_arena *a, struct cu_str name)
{
    static const char *const marks[] = {"Number=Plur",  "Number=Ptan",   "VerbForm=Inf",
                                        "VerbForm=Fin", "VerbForm=Part", "VerbForm=Ger",
                                        "Tense=Past",   "Tense=Pres",    "Person=3",
                                        "Degree=Cmp",   "Degree=Sup"};
    if (starts(name, "PRON") || starts(name, "DET"))
        return name;
    const char *tab = memchr(name.p, '\t', name.n);
    unsigned bits = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (memmem(name.p, name.n, marks[i], strlen(marks[i])))
            bits |= 1u << i;
    return cu_arena_printf(a, "%.*s\t%x", (int)(tab - name.p), name.p, bits);
}

struct classes {
    struct cu_arena arena;
    struct cu_map ids; /* name -> class */
    struct cu_str names[RD_SPARSE_CLASSES];
    uint32_t groups[RD_SPARSE_CLASSES];
    uint32_t count;
    struct cu_map group_ids;
};

static uint32_t group_of(struct classes *k, struct cu_str name)
{
    uint32_t *id =
        cu_map_put(&k->group_ids, group_name(&k->arena, name), (uint32_t)k->group_ids.count);
    need(id != NULL);
    return *id;
}

static struct cu_str upos_of(struct cu_str name)
{
    return (struct cu_str){name.p, (size_t)((const char *)memchr(name.p, '\t', name.n) - name.p)};
}

/* Numbers the classes seen often enough; the others get the id of their part of speech's first,
 * which is the commonest because names are taken by frequency. */
static void find_classes(struct classes *k, const struct tr_treebank *bank)
{
    struct cu_map seen;
    cu_map_init(&seen);
    for (size_t i = 0; i < bank->count; i++)
        for (size_t w = 0; w < bank->sentences[i].count; w++) {
            uint32_t *n = cu_map_put(&seen, class_name(&k->arena, &bank->sentences[i].words[w]), 0);
            need(n != NULL);
            ++*n;
        }
    for (;;) {
        struct cu_map_slot *top = NULL;
        for (size_t i = 0; i < seen.capacity; i++)
            if (seen.slots[i].used && seen.slots[i].value &&
                (!top || seen.slots[i].value > top->value ||
                 (seen.slots[i].value == top->value &&
                  cu_str_cmp(seen.slots[i].key, top->key) < 0)))
                top = &seen.slots[i];
        if (!top)
            break;
        uint32_t id = k->count;
        if (top->value < LEAST_CLASS || k->count + 2 > RD_SPARSE_CLASSES)
            for (id = 0; id + 1 < k->count; id++)
                if (cu_str_eq(upos_of(k->names[id]), upos_of(top->key)))
                    break;
        if (id == k->count) {
            k->names[id] = top->key;
            k->groups[id] = group_of(k, top->key);
            k->count++;
        }
        need(cu_map_put(&k->ids, top->key, id) != NULL);
        top->value = 0;
    }
    cu_map_fini(&seen);
}

/* A slip in a marked tag would teach the commonest class instead. */
static void need_classes(struct classes *k, const struct tr_treebank *bank, size_t first)
{
    for (size_t i = first; i < bank->count; i++)
        for (size_t w = 0; w < bank->sentences[i].count; w++) {
            const struct tr_word *word = &bank->sentences[i].words[w];
            if (!word->upos.n || cu_map_get(&k->ids, class_name(&k->arena, word)))
                continue;
            fprintf(stderr, "train_tag: %.*s is marked %.*s %.*s, which no treebank has\n",
                    (int)word->form.n, word->form.p, (int)word->upos.n, word->upos.p,
                    (int)word->feats.n, word->feats.p);
            exit(2);
        }
}

/* RD_SPARSE_CLASSES for a word that is only context. */
static uint32_t class_of(struct classes *k, const struct tr_word *w)
{
    if (!w->upos.n)
        return RD_SPARSE_CLASSES;
    const uint32_t *id = cu_map_get(&k->ids, class_name(&k->arena, w));
    return id ? *id : 0;
}

/* --- dictionary ----------------------------------------------------------------------------- */

struct entry {
    uint64_t key; /* 0: free */
    uint32_t total;
    uint32_t counts[RD_SPARSE_CLASSES];
};

static struct entry *entry_of(struct entry *table, uint64_t key)
{
    size_t i = key & (SLOTS - 1);
    while (table[i].key && table[i].key != key)
        i = (i + 1) & (SLOTS - 1);
    return &table[i];
}

/* Nouns, verbs, adjectives and adverbs that the treebanks know in one use only have others ("free
 * the prisoners"), so that only words of the closed classes are sure. */
static bool closed_class(const struct classes *k, uint32_t c)
{
    static const char *const open[] = {"NOUN", "PROPN", "VERB", "ADJ", "ADV", "INTJ", "X"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (cu_str_is(upos_of(k->names[c]), open[i]))
            return false;
    return true;
}

static void add_entry(const struct classes *k, const struct entry *e, struct cu_buf *lists,
                      uint32_t *first, uint32_t *n)
{
    struct entry left = *e;
    uint32_t least = e->total / 400, size = 0;
    *first = (uint32_t)lists->n;
    cu_buf_putc(lists, 0);
    for (; size < LISTED; size++) {
        uint32_t top = 0;
        for (uint32_t c = 1; c < RD_SPARSE_CLASSES; c++)
            if (left.counts[c] > left.counts[top])
                top = c;
        if (left.counts[top] <= least || left.counts[top] == 0)
            break;
        cu_buf_putc(lists, (char)top);
        left.counts[top] = 0;
    }
    uint32_t first_class = (unsigned char)lists->p[*first + 1], most = e->counts[first_class];
    char flags = e->total >= LEAST_CLOSED ? RD_DICT_CLOSED : 0;
    if (e->total >= LEAST_SURE && e->total - most <= e->total / 1000 &&
        closed_class(k, first_class))
        flags |= RD_DICT_SURE;
    lists->p[*first] = flags;
    *n = size;
}

static void *dictionary_section(const struct classes *k, const struct entry *table, size_t *bytes)
{
    struct cu_buf lists;
    cu_buf_init(&lists, 0);
    uint32_t words = 0;
    for (size_t i = 0; i < SLOTS; i++)
        words += table[i].total >= LEAST_KNOWN;
    uint32_t slots = words * 4 / 3 + 64;
    struct rd_sparse_slot *out = calloc(slots, sizeof *out);
    need(out != NULL);
    for (size_t i = 0; i < SLOTS; i++)
        if (table[i].total >= LEAST_KNOWN) {
            uint32_t first, n;
            add_entry(k, &table[i], &lists, &first, &n);
            need(tr_slot_put(out, slots, table[i].key, first << 8 | n));
        }
    *bytes = 8 + slots * sizeof *out + lists.n;
    char *section = malloc(*bytes);
    need(section && !lists.failed);
    uint32_t head[2] = {slots, (uint32_t)lists.n};
    memcpy(section, head, 8);
    memcpy(section + 8, out, slots * sizeof *out);
    memcpy(section + 8 + slots * sizeof *out, lists.p, lists.n);
    free(out);
    cu_buf_fini(&lists);
    return section;
}

static void *build_dictionary(struct classes *k, const struct tr_treebank *bank, size_t *bytes)
{
    struct entry *table = calloc(SLOTS, sizeof *table);
    need(table != NULL);
    for (size_t i = 0; i < bank->count; i++)
        for (size_t w = 0; w < bank->sentences[i].count; w++) {
            const struct tr_word *word = &bank->sentences[i].words[w];
            uint64_t key = rd_tag_key(cu_arena_lower(&k->arena, word->form));
            struct entry *e = entry_of(table, key);
            e->key = key;
            e->total++;
            e->counts[class_of(k, word)]++;
        }
    void *section = dictionary_section(k, table, bytes);
    free(table);
    return section;
}

/* --- training ------------------------------------------------------------------------------- */

/* The treebank, looked at once. */
struct corpus {
    const struct rd_dictionary *dictionary;
    struct rd_tag_word *words; /* two edges before and after each sentence */
    uint32_t *gold;
    size_t *first; /* of each sentence, in words */
    uint64_t *mode;
    size_t count;
};

static void look_at_all(struct corpus *c, struct classes *k, const struct tr_treebank *bank,
                        const struct rd_dictionary *dictionary)
{
    size_t total = 0, n = 0;
    for (size_t i = 0; i < bank->count; i++)
        total += bank->sentences[i].count + 2 * RD_TAG_REACH;
    c->words = calloc(total + RD_TAG_AHEAD, sizeof *c->words);
    c->gold = calloc(total + 1, sizeof *c->gold);
    c->first = calloc(bank->count + 1, sizeof *c->first);
    c->mode = calloc(bank->count + 1, sizeof *c->mode);
    c->count = bank->count;
    c->dictionary = dictionary;
    need(c->words && c->gold && c->first && c->mode);
    for (size_t i = 0; i < bank->count; i++) {
        const struct tr_sentence *s = &bank->sentences[i];
        struct cu_str *forms = cu_arena_alloc(&k->arena, s->count * sizeof *forms);
        need(forms != NULL);
        rd_tag_edge(&c->words[n++]);
        rd_tag_edge(&c->words[n++]);
        c->first[i] = n;
        for (size_t w = 0; w < s->count; w++) {
            forms[w] = s->words[w].form;
            c->gold[n] = class_of(k, &s->words[w]);
            rd_tag_look(dictionary, forms[w], cu_arena_lower(&k->arena, forms[w]), &c->words[n++]);
        }
        c->mode[i] = rd_tag_case(forms, s->count < 64 ? s->count : 64);
        rd_tag_edge(&c->words[n++]);
        rd_tag_edge(&c->words[n++]);
    }
}

static size_t features_at(const struct corpus *c, size_t sentence, size_t i,
                          const struct rd_tag_history *h, uint64_t *f)
{
    const struct rd_tag_word *w[RD_TAG_REACH + 1 + RD_TAG_AHEAD];
    for (size_t k = 0; k < RD_TAG_REACH + 1 + RD_TAG_AHEAD; k++)
        w[k] = &c->words[i + k - RD_TAG_REACH];
    return rd_tag_features(w + RD_TAG_REACH, h, c->mode[sentence], i == c->first[sentence], f);
}

static uint32_t best(const struct rd_tag_word *w, const float *scores, uint32_t classes)
{
    uint32_t top = 0;
    if (w->flags & RD_DICT_CLOSED) {
        top = w->classes[0];
        for (uint32_t i = 1; i < w->class_count; i++)
            if (scores[w->classes[i]] > scores[top])
                top = w->classes[i];
        return top;
    }
    for (uint32_t c = 1; c < classes; c++)
        if (scores[c] > scores[top])
            top = c;
    return top;
}

/* The best class but the right one. */
static uint32_t rival_of(const float *scores, uint32_t gold, uint32_t classes)
{
    uint32_t top = gold == 0;
    for (uint32_t c = 0; c < classes; c++)
        if (c != gold && scores[c] > scores[top])
            top = c;
    return top;
}

/* One sentence with the tagger's own tags as history, so that it learns to live with its errors. */
static size_t learn_sentence(struct tr_sparse *p, const struct corpus *c, size_t sentence,
                             size_t words, uint32_t classes)
{
    uint64_t f[RD_TAG_FEATURES];
    struct rd_tag_history history;
    size_t wrong = 0;
    rd_tag_begin(&history);
    for (size_t i = c->first[sentence]; i < c->first[sentence] + words; i++) {
        const struct rd_tag_word *w = &c->words[i];
        uint32_t tag;
        if (w->flags & RD_DICT_SURE) {
            tag = w->classes[0];
        } else {
            float scores[RD_SPARSE_CLASSES] = {0};
            size_t n = features_at(c, sentence, i, &history, f);
            tr_sparse_score(p, f, n, scores);
            tag = best(w, scores, classes);
            p->step++;
            uint32_t gold = c->gold[i], known = gold < classes;
            uint32_t rival = known ? rival_of(scores, gold, classes) : 0;
            wrong += known && tag != gold;
            if (known && scores[gold] < scores[rival] + MARGIN) {
                need(tr_sparse_update(p, f, n, gold, 1) && tr_sparse_update(p, f, n, rival, -1));
            }
        }
        rd_tag_step(c->dictionary, &history, tag);
    }
    return wrong;
}

static void count_features(struct tr_sparse *p, const struct corpus *c,
                           const struct tr_treebank *bank)
{
    uint64_t f[RD_TAG_FEATURES];
    for (size_t s = 0; s < c->count; s++) {
        struct rd_tag_history history;
        rd_tag_begin(&history);
        for (size_t i = c->first[s]; i < c->first[s] + bank->sentences[s].count; i++) {
            if (!(c->words[i].flags & RD_DICT_SURE))
                need(tr_sparse_count(p, f, features_at(c, s, i, &history, f)));
            rd_tag_step(c->dictionary, &history,
                        c->gold[i] < RD_SPARSE_CLASSES ? c->gold[i] : RD_TAG_EDGE);
        }
    }
    size_t all = p->count;
    need(tr_sparse_prune(p, LEAST_SEEN));
    fprintf(stderr, "%zu features, %zu of them seen %d times or more\n", all, p->count, LEAST_SEEN);
}

static void learn_tags(struct tr_sparse *p, const struct corpus *c, const struct tr_treebank *bank,
                       uint32_t classes)
{
    size_t *order = calloc(c->count + 1, sizeof *order);
    need(order != NULL);
    for (size_t i = 0; i < c->count; i++)
        order[i] = i;
    for (int epoch = 0; epoch < RUNS * EPOCHS; epoch++) {
        size_t wrong = 0;
        for (size_t i = c->count; i > 1; i--) {
            size_t j = cu_hash2((uint64_t)epoch, i) % i, keep = order[i - 1];
            order[i - 1] = order[j];
            order[j] = keep;
        }
        for (size_t i = 0; i < c->count; i++)
            wrong += learn_sentence(p, c, order[i], bank->sentences[order[i]].count, classes);
        fprintf(stderr, "run %d epoch %d: %zu wrong\n", epoch / EPOCHS, epoch % EPOCHS + 1, wrong);
        if (epoch % EPOCHS + 1 == EPOCHS)
            tr_sparse_end_run(p);
    }
    free(order);
    tr_sparse_average(p);
}

/* --- lemmas --------------------------------------------------------------------------------- */

static void treebank_lemmas(struct tr_lemma_learner *l, struct classes *k,
                            const struct tr_treebank *bank)
{
    for (size_t i = 0; i < bank->count; i++)
        for (size_t w = 0; w < bank->sentences[i].count; w++) {
            const struct tr_word *word = &bank->sentences[i].words[w];
            bool proper = cu_str_is(word->upos, "PROPN") || cu_str_is(word->lemma, "I");
            struct cu_str form = word->form, lemma = word->lemma;
            if (!cu_str_is(word->upos, "PROPN"))
                form = cu_arena_lower(&k->arena, form);
            if (!proper)
                lemma = cu_arena_lower(&k->arena, lemma);
            if (cu_str_is(lemma, "_") && !cu_str_is(form, "_"))
                continue;
            /* Half words ("goeswith") and slips have the whole word's lemma. */
            if (proper && memmem(word->feats.p, word->feats.n, "Typo=Yes", 8))
                continue;
            need(tr_lemma_add(l, k->groups[class_of(k, word)], form, lemma, 1));
        }
}

/* Verb forms of the dictionary, for the groups they belong to. */
static void unimorph_lemmas(struct tr_lemma_learner *l, struct classes *k, const char *path)
{
    static const struct {
        const char *tags, *name;
    } map[] = {
        {"V;PST", "VERB\tMood=Ind|Tense=Past|VerbForm=Fin"},
        {"V;V.PTCP;PST", "VERB\tTense=Past|VerbForm=Part"},
        {"V;V.PTCP;PRS", "VERB\tTense=Pres|VerbForm=Part"},
        {"V;V.PTCP;PRS", "VERB\tVerbForm=Ger"},
        {"V;3;SG;PRS", "VERB\tMood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"},
    };
    struct cu_error err;
    struct cu_buf b;
    cu_buf_init(&b, 0);
    if (cu_read_file(path, &b, &err) != CU_OK)
        die(&err);
    struct cu_str text = cu_arena_dup(&k->arena, (struct cu_str){b.p, b.n});
    cu_buf_fini(&b);
    need(text.n > 0);
    for (size_t i = 0; i < text.n;) {
        const char *nl = memchr(text.p + i, '\n', text.n - i);
        size_t n = nl ? (size_t)(nl - text.p) - i : text.n - i;
        const char *line = text.p + i, *t1 = memchr(line, '\t', n);
        const char *t2 = t1 ? memchr(t1 + 1, '\t', n - (size_t)(t1 + 1 - line)) : NULL;
        i += n + 1;
        if (!t2)
            continue;
        struct cu_str lemma = {line, (size_t)(t1 - line)}, form = {t1 + 1, (size_t)(t2 - t1 - 1)};
        struct cu_str tags = {t2 + 1, (size_t)(line + n - t2 - 1)};
        if (memchr(form.p, ' ', form.n) || lemma.n < 3)
            continue;
        for (size_t m = 0; m < sizeof map / sizeof *map; m++)
            if (cu_str_is(tags, map[m].tags))
                need(tr_lemma_add(l, group_of(k, cu_str_of(map[m].name)), form, lemma,
                                  LISTED_WEIGHT));
    }
}

enum { CLASSES, DICTIONARY, WORDS, LEMMAS, WEIGHTS, PARTS };

/* Sections "dictionary" and "words", and the dictionary as the tagger will see it. */
static struct rd_dictionary know_words(struct classes *k, const struct tr_treebank *bank,
                                       const char *lex, struct cu_model_part *parts)
{
    struct cu_error err;
    struct tr_words words;
    uint32_t head[2];
    parts[DICTIONARY].bytes = build_dictionary(k, bank, &parts[DICTIONARY].n);
    if (tr_words_load(&words, lex, &err) != CU_OK)
        die(&err);
    parts[WORDS].bytes = tr_words_section(&words, &parts[WORDS].n);
    need(parts[WORDS].bytes != NULL);
    tr_words_fini(&words);
    memcpy(head, parts[DICTIONARY].bytes, sizeof head);
    struct rd_dictionary d = {.slot_count = head[0], .list_bytes = head[1]};
    d.slots = (const struct rd_sparse_slot *)((const char *)parts[DICTIONARY].bytes + sizeof head);
    d.lists = (const uint8_t *)(d.slots + head[0]);
    memcpy(head, parts[WORDS].bytes, sizeof head);
    d.words = (const uint32_t *)((const char *)parts[WORDS].bytes + sizeof head);
    d.word_slots = head[0];
    for (uint32_t c = 0; c < k->count; c++) {
        struct cu_str upos = upos_of(k->names[c]), name = k->names[c];
        d.kinds[c] =
            (uint8_t)rd_tag_kind(upos, (struct cu_str){name.p + upos.n + 1, name.n - upos.n - 1});
    }
    return d;
}

static void learn_lemmas(struct classes *k, const struct tr_treebank *bank, const char *lex,
                         struct cu_model_part *part)
{
    char path[1024];
    struct tr_lemma_learner lemmas;
    tr_lemma_init(&lemmas);
    treebank_lemmas(&lemmas, k, bank);
    snprintf(path, sizeof path, "%s/unimorph-eng/eng", lex);
    unimorph_lemmas(&lemmas, k, path);
    part->bytes = tr_lemma_section(&lemmas, &part->n);
    need(part->bytes != NULL);
    tr_lemma_fini(&lemmas);
}

static void train(const char *out, const char *lex, const char *marked, struct tr_treebank *bank)
{
    static struct classes k;
    struct cu_error err;
    struct cu_buf names;
    char path[1024];
    struct cu_model_part parts[PARTS] = {
        {.name = "classes"}, {.name = "dictionary"}, {.name = "words"},
        {.name = "lemmas"},  {.name = "weights"},
    };
    cu_arena_init(&k.arena, 0);
    cu_map_init(&k.ids);
    cu_map_init(&k.group_ids);
    cu_buf_init(&names, 0);
    find_classes(&k, bank);
    for (uint32_t c = 0; c < k.count; c++)
        cu_buf_printf(&names, "%.*s\t%u\n", (int)k.names[c].n, k.names[c].p, k.groups[c]);
    parts[CLASSES].bytes = names.p;
    parts[CLASSES].n = names.n;
    struct rd_dictionary dictionary = know_words(&k, bank, lex, parts);
    learn_lemmas(&k, bank, lex, &parts[LEMMAS]);

    /* Marked sentences teach tags only: their words come too often to count them. */
    size_t treebanks = bank->count;
    if (tr_marked_load(bank, marked, &err) != CU_OK)
        die(&err);
    need_classes(&k, bank, treebanks);
    struct corpus corpus;
    struct tr_sparse p;
    look_at_all(&corpus, &k, bank, &dictionary);
    need(tr_sparse_init(&p));
    count_features(&p, &corpus, bank);
    learn_tags(&p, &corpus, bank, k.count);
    parts[WEIGHTS].bytes = tr_sparse_section(&p, least_weight, &parts[WEIGHTS].n);
    need(parts[WEIGHTS].bytes != NULL);
    snprintf(path, sizeof path, "%s/tag.model", out);
    if (cu_model_write(path, parts, PARTS, &err) != CU_OK)
        die(&err);
    for (int i = 0; i < PARTS; i++)
        fprintf(stderr, "%s: %zu bytes\n", parts[i].name, parts[i].n);
}

/* --- scoring -------------------------------------------------------------------------------- */

/* A document of one treebank sentence's gold words. */
static void document_of(struct rd_document *d, struct cu_arena *arena, const struct tr_sentence *s)
{
    struct cu_buf text;
    cu_buf_init(&text, 0);
    *d = (struct rd_document){.arena = arena, .sentence_count = 1, .token_count = s->count};
    d->tokens = cu_arena_zalloc(arena, s->count * sizeof *d->tokens);
    d->sentences = cu_arena_zalloc(arena, sizeof *d->sentences);
    need(d->tokens && d->sentences);
    for (size_t w = 0; w < s->count; w++) {
        d->tokens[w].start = (uint32_t)text.n;
        cu_buf_str(&text, s->words[w].form);
        d->tokens[w].end = (uint32_t)text.n;
        d->tokens[w].lower = cu_arena_lower(arena, s->words[w].form);
        if (s->words[w].space_after)
            cu_buf_putc(&text, ' ');
    }
    d->text = cu_arena_dup(arena, (struct cu_str){text.p, text.n});
    d->sentences[0].past = (uint32_t)s->count;
    cu_buf_fini(&text);
}

static void score(const struct rd_tagger *t, const struct tr_treebank *bank)
{
    size_t words = 0, upos = 0, feats = 0, lemma = 0, lemma_case = 0;
    struct cu_arena arena;
    struct cu_error err;
    bool verbose = getenv("VERBOSE") != NULL;
    cu_arena_init(&arena, 0);
    for (size_t i = 0; i < bank->count; i++) {
        const struct tr_sentence *s = &bank->sentences[i];
        struct rd_document d;
        cu_arena_reset(&arena);
        document_of(&d, &arena, s);
        if (rd_tag(t, &d, 0, &err) != CU_OK)
            die(&err);
        for (size_t w = 0; w < s->count; w++) {
            const struct tr_word *g = &s->words[w];
            const struct rd_token *o = &d.tokens[w];
            bool same = rd_upos_of(g->upos) == o->upos;
            struct cu_str name = class_name(&arena, g);
            const char *tab = memchr(name.p, '\t', name.n);
            words++;
            upos += same;
            feats +=
                same && cu_str_eq(o->feats_text,
                                  (struct cu_str){tab + 1, name.n - 1 - (size_t)(tab - name.p)});
            bool l = cu_str_eq(cu_arena_lower(&arena, o->lemma), cu_arena_lower(&arena, g->lemma));
            lemma += l;
            lemma_case += cu_str_eq(o->lemma, g->lemma);
            if (verbose && !same)
                printf("upos\t%.*s\t%.*s\t%s\n", (int)g->form.n, g->form.p, (int)g->upos.n,
                       g->upos.p, rd_upos_name[o->upos]);
            if (verbose && !l)
                printf("lemma\t%.*s\t%.*s\t%.*s\n", (int)g->form.n, g->form.p, (int)g->lemma.n,
                       g->lemma.p, (int)o->lemma.n, o->lemma.p);
        }
    }
    double all = (double)words / 100;
    printf("UPOS %.2f  UPOS+FEATS as trained %.2f  lemma %.2f (case counts: %.2f)  %zu words\n",
           (double)upos / all, (double)feats / all, (double)lemma / all, (double)lemma_case / all,
           words);
    cu_arena_fini(&arena);
}

/* VERBOSE shows each word that is tagged wrong, in its sentence. */
static void score_marked(const struct rd_tagger *t, const struct tr_treebank *bank)
{
    size_t words = 0, upos = 0, feats = 0;
    struct cu_arena arena;
    struct cu_error err;
    bool verbose = getenv("VERBOSE") != NULL;
    cu_arena_init(&arena, 0);
    for (size_t i = 0; i < bank->count; i++) {
        const struct tr_sentence *s = &bank->sentences[i];
        struct rd_document d;
        cu_arena_reset(&arena);
        document_of(&d, &arena, s);
        if (rd_tag(t, &d, 0, &err) != CU_OK)
            die(&err);
        for (size_t w = 0; w < s->count; w++) {
            const struct tr_word *g = &s->words[w];
            const struct rd_token *o = &d.tokens[w];
            if (!g->upos.n)
                continue;
            bool same = rd_upos_of(g->upos) == o->upos;
            bool all = same && cu_str_eq(o->feats_text, g->feats);
            words++;
            upos += same;
            feats += all;
            if (verbose && !all)
                printf("%.*s\t%.*s %.*s\t%s %.*s\t%.*s\n", (int)g->form.n, g->form.p,
                       (int)g->upos.n, g->upos.p, (int)g->feats.n, g->feats.p,
                       rd_upos_name[o->upos], (int)o->feats_text.n, o->feats_text.p, (int)d.text.n,
                       d.text.p);
        }
    }
    printf("UPOS %.2f  UPOS+FEATS %.2f  %zu marked words\n", 100.0 * (double)upos / (double)words,
           100.0 * (double)feats / (double)words, words);
    cu_arena_fini(&arena);
}

static void speed(const struct rd_tagger *t, const struct tr_treebank *bank)
{
    struct cu_arena arena;
    struct cu_error err;
    struct timespec t0, t1;
    size_t words = 0;
    cu_arena_init(&arena, 0);
    struct rd_document *d = cu_arena_alloc(&arena, bank->count * sizeof *d);
    need(d != NULL);
    for (size_t i = 0; i < bank->count; i++)
        document_of(&d[i], &arena, &bank->sentences[i]);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t0);
    double took = 0;
    while (took < 1) {
        for (size_t i = 0; i < bank->count; i++) {
            if (rd_tag(t, &d[i], 0, &err) != CU_OK)
                die(&err);
            words += d[i].token_count;
        }
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t1);
        took = (double)(t1.tv_sec - t0.tv_sec) + 1e-9 * (double)(t1.tv_nsec - t0.tv_nsec);
    }
    printf("%.0f words/s\n", (double)words / took);
    cu_arena_fini(&arena);
}

int main(int argc, char **argv)
{
    struct cu_error err;
    struct tr_treebank bank = {0};
    if (argc < 4) {
        fprintf(stderr, "usage: train_tag train OUT_DIR LEX_DIR MARKED CONLLU...\n"
                        "       train_tag score|speed MODEL_DIR CONLLU...\n"
                        "       train_tag marked MODEL_DIR MARKED...\n");
        return 2;
    }
    bool training = strcmp(argv[1], "train") == 0, marked = strcmp(argv[1], "marked") == 0;
    cu_arena_init(&bank.arena, 0);
    for (int i = training ? 5 : 3; i < argc; i++)
        if ((marked ? tr_marked_load : tr_conllu_load)(&bank, argv[i], &err) != CU_OK)
            die(&err);
    if (training) {
        train(argv[2], argv[3], argv[4], &bank);
    } else {
        struct rd_tagger *t = rd_tagger_open(argv[2], &err);
        if (!t)
            die(&err);
        if (strcmp(argv[1], "speed") == 0)
            speed(t, &bank);
        else if (marked)
            score_marked(t, &bank);
        else
            score(t, &bank);
        rd_tagger_free(t);
    }
    tr_treebank_fini(&bank);
    return 0;
}
