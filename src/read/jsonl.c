/* SPDX-License-Identifier: Apache-2.0
 * JSON lines through jansson. See jsonl.h.
 */
#include <string.h>

#include <jansson.h>

#include "read/html.h"
#include "read/jsonl.h"

/* The string at `key`, or empty. *wrong names the key where something else than a string or null
 * stands there. */
static struct cu_str string_at(const json_t *o, const char *key, const char **wrong)
{
    const json_t *v = json_object_get(o, key);
    if (json_is_string(v))
        return (struct cu_str){json_string_value(v), json_string_length(v)};
    if (v && !json_is_null(v) && !*wrong)
        *wrong = key;
    return (struct cu_str){"", 0};
}

static struct cu_str name_of(const json_t *o, const struct rd_document *doc, long line,
                             const char **wrong)
{
    const json_t *id = json_object_get(o, "id");
    if (json_is_integer(id))
        return cu_arena_printf(doc->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
    struct cu_str name = string_at(o, "id", wrong);
    if (name.n)
        return cu_arena_dup(doc->arena, name);
    return cu_arena_printf(doc->arena, "%.*s-%ld", (int)doc->name.n, doc->name.p, line);
}

static enum cu_status fill(const json_t *o, const struct rd_record *r, struct rd_document *doc,
                           struct rd_remarks *remarks, struct cu_error *err)
{
    const char *wrong = NULL, *path = r->path.p;
    struct cu_str text = string_at(o, "text", &wrong), html = string_at(o, "html", &wrong);
    if (wrong)
        return cu_fail(err, CU_ERR_FORMAT, path, r->line, -1, "\"%s\" must be a string", wrong);
    if (!json_object_get(o, "text") && !json_object_get(o, "html"))
        return cu_fail(err, CU_ERR_FORMAT, path, r->line, -1,
                       "no report on this line: \"text\" or \"html\" is missing");
    doc->name = name_of(o, doc, r->line, &wrong);
    struct cu_str date = string_at(o, "date", &wrong), lang = string_at(o, "lang", &wrong);
    if (date.n)
        rd_set_date(doc, date, r->line, remarks);
    if (lang.n)
        rd_set_lang(doc, lang);
    doc->url = cu_arena_dup(doc->arena, string_at(o, "url", &wrong));
    doc->publisher = cu_arena_dup(doc->arena, string_at(o, "publisher", &wrong));
    doc->title = cu_arena_dup(doc->arena, string_at(o, "title", &wrong));
    if (wrong)
        rd_remark(remarks, path, r->line, -1, "\"%s\" is not a string; left out", wrong);
    if (!text.n && html.n)
        return rd_html_page(html, r->line, doc, remarks, err);
    doc->text = cu_arena_dup(doc->arena, text);
    return CU_OK;
}

/* jansson speaks of files and of its own flags. */
static const char *reason(const json_error_t *at, size_t size)
{
    if (json_error_code(at) == json_error_null_character)
        return "\\u0000 in a string";
    return (size_t)at->position >= size ? "the line ends too early" : at->text;
}

enum cu_status rd_jsonl_document(const struct rd_record *r, struct rd_document *doc,
                                 struct rd_remarks *remarks, struct cu_error *err)
{
    const char *path = r->path.p, *p = r->bytes.p ? r->bytes.p : "";
    size_t bad = cu_utf8_bad(p, r->bytes.n);
    if (bad < r->bytes.n)
        return cu_fail(err, CU_ERR_FORMAT, path, r->line, r->offset + (long)bad,
                       "broken UTF-8: byte 0x%02x", (unsigned char)p[bad]);
    json_error_t at;
    json_t *o = json_loadb(p, r->bytes.n, JSON_DECODE_ANY, &at);
    if (!o && json_error_code(&at) == json_error_out_of_memory)
        return cu_fail(err, CU_ERR_MEMORY, path, r->line, -1, "not enough memory for this line");
    if (!o)
        return cu_fail(err, CU_ERR_FORMAT, path, r->line, r->offset + at.position,
                       "broken JSON: %s", reason(&at, r->bytes.n));
    enum cu_status s = CU_OK;
    if (!json_is_object(o))
        s = cu_fail(err, CU_ERR_FORMAT, path, r->line, r->offset,
                    "not a JSON object: each line is one report, {\"id\": ..., \"text\": ...}");
    else
        s = fill(o, r, doc, remarks, err);
    json_decref(o);
    return s;
}
