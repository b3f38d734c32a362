/* P(o | g) as a linear form over genotypes.
 *
 * Alleles that no set of the observation holds, and that are not silent, are alike: f(i, j) = T + D[i=j] + r_i + r_j +
 * c_ij, where r is not 0 only for alleles of the sets and the silent one, and c only for pairs of these. T, D and r
 * come from copies that stand for such other alleles, whether the locus has any or not, so the form is exact for all
 * genotypes. Without error and drop-in T and D are exactly 0, and so is what no copy can explain: impossible stays
 * impossible. Where the sets hold every allele alike (two off-ladder readings), T and D are taken from two of them
 * instead and nothing else is left.
 */
#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "genetics/observation.h"

#include "base/banned.h"

typedef struct special {
    int n;
    uint16_t allele[AG_MAX_ALLELES];
    double row[AG_MAX_ALLELES];
    bool all; /* every allele is in the same sets and may stand for any other */
} special;

static void find_special(const ag_seeing *s, special *out) {
    const ag_locus *locus = s->locus;
    int everywhere = 0;
    out->n = 0;
    out->all = false;
    if (s->kind == AG_SEEN_NOTHING) return;
    for (int i = 0; i < locus->n; i++) {
        const bool in_a = ag_allele_set_has(&s->a.set, i), in_b = ag_allele_set_has(&s->b.set, i);
        if (in_a || in_b || i == locus->silent) out->allele[out->n++] = (uint16_t)i;
        everywhere += in_a && (in_b || s->kind != AG_SEEN_PAIR);
    }
    out->all = everywhere == locus->n && locus->n > 1 && !(s->error > 0) && !(s->dropin > 0);
    if (out->all) out->n = 0;
}

static void add_term(ag_form_term *term, int *n, int i, int j, double weight) {
    if (weight < 0 || weight > 0) term[(*n)++] = (ag_form_term){(uint16_t)i, (uint16_t)j, weight};
}

/* What rounding leaves of terms that cancel is no term. */
static double leftover(double f, double a, double b, double c, double d) {
    const double rest = f - a - b - c - d;
    const double scale = fabs(f) + fabs(a) + fabs(b) + fabs(c) + fabs(d);
    return fabs(rest) <= 1e-15 * scale ? 0 : rest;
}

static void fill_haploid(const ag_seeing *s, const special *with, ag_observation_form *out) {
    out->total = ag_seeing_probability(s, with->all ? 0 : AG_COPY_OTHER, AG_COPY_NONE);
    for (int k = 0; k < with->n; k++) {
        const int i = with->allele[k];
        add_term(out->row, &out->rows, i, 0, ag_seeing_probability(s, i, AG_COPY_NONE) - out->total);
    }
}

/* A row's weight meets each unordered pair twice in a symmetric J, as (i, j) and (j, i): once for either order. */
static void fill_diploid(const ag_seeing *s, special *with, ag_observation_form *out) {
    const int other = with->all ? 0 : AG_COPY_OTHER, another = with->all ? 1 : AG_COPY_ANOTHER;
    out->total = ag_seeing_probability(s, other, another);
    out->trace = leftover(ag_seeing_probability(s, other, other), out->total, 0, 0, 0);
    for (int k = 0; k < with->n; k++) {
        with->row[k] = leftover(ag_seeing_probability(s, with->allele[k], other), out->total, 0, 0, 0);
        add_term(out->row, &out->rows, with->allele[k], 0, 2 * with->row[k]);
    }
    for (int k = 0; k < with->n; k++)
        for (int l = 0; l < with->n; l++) {
            const int i = with->allele[k], j = with->allele[l];
            const double f = ag_seeing_probability(s, i < j ? i : j, i < j ? j : i), trace = i == j ? out->trace : 0;
            add_term(out->cell, &out->cells, i, j, leftover(f, out->total, trace, with->row[k], with->row[l]));
        }
}

ag_status ag_observation_form_new(const ag_locus *locus, const ag_observation *seen, bool haploid,
                                  ag_observation_form *out, ag_error *err) {
    ag_seeing s;
    special with;
    *out = (ag_observation_form){0};
    ag_seeing_init(locus, seen, &s);
    find_special(&s, &with);
    const size_t n = (size_t)with.n;
    if (n > 0) out->row = malloc(n * sizeof *out->row);
    if (n > 0 && !haploid) out->cell = malloc(n * n * sizeof *out->cell);
    if (n > 0 && (!out->row || (!haploid && !out->cell))) {
        ag_observation_form_free(out);
        return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    }
    if (haploid)
        fill_haploid(&s, &with, out);
    else
        fill_diploid(&s, &with, out);
    return AG_OK;
}

void ag_observation_form_free(ag_observation_form *form) {
    free(form->row);
    free(form->cell);
    *form = (ag_observation_form){0};
}
