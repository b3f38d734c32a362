/* Record linkage: against brute force over all pairs, and against simulated lists whose truth is known. */
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/binomial.h"
#include "formats/list_file.h"
#include "people/link.h"
#include "people/link_code.h"
#include "people/link_simulate.h"

#include "base/banned.h"

typedef struct lists {
    ag_arena arena;
    ag_file file[2];
    ag_list list[2];
    ag_link_record *record;
    uint32_t *person;
} lists;

static void read_list(lists *l, int which, const char *bytes, size_t n) {
    ag_diagnostics d;
    ag_error err;
    ag_diagnostics_init(&d);
    assert_ok(ag_file_of_bytes("list.csv", bytes, n, &l->file[which], &err), &err);
    assert_ok(ag_list_file_read(&l->file[which], "person", &l->arena, &l->list[which], &d, &err), &err);
    ag_diagnostics_deinit(&d);
}

static void make_lists(const ag_lists_options *o, lists *l) {
    *l = (lists){0};
    ag_arena_init(&l->arena);
    for (int k = 0; k < 2; k++) {
        ag_buffer bytes;
        ag_buffer_init(&bytes);
        ag_lists_write(o, k, &bytes);
        assert_false(bytes.failed);
        read_list(l, k, bytes.data, bytes.n);
        ag_buffer_deinit(&bytes);
    }
    const uint32_t n = l->list[0].n + l->list[1].n;
    l->record = AG_NEW(&l->arena, ag_link_record, n);
    l->person = AG_NEW(&l->arena, uint32_t, n);
    assert_non_null(l->person);
    for (uint32_t i = 0; i < n; i++) {
        int64_t person = 0;
        const ag_list_row *row = i < l->list[0].n ? &l->list[0].row[i] : &l->list[1].row[i - l->list[0].n];
        const ag_link_text text = {row->name, row->given, row->place, row->unit, row->number, row->born, row->died};
        ag_link_record_of(&text, &l->record[i]);
        assert_true(ag_parse_int(row->truth, &person));
        l->person[i] = (uint32_t)person;
    }
}

static void free_lists(lists *l) {
    for (int k = 0; k < 2; k++) ag_file_deinit(&l->file[k]);
    ag_arena_deinit(&l->arena);
}

static void assert_sounds_alike(const char *a, const char *b) {
    if (ag_link_sound(ag_text_of(a), true) != ag_link_sound(ag_text_of(b), true))
        fail_msg("%s and %s should have one code, not %llx and %llx", a, b,
                 (unsigned long long)ag_link_sound(ag_text_of(a), true),
                 (unsigned long long)ag_link_sound(ag_text_of(b), true));
}

static void spellings_of_one_name_have_one_code(void **state) {
    (void)state;
    assert_sounds_alike("김", "Kim");
    assert_sounds_alike("리", "Lee");
    assert_sounds_alike("리", "Ли");
    assert_sounds_alike("박", "Park");
    assert_sounds_alike("조", "Cho");
    assert_sounds_alike("조", "Чо");
    assert_sounds_alike("철호", "Ch'ŏl Ho");
    assert_sounds_alike("철호", "Cheolho");
    assert_sounds_alike("철호", "Чхольхо");
    assert_sounds_alike("대혁", "Tae Hyŏk");
    assert_sounds_alike("국진", "Guk-jin");
    assert_true(ag_link_near(ag_link_sound(AG_TEXT("Guk-jin"), true), ag_link_sound(AG_TEXT("Gook-jin"), true), 4));
    assert_false(ag_link_near(ag_link_sound(AG_TEXT("대혁"), true), ag_link_sound(AG_TEXT("Solat"), true), 4));
}

static void nearness_is_one_edit(void **state) {
    (void)state;
    const uint64_t word = ag_link_marks(AG_TEXT("123456789"));
    const char *const near[] = {"123456788", "12345678", "1234567890", "213456789", "023456789", "13456789"};
    for (size_t i = 0; i < sizeof near / sizeof *near; i++)
        assert_true(ag_link_near(word, ag_link_marks(ag_text_of(near[i])), 6));
    assert_false(ag_link_near(word, ag_link_marks(AG_TEXT("123456700")), 6));
    assert_false(ag_link_near(word, 0, 6));
}

