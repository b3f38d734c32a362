/* The incident folder, Antigone's own form of an incident (docs/formats.md): read into a batch, written from one.
 *
 * Invariants: reading collects every finding of every file; the batch is good for use when there is no error among
 * them. Files are read by several threads, and findings and batch do not depend on how many. Reading what was written
 * gives the same batch. Writing replaces each file in one step.
 */
#ifndef AG_FORMATS_INCIDENT_FOLDER_H
#define AG_FORMATS_INCIDENT_FOLDER_H

#include "formats/batch.h"
#include "formats/file.h"

typedef enum ag_folder_part {
    AG_FOLDER_SETTINGS,
    AG_FOLDER_FREQUENCIES,
    AG_FOLDER_REMAINS,
    AG_FOLDER_REFERENCES,
    AG_FOLDER_ELIMINATION,
    AG_FOLDER_FAMILIES,
    AG_FOLDER_YSTR,
    AG_FOLDER_MTDNA,
    AG_FOLDER_HAPLOTYPES_Y,
    AG_FOLDER_HAPLOTYPES_MT,
    AG_FOLDER_PARTS
} ag_folder_part;

/* "incident.json", "frequencies.csv", … */
const char *ag_folder_part_name(ag_folder_part part);

/* Is shown the bytes of each file that is there before they are read, once, perhaps from several threads at a time (for
 * digests). May be NULL. */
typedef void ag_folder_watch(void *context, ag_folder_part part, const char *bytes, size_t n);

/* AG_BAD_INPUT: d holds errors, the first of them is in *err. AG_ENVIRONMENT: memory or the system. `batch` is
 * initialised and empty before, and is to be deinitialised whatever the answer. */
ag_status ag_folder_read(const char *folder, int threads, ag_folder_watch *watch, void *context, ag_batch *batch,
                         ag_diagnostics *d, ag_error *err);
/* The same from bytes: file[part].at NULL is an absent file. Takes the bytes over. */
ag_status ag_folder_parse(ag_file file[AG_FOLDER_PARTS], int threads, ag_batch *batch, ag_diagnostics *d,
                          ag_error *err);

/* Makes the folder if need be. AG_REFUSED: it holds a file that not every incident has, such as elimination.csv, and
 * the batch has nothing for it, so that the two would mix. */
ag_status ag_folder_write(const ag_batch *batch, const char *folder, ag_error *err);
/* One file of it; one that not every incident has is empty when there is nothing for it. */
void ag_folder_format(const ag_batch *batch, ag_folder_part part, ag_buffer *out);

#endif
