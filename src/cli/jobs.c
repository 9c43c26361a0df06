/* SPDX-License-Identifier: Apache-2.0
 * The ring of records under way. See jobs.h.
 */
#include <pthread.h>
#include <stdlib.h>

#include "cli/jobs.h"

enum { BUDGET = 96 * 1024 * 1024, KEEP = 1024 * 1024 };

enum state { EMPTY, READY, BUSY, DONE };

struct slot {
    enum state state;
    struct rd_record record;
    struct cli_outcome outcome;
};

/* Slots are used in the order of records: [tail, work) are taken by workers or done, [work, head)
 * wait for a worker. All numbers count up; a slot's index is its number modulo `size`. */
struct ring {
    const struct cli_jobs *jobs;
    pthread_mutex_t lock;
    pthread_cond_t ready; /* a record waits, or no more will come */
    pthread_cond_t space; /* a slot or bytes became free */
    struct slot *slots;
    size_t size, head, work, tail;
    size_t bytes; /* of records under way */
    bool ended, writing;
    enum cu_status status;
};

static void outcome_init(struct cli_outcome *o)
{
    cu_buf_init(&o->out, 0);
    cu_buf_init(&o->messages, 0);
    o->failed = false;
}

static void outcome_fini(struct cli_outcome *o)
{
    cu_buf_fini(&o->out);
    cu_buf_fini(&o->messages);
}

static void empty(struct cu_buf *b)
{
    if (b->capacity > KEEP)
        cu_buf_fini(b);
    b->n = 0;
    b->failed = false;
}

static void outcome_clear(struct cli_outcome *o)
{
    empty(&o->out);
    empty(&o->messages);
    o->failed = false;
}

/* --- one thread --------------------------------------------------------------------------- */

static enum cu_status run_alone(const struct cli_jobs *j)
{
    struct rd_record record;
    struct cli_outcome outcome;
    struct cu_arena arena;
    enum cu_status s = CU_OK;
    rd_record_init(&record);
    outcome_init(&outcome);
    cu_arena_init(&arena, 0);
    while (s == CU_OK && rd_source_next(j->source, &record)) {
        outcome_clear(&outcome);
        j->work(j->context, &record, &arena, &outcome);
        cu_arena_reset(&arena);
        arena.failed = false;
        s = j->take(j->context, &record, &outcome);
    }
    cu_arena_fini(&arena);
    outcome_fini(&outcome);
    rd_record_fini(&record);
    return s;
}

/* --- many --------------------------------------------------------------------------------- */

/* Writes finished records from the tail on. Called with the lock held; gives it up while it
 * writes, `writing` keeps others away meanwhile. */
static void flush(struct ring *r)
{
    if (r->writing)
        return;
    r->writing = true;
    while (r->tail < r->work && r->slots[r->tail % r->size].state == DONE) {
        struct slot *s = &r->slots[r->tail % r->size];
        if (r->status == CU_OK) {
            pthread_mutex_unlock(&r->lock);
            enum cu_status status = r->jobs->take(r->jobs->context, &s->record, &s->outcome);
            pthread_mutex_lock(&r->lock);
            if (status)
                r->status = status;
        }
        r->bytes -= s->record.bytes.n;
        s->state = EMPTY;
        r->tail++;
        pthread_cond_signal(&r->space);
        if (r->status)
            pthread_cond_broadcast(&r->ready);
    }
    r->writing = false;
}

static void *worker(void *argument)
{
    struct ring *r = argument;
    struct cu_arena arena;
    cu_arena_init(&arena, 0);
    pthread_mutex_lock(&r->lock);
    for (;;) {
        while (r->work == r->head && !r->ended && r->status == CU_OK)
            pthread_cond_wait(&r->ready, &r->lock);
        if (r->work == r->head || r->status)
            break;
        struct slot *s = &r->slots[r->work++ % r->size];
        s->state = BUSY;
        pthread_mutex_unlock(&r->lock);
        outcome_clear(&s->outcome);
        r->jobs->work(r->jobs->context, &s->record, &arena, &s->outcome);
        cu_arena_reset(&arena);
        arena.failed = false;
        pthread_mutex_lock(&r->lock);
        s->state = DONE;
        flush(r);
    }
    pthread_mutex_unlock(&r->lock);
    cu_arena_fini(&arena);
    return NULL;
}

/* The slot at the head belongs to this thread while it is EMPTY, so it is filled without the
 * lock. */
static void produce(struct ring *r)
{
    pthread_mutex_lock(&r->lock);
    for (;;) {
        while (r->head - r->tail == r->size && r->status == CU_OK)
            pthread_cond_wait(&r->space, &r->lock);
        if (r->status)
            break;
        struct slot *s = &r->slots[r->head % r->size];
        pthread_mutex_unlock(&r->lock);
        bool more = rd_source_next(r->jobs->source, &s->record);
        pthread_mutex_lock(&r->lock);
        if (!more)
            break;
        while (r->bytes && r->bytes + s->record.bytes.n > BUDGET && r->status == CU_OK)
            pthread_cond_wait(&r->space, &r->lock);
        r->bytes += s->record.bytes.n;
        s->state = READY;
        r->head++;
        pthread_cond_signal(&r->ready);
    }
    r->ended = true;
    pthread_cond_broadcast(&r->ready);
    pthread_mutex_unlock(&r->lock);
}

static enum cu_status run_ring(struct ring *r, pthread_t *threads)
{
    unsigned started = 0;
    while (started < r->jobs->jobs && pthread_create(&threads[started], NULL, worker, r) == 0)
        started++;
    if (started)
        produce(r);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return started ? r->status : run_alone(r->jobs);
}

enum cu_status cli_jobs_run(const struct cli_jobs *j)
{
    if (j->jobs <= 1)
        return run_alone(j);
    struct ring r = {.jobs = j, .size = 2 * (size_t)j->jobs + 2};
    pthread_t *threads = cu_malloc(j->jobs * sizeof *threads);
    r.slots = cu_malloc(r.size * sizeof *r.slots);
    enum cu_status status = CU_ERR_MEMORY;
    if (threads && r.slots) {
        for (size_t i = 0; i < r.size; i++) {
            r.slots[i].state = EMPTY;
            rd_record_init(&r.slots[i].record);
            outcome_init(&r.slots[i].outcome);
        }
        pthread_mutex_init(&r.lock, NULL);
        pthread_cond_init(&r.ready, NULL);
        pthread_cond_init(&r.space, NULL);
        status = run_ring(&r, threads);
        for (size_t i = 0; i < r.size; i++) {
            rd_record_fini(&r.slots[i].record);
            outcome_fini(&r.slots[i].outcome);
        }
        pthread_cond_destroy(&r.space);
        pthread_cond_destroy(&r.ready);
        pthread_mutex_destroy(&r.lock);
    }
    free(r.slots);
    free(threads);
    return status;
}
