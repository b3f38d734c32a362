/* Binomial tails and intervals: against sums of exact terms, closed forms and published limits. */
#include <math.h>

#include "base/binomial.h"
#include "support.h"

#include "base/banned.h"

/* The terms one by one, from C(n, i) as a product. */
static double tail_by_terms(int n, int k, double p) {
    double sum = 0;
    for (int i = k; i <= n; i++) {
        double term = 1;
        for (int j = 1; j <= i; j++) term *= (double)(n - i + j) / j * p;
        sum += term * pow(1 - p, n - i);
    }
    return sum;
}

static bool tail_is_the_sum(draws *d, void *context) {
    (void)context;
    const int n = draw_between(d, 1, 60), k = draw_between(d, 0, n + 1);
    const double p = draw_unit(d), expected = tail_by_terms(n, k, p),
                 got = ag_binomial_tail((uint64_t)n, (uint64_t)k, p);
    return fabs(got - expected) <= 1e-12 + 1e-10 * expected ||
           draw_note(d, "P(X >= %d of %d) at %.17g is %.17g, not %.17g", k, n, p, got, expected);
}

static void a_tail_is_the_sum_of_its_terms(void **state) {
    (void)state;
    check_property("a tail is the sum of its terms", 2000, tail_is_the_sum, NULL);
}

/* Each limit is the probability at which what was seen, or more extreme, has 2.5 %. */
static bool limits_have_their_tails(draws *d, void *context) {
    (void)context;
    const uint64_t n = draw_below(d, 3000) + 1, k = draw_below(d, n + 1);
    const ag_interval i = ag_binomial_interval(k, n, 0.95);
    const double above = ag_binomial_tail(n, k, i.low), below = 1 - ag_binomial_tail(n, k + 1, i.high);
    const bool good = (k == 0 ? i.low == 0 : fabs(above - 0.025) < 1e-9) &&
                      (k == n ? i.high == 1 : fabs(below - 0.025) < 1e-9) && i.low <= (double)k / (double)n &&
                      i.high >= (double)k / (double)n;
    return good || draw_note(d, "%d of %d: [%.17g, %.17g]", (int)k, (int)n, i.low, i.high);
}

static void limits_leave_the_stated_tails(void **state) {
    (void)state;
    check_property("each limit leaves 2.5 %", 300, limits_have_their_tails, NULL);
}

/* Of none of n the upper limit is 1 - 0.025^(1/n); of all the lower limit mirrors it. */
static void none_and_all_have_closed_forms(void **state) {
    (void)state;
    for (uint64_t n = 1; n < 100000000; n *= 7) {
        const ag_interval none = ag_binomial_interval(0, n, 0.95), all = ag_binomial_interval(n, n, 0.95);
        const double limit = -expm1(log(0.025) / (double)n);
        assert_relative(none.high, limit, 1e-7);
        assert_close(all.low, 1 - limit, 1e-9);
        assert_close(none.low, 0, 0);
        assert_close(all.high, 1, 0);
    }
    const ag_interval nothing = ag_binomial_interval(0, 0, 0.95);
    assert_close(nothing.low, 0, 0);
    assert_close(nothing.high, 1, 0);
}

/* As R prints them: binom.test(7, 20)$conf.int, binom.test(81, 263)$conf.int; solved again with 60 decimal digits. */
static void limits_are_those_of_the_tables(void **state) {
    (void)state;
    const ag_interval seven = ag_binomial_interval(7, 20, 0.95);
    assert_close(seven.low, 0.1539092, 5e-8);
    assert_close(seven.high, 0.5921885, 5e-8);
    const ag_interval eight = ag_binomial_interval(81, 263, 0.95);
    assert_close(eight.low, 0.2527, 5e-5);
    assert_close(eight.high, 0.3676, 5e-5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tail_is_the_sum_of_its_terms),
        cmocka_unit_test(limits_leave_the_stated_tails),
        cmocka_unit_test(none_and_all_have_closed_forms),
        cmocka_unit_test(limits_are_those_of_the_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
