/* SPDX-License-Identifier: Apache-2.0
 * From a record to a document: kinds, names, dates, languages. See input.h; where records come
 * from stands in source.c.
 */
#include <string.h>
#include <strings.h>

#include "read/html.h"
#include "read/input.h"
#include "read/jsonl.h"
#include "read/plain.h"

void rd_record_init(struct rd_record *r)
{
    *r = (struct rd_record){.line = 0};
    cu_buf_init(&r->path, 64 * 1024);
    cu_buf_init(&r->bytes, RD_INPUT_MOST);
}

void rd_record_fini(struct rd_record *r)
{
    cu_buf_fini(&r->path);
    cu_buf_fini(&r->bytes);
}

/* --- kinds -------------------------------------------------------------------------------- */

static const struct {
    const char *ending;
    enum rd_kind kind;
} endings[] = {
    {".txt", RD_KIND_TEXT},   {".text", RD_KIND_TEXT},   {".md", RD_KIND_TEXT},
    {".html", RD_KIND_HTML},  {".htm", RD_KIND_HTML},    {".xhtml", RD_KIND_HTML},
    {".jsonl", RD_KIND_JSON}, {".ndjson", RD_KIND_JSON},
};

static bool looks_like_json(struct cu_str b)
{
    size_t i = b.n >= 3 && memcmp(b.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (i < b.n && (b.p[i] == ' ' || b.p[i] == '\t' || b.p[i] == '\r' || b.p[i] == '\n'))
        i++;
    if (i == b.n || b.p[i] != '{')
        return false;
    for (i++; i < b.n && (b.p[i] == ' ' || b.p[i] == '\t'); i++)
        ;
    return i < b.n && (b.p[i] == '"' || b.p[i] == '}');
}

enum rd_kind rd_kind_of(const char *path, struct cu_str bytes)
{
    size_t n = path ? strlen(path) : 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t e = strlen(endings[i].ending);
        if (n > e && strcasecmp(path + n - e, endings[i].ending) == 0)
            return endings[i].kind;
    }
    if (looks_like_json(bytes))
        return RD_KIND_JSON;
    return rd_html_looks_like(bytes) ? RD_KIND_HTML : RD_KIND_TEXT;
}

/* --- metadata ----------------------------------------------------------------------------- */

static bool digits(const char *p, size_t n, unsigned *value)
{
    *value = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        *value = *value * 10 + (unsigned)(p[i] - '0');
    }
    return true;
}

struct cu_str rd_iso_day(struct cu_str t)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned y, m, d;
    struct cu_str none = {"", 0};
    t = cu_str_trim(t);
    if (t.n < 10 || t.p[4] != '-' || t.p[7] != '-' ||
        (t.n > 10 && t.p[10] != 'T' && t.p[10] != ' '))
        return none;
    if (!digits(t.p, 4, &y) || !digits(t.p + 5, 2, &m) || !digits(t.p + 8, 2, &d))
        return none;
    bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    if (y < 1 || m < 1 || m > 12 || d < 1 || d > days[m - 1] + (unsigned)(m == 2 && leap))
        return none;
    return (struct cu_str){t.p, 10};
}

void rd_set_date(struct rd_document *doc, struct cu_str text, long line, struct rd_remarks *r)
{
    struct cu_str day = rd_iso_day(text);
    if (day.n)
        doc->date = cu_arena_dup(doc->arena, day);
    else
        rd_remark(r, doc->path.p, line, -1,
                  "date \"%.*s\" is not of the form 2025-12-14; the report is read without a date",
                  (int)(text.n < 40 ? text.n : 40), text.p);
}

void rd_set_lang(struct rd_document *doc, struct cu_str text)
{
    struct cu_str lower = cu_arena_lower(doc->arena, cu_str_trim(text));
    size_t n = 0;
    while (n < lower.n && lower.p[n] >= 'a' && lower.p[n] <= 'z')
        n++;
    if (cu_str_starts(lower, "be-tarask") || cu_str_starts(lower, "be_tarask"))
        doc->lang = CU_STR("be-tarask");
    else if (n >= 2 && n <= 3)
        doc->lang = (struct cu_str){lower.p, n};
}

/* The file's name without folders and without its ending. */
static struct cu_str stem(struct cu_arena *arena, const char *path)
{
    if (strcmp(path, RD_STANDARD_INPUT) == 0)
        return CU_STR("stdin");
    struct cu_str s = cu_str_of(path);
    while (s.n > 1 && s.p[s.n - 1] == '/')
        s.n--;
    for (size_t i = s.n; i-- > 0;)
        if (s.p[i] == '/' && i + 1 < s.n) {
            s = (struct cu_str){s.p + i + 1, s.n - i - 1};
            break;
        }
    for (size_t i = s.n; i-- > 1;)
        if (s.p[i] == '.') {
            s.n = i;
            break;
        }
    return cu_arena_dup(arena, s);
}

/* --- documents ---------------------------------------------------------------------------- */

static bool has_words(struct cu_str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t c = cu_utf8_next(text.p, text.n, &i);
        if (c != 0xfffd && (cu_is_letter(c) || cu_is_digit(c)))
            return true;
    }
    return false;
}

enum cu_status rd_document_read(const struct rd_record *r, struct cu_arena *arena,
                                struct rd_document *doc, struct rd_remarks *remarks,
                                struct cu_error *err)
{
    *doc = (struct rd_document){.arena = arena};
    if (r->error.status) {
        if (err)
            *err = r->error;
        return r->error.status;
    }
    doc->path = cu_arena_dup(arena, (struct cu_str){r->path.p, r->path.n});
    doc->name = stem(arena, doc->path.p);
    enum cu_status s = CU_OK;
    if (r->kind == RD_KIND_JSON)
        s = rd_jsonl_document(r, doc, remarks, err);
    else if (r->kind == RD_KIND_HTML)
        s = rd_html_document(r, doc, remarks, err);
    else
        s = rd_plain_document(r, doc, remarks, err);
    /* First, since an allocation that failed can look like an empty or odd report. */
    if (arena->failed)
        return cu_fail(err, CU_ERR_MEMORY, doc->path.p, r->line, -1,
                       "not enough memory for this report");
    if (s)
        return s;
    if (!has_words(doc->text))
        return cu_fail(err, CU_ERR_FORMAT, doc->path.p, r->line, -1,
                       "empty report: no words in it");
    return CU_OK;
}
