/* Orders about remains (casework 8.5): what is to be done with them, by which method, on which ground.
 *
 *     PROPOSED → LEGAL_CHECK → FORENSIC_CLEAR → SECOND_APPROVAL → WAITING (72 hours) → EXECUTED → VERIFIED
 *     BLOCKED and REVOKED from anywhere before EXECUTED; a blocked order begins again
 *
 * Invariants: what is allowed follows from the method's row in `methods` and from how the remains stand now, and is
 * asked again at each step. No irreversible method for who is not identified, by no role and no number of them (P1); a
 * State's consent is no ground (L5); methods that the law does not know can be ordered for nobody (D4).
 */
#include "casebook/disposition.h"

#include <string.h>

#include "casebook/custody.h"
#include "casebook/kinds.h"
#include "casebook/numbers.h"
#include "casebook/repatriation.h"
#include "casebook/standing.h"

#include "base/banned.h"

/* ---- Methods -------------------------------------------------------------------------------------------------- */

enum { WAIT = 72 * 3600 };

typedef struct method {
    const char *name;
    bool irreversible, never;
    bool examined;    /* L4 asks for it: buried or burned */
    bool at_once;     /* no waiting, and no hold stands against it */
    const char *from; /* states of the remains in which it can be done */
    const char *to;   /* where it leaves them; NULL: as they are */
} method;

#define HELD "RECOVERED CLEARED IN_CUSTODY EXAMINED"

static const method methods[] = {
    {"cold-storage", false, false, false, true, HELD, NULL},
    {"interim-burial", false, false, true, false, HELD, "INTERIM_BURIED"},
    {"collective-burial", false, false, true, false, HELD, "INTERIM_BURIED"},
    {"exhumation", false, false, false, false, "INTERIM_BURIED", "IN_CUSTODY"},
    {"cremation", true, false, true, false, HELD, "DISPOSED_IRREVERSIBLY"},
    {"burial-at-sea", true, false, true, false, HELD, "DISPOSED_IRREVERSIBLY"},
    {"cryogenic-fragmentation", true, true, true, false, HELD, NULL},
    {"alkaline-hydrolysis", true, true, true, false, HELD, NULL},
    {"other", true, true, true, false, HELD, NULL},
};
const char *const ag_disposition_methods[] = {
    "cold-storage",  "interim-burial",          "collective-burial",   "exhumation", "cremation",
    "burial-at-sea", "cryogenic-fragmentation", "alkaline-hydrolysis", "other",      NULL};

static const method *method_named(ag_text name) {
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (ag_text_equal(name, ag_text_of(methods[i].name))) return &methods[i];
    return &methods[sizeof methods / sizeof *methods - 1];
}

/* When it is proposed the request says, later the order. */
static ag_text said(const ag_deed *deed, const char *name) {
    return ag_row_there(&deed->view.row) ? ag_row_text(&deed->view.row, name) : ag_deed_text(deed, name);
}
static bool said_is(const ag_deed *deed, const char *name, const char *value) {
    return ag_text_equal(said(deed, name), ag_text_of(value));
}
static const method *method_of(const ag_deed *deed) { return method_named(said(deed, "method")); }
static ag_text about_of(const ag_deed *deed) { return said(deed, "about"); }

/* ---- How the remains must stand: asked at every step ---------------------------------------------------------- */

static const char *method_is_known_to_law(const ag_deed *deed) {
    return method_of(deed)->never
               ? "choose burial, or cremation where it is allowed; what others did is recorded by allegation.record"
               : NULL;
}

static const char *is_identified(const ag_deed *deed) {
    return !method_of(deed)->irreversible || ag_standing_confirmed(&deed->view, about_of(deed))
               ? NULL
               : "a confirmed identification (case.confirm); until then cold storage or burial in a grave of their own";
}

/* Single burial, storage and exhumation leave everything open; a collective grave does not. */
static const char *nothing_holds_them(const ag_deed *deed) {
    if (method_of(deed)->at_once) return NULL;
    const char *block = ag_standing_block(&deed->view, about_of(deed));
    const char *request =
        block || !said_is(deed, "method", "collective-burial") ? NULL : ag_request_open(&deed->view, about_of(deed));
    return request ? ag_view_say(&deed->view, "%s: graves of their own until it is answered", request) : block;
}

