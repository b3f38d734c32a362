/* Any bytes as incident.json. Parameters without a fault are the same after writing and reading. */
#include <stdint.h>
#include <stdlib.h>

#include "formats/settings.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads bytes and writes what they mean; false when there is a fault. */
static bool rewrite(const void *bytes, size_t n, ag_buffer *out) {
    ag_file file;
    ag_batch batch;
    ag_diagnostics found;
    ag_batch_init(&batch);
    ag_diagnostics_init(&found);
    const bool read = ag_file_of_bytes("incident.json", bytes, n, &file, NULL) == AG_OK &&
                      ag_settings_parse(&file, &batch, &found, NULL) == AG_OK;
    const bool good = read && !found.errors;
    if (good) ag_settings_format(&batch.settings, out);
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
