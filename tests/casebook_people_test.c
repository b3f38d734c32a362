/* Persons, names, families, consent, samples: what the casebook refuses about people, and what it derives. */
#include "casebook_support.h"

#include <string.h>

#include "casebook/people.h"
#include "casebook/people_search.h"

static const char *no_fields(void) { return NULL; }

static void a_person(book *b, char person[BOOK_SUBJECT]) {
    book_ok(b, AG_REGISTRAR, "person.report", NULL, person, "sort=reported", "sex=male", NULL);
}

static void assert_status_is(book *b, const char *person, const char *status) {
    const ag_view view = book_view(b, person);
    assert_string_equal(ag_person_status(&view, &view.row, NULL), status);
}

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

/* ---- Status ------------------------------------------------------------------------------------------------------ */

static void test_status(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT];
    (void)state;
    a_person(b, person);
    assert_status_is(b, person, "REPORTED");
    book_ok(b, AG_REGISTRAR, "person.serving", person, NULL, "unit=storm-corps", NULL);
    assert_status_is(b, person, "SERVING");
    book_ok(b, AG_REGISTRAR, "person.missing", person, NULL, "since=2025-01-05~", NULL);
    assert_status_is(b, person, "MISSING");
    book_ok(b, AG_REGISTRAR, "person.captured", person, NULL, no_fields());
    assert_status_is(b, person, "CAPTURED");
    book_ok(b, AG_REGISTRAR, "person.particulars", person, NULL, "remarks=he is dead, believe me", NULL);
    assert_status_is(b, person, "CAPTURED");
    book_ok(b, AG_REGISTRAR, "person.assert_death", person, NULL, "asserted_by=press", NULL);
    assert_status_is(b, person, "DEATH_ASSERTED");
    book_ok(b, AG_INVESTIGATOR, "person.withdraw", person, NULL, "statement=asserted", "reason=another man", NULL);
    assert_status_is(b, person, "CAPTURED");
    book_refused(b, AG_INVESTIGATOR, "person.withdraw", person, "S1", "statement=asserted", "reason=again", NULL);
    book_ok(b, AG_REGISTRAR, "person.sighted", person, NULL, "sighted=2025-02", NULL);
    assert_status_is(b, person, "BODY_SIGHTED");
    book_refused(b, AG_CASE_OFFICER, "person.account", person, "S1", "settlement=remains-home", "reason=x", NULL);
    end(b);
}

static void test_state_certificate(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT];
    (void)state;
    a_person(b, person);
    book_ok(b, AG_REGISTRAR, "person.assert_death", person, NULL, "asserted_by=state", "asserted_of=RU",
            "certificate=A-17", NULL);
    assert_status_is(b, person, "DEATH_ASSERTED");
    assert_non_null(strstr(book_fact(b, person, "death stated by"), "a claim"));
    end(b);
}

static void test_legal_status(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT];
    (void)state;
    a_person(b, person);
    book_ok(b, AG_REGISTRAR, "person.missing", person, NULL, no_fields());
    book_ok(b, AG_LEGAL, "person.legal", person, NULL, "act=absence", "act_date=2026-01-10", "court=KP-01", NULL);
    assert_status_is(b, person, "MISSING");
    assert_non_null(strstr(book_fact(b, person, "legal status"), "absence"));
    book_ok(b, AG_LEGAL, "person.legal", person, NULL, "act=presumed-death", "act_date=2030-01-10", "court=KP-01",
            NULL);
    assert_status_is(b, person, "PRESUMED_DEAD");
    end(b);
}

