/* Lineage markers as tables: see lineage_file.h. */
#include "formats/lineage_file.h"

#include <string.h>

#include "base/locus_key.h"

#include "base/banned.h"

enum { SHOWN = 60, SEVERAL = 0 };

static int shown(ag_text t) { return (int)(t.n < SHOWN ? t.n : SHOWN); }

static ag_status no_memory(const ag_csv *csv, ag_error *err) {
    return ag_fail(err, AG_ENVIRONMENT, "free some memory", "not enough memory to read %s", csv->file);
}

/* ---- Columns ------------------------------------------------------------------------------------------------- */

static bool require(const ag_csv *csv, int column, const char *name, const char *columns) {
    if (column >= 0) return true;
    ag_diagnose(csv->diagnostics, AG_ERROR, csv->file, csv->row, 0, columns, "the column \"%s\" is missing", name);
    return false;
}

static void note_unused(const ag_csv *csv, const int *used, int n) {
    for (int i = 0; i < (int)csv->columns; i++) {
        int k = 0;
        while (k < n && used[k] != i) k++;
        if (k == n)
            ag_csv_report(csv, AG_NOTE, i, NULL, "the column \"%.*s\" is not used", shown(csv->header[i]),
                          csv->header[i].n ? csv->header[i].at : "");
    }
}

static size_t capacity_of(const ag_csv *csv) {
    const size_t bound = ag_csv_rows_left(csv);
    return bound < AG_MAX_PERSONS ? bound : AG_MAX_PERSONS;
}

/* Whether the file ended where the reader stopped. */
static void check_end(ag_csv *csv, size_t n) {
    if (n == AG_MAX_PERSONS && ag_csv_next(csv))
        ag_csv_report(csv, AG_ERROR, -1, "leave out what is not needed", "the file has more than %u rows",
                      AG_MAX_PERSONS);
}

/* ---- Samples ------------------------------------------------------------------------------------------------- */

bool ag_samples_index(const ag_batch *batch, ag_map *out) {
    ag_map_init(out);
    for (uint32_t i = 0; i < batch->profiles; i++) {
        bool added;
        uint32_t *at = ag_map_add(out, batch->profile[i].sample, i + 1, &added);
        if (!at) return false;
        if (!added) *at = SEVERAL;
    }
    return true;
}

/* Whether the row's sample is one of the incident's and new in this file. */
static bool check_sample(const ag_csv *csv, int column, const ag_map *samples, ag_map *seen, bool *failed) {
    const ag_text id = csv->cell[column];
    const uint32_t *known = id.n ? ag_map_find(samples, id) : NULL;
    bool added;
    if (!known || *known == SEVERAL) {
        ag_csv_report(csv, AG_ERROR, column,
                      known ? "give the two samples different ids"
                            : "a sample of remains.csv, references.csv or elimination.csv",
                      known ? "the sample \"%.*s\" stands in two files" : "there is no sample \"%.*s\"", shown(id),
                      id.n ? id.at : "");
        return false;
    }
    const uint32_t *row = ag_map_add(seen, id, csv->row, &added);
    *failed = !row;
    if (!row || added) return added;
    ag_csv_report(csv, AG_ERROR, column, "every sample has one row", "the sample \"%.*s\" stands in row %u already",
                  shown(id), id.at, *row);
    return false;
}

/* ---- ystr.csv ------------------------------------------------------------------------------------------------ */

static bool check_y_locus(const ag_csv *csv, int sample, int column) {
    const ag_text name = csv->header[column];
    char key[AG_MAX_ID_BYTES];
    if (name.n > AG_MAX_ID_BYTES || !ag_locus_key(name, key, sizeof key)) {
        ag_csv_report(csv, AG_ERROR, column, "a name of at most 200 bytes, such as DYS391",
                      "a locus has no usable name");
        return false;
    }
    for (int i = 0; i < column; i++) {
        if (i == sample || !ag_locus_same(csv->header[i], name)) continue;
        ag_csv_report(csv, AG_ERROR, column, "one column for each locus, its copies as 11/14",
                      "\"%.*s\" is the same as column %d", shown(name), name.at, i + 1);
        return false;
    }
    return true;
}

