/* Files of laboratories and families into a casebook: the parts of an incident folder, alone or together, and every
 * other format that can be read into one (formats/convert.h).
 *
 *     remains.csv       → remains (new numbers, or those that a column `number` names), samples, profiles
 *     references.csv    → samples, profiles, and the consent whose form the column `consent` numbers
 *     elimination.csv   → samples, profiles
 *     families.csv      → families, relatives, and a person for each who is missing
 *     ystr.csv, mtdna.csv → profiles of the samples
 *     the rest          → kept as files
 *
 * Invariants: everything is read and checked with what the casebook has before the first deed; every row is a deed of
 * its own, all of them in one transaction; when anything is wrong nothing is written and every finding has file, row
 * and column. What is there already is left as it is and counted.
 */
#ifndef AG_CASEBOOK_IMPORT_H
#define AG_CASEBOOK_IMPORT_H

#include "casebook/casebook.h"
#include "formats/incident_folder.h"

typedef struct ag_import_options {
    bool check;          /* all findings, and nothing is written */
    const char *consent; /* number of the form that all donors without a column `consent` have signed; NULL: none */
    int threads;
} ag_import_options;

typedef struct ag_import_counts {
    int families, relatives, persons, remains, profiles, files;
    int there; /* rows of what is in the casebook already */
} ag_import_counts;

/* Takes the bytes over; file[part].at NULL: not given. AG_BAD_INPUT: `d` holds errors, the first is in *err. */
ag_status ag_import_parts(ag_casebook *casebook, const ag_actor *actor, ag_file file[AG_FOLDER_PARTS],
                          const ag_import_options *options, ag_import_counts *out, ag_diagnostics *d, ag_error *err);
/* A folder, one of its files (found by its name, else by its header), or a file of another program. */
ag_status ag_import_path(ag_casebook *casebook, const ag_actor *actor, const char *path,
                         const ag_import_options *options, ag_import_counts *out, ag_diagnostics *d, ag_error *err);
/* Which part of an incident folder a file is; AG_FOLDER_PARTS: none. */
ag_folder_part ag_import_part(const char *path, ag_text bytes);

#endif
