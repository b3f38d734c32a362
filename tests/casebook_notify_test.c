/* Families are told, and certificates are issued and recalled (rules F, L8, L11, S2, S3, I6, P3). */
#include "casebook_dead.h"

#include <string.h>

#include "casebook/certificate.h"
#include "casebook/kinds.h"
#include "casebook/notification.h"
#include "casebook/standing.h"

enum { HOUR = 3600, DAY = 86400 };

static const char *text(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

typedef struct kin {
    char family[BOOK_SUBJECT], mother[BOOK_SUBJECT], missing[BOOK_SUBJECT];
} kin;

static void a_family_of(book *b, const char *person, kin *out) {
    book_ok(b, AG_LIAISON, "family.open", NULL, out->family, NULL);
    book_ok(b, AG_LIAISON, "relative.add", NULL, out->mother, text(b, "family", out->family), "sex=female",
            "living=yes", NULL);
    book_ok(b, AG_LIAISON, "relative.add", NULL, out->missing, text(b, "family", out->family),
            text(b, "mother", out->mother), text(b, "person", person), NULL);
}

/* Somebody with a family, identified. */
static void found(book *b, dead *d, kin *k) {
    dead_proposed(b, NULL, d);
    a_family_of(b, d->person, k);
    book_ok(b, AG_REVIEWER, "case.confirm", d->identification, NULL, NULL);
}

/* The k-th notification about a person; false: there is none. */
static bool notification_of(book *b, const char *person, int k, char *out) {
    const ag_view view = book_view(b, person);
    int n;
    const ag_row *row = ag_view_rows(&view, &ag_kind_notification, "person", ag_text_of(person), 0, &n);
    if (k >= n) return false;
    const ag_text subject = ag_row_subject(&view, &row[k]);
    snprintf(out, BOOK_SUBJECT, "%.*s", (int)subject.n, subject.at);
    return true;
}

static void prepared(book *b, const char *notification, const kin *k) {
    book_ok(b, AG_LIAISON, "notification.assess", notification, NULL, "assessment=nobody watches the house", NULL);
    book_ok(b, AG_LIAISON, "notification.prepare", notification, NULL, text(b, "relative", k->mother),
            "words=we have come to tell you about your son", "teller=liaison-1", "language=kor", NULL);
}

static void told(book *b, const char *notification, const kin *k, const char *way) {
    prepared(b, notification, k);
    book_ok(b, AG_LIAISON, "notification.deliver", notification, NULL, "topics=identified grave", text(b, "way", way),
            "teller=liaison-1", "words=your son has been found", NULL);
}

static bool was_told(book *b, const kin *k, const char *person, const char *topic) {
    const ag_view view = book_view(b, person);
    return ag_notification_told(&view, ag_text_of(k->family), ag_text_of(person), topic);
}

static bool order_is_kept(book *b, const char *person) {
    const ag_view view = book_view(b, person);
    return !ag_notification_lacks(&view, ag_text_of(person));
}

static int64_t due_of(book *b, const char *subject, const char *rule) {
    const ag_view view = book_view(b, subject);
    assert_true(ag_row_is(&view.row, "due_rule", rule));
    return ag_row_integer(&view.row, "due", 0);
}

/* ---- Families ------------------------------------------------------------------------------------------------- */

static void each_step_has_its_time(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    kin k;
    char notification[BOOK_SUBJECT];
    found(b, &d, &k);
    assert_true(notification_of(b, d.person, 0, notification));
    book_state_is(b, notification, "DUE");
    assert_int_equal(due_of(b, notification, "F5"), b->now + 72 * HOUR);
    b->now += 10 * HOUR;
    prepared(b, notification, &k);
    assert_int_equal(due_of(b, notification, "F5"), b->now + 72 * HOUR);
    b->now += 73 * HOUR;
    const ag_view view = book_view(b, notification);
    const ag_row *late;
    int n;
    ag_error err;
    const ag_page page = {.kind = &ag_kind_notification, .column = "due"};
    assert_ok(ag_casebook_list(&view, &page, &late, &n, &err), &err);
    assert_int_equal(n, 1);
    book_ok(b, AG_LIAISON, "notification.deliver", notification, NULL, "topics=identified", "way=in-person",
            "teller=liaison-1", "words=your son has been found", NULL);
    assert_int_equal(due_of(b, notification, "F5"), b->now + 30 * DAY);
    book_ok(b, AG_LIAISON, "notification.understand", notification, NULL, "words=he is really dead, then",
            "questions=where he lies", NULL);
    book_state_is(b, notification, "UNDERSTOOD");
    book_ok(b, AG_LIAISON, "notification.follow_up", notification, NULL, "words=she wishes to bury him at home",
            "topics=grave return", "way=in-person", NULL);
    book_state_is(b, notification, "FOLLOWED_UP");
    assert_string_equal(book_fact(b, notification, "told in person"), "identified grave return");
    end(b);
}

static void a_family_comes_before_the_list(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    kin k;
    char notification[BOOK_SUBJECT], grave[BOOK_SUBJECT], order[BOOK_SUBJECT];
    found(b, &d, &k);
    book_ok(b, AG_REGISTRAR, "grave.record", NULL, grave, "type=single", "number=B-14-07", "nationality=KP",
            "position=48.2871,37.1802,±3", "marker=a post", "depth=1.5 m", "neighbours=none", "map=" A_FILE, NULL);
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order, text(b, "about", d.remains), "method=interim-burial",
            "ground=care", NULL);
    book_ok(b, AG_LEGAL, "order.legal", order, NULL, "opinion=lawful", NULL);
    book_ok(b, AG_ANALYST, "order.forensic", order, NULL, "opinion=nothing is lost", NULL);
    book_ok(b, AG_REVIEWER, "order.approve", order, NULL, "opinion=agreed", NULL);
    book_ok(b, AG_LIAISON, "order.announce", order, NULL, "notice=the desk", NULL);
    b->now += 72 * HOUR;
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, text(b, "grave", grave), NULL);
    assert_false(order_is_kept(b, d.person));
    book_refused(b, AG_REGISTRAR, "grave.list", grave, "F1", "told=ru", "list=" A_FILE, NULL);
    book_ok(b, AG_REGISTRAR, "grave.list", grave, NULL, "told=icrc", "list=" A_FILE, NULL);
    assert_true(notification_of(b, d.person, 0, notification));
    told(b, notification, &k, "in-person");
    assert_true(order_is_kept(b, d.person));
    assert_string_equal(book_fact(b, d.person, "families"), "nothing waits to be told to them");
    book_ok(b, AG_REGISTRAR, "grave.list", grave, NULL, "told=ru", "list=" A_FILE, NULL);
    end(b);
}

