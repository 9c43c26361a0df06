/* SPDX-License-Identifier: Apache-2.0
 * Arenas, growing buffers, errors, whole files. See base.h.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

static _Thread_local long fail_after = -1;

void cu_malloc_fail_after(long n)
{
    fail_after = n;
}

static bool must_fail(void)
{
    if (fail_after < 0)
        return false;
    return fail_after-- == 0;
}

void *cu_malloc(size_t bytes)
{
    return must_fail() ? NULL : malloc(bytes ? bytes : 1);
}

void *cu_realloc(void *p, size_t bytes)
{
    return must_fail() ? NULL : realloc(p, bytes ? bytes : 1);
}

/* --- errors ------------------------------------------------------------------------------- */

enum cu_status cu_fail(struct cu_error *err, enum cu_status status, const char *file, long line,
                       long byte, const char *format, ...)
{
    if (!err)
        return status;
    err->status = status;
    err->line = line;
    err->byte = byte;
    snprintf(err->file, sizeof err->file, "%s", file ? file : "");
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return status;
}

void cu_error_text(const struct cu_error *err, char *out, size_t size)
{
    char place[320] = "", byte[40] = "";
    if (err->file[0] && err->line > 0)
        snprintf(place, sizeof place, "%s:%ld: ", err->file, err->line);
    else if (err->file[0])
        snprintf(place, sizeof place, "%s: ", err->file);
    if (err->byte >= 0)
        snprintf(byte, sizeof byte, " (byte %ld)", err->byte);
    snprintf(out, size, "%s%s%s", place, err->message, byte);
}

/* --- arena -------------------------------------------------------------------------------- */

struct cu_arena_block {
    struct cu_arena_block *next;
    size_t used, size;
    _Alignas(16) char bytes[];
};

enum { BLOCK_BYTES = 64 * 1024 };

void cu_arena_init(struct cu_arena *a, size_t ceiling)
{
    *a = (struct cu_arena){.ceiling = ceiling};
}

void cu_arena_fini(struct cu_arena *a)
{
    while (a->blocks) {
        struct cu_arena_block *next = a->blocks->next;
        free(a->blocks);
        a->blocks = next;
    }
    *a = (struct cu_arena){.ceiling = a->ceiling};
}

void cu_arena_reset(struct cu_arena *a)
{
#ifdef CUSTODY_MALLOC
    cu_arena_fini(a);
#else
    struct cu_arena_block *keep = a->blocks;
    if (!keep)
        return;
    a->blocks = keep->next;
    cu_arena_fini(a);
    keep->next = NULL;
    keep->used = 0;
    a->blocks = keep;
#endif
}

static struct cu_arena_block *new_block(struct cu_arena *a, size_t bytes)
{
#ifdef CUSTODY_MALLOC
    size_t size = bytes;
#else
    size_t size = a->blocks ? a->blocks->size * 2 : BLOCK_BYTES;
    if (size > 4 * 1024 * 1024)
        size = 4 * 1024 * 1024;
    if (size < bytes)
        size = bytes;
#endif
    struct cu_arena_block *b = cu_malloc(sizeof *b + size);
    if (!b)
        return NULL;
    *b = (struct cu_arena_block){.next = a->blocks, .size = size};
    a->blocks = b;
    return b;
}

void *cu_arena_alloc(struct cu_arena *a, size_t bytes)
{
    if (a->failed || bytes > SIZE_MAX / 4)
        return NULL;
#ifndef CUSTODY_MALLOC
    bytes = (bytes + 15) & ~(size_t)15;
#endif
    if (a->ceiling && a->used + bytes > a->ceiling) {
        a->failed = true;
        return NULL;
    }
    struct cu_arena_block *b = a->blocks;
    if (!b || b->size - b->used < bytes)
        b = new_block(a, bytes);
    if (!b) {
        a->failed = true;
        return NULL;
    }
    void *p = b->bytes + b->used;
    b->used += bytes;
    a->used += bytes;
    return p;
}

void *cu_arena_zalloc(struct cu_arena *a, size_t bytes)
{
    void *p = cu_arena_alloc(a, bytes);
    if (p)
        memset(p, 0, bytes);
    return p;
}

