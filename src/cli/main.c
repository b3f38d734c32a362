/* antigone: finds the command in the table and runs it. Exit codes are those of ag_status. */
#include <stdio.h>
#include <string.h>

#include "antigone/antigone.h"
#include "cli/command.h"
#include "formats/json.h"

#include "base/banned.h"

static const ag_command *const commands[] = {
    &ag_command_identify, &ag_command_joint,     &ag_command_pairs,   &ag_command_power,      &ag_command_check,
    &ag_command_simulate, &ag_command_calibrate, &ag_command_convert, &ag_command_likelihood, &ag_command_lr,
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void print_usage(FILE *to) {
    fprintf(to, "Usage: antigone COMMAND ...\n\nIdentifies unrecognisable remains from the DNA of their families.\n\n");
    for (int i = 0; i < COMMANDS; i++) fprintf(to, "  %-11s %s\n", commands[i]->name, commands[i]->summary);
    fprintf(to, "\n  `antigone COMMAND --help` says more, with examples. --version prints the version.\n\n"
                "Examples:\n"
                "  antigone check flood-2024\n"
                "  antigone identify flood-2024 --out out/flood-2024\n");
}

static const ag_command *find(const char *name) {
    for (int i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0) return commands[i];
    return NULL;
}

static int refuse(const char *name) {
    const char *word[COMMANDS];
    for (int i = 0; i < COMMANDS; i++) word[i] = commands[i]->name;
    const char *nearest = ag_nearest_word(name, word, COMMANDS);
    if (nearest)
        fprintf(stderr, "antigone: there is no command \"%.60s\"; did you mean %s?\n", name, nearest);
    else
        fprintf(stderr, "antigone: there is no command \"%.60s\"; `antigone --help` lists them\n", name);
    return AG_USAGE;
}

static int run(const ag_command *command, int argc, char *const *argv) {
    ag_arguments arguments;
    ag_error err = {0};
    bool help;
    ag_status status = ag_arguments_parse(command, argc, argv, &arguments, &help, &err);
    if (status == AG_OK && help)
        ag_command_print_help(command);
    else if (status == AG_OK)
        status = command->run(&arguments, &err);
    if (err.what[0]) ag_print_error(&err);
    return status;
}

int main(int argc, char **argv) {
    if (argc < 2) return print_usage(stderr), AG_USAGE;
    const bool asked = strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0;
    if (asked && argc > 2 && find(argv[2])) return ag_command_print_help(find(argv[2])), 0;
    if (asked) return print_usage(stdout), 0;
    if (strcmp(argv[1], "--version") == 0) return puts("antigone " AG_VERSION), 0;
    const ag_command *command = find(argv[1]);
    return command ? run(command, argc - 2, argv + 2) : refuse(argv[1]);
}
