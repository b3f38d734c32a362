/* Y haplotypes, mtDNA, frequencies of haplotypes and lineages. Expectations: by hand, by brute force, and published
 * intervals (R's binom.test; Clopper and Pearson's exact limits). */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "kinship/lineage.h"
#include "kinship/mtdna.h"

/* ---- Y-STR ---------------------------------------------------------------------------------------------------- */

static ag_y_alleles y(const char *cell) {
    ag_y_alleles out;
    if (!ag_y_parse(ag_text_of(cell), &out)) fail_msg("\"%s\" should be a reading", cell);
    return out;
}

static ag_y_comparison compare(const char *remains, const char *reference, int meioses, double rate) {
    const ag_y_alleles a = y(remains), b = y(reference);
    return ag_y_compare(&a, &b, 1, &rate, meioses);
}

static void a_y_cell_is_read_or_refused(void **state) {
    (void)state;
    static const char *const untyped[] = {"", "11/?", "OL", "15.x", "<8", "21>", "11/OL", "*"};
    static const char *const bad[] = {"x", "11/", "/11", "1.22", "11.", "1/2/3/4/5/6/7", "11 14", "-3"};
    ag_y_alleles out;
    assert_int_equal(y("14").n, 1);
    assert_int_equal(y("13.2").tenths[0], 132);
    assert_int_equal(y("14/11").tenths[0], 110);
    assert_int_equal(y("14/11").tenths[1], 140);
    for (size_t i = 0; i < sizeof untyped / sizeof *untyped; i++) assert_int_equal(y(untyped[i]).n, 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ag_y_parse(ag_text_of(bad[i]), &out)) fail_msg("\"%s\" should be no reading", bad[i]);
}

static void one_step_in_one_meiosis_is_half_the_rate(void **state) {
    (void)state;
    assert_relative(exp(compare("14", "14", 1, 0.002).ln), 0.998, 1e-12);
    assert_relative(exp(compare("15", "14", 1, 0.002).ln), 0.001, 1e-12);
    assert_relative(exp(compare("14", "14", 0, 0.002).ln), 1, 1e-12);
    assert_relative(exp(compare("15", "14", 2, 0.002).ln), 2 * 0.001 * 0.998, 1e-12);
    assert_relative(exp(compare("16", "14", 2, 0.002).ln), 0.001 * 0.001, 1e-12);
    /* back again: once up and once down, in either order */
    assert_relative(exp(compare("14", "14", 2, 0.002).ln), 0.998 * 0.998 + 2 * 0.001 * 0.001, 1e-12);
    assert_true(isinf(compare("16", "14", 1, 0.002).ln));
    assert_true(isinf(compare("14.2", "14", 3, 0.002).ln));
    assert_int_equal(compare("16", "14", 2, 0.002).differences, 1);
    assert_int_equal(compare("14", "14", 2, 0.002).compared, 1);
    assert_int_equal(compare("", "14", 2, 0.002).compared, 0);
}

/* Every path of up, down and stay. */
static double walk(int steps, int meioses, double rate) {
    if (meioses == 0) return steps == 0;
    return (1 - rate) * walk(steps, meioses - 1, rate) +
           rate / 2 * (walk(steps - 1, meioses - 1, rate) + walk(steps + 1, meioses - 1, rate));
}

static bool steps_are_walks(draws *d, void *context) {
    (void)context;
    const int meioses = draw_between(d, 0, 8), steps = draw_between(d, -4, 4);
    const double rate = draw_unit(d) * 0.5, expected = walk(steps, meioses, rate);
    const double actual = ag_y_step_probability(steps, meioses, rate);
    if (fabs(actual - expected) <= 1e-12 * (expected > 0 ? expected : 1)) return true;
    return draw_note(d, "%d steps in %d meioses at %g: %.17g, not %.17g", steps, meioses, rate, actual, expected);
}

