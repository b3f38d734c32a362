/* Normalisation form C: see nfc.h. */
#include "journal/nfc.h"

#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/limits.h"

#include "base/banned.h"

enum { FEW = 512 };

/* Text in UTF-16, as ICU wants it. */
typedef struct wide {
    UChar *at;
    int32_t room, n;
} wide;

static bool is_ascii(ag_text t) {
    for (size_t i = 0; i < t.n; i++)
        if ((unsigned char)t.at[i] >= 0x80) return false;
    return true;
}

static ag_nfc widen(ag_text t, wide *w) {
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(w->at, w->room, &w->n, t.at, (int32_t)t.n, &status);
    return U_SUCCESS(status) ? AG_NFC_HELD : AG_NFC_NO_UTF8;
}

static ag_nfc check(const UNormalizer2 *form, const wide *w) {
    UErrorCode status = U_ZERO_ERROR;
    const bool held = unorm2_isNormalized(form, w->at, w->n, &status);
    return U_FAILURE(status) ? AG_NFC_NO_MEMORY : held ? AG_NFC_HELD : AG_NFC_OTHER;
}

/* Form C is at most three times as long in UTF-16 (Unicode Standard Annex 15, table 7), and a unit at most three bytes.
 */
static ag_nfc compose(const UNormalizer2 *form, const wide *w, ag_arena *arena, ag_text *out) {
    UErrorCode status = U_ZERO_ERROR;
    const int32_t units = 3 * w->n, bytes = 3 * units;
    UChar *composed = ag_arena_raw(arena, (size_t)units * sizeof *composed);
    char *text = ag_arena_raw(arena, (size_t)bytes);
    if (!composed || !text) return AG_NFC_NO_MEMORY;
    const int32_t n = unorm2_normalize(form, w->at, w->n, composed, units, &status);
    int32_t length = 0;
    u_strToUTF8(text, bytes, &length, composed, n, &status);
    if (U_FAILURE(status)) return AG_NFC_NO_MEMORY;
    *out = (ag_text){text, (size_t)length};
    return AG_NFC_HELD;
}

static ag_nfc examine_in(wide *w, ag_text text, ag_arena *arena, ag_text *out) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&status);
    if (U_FAILURE(status)) return AG_NFC_NO_MEMORY;
    ag_nfc found = widen(text, w);
    if (found == AG_NFC_HELD) found = check(form, w);
    return found == AG_NFC_OTHER && arena ? compose(form, w, arena, out) : found;
}

/* With an arena it is put in form C. A byte becomes at most one UTF-16 unit; short text needs no heap. */
static ag_nfc examine(ag_text text, ag_arena *arena, ag_text *out) {
    UChar few[FEW];
    if (text.n > INT32_MAX / 16) return AG_NFC_NO_MEMORY;
    if (text.n <= FEW) return examine_in(&(wide){.at = few, .room = FEW}, text, arena, out);
    UChar *many = malloc(text.n * sizeof *many);
    if (!many) return AG_NFC_NO_MEMORY;
    const ag_nfc found = examine_in(&(wide){.at = many, .room = (int32_t)text.n}, text, arena, out);
    free(many);
    return found;
}

ag_nfc ag_nfc_check(ag_text text) { return is_ascii(text) ? AG_NFC_HELD : examine(text, NULL, NULL); }

ag_nfc ag_nfc_make(ag_text text, ag_arena *arena, ag_text *out) {
    *out = text;
    return is_ascii(text) ? AG_NFC_HELD : examine(text, arena, out);
}
