/* Seeded random numbers, the same on every machine: xoshiro256** (Blackman and Vigna 2018, public domain
 * algorithm), seeded by SplitMix64. A stream per task keeps results free of the number of threads. */
#ifndef AG_BASE_RANDOM_H
#define AG_BASE_RANDOM_H

#include <stdint.h>

typedef struct ag_random {
    uint64_t s[4];
} ag_random;

/* Streams of one seed are independent of each other. */
void ag_random_init(ag_random *r, uint64_t seed, uint64_t stream);
uint64_t ag_random_next(ag_random *r);
double ag_random_unit(ag_random *r);                /* [0, 1) with 53 bits */
uint32_t ag_random_below(ag_random *r, uint32_t n); /* 0 … n-1 without bias; n > 0 */
/* Index i with probability weight[i] / sum of weights; weights ≥ 0, at least one > 0. */
int ag_random_choose(ag_random *r, const double *weight, int n);

#endif
