/* Any bytes as an entry: what is read is written as the same bytes, a glance sees what reading sees, and signatures are
 * checked without harm. */
#include <stdint.h>
#include <stdlib.h>

#include "journal/entry.h"

#include "base/banned.h"

static void check(ag_text bytes, const ag_entry *entry) {
    ag_buffer again = {0};
    ag_entry_glance glance;
    if (ag_entry_format(entry, &again, NULL) != AG_OK) abort();
    if (!ag_text_equal(bytes, (ag_text){again.data, again.n})) abort();
    if (ag_entry_glance_at(bytes, &glance, NULL) != AG_OK) abort();
    if (glance.seq != entry->seq || !ag_digest_equal(&glance.prev, &entry->prev) ||
        glance.boxed != (entry->box.n > 0) || glance.has_signatures != (entry->sig != NULL) ||
        !ag_text_equal(glance.at, entry->at))
        abort();
    ag_entry_check_signatures(entry, NULL);
    ag_buffer_deinit(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const ag_text bytes = {(const char *)data, size};
    ag_entry entry;
    ag_error err;
    const ag_status status = ag_entry_parse(bytes, &entry, &err);
    if (status == AG_OK)
        check(bytes, &entry);
    else if (status != AG_BAD_INPUT || !err.what[0])
        abort();
    ag_entry_deinit(&entry);
    return 0;
}
