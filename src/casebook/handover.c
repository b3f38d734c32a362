/* Handovers, lines of the sender's list, and differences: see handover.h. */
#include "casebook/handover.h"

#include "casebook/assemblage.h"
#include "casebook/custody.h"
#include "casebook/kinds.h"

#include "base/banned.h"

const char *const ag_handover_kinds[] = {"handover", NULL}, *const ag_item_kinds[] = {"item", NULL},
                  *const ag_discrepancy_kinds[] = {"discrepancy", NULL};
static const char *const container_kinds[] = {"container", NULL};
static const char *const remains_kinds[] = {"remains", NULL};

static ag_row row_of(const ag_deed *deed, const char *field) {
    return ag_view_row(&deed->view, ag_deed_text(deed, field));
}
static ag_text self(const ag_deed *deed) { return ag_row_subject(&deed->view, &deed->view.row); }

#define REASON                                                                                                         \
    { "reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in your own words", 0 }
#define REMARKS                                                                                                        \
    { "remarks", AG_FIELD_TEXT, 0, NULL, "anything else", 0 }
#define CLERKS (AG_REGISTRAR | AG_CASE_OFFICER)

/* ---- What is taken in ------------------------------------------------------------------------------------------- */

static bool is_of_this(const ag_deed *deed, const ag_row *row) {
    return ag_row_there(row) && ag_text_equal(ag_row_text(row, "handover"), ag_deed_text(deed, "handover"));
}

const char *ag_handover_has_line(const ag_deed *deed) {
    const ag_row handover = row_of(deed, "handover"), item = row_of(deed, "item"),
                 discrepancy = row_of(deed, "discrepancy");
    if (!ag_row_is(&handover, "direction", "incoming")) return "an incoming handover";
    if (!ag_row_state(&handover, "LISTED COUNTED"))
        return "a handover whose list is recorded (handover.list) and that is not reconciled yet";
    if (!ag_row_is(&handover, "agreed_by_both", "yes"))
        return "both sides sign the handover first (handover.sign), on paper where need be";
    if (is_of_this(deed, &item) || is_of_this(deed, &discrepancy)) return NULL;
    return "item: the line of this handover's list; or discrepancy: the note that it is on none (discrepancy.note "
           "type=missing-in-list)";
}

ag_status ag_handover_take(ag_deed *deed, ag_row *object, ag_error *err) {
    const ag_row handover = row_of(deed, "handover");
    ag_hands hands = ag_custody_hands(deed);
    hands.from = ag_row_text(&handover, "sender");
    hands.to = ag_row_text(&handover, "receiver");
    if (ag_deed_has(deed, "item")) {
        ag_row *item = ag_deed_change(deed, ag_deed_text(deed, "item"));
        if (!item) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
        ag_row_move(item, "RECEIVED");
        ag_row_set(item, "received", ag_row_subject(&deed->view, object));
    }
    return ag_custody_record(deed, object, &hands, err);
}

/* ---- Handovers
 * ------------------------------------------------------------------------------------------------------- */

static const char *all_is_signed(const ag_deed *deed) {
    const ag_row *row = &deed->view.row;
    const int64_t open = ag_view_count(&deed->view, &ag_kind_discrepancy, "handover", self(deed), "NOTED");
    if (open)
        return ag_view_say(&deed->view, "both sign the %lld differences that are not signed yet (discrepancy.sign)",
                           (long long)open);
    return ag_row_is(row, "agreed_by_both", "yes") ? NULL : "both sides sign the handover first (handover.sign)";
}

static const char *all_is_accounted_for(const ag_deed *deed) {
    const ag_view *view = &deed->view;
    const int64_t lines = ag_view_count(view, &ag_kind_item, "handover", self(deed), "LISTED");
    if (lines)
        return ag_view_say(view,
                           "%lld lines are neither received nor noted as missing (container.accept, discrepancy.note "
                           "type=missing-in-fact)",
                           (long long)lines);
    const int64_t listed = ag_row_integer(&view->row, "listed", 0), counted = ag_row_integer(&view->row, "counted", 0);
    if (listed == counted || ag_view_count(view, &ag_kind_discrepancy, "handover", self(deed), NULL)) return NULL;
    return ag_view_say(view, "note the difference between the list, %lld, and the count, %lld (discrepancy.note)",
                       (long long)listed, (long long)counted);
}

static ag_status apply_sign(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set(ag_deed_change(deed, self(deed)), "agreed_by_both", AG_TEXT("yes"));
    return AG_OK;
}

