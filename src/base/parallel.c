/* The one thread loop: see parallel.h. */
#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#include "base/limits.h"

#include "base/banned.h"

typedef struct loop {
    size_t n;
    atomic_size_t next;
    atomic_bool failed;
    const volatile sig_atomic_t *stop;
    ag_task *task;
    void *context;
    pthread_mutex_t lock; /* guards the three below */
    size_t failed_index;
    ag_status status;
    ag_error err;
} loop;

typedef struct worker {
    loop *loop;
    int number;
    pthread_t thread;
} worker;

/* A lower index may still be running when a higher one fails: workers finish what they took, and since indices
 * are taken in order every index below the failed one is run. */
static void note_failure(loop *l, size_t index, ag_status status, const ag_error *err) {
    pthread_mutex_lock(&l->lock);
    if (l->status == AG_OK || index < l->failed_index) {
        l->failed_index = index;
        l->status = status;
        l->err = *err;
    }
    pthread_mutex_unlock(&l->lock);
    atomic_store(&l->failed, true);
}

static void *run(void *arg) {
    const worker *w = arg;
    loop *l = w->loop;
    while (!atomic_load(&l->failed) && !(l->stop && *l->stop)) {
        const size_t i = atomic_fetch_add(&l->next, 1);
        if (i >= l->n) break;
        ag_error err = {0};
        const ag_status status = l->task(l->context, i, w->number, &err);
        if (status != AG_OK) note_failure(l, i, status, &err);
    }
    return NULL;
}

ag_status ag_parallel(size_t n, int threads, const volatile sig_atomic_t *stop, ag_task *task, void *context,
                      ag_error *err) {
    loop l = {.n = n, .stop = stop, .task = task, .context = context, .lock = PTHREAD_MUTEX_INITIALIZER};
    worker workers[AG_MAX_THREADS] = {0};
    if (threads < 1) threads = 1;
    if (threads > AG_MAX_THREADS) threads = AG_MAX_THREADS;
    if ((size_t)threads > n) threads = n ? (int)n : 1;
    int started = 1;
    for (int i = 0; i < threads; i++) workers[i] = (worker){.loop = &l, .number = i};
    /* A thread that cannot be started only makes the loop slower. */
    while (started < threads && pthread_create(&workers[started].thread, NULL, run, &workers[started]) == 0) started++;
    run(&workers[0]);
    for (int i = 1; i < started; i++) pthread_join(workers[i].thread, NULL);
    pthread_mutex_destroy(&l.lock);
    if (l.status != AG_OK) {
        if (err) *err = l.err;
        return l.status;
    }
    if (stop && *stop) return ag_fail(err, AG_INTERRUPTED, NULL, "interrupted");
    return AG_OK;
}

int ag_processor_count(void) {
    const long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > AG_MAX_THREADS ? AG_MAX_THREADS : (int)n;
}
