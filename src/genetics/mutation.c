/* Mutation matrices: one model, perhaps transformed, for the alleles and frequencies at hand.
 *
 * Every model and every transformation states the probabilities off the diagonal; the diagonal is what is left of 1,
 * and a model exists when it is not negative. All of it happens in a block of the visible alleles, over frequencies
 * that sum to 1 there: a silent allele neither mutates nor arises, and its row is one of the identity.
 *
 * Sources: equal, proportional, stepwise (extended): Familias, Kling, Tillmar & Egeland 2014; its treatment of silent
 * alleles is followed. Onestep and the matrices checked in tests: pedmut, Vigeland & Egeland. Dawid: Dawid, Mortera &
 * Pascali 2001. PM: Simonsson & Mostad 2016, the stationary vector by Grassmann, Taksar & Heyman 1985, which never
 * subtracts. MH, BA, PR: Vigeland & Egeland 2023. Formulas: docs/genetics.md; test: genetics_mutation_test.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "antigone/genetics.h"
#include "base/arena.h"
#include "genetics/allele.h"

#include "base/banned.h"

typedef struct block {
    int n;
    int *at;          /* [n] index in the locus */
    int32_t *size;    /* [n] tenths */
    int *place;       /* [n] dawid: rank by size; custom: row of the given matrix, or -1 */
    double *p;        /* [n] sums to 1 */
    double visible;   /* share of the visible alleles among all */
    double *m, *work; /* n × n */
} block;

static double *entry(const block *b, int i, int j) { return &b->m[(long)i * b->n + j]; }

/* ---- Models: the probabilities off the diagonal ---------------------------------------------------------------- */

static void fill_equal(const ag_mutation_spec *spec, block *b) {
    for (int i = 0; i < b->n; i++)
        for (int j = 0; j < b->n; j++) *entry(b, i, j) = spec->rate / (b->n - 1);
}

/* The rate is that of all alleles: where some are silent, the visible ones mutate accordingly more. */
static void fill_proportional(const ag_mutation_spec *spec, block *b) {
    double different = 0;
    for (int i = 0; i < b->n; i++) different += b->p[i] * (1 - b->p[i]);
    const double alpha = different > 0 ? spec->rate / b->visible / different : 0;
    for (int i = 0; i < b->n; i++)
        for (int j = 0; j < b->n; j++) *entry(b, i, j) = alpha * b->p[j];
}

static void fill_onestep(const ag_mutation_spec *spec, block *b) {
    for (int i = 0; i < b->n; i++) {
        int neighbours = 0;
        for (int j = 0; j < b->n; j++) neighbours += abs(b->size[j] - b->size[i]) == 10;
        for (int j = 0; j < b->n; j++)
            *entry(b, i, j) = abs(b->size[j] - b->size[i]) == 10 ? spec->rate / neighbours : 0;
    }
}

/* Alleles of one microgroup differ by whole repeats. A named allele is a group of its own. */
static bool same_group(const block *b, int i, int j) {
    if (i == j) return true;
    if (b->size[i] == AG_ALLELE_NO_SIZE || b->size[j] == AG_ALLELE_NO_SIZE) return false;
    return b->size[i] % 10 == b->size[j] % 10;
}

static void fill_stepwise_row(const ag_mutation_spec *spec, block *b, int i) {
    /* Weights are taken relative to the likeliest step, so that no power of the range underflows them all. */
    int members = 0, base = -1;
    for (int j = 0; j < b->n; j++) {
        if (!same_group(b, i, j)) continue;
        members++;
        const int steps = abs(b->size[j] - b->size[i]) / 10;
        if (j != i && (base < 0 || (spec->range <= 1 ? steps < base : steps > base))) base = steps;
    }
    double total = 0;
    for (int j = 0; j < b->n; j++) {
        if (j == i || !same_group(b, i, j)) continue;
        *entry(b, i, j) = pow(spec->range, abs(b->size[j] - b->size[i]) / 10 - base);
        total += *entry(b, i, j);
    }
    for (int j = 0; j < b->n; j++) {
        if (!same_group(b, i, j))
            *entry(b, i, j) = spec->rate2 / (b->n - members);
        else if (j != i)
            *entry(b, i, j) *= spec->rate / total;
    }
}

