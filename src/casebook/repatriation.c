/* Requests for return, in every direction: an offer by who holds the dead, a claim by a State, a claim by kin
 * (casework 8.4).
 *
 *     DRAFT → SENT → ACKNOWLEDGED → NEGOTIATING → ACCEPTED → SCHEDULED → HANDED_OVER → RECONCILED → CLOSED
 *       from SENT … NEGOTIATING: REFUSED_EXPRESS, REFUSED_CONDITIONAL, NO_ANSWER, DENIED_SUBJECT, ANSWER_DISPUTED,
 *       WITHDRAWN; from each of them again SENT, one time more
 *
 * Invariants: what the parties wrote moves a request (communications.c), what somebody says they wrote does not (R1).
 * What a refusal starts is a clock, never a disposal (R3): orders and samples ask here. A request that was refused is
 * put away as CLOSED_REFUSED when the dead are safe (R4), and is due every year all the same. How often and how long
 * was asked is computed (R8).
 */
#include "casebook/repatriation.h"

#include "casebook/kinds.h"
#include "casebook/people.h"
#include "casebook/standing.h"

#include "base/banned.h"

enum { DAY = 86400, YEAR = 365 * DAY };

static const char *const request_kind[] = {"request", NULL}, *const handover_kind[] = {"handover", NULL},
                         *const communication_kind[] = {"communication", NULL}, *const claim_kind[] = {"claim", NULL},
                         *const relative_kind[] = {"relative", NULL}, *const line_kind[] = {"item", NULL},
                         *const request_item_kind[] = {"request_item", NULL},
                         *const about_kinds[] = {"remains", "individual", "person", NULL};

static ag_text self(const ag_deed *deed) { return ag_row_subject(&deed->view, &deed->view.row); }
static ag_row row_of(const ag_deed *deed, const char *field) {
    return ag_view_row(&deed->view, ag_deed_text(deed, field));
}

const char *ag_request_day(const ag_view *view, int64_t day) {
    char time[21];
    return ag_view_say(view, "%.10s", ag_time_format(day * DAY, time));
}

/* ---- Which requests are for somebody --------------------------------------------------------------------------- */

#define LIVE_ITEM "ASKED ACCEPTED REFUSED"

/* Is the request one that is looked for? */
typedef bool request_test(const ag_view *view, const ag_row *request);

static const char *name_and_state(const ag_view *view, const ag_row *request) {
    const ag_text id = ag_row_id(request), state = ag_row_text(request, "state");
    return ag_view_say(view, "request:%.*s is %.*s", AG_SHOWN(id), AG_SHOWN(state));
}

static const char *test_requests_of(const ag_view *view, ag_text about, request_test *test) {
    int n = 0;
    const ag_row *item = about.n ? ag_view_rows(view, &ag_kind_request_item, "about", about, 0, &n) : NULL;
    for (int i = 0; i < n; i++) {
        if (!ag_row_state(&item[i], LIVE_ITEM)) continue;
        const ag_row request = ag_view_row(view, ag_row_text(&item[i], "request"));
        if (test(view, &request)) return name_and_state(view, &request);
    }
    return NULL;
}

static const char *test_requests(const ag_view *view, ag_text about, request_test *test) {
    const char *words = test_requests_of(view, ag_standing_individual(view, about), test);
    int n, records;
    const ag_row *element = ag_standing_elements(view, about, &n);
    const ag_text *record = ag_person_records(view, ag_standing_person(view, about), &records);
    for (int i = 0; i < records && !words; i++) words = test_requests_of(view, record[i], test);
    for (int i = 0; i < n && !words; i++) words = test_requests_of(view, ag_row_subject(view, &element[i]), test);
    return words;
}

static bool is_open(const ag_view *view, const ag_row *request) {
    (void)view;
    return ag_row_state(request, AG_REQUEST_ASKED " " AG_REQUEST_AGREED);
}

static bool was_refused(const ag_view *view, const ag_row *request) {
    (void)view;
    return ag_row_is(request, "refused", "yes");
}

const char *ag_request_open(const ag_view *view, ag_text about) { return test_requests(view, about, is_open); }
const char *ag_request_refused(const ag_view *view, ag_text about) { return test_requests(view, about, was_refused); }

