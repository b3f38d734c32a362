/* The identification case (casework 8.3): who are these remains, on what evidence, decided by whom.
 *
 *     OPEN → HYPOTHESES → PRESUMPTIVE → FOR_BOARD → CONFIRMED | NOT_CONFIRMED
 *     CONFIRMED → CHALLENGED → CONFIRMED | WITHDRAWN;   OPEN_NO_FURTHER_TEST_NOW keeps the sample and may be taken up
 * again
 *
 * Invariants: nobody confirms what he proposed; `person` is set by CONFIRMED and cleared by WITHDRAWN alone; a guard
 * that may be overcome by the board's written reasons looks for the field `reasons` of the decision, and only those of
 * I1, I4 and I8 may.
 */
#include "casebook/certificate.h"
#include "casebook/consequences.h"
#include "casebook/disposition.h"
#include "casebook/evidence.h"
#include "casebook/inquiries.h"
#include "casebook/kinds.h"
#include "casebook/notification.h"
#include "casebook/papers.h"
#include "casebook/people.h"
#include "casebook/standing.h"

#include "base/banned.h"

static ag_text about_of(const ag_deed *deed) { return ag_row_text(&deed->view.row, "about"); }

static ag_row leading(const ag_view *view) { return ag_view_row(view, ag_row_text(&view->row, "hypothesis")); }

static ag_weighed weighed(const ag_view *view) {
    return ag_evidence_weigh(view, ag_row_subject(view, &view->row), ag_row_text(&view->row, "hypothesis"));
}

static const char *is_of_one(const ag_deed *deed) {
    const ag_row about = ag_view_row(&deed->view, ag_deed_text(deed, "about"));
    return ag_row_is(&about, "type", "commingled-lot")
               ? "split the lot first (remains.split): an identification is of one person"
               : NULL;
}

/* ---- Before it is proposed --------------------------------------------------------------------------------------- */

/* Asked when a case is opened, and when one is taken up again (which is itself in none of these states, or paused). */
static const char *is_the_only_case(const ag_deed *deed) {
    const ag_text about = ag_deed_has(deed, "about") ? ag_deed_text(deed, "about") : about_of(deed);
    const ag_row other =
        ag_standing_first(&deed->view, &ag_kind_case, "about", about,
                          "OPEN HYPOTHESES PRESUMPTIVE FOR_BOARD CONFIRMED CHALLENGED OPEN_NO_FURTHER_TEST_NOW");
    const ag_text id = ag_row_id(&other);
    if (ag_text_equal(id, deed->id)) return NULL;
    return ag_row_there(&other) ? ag_view_say(&deed->view, "go on with case:%.*s", AG_SHOWN(id)) : NULL;
}

/* The hypothesis that a request names, else the one that the case has. */
static ag_text hypothesis_of(const ag_deed *deed) {
    return ag_deed_has(deed, "hypothesis") ? ag_deed_text(deed, "hypothesis")
                                           : ag_row_text(&deed->view.row, "hypothesis");
}

static const char *hypothesis_is_held_up(const ag_deed *deed) {
    const ag_view *view = &deed->view;
    const ag_text subject = ag_row_subject(view, &view->row);
    const ag_row hypothesis = ag_view_row(view, hypothesis_of(deed));
    if (!ag_row_there(&hypothesis)) return deed->probing ? NULL : "name the hypothesis (hypothesis=…)";
    if (!ag_text_equal(ag_row_text(&hypothesis, "case"), subject) || !ag_row_state(&hypothesis, "OPEN"))
        return "name a hypothesis of this case that is not excluded";
    const ag_weighed w = ag_evidence_weigh(view, subject, hypothesis_of(deed));
    return w.dna + w.other_primary + w.documents + w.other_secondary + w.assisting
               ? NULL
               : "add a line of evidence for it (evidence.add weighs=for)";
}

/* What remains of the evidence when recognition, photographs and places are put aside, and papers where papers are
 * false. */
