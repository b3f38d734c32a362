/* How many unlisted persons there are joins what nothing else joins. Section 7 of genetics.md.
 *
 * Concept: components are independent but for the pool: with u unlisted persons among all remains an assignment weighs
 * (U)_u = U (U-1) … (U-u+1). Each component says what it weighs with each number of unlisted bodies; combining them is
 * a sum over all ways to share out u, done forward and backward along the components. Exact, but for numbers of
 * unlisted bodies that weigh less than 1e-18 of the likeliest.
 */
#ifndef AG_SEARCH_POOL_H
#define AG_SEARCH_POOL_H

#include <stddef.h>

#include "antigone/status.h"

typedef struct ag_pool_part {
    int lowest, n;           /* numbers of unlisted bodies lowest … lowest + n - 1 */
    const double *weight_ln; /* [n]; -INFINITY where impossible */
    double *factor_ln;       /* out, [n]: posterior of lowest + k is exp(weight_ln[k] + factor_ln[k]) */
} ag_pool_part;

typedef struct ag_pool_result {
    double total_ln; /* ln of the sum over everything of weight times (U)_u; -INFINITY: impossible with this pool */
    double unlisted; /* posterior mean of u */
    double tilt;     /* what one more unlisted body weighs: about U - u, at least 1/2 */
} ag_pool_result;

/* `always` further remains are unlisted bodies for certain. others: U; INFINITY: every assignment weighs alike. With
 * total_ln = -INFINITY the factors are not set. */
ag_status ag_pool_combine(ag_pool_part *part, size_t parts, long always, double others, ag_pool_result *out,
                          ag_error *err);

#endif