static void a_family_found_later_is_told(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    kin k;
    char notification[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    assert_true(order_is_kept(b, d.person));
    assert_false(notification_of(b, d.person, 0, notification));
    a_family_of(b, d.person, &k);
    assert_true(notification_of(b, d.person, 0, notification));
    assert_false(order_is_kept(b, d.person));
    book_refused(b, AG_LIAISON, "notification.open", NULL, "F4", text(b, "person", d.person),
                 text(b, "family", k.family), "news=identified", NULL);
    book_ok(b, AG_CASE_OFFICER, "notification.lapse", notification, NULL, "why=error", "reason=entered twice", NULL);
    assert_false(order_is_kept(b, d.person));
    book_ok(b, AG_LIAISON, "notification.open", NULL, notification, text(b, "person", d.person),
            text(b, "family", k.family), "news=identified", NULL);
    book_ok(b, AG_CASE_OFFICER, "notification.lapse", notification, NULL, "why=family-does-not-wish",
            "reason=she closed the door and asked that nobody comes again", NULL);
    assert_true(order_is_kept(b, d.person));
    assert_false(was_told(b, &k, d.person, "identified"));
    end(b);
}

static void a_family_sees_what_it_was_told_in_person(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    kin k;
    char notification[BOOK_SUBJECT];
    found(b, &d, &k);
    assert_true(notification_of(b, d.person, 0, notification));
    assert_false(was_told(b, &k, d.person, "identified"));
    prepared(b, notification, &k);
    book_refused(b, AG_LIAISON, "notification.deliver", notification, "F2", "topics=grave", "way=in-person",
                 "teller=liaison-1", "words=there is a grave", NULL);
    book_refused(b, AG_LIAISON, "notification.deliver", notification, "A12", "topics=identified found-alive",
                 "way=in-person", "teller=liaison-1", "words=x", NULL);
    book_refused(b, AG_LIAISON, "notification.deliver", notification, "F4", "topics=identified legal-act",
                 "way=in-person", "teller=liaison-1", "words=x", NULL);
    book_ok(b, AG_LIAISON, "notification.deliver", notification, NULL, "topics=identified grave", "way=letter",
            "teller=liaison-1", "words=your son has been found", NULL);
    assert_false(was_told(b, &k, d.person, "identified"));
    book_ok(b, AG_LIAISON, "notification.follow_up", notification, NULL, "words=we spoke of it", "topics=identified",
            "way=in-person", NULL);
    assert_true(was_told(b, &k, d.person, "identified"));
    assert_false(was_told(b, &k, d.person, "grave"));
    assert_false(was_told(b, &k, d.person, "identifie"));
    book_ok(b, AG_INVESTIGATOR, "risk.raise", NULL, NULL, text(b, "about", k.mother), "sort=watched",
            "reason=a car before the house", NULL);
    assert_false(was_told(b, &k, d.person, "identified"));
    end(b);
}

static void a_family_at_risk_is_told_nothing(void **state) {
    (void)state;
    static const unsigned roles[] = {AG_CASE_OFFICER, AG_LIAISON};
    book *b = book_new(NULL);
    dead d;
    kin k;
    char notification[BOOK_SUBJECT], risk[BOOK_SUBJECT];
    found(b, &d, &k);
    assert_true(notification_of(b, d.person, 0, notification));
    prepared(b, notification, &k);
    book_ok(b, AG_INVESTIGATOR, "risk.raise", NULL, risk, text(b, "about", k.family), "sort=reprisal",
            "reason=the neighbours were asked about him", NULL);
    book_state_is(b, notification, "HELD_FOR_SAFETY");
    assert_false(order_is_kept(b, d.person));
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        book_refused(b, roles[i], "notification.prepare", notification, NULL, text(b, "relative", k.mother), "words=x",
                     NULL);
        book_refused(b, roles[i], "notification.deliver", notification, NULL, "topics=identified", "way=letter",
                     "teller=liaison-1", "words=x", NULL);
    }
    const int64_t review = due_of(b, notification, "F3");
    assert_int_equal(review, b->now + 365 * DAY);
    b->now = review + DAY;
    book_ok(b, AG_LIAISON, "notification.review", notification, NULL, "assessment=it is as it was", NULL);
    book_state_is(b, notification, "HELD_FOR_SAFETY");
    assert_int_equal(due_of(b, notification, "F3"), b->now + 365 * DAY);
    b->now += 30 * DAY;
    book_ok(b, AG_CASE_OFFICER, "risk.lift", risk, NULL, "reason=they have moved away", NULL);
    assert_int_equal(due_of(b, notification, "F3"), b->now);
    book_ok(b, AG_LIAISON, "notification.review", notification, NULL, "assessment=they are safe now", NULL);
    book_state_is(b, notification, "RISK_ASSESSED");
    assert_int_equal(due_of(b, notification, "F5"), b->now + 72 * HOUR);
    book_ok(b, AG_LIAISON, "notification.prepare", notification, NULL, text(b, "relative", k.mother), "words=we come",
            NULL);
    book_ok(b, AG_LIAISON, "notification.deliver", notification, NULL, "topics=identified", "way=in-person",
            "teller=liaison-1", "words=your son has been found", NULL);
    book_ok(b, AG_INVESTIGATOR, "risk.raise", NULL, NULL, text(b, "about", k.mother), "sort=watched",
            "reason=she is followed", NULL);
    assert_non_null(strstr(book_fact(b, notification, "danger"), "nobody writes"));
    book_refused(b, AG_LIAISON, "notification.follow_up", notification, "F3", "words=x", "way=telephone", NULL);
    end(b);
}

