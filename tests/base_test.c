/* The floor everything stands on: text and numbers, arena, map, random numbers, findings. */
#include "support.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diagnostics.h"
#include "base/limits.h"
#include "base/locus_key.h"
#include "base/map.h"
#include "base/random.h"
#include "base/text.h"

#include "base/banned.h"

/* ---- Text ---------------------------------------------------------------------------------------------------- */

static void only_a_decimal_number_is_read_as_one(void **state) {
    (void)state;
    static const char *const wrong[] = {"",    "1,5", "1 ",    " 1",    "0x1",   "nan", "inf", "1e",
                                        "--1", ".",   "1e999", "1.2.3", "1_000", "+",   "e5",  "1e5.5"};
    double x;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (ag_parse_double(ag_text_of(wrong[i]), &x)) fail_msg("\"%s\" was read as the number %g", wrong[i], x);
    assert_true(ag_parse_double(AG_TEXT("-1.5e-3"), &x));
    assert_ulp(x, -0.0015, 0);
    int64_t n;
    assert_true(ag_parse_int(AG_TEXT("-42"), &n) && n == -42);
    assert_false(ag_parse_int(AG_TEXT("4.0"), &n));
    assert_false(ag_parse_int(AG_TEXT("99999999999999999999"), &n));
}

static bool double_comes_back(draws *d, void *context) {
    (void)context;
    const double x = ldexp(draw_unit(d) - 0.5, draw_between(d, -1060, 1020));
    ag_buffer b;
    ag_buffer_init(&b);
    ag_buffer_double(&b, x);
    double back = 0;
    const bool same = ag_parse_double((ag_text){b.data, b.n}, &back) && back == x;
    if (!same) draw_note(d, "%.17g was written as %s", x, b.data);
    ag_buffer_deinit(&b);
    return same;
}

static void what_is_written_reads_back_as_the_same_double(void **state) {
    (void)state;
    check_property("a double that is written reads back the same", 3000, double_comes_back, NULL);
}

static void doubles_are_written_as_short_as_they_can_be(void **state) {
    (void)state;
    ag_buffer b;
    ag_buffer_init(&b);
    ag_buffer_double(&b, 0.1);
    ag_buffer_putc(&b, ' ');
    ag_buffer_double(&b, -INFINITY);
    ag_buffer_putc(&b, ' ');
    ag_buffer_double(&b, 1.0 / 3);
    ag_buffer_putc(&b, ' ');
    ag_buffer_double_digits(&b, 0.1, 17);
    assert_string_equal(b.data, "0.1 -Inf 0.3333333333333333 0.10000000000000001");
    ag_buffer_deinit(&b);
}

static void texts_compare_by_bytes_with_the_prefix_first(void **state) {
    (void)state;
    assert_true(ag_text_compare(AG_TEXT("a"), AG_TEXT("ab")) < 0);
    assert_true(ag_text_compare(AG_TEXT("\xff"), AG_TEXT("a")) > 0);
    assert_int_equal(ag_text_compare(AG_TEXT(""), ag_text_of(NULL)), 0);
    assert_true(ag_text_equal_fold(AG_TEXT("vWA"), AG_TEXT("VWA")));
    assert_true(ag_text_equal(ag_text_trim(AG_TEXT(" \t a b\r\n")), AG_TEXT("a b")));
    assert_true(ag_text_equal(ag_text_trim(AG_TEXT("  ")), AG_TEXT("")));
}

static void locus_names_match_without_case_and_punctuation(void **state) {
    (void)state;
    static const char *const pair[][2] = {{"vWA", "VWA"}, {"Penta_D", "Penta D"}, {"TH01", "THO1"}, {"TPOX", "TP0X"}};
    char a[32], b[32];
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        assert_true(ag_locus_key(ag_text_of(pair[i][0]), a, sizeof a) > 0);
        assert_true(ag_locus_key(ag_text_of(pair[i][1]), b, sizeof b) > 0);
        assert_string_equal(a, b);
    }
    assert_int_equal(ag_locus_key(AG_TEXT("-_."), a, sizeof a), 0);
    assert_int_equal(ag_locus_key(AG_TEXT("abc"), a, 3), 0);
    assert_int_equal(ag_locus_key(AG_TEXT("abc"), a, 4), 3);
}

/* ---- Arena and map --------------------------------------------------------------------------------------------- */

static void an_arena_gives_zeroed_aligned_memory_that_stays(void **state) {
    (void)state;
    ag_arena arena;
    ag_arena_init(&arena);
    for (int round = 0; round < 2; round++) {
        unsigned char *block[200];
        for (size_t i = 0; i < 200; i++) {
            const size_t bytes = i * i + 1;
            block[i] = ag_arena_alloc(&arena, bytes);
            assert_non_null(block[i]);
            assert_int_equal((uintptr_t)block[i] % (bytes >= 64 ? 64 : 16), 0);
            for (size_t k = 0; k < bytes; k++) assert_int_equal(block[i][k], 0);
            memset(block[i], (int)i, bytes);
        }
        for (size_t i = 0; i < 200; i++) assert_int_equal(block[i][i * i], i);
        ag_arena_reset(&arena);
    }
    ag_arena_deinit(&arena);
}

static void an_impossible_allocation_fails_and_is_remembered(void **state) {
    (void)state;
    ag_arena arena;
    ag_arena_init(&arena);
    assert_null(ag_arena_array(&arena, SIZE_MAX / 2, 16));
    assert_true(arena.failed);
    assert_non_null(ag_arena_alloc(&arena, 1));
    ag_arena_deinit(&arena);
}

