/* A list of persons to be linked with another: a table with columns id and name, and any of given, born, died, place,
 * unit, service_number. `name` is the whole name, the surname first, or the surname alone where the column given has
 * the rest. Dates are EDTF. Columns by other names are left alone. And the answers of a reviewer: a,b,same.
 */
#ifndef AG_FORMATS_LIST_FILE_H
#define AG_FORMATS_LIST_FILE_H

#include "base/arena.h"
#include "base/diagnostics.h"
#include "formats/file.h"

typedef struct ag_list_row {
    ag_text id, name, given, place, unit, number, born, died;
    ag_text truth; /* of the column that was asked for */
} ag_list_row;

typedef struct ag_list {
    ag_list_row *row; /* arena; texts point into the file */
    uint32_t n;
    bool has_truth;
} ag_list;

/* `truth`: the name of a column that says who each record is, or NULL. Ids are unique in a list. AG_BAD_INPUT: d says
 * why; a date that is none is a warning, and counts as unknown. */
ag_status ag_list_file_read(ag_file *file, const char *truth, ag_arena *arena, ag_list *out, ag_diagnostics *d,
                            ag_error *err);

typedef enum ag_review_answer { AG_REVIEW_OPEN, AG_REVIEW_SAME, AG_REVIEW_OTHER } ag_review_answer;
typedef struct ag_review_row {
    ag_text a, b;
    ag_review_answer answer;
} ag_review_row;
/* yes, no or nothing in the column "same". */
ag_status ag_review_file_read(ag_file *file, ag_arena *arena, ag_review_row **out, size_t *n, ag_diagnostics *d,
                              ag_error *err);

#endif
