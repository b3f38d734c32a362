/* Any bytes as claims.csv. What was accepted can be combined: bounds are in order, and every claim is in one group. */
#include <stdint.h>
#include <stdlib.h>

#include "incident/claims.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const ag_claims *claims, size_t n) {
    uint32_t all = 0;
    for (uint32_t g = 0; g < claims->groups; g++) {
        all += claims->group[g].claims;
        for (uint32_t i = 0; i < claims->group[g].bounds_n; i++)
            if (claims->group[g].bounds[i].least > claims->group[g].bounds[i].most) abort();
    }
    if (all != n || claims->n != n) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const ag_claims_question everything = {{NULL, 0}, {NULL, 0}};
    ag_claim_record *record;
    ag_claims claims;
    ag_diagnostics d;
    ag_arena arena;
    ag_file file;
    size_t n;
    ag_arena_init(&arena);
    ag_diagnostics_init(&d);
    if (ag_file_of_bytes("claims.csv", data, size, &file, NULL) != AG_OK) abort();
    ag_is_claims_file(&file);
    if (ag_claims_file_read(&file, &arena, &record, &n, &d, NULL) == AG_OK) {
        if (ag_claims_combine(record, n, &everything, &arena, &claims, NULL) != AG_OK) abort();
        check(&claims, n);
    } else if (!d.errors) {
        abort();
    }
    ag_file_deinit(&file);
    ag_diagnostics_deinit(&d);
    ag_arena_deinit(&arena);
    return 0;
}
