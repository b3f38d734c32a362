/* The one thread loop.
 *
 * task(context, index, worker) is called once for each index in [0, n), by `threads` workers (worker < threads),
 * each taking the next free index. Results must be stored by index, never by worker, so that they do not depend
 * on the number of threads. `stop` (may be NULL) ends the loop early when it becomes non-zero.
 */
#ifndef AG_BASE_PARALLEL_H
#define AG_BASE_PARALLEL_H

#include <signal.h>
#include <stddef.h>

#include "antigone/status.h"

typedef ag_status ag_task(void *context, size_t index, int worker, ag_error *err);

/* The status of the lowest index that failed (deterministic), AG_INTERRUPTED if stopped, else AG_OK. */
ag_status ag_parallel(size_t n, int threads, const volatile sig_atomic_t *stop, ag_task *task, void *context,
                      ag_error *err);
int ag_processor_count(void); /* ≥ 1 */

#endif
