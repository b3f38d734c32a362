/* What was written to whom about a request, by which channel, and what came back (casework 8.4).
 *
 * Concept: a communication is recorded once and never changed; a proof that it arrived is added to it. What the two
 * sides wrote, and nothing else, moves the request: `effects` has each step. What the press or others say of an answer
 * is a claim, and leaves the request where it is (R1).
 *
 * Invariants: the request's measures (times asked, days, proofs) are those of its communications, in the order in which
 * they were recorded; their days are the last that a date can mean, so that no time is over too early.
 */
#include <stdlib.h>

#include "casebook/kinds.h"
#include "casebook/notification.h"
#include "casebook/people.h"
#include "casebook/repatriation.h"
#include "casebook/standing.h"

#include "base/banned.h"

enum { DAY = 86400, YEAR_DAYS = 365, ANSWER_DAYS = 90 };

/* ---- What a communication does to its request ------------------------------------------------------------------ */

typedef struct effect {
    const char *kind, *answer; /* NULL: whatever it says */
    const char *from;
    const char *to; /* NULL: as it is */
} effect;

#define ANSWERABLE AG_REQUEST_ASKED " " AG_REQUEST_REFUSED
#define SENT_STATES AG_REQUEST_ASKED " " AG_REQUEST_AGREED " " AG_REQUEST_REFUSED " RECONCILED CLOSED WITHDRAWN"

static const effect effects[] = {
    {"request", NULL, "DRAFT WITHDRAWN " AG_REQUEST_REFUSED, "SENT"},
    {"reminder", NULL, AG_REQUEST_ASKED, NULL},
    {"acknowledgement", NULL, "SENT", "ACKNOWLEDGED"},
    {"acknowledgement", NULL, SENT_STATES, NULL},
    {"answer", "negotiate", ANSWERABLE, "NEGOTIATING"},
    {"answer", "accepted", ANSWERABLE, "ACCEPTED"},
    {"answer", "accepted-part", ANSWERABLE, "ACCEPTED"},
    {"answer", "refused", ANSWERABLE, "REFUSED_EXPRESS"},
    {"answer", "conditional", ANSWERABLE, "REFUSED_CONDITIONAL"},
    {"answer", "denied-subject", ANSWERABLE, "DENIED_SUBJECT"},
    {"notice", NULL, "DRAFT " SENT_STATES, NULL},
    {"press-report", NULL, "DRAFT " SENT_STATES, NULL},
};

/* What it does to a request in this state; NULL: it cannot be. */
static const effect *effect_on(const ag_deed *deed, const ag_row *request) {
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        if (ag_deed_is(deed, "kind", effects[i].kind) &&
            (!effects[i].answer || ag_deed_is(deed, "answer", effects[i].answer)) &&
            ag_row_state(request, effects[i].from))
            return &effects[i];
    return NULL;
}

static ag_row row_of(const ag_deed *deed, const char *field) {
    return ag_view_row(&deed->view, ag_deed_text(deed, field));
}

/* The last day that a date can mean, now where its end is open. */
static int64_t day_of(const ag_deed *deed, const char *field) {
    ag_date date;
    const int64_t today = deed->view.now / DAY;
    return ag_date_parse_edtf(ag_deed_text(deed, field), &date) && date.last != INT32_MAX ? date.last : today;
}

/* ---- Guards ---------------------------------------------------------------------------------------------------- */

static const char *is_about_something(const ag_deed *deed) {
    return ag_deed_has(deed, "request") || (ag_deed_has(deed, "about") && ag_deed_is(deed, "kind", "notice"))
               ? NULL
               : "the request that it belongs to (request=request:…); a notice may name the remains instead (about=…)";
}

static const char *press_moves_nothing(const ag_deed *deed) {
    if (ag_deed_is(deed, "channel", "press-only") == ag_deed_is(deed, "kind", "press-report")) return NULL;
    return "kind=press-report with channel=press-only, and what is said as claim.record about=request:…; an answer is "
           "what the other side itself has sent";
}

