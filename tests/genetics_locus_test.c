/* Frequency tables and their rules, the names of alleles, and what a locus refuses. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "antigone/genetics.h"
#include "base/limits.h"

#include "base/banned.h"

static const char *const TABLE[] = {"9", "9.3", "10"};
static const double SHORT[] = {0.3, 0.2, 0.4}; /* lacks 0.1 to 1 */

static ag_locus_spec th01(const double *frequency) {
    return (ag_locus_spec){.name = "TH01", .alleles = 3, .allele = TABLE, .frequency = frequency};
}

static ag_locus *make(const ag_locus_spec *spec) {
    ag_locus *locus = NULL;
    ag_error err;
    assert_ok(ag_locus_new(spec, &locus, &err), &err);
    return locus;
}

static void expect(const ag_locus_spec *spec, int n, const double *frequency) {
    ag_locus *locus = make(spec);
    assert_int_equal(locus->n, n);
    for (int i = 0; i < n; i++) assert_close(locus->frequency[i], frequency[i], 1e-15);
    ag_locus_free(locus);
}

static void refuse(const ag_locus_spec *spec, const char *words) {
    ag_locus *locus;
    ag_error err;
    assert_status(ag_locus_new(spec, &locus, &err), AG_BAD_INPUT, &err);
    assert_null(locus);
    if (!strstr(err.what, words)) fail_msg("the message does not say '%s': %s", words, err.what);
}

/* ---- Rules ------------------------------------------------------------------------------------------------------ */

static void each_rule_makes_its_frequencies(void **state) {
    (void)state;
    ag_locus_spec spec = th01(SHORT);
    expect(&spec, 3, (const double[]){0.3, 0.2, 0.4});
    spec.rule = AG_FREQUENCY_RENORMALISE;
    expect(&spec, 3, (const double[]){0.3 / 0.9, 0.2 / 0.9, 0.4 / 0.9});
    spec.rule = AG_FREQUENCY_REST;
    expect(&spec, 4, (const double[]){0.3, 0.2, 0.4, 0.1});
    spec.rule = AG_FREQUENCY_MINIMUM;
    spec.minimum = 0.25;
    expect(&spec, 3, (const double[]){0.3 / 0.95, 0.25 / 0.95, 0.4 / 0.95});
}

static void alleles_that_the_table_lacks_get_the_minimum(void **state) {
    (void)state;
    static const char *const seen[] = {"11", "10.0", "8"};
    ag_locus_spec spec = th01(SHORT);
    spec.unlisted = 3;
    spec.unlisted_allele = seen;
    expect(&spec, 5, (const double[]){0.3, 0.2, 0.4, 0.2, 0.2}); /* the smallest of the table */
    spec.database_size = 250;
    expect(&spec, 5, (const double[]){0.3, 0.2, 0.4, 0.01, 0.01}); /* 5/(2N) */
    spec.minimum = 0.02;
    expect(&spec, 5, (const double[]){0.3, 0.2, 0.4, 0.02, 0.02});
    spec.rule = AG_FREQUENCY_REST;
    expect(&spec, 6, (const double[]){0.3, 0.2, 0.4, 0.06, 0.02, 0.02});
    spec.rule = AG_FREQUENCY_RENORMALISE;
    expect(&spec, 5, (const double[]){0.3 / 0.94, 0.2 / 0.94, 0.4 / 0.94, 0.02 / 0.94, 0.02 / 0.94});
    ag_locus *locus = make(&spec);
    assert_close(locus->minimum, 0.02, 0);
    assert_close(locus->sum_as_given, 0.9, 1e-15);
    assert_int_equal(locus->listed, 3);
    assert_int_equal(ag_locus_allele(locus, "8"), 4);
    ag_locus_free(locus);
    spec.unlisted = 0;
    locus = make(&spec);
    assert_close(locus->minimum, 0, 0);
    ag_locus_free(locus);
}

static void an_allele_listed_at_0_counts_as_lacking(void **state) {
    (void)state;
    static const char *const seen[] = {"9.3"};
    static const double zero[] = {0.6, 0, 0.4};
    ag_locus_spec spec = th01(zero);
    char name[2][16];
    ag_locus *locus = make(&spec);
    assert_int_equal(ag_cell_unlisted(locus, "9/9.3", name), 1);
    assert_string_equal(name[0], "9.3");
    ag_locus_free(locus);
    spec.unlisted = 1;
    spec.unlisted_allele = seen;
    spec.minimum = 0.01;
    expect(&spec, 3, (const double[]){0.6, 0.01, 0.4});
}