static void fill_stepwise(const ag_mutation_spec *spec, block *b) {
    for (int i = 0; i < b->n; i++) fill_stepwise_row(spec, b, i);
}

/* Distance is that of ranks among the alleles of the table, as published: a gap in the ladder counts as one. */
static void fill_dawid(const ag_mutation_spec *spec, block *b) {
    const double range = spec->range, n = b->n;
    const double a = (1 - pow(range, n)) / (1 - range);
    const double scale = spec->rate * (1 - range) / (2 * range * (n - a)) / b->visible;
    for (int i = 0; i < b->n; i++) {
        b->place[i] = 0;
        for (int j = 0; j < b->n; j++) b->place[i] += b->size[j] < b->size[i];
    }
    for (int i = 0; i < b->n; i++)
        for (int j = 0; j < b->n; j++) *entry(b, i, j) = scale / b->p[i] * pow(range, abs(b->place[i] - b->place[j]));
}

static int custom_row(const ag_mutation_spec *spec, ag_text name, int32_t size) {
    for (int k = 0; k < spec->alleles; k++) {
        const ag_text other = ag_text_of(spec->allele[k]);
        if (ag_allele_size(other) == size && (size != AG_ALLELE_NO_SIZE || ag_text_equal_fold(other, name))) return k;
    }
    return -1;
}

/* An allele that the given matrix lacks (the table lacked it too) neither mutates nor arises. */
static void fill_custom(const ag_mutation_spec *spec, const char *const *allele, block *b) {
    for (int i = 0; i < b->n; i++) b->place[i] = custom_row(spec, ag_text_of(allele[b->at[i]]), b->size[i]);
    for (int i = 0; i < b->n; i++)
        for (int j = 0; j < b->n; j++) {
            const bool known = b->place[i] >= 0 && b->place[j] >= 0;
            *entry(b, i, j) = known ? spec->matrix[(long)b->place[i] * spec->alleles + b->place[j]] : 0;
        }
}

/* ---- Transformations --------------------------------------------------------------------------------------------- */

static double row_rate(const block *b, int i) {
    double rate = 0;
    for (int j = 0; j < b->n; j++)
        if (j != i) rate += *entry(b, i, j);
    return rate;
}

static double block_rate(const block *b) {
    double rate = 0;
    for (int i = 0; i < b->n; i++) rate += b->p[i] * row_rate(b, i);
    return rate;
}

/* v M = v by eliminating one state after the other. False where some alleles cannot be reached from others: then
 * v is not unique. */
static bool stationary_vector(const block *b, double *v) {
    const long n = b->n;
    double *a = b->work;
    memcpy(a, b->m, (size_t)(n * n) * sizeof *a);
    for (long k = n - 1; k > 0; k--) {
        double out = 0;
        for (long j = 0; j < k; j++) out += a[k * n + j];
        if (!(out > 0)) return false;
        for (long i = 0; i < k; i++) a[i * n + k] /= out;
        for (long i = 0; i < k; i++)
            for (long j = 0; j < k; j++) a[i * n + j] += a[i * n + k] * a[k * n + j];
    }
    double total = v[0] = 1;
    for (long k = 1; k < n; k++) {
        v[k] = 0;
        for (long i = 0; i < k; i++) v[k] += v[i] * a[i * n + k];
        total += v[k];
    }
    for (long k = 0; k < n; k++) v[k] /= total;
    return true;
}

