/* Any bytes as a key file: what is read is written as a file that gives the same key, what is not read leaves none. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "journal/secret.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const ag_secret none;
    ag_secret once, twice;
    ag_buffer file = {0};
    ag_error err;
    memset(&once, 1, sizeof once);
    const ag_status status = ag_secret_parse((ag_text){(const char *)data, size}, &once, &err);
    if (status == AG_OK) {
        ag_secret_format(&once, &file);
        if (ag_secret_parse((ag_text){file.data, file.n}, &twice, &err) != AG_OK) abort();
        if (memcmp(&once, &twice, sizeof once) != 0) abort();
    } else if (status != AG_BAD_INPUT || !err.what[0] || !err.hint[0] || memcmp(&once, &none, sizeof none) != 0)
        abort();
    ag_buffer_deinit(&file);
    return 0;
}
