/* The table of rules is complete: a guard has its rule, a rule that guards has its guard, and each names the test that
 * proves it. */
#include "casebook_support.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

static char *all_tests; /* the sources of the tests, one after the other; owned */

static int read_tests(void **state) {
    (void)state;
    const char *folder = source_path("tests");
    DIR *dir = opendir(folder);
    ag_buffer all = {0};
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        const size_t n = strlen(entry->d_name);
        if (n > 7 && strcmp(entry->d_name + n - 7, "_test.c") == 0)
            ag_buffer_puts(&all, read_file(path_join(folder, entry->d_name), NULL));
    }
    closedir(dir);
    all_tests = all.data;
    return all.failed ? -1 : 0;
}

static int forget_tests(void **state) {
    (void)state;
    free(all_tests);
    return 0;
}

/* As a case is named: in quotes; or with _ for blanks, as a function or as a folder of tests/golden. */
static bool is_a_test(const char *sentence) {
    ag_buffer quoted = {0}, function = {0}, folder = {0};
    ag_buffer_printf(&quoted, "\"%s\"", sentence);
    ag_buffer_printf(&function, "cmocka_unit_test(%s)", sentence);
    ag_buffer_printf(&folder, "tests/golden/%s/args", sentence);
    for (char *at = function.data; *at; at++)
        if (*at == ' ') *at = '_';
    for (char *at = folder.data; *at; at++)
        if (*at == ' ') *at = '_';
    const bool found = strstr(all_tests, quoted.data) || strstr(all_tests, function.data) ||
                       access(source_path(folder.data), R_OK) == 0;
    ag_buffer_deinit(&quoted);
    ag_buffer_deinit(&function);
    ag_buffer_deinit(&folder);
    return found;
}

static void every_rule_has_words_a_source_and_a_test(void **state) {
    (void)state;
    int missing = 0;
    for (const ag_rule *rule = ag_rules; rule->number; rule++) {
        assert_ptr_equal(ag_rule_find(rule->number), rule);
        assert_true(rule->words && *rule->words && strlen(rule->words) <= 200);
        assert_true(rule->source && *rule->source);
        assert_true(rule->mark == 'V' || rule->mark == 'C' || rule->mark == 'M');
        assert_non_null(rule->test);
        if (is_a_test(rule->test)) continue;
        print_error("%s names a test that is not there: %s\n", rule->number, rule->test);
        missing++;
    }
    assert_int_equal(missing, 0);
}

static bool guards(const char *number) {
    for (int k = 0; ag_kinds[k]; k++)
        for (const ag_action *action = ag_kinds[k]->action; action->name; action++) {
            for (const ag_guard *guard = action->guard; guard && guard->rule; guard++)
                if (strcmp(guard->rule, number) == 0) return true;
        }
    return false;
}

static void every_guard_has_its_rule_and_every_guarding_rule_its_guard(void **state) {
    (void)state;
    int faults = 0;
    for (int k = 0; ag_kinds[k]; k++) {
        for (const ag_fact *fact = ag_kinds[k]->fact; fact && fact->name; fact++) {
            if (!fact->rule || ag_rule_find(fact->rule)) continue;
            print_error("%s shows %s by %s, which is no rule\n", ag_kinds[k]->name, fact->name, fact->rule);
            faults++;
        }
        for (const ag_action *action = ag_kinds[k]->action; action->name; action++) {
            for (const ag_guard *guard = action->guard; guard && guard->rule; guard++) {
                if (ag_rule_find(guard->rule)) continue;
                print_error("%s is guarded by %s, which is no rule\n", action->name, guard->rule);
                faults++;
            }
            if (action->clock.rule && !ag_rule_find(action->clock.rule)) {
                print_error("%s starts the clock of %s, which is no rule\n", action->name, action->clock.rule);
                faults++;
            }
        }
    }
    /* These two are the engine's: role, and signatures. */
    for (const ag_rule *rule = ag_rules; rule->number; rule++)
        if (rule->holds == AG_HOLDS_GUARD && !guards(rule->number) && strcmp(rule->number, "A1") != 0 &&
            strcmp(rule->number, "A3") != 0) {
            print_error("%s says that it guards, and guards nothing\n", rule->number);
            faults++;
        }
    assert_int_equal(faults, 0);
}

static void the_rules_of_the_sections_are_there(void **state) {
    (void)state;
    static const struct {
        const char *letter;
        int count;
    } numbered[] = {{"L", 20}, {"E", 4}, {"I", 7}, {"P", 3}, {"S", 5}, {"R", 8}, {"N", 4}, {"M", 6}, {"C", 4}};
    for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++)
        for (int n = 1; n <= numbered[i].count; n++) {
            char number[16];
            snprintf(number, sizeof number, "%s%d", numbered[i].letter, n);
            if (!ag_rule_find(number)) fail_msg("rule %s is not in the table", number);
        }
}

/* What an action of the table needs so that a person can use it and a program derive from it. */
static void every_action_says_what_it_does(void **state) {
    (void)state;
    for (int k = 0; ag_kinds[k]; k++) {
        assert_true(ag_kinds[k]->help && *ag_kinds[k]->help);
        for (const ag_action *action = ag_kinds[k]->action; action->name; action++) {
            if (!action->help || !*action->help || !action->roles) fail_msg("%s has no help or no role", action->name);
            if (ag_action_kind(action) != ag_kinds[k])
                fail_msg("%s is not named after its kind %s", action->name, ag_kinds[k]->name);
            for (const ag_field *field = action->field; field && field->name; field++)
                if (!field->help || !*field->help) fail_msg("%s: %s has no help", action->name, field->name);
            bool known = !action->to;
            for (const char *const *name = ag_kinds[k]->state; name && *name && !known; name++)
                known = strcmp(*name, action->to) == 0;
            if (!known)
                fail_msg("%s leads to %s, which is no state of %s", action->name, action->to, ag_kinds[k]->name);
        }
    }
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"every rule has words, a source, a mark and a test that is there", every_rule_has_words_a_source_and_a_test,
         NULL, NULL, NULL},
        {"every guard, fact and clock has its rule and every guarding rule its guard",
         every_guard_has_its_rule_and_every_guarding_rule_its_guard, NULL, NULL, NULL},
        {"every rule of the sections is in the table", the_rules_of_the_sections_are_there, NULL, NULL, NULL},
        {"every action, kind and field says what it does", every_action_says_what_it_does, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("rules", cases, read_tests, forget_tests);
}