static void test_found_alive(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT];
    (void)state;
    a_person(b, person);
    book_ok(b, AG_REGISTRAR, "person.assert_death", person, NULL, "asserted_by=state", NULL);
    book_ok(b, AG_CASE_OFFICER, "person.found_alive", person, NULL, "basis=spoke-with", "whereabouts=a hospital", NULL);
    assert_status_is(b, person, "FOUND_ALIVE");
    ag_view view = book_view(b, person);
    assert_true(ag_row_is(&view.row, "due_rule", "A12"));
    book_refused(b, AG_CASE_OFFICER, "person.decide_notice", person, "A11", "decision=tell-kin", "reason=they ask",
                 NULL);
    book_ok(b, AG_CASE_OFFICER, "person.decide_notice", person, NULL, "decision=ask-again", "reason=he sleeps", NULL);
    view = book_view(b, person);
    assert_true(ag_row_is(&view.row, "due_rule", "A12"));
    book_ok(b, AG_LIAISON, "consent.record", NULL, NULL,
            strchr(person, ':') ? ag_view_say(&view, "person=%s", person) : "", "scope=whereabouts", "paper=F-1", NULL);
    book_ok(b, AG_CASE_OFFICER, "person.decide_notice", person, NULL, "decision=tell-kin", "reason=he wishes it", NULL);
    view = book_view(b, person);
    assert_int_equal(ag_row_text(&view.row, "due_rule").n, 0);
    end(b);
}

static ag_wanted read_field(book *b, unsigned role, const char *subject, const char *field) {
    ag_wanted wanted = {.subject = ag_text_of(subject), .field = field};
    ag_error err;
    for (int i = 0; i < AG_ROLES; i++)
        if (role == 1U << i)
            assert_ok(ag_casebook_read(b->casebook, &b->actor[i], "a test", &wanted, 1, &b->arena, &err), &err);
    return wanted;
}

static void test_whereabouts(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], consent[BOOK_SUBJECT];
    (void)state;
    a_person(b, person);
    book_ok(b, AG_CASE_OFFICER, "person.found_alive", person, NULL, "basis=list", "whereabouts=Camp 12", NULL);
    assert_true(read_field(b, AG_CASE_OFFICER, person, "whereabouts").forbidden);
    const ag_view view = book_view(b, person);
    book_ok(b, AG_LIAISON, "consent.record", NULL, consent, ag_view_say(&view, "person=%s", person),
            "scope=whereabouts", "paper=F-1", NULL);
    const ag_wanted open = read_field(b, AG_CASE_OFFICER, person, "whereabouts");
    assert_true(ag_text_equal(open.value, AG_TEXT("Camp 12")));
    assert_true(read_field(b, AG_ANALYST, person, "whereabouts").forbidden);
    book_ok(b, AG_LIAISON, "consent.withdraw", consent, NULL, no_fields());
    assert_true(read_field(b, AG_CASE_OFFICER, person, "whereabouts").forbidden);
    end(b);
}

static void test_duplicate(void **state) {
    book *b = book_new(NULL);
    char one[BOOK_SUBJECT], two[BOOK_SUBJECT];
    (void)state;
    a_person(b, one);
    a_person(b, two);
    ag_view view = book_view(b, one);
    book_refused(b, AG_REGISTRAR, "person.duplicate", one, "N4", ag_view_say(&view, "of=%s", one), "reason=x", NULL);
    book_ok(b, AG_REGISTRAR, "person.duplicate", two, NULL, ag_view_say(&view, "of=%s", one), "reason=same number",
            NULL);
    assert_status_is(b, two, "DUPLICATE_OF");
    assert_status_is(b, one, "REPORTED");
    book_refused(b, AG_REGISTRAR, "person.duplicate", one, "N4", ag_view_say(&view, "of=%s", two), "reason=x", NULL);
    book_ok(b, AG_REGISTRAR, "person.distinct", two, NULL, "reason=two brothers", NULL);
    assert_status_is(b, two, "REPORTED");
    end(b);
}

static void test_particulars(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT];
    (void)state;
    a_person(b, person);
    const ag_view view = book_view(b, person);
    assert_non_null(strstr(book_fact(b, person, "not recorded"), "mother's maiden name"));
    assert_null(strstr(book_fact(b, person, "not recorded"), "cause of death"));
    book_ok(b, AG_REGISTRAR, "person.assert_death", person, NULL, "asserted_by=unit", NULL);
    assert_non_null(strstr(book_fact(b, person, "not recorded"), "cause of death"));
    book_ok(b, AG_REGISTRAR, "person.particulars", person, NULL, "power=KP", "force=army", "rank=private",
            "service_number=0721", "birth=2004", "birthplace=Sinuiju", "father=Chol", "mother=Pak", "disc=none found",
            NULL);
    book_ok(b, AG_REGISTRAR, "person.assert_death", person, NULL, "asserted_by=unit", "death_date=2025-01-05~",
            "death_place=Kursk", "cause=violence", NULL);
    assert_string_equal(book_fact(b, person, "not recorded"), "surname and first names");
    book_ok(b, AG_REGISTRAR, "name.record", NULL, NULL, ag_view_say(&view, "person=%s", person), "role=as-signed",
            "original=리대혁", "script=Hang", NULL);
    assert_string_equal(book_fact(b, person, "not recorded"), "");
    end(b);
}

