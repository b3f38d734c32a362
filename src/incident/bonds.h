/* What may belong together: remains and missing persons, remains and remains. The candidates of the joint answer.
 *
 *     incident (small: every pair; large: hits of the screen) ─bonds→ components (solve.h)
 *
 * Concept: a bond's share is what it would have of one remains' posterior if nothing else were known: LR over
 * (others still unlisted + the sum of LR over everybody it could be);
 * for two remains, also over the best match that either has. Bonds are between a remains and a lane; between
 * two remains (pieces), by their direct match; and between a remains and a lane given that another remains is in place
 * in that family, for two of one family who say little apart and much together.
 *
 * A small incident (at most five million pairs) is computed pair by pair. A large one takes the hits; direct matches
 * and families with somebody in place are then lanes of one more screen, at the same limit.
 *
 * Invariants: pairs of conflicting sexes have no bond. Sorted by remains, then lane, then other; a bond found twice
 * stands once with its larger share.
 */
#ifndef AG_INCIDENT_BONDS_H
#define AG_INCIDENT_BONDS_H

#include "incident/identify.h"
#include "incident/lanes.h"

typedef struct ag_bond {
    int remains;
    int lane;  /* or -1 */
    int other; /* remains, above `remains`; or -1 */
    double share, lr_ln;
} ag_bond;

typedef struct ag_known_pair {
    int lane, remains;
    double lr_ln;
} ag_known_pair;

typedef struct ag_bonds {
    ag_bond *item; /* owned */
    size_t n, room;
    const ag_lane *lane; /* borrowed */
    size_t lanes;
    int remains;
    double *sum_ln;      /* owned, [remains] ln of the sum of LR over all lanes, or a bound above it */
    double *rest;        /* owned, [remains] of that, what no known pair accounts for; 0 in a small incident */
    double *pair_ln;     /* owned, [lanes][remains] of a small incident; else NULL */
    ag_known_pair *pair; /* owned, by lane, remains: of a large one */
    size_t pairs;
} ag_bonds;

#define AG_LEAST_SHARE 1e-9

/* `catalogue` is that of the population; `tilt` is about how many others are still unlisted. */
ag_status ag_bonds_find(const ag_incident *incident, int population, const ag_catalogue *catalogue,
                        const ag_identify_result *found, const ag_identify_options *options, const ag_lane *lane,
                        size_t lanes, double tilt, ag_bonds *out, ag_error *err);
void ag_bonds_deinit(ag_bonds *bonds);
/* ln LR of a pair, -INFINITY for conflicting sexes; NaN where it is not known (below the limit of a large incident). */
double ag_bonds_pair_ln(const ag_bonds *bonds, int remains, int lane);

#endif
