/* The probability of what a laboratory saw, given the genotype: see genetics/observation.h.
 *
 * Drop-out: each copy is unseen with d; a homozygote's both with d2, and what remains is split between one copy and
 * both seen as 2d(1-d) : (1-d)². A silent copy is never seen. Test against an enumeration: genetics_observation_test.
 */
#include "genetics/observation.h"

#include "base/banned.h"

/* ---- Sums over a set ------------------------------------------------------------------------------------------ */

/* The sums of p matter only where something is misread or drops in: `visible` is 0 where they are not wanted. */
static ag_seen_set reading(const ag_locus *locus, const ag_allele_set *set, double visible) {
    ag_seen_set r = {.set = *set};
    for (int i = 0; i < locus->n && visible > 0; i++) {
        if (!ag_allele_set_has(set, i) || i == locus->silent) continue; /* a silent allele is never seen */
        const double p = locus->frequency[i] / visible;
        r.p1 += p;
        r.p2 += p * p;
        r.p3 += p * p * p;
    }
    return r;
}

void ag_seeing_init(const ag_locus *locus, const ag_observation *seen, ag_seeing *out) {
    const bool asserted = seen->kind == AG_SEEN_HOMOZYGOTE;
    ag_allele_set both = {{0}};
    *out = (ag_seeing){.locus = locus, .kind = seen->kind, .dropin = locus->dropin, .error = locus->error};
    out->dropout = asserted ? 0 : seen->dropout;
    out->dropout_both = asserted ? 0 : seen->dropout_both;
    const bool sums = locus->dropin > 0 || locus->error > 0;
    for (int i = 0; i < locus->n && sums; i++)
        if (i != locus->silent) out->visible += locus->frequency[i];
    for (int w = 0; w < AG_ALLELE_WORDS; w++) both.word[w] = seen->a.word[w] & seen->b.word[w];
    out->a = reading(locus, &seen->a, out->visible);
    if (seen->kind != AG_SEEN_PAIR) return;
    out->b = reading(locus, &seen->b, out->visible);
    out->both = reading(locus, &both, out->visible);
}

static bool holds(const ag_seen_set *x, int i) { return i >= 0 && ag_allele_set_has(&x->set, i); }

static double frequency(const ag_seeing *s, int i) { return s->visible > 0 ? s->locus->frequency[i] / s->visible : 0; }

/* Σ q_i(x) over x in X. */
static double sum_q(const ag_seeing *s, const ag_seen_set *x, int i) {
    return (holds(x, i) ? 1 - s->error : 0) + s->error * x->p1;
}

/* Σ q_i(x) p_x. */
static double sum_qp(const ag_seeing *s, const ag_seen_set *x, int i) {
    return (holds(x, i) ? (1 - s->error) * frequency(s, i) : 0) + s->error * x->p2;
}

/* Σ q_i(x) q_j(x). */
static double sum_qq(const ag_seeing *s, const ag_seen_set *x, int i, int j) {
    const double e = s->error, right = 1 - e;
    double total = e * e * x->p2;
    if (holds(x, i)) total += right * e * frequency(s, i) + (i == j ? right * right : 0);
    if (holds(x, j)) total += right * e * frequency(s, j);
    return total;
}

/* Σ q_i(x) q_j(x) p_x. */
static double sum_qqp(const ag_seeing *s, const ag_seen_set *x, int i, int j) {
    const double e = s->error, right = 1 - e;
    double total = e * e * x->p3;
    if (holds(x, i)) {
        const double p = frequency(s, i);
        total += right * e * p * p + (i == j ? right * right * p : 0);
    }
    if (holds(x, j)) total += right * e * frequency(s, j) * frequency(s, j);
    return total;
}

/* ---- Which copies are seen ------------------------------------------------------------------------------------ */

typedef struct copies {
    double none, first, second, both; /* probabilities of the copies that are seen */
} copies;

static copies seen_copies(const ag_seeing *s, int i, int j) {
    const double d = s->dropout, d2 = s->dropout_both;
    const bool i_silent = i == s->locus->silent, j_silent = j == s->locus->silent || j == AG_COPY_NONE;
    if (i_silent && j_silent) return (copies){.none = 1};
    if (i_silent) return (copies){.none = d, .second = 1 - d};
    if (j_silent) return (copies){.none = d, .first = 1 - d};
    if (i != j) return (copies){d * d, (1 - d) * d, d * (1 - d), (1 - d) * (1 - d)};
    return (copies){.none = d2, .first = (1 - d2) * (2 * d / (1 + d)), .both = (1 - d2) * ((1 - d) / (1 + d))};
}

