/* One rule for when two names mean the same locus: without case and without `-`, `.`, `_` and space, and with
 * letter O and digit 0 alike where they are commonly confused: TH01 = THO1, TPOX = TP0X. */
#ifndef AG_BASE_LOCUS_KEY_H
#define AG_BASE_LOCUS_KEY_H

#include <stdbool.h>

#include "base/text.h"

/* Writes the key of `name`, terminated, and returns its length; 0 when it does not fit or nothing is left. */
size_t ag_locus_key(ag_text name, char *out, size_t out_size);
/* Whether two names mean the same locus. */
bool ag_locus_same(ag_text a, ag_text b);

#endif
