/* Names of files and places in them: see sources.h. */
#include "incident/sources.h"

#include <stdarg.h>
#include <stdio.h>

#include "formats/file.h"
#include "formats/incident_folder.h"

#include "base/banned.h"

enum { NAME_BYTES = sizeof((ag_sources *)0)->families, SHOWN = 60 };

static void name_part(const char *path, bool folder, ag_folder_part part, char out[NAME_BYTES]) {
    if (folder)
        snprintf(out, NAME_BYTES, "%s/%s", path, ag_folder_part_name(part));
    else
        snprintf(out, NAME_BYTES, "%s", path);
}

void ag_sources_init(const char *path, ag_sources *out) {
    char remains[4096];
    snprintf(remains, sizeof remains, "%s/%s", path, ag_folder_part_name(AG_FOLDER_REMAINS));
    const bool folder = ag_file_exists(remains);
    name_part(path, folder, AG_FOLDER_REMAINS, out->profile[AG_REMAINS]);
    name_part(path, folder, AG_FOLDER_REFERENCES, out->profile[AG_REFERENCE]);
    name_part(path, folder, AG_FOLDER_ELIMINATION, out->profile[AG_ELIMINATION]);
    name_part(path, folder, AG_FOLDER_FAMILIES, out->families);
    name_part(path, folder, AG_FOLDER_FREQUENCIES, out->frequencies);
    name_part(path, folder, AG_FOLDER_SETTINGS, out->settings);
    for (int i = 0; i < AG_LINEAGE_FILES; i++)
        name_part(path, folder, (ag_folder_part)(AG_FOLDER_YSTR + i), out->lineage[i]);
}

void ag_sources_report(const ag_sources *sources, const ag_batch *batch, ag_diagnostics *d, ag_severity severity,
                       uint32_t profile, int locus, const char *hint, const char *what, ...) {
    const ag_batch_profile *p = &batch->profile[profile];
    const uint32_t *column = locus >= 0 ? batch->locus_column[p->role] : NULL;
    char text[sizeof((ag_error *)0)->what];
    int used =
        snprintf(text, sizeof text, "sample \"%.*s\"", (int)(p->sample.n < SHOWN ? p->sample.n : SHOWN), p->sample.at);
    if (locus >= 0 && used > 0)
        used += snprintf(text + used, sizeof text - (size_t)used, ", locus %.*s",
                         (int)(batch->locus[locus].n < SHOWN ? batch->locus[locus].n : SHOWN), batch->locus[locus].at);
    if (used > 0) used += snprintf(text + used, sizeof text - (size_t)used, ": ");
    va_list args;
    va_start(args, what);
    if (used > 0) vsnprintf(text + used, sizeof text - (size_t)used, what, args);
    va_end(args);
    ag_diagnose(d, severity, sources->profile[p->role], (long)p->row, column ? (long)column[locus] : 0, hint, "%s",
                text);
}