static void danger_known_before_holds_at_once(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    kin k;
    char notification[BOOK_SUBJECT];
    found(b, &d, &k);
    assert_true(notification_of(b, d.person, 0, notification));
    book_ok(b, AG_INVESTIGATOR, "risk.raise", NULL, NULL, text(b, "about", k.mother), "sort=watched",
            "reason=a car before the house", NULL);
    book_state_is(b, notification, "DUE");
    book_ok(b, AG_LIAISON, "notification.assess", notification, NULL, "assessment=she is watched",
            text(b, "relative", k.mother), NULL);
    book_state_is(b, notification, "HELD_FOR_SAFETY");
    end(b);
}

static void what_is_challenged_is_not_told(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    kin k;
    char notification[BOOK_SUBJECT];
    found(b, &d, &k);
    assert_true(notification_of(b, d.person, 0, notification));
    prepared(b, notification, &k);
    book_ok(b, AG_INVESTIGATOR, "case.challenge", d.identification, NULL, "reasons=a doubt", NULL);
    book_refused(b, AG_LIAISON, "notification.deliver", notification, "F4", "topics=identified", "way=in-person",
                 "teller=liaison-1", "words=x", NULL);
    book_ok(b, AG_REVIEWER | BOOK_OTHER, "case.withdraw", d.identification, NULL, "reasons=the samples were exchanged",
            NULL);
    book_state_is(b, notification, "LAPSED");
    assert_false(notification_of(b, d.person, 1, notification));
    assert_true(order_is_kept(b, d.person));
    end(b);
}

