/* What speaks for one remains being one missing person: every line of evidence by itself, then together. Sections 9
 * and 10 of genetics.md.
 *
 *     candidate {remains, family, missing, autosomal LR} ─ag_statement_make→ lines ─cli, report→ statements.csv
 *
 * Concept: a line is a likelihood ratio of "these remains are this person" against "they are somebody of the pool",
 * with its table, its assumption and what was compared; or it is not comparable. The combined ratio is the product of
 * the lines that are in the product, which takes them to be independent given who it is: each line says so.
 *
 * Invariants: each item of evidence enters once. Sex is shown and never multiplied, because pairs of conflicting sex
 * are left out of the pool of the search. A bound is shown and never multiplied. A line without data changes nothing.
 *
 * Models (…_ERROR and …_SD below; each stands on the statement as its assumption):
 *   sex      read wrongly with the error of the quality; the pool has the share of men of the listed persons
 *   age      the remains' age is normal: age_min to age_max are two standard deviations to each side, on top of a
 *            minimum; with one end alone the age lies beyond it by a normal error. Against the mean over the listed
 *            persons whose age at loss is known
 *   stature  normal with stature_sd and the error of a recorded stature, against the listed persons' distribution
 *   place    found where lost, except with an error spread as the places of loss are; against the share lost there
 *   time     recovered before the loss only by an error of the record; against the pool: the share of the listed
 *            persons for whom it is possible, and all others
 */
#ifndef AG_INCIDENT_STATEMENT_H
#define AG_INCIDENT_STATEMENT_H

#include "incident/incident.h"

#define AG_SEX_ERROR_GOOD 0.001 /* quality "good", or none stated */
#define AG_SEX_ERROR_OTHER 0.02
#define AG_AGE_MIN_SD 2.0          /* years: of any estimate of age */
#define AG_STATURE_SD 4.0          /* cm: of an estimate without stature_sd */
#define AG_STATURE_RECORDED_SD 3.0 /* cm: of a recorded stature */
#define AG_STATURE_MEAN 170.0      /* cm: with fewer than AG_STATURE_LISTED persons of known stature */
#define AG_STATURE_POOL_SD 7.0
#define AG_PLACE_ERROR 0.1
#define AG_TIME_ERROR 0.01
enum { AG_STATURE_LISTED = 10, AG_LINEAGE_CONFLICT = 2, AG_STATEMENT_KIN = 8 };

typedef enum ag_line_kind {
    AG_LINE_AUTOSOMAL,
    AG_LINE_Y,
    AG_LINE_MTDNA,
    AG_LINE_SEX,
    AG_LINE_AGE,
    AG_LINE_STATURE,
    AG_LINE_PLACE,
    AG_LINE_TIME,
    AG_LINES
} ag_line_kind;

typedef struct ag_line {
    bool comparable; /* else nothing below but `kin` means anything */
    bool in_product;
    double lr_ln;    /* -INFINITY: impossible under the model; NaN: comparable without a table of haplotypes */
    double bound_ln; /* at the upper 95 % bound of the haplotype's frequency; NaN where there is none */
    double kappa_ln; /* Y: by Brenner's kappa, for a haplotype that the table lacks; NaN otherwise */
    int compared, differences; /* loci or positions; -1: no such thing */
    double table_n, table_x; /* of the table: haplotypes that can be compared, those alike; listed persons; -1: none */
    /* of Y and mtDNA */
    int reference;  /* the nearest relative of this line with a haplotype: index into batch->profile; -1: none */
    int meioses;    /* to him */
    int references; /* of this line, with a haplotype */
    bool review;    /* two of them differ by more than AG_LINEAGE_CONFLICT: a reference needs review */
    int kin[AG_STATEMENT_KIN]; /* other listed persons of this line: indices into family.missing */
    int kins;                  /* all of them, also those that do not fit */
} ag_line;

typedef struct ag_candidate {
    int remains, family, missing; /* missing: index into search.family[family].missing */
    double lr_ln;                 /* autosomal */
} ag_candidate;

typedef struct ag_statement {
    ag_candidate candidate;
    ag_line line[AG_LINES];
    double combined_ln; /* the sum of the lines in the product */
} ag_statement;

/* What is known of the listed persons and the tables, prepared once. Not for several threads at a time. */
typedef struct ag_statements ag_statements;
ag_status ag_statements_new(const ag_incident *incident, ag_statements **out, ag_error *err);
void ag_statements_free(ag_statements *statements);
/* Whether anybody here has what such a line compares; else it is comparable for no candidate. */
bool ag_statements_have(const ag_statements *statements, ag_line_kind kind);
/* Fastest with the candidates of one remains after each other. AG_ENVIRONMENT: no memory. */
ag_status ag_statement_make(ag_statements *statements, const ag_candidate *candidate, ag_statement *out, ag_error *err);

const char *ag_line_word(ag_line_kind kind);       /* "autosomal", "Y", "mtDNA", … */
const char *ag_line_assumption(ag_line_kind kind); /* a key: "y-single-step", … */

#endif
