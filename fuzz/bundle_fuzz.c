/* Any bytes as a bundle: what is read to its end is written as the same bytes, and verification ends with an answer. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "journal/bundle.h"

#include "base/banned.h"

static char path[] = "/tmp/antigone-bundle-XXXXXX";

static void remove_file(void) { unlink(path); }

/* A bundle is read from a file. */
static void keep(const uint8_t *data, size_t size) {
    static int file = -1;
    if (file < 0) {
        file = mkstemp(path);
        if (file < 0) abort();
        atexit(remove_file);
    }
    if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != (ssize_t)size) abort();
}

/* False: no bundle. *again: what it is written as, empty where its entries do not follow each other. */
static bool copy(ag_bundle_reader *reader, ag_bundle_writer *w, uint64_t next, bool *written) {
    ag_bundle_item item;
    ag_status status;
    bool follows = true;
    *written = false;
    while ((status = ag_bundle_next(reader, &item, NULL)) == AG_OK && item.kind != AG_BUNDLE_END) {
        if (item.kind == AG_BUNDLE_ENTRY) follows = follows && item.seq == next++;
        if (!follows) continue; /* it cannot be written, and is read on */
        if (item.kind == AG_BUNDLE_ENTRY) ag_bundle_put_entry(w, item.seq, item.bytes);
        if (item.kind == AG_BUNDLE_BOX) ag_bundle_put_box(w, item.seq, item.bytes);
        if (item.kind == AG_BUNDLE_KEY) ag_bundle_put_key(w, item.seq, item.recipient, item.bytes);
        if (item.kind == AG_BUNDLE_FILE) ag_bundle_put_file(w, &item.file);
        if (item.kind == AG_BUNDLE_PART_OF) ag_bundle_put_part(w, &item.file.content, item.bytes);
        if (item.kind == AG_BUNDLE_FILE_KEY) ag_bundle_put_file_key(w, &item.file.content, item.recipient, item.bytes);
        if (item.kind == AG_BUNDLE_CHECKPOINT) ag_bundle_finish(w, item.bytes);
        if (item.kind == AG_BUNDLE_CHECKPOINT) *written = true;
    }
    if (!*written) ag_bundle_finish(w, (ag_text){NULL, 0});
    return status == AG_OK;
}

static void check_copy(ag_text bytes) {
    ag_bundle_head head;
    ag_bundle_reader *reader;
    ag_buffer again = {0};
    bool written;
    if (ag_bundle_open(path, &head, &reader, NULL) != AG_OK) return;
    ag_bundle_writer *w = ag_bundle_writer_new(&head, &again);
    if (!w) abort();
    if (copy(reader, w, head.before.size, &written) && written && !ag_text_equal(bytes, (ag_text){again.data, again.n}))
        abort();
    ag_bundle_close(reader);
    ag_buffer_deinit(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ag_diagnostics found = {0};
    ag_digest root;
    uint64_t entries;
    ag_error err;
    keep(data, size);
    check_copy((ag_text){(const char *)data, size});
    const ag_status status = ag_bundle_verify(path, 1, (ag_text){NULL, 0}, &found, &entries, &root, &err);
    if (status != AG_OK && status != AG_BAD_INPUT && status != AG_FINDINGS) abort();
    if ((status == AG_FINDINGS) != (found.errors > 0)) abort();
    ag_diagnostics_deinit(&found);
    return 0;
}
