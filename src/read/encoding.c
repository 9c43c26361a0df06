/* SPDX-License-Identifier: Apache-2.0
 * Encodings through ICU, with checks that ICU leaves to its callers. See encoding.h.
 */
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/ustring.h>

#include "read/encoding.h"

void rd_remark(struct rd_remarks *r, const char *file, long line, long byte, const char *format,
               ...)
{
    if (!r || r->count == RD_REMARKS)
        return;
    char message[sizeof r->items[0].message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    cu_fail(&r->items[r->count++], CU_OK, file, line, byte, "%s", message);
}

/* --- binary ------------------------------------------------------------------------------- */

static const struct {
    const char *magic;
    size_t n;
    const char *kind;
} binary_kinds[] = {
    {"%PDF-", 5, "a PDF file"},
    {"PK\3\4", 4, "a ZIP archive or office document"},
    {"\x89PNG", 4, "a PNG image"},
    {"\xff\xd8\xff", 3, "a JPEG image"},
    {"GIF8", 4, "a GIF image"},
    {"\x1f\x8b", 2, "a gzip file"},
    {"\x28\xb5\x2f\xfd", 4, "a Zstandard file"},
    {"\xfd"
     "7zXZ",
     5, "an xz file"},
    {"\x7f"
     "ELF",
     4, "a program"},
    {"SQLite format 3", 15, "an SQLite database"},
    {"CUSTODYM", 8, "a Custody model"},
    {"{\\rtf", 5, "an RTF document"},
    {"\xd0\xcf\x11\xe0", 4, "an old office document"},
};

const char *rd_binary_kind(struct cu_str bytes)
{
    for (size_t i = 0; i < sizeof binary_kinds / sizeof *binary_kinds; i++)
        if (bytes.n >= binary_kinds[i].n &&
            memcmp(bytes.p, binary_kinds[i].magic, binary_kinds[i].n) == 0)
            return binary_kinds[i].kind;
    return NULL;
}

static bool is_control(unsigned char c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b) || c == 0x7f;
}

/* Offset of the byte that shows the bytes to be no text in an ASCII-compatible encoding: a NUL, or
 * a control character where they are more than one in a hundred; n: none. */
static size_t binary_byte(struct cu_str s)
{
    size_t first = s.n, count = 0;
    const char *zero = s.n ? memchr(s.p, 0, s.n) : NULL;
    if (zero)
        return (size_t)(zero - s.p);
    for (size_t i = 0; i < s.n; i++) {
        if (!is_control((unsigned char)s.p[i]))
            continue;
        if (first == s.n)
            first = i;
        count++;
    }
    return count > 4 + s.n / 100 ? first : s.n;
}

/* --- conversion --------------------------------------------------------------------------- */

/* Strict: the first sequence that the encoding does not have ends it. *bad is its offset. */
static enum cu_status to_utf16(struct cu_str bytes, const char *encoding, struct cu_arena *arena,
                               UChar **units, size_t *count, size_t *bad)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *c = ucnv_open(encoding, &status);
    *bad = 0;
    if (U_FAILURE(status))
        return CU_ERR_USAGE;
    ucnv_setToUCallBack(c, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    /* No encoding that ICU has gives more than two units for a byte. */
    size_t room = bytes.n * 2 + 2;
    UChar *out = cu_arena_alloc(arena, room * sizeof *out);
    if (!out) {
        ucnv_close(c);
        return CU_ERR_MEMORY;
    }
    UChar *to = out;
    const char *from = bytes.p;
    ucnv_toUnicode(c, &to, out + room, &from, bytes.p + bytes.n, NULL, true, &status);
    if (U_FAILURE(status)) {
        char broken[16];
        int8_t n = sizeof broken;
        UErrorCode ignored = U_ZERO_ERROR;
        ucnv_getInvalidChars(c, broken, &n, &ignored);
        *bad = (size_t)(from - bytes.p);
        *bad -= n > 0 && (size_t)n <= *bad ? (size_t)n : 0;
    }
    ucnv_close(c);
    *units = out;
    *count = (size_t)(to - out);
    return U_FAILURE(status) ? CU_ERR_FORMAT : CU_OK;
}

