/* Alarms: what the search found that contradicts a case, open until a reviewer answers it in writing. Raised by the
 * program when new profiles are compared with open and solved cases; a case is not confirmed over an open one without
 * the board's reasons (I8). */
#include "casebook/kinds.h"
#include "casebook/standing.h"

#include "base/banned.h"

static const char *const case_kind[] = {"case", NULL}, *const profile_kind[] = {"profile", NULL},
                         *const remains_kind[] = {"remains", NULL}, *const person_kind[] = {"person", NULL};
static const char *const findings[] = {"another-person", "confirmed-person-unlikely", "one-person-twice", "other",
                                       NULL};

static const ag_field raise_fields[] = {
    {"case", AG_FIELD_REFERENCE, 0, case_kind, "the case that is contradicted", 0},
    {"profile", AG_FIELD_REFERENCE, 0, profile_kind, "the profile that contradicts it", 0},
    {"remains", AG_FIELD_REFERENCE, 0, remains_kind, "the remains that were compared", 0},
    {"person", AG_FIELD_REFERENCE, 0, person_kind, "the person to whom the comparison points", 0},
    {"finding", AG_FIELD_CHOICE, AG_REQUIRED, findings, "what was found", 0},
    {"lr_log10", AG_FIELD_NUMBER, 0, NULL, "log10 of the likelihood ratio that was found", 0},
    {"posterior", AG_FIELD_NUMBER, 0, NULL, "the posterior that was found", 0},
    {"inputs", AG_FIELD_CODE, 0, NULL, "SHA-256 of what was compared", 0},
    {0},
};

static const char *const answers[] = {
    "identification-stands", "identification-challenged", "laboratory-error", "relative", "other", NULL};
static const ag_field answer_fields[] = {
    {"answer", AG_FIELD_CHOICE, AG_REQUIRED, answers, "what the alarm means", 0},
    {"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0},
    {0},
};

/* Who proposed the case does not dispose of what speaks against it. */
static const char *is_anothers_case(const ag_deed *deed) {
    const ag_row of = ag_view_row(&deed->view, ag_row_text(&deed->view.row, "case"));
    const ag_text proposer = ag_row_text(&of, "proposer");
    return proposer.n && ag_text_equal(proposer, deed->by) ? "a reviewer other than the proposer of the case answers"
                                                           : NULL;
}

static const char *challenge_is_made(const ag_deed *deed) {
    const ag_row of = ag_view_row(&deed->view, ag_row_text(&deed->view.row, "case"));
    return ag_deed_is(deed, "answer", "identification-challenged") && ag_row_state(&of, "CONFIRMED")
               ? "challenge the case first (case.challenge)"
               : NULL;
}

static const ag_guard answer_guards[] = {{"I5", is_anothers_case, false}, {"I8", challenge_is_made, true}, {0}};

static const ag_action actions[] = {
    {"alarm.raise",
     AG_WRITERS,
     AG_CREATES | AG_INTERNAL,
     NULL,
     "OPEN",
     raise_fields,
     NULL,
     NULL,
     {0},
     "the search contradicts a case"},
    {"alarm.answer",
     AG_REVIEWER,
     AG_SIGNED,
     "OPEN",
     "ANSWERED",
     answer_fields,
     answer_guards,
     NULL,
     {0},
     "say in writing what an alarm means"},
    {0},
};
static const char *const states[] = {"OPEN", "ANSWERED", NULL};

const ag_kind ag_kind_alarm = {
    .name = "alarm",
    .plural = "alarms",
    .help = "a result of the search that contradicts a case and that a reviewer must answer",
    .state = states,
    .closed = "ANSWERED",
    .action = actions,
    .readers = AG_ANALYST | AG_REVIEWER | AG_CASE_OFFICER,
};
