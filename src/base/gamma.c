/* ln Γ: see gamma.h. lgamma_r is no function of POSIX. */
#define _DEFAULT_SOURCE
#include "base/gamma.h"

#include <math.h>

#include "base/banned.h"

double ag_lgamma(double x) {
    int sign;
    return lgamma_r(x, &sign);
}