/* The definition of the rule over all pairs, against what the run says it compared. */
static bool blocking_holds(draws *d, void *context) {
    lists l;
    ag_error err;
    ag_linkage linkage;
    uint64_t wanted[AG_LINK_LINES + 1] = {0}, compared = 0, all = 0;
    ag_lists_options o = ag_lists_defaults();
    (void)context;
    o.seed = draw_below(d, 1000);
    o.records = 2 + (uint32_t)draw_below(d, 300);
    o.corrupted = 0.5 * draw_unit(d);
    o.missing = 0.5 * draw_unit(d);
    const bool one = draw_bool(d);
    make_lists(&o, &l);
    const uint32_t n_a = one ? l.list[0].n + l.list[1].n : l.list[0].n, n_b = one ? 0 : l.list[1].n;
    ag_link_options how = ag_link_defaults();
    for (uint32_t a = 0; a < n_a; a++)
        for (uint32_t b = one ? a + 1 : n_a; b < n_a + n_b || (one && b < n_a); b++)
            wanted[ag_link_rule(&l.record[a], &l.record[b])]++;
    const bool worked = ag_link(l.record, n_a, n_b, &how, &linkage, &err) == AG_OK;
    for (int i = 0; worked && i < AG_LINK_LINES; i++) {
        all += wanted[i];
        compared += linkage.model.compared[i];
    }
    const bool same = worked && memcmp(wanted, linkage.model.compared, sizeof linkage.model.compared) == 0;
    if (worked) ag_linkage_deinit(&linkage);
    free_lists(&l);
    return same || draw_note(d, "the rule asks for %llu pairs and %llu were compared", (unsigned long long)all,
                             (unsigned long long)compared);
}

static void no_pair_of_the_rule_is_lost(void **state) {
    (void)state;
    check_property("every pair that satisfies a line of the rule is compared, once", 30, blocking_holds, NULL);
}

static void link_lists(const lists *l, int threads, ag_linkage *out) {
    ag_error err;
    ag_link_options how = ag_link_defaults();
    how.threads = threads;
    assert_ok(ag_link(l->record, l->list[0].n, l->list[1].n, &how, out, &err), &err);
}

static void three_scripts_are_linked(void **state) {
    (void)state;
    ag_lists_options o = ag_lists_defaults();
    for (o.seed = 1; o.seed <= 2; o.seed++) {
        lists l;
        ag_error err;
        ag_linkage linkage;
        ag_link_evaluation e;
        make_lists(&o, &l);
        link_lists(&l, 2, &linkage);
        assert_ok(ag_link_evaluate(&linkage, l.record, l.list[0].n, l.list[1].n, l.person, &e, &err), &err);
        const ag_link_step *at = &e.step[6]; /* 0.95, the default */
        const double precision = (double)at->right / (double)at->linked, recall = (double)at->right / (double)e.truth;
        if (precision < 0.99 || recall < 0.95)
            fail_msg("precision %.4f and recall %.4f of %llu pairs, %llu outside the rule", precision, recall,
                     (unsigned long long)e.truth, (unsigned long long)e.outside);
        ag_linkage_deinit(&linkage);
        free_lists(&l);
    }
}

/* In each bin the expected share must lie in the exact interval of the observed one, at a level for all bins and seeds
 * together. */
static void a_posterior_is_what_it_says(void **state) {
    (void)state;
    uint64_t pairs[AG_LINK_BINS] = {0}, right[AG_LINK_BINS] = {0};
    double expected[AG_LINK_BINS] = {0};
    ag_lists_options o = ag_lists_defaults();
    for (o.seed = 11; o.seed < 14; o.seed++) {
        lists l;
        ag_error err;
        ag_linkage linkage;
        ag_link_evaluation e;
        make_lists(&o, &l);
        link_lists(&l, 2, &linkage);
        assert_ok(ag_link_evaluate(&linkage, l.record, l.list[0].n, l.list[1].n, l.person, &e, &err), &err);
        for (int i = 0; i < AG_LINK_BINS; i++) {
            pairs[i] += e.bin[i].pairs;
            right[i] += e.bin[i].right;
            expected[i] += e.bin[i].expected;
        }
        ag_linkage_deinit(&linkage);
        free_lists(&l);
    }
    for (int i = 0; i < AG_LINK_BINS; i++) {
        const ag_interval share = ag_binomial_interval(right[i], pairs[i], 1 - 0.01 / AG_LINK_BINS);
        const double stated = expected[i] / (double)pairs[i];
        print_message("# from %.3f: %llu pairs, expected %.1f, right %llu\n", ag_link_bin_from(i),
                      (unsigned long long)pairs[i], expected[i], (unsigned long long)right[i]);
        if (pairs[i] && (stated < share.low || stated > share.high))
            fail_msg("from %.3f: stated %.4f, observed %.4f in [%.4f, %.4f] of %llu pairs", ag_link_bin_from(i), stated,
                     (double)right[i] / (double)pairs[i], share.low, share.high, (unsigned long long)pairs[i]);
    }
}

