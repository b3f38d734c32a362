/* What next: how far the DNA at hand can carry, and which relatives are worth asking for a sample.
 *
 *     ag_incident ─ag_power→ for each missing person the likelihood ratio if he were found, and of somebody unrelated;
 *                            the relatives to ask, in order
 *
 * Concept: the references R of a family fix at each locus the chance P(o | R) of everything that good remains of the
 * missing person may show, and with it the distribution of the likelihood ratio: mean and deviation are exact sums
 * over the loci (one population), quantiles and chances are simulated. A person reaches the threshold with an LR of at
 * least p/(1-p) (N-1), section 7 of docs/genetics.md. Of somebody unrelated the chance is E[1/LR; LR >= t] over the
 * draws of the one who is found, which has no sampling error of its own for rare events; it is at most 1/t.
 *
 * The gain of sampling a relative c: in the same draws c's reading is drawn from P(c | R, o), and the LR becomes
 * LR · P(c | R, o) / P(c | R, o of a stranger) by Bayes. The missing persons of a family are asked one at a time, the
 * others being untyped, and gains are summed over them. Relatives are ranked greedily: the next is the one who adds
 * most identifications given all chosen before; then most log LR; then by ids. In a
 * family of many, after the first only the six who gain most alone are followed at each step; and when all the missing
 * reach the threshold in all draws nobody else of the family is ranked, since his sample is not needed.
 *
 * With several populations LR is the least favourable, and simulation i draws from population i modulo their number.
 * Invariants: a family's results depend on the seed and its place in the incident, not on what else is asked, and never
 * on the number of threads.
 */
#ifndef AG_INCIDENT_POWER_H
#define AG_INCIDENT_POWER_H

#include "incident/incident.h"

enum { AG_POWER_MOST_SIMULATIONS = 1000000, AG_POWER_MOST_BUDGET = 10000 };

typedef struct ag_power_options {
    int family;         /* index into the incident's families; -1: all */
    int budget;         /* samples at most, from 0 to AG_POWER_MOST_BUDGET */
    int simulations;    /* from 1 to AG_POWER_MOST_SIMULATIONS */
    double posterior;   /* of an identification; NaN: that of the incident, else 0.9995 */
    bool assume_living; /* everybody untyped is taken to be living, but for those who are stated not to be */
    uint64_t seed;
    ag_run run; /* threads, stop, progress, clock */
} ag_power_options;

/* ln LR. */
typedef struct ag_power_spread {
    double mean_ln, deviation_ln;      /* the mean may be -INFINITY: then there is no deviation (NaN) */
    double low_ln, median_ln, high_ln; /* 5 %, 50 %, 95 % */
} ag_power_spread;

typedef struct ag_power_missing {
    int family, missing; /* index into family.missing */
    bool possible;       /* false: the family is impossible under the model; all else is then 0 */
    ag_power_spread found, unrelated;
    double reach;            /* chance that LR reaches the threshold if the person is found */
    double reach_unrelated;  /* … of somebody unrelated */
    const double *sample_ln; /* [2][simulations] ascending: found, unrelated; NULL unless one family was asked for */
} ag_power_missing;

typedef struct ag_power_relative {
    int family, person;
    double identifications, lr_ln;             /* gains given those before: expected numbers and mean ln LR, summed */
    double alone_identifications, alone_lr_ln; /* … if nobody before him were sampled */
    double expected;                           /* identifications with all up to this one */
} ag_power_relative;

typedef struct ag_power_result {
    ag_power_missing *missing; /* by family, then missing */
    size_t missings, impossible;
    ag_power_relative *relative; /* in the order in which to ask */
    size_t relatives;
    size_t candidates;  /* living, untyped, not missing, in families that look for somebody */
    size_t unstated;    /* of the untyped there: whether they are living is not stated */
    bool living_stated; /* somebody's is, anywhere in the incident */
    double pool, threshold, needed_ln;
    double expected; /* identifications if all missing are found, without further samples */
    int simulations;
    uint64_t seed;
    double seconds;
    ag_arena arena; /* of all above */
} ag_power_result;

/* ln LR that reaches a posterior in a pool of so many persons when nobody else comes near: section 7 of
 * docs/genetics.md. -INFINITY where one person is the whole pool, INFINITY for certainty. */
double ag_needed_lr_ln(double posterior, double pool);

ag_status ag_power(const ag_incident *incident, const ag_power_options *options, ag_power_result *out, ag_error *err);
void ag_power_result_deinit(ag_power_result *result);

#endif
