/* The import batch: see batch.h. */
#include "formats/batch.h"

#include <math.h>
#include <stdlib.h>

#include "base/banned.h"

void ag_batch_init(ag_batch *batch) {
    *batch = (ag_batch){
        .settings = {.theta = NAN, .dropin = NAN, .error = NAN, .others = NAN, .pieces = -1, .threshold = NAN}};
    ag_arena_init(&batch->arena);
}

void ag_batch_deinit(ag_batch *batch) {
    for (size_t i = 0; i < sizeof batch->owned / sizeof *batch->owned; i++) free(batch->owned[i]);
    ag_arena_deinit(&batch->arena);
    ag_batch_init(batch);
}
