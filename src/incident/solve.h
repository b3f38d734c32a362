/* One incident under one population: components, each with its list of hypotheses, and what they weigh together.
 *
 *     ag_bonds ─components→ ag_joint for each ─ag_pool_combine→ posterior of every hypothesis
 *
 * Concept: remains and families that a chain of bonds joins are one component. Bonds of any strength count at first; a
 * component whose list of hypotheses would not fit is split at its weaker bonds, until it fits. What lies between
 * components then enters by first order: somebody who is alone and unlisted could instead be a listed person of another
 * component, as far as that one is still free; and a free missing person could be one of those. How much posterior of a
 * component is of that kind stands in first_order; what lists dropped and cuts lost, in left_out.
 *
 * Invariants: items of a component stand in the order of their ids, lanes by family and person; so the answer depends
 * on no order of files, but for which of equals a full list dropped. Components stand in the order of their first
 * remains.
 */
#ifndef AG_INCIDENT_SOLVE_H
#define AG_INCIDENT_SOLVE_H

#include "incident/bonds.h"
#include "search/joint.h"
#include "search/pool.h"

typedef struct ag_component {
    int *item, items; /* owned; remains */
    int *lane, lanes; /* owned; all lanes of its families */
    ag_joint_result found;
    double *posterior; /* owned, [found.items] */
    double
        *elsewhere; /* owned, [items][items] of an item: being listed outside, by the part that speaks for its body */
    double left_out, first_order; /* see above */
    bool exact;                   /* nothing was dropped and nothing lies between it and others */
} ag_component;

typedef struct ag_solution {
    ag_search search; /* under the population; the catalogue refers to it: a solution is not moved */
    ag_catalogue *catalogue;
    ag_bonds bonds;
    ag_component *component; /* owned */
    size_t components;
    int *of_remains; /* owned, [remains] index of the component, -1: no bond at all */
    int *of_lane;    /* owned, [lanes] */
    int *at_remains; /* owned, [remains] index among the component's items */
    int *at_lane;    /* owned, [lanes] */
    double *alone;   /* owned, [remains] posterior of being nobody of its component */
    double *pure;    /* owned, [remains] of that, the part of being unlisted */
    double *speaks; /* owned, [remains] of bodies for which it speaks, the part of being listed outside the component */
    double *weak;   /* owned, [remains] sum of LR over lanes outside its component, each times its being open */
    double *free;   /* owned, [lanes] posterior of not being taken by any of its component */
    double *open;   /* owned, [lanes] of that, the part of not being taken by any other */
    ag_pool_result pool;
    double others;                /* U; more than was stated when so few cannot explain what was found */
    double left_out, first_order; /* the largest of a component */
} ag_solution;

ag_status ag_solve(const ag_incident *incident, int population, const ag_identify_result *found,
                   const ag_identify_options *options, const ag_lane *lane, size_t lanes, ag_solution *out,
                   ag_error *err);
void ag_solution_deinit(ag_solution *solution);

/* Posteriors of the hypotheses that the components list (weigh.c); `tilt` is a first guess of what one more unlisted
 * body weighs. others is raised where it is too small. */
ag_status ag_solution_weigh(const ag_incident *incident, double tilt, ag_solution *solution, ag_error *err);

/* Posterior that these remains are this lane; a weak one by first order. */
double ag_solution_pairing(const ag_solution *solution, int remains, int lane);
/* Posterior of being somebody unlisted. */
double ag_solution_unlisted(const ag_solution *solution, int remains);

/* ln LR of the likeliest hypothesis of a component that does not have this pairing (indices into the component), among
 * those that a list of 64 finds. `places` are of the component's items. */
ag_status ag_component_without(const ag_solution *solution, const ag_incident *incident, const ag_component *component,
                               ag_engine *engine, ag_places *places, int item, int lane, double *best_ln,
                               ag_error *err);

#endif
