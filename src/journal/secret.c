/* Secrets and signatures: see secret.h. */
#include "journal/secret.h"

#include <sodium.h>
#include <string.h>

#include "base/banned.h"

static const char key_file[] = "antigone-key-1 ";

ag_status ag_secrets_start(ag_error *err) {
    return sodium_init() >= 0 ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "the system gives no random numbers");
}

void ag_secret_random(void *bytes, size_t n) { randombytes_buf(bytes, n); }

void ag_secret_wipe(void *bytes, size_t n) { sodium_memzero(bytes, n); }

ag_status ag_secret_of_passphrase(ag_text passphrase, const uint8_t salt[AG_SALT_BYTES], ag_secret *out,
                                  ag_error *err) {
    const int failed =
        crypto_pwhash(out->byte, sizeof out->byte, passphrase.n ? passphrase.at : "", passphrase.n, salt,
                      crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13);
    if (!failed) return AG_OK;
    ag_secret_wipe(out, sizeof *out);
    return ag_fail(err, AG_ENVIRONMENT, "free 256 MiB of memory, or use a key file", "out of memory for a passphrase");
}

void ag_secret_format(const ag_secret *secret, ag_buffer *out) {
    char hex[2 * AG_SECRET_BYTES + 1];
    ag_buffer_puts(out, key_file);
    ag_buffer_puts(out, sodium_bin2hex(hex, sizeof hex, secret->byte, sizeof secret->byte));
    ag_buffer_putc(out, '\n');
    ag_secret_wipe(hex, sizeof hex);
}

ag_status ag_secret_parse(ag_text file, ag_secret *out, ag_error *err) {
    static const char hint[] = "a key file is one line: antigone-key-1 and 64 hex digits";
    size_t n = 0;
    memset(out, 0, sizeof *out);
    ag_text line = ag_text_trim(file);
    if (!line.n) return ag_fail(err, AG_BAD_INPUT, hint, "the key file is empty");
    if (!ag_text_starts(line, ag_text_of(key_file)))
        return ag_fail(err, AG_BAD_INPUT, hint, "this is no key file: it begins with something else");
    line.at += sizeof key_file - 1;
    line.n -= sizeof key_file - 1;
    const int failed = sodium_hex2bin(out->byte, sizeof out->byte, line.at, line.n, NULL, &n, NULL);
    if (!failed && n == sizeof out->byte) return AG_OK;
    ag_secret_wipe(out, sizeof *out);
    return ag_fail(err, AG_BAD_INPUT, hint,
                   "the key of the key file is damaged: %zu characters, not all of them hex digits, "
                   "or not 64",
                   line.n);
}

void ag_secret_derive(const ag_secret *secret, const char *purpose, ag_secret *out) {
    crypto_generichash(out->byte, sizeof out->byte, (const unsigned char *)purpose, strlen(purpose), secret->byte,
                       sizeof secret->byte);
}

void ag_signer_of(const ag_secret *secret, ag_signer *out) {
    crypto_sign_seed_keypair(out->open, out->secret, secret->byte);
}

void ag_sign(const ag_signer *signer, ag_text message, uint8_t out[AG_SIGNATURE_BYTES]) {
    crypto_sign_detached(out, NULL, (const unsigned char *)message.at, message.n, signer->secret);
}

bool ag_signature_holds(const uint8_t open[AG_PUBLIC_BYTES], ag_text message,
                        const uint8_t signature[AG_SIGNATURE_BYTES]) {
    return crypto_sign_verify_detached(signature, (const unsigned char *)message.at, message.n, open) == 0;
}
