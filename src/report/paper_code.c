/* Codes on papers: see paper_code.h. */
#include "report/paper_code.h"

#include <qrencode.h>
#include <string.h>

#include "journal/base64.h"
#include "journal/canonical.h"

#include "base/banned.h"

enum { KEY_NAME_BYTES = 8, RECALL_BYTES = 16 };

static void name_key(const uint8_t open[AG_PUBLIC_BYTES], char out[2 * KEY_NAME_BYTES + 1]) {
    const ag_digest digest = ag_sha256(open, AG_PUBLIC_BYTES);
    ag_hex_format(digest.byte, KEY_NAME_BYTES, out);
}

/* What is signed; the JSON begins at *json. */
static ag_status format_signed(const char *prefix, const json_t *content, ag_buffer *out, size_t *json, ag_error *err) {
    ag_buffer_puts(out, prefix);
    ag_buffer_putc(out, '\n');
    *json = out->n;
    const ag_status status = ag_canonical_write(content, out, err);
    return status == AG_OK && out->failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : status;
}

ag_status ag_code_make(const ag_casebook *casebook, const char *prefix, json_t *content, ag_buffer *out,
                       ag_error *err) {
    uint8_t signature[AG_SIGNATURE_BYTES], open[AG_PUBLIC_BYTES];
    char key[2 * KEY_NAME_BYTES + 1];
    ag_buffer text = {0};
    size_t json = 0;
    ag_status status = ag_casebook_attest(casebook, AG_TEXT(""), signature, open, err); /* for the key */
    if (status != AG_OK) return status;
    name_key(open, key);
    json_object_set_new(content, "key", json_string(key));
    status = format_signed(prefix, content, &text, &json, err);
    if (status == AG_OK) status = ag_casebook_attest(casebook, (ag_text){text.data, text.n}, signature, open, err);
    if (status == AG_OK) {
        ag_buffer_printf(out, "%s.", prefix);
        ag_base64url_write(text.data + json, text.n - json, out);
        ag_buffer_putc(out, '.');
        ag_base64url_write(signature, sizeof signature, out);
    }
    ag_buffer_deinit(&text);
    return status;
}

/* ---- Checking --------------------------------------------------------------------------------------------------- */

static ag_status no_code(const char *prefix, ag_error *err) {
    return ag_fail(err, AG_BAD_INPUT, "read it again, all of it: it has two dots, and no blanks",
                   "this is no whole code that begins with %s.", prefix);
}

static void without_blanks(ag_text code, ag_buffer *out) {
    for (size_t i = 0; i < code.n; i++)
        if (!strchr(" \t\r\n", code.at[i]) || !code.at[i]) ag_buffer_putc(out, code.at[i]);
}

/* PREFIX . JSON . SIGNATURE; false: it is something else. */
static bool take_apart(ag_text code, const char *prefix, ag_buffer *json, ag_buffer *signature) {
    const size_t n = strlen(prefix);
    if (code.n < n + 3 || memcmp(code.at, prefix, n) != 0 || code.at[n] != '.') return false;
    const char *body = code.at + n + 1, *end = code.at + code.n, *dot = memchr(body, '.', (size_t)(end - body));
    return dot && ag_base64url_read((ag_text){body, (size_t)(dot - body)}, json) &&
           ag_base64url_read((ag_text){dot + 1, (size_t)(end - dot - 1)}, signature) &&
           signature->n == AG_SIGNATURE_BYTES;
}

/* Whose it says it is tells a forgery from the wrong key. */
static ag_status check(const char *prefix, const ag_buffer *json, const ag_buffer *signature, const uint8_t *open,
                       json_t **content, ag_error *err) {
    char key[2 * KEY_NAME_BYTES + 1];
    ag_buffer text = {0};
    if (ag_canonical_parse((ag_text){json->data, json->n}, content, NULL) != AG_OK || !json_is_object(*content))
        return no_code(prefix, err);
    if (!open) return AG_OK;
    ag_buffer_printf(&text, "%s\n%s", prefix, json->data);
    const bool holds =
        !text.failed && ag_signature_holds(open, (ag_text){text.data, text.n}, (const uint8_t *)signature->data);
    ag_buffer_deinit(&text);
    if (holds) return AG_OK;
    const char *named = json_string_value(json_object_get(*content, "key"));
    name_key(open, key);
    if (!named || strcmp(named, key) != 0)
        return ag_fail(err, AG_REFUSED, "ask the site that issued it for its public key, and not by this paper",
                       "it names another key than the one that was given (%s)", key);
    return ag_fail(err, AG_REFUSED, "do not rely on this paper; ask the site that is named as its issuer",
                   "the signature does not hold: it was changed, or forged");
}

ag_status ag_code_open(ag_text code, const char *prefix, const uint8_t *open, json_t **content, ag_error *err) {
    ag_buffer whole = {0}, json = {0}, signature = {0};
    *content = NULL;
    without_blanks(code, &whole);
    ag_status status = take_apart((ag_text){whole.data, whole.n}, prefix, &json, &signature)
                           ? check(prefix, &json, &signature, open, content, err)
                           : no_code(prefix, err);
    if (status != AG_OK) {
        json_decref(*content);
        *content = NULL;
    }
    ag_buffer_deinit(&whole);
    ag_buffer_deinit(&json);
    ag_buffer_deinit(&signature);
    return status;
}

void ag_recall_digest(const char *salt, const char *number, const char *digest, ag_buffer *out) {
    ag_buffer text = {0};
    ag_buffer_printf(&text, "%s %s %s", salt, number, digest);
    const ag_digest sum = ag_sha256(text.data ? text.data : "", text.n);
    ag_base64url_write(sum.byte, RECALL_BYTES, out);
    ag_buffer_deinit(&text);
}

/* ---- As a drawing ----------------------------------------------------------------------------------------------- */

/* Black modules that touch in a line are one box. */
static void draw_line(ag_drawing *d, const unsigned char *module, int n, double unit, double quiet, int y) {
    for (int x = 0; x < n; x++) {
        const int from = x;
        while (x < n && module[x] & 1) x++;
        if (x > from) ag_draw_box(d, AG_PEN_INK, quiet + from * unit, quiet + y * unit, (x - from) * unit, unit);
    }
}

const ag_drawing *ag_code_drawing(ag_arena *arena, const char *code, const char *title, double width) {
    enum { QUIET = 4 };
    QRcode *qr = QRcode_encodeString8bit(code, 0, QR_ECLEVEL_M);
    ag_drawing *d = qr ? ag_drawing_new(arena, title) : NULL;
    if (d) {
        const double unit = width / (qr->width + 2 * QUIET);
        d->width = d->height = width;
        for (int y = 0; y < qr->width; y++)
            draw_line(d, qr->data + (size_t)y * (size_t)qr->width, qr->width, unit, QUIET * unit, y);
    }
    QRcode_free(qr);
    return d;
}
