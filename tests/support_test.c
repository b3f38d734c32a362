/* The instruments of the tests are tested too: an assertion that cannot fail proves nothing. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

static void doubles_are_compared_in_double_precision(void **state) {
    (void)state;
    assert_ulp(1.0, 1.0 + 0x1p-52, 1);
    assert_int_equal(ulp_distance(1.0, 1.0 + 0x1p-51), 2);
    assert_int_equal(ulp_distance(-0.0, 0.0), 0);
    assert_int_equal(ulp_distance(-0x1p-1074, 0x1p-1074), 2);
    assert_true(ulp_distance(NAN, NAN) == UINT64_MAX);
    assert_relative(1e300, 1e300 * (1 + 1e-12), 1e-11);
    assert_relative(-INFINITY, -INFINITY, 0);
}

static bool sum_stays_small(draws *d, void *context) {
    (void)context;
    uint64_t sum = 0;
    int n = 0;
    for (; draw_bool(d); n++) sum += draw_below(d, 1000);
    return sum < 1000 || draw_note(d, "%d %d", n, (int)sum);
}

static bool always_holds(draws *d, void *context) {
    int *runs = context;
    (*runs)++;
    double p[5], sum = 0;
    draw_distribution(d, p, 5);
    for (int i = 0; i < 5; i++) sum += p[i];
    const int between = draw_between(d, -3, 3);
    const double unit = draw_unit(d);
    return fabs(sum - 1) < 1e-12 && between >= -3 && between <= 3 && unit >= 0 && unit < 1;
}

static void a_property_is_run_as_often_as_asked(void **state) {
    (void)state;
    int runs = 0;
    check_property("draws stay in their range", 200, always_holds, &runs);
    assert_true(runs >= 200 && runs % 200 == 0);
}

static void a_failing_property_is_shrunk(void **state) {
    (void)state;
    char note[64];
    assert_false(find_counterexample(200, sum_stays_small, NULL, note, sizeof note));
    assert_string_equal(note, "2 1000"); /* one draw cannot reach 1000, two can, and no smaller sum fails */
}

static void scratch_folders_are_apart_and_files_come_back(void **state) {
    (void)state;
    const char *first = scratch_folder(), *second = scratch_folder();
    assert_string_not_equal(first, second);
    size_t n;
    write_file(path_join(first, "a"), "x\0y", 3);
    assert_memory_equal(read_file(path_join(first, "a"), &n), "x\0y", 4);
    assert_int_equal(n, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubles_are_compared_in_double_precision),
        cmocka_unit_test(a_property_is_run_as_often_as_asked),
        cmocka_unit_test(a_failing_property_is_shrunk),
        cmocka_unit_test(scratch_folders_are_apart_and_files_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
