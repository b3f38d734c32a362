/* Deployments, what States say of them, events and acts, inquiries and tracing: what follows from what is said, and
 * what is refused. */
#include "casebook_dead.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "casebook/kinds.h"
#include "casebook/people.h"
#include "report/paper_make.h"
#include "report/papers/types.h"

enum { DAYS = 86400 };

static const char *no_fields(void) { return NULL; }

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

static const char *field(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

static void a_source(book *b, const char *handle, char source[BOOK_SUBJECT]) {
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, source, "type=press", "anonymous=no", field(b, "handle", handle),
            NULL);
}

/* A claim of `source`; about may be NULL. */
static void a_claim(book *b, const char *source, const char *about, const char *predicate, const char *low,
                    const char *high, char claim[BOOK_SUBJECT]) {
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, claim, "topic=dprk-troops", field(b, "predicate", predicate),
            field(b, "source", source), "said=2025-01-10", low ? field(b, "low", low) : "low=",
            high ? field(b, "high", high) : "high=", about ? field(b, "about", about) : NULL, NULL);
}

static void some_claim(book *b, char claim[BOOK_SUBJECT]) {
    char source[BOOK_SUBJECT];
    a_source(b, "some", source);
    a_claim(b, source, NULL, "done", NULL, NULL, claim);
}

static void a_deployment(book *b, char deployment[BOOK_SUBJECT]) {
    book_ok(b, AG_INVESTIGATOR, "deployment.record", NULL, deployment, "sending=KP", "host=RU", "wave=1",
            "unit=storm-corps", "from=2024-10~", "relation=co-belligerent", NULL);
}

static void says(book *b, const char *state, const char *answer, const char *date, const char *about, const char *claim,
                 char *made) {
    book_ok(b, AG_CASE_OFFICER, "acknowledgement.record", NULL, made, field(b, "about", about),
            field(b, "country", state), field(b, "answer", answer), field(b, "date", date), field(b, "claim", claim),
            NULL);
}

static void a_person(book *b, char person[BOOK_SUBJECT]) {
    book_ok(b, AG_REGISTRAR, "person.report", NULL, person, "sort=reported", NULL);
}

static void assert_status_is(book *b, const char *person, const char *status) {
    const ag_view view = book_view(b, person);
    assert_string_equal(ag_person_status(&view, &view.row, NULL), status);
}

/* ---- Deployments ------------------------------------------------------------------------------------------------- */

static void test_deployment(void **state) {
    book *b = book_new(NULL);
    char deployment[BOOK_SUBJECT], nis[BOOK_SUBJECT], ua[BOOK_SUBJECT], one[BOOK_SUBJECT], two[BOOK_SUBJECT],
        word[BOOK_SUBJECT];
    (void)state;
    book_refused(b, AG_INVESTIGATOR, "deployment.record", NULL, "W4", "sending=kp", "host=RU", NULL);
    book_refused(b, AG_INVESTIGATOR, "deployment.record", NULL, "W4", "sending=KP", "host=RUS", NULL);
    a_deployment(b, deployment);
    a_source(b, "nis", nis);
    a_source(b, "gur", ua);
    book_state_is(b, deployment, "ALLEGED");
    a_claim(b, nis, deployment, "strength", "10000", "12000", one);
    a_claim(b, nis, deployment, "strength", "11000", "11000", two);
    book_state_is(b, deployment, "ALLEGED");
    a_claim(b, ua, deployment, "strength", "12000", "12000", two);
    book_state_is(b, deployment, "REPORTED");
    book_ok(b, AG_INVESTIGATOR, "claim.retract", two, NULL, "reasons=taken back", NULL);
    book_state_is(b, deployment, "ALLEGED");
    says(b, "KP", "denied", "2024-10-21", deployment, one, NULL);
    book_state_is(b, deployment, "DENIED");
    says(b, "KR", "acknowledged", "2024-10-18", deployment, one, NULL);
    book_state_is(b, deployment, "DENIED");
    says(b, "RU", "acknowledged", "2025-04-26", deployment, one, word);
    book_state_is(b, deployment, "ACKNOWLEDGED");
    book_refused(b, AG_CASE_OFFICER, "acknowledgement.record", NULL, "W1", field(b, "about", deployment), "country=KP",
                 "answer=denied", "date=2025", field(b, "claim", two), NULL);
    book_ok(b, AG_CASE_OFFICER, "acknowledgement.withdraw", word, NULL, "reason=misheard", NULL);
    book_state_is(b, deployment, "DENIED");
    book_ok(b, AG_INVESTIGATOR, "claim.retract", one, NULL, "reasons=nobody said so", NULL);
    book_state_is(b, deployment, "ALLEGED");
    end(b);
}

