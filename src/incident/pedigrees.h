/* Rows of families.csv and references to families that the search can use.
 *
 * Invariants: families stand in the order in which they first appear, persons within a family likewise, then the
 * parents that the file implies: where a person names one parent only, the other is an untyped founder of his own
 * (shared by identical twins). Everything lives in the arena.
 */
#ifndef AG_INCIDENT_PEDIGREES_H
#define AG_INCIDENT_PEDIGREES_H

#include "incident/incident.h"
#include "incident/sources.h"

typedef struct ag_pedigrees_input {
    const ag_batch *batch;
    const ag_sources *sources;
    const unsigned char *sex_of; /* [profiles] ag_sex of each sample */
    const uint16_t *code;        /* [profiles][loci]; only its place is taken */
    int loci;
    bool any_x; /* some locus is on the X chromosome: then every sex must be known */
} ag_pedigrees_input;

typedef struct ag_pedigrees {
    ag_family *family;
    ag_incident_family *about; /* beside it */
    int families;
    uint32_t missing; /* persons looked for, in all */
} ag_pedigrees;

/* Faults are in `d`. */
ag_status ag_pedigrees_make(const ag_pedigrees_input *input, ag_arena *arena, ag_pedigrees *out, ag_diagnostics *d,
                            ag_error *err);

#endif
