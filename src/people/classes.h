/* Latent classes: persons of one class come onto the lists independently, and of classes there are at most `classes`.
 *
 * Manrique-Vallier 2016 (the package LCMCR), by Gibbs sampling over the counts of classes within cells:
 *   weights  V[k] ~ Beta(1 + n[k], α + Σ n of later classes), π[k] = V[k] Π (1 - V of earlier ones), the last V is 1
 *   lists    λ[j,k] ~ Beta(1 + n[j,k], 1 + n[k] - n[j,k])
 *   α ~ Gamma(a - 1 + classes, rate b - ln π[last])
 *   unseen ~ NegativeBinomial(people, 1 - ρ), ρ = Σ π[k] Π (1 - λ[j,k]); the prior of all is 1/N
 * Each chain has a stream of the seed of its own, so that threads change nothing.
 *
 * R-hat is that of split chains (Gelman et al. 2013, 11.4): near 1 when chains that started apart have met.
 */
#ifndef AG_PEOPLE_CLASSES_H
#define AG_PEOPLE_CLASSES_H

#include <signal.h>

#include "antigone/status.h"
#include "base/arena.h"
#include "people/lists.h"

enum { AG_MOST_CLASSES = 20 };
/* Above it chains have not met, and there is no estimate (rule D3). */
#define AG_MOST_R_HAT 1.05

typedef struct ag_classes_options {
    int classes; /* 2 … AG_MOST_CLASSES */
    double a, b; /* of α */
    int burn, samples, thin;
    int chains; /* 1 … AG_MAX_SAMPLE_CHAINS */
    uint64_t seed;
    int threads;
    const volatile sig_atomic_t *stop;                       /* may be NULL */
    void (*progress)(void *context, double done, double of); /* may be NULL; of the first chain */
    void *context;
} ag_classes_options;
extern const ag_classes_options ag_classes_usual; /* 10 classes, a = b = 0.25, four chains */

typedef struct ag_chain {
    double lower, median, upper; /* of all; 2.5 %, 50 %, 97.5 % */
} ag_chain;

typedef struct ag_classes_result {
    int chains, samples;
    ag_chain chain[AG_MAX_SAMPLE_CHAINS];
    ag_chain together;
    double mean, sd;
    double r_hat; /* of ln N */
} ag_classes_result;

/* Of a table. AG_INTERRUPTED: stopped. */
ag_status ag_classes_estimate(const ag_lists *lists, const ag_classes_options *options, ag_classes_result *out,
                              ag_error *err);

#endif
