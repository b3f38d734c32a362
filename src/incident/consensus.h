/* The profile of a body, from all its parts: at each locus the genotype that what was seen makes likeliest.
 *
 * Posterior of a genotype g from the parts' readings o alone (no family, theta = 0): P(g) Π P(o | g), over the sum of
 * that for all genotypes; P(g) = p_i p_j, twice for i != j. A reading that fixes the genotype gives 1.
 */
#ifndef AG_INCIDENT_CONSENSUS_H
#define AG_INCIDENT_CONSENSUS_H

#include "incident/incident.h"

typedef struct ag_consensus {
    int a, b;           /* alleles of the locus, a <= b; -1: nobody has a reading there */
    double probability; /* NaN where the readings contradict each other */
    int readings;       /* parts that have one */
} ag_consensus;

ag_consensus ag_consensus_of(const ag_incident *incident, const int *remains, int n, int locus);

#endif