static void a_silent_allele_counts_inside_the_sum(void **state) {
    (void)state;
    static const double full[] = {0.3, 0.2, 0.5};
    ag_locus_spec spec = th01(full);
    spec.silent_frequency = 0.1;
    for (int rule = AG_FREQUENCY_AS_GIVEN; rule <= AG_FREQUENCY_MINIMUM; rule++) {
        spec.rule = (ag_frequency_rule)rule;
        expect(&spec, 4, (const double[]){0.27, 0.18, 0.45, 0.1});
    }
    spec.silent_allele = "10.0"; /* the table's own: nothing is added */
    expect(&spec, 3, full);
    ag_locus *locus = make(&spec);
    assert_int_equal(locus->silent, 2);
    ag_locus_free(locus);
    spec.silent_allele = "77";
    refuse(&spec, "is not in the table");
}

/* With a rule that completes the table the sum is 1, whatever is added. */
static bool completing_rules_sum_to_1(draws *d, void *context) {
    (void)context;
    static const char *const names[] = {"8", "9", "9.3", "10", "11", "12", "13", "14"};
    double p[4];
    draw_distribution(d, p, 4);
    for (int i = 0; i < 4; i++) p[i] *= 0.8;
    ag_locus_spec spec = {.name = "TH01", .alleles = 4, .allele = names, .frequency = p, .unlisted_allele = names + 4};
    spec.rule = (ag_frequency_rule)draw_between(d, AG_FREQUENCY_RENORMALISE, AG_FREQUENCY_MINIMUM);
    spec.unlisted = draw_between(d, 0, 4);
    spec.minimum = 0.04 * draw_unit(d);
    spec.silent_frequency = draw_bool(d) ? draw_unit(d) : 0;
    ag_locus *locus = NULL;
    if (ag_locus_new(&spec, &locus, NULL) != AG_OK) return draw_note(d, "refused");
    double sum = 0;
    for (int i = 0; i < locus->n; i++) sum += locus->frequency[i];
    const bool silent_kept = locus->silent < 0 || fabs(locus->frequency[locus->silent] - spec.silent_frequency) < 1e-15;
    ag_locus_free(locus);
    if (!silent_kept) return draw_note(d, "the silent frequency changes");
    return fabs(sum - 1) <= 1e-12 || draw_note(d, "rule %d sums to %.17g", (int)spec.rule, sum);
}

static void rules_that_complete_a_table_complete_it(void **state) {
    (void)state;
    check_property("renormalise, rest and minimum make frequencies that sum to 1", 1000, completing_rules_sum_to_1,
                   NULL);
}

/* ---- Names ---------------------------------------------------------------------------------------------------- */

static void names_are_sizes_in_tenths_or_words(void **state) {
    (void)state;
    static const char *const names[] = {"9.3", "10", "0", "X", "Rest allele", "12345.6"};
    static const double p[] = {0.1, 0.2, 0.1, 0.2, 0.3, 0.1};
    const ag_locus_spec spec = {.name = "L", .alleles = 6, .allele = names, .frequency = p};
    ag_locus *locus = make(&spec);
    const int32_t sizes[] = {93, 100, 0, AG_ALLELE_NO_SIZE, AG_ALLELE_NO_SIZE, 123456};
    assert_memory_equal(locus->size_tenths, sizes, sizeof sizes);
    assert_int_equal(ag_locus_allele(locus, "09.3"), 0);
    assert_int_equal(ag_locus_allele(locus, "10.0"), 1);
    assert_int_equal(ag_locus_allele(locus, "x"), 3);
    assert_int_equal(ag_locus_allele(locus, "rest allele"), 4);
    assert_int_equal(ag_locus_allele(locus, "9"), -1);
    assert_int_equal(ag_locus_allele(locus, ""), -1);
    ag_locus_free(locus);
}

static void bad_names_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *name, *words;
    } bad[] = {{"", "no name"},
               {"9,3", "comma"},
               {"12>", "meaning of its own"},
               {"a/b", "meaning"},
               {"OL", "no allele name"},
               {"12.34", "no allele name"},
               {"-3", "no allele name"},
               {"nan0123456789abc", "longer than"},
               {"10.0", "twice (as 10 too)"},
               {"9", "stands in the table twice"}};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        const char *names[] = {"9", "10", bad[k].name};
        ag_locus_spec spec = th01(SHORT);
        spec.allele = names;
        refuse(&spec, bad[k].words);
    }
}

static void the_number_of_alleles_is_capped(void **state) {
    (void)state;
    static char text[AG_MAX_ALLELES + 1][12];
    static const char *name[AG_MAX_ALLELES + 1];
    static double p[AG_MAX_ALLELES + 1];
    for (int i = 0; i <= AG_MAX_ALLELES; i++) {
        snprintf(text[i], sizeof text[i], "%d", i);
        name[i] = text[i];
        p[i] = 1.0 / AG_MAX_ALLELES;
    }
    ag_locus_spec spec = {.name = "L", .alleles = AG_MAX_ALLELES, .allele = name, .frequency = p};
    spec.female = spec.male = (ag_mutation_spec){.model = AG_MUTATION_STEPWISE, .rate = 0.002, .range = 0.1};
    ag_locus *locus = make(&spec);
    assert_int_equal(locus->n, AG_MAX_ALLELES);
    ag_locus_free(locus);
    spec.silent_frequency = 0.01;
    refuse(&spec, "at most 400 alleles");
    spec.alleles = AG_MAX_ALLELES + 1;
    refuse(&spec, "at most 400 alleles, this one 401");
}

