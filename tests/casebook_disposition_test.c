/* Orders, graves, holds, allegations and findings (rules D, P, L5 to L7, L14 to L19). */
#include "casebook_dead.h"

#include <string.h>

#include "casebook/kinds.h"

static const char *text(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

#define GRAVE                                                                                                          \
    "number=B-14-07", "nationality=KP", "position=48.2871,37.1802,±3", "marker=a post", "depth=1.5 m",                 \
        "neighbours=none", "map=" A_FILE

static void a_grave(book *b, const char *type, char *grave) {
    book_ok(b, AG_REGISTRAR, "grave.record", NULL, grave, text(b, "type", type), "plan=" A_FILE, GRAVE, NULL);
}

static void proposed(book *b, const char *about, const char *method, char *order) {
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order, text(b, "about", about), text(b, "method", method),
            "ground=care", "circumstances=the ground is frozen", NULL);
}

static void checked(book *b, const char *order) {
    book_ok(b, AG_LEGAL, "order.legal", order, NULL, "opinion=lawful", NULL);
    book_ok(b, AG_ANALYST, "order.forensic", order, NULL, "opinion=nothing is lost", NULL);
}

static void waited(book *b, const char *order) {
    checked(b, order);
    book_ok(b, AG_REVIEWER, "order.approve", order, NULL, "opinion=agreed", NULL);
    book_ok(b, AG_LIAISON, "order.announce", order, NULL, "notice=the family was told in person", "home_unknown=yes",
            NULL);
    b->now += 72 * 3600;
}

static void buried(book *b, const char *about, const char *grave) {
    char order[BOOK_SUBJECT];
    proposed(b, about, "interim-burial", order);
    waited(b, order);
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, text(b, "grave", grave), NULL);
}

/* Remains that nothing speaks against cremating but the ground. */
static void ready(book *b, dead *d) {
    dead_confirmed(b, NULL, d);
    dead_sampled(b, d->remains);
}

static void cremation(book *b, const char *about, char *order) {
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order, text(b, "about", about), "method=cremation", HYGIENE, NULL);
}

static void cremation_refused(book *b, const char *about, const char *rule) {
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, rule, text(b, "about", about), "method=cremation", HYGIENE,
                 NULL);
}

static void cremation_needs_a_ground(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char order[BOOK_SUBJECT];
    ready(b, &d);
    static const char *const none[] = {"ground=care",    "ground=at-sea",   "ground=state-consent",
                                       "ground=hygiene", "ground=religion", "ground=own-wish"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L5", text(b, "about", d.remains), "method=cremation",
                     none[i], "reasons=it is asked for", NULL);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L5", text(b, "about", d.remains), "method=interim-burial",
                 "ground=state-consent", NULL);
    book_ok(b, AG_CASE_OFFICER, "person.particulars", d.person, NULL, "religion=buddhist", "wishes=ashes in the river",
            NULL);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L5", text(b, "about", d.remains), "method=cremation",
                 "ground=own-wish", NULL);
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order, text(b, "about", d.remains), "method=cremation",
            "ground=religion", NULL);
    book_ok(b, AG_CASE_OFFICER, "person.assert_death", d.person, NULL, "asserted_by=state", "prisoner=yes", NULL);
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order, text(b, "about", d.remains), "method=cremation",
            "ground=own-wish", NULL);
    cremation(b, d.remains, order);
    end(b);
}

static void nothing_irreversible_for_the_unidentified(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char order[BOOK_SUBJECT];
    dead_proposed(b, NULL, &d);
    dead_sampled(b, d.remains);
    cremation_refused(b, d.remains, "P1");
    book_refused(b, AG_REVIEWER, "order.propose", NULL, "P1", text(b, "about", d.remains), "method=burial-at-sea",
                 "ground=at-sea", "circumstances=no port", NULL);
    book_ok(b, AG_REVIEWER, "case.confirm", d.identification, NULL, NULL);
    cremation(b, d.remains, order);
    book_ok(b, AG_INVESTIGATOR, "case.challenge", d.identification, NULL, "reasons=doubt", NULL);
    book_state_is(b, order, "BLOCKED");
    book_refused(b, AG_REVIEWER, "order.resume", order, "P1", "reasons=go on", NULL);
    book_ok(b, AG_REVIEWER, "case.withdraw", d.identification, NULL, "reasons=the samples were exchanged", NULL);
    book_refused(b, AG_REVIEWER, "order.resume", order, "P1", "reasons=go on", NULL);
    cremation_refused(b, d.remains, "P1");
    end(b);
}

