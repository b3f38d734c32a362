/* Arguments and help, from the table of commands: see command.h. */
#include <stdio.h>
#include <string.h>

#include "base/cpu.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/command.h"
#include "formats/json.h"

#include "base/banned.h"

static int count_options(const ag_command *command) {
    int n = 0;
    while (command->option && command->option[n].name) n++;
    return n;
}

/* ---- Reading ------------------------------------------------------------------------------------------------- */

const char *ag_hint_nearest(const char *given, const char *const *known, size_t n, const char *otherwise,
                            char hint[AG_HINT_BYTES]) {
    const char *nearest = n ? ag_nearest_word(given, known, n) : NULL;
    if (!nearest) return otherwise;
    snprintf(hint, AG_HINT_BYTES, "did you mean %s?", nearest);
    return hint;
}

static ag_status unknown_option(const ag_command *command, const char *given, ag_error *err) {
    const char *name[AG_MAX_OPTIONS + 1] = {"--help"};
    const int n = count_options(command);
    for (int i = 0; i < n; i++) name[i + 1] = command->option[i].name;
    char list[80], hint[AG_HINT_BYTES];
    snprintf(list, sizeof list, "`antigone %s --help` lists the options", command->name);
    return ag_fail(err, AG_USAGE, ag_hint_nearest(given, name, (size_t)n + 1, list, hint), "%s has no option %.60s",
                   command->name, given);
}

/* "--name", or "--name=value" with *value behind the sign; -o is short for --out. */
static int find_option(const ag_command *command, const char *given, const char **value) {
    if (strcmp(given, "-o") == 0) given = "--out";
    const char *sign = strchr(given, '=');
    const size_t n = sign ? (size_t)(sign - given) : strlen(given);
    *value = sign ? sign + 1 : NULL;
    for (int i = 0; i < count_options(command); i++)
        if (strncmp(command->option[i].name, given, n) == 0 && command->option[i].name[n] == 0) return i;
    return -1;
}

static ag_status take_option(const ag_command *command, int argc, char *const *argv, int *at, ag_arguments *out,
                             ag_error *err) {
    const char *value;
    const int i = find_option(command, argv[*at], &value);
    if (i < 0) return unknown_option(command, argv[*at], err);
    const ag_option *option = &command->option[i];
    if (out->value[i]) return ag_fail(err, AG_USAGE, "give it once", "%s is given twice", option->name);
    if (!option->value && value) return ag_fail(err, AG_USAGE, NULL, "%s takes no value", option->name);
    if (option->value && !value) {
        if (++*at >= argc || strncmp(argv[*at], "--", 2) == 0)
            return ag_fail(err, AG_USAGE, option->help, "%s needs a value: %s %s", option->name, option->name,
                           option->value);
        value = argv[*at];
    }
    out->value[i] = option->value ? value : "";
    return AG_OK;
}

static ag_status take_rest(const ag_command *command, const char *word, ag_arguments *out, ag_error *err) {
    if (out->rest_n == AG_MAX_WORDS)
        return ag_fail(err, AG_USAGE, "give the rest to another run", "%s takes at most %d words", command->name,
                       AG_MAX_WORDS);
    out->rest[out->rest_n++] = word;
    return AG_OK;
}

static ag_status check_complete(const ag_command *command, const ag_arguments *out, ag_error *err) {
    char hint[120];
    snprintf(hint, sizeof hint, "`antigone %s --help` shows how", command->name);
    for (int i = 0; i < AG_MAX_OPERANDS; i++)
        if (command->operand[i] && command->operand[i][0] != '[' && !out->operand[i])
            return ag_fail(err, AG_USAGE, hint, "%s needs %s", command->name, command->operand[i]);
    for (int i = 0; i < count_options(command); i++)
        if (command->option[i].required && !out->value[i])
            return ag_fail(err, AG_USAGE, hint, "%s needs %s %s", command->name, command->option[i].name,
                           command->option[i].value);
    return AG_OK;
}

