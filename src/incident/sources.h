/* What messages call the files of an incident: those of its folder, or the one file that everything came from. */
#ifndef AG_INCIDENT_SOURCES_H
#define AG_INCIDENT_SOURCES_H

#include "antigone/status.h"
#include "formats/batch.h"

enum { AG_LINEAGE_YSTR, AG_LINEAGE_MTDNA, AG_LINEAGE_HAPLOTYPES_Y, AG_LINEAGE_HAPLOTYPES_MT, AG_LINEAGE_FILES };

typedef struct ag_sources {
    char profile[3][256]; /* by ag_role */
    char families[256], frequencies[256], settings[256];
    char lineage[AG_LINEAGE_FILES][256];
} ag_sources;

void ag_sources_init(const char *path, ag_sources *out);
/* The place of a cell (column 0: the row's; in a table a column counts from 1). `d` gets "sample …: what". */
void ag_sources_report(const ag_sources *sources, const ag_batch *batch, ag_diagnostics *d, ag_severity severity,
                       uint32_t profile, int locus, const char *hint, const char *what, ...) AG_PRINTF(8, 9);

#endif
