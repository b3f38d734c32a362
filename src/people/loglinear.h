/* Log-linear models of a table of lists: which there are, whether they can be estimated, and what they say.
 *
 * A model has every list and some interactions; with an interaction it has all within it (hierarchical). It is written
 * by its greatest terms: [123,14,34]. The interaction of all lists is never in: the cell of nobody would be free. The
 * number of unseen is exp of the intercept (Bishop, Fienberg and Holland 1975, chapter 6; Cormack 1989).
 *
 *   n = people + exp(b0), its variance exp(b0) + exp(2 b0) var(b0), as in Rivest and Baillargeon's Rcapture;
 *   AIC = 2p - 2 ln L, BIC = p ln(people) - 2 ln L, with the Poisson likelihood; p counts parameters at minus infinity.
 *
 * An interaction of lists that share nobody is at minus infinity: it and its cells leave the fit, and what is left is
 * asked whether it has a maximum and whether its matrix has full rank (Chan, Silverman and Vincent 2021; Fienberg and
 * Rinaldo 2012).
 */
#ifndef AG_PEOPLE_LOGLINEAR_H
#define AG_PEOPLE_LOGLINEAR_H

#include "antigone/status.h"
#include "base/arena.h"
#include "people/lists.h"
#include "people/poisson.h"

enum { AG_MOST_INTERACTIONS = 28, AG_MODEL_NAME_BYTES = 128 };

typedef struct ag_models {
    int lists, terms;
    int most_pairs;                      /* 0: all hierarchical models; else pairs alone, at most so many */
    uint16_t term[AG_MOST_INTERACTIONS]; /* patterns, smaller sets first */
    const uint32_t *model;               /* [n] bit i: term[i] is in; the first is independence */
    size_t n;
} ag_models;

/* All hierarchical models where there are at most AG_MAX_MODELS: 1, 8, 113, 6,893 of 2 … 5 lists. Of 6 … 8 lists, all
 * models with pairs of lists alone and at most m of them, with the greatest m that the cap allows: 15, 5, 4. */
ag_status ag_models_make(int lists, ag_arena *arena, ag_models *out, ag_error *err);
/* The model that is written so ("[12,3]"); false: it is none of these. */
bool ag_models_find(const ag_models *models, const char *name, uint32_t *out);
const char *ag_model_name(const ag_models *models, uint32_t model, char out[AG_MODEL_NAME_BYTES]);
/* Interactions of two lists alone. */
bool ag_model_is_of_pairs(const ag_models *models, uint32_t model);

typedef enum ag_model_state {
    AG_MODEL_FITS = 0,
    AG_MODEL_NO_MAXIMUM = 1,     /* the likelihood has no maximum: the estimate would be infinite */
    AG_MODEL_NOT_IDENTIFIED = 2, /* several answers fit equally well */
    AG_MODEL_NEITHER = 3,
    AG_MODEL_DOUBTFUL = 4, /* the quick fit cannot say; ag_model_check can */
} ag_model_state;

typedef struct ag_model_fit {
    uint32_t model;
    ag_model_state state;
    double n, se; /* of all, seen and unseen; NaN unless it fits */
    double deviance, aic, bic;
    int df, infinite;    /* parameters at minus infinity */
    double lower, upper; /* 95 % profile interval; NaN: not asked for; INFINITY: nothing bounds it */
    double profile_n;    /* where the multinomial likelihood is greatest */
    double weight;       /* exp(-BIC/2) over those of all models that fit */
} ag_model_fit;

/* Quick: doubtful where cells of zero are nearly fitted. */
void ag_model_fit_quick(const ag_lists *lists, const ag_models *models, uint32_t model, ag_model_fit *out);
/* Exact, by linear programming and by rank; from one thread at a time. */
ag_model_state ag_model_check(const ag_lists *lists, const ag_models *models, uint32_t model);
/* lower, upper and profile_n of one that fits. */
void ag_model_profile(const ag_lists *lists, const ag_models *models, ag_model_fit *fit);

/* The design of a model without the cells and terms at minus infinity; the cell of nobody would be (1, 0, …). */
typedef struct ag_design {
    double x[AG_POISSON_CELLS * AG_POISSON_TERMS], y[AG_POISSON_CELLS];
    int cells, terms, all_cells, all_terms;
} ag_design;
void ag_design_of_model(const ag_lists *lists, const ag_models *models, uint32_t model, ag_design *out);
/* existence.c: whether some positive table has the margins of this one; and whether the columns are independent. */
bool ag_design_has_maximum(const ag_design *design);
bool ag_design_has_full_rank(const ag_design *design);

/* profile.c: the 95 % interval of the multinomial profile likelihood (Cormack 1992): greatest ± χ²(1)/2. NaN where a
 * fit fails; an upper limit beyond AG_MOST_ESTIMATE is INFINITY. */
#define AG_MOST_ESTIMATE 1e9
typedef struct ag_profile {
    double n, lower, upper;
} ag_profile;
ag_profile ag_design_profile(const ag_design *design, double people, double unseen);

#endif
