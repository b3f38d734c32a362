/* Inquiries into the deaths of prisoners of war (GC III 121), and tracing: who asks after whom, until there is an
 * answer.
 *
 *     inquiry   OPEN → CLOSED (by an investigator, with findings) → OPEN
 *     tracing   OPEN → ANSWERED | WITHDRAWN
 *
 * Invariants: an inquiry opens by itself when a prisoner's death by violence or of unknown cause is stated, and is due
 * at once. A tracing is answered when a fate is told and not before: "nothing is known" is an answer that leaves it
 * open and brings it up again. Of the living nobody is told but on their own consent (A11).
 */
#include "casebook/inquiries.h"

#include <inttypes.h>

#include "casebook/deployments.h"
#include "casebook/kinds.h"
#include "casebook/people.h"
#include "casebook/repatriation.h"
#include "casebook/standing.h"

#include "base/banned.h"

enum { DAY = 86400, ASK_AGAIN = 90 * DAY };

static const char *const person_kind[] = {"person", NULL}, *const family_kind[] = {"family", NULL},
                         *const claim_kind[] = {"claim", NULL}, *const source_kind[] = {"source", NULL};
static const ag_field reason_fields[] = {{"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};

/* ---- Inquiries --------------------------------------------------------------------------------------------------- */

ag_status ag_inquiry_begin(ag_deed *deed, ag_text person, ag_error *err) {
    const ag_row open = ag_standing_first(&deed->view, &ag_kind_inquiry, "person", person, "OPEN");
    if (ag_row_there(&open)) return AG_OK;
    const char *id = ag_view_say(&deed->view, "%.*s-%" PRIu64 ".inquiry", AG_SHOWN(deed->site), deed->seq);
    ag_row *row = ag_deed_make(deed, &ag_kind_inquiry, ag_text_of(id));
    if (!row) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_row_set(row, "person", person);
    ag_row_set(row, "cause", ag_row_subject(&deed->view, &deed->view.row));
    ag_row_due(row, "L9", deed->view.now);
    return AG_OK;
}

ag_status ag_inquiry_of_prisoner(ag_deed *deed, ag_error *err) {
    const ag_text person = ag_row_subject(&deed->view, &deed->view.row);
    if (!ag_deed_is(deed, "prisoner", "yes")) return AG_OK;
    const bool needs =
        !ag_deed_has(deed, "cause") || ag_deed_is(deed, "cause", "violence") || ag_deed_is(deed, "cause", "unknown");
    return needs ? ag_inquiry_begin(deed, person, err) : AG_OK;
}

ag_status ag_inquiry_of_found(ag_deed *deed, const ag_row *person, ag_error *err) {
    const ag_text subject = ag_row_subject(&deed->view, person), cause = ag_row_text(person, "cause");
    const bool needs = !cause.n || ag_row_is(person, "cause", "violence") || ag_row_is(person, "cause", "unknown");
    return needs && ag_person_was_prisoner(person) &&
                   !ag_view_count(&deed->view, &ag_kind_inquiry, "person", subject, NULL)
               ? ag_inquiry_begin(deed, subject, err)
               : AG_OK;
}

static const char *witnesses_were_heard(const ag_deed *deed) {
    return ag_row_integer(&deed->view.row, "heard", 0) || ag_deed_has(deed, "no_witness")
               ? NULL
               : "hear a witness (inquiry.hear), or say why there is none (no_witness=…)";
}

static ag_status apply_hear(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set_integer(&deed->view.row, "heard", ag_row_integer(&deed->view.row, "heard", 0) + 1);
    return AG_OK;
}

static ag_status fact_steps(const ag_view *view, ag_buffer *out, ag_error *err) {
    const int64_t heard = ag_row_integer(&view->row, "heard", 0);
    const ag_text told = ag_row_text(&view->row, "told");
    (void)err;
    ag_buffer_printf(out, "%" PRId64 " witness%s heard; ", heard, heard == 1 ? "" : "es");
    if (told.n)
        ag_buffer_printf(out, "report sent to %.*s", AG_SHOWN(told));
    else
        ag_buffer_puts(out, "the report has not been sent to the Protecting Power");
    return AG_OK;
}

static const char *const inquiry_states[] = {"OPEN", "CLOSED", NULL};
static const char *const results[] = {"killed", "accident", "illness", "self-inflicted", "undetermined", NULL};
static const ag_field open_fields[] = {
    {"person", AG_FIELD_REFERENCE, AG_REQUIRED, person_kind, "whose death it is about", 0},
    {"claim", AG_FIELD_REFERENCE, AG_MANY, claim_kind, "claims that give rise to it", 0},
    {"text", AG_FIELD_TEXT, 0, NULL, "what is suspected, in words", 0},
    {0}};
static const ag_field hear_fields[] = {
    {"witness", AG_FIELD_REFERENCE, AG_REQUIRED, source_kind, "the witness, by the number of a source", 0},
    {"statement", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what he says, in his own words", 0},
    {"file", AG_FIELD_FILE, 0, NULL, "the signed statement, or its recording", 0},
    {0}};
static const ag_field told_fields[] = {
    {"told", AG_FIELD_CODE, AG_REQUIRED, NULL, "to whom: protecting-power, icrc, or a country", 0},
    {"report", AG_FIELD_FILE, AG_REQUIRED, NULL, "the report with the statements, as it was sent", 0},
    {0}};
static const ag_field close_fields[] = {
    {"result", AG_FIELD_CHOICE, AG_REQUIRED, results, "what the death was", 0},
    {"findings", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what was found, and on what it rests", 0},
    {"no_witness", AG_FIELD_TEXT, 0, NULL, "where nobody was heard: why there was nobody", 0},
    {"answerable", AG_FIELD_TEXT, 0, NULL, "who is held to be answerable, and what is done about it", 0},
    {0}};

static const ag_guard open_guards[] = {{"W1", ag_claims_stand, true}, {0}};
static const ag_guard close_guards[] = {{"L9", witnesses_were_heard, true}, {0}};
static const ag_action inquiry_actions[] = {
    {"inquiry.open",
     AG_INVESTIGATOR | AG_CASE_OFFICER | AG_LEGAL,
     AG_CREATES,
     NULL,
     "OPEN",
     open_fields,
     open_guards,
     NULL,
     {"L9", 0},
     "Opens an official inquiry into a prisoner's death; it opens by itself where a death by violence "
     "or of unknown cause is stated of a prisoner."},
    {"inquiry.hear", AG_INVESTIGATOR | AG_LEGAL, AG_SIGNED, "OPEN", NULL, hear_fields, NULL, apply_hear, AG_NO_CLOCK,
     "Takes the statement of a witness."},
    {"inquiry.inform", AG_INVESTIGATOR | AG_LEGAL | AG_CASE_OFFICER, AG_SIGNED, NULL, NULL, told_fields, NULL, NULL,
     AG_NO_CLOCK, "Records that the report of the inquiry was sent, to the Protecting Power before others."},
    {"inquiry.close", AG_INVESTIGATOR, AG_SIGNED, "OPEN", "CLOSED", close_fields, close_guards, NULL, AG_NO_CLOCK,
     "Closes the inquiry with its findings."},
    {"inquiry.reopen",
     AG_INVESTIGATOR | AG_LEGAL,
     AG_SIGNED,
     "CLOSED",
     "OPEN",
     reason_fields,
     NULL,
     NULL,
     {"L9", 0},
     "Opens it again: something new has come to light."},
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, AG_NO_CLOCK, NULL}};
static const ag_column inquiry_further[] = {
    {"cause", AG_COLUMN_TEXT, true, false}, {"heard", AG_COLUMN_INTEGER, false, false}, {0}};
static const ag_fact inquiry_facts[] = {{"so far", "L9", fact_steps}, {0}};

const ag_kind ag_kind_inquiry = {.name = "inquiry",
                                 .plural = "inquiries",
                                 .help = "an official inquiry into the death of a prisoner of war",
                                 .state = inquiry_states,
                                 .closed = "CLOSED",
                                 .action = inquiry_actions,
                                 .further = inquiry_further,
                                 .indexed = "result",
                                 .fact = inquiry_facts,
                                 .readers = AG_INVESTIGATOR | AG_LEGAL | AG_REVIEWER};

/* ---- Tracing ----------------------------------------------------------------------------------------------------- */

static const char *agency_has_a_copy(const ag_deed *deed) {
    return ag_deed_is(deed, "channel", "central-tracing-agency") || ag_deed_has(deed, "cta_copy")
               ? NULL
               : "send a copy to the Central Tracing Agency and give its number (cta_copy=…)";
}

static const char *family_is_named(const ag_deed *deed) {
    return ag_deed_is(deed, "ground", "family") && !ag_deed_has(deed, "family")
               ? "name the family, so that it is known who waits for an answer (family=family:…)"
               : NULL;
}

static const char *there_is_a_fate(const ag_deed *deed) {
    const ag_row person = ag_view_row(&deed->view, ag_row_text(&deed->view.row, "person"));
    const char *status = ag_person_status(&deed->view, &person, NULL);
    return !ag_deed_is(deed, "result", "fate-told") || !ag_words_have("REPORTED UNACCOUNTED MISSING", status)
               ? NULL
               : ag_view_say(&deed->view, "a fate that is known; so far: %s. Until then result=nothing-known", status);
}

static const char *the_living_agree(const ag_deed *deed) {
    const ag_text person = ag_row_text(&deed->view.row, "person");
    if (!ag_deed_is(deed, "result", "fate-told") || !ag_request_is_of_living(&deed->view, person) ||
        ag_consent_stands(&deed->view, person, "whereabouts", (ag_text){"", 0}))
        return NULL;
    return "the person's own consent, recorded by consent.record person=… scope=whereabouts";
}

static const char *nobody_disappears(const ag_deed *deed) {
    return ag_row_is(&deed->view.row, "ground", "disappeared")
               ? "answer it: a disappeared person is looked for until the fate is known"
               : NULL;
}

/* Under which rule it comes up again. */
static void comes_up_again(ag_deed *deed) {
    ag_row *row = &deed->view.row;
    ag_row_due(row,
               ag_row_is(row, "ground", "disappeared") ? "L20"
               : ag_row_is(row, "ground", "family")    ? "L13"
                                                       : "L12",
               deed->view.now + ASK_AGAIN);
}

static ag_status apply_ask(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set_integer(&deed->view.row, "asked_day", ag_deed_day(deed));
    comes_up_again(deed);
    return AG_OK;
}

static ag_status apply_remind(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set_integer(&deed->view.row, "reminders", ag_row_integer(&deed->view.row, "reminders", 0) + 1);
    comes_up_again(deed);
    return AG_OK;
}

static ag_status apply_answer(ag_deed *deed, ag_error *err) {
    (void)err;
    if (ag_deed_is(deed, "result", "fate-told")) {
        ag_row_move(&deed->view.row, "ANSWERED");
        ag_row_due(&deed->view.row, NULL, 0);
    } else
        comes_up_again(deed);
    return AG_OK;
}

static ag_status say_waiting(const ag_view *view, const char *column, ag_buffer *out) {
    int n;
    const ag_row *row = ag_view_rows(view, &ag_kind_tracing, column, ag_row_subject(view, &view->row), 0, &n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&row[i]), by = ag_row_text(&row[i], "asked_by"),
                      family = ag_row_text(&row[i], "family");
        const int64_t days = view->now / DAY - ag_row_integer(&row[i], "asked_day", 0),
                      reminders = ag_row_integer(&row[i], "reminders", 0);
        if (ag_row_state(&row[i], "WITHDRAWN")) continue;
        ag_buffer_printf(out, "%s%.*s", out->n ? "; " : "", AG_SHOWN(by));
        if (family.n) ag_buffer_printf(out, " for %.*s", AG_SHOWN(family));
        if (ag_row_state(&row[i], "ANSWERED"))
            ag_buffer_puts(out, " has an answer");
        else
            ag_buffer_printf(out, " has waited for an answer for %" PRId64 " days and reminded %" PRId64 " times", days,
                             reminders);
        ag_buffer_printf(out, " (tracing:%.*s)", AG_SHOWN(id));
    }
    return AG_OK;
}

ag_status ag_tracing_of_person_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    return say_waiting(view, "person", out);
}

ag_status ag_tracing_of_family_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    return say_waiting(view, "family", out);
}

