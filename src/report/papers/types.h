/* The paper types, each from its own file of this folder. */
#ifndef AG_REPORT_PAPERS_TYPES_H
#define AG_REPORT_PAPERS_TYPES_H

#include "report/paper.h"

extern const ag_paper_type ag_paper_comparison, ag_paper_dossier; /* comparison.c, dossier.c */
extern const ag_paper_type ag_paper_act_record;
extern const ag_paper_type ag_paper_payment_summary, ag_paper_statement_of_account;
extern const ag_paper_type ag_paper_claims_picture;
extern const ag_paper_type ag_paper_custody_history, ag_paper_identification_report, ag_paper_labels;
extern const ag_paper_type ag_paper_certificate_absence, ag_paper_certificate_death,
    ag_paper_certificate_military_death, ag_paper_certificate_identification, ag_paper_certificate_recall,
    ag_paper_geneva_notice, ag_paper_family_notice;

/* about requests for return and handovers */
extern const ag_paper_type ag_paper_request_history, ag_paper_request_letter, ag_paper_handover_protocol;

#endif
