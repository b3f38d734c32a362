/* What next: against distributions worked out by hand, against sums over all genotypes by the brute-force likelihood,
 * and the same bytes whatever the threads and whatever else is asked. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "brute.h"
#include "incident/load.h"
#include "incident/power.h"
#include "incident/simulate.h"

/* ---- Made incidents ------------------------------------------------------------------------------------------ */

typedef struct fixture {
    ag_loaded loaded;
    ag_diagnostics found;
} fixture;

static const char NO_REMAINS[] = "sample,sex,quality,L\n";
static const char TWO_ALLELES[] = "locus,allele,frequency\nL,10,0.2\nL,11,0.8\n";

/* In place: an incident refers to its batch. */
static void load(fixture *x, const char *folder) {
    ag_error err = {0};
    ag_diagnostics_init(&x->found);
    assert_ok(ag_loaded_init(folder, 1, &x->loaded, &x->found, &err), &err);
}

static void make(fixture *x, const char *families, const char *references, const char *frequencies,
                 const char *settings) {
    const char *folder = scratch_folder();
    write_file(path_join(folder, "families.csv"), families, strlen(families));
    write_file(path_join(folder, "references.csv"), references, strlen(references));
    write_file(path_join(folder, "frequencies.csv"), frequencies, strlen(frequencies));
    write_file(path_join(folder, "incident.json"), settings, strlen(settings));
    write_file(path_join(folder, "remains.csv"), NO_REMAINS, strlen(NO_REMAINS));
    load(x, folder);
}

static void drop(fixture *x) {
    ag_loaded_deinit(&x->loaded);
    ag_diagnostics_deinit(&x->found);
}

static ag_power_options defaults(int simulations, int budget) {
    return (ag_power_options){.family = -1,
                              .budget = budget,
                              .simulations = simulations,
                              .posterior = NAN,
                              .seed = 7,
                              .run = {.threads = 2, .kernel = -1}};
}

static ag_power_result power(const fixture *x, const ag_power_options *how) {
    ag_power_result r;
    ag_error err = {0};
    assert_ok(ag_power(x->loaded.incident, how, &r, &err), &err);
    return r;
}

/* A share of n draws is within five of its standard errors. */
static void assert_share(double actual, double expected, int n) {
    assert_close(actual, expected, 5 * sqrt(expected * (1 - expected) / n) + 1e-12);
}

/* ---- By hand ------------------------------------------------------------------------------------------------- */

#define TRIO                                                                                                           \
    "family,person,father,mother,sex,missing,living\nF,father,,,M,,yes\nF,mother,,,F,,yes\nF,child,father,mother,M,"   \
    "yes,\n"
#define HALF "{\"others\": 2, \"threshold\": 0.5}" /* N - 1 = 2: LR >= 2 is needed */

/* Father 10/11, p(10) = 0.2. The child is 10/10 with 0.5·0.2, 10/11 with 0.5·0.8 + 0.5·0.2, 11/11 with 0.5·0.8; an
 * unrelated man with 0.04, 0.32, 0.64. */
static const double related[3] = {0.1, 0.5, 0.4}, unrelated[3] = {0.04, 0.32, 0.64};

static double mean_of(const double *chance) {
    double sum = 0;
    for (int k = 0; k < 3; k++) sum += chance[k] * log(related[k] / unrelated[k]);
    return sum;
}

static double deviation_of(const double *chance) {
    double sum = 0;
    for (int k = 0; k < 3; k++) sum += chance[k] * pow(log(related[k] / unrelated[k]) - mean_of(chance), 2);
    return sqrt(sum);
}

