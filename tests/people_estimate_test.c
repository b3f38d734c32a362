/* Estimates of the uncounted against the values of expected.json (R: Rcapture, dga, LCMCR, SparseMSE), and against
 * themselves: what is quick against what is exact. */
#include "people/estimate.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/lists_file.h"
#include "support.h"

#include "base/banned.h"

/* ---- Help -------------------------------------------------------------------------------------------------------- */

static ag_lists lists; /* the table of the present test */

static void fill(const ag_lists_file *file) {
    ag_lists_init(file->lists, &lists);
    for (size_t i = 0; i < file->n; i++)
        if (file->times)
            assert_true(ag_lists_add_times(&lists, (int)file->row[i].pattern, file->row[i].count));
        else
            assert_true(ag_lists_add(&lists, file->row[i].pattern, file->row[i].count));
}

static ag_status read_bytes(const char *name, const void *bytes, size_t n, ag_error *err) {
    ag_arena arena;
    ag_diagnostics d;
    ag_file file;
    ag_lists_file out;
    ag_arena_init(&arena);
    ag_diagnostics_init(&d);
    assert_ok(ag_file_of_bytes(name, bytes, n, &file, err), err);
    const ag_status status = ag_lists_file_read(&file, &arena, &out, &d, err);
    if (status == AG_OK) fill(&out);
    ag_file_deinit(&file);
    ag_diagnostics_deinit(&d);
    ag_arena_deinit(&arena);
    return status;
}

static ag_status read_text(const char *text, ag_error *err) { return read_bytes("lists.csv", text, strlen(text), err); }

static void read_shared(const char *name) {
    ag_error err = {.status = AG_OK};
    size_t n;
    const char *bytes = read_file(path_join(shared_path("counting"), name), &n);
    assert_ok(read_bytes(name, bytes, n, &err), &err);
}

/* A value of expected.json; freed when the program ends. */
static const json_t *expected(const char *part, const char *name) {
    static json_t *all;
    if (!all) {
        const char *text = read_file(path_join(shared_path("counting"), "expected.json"), NULL);
        all = json_loads(text, 0, NULL);
    }
    const json_t *found = json_object_get(json_object_get(all, part), name);
    assert_non_null(found);
    return found;
}

static double number(const json_t *array, size_t i) { return json_number_value(json_array_get(array, i)); }

/* As printed with one decimal. */
#define assert_printed(actual, printed) assert_close(actual, printed, 0.0501)

static void models_of(ag_arena *arena, ag_models *models) {
    ag_error err;
    assert_ok(ag_models_make(lists.lists, arena, models, &err), &err);
}

static ag_model_fit fit_of(const ag_models *models, const char *name, bool profile) {
    ag_model_fit fit;
    uint32_t model;
    assert_true(ag_models_find(models, name, &model));
    ag_model_fit_quick(&lists, models, model, &fit);
    if (profile) ag_model_profile(&lists, models, &fit);
    return fit;
}

/* ---- Two lists --------------------------------------------------------------------------------------------------- */

static void two_lists_give_what_seber_prints(void **state) {
    (void)state;
    const ag_pair p = ag_pair_estimate(948, 421, 167);
    assert_relative(p.petersen, json_number_value(expected("chapman", "lincoln_petersen")), 1e-14);
    assert_relative(p.chapman, json_number_value(expected("chapman", "chapman")), 1e-14);
    ag_lists_init(2, &lists);
    ag_lists_add(&lists, 1, 781);
    ag_lists_add(&lists, 2, 254);
    ag_lists_add(&lists, 3, 167);
    const ag_capture mt = ag_capture_estimate(&lists, AG_CAPTURE_MT, false);
    assert_printed(mt.n, json_number_value(expected("chapman", "rcapture_Mt")));
    assert_printed(mt.se, json_number_value(expected("chapman", "rcapture_Mt_se")));
    assert_printed(ag_capture_estimate(&lists, AG_CAPTURE_M0, false).n,
                   json_number_value(expected("chapman", "rcapture_M0")));
    assert_printed(ag_capture_estimate(&lists, AG_CAPTURE_MB, false).n,
                   json_number_value(expected("chapman", "rcapture_Mb")));
    assert_relative(ag_pair_at_odds(948, 421, 167, 1).n, p.petersen, 1e-12);
}

/* ---- Log-linear models ------------------------------------------------------------------------------------------- */

