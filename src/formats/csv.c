/* Tables as text: see csv.h.
 *
 * The inner loop looks at eight bytes at a time for a separator or a line end; a typical cell ("15/16,") takes one
 * step. */
#include "formats/csv.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"

#include "base/banned.h"

#define ONES UINT64_C(0x0101010101010101)
#define HIGH UINT64_C(0x8080808080808080)

/* Has its lowest set bit in the first byte (in memory, on a little-endian machine) of `word` that is zero. */
static inline uint64_t zero_bytes(uint64_t word) { return (word - ONES) & ~word & HIGH; }

/* The first separator, LF or CR at or after p, or limit. */
static inline char *find_cell_end(char *p, const char *limit, char separator) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const uint64_t separators = ONES * (unsigned char)separator;
    while (limit - p >= 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        const uint64_t found =
            zero_bytes(word ^ separators) | zero_bytes(word ^ ONES * '\n') | zero_bytes(word ^ ONES * '\r');
        if (found) return p + (__builtin_ctzll(found) >> 3);
        p += 8;
    }
#endif
    while (p < limit && *p != separator && *p != '\n' && *p != '\r') p++;
    return p;
}

static bool is_blank(const ag_csv *csv, char c) { return c == ' ' || (c == '\t' && csv->separator != '\t'); }

static uint32_t count_line_ends(const char *p, const char *end) {
    uint32_t n = 0;
    for (; p < end; p++) n += *p == '\n' || (*p == '\r' && !(p + 1 < end && p[1] == '\n'));
    return n;
}

/* Ends the table: nothing after this fault can be read with confidence. */
static bool give_up(ag_csv *csv, long column, const char *hint, const char *what) {
    ag_diagnose(csv->diagnostics, AG_ERROR, csv->file, csv->row, column, hint, "%s", what);
    csv->at = csv->end;
    return false;
}

static bool too_long(ag_csv *csv, long column) {
    return give_up(csv, column,
                   "is this really a table? Look for a missing line end or a quote (\") that is never closed",
                   "the line is longer than 1 MiB");
}

/* Reads the quoted cell that starts at *at and moves *at behind its closing quote; false when there is none before
 * limit. */
static bool read_quoted(ag_csv *csv, char **at, char *limit, ag_text *cell) {
    char *const first = *at + 1;
    char *to = first, *from = first;
    for (;;) {
        char *quote = memchr(from, '"', (size_t)(limit - from));
        if (!quote) return false;
        if (to != from) memmove(to, from, (size_t)(quote - from));
        to += quote - from;
        csv->line += count_line_ends(from, quote);
        from = quote + 1;
        if (from >= limit || *from != '"') break;
        *to++ = '"';
        from++;
    }
    *cell = (ag_text){first, (size_t)(to - first)};
    *at = from;
    return true;
}

static char *skip_line_end(char *p, const char *end) { return p + (*p == '\r' && p + 1 < end && p[1] == '\n' ? 2 : 1); }

static bool read_plain(const ag_csv *csv, char **at, char *limit, ag_text *cell) {
    char *start = *at;
    char *p = find_cell_end(start, limit, csv->separator);
    *at = p;
    while (p > start && is_blank(csv, p[-1])) p--;
    *cell = (ag_text){start, (size_t)(p - start)};
    return true;
}

/* Behind a closing quote only white space may stand before the separator or the line end. */
static bool check_after_quote(ag_csv *csv, char **at, char *limit, uint32_t column) {
    ag_text rest;
    read_plain(csv, at, limit, &rest);
    if (ag_text_trim(rest).n == 0) return true;
    ag_diagnose(csv->diagnostics, AG_ERROR, csv->file, csv->row, column + 1,
                "a quote inside a quoted cell is written twice (\"\")", "text follows the closing quote of the cell");
    return false;
}

/* Splits the line at csv->at into csv->cell and moves on to the next. *cells may exceed AG_MAX_COLUMNS: only that many
 * are kept. *good says whether every cell could be read. False: the table ends here. */
