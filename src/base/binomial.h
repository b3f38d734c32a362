/* What a count says of a probability: exact tails of the binomial distribution, and the interval of Clopper and Pearson
 * (Biometrika 26, 1934), which holds the true probability at least as often as stated. */
#ifndef AG_BASE_BINOMIAL_H
#define AG_BASE_BINOMIAL_H

#include <stdint.h>

typedef struct ag_interval {
    double low, high;
} ag_interval;

/* I_x(a, b), the regularised incomplete beta function: a, b > 0, x in [0, 1]. About 12 digits. */
double ag_beta_regularised(double a, double b, double x);
/* P(X >= k) among n trials of probability p; 1 for k = 0, 0 for k > n. */
double ag_binomial_tail(uint64_t n, uint64_t k, double p);
/* Two-sided, each side (1 - coverage) / 2; [0, 1] for n = 0. k <= n. */
ag_interval ag_binomial_interval(uint64_t k, uint64_t n, double coverage);

#endif
