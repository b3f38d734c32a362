/* Tables as text: a header line, then rows of as many cells; comma, semicolon or tab; RFC 4180 quotes; LF, CRLF or CR.
 *
 * Reading: cells are slices of the bytes, without white space around them (quoted cells keep theirs); a quoted cell
 * with doubled quotes is shortened in place. The separator is the most frequent of tab, semicolon and comma in the
 * header line (or stated by a first line "sep=;"). Empty lines are skipped. A row of the wrong width is an error and is
 * skipped; a line, a cell or a row beyond the caps of base/limits.h, and a quote that never ends, are errors that end
 * the table. Nothing is allocated.
 *
 *     ag_csv *csv = …;                        // 32 KiB; arena or static, not deep stacks
 *     if (!ag_csv_open(csv, &file, d)) …      // said why in d
 *     const int sample = ag_csv_column(csv, "sample");
 *     while (ag_csv_next(csv)) use(csv->cell[sample], csv->row);
 */
#ifndef AG_FORMATS_CSV_H
#define AG_FORMATS_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diagnostics.h"
#include "base/limits.h"
#include "base/text.h"
#include "formats/file.h"

typedef struct ag_csv {
    const char *file; /* name, borrowed */
    ag_diagnostics *diagnostics;
    char *at, *end; /* not yet read */
    uint32_t line;  /* the line that `at` is in */
    uint32_t row;   /* the line in which the row in `cell` starts */
    uint32_t columns;
    char separator;
    bool ragged; /* set after opening: short rows are filled up with empty cells, further empty cells are dropped */
    ag_text header[AG_MAX_COLUMNS];
    ag_text cell[AG_MAX_COLUMNS];
} ag_csv;

/* Reads the header of a decoded file (formats/encoding.h). False: there is none, or it is beyond a cap; d says so. */
bool ag_csv_open(ag_csv *csv, const ag_file *file, ag_diagnostics *d);
/* The next row into csv->cell[0 … columns-1]; false at the end. */
bool ag_csv_next(ag_csv *csv);
/* Index of the column called `name`, without ASCII case; -1 when there is none. */
int ag_csv_column(const ag_csv *csv, const char *name);
/* An upper bound on the rows that are left, from line ends and bytes; the header must have been read. */
size_t ag_csv_rows_left(const ag_csv *csv);
/* A finding about the cell in column `column` (from 0; -1: about the row) of the present row. */
void ag_csv_report(const ag_csv *csv, ag_severity severity, int column, const char *hint, const char *what, ...)
    AG_PRINTF(5, 6);

/* Warns where a cell holds no number from low to high, or no date (base/date.h); an empty cell is none. */
void ag_csv_expect_number(const ag_csv *csv, int column, double low, double high);
void ag_csv_expect_date(const ag_csv *csv, int column);

/* Writing: cells in order, then the end of the row (LF). Quoted only where a reader needs it. */
typedef struct ag_csv_writer {
    ag_buffer *out;
    bool begun; /* the row has a cell */
} ag_csv_writer;

void ag_csv_put(ag_csv_writer *w, ag_text cell);
void ag_csv_puts(ag_csv_writer *w, const char *cell);
void ag_csv_put_double(ag_csv_writer *w, double value); /* shortest decimal; NaN is an empty cell */
void ag_csv_put_int(ag_csv_writer *w, int64_t value);
void ag_csv_end_row(ag_csv_writer *w);

#endif
