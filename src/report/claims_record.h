/* Claims combined as a record: what the page, the paper and `antigone claims --json` say. Texts and whole numbers, of
 * no language; sources by the names that the claims give them.
 *
 *     claims    id, topic, measure, about, low, point, high, said, as_of, by, from, class, grade, anonymous, group,
 *               via, line, corroborated, repeated, contradicted; in the order of incident/claims.h. from: with whom its
 *               chain begins, where that is not who says it
 *     groups    topic, measure, about, so_far, first, claims, lines, corroborations, contradictions,
 *               corroborate and contradict (pairs of places in claims, the first AG_CLAIM_PAIRS), bounds, lacks
 *     origins   name, begins, anonymous, claims (places); those with which a chain begins, or where several meet
 */
#ifndef AG_REPORT_CLAIMS_RECORD_H
#define AG_REPORT_CLAIMS_RECORD_H

#include <jansson.h>

#include "incident/claims.h"

enum { AG_CLAIM_PAIRS = 100 };

/* A new reference; NULL: out of memory. */
json_t *ag_claims_record(const ag_claims *claims);
/* The word of the k-th bit of ag_claim_group.lacks: "number", "corroboration", … */
const char *ag_claims_lack(int k);

#endif
