/* Sealed payloads: see seal.h. */
#include "journal/seal.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/limits.h"

#include "base/banned.h"

enum {
    SALT = AG_SEAL_SALT_BYTES,
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    WRAPPED_FOR = AG_SECRET_BYTES + crypto_box_SEALBYTES
};
static_assert(AG_WRAPPED_BYTES == NONCE + AG_SECRET_BYTES + TAG, "a wrapped key is a nonce, a key and a tag");

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

/* n bytes → NONCE + n + TAG. */
static void encrypt(const ag_secret *key, const uint8_t nonce[NONCE], const void *plain, size_t n, uint8_t *out) {
    memcpy(out, nonce, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, plain, n, NULL, 0, NULL, out, key->byte);
}

/* Into n - NONCE - TAG bytes; false: not sealed under this key, or changed. */
static bool decrypt(const ag_secret *key, const void *sealed, size_t n, uint8_t *out) {
    const uint8_t *s = sealed;
    return n >= NONCE + TAG && crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, s + NONCE, n - NONCE, NULL,
                                                                          0, s, key->byte) == 0;
}

/* A buffer of n bytes to be overwritten. */
static bool make_room(ag_buffer *b, size_t n) {
    ag_buffer_clear(b);
    ag_buffer_printf(b, "%*s", (int)n, "");
    return !b->failed;
}

static void wipe_buffer(ag_buffer *b) {
    if (b->data) ag_secret_wipe(b->data, b->capacity);
    ag_buffer_deinit(b);
}

ag_status ag_seal(const ag_secret *key, ag_text content, ag_sealed *out, ag_error *err) {
    ag_buffer plain = {0};
    struct {
        uint8_t salt[SALT], nonce[2][NONCE];
        ag_secret key;
    } fresh;
    if (content.n > AG_MAX_SEALED_BYTES)
        return ag_fail(err, AG_BAD_INPUT, NULL, "what should be sealed is longer than %d bytes", AG_MAX_SEALED_BYTES);
    if (!make_room(&plain, SALT + content.n) || !make_room(&out->box, NONCE + SALT + content.n + TAG)) {
        ag_buffer_deinit(&plain);
        return no_memory(err);
    }
    ag_secret_random(&fresh, sizeof fresh);
    memcpy(plain.data, fresh.salt, SALT);
    if (content.n) memcpy(plain.data + SALT, content.at, content.n);
    encrypt(&fresh.key, fresh.nonce[0], plain.data, plain.n, (uint8_t *)out->box.data);
    encrypt(key, fresh.nonce[1], fresh.key.byte, sizeof fresh.key.byte, out->wrapped);
    out->commitment = ag_sha256(plain.data, plain.n);
    out->box_digest = ag_sha256(out->box.data, out->box.n);
    ag_secret_wipe(&fresh, sizeof fresh);
    wipe_buffer(&plain);
    return AG_OK;
}

static void wrap(const ag_secret *key, const ag_secret *fresh, uint8_t out[AG_WRAPPED_BYTES]) {
    uint8_t nonce[NONCE];
    ag_secret_random(nonce, sizeof nonce);
    encrypt(key, nonce, fresh->byte, sizeof fresh->byte, out);
}

static ag_status unwrap(const ag_secret *key, ag_text wrapped, ag_secret *out, ag_error *err) {
    if (!wrapped.n) return ag_fail(err, AG_REFUSED, NULL, "the key of this content was erased");
    if (wrapped.n == AG_WRAPPED_BYTES && decrypt(key, wrapped.at, wrapped.n, out->byte)) return AG_OK;
    ag_secret_wipe(out, sizeof *out);
    return ag_fail(err, AG_REFUSED, "use the passphrase or the key file it was sealed under",
                   "this key does not open the sealed content");
}

static ag_status open_box(const ag_secret *fresh, ag_text box, const ag_digest *commitment, ag_buffer *plain,
                          ag_error *err) {
    if (box.n < NONCE + SALT + TAG || box.n > NONCE + SALT + AG_MAX_SEALED_BYTES + TAG)
        return ag_fail(err, AG_BAD_INPUT, "take it from a backup", "a sealed content is of a length that none has");
    if (!make_room(plain, box.n - NONCE - TAG)) return no_memory(err);
    if (!decrypt(fresh, box.at, box.n, (uint8_t *)plain->data))
        return ag_fail(err, AG_BAD_INPUT, "take it from a backup", "a sealed content was changed");
    if (!commitment) return AG_OK;
    const ag_digest found = ag_sha256(plain->data, plain->n);
    return ag_digest_equal(&found, commitment)
               ? AG_OK
               : ag_fail(err, AG_BAD_INPUT, NULL, "a sealed content is not the one that its entry committed to");
}