static ag_status counts_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_text subject = ag_row_subject(view, &view->row);
    const int64_t listed = ag_row_integer(&view->row, "listed", -1),
                  counted = ag_row_integer(&view->row, "counted", -1);
    (void)err;
    if (listed >= 0) ag_buffer_printf(out, "sender's list %lld", (long long)listed);
    if (counted >= 0) ag_buffer_printf(out, ", receiver's count %lld", (long long)counted);
    const int64_t all = ag_view_count(view, &ag_kind_discrepancy, "handover", subject, NULL);
    if (all)
        ag_buffer_printf(out, ", %lld differences, %lld not signed", (long long)all,
                         (long long)ag_view_count(view, &ag_kind_discrepancy, "handover", subject, "NOTED"));
    return AG_OK;
}

static const char *const handover_states[] = {"DRAFT",  "LISTED",    "COUNTED",  "RECONCILED",
                                              "CLOSED", "CANCELLED", "REPORTED", NULL};
static const char *const directions[] = {"incoming", "outgoing", NULL};

#define SIDES                                                                                                          \
    {"sender", AG_FIELD_CODE, AG_REQUIRED, NULL, "who gives: a country or a unit, such as RU", 0}, {                   \
        "receiver", AG_FIELD_CODE, AG_REQUIRED, NULL, "who takes, such as UA or odesa-3", 0                            \
    }
static const ag_field open_fields[] = {
    {"direction", AG_FIELD_CHOICE, AG_REQUIRED, directions, "incoming: to us", 0},
    SIDES,
    {"place", AG_FIELD_PLACE, 0, NULL, "where it is to take place", 0},
    {"agreed", AG_FIELD_DATE, 0, NULL, "the day that is agreed on: 2025-06-16", 0},
    {"witness", AG_FIELD_CODE, 0, NULL, "who looks on, such as icrc", 0},
    REMARKS,
    {0},
};
static const ag_field report_fields[] = {
    SIDES,
    {"bodies", AG_FIELD_COUNT, AG_REQUIRED, NULL, "how many, as they are reported", 0},
    {"held", AG_FIELD_DATE, AG_REQUIRED, NULL, "when: 2025-06-16, 2022-02/2025-05", 0},
    {"source", AG_FIELD_TEXT, AG_OPEN, NULL, "where it was published", 0},
    REMARKS,
    {0},
};
static const ag_field list_fields[] = {
    {"listed", AG_FIELD_COUNT, AG_REQUIRED, NULL, "how many lines the sender's list has", 0},
    {"list", AG_FIELD_FILE, 0, NULL, "the sender's list as it came", 0},
    REMARKS,
    {0},
};
static const ag_field count_fields[] = {
    {"counted", AG_FIELD_COUNT, AG_REQUIRED, NULL, "how many the receiver has counted", 0},
    {"count", AG_FIELD_FILE, 0, NULL, "the receiver's own list", 0},
    {"seals_broken", AG_FIELD_COUNT, 0, NULL, "seals that were gone or broken", 0},
    REMARKS,
    {0},
};
static const ag_field check_fields[] = {
    {"checker", AG_FIELD_CODE, AG_REQUIRED, NULL, "who made the check, such as icrc", 0},
    {"checked", AG_FIELD_COUNT, AG_REQUIRED, NULL, "how many were opened", 0},
    {"agreed_with_list", AG_FIELD_COUNT, AG_REQUIRED, NULL, "how many of these were as the list says", 0},
    REMARKS,
    {0},
};
static const ag_field sign_fields[] = {
    {"signers", AG_FIELD_NAME, AG_REQUIRED, NULL, "who signed for either side, with rank and office", 0},
    {"specimens", AG_FIELD_FILE, 0, NULL, "specimens of their signatures, exchanged before", 0},
    {"paper", AG_FIELD_FILE, 0, NULL, "the signed act, where the other side has no key here", 0},
    {0},
};
static const ag_field reason_fields[] = {REASON, {0}};
static const ag_field remark_fields[] = {REMARKS, {0}};

static const ag_guard reconcile_guards[] = {{"R6", all_is_signed, false}, {"R6", all_is_accounted_for, false}, {0}};