static bool find_y_loci(const ag_csv *csv, int sample, ag_batch *batch) {
    bool good = true;
    if (csv->columns > AG_MAX_LOCI + 1) {
        ag_csv_report(csv, AG_ERROR, AG_MAX_LOCI + 1, "leave out what is not needed", "more than 256 loci");
        return false;
    }
    for (int i = 0; i < (int)csv->columns; i++) {
        if (i == sample) continue;
        good = check_y_locus(csv, sample, i) && good;
        batch->y_locus[batch->y_loci] = csv->header[i];
        batch->y_column[batch->y_loci++] = (uint32_t)i + 1;
    }
    return good;
}

ag_status ag_ystr_parse(ag_csv *csv, const ag_map *samples, ag_batch *batch, ag_error *err) {
    const int sample = ag_csv_column(csv, "sample");
    if (!require(csv, sample, "sample", "its columns are sample and then the loci")) return AG_OK;
    batch->y_locus = AG_NEW(&batch->arena, ag_text, csv->columns);
    batch->y_column = AG_NEW(&batch->arena, uint32_t, csv->columns);
    const size_t capacity = capacity_of(csv);
    batch->ystr = AG_NEW(&batch->arena, ag_batch_ystr, capacity);
    if (batch->arena.failed) return no_memory(csv, err);
    if (!find_y_loci(csv, sample, batch)) return AG_OK;
    bool failed = false;
    ag_map seen;
    ag_map_init(&seen);
    while (!failed && batch->ystrs < capacity && ag_csv_next(csv)) {
        if (!check_sample(csv, sample, samples, &seen, &failed)) continue;
        ag_text *cell = AG_NEW(&batch->arena, ag_text, batch->y_loci);
        failed |= !cell;
        for (uint32_t l = 0; cell && l < batch->y_loci; l++) cell[l] = csv->cell[batch->y_column[l] - 1];
        batch->ystr[batch->ystrs++] = (ag_batch_ystr){csv->cell[sample], cell, csv->row};
    }
    ag_map_deinit(&seen);
    if (failed) return no_memory(csv, err);
    check_end(csv, batch->ystrs);
    return AG_OK;
}

void ag_ystr_format(const ag_batch *batch, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    if (!batch->ystrs) return;
    ag_csv_puts(&w, "sample");
    for (uint32_t l = 0; l < batch->y_loci; l++) ag_csv_put(&w, batch->y_locus[l]);
    ag_csv_end_row(&w);
    for (uint32_t i = 0; i < batch->ystrs; i++) {
        ag_csv_put(&w, batch->ystr[i].sample);
        for (uint32_t l = 0; l < batch->y_loci; l++) ag_csv_put(&w, batch->ystr[i].cell[l]);
        ag_csv_end_row(&w);
    }
}

/* ---- mtdna.csv ----------------------------------------------------------------------------------------------- */

static bool check_ranges(const ag_csv *csv, int column) {
    if (csv->cell[column].n) return true;
    ag_csv_report(csv, AG_ERROR, column, "what was sequenced, such as 16024-16365 73-340", "the ranges are empty");
    return false;
}

