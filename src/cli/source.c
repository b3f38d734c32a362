/* Incidents out of folders and casebooks: see source.h. */
#include "cli/source.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "casebook/incident_of.h"
#include "cli/output.h"

#include "base/banned.h"

static const char SQLITE[] = "SQLite format 3";

bool ag_is_casebook(const char *path) {
    char head[sizeof SQLITE];
    if (strncmp(path, "postgresql://", 13) == 0 || strncmp(path, "postgres://", 11) == 0) return true;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return false;
    const ssize_t n = read(fd, head, sizeof head);
    close(fd);
    return n == (ssize_t)sizeof head && memcmp(head, SQLITE, sizeof head) == 0;
}

static void say(ag_diagnostics *found, int n, const char *hint, const char *what) {
    if (n) ag_diagnose(found, AG_WARNING, NULL, 0, 0, hint, "%d %s", n, what);
}

static void say_counts(const ag_incident_counts *c, ag_diagnostics *found) {
    say(found, c->without_consent, "consent.record, if they agree",
        "references are left out: their donors' consent does not cover this search");
    say(found, c->unattached, "relative.add person=…", "references are left out: their person is in no family");
    say(found, c->erased, NULL, "profiles are left out: their keys were removed");
}

ag_status ag_source_open(const ag_arguments *arguments, const char *purpose, int threads, bool quiet,
                         ag_session *session, ag_loaded *out, ag_diagnostics *found, ag_error *err) {
    const char *path = arguments->operand[0];
    ag_incident_counts counts;
    *session = (ag_session){.casebook = NULL};
    if (!ag_is_casebook(path)) return ag_load_incident(path, threads, quiet, out, found, err);
    ag_batch_init(&out->batch);
    out->incident = NULL;
    ag_status status = ag_session_enter(path, arguments, session, err);
    if (status != AG_OK) return status;
    status =
        ag_incident_of_casebook(session->casebook, &session->actor, path, purpose, threads, out, &counts, found, err);
    if (status == AG_OK) say_counts(&counts, found);
    ag_print_findings(found, quiet);
    if (found->errors) err->what[0] = 0;
    return status;
}

ag_status ag_source_load(const ag_arguments *arguments, const char *purpose, int threads, bool quiet, ag_loaded *out,
                         ag_diagnostics *found, ag_error *err) {
    ag_session session;
    const ag_status status = ag_source_open(arguments, purpose, threads, quiet, &session, out, found, err);
    ag_session_close(&session);
    return status;
}