static void who_was_told_is_told_of_the_withdrawal(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    kin k;
    char notification[BOOK_SUBJECT], notice[BOOK_SUBJECT] = "";
    found(b, &d, &k);
    assert_true(notification_of(b, d.person, 0, notification));
    told(b, notification, &k, "in-person");
    book_ok(b, AG_INVESTIGATOR, "case.challenge", d.identification, NULL, "reasons=a doubt", NULL);
    book_ok(b, AG_REVIEWER | BOOK_OTHER, "case.withdraw", d.identification, NULL, "reasons=the samples were exchanged",
            NULL);
    for (int i = 0; i < 2; i++) {
        assert_true(notification_of(b, d.person, i, notification));
        const ag_view view = book_view(b, notification);
        if (ag_row_is(&view.row, "news", "withdrawn")) break;
    }
    book_state_is(b, notification, "DUE");
    const ag_view view = book_view(b, d.identification);
    int n;
    const ag_row *row = ag_view_rows(&view, &ag_kind_consequence, "cause", ag_text_of(d.identification), 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_is(&row[i], "what", "family-notice"))
            snprintf(notice, sizeof notice, "consequence:%.*s", (int)ag_row_id(&row[i]).n, ag_row_id(&row[i]).at);
    book_refused(b, AG_LIAISON, "consequence.done", notice, "I6", "note=done", NULL);
    prepared(b, notification, &k);
    book_ok(b, AG_LIAISON, "notification.deliver", notification, NULL, "topics=withdrawn recall", "way=in-person",
            "teller=liaison-1", "words=we were wrong, and we are sorry", NULL);
    book_ok(b, AG_LIAISON, "consequence.done", notice, NULL, "note=they were told", NULL);
    /* Confirmed once more: what they were told the first time no longer counts. */
    book_ok(b, AG_ANALYST, "case.reconsider", d.identification, NULL, "reasons=new samples", NULL);
    book_ok(b, AG_ANALYST, "case.presume", d.identification, NULL, text(b, "hypothesis", d.hypothesis), NULL);
    book_ok(b, AG_ANALYST, "case.propose", d.identification, NULL, NULL);
    assert_true(order_is_kept(b, d.person));
    book_ok(b, AG_REVIEWER, "case.confirm", d.identification, NULL, NULL);
    assert_true(notification_of(b, d.person, 2, notification));
    assert_false(order_is_kept(b, d.person));
    end(b);
}

static void news_goes_to_the_family(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d, other;
    kin k, strangers;
    char notification[BOOK_SUBJECT], father[BOOK_SUBJECT];
    found(b, &d, &k);
    dead_person(b, other.person);
    a_family_of(b, other.person, &strangers);
    book_ok(b, AG_LIAISON, "relative.add", NULL, father, text(b, "family", k.family), "sex=male", "living=no", NULL);
    book_refused(b, AG_LIAISON, "notification.open", NULL, "F6", text(b, "person", d.person),
                 text(b, "family", strangers.family), "news=other", NULL);
    assert_true(notification_of(b, d.person, 0, notification));
    book_ok(b, AG_LIAISON, "notification.assess", notification, NULL, "assessment=safe", NULL);
    const char *const wrong[] = {father, k.missing, strangers.mother};
    for (int i = 0; i < 3; i++)
        book_refused(b, AG_LIAISON, "notification.prepare", notification, "F6", text(b, "relative", wrong[i]),
                     "words=x", NULL);
    book_refused(b, AG_LIAISON, "notification.prepare", notification, "F6", "words=x", NULL);
    book_ok(b, AG_LIAISON, "notification.prepare", notification, NULL, text(b, "relative", k.mother), "words=x", NULL);
    book_refused(b, AG_REGISTRAR, "notification.deliver", notification, "A1", "topics=identified", "way=letter",
                 "teller=registrar-1", "words=x", NULL);
    end(b);
}

