/* Canonical JSON: the one sequence of bytes that stands for a value, so that it can be hashed, signed and compared.
 *
 * Invariants: no white space; keys sorted by their UTF-8 bytes, none twice; strings in NFC, with only the escapes that
 * JSON demands (\" \\ \b \f \n \r \t \u00xx for other control characters); integers plain, other numbers shortest
 * round-trip (base/text.h), no NaN and no infinity. ag_canonical_parse(ag_canonical_write(v)) is v, and
 * ag_canonical_parse refuses every other spelling of v.
 */
#ifndef AG_JOURNAL_CANONICAL_H
#define AG_JOURNAL_CANONICAL_H

#include <jansson.h>

#include "antigone/status.h"
#include "base/text.h"

/* Appends the bytes of `value` to `out`. AG_BAD_INPUT: a number that is none, text that is not UTF-8.
 * AG_ENVIRONMENT: memory. */
ag_status ag_canonical_write(const json_t *value, ag_buffer *out, ag_error *err);
/* The value of canonical bytes, to be freed with json_decref. AG_BAD_INPUT: no JSON, or not its canonical form
 * (err->column is the first byte that differs, from 1), or beyond AG_MAX_ENTRY_BYTES. */
ag_status ag_canonical_parse(ag_text bytes, json_t **out, ag_error *err);

#endif
