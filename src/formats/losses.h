/* What a format cannot carry, said once for each kind with a count, never silently.
 *
 *     ag_losses losses = {0};
 *     ag_losses_of_batch(&losses, batch, AG_CARRIES_SAMPLES | AG_CARRIES_SEX);   // what every writer must ask
 *     ag_lose(&losses, 3, "readings of three alleles");                          // what this one found itself
 *     ag_losses_report(&losses, d, file, "LINKAGE");                  // "LINKAGE does not carry: readings … (3)"
 */
#ifndef AG_FORMATS_LOSSES_H
#define AG_FORMATS_LOSSES_H

#include "formats/batch.h"

enum {
    AG_CARRIES_PEDIGREE = 1, /* families, parents, who is missing */
    AG_CARRIES_SEX = 2,
    AG_CARRIES_TWINS = 4,
    AG_CARRIES_FREQUENCIES = 8, /* of one population */
    AG_CARRIES_ELIMINATION = 16,
    AG_CARRIES_QUALITY = 32,
    AG_CARRIES_PROVENANCE = 64, /* the further columns "provenance", "note" and "case" */
    AG_CARRIES_BORN = 128,
    AG_CARRIES_SAMPLES = 256,     /* names and readings */
    AG_CARRIES_MODELS = 512,      /* mutation, silent alleles, theta */
    AG_CARRIES_POPULATIONS = 1024 /* more than one */
};

enum { AG_LOSSES_MAX = 48 };

typedef struct ag_losses {
    const char *what[AG_LOSSES_MAX]; /* literals */
    size_t count[AG_LOSSES_MAX];
    unsigned n;
} ag_losses;

void ag_lose(ag_losses *losses, size_t count, const char *what);
void ag_losses_of_batch(ag_losses *losses, const ag_batch *batch, unsigned carries);
void ag_losses_report(const ag_losses *losses, ag_diagnostics *d, const char *file, const char *format);

#endif