/* ---- Names and covers -------------------------------------------------------------------------------------------- */

static void test_cover(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], cover[BOOK_SUBJECT];
    (void)state;
    a_person(b, person);
    const ag_view view = book_view(b, person);
    book_refused(b, AG_REGISTRAR, "cover.record", NULL, "A24", "authority=RU-tuva", "document=military-id",
                 "printed=Kim Kang Solat Albertovich", NULL);
    book_ok(b, AG_REGISTRAR, "cover.record", NULL, cover, ag_view_say(&view, "person=%s", person), "authority=RU-tuva",
            "document=military-id", "printed=Kim Kang Solat Albertovich", "birthplace=Tuva", "missing=photo seal",
            NULL);
    book_state_is(b, cover, "STANDING");
    end(b);
}

static int found_by(book *b, const char *text, ag_found_name **out) {
    ag_error err;
    int n, total;
    assert_ok(ag_people_search(b->casebook, &b->actor[1], ag_text_of(text), 10, &b->arena, out, &n, &total, &err),
              &err);
    assert_int_equal(n, total);
    return n;
}

static void test_search(void **state) {
    static const char *const names[] = {"original=리대혁", "original=Ri Dae-hyuk", "original=Ли Дэ Хёк",
                                        "original=Ban Gook-jin"};
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], name[4][BOOK_SUBJECT];
    ag_found_name *found;
    ag_error err;
    (void)state;
    a_person(b, person);
    const ag_view view = book_view(b, person);
    for (int i = 0; i < 4; i++)
        book_ok(b, AG_REGISTRAR, "name.record", NULL, name[i], ag_view_say(&view, "person=%s", person), "role=alias",
                names[i], NULL);
    assert_int_equal(found_by(b, "대혁", &found), 1);
    assert_true(ag_text_equal(found[0].name, ag_text_of(name[0])));
    assert_true(ag_text_equal(found[0].original, AG_TEXT("리대혁")));
    assert_true(ag_text_equal(found[0].person, ag_text_of(person)));
    const ag_past *past;
    int n;
    assert_ok(ag_casebook_history(&view, AG_TEXT("casebook:1"), 1, &past, &n, &err), &err);
    assert_non_null(strstr(ag_view_say(&view, "%.*s", (int)past->bytes.n, past->bytes.at), "\"casebook.read\""));
    assert_non_null(strstr(ag_view_say(&view, "%.*s", (int)past->bytes.n, past->bytes.at), name[0]));
    assert_int_equal(found_by(b, "лИ хЁк", &found), 1);
    assert_int_equal(found_by(b, "HYUK dae", &found), 1);
    assert_int_equal(found_by(b, "\xEF\xBC\xB2\xEF\xBC\xA9", &found), 1); /* full-width RI */
    assert_int_equal(found_by(b, "\xE1\x84\x85\xE1\x85\xB5", &found), 1); /* the same syllable in jamo */
    assert_int_equal(found_by(b, "Pak", &found), 0);
    book_ok(b, AG_REGISTRAR, "name.withdraw", name[0], NULL, "reason=misread", NULL);
    assert_int_equal(found_by(b, "대혁", &found), 0);
    ag_name_index *index;
    assert_status(ag_name_index_new(b->casebook, &b->actor[8], 1, &index, &err), AG_REFUSED, &err);
    end(b);
}

/* ---- Families ---------------------------------------------------------------------------------------------------- */

