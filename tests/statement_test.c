/* Statements: every line of evidence by hand, and together. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "incident/load.h"
#include "incident/statement.h"

#define FREQUENCIES "locus,allele,frequency\nFGA,20,0.3\nFGA,21,0.7\n"
/* Two brothers are missing; their uncle and grandfather, mother and sister have references; of another family a woman
 * is missing. */
#define PEOPLE                                                                                                         \
    "F1,grandfather,,,M,,,,,\nF1,grandmother,,,F,,,,,\nF1,father,grandfather,grandmother,M,,,,,\n"                     \
    "F1,uncle,grandfather,grandmother,M,,,,,\nF1,mother,,,F,,,,,\nF1,daughter,father,mother,F,,,,,\n"
#define FAMILIES                                                                                                       \
    "family,person,father,mother,sex,missing,born,stature_cm,lost_place,lost_date\n" PEOPLE                            \
    "F1,son,father,mother,M,yes,1930,172,Ridge,1951\nF1,brother,father,mother,M,yes,1920,,Ford,1953\n"                 \
    "F2,mother,,,F,,,,,\nF2,girl,,mother,F,yes,,,,\n"
#define REFERENCES                                                                                                     \
    "sample,family,person,sex,FGA\nS1,F1,uncle,M,20/20\nS2,F1,mother,F,21/21\nS3,F1,grandfather,M,\n"                  \
    "S4,F1,son,M,\nS5,F1,daughter,F,\nT1,F2,mother,F,20/21\n"
#define REMAINS                                                                                                        \
    "sample,sex,quality,site,recovered,age_min,age_max,stature_cm,stature_sd,FGA\n"                                    \
    "R1,M,good,ridge,1952,19,23,171,4,20/21\nR2,F,bad,Elsewhere,1950,,,,,20/21\nR3,,good,Ford,1954,30,,,,20/21\n"

typedef struct fixture {
    ag_loaded loaded;
    ag_diagnostics found;
    ag_statements *statements;
    ag_error err;
} fixture;

typedef struct files {
    const char *ystr, *mtdna, *haplotypes_y, *haplotypes_mt, *settings, *remains;
} files;

static void put(const char *folder, const char *name, const char *text) {
    if (text) write_file(path_join(folder, name), text, strlen(text));
}

static void load(fixture *x, files f) {
    const char *folder = scratch_folder();
    put(folder, "frequencies.csv", FREQUENCIES);
    put(folder, "remains.csv", f.remains ? f.remains : REMAINS);
    put(folder, "references.csv", REFERENCES);
    put(folder, "families.csv", FAMILIES);
    put(folder, "incident.json", f.settings ? f.settings : "{\"others\": 3}");
    put(folder, "ystr.csv", f.ystr);
    put(folder, "mtdna.csv", f.mtdna);
    put(folder, "haplotypes_y.csv", f.haplotypes_y);
    put(folder, "haplotypes_mt.csv", f.haplotypes_mt);
    ag_diagnostics_init(&x->found);
    assert_ok(ag_loaded_init(folder, 1, &x->loaded, &x->found, &x->err), &x->err);
    assert_ok(ag_statements_new(x->loaded.incident, &x->statements, &x->err), &x->err);
}

static void unload(fixture *x) {
    ag_statements_free(x->statements);
    ag_loaded_deinit(&x->loaded);
    ag_diagnostics_deinit(&x->found);
}

static ag_statement state_of(fixture *x, int remains, int family, int missing) {
    const ag_candidate c = {remains, family, missing, log(50)};
    ag_statement out;
    assert_ok(ag_statement_make(x->statements, &c, &out, &x->err), &x->err);
    return out;
}

static double lr(const ag_statement *s, ag_line_kind kind) {
    if (!s->line[kind].comparable) fail_msg("the line %s should be comparable", ag_line_word(kind));
    return exp(s->line[kind].lr_ln);
}

enum { SON, BROTHER };

/* ---- Y and mtDNA ----------------------------------------------------------------------------------------------- */

