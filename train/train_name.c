/* SPDX-License-Identifier: Apache-2.0
 *
 * Trains name.model and measures it.
 *
 *   train_name train  LEXICON_DIR DATA_DIR MODEL_FILE [key=value...]
 *   train_name score  LEXICON_DIR DATA_DIR MODEL_DIR
 *   train_name persons LEXICON_DIR MODEL_DIR FILE.txt...  how many of their persons are found
 *   train_name mark   LEXICON_DIR MODEL_DIR FILE...       texts with their names in brackets
 *
 * Keys: epochs, rows (log2), rate, drop, decay, least (words that have a
 * feature), wiki, gum, news, marked (weights of these corpora).
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/tsv.h"
#include "name_crf.h"
#include "name_gazetteer.h"
#include "perceptron.h"
#include "read/split.h"
#include "read/tag.h"

struct options {
    double epochs, rows, rate, drop, decay, least, wiki, gum, news, marked;
};

static bool set_option(struct options *o, const char *text)
{
    const struct {
        const char *key;
        double *value;
    } keys[] = {{"epochs=", &o->epochs}, {"rows=", &o->rows},   {"rate=", &o->rate},
                {"drop=", &o->drop},     {"decay=", &o->decay}, {"wiki=", &o->wiki},
                {"gum=", &o->gum},       {"news=", &o->news},   {"least=", &o->least},
                {"marked=", &o->marked}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strncmp(text, keys[i].key, strlen(keys[i].key)) == 0) {
            *keys[i].value = strtod(text + strlen(keys[i].key), NULL);
            return true;
        }
    return false;
}

static int refuse(const struct cu_error *err)
{
    char text[800];
    cu_error_text(err, text, sizeof text);
    fprintf(stderr, "train_name: %s\n", text);
    return 2;
}

/* --- sentences with their features --------------------------------------------------------------
 */

struct cases {
    struct nc_sentence *items;
    size_t count, capacity;
};

static bool one_case(struct cases *c, const struct gz_table *gaz, struct nd_document *doc,
                     uint32_t sentence, float weight)
{
    uint64_t features[NM_FEATURES_MAX];
    struct rd_document *d = &doc->d;
    if (c->count == c->capacity) {
        c->capacity = c->capacity * 2 + 1024;
        c->items = realloc(c->items, c->capacity * sizeof *c->items);
    }
    if (!c->items || (!d->name_index && !nm_index_build(d, gaz)))
        return false;
    struct nc_sentence *s = &c->items[c->count];
    *s = (struct nc_sentence){.doc = doc,
                              .sentence = sentence,
                              .weight = weight,
                              .allowed = doc->allowed + d->sentences[sentence].first};
    size_t size = nm_sentence_size(d, sentence);
    struct nm_word *words = cu_arena_alloc(d->arena, (size + 1) * sizeof *words);
    if (!words)
        return false;
    s->words = nm_sentence_of(d, gaz, sentence, words);
    s->starts = cu_arena_alloc(d->arena, (s->words.count + 1) * sizeof *s->starts);
    s->rows = cu_arena_alloc(d->arena, s->words.count * NM_FEATURES_MAX * sizeof *s->rows);
    if (!s->starts || !s->rows)
        return false;
    uint32_t n = 0;
    for (size_t i = 0; i < s->words.count; i++) {
        s->starts[i] = n;
        size_t k = nm_features(&s->words, i, features);
        for (size_t f = 0; f < k; f++)
            s->rows[n++] = (uint32_t)features[f];
    }
    s->starts[s->words.count] = n;
    c->count++;
    return true;
}

static bool all_cases(struct cases *c, const struct gz_table *gaz, struct nd_set *set,
                      double weight)
{
    for (size_t i = 0; weight > 0 && i < set->count; i++)
        for (uint32_t k = 0; k < set->items[i]->d.sentence_count; k++)
            if (!one_case(c, gaz, set->items[i], k, (float)weight))
                return false;
    return true;
}

/* Leaves out features that fewer than `least` words have: they say more about one text than about
 * names, and would crowd the table. */
