/* An incident from disk: an incident folder, or one file of another program that holds a whole case (Familias .fam).
 *
 * The batch lives beside the incident, which refers to it. digest[2] of the incident is that of the list of its files
 * with their digests, as `sha256sum` prints it.
 */
#ifndef AG_INCIDENT_LOAD_H
#define AG_INCIDENT_LOAD_H

#include "formats/incident_folder.h"
#include "incident/incident.h"

typedef struct ag_loaded {
    ag_batch batch;
    ag_incident *incident; /* owned; NULL when loading failed */
} ag_loaded;

/* Every finding is in `d`, whatever the answer; ag_loaded_deinit is due after any. */
ag_status ag_loaded_init(const char *path, int threads, ag_loaded *out, ag_diagnostics *d, ag_error *err);
/* The same from the bytes of an incident folder, which are taken over; file[part].at NULL is an absent file. `name`,
 * what messages call it, is borrowed as long as *out. */
ag_status ag_loaded_init_bytes(const char *name, ag_file file[AG_FOLDER_PARTS], int threads, ag_loaded *out,
                               ag_diagnostics *d, ag_error *err);
void ag_loaded_deinit(ag_loaded *loaded);

#endif
