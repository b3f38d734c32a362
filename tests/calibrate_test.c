/* Calibration: counts add up, are the same with any number of threads, and agree with the truth under the model. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "incident/calibrate.h"
#include "incident/simulate.h"
#include "report/calibration_page.h"
#include "report/reliability.h"
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

/* Each body is one of the listed, or nobody of them: its posteriors make 1, and one of them is right; but for what is
 * below the smallest posterior that is listed. */
static void the_posteriors_of_every_body_make_one(void **state) {
    (void)state;
    for (int c = 0; c < AG_CALIBRATE_GIVEN; c++) {
        const ag_calibration_count listed = sum_of(result[c].count[AG_ABOUT_ALL], 0);
        const ag_calibration_count unlisted = sum_of(result[c].count[AG_ABOUT_UNLISTED], 0);
        assert_int_equal(result[c].remains, 4 * 12);
        assert_true(result[c].bodies <= result[c].remains && result[c].bodies > result[c].remains / 2);
        assert_close(listed.expected + unlisted.expected, (double)result[c].bodies, 1e-4);
        assert_true(listed.right + unlisted.right <= result[c].bodies);
        assert_true(listed.right > result[c].bodies / 4);
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
                assert_true(stated >= level.low - 1e-9 && stated <= fmin(level.high, 1) + 1e-9);
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
    assert_close(last[0], AG_CALIBRATE_GIVEN, 0);
    assert_close(last[1], AG_CALIBRATE_GIVEN, 0);
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

/* ---- An incident that is given ----------------------------------------------------------------------------------- */

typedef struct given {
    ag_caseload made;
    ag_incident *incident;
    ag_truth *truth;
    ag_file file;
    ag_diagnostics found;
} given;

static void open_given(given *g) {
    ag_simulate_options o = ag_simulate_defaults();
    ag_error err;
    o.remains = 25;
    o.families = 20;
    o.seed = 3;
    o.run.threads = 1;
    ag_diagnostics_init(&g->found);
    assert_ok(ag_caseload_init(&o, &g->made, &err), &err);
    assert_ok(ag_incident_new(&g->made.batch, "made", 1, &g->incident, &g->found, &err), &err);
    g->truth = calloc(g->made.remains, sizeof *g->truth);
    g->file = (ag_file){0};
}

static ag_status parse(given *g, const char *text, size_t n) {
    ag_error err = {0};
    ag_file_deinit(&g->file);
    ag_diagnostics_deinit(&g->found);
    ag_diagnostics_init(&g->found);
    assert_ok(ag_file_of_bytes("truth.csv", text, n, &g->file, &err), &err);
    return ag_truth_parse(&g->file, g->incident, g->truth, &g->found, &err);
}

static void close_given(given *g) {
    free(g->truth);
    ag_file_deinit(&g->file);
    ag_incident_free(g->incident);
    ag_diagnostics_deinit(&g->found);
    ag_caseload_deinit(&g->made);
}

/* The file that the simulation writes says what the simulation knows. */
static void truth_is_read_as_it_was_written(void **state) {
    (void)state;
    given g;
    ag_error err;
    const char *folder = path_join(scratch_folder(), "incident");
    size_t n;
    open_given(&g);
    assert_ok(ag_caseload_save(&g.made, folder, &err), &err);
    const char *text = read_file(path_join(folder, "truth.csv"), &n);
    assert_int_equal(parse(&g, text, n), AG_OK);
    for (uint32_t i = 0; i < g.made.remains; i++) {
        const ag_truth *a = &g.truth[i], *b = &g.made.truth[i];
        assert_int_equal(a->family_at, b->family_at);
        assert_int_equal(a->missing_at, b->missing_at);
        assert_true(ag_text_equal(a->person, b->person) && ag_text_equal(a->family, b->family));
        for (uint32_t j = 0; j < i; j++)
            assert_int_equal(a->body_at == g.truth[j].body_at, b->body_at == g.made.truth[j].body_at);
    }
    close_given(&g);
}

static void what_is_wrong_with_a_truth_is_told_with_row_and_column(void **state) {
    (void)state;
    static const struct {
        const char *rows, *says;
        long row, column;
    } fault[] = {{"R00001,F0001:M9,F0001,x\n", "M9", 2, 2},
                 {"R99999,,,x\n", "R99999", 2, 1},
                 {"R00001,,,x\nR00001,,,x\n", "row 2 already", 3, 1},
                 {"R00001,,,x\n", "it is not told who \"R00002\" is", 0, 0}};
    given g;
    open_given(&g);
    for (size_t i = 0; i < sizeof fault / sizeof *fault; i++) {
        char text[200];
        bool said = false;
        const int n = snprintf(text, sizeof text, "sample,missing_person,family,body\n%s", fault[i].rows);
        assert_int_equal(parse(&g, text, (size_t)n), AG_BAD_INPUT);
        for (size_t k = 0; k < g.found.n && !said; k++) {
            const ag_error *e = &g.found.item[k];
            said = strstr(e->what, fault[i].says) && e->hint[0] && (!fault[i].row || e->row == fault[i].row) &&
                   (!fault[i].column || e->column == fault[i].column);
        }
        if (!said) fail_msg("of \"%s\" it is not said: %s", fault[i].rows, fault[i].says);
    }
    assert_int_equal(parse(&g, "sample,body\nR00001,x\n", 21), AG_BAD_INPUT);
    assert_non_null(strstr(g.found.item[0].what, "missing_person"));
    close_given(&g);
}

static void a_given_incident_is_counted_beside_the_simulated_ones(void **state) {
    (void)state;
    static ag_calibration out[AG_CALIBRATIONS];
    given g;
    open_given(&g);
    ag_calibrate_options o = quick(1);
    o.incidents = 1;
    o.given = g.incident;
    o.truth = g.made.truth;
    calibrate(o, out);
    const ag_calibration *c = &out[AG_CALIBRATE_GIVEN];
    const ag_calibration_count listed = sum_of(c->count[AG_ABOUT_ALL], 0),
                               kind = sum_of(c->count[AG_ABOUT_SIBLINGS], 0);
    assert_int_equal(c->incidents, 1);
    assert_int_equal(c->remains, 25);
    assert_int_equal(c->missing, g.made.missing);
    assert_true(listed.right > 12);
    assert_int_equal(kind.pairings, 0);
    close_given(&g);
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
        assert_int_equal(figures, AG_CALIBRATE_GIVEN);
        assert_true(strstr(page.data, "<script") == NULL && strstr(page.data, "src=") == NULL);
        assert_true(strncmp(picture.data, "<svg ", 5) == 0 && strstr(picture.data, "</svg>") != NULL);
        ag_buffer_deinit(&page);
        ag_buffer_deinit(&picture);
    }
}

/* What is right as often as it says lies on the diagonal, wherever; a disagreement is no circle. */
static void a_true_posterior_lies_on_the_diagonal(void **state) {
    (void)state;
    const ag_reliability_point point[] = {{0.02, 0.02, 0.01, 0.03, true},
                                          {0.7, 0.7, 0.6, 0.8, true},
                                          {0.999, 0.999, 0.99, 1, true},
                                          {0.99, 0.9, 0.8, 0.95, false}};
    const ag_reliability_chart chart = {"title", "stated", "share", point, 4};
    ag_arena arena;
    int circles = 0, diamonds = 0;
    double sum = NAN, last = 0;
    ag_arena_init(&arena);
    const ag_drawing *d = ag_reliability_draw(&arena, "title", "description", &chart, 1, 1);
    assert_non_null(d);
    for (const ag_shape *s = d->first; s; s = s->next) {
        diamonds += s->kind == AG_SHAPE_DIAMOND;
        if (s->kind != AG_SHAPE_CIRCLE) continue;
        if (circles++) assert_close(s->x + s->y, sum, 1e-9);
        assert_true(s->x > last && s->x < d->width && s->y > 0 && s->y < d->height);
        sum = s->x + s->y;
        last = s->x;
    }
    assert_int_equal(circles, 3);
    assert_int_equal(diamonds, 1);
    ag_arena_deinit(&arena);
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
        cmocka_unit_test(the_posteriors_of_every_body_make_one),
        cmocka_unit_test(a_mean_posterior_is_in_its_range),
        cmocka_unit_test(unrelated_people_seldom_reach_a_likelihood_ratio),
        cmocka_unit_test(importance_is_a_mean_of_weights),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(under_the_model_a_posterior_is_what_it_says),
        cmocka_unit_test(it_tells_its_progress_and_stops_when_asked),
        cmocka_unit_test(incidents_that_cannot_be_drawn_are_refused),
        cmocka_unit_test(truth_is_read_as_it_was_written),
        cmocka_unit_test(what_is_wrong_with_a_truth_is_told_with_row_and_column),
        cmocka_unit_test(a_given_incident_is_counted_beside_the_simulated_ones),
        cmocka_unit_test(a_true_posterior_lies_on_the_diagonal),
        cmocka_unit_test(the_page_is_self_contained_and_has_every_case_in_every_language),
    };
    return cmocka_run_group_tests(tests, calibrate_once, NULL);
}
