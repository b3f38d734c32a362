/* Identification, one remains at a time: hits, posteriors, proposals. Section 7 of genetics.md.
 *
 * The prior of every listed person is 1/N, N = listed + others; posterior of m = LR_m / (others + sum of LR over all
 * listed). LR is the least favourable over the populations. Lanes that are not hits enter the sum with an upper bound,
 * so a posterior is never above the exact one.
 */
#ifndef AG_INCIDENT_IDENTIFY_H
#define AG_INCIDENT_IDENTIFY_H

#include "incident/incident.h"

/* Flags of a hit; each has a word (ag_hit_flag_word) and, where it is an alarm, blocks a proposal. */
enum {
    AG_HIT_SEX_CONFLICT = 1,       /* alarm */
    AG_HIT_CONFLICT = 2,           /* alarm: LR above the limit with more than two exclusions */
    AG_HIT_FEW_LOCI = 4,           /* fewer than 8 loci compared */
    AG_HIT_INCONSISTENT_LOCUS = 8, /* one or two exclusions */
    AG_HIT_DROPOUT_ASSUMED = 16,
    AG_HIT_MIXTURE = 32,          /* alarm: possible mixture */
    AG_HIT_REFERENCE_REVIEW = 64, /* alarm: a reference of the family needs review */
    AG_HIT_CONTAMINATION = 128,   /* alarm: the remains match a profile of the elimination set */
    AG_HIT_UNUSABLE_FAMILY = 256, /* alarm: the family is impossible under the model at some locus */
    AG_HIT_ALARMS = AG_HIT_SEX_CONFLICT | AG_HIT_CONFLICT | AG_HIT_MIXTURE | AG_HIT_REFERENCE_REVIEW |
                    AG_HIT_CONTAMINATION | AG_HIT_UNUSABLE_FAMILY
};

typedef struct ag_identification {
    ag_hit hit; /* lr_ln is the least favourable over populations */
    double posterior;
    int loci, exclusions;
    unsigned flags;
    bool proposed; /* posterior reached and no alarm */
} ag_identification;

/* A missing person for whom no remains at hand could reach the threshold, whatever their genotype. */
typedef struct ag_unreachable {
    int family, missing;
    double best_posterior; /* with the most favourable genotype consistent with the references */
} ag_unreachable;

typedef struct ag_identify_options {
    double min_lr;    /* of the hits that are listed; default 1e4 */
    double posterior; /* of a proposal; default that of the incident, else 0.9995 */
    ag_run run;
    double pair_by_pair; /* with at most so many pairs each is computed, not screened; 0: five million; < 0: never */
} ag_identify_options;

typedef struct ag_identify_result {
    ag_identification *item; /* owned; LR descending, then sample, family, missing by their ids */
    size_t items;
    size_t proposals;
    ag_unreachable *unreachable; /* owned; by family, missing */
    size_t unreachables;
    size_t not_found_remains, not_found_missing; /* without any hit */
    double chance_hits_bound;                    /* pairs of unrelated at or above min_lr: at most pairs / min_lr */
    ag_screen_result screen;                     /* hits inside are those of the first population */
    double seconds[4];                           /* read, checks (filled by the caller), search, exact and exclusions */
} ag_identify_result;

/* The posterior that a proposal needs: as asked where that is above 0, else as the incident states, else 0.9995. */
double ag_identify_threshold(const ag_incident *incident, double asked);

struct ag_check_result; /* check.h; its alarms become flags */
ag_status ag_identify(const ag_incident *incident, const struct ag_check_result *checks,
                      const ag_identify_options *options, ag_identify_result *out, ag_error *err);
void ag_identify_result_deinit(ag_identify_result *result);
/* The flags of a pair whose loci and exclusions are counted; `checks` may be NULL. */
unsigned ag_hit_flags(const ag_incident *incident, const struct ag_check_result *checks, const ag_identification *item);
const char *ag_hit_flag_word(unsigned one_flag); /* "sex-conflict", "conflict-review", … */

#endif
