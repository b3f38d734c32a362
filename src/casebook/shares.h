/* Who shares an entitlement, and how much each has: whole minor units that add up to all of it (C3). */
#ifndef AG_CASEBOOK_SHARES_H
#define AG_CASEBOOK_SHARES_H

#include "base/limits.h"
#include "base/money.h"
#include "casebook/deed.h"

typedef struct ag_shares {
    ag_commodity of;
    int n;
    const ag_row *row[AG_MAX_SHARES]; /* of kind share, by id */
    int64_t minor[AG_MAX_SHARES];
    int64_t undivided; /* what the rule leaves to nobody who is on record */
} ag_shares;

/* Of the whole entitlement, or of what has become due while it runs. False: it is not divided, or nobody is on record.
 */
bool ag_shares_find(const ag_view *view, const ag_row *entitlement, ag_shares *out);
/* The family of which a person is a member, "family:…"; empty: none is on record. */
ag_text ag_family_of_person(const ag_view *view, ag_text person);

#endif
