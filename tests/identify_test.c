/* Pairs, identification and calculators: against other programs, against each other, and the same bytes always. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/cpu.h"
#include "base/map.h"
#include "cli/results.h"
#include "formats/csv.h"
#include "incident/calculator.h"
#include "incident/lanes.h"
#include "incident/load.h"
#include "incident/simulate.h"
#include "report/report.h"

/* ---- Tables of other programs -------------------------------------------------------------------------------- */

typedef struct table {
    ag_file file;
    ag_csv csv;
    ag_diagnostics found;
} table;

static table *open_table(const char *path) {
    table *t = calloc(1, sizeof *t);
    ag_error err;
    assert_non_null(t);
    ag_diagnostics_init(&t->found);
    assert_ok(ag_file_read(path, path, true, &t->file, &err), &err);
    assert_true(ag_csv_open(&t->csv, &t->file, &t->found));
    return t;
}

static void close_table(table *t) {
    ag_file_deinit(&t->file);
    ag_diagnostics_deinit(&t->found);
    free(t);
}

static ag_text cell(const table *t, const char *column) { return t->csv.cell[ag_csv_column(&t->csv, column)]; }

static double number_of(ag_text text) {
    char copy[64];
    snprintf(copy, sizeof copy, "%.*s", (int)text.n, text.at);
    return strtod(copy, NULL);
}

static const char *key_of(ag_text sample, ag_text family, ag_text missing, char *out, size_t size) {
    snprintf(out, size, "%.*s|%.*s|%.*s", (int)sample.n, sample.at, (int)family.n, family.at, (int)missing.n,
             missing.at);
    return out;
}

/* ---- All pairs of an incident -------------------------------------------------------------------------------- */

typedef struct all_pairs {
    ag_loaded loaded;
    ag_diagnostics found;
    ag_lane *lane;
    size_t lanes, remains;
    ag_pair *pair;
} all_pairs;

static all_pairs compute_pairs(const char *path) {
    all_pairs p = {.lane = NULL};
    ag_error err;
    ag_lane_set set;
    const ag_run run = {.threads = 2, .kernel = -1};
    ag_diagnostics_init(&p.found);
    assert_ok(ag_loaded_init(path, 2, &p.loaded, &p.found, &err), &err);
    p.lane = ag_lanes_new(&p.loaded.incident->search, &p.lanes);
    p.remains = (size_t)p.loaded.incident->search.remains;
    p.pair = calloc(p.lanes * p.remains + 1, sizeof *p.pair);
    assert_non_null(p.pair);
    assert_ok(ag_pairs_set(p.loaded.incident, &set, &err), &err);
    assert_ok(ag_pairs_of_lanes(&set, p.lane, p.lanes, &run, p.pair, &err), &err);
    ag_lane_set_deinit(&set);
    return p;
}

static void free_pairs(all_pairs *p) {
    free(p->lane);
    free(p->pair);
    ag_loaded_deinit(&p->loaded);
    ag_diagnostics_deinit(&p->found);
}

/* The pair of a row; a family "" fits any. */
static const ag_pair *find_pair(const all_pairs *p, ag_text sample, ag_text family, ag_text missing) {
    const ag_incident *in = p->loaded.incident;
    for (size_t i = 0; i < p->lanes; i++) {
        const ag_incident_family *about = &in->family[p->lane[i].family];
        const int person = in->search.family[p->lane[i].family].missing[p->lane[i].missing];
        if (!ag_text_equal(about->person[person].id, missing) || (family.n && !ag_text_equal(about->id, family)))
            continue;
        for (size_t r = 0; r < p->remains; r++)
            if (ag_text_equal(in->remains[r].row->sample, sample)) return &p->pair[i * p->remains + r];
    }
    char key[300];
    fail_msg("there is no pair %s", key_of(sample, family, missing, key, sizeof key));
    return NULL;
}

/* At a likelihood ratio near 1 its logarithm has no relative precision to compare. */
static void assert_log_lr(double actual, double expected) {
    if (fabs(expected) < 1)
        assert_close(actual, expected, 1e-8);
    else
        assert_relative(actual, expected, 1e-8);
}

static const char *const dvi_sets[] = {"example1",
                                       "example2",
                                       "fire",
                                       "KETPchap481",
                                       "KETPchap484",
                                       "planecrash",
                                       "symmetricSibs",
                                       "exclusionExample",
                                       "sim_20x20_mixed_equal",
                                       "sim_20x20_mixed_none"};