static const char *is_more_than_recognition(const ag_deed *deed) {
    const ag_weighed w = weighed(&deed->view);
    return w.dna + w.other_primary + w.documents + w.other_secondary
               ? NULL
               : "add evidence by friction ridges, teeth, DNA, medical findings, effects or marks (evidence.add)";
}

static const char *is_more_than_papers(const ag_deed *deed) {
    const ag_weighed w = weighed(&deed->view);
    const ag_row hypothesis = leading(&deed->view);
    if (!w.documents || w.dna + w.other_primary + w.other_secondary) return NULL;
    return ag_cover_present(&deed->view, ag_row_text(&hypothesis, "person"), about_of(deed))
               ? "papers of a cover identity are present: add evidence of another kind"
               : NULL;
}

/* ---- Before it is decided ------------------------------------------------------------------------------------- */

static bool board_gives_reasons(const ag_deed *deed) { return ag_deed_has(deed, "reasons"); }

static const char *evidence_is_primary(const ag_deed *deed) {
    const ag_weighed w = weighed(&deed->view);
    if (board_gives_reasons(deed)) return NULL;
    if (!w.dna && !w.other_primary)
        return "add evidence by friction ridges, teeth or DNA, or write the board's reasons (reasons=…)";
    if (!w.against.n) return NULL;
    return ag_view_say(&deed->view, "explain %.*s (evidence.explain), or write the board's reasons (reasons=…)",
                       AG_SHOWN(w.against));
}

static const char *dna_reaches_threshold(const ag_deed *deed) {
    const ag_row hypothesis = leading(&deed->view);
    const ag_weighed w = weighed(&deed->view);
    double odds_log10;
    if (!w.dna || w.other_primary) return NULL;
    if (!ag_hypothesis_odds(&hypothesis, &odds_log10))
        return "write down lr_log10, prior_log10 and the pool (hypothesis.weigh)";
    if (odds_log10 >= ag_threshold_odds(&deed->view) || board_gives_reasons(deed)) return NULL;
    return "the posterior is below the casebook's threshold: test more loci or relatives, or write the board's reasons "
           "(reasons=…)";
}

static const char *is_not_the_proposer(const ag_deed *deed) {
    return ag_deed_by(deed, "proposer") ? "a reviewer other than the proposer decides" : NULL;
}

/* Where the casebook asks for several reviewers, those before the last have endorsed. */
static const char *enough_reviewers(const ag_deed *deed) {
    const ag_row settings = ag_view_row(&deed->view, AG_TEXT("casebook:1"));
    const int64_t asked = ag_row_integer(&settings, "reviewers", 1);
    ag_text rest = ag_row_text(&deed->view.row, "endorsed"), name;
    int64_t have = 1;
    while (ag_next_word(&rest, &name)) have += !ag_text_equal(name, deed->by);
    return have >= asked
               ? NULL
               : ag_view_say(&deed->view, "%lld reviewers must agree: %lld more endorse it first (case.endorse)",
                             (long long)asked, (long long)(asked - have));
}

static const char *is_first_endorsement(const ag_deed *deed) {
    ag_text rest = ag_row_text(&deed->view.row, "endorsed"), name;
    while (ag_next_word(&rest, &name))
        if (ag_text_equal(name, deed->by)) return "you have endorsed it: another reviewer is needed";
    return NULL;
}

static ag_row open_alarm(const ag_view *view) {
    const ag_row hypothesis = leading(view);
    ag_row alarm = ag_standing_first(view, &ag_kind_alarm, "case", ag_row_subject(view, &view->row), "OPEN");
    if (!ag_row_there(&alarm))
        alarm = ag_standing_first(view, &ag_kind_alarm, "person", ag_row_text(&hypothesis, "person"), "OPEN");
    int n;
    const ag_row *element = ag_standing_elements(view, ag_row_text(&view->row, "about"), &n);
    for (int i = 0; i < n && !ag_row_there(&alarm); i++)
        alarm = ag_standing_first(view, &ag_kind_alarm, "remains", ag_row_subject(view, &element[i]), "OPEN");
    return alarm;
}