static const char *refusal_is_no_ground(const ag_deed *deed) {
    if (!method_of(deed)->irreversible && !said_is(deed, "method", "collective-burial")) return NULL;
    const char *refused = ag_request_refused(&deed->view, about_of(deed));
    return refused ? ag_view_say(&deed->view, "%s: keep them where they can be found and returned", refused) : NULL;
}

/* The first element that is not in one of `states`, as words; NULL: all are, and there is one. */
static const char *not_in(const ag_view *view, ag_text about, const char *states) {
    int n;
    const ag_row *element = ag_standing_elements(view, about, &n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&element[i]), state = ag_row_text(&element[i], "state");
        if (!ag_row_state(&element[i], states))
            return ag_view_say(view, "remains:%.*s are %.*s", AG_SHOWN(id), AG_SHOWN(state));
    }
    return n ? NULL : "the individual has no elements";
}

static const char *are_ours(const ag_deed *deed) {
    const char *wrong = not_in(&deed->view, about_of(deed), method_of(deed)->from);
    return wrong ? ag_view_say(&deed->view, "%s: it is for remains that are %s", wrong, method_of(deed)->from) : NULL;
}

static const char *are_examined(const ag_deed *deed) {
    const char *wrong = method_of(deed)->examined ? not_in(&deed->view, about_of(deed), "EXAMINED") : NULL;
    return wrong ? ag_view_say(&deed->view, "%s: examine them first (remains.examine)", wrong) : NULL;
}

/* What a cremation has left is not scattered: the home country may wish for it. */
static const char *ashes_are_kept(const ag_deed *deed) {
    int n;
    const ag_row *element = ag_standing_elements(&deed->view, about_of(deed), &n);
    for (int i = 0; i < n && method_of(deed)->irreversible; i++)
        if (ag_row_is(&element[i], "type", "ashes"))
            return "a grave of their own or storage: ashes are kept until the home country's wishes are known";
    return NULL;
}

/* A sample is kept of every element, and no case, request or file about them is open. */
static const char *nothing_is_left_to_ask(const ag_deed *deed) {
    const ag_view *view = &deed->view;
    const ag_text about = about_of(deed);
    if (!method_of(deed)->irreversible) return NULL;
    int n;
    const ag_row *element = ag_standing_elements(view, about, &n);
    const char *request = ag_request_open(view, about);
    if (request) return ag_view_say(view, "%s: it ends first", request);
    static const char open[] = "OPEN HYPOTHESES PRESUMPTIVE FOR_BOARD CHALLENGED OPEN_NO_FURTHER_TEST_NOW";
    ag_row found = ag_standing_first(view, &ag_kind_case, "about", ag_standing_individual(view, about), open);
    for (int i = 0; i < n && !ag_row_there(&found); i++) {
        const ag_text id = ag_row_id(&element[i]), subject = ag_row_subject(view, &element[i]);
        if (!ag_standing_sampled(view, &element[i]))
            return ag_view_say(view, "take a sample of remains:%.*s that is kept (sample.take)", AG_SHOWN(id));
        found = ag_standing_first(view, &ag_kind_case, "about", subject, open);
        if (!ag_row_there(&found)) found = ag_standing_first(view, &ag_kind_finding, "about", subject, "OPEN");
    }
    const ag_text id = ag_row_id(&found);
    return ag_row_there(&found) ? ag_view_say(view, "%s:%.*s is open: close it first", found.kind->name, AG_SHOWN(id))
                                : NULL;
}

/* ---- What the proposal must say ------------------------------------------------------------------------------- */