static void somebody_found_alive_sends_no_notice(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], notification[BOOK_SUBJECT], consent[BOOK_SUBJECT];
    kin k;
    dead_person(b, person);
    a_family_of(b, person, &k);
    book_ok(b, AG_REGISTRAR, "person.assert_death", person, NULL, "asserted_by=state", "asserted_of=RU", NULL);
    book_ok(b, AG_LIAISON, "notification.open", NULL, notification, text(b, "person", person),
            text(b, "family", k.family), "news=death-stated", NULL);
    book_ok(b, AG_LIAISON, "notification.assess", notification, NULL, "assessment=safe", NULL);
    book_ok(b, AG_CASE_OFFICER, "person.found_alive", person, NULL, "basis=spoke-with", NULL);
    assert_false(notification_of(b, person, 1, consent));
    book_refused(b, AG_LIAISON, "notification.prepare", notification, "A12", text(b, "relative", k.mother), "words=x",
                 NULL);
    book_refused(b, AG_LIAISON, "notification.open", NULL, "A12", text(b, "person", person),
                 text(b, "family", k.family), "news=found-alive", NULL);
    book_ok(b, AG_LIAISON, "consent.record", NULL, consent, text(b, "person", person), "scope=whereabouts", "paper=C-2",
            NULL);
    book_refused(b, AG_LIAISON, "notification.open", NULL, "A12", text(b, "person", person),
                 text(b, "family", k.family), "news=found-alive", NULL);
    book_ok(b, AG_CASE_OFFICER, "person.decide_notice", person, NULL, "decision=tell-kin", "reason=he asks for it",
            NULL);
    book_ok(b, AG_LIAISON, "notification.open", NULL, notification, text(b, "person", person),
            text(b, "family", k.family), "news=found-alive", NULL);
    book_ok(b, AG_LIAISON, "notification.assess", notification, NULL, "assessment=safe", NULL);
    book_ok(b, AG_LIAISON, "consent.withdraw", consent, NULL, NULL);
    book_refused(b, AG_LIAISON, "notification.prepare", notification, "A12", text(b, "relative", k.mother), "words=x",
                 NULL);
    end(b);
}

static void a_family_that_chose_not_to_hear_is_left_in_peace(void **state) {
    (void)state;
    static const char *const choice[] = {"never", "notify-each-time"};
    book *b = book_new(NULL);
    dead d;
    kin k;
    char part[2][BOOK_SUBJECT], individual[BOOK_SUBJECT], later[BOOK_SUBJECT], asked[BOOK_SUBJECT];
    dead_examined(b, "intact", part[0]);
    dead_examined(b, "absent", part[1]);
    dead_individual(b, part[0], part[1], individual);
    dead_confirmed(b, individual, &d);
    a_family_of(b, d.person, &k);
    for (int i = 0; i < 2; i++) {
        dead_examined(b, "absent", later);
        dead_join(b, individual, later);
        const ag_view view = book_view(b, later);
        const ag_row row = ag_standing_first(&view, &ag_kind_consequence, "about", ag_text_of(later), "OPEN");
        snprintf(asked, sizeof asked, "consequence:%.*s", (int)ag_row_id(&row).n, ag_row_id(&row).at);
        book_ok(b, AG_LIAISON, "consequence.done", asked, NULL, "note=we asked her", text(b, "choice", choice[i]),
                NULL);
        if (i == 0)
            book_refused(b, AG_LIAISON, "notification.open", NULL, "I7", text(b, "person", d.person),
                         text(b, "family", k.family), "news=further-remains", NULL);
        else
            book_ok(b, AG_LIAISON, "notification.open", NULL, NULL, text(b, "person", d.person),
                    text(b, "family", k.family), "news=further-remains", NULL);
    }
    end(b);
}

/* ---- Certificates --------------------------------------------------------------------------------------------- */

static void issued(book *b, const char *type, const char *person, char *out) {
    book_ok_signed(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, out, text(b, "type", type),
                   text(b, "person", person), "issuer=UA-mvs-odesa", NULL);
}