/* However many go back to one origin, one from elsewhere is noticed: it is compared first. */
static void test_many_claims(void **state) {
    book *b = book_new(NULL);
    char deployment[BOOK_SUBJECT], nis[BOOK_SUBJECT], ua[BOOK_SUBJECT], claim[BOOK_SUBJECT];
    (void)state;
    a_deployment(b, deployment);
    a_source(b, "nis", nis);
    a_source(b, "gur", ua);
    for (int i = 0; i <= AG_MAX_WEIGHED; i++) a_claim(b, nis, deployment, "strength", "11000", "11000", claim);
    book_state_is(b, deployment, "ALLEGED");
    a_claim(b, ua, deployment, "strength", "11000", "11000", claim);
    book_state_is(b, deployment, "REPORTED");
    end(b);
}

static void test_strength(void **state) {
    book *b = book_new(NULL);
    char deployment[BOOK_SUBJECT], nis[BOOK_SUBJECT], claim[BOOK_SUBJECT];
    (void)state;
    a_deployment(b, deployment);
    a_source(b, "nis", nis);
    assert_string_equal(book_fact(b, deployment, "claimed"), "");
    a_claim(b, nis, deployment, "strength", "1500", "1500", claim);
    a_claim(b, nis, deployment, "strength", "11000", "12000", claim);
    a_claim(b, nis, deployment, "killed", "600", NULL, claim);
    a_claim(b, nis, deployment, "cremated", NULL, NULL, claim);
    assert_string_equal(book_fact(b, deployment, "claimed"),
                        "strength: 1500 to 12000 in 2 claims; killed: 600 in 1 claim");
    assert_non_null(strstr(book_fact(b, deployment, "law"), "co-belligerent: GC I 15 and 17"));
    end(b);
}

/* What was said last counts, not what was recorded last. */
static void test_words(void **state) {
    book *b = book_new(NULL);
    char deployment[BOOK_SUBJECT], claim[BOOK_SUBJECT];
    (void)state;
    a_deployment(b, deployment);
    some_claim(b, claim);
    says(b, "KP", "acknowledged", "2025-04-28", deployment, claim, NULL);
    says(b, "KP", "denied", "2024-10-21", deployment, claim, NULL);
    says(b, "RU", "silent", "2024-10", deployment, claim, NULL);
    says(b, "KP", "silent", "2024-11", deployment, claim, NULL);
    book_state_is(b, deployment, "ACKNOWLEDGED");
    assert_string_equal(
        book_fact(b, deployment, "acknowledged"),
        "KP: acknowledged 2025-04-28, before that silent 2024-11, denied 2024-10-21; RU: silent 2024-10");
    end(b);
}

static void test_ghosts(void **state) {
    book *b = book_new(NULL);
    char deployment[BOOK_SUBJECT], claim[BOOK_SUBJECT], other[BOOK_SUBJECT], person[3][BOOK_SUBJECT],
        assignment[3][BOOK_SUBJECT];
    (void)state;
    a_deployment(b, deployment);
    some_claim(b, claim);
    some_claim(b, other);
    for (int i = 0; i < 3; i++) {
        a_person(b, person[i]);
        book_ok(b, AG_INVESTIGATOR, "assignment.record", NULL, assignment[i], field(b, "person", person[i]),
                field(b, "deployment", deployment), field(b, "claim", claim), "role=rifleman", NULL);
    }
    book_refused(b, AG_INVESTIGATOR, "assignment.record", NULL, "S5", field(b, "person", person[0]),
                 field(b, "deployment", deployment), field(b, "claim", claim), NULL);
    says(b, "KP", "acknowledged", "2025-04-28", deployment, claim, NULL);
    book_state_is(b, assignment[0], "UNACKNOWLEDGED"); /* the troops are, he is not */
    says(b, "KP", "acknowledged", "2025-08-22", person[0], claim, NULL);
    says(b, "RU", "silent", "2025-08-22", person[0], claim, NULL);
    says(b, "RU", "denied", "2025-01-02", person[1], claim, NULL);
    book_state_is(b, assignment[0], "ACKNOWLEDGED");
    book_state_is(b, assignment[1], "UNACKNOWLEDGED");
    assert_string_equal(
        book_fact(b, deployment, "assigned"),
        "3 by name or number, 2 of them acknowledged by no State; KP acknowledges 1; RU acknowledges 0");
    assert_string_equal(book_fact(b, person[0], "acknowledged"), "KP: acknowledged 2025-08-22; RU: silent 2025-08-22");
    says(b, "KP", "denied", "2025-09-01", person[0], other, NULL);
    book_state_is(b, assignment[0], "UNACKNOWLEDGED");
    book_ok(b, AG_INVESTIGATOR, "claim.retract", other, NULL, "reasons=misread", NULL);
    book_state_is(b, assignment[0], "ACKNOWLEDGED");
    assert_non_null(strstr(book_fact(b, assignment[0], "rests on"), "not assessed"));
    book_ok(b, AG_INVESTIGATOR, "assignment.withdraw", assignment[2], NULL, "reason=another man", NULL);
    assert_non_null(strstr(book_fact(b, deployment, "assigned"), "2 by name or number, 1 of them"));
    book_ok(b, AG_REGISTRAR, "person.report", NULL, person[2], "sort=cover", NULL);
    book_refused(b, AG_INVESTIGATOR, "assignment.record", NULL, "S5", field(b, "person", person[2]),
                 field(b, "deployment", deployment), field(b, "claim", claim), NULL);
    end(b);
}

