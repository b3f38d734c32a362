/* The claims of a casebook as plain records, so that the same combination (incident/claims.h) runs over them as over a
 * file.
 *
 * Invariants: only what is open is looked at. A source is called by its public handle, or by its number ("source:…")
 * where it has none. What is retracted, and what nobody here heard, stands in the chains of others and is not told.
 */
#ifndef AG_CASEBOOK_WEIGH_H
#define AG_CASEBOOK_WEIGH_H

#include "casebook/casebook.h"
#include "formats/claims_file.h"

/* All of them, in view->arena. AG_REFUSED: more than AG_MAX_CLAIMS. */
ag_status ag_claims_of_casebook(const ag_view *view, ag_claim_record **out, size_t *n, ag_error *err);

#endif
