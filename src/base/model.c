/* SPDX-License-Identifier: Apache-2.0
 * The mapped model file. See model.h for its layout.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/model.h"

enum { HEADER = 32, ENTRY = 32, VERSION = 1, SECTIONS_MAX = 256 };
static const char magic[8] = {'C', 'U', 'S', 'T', 'O', 'D', 'Y', 'M'};

struct cu_model {
    const unsigned char *bytes;
    size_t n;
    uint32_t sections;
    bool mapped;
    char path[256];
};

static uint32_t u32(const unsigned char *p)
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint64_t u64(const unsigned char *p)
{
    return u32(p) | (uint64_t)u32(p + 4) << 32;
}

static void put_u32(unsigned char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (unsigned char)(v >> (8 * i));
}

static void put_u64(unsigned char *p, uint64_t v)
{
    put_u32(p, (uint32_t)v);
    put_u32(p + 4, (uint32_t)(v >> 32));
}

static enum cu_status check(const struct cu_model *m, bool verify, struct cu_error *err)
{
    const unsigned char *p = m->bytes;
    if (m->n < HEADER || memcmp(p, magic, 8) != 0)
        return cu_fail(err, CU_ERR_FORMAT, m->path, 0, 0, "not a Custody model file");
    if (u32(p + 8) != VERSION)
        return cu_fail(err, CU_ERR_FORMAT, m->path, 0, 8,
                       "model format %u, this program reads %d; train the model again", u32(p + 8),
                       VERSION);
    if (u64(p + 16) != m->n)
        return cu_fail(err, CU_ERR_FORMAT, m->path, 0, 16,
                       "the model file is cut: %zu bytes of %llu", m->n,
                       (unsigned long long)u64(p + 16));
    if (m->sections > SECTIONS_MAX || HEADER + (size_t)m->sections * ENTRY > m->n)
        return cu_fail(err, CU_ERR_FORMAT, m->path, 0, 12, "model with %u sections", m->sections);
    for (uint32_t i = 0; i < m->sections; i++) {
        const unsigned char *e = p + HEADER + (size_t)i * ENTRY;
        uint64_t at = u64(e + 16), size = u64(e + 24);
        if (at % CU_MODEL_ALIGN || at > m->n || size > m->n - at)
            return cu_fail(err, CU_ERR_FORMAT, m->path, 0, HEADER + (long)i * ENTRY,
                           "a section lies outside the model file");
    }
    if (verify && cu_hash(p + HEADER, m->n - HEADER, 0) != u64(p + 24))
        return cu_fail(err, CU_ERR_FORMAT, m->path, 0, 24, "the model file's checksum is wrong");
    return CU_OK;
}

static struct cu_model *opened(const void *bytes, size_t n, bool mapped, const char *path,
                               bool verify, struct cu_error *err)
{
    struct cu_model *m = cu_malloc(sizeof *m);
    if (!m) {
        cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
        return NULL;
    }
    *m = (struct cu_model){.bytes = bytes, .n = n};
    m->sections = n >= HEADER ? u32(m->bytes + 12) : 0;
    snprintf(m->path, sizeof m->path, "%s", path);
    if (check(m, verify, err) != CU_OK) {
        free(m);
        return NULL;
    }
    m->mapped = mapped;
    return m;
}

struct cu_model *cu_model_over(const void *bytes, size_t n, struct cu_error *err)
{
    return opened(bytes, n, false, "(memory)", true, err);
}

struct cu_model *cu_model_open(const char *path, bool verify, struct cu_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        cu_fail(err, CU_ERR_IO, path, 0, -1, "cannot open the model: %s", strerror(errno));
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    size_t n = (size_t)st.st_size;
    void *bytes = n ? mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    close(fd);
    if (bytes == MAP_FAILED) {
        cu_fail(err, CU_ERR_FORMAT, path, 0, 0, "not a Custody model file");
        return NULL;
    }
    struct cu_model *m = opened(bytes, n, true, path, verify, err);
    if (!m)
        munmap(bytes, n);
    return m;
}

void cu_model_free(struct cu_model *m)
{
    if (m && m->mapped)
        munmap((void *)m->bytes, m->n);
    free(m);
}

enum cu_status cu_model_section(const struct cu_model *m, const char *name, size_t least,
                                const void **bytes, size_t *n, struct cu_error *err)
{
    char padded[CU_MODEL_NAME_MAX] = {0};
    memcpy(padded, name, strnlen(name, CU_MODEL_NAME_MAX));
    for (uint32_t i = 0; i < m->sections; i++) {
        const unsigned char *e = m->bytes + HEADER + (size_t)i * ENTRY;
        if (memcmp(e, padded, CU_MODEL_NAME_MAX) != 0)
            continue;
        *bytes = m->bytes + u64(e + 16);
        *n = (size_t)u64(e + 24);
        if (*n < least)
            return cu_fail(err, CU_ERR_FORMAT, m->path, 0, -1, "section %s is too small", name);
        return CU_OK;
    }
    return cu_fail(err, CU_ERR_FORMAT, m->path, 0, -1, "the model has no section %s", name);
}

/* --- writing ------------------------------------------------------------------------------ */

