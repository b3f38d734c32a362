/* Calibration: counts add up, are the same with any number of threads, and agree with the truth under the model. */
#include <math.h>
#include <string.h>

#include "incident/calibrate.h"
#include "report/calibration_page.h"
#include "support.h"

#include "base/banned.h"

static ag_calibration result[AG_CALIBRATIONS];

static void calibrate(ag_calibrate_options options, ag_calibration out[AG_CALIBRATIONS]) {
    ag_error err;
    assert_ok(ag_calibrate(&options, out, &err), &err);
}

static ag_calibrate_options quick(int threads) {
    ag_calibrate_options o = ag_calibrate_quick();
    o.run.threads = threads;
    return o;
}

/* ---- Counts ------------------------------------------------------------------------------------------------------ */

static ag_calibration_count sum_of(const ag_calibration_count *count, double from) {
    ag_calibration_count sum = {0};
    for (int i = 0; i < AG_BINS; i++) {
        if (ag_calibration_level_of(i).low < from) continue;
        sum.pairings += count[i].pairings;
        sum.right += count[i].right;
        sum.expected += count[i].expected;
    }
    return sum;
}

static void assert_same(const ag_calibration_count *a, const ag_calibration_count *b) {
    assert_int_equal(a->pairings, b->pairings);
    assert_int_equal(a->right, b->right);
    assert_close(a->expected, b->expected, 1e-9 * (1 + a->expected));
}

static void levels_are_made_of_the_ranges_they_span(void **state) {
    (void)state;
    for (int c = 0; c < AG_CALIBRATIONS; c++)
        for (int a = 0; a < AG_ABOUTS; a++)
            for (int i = AG_BINS; i < AG_CALIBRATION_LEVELS; i++) {
                const double from = ag_calibration_level_of(i).low;
                const ag_calibration_count sum = sum_of(result[c].count[a], from);
                if (from != 0.95 && from != 0.9995) assert_same(&result[c].count[a][i], &sum);
            }
}

static void kinds_and_qualities_make_up_all(void **state) {
    (void)state;
    for (int c = 0; c < AG_CALIBRATIONS; c++)
        for (int i = 0; i < AG_CALIBRATION_LEVELS; i++) {
            ag_calibration_count kinds = {0}, qualities = {0};
            for (int a = AG_ABOUT_PARENTS; a <= AG_ABOUT_DEGRADED; a++) {
                ag_calibration_count *sum = a < AG_ABOUT_GOOD ? &kinds : &qualities;
                sum->pairings += result[c].count[a][i].pairings;
                sum->right += result[c].count[a][i].right;
                sum->expected += result[c].count[a][i].expected;
            }
            assert_same(&result[c].count[AG_ABOUT_ALL][i], &kinds);
            assert_same(&result[c].count[AG_ABOUT_ALL][i], &qualities);
        }
}

/* Each remains is one of the listed, or nobody of them: its posteriors make 1, and one of them is right; but for what
 * is below the smallest posterior that is listed. */
static void the_posteriors_of_every_remains_make_one(void **state) {
    (void)state;
    for (int c = 0; c < AG_CALIBRATIONS; c++) {
        const ag_calibration_count listed = sum_of(result[c].count[AG_ABOUT_ALL], 0);
        const ag_calibration_count unlisted = sum_of(result[c].count[AG_ABOUT_UNLISTED], 0);
        assert_int_equal(result[c].remains, 4 * 12);
        assert_close(listed.expected + unlisted.expected, (double)result[c].remains, 1e-4);
        assert_true(listed.right + unlisted.right <= result[c].remains);
        assert_true(listed.right > result[c].remains / 4);
    }
}

static void a_mean_posterior_is_in_its_range(void **state) {
    (void)state;
    for (int c = 0; c < AG_CALIBRATIONS; c++)
        for (int a = 0; a < AG_ABOUTS; a++)
            for (int i = 0; i < AG_CALIBRATION_LEVELS; i++) {
                const ag_calibration_count *count = &result[c].count[a][i];
                const ag_calibration_level level = ag_calibration_level_of(i);
                assert_true(count->right <= count->pairings);
                if (!count->pairings) continue;
                const double stated = ag_calibration_stated(count);
                assert_true(stated >= level.low - 1e-12 && stated <= fmin(level.high, 1) + 1e-12);
            }
}

/* ---- Chance hits ------------------------------------------------------------------------------------------------- */

static void unrelated_people_seldom_reach_a_likelihood_ratio(void **state) {
    (void)state;
    for (int c = 0; c <= AG_CALIBRATE_BODIES; c++) {
        const ag_calibration_tail *tail = &result[c].tail;
        for (int i = 0; i < AG_TAILS; i++) {
            assert_true(ag_binomial_interval(tail->above[i], tail->unrelated, 0.999).low <= pow(10, -i));
            if (i) assert_true(tail->above[i] <= tail->above[i - 1] && tail->weight[i] <= tail->weight[i - 1]);
        }
        assert_true(tail->unrelated > 300 && tail->related > 10 && tail->related <= result[c].remains);
    }
}

