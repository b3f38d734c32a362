/* What remains are worth in a place, given who is already in which place.
 *
 * Concept: a place is a missing person of a family, or an unlisted body. With some remains in place, those are readings
 * of their persons, and one elimination for each locus tells what every further remains would add to the likelihood.
 * The likelihood of any assignment is the product of what its remains add one after the other, in any order.
 *
 *     occupants of a family's places ─locus by locus→ rows kept by what the occupants show there ─sum→ row of ln LR
 *
 * Loci are kept by the codes that stand in each place, not by who brought them: occupants whose genotype one reading
 * fixes need no other, so the parts of one body share their rows.
 *
 * theta = 0: ln P(remains | occupants, in this place) / P(remains). theta > 0: over the same with the occupants and the
 * remains all strangers beside the family, sharing its draws; so that a whole assignment is weighed against everybody
 * being a stranger.
 *
 * At an unlisted body loci of the X chromosome count where the sex of some occupant is known. Used by one thread.
 */
#ifndef AG_SEARCH_PLACES_H
#define AG_SEARCH_PLACES_H

#include "antigone/search.h"

enum { AG_UNLISTED = -1 }; /* instead of a family: a body of nobody listed */

typedef struct ag_places ag_places;

/* item[k] is an index into search.remains_code; sex may be NULL. All borrowed until ag_places_free. */
ag_status ag_places_new(ag_engine *engine, const ag_catalogue *catalogue, int items, const int *item, const ag_sex *sex,
                        ag_places **out, ag_error *err);
void ag_places_free(ag_places *places);

typedef struct ag_occupants {
    const int *item; /* indices into the places' items */
    int n;
} ag_occupants;

/* row[k]: what item k would add at `missing` (an index into family.missing; 0 for an unlisted body). at[] has one list
 * for each missing person of the family. -INFINITY where impossible, NaN where the family itself is. The row lives as
 * long as the places. */
ag_status ag_places_row(ag_places *places, int family, const ag_occupants *at, int missing, const double **row,
                        ag_error *err);

#endif
