/* Gibbs sampling of latent classes: see classes.h. */
#include "people/classes.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "base/random.h"

#include "base/banned.h"

enum { STEPS_TOLD = 2000 };
#define MOST_COUNTED_UP 8.0 /* expected; beyond it GSL's rejection is faster than counting up */

const ag_classes_options ag_classes_usual = {
    .classes = 10, .a = 0.25, .b = 0.25, .burn = 20000, .samples = 10000, .thin = 20, .chains = 4, .seed = 1};

/* ---- The random numbers of base as a generator of GSL ------------------------------------------------------------ */

static void seed_nothing(void *state, unsigned long seed) {
    (void)state;
    (void)seed;
}
static unsigned long next_bits(void *state) { return (unsigned long)(ag_random_next(state) >> 32); }
static double next_unit(void *state) { return ag_random_unit(state); }

static const gsl_rng_type generator = {.name = "xoshiro256**",
                                       .max = UINT32_MAX,
                                       .min = 0,
                                       .size = sizeof(ag_random),
                                       .set = seed_nothing,
                                       .get = next_bits,
                                       .get_double = next_unit};

/* ---- One chain --------------------------------------------------------------------------------------------------- */

typedef struct chain {
    const ag_lists *lists;
    const ag_classes_options *how;
    ag_random random;
    gsl_rng rng;
    unsigned pattern[AG_TABLE_CELLS]; /* those that somebody has, and last that of nobody */
    unsigned count[AG_TABLE_CELLS];   /* the last: unseen */
    int cells;
    double weight[AG_MOST_CLASSES], on[AG_MAX_TABLE_LISTS][AG_MOST_CLASSES]; /* π and λ */
    double chance[AG_MOST_CLASSES][AG_TABLE_CELLS];                          /* of each class and pattern */
    double alpha;
    double size[AG_MOST_CLASSES], on_size[AG_MAX_TABLE_LISTS][AG_MOST_CLASSES]; /* n[k] and n[j,k] */
} chain;

static void start(chain *c, const ag_lists *lists, const ag_classes_options *how, size_t stream) {
    *c = (chain){.lists = lists, .how = how, .alpha = 1};
    c->rng = (gsl_rng){&generator, &c->random};
    ag_random_init(&c->random, how->seed, stream);
    for (unsigned s = 1; s < 1U << lists->lists; s++) {
        if (!lists->cell[s]) continue;
        c->pattern[c->cells] = s;
        c->count[c->cells++] = (unsigned)lists->cell[s];
    }
    c->pattern[c->cells++] = 0;
    double sum = 0;
    for (int k = 0; k < how->classes; k++) sum += c->weight[k] = gsl_ran_exponential(&c->rng, 1);
    for (int k = 0; k < how->classes; k++) {
        c->weight[k] /= sum;
        for (int j = 0; j < lists->lists; j++) c->on[j][k] = ag_random_unit(&c->random);
    }
}

/* For each class the chance of every pattern, list by list. */
static void find_chances(chain *c) {
    for (int k = 0; k < c->how->classes; k++) {
        double *chance = c->chance[k];
        chance[0] = c->weight[k];
        for (int j = 0; j < c->lists->lists; j++)
            for (unsigned s = 0; s < 1U << j; s++) {
                chance[s | 1U << j] = chance[s] * c->on[j][k];
                chance[s] *= 1 - c->on[j][k];
            }
    }
}

static double chance_of_all(const chain *c, unsigned pattern) {
    double sum = 0;
    for (int k = 0; k < c->how->classes; k++) sum += c->chance[k][pattern];
    return sum;
}

/* Gamma with mean people·ρ/(1 - ρ), then Poisson: a negative binomial. */
static void draw_unseen(chain *c) {
    const double nobody = fmin(chance_of_all(c, 0), 1 - 1e-12);
    const double mean = gsl_ran_gamma(&c->rng, (double)c->lists->people, nobody / (1 - nobody));
    c->count[c->cells - 1] = gsl_ran_poisson(&c->rng, fmin(mean, AG_MAX_LISTED));
}

/* Most draws are of a class that hardly anybody is in: one number decides them, for (1 - p)^n ≥ 1 - np. */
static unsigned draw_binomial(chain *c, unsigned n, double p) {
    const double expected = n * p;
    if (expected > MOST_COUNTED_UP) return gsl_ran_binomial(&c->rng, p, n);
    double u = ag_random_unit(&c->random);
    if (u < 1 - expected) return 0;
    double chance = exp(n * log1p(-p));
    unsigned k = 0;
    while (u >= chance && k < n) {
        u -= chance;
        k++;
        chance *= p / (1 - p) * (n - k + 1) / k;
    }
    return k;
}

static double draw_beta(chain *c, double a, double b) {
    return a == 1 && b == 1 ? ag_random_unit(&c->random) : gsl_ran_beta(&c->rng, a, b);
}

static void draw_classes(chain *c) {
    memset(c->size, 0, sizeof c->size);
    memset(c->on_size, 0, sizeof c->on_size);
    for (int i = 0; i < c->cells; i++) {
        const unsigned pattern = c->pattern[i];
        double rest = chance_of_all(c, pattern);
        unsigned left = c->count[i];
        for (int k = 0; k < c->how->classes && left; k++) {
            const double chance = c->chance[k][pattern];
            const bool last = k == c->how->classes - 1 || chance >= rest;
            const unsigned n = last ? left : draw_binomial(c, left, chance / rest);
            rest -= chance;
            left -= n;
            if (!n) continue;
            c->size[k] += n;
            for (int j = 0; j < c->lists->lists; j++)
                if (pattern >> j & 1) c->on_size[j][k] += n;
        }
    }
}