static void test_pedigree(void **state) {
    book *b = book_new(NULL);
    (void)state;
    book_ok(b, AG_REGISTRAR, "family.open", "family:F1", NULL, no_fields());
    book_ok(b, AG_REGISTRAR, "family.open", "family:F2", NULL, no_fields());
    book_ok(b, AG_REGISTRAR, "relative.add", "relative:F1.1", NULL, "family=family:F1", "sex=male", NULL);
    book_ok(b, AG_REGISTRAR, "relative.add", "relative:F1.2", NULL, "family=family:F1", "father=relative:F1.1",
            "sex=male", NULL);
    book_refused(b, AG_REGISTRAR, "relative.amend", "relative:F1.1", "A23", "father=relative:F1.2", NULL);
    book_refused(b, AG_REGISTRAR, "relative.amend", "relative:F1.1", "A23", "twin=relative:F1.1", NULL);
    book_refused(b, AG_REGISTRAR, "relative.add", "relative:F2.1", "A23", "family=family:F2", "father=relative:F1.1",
                 NULL);
    book_refused(b, AG_REGISTRAR, "relative.add", "relative:F1.3", "A23", "family=family:F1", "mother=relative:F1.1",
                 NULL);
    book_ok(b, AG_LIAISON, "family.close", "family:F2", NULL, "reason=all are found", NULL);
    book_refused(b, AG_REGISTRAR, "relative.add", "relative:F2.1", "A23", "family=family:F2", NULL);
    end(b);
}

static void test_risk(void **state) {
    book *b = book_new(NULL);
    char contact[BOOK_SUBJECT], risk[BOOK_SUBJECT];
    (void)state;
    book_ok(b, AG_REGISTRAR, "family.open", "family:F1", NULL, no_fields());
    book_ok(b, AG_REGISTRAR, "relative.add", "relative:F1.1", NULL, "family=family:F1", NULL);
    book_ok(b, AG_LIAISON, "contact.record", NULL, contact, "relative=relative:F1.1", "way=telephone", "address=0123",
            NULL);
    book_ok(b, AG_LIAISON, "contact.made", contact, NULL, "words=We called.", NULL);
    book_ok(b, AG_REGISTRAR, "risk.raise", NULL, risk, "about=family:F1", "sort=gift-with-pressure",
            "reason=rice for silence", NULL);
    book_refused(b, AG_LIAISON, "contact.made", contact, "A13", "words=We called.", NULL);
    book_ok(b, AG_CASE_OFFICER, "risk.lift", risk, NULL, "reason=they have left", NULL);
    book_ok(b, AG_LIAISON, "contact.made", contact, NULL, "words=We called.", NULL);
    end(b);
}

/* ---- Consent, samples, profiles ---------------------------------------------------------------------------------- */

/* Family F1: a donor (relative:F1.1) and his missing son (relative:F1.2, a person). */
static void a_family(book *b, char person[BOOK_SUBJECT]) {
    a_person(b, person);
    const ag_view view = book_view(b, person);
    book_ok(b, AG_REGISTRAR, "family.open", "family:F1", NULL, no_fields());
    book_ok(b, AG_REGISTRAR, "relative.add", "relative:F1.1", NULL, "family=family:F1", "sex=male", NULL);
    book_ok(b, AG_REGISTRAR, "relative.add", "relative:F1.2", NULL, "family=family:F1", "father=relative:F1.1",
            ag_view_say(&view, "person=%s", person), NULL);
    book_ok(b, AG_LIAISON, "sample.take", "sample:S1", NULL, "about=relative:F1.1", "material=buccal", NULL);
}

static void test_profile_consent(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], profile[BOOK_SUBJECT];
    (void)state;
    a_family(b, person);
    book_refused(b, AG_ANALYST, "profile.record", NULL, "A14", "sample=sample:S1", "role=reference",
                 "genotypes=FGA=20/21", NULL);
    book_ok(b, AG_LIAISON, "consent.record", NULL, NULL, "relative=relative:F1.1", "scope=partners", "partners=lab-2",
            "paper=F-1", NULL);
    book_refused(b, AG_ANALYST, "profile.record", NULL, "A14", "sample=sample:S1", "role=reference",
                 "genotypes=FGA=20/21", NULL);
    book_ok(b, AG_LIAISON, "consent.record", NULL, NULL, "relative=relative:F1.1", "paper=F-2", NULL);
    book_ok(b, AG_ANALYST, "profile.record", NULL, profile, "sample=sample:S1", "role=reference", "genotypes=FGA=20/21",
            NULL);
    const ag_view view = book_view(b, profile);
    assert_true(ag_row_is(&view.row, "about", "relative:F1.1"));
    end(b);
}

