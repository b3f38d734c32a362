/* The inner loops of the screen, one body compiled for several instruction sets. All arithmetic that decides is on
 * integers or in a fixed order, so every kernel gives the same bits.
 *
 * A tile is rows × AG_LANES scores: row = a code of a locus, lane = a missing person. A score is an upper bound of
 * scale · log2 LR, where scale is a power of two.
 */
#ifndef AG_SEARCH_SCREEN_KERNEL_H
#define AG_SEARCH_SCREEN_KERNEL_H

#include <stdint.h>

#include "base/cpu.h"

enum {
    AG_LANES = 32,            /* one cache line of 16-bit scores */
    AG_FINEST_SCALE_LOG2 = 7, /* a score is at the finest 1/128 of a binary order */
    AG_SCORE_GROUP = 4,       /* remains scored together */
    AG_SKIP_LOG2 = 10 /* where no lane of a group reaches LR = 2^-10, lanes are not summed but counted as that */
};

typedef struct ag_score_task {
    const int16_t *tile;
    const uint32_t *base; /* [loci] first row of a locus */
    int loci;
    const uint16_t *code; /* [remains][loci] row within the locus */
    int remains;
    int16_t limit;   /* least score that passes */
    int scale_log2;  /* scale = 2^scale_log2 */
    int32_t *passed; /* [remains] filled with remains of which some lane passes, in order */
    float *rest;     /* [remains] upper bound of the sum of LR over the lanes that do not pass */
} ag_score_task;

typedef struct ag_screen_kernel {
    /* score[i] = least integer ≥ scale·log2(lr[i]) that is sure to be an upper bound, at least `lowest`. n is a
     * multiple of 8, `score` aligned to 16 bytes. */
    void (*quantise)(const double *lr, int n, float scale, int lowest, int16_t *score);
    /* From lane-major [AG_LANES][rows] to row-major [rows][AG_LANES]. */
    void (*interleave)(const int16_t *lane_major, int rows, int16_t *tile);
    /* Returns how many remains passed. */
    int (*score)(const ag_score_task *task);
} ag_screen_kernel;

extern const ag_screen_kernel ag_screen_kernel_plain, ag_screen_kernel_avx2, ag_screen_kernel_avx512;
const ag_screen_kernel *ag_screen_kernel_for(ag_cpu cpu);

#endif