ag_status ag_arguments_parse(const ag_command *command, int argc, char *const *argv, ag_arguments *out, bool *help,
                             ag_error *err) {
    int operands = 0;
    *out = (ag_arguments){0};
    *help = false;
    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return *help = true, AG_OK;
    for (int i = 0; i < argc; i++) {
        ag_status status = AG_OK;
        if (argv[i][0] == '-' && argv[i][1])
            status = take_option(command, argc, argv, &i, out, err);
        else if (operands < AG_MAX_OPERANDS && command->operand[operands])
            out->operand[operands++] = argv[i];
        else if (command->rest)
            status = take_rest(command, argv[i], out, err);
        else
            status = ag_fail(err, AG_USAGE, "quote names that have spaces", "%s does not take \"%.80s\"", command->name,
                             argv[i]);
        if (status != AG_OK) return status;
    }
    return check_complete(command, out, err);
}

/* ---- Values -------------------------------------------------------------------------------------------------- */

ag_status ag_argument_double(const ag_command *command, const ag_arguments *arguments, int option, double low,
                             double high, double *out, ag_error *err) {
    const char *given = arguments->value[option];
    double value = 0;
    if (!given) return AG_OK;
    if (!ag_parse_double(ag_text_of(given), &value) || value < low || value > high)
        return ag_fail(err, AG_USAGE, command->option[option].help, "%s %.60s: a number from %g to %g is needed",
                       command->option[option].name, given, low, high);
    *out = value;
    return AG_OK;
}

ag_status ag_argument_uint64(const ag_command *command, const ag_arguments *arguments, int option, uint64_t low,
                             uint64_t high, uint64_t *out, ag_error *err) {
    const char *given = arguments->value[option];
    int64_t value = 0;
    if (!given) return AG_OK;
    if (!ag_parse_int(ag_text_of(given), &value) || value < 0 || (uint64_t)value < low || (uint64_t)value > high)
        return ag_fail(err, AG_USAGE, command->option[option].help,
                       "%s %.60s: a whole number from %llu to %llu is needed", command->option[option].name, given,
                       (unsigned long long)low, (unsigned long long)high);
    *out = (uint64_t)value;
    return AG_OK;
}

static ag_status read_kernel(const char *given, int *out, ag_error *err) {
    static const char *const name[] = {"plain", "avx2", "avx512"};
    int kernel = 0;
    if (!given) return AG_OK;
    while (kernel < 3 && strcmp(given, name[kernel]) != 0) kernel++;
    if (kernel == 3)
        return ag_fail(err, AG_USAGE, "one of plain, avx2, avx512; they differ in speed alone",
                       "--kernel %.40s is not known", given);
    if (kernel > (int)ag_cpu_best())
        return ag_fail(err, AG_REFUSED, "leave --kernel out: the best there is will be used",
                       "this processor, or this build, has no %s", given);
    *out = kernel;
    return AG_OK;
}

ag_status ag_argument_run(const ag_command *command, const ag_arguments *arguments, int threads, int kernel,
                          ag_run *out, ag_error *err) {
    uint64_t n = 0;
    *out = (ag_run){.kernel = -1, .stop = &ag_interrupted, .clock = ag_clock};
    ag_status status = AG_OK;
    if (threads >= 0) status = ag_argument_uint64(command, arguments, threads, 1, AG_MAX_THREADS, &n, err);
    out->threads = (int)n;
    if (status == AG_OK && kernel >= 0) status = read_kernel(arguments->value[kernel], &out->kernel, err);
    return status;
}

/* ---- Help ---------------------------------------------------------------------------------------------------- */

void ag_command_print_help(const ag_command *command) {
    printf("antigone %s - %s\n\nUsage: antigone %s", command->name, command->summary, command->name);
    for (int i = 0; i < AG_MAX_OPERANDS && command->operand[i]; i++) printf(" %s", command->operand[i]);
    if (command->rest) printf(" %s", command->rest);
    for (int i = 0; i < count_options(command); i++)
        if (command->option[i].required) printf(" %s %s", command->option[i].name, command->option[i].value);
    printf(" [options]\n");
    if (command->help) printf("\n%s\n", command->help);
    printf("\nOptions:\n");
    for (int i = 0; i < count_options(command); i++) {
        const ag_option *o = &command->option[i];
        char name[60];
        snprintf(name, sizeof name, "%s %s", o->name, o->value ? o->value : "");
        printf("  %-22s %s\n", name, o->help);
    }
    printf("  %-22s %s\n\nExamples:\n%s\n", "--help", "this text", command->examples);
}
