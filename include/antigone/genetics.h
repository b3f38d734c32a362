/* Loci, what was seen at them, mutation, and pedigrees: the nouns of forensic genetics.
 *
 * Units and shapes: probabilities are plain numbers in [0, 1]; matrices are row-major n × n with the row the
 * parent's allele and the column the transmitted one. Alleles are indices 0 … n-1 into their locus; their sizes are
 * whole numbers of tenths (9.3 is 93), never floating point. Formulas and sources: docs/genetics.md.
 *
 * Ownership: an ag_locus is owned by who called ag_locus_new and freed by ag_locus_free; it is immutable and may be
 * shared by threads. ag_observation, ag_person and the specs are plain values; pointers in a spec are borrowed for
 * the call only.
 */
#ifndef ANTIGONE_GENETICS_H
#define ANTIGONE_GENETICS_H

#include <stdbool.h>
#include <stdint.h>

#include "antigone/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ag_sex { AG_SEX_UNKNOWN = 0, AG_MALE = 1, AG_FEMALE = 2 } ag_sex;

/* ---- Mutation ------------------------------------------------------------------------------------------------ */

typedef enum ag_mutation_model {
    AG_MUTATION_NONE,
    AG_MUTATION_EQUAL,
    AG_MUTATION_PROPORTIONAL,
    AG_MUTATION_ONESTEP,
    AG_MUTATION_STEPWISE,
    AG_MUTATION_DAWID,
    AG_MUTATION_CUSTOM
} ag_mutation_model;

typedef enum ag_mutation_transform {
    AG_TRANSFORM_NONE,
    AG_STABILISE_PM,  /* Simonsson & Mostad 2016 */
    AG_REVERSIBLE_MH, /* Metropolis–Hastings */
    AG_REVERSIBLE_BA, /* Barker */
    AG_REVERSIBLE_PR  /* average of both directions */
} ag_mutation_transform;

typedef struct ag_mutation_spec {
    ag_mutation_model model;
    ag_mutation_transform transform;
    double rate;  /* per meiosis */
    double rate2; /* stepwise: to alleles of another microgroup */
    double range; /* stepwise: ratio of k+1 to k steps; dawid: R */
    /* custom only: `matrix` is alleles × alleles over these names */
    int alleles;
    const char *const *allele;
    const double *matrix;
} ag_mutation_spec;

/* Properties of a matrix for these frequencies (Vigeland & Egeland 2023). */
typedef struct ag_mutation_report {
    double overall_rate; /* 1 - sum p_i m_ii */
    bool bounded;        /* m_ij <= p_j off the diagonal: otherwise LR > 1 without a shared allele is possible */
    bool stationary;     /* p M = p, within 1e-12 */
    bool reversible;     /* p_i m_ij = p_j m_ji, within 1e-12 */
    bool lumpable;       /* any set of alleles may be lumped, within 1e-12 */
} ag_mutation_report;

/* ---- A locus ------------------------------------------------------------------------------------------------- */

typedef enum ag_frequency_rule {
    AG_FREQUENCY_AS_GIVEN,
    AG_FREQUENCY_RENORMALISE,
    AG_FREQUENCY_REST,   /* what lacks to 1 becomes one more allele, "rest" */
    AG_FREQUENCY_MINIMUM /* every allele at least `minimum`, then renormalised */
} ag_frequency_rule;

enum { AG_ALLELE_NO_SIZE = INT32_MIN }; /* a named allele: SNP letter, X, Y, rest, silent */

