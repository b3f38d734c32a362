/* The likelihood of a pedigree by its definition: the sum over every genotype of every person. Slow, short, and
 * independent of src/kinship; what the engine is held against. */
#ifndef ANTIGONE_TESTS_BRUTE_H
#define ANTIGONE_TESTS_BRUTE_H

#include "antigone/kinship.h"

/* P(evidence); with target >= 0 and joint not NULL also joint[i * n + j] += P(evidence, target has i, j) (haploid:
 * joint[i]). */
double brute_likelihood(const ag_pedigree *pedigree, const ag_locus *locus, const ag_evidence *evidence, int n,
                        int target, double *joint);

#endif
