/* Signed codes: a few facts under a site's signature, short enough for a QR code, checked without a casebook.
 *
 *     PREFIX.<base64url of canonical JSON>.<base64url of the Ed25519 signature of the site's key>
 *
 * The signature covers PREFIX, a line end and the JSON. "key" in the JSON names the key: 16 hex digits, the first of
 * the SHA-256 of the public key. AGP1: a paper; AGR1: which papers no longer stand.
 */
#ifndef AG_REPORT_PAPER_CODE_H
#define AG_REPORT_PAPER_CODE_H

#include <jansson.h>

#include "casebook/casebook.h"
#include "report/drawing.h"

#define AG_CODE_PAPER "AGP1"
#define AG_CODE_RECALLS "AGR1"

/* Appended to `out`; adds "key" to the content. The same content gives the same code. */
ag_status ag_code_make(const ag_casebook *casebook, const char *prefix, json_t *content, ag_buffer *out, ag_error *err);
/* Blanks around it and within (a scanner's line breaks) do not matter. AG_BAD_INPUT: no such code; AG_REFUSED: another
 * key's, or changed. `open` NULL: nothing is checked, to see whose key is asked for. *content: owned by the caller. */
ag_status ag_code_open(ag_text code, const char *prefix, const uint8_t *open, json_t **content, ag_error *err);
/* As a QR code, `width` CSS pixels wide with its quiet zone; NULL: memory, or too long for one. */
const ag_drawing *ag_code_drawing(ag_arena *arena, const char *code, const char *title, double width);

/* What a list of recalls has for a paper: nobody finds a paper in it who does not have the paper. */
void ag_recall_digest(const char *salt, const char *number, const char *digest, ag_buffer *out);

#endif
