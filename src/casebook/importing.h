/* What the files of the import share: see import.h. */
#ifndef AG_CASEBOOK_IMPORTING_H
#define AG_CASEBOOK_IMPORTING_H

#include "base/map.h"
#include "casebook/import.h"
#include "formats/batch.h"

enum { AG_IMPORT_NAME = 128 };

typedef struct ag_importing {
    ag_casebook *casebook;
    const ag_actor *actor;
    const ag_import_options *options;
    ag_import_counts *out;
    ag_diagnostics *d;
    const ag_batch *batch;
    ag_view view; /* in an arena of the import's own, as long as the import */
    bool given[AG_FOLDER_PARTS];
    char source[AG_FOLDER_PARTS][AG_DIGEST_HEX + 1];
    ag_map relative;           /* "family\nperson" of the batch → place in relative_subject */
    ag_text *relative_subject; /* made by ag_import_known_relatives */
} ag_importing;

/* A deed for one row of a file; *made (may be NULL) takes the subject. False in *done: refused, which is a finding by
 * now. `fields` (owned by the call) may be NULL. */
ag_status ag_import_do(ag_importing *w, ag_folder_part part, uint32_t row, const char *action, const char *subject,
                       json_t *fields, char made[AG_IMPORT_NAME], bool *done, ag_error *err);
/* Adds a field unless the value is empty. */
void ag_import_put(json_t *fields, const char *name, ag_text value);
/* The text as an id: what no id may have becomes a hyphen. In the arena. */
const char *ag_import_id(const ag_importing *w, ag_text text);
/* The subject of a person of a family of the batch; empty: not known. */
ag_text ag_import_relative(const ag_importing *w, ag_text family, ag_text person);

/* import_families.c: looks up whom the casebook has already (opens labels; before the transaction), then adds the
 * others. */
ag_status ag_import_known_relatives(ag_importing *w, ag_error *err);
ag_status ag_import_families(ag_importing *w, ag_error *err);

/* import_profiles.c: what the casebook has already is opened and compared before the transaction. */
typedef struct ag_import_profiles ag_import_profiles;
ag_status ag_import_known_profiles(ag_importing *w, ag_import_profiles **out, ag_error *err);
ag_status ag_import_profiles_do(ag_importing *w, ag_import_profiles *known, ag_error *err);

#endif
