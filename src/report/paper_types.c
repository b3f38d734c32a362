/* The table of paper types: a line here, and in papers/types.h, for each file of papers/. */
#include "report/papers/types.h"

#include "base/banned.h"

const ag_paper_type *const ag_paper_types[] = {
    &ag_paper_act_record,
    &ag_paper_certificate_absence,
    &ag_paper_certificate_death,
    &ag_paper_certificate_identification,
    &ag_paper_certificate_military_death,
    &ag_paper_certificate_recall,
    &ag_paper_claims_picture,
    &ag_paper_comparison,
    &ag_paper_custody_history,
    &ag_paper_dossier,
    &ag_paper_family_notice,
    &ag_paper_geneva_notice,
    &ag_paper_handover_protocol,
    &ag_paper_identification_report,
    &ag_paper_labels,
    &ag_paper_payment_summary,
    &ag_paper_request_history,
    &ag_paper_request_letter,
    &ag_paper_statement_of_account,
    NULL,
};

const ag_paper_type *ag_paper_type_find(ag_text name) {
    for (const ag_paper_type *const *type = ag_paper_types; *type; type++)
        if (ag_text_equal(name, ag_text_of((*type)->name))) return *type;
    return NULL;
}
