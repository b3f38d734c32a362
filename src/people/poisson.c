/* Fisher scoring: see poisson.h. */
#include "people/poisson.h"

#include <math.h>
#include <stddef.h>

#include "base/gamma.h"

#include "base/banned.h"

enum { MOST_STEPS = 60, MOST_HALVINGS = 30 };
#define LEAST_PIVOT 1e-11 /* of a diagonal that is scaled to 1 */

typedef struct scoring {
    const ag_poisson *p;
    double rounding;                                        /* that sums of this table have */
    double information[AG_POISSON_TERMS][AG_POISSON_TERMS]; /* lower triangle; then its root */
    double right[AG_POISSON_TERMS], scale[AG_POISSON_TERMS];
} scoring;

static double predictor(const ag_poisson *p, const double *beta, int i) {
    const double *x = p->x + (size_t)i * (size_t)p->terms;
    double sum = p->offset ? p->offset[i] : 0;
    for (int a = 0; a < p->terms; a++) sum += x[a] * beta[a];
    return sum;
}

static double deviance_of(const ag_poisson *p, const double *mean) {
    double sum = 0;
    for (int i = 0; i < p->cells; i++) {
        if (p->y[i] > 0) sum += p->y[i] * log(p->y[i] / mean[i]);
        sum -= p->y[i] - mean[i];
    }
    return 2 * sum;
}

static double predict(const ag_poisson *p, const double *beta, double *mean) {
    for (int i = 0; i < p->cells; i++) mean[i] = exp(predictor(p, beta, i));
    return deviance_of(p, mean);
}

/* X'WX and X'Wz for the working response z, where `eta` is the linear predictor. */
static void weigh(scoring *s, const double *mean, const double *eta) {
    const ag_poisson *p = s->p;
    for (int a = 0; a < p->terms; a++) {
        s->right[a] = 0;
        for (int b = 0; b <= a; b++) s->information[a][b] = 0;
    }
    for (int i = 0; i < p->cells; i++) {
        const double *x = p->x + (size_t)i * (size_t)p->terms;
        const double known = p->offset ? p->offset[i] : 0;
        const double z = mean[i] * (eta[i] - known) + (p->y[i] - mean[i]);
        for (int a = 0; a < p->terms; a++) {
            if (x[a] == 0) continue;
            const double w = mean[i] * x[a];
            s->right[a] += x[a] * z;
            for (int b = 0; b <= a; b++) s->information[a][b] += w * x[b];
        }
    }
}

/* Cholesky's root of the matrix scaled to a unit diagonal; false: it is singular. */
static bool factor(scoring *s) {
    const int n = s->p->terms;
    for (int a = 0; a < n; a++) {
        if (!(s->information[a][a] > 0)) return false;
        s->scale[a] = 1 / sqrt(s->information[a][a]);
    }
    for (int a = 0; a < n; a++)
        for (int b = 0; b <= a; b++) {
            double sum = s->information[a][b] * s->scale[a] * s->scale[b];
            for (int k = 0; k < b; k++) sum -= s->information[a][k] * s->information[b][k];
            if (a == b && !(sum > LEAST_PIVOT)) return false;
            s->information[a][b] = a == b ? sqrt(sum) : sum / s->information[b][b];
        }
    return true;
}

/* Solves for right-hand side v in place. */
static void solve(const scoring *s, double *v) {
    const int n = s->p->terms;
    for (int a = 0; a < n; a++) {
        v[a] *= s->scale[a];
        for (int k = 0; k < a; k++) v[a] -= s->information[a][k] * v[k];
        v[a] /= s->information[a][a];
    }
    for (int a = n - 1; a >= 0; a--) {
        for (int k = a + 1; k < n; k++) v[a] -= s->information[k][a] * v[k];
        v[a] /= s->information[a][a];
    }
    for (int a = 0; a < n; a++) v[a] *= s->scale[a];
}

static void set_covariance(const scoring *s, ag_poisson_fit *fit) {
    for (int k = 0; k < 2 && k < s->p->terms; k++) {
        double unit[AG_POISSON_TERMS] = {0};
        unit[k] = 1;
        solve(s, unit);
        fit->covariance[0][k] = unit[0];
        fit->covariance[1][k] = s->p->terms > 1 ? unit[1] : 0;
    }
}

static void set_likelihood(const ag_poisson *p, ag_poisson_fit *fit) {
    double sum = 0;
    for (int i = 0; i < p->cells; i++)
        sum += (p->y[i] > 0 ? p->y[i] * log(fit->mean[i]) : 0) - fit->mean[i] - ag_lgamma(p->y[i] + 1);
    fit->likelihood_ln = sum;
}

/* Deviances that differ by less are the same. */
static double same(const scoring *s, double deviance) { return 1e-12 * (1 + fabs(deviance)) + s->rounding; }

/* One step of scoring, halved while the deviance is no number or rises. */
static bool step(scoring *s, const double *eta, bool first, ag_poisson_fit *fit) {
    const int n = s->p->terms;
    double old[AG_POISSON_TERMS], before = fit->deviance;
    weigh(s, fit->mean, eta);
    if (!factor(s)) return false;
    solve(s, s->right);
    for (int a = 0; a < n; a++) old[a] = fit->beta[a], fit->beta[a] = s->right[a];
    fit->deviance = predict(s->p, fit->beta, fit->mean);
    for (int h = 0; !first && h < MOST_HALVINGS; h++) {
        if (fit->deviance <= before + same(s, before)) break;
        for (int a = 0; a < n; a++) fit->beta[a] = (fit->beta[a] + old[a]) / 2;
        fit->deviance = predict(s->p, fit->beta, fit->mean);
    }
    return isfinite(fit->deviance);
}

bool ag_poisson_fit_by_scoring(const ag_poisson *p, bool warm, ag_poisson_fit *fit) {
    scoring s;
    double eta[AG_POISSON_CELLS];
    s.p = p;
    s.rounding = 0;
    for (int i = 0; i < p->cells; i++) s.rounding += p->y[i] * 1e-14;
    fit->converged = false;
    if (warm) {
        fit->deviance = predict(p, fit->beta, fit->mean);
    } else {
        for (int a = 0; a < p->terms; a++) fit->beta[a] = 0;
        for (int i = 0; i < p->cells; i++) fit->mean[i] = p->y[i] + 0.1;
        fit->deviance = INFINITY;
    }
    for (int k = 0; k < MOST_STEPS && !fit->converged; k++) {
        const double before = fit->deviance;
        for (int i = 0; i < p->cells; i++) eta[i] = log(fit->mean[i]);
        if (!step(&s, eta, !k && !warm, fit)) return false;
        fit->converged = fabs(fit->deviance - before) <= same(&s, fit->deviance);
    }
    if (!fit->converged) return false;
    weigh(&s, fit->mean, eta);
    if (!factor(&s)) return fit->converged = false;
    set_covariance(&s, fit);
    set_likelihood(p, fit);
    return true;
}
