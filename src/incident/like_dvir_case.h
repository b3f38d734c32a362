/* What is left of an incident while dvir's rules work on it: see like_dvir.h.
 *
 * Concept: remains and missing persons leave one by one; the reading of one who is identified is inserted in his
 * family. A pairing is open as long as it is considered. Matrices are [lanes][remains], NaN or -1 where a pairing was
 * not open when they were computed.
 */
#ifndef AG_INCIDENT_LIKE_DVIR_CASE_H
#define AG_INCIDENT_LIKE_DVIR_CASE_H

#include "incident/lanes.h"

typedef struct ag_dvir_case {
    ag_incident incident; /* with families that have the inserted readings */
    ag_family *family;    /* behind it */
    ag_arena *arena;
    ag_engine *engine; /* borrowed */
    const ag_run *run;
    const ag_lane *lane;
    size_t lanes;
    int remains;
    bool *missing; /* [lanes] still looked for */
    bool *here;    /* [remains] still nobody */
    bool *open;
    double *lr_ln; /* of the last ag_dvir_case_lr */
    int *exclusions;
} ag_dvir_case;

/* All pairings of agreeing sexes are open. Everything lives in the arena. */
ag_status ag_dvir_case_init(ag_dvir_case *c, const ag_incident *incident, const ag_lane *lane, size_t lanes,
                            ag_engine *engine, const ag_run *run, ag_arena *arena, ag_error *err);
/* A case of its own with the same state but the matrices, which are shared. */
ag_status ag_dvir_case_copy(ag_dvir_case *c, const ag_dvir_case *from, ag_arena *arena, ag_error *err);
/* The reading of remains r becomes one of the missing person, and both are gone. */
ag_status ag_dvir_case_insert(ag_dvir_case *c, size_t lane, int r, ag_error *err);
/* Matrices of the open pairings of those who are left. Exclusions count loci of a family that is inconsistent without
 * these remains, too. */
ag_status ag_dvir_case_lr(ag_dvir_case *c, ag_error *err);
ag_status ag_dvir_case_exclusions(ag_dvir_case *c, ag_error *err);

static inline size_t ag_dvir_at(const ag_dvir_case *c, size_t lane, int r) {
    return lane * (size_t)c->remains + (size_t)r;
}
/* Open, and both are left. */
static inline bool ag_dvir_open(const ag_dvir_case *c, size_t lane, int r) {
    return c->missing[lane] && c->here[r] && c->open[ag_dvir_at(c, lane, r)];
}
bool ag_dvir_remains_paired(const ag_dvir_case *c, int r);

/* ---- Joint assignments of those who are left (like_dvir_joint.c) ---------------------------------------------- */

/* The best two assignments: lane[k][r] is the lane of remains r, or -1. Where there is none, all -1 and -INFINITY. */
typedef struct ag_dvir_best {
    double lr_ln[2];
    int *lane[2]; /* [remains], arena of the case */
} ag_dvir_best;
/* And the GLR of every open pairing: exp(best with it - best without it); NaN elsewhere. Needs ag_dvir_case_lr. */
ag_status ag_dvir_joint(const ag_dvir_case *c, ag_dvir_best *out, double *glr, ag_error *err);
/* ln of the best assignment that does not have remains r among these two persons. */
ag_status ag_dvir_without(const ag_dvir_case *c, int r, const size_t lane[2], double *lr_ln, ag_error *err);

#endif
