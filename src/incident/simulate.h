/* A caseload with known truth: families, their typed relatives and remains that never were, as an incident folder.
 *
 * One third of the families have one or both parents typed, one fifth a child with or without the spouse, one third
 * siblings with or without a parent, one tenth grandparents or uncles and aunts; in the rest two are missing. Most of
 * the missing are found, some in several parts; some remains have no family here (`others` of incident.json counts
 * those persons). Degraded remains lose whole loci and single alleles.
 *
 * Other shapes than this mixture: all families of one kind, or one family with eight missing whose bodies lie in parts
 * among those of twelve others (`grave8`; element and side of each part are told).
 *
 * Genes are dropped through each pedigree with the stated mutation model, from shipped frequencies (shipped.h); with
 * theta, from one subpopulation drawn around them. Everything follows from the options: the same seed gives the same
 * bytes with any number of threads, because every family, body and sample has its own stream of random numbers.
 *
 * What breaks the model of an analysis is on request: fathers who are not, unlisted relatives of the listed, and a
 * table or a theta that is not the one that was drawn from.
 */
#ifndef AG_INCIDENT_SIMULATE_H
#define AG_INCIDENT_SIMULATE_H

#include "antigone/search.h"
#include "formats/batch.h"
#include "incident/case_plan.h"
#include "incident/truth.h"

typedef struct ag_simulate_options {
    uint32_t remains, families; /* both at least 1 */
    uint64_t seed;
    const char *loci;       /* a kit, a list "FGA,TH01", or how many; see shipped.h */
    const char *mutation;   /* MODEL:RATE[:RATE2:RANGE] */
    const char *population; /* Cauc, AA, Asian, Hisp or all */
    double degraded;        /* share of the remains, [0, 1] */
    double theta;           /* [0, 1) */
    ag_case_shape shape;
    ag_case_draw draw;    /* not with grave8 */
    uint32_t pool_others; /* for a draw from a pool: incident.json states it */
    bool sex_untold;      /* nothing is known of the sex of remains */
    /* against the model */
    double false_paternity; /* share of children whose father is an unrelated man, [0, 1] */
    double relatives;       /* share of bodies without a family here who are brother or son of one listed, [0, 1] */
    double stated_theta;    /* of incident.json; NaN: the true one */
    const char *table_population; /* of frequencies.csv; NULL: the true one */
    ag_run run;                   /* threads, stop, progress (in families, then remains); the kernel is not used */
} ag_simulate_options;

/* 24 loci with SE33, stepwise:0.002:1e-6:0.1, Cauc, a quarter degraded, theta 0, seed 1; the sizes are 0: set them. */
ag_simulate_options ag_simulate_defaults(void);

typedef struct ag_caseload {
    ag_batch batch;  /* its remains are batch.profile[0 … remains-1] */
    ag_truth *truth; /* of each remains; in the batch's arena */
    uint32_t remains, references, families;
    uint32_t missing;               /* listed persons */
    uint32_t found;                 /* of them, with at least one sample */
    uint32_t others;                /* bodies without a family here */
    uint32_t kind[AG_FAMILY_KINDS]; /* families by kind */
    const uint8_t *family_kind;     /* [families]; arena */
    uint64_t meioses, mutated;      /* over all persons and loci */
    uint64_t fathers, false_fathers;
    uint32_t kin; /* of the others: relatives of the listed */
} ag_caseload;

/* Errors: AG_USAGE for options that make no caseload (the message says what would), AG_INTERRUPTED, AG_ENVIRONMENT. On
 * failure there is nothing to deinit. */
ag_status ag_caseload_init(const ag_simulate_options *options, ag_caseload *out, ag_error *err);
void ag_caseload_deinit(ag_caseload *caseload);
/* The incident folder (made if need be) and truth.csv in it: sample,missing_person,family,body. */
ag_status ag_caseload_save(const ag_caseload *caseload, const char *folder, ag_error *err);

/* The command: both of the above. `out` may be NULL; else it is what was saved, to be deinited. */
ag_status ag_simulate(const ag_simulate_options *options, const char *folder, ag_caseload *out, ag_error *err);

#endif