static void there_are_as_many_models_as_hierarchies(void **state) {
    static const size_t n[] = {0, 0, 1, 8, 113, 6893, 32768, 27896, 24158};
    static const int pairs[] = {0, 0, 0, 0, 0, 0, 15, 5, 4};
    ag_arena arena;
    ag_models models;
    ag_error err;
    (void)state;
    ag_arena_init(&arena);
    for (int k = 2; k <= AG_MAX_TABLE_LISTS; k++) {
        assert_ok(ag_models_make(k, &arena, &models, &err), &err);
        assert_int_equal(models.n, n[k]);
        assert_int_equal(models.most_pairs, pairs[k]);
        assert_true(models.n <= AG_MAX_MODELS);
    }
    ag_arena_deinit(&arena);
}

static int compare_bic(const void *a, const void *b) {
    const double x = ((const ag_model_fit *)a)->bic, y = ((const ag_model_fit *)b)->bic;
    return (x > y) - (x < y);
}

static void the_best_models_of_kosovo_are_those_of_rcapture(void **state) {
    ag_arena arena;
    ag_models models;
    char name[AG_MODEL_NAME_BYTES];
    (void)state;
    read_shared("kosovo_aggregate_ball2002.csv");
    ag_arena_init(&arena);
    models_of(&arena, &models);
    ag_model_fit *fit = AG_NEW(&arena, ag_model_fit, models.n);
    for (size_t i = 0; i < models.n; i++) ag_model_fit_quick(&lists, &models, models.model[i], &fit[i]);
    qsort(fit, models.n, sizeof *fit, compare_bic);
    const json_t *best = expected("kosovo_loglinear_BIC", "recomputed_closedpMS.t");
    for (size_t i = 0; i < json_array_size(best); i++) {
        const json_t *row = json_array_get(best, i);
        assert_string_equal(ag_model_name(&models, fit[i].model, name), json_string_value(json_array_get(row, 0)));
        assert_printed(fit[i].n, number(row, 1));
        assert_printed(fit[i].se, number(row, 2));
        assert_close(fit[i].deviance, number(row, 3), 0.000501);
        assert_int_equal(fit[i].df, (int)number(row, 4));
        assert_close(fit[i].aic, number(row, 5), 0.000501);
        assert_close(fit[i].bic, number(row, 6), 0.000501);
    }
    const json_t *all = expected("kosovo_loglinear_BIC", "all_pairs"), *interval = json_object_get(all, "profile95");
    const ag_model_fit pairs = fit_of(&models, "[12,13,14,23,24,34]", true);
    assert_printed(pairs.n, json_number_value(json_object_get(all, "N")));
    assert_printed(pairs.se, json_number_value(json_object_get(all, "se")));
    assert_printed(pairs.profile_n, json_number_value(json_object_get(all, "N_multinomial")));
    assert_printed(pairs.lower, number(interval, 0));
    assert_printed(pairs.upper, number(interval, 1));
    const json_t *mt = expected("kosovo_loglinear_BIC", "main_effects_Mt");
    const ag_model_fit main_effects = fit_of(&models, "[1,2,3,4]", false);
    assert_printed(main_effects.n, json_number_value(json_object_get(mt, "N")));
    assert_printed(main_effects.se, json_number_value(json_object_get(mt, "se")));
    assert_close(main_effects.deviance, json_number_value(json_object_get(mt, "deviance")), 0.000501);
    ag_arena_deinit(&arena);
}

static void both_rivals_of_the_united_kingdom_are_found(void **state) {
    ag_arena arena;
    ag_models models;
    (void)state;
    read_shared("sparsemse_UKdat_5lists.csv");
    ag_arena_init(&arena);
    models_of(&arena, &models);
    const json_t *all = json_object_get(expected("UKdat_5", "recomputed"), "[12,13,24,25,35,45]"),
                 *best = json_object_get(expected("UKdat_5", "recomputed"), "best_BIC_pairs_only"),
                 *profile = json_object_get(expected("UKdat_5", "recomputed"), "main_profile95");
    const ag_model_fit low = fit_of(&models, "[12,13,24,25,35,45]", false);
    const ag_model_fit high = fit_of(&models, json_string_value(json_array_get(best, 0)), false);
    const ag_model_fit alone = fit_of(&models, "[1,2,3,4,5]", true);
    const ag_model_fit *fit[] = {&low, &high};
    for (size_t k = 0; k < 2; k++) {
        const json_t *row = k ? best : all;
        assert_printed(fit[k]->n, number(row, k));
        assert_printed(fit[k]->se, number(row, k + 1));
        assert_close(fit[k]->deviance, number(row, k + 2), 0.000501);
        assert_close(fit[k]->bic, number(row, k + 3), 0.000501);
    }
    for (size_t i = 0; i < models.n; i++) {
        ag_model_fit other;
        if (!ag_model_is_of_pairs(&models, models.model[i])) continue;
        ag_model_fit_quick(&lists, &models, models.model[i], &other);
        assert_false(other.state == AG_MODEL_FITS && other.bic < high.bic - 1e-9);
    }
    assert_printed(alone.profile_n, number(profile, 0));
    assert_printed(alone.lower, number(profile, 1));
    assert_printed(alone.upper, number(profile, 2));
    ag_arena_deinit(&arena);
}

