/* remains.csv, references.csv and elimination.csv: one profile a row.
 *
 * A column is one of the known words of its file, or a locus, or an extra one. It is a locus when its name is one of
 * the batch's (those of frequencies.csv, or of a file before), when it is a name in the style of laboratories (D3S1358,
 * Amelogenin), or when its cells look like genotypes; a locus that frequencies.csv lacks is kept with a warning. Extra
 * columns are kept with a note.
 *
 * Three steps, because the second one adds loci to the batch and the third may run beside others of its kind:
 * ag_csv_open by the caller; ag_profiles_header for each file in turn; ag_profiles_rows.
 */
#ifndef AG_FORMATS_PROFILE_FILE_H
#define AG_FORMATS_PROFILE_FILE_H

#include "formats/csv.h"
#include "formats/loci.h"

typedef struct ag_profile_file {
    ag_role role;
    ag_csv csv;
    int sample, family, person, sex, quality; /* columns, -1 when absent */
    int32_t place[AG_MAX_COLUMNS]; /* of each column: a locus ≥ 0, AG_PLACE_PART, or extra k as AG_PLACE_EXTRA - k */
    ag_batch_profile *profile;     /* borrowed: room for `capacity` */
    size_t capacity, n;
    ag_text *cells; /* owned by the caller after ag_profiles_rows: free() */
} ag_profile_file;

enum { AG_PLACE_PART = -1, AG_PLACE_EXTRA = -2 };

/* Which column is what. Loci from `table_loci` on are not in frequencies.csv. False: a required column is missing or a
 * column stands twice (reported), or no memory (arena.failed). */
bool ag_profiles_header(ag_profile_file *file, ag_loci *loci, uint32_t table_loci);
/* The rows into file->profile; loci and extras of the batch are final by then and only read. */
ag_status ag_profiles_rows(ag_profile_file *file, const ag_batch *batch, ag_error *err);
void ag_profiles_format(const ag_batch *batch, ag_role role, ag_buffer *out);

/* "M", "F" or empty for the words of several languages; false for anything else. */
bool ag_sex_parse(ag_text word, ag_text *out);

#endif
