/* The pool: see pool.h. */
#include "search/pool.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const double NEGLIGIBLE = 1e-18;
enum { ROUNDS = 8 };

/* Weights of `lowest` … `lowest + n - 1` unlisted bodies, the tilt to the power of their number taken in. */
typedef struct spread {
    long lowest;
    long n;
    double *weight; /* owned; the largest is 1 */
    double scale_ln;
} spread;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

static double tilted_ln(const ag_pool_part *p, int k, double tilt_ln) {
    return p->weight_ln[k] + (double)(p->lowest + k) * tilt_ln;
}

static double highest_ln(const ag_pool_part *p, double tilt_ln) {
    double high = -INFINITY;
    for (int k = 0; k < p->n; k++) high = fmax(high, tilted_ln(p, k, tilt_ln));
    return high;
}

/* What one more unlisted body weighs, so that (U)_u / tilt^u hardly changes where it matters. */
static double find_tilt(const ag_pool_part *part, size_t parts, long always, double others) {
    double tilt = fmax(others - (double)always, 0.5);
    for (int round = 0; round < ROUNDS && isfinite(others); round++) {
        const double tilt_ln = log(tilt);
        double mean = (double)always;
        for (size_t i = 0; i < parts; i++) {
            const double high = highest_ln(&part[i], tilt_ln);
            double sum = 0, first = 0;
            for (int k = 0; k < part[i].n; k++) {
                const double w = exp(tilted_ln(&part[i], k, tilt_ln) - high);
                sum += w;
                first += w * (part[i].lowest + k);
            }
            mean += sum > 0 ? first / sum : 0;
        }
        tilt = fmax(others - mean + 0.5, 0.5);
    }
    return isfinite(tilt) ? tilt : 1;
}

/* Cuts off ends that weigh nothing, and makes the largest weight 1. */
static void trim(spread *s) {
    double high = 0;
    long from = 0, to = s->n;
    for (long i = 0; i < s->n; i++) high = fmax(high, s->weight[i]);
    if (!(high > 0)) return;
    while (from < to && s->weight[from] < NEGLIGIBLE * high) from++;
    while (to > from && s->weight[to - 1] < NEGLIGIBLE * high) to--;
    memmove(s->weight, s->weight + from, (size_t)(to - from) * sizeof *s->weight);
    s->lowest += from;
    s->n = to - from;
    for (long i = 0; i < s->n; i++) s->weight[i] /= high;
    s->scale_ln += log(high);
}

/* after = before * part */
static ag_status add_part(const spread *before, const ag_pool_part *p, double tilt_ln, spread *after, ag_error *err) {
    const double high = highest_ln(p, tilt_ln);
    *after = (spread){before->lowest + p->lowest, before->n + p->n - 1,
                      calloc((size_t)(before->n + p->n), sizeof(double)), before->scale_ln + high};
    if (!after->weight) return no_memory(err);
    for (int k = 0; k < p->n; k++) {
        const double w = exp(tilted_ln(p, k, tilt_ln) - high);
        for (long i = 0; w > 0 && i < before->n; i++) after->weight[i + k] += w * before->weight[i];
    }
    trim(after);
    return AG_OK;
}

/* ln (U)_u - u ln tilt for u = lowest … lowest + n - 1. */
static double *prior_of(long lowest, long n, double others, double tilt_ln) {
    double *ln = malloc(((size_t)n + 1) * sizeof *ln), sum = 0;
    for (long u = 0; ln && u < lowest + n; u++) {
        if (u >= lowest) ln[u - lowest] = sum;
        if (isfinite(others)) sum += others - (double)u > 0 ? log(others - (double)u) - tilt_ln : -INFINITY;
    }
    return ln;
}

/* behind[i - lowest]: what all parts from here on weigh when i bodies are unlisted before them. */
static void factors_of(ag_pool_part *p, const spread *before, const spread *behind, double tilt_ln, double total) {
    for (int k = 0; k < p->n; k++) {
        double sum = 0;
        for (long i = 0; i < before->n; i++) {
            const long at = before->lowest + i + p->lowest + k - behind->lowest;
            if (at >= 0 && at < behind->n) sum += before->weight[i] * behind->weight[at];
        }
        const double sum_ln = sum > 0 ? log(sum) : -INFINITY;
        p->factor_ln[k] = sum_ln + before->scale_ln + behind->scale_ln + (double)(p->lowest + k) * tilt_ln - total;
    }
}