static void steps_over_several_meioses_are_all_walks(void **state) {
    (void)state;
    check_property("the probability of steps is the sum over all walks", 500, steps_are_walks, NULL);
    double sum = 0;
    for (int steps = -60; steps <= 60; steps++) sum += ag_y_step_probability(steps, 60, 0.1);
    assert_relative(sum, 1, 1e-12);
    assert_relative(ag_y_step_probability(0, 3, 1), 0, 0);
    assert_relative(ag_y_step_probability(1, 3, 1), 3.0 / 8, 1e-12);
}

static void copies_of_one_locus_have_no_order(void **state) {
    (void)state;
    const double stay = 0.998, step = 0.001;
    assert_relative(exp(compare("11/14", "14/11", 1, 0.002).ln), stay * stay, 1e-12);
    assert_relative(exp(compare("11/15", "14/11", 1, 0.002).ln), stay * step, 1e-12);
    /* 11/12 from 11/12: both stay, or both step towards each other */
    assert_relative(exp(compare("12/11", "11/12", 1, 0.002).ln), stay * stay + step * step, 1e-12);
    /* one peak stands for two copies */
    assert_relative(exp(compare("11", "11/12", 1, 0.002).ln), stay * step, 1e-12);
    assert_relative(exp(compare("11/12", "11", 1, 0.002).ln), 2 * stay * step, 1e-12);
    assert_int_equal(compare("11/15", "14/11", 1, 0.002).differences, 1);
    assert_int_equal(compare("11/14/15", "11/14", 1, 0.002).compared, 0);
}

/* All that two copies can become sums to 1. */
static void what_copies_become_sums_to_one(void **state) {
    (void)state;
    double sum = 0;
    char cell[16];
    for (int a = 5; a < 20; a++)
        for (int b = a; b < 20; b++) {
            snprintf(cell, sizeof cell, "%d/%d", a, b);
            sum += exp(compare(cell, "11/13", 3, 0.1).ln);
        }
    assert_relative(sum, 1, 1e-12);
}

static void dys389ii_is_counted_without_dys389i(void **state) {
    (void)state;
    const ag_y_alleles mine[2] = {y("14"), ag_y_subtract(y("30"), y("14"))};
    const ag_y_alleles his[2] = {y("13"), ag_y_subtract(y("29"), y("13"))};
    const double rate[2] = {0.002, 0.002};
    const ag_y_comparison c = ag_y_compare(mine, his, 2, rate, 1);
    assert_int_equal(c.differences, 1);
    assert_relative(exp(c.ln), 0.001 * 0.998, 1e-12);
    assert_int_equal(ag_y_subtract(y("30"), y("")).n, 0);
}

static bool y_differences_are_symmetric(draws *d, void *context) {
    (void)context;
    ag_y_alleles a[3], b[3];
    const double rate[3] = {0.002, 0.01, 0.1};
    for (int l = 0; l < 3; l++)
        for (int k = 0; k < 2; k++) {
            char cell[40];
            snprintf(cell, sizeof cell, "%d/%d", draw_between(d, 10, 13), draw_between(d, 10, 13));
            ag_y_parse(ag_text_of(draw_bool(d) ? cell : ""), k ? &b[l] : &a[l]);
        }
    const int meioses = draw_between(d, 0, 6);
    const ag_y_comparison ab = ag_y_compare(a, b, 3, rate, meioses), ba = ag_y_compare(b, a, 3, rate, meioses);
    if (ab.compared == ba.compared && ab.differences == ba.differences) return true;
    return draw_note(d, "%d of %d against %d of %d", ab.differences, ab.compared, ba.differences, ba.compared);
}

static void comparing_y_haplotypes_is_symmetric(void **state) {
    (void)state;
    check_property("differences do not depend on who is the reference", 1000, y_differences_are_symmetric, NULL);
}

/* ---- Frequency ------------------------------------------------------------------------------------------------- */

