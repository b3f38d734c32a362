/* Base64 by libsodium, which refuses missing padding and loose bits, but reads some bytes beyond ASCII as if they were
 * letters (1.0.18): see base64.h. */
#include "journal/base64.h"

#include <sodium.h>

#include "base/banned.h"

enum { STEP = 48 }; /* a multiple of three, so that pieces join */

static void encode(const uint8_t *bytes, size_t n, int variant, ag_buffer *out) {
    char text[sodium_base64_ENCODED_LEN(STEP, sodium_base64_VARIANT_ORIGINAL)];
    for (size_t i = 0; i < n; i += STEP)
        ag_buffer_puts(out, sodium_bin2base64(text, sizeof text, bytes + i, n - i < STEP ? n - i : STEP, variant));
}

void ag_base64_write(const void *bytes, size_t n, ag_buffer *out) {
    encode(bytes, n, sodium_base64_VARIANT_ORIGINAL, out);
}

void ag_base64url_write(const void *bytes, size_t n, ag_buffer *out) {
    encode(bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING, out);
}

/* Into at most `room` bytes. */
static bool decode(ag_text t, int variant, uint8_t *out, size_t room, size_t *n) {
    for (size_t i = 0; i < t.n; i++)
        if ((unsigned char)t.at[i] >= 0x80) return false;
    return sodium_base642bin(out, room, t.at, t.n, NULL, n, NULL, variant) == 0;
}

bool ag_base64_parse(ag_text t, uint8_t *out, size_t n) {
    size_t length;
    return decode(t, sodium_base64_VARIANT_ORIGINAL, out, n, &length) && length == n;
}

static bool read_all(ag_text t, int variant, ag_buffer *out) {
    uint8_t bytes[STEP];
    const size_t text = STEP / 3 * 4;
    ag_buffer_clear(out);
    for (size_t i = 0, n = 0; i < t.n; i += text) {
        const size_t part = t.n - i < text ? t.n - i : text;
        if (!decode((ag_text){t.at + i, part}, variant, bytes, sizeof bytes, &n) || (n < STEP && i + part < t.n))
            return false;
        ag_buffer_add(out, (const char *)bytes, n);
    }
    return !out->failed;
}

bool ag_base64_read(ag_text t, ag_buffer *out) { return read_all(t, sodium_base64_VARIANT_ORIGINAL, out); }

bool ag_base64url_read(ag_text t, ag_buffer *out) { return read_all(t, sodium_base64_VARIANT_URLSAFE_NO_PADDING, out); }
