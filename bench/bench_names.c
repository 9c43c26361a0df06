/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast names are compared and found: pairs of prepared names beside a plain Levenshtein over
 * ICU's romanisation, and searches in an index of synthetic persons.
 *
 *   bench_names [PERSONS]      default 1,000,000; run it where lexicon and model are
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "identity/index.h"
#include "synthetic.h"

enum { SAMPLE = 2000, SEARCHES = 4000, MOST = 64 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- pairs --------------------------------------------------------------------------------------
 */

static void time_pairs(const struct id_matcher *m, struct be_people *people)
{
    struct cu_arena arena;
    cu_arena_init(&arena, 0);
    struct id_name *names = cu_arena_alloc(&arena, SAMPLE * sizeof *names);
    for (uint32_t i = 0; i < SAMPLE; i++) {
        char text[BE_NAME_MAX];
        be_person(people, i, i & 1 ? BE_LATIN : BE_CYRILLIC, text);
        if (!id_prepare(m, ID_PERSON, cu_arena_dup(&arena, cu_str_of(text)), &arena, &names[i]))
            return;
    }
    double start = now(), sum = 0;
    size_t pairs = 0;
    for (uint32_t i = 0; now() - start < 1.5; i = (i + 1) % SAMPLE)
        for (uint32_t k = 0; k < SAMPLE; k += 7, pairs++) {
            struct id_result r;
            id_compare(m, &names[i], &names[k], &r);
            sum += (double)r.score;
        }
    double seconds = now() - start;
    printf("%-44s %12.0f a second%s\n", "pairs of prepared names", (double)pairs / seconds,
           sum < 0 ? "?" : "");
    cu_arena_fini(&arena);
}

static uint32_t levenshtein(const UChar *a, int32_t n, const UChar *b, int32_t m)
{
    uint32_t row[BE_NAME_MAX];
    for (int32_t k = 0; k <= m; k++)
        row[k] = (uint32_t)k;
    for (int32_t i = 0; i < n; i++) {
        uint32_t corner = row[0]++;
        for (int32_t k = 0; k < m; k++) {
            uint32_t best = corner + (a[i] != b[k]);
            corner = row[k + 1];
            best = row[k] + 1 < best ? row[k] + 1 : best;
            row[k + 1] = corner + 1 < best ? corner + 1 : best;
        }
    }
    return row[m];
}

/* The same pairs, romanised beforehand. */
static void time_plain(struct be_people *people)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar id[64];
    u_uastrcpy(id, "Any-Latin; Latin-ASCII; Lower");
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    UChar(*texts)[BE_NAME_MAX] = malloc(SAMPLE * sizeof *texts);
    int32_t lengths[SAMPLE];
    if (!texts || U_FAILURE(error))
        return;
    for (uint32_t i = 0; i < SAMPLE; i++) {
        char text[BE_NAME_MAX];
        int32_t n = 0, limit;
        be_person(people, i, i & 1 ? BE_LATIN : BE_CYRILLIC, text);
        u_strFromUTF8(texts[i], BE_NAME_MAX - 1, &n, text, -1, &error);
        limit = n;
        utrans_transUChars(t, texts[i], &n, BE_NAME_MAX - 1, 0, &limit, &error);
        lengths[i] = n;
    }
    double start = now(), sum = 0;
    size_t pairs = 0;
    for (uint32_t i = 0; now() - start < 1.5; i = (i + 1) % SAMPLE)
        for (uint32_t k = 0; k < SAMPLE; k += 7, pairs++)
            sum += levenshtein(texts[i], lengths[i], texts[k], lengths[k]);
    double seconds = now() - start;
    printf("%-44s %12.0f a second%s\n", "Levenshtein over ICU's romanisation",
           (double)pairs / seconds, sum < 0 ? "?" : "");
    utrans_close(t);
    free(texts);
}

/* --- searches -----------------------------------------------------------------------------------
 */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void time_searches(const struct id_index *x, struct be_people *people, uint32_t persons,
                          enum be_spelling spelling, const char *what)
{
    static double took[SEARCHES];
    struct cu_arena arena;
    struct id_found found[MOST];
    size_t hits = 0;
    uint64_t seed = 7;
    cu_arena_init(&arena, 0);
    double start = now();
    for (size_t i = 0; i < SEARCHES; i++) {
        char text[BE_NAME_MAX];
        seed += 0x9e3779b97f4a7c15u;
        uint32_t person = (uint32_t)(cu_mix(seed) % persons);
        be_person(people, person, spelling, text);
        double before = now();
        size_t n = id_index_search(x, cu_str_of(text), &arena, found, MOST);
        took[i] = now() - before;
        for (size_t k = 0; k < n; k++)
            hits += be_same_person(people, person, found[k].number);
    }
    double seconds = now() - start;
    qsort(took, SEARCHES, sizeof *took, by_value);
    printf("%-44s %12.0f a second, p99 %.2f ms, found %.4f\n", what, SEARCHES / seconds,
           1e3 * took[SEARCHES * 99 / 100], (double)hits / SEARCHES);
    cu_arena_fini(&arena);
}

int main(int argc, char **argv)
{
    struct cu_error err = {0};
    uint32_t persons = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1000000;
    struct be_people people;
    struct id_matcher *m = id_matcher_open(".", &err);
    if (!m || be_people_open(&people, "lexicon/names", &err) != CU_OK) {
        fprintf(stderr, "bench_names: %s: %s\n", err.file, err.message);
        return 2;
    }
    time_pairs(m, &people);
    time_plain(&people);
    struct id_index *x = id_index_new(m, ID_PERSON);
    double start = now();
    bool fine = x != NULL;
    for (uint32_t i = 0; fine && i < persons; i++) {
        char text[BE_NAME_MAX];
        be_person(&people, i, BE_LISTED, text);
        fine = id_index_add(x, cu_str_of(text), i);
    }
    fine = fine && id_index_settle(x);
    if (!fine) {
        fprintf(stderr, "bench_names: out of memory\n");
        return 2;
    }
    printf("index of %u synthetic persons: built in %.1f s, %.0f bytes a name\n", persons,
           now() - start, (double)id_index_bytes(x) / persons);
    time_searches(x, &people, persons, BE_LISTED, "searches, as listed");
    time_searches(x, &people, persons, BE_SLIP, "searches, one slip of the keyboard");
    time_searches(x, &people, persons, BE_OTHER_SCRIPT, "searches, in the other script");
    time_searches(x, &people, persons, BE_SHORT, "searches, without the patronymic, swapped");
    id_index_free(x);
    be_people_close(&people);
    id_matcher_free(m);
    return 0;
}
