/* Any bytes as a table of frequencies. A table without a fault is the same after writing and reading. */
#include <stdint.h>
#include <stdlib.h>

#include "formats/encoding.h"
#include "formats/frequency_file.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads bytes and writes what they mean; false when there is a fault. */
static bool rewrite(const void *bytes, size_t n, ag_buffer *out) {
    static ag_csv csv;
    ag_file file;
    ag_batch batch;
    ag_loci loci = {0};
    ag_diagnostics found;
    ag_batch_init(&batch);
    ag_diagnostics_init(&found);
    const bool read = ag_file_of_bytes("frequencies.csv", bytes, n, &file, NULL) == AG_OK &&
                      ag_file_decode(&file, &found, NULL) == AG_OK && ag_loci_init(&loci, &batch) &&
                      ag_frequencies_parse(&file, &csv, &loci, &found, NULL) == AG_OK;
    const bool good = read && !found.errors;
    if (good) ag_frequencies_format(&batch, out);
    ag_loci_deinit(&loci);
    ag_file_deinit(&file);
    ag_batch_deinit(&batch);
    ag_diagnostics_deinit(&found);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ag_buffer once = {0}, twice = {0};
    if (rewrite(data, size, &once)) {
        if (!rewrite(once.data, once.n, &twice)) abort();
        if (!ag_text_equal((ag_text){once.data, once.n}, (ag_text){twice.data, twice.n})) abort();
    }
    ag_buffer_deinit(&once);
    ag_buffer_deinit(&twice);
    return 0;
}
