/* Do two profiles look like one person? Direct matching of codes, against unrelated people and against siblings.
 *
 * For two observations at a locus, over ordered genotypes (i, j) with P(g) = p_i p_j (theta = 0):
 *
 *     one person     Σ P(o1|g) P(o2|g) P(g)           / (P(o1) P(o2))
 *     parent, child  Σ_i p_i P(o1|i,·) P(o2|i,·)      / (P(o1) P(o2)),  P(o|i,·) = Σ_j p_j P(o|i,j)
 *     siblings       (1 + 2 · parent, child + one person) / 4           (Li & Sacks 1954)
 *
 * Drop-out, drop-in and error are inside P(o|g). The sums are taken in closed form from the catalogue's linear forms.
 * Loci of the X chromosome are left out: the sex of remains may be unknown.
 *
 * Two readings of one person may disagree at a few loci by a slip of the hand, which no P(o|g) of good quality admits.
 * A locus whose ratio is below AG_MATCH_FLOOR enters with that floor and counts as differing; a pair with more than
 * AG_MATCH_DIFFERING of them is not one person.
 */
#ifndef AG_SEARCH_MATCH_H
#define AG_SEARCH_MATCH_H

#include "base/arena.h"
#include "search/catalogue.h"

#define AG_MATCH_FLOOR 0.01
enum { AG_MATCH_DIFFERING = 2 };

/* What is told apart at a locus when laboratories and qualities are not: 12/12 and 12/? have one label. */
typedef struct ag_code_label {
    uint16_t label; /* 0: not seen */
    int16_t a, b;   /* the genotype where it is seen whole and unambiguously (a <= b), else -1 */
} ag_code_label;

/* Immutable once made; the catalogue must outlive it. */
typedef struct ag_match {
    const ag_catalogue *catalogue;
    const ag_search *search;
    const ag_code_label **code; /* [loci][codes] */
    ag_arena arena;
} ag_match;

ag_status ag_match_init(const ag_catalogue *catalogue, ag_match *out, ag_error *err);
void ag_match_deinit(ag_match *match);

/* Likelihood ratios against two unrelated people; 1 where either is not seen, 0 where impossible. */
typedef struct ag_match_ratio {
    double one_person, parent_child;
} ag_match_ratio;
ag_match_ratio ag_match_locus(const ag_catalogue *catalogue, int locus, int code1, int code2);

typedef struct ag_match_result {
    double unrelated_ln; /* one person against unrelated */
    double sibling_ln;   /* one person against full siblings */
    int differing;
} ag_match_result;
/* Do more than AG_MATCH_DIFFERING loci differ by their labels alone? Cheap: most pairs that are compared do. */
bool ag_match_excluded(const ag_match *match, const uint16_t *first, const uint16_t *second);
/* False as soon as more than AG_MATCH_DIFFERING loci differ; *out is then not set. */
bool ag_match_profiles(const ag_match *match, const uint16_t *first, const uint16_t *second, ag_match_result *out);

#endif
