/* How many pairs would reach a likelihood ratio by chance: what is expected, by simulation.
 *
 *     ag_incident + limits ─ag_chance→ expected pairs of unrelated; of brothers; of cousins
 *
 * Concept: the bound pairs/t is far from what happens. From draws of what the missing person would show (power.h) comes
 * the chance of anybody else: P(LR >= t | somebody) = E[P(o | somebody) / P(o); LR >= t] over draws o of the missing
 * person given the references. One set of draws serves everybody and every limit, and rare events have no error of
 * their own. Somebody is, each of good quality at all loci:
 *   unrelated   then the quotient is 1/LR; times the number of remains, summed over the missing persons
 *   a sibling   a full one of the same sex, one of each missing person among the remains
 *   a cousin    a first one, by the father's brother, in the same way
 *
 * Under theta LR and the draws have it, and the quotient of a relative has not: see ag_incident_without_theta.
 * With several populations LR is the least favourable, and simulation i draws from population i modulo their number.
 * Large incidents: families drawn by the seed, until they have AG_CHANCE_PERSONS missing persons; the sum is scaled.
 * Invariant: the result depends on the incident and the seed, never on the number of threads.
 */
#ifndef AG_INCIDENT_CHANCE_H
#define AG_INCIDENT_CHANCE_H

#include "incident/incident.h"

enum { AG_CHANCE_LIMITS = 2, AG_CHANCE_PERSONS = 100, AG_CHANCE_SIMULATIONS = 400 };

typedef struct ag_chance_hits {
    double unrelated, siblings, cousins; /* expected pairs; NaN where the limit is NaN */
} ag_chance_hits;

typedef struct ag_chance_result {
    double limit_ln[AG_CHANCE_LIMITS];
    bool simulated; /* false: a table has too many alleles or a family is too large for it; nothing below is set */
    ag_chance_hits at[AG_CHANCE_LIMITS];
    size_t persons; /* missing persons simulated, of all */
    int simulations;
} ag_chance_result;

ag_status ag_chance(const ag_incident *incident, const double limit_ln[AG_CHANCE_LIMITS], uint64_t seed,
                    const ag_run *run, ag_chance_result *out, ag_error *err);

#endif
