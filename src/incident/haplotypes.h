/* Lineage markers of an incident: its rows as haplotypes and sequences that can be compared.
 *
 * Invariants: everything lives in the arena it was made in and is immutable. Loci are those of ystr.csv, then those
 * that only haplotypes_y.csv has. DYS389II is already without DYS389I. Rows of a table keep their order.
 */
#ifndef AG_INCIDENT_HAPLOTYPES_H
#define AG_INCIDENT_HAPLOTYPES_H

#include "incident/sources.h"
#include "kinship/lineage.h"
#include "kinship/mtdna.h"

typedef struct ag_y_row {
    const ag_y_alleles *allele; /* [loci] */
    double count;
} ag_y_row;

typedef struct ag_mt_row {
    ag_mt_sequence sequence;
    double count;
} ag_mt_row;

typedef struct ag_haplotypes {
    int loci;
    const ag_text *locus;
    const double *rate;                 /* [loci] per copy and meiosis */
    const ag_y_alleles *const *y_of;    /* [profiles] NULL where there is none; NULL without ystr.csv */
    const ag_mt_sequence *const *mt_of; /* [profiles] likewise */
    const ag_y_row *y_row;
    int y_rows;
    const ag_mt_row *mt_row;
    int mt_rows;
} ag_haplotypes;

/* *out is NULL when the batch has no lineage marker of any sample. What cannot be read is an error in `d`, with its
 * place. */
ag_status ag_haplotypes_make(const ag_batch *batch, const ag_sources *sources, ag_arena *arena,
                             const ag_haplotypes **out, ag_diagnostics *d, ag_error *err);

#endif