static const char *cremation_has_ground(const ag_deed *deed) {
    if (!ag_deed_is(deed, "method", "cremation") && !ag_deed_is(deed, "ground", "state-consent")) return NULL;
    const ag_row person = ag_view_row(&deed->view, ag_standing_person(&deed->view, ag_deed_text(deed, "about")));
    if (ag_deed_is(deed, "ground", "hygiene"))
        return ag_deed_has(deed, "physician") && ag_deed_has(deed, "certificate") && ag_deed_has(deed, "reasons")
                   ? NULL
                   : "give the physician who certifies that hygiene demands it, the certificate and the reasons "
                     "(physician, certificate, reasons)";
    if (ag_deed_is(deed, "ground", "religion"))
        return ag_row_integer(&person, "religion_at", 0)
                   ? NULL
                   : "the religion of the deceased must be on record (person, religion)";
    if (ag_deed_is(deed, "ground", "own-wish"))
        return ag_row_is(&person, "prisoner", "yes") && ag_row_integer(&person, "wishes_at", 0)
                   ? NULL
                   : "an own wish counts for prisoners of war, and must be on record (person, prisoner and wishes)";
    return "the ground must be hygiene certified by a physician, the religion of the deceased, or a prisoner's own "
           "wish; no State's consent is one";
}

static const char *collective_is_unavoidable(const ag_deed *deed) {
    return ag_deed_is(deed, "method", "collective-burial") && !ag_deed_has(deed, "circumstances")
               ? "say which circumstances make graves of their own impossible (circumstances=…)"
               : NULL;
}

static const char *sea_is_unavoidable(const ag_deed *deed) {
    if (!ag_deed_is(deed, "method", "burial-at-sea")) return NULL;
    return ag_deed_is(deed, "ground", "at-sea") && ag_deed_has(deed, "circumstances")
               ? NULL
               : "ground=at-sea, and the circumstances that keep the ship from land (circumstances=…)";
}

static const char *exhumation_has_ground(const ag_deed *deed) {
    static const char *const allowed[] = {"agreement", "home-country-request", "kin-request", "public-necessity",
                                          "host-law"};
    bool has = !ag_deed_is(deed, "method", "exhumation");
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) has = has || ag_deed_is(deed, "ground", allowed[i]);
    return has ? NULL
               : "the ground must be an agreement, a request of the home country or of kin, public necessity, or "
                 "host-law after five years";
}

static const char *notice_names_place(const ag_deed *deed) {
    return ag_deed_is(deed, "method", "exhumation") && !ag_deed_has(deed, "reinterment")
               ? "the place of re-interment, of which the home country is told (reinterment=…)"
               : NULL;
}

/* Asked at every step: the offer may be accepted after all. */
static const char *offer_is_five_years_old(const ag_deed *deed) {
    return said_is(deed, "ground", "host-law") ? ag_request_host_law(&deed->view, about_of(deed)) : NULL;
}

/* Of the order, of what it is about, or of a request for it. */
static bool notice_is_of_them(const ag_deed *deed, const ag_row *notice) {
    const ag_text about = ag_row_text(notice, "about"), request = ag_row_text(notice, "request"),
                  order = ag_row_subject(&deed->view, &deed->view.row);
    return ag_text_equal(about, about_of(deed)) || ag_text_equal(about, order) ||
           (request.n && ag_request_has(&deed->view, request, about_of(deed)));
}

static const char *home_country_is_told(const ag_deed *deed) {
    const ag_row notice = ag_view_row(&deed->view, ag_deed_text(deed, "home_notice"));
    if (!said_is(deed, "method", "exhumation") || ag_deed_is(deed, "home_unknown", "yes")) return NULL;
    return ag_row_is(&notice, "tells", "reinterment") && ag_row_is(&notice, "direction", "out") &&
                   notice_is_of_them(deed, &notice)
               ? NULL
               : "the notice to the home country of the new place (communication.record kind=notice "
                 "tells=reinterment; then home_notice=communication:…), or home_unknown=yes";
}

/* ---- Who may take which step ---------------------------------------------------------------------------------- */

static const char *is_not_who_proposed(const ag_deed *deed) {
    return ag_deed_by(deed, "proposer") ? "somebody other than the proposer" : NULL;
}

static const char *is_a_second_person(const ag_deed *deed) {
    return ag_deed_by(deed, "proposer") || ag_deed_by(deed, "lawyer") || ag_deed_by(deed, "examiner")
               ? "somebody who has taken no step in this order before"
               : NULL;
}