static ag_status stabilise(block *b, double rate, ag_arena *arena, ag_error *err) {
    double *v = AG_NEW(arena, double, b->n);
    if (!v) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (!stationary_vector(b, v))
        return ag_fail(err, AG_BAD_INPUT, "stepwise: give rate2 above 0; or take the proportional model",
                       "no stabilised (PM) mutation model exists: some alleles cannot be reached from others");
    double out = 0;
    for (int i = 0; i < b->n; i++) out += v[i] * row_rate(b, i);
    for (int i = 0; i < b->n; i++) {
        const double k = rate * v[i] / (out * b->p[i]);
        for (int j = 0; j < b->n; j++) *entry(b, i, j) *= k;
    }
    return AG_OK;
}

/* The symmetric flow between two alleles, from the flows p_i m_ij and p_j m_ji. */
static double balanced(ag_mutation_transform transform, double forth, double back) {
    if (transform == AG_REVERSIBLE_MH) return fmin(forth, back);
    if (transform == AG_REVERSIBLE_PR) return (forth + back) / 2;
    return forth > 0 && back > 0 ? forth * back / (forth + back) : 0;
}

static ag_status reverse(ag_mutation_transform transform, block *b, double rate, ag_error *err) {
    for (int i = 0; i < b->n; i++)
        for (int j = 0; j < i; j++) {
            const double flow = balanced(transform, b->p[i] * *entry(b, i, j), b->p[j] * *entry(b, j, i));
            *entry(b, i, j) = flow / b->p[i];
            *entry(b, j, i) = flow / b->p[j];
        }
    if (transform == AG_REVERSIBLE_PR) return AG_OK;
    const double now = block_rate(b);
    if (!(now > 0))
        return ag_fail(err, AG_BAD_INPUT, "use PR, or another model",
                       "no reversible mutation model exists: no two alleles mutate into each other");
    for (int i = 0; i < b->n; i++)
        for (int j = 0; j < b->n; j++) *entry(b, i, j) *= rate / now;
    return AG_OK;
}

static ag_status transform_block(ag_mutation_transform transform, block *b, ag_arena *arena, ag_error *err) {
    const double rate = block_rate(b);
    if (transform == AG_TRANSFORM_NONE || !(rate > 0)) return AG_OK;
    if (transform == AG_STABILISE_PM) return stabilise(b, rate, arena, err);
    return reverse(transform, b, rate, err);
}

/* ---- Conditions ------------------------------------------------------------------------------------------------- */

static ag_status check_custom(const ag_mutation_spec *spec, ag_error *err) {
    if (spec->alleles < 1 || !spec->allele || !spec->matrix)
        return ag_fail(err, AG_BAD_INPUT, "give the names of its alleles and a square matrix",
                       "the custom mutation model has no matrix");
    for (int i = 0; i < spec->alleles; i++) {
        double total = 0;
        const ag_text name = ag_text_of(spec->allele[i]);
        if (custom_row(spec, name, ag_allele_size(name)) != i)
            return ag_fail(err, AG_BAD_INPUT, NULL, "the custom mutation matrix names allele %s twice",
                           spec->allele[i]);
        for (int j = 0; j < spec->alleles; j++) {
            const double m = spec->matrix[(long)i * spec->alleles + j];
            if (!(m >= 0 && m <= 1))
                return ag_fail(err, AG_BAD_INPUT, "rows are the parent's allele, columns the transmitted one",
                               "the custom mutation matrix has an entry that is no probability, from %s to %s",
                               spec->allele[i], spec->allele[j]);
            total += m;
        }
        if (fabs(total - 1) > 1e-6)
            return ag_fail(err, AG_BAD_INPUT, "each row is what one allele becomes: it sums to 1",
                           "the row of allele %s in the custom mutation matrix sums to %.9g", spec->allele[i], total);
    }
    return AG_OK;
}