/* Is it an offer that is good for it? */
static bool opens_host_law(const ag_view *view, const ag_row *request) {
    const int64_t offered = ag_row_integer(request, "offered", INT64_MAX);
    return ag_row_is(request, "direction", "offer") && offered != INT64_MAX &&
           ag_row_state(request, AG_REQUEST_ASKED " " AG_REQUEST_REFUSED) &&
           view->now / DAY >= offered + AG_FIVE_YEARS && ag_row_integer(request, "noticed", INT64_MAX) != INT64_MAX;
}

const char *ag_request_host_law(const ag_view *view, ag_text about) {
    return test_requests(view, about, opens_host_law)
               ? NULL
               : "an offer of their return to the home country (request direction=offer) whose delivery five years ago "
                 "is proved, that was not accepted, and a notice of the host's law that is proved to have arrived";
}

bool ag_request_has(const ag_view *view, ag_text request, ag_text about) {
    int n;
    const ag_row *item = ag_view_rows(view, &ag_kind_request_item, "about", about, 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_text_equal(ag_row_text(&item[i], "request"), request)) return true;
    return false;
}

/* ---- The living ------------------------------------------------------------------------------------------------ */

bool ag_request_is_of_living(const ag_view *view, ag_text about) {
    static const char living[] = "SERVING CAPTURED WOUNDED_EVACUATED FOUND_ALIVE";
    const bool named = ag_text_starts(about, AG_TEXT("person:"));
    const ag_row person = ag_view_row(view, named ? about : ag_standing_person(view, about));
    return ag_row_there(&person) &&
           (ag_person_is_alive(view, &person) || ag_words_have(living, ag_person_status(view, &person, NULL)));
}

ag_text ag_request_living(const ag_view *view, ag_text request) {
    int n;
    const ag_row *item = ag_view_rows(view, &ag_kind_request_item, "request", request, 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_state(&item[i], LIVE_ITEM) && ag_request_is_of_living(view, ag_row_text(&item[i], "about")))
            return ag_row_subject(view, &item[i]);
    return (ag_text){NULL, 0};
}

/* ---- Guards of requests ---------------------------------------------------------------------------------------- */

/* R2: silence is an answer when the request arrived, the time that was set is over, and one has asked again. */
static const char *silence_is_proved(const ag_deed *deed) {
    const ag_row *row = &deed->view.row;
    ag_date deadline;
    if (ag_row_integer(row, "delivered", INT64_MIN) == INT64_MIN)
        return "a proof that the request or a reminder has arrived (communication.prove)";
    if (!ag_date_parse_edtf(ag_row_text(row, "deadline"), &deadline) || deadline.last == INT32_MAX)
        return "a day until which an answer was asked for (communication.record kind=reminder deadline=DATE)";
    if (deed->view.now / DAY <= deadline.last)
        return ag_view_say(&deed->view, "wait until %s is over", ag_request_day(&deed->view, deadline.last));
    return ag_row_integer(row, "reminders", 0)
               ? NULL
               : "at least one reminder (communication.record kind=reminder direction=…)";
}

/* Whether who keeps this casebook holds the dead: he offers them, or was asked for them. */
static bool we_hold(const ag_row *request) {
    return ag_row_is(request, "direction", "offer") == ag_row_is(request, "asked", "out");
}

/* R4 of one element: examined, a sample kept, in a grave that is its own or in the cold. */
static const char *element_is_unsafe(const ag_view *view, const ag_row *element) {
    const ag_text id = ag_row_id(element);
    const ag_row grave = ag_view_row(view, ag_row_text(element, "grave"));
    if (!ag_row_state(element, "EXAMINED INTERIM_BURIED"))
        return ag_view_say(view, "examine remains:%.*s (remains.examine)", AG_SHOWN(id));
    if (!ag_standing_sampled(view, element))
        return ag_view_say(view, "keep a sample of remains:%.*s (sample.take)", AG_SHOWN(id));
    return ag_row_state(element, "INTERIM_BURIED") && (!ag_row_there(&grave) || ag_row_is(&grave, "type", "collective"))
               ? ag_view_say(view, "a grave of their own for remains:%.*s", AG_SHOWN(id))
               : NULL;
}

