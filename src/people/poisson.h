/* Poisson regression with the logarithm as link: y[i] ~ Poisson(exp(offset[i] + x[i]·beta)).
 *
 * Fisher scoring (McCullagh and Nelder 1989, 2.5) with halved steps where the deviance would rise, from y + 0.1, as R's
 * glm starts. Logarithms are natural. At most AG_POISSON_TERMS columns; nothing is allocated but for what is longer
 * than that.
 */
#ifndef AG_PEOPLE_POISSON_H
#define AG_PEOPLE_POISSON_H

#include <stdbool.h>

#include "base/limits.h"

enum { AG_POISSON_TERMS = AG_MAX_LISTS + 8, AG_POISSON_CELLS = (1 << AG_MAX_TABLE_LISTS) + 1 };

typedef struct ag_poisson {
    int cells, terms;     /* at most AG_POISSON_CELLS and AG_POISSON_TERMS */
    const double *x;      /* [cells][terms] */
    const double *y;      /* [cells], ≥ 0 */
    const double *offset; /* [cells]; NULL: zeroes */
} ag_poisson;

typedef struct ag_poisson_fit {
    double beta[AG_POISSON_TERMS];
    double mean[AG_POISSON_CELLS];
    double covariance[2][2]; /* of the first two of beta */
    double deviance;
    double likelihood_ln; /* with the factorials, as R's logLik */
    bool converged;
} ag_poisson_fit;

/* With `warm` set it starts from fit->beta. False: the matrix is singular or the steps do not end; fit holds the last
 * step. */
bool ag_poisson_fit_by_scoring(const ag_poisson *problem, bool warm, ag_poisson_fit *fit);

#endif
