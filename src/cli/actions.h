/* What the table of actions says to people: help, the manual page, skeletons of tests, all derived from its rows. */
#ifndef AG_CLI_ACTIONS_H
#define AG_CLI_ACTIONS_H

#include <stdio.h>

#include "casebook/action.h"
#include "casebook/casebook.h"
#include "cli/command.h"
#include "formats/json.h"

/* By name; of a kind its plural will do. AG_USAGE: there is none, with the nearest word. */
ag_status ag_actions_need(const char *name, const ag_action **out, ag_error *err);
ag_status ag_kinds_need(const char *name, const ag_kind **out, ag_error *err);

void ag_actions_print_kinds(FILE *to);
void ag_actions_print_kind(FILE *to, const ag_kind *kind);
void ag_actions_print(FILE *to, const ag_action *action);
/* All of them: a manual page in scdoc; a JSON array. */
void ag_actions_print_manual(FILE *to);
void ag_actions_put_json(ag_json_writer *w);
/* A test to be filled in: it does the action, and is refused by each of its rules. */
void ag_actions_print_skeleton(FILE *to, const ag_action *action);

/* "registrar, analyst"; all roles: "everybody". */
const char *ag_roles_say(unsigned roles, char *out, size_t out_size);
const char *ag_mark_say(char mark);
const char *ag_hold_say(ag_rule_hold holds);

/* Why something was not done: each reason with its rule, words, source and what would satisfy it. */
void ag_refusals_print(FILE *to, const char *action, const char *subject, const ag_refusals *refusals);
void ag_refusals_put_json(ag_json_writer *w, const ag_refusals *refusals);

#endif