static void the_child_of_one_typed_parent_is_as_by_hand(void **state) {
    (void)state;
    fixture x;
    make(&x, TRIO, "sample,family,person,sex,L\nA,F,father,M,10/11\n", TWO_ALLELES, HALF);
    const ag_power_options how = defaults(40000, 0);
    ag_power_result r = power(&x, &how);
    assert_int_equal(r.missings, 1);
    const ag_power_missing *m = &r.missing[0];
    assert_true(m->possible);
    assert_relative(m->found.mean_ln, mean_of(related), 1e-12);
    assert_relative(m->unrelated.mean_ln, mean_of(unrelated), 1e-12);
    assert_relative(m->found.deviation_ln, deviation_of(related), 1e-12);
    assert_relative(m->unrelated.deviation_ln, deviation_of(unrelated), 1e-12);
    /* 5 % lies in the 40 % of 11/11, 50 % in 10/11, 95 % in the 10 % of 10/10 */
    assert_relative(m->found.low_ln, log(0.4 / 0.64), 1e-12);
    assert_relative(m->found.median_ln, log(0.5 / 0.32), 1e-12);
    assert_relative(m->found.high_ln, log(0.1 / 0.04), 1e-12);
    assert_relative(m->unrelated.high_ln, log(0.5 / 0.32), 1e-12);
    assert_relative(r.needed_ln, log(2), 1e-12);
    assert_share(m->reach, 0.1, how.simulations);
    assert_share(m->reach_unrelated * 2.5, 0.1, how.simulations); /* 1/LR is 0.4 in all that reach it */
    assert_true(m->reach_unrelated <= exp(-r.needed_ln));
    ag_power_result_deinit(&r);
    drop(&x);
}

static void the_untyped_mother_adds_what_the_sum_over_genotypes_says(void **state) {
    (void)state;
    const double p[2] = {0.2, 0.8};
    double more_ln = 0, reached = 0;
    fixture x;
    make(&x, TRIO, "sample,family,person,sex,L\nA,F,father,M,10/11\n", TWO_ALLELES, HALF);
    for (int mother = 0; mother < 3; mother++) /* by how many 11 she has */
        for (int child = 0; child < 3; child++) {
            const double chance = (mother == 1 ? 2 : 1) * pow(p[0], 2 - mother) * pow(p[1], mother);
            const double eleven = mother / 2.0; /* from her; from him one half */
            const double given = child == 0 ? 0.5 * (1 - eleven) : child == 2 ? 0.5 * eleven : 0.5;
            if (!(given > 0)) continue;
            more_ln += chance * given * log(given / related[child]);
            reached += chance * given * (given / unrelated[child] >= 2);
        }
    const ag_power_options how = defaults(40000, 5);
    ag_power_result r = power(&x, &how);
    assert_int_equal(r.candidates, 1);
    assert_int_equal(r.relatives, 1);
    const ag_power_relative *mother = &r.relative[0];
    assert_int_equal(mother->person, 1);
    assert_close(mother->lr_ln, more_ln, 5 * 1.0 / sqrt(how.simulations));
    assert_share(r.missing[0].reach + mother->identifications, reached, how.simulations);
    assert_relative(mother->expected, r.expected + mother->identifications, 1e-12);
    ag_power_result_deinit(&r);
    drop(&x);
}

static void a_son_has_one_of_his_mothers_alleles_at_an_x_locus(void **state) {
    (void)state;
    fixture x;
    make(&x, TRIO, "sample,family,person,sex,L\nA,F,mother,F,10/11\n", TWO_ALLELES,
         "{\"x\": [\"L\"], \"others\": 2, \"threshold\": 0.5}");
    const ag_power_options how = defaults(40000, 5);
    ag_power_result r = power(&x, &how);
    assert_relative(r.missing[0].found.mean_ln, 0.5 * log(0.5 / 0.2) + 0.5 * log(0.5 / 0.8), 1e-12);
    assert_relative(r.missing[0].unrelated.mean_ln, 0.2 * log(0.5 / 0.2) + 0.8 * log(0.5 / 0.8), 1e-12);
    assert_share(r.missing[0].reach, 0.5, how.simulations); /* 0.5/0.2 >= 2 > 0.5/0.8 */
    assert_ulp(r.relative[0].lr_ln, 0, 0);                  /* his father gives him no X */
    ag_power_result_deinit(&r);
    drop(&x);
}

/* ---- Against all readings there may be ------------------------------------------------------------------------ */

enum { READINGS = 7 }; /* nothing; 10, 11, 12 alone; the pairs */

typedef struct world {
    fixture x;
    const ag_locus *locus;
    ag_pedigree pedigree; /* with a stranger as the last person */
    ag_person person[8];
    ag_observation seen[READINGS], reference;
    int reference_of, missing;
} world;

static const char KIN[] = "family,person,father,mother,sex,missing,living\nF,father,,,M,,yes\nF,mother,,,F,,yes\n"
                          "F,lost,father,mother,M,yes,\nF,sister,father,mother,F,,yes\n";

