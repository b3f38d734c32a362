/* Who each sample of remains is, where that is known: truth.csv beside a simulated incident, or beside one that was put
 * together from known persons.
 *
 *     sample,missing_person,family,body
 *
 * `missing_person` is FAMILY:PERSON, empty for somebody unlisted; parts of one body share a word in `body`. Each
 * remains of the incident stands there once. Other columns are ignored.
 */
#ifndef AG_INCIDENT_TRUTH_H
#define AG_INCIDENT_TRUTH_H

#include "base/arena.h"
#include "formats/file.h"
#include "incident/incident.h"

typedef struct ag_truth {
    ag_text person; /* a listed missing person, "F0001:M1"; empty: nobody whose family is here */
    ag_text family;
    ag_text body; /* the person, or "nobody7": parts of one body share it */
    /* the same as numbers: the family by the order of the file, and the how-manieth missing of it; -1 for nobody */
    int32_t family_at, missing_at;
    uint32_t body_at; /* different for different bodies */
} ag_truth;

/* Into out[remains]; the texts point into the file, which is decoded in place. Everything that is wrong is in `d`. */
ag_status ag_truth_parse(ag_file *file, const ag_incident *incident, ag_truth *out, ag_diagnostics *d, ag_error *err);

#endif
