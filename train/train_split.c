/* SPDX-License-Identifier: Apache-2.0
 *
 * Trains and scores the splitter (src/read/split.h).
 *
 *   train_split train OUT_DIR LEXICON_DIR GOLD_DIR CONLLU...
 *   train_split score MODEL_DIR LEXICON_DIR CONLLU...   F1 of words and sentences on raw text
 *   train_split gold  MODEL_DIR LEXICON_DIR GOLD_DIR    gold sentences that are ours, byte for byte
 *   train_split speed MODEL_DIR LEXICON_DIR FILE        words a second, one core
 *
 * The raw text of a treebank is its sentences with the spaces it records, one space between
 * sentences, a blank line between paragraphs. Reports with claims (GOLD_DIR) know some sentences
 * only: what lies inside one is no start, what follows one is.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "conllu.h"
#include "perceptron.h"
#include "read/split_judge.h"

enum {
    WORD_ROWS = 1 << 17,
    SENTENCE_ROWS = 1 << 18,
    EPOCHS = 8,
    RUNS = 5, /* over differently shuffled data; their averages are added up */
    MARGIN = 4,
    WORD = 1,
    SENTENCE = 2,
    KNOWN = 4,
    WORD_END = 8,
    SENTENCE_END = 16
};

/* A text and what is known of each byte. */
struct sample {
    struct cu_str text;
    unsigned char *gold;
    bool words; /* words are known too */
};

struct samples {
    struct sample *items;
    size_t count, capacity;
    struct cu_arena arena;
};

static void die(const struct cu_error *err)
{
    char text[768];
    cu_error_text(err, text, sizeof text);
    fprintf(stderr, "train_split: %s\n", text);
    exit(2);
}

static void no_memory(void)
{
    fprintf(stderr, "train_split: out of memory\n");
    exit(2);
}

/* --- samples -------------------------------------------------------------------------------- */

static void add_sample(struct samples *all, const struct cu_buf *text, const struct cu_buf *gold,
                       bool words)
{
    if (!text->n)
        return;
    if (!CU_GROW(&all->arena, all->items, all->count, all->capacity) || text->failed ||
        gold->failed)
        no_memory();
    struct cu_str g = cu_arena_dup(&all->arena, (struct cu_str){gold->p, gold->n});
    all->items[all->count++] = (struct sample){
        cu_arena_dup(&all->arena, (struct cu_str){text->p, text->n}), (unsigned char *)g.p, words};
}

static void put(struct cu_buf *text, struct cu_buf *gold, struct cu_str s)
{
    cu_buf_str(text, s);
    for (size_t i = 0; i < s.n; i++)
        cu_buf_putc(gold, KNOWN);
}

static void put_sentence(struct cu_buf *text, struct cu_buf *gold, const struct tr_sentence *s)
{
    for (size_t w = 0; w < s->count; w++) {
        size_t at = text->n;
        put(text, gold, s->words[w].form);
        gold->p[at] |= WORD | (w == 0 ? SENTENCE : 0);
        gold->p[text->n - 1] |= WORD_END | (w + 1 == s->count ? SENTENCE_END : 0);
        if (s->words[w].space_after && !s->words[w].inside_token)
            put(text, gold, CU_STR(" "));
    }
}

static void add_treebank(struct samples *all, const struct tr_treebank *bank)
{
    struct cu_buf text, gold;
    cu_buf_init(&text, 0);
    cu_buf_init(&gold, 0);
    for (size_t i = 0; i < bank->count; i++) {
        const struct tr_sentence *s = &bank->sentences[i];
        if (s->new_document) {
            add_sample(all, &text, &gold, true);
            text.n = gold.n = 0;
        } else if (s->new_paragraph) {
            put(&text, &gold, CU_STR("\n\n"));
        }
        put_sentence(&text, &gold, s);
    }
    add_sample(all, &text, &gold, true);
    cu_buf_fini(&text);
    cu_buf_fini(&gold);
}

/* A report: everything after its "#" lines. */
static struct cu_str body(struct cu_str s)
{
    while (s.n && s.p[0] == '#') {
        const char *nl = memchr(s.p, '\n', s.n);
        size_t n = nl ? (size_t)(nl - s.p) + 1 : s.n;
        s.p += n, s.n -= n;
    }
    return s;
}

static void mark(struct sample *s, struct cu_str sentence)
{
    const char *at = memmem(s->text.p, s->text.n, sentence.p, sentence.n);
    if (!at)
        return;
    size_t from = (size_t)(at - s->text.p), to = from + sentence.n;
    for (size_t i = from + 1; i < to; i++)
        s->gold[i] |= KNOWN;
    s->gold[from] |= KNOWN | SENTENCE;
    s->gold[to - 1] |= SENTENCE_END;
    while (to < s->text.n && (s->text.p[to] == ' ' || s->text.p[to] == '\n'))
        to++;
    if (to < s->text.n)
        s->gold[to] |= KNOWN | SENTENCE;
}

