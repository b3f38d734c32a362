/* Sums of products over finite variables: the arithmetic under every pedigree likelihood.
 *
 * A contraction is a set of variables with sizes, a set of factors (dense arrays over some of the variables) and a set
 * of variables to keep: the result is the sum over all other variables of the product of all factors. This file knows
 * no genetics.
 *
 * Concept: variables are eliminated one at a time (bucket elimination; Dechter 1999). The order is found by greedy
 * search under several criteria and, where the work is worth it, random ties; the order with the fewest counted
 * operations wins. The order is then compiled to a program of binary operations whose addresses are computed once, so
 * that running it again with other numbers costs little more than its multiplications.
 *
 * What comes out alike is computed once: the two parents of a sibship give one array when their mutation models are
 * one.
 *
 * Invariants: a program is immutable and depends only on the shape, never on numbers. In every array the variable with
 * the highest rank is contiguous. The same shape gives the same program, so the same bits.
 */
#ifndef AG_KINSHIP_CONTRACTION_H
#define AG_KINSHIP_CONTRACTION_H

#include <stdint.h>

#include "antigone/status.h"
#include "base/arena.h"
#include "base/cpu.h"

enum { AG_FACTOR_RANK = 3 }; /* variables of one given factor, at most */

typedef struct ag_factor_scope {
    int n;
    int var[AG_FACTOR_RANK];
    int value; /* factors with one value hold the same numbers, variable by variable as they stand in `var` */
} ag_factor_scope;

typedef struct ag_contraction_shape {
    int vars;
    const int *size; /* [vars], each at least 2 */
    int factors;
    const ag_factor_scope *factor; /* scopes without repetition; a factor of no variable is not given */
    int kept;
    const int *keep; /* variables, distinct */
} ag_contraction_shape;

typedef struct ag_program ag_program;

enum { AG_CONTRACTION_MAX_LOG2 = 28 }; /* largest array: 2^28 doubles, 2 GiB */

/* Compiles into `arena`. AG_REFUSED when the best order found needs an array beyond the bound. */
ag_status ag_program_compile(const ag_contraction_shape *shape, ag_arena *arena, ag_program **out, ag_error *err);

/* How factor f must be laid out: the distance between neighbours along its d-th variable, as given in the scope. */
int64_t ag_program_stride(const ag_program *program, int f, int d);
/* Scratch that a run needs, in doubles, and multiply–add operations of one run. */
int64_t ag_program_scratch(const ag_program *program);
double ag_program_operations(const ag_program *program);

/* Runs: factor[f] are the arrays; result gets the kept variables' array in the order given by `keep` (row-major, the
 * last contiguous), or one number. With exponent NULL the numbers are used as they are; else every array is kept near
 * 1 by powers of two, and result must be multiplied by 2^*exponent. */
void ag_program_run(const ag_program *program, ag_cpu cpu, const double *const *factor, double *scratch, double *result,
                    int64_t *exponent);

#endif