static void threads_change_no_byte(void **state) {
    (void)state;
    lists l;
    ag_linkage one, four;
    ag_lists_options o = ag_lists_defaults();
    make_lists(&o, &l);
    link_lists(&l, 1, &one);
    link_lists(&l, 4, &four);
    assert_int_equal(one.pairs, four.pairs);
    assert_memory_equal(one.model.m, four.model.m, sizeof one.model.m);
    for (size_t i = 0; i < one.pairs; i++) {
        assert_int_equal(one.pair[i].b, four.pair[i].b);
        assert_ulp(one.pair[i].posterior, four.pair[i].posterior, 0);
    }
    ag_linkage_deinit(&one);
    ag_linkage_deinit(&four);
    free_lists(&l);
}

static void nobody_is_linked_twice(void **state) {
    (void)state;
    lists l;
    ag_linkage linkage;
    ag_lists_options o = ag_lists_defaults();
    make_lists(&o, &l);
    link_lists(&l, 2, &linkage);
    char *taken = AG_NEW(&l.arena, char, l.list[0].n + l.list[1].n);
    for (size_t i = 0; i < linkage.pairs; i++) {
        if (linkage.pair[i].outcome != AG_LINK_YES) continue;
        assert_int_equal(taken[linkage.pair[i].a]++, 0);
        assert_int_equal(taken[linkage.pair[i].b]++, 0);
    }
    ag_linkage_deinit(&linkage);
    free_lists(&l);
}

static void a_rule_that_asks_for_too_much_is_refused(void **state) {
    (void)state;
    ag_error err;
    ag_linkage linkage;
    ag_link_record record[4];
    ag_link_options how = ag_link_defaults();
    const ag_link_text text = {.name = AG_TEXT("Pak Tong Gu"), .number = AG_TEXT("17")};
    for (int i = 0; i < 4; i++) ag_link_record_of(&text, &record[i]);
    how.most_pairs = 8; /* two by two, by number and by name */
    assert_ok(ag_link(record, 2, 2, &how, &linkage, &err), &err);
    ag_linkage_deinit(&linkage);
    how.most_pairs = 7;
    assert_status(ag_link(record, 2, 2, &how, &linkage, &err), AG_REFUSED, &err);
}

static void one_list_is_searched_for_persons_listed_twice(void **state) {
    (void)state;
    lists l;
    ag_error err;
    ag_linkage linkage;
    ag_link_evaluation e;
    ag_lists_options o = ag_lists_defaults();
    ag_link_options how = ag_link_defaults();
    o.records = 4000;
    make_lists(&o, &l);
    const uint32_t n = l.list[0].n + l.list[1].n;
    assert_ok(ag_link(l.record, n, 0, &how, &linkage, &err), &err);
    assert_ok(ag_link_evaluate(&linkage, l.record, n, 0, l.person, &e, &err), &err);
    const ag_link_step *at = &e.step[6];
    if ((double)at->right < 0.99 * (double)at->linked || (double)at->right < 0.95 * (double)e.truth)
        fail_msg("%llu linked, %llu right of %llu", (unsigned long long)at->linked, (unsigned long long)at->right,
                 (unsigned long long)e.truth);
    uint32_t *cluster = AG_NEW(&l.arena, uint32_t, n);
    ag_link_clusters(&linkage, n, 0, cluster);
    for (size_t i = 0; i < linkage.pairs; i++)
        if (linkage.pair[i].outcome == AG_LINK_YES)
            assert_int_equal(cluster[linkage.pair[i].a], cluster[linkage.pair[i].b]);
    ag_linkage_deinit(&linkage);
    free_lists(&l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_name_have_one_code),
        cmocka_unit_test(nearness_is_one_edit),
        cmocka_unit_test(no_pair_of_the_rule_is_lost),
        cmocka_unit_test(three_scripts_are_linked),
        cmocka_unit_test(a_posterior_is_what_it_says),
        cmocka_unit_test(threads_change_no_byte),
        cmocka_unit_test(nobody_is_linked_twice),
        cmocka_unit_test(a_rule_that_asks_for_too_much_is_refused),
        cmocka_unit_test(one_list_is_searched_for_persons_listed_twice),
    };
    return cmocka_run_group_tests_name("people: linkage", tests, NULL, NULL);
}