static const char *nothing_is_unanswered(const ag_deed *deed) {
    if (board_gives_reasons(deed)) return NULL;
    const ag_row alarm = open_alarm(&deed->view);
    const ag_text id = ag_row_id(&alarm), gap = ag_standing_gap(&deed->view, about_of(deed));
    if (ag_row_there(&alarm))
        return ag_view_say(&deed->view, "answer alarm:%.*s (alarm.answer), or write the board's reasons (reasons=…)",
                           AG_SHOWN(id));
    if (gap.n)
        return ag_view_say(
            &deed->view,
            "explain the gap in custody of %.*s (custody.explain), or write the board's reasons (reasons=…)",
            AG_SHOWN(gap));
    return NULL;
}

/* The same person found as two individuals, or the individual found to be somebody else. */
static const char *nobody_is_found_twice(const ag_deed *deed) {
    const ag_view *view = &deed->view;
    const ag_row hypothesis = leading(view);
    const ag_text person = ag_row_text(&hypothesis, "person"), own = ag_standing_individual(view, about_of(deed));
    const ag_row individual = ag_view_row(view, own);
    const ag_text known = ag_row_text(&individual, "person");
    if (known.n && !ag_text_equal(known, person))
        return ag_view_say(view, "%.*s has been confirmed as %.*s: withdraw that first, or take the element out",
                           AG_SHOWN(own), AG_SHOWN(known));
    int n;
    const ag_row *other = ag_person_rows(view, &ag_kind_case, person, &n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&other[i]), others = ag_standing_individual(view, ag_row_text(&other[i], "about"));
        if (!ag_text_equal(id, deed->id) && !(own.n && ag_text_equal(own, others)))
            return ag_view_say(view,
                               "case:%.*s has found this person: withdraw it, or assert both to be one individual",
                               AG_SHOWN(id));
    }
    return NULL;
}

static const char *nobody_alive_is_found(const ag_deed *deed) {
    const ag_row hypothesis = leading(&deed->view),
                 person = ag_view_row(&deed->view, ag_row_text(&hypothesis, "person"));
    return ag_person_is_alive(&deed->view, &person)
               ? "the person was found alive: clear that up first (person.withdraw)"
               : NULL;
}

/* Its record may have been found to be another's since it was put forward. */
static const char *is_still_somebody(const ag_deed *deed) {
    const ag_row hypothesis = leading(&deed->view),
                 person = ag_view_row(&deed->view, ag_row_text(&hypothesis, "person"));
    const ag_text of = ag_row_text(&person, "of");
    return ag_row_state(&person, "DUPLICATE_OF")
               ? ag_view_say(&deed->view, "a hypothesis of the record that stands, %.*s (hypothesis.propose)",
                             AG_SHOWN(of))
               : NULL;
}

static const char *is_not_the_challenger(const ag_deed *deed) {
    return ag_deed_by(deed, "challenger") ? "a reviewer other than the challenger decides" : NULL;
}

/* ---- Effects -------------------------------------------------------------------------------------------------- */

static ag_status apply_propose(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set(&deed->view.row, "proposer", deed->by);
    ag_row_set(&deed->view.row, "endorsed", (ag_text){NULL, 0});
    return AG_OK;
}

static ag_status apply_endorse(ag_deed *deed, ag_error *err) {
    (void)err;
    const ag_text before = ag_row_text(&deed->view.row, "endorsed");
    ag_row_set(
        &deed->view.row, "endorsed",
        ag_text_of(ag_view_say(&deed->view, "%.*s%s%.*s", AG_SHOWN(before), before.n ? " " : "", AG_SHOWN(deed->by))));
    return AG_OK;
}