static void add_report(struct samples *all, const char *dir, const char *name)
{
    struct cu_error err;
    struct cu_buf text, claims, gold;
    char path[1024];
    cu_buf_init(&text, 0);
    cu_buf_init(&claims, 0);
    cu_buf_init(&gold, 0);
    snprintf(path, sizeof path, "%s/%s.txt", dir, name);
    if (cu_read_file(path, &text, &err) != CU_OK)
        die(&err);
    snprintf(path, sizeof path, "%s/%s.jsonl", dir, name);
    if (cu_read_file(path, &claims, &err) != CU_OK)
        die(&err);
    struct cu_str b = body((struct cu_str){text.p, text.n});
    struct cu_buf view = {.p = (char *)b.p, .n = b.n};
    for (size_t i = 0; i < b.n; i++)
        cu_buf_putc(&gold, 0);
    add_sample(all, &view, &gold, false);
    for (size_t i = 0; i < claims.n;) {
        const char *nl = memchr(claims.p + i, '\n', claims.n - i);
        size_t n = nl ? (size_t)(nl - claims.p) - i : claims.n - i;
        json_t *o = json_loadb(claims.p + i, n, 0, NULL);
        const char *s = json_string_value(json_object_get(o, "sentence"));
        if (s && *s)
            mark(&all->items[all->count - 1], cu_str_of(s));
        json_decref(o);
        i += n + 1;
    }
    cu_buf_fini(&text);
    cu_buf_fini(&claims);
    cu_buf_fini(&gold);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_reports(struct samples *all, const char *dir)
{
    char *names[4096];
    size_t count = 0;
    DIR *d = opendir(dir);
    if (!d) {
        fprintf(stderr, "train_split: cannot open %s\n", dir);
        exit(2);
    }
    for (struct dirent *e; (e = readdir(d)) && count < 4096;) {
        size_t n = strlen(e->d_name);
        if (n > 4 && strncmp(e->d_name, "en-", 3) == 0 && strcmp(e->d_name + n - 4, ".txt") == 0)
            names[count++] = strndup(e->d_name, n - 4);
    }
    closedir(d);
    qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++) {
        add_report(all, dir, names[i]);
        free(names[i]);
    }
}

/* --- training ------------------------------------------------------------------------------- */

struct teacher {
    const struct sample *now;
    struct tr_perceptron models[2]; /* by enum rd_split_question */
    float *done[2];                 /* averages of the runs before, summed */
    uint64_t asked[2], wrong[2];
};

static int teach(void *data, enum rd_split_question q, uint32_t at, const uint64_t *f, size_t n)
{
    struct teacher *t = data;
    struct tr_perceptron *p = &t->models[q];
    float score = 0;
    for (size_t i = 0; i < n; i++)
        tr_perceptron_add(p, f[i], &score);
    int answer = score > 0;
    bool known = q == RD_WORD_STARTS ? t->now->words : t->now->gold[at] & KNOWN;
    if (!known)
        return answer;
    int gold = (t->now->gold[at] & (q == RD_WORD_STARTS ? WORD : SENTENCE)) != 0;
    t->asked[q]++;
    tr_perceptron_step(p);
    /* A margin makes the average steadier on places that were right by little. */
    if (gold ? score <= MARGIN : score > -MARGIN) {
        t->wrong[q] += answer != gold;
        tr_perceptron_update(p, f, n, 0, gold ? 1 : -1);
    }
    return gold;
}

static void shuffle(size_t *order, size_t n, uint64_t seed)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = cu_hash2(seed, i) % i, keep = order[i - 1];
        order[i - 1] = order[j];
        order[j] = keep;
    }
}

static void split_one(const struct rd_splitter *s, const struct sample *sample,
                      struct rd_document *d, struct cu_arena *arena)
{
    struct cu_error err;
    cu_arena_reset(arena);
    *d = (struct rd_document){.text = sample->text, .arena = arena};
    if (rd_split(s, d, &err) != CU_OK)
        die(&err);
}

/* Ends a run: its average is added to those before. The last one leaves the sum in the models. */
static void end_run(struct teacher *t, bool last)
{
    for (int i = 0; i < 2; i++) {
        struct tr_perceptron *p = &t->models[i];
        tr_perceptron_average(p);
        for (uint32_t row = 0; row < p->rows; row++) {
            t->done[i][row] += p->w[row];
            p->w[row] = last ? t->done[i][row] : 0;
            p->u[row] = 0;
        }
        p->step = 1;
    }
}

