/* Is a posterior what it says? Incidents with known truth, decided, and counted: of the pairings with posterior p, the
 * share that is right. Section 11 of genetics.md.
 *
 *     ag_caseload (simulated, in memory) ─ag_incident_new, ag_identify, ag_decide→ posteriors ─with the truth→ counts
 *
 * Under the model everything is drawn as the analysis assumes: families and genes by its model, remains from its pool
 * by its prior. Then, over all pairings with a posterior in any range, the share that is right must be their mean but
 * for chance. What is told of a violation is what it is; nothing is tuned to it.
 *
 * A body counts once, by the first of its remains: its parts are right or wrong together, and intervals are for what is
 * independent.
 *
 * P(LR >= t | unrelated) is counted over pairs of remains and missing persons of other families, and estimated from
 * related pairs: E[1{LR >= t} / LR | related] is the same number, and reaches where counting never would.
 *
 * Invariants: results depend on the options alone, not on threads: counts are kept by incident and summed in order.
 */
#ifndef AG_INCIDENT_CALIBRATE_H
#define AG_INCIDENT_CALIBRATE_H

#include "antigone/search.h"
#include "base/binomial.h"
#include "incident/truth.h"

typedef enum ag_calibration_case {
    AG_CALIBRATE_MODEL,      /* parts: each remains is anybody of the pool */
    AG_CALIBRATE_BODIES,     /* whole bodies: each remains is another person of the pool */
    AG_CALIBRATE_REGISTER,   /* as a war leaves them: most were found, some in parts; mostly the sex is known */
    AG_CALIBRATE_THETA,      /* all of one subpopulation at theta 0.02, analysed with 0 */
    AG_CALIBRATE_POPULATION, /* genotypes of AA, frequencies of Cauc */
    AG_CALIBRATE_PATERNITY,  /* 2 % of the fathers are other men */
    AG_CALIBRATE_RELATIVES,  /* 20 % of the unlisted are brother or son of somebody listed */
    AG_CALIBRATE_GIVEN,      /* one incident that the caller has, with its truth */
    AG_CALIBRATIONS
} ag_calibration_case;

/* Over which pairings a row counts. */
typedef enum ag_calibration_about {
    AG_ABOUT_ALL, /* a remains and a listed person; so the next seven. Kinds are not known of the given incident */
    AG_ABOUT_PARENTS,
    AG_ABOUT_CHILDREN,
    AG_ABOUT_SIBLINGS,
    AG_ABOUT_ELDERS,
    AG_ABOUT_TWO_MISSING,
    AG_ABOUT_GOOD,
    AG_ABOUT_DEGRADED,
    AG_ABOUT_UNLISTED, /* that the remains are somebody unlisted */
    AG_ABOUT_TOGETHER, /* that the remains of a body are of one person */
    AG_ABOUT_GROUP,    /* that the persons of a group are its bodies in some order */
    AG_ABOUTS
} ag_calibration_about;

/* Ranges of posteriors: AG_BINS that follow each other, then those from a level on. */
enum { AG_BINS = 8, AG_FROM_LEVELS = 7, AG_CALIBRATION_LEVELS = AG_BINS + AG_FROM_LEVELS, AG_TAILS = 7 };
typedef struct ag_calibration_level {
    double low, high; /* low <= posterior < high, to 1e-9; INFINITY: and all above */
} ag_calibration_level;
ag_calibration_level ag_calibration_level_of(int i);

typedef struct ag_calibration_count {
    uint64_t pairings, right;
    double expected; /* sum of the posteriors */
} ag_calibration_count;

typedef struct ag_calibration_tail {
    uint64_t unrelated, above[AG_TAILS];               /* pairs of other families; with LR >= 10^i */
    uint64_t related;                                  /* a remains and who it is */
    double weight[AG_TAILS], weight_squared[AG_TAILS]; /* sums of 1{LR >= 10^i} / LR over the related, and of squares */
} ag_calibration_tail;

typedef struct ag_calibration {
    uint64_t incidents, remains, missing;
    uint64_t bodies; /* of the best assignments */
    uint64_t exact;  /* incidents of which every component was solved exactly */
    double bound;    /* on the posterior mass that was left out of any component, the largest of all incidents */
    ag_calibration_count count[AG_ABOUTS][AG_CALIBRATION_LEVELS];
    ag_calibration_tail tail;
} ag_calibration;

typedef struct ag_calibrate_options {
    uint32_t incidents;                 /* of each case */
    uint32_t families, remains, others; /* of each incident; others: the unlisted of the pool */
    uint64_t seed;
    const ag_incident *given; /* NULL: none; the last case then counts nothing */
    const ag_truth *truth;    /* [remains] of it */
    ag_run run;               /* progress in incidents; the kernel is not used */
} ag_calibrate_options;

ag_calibrate_options ag_calibrate_defaults(void);
ag_calibrate_options ag_calibrate_quick(void); /* some seconds */

/* Errors: AG_USAGE for sizes of 0 or beyond the caps, AG_INTERRUPTED, AG_ENVIRONMENT, and those of ag_decide. */
ag_status ag_calibrate(const ag_calibrate_options *options, ag_calibration out[AG_CALIBRATIONS], ag_error *err);

const char *ag_calibration_case_word(ag_calibration_case which);     /* "model", … */
const char *ag_calibration_about_word(ag_calibration_about about);   /* "all", "parents", … */
bool ag_calibration_is_model(ag_calibration_case which);             /* nothing is violated */
double ag_calibration_stated(const ag_calibration_count *count);     /* mean posterior; NaN for none */
ag_interval ag_calibration_share(const ag_calibration_count *count); /* of the right ones, 95 % */
/* The mean posterior is inside the interval. */
bool ag_calibration_agrees(const ag_calibration_count *count);
/* P(LR >= 10^i | unrelated) from the related pairs, with 95 % by the normal law; only under the model. NaN where fewer
 * than 30 pairs carry the weight: where LR is small, few related pairs stand for many unrelated ones. */
double ag_calibration_by_importance(const ag_calibration_tail *tail, int i, ag_interval *interval);

#endif