static const char *is_not_who_executed(const ag_deed *deed) {
    return ag_deed_by(deed, "executor") ? "somebody other than who executed it" : NULL;
}

static const char *time_is_over(const ag_deed *deed) {
    char until[21];
    const int64_t due = ag_row_integer(&deed->view.row, "due", INT64_MAX);
    return deed->view.now >= due ? NULL
                                 : ag_view_say(&deed->view, "wait until %s",
                                               due == INT64_MAX ? "it is announced" : ag_time_format(due, until));
}

/* ---- What the execution must say ------------------------------------------------------------------------------ */

static const char *certificate_is_complete(const ag_deed *deed) {
    return method_of(deed)->irreversible && !ag_deed_has(deed, "circumstances")
               ? "write the circumstances for the certificate (circumstances=…)"
               : NULL;
}

static bool is_burial(const ag_deed *deed) {
    return method_of(deed)->to && strcmp(method_of(deed)->to, "INTERIM_BURIED") == 0;
}

static const char *are_alone(const ag_deed *deed) {
    int n;
    const ag_row *element = ag_standing_elements(&deed->view, about_of(deed), &n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&element[i]), inside = ag_row_text(&element[i], "container");
        if (inside.n && method_of(deed)->to)
            return ag_view_say(&deed->view, "take remains:%.*s out of %.*s first (remains.unstow)", AG_SHOWN(id),
                               AG_SHOWN(inside));
    }
    return NULL;
}

static const char *grave_is_recorded(const ag_deed *deed) {
    const ag_row grave = ag_view_row(&deed->view, ag_deed_text(deed, "grave"));
    return is_burial(deed) && !ag_row_state(&grave, "KEPT")
               ? "name a grave that is on record with position, marker, depth, neighbours and map (grave=…)"
               : NULL;
}

static const char *team_is_named(const ag_deed *deed) {
    return said_is(deed, "method", "exhumation") && !ag_deed_has(deed, "team")
               ? "who takes them up and has them from now on (team=…)"
               : NULL;
}

/* One person, one grave; several only where the order says so, each with a place on the plan. */
static const char *grave_fits(const ag_deed *deed) {
    const ag_row grave = ag_view_row(&deed->view, ag_deed_text(deed, "grave"));
    if (!is_burial(deed)) return NULL;
    if (!said_is(deed, "method", "collective-burial"))
        return ag_grave_refuses(&deed->view, ag_deed_text(deed, "grave"), about_of(deed));
    return ag_row_is(&grave, "type", "collective") && ag_deed_has(deed, "place_on_plan")
               ? NULL
               : "a collective grave with a plan, and the place of these remains on it (place_on_plan=…)";
}

/* ---- Effects -------------------------------------------------------------------------------------------------- */

static ag_status note_user(ag_deed *deed, const char *column) {
    ag_row_set(&deed->view.row, column, deed->by);
    return AG_OK;
}

static ag_status apply_propose(ag_deed *deed, ag_error *err) {
    (void)err;
    return note_user(deed, "proposer");
}

static ag_status apply_legal(ag_deed *deed, ag_error *err) {
    (void)err;
    return note_user(deed, "lawyer");
}

static ag_status apply_forensic(ag_deed *deed, ag_error *err) {
    (void)err;
    return note_user(deed, "examiner");
}

static ag_status apply_announce(ag_deed *deed, ag_error *err) {
    (void)err;
    if (method_of(deed)->at_once) ag_row_due(&deed->view.row, "D2", deed->view.now);
    return AG_OK;
}

/* What cremation leaves is an element like any other, with a number below that of the body, held by who held the body.
 */
static ag_status make_ashes(ag_deed *deed, const ag_row *of, ag_error *err) {
    static const char *const same[] = {"individual", "holder", "lot", "cleared"};
    const ag_text number = {ag_row_id(of).at, AG_NUMBER_DIGITS};
    const char *id = ag_number_new_below(&deed->view, &ag_kind_remains, number, 'p');
    ag_row *ashes = *id ? ag_deed_make(deed, &ag_kind_remains, ag_text_of(id)) : NULL;
    if (!ashes) return ag_fail(err, AG_REFUSED, NULL, "there is no number left for the ashes");
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) ag_row_set(ashes, same[i], ag_row_text(of, same[i]));
    ag_row_set(ashes, "type", AG_TEXT("ashes"));
    ag_row_set(ashes, "parent", ag_row_subject(&deed->view, of));
    ag_row_set_integer(ashes, "moved", ag_row_integer(of, "moved", 0));
    ag_row_move(ashes, "EXAMINED");
    return AG_OK;
}