static void draw_parameters(chain *c) {
    const int last = c->how->classes - 1;
    double later = 0, left_ln = 0;
    for (int k = 0; k <= last; k++) later += c->size[k];
    for (int k = 0; k <= last; k++) {
        later -= c->size[k];
        const double v = k < last ? gsl_ran_beta(&c->rng, 1 + c->size[k], c->alpha + later) : 1;
        c->weight[k] = v * exp(left_ln);
        if (k < last) left_ln += log(fmax(1 - v, 1e-300));
        for (int j = 0; j < c->lists->lists; j++)
            c->on[j][k] = draw_beta(c, 1 + c->on_size[j][k], 1 + c->size[k] - c->on_size[j][k]);
    }
    c->alpha = gsl_ran_gamma(&c->rng, c->how->a - 1 + c->how->classes, 1 / (c->how->b - left_ln));
}

typedef struct work {
    const ag_lists *lists;
    const ag_classes_options *how;
    double *drawn; /* [chains][samples] */
} work;

static ag_status chain_task(void *context, size_t index, int worker, ag_error *err) {
    const work *w = context;
    chain *c = malloc(sizeof *c);
    (void)worker;
    if (!c) return ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory");
    start(c, w->lists, w->how, index);
    const int64_t steps = w->how->burn + (int64_t)w->how->samples * w->how->thin;
    double *out = w->drawn + index * (size_t)w->how->samples;
    for (int64_t s = 0; s < steps && !(w->how->stop && *w->how->stop); s++) {
        if (!index && w->how->progress && s % STEPS_TOLD == 0)
            w->how->progress(w->how->context, (double)s, (double)steps);
        find_chances(c);
        draw_unseen(c);
        draw_classes(c);
        draw_parameters(c);
        const int64_t kept = s - w->how->burn;
        if (kept >= 0 && kept % w->how->thin == 0)
            out[kept / w->how->thin] = (double)w->lists->people + c->count[c->cells - 1];
    }
    free(c);
    return AG_OK;
}

/* ---- What they say ----------------------------------------------------------------------------------------------- */

static int compare_numbers(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts. Between two samples by their distance, as R's type 7. */
static ag_chain quantiles_of(double *drawn, size_t n) {
    static const double share[3] = {0.025, 0.5, 0.975};
    double q[3];
    qsort(drawn, n, sizeof *drawn, compare_numbers);
    for (int i = 0; i < 3; i++) {
        const double at = share[i] * (double)(n - 1);
        const size_t low = (size_t)at;
        q[i] = drawn[low] + (at - (double)low) * (low + 1 < n ? drawn[low + 1] - drawn[low] : 0);
    }
    return (ag_chain){q[0], q[1], q[2]};
}

/* Halves of chains: the variance of all against the mean variance within. */
static double r_hat_of(const double *drawn, int chains, int samples) {
    const int half = samples / 2, parts = 2 * chains;
    double mean[2 * AG_MAX_SAMPLE_CHAINS], within = 0, all = 0, between = 0;
    for (int p = 0; p < parts; p++) {
        const double *x = drawn + (size_t)(p / 2) * (size_t)samples + (size_t)(p % 2) * (size_t)half;
        double squares = 0;
        mean[p] = 0;
        for (int i = 0; i < half; i++) mean[p] += log(x[i]) / half;
        for (int i = 0; i < half; i++) squares += (log(x[i]) - mean[p]) * (log(x[i]) - mean[p]);
        within += squares / (half - 1) / parts;
        all += mean[p] / parts;
    }
    for (int p = 0; p < parts; p++) between += (mean[p] - all) * (mean[p] - all) / (parts - 1);
    return within > 0 ? sqrt((double)(half - 1) / half + between / within) : 1;
}

static void summarise(const work *w, ag_classes_result *out) {
    const size_t samples = (size_t)w->how->samples, n = samples * (size_t)w->how->chains;
    out->r_hat = r_hat_of(w->drawn, w->how->chains, w->how->samples);
    out->mean = out->sd = 0;
    for (size_t i = 0; i < n; i++) out->mean += w->drawn[i] / (double)n;
    for (size_t i = 0; i < n; i++) out->sd += (w->drawn[i] - out->mean) * (w->drawn[i] - out->mean) / (double)(n - 1);
    out->sd = sqrt(out->sd);
    for (int c = 0; c < w->how->chains; c++) out->chain[c] = quantiles_of(w->drawn + (size_t)c * samples, samples);
    out->together = quantiles_of(w->drawn, n);
}

ag_status ag_classes_estimate(const ag_lists *lists, const ag_classes_options *how, ag_classes_result *out,
                              ag_error *err) {
    work w = {lists, how, calloc((size_t)how->chains * (size_t)how->samples, sizeof(double))};
    *out = (ag_classes_result){.chains = how->chains, .samples = how->samples};
    if (!w.drawn) return ag_fail(err, AG_ENVIRONMENT, "fewer samples", "out of memory");
    const ag_status status = ag_parallel((size_t)how->chains, how->threads, how->stop, chain_task, &w, err);
    if (status == AG_OK) summarise(&w, out);
    free(w.drawn);
    return status;
}
