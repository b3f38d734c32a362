/* SHA-256 digests of what went into a run, as 64 hexadecimal digits. */
#ifndef AG_INCIDENT_DIGEST_H
#define AG_INCIDENT_DIGEST_H

#include <stddef.h>

#include "base/text.h"

enum { AG_DIGEST_TEXT = 65 };

void ag_digest_of(const void *bytes, size_t n, char out[AG_DIGEST_TEXT]);
/* Of several digests: of the lines "digest  name", as sha256sum prints them. A digest that is empty is left out. */
void ag_digest_list(const char (*digest)[AG_DIGEST_TEXT], const char *const *name, size_t n, char out[AG_DIGEST_TEXT]);

#endif
