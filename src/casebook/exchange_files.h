/* Files that entries name, as they travel in bundles: which they are, giving them, taking them in. See exchange.c,
 * casebook.h "Files" and journal/bundle.h.
 *
 * A file goes along when an entry of the bundle names it in an open field, it is kept here, and there is somebody to
 * open it; what belongs to users, to the casebook itself or to sources stays at home, as payload keys do. It is kept
 * there under the casebook's key when it can be opened and is what its name, the digest of its content, says.
 */
#ifndef AG_CASEBOOK_EXCHANGE_FILES_H
#define AG_CASEBOOK_EXCHANGE_FILES_H

#include "casebook/engine.h"
#include "journal/bundle.h"

/* Of a kind whose payloads and files other sites cannot open: users and the casebook's own affairs; and sources, which
 * two people open. NULL, an unknown kind, too. */
bool ag_kind_stays_home(const ag_kind *kind);

typedef struct ag_named_files {
    ag_bundle_file *item; /* owned; commitment and box are zero until they are looked up, or listed by a bundle */
    size_t n, capacity;
    bool sorted; /* by content, each once */
} ag_named_files;

void ag_named_files_deinit(ag_named_files *files);
/* Adds those that an entry names. */
ag_status ag_files_name(ag_named_files *files, const ag_entry *entry, ag_error *err);
ag_status ag_files_name_in(ag_named_files *files, ag_text entry_bytes, ag_error *err);

/* Giving: commitments and boxes; those that are not kept here are dropped, and *files is sorted. AG_REFUSED: more than
 * a bundle holds. */
ag_status ag_files_look_up(ag_named_files *files, ag_casebook *casebook, ag_error *err);
/* The list. */
void ag_files_list(const ag_named_files *files, ag_bundle_writer *writer);
/* The parts of one, and its key for each recipient. */
ag_status ag_file_give(const ag_bundle_file *file, ag_casebook *casebook, const ag_bundle_order *order,
                       ag_bundle_writer *writer, ag_error *err);

/* Taking in: named is filled with what entries name before the first line about a file. */
typedef struct ag_taking_files {
    ag_casebook *casebook;
    const ag_actor *actor;
    ag_named_files named;
    const ag_bundle_file *now; /* whose parts are being read; NULL: one that is not wanted */
    ag_digest content;         /* of the last part */
    ag_buffer box;
    uint8_t wrapped[AG_WRAPPED_BYTES];
    bool opens;
    uint64_t missing, faulty;
    ag_digest first_missing, first_faulty;
} ag_taking_files;

/* A line about a file; the checkpoint ends the last one. */
ag_status ag_files_take(ag_taking_files *t, const ag_bundle_item *item, ag_error *err);
/* Counts those that are named and not here. */
ag_status ag_files_miss(ag_taking_files *t, ag_error *err);
/* As warnings. */
void ag_files_tell(const ag_taking_files *t, const char *path, ag_diagnostics *findings);
void ag_taking_files_deinit(ag_taking_files *t);

#endif
