/* Requests for return, what was written about them, and what they keep from being done (rules R1 to R5, R8, L12, L14 to
 * L17). The clock begins on 2025-06-16. */
#include "casebook_dead.h"

#include <string.h>

#include "casebook/import_table.h"
#include "casebook/kinds.h"
#include "casebook/repatriation.h"

enum { O = AG_CASE_OFFICER, DAY = 86400 };

static const char *with(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

static const char *today(book *b) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "date=%s", ag_request_day(&view, b->now / DAY));
}

#define OFFER "direction=offer", "holder=UA", "claimant=KP"
#define CLAIM "direction=claim-state", "holder=RU", "claimant=UA"
#define LETTER(request, kind, direction, ...)                                                                          \
    with(b, "request", request), "kind=" kind, "direction=" direction, today(b), __VA_ARGS__, NULL

static void letter(book *b, const char *request, const char *kind, const char *direction, const char *more) {
    book_ok(b, O, "communication.record", NULL, NULL, with(b, "request", request), with(b, "kind", kind),
            with(b, "direction", direction), today(b), "channel=direct", more, NULL);
}

static void added(book *b, const char *request, const char *about, char *item) {
    book_ok(b, O, "request_item.add", NULL, item, with(b, "request", request), with(b, "about", about), NULL);
}

/* An offer of these remains, sent today; `proof` or NULL. */
static void offered(book *b, const char *about, const char *proof, char *request) {
    book_ok(b, O, "request.open", NULL, request, OFFER, NULL);
    added(b, request, about, NULL);
    book_ok(b, O, "communication.record", NULL, NULL, with(b, "request", request), "kind=request", "direction=out",
            today(b), "channel=third-state", "text=in the name of the families", proof, proof ? "proof=RB-1" : NULL,
            NULL);
}

static int64_t due(book *b, const char *subject) {
    const ag_view view = book_view(b, subject);
    return ag_row_integer(&view.row, "due", -1);
}

static void from_draft_to_closed(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char request[BOOK_SUBJECT], remains[BOOK_SUBJECT], item[BOOK_SUBJECT], handover[BOOK_SUBJECT], line[BOOK_SUBJECT];
    dead_examined(b, "intact", remains);
    book_ok(b, O, "request.open", NULL, request, CLAIM, "summary=those of the second wave", NULL);
    book_state_is(b, request, "DRAFT");
    book_refused(b, O, "communication.record", NULL, "R1", LETTER(request, "request", "out", "channel=direct"));
    added(b, request, remains, item);
    book_refused(b, O, "request_item.add", NULL, "R1", with(b, "request", request), with(b, "about", remains), NULL);
    letter(b, request, "request", "out", "copy=yes");
    book_state_is(b, request, "SENT");
    book_refused(b, O, "request_item.add", NULL, "R1", with(b, "request", request), with(b, "about", remains), NULL);
    book_refused(b, O, "communication.record", NULL, "R1", LETTER(request, "request", "out", "channel=direct"));
    book_refused(b, O, "communication.record", NULL, "R1", LETTER(request, "acknowledgement", "out", "channel=direct"));
    letter(b, request, "acknowledgement", "in", "copy=no");
    book_state_is(b, request, "ACKNOWLEDGED");
    letter(b, request, "answer", "in", "answer=negotiate");
    book_state_is(b, request, "NEGOTIATING");
    letter(b, request, "answer", "in", "answer=accepted");
    book_state_is(b, request, "ACCEPTED");
    assert_int_equal(due(b, request), -1);
    book_ok(b, AG_REGISTRAR, "handover.open", NULL, handover, "direction=incoming", "sender=RU", "receiver=UA", NULL);
    book_ok(b, AG_REGISTRAR, "item.list", NULL, line, with(b, "handover", handover), "number=1", NULL);
    book_refused(b, O, "request_item.return", item, "R6", with(b, "line", line), NULL);
    book_ok(b, O, "request.schedule", request, NULL, with(b, "handover", handover), NULL);
    book_refused(b, O, "request.hand_over", request, "R6", NULL);
    book_ok(b, AG_REGISTRAR, "handover.list", handover, NULL, "listed=1", NULL);
    book_ok(b, AG_REGISTRAR, "handover.sign", handover, NULL, "signers=two officers", "paper=" A_FILE, NULL);
    book_ok(b, AG_REGISTRAR, "container.accept", NULL, NULL, "type=bag", with(b, "handover", handover),
            with(b, "item", line), "seal_before=none", NULL);
    book_ok(b, AG_REGISTRAR, "handover.count", handover, NULL, "counted=1", NULL);
    book_ok(b, O, "request.hand_over", request, NULL, NULL);
    book_ok(b, O, "request_item.return", item, NULL, with(b, "line", line), NULL);
    book_refused(b, O, "request.reconcile", request, "R6", NULL);
    book_ok(b, AG_REGISTRAR, "handover.reconcile", handover, NULL, NULL);
    book_ok(b, O, "request.reconcile", request, NULL, NULL);
    book_ok(b, O, "request.close", request, NULL, NULL);
    book_state_is(b, request, "CLOSED");
    assert_string_equal(book_fact(b, request, "items"), "1 RETURNED");
    end(b);
}

