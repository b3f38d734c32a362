/* What a call answers, and the one form in which anything wrong is told.
 *
 * Invariants: a function that returns ag_status fills *err if and only if it does not return AG_OK and err is
 * not NULL. The values of ag_status are the exit codes of the program. An ag_error owns nothing: copy it freely.
 */
#ifndef ANTIGONE_STATUS_H
#define ANTIGONE_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define AG_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define AG_PRINTF(f, a)
#endif

typedef enum ag_status {
    AG_OK = 0,
    AG_REFUSED = 1,     /* a rule or a stated bound refuses; the message says which and what would satisfy it */
    AG_USAGE = 2,       /* wrong arguments */
    AG_BAD_INPUT = 3,   /* a file or a value is wrong */
    AG_ENVIRONMENT = 4, /* memory, disk, operating system */
    AG_FINDINGS = 5,    /* the work was done and found something that somebody must look at */
    AG_INTERRUPTED = 130
} ag_status;

typedef enum ag_severity { AG_NOTE, AG_WARNING, AG_ERROR } ag_severity;

/* One finding. `file` may be empty; row and column count from 1, 0 means "not applicable". A row is a line of
 * the file as an editor counts them; a column is a field of the row in a table, else a byte of the line. */
typedef struct ag_error {
    ag_status status;
    ag_severity severity;
    long row, column;
    char file[160];
    char what[320]; /* what is wrong, in the user's words */
    char hint[200]; /* what would be right; may be empty */
} ag_error;

/* Fills *err (when not NULL) and returns `status`, so that a caller can write: return ag_fail(err, ...). */
ag_status ag_fail(ag_error *err, ag_status status, const char *hint, const char *what, ...) AG_PRINTF(4, 5);

/* "file:row:column: what; hint" into out, always terminated. Returns out. */
char *ag_error_format(const ag_error *err, char *out, unsigned long out_size);

#ifdef __cplusplus
}
#endif
#endif