static void open_world(world *w, const char *frequencies, const char *settings, double dropout) {
    static const char *const cell[READINGS] = {"", "10/?", "11/?", "12/?", "10/11", "10/12", "11/12"};
    const ag_observation_rules rules = {dropout, -1, false};
    ag_error err;
    unsigned flags;
    make(&w->x, KIN, "sample,family,person,sex,L\nA,F,sister,F,10/11\n", frequencies, settings);
    const ag_incident *in = w->x.loaded.incident;
    w->locus = in->search.locus[0];
    memcpy(w->person, in->search.family[0].pedigree.person, 4 * sizeof *w->person);
    w->person[4] = (ag_person){-1, -1, AG_MALE, -1, 0};
    w->pedigree = (ag_pedigree){5, w->person};
    w->reference_of = 3;
    w->missing = 2;
    for (int k = 0; k < READINGS; k++)
        assert_ok(ag_observation_parse(w->locus, cell[k], &rules, &w->seen[k], &flags, &err), &err);
    assert_ok(
        ag_observation_parse(w->locus, "10/11", &(ag_observation_rules){0, -1, false}, &w->reference, &flags, &err),
        &err);
}

/* P(reference, lost shows m at place `at`, father shows f, mother shows k) of one locus; 0 adds nothing. */
static double joint(const world *w, const ag_locus *locus, int at, int m, int f, int k) {
    ag_evidence e[4];
    int n = 0;
    e[n++] = (ag_evidence){w->reference_of, &w->reference};
    if (m) e[n++] = (ag_evidence){at, &w->seen[m]};
    if (f) e[n++] = (ag_evidence){0, &w->seen[f]};
    if (k) e[n++] = (ag_evidence){1, &w->seen[k]};
    return brute_likelihood(&w->pedigree, locus, e, n, -1, NULL);
}

static double lr(const world *w, const ag_locus *locus, int m, int f, int k) {
    return joint(w, locus, w->missing, m, f, k) / joint(w, locus, 4, m, f, k);
}

/* Expected ln LR when the lost one is seen, with the father (and the mother) sampled too. "Nothing" has what the others
 * leave, and tells nothing. */
static double expected_ln(const world *w, bool father, bool mother) {
    double sum = 0;
    const double all = joint(w, w->locus, w->missing, 0, 0, 0);
    for (int m = 1; m < READINGS; m++)
        for (int f = 0; f < (father ? READINGS : 1); f++)
            for (int k = 0; k < (mother ? READINGS : 1); k++) {
                double chance = joint(w, w->locus, w->missing, m, f, k) / all;
                /* of nothing: what is left to the sum over the readings */
                for (int g = 1; father && f == 0 && g < READINGS; g++)
                    chance -= joint(w, w->locus, w->missing, m, g, k) / all;
                for (int h = 1; mother && k == 0 && h < READINGS; h++) {
                    chance -= joint(w, w->locus, w->missing, m, f, h) / all;
                    for (int g = 1; father && f == 0 && g < READINGS; g++)
                        chance += joint(w, w->locus, w->missing, m, g, h) / all;
                }
                if (chance > 1e-300) sum += chance * log(lr(w, w->locus, m, f, k));
            }
    return sum;
}

static void check_world(const char *settings, double dropout) {
    static const char frequencies[] = "locus,allele,frequency\nL,10,0.2\nL,11,0.3\nL,12,0.5\n";
    world w;
    open_world(&w, frequencies, settings, dropout);
    const ag_power_options how = defaults(20000, 5);
    ag_power_result r = power(&w.x, &how);
    const double tolerance = 5 * 0.8 / sqrt(how.simulations), none = expected_ln(&w, false, false);
    assert_relative(r.missing[0].found.mean_ln, none, 1e-9);
    assert_int_equal(r.relatives, 2);
    for (int k = 0; k < 2; k++)
        assert_close(r.relative[k].alone_lr_ln,
                     expected_ln(&w, r.relative[k].person == 0, r.relative[k].person == 1) - none, tolerance);
    assert_close(r.relative[0].lr_ln + r.relative[1].lr_ln, expected_ln(&w, true, true) - none, tolerance);
    assert_ulp(r.relative[0].lr_ln, r.relative[0].alone_lr_ln, 0);
    ag_power_result_deinit(&r);
    drop(&w.x);
}