static void not_issued(book *b, const char *type, const char *person, const char *rule) {
    ag_error err;
    assert_int_equal(book_do(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, &err, text(b, "type", type),
                             text(b, "person", person), "issuer=UA-mvs-odesa", NULL),
                     AG_REFUSED);
    for (int i = 0; i < b->refusals.n; i++)
        if (b->refusals.item[i].rule && strcmp(b->refusals.item[i].rule->number, rule) == 0) return;
    fail_msg("%s of %s was refused, but not by %s: %s", type, person, rule, err.what);
}

static void an_identification_needs_its_case(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char certificate[BOOK_SUBJECT];
    dead_proposed(b, NULL, &d);
    not_issued(b, "identification", d.person, "F8");
    book_ok(b, AG_REVIEWER, "case.confirm", d.identification, NULL, NULL);
    issued(b, "identification", d.person, certificate);
    const ag_view view = book_view(b, certificate);
    assert_true(ag_row_is(&view.row, "case", d.identification));
    assert_string_equal(book_fact(b, certificate, "stands"), "it stands");
    not_issued(b, "military-death", d.person, "L2");
    book_ok(b, AG_REGISTRAR, "person.particulars", d.person, NULL, "power=KP", "force=army", NULL);
    issued(b, "military-death", d.person, certificate);
    book_ok(b, AG_INVESTIGATOR, "case.challenge", d.identification, NULL, "reasons=a doubt", NULL);
    assert_non_null(strstr(book_fact(b, certificate, "stands"), "challenged"));
    end(b);
}

static void a_states_paper_makes_no_certificate(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], absence[BOOK_SUBJECT], death[BOOK_SUBJECT];
    dead_person(b, person);
    not_issued(b, "death", person, "S3");
    book_ok(b, AG_REGISTRAR, "person.assert_death", person, NULL, "asserted_by=state", "asserted_of=RU",
            "certificate=A-17", NULL);
    not_issued(b, "death", person, "S3");
    not_issued(b, "geneva-notice", person, "S3");
    not_issued(b, "absence", person, "S2");
    book_ok(b, AG_LEGAL, "person.legal", person, NULL, "act=absence", "act_date=2025-05-01", "court=odesa-1", NULL);
    issued(b, "absence", person, absence);
    not_issued(b, "death", person, "S3");
    book_ok(b, AG_LEGAL, "person.legal", person, NULL, "act=presumed-death", "act_date=2026-05-01", "court=odesa-1",
            NULL);
    not_issued(b, "absence", person, "S2");
    book_ok_signed(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, death, "type=death",
                   text(b, "person", person), "issuer=UA-court-odesa", text(b, "supersedes", absence),
                   "reasons=an act of presumed death", NULL);
    book_state_is(b, absence, "SUPERSEDED");
    assert_string_equal(book_fact(b, death, "stands"), "it stands");
    book_ok(b, AG_LEGAL, "person.withdraw", person, NULL, "statement=legal", "reason=the court took it back", NULL);
    assert_non_null(strstr(book_fact(b, death, "stands"), "act in law"));
    assert_non_null(strstr(book_fact(b, absence, "stands"), death));
    end(b);
}

static void no_certificate_names_the_living(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char person[BOOK_SUBJECT], certificate[BOOK_SUBJECT];
    dead_person(b, person);
    book_ok(b, AG_LEGAL, "person.legal", person, NULL, "act=absence", "act_date=2025-05-01", "court=odesa-1", NULL);
    book_ok(b, AG_CASE_OFFICER, "person.captured", person, NULL, "since=2025-01", NULL);
    not_issued(b, "absence", person, "F9");
    dead_cover_record(b, person);
    not_issued(b, "absence", person, "F9");
    dead_confirmed(b, NULL, &d);
    issued(b, "death", d.person, certificate);
    book_ok(b, AG_CASE_OFFICER, "person.found_alive", d.person, NULL, "basis=spoke-with", NULL);
    not_issued(b, "identification", d.person, "F9");
    book_state_is(b, certificate, "ISSUED");
    assert_non_null(strstr(book_fact(b, certificate, "stands"), "found alive"));
    end(b);
}

