/* Does each reference fit its place in its family?
 *
 * The exact answer is the likelihood ratio P(all readings of the family) / (P(the others) P(this reading if its person
 * were unrelated)), the pedigree and all models as in the search. A reading that is in its place has a ratio of at most
 * t with a probability of at most t; AG_FIT_LIMIT is where, with two wrong references in a hundred, a wrong one becomes
 * the more probable explanation. Readings whose person shares no ancestor with another who was read have ratio 1 and
 * are not asked.
 *
 * The quick answer looks for families that deserve the exact one. Suspicious is a family in which
 *   - two readings have, by their relation alone and without mutation (a locus that only mutation explains counts as
 *     QUICK_MUTATION), a likelihood ratio below QUICK_LIMIT; or cannot share a parent's allele at a locus without
 *     mutation;
 *   - a child has, at QUICK_LOCI loci, a genotype that no one allele from each of its read parents makes;
 *   - three or more full siblings show more than four alleles at QUICK_LOCI loci.
 * It therefore misses what only three or more persons together reveal in any other way, what readings of uncertain
 * genotype (drop-out, half typed, 15.x) or X loci alone reveal, and slight contradictions (a ratio between the two
 * limits for every pair). `deep` asks the exact question of every family.
 */
#ifndef AG_INCIDENT_CONSISTENCY_H
#define AG_INCIDENT_CONSISTENCY_H

#include "search/match.h"

#define AG_FIT_LIMIT 0.01

/* One reading, left out and tested. */
typedef struct ag_fit {
    int family, reading;
    double lr_ln;           /* over the loci at which the others are possible */
    uint64_t impossible[4]; /* bit per locus: the family with this reading has probability 0 */
} ag_fit;

typedef struct ag_consistency {
    ag_fit *fit; /* owned; of the families that were asked exactly, by family, reading */
    size_t fits;
    int asked; /* families */
} ag_consistency;

/* AG_REFUSED names the family by its index, as the search does. */
ag_status ag_consistency_check(const ag_match *match, bool deep, const ag_run *run, ag_consistency *out, ag_error *err);
void ag_consistency_deinit(ag_consistency *consistency);

#endif
