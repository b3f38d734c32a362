/* Where an incident comes from: a folder, a file of another program, or a casebook, whose sealed profiles are opened
 * for it. */
#ifndef AG_CLI_SOURCE_H
#define AG_CLI_SOURCE_H

#include "cli/session.h"
#include "incident/load.h"

/* A PostgreSQL location, or a file that is an SQLite database. */
bool ag_is_casebook(const char *path);

/* The incident of arguments->operand[0]; what reading found is printed, and what was left out of a casebook. The
 * command's options begin with AG_SESSION_OPTIONS. `session` is open afterwards where it is a casebook (else
 * session->casebook is NULL); it is closed by ag_session_close, and *out by ag_loaded_deinit, after any answer.
 * `purpose` stands in the entry about reading. */
ag_status ag_source_open(const ag_arguments *arguments, const char *purpose, int threads, bool quiet,
                         ag_session *session, ag_loaded *out, ag_diagnostics *found, ag_error *err);
/* The same for commands that need the casebook no longer once the incident is there. */
ag_status ag_source_load(const ag_arguments *arguments, const char *purpose, int threads, bool quiet, ag_loaded *out,
                         ag_diagnostics *found, ag_error *err);

#endif
