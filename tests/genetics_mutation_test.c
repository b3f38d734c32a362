/* Mutation matrices against those of pedmut (in the reference likelihoods), and what each model and transformation
 * promises for any alleles, frequencies and rates. */
#include "support.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "antigone/genetics.h"

#include "base/banned.h"

enum { MOST = 40 };

typedef struct alleles {
    int n;
    const char *name[MOST];
    char text[MOST][32];
    int32_t size[MOST];
    double p[MOST];
} alleles;

static void name_by_size(alleles *a, int i, int tenths) {
    snprintf(a->text[i], sizeof a->text[i], tenths % 10 ? "%d.%d" : "%d", tenths / 10, tenths % 10);
    a->name[i] = a->text[i];
    a->size[i] = tenths;
}

/* ---- Reference ------------------------------------------------------------------------------------------------- */

static double number_of(const json_t *object, const char *key) {
    return json_number_value(json_object_get(object, key));
}

static ag_mutation_spec spec_of(const json_t *json, const char *sex, const json_t *matrix, const alleles *a,
                                double *given) {
    static const char *const names[] = {"none", "equal", "proportional", "onestep", "stepwise", "dawid", "custom"};
    ag_mutation_spec spec = {.rate = number_of(json_object_get(json, "rate"), sex)};
    const char *model = json_string_value(json_object_get(json, "model"));
    if (strcmp(model, "stationary") == 0) {
        model = json_string_value(json_object_get(json, "base"));
        spec.transform = AG_STABILISE_PM;
    }
    while (strcmp(names[spec.model], model) != 0) spec.model++;
    spec.rate2 = number_of(json, "rate2");
    spec.range = number_of(json, "range");
    for (int i = 0; spec.model == AG_MUTATION_CUSTOM && i < a->n; i++)
        for (int j = 0; j < a->n; j++)
            given[i * a->n + j] = json_number_value(json_array_get(json_array_get(matrix, (size_t)i), (size_t)j));
    spec.alleles = a->n;
    spec.allele = a->name;
    spec.matrix = given;
    return spec;
}

static void alleles_of(const json_t *line, alleles *a) {
    const json_t *names = json_object_get(line, "alleles"), *p = json_object_get(line, "freqs");
    a->n = (int)json_array_size(names);
    assert_in_range(a->n, 1, MOST);
    for (int i = 0; i < a->n; i++) {
        const double number = strtod(json_string_value(json_array_get(names, (size_t)i)), NULL);
        name_by_size(a, i, (int)lround(number * 10));
        a->p[i] = json_number_value(json_array_get(p, (size_t)i));
    }
}

static void compare_line(const json_t *line) {
    static const char *const sexes[] = {"female", "male"};
    const json_t *mutation = json_object_get(line, "mutation");
    alleles a;
    alleles_of(line, &a);
    ag_error err;
    double given[MOST * MOST], made[MOST * MOST];
    bool stationary = true;
    for (int s = 0; s < 2; s++) {
        const json_t *matrix = json_object_get(mutation, sexes[s]);
        const ag_mutation_spec spec = spec_of(json_object_get(mutation, "spec"), sexes[s], matrix, &a, given);
        assert_ok(ag_mutation_matrix(&spec, a.n, a.name, a.size, a.p, -1, made, &err), &err);
        for (int i = 0; i < a.n; i++)
            for (int j = 0; j < a.n; j++) {
                const json_t *row = json_array_get(matrix, (size_t)i);
                assert_close(made[i * a.n + j], json_number_value(json_array_get(row, (size_t)j)), 1e-12);
            }
        stationary &= ag_mutation_properties(made, a.n, a.p).stationary;
    }
    assert_int_equal(stationary, json_is_true(json_object_get(mutation, "stationary")));
}

static void matrices_agree_with_pedmut(void **state) {
    (void)state;
    int compared = 0;
    char *text = read_file(shared_path("reference/likelihoods.jsonl"), NULL);
    for (char *line = text, *end; line && *line; line = end) {
        end = strchr(line, '\n');
        if (end) *end++ = 0;
        json_t *json = json_loads(line, 0, NULL);
        assert_non_null(json);
        if (json_is_object(json_object_get(json, "mutation"))) {
            compare_line(json);
            compared++;
        }
        json_decref(json);
    }
    assert_true(compared >= 200);
}

