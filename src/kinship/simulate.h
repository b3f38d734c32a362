/* Gene dropping: genotypes of a whole pedigree at a locus, and what a laboratory sees of them, at random.
 *
 * The same models as the likelihood: founder alleles by frequency, with theta one after the other given those before;
 * inbred founders; mutation by the parent's matrix; silent alleles; X loci; identical twins. A reading has drop-out,
 * drop-in and error as in genetics/observation.h. What is simulated here therefore has the probability that
 * ag_likelihood computes; tests/simulate_test.c compares the two.
 *
 * Invariants: an ag_genes is immutable once made and may be shared by threads; it borrows its locus. A draw costs the
 * same for any number of alleles (alias tables: Walker 1977, built after Vose 1991).
 */
#ifndef AG_KINSHIP_SIMULATE_H
#define AG_KINSHIP_SIMULATE_H

#include "antigone/genetics.h"
#include "base/random.h"

/* Indices of alleles: from the father and from the mother. b = -1: one copy only (an X locus in a male). */
typedef struct ag_genotype {
    int16_t a, b;
} ag_genotype;

/* The different alleles that were seen, ascending; n = 0: none. */
typedef struct ag_sighting {
    int n;
    int16_t allele[3];
} ag_sighting;

typedef struct ag_genes ag_genes;

/* `founder_frequency` [locus->n] draws the founders' alleles independently of each other (those of a subpopulation,
 * ag_subpopulation_draw); NULL: the locus's own frequencies and theta. Not negative, and one is above 0. */
ag_status ag_genes_new(const ag_locus *locus, const double *founder_frequency, ag_genes **out, ag_error *err);
void ag_genes_free(ag_genes *genes);

/* Genotypes of all persons into out[persons]; `order` is ag_pedigree_order. The pedigree is checked, and at an X locus
 * every sex is known. Answers how many meioses changed an allele. */
int ag_genes_drop(const ag_genes *genes, const ag_pedigree *pedigree, const int *order, ag_random *random,
                  ag_genotype *out);
/* Transmissions in one drop that could have changed an allele. */
int ag_genes_meioses(const ag_genes *genes, const ag_pedigree *pedigree);
ag_genotype ag_genes_draw_unrelated(const ag_genes *genes, bool haploid, ag_random *random);

/* What is seen of a genotype with drop-out d of a copy and d2 of both copies of a homozygote. */
ag_sighting ag_genes_observe(const ag_genes *genes, ag_genotype genotype, double dropout, double dropout_both,
                             ag_random *random);

/* Allele frequencies of one subpopulation among those that vary by theta around `frequency`: a Dirichlet variate with
 * parameters frequency (1 - theta) / theta. Everybody drawn from it has the theta model's joint distribution. Gamma
 * variates by Marsaglia & Tsang 2000. theta in [0, 1). */
void ag_subpopulation_draw(const double *frequency, int n, double theta, ag_random *random, double *out);

#endif