static void the_bound_is_clopper_and_pearsons(void **state) {
    (void)state;
    assert_close(ag_haplotype_bound(0, 100, 0.05), 0.0295, 5e-5); /* one-sided 95 %, as printed in guidelines */
    assert_relative(ag_haplotype_bound(0, 100, 0.05), 1 - pow(0.05, 0.01), 1e-13);
    assert_relative(ag_haplotype_bound(10, 100, 0.025), 0.17622260, 1e-7); /* binom.test(10, 100): upper of two-sided */
    assert_relative(ag_haplotype_bound(1, 20, 0.025), 0.24873277, 1e-7);   /* binom.test(1, 20) */
    assert_relative(ag_haplotype_bound(7, 7, 0.05), 1, 0);
}

/* P(at most x of n | p) by summing the binomial. */
static double tail(int x, int n, double p) {
    double sum = 0;
    for (int k = 0; k <= x; k++) {
        double term = 1;
        for (int i = 0; i < k; i++) term *= (double)(n - i) / (i + 1) * p;
        sum += term * pow(1 - p, n - k);
    }
    return sum;
}

static bool bound_meets_tail(draws *d, void *context) {
    (void)context;
    const int n = draw_between(d, 1, 60), x = draw_between(d, 0, n - 1);
    const double alpha = 0.01 + 0.3 * draw_unit(d), p = ag_haplotype_bound(x, n, alpha);
    if (fabs(tail(x, n, p) - alpha) < 1e-10) return true;
    return draw_note(d, "x %d, n %d, alpha %g: bound %.17g has tail %.17g", x, n, alpha, p, tail(x, n, p));
}

static void at_the_bound_so_few_have_probability_alpha(void **state) {
    (void)state;
    check_property("at the bound, as few or fewer have probability alpha", 500, bound_meets_tail, NULL);
}

static void counting_and_kappa_by_hand(void **state) {
    (void)state;
    assert_relative(ag_haplotype_counted(0, 1203), 1.0 / 1204, 1e-15);
    assert_relative(ag_haplotype_counted(3, 99), 0.04, 1e-15);
    /* 4 of 10 were seen once, the new one among them: (1 - 0.4) / 10 */
    assert_relative(ag_haplotype_kappa(4, 10), 0.06, 1e-15);
    assert_true(isnan(ag_haplotype_kappa(10, 10)));
}

/* ---- mtDNA ----------------------------------------------------------------------------------------------------- */

typedef struct mt {
    ag_mt_ranges ranges;
    ag_mt_sequence sequence;
    int outside;
} mt;

static void read_mt(const char *ranges, const char *variants, ag_arena *arena, mt *out) {
    ag_text fault;
    if (!ag_mt_ranges_parse(ag_text_of(ranges), &out->ranges, &fault)) fail_msg("\"%s\" should be ranges", ranges);
    out->sequence = (ag_mt_sequence){.ranges = &out->ranges};
    if (!ag_mt_variants_parse(ag_text_of(variants), arena, &out->sequence, &out->outside, &fault))
        fail_msg("\"%s\" should be variants", variants);
}

static ag_mt_comparison compare_mt(const char *ranges_a, const char *a, const char *ranges_b, const char *b,
                                   bool all_indels) {
    ag_arena arena;
    mt x, z;
    ag_arena_init(&arena);
    read_mt(ranges_a, a, &arena, &x);
    read_mt(ranges_b, b, &arena, &z);
    const ag_mt_comparison out = ag_mt_compare(&x.sequence, &z.sequence, all_indels, 1);
    ag_arena_deinit(&arena);
    return out;
}

#define CONTROL "16024-576"
static int mt_differences(const char *a, const char *b) {
    return compare_mt(CONTROL, a, CONTROL, b, false).differences;
}

static void ranges_wrap_and_are_compared_where_both_were_read(void **state) {
    (void)state;
    assert_int_equal(compare_mt(CONTROL, "", CONTROL, "", false).compared, 16569 - 16024 + 1 + 576);
    assert_int_equal(compare_mt(CONTROL, "", "16024-16365 73-340", "", false).compared, 342 + 268);
    assert_int_equal(compare_mt("16569-1", "", CONTROL, "", false).compared, 2);
    assert_int_equal(compare_mt("1-16569", "", CONTROL, "", false).compared, 1122);
    assert_int_equal(compare_mt("73-340", "263G", "16024-16365", "16126C", false).compared, 0);
    assert_int_equal(compare_mt("16024-16365", "16126C", CONTROL, "16126C 263G", false).differences, 0);
}