/* ---- Promises ---------------------------------------------------------------------------------------------------- */

static void draw_alleles(draws *d, alleles *a, int most, bool whole) {
    a->n = draw_between(d, 1, most);
    int size = draw_between(d, 0, 200);
    for (int i = 0; i < a->n; i++) {
        name_by_size(a, i, whole ? size - size % 10 : size);
        size += whole ? 10 * draw_between(d, 1, 2) : draw_between(d, 1, 12);
    }
    draw_distribution(d, a->p, a->n);
}

static ag_mutation_spec draw_spec(draws *d, bool whole) {
    ag_mutation_spec spec = {.model = (ag_mutation_model)draw_between(d, AG_MUTATION_EQUAL, AG_MUTATION_DAWID)};
    if (!whole && (spec.model == AG_MUTATION_ONESTEP || spec.model == AG_MUTATION_DAWID))
        spec.model = AG_MUTATION_STEPWISE;
    spec.transform = (ag_mutation_transform)draw_between(d, AG_TRANSFORM_NONE, AG_REVERSIBLE_PR);
    spec.rate = draw_unit(d) * 0.01;
    spec.rate2 = draw_bool(d) ? draw_unit(d) * 1e-4 : 0;
    spec.range = 0.01 + 0.9 * draw_unit(d);
    return spec;
}

static double visible_rate(const double *m, const alleles *a, int silent) {
    double rate = 0, visible = 0;
    for (int i = 0; i < a->n; i++) {
        if (i == silent) continue;
        visible += a->p[i];
        rate += a->p[i] * (1 - m[i * a->n + i]);
    }
    return visible > 0 ? rate / visible : 0;
}

static bool rows_are_distributions(draws *d, void *context) {
    (void)context;
    alleles a;
    double m[MOST * MOST];
    const bool whole = draw_bool(d);
    draw_alleles(d, &a, 12, whole);
    const int silent = draw_bool(d) ? draw_between(d, 0, a.n - 1) : -1;
    const ag_mutation_spec spec = draw_spec(d, whole);
    if (ag_mutation_matrix(&spec, a.n, a.name, a.size, a.p, silent, m, NULL) != AG_OK) return true;
    for (int i = 0; i < a.n; i++) {
        double sum = 0;
        for (int j = 0; j < a.n; j++) {
            sum += m[i * a.n + j];
            if (!(m[i * a.n + j] >= 0 && m[i * a.n + j] <= 1)) return draw_note(d, "entry %g", m[i * a.n + j]);
            if ((i == silent || j == silent) && m[i * a.n + j] != (i == j))
                return draw_note(d, "a silent allele mutates");
        }
        if (fabs(sum - 1) > 1e-12) return draw_note(d, "model %d row %d sums to %.17g", (int)spec.model, i, sum);
    }
    return true;
}

static void every_row_sums_to_1_and_silent_alleles_stay(void **state) {
    (void)state;
    check_property("a mutation matrix has rows that sum to 1, and a silent allele neither mutates nor arises", 2000,
                   rows_are_distributions, NULL);
}