static bool drop_rare(struct cases *c, int least)
{
    enum { SLOTS = 1 << 24 };
    uint8_t *seen = calloc(SLOTS, 1);
    if (!seen)
        return false;
    for (size_t i = 0; i < c->count; i++)
        for (uint32_t f = 0; f < c->items[i].starts[c->items[i].words.count]; f++) {
            uint8_t *n = &seen[c->items[i].rows[f] & (SLOTS - 1)];
            *n = (uint8_t)(*n + (*n < 200));
        }
    for (size_t i = 0; i < c->count; i++) {
        struct nc_sentence *s = &c->items[i];
        uint32_t kept = 0, from = 0;
        for (size_t w = 0; w < s->words.count; w++) {
            uint32_t past = s->starts[w + 1];
            for (uint32_t f = from; f < past; f++)
                if (seen[s->rows[f] & (SLOTS - 1)] >= least)
                    s->rows[kept++] = s->rows[f];
            from = past;
            s->starts[w + 1] = kept;
        }
    }
    free(seen);
    return true;
}

/* --- measuring ----------------------------------------------------------------------------- */

struct tally {
    size_t right[NM_TYPES], found[NM_TYPES], gold[NM_TYPES];
};

static uint8_t label_of(uint16_t allowed)
{
    for (uint8_t b = 0; b < NM_LABELS; b++)
        if (allowed == 1u << b)
            return b;
    return NM_O;
}

static void count_spans(struct tally *t, const uint8_t *gold, const uint8_t *found, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool g = gold[i] != NM_O && nm_may_start(gold[i]);
        bool f = found[i] != NM_O && nm_may_start(found[i]);
        if (g)
            t->gold[nm_type(gold[i])]++;
        if (f)
            t->found[nm_type(found[i])]++;
        if (!g || gold[i] != found[i])
            continue;
        size_t k = i;
        while (k + 1 < n && !nm_may_end(gold[k]) && gold[k] == found[k])
            k++;
        t->right[nm_type(gold[i])] += gold[k] == found[k];
    }
}

static void print_line(const char *name, size_t right, size_t found, size_t gold)
{
    double p = found ? 100.0 * (double)right / (double)found : 0;
    double r = gold ? 100.0 * (double)right / (double)gold : 0;
    printf("%-4s P %6.2f  R %6.2f  F1 %6.2f  (%zu gold, %zu found)\n", name, p, r,
           p + r > 0 ? 2 * p * r / (p + r) : 0, gold, found);
}

static void print_tally(const struct tally *t)
{
    size_t right = 0, found = 0, gold = 0;
    for (int k = 0; k < NM_TYPES; k++) {
        print_line(rd_entity_name[k], t->right[k], t->found[k], t->gold[k]);
        right += t->right[k];
        found += t->found[k];
        gold += t->gold[k];
    }
    print_line("all", right, found, gold);
}

static double f1_of(const struct nc_crf *crf, const struct cases *c)
{
    struct tally t = {0};
    uint8_t gold[NM_WORDS_MAX], found[NM_WORDS_MAX];
    for (size_t i = 0; i < c->count; i++) {
        const struct nc_sentence *s = &c->items[i];
        for (size_t k = 0; k < s->words.count; k++)
            gold[k] = label_of(s->allowed[k]);
        if (nc_label(crf, s, found))
            count_spans(&t, gold, found, s->words.count);
    }
    size_t right = 0, sum = 0;
    for (int k = 0; k < NM_TYPES; k++)
        right += t.right[k], sum += t.found[k] + t.gold[k];
    return sum ? 200.0 * (double)right / (double)sum : 0;
}

/* --- training ------------------------------------------------------------------------------ */

static enum cu_status tag_all(const struct rd_tagger *t, struct nd_set *s, struct cu_error *err)
{
    for (size_t i = 0; i < s->count; i++)
        for (uint32_t k = 0; k < s->items[i]->d.sentence_count; k++)
            if (rd_tag(t, &s->items[i]->d, k, err) != CU_OK)
                return err->status;
    return CU_OK;
}

struct corpora {
    struct nd_set uner, gum, wiki, news, marked, dev;
    struct rd_countries *countries;
};

