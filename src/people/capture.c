/* Two lists, and unequal persons: see capture.h. */
#include "people/capture.h"

#include <math.h>
#include <string.h>

#include "base/gamma.h"

#include "base/banned.h"

#define NORMAL_95 1.959963984540054

static const struct {
    const char *name;
    bool lists_differ;
    char heterogeneity; /* 0: none */
} known[AG_CAPTURE_MODELS] = {
    [AG_CAPTURE_M0] = {"M0", false, 0},
    [AG_CAPTURE_MT] = {"Mt", true, 0},
    [AG_CAPTURE_MT_NOT_ALL] = {"Mt without those on every list", true, 0},
    [AG_CAPTURE_MB] = {"Mb", false, 0},
    [AG_CAPTURE_MH_CHAO] = {"Mh Chao", false, 'c'},
    [AG_CAPTURE_MTH_CHAO] = {"Mth Chao", true, 'c'},
    [AG_CAPTURE_MH_POISSON2] = {"Mh Poisson2", false, 'p'},
    [AG_CAPTURE_MTH_POISSON2] = {"Mth Poisson2", true, 'p'},
    [AG_CAPTURE_MH_DARROCH] = {"Mh Darroch", false, 'd'},
    [AG_CAPTURE_MTH_DARROCH] = {"Mth Darroch", true, 'd'},
    [AG_CAPTURE_MH_GAMMA] = {"Mh Gamma3.5", false, 'g'},
    [AG_CAPTURE_MTH_GAMMA] = {"Mth Gamma3.5", true, 'g'},
};

const char *ag_capture_name(ag_capture_model model) { return known[model].name; }

bool ag_capture_is_lower_bound(ag_capture_model model) {
    return model == AG_CAPTURE_MH_CHAO || model == AG_CAPTURE_MTH_CHAO;
}

/* ---- Designs ----------------------------------------------------------------------------------------------------- */

/* A row for each pattern, or for each number of lists with how many patterns have it as offset. */
typedef struct frame {
    ag_design d;
    double offset[AG_POISSON_CELLS];
    int etas; /* the last columns: the free part of h, for t ≥ 3 */
} frame;

static double part_of(char heterogeneity, double t) {
    return heterogeneity == 'p' ? exp2(t) - 1 : heterogeneity == 'd' ? t * t / 2 : log(3.5) - log(3.5 + t);
}

static void put_row(frame *f, const ag_lists *l, ag_capture_model model, uint64_t pattern, int times) {
    double *x = f->d.x + (size_t)f->d.cells * (size_t)f->d.terms;
    int a = 0;
    x[a++] = 1;
    if (known[model].lists_differ)
        for (int i = 0; i < l->lists; i++) x[a++] = (double)(pattern >> i & 1);
    else
        x[a++] = times;
    if (model == AG_CAPTURE_MT_NOT_ALL) x[a++] = times == l->lists;
    if (known[model].heterogeneity && known[model].heterogeneity != 'c')
        x[a++] = part_of(known[model].heterogeneity, times);
    for (int t = 3; a < f->d.terms; t++) x[a++] = times >= t ? times - t + 1 : 0;
    f->d.cells++;
}

static void make_frame(const ag_lists *l, ag_capture_model model, frame *f) {
    const char h = known[model].heterogeneity;
    f->etas = h == 'c' && l->table && l->lists > 2 ? l->lists - 2 : 0;
    f->d.terms =
        1 + (known[model].lists_differ ? l->lists : 1) + (model == AG_CAPTURE_MT_NOT_ALL) + (h && h != 'c') + f->etas;
    f->d.cells = 0;
    if (l->table)
        for (unsigned s = 1; s < 1U << l->lists; s++) {
            f->offset[f->d.cells] = 0;
            f->d.y[f->d.cells] = (double)l->cell[s];
            put_row(f, l, model, s, __builtin_popcount(s));
        }
    else
        for (int t = 1; t <= (h == 'c' ? 2 : l->lists); t++) { /* a free h fits the others whatever they are */
            f->offset[f->d.cells] = ag_lgamma(l->lists + 1.0) - ag_lgamma(t + 1.0) - ag_lgamma(l->lists - t + 1.0);
            f->d.y[f->d.cells] = (double)l->frequency[t];
            put_row(f, l, model, 0, t);
        }
}

static void drop_column(ag_design *d, int column) {
    double *to = d->x;
    for (int i = 0; i < d->cells; i++)
        for (int a = 0; a < d->terms; a++)
            if (a != column) *to++ = d->x[i * d->terms + a];
    d->terms--;
}

/* Fits, and as long as some eta is negative leaves the first such out: h may not fall (Rcapture's `neg`). */
static bool fit_frame(frame *f, ag_poisson_fit *fit) {
    for (;;) {
        const ag_poisson problem = {f->d.cells, f->d.terms, f->d.x, f->d.y, f->offset};
        if (!ag_poisson_fit_by_scoring(&problem, false, fit)) return false;
        int negative = f->d.terms - f->etas;
        while (negative < f->d.terms && fit->beta[negative] >= -1e-9) negative++;
        if (negative == f->d.terms) return true;
        drop_column(&f->d, negative);
        f->etas--;
    }
}

