/* Y haplotypes and lineages: see lineage.h. */
#include "kinship/lineage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/binomial.h"
#include "base/gamma.h"

#include "base/banned.h"

/* ---- Readings ------------------------------------------------------------------------------------------------- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* 14, 13.2 */
static bool parse_tenths(ag_text t, int16_t *out) {
    int value = 0;
    size_t i = 0;
    while (i < t.n && i < 3 && is_digit(t.at[i])) value = value * 10 + (t.at[i++] - '0');
    if (i == 0) return false;
    value *= 10;
    if (i + 2 == t.n && t.at[i] == '.' && is_digit(t.at[i + 1])) {
        value += t.at[i + 1] - '0';
        i += 2;
    }
    *out = (int16_t)value;
    return i == t.n;
}

/* What leaves a copy open: ?, *, OL, 15.x, <9, 21>. */
static bool is_open(ag_text t) {
    int16_t value;
    if (ag_text_equal(t, AG_TEXT("?")) || ag_text_equal(t, AG_TEXT("*")) || ag_text_equal_fold(t, AG_TEXT("OL")))
        return true;
    if (t.n > 1 && (t.at[0] == '<' || t.at[0] == '>')) return parse_tenths((ag_text){t.at + 1, t.n - 1}, &value);
    if (t.n > 1 && (t.at[t.n - 1] == '<' || t.at[t.n - 1] == '>'))
        return parse_tenths((ag_text){t.at, t.n - 1}, &value);
    return t.n > 2 && t.at[t.n - 2] == '.' && (t.at[t.n - 1] == 'x' || t.at[t.n - 1] == 'X') &&
           parse_tenths((ag_text){t.at, t.n - 2}, &value);
}

static void insert(ag_y_alleles *y, int16_t tenths) {
    int i = y->n++;
    for (; i > 0 && y->tenths[i - 1] > tenths; i--) y->tenths[i] = y->tenths[i - 1];
    y->tenths[i] = tenths;
}

bool ag_y_parse(ag_text cell, ag_y_alleles *out) {
    bool open = false;
    *out = (ag_y_alleles){0};
    if (!cell.n) return true;
    while (true) {
        const char *slash = memchr(cell.at, '/', cell.n);
        const ag_text part = ag_text_trim((ag_text){cell.at, slash ? (size_t)(slash - cell.at) : cell.n});
        int16_t tenths;
        if (out->n == AG_Y_COPIES) return false;
        if (parse_tenths(part, &tenths))
            insert(out, tenths);
        else if (is_open(part))
            open = true;
        else
            return false;
        if (!slash) break;
        cell.n -= (size_t)(slash + 1 - cell.at);
        cell.at = slash + 1;
    }
    if (open) *out = (ag_y_alleles){0};
    return true;
}

ag_y_alleles ag_y_subtract(ag_y_alleles ii, ag_y_alleles i) {
    if (ii.n != 1 || i.n != 1) return (ag_y_alleles){0};
    ii.tenths[0] = (int16_t)(ii.tenths[0] - i.tenths[0]);
    return ii;
}

/* ---- Steps ----------------------------------------------------------------------------------------------------- */

/* Over the number of mutations m = steps + 2 j: C(k, m) rate^m (1 - rate)^(k - m) times the share of their orders that
 * end there, C(m, j) / 2^m. */
double ag_y_step_probability(int steps, int meioses, double rate) {
    const int d = abs(steps);
    double sum = 0;
    if (rate <= 0) return d == 0;
    for (int m = d; m <= meioses; m += 2) {
        const int down = (m - d) / 2;
        const double stay = meioses == m ? 0 : (meioses - m) * log1p(-rate);
        const double ways =
            ag_lgamma(meioses + 1.0) - ag_lgamma(meioses - m + 1.0) - ag_lgamma(down + 1.0) - ag_lgamma(m - down + 1.0);
        sum += exp(ways + m * log(rate / 2) + stay);
    }
    return sum;
}

/* One copy stands for several alike. */
static ag_y_alleles with_copies(ag_y_alleles y, int copies) {
    if (y.n == 1)
        for (; y.n < copies; y.n++) y.tenths[y.n] = y.tenths[0];
    return y;
}

bool ag_y_comparable(const ag_y_alleles *a, const ag_y_alleles *b) {
    return a->n && b->n && (a->n == b->n || a->n == 1 || b->n == 1);
}