static enum cu_status to_utf8(struct cu_str bytes, const char *encoding, struct cu_arena *arena,
                              struct cu_str *text, size_t *bad)
{
    UChar *units;
    size_t count;
    enum cu_status s = to_utf16(bytes, encoding, arena, &units, &count, bad);
    if (s)
        return s;
    if (count > INT32_MAX / 3)
        return CU_ERR_LIMIT;
    char *out = cu_arena_alloc(arena, count * 3 + 1);
    if (!out)
        return CU_ERR_MEMORY;
    int32_t n = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(out, (int32_t)(count * 3 + 1), &n, units, (int32_t)count, &status);
    if (U_FAILURE(status))
        return CU_ERR_FORMAT;
    if (n >= 3 && memcmp(out, "\xef\xbb\xbf", 3) == 0)
        out += 3, n -= 3;
    *text = (struct cu_str){out, (size_t)n};
    const char *zero = n ? memchr(out, 0, (size_t)n) : NULL;
    return zero ? CU_ERR_FORMAT : CU_OK;
}

/* --- which encoding ----------------------------------------------------------------------- */

/* UTF-16 without a mark: it holds NULs, and nearly all of its units are Latin, Greek, Cyrillic or
 * Armenian letters, spaces or typographic marks, by their high bytes. NULL: it is not. */
static const char *utf16_without_mark(struct cu_str s)
{
    size_t fit[2] = {0, 0};
    if (s.n < 4 || s.n % 2 || !memchr(s.p, 0, s.n))
        return NULL;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char high = (unsigned char)s.p[i], low = (unsigned char)s.p[i ^ 1];
        fit[i & 1] += (high <= 0x05 || high == 0x1e || high == 0x20 || high == 0x21) &&
                      (high != 0 || low != 0);
    }
    if (fit[0] * 20 >= s.n / 2 * 19)
        return "UTF-16BE";
    return fit[1] * 20 >= s.n / 2 * 19 ? "UTF-16LE" : NULL;
}

static const char *mark(struct cu_str s)
{
    if (s.n >= 4 && memcmp(s.p, "\xff\xfe\0\0", 4) == 0)
        return "UTF-32LE";
    if (s.n >= 4 && memcmp(s.p, "\0\0\xfe\xff", 4) == 0)
        return "UTF-32BE";
    if (s.n >= 2 && memcmp(s.p, "\xff\xfe", 2) == 0)
        return "UTF-16LE";
    if (s.n >= 2 && memcmp(s.p, "\xfe\xff", 2) == 0)
        return "UTF-16BE";
    return NULL;
}

/* Half of a UTF-16 pair written as if it were UTF-8, as careless programs do. */
static bool is_surrogate(struct cu_str s, size_t at)
{
    return s.n - at >= 3 && (unsigned char)s.p[at] == 0xed &&
           ((unsigned char)s.p[at + 1] & 0xe0) == 0xa0 &&
           ((unsigned char)s.p[at + 2] & 0xc0) == 0x80;
}

/* A damaged UTF-8 file must not be taken for a legacy one: it still holds whole sequences, which
 * hardly ever arise by chance in 8-bit text. */
static bool damaged_utf8(struct cu_str s)
{
    size_t whole = 0, broken = 0;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        if ((unsigned char)s.p[i] < 0x80) {
            i++;
            continue;
        }
        uint32_t c = cu_utf8_next(s.p, s.n, &i);
        bool surrogate = is_surrogate(s, from);
        i += surrogate ? 2 : 0;
        if (c != 0xfffd || surrogate || i > from + 1)
            whole++;
        else
            broken++;
    }
    return whole >= broken;
}

static bool is_mark_of_text(uint32_t c)
{
    return (c >= 0x2010 && c <= 0x2026) || c == 0x2030 || c == 0x2039 || c == 0x203a ||
           c == 0x20ac || c == 0x2116 || c == 0xa0 || c == 0xa7 || c == 0xa9 || c == 0xab ||
           c == 0xae || c == 0xb0 || c == 0xb7 || c == 0xbb || c == 0xbf || c == 0xa1 ||
           c == 0xa3 || c == 0xbd || c == 0x2122 || c == 0x2500 || (c >= 0x3000 && c < 0x3040) ||
           (c >= 0xff00 && c < 0xfff0);
}