static void ranges_and_variants_that_are_none_are_named(void **state) {
    (void)state;
    static const char *const ranges[] = {"", " ", ",;", "0-5", "5-", "16570", "a", "73-340x", "73--340"};
    static const char *const variants[] = {"G", "263", "263X", "0G", "16570A", "263GG", "309.C", "309.0C", "263G 263A"};
    ag_arena arena;
    ag_mt_ranges out;
    ag_text fault;
    int outside;
    ag_arena_init(&arena);
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ag_mt_ranges_parse(ag_text_of(ranges[i]), &out, &fault)) fail_msg("\"%s\" should be no range", ranges[i]);
    ag_mt_ranges_parse(AG_TEXT("1-16569"), &out, &fault);
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++) {
        ag_mt_sequence s = {.ranges = &out};
        if (ag_mt_variants_parse(ag_text_of(variants[i]), &arena, &s, &outside, &fault))
            fail_msg("\"%s\" should be no variants", variants[i]);
        assert_true(fault.n > 0);
    }
    mt x;
    read_mt("73-340", "16126C 263G", &arena, &x);
    assert_int_equal(x.outside, 1);
    assert_int_equal(x.sequence.variants, 1);
    ag_arena_deinit(&arena);
}

static void substitutions_always_count(void **state) {
    (void)state;
    assert_int_equal(mt_differences("263G", "263G"), 0);
    assert_int_equal(mt_differences("263G", ""), 1);
    assert_int_equal(mt_differences("263G 16126C", "263G 152C"), 2);
    assert_int_equal(mt_differences("A263G", "263G"), 0);
    assert_int_equal(mt_differences("310C", ""), 1); /* also in a stretch that changes length */
    assert_int_equal(mt_differences("152C", "152A"), 1);
}

static void lengths_that_change_in_every_family_are_left_out_unless_asked_for(void **state) {
    (void)state;
    static const char *const ignored[] = {"309.1C",   "309.1C 309.2C", "315.1C", "523d 524d", "523del",
                                          "16193.1C", "16183d",        "573.1C", "455.1T"};
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) {
        if (mt_differences(ignored[i], "")) fail_msg("\"%s\" should be left out", ignored[i]);
        if (!compare_mt(CONTROL, ignored[i], CONTROL, "", true).differences)
            fail_msg("\"%s\" should count when asked for", ignored[i]);
    }
    assert_int_equal(compare_mt("1-16569", "8281d 8282d", "1-16569", "965.1C", false).differences, 0);
    assert_int_equal(mt_differences("249d", ""), 1);
    assert_int_equal(mt_differences("310d", "310C"), 1); /* the deletion is left out, the substitution counts */
    assert_int_equal(mt_differences("60.1T", ""), 1);
    assert_int_equal(mt_differences("60.1T", "60.1T"), 0);
    assert_int_equal(mt_differences("60.1T", "60.1C"), 1);
}

static void a_letter_for_several_bases_is_compatible_with_each(void **state) {
    (void)state;
    assert_int_equal(mt_differences("16093Y", "16093C"), 0);
    assert_int_equal(mt_differences("16093Y", ""), 0); /* the reference's base is one of the two */
    assert_int_equal(mt_differences("16093Y", "16093A"), 1);
    assert_int_equal(mt_differences("16093Y", "16093S"), 0);
    assert_int_equal(mt_differences("16093N", "16093A"), 0);
    assert_int_equal(mt_differences("146D", "146C"), 1); /* D is not C; d would be deleted */
}

static void a_change_has_the_rate_of_its_place(void **state) {
    (void)state;
    const ag_mt_comparison fast = compare_mt(CONTROL, "263G", CONTROL, "", false);
    const ag_mt_comparison slow = compare_mt("1-16569", "4000G", "1-16569", "", false);
    assert_relative(exp(fast.change_ln), 5.0e-5 / 3, 1e-4);
    assert_relative(exp(slow.change_ln), 4.2e-7 / 3, 1e-4);
    assert_relative(compare_mt(CONTROL, "", CONTROL, "", false).change_ln, 0, 0);
}

