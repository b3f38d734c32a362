/* What commands share in reading an incident and writing files. */
#ifndef AG_CLI_OUTPUT_H
#define AG_CLI_OUTPUT_H

#include "cli/command.h"
#include "formats/csv.h"
#include "incident/load.h"

/* Loads and prints what was found, which is kept in *found; *err is empty when the findings tell why it failed.
 * ag_loaded_deinit is due either way. */
ag_status ag_load_incident(const char *path, int threads, bool quiet, ag_loaded *out, ag_diagnostics *found,
                           ag_error *err);

/* A file written piece by piece beside its place and renamed when it is whole; "-" is standard output. What is no file
 * (a device, a pipe) is written to as it is. */
typedef struct ag_output {
    const char *path; /* borrowed */
    char temporary[4096];
    int fd;
    ag_buffer buffer; /* what was not yet written */
} ag_output;

ag_status ag_output_open(const char *path, ag_output *out, ag_error *err);
ag_status ag_output_flush(ag_output *output, ag_error *err);
/* With AG_OK the file takes its place, else nothing of it stays. Answers `status`, or why it could not be written. */
ag_status ag_output_close(ag_output *output, ag_status status, ag_error *err);

/* All of `text` to standard output, and frees it. AG_ENVIRONMENT: memory had run out, or it cannot be written. */
ag_status ag_output_print(ag_buffer *text, ag_error *err);

/* A cell with so many significant digits; "Inf", "-Inf", "NaN". */
void ag_output_number(ag_csv_writer *w, double value, int digits);

#endif