static ag_status check_spec(const ag_mutation_spec *spec, ag_error *err) {
    const bool stepwise = spec->model == AG_MUTATION_STEPWISE, dawid = spec->model == AG_MUTATION_DAWID;
    if (spec->model == AG_MUTATION_CUSTOM) return check_custom(spec, err);
    if (!(spec->rate >= 0 && spec->rate <= 1))
        return ag_fail(err, AG_BAD_INPUT, "a probability per meiosis, such as 0.002",
                       "the mutation rate %g is not between 0 and 1", spec->rate);
    if (stepwise && !(spec->rate2 >= 0 && spec->rate + spec->rate2 <= 1))
        return ag_fail(err, AG_BAD_INPUT, "rate2 is the rate to alleles of another microgroup, such as 1e-6",
                       "the stepwise mutation model needs rate2 >= 0 and rate + rate2 <= 1; they are %g and %g",
                       spec->rate, spec->rate2);
    if (stepwise && !(spec->range > 0 && isfinite(spec->range)))
        return ag_fail(err, AG_BAD_INPUT, "range is the ratio of k+1 to k steps, such as 0.1",
                       "the stepwise mutation model needs range > 0; it is %g", spec->range);
    if (dawid && !(spec->range > 0 && spec->range < 1))
        return ag_fail(err, AG_BAD_INPUT, "range is the ratio of k+1 to k steps, such as 0.1",
                       "the dawid mutation model needs 0 < range < 1; it is %g", spec->range);
    return AG_OK;
}

static ag_status check_block(const ag_mutation_spec *spec, const char *const *allele, const block *b, ag_error *err) {
    const bool ladder = spec->model == AG_MUTATION_ONESTEP || spec->model == AG_MUTATION_DAWID;
    const bool divides = spec->model == AG_MUTATION_DAWID || spec->transform != AG_TRANSFORM_NONE;
    for (int i = 0; i < b->n; i++) {
        if (ladder && (b->size[i] == AG_ALLELE_NO_SIZE || b->size[i] % 10))
            return ag_fail(err, AG_BAD_INPUT, "use the stepwise, proportional or equal model at this locus",
                           "the %s mutation model needs whole numbers of repeats; allele %s is none",
                           spec->model == AG_MUTATION_DAWID ? "dawid" : "onestep", allele[b->at[i]]);
        if (divides && !(b->p[i] > 0))
            return ag_fail(err, AG_BAD_INPUT, "give it a frequency or leave it out",
                           "this mutation model needs frequencies above 0; that of allele %s is 0", allele[b->at[i]]);
    }
    return AG_OK;
}

/* ---- The matrix ------------------------------------------------------------------------------------------------- */

static bool gather(int n, const int32_t *size, const double *frequency, int silent, ag_arena *arena, block *b) {
    *b = (block){.at = AG_NEW(arena, int, n), .place = AG_NEW(arena, int, n), .size = AG_NEW(arena, int32_t, n)};
    b->p = AG_NEW(arena, double, n);
    if (arena->failed) return false;
    double visible = 0, total = 0;
    for (int i = 0; i < n; i++) {
        total += frequency[i];
        if (i == silent) continue;
        visible += frequency[i];
        b->at[b->n] = i;
        b->size[b->n] = size[i];
        b->p[b->n++] = frequency[i];
    }
    for (int i = 0; i < b->n; i++) b->p[i] = visible > 0 ? b->p[i] / visible : 0;
    b->visible = total > 0 ? visible / total : 1;
    b->m = AG_NEW(arena, double, (size_t)b->n *(size_t)b->n);
    b->work = AG_NEW(arena, double, (size_t)b->n *(size_t)b->n);
    return !arena->failed;
}

static void fill(const ag_mutation_spec *spec, const char *const *allele, block *b) {
    switch (spec->model) {
    case AG_MUTATION_NONE:
        break;
    case AG_MUTATION_EQUAL:
        fill_equal(spec, b);
        break;
    case AG_MUTATION_PROPORTIONAL:
        fill_proportional(spec, b);
        break;
    case AG_MUTATION_ONESTEP:
        fill_onestep(spec, b);
        break;
    case AG_MUTATION_STEPWISE:
        fill_stepwise(spec, b);
        break;
    case AG_MUTATION_DAWID:
        fill_dawid(spec, b);
        break;
    case AG_MUTATION_CUSTOM:
        fill_custom(spec, allele, b);
        break;
    }
}

