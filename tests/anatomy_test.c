/* Which bones can be of one body, and how many bodies there are at least. Expectations are anatomy, written by hand. */
#include "support.h"

#include <string.h>

#include "incident/anatomy.h"
#include "incident/load.h"

static uint16_t code_of(const char *element, const char *side) {
    bool known;
    const uint16_t code = ag_anatomy_code(ag_text_of(element), ag_text_of(side), &known);
    if (!known) fail_msg("\"%s\" \"%s\" should be known words", element, side);
    return code;
}

static int min_individuals(const uint16_t *code, int n) {
    const ag_incident incident = {.search = {.remains = n}, .anatomy = code};
    return ag_anatomy_min_individuals(&incident);
}

static bool together(const char *a, const char *side_a, const char *b, const char *side_b) {
    const uint16_t code[2] = {code_of(a, side_a), code_of(b, side_b)};
    const ag_incident incident = {.search = {.remains = 2}, .anatomy = code};
    const bool ab = ag_anatomy_together(&incident, 0, 1), ba = ag_anatomy_together(&incident, 1, 0);
    if (ab != ba) fail_msg("%s and %s: the answer depends on the order", a, b);
    return ab;
}

static void two_of_one_bone_and_side_are_of_two_bodies(void **state) {
    (void)state;
    assert_false(together("femur", "left", "femur", "left"));
    assert_false(together("Femur", "L", "FEMUR", "Left"));
    assert_true(together("femur", "left", "femur", "right"));
    assert_true(together("femur", "left", "femur", ""));
    assert_true(together("femur", "", "femur", ""));
    assert_true(together("femur", "left", "tibia", "left"));
    assert_false(together("cranium", "", "cranium", ""));
    assert_false(together("mandible", "", "mandible", "midline"));
    assert_false(together("pelvis", "", "pelvis", ""));
    assert_true(together("cranium", "", "mandible", ""));
    assert_true(together("rib", "left", "rib", "left"));
}

static void a_side_may_stand_with_the_element(void **state) {
    (void)state;
    assert_false(together("left femur", "", "femur", "left"));
    assert_false(together("femur, left", "", "femur", "left"));
    assert_true(together("right femur", "", "femur", "left"));
}

static void a_whole_holds_its_parts(void **state) {
    (void)state;
    assert_false(together("skull", "", "cranium", ""));
    assert_false(together("skull", "", "petrous", ""));
    assert_true(together("skull", "", "mandible", ""));
    assert_false(together("head", "", "mandible", ""));
    assert_false(together("pelvis", "", "os coxae", "left"));
    assert_false(together("pelvis", "", "os coxae", ""));
    assert_false(together("lower limb", "right", "femur", "right"));
    assert_true(together("lower limb", "right", "femur", "left"));
    assert_true(together("leg", "right", "femur", "right"));
    assert_true(together("torso", "", "arm", "left"));
    assert_false(together("torso", "", "torso", ""));
}

static void a_complete_body_is_together_with_nothing_else(void **state) {
    (void)state;
    assert_false(together("body", "", "rib", ""));
    assert_false(together("body", "", "whole body", ""));
    assert_false(together("body", "", "femur fragment", "left"));
    assert_true(together("body", "", "", ""));
    assert_true(together("body", "", "tissue", ""));
}

static void fragments_of_one_bone_may_be_of_one_body(void **state) {
    (void)state;
    assert_true(together("femur fragment", "left", "femur fragment", "left"));
    assert_true(together("femur fragment", "left", "femur", "left"));
    assert_true(together("fragment", "", "femur", "left"));
}

static void at_least_as_many_persons_as_of_one_piece(void **state) {
    (void)state;
    const uint16_t femora[] = {code_of("femur", "left"), code_of("femur", "left"), code_of("femur", "right")};
    const uint16_t unsided[] = {code_of("femur", ""), code_of("femur", ""), code_of("femur", "left")};
    const uint16_t bodies[] = {code_of("body", ""), code_of("body", ""), code_of("rib", "")};
    const uint16_t hidden[] = {code_of("body", ""), code_of("bone", "")};
    const uint16_t nothing[] = {0, 0};
    assert_int_equal(min_individuals(femora, 3), 2);
    assert_int_equal(min_individuals(unsided, 3), 2);
    assert_int_equal(min_individuals(bodies, 3), 3);
    assert_int_equal(min_individuals(hidden, 2), 1);
    assert_int_equal(min_individuals(nothing, 2), 1);
    assert_int_equal(min_individuals(nothing, 0), 0);
    assert_int_equal(min_individuals(NULL, 2), 1);
}

