/* Tables of allele frequencies.
 *
 *     long:  locus,allele,frequency[,population]     one row for each allele
 *     wide:  Allele,D3S1358,TH01,…                   one row for each allele, one column for each locus (Familias,
 * STRidER); an empty cell or 0 is "not seen"; rows N, n or 2n hold sample sizes
 *
 * A frequency is more than 0 and at most 1, with a decimal point. The same locus, allele and population twice is an
 * error.
 */
#ifndef AG_FORMATS_FREQUENCY_FILE_H
#define AG_FORMATS_FREQUENCY_FILE_H

#include "formats/csv.h"
#include "formats/loci.h"

/* Adds the rows of a decoded file to loci->batch, whose frequencies then point into the file's bytes. Works on `csv`,
 * whatever was in it. AG_ENVIRONMENT: no memory; faults of the file are in d. */
ag_status ag_frequencies_parse(const ag_file *file, ag_csv *csv, ag_loci *loci, ag_diagnostics *d, ag_error *err);
void ag_frequencies_format(const ag_batch *batch, ag_buffer *out); /* long */

#endif
