/* What is asked about deployments and acknowledgements by more than one file.
 *
 *     deployment ←assignment→ person        acknowledgement → deployment or person        claim → deployment
 */
#ifndef AG_CASEBOOK_DEPLOYMENTS_H
#define AG_CASEBOOK_DEPLOYMENTS_H

#include "casebook/deed.h"

/* For actions on a claim: the deployment that it is about, and whatever a State says in it, stand as they do now. */
ag_status ag_claim_follows(ag_deed *deed, ag_error *err);
/* Fact of a deployment or of a person (S5): each State's last word, and what it said before. */
ag_status ag_acknowledged_fact(const ag_view *view, ag_buffer *out, ag_error *err);

/* Guard (W1): the claims that the request names in `claim` stand. Fact (W1): those of the row's column `claim`, each
 * with its last grade. */
const char *ag_claims_stand(const ag_deed *deed);
ag_row ag_claim_last_grade(const ag_view *view, ag_text claim); /* assessment; row.cell NULL: none */
ag_status ag_rests_on_fact(const ag_view *view, ag_buffer *out, ag_error *err);

/* How the Power that holds the dead is related to theirs; and the fact of a column `relation`: which rules bind it
 * (W5). */
extern const char *const ag_relations[];
ag_status ag_relation_fact(const ag_view *view, ag_buffer *out, ag_error *err);

#endif
