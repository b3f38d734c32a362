/* Any bytes as a line of a batch of requests: it is a request or refused in words, and trying it changes nothing. */
#include <stdint.h>

#include "cli/request.h"
#include "scratch_book.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_it(const scratch_book *book, const ag_draft *draft, ag_text when) {
    ag_refusals refusals;
    ag_error err = {0};
    const uint64_t before = scratch_entries();
    const ag_request request = {
        .action = draft->action->name, .subject = ag_text_of(draft->subject), .field = draft->field, .when = when};
    const ag_status status = ag_casebook_try(book->casebook, &book->actor, &request, &refusals, &err);
    if (status == AG_ENVIRONMENT || (status != AG_OK && !err.what[0])) abort();
    if (refusals.n && status != AG_REFUSED) abort();
    if (scratch_entries() != before) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const scratch_book *book = scratch_open();
    ag_draft draft = {0};
    ag_text when = {NULL, 0};
    ag_error err = {0};
    json_t *request = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
    const ag_status status = ag_draft_of_json(request, &draft, &when, &err);
    if (status == AG_OK)
        try_it(book, &draft, when);
    else if ((status != AG_BAD_INPUT && status != AG_USAGE) || !err.what[0])
        abort();
    ag_draft_deinit(&draft);
    json_decref(request);
    return 0;
}
