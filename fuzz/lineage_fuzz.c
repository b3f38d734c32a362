/* Any bytes as what lineage markers and dates are written in: two parts, split at the first line end, are read as Y
 * readings, ranges, variants and dates. What is read compares with itself without a difference, and alike in both
 * directions. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "kinship/lineage.h"
#include "kinship/mtdna.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise) {
    if (!promise) abort();
}

static void try_y(ag_text a, ag_text b) {
    const double rate = 0.01;
    ag_y_alleles x, y;
    if (!ag_y_parse(a, &x) || !ag_y_parse(b, &y)) return;
    const ag_y_comparison xy = ag_y_compare(&x, &y, 1, &rate, 3), yx = ag_y_compare(&y, &x, 1, &rate, 3);
    check(xy.compared == yx.compared && xy.differences == yx.differences);
    check(xy.ln <= 1e-9);
    check(ag_y_compare(&x, &x, 1, &rate, 3).differences == 0);
}

static void try_mtdna(ag_text a, ag_text b, ag_arena *arena) {
    ag_mt_ranges all;
    ag_mt_sequence x = {.ranges = &all}, y = {.ranges = &all};
    ag_text fault;
    int outside;
    check(ag_mt_ranges_parse(AG_TEXT("1-16569"), &all, &fault));
    if (!ag_mt_variants_parse(a, arena, &x, &outside, &fault)) return;
    check(outside == 0 && ag_mt_compare(&x, &x, true, 1).differences == 0);
    if (!ag_mt_variants_parse(b, arena, &y, &outside, &fault)) return;
    const ag_mt_comparison some = ag_mt_compare(&x, &y, false, 1), every = ag_mt_compare(&x, &y, true, 1);
    check(some.differences == ag_mt_compare(&y, &x, false, 1).differences);
    check(some.differences <= every.differences && some.compared == every.compared);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *bytes = size ? (const char *)data : "", *end = memchr(bytes, '\n', size);
    const size_t n = end ? (size_t)(end - bytes) : size;
    const ag_text a = {bytes, n}, b = {end ? end + 1 : bytes, end ? size - n - 1 : 0};
    ag_mt_ranges ranges;
    ag_text fault;
    ag_date date;
    ag_arena arena;
    ag_arena_init(&arena);
    try_y(a, b);
    try_mtdna(a, b, &arena);
    if (ag_mt_ranges_parse(a, &ranges, &fault)) check(ag_mt_count(&ranges) > 0 && !ag_mt_has(&ranges, 0));
    if (ag_date_parse(a, &date)) check(date.first <= date.last);
    ag_arena_deinit(&arena);
    return 0;
}