/* The family is to be told, and of a prisoner the other Power; how he died is looked into. */
static ag_status apply_confirm(ag_deed *deed, ag_error *err) {
    const ag_row hypothesis = leading(&deed->view);
    const ag_text person = ag_row_text(&hypothesis, "person"), subject = ag_row_subject(&deed->view, &deed->view.row);
    const ag_row who = ag_view_row(&deed->view, person);
    ag_row_set(&deed->view.row, "person", person);
    ag_row *individual = ag_deed_change(deed, ag_standing_individual(&deed->view, about_of(deed)));
    if (individual) {
        ag_row_set(individual, "person", person);
        ag_row_set(individual, "case", subject);
    }
    ag_status status = ag_notifications_of_case(deed, person, subject, err);
    if (status == AG_OK) status = ag_inquiry_of_found(deed, &who, err);
    return status == AG_OK ? ag_certificate_fall_due(deed, &who, subject, 0, err) : status;
}

static ag_status apply_challenge(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set(&deed->view.row, "challenger", deed->by);
    return ag_orders_block(deed, about_of(deed));
}

/* I6: everything that rested on the identification is taken up again. */
static ag_status apply_withdraw(ag_deed *deed, ag_error *err) {
    static const char *const follows[] = {"certificate-recall", "family-notice", "ledger-review"};
    const ag_view *view = &deed->view;
    const ag_text subject = ag_row_subject(view, &view->row), person = ag_row_text(&view->row, "person");
    int k = 0, n;
    ag_status status;
    ag_row *individual = ag_deed_change(deed, ag_standing_individual(view, about_of(deed)));
    if (individual && ag_text_equal(ag_row_text(individual, "case"), subject)) {
        ag_row_set(individual, "person", (ag_text){NULL, 0});
        ag_row_set(individual, "case", (ag_text){NULL, 0});
    }
    ag_certificates_recall(deed, subject);
    status = ag_notifications_withdraw(deed, subject, err);
    for (; status == AG_OK && k < 3; k++) status = ag_consequence_make(deed, "I6", follows[k], person, subject, k, err);
    const ag_row *element =
        ag_standing_elements(view, individual ? ag_row_subject(view, individual) : about_of(deed), &n);
    for (int i = 0; status == AG_OK && i < n; i++)
        status = ag_consequence_make(deed, "I6", "custody-trace", ag_row_subject(view, &element[i]), subject, k++, err);
    ag_papers_fall(deed, subject);
    ag_row_set(&deed->view.row, "person", (ag_text){NULL, 0});
    return status == AG_OK ? ag_orders_block(deed, about_of(deed)) : status;
}

/* ---- The table ------------------------------------------------------------------------------------------------ */

static const char *const about_kinds[] = {"remains", "individual", NULL}, *const hypothesis_kind[] = {"hypothesis",
                                                                                                      NULL};
static const ag_field open_fields[] = {
    {"about", AG_FIELD_REFERENCE, AG_REQUIRED, about_kinds,
     "the remains, or the individual that several remains are asserted to be", 0},
    {0},
};
static const ag_field presume_fields[] = {
    {"hypothesis", AG_FIELD_REFERENCE, AG_REQUIRED, hypothesis_kind, "the hypothesis that is presumed", 0},
    {0},
};
static const ag_field propose_fields[] = {
    {"proposal", AG_FIELD_TEXT, 0, NULL, "what the board should know", 0},
    {0},
};
static const ag_field decide_fields[] = {
    {"reasons", AG_FIELD_TEXT, 0, NULL, "the board's reasons in writing, where it decides over an open point", 0},
    {0},
};
static const ag_field reasons_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};

static const ag_guard open_guards[] = {{"I9", is_of_one, true}, {"I9", is_the_only_case, false}, {0}};
static const ag_guard reconsider_guards[] = {{"I9", is_the_only_case, false}, {0}};
static const ag_guard presume_guards[] = {{"I1", hypothesis_is_held_up, false}, {0}};
static const ag_guard propose_guards[] = {{"I1", hypothesis_is_held_up, false},
                                          {"I2", is_more_than_recognition, false},
                                          {"I3", is_more_than_papers, false},
                                          {0}};
