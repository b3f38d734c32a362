/* Tables of other programs as actions: the header names fields of one action, each row is a request.
 *
 *     subject,when,FIELD,…        subject and when may be left out; an empty cell is a field that was not given
 *
 * A field of a file names it by its path, as `do` does; who reads files is the caller's (ag_table_files).
 *
 * All rows are done in one transaction: either all of them or none. With `check` they are done and undone again, so
 * that every finding that a real run would have is told, and nothing else happens.
 */
#ifndef AG_CASEBOOK_IMPORT_TABLE_H
#define AG_CASEBOOK_IMPORT_TABLE_H

#include "casebook/casebook.h"
#include "formats/file.h"

/* Makes digests of kept files of the paths in a row's fields. */
typedef struct ag_table_files {
    ag_status (*keep)(void *context, const ag_action *action, json_t *field, ag_error *err);
    void *context;
} ag_table_files;

/* Decodes `file` in place. AG_BAD_INPUT: *d has every row that was refused or is wrong (file, row), and nothing was
 * written. *rows: how many were read. */
ag_status ag_import_table(ag_file *file, const ag_action *action, ag_casebook *casebook, const ag_actor *actor,
                          const ag_table_files *files, bool check, ag_diagnostics *d, int64_t *rows, ag_error *err);

#endif