static void a_method_the_law_does_not_know(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char claim[BOOK_SUBJECT], source[BOOK_SUBJECT];
    static const char *const methods[] = {"cryogenic-fragmentation", "alkaline-hydrolysis", "other"};
    ready(b, &d);
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, source, "type=press", "anonymous=no", NULL);
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, claim, "topic=dprk-dead", "predicate=cryogenic",
            "said=2025-02-26", text(b, "source", source), NULL);
    for (size_t i = 0; i < 3; i++)
        book_refused(b, AG_REGISTRAR, "order.propose", NULL, "D4", text(b, "about", d.remains),
                     text(b, "method", methods[i]), HYGIENE, NULL);
    for (size_t i = 0; i < 3; i++) {
        char allegation[BOOK_SUBJECT];
        book_ok(b, AG_INVESTIGATOR, "allegation.record", NULL, allegation, text(b, "method", methods[i]),
                "mode=alleged", text(b, "claim", claim), text(b, "about", d.remains), NULL);
        const ag_view view = book_view(b, allegation);
        assert_int_equal(ag_view_count(&view, &ag_kind_consequence, "cause", ag_text_of(allegation), "OPEN"), 1);
    }
    const ag_view view = book_view(b, d.remains);
    assert_int_equal(ag_row_integer(&view.row, "hold", 0), 3);
    assert_int_equal(ag_view_count(&view, &ag_kind_hold, "about", ag_text_of(d.remains), "OPEN"), 3);
    book_ok(b, AG_INVESTIGATOR, "allegation.record", NULL, NULL, "method=cryogenic-fragmentation",
            "mode=equipment-inquiry", text(b, "claim", claim), NULL);
    end(b);
}

static void any_hold_blocks(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char order[BOOK_SUBJECT], hold[BOOK_SUBJECT], storage[BOOK_SUBJECT];
    static const char *const grounds[] = {"ground=investigation", "ground=request",     "ground=claim",
                                          "ground=family",        "ground=custody-gap", "ground=other"};
    ready(b, &d);
    proposed(b, d.remains, "cold-storage", storage);
    for (size_t i = 0; i < sizeof grounds / sizeof *grounds; i++) {
        cremation(b, d.remains, order);
        book_ok(b, AG_LIAISON, "hold.place", NULL, hold, text(b, "about", d.remains), grounds[i], "reasons=asked for",
                NULL);
        book_state_is(b, order, "BLOCKED");
        cremation_refused(b, d.remains, "P2");
        book_refused(b, AG_REGISTRAR, "order.resume", order, "P2", "reasons=go on", NULL);
        book_refused(b, AG_REGISTRAR, "order.propose", NULL, "P2", text(b, "about", d.remains), "method=interim-burial",
                     "ground=care", NULL);
        book_ok(b, AG_LEGAL, "hold.lift", hold, NULL, "reasons=answered", NULL);
        book_ok(b, AG_REGISTRAR, "order.resume", order, NULL, "reasons=the hold is lifted", NULL);
        book_state_is(b, order, "PROPOSED");
        book_ok(b, AG_LEGAL, "order.revoke", order, NULL, "reasons=not needed", NULL);
    }
    book_state_is(b, storage, "PROPOSED");
    dead_gap(b, d.remains);
    cremation_refused(b, d.remains, "P2");
    dead_explained(b, d.remains);
    cremation(b, d.remains, order);
    const ag_view view = book_view(b, d.remains);
    assert_int_equal(ag_row_integer(&view.row, "hold", -1), 0);
    end(b);
}

static void a_hold_on_the_individual_holds_its_elements(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char first[BOOK_SUBJECT], second[BOOK_SUBJECT], individual[BOOK_SUBJECT], order[BOOK_SUBJECT];
    dead_examined(b, "intact", first);
    dead_examined(b, "absent", second);
    dead_individual(b, first, second, individual);
    proposed(b, second, "interim-burial", order);
    book_ok(b, AG_INVESTIGATOR, "hold.place", NULL, NULL, text(b, "about", first), "ground=investigation",
            "reasons=wounds", NULL);
    book_state_is(b, order, "PROPOSED");
    book_ok(b, AG_INVESTIGATOR, "hold.place", NULL, NULL, text(b, "about", individual), "ground=investigation",
            "reasons=wounds", NULL);
    book_state_is(b, order, "BLOCKED");
    book_refused(b, AG_REGISTRAR, "order.resume", order, "P2", "reasons=go on", NULL);
    end(b);
}

static void nothing_irreversible_before_all_is_asked(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char finding[BOOK_SUBJECT], order[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    cremation_refused(b, d.remains, "D5");
    dead_sampled(b, d.remains);
    book_ok(b, AG_REGISTRAR, "finding.open", NULL, finding, text(b, "about", d.remains), "damage=fingertips-missing",
            "cause=unknown", "text=cut", NULL);
    cremation_refused(b, d.remains, "D5");
    book_ok(b, AG_INVESTIGATOR, "finding.close", finding, NULL, "result=undetermined", "reasons=too old to tell", NULL);
    cremation(b, d.remains, order);
    end(b);
}

static void an_order_waits_72_hours(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char order[BOOK_SUBJECT];
    ready(b, &d);
    cremation(b, d.remains, order);
    waited(b, order);
    b->now -= 1;
    book_refused(b, AG_REGISTRAR, "order.execute", order, "D2", "circumstances=at the crematory of the city", NULL);
    b->now += 1;
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, "circumstances=at the crematory of the city", NULL);
    end(b);
}

