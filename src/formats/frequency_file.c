/* Tables of allele frequencies: see frequency_file.h. */
#include "formats/frequency_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

typedef struct reader {
    ag_csv *csv;
    ag_loci *loci;
    ag_map seen;              /* locus, allele and population → row */
    ag_batch_frequency *item; /* owned */
    size_t n, capacity;
    bool failed;
} reader;

/* Where a row's parts stand; population may be -1. */
typedef struct long_columns {
    int locus, allele, frequency, population;
} long_columns;

static bool parse_frequency(const reader *r, int column, double *out) {
    const ag_text cell = r->csv->cell[column];
    if (!ag_parse_double(cell, out)) {
        const bool comma = cell.n && memchr(cell.at, ',', cell.n);
        ag_csv_report(
            r->csv, AG_ERROR, column, comma ? "write a decimal point: 0.15, not 0,15" : "a number such as 0.0213",
            "the frequency \"%.*s\" is not a number", (int)(cell.n < 40 ? cell.n : 40), cell.n ? cell.at : "");
        return false;
    }
    if (*out > 0 && *out <= 1) return true;
    ag_csv_report(r->csv, AG_ERROR, column,
                  *out == 0 ? "leave out an allele that was not seen" : "frequencies are parts of 1",
                  "the frequency %g is not more than 0 and at most 1", *out);
    return false;
}

/* Remembers the row of (locus, allele, population); false when there was one before (reported), or no memory. */
static bool is_first(reader *r, int column, uint32_t locus, ag_text allele, ag_text population) {
    bool added = false;
    const size_t n = sizeof locus + allele.n + 1 + population.n;
    char *key = ag_arena_alloc(&r->loci->batch->arena, n);
    if (key) {
        memcpy(key, &locus, sizeof locus);
        memcpy(key + sizeof locus, allele.at, allele.n);
        key[sizeof locus + allele.n] = 0;
        if (population.n) memcpy(key + sizeof locus + allele.n + 1, population.at, population.n);
    }
    const uint32_t *row = key ? ag_map_add(&r->seen, (ag_text){key, n}, r->csv->row, &added) : NULL;
    if (!row) r->failed = true;
    if (!row || added) return added;
    const ag_text name = r->loci->batch->locus[locus];
    ag_csv_report(r->csv, AG_ERROR, column, "keep one of the two rows", "allele %.*s of %.*s stands in row %u already",
                  (int)(allele.n < 40 ? allele.n : 40), allele.at, (int)(name.n < 40 ? name.n : 40), name.at, *row);
    return false;
}

static void add(reader *r, uint32_t locus, ag_text allele, ag_text population, double frequency) {
    if (r->n == r->capacity) {
        const size_t capacity = r->capacity ? r->capacity * 2 : 1024;
        ag_batch_frequency *item = realloc(r->item, capacity * sizeof *item);
        if (!item) {
            r->failed = true;
            return;
        }
        r->item = item;
        r->capacity = capacity;
    }
    r->item[r->n++] = (ag_batch_frequency){
        .population = population, .locus = locus, .allele = allele, .frequency = frequency, .row = r->csv->row};
}

static bool check_name(const reader *r, int column, const char *what) {
    const ag_text cell = r->csv->cell[column];
    if (cell.n && cell.n <= AG_MAX_ID_BYTES) return true;
    ag_csv_report(r->csv, AG_ERROR, column, NULL,
                  cell.n ? "the name of the %s is longer than 200 bytes" : "the %s is empty", what);
    return false;
}

static int add_locus(const reader *r, int column, ag_text name) {
    const int locus = ag_loci_add(r->loci, name);
    if (locus < 0)
        ag_csv_report(r->csv, AG_ERROR, column, "at most 256 loci, with names of at most 200 bytes",
                      "the locus \"%.*s\" cannot be added", (int)(name.n < 40 ? name.n : 40), name.at);
    return locus;
}

static void read_long_row(reader *r, const long_columns *at) {
    const ag_csv *csv = r->csv;
    const ag_text population = at->population < 0 ? (ag_text){"", 0} : csv->cell[at->population];
    double frequency;
    const bool named = check_name(r, at->locus, "locus") && check_name(r, at->allele, "allele");
    if (!named || !parse_frequency(r, at->frequency, &frequency)) return;
    const int locus = add_locus(r, at->locus, csv->cell[at->locus]);
    if (locus < 0 || !is_first(r, at->allele, (uint32_t)locus, csv->cell[at->allele], population)) return;
    add(r, (uint32_t)locus, csv->cell[at->allele], population, frequency);
}

static void note_unused(const reader *r, const long_columns *at) {
    for (int i = 0; i < (int)r->csv->columns; i++) {
        if (i == at->locus || i == at->allele || i == at->frequency || i == at->population) continue;
        const ag_text name = r->csv->header[i];
        ag_diagnose(r->csv->diagnostics, AG_NOTE, r->csv->file, r->csv->row, i + 1, NULL,
                    "the column \"%.*s\" is not used", (int)(name.n < 60 ? name.n : 60), name.n ? name.at : "");
    }
}

static void read_long(reader *r, const long_columns *at) {
    note_unused(r, at);
    while (!r->failed && ag_csv_next(r->csv)) read_long_row(r, at);
}

