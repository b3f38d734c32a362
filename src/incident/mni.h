/* The minimum number of individuals among remains: a lower bound, with its reason. Section 8 of genetics.md.
 *
 * Concept: a unit is what is asserted to be of one person (elements reassociated, of one DNA profile, parts of one
 * body), or an element alone. Some units cannot be of one person: they share a piece that a body has once, they have
 * different DNA profiles, they are different persons who have a name, or of different age. A set of units of which no
 * two can be together is of as many persons.
 *
 * The bound is the largest of: units with one piece (White and Folkens 2005, chapter 17); pieces of a pair, by two;
 * complete bodies and one more when there is anything else with a name; units with a DNA profile; units with a name;
 * each of these over all, or the best of every age group, added up. It is never above the truth; where each unit is one
 * piece of a known side, with or without an age, it is the least number of persons that can have left them (mni_test
 * compares with all partitions).
 */
#ifndef AG_INCIDENT_MNI_H
#define AG_INCIDENT_MNI_H

#include "incident/anatomy.h"

/* Groups that are told apart with certainty in a skeleton; 0 is unknown. NULL-ended without it. */
extern const char *const ag_age_groups[];
enum { AG_AGE_GROUPS = 5 };

typedef struct ag_mni_unit {
    uint64_t pieces;
    uint8_t either[AG_BONES_PAIRED]; /* how often, of a side that is not known */
    bool body, known;
    bool dna, named; /* has a DNA profile, a person's name: units have different ones */
    int age;         /* 0 … AG_AGE_GROUPS - 1 */
} ag_mni_unit;

enum {
    AG_MNI_PAIR = AG_BONES,                      /* from here: pairs */
    AG_MNI_BODY = AG_MNI_PAIR + AG_BONES_PAIRED, /* complete bodies */
    AG_MNI_OTHER,                                /* elements that are known, of no complete body */
    AG_MNI_DNA,                                  /* units with a DNA profile */
    AG_MNI_DNA_KNOWN,                            /* of them those that are a known element, and complete bodies */
    AG_MNI_NAMED,
    AG_MNI_NAMED_KNOWN,
    AG_MNI_COUNTS
};

typedef struct ag_mni {
    int count[AG_MNI_COUNTS][AG_AGE_GROUPS];
    int units;
} ag_mni;

void ag_mni_unit_add(ag_mni_unit *unit, uint16_t anatomy_code);
void ag_mni_add(ag_mni *mni, const ag_mni_unit *unit);
/* Appends the reason to `why` (may be NULL): "2 adult (femur, left), 1 child (cranium)". */
int ag_mni_bound(const ag_mni *mni, ag_buffer *why);

#endif