static void hiv_in_rome_is_as_rcapture_has_it(void **state) {
    static const struct {
        const char *name, *value, *profile;
    } wanted[] = {{"[1,2,3,4]", "Mt", NULL},
                  {"[12,3,4]", "[12,3,4]", "profileCI_[12]"},
                  {"[12,13,14,23,24,34]", "all_pairs", "profileCI_all_pairs"}};
    ag_arena arena;
    ag_models models;
    (void)state;
    read_shared("rcapture_HIV_4lists.csv");
    const json_t *all = expected("HIV", "recomputed");
    ag_arena_init(&arena);
    models_of(&arena, &models);
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
        const ag_model_fit fit = fit_of(&models, wanted[k].name, wanted[k].profile != NULL);
        const json_t *row = json_object_get(all, wanted[k].value);
        assert_printed(fit.n, number(row, 0));
        assert_printed(fit.se, number(row, 1));
        if (json_array_size(row) > 2) assert_close(fit.deviance, number(row, 2), 0.000501);
        if (json_array_size(row) > 2) assert_close(fit.bic, number(row, 3), 0.000501);
        if (!wanted[k].profile) continue;
        row = json_object_get(all, wanted[k].profile);
        assert_close(fit.profile_n, number(row, 0), 0.501); /* printed without a decimal */
        assert_printed(fit.lower, number(row, 1));
        assert_printed(fit.upper, number(row, 2));
    }
    ag_arena_deinit(&arena);
}

static void a_model_that_has_no_estimate_is_known(void **state) {
    static const struct {
        const char *name, *model;
    } wanted[] = {{"all pairs", "[12,13,23]"}, {"AB", "[12,3]"}, {"AB+AC", "[12,13]"}, {"AB+BC", "[12,23]"},
                  {"main", "[1,2,3]"},         {"AC", "[13,2]"}, {"BC", "[23,1]"},     {"AC+BC", "[13,23]"}};
    ag_arena arena;
    ag_models models;
    (void)state;
    read_shared("sparsemse_Artificial_3.csv");
    ag_arena_init(&arena);
    models_of(&arena, &models);
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
        uint32_t model;
        assert_true(ag_models_find(&models, wanted[k].model, &model));
        assert_int_equal(
            ag_model_check(&lists, &models, model),
            json_integer_value(json_object_get(expected("Artificial_3_checkident", "expected"), wanted[k].name)));
    }
    assert_int_equal(ag_lists_faults(&lists, AG_LEAST_LIST), AG_LISTS_NO_TRIPLE | AG_LISTS_APART);
    ag_arena_deinit(&arena);
}

/* A table of few persons on three or four lists: the quick answer is that of the linear program wherever it gives one,
 * and what has an estimate is found by scoring. */
static bool quick_is_exact(draws *d, void *context) {
    ag_arena arena;
    ag_models models;
    ag_error err;
    bool good = true;
    (void)context;
    ag_lists_init(draw_between(d, 3, 4), &lists);
    for (unsigned s = 1; s < 1U << lists.lists; s++)
        if (draw_bool(d)) ag_lists_add(&lists, s, draw_between(d, 1, 30));
    for (int i = 0; i < lists.lists; i++) good &= lists.size[i] > 0;
    if (!good) return true;
    ag_arena_init(&arena);
    if (ag_models_make(lists.lists, &arena, &models, &err) != AG_OK) good = draw_note(d, "no models");
    for (size_t i = 0; good && i < models.n; i++) {
        ag_model_fit fit;
        char name[AG_MODEL_NAME_BYTES];
        ag_model_fit_quick(&lists, &models, models.model[i], &fit);
        const ag_model_state exact = ag_model_check(&lists, &models, models.model[i]);
        if (fit.state != AG_MODEL_DOUBTFUL && fit.state != exact)
            good = draw_note(d, "%s is quickly %d, exactly %d", ag_model_name(&models, fit.model, name), (int)fit.state,
                             (int)exact);
        if (exact == AG_MODEL_FITS && !isfinite(fit.n))
            good = draw_note(d, "%s fits and was not found", ag_model_name(&models, fit.model, name));
    }
    ag_arena_deinit(&arena);
    return good;
}

