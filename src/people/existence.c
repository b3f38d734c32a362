/* Whether a model has an estimate: see loglinear.h.
 *
 * The likelihood has a maximum if and only if some table that is positive everywhere has the same sufficient sums
 * (Fienberg and Rinaldo 2012; Chan, Silverman and Vincent 2021): maximise s under X'v = X'y, v ≥ s. The columns are
 * independent if and only if there is one answer. Both are decided on whole numbers.
 */
#include <glpk.h>
#include <math.h>
#include <string.h>

#include "people/loglinear.h"

#include "base/banned.h"

#define POSITIVE 1e-7 /* s is a ratio of small whole numbers, or 0 */

/* Columns: v[i] - s ≥ 0 for each cell, then s; a row for each sum. */
static void put_rows(glp_prob *lp, const ag_design *d) {
    int place[AG_POISSON_CELLS + 2];
    double value[AG_POISSON_CELLS + 2];
    for (int a = 0; a < d->terms; a++) {
        double sum = 0, of_s = 0;
        int n = 0;
        for (int i = 0; i < d->cells; i++) {
            const double x = d->x[i * d->terms + a];
            if (x == 0) continue;
            place[++n] = i + 1;
            value[n] = x;
            sum += x * d->y[i];
            of_s += x;
        }
        place[++n] = d->cells + 1;
        value[n] = of_s;
        glp_set_mat_row(lp, a + 1, n, place, value);
        glp_set_row_bnds(lp, a + 1, GLP_FX, sum, sum);
    }
}

bool ag_design_has_maximum(const ag_design *d) {
    bool positive = true;
    for (int i = 0; i < d->cells; i++) positive &= d->y[i] > 0;
    if (positive) return true; /* v = y will do */
    glp_prob *lp = glp_create_prob();
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    glp_set_obj_dir(lp, GLP_MAX);
    glp_add_rows(lp, d->terms);
    glp_add_cols(lp, d->cells + 1);
    for (int i = 1; i <= d->cells + 1; i++) glp_set_col_bnds(lp, i, GLP_LO, 0, 0);
    glp_set_obj_coef(lp, d->cells + 1, 1);
    put_rows(lp, d);
    const bool solved = glp_simplex(lp, &how) == 0 && glp_get_status(lp) == GLP_OPT;
    const bool has = solved && glp_get_obj_val(lp) > POSITIVE;
    glp_delete_prob(lp);
    return has;
}

/* Elimination with the greatest pivot; entries are 0 and 1. */
bool ag_design_has_full_rank(const ag_design *d) {
    double m[AG_POISSON_CELLS * AG_POISSON_TERMS];
    const int n = d->terms;
    if (n > d->cells) return false;
    memcpy(m, d->x, (size_t)(d->cells * n) * sizeof *m);
    for (int a = 0; a < n; a++) {
        int best = a;
        for (int i = a + 1; i < d->cells; i++)
            if (fabs(m[i * n + a]) > fabs(m[best * n + a])) best = i;
        if (fabs(m[best * n + a]) < 1e-9) return false;
        for (int b = 0; b < n; b++) {
            const double kept = m[a * n + b];
            m[a * n + b] = m[best * n + b];
            m[best * n + b] = kept;
        }
        for (int i = a + 1; i < d->cells; i++) {
            const double factor = m[i * n + a] / m[a * n + a];
            for (int b = a; factor != 0 && b < n; b++) m[i * n + b] -= factor * m[a * n + b];
        }
    }
    return true;
}