static size_t aligned(size_t n)
{
    return (n + CU_MODEL_ALIGN - 1) & ~(size_t)(CU_MODEL_ALIGN - 1);
}

static enum cu_status write_whole(const char *path, const unsigned char *bytes, size_t n,
                                  struct cu_error *err)
{
    char temporary[512];
    snprintf(temporary, sizeof temporary, "%s.part", path);
    FILE *f = fopen(temporary, "wb");
    if (!f)
        return cu_fail(err, CU_ERR_IO, temporary, 0, -1, "cannot write: %s", strerror(errno));
    bool fine = fwrite(bytes, 1, n, f) == n && fflush(f) == 0 && fsync(fileno(f)) == 0;
    fine = fclose(f) == 0 && fine;
    if (!fine || rename(temporary, path) != 0) {
        unlink(temporary);
        return cu_fail(err, CU_ERR_IO, path, 0, -1, "cannot write: %s", strerror(errno));
    }
    return CU_OK;
}

enum cu_status cu_model_write(const char *path, const struct cu_model_part *parts, size_t count,
                              struct cu_error *err)
{
    size_t n = aligned(HEADER + count * ENTRY);
    for (size_t i = 0; i < count; i++)
        n += aligned(parts[i].n);
    unsigned char *bytes = cu_malloc(n);
    if (!bytes)
        return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    memset(bytes, 0, n);
    memcpy(bytes, magic, 8);
    put_u32(bytes + 8, VERSION);
    put_u32(bytes + 12, (uint32_t)count);
    put_u64(bytes + 16, n);
    size_t at = aligned(HEADER + count * ENTRY);
    for (size_t i = 0; i < count; i++) {
        unsigned char *e = bytes + HEADER + i * ENTRY;
        memcpy(e, parts[i].name, strnlen(parts[i].name, CU_MODEL_NAME_MAX));
        put_u64(e + 16, at);
        put_u64(e + 24, parts[i].n);
        memcpy(bytes + at, parts[i].bytes, parts[i].n);
        at += aligned(parts[i].n);
    }
    put_u64(bytes + 24, cu_hash(bytes + HEADER, n - HEADER, 0));
    enum cu_status status = write_whole(path, bytes, n, err);
    free(bytes);
    return status;
}

/* --- linear weights ------------------------------------------------------------------------ */

enum cu_status cu_weights_of(const struct cu_model *m, const char *section, struct cu_weights *out,
                             struct cu_error *err)
{
    const void *bytes;
    size_t n;
    enum cu_status status = cu_model_section(m, section, 16, &bytes, &n, err);
    if (status != CU_OK)
        return status;
    const unsigned char *p = bytes;
    uint32_t rows = u32(p), classes = u32(p + 4);
    if (u32(p + 12) != CU_ROOTS)
        return cu_fail(err, CU_ERR_FORMAT, m->path, 0, -1,
                       "section %s holds another kind of weights; train the model again", section);
    if (rows == 0 || (rows & (rows - 1)) || classes == 0 || classes > 4096 ||
        n != 16 + (size_t)rows * classes)
        return cu_fail(err, CU_ERR_FORMAT, m->path, 0, -1,
                       "section %s: %u rows of %u classes in %zu bytes", section, rows, classes, n);
    out->roots = (const int8_t *)(p + 16);
    out->mask = rows - 1;
    out->classes = classes;
    memcpy(&out->scale, p + 8, sizeof out->scale);
    return CU_OK;
}
