/* Any bytes as the code of a paper: refused with words, or an object in canonical form; none passes for signed by a key
 * that signed nothing. */
#include <stdint.h>
#include <stdlib.h>

#include "report/paper_code.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint8_t nobody[AG_PUBLIC_BYTES] = {1};
    const ag_text code = {(const char *)data, size};
    json_t *content;
    ag_error err = {0};
    const ag_status status = ag_code_open(code, AG_CODE_PAPER, NULL, &content, &err);
    if (status == AG_OK ? !json_is_object(content) : status != AG_BAD_INPUT || !err.what[0] || content) abort();
    json_decref(content);
    if (ag_code_open(code, AG_CODE_PAPER, nobody, &content, &err) == AG_OK) abort();
    return 0;
}