static const char *step_is_possible(const ag_deed *deed) {
    const ag_row request = row_of(deed, "request");
    const ag_text state = ag_row_text(&request, "state"), kind = ag_deed_text(deed, "kind");
    if (ag_deed_is(deed, "kind", "answer") != ag_deed_has(deed, "answer"))
        return "of an answer what it says (answer=…), and of nothing else";
    if (ag_deed_is(deed, "kind", "notice") != ag_deed_has(deed, "tells"))
        return "of a notice what it tells (tells=…), and of nothing else";
    if (!ag_row_there(&request) || effect_on(deed, &request)) return NULL;
    return ag_view_say(&deed->view, "the request is %.*s, where no %.*s has a place%s", AG_SHOWN(state), AG_SHOWN(kind),
                       ag_deed_is(deed, "kind", "request") ? ": kind=reminder asks again" : "");
}

/* Who asked is known from the first letter; what answers it goes the other way. */
static const char *direction_fits(const ag_deed *deed) {
    const ag_row request = row_of(deed, "request");
    const ag_text asked = ag_row_text(&request, "asked");
    const bool same = ag_text_equal(asked, ag_deed_text(deed, "direction"));
    if (!asked.n) return NULL;
    if (ag_deed_is(deed, "kind", "request") || ag_deed_is(deed, "kind", "reminder"))
        return same ? NULL : "the direction in which it was first asked";
    if (ag_deed_is(deed, "kind", "answer") || ag_deed_is(deed, "kind", "acknowledgement"))
        return same ? "the other direction: who was asked answers" : NULL;
    return NULL;
}

static const char *something_is_asked(const ag_deed *deed) {
    const ag_row request = row_of(deed, "request");
    if (!ag_deed_is(deed, "kind", "request") || ag_row_integer(&request, "bodies", 0)) return NULL;
    return ag_view_count(&deed->view, &ag_kind_request_item, "request", ag_deed_text(deed, "request"), NULL)
               ? NULL
               : "name whom it is about first (request_item.add), or how many (request.open bodies=…)";
}

static const char *has_come_or_gone(const ag_deed *deed) {
    ag_date date;
    return ag_date_parse_edtf(ag_deed_text(deed, "date"), &date) && date.first > deed->view.now / DAY
               ? "the day on which it was sent or came, which is not in the future"
               : NULL;
}

static const char *proof_is_named(const ag_deed *deed) {
    return ag_deed_has(deed, "delivered") && !ag_deed_has(deed, "proof") && !ag_deed_has(deed, "receipt")
               ? "what proves the delivery: number of the receipt (proof=…) or the receipt itself (receipt=@FILE)"
               : NULL;
}

static const char *arrival_is_possible(const ag_deed *deed) {
    const ag_text sent =
        ag_row_there(&deed->view.row) ? ag_row_text(&deed->view.row, "date") : ag_deed_text(deed, "date");
    ag_date date, arrived;
    if (!ag_date_parse_edtf(ag_deed_text(deed, "delivered"), &arrived)) return NULL;
    return arrived.first > deed->view.now / DAY || (ag_date_parse_edtf(sent, &date) && arrived.last < date.first)
               ? "the day on which it arrived: not before it was sent, and not in the future"
               : NULL;
}

static const char *nobody_in_it_lives(const ag_deed *deed) {
    if (!ag_deed_is(deed, "kind", "request")) return NULL;
    const ag_text living = ag_request_living(&deed->view, ag_deed_text(deed, "request"));
    return living.n ? ag_view_say(&deed->view, "take %.*s out: no request speaks of the living", AG_SHOWN(living))
                    : NULL;
}

/* Whom a request names by his record, his family hears of first. */
static const char *families_come_first(const ag_deed *deed) {
    const char *lacks = NULL;
    int n;
    if (!ag_deed_is(deed, "kind", "request") || !ag_deed_is(deed, "direction", "out")) return NULL;
    const ag_row *item =
        ag_view_rows(&deed->view, &ag_kind_request_item, "request", ag_deed_text(deed, "request"), 0, &n);
    for (int i = 0; i < n && !lacks; i++) {
        const ag_text about = ag_row_text(&item[i], "about");
        if (ag_row_state(&item[i], "ASKED ACCEPTED REFUSED") && ag_text_starts(about, AG_TEXT("person:")))
            lacks = ag_notification_lacks(&deed->view, about);
    }
    return lacks;
}