static void a_y_haplotype_one_step_away_by_hand(void **state) {
    (void)state;
    fixture x;
    load(&x, (files){.ystr = "sample,DYS391,DYS19\nR1,11,14\nS1,10,14\n",
                     .haplotypes_y = "haplotype,count\nDYS391=11 DYS19=14,2\nDYS391=10 DYS19=14,7\nDYS391=10,90\n",
                     .settings = "{\"others\": 3, \"mutation\": {\"default\": {\"model\": \"none\"}, \"loci\": "
                                 "{\"DYS391\": {\"model\": \"onestep\", \"rate\": 0.01}}}}"});
    const ag_statement s = state_of(&x, 0, 0, SON);
    const ag_line *y = &s.line[AG_LINE_Y];
    /* Three meioses to the uncle: one up and two stays, or two up and one down; DYS19 stays, or goes there and back. */
    const double step = 3 * 0.005 * 0.99 * 0.99 + 3 * 0.005 * 0.005 * 0.005;
    const double stay = 0.998 * 0.998 * 0.998 + 6 * 0.998 * 0.001 * 0.001;
    assert_relative(lr(&s, AG_LINE_Y), step * stay / (3.0 / 10), 1e-12);
    assert_int_equal(y->compared, 2);
    assert_int_equal(y->differences, 1);
    assert_int_equal(y->meioses, 3);
    assert_relative(y->table_n, 9, 0); /* the row without DYS19 says nothing of this haplotype */
    assert_relative(y->table_x, 2, 0);
    assert_true(isnan(y->kappa_ln));
    assert_true(y->bound_ln < y->lr_ln);
    assert_int_equal(y->kins, 1);
    assert_int_equal(y->kin[0], BROTHER);
    unload(&x);
}

static void an_unseen_haplotype_has_kappa_and_the_bound_of_none(void **state) {
    (void)state;
    fixture x;
    load(&x, (files){.ystr = "sample,DYS391\nR1,11\nS4,11\n",
                     .haplotypes_y = "haplotype,count\nDYS391=10,7\nDYS391=9,1\nDYS391=12,1\nDYS391=13,1\n"});
    const ag_statement s = state_of(&x, 0, 0, SON);
    const ag_line *y = &s.line[AG_LINE_Y];
    assert_int_equal(y->meioses, 0); /* a sample of the missing person himself */
    assert_relative(lr(&s, AG_LINE_Y), 11, 1e-12);
    assert_relative(exp(y->kappa_ln), 11 / (1 - 4.0 / 11), 1e-12);
    assert_relative(exp(y->bound_ln), 1 / (1 - pow(0.05, 0.1)), 1e-12);
    unload(&x);
}

static void the_nearest_reference_is_compared_and_conflicts_are_named(void **state) {
    (void)state;
    fixture x;
    load(&x, (files){.ystr = "sample,A,B,C\nR1,10,10,10\nS1,10,10,10\nS3,11,11,11\n",
                     .haplotypes_y = "haplotype,count\nA=10 B=10 C=10,1\n"});
    const ag_statement s = state_of(&x, 0, 0, SON);
    const ag_line *y = &s.line[AG_LINE_Y];
    assert_int_equal(y->references, 2);
    assert_int_equal(y->meioses, 2); /* the grandfather, not the uncle */
    assert_int_equal(y->differences, 3);
    assert_true(y->review);
    const ag_statement girl = state_of(&x, 0, 1, 0);
    assert_false(girl.line[AG_LINE_Y].comparable);
    unload(&x);
}