static enum cu_status load_corpora(struct corpora *c, const char *lexicon, const char *data,
                                   const char *out, struct cu_error *err)
{
    char path[512];
    c->countries = rd_countries_load(lexicon, err);
    if (!c->countries)
        return err->status;
    c->uner.countries = c->gum.countries = c->wiki.countries = c->dev.countries = c->countries;
    c->news.countries = c->countries;
    snprintf(path, sizeof path, "%s/en/uner/en_ewt-ud-train.2022-12.iob2", data);
    enum cu_status status = nd_load_uner(&c->uner, path, err);
    snprintf(path, sizeof path, "%s/en/uner/en_ewt-ud-dev.iob2", data);
    if (status == CU_OK)
        status = nd_load_uner(&c->dev, path, err);
    snprintf(path, sizeof path, "%s/en/gum/en_gum_by-ud-train.conllu", data);
    if (status == CU_OK)
        status = nd_load_gum(&c->gum, path, err);
    snprintf(path, sizeof path, "%s/en/wikigold/CONLL-format/data/wikigold.conll.txt", data);
    if (status == CU_OK)
        status = nd_load_wikigold(&c->wiki, path, err);
    const char *slash = strrchr(out, '/');
    snprintf(path, sizeof path, "%.*s", slash ? (int)(slash - out) : 1, slash ? out : ".");
    if (status == CU_OK)
        status = nd_load_reports(&c->news, "train/reports", "train/names/en-reports.tsv", path,
                                 lexicon, err);
    if (status == CU_OK)
        status = nd_load_marked(&c->marked, "train/names/en-sentences.txt", path, lexicon, err);
    struct rd_tagger *t = status == CU_OK ? rd_tagger_open(path, err) : NULL;
    if (status == CU_OK && !t)
        status = err->status;
    struct nd_set *sets[] = {&c->uner, &c->gum, &c->wiki, &c->news, &c->marked, &c->dev};
    for (size_t i = 0; status == CU_OK && i < sizeof sets / sizeof *sets; i++)
        status = tag_all(t, sets[i], err);
    rd_tagger_free(t);
    return status;
}

static void drop_corpora(struct corpora *c)
{
    nd_fini(&c->uner);
    nd_fini(&c->gum);
    nd_fini(&c->wiki);
    nd_fini(&c->dev);
    nd_fini(&c->news);
    nd_fini(&c->marked);
    rd_countries_free(c->countries);
}

static void shuffle(size_t *order, size_t n, uint64_t *random)
{
    for (size_t i = n; i > 1; i--) {
        *random += 0x9e3779b97f4a7c15u;
        size_t k = cu_mix(*random) % i, keep = order[i - 1];
        order[i - 1] = order[k];
        order[k] = keep;
    }
}

static bool run_epochs(struct nc_crf *crf, const struct cases *train, const struct cases *dev,
                       const struct options *o)
{
    size_t *order = malloc((train->count + 1) * sizeof *order);
    uint64_t random = 17;
    int epochs = (int)o->epochs;
    for (size_t i = 0; order && i < train->count; i++)
        order[i] = i;
    for (int e = 1; order && e <= epochs; e++) {
        clock_t start = clock();
        double loss = 0;
        shuffle(order, train->count, &random);
        for (size_t i = 0; i < train->count; i++)
            loss += nc_step(crf, &train->items[order[i]], &random);
        if (e * 2 > epochs)
            nc_sum(crf);
        printf("epoch %2d  loss %10.1f  dev F1 %.2f  %.1f s\n", e, loss, f1_of(crf, dev),
               (double)(clock() - start) / CLOCKS_PER_SEC);
        fflush(stdout);
    }
    nc_average(crf);
    printf("average   dev F1 %.2f\n", f1_of(crf, dev));
    free(order);
    return order != NULL;
}

static enum cu_status write_model(const struct nc_crf *crf, const void *gazetteer, size_t n,
                                  const char *path, struct cu_error *err)
{
    size_t weights_n = 0;
    float *wide = calloc((size_t)crf->rows * NM_ROW, sizeof *wide);
    for (size_t r = 0; wide && r < crf->rows; r++)
        memcpy(wide + r * NM_ROW, crf->w + r * NM_LABELS, NM_LABELS * sizeof *wide);
    struct tr_perceptron p = {.rows = crf->rows, .classes = NM_ROW, .w = wide};
    void *weights = wide ? tr_perceptron_section(&p, &weights_n) : NULL;
    free(wide);
    if (!weights)
        return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    const struct cu_model_part parts[] = {{"weights", weights, weights_n},
                                          {"gazetteer", gazetteer, n}};
    enum cu_status status = cu_model_write(path, parts, 2, err);
    free(weights);
    return status;
}