static void different_people_take_the_steps(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT], order[BOOK_SUBJECT];
    dead_examined(b, "intact", remains);
    book_ok(b, AG_REVIEWER, "order.propose", NULL, order, text(b, "about", remains), "method=interim-burial",
            "ground=care", NULL);
    book_refused(b, AG_REVIEWER, "order.approve", order, NULL, "opinion=agreed", NULL);
    book_ok(b, AG_LEGAL, "order.legal", order, NULL, "opinion=lawful", NULL);
    book_refused(b, AG_REVIEWER, "order.forensic", order, "D3", "opinion=nothing is lost", NULL);
    book_ok(b, AG_REVIEWER | BOOK_OTHER, "order.forensic", order, NULL, "opinion=nothing is lost", NULL);
    book_refused(b, AG_REVIEWER, "order.approve", order, "D3", "opinion=agreed", NULL);
    book_refused(b, AG_REVIEWER | BOOK_OTHER, "order.approve", order, "D3", "opinion=agreed", NULL);
    book_refused(b, AG_LEGAL, "order.approve", order, "D3", "opinion=agreed", NULL);
    book_ok(b, AG_LEGAL | BOOK_OTHER, "order.approve", order, NULL, "opinion=agreed", NULL);
    book_ok(b, AG_LEGAL, "order.announce", order, NULL, "notice=told", NULL);
    b->now += 72 * 3600;
    char grave[BOOK_SUBJECT];
    a_grave(b, "numbered", grave);
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, text(b, "grave", grave), NULL);
    book_refused(b, AG_REGISTRAR, "order.verify", order, "D3", "opinion=seen", NULL);
    book_ok(b, AG_REGISTRAR | BOOK_OTHER, "order.verify", order, NULL, "opinion=seen", NULL);
    end(b);
}

static void ashes_stay_in_custody(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char order[BOOK_SUBJECT], ashes[BOOK_SUBJECT + 4];
    ready(b, &d);
    cremation(b, d.remains, order);
    waited(b, order);
    book_refused(b, AG_REGISTRAR, "order.execute", order, "P3", NULL);
    assert_string_equal(book_fact(b, order, "certificate"), "");
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, "circumstances=at the crematory of the city", NULL);
    assert_string_equal(book_fact(b, order, "certificate"),
                        "cremation on the ground of hygiene; circumstances on record");
    book_state_is(b, d.remains, "DISPOSED_IRREVERSIBLY");
    snprintf(ashes, sizeof ashes, "%s.p01", d.remains);
    const ag_view view = book_view(b, ashes);
    assert_true(ag_row_is(&view.row, "type", "ashes"));
    assert_true(ag_row_is(&view.row, "parent", d.remains));
    assert_true(ag_row_is(&view.row, "holder", "morgue-1"));
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L6", text(b, "about", ashes), "method=burial-at-sea",
                 "ground=at-sea", "circumstances=adrift", NULL);
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, NULL, text(b, "about", ashes), "method=interim-burial",
            "ground=care", NULL);
    book_ok_signed(b, AG_REGISTRAR, AG_CASE_OFFICER, "custody.transfer", NULL, NULL, text(b, "object", ashes),
                   "from=morgue-1", "to=archive", "place=hall", "reason=storage", NULL);
    end(b);
}

static void after_release_the_rite_is_theirs(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d = {0};
    char first[BOOK_SUBJECT], second[BOOK_SUBJECT], individual[BOOK_SUBJECT];
    dead_examined(b, "intact", first);
    dead_examined(b, "absent", second);
    dead_individual(b, first, second, individual);
    dead_confirmed(b, individual, &d);
    dead_sampled(b, first);
    dead_release(b, first);
    cremation_refused(b, first, "D1");
    cremation_refused(b, individual, "D1");
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "D1", text(b, "about", first), "method=interim-burial",
                 "ground=care", NULL);
    end(b);
}