static void both_parents_after_a_sister_add_what_all_genotypes_say(void **state) {
    (void)state;
    check_world("{\"mutation\": {\"default\": {\"model\": \"equal\", \"rate\": 0.01}}, \"others\": 1}", 0);
}

static void the_same_with_drop_out(void **state) {
    (void)state;
    check_world("{\"dropout\": {\"good\": 0.1}, \"mutation\": {\"default\": {\"model\": \"equal\", \"rate\": 0.01}}, "
                "\"others\": 1}",
                0.1);
}

static void the_same_with_theta(void **state) {
    (void)state;
    check_world("{\"theta\": 0.05, \"mutation\": {\"default\": {\"model\": \"proportional\", \"rate\": 0.01}}, "
                "\"others\": 1}",
                0);
}

static void of_two_populations_the_least_favourable_counts(void **state) {
    (void)state;
    const double p[2] = {0.2, 0.6};
    fixture x;
    make(&x, TRIO, "sample,family,person,sex,L\nA,F,father,M,10/11\n",
         "locus,allele,frequency,population\nL,10,0.2,P\nL,11,0.8,P\nL,10,0.6,Q\nL,11,0.4,Q\n", HALF);
    double expected = 0;
    for (int truth = 0; truth < 2; truth++)
        for (int child = 0; child < 3; child++) {
            double chance[2], least = INFINITY;
            for (int k = 0; k < 2; k++) {
                const double q = 1 - p[k];
                chance[k] = child == 0 ? p[k] / 2 : child == 1 ? 0.5 : q / 2;
                least = fmin(least, log(chance[k] / (child == 0 ? p[k] * p[k] : child == 1 ? 2 * p[k] * q : q * q)));
            }
            expected += 0.5 * chance[truth] * least;
        }
    const ag_power_options how = defaults(40000, 0);
    ag_power_result r = power(&x, &how);
    assert_close(r.missing[0].found.mean_ln, expected, 5 * r.missing[0].found.deviation_ln / sqrt(how.simulations));
    ag_power_result_deinit(&r);
    drop(&x);
}

/* ---- Means of simulated caseloads ----------------------------------------------------------------------------- */

static void simulated(fixture *x, int families) {
    const char *folder = scratch_folder();
    ag_simulate_options how = ag_simulate_defaults();
    ag_error err = {0};
    how.remains = 10;
    how.families = (uint32_t)families;
    how.loci = "FGA,TH01,vWA,D3S1358,D8S1179,D18S51";
    assert_ok(ag_simulate(&how, folder, NULL, &err), &err);
    load(x, folder);
}

static double mean(const double *x, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += x[i];
    return sum / n;
}

static void simulated_means_are_the_exact_ones_within_their_errors(void **state) {
    (void)state;
    fixture x;
    simulated(&x, 12);
    for (int f = 0; f < 12; f++) {
        ag_power_options how = defaults(4000, 0);
        how.family = f;
        ag_power_result r = power(&x, &how);
        for (size_t k = 0; k < r.missings; k++) {
            const ag_power_missing *m = &r.missing[k];
            const double error = 1 / sqrt(how.simulations);
            assert_close(mean(m->sample_ln, how.simulations), m->found.mean_ln, 5 * error * m->found.deviation_ln);
            assert_close(mean(m->sample_ln + how.simulations, how.simulations), m->unrelated.mean_ln,
                         5 * error * m->unrelated.deviation_ln);
        }
        ag_power_result_deinit(&r);
    }
    drop(&x);
}

/* ---- The same whatever is asked ------------------------------------------------------------------------------- */

static void assert_same_relative(const ag_power_relative *a, const ag_power_relative *b) {
    assert_int_equal(a->family, b->family);
    assert_int_equal(a->person, b->person);
    assert_ulp(a->identifications, b->identifications, 0);
    assert_ulp(a->lr_ln, b->lr_ln, 0);
    assert_ulp(a->alone_lr_ln, b->alone_lr_ln, 0);
    assert_ulp(a->expected, b->expected, 0);
}