static void the_quick_fit_agrees_with_the_linear_program(void **state) {
    (void)state;
    check_property("the quick fit agrees with the linear program", 300, quick_is_exact, NULL);
}

/* ---- Unequal persons --------------------------------------------------------------------------------------------- */

static void hares_are_as_the_manual_prints_them(void **state) {
    static const struct {
        const char *name;
        ag_capture_model model;
    } wanted[] = {{"M0", AG_CAPTURE_M0},
                  {"Mt", AG_CAPTURE_MT},
                  {"MhChaoLB", AG_CAPTURE_MH_CHAO},
                  {"MhDarroch", AG_CAPTURE_MH_DARROCH},
                  {"MthChaoLB", AG_CAPTURE_MTH_CHAO},
                  {"MthPoisson2", AG_CAPTURE_MTH_POISSON2},
                  {"MthDarroch", AG_CAPTURE_MTH_DARROCH},
                  {"Mb", AG_CAPTURE_MB}};
    (void)state;
    read_shared("rcapture_hare_histories.csv");
    const json_t *all = expected("hare", "recomputed");
    assert_int_equal(lists.people, 68);
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
        const json_t *row = json_object_get(all, wanted[k].name);
        const ag_capture c = ag_capture_estimate(&lists, wanted[k].model, false);
        assert_true(c.known);
        assert_printed(c.n, number(row, 0));
        assert_printed(c.se, number(row, 1));
    }
    const json_t *printed = json_object_get(expected("hare", "published_in_manual"), "Mt without 111111");
    const ag_capture mt = ag_capture_estimate(&lists, AG_CAPTURE_MT_NOT_ALL, true),
                     mth = ag_capture_estimate(&lists, AG_CAPTURE_MTH_POISSON2, true);
    assert_printed(mt.n, number(printed, 0));
    assert_printed(mt.se, number(printed, 1));
    const ag_capture *of[] = {&mth, &mt};
    for (size_t k = 0; k < 2; k++) {
        const json_t *row = json_object_get(all, k ? "profileCI_Mt_minus_111111" : "profileCI_MthPoisson2");
        assert_printed(of[k]->profile_n, number(row, 0));
        assert_printed(of[k]->lower, number(row, 1));
        assert_printed(of[k]->upper, number(row, 2));
    }
}

static void the_lower_bounds_of_kosovo_are_those_of_rcapture(void **state) {
    (void)state;
    read_shared("kosovo_aggregate_ball2002.csv");
    const ag_capture_model model[] = {AG_CAPTURE_MH_CHAO, AG_CAPTURE_MTH_CHAO};
    for (size_t k = 0; k < 2; k++) {
        const json_t *row = expected("kosovo_loglinear_BIC", k ? "chao_LB_Mth" : "chao_LB_Mh");
        const ag_capture c = ag_capture_estimate(&lists, model[k], false);
        assert_printed(c.n, json_number_value(json_object_get(row, "N")));
        assert_printed(c.se, json_number_value(json_object_get(row, "se")));
    }
}

/* The same table as sums: models that treat all lists alike say the same. */
static void frequencies_say_what_the_table_says(void **state) {
    static const ag_capture_model alike[] = {AG_CAPTURE_M0, AG_CAPTURE_MH_POISSON2, AG_CAPTURE_MH_DARROCH};
    (void)state;
    read_shared("rcapture_duck_6lists.csv");
    for (size_t k = 0; k < sizeof alike / sizeof *alike; k++) {
        ag_lists sums = lists;
        sums.table = false;
        const ag_capture a = ag_capture_estimate(&lists, alike[k], false),
                         b = ag_capture_estimate(&sums, alike[k], false);
        assert_relative(a.n, b.n, 1e-9);
        assert_relative(a.se, b.se, 1e-7);
        assert_false(b.compared);
    }
}

/* ---- Graphs ------------------------------------------------------------------------------------------------------ */

static int compare_digits(const void *a, const void *b) { return strcmp(a, b); }

