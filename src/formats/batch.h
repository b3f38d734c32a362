/* The import batch: what every reader makes and every writer takes.
 *
 *     bytes ─reader→ ag_batch + diagnostics ─writer→ bytes + diagnostics (what the format could not carry)
 *
 * It is plain text in rows, in the words of the native incident folder (docs/formats.md); no genetics and no rules
 * about cases. Converting between two formats is one reader, then one writer.
 *
 * Invariants: every ag_text points into the batch's arena (or into bytes that the batch owns) and is UTF-8; an absent
 * value is the empty text. Locus order is the order of first appearance. Rows count lines of the source file from 1.
 */
#ifndef AG_FORMATS_BATCH_H
#define AG_FORMATS_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diagnostics.h"
#include "base/text.h"

typedef enum ag_role { AG_REMAINS, AG_REFERENCE, AG_ELIMINATION } ag_role;

/* A row of remains.csv, references.csv or elimination.csv. */
typedef struct ag_batch_profile {
    ag_role role;
    ag_text sample, family, person; /* family and person only where role == AG_REFERENCE */
    ag_text sex;                    /* "M", "F" or empty */
    ag_text quality;
    const ag_text *cell;  /* batch->loci of them; a column that this file lacks is an empty cell */
    const ag_text *extra; /* batch->extras[role] of them: columns that are neither of the above nor a locus */
    uint32_t row;
} ag_batch_profile;

/* A row of families.csv. Optional columns that nobody here interprets yet stay text. */
typedef struct ag_batch_person {
    ag_text family, person, father, mother;
    ag_text sex;     /* "M", "F" or empty */
    ag_text missing; /* "yes", "no" or empty */
    ag_text living, born, stature_cm, lost_place, lost_date;
    ag_text twin;       /* id of an identical twin in the family */
    ag_text inbreeding; /* a founder's inbreeding coefficient */
    uint32_t row;
} ag_batch_person;

typedef struct ag_batch_frequency {
    ag_text population; /* empty: the only one */
    uint32_t locus;     /* index into batch->locus */
    ag_text allele;
    double frequency;
    uint32_t row;
} ag_batch_frequency;

/* One mutation model, as written: words and numbers, not yet a matrix. */
typedef struct ag_batch_mutation {
    ag_text model; /* none, equal, proportional, onestep, stepwise, dawid, custom; empty: not given */
    double rate, rate2, range;
    ag_text stabilise;     /* "PM" or empty */
    ag_text reversible;    /* "MH", "BA", "PR" or empty */
    const ag_text *allele; /* custom: alleles of the matrix */
    const double *matrix;  /* custom: alleles × alleles, row = parent */
    uint32_t alleles;
} ag_batch_mutation;

typedef struct ag_batch_mutation_pair {
    ag_text locus; /* empty: the default */
    ag_batch_mutation female, male;
} ag_batch_mutation_pair;

typedef struct ag_batch_named_number {
    ag_text name;
    double value;
} ag_batch_named_number;

/* incident.json. A number that was not given is NaN; a count that was not given is -1. */
typedef struct ag_batch_settings {
    ag_text name;
    double theta;
    ag_text frequency_rule; /* "as given", "renormalise", "rest", "minimum" or empty */
    ag_batch_mutation_pair *mutation;
    uint32_t mutations;
    ag_text *x_locus;
    uint32_t x_loci;
    ag_batch_named_number *dropout; /* by word of quality */
    uint32_t dropouts;
    ag_batch_named_number *silent; /* by locus */
    uint32_t silents;
    double dropin, error;
    ag_text homozygotes; /* "trusted" or empty */
    double others;
    int pieces; /* 1 true, 0 false, -1 not given */
    double threshold;
} ag_batch_settings;

/* A row of ystr.csv. */
typedef struct ag_batch_ystr {
    ag_text sample;
    const ag_text *cell; /* batch->y_loci of them */
    uint32_t row;
} ag_batch_ystr;

/* A row of mtdna.csv. */
typedef struct ag_batch_mtdna {
    ag_text sample, ranges, variants;
    uint32_t row;
} ag_batch_mtdna;

/* A row of haplotypes_y.csv or haplotypes_mt.csv. */
typedef struct ag_batch_haplotype {
    ag_text haplotype;
    ag_text ranges; /* of mtDNA; empty: the control region */
    uint32_t count, row;
} ag_batch_haplotype;

typedef struct ag_haplotype_table {
    ag_batch_haplotype *item;
    uint32_t items;
    uint32_t column, ranges_column; /* of the haplotype and its ranges, from 1; 0: there is none */
} ag_haplotype_table;

typedef struct ag_batch {
    ag_arena arena;
    ag_text *locus; /* names as first written */
    uint32_t loci;
    ag_text *extra[3]; /* names of further columns, by ag_role */
    uint32_t extras[3];
    uint32_t *locus_column[3]; /* by ag_role: where its table has each locus, from 1, 0: nowhere; NULL: no table */
    ag_batch_profile *profile; /* remains, then references, then elimination; in file order */
    uint32_t profiles;
    ag_batch_person *person;
    uint32_t persons;
    ag_batch_frequency *frequency;
    uint32_t frequencies;
    /* Lineage markers; only the incident folder has them. Columns are those of the file, from 1. */
    ag_text *y_locus;
    uint32_t *y_column; /* [y_loci] */
    uint32_t y_loci;
    ag_batch_ystr *ystr;
    uint32_t ystrs;
    ag_batch_mtdna *mtdna;
    uint32_t mtdnas;
    uint32_t mtdna_column[3]; /* of sample, ranges, variants */
    ag_haplotype_table haplotypes_y, haplotypes_mt;
    ag_batch_settings settings;
    char *owned[16]; /* file contents that the texts above point into; freed with the batch */
} ag_batch;

void ag_batch_init(ag_batch *batch); /* empty; numbers NaN, counts -1 */
void ag_batch_deinit(ag_batch *batch);
/* What the profile has in the further column of this name, without ASCII case; empty when there is no such column. */
ag_text ag_batch_extra(const ag_batch *batch, const ag_batch_profile *profile, const char *column);

#endif