static void the_press_moves_nothing(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char request[BOOK_SUBJECT], source[BOOK_SUBJECT], claim[BOOK_SUBJECT], other[BOOK_SUBJECT];
    book_ok(b, O, "request.open", NULL, request, OFFER, "bodies=6000", NULL);
    letter(b, request, "request", "out", "deadline=2025-07-31");
    book_refused(b, O, "communication.record", NULL, "R1",
                 LETTER(request, "answer", "in", "channel=press-only", "answer=refused"));
    book_refused(b, O, "communication.record", NULL, "R1", LETTER(request, "press-report", "in", "channel=direct"));
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, source, "type=press", "anonymous=yes", NULL);
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, claim, "topic=return", "predicate=refused", "said=2025-06-07",
            with(b, "source", source), with(b, "about", request), NULL);
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, other, "topic=return", "predicate=refused", "said=2025-06-07",
            with(b, "source", source), NULL);
    book_ok(b, O, "communication.record", NULL, NULL,
            LETTER(request, "press-report", "in", "channel=press-only", with(b, "claim", claim)));
    book_state_is(b, request, "SENT");
    assert_string_equal(book_fact(b, request, "measures"),
                        "waiting 0 days since 2025-06-16; times asked 1, reminders 0; last contact 2025-06-16; answer "
                        "asked for until 2025-07-31");
    book_refused(b, O, "request.dispute", request, "R1", with(b, "claim", other), "reasons=no day was agreed", NULL);
    book_ok(b, O, "request.dispute", request, NULL, with(b, "claim", claim), "reasons=no day was agreed on", NULL);
    book_state_is(b, request, "ANSWER_DISPUTED");
    end(b);
}

static void silence_is_an_answer(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char request[BOOK_SUBJECT], sent[BOOK_SUBJECT];
    book_ok(b, O, "request.open", NULL, request, OFFER, "bodies=6", NULL);
    book_refused(b, O, "communication.record", NULL, "R1", with(b, "request", request), "kind=request", "direction=out",
                 "channel=direct", "date=2025-06-17", NULL);
    book_refused(b, O, "communication.record", NULL, "R2",
                 LETTER(request, "request", "out", "channel=direct", "delivered=2025-06-16"));
    book_ok(b, O, "communication.record", NULL, sent,
            LETTER(request, "request", "out", "channel=direct", "deadline=2025-07-16"));
    assert_int_equal(due(b, request), b->now / DAY * DAY + 31 * DAY);
    b->now += 31 * DAY;
    book_refused(b, O, "request.no_answer", request, "R2", NULL);
    book_refused(b, O, "communication.prove", sent, "R2", "delivered=2025-06-20", NULL);
    book_refused(b, O, "communication.prove", sent, "R2", "delivered=2025-07-18", "proof=RB-77", NULL);
    book_refused(b, O, "communication.prove", sent, "R2", "delivered=2025-06-15", "proof=RB-77", NULL);
    book_ok(b, O, "communication.prove", sent, NULL, "delivered=2025-06-20", "proof=RB-77", NULL);
    book_refused(b, O, "request.no_answer", request, "R2", NULL);
    letter(b, request, "reminder", "out", "deadline=2025-07-20");
    b->now += 3 * DAY;
    book_refused(b, O, "request.no_answer", request, "R2", NULL);
    b->now += DAY;
    book_ok(b, O, "request.no_answer", request, NULL, NULL);
    book_state_is(b, request, "NO_ANSWER");
    assert_int_equal(due(b, request), b->now + 365 * DAY);
    letter(b, request, "request", "out", NULL);
    book_state_is(b, request, "SENT");
    book_refused(b, O, "request.no_answer", request, "R2", NULL);
    end(b);
}

