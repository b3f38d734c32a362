/* What the columns of lists of handovers are called in four languages, and how published ones write their dates. */
#ifndef AG_FORMATS_HANDOVER_COLUMNS_H
#define AG_FORMATS_HANDOVER_COLUMNS_H

#include "base/arena.h"
#include "base/date.h"
#include "formats/csv.h"

extern const char *const ag_number_columns[], *const ag_seal_columns[], *const ag_part_columns[],
                                                                            *const ag_description_columns[];

/* The first column that has one of these names; -1: none. */
int ag_column_named(const ag_csv *csv, const char *const *names);
/* Trimmed; empty where there is no such column. */
ag_text ag_cell_in(const ag_csv *csv, int column);
/* "2022-02..2025-05" and "2026-01 (undated page)" as EDTF, in the arena, and what day it is; *rest says whether more
 * stands after it. Empty: it is no date. */
ag_text ag_published_date(ag_text cell, ag_arena *arena, ag_date *date, bool *rest);

#endif
