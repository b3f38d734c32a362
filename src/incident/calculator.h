/* Single likelihood questions (formats/case_file.h), answered by the engine.
 *
 * A mutation model is built from its words; a custom one is its matrix. Genotypes are read as cells are (a/a with a
 * drop-out probability is a/?).
 */
#ifndef AG_INCIDENT_CALCULATOR_H
#define AG_INCIDENT_CALCULATOR_H

#include "antigone/kinship.h"
#include "formats/case_file.h"

/* ln P(genotypes) over all markers of a case. */
ag_status ag_case_likelihood(ag_engine *engine, const ag_case *question, ag_pruning pruning, double *loglik_ln,
                             ag_error *err);
/* ln LR of each marker that the person of interest is the missing one, against being unrelated to the family. */
ag_status ag_case_lr(ag_engine *engine, const ag_case *question, ag_pruning pruning, double *lr_ln, ag_error *err);

#endif