static void check_matrix(const all_pairs *p, const char *path) {
    table *t = open_table(path);
    while (ag_csv_next(&t->csv))
        for (uint32_t i = 1; i < t->csv.columns; i++)
            if (t->csv.cell[i].n && !ag_text_equal(t->csv.cell[i], AG_TEXT("NA")))
                assert_relative(exp(find_pair(p, t->csv.cell[0], (ag_text){"", 0}, t->csv.header[i])->lr_ln),
                                number_of(t->csv.cell[i]), 1e-8);
    close_table(t);
}

/* dvir counts a locus at which the family alone is impossible without mutation against every sample; here it counts
 * against none (section 6 of the genetics: the family alone is possible, with the remains it is not). */
static void check_long(const all_pairs *p, const char *path, bool exclusions) {
    table *t = open_table(path);
    while (ag_csv_next(&t->csv)) {
        const ag_pair *pair = find_pair(p, cell(t, "sample"), cell(t, "family"), cell(t, "missing"));
        assert_log_lr(pair->lr_ln, number_of(cell(t, "logLR")));
        if (exclusions) assert_int_equal(pair->exclusions, (int)number_of(cell(t, "n_incompatible")));
    }
    close_table(t);
}

static void pairs_agree_with_dvir_in_every_published_case(void **state) {
    (void)state;
    char path[300];
    for (size_t i = 0; i < sizeof dvi_sets / sizeof *dvi_sets; i++) {
        snprintf(path, sizeof path, "dvi/%s", dvi_sets[i]);
        all_pairs p = compute_pairs(shared_path(path));
        snprintf(path, sizeof path, "dvi/%s/expected/pairwise_LR.csv", dvi_sets[i]);
        check_matrix(&p, shared_path(path));
        if (strncmp(dvi_sets[i], "sim_", 4) != 0) {
            snprintf(path, sizeof path, "dvi/%s/expected/pairwise_long.csv", dvi_sets[i]);
            check_long(&p, shared_path(path), strcmp(dvi_sets[i], "exclusionExample") != 0);
        }
        free_pairs(&p);
    }
}

static void pairs_of_real_genotypes_agree_with_the_published_ones(void **state) {
    (void)state;
    all_pairs p = compute_pairs(shared_path("incident-a"));
    table *t = open_table(shared_path("incident-a/expected_log_lr_proportional.csv"));
    while (ag_csv_next(&t->csv))
        assert_log_lr(find_pair(&p, cell(t, "sample"), cell(t, "family"), cell(t, "missing"))->lr_ln,
                      number_of(cell(t, "log_lr")));
    close_table(t);
    free_pairs(&p);
}

/* ---- Calculators --------------------------------------------------------------------------------------------- */

typedef void check_case(ag_engine *engine, const ag_case *question, const json_t *expected);

static double json_number(const json_t *value) { return json_is_string(value) ? -INFINITY : json_number_value(value); }

static void check_loglik(ag_engine *engine, const ag_case *question, const json_t *line) {
    double loglik_ln;
    ag_error err;
    assert_ok(ag_case_likelihood(engine, question, AG_PRUNE_NOTHING, &loglik_ln, &err), &err);
    assert_relative(loglik_ln, json_number(json_object_get(line, "loglik")), 1e-10);
    const json_t *familias = json_object_get(line, "familias_loglik");
    if (!familias || json_is_null(familias)) return;
    assert_ok(ag_case_likelihood(engine, question, AG_PRUNE_FAMILIAS, &loglik_ln, &err), &err);
    assert_relative(loglik_ln, json_number(familias), 1e-10);
}

static void check_lr(ag_engine *engine, const ag_case *question, const json_t *line) {
    double lr_ln[AG_MAX_LOCI], total_ln = 0;
    ag_error err;
    const json_t *each = json_object_get(line, "LR_per_marker");
    assert_int_equal(json_array_size(each), question->markers);
    assert_ok(ag_case_lr(engine, question, AG_PRUNE_NOTHING, lr_ln, &err), &err);
    for (uint32_t m = 0; m < question->markers; m++) {
        assert_relative(exp(lr_ln[m]), json_number(json_array_get(each, m)), 1e-8);
        total_ln += lr_ln[m];
    }
    assert_log_lr(total_ln, json_number(json_object_get(line, "logLRtotal")));
}