static bool split_line(ag_csv *csv, uint32_t *cells, bool *good) {
    char *const start = csv->at, *p = start;
    char *const limit = csv->end - start > AG_MAX_LINE_BYTES ? start + AG_MAX_LINE_BYTES + 1 : csv->end;
    uint32_t n = 0;
    ag_text beyond;
    csv->row = csv->line;
    *good = true;
    for (;; p++) {
        ag_text *cell = n < AG_MAX_COLUMNS ? &csv->cell[n] : &beyond;
        while (p < limit && is_blank(csv, *p)) p++;
        if (p < limit && *p == '"') {
            if (!read_quoted(csv, &p, limit, cell))
                return limit < csv->end ? too_long(csv, n + 1)
                                        : give_up(csv, n + 1, "close it with \"", "a quote (\") is never closed");
            if (!check_after_quote(csv, &p, limit, n)) *good = false;
        } else {
            read_plain(csv, &p, limit, cell);
        }
        if (p == limit && limit < csv->end) return too_long(csv, n + 1);
        if (cell->n > AG_MAX_CELL_BYTES)
            return give_up(csv, n + 1, "is this really a table? Look for a missing separator",
                           "the cell is longer than 64 KiB");
        n++;
        if (p == limit || *p != csv->separator) break;
    }
    csv->at = p < csv->end ? skip_line_end(p, csv->end) : p;
    csv->line++;
    *cells = n;
    return true;
}

static bool is_empty_row(const ag_csv *csv, uint32_t cells) {
    const uint32_t kept = cells < AG_MAX_COLUMNS ? cells : AG_MAX_COLUMNS;
    for (uint32_t i = 0; i < kept; i++)
        if (csv->cell[i].n) return false;
    return true;
}

static bool report_width(ag_csv *csv, uint32_t cells) {
    ag_diagnose(csv->diagnostics, AG_ERROR, csv->file, csv->row, 0,
                "write every cell, empty ones too; put a cell that contains the separator into quotes (\")",
                "the row has %u %s, the header has %u", cells, cells == 1 ? "cell" : "cells", csv->columns);
    return false;
}

static bool fit_width(ag_csv *csv, uint32_t cells) {
    if (cells == csv->columns) return true;
    if (!csv->ragged) return report_width(csv, cells);
    for (uint32_t i = cells; i < csv->columns; i++) csv->cell[i] = (ag_text){"", 0};
    for (uint32_t i = csv->columns; i < cells && i < AG_MAX_COLUMNS; i++)
        if (csv->cell[i].n) return report_width(csv, cells);
    return true;
}

bool ag_csv_next(ag_csv *csv) {
    while (csv->at < csv->end) {
        uint32_t cells = 0;
        bool good = false;
        if (!split_line(csv, &cells, &good)) return false;
        if (csv->cell[0].n == 0 && is_empty_row(csv, cells)) continue;
        if (good && fit_width(csv, cells)) return true;
    }
    return false;
}

static char find_separator(const char *p, const char *end) {
    static const char candidate[] = {'\t', ';', ','};
    size_t count[3] = {0};
    bool quoted = false;
    for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
        if (*p == '"') quoted = !quoted;
        for (int i = 0; i < 3; i++) count[i] += !quoted && *p == candidate[i];
    }
    int best = 2;
    for (int i = 1; i >= 0; i--)
        if (count[i] > count[best]) best = i;
    return candidate[best];
}

/* Some spreadsheets state the separator in a line of its own, "sep=;". */
static void skip_separator_line(ag_csv *csv) {
    const size_t left = (size_t)(csv->end - csv->at);
    if (left < 5 || memcmp(csv->at, "sep=", 4) != 0) return;
    if (left > 5 && csv->at[5] != '\n' && csv->at[5] != '\r') return;
    csv->at += 5;
    if (csv->at < csv->end) csv->at = skip_line_end(csv->at, csv->end);
    csv->line++;
}

bool ag_csv_open(ag_csv *csv, const ag_file *file, ag_diagnostics *d) {
    csv->file = file->name;
    csv->diagnostics = d;
    csv->at = file->at;
    csv->end = file->at + file->n;
    csv->line = csv->row = 1;
    csv->columns = 0;
    csv->ragged = false;
    skip_separator_line(csv);
    while (csv->at < csv->end && (*csv->at == '\n' || *csv->at == '\r')) {
        csv->at = skip_line_end(csv->at, csv->end);
        csv->line++;
    }
    const ptrdiff_t left = csv->end - csv->at;
    csv->separator = find_separator(csv->at, csv->at + (left > AG_MAX_LINE_BYTES ? AG_MAX_LINE_BYTES : left));
    if (!left) return give_up(csv, 0, "the first line names the columns", "the file is empty");
    uint32_t cells = 0;
    bool good = false;
    if (!split_line(csv, &cells, &good) || !good) return false;
    if (cells > AG_MAX_COLUMNS)
        return give_up(csv, 0, "at most 1024 columns are read", "the header has too many columns");
    csv->columns = cells;
    memcpy(csv->header, csv->cell, cells * sizeof *csv->header);
    return true;
}

