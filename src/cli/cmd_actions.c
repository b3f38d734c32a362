/* antigone actions, antigone rules: the two tables that the casebook works by. */
#include <stdio.h>
#include <string.h>

#include "cli/actions.h"
#include "cli/output.h"
#include "cli/screen.h"

#include "base/banned.h"

/* ---- actions --------------------------------------------------------------------------------------------------- */

enum { JSON, MAN, SKELETON };

static const ag_option action_options[] = {
    {"--json", NULL, "all actions with their fields, as JSON", false},
    {"--man", NULL, "all actions as a manual page in scdoc", false},
    {"--skeleton", NULL, "tests of an action, to be filled in", false},
    {NULL, NULL, NULL, false},
};

static ag_status print_all_json(ag_error *err) {
    ag_buffer out = {0};
    ag_json_writer w = {.out = &out, .pretty = true};
    ag_actions_put_json(&w);
    return ag_output_print(&out, err);
}

static ag_status print_named(const char *name, bool skeleton, ag_error *err) {
    const ag_kind *kind = NULL;
    const ag_action *action = NULL;
    const ag_status status =
        strchr(name, '.') || skeleton ? ag_actions_need(name, &action, err) : ag_kinds_need(name, &kind, err);
    if (status != AG_OK) return status;
    if (kind)
        ag_actions_print_kind(stdout, kind);
    else if (skeleton)
        ag_actions_print_skeleton(stdout, action);
    else
        ag_actions_print(stdout, action);
    return AG_OK;
}

static ag_status run_actions(const ag_arguments *arguments, ag_error *err) {
    const char *name = arguments->operand[0];
    ag_status status = AG_OK;
    if (arguments->value[JSON]) return print_all_json(err);
    if (arguments->value[SKELETON] && !name)
        return ag_fail(err, AG_USAGE, "antigone actions ACTION --skeleton", "a skeleton is of one action");
    if (arguments->value[MAN])
        ag_actions_print_manual(stdout);
    else if (name)
        status = print_named(name, arguments->value[SKELETON] != NULL, err);
    else
        ag_actions_print_kinds(stdout);
    return status == AG_OK ? ag_finish_output(err) : status;
}

const ag_command ag_command_actions = {
    .name = "actions",
    .summary = "what can be done to a casebook: actions, their fields, their rules",
    .operand = {"[KIND|ACTION]"},
    .option = action_options,
    .help =
        "Without a name: all kinds of record and their actions. With one: its states and actions, or the fields of\n"
        "an action, who may do it, from which state, and the rules that may forbid it.",
    .examples = "  antigone actions\n"
                "  antigone actions user\n"
                "  antigone actions user.add",
    .run = run_actions,
};

/* ---- rules ----------------------------------------------------------------------------------------------------- */

static const ag_option rule_options[] = {
    {"--json", NULL, "as JSON", false},
    {NULL, NULL, NULL, false},
};

static void print_rule(const ag_rule *rule) {
    ag_buffer text = {0};
    ag_buffer_printf(&text, "%s\nSource: %s\n%s\nHow: %s.", rule->words, rule->source, ag_mark_say(rule->mark),
                     ag_hold_say(rule->holds));
    ag_buffer_printf(&text, "\nTest: %s", rule->test);
    printf("%-6s", rule->number);
    ag_print_wrapped(stdout, 6, 6, ag_text_of(text.data));
    ag_buffer_deinit(&text);
}

static void put_rule(ag_json_writer *w, const ag_rule *rule) {
    const char *pair[][2] = {{"number", rule->number},
                             {"words", rule->words},
                             {"source", rule->source},
                             {"mark", ag_mark_say(rule->mark)},
                             {"holds", ag_hold_say(rule->holds)},
                             {"test", rule->test}};
    ag_json_open(w, '{');
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        if (!pair[i][1]) continue;
        ag_json_key(w, ag_text_of(pair[i][0]));
        ag_json_puts(w, pair[i][1]);
    }
    ag_json_close(w, '}');
}

static ag_status need_rule(const char *number, const ag_rule **out, ag_error *err) {
    const char *word[512];
    char hint[AG_HINT_BYTES];
    size_t n = 0;
    *out = ag_rule_find(number);
    if (*out) return AG_OK;
    for (const ag_rule *rule = ag_rules; rule->number && n < sizeof word / sizeof *word; rule++)
        word[n++] = rule->number;
    return ag_fail(err, AG_USAGE, ag_hint_nearest(number, word, n, "`antigone rules` prints them all", hint),
                   "there is no rule \"%.40s\"", number);
}

static ag_status run_rules(const ag_arguments *arguments, ag_error *err) {
    const ag_rule *only = NULL;
    ag_buffer out = {0};
    ag_json_writer w = {.out = &out, .pretty = true};
    const ag_status status = arguments->operand[0] ? need_rule(arguments->operand[0], &only, err) : AG_OK;
    if (status != AG_OK) return status;
    const bool json = arguments->value[0] != NULL;
    if (json) ag_json_open(&w, '[');
    for (const ag_rule *rule = ag_rules; rule->number; rule++) {
        if (only && rule != only) continue;
        if (json)
            put_rule(&w, rule);
        else
            print_rule(rule);
    }
    if (json) ag_json_close(&w, ']');
    return ag_output_print(&out, err);
}

const ag_command ag_command_rules = {
    .name = "rules",
    .summary = "the rules of law and practice that the casebook keeps, with their sources",
    .operand = {"[NUMBER]"},
    .option = rule_options,
    .help = "Each rule with its number, words and source, whether the source was read, how the casebook keeps it, and\n"
            "the test that proves it. A refusal quotes these numbers.",
    .examples = "  antigone rules\n"
                "  antigone rules L5\n"
                "  antigone rules --json > rules.json",
    .run = run_rules,
};
