/* Verification of a chain, entry by entry, without a database: what `antigone verify` does to a casebook and a bundle.
 *
 * Each entry in order: canonical form, seq, prev, time not before the entry before (unless a casebook.clock entry
 * stands between), signatures, and the digest of its sealed box where the box is at hand. Every fault is a finding that
 * names the entry by its seq (row = seq). Independent of projection and of keys. Entries are checked in blocks by
 * several threads; findings come in order of seq.
 */
#ifndef AG_JOURNAL_VERIFY_H
#define AG_JOURNAL_VERIFY_H

#include "base/diagnostics.h"
#include "journal/entry.h"
#include "journal/note.h"

typedef struct ag_verifier ag_verifier;

ag_verifier *ag_verifier_new(const char *name, int threads, ag_diagnostics *findings);
/* The next entry's bytes and its sealed box ({NULL, 0}: not at hand); copied. */
ag_status ag_verifier_push(ag_verifier *v, ag_text bytes, ag_text box, ag_error *err);
/* A checkpoint that must agree: size within what was pushed, root equal; from inside the file, or from outside (its
 * signature is checked when `open` is given). May be called before or after the entries. */
ag_status ag_verifier_expect(ag_verifier *v, ag_text note, const uint8_t *open, const char *whose, ag_error *err);
/* Checks what is left. *size and *root are of what was pushed. AG_FINDINGS when anything is wrong. */
ag_status ag_verifier_finish(ag_verifier *v, uint64_t *size, ag_digest *root, ag_error *err);
void ag_verifier_free(ag_verifier *v);

#endif
