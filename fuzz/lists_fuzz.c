/* Any bytes as a table of lists. What was accepted adds up: every row is of somebody, and no count is lost. */
#include <stdint.h>
#include <stdlib.h>

#include "formats/lists_file.h"
#include "people/lists.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const ag_lists_file *file) {
    ag_lists *lists = malloc(sizeof *lists);
    if (!lists || file->lists < 1 || file->lists > AG_MAX_LISTS) abort();
    ag_lists_init(file->lists, lists);
    for (size_t i = 0; i < file->n; i++) {
        const ag_lists_row row = file->row[i];
        if (!row.pattern || row.count < 1) abort();
        if (!(file->times ? ag_lists_add_times(lists, (int)row.pattern, row.count)
                          : ag_lists_add(lists, row.pattern, row.count)))
            abort();
    }
    if (lists->people != file->people) abort();
    ag_lists_faults(lists, 20);
    free(lists);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ag_lists_file out;
    ag_diagnostics d;
    ag_arena arena;
    ag_file file;
    ag_arena_init(&arena);
    ag_diagnostics_init(&d);
    if (ag_file_of_bytes("lists.csv", data, size, &file, NULL) != AG_OK) abort();
    if (ag_lists_file_read(&file, &arena, &out, &d, NULL) == AG_OK)
        check(&out);
    else if (!d.errors)
        abort();
    ag_file_deinit(&file);
    ag_diagnostics_deinit(&d);
    ag_arena_deinit(&arena);
    return 0;
}