static void a_refusal_is_no_ground(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char request[BOOK_SUBJECT], second[BOOK_SUBJECT], item[BOOK_SUBJECT], next[BOOK_SUBJECT], sample[BOOK_SUBJECT],
        order[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    book_ok(b, AG_REGISTRAR, "sample.take", NULL, sample, with(b, "about", d.remains), "material=bone", NULL);
    book_ok(b, O, "request.open", NULL, request, OFFER, NULL);
    added(b, request, d.remains, item);
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order, with(b, "about", d.remains), "method=cremation", HYGIENE,
            NULL);
    letter(b, request, "request", "out", NULL);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "D5", with(b, "about", d.remains), "method=cremation", HYGIENE,
                 NULL);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "P2", with(b, "about", d.remains), "method=collective-burial",
                 "ground=care", "circumstances=frost", NULL);
    book_refused(b, AG_LEGAL, "order.legal", order, "D5", "opinion=lawful", NULL);
    b->now += 10 * DAY;
    letter(b, request, "answer", "in", "answer=denied-subject");
    book_refused(b, AG_LEGAL, "order.legal", order, "R3", "opinion=lawful", NULL);
    book_state_is(b, request, "DENIED_SUBJECT");
    assert_int_equal(due(b, request), b->now / DAY * DAY + 365 * DAY);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "R3", with(b, "about", d.remains), "method=cremation", HYGIENE,
                 NULL);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "R3", with(b, "about", d.remains), "method=collective-burial",
                 "ground=care", "circumstances=frost", NULL);
    book_refused(b, AG_REGISTRAR, "sample.destroy", sample, "R3", "ground=after-identification", NULL);
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, NULL, with(b, "about", d.remains), "method=interim-burial",
            "ground=care", NULL);
    /* Neither withdrawing it nor asking anew makes it undone. */
    book_ok(b, O, "request.withdraw", request, NULL, "reasons=asked for by kin now", NULL);
    book_refused(b, O, "request_item.drop", item, "R3", "reasons=by mistake", NULL);
    book_ok(b, O, "request.open", NULL, second, "direction=claim-kin", "holder=UA", "claimant=kin-7", NULL);
    added(b, second, d.remains, next);
    book_refused(b, O, "request_item.move", item, "R3", with(b, "successor", item), NULL);
    book_ok(b, O, "request_item.move", item, NULL, with(b, "successor", next), NULL);
    book_refused(b, AG_REGISTRAR, "sample.destroy", sample, "R3", "ground=after-identification", NULL);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "R3", with(b, "about", d.remains), "method=cremation", HYGIENE,
                 NULL);
    end(b);
}

