/* SPDX-License-Identifier: Apache-2.0
 * A file of an index of names. With a first byte of 0 the others are the whole file, else they
 * change a sound one: groups of four bytes of offset and one byte to put there. Size and checksum
 * are made to fit. What opens must then answer searches without touching a byte outside the file.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"
#include "identity/index.h"

static const char *const listed[] = {"Ales Bialiatski", "Maria Kalesnikava",
                                     "Вікентый Ўладзіслававіч Шчарбакоў / V. Sh.", "X"};

static struct id_matcher *matcher;
static struct cu_buf sound;
static char path[] = "/tmp/custody-fuzz-index-XXXXXX";

static void prepare(void)
{
    struct cu_error err = {0};
    matcher = id_matcher_open(".", &err);
    fuzz_must(matcher != NULL, "the tables of lexicon/names open");
    struct id_index *x = id_index_new(matcher, ID_PERSON);
    for (uint32_t i = 0; i < sizeof listed / sizeof *listed; i++)
        fuzz_must(id_index_add(x, cu_str_of(listed[i]), i), "names are added");
    int fd = mkstemp(path);
    fuzz_must(fd >= 0 && id_index_settle(x) && id_index_save(x, path, &err) == CU_OK,
              "an index is written");
    close(fd);
    id_index_free(x);
    cu_buf_init(&sound, 0);
    fuzz_must(cu_read_file(path, &sound, &err) == CU_OK, "it is read back");
}

static void patch(char *file, size_t n, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i + 5 <= count; i += 5) {
        uint32_t at;
        memcpy(&at, bytes + i, 4);
        file[at % n] = (char)bytes[i + 4];
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (!matcher)
        prepare();
    bool whole = n > 0 && bytes[0] == 0;
    size_t size = whole ? n - 1 : sound.n;
    char *file = malloc(size + 32);
    fuzz_must(file != NULL, "there is memory");
    if (whole)
        memcpy(file, bytes + 1, size);
    else
        memcpy(file, sound.p, size);
    if (!whole && n > 1)
        patch(file, size, bytes + 1, n - 1);
    if (size >= 32) {
        uint64_t told = size, sum = cu_hash(file + 32, size - 32, 0);
        memcpy(file + 16, &told, 8);
        memcpy(file + 24, &sum, 8);
    }
    FILE *f = fopen(path, "wb");
    fuzz_must(f && fwrite(file, 1, size, f) == size && fclose(f) == 0, "the file is written");
    free(file);
    struct cu_error err = {0};
    struct id_index *x = id_index_open(matcher, path, &err);
    fuzz_must(x || err.message[0], "a refusal has a reason");
    if (x) {
        struct cu_arena arena;
        struct id_found found[4];
        cu_arena_init(&arena, 0);
        for (size_t i = 0; i < sizeof listed / sizeof *listed; i++)
            id_index_search(x, cu_str_of(listed[i]), &arena, found, 4);
        cu_arena_fini(&arena);
    }
    id_index_free(x);
    return 0;
}
