/* What a search needs of its loci and codes, prepared once. See antigone/search.h.
 *
 * For each locus: the transmission model over all alleles; the same without mutation; for each code the linear form of
 * P(o | g), for a person with two copies and with one, and what the code's probability is in an unrelated person.
 */
#ifndef AG_SEARCH_CATALOGUE_H
#define AG_SEARCH_CATALOGUE_H

#include "antigone/search.h"
#include "kinship/engine.h"
#include "kinship/network.h"

typedef struct ag_code_form {
    ag_observation_form form[2]; /* [0] two copies, [1] haploid */
    double inverse_unrelated[2]; /* 1 / P(o), 0 if P(o) = 0; theta = 0 */
} ag_code_form;

typedef struct ag_catalogue_locus {
    ag_allele_model model;
    const ag_code_form *code; /* [codes] */
} ag_catalogue_locus;

/* A list of codes of one locus whose likelihood ratios are wanted. Most codes are one genotype: their form is one or
 * two entries of the table with one weight, and those go through a plain loop. */
typedef struct ag_code_entries {
    int row;       /* where in the list */
    int32_t at[2]; /* entries of the table; the same twice for a homozygote */
    double weight; /* of their sum, 1 / P(o) included; theta = 0 */
} ag_code_entries;

typedef struct ag_code_list {
    int codes;
    const uint16_t *code; /* borrowed */
    int entries, others;
    const ag_code_entries *entry;
    const int *other; /* rows that need the whole form */
    bool margins;     /* some form needs sums of rows or the trace */
} ag_code_list;

enum { AG_MOST_CLASSES = 24 }; /* of alleles that a family and one remains tell apart; more are prepared as they come */

struct ag_catalogue {
    const ag_search *search;
    ag_allele_model possible[AG_MOST_CLASSES + 1]; /* by number of alleles: what can be, without mutation */
    ag_arena arena;
    ag_catalogue_locus *locus; /* [loci] */
    int *first;                /* [loci + 1] */
    uint16_t *every_code;      /* 0, 1, 2, … */
    ag_code_list *every;       /* [loci] all codes */
    int most_alleles, most_readings, most_persons;
};

/* Scratch for lanes; one for each thread. */
typedef struct ag_lane_scratch {
    double *joint, *unrelated; /* most_alleles² each */
    double *row;               /* most_alleles, three times */
    ag_evidence *evidence;
    ag_person *person;
} ag_lane_scratch;
ag_status ag_lane_scratch_init(const ag_catalogue *catalogue, ag_lane_scratch *out, ag_error *err);
void ag_lane_scratch_deinit(ag_lane_scratch *scratch);

ag_status ag_code_list_make(const ag_catalogue *catalogue, int locus, const uint16_t *code, int codes, ag_arena *arena,
                            ag_code_list *out, ag_error *err);

/* What the readings of a family show at a locus, into room for all of them; returns how many. */
int ag_family_evidence(const ag_search *search, const ag_family *family, int locus, ag_evidence *out);
/* P(code | evidence, seen in this person) / P(code in a person drawn with theta = 0), for the listed codes; with theta
 * it is the quotient of two such rows that is a likelihood ratio. *possible false when the evidence has probability 0
 * (then out is 0); *scale_ln is that of scratch->joint, which has the table. */
ag_status ag_place_rows(ag_engine *engine, const ag_catalogue *catalogue, const ag_pedigree *pedigree, int person,
                        int locus, const ag_evidence *evidence, int n, const ag_code_list *list,
                        ag_lane_scratch *scratch, double *out, double *scale_ln, bool *possible, ag_error *err);
/* LR (not its logarithm) of the listed codes at one locus into out[list->codes]; *possible false when the family has
 * probability 0 (then out is 0). */
ag_status ag_lane_rows(ag_engine *engine, const ag_catalogue *catalogue, int family, int missing, int locus,
                       const ag_code_list *list, ag_lane_scratch *scratch, double *out, bool *possible, ag_error *err);

/* P(code | evidence) of the listed codes for any person of a checked pedigree into out[list->codes]; all 0 when the
 * evidence is impossible. Code 0 gets 1. */
ag_status ag_code_chances(ag_engine *engine, const ag_catalogue *cat, const ag_pedigree *pedigree, int person,
                          int locus, const ag_evidence *evidence, int n, const ag_code_list *list,
                          ag_lane_scratch *scratch, double *out, ag_error *err);

#endif