static void epoch(struct teacher *t, const struct rd_splitter *s, const struct samples *all,
                  size_t *order, int number)
{
    struct cu_arena arena;
    struct rd_document d;
    cu_arena_init(&arena, 0);
    shuffle(order, all->count, (uint64_t)number + 1);
    memset(t->asked, 0, sizeof t->asked);
    memset(t->wrong, 0, sizeof t->wrong);
    for (size_t i = 0; i < all->count; i++) {
        t->now = &all->items[order[i]];
        split_one(s, t->now, &d, &arena);
    }
    fprintf(stderr, "epoch %d: words %llu of %llu wrong, sentences %llu of %llu\n", number + 1,
            (unsigned long long)t->wrong[0], (unsigned long long)t->asked[0],
            (unsigned long long)t->wrong[1], (unsigned long long)t->asked[1]);
    cu_arena_fini(&arena);
}

static void write_model(const char *out, const struct teacher *t)
{
    struct cu_error err;
    struct cu_model_part parts[2] = {{.name = "word"}, {.name = "sentence"}};
    char path[1024];
    snprintf(path, sizeof path, "%s/split.model", out);
    for (int i = 0; i < 2; i++) {
        parts[i].bytes = tr_perceptron_section(&t->models[i], &parts[i].n);
        if (!parts[i].bytes)
            no_memory();
    }
    if (cu_model_write(path, parts, 2, &err) != CU_OK)
        die(&err);
    free((void *)parts[0].bytes);
    free((void *)parts[1].bytes);
}

static void train(const char *out, const char *lexicon, const struct samples *all)
{
    static const uint32_t rows[2] = {WORD_ROWS, SENTENCE_ROWS};
    struct cu_error err;
    struct teacher t = {0};
    struct rd_splitter *s = rd_splitter_judged(lexicon, teach, &t, &err);
    size_t *order = calloc(all->count + 1, sizeof *order);
    if (!s)
        die(&err);
    for (int i = 0; i < 2; i++) {
        t.done[i] = calloc(rows[i], sizeof *t.done[i]);
        if (!order || !t.done[i] || !tr_perceptron_init(&t.models[i], rows[i], 1))
            no_memory();
    }
    for (size_t i = 0; i < all->count; i++)
        order[i] = i;
    for (int e = 0; e < RUNS * EPOCHS; e++) {
        epoch(&t, s, all, order, e);
        if ((e + 1) % EPOCHS == 0)
            end_run(&t, e + 1 == RUNS * EPOCHS);
    }
    write_model(out, &t);
    for (int i = 0; i < 2; i++) {
        tr_perceptron_fini(&t.models[i]);
        free(t.done[i]);
    }
    free(order);
    rd_splitter_free(s);
}

/* --- scoring -------------------------------------------------------------------------------- */

struct tally {
    uint64_t right, ours, gold;
};

static void print_tally(const char *name, struct tally t)
{
    double p = t.ours ? 100.0 * (double)t.right / (double)t.ours : 0;
    double r = t.gold ? 100.0 * (double)t.right / (double)t.gold : 0;
    printf("%-9s F1 %6.2f  precision %6.2f  recall %6.2f  (%llu gold)\n", name,
           p + r > 0 ? 2 * p * r / (p + r) : 0, p, r, (unsigned long long)t.gold);
}

/* True where gold spans run from `start` to `end` without another end between. */
static bool span(const struct sample *s, uint32_t start, uint32_t end, int from, int to)
{
    if (!(s->gold[start] & from) || !(s->gold[end - 1] & to))
        return false;
    for (uint32_t i = start + 1; i < end; i++)
        if (s->gold[i] & from)
            return false;
    return true;
}

static void show(const struct sample *s, uint32_t at, const char *what)
{
    uint32_t from = at > 40 ? at - 40 : 0, to = at + 30 < s->text.n ? at + 30 : (uint32_t)s->text.n;
    printf("%s\t%.*s|%.*s\n", what, (int)(at - from), s->text.p + from, (int)(to - at),
           s->text.p + at);
}