static void each_person_has_a_grave_apart(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char one[BOOK_SUBJECT], two[BOOK_SUBJECT], three[BOOK_SUBJECT], single[BOOK_SUBJECT], collective[BOOK_SUBJECT],
        order[BOOK_SUBJECT];
    dead_examined(b, "intact", one);
    dead_examined(b, "intact", two);
    dead_examined(b, "intact", three);
    a_grave(b, "single", single);
    book_refused(b, AG_REGISTRAR, "grave.record", NULL, "D6", "type=collective", GRAVE, NULL);
    a_grave(b, "collective", collective);
    buried(b, one, single);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L19", text(b, "about", two), "method=collective-burial",
                 "ground=care", NULL);
    proposed(b, two, "interim-burial", order);
    waited(b, order);
    book_refused(b, AG_REGISTRAR, "order.execute", order, "L19", text(b, "grave", single), NULL);
    book_ok(b, AG_LEGAL, "order.revoke", order, NULL, "reasons=no place", NULL);
    proposed(b, two, "collective-burial", order);
    waited(b, order);
    book_refused(b, AG_REGISTRAR, "order.execute", order, "L19", text(b, "grave", collective), NULL);
    book_refused(b, AG_REGISTRAR, "order.execute", order, "L6", "place_on_plan=7", NULL);
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, text(b, "grave", collective), "place_on_plan=7", NULL);
    proposed(b, three, "collective-burial", order);
    waited(b, order);
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, text(b, "grave", collective), "place_on_plan=8", NULL);
    end(b);
}

static void parts_of_one_person_lie_together(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char one[BOOK_SUBJECT], two[BOOK_SUBJECT], individual[BOOK_SUBJECT], grave[BOOK_SUBJECT], order[BOOK_SUBJECT];
    dead_examined(b, "intact", one);
    dead_examined(b, "absent", two);
    a_grave(b, "numbered", grave);
    dead_individual(b, one, two, individual);
    proposed(b, one, "interim-burial", order);
    waited(b, order);
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, text(b, "grave", grave), NULL);
    buried(b, two, grave);
    const char *list = book_fact(b, grave, "lies in it");
    assert_non_null(strstr(list, one));
    assert_non_null(strstr(list, two));
    end(b);
}

static void a_grave_says_who_lies_in_it(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char one[BOOK_SUBJECT], grave[BOOK_SUBJECT], order[BOOK_SUBJECT], expected[2 * BOOK_SUBJECT];
    a_grave(b, "collective", grave);
    assert_string_equal(book_fact(b, grave, "lies in it"), "nobody");
    dead_examined(b, "intact", one);
    proposed(b, one, "collective-burial", order);
    waited(b, order);
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, text(b, "grave", grave), "place_on_plan=7", NULL);
    snprintf(expected, sizeof expected, "%s, place 7, unidentified", one);
    assert_string_equal(book_fact(b, grave, "lies in it"), expected);
    book_refused(b, AG_REGISTRAR, "grave.empty", grave, "L6", "reasons=moved", NULL);
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order, text(b, "about", one), "method=exhumation",
            "ground=kin-request", "reinterment=Seoul", NULL);
    waited(b, order);
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, "team=team-2", NULL);
    assert_string_equal(book_fact(b, grave, "lies in it"), "nobody");
    book_ok(b, AG_REGISTRAR, "grave.empty", grave, NULL, "reasons=moved", NULL);
    end(b);
}

static void who_was_told_of_a_grave_is_recorded(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char one[BOOK_SUBJECT], two[BOOK_SUBJECT], individual[BOOK_SUBJECT], grave[BOOK_SUBJECT];
    dead_examined(b, "intact", one);
    dead_examined(b, "intact", two);
    dead_individual(b, one, two, individual);
    a_grave(b, "numbered", grave);
    book_refused(b, AG_REGISTRAR, "grave.list", grave, "L7", "told=icrc", "list=" A_FILE, NULL);
    buried(b, one, grave);
    book_refused(b, AG_LIAISON, "grave.list", grave, "A1", "told=icrc", "list=" A_FILE, NULL);
    book_ok(b, AG_REGISTRAR, "grave.list", grave, NULL, "told=icrc", "list=" A_FILE, NULL);
    assert_string_equal(book_fact(b, grave, "told"), "icrc, of 1; 1 lie in it now");
    buried(b, two, grave);
    assert_string_equal(book_fact(b, grave, "told"), "icrc, of 1; 2 lie in it now");
    end(b);
}

static void a_grave_is_recorded_and_visited(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char grave[BOOK_SUBJECT];
    ag_error err;
    assert_int_equal(book_do(b, AG_REGISTRAR, 0, "grave.record", NULL, &err, "type=single", "number=1",
                             "nationality=KP", "marker=a post", "depth=1 m", "neighbours=none", "map=" A_FILE, NULL),
                     AG_USAGE);
    assert_non_null(strstr(err.what, "position"));
    a_grave(b, "single", grave);
    ag_view view = book_view(b, grave);
    assert_int_equal(ag_row_integer(&view.row, "due", 0), b->now + 365 * 86400);
    assert_false(ag_row_text(&view.row, "position").n);
    b->now += 86400;
    book_ok(b, AG_REGISTRAR, "grave.inspect", grave, NULL, "condition=repaired", NULL);
    view = book_view(b, grave);
    assert_int_equal(ag_row_integer(&view.row, "due", 0), b->now + 365 * 86400);
    end(b);
}