/* Into the grave, out of it, or gone. Out of the earth is into the hands of who dug it up. */
static ag_status move_element(ag_deed *deed, const method *m, ag_row *row, ag_error *err) {
    const ag_hands hands = {.from = ag_row_text(row, "holder"), .to = ag_deed_text(deed, "team")};
    ag_row_move(row, m->to);
    ag_row_set(row, "grave", ag_deed_text(deed, "grave"));
    return said_is(deed, "method", "exhumation") ? ag_custody_record(deed, row, &hands, err) : AG_OK;
}

static ag_status apply_execute(ag_deed *deed, ag_error *err) {
    const method *m = method_of(deed);
    int n;
    const ag_row *element = ag_standing_elements(&deed->view, about_of(deed), &n);
    ag_status status = note_user(deed, "executor");
    for (int i = 0; i < n && m->to && status == AG_OK; i++) {
        ag_row *row = ag_deed_change(deed, ag_row_subject(&deed->view, &element[i]));
        status = row ? move_element(deed, m, row, err)
                     : ag_fail(err, AG_REFUSED, "order it for its parts", "the individual has too many elements");
    }
    return status == AG_OK && n && said_is(deed, "method", "cremation") ? make_ashes(deed, &element[0], err) : status;
}

static void block_where(ag_deed *deed, ag_text about) {
    static const char open[] = "PROPOSED LEGAL_CHECK FORENSIC_CLEAR SECOND_APPROVAL WAITING";
    int n = 0;
    const ag_row *order = about.n ? ag_view_rows(&deed->view, &ag_kind_order, "about", about, 0, &n) : NULL;
    for (int i = 0; i < n; i++) {
        ag_row *row = ag_row_state(&order[i], open) && !method_named(ag_row_text(&order[i], "method"))->at_once
                          ? ag_deed_change(deed, ag_row_subject(&deed->view, &order[i]))
                          : NULL;
        if (!row) continue;
        ag_row_move(row, "BLOCKED");
        ag_row_due(row, NULL, 0);
    }
}

ag_status ag_orders_block(ag_deed *deed, ag_text about) {
    const ag_text individual = ag_standing_individual(&deed->view, about);
    int n;
    const ag_row *element = ag_standing_elements(&deed->view, about, &n);
    block_where(deed, individual);
    for (int i = 0; i < n; i++) block_where(deed, ag_row_subject(&deed->view, &element[i]));
    return AG_OK;
}

/* ---- The table ------------------------------------------------------------------------------------------------ */

static const char *const about_kinds[] = {"remains", "individual", NULL}, *const grave_kind[] = {"grave", NULL},
                         *const communication_kind[] = {"communication", NULL};
static const char *const grounds[] = {
    "care",        "hygiene",          "religion", "own-wish",      "at-sea", "agreement", "home-country-request",
    "kin-request", "public-necessity", "host-law", "state-consent", NULL};
