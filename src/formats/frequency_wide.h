/* Frequencies as a wide table, as Familias and STRidER exchange them: a row for each allele, a column for each locus,
 * an empty cell where the allele was not seen. Of one population, the first. Read by formats/frequency_file.h. */
#ifndef AG_FORMATS_FREQUENCY_WIDE_H
#define AG_FORMATS_FREQUENCY_WIDE_H

#include "formats/batch.h"

/* False: out of memory. */
bool ag_frequencies_format_wide(const ag_batch *batch, ag_buffer *out);

#endif