typedef struct ag_locus_spec {
    const char *name;
    bool x;      /* on the X chromosome */
    int alleles; /* of the frequency table */
    const char *const *allele;
    const double *frequency;
    ag_frequency_rule rule;
    double minimum; /* frequency of an allele that the table lacks; 0: 5/(2N) with N = database_size if that
                       is > 0, else the smallest frequency of the table */
    double database_size;
    int unlisted; /* alleles seen in profiles that the table lacks: added at the minimum frequency */
    const char *const *unlisted_allele;
    double silent_frequency;   /* 0: none; else a silent allele is added with it (unless `silent_allele` names one) */
    const char *silent_allele; /* name of the table's own silent allele, or NULL */
    double theta;              /* coancestry, [0, 1) */
    double dropin;             /* probability of one extra allele at the locus, [0, 1) */
    double error;              /* probability that a seen copy is read as an allele drawn by frequency, [0, 1) */
    ag_mutation_spec female, male;
} ag_locus_spec;

/* Immutable once made. */
typedef struct ag_locus {
    const char *name;
    bool x;
    int n;      /* alleles, the added ones and the silent one included */
    int listed; /* alleles 0 … listed-1 stand in the table; then rest, unlisted, silent where there are any */
    int silent; /* index of the silent allele, or -1 */
    const char *const *allele;   /* [n] names */
    const int32_t *size_tenths;  /* [n] or AG_ALLELE_NO_SIZE */
    const double *frequency;     /* [n] after the rule */
    const double *female, *male; /* n × n mutation matrices; NULL when nothing mutates */
    double theta, dropin, error;
    double sum_as_given; /* of the table before the rule */
    double minimum;      /* the minimum frequency that was used, 0 if none was needed */
    ag_frequency_rule rule;
    ag_mutation_report female_report, male_report;
} ag_locus;

/* Errors: AG_BAD_INPUT with the model's own condition (for example r + rate2 <= 1) in the message. */
ag_status ag_locus_new(const ag_locus_spec *spec, ag_locus **out, ag_error *err);
void ag_locus_free(ag_locus *locus);
/* Index of the allele with this name ("9.3", "09.3", "X"), or -1. */
int ag_locus_allele(const ag_locus *locus, const char *name);
/* A mutation matrix alone; `out` has n × n places. A silent allele (index or -1) neither mutates nor arises. */
ag_status ag_mutation_matrix(const ag_mutation_spec *spec, int n, const char *const *allele, const int32_t *size_tenths,
                             const double *frequency, int silent, double *out, ag_error *err);
ag_mutation_report ag_mutation_properties(const double *matrix, int n, const double *frequency);
/* May the alleles with lump[i] != 0 be treated as one? Strong lumpability: from every lumped allele the same
 * probability to each allele outside (relative 1e-14). NULL matrix: yes. */
bool ag_mutation_lumps(const double *matrix, int n, const unsigned char *lump);

/* ---- Observations -------------------------------------------------------------------------------------------- */

typedef enum ag_observation_kind {
    AG_SEEN_NOTHING,    /* not typed or failed, or set aside: factor 1 */
    AG_SEEN_PAIR,       /* a/b */
    AG_SEEN_ONE,        /* a/?: a seen, nothing else seen */
    AG_SEEN_HOMOZYGOTE, /* a/a asserted: as a/?, with drop-out taken as 0 */
    AG_SEEN_HALF        /* a half-typed: any second allele, no drop-out term */
} ag_observation_kind;

enum { AG_ALLELE_WORDS = 7, AG_ALLELE_CAP = 64 * AG_ALLELE_WORDS }; /* ≥ AG_MAX_ALLELES of limits.h */

/* A set of alleles of one locus: one bit each. A reading such as 15.x, 12> or OL is compatible with several. */
typedef struct ag_allele_set {
    uint64_t word[AG_ALLELE_WORDS];
} ag_allele_set;

typedef struct ag_observation {
    ag_observation_kind kind;
    ag_allele_set a, b;  /* b only for a pair */
    double dropout;      /* d, per copy */
    double dropout_both; /* d2, both copies of a homozygote */
} ag_observation;