ag_status ag_mtdna_parse(ag_csv *csv, const ag_map *samples, ag_batch *batch, ag_error *err) {
    const int used[] = {ag_csv_column(csv, "sample"), ag_csv_column(csv, "ranges"), ag_csv_column(csv, "variants")};
    const char *const columns = "its columns are sample,ranges,variants";
    if (!(require(csv, used[0], "sample", columns) & require(csv, used[1], "ranges", columns) &
          require(csv, used[2], "variants", columns)))
        return AG_OK;
    note_unused(csv, used, 3);
    const size_t capacity = capacity_of(csv);
    batch->mtdna = AG_NEW(&batch->arena, ag_batch_mtdna, capacity);
    if (!batch->mtdna) return no_memory(csv, err);
    for (int k = 0; k < 3; k++) batch->mtdna_column[k] = (uint32_t)used[k] + 1;
    bool failed = false;
    ag_map seen;
    ag_map_init(&seen);
    while (!failed && batch->mtdnas < capacity && ag_csv_next(csv))
        if (check_ranges(csv, used[1]) & check_sample(csv, used[0], samples, &seen, &failed))
            batch->mtdna[batch->mtdnas++] =
                (ag_batch_mtdna){csv->cell[used[0]], csv->cell[used[1]], csv->cell[used[2]], csv->row};
    ag_map_deinit(&seen);
    if (failed) return no_memory(csv, err);
    check_end(csv, batch->mtdnas);
    return AG_OK;
}

void ag_mtdna_format(const ag_batch *batch, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    if (!batch->mtdnas) return;
    ag_buffer_puts(out, "sample,ranges,variants\n");
    for (uint32_t i = 0; i < batch->mtdnas; i++) {
        ag_csv_put(&w, batch->mtdna[i].sample);
        ag_csv_put(&w, batch->mtdna[i].ranges);
        ag_csv_put(&w, batch->mtdna[i].variants);
        ag_csv_end_row(&w);
    }
}

/* ---- Tables of haplotypes ------------------------------------------------------------------------------------ */

static bool parse_count(const ag_csv *csv, int column, uint32_t *out) {
    int64_t n;
    const ag_text cell = csv->cell[column];
    if (ag_parse_int(cell, &n) && n > 0 && n <= INT32_MAX) {
        *out = (uint32_t)n;
        return true;
    }
    ag_csv_report(csv, AG_ERROR, column, "how many persons had this haplotype, at least 1",
                  "the count \"%.*s\" is no whole number above 0", shown(cell), cell.n ? cell.at : "");
    return false;
}

ag_status ag_haplotypes_parse(ag_csv *csv, ag_batch *batch, ag_haplotype_table *out, ag_error *err) {
    const int used[] = {ag_csv_column(csv, "haplotype"), ag_csv_column(csv, "count"), ag_csv_column(csv, "ranges")};
    const char *const columns = "its columns are haplotype,count";
    if (!(require(csv, used[0], "haplotype", columns) & require(csv, used[1], "count", columns))) return AG_OK;
    note_unused(csv, used, 3);
    const size_t capacity = capacity_of(csv);
    out->item = AG_NEW(&batch->arena, ag_batch_haplotype, capacity);
    if (!out->item) return no_memory(csv, err);
    out->column = (uint32_t)used[0] + 1;
    out->ranges_column = (uint32_t)(used[2] + 1);
    while (out->items < capacity && ag_csv_next(csv)) {
        const ag_text ranges = used[2] < 0 ? (ag_text){"", 0} : csv->cell[used[2]];
        ag_batch_haplotype *item = &out->item[out->items];
        *item = (ag_batch_haplotype){csv->cell[used[0]], ranges, 0, csv->row};
        if (parse_count(csv, used[1], &item->count)) out->items++;
    }
    check_end(csv, out->items);
    return AG_OK;
}

void ag_haplotypes_format(const ag_haplotype_table *table, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    bool ranges = false;
    if (!table->items) return;
    for (uint32_t i = 0; i < table->items; i++) ranges |= table->item[i].ranges.n > 0;
    ag_buffer_puts(out, ranges ? "haplotype,count,ranges\n" : "haplotype,count\n");
    for (uint32_t i = 0; i < table->items; i++) {
        ag_csv_put(&w, table->item[i].haplotype);
        ag_csv_put_int(&w, table->item[i].count);
        if (ranges) ag_csv_put(&w, table->item[i].ranges);
        ag_csv_end_row(&w);
    }
}