/* One-letter words beyond ASCII in European languages. */
static bool stands_alone(uint32_t c)
{
    return strchr("\xe0\xe8\xe9\xec\xed\xf2\xf3\xfa", (int)(c & 0xff)) != NULL && c < 0x100 &&
           c >= 0xe0;
}

/* Whether a run of letters could be a word: no capital after a small letter beyond ASCII, and,
 * for Latin letters beyond ASCII, an ASCII letter beside them. Breaks on mojibake. */
static bool plausible_word(const char *s, size_t n)
{
    size_t letters = 0, ascii = 0, foreign_latin = 0;
    uint32_t before = 0, last = 0;
    for (size_t i = 0; i < n; letters++) {
        uint32_t c = cu_utf8_next(s, n, &i);
        if (c < 0x80)
            ascii++;
        else if (c < 0x250)
            foreign_latin++;
        if (c >= 0x80 && cu_is_upper(c) && before && !cu_is_upper(before))
            return false;
        if (c < 0x80 && before >= 0x250 && before < 0x2000)
            return false;
        before = last = c;
    }
    if (!foreign_latin || ascii)
        return true;
    return letters == 1 && stands_alone(cu_lower(last));
}

static bool plausible(struct cu_str text)
{
    size_t word = SIZE_MAX, words = 0, odd = 0;
    for (size_t i = 0; i <= text.n;) {
        size_t from = i;
        uint32_t c = i < text.n ? cu_utf8_next(text.p, text.n, &i) : 0;
        if (c >= 0x80 && c < 0xa0)
            return false;
        bool letter = c && cu_is_letter(c);
        if (c >= 0x80 && !letter && !is_mark_of_text(c))
            odd++;
        if (letter && word == SIZE_MAX)
            word = from;
        if (!letter && word != SIZE_MAX) {
            size_t ascii = 0;
            for (size_t k = word; k < from; k++)
                ascii += (unsigned char)text.p[k] < 0x80;
            if (ascii < from - word) {
                words++;
                odd += !plausible_word(text.p + word, from - word);
            }
            word = SIZE_MAX;
        }
        if (!c && from >= text.n)
            break;
    }
    return odd <= words / 50;
}

/* Older names that in practice mean more than they say (encoding.spec.whatwg.org). */
static const char *practical_name(const char *name)
{
    static const char *const latin1[] = {"iso-8859-1", "latin1", "us-ascii", "ascii", "iso8859-1"};
    for (size_t i = 0; i < sizeof latin1 / sizeof *latin1; i++)
        if (strcasecmp(name, latin1[i]) == 0)
            return "windows-1252";
    return name;
}

/* In short texts of single-byte encodings ICU is never sure, and plausible() decides; but hardly
 * any bytes are impossible in the multi-byte ones of East Asia, so that there it must be. */
enum { LEAST_CONFIDENCE = 10, LEAST_MULTIBYTE = 80, DETECT_BYTES = 64 * 1024 };

static bool single_byte(const char *name)
{
    return strncmp(name, "ISO-8859", 8) == 0 || strncmp(name, "windows-", 8) == 0 ||
           strncmp(name, "KOI8", 4) == 0 || strncmp(name, "IBM", 3) == 0;
}

/* ICU's candidates, best first; the first one that decodes to plausible text. */
static enum cu_status detect(struct cu_str bytes, struct cu_arena *arena, struct cu_str *text,
                             char name[64])
{
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector *d = ucsdet_open(&status);
    if (U_FAILURE(status))
        return CU_ERR_MEMORY;
    /* The detector looks at the start only: let it see where the foreign bytes begin. */
    size_t first = cu_utf8_bad(bytes.p, bytes.n);
    size_t from = first > DETECT_BYTES / 2 ? first - DETECT_BYTES / 2 : 0;
    size_t n = bytes.n - from < DETECT_BYTES ? bytes.n - from : DETECT_BYTES;
    ucsdet_setText(d, bytes.p + from, (int32_t)n, &status);
    int32_t found = 0;
    const UCharsetMatch **all = ucsdet_detectAll(d, &found, &status);
    enum cu_status result = CU_ERR_FORMAT;
    for (int32_t i = 0; U_SUCCESS(status) && i < found && result == CU_ERR_FORMAT; i++) {
        const char *candidate = ucsdet_getName(all[i], &status);
        int32_t confidence = ucsdet_getConfidence(all[i], &status);
        if (U_FAILURE(status) || strncmp(candidate, "UTF", 3) == 0 ||
            confidence < (single_byte(candidate) ? LEAST_CONFIDENCE : LEAST_MULTIBYTE))
            continue;
        candidate = practical_name(candidate);
        size_t bad;
        enum cu_status s = to_utf8(bytes, candidate, arena, text, &bad);
        if (s == CU_ERR_MEMORY)
            result = s;
        if (s == CU_OK && plausible(*text)) {
            snprintf(name, 64, "%s", candidate);
            result = CU_OK;
        }
    }
    ucsdet_close(d);
    return result;
}

