/* Canonical JSON: the one sequence of bytes that stands for a value, so that it can be hashed, signed and compared.
 *
 * Invariants: no white space; keys sorted by their UTF-8 bytes, none twice; strings in NFC, with only the escapes that
 * JSON demands (\" \\ \b \f \n \r \t \u00xx for other control characters; no zero byte); whole numbers from -2^63 to
 * 2^63-1 plain, others shortest round-trip (base/text.h), no -0, no NaN and no infinity; at most AG_MAX_ENTRY_DEPTH
 * values within each other. ag_canonical_parse(ag_canonical_write(v)) is v, and ag_canonical_parse refuses every other
 * spelling of v. One scan decides what is canonical; it builds nothing, so that a chain is verified at the speed of
 * its hashes.
 */
#ifndef AG_JOURNAL_CANONICAL_H
#define AG_JOURNAL_CANONICAL_H

#include <jansson.h>

#include "antigone/status.h"
#include "base/text.h"

/* Appends the bytes of `value` to `out`; what is not NFC becomes it. AG_BAD_INPUT: a number that is none, text that is
 * not UTF-8 or has a zero byte, two keys that are one in NFC, too deep. AG_ENVIRONMENT: memory. */
ag_status ag_canonical_write(const json_t *value, ag_buffer *out, ag_error *err);
/* The same of a string. */
ag_status ag_canonical_write_text(ag_text text, ag_buffer *out, ag_error *err);
/* The value of canonical bytes, to be freed with json_decref. AG_BAD_INPUT: no JSON, or not its canonical form
 * (err->column is where what is wrong begins, in bytes from 1), or beyond AG_MAX_ENTRY_BYTES. */
ag_status ag_canonical_parse(ag_text bytes, json_t **out, ag_error *err);

/* A member of the outermost object as it stands in the bytes: its key without the quotes, its value's own bytes. */
typedef struct ag_member {
    ag_text key, value;
} ag_member;
/* Checks the bytes as ag_canonical_parse does. The first `room` members into `member`, *members how many there are (0
 * of a value that is no object). */
ag_status ag_canonical_scan(ag_text bytes, ag_member *member, int room, int *members, ag_error *err);

#endif
