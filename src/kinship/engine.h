/* The engine from inside the library: one locus model for many pedigrees.
 *
 * ag_likelihood and ag_genotype_table check a pedigree and prepare the locus at every call; a search prepares each
 * locus once (ag_allele_model_full, shared by threads) and calls ag_engine_table with pedigrees that were checked.
 */
#ifndef AG_KINSHIP_ENGINE_H
#define AG_KINSHIP_ENGINE_H

#include "antigone/kinship.h"
#include "base/cpu.h"
#include "kinship/model.h"

/* As ag_genotype_table; `joint` is over alleles of the model. */
ag_status ag_engine_table(ag_engine *engine, const ag_pedigree *pedigree, const ag_allele_model *model,
                          const ag_evidence *evidence, int n, ag_pruning pruning, int person, double *joint,
                          double *scale_ln, ag_error *err);
/* Multiply–adds that the plans of all runs so far counted. */
double ag_engine_operations(const ag_engine *engine);
/* Forces a kernel; for tests and the command line's --kernel. */
void ag_engine_use(ag_engine *engine, ag_cpu cpu);

#endif