static const char *const tracing_states[] = {"OPEN", "ANSWERED", "WITHDRAWN", NULL};
static const char *const grounds[] = {"adverse-party", "own-side", "family", "disappeared", NULL};
static const char *const channels[] = {"direct", "protecting-power", "central-tracing-agency", "national-society",
                                       NULL};
static const char *const told[] = {"fate-told", "nothing-known", "refused", NULL};
#define SENT                                                                                                           \
    {"channel", AG_FIELD_CHOICE, AG_REQUIRED, channels, "the way the request went", 0},                                \
        {"cta_copy", AG_FIELD_CODE, 0, NULL, "number of the copy that went to the Central Tracing Agency", 0},         \
        {"number", AG_FIELD_CODE, 0, NULL, "number of the request with who asks", 0}, {                                \
        "text", AG_FIELD_TEXT, 0, NULL, "the request in words", 0                                                      \
    }
static const ag_field ask_fields[] = {
    {"person", AG_FIELD_REFERENCE, AG_REQUIRED, person_kind, "who is sought", 0},
    {"ground", AG_FIELD_CHOICE, AG_REQUIRED, grounds,
     "reported missing by the adverse Party or by the own side, sought by the family, or made to disappear", 0},
    {"asked_by", AG_FIELD_CODE, AG_REQUIRED, NULL, "who asks, as a code: KP, icrc, red-cross-ua", 0},
    {"family", AG_FIELD_REFERENCE, 0, family_kind, "the family that waits for the answer", 0},
    SENT,
    {0}};