static int check_cases(const char *path, check_case *check) {
    ag_case_reader reader;
    ag_error err;
    ag_text line;
    ag_engine *engine = ag_engine_new();
    int n = 0;
    assert_non_null(engine);
    assert_ok(ag_cases_open(path, &reader, &err), &err);
    for (assert_ok(ag_cases_next(&reader, &line, &err), &err); line.n; n++) {
        ag_arena arena;
        ag_case question;
        ag_arena_init(&arena);
        json_t *expected = json_loadb(line.at, line.n, 0, NULL);
        assert_non_null(expected);
        assert_ok(ag_case_parse(path, reader.row, line, &arena, &question, &err), &err);
        check(engine, &question, expected);
        json_decref(expected);
        ag_arena_deinit(&arena);
        assert_ok(ag_cases_next(&reader, &line, &err), &err);
    }
    ag_cases_close(&reader);
    ag_engine_free(engine);
    return n;
}

static void likelihoods_agree_with_pedprobr_and_familias(void **state) {
    (void)state;
    assert_int_equal(check_cases(shared_path("reference/likelihoods.jsonl"), check_loglik), 291);
}

static void hard_stepwise_pedigrees_agree_with_pedprobr(void **state) {
    (void)state;
    assert_int_equal(check_cases(shared_path("reference/stepwise_hard.jsonl"), check_loglik), 92);
}

static void missing_person_cases_agree_with_pedprobr(void **state) {
    (void)state;
    assert_int_equal(check_cases(shared_path("reference/missing_person.jsonl"), check_lr), 78);
}

/* ---- Identification ------------------------------------------------------------------------------------------ */

typedef struct identified {
    ag_check_result checks;
    ag_identify_result result;
    ag_decision decision;
    ag_identify_options options;
} identified;

static identified identify(const ag_incident *in, double min_lr, double pair_by_pair, int threads, int kernel) {
    identified x = {.options = {.min_lr = min_lr,
                                .posterior = 0.9995,
                                .run = {.threads = threads, .kernel = kernel},
                                .pair_by_pair = pair_by_pair}};
    ag_error err;
    assert_ok(ag_check(in, false, &x.options.run, &x.checks, &err), &err);
    assert_ok(ag_identify(in, &x.checks, &x.options, &x.result, &err), &err);
    return x;
}

static void forget(identified *x) {
    ag_decision_deinit(&x->decision);
    ag_identify_result_deinit(&x->result);
    ag_check_result_deinit(&x->checks);
}

static void nobody_is_proposed_wrongly_and_nobody_within_reach_is_missed(void **state) {
    (void)state;
    ag_loaded loaded;
    ag_diagnostics found;
    ag_error err;
    char key[300];
    ag_diagnostics_init(&found);
    assert_ok(ag_loaded_init(shared_path("incident-a"), 2, &loaded, &found, &err), &err);
    const ag_incident *in = loaded.incident;
    identified x = identify(in, 1e4, 0, 2, -1);
    table *t = open_table(shared_path("incident-a/truth.csv"));
    while (ag_csv_next(&t->csv)) {
        const ag_text truth = cell(t, "missing_person");
        for (size_t i = 0; i < x.result.items; i++) {
            const ag_identification *item = &x.result.item[i];
            const ag_incident_family *about = &in->family[item->hit.family];
            const ag_text id = about->person[in->search.family[item->hit.family].missing[item->hit.missing]].id;
            if (!ag_text_equal(in->remains[item->hit.remains].row->sample, cell(t, "sample"))) continue;
            snprintf(key, sizeof key, "%.*s:%.*s", (int)about->id.n, about->id.at, (int)id.n, id.at);
            if (item->proposed && !ag_text_equal(truth, ag_text_of(key))) fail_msg("%s is proposed wrongly", key);
            if (ag_text_equal(truth, ag_text_of(key)) && item->posterior >= 0.9995 && !item->proposed)
                fail_msg("%s reaches the posterior and is not proposed: flags %u", key, item->flags);
        }
    }
    assert_true(x.result.proposals >= 70);
    close_table(t);
    forget(&x);
    ag_loaded_deinit(&loaded);
    ag_diagnostics_deinit(&found);
}