/* A State that reads a claim by kin reads who they are. */
static const char *kin_are_not_at_risk(const ag_deed *deed) {
    const ag_row request = row_of(deed, "request");
    const ag_text relative = ag_row_text(&request, "relative");
    if (!ag_deed_is(deed, "kind", "request") || !relative.n) return NULL;
    const ag_row risk = ag_risk_standing(&deed->view, relative);
    const ag_text id = ag_row_id(&risk);
    return ag_row_there(&risk) ? ag_view_say(&deed->view, "lift risk:%.*s first (risk.lift)", AG_SHOWN(id)) : NULL;
}

/* ---- In order -------------------------------------------------------------------------------------------------- */

static int by_day(const void *a, const void *b) {
    const int64_t x = ag_row_integer(a, "day", 0), y = ag_row_integer(b, "day", 0);
    return x != y ? (x < y ? -1 : 1) : ag_row_compare(a, b);
}

const ag_row *ag_request_letters(const ag_view *view, ag_text request, int *n) {
    ag_row *row = (ag_row *)ag_view_rows(view, &ag_kind_communication, "request", request, 0, n);
    if (*n) qsort(row, (size_t)*n, sizeof *row, by_day);
    return row;
}

/* ---- Effects --------------------------------------------------------------------------------------------------- */

static const ag_text nothing = {NULL, 0};

/* The first of the days so far. */
static void set_first(ag_row *row, const char *column, int64_t day) {
    if (day < ag_row_integer(row, column, INT64_MAX)) ag_row_set_integer(row, column, day);
}
static void set_last(ag_row *row, const char *column, int64_t day) {
    if (day > ag_row_integer(row, column, INT64_MIN)) ag_row_set_integer(row, column, day);
}

/* What the proof that it arrived means for the request. */
static void note_delivery(ag_row *request, const ag_row *letter, int64_t arrived) {
    const bool is_request = ag_row_is(letter, "kind", "request");
    if (!request || !ag_text_equal(ag_row_text(letter, "direction"), ag_row_text(request, "asked"))) return;
    if (ag_row_is(letter, "tells", "host-law")) set_first(request, "noticed", arrived);
    if (!is_request && !ag_row_is(letter, "kind", "reminder")) return;
    if (ag_row_integer(letter, "sending", 0) != ag_row_integer(request, "times", 0)) return;
    set_first(request, "delivered", arrived);
    if (is_request && ag_row_is(request, "direction", "offer") &&
        ag_row_state(request, AG_REQUEST_ASKED " " AG_REQUEST_REFUSED))
        set_first(request, "offered", ag_row_integer(letter, "day", arrived));
}

static void note_sending(ag_deed *deed, ag_row *request, int64_t day) {
    static const char *const afresh[] = {"delivered", "deadline", "answer", "accepted"};
    for (size_t i = 0; i < sizeof afresh / sizeof *afresh; i++) ag_row_set(request, afresh[i], nothing);
    ag_row_set(request, "asked", ag_deed_text(deed, "direction"));
    ag_row_set_integer(request, "times", ag_row_integer(request, "times", 0) + 1);
    ag_row_set_integer(request, "reminders", 0);
    set_first(request, "first_sent", day);
    ag_row_due(request, "R2", (day + ANSWER_DAYS) * DAY);
}

static void note_answer(ag_deed *deed, ag_row *request, int64_t day) {
    const bool accepted = ag_row_state(request, "ACCEPTED");
    ag_row_set(request, "answer", ag_deed_text(deed, "answer"));
    if (accepted) {
        ag_row_set_integer(request, "accepted", day);
        ag_row_set(request, "offered", nothing);
        ag_row_due(request, NULL, 0);
    } else if (ag_row_state(request, AG_REQUEST_REFUSED)) {
        ag_row_set(request, "refused", AG_TEXT("yes"));
        ag_row_due(request, "R3", (day + YEAR_DAYS) * DAY);
    } else {
        ag_row_due(request, "R2", (day + ANSWER_DAYS) * DAY);
    }
}

