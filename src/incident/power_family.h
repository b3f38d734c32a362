/* Draws of one family for power.h: what the missing may show, and what each relative would add.
 *
 *     ag_power_model (all families) ─ag_power_family_init→ draws of the missing ─…_try→ a relative's gain
 *                                                                               └─…_choose→ he counts as typed
 *
 * Concept: at a locus the draws fall into tuples (what the missing person and those chosen so far show). One table of
 * genotypes for each different tuple serves all its draws, so common tuples cost nothing. `related` numbers the tuples
 * with the missing person, `apart` those of the denominator: without him, or under theta with him as a stranger.
 *
 * Invariants: all relatives are tried on the same draws and the same uniform numbers, so that their gains can be
 * compared; streams are named by family, missing person, step and locus.
 */
#ifndef AG_INCIDENT_POWER_FAMILY_H
#define AG_INCIDENT_POWER_FAMILY_H

#include "incident/power.h"
#include "search/catalogue.h"

enum { AG_POWER_MOST_POPULATIONS = 40 };

/* Readings of good quality that a laboratory may report at a locus. Codes of a search: first those of the incident,
 * then these. */
typedef struct ag_power_model {
    ag_arena arena;
    const ag_incident *incident;
    const ag_search *search;                            /* [populations] */
    ag_catalogue *catalogue[AG_POWER_MOST_POPULATIONS]; /* owned */
    ag_code_list *list[AG_POWER_MOST_POPULATIONS];      /* [loci] the readings above */
    int populations, most_codes;
    int simulations;
    uint64_t seed;
    double needed_ln;
} ag_power_model;

ag_status ag_power_model_init(const ag_incident *incident, int simulations, uint64_t seed, double needed_ln,
                              ag_power_model *out, ag_error *err);
void ag_power_model_deinit(ag_power_model *model);

/* Scratch of one thread. */
typedef struct ag_power_worker {
    ag_engine *engine;
    ag_lane_scratch scratch;
    ag_evidence *evidence;
    double *chance[2 * AG_POWER_MOST_POPULATIONS]; /* [most_codes] each */
    double *total[AG_POWER_MOST_POPULATIONS];      /* running sums of them */
    uint32_t *order, *first;                       /* [simulations + 1] draws by tuple */
    uint64_t *key;                                 /* [simulations] */
} ag_power_worker;
ag_status ag_power_worker_init(const ag_power_model *model, ag_power_worker *out, ag_error *err);
void ag_power_worker_deinit(ag_power_worker *worker);

/* What a person shows in each draw, and ln LR with it. */
typedef struct ag_power_draw {
    uint16_t *code; /* [loci][simulations] 1 + place in the list; 0: nothing */
    double *ln;     /* [populations][simulations] */
    double *least;  /* [simulations] over the populations */
} ag_power_draw;

typedef struct ag_power_sought {
    int person;
    ag_power_missing result;   /* sample_ln: of this family's arena */
    long reached;              /* draws at or above the threshold, with those chosen so far */
    double sum_ln;             /* of `least` */
    uint32_t *related, *apart; /* [loci][simulations] */
    ag_power_draw *shown;      /* [1 + chosen] of the missing person, then of those chosen */
} ag_power_sought;

typedef struct ag_power_family {
    const ag_power_model *model;
    const ag_family *family;
    ag_arena arena;
    int index;
    ag_power_sought *sought; /* [family->missings] */
    int *chosen;
    int steps;
} ag_power_family;

/* A gain, summed over the missing persons. */
typedef struct ag_power_gain {
    long reached;        /* more draws at or above the threshold */
    double sum_ln;       /* of all draws, in steps of 2^-20 */
    ag_power_draw *draw; /* [missings] */
} ag_power_gain;

/* Room for `most` relatives to be chosen. */
ag_status ag_power_family_init(const ag_power_model *model, int family, int most, ag_power_worker *worker,
                               ag_power_family *out, ag_error *err);
void ag_power_family_deinit(ag_power_family *family);
/* Room for what a try draws; the same room serves one try after the other. */
ag_status ag_power_gain_init(const ag_power_family *family, ag_arena *arena, ag_power_gain *out, ag_error *err);
/* Changes nothing in the family: threads may try different persons at once. */
ag_status ag_power_family_try(const ag_power_family *family, int person, ag_power_worker *worker, ag_power_gain *gain,
                              ag_error *err);
/* The person was tried into `gain` since the last choice, whose draws are copied. */
ag_status ag_power_family_choose(ag_power_family *family, int person, ag_power_worker *worker,
                                 const ag_power_gain *gain, ag_error *err);

#endif
