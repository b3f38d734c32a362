/* The files of `identify --like dvir`: dvir's tables, numbers with 17 digits. */
#ifndef AG_CLI_RESULTS_LIKE_H
#define AG_CLI_RESULTS_LIKE_H

#include "base/text.h"
#include "incident/like_dvir.h"

enum { AG_LIKE_FILES = 6 };

/* Works it out and writes summary_am.csv, summary_pm.csv, undisputed.csv, exclusions.csv, glr.csv and run.json into the
 * folder, all or none; with `print`, run.json also to standard output. */
ag_status ag_results_like_dvir(const ag_incident *incident, const ag_run *run, const char *folder, bool print,
                               ag_error *err);

#endif
