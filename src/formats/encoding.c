/* Bytes of unknown encoding → UTF-8: see encoding.h. */
#include "formats/encoding.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

#include "base/limits.h"

#include "base/banned.h"

enum { BLOCK = 64 };

/* Every byte printable ASCII, tab, LF or CR. No early exit: the compiler makes vectors of it. */
static bool is_plain_block(const char *p) {
    unsigned char bad = 0;
    for (int i = 0; i < BLOCK; i++) {
        const unsigned char c = (unsigned char)p[i];
        bad |= (unsigned char)((c >= 0x7F) | ((c < 0x20) & (c != '\t') & (c != '\n') & (c != '\r')));
    }
    return !bad;
}

/* Bytes of the well-formed UTF-8 character at p, 0 when it is none or a control character. */
static size_t character_length(const unsigned char *p, size_t left) {
    if (p[0] < 0x80) return (p[0] >= 0x20 && p[0] != 0x7F) || p[0] == '\t' || p[0] == '\n' || p[0] == '\r';
    const size_t n = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || left < n) return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    const bool overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
    const bool beyond = (p[0] == 0xED && p[1] >= 0xA0) || (p[0] == 0xF4 && p[1] >= 0x90);
    const bool control = p[0] == 0xC2 && p[1] < 0xA0;
    return overlong || beyond || control ? 0 : n;
}

size_t ag_utf8_valid(const char *bytes, size_t n) {
    size_t i = 0;
    while (i < n) {
        if (n - i >= BLOCK && is_plain_block(bytes + i)) {
            i += BLOCK;
            continue;
        }
        for (const size_t stop = n - i > BLOCK ? i + BLOCK : n; i < stop;) {
            const size_t length = character_length((const unsigned char *)bytes + i, n - i);
            if (!length) return i;
            i += length;
        }
    }
    return n;
}

static ag_status no_memory(const ag_file *file, ag_error *err) {
    ag_fail(err, AG_ENVIRONMENT, "free some memory", "not enough memory to decode the file");
    if (err) snprintf(err->file, sizeof err->file, "%s", file->name);
    return AG_ENVIRONMENT;
}

static ag_status refuse(const ag_file *file, size_t at, ag_diagnostics *d, ag_error *err, const char *what) {
    const char *kind = ag_file_kind(file->at, file->n);
    ag_error e = {.status = AG_BAD_INPUT, .severity = AG_ERROR, .row = 1, .column = 1};
    for (size_t i = 0; i < at; i++) {
        const bool end = file->at[i] == '\n' || (file->at[i] == '\r' && !(i + 1 < file->n && file->at[i + 1] == '\n'));
        e.row += end;
        e.column = end ? 1 : e.column + 1;
    }
    snprintf(e.file, sizeof e.file, "%s", file->name);
    if (kind)
        snprintf(e.what, sizeof e.what, "this is not a text table but looks like %s", kind);
    else
        snprintf(e.what, sizeof e.what, "this is not a text table: %s", what);
    snprintf(e.hint, sizeof e.hint, "save or export the table as CSV in UTF-8");
    ag_diagnostics_add(d, &e);
    if (err) *err = e;
    return AG_BAD_INPUT;
}

/* All of [bytes, bytes + n) from `charset` into a new UTF-8 text; *valid says whether every byte had a meaning. */
static ag_status convert(const ag_file *file, const char *charset, ag_text in, char **out, size_t *out_n, bool *valid,
                         ag_error *err) {
    UErrorCode code = U_ZERO_ERROR;
    UConverter *from = ucnv_open(charset, &code), *to = ucnv_open("UTF-8", &code);
    /* No encoding read here makes more than three bytes of one. */
    const size_t capacity = in.n * 3 + 8;
    char *const text = malloc(capacity), *target = text;
    const char *source = in.at;
    ag_status status = AG_OK;
    *valid = false;
    if (U_FAILURE(code) || !text) {
        status = no_memory(file, err);
    } else {
        UChar pivot[1024], *pivot_from = pivot, *pivot_to = pivot;
        ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
        ucnv_convertEx(to, from, &target, text + capacity, &source, in.at + in.n, pivot, &pivot_from, &pivot_to,
                       pivot + 1024, 1, 1, &code);
        *valid = U_SUCCESS(code);
    }
    ucnv_close(from);
    ucnv_close(to);
    *out = text;
    *out_n = text ? (size_t)(target - text) : 0;
    if (!*valid) {
        free(text);
        *out = NULL;
    }
    return status;
}