static void test_scope(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], other[BOOK_SUBJECT], consent[BOOK_SUBJECT];
    (void)state;
    a_family(b, person);
    a_person(b, other);
    book_refused(b, AG_LIAISON, "consent.record", NULL, "A20", "paper=F-1", NULL);
    ag_view view = book_view(b, person);
    book_ok(b, AG_LIAISON, "consent.record", NULL, consent, "relative=relative:F1.1",
            ag_view_say(&view, "about=%s", person), "paper=F-1", NULL);
    view = book_view(b, consent);
    assert_true(ag_row_is(&view.row, "scope", "this-search"));
    assert_true(ag_consent_covers_search(&view, AG_TEXT("relative:F1.1"), ag_text_of(person)));
    assert_false(ag_consent_covers_search(&view, AG_TEXT("relative:F1.1"), ag_text_of(other)));
    assert_false(ag_consent_stands(&view, AG_TEXT("relative:F1.1"), "partners", (ag_text){"", 0}));
    end(b);
}

static void test_withdrawal(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], consent[BOOK_SUBJECT], second[BOOK_SUBJECT], profile[BOOK_SUBJECT];
    (void)state;
    a_family(b, person);
    book_ok(b, AG_LIAISON, "consent.record", NULL, consent, "relative=relative:F1.1", "paper=F-1", NULL);
    book_ok(b, AG_LIAISON, "consent.record", NULL, second, "relative=relative:F1.1", "scope=all-searches", "paper=F-2",
            NULL);
    book_ok(b, AG_ANALYST, "profile.record", NULL, profile, "sample=sample:S1", "role=reference", "genotypes=FGA=20/21",
            NULL);
    book_ok(b, AG_LIAISON, "consent.withdraw", second, NULL, no_fields());
    assert_true(ag_text_equal(read_field(b, AG_ANALYST, profile, "genotypes").value, AG_TEXT("FGA=20/21")));
    book_refused(b, AG_LIAISON, "sample.destroy", "sample:S1", "A17", "ground=consent-withdrawn", NULL);
    book_ok(b, AG_LIAISON, "consent.withdraw", consent, NULL, "reason=he is afraid", NULL);
    book_state_is(b, profile, "ERASED");
    assert_true(read_field(b, AG_ANALYST, profile, "genotypes").erased);
    const ag_view view = book_view(b, "sample:S1");
    assert_true(ag_row_is(&view.row, "due_rule", "A17"));
    book_ok(b, AG_LIAISON, "sample.destroy", "sample:S1", NULL, "ground=consent-withdrawn", NULL);
    end(b);
}

static void test_destroy_relative(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT];
    (void)state;
    a_family(b, person);
    book_refused(b, AG_LIAISON, "sample.destroy", "sample:S1", "A17", "ground=closure", NULL);
    book_ok(b, AG_LIAISON, "family.close", "family:F1", NULL, "reason=at rest", NULL);
    book_ok(b, AG_LIAISON, "sample.destroy", "sample:S1", NULL, "ground=closure", NULL);
    book_state_is(b, "sample:S1", "DESTROYED");
    end(b);
}

static void test_unidentified_sample(void **state) {
    book *b = book_new(NULL);
    char remains[BOOK_SUBJECT], profile[BOOK_SUBJECT];
    (void)state;
    book_ok(b, AG_REGISTRAR, "remains.sight", NULL, remains, "position=51.2,35.3,±50", NULL);
    ag_view view = book_view(b, remains);
    book_ok(b, AG_REGISTRAR, "sample.take", "sample:R1", NULL, ag_view_say(&view, "about=%s", remains), "material=bone",
            NULL);
    view = book_view(b, remains);
    assert_true(ag_row_is(&view.row, "sampled", "yes"));
    book_refused(b, AG_REGISTRAR, "sample.destroy", "sample:R1", "A16", "ground=request", NULL);
    book_ok(b, AG_ANALYST, "profile.record", NULL, profile, "sample=sample:R1", "role=remains", "genotypes=FGA=20/21",
            NULL);
    book_refused(b, AG_ANALYST, "profile.erase", profile, "A16", "ground=request", NULL);
    end(b);
}

