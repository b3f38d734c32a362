/* An incident: an import batch made into profiles, families, loci and parameters that the engine can use.
 *
 *     ag_batch ─ag_incident_new→ ag_incident (immutable) ─ag_search, ag_identify, ag_check→ results ─report, cli→ files
 *
 * Invariants: an incident refers to the texts of its batch, which must outlive it. Persons, families, remains keep the
 * order of the files. Every assumption that reading made is among the diagnostics. A family's parents that the file
 * does not name are there as untyped founders ("" as id), so that every non-founder has two parents.
 */
#ifndef AG_INCIDENT_INCIDENT_H
#define AG_INCIDENT_INCIDENT_H

#include "antigone/search.h"
#include "base/diagnostics.h"
#include "formats/batch.h"

struct ag_haplotypes; /* haplotypes.h */

typedef struct ag_incident_person {
    ag_text id; /* empty: a parent that the file implies */
    bool missing;
    const ag_batch_person *row; /* NULL for implied ones */
} ag_incident_person;

typedef struct ag_incident_family {
    ag_text id;
    const ag_incident_person *person; /* [search.family[f].pedigree.persons], in the order of the pedigree */
    const uint32_t *profile;          /* [readings] index into batch->profile of each reading */
} ag_incident_family;

/* Flags of a sample. */
enum {
    AG_SAMPLE_MIXTURE = 1,         /* three or more alleles at two or more loci: held */
    AG_SAMPLE_DROPOUT_ASSUMED = 2, /* some a/a was read as a/? */
    AG_SAMPLE_SEX_CONFLICT = 4     /* amelogenin against the stated sex */
};

typedef struct ag_incident_sample {
    const ag_batch_profile *row;
    ag_sex sex; /* stated, else by amelogenin, else unknown */
    unsigned flags;
    int loci; /* seen */
} ag_incident_sample;

typedef struct ag_incident {
    const ag_batch *batch;
    ag_search search; /* under the first population; owned arrays behind it */
    int populations;
    const ag_text *population;           /* names */
    const ag_locus *const *const *table; /* [populations][loci]: same alleles, same codes; table[0] == search.locus */
    const ag_incident_family *family;    /* [search.families] */
    const ag_incident_sample *remains;   /* [search.remains] */
    const uint16_t *anatomy;             /* [search.remains] which bone each is (anatomy.h); 0: unknown */
    const ag_incident_sample *elimination;
    int eliminations;
    const uint16_t *elimination_code;       /* [eliminations][loci] */
    const struct ag_haplotypes *haplotypes; /* Y and mtDNA; NULL: no sample has any */
    /* pool, section 7 of genetics.md */
    double listed;       /* M: missing persons */
    double others;       /* U */
    bool others_assumed; /* U was not stated: U = M */
    double threshold;    /* posterior of settings, NaN if not stated */
    bool pieces;
    /* SHA-256 in hex: of the frequency tables, of the parameters, of all input files ("" unless load.h read them) */
    char digest[3][65];
} ag_incident;

/* Everything that is wrong is in `diagnostics`; AG_BAD_INPUT when any of it is an error. `path` names the folder in
 * messages. `threads` for reading the cells (0: all processors). */
ag_status ag_incident_new(const ag_batch *batch, const char *path, int threads, ag_incident **out,
                          ag_diagnostics *diagnostics, ag_error *err);
void ag_incident_free(ag_incident *incident);

#endif