static void test_relation(void **state) {
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT];
    (void)state;
    dead_examined(b, "intact", remains);
    assert_string_equal(book_fact(b, remains, "law"), "");
    book_ok(b, AG_LEGAL, "remains.relate", remains, NULL, "relation=adverse", "power=KP", NULL);
    assert_non_null(strstr(book_fact(b, remains, "law"), "GC I 15 to 17, AP I 33 and 34"));
    book_ok(b, AG_LEGAL, "remains.relate", remains, NULL, "relation=neutral", NULL);
    assert_non_null(strstr(book_fact(b, remains, "law"), "GC I 4"));
    end(b);
}

/* ---- Acts -------------------------------------------------------------------------------------------------------- */

static void test_claims_stand(void **state) {
    book *b = book_new(NULL);
    char claim[BOOK_SUBJECT], other[BOOK_SUBJECT], person[BOOK_SUBJECT], act[BOOK_SUBJECT];
    (void)state;
    some_claim(b, claim);
    some_claim(b, other);
    a_person(b, person);
    book_ok(b, AG_INVESTIGATOR, "act.record", NULL, act, "type=killing", field(b, "to", person),
            field(b, "claim", claim), "happened=2025-01-05~", "text=a shot from behind", NULL);
    book_ok(b, AG_ANALYST, "assessment.add", NULL, NULL, field(b, "claim", claim), "reliability=B", "credibility=2",
            "reasons=known", NULL);
    const ag_view view = book_view(b, claim);
    assert_string_equal(book_fact(b, act, "rests on"), ag_view_say(&view, "%s B2", claim));
    assert_string_equal(book_fact(b, act, "by"), "nobody is named");
    book_ok(b, AG_INVESTIGATOR, "act.support", act, NULL, field(b, "further", other), NULL);
    book_refused(b, AG_INVESTIGATOR, "act.support", act, "W1", field(b, "further", other), NULL);
    book_ok(b, AG_INVESTIGATOR, "claim.retract", claim, NULL, "reasons=he lied", NULL);
    assert_null(strstr(book_fact(b, act, "rests on"), "nothing that stands"));
    book_ok(b, AG_INVESTIGATOR, "claim.retract", other, NULL, "reasons=he lied", NULL);
    assert_non_null(strstr(book_fact(b, act, "rests on"), "nothing that stands says so any more"));
    book_refused(b, AG_INVESTIGATOR, "act.record", NULL, "W1", "type=killing", field(b, "to", person),
                 field(b, "claim", claim), NULL);
    book_refused(b, AG_INVESTIGATOR, "involvement.record", NULL, "W1", field(b, "act", act), "force=RU", "role=did",
                 field(b, "claim", other), NULL);
    assert_status_is(b, person, "REPORTED"); /* an act is no statement of a death */
    end(b);
}

static void test_most_claims(void **state) {
    book *b = book_new(NULL);
    char claim[BOOK_SUBJECT], person[BOOK_SUBJECT], all[(AG_MAX_CLAIMS_NAMED + 1) * 24] = "", act[BOOK_SUBJECT];
    (void)state;
    a_person(b, person);
    for (int i = 0; i <= AG_MAX_CLAIMS_NAMED; i++) {
        if (i == AG_MAX_CLAIMS_NAMED)
            book_ok(b, AG_INVESTIGATOR, "act.record", NULL, act, "type=other", field(b, "to", person),
                    field(b, "claim", all), NULL);
        some_claim(b, claim);
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? " " : "", claim);
    }
    book_refused(b, AG_INVESTIGATOR, "act.record", NULL, "W1", "type=other", field(b, "to", person),
                 field(b, "claim", all), NULL);
    book_refused(b, AG_INVESTIGATOR, "act.support", act, "W1", field(b, "further", claim), NULL);
    end(b);
}