static const ag_guard endorse_guards[] = {{"I5", is_not_the_proposer, false}, {"I5", is_first_endorsement, false}, {0}};
static const ag_guard confirm_guards[] = {
    {"I8", nothing_is_unanswered, false},    {"I1", hypothesis_is_held_up, false}, {"I1", evidence_is_primary, false},
    {"I1", nobody_is_found_twice, false},    {"I1", nobody_alive_is_found, false}, {"I3", is_still_somebody, false},
    {"I2", is_more_than_recognition, false}, {"I3", is_more_than_papers, false},   {"I4", dna_reaches_threshold, false},
    {"I5", is_not_the_proposer, false},      {"I5", enough_reviewers, false},      {0}};
static const ag_guard reject_guards[] = {{"I5", is_not_the_proposer, false}, {0}};
static const ag_guard uphold_guards[] = {{"I5", is_not_the_challenger, false},
                                         {"I5", is_not_the_proposer, false},
                                         {"I1", nobody_alive_is_found, false},
                                         {0}};
static const ag_guard withdraw_guards[] = {{"I5", is_not_the_challenger, false}, {0}};

enum { PROPOSERS = AG_ANALYST | AG_CASE_OFFICER | AG_REVIEWER };

static const ag_action actions[] = {
    {"case.open",
     PROPOSERS | AG_REGISTRAR,
     AG_CREATES,
     NULL,
     "OPEN",
     open_fields,
     open_guards,
     NULL,
     {0},
     "begin the identification of remains or of an individual"},
    {"case.presume",
     PROPOSERS,
     0,
     "HYPOTHESES PRESUMPTIVE",
     "PRESUMPTIVE",
     presume_fields,
     presume_guards,
     NULL,
     {0},
     "one hypothesis is presumed; recognition may lead here and no further"},
    {"case.propose",
     PROPOSERS,
     AG_SIGNED,
     "PRESUMPTIVE",
     "FOR_BOARD",
     propose_fields,
     propose_guards,
     apply_propose,
     {0},
     "put the presumed identification before the board, signed by the proposer"},
    {"case.endorse",
     AG_REVIEWER,
     AG_SIGNED,
     "FOR_BOARD",
     NULL,
     decide_fields,
     endorse_guards,
     apply_endorse,
     {0},
     "one of several reviewers agrees"},
    {"case.confirm",
     AG_REVIEWER,
     AG_SIGNED,
     "FOR_BOARD",
     "CONFIRMED",
     decide_fields,
     confirm_guards,
     apply_confirm,
     {0},
     "the last reviewer agrees: the remains are identified"},
    {"case.reject",
     AG_REVIEWER,
     AG_SIGNED,
     "FOR_BOARD",
     "NOT_CONFIRMED",
     reasons_fields,
     reject_guards,
     NULL,
     {0},
     "the board does not confirm, with its reasons"},
    {"case.reconsider",
     PROPOSERS,
     0,
     "NOT_CONFIRMED OPEN_NO_FURTHER_TEST_NOW WITHDRAWN",
     "HYPOTHESES",
     reasons_fields,
     reconsider_guards,
     NULL,
     {0},
     "take the case up again"},
    {"case.pause",
     PROPOSERS,
     0,
     "OPEN HYPOTHESES PRESUMPTIVE NOT_CONFIRMED WITHDRAWN",
     "OPEN_NO_FURTHER_TEST_NOW",
     reasons_fields,
     NULL,
     NULL,
     {0},
     "no further test helps now; the sample is kept and the case may be taken up again"},
    {"case.challenge",
     AG_WRITERS,
     AG_SIGNED,
     "CONFIRMED",
     "CHALLENGED",
     reasons_fields,
     NULL,
     apply_challenge,
     {0},
     "something speaks against a confirmed identification"},
    {"case.uphold",
     AG_REVIEWER,
     AG_SIGNED,
     "CHALLENGED",
     "CONFIRMED",
     reasons_fields,
     uphold_guards,
     NULL,
     {0},
     "the identification stands"},
    {"case.withdraw",
     AG_REVIEWER,
     AG_SIGNED,
     "CHALLENGED",
     "WITHDRAWN",
     reasons_fields,
     withdraw_guards,
     apply_withdraw,
     {0},
     "the identification was wrong: all that rested on it is taken up again"},
    {0},
};