/* Bytes of what is compared, in the control region. */
static bool same_key(const char *a, const char *b, bool *unsure) {
    unsigned char one[AG_MT_KEY], two[AG_MT_KEY];
    size_t n, m;
    ag_arena arena;
    mt x, z;
    ag_arena_init(&arena);
    read_mt(CONTROL, a, &arena, &x);
    read_mt(CONTROL, b, &arena, &z);
    *unsure = !ag_mt_key(&x.sequence, &x.ranges, one, &n) | !ag_mt_key(&z.sequence, &x.ranges, two, &m);
    ag_arena_deinit(&arena);
    return !*unsure && n == m && memcmp(one, two, n) == 0;
}

static const char *const any_variant[] = {"263G", "263R",   "152C", "309.1C", "315.1C",
                                          "523d", "16126C", "249d", "60.1T"};
enum { ANY = sizeof any_variant / sizeof *any_variant };

/* Some of the variants, written in an order of its own. */
static void draw_variants(draws *d, char *out, size_t size) {
    size_t used = 0, start = draw_below(d, ANY);
    bool of_263 = false;
    out[0] = 0;
    for (size_t i = 0; i < ANY; i++) {
        const char *v = any_variant[(start + i) % ANY];
        const bool twice = of_263 && strncmp(v, "263", 3) == 0;
        if (!draw_bool(d) || twice) continue;
        of_263 |= strncmp(v, "263", 3) == 0;
        used += (size_t)snprintf(out + used, size - used, "%s%s", used ? " " : "", v);
    }
}

static bool mt_is_symmetric(draws *d, void *context) {
    (void)context;
    char a[200], b[200], *last, backwards[200] = "";
    draw_variants(d, a, sizeof a);
    draw_variants(d, b, sizeof b);
    char copy[200];
    snprintf(copy, sizeof copy, "%s", a);
    size_t used = 0;
    while ((last = strrchr(copy, ' ')) != NULL) {
        used += (size_t)snprintf(backwards + used, sizeof backwards - used, "%s ", last + 1);
        *last = 0;
    }
    snprintf(backwards + used, sizeof backwards - used, "%s", copy);
    bool unsure;
    const bool same = same_key(a, b, &unsure);
    if (!unsure && same != !mt_differences(a, b)) return draw_note(d, "\"%s\" and \"%s\": the keys err", a, b);
    if (unsure != (strstr(a, "263R") || strstr(b, "263R"))) return draw_note(d, "\"%s\" and \"%s\": unsure", a, b);
    const int ab = mt_differences(a, b), ba = mt_differences(b, a), turned = mt_differences(backwards, b);
    if (ab == ba && ab == turned && !mt_differences(a, backwards)) return true;
    return draw_note(d, "\"%s\" and \"%s\": %d, %d, %d", a, b, ab, ba, turned);
}

static void comparing_mtdna_is_symmetric_and_knows_no_order(void **state) {
    (void)state;
    check_property("mtDNA is compared alike in both directions and in any order", 500, mt_is_symmetric, NULL);
}

/* ---- Lineages -------------------------------------------------------------------------------------------------- */

/* Grandparents 0 1; sons 2, 3 and daughter 4; wives 5, 6 and husband 7; 2 × 5: son 8, daughter 9; 3 × 6: son 10;
 * 4 × 7: son 11; 9's daughter 12 by 13. */
static const ag_person people[] = {
    {-1, -1, AG_MALE, -1, 0},  {-1, -1, AG_FEMALE, -1, 0}, {0, 1, AG_MALE, -1, 0},     {0, 1, AG_MALE, -1, 0},
    {0, 1, AG_FEMALE, -1, 0},  {-1, -1, AG_FEMALE, -1, 0}, {-1, -1, AG_FEMALE, -1, 0}, {-1, -1, AG_MALE, -1, 0},
    {2, 5, AG_MALE, -1, 0},    {2, 5, AG_FEMALE, -1, 0},   {3, 6, AG_MALE, -1, 0},     {7, 4, AG_MALE, -1, 0},
    {13, 9, AG_FEMALE, -1, 0}, {-1, -1, AG_MALE, -1, 0},   {2, 5, AG_MALE, 8, 0}, /* twin of 8 */
};
static const ag_pedigree family = {sizeof people / sizeof *people, people};