static void test_self_detonation(void **state) {
    book *b = book_new(NULL);
    char claim[BOOK_SUBJECT], person[BOOK_SUBJECT], officer[BOOK_SUBJECT], remains[BOOK_SUBJECT], act[BOOK_SUBJECT];
    (void)state;
    some_claim(b, claim);
    a_person(b, person);
    a_person(b, officer);
    book_ok(b, AG_REGISTRAR, "remains.sight", NULL, remains, "position=51.2,35.3,±50", NULL);
    book_refused(b, AG_INVESTIGATOR, "act.record", NULL, "W2", "type=ordered-self-detonation", field(b, "to", person),
                 field(b, "claim", claim), NULL);
    book_refused(b, AG_INVESTIGATOR, "act.record", NULL, "W2", "type=ordered-self-detonation", field(b, "to", person),
                 field(b, "by_person", person), field(b, "claim", claim), NULL);
    book_refused(b, AG_INVESTIGATOR, "act.record", NULL, "W2", "type=ordered-self-detonation", field(b, "to", remains),
                 "by_force=storm-corps", field(b, "claim", claim), NULL);
    book_ok(b, AG_INVESTIGATOR, "act.record", NULL, act, "type=ordered-self-detonation", field(b, "to", person),
            "by_force=storm-corps", field(b, "claim", claim), NULL);
    assert_string_equal(book_fact(b, act, "by"), "storm-corps ordered");
    book_refused(b, AG_INVESTIGATOR, "involvement.record", NULL, "W2", field(b, "act", act), field(b, "person", person),
                 "role=did", field(b, "claim", claim), NULL);
    book_ok(b, AG_INVESTIGATOR, "involvement.record", NULL, NULL, field(b, "act", act), field(b, "person", person),
            "role=was-forced", field(b, "claim", claim), NULL);
    book_ok(b, AG_INVESTIGATOR, "involvement.record", NULL, NULL, field(b, "act", act), field(b, "person", officer),
            "role=ordered", field(b, "claim", claim), NULL);
    const ag_view view = book_view(b, act);
    assert_non_null(strstr(book_fact(b, act, "by"), ag_view_say(&view, "%s was-forced", person)));
    assert_non_null(strstr(book_fact(b, act, "by"), ag_view_say(&view, "%s ordered", officer)));
    end(b);
}

static void test_victims(void **state) {
    book *b = book_new(NULL);
    char claim[BOOK_SUBJECT], person[BOOK_SUBJECT], act[BOOK_SUBJECT], event[BOOK_SUBJECT], part[BOOK_SUBJECT];
    (void)state;
    some_claim(b, claim);
    a_person(b, person);
    book_ok(b, AG_REGISTRAR, "family.open", "family:F1", NULL, no_fields());
    book_refused(b, AG_INVESTIGATOR, "act.record", NULL, "W3", "type=coercion-of-family", field(b, "to", person),
                 field(b, "claim", claim), NULL);
    book_refused(b, AG_INVESTIGATOR, "act.record", NULL, "W3", "type=killing", "to=family:F1", field(b, "claim", claim),
                 NULL);
    book_ok(b, AG_INVESTIGATOR, "event.record", NULL, event, "type=engagement", "happened=2025-01-05/2025-01-09",
            "place=51.2,35.3,±500", "engagement=kursk-2025-01-05", field(b, "claim", claim), NULL);
    book_ok(b, AG_INVESTIGATOR, "event.record", NULL, part, "type=capture", "happened=2025-01-09",
            field(b, "part_of", event), field(b, "claim", claim), NULL);
    book_refused(b, AG_INVESTIGATOR, "event.amend", event, "W3", field(b, "part_of", part), NULL);
    assert_non_null(strstr(book_fact(b, event, "search"), "none is recorded"));
    book_ok(b, AG_REGISTRAR, "search.open", "search:s1", NULL, "engagement=kursk-2025-01-05", "area=Makhnovka", NULL);
    assert_string_equal(book_fact(b, event, "search"), "search:s1 OPEN");
    book_ok(b, AG_INVESTIGATOR, "act.record", NULL, act, "type=coercion-of-family", "to=family:F1",
            field(b, "claim", claim), field(b, "event", event), "by_force=KP", NULL);
    book_refused(b, AG_INVESTIGATOR, "involvement.record", NULL, "W3", field(b, "act", act), "force=KP",
                 field(b, "person", person), "role=did", field(b, "claim", claim), NULL);
    book_refused(b, AG_INVESTIGATOR, "involvement.record", NULL, "W3", field(b, "act", act), "force=KP",
                 "role=was-forced", field(b, "claim", claim), NULL);
    book_ok(b, AG_LEGAL, "act.withdraw", act, NULL, "reason=mistaken", NULL);
    book_refused(b, AG_INVESTIGATOR, "involvement.record", NULL, "W3", field(b, "act", act), "force=KP", "role=did",
                 field(b, "claim", claim), NULL);
    end(b);
}

