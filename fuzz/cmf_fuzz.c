/* Any bytes as a CODIS CMF file. */
#include "round_trip.h"

#include "formats/cmf.h"

#include "base/banned.h"

static ag_status read(ag_text bytes, ag_text more, ag_batch *batch, ag_diagnostics *d) {
    (void)more;
    return ag_cmf_parse(bytes, "input", batch, d);
}

static ag_status write(const ag_batch *batch, ag_buffer *bytes, ag_buffer *more, ag_diagnostics *d) {
    (void)more;
    return ag_cmf_format(batch, "output", &(ag_cmf_header){0}, bytes, d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check_round_trip((ag_text){(const char *)data, size}, (ag_text){"", 0}, read, write, true);
    return 0;
}
