/* antigone import: files of other programs and desks into a casebook. */
#include <stdio.h>
#include <string.h>

#include "casebook/import_table.h"
#include "cli/actions.h"
#include "cli/output.h"
#include "cli/session.h"

#include "base/banned.h"

enum { CHECK = AG_SESSION_FIRST, ACTION };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--check", NULL, "look at everything, write nothing", false},
    {"--action", "ACTION", "each row of the table is this action", false},
    {NULL, NULL, NULL, false},
};

static ag_status import_file(const ag_arguments *a, const ag_session *session, const ag_action *action,
                             const char *path, ag_error *err) {
    ag_file file;
    ag_diagnostics findings;
    int64_t rows;
    const bool check = a->value[CHECK] != NULL;
    ag_status status = ag_file_read(path, path, true, &file, err);
    if (status != AG_OK) return status;
    ag_diagnostics_init(&findings);
    status = ag_import_table(&file, action, session->casebook, &session->actor, check, &findings, &rows, err);
    ag_print_findings(&findings, false);
    if (findings.errors) err->what[0] = 0;
    if (status == AG_OK)
        printf("%s: %lld rows %s\n", path, (long long)rows, check ? "would be done; nothing was written" : "done");
    if (status != AG_OK && status != AG_ENVIRONMENT) printf("%s: nothing of it was written\n", path);
    ag_diagnostics_deinit(&findings);
    ag_file_deinit(&file);
    return status;
}

static ag_status run_import(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    const ag_action *action;
    const char *name = arguments->value[ACTION];
    if (!arguments->rest_n) return ag_fail(err, AG_USAGE, "`antigone import --help` shows how", "import needs a FILE");
    if (!name)
        return ag_fail(err, AG_USAGE, "--action ACTION: its fields are the columns",
                       "import needs to know what the rows are");
    ag_status status = ag_actions_need(name, &action, err);
    if (status == AG_OK) status = ag_session_enter(arguments->operand[0], arguments, &session, err);
    if (status != AG_OK) return status;
    for (int i = 0; i < arguments->rest_n && status == AG_OK; i++)
        status = import_file(arguments, &session, action, arguments->rest[i], err);
    ag_session_close(&session);
    return status == AG_OK ? ag_finish_output(err) : status;
}

const ag_command ag_command_import = {
    .name = "import",
    .summary = "tables of other programs and desks, each row an action",
    .operand = {"CASEBOOK"},
    .rest = "FILE ...",
    .option = options,
    .help =
        "The header of a table (CSV; comma, semicolon or tab; UTF-8, CP949 or CP1251) names the fields of the action,\n"
        "and if need be subject and when. All rows of a file are done, or none: what is wrong is told with file and\n"
        "row. Every row is an entry of its own.",
    .examples = "  antigone import war.casebook bags.csv --action remains.sight --check --as registrar-1\n"
                "  antigone import war.casebook bags.csv --action remains.sight --as registrar-1",
    .run = run_import,
};