static const char *dead_are_safe(const ag_deed *deed) {
    const ag_view *view = &deed->view;
    int items, n;
    if (!we_hold(&view->row)) return NULL;
    const ag_row *item = ag_view_rows(view, &ag_kind_request_item, "request", self(deed), 0, &items);
    for (int i = 0; i < items; i++) {
        const ag_text about = ag_row_text(&item[i], "about");
        if (!ag_row_state(&item[i], LIVE_ITEM) || ag_text_starts(about, AG_TEXT("person:"))) continue;
        const ag_row *element = ag_standing_elements(view, about, &n);
        for (int k = 0; k < n; k++) {
            const char *unsafe = element_is_unsafe(view, &element[k]);
            if (unsafe) return unsafe;
        }
    }
    return ag_row_integer(&view->row, "lodged", INT64_MIN) == INT64_MIN
               ? "tell the Central Tracing Agency where they lie (communication.record channel=cta-icrc kind=notice "
                 "tells=position)"
               : NULL;
}

static const char *is_said_in_a_claim(const ag_deed *deed) {
    const ag_row claim = row_of(deed, "claim");
    return ag_text_equal(ag_row_text(&claim, "about"), self(deed))
               ? NULL
               : "the claim of what the other side says, recorded about this request (claim.record about=request:…)";
}

static const char *objection_is_a_states_own(const ag_deed *deed) {
    const ag_row letter = row_of(deed, "communication");
    if (!ag_row_is(&deed->view.row, "direction", "claim-kin")) return "a claim by kin: only there does it count";
    return ag_text_equal(ag_row_text(&letter, "request"), self(deed)) && ag_row_is(&letter, "direction", "in") &&
                   !ag_row_is(&letter, "channel", "press-only")
               ? NULL
               : "the communication in which the State itself says so; what the press says of it is a claim";
}

static const char *handover_is_ahead(const ag_deed *deed) {
    const ag_row handover = row_of(deed, "handover");
    return ag_row_state(&handover, "DRAFT LISTED COUNTED") ? NULL : "a handover that is not over and was not cancelled";
}

static const char *handover_has_been(const ag_deed *deed) {
    const ag_row handover = ag_view_row(&deed->view, ag_row_text(&deed->view.row, "handover"));
    return ag_row_is(&handover, "agreed_by_both", "yes") && ag_row_state(&handover, "COUNTED RECONCILED CLOSED")
               ? NULL
               : "the handover signed by both sides and counted (handover.sign, handover.count)";
}

static const char *handover_is_reconciled(const ag_deed *deed) {
    const ag_row handover = ag_view_row(&deed->view, ag_row_text(&deed->view.row, "handover"));
    return ag_row_state(&handover, "RECONCILED CLOSED") ? NULL : "the handover reconciled (handover.reconcile)";
}

static const char *nobody_is_left_out(const ag_deed *deed) {
    const int64_t n = ag_view_count(&deed->view, &ag_kind_request_item, "request", self(deed), "REFUSED");
    return n ? ag_view_say(&deed->view, "ask for the %lld refused ones in a request of their own (request_item.move)",
                           (long long)n)
             : NULL;
}

/* ---- Effects --------------------------------------------------------------------------------------------------- */

static ag_status apply_refused(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set(&deed->view.row, "refused", AG_TEXT("yes"));
    return AG_OK;
}

/* An offer that is taken back is no offer: five years begin with the next one. */
static ag_status apply_withdraw(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set(&deed->view.row, "offered", (ag_text){NULL, 0});
    return AG_OK;
}

static ag_status apply_close(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set(&deed->view.row, "refused", (ag_text){NULL, 0});
    return AG_OK;
}

static ag_status apply_object(ag_deed *deed, ag_error *err) {
    const ag_row letter = row_of(deed, "communication");
    (void)err;
    ag_row_set_integer(&deed->view.row, "objected", ag_row_integer(&letter, "day", 0));
    return AG_OK;
}

/* ---- Facts: R8, and what the law says -------------------------------------------------------------------------- */

int64_t ag_request_until(const ag_view *view, const ag_row *request) {
    const int64_t today = view->now / DAY, contact = ag_row_integer(request, "contact", today);
    return ag_row_integer(request, "accepted",
                          ag_row_state(request, AG_REQUEST_ASKED " " AG_REQUEST_REFUSED) ? today : contact);
}

