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

ag_text ag_batch_extra(const ag_batch *batch, const ag_batch_profile *profile, const char *column) {
    for (uint32_t i = 0; i < batch->extras[profile->role]; i++)
        if (ag_text_equal_fold(batch->extra[profile->role][i], ag_text_of(column))) return profile->extra[i];
    return (ag_text){"", 0};
}

void ag_batch_deinit(ag_batch *batch) {
    for (size_t i = 0; i < sizeof batch->owned / sizeof *batch->owned; i++) free(batch->owned[i]);
    ag_arena_deinit(&batch->arena);
    ag_batch_init(batch);
}
