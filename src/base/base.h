/* SPDX-License-Identifier: Apache-2.0
 *
 * What every stage shares and what knows nothing of the domain: strings as pointer and length,
 * errors with a place, arenas, growing buffers with a ceiling, UTF-8, hashing.
 */
#ifndef CUSTODY_BASE_H
#define CUSTODY_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* --- strings ------------------------------------------------------------------------------ */

/* UTF-8 bytes that somebody else owns; not terminated. */
struct cu_str {
    const char *p;
    size_t n;
};

#define CU_STR(literal) ((struct cu_str){(literal), sizeof(literal) - 1})

struct cu_str cu_str_of(const char *zero_terminated);
bool cu_str_eq(struct cu_str a, struct cu_str b);
bool cu_str_is(struct cu_str a, const char *zero_terminated);
int cu_str_cmp(struct cu_str a, struct cu_str b); /* byte order */
bool cu_str_ends(struct cu_str a, const char *suffix);
bool cu_str_starts(struct cu_str a, const char *prefix);
struct cu_str cu_str_trim(struct cu_str a); /* without ASCII white space at both ends */

/* --- errors ------------------------------------------------------------------------------- */

enum cu_status {
    CU_OK = 0,
    CU_ERR_MEMORY,
    CU_ERR_IO,     /* a file cannot be opened, read or written */
    CU_ERR_FORMAT, /* the bytes are not what they should be */
    CU_ERR_LIMIT,  /* larger than a stated ceiling */
    CU_ERR_USAGE,
};

/* What went wrong and where. `line` counts from 1, `byte` from 0; 0 and -1 where they do not
 * apply. Callers own it; no allocation behind it. */
struct cu_error {
    enum cu_status status;
    long line;
    long byte;
    char file[256];
    char message[384];
};

/* Fills *err (may be NULL) and returns `status`, so that a caller can `return cu_fail(...)`. */
enum cu_status cu_fail(struct cu_error *err, enum cu_status status, const char *file, long line,
                       long byte, const char *format, ...) __attribute__((format(printf, 6, 7)));
/* "file:line: message (byte N)" without a newline, cut at `size`. */
void cu_error_text(const struct cu_error *err, char *out, size_t size);

/* --- memory ------------------------------------------------------------------------------- */

/* All memory of one document: many small allocations, one free. With CUSTODY_MALLOC defined at
 * compile time every allocation is a malloc of its own, so that sanitizers see its bounds.
 * After a failed allocation `failed` stays set and every further call returns NULL. */
struct cu_arena {
    struct cu_arena_block *blocks;
    size_t used;    /* bytes handed out since init or reset */
    size_t ceiling; /* 0: none */
    bool failed;
};

void cu_arena_init(struct cu_arena *a, size_t ceiling);
void cu_arena_reset(struct cu_arena *a); /* keeps one block for the next document */
void cu_arena_fini(struct cu_arena *a);
void *cu_arena_alloc(struct cu_arena *a,
                     size_t bytes); /* 16-aligned, not zeroed; NULL: no memory */
void *cu_arena_zalloc(struct cu_arena *a, size_t bytes);
struct cu_str cu_arena_dup(struct cu_arena *a, struct cu_str s); /* also zero-terminated */
struct cu_str cu_arena_printf(struct cu_arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Grows *items (of `size` bytes each, in the arena) so that index `count` exists. false: no
 * memory. Use as: if (!CU_GROW(arena, list, n, cap)) return false; list[n++] = x; */
bool cu_grow(struct cu_arena *a, void **items, size_t count, size_t *capacity, size_t size);
#define CU_GROW(arena, items, count, capacity)                                                     \
    cu_grow((arena), (void **)&(items), (count), &(capacity), sizeof *(items))

/* A growing byte buffer. Appending past the ceiling or out of memory sets `failed` and leaves the
 * bytes as they were. */
struct cu_buf {
    char *p;
    size_t n, capacity, ceiling;
    bool failed;
};

void cu_buf_init(struct cu_buf *b, size_t ceiling); /* 0: 1 GiB */
void cu_buf_fini(struct cu_buf *b);
void cu_buf_add(struct cu_buf *b, const void *bytes, size_t n);
void cu_buf_str(struct cu_buf *b, struct cu_str s);
void cu_buf_puts(struct cu_buf *b, const char *zero_terminated);
void cu_buf_putc(struct cu_buf *b, char c);
void cu_buf_printf(struct cu_buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string with quotes; bytes that are not UTF-8 become U+FFFD. */
void cu_buf_json(struct cu_buf *b, struct cu_str s);

/* Allocation for everything above, so that tests can let the n-th call fail. */
void *cu_malloc(size_t bytes);
void *cu_realloc(void *p, size_t bytes);
/* Test hook, this thread only: the allocation after `n` further ones fails, then none; negative:
 * off. */
void cu_malloc_fail_after(long n);

/* --- files -------------------------------------------------------------------------------- */

/* The whole file, read into `b`. "-" is standard input. */
enum cu_status cu_read_file(const char *path, struct cu_buf *b, struct cu_error *err);

/* --- UTF-8 -------------------------------------------------------------------------------- */

/* The code point at s[*i]; *i moves past it. A broken sequence gives 0xFFFD and moves one byte. */
uint32_t cu_utf8_next(const char *s, size_t n, size_t *i);
size_t cu_utf8_put(uint32_t c, char out[4]); /* bytes written */
/* Offset of the first byte that is not UTF-8 (surrogates and overlongs are not), or n. */
size_t cu_utf8_bad(const char *s, size_t n);
size_t cu_utf8_length(struct cu_str s); /* code points */

/* Lower case of one code point: Latin, Greek, Cyrillic and Armenian letters; others as they are. */
uint32_t cu_lower(uint32_t c);
bool cu_is_upper(uint32_t c);
bool cu_is_letter(uint32_t c); /* also combining marks */
bool cu_is_digit(uint32_t c);  /* ASCII */
struct cu_str cu_arena_lower(struct cu_arena *a, struct cu_str s);

/* --- hashing ------------------------------------------------------------------------------ */

uint64_t cu_hash(const void *bytes, size_t n, uint64_t seed);
static inline uint64_t cu_mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93u;
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93u;
    return h ^ (h >> 32);
}
static inline uint64_t cu_hash_str(struct cu_str s)
{
    return cu_hash(s.p, s.n, 0);
}
static inline uint64_t cu_hash2(uint64_t a, uint64_t b)
{
    return cu_mix(a * 0x9e3779b97f4a7c15u + b + 0x632be59bd9b4e019u);
}

/* A map from strings to uint32 values; keys are not copied. Open addressing. */
struct cu_map {
    struct cu_map_slot {
        struct cu_str key;
        uint32_t value;
        uint32_t used;
    } * slots;
    size_t count, capacity;
};

void cu_map_init(struct cu_map *m);
void cu_map_fini(struct cu_map *m);
/* The value's place, made with value `fresh` where the key was absent; NULL: no memory. */
uint32_t *cu_map_put(struct cu_map *m, struct cu_str key, uint32_t fresh);
const uint32_t *cu_map_get(const struct cu_map *m, struct cu_str key); /* NULL: absent */

#endif
