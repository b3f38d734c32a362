/* Any bytes as a GeneMapper export; the first byte chooses how a single allele and a sample without category are read.
 */
#include "round_trip.h"

#include "formats/genemapper.h"

#include "base/banned.h"

static ag_genemapper_options options;

static ag_status read(ag_text bytes, ag_text more, ag_batch *batch, ag_diagnostics *d) {
    (void)more;
    return ag_genemapper_parse(bytes, "input", &options, batch, d);
}

/* Wide: the tall form has no place for a marker that nobody shows. It says whose family a reference is to nobody, which
 * is no loss here, as the reader makes that up. */
static ag_status write(const ag_batch *batch, ag_buffer *bytes, ag_buffer *more, ag_diagnostics *d) {
    (void)more;
    return ag_genemapper_format(batch, "output", AG_GENEMAPPER_WIDE, bytes, d);
}

static void check_tall(ag_text bytes) {
    ag_batch batch, again;
    ag_buffer out = {0};
    ag_diagnostics d = {0};
    if (read_once(read, bytes, (ag_text){"", 0}, &batch)) {
        if (ag_genemapper_format(&batch, "output", AG_GENEMAPPER_TALL, &out, &d) != AG_OK)
            broken("what was read can be written");
        if (!d.n && !read_once(read, text_of(&out), (ag_text){"", 0}, &again)) broken("what was written is read");
        if (!d.n) ag_batch_deinit(&again);
    }
    ag_batch_deinit(&batch);
    ag_buffer_deinit(&out);
    ag_diagnostics_deinit(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size) return 0;
    options = (ag_genemapper_options){.role = (ag_role)(data[0] % 3), .homozygous = data[0] & 8};
    const ag_text bytes = {(const char *)data + 1, size - 1};
    check_round_trip(bytes, (ag_text){"", 0}, read, write, true);
    check_tall(bytes);
    return 0;
}
