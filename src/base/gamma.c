/* ln Γ: see gamma.h. */
#include "base/gamma.h"

#include "base/banned.h"

/* Of libm, but no function of POSIX: its headers do not declare it here. */
extern double lgamma_r(double x, int *sign);

double ag_lgamma(double x) {
    int sign;
    return lgamma_r(x, &sign);
}