static ag_status measures_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_row *row = &view->row;
    const int64_t first = ag_row_integer(row, "first_sent", INT64_MIN), times = ag_row_integer(row, "times", 0);
    const ag_text deadline = ag_row_text(row, "deadline");
    (void)err;
    if (first == INT64_MIN) return AG_OK;
    const int64_t reminders = ag_row_integer(row, "all_reminders", 0), contact = ag_row_integer(row, "contact", first),
                  ended = ag_request_until(view, row);
    ag_buffer_printf(out, "%s %lld days since %s; times asked %lld, reminders %lld; last contact %s",
                     ag_row_state(row, AG_REQUEST_ASKED " " AG_REQUEST_REFUSED) ? "waiting" : "waited",
                     (long long)(ended - first), ag_request_day(view, first), (long long)times, (long long)reminders,
                     ag_request_day(view, contact));
    if (deadline.n && ag_row_state(row, AG_REQUEST_ASKED))
        ag_buffer_printf(out, "; answer asked for until %.*s", AG_SHOWN(deadline));
    return AG_OK;
}

/* Both views beside each other, for they differ: the treaty lets the home country object to kin, custom does not. */
static ag_status law_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_row *row = &view->row;
    const ag_text state = ag_row_text(row, "objector");
    (void)err;
    if (!ag_row_is(row, "direction", "claim-kin")) {
        ag_buffer_puts(out, "L14 (AP I 34(2)): remains and effects go home at the request of the home country. L17 "
                            "(Rule 114): return at its request is to be facilitated; effects must be returned.");
        if (ag_row_state(row, AG_REQUEST_REFUSED)) ag_buffer_puts(out, " Refused: kin may ask for them (Rule 114).");
        return AG_OK;
    }
    ag_buffer_puts(out, "L14 (AP I 34(2)): at the request of kin, unless the home country objects: ");
    if (state.n)
        ag_buffer_printf(out, "%.*s objected on %s", AG_SHOWN(state),
                         ag_request_day(view, ag_row_integer(row, "objected", 0)));
    else
        ag_buffer_puts(out, "no objection is on record");
    ag_buffer_puts(out, ". L17 (Rule 114): at the request of next of kin; custom knows no such objection. L20 (ICPPED "
                        "24(3)): the remains of disappeared persons are returned.");
    return AG_OK;
}

static ag_status five_years_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_row *row = &view->row;
    const int64_t offered = ag_row_integer(row, "offered", INT64_MIN);
    (void)err;
    if (!ag_row_is(row, "direction", "offer") || !ag_row_state(row, AG_REQUEST_ASKED " " AG_REQUEST_REFUSED))
        return AG_OK;
    if (offered == INT64_MIN) {
        ag_buffer_puts(out, "have not begun: no proof that the offer arrived");
        return AG_OK;
    }
    const bool over = view->now / DAY >= offered + AG_FIVE_YEARS,
               noticed = ag_row_integer(row, "noticed", INT64_MIN) != INT64_MIN;
    ag_buffer_printf(out, "from %s to %s%s; notice of the host's law %s", ag_request_day(view, offered),
                     ag_request_day(view, offered + AG_FIVE_YEARS), over ? ", over" : "",
                     noticed ? "has arrived" : "is not proved to have arrived");
    return AG_OK;
}

static ag_status agency_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const int64_t lodged = ag_row_integer(&view->row, "lodged", INT64_MIN);
    (void)err;
    if (!ag_row_integer(&view->row, "times", 0)) return AG_OK;
    ag_buffer_puts(out, ag_row_is(&view->row, "copied", "yes") ? "has a copy" : "has no copy: send it one");
    if (lodged != INT64_MIN) ag_buffer_printf(out, "; told on %s where they lie", ag_request_day(view, lodged));
    return AG_OK;
}

/* The newest of what was written, the last one last. */
static ag_status letters_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    enum { SHOWN = 12 };
    int n;
    const ag_row *letter = ag_request_letters(view, ag_row_subject(view, &view->row), &n);
    (void)err;
    if (n > SHOWN) ag_buffer_printf(out, "%d before; ", n - SHOWN);
    for (int i = n > SHOWN ? n - SHOWN : 0; i < n; i++) {
        const ag_text date = ag_row_text(&letter[i], "date"), kind = ag_row_text(&letter[i], "kind"),
                      answer = ag_row_text(&letter[i], "answer"), tells = ag_row_text(&letter[i], "tells"),
                      channel = ag_row_text(&letter[i], "channel"), arrived = ag_row_text(&letter[i], "delivered");
        ag_buffer_printf(out, "%.*s %.*s%s%.*s%.*s (%.*s)%s%.*s%s", AG_SHOWN(date), AG_SHOWN(kind),
                         answer.n || tells.n ? " " : "", AG_SHOWN(answer), AG_SHOWN(tells), AG_SHOWN(channel),
                         arrived.n ? ", arrived " : "", AG_SHOWN(arrived), i + 1 < n ? "; " : "");
    }
    return AG_OK;
}