static int count_differences(const ag_y_alleles *a, const ag_y_alleles *b) {
    int shared = 0;
    for (int i = 0, j = 0; i < a->n && j < b->n;) {
        if (a->tenths[i] == b->tenths[j]) {
            shared++, i++, j++;
        } else if (a->tenths[i] < b->tenths[j]) {
            i++;
        } else {
            j++;
        }
    }
    return a->n - shared;
}

/* The next order of equal or different numbers, as std::next_permutation; false after the last. */
static bool next_order(int16_t *x, int n) {
    int i = n - 2, j = n - 1;
    while (i >= 0 && x[i] >= x[i + 1]) i--;
    if (i < 0) return false;
    while (x[j] <= x[i]) j--;
    const int16_t swapped = x[i];
    x[i] = x[j];
    x[j] = swapped;
    for (int a = i + 1, b = n - 1; a < b; a++, b--) {
        const int16_t other = x[a];
        x[a] = x[b];
        x[b] = other;
    }
    return true;
}

/* Copies are not told apart: the sum over all orders of the alleles seen. */
static double locus_probability(ag_y_alleles seen, const ag_y_alleles *from, int meioses, double rate) {
    double sum = 0;
    do {
        double product = 1;
        for (int i = 0; i < seen.n && product > 0; i++) {
            const int tenths = seen.tenths[i] - from->tenths[i];
            product *= tenths % 10 ? 0 : ag_y_step_probability(tenths / 10, meioses, rate);
        }
        sum += product;
    } while (next_order(seen.tenths, seen.n));
    return sum;
}

ag_y_comparison ag_y_compare(const ag_y_alleles *remains, const ag_y_alleles *reference, int loci, const double *rate,
                             int meioses) {
    ag_y_comparison out = {0};
    for (int l = 0; l < loci; l++) {
        if (!ag_y_comparable(&remains[l], &reference[l])) continue;
        const ag_y_alleles a = with_copies(remains[l], reference[l].n), b = with_copies(reference[l], remains[l].n);
        out.compared++;
        out.differences += count_differences(&a, &b);
        out.ln += log(locus_probability(a, &b, meioses, rate[l]));
    }
    return out;
}

/* ---- Frequency ------------------------------------------------------------------------------------------------- */

double ag_haplotype_counted(double x, double n) { return (x + 1) / (n + 1); }

/* P(at most x of n | p) = 1 - P(Beta(x + 1, n - x) <= p), which falls with p: bisection. */
double ag_haplotype_bound(double x, double n, double alpha) {
    double low = 0, high = 1;
    if (x >= n) return 1;
    for (int i = 0; i < 200 && high - low > 1e-16 * high; i++) {
        const double p = (low + high) / 2;
        if (1 - ag_beta_regularised(x + 1, n - x, p) > alpha)
            low = p;
        else
            high = p;
    }
    return (low + high) / 2;
}

double ag_haplotype_kappa(double singletons, double n) { return singletons < n ? (1 - singletons / n) / n : NAN; }

/* ---- Lineages -------------------------------------------------------------------------------------------------- */

/* Identical twins are one zygote: the first of them stands for all. */
static int zygote(const ag_pedigree *pedigree, int person) {
    while (pedigree->person[person].twin >= 0) person = pedigree->person[person].twin;
    return person;
}

static int parent_of(const ag_pedigree *pedigree, ag_lineage lineage, int person) {
    const ag_person *p = &pedigree->person[person];
    const int parent = lineage == AG_PATRILINE ? p->father : p->mother;
    return parent < 0 ? -1 : zygote(pedigree, parent);
}

int ag_lineage_meioses(const ag_pedigree *pedigree, ag_lineage lineage, int a, int b) {
    const bool woman = pedigree->person[a].sex == AG_FEMALE || pedigree->person[b].sex == AG_FEMALE;
    int up = 0;
    if (woman && lineage == AG_PATRILINE) return -1;
    for (int x = zygote(pedigree, a); x >= 0; x = parent_of(pedigree, lineage, x), up++) {
        int down = 0;
        for (int y = zygote(pedigree, b); y >= 0; y = parent_of(pedigree, lineage, y), down++)
            if (x == y) return up + down;
    }
    return -1;
}
