/* The loci of a batch by name: one rule for when two names mean the same locus (base/locus_key.h).
 *
 * Invariants: batch->locus has room for AG_MAX_LOCI from the first call on and keeps the names as first written.
 */
#ifndef AG_FORMATS_LOCI_H
#define AG_FORMATS_LOCI_H

#include "base/map.h"
#include "formats/batch.h"

typedef struct ag_loci {
    ag_batch *batch; /* borrowed */
    ag_map by_key;   /* owned */
} ag_loci;

/* Knows the loci that the batch has already. False: no memory. */
bool ag_loci_init(ag_loci *loci, ag_batch *batch);
void ag_loci_deinit(ag_loci *loci);
/* Index into batch->locus, or -1. */
int ag_loci_find(const ag_loci *loci, ag_text name);
/* The same, adding a locus that is not there; -1: no memory, more than AG_MAX_LOCI, or no name of a locus (empty, or
 * longer than AG_MAX_ID_BYTES). */
int ag_loci_add(ag_loci *loci, ag_text name);
/* A name that laboratories give to loci: D3S1358, DXS10148, DYS391, TH01, Penta D, Amelogenin, Y-indel. */
bool ag_is_locus_name(ag_text name);
/* A cell that can only be a genotype: 15/16, 9.3/?, X/Y. */
bool ag_is_genotype(ag_text cell);

#endif
