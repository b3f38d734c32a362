/* Digests by libsodium: see digest.h. */
#include "incident/digest.h"

#include <sodium.h>
#include <string.h>

#include "base/banned.h"

void ag_digest_of(const void *bytes, size_t n, char out[AG_DIGEST_TEXT]) {
    static const unsigned char nothing[1] = {0};
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, n ? bytes : nothing, n);
    sodium_bin2hex(out, AG_DIGEST_TEXT, hash, sizeof hash);
}

void ag_digest_list(const char (*digest)[AG_DIGEST_TEXT], const char *const *name, size_t n, char out[AG_DIGEST_TEXT]) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < n; i++) {
        const char *piece[] = {digest[i], "  ", name[i], "\n"};
        for (size_t k = 0; digest[i][0] && k < sizeof piece / sizeof *piece; k++)
            crypto_hash_sha256_update(&state, (const unsigned char *)piece[k], strlen(piece[k]));
    }
    crypto_hash_sha256_final(&state, hash);
    sodium_bin2hex(out, AG_DIGEST_TEXT, hash, sizeof hash);
}
