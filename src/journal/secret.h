/* Secrets: where the keys of a casebook and of its people come from, and what is done with them. All of it is
 * libsodium.
 *
 * A secret is 32 bytes, made from a passphrase (Argon2id over a salt that is no secret) or read from a key file. It is
 * never stored. From it come keys for one purpose each (ag_secret_derive), and a signing pair (Ed25519).
 * Secrets are wiped by ag_secret_wipe; a failed derivation leaves zeroes.
 */
#ifndef AG_JOURNAL_SECRET_H
#define AG_JOURNAL_SECRET_H

#include <stdbool.h>
#include <stdint.h>

#include "antigone/status.h"
#include "base/text.h"

enum { AG_SECRET_BYTES = 32, AG_SALT_BYTES = 16, AG_PUBLIC_BYTES = 32, AG_SIGNATURE_BYTES = 64 };

typedef struct ag_secret {
    uint8_t byte[AG_SECRET_BYTES];
} ag_secret;

typedef struct ag_signer {
    uint8_t secret[64], open[AG_PUBLIC_BYTES];
} ag_signer;

/* Once, before anything else here. AG_ENVIRONMENT: no randomness. */
ag_status ag_secrets_start(ag_error *err);
void ag_secret_random(void *bytes, size_t n);
/* Argon2id, the "moderate" costs of libsodium (3 passes over 256 MiB). */
ag_status ag_secret_of_passphrase(ag_text passphrase, const uint8_t salt[AG_SALT_BYTES], ag_secret *out, ag_error *err);
/* A key file is one line: "antigone-key-1 " and 64 hex digits. Its text into `out` / from its text.
 * AG_BAD_INPUT names what it is instead. */
void ag_secret_format(const ag_secret *secret, ag_buffer *out);
ag_status ag_secret_parse(ag_text file, ag_secret *out, ag_error *err);
/* A key for `purpose` ("site", "sources", "payloads"): BLAKE2b keyed with the secret over the purpose. */
void ag_secret_derive(const ag_secret *secret, const char *purpose, ag_secret *out);
void ag_secret_wipe(void *bytes, size_t n);

void ag_signer_of(const ag_secret *secret, ag_signer *out);
void ag_sign(const ag_signer *signer, ag_text message, uint8_t out[AG_SIGNATURE_BYTES]);
bool ag_signature_holds(const uint8_t open[AG_PUBLIC_BYTES], ag_text message,
                        const uint8_t signature[AG_SIGNATURE_BYTES]);

#endif