#define EXHUME(about, ...) text(b, "about", about), "method=exhumation", __VA_ARGS__, NULL

static void exhumation_needs_a_ground(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT], grave[BOOK_SUBJECT], order[BOOK_SUBJECT];
    dead_examined(b, "intact", remains);
    a_grave(b, "single", grave);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "D1",
                 EXHUME(remains, "ground=kin-request", "reinterment=Seoul"));
    buried(b, remains, grave);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L16", EXHUME(remains, "ground=care", "reinterment=Seoul"));
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L16", EXHUME(remains, "ground=kin-request"));
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order, EXHUME(remains, "ground=kin-request", "reinterment=Seoul"));
    waited(b, order);
    book_refused(b, AG_REGISTRAR, "order.execute", order, "H10", NULL);
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, "team=team-3", NULL);
    book_state_is(b, remains, "IN_CUSTODY");
    const ag_view view = book_view(b, remains);
    assert_true(ag_row_is(&view.row, "holder", "team-3"));
    assert_false(ag_row_integer(&view.row, "gap", 0));
    end(b);
}

static void home_country_is_told(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT], grave[BOOK_SUBJECT], order[BOOK_SUBJECT], other[BOOK_SUBJECT], notice[BOOK_SUBJECT];
    dead_examined(b, "intact", remains);
    a_grave(b, "single", grave);
    buried(b, remains, grave);
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order,
            EXHUME(remains, "ground=public-necessity", "reinterment=the new cemetery"));
    checked(b, order);
    book_ok(b, AG_REVIEWER, "order.approve", order, NULL, "opinion=agreed", NULL);
    book_refused(b, AG_LIAISON, "order.announce", order, "L16", "notice=told", NULL);
    book_ok(b, AG_LIAISON, "communication.record", NULL, other, text(b, "about", grave), "kind=notice",
            "tells=reinterment", "direction=out", "channel=direct", "date=2025-06-19", NULL);
    book_refused(b, AG_LIAISON, "order.announce", order, "L16", "notice=told", text(b, "home_notice", other), NULL);
    book_ok(b, AG_LIAISON, "communication.record", NULL, notice, text(b, "about", remains), "kind=notice",
            "tells=reinterment", "direction=out", "channel=protecting-power", "date=2025-06-19", NULL);
    book_ok(b, AG_LIAISON, "order.announce", order, NULL, "notice=told", text(b, "home_notice", notice), NULL);
    end(b);
}

static void writes(book *b, const char *request, const char *kind, const char *date, const char *more, char *letter) {
    book_ok(b, AG_LEGAL, "communication.record", NULL, letter, text(b, "request", request), text(b, "kind", kind),
            "direction=out", "channel=direct", text(b, "date", date), more, NULL);
}

/* The offer of 2025-06-19 is five years old on 2030-06-19, with the leap day of 2028 after 1826 days. */
static void host_law_after_five_years(void **state) {
    (void)state;
    enum { FIVE_YEARS = 5 * 365 + 2 };
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT], grave[BOOK_SUBJECT], offer[BOOK_SUBJECT], letter[BOOK_SUBJECT], notice[BOOK_SUBJECT],
        order[BOOK_SUBJECT];
#define HOST_LAW EXHUME(remains, "ground=host-law", "reinterment=the new cemetery", "offered=2020-06-17")
    dead_examined(b, "intact", remains);
    a_grave(b, "single", grave);
    buried(b, remains, grave);
    const int64_t offered = b->now;
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L15", HOST_LAW);
    book_ok(b, AG_LEGAL, "request.open", NULL, offer, "direction=offer", "holder=UA", "claimant=KP", NULL);
    book_ok(b, AG_LEGAL, "request_item.add", NULL, NULL, text(b, "request", offer), text(b, "about", remains), NULL);
    writes(b, offer, "request", "2025-06-19", NULL, letter);
    b->now = offered + (int64_t)FIVE_YEARS * 86400;
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L15", HOST_LAW);
    assert_string_equal(book_fact(b, offer, "five years"), "have not begun: no proof that the offer arrived");
    book_ok(b, AG_LEGAL, "communication.prove", letter, NULL, "delivered=2025-06-24", "proof=RB-9", NULL);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L15", HOST_LAW);
    writes(b, offer, "notice", "2030-06-01", "tells=host-law", notice);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L15", HOST_LAW);
    book_ok(b, AG_LEGAL, "communication.prove", notice, NULL, "delivered=2030-06-05", "proof=RB-10", NULL);
    assert_string_equal(book_fact(b, offer, "five years"),
                        "from 2025-06-19 to 2030-06-20, over; notice of the host's law has arrived");
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order, HOST_LAW);
    b->now += 86400;
    waited(b, order);
    book_ok(b, AG_LEGAL, "communication.record", NULL, NULL, text(b, "request", offer), "kind=answer", "direction=in",
            "channel=direct", "date=2030-06-21", "answer=accepted", NULL);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L15", HOST_LAW);
    book_refused(b, AG_REGISTRAR, "order.execute", order, "L15", "team=team-2", NULL);