static void assert_same_missing(const ag_power_missing *a, const ag_power_missing *b) {
    assert_int_equal(a->family, b->family);
    assert_memory_equal(&a->found, &b->found, sizeof a->found);
    assert_memory_equal(&a->unrelated, &b->unrelated, sizeof a->unrelated);
    assert_ulp(a->reach, b->reach, 0);
    assert_ulp(a->reach_unrelated, b->reach_unrelated, 0);
}

static void threads_and_the_budget_change_no_answer(void **state) {
    (void)state;
    fixture x;
    simulated(&x, 150);
    ag_power_options how = defaults(100, AG_POWER_MOST_BUDGET);
    ag_power_result all = power(&x, &how);
    assert_true(all.relatives <= all.candidates); /* those who are not needed are left out */
    assert_true(all.relatives > 20);
    for (int budget = 1; budget <= 16; budget += 5)
        for (int threads = 1; threads <= 3; threads += 2) {
            how.budget = budget;
            how.run.threads = threads;
            ag_power_result r = power(&x, &how);
            assert_int_equal(r.relatives, budget);
            for (int k = 0; k < budget; k++) assert_same_relative(&r.relative[k], &all.relative[k]);
            for (size_t k = 0; k < r.missings; k++) assert_same_missing(&r.missing[k], &all.missing[k]);
            ag_power_result_deinit(&r);
        }
    ag_power_result_deinit(&all);
    drop(&x);
}

static void a_family_alone_has_the_answer_that_it_has_among_others(void **state) {
    (void)state;
    fixture x;
    simulated(&x, 40);
    ag_power_options how = defaults(100, AG_POWER_MOST_BUDGET);
    ag_power_result all = power(&x, &how);
    for (size_t k = 0; k < all.missings; k += 7) {
        how.family = all.missing[k].family;
        ag_power_result one = power(&x, &how);
        const size_t place = (size_t)all.missing[k].missing;
        assert_same_missing(&one.missing[place], &all.missing[k]);
        assert_non_null(one.missing[place].sample_ln);
        size_t at = 0;
        for (size_t i = 0; i < all.relatives; i++) {
            if (all.relative[i].family != how.family) continue;
            assert_int_equal(one.relative[at].person, all.relative[i].person);
            assert_ulp(one.relative[at++].lr_ln, all.relative[i].lr_ln, 0);
        }
        assert_int_equal(at, one.relatives);
        ag_power_result_deinit(&one);
    }
    ag_power_result_deinit(&all);
    drop(&x);
}

/* ---- Who is asked --------------------------------------------------------------------------------------------- */

static int place_of(const fixture *x, const ag_power_result *r, const char *person) {
    for (size_t k = 0; k < r->relatives; k++)
        if (ag_text_equal(x->loaded.incident->family[r->relative[k].family].person[r->relative[k].person].id,
                          ag_text_of(person)))
            return (int)k;
    return -1;
}

#define KIN_ROWS(living)                                                                                               \
    "F,father,gf,gm,M,," living "\nF,mother,,,F,," living "\nF,child,father,mother,M,yes,\nF,gf,,,M,,no\nF,gm,,,F,,"   \
    "no\nF,gw,,,F,,\nF,half,gf,gw,M,,no\nF,other,,,F,,no\nF,cousin,half,other,F,," living "\nF,stranger,,,M,," living  \
    "\n"
#define REFERENCE "sample,family,person,sex,L\nA,F,father,M,10/11\n"

static void a_parent_is_worth_more_than_a_half_cousin_and_strangers_add_nothing(void **state) {
    (void)state;
    fixture x;
    make(&x, "family,person,father,mother,sex,missing,living\n" KIN_ROWS("yes"), REFERENCE, TWO_ALLELES, HALF);
    const ag_power_options how = defaults(2000, 10);
    ag_power_result r = power(&x, &how);
    assert_int_equal(r.candidates, 3);
    assert_int_equal(r.unstated, 1); /* gw */
    assert_int_equal(place_of(&x, &r, "mother"), 0);
    assert_true(r.relative[0].alone_lr_ln > 3 * r.relative[place_of(&x, &r, "cousin")].alone_lr_ln);
    const ag_power_relative *stranger = &r.relative[place_of(&x, &r, "stranger")];
    assert_ulp(stranger->lr_ln, 0, 0);
    assert_ulp(stranger->identifications, 0, 0);
    ag_power_result_deinit(&r);
    drop(&x);
}

