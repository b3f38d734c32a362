/* The maternal line: mtDNA as ranges and differences from the revised Cambridge reference sequence (rCRS).
 *
 * Concept: two sequences are compared on the ranges that both were read in. A base that is not listed is that of the
 * reference; one that stands for several (IUPAC: Y is C or T) is compatible with each of them and with the reference's,
 * which a heteroplasmy keeps (the reference sequence itself is not needed here). Insertions and deletions in the
 * stretches that change length in every family are left out, as if they had not been written, unless asked for;
 * substitutions always count.
 *
 * Invariants: a comparison is symmetric and does not depend on the order in which variants were written. Each deleted
 * base and each inserted base is one difference.
 *
 * Sources: nomenclature and stretches: SWGDAM 2013, mtDNA interpretation guidelines; Parson et al. 2014, FSI Genetics
 * 13:134. Rates of substitution per site and meiosis: 5.0e-5 in 16024-16365 and 73-340 (10 in 327 meioses over 610
 * positions: Parsons et al. 1997, Nat Genet 15:363); elsewhere 4.2e-7 (1.665e-8 per site and year, Soares et al. 2009,
 * AJHG 84:740, at 25 years a generation).
 */
#ifndef AG_KINSHIP_MTDNA_H
#define AG_KINSHIP_MTDNA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

enum { AG_MT_LENGTH = 16569, AG_MT_WORDS = AG_MT_LENGTH / 64 + 1, AG_MT_VARIANTS = 1000 };

/* Positions, from 1. */
typedef struct ag_mt_ranges {
    uint64_t word[AG_MT_WORDS];
} ag_mt_ranges;

/* A base other than the reference's, or an inserted one. */
typedef struct ag_mt_variant {
    uint16_t position;
    uint8_t inserted; /* 0: at the position; 1, 2, …: that many behind it */
    uint8_t bases;    /* A 1, C 2, G 4, T 8; 0: deleted */
} ag_mt_variant;

typedef struct ag_mt_sequence {
    const ag_mt_ranges *ranges;   /* borrowed; sequences may share them */
    const ag_mt_variant *variant; /* by position, then inserted */
    int variants;
} ag_mt_sequence;

/* "16024-576" (past the origin), "16024-16365 73-340", "16126". False: *fault is the part that is none. */
bool ag_mt_ranges_parse(ag_text text, ag_mt_ranges *out, ag_text *fault);
bool ag_mt_has(const ag_mt_ranges *ranges, int position);
/* "263G", "A263G", "309.1C", "523d", "523del", "16093Y"; separated by spaces, commas or semicolons. `out->ranges` must
 * be set; what lies outside of it is left out and counted in *outside. False: *fault is what is no variant, or one that
 * contradicts another; it is empty when there is no memory. */
bool ag_mt_variants_parse(ag_text text, ag_arena *arena, ag_mt_sequence *out, int *outside, ag_text *fault);

typedef struct ag_mt_comparison {
    int compared, differences; /* positions */
    double change_ln;          /* ln P(these differences | k meioses), 0 without any */
} ag_mt_comparison;

ag_mt_comparison ag_mt_compare(const ag_mt_sequence *a, const ag_mt_sequence *b, bool count_all_indels, int meioses);
/* The differences alone, at these positions, which both must have been read at. */
int ag_mt_differences(const ag_mt_sequence *a, const ag_mt_sequence *b, const ag_mt_ranges *where,
                      bool count_all_indels, int meioses, double *change_ln);
/* What is compared at these positions, as bytes: two sequences have no difference exactly when theirs are equal. False:
 * a letter stands for several bases, and no bytes can say so. `out` has AG_MT_KEY places. */
enum { AG_MT_KEY = 4 * AG_MT_VARIANTS };
bool ag_mt_key(const ag_mt_sequence *sequence, const ag_mt_ranges *where, unsigned char *out, size_t *n);
void ag_mt_intersect(const ag_mt_ranges *a, const ag_mt_ranges *b, ag_mt_ranges *out);
bool ag_mt_covers(const ag_mt_ranges *all, const ag_mt_ranges *part);
int ag_mt_count(const ag_mt_ranges *ranges);

#endif
