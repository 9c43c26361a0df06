/* SPDX-License-Identifier: Apache-2.0
 *
 * Names agree over a report. Three steps: the types of one name are voted on; a word that ends the
 * full name of a person is that person wherever it stands alone; the forename tells he or she.
 * See name.h.
 */
#include <stdlib.h>
#include <string.h>

#include "read/name_inner.h"

/* What the report says of one name or one word. */
struct vote {
    float of[RD_ENTITY_TYPES];
    bool surname; /* ends a full person name */
};

struct votes {
    struct cu_map map;
    struct vote *items;
    size_t count, capacity;
    struct cu_arena *arena;
};

static struct vote *vote_of(struct votes *v, struct cu_str name)
{
    uint32_t *at = cu_map_put(&v->map, name, (uint32_t)v->count);
    if (!at || (*at == v->count && !CU_GROW(v->arena, v->items, v->count, v->capacity)))
        return NULL;
    if (*at == v->count)
        v->items[v->count++] = (struct vote){0};
    return &v->items[*at];
}

static const struct vote *known(const struct votes *v, struct cu_str name)
{
    const uint32_t *at = cu_map_get(&v->map, name);
    return at ? &v->items[*at] : NULL;
}

static bool starts_upper(struct cu_str form)
{
    size_t i = 0;
    return form.n && cu_is_upper(cu_utf8_next(form.p, form.n, &i));
}

/* The words of a name without line breaks between them: its key. */
static struct cu_str key_of(const struct rd_document *d, uint32_t first, uint32_t past)
{
    if (past - first == 1)
        return rd_form(d, first);
    struct cu_buf b;
    cu_buf_init(&b, 0);
    for (uint32_t t = first; t < past; t++) {
        if (t > first)
            cu_buf_putc(&b, ' ');
        cu_buf_str(&b, rd_form(d, t));
    }
    struct cu_str key =
        b.failed ? (struct cu_str){NULL, 0} : cu_arena_dup(d->arena, (struct cu_str){b.p, b.n});
    cu_buf_fini(&b);
    return key;
}

/* First word of the surname: "Kara" of "Vladimir Kara-Murza", "al" of "Muqtada al-Sadr". */
static uint32_t surname_at(const struct rd_document *d, const struct rd_entity *e)
{
    uint32_t t = e->past - 1;
    while (t > e->first + 2 && cu_str_is(d->tokens[t - 1].lower, "-"))
        t -= 2;
    return t;
}

static bool is_country(const struct rd_namer *n, struct cu_str name)
{
    return rd_countries_find(n->countries, name, NULL) != RD_COUNTRY_NONE;
}

static bool gather(const struct rd_namer *n, const struct rd_document *d, struct votes *v)
{
    for (size_t i = 0; i < d->entity_count; i++) {
        const struct rd_entity *e = &d->entities[i];
        struct vote *w = vote_of(v, key_of(d, e->first, e->past));
        if (!w)
            return false;
        w->of[e->type] += e->score;
        if (e->type != RD_PER || e->past - e->first < 2)
            continue;
        struct cu_str surname = key_of(d, surname_at(d, e), e->past);
        if (surname.n < 3 || !starts_upper(surname) || is_country(n, surname))
            continue;
        if (!(w = vote_of(v, surname)))
            return false;
        w->of[RD_PER] += e->score;
        w->surname = true;
    }
    return true;
}

static uint8_t winner(const struct vote *w)
{
    uint8_t best = 0;
    for (uint8_t k = 1; k < RD_ENTITY_TYPES; k++)
        if (w->of[k] > w->of[best])
            best = k;
    return best;
}

/* A name that is mostly of one type is of that type everywhere. Nationalities are a closed list
 * and stand outside the vote. */
static void agree(const struct votes *v, struct rd_document *d)
{
    for (size_t i = 0; i < d->entity_count; i++) {
        struct rd_entity *e = &d->entities[i];
        const struct vote *w = known(v, key_of(d, e->first, e->past));
        if (!w || e->type == RD_NAT || w->of[RD_NAT] > 0)
            continue;
        float all = w->of[RD_PER] + w->of[RD_ORG] + w->of[RD_LOC];
        if (w->of[winner(w)] > 0.6f * all)
            e->type = winner(w);
    }
}

/* Whether words first..past-1 stand alone: no capitalised neighbour that they could be part of. */
static bool alone(const struct rd_document *d, const struct rd_sentence *s, uint32_t first,
                  uint32_t past)
{
    if (past < s->past && (starts_upper(rd_form(d, past)) || cu_str_is(d->tokens[past].lower, "-")))
        return false;
    return first == s->first ||
           (!starts_upper(rd_form(d, first - 1)) && !cu_str_is(d->tokens[first - 1].lower, "-")) ||
           d->tokens[first - 1].entity == RD_NONE;
}

