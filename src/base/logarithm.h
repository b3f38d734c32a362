/* Sums of numbers that are kept as natural logarithms. */
#ifndef AG_BASE_LOGARITHM_H
#define AG_BASE_LOGARITHM_H

#include <math.h>

/* ln(exp(a) + exp(b)); -INFINITY is ln 0. */
static inline double ag_add_ln(double a, double b) {
    const double high = a > b ? a : b, low = a > b ? b : a;
    return isinf(low) && low < 0 ? high : high + log1p(exp(low - high));
}

#endif
