/* LINKAGE and PLINK `.ped`: one person a line, separated by white space.
 *
 *     family  id  father  mother  sex (1, 2, 0)  phenotype  allele allele  allele allele …     0: unknown
 *
 * Names of loci come from a first line that names the columns (then the phenotype may be absent, and a locus may be one
 * column a/b), or from a `.map` file (chromosome, name, …), else they are L1, L2, …. A person with a genotype is a
 * reference; one called "Missing…" is missing; one allele and 0 is a half typed locus (a and *). The families
 * "Unidentified" and "Elimination" are how the writer here keeps remains and the elimination list.
 */
#ifndef AG_FORMATS_LINKAGE_H
#define AG_FORMATS_LINKAGE_H

#include "formats/batch.h"

/* As ag_familias_parse; `map`: the bytes of the .map file, may be empty. */
ag_status ag_linkage_parse(ag_text ped, ag_text map, const char *name, ag_batch *batch, ag_diagnostics *d);
ag_status ag_linkage_format(const ag_batch *batch, const char *name, ag_buffer *ped, ag_buffer *map, ag_diagnostics *d);

#endif