static void put_away_when_safe(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char request[BOOK_SUBJECT], ours[BOOK_SUBJECT], remains[BOOK_SUBJECT], sighted[BOOK_SUBJECT], far[BOOK_SUBJECT],
        sample[BOOK_SUBJECT];
    dead_examined(b, "intact", remains);
    offered(b, remains, NULL, request);
    book_refused(b, O, "request.close_refused", request, NULL, "reasons=refused", NULL);
    letter(b, request, "answer", "in", "answer=refused");
    book_refused(b, O, "request.close_refused", request, "R4", "reasons=refused", NULL);
    book_ok(b, AG_REGISTRAR, "sample.take", NULL, sample, with(b, "about", remains), "material=bone", NULL);
    book_refused(b, O, "request.close_refused", request, "R4", "reasons=refused", NULL);
    book_ok(b, O, "communication.record", NULL, NULL,
            LETTER(request, "notice", "out", "channel=direct", "tells=position"));
    book_refused(b, O, "request.close_refused", request, "R4", "reasons=refused", NULL);
    book_ok(b, O, "communication.record", NULL, NULL,
            LETTER(request, "notice", "out", "channel=cta-icrc", "tells=position", "text=row B, grave 14"));
    book_ok(b, AG_ANALYST, "sample.consume", sample, NULL, NULL);
    book_refused(b, O, "request.close_refused", request, "R4", "reasons=nothing of the sample is left", NULL);
    dead_sampled(b, remains);
    book_ok(b, O, "request.close_refused", request, NULL, "reasons=refused twice", NULL);
    book_state_is(b, request, "CLOSED_REFUSED");
    assert_int_equal(due(b, request), b->now + 365 * DAY);
    letter(b, request, "answer", "in", "answer=accepted");
    book_state_is(b, request, "ACCEPTED");
    /* Those that are not examined are not safe; those that others hold are not ours to make safe. */
    book_ok(b, AG_REGISTRAR, "remains.sight", NULL, sighted, "position=51.2073,35.2890,±20", NULL);
    offered(b, sighted, NULL, far);
    letter(b, far, "answer", "in", "answer=conditional");
    book_state_is(b, far, "REFUSED_CONDITIONAL");
    book_refused(b, O, "request.close_refused", far, "R4", "reasons=refused", NULL);
    book_ok(b, O, "request.open", NULL, ours, CLAIM, "bodies=3", NULL);
    letter(b, ours, "request", "out", NULL);
    letter(b, ours, "answer", "in", "answer=refused");
    book_ok(b, O, "request.close_refused", ours, NULL, "reasons=refused", NULL);
    end(b);
}

static void objection_and_both_views(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char request[BOOK_SUBJECT], report[BOOK_SUBJECT], note[BOOK_SUBJECT], offer[BOOK_SUBJECT];
    book_ok(b, O, "request.open", NULL, request, "direction=claim-kin", "holder=UA", "claimant=kin-7", "bodies=1",
            NULL);
    letter(b, request, "request", "in", NULL);
    assert_non_null(strstr(book_fact(b, request, "law"), "unless the home country objects: no objection is on record"));
    book_ok(b, O, "communication.record", NULL, report, LETTER(request, "press-report", "in", "channel=press-only"));
    book_refused(b, O, "request.object", request, "R5", "objector=KP", with(b, "communication", report), NULL);
    book_ok(b, O, "communication.record", NULL, note,
            LETTER(request, "notice", "in", "channel=third-state", "tells=other"));
    book_ok(b, O, "request.object", request, NULL, "objector=KP", with(b, "communication", note),
            "reasons=it says that it has no such citizen", NULL);
    book_state_is(b, request, "SENT");
    const char *law = book_fact(b, request, "law");
    assert_non_null(strstr(law, "L14 (AP I 34(2))"));
    assert_non_null(strstr(law, "KP objected on 2025-06-16. L17 (Rule 114)"));
    assert_non_null(strstr(law, "custom knows no such objection"));
    assert_non_null(strstr(law, "L20"));
    book_ok(b, O, "request.open", NULL, offer, OFFER, "bodies=1", NULL);
    letter(b, offer, "request", "out", NULL);
    book_refused(b, O, "request.object", offer, "R5", "objector=KP", with(b, "communication", note), NULL);
    assert_non_null(strstr(book_fact(b, offer, "law"), "at the request of the home country"));
    end(b);
}