static void score(const struct rd_splitter *s, const struct samples *all, bool verbose)
{
    struct tally words = {0}, sentences = {0};
    struct cu_arena arena;
    cu_arena_init(&arena, 0);
    for (size_t i = 0; i < all->count; i++) {
        const struct sample *x = &all->items[i];
        struct rd_document d;
        split_one(s, x, &d, &arena);
        for (size_t b = 0; b < x->text.n; b++) {
            words.gold += (x->gold[b] & WORD) != 0;
            sentences.gold += (x->gold[b] & SENTENCE) != 0;
        }
        words.ours += d.token_count;
        sentences.ours += d.sentence_count;
        for (size_t k = 0; k < d.token_count; k++) {
            bool right = span(x, d.tokens[k].start, d.tokens[k].end, WORD, WORD_END);
            words.right += right;
            if (!right && verbose)
                show(x, d.tokens[k].start, "word");
        }
        for (size_t k = 0; k < d.sentence_count; k++) {
            const struct rd_sentence *o = &d.sentences[k];
            bool right = span(x, o->start, o->end, SENTENCE, SENTENCE_END);
            sentences.right += right;
            if (!right && verbose)
                show(x, o->end, "sentence");
        }
    }
    print_tally("words", words);
    print_tally("sentences", sentences);
    cu_arena_fini(&arena);
}

static void score_gold(const struct rd_splitter *s, const struct samples *all, bool verbose)
{
    struct cu_arena arena;
    uint64_t whole = 0, starts = 0, ends = 0, gold = 0;
    cu_arena_init(&arena, 0);
    for (size_t i = 0; i < all->count; i++) {
        const struct sample *x = &all->items[i];
        struct rd_document d;
        split_one(s, x, &d, &arena);
        for (uint32_t b = 0; b < x->text.n; b++) {
            uint32_t e = b;
            if (!(x->gold[b] & SENTENCE))
                continue;
            while (e < x->text.n && !(x->gold[e] & SENTENCE_END) &&
                   (e == b || !(x->gold[e] & SENTENCE)))
                e++;
            if (e == x->text.n || !(x->gold[e] & SENTENCE_END))
                continue;
            bool start = false, end = false, both = false;
            for (size_t k = 0; k < d.sentence_count; k++) {
                start |= d.sentences[k].start == b;
                end |= d.sentences[k].end == e + 1;
                both |= d.sentences[k].start == b && d.sentences[k].end == e + 1;
            }
            gold++;
            starts += start;
            ends += end;
            whole += both;
            if (!both && verbose)
                printf("start %d end %d\t%.*s\n", start, end, (int)(e + 1 - b), x->text.p + b);
        }
    }
    printf("gold sentences %llu, ours alike %.2f%%, same start %.2f%%, same end %.2f%%\n",
           (unsigned long long)gold, 100.0 * (double)whole / (double)gold,
           100.0 * (double)starts / (double)gold, 100.0 * (double)ends / (double)gold);
    cu_arena_fini(&arena);
}

static void speed(const struct rd_splitter *s, const char *path)
{
    struct cu_error err;
    struct cu_buf b;
    struct cu_arena arena;
    struct rd_document d;
    cu_buf_init(&b, 0);
    cu_arena_init(&arena, 0);
    if (cu_read_file(path, &b, &err) != CU_OK)
        die(&err);
    struct sample sample = {.text = {b.p, b.n}};
    struct timespec t0, t1;
    size_t words = 0;
    double took = 0;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t0);
    while (took < 1) {
        split_one(s, &sample, &d, &arena);
        words += d.token_count;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t1);
        took = (double)(t1.tv_sec - t0.tv_sec) + 1e-9 * (double)(t1.tv_nsec - t0.tv_nsec);
    }
    printf("%.0f words/s\n", (double)words / took);
    cu_buf_fini(&b);
    cu_arena_fini(&arena);
}

int main(int argc, char **argv)
{
    struct cu_error err;
    struct samples all = {0};
    bool verbose = getenv("VERBOSE") != NULL;
    if (argc < 5) {
        fprintf(stderr, "usage: train_split train|score|gold|speed DIR LEXICON_DIR ...\n");
        return 2;
    }
    cu_arena_init(&all.arena, 0);
    bool training = strcmp(argv[1], "train") == 0, reports = strcmp(argv[1], "gold") == 0;
    struct tr_treebank bank = {0};
    cu_arena_init(&bank.arena, 0);
    if (strcmp(argv[1], "speed") != 0)
        for (int i = training ? 5 : 4; !reports && i < argc; i++)
            if (tr_conllu_load(&bank, argv[i], &err) != CU_OK)
                die(&err);
    add_treebank(&all, &bank);
    if (training || reports)
        add_reports(&all, argv[4]);
    if (training) {
        train(argv[2], argv[3], &all);
    } else {
        struct rd_splitter *s = rd_splitter_open(argv[2], argv[3], &err);
        if (!s)
            die(&err);
        if (reports)
            score_gold(s, &all, verbose);
        else if (strcmp(argv[1], "speed") == 0)
            speed(s, argv[4]);
        else
            score(s, &all, verbose);
        rd_splitter_free(s);
    }
    tr_treebank_fini(&bank);
    cu_arena_fini(&all.arena);
    return 0;
}