static bool is_sample_size(ag_text allele) {
    return ag_text_equal_fold(allele, AG_TEXT("n")) || ag_text_equal_fold(allele, AG_TEXT("2n")) ||
           ag_text_equal_fold(allele, AG_TEXT("total"));
}

static bool is_unseen(ag_text cell) {
    double value;
    return cell.n == 0 || (ag_parse_double(cell, &value) && value == 0);
}

static void read_wide_row(reader *r, const int *locus) {
    const ag_csv *csv = r->csv;
    if (!check_name(r, 0, "allele")) return;
    if (is_sample_size(csv->cell[0])) {
        ag_csv_report(csv, AG_NOTE, 0, NULL, "the row of sample sizes is not used");
        return;
    }
    for (int i = 1; i < (int)csv->columns; i++) {
        double frequency;
        if (locus[i] < 0 || is_unseen(csv->cell[i]) || !parse_frequency(r, i, &frequency)) continue;
        if (is_first(r, i, (uint32_t)locus[i], csv->cell[0], (ag_text){"", 0}))
            add(r, (uint32_t)locus[i], csv->cell[0], (ag_text){"", 0}, frequency);
    }
}

/* Which locus each column is; a locus in two columns is an error. */
static void read_wide_header(const reader *r, int *locus) {
    int first[AG_MAX_LOCI];
    for (int i = 0; i < AG_MAX_LOCI; i++) first[i] = -1;
    for (int i = 1; i < (int)r->csv->columns; i++) {
        locus[i] = r->csv->header[i].n ? add_locus(r, i, r->csv->header[i]) : -1;
        if (locus[i] < 0) continue;
        if (first[locus[i]] >= 0)
            ag_csv_report(r->csv, AG_ERROR, i, "keep one of the two columns", "column %d is the same locus",
                          first[locus[i]] + 1);
        first[locus[i]] = i;
    }
}

static void read_wide(reader *r) {
    int locus[AG_MAX_COLUMNS];
    read_wide_header(r, locus);
    while (!r->failed && ag_csv_next(r->csv)) read_wide_row(r, locus);
}

/* Everything that was read into the batch, behind what it had. */
static bool keep_rows(reader *r) {
    ag_batch *batch = r->loci->batch;
    const size_t n = batch->frequencies + r->n;
    ag_batch_frequency *all = n <= UINT32_MAX ? AG_NEW(&batch->arena, ag_batch_frequency, n) : NULL;
    if (!all || r->failed) return false;
    if (batch->frequencies) memcpy(all, batch->frequency, batch->frequencies * sizeof *all);
    if (r->n) memcpy(all + batch->frequencies, r->item, r->n * sizeof *all);
    batch->frequency = all;
    batch->frequencies = (uint32_t)n;
    return true;
}

static void read_table(reader *r) {
    const long_columns at = {ag_csv_column(r->csv, "locus"), ag_csv_column(r->csv, "allele"),
                             ag_csv_column(r->csv, "frequency"), ag_csv_column(r->csv, "population")};
    if (at.locus >= 0 && at.allele >= 0 && at.frequency >= 0) {
        read_long(r, &at);
    } else if (at.allele == 0 && at.locus < 0 && r->csv->columns > 1) {
        read_wide(r);
    } else {
        ag_diagnose(r->csv->diagnostics, AG_ERROR, r->csv->file, r->csv->row, 0,
                    "the columns are locus,allele,frequency; or Allele and then one column for each locus",
                    "this is not a table of frequencies: the column \"%s\" is missing",
                    at.allele < 0  ? "allele"
                    : at.locus < 0 ? "locus"
                                   : "frequency");
        return;
    }
    if (r->n == 0 && !r->failed && !r->csv->diagnostics->errors)
        ag_diagnose(r->csv->diagnostics, AG_ERROR, r->csv->file, 0, 0, "add a row for each allele",
                    "the table has no rows");
}

ag_status ag_frequencies_parse(const ag_file *file, ag_csv *csv, ag_loci *loci, ag_diagnostics *d, ag_error *err) {
    reader r = {.csv = csv, .loci = loci};
    if (!ag_csv_open(csv, file, d)) return AG_OK;
    ag_map_init(&r.seen);
    read_table(&r);
    const bool kept = keep_rows(&r);
    ag_map_deinit(&r.seen);
    free(r.item);
    return kept ? AG_OK : ag_fail(err, AG_ENVIRONMENT, "free some memory", "not enough memory for the frequencies");
}

void ag_frequencies_format(const ag_batch *batch, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    bool populations = false;
    for (uint32_t i = 0; i < batch->frequencies; i++) populations |= batch->frequency[i].population.n > 0;
    ag_csv_puts(&w, "locus");
    ag_csv_puts(&w, "allele");
    ag_csv_puts(&w, "frequency");
    if (populations) ag_csv_puts(&w, "population");
    ag_csv_end_row(&w);
    for (uint32_t i = 0; i < batch->frequencies; i++) {
        const ag_batch_frequency *f = &batch->frequency[i];
        ag_csv_put(&w, batch->locus[f->locus]);
        ag_csv_put(&w, f->allele);
        ag_csv_put_double(&w, f->frequency);
        if (populations) ag_csv_put(&w, f->population);
        ag_csv_end_row(&w);
    }
}