static enum cu_status no_memory(struct cu_error *err, const char *path)
{
    return cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "not enough memory to decode it");
}

static enum cu_status as_named(struct cu_str bytes, const char *encoding, const char *path,
                               struct cu_arena *arena, struct cu_str *text, struct cu_error *err)
{
    size_t bad;
    enum cu_status s = to_utf8(bytes, encoding, arena, text, &bad);
    if (s == CU_ERR_MEMORY)
        return no_memory(err, path);
    if (s)
        return cu_fail(err, CU_ERR_FORMAT, path, 0, (long)bad, "broken %s", encoding);
    return CU_OK;
}

static enum cu_status legacy(struct cu_str bytes, long offset, struct cu_str declared,
                             const char *path, struct cu_arena *arena, struct cu_str *text,
                             struct rd_remarks *remarks, struct cu_error *err)
{
    char name[64] = "";
    size_t bad, broken = cu_utf8_bad(bytes.p, bytes.n);
    if (declared.n && declared.n < sizeof name) {
        memcpy(name, declared.p, declared.n);
        name[declared.n] = 0;
        enum cu_status s = strncasecmp(name, "utf", 3) == 0
                               ? CU_ERR_FORMAT
                               : to_utf8(bytes, practical_name(name), arena, text, &bad);
        if (s == CU_OK)
            return CU_OK;
        if (s == CU_ERR_MEMORY)
            return no_memory(err, path);
    }
    if (!damaged_utf8(bytes)) {
        enum cu_status s = detect(bytes, arena, text, name);
        if (s == CU_OK)
            rd_remark(remarks, path, 0, -1, "not UTF-8; read as %s", name);
        if (s == CU_OK)
            return CU_OK;
        if (s == CU_ERR_MEMORY)
            return no_memory(err, path);
    }
    return cu_fail(err, CU_ERR_FORMAT, path, 0, (long)broken + offset,
                   "broken UTF-8: byte 0x%02x; convert the file to UTF-8 or mend this byte",
                   (unsigned char)bytes.p[broken]);
}

enum cu_status rd_decode(struct cu_str bytes, struct cu_str declared, const char *path,
                         struct cu_arena *arena, struct cu_str *text, struct rd_remarks *remarks,
                         struct cu_error *err)
{
    const char *kind = rd_binary_kind(bytes), *start = bytes.p;
    if (kind)
        return cu_fail(err, CU_ERR_FORMAT, path, 0, -1,
                       "%s; Custody reads text, HTML and JSON lines", kind);
    if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0) {
        bytes.p += 3;
        bytes.n -= 3;
    } else if (mark(bytes)) {
        return as_named(bytes, mark(bytes), path, arena, text, err);
    }
    const char *wide = utf16_without_mark(bytes);
    if (wide && as_named(bytes, wide, path, arena, text, err) == CU_OK) {
        rd_remark(remarks, path, 0, -1, "no byte-order mark; read as %s", wide);
        return CU_OK;
    }
    size_t binary = binary_byte(bytes);
    if (binary < bytes.n)
        return cu_fail(err, CU_ERR_FORMAT, path, 0, (long)binary + (bytes.p - start),
                       "a binary file: byte 0x%02x; Custody reads text, HTML and JSON lines",
                       (unsigned char)bytes.p[binary]);
    if (cu_utf8_bad(bytes.p, bytes.n) == bytes.n) {
        *text = bytes;
        return CU_OK;
    }
    return legacy(bytes, bytes.p - start, declared, path, arena, text, remarks, err);
}