static ag_status items_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    static const char *const state[] = {"ASKED", "ACCEPTED", "REFUSED", "RETURNED", "MOVED", "DROPPED"};
    const ag_text subject = ag_row_subject(view, &view->row);
    const int64_t bodies = ag_row_integer(&view->row, "bodies", 0);
    (void)err;
    for (size_t i = 0; i < sizeof state / sizeof *state; i++) {
        const int64_t n = ag_view_count(view, &ag_kind_request_item, "request", subject, state[i]);
        if (n) ag_buffer_printf(out, "%s%lld %s", out->n ? ", " : "", (long long)n, state[i]);
    }
    if (bodies) ag_buffer_printf(out, "%s%lld bodies that are not listed", out->n ? "; " : "", (long long)bodies);
    return AG_OK;
}

/* ---- The table of requests ------------------------------------------------------------------------------------- */

static const char *const states[] = {"DRAFT",
                                     "SENT",
                                     "ACKNOWLEDGED",
                                     "NEGOTIATING",
                                     "ACCEPTED",
                                     "SCHEDULED",
                                     "HANDED_OVER",
                                     "RECONCILED",
                                     "CLOSED",
                                     "REFUSED_EXPRESS",
                                     "REFUSED_CONDITIONAL",
                                     "NO_ANSWER",
                                     "DENIED_SUBJECT",
                                     "ANSWER_DISPUTED",
                                     "WITHDRAWN",
                                     "CLOSED_REFUSED",
                                     NULL};
static const char *const directions[] = {"offer", "claim-state", "claim-kin", NULL};

/* All of them may know who lives (S6): a refusal for it tells it to nobody else. */
#define WRITERS_OF_REQUESTS (AG_CASE_OFFICER | AG_LEGAL | AG_LIAISON)

static const ag_field open_fields[] = {
    {"direction", AG_FIELD_CHOICE, AG_REQUIRED, directions,
     "offer: who holds them offers them; claim-state: a State asks for them; claim-kin: relatives ask", 0},
    {"holder", AG_FIELD_CODE, AG_REQUIRED, NULL, "who holds the dead: a country such as UA", 0},
    {"claimant", AG_FIELD_CODE, AG_REQUIRED, NULL,
     "who is to have them: the home country such as KP; of kin a code, never a name", 0},
    {"bodies", AG_FIELD_COUNT, 0, NULL, "how many dead, as far as they are not listed one by one", 0},
    {"relative", AG_FIELD_REFERENCE, 0, relative_kind, "of a claim by kin: the relative, where on record", 0},
    {"summary", AG_FIELD_TEXT, 0, NULL, "what it is about, in your own words", 0},
    {0},
};
static const ag_field reasons_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};
static const ag_field dispute_fields[] = {
    {"claim", AG_FIELD_REFERENCE, AG_REQUIRED, claim_kind, "what the other side says (claim.record about=request:…)",
     0},
    {"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what we say, and what shows it", 0},
    {0},
};
static const ag_field object_fields[] = {
    {"objector", AG_FIELD_CODE, AG_REQUIRED, NULL, "the State that objects, such as KP", 0},
    {"communication", AG_FIELD_REFERENCE, AG_REQUIRED, communication_kind, "in which it says so", 0},
    {"reasons", AG_FIELD_TEXT, 0, NULL, "the reasons it gives", 0},
    {0},
};
static const ag_field schedule_fields[] = {
    {"handover", AG_FIELD_REFERENCE, AG_REQUIRED, handover_kind, "the handover by which they go home", 0}, {0}};
static const ag_field remark_fields[] = {{"remarks", AG_FIELD_TEXT, 0, NULL, "anything else", 0}, {0}};