static const ag_action handover_actions[] = {
    {"handover.open",
     CLERKS,
     AG_CREATES,
     NULL,
     "DRAFT",
     open_fields,
     NULL,
     NULL,
     {0},
     "prepare a handover, in either direction"},
    {"handover.report",
     AG_WRITERS,
     AG_CREATES,
     NULL,
     "REPORTED",
     report_fields,
     NULL,
     NULL,
     {0},
     "a handover that is known from a publication alone"},
    {"handover.list",
     CLERKS,
     0,
     "DRAFT LISTED",
     "LISTED",
     list_fields,
     NULL,
     NULL,
     {0},
     "record the sender's list, when its lines are in (item.list)"},
    {"handover.sign",
     CLERKS,
     AG_SIGNED | AG_COUNTERSIGNED,
     "LISTED COUNTED",
     NULL,
     sign_fields,
     NULL,
     apply_sign,
     {0},
     "both sides sign the act of handover"},
    {"handover.count",
     CLERKS,
     AG_SIGNED,
     "LISTED COUNTED",
     "COUNTED",
     count_fields,
     NULL,
     NULL,
     {0},
     "record what the receiver has counted"},
    {"handover.spot_check",
     CLERKS,
     AG_SIGNED,
     "LISTED COUNTED",
     NULL,
     check_fields,
     NULL,
     NULL,
     {0},
     "record a check by a neutral side at the line"},
    {"handover.reconcile",
     CLERKS,
     AG_SIGNED,
     "COUNTED",
     "RECONCILED",
     remark_fields,
     reconcile_guards,
     NULL,
     {0},
     "list and count agree, or every difference is signed"},
    {"handover.close", CLERKS, 0, "RECONCILED", "CLOSED", remark_fields, NULL, NULL, {0}, "nothing more is to be done"},
    {"handover.cancel",
     CLERKS,
     0,
     "DRAFT LISTED",
     "CANCELLED",
     reason_fields,
     NULL,
     NULL,
     {0},
     "it does not take place"},
    {0},
};

static const ag_column handover_further[] = {{"agreed_by_both", AG_COLUMN_TEXT, false, false}, {0}};
static const ag_fact handover_facts[] = {{"counts", "R6", counts_fact}, {"mni", "H14", ag_assemblage_mni_fact}, {0}};

const ag_kind ag_kind_handover = {
    .name = "handover",
    .plural = "handovers",
    .help = "remains and effects go from one side to another, with a list",
    .state = handover_states,
    .closed = "CLOSED CANCELLED REPORTED",
    .action = handover_actions,
    .further = handover_further,
    .indexed = "sender receiver",
    .fact = handover_facts,
    .readers = AG_WRITERS,
};

/* ---- Items
 * ------------------------------------------------------------------------------------------------------------- */

static const char *list_is_open(const ag_deed *deed) {
    const ag_row handover = row_of(deed, "handover");
    return ag_row_state(&handover, "DRAFT LISTED") ? NULL : "a handover that has not been counted yet";
}

static const char *return_is_outgoing(const ag_deed *deed) {
    const ag_row handover = row_of(deed, "returned_by");
    return ag_row_is(&handover, "direction", "outgoing") ? NULL : "an outgoing handover, to the side that sent it";
}

static const char *const item_states[] = {"LISTED", "RECEIVED", "MISSING", "RETURN_CLAIMED", "RETURNED", NULL};
static const char *const bases[] = {"dna", "documents", "disc", "effects", "uniform", "other", NULL};

static const ag_field line_fields[] = {
    {"handover", AG_FIELD_REFERENCE, AG_REQUIRED, ag_handover_kinds, "the handover whose list it is", 0},
    {"line", AG_FIELD_COUNT, 0, NULL, "its place in the list", 0},
    {"number", AG_FIELD_CODE, 0, NULL, "the sender's number, such as 20250616031200123", 0},
    {"written", AG_FIELD_TEXT, 0, NULL, "the number exactly as it is written, where that has blanks or other letters",
     0},
    {"seal", AG_FIELD_CODE, 0, NULL, "number of the seal", 0},
    {"parts", AG_FIELD_COUNT, 0, NULL, "how many bodies or parts the sender says are in it", 0},
    {"description", AG_FIELD_TEXT, 0, NULL, "what the list says of it", 0},
    {"remains", AG_FIELD_REFERENCE, 0, remains_kinds, "of an outgoing handover: which remains of ours", 0},
    {0},
};
static const ag_field claim_fields[] = {
    {"basis", AG_FIELD_CHOICE, AG_REQUIRED | AG_MANY, bases, "what shows it", 0},
    {"remains", AG_FIELD_REFERENCE, AG_MANY, remains_kinds, "which of the remains in it, where not all", 0},
    REASON,
    {0},
};
static const ag_field return_fields[] = {
    {"returned_by", AG_FIELD_REFERENCE, AG_REQUIRED, ag_handover_kinds, "the handover by which it goes back", 0}, {0}};

static const ag_guard line_guards[] = {{"R6", list_is_open, true}, {0}};
static const ag_guard return_guards[] = {{"R7", return_is_outgoing, true}, {0}};

