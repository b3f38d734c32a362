/* What stands on a command line. */
#include "support.h"

#include <string.h>

#include "base/limits.h"
#include "cli/command.h"

static const ag_option options[] = {{"--out", "FILE", "where to", false}, {NULL, NULL, NULL, false}};
static const ag_command command = {
    .name = "try", .operand = {"CASEBOOK", "[KIND]"}, .rest = "WORD ...", .option = options};

static ag_status parse(int argc, const char *const *argv, ag_arguments *out, ag_error *err) {
    bool help;
    return ag_arguments_parse(&command, argc, (char *const *)argv, out, &help,
                              err); /* as main has them; not written to */
}

static void operands_come_in_order_and_the_rest_behind_them(void **state) {
    (void)state;
    const char *const argv[] = {"war.casebook", "-o", "x.html", "users", "a=1", "b=2"};
    ag_arguments found;
    ag_error err;
    assert_ok(parse(6, argv, &found, &err), &err);
    assert_string_equal(found.operand[0], "war.casebook");
    assert_string_equal(found.operand[1], "users");
    assert_string_equal(found.value[0], "x.html");
    assert_int_equal(found.rest_n, 2);
    assert_string_equal(found.rest[1], "b=2");
}

static void an_operand_in_brackets_may_be_left_out(void **state) {
    (void)state;
    const char *const argv[] = {"war.casebook"};
    ag_arguments found;
    ag_error err;
    assert_ok(parse(1, argv, &found, &err), &err);
    assert_null(found.operand[1]);
    assert_status(parse(0, argv, &found, &err), AG_USAGE, &err);
}

static void there_is_a_cap_on_words_and_one_past_it_is_refused(void **state) {
    (void)state;
    static const char *argv[2 + AG_MAX_WORDS + 1];
    ag_arguments found;
    ag_error err;
    for (int i = 0; i < 2 + AG_MAX_WORDS + 1; i++) argv[i] = "word";
    assert_ok(parse(2 + AG_MAX_WORDS, argv, &found, &err), &err);
    assert_int_equal(found.rest_n, AG_MAX_WORDS);
    assert_status(parse(2 + AG_MAX_WORDS + 1, argv, &found, &err), AG_USAGE, &err);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operands_come_in_order_and_the_rest_behind_them),
        cmocka_unit_test(an_operand_in_brackets_may_be_left_out),
        cmocka_unit_test(there_is_a_cap_on_words_and_one_past_it_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