/* "12 34|" of a graph: its cliques sorted, then its separators sorted. */
static void write_graph(const ag_graph *g, char out[64]) {
    char word[2][AG_MOST_GRAPH_LISTS][8] = {{{0}}};
    const int n[] = {g->cliques, g->separators};
    out[0] = 0;
    char *at = out;
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < n[k]; i++) {
            const unsigned set = k ? g->separator[i] : g->clique[i];
            for (int j = 0, to = 0; j < AG_MOST_GRAPH_LISTS; j++)
                if (set >> j & 1) word[k][i][to++] = (char)('1' + j);
        }
        qsort(word[k], (size_t)n[k], sizeof word[k][0], compare_digits);
        for (int i = 0; i < n[k]; i++) {
            for (const char *c = word[k][i]; *c; c++) *at++ = *c;
            *at++ = ' ';
        }
        *at++ = '|';
    }
    *at = 0;
}

/* A cell of the CSV between quotes, its words sorted. */
static char *sort_words(char *cell, char *at) {
    char word[8][8] = {{0}};
    int n = 0, k = 0;
    for (; *cell && *cell != '"'; cell++)
        if (*cell == ' ')
            n++, k = 0;
        else
            word[n][k++] = *cell;
    if (k) n++;
    qsort(word, (size_t)n, sizeof *word, compare_digits);
    for (int i = 0; i < n; i++) {
        for (const char *c = word[i]; *c; c++) *at++ = *c;
        *at++ = ' ';
    }
    *at++ = '|';
    *at = 0;
    return at;
}

static int compare_lines(const void *a, const void *b) { return memcmp(a, b, 64); }

static void the_graphs_are_those_of_dga(void **state) {
    static char ours[AG_GRAPHS_OF_FIVE][64], theirs[AG_GRAPHS_OF_FIVE][64];
    static ag_graph graph[AG_GRAPHS_OF_FIVE];
    static const char *const file[] = {"dga_decomposable_graphs_3lists.csv", "dga_decomposable_graphs_4lists.csv",
                                       "dga_decomposable_graphs_5lists.csv"};
    static const int many[] = {8, 61, 822};
    (void)state;
    for (int k = 0; k < 3; k++) {
        const int n = ag_graphs_make(k + 3, graph);
        char *line = strchr(read_file(path_join(shared_path("counting"), file[k]), NULL), '\n') + 1;
        assert_int_equal(n, many[k]);
        memset(ours, 0, sizeof ours);
        memset(theirs, 0, sizeof theirs);
        for (int i = 0; i < n; i++) {
            write_graph(&graph[i], ours[i]);
            char *cliques = strchr(line, '"') + 1, *end = strchr(cliques, '"'), *separators = strchr(end + 1, '"') + 1;
            sort_words(separators, sort_words(cliques, theirs[i]));
            line = strchr(line, '\n') + 1;
        }
        qsort(ours, (size_t)n, sizeof *ours, compare_lines);
        qsort(theirs, (size_t)n, sizeof *theirs, compare_lines);
        for (int i = 0; i < n; i++) assert_string_equal(ours[i], theirs[i]);
    }
}

static ag_graphs_result average(ag_arena *arena, ag_graphs_options how) {
    ag_graphs_result r;
    ag_error err;
    how.threads = 2;
    assert_ok(ag_graphs_average(&lists, &how, arena, &r, &err), &err);
    return r;
}

static void assert_quantiles(const ag_graphs_result *r, const json_t *q) {
    assert_int_equal(r->lower, (int64_t)number(q, 0));
    assert_int_equal(r->median, (int64_t)number(q, 1));
    assert_int_equal(r->upper, (int64_t)number(q, 2));
}

