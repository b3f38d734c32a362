/* Any bytes as a table. What was read and is written again reads back cell by cell. */
#include <stdint.h>
#include <stdlib.h>

#include "formats/csv.h"
#include "formats/encoding.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct table {
    ag_file file;
    ag_csv csv;
    ag_diagnostics found;
    bool open;
} table;

static void open_table(table *t, const void *bytes, size_t n) {
    ag_diagnostics_init(&t->found);
    t->open = ag_file_of_bytes("table", bytes, n, &t->file, NULL) == AG_OK &&
              ag_file_decode(&t->file, &t->found, NULL) == AG_OK && ag_csv_open(&t->csv, &t->file, &t->found);
}

static void close_table(table *t) {
    ag_file_deinit(&t->file);
    ag_diagnostics_deinit(&t->found);
}

/* The header, then each row, as they stand in the table. */
static size_t copy_rows(table *t, ag_buffer *out) {
    ag_csv_writer w = {.out = out};
    const size_t bound = ag_csv_rows_left(&t->csv);
    size_t rows = 0;
    for (uint32_t i = 0; i < t->csv.columns; i++) ag_csv_put(&w, t->csv.header[i]);
    ag_csv_end_row(&w);
    while (ag_csv_next(&t->csv)) {
        for (uint32_t i = 0; i < t->csv.columns; i++) ag_csv_put(&w, t->csv.cell[i]);
        ag_csv_end_row(&w);
        rows++;
    }
    if (rows > bound) abort();
    return rows;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static table first, second;
    ag_buffer once = {0}, twice = {0};
    open_table(&first, data, size);
    if (first.open) {
        const size_t rows = copy_rows(&first, &once);
        open_table(&second, once.data, once.n);
        /* A header of empty cells is skipped like any row of them, so the next row is the header then. */
        bool named = false;
        for (uint32_t i = 0; i < first.csv.columns; i++) named |= first.csv.header[i].n > 0;
        if (named && (!second.open || second.csv.columns != first.csv.columns || copy_rows(&second, &twice) != rows))
            abort();
        if (named && !ag_text_equal((ag_text){once.data, once.n}, (ag_text){twice.data, twice.n})) abort();
        close_table(&second);
    }
    close_table(&first);
    ag_buffer_deinit(&once);
    ag_buffer_deinit(&twice);
    return 0;
}
