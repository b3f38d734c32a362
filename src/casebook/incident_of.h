/* The incident of a casebook: families, references, remains and tables as the parts of an incident folder, in memory,
 * so that the same search and decision run on it as on a folder.
 *
 * Invariants: sealed fields are opened by one reading that leaves one entry with its purpose. A donor whose consent
 * does not cover the search is left out and counted; so are profiles that were set aside or erased. Somebody found
 * alive is not sought; identified persons and their remains stay in, so that what contradicts an identification is
 * found. Rows stand in the order in which they came into the casebook. A person of the incident is called by the id of
 * the relative, never by a name.
 */
#ifndef AG_CASEBOOK_INCIDENT_OF_H
#define AG_CASEBOOK_INCIDENT_OF_H

#include "casebook/casebook.h"
#include "incident/load.h"

typedef struct ag_incident_counts {
    int remains, references, eliminations, relatives, missing;
    int without_consent; /* donors' samples left out */
    int unattached;      /* samples of a person who is in no family, or of nobody's */
    int erased;          /* samples whose key is gone */
} ag_incident_counts;

enum {
    AG_PARTS_PROFILES = 1, /* with genotypes; without: samples by name alone, and nothing is opened for them */
    AG_PARTS_LABELS = 2,   /* persons by what the family's papers call them, for reading files that do so */
};

/* The parts into file[], which the caller empties by ag_file_deinit; those that there is nothing for stay absent.
 * AG_REFUSED: the actor may not read genotypes. */
ag_status ag_parts_of_casebook(ag_casebook *casebook, const ag_actor *actor, const char *purpose, unsigned what,
                               ag_file file[AG_FOLDER_PARTS], ag_incident_counts *counts, ag_error *err);
/* The incident. `name` as for ag_loaded_init_bytes; ag_loaded_deinit is due after any answer. The casebook's threshold
 * goes before that of incident.json. */
ag_status ag_incident_of_casebook(ag_casebook *casebook, const ag_actor *actor, const char *name, const char *purpose,
                                  int threads, ag_loaded *out, ag_incident_counts *counts, ag_diagnostics *d,
                                  ag_error *err);

#endif
