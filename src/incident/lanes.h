/* Tables of missing persons, one lane after the other: what every exact answer about pairs is read from.
 *
 * A lane is one missing person of one family; lanes are numbered in the order of the families, then of their missing
 * persons. A lane set holds the catalogues under which lanes are asked: one for each population, or one without
 * mutation. Lanes are shared out among threads; a task stores what it finds by the lane's place, never by thread.
 */
#ifndef AG_INCIDENT_LANES_H
#define AG_INCIDENT_LANES_H

#include "incident/incident.h"

typedef struct ag_lane {
    int family, missing; /* index into family.missing */
} ag_lane;

/* All lanes of a search; owned by the caller: free. NULL: out of memory. */
ag_lane *ag_lanes_new(const ag_search *search, size_t *n);

/* Are both sexes known, and different? */
bool ag_sexes_conflict(const ag_incident *incident, int remains, ag_lane lane);

enum { AG_LANE_CATALOGUES = 40 };

typedef struct ag_lane_set {
    ag_arena arena;
    const ag_search *search[AG_LANE_CATALOGUES]; /* in the arena */
    ag_catalogue *catalogue[AG_LANE_CATALOGUES]; /* owned */
    int n;
} ag_lane_set;

void ag_lane_set_init(ag_lane_set *set);
void ag_lane_set_deinit(ag_lane_set *set);
/* The incident under population p. */
ag_status ag_lane_set_add(ag_lane_set *set, const ag_incident *incident, int population, ag_error *err);
/* The same without mutation, reading errors, drop-in and theta: where a table is -INFINITY, the locus excludes. */
ag_status ag_lane_set_add_plain(ag_lane_set *set, const ag_incident *incident, ag_error *err);
/* Instead of what was seen, every genotype there may be, fully typed: codes of a locus are its genotypes. */
ag_status ag_lane_set_add_genotypes(ag_lane_set *set, const ag_incident *incident, ag_error *err);

/* table[k] is that of catalogue k (ag_lane_table), valid during the call. */
typedef ag_status ag_lane_task(void *context, size_t index, ag_lane lane, double *const *table, ag_error *err);
ag_status ag_lane_set_run(const ag_lane_set *set, const ag_lane *lane, size_t n, const ag_run *run, ag_lane_task *task,
                          void *context, ag_error *err);

/* ln LR of a profile in a lane; NaN: the family is impossible. */
double ag_lane_lr_ln(const ag_lane_set *set, int k, const double *table, const uint16_t *code);

/* ---- All pairs ----------------------------------------------------------------------------------------------- */

typedef struct ag_pair {
    double lr_ln; /* least favourable over the populations; NaN: the family is impossible under the model */
    int exclusions;
} ag_pair;

/* pair[i * remains + r] for lane[i] and every remains r. `set` has all populations, then the plain one. */
ag_status ag_pairs_of_lanes(const ag_lane_set *set, const ag_lane *lane, size_t n, const ag_run *run, ag_pair *pair,
                            ag_error *err);
/* A set for it. */
ag_status ag_pairs_set(const ag_incident *incident, ag_lane_set *set, ag_error *err);

#endif
