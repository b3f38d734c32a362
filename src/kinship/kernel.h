/* The inner loops of a contraction, one body compiled for several instruction sets.
 *
 * Each operation is a list of entries; at each entry a loop of `length` steps reads a and b with stride 0 or 1 and
 * writes c with stride 0 (a sum) or 1. The order of every addition is fixed by the source (eight partial sums, combined
 * as a tree), so all instruction sets give the same bits.
 */
#ifndef AG_KINSHIP_KERNEL_H
#define AG_KINSHIP_KERNEL_H

#include <stdint.h>

#include "base/cpu.h"

typedef struct ag_entry {
    int32_t a, b, c; /* offsets in doubles */
} ag_entry;

/* A matrix product inside each entry: c[r, i] += Σ_t a[t, i] b[r, t], i contiguous in a and c. Each sum runs over t in
 * order, however the loops are blocked. */
typedef struct ag_block {
    int32_t rows, row_b, row_c;    /* r */
    int32_t terms, term_a, term_b; /* t */
} ag_block;

typedef enum ag_loop {
    AG_LOOP_DOT,          /* c += Σ a_i b_i */
    AG_LOOP_SUM,          /* c += b Σ a_i */
    AG_LOOP_MULTIPLY,     /* c_i = a_i b_i */
    AG_LOOP_SCALE,        /* c_i = a_i b */
    AG_LOOP_MULTIPLY_ADD, /* c_i += a_i b_i */
    AG_LOOP_PRODUCT,      /* c_ri += Σ_t a_ti b_rt */
    AG_LOOPS
} ag_loop;

typedef void ag_loop_function(const ag_entry *entry, int entries, int length, const ag_block *block, const double *a,
                              const double *b, double *c);

typedef struct ag_loop_table {
    ag_loop_function *run[AG_LOOPS];
} ag_loop_table;

extern const ag_loop_table ag_loops_plain, ag_loops_avx2, ag_loops_avx512;

const ag_loop_table *ag_loops(ag_cpu cpu);

#endif
