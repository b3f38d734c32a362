/* Body of the screen's inner loops: see screen_kernel.h. The including file defines AG_SCREEN_KERNEL as the name of its
 * table.
 */
#include <float.h>
#include <stdbool.h>
#include <string.h>

#include "search/screen_kernel.h"

/* The widest vector of the instruction set; a row is PARTS of them. */
enum { PARTS = 2 * AG_LANES / AG_VECTOR_BYTES };
typedef int16_t vector __attribute__((vector_size(AG_VECTOR_BYTES), may_alias));
typedef uint64_t words __attribute__((vector_size(AG_VECTOR_BYTES), may_alias));
typedef struct scores {
    vector part[PARTS];
} scores;

typedef int16_t eight_scores __attribute__((vector_size(16), may_alias));
typedef int32_t eight_ints __attribute__((vector_size(32), may_alias));
typedef uint32_t eight_words __attribute__((vector_size(32), may_alias));
typedef float eight_floats __attribute__((vector_size(32), may_alias));
typedef double eight_doubles __attribute__((vector_size(64), may_alias, aligned(8)));

/* log2 of the mantissa by a polynomial of degree 5 (Chebyshev nodes; error below 1.7e-5, so below 0.003 of a score at
 * the largest scale, 128). `margin` covers it and the rounding to single precision; adding 1 to the floor then gives an
 * upper bound. */
static void quantise(const double *restrict lr, int n, float scale, int lowest, int16_t *restrict score) {
    const float margin = 0.03f, shift = 65536.0f;
    const eight_ints low = (eight_ints){0} + lowest, high = (eight_ints){0} + INT16_MAX;
    for (int i = 0; i < n; i += 8) {
        const eight_floats x = __builtin_convertvector(*(const eight_doubles *)(lr + i), eight_floats);
        const eight_ints bits = (eight_ints)x;
        const eight_floats exponent = __builtin_convertvector((bits >> 23) - 127, eight_floats);
        const eight_floats t = (eight_floats)((bits & 0x7fffff) | 0x3f800000) - 1.0f;
        const eight_floats log2_fraction =
            1.6514671e-05f +
            t * (1.4414924f + t * (-0.70648645f + t * (0.4094703f + t * (-0.18748861f + t * 0.043004958f))));
        eight_ints q = __builtin_convertvector((exponent + log2_fraction) * scale + margin + shift, eight_ints) - 65535;
        const eight_ints under = (x < FLT_MIN) | (q < low), over = (q > high) & ~under;
        q = (q & ~under & ~over) | (low & under) | (high & over);
        *(eight_scores *)(score + i) = __builtin_convertvector(q, eight_scores);
    }
}

static void interleave(const int16_t *restrict lane_major, int rows, int16_t *restrict tile) {
    enum { BLOCK = 32 };
    for (int r = 0; r < rows; r += BLOCK) {
        const int n = rows - r < BLOCK ? rows - r : BLOCK;
        for (int i = 0; i < n; i++)
            for (int lane = 0; lane < AG_LANES; lane++)
                tile[(long)(r + i) * AG_LANES + lane] = lane_major[(long)lane * rows + r + i];
    }
}

/* Is any lane of these remains at `limit`? Vectors go by pointer: by value their calling convention would depend on the
 * instruction set. */
static inline int any_at_least(const scores *sum, int n, int16_t limit) {
    const vector least = (vector){0} + limit;
    vector above = {0};
    for (int k = 0; k < n; k++)
        for (int p = 0; p < PARTS; p++) above |= sum[k].part[p] >= least;
    const words w = (words)above;
    uint64_t all = 0;
    for (int i = 0; i < AG_VECTOR_BYTES / 8; i++) all |= w[i];
    return all != 0;
}

/* Σ 2^(score / scale) over the lanes below the limit, from above: a float whose exponent is the whole part and whose
 * mantissa is the fraction is 2^whole (1 + fraction) ≥ 2^(whole + fraction). Lanes at the limit count as the least,
 * 2^-126. */
static inline float sum_of_lr(const scores *sum, int16_t limit, int scale_log2) {
    const int least = -(126 << scale_log2);
    const vector low = (vector){0} + (int16_t)(least < INT16_MIN ? INT16_MIN : least), high = (vector){0} + limit;
    scores kept;
    for (int p = 0; p < PARTS; p++) {
        const vector keep = (sum->part[p] > low) & (sum->part[p] < high);
        kept.part[p] = (sum->part[p] & keep) | (low & ~keep);
    }
    /* two scores to a word: each in the upper half is its value times 2^16, and 23 - scale_log2 is at least 16 */
    eight_floats total = {0};
    const eight_words *pair = (const eight_words *)&kept;
    const int more = 7 - scale_log2;
    for (int i = 0; i < AG_LANES / 16; i++) {
        total += (eight_floats)(((pair[i] & 0xffff0000u) << more) + (127u << 23));
        total += (eight_floats)((pair[i] << 16 << more) + (127u << 23));
    }
    float part[8];
    memcpy(part, &total, sizeof part);
    return ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
}

static inline void score_group(const ag_score_task *t, const uint16_t *code, scores sum[AG_SCORE_GROUP]) {
    scores s[AG_SCORE_GROUP] = {0};
    const int loci = t->loci;
    for (int l = 0; l < loci; l++) {
        const scores *rows = (const scores *)t->tile + t->base[l];
        for (int k = 0; k < AG_SCORE_GROUP; k++) {
            const scores *row = rows + code[k * loci + l];
            for (int p = 0; p < PARTS; p++) s[k].part[p] += row->part[p];
        }
    }
    memcpy(sum, s, sizeof s);
}

static int score(const ag_score_task *t) {
    const int low = -(AG_SKIP_LOG2 << t->scale_log2);
    const float skipped = AG_LANES * (1.0f / (1 << AG_SKIP_LOG2));
    const int16_t skip = (int16_t)(low < INT16_MIN ? INT16_MIN : low);
    int passed = 0;
    for (int r = 0; r < t->remains; r += AG_SCORE_GROUP) {
        scores sum[AG_SCORE_GROUP];
        const int n = t->remains - r < AG_SCORE_GROUP ? t->remains - r : AG_SCORE_GROUP;
        /* the caller pads the codes to whole groups */
        score_group(t, t->code + (size_t)r * (size_t)t->loci, sum);
        const bool sums = any_at_least(sum, AG_SCORE_GROUP, skip);
        for (int k = 0; k < n; k++) t->rest[r + k] = sums ? sum_of_lr(&sum[k], t->limit, t->scale_log2) : skipped;
        if (!sums || !any_at_least(sum, AG_SCORE_GROUP, t->limit)) continue;
        for (int k = 0; k < n; k++)
            if (any_at_least(&sum[k], 1, t->limit)) t->passed[passed++] = r + k;
    }
    return passed;
}

const ag_screen_kernel AG_SCREEN_KERNEL = {quantise, interleave, score};
