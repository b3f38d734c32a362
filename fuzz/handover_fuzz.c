/* Any bytes as a list of a handover; the first byte, modulo 3, says which: a sender's list, a receiver's count of a
 * handover whose list is there, or a published list. A look at it says what is wrong and writes nothing. */
#include <stdint.h>
#include <string.h>

#include "casebook/import_handover.h"
#include "scratch_book.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char list[] = "number,seal,parts\nA-1,S-1,1\nA-2,S-2,2\nA-2,,1\n";
static char handover[160];

typedef ag_status import(ag_casebook *casebook, const ag_actor *actor, const ag_handover_import *options, ag_file *file,
                         ag_handover_counts *out, ag_diagnostics *d, ag_error *err);

static ag_status take(import *body, const void *bytes, size_t n, bool check, ag_diagnostics *found, ag_error *err) {
    ag_handover_counts counts;
    ag_file file;
    ag_handover_import options = {.check = check, .sender = "RU-rostov", .receiver = "odesa-3"};
    if (handover[0]) options.handover = handover;
    scratch_need(ag_file_of_bytes("list.csv", bytes, n, &file, err), err);
    const ag_status status = body(scratch.casebook, &scratch.actor, &options, &file, &counts, found, err);
    if (!check) memcpy(handover, counts.handover, sizeof handover);
    ag_file_deinit(&file);
    return status;
}

static void begin(void) {
    ag_diagnostics found;
    ag_receipt receipt;
    ag_error err;
    if (scratch.casebook) return;
    scratch_open();
    ag_diagnostics_init(&found);
    scratch_need(take(ag_import_sender_list, list, sizeof list - 1, false, &found, &err), &err);
    ag_diagnostics_deinit(&found);
    json_t *paper = json_pack("{s:s,s:s}", "signers", "two officers", "paper",
                              "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    const ag_request request = {.action = "handover.sign", .subject = ag_text_of(handover), .field = paper};
    scratch_need(ag_casebook_do(scratch.casebook, &scratch.actor, &request, &receipt, NULL, &err), &err);
    json_decref(paper);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static import *const body[] = {ag_import_sender_list, ag_import_receiver_count, ag_import_published_handovers};
    ag_diagnostics found;
    ag_error err = {0};
    begin();
    if (!size) return 0;
    const uint64_t before = scratch_entries();
    ag_diagnostics_init(&found);
    const ag_status status = take(body[data[0] % 3], data + 1, size - 1, true, &found, &err);
    if (status != AG_OK && status != AG_BAD_INPUT && status != AG_REFUSED) abort();
    if (status == AG_OK ? found.errors > 0 : !err.what[0]) abort();
    if (scratch_entries() != before) abort();
    ag_diagnostics_deinit(&found);
    return 0;
}