static const ag_field remind_fields[] = {SENT, {0}};
static const ag_field answer_fields[] = {
    {"result", AG_FIELD_CHOICE, AG_REQUIRED, told, "fate-told ends it; nothing-known and refused leave it open", 0},
    {"words", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what was said to whom, in which words", 0},
    {"paper", AG_FIELD_CODE, 0, NULL, "number of the letter", 0},
    {0}};

static const ag_guard ask_guards[] = {{"L12", agency_has_a_copy, true}, {"L13", family_is_named, true}, {0}};
static const ag_guard remind_guards[] = {{"L12", agency_has_a_copy, true}, {0}};
static const ag_guard answer_guards[] = {{"L13", there_is_a_fate, true}, {"A11", the_living_agree, true}, {0}};
static const ag_guard withdraw_guards[] = {{"L20", nobody_disappears, false}, {0}};
static const ag_action tracing_actions[] = {
    {"tracing.ask",
     AG_REGISTRAR | AG_CASE_OFFICER | AG_LIAISON | AG_LEGAL,
     AG_CREATES,
     NULL,
     "OPEN",
     ask_fields,
     ask_guards,
     apply_ask,
     {"L12", ASK_AGAIN},
     "Records that somebody asks for the fate of a person. A copy goes to the Central Tracing Agency, always."},
    {"tracing.remind",
     AG_REGISTRAR | AG_CASE_OFFICER | AG_LIAISON | AG_LEGAL,
     0,
     "OPEN",
     NULL,
     remind_fields,
     remind_guards,
     apply_remind,
     {"L12", ASK_AGAIN},
     "Records that it was asked again."},
    {"tracing.answer", AG_CASE_OFFICER | AG_LIAISON, AG_SIGNED, "OPEN", NULL, answer_fields, answer_guards,
     apply_answer, AG_NO_CLOCK,
     "Records an answer. Only a fate that is told ends the search; where a person lives, only with his consent."},
    {"tracing.withdraw", AG_CASE_OFFICER | AG_LIAISON | AG_LEGAL, AG_SIGNED, "OPEN", "WITHDRAWN", reason_fields,
     withdraw_guards, NULL, AG_NO_CLOCK, "Says that who asked no longer asks."},
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, AG_NO_CLOCK, NULL}};
static const ag_column tracing_further[] = {
    {"asked_day", AG_COLUMN_INTEGER, false, false}, {"reminders", AG_COLUMN_INTEGER, false, false}, {0}};

const ag_kind ag_kind_tracing = {.name = "tracing",
                                 .plural = "tracings",
                                 .help = "a request for the fate of a person, open until it is answered",
                                 .state = tracing_states,
                                 .closed = "ANSWERED WITHDRAWN",
                                 .action = tracing_actions,
                                 .further = tracing_further,
                                 .indexed = "asked_by ground",
                                 .readers = AG_CASE_OFFICER | AG_LIAISON | AG_LEGAL | AG_INVESTIGATOR};