static void meioses_along_fathers_and_along_mothers(void **state) {
    (void)state;
    assert_int_equal(ag_lineage_meioses(&family, AG_PATRILINE, 8, 10), 4); /* cousins by two brothers */
    assert_int_equal(ag_lineage_meioses(&family, AG_PATRILINE, 8, 2), 1);
    assert_int_equal(ag_lineage_meioses(&family, AG_PATRILINE, 8, 3), 3);
    assert_int_equal(ag_lineage_meioses(&family, AG_PATRILINE, 8, 0), 2);
    assert_int_equal(ag_lineage_meioses(&family, AG_PATRILINE, 8, 8), 0);
    assert_int_equal(ag_lineage_meioses(&family, AG_PATRILINE, 8, 14), 0); /* identical twins */
    assert_int_equal(ag_lineage_meioses(&family, AG_PATRILINE, 10, 14), 4);
    assert_int_equal(ag_lineage_meioses(&family, AG_PATRILINE, 8, 11), -1);
    assert_int_equal(ag_lineage_meioses(&family, AG_PATRILINE, 8, 9), -1); /* a woman has none */
    assert_int_equal(ag_lineage_meioses(&family, AG_MATRILINE, 2, 11), 3); /* uncle and his sister's son */
    assert_int_equal(ag_lineage_meioses(&family, AG_MATRILINE, 1, 11), 2);
    assert_int_equal(ag_lineage_meioses(&family, AG_MATRILINE, 8, 9), 2);
    assert_int_equal(ag_lineage_meioses(&family, AG_MATRILINE, 9, 12), 1); /* a missing woman's child */
    assert_int_equal(ag_lineage_meioses(&family, AG_MATRILINE, 2, 8), -1); /* a missing man's child */
    assert_int_equal(ag_lineage_meioses(&family, AG_MATRILINE, 8, 12), 3);
    for (int a = 0; a < family.persons; a++)
        for (int b = 0; b < family.persons; b++)
            for (int line = AG_PATRILINE; line <= AG_MATRILINE; line++)
                assert_int_equal(ag_lineage_meioses(&family, (ag_lineage)line, a, b),
                                 ag_lineage_meioses(&family, (ag_lineage)line, b, a));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_y_cell_is_read_or_refused),
        cmocka_unit_test(one_step_in_one_meiosis_is_half_the_rate),
        cmocka_unit_test(steps_over_several_meioses_are_all_walks),
        cmocka_unit_test(copies_of_one_locus_have_no_order),
        cmocka_unit_test(what_copies_become_sums_to_one),
        cmocka_unit_test(dys389ii_is_counted_without_dys389i),
        cmocka_unit_test(comparing_y_haplotypes_is_symmetric),
        cmocka_unit_test(the_bound_is_clopper_and_pearsons),
        cmocka_unit_test(at_the_bound_so_few_have_probability_alpha),
        cmocka_unit_test(counting_and_kappa_by_hand),
        cmocka_unit_test(ranges_wrap_and_are_compared_where_both_were_read),
        cmocka_unit_test(ranges_and_variants_that_are_none_are_named),
        cmocka_unit_test(substitutions_always_count),
        cmocka_unit_test(lengths_that_change_in_every_family_are_left_out_unless_asked_for),
        cmocka_unit_test(a_letter_for_several_bases_is_compatible_with_each),
        cmocka_unit_test(a_change_has_the_rate_of_its_place),
        cmocka_unit_test(comparing_mtdna_is_symmetric_and_knows_no_order),
        cmocka_unit_test(meioses_along_fathers_and_along_mothers),
    };
    return cmocka_run_group_tests_name("lineage", tests, NULL, NULL);
}