static void test_act_on_remains(void **state) {
    book *b = book_new(NULL);
    char claim[BOOK_SUBJECT], remains[BOOK_SUBJECT], one[BOOK_SUBJECT], two[BOOK_SUBJECT];
    int n;
    (void)state;
    some_claim(b, claim);
    dead_examined(b, "disfigured", remains);
    book_ok(b, AG_INVESTIGATOR, "act.record", NULL, one, "type=face-destroyed", field(b, "to", remains),
            field(b, "claim", claim), NULL);
    ag_view view = book_view(b, one);
    const ag_text finding = ag_row_text(&view.row, "finding");
    const ag_row row = ag_view_row(&view, finding);
    assert_true(ag_row_state(&row, "OPEN"));
    assert_true(ag_row_is(&row, "about", remains));
    assert_true(ag_row_is(&row, "damage", "face-disfigured"));
    book_ok(b, AG_INVESTIGATOR, "act.record", NULL, two, "type=body-booby-trapped", field(b, "to", remains),
            field(b, "claim", claim), NULL);
    view = book_view(b, two);
    assert_true(ag_text_equal(ag_row_text(&view.row, "finding"), finding));
    assert_int_equal(ag_view_count(&view, &ag_kind_hold, "about", ag_text_of(remains), "OPEN"), 1);
    const ag_row *check = ag_view_rows(&view, &ag_kind_consequence, "about", ag_text_of(remains), 0, &n);
    assert_int_equal(n, 1);
    assert_true(ag_row_is(check, "what", "check-for-explosives") && ag_row_is(check, "due_rule", "G3"));
    end(b);
}

static void test_evidence(void **state) {
    book *b = book_new(NULL);
    char claim[BOOK_SUBJECT], person[BOOK_SUBJECT], act[BOOK_SUBJECT];
    (void)state;
    some_claim(b, claim);
    a_person(b, person);
    book_ok(b, AG_INVESTIGATOR, "act.record", NULL, act, "type=execution", field(b, "to", person),
            field(b, "claim", claim), NULL);
    ag_view view = book_view(b, act);
    for (int i = 0; i <= AG_MAX_EXHIBITS; i++) {
        const char *file = ag_view_say(&view, "file=%064x", i + 1);
        if (i < AG_MAX_EXHIBITS)
            book_ok(b, AG_INVESTIGATOR, "act.attach", act, NULL, file, "sort=film", "obtained=from a telephone", NULL);
        else
            book_refused(b, AG_INVESTIGATOR, "act.attach", act, "W6", file, "sort=film", NULL);
        if (i == 0) book_refused(b, AG_INVESTIGATOR, "act.attach", act, "W6", file, "sort=film", NULL);
    }
    view = book_view(b, act);
    assert_string_equal(book_fact(b, act, "evidence"), ag_view_say(&view, "%d files", AG_MAX_EXHIBITS));
    end(b);
}

/* What leaves the casebook for a court: all that it rests on, and nobody's name. */
static void test_record(void **state) {
    book *b = book_new(NULL);
    char claim[BOOK_SUBJECT], person[BOOK_SUBJECT], act[BOOK_SUBJECT];
    ag_error err;
    (void)state;
    some_claim(b, claim);
    a_person(b, person);
    book_ok(b, AG_REGISTRAR, "name.record", NULL, NULL, field(b, "person", person), "role=true", "original=리대혁",
            NULL);
    book_ok(b, AG_ANALYST, "assessment.add", NULL, NULL, field(b, "claim", claim), "reliability=C", "credibility=3",
            "reasons=one witness", NULL);
    book_ok(b, AG_INVESTIGATOR, "act.record", NULL, act, "type=ordered-self-detonation", field(b, "to", person),
            "by_force=storm-corps", field(b, "claim", claim), "text=with a grenade", NULL);
    book_ok(b, AG_INVESTIGATOR, "act.attach", act, NULL, "file=" A_FILE, "sort=film", NULL);
    ag_gather gather = {.view = book_view(b, act), .actor = &b->actor[4], .record = json_object(), .purpose = "a test"};
    assert_ok(ag_paper_act_record.gather(&gather, &err), &err);
    char *said = json_dumps(gather.record, JSON_COMPACT);
    const char *const there[] = {
        "\"with a grenade\"", "\"storm-corps\"", "\"role\":\"ordered\"", A_FILE, "\"reliability\":\"C\"", person};
    for (size_t i = 0; i < sizeof there / sizeof *there; i++) assert_non_null(strstr(said, there[i]));
    assert_null(strstr(said, "리대혁"));
    free(said);
    json_decref(gather.record);
    for (int language = 0; language < AG_LANGUAGES; language++) {
        ag_paper_made made;
        const ag_status status = ag_paper_make(b->casebook, &b->actor[4], &ag_paper_act_record, ag_text_of(act),
                                               (ag_language)language, &made, &err);
        assert_ok(status, &err);
        assert_int_equal(made.again, language > 0);
        assert_true(made.pdf.n > 1000);
        ag_paper_made_deinit(&made);
    }
    end(b);
}

