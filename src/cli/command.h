/* The commands: each a name, what it takes, and a function; main.c has the table. Arguments are read and help is
 * printed from it, so what a command takes is said once.
 *
 * A command answers an ag_status, which is the exit code, with the error that ended it in *err; main prints it. Results
 * go to files or to standard output, everything that is said about them to standard error.
 */
#ifndef AG_CLI_COMMAND_H
#define AG_CLI_COMMAND_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "antigone/search.h"
#include "base/diagnostics.h"
#include "base/limits.h"

enum { AG_MAX_OPTIONS = 24, AG_MAX_OPERANDS = 2 };

typedef struct ag_option {
    const char *name;  /* "--out"; NULL ends the list */
    const char *value; /* "DIR"; NULL: a flag */
    const char *help;
    bool required;
} ag_option;

typedef struct ag_arguments {
    const char *operand[AG_MAX_OPERANDS];
    const char *value[AG_MAX_OPTIONS]; /* by place in the list of options; NULL: not given; "" for a flag */
    const char *rest[AG_MAX_WORDS];    /* [rest_n] further operands, of commands that take them */
    int rest_n;
} ag_arguments;

typedef struct ag_command {
    const char *name;
    const char *summary;                  /* one line */
    const char *operand[AG_MAX_OPERANDS]; /* "INCIDENT"; one that may be left out is "[KIND]" */
    const char *rest;                     /* what may follow, any number of times: "FIELD=VALUE ..."; NULL: nothing */
    const ag_option *option;              /* ends with {NULL} */
    const char *help;                     /* what it does and writes; may be NULL */
    const char *examples;                 /* lines */
    ag_status (*run)(const ag_arguments *arguments, ag_error *err);
    /* Help that depends on the other words; false: nothing to add, the help of this table is printed. May be NULL. */
    bool (*explain)(int argc, char *const *argv);
} ag_command;

extern const ag_command ag_command_identify, ag_command_pairs, ag_command_joint, ag_command_power, ag_command_calibrate,
    ag_command_likelihood, ag_command_lr, ag_command_name, ag_command_link, ag_command_estimate, ag_command_simulate,
    ag_command_check, ag_command_convert;
/* Over a casebook. */
extern const ag_command ag_command_init, ag_command_do, ag_command_show, ag_command_list, ag_command_search,
    ag_command_status, ag_command_import, ag_command_users, ag_command_erase, ag_command_actions, ag_command_rules,
    ag_command_report, ag_command_ledger, ag_command_claims;
extern const ag_command ag_command_checkpoint, ag_command_verify, ag_command_rebuild, ag_command_backup,
    ag_command_bundle, ag_command_merge, ag_command_rekey, ag_command_release, ag_command_compare;

/* ---- Arguments ----------------------------------------------------------------------------------------------- */

/* AG_USAGE says what is wrong; *help is set when --help was asked for. */
ag_status ag_arguments_parse(const ag_command *command, int argc, char *const *argv, ag_arguments *out, bool *help,
                             ag_error *err);
void ag_command_print_help(const ag_command *command);

/* "did you mean X?" in `hint`; `otherwise` when no word is near. */
enum { AG_HINT_BYTES = 120 };
const char *ag_hint_nearest(const char *given, const char *const *known, size_t n, const char *otherwise,
                            char hint[AG_HINT_BYTES]);

/* The value of an option, within bounds; the default stays in *out when it was not given. */
ag_status ag_argument_double(const ag_command *command, const ag_arguments *arguments, int option, double low,
                             double high, double *out, ag_error *err);
ag_status ag_argument_uint64(const ag_command *command, const ag_arguments *arguments, int option, uint64_t low,
                             uint64_t high, uint64_t *out, ag_error *err);
/* --threads and --kernel; -1 for an option that the command lacks. */
ag_status ag_argument_run(const ag_command *command, const ag_arguments *arguments, int threads, int kernel,
                          ag_run *out, ag_error *err);

/* ---- What is said on standard error -------------------------------------------------------------------------- */

/* The first 50 findings of each kind, errors first, then how many more there are. `quiet` leaves notes out. */
void ag_print_findings(const ag_diagnostics *d, bool quiet);
/* The error that ended a command, unless it is among the findings, which have been printed. */
void ag_print_error(const ag_error *err);
/* One finding, as it would be printed by ag_print_findings. */
void ag_print_finding(const ag_error *finding);

/* A line that counts on, on a terminal only. */
typedef struct ag_progress {
    const char *what;
    double last; /* when it was last written */
    bool on, written;
} ag_progress;
void ag_progress_init(ag_progress *progress, const char *what, bool quiet);
void ag_progress_show(void *progress, double done, double of); /* for ag_run.progress */
void ag_progress_end(ag_progress *progress);

/* Seconds since some moment. */
double ag_clock(void);

/* Non-zero once Ctrl-C was pressed, after ag_interrupt_catch. A second Ctrl-C ends the program at once. */
extern volatile sig_atomic_t ag_interrupted;
void ag_interrupt_catch(void);

/* Like fflush and a look at what it answers: AG_ENVIRONMENT when standard output could not be written. */
ag_status ag_finish_output(ag_error *err);

#endif
