/* antigone import: files of other programs and desks into a casebook. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "casebook/import.h"
#include "casebook/import_claims.h"
#include "casebook/import_handover.h"
#include "casebook/import_table.h"
#include "cli/actions.h"
#include "cli/output.h"
#include "cli/request.h"
#include "cli/session.h"
#include "formats/claims_file.h"

#include "base/banned.h"

enum { CHECK = AG_SESSION_FIRST, ACTION, CONSENT, WHAT, HANDOVER, SENDER, RECEIVER, WHEN };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--check", NULL, "look at everything, write nothing", false},
    {"--action", "ACTION", "each row of the table is this action", false},
    {"--consent", "NUMBER", "of the form that all donors of the file have signed", false},
    {"--what", "WORD", "sender-list, receiver-count or published-handovers", false},
    {"--handover", "SUBJECT", "that the list or the count belongs to; of a list: else a new one", false},
    {"--sender", "CODE", "of a new handover: who gives", false},
    {"--receiver", "CODE", "and who takes", false},
    {"--when", "DATE", "its day", false},
    {NULL, NULL, NULL, false},
};

typedef struct keeper {
    const ag_session *session;
    ag_manner manner;
} keeper;

static ag_status keep(void *context, const ag_action *action, json_t *field, ag_error *err) {
    const keeper *k = context;
    return ag_request_keep_files(action, field, k->session, &k->manner, err);
}

static ag_status import_file(const ag_arguments *a, const ag_session *session, const ag_action *action,
                             const char *path, ag_error *err) {
    ag_file file;
    ag_diagnostics findings;
    int64_t rows;
    const bool check = a->value[CHECK] != NULL;
    char *folder = ag_request_folder(path);
    keeper k = {.session = session, .manner = {.try_only = check, .folder = folder}};
    const ag_table_files files = {keep, &k};
    ag_status status = ag_file_read(path, path, true, &file, err);
    if (status != AG_OK) return free(folder), status;
    ag_diagnostics_init(&findings);
    status = ag_import_table(&file, action, session->casebook, &session->actor, &files, check, &findings, &rows, err);
    ag_print_findings(&findings, false);
    if (findings.errors) err->what[0] = 0;
    if (status == AG_OK)
        printf("%s: %lld rows %s\n", path, (long long)rows, check ? "would be done; nothing was written" : "done");
    if (status != AG_OK && status != AG_ENVIRONMENT) printf("%s: nothing of it was written\n", path);
    ag_diagnostics_deinit(&findings);
    ag_file_deinit(&file);
    free(folder);
    return status;
}

/* Whether a file is a table of claims, by its header. */
static bool is_of_claims(const char *path) {
    struct stat about;
    ag_file file;
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode) || ag_file_read(path, path, true, &file, NULL) != AG_OK)
        return false;
    const bool is = ag_is_claims_file(&file);
    ag_file_deinit(&file);
    return is;
}

