/* Lists of the same dead: how many persons each combination of lists has.
 *
 * Lists are numbered from 1 in words and models ("[12,3]") and from 0 in code; a pattern is a set of lists, bit j for
 * list j. The pattern 0, nobody's, is what is not seen and never has a count. With at most AG_MAX_TABLE_LISTS lists the
 * whole table is kept; with more, or where it is known only on how many lists persons are, the sums alone.
 */
#ifndef AG_PEOPLE_LISTS_H
#define AG_PEOPLE_LISTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limits.h"
#include "base/text.h"

enum { AG_TABLE_CELLS = 1 << AG_MAX_TABLE_LISTS };

typedef struct ag_lists {
    int lists;
    bool table;                                 /* cell is known */
    bool anonymous;                             /* not even which list has whom: frequency alone is known */
    int64_t people;                             /* on one list at least */
    int64_t cell[AG_TABLE_CELLS];               /* by pattern */
    int64_t frequency[AG_MAX_LISTS + 1];        /* persons who are on so many lists */
    int64_t size[AG_MAX_LISTS];                 /* of each list */
    int64_t shared[AG_MAX_LISTS][AG_MAX_LISTS]; /* on both */
} ag_lists;

/* Empty, of 1 … AG_MAX_LISTS lists. */
void ag_lists_init(int lists, ag_lists *out);
/* So many more persons with this pattern; that of nobody is left out. False: more than AG_MAX_LISTED persons. */
bool ag_lists_add(ag_lists *lists, uint64_t pattern, int64_t count);
/* So many more persons who are on `times` lists, nobody knows which. */
bool ag_lists_add_times(ag_lists *lists, int times, int64_t count);

/* Why nothing can be estimated from them (casework rule D2: few lists, short lists, lists that do not meet). */
typedef enum ag_lists_fault {
    AG_LISTS_FEW = 1,       /* fewer than three */
    AG_LISTS_SHORT = 2,     /* a list shorter than `least` */
    AG_LISTS_APART = 4,     /* a list that shares nobody with any other */
    AG_LISTS_NO_TRIPLE = 8, /* nobody is on three lists, and two lists share nobody */
    AG_LISTS_UNNAMED = 16,  /* which lists persons are on is not known */
} ag_lists_fault;
unsigned ag_lists_faults(const ag_lists *lists, int64_t least);

#endif