#undef HOST_LAW
    end(b);
}

/* A day before it is too early; and an offer that was taken back is none. */
static void five_years_of_one_offer(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT], grave[BOOK_SUBJECT], offer[BOOK_SUBJECT];
#define HOST_LAW EXHUME(remains, "ground=host-law", "reinterment=the new cemetery")
    dead_examined(b, "intact", remains);
    a_grave(b, "single", grave);
    buried(b, remains, grave);
    book_ok(b, AG_LEGAL, "request.open", NULL, offer, "direction=offer", "holder=UA", "claimant=KP", NULL);
    book_ok(b, AG_LEGAL, "request_item.add", NULL, NULL, text(b, "request", offer), text(b, "about", remains), NULL);
    book_ok(b, AG_LEGAL, "communication.record", NULL, NULL, text(b, "request", offer), "kind=request", "direction=out",
            "channel=direct", "date=2020-06-19", "delivered=2020-06-20", "proof=RB-1", NULL);
    book_ok(b, AG_LEGAL, "communication.record", NULL, NULL, text(b, "request", offer), "kind=notice", "direction=out",
            "channel=direct", "date=2025-06-01", "tells=host-law", "delivered=2025-06-02", "proof=RB-2", NULL);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L15", HOST_LAW);
    b->now += 86400;
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, NULL, HOST_LAW);
    book_ok(b, AG_LEGAL, "request.withdraw", offer, NULL, "reasons=by mistake", NULL);
    book_ok(b, AG_LEGAL, "communication.record", NULL, NULL, text(b, "request", offer), "kind=request", "direction=out",
            "channel=direct", "date=2025-06-20", "delivered=2025-06-20", "proof=RB-3", NULL);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "L15", HOST_LAW);
#undef HOST_LAW
    end(b);
}

static void a_finding_is_a_file_of_its_own(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT], finding[BOOK_SUBJECT];
    dead d;
    dead_examined(b, "burned", remains);
    book_ok(b, AG_REGISTRAR, "finding.open", NULL, finding, text(b, "about", remains),
            "damage=face-burned fingertips-missing", "cause=deliberate", "text=burned after death", NULL);
    dead_confirmed(b, remains, &d);
    book_state_is(b, finding, "OPEN");
    book_ok(b, AG_ANALYST, "finding.note", finding, NULL, "text=petrol", NULL);
    book_refused(b, AG_REGISTRAR, "finding.close", finding, "A1", "result=deliberate", "reasons=petrol", NULL);
    book_ok(b, AG_INVESTIGATOR, "finding.close", finding, NULL, "result=deliberate", "reasons=petrol", NULL);
    end(b);
}

static void burial_at_sea_needs_circumstances(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char order[BOOK_SUBJECT];
    ready(b, &d);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "D7", text(b, "about", d.remains), "method=burial-at-sea",
                 "ground=at-sea", NULL);
    book_refused(b, AG_REGISTRAR, "order.propose", NULL, "D7", text(b, "about", d.remains), "method=burial-at-sea",
                 "ground=care", "circumstances=no port", NULL);
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order, text(b, "about", d.remains), "method=burial-at-sea",
            "ground=at-sea", "circumstances=no port", NULL);
    end(b);
}

/* ---- No way around: random deeds, made from the table of actions ---------------------------------------------- */

enum { MAX_KNOWN = 400, STEPS = 400 };
static const ag_kind *const played[] = {&ag_kind_order, &ag_kind_order,     &ag_kind_order,      &ag_kind_order,
                                        &ag_kind_order, &ag_kind_case,      &ag_kind_hypothesis, &ag_kind_evidence,
                                        &ag_kind_hold,  &ag_kind_allegation};

typedef struct walk {
    book *b;
    char known[MAX_KNOWN][BOOK_SUBJECT]; /* subjects that fields may refer to and deeds may be done to */
    int n, was, executed;
} walk;

static void know(walk *w, const char *subject) {
    if (w->n < MAX_KNOWN) memcpy(w->known[w->n++], subject, strlen(subject) + 1);
}

static bool is_of(const char *subject, const char *kind) {
    return strncmp(subject, kind, strlen(kind)) == 0 && subject[strlen(kind)] == ':';
}

/* One of the known subjects of a kind; NULL: there is none. */
static const char *draw_known(draws *d, const walk *w, const char *kind) {
    int of[MAX_KNOWN], n = 0;
    for (int i = 0; i < w->n; i++)
        if (is_of(w->known[i], kind)) of[n++] = i;
    return n ? w->known[of[draw_below(d, (uint64_t)n)]] : NULL;
}