/* posterior of m = LR_m / (U + sum of LR): the formula on all pairs. */
static void a_posterior_weighs_everybody_who_is_listed_and_those_who_are_not(void **state) {
    (void)state;
    all_pairs p = compute_pairs(shared_path("incident-a"));
    const ag_incident *in = p.loaded.incident;
    identified x = identify(in, 1e4, 0, 1, -1);
    for (size_t i = 0; i < x.result.items; i++) {
        const ag_identification *item = &x.result.item[i];
        double sum = in->others;
        for (size_t k = 0; k < p.lanes; k++) sum += exp(p.pair[k * p.remains + (size_t)item->hit.remains].lr_ln);
        assert_relative(item->posterior, exp(item->hit.lr_ln) / sum, 1e-12);
        assert_true(i == 0 || x.result.item[i - 1].hit.lr_ln >= item->hit.lr_ln);
    }
    forget(&x);
    free_pairs(&p);
}

/* ---- A made caseload ----------------------------------------------------------------------------------------- */

static ag_caseload simulate(uint32_t remains, uint32_t families) {
    ag_simulate_options options = ag_simulate_defaults();
    ag_caseload out;
    ag_error err;
    options.remains = remains;
    options.families = families;
    options.seed = 20240229;
    options.loci = "FGA,TH01,SE33,vWA,D3S1358,D8S1179,D18S51,D21S11,D12S391,D1S1656";
    options.run.threads = 2;
    assert_ok(ag_caseload_init(&options, &out, &err), &err);
    return out;
}

static ag_incident *incident_of(const ag_caseload *made, int threads) {
    ag_incident *in = NULL;
    ag_diagnostics found;
    ag_error err;
    ag_diagnostics_init(&found);
    assert_ok(ag_incident_new(&made->batch, "made", threads, &in, &found, &err), &err);
    ag_diagnostics_deinit(&found);
    return in;
}

static void the_screen_finds_what_all_pairs_find(void **state) {
    (void)state;
    ag_caseload made = simulate(300, 250);
    ag_incident *in = incident_of(&made, 2);
    identified exact = identify(in, 100, 0, 2, -1), screened = identify(in, 100, -1, 2, -1);
    assert_true(exact.result.items > 100);
    assert_int_equal(screened.result.items, exact.result.items);
    for (size_t i = 0; i < exact.result.items; i++) {
        const ag_identification *a = &exact.result.item[i], *b = &screened.result.item[i];
        assert_int_equal(a->hit.remains, b->hit.remains);
        assert_int_equal(a->hit.family, b->hit.family);
        assert_int_equal(a->hit.missing, b->hit.missing);
        assert_relative(b->hit.lr_ln, a->hit.lr_ln, 1e-12);
        assert_int_equal(b->exclusions, a->exclusions);
        assert_int_equal(b->loci, a->loci);
        assert_true(b->posterior <= a->posterior * (1 + 1e-9));
        assert_true(b->posterior >= a->posterior * 0.7);
    }
    assert_int_equal(screened.result.not_found_missing, exact.result.not_found_missing);
    /* the screen asks the readings at hand alone, all pairs every genotype */
    assert_true(screened.result.unreachables >= exact.result.unreachables);
    forget(&exact);
    forget(&screened);
    ag_incident_free(in);
    ag_caseload_deinit(&made);
}

static ag_buffer bytes_of(const ag_incident *in, const identified *x) {
    ag_diagnostics found = {0};
    ag_error err;
    ag_buffer out = {0};
    const double limit_ln[AG_CHANCE_LIMITS] = {log(100), NAN};
    ag_chance_result chance;
    ag_decision decision;
    assert_ok(ag_decide(in, &x->checks, &x->result, &x->options, &decision, &err), &err);
    assert_ok(ag_chance(in, limit_ln, 1, &x->options.run, &chance, &err), &err);
    const ag_results r = {in, &x->checks, &x->result, &decision, &chance, &x->options, &found, 0, 0};
    ag_results_hits(&r, false, &out);
    ag_results_hits(&r, true, &out);
    ag_results_run(&r, &out);
    const ag_report_results results = {in, &x->checks, &x->result, &decision, &chance, &x->options};
    assert_ok(ag_report_identify(&results, AG_ENGLISH, &out, &err), &err);
    assert_false(out.failed);
    ag_decision_deinit(&decision);
    return out;
}