static void test_roles_of_profiles(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT];
    (void)state;
    a_family(b, person);
    const ag_view view = book_view(b, person);
    book_ok(b, AG_LIAISON, "sample.take", "sample:P", NULL, ag_view_say(&view, "about=%s", person), "material=object",
            NULL);
    book_refused(b, AG_ANALYST, "profile.record", NULL, "A18", "sample=sample:P", "role=remains", "genotypes=FGA=20/21",
                 NULL);
    book_ok(b, AG_ANALYST, "profile.record", NULL, NULL, "sample=sample:P", "role=reference", "genotypes=FGA=20/21",
            NULL);
    book_ok(b, AG_CASE_OFFICER, "person.found_alive", person, NULL, "basis=spoke-with", NULL);
    book_refused(b, AG_ANALYST, "profile.record", NULL, "A14", "sample=sample:P", "role=reference",
                 "genotypes=FGA=20/22", NULL);
    end(b);
}

static void test_readers_of_genotypes(void **state) {
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], profile[BOOK_SUBJECT];
    (void)state;
    a_family(b, person);
    book_ok(b, AG_LIAISON, "consent.record", NULL, NULL, "relative=relative:F1.1", "paper=F-1", NULL);
    book_ok(b, AG_ANALYST, "profile.record", NULL, profile, "sample=sample:S1", "role=reference", "genotypes=FGA=20/21",
            NULL);
    for (int i = 0; i < AG_ROLES; i++) {
        const unsigned role = 1U << i;
        if (role == AG_ADMINISTRATOR) continue;
        assert_int_equal(read_field(b, role, profile, "genotypes").forbidden,
                         role != AG_ANALYST && role != AG_REVIEWER);
    }
    end(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        {"a status follows from statements that stand and from nothing else", test_status, NULL, NULL, NULL},
        {"a State's certificate of death stays a claim", test_state_certificate, NULL, NULL, NULL},
        {"a legal act is shown apart from the status", test_legal_status, NULL, NULL, NULL},
        {"somebody found alive waits for a case officer and nobody is told", test_found_alive, NULL, NULL, NULL},
        {"whereabouts of the living open on their own consent alone", test_whereabouts, NULL, NULL, NULL},
        {"a duplicate keeps its record and can be taken back", test_duplicate, NULL, NULL, NULL},
        {"the particulars of GC I 16 and GC III 122 that are not recorded are named", test_particulars, NULL, NULL,
         NULL},
        {"a cover identity says on whom or on what it was found", test_cover, NULL, NULL, NULL},
        {"a name is found by any part of it in any script, and its showing is an entry", test_search, NULL, NULL, NULL},
        {"a pedigree takes no circle and nobody of another family", test_pedigree, NULL, NULL, NULL},
        {"a risk flag of the family forbids contact until it is lifted", test_risk, NULL, NULL, NULL},
        {"a profile without its donor's consent is refused", test_profile_consent, NULL, NULL, NULL},
        {"consent is for this search only when nothing is said", test_scope, NULL, NULL, NULL},
        {"withdrawn consent erases the donor's profiles and the proof holds", test_withdrawal, NULL, NULL, NULL},
        {"a relative's sample is destroyed on a ground that holds", test_destroy_relative, NULL, NULL, NULL},
        {"a sample of unidentified remains is never destroyed", test_unidentified_sample, NULL, NULL, NULL},
        {"only what was taken from remains is remains", test_roles_of_profiles, NULL, NULL, NULL},
        {"genotypes stay closed to all but analyst and reviewer", test_readers_of_genotypes, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("casebook: people", tests, NULL, NULL);
}