static void adopt(ag_file *file, char *text, size_t n) {
    free(file->owned);
    file->owned = file->at = text;
    file->n = n;
}

/* After a conversion a control character may still be in the text. */
static ag_status check_controls(const ag_file *file, ag_diagnostics *d, ag_error *err) {
    const size_t good = ag_utf8_valid(file->at, file->n);
    return good == file->n ? AG_OK : refuse(file, good, d, err, "it holds a control character");
}

static ag_status decode_utf16(ag_file *file, const char *charset, ag_diagnostics *d, ag_error *err) {
    char *text;
    size_t n;
    bool valid;
    const ag_status status = convert(file, charset, (ag_text){file->at + 2, file->n - 2}, &text, &n, &valid, err);
    if (status != AG_OK) return status;
    if (!valid) return refuse(file, 0, d, err, "it begins as UTF-16 but does not go on so");
    adopt(file, text, n);
    ag_diagnose(d, AG_NOTE, file->name, 0, 0, NULL, "read as %s", charset);
    return check_controls(file, d, err);
}

/* More Hangul syllables than other characters of Korea's two-byte set. Russian in CP1251 read as CP949 gives mostly
 * hanja. */
static bool is_mostly_hangul(const char *text, size_t n) {
    size_t hangul = 0, other = 0;
    for (size_t i = 0; i < n;) {
        const unsigned char *p = (const unsigned char *)text + i;
        const size_t length = character_length(p, n - i);
        if (!length) return false;
        if (length == 3) {
            const unsigned code = (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
            const bool is_hangul = code >= 0xAC00 && code <= 0xD7A3;
            hangul += is_hangul;
            other += !is_hangul;
        } else {
            other += length == 2;
        }
        i += length;
    }
    return hangul > other;
}

static ag_status decode_legacy(ag_file *file, ag_diagnostics *d, ag_error *err) {
    static const char *const charset[] = {"windows-949", "windows-1251"};
    static const char *const shown[] = {"CP949 (Korean)", "CP1251 (Cyrillic)"};
    for (int i = 0; i < 2; i++) {
        char *text;
        size_t n;
        bool valid;
        const ag_status status = convert(file, charset[i], (ag_text){file->at, file->n}, &text, &n, &valid, err);
        if (status != AG_OK) return status;
        if (valid && (i == 1 || is_mostly_hangul(text, n))) {
            adopt(file, text, n);
            ag_diagnose(d, AG_NOTE, file->name, 0, 0, "save the file as UTF-8 if its words look wrong",
                        "the text is not UTF-8; it was read as %s", shown[i]);
            return check_controls(file, d, err);
        }
        free(text);
    }
    return refuse(file, ag_utf8_valid(file->at, file->n), d, err, "its bytes are no encoding that is known here");
}

ag_status ag_file_decode(ag_file *file, ag_diagnostics *d, ag_error *err) {
    if (file->n >= 2 && memcmp(file->at, "\xFF\xFE", 2) == 0) return decode_utf16(file, "UTF-16LE", d, err);
    if (file->n >= 2 && memcmp(file->at, "\xFE\xFF", 2) == 0) return decode_utf16(file, "UTF-16BE", d, err);
    const bool marked = file->n >= 3 && memcmp(file->at, "\xEF\xBB\xBF", 3) == 0;
    if (marked) file->at += 3, file->n -= 3;
    const size_t good = ag_utf8_valid(file->at, file->n);
    if (good == file->n) return AG_OK;
    if (marked) return refuse(file, good, d, err, "it begins as UTF-8 but holds other bytes or a control character");
    for (size_t i = 0; i < file->n; i++) {
        const unsigned char c = (unsigned char)file->at[i];
        if (c == 0x7F || (c < 0x20 && c != '\t' && c != '\n' && c != '\r'))
            return refuse(file, i, d, err, c ? "it holds a control character" : "it holds a zero byte");
    }
    return decode_legacy(file, d, err);
}
