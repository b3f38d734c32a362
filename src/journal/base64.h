/* Base64 with padding (RFC 4648, section 4), as notes and bundles have it. */
#ifndef AG_JOURNAL_BASE64_H
#define AG_JOURNAL_BASE64_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

void ag_base64_write(const void *bytes, size_t n, ag_buffer *out);
/* Exactly n bytes; false: it is something else, or another spelling of them. */
bool ag_base64_parse(ag_text t, uint8_t *out, size_t n);
/* `out` is overwritten. */
bool ag_base64_read(ag_text t, ag_buffer *out);

/* The same with - and _ for + and /, and without padding (section 5), as codes on papers have it. */
void ag_base64url_write(const void *bytes, size_t n, ag_buffer *out);
bool ag_base64url_read(ag_text t, ag_buffer *out);

#endif
