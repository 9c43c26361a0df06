/* SPDX-License-Identifier: Apache-2.0
 * The tagger's features and dictionary. See tag_feature.h.
 */
#include <string.h>

#include "read/tag_feature.h"

enum { HEAD = 8, SEEN = 40 /* bytes of a word that features see */ };

enum cu_status rd_dictionary_of(const struct cu_model *m, struct rd_dictionary *out,
                                struct cu_error *err)
{
    const void *bytes, *words;
    size_t n, word_bytes;
    uint32_t head[2];
    enum cu_status status = cu_model_section(m, "dictionary", HEAD, &bytes, &n, err);
    if (status == CU_OK)
        status = cu_model_section(m, "words", HEAD, &words, &word_bytes, err);
    if (status != CU_OK)
        return status;
    memcpy(head, bytes, sizeof head);
    size_t slots = (size_t)head[0] * sizeof(struct rd_sparse_slot);
    if (head[0] == 0 || n != HEAD + slots + head[1])
        return cu_fail(err, CU_ERR_FORMAT, NULL, 0, -1, "section dictionary: %u words in %zu bytes",
                       head[0], n);
    out->slots = (const struct rd_sparse_slot *)((const char *)bytes + HEAD);
    out->lists = (const uint8_t *)bytes + HEAD + slots;
    out->slot_count = head[0];
    out->list_bytes = head[1];
    memcpy(head, words, sizeof head);
    if (head[0] == 0 || word_bytes != HEAD + (size_t)head[0] * sizeof(uint32_t))
        return cu_fail(err, CU_ERR_FORMAT, NULL, 0, -1, "section words: %u words in %zu bytes",
                       head[0], word_bytes);
    out->words = (const uint32_t *)((const char *)words + HEAD);
    out->word_slots = head[0];
    return CU_OK;
}

static bool has(struct cu_str feats, const char *mark)
{
    return feats.n && memmem(feats.p, feats.n, mark, strlen(mark));
}

enum rd_tag_kind rd_tag_kind(struct cu_str upos, struct cu_str feats)
{
    bool finite = has(feats, "VerbForm=Fin");
    switch (rd_upos_of(upos)) {
    case RD_NOUN:
    case RD_PROPN:
    case RD_NUM:
        return RD_KIND_NOMINAL;
    case RD_PRON:
        return has(feats, "PronType=Rel") || has(feats, "PronType=Int") ? RD_KIND_OPENER
                                                                        : RD_KIND_NOMINAL;
    case RD_PUNCT:
        return RD_KIND_STOP;
    case RD_CCONJ:
        return RD_KIND_AND;
    case RD_SCONJ:
        return RD_KIND_OPENER;
    case RD_AUX:
        return finite ? RD_KIND_AUX : RD_KIND_VERB;
    case RD_VERB:
        return finite ? RD_KIND_FINITE : RD_KIND_VERB;
    default:
        return RD_KIND_OTHER;
    }
}

static uint32_t word_bits(const struct rd_dictionary *d, uint64_t key)
{
    uint32_t at = rd_sparse_home(key, d->word_slots), check = rd_sparse_check(key) >> 8;
    for (int probe = 0; probe < RD_SPARSE_PROBES && d->words[at]; probe++) {
        if (d->words[at] >> 8 == check)
            return d->words[at] & 255;
        at = at + 1 == d->word_slots ? 0 : at + 1;
    }
    return 0;
}

static void look_up(const struct rd_dictionary *d, uint64_t key, struct rd_tag_word *out)
{
    uint32_t at = rd_sparse_home(key, d->slot_count), check = rd_sparse_check(key);
    for (int probe = 0; probe < RD_SPARSE_PROBES && d->slots[at].check; probe++) {
        if (d->slots[at].check == check) {
            uint32_t first = d->slots[at].list >> 8, count = d->slots[at].list & 255;
            if (first >= d->list_bytes || count >= d->list_bytes - first || count == 0)
                return;
            out->flags = d->lists[first];
            out->classes = d->lists + first + 1;
            out->class_count = count;
            return;
        }
        at = at + 1 == d->slot_count ? 0 : at + 1;
    }
}

/* Lower case with straight apostrophes and digits as 0, cut at SEEN bytes (keeping the end, where
 * English inflects). */
static size_t normal(struct cu_str lower, char out[SEEN])
{
    if (lower.n > SEEN) {
        lower.p += lower.n - SEEN;
        lower.n = SEEN;
    }
    size_t n = 0;
    for (size_t i = 0; i < lower.n; i++) {
        char c = lower.p[i];
        if (c == '\xe2' && i + 2 < lower.n && lower.p[i + 1] == '\x80' &&
            (lower.p[i + 2] == '\x99' || lower.p[i + 2] == '\x98')) {
            out[n++] = '\'';
            i += 2;
        } else {
            out[n++] = c >= '0' && c <= '9' ? '0' : c;
        }
    }
    return n;
}

