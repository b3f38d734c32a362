/* The frequency tables and the parameters of an incident, locus by locus, before its profiles are read.
 *
 *     ag_batch ─ag_tables_make→ ag_locus_plan for each locus ─ag_plan_locus→ ag_locus for each population
 *
 * Concept: every population's locus has the same alleles in the same order, so that a reading has one code for all: the
 * union of their tables, in order of first appearance. What the table of one of several populations lacks gets the
 * minimum frequency there, like an allele that no table has.
 *
 * Invariants: a locus is one of a frequency table that occurs in a profile; Amelogenin and loci of the Y chromosome are
 * none. Everything lives in the arena that was handed in and refers to the batch.
 */
#ifndef AG_INCIDENT_TABLES_H
#define AG_INCIDENT_TABLES_H

#include "antigone/genetics.h"
#include "incident/sources.h"

typedef struct ag_locus_plan {
    uint32_t locus;                 /* index into batch->locus */
    ag_locus_spec spec;             /* without frequency and unlisted */
    const double *const *frequency; /* [populations][spec.alleles]; 0 where that table lacks the allele */
    int populations;
    uint32_t row; /* of the table: where the locus first stands */
} ag_locus_plan;

typedef struct ag_tables {
    int populations;
    const ag_text *population; /* names */
    int loci;
    ag_locus_plan *plan; /* [loci] */
} ag_tables;

/* Faults are diagnostics; AG_ENVIRONMENT: memory. */
ag_status ag_tables_make(const ag_batch *batch, const ag_sources *sources, ag_arena *arena, ag_tables *out,
                         ag_diagnostics *d, ag_error *err);
/* The locus in one population, with alleles that profiles have and the table lacks. Names of the arena. */
ag_status ag_plan_locus(const ag_locus_plan *plan, int population, bool mutation, int unlisted,
                        const char *const *unlisted_allele, ag_arena *arena, ag_locus **out, ag_error *err);
/* Words for the frequency rules: "as given", … */
const char *ag_frequency_rule_word(ag_frequency_rule rule);
/* Amelogenin. */
bool ag_is_sex_marker(ag_text locus);

#endif