static void without_a_column_nobody_is_asked_unless_assumed_living(void **state) {
    (void)state;
    fixture x;
    make(&x, "family,person,father,mother,sex,missing,living\n" KIN_ROWS(""), REFERENCE, TWO_ALLELES, HALF);
    ag_power_options how = defaults(200, 10);
    ag_power_result r = power(&x, &how);
    assert_int_equal(r.candidates, 0);
    assert_int_equal(r.unstated, 4);
    ag_power_result_deinit(&r);
    how.assume_living = true; /* all but those who are stated to be dead */
    r = power(&x, &how);
    assert_int_equal(r.candidates, 4);
    assert_int_equal(place_of(&x, &r, "gf"), -1);
    assert_int_equal(place_of(&x, &r, "mother"), 0);
    ag_power_result_deinit(&r);
    drop(&x);
}

static void a_family_that_is_impossible_reaches_nothing(void **state) {
    (void)state;
    fixture x;
    make(&x,
         "family,person,father,mother,sex,missing,living\nF,father,,,M,,yes\nF,mother,,,F,,yes\n"
         "F,son,father,mother,M,,yes\nF,child,father,mother,M,yes,\n",
         "sample,family,person,sex,L\nA,F,father,M,10/10\nB,F,son,M,11/11\n", TWO_ALLELES, HALF);
    const ag_power_options how = defaults(100, 10);
    ag_power_result r = power(&x, &how);
    assert_false(r.missing[0].possible);
    assert_int_equal(r.impossible, 1);
    assert_ulp(r.missing[0].reach, 0, 0);
    assert_int_equal(r.relatives, 1);
    assert_ulp(r.relative[0].identifications, 0, 0);
    ag_power_result_deinit(&r);
    drop(&x);
}

static void gains_are_over_all_who_are_missing(void **state) {
    (void)state;
    /* two brothers of whom nothing is known: the mother adds the same to both, but for the draws */
    fixture x;
    make(&x,
         "family,person,father,mother,sex,missing,living\nF,mother,,,F,,yes\nF,a,,mother,M,yes,\n"
         "F,b,,mother,M,yes,\nG,g,,,M,,\n",
         "sample,family,person,sex,L\nX,G,g,M,10/11\n", TWO_ALLELES, "{\"others\": 0, \"threshold\": 0.5}");
    const ag_power_options how = defaults(20000, 10);
    ag_power_result r = power(&x, &how);
    double expected = 0;
    for (int mother = 0; mother < 3; mother++) {
        const double chance = (mother == 1 ? 2 : 1) * pow(0.2, 2 - mother) * pow(0.8, mother), eleven = mother / 2.0;
        const double given[3] = {(1 - eleven) * 0.2, eleven * 0.2 + (1 - eleven) * 0.8, eleven * 0.8};
        for (int child = 0; child < 3; child++)
            if (given[child] > 0) expected += chance * given[child] * log(given[child] / unrelated[child]);
    }
    assert_int_equal(r.missings, 2);
    assert_close(r.relative[0].lr_ln, 2 * expected, 0.02);
    assert_ulp(r.missing[0].found.mean_ln, 0, 0); /* nobody is typed */
    ag_power_result_deinit(&r);
    drop(&x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_child_of_one_typed_parent_is_as_by_hand),
        cmocka_unit_test(the_untyped_mother_adds_what_the_sum_over_genotypes_says),
        cmocka_unit_test(a_son_has_one_of_his_mothers_alleles_at_an_x_locus),
        cmocka_unit_test(both_parents_after_a_sister_add_what_all_genotypes_say),
        cmocka_unit_test(the_same_with_drop_out),
        cmocka_unit_test(the_same_with_theta),
        cmocka_unit_test(of_two_populations_the_least_favourable_counts),
        cmocka_unit_test(simulated_means_are_the_exact_ones_within_their_errors),
        cmocka_unit_test(threads_and_the_budget_change_no_answer),
        cmocka_unit_test(a_family_alone_has_the_answer_that_it_has_among_others),
        cmocka_unit_test(a_parent_is_worth_more_than_a_half_cousin_and_strangers_add_nothing),
        cmocka_unit_test(without_a_column_nobody_is_asked_unless_assumed_living),
        cmocka_unit_test(a_family_that_is_impossible_reaches_nothing),
        cmocka_unit_test(gains_are_over_all_who_are_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
