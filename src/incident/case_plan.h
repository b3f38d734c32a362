/* Who is who in a simulated caseload, before there are any genes: the shape of each family, who of it is missing and
 * who gave a sample; which of the missing were found, in how many parts; and who else lay there.
 *
 * Bodies are numbered: 0 … missing-1 are the listed missing persons in the order of their families, from `missing` on
 * those without a family here. Everything follows from the specification; it is made by one thread.
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
    AG_FAMILY_GRAVE8, /* eight missing of three generations; only in a caseload of that shape */
    AG_FAMILY_KINDS
} ag_family_kind;

typedef enum ag_case_shape {
    AG_CASE_WAR,     /* the mixture of simulate.h */
    AG_CASE_PARENTS, /* all families of one kind, in the order of ag_family_kind */
    AG_CASE_CHILDREN,
    AG_CASE_SIBLINGS,
    AG_CASE_ELDERS,
    AG_CASE_TWO_MISSING,
    AG_CASE_GRAVE8, /* one family with eight missing, and the parts of twenty bodies */
    AG_CASE_SHAPES
} ag_case_shape;
const char *ag_case_shape_word(ag_case_shape shape); /* "war", "two-missing", … */

/* Who is among the remains. */
typedef enum ag_case_draw {
    AG_DRAW_REGISTER, /* most of the missing, some in parts; others beside them */
    AG_DRAW_PIECES,   /* each sample is anybody of the pool, independently: the prior of parts */
    AG_DRAW_BODIES    /* each sample is another person of the pool: the prior of whole bodies */
} ag_case_draw;

typedef struct ag_case_spec {
    ag_case_shape shape;
    ag_case_draw draw;
    uint32_t families, samples;
    uint32_t pool_others; /* unlisted persons of the pool, for a draw from it */
    double degraded;      /* share of the samples */
    double relatives;     /* share of the bodies without a family here that have one: ag_planned_kin */
    bool sex_untold;      /* nothing is known of the sex of remains */
    uint64_t seed;
} ag_case_spec;

enum {
    AG_PLANNED_PERSONS = 20, /* most of one family */
    AG_GRAVE8_MISSING = 8,
    AG_GRAVE8_OTHERS = 12,
    AG_KIN_PER_FAMILY = 4
};

typedef struct ag_planned_person {
    const char *id; /* literal */
    int8_t father, mother;
    uint8_t sex; /* ag_sex */
    bool missing, typed;
} ag_planned_person;

typedef struct ag_planned_family {
    uint32_t first_person, first_reference, first_missing; /* of all families before */
    uint8_t kind, persons;
    ag_planned_person *person; /* arena */
} ag_planned_family;

typedef struct ag_planned_sample {
    uint32_t body;
    bool degraded, sex_known;
    int8_t bone; /* for ag_bone_element; -1: not told */
} ag_planned_sample;

/* Of a body without a family here: of whom it is an unlisted relative. Those of a family are a list. */
typedef struct ag_planned_kin {
    uint32_t of;   /* listed missing person, or AG_NO_KIN */
    uint32_t next; /* of this family, an index into `kin`, or AG_NO_KIN */
    bool son;      /* else a brother */
} ag_planned_kin;
#define AG_NO_KIN UINT32_MAX

typedef struct ag_case_plan {
    ag_planned_family *family; /* arena, as all below */
    uint32_t families, persons, references, missing;
    ag_planned_sample *sample;
    uint32_t samples;
    uint32_t found, others; /* bodies with samples, listed and not */
    uint32_t pool_others;   /* unlisted persons who may be among the remains: at least `others` */
    uint32_t *family_of;    /* [missing] */
    uint8_t *sex_of;        /* [missing + others] ag_sex */
    ag_planned_kin *kin;    /* [others] */
    uint32_t *first_kin;    /* [families] index into `kin`, or AG_NO_KIN */
} ag_case_plan;

ag_status ag_case_plan_make(const ag_case_spec *spec, ag_arena *arena, ag_case_plan *out, ag_error *err);

/* The bones of which a body has one each. */
enum { AG_BONES = 22 };
const char *ag_bone_element(int bone); /* "femur", … */
const char *ag_bone_side(int bone);    /* "left", "right" or "" */

/* Streams of the seed: one for the plan, for the subpopulation and for unlisted relatives, then one for each family,
 * body and sample, and for the fathers and the living of each family. */
enum { AG_STREAM_PLAN, AG_STREAM_SUBPOPULATION, AG_STREAM_KIN };
#define AG_STREAM_FAMILY(f) ((UINT64_C(1) << 32) + (f))
#define AG_STREAM_BODY(b) ((UINT64_C(2) << 32) + (b))
#define AG_STREAM_SAMPLE(s) ((UINT64_C(3) << 32) + (s))
#define AG_STREAM_FATHERS(f) ((UINT64_C(5) << 32) + (f))
#define AG_STREAM_LIVING(f) ((UINT64_C(4) << 32) + (f))

#endif
