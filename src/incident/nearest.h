/* The next closest plausible relation: if the remains are not the missing person, which relative of his would be
 * hardest to tell from him?
 *
 *     family + missing person + remains ─ag_nearest→ the relation with the highest likelihood ratio
 *
 * Concept: each relation is the family's pedigree with one more untyped person (and the parents that he needs, where
 * the pedigree does not name them); the remains stand in that person's place. The ratio is against unrelated, as that
 * of the missing person is (section 5 of genetics.md), so their quotient weighs one against the other. Both sides are
 * given the references: what a further meiosis above a parent would change in them (under theta, or a mutation model
 * that is not stationary) is not counted.
 *
 * Invariants: the references stay where they are; nobody typed is asked to be the remains. Other missing persons of the
 * family stay untyped.
 */
#ifndef AG_INCIDENT_NEAREST_H
#define AG_INCIDENT_NEAREST_H

#include "incident/incident.h"

typedef enum ag_relation {
    AG_RELATION_FULL_SIBLING,
    AG_RELATION_PATERNAL_HALF_SIBLING,
    AG_RELATION_MATERNAL_HALF_SIBLING,
    AG_RELATION_FATHER,
    AG_RELATION_MOTHER,
    AG_RELATION_CHILD,
    AG_RELATION_PATERNAL_UNCLE, /* or aunt */
    AG_RELATION_MATERNAL_UNCLE,
    AG_RELATIONS,
    AG_RELATION_COUSIN = AG_RELATIONS /* a child of a brother of the father; not among those compared */
} ag_relation;

enum { AG_RELATIVE_ROOM = 8 }; /* persons that a relation adds at most */

/* The pedigree with that relative of `person`, in room[persons + AG_RELATIVE_ROOM]; *relative is his or her place.
 * False where there can be no such relative: a father who is a woman, a founder who is inbred or a twin. A parent who
 * stands in the pedigree is that relative. */
bool ag_relative_add(const ag_pedigree *pedigree, int person, ag_relation relation, ag_sex sex, ag_person *room,
                     ag_pedigree *out, int *relative);

/* The same incident with theta = 0: a shallow copy whose tables are in the arena. With theta every untyped founder is
 * tied to all others, which relatives of relatives make too many. False: out of memory. */
bool ag_incident_without_theta(const ag_incident *incident, ag_arena *arena, ag_incident *out);
bool ag_incident_has_theta(const ag_incident *incident);

typedef struct ag_nearest_result {
    double missing_ln;          /* ln LR of the remains being the missing person, under the same catalogue */
    double lr_ln[AG_RELATIONS]; /* of the remains there against unrelated; NaN: there is no such relative */
    int nearest;                /* an ag_relation, -1: none is possible */
} ag_nearest_result;

/* `code` [loci] is what the remains show; sex as far as known. AG_REFUSED as ag_genotype_table. */
ag_status ag_nearest(ag_engine *engine, const ag_catalogue *catalogue, int family, int missing, const uint16_t *code,
                     ag_sex sex, ag_nearest_result *out, ag_error *err);

#endif