/* ---- Observations --------------------------------------------------------------------------------------------- */

/* P(exactly {x} is seen), summed over x in X. */
static double probability_one(const ag_seeing *s, const ag_seen_set *x, const copies *w, int i, int j) {
    const double c = s->dropin;
    double total = w->none * c * x->p1;
    if (w->first > 0) total += w->first * ((1 - c) * sum_q(s, x, i) + c * sum_qp(s, x, i));
    if (w->second > 0) total += w->second * ((1 - c) * sum_q(s, x, j) + c * sum_qp(s, x, j));
    if (w->both > 0) total += w->both * ((1 - c) * sum_qq(s, x, i, j) + c * sum_qqp(s, x, i, j));
    return total;
}

/* One copy seen and read as x or y, drop-in shows the other. x ≠ y, summed over X × Y; `z` is X ∩ Y. */
static double pair_by_dropin(const ag_seeing *s, const ag_seen_set *x, const ag_seen_set *y, const ag_seen_set *z,
                             int i) {
    return s->dropin * (sum_q(s, x, i) * y->p1 + sum_q(s, y, i) * x->p1 - 2 * sum_qp(s, z, i));
}

/* Both copies seen, read as x and y (drop-in adds nothing new) or both as one of the two (drop-in shows the other). */
static double pair_by_both(const ag_seeing *s, const ag_seen_set *x, const ag_seen_set *y, const ag_seen_set *z, int i,
                           int j) {
    const double c = s->dropin;
    const double xi = sum_q(s, x, i), xj = sum_q(s, x, j), yi = sum_q(s, y, i), yj = sum_q(s, y, j);
    const double apart = xi * yj + yi * xj - 2 * sum_qq(s, z, i, j);
    if (!(c > 0)) return apart;
    const double apart_p = sum_qp(s, x, i) * yj + yi * sum_qp(s, x, j) + xi * sum_qp(s, y, j) + sum_qp(s, y, i) * xj -
                           4 * sum_qqp(s, z, i, j);
    const double alike = sum_qq(s, x, i, j) * y->p1 + sum_qq(s, y, i, j) * x->p1 - 2 * sum_qqp(s, z, i, j);
    return (1 - c) * apart + c * (apart_p + alike);
}

/* P(exactly {x, y} is seen), summed over ordered x ≠ y in X × Y. */
static double probability_two(const ag_seeing *s, const ag_seen_set *x, const ag_seen_set *y, const ag_seen_set *z,
                              const copies *w, int i, int j) {
    double total = 0;
    if (w->first > 0 && s->dropin > 0) total += w->first * pair_by_dropin(s, x, y, z, i);
    if (w->second > 0 && s->dropin > 0) total += w->second * pair_by_dropin(s, x, y, z, j);
    if (w->both > 0) total += w->both * pair_by_both(s, x, y, z, i, j);
    return total;
}

/* Each set {x, y} once: those with both in X ∩ Y stand twice among the ordered pairs. And {x} for x in X ∩ Y. */
static double probability_pair(const ag_seeing *s, const copies *w, int i, int j) {
    const ag_seen_set *z = &s->both;
    double total = probability_two(s, &s->a, &s->b, z, w, i, j);
    for (int k = 0; k < AG_ALLELE_WORDS; k++)
        if (z->set.word[k]) return total - probability_two(s, z, z, z, w, i, j) / 2 + probability_one(s, z, w, i, j);
    return total;
}

static double probability_half(const ag_seeing *s, int i, int j) {
    const double shows_i = i == s->locus->silent ? 0 : sum_q(s, &s->a, i);
    const double shows_j = j == s->locus->silent || j == AG_COPY_NONE ? 0 : sum_q(s, &s->a, j);
    return 1 - (1 - shows_i) * (1 - shows_j);
}

double ag_seeing_probability(const ag_seeing *s, int i, int j) {
    if (s->kind == AG_SEEN_NOTHING) return 1;
    if (s->kind == AG_SEEN_HALF) return probability_half(s, i, j);
    const copies w = seen_copies(s, i, j);
    return s->kind == AG_SEEN_PAIR ? probability_pair(s, &w, i, j) : probability_one(s, &s->a, &w, i, j);
}

double ag_observation_probability(const ag_locus *locus, const ag_observation *seen, int i, int j) {
    ag_seeing s;
    ag_seeing_init(locus, seen, &s);
    return ag_seeing_probability(&s, i, j);
}
