/* Any bytes as canonical JSON: what is read is written as the same bytes, and what is refused is refused in words. */
#include <stdint.h>
#include <stdlib.h>

#include "journal/canonical.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const ag_text bytes = {(const char *)data, size};
    json_t *value;
    ag_buffer again = {0};
    ag_error err;
    const ag_status status = ag_canonical_parse(bytes, &value, &err);
    if (status != AG_OK) {
        if (status != AG_BAD_INPUT || !err.what[0] || err.column < 0 || err.column > (long)size + 1) abort();
        return 0;
    }
    if (ag_canonical_write(value, &again, NULL) != AG_OK) abort();
    if (!ag_text_equal(bytes, (ag_text){again.data, again.n})) abort();
    ag_buffer_deinit(&again);
    json_decref(value);
    return 0;
}
