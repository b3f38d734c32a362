/* Normalisation form C: see nfc.h. */
#include "journal/nfc.h"

#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/limits.h"

#include "base/banned.h"

/* Text in UTF-16, as ICU wants it; short text needs no heap. */
typedef struct wide {
    UChar few[512], *heap, *at; /* heap: owned, NULL for short text */
    int32_t n;
} wide;

static bool is_ascii(ag_text t) {
    for (size_t i = 0; i < t.n; i++)
        if ((unsigned char)t.at[i] >= 0x80) return false;
    return true;
}

/* A byte becomes at most one UTF-16 unit. */
static ag_nfc widen(ag_text t, wide *w) {
    UErrorCode status = U_ZERO_ERROR;
    const size_t few = sizeof w->few / sizeof *w->few;
    w->heap = NULL;
    if (t.n > INT32_MAX / 16) return AG_NFC_NO_MEMORY;
    w->heap = t.n > few ? malloc(t.n * sizeof *w->heap) : NULL;
    w->at = t.n > few ? w->heap : w->few;
    if (!w->at) return AG_NFC_NO_MEMORY;
    u_strFromUTF8(w->at, (int32_t)(t.n > few ? t.n : few), &w->n, t.at, (int32_t)t.n, &status);
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

/* With an arena it is put in form C. */
static ag_nfc examine(ag_text text, ag_arena *arena, ag_text *out) {
    wide w;
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&status);
    if (U_FAILURE(status)) return AG_NFC_NO_MEMORY;
    ag_nfc found = widen(text, &w);
    if (found == AG_NFC_HELD) found = check(form, &w);
    if (found == AG_NFC_OTHER && arena) found = compose(form, &w, arena, out);
    free(w.heap);
    return found;
}

ag_nfc ag_nfc_check(ag_text text) { return is_ascii(text) ? AG_NFC_HELD : examine(text, NULL, NULL); }

ag_nfc ag_nfc_make(ag_text text, ag_arena *arena, ag_text *out) {
    *out = text;
    return is_ascii(text) ? AG_NFC_HELD : examine(text, arena, out);
}
