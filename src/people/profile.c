/* Profile likelihood of the number of all: see loglinear.h.
 *
 * For each number N the cell of nobody has N - people, and the multinomial likelihood of the best fit is
 *   ln Γ(N+1) - ln Γ(N-people+1) + Σ y ln(mean/N),
 * the sum over the cells with that of nobody. It has one peak in N.
 */
#include <math.h>
#include <string.h>

#include "base/gamma.h"
#include "people/loglinear.h"

#include "base/banned.h"

#define HALF_CHI_SQUARE_95 1.920729410347062 /* 95 % of χ² with one degree of freedom, halved */
#define GOLDEN 0.6180339887498949
enum { MOST_HALVINGS = 60, MOST_DOUBLINGS = 60 };
#define NEAR 1e-9

typedef struct curve {
    double x[AG_POISSON_CELLS * AG_POISSON_TERMS], y[AG_POISSON_CELLS];
    ag_poisson problem;
    ag_poisson_fit fit;
    double people;
    bool warm;
} curve;

/* Of `unseen` further persons; NaN: there is no fit. */
static double height(curve *c, double unseen) {
    const double all = c->people + unseen;
    c->y[0] = unseen;
    if (!ag_poisson_fit_by_scoring(&c->problem, c->warm, &c->fit) &&
        !ag_poisson_fit_by_scoring(&c->problem, false, &c->fit)) {
        c->warm = false;
        return NAN;
    }
    c->warm = true;
    double sum = ag_lgamma(all + 1) - ag_lgamma(unseen + 1);
    for (int i = 0; i < c->problem.cells; i++)
        if (c->y[i] > 0) sum += c->y[i] * log(c->fit.mean[i] / all);
    return sum;
}

/* The peak between low and high, in the logarithm of the unseen. */
static double find_peak(curve *c, double low, double high, double *top) {
    double a = log(low), b = log(high), left = b - GOLDEN * (b - a), right = a + GOLDEN * (b - a);
    double at_left = height(c, exp(left)), at_right = height(c, exp(right));
    while (b - a > NEAR) {
        if (at_left > at_right) {
            b = right, right = left, at_right = at_left;
            left = b - GOLDEN * (b - a);
            at_left = height(c, exp(left));
        } else {
            a = left, left = right, at_left = at_right;
            right = a + GOLDEN * (b - a);
            at_right = height(c, exp(right));
        }
        if (isnan(at_left) || isnan(at_right)) break;
    }
    const double peak = exp((a + b) / 2);
    *top = height(c, peak);
    return peak;
}

/* Where between `inside` (above the level) and `outside` (below it) the curve crosses the level. */
static double find_crossing(curve *c, double inside, double outside, double level) {
    for (int i = 0; i < MOST_HALVINGS && fabs(outside - inside) > NEAR * (1 + c->people); i++) {
        const double middle = (inside + outside) / 2;
        *(height(c, middle) >= level ? &inside : &outside) = middle;
    }
    return (inside + outside) / 2;
}

static double find_upper(curve *c, double peak, double level) {
    double inside = peak, outside = 2 * peak + 1;
    for (int i = 0; i < MOST_DOUBLINGS && height(c, outside) >= level; i++) inside = outside, outside *= 2;
    return outside > AG_MOST_ESTIMATE ? INFINITY : c->people + find_crossing(c, inside, outside, level);
}

ag_profile ag_design_profile(const ag_design *d, double people, double unseen) {
    curve c = {.people = people};
    c.x[0] = 1;
    memcpy(c.x + d->terms, d->x, (size_t)(d->cells * d->terms) * sizeof *d->x);
    memcpy(c.y + 1, d->y, (size_t)d->cells * sizeof *d->y);
    c.problem = (ag_poisson){.cells = d->cells + 1, .terms = d->terms, .x = c.x, .y = c.y};
    double top;
    const double middle = fmax(unseen, 0.1), peak = find_peak(&c, middle / 8, middle * 4, &top),
                 level = top - HALF_CHI_SQUARE_95, nobody = 1e-3;
    if (isnan(top)) return (ag_profile){NAN, NAN, NAN};
    ag_profile out = {.n = people + peak, .upper = find_upper(&c, peak, level)};
    out.lower = people + (height(&c, nobody) >= level ? 0 : find_crossing(&c, peak, nobody, level));
    return out;
}