static const ag_field propose_fields[] = {
    {"about", AG_FIELD_REFERENCE, AG_REQUIRED, about_kinds, "the remains, or the individual with all its elements", 0},
    {"method", AG_FIELD_CHOICE, AG_REQUIRED, ag_disposition_methods, "what is to be done", 0},
    {"ground", AG_FIELD_CHOICE, AG_REQUIRED, grounds,
     "why: care for storage and burial; of a cremation see rule L5; a State's consent is none", 0},
    {"reasons", AG_FIELD_TEXT, 0, NULL, "the reasons, in full", 0},
    {"circumstances", AG_FIELD_TEXT, 0, NULL, "of a collective burial or one at sea: what makes it unavoidable", 0},
    {"physician", AG_FIELD_NAME, 0, NULL, "of a cremation for hygiene: who certifies it", 0},
    {"certificate", AG_FIELD_FILE, 0, NULL, "of a cremation for hygiene: the physician's certificate", 0},
    {"reinterment", AG_FIELD_PLACE, 0, NULL, "of an exhumation: where they are to be buried again", 0},
    {"offered", AG_FIELD_DATE, 0, NULL, "no longer asked for: the request for their return says it", 0},
    {0},
};
static const ag_field step_fields[] = {{"opinion", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what was checked and found", 0},
                                       {0}};
static const ag_field announce_fields[] = {
    {"notice", AG_FIELD_TEXT, AG_REQUIRED, NULL,
     "who was told: family, home State, those who keep dossiers; when and how", 0},
    {"paper", AG_FIELD_FILE, 0, NULL, "the notice", 0},
    {"home_notice", AG_FIELD_REFERENCE, 0, communication_kind,
     "of an exhumation: the communication that tells the home country the new place", 0},
    {"home_unknown", AG_FIELD_YESNO, 0, NULL, "of an exhumation: yes where nobody knows whose dead they are", 0},
    {0},
};
static const ag_field execute_fields[] = {
    {"grave", AG_FIELD_REFERENCE, 0, grave_kind, "of a burial: the grave", 0},
    {"place_on_plan", AG_FIELD_CODE, 0, NULL, "of a collective burial: the number on the plan", 0},
    {"team", AG_FIELD_CODE, 0, NULL, "of an exhumation: who takes them up and has them from now on", 0},
    {"circumstances", AG_FIELD_TEXT, 0, NULL,
     "how it was done, where, who was present, by which rite; goes into the certificate", 0},
    {"paper", AG_FIELD_FILE, 0, NULL, "the protocol", 0},
    {0},
};
static const ag_field reasons_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};

#define STANDING                                                                                                       \
    {"D4", method_is_known_to_law, false}, {"P1", is_identified, false}, {"P2", nothing_holds_them, false},            \
        {"R3", refusal_is_no_ground, false}, {"D1", are_ours, false}, {"L4", are_examined, false},                     \
        {"D5", nothing_is_left_to_ask, false}, {"L6", ashes_are_kept, false}, {                                        \
        "L15", offer_is_five_years_old, false                                                                          \
    }

static const ag_guard propose_guards[] = {STANDING,
                                          {"L5", cremation_has_ground, true},
                                          {"L19", collective_is_unavoidable, true},
                                          {"D7", sea_is_unavoidable, true},
                                          {"L16", exhumation_has_ground, true},
                                          {"L16", notice_names_place, true},
                                          {0}};
static const ag_guard check_guards[] = {STANDING, {"D3", is_not_who_proposed, false}, {0}};
static const ag_guard approve_guards[] = {STANDING, {"D3", is_a_second_person, false}, {0}};
static const ag_guard resume_guards[] = {STANDING, {0}};
static const ag_guard announce_guards[] = {STANDING, {"L16", home_country_is_told, true}, {0}};
static const ag_guard execute_guards[] = {STANDING,
                                          {"D2", time_is_over, false},
                                          {"H9", are_alone, false},
                                          {"P3", certificate_is_complete, true},
                                          {"H10", team_is_named, true},
                                          {"L6", grave_is_recorded, true},
                                          {"L19", grave_fits, true},
                                          {0}};
static const ag_guard verify_guards[] = {{"D3", is_not_who_executed, false}, {0}};

