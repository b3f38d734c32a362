/* Verification of a chain, entry by entry, without a database: what `antigone verify` does to a casebook and a bundle.
 *
 * Each entry in order: canonical form, seq, prev, time not before the entry before (unless one of the two is
 * casebook.clock), signatures, and the digest of its sealed box where the box is at hand. Every fault is a finding that
 * names the entry by its seq (row = seq, and in words, since a row of 0 is none). A broken link is told of the entry
 * that the other one follows; what follows from a fault is not told again. Independent of projection and of keys.
 * Entries are checked in blocks by several threads; findings come in order of the entries, then those of the
 * checkpoints.
 */
#ifndef AG_JOURNAL_VERIFY_H
#define AG_JOURNAL_VERIFY_H

#include "base/diagnostics.h"
#include "journal/entry.h"
#include "journal/note.h"

typedef struct ag_verifier ag_verifier;

/* Of what is called `name` in findings. NULL: out of memory. `findings` must outlive it. */
ag_verifier *ag_verifier_new(const char *name, int threads, ag_diagnostics *findings);
/* Before the first push: the entries begin after those of `before`, the last of which has the leaf hash `prev`. */
void ag_verifier_start_after(ag_verifier *v, const ag_tree *before, const ag_digest *prev);
/* The next entry's bytes and its sealed box ({NULL, 0}: not at hand); copied. */
ag_status ag_verifier_push(ag_verifier *v, ag_text bytes, ag_text box, ag_error *err);
/* A checkpoint that must agree: size within what was pushed, root equal; from inside the file, or from outside (its
 * signature is checked when `open` is given). May be called before or after the entries. A note that is none, or not
 * signed by `open`, is a finding too. */
ag_status ag_verifier_expect(ag_verifier *v, ag_text note, const uint8_t *open, const char *whose, ag_error *err);
/* Once. Checks what is left. *size and *root are of what was pushed. AG_FINDINGS when anything is wrong. */
ag_status ag_verifier_finish(ag_verifier *v, uint64_t *size, ag_digest *root, ag_error *err);
void ag_verifier_free(ag_verifier *v);

#endif
