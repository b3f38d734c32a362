/* GeneMapper ID-X exports: tables separated by tabs, as instruments' software writes and reads them.
 *
 *     tall:  Sample Name, Marker, Allele 1 … Allele n      one row for each sample and marker
 *     wide:  Sample Name, <marker>…                        one row for each sample, alleles of a cell with commas
 *
 * Other columns (heights, sizes, dyes, flags) are not read; a column that is neither known nor holds alleles is an
 * error, so that a misspelt header is not taken for a marker. "OL" stays. One allele alone is a/?, or a/a where the
 * user says that a single allele means a homozygote. Controls, ladders and staff go to the elimination list.
 * Amelogenin stays a cell; X with Y, or X twice, also states the sex.
 */
#ifndef AG_FORMATS_GENEMAPPER_H
#define AG_FORMATS_GENEMAPPER_H

#include "formats/batch.h"

typedef struct ag_genemapper_options {
    ag_role role;    /* of samples that are no controls; a reference becomes a family of its own */
    bool homozygous; /* one allele alone is a homozygote */
} ag_genemapper_options;

typedef enum ag_genemapper_form { AG_GENEMAPPER_TALL, AG_GENEMAPPER_WIDE } ag_genemapper_form;

/* As ag_familias_parse. */
ag_status ag_genemapper_parse(ag_text bytes, const char *name, const ag_genemapper_options *options, ag_batch *batch,
                              ag_diagnostics *d);
ag_status ag_genemapper_format(const ag_batch *batch, const char *name, ag_genemapper_form form, ag_buffer *out,
                               ag_diagnostics *d);

#endif
