/* Cells of profiles to codes, locus by locus.
 *
 *     cell text ─distinct texts→ observation for each class of drop-out ─those that mean the same→ code
 *
 * Concept: hundreds of thousands of cells at a locus are a few hundred different texts. Each text is read once for
 * each class of drop-out in which it occurs; what means the same observation has one code. Code 0 is AG_SEEN_NOTHING.
 * Alleles that the frequency table lacks are found first, so that the locus has them.
 *
 * Invariants: codes, loci and findings depend on the batch alone: a locus belongs to one task, whatever the number of
 * threads. Findings are put together by text, never one for each cell.
 */
#ifndef AG_INCIDENT_CODEBOOK_H
#define AG_INCIDENT_CODEBOOK_H

#include <stdatomic.h>

#include "base/map.h"
#include "incident/tables.h"

typedef struct ag_dropout_class {
    double dropout;
    ag_text word; /* the first quality that has it */
} ag_dropout_class;

/* What the reading of cells needs to know of the samples, and what it finds out about them. */
typedef struct ag_cell_context {
    const ag_batch *batch;
    const ag_sources *sources;
    const ag_tables *tables;
    const unsigned char *class_of; /* [profiles] */
    const unsigned char *sex_of;   /* [profiles] ag_sex */
    const ag_dropout_class *class;
    int classes;
    bool trust_homozygotes;
    uint16_t *code;           /* [profiles][loci] */
    atomic_ushort *set_aside; /* [profiles] loci with three or more alleles */
    atomic_uchar *assumed;    /* [profiles] some a/a was read as a/? */
} ag_cell_context;

/* How often reading had to assume something at a locus in a class. */
typedef struct ag_cell_count {
    uint32_t dropout_assumed, read_homozygote;
    uint32_t first; /* profile; UINT32_MAX: none */
} ag_cell_count;

typedef struct ag_codebook {
    ag_arena arena;
    ag_diagnostics found;
    ag_locus **locus;            /* [populations], owned */
    ag_observation *observation; /* [codes], owned */
    int codes;
    ag_cell_count *count; /* [classes], arena */
} ag_codebook;

void ag_codebook_init(ag_codebook *book);
void ag_codebook_deinit(ag_codebook *book);
/* Loci first … first + n - 1 (neighbours share cache lines) into book[0 … n-1]. Faults of the cells are in book.found.
 */
ag_status ag_codebook_read(const ag_cell_context *context, int first, int n, ag_codebook *book, ag_error *err);

#endif
