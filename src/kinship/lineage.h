/* The paternal line: Y-STR haplotypes, how they change, how rare they are; and who shares a lineage with whom.
 *
 * Concept: a haplotype passes from father to son whole, each copy of each locus going one repeat up or down with a
 * small probability at each meiosis. LR = P(haplotype of the remains | haplotype of a relative k meioses away) /
 * frequency of the haplotype of the remains. How many loci differ is told beside it and decides nothing.
 *
 * Sources: single-step mutation: Ohta and Kimura 1973, Genet Res 22:201; rates: Gusmão et al. 2005, Hum Mutat 26:520
 * (about 0.002 per locus and generation). Counting and its bound: SWGDAM 2014, interpretation guidelines for Y-STRs,
 * after Clopper and Pearson 1934, Biometrika 26:404. Kappa: Brenner 2010, FSI Genetics 4:281.
 */
#ifndef AG_KINSHIP_LINEAGE_H
#define AG_KINSHIP_LINEAGE_H

#include "antigone/genetics.h"
#include "base/text.h"

/* ---- Y-STR ---------------------------------------------------------------------------------------------------- */

enum { AG_Y_COPIES = 6 };
#define AG_Y_RATE 0.002 /* per copy and meiosis, where the incident states none */

/* What was seen at one locus: its copies in ascending order, as tenths of a repeat. */
typedef struct ag_y_alleles {
    uint8_t n; /* 0: not typed, or seen in part */
    int16_t tenths[AG_Y_COPIES];
} ag_y_alleles;

/* "14", "13.2", "11/14" in any order. "", "11/?", "OL", "15.x" and other readings that leave a copy open are true and
 * not typed. False: it is no reading. */
bool ag_y_parse(ag_text cell, ag_y_alleles *out);
/* DYS389II counts the repeats of DYS389I too; without them a step of I would be taken for one of II as well. */
ag_y_alleles ag_y_subtract(ag_y_alleles ii, ag_y_alleles i);

typedef struct ag_y_comparison {
    int compared;    /* loci typed in both; a single copy stands for several alike: 11 is 11/11 */
    int differences; /* copies without a partner in the other haplotype */
    double ln;       /* ln P(remains' alleles at the compared loci | the reference's, over the meioses) */
} ag_y_comparison;

/* P(a copy is `steps` repeats away after so many meioses): up or down with rate / 2 at each. */
double ag_y_step_probability(int steps, int meioses, double rate);
/* rate[loci] per copy and meiosis. Steps of less than a repeat are impossible. */
ag_y_comparison ag_y_compare(const ag_y_alleles *remains, const ag_y_alleles *reference, int loci, const double *rate,
                             int meioses);
/* Where both are typed with copies that can be compared. */
bool ag_y_comparable(const ag_y_alleles *a, const ag_y_alleles *b);

/* ---- Frequency of a haplotype ---------------------------------------------------------------------------------- */

/* (x + 1) / (n + 1) for x of n. */
double ag_haplotype_counted(double x, double n);
/* The frequency at which x or fewer of n have probability alpha: the upper bound of a one-sided interval; 0.05 for
 * 95 %. It is 1 - alpha^(1/n) for x = 0, and 1 for x = n. */
double ag_haplotype_bound(double x, double n, double alpha);
/* (1 - kappa) / n for a haplotype that the table lacks, kappa the share of those seen once, n and `singletons` of the
 * table extended by it. NaN where all were seen once. */
double ag_haplotype_kappa(double singletons, double n);

/* ---- Lineages -------------------------------------------------------------------------------------------------- */

typedef enum ag_lineage { AG_PATRILINE, AG_MATRILINE } ag_lineage;

/* Meioses between two persons along fathers only, or along mothers only; 0 for one person or identical twins. -1: they
 * share no such line, or a woman is asked for her patriline. */
int ag_lineage_meioses(const ag_pedigree *pedigree, ag_lineage lineage, int a, int b);

#endif