static const ag_guard silence_guards[] = {{"R2", silence_is_proved, false}, {0}};
static const ag_guard dispute_guards[] = {{"R1", is_said_in_a_claim, true}, {0}};
static const ag_guard object_guards[] = {{"R5", objection_is_a_states_own, true}, {0}};
static const ag_guard schedule_guards[] = {{"R6", handover_is_ahead, true}, {0}};
static const ag_guard hand_over_guards[] = {{"R6", handover_has_been, false}, {0}};
static const ag_guard reconcile_guards[] = {{"R6", handover_is_reconciled, false}, {0}};
static const ag_guard close_guards[] = {{"R3", nobody_is_left_out, false}, {0}};
static const ag_guard close_refused_guards[] = {{"R4", dead_are_safe, false}, {0}};

static const ag_action request_actions[] = {
    {"request.open", WRITERS_OF_REQUESTS | AG_REGISTRAR, AG_CREATES, NULL, "DRAFT", open_fields, NULL, NULL,
     AG_NO_CLOCK, "prepare an offer or a claim; it is sent by communication.record kind=request"},
    {"request.no_answer",
     WRITERS_OF_REQUESTS,
     AG_SIGNED,
     AG_REQUEST_ASKED,
     "NO_ANSWER",
     remark_fields,
     silence_guards,
     apply_refused,
     {"R3", YEAR},
     "the time that was set is over and nobody has answered"},
    {"request.dispute",
     WRITERS_OF_REQUESTS,
     AG_SIGNED,
     AG_REQUEST_ASKED " ACCEPTED SCHEDULED REFUSED_EXPRESS REFUSED_CONDITIONAL NO_ANSWER DENIED_SUBJECT",
     "ANSWER_DISPUTED",
     dispute_fields,
     dispute_guards,
     apply_refused,
     {"R3", YEAR},
     "the two sides say different things of what was answered"},
    {"request.object", WRITERS_OF_REQUESTS, AG_SIGNED, AG_REQUEST_ASKED " " AG_REQUEST_REFUSED " ACCEPTED SCHEDULED",
     NULL, object_fields, object_guards, apply_object, AG_NO_CLOCK,
     "a State objects to a claim by kin: recorded, and both views of the law are shown"},
    {"request.schedule", WRITERS_OF_REQUESTS, 0, "ACCEPTED SCHEDULED", "SCHEDULED", schedule_fields, schedule_guards,
     NULL, AG_NO_CLOCK, "the handover is agreed on, or another one takes its place"},
    {"request.hand_over", WRITERS_OF_REQUESTS | AG_REGISTRAR, AG_SIGNED, "SCHEDULED", "HANDED_OVER", remark_fields,
     hand_over_guards, NULL, AG_NO_CLOCK, "the handover has taken place"},
    {"request.reconcile", WRITERS_OF_REQUESTS | AG_REGISTRAR, AG_SIGNED, "HANDED_OVER", "RECONCILED", remark_fields,
     reconcile_guards, NULL, AG_NO_CLOCK, "list and count of the handover agree, or every difference is signed"},
    {"request.close", WRITERS_OF_REQUESTS, AG_SIGNED, "RECONCILED", "CLOSED", remark_fields, close_guards, apply_close,
     AG_NO_CLOCK, "nothing more is to be done"},
    {"request.close_refused",
     AG_CASE_OFFICER | AG_LEGAL,
     AG_SIGNED,
     "REFUSED_EXPRESS REFUSED_CONDITIONAL NO_ANSWER DENIED_SUBJECT ANSWER_DISPUTED",
     "CLOSED_REFUSED",
     reasons_fields,
     close_refused_guards,
     NULL,
     {"R3", YEAR},
     "put a refused request away: the dead are safe, and it is due every year"},
    {"request.withdraw", WRITERS_OF_REQUESTS, AG_SIGNED, "DRAFT " AG_REQUEST_ASKED " " AG_REQUEST_REFUSED " ACCEPTED",
     "WITHDRAWN", reasons_fields, NULL, apply_withdraw, AG_NO_CLOCK, "who asked gives it up; it can be sent again"},
    {0},
};

