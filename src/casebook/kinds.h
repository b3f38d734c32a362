/* What the domain files give to the table of actions: a line here and in kinds.c for each kind. */
#ifndef AG_CASEBOOK_KINDS_H
#define AG_CASEBOOK_KINDS_H

#include "casebook/action.h"

/* casebook_kind.c, users.c, conflict.c */
extern const ag_kind ag_kind_casebook, ag_kind_user, ag_kind_conflict;

/* persons.c, names.c, families.c, consent.c, samples.c */
extern const ag_kind ag_kind_person, ag_kind_name, ag_kind_cover, ag_kind_family, ag_kind_relative, ag_kind_contact,
    ag_kind_risk, ag_kind_consent, ag_kind_sample, ag_kind_profile;
/* identification.c, evidence.c, alarm.c, consequences.c */
extern const ag_kind ag_kind_case, ag_kind_hypothesis, ag_kind_evidence, ag_kind_alarm, ag_kind_consequence;

/* disposition.c, graves.c, holds.c */
extern const ag_kind ag_kind_order, ag_kind_grave, ag_kind_hold, ag_kind_allegation, ag_kind_finding;

/* notification.c, certificate.c */
extern const ag_kind ag_kind_notification, ag_kind_certificate;
/* papers.c */
extern const ag_kind ag_kind_paper;
/* dossier.c, comparison.c */
extern const ag_kind ag_kind_dossier, ag_kind_dossier_item, ag_kind_release, ag_kind_comparison;

/* sources.c, claims.c */
extern const ag_kind ag_kind_source, ag_kind_claim, ag_kind_assessment;
/* deployments.c, acts.c, inquiries.c */
extern const ag_kind ag_kind_deployment, ag_kind_assignment, ag_kind_acknowledgement, ag_kind_event, ag_kind_act,
    ag_kind_involvement, ag_kind_inquiry, ag_kind_tracing;
/* sites.c, containers.c, remains.c, individual.c, effects.c, custody.c, handover.c */
extern const ag_kind ag_kind_site, ag_kind_search, ag_kind_container, ag_kind_remains, ag_kind_individual,
    ag_kind_effect, ag_kind_packet, ag_kind_custody, ag_kind_handover, ag_kind_item, ag_kind_discrepancy;
/* rulesets.c, entitlements.c, shares.c, ledger.c, rates.c */
extern const ag_kind ag_kind_ruleset, ag_kind_entitlement, ag_kind_share, ag_kind_transfer, ag_kind_rate,
    ag_kind_valuation;

/* repatriation.c, communications.c */
extern const ag_kind ag_kind_request, ag_kind_request_item, ag_kind_communication;

#endif