static void a_map_finds_what_was_added_in_the_order_of_adding(void **state) {
    (void)state;
    enum { KEYS = 5000 };
    static char name[KEYS][8];
    ag_map map;
    ag_map_init(&map);
    assert_null(ag_map_find(&map, AG_TEXT("absent")));
    bool added;
    for (uint32_t i = 0; i < KEYS; i++) {
        snprintf(name[i], sizeof name[i], "k%u", (unsigned)i);
        assert_int_equal(*ag_map_add(&map, ag_text_of(name[i]), i, &added), i);
        assert_true(added);
    }
    assert_int_equal(*ag_map_add(&map, AG_TEXT("k17"), 99, &added), 17);
    assert_false(added);
    for (uint32_t i = 0; i < KEYS; i++) {
        assert_int_equal(*ag_map_find(&map, ag_text_of(name[i])), i);
        assert_ptr_equal(map.key[i].at, name[i]);
    }
    assert_null(ag_map_find(&map, AG_TEXT("k5000")));
    ag_map_deinit(&map);
}

/* ---- Random numbers -------------------------------------------------------------------------------------------- */

static void a_seed_gives_the_same_numbers_on_every_machine(void **state) {
    (void)state;
    ag_random a, b, other;
    ag_random_init(&a, 7, 1);
    ag_random_init(&b, 7, 1);
    ag_random_init(&other, 7, 2);
    int same = 0;
    for (int i = 0; i < 1000; i++) {
        const uint64_t x = ag_random_next(&a);
        assert_true(x == ag_random_next(&b));
        same += x == ag_random_next(&other);
    }
    assert_int_equal(same, 0);
}

static void every_face_of_a_die_comes_up_as_often(void **state) {
    (void)state;
    enum { ROLLS = 60000 };
    static const double weight[] = {1, 0, 3};
    int face[6] = {0}, chosen[3] = {0};
    ag_random r;
    ag_random_init(&r, 1, 0);
    for (int i = 0; i < ROLLS; i++) {
        face[ag_random_below(&r, 6)]++;
        chosen[ag_random_choose(&r, weight, 3)]++;
    }
    for (int i = 0; i < 6; i++) assert_close(face[i], ROLLS / 6.0, 450); /* 5 standard deviations: 91 each */
    assert_int_equal(chosen[1], 0);
    assert_close(chosen[2], ROLLS * 0.75, 550); /* 106 */
}

/* ---- Errors and findings --------------------------------------------------------------------------------------- */

static void an_error_reads_as_file_row_column_and_remedy(void **state) {
    (void)state;
    char text[800];
    ag_error err = {0};
    assert_int_equal(ag_fail(&err, AG_BAD_INPUT, "write 1.5", "\"%s\" is no frequency", "1,5"), AG_BAD_INPUT);
    snprintf(err.file, sizeof err.file, "frequencies.csv");
    err.row = 3;
    err.column = 2;
    assert_string_equal(ag_error_format(&err, text, sizeof text),
                        "frequencies.csv:3:2: \"1,5\" is no frequency; write 1.5");
    assert_int_equal(ag_fail(NULL, AG_REFUSED, NULL, "no place to say why"), AG_REFUSED);
}

static void all_findings_are_counted_and_the_first_error_is_never_lost(void **state) {
    (void)state;
    ag_diagnostics d;
    ag_error err = {0};
    ag_diagnostics_init(&d);
    assert_int_equal(ag_diagnostics_status(&d, &err), AG_OK);
    for (int i = 0; i <= AG_MAX_DIAGNOSTICS; i++) ag_diagnose(&d, AG_WARNING, "a.csv", i + 1, 1, NULL, "odd");
    assert_int_equal(d.n, AG_MAX_DIAGNOSTICS);
    assert_int_equal(d.warnings, AG_MAX_DIAGNOSTICS + 1);
    assert_int_equal(ag_diagnostics_status(&d, &err), AG_OK);
    ag_diagnose(&d, AG_ERROR, "b.csv", 7, 0, NULL, "wrong");
    ag_diagnose(&d, AG_ERROR, "c.csv", 8, 0, NULL, "wrong too");
    assert_int_equal(ag_diagnostics_status(&d, &err), AG_BAD_INPUT);
    assert_string_equal(err.file, "b.csv");
    assert_int_equal(err.row, 7);
    assert_non_null(strstr(err.hint, "1 more"));
    ag_diagnostics_deinit(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_a_decimal_number_is_read_as_one),
        cmocka_unit_test(what_is_written_reads_back_as_the_same_double),
        cmocka_unit_test(doubles_are_written_as_short_as_they_can_be),
        cmocka_unit_test(texts_compare_by_bytes_with_the_prefix_first),
        cmocka_unit_test(locus_names_match_without_case_and_punctuation),
        cmocka_unit_test(an_arena_gives_zeroed_aligned_memory_that_stays),
        cmocka_unit_test(an_impossible_allocation_fails_and_is_remembered),
        cmocka_unit_test(a_map_finds_what_was_added_in_the_order_of_adding),
        cmocka_unit_test(a_seed_gives_the_same_numbers_on_every_machine),
        cmocka_unit_test(every_face_of_a_die_comes_up_as_often),
        cmocka_unit_test(an_error_reads_as_file_row_column_and_remedy),
        cmocka_unit_test(all_findings_are_counted_and_the_first_error_is_never_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
