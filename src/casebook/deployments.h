/* What is asked about deployments and acknowledgements by more than one file.
 *
 *     deployment ←assignment→ person        acknowledgement → deployment or person        claim → deployment
 */
#ifndef AG_CASEBOOK_DEPLOYMENTS_H
#define AG_CASEBOOK_DEPLOYMENTS_H

#include "casebook/deed.h"

/* For actions on a claim: where it is about a deployment, that one's state follows anew. */
ag_status ag_deployment_follow(ag_deed *deed, ag_text about, ag_error *err);
/* Fact of a deployment or of a person (S5): each State's last word, and what it said before. */
ag_status ag_acknowledged_fact(const ag_view *view, ag_buffer *out, ag_error *err);

/* Guard (W1): the claims that the request names in `claim` stand. */
const char *ag_claims_stand(const ag_deed *deed);

/* How the Power that holds the dead is related to theirs; and the fact of a column `relation`: which rules bind it
 * (W5). */
extern const char *const ag_relations[];
ag_status ag_relation_fact(const ag_view *view, ag_buffer *out, ag_error *err);

#endif