/* Five hundred pairs whose weights sum to 40 and their squares to 10: mean 0.08 ± 1.96 · sd / √n. */
static void importance_is_a_mean_of_weights(void **state) {
    (void)state;
    ag_calibration_tail tail = {.related = 500, .weight = {40}, .weight_squared = {10}};
    ag_interval about;
    assert_close(ag_calibration_by_importance(&tail, 0, &about), 0.08, 1e-15);
    const double variance = (10.0 - 500 * 0.08 * 0.08) / 499, half = 1.959963984540054 * sqrt(variance / 500);
    assert_close(about.low, 0.08 - half, 1e-12);
    assert_close(about.high, 0.08 + half, 1e-12);
    tail = (ag_calibration_tail){.related = 500, .weight = {0.4}, .weight_squared = {0.1}};
    assert_true(isnan(ag_calibration_by_importance(&tail, 0, &about))); /* one pair carries it */
}

/* ---- Runs -------------------------------------------------------------------------------------------------------- */

static void threads_change_nothing(void **state) {
    (void)state;
    static ag_calibration one[AG_CALIBRATIONS];
    calibrate(quick(1), one);
    assert_memory_equal(one, result, sizeof result);
    ag_calibrate_options other = quick(2);
    other.seed++;
    calibrate(other, one);
    assert_true(memcmp(one, result, sizeof result) != 0);
}

static void under_the_model_a_posterior_is_what_it_says(void **state) {
    (void)state;
    static ag_calibration many[AG_CALIBRATIONS];
    ag_calibrate_options o = quick(2);
    o.incidents = 30;
    calibrate(o, many);
    for (int c = 0; c <= AG_CALIBRATE_BODIES; c++)
        for (int i = AG_BINS; i < AG_CALIBRATION_LEVELS; i++)
            if (!ag_calibration_agrees(&many[c].count[AG_ABOUT_ALL][i]))
                fail_msg("%s: of pairings from %g on, %llu of %llu are right",
                         ag_calibration_case_word((ag_calibration_case)c), ag_calibration_level_of(i).low,
                         (unsigned long long)many[c].count[AG_ABOUT_ALL][i].right,
                         (unsigned long long)many[c].count[AG_ABOUT_ALL][i].pairings);
}

static void remember(void *context, double done, double of) {
    double *last = context;
    assert_true(done >= last[0] && done <= of);
    last[0] = done;
    last[1] = of;
}

static void it_tells_its_progress_and_stops_when_asked(void **state) {
    (void)state;
    static ag_calibration out[AG_CALIBRATIONS];
    volatile sig_atomic_t stop = 0;
    double last[2] = {0, 0};
    ag_calibrate_options o = quick(2);
    ag_error err;
    o.incidents = 1;
    o.run.stop = &stop;
    o.run.progress = remember;
    o.run.context = last;
    calibrate(o, out);
    assert_close(last[0], AG_CALIBRATIONS, 0);
    assert_close(last[1], AG_CALIBRATIONS, 0);
    stop = 1;
    last[0] = 0;
    assert_status(ag_calibrate(&o, out, &err), AG_INTERRUPTED, &err);
}

static void incidents_that_cannot_be_drawn_are_refused(void **state) {
    (void)state;
    static ag_calibration out[AG_CALIBRATIONS];
    ag_calibrate_options o = quick(1);
    ag_error err;
    o.incidents = 0;
    assert_status(ag_calibrate(&o, out, &err), AG_USAGE, &err);
    o = quick(1);
    o.remains = o.families + o.others + 1;
    assert_status(ag_calibrate(&o, out, &err), AG_USAGE, &err);
    assert_true(err.hint[0]);
}

/* ---- The page ---------------------------------------------------------------------------------------------------- */

static void the_page_is_self_contained_and_has_every_case_in_every_language(void **state) {
    (void)state;
    const ag_calibrate_options o = quick(1);
    for (int l = 0; l < AG_LANGUAGES; l++) {
        ag_buffer page, picture;
        ag_error err;
        int figures = 0;
        ag_buffer_init(&page);
        ag_buffer_init(&picture);
        assert_ok(ag_report_calibration(&o, result, (ag_language)l, &page, &err), &err);
        assert_ok(ag_report_calibration_picture(result, (ag_language)l, &picture, &err), &err);
        for (const char *at = page.data; (at = strstr(at, "<svg ")); at++) figures++;
        assert_int_equal(figures, AG_CALIBRATIONS);
        assert_true(strstr(page.data, "<script") == NULL && strstr(page.data, "src=") == NULL);
        assert_true(strncmp(picture.data, "<svg ", 5) == 0 && strstr(picture.data, "</svg>") != NULL);
        ag_buffer_deinit(&page);
        ag_buffer_deinit(&picture);
    }
}

static int calibrate_once(void **state) {
    (void)state;
    const ag_calibrate_options o = quick(2);
    return ag_calibrate(&o, result, NULL) == AG_OK ? 0 : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_are_made_of_the_ranges_they_span),
        cmocka_unit_test(kinds_and_qualities_make_up_all),
        cmocka_unit_test(the_posteriors_of_every_remains_make_one),
        cmocka_unit_test(a_mean_posterior_is_in_its_range),
        cmocka_unit_test(unrelated_people_seldom_reach_a_likelihood_ratio),
        cmocka_unit_test(importance_is_a_mean_of_weights),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(under_the_model_a_posterior_is_what_it_says),
        cmocka_unit_test(it_tells_its_progress_and_stops_when_asked),
        cmocka_unit_test(incidents_that_cannot_be_drawn_are_refused),
        cmocka_unit_test(the_page_is_self_contained_and_has_every_case_in_every_language),
    };
    return cmocka_run_group_tests(tests, calibrate_once, NULL);
}
