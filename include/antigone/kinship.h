/* Exact likelihoods of pedigrees and genotype tables of missing persons.
 *
 * All models act together: mutation, theta, silent alleles, inbred founders, loops, X loci, twins, half-typed and
 * degraded observations. Logarithms are natural (…_ln). The method (elimination of single alleles with an indicator for
 * each meiosis, in the cheapest order found by counting operations) is described in docs/likelihood.md.
 *
 * An ag_engine keeps plans and scratch memory between calls. It is used by one thread at a time; results do not
 * depend on what it computed before.
 */
#ifndef ANTIGONE_KINSHIP_H
#define ANTIGONE_KINSHIP_H

#include "antigone/genetics.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One observation of one person at one locus. A person may be seen several times, or not at all. */
typedef struct ag_evidence {
    int person;
    const ag_observation *seen; /* borrowed */
} ag_evidence;

typedef enum ag_pruning {
    AG_PRUNE_NOTHING, /* as pedprobr: every person given is summed over */
    AG_PRUNE_FAMILIAS /* untyped leaves go, and untyped founders with one child: its allele is drawn from the
                         population, except under theta. Differs under models that are not stationary. */
} ag_pruning;

typedef struct ag_engine ag_engine;
ag_engine *ag_engine_new(void); /* NULL: out of memory */
void ag_engine_free(ag_engine *engine);

/* ln P(evidence) at one locus; -INFINITY when impossible. Errors: AG_BAD_INPUT for a wrong pedigree, AG_REFUSED with
 * the size needed when the problem exceeds the engine's bound (2^28 numbers, 10 undetermined founder alleles
 * under theta). */
ag_status ag_likelihood(ag_engine *engine, const ag_pedigree *pedigree, const ag_locus *locus,
                        const ag_evidence *evidence, int n, ag_pruning pruning, double *loglik_ln, ag_error *err);

/* J(i, j) = P(evidence, person has allele i from the father and j from the mother), as locus->n × locus->n numbers, to
 * be multiplied by exp(*scale_ln); a haploid person has locus->n numbers. J need not be symmetric. */
ag_status ag_genotype_table(ag_engine *engine, const ag_pedigree *pedigree, const ag_locus *locus,
                            const ag_evidence *evidence, int n, ag_pruning pruning, int person, double *joint,
                            double *scale_ln, ag_error *err);

/* Does this person carry one allele only at this locus (an X locus in a male)? */
bool ag_person_haploid(const ag_pedigree *pedigree, const ag_locus *locus, int person);

#ifdef __cplusplus
}
#endif
#endif