/* Days since 1970 but for times, reminders and seqs; kept by communications.c. */
static const ag_column request_further[] = {{"asked", AG_COLUMN_TEXT, false, false}, /* in or out */
                                            {"times", AG_COLUMN_INTEGER, false, false},
                                            {"reminders", AG_COLUMN_INTEGER, false, false}, /* since sent last */
                                            {"all_reminders", AG_COLUMN_INTEGER, false, false},
                                            {"first_sent", AG_COLUMN_INTEGER, false, false},
                                            {"contact", AG_COLUMN_INTEGER, false, false},
                                            {"accepted", AG_COLUMN_INTEGER, false, false},
                                            {"delivered", AG_COLUMN_INTEGER, false, false}, /* since sent last */
                                            {"offered", AG_COLUMN_INTEGER, false, false},   /* first proved to arrive */
                                            {"noticed", AG_COLUMN_INTEGER, false, false},
                                            {"lodged", AG_COLUMN_INTEGER, false, false},
                                            {"objected", AG_COLUMN_INTEGER, false, false},
                                            {"deadline", AG_COLUMN_TEXT, false, false},
                                            {"answer", AG_COLUMN_TEXT, true, false},
                                            {"copied", AG_COLUMN_TEXT, false, false},
                                            {"refused", AG_COLUMN_TEXT, false, false},
                                            {0}};
static const ag_fact request_facts[] = {{"measures", "R8", measures_fact},
                                        {"law", "R5", law_fact},
                                        {"five years", "L15", five_years_fact},
                                        {"tracing agency", "L12", agency_fact},
                                        {"items", NULL, items_fact},
                                        {"written", "R1", letters_fact},
                                        {0}};

const ag_kind ag_kind_request = {
    .name = "request",
    .plural = "requests",
    .help = "a request for the return of the dead: an offer by who holds them, a claim by a State or by kin",
    .state = states,
    .closed = "CLOSED WITHDRAWN",
    .action = request_actions,
    .further = request_further,
    .indexed = "direction holder claimant",
    .fact = request_facts,
    .readers = WRITERS_OF_REQUESTS | AG_REVIEWER | AG_INVESTIGATOR,
};

/* ---- Items ----------------------------------------------------------------------------------------------------- */

#define NOT_OUT "DRAFT WITHDRAWN " AG_REQUEST_REFUSED

static ag_row request_of(const ag_deed *deed) {
    return ag_row_there(&deed->view.row) ? ag_view_row(&deed->view, ag_row_text(&deed->view.row, "request"))
                                         : row_of(deed, "request");
}

static const char *request_is_not_out(const ag_deed *deed) {
    const ag_row request = request_of(deed);
    return ag_row_state(&request, NOT_OUT) ? NULL : "a request that is not sent, or is to be sent again";
}

static const char *nobody_is_alive(const ag_deed *deed) {
    return ag_request_is_of_living(&deed->view, ag_deed_text(deed, "about"))
               ? "somebody of whom nobody says that he lives: no request speaks of the living"
               : NULL;
}

static const char *is_there_once(const ag_deed *deed) {
    return ag_request_has(&deed->view, ag_deed_text(deed, "request"), ag_deed_text(deed, "about"))
               ? "somebody who is not in this request yet"
               : NULL;
}

static const char *was_never_sent(const ag_deed *deed) {
    const ag_row request = request_of(deed);
    return ag_row_state(&request, "DRAFT") ? NULL : "a draft: what was once asked for is moved, not dropped";
}

static const char *answer_was_in_part(const ag_deed *deed) {
    const ag_row request = request_of(deed);
    return ag_row_is(&request, "answer", "accepted-part") ? NULL : "a request that was accepted in part";
}

static const char *line_is_of_the_handover(const ag_deed *deed) {
    const ag_row request = request_of(deed), line = row_of(deed, "line");
    const ag_text handover = ag_row_text(&request, "handover");
    return handover.n && ag_text_equal(ag_row_text(&line, "handover"), handover)
               ? NULL
               : "a line of the list of the handover by which this request is carried out";
}

static const char *successor_asks_for_the_same(const ag_deed *deed) {
    const ag_row other = row_of(deed, "successor");
    const ag_text id = ag_row_id(&other);
    return ag_row_state(&other, LIVE_ITEM) && !ag_text_equal(id, deed->id) &&
                   ag_text_equal(ag_row_text(&other, "about"), ag_row_text(&deed->view.row, "about"))
               ? NULL
               : "the item of another request that asks for the same (request_item.add)";
}

