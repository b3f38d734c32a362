/* Holds, allegations and findings: what keeps evidence from being buried or destroyed.
 *
 * A hold on remains or on an individual stops every order about them but cold storage, until it is lifted with reasons
 * (P2). What is said to have been done irreversibly to the dead is recorded as said, with the claim that says it, and
 * never ordered (D4); it puts a hold on what is left. A finding of mutilation is a file of its own, beside
 * identification (L18).
 */
#include "casebook/consequences.h"
#include "casebook/disposition.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"

#include "base/banned.h"

static const char *const about_kinds[] = {"remains", "individual", NULL}, *const remains_kind[] = {"remains", NULL},
                         *const claim_kind[] = {"claim", NULL};
static const ag_field reasons_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};

/* ---- Holds ------------------------------------------------------------------------------------------------------- */

static const char *const grounds[] = {"investigation", "request",    "claim", "family",
                                      "custody-gap",   "allegation", "other", NULL};
static const ag_field place_fields[] = {
    {"about", AG_FIELD_REFERENCE, AG_REQUIRED, about_kinds, "what must be kept as it is", 0},
    {"ground", AG_FIELD_CHOICE, AG_REQUIRED, grounds,
     "an investigation, a State's request, a claim to the remains, the family, a gap in custody, an allegation", 0},
    {"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0},
    {0},
};

void ag_hold_count(ag_deed *deed, ag_text about, int by) {
    ag_row *row = ag_deed_change(deed, about);
    if (row) ag_row_set_integer(row, "hold", ag_row_integer(row, "hold", 0) + by);
}

ag_status ag_hold_make(ag_deed *deed, ag_text about, const char *ground, ag_error *err) {
    const char *id = ag_view_say(&deed->view, "%.*s-%llu.hold", AG_SHOWN(deed->site), (unsigned long long)deed->seq);
    ag_row *row = ag_deed_make(deed, &ag_kind_hold, ag_text_of(id));
    if (!row) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_row_set(row, "about", about);
    ag_row_set(row, "ground", ag_text_of(ground));
    ag_hold_count(deed, about, 1);
    return ag_orders_block(deed, about);
}

static ag_status apply_place(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_hold_count(deed, ag_deed_text(deed, "about"), 1);
    return ag_orders_block(deed, ag_deed_text(deed, "about"));
}

static ag_status apply_lift(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_hold_count(deed, ag_row_text(&deed->view.row, "about"), -1);
    return AG_OK;
}

static const ag_action hold_actions[] = {
    {"hold.place",
     AG_WRITERS,
     AG_CREATES,
     NULL,
     "OPEN",
     place_fields,
     NULL,
     apply_place,
     {0},
     "keep remains as they are: no order about them goes on, cold storage apart"},
    {"hold.lift",
     AG_LEGAL | AG_REVIEWER | AG_INVESTIGATOR,
     AG_SIGNED,
     "OPEN",
     "LIFTED",
     reasons_fields,
     NULL,
     apply_lift,
     {0},
     "end a hold, with reasons"},
    {0},
};
static const char *const hold_states[] = {"OPEN", "LIFTED", NULL};

const ag_kind ag_kind_hold = {
    .name = "hold",
    .plural = "holds",
    .help = "a stop to every order about remains",
    .state = hold_states,
    .closed = "LIFTED",
    .action = hold_actions,
    .readers = AG_WRITERS,
};

/* ---- Allegations ---------------------------------------------------------------------------------------------- */

static const char *const modes[] = {"alleged", "observed", "admitted", "equipment-inquiry", NULL};
static const ag_field record_fields[] = {
    {"method", AG_FIELD_CHOICE, AG_REQUIRED, ag_disposition_methods, "what is said to have been done, or prepared", 0},
    {"mode", AG_FIELD_CHOICE, AG_REQUIRED, modes,
     "said by others, seen, admitted by who did it, or only equipment asked for", 0},
    {"claim", AG_FIELD_REFERENCE, AG_REQUIRED, claim_kind, "the claim that says it (claim.record)", 0},
    {"about", AG_FIELD_REFERENCE, 0, about_kinds, "the remains, where they are known: they are put on hold", 0},
    {"text", AG_FIELD_TEXT, 0, NULL, "what is said, in words", 0},
    {"place", AG_FIELD_PLACE, 0, NULL, "where", 0},
    {"file", AG_FIELD_FILE, 0, NULL, "photograph, film or paper", 0},
    {0},
};

static ag_status apply_record(ag_deed *deed, ag_error *err) {
    const ag_text about = ag_deed_text(deed, "about"), subject = ag_row_subject(&deed->view, &deed->view.row);
    const ag_status status = about.n ? ag_hold_make(deed, about, "allegation", err) : AG_OK;
    return status == AG_OK
               ? ag_consequence_make(deed, "D4", "dossier-notice", about.n ? about : subject, subject, 0, err)
               : status;
}

static const ag_action allegation_actions[] = {
    {"allegation.record",
     AG_INVESTIGATOR | AG_CASE_OFFICER | AG_LEGAL | AG_REGISTRAR,
     AG_CREATES,
     NULL,
     "RECORDED",
     record_fields,
     NULL,
     apply_record,
     {0},
     "record what is said to have been done to the dead"},
    {"allegation.withdraw",
     AG_INVESTIGATOR | AG_LEGAL,
     AG_SIGNED,
     "RECORDED",
     "WITHDRAWN",
     reasons_fields,
     NULL,
     NULL,
     {0},
     "the allegation is no longer made; its hold stays until it is lifted"},
    {0},
};
static const char *const allegation_states[] = {"RECORDED", "WITHDRAWN", NULL};

const ag_kind ag_kind_allegation = {
    .name = "allegation",
    .plural = "allegations",
    .help = "an act against the dead as others say it, with the claim that says it",
    .state = allegation_states,
    .closed = "WITHDRAWN",
    .action = allegation_actions,
    .readers = AG_INVESTIGATOR | AG_LEGAL | AG_REVIEWER,
};

/* ---- Findings of mutilation ----------------------------------------------------------------------------------- */

static const char *const damages[] = {
    "face-disfigured", "face-burned", "fingertips-missing", "hands-missing", "head-missing", "other", NULL};
static const char *const causes[] = {"deliberate", "blast", "fire", "animals", "decomposition", "unknown", NULL};
static const char *const results[] = {"deliberate", "not-deliberate", "undetermined", NULL};
static const ag_field open_fields[] = {
    {"about", AG_FIELD_REFERENCE, AG_REQUIRED, remains_kind, "the remains", 0},
    {"damage", AG_FIELD_CHOICE, AG_REQUIRED | AG_MANY, damages, "what was found; several with blanks between", 0},
    {"cause", AG_FIELD_CHOICE, AG_REQUIRED, causes, "what it looks like at first sight", 0},
    {"text", AG_FIELD_TEXT, AG_REQUIRED, NULL, "the finding in words", 0},
    {"file", AG_FIELD_FILE, 0, NULL, "photographs", 0},
    {"claim", AG_FIELD_REFERENCE, 0, claim_kind, "a claim that bears on it", 0},
    {0},
};
static const ag_field note_fields[] = {
    {"text", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what was found further", 0},
    {"file", AG_FIELD_FILE, 0, NULL, "photographs, report", 0},
    {0},
};
static const ag_field close_fields[] = {
    {"result", AG_FIELD_CHOICE, AG_REQUIRED, results, "whether it was done by hands", 0},
    {"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0},
    {0},
};

static const ag_action finding_actions[] = {
    {"finding.open",
     AG_REGISTRAR | AG_ANALYST | AG_INVESTIGATOR | AG_REVIEWER,
     AG_CREATES,
     NULL,
     "OPEN",
     open_fields,
     NULL,
     NULL,
     {0},
     "open a file on the mutilation of remains, whoever they are"},
    {"finding.note",
     AG_REGISTRAR | AG_ANALYST | AG_INVESTIGATOR | AG_REVIEWER,
     0,
     "OPEN",
     NULL,
     note_fields,
     NULL,
     NULL,
     {0},
     "add to the file"},
    {"finding.close",
     AG_INVESTIGATOR | AG_LEGAL,
     AG_SIGNED,
     "OPEN",
     "CLOSED",
     close_fields,
     NULL,
     NULL,
     {0},
     "close the file with its result"},
    {0},
};
static const char *const finding_states[] = {"OPEN", "CLOSED", NULL};

const ag_kind ag_kind_finding = {
    .name = "finding",
    .plural = "findings",
    .help = "a file on the mutilation of remains",
    .state = finding_states,
    .closed = "CLOSED",
    .action = finding_actions,
    .readers = AG_INVESTIGATOR | AG_LEGAL | AG_REVIEWER | AG_ANALYST,
};
