/* Body of the screen's inner loops: see screen_kernel.h. The including file defines AG_SCREEN_KERNEL as the name of its
 * table.
 */
#include <float.h>
#include <string.h>

#include "search/screen_kernel.h"

typedef int16_t scores __attribute__((vector_size(2 * AG_LANES), may_alias));
typedef uint64_t words __attribute__((vector_size(2 * AG_LANES), may_alias));

/* log2 of the mantissa by a polynomial of degree 5 (Chebyshev nodes; error below 1.7e-5, so below 0.005 of a score at
 * the largest scale, 256). `margin` covers it and the rounding to single precision; adding 1 to the floor then gives an
 * upper bound. */
static void quantise(const double *restrict lr, int n, float scale, int lowest, int16_t *restrict score) {
    const float margin = 0.03f, shift = 65536.0f;
    for (int i = 0; i < n; i++) {
        const float x = (float)lr[i];
        int32_t bits;
        memcpy(&bits, &x, sizeof bits);
        const float exponent = (float)((bits >> 23) - 127);
        const int32_t fraction_bits = (bits & 0x7fffff) | 0x3f800000;
        float t;
        memcpy(&t, &fraction_bits, sizeof t);
        t -= 1.0f;
        const float log2_fraction =
            1.6514671e-05f +
            t * (1.4414924f + t * (-0.70648645f + t * (0.4094703f + t * (-0.18748861f + t * 0.043004958f))));
        int32_t q = (int32_t)((exponent + log2_fraction) * scale + margin + shift) - 65536 + 1;
        q = x < FLT_MIN ? lowest : q;
        q = q < lowest ? lowest : q;
        score[i] = (int16_t)(q > INT16_MAX ? INT16_MAX : q);
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

/* Vectors go by pointer: by value their calling convention would depend on the instruction set. */
static int any_at_least(const scores *sum, const scores *limit) {
    const words w = (words)(*sum >= *limit);
    uint64_t all = 0;
    for (int i = 0; i < AG_LANES / 4; i++) all |= w[i];
    return all != 0;
}

/* Σ 2^(score / scale) over the lanes below the limit, from above: a float whose exponent is the whole part and whose
 * mantissa is the fraction is 2^whole (1 + fraction) ≥ 2^(whole + fraction). */
static float sum_of_lr(const scores *sum, int16_t limit, int scale_log2) {
    int16_t score[AG_LANES];
    memcpy(score, sum, sizeof score);
    const int32_t least = -(126 << scale_log2), one = 127 << 23;
    float part[8] = {0};
    for (int i = 0; i < AG_LANES; i++) {
        int32_t s = score[i];
        s = s < least ? least : s;
        const int32_t bits = score[i] >= limit ? 0 : s * (1 << (23 - scale_log2)) + one;
        float value;
        memcpy(&value, &bits, sizeof value);
        part[i & 7] += value;
    }
    return ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
}

static void score_group(const ag_score_task *t, const uint16_t *code, scores sum[AG_SCORE_GROUP]) {
    scores a = {0}, b = {0}, c = {0}, d = {0};
    const uint16_t *ca = code, *cb = ca + t->loci, *cc = cb + t->loci, *cd = cc + t->loci;
    for (int l = 0; l < t->loci; l++) {
        const scores *rows = (const scores *)t->tile + t->base[l];
        a += rows[ca[l]];
        b += rows[cb[l]];
        c += rows[cc[l]];
        d += rows[cd[l]];
    }
    sum[0] = a;
    sum[1] = b;
    sum[2] = c;
    sum[3] = d;
}

static int score(const ag_score_task *t) {
    const int low = -(AG_SKIP_LOG2 << t->scale_log2);
    const float skipped = AG_LANES * (1.0f / (1 << AG_SKIP_LOG2));
    const scores limit = (scores){0} + t->limit, skip = (scores){0} + (int16_t)(low < INT16_MIN ? INT16_MIN : low);
    int passed = 0;
    for (int r = 0; r < t->remains; r += AG_SCORE_GROUP) {
        scores sum[AG_SCORE_GROUP];
        const int n = t->remains - r < AG_SCORE_GROUP ? t->remains - r : AG_SCORE_GROUP;
        /* the caller pads the codes to whole groups */
        score_group(t, t->code + (size_t)r * (size_t)t->loci, sum);
        for (int k = 0; k < n; k++) {
            t->rest[r + k] = skipped;
            if (!any_at_least(&sum[k], &skip)) continue;
            t->rest[r + k] = sum_of_lr(&sum[k], t->limit, t->scale_log2);
            if (any_at_least(&sum[k], &limit)) t->passed[passed++] = r + k;
        }
    }
    return passed;
}

const ag_screen_kernel AG_SCREEN_KERNEL = {quantise, interleave, score};