static void note_deadline(ag_deed *deed, ag_row *request) {
    if (!ag_deed_has(deed, "deadline")) return;
    ag_row_set(request, "deadline", ag_deed_text(deed, "deadline"));
    ag_row_due(request, "R2", (day_of(deed, "deadline") + 1) * DAY);
}

static void note_agency(ag_deed *deed, ag_row *request, int64_t day) {
    const bool agency = ag_deed_is(deed, "channel", "cta-icrc"), out = ag_deed_is(deed, "direction", "out");
    if (ag_deed_is(deed, "copy", "yes") || (agency && ag_deed_is(deed, "kind", "request")))
        ag_row_set(request, "copied", AG_TEXT("yes"));
    if (agency && out && ag_deed_is(deed, "tells", "position")) set_last(request, "lodged", day);
}

static void move_request(ag_deed *deed, ag_row *request, int64_t day) {
    const effect *e = effect_on(deed, request);
    if (e && e->to) ag_row_move(request, e->to);
    if (ag_deed_is(deed, "kind", "request")) note_sending(deed, request, day);
    if (ag_deed_is(deed, "kind", "answer")) note_answer(deed, request, day);
    if (ag_deed_is(deed, "kind", "reminder")) {
        ag_row_set_integer(request, "reminders", ag_row_integer(request, "reminders", 0) + 1);
        ag_row_set_integer(request, "all_reminders", ag_row_integer(request, "all_reminders", 0) + 1);
    }
    if (!ag_deed_is(deed, "kind", "press-report")) set_last(request, "contact", day);
    note_deadline(deed, request);
    note_agency(deed, request, day);
}

static ag_status apply_record(ag_deed *deed, ag_error *err) {
    ag_row *request = ag_deed_has(deed, "request") ? ag_deed_change(deed, ag_deed_text(deed, "request")) : NULL;
    const int64_t day = day_of(deed, "date");
    (void)err;
    ag_row_set_integer(&deed->view.row, "day", day);
    if (request) {
        move_request(deed, request, day);
        ag_row_set_integer(&deed->view.row, "sending", ag_row_integer(request, "times", 0));
    }
    if (!ag_deed_has(deed, "delivered")) return AG_OK;
    ag_row_move(&deed->view.row, "PROVED");
    note_delivery(request, &deed->view.row, day_of(deed, "delivered"));
    return AG_OK;
}

static ag_status apply_prove(ag_deed *deed, ag_error *err) {
    (void)err;
    const ag_text request = ag_row_text(&deed->view.row, "request");
    note_delivery(request.n ? ag_deed_change(deed, request) : NULL, &deed->view.row, day_of(deed, "delivered"));
    return AG_OK;
}

/* ---- The table ------------------------------------------------------------------------------------------------- */

static const char *const request_kind[] = {"request", NULL}, *const claim_kind[] = {"claim", NULL},
                         *const about_kinds[] = {"remains", "individual", "order", "grave", NULL};
static const char *const channels[] = {"direct", "protecting-power", "cta-icrc", "third-state", "press-only", NULL};
static const char *const directions[] = {"out", "in", NULL};
static const char *const kinds[] = {"request", "reminder", "answer", "notice", "acknowledgement", "press-report", NULL};
static const char *const answers[] = {"accepted",  "accepted-part",  "refused", "conditional",
                                      "negotiate", "denied-subject", NULL};
static const char *const tellings[] = {"position", "host-law", "reinterment", "other", NULL};

#define PROOF                                                                                                          \
    {"proof", AG_FIELD_CODE, 0, NULL, "number of the receipt or note that proves the delivery", 0}, {                  \
        "receipt", AG_FIELD_FILE, 0, NULL, "the receipt itself", 0                                                     \
    }