/* Appends what follows the first `skip` bytes of salt and content. */
static ag_status unseal(const ag_secret *key, ag_text wrapped, ag_text box, const ag_digest *commitment, size_t skip,
                        ag_buffer *out, ag_error *err) {
    ag_secret fresh;
    ag_buffer plain = {0};
    ag_status status = unwrap(key, wrapped, &fresh, err);
    if (status != AG_OK) return status;
    status = open_box(&fresh, box, commitment, &plain, err);
    if (status == AG_OK) {
        ag_buffer_add(out, plain.data + skip, plain.n - skip);
        if (out->failed) status = no_memory(err);
    }
    ag_secret_wipe(&fresh, sizeof fresh);
    wipe_buffer(&plain);
    return status;
}

ag_status ag_unseal(const ag_secret *key, ag_text wrapped, ag_text box, const ag_digest *commitment, ag_buffer *out,
                    ag_error *err) {
    return unseal(key, wrapped, box, commitment, SALT, out, err);
}

ag_status ag_unseal_salted(const ag_secret *key, ag_text wrapped, ag_text box, const ag_digest *commitment,
                           ag_buffer *out, ag_error *err) {
    return unseal(key, wrapped, box, commitment, 0, out, err);
}

ag_status ag_rewrap(const ag_secret *from, const ag_secret *to, ag_text wrapped, uint8_t out[AG_WRAPPED_BYTES],
                    ag_error *err) {
    ag_secret fresh;
    const ag_status status = unwrap(from, wrapped, &fresh, err);
    if (status != AG_OK) return status;
    wrap(to, &fresh, out);
    ag_secret_wipe(&fresh, sizeof fresh);
    return AG_OK;
}

ag_status ag_wrap_for(const ag_secret *from, ag_text wrapped, const uint8_t recipient[AG_PUBLIC_BYTES], ag_buffer *out,
                      ag_error *err) {
    ag_secret fresh;
    uint8_t curve[crypto_box_PUBLICKEYBYTES], sealed[WRAPPED_FOR];
    if (crypto_sign_ed25519_pk_to_curve25519(curve, recipient) != 0)
        return ag_fail(err, AG_BAD_INPUT, "ask the recipient for it again", "the recipient's public key is none");
    const ag_status status = unwrap(from, wrapped, &fresh, err);
    if (status != AG_OK) return status;
    const int failed = crypto_box_seal(sealed, fresh.byte, sizeof fresh.byte, curve);
    ag_secret_wipe(&fresh, sizeof fresh);
    if (failed)
        return ag_fail(err, AG_BAD_INPUT, "ask the recipient for it again", "the recipient's public key is none");
    ag_buffer_add(out, (const char *)sealed, sizeof sealed);
    return out->failed ? no_memory(err) : AG_OK;
}

ag_status ag_unwrap_as(const ag_signer *recipient, ag_text wrapped_for, const ag_secret *to,
                       uint8_t out[AG_WRAPPED_BYTES], ag_error *err) {
    ag_secret fresh;
    uint8_t open[crypto_box_PUBLICKEYBYTES], secret[crypto_box_SECRETKEYBYTES];
    bool held = wrapped_for.n == WRAPPED_FOR && crypto_sign_ed25519_pk_to_curve25519(open, recipient->open) == 0 &&
                crypto_sign_ed25519_sk_to_curve25519(secret, recipient->secret) == 0;
    held = held &&
           crypto_box_seal_open(fresh.byte, (const unsigned char *)wrapped_for.at, wrapped_for.n, open, secret) == 0;
    if (held) wrap(to, &fresh, out);
    ag_secret_wipe(&fresh, sizeof fresh);
    ag_secret_wipe(secret, sizeof secret);
    return held ? AG_OK : ag_fail(err, AG_REFUSED, NULL, "this content was not sealed for you");
}

void ag_sealed_deinit(ag_sealed *sealed) { ag_buffer_deinit(&sealed->box); }
