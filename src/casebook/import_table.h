/* Tables of other programs as actions: the header names fields of one action, each row is a request.
 *
 *     subject,when,FIELD,…        subject and when may be left out; an empty cell is a field that was not given
 *
 * All rows are done in one transaction: either all of them or none. With `check` they are done and undone again, so
 * that every finding that a real run would have is told, and nothing else happens.
 */
#ifndef AG_CASEBOOK_IMPORT_TABLE_H
#define AG_CASEBOOK_IMPORT_TABLE_H

#include "casebook/casebook.h"
#include "formats/file.h"

/* Decodes `file` in place. AG_BAD_INPUT: *d has every row that was refused or is wrong (file, row), and nothing was
 * written. *rows: how many were read. */
ag_status ag_import_table(ag_file *file, const ag_action *action, ag_casebook *casebook, const ag_actor *actor,
                          bool check, ag_diagnostics *d, int64_t *rows, ag_error *err);

#endif