static bool transforms_keep_their_word(draws *d, void *context) {
    (void)context;
    alleles a;
    double base[MOST * MOST], made[MOST * MOST];
    const bool whole = draw_bool(d);
    draw_alleles(d, &a, 8, whole);
    const int silent = draw_bool(d) ? draw_between(d, 0, a.n - 1) : -1;
    ag_mutation_spec spec = draw_spec(d, whole);
    const ag_mutation_transform transform = spec.transform;
    if (transform == AG_TRANSFORM_NONE) return true;
    if (ag_mutation_matrix(&spec, a.n, a.name, a.size, a.p, silent, made, NULL) != AG_OK) return true;
    spec.transform = AG_TRANSFORM_NONE;
    if (ag_mutation_matrix(&spec, a.n, a.name, a.size, a.p, silent, base, NULL) != AG_OK)
        return draw_note(d, "a transformed model exists where its base does not");
    const ag_mutation_report report = ag_mutation_properties(made, a.n, a.p);
    const double before = visible_rate(base, &a, silent), after = visible_rate(made, &a, silent);
    if (!report.stationary)
        return draw_note(d, "transformation %d of model %d is not stationary", transform, spec.model);
    if (transform != AG_STABILISE_PM && !report.reversible)
        return draw_note(d, "transformation %d of model %d is not reversible", transform, spec.model);
    return fabs(before - after) <= 1e-12 || draw_note(d, "the rate changes from %.17g to %.17g", before, after);
}

static void transformations_are_stationary_and_keep_the_rate(void **state) {
    (void)state;
    check_property("PM is stationary, MH, BA and PR are reversible, and all keep the overall rate", 2000,
                   transforms_keep_their_word, NULL);
}

/* Of every subset, by the definition. */
static bool lumps_by_definition(const double *m, int n, unsigned subset) {
    for (int j = 0; j < n; j++)
        for (int i = 0; i < n && !(subset >> j & 1); i++)
            for (int k = 0; k < n; k++)
                if ((subset >> i & 1) && (subset >> k & 1) && fabs(m[i * n + j] - m[k * n + j]) > 1e-14) return false;
    return true;
}

static bool lumping_follows_its_definition(draws *d, void *context) {
    (void)context;
    alleles a;
    double m[MOST * MOST];
    draw_alleles(d, &a, 6, true);
    const int silent = draw_bool(d) ? a.n - 1 : -1;
    const ag_mutation_spec spec = draw_spec(d, true);
    if (ag_mutation_matrix(&spec, a.n, a.name, a.size, a.p, silent, m, NULL) != AG_OK) return true;
    for (unsigned subset = 0; subset < 1u << a.n; subset++) {
        unsigned char lump[MOST];
        for (int i = 0; i < a.n; i++) lump[i] = subset >> i & 1;
        const bool says = ag_mutation_lumps(m, a.n, lump), is = lumps_by_definition(m, a.n, subset);
        if (says && !is) return draw_note(d, "model %d lumps %x though it must not", spec.model, subset);
        if (!says && spec.transform == AG_TRANSFORM_NONE && spec.model <= AG_MUTATION_PROPORTIONAL &&
            !(silent >= 0 && (subset >> silent & 1)))
            return draw_note(d, "model %d does not lump %x though it may", spec.model, subset);
    }
    return true;
}

static void alleles_lump_only_where_it_is_exact(void **state) {
    (void)state;
    check_property("alleles lump where and only where it is exact", 500, lumping_follows_its_definition, NULL);
    assert_true(ag_mutation_lumps(NULL, 5, (const unsigned char[]){1, 1, 0, 0, 1}));
}

/* ---- Single cases --------------------------------------------------------------------------------------------- */

static void make(const ag_mutation_spec *spec, const alleles *a, int silent, double *out) {
    ag_error err;
    assert_ok(ag_mutation_matrix(spec, a->n, a->name, a->size, a->p, silent, out, &err), &err);
}

static void refuse(ag_mutation_spec spec, const alleles *a, const char *word) {
    ag_error err;
    double m[MOST * MOST];
    assert_status(ag_mutation_matrix(&spec, a->n, a->name, a->size, a->p, -1, m, &err), AG_BAD_INPUT, &err);
    if (!strstr(err.what, word)) fail_msg("the message does not say '%s': %s", word, err.what);
}

/* Filled in place: the names point into it. */
static void fill_four(alleles *a) {
    *a = (alleles){.n = 4, .p = {0.1, 0.2, 0.3, 0.4}};
    for (int i = 0; i < 4; i++) name_by_size(a, i, 70 + 10 * i);
}