/* ---- Prisoners --------------------------------------------------------------------------------------------------- */

static ag_row inquiry_of(book *b, const char *person, int *n) {
    const ag_view view = book_view(b, person);
    const ag_row *row = ag_view_rows(&view, &ag_kind_inquiry, "person", ag_text_of(person), 0, n);
    return *n ? row[0] : (ag_row){0};
}

static void test_inquiry(void **state) {
    static const struct {
        const char *prisoner, *cause;
        int inquiries;
    } stated[] = {{"prisoner=yes", "cause=violence", 1}, {"prisoner=yes", "cause=unknown", 1},
                  {"prisoner=yes", "cause=", 1},         {"prisoner=yes", "cause=illness", 0},
                  {"prisoner=no", "cause=violence", 0},  {"prisoner=", "cause=violence", 0}};
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], source[BOOK_SUBJECT], claim[BOOK_SUBJECT];
    int n;
    (void)state;
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++) {
        a_person(b, person);
        book_ok(b, AG_REGISTRAR, "person.assert_death", person, NULL, "asserted_by=state", "asserted_of=RU",
                stated[i].prisoner, stated[i].cause, NULL);
        inquiry_of(b, person, &n);
        assert_int_equal(n, stated[i].inquiries);
    }
    a_person(b, person);
    book_ok(b, AG_REGISTRAR, "person.assert_death", person, NULL, "asserted_by=witness", "prisoner=yes", NULL);
    book_ok(b, AG_REGISTRAR, "person.assert_death", person, NULL, "asserted_by=kin", "prisoner=yes", NULL);
    const ag_row row = inquiry_of(b, person, &n);
    assert_int_equal(n, 1);
    assert_true(ag_row_state(&row, "OPEN") && ag_row_is(&row, "due_rule", "L9"));
    assert_int_equal(ag_row_integer(&row, "due", 0), b->now);
    ag_view view = book_view(b, person);
    const char *inquiry =
        ag_view_say(&view, "%.*s", (int)ag_row_subject(&view, &row).n, ag_row_subject(&view, &row).at);
    book_refused(b, AG_INVESTIGATOR, "inquiry.close", inquiry, "L9", "result=killed", "findings=a sentry fired", NULL);
    book_refused(b, AG_CASE_OFFICER, "inquiry.close", inquiry, "A1", "result=killed", "findings=a sentry fired", NULL);
    a_source(b, "w", source);
    book_ok(b, AG_INVESTIGATOR, "inquiry.hear", inquiry, NULL, field(b, "witness", source),
            "statement=I stood beside him", NULL);
    assert_string_equal(book_fact(b, inquiry, "so far"),
                        "1 witness heard; the report has not been sent to the Protecting Power");
    book_ok(b, AG_INVESTIGATOR, "inquiry.close", inquiry, NULL, "result=killed", "findings=a sentry fired", NULL);
    book_state_is(b, inquiry, "CLOSED");
    book_ok(b, AG_LEGAL, "inquiry.inform", inquiry, NULL, "told=icrc", "report=" A_FILE, NULL);
    book_ok(b, AG_INVESTIGATOR, "inquiry.reopen", inquiry, NULL, "reason=another witness", NULL);
    some_claim(b, claim);
    book_ok(b, AG_INVESTIGATOR, "act.record", NULL, NULL, "type=killing", field(b, "to", person),
            field(b, "claim", claim), NULL);
    inquiry_of(b, person, &n);
    assert_int_equal(n, 1);
    book_ok(b, AG_INVESTIGATOR, "inquiry.close", inquiry, NULL, "result=killed", "findings=a sentry fired", NULL);
    book_ok(b, AG_INVESTIGATOR, "act.record", NULL, NULL, "type=execution", field(b, "to", person),
            field(b, "claim", claim), NULL);
    inquiry_of(b, person, &n);
    assert_int_equal(n, 2);
    end(b);
}

static void test_found_alive(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT];
    int n;
    (void)state;
    a_person(b, person);
    book_ok(b, AG_CASE_OFFICER, "person.found_alive", person, NULL, "basis=spoke-with", NULL);
    const ag_view view = book_view(b, person);
    const ag_row *row = ag_view_rows(&view, &ag_kind_consequence, "about", ag_text_of(person), 0, &n);
    assert_int_equal(n, 1);
    assert_true(ag_row_is(row, "what", "ledger-review") && ag_row_is(row, "due_rule", "S4"));
    end(b);
}

/* What is shown to these roles. */
static ag_row shown(book *b, unsigned roles, const char *subject, ag_view *view) {
    *view = book_view(b, subject);
    assert_true(ag_kind_reveals(view->row.kind, roles, &view->row));
    return view->row;
}

