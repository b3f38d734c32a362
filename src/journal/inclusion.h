/* Proof, in one text file, that an entry is among those which a checkpoint covers: a C2SP tlog-proof (version 1).
 *
 *     c2sp.org/tlog-proof@v1
 *     extra BASE64                 the entry's canonical bytes
 *     index SEQ
 *     BASE64                       a hash of the path, any number, from the leaf upwards
 *
 *     (the checkpoint, a signed note)
 *
 * Whoever has the file needs nothing else to check it but the site's public key.
 */
#ifndef AG_JOURNAL_INCLUSION_H
#define AG_JOURNAL_INCLUSION_H

#include "journal/note.h"

void ag_inclusion_format(ag_text entry, uint64_t seq, const ag_digest *path, int hashes, ag_text note, ag_buffer *out);

typedef struct ag_inclusion {
    uint64_t seq;
    ag_buffer entry;          /* owned: its canonical bytes */
    ag_checkpoint checkpoint; /* origin points into the file */
} ag_inclusion;

/* Reads and checks it. `open` (may be NULL): the site's public key, with which the checkpoint must be signed.
 * AG_BAD_INPUT: it is no such file. AG_REFUSED: the path does not lead from this entry to the checkpoint, or the
 * signature is another's. With AG_OK alone ag_inclusion_deinit is due. */
ag_status ag_inclusion_check(ag_text file, const uint8_t *open, ag_inclusion *out, ag_error *err);
void ag_inclusion_deinit(ag_inclusion *inclusion);

#endif
