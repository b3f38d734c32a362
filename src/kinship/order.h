/* The order in which a contraction eliminates its variables.
 *
 * Greedy search: at each step the variable with the least score goes; scores are those of Dechter (1999) and Kjærulff
 * (1990): size of the new array, operations of the step, growth. Further tries break near-ties at random (a generator
 * of fixed seed), as many as their own cost is repaid by the work that the order saves.
 *
 * Interface for contraction.c only.
 */
#ifndef AG_KINSHIP_ORDER_H
#define AG_KINSHIP_ORDER_H

#include "kinship/contraction.h"

/* One binary operation on arrays: out = Σ_sum a·b. Arrays 0 … factors-1 are the given ones, later ones results in
 * order. b = -1: one operand only; sum = -1: no variable is summed. */
typedef struct ag_step {
    int a, b, sum;
} ag_step;

typedef struct ag_order {
    int steps;
    ag_step *step;   /* arena */
    int *eliminated; /* [vars] position of a variable in the order, kept ones last: vars + position in keep */
    double operations, largest; /* counted multiply–adds; doubles of the largest array */
} ag_order;

ag_status ag_order_find(const ag_contraction_shape *shape, ag_arena *arena, ag_order *out, ag_error *err);

#endif