static void mtdna_is_counted_where_all_were_read(void **state) {
    (void)state;
    fixture x;
    load(&x, (files){.mtdna = "sample,ranges,variants\nR1,16024-576,263G 309.1C 16126C\nS2,16024-16365 73-340,16126C "
                              "263G\nR3,73-340,263G 152C\n",
                     .haplotypes_mt = "haplotype,count,ranges\n263G 16126C 315.1C,4,\n263G,20,\n263G 16126C 9999A,5,"
                                      "1-16569\n263G,70,73-340\n"});
    const ag_statement s = state_of(&x, 0, 0, SON);
    assert_relative(lr(&s, AG_LINE_MTDNA), 30.0 / 10, 1e-12); /* x = 9 of n = 29 */
    assert_int_equal(s.line[AG_LINE_MTDNA].compared, 610);
    assert_int_equal(s.line[AG_LINE_MTDNA].differences, 0);
    assert_int_equal(s.line[AG_LINE_MTDNA].meioses, 1);
    const ag_statement t = state_of(&x, 2, 0, SON); /* 152 differs; all four rows cover 73-340, none has 152C */
    assert_int_equal(t.line[AG_LINE_MTDNA].differences, 1);
    assert_relative(lr(&t, AG_LINE_MTDNA), -expm1(-5.0e-5) / 3 * 100, 1e-12);
    unload(&x);
}

static void without_a_table_differences_are_told_and_nothing_is_multiplied(void **state) {
    (void)state;
    fixture x;
    load(&x, (files){.ystr = "sample,DYS391\nR1,11\nS1,10\n"});
    const ag_statement s = state_of(&x, 0, 0, SON);
    assert_true(s.line[AG_LINE_Y].comparable);
    assert_int_equal(s.line[AG_LINE_Y].differences, 1);
    assert_true(isnan(s.line[AG_LINE_Y].lr_ln));
    assert_false(s.line[AG_LINE_Y].in_product);
    assert_true(isfinite(s.combined_ln));
    assert_true(ag_statements_have(x.statements, AG_LINE_Y));
    assert_false(ag_statements_have(x.statements, AG_LINE_MTDNA));
    unload(&x);
}

/* ---- Other evidence -------------------------------------------------------------------------------------------- */

static double normal(double v, double mean, double variance) {
    return exp(-(v - mean) * (v - mean) / 2 / variance) / sqrt(6.283185307179586 * variance);
}

static void sex_is_shown_and_never_multiplied(void **state) {
    (void)state;
    fixture x;
    load(&x, (files){0});
    const ag_statement s = state_of(&x, 0, 0, SON), t = state_of(&x, 1, 0, SON), u = state_of(&x, 2, 0, SON);
    assert_relative(lr(&s, AG_LINE_SEX), 0.999 / (2.0 / 3 * 0.999 + 1.0 / 3 * 0.001), 1e-12);
    assert_relative(lr(&t, AG_LINE_SEX), 0.02 / (1.0 / 3 * 0.98 + 2.0 / 3 * 0.02), 1e-12);
    assert_false(u.line[AG_LINE_SEX].comparable);
    assert_false(s.line[AG_LINE_SEX].in_product);
    unload(&x);
}

static void age_is_against_the_listed_persons(void **state) {
    (void)state;
    fixture x;
    load(&x, (files){0});
    const ag_statement s = state_of(&x, 0, 0, SON), t = state_of(&x, 2, 0, BROTHER), u = state_of(&x, 0, 1, 0);
    /* The son was born in 1930 and lost in 1951, both years of 365 days; the brother 1920, of 366, and 1953. */
    const double of_year = 365.0 * 365 / 12 / (365.25 * 365.25), of_leap = 366.0 * 366 / 12 / (365.25 * 365.25);
    const double son = 7670 / 365.25, brother = 12053.5 / 365.25; /* days between the middles of the years */
    const double here = normal(son, 21, 4 + 1 + 2 * of_year), other = normal(brother, 21, 4 + 1 + of_year + of_leap);
    assert_relative(lr(&s, AG_LINE_AGE), here / ((here + other) / 2), 1e-9);
    const double old = erfc(-(brother - 30) / sqrt(2 * (4 + of_year + of_leap))) / 2;
    const double young = erfc(-(son - 30) / sqrt(2 * (4 + 2 * of_year))) / 2;
    assert_relative(lr(&t, AG_LINE_AGE), old / ((old + young) / 2), 1e-9);
    assert_false(u.line[AG_LINE_AGE].comparable);
    unload(&x);
}

