/* Errors as values: see antigone/status.h. */
#include "antigone/status.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/banned.h"

ag_status ag_fail(ag_error *err, ag_status status, const char *hint, const char *what, ...) {
    if (!err) return status;
    *err = (ag_error){.status = status, .severity = AG_ERROR};
    va_list args;
    va_start(args, what);
    vsnprintf(err->what, sizeof err->what, what, args);
    va_end(args);
    snprintf(err->hint, sizeof err->hint, "%s", hint ? hint : "");
    return status;
}

char *ag_error_format(const ag_error *err, char *out, unsigned long out_size) {
    char place[220] = "";
    if (err->file[0] && err->row > 0 && err->column > 0)
        snprintf(place, sizeof place, "%s:%ld:%ld: ", err->file, err->row, err->column);
    else if (err->file[0] && err->row > 0)
        snprintf(place, sizeof place, "%s:%ld: ", err->file, err->row);
    else if (err->file[0])
        snprintf(place, sizeof place, "%s: ", err->file);
    snprintf(out, out_size, "%s%s%s%s", place, err->what, err->hint[0] ? "; " : "", err->hint);
    return out;
}
