/* CODIS Common Message Format 3.2 and 3.3, the import file of CODIS and of programs that read it. XML.
 *
 * What becomes what: "Unidentified Person" and other categories of unknown source are remains; relatives are references
 * of the family that CASEID names, their category in the column "provenance"; "Missing Person" is a reference of the
 * missing person himself; known persons, staff and every category that is not known here go to the elimination list.
 * One ALLELE is a homozygote, unless the specimen is PARTIAL: then a/?. At a Y locus it is the haplotype's allele.
 *
 * The reader refuses a DOCTYPE, limits depth and text (base/limits.h) and names row and column of what is wrong.
 */
#ifndef AG_FORMATS_CMF_H
#define AG_FORMATS_CMF_H

#include "formats/batch.h"

/* As ag_familias_parse. */
ag_status ag_cmf_parse(ag_text bytes, const char *name, ag_batch *batch, ag_diagnostics *d);

/* What the header of the message says; NULL: a neutral default. */
typedef struct ag_cmf_header {
    const char *destination, *laboratory, *user;
    const char *submitted; /* 2024-05-01T12:00:00 */
} ag_cmf_header;

ag_status ag_cmf_format(const ag_batch *batch, const char *name, const ag_cmf_header *header, ag_buffer *out,
                        ag_diagnostics *d);

/* What reader and writer agree on. */
typedef struct ag_cmf_category {
    const char *name;
    ag_role role;
    const char *sex; /* that the category implies; NULL: none */
} ag_cmf_category;

enum { AG_CMF_ID_BYTES = 24, AG_CMF_ALLELES = 8, AG_CMF_LOCI_3_2 = 32, AG_CMF_LOCI_3_3 = 64 };

/* NULL: not known. */
const ag_cmf_category *ag_cmf_find_category(ag_text name);

#endif