struct cu_str cu_arena_dup(struct cu_arena *a, struct cu_str s)
{
    char *p = cu_arena_alloc(a, s.n + 1);
    if (!p)
        return (struct cu_str){"", 0};
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return (struct cu_str){p, s.n};
}

struct cu_str cu_arena_printf(struct cu_arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *p = n < 0 ? NULL : cu_arena_alloc(a, (size_t)n + 1);
    if (p)
        vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p ? (struct cu_str){p, (size_t)n} : (struct cu_str){"", 0};
}

bool cu_grow(struct cu_arena *a, void **items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return true;
    size_t want = *capacity ? *capacity * 2 : 16;
    void *wider = cu_arena_alloc(a, want * size);
    if (!wider)
        return false;
    if (count)
        memcpy(wider, *items, count * size);
    *items = wider;
    *capacity = want;
    return true;
}

/* --- buffer ------------------------------------------------------------------------------- */

void cu_buf_init(struct cu_buf *b, size_t ceiling)
{
    *b = (struct cu_buf){.ceiling = ceiling ? ceiling : (size_t)1 << 30};
}

void cu_buf_fini(struct cu_buf *b)
{
    free(b->p);
    *b = (struct cu_buf){.ceiling = b->ceiling};
}

static bool room(struct cu_buf *b, size_t more)
{
    if (b->failed || more > b->ceiling - b->n) {
        b->failed = true;
        return false;
    }
    if (b->n + more < b->capacity)
        return true;
    size_t want = b->capacity ? b->capacity : 256;
    while (want <= b->n + more)
        want *= 2;
    char *p = cu_realloc(b->p, want);
    if (!p) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->capacity = want;
    return true;
}

void cu_buf_add(struct cu_buf *b, const void *bytes, size_t n)
{
    if (!room(b, n))
        return;
    if (n)
        memcpy(b->p + b->n, bytes, n);
    b->n += n;
    b->p[b->n] = 0;
}

void cu_buf_str(struct cu_buf *b, struct cu_str s)
{
    cu_buf_add(b, s.p, s.n);
}

void cu_buf_puts(struct cu_buf *b, const char *s)
{
    cu_buf_add(b, s, strlen(s));
}

void cu_buf_putc(struct cu_buf *b, char c)
{
    cu_buf_add(b, &c, 1);
}

void cu_buf_printf(struct cu_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n >= 0 && room(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void cu_buf_json(struct cu_buf *b, struct cu_str s)
{
    cu_buf_putc(b, '"');
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = cu_utf8_next(s.p, s.n, &i);
        if (c == '"' || c == '\\')
            cu_buf_printf(b, "\\%c", (int)c);
        else if (c == '\n')
            cu_buf_puts(b, "\\n");
        else if (c == '\t')
            cu_buf_puts(b, "\\t");
        else if (c < 0x20 || c == 0x7f)
            cu_buf_printf(b, "\\u%04x", c);
        else if (c == 0xfffd)
            cu_buf_puts(b, "\xef\xbf\xbd");
        else
            cu_buf_add(b, s.p + from, i - from);
    }
    cu_buf_putc(b, '"');
}

/* --- files -------------------------------------------------------------------------------- */

enum cu_status cu_read_file(const char *path, struct cu_buf *b, struct cu_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *f = standard ? stdin : fopen(path, "rb");
    if (!f)
        return cu_fail(err, CU_ERR_IO, path, 0, -1, "cannot open: %s", strerror(errno));
    char piece[65536];
    size_t got = 0;
    errno = 0;
    while (!b->failed && (got = fread(piece, 1, sizeof piece, f)) > 0)
        cu_buf_add(b, piece, got);
    int reason = ferror(f) ? errno : 0;
    if (!standard)
        fclose(f);
    if (reason)
        return cu_fail(err, CU_ERR_IO, path, 0, -1, "cannot read: %s", strerror(reason));
    if (b->failed && got <= b->ceiling - b->n)
        return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "not enough memory to read it");
    if (b->failed)
        return cu_fail(err, CU_ERR_LIMIT, path, 0, -1, "larger than %zu bytes", b->ceiling);
    return CU_OK;
}