int ag_csv_column(const ag_csv *csv, const char *name) {
    for (uint32_t i = 0; i < csv->columns; i++)
        if (ag_text_equal_fold(csv->header[i], ag_text_of(name))) return (int)i;
    return -1;
}

size_t ag_csv_rows_left(const ag_csv *csv) {
    size_t n = 1;
    const char *p = csv->at;
    while (csv->end - p > 128) { /* in pieces whose count fits a byte: the compiler makes vectors of it */
        unsigned char ends = 0;
        for (int i = 0; i < 128; i++)
            ends = (unsigned char)(ends + (p[i] == '\n') + ((p[i] == '\r') & (p[i + 1] != '\n')));
        n += ends;
        p += 128;
    }
    n += count_line_ends(p, csv->end);
    /* A row of full width has a byte for each cell, which bounds a file of many line ends. */
    const size_t full = (size_t)(csv->end - csv->at) / csv->columns + 1;
    return csv->ragged || n < full ? n : full;
}

void ag_csv_report(const ag_csv *csv, ag_severity severity, int column, const char *hint, const char *what, ...) {
    char text[sizeof((ag_error *)0)->what];
    va_list args;
    va_start(args, what);
    vsnprintf(text, sizeof text, what, args);
    va_end(args);
    ag_diagnose(csv->diagnostics, severity, csv->file, csv->row, column + 1, hint, "%s", text);
}

static void warn_not_understood(const ag_csv *csv, int column, const char *hint) {
    const ag_text cell = csv->cell[column];
    ag_csv_report(csv, AG_WARNING, column, hint, "\"%.*s\" is not understood; it is not used",
                  (int)(cell.n < 60 ? cell.n : 60), cell.at);
}

void ag_csv_expect_number(const ag_csv *csv, int column, double low, double high) {
    char hint[80];
    double value;
    if (column < 0 || !csv->cell[column].n) return;
    if (ag_parse_double(csv->cell[column], &value) && value >= low && value <= high) return;
    snprintf(hint, sizeof hint, "a number from %g to %g, with a decimal point", low, high);
    warn_not_understood(csv, column, hint);
}

void ag_csv_expect_date(const ag_csv *csv, int column) {
    ag_date date;
    if (column < 0 || !csv->cell[column].n || ag_date_parse(csv->cell[column], &date)) return;
    warn_not_understood(csv, column, "a date such as 1951, 1951-06 or 1951-06-25");
}

static bool is_special(char c) { return c == ',' || c == ';' || c == '"' || c == '\n' || c == '\r' || c == '\t'; }

static bool needs_quotes(ag_text cell) {
    if (cell.n == 0) return false;
    if (cell.at[0] == ' ' || cell.at[cell.n - 1] == ' ') return true;
    /* What a reader takes for a byte order mark or a statement of the separator at the start of a file. */
    if (cell.at[0] == '\xEF' || ag_text_starts(cell, AG_TEXT("sep="))) return true;
    for (size_t i = 0; i < cell.n; i++)
        if (is_special(cell.at[i])) return true;
    return false;
}

void ag_csv_put(ag_csv_writer *w, ag_text cell) {
    if (w->begun) ag_buffer_putc(w->out, ',');
    w->begun = true;
    if (!needs_quotes(cell)) {
        ag_buffer_add(w->out, cell.at, cell.n);
        return;
    }
    ag_buffer_putc(w->out, '"');
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.at[i] == '"') ag_buffer_putc(w->out, '"');
        ag_buffer_putc(w->out, cell.at[i]);
    }
    ag_buffer_putc(w->out, '"');
}

void ag_csv_puts(ag_csv_writer *w, const char *cell) { ag_csv_put(w, ag_text_of(cell)); }

void ag_csv_put_double(ag_csv_writer *w, double value) {
    if (w->begun) ag_buffer_putc(w->out, ',');
    w->begun = true;
    if (value == value) ag_buffer_double(w->out, value);
}

void ag_csv_put_int(ag_csv_writer *w, int64_t value) {
    if (w->begun) ag_buffer_putc(w->out, ',');
    w->begun = true;
    ag_buffer_printf(w->out, "%lld", (long long)value);
}

void ag_csv_end_row(ag_csv_writer *w) {
    ag_buffer_putc(w->out, '\n');
    w->begun = false;
}
