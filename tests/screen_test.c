/* What people read on a terminal: widths, cutting and wrapping in every script, and nothing that moves the cursor. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/screen.h"

static int width(const char *text) { return ag_display_width(ag_text_of(text)); }

static void width_counts_columns_in_every_script(void **state) {
    (void)state;
    assert_int_equal(width("grave 7"), 7);
    assert_int_equal(width("Кузьма"), 6);
    assert_int_equal(width("김철수"), 6);             /* East Asian Wide: two columns each (UAX 11) */
    assert_int_equal(width("\u1100\u1161\u11A8"), 2); /* the syllable of three letters, drawn as one */
    assert_int_equal(width("е\u0308"), 1);            /* a mark above stands on its letter */
    assert_int_equal(width(""), 0);
}

static void what_is_too_wide_is_cut_and_what_fits_is_not(void **state) {
    ag_arena arena;
    (void)state;
    ag_arena_init(&arena);
    assert_string_equal(ag_display_fit(&arena, AG_TEXT("김철수"), 6), "김철수");
    assert_string_equal(ag_display_fit(&arena, AG_TEXT("김철수"), 5), "김철…");
    assert_string_equal(ag_display_fit(&arena, AG_TEXT("김철수"), 4), "김…");
    assert_string_equal(ag_display_fit(&arena, AG_TEXT("Кузьма"), 4), "Куз…");
    assert_string_equal(ag_display_fit(&arena, AG_TEXT("Кузьма"), 0), "Кузьма");
    ag_arena_deinit(&arena);
}

static void no_control_character_and_no_mark_of_direction_is_printed(void **state) {
    ag_arena arena;
    (void)state;
    ag_arena_init(&arena);
    assert_string_equal(ag_display_fit(&arena, AG_TEXT("a\x1B[2Jb\r"), 0), "a?[2Jb?");
    assert_string_equal(ag_display_fit(&arena, AG_TEXT("\u202Egrave\u2028"), 0), "?grave?");
    assert_string_equal(ag_display_fit(&arena, AG_TEXT("bad \xFF byte"), 0), "bad ? byte");
    ag_arena_deinit(&arena);
}

/* What `print` writes, in a text that lives until the test ends. */
static const char *printed(void (*print)(FILE *to)) {
    const char *path = path_join(scratch_folder(), "printed");
    FILE *to = fopen(path, "w");
    print(to);
    fclose(to);
    return read_file(path, NULL);
}

static void wrap(FILE *to) {
    fputs("why: ", to);
    ag_print_wrapped(to, 5, 4,
                     AG_TEXT("the remains were found in a grave of many, and each of them has a number of its "
                             "own\nSource: 김철수"));
}

static void words_are_broken_at_80_columns_and_indented(void **state) {
    (void)state;
    assert_string_equal(printed(wrap),
                        "why: the remains were found in a grave of many, and each of them has a number of\n"
                        "    its own\n"
                        "    Source: 김철수\n");
}

static void word_of_90(FILE *to) {
    ag_print_wrapped(to, 0, 2,
                     AG_TEXT("123456789 1234567890123456789012345678901234567890123456789012345678901234567890"
                             "1234567890 12"));
}

static void a_word_that_is_wider_than_the_screen_is_not_broken(void **state) {
    (void)state;
    assert_string_equal(printed(word_of_90),
                        "123456789\n"
                        "  12345678901234567890123456789012345678901234567890123456789012345678901234567890\n"
                        "  12\n");
}

static void table(FILE *to) {
    ag_arena arena;
    ag_grid grid;
    ag_arena_init(&arena);
    ag_grid_init(&grid, &arena);
    ag_grid_column(&grid, "id");
    ag_grid_column(&grid, "name");
    ag_grid_column(&grid, "state");
    static const char *const cell[] = {"1", "김철수", "OPEN", "22", "Кузьма", "CLOSED"};
    for (int i = 0; i < 6; i++) ag_grid_put(&grid, ag_text_of(cell[i]));
    ag_grid_print(&grid, to);
    ag_arena_deinit(&arena);
}

static void columns_stand_under_each_other_in_every_script(void **state) {
    (void)state;
    assert_string_equal(printed(table), "id  name    state\n"
                                        "1   김철수  OPEN\n"
                                        "22  Кузьма  CLOSED\n");
}

static void wide_table(FILE *to) {
    ag_arena arena;
    ag_grid grid;
    char wide[121];
    memset(wide, 'x', 120);
    wide[120] = 0;
    ag_arena_init(&arena);
    ag_grid_init(&grid, &arena);
    ag_grid_column(&grid, "id");
    ag_grid_column(&grid, "text");
    ag_grid_put(&grid, AG_TEXT("2025061607120001230"));
    ag_grid_put(&grid, ag_text_of(wide));
    ag_grid_print(&grid, to);
    ag_arena_deinit(&arena);
}

static void a_row_fits_80_columns_and_its_id_is_whole(void **state) {
    (void)state;
    const char *text = printed(wide_table), *row = strchr(text, '\n') + 1;
    assert_int_equal(width((const char *)row) - 1, 80); /* and the line end, which counts as a blank */
    assert_memory_equal(row, "2025061607120001230  xxx", 24);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(width_counts_columns_in_every_script),
        cmocka_unit_test(what_is_too_wide_is_cut_and_what_fits_is_not),
        cmocka_unit_test(no_control_character_and_no_mark_of_direction_is_printed),
        cmocka_unit_test(words_are_broken_at_80_columns_and_indented),
        cmocka_unit_test(a_word_that_is_wider_than_the_screen_is_not_broken),
        cmocka_unit_test(columns_stand_under_each_other_in_every_script),
        cmocka_unit_test(a_row_fits_80_columns_and_its_id_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
