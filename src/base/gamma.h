/* ln Γ without the hidden state of libm's lgamma, which leaves the sign in a global that threads would share. */
#ifndef AG_BASE_GAMMA_H
#define AG_BASE_GAMMA_H

double ag_lgamma(double x); /* natural logarithm of |Γ(x)|, bit for bit that of lgamma */

#endif
