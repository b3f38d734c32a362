/* Who is who in a simulated caseload, before there are any genes: the shape of each family, who of it is missing and
 * who gave a sample; which of the missing were found, in how many parts; and who else lay there.
 *
 * Bodies are numbered: 0 … missing-1 are the listed missing persons in the order of their families, from `missing` on
 * those without a family here. Everything follows from sizes, shares and seed; it is made by one thread.
 */
#ifndef AG_INCIDENT_CASE_PLAN_H
#define AG_INCIDENT_CASE_PLAN_H

#include "antigone/genetics.h"
#include "base/arena.h"

typedef enum ag_family_kind {
    AG_FAMILY_PARENTS,  /* one or both parents typed */
    AG_FAMILY_CHILDREN, /* a child or two, with or without the spouse */
    AG_FAMILY_SIBLINGS, /* one to three, with or without a parent */
    AG_FAMILY_ELDERS,   /* grandparents, or uncles and aunts */
    AG_FAMILY_TWO_MISSING,
    AG_FAMILY_KINDS
} ag_family_kind;

enum { AG_PLANNED_PERSONS = 8 };

typedef struct ag_planned_person {
    const char *id; /* literal */
    int8_t father, mother;
    uint8_t sex; /* ag_sex */
    bool missing, typed;
} ag_planned_person;

typedef struct ag_planned_family {
    uint32_t first_person, first_reference, first_missing; /* of all families before */
    uint8_t kind, persons;
    ag_planned_person person[AG_PLANNED_PERSONS];
} ag_planned_family;

typedef struct ag_planned_sample {
    uint32_t body;
    bool degraded, sex_known;
} ag_planned_sample;

typedef struct ag_case_plan {
    ag_planned_family *family; /* arena, as all below */
    uint32_t families, persons, references, missing;
    ag_planned_sample *sample;
    uint32_t samples;
    uint32_t found, others; /* bodies with samples, listed and not */
    uint32_t *family_of;    /* [missing] */
    uint8_t *sex_of;        /* [missing + others] ag_sex */
} ag_case_plan;

ag_status ag_case_plan_make(uint32_t families, uint32_t samples, double degraded, uint64_t seed, ag_arena *arena,
                            ag_case_plan *out, ag_error *err);

/* Streams of the seed: one for the plan and for the subpopulation, then one for each family, body and sample, and for
 * who of a family is living. */
enum { AG_STREAM_PLAN, AG_STREAM_SUBPOPULATION };
#define AG_STREAM_FAMILY(f) ((UINT64_C(1) << 32) + (f))
#define AG_STREAM_BODY(b) ((UINT64_C(2) << 32) + (b))
#define AG_STREAM_SAMPLE(s) ((UINT64_C(3) << 32) + (s))
#define AG_STREAM_LIVING(f) ((UINT64_C(4) << 32) + (f))

#endif