static void averages_over_graphs_are_those_of_dga(void **state) {
    ag_arena arena;
    char name[AG_GRAPH_NAME_BYTES];
    (void)state;
    ag_arena_init(&arena);
    read_shared("kosovo_aggregate_ball2002.csv");
    const json_t *kosovo = expected("kosovo_dga", "recomputed");
    static const char *const top[2][3] = {{"[123,134]", "[123,34]", "[123,234]"}, {"[1234]", "[123,134]", "[123,234]"}};
    for (size_t k = 0; k < 2; k++) {
        const json_t *row = json_array_get(kosovo, k), *best = json_object_get(row, "top");
        const ag_graphs_result r = average(&arena, (ag_graphs_options){.delta = k ? 1 : 1.0 / 16, .most = 30000});
        assert_close(r.mean, json_number_value(json_object_get(row, "mean")), 0.00501);
        assert_int_equal(r.mode, json_integer_value(json_object_get(row, "mode")));
        assert_quantiles(&r, json_object_get(row, "q"));
        for (size_t i = 0; i < 3; i++) {
            assert_string_equal(ag_graph_name(&r.graph[i], name), top[k][i]);
            assert_close(r.share[i], number(json_array_get(best, i), 1), 0.00000501);
        }
    }
    read_shared("rcapture_HIV_4lists.csv");
    const json_t *hiv = json_object_get(expected("HIV", "recomputed"), "dga_delta_1/16");
    ag_graphs_result r = average(&arena, (ag_graphs_options){.delta = 1.0 / 16, .most = 30000});
    assert_close(r.mean, json_number_value(json_object_get(hiv, "mean")), 0.00501);
    assert_int_equal(r.mode, json_integer_value(json_object_get(hiv, "mode")));
    assert_quantiles(&r, json_object_get(hiv, "q"));
    assert_close(r.share[0], json_number_value(json_object_get(hiv, "indep_prob")), 0.00000501);
    read_shared("sparsemse_UKdat_5lists.csv");
    const json_t *uk = json_object_get(expected("UKdat_5", "recomputed"), "dga_delta_1/32_Nmiss<=40000");
    r = average(&arena, (ag_graphs_options){.delta = 1.0 / 32, .most = 40000});
    assert_close(r.mean, json_number_value(json_object_get(uk, "mean")), 0.00501);
    assert_quantiles(&r, json_object_get(uk, "q"));
    ag_arena_deinit(&arena);
}

/* Madigan and York 1997. The first list changes fastest, as in an array of R. */
static void spina_bifida_is_as_madigan_and_york_print_it(void **state) {
    ag_arena arena;
    char name[AG_GRAPH_NAME_BYTES];
    (void)state;
    const json_t *y = expected("madigan_york_3list", "Y_lexicographic_x000..x111"),
                 *printed = expected("madigan_york_3list", "published_in_dga_tests"),
                 *own = expected("madigan_york_3list", "recomputed"), *shares = json_object_get(own, "graph_probs");
    ag_lists_init(3, &lists);
    for (unsigned s = 1; s < 8; s++) ag_lists_add(&lists, s, json_integer_value(json_array_get(y, s)));

    ag_arena_init(&arena);
    const ag_graphs_result r =
        average(&arena, (ag_graphs_options){.delta = 1, .least = 1, .most = 300, .shape = 13.14, .scale = 55.17});
    static const struct {
        const char *ours, *theirs;
    } graph[] = {{"[12,3]", "12|3"}, {"[12,23]", "12|23"}, {"[12,13]", "12|13"}, {"[123]", "123"}};
    for (int i = 0; i < 4; i++) {
        assert_string_equal(ag_graph_name(&r.graph[i], name), graph[i].ours);
        assert_close(r.share[i], json_number_value(json_object_get(shares, graph[i].theirs)), 0.00000501);
    }
    assert_close(r.share[0], json_number_value(json_object_get(printed, "top_model_prob")), 0.005);
    assert_close(r.top_relative, json_number_value(json_object_get(printed, "bayes_rel_sq_top")), 0.501);
    assert_close(r.relative, json_number_value(json_object_get(printed, "bayes_rel_sq_avg")), 0.501);
    assert_int_equal(r.top_mode, json_integer_value(json_object_get(printed, "mode_top")));
    assert_int_equal(r.mode, json_integer_value(json_object_get(printed, "mode_avg")));
    assert_close(r.mean, json_number_value(json_object_get(own, "mean")), 0.00501);
    assert_quantiles(&r, json_object_get(own, "q"));
    ag_arena_deinit(&arena);
}

/* ---- Latent classes ---------------------------------------------------------------------------------------------- */

static void latent_classes_of_kosovo_are_as_sampled_elsewhere(void **state) {
    ag_classes_options how = ag_classes_usual;
    ag_classes_result r;
    ag_error err;
    (void)state;
    read_shared("kosovo_aggregate_ball2002.csv");
    how.threads = 2;
    assert_ok(ag_classes_estimate(&lists, &how, &r, &err), &err);
    const json_t *chains = expected("kosovo_lcmcr", "recomputed");
    double value[3] = {0};
    for (size_t c = 0; c < 4; c++)
        for (size_t k = 0; k < 3; k++) value[k] += number(json_array_get(chains, c), k) / 4;
    assert_close(r.together.median, value[1], 150);
    assert_close(r.together.lower, value[0], 300);
    assert_close(r.together.upper, value[2], 300);
    assert_true(r.r_hat < AG_MOST_R_HAT);
}