/* ---- Numbers and mutation ------------------------------------------------------------------------------------- */

static void numbers_that_are_no_probabilities_are_refused(void **state) {
    (void)state;
    ag_locus_spec spec = th01((const double[]){30, 20, 50});
    refuse(&spec, "not between 0 and 1");
    spec = th01((const double[]){0.1, NAN, 0.2});
    refuse(&spec, "not between 0 and 1");
    spec = th01((const double[]){0, 0, 0});
    refuse(&spec, "all frequencies are 0");
    spec = th01(SHORT);
    spec.alleles = 0;
    refuse(&spec, "no allele");
    spec = th01(SHORT);
    spec.theta = 1;
    refuse(&spec, "theta");
    spec = th01(SHORT);
    spec.dropin = -0.1;
    refuse(&spec, "drop-in");
    spec = th01(SHORT);
    spec.error = NAN;
    refuse(&spec, "error");
    spec = th01(SHORT);
    spec.silent_frequency = 1;
    refuse(&spec, "silent");
    spec = th01(SHORT);
    spec.minimum = 2;
    refuse(&spec, "minimum");
}

static void both_sexes_share_a_matrix_where_they_mutate_alike(void **state) {
    (void)state;
    ag_locus_spec spec = th01(SHORT);
    ag_locus *locus = make(&spec);
    assert_null(locus->female);
    assert_true(locus->male_report.lumpable);
    ag_locus_free(locus);
    spec.female = spec.male = (ag_mutation_spec){.model = AG_MUTATION_EQUAL, .rate = 0.01};
    locus = make(&spec);
    assert_true(locus->female && locus->female == locus->male);
    ag_locus_free(locus);
    spec.male.rate = 0;
    locus = make(&spec);
    assert_true(locus->female && !locus->male);
    assert_relative(locus->female_report.overall_rate, 0.009, 1e-12); /* the table sums to 0.9, as given */
    ag_locus_free(locus);
    spec.male = (ag_mutation_spec){.model = AG_MUTATION_ONESTEP, .rate = 0.01};
    refuse(&spec, "9.3");
}

static void a_custom_matrix_speaks_of_the_table(void **state) {
    (void)state;
    static const char *const seen[] = {"11"}, *const fewer[] = {"9", "10"}, *const other[] = {"9", "9.3", "77"};
    static const double three[] = {0.9, 0.1, 0, 0, 1, 0, 0, 0, 1}, two[] = {1, 0, 0, 1};
    ag_locus_spec spec = th01(SHORT);
    spec.unlisted = 1;
    spec.unlisted_allele = seen;
    spec.male = (ag_mutation_spec){.model = AG_MUTATION_CUSTOM, .alleles = 3, .allele = TABLE, .matrix = three};
    ag_locus *locus = make(&spec);
    assert_close(locus->male[1], 0.1, 0);
    assert_close(locus->male[15], 1, 0); /* the allele that the table lacks neither mutates nor arises */
    ag_locus_free(locus);
    spec.male = (ag_mutation_spec){.model = AG_MUTATION_CUSTOM, .alleles = 2, .allele = fewer, .matrix = two};
    refuse(&spec, "lacks allele 9.3");
    spec.male = (ag_mutation_spec){.model = AG_MUTATION_CUSTOM, .alleles = 3, .allele = other, .matrix = three};
    refuse(&spec, "names allele 77, which the table lacks");
    spec.male = (ag_mutation_spec){.model = AG_MUTATION_CUSTOM, .alleles = 3, .allele = TABLE, .matrix = three};
    spec.silent_allele = "10";
    refuse(&spec, "names allele 10, which is silent");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_makes_its_frequencies),
        cmocka_unit_test(alleles_that_the_table_lacks_get_the_minimum),
        cmocka_unit_test(an_allele_listed_at_0_counts_as_lacking),
        cmocka_unit_test(a_silent_allele_counts_inside_the_sum),
        cmocka_unit_test(rules_that_complete_a_table_complete_it),
        cmocka_unit_test(names_are_sizes_in_tenths_or_words),
        cmocka_unit_test(bad_names_are_refused),
        cmocka_unit_test(the_number_of_alleles_is_capped),
        cmocka_unit_test(numbers_that_are_no_probabilities_are_refused),
        cmocka_unit_test(both_sexes_share_a_matrix_where_they_mutate_alike),
        cmocka_unit_test(a_custom_matrix_speaks_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