/* Case and kind of the characters: first, inner, last, and which kinds occur. */
static uint64_t shape_of(struct cu_str form)
{
    uint64_t seen = 0, first = 0, last = 0;
    size_t n = form.n < SEEN ? form.n : SEEN;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)form.p[i];
        uint64_t kind = c >= 'a' && c <= 'z'   ? 1
                        : c >= 'A' && c <= 'Z' ? 2
                        : c >= '0' && c <= '9' ? 4
                        : c == '-'             ? 8
                        : c == '.'             ? 16
                        : c >= 0x80            ? 32
                                               : 64;
        if (i == 0)
            first = kind;
        else
            seen |= kind;
        last = kind;
    }
    if ((unsigned char)form.p[0] >= 0x80) {
        size_t at = 0;
        first = cu_is_upper(cu_utf8_next(form.p, form.n, &at)) ? 2 : 32;
    }
    uint64_t length = form.n < 4 ? form.n : 4;
    return 1 + first + (seen << 8) + (last << 16) + (length << 24);
}

uint64_t rd_tag_key(struct cu_str lower)
{
    char text[SEEN];
    return cu_hash(text, normal(lower, text), 0);
}

static void look_for_verbs(const struct rd_dictionary *d, struct rd_tag_word *out)
{
    bool listed = out->lists & (RD_WORD_VERB | RD_WORD_VERB_FORM);
    out->verbal = listed || !out->classes;
    for (uint32_t i = 0; i < out->class_count && !out->verbal; i++)
        out->verbal = d->kinds[out->classes[i] % RD_SPARSE_CLASSES] >= RD_KIND_VERB;
    out->kind = out->classes                     ? d->kinds[out->classes[0] % RD_SPARSE_CLASSES]
                : out->lists & RD_WORD_VERB_FORM ? RD_KIND_VERB
                                                 : RD_KIND_OTHER;
}

void rd_tag_look(const struct rd_dictionary *dictionary, struct cu_str form, struct cu_str lower,
                 struct rd_tag_word *out)
{
    char text[SEEN];
    size_t n = normal(lower, text);
    *out = (struct rd_tag_word){.lower = cu_hash(text, n, 0)};
    out->shape = shape_of(form);
    out->form = cu_hash2(out->lower, out->shape & 0xffff);
    uint64_t h = 3;
    for (size_t i = 0; i < 4 && i < n; i++)
        out->prefix[i] = h = (h + (unsigned char)text[i]) * 0x9e3779b97f4a7c15u;
    h = 5;
    for (size_t i = 0; i < 5 && i < n; i++)
        out->suffix[i] = h = (h + (unsigned char)text[n - 1 - i]) * 0xc2b2ae3d27d4eb4fu;
    look_up(dictionary, out->lower, out);
    out->lists = word_bits(dictionary, out->lower);
    if (out->classes)
        out->known = cu_hash(out->classes, out->class_count < 4 ? out->class_count : 4, 1);
    else
        out->known = cu_hash2(out->suffix[n > 1], out->shape & 0x70ff);
    look_for_verbs(dictionary, out);
}

void rd_tag_edge(struct rd_tag_word *out)
{
    *out = (struct rd_tag_word){.form = 1, .lower = 1, .known = 1, .kind = RD_KIND_EDGE};
}

uint64_t rd_tag_case(const struct cu_str *forms, size_t n)
{
    size_t capital = 0, small = 0, all = 0;
    for (size_t i = 0; i < n; i++) {
        struct cu_str s = forms[i];
        if (s.n < 2)
            continue;
        bool upper = s.p[0] >= 'A' && s.p[0] <= 'Z';
        capital += upper;
        all += upper && s.p[1] >= 'A' && s.p[1] <= 'Z';
        small += s.n > 3 && s.p[0] >= 'a' && s.p[0] <= 'z';
    }
    if (n < 3 || capital < 3 || small * 3 > capital)
        return 0;
    return all * 5 > capital * 4 ? 2 : 1;
}

static inline uint64_t feature(uint64_t template, uint64_t a)
{
    return cu_mix(a + template * 0x9e3779b97f4a7c15u);
}

static inline uint64_t both(uint64_t a, uint64_t b)
{
    return a * 0xff51afd7ed558ccdu + b;
}

void rd_tag_begin(struct rd_tag_history *h)
{
    *h = (struct rd_tag_history){.before = RD_TAG_EDGE, .before2 = RD_TAG_EDGE, .finite = 1};
}

void rd_tag_step(const struct rd_dictionary *dictionary, struct rd_tag_history *h, uint32_t class)
{
    uint32_t kind = dictionary->kinds[class % RD_SPARSE_CLASSES];
    h->before2 = h->before;
    h->before = class;
    if (kind >= RD_KIND_VERB) {
        h->verb = class + 1;
        h->since = 0;
    } else if (kind != RD_KIND_OTHER) {
        h->since |= 1u << kind;
    }
    if (kind >= RD_KIND_FINITE && h->finite < 3)
        h->finite++;
    else if (kind == RD_KIND_OPENER && h->finite > 0)
        h->finite--;
}