/* What reading a cell had to assume; several may be set. */
enum {
    AG_CELL_SET_ASIDE = 1,       /* three or more alleles */
    AG_CELL_DROPOUT_ASSUMED = 2, /* a/a read as a/? because the quality has drop-out */
    AG_CELL_READ_HOMOZYGOTE = 4, /* a/? read as a/a because the quality has no drop-out */
    AG_CELL_UNLISTED = 8         /* an allele that the frequency table lacked */
};

typedef struct ag_observation_rules {
    double dropout;         /* d of the sample's quality */
    double dropout_both;    /* d2, or negative for d*d */
    bool trust_homozygotes; /* a/a stays a/a whatever the quality */
} ag_observation_rules;

/* Reads a cell: "", "a/b", "a/a", "a/?", "a" + "/" + "*", "15.x", "12>", "<7", "OL", and "a" alone (haploid, or a/a).
 * *flags gets AG_CELL_… . Errors: AG_BAD_INPUT for what is no cell (the message tells the forms), and for an allele
 * that the locus lacks (add it by ag_locus_spec.unlisted first). */
ag_status ag_observation_parse(const ag_locus *locus, const char *cell, const ag_observation_rules *rules,
                               ag_observation *out, unsigned *flags, ag_error *err);
/* Names in `cell` that the locus lacks, for ag_locus_spec.unlisted: up to two, each terminated, into name[2][16];
 * returns how many, or -1 when the cell cannot be read. Patterns and OL name none. */
int ag_cell_unlisted(const ag_locus *locus, const char *cell, char name[2][16]);

/* P(o | genotype {i, j}); j = -1 for a haploid copy. For every genotype, the sum over all that can be seen is 1. */
double ag_observation_probability(const ag_locus *locus, const ag_observation *seen, int i, int j);

/* P(o | g) as a linear form, so that sum over g of P(o|g) J(g) costs a few operations for any symmetric J over
 * ordered pairs: total * ΣΣ J_ij + trace * Σ J_ii + Σ_r row[r].weight * Σ_j J_(row.i)j + Σ_c cell.weight * J_ij.
 * Exact; checked against ag_observation_probability for every genotype. A haploid form has only total and rows
 * (J_i). Terms are owned by the caller: ag_observation_form_free. */
typedef struct ag_form_term {
    uint16_t i, j;
    double weight;
} ag_form_term;
typedef struct ag_observation_form {
    double total, trace;
    int rows, cells;
    ag_form_term *row;  /* j unused */
    ag_form_term *cell; /* both orders of (i, j) stand as two terms when i != j */
} ag_observation_form;
ag_status ag_observation_form_new(const ag_locus *locus, const ag_observation *seen, bool haploid,
                                  ag_observation_form *out, ag_error *err);
void ag_observation_form_free(ag_observation_form *form);

/* ---- Pedigrees ----------------------------------------------------------------------------------------------- */

/* A founder has no parents. Where only one parent is given the other allele is drawn from the population, without
 * a meiosis; give an untyped founder instead if it should pass through one. */
typedef struct ag_person {
    int father, mother; /* index into the pedigree, or -1 */
    ag_sex sex;         /* a father is male, a mother female; other persons may be unknown, except at X loci */
    int twin;           /* an identical twin with a lower index: the same genotype, the same parents; or -1 */
    double inbreeding;  /* of a founder: probability that the two alleles are one by descent, [0, 1] */
} ag_person;

typedef struct ag_pedigree {
    int persons;
    const ag_person *person; /* borrowed */
} ag_pedigree;

/* Indices in range, parents of the right sex, nobody his own ancestor, twins alike, coefficients in range. On
 * failure *at (may be NULL) is the person at fault. */
ag_status ag_pedigree_check(const ag_pedigree *pedigree, int *at, ag_error *err);
/* Parents before children; `order` has `persons` places. Assumes ag_pedigree_check. */
void ag_pedigree_order(const ag_pedigree *pedigree, int *order);

#ifdef __cplusplus
}
#endif
#endif
