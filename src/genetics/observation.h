/* P(o | g), prepared once for an observation and asked for many genotypes.
 *
 * A seen copy of allele i is read as r with probability q_i(r) = (1-e)[i=r] + e p_r, and drop-in shows one more allele
 * by frequency p (of visible alleles). What is seen is a set; an observation is a sum over the sets it is compatible
 * with. All sums over alleles reduce to which of the observation's sets hold i and j, and to the sums of p, p² and p³
 * over these sets.
 */
#ifndef AG_GENETICS_OBSERVATION_H
#define AG_GENETICS_OBSERVATION_H

#include "genetics/allele.h"

/* Sums over a set of alleles, and the set. */
typedef struct ag_seen_set {
    ag_allele_set set;
    double p1, p2, p3;
} ag_seen_set;

typedef struct ag_seeing {
    const ag_locus *locus;
    ag_observation_kind kind;
    ag_seen_set a, b, both; /* both: alleles in a and b */
    double dropout, dropout_both, dropin, error;
    double visible; /* the frequencies' sum over visible alleles */
} ag_seeing;

/* An allele that no set of the observation holds, for ag_seeing_probability: two such copies are alike or not. */
enum { AG_COPY_NONE = -1, AG_COPY_OTHER = -2, AG_COPY_ANOTHER = -3 };

void ag_seeing_init(const ag_locus *locus, const ag_observation *seen, ag_seeing *out);
/* i and j: alleles of the locus, AG_COPY_OTHER or AG_COPY_ANOTHER; j also AG_COPY_NONE (haploid). */
double ag_seeing_probability(const ag_seeing *s, int i, int j);

#endif
