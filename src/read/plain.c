/* SPDX-License-Identifier: Apache-2.0
 * Text files with metadata lines. See plain.h.
 */
#include <string.h>

#include "read/plain.h"

/* "# key: value" in *key and *value; false where the line is not of that shape. */
static bool metadata_line(struct cu_str line, struct cu_str *key, struct cu_str *value)
{
    if (!line.n || line.p[0] != '#')
        return false;
    struct cu_str rest = cu_str_trim((struct cu_str){line.p + 1, line.n - 1});
    const char *colon = rest.n ? memchr(rest.p, ':', rest.n) : NULL;
    if (!colon || colon == rest.p)
        return false;
    *key = (struct cu_str){rest.p, (size_t)(colon - rest.p)};
    for (size_t i = 0; i < key->n; i++)
        if (!((key->p[i] | 32) >= 'a' && (key->p[i] | 32) <= 'z') && key->p[i] != '_' &&
            key->p[i] != '-')
            return false;
    *value = cu_str_trim((struct cu_str){colon + 1, rest.n - key->n - 1});
    return true;
}

static void take(struct rd_document *doc, struct cu_str key, struct cu_str value, long line,
                 struct rd_remarks *remarks)
{
    if (!value.n)
        return;
    if (cu_str_is(key, "date"))
        rd_set_date(doc, value, line, remarks);
    else if (cu_str_is(key, "lang"))
        rd_set_lang(doc, value);
    else if (cu_str_is(key, "publisher"))
        doc->publisher = cu_arena_dup(doc->arena, value);
    else if (cu_str_is(key, "url"))
        doc->url = cu_arena_dup(doc->arena, value);
    else if (cu_str_is(key, "title"))
        doc->title = cu_arena_dup(doc->arena, value);
}

/* Reads the metadata lines; the offset where the report starts. A file whose first line is a
 * heading in Markdown ("# News") has none. */
static size_t metadata(struct rd_document *doc, struct cu_str text, struct rd_remarks *remarks)
{
    size_t at = 0;
    for (long line = 1; at < text.n; line++) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        size_t n = end ? (size_t)(end - text.p) - at : text.n - at;
        struct cu_str one = {text.p + at, n}, key, value;
        if (!metadata_line(one, &key, &value))
            return at;
        take(doc, key, value, line, remarks);
        at += n + (end != NULL);
    }
    return at;
}

enum cu_status rd_plain_document(const struct rd_record *record, struct rd_document *doc,
                                 struct rd_remarks *remarks, struct cu_error *err)
{
    struct cu_str bytes = {record->bytes.p, record->bytes.n}, text;
    enum cu_status s =
        rd_decode(bytes, (struct cu_str){"", 0}, record->path.p, doc->arena, &text, remarks, err);
    if (s)
        return s;
    size_t start = metadata(doc, text, remarks);
    bool same = text.n && text.p >= bytes.p && text.p <= bytes.p + bytes.n;
    size_t before = same ? (size_t)(text.p - bytes.p) : 0;
    char *copy = cu_arena_alloc(doc->arena, before + text.n + 1);
    if (!copy)
        return cu_fail(err, CU_ERR_MEMORY, record->path.p, 0, -1, "not enough memory");
    memset(copy, ' ', before + start);
    if (text.n > start)
        memcpy(copy + before + start, text.p + start, text.n - start);
    copy[before + text.n] = 0;
    doc->text = (struct cu_str){copy, before + text.n};
    return CU_OK;
}
