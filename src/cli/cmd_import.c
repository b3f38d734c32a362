/* antigone import: files of other programs and desks into a casebook. */
#include <stdio.h>
#include <string.h>

#include "casebook/import.h"
#include "casebook/import_table.h"
#include "cli/actions.h"
#include "cli/output.h"
#include "cli/session.h"

#include "base/banned.h"

enum { CHECK = AG_SESSION_FIRST, ACTION, CONSENT };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--check", NULL, "look at everything, write nothing", false},
    {"--action", "ACTION", "each row of the table is this action", false},
    {"--consent", "NUMBER", "of the form that all donors of the file have signed", false},
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

/* Profiles, families and what a search needs: what it is, the file says itself. */
static ag_status import_incident(const ag_arguments *a, const ag_session *session, const char *path, ag_error *err) {
    const ag_import_options how = {.check = a->value[CHECK] != NULL, .consent = a->value[CONSENT]};
    ag_import_counts n;
    ag_diagnostics findings;
    ag_diagnostics_init(&findings);
    const ag_status status = ag_import_path(session->casebook, &session->actor, path, &how, &n, &findings, err);
    ag_print_findings(&findings, false);
    if (findings.errors) err->what[0] = 0;
    if (status == AG_OK)
        printf("%s: %d families, %d relatives, %d missing persons, %d remains, %d profiles, %d files%s; %d rows were "
               "there.\n",
               path, n.families, n.relatives, n.persons, n.remains, n.profiles, n.files,
               how.check ? " would be taken in" : "", n.there);
    if (status != AG_OK && status != AG_ENVIRONMENT) printf("%s: nothing of it was written\n", path);
    ag_diagnostics_deinit(&findings);
    return status;
}

static ag_status run_import(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    const ag_action *action = NULL;
    const char *name = arguments->value[ACTION];
    if (!arguments->rest_n) return ag_fail(err, AG_USAGE, "`antigone import --help` shows how", "import needs a FILE");
    ag_status status = name ? ag_actions_need(name, &action, err) : AG_OK;
    if (status == AG_OK) status = ag_session_enter(arguments->operand[0], arguments, &session, err);
    if (status != AG_OK) return status;
    for (int i = 0; i < arguments->rest_n && status == AG_OK; i++)
        status = action ? import_file(arguments, &session, action, arguments->rest[i], err)
                        : import_incident(arguments, &session, arguments->rest[i], err);
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
        "Without --action FILE is an incident folder, one of its files (frequencies.csv, families.csv, "
        "references.csv,\n"
        "remains.csv, ...), or a file of another program (Familias, CODIS CMF, GeneMapper, LINKAGE). A donor's form "
        "of\n"
        "consent is numbered by the column consent of references.csv, else by --consent. What is there is left as it "
        "is.\n"
        "With --action the header of a table (CSV; comma, semicolon or tab; UTF-8, CP949 or CP1251) names the fields "
        "of the action,\n"
        "and if need be subject and when. All rows of a file are done, or none: what is wrong is told with file and\n"
        "row. Every row is an entry of its own.",
    .examples = "  antigone import war.casebook flood-2024 --consent F-2025-17 --as registrar-1\n"
                "  antigone import war.casebook bags.csv --action remains.sight --check --as registrar-1\n"
                "  antigone import war.casebook bags.csv --action remains.sight --as registrar-1",
    .run = run_import,
};
