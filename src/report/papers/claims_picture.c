/* What is claimed about a topic: bounds by class of source over time, origins, what contradicts, and the pictures. It
 * is about any claim of the topic; sources stand by their public handles or their numbers alone. */
#include "casebook/weigh.h"
#include "report/claims_page.h"
#include "report/claims_record.h"
#include "report/papers/types.h"

#include "base/banned.h"

static ag_status gather(ag_gather *g, ag_error *err) {
    const ag_text topic = ag_row_text(&g->view.row, "topic");
    const ag_claims_question question = {topic, {NULL, 0}};
    ag_claim_record *record;
    ag_claims claims;
    size_t n;
    ag_status status = ag_claims_of_casebook(&g->view, &record, &n, err);
    if (status == AG_OK) status = ag_claims_combine(record, n, &question, g->view.arena, &claims, err);
    if (status != AG_OK) return status;
    if (!claims.n)
        return ag_fail(err, AG_REFUSED, "claim.record", "no claim of the topic %.*s stands", (int)topic.n, topic.at);
    json_t *said = ag_claims_record(&claims);
    const bool taken = said && json_object_update(g->record, said) == 0;
    json_decref(said);
    if (!taken) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_gather_text(g, g->record, "topic", topic);
    ag_gather_essential(g, topic);
    return AG_OK;
}

const ag_paper_type ag_paper_claims_picture = {
    .name = "claims-picture",
    .kinds = "claim",
    .roles = AG_INVESTIGATOR | AG_ANALYST | AG_REVIEWER | AG_CASE_OFFICER | AG_LEGAL,
    .title = {{"What is claimed", "주장된 내용", "Что утверждается", "Що стверджують"}},
    .gather = gather,
    .compose = ag_claims_compose,
    .help = "what is claimed about the topic of a claim: bounds, origins, what contradicts",
};