/* ---- Estimates --------------------------------------------------------------------------------------------------- */

static const ag_capture unknown = {
    .n = NAN, .se = NAN, .deviance = NAN, .aic = NAN, .bic = NAN, .lower = NAN, .upper = NAN, .profile_n = NAN};

/* Of first captures alone: their mean falls by the same factor from list to list (Zippin 1958), and what is left after
 * the last is unseen: f0 = e^(b0 + t·b1) / (1 - e^b1). */
static ag_capture estimate_mb(const ag_lists *l) {
    double x[2 * AG_MAX_TABLE_LISTS], y[AG_MAX_TABLE_LISTS] = {0};
    ag_capture out = unknown;
    ag_poisson_fit fit;
    if (!l->table) return out;
    for (unsigned s = 1; s < 1U << l->lists; s++) y[__builtin_ctz(s)] += (double)l->cell[s];
    for (int i = 0; i < l->lists; i++) x[2 * i] = 1, x[2 * i + 1] = i;
    const ag_poisson problem = {l->lists, 2, x, y, NULL};
    if (!ag_poisson_fit_by_scoring(&problem, false, &fit) || fit.beta[1] >= 0) return out;
    const double left = exp(fit.beta[1]), unseen = exp(fit.beta[0] + l->lists * fit.beta[1]) / (1 - left),
                 slope[2] = {unseen, unseen * (l->lists + left / (1 - left))};
    double variance = unseen;
    for (int a = 0; a < 2; a++)
        for (int b = 0; b < 2; b++) variance += slope[a] * slope[b] * fit.covariance[a][b];
    out.known = true;
    out.n = (double)l->people + unseen;
    out.se = sqrt(variance);
    return out;
}

static ag_capture estimate_frame(const ag_lists *l, ag_capture_model model, bool profile) {
    static const double nearly_nothing = 1e-6;
    const double people = (double)l->people;
    ag_capture out = unknown;
    frame f;
    ag_poisson_fit fit;
    make_frame(l, model, &f);
    const int parameters = f.d.terms - f.etas;
    if (parameters > f.d.cells || !fit_frame(&f, &fit)) return out;
    const double unseen = exp(fit.beta[0]), terms = f.d.terms;
    if (unseen < nearly_nothing) return out;
    out.known = true;
    out.compared = l->table;
    out.n = people + unseen;
    out.se = sqrt(unseen + unseen * unseen * fit.covariance[0][0]);
    out.deviance = fmax(fit.deviance, 0);
    out.df = f.d.cells - f.d.terms;
    out.aic = 2 * terms - 2 * fit.likelihood_ln;
    out.bic = log(people) * terms - 2 * fit.likelihood_ln;
    if (profile && l->table) {
        const ag_profile p = ag_design_profile(&f.d, people, unseen);
        out.lower = p.lower;
        out.upper = p.upper;
        out.profile_n = p.n;
    }
    return out;
}

ag_capture ag_capture_estimate(const ag_lists *lists, ag_capture_model model, bool profile) {
    if (known[model].lists_differ && !lists->table) return unknown;
    if (model == AG_CAPTURE_MT_NOT_ALL && lists->lists < 3) return unknown;
    return model == AG_CAPTURE_MB ? estimate_mb(lists) : estimate_frame(lists, model, profile);
}

/* ---- Two lists --------------------------------------------------------------------------------------------------- */

/* The variance of Chapman's estimate is Seber's (1970): (a+1)(b+1)(a-m)(b-m) / ((m+1)²(m+2)). */
ag_pair ag_pair_estimate(double a, double b, double m) {
    return (ag_pair){.people = a + b - m,
                     .petersen = m > 0 ? a * b / m : INFINITY,
                     .chapman = (a + 1) * (b + 1) / (m + 1) - 1,
                     .chapman_se = sqrt((a + 1) * (b + 1) * (a - m) * (b - m) / ((m + 1) * (m + 1) * (m + 2)))};
}

/* The logarithm of only1·only2/m has about the variance 1/only1 + 1/only2 + 1/m (the delta method). */
ag_odds ag_pair_at_odds(double a, double b, double m, double ratio) {
    const double only_a = a - m, only_b = b - m, people = a + b - m;
    if (m <= 0 || only_a <= 0 || only_b <= 0) return (ag_odds){ratio, NAN, NAN, NAN};
    const double unseen = ratio * only_a * only_b / m, spread = exp(NORMAL_95 * sqrt(1 / only_a + 1 / only_b + 1 / m));
    return (ag_odds){ratio, people + unseen, people + unseen / spread, people + unseen * spread};
}
