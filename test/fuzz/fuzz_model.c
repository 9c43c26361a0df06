/* SPDX-License-Identifier: Apache-2.0
 * A model file. With a first byte of 0 the others are a whole model file; else the byte chooses a
 * model of the project, and the others change it: four bytes of size to cut it to (0: not cut),
 * then groups of four bytes of offset and one byte to put there. What opens must then also read a
 * text without touching a byte outside the file.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/model.h"
#include "fuzz.h"
#include "read/name.h"
#include "read/parse.h"
#include "read/split.h"
#include "read/tag.h"

static const char *const names[] = {"split.model", "tag.model", "parse.model", "name.model"};
enum { MODELS = 4, PATCHES = 64 };

static struct overlay {
    bool tried;
    int fd;
    char path[FUZZ_PATH];
    size_t size;
} overlays[MODELS];

static const char *model(void)
{
    const char *dir = getenv("CUSTODY_MODEL");
    return dir ? dir : "model/en";
}

static const char *lexicon(void)
{
    const char *dir = getenv("CUSTODY_LEXICON");
    return dir ? dir : "lexicon/en";
}

/* --- a whole file ------------------------------------------------------------------------- */

static void whole(const uint8_t *bytes, size_t n)
{
    struct cu_error err = {.byte = -1};
    char *copy = malloc(n ? n : 1);
    memcpy(copy, bytes, n);
    /* The fuzzer cannot guess size and checksum. */
    if (n >= 32) {
        uint64_t size = n, sum = cu_hash(copy + 32, n - 32, 0);
        memcpy(copy + 16, &size, 8);
        memcpy(copy + 24, &sum, 8);
    }
    struct cu_model *m = cu_model_over(copy, n, &err);
    fuzz_must(m || err.message[0], "a refusal has a reason");
    static const char *const sections[] = {"weights", "a", "", "sixteen-bytes-xx"};
    for (size_t i = 0; m && i < 4; i++) {
        const void *section;
        size_t size;
        struct cu_weights w;
        uint8_t last = 0;
        if (cu_model_section(m, sections[i], 1, &section, &size, &err) == CU_OK)
            last = ((const uint8_t *)section)[size - 1];
        if (cu_weights_of(m, sections[i], &w, &err) == CU_OK) {
            int32_t *scores = calloc(w.classes + 1, sizeof *scores);
            cu_weights_add(&w, UINT64_MAX, scores);
            cu_weights_add(&w, last, scores);
            free(scores);
        }
    }
    cu_model_free(m);
    free(copy);
}

/* --- a changed one ------------------------------------------------------------------------ */

static struct overlay *overlay_of(size_t k)
{
    struct overlay *o = &overlays[k];
    if (o->tried)
        return o;
    o->tried = true;
    o->fd = fuzz_overlay(model(), names[k], o->path);
    char path[512];
    struct cu_buf b;
    cu_buf_init(&b, 0);
    snprintf(path, sizeof path, "%s/%s", model(), names[k]);
    if (o->fd >= 0 && cu_read_file(path, &b, NULL) == CU_OK &&
        pwrite(o->fd, b.p, b.n, 0) == (ssize_t)b.n)
        o->size = b.n;
    cu_buf_fini(&b);
    return o;
}

static void read_with(const char *dir)
{
    static const char text[] = "Belarus freed 123 people on Dec. 13. \"I'm free,\" he said.\n\n"
                               "Viktar Babaryka, 62, hadn't been seen since 2020.";
    struct cu_error err = {.byte = -1};
    struct cu_arena arena;
    cu_arena_init(&arena, 0);
    struct rd_document d = {.arena = &arena, .text = {text, sizeof text - 1}};
    struct rd_splitter *s = rd_splitter_open(dir, lexicon(), &err);
    struct rd_tagger *t = s ? rd_tagger_open(dir, &err) : NULL;
    struct rd_parser *p = t ? rd_parser_open(dir, &err) : NULL;
    struct rd_namer *n = p ? rd_namer_open(dir, lexicon(), &err) : NULL;
    fuzz_must(n || err.message[0], "a refusal has a reason");
    enum cu_status status = n ? rd_split(s, &d, &err) : CU_ERR_FORMAT;
    for (uint32_t i = 0; status == CU_OK && i < d.sentence_count; i++) {
        status = rd_tag(t, &d, i, &err);
        if (status == CU_OK)
            status = rd_parse(p, &d, i, &err);
        if (status == CU_OK)
            status = rd_name(n, &d, i, &err);
    }
    if (status == CU_OK)
        rd_name_document(n, &d, &err);
    rd_namer_free(n);
    rd_parser_free(p);
    rd_tagger_free(t);
    rd_splitter_free(s);
    cu_arena_fini(&arena);
}

static uint32_t number(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static void changed(struct overlay *o, const uint8_t *bytes, size_t n)
{
    size_t cut = number(bytes), patches = (n - 4) / 5;
    uint8_t old[PATCHES];
    off_t at[PATCHES];
    if (patches > PATCHES)
        patches = PATCHES;
    /* Only the last bytes are cut, so that putting them back costs little. */
    size_t size = cut ? o->size - cut % (o->size < 4096 ? o->size : 4096) : o->size;
    char tail[4096];
    size_t lost = o->size - size;
    if (lost && (pread(o->fd, tail, lost, (off_t)size) != (ssize_t)lost ||
                 ftruncate(o->fd, (off_t)size) != 0))
        return;
    for (size_t i = 0; i < patches; i++) {
        const uint8_t *p = bytes + 4 + i * 5;
        /* Even offsets fall into the head, where sizes and tables stand. */
        at[i] =
            (off_t)(number(p) % 2 ? number(p) % size : number(p) / 2 % (size < 1024 ? size : 1024));
        if (pread(o->fd, &old[i], 1, at[i]) != 1 || pwrite(o->fd, p + 4, 1, at[i]) != 1)
            return;
    }
    read_with(o->path);
    for (size_t i = patches; i-- > 0;)
        if (pwrite(o->fd, &old[i], 1, at[i]) != 1)
            return;
    if (lost && pwrite(o->fd, tail, lost, (off_t)size) != (ssize_t)lost)
        return;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (n < 6)
        return 0;
    if (bytes[0] == 0) {
        whole(bytes + 1, n - 1);
        return 0;
    }
    struct overlay *o = overlay_of(bytes[0] % MODELS);
    if (o->fd >= 0 && o->size)
        changed(o, bytes + 1, n - 1);
    return 0;
}
