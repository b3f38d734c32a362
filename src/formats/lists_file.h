/* Who is on which list, as a table of ones and zeroes. Three kinds are read:
 *
 *     A,B,C,count        a row for each combination of lists, and how many persons have it
 *     A,B,C              a row for each person
 *     nbcap,freq         how many persons are on so many lists; which ones is not known
 *
 * Every column is a list but those called count, freq or frequency, and id, person, name or note, which are passed
 * over. A cell is 1 or 0, yes or no, x or empty. Lists have the order of the columns. A row of nobody's is passed over,
 * with a warning where it has a count: who is on no list cannot have been counted.
 */
#ifndef AG_FORMATS_LISTS_FILE_H
#define AG_FORMATS_LISTS_FILE_H

#include "base/arena.h"
#include "base/diagnostics.h"
#include "formats/file.h"

typedef struct ag_lists_row {
    uint64_t pattern; /* bit j: on list j */
    int64_t count;
} ag_lists_row;

typedef struct ag_lists_file {
    int lists;
    ag_text *name;     /* arena, [lists]; none where `times` is set */
    bool times;        /* pattern is a number of lists */
    bool persons;      /* a row for each */
    ag_lists_row *row; /* arena */
    size_t n;
    int64_t people; /* at most AG_MAX_LISTED */
} ag_lists_file;

/* Decodes `file` in place; names lie in its bytes. AG_BAD_INPUT: `d` has errors, the first is in *err. */
ag_status ag_lists_file_read(ag_file *file, ag_arena *arena, ag_lists_file *out, ag_diagnostics *d, ag_error *err);

#endif