static const char *const any_element[] = {"",     "femur", "femur fragment", "skull",    "petrous", "pelvis",
                                          "body", "rib",   "lower limb",     "hip bone", "head",    "mandible"};
static const char *const any_side[] = {"", "left", "right"};

/* Remains that can pairwise not be together are as many persons; the minimum may see more, never fewer than a pair. */
static bool pairs_count(draws *d, void *context) {
    (void)context;
    uint16_t code[2];
    for (int i = 0; i < 2; i++)
        code[i] =
            code_of(any_element[draw_below(d, sizeof any_element / sizeof *any_element)], any_side[draw_below(d, 3)]);
    const ag_incident incident = {.search = {.remains = 2}, .anatomy = code};
    const bool one = ag_anatomy_together(&incident, 0, 1);
    if (one != ag_anatomy_together(&incident, 1, 0)) return draw_note(d, "%u and %u: order matters", code[0], code[1]);
    if (ag_anatomy_min_individuals(&incident) == (one ? 1 : 2)) return true;
    return draw_note(d, "%u and %u: together %d, at least %d", code[0], code[1], one,
                     ag_anatomy_min_individuals(&incident));
}

static void two_remains_are_two_persons_exactly_when_they_cannot_be_together(void **state) {
    (void)state;
    check_property("two remains are two persons exactly when they cannot be together", 3000, pairs_count, NULL);
}

static void put(const char *folder, const char *name, const char *text) {
    write_file(path_join(folder, name), text, strlen(text));
}

static void unknown_words_are_warned_about_once_and_columns_are_not_called_unused(void **state) {
    (void)state;
    ag_loaded loaded;
    ag_diagnostics found;
    ag_error err;
    const char *folder = scratch_folder();
    put(folder, "frequencies.csv", "locus,allele,frequency\nFGA,20,0.5\nFGA,21,0.5\n");
    put(folder, "references.csv", "sample,family,person,sex,FGA\nA1,F1,father,M,20/20\n");
    put(folder, "families.csv", "family,person,father,mother,sex,missing\nF1,father,,,M,\nF1,son,father,,M,yes\n");
    put(folder, "remains.csv",
        "sample,sex,quality,FGA,element,side\nR1,M,good,20/20,femur,left\nR2,M,good,20/20,femoor,left\n"
        "R3,M,good,20/20,Femoor,\nR4,M,good,20/20,femur,upwards\nR5,M,good,20/20,femur,left\n");
    ag_diagnostics_init(&found);
    assert_ok(ag_loaded_init(folder, 1, &loaded, &found, &err), &err);
    int warned = 0;
    for (size_t i = 0; i < found.n; i++) {
        const ag_error *e = &found.item[i];
        assert_null(strstr(e->what, "not used"));
        if (!strstr(e->what, "is not understood")) continue;
        warned++;
        assert_int_equal(e->row, 3);
        assert_string_equal(e->what,
                            "sample \"R2\": an element or its side is not understood: \"femoor left\", \"femur "
                            "upwards\" (3 in all)");
    }
    assert_int_equal(warned, 1);
    assert_false(ag_anatomy_together(loaded.incident, 0, 4));
    assert_true(ag_anatomy_together(loaded.incident, 0, 1));
    assert_true(ag_anatomy_together(loaded.incident, 0, 3));
    assert_int_equal(ag_anatomy_min_individuals(loaded.incident), 2);
    ag_loaded_deinit(&loaded);
    ag_diagnostics_deinit(&found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_of_one_bone_and_side_are_of_two_bodies),
        cmocka_unit_test(a_side_may_stand_with_the_element),
        cmocka_unit_test(a_whole_holds_its_parts),
        cmocka_unit_test(a_complete_body_is_together_with_nothing_else),
        cmocka_unit_test(fragments_of_one_bone_may_be_of_one_body),
        cmocka_unit_test(at_least_as_many_persons_as_of_one_piece),
        cmocka_unit_test(two_remains_are_two_persons_exactly_when_they_cannot_be_together),
        cmocka_unit_test(unknown_words_are_warned_about_once_and_columns_are_not_called_unused),
    };
    return cmocka_run_group_tests_name("anatomy", tests, NULL, NULL);
}