static const ag_action item_actions[] = {
    {"item.list",
     CLERKS,
     AG_CREATES,
     NULL,
     "LISTED",
     line_fields,
     line_guards,
     NULL,
     {0},
     "one line of the sender's list, as it is written there"},
    {"item.claim_return",
     CLERKS | AG_ANALYST,
     AG_SIGNED,
     "RECEIVED",
     "RETURN_CLAIMED",
     claim_fields,
     NULL,
     NULL,
     {0},
     "it is of the sender's own side and should go back"},
    {"item.keep",
     CLERKS,
     AG_SIGNED,
     "RETURN_CLAIMED",
     "RECEIVED",
     reason_fields,
     NULL,
     NULL,
     {0},
     "it stays after all"},
    {"item.return",
     CLERKS,
     AG_SIGNED,
     "RETURN_CLAIMED",
     "RETURNED",
     return_fields,
     return_guards,
     NULL,
     {0},
     "it has gone back"},
    {0},
};

static const ag_column item_further[] = {{"received", AG_COLUMN_TEXT, true, false}, {0}};

const ag_kind ag_kind_item = {
    .name = "item",
    .plural = "items",
    .help = "a line of the sender's list at a handover",
    .state = item_states,
    .closed = "RECEIVED MISSING RETURNED",
    .action = item_actions,
    .further = item_further,
    .indexed = "number seal",
    .readers = AG_WRITERS,
};

/* ---- Discrepancies
 * --------------------------------------------------------------------------------------------------- */

static const char *says_enough(const ag_deed *deed) {
    const bool both = ag_deed_has(deed, "sender_says") && ag_deed_has(deed, "receiver_says");
    if (ag_deed_is(deed, "type", "missing-in-fact")) {
        const ag_row item = row_of(deed, "item");
        return is_of_this(deed, &item) ? NULL : "item: the line of this handover's list that is not there";
    }
    return both || ag_deed_is(deed, "type", "missing-in-list") ? NULL
                                                               : "sender_says and receiver_says: what either says";
}

static ag_status apply_note(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row *item =
        ag_deed_is(deed, "type", "missing-in-fact") ? ag_deed_change(deed, ag_deed_text(deed, "item")) : NULL;
    if (item) ag_row_move(item, "MISSING");
    return AG_OK;
}

static const char *const discrepancy_states[] = {"NOTED", "SIGNED", NULL};
static const char *const discrepancy_types[] = {"missing-in-list", "missing-in-fact", "seal-differs",
                                                "number-differs",  "count-differs",   NULL};

static const ag_field note_fields[] = {
    {"handover", AG_FIELD_REFERENCE, AG_REQUIRED, ag_handover_kinds, "the handover", 0},
    {"type", AG_FIELD_CHOICE, AG_REQUIRED, discrepancy_types,
     "missing-in-list: it is there and on no line; missing-in-fact: a line and nothing there", 0},
    {"item", AG_FIELD_REFERENCE, 0, ag_item_kinds, "the line of the list", 0},
    {"container", AG_FIELD_REFERENCE, 0, container_kinds, "the container that was received", 0},
    {"sender_says", AG_FIELD_CODE, 0, NULL, "as the list has it: a number, a seal, a count such as 6060", 0},
    {"receiver_says", AG_FIELD_CODE, 0, NULL, "as it was found, such as 6057", 0},
    REMARKS,
    {0},
};
static const ag_field agree_fields[] = {
    {"explanation", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what the two sides say about it", 0},
    {"paper", AG_FIELD_FILE, 0, NULL, "the signed note, where the other side has no key here", 0},
    {0},
};

static const ag_guard note_guards[] = {{"R6", says_enough, true}, {0}};

static const ag_action discrepancy_actions[] = {
    {"discrepancy.note",
     CLERKS,
     AG_CREATES,
     NULL,
     "NOTED",
     note_fields,
     note_guards,
     apply_note,
     {0},
     "list and count differ: one note for each difference"},
    {"discrepancy.sign",
     CLERKS,
     AG_SIGNED | AG_COUNTERSIGNED,
     "NOTED",
     "SIGNED",
     agree_fields,
     NULL,
     NULL,
     {0},
     "both sides sign that there is this difference"},
    {0},
};

const ag_kind ag_kind_discrepancy = {
    .name = "discrepancy",
    .plural = "discrepancies",
    .help = "a difference between the sender's list and the receiver's count",
    .state = discrepancy_states,
    .closed = "SIGNED",
    .action = discrepancy_actions,
    .indexed = "",
    .readers = AG_WRITERS,
};