static ag_status step_back(const ag_pool_part *p, const spread *before, spread *behind, double tilt_ln, ag_error *err) {
    const double high = highest_ln(p, tilt_ln);
    spread next = {before->lowest, before->n, calloc((size_t)before->n + 1, sizeof(double)), behind->scale_ln + high};
    double most = 0;
    if (!next.weight) return no_memory(err);
    for (int k = 0; k < p->n; k++) {
        const double w = exp(tilted_ln(p, k, tilt_ln) - high);
        for (long i = 0; w > 0 && i < next.n; i++) {
            const long at = next.lowest + i + p->lowest + k - behind->lowest;
            if (at >= 0 && at < behind->n) next.weight[i] += w * behind->weight[at];
        }
    }
    for (long i = 0; i < next.n; i++) most = fmax(most, next.weight[i]);
    for (long i = 0; most > 0 && i < next.n; i++) next.weight[i] /= most;
    if (most > 0) next.scale_ln += log(most);
    free(behind->weight);
    *behind = next;
    return AG_OK;
}

/* The prior over the whole, and what it sums to. */
static ag_status close_sum(const spread *all, double others, double tilt_ln, spread *behind, ag_pool_result *out,
                           ag_error *err) {
    double *prior_ln = prior_of(all->lowest, all->n, others, tilt_ln), high = -INFINITY, sum = 0, first = 0;
    *behind = (spread){all->lowest, all->n, calloc((size_t)all->n + 1, sizeof(double)), 0};
    if (prior_ln && behind->weight) {
        for (long i = 0; i < all->n; i++) high = fmax(high, prior_ln[i]);
        for (long i = 0; i < all->n; i++) {
            behind->weight[i] = isinf(high) ? 0 : exp(prior_ln[i] - high);
            sum += all->weight[i] * behind->weight[i];
            first += all->weight[i] * behind->weight[i] * (double)(all->lowest + i);
        }
        behind->scale_ln = high;
        out->total_ln = sum > 0 ? log(sum) + high + all->scale_ln : -INFINITY;
        out->unlisted = sum > 0 ? first / sum : NAN;
    }
    const bool good = prior_ln && behind->weight;
    free(prior_ln);
    return good ? AG_OK : no_memory(err);
}

static ag_status combine(ag_pool_part *part, size_t parts, spread *before, double others, ag_pool_result *out,
                         ag_error *err) {
    const double tilt_ln = log(out->tilt);
    spread behind = {0};
    ag_status status = AG_OK;
    for (size_t i = 0; i < parts && status == AG_OK; i++)
        status = add_part(&before[i], &part[i], tilt_ln, &before[i + 1], err);
    if (status == AG_OK) status = close_sum(&before[parts], others, tilt_ln, &behind, out, err);
    for (size_t i = parts; i-- > 0 && status == AG_OK && isfinite(out->total_ln);) {
        factors_of(&part[i], &before[i], &behind, tilt_ln, out->total_ln);
        status = step_back(&part[i], &before[i], &behind, tilt_ln, err);
    }
    free(behind.weight);
    return status;
}

ag_status ag_pool_combine(ag_pool_part *part, size_t parts, long always, double others, ag_pool_result *out,
                          ag_error *err) {
    *out = (ag_pool_result){.total_ln = -INFINITY, .tilt = find_tilt(part, parts, always, others)};
    spread *before = calloc(parts + 1, sizeof *before);
    double *one = malloc(sizeof *one);
    ag_status status = before && one ? AG_OK : no_memory(err);
    if (status == AG_OK) {
        *one = 1;
        before[0] = (spread){always, 1, one, (double)always * log(out->tilt)};
        status = combine(part, parts, before, others, out, err);
    } else {
        free(one);
    }
    for (size_t i = 0; before && i <= parts; i++) free(before[i].weight);
    free(before);
    return status;
}
