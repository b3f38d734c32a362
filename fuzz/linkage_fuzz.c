/* Any bytes as a LINKAGE .ped file, behind a line "%%" as its .map. The writer puts families together, so the order of
 * persons may change once. */
#include "round_trip.h"

#include "formats/linkage.h"

#include "base/banned.h"

static ag_status read(ag_text bytes, ag_text more, ag_batch *batch, ag_diagnostics *d) {
    return ag_linkage_parse(bytes, more, "input", batch, d);
}

static ag_status write(const ag_batch *batch, ag_buffer *bytes, ag_buffer *more, ag_diagnostics *d) {
    return ag_linkage_format(batch, "output", bytes, more, d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t cut = 0;
    while (cut + 3 <= size && memcmp(data + cut, "%%\n", 3) != 0) cut++;
    if (cut + 3 > size) cut = size;
    const size_t rest = cut == size ? size : cut + 3;
    check_round_trip((ag_text){(const char *)data, cut}, (ag_text){(const char *)data + rest, size - rest}, read, write,
                     false);
    return 0;
}