static void threads_change_no_sample(void **state) {
    ag_classes_options how = {
        .classes = 5, .a = 0.25, .b = 0.25, .burn = 50, .samples = 100, .thin = 1, .chains = 4, .seed = 7};
    ag_classes_result one, four;
    ag_error err;
    (void)state;
    assert_ok(read_text("A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n0,1,1,5\n1,0,1,4\n1,1,1,3\n", &err), &err);
    how.threads = 1;
    assert_ok(ag_classes_estimate(&lists, &how, &one, &err), &err);
    how.threads = 4;
    assert_ok(ag_classes_estimate(&lists, &how, &four, &err), &err);
    assert_memory_equal(&one.together, &four.together, sizeof one.together);
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

static const ag_estimate_options quick = {.least_list = AG_LEAST_LIST,
                                          .classes = {.classes = 5,
                                                      .a = 0.25,
                                                      .b = 0.25,
                                                      .burn = 100,
                                                      .samples = 100,
                                                      .thin = 1,
                                                      .chains = 4,
                                                      .threads = 2,
                                                      .seed = 1}};

static const ag_estimate_row *shown(const ag_estimate *e, const char *model) {
    for (size_t i = 0; i < e->rows; i++)
        if (e->row[i].shown && strcmp(e->row[i].model, model) == 0) return &e->row[i];
    fail_msg("%s is not shown", model);
    return NULL;
}

static void rivals_stand_side_by_side(void **state) {
    ag_arena arena;
    ag_estimate e;
    ag_error err;
    (void)state;
    read_shared("sparsemse_UKdat_5lists.csv");
    ag_arena_init(&arena);
    assert_ok(ag_estimate_all(&lists, &quick, &arena, &e, &err), &err);
    assert_int_equal(e.state, AG_ESTIMATE_MODELS);
    assert_printed(shown(&e, "[12,13,24,25,35,45]")->n, 11313.0);
    assert_printed(shown(&e, "[12,13,23,25,34]")->n, 22991.3);
    assert_true(e.least < 11313 && e.most > 22991);
    ag_arena_deinit(&arena);
}

/* Three chains agree with each other and are not enough. */
static void fewer_than_four_chains_give_no_number(void **state) {
    ag_arena arena;
    ag_estimate e;
    ag_error err;
    int rows = 0;
    (void)state;
    read_shared("kosovo_aggregate_ball2002.csv");
    ag_arena_init(&arena);
    ag_estimate_options how = quick;
    how.classes.chains = 3;
    assert_ok(ag_estimate_all(&lists, &how, &arena, &e, &err), &err);
    for (size_t i = 0; i < e.rows; i++)
        if (e.row[i].method == AG_METHOD_CLASSES) {
            assert_int_equal(e.row[i].remark, AG_REMARK_CHAINS_APART);
            assert_true(isnan(e.row[i].n));
            rows++;
        }
    assert_int_equal(rows, 1);
    ag_arena_deinit(&arena);
}

static ag_estimate estimate_text(const char *text, ag_arena *arena) {
    ag_estimate e;
    ag_error err;
    assert_ok(read_text(text, &err), &err);
    assert_ok(ag_estimate_all(&lists, &quick, arena, &e, &err), &err);
    return e;
}

static void what_is_too_sparse_is_refused(void **state) {
    ag_arena arena;
    (void)state;
    ag_arena_init(&arena);
    ag_estimate e = estimate_text("A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n", &arena);
    assert_int_equal(e.state, AG_ESTIMATE_REFUSED);
    assert_int_equal(e.rows, 0);
    e = estimate_text("A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,10\n1,1,1,9\n", &arena);
    assert_int_equal(e.faults, AG_LISTS_SHORT); /* 19 on C */
    e = estimate_text("A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,11\n1,1,1,9\n", &arena);
    assert_int_equal(e.faults, 0);
    e = estimate_text("A,count\n1,40\n", &arena);
    assert_true(e.faults & AG_LISTS_FEW);
    assert_int_equal(e.state, AG_ESTIMATE_REFUSED);
    ag_arena_deinit(&arena);
}

static void two_lists_give_a_range_and_no_point(void **state) {
    ag_arena arena;
    int n = 0;
    (void)state;
    ag_arena_init(&arena);
    const ag_estimate e = estimate_text("A,B,count\n1,0,781\n0,1,254\n1,1,167\n", &arena);
    assert_int_equal(e.state, AG_ESTIMATE_RANGE);
    for (size_t i = 0; i < e.rows; i++)
        if (e.row[i].shown) n++, assert_true(e.row[i].lower < e.row[i].n && e.row[i].n < e.row[i].upper);
    assert_int_equal(n, 5);
    assert_true(e.least_n < 1600 && e.most_n > 5900);
    ag_arena_deinit(&arena);
}

static void many_lists_keep_what_needs_no_table(void **state) {
    ag_arena arena;
    ag_estimate e;
    ag_error err;
    (void)state;
    read_shared("rcapture_mvole_histories.csv");
    ag_arena_init(&arena);
    assert_int_equal(lists.lists, 30);
    ag_estimate_options how = quick;
    how.least_list = 1;
    assert_ok(ag_estimate_all(&lists, &how, &arena, &e, &err), &err);
    assert_int_equal(e.state, AG_ESTIMATE_FREQUENCIES);
    assert_true(shown(&e, "M0")->n >= (double)lists.people);
    ag_arena_deinit(&arena);
}

/* ---- Files ------------------------------------------------------------------------------------------------------- */

static void persons_and_counts_are_the_same_table(void **state) {
    ag_error err;
    (void)state;
    assert_ok(read_text("A,B,count\n1,0,2\n1,1,1\n0,0,0\n", &err), &err);
    const ag_lists counted = lists;
    assert_ok(read_text("id;A;B\n1;1;0\n2;x;no\n3;yes;1\n", &err), &err);
    assert_memory_equal(&counted, &lists, sizeof lists);
    assert_ok(read_text("nbcap,freq\n1,15\n2,7\n36,1\n", &err), &err);
    assert_true(lists.anonymous && lists.lists == 36 && lists.people == 23);
}

static void a_table_at_the_caps_is_read_and_one_past_is_not(void **state) {
    char text[1024], *at = text;
    ag_error err;
    (void)state;
    assert_ok(read_text("A,B,count\n1,0,99999999\n0,1,1\n", &err), &err);
    assert_status(read_text("A,B,count\n1,0,99999999\n0,1,2\n", &err), AG_BAD_INPUT, &err);
    for (int lists_n = AG_MAX_LISTS; lists_n <= AG_MAX_LISTS + 1; lists_n++) {
        at = text;
        for (int i = 0; i < lists_n; i++) at += snprintf(at, 8, "%sL%d", i ? "," : "", i);
        *at++ = '\n';
        for (int i = 0; i < lists_n; i++) at += snprintf(at, 8, "%s1", i ? "," : "");
        *at++ = '\n';
        *at = 0;
        assert_status(read_text(text, &err), lists_n == AG_MAX_LISTS ? AG_OK : AG_BAD_INPUT, &err);
    }
    assert_status(read_text("A,B,count\n2,0,5\n", &err), AG_BAD_INPUT, &err);
    assert_string_equal(err.what, "\"2\" says neither");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_lists_give_what_seber_prints),
        cmocka_unit_test(there_are_as_many_models_as_hierarchies),
        cmocka_unit_test(the_best_models_of_kosovo_are_those_of_rcapture),
        cmocka_unit_test(both_rivals_of_the_united_kingdom_are_found),
        cmocka_unit_test(hiv_in_rome_is_as_rcapture_has_it),
        cmocka_unit_test(a_model_that_has_no_estimate_is_known),
        cmocka_unit_test(the_quick_fit_agrees_with_the_linear_program),
        cmocka_unit_test(hares_are_as_the_manual_prints_them),
        cmocka_unit_test(the_lower_bounds_of_kosovo_are_those_of_rcapture),
        cmocka_unit_test(frequencies_say_what_the_table_says),
        cmocka_unit_test(the_graphs_are_those_of_dga),
        cmocka_unit_test(averages_over_graphs_are_those_of_dga),
        cmocka_unit_test(spina_bifida_is_as_madigan_and_york_print_it),
        cmocka_unit_test(latent_classes_of_kosovo_are_as_sampled_elsewhere),
        cmocka_unit_test(threads_change_no_sample),
        cmocka_unit_test(rivals_stand_side_by_side),
        cmocka_unit_test(fewer_than_four_chains_give_no_number),
        cmocka_unit_test(what_is_too_sparse_is_refused),
        cmocka_unit_test(two_lists_give_a_range_and_no_point),
        cmocka_unit_test(many_lists_keep_what_needs_no_table),
        cmocka_unit_test(persons_and_counts_are_the_same_table),
        cmocka_unit_test(a_table_at_the_caps_is_read_and_one_past_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