static const char *draw_value(draws *d, const walk *w, const ag_field *field) {
    int choices = 0;
    while (field->choice && field->choice[choices]) choices++;
    const char *choice = choices ? field->choice[draw_below(d, (uint64_t)choices)] : NULL;
    switch (field->kind) {
    case AG_FIELD_CHOICE:
        return choice;
    case AG_FIELD_REFERENCE:
        return draw_known(d, w, choice);
    case AG_FIELD_FILE:
        return A_FILE;
    case AG_FIELD_DATE:
        return "2019";
    case AG_FIELD_YESNO:
        return draw_bool(d) ? "yes" : "no";
    case AG_FIELD_NUMBER:
        return draw_bool(d) ? "9" : "-3";
    case AG_FIELD_COUNT:
        return "100";
    default:
        return "x";
    }
}

static ag_status draw_deed(draws *d, walk *w, const ag_action *action, const char *subject) {
    unsigned role = 1U << draw_below(d, AG_ROLES);
    if (draw_below(d, 8)) /* else any role */
        while (!(role & action->roles)) role = role << 1 < 1U << AG_ROLES ? role << 1 : 1;
    json_t *fields = json_object();
    for (const ag_field *field = action->field; field && field->name; field++) {
        const char *value = field->flags & AG_REQUIRED || field->kind != AG_FIELD_REFERENCE || draw_bool(d)
                                ? draw_value(d, w, field)
                                : NULL;
        if (value) json_object_set_new(fields, field->name, json_string(value));
    }
    const ag_actor *actor = draw_bool(d) ? w->b->actor : w->b->other;
    while (role >>= 1) actor++;
    const ag_request request = {
        .action = action->name, .subject = ag_text_of(subject), .field = fields, .program = true};
    ag_error err;
    const ag_status status = ag_casebook_do(w->b->casebook, actor, &request, &w->b->receipt, NULL, &err);
    json_decref(fields);
    return status;
}

static bool has_confirmed_case(const ag_view *view, const walk *w, ag_text about) {
    for (int i = 0; i < w->n; i++) {
        const ag_row row = ag_view_row(view, ag_text_of(w->known[i]));
        if (is_of(w->known[i], "case") && ag_text_equal(ag_row_text(&row, "about"), about) &&
            ag_row_state(&row, "CONFIRMED"))
            return true;
    }
    return false;
}

/* Asked right after the deed, for a case may well be withdrawn later. */
static bool nothing_forbidden(draws *d, walk *w, const char *action, const char *subject) {
    const ag_view view = book_view(w->b, subject);
    if (!is_of(subject, "order")) return true;
    if (ag_row_is(&view.row, "method", "cryogenic-fragmentation") ||
        ag_row_is(&view.row, "method", "alkaline-hydrolysis") || ag_row_is(&view.row, "method", "other"))
        return draw_note(d, "%s makes an order of a method that the law does not know", action);
    const bool irreversible =
        ag_row_is(&view.row, "method", "cremation") || ag_row_is(&view.row, "method", "burial-at-sea");
    if (!irreversible || !ag_row_state(&view.row, "EXECUTED") || strcmp(action, "order.execute") != 0) return true;
    w->executed++;
    return has_confirmed_case(&view, w, ag_row_text(&view.row, "about")) ||
           draw_note(d, "%s was executed for the unidentified", subject);
}

static bool is_setback(const char *action) {
    static const char *const setback[] = {"order.block", "order.revoke", "case.challenge",
                                          "case.reject", "hold.place",   "allegation.record"};
    for (size_t i = 0; i < sizeof setback / sizeof *setback; i++)
        if (strcmp(setback[i], action) == 0) return true;
    return false;
}

static bool play(draws *d, walk *w) {
    for (int step = 0; step < STEPS && draw_below(d, 2000); step++) {
        const ag_kind *kind = played[draw_below(d, sizeof played / sizeof *played)];
        int actions = 0;
        while (kind->action[actions].name) actions++;
        const ag_action *action = &kind->action[draw_below(d, (uint64_t)actions)];
        const char *subject = action->flags & AG_CREATES ? NULL : draw_known(d, w, kind->name);
        if (draw_below(d, 4) == 0) w->b->now += 80 * 3600;
        if ((is_setback(action->name) && draw_below(d, 8)) || (!subject && !(action->flags & AG_CREATES))) continue;
        if (draw_deed(d, w, action, subject) != AG_OK) continue;
        if (action->flags & AG_CREATES) know(w, w->b->receipt.subject);
        if (!nothing_forbidden(d, w, action->name, w->b->receipt.subject)) return false;
    }
    return true;
}

