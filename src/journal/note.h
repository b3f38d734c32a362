/* Checkpoints as signed notes (C2SP tlog-checkpoint): origin, size and root of the tree, and the site's signature.
 *
 *     antigone/odesa-3/4f1c…                        (ag_note_origin)
 *     1027
 *     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 *
 *     — odesa-3 (Base64 of key id and signature)
 *
 * The key id before the signature is the first 4 bytes of SHA-256(name ‖ "\n" ‖ 0x01 ‖ public key), as C2SP signed-note
 * has it.
 */
#ifndef AG_JOURNAL_NOTE_H
#define AG_JOURNAL_NOTE_H

#include "journal/secret.h"
#include "journal/tree.h"

typedef struct ag_checkpoint {
    ag_text origin; /* borrowed */
    uint64_t size;
    ag_digest root;
} ag_checkpoint;

/* Whether a site or a person can sign under this name: not empty, no white space or control character, no plus. */
bool ag_note_name_fits(ag_text name);
/* "antigone/SITE/GENESIS": the origin of a chain's checkpoints, appended. GENESIS: the leaf hash of entry 0, hex. */
void ag_note_origin(ag_text site, const ag_digest *genesis, ag_buffer *out);
/* The origin has no line end and is not empty, and the name fits; out->failed: memory. */
void ag_note_format(const ag_checkpoint *checkpoint, ag_text signer_name, const ag_signer *signer, ag_buffer *out);
/* Reads a note; checks the signature of `open` when it is not NULL. Further lines of text and signatures of others are
 * let stand. AG_BAD_INPUT: no note; AG_REFUSED: not signed by it. */
ag_status ag_note_parse(ag_text note, const uint8_t *open, ag_checkpoint *out, ag_error *err);

#endif
