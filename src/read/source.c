/* SPDX-License-Identifier: Apache-2.0
 * Where records come from: paths, folders, streams of lines. See input.h.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/input.h"

enum { CHUNK = 64 * 1024, DEEPEST = 256, FOLDER_NAMES = 256 * 1024 * 1024 };

/* A folder that is being walked: its names, sorted. */
struct level {
    struct cu_arena arena;
    struct cu_str path;
    struct cu_str *names;
    size_t count, next;
    dev_t device;
    ino_t inode;
};

struct rd_source {
    const char *const *paths;
    size_t count, next;
    struct level *levels;
    size_t depth;

    int fd;   /* of the file being read, or -1 */
    bool any; /* it held a line that is not blank */
    struct cu_buf path;
    long line, offset;
    char *chunk;
    size_t at, end;
};

struct rd_source *rd_source_new(const char *const *paths, size_t count)
{
    struct rd_source *s = cu_malloc(sizeof *s);
    if (!s)
        return NULL;
    *s = (struct rd_source){.paths = paths, .count = count, .fd = -1};
    cu_buf_init(&s->path, 64 * 1024);
    s->chunk = cu_malloc(CHUNK);
    s->levels = cu_malloc(DEEPEST * sizeof *s->levels);
    if (s->chunk && s->levels)
        return s;
    rd_source_free(s);
    return NULL;
}

static void close_file(struct rd_source *s)
{
    if (s->fd > STDIN_FILENO)
        close(s->fd);
    s->fd = -1;
}

void rd_source_free(struct rd_source *s)
{
    if (!s)
        return;
    close_file(s);
    while (s->depth)
        cu_arena_fini(&s->levels[--s->depth].arena);
    free(s->levels);
    free(s->chunk);
    cu_buf_fini(&s->path);
    free(s);
}

static bool failed(struct rd_record *r, enum cu_status status, const char *message)
{
    cu_fail(&r->error, status, r->path.p ? r->path.p : "", r->line, -1, "%s", message);
    return true;
}

static bool failed_system(struct rd_record *r, const char *what, int reason)
{
    cu_fail(&r->error, CU_ERR_IO, r->path.p ? r->path.p : "", 0, -1, "%s: %s", what,
            strerror(reason));
    return true;
}

static void set_path(struct rd_record *r, const char *path)
{
    r->path.n = 0;
    r->path.failed = false;
    cu_buf_puts(&r->path, path);
}

/* --- folders ------------------------------------------------------------------------------ */

static int by_bytes(const void *a, const void *b)
{
    return cu_str_cmp(*(const struct cu_str *)a, *(const struct cu_str *)b);
}

static enum cu_status list(struct level *l, DIR *dir)
{
    size_t capacity = 0;
    for (;;) {
        errno = 0;
        struct dirent *e = readdir(dir);
        if (!e)
            break;
        if (e->d_name[0] == '.')
            continue;
        if (!CU_GROW(&l->arena, l->names, l->count, capacity))
            return CU_ERR_MEMORY;
        l->names[l->count++] = cu_arena_dup(&l->arena, cu_str_of(e->d_name));
    }
    if (errno)
        return CU_ERR_IO;
    if (l->count)
        qsort(l->names, l->count, sizeof *l->names, by_bytes);
    return l->arena.failed ? CU_ERR_MEMORY : CU_OK;
}

/* A link can lead back into a folder that is being walked. */
static bool inside_itself(const struct rd_source *s, const struct stat *st)
{
    for (size_t i = 0; i < s->depth; i++)
        if (s->levels[i].device == st->st_dev && s->levels[i].inode == st->st_ino)
            return true;
    return false;
}

/* false: the folder is open now; true: *r holds why not. */
static bool enter(struct rd_source *s, const struct stat *st, struct rd_record *r)
{
    if (inside_itself(s, st))
        return failed(r, CU_ERR_FORMAT, "a link to a folder that holds it; not followed");
    if (s->depth == DEEPEST)
        return failed(r, CU_ERR_LIMIT, "folders stand more than 256 deep; not entered");
    DIR *dir = opendir(r->path.p);
    if (!dir)
        return failed_system(r, "cannot open", errno);
    struct level *l = &s->levels[s->depth];
    *l = (struct level){.device = st->st_dev, .inode = st->st_ino};
    cu_arena_init(&l->arena, FOLDER_NAMES);
    l->path = cu_arena_dup(&l->arena, (struct cu_str){r->path.p, r->path.n});
    enum cu_status status = l->arena.failed ? CU_ERR_MEMORY : list(l, dir);
    int reason = errno;
    closedir(dir);
    if (status == CU_OK && !l->count && !s->depth) {
        cu_arena_fini(&l->arena);
        return failed(r, CU_ERR_FORMAT, "an empty folder");
    }
    if (status == CU_OK) {
        s->depth++;
        return false;
    }
    cu_arena_fini(&l->arena);
    return status == CU_ERR_IO ? failed_system(r, "cannot read", reason)
                               : failed(r, status, "not enough memory for its list of files");
}

/* The next path to open, in r->path. */
static bool next_path(struct rd_source *s, struct rd_record *r)
{
    while (s->depth) {
        struct level *l = &s->levels[s->depth - 1];
        if (l->next == l->count) {
            cu_arena_fini(&l->arena);
            s->depth--;
            continue;
        }
        set_path(r, l->path.p);
        if (!cu_str_ends(l->path, "/"))
            cu_buf_putc(&r->path, '/');
        cu_buf_str(&r->path, l->names[l->next++]);
        return true;
    }
    if (s->next == s->count)
        return false;
    set_path(r, s->paths[s->next++]);
    return true;
}