static void silent_alleles_stay_out_of_equal_and_proportional(void **state) {
    (void)state;
    alleles a;
    fill_four(&a);
    double m[16];
    make(&(ag_mutation_spec){.model = AG_MUTATION_EQUAL, .rate = 0.06}, &a, 3, m);
    assert_close(m[1], 0.03, 1e-15);
    assert_close(m[0], 0.94, 1e-15);
    make(&(ag_mutation_spec){.model = AG_MUTATION_PROPORTIONAL, .rate = 0.06}, &a, 3, m);
    assert_relative(m[4 * 0 + 1] / m[4 * 0 + 2], 2.0 / 3, 1e-14); /* as their frequencies among the visible */
    assert_relative(ag_mutation_properties(m, 4, a.p).overall_rate, 0.06, 1e-14);
}

static void microvariants_are_reached_by_rate2(void **state) {
    (void)state;
    alleles a = {.n = 4, .p = {0.25, 0.25, 0.25, 0.25}};
    name_by_size(&a, 0, 80);
    name_by_size(&a, 1, 90);
    name_by_size(&a, 2, 93);
    a.name[3] = "other"; /* a group of its own */
    a.size[3] = AG_ALLELE_NO_SIZE;
    double m[16];
    make(&(ag_mutation_spec){.model = AG_MUTATION_STEPWISE, .rate = 0.01, .rate2 = 0.002, .range = 0.1}, &a, -1, m);
    assert_close(m[1], 0.01, 1e-15);
    assert_close(m[2], 0.001, 1e-15);
    assert_close(m[0], 0.988, 1e-15);
    assert_close(m[4 * 2 + 2], 0.998, 1e-15);
    assert_close(m[4 * 3 + 0], 0.002 / 3, 1e-15);
}

static void far_steps_do_not_underflow(void **state) {
    (void)state;
    alleles a = {.n = 3, .p = {0.3, 0.3, 0.4}};
    name_by_size(&a, 0, 10);
    name_by_size(&a, 1, 4010);
    name_by_size(&a, 2, 4020);
    double m[9];
    make(&(ag_mutation_spec){.model = AG_MUTATION_STEPWISE, .rate = 0.01, .range = 1e-3}, &a, -1, m);
    assert_close(m[1], 0.01 / 1.001, 1e-15);
    make(&(ag_mutation_spec){.model = AG_MUTATION_STEPWISE, .rate = 0.01, .range = 1e3}, &a, -1, m);
    assert_close(m[2], 0.01 / 1.001, 1e-15);
}

static void custom_matrices_go_by_the_names_of_alleles(void **state) {
    (void)state;
    alleles a;
    fill_four(&a);
    static const char *const names[] = {"10", "9", "08.0", "7"};
    const double given[16] = {0.7, 0.1, 0.2, 0, 0, 1, 0, 0, 0.1, 0.1, 0.7, 0.1, 0.25, 0.25, 0.25, 0.25};
    double m[16];
    ag_mutation_spec spec = {.model = AG_MUTATION_CUSTOM, .alleles = 4, .allele = names, .matrix = given};
    make(&spec, &a, -1, m);
    assert_close(m[4 * 3 + 1], 0.2, 0); /* 10 to 8 */
    assert_close(m[4 * 0 + 3], 0.25, 0);
    assert_close(m[4 * 2 + 2], 1, 0);
    double wrong[16];
    memcpy(wrong, given, sizeof wrong);
    wrong[0] = 0.8;
    spec.matrix = wrong;
    refuse(spec, &a, "sums to");
    static const char *const twice[] = {"10", "9", "10.0", "7"};
    spec = (ag_mutation_spec){.model = AG_MUTATION_CUSTOM, .alleles = 4, .allele = twice, .matrix = given};
    refuse(spec, &a, "twice");
    refuse((ag_mutation_spec){.model = AG_MUTATION_CUSTOM}, &a, "no matrix");
}

