/* The thread loop: every index once, results free of the number of threads, the lowest failure told. */
#include "support.h"

#include <stdatomic.h>
#include <stdio.h>

#include "base/parallel.h"

#include "base/banned.h"

enum { TASKS = 1000, THREADS = 8 };

typedef struct work {
    int runs[TASKS];
    size_t fails_from; /* every index from here fails */
    _Atomic int done;
    volatile sig_atomic_t stop;
    int stop_after; /* 0: never */
} work;

static ag_status run_task(void *context, size_t index, int worker, ag_error *err) {
    work *w = context;
    w->runs[index]++;
    if (worker < 0 || worker >= THREADS) return ag_fail(err, AG_REFUSED, NULL, "worker %d", worker);
    if (index >= w->fails_from) return ag_fail(err, AG_BAD_INPUT, NULL, "task %zu", index);
    const int done = atomic_fetch_add(&w->done, 1) + 1;
    if (w->stop_after && done == w->stop_after) w->stop = 1;
    return AG_OK;
}

static void every_task_is_run_once_by_any_number_of_threads(void **state) {
    (void)state;
    for (int threads = 0; threads <= THREADS; threads++) {
        work w = {.fails_from = TASKS};
        ag_error err = {0};
        assert_ok(ag_parallel(TASKS, threads, NULL, run_task, &w, &err), &err);
        for (int i = 0; i < TASKS; i++) assert_int_equal(w.runs[i], 1);
    }
}

static void the_lowest_failure_is_told_whoever_was_first(void **state) {
    (void)state;
    for (int round = 0; round < 50; round++) {
        work w = {.fails_from = 37};
        ag_error err = {0};
        assert_status(ag_parallel(TASKS, THREADS, NULL, run_task, &w, &err), AG_BAD_INPUT, &err);
        assert_string_equal(err.what, "task 37");
    }
}

static void an_interruption_ends_the_loop_early(void **state) {
    (void)state;
    work w = {.fails_from = TASKS, .stop_after = 10};
    ag_error err = {0};
    assert_status(ag_parallel(TASKS, 1, &w.stop, run_task, &w, &err), AG_INTERRUPTED, &err);
    assert_int_equal(atomic_load(&w.done), 10);
}

static void no_work_is_no_failure(void **state) {
    (void)state;
    ag_error err = {0};
    assert_ok(ag_parallel(0, 4, NULL, run_task, NULL, &err), &err);
    assert_true(ag_processor_count() >= 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_task_is_run_once_by_any_number_of_threads),
        cmocka_unit_test(the_lowest_failure_is_told_whoever_was_first),
        cmocka_unit_test(an_interruption_ends_the_loop_early),
        cmocka_unit_test(no_work_is_no_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
