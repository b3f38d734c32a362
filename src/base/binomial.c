/* Binomial tails and intervals: see binomial.h.
 *
 * P(X >= k) = I_p(k, n - k + 1) (DLMF 8.17.5), by the continued fraction DLMF 8.17.22, evaluated as Lentz does; the
 * intervals by bisection, which cannot miss. Tests: against sums of exact terms.
 */
#include "base/binomial.h"

#include <math.h>
#include <stdbool.h>

#include "base/banned.h"

/* ln Γ(x), x > 0: Stirling's series (DLMF 5.11.1) from 12 on, the recurrence below. libm's keeps a global sign. */
static double gamma_ln(double x) {
    double shift_ln = 0;
    while (x < 12) shift_ln += log(x), x += 1;
    const double r = 1 / x, r2 = r * r;
    const double series = r * (1.0 / 12 - r2 * (1.0 / 360 - r2 * (1.0 / 1260 - r2 * (1.0 / 1680 - r2 / 1188))));
    return (x - 0.5) * log(x) - x + 0.91893853320467274178 /* ln(2π)/2 */ + series - shift_ln;
}

/* The continued fraction without its front factor; converges fast for x < (a + 1) / (a + b + 2). */
static double beta_fraction(double a, double b, double x) {
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double value = d;
    for (int m = 1; m < 100000; m++) {
        const double step[2] = {m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))};
        double factor = 1;
        for (int i = 0; i < 2; i++) {
            d = 1 + step[i] * d;
            c = 1 + step[i] / c;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            c = fabs(c) < tiny ? tiny : c;
            factor = d * c;
            value *= factor;
        }
        if (fabs(factor - 1) < 1e-15) break;
    }
    return value;
}

double ag_beta_regularised(double a, double b, double x) {
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    const double front = exp(gamma_ln(a + b) - gamma_ln(a) - gamma_ln(b) + a * log(x) + b * log1p(-x));
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double ag_binomial_tail(uint64_t n, uint64_t k, double p) {
    if (k == 0) return 1;
    if (k > n) return 0;
    return ag_beta_regularised((double)k, (double)(n - k) + 1, p);
}

/* The p at which P(X >= k) is `tail`; it rises with p. */
static double probability_of_tail(uint64_t n, uint64_t k, double tail) {
    double low = 0, high = 1;
    for (;;) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) return middle;
        if (ag_binomial_tail(n, k, middle) < tail)
            low = middle;
        else
            high = middle;
    }
}

ag_interval ag_binomial_interval(uint64_t k, uint64_t n, double coverage) {
    const double side = (1 - coverage) / 2;
    ag_interval out = {0, 1};
    if (k > 0) out.low = probability_of_tail(n, k, side);
    if (k < n) out.high = probability_of_tail(n, k + 1, 1 - side);
    return out;
}
