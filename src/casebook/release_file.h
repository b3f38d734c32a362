/* A release as a file (journal/release.h): what the allow-list of its profile lets out of a frozen dossier, with
 * proofs.
 *
 * What is read: the entries of each selected subject up to the freezing, in order; of each the fields that the profile
 * discloses. Sealed ones are opened by ag_casebook_read, which leaves an entry. Entries of other sites are theirs to
 * release.
 *
 * Invariants: nothing of a protected subject is in the file, no id of it, no hash that could be guessed; a reference to
 * what is not in the file is left out as if it were not there, so what is missing for one reason looks like what is
 * missing for any other.
 */
#ifndef AG_CASEBOOK_RELEASE_FILE_H
#define AG_CASEBOOK_RELEASE_FILE_H

#include "casebook/casebook.h"

/* Below this, a number of people is not published. */
enum { AG_SMALLEST_PUBLIC_COUNT = 5 };

/* What the file says, without its proofs, for a paper: {"about": …, "facts": […]} as in journal/release.h; owned by the
 * caller. AG_REFUSED as below. */
ag_status ag_release_gather(ag_casebook *casebook, const ag_actor *actor, ag_text release, json_t **out, ag_error *err);
/* Makes the file of an approved release, and the entry release.issue that holds its digest. AG_REFUSED: a rule forbids
 * it (`refusals`, may be NULL), nothing of the dossier may go there, or a field that would be in it is not for the
 * actor. */
ag_status ag_release_write(ag_casebook *casebook, const ag_actor *actor, ag_text release, ag_buffer *out,
                           ag_refusals *refusals, ag_error *err);

#endif
