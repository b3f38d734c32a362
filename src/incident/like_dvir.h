/* What the R package dvir (Vigeland & Egeland 2021; version 3.4) says of an incident: its rules, in its words. Section
 * 8 of genetics.md. For comparison; Antigone's own answer is decide.h.
 *
 * Concept: dviSolve with its defaults T = 10,000, T2 = 1,000, at most 2 inconsistent loci, limit 0. In order:
 *   1. Nonidentifiable: related to no reference, not even through other missing persons.
 *   2. Until nothing changes: Excluded (more than 2 inconsistencies with everybody who is left; those of a family that
 *      is inconsistent by itself count), then Undisputed (LR >= T, and T times all others of the same remains and of
 * the same person); the reading is inserted and all is computed again.
 *   3. Families of one missing person, from the last matrix of LR: one above T2 Probable, several Disputed, else
 *      Inconclusive from LR 1 on, else No match.
 *   4. Families of several, in order of the file: the joint assignments of those who are left; GLR >= T Match (GLR);
 *      the two best differ by a swap and GLR of the pair of pairs >= T Symmetric match; else Inconclusive. Remains so
 *      taken are gone for the families behind.
 *   5. Remains that are left, from the last matrix of LR, as in 3 but with >= T2.
 *
 * Differences that are meant, with their reasons in docs/comparison.md: samples of unknown sex are paired; the LR of a
 * Match (GLR) is always that of its pair; LR = 1 counts as 1 whatever the rounding.
 *
 * Invariants: whole bodies, the first population, theta = 0 (dvir knows no other).
 */
#ifndef AG_INCIDENT_LIKE_DVIR_H
#define AG_INCIDENT_LIKE_DVIR_H

#include "incident/lanes.h"

typedef struct ag_dvir_row {
    const char *conclusion; /* "Excluded", …; NULL: none was reached */
    ag_text partner;        /* "V1", "V2/V3", "M1", "M2/M3", or empty */
    int family;             /* index, or -1 */
    double lr, glr;         /* NaN: not said */
    ag_text comment;
} ag_dvir_row;

typedef struct ag_dvir_undisputed {
    size_t lane;
    int remains, step;
    double lr;
} ag_dvir_undisputed;

typedef struct ag_dvir_result {
    ag_arena arena;
    ag_lane *lane; /* owned */
    size_t lanes;
    const ag_text *name; /* [lanes] */
    int remains;
    ag_dvir_row *am;                /* [lanes] */
    ag_dvir_row *pm;                /* [remains] */
    ag_dvir_undisputed *undisputed; /* findUndisputed of the whole incident, without exclusions; by step, then lane */
    int undisputeds;
    int *exclusions;  /* [lanes][remains]; -1: sexes conflict */
    double *glr;      /* [lanes][remains] over the joint assignments of the whole incident; NaN: sexes conflict */
    bool glr_refused; /* too many pairings or assignments: all NaN */
} ag_dvir_result;

/* AG_REFUSED: theta > 0, a family that is impossible under the mutation model, or too many assignments in a family. */
ag_status ag_like_dvir(const ag_incident *incident, const ag_run *run, ag_dvir_result *out, ag_error *err);
void ag_dvir_result_deinit(ag_dvir_result *result);

#endif