static enum cu_status train(const char *lexicon, const char *data, const char *out,
                            const struct options *o, struct cu_error *err)
{
    struct ng_builder b;
    struct corpora corpora = {0};
    struct cases cases = {0}, dev = {0};
    struct nc_crf crf = {0};
    size_t n = 0;
    ng_init(&b);
    enum cu_status status = ng_load_all(&b, lexicon, data, err);
    unsigned char *section = status == CU_OK ? ng_section(&b, &n) : NULL;
    if (status == CU_OK)
        status = load_corpora(&corpora, lexicon, data, out, err);
    struct gz_table gaz = {0};
    bool fine = status == CU_OK && section;
    if (fine) {
        uint32_t slots;
        memcpy(&slots, section, sizeof slots);
        gaz = (struct gz_table){(const struct gz_slot *)(section + 8), slots - 1};
        printf("gazetteer: %zu phrases in %u slots\n", b.count, slots);
        fine = all_cases(&cases, &gaz, &corpora.uner, 1) &&
               all_cases(&cases, &gaz, &corpora.gum, o->gum) &&
               all_cases(&cases, &gaz, &corpora.wiki, o->wiki) &&
               all_cases(&cases, &gaz, &corpora.news, o->news) &&
               all_cases(&cases, &gaz, &corpora.marked, o->marked) &&
               drop_rare(&cases, (int)o->least) && all_cases(&dev, &gaz, &corpora.dev, 1) &&
               nc_init(&crf, 1u << (int)o->rows);
    }
    if (fine) {
        crf.rate = o->rate, crf.drop = (float)o->drop, crf.decay = o->decay;
        printf("%zu sentences to learn from, %zu to measure\n", cases.count, dev.count);
        fine = run_epochs(&crf, &cases, &dev, o);
        status = fine ? write_model(&crf, section, n, out, err) : CU_ERR_MEMORY;
    }
    if (status == CU_OK && !fine)
        status = cu_fail(err, CU_ERR_MEMORY, out, 0, -1, "out of memory");
    nc_fini(&crf);
    free(cases.items);
    free(dev.items);
    drop_corpora(&corpora);
    free(section);
    ng_fini(&b);
    return status;
}

/* --- the reader as it is run --------------------------------------------------------------- */

static void labels_of_entities(const struct rd_document *d, const struct rd_sentence *s,
                               uint8_t *labels)
{
    memset(labels, NM_O, s->past - s->first);
    for (uint32_t t = s->first; t < s->past; t++) {
        if (d->tokens[t].entity == RD_NONE)
            continue;
        const struct rd_entity *e = &d->entities[d->tokens[t].entity];
        if (e->type >= NM_TYPES)
            continue;
        enum nm_part part = e->past - e->first == 1 ? NM_UNIT
                            : t == e->first         ? NM_BEGIN
                            : t + 1 == e->past      ? NM_LAST
                                                    : NM_INSIDE;
        labels[t - s->first] = nm_label(e->type, part);
    }
}

static void print_marked(const struct rd_document *d, const struct rd_sentence *s,
                         const uint8_t *labels)
{
    for (uint32_t t = s->first; t < s->past; t++) {
        uint8_t b = labels[t - s->first];
        struct cu_str w = rd_form(d, t);
        if (b != NM_O && nm_may_start(b))
            printf("[%s ", rd_entity_name[nm_type(b)]);
        printf("%.*s%s ", (int)w.n, w.p, b != NM_O && nm_may_end(b) ? "]" : "");
    }
    printf("\n");
}

static void print_errors(const struct rd_document *d, const struct rd_sentence *s,
                         const uint8_t *gold, const uint8_t *found)
{
    if (memcmp(gold, found, s->past - s->first) == 0)
        return;
    printf("- ");
    print_marked(d, s, gold);
    printf("+ ");
    print_marked(d, s, found);
}

/* The stages that a namer stands on. */
struct reader {
    struct rd_splitter *split;
    struct rd_tagger *tag;
    struct rd_namer *name;
};