static void asked_again_and_again(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char request[BOOK_SUBJECT];
    static const char *const refusal[] = {"answer=refused", "answer=conditional", "answer=denied-subject"};
    book_ok(b, O, "request.open", NULL, request, OFFER, "bodies=614", NULL);
    assert_string_equal(book_fact(b, request, "measures"), "");
    for (int i = 0; i < 3; i++) {
        letter(b, request, "request", "out", NULL);
        b->now += 5 * DAY;
        letter(b, request, "reminder", "out", NULL);
        b->now += 5 * DAY;
        letter(b, request, "answer", "in", refusal[i]);
        b->now += 90 * DAY;
    }
    letter(b, request, "request", "out", NULL);
    book_state_is(b, request, "SENT");
    assert_string_equal(book_fact(b, request, "measures"),
                        "waiting 300 days since 2025-06-16; times asked 4, reminders 3; last contact 2026-04-12");
    book_ok(b, O, "request.withdraw", request, NULL, "reasons=another way was found", NULL);
    letter(b, request, "request", "out", NULL);
    b->now += 10 * DAY;
    letter(b, request, "answer", "in", "answer=accepted");
    b->now += 100 * DAY;
    assert_string_equal(book_fact(b, request, "measures"),
                        "waited 310 days since 2025-06-16; times asked 5, reminders 3; last contact 2026-04-22");
    end(b);
}

static void the_agency_has_a_copy(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char request[BOOK_SUBJECT], other[BOOK_SUBJECT];
    book_ok(b, O, "request.open", NULL, request, OFFER, "bodies=1", NULL);
    assert_string_equal(book_fact(b, request, "tracing agency"), "");
    letter(b, request, "request", "out", NULL);
    assert_string_equal(book_fact(b, request, "tracing agency"), "has no copy: send it one");
    letter(b, request, "reminder", "out", "copy=yes");
    assert_string_equal(book_fact(b, request, "tracing agency"), "has a copy");
    book_ok(b, O, "request.open", NULL, other, OFFER, "bodies=1", NULL);
    book_ok(b, O, "communication.record", NULL, NULL, LETTER(other, "request", "out", "channel=cta-icrc"));
    book_ok(b, O, "communication.record", NULL, NULL,
            LETTER(other, "notice", "out", "channel=cta-icrc", "tells=position"));
    assert_string_equal(book_fact(b, other, "tracing agency"), "has a copy; told on 2025-06-16 where they lie");
    end(b);
}

static void no_request_speaks_of_the_living(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], later[BOOK_SUBJECT], request[BOOK_SUBJECT];
    dead_person(b, person);
    dead_person(b, later);
    book_ok(b, O, "request.open", NULL, request, CLAIM, NULL);
    book_ok(b, O, "person.captured", person, NULL, NULL);
    book_refused(b, O, "request_item.add", NULL, "A11", with(b, "request", request), with(b, "about", person), NULL);
    added(b, request, later, NULL);
    book_ok(b, O, "person.found_alive", later, NULL, "basis=seen-in-person", NULL);
    book_refused(b, O, "communication.record", NULL, "A11", LETTER(request, "request", "out", "channel=direct"));
    book_state_is(b, request, "DRAFT");
    /* Who must not know it is not told by being refused for it. */
    book_refused(b, AG_REGISTRAR, "request_item.add", NULL, "A1", with(b, "request", request), with(b, "about", person),
                 NULL);
    assert_int_equal(b->refusals.n, 1);
    end(b);
}