/* What was refused once stays refused, by whatever request it is asked for. */
static void mark_refused(ag_deed *deed, ag_text request) {
    ag_row *row = ag_deed_change(deed, request);
    if (row) ag_row_set(row, "refused", AG_TEXT("yes"));
}

static ag_status apply_refuse_item(ag_deed *deed, ag_error *err) {
    (void)err;
    mark_refused(deed, ag_row_text(&deed->view.row, "request"));
    return AG_OK;
}

static ag_status apply_move(ag_deed *deed, ag_error *err) {
    const ag_row request = request_of(deed), successor = row_of(deed, "successor");
    (void)err;
    if (ag_row_is(&request, "refused", "yes")) mark_refused(deed, ag_row_text(&successor, "request"));
    return AG_OK;
}

static const ag_field add_fields[] = {
    {"request", AG_FIELD_REFERENCE, AG_REQUIRED, request_kind, "the request", 0},
    {"about", AG_FIELD_REFERENCE, AG_REQUIRED, about_kinds, "the remains, the individual or the person", 0},
    {"number", AG_FIELD_CODE, 0, NULL, "the number that the other side knows them by", 0},
    {"remarks", AG_FIELD_TEXT, 0, NULL, "anything else", 0},
    {0},
};
static const ag_field line_fields[] = {
    {"line", AG_FIELD_REFERENCE, AG_REQUIRED, line_kind, "the line of the handover's list", 0}, {0}};
static const ag_field move_fields[] = {
    {"successor", AG_FIELD_REFERENCE, AG_REQUIRED, request_item_kind, "the item that takes its place", 0}, {0}};

static const ag_guard add_guards[] = {
    {"R1", request_is_not_out, true}, {"R1", is_there_once, true}, {"A11", nobody_is_alive, true}, {0}};
static const ag_guard part_guards[] = {{"R1", answer_was_in_part, false}, {0}};
static const ag_guard line_guards[] = {{"R6", line_is_of_the_handover, true}, {0}};
static const ag_guard move_guards[] = {{"R3", successor_asks_for_the_same, true}, {0}};
static const ag_guard drop_guards[] = {{"R3", was_never_sent, false}, {0}};

static const ag_action item_actions[] = {
    {"request_item.add", WRITERS_OF_REQUESTS, AG_CREATES, NULL, "ASKED", add_fields, add_guards, NULL, AG_NO_CLOCK,
     "name one of the dead that a request is about"},
    {"request_item.accept", WRITERS_OF_REQUESTS, 0, "ASKED REFUSED", "ACCEPTED", remark_fields, part_guards, NULL,
     AG_NO_CLOCK, "of a request that was accepted in part: this one will be returned"},
    {"request_item.refuse", WRITERS_OF_REQUESTS, 0, "ASKED ACCEPTED", "REFUSED", remark_fields, part_guards,
     apply_refuse_item, AG_NO_CLOCK, "of a request that was accepted in part: this one will not"},
    {"request_item.return", WRITERS_OF_REQUESTS | AG_REGISTRAR, 0, "ASKED ACCEPTED", "RETURNED", line_fields,
     line_guards, NULL, AG_NO_CLOCK, "it has gone by this line of the handover"},
    {"request_item.move", WRITERS_OF_REQUESTS, AG_SIGNED, "ASKED ACCEPTED REFUSED", "MOVED", move_fields, move_guards,
     apply_move, AG_NO_CLOCK, "another request asks for it from now on"},
    {"request_item.drop", WRITERS_OF_REQUESTS, AG_SIGNED, "ASKED", "DROPPED", reasons_fields, drop_guards, NULL,
     AG_NO_CLOCK, "it was named by mistake"},
    {0},
};
static const char *const item_states[] = {"ASKED", "ACCEPTED", "REFUSED", "RETURNED", "MOVED", "DROPPED", NULL};

const ag_kind ag_kind_request_item = {
    .name = "request_item",
    .plural = "request_items",
    .help = "one of the dead that a request is about",
    .state = item_states,
    .closed = "RETURNED MOVED DROPPED",
    .action = item_actions,
    .indexed = "number",
    .readers = WRITERS_OF_REQUESTS | AG_REGISTRAR | AG_REVIEWER | AG_INVESTIGATOR,
};