/* ---- What is shown first -------------------------------------------------------------------------------------- */

static void add_alternatives(const ag_view *view, ag_buffer *out) {
    int n = 0;
    const ag_row *h = ag_view_rows(view, &ag_kind_hypothesis, "case", ag_row_subject(view, &view->row), 0, &n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&h[i]), person = ag_row_text(&h[i], "person");
        const bool lead = ag_text_equal(ag_row_text(&view->row, "hypothesis"), ag_row_subject(view, &h[i]));
        ag_buffer_printf(out, "%s hypothesis:%.*s, %.*s: ", lead ? "proposed:" : "alternative:", AG_SHOWN(id),
                         AG_SHOWN(person));
        if (ag_row_state(&h[i], "EXCLUDED"))
            ag_buffer_puts(out, "excluded");
        else
            ag_hypothesis_describe(&h[i], out);
        ag_buffer_putc(out, '\n');
    }
    if (n < 2) ag_buffer_puts(out, "no alternative has been considered\n");
}

/* Alternatives, alarms, contradictions and gaps in custody, before the proposal. */
static ag_status before_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    const ag_row alarm = open_alarm(view), hypothesis = leading(view);
    const ag_text about = ag_row_text(&view->row, "about"), gap = ag_standing_gap(view, about), id = ag_row_id(&alarm);
    const ag_weighed w = weighed(view);
    add_alternatives(view, out);
    if (id.n)
        ag_buffer_printf(out, "alarm:%.*s is open\n", AG_SHOWN(id));
    else
        ag_buffer_puts(out, "no alarm is open\n");
    if (w.against.n) ag_buffer_printf(out, "%.*s speaks against it and is not explained\n", AG_SHOWN(w.against));
    if (gap.n)
        ag_buffer_printf(out, "the custody of %.*s has an unexplained gap", AG_SHOWN(gap));
    else
        ag_buffer_puts(out, "custody has no unexplained gap");
    if (ag_cover_present(view, ag_row_text(&hypothesis, "person"), about))
        ag_buffer_puts(out, "\npapers of a cover identity are present: papers prove neither name nor nationality");
    return AG_OK;
}

static const ag_fact facts[] = {{"before the decision", "I5", before_fact}, {0}};
static const char *const states[] = {"OPEN",       "HYPOTHESES", "PRESUMPTIVE",
                                     "FOR_BOARD",  "CONFIRMED",  "NOT_CONFIRMED",
                                     "CHALLENGED", "WITHDRAWN",  "OPEN_NO_FURTHER_TEST_NOW",
                                     NULL};
static const ag_column further[] = {{"person", AG_COLUMN_TEXT, true, false},
                                    {"proposer", AG_COLUMN_TEXT, true, false},
                                    {"endorsed", AG_COLUMN_TEXT, false, false},
                                    {"challenger", AG_COLUMN_TEXT, false, false},
                                    {0}};

const ag_kind ag_kind_case = {
    .name = "case",
    .plural = "cases",
    .help = "the identification of remains: hypotheses, evidence, and the board's decision",
    .state = states,
    .closed = "CONFIRMED NOT_CONFIRMED WITHDRAWN",
    .action = actions,
    .further = further,
    .fact = facts,
    .readers = AG_ANALYST | AG_REVIEWER | AG_CASE_OFFICER | AG_LEGAL,
};