static void close_reader(struct reader *r)
{
    rd_namer_free(r->name);
    rd_tagger_free(r->tag);
    rd_splitter_free(r->split);
}

static enum cu_status open_reader(struct reader *r, const char *lexicon, const char *model_dir,
                                  struct cu_error *err)
{
    *r = (struct reader){.split = rd_splitter_open(model_dir, lexicon, err)};
    if (r->split)
        r->tag = rd_tagger_open(model_dir, err);
    if (r->tag)
        r->name = rd_namer_open(model_dir, lexicon, err);
    if (r->name)
        return CU_OK;
    close_reader(r);
    return err->status;
}

static enum cu_status score_uner(const struct reader *r, struct nd_set *dev, struct cu_error *err)
{
    struct tally t = {0};
    uint8_t gold[NM_WORDS_MAX], found[NM_WORDS_MAX];
    size_t words = 0;
    clock_t start = clock(), spent = 0;
    enum cu_status status = CU_OK;
    for (size_t i = 0; i < dev->count && status == CU_OK; i++) {
        struct nd_document *doc = dev->items[i];
        for (uint32_t k = 0; k < doc->d.sentence_count && status == CU_OK; k++)
            status = rd_tag(r->tag, &doc->d, k, err);
        start = clock();
        for (uint32_t k = 0; k < doc->d.sentence_count && status == CU_OK; k++)
            status = rd_name(r->name, &doc->d, k, err);
        if (status == CU_OK)
            status = rd_name_document(r->name, &doc->d, err);
        spent += clock() - start;
        words += doc->d.token_count;
        for (uint32_t k = 0; k < doc->d.sentence_count && status == CU_OK; k++) {
            const struct rd_sentence *s = &doc->d.sentences[k];
            for (uint32_t w = s->first; w < s->past; w++)
                gold[w - s->first] = label_of(doc->allowed[w]);
            labels_of_entities(&doc->d, s, found);
            if (getenv("NAME_ERRORS"))
                print_errors(&doc->d, s, gold, found);
            count_spans(&t, gold, found, s->past - s->first);
        }
    }
    print_tally(&t);
    printf("%zu words, %.0f words/s\n", words,
           (double)words / ((double)(spent ? spent : 1) / CLOCKS_PER_SEC));
    return status;
}

static enum cu_status score(const char *lexicon, const char *data, const char *model_dir,
                            struct cu_error *err)
{
    struct nd_set dev = {0};
    char path[512];
    struct reader r;
    enum cu_status status = open_reader(&r, lexicon, model_dir, err);
    if (status != CU_OK)
        return status;
    snprintf(path, sizeof path, "%s/en/uner/en_ewt-ud-dev.iob2", data);
    status = nd_load_uner(&dev, path, err);
    if (status == CU_OK)
        status = score_uner(&r, &dev, err);
    nd_fini(&dev);
    close_reader(&r);
    return status;
}

/* --- looking at it ------------------------------------------------------------------------- */

struct person_score {
    size_t gold, found;
};

static bool is_person(const struct rd_document *d, struct cu_str name)
{
    for (size_t i = 0; i < d->entity_count; i++) {
        const struct rd_entity *e = &d->entities[i];
        if (e->type == RD_PER && cu_str_eq(rd_text_of(d, e->first, e->past), name))
            return true;
    }
    return false;
}

/* How many of the report's persons (FILE.jsonl beside FILE.txt) are a name, whole, somewhere. */
static void score_persons(const struct rd_document *d, const char *path, struct person_score *p)
{
    char file[768];
    struct cu_buf text;
    cu_buf_init(&text, 0);
    snprintf(file, sizeof file, "%.*s.jsonl", (int)(strlen(path) - 4), path);
    enum cu_status status = cu_read_file(file, &text, NULL);
    for (size_t i = 0; status == CU_OK && i < text.n;) {
        const char *end = memchr(text.p + i, '\n', text.n - i);
        size_t n = end ? (size_t)(end - text.p) - i : text.n - i, at;
        json_t *record = json_loadb(text.p + i, n, 0, NULL), *person;
        json_array_foreach(json_object_get(record, "persons"), at, person)
        {
            const char *name = json_string_value(json_object_get(person, "name"));
            if (!name)
                continue;
            bool found = is_person(d, cu_str_of(name));
            p->gold++;
            p->found += found;
            if (!found && getenv("NAME_ERRORS"))
                printf("%s: missed %s%s\n", path, name,
                       memmem(d->text.p, d->text.n, name, strlen(name)) ? ""
                                                                        : " (not in the text)");
        }
        json_decref(record);
        i += n + 1;
    }
    cu_buf_fini(&text);
}