/* The next two words to the right that look like verbs, with what stands before each: a reduced
 * relative has its clause's verb behind it, a past tense has not. */
static uint64_t verbs_ahead(const struct rd_tag_word *const *w)
{
    uint64_t seen = 0, between = 0;
    for (size_t i = 1, verbs = 0; i <= RD_TAG_AHEAD && verbs < 2; i++) {
        uint32_t kind = w[i]->kind;
        if (kind == RD_KIND_EDGE)
            break;
        if (kind >= RD_KIND_VERB) {
            seen = seen << 16 | between << 4 | kind;
            between = 0;
            verbs++;
        } else if (kind >= RD_KIND_STOP) {
            between |= 1u << (kind - RD_KIND_STOP);
        }
    }
    return seen;
}

/* The clause's verbs, for words that may be one of them. */
static size_t clause_features(const struct rd_tag_word *const *w, const struct rd_tag_history *h,
                              uint64_t *f)
{
    uint64_t t1 = h->before + 1, ahead = verbs_ahead(w);
    uint64_t behind = both(both(h->verb, h->since), h->finite);
    uint64_t end = w[0]->suffix[1], known = w[0]->known;
    size_t n = 0;
    f[n++] = feature(45, both(end, ahead));
    f[n++] = feature(46, both(both(known, ahead), t1));
    f[n++] = feature(47, both(both(end, behind), t1));
    f[n++] = feature(48, both(known, behind));
    f[n++] = feature(49, both(both(end, ahead), behind));
    f[n++] = feature(50, both(both(known, ahead & 15), both(h->finite, t1)));
    f[n++] = feature(51, both(both(end, ahead & 15), both(w[1]->lower, h->finite)));
    f[n++] = feature(52, both(w[0]->lower, both(ahead & 15, h->verb)));
    return n;
}

size_t rd_tag_features(const struct rd_tag_word *const *w, const struct rd_tag_history *h,
                       uint64_t case_mode, bool first, uint64_t *f)
{
    const struct rd_tag_word *w0 = w[0], *l1 = w[-1], *l2 = w[-2], *r1 = w[1], *r2 = w[2];
    uint64_t t1 = h->before + 1, t12 = t1 * 256 + h->before2 + 1;
    uint64_t look = w0->shape * 8 + case_mode * 2 + first;
    size_t n = 0;
    f[n++] = feature(1, w0->lower);
    f[n++] = feature(2, both(w0->form, case_mode * 2 + first));
    for (size_t i = 0; i < 5; i++)
        if (w0->suffix[i])
            f[n++] = feature(3 + i, w0->suffix[i]);
    for (size_t i = 0; i < 4; i++)
        if (w0->prefix[i])
            f[n++] = feature(8 + i, w0->prefix[i]);
    f[n++] = feature(12, look);
    f[n++] = feature(13, both(w0->suffix[2] ? w0->suffix[2] : w0->lower, look));
    f[n++] = feature(14, t1);
    f[n++] = feature(15, t12);
    f[n++] = feature(16, both(w0->lower, t1));
    f[n++] = feature(17, both(w0->known, t12));
    f[n++] = feature(18, l1->lower);
    f[n++] = feature(19, l2->lower);
    f[n++] = feature(20, r1->lower);
    f[n++] = feature(21, r2->lower);
    f[n++] = feature(22, both(w0->lower, l1->lower));
    f[n++] = feature(23, both(w0->lower, r1->lower));
    f[n++] = feature(24, both(r1->known, t1));
    f[n++] = feature(25, both(w0->known, r1->known));
    f[n++] = feature(26, both(both(w0->known, r1->known), r2->known));
    f[n++] = feature(27, both(w0->known, t1));
    f[n++] = feature(28, both(both(w0->known, r1->known), t1));
    f[n++] = feature(29, r1->suffix[2] ? r1->suffix[2] : r1->lower);
    f[n++] = feature(30, both(l1->shape, both(look, r1->shape)));
    f[n++] = feature(31, both(l1->lower, r1->lower));
    f[n++] = feature(32, both(w0->suffix[1], t1));
    f[n++] = feature(33, both(w0->known, r1->lower));
    f[n++] = feature(34, both(w0->known, l1->lower));
    f[n++] = feature(35, both(look, t1));
    f[n++] = feature(36, r1->known);
    f[n++] = feature(37, w0->known);
    f[n++] = feature(38, both(r1->known, r2->known));
    f[n++] = feature(39, both(r1->lower, t1));
    uint64_t lists = (uint64_t)w0->lists << 8 | r1->lists;
    f[n++] = feature(41, both(w0->lists, look));
    f[n++] = feature(42, both(w0->lists, both(w0->suffix[1], t1)));
    f[n++] = feature(43, both(lists, t1));
    f[n++] = feature(44, both(lists, both(l1->lists, w0->shape & 0xff)));
    f[n++] = feature(40, both(w0->suffix[2], both(r1->known, t1)));
    if (w0->verbal)
        n += clause_features(w, h, f + n);
    return n;
}
