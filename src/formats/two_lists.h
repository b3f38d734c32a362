/* Two sides' lists of the same handover, graves or prisoners, line against line.
 *
 * A list is a table (its columns are called as in handover_columns.h); of a line are read number, foreign number, seal,
 * date, from, to, and bodies: how many it stands for, 1 where it does not say. Lines are paired
 * by number, either side's, then by seal, then by day and direction where both sides have one line for that; each line
 * once. Nothing else is guessed: what is left stands on one side alone.
 *
 * Invariants: numbers and seals are compared without blanks and hyphens and without ASCII case; a pair is told with
 * what it was paired by. Totals are of all lines that were read.
 */
#ifndef AG_FORMATS_TWO_LISTS_H
#define AG_FORMATS_TWO_LISTS_H

#include "base/arena.h"
#include "base/diagnostics.h"
#include "formats/file.h"

typedef enum ag_list_key { AG_BY_NUMBER, AG_BY_SEAL, AG_BY_DAY, AG_LIST_KEYS } ag_list_key;
const char *ag_list_key_name(ag_list_key key);

typedef struct ag_list_line {
    ag_text number, foreign, seal, date, from, to; /* as written; in the file */
    int64_t bodies;
    uint32_t row;
    int other;      /* place of its pair in the other list; -1: none */
    ag_list_key by; /* what it was paired by */
} ag_list_line;

typedef struct ag_side {
    ag_list_line *line; /* arena */
    int lines;
    int64_t bodies; /* of all lines */
    int alone;      /* lines without a pair */
    int64_t alone_bodies;
} ag_side;

typedef struct ag_two_lists {
    ag_side side[2];      /* ours, theirs */
    int pairs, differing; /* pairs; those whose numbers of bodies differ */
} ag_two_lists;

/* Lines of one direction and time alone; empty: all. */
typedef struct ag_list_filter {
    ag_text from, to, dates; /* dates: EDTF, such as 2025-06-11/2025-06-16 */
} ag_list_filter;

/* Decodes both files in place; they must outlive `out`. AG_BAD_INPUT: findings say why. */
ag_status ag_two_lists_read(ag_file *ours, ag_file *theirs, const ag_list_filter *filter, ag_arena *arena,
                            ag_two_lists *out, ag_diagnostics *d, ag_error *err);

#endif
