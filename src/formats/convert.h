/* From any format to any other: one reader, then one writer, and a word about everything that the second cannot carry.
 *
 * What a file is, is found by its content; what to write, by the name of the output:
 *
 *     a folder, a name without an ending,
 *     or one that ends with /                 incident folder
 *     .fam                                    Familias
 *     .xml .cmf                               CODIS CMF
 *     .ped                                    LINKAGE, with a .map beside it
 *     .txt .tsv                               GeneMapper, tall or wide
 *     .csv                                    frequencies, long or wide
 */
#ifndef AG_FORMATS_CONVERT_H
#define AG_FORMATS_CONVERT_H

#include "formats/cmf.h"
#include "formats/genemapper.h"

typedef enum ag_format {
    AG_FORMAT_UNKNOWN,
    AG_FORMAT_FOLDER,
    AG_FORMAT_FAMILIAS,
    AG_FORMAT_GENEMAPPER,
    AG_FORMAT_CMF,
    AG_FORMAT_LINKAGE,
    AG_FORMAT_FREQUENCIES
} ag_format;

typedef struct ag_convert_options {
    ag_format from, to; /* AG_FORMAT_UNKNOWN: by content, by name */
    bool wide;          /* a GeneMapper or frequency table: one column for each locus */
    ag_genemapper_options genemapper;
    ag_cmf_header cmf;
} ag_convert_options;

const char *ag_format_name(ag_format format);
/* Of decoded text; `path` helps where the content alone does not tell. */
ag_format ag_format_of_content(ag_text text, const char *path);
ag_format ag_format_of_name(const char *path);

/* Reads a file or an incident folder into a batch from ag_batch_init. AG_BAD_INPUT: d holds errors, *err the first. */
ag_status ag_convert_read(const char *in, const ag_convert_options *options, ag_batch *batch, ag_diagnostics *d,
                          ag_error *err);
/* Nothing is written where `in` has an error. AG_USAGE: the name of `out` says no format. */
ag_status ag_convert(const char *in, const char *out, const ag_convert_options *options, ag_diagnostics *d,
                     ag_error *err);

#endif