static void stature_place_and_time_by_hand(void **state) {
    (void)state;
    fixture x;
    load(&x, (files){0});
    const ag_statement s = state_of(&x, 0, 0, SON), t = state_of(&x, 0, 0, BROTHER), u = state_of(&x, 1, 0, SON);
    assert_relative(lr(&s, AG_LINE_STATURE), normal(171, 172, 16 + 9) / normal(171, 170, 16 + 49), 1e-12);
    assert_relative(lr(&s, AG_LINE_PLACE), (0.9 + 0.1 * 0.5) / 0.5, 1e-12); /* Ridge is ridge */
    assert_relative(lr(&t, AG_LINE_PLACE), 0.1, 1e-12);
    assert_false(u.line[AG_LINE_PLACE].comparable); /* nobody was lost there */
    /* One of the two of known date could be recovered in 1952; of 3 listed and 3 others that is 4.5 of 6. */
    assert_relative(lr(&s, AG_LINE_TIME), 0.99 / (0.75 * 0.99 + 0.25 * 0.01), 1e-12);
    assert_relative(lr(&t, AG_LINE_TIME), 0.01 / (0.75 * 0.99 + 0.25 * 0.01), 1e-12);
    assert_relative(lr(&u, AG_LINE_TIME), 0.01 / (0.5 * 0.99 + 0.5 * 0.01), 1e-12);
    unload(&x);
}

/* ---- Together -------------------------------------------------------------------------------------------------- */

static void all_together_is_the_sum_of_the_lines_that_count(void **state) {
    (void)state;
    fixture x;
    load(&x, (files){.ystr = "sample,DYS391\nR1,11\nR3,10\nS1,10\n",
                     .haplotypes_y = "haplotype,count\nDYS391=10,7\n",
                     .mtdna = "sample,ranges,variants\nR1,73-340,263G\nS2,73-340,263G\nT1,73-340,\n",
                     .haplotypes_mt = "haplotype,count\n263G,3\n"});
    for (int remains = 0; remains < 3; remains++)
        for (int lane = 0; lane < 3; lane++) {
            const ag_statement s = state_of(&x, remains, lane == 2, lane == 2 ? 0 : lane);
            double sum = 0;
            for (int k = 0; k < AG_LINES; k++) {
                const ag_line *line = &s.line[k];
                if (line->in_product) sum += line->lr_ln;
                assert_true(line->comparable || !line->in_product);
                if (!isnan(line->bound_ln)) assert_true(line->bound_ln <= line->lr_ln);
            }
            assert_close(s.combined_ln, sum, 1e-12);
        }
    unload(&x);
}

static void an_incident_without_such_data_has_autosomal_and_sex_alone(void **state) {
    (void)state;
    fixture x;
    load(&x, (files){.remains = "sample,sex,quality,FGA\nR1,M,good,20/21\n"});
    const ag_statement s = state_of(&x, 0, 0, SON);
    for (int k = 0; k < AG_LINES; k++) {
        const bool there = k == AG_LINE_AUTOSOMAL || k == AG_LINE_SEX;
        assert_int_equal(s.line[k].comparable, there);
        assert_int_equal(ag_statements_have(x.statements, (ag_line_kind)k), there);
    }
    assert_relative(s.combined_ln, log(50), 1e-15);
    unload(&x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_y_haplotype_one_step_away_by_hand),
        cmocka_unit_test(an_unseen_haplotype_has_kappa_and_the_bound_of_none),
        cmocka_unit_test(the_nearest_reference_is_compared_and_conflicts_are_named),
        cmocka_unit_test(mtdna_is_counted_where_all_were_read),
        cmocka_unit_test(without_a_table_differences_are_told_and_nothing_is_multiplied),
        cmocka_unit_test(sex_is_shown_and_never_multiplied),
        cmocka_unit_test(age_is_against_the_listed_persons),
        cmocka_unit_test(stature_place_and_time_by_hand),
        cmocka_unit_test(all_together_is_the_sum_of_the_lines_that_count),
        cmocka_unit_test(an_incident_without_such_data_has_autosomal_and_sex_alone),
    };
    return cmocka_run_group_tests_name("statement", tests, NULL, NULL);
}