static bool add_missed(const struct votes *v, struct rd_document *d, const struct rd_sentence *s)
{
    for (uint32_t t = s->first; t < s->past; t++) {
        if (d->tokens[t].entity != RD_NONE || !starts_upper(rd_form(d, t)))
            continue;
        uint32_t past = t + 1;
        while (past + 1 < s->past && cu_str_is(d->tokens[past].lower, "-") &&
               d->tokens[past].entity == RD_NONE && d->tokens[past + 1].entity == RD_NONE)
            past += 2;
        const struct vote *w = known(v, key_of(d, t, past));
        if (!w || !w->surname || winner(w) != RD_PER || !alone(d, s, t, past))
            continue;
        if (!CU_GROW(d->arena, d->entities, d->entity_count, d->entity_capacity))
            return false;
        for (uint32_t k = t; k < past; k++)
            d->tokens[k].entity = (uint32_t)d->entity_count;
        d->entities[d->entity_count++] =
            (struct rd_entity){.type = RD_PER, .first = t, .past = past, .score = 0.5f};
    }
    return true;
}

/* --- he or she ----------------------------------------------------------------------------- */

static uint8_t gender_of(const struct rd_namer *n, const struct rd_document *d,
                         const struct rd_entity *e)
{
    uint32_t g = gz_get(&n->gaz, gz_join(0, gz_word(rd_form(d, e->first))));
    bool male = g & GZ_MALE, female = g & GZ_FEMALE;
    if (male != female && (e->past - e->first > 1 || !(g & GZ_SURNAME)))
        return male ? 'm' : 'f';
    static const char *const women[] = {"mrs.", "mrs", "ms.", "ms", "miss", "madam", "queen"};
    static const char *const men[] = {"mr.", "mr", "sir", "king"};
    if (e->first == 0)
        return 0;
    struct cu_str before = d->tokens[e->first - 1].lower;
    for (size_t i = 0; i < sizeof women / sizeof *women; i++)
        if (cu_str_is(before, women[i]))
            return 'f';
    for (size_t i = 0; i < sizeof men / sizeof *men; i++)
        if (cu_str_is(before, men[i]))
            return 'm';
    return 0;
}

/* A lone surname takes the gender of the full name, unless two full names disagree. */
static bool spread_gender(struct rd_document *d, struct cu_arena *arena)
{
    struct votes v = {.arena = arena};
    cu_map_init(&v.map);
    bool fine = true;
    for (int round = 0; round < 2 && fine; round++)
        for (size_t i = 0; i < d->entity_count && fine; i++) {
            struct rd_entity *e = &d->entities[i];
            if (e->type != RD_PER)
                continue;
            struct cu_str key = key_of(d, surname_at(d, e), e->past);
            struct vote *w = vote_of(&v, key);
            fine = w != NULL;
            if (fine && round == 0)
                w->of[0] += e->gender == 'm', w->of[1] += e->gender == 'f';
            else if (fine && !e->gender && (w->of[0] > 0) != (w->of[1] > 0))
                e->gender = w->of[0] > 0 ? 'm' : 'f';
        }
    cu_map_fini(&v.map);
    return fine;
}

/* --- the report ------------------------------------------------------------------------------ */

static int by_place(const void *a, const void *b)
{
    const struct rd_entity *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

static void number_entities(struct rd_document *d)
{
    if (d->entity_count)
        qsort(d->entities, d->entity_count, sizeof *d->entities, by_place);
    for (size_t i = 0; i < d->entity_count; i++)
        for (uint32_t t = d->entities[i].first; t < d->entities[i].past; t++)
            d->tokens[t].entity = (uint32_t)i;
}

enum cu_status rd_name_document(const struct rd_namer *n, struct rd_document *d,
                                struct cu_error *err)
{
    struct votes v = {.arena = d->arena};
    cu_map_init(&v.map);
    bool fine = gather(n, d, &v);
    if (fine)
        agree(&v, d);
    for (size_t i = 0; fine && i < d->sentence_count; i++)
        if (d->sentences[i].analysed)
            fine = add_missed(&v, d, &d->sentences[i]);
    cu_map_fini(&v.map);
    number_entities(d);
    for (size_t i = 0; fine && i < d->entity_count; i++)
        if (d->entities[i].type == RD_PER)
            d->entities[i].gender = gender_of(n, d, &d->entities[i]);
    fine = fine && spread_gender(d, d->arena) && !d->arena->failed;
    return fine ? CU_OK : cu_fail(err, CU_ERR_MEMORY, NULL, 0, -1, "out of memory");
}
