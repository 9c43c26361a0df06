/* SPDX-License-Identifier: Apache-2.0
 * States under their many names. See country.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/tsv.h"
#include "read/country.h"

struct fact {
    struct cu_str country;
    uint8_t kind;
};

struct rd_countries {
    struct cu_arena arena;
    struct cu_map map; /* name to index in facts */
    struct fact *facts;
    size_t count, capacity;
};

void rd_countries_free(struct rd_countries *c)
{
    if (!c)
        return;
    cu_map_fini(&c->map);
    cu_arena_fini(&c->arena);
    free(c);
}

/* The first line that claims a name keeps it: "Georgian" is the state's, "Dominican" the
 * republic's. */
static bool add(struct rd_countries *c, struct cu_str name, struct cu_str country, uint8_t kind)
{
    uint32_t *at = cu_map_put(&c->map, name, (uint32_t)c->count);
    if (!at)
        return false;
    if (*at != c->count)
        return true;
    if (!CU_GROW(&c->arena, c->facts, c->count, c->capacity))
        return false;
    c->facts[c->count++] = (struct fact){country, kind};
    return true;
}

/* Names parted by ";". */
static bool add_list(struct rd_countries *c, struct cu_str list, struct cu_str country,
                     uint8_t kind)
{
    for (size_t from = 0; from < list.n;) {
        const char *end = memchr(list.p + from, ';', list.n - from);
        size_t n = end ? (size_t)(end - list.p) - from : list.n - from;
        struct cu_str name = cu_str_trim((struct cu_str){list.p + from, n});
        if (name.n && !add(c, name, country, kind))
            return false;
        from += n + 1;
    }
    return true;
}

static bool add_country(struct rd_countries *c, const struct cu_tsv *t, size_t row)
{
    struct cu_str country = cu_tsv_cell(t, row, 0);
    return add(c, country, country, RD_COUNTRY_NAME) &&
           add_list(c, cu_tsv_cell(t, row, 1), country, RD_COUNTRY_NAME) &&
           add_list(c, cu_tsv_cell(t, row, 2), country, RD_COUNTRY_CAPITAL) &&
           add_list(c, cu_tsv_cell(t, row, 3), country, RD_COUNTRY_NATION);
}

static enum cu_status load(struct rd_countries *c, const char *dir, struct cu_error *err)
{
    char path[512];
    struct cu_tsv t;
    bool fine = true;
    snprintf(path, sizeof path, "%s/countries.tsv", dir);
    enum cu_status status =
        cu_tsv_load(&t, path, "country\tother_names\tcapital\tdemonyms", &c->arena, err);
    for (size_t row = 0; status == CU_OK && fine && row < t.rows; row++)
        fine = add_country(c, &t, row);
    if (status != CU_OK)
        return status;
    snprintf(path, sizeof path, "%s/nationalities.tsv", dir);
    status = cu_tsv_load(&t, path, "words\tcountry", &c->arena, err);
    for (size_t row = 0; status == CU_OK && fine && row < t.rows; row++)
        fine = add_list(c, cu_tsv_cell(&t, row, 0), cu_tsv_cell(&t, row, 1), RD_COUNTRY_NATION);
    if (status == CU_OK && !fine)
        status = cu_fail(err, CU_ERR_MEMORY, path, 0, -1, "out of memory");
    return status;
}

struct rd_countries *rd_countries_load(const char *lexicon_dir, struct cu_error *err)
{
    struct rd_countries *c = cu_malloc(sizeof *c);
    if (!c) {
        cu_fail(err, CU_ERR_MEMORY, lexicon_dir, 0, -1, "out of memory");
        return NULL;
    }
    *c = (struct rd_countries){0};
    cu_arena_init(&c->arena, 0);
    cu_map_init(&c->map);
    if (load(c, lexicon_dir, err) == CU_OK)
        return c;
    rd_countries_free(c);
    return NULL;
}

enum rd_country_kind rd_countries_find(const struct rd_countries *c, struct cu_str name,
                                       struct cu_str *country)
{
    const uint32_t *at = cu_map_get(&c->map, name);
    if (country)
        *country = at ? c->facts[*at].country : (struct cu_str){"", 0};
    return at ? (enum rd_country_kind)c->facts[*at].kind : RD_COUNTRY_NONE;
}
