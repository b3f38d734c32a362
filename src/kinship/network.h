/* A pedigree with evidence at one locus, as variables and factors of a contraction.
 *
 * Variables are single alleles (one for each copy that a person carries and that the evidence leaves open) and, for
 * each meiosis of a parent whose copies are open, a gate that says which copy was passed on. With the gates as
 * variables every transmission is a product of two factors over one parent's copy and the child's, so summing over a
 * founder allele is a small vector product; whether gates or alleles go first is left to the elimination order (Lange &
 * Elston 1975 for the recursion; Kruglyak et al. 1996 for indicators of meioses; Lauritzen & Sheehan 2003 for the
 * network).
 *
 * What is decided here, exactly and before any arithmetic:
 *  - untyped persons without typed descendants go; an untyped founder with one child becomes a founder's vector p M;
 *  - alleles that a good genotype fixes are constants; a founder's phase and one meiosis of each founder are fixed by
 *    symmetry;
 *  - under theta, founder alleles are drawn in sequence: fixed ones give a number, open ones are summed over set
 * partitions, each block being one variable (ag_network_next walks through them).
 */
#ifndef AG_KINSHIP_NETWORK_H
#define AG_KINSHIP_NETWORK_H

#include "antigone/kinship.h"
#include "kinship/contraction.h"
#include "kinship/model.h"

enum { AG_MAX_OPEN_FOUNDER_ALLELES = 10 }; /* under theta: Bell(10) = 115,975 partitions */

typedef struct ag_network ag_network;

/* The network lives in `arena`, what belongs to one term in `term_arena`, to be reset after each term. `target` is a
 * person whose alleles are kept, or -1. Evidence that is impossible whatever the rest has no terms. */
ag_status ag_network_new(const ag_pedigree *pedigree, const ag_allele_model *model, const ag_evidence *evidence, int n,
                         ag_pruning pruning, int target, ag_arena *arena, ag_arena *term_arena, ag_network **out,
                         ag_error *err);

/* One term of the sum that is the likelihood: weight × 2^exponent × contraction. */
typedef struct ag_network_term {
    double weight; /* to be multiplied by 2^exponent */
    int64_t exponent;
    bool only; /* there is no other term */
    ag_contraction_shape shape;
    /* where the target's copies (from father, from mother) are: a kept variable's position, or -1 with a fixed allele
     */
    int kept_at[2], fixed_allele[2];
} ag_network_term;

/* The next term with weight > 0; false when there are no more. The term lives until the next call. */
bool ag_network_next(ag_network *network, ag_network_term *term);
/* Builds the arrays of the term's factors in the layout of its program; array[f] for every factor. */
ag_status ag_network_fill(ag_network *network, const ag_program *program, const double **array, ag_error *err);

/* Alleles (of class index) that kept variable k, or a fixed copy, stands for: index into the model. */
int ag_network_kept_allele(const ag_network *network, int kept, int value);

#endif
