/* Text: borrowed slices, a growing buffer, and numbers written and read the same way on every machine.
 *
 * Invariants: an ag_text need not be terminated and owns nothing. An ag_buffer is always terminated (data is
 * never NULL after a first append), and a failed allocation sets `failed` and drops what did not fit.
 */
#ifndef AG_BASE_TEXT_H
#define AG_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "antigone/status.h"

typedef struct ag_text {
    const char *at;
    size_t n;
} ag_text;

#define AG_TEXT(literal) ((ag_text){(literal), sizeof(literal) - 1})
ag_text ag_text_of(const char *terminated); /* NULL gives the empty text */
bool ag_text_equal(ag_text a, ag_text b);
bool ag_text_equal_fold(ag_text a, ag_text b); /* without ASCII case */
bool ag_text_starts(ag_text a, ag_text prefix);
int ag_text_compare(ag_text a, ag_text b); /* by bytes; a prefix sorts first */
ag_text ag_text_trim(ag_text t);           /* ASCII white space off both ends */

typedef struct ag_buffer {
    char *data;
    size_t n, capacity;
    bool failed;
} ag_buffer;

void ag_buffer_init(ag_buffer *b);
void ag_buffer_deinit(ag_buffer *b);
void ag_buffer_clear(ag_buffer *b);
void ag_buffer_add(ag_buffer *b, const char *bytes, size_t n);
void ag_buffer_puts(ag_buffer *b, const char *terminated);
void ag_buffer_putc(ag_buffer *b, char c);
void ag_buffer_printf(ag_buffer *b, const char *format, ...) AG_PRINTF(2, 3);
/* The shortest decimal that reads back as the same double; "Inf", "-Inf", "NaN" otherwise. */
void ag_buffer_double(ag_buffer *b, double value);
/* `digits` significant digits (1..17). */
void ag_buffer_double_digits(ag_buffer *b, double value, int digits);

/* The whole of `t` as a decimal number with a point; false on anything else ("1,5", "", "1 ", "0x1", "nan"). */
bool ag_parse_double(ag_text t, double *out);
bool ag_parse_int(ag_text t, int64_t *out);

#endif