static void test_concealed(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], consent[BOOK_SUBJECT];
    ag_view view;
    (void)state;
    a_person(b, person);
    book_ok(b, AG_REGISTRAR, "person.missing", person, NULL, "since=2025-01-05", NULL);
    book_ok(b, AG_REGISTRAR, "person.captured", person, NULL, "whereabouts=Camp 12", "since=2025-01-09", NULL);
    assert_status_is(b, person, "CAPTURED");
    ag_row row = shown(b, AG_REGISTRAR | AG_ANALYST | AG_ADMINISTRATOR | AG_AUDITOR, person, &view);
    assert_string_equal(ag_person_status(&view, &row, NULL), "MISSING");
    assert_true(ag_row_integer(&row, "whereabouts_at", -1) < 0 && ag_row_integer(&row, "since_at", -1) >= 0);
    char other[BOOK_SUBJECT];
    a_person(b, other);
    book_ok(b, AG_REGISTRAR, "person.captured", other, NULL, "since=2025-01-09", NULL);
    row = shown(b, AG_REGISTRAR, other, &view);
    assert_true(ag_row_integer(&row, "since_at", -1) < 0);
    row = shown(b, 0, person, &view);
    assert_string_equal(ag_person_status(&view, &row, NULL), "MISSING");
    row = shown(b, AG_CASE_OFFICER, person, &view);
    assert_string_equal(ag_person_status(&view, &row, NULL), "CAPTURED");
    book_ok(b, AG_CASE_OFFICER, "person.found_alive", person, NULL, "basis=spoke-with", NULL);
    book_ok(b, AG_CASE_OFFICER, "person.account", person, NULL, "settlement=living", "reason=he is home", NULL);
    row = shown(b, AG_REGISTRAR, person, &view);
    assert_string_equal(ag_person_status(&view, &row, NULL), "MISSING");
    assert_false(ag_row_text(&row, "basis").n || ag_row_text(&row, "due_rule").n || ag_row_text(&row, "settlement").n);
    book_ok(b, AG_LIAISON, "consent.record", NULL, consent, field(b, "person", person), "scope=whereabouts",
            "paper=F-1", NULL);
    view = book_view(b, consent);
    assert_false(ag_kind_reveals(&ag_kind_consent, AG_REGISTRAR, &view.row));
    assert_true(ag_kind_reveals(&ag_kind_consent, AG_LIAISON, &view.row));
    int n;
    ag_row *review = (ag_row *)ag_view_rows(&view, &ag_kind_consequence, "about", ag_text_of(person), 0, &n);
    assert_int_equal(n, 1);
    assert_true(ag_kind_reveals(&ag_kind_consequence, AG_CASE_OFFICER, review));
    assert_false(ag_kind_reveals(&ag_kind_consequence, AG_REGISTRAR, review));
    end(b);
}

/* ---- Tracing ----------------------------------------------------------------------------------------------------- */

static void test_tracing(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], tracing[BOOK_SUBJECT];
    (void)state;
    a_person(b, person);
    book_refused(b, AG_REGISTRAR, "tracing.ask", NULL, "L12", field(b, "person", person), "ground=adverse-party",
                 "asked_by=KP", "channel=direct", NULL);
    book_ok(b, AG_REGISTRAR, "tracing.ask", NULL, tracing, field(b, "person", person), "ground=adverse-party",
            "asked_by=KP", "channel=direct", "cta_copy=CTA-17", NULL);
    ag_view view = book_view(b, tracing);
    assert_true(ag_row_is(&view.row, "due_rule", "L12"));
    assert_int_equal(ag_row_integer(&view.row, "due", 0), b->now + 90 * DAYS);
    book_refused(b, AG_REGISTRAR, "tracing.remind", tracing, "L12", "channel=protecting-power", NULL);
    book_ok(b, AG_REGISTRAR, "tracing.ask", NULL, NULL, field(b, "person", person), "ground=own-side", "asked_by=UA",
            "channel=central-tracing-agency", NULL);
    book_ok(b, AG_CASE_OFFICER, "tracing.withdraw", tracing, NULL, "reason=they know now", NULL);
    end(b);
}

