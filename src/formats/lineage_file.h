/* ystr.csv, mtdna.csv, haplotypes_y.csv, haplotypes_mt.csv: lineage markers of samples, and tables of haplotypes.
 *
 *     ystr.csv            sample,<locus>…             14, and for a locus of several copies 11/14, in any order
 *     mtdna.csv           sample,ranges,variants      16024-576, against the revised Cambridge reference: 263G 309.1C
 *     haplotypes_y.csv    haplotype,count             DYS19=14 DYS385=11/14, the user's own table
 *     haplotypes_mt.csv   haplotype,count[,ranges]    variants; without ranges the control region, 16024-576
 *
 * Invariants: a sample is one of the incident's and has one row in a file. What a haplotype says is read by
 * incident/haplotypes.h; here it stays text, as a genotype does.
 */
#ifndef AG_FORMATS_LINEAGE_FILE_H
#define AG_FORMATS_LINEAGE_FILE_H

#include "base/map.h"
#include "formats/batch.h"
#include "formats/csv.h"

/* The ids of the batch's samples, for what refers to them: id → 1 + index into batch->profile, or 0 where several
 * files have it. False: no memory. */
bool ag_samples_index(const ag_batch *batch, ag_map *out);

/* Each takes an opened table. AG_ENVIRONMENT: no memory; faults of the file are in csv's diagnostics. */
ag_status ag_ystr_parse(ag_csv *csv, const ag_map *samples, ag_batch *batch, ag_error *err);
ag_status ag_mtdna_parse(ag_csv *csv, const ag_map *samples, ag_batch *batch, ag_error *err);
ag_status ag_haplotypes_parse(ag_csv *csv, ag_batch *batch, ag_haplotype_table *out, ag_error *err);

/* Nothing is appended where the batch has none. */
void ag_ystr_format(const ag_batch *batch, ag_buffer *out);
void ag_mtdna_format(const ag_batch *batch, ag_buffer *out);
void ag_haplotypes_format(const ag_haplotype_table *table, ag_buffer *out);

#endif