static void threads_and_kernels_change_no_byte(void **state) {
    (void)state;
    ag_caseload made = simulate(200, 150);
    ag_buffer first = {0};
    for (int threads = 1; threads <= 3; threads++)
        for (int kernel = 0; kernel <= (int)ag_cpu_best(); kernel++) {
            ag_incident *in = incident_of(&made, threads);
            identified x = identify(in, 100, -1, threads, kernel);
            ag_buffer bytes = bytes_of(in, &x);
            if (!first.n)
                first = bytes;
            else {
                assert_int_equal(bytes.n, first.n);
                assert_memory_equal(bytes.data, first.data, first.n);
                ag_buffer_deinit(&bytes);
            }
            forget(&x);
            ag_incident_free(in);
        }
    ag_buffer_deinit(&first);
    ag_caseload_deinit(&made);
}

static volatile sig_atomic_t stopped = 1;

static void an_interrupted_run_answers_so(void **state) {
    (void)state;
    ag_caseload made = simulate(50, 40);
    ag_incident *in = incident_of(&made, 1);
    for (int screened = 0; screened < 2; screened++) {
        ag_identify_options options = {
            .min_lr = 100, .posterior = 0.9995, .run = {.threads = 2, .kernel = -1, .stop = &stopped}};
        ag_identify_result result;
        ag_error err;
        options.pair_by_pair = screened ? -1 : 0;
        assert_status(ag_identify(in, NULL, &options, &result, &err), AG_INTERRUPTED, &err);
    }
    ag_incident_free(in);
    ag_caseload_deinit(&made);
}

/* ---- Populations --------------------------------------------------------------------------------------------- */

static const char two_populations[] = "population,locus,allele,frequency\n"
                                      "A,FGA,20,0.01\nA,FGA,21,0.29\nA,FGA,22,0.7\n"
                                      "B,FGA,20,0.2\nB,FGA,21,0.3\nB,FGA,22,0.5\n";

/* A son who shares 20 with the father: LR = 1 / (4 p) at 20/21 against 20/22. */
static void the_least_favourable_population_counts(void **state) {
    (void)state;
    const char *folder = scratch_folder();
    const char *const file[][2] = {
        {"frequencies.csv", two_populations},
        {"remains.csv", "sample,sex,quality,FGA\nR1,M,good,20/21\n"},
        {"references.csv", "sample,family,person,sex,FGA\nA1,F1,father,M,20/22\n"},
        {"families.csv",
         "family,person,father,mother,sex,missing\nF1,father,,,M,\nF1,mother,,,F,\nF1,son,father,mother,M,yes\n"},
        {"incident.json", "{\"mutation\": {\"default\": {\"model\": \"none\"}}, \"others\": 1}"}};
    for (size_t i = 0; i < sizeof file / sizeof *file; i++)
        write_file(path_join(folder, file[i][0]), file[i][1], strlen(file[i][1]));
    all_pairs p = compute_pairs(folder);
    assert_relative(exp(p.pair[0].lr_ln), 1 / (4 * 0.2), 1e-12);
    for (int screened = 0; screened < 2; screened++) {
        identified x = identify(p.loaded.incident, 1, screened ? -1 : 0, 1, -1);
        assert_int_equal(x.result.items, 1);
        assert_relative(exp(x.result.item[0].hit.lr_ln), 1.25, 1e-12);
        forget(&x);
        x = identify(p.loaded.incident, 2, screened ? -1 : 0, 1, -1); /* 25 under A */
        assert_int_equal(x.result.items, 0);
        forget(&x);
    }
    free_pairs(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_agree_with_dvir_in_every_published_case),
        cmocka_unit_test(pairs_of_real_genotypes_agree_with_the_published_ones),
        cmocka_unit_test(likelihoods_agree_with_pedprobr_and_familias),
        cmocka_unit_test(hard_stepwise_pedigrees_agree_with_pedprobr),
        cmocka_unit_test(missing_person_cases_agree_with_pedprobr),
        cmocka_unit_test(nobody_is_proposed_wrongly_and_nobody_within_reach_is_missed),
        cmocka_unit_test(a_posterior_weighs_everybody_who_is_listed_and_those_who_are_not),
        cmocka_unit_test(the_screen_finds_what_all_pairs_find),
        cmocka_unit_test(threads_and_kernels_change_no_byte),
        cmocka_unit_test(an_interrupted_run_answers_so),
        cmocka_unit_test(the_least_favourable_population_counts),
    };
    return cmocka_run_group_tests_name("identify", tests, NULL, NULL);
}