static void one_stands_at_a_time(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    ag_error err;
    char first[BOOK_SUBJECT], second[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    book_refused(b, AG_LEGAL, "certificate.issue", NULL, "A3", "type=death", text(b, "person", d.person),
                 "issuer=UA-mvs-odesa", NULL);
    issued(b, "death", d.person, first);
    not_issued(b, "death", d.person, "F7");
    assert_int_equal(book_do(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, &err, "type=death",
                             text(b, "person", d.person), "issuer=UA-mvs-odesa", text(b, "supersedes", first), NULL),
                     AG_REFUSED);
    book_ok_signed(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, second, "type=death",
                   text(b, "person", d.person), "issuer=UA-mvs-odesa", text(b, "supersedes", first),
                   "reasons=the name was misspelt", NULL);
    book_state_is(b, first, "SUPERSEDED");
    book_state_is(b, second, "ISSUED");
    end(b);
}

static void a_prisoners_death_is_notified(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char due[BOOK_SUBJECT], certificate[BOOK_SUBJECT];
    dead_proposed(b, NULL, &d);
    book_ok(b, AG_REGISTRAR, "person.assert_death", d.person, NULL, "asserted_by=unit", "prisoner=yes", NULL);
    const ag_view view = book_view(b, d.person);
    assert_int_equal(ag_view_count(&view, &ag_kind_consequence, "about", ag_text_of(d.person), "OPEN"), 0);
    book_ok(b, AG_REVIEWER, "case.confirm", d.identification, NULL, NULL);
    const ag_row row = ag_standing_first(&view, &ag_kind_consequence, "about", ag_text_of(d.person), "OPEN");
    assert_true(ag_row_is(&row, "what", "death-notice"));
    snprintf(due, sizeof due, "consequence:%.*s", (int)ag_row_id(&row).n, ag_row_id(&row).at);
    assert_int_equal(due_of(b, due, "L8"), b->now);
    b->now += DAY;
    book_ok_signed(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, certificate, "type=geneva-notice",
                   text(b, "person", d.person), "issuer=UA-nib", "credit=0", "currency=UAH", NULL);
    book_state_is(b, due, "DONE");
    book_ok(b, AG_REGISTRAR, "person.assert_death", d.person, NULL, "asserted_by=state", "prisoner=yes", NULL);
    assert_int_equal(ag_view_count(&view, &ag_kind_consequence, "about", ag_text_of(d.person), "OPEN"), 0);
    end(b);
}

static void a_prisoners_balance_is_stated(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    dead_confirmed(b, NULL, &d);
    book_ok(b, AG_REGISTRAR, "person.assert_death", d.person, NULL, "asserted_by=unit", "prisoner=yes", NULL);
    not_issued(b, "geneva-notice", d.person, "L11");
    book_ok_signed(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, NULL, "type=geneva-notice",
                   text(b, "person", d.person), "issuer=UA-nib", "credit=120.50", "currency=UAH", "marked=yes",
                   "account=he was cared for in ward 3", NULL);
    end(b);
}

static void somebody_unidentified_is_notified(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_error err;
    char one[BOOK_SUBJECT], two[BOOK_SUBJECT], individual[BOOK_SUBJECT];
    dead_examined(b, "intact", one);
    dead_examined(b, "absent", two);
    dead_individual(b, one, two, individual);
    assert_int_equal(book_do(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, &err, "type=death",
                             text(b, "individual", individual), "issuer=UA-nib", NULL),
                     AG_REFUSED);
    book_ok_signed(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, NULL, "type=geneva-notice",
                   text(b, "individual", individual), "issuer=UA-nib", NULL);
    end(b);
}

static void kin_at_risk_stand_on_no_notice(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    kin k;
    ag_error err;
    found(b, &d, &k);
    book_ok(b, AG_INVESTIGATOR, "risk.raise", NULL, NULL, text(b, "about", k.mother), "sort=watched",
            "reason=a car before the house", NULL);
    assert_int_equal(book_do(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, &err, "type=geneva-notice",
                             text(b, "person", d.person), "issuer=UA-nib", "kin=his mother, Sinuiju", NULL),
                     AG_REFUSED);
    assert_non_null(strstr(err.what, "F3"));
    issued(b, "geneva-notice", d.person, k.missing);
    end(b);
}

static void a_withdrawal_recalls_what_rests_on_it(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d, e;
    char death[BOOK_SUBJECT], identification[BOOK_SUBJECT], stands[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    dead_confirmed(b, NULL, &e);
    issued(b, "death", d.person, death);
    issued(b, "identification", d.person, identification);
    issued(b, "death", e.person, stands);
    book_ok(b, AG_INVESTIGATOR, "case.challenge", d.identification, NULL, "reasons=a doubt", NULL);
    book_ok(b, AG_REVIEWER | BOOK_OTHER, "case.withdraw", d.identification, NULL, "reasons=the samples were exchanged",
            NULL);
    book_state_is(b, death, "RECALLED");
    book_state_is(b, identification, "RECALLED");
    book_state_is(b, stands, "ISSUED");
    const ag_view view = book_view(b, death);
    assert_true(ag_row_is(&view.row, "ground", "identification-withdrawn"));
    book_ok(b, AG_LEGAL, "certificate.recall", stands, NULL, "ground=error", "reasons=the name was misspelt", NULL);
    assert_int_equal(ag_view_count(&view, &ag_kind_consequence, "about", ag_text_of(stands), "OPEN"), 1);
    book_refused(b, AG_LEGAL, "certificate.recall", stands, NULL, "ground=error", "reasons=again", NULL);
    end(b);
}

static void a_certificate_says_what_was_done(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char certificate[BOOK_SUBJECT], order[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    dead_sampled(b, d.remains);
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order, text(b, "about", d.remains), "method=cremation", HYGIENE,
            NULL);
    book_ok(b, AG_LEGAL, "order.legal", order, NULL, "opinion=lawful", NULL);
    book_ok(b, AG_ANALYST, "order.forensic", order, NULL, "opinion=nothing is lost", NULL);
    book_ok(b, AG_REVIEWER, "order.approve", order, NULL, "opinion=agreed", NULL);
    book_ok(b, AG_LIAISON, "order.announce", order, NULL, "notice=the family was told in person", NULL);
    b->now += 72 * HOUR;
    issued(b, "death", d.person, certificate);
    assert_string_equal(book_fact(b, certificate, "what was done with the remains"), "");
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, "circumstances=at the hospital, a priest was there", NULL);
    assert_string_equal(book_fact(b, certificate, "what was done with the remains"),
                        "cremation on the ground of hygiene; circumstances on record");
    end(b);
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"each step of a notification has its time", each_step_has_its_time, NULL, NULL, NULL},
        {"a family is told before the other side's list", a_family_comes_before_the_list, NULL, NULL, NULL},
        {"a family that is found later is told too, unless it does not wish to hear", a_family_found_later_is_told,
         NULL, NULL, NULL},
        {"a family sees later what it was told in person and no more", a_family_sees_what_it_was_told_in_person, NULL,
         NULL, NULL},
        {"a family at risk is told nothing, and that is looked at again every year", a_family_at_risk_is_told_nothing,
         NULL, NULL, NULL},
        {"a danger that is known before holds what is due", danger_known_before_holds_at_once, NULL, NULL, NULL},
        {"nobody is told of an identification that is challenged", what_is_challenged_is_not_told, NULL, NULL, NULL},
        {"a family that was told of an identification is told of its withdrawal",
         who_was_told_is_told_of_the_withdrawal, NULL, NULL, NULL},
        {"a family that chose not to hear of later remains is left in peace",
         a_family_that_chose_not_to_hear_is_left_in_peace, NULL, NULL, NULL},
        {"news goes to a living member of the family", news_goes_to_the_family, NULL, NULL, NULL},
        {"somebody found alive sends no notice to anybody", somebody_found_alive_sends_no_notice, NULL, NULL, NULL},
        {"a certificate of identification needs the confirmed case", an_identification_needs_its_case, NULL, NULL,
         NULL},
        {"a State's paper makes no certificate, and absence is not death", a_states_paper_makes_no_certificate, NULL,
         NULL, NULL},
        {"no certificate names the living or a cover record", no_certificate_names_the_living, NULL, NULL, NULL},
        {"one certificate of a kind stands at a time and two people sign it", one_stands_at_a_time, NULL, NULL, NULL},
        {"a prisoner whose death is established has a notification due at once", a_prisoners_death_is_notified, NULL,
         NULL, NULL},
        {"the notification of a prisoner's death states his credit balance", a_prisoners_balance_is_stated, NULL, NULL,
         NULL},
        {"a death can be notified before anybody knows who it was", somebody_unidentified_is_notified, NULL, NULL,
         NULL},
        {"kin who may be in danger stand on no notice", kin_at_risk_stand_on_no_notice, NULL, NULL, NULL},
        {"a withdrawn identification recalls every certificate that rests on it", a_withdrawal_recalls_what_rests_on_it,
         NULL, NULL, NULL},
        {"a certificate says what was done with the remains", a_certificate_says_what_was_done, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("notify", cases, NULL, NULL);
}