static const ag_field record_fields[] = {
    {"request", AG_FIELD_REFERENCE, 0, request_kind, "the request that it belongs to", 0},
    {"about", AG_FIELD_REFERENCE, 0, about_kinds, "of a notice without a request: whom it is about", 0},
    {"kind", AG_FIELD_CHOICE, AG_REQUIRED, kinds,
     "request: the offer or claim itself, also when it is sent again; press-report: what others say was answered", 0},
    {"direction", AG_FIELD_CHOICE, AG_REQUIRED, directions, "out: from us; in: to us", 0},
    {"channel", AG_FIELD_CHOICE, AG_REQUIRED, channels,
     "by whom it came or went; press-only: nobody sent it, it was published", 0},
    {"date", AG_FIELD_DATE, AG_REQUIRED, NULL, "when it was sent or came: 2025-02-26", 0},
    {"answer", AG_FIELD_CHOICE, 0, answers,
     "of an answer; denied-subject: not ours, there are no such soldiers; conditional: yes, but", 0},
    {"reason", AG_FIELD_CODE, 0, NULL, "of a refusal or its conditions: the reason in one word, none where none", 0},
    {"tells", AG_FIELD_CHOICE, 0, tellings,
     "of a notice; position: where they lie; host-law: that our own law will apply; reinterment: the new place", 0},
    {"deadline", AG_FIELD_DATE, 0, NULL, "the day until which an answer is asked for", 0},
    {"delivered", AG_FIELD_DATE, 0, NULL, "the day on which it is proved to have arrived", 0},
    PROOF,
    {"copy", AG_FIELD_YESNO, 0, NULL, "whether a copy went to the Central Tracing Agency", 0},
    {"claim", AG_FIELD_REFERENCE, 0, claim_kind, "of a press report: the claim that says it", 0},
    {"text", AG_FIELD_TEXT, 0, NULL, "the words, or what was said", 0},
    {"file", AG_FIELD_FILE, 0, NULL, "the letter, note or page", 0},
    {0},
};
static const ag_field prove_fields[] = {
    {"delivered", AG_FIELD_DATE, AG_REQUIRED, NULL, "the day on which it arrived", 0}, PROOF, {0}};

static const ag_guard record_guards[] = {
    {"R1", is_about_something, true},   {"R1", press_moves_nothing, true}, {"R1", step_is_possible, true},
    {"R1", direction_fits, true},       {"R1", something_is_asked, true},  {"R1", has_come_or_gone, true},
    {"R2", proof_is_named, true},       {"R2", arrival_is_possible, true}, {"A11", nobody_in_it_lives, true},
    {"A13", kin_are_not_at_risk, true}, {"F1", families_come_first, true}, {0}};
static const ag_guard prove_guards[] = {{"R2", proof_is_named, true}, {"R2", arrival_is_possible, true}, {0}};

enum { WRITERS = AG_CASE_OFFICER | AG_LEGAL | AG_LIAISON };
static const ag_action actions[] = {
    {"communication.record", WRITERS, AG_CREATES | AG_SIGNED, NULL, "RECORDED", record_fields, record_guards,
     apply_record, AG_NO_CLOCK, "what was written about a request; an answer moves the request"},
    {"communication.prove", WRITERS, AG_SIGNED, "RECORDED", "PROVED", prove_fields, prove_guards, apply_prove,
     AG_NO_CLOCK, "a proof has come that it arrived"},
    {0},
};
static const char *const states[] = {"RECORDED", "PROVED", NULL};
static const ag_column further[] = {
    {"day", AG_COLUMN_INTEGER, false, false},     /* of its date, since 1970 */
    {"sending", AG_COLUMN_INTEGER, false, false}, /* how many times the request had been sent */
    {0}};

const ag_kind ag_kind_communication = {
    .name = "communication",
    .plural = "communications",
    .help = "a letter, note or report about a request, with its channel and the proof of its delivery",
    .state = states,
    .closed = "RECORDED PROVED",
    .action = actions,
    .further = further,
    .indexed = "kind channel",
    .readers = WRITERS | AG_REVIEWER | AG_INVESTIGATOR,
};