/* What is left of 1 goes to the diagonal. A rounding error below 0 is 0. */
static ag_status scatter(const ag_mutation_spec *spec, const char *const *allele, const block *b, int n, double *out,
                         ag_error *err) {
    for (long i = 0; i < n; i++)
        for (long j = 0; j < n; j++) out[i * n + j] = i == j;
    for (int i = 0; i < b->n; i++) {
        const double stays = 1 - row_rate(b, i);
        if (!(stays >= -1e-12))
            return ag_fail(
                err, AG_BAD_INPUT, "lower the rate, or choose another model or transformation",
                "the mutation model%s does not exist at this rate and these frequencies: allele %s would mutate with "
                "probability %.6g",
                spec->transform == AG_TRANSFORM_NONE ? "" : " so transformed", allele[b->at[i]], 1 - stays);
        double *row = out + (long)b->at[i] * n;
        for (int j = 0; j < b->n; j++) row[b->at[j]] = *entry(b, i, j);
        row[b->at[i]] = fmax(stays, 0);
    }
    return AG_OK;
}

ag_status ag_mutation_matrix(const ag_mutation_spec *spec, int n, const char *const *allele, const int32_t *size_tenths,
                             const double *frequency, int silent, double *out, ag_error *err) {
    ag_status status = check_spec(spec, err);
    if (status != AG_OK) return status;
    ag_arena arena;
    block b;
    ag_arena_init(&arena);
    if (!gather(n, size_tenths, frequency, silent, &arena, &b))
        status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK) status = check_block(spec, allele, &b, err);
    if (status == AG_OK && b.n > 1) {
        fill(spec, allele, &b);
        status = transform_block(spec->transform, &b, &arena, err);
    }
    if (status == AG_OK) status = scatter(spec, allele, &b, n, out, err);
    ag_arena_deinit(&arena);
    return status;
}

/* ---- Properties ----------------------------------------------------------------------------------------------- */

static bool lumps_all(const double *m, long n) {
    for (long j = 0; j < n; j++) {
        double least = INFINITY, most = -INFINITY;
        for (long i = 0; i < n; i++) {
            if (i == j) continue;
            least = fmin(least, m[i * n + j]);
            most = fmax(most, m[i * n + j]);
        }
        if (most - least > 1e-12) return false;
    }
    return true;
}

ag_mutation_report ag_mutation_properties(const double *matrix, int n, const double *frequency) {
    ag_mutation_report report = {.bounded = true, .stationary = true, .reversible = true, .lumpable = true};
    if (!matrix) return report;
    const double *p = frequency;
    for (long j = 0; j < n; j++) {
        double arrives = 0;
        for (long i = 0; i < n; i++) {
            const double forth = p[i] * matrix[i * n + j];
            arrives += forth;
            if (i == j) continue;
            report.overall_rate += forth;
            if (matrix[i * n + j] > p[j] * (1 + 1e-12)) report.bounded = false;
            if (fabs(forth - p[j] * matrix[j * n + i]) > 1e-12) report.reversible = false;
        }
        if (fabs(arrives - p[j]) > 1e-12) report.stationary = false;
    }
    report.lumpable = lumps_all(matrix, n);
    return report;
}

bool ag_mutation_lumps(const double *matrix, int n, const unsigned char *lump) {
    if (!matrix) return true;
    long first = 0;
    while (first < n && !lump[first]) first++;
    for (long i = first + 1; i < n; i++) {
        if (!lump[i]) continue;
        for (long j = 0; j < n; j++) {
            const double a = matrix[first * n + j], b = matrix[i * n + j];
            if (!lump[j] && fabs(a - b) > 1e-14 * fmax(a, b)) return false;
        }
    }
    return true;
}
