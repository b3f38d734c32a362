/* Ways round the rules that protect the dead and their families: another action, another record of the same person, an
 * individual in the place of remains, the wrong order. Each is one that an opponent would try, and each is closed. */
#include "casebook_dead.h"

#include <string.h>

#include "casebook/disclosure.h"
#include "casebook/kinds.h"
#include "casebook/notification.h"
#include "casebook/people.h"
#include "casebook/repatriation.h"
#include "casebook/standing.h"

enum { O = AG_CASE_OFFICER };

static const char *with(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

static void cremation_is_refused(book *b, const char *about, const char *rule) {
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, rule, with(b, "about", about), "method=cremation", HYGIENE,
                 NULL);
}

static void cremation_can_be_ordered(book *b, const char *about) {
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, NULL, with(b, "about", about), "method=cremation", HYGIENE, NULL);
}

static void is_duplicate(book *b, const char *record, const char *of) {
    book_ok(b, O, "person.duplicate", record, NULL, with(b, "of", of), "reason=the same number", NULL);
}

static void a_claim(book *b, char *claim) {
    char source[BOOK_SUBJECT];
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, source, "type=press", "anonymous=no", NULL);
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, claim, "topic=dprk-dead", "predicate=destroyed",
            "said=2025-02-26", with(b, "source", source), NULL);
}

/* ---- An individual in the place of remains ----------------------------------------------------------------------- */

static void dna_is(book *b, const char *remains, const char *group) {
    book_ok(b, AG_ANALYST, "remains.dna", remains, NULL, with(b, "dna_group", group), "basis=compared", NULL);
}

static void later_is_not_identified(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d, alone;
    char first[BOOK_SUBJECT], second[BOOK_SUBJECT], later[BOOK_SUBJECT], individual[BOOK_SUBJECT], other[BOOK_SUBJECT];
    dead_examined(b, "intact", first);
    dead_examined(b, "absent", second);
    dead_individual(b, first, second, individual);
    dead_confirmed(b, individual, &d);
    dead_examined(b, "absent", later);
    dead_sampled(b, first);
    dead_sampled(b, second);
    dead_sampled(b, later);
    cremation_can_be_ordered(b, individual);
    cremation_is_refused(b, later, "P1");
    dead_join(b, individual, later);
    cremation_is_refused(b, later, "P1");
    cremation_is_refused(b, individual, "P1");
    cremation_can_be_ordered(b, second);
    dna_is(b, later, "P1");
    cremation_is_refused(b, later, "P1");
    dna_is(b, first, "P1");
    cremation_can_be_ordered(b, later);
    cremation_can_be_ordered(b, individual);
    /* The case was about one element: others stay nobody when that one is taken away. */
    dead_examined(b, "intact", first);
    dead_examined(b, "absent", second);
    dead_individual(b, first, second, other);
    dead_confirmed(b, first, &alone);
    book_refused(b, AG_ANALYST, "individual.remove", other, "I10", with(b, "element", first), "reason=mixed up", NULL);
    book_ok(b, AG_ANALYST, "individual.remove", other, NULL, with(b, "element", second), "reason=mixed up", NULL);
    book_ok(b, AG_REVIEWER, "case.challenge", d.identification, NULL, "reasons=doubt", NULL);
    cremation_is_refused(b, individual, "P1");
    book_ok(b, O, "person.found_alive", d.person, NULL, "basis=spoke-with", NULL);
    book_refused(b, AG_REVIEWER | BOOK_OTHER, "case.uphold", d.identification, "I1", "reasons=it stands", NULL);
    end(b);
}

static void identified_twice(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead one, two;
    char rest[BOOK_SUBJECT], individual[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &one);
    dead_examined(b, "absent", rest);
    dead_confirmed(b, NULL, &two);
    dead_individual(b, two.remains, rest, individual);
    book_ok(b, AG_ANALYST, "case.challenge", two.identification, NULL, "reasons=doubt", NULL);
    book_ok(b, AG_REVIEWER, "case.withdraw", two.identification, NULL, "reasons=exchanged", NULL);
    dead_confirmed(b, individual, &two);
    book_refused(b, AG_ANALYST, "individual.add", individual, "H8", with(b, "element", one.remains), "basis=dna",
                 "reason=one profile", NULL);
    end(b);
}