static void kin_at_risk_are_not_named(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char family[BOOK_SUBJECT], relative[BOOK_SUBJECT], risk[BOOK_SUBJECT], request[BOOK_SUBJECT];
    book_ok(b, AG_LIAISON, "family.open", NULL, family, NULL);
    book_ok(b, AG_LIAISON, "relative.add", NULL, relative, with(b, "family", family), NULL);
    book_ok(b, AG_LIAISON, "risk.raise", NULL, risk, with(b, "about", family), "sort=watched",
            "reason=they live where they are watched", NULL);
    book_ok(b, O, "request.open", NULL, request, "direction=claim-kin", "holder=UA", "claimant=kin-7", "bodies=1",
            with(b, "relative", relative), NULL);
    book_refused(b, O, "communication.record", NULL, "A13", LETTER(request, "request", "out", "channel=direct"));
    book_ok(b, O, "risk.lift", risk, NULL, "reason=they have left the country", NULL);
    letter(b, request, "request", "out", NULL);
    end(b);
}

static void accepted_in_part(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char request[BOOK_SUBJECT], again[BOOK_SUBJECT], one[BOOK_SUBJECT], two[BOOK_SUBJECT], first[BOOK_SUBJECT],
        second[BOOK_SUBJECT], next[BOOK_SUBJECT], handover[BOOK_SUBJECT];
    dead_examined(b, "intact", one);
    dead_examined(b, "intact", two);
    book_ok(b, O, "request.open", NULL, request, OFFER, NULL);
    added(b, request, one, first);
    added(b, request, two, second);
    letter(b, request, "request", "out", NULL);
    book_refused(b, O, "request_item.refuse", second, "R1", NULL);
    letter(b, request, "answer", "in", "answer=accepted-part");
    book_state_is(b, request, "ACCEPTED");
    book_ok(b, O, "request_item.accept", first, NULL, NULL);
    book_ok(b, O, "request_item.refuse", second, NULL, NULL);
    assert_string_equal(book_fact(b, request, "items"), "1 ACCEPTED, 1 REFUSED");
    book_ok(b, AG_REGISTRAR, "handover.open", NULL, handover, "direction=outgoing", "sender=UA", "receiver=KP", NULL);
    book_ok(b, O, "request.schedule", request, NULL, with(b, "handover", handover), NULL);
    book_ok(b, AG_REGISTRAR, "handover.list", handover, NULL, "listed=0", NULL);
    book_ok(b, AG_REGISTRAR, "handover.sign", handover, NULL, "signers=two officers", "paper=" A_FILE, NULL);
    book_ok(b, AG_REGISTRAR, "handover.count", handover, NULL, "counted=0", NULL);
    book_ok(b, AG_REGISTRAR, "handover.reconcile", handover, NULL, NULL);
    book_ok(b, O, "request.hand_over", request, NULL, NULL);
    book_ok(b, O, "request.reconcile", request, NULL, NULL);
    book_refused(b, O, "request.close", request, "R3", NULL);
    book_ok(b, O, "request.open", NULL, again, OFFER, NULL);
    added(b, again, two, next);
    book_ok(b, O, "request_item.move", second, NULL, with(b, "successor", next), NULL);
    book_ok(b, O, "request.close", request, NULL, NULL);
    assert_string_equal(book_fact(b, request, "written"),
                        "2025-06-16 request (direct); 2025-06-16 answer accepted-part (direct)");
    const ag_view view = book_view(b, two);
    assert_non_null(ag_request_refused(&view, ag_text_of(two)));
    assert_null(ag_request_refused(&view, ag_text_of(one)));
    end(b);
}

static void a_request_for_one_element_is_for_all(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d = {0}, e = {0};
    char one[BOOK_SUBJECT], two[BOOK_SUBJECT], individual[BOOK_SUBJECT], request[BOOK_SUBJECT], of_person[BOOK_SUBJECT];
    dead_examined(b, "intact", one);
    dead_examined(b, "absent", two);
    dead_individual(b, one, two, individual);
    dead_confirmed(b, individual, &d);
    offered(b, one, NULL, request);
    const ag_view view = book_view(b, one);
    assert_non_null(ag_request_open(&view, ag_text_of(one)));
    assert_non_null(ag_request_open(&view, ag_text_of(individual)));
    assert_null(ag_request_open(&view, ag_text_of(two)));
    book_ok(b, O, "request.withdraw", request, NULL, "reasons=the kin ask", NULL);
    assert_null(ag_request_open(&view, ag_text_of(individual)));
    offered(b, d.person, NULL, of_person);
    assert_non_null(ag_request_open(&view, ag_text_of(two)));
    dead_confirmed(b, NULL, &e);
    assert_null(ag_request_open(&view, ag_text_of(e.remains)));
    offered(b, e.person, NULL, request);
    assert_non_null(ag_request_open(&view, ag_text_of(e.remains)));
    end(b);
}

