/* What the program says on standard error, and Ctrl-C: see command.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"

#include "base/banned.h"

enum { SHOWN = 50 };
static const char *const severity_word[] = {"note", "warning", "error"};

void ag_print_finding(const ag_error *finding) {
    char text[700];
    fprintf(stderr, "%s: %s\n", severity_word[finding->severity], ag_error_format(finding, text, sizeof text));
}

void ag_print_findings(const ag_diagnostics *d, bool quiet) {
    const size_t total[] = {d->notes, d->warnings, d->errors};
    for (int severity = AG_ERROR; severity >= (quiet ? AG_WARNING : AG_NOTE); severity--) {
        size_t shown = 0;
        for (size_t i = 0; i < d->n && shown < SHOWN; i++) {
            if ((int)d->item[i].severity != severity) continue;
            ag_print_finding(&d->item[i]);
            shown++;
        }
        if (total[severity] > shown)
            fprintf(stderr, "%s: %zu more of this kind\n", severity_word[severity], total[severity] - shown);
    }
}

void ag_print_error(const ag_error *err) {
    char text[700];
    fprintf(stderr, "antigone: %s\n", ag_error_format(err, text, sizeof text));
}

/* ---- Progress ------------------------------------------------------------------------------------------------ */

double ag_clock(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void ag_progress_init(ag_progress *progress, const char *what, bool quiet) {
    *progress = (ag_progress){.what = what, .on = !quiet && isatty(STDERR_FILENO)};
}

void ag_progress_show(void *context, double done, double of) {
    ag_progress *p = context;
    const double now = ag_clock();
    if (!p->on || now < p->last + 0.2) return;
    p->last = now;
    p->written = true;
    fprintf(stderr, "\r%s: %3.0f %% ", p->what, of > 0 ? 100 * done / of : 0.0);
    fflush(stderr);
}

void ag_progress_end(ag_progress *progress) {
    if (progress->written) fprintf(stderr, "\r\033[K");
    progress->written = false;
}

/* ---- Ctrl-C -------------------------------------------------------------------------------------------------- */

volatile sig_atomic_t ag_interrupted;

static void on_interrupt(int signal_number) {
    (void)signal_number;
    ag_interrupted = 1;
}

void ag_interrupt_catch(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt;
    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

ag_status ag_finish_output(ag_error *err) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return AG_OK;
    return ag_fail(err, AG_ENVIRONMENT, "is the disk full, or the reader gone?", "standard output cannot be written");
}
