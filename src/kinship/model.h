/* What the arithmetic needs of a locus: frequencies and transmission matrices, over all alleles or over lumped ones.
 *
 * Invariants: `gated[s]` is three n × n blocks in one row, M | 1 | M, so that "M where the meiosis took this copy, 1
 * where it took the other" is one array whose slow index steps by n². `turned[s]` is the same of the transpose. Without
 * mutation M is the identity. Immutable once made; owned by its arena.
 */
#ifndef AG_KINSHIP_MODEL_H
#define AG_KINSHIP_MODEL_H

#include "antigone/kinship.h"
#include "base/arena.h"

enum { AG_FROM_FATHER, AG_FROM_MOTHER }; /* index of a parent's matrix */

/* An observation that leaves at most two alleles (of the locus), worked out once: P(o | g) for the genotypes of those.
 */
typedef struct ag_seen_summary {
    int alleles; /* 1 or 2; 0: more, ask ag_observation_probability */
    uint16_t allele[2];
    double pair[2][2]; /* of the genotype {allele[i], allele[j]} */
    double single[2];  /* haploid */
} ag_seen_summary;

typedef struct ag_allele_model {
    const ag_locus *locus;
    int n;
    const uint16_t *class_of; /* allele of the locus → allele here */
    const uint16_t *member;   /* allele here → one allele of the locus that stands for it */
    const double *frequency;  /* [n] */
    const double *gated[2], *turned[2];
    const double *through[2]; /* [n] frequency of what an untyped founder transmits: p M */
    /* summaries of the observations in one array, for a search; NULL otherwise. A model with lumped alleles may share
     * them where all alleles of the observations at hand are classes of their own */
    const ag_observation *observation;
    int observations;
    const ag_seen_summary *summary;
} ag_allele_model;

/* Alleles that the evidence tells apart: keep[i] = 1. With drop-in or error all of them. */
void ag_evidence_alleles(const ag_locus *locus, const ag_evidence *evidence, int n, unsigned char *keep);
/* Over all alleles of the locus. */
ag_status ag_allele_model_full(const ag_locus *locus, ag_arena *arena, ag_allele_model *out, ag_error *err);
/* With the alleles that `keep` does not name (keep[i] == 0) lumped into one where that is exact, else as full. */
ag_status ag_allele_model_lumped(const ag_locus *locus, const unsigned char *keep, ag_arena *arena,
                                 ag_allele_model *out, ag_error *err);

/* n alleles of equal frequency that never mutate, for questions of possibility alone. The caller adds the locus, the
 * classes and their members. */
ag_status ag_allele_model_identity(int n, ag_arena *arena, ag_allele_model *out, ag_error *err);

/* Works out summaries of an array of observations, which must outlive the model. */
ag_status ag_allele_model_summarise(ag_allele_model *model, const ag_observation *observation, int observations,
                                    ag_arena *arena, ag_error *err);
/* The summary of an observation, or NULL. */
const ag_seen_summary *ag_seen_summary_of(const ag_allele_model *model, const ag_observation *seen);
/* may[i] is cleared for every allele of the model that a carrier of this observation cannot carry. */
void ag_observation_support(const ag_allele_model *model, const ag_observation *seen, unsigned char *may);

/* P(transmitted c | copy x) from a parent. */
static inline double ag_transmit(const ag_allele_model *m, int parent, int x, int c) {
    return m->gated[parent][(long)x * m->n + c];
}

#endif