static void models_name_the_condition_that_fails(void **state) {
    (void)state;
    alleles a;
    fill_four(&a);
    refuse((ag_mutation_spec){.model = AG_MUTATION_EQUAL, .rate = 1.5}, &a, "between 0 and 1");
    refuse((ag_mutation_spec){.model = AG_MUTATION_EQUAL, .rate = NAN}, &a, "between 0 and 1");
    refuse((ag_mutation_spec){.model = AG_MUTATION_PROPORTIONAL, .rate = 0.9}, &a, "does not exist");
    refuse((ag_mutation_spec){.model = AG_MUTATION_STEPWISE, .rate = 0.9, .rate2 = 0.2, .range = 0.1}, &a,
           "rate + rate2 <= 1");
    refuse((ag_mutation_spec){.model = AG_MUTATION_STEPWISE, .rate = 0.1}, &a, "range > 0");
    refuse((ag_mutation_spec){.model = AG_MUTATION_DAWID, .rate = 0.1, .range = 1}, &a, "0 < range < 1");
    refuse((ag_mutation_spec){.model = AG_MUTATION_DAWID, .rate = 0.9, .range = 0.1}, &a, "does not exist");
    name_by_size(&a, 3, 103);
    refuse((ag_mutation_spec){.model = AG_MUTATION_ONESTEP, .rate = 0.1}, &a, "10.3");
    refuse((ag_mutation_spec){.model = AG_MUTATION_STEPWISE, .rate = 0.1, .range = 0.1, .transform = AG_STABILISE_PM},
           &a, "cannot be reached");
    a.p[0] = 0;
    refuse((ag_mutation_spec){.model = AG_MUTATION_EQUAL, .rate = 0.1, .transform = AG_REVERSIBLE_MH}, &a,
           "frequencies above 0");
}

static void a_single_allele_cannot_mutate(void **state) {
    (void)state;
    alleles a = {.n = 1, .p = {1}};
    name_by_size(&a, 0, 70);
    for (int model = AG_MUTATION_NONE; model <= AG_MUTATION_DAWID; model++) {
        double m[1];
        make(&(ag_mutation_spec){.model = (ag_mutation_model)model, .rate = 0.01, .range = 0.1}, &a, -1, m);
        assert_close(m[0], 1, 0);
    }
}

static void properties_tell_models_apart(void **state) {
    (void)state;
    alleles a;
    fill_four(&a);
    double m[16];
    make(&(ag_mutation_spec){.model = AG_MUTATION_PROPORTIONAL, .rate = 0.01}, &a, -1, m);
    ag_mutation_report r = ag_mutation_properties(m, 4, a.p);
    assert_true(r.bounded && r.stationary && r.reversible && r.lumpable);
    make(&(ag_mutation_spec){.model = AG_MUTATION_EQUAL, .rate = 0.6}, &a, -1, m);
    r = ag_mutation_properties(m, 4, a.p);
    assert_true(!r.bounded && !r.stationary && !r.reversible && r.lumpable);
    make(&(ag_mutation_spec){.model = AG_MUTATION_STEPWISE, .rate = 0.01, .range = 0.1}, &a, -1, m);
    r = ag_mutation_properties(m, 4, a.p);
    assert_true(r.bounded && !r.stationary && !r.reversible && !r.lumpable);
    assert_close(r.overall_rate, 0.01, 1e-15);
    r = ag_mutation_properties(NULL, 4, a.p);
    assert_true(r.bounded && r.stationary && r.reversible && r.lumpable && !(r.overall_rate > 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matrices_agree_with_pedmut),
        cmocka_unit_test(every_row_sums_to_1_and_silent_alleles_stay),
        cmocka_unit_test(transformations_are_stationary_and_keep_the_rate),
        cmocka_unit_test(alleles_lump_only_where_it_is_exact),
        cmocka_unit_test(silent_alleles_stay_out_of_equal_and_proportional),
        cmocka_unit_test(microvariants_are_reached_by_rate2),
        cmocka_unit_test(far_steps_do_not_underflow),
        cmocka_unit_test(custom_matrices_go_by_the_names_of_alleles),
        cmocka_unit_test(models_name_the_condition_that_fails),
        cmocka_unit_test(a_single_allele_cannot_mutate),
        cmocka_unit_test(properties_tell_models_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