/* --- files -------------------------------------------------------------------------------- */

/* The next bytes into the chunk; at == end afterwards: the end. false: reading failed. */
static bool refill(struct rd_source *s)
{
    ssize_t got;
    do
        got = read(s->fd, s->chunk, CHUNK);
    while (got < 0 && errno == EINTR);
    s->at = 0;
    s->end = got > 0 ? (size_t)got : 0;
    return got >= 0;
}

static bool whole_file(struct rd_source *s, struct rd_record *r)
{
    while (s->end > 0) {
        cu_buf_add(&r->bytes, s->chunk + s->at, s->end - s->at);
        if (r->bytes.failed) {
            close_file(s);
            return r->bytes.n + (s->end - s->at) > r->bytes.ceiling
                       ? failed(r, CU_ERR_LIMIT, "larger than 64 MB; split it, or use JSON lines")
                       : failed(r, CU_ERR_MEMORY, "not enough memory for this file");
        }
        if (!refill(s)) {
            int reason = errno;
            close_file(s);
            return failed_system(r, "cannot read", reason);
        }
    }
    close_file(s);
    return true;
}

static bool is_blank(const struct cu_buf *b)
{
    return cu_str_trim((struct cu_str){b->p ? b->p : "", b->n}).n == 0;
}

/* Appends up to the line's end. 1: whole, 0: the file ended first, -1: reading failed. A line past
 * the ceiling is read to its end, but not kept. */
static int one_line(struct rd_source *s, struct rd_record *r)
{
    for (;;) {
        if (s->at == s->end && !refill(s))
            return -1;
        if (s->end == 0)
            return 0;
        const char *from = s->chunk + s->at;
        const char *end = memchr(from, '\n', s->end - s->at);
        size_t n = end ? (size_t)(end - from) : s->end - s->at;
        cu_buf_add(&r->bytes, from, n);
        s->at += n + (end != NULL);
        s->offset += (long)(n + (end != NULL));
        if (end)
            return 1;
    }
}

/* The next line that is not blank; false: the file has no further one. */
static bool next_line(struct rd_source *s, struct rd_record *r)
{
    for (;;) {
        r->bytes.n = 0;
        r->bytes.failed = false;
        r->line = ++s->line;
        r->offset = s->offset;
        int got = one_line(s, r);
        int reason = errno;
        if (got <= 0)
            close_file(s);
        if (got < 0)
            return failed_system(r, "cannot read", reason);
        if (r->bytes.failed)
            return failed(r, CU_ERR_LIMIT, "a line of more than 64 MB; left out");
        if (s->line == 1 && r->bytes.n >= 3 && memcmp(r->bytes.p, "\xef\xbb\xbf", 3) == 0)
            memset(r->bytes.p, ' ', 3);
        bool blank = is_blank(&r->bytes);
        s->any = s->any || !blank;
        if (!blank)
            return true;
        if (got == 0)
            return s->any ? false : failed(r, CU_ERR_FORMAT, "empty: no report in it");
    }
}

/* Opens r->path. false: a folder, open now. true with r->error: why not; true without: s->fd and
 * the first chunk are there. */
static bool open_path(struct rd_source *s, struct rd_record *r)
{
    struct stat st;
    if (r->path.failed)
        return failed(r, CU_ERR_MEMORY, "a path too long");
    if (strcmp(r->path.p, "-") == 0) {
        s->fd = STDIN_FILENO;
        set_path(r, RD_STANDARD_INPUT);
    } else {
        if (stat(r->path.p, &st) != 0)
            return failed_system(r, "cannot open", errno);
        if (S_ISDIR(st.st_mode))
            return enter(s, &st, r);
        if (s->depth && !S_ISREG(st.st_mode))
            return failed(r, CU_ERR_FORMAT, "not a regular file; left out");
        s->fd = open(r->path.p, O_RDONLY | O_CLOEXEC);
        if (s->fd < 0)
            return failed_system(r, "cannot open", errno);
    }
    if (!refill(s)) {
        int reason = errno;
        close_file(s);
        return failed_system(r, "cannot read", reason);
    }
    return true;
}

/* A record stays small between uses, so that one large file does not hold memory for ever. */
static void clear(struct rd_record *r)
{
    if (r->bytes.capacity > 1024 * 1024)
        cu_buf_fini(&r->bytes);
    r->bytes.n = 0;
    r->bytes.failed = false;
    r->line = r->offset = 0;
    r->error = (struct cu_error){.byte = -1};
}

bool rd_source_next(struct rd_source *s, struct rd_record *r)
{
    for (;;) {
        clear(r);
        if (s->fd >= 0) {
            set_path(r, s->path.p);
            r->kind = RD_KIND_JSON;
            if (next_line(s, r))
                return true;
            continue;
        }
        if (!next_path(s, r))
            return false;
        if (!open_path(s, r))
            continue;
        if (r->error.status)
            return true;
        r->kind = (uint8_t)rd_kind_of(r->path.p, (struct cu_str){s->chunk, s->end});
        if (r->kind != RD_KIND_JSON)
            return whole_file(s, r);
        s->line = s->offset = 0;
        s->any = false;
        s->path.n = 0;
        s->path.failed = false;
        cu_buf_puts(&s->path, r->path.p);
        if (s->path.failed) {
            close_file(s);
            return failed(r, CU_ERR_MEMORY, "not enough memory for its path");
        }
    }
}
