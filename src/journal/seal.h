/* Sealed payloads: the personal part of an entry, under a key of its own.
 *
 * plain = salt (32 random bytes) ‖ canonical JSON; commitment = SHA-256(plain), which stands in the entry as "sealed";
 * box = nonce ‖ XChaCha20-Poly1305 of plain under a fresh key; SHA-256(box) stands in the entry as "box"; wrapped = the
 * fresh key, sealed the same way under a key of the casebook. Who loses `wrapped` loses the content and nothing else:
 * the salt keeps anyone from guessing it from the commitment, and the entry still proves that there was one.
 */
#ifndef AG_JOURNAL_SEAL_H
#define AG_JOURNAL_SEAL_H

#include "journal/secret.h"
#include "journal/tree.h"

enum { AG_WRAPPED_BYTES = 24 + AG_SECRET_BYTES + 16, AG_SEAL_SALT_BYTES = 32 };

typedef struct ag_sealed {
    ag_buffer box; /* owned */
    uint8_t wrapped[AG_WRAPPED_BYTES];
    ag_digest commitment, box_digest;
} ag_sealed;

/* `out` is overwritten; its buffer is reused when it was initialised before. */
ag_status ag_seal(const ag_secret *key, ag_text content, ag_sealed *out, ag_error *err);
/* Appends the content to `out`. AG_REFUSED: the key does not open it. AG_BAD_INPUT: it opens and is not what was
 * committed to, or the box was changed. commitment NULL: not asked, for what is not shown (an index). */
ag_status ag_unseal(const ag_secret *key, ag_text wrapped, ag_text box, const ag_digest *commitment, ag_buffer *out,
                    ag_error *err);
/* The same with the salt before the content: who has both can check them against the commitment. */
ag_status ag_unseal_salted(const ag_secret *key, ag_text wrapped, ag_text box, const ag_digest *commitment,
                           ag_buffer *out, ag_error *err);
/* Under another key, for a new passphrase or a recipient. */
ag_status ag_rewrap(const ag_secret *from, const ag_secret *to, ag_text wrapped, uint8_t out[AG_WRAPPED_BYTES],
                    ag_error *err);
/* For a named recipient: the payload key sealed to an Ed25519 public key (as X25519), and opened with its secret. */
ag_status ag_wrap_for(const ag_secret *from, ag_text wrapped, const uint8_t recipient[AG_PUBLIC_BYTES], ag_buffer *out,
                      ag_error *err);
ag_status ag_unwrap_as(const ag_signer *recipient, ag_text wrapped_for, const ag_secret *to,
                       uint8_t out[AG_WRAPPED_BYTES], ag_error *err);
void ag_sealed_deinit(ag_sealed *sealed);

#endif
