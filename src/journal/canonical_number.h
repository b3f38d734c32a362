/* The one spelling of a number that is not written as an integer already; for canonical_write.c and canonical_scan.c.
 */
#ifndef AG_JOURNAL_CANONICAL_NUMBER_H
#define AG_JOURNAL_CANONICAL_NUMBER_H

#include "base/text.h"

/* Finite. */
void ag_canonical_number(double value, ag_buffer *out);

#endif