#define OPEN_ORDER "PROPOSED LEGAL_CHECK FORENSIC_CLEAR SECOND_APPROVAL WAITING"
static const ag_action actions[] = {
    {"order.propose",
     AG_REGISTRAR | AG_CASE_OFFICER | AG_REVIEWER,
     AG_CREATES | AG_SIGNED,
     NULL,
     "PROPOSED",
     propose_fields,
     propose_guards,
     apply_propose,
     {0},
     "propose what is to be done with remains"},
    {"order.legal",
     AG_LEGAL,
     AG_SIGNED,
     "PROPOSED",
     "LEGAL_CHECK",
     step_fields,
     check_guards,
     apply_legal,
     {0},
     "the law allows it"},
    {"order.forensic",
     AG_REVIEWER | AG_ANALYST,
     AG_SIGNED,
     "LEGAL_CHECK",
     "FORENSIC_CLEAR",
     step_fields,
     check_guards,
     apply_forensic,
     {0},
     "nothing that the remains could still tell is lost by it"},
    {"order.approve",
     AG_CASE_OFFICER | AG_REVIEWER | AG_LEGAL,
     AG_SIGNED,
     "FORENSIC_CLEAR",
     "SECOND_APPROVAL",
     step_fields,
     approve_guards,
     NULL,
     {0},
     "a second approval, by somebody who has taken no step in it"},
    {"order.announce",
     AG_CASE_OFFICER | AG_LIAISON | AG_LEGAL,
     AG_SIGNED,
     "SECOND_APPROVAL",
     "WAITING",
     announce_fields,
     announce_guards,
     apply_announce,
     {"D2", WAIT},
     "tell those concerned; 72 hours begin in which anyone may place a hold"},
    {"order.execute",
     AG_REGISTRAR | AG_CASE_OFFICER,
     AG_SIGNED,
     "WAITING",
     "EXECUTED",
     execute_fields,
     execute_guards,
     apply_execute,
     {0},
     "it has been done"},
    {"order.verify",
     AG_REGISTRAR | AG_CASE_OFFICER | AG_REVIEWER | AG_INVESTIGATOR,
     AG_SIGNED,
     "EXECUTED",
     "VERIFIED",
     step_fields,
     verify_guards,
     NULL,
     {0},
     "somebody else has seen that it was done as ordered"},
    {"order.block", AG_WRITERS, 0, OPEN_ORDER, "BLOCKED", reasons_fields, NULL, NULL, {0}, "stop an order"},
    {"order.resume",
     AG_REGISTRAR | AG_CASE_OFFICER | AG_REVIEWER,
     AG_SIGNED,
     "BLOCKED",
     "PROPOSED",
     reasons_fields,
     resume_guards,
     apply_propose,
     {0},
     "a blocked order begins again, with every step"},
    {"order.revoke",
     AG_CASE_OFFICER | AG_LEGAL | AG_REVIEWER | AG_REGISTRAR,
     AG_SIGNED,
     OPEN_ORDER " BLOCKED",
     "REVOKED",
     reasons_fields,
     NULL,
     NULL,
     {0},
     "give an order up"},
    {0},
};

void ag_order_describe(const ag_row *order, ag_buffer *out) {
    const ag_text name = ag_row_text(order, "method"), ground = ag_row_text(order, "ground"),
                  grave = ag_row_text(order, "grave");
    ag_buffer_printf(out, "%.*s on the ground of %.*s%s%.*s; circumstances %s", AG_SHOWN(name), AG_SHOWN(ground),
                     grave.n ? ", in " : "", AG_SHOWN(grave),
                     ag_row_integer(order, "circumstances_at", 0) ? "on record" : "not on record");
}

static ag_status certificate_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    if (ag_row_state(&view->row, "EXECUTED VERIFIED")) ag_order_describe(&view->row, out);
    return AG_OK;
}

static const ag_fact facts[] = {{"certificate", "P3", certificate_fact}, {0}};
static const char *const states[] = {"PROPOSED", "LEGAL_CHECK", "FORENSIC_CLEAR", "SECOND_APPROVAL", "WAITING",
                                     "EXECUTED", "VERIFIED",    "BLOCKED",        "REVOKED",         NULL};
static const ag_column further[] = {{"proposer", AG_COLUMN_TEXT, false, false},
                                    {"lawyer", AG_COLUMN_TEXT, false, false},
                                    {"examiner", AG_COLUMN_TEXT, false, false},
                                    {"executor", AG_COLUMN_TEXT, false, false},
                                    {0}};

const ag_kind ag_kind_order = {
    .name = "order",
    .plural = "orders",
    .help = "what is to be done with remains: storage, burial, exhumation, cremation",
    .state = states,
    .closed = "VERIFIED REVOKED",
    .action = actions,
    .further = further,
    .indexed = "method",
    .fact = facts,
    .readers = AG_WRITERS,
};
