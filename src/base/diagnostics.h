/* All findings about an input, not the first one only.
 *
 * Invariants: at most AG_MAX_DIAGNOSTICS are kept, the rest are counted; order is the order of adding.
 * Personal genotypes never enter a message: name the sample and the locus, not the alleles of a relative.
 */
#ifndef AG_BASE_DIAGNOSTICS_H
#define AG_BASE_DIAGNOSTICS_H

#include <stddef.h>

#include "antigone/status.h"

typedef struct ag_diagnostics {
    ag_error *item; /* owned */
    size_t n, capacity;
    size_t notes, warnings, errors; /* counted, kept or not */
} ag_diagnostics;

void ag_diagnostics_init(ag_diagnostics *d);
void ag_diagnostics_deinit(ag_diagnostics *d);
void ag_diagnostics_add(ag_diagnostics *d, const ag_error *finding);
/* Adds all of `from`, which stays as it is. */
void ag_diagnostics_merge(ag_diagnostics *into, const ag_diagnostics *from);
/* status of the finding becomes AG_BAD_INPUT for an AG_ERROR, AG_OK otherwise. */
void ag_diagnose(ag_diagnostics *d, ag_severity severity, const char *file, long row, long column, const char *hint,
                 const char *what, ...) AG_PRINTF(7, 8);
/* AG_OK when there is no error, else AG_BAD_INPUT with *err the first error, saying how many more there are. */
ag_status ag_diagnostics_status(const ag_diagnostics *d, ag_error *err);

#endif