static void test_family_waits(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], tracing[BOOK_SUBJECT], consent[BOOK_SUBJECT];
    (void)state;
    a_person(b, person);
    book_ok(b, AG_REGISTRAR, "family.open", "family:F1", NULL, no_fields());
    book_refused(b, AG_LIAISON, "tracing.ask", NULL, "L13", field(b, "person", person), "ground=family",
                 "asked_by=red-cross", "channel=national-society", "cta_copy=C-1", NULL);
    book_ok(b, AG_LIAISON, "tracing.ask", NULL, tracing, field(b, "person", person), "ground=family",
            "asked_by=red-cross", "channel=national-society", "cta_copy=C-1", "family=family:F1", NULL);
    b->now += 100 * DAYS;
    const ag_view view = book_view(b, tracing);
    assert_true(ag_row_is(&view.row, "due_rule", "L13") && ag_row_integer(&view.row, "due", 0) < b->now);
    book_ok(b, AG_LIAISON, "tracing.remind", tracing, NULL, "channel=national-society", "cta_copy=C-2", NULL);
    const char *waits = ag_view_say(
        &view, "red-cross for family:F1 has waited for an answer for 100 days and reminded 1 times (%s)", tracing);
    assert_string_equal(book_fact(b, person, "asked for by"), waits);
    assert_string_equal(book_fact(b, "family:F1", "has asked"), waits);
    book_refused(b, AG_LIAISON, "tracing.answer", tracing, "L13", "result=fate-told", "words=he is at peace", NULL);
    book_ok(b, AG_LIAISON, "tracing.answer", tracing, NULL, "result=nothing-known", "words=we are looking", NULL);
    book_state_is(b, tracing, "OPEN");
    book_ok(b, AG_REGISTRAR, "person.captured", person, NULL, no_fields());
    book_refused(b, AG_LIAISON, "tracing.answer", tracing, "A11", "result=fate-told", "words=he lives", NULL);
    book_ok(b, AG_LIAISON, "consent.record", NULL, consent, field(b, "person", person), "scope=whereabouts",
            "paper=F-1", NULL);
    book_ok(b, AG_LIAISON, "tracing.answer", tracing, NULL, "result=fate-told", "words=he lives", NULL);
    book_state_is(b, tracing, "ANSWERED");
    assert_non_null(strstr(book_fact(b, "family:F1", "has asked"), "has an answer"));
    end(b);
}

static void test_disappeared(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], tracing[BOOK_SUBJECT];
    (void)state;
    a_person(b, person);
    book_ok(b, AG_LEGAL, "tracing.ask", NULL, tracing, field(b, "person", person), "ground=disappeared", "asked_by=ced",
            "channel=direct", "cta_copy=C-1", NULL);
    ag_view view = book_view(b, tracing);
    assert_true(ag_row_is(&view.row, "due_rule", "L20"));
    book_refused(b, AG_LEGAL, "tracing.withdraw", tracing, "L20", "reason=it was long ago", NULL);
    b->now += 80 * DAYS;
    book_ok(b, AG_CASE_OFFICER, "tracing.answer", tracing, NULL, "result=nothing-known", "words=nothing yet", NULL);
    view = book_view(b, tracing);
    assert_true(ag_row_is(&view.row, "due_rule", "L20"));
    assert_int_equal(ag_row_integer(&view.row, "due", 0), b->now + 90 * DAYS);
    book_ok(b, AG_REGISTRAR, "person.assert_death", person, NULL, "asserted_by=state", NULL);
    book_ok(b, AG_CASE_OFFICER, "tracing.answer", tracing, NULL, "result=fate-told", "words=the State says so", NULL);
    book_state_is(b, tracing, "ANSWERED");
    end(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        {"a deployment is reported, acknowledged or denied by what is said of it", test_deployment, NULL, NULL, NULL},
        {"a claim from elsewhere is noticed among however many of one origin", test_many_claims, NULL, NULL, NULL},
        {"the strength of a deployment is what claims say, between bounds", test_strength, NULL, NULL, NULL},
        {"of what a State says the last counts, and what it said before stays", test_words, NULL, NULL, NULL},
        {"a person whom no State acknowledges stays countable", test_ghosts, NULL, NULL, NULL},
        {"whose dead they are says which rules bind who holds them", test_relation, NULL, NULL, NULL},
        {"an act rests on claims that stand", test_claims_stand, NULL, NULL, NULL},
        {"an act rests on as many claims as can be named, and on no more", test_most_claims, NULL, NULL, NULL},
        {"an ordered self-detonation is an act of who ordered it", test_self_detonation, NULL, NULL, NULL},
        {"an act is done to somebody whom it can be done to", test_victims, NULL, NULL, NULL},
        {"an act against remains opens a file on them and holds them", test_act_on_remains, NULL, NULL, NULL},
        {"evidence is kept by its digest, each file once", test_evidence, NULL, NULL, NULL},
        {"a record of an act for a court says what it rests on and names nobody", test_record, NULL, NULL, NULL},
        {"a prisoner's death by violence or of unknown cause opens an inquiry at once", test_inquiry, NULL, NULL, NULL},
        {"what is owed to somebody found alive is reviewed", test_found_alive, NULL, NULL, NULL},
        {"that somebody lives is not shown to who need not know", test_concealed, NULL, NULL, NULL},
        {"a request for tracing goes to the Central Tracing Agency too", test_tracing, NULL, NULL, NULL},
        {"a family that asks is counted until it has an answer", test_family_waits, NULL, NULL, NULL},
        {"a disappeared person is looked for until the fate is told", test_disappeared, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("casebook: deployments", tests, NULL, NULL);
}
