/* A mutation model as a file words it, to the specification that the genetics takes. */
#ifndef AG_INCIDENT_MUTATION_SPEC_H
#define AG_INCIDENT_MUTATION_SPEC_H

#include "antigone/genetics.h"
#include "formats/batch.h"

/* Names of a custom matrix are copied to the arena; the matrix is borrowed from the batch. AG_BAD_INPUT: an unknown
 * word. A model that was not given is none. */
ag_status ag_mutation_spec_of(const ag_batch_mutation *words, ag_arena *arena, ag_mutation_spec *out, ag_error *err);
const char *ag_mutation_word(ag_mutation_model model);

#endif
