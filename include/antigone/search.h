/* All remains against all missing persons: the screen, and exact likelihood ratios of pairs.
 *
 * Concept: what a laboratory saw at a locus is one of a few hundred codes. For a missing person (a lane) one
 * elimination per locus gives the likelihood ratio of every code; a pair then costs one table entry per locus. Tables
 * of a tile of lanes lie side by side as quantised upper bounds, so a screen score is never below the exact value and
 * no pair at or above the limit is lost; what passes is computed exactly. Tables of a tile are built, used and dropped.
 *
 * Logarithms are natural (…_ln). The likelihood ratio of a pair is P(family and remains | remains are the missing
 * person) / P(family and remains | they are unrelated), the other missing persons of the family untyped.
 */
#ifndef ANTIGONE_SEARCH_H
#define ANTIGONE_SEARCH_H

#include <signal.h>
#include <stddef.h>

#include "antigone/kinship.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One profile of one person of a family: a code for each locus. */
typedef struct ag_reading {
    int person;
    const uint16_t *code; /* [loci] */
} ag_reading;

typedef struct ag_family {
    ag_pedigree pedigree; /* checked */
    const ag_reading *reading;
    int readings;
    const int *missing; /* persons looked for */
    int missings;
} ag_family;

/* Everything borrowed and immutable while a search runs. Code 0 of every locus is AG_SEEN_NOTHING. */
typedef struct ag_search {
    int loci;
    const ag_locus *const *locus;             /* [loci] */
    const ag_observation *const *observation; /* [loci][codes] */
    const int *codes;                         /* [loci] at most 65,535 */
    int families;
    const ag_family *family;
    int remains;
    const uint16_t *remains_code; /* [remains][loci] */
    ag_pruning pruning;
} ag_search;

/* Settings of a run; none of them changes a result. */
typedef struct ag_run {
    int threads;                       /* 0: all processors */
    int kernel;                        /* -1: the best here; 0 plain, 1 AVX2, 2 AVX-512 */
    const volatile sig_atomic_t *stop; /* may be NULL; non-zero ends the run with AG_INTERRUPTED */
    /* may be NULL; called now and then, from one thread at a time */
    void (*progress)(void *context, double done, double of);
    void *context;
    double (*clock)(void); /* seconds; may be NULL: the library reads no clock of its own */
} ag_run;

typedef struct ag_hit {
    int remains, family, missing; /* missing: index into family.missing */
    double lr_ln;
} ag_hit;

typedef struct ag_screen_result {
    ag_hit *hit; /* owned; by lr_ln descending, then remains, family, missing */
    size_t hits;
    /* owned, [remains]: upper bound of the sum of LR over all lanes that are not hits: at most 25 % above it, plus
     * 1/1024 for each lane */
    double *rest;
    /* owned, [lanes] by family, then missing: ln LR of remains that had at each locus the most favourable reading that
     * any remains here have; nothing here can exceed it */
    double *best_ln;
    /* what happened */
    double pairs;                         /* scored */
    double passed;                        /* recomputed exactly */
    double table_seconds, screen_seconds; /* of all threads together; 0 without ag_run.clock */
    double operations;                    /* multiply–adds counted for the tables */
    double table_bytes;                   /* of one tile */
    int lanes;                            /* missing persons */
    int tiles;
    int unusable; /* lanes whose family is impossible under the model: they have no hit */
} ag_screen_result;

/* What a search needs of its loci and codes, prepared once: immutable, shared by threads. The search and all it points
 * to must outlive it. */
typedef struct ag_catalogue ag_catalogue;
ag_status ag_catalogue_new(const ag_search *search, ag_catalogue **out, ag_error *err);
void ag_catalogue_free(ag_catalogue *catalogue);

/* Every pair with lr_ln >= limit_ln. Errors: AG_REFUSED as ag_genotype_table (the family is named by its index in the
 * message), AG_INTERRUPTED. */
ag_status ag_screen(const ag_catalogue *catalogue, double limit_ln, const ag_run *run, ag_screen_result *out,
                    ag_error *err);
void ag_screen_result_deinit(ag_screen_result *result);

/* ln LR of every code of every locus for one missing person: out[ag_catalogue_first(catalogue, l) + code], in all
 * ag_catalogue_first(catalogue, loci) numbers. -INFINITY where impossible; all NaN at a locus where the family itself
 * is impossible. `missing` is an index into family.missing. The ln LR of a pair is the sum over the loci. */
ag_status ag_lane_table(ag_engine *engine, const ag_catalogue *catalogue, int family, int missing, double *out,
                        ag_error *err);
int ag_catalogue_first(const ag_catalogue *catalogue, int locus);

/* Loci at which the family alone is possible and the family with these remains at the missing person is not, without
 * mutation, drop-out taken into account. */
ag_status ag_exclusions(ag_engine *engine, const ag_catalogue *catalogue, int remains, int family, int missing,
                        int *out, ag_error *err);
/* Loci seen in the remains and in at least one reading of the family. */
int ag_shared_loci(const ag_search *search, int remains, int family);

#ifdef __cplusplus
}
#endif
#endif
