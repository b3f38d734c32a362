/* The files of an identification. Numbers have 12 significant digits; all but timing.json are the same bytes for the
 * same input, whatever the threads, the kernel and the clock. */
#ifndef AG_CLI_RESULTS_H
#define AG_CLI_RESULTS_H

#include "base/diagnostics.h"
#include "base/text.h"
#include "incident/chance.h"
#include "incident/check.h"
#include "incident/decide.h"
#include "incident/identify.h"

typedef struct ag_results {
    const ag_incident *incident;
    const ag_check_result *checks;
    const ag_identify_result *result;
    const ag_decision *decision;
    const ag_chance_result *chance; /* at the reporting limit, then at the LR that reaches the posterior */
    const ag_identify_options *options;
    const ag_diagnostics *found; /* of reading */
    double report_seconds, total_seconds;
} ag_results;

/* Each appends to *out. */
void ag_results_hits(const ag_results *r, bool proposals_only, ag_buffer *out);
void ag_results_summary_am(const ag_results *r, ag_buffer *out); /* results_decide.c */
void ag_results_summary_pm(const ag_results *r, ag_buffer *out);
void ag_results_pairings(const ag_results *r, ag_buffer *out);
void ag_results_bodies(const ag_results *r, ag_buffer *out);
void ag_results_consensus(const ag_results *r, ag_buffer *out); /* of bodies of several parts */
/* Every proposal, and of each remains the first 100 hits: all lines of evidence (incident/statement.h), and one row for
 * each candidate. */
ag_status ag_results_statements(const ag_results *r, ag_buffer *statements, ag_buffer *candidates, ag_error *err);
void ag_results_run(const ag_results *r, ag_buffer *out);
void ag_results_timing(const ag_results *r, ag_buffer *out);

/* A set of files written beside their places and then put in place together. */
typedef struct ag_result_file {
    const char *name;
    ag_buffer bytes; /* owned by the caller */
} ag_result_file;
/* Either all files are replaced or none. */
ag_status ag_results_save(const char *folder, const ag_result_file *file, size_t n, ag_error *err);

#endif
