/* Any bytes as a checkpoint: what is read begins with the text that is written of it, unless there are further lines.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "journal/note.h"

#include "base/banned.h"

static void check(ag_text note, const ag_checkpoint *checkpoint, const ag_signer *signer) {
    static const char sign_line[] = "\n\xe2\x80\x94 site ";
    ag_buffer again = {0};
    ag_checkpoint same;
    ag_note_format(checkpoint, AG_TEXT("site"), signer, &again);
    if (again.failed) abort();
    const size_t body = again.n - (sizeof sign_line - 1) - 93; /* and the Base64 of 68 bytes, and the line's end */
    if (memcmp(again.data + body, sign_line, sizeof sign_line - 1) != 0) abort();
    if (!ag_text_starts(note, (ag_text){again.data, body})) abort();
    if (ag_note_parse((ag_text){again.data, again.n}, signer->open, &same, NULL) != AG_OK) abort();
    if (same.size != checkpoint->size || !ag_digest_equal(&same.root, &checkpoint->root) ||
        !ag_text_equal(same.origin, checkpoint->origin))
        abort();
    ag_buffer_deinit(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const ag_text note = {(const char *)data, size};
    const ag_secret seed = {{7}};
    ag_checkpoint checkpoint;
    ag_signer signer;
    ag_error err;
    ag_signer_of(&seed, &signer);
    ag_status status = ag_note_parse(note, NULL, &checkpoint, &err);
    if (status == AG_OK)
        check(note, &checkpoint, &signer);
    else if (status != AG_BAD_INPUT || !err.what[0])
        abort();
    status = ag_note_parse(note, signer.open, &checkpoint, &err);
    if (status != AG_OK && status != AG_BAD_INPUT && status != AG_REFUSED) abort();
    return 0;
}
