/* antigone: finds the command in the table and runs it. Exit codes are those of ag_status. */
#include <stdio.h>
#include <string.h>

#include "antigone/antigone.h"
#include "cli/command.h"
#include "formats/json.h"

#include "base/banned.h"

enum { GROUP_MAX = 24 };

static const struct {
    const char *title;
    const ag_command *command[GROUP_MAX]; /* NULL-ended */
} groups[] = {
    {"Over an incident, a folder of tables",
     {&ag_command_identify, &ag_command_joint, &ag_command_pairs, &ag_command_power, &ag_command_check,
      &ag_command_simulate, &ag_command_calibrate, &ag_command_convert}},
    {"Calculators", {&ag_command_likelihood, &ag_command_lr, &ag_command_name, &ag_command_link, &ag_command_estimate}},
    {"Over a casebook, the record of what was done",
     {&ag_command_init, &ag_command_do, &ag_command_show, &ag_command_list, &ag_command_search, &ag_command_status,
      &ag_command_import, &ag_command_ledger, &ag_command_claims, &ag_command_users, &ag_command_erase,
      &ag_command_report, &ag_command_actions, &ag_command_rules}},
    {"Proof, copies and exchange",
     {&ag_command_checkpoint, &ag_command_verify, &ag_command_rebuild, &ag_command_backup, &ag_command_bundle,
      &ag_command_merge, &ag_command_release, &ag_command_compare, &ag_command_rekey}},
};
enum { GROUPS = sizeof groups / sizeof *groups, COMMANDS = GROUPS * GROUP_MAX };

static void print_usage(FILE *to) {
    fprintf(to, "Usage: antigone COMMAND ...\n\nIdentifies unrecognisable remains from the DNA of their families, and "
                "keeps the\nrecord of what was done about every one of the dead.\n");
    for (int g = 0; g < GROUPS; g++) {
        fprintf(to, "\n%s:\n", groups[g].title);
        for (const ag_command *const *c = groups[g].command; *c; c++)
            fprintf(to, "  %-11s %s\n", (*c)->name, (*c)->summary);
    }
    fprintf(to, "\n`antigone COMMAND --help` says more, with examples. --version prints the version.\n\n"
                "Examples:\n"
                "  antigone check flood-2024\n"
                "  antigone identify flood-2024 --out out/flood-2024\n"
                "  antigone status war.casebook\n");
}

/* All commands into `out` [COMMANDS]; how many. */
static int all_commands(const ag_command **out) {
    int n = 0;
    for (int g = 0; g < GROUPS; g++)
        for (const ag_command *const *c = groups[g].command; *c; c++) out[n++] = *c;
    return n;
}

static const ag_command *find(const char *name) {
    const ag_command *command[COMMANDS];
    const int n = all_commands(command);
    for (int i = 0; i < n; i++)
        if (strcmp(command[i]->name, name) == 0) return command[i];
    return NULL;
}

static int refuse(const char *name) {
    const ag_command *command[COMMANDS];
    const char *word[COMMANDS];
    const int n = all_commands(command);
    for (int i = 0; i < n; i++) word[i] = command[i]->name;
    const char *nearest = ag_nearest_word(name, word, (size_t)n);
    if (nearest)
        fprintf(stderr, "antigone: there is no command \"%.60s\"; did you mean %s?\n", name, nearest);
    else
        fprintf(stderr, "antigone: there is no command \"%.60s\"; `antigone --help` lists them\n", name);
    return AG_USAGE;
}

static void print_help(const ag_command *command, int argc, char *const *argv) {
    if (!command->explain || !command->explain(argc, argv)) ag_command_print_help(command);
}

static int run(const ag_command *command, int argc, char *const *argv) {
    ag_arguments arguments;
    ag_error err = {0};
    bool help;
    ag_status status = ag_arguments_parse(command, argc, argv, &arguments, &help, &err);
    if (status == AG_OK && help)
        print_help(command, argc, argv);
    else if (status == AG_OK)
        status = command->run(&arguments, &err);
    if (err.what[0]) ag_print_error(&err);
    return status;
}

int main(int argc, char **argv) {
    if (argc < 2) return print_usage(stderr), AG_USAGE;
    const bool asked = strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0;
    if (asked && argc > 2 && find(argv[2])) return print_help(find(argv[2]), argc - 3, argv + 3), 0;
    if (asked) return print_usage(stdout), 0;
    if (strcmp(argv[1], "--version") == 0) return puts("antigone " AG_VERSION), 0;
    const ag_command *command = find(argv[1]);
    return command ? run(command, argc - 2, argv + 2) : refuse(argv[1]);
}
