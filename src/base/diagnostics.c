/* Findings about an input: see diagnostics.h. */
#include "base/diagnostics.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#include "base/banned.h"

void ag_diagnostics_init(ag_diagnostics *d) { *d = (ag_diagnostics){0}; }

void ag_diagnostics_deinit(ag_diagnostics *d) {
    free(d->item);
    *d = (ag_diagnostics){0};
}

/* The first error has a place even after many warnings: it takes that of the last one. */
static ag_error *room_for_one(ag_diagnostics *d, bool first_error) {
    if (d->n == AG_MAX_DIAGNOSTICS) return first_error ? &d->item[d->n - 1] : NULL;
    if (d->n == d->capacity) {
        const size_t capacity = d->capacity ? d->capacity * 2 : 8;
        ag_error *item = realloc(d->item, capacity * sizeof *item);
        if (!item) return NULL;
        d->item = item;
        d->capacity = capacity;
    }
    return &d->item[d->n++];
}

void ag_diagnostics_add(ag_diagnostics *d, const ag_error *finding) {
    d->notes += finding->severity == AG_NOTE;
    d->warnings += finding->severity == AG_WARNING;
    d->errors += finding->severity == AG_ERROR;
    ag_error *place = room_for_one(d, finding->severity == AG_ERROR && d->errors == 1);
    if (place) *place = *finding;
}

void ag_diagnostics_merge(ag_diagnostics *into, const ag_diagnostics *from) {
    size_t kept[3] = {0};
    for (size_t i = 0; i < from->n; i++) {
        ag_diagnostics_add(into, &from->item[i]);
        kept[from->item[i].severity]++;
    }
    into->notes += from->notes - kept[AG_NOTE];
    into->warnings += from->warnings - kept[AG_WARNING];
    into->errors += from->errors - kept[AG_ERROR];
}

void ag_diagnose(ag_diagnostics *d, ag_severity severity, const char *file, long row, long column, const char *hint,
                 const char *what, ...) {
    ag_error e = {
        .status = severity == AG_ERROR ? AG_BAD_INPUT : AG_OK, .severity = severity, .row = row, .column = column};
    va_list args;
    va_start(args, what);
    vsnprintf(e.what, sizeof e.what, what, args);
    va_end(args);
    snprintf(e.file, sizeof e.file, "%s", file ? file : "");
    snprintf(e.hint, sizeof e.hint, "%s", hint ? hint : "");
    ag_diagnostics_add(d, &e);
}

ag_status ag_diagnostics_status(const ag_diagnostics *d, ag_error *err) {
    if (!d->errors) return AG_OK;
    for (size_t i = 0; err && i < d->n; i++) {
        if (d->item[i].severity != AG_ERROR) continue;
        *err = d->item[i];
        const size_t used = strlen(err->hint);
        if (d->errors > 1)
            snprintf(err->hint + used, sizeof err->hint - used, "%s%zu more errors", used ? "; " : "", d->errors - 1);
        break;
    }
    return AG_BAD_INPUT;
}