static enum cu_status mark_file(const struct reader *r, const char *path,
                                struct person_score *persons, struct cu_error *err)
{
    struct cu_buf text;
    struct cu_arena arena;
    uint8_t labels[NM_WORDS_MAX];
    cu_buf_init(&text, 0);
    cu_arena_init(&arena, 0);
    struct rd_document d = {.arena = &arena};
    enum cu_status status = cu_read_file(path, &text, err);
    d.text = (struct cu_str){text.p, text.n};
    if (status == CU_OK)
        status = rd_split(r->split, &d, err);
    for (uint32_t k = 0; k < d.sentence_count && status == CU_OK; k++) {
        d.sentences[k].analysed = true;
        status = rd_tag(r->tag, &d, k, err);
        if (status == CU_OK)
            status = rd_name(r->name, &d, k, err);
    }
    if (status == CU_OK)
        status = rd_name_document(r->name, &d, err);
    if (status == CU_OK && persons)
        score_persons(&d, path, persons);
    else
        printf("# %s\n", path);
    for (uint32_t k = 0; k < d.sentence_count && status == CU_OK && !persons; k++) {
        labels_of_entities(&d, &d.sentences[k], labels);
        print_marked(&d, &d.sentences[k], labels);
    }
    cu_arena_fini(&arena);
    cu_buf_fini(&text);
    return status;
}

static enum cu_status mark_files(const char *lexicon, const char *model_dir, char **files,
                                 size_t count, struct person_score *persons, struct cu_error *err)
{
    struct reader r;
    enum cu_status status = open_reader(&r, lexicon, model_dir, err);
    if (status != CU_OK)
        return status;
    for (size_t i = 0; i < count && status == CU_OK; i++)
        status = mark_file(&r, files[i], persons, err);
    close_reader(&r);
    return status;
}

static enum cu_status persons(const char *lexicon, const char *model_dir, char **files,
                              size_t count, struct cu_error *err)
{
    struct person_score p = {0};
    enum cu_status status = mark_files(lexicon, model_dir, files, count, &p, err);
    printf("persons: %zu of %zu found whole, %.2f%%\n", p.found, p.gold,
           p.gold ? 100.0 * (double)p.found / (double)p.gold : 0);
    return status;
}

int main(int argc, char **argv)
{
    struct options o = {.epochs = 9,
                        .rows = 17,
                        .rate = 0.1,
                        .drop = 0.1,
                        .decay = 1e-4,
                        .wiki = 0.3,
                        .gum = 0.4,
                        .news = 0.5,
                        .marked = 3,
                        .least = 3};
    struct cu_error err = {0};
    bool usage = argc < 5 || (strcmp(argv[1], "train") && strcmp(argv[1], "score") &&
                              strcmp(argv[1], "mark") && strcmp(argv[1], "persons"));
    for (int i = 5; i < argc && !usage && argv[1][0] == 't'; i++)
        usage = !set_option(&o, argv[i]);
    if (usage) {
        fprintf(stderr, "usage: train_name train LEXICON_DIR DATA_DIR MODEL_FILE [key=value...]\n"
                        "       train_name persons LEXICON_DIR MODEL_DIR FILE.txt...\n"
                        "       train_name mark LEXICON_DIR MODEL_DIR FILE...\n"
                        "       train_name score LEXICON_DIR DATA_DIR MODEL_DIR\n");
        return 2;
    }
    enum cu_status status =
        argv[1][0] == 'm'   ? mark_files(argv[2], argv[3], argv + 4, (size_t)argc - 4, NULL, &err)
        : argv[1][0] == 'p' ? persons(argv[2], argv[3], argv + 4, (size_t)argc - 4, &err)
        : argv[1][0] == 't' ? train(argv[2], argv[3], argv[4], &o, &err)
                            : score(argv[2], argv[3], argv[4], &err);
    return status == CU_OK ? 0 : refuse(&err);
}
