/* Where a claim comes from: the claims and sources that lead to it, and whether two claims have one of them in common.
 *
 * "A lawmaker said that the service had said" is one origin, however many papers print it: two claims confirm each
 * other only when their chains do not meet (E2). What an anonymous source began stays possible at most, alone (E3).
 */
#ifndef AG_CASEBOOK_ORIGINS_H
#define AG_CASEBOOK_ORIGINS_H

#include "base/limits.h"
#include "casebook/deed.h"

typedef struct ag_origins {
    ag_text node[AG_MAX_ORIGINS]; /* "claim:…" and "source:…", each once; the claim itself first */
    int n;
    bool cut;   /* there are more than AG_MAX_ORIGINS: nothing can be said of whether chains meet */
    bool known; /* a source that is not anonymous stands where the chain begins */
} ag_origins;

void ag_origins_find(const ag_view *view, ag_text claim, ag_origins *out);
/* Also when either was cut, and when either names no source at all. */
bool ag_origins_meet(const ag_origins *a, const ag_origins *b);
/* Whether `other` says the same of the same and comes from elsewhere. */
bool ag_claim_confirms(const ag_view *view, const ag_row *claim, const ag_origins *origins, const ag_row *other);
/* Whether another claim that was heard says the same of the same and comes from where this one comes from. */
bool ag_claim_repeats(const ag_view *view, const ag_row *claim, const ag_origins *origins, const ag_row *other);

#endif
