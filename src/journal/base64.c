/* Base64 by libsodium, which refuses missing padding and loose bits, but reads some bytes beyond ASCII as if they were
 * letters (1.0.18): see base64.h. */
#include "journal/base64.h"

#include <sodium.h>

#include "base/banned.h"

enum { STEP = 48 }; /* a multiple of three, so that pieces join */

void ag_base64_write(const void *bytes, size_t n, ag_buffer *out) {
    const uint8_t *b = bytes;
    char text[sodium_base64_ENCODED_LEN(STEP, sodium_base64_VARIANT_ORIGINAL)];
    for (size_t i = 0; i < n; i += STEP)
        ag_buffer_puts(out, sodium_bin2base64(text, sizeof text, b + i, n - i < STEP ? n - i : STEP,
                                              sodium_base64_VARIANT_ORIGINAL));
}

/* Into at most `room` bytes. */
static bool decode(ag_text t, uint8_t *out, size_t room, size_t *n) {
    for (size_t i = 0; i < t.n; i++)
        if ((unsigned char)t.at[i] >= 0x80) return false;
    return sodium_base642bin(out, room, t.at, t.n, NULL, n, NULL, sodium_base64_VARIANT_ORIGINAL) == 0;
}

bool ag_base64_parse(ag_text t, uint8_t *out, size_t n) {
    size_t length;
    return decode(t, out, n, &length) && length == n;
}

bool ag_base64_read(ag_text t, ag_buffer *out) {
    uint8_t bytes[STEP];
    const size_t text = STEP / 3 * 4;
    ag_buffer_clear(out);
    for (size_t i = 0, n = 0; i < t.n; i += text) {
        const size_t part = t.n - i < text ? t.n - i : text;
        if (!decode((ag_text){t.at + i, part}, bytes, sizeof bytes, &n) || (n < STEP && i + part < t.n)) return false;
        ag_buffer_add(out, (const char *)bytes, n);
    }
    return !out->failed;
}