static void found_alive_is_not_burned(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char again[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    dead_sampled(b, d.remains);
    cremation_can_be_ordered(b, d.remains);
    dead_person(b, again);
    book_ok(b, O, "person.found_alive", again, NULL, "basis=spoke-with", NULL);
    is_duplicate(b, again, d.person);
    cremation_is_refused(b, d.remains, "P1");
    book_refused(b, O, "certificate.issue", NULL, "F9", "type=death", with(b, "person", d.person), "issuer=UA-mvs",
                 NULL);
    end(b);
}

/* ---- Samples -------------------------------------------------------------------------------------------------------
 */

static void used_up_is_none(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char sample[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    book_ok(b, AG_REGISTRAR, "sample.take", NULL, sample, with(b, "about", d.remains), "material=bone", NULL);
    cremation_can_be_ordered(b, d.remains);
    book_ok(b, AG_ANALYST, "sample.consume", sample, NULL, NULL);
    cremation_is_refused(b, d.remains, "D5");
    book_ok(b, AG_REGISTRAR, "sample.take", NULL, sample, with(b, "about", d.remains), "material=tooth", NULL);
    cremation_can_be_ordered(b, d.remains);
    book_ok(b, AG_REGISTRAR, "sample.destroy", sample, NULL, "ground=after-identification", NULL);
    cremation_is_refused(b, d.remains, "D5");
    end(b);
}

static void a_challenge_keeps_the_sample(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char rest[BOOK_SUBJECT], first[BOOK_SUBJECT], individual[BOOK_SUBJECT], sample[BOOK_SUBJECT];
    dead_examined(b, "intact", first);
    dead_examined(b, "absent", rest);
    dead_individual(b, first, rest, individual);
    dead_confirmed(b, individual, &d);
    book_ok(b, AG_REGISTRAR, "sample.take", NULL, sample, with(b, "about", first), "material=bone", NULL);
    book_ok(b, AG_INVESTIGATOR, "case.challenge", d.identification, NULL, "reasons=doubt", NULL);
    book_refused(b, AG_REGISTRAR, "sample.destroy", sample, "A16", "ground=after-identification", NULL);
    book_ok(b, AG_REVIEWER, "case.uphold", d.identification, NULL, "reasons=it stands", NULL);
    book_ok(b, AG_REGISTRAR, "sample.destroy", sample, NULL, "ground=after-identification", NULL);
    end(b);
}

/* ---- Release, allegations, orders, numbers -------------------------------------------------------------------------
 */

static void consent_is_of_his_own(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d, other;
    char stranger[BOOK_SUBJECT], consent[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    dead_confirmed(b, NULL, &other);
    dead_kin(b, other.person, stranger);
    book_ok(b, AG_LIAISON, "consent.record", NULL, consent, with(b, "relative", stranger), "scope=release", "paper=C-9",
            NULL);
    book_refused(b, O, "remains.release", d.remains, "H11", with(b, "consent", consent), "recipient=a stranger",
                 "from=morgue-1", "to=family", "place=the gate", NULL);
    dead_release(b, d.remains);
    book_state_is(b, d.remains, "RELEASED_TO_FAMILY");
    end(b);
}

static void an_allegation_of_others(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT], claim[BOOK_SUBJECT], vague[BOOK_SUBJECT], exact[BOOK_SUBJECT];
    dead_examined(b, "intact", remains);
    a_claim(b, claim);
    book_ok(b, AG_INVESTIGATOR, "allegation.record", NULL, vague, "method=cremation", "mode=alleged",
            with(b, "claim", claim), NULL);
    book_refused(b, O, "remains.found_disposed", remains, "D4", "method=cremation", with(b, "allegation", vague),
                 "reason=it is gone", NULL);
    book_ok(b, AG_INVESTIGATOR, "allegation.record", NULL, exact, "method=cremation", "mode=alleged",
            with(b, "claim", claim), with(b, "about", remains), NULL);
    book_ok(b, O, "remains.found_disposed", remains, NULL, "method=cremation", with(b, "allegation", exact),
            "reason=it is gone", NULL);
    const ag_view view = book_view(b, remains);
    assert_non_null(ag_standing_hold(&view, ag_text_of(remains)));
    end(b);
}

static void asked_for_is_not_void(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char asked[BOOK_SUBJECT], looked_into[BOOK_SUBJECT], request[BOOK_SUBJECT];
    book_ok(b, AG_REGISTRAR, "remains.sight", NULL, asked, "position=51.2073,35.2890,±20", NULL);
    book_ok(b, AG_REGISTRAR, "remains.sight", NULL, looked_into, "position=51.2073,35.2890,±20", NULL);
    book_ok(b, AG_ANALYST, "case.open", NULL, NULL, with(b, "about", looked_into), NULL);
    book_ok(b, O, "request.open", NULL, request, "direction=claim-state", "holder=UA", "claimant=KP", NULL);
    book_ok(b, O, "request_item.add", NULL, NULL, with(b, "request", request), with(b, "about", asked), NULL);
    book_ok(b, O, "communication.record", NULL, NULL, with(b, "request", request), "kind=request", "direction=in",
            "channel=direct", "date=2025-06-16", NULL);
    book_refused(b, AG_REGISTRAR, "remains.void", asked, "K2", "reason=a mistake", NULL);
    book_refused(b, AG_REGISTRAR, "remains.void", looked_into, "K2", "reason=a mistake", NULL);
    end(b);
}

static void on_hold_by_another_way(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT], bag[BOOK_SUBJECT], box[BOOK_SUBJECT], hold[BOOK_SUBJECT];
    dead_examined(b, "intact", remains);
    book_ok(b, AG_REGISTRAR, "container.register", NULL, bag, "type=bag", "holder=morgue-1", NULL);
    book_ok(b, AG_REGISTRAR, "container.register", NULL, box, "type=box", "holder=morgue-1", NULL);
    book_ok(b, AG_INVESTIGATOR, "hold.place", NULL, hold, with(b, "about", remains), "ground=investigation",
            "reasons=cause of death", NULL);
#define HANDED(what, to, why) with(b, "object", what), "from=morgue-1", "to=" to, "place=the gate", "reason=" why, NULL
    book_refused(b, AG_REGISTRAR, "custody.transfer", NULL, "H12", HANDED(remains, "RU", "transport"));
    book_refused(b, AG_REGISTRAR, "custody.transfer", NULL, "H12", HANDED(remains, "driver-1", "handover"));
    book_ok(b, AG_REGISTRAR, "remains.stow", remains, NULL, with(b, "container", bag), NULL);
    book_ok(b, AG_REGISTRAR, "container.put", bag, NULL, with(b, "container", box), NULL);
    book_refused(b, AG_REGISTRAR, "custody.transfer", NULL, "H12", HANDED(box, "RU", "transport"));
    book_ok_signed(b, AG_REGISTRAR, O, "custody.transfer", NULL, NULL, HANDED(box, "cold-store-2", "storage"));
#undef HANDED
    end(b);
}

/* ---- A second record of the same person ----------------------------------------------------------------------------
 */

static void a_second_record_hides_nobody(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char again[BOOK_SUBJECT], relative[BOOK_SUBJECT], request[BOOK_SUBJECT], risk[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    dead_sampled(b, d.remains);
    dead_person(b, again);
    dead_kin(b, again, relative);
    is_duplicate(b, again, d.person);
    ag_view view = book_view(b, d.person);
    assert_non_null(strstr(ag_notification_lacks(&view, ag_text_of(d.person)), "has not been told"));
    assert_false(ag_family_at_risk(&view, ag_text_of(d.person)));
    book_ok(b, O, "risk.raise", NULL, risk, with(b, "about", relative), "sort=watched", "reason=a neighbour", NULL);
    view = book_view(b, d.person);
    assert_true(ag_family_at_risk(&view, ag_text_of(d.person)));
    cremation_can_be_ordered(b, d.remains);
    book_ok(b, O, "request.open", NULL, request, "direction=claim-kin", "holder=UA", "claimant=kin-7", NULL);
    book_ok(b, O, "request_item.add", NULL, NULL, with(b, "request", request), with(b, "about", again), NULL);
    book_ok(b, O, "communication.record", NULL, NULL, with(b, "request", request), "kind=request", "direction=in",
            "channel=direct", "date=2025-06-16", NULL);
    cremation_is_refused(b, d.remains, "D5");
    end(b);
}

static void a_record_that_became_a_duplicate(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead one, two;
    dead_confirmed(b, NULL, &one);
    dead_proposed(b, NULL, &two);
    is_duplicate(b, two.person, one.person);
    book_refused(b, AG_REVIEWER, "case.confirm", two.identification, "I3", NULL);
    book_refused(b, AG_REVIEWER, "case.confirm", two.identification, "I1", NULL);
    end(b);
}

static void a_letter_comes_after_the_family(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char relative[BOOK_SUBJECT], request[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    book_ok(b, O, "request.open", NULL, request, "direction=offer", "holder=UA", "claimant=KP", NULL);
    book_ok(b, O, "request_item.add", NULL, NULL, with(b, "request", request), with(b, "about", d.person), NULL);
    dead_kin(b, d.person, relative);
    book_refused(b, O, "communication.record", NULL, "F1", with(b, "request", request), "kind=request", "direction=out",
                 "channel=direct", "date=2025-06-16", NULL);
    const ag_view view = book_view(b, "casebook:1");
    int n;
    const ag_row *due = ag_view_rows(&view, &ag_kind_notification, "person", ag_text_of(d.person), 0, &n);
    assert_int_equal(n, 1);
    const ag_text id = ag_row_id(&due[0]);
    const char *notification = ag_view_say(&view, "notification:%.*s", AG_SHOWN(id));
    book_ok(b, O, "notification.assess", notification, NULL, "assessment=nobody watches them", NULL);
    book_ok(b, O, "notification.prepare", notification, NULL, with(b, "relative", relative), "words=he is found", NULL);
    book_ok(b, O, "notification.deliver", notification, NULL, "topics=identified", "way=in-person", "teller=k-1",
            "words=he is found", NULL);
    book_ok(b, O, "communication.record", NULL, NULL, with(b, "request", request), "kind=request", "direction=out",
            "channel=direct", "date=2025-06-16", NULL);
    end(b);
}

static void both_stand(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], again[BOOK_SUBJECT], first[BOOK_SUBJECT], second[BOOK_SUBJECT];
    char *const record[] = {person, again}, *const certificate[] = {first, second};
    for (int i = 0; i < 2; i++) {
        dead_person(b, record[i]);
        book_ok(b, AG_LEGAL, "person.legal", record[i], NULL, "act=death", "act_date=2025-06-01", "court=UA-c-1", NULL);
        book_ok_signed(b, AG_LEGAL, O, "certificate.issue", NULL, certificate[i], "type=death",
                       with(b, "person", record[i]), "issuer=UA-mvs", NULL);
        assert_string_equal(book_fact(b, certificate[i], "stands"), "it stands");
    }
    is_duplicate(b, again, person);
    assert_non_null(strstr(book_fact(b, first, "stands"), "of the same kind stands too"));
    assert_non_null(strstr(book_fact(b, second, "stands"), "of the same kind stands too"));
    book_refused(b, AG_LEGAL, "certificate.issue", NULL, "F7", "type=death", with(b, "person", person), "issuer=UA-mvs",
                 with(b, "supersedes", first), "reasons=the name", NULL);
    book_ok(b, AG_LEGAL, "certificate.recall", second, NULL, "ground=error", "reasons=one man, two records", NULL);
    assert_string_equal(book_fact(b, first, "stands"), "it stands");
    end(b);
}

static void captured_is_a_prisoner(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d, missing;
    dead_proposed(b, NULL, &d);
    dead_proposed(b, NULL, &missing);
    book_ok(b, O, "person.missing", d.person, NULL, NULL);
    book_ok(b, O, "person.captured", d.person, NULL, NULL);
    book_ok(b, O, "person.captured", missing.person, NULL, NULL);
    book_ok(b, O, "person.missing", missing.person, NULL, NULL);
    book_ok(b, AG_REVIEWER, "case.confirm", d.identification, NULL, NULL);
    book_ok(b, AG_REVIEWER, "case.confirm", missing.identification, NULL, NULL);
    const ag_view view = book_view(b, "casebook:1");
    assert_int_equal(ag_view_count(&view, &ag_kind_inquiry, "person", ag_text_of(d.person), "OPEN"), 1);
    assert_int_equal(ag_view_count(&view, &ag_kind_consequence, "about", ag_text_of(d.person), "OPEN"), 1);
    assert_int_equal(ag_view_count(&view, &ag_kind_inquiry, "person", ag_text_of(missing.person), NULL), 0);
    assert_int_equal(ag_view_count(&view, &ag_kind_consequence, "about", ag_text_of(missing.person), NULL), 0);
    book_refused(b, AG_LEGAL, "certificate.issue", NULL, "L11", "type=geneva-notice", with(b, "person", d.person),
                 "issuer=UA-nib", NULL);
    end(b);
}

/* ---- The ledger ----------------------------------------------------------------------------------------------------
 */

static void owed_once(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], again[BOOK_SUBJECT], cover[BOOK_SUBJECT], ruleset[BOOK_SUBJECT], first[BOOK_SUBJECT],
        second[BOOK_SUBJECT], third[BOOK_SUBJECT];
#define ASSESSED with(b, "ruleset", ruleset), "since=2025-01-05", "certified=2025-01-05", NULL
    book_ok(b, AG_LEGAL, "ruleset.publish", NULL, ruleset, "country=UA", "title=gratuity", "form=lump", "cause=death",
            "standing=law", "at_once=15000000 UAH", "division=order-of-classes", "valid_from=2020-01-01",
            "source=a law", "mark=unverified", NULL);
    dead_person(b, person);
    dead_person(b, again);
    dead_cover_record(b, cover);
    book_refused(b, O, "entitlement.open", NULL, "C12", with(b, "person", cover), NULL);
    book_ok(b, O, "entitlement.open", NULL, first, with(b, "person", person), NULL);
    book_ok(b, O, "entitlement.open", NULL, second, with(b, "person", person), NULL);
    book_ok(b, O, "entitlement.open", NULL, third, with(b, "person", again), NULL);
    is_duplicate(b, again, person);
    book_refused(b, O, "entitlement.open", NULL, "C12", with(b, "person", again), NULL);
    book_ok(b, O, "entitlement.assess", first, NULL, ASSESSED);
    book_ok(b, O, "entitlement.assess", first, NULL, ASSESSED);
    book_refused(b, O, "entitlement.assess", second, "C12", ASSESSED);
    book_refused(b, O, "entitlement.assess", third, "C12", ASSESSED);
#undef ASSESSED
    end(b);
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"what came to an identified individual later is not identified by that, and who is found alive was not",
         later_is_not_identified, NULL, NULL, NULL},
        {"remains that were identified as one person are not asserted to be another", identified_twice, NULL, NULL,
         NULL},
        {"nothing irreversible is done to the remains of somebody who was found alive, by whatever record",
         found_alive_is_not_burned, NULL, NULL, NULL},
        {"a sample that was used up or destroyed is none before anything irreversible", used_up_is_none, NULL, NULL,
         NULL},
        {"a sample is kept while its identification is challenged", a_challenge_keeps_the_sample, NULL, NULL, NULL},
        {"remains are released on the consent of the person's own family", consent_is_of_his_own, NULL, NULL, NULL},
        {"what has turned out to be destroyed is what the allegation is about", an_allegation_of_others, NULL, NULL,
         NULL},
        {"a number that is asked for, or that a case is about, is not void", asked_for_is_not_void, NULL, NULL, NULL},
        {"what is on hold goes to no other side, alone or in what it lies in", on_hold_by_another_way, NULL, NULL,
         NULL},
        {"a second record of a person hides neither his family nor a request for him", a_second_record_hides_nobody,
         NULL, NULL, NULL},
        {"nobody is identified by a record that has become a duplicate", a_record_that_became_a_duplicate, NULL, NULL,
         NULL},
        {"a request names nobody of whom his family has not heard", a_letter_comes_after_the_family, NULL, NULL, NULL},
        {"two certificates of one person that both stand say so, until one is recalled", both_stand, NULL, NULL, NULL},
        {"who was captured and is found dead was a prisoner, unless the death says otherwise", captured_is_a_prisoner,
         NULL, NULL, NULL},
        {"nobody is owed a lump sum twice, by a second entitlement or by a second record", owed_once, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("detours", cases, NULL, NULL);
}
