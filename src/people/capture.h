/* Closed-form estimates, and models in which persons differ in how easily they come onto a list.
 *
 * Two lists: n1·n2/m (Lincoln and Petersen), (n1+1)(n2+1)/(m+1) - 1 (Chapman 1951). Under an odds ratio r between being
 * on the one and on the other the unseen are r·only1·only2/m; r = 1 is independence.
 *
 * The others are the log-linear models of Rivest and Baillargeon 2007 (Rcapture): the cell of a person on t lists has
 * b0 + the effects of its lists (or one effect of t) + h(t), with h = 2^t - 1 (Poisson), t²/2 (Darroch),
 * -ln(3.5+t) + ln 3.5 (Gamma), or free for t ≥ 3 and never negative (Chao's lower bound: 1987, 1989). Mb follows the
 * order of the lists: who was on one is more or less easily on a later one; only the first list of each counts.
 * Where no table is kept, models without effects of single lists are fitted to the frequencies.
 */
#ifndef AG_PEOPLE_CAPTURE_H
#define AG_PEOPLE_CAPTURE_H

#include "people/loglinear.h"

typedef enum ag_capture_model {
    AG_CAPTURE_M0,         /* all alike, all lists alike */
    AG_CAPTURE_MT,         /* all alike, lists differ */
    AG_CAPTURE_MT_NOT_ALL, /* the same without those who are on every list */
    AG_CAPTURE_MB,         /* by the order of the lists */
    AG_CAPTURE_MH_CHAO,    /* lower bounds */
    AG_CAPTURE_MTH_CHAO,
    AG_CAPTURE_MH_POISSON2,
    AG_CAPTURE_MTH_POISSON2,
    AG_CAPTURE_MH_DARROCH,
    AG_CAPTURE_MTH_DARROCH,
    AG_CAPTURE_MH_GAMMA,
    AG_CAPTURE_MTH_GAMMA,
    AG_CAPTURE_MODELS
} ag_capture_model;

typedef struct ag_capture {
    bool known;    /* false: it has no estimate, or needs a table that is not kept */
    bool compared; /* deviance, df, aic and bic are of the whole table, beside those of log-linear models */
    double n, se, deviance, aic, bic;
    int df;
    double lower, upper; /* 95 % profile interval; NaN: none */
    double profile_n;
} ag_capture;

const char *ag_capture_name(ag_capture_model model); /* "Mth Chao" */
bool ag_capture_is_lower_bound(ag_capture_model model);
/* With `profile` set the interval too, which takes a hundred fits. */
ag_capture ag_capture_estimate(const ag_lists *lists, ag_capture_model model, bool profile);

/* Two lists of a, b persons, m of them on both. */
typedef struct ag_pair {
    double people, petersen, chapman, chapman_se; /* petersen: INFINITY where m is 0 */
} ag_pair;
ag_pair ag_pair_estimate(double a, double b, double m);
/* All, seen and unseen, if the odds ratio of the two lists is r; the 95 % interval by the logarithm of the unseen. */
typedef struct ag_odds {
    double ratio, n, lower, upper;
} ag_odds;
ag_odds ag_pair_at_odds(double a, double b, double m, double ratio);

#endif
