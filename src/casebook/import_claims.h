/* claims.csv into a casebook: each row a claim (claim:ID), with its sources.
 *
 *     claimant                             → a source, and the claim of the row
 *     attributed_to, where it is another   → a source, and a claim of its own (claim:ID.from) that nobody here heard,
 *                                            which the row's claim passes on
 *
 * Invariants: one transaction; when anything is wrong nothing is written. A source that is there by its handle is not
 * made again. Whoever speaks in public gets a handle made of the name; whoever is not known, a witness, and a name that
 * is not in Latin letters get a handle that tells nothing, made with the casebook's key, and the name is sealed. Grades
 * that the file suggests are counted and not taken over: an assessment is a person's judgment.
 */
#ifndef AG_CASEBOOK_IMPORT_CLAIMS_H
#define AG_CASEBOOK_IMPORT_CLAIMS_H

#include "casebook/casebook.h"
#include "formats/file.h"

typedef struct ag_claims_counts {
    int claims, unheard, sources; /* new ones; claims without those that nobody heard */
    int there;                    /* claims that the casebook has already */
    int grades;                   /* suggested, and left to the analysts */
} ag_claims_counts;

/* Decodes `file` in place. AG_BAD_INPUT: `d` has errors, the first is in *err. `check`: nothing is written. */
ag_status ag_import_claims(ag_casebook *casebook, const ag_actor *actor, ag_file *file, bool check,
                           ag_claims_counts *out, ag_diagnostics *d, ag_error *err);

#endif
