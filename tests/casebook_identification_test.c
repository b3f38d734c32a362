/* Identification: hypotheses, evidence, the board, and what follows from a mistake (rules I1 to I9). */
#include "casebook_dead.h"

#include <math.h>
#include <string.h>

#include "casebook/consequences.h"
#include "casebook/evidence.h"
#include "casebook/kinds.h"

static const char *text(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

static void add_evidence(book *b, const dead *d, const char *method, const char *weighs, char *made) {
    book_ok(b, AG_ANALYST, "evidence.add", NULL, made, text(b, "case", d->identification),
            text(b, "hypothesis", d->hypothesis), text(b, "method", method), text(b, "weighs", weighs), NULL);
}

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

static void confirmation_needs_a_primary_method(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char line[BOOK_SUBJECT];
    dead_presumed(b, NULL, "effects", &d);
    book_ok(b, AG_ANALYST, "case.propose", d.identification, NULL, NULL);
    book_refused(b, AG_REVIEWER, "case.confirm", d.identification, "I1", NULL);
    add_evidence(b, &d, "dental", "for", NULL);
    add_evidence(b, &d, "medical", "against", line);
    book_refused(b, AG_REVIEWER, "case.confirm", d.identification, "I1", NULL);
    assert_non_null(strstr(b->refusals.item[0].satisfy, line));
    book_ok(b, AG_REVIEWER, "evidence.explain", line, NULL, "explained=yes",
            "reasons=an old fracture of another leg was entered", NULL);
    book_ok(b, AG_REVIEWER, "case.confirm", d.identification, NULL, NULL);
    book_state_is(b, d.identification, "CONFIRMED");
    end(b);
}

static void the_board_may_decide_in_writing(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    dead_presumed(b, NULL, "effects", &d);
    book_ok(b, AG_ANALYST, "case.propose", d.identification, NULL, NULL);
    book_ok(b, AG_REVIEWER, "case.confirm", d.identification, NULL,
            "reasons=the only one of the crew who is not accounted for", NULL);
    end(b);
}

static void recognition_leads_to_presumptive(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char burned[BOOK_SUBJECT], identification[BOOK_SUBJECT], hypothesis[BOOK_SUBJECT];
    dead_presumed(b, NULL, "visual", &d);
    book_state_is(b, d.identification, "PRESUMPTIVE");
    book_refused(b, AG_ANALYST, "case.propose", d.identification, "I2", NULL);
    add_evidence(b, &d, "photo", "for", NULL);
    add_evidence(b, &d, "location", "for", NULL);
    book_refused(b, AG_ANALYST, "case.propose", d.identification, "I2", NULL);
    dead_examined(b, "burned", burned);
    book_ok(b, AG_ANALYST, "case.open", NULL, identification, text(b, "about", burned), NULL);
    book_ok(b, AG_ANALYST, "hypothesis.propose", NULL, hypothesis, text(b, "case", identification),
            text(b, "person", d.person), NULL);
    book_refused(b, AG_ANALYST, "evidence.add", NULL, "I2", text(b, "case", identification),
                 text(b, "hypothesis", hypothesis), "method=visual", "weighs=for", NULL);
    book_ok(b, AG_ANALYST, "evidence.add", NULL, NULL, text(b, "case", identification),
            text(b, "hypothesis", hypothesis), "method=dna", "weighs=for", NULL);
    end(b);
}

/* A face that is intact on one part does not help where another part of the same individual has it burned. */
static void every_element_is_looked_at(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d = {0};
    char first[BOOK_SUBJECT], second[BOOK_SUBJECT], individual[BOOK_SUBJECT];
    dead_examined(b, "absent", first);
    dead_examined(b, "disfigured", second);
    dead_individual(b, first, second, individual);
    dead_presumed(b, individual, "location", &d);
    book_refused(b, AG_ANALYST, "evidence.add", NULL, "I2", text(b, "case", d.identification),
                 text(b, "hypothesis", d.hypothesis), "method=photo", "weighs=for", NULL);
    end(b);
}

static void papers_prove_nobody_where_they_are_false(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char cover[BOOK_SUBJECT];
    dead_presumed(b, NULL, "documents", &d);
    dead_cover(b, d.remains, NULL);
    book_refused(b, AG_ANALYST, "case.propose", d.identification, "I3", NULL);
    add_evidence(b, &d, "visual", "for", NULL);
    book_refused(b, AG_ANALYST, "case.propose", d.identification, "I3", NULL);
    assert_non_null(strstr(book_fact(b, d.identification, "before the decision"), "cover identity"));
    add_evidence(b, &d, "distinctive-marks", "for", NULL);
    book_ok(b, AG_ANALYST, "case.propose", d.identification, NULL, NULL);
    dead_cover_record(b, cover);
    book_refused(b, AG_ANALYST, "hypothesis.propose", NULL, "I3", text(b, "case", d.identification),
                 text(b, "person", cover), NULL);
    end(b);
}

/* Odds by hand: 10^5 x 10^-2 = 1000, posterior 1000/1001 = 0.99900…; 10^6 x 10^-2: 10000/10001 = 0.99990. */
static void the_posterior_must_reach_the_threshold(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    double odds_log10;
    dead_presumed(b, NULL, "dna", &d);
    book_ok(b, AG_ANALYST, "case.propose", d.identification, NULL, NULL);
    book_refused(b, AG_REVIEWER, "case.confirm", d.identification, "I4", NULL);
    book_refused(b, AG_ANALYST, "hypothesis.weigh", d.hypothesis, "I4", "lr_log10=5", NULL);
    book_refused(b, AG_ANALYST, "hypothesis.weigh", d.hypothesis, "I4", "lr_log10=5", "prior_log10=-1.5", "pool=100",
                 NULL);
    dead_weigh(b, &d, "5");
    ag_view view = book_view(b, d.hypothesis);
    assert_true(ag_hypothesis_odds(&view.row, &odds_log10));
    assert_relative(1 / (1 + pow(10, -odds_log10)), 1000.0 / 1001, 1e-15);
    assert_non_null(strstr(book_fact(b, d.hypothesis, "posterior"),
                           "0.999000999 = LR 10^5 x prior odds 10^-2 (pool of 100); below"));
    book_refused(b, AG_REVIEWER, "case.confirm", d.identification, "I4", NULL);
    dead_weigh(b, &d, "6");
    assert_non_null(strstr(book_fact(b, d.hypothesis, "posterior"), "0.999900010"));
    book_ok(b, AG_ADMINISTRATOR, "casebook.set", "casebook:1", NULL, "threshold=0.99995", "reason=the board wants more",
            NULL);
    book_refused(b, AG_REVIEWER, "case.confirm", d.identification, "I4", NULL);
    book_ok(b, AG_ADMINISTRATOR, "casebook.set", "casebook:1", NULL, "threshold=0.9995", "reason=as before", NULL);
    book_ok(b, AG_REVIEWER, "case.confirm", d.identification, NULL, NULL);
    end(b);
}

/* Whole odds and the threshold itself: a posterior equal to it is enough. LR·prior = 1999 is exactly 0.9995. */
static void the_threshold_itself_is_enough(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    dead_presumed(b, NULL, "dna", &d);
    const ag_view view = book_view(b, d.hypothesis);
    assert_relative(ag_threshold_odds(&view), log10(1999), 1e-12);
    book_ok(b, AG_ANALYST, "case.propose", d.identification, NULL, NULL);
    dead_weigh(b, &d, "5.3008");
    book_refused(b, AG_REVIEWER, "case.confirm", d.identification, "I4", NULL);
    dead_weigh(b, &d, "5.3009");
    book_ok(b, AG_REVIEWER, "case.confirm", d.identification, NULL, NULL);
    end(b);
}

static void as_many_reviewers_sign_as_asked(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    dead_presumed(b, NULL, "dental", &d);
    book_ok(b, AG_REVIEWER, "case.propose", d.identification, NULL, NULL);
    book_refused(b, AG_REVIEWER, "case.confirm", d.identification, "I5", NULL);
    book_refused(b, AG_ANALYST, "case.confirm", d.identification, "A1", NULL);
    book_ok(b, AG_ADMINISTRATOR, "casebook.set", "casebook:1", NULL, "reviewers=2", "reason=two reviewers from now on",
            NULL);
    book_refused(b, AG_REVIEWER, "case.endorse", d.identification, "I5", NULL);
    book_refused(b, AG_REVIEWER | BOOK_OTHER, "case.confirm", d.identification, "I5", NULL);
    book_ok(b, AG_REVIEWER | BOOK_OTHER, "case.endorse", d.identification, NULL, NULL);
    book_refused(b, AG_REVIEWER | BOOK_OTHER, "case.endorse", d.identification, "I5", NULL);
    book_refused(b, AG_REVIEWER | BOOK_OTHER, "case.confirm", d.identification, "I5", NULL);
    book_refused(b, AG_REVIEWER, "case.reject", d.identification, "I5", "reasons=mine", NULL);
    book_ok(b, AG_ADMINISTRATOR, "casebook.set", "casebook:1", NULL, "reviewers=1", "reason=one is away", NULL);
    book_ok(b, AG_REVIEWER | BOOK_OTHER, "case.confirm", d.identification, NULL, NULL);
    end(b);
}

static int consequences_of(book *b, const char *cause, const char *what) {
    const ag_view view = book_view(b, cause);
    int n, found = 0;
    const ag_row *row = ag_view_rows(&view, &ag_kind_consequence, "cause", ag_text_of(cause), 0, &n);
    for (int i = 0; i < n; i++) found += ag_row_is(&row[i], "what", what) && ag_row_state(&row[i], "OPEN");
    return found;
}

static void a_withdrawn_identification_opens_what_rested_on_it(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d = {0};
    char first[BOOK_SUBJECT], second[BOOK_SUBJECT], individual[BOOK_SUBJECT];
    dead_examined(b, "intact", first);
    dead_examined(b, "absent", second);
    dead_individual(b, first, second, individual);
    dead_confirmed(b, individual, &d);
    ag_view view = book_view(b, individual);
    assert_true(ag_row_is(&view.row, "person", d.person));
    assert_true(ag_row_is(&view.row, "case", d.identification));
    book_ok(b, AG_INVESTIGATOR, "case.challenge", d.identification, NULL, "reasons=a sister's profile does not fit",
            NULL);
    book_refused(b, AG_REVIEWER, "case.confirm", d.identification, NULL, NULL);
    book_ok(b, AG_REVIEWER, "case.withdraw", d.identification, NULL, "reasons=the samples were exchanged", NULL);
    view = book_view(b, individual);
    assert_false(ag_row_text(&view.row, "person").n);
    view = book_view(b, d.identification);
    assert_false(ag_row_text(&view.row, "person").n);
    assert_int_equal(consequences_of(b, d.identification, "certificate-recall"), 1);
    assert_int_equal(consequences_of(b, d.identification, "family-notice"), 1);
    assert_int_equal(consequences_of(b, d.identification, "ledger-review"), 1);
    assert_int_equal(consequences_of(b, d.identification, "custody-trace"), 2);
    book_ok(b, AG_ANALYST, "case.reconsider", d.identification, NULL, "reasons=new samples", NULL);
    book_state_is(b, d.identification, "HYPOTHESES");
    end(b);
}

static void who_challenged_does_not_decide(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    dead_confirmed(b, NULL, &d);
    book_ok(b, AG_REVIEWER, "case.challenge", d.identification, NULL, "reasons=doubt", NULL);
    book_refused(b, AG_REVIEWER, "case.withdraw", d.identification, "I5", "reasons=doubt", NULL);
    book_refused(b, AG_REVIEWER, "case.uphold", d.identification, "I5", "reasons=no doubt", NULL);
    book_ok(b, AG_REVIEWER | BOOK_OTHER, "case.uphold", d.identification, NULL, "reasons=the doubt is resolved", NULL);
    book_state_is(b, d.identification, "CONFIRMED");
    const ag_view view = book_view(b, d.identification);
    assert_true(ag_row_is(&view.row, "person", d.person));
    end(b);
}

static void a_later_element_asks_the_family_again(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d = {0};
    char first[BOOK_SUBJECT], second[BOOK_SUBJECT], later[BOOK_SUBJECT], individual[BOOK_SUBJECT];
    dead_examined(b, "intact", first);
    dead_examined(b, "absent", second);
    dead_examined(b, "absent", later);
    dead_individual(b, first, second, individual);
    assert_int_equal(consequences_of(b, individual, "family-choice"), 0);
    dead_confirmed(b, individual, &d);
    dead_join(b, individual, later);
    assert_int_equal(consequences_of(b, individual, "family-choice"), 1);
    const ag_view view = book_view(b, individual);
    int n;
    const ag_row *row = ag_view_rows(&view, &ag_kind_consequence, "about", ag_text_of(later), 0, &n);
    assert_int_equal(n, 1);
    char choice[BOOK_SUBJECT];
    const ag_text subject = ag_row_subject(&view, row);
    snprintf(choice, sizeof choice, "%.*s", (int)subject.n, subject.at);
    book_refused(b, AG_LIAISON, "consequence.done", choice, "I7", "note=visited", NULL);
    book_ok(b, AG_LIAISON, "consequence.done", choice, NULL, "note=visited", "choice=only-at-end", NULL);
    end(b);
}

static void an_alarm_or_a_gap_stops_confirmation(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char alarm[BOOK_SUBJECT];
    dead_presumed(b, NULL, "dental", &d);
    book_ok(b, AG_REVIEWER | BOOK_OTHER, "case.propose", d.identification, NULL, NULL);
    book_ok(b, AG_ANALYST, "alarm.raise", NULL, alarm, text(b, "case", d.identification), "finding=another-person",
            "lr_log10=7", NULL);
    book_refused(b, AG_REVIEWER, "case.confirm", d.identification, "I8", NULL);
    assert_non_null(strstr(book_fact(b, d.identification, "before the decision"), "is open"));
    book_refused(b, AG_REVIEWER | BOOK_OTHER, "alarm.answer", alarm, "I5", "answer=relative", "reasons=his brother",
                 NULL);
    book_ok(b, AG_REVIEWER, "alarm.answer", alarm, NULL, "answer=relative", "reasons=his brother", NULL);
    dead_gap(b, d.remains);
    book_refused(b, AG_REVIEWER, "case.confirm", d.identification, "I8", NULL);
    assert_non_null(strstr(book_fact(b, d.identification, "before the decision"), "unexplained gap"));
    book_ok(b, AG_REVIEWER, "case.confirm", d.identification, NULL, "reasons=the gap was a clerk's slip, the seal held",
            NULL);
    book_ok(b, AG_ANALYST, "alarm.raise", NULL, alarm, text(b, "case", d.identification),
            "finding=confirmed-person-unlikely", NULL);
    book_refused(b, AG_REVIEWER, "alarm.answer", alarm, "I8", "answer=identification-challenged",
                 "reasons=it must be looked at", NULL);
    end(b);
}

static void remains_have_one_open_case(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char other[BOOK_SUBJECT];
    dead_presumed(b, NULL, "dental", &d);
    book_refused(b, AG_ANALYST, "case.open", NULL, "I9", text(b, "about", d.remains), NULL);
    book_ok(b, AG_ANALYST, "case.propose", d.identification, NULL, NULL);
    book_ok(b, AG_REVIEWER, "case.reject", d.identification, NULL, "reasons=the chart is of another man", NULL);
    book_ok(b, AG_ANALYST, "case.open", NULL, other, text(b, "about", d.remains), NULL);
    book_refused(b, AG_ANALYST, "case.reconsider", d.identification, "I9", "reasons=again", NULL);
    book_ok(b, AG_ANALYST, "case.pause", other, NULL, "reasons=no relatives are known", NULL);
    book_ok(b, AG_ANALYST, "case.reconsider", other, NULL, "reasons=a relative came", NULL);
    end(b);
}

static void nobody_is_found_twice(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d, other = {0};
    char remains[BOOK_SUBJECT], individual[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    dead_examined(b, "absent", remains);
    book_ok(b, AG_ANALYST, "case.open", NULL, other.identification, text(b, "about", remains), NULL);
    book_ok(b, AG_ANALYST, "hypothesis.propose", NULL, other.hypothesis, text(b, "case", other.identification),
            text(b, "person", d.person), "lr_log10=9", "prior_log10=-2", "pool=100", NULL);
    add_evidence(b, &other, "dna", "for", NULL);
    book_ok(b, AG_ANALYST, "case.presume", other.identification, NULL, text(b, "hypothesis", other.hypothesis), NULL);
    book_ok(b, AG_ANALYST, "case.propose", other.identification, NULL, NULL);
    book_refused(b, AG_REVIEWER, "case.confirm", other.identification, "I1", "reasons=surely", NULL);
    dead_individual(b, d.remains, remains, individual);
    book_ok(b, AG_REVIEWER, "case.confirm", other.identification, NULL, NULL);
    end(b);
}

static void an_excluded_person_is_not_presumed(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    dead_presumed(b, NULL, "dental", &d);
    book_ok(b, AG_ANALYST, "hypothesis.exclude", d.hypothesis, NULL, "ground=anthropology",
            "reasons=the remains are of a boy", NULL);
    assert_non_null(strstr(book_fact(b, d.identification, "before the decision"), "excluded"));
    book_refused(b, AG_ANALYST, "case.propose", d.identification, "I1", NULL);
    book_ok(b, AG_ANALYST, "hypothesis.readmit", d.hypothesis, NULL, "reasons=another bag was meant", NULL);
    book_ok(b, AG_ANALYST, "case.propose", d.identification, NULL, NULL);
    book_refused(b, AG_ANALYST, "hypothesis.exclude", d.hypothesis, "I5", "ground=dna",
                 "reasons=behind the board's back", NULL);
    end(b);
}

static const struct CMUnitTest cases[] = {
    {"confirmation needs a primary method and no unexplained contradiction, or the board's reasons",
     confirmation_needs_a_primary_method, NULL, NULL, NULL},
    {"the board may decide over missing primary evidence, in writing", the_board_may_decide_in_writing, NULL, NULL,
     NULL},
    {"recognition alone leads to PRESUMPTIVE, and nowhere where the face is disfigured",
     recognition_leads_to_presumptive, NULL, NULL, NULL},
    {"the face of every element of an individual is looked at", every_element_is_looked_at, NULL, NULL, NULL},
    {"papers prove nobody where papers of a cover identity are present", papers_prove_nobody_where_they_are_false, NULL,
     NULL, NULL},
    {"the posterior is LR times prior over one plus that, and must reach the threshold",
     the_posterior_must_reach_the_threshold, NULL, NULL, NULL},
    {"a posterior at the threshold is enough, one below is not", the_threshold_itself_is_enough, NULL, NULL, NULL},
    {"nobody decides on what he proposed, and as many reviewers sign as the casebook asks",
     as_many_reviewers_sign_as_asked, NULL, NULL, NULL},
    {"a withdrawn identification opens everything that rested on it",
     a_withdrawn_identification_opens_what_rested_on_it, NULL, NULL, NULL},
    {"who challenged an identification does not decide on it", who_challenged_does_not_decide, NULL, NULL, NULL},
    {"a later element of a person who was identified asks the family again", a_later_element_asks_the_family_again,
     NULL, NULL, NULL},
    {"an open alarm or a gap in custody stops confirmation until it is answered", an_alarm_or_a_gap_stops_confirmation,
     NULL, NULL, NULL},
    {"remains have one open case at a time", remains_have_one_open_case, NULL, NULL, NULL},
    {"one person is not confirmed as two individuals", nobody_is_found_twice, NULL, NULL, NULL},
    {"an excluded person is neither proposed nor excluded behind the board", an_excluded_person_is_not_presumed, NULL,
     NULL, NULL},
};

int main(void) { return cmocka_run_group_tests_name("identification", cases, NULL, NULL); }