/* Each run in one transaction that is taken back: the next begins where this began. */
static bool no_way_around(draws *d, void *context) {
    walk *w = context;
    const int64_t now = w->b->now;
    ag_error err;
    w->n = w->was;
    if (ag_casebook_begin(w->b->casebook, &err) != AG_OK) return draw_note(d, "%s", err.what);
    const bool holds = play(d, w);
    ag_casebook_rollback(w->b->casebook);
    w->b->now = now;
    return holds;
}

static void no_sequence_destroys_the_unidentified(void **state) {
    (void)state;
    walk w = {.b = book_new(NULL)};
    dead d[3];
    char made[BOOK_SUBJECT];
    ready(w.b, &d[0]);
    dead_proposed(w.b, NULL, &d[1]);
    dead_proposed(w.b, NULL, &d[2]);
    book_ok(w.b, AG_REVIEWER, "case.reject", d[2].identification, NULL, "reasons=another man",
            NULL); /* nothing but P1 stands between */
    for (int i = 0; i < 3; i++) {
        if (i) dead_sampled(w.b, d[i].remains);
        know(&w, d[i].remains);
        know(&w, d[i].person);
        know(&w, d[i].identification);
        know(&w, d[i].hypothesis);
    }
    a_grave(w.b, "collective", made);
    know(&w, made);
    book_ok(w.b, AG_INVESTIGATOR, "source.record", NULL, made, "type=press", "anonymous=no", NULL);
    book_ok(w.b, AG_INVESTIGATOR, "claim.record", NULL, made, "topic=x", "predicate=y", "said=2025",
            text(w.b, "source", made), NULL);
    know(&w, made);
    cremation(w.b, d[0].remains, made);
    know(&w, made);
    w.was = w.n;
    /* The rules are the same on either store, and a server answers more slowly. */
    check_property("no sequence of deeds destroys the unidentified or orders what the law does not know",
                   book_in_file() ? 100 : 20, no_way_around, &w);
    assert_true(w.executed > 0); /* what is allowed was reached, so that the rest was within reach */
    end(w.b);
}

static const struct CMUnitTest cases[] = {
    {"cremation needs hygiene certified by a physician, the religion of the deceased, or a prisoner's own wish",
     cremation_needs_a_ground, NULL, NULL, NULL},
    {"nothing irreversible can be ordered for the unidentified", nothing_irreversible_for_the_unidentified, NULL, NULL,
     NULL},
    {"a method that the law does not know can be ordered for nobody, and can be recorded as alleged",
     a_method_the_law_does_not_know, NULL, NULL, NULL},
    {"any hold blocks an order until it is lifted", any_hold_blocks, NULL, NULL, NULL},
    {"a hold on an individual holds each of its elements", a_hold_on_the_individual_holds_its_elements, NULL, NULL,
     NULL},
    {"nothing irreversible before examination, sample and the end of every case",
     nothing_irreversible_before_all_is_asked, NULL, NULL, NULL},
    {"an order is not executed before its 72 hours are over", an_order_waits_72_hours, NULL, NULL, NULL},
    {"an order needs different people for its steps", different_people_take_the_steps, NULL, NULL, NULL},
    {"an executed order says method, ground and circumstances", ashes_stay_in_custody, NULL, NULL, NULL},
    {"after release the rite is the family's", after_release_the_rite_is_theirs, NULL, NULL, NULL},
    {"each person has a grave apart; a collective one needs circumstances, a plan and a place on it",
     each_person_has_a_grave_apart, NULL, NULL, NULL},
    {"parts of one person may lie in one grave", parts_of_one_person_lie_together, NULL, NULL, NULL},
    {"a grave says who lies in it", a_grave_says_who_lies_in_it, NULL, NULL, NULL},
    {"who was told of a grave is recorded, with how many lay in it then", who_was_told_of_a_grave_is_recorded, NULL,
     NULL, NULL},
    {"a grave is recorded so that it can be found, and is visited every year", a_grave_is_recorded_and_visited, NULL,
     NULL, NULL},
    {"exhumation needs a ground and the place of re-interment", exhumation_needs_a_ground, NULL, NULL, NULL},
    {"the host's own law applies five years after an unanswered offer and not before", host_law_after_five_years, NULL,
     NULL, NULL},
    {"an exhumation is announced when the home country was told the new place, or nobody knows which it is",
     home_country_is_told, NULL, NULL, NULL},
    {"five years are those of one offer that stands", five_years_of_one_offer, NULL, NULL, NULL},
    {"a finding of mutilation is a file of its own, whoever it was", a_finding_is_a_file_of_its_own, NULL, NULL, NULL},
    {"burial at sea needs its circumstances", burial_at_sea_needs_circumstances, NULL, NULL, NULL},
    {"no sequence of deeds by any roles destroys the unidentified", no_sequence_destroys_the_unidentified, NULL, NULL,
     NULL},
};

int main(void) { return cmocka_run_group_tests_name("disposition", cases, NULL, NULL); }
