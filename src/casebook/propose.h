/* From the results of a search to cases: what identify proposes, and what it says against what was confirmed.
 *
 *     proposal → case (where there is none), hypothesis with LR, prior, pool and digests, line of evidence `dna`
 *     another person at the threshold, or a confirmed one who is unlikely → alarm, once
 *
 * Invariants: nothing is confirmed, presumed or excluded here; a second run with the same results writes nothing; all
 * of it is one transaction. The incident must be that of the casebook (incident_of.h).
 */
#ifndef AG_CASEBOOK_PROPOSE_H
#define AG_CASEBOOK_PROPOSE_H

#include "casebook/casebook.h"
#include "incident/identify.h"

typedef struct ag_propose_counts {
    int cases, hypotheses, weighed, evidence, alarms;
    int there; /* proposals that the casebook has already, with the same figures */
} ag_propose_counts;

/* `result` after ag_decision_apply; `pool`: how many persons the remains might be. Alarms at options->posterior, and
 * below 1 / options->min_lr. By an analyst. */
ag_status ag_propose(ag_casebook *casebook, const ag_actor *actor, const ag_incident *incident,
                     const ag_identify_result *result, double pool, const ag_identify_options *options,
                     ag_propose_counts *out, ag_error *err);

#endif