static ag_status import_claims(const ag_arguments *a, const ag_session *session, const char *path, ag_error *err) {
    ag_file file;
    ag_diagnostics findings;
    ag_claims_counts n;
    const bool check = a->value[CHECK] != NULL;
    ag_status status = ag_file_read(path, path, true, &file, err);
    if (status != AG_OK) return status;
    ag_diagnostics_init(&findings);
    status = ag_import_claims(session->casebook, &session->actor, &file, check, &n, &findings, err);
    ag_print_findings(&findings, false);
    if (findings.errors) err->what[0] = 0;
    if (status == AG_OK) {
        printf("%s: %d claims, %d of those they go back to, %d sources%s; %d claims were there.\n", path, n.claims,
               n.unheard, n.sources, check ? " would be taken in" : "", n.there);
        if (n.grades)
            printf("%d grades are suggested and not taken over: assessment.add is a person's judgment.\n", n.grades);
    }
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
    if (is_of_claims(path)) return import_claims(a, session, path, err);
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

/* ---- Handovers --------------------------------------------------------------------------------------------------- */

typedef ag_status importer(ag_casebook *casebook, const ag_actor *actor, const ag_handover_import *options,
                           ag_file *file, ag_handover_counts *out, ag_diagnostics *d, ag_error *err);
static const struct {
    const char *word;
    importer *run;
} lists[] = {{"sender-list", ag_import_sender_list},
             {"receiver-count", ag_import_receiver_count},
             {"published-handovers", ag_import_published_handovers}};
enum { LISTS = sizeof lists / sizeof *lists };

static ag_status need_list(const char *given, importer **out, ag_error *err) {
    const char *word[LISTS];
    char hint[AG_HINT_BYTES];
    *out = NULL;
    for (int i = 0; i < LISTS; i++) {
        word[i] = lists[i].word;
        if (given && strcmp(given, word[i]) == 0) *out = lists[i].run;
    }
    if (!given || *out) return AG_OK;
    return ag_fail(err, AG_USAGE,
                   ag_hint_nearest(given, word, LISTS, "sender-list, receiver-count or published-handovers", hint),
                   "--what %.40s is not known", given);
}

static void say_differences(const ag_handover_counts *n) {
    const int all = n->unlisted + n->missing + n->differing;
    if (all)
        printf("%d discrepancies to sign: %d in fact and in no list, %d listed and not there,\n%d that differ in seal, "
               "number or count. `antigone list CASEBOOK discrepancies --waiting`\n",
               all, n->unlisted, n->missing, n->differing);
}

static ag_status import_list(const ag_arguments *a, const ag_session *session, importer *run, const char *path,
                             ag_error *err) {
    const ag_handover_import how = {.check = a->value[CHECK] != NULL,
                                    .handover = a->value[HANDOVER],
                                    .sender = a->value[SENDER],
                                    .receiver = a->value[RECEIVER],
                                    .when = ag_text_of(a->value[WHEN])};
    ag_file file;
    ag_diagnostics findings;
    ag_handover_counts n;
    ag_status status = ag_file_read(path, path, true, &file, err);
    if (status != AG_OK) return status;
    ag_diagnostics_init(&findings);
    status = run(session->casebook, &session->actor, &how, &file, &n, &findings, err);
    ag_print_findings(&findings, false);
    if (findings.errors) err->what[0] = 0;
    if (status == AG_OK) {
        printf("%s: %d rows%s; %d containers and %d remains are new.\n", path, n.lines,
               how.check ? ", nothing was written" : "", n.containers, n.remains);
        if (n.handover[0]) printf("%s\n", n.handover);
        say_differences(&n);
    } else if (status != AG_ENVIRONMENT) {
        printf("%s: nothing of it was written\n", path);
    }
    ag_diagnostics_deinit(&findings);
    ag_file_deinit(&file);
    return status;
}

static ag_status run_import(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    const ag_action *action = NULL;
    importer *list = NULL;
    const char *name = arguments->value[ACTION];
    if (!arguments->rest_n) return ag_fail(err, AG_USAGE, "`antigone import --help` shows how", "import needs a FILE");
    if (name && arguments->value[WHAT])
        return ag_fail(err, AG_USAGE, "one of them", "--action and --what exclude each other");
    ag_status status = name ? ag_actions_need(name, &action, err) : need_list(arguments->value[WHAT], &list, err);
    if (status == AG_OK) status = ag_session_enter(arguments->operand[0], arguments, &session, err);
    if (status != AG_OK) return status;
    for (int i = 0; i < arguments->rest_n && status == AG_OK; i++)
        status = action ? import_file(arguments, &session, action, arguments->rest[i], err)
                 : list ? import_list(arguments, &session, list, arguments->rest[i], err)
                        : import_incident(arguments, &session, arguments->rest[i], err);
    ag_session_close(&session);
    return status == AG_OK ? ag_finish_output(err) : status;
}

const ag_command ag_command_import = {
    .name = "import",
    .summary = "profiles, families, claims, lists of handovers, and any table whose rows are actions",
    .operand = {"CASEBOOK"},
    .rest = "FILE ...",
    .option = options,
    .help =
        "FILE is an incident folder, one of its files (frequencies.csv, families.csv, references.csv, remains.csv, "
        "...)\n"
        "or a file of another program (Familias, CODIS CMF, GeneMapper, LINKAGE). A donor's form of consent is "
        "numbered\n"
        "by the column consent of references.csv, else by --consent. A table of claims (`antigone claims --help`) "
        "becomes\n"
        "claims and their sources. What is there is left as it is.\n"
        "With --what it is a list of a handover: the sender's (number, seal, parts, description), what the receiver\n"
        "counted (number, seal, parts), whose differences become discrepancies to sign, or handovers that were\n"
        "published. With --action each row is that action; the header (CSV; comma, semicolon or tab; UTF-8, CP949 or\n"
        "CP1251) names its fields, and if need be subject and when; a file is named by its path beside the table.\n"
        "All rows of a file are done, or none: what is wrong is told with file and row.",
    .examples = "  antigone import war.casebook flood-2024 --consent F-2025-17 --as registrar-1\n"
                "  antigone import war.casebook list.csv --what sender-list --sender ru --receiver ua --check\n"
                "  antigone import war.casebook count.csv --what receiver-count --handover handover:odesa-3-1\n"
                "  antigone import war.casebook bags.csv --action remains.sight --as registrar-1",
    .run = run_import,
};