/* ---- Import ---------------------------------------------------------------------------------------------------- */

static void imported(book *b, const char *action, const char *bytes, int64_t expected) {
    ag_file file;
    ag_diagnostics found;
    ag_error err;
    int64_t rows;
    char text[700];
    ag_diagnostics_init(&found);
    assert_ok(ag_file_of_bytes("table.csv", bytes, strlen(bytes), &file, &err), &err);
    const ag_status status = ag_import_table(&file, ag_action_find(ag_text_of(action)), b->casebook, &b->actor[3], NULL,
                                             false, &found, &rows, &err);
    if (status != AG_OK) fail_msg("%s", found.n ? ag_error_format(&found.item[0], text, sizeof text) : err.what);
    assert_int_equal(rows, expected);
    ag_diagnostics_deinit(&found);
    ag_file_deinit(&file);
}

static void tables_become_requests(void **state) {
    (void)state;
    book *b = book_new(NULL);
    imported(b, "request.open",
             "subject,direction,holder,claimant,bodies\n"
             "request:glory-1,claim-state,KP,UN,4167\n"
             "request:south-29,offer,KR,KP,6\n",
             2);
    imported(b, "communication.record",
             "request,kind,direction,channel,date,deadline,answer,delivered,proof\n"
             "request:glory-1,request,out,direct,1954-07-20,,,,\n"
             "request:glory-1,answer,in,direct,1954-08-17,,accepted,,\n"
             "request:south-29,request,out,direct,2023-09-18,2023-09-20,,2023-09-18,hotline-7\n"
             "request:south-29,reminder,out,direct,2023-09-19,2023-09-22,,,\n",
             4);
    book_state_is(b, "request:glory-1", "ACCEPTED");
    assert_int_equal(due(b, "request:south-29"), (int64_t)ag_date_days(2023, 9, 23) * DAY);
    book_ok(b, O, "request.no_answer", "request:south-29", NULL, NULL);
    end(b);
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"a request goes from draft to closed by what was written and by its handover", from_draft_to_closed, NULL,
         NULL, NULL},
        {"a refusal known from the press alone is a claim and moves no request", the_press_moves_nothing, NULL, NULL,
         NULL},
        {"silence is an answer after delivery, a deadline and a reminder, not before", silence_is_an_answer, NULL, NULL,
         NULL},
        {"a refusal authorises no disposal and no loss of a sample, and is due every year", a_refusal_is_no_ground,
         NULL, NULL, NULL},
        {"a refused request is put away when the dead are safe, not before", put_away_when_safe, NULL, NULL, NULL},
        {"a State's objection to kin is recorded as such, and both views are shown", objection_and_both_views, NULL,
         NULL, NULL},
        {"how often and how long was asked is computed", asked_again_and_again, NULL, NULL, NULL},
        {"a request without a copy to the Central Tracing Agency says so", the_agency_has_a_copy, NULL, NULL, NULL},
        {"no request speaks of the living", no_request_speaks_of_the_living, NULL, NULL, NULL},
        {"a claim by kin who are at risk is not sent", kin_at_risk_are_not_named, NULL, NULL, NULL},
        {"of a request that is accepted in part the rest is asked for again", accepted_in_part, NULL, NULL, NULL},
        {"a request for one element or for the person is a request for the individual",
         a_request_for_one_element_is_for_all, NULL, NULL, NULL},
        {"tables of requests and of communications become requests in their states", tables_become_requests, NULL, NULL,
         NULL},
    };
    return cmocka_run_group_tests_name("repatriation", cases, NULL, NULL);
}
