/* What families and offices are given on paper: letters, certificates, notifications of death, recalls. Their words are
 * looked at as they are composed, in every language. */
#include "casebook_dead.h"

#include <ctype.h>
#include <string.h>

#include "casebook/kinds.h"
#include "report/paper_make.h"

enum { HOUR = 3600, LEGAL = 6, LIAISON = 5 }; /* of the users of a book */

static const char NAME[] = "리대혁";

static const char *text(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

/* ---- Papers as words ------------------------------------------------------------------------------------------ */

static void add_words(const ag_node *node, ag_buffer *out) {
    if (node->label) ag_buffer_printf(out, "%s: ", node->label);
    if (node->text) ag_buffer_puts(out, node->text);
    ag_buffer_putc(out, '\n');
    for (const ag_node *child = node->first; child; child = child->next) add_words(child, out);
}

static const ag_paper_type *type_named(const char *name) {
    const ag_paper_type *type = ag_paper_type_find(ag_text_of(name));
    assert_non_null(type);
    return type;
}

/* The record of a paper; NULL: it is refused, and *err says why. */
static json_t *record_of(book *b, const char *name, const char *subject, int who, ag_error *err) {
    ag_gather gather = {
        .view = book_view(b, subject), .actor = &b->actor[who], .record = json_object(), .purpose = "a test of papers"};
    if (type_named(name)->gather(&gather, err) == AG_OK) return gather.record;
    json_decref(gather.record);
    return NULL;
}

/* Owned: what a record says in a language. */
static char *words_of(const char *name, const json_t *record, ag_language language) {
    ag_arena arena;
    ag_buffer out = {0};
    ag_arena_init(&arena);
    ag_paper paper = {.arena = &arena, .language = language, .record = record};
    ag_document_init(&paper.document, &arena, "", type_named(name)->title.in[language]);
    type_named(name)->compose(&paper);
    add_words(&paper.document.root, &out);
    ag_arena_deinit(&arena);
    assert_false(out.failed);
    return out.data;
}

static void says(const char *name, const json_t *record, ag_language language, const char *words) {
    char *all = words_of(name, record, language);
    if (!strstr(all, words)) fail_msg("%s does not say \"%s\":\n%s", name, words, all);
    free(all);
}

static void never_says(const char *name, const json_t *record, const char *words) {
    for (int language = 0; language < AG_LANGUAGES; language++) {
        char *all = words_of(name, record, (ag_language)language);
        if (strstr(all, words)) fail_msg("%s says \"%s\":\n%s", name, words, all);
        free(all);
    }
}

/* ---- The dead ------------------------------------------------------------------------------------------------- */

typedef struct kin {
    char family[BOOK_SUBJECT], mother[BOOK_SUBJECT], notification[BOOK_SUBJECT];
} kin;

static void named(book *b, const char *person) {
    book_ok(b, AG_REGISTRAR, "name.record", NULL, NULL, text(b, "person", person), "role=cover",
            "original=Kim Kang Solat", NULL);
    book_ok(b, AG_REGISTRAR, "name.record", NULL, NULL, text(b, "person", person), "role=true",
            text(b, "original", NAME), NULL);
    book_ok(b, AG_REGISTRAR, "person.particulars", person, NULL, "power=KP", "force=army", "birth=1998-04~",
            "father=대철", NULL);
}

static void a_family(book *b, const char *person, kin *k) {
    book_ok(b, AG_LIAISON, "family.open", NULL, k->family, NULL);
    book_ok(b, AG_LIAISON, "relative.add", NULL, k->mother, text(b, "family", k->family), "label=어머님", NULL);
    book_ok(b, AG_LIAISON, "relative.add", NULL, NULL, text(b, "family", k->family), text(b, "person", person), NULL);
}

static void prepared(book *b, const char *person, kin *k, const char *news) {
    book_ok(b, AG_LIAISON, "notification.open", NULL, k->notification, text(b, "person", person),
            text(b, "family", k->family), text(b, "news", news), NULL);
    book_ok(b, AG_LIAISON, "notification.assess", k->notification, NULL, "assessment=safe", NULL);
    book_ok(b, AG_LIAISON, "notification.prepare", k->notification, NULL, text(b, "relative", k->mother), "words=x",
            NULL);
}

static void issued(book *b, const char *type, const char *person, char *out) {
    book_ok_signed(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, out, text(b, "type", type),
                   text(b, "person", person), "issuer=UA-mvs-odesa", NULL);
}

/* ---- Letters -------------------------------------------------------------------------------------------------- */

static void is_kind(const json_t *record) {
    for (int language = 0; language < AG_LANGUAGES; language++) {
        char *all = words_of("family-notice", record, (ag_language)language);
        if (!strstr(all, NAME)) fail_msg("the letter names nobody:\n%s", all);
        for (const char *at = all; *at; at++)
            if (isdigit((unsigned char)*at) || *at == '%' || *at == '{') fail_msg("a number in the letter:\n%s", all);
        free(all);
    }
}

static void letters_have_no_numbers(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    kin k;
    ag_error err;
    dead_proposed(b, NULL, &d);
    named(b, d.person);
    a_family(b, d.person, &k);
    book_ok(b, AG_REGISTRAR, "person.assert_death", d.person, NULL, "asserted_by=state", "asserted_of=RU", NULL);
    book_ok(b, AG_LEGAL, "person.legal", d.person, NULL, "act=absence", "act_date=2025-05-01", "court=odesa-1", NULL);
    static const char *const before[] = {"death-stated", "legal-act", "withdrawn"};
    for (int i = 0; i < 3; i++) {
        prepared(b, d.person, &k, before[i]);
        json_t *record = record_of(b, "family-notice", k.notification, LIAISON, &err);
        assert_non_null(record);
        is_kind(record);
        if (i == 0) says("family-notice", record, AG_RUSSIAN, "государство (Российская Федерация)");
        never_says("family-notice", record, "Solat");
        json_decref(record);
    }
    book_ok(b, AG_REVIEWER, "case.confirm", d.identification, NULL, NULL);
    prepared(b, d.person, &k, "further-remains");
    json_t *record = record_of(b, "family-notice", k.notification, LIAISON, &err);
    assert_non_null(record);
    is_kind(record);
    json_object_set_new(record, "news", json_string("identified"));
    is_kind(record);
    says("family-notice", record, AG_ENGLISH, "Nothing has to be decided today.");
    says("family-notice", record, AG_KOREAN, "리대혁의 사망 소식을 전해 드리게 되어");
    says("family-notice", record, AG_KOREAN, "어머님");
    json_decref(record);
    end(b);
}

static void some_letters_are_never_written(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT];
    kin k, other;
    ag_error err;
    dead_person(b, person);
    named(b, person);
    a_family(b, person, &k);
    a_family(b, person, &other);
    book_ok(b, AG_REGISTRAR, "person.assert_death", person, NULL, "asserted_by=state", NULL);
    prepared(b, person, &k, "other");
    assert_null(record_of(b, "family-notice", k.notification, LIAISON, &err));
    prepared(b, person, &k, "death-stated");
    json_decref(record_of(b, "family-notice", k.notification, LIAISON, &err));
    book_ok(b, AG_INVESTIGATOR, "risk.raise", NULL, NULL, text(b, "about", k.mother), "sort=watched",
            "reason=a car before the house", NULL);
    assert_null(record_of(b, "family-notice", k.notification, LIAISON, &err));
    assert_non_null(strstr(err.hint, "risk:"));
    book_ok(b, AG_CASE_OFFICER, "person.found_alive", person, NULL, "basis=spoke-with", NULL);
    book_ok(b, AG_LIAISON, "consent.record", NULL, NULL, text(b, "person", person), "scope=whereabouts", "paper=C-2",
            NULL);
    book_ok(b, AG_CASE_OFFICER, "person.decide_notice", person, NULL, "decision=tell-kin", "reason=he asks for it",
            NULL);
    prepared(b, person, &other, "found-alive");
    assert_null(record_of(b, "family-notice", other.notification, LIAISON, &err));
    assert_non_null(strstr(err.hint, "not written"));
    end(b);
}

/* ---- Certificates --------------------------------------------------------------------------------------------- */

static void cremated(book *b, const dead *d) {
    char order[BOOK_SUBJECT];
    dead_sampled(b, d->remains);
    book_ok(b, AG_REGISTRAR, "order.propose", NULL, order, text(b, "about", d->remains), "method=cremation", HYGIENE,
            NULL);
    book_ok(b, AG_LEGAL, "order.legal", order, NULL, "opinion=lawful", NULL);
    book_ok(b, AG_ANALYST, "order.forensic", order, NULL, "opinion=nothing is lost", NULL);
    book_ok(b, AG_REVIEWER, "order.approve", order, NULL, "opinion=agreed", NULL);
    book_ok(b, AG_LIAISON, "order.announce", order, NULL, "notice=the family was told in person", NULL);
    b->now += 72 * HOUR;
    book_ok(b, AG_REGISTRAR, "order.execute", order, NULL, "circumstances=at the hospital, a priest was there", NULL);
}

static void a_certificate_says_what_it_rests_on(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char certificate[BOOK_SUBJECT];
    ag_error err;
    dead_confirmed(b, NULL, &d);
    named(b, d.person);
    cremated(b, &d);
    issued(b, "military-death", d.person, certificate);
    assert_null(record_of(b, "certificate-absence", certificate, LEGAL, &err));
    json_t *record = record_of(b, "certificate-military-death", certificate, LEGAL, &err);
    assert_non_null(record);
    static const char *const english[] = {"This certifies that 리대혁 has died.",
                                          "Democratic People’s Republic of Korea",
                                          "about April 1998",
                                          "대철",
                                          "imperative hygiene, certified by a physician",
                                          "the cold store has failed",
                                          "at the hospital, a priest was there",
                                          "16 June 2025",
                                          "19 June 2025"};
    for (size_t i = 0; i < sizeof english / sizeof *english; i++)
        says("certificate-military-death", record, AG_ENGLISH, english[i]);
    says("certificate-military-death", record, AG_KOREAN, "리대혁의 사망을 증명합니다.");
    says("certificate-military-death", record, AG_RUSSIAN, "Кремация");
    says("certificate-military-death", record, AG_UKRAINIAN, "Корейська Народно-Демократична Республіка");
    never_says("certificate-military-death", record, "Solat");
    json_decref(record);
    book_ok(b, AG_INVESTIGATOR, "case.challenge", d.identification, NULL, "reasons=a doubt", NULL);
    assert_null(record_of(b, "certificate-military-death", certificate, LEGAL, &err));
    assert_non_null(strstr(err.hint, "challenged"));
    end(b);
}

static void absence_is_said_not_to_be_death(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char person[BOOK_SUBJECT], certificate[BOOK_SUBJECT];
    ag_error err;
    dead_person(b, person);
    named(b, person);
    book_ok(b, AG_LEGAL, "person.legal", person, NULL, "act=absence", "act_date=2025-05-01", "court=odesa-1", NULL);
    issued(b, "absence", person, certificate);
    json_t *record = record_of(b, "certificate-absence", certificate, LEGAL, &err);
    assert_non_null(record);
    says("certificate-absence", record, AG_ENGLISH, "This is not a certificate of death.");
    says("certificate-absence", record, AG_KOREAN, "이것은 사망 증명서가 아닙니다.");
    says("certificate-absence", record, AG_RUSSIAN, "Это не свидетельство о смерти.");
    says("certificate-absence", record, AG_UKRAINIAN, "Це не свідоцтво про смерть.");
    json_decref(record);
    book_ok(b, AG_LEGAL, "person.legal", person, NULL, "act=presumed-death", "act_date=2026-05-01", "court=odesa-1",
            NULL);
    issued(b, "death", person, certificate);
    record = record_of(b, "certificate-death", certificate, LEGAL, &err);
    says("certificate-death", record, AG_ENGLISH, "does not establish how, when or where");
    says("certificate-death", record, AG_ENGLISH, "presumption of death");
    json_decref(record);
    end(b);
}

static void a_notification_prints_every_box(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char notice[BOOK_SUBJECT];
    ag_error err;
    dead_confirmed(b, NULL, &d);
    named(b, d.person);
    book_ok_signed(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, notice, "type=geneva-notice",
                   text(b, "person", d.person), "issuer=UA-nib", "marked=yes", "effects=kept", "credit=120.50",
                   "currency=UAH", NULL);
    json_t *record = record_of(b, "geneva-notice", notice, LEGAL, &err);
    assert_non_null(record);
    /* Annex IV D as casework 2.1 has it. */
    static const char *const box[] = {"Responsible authority: UA-nib",
                                      "Name: 리대혁",
                                      "First name of the father: 대철",
                                      "Place of birth: not known",
                                      "Place of death: not known",
                                      "Rank: not known",
                                      "Service number: not known",
                                      "Next of kin and address: not stated",
                                      "Where and when captured: not known",
                                      "Cause and circumstances of death: not known",
                                      "Place of burial: not known",
                                      "Is the grave marked, and can relatives find it?: yes",
                                      "Personal effects: kept by the authority",
                                      "Credit balance of the prisoner’s account: 120.5 UAH",
                                      "Short account by the person who cared for the deceased: not stated",
                                      "First witness",
                                      "Second witness",
                                      "check against the treaty print"};
    for (size_t i = 0; i < sizeof box / sizeof *box; i++) says("geneva-notice", record, AG_ENGLISH, box[i]);
    says("geneva-notice", record, AG_KOREAN, "알 수 없음");
    json_decref(record);
    kin k;
    a_family(b, d.person, &k);
    book_ok_signed(b, AG_LEGAL, AG_CASE_OFFICER, "certificate.issue", NULL, notice, "type=geneva-notice",
                   text(b, "person", d.person), "issuer=UA-nib", "kin=his mother, Sinuiju",
                   text(b, "supersedes", notice), "reasons=the next of kin are known", NULL);
    record = record_of(b, "geneva-notice", notice, LEGAL, &err);
    says("geneva-notice", record, AG_ENGLISH, "Next of kin and address: his mother, Sinuiju");
    json_decref(record);
    book_ok(b, AG_INVESTIGATOR, "risk.raise", NULL, NULL, text(b, "about", k.mother), "sort=watched",
            "reason=a car before the house", NULL);
    record = record_of(b, "geneva-notice", notice, LEGAL, &err);
    says("geneva-notice", record, AG_ENGLISH, "Next of kin and address: not stated");
    json_decref(record);
    end(b);
}

/* ---- Recalls -------------------------------------------------------------------------------------------------- */

static void a_recall_gives_nobody_away(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char certificate[BOOK_SUBJECT];
    ag_error err;
    dead_confirmed(b, NULL, &d);
    named(b, d.person);
    issued(b, "death", d.person, certificate);
    assert_null(record_of(b, "certificate-recall", certificate, LEGAL, &err));
    book_ok(b, AG_LEGAL, "certificate.recall", certificate, NULL, "ground=found-alive", "reasons=he came home", NULL);
    json_t *record = record_of(b, "certificate-recall", certificate, LEGAL, &err);
    assert_non_null(record);
    char *kept = json_dumps(record, 0);
    assert_null(strstr(kept, "alive"));
    free(kept);
    never_says("certificate-recall", record, "alive");
    says("certificate-recall", record, AG_ENGLISH, "what it certified is no longer certain");
    says("certificate-recall", record, AG_ENGLISH, "Please do not write to the family");
    json_decref(record);
    end(b);
}

static void issue_paper(book *b, const char *name, const char *subject, int who, char *paper) {
    ag_paper_made made = {0};
    ag_error err;
    assert_ok(ag_paper_make(b->casebook, &b->actor[who], type_named(name), ag_text_of(subject), AG_KOREAN, &made, &err),
              &err);
    assert_true(made.pdf.n > 1000);
    snprintf(paper, BOOK_SUBJECT, "%s", made.subject);
    ag_paper_made_deinit(&made);
}

static size_t recalls(book *b) {
    ag_buffer out = {0};
    ag_error err;
    assert_ok(ag_papers_recalls(b->casebook, &out, &err), &err);
    const size_t n = out.n;
    ag_buffer_deinit(&out);
    return n;
}

/* Identified, with a family that is about to be told, and a letter for it. */
static void letter_is_ready(book *b, dead *d, kin *k, char *letter) {
    dead_proposed(b, NULL, d);
    named(b, d->person);
    book_ok(b, AG_REVIEWER, "case.confirm", d->identification, NULL, NULL);
    a_family(b, d->person, k);
    const ag_view view = book_view(b, d->person);
    int n;
    const ag_row *row = ag_view_rows(&view, &ag_kind_notification, "person", ag_text_of(d->person), 0, &n);
    assert_int_equal(n, 1);
    snprintf(k->notification, sizeof k->notification, "notification:%.*s", (int)ag_row_id(row).n, ag_row_id(row).at);
    book_ok(b, AG_LIAISON, "notification.assess", k->notification, NULL, "assessment=safe", NULL);
    book_ok(b, AG_LIAISON, "notification.prepare", k->notification, NULL, text(b, "relative", k->mother), "words=x",
            NULL);
    issue_paper(b, "family-notice", k->notification, LIAISON, letter);
}

static void withdrawn(book *b, const dead *d) {
    book_ok(b, AG_INVESTIGATOR, "case.challenge", d->identification, NULL, "reasons=a doubt", NULL);
    book_ok(b, AG_REVIEWER | BOOK_OTHER, "case.withdraw", d->identification, NULL, "reasons=the samples were exchanged",
            NULL);
}

static void papers_fall_with_the_identification(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char certificate[BOOK_SUBJECT], paper[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    named(b, d.person);
    issued(b, "death", d.person, certificate);
    issue_paper(b, "certificate-death", certificate, LEGAL, paper);
    book_state_is(b, paper, "ISSUED");
    const size_t before = recalls(b);
    withdrawn(b, &d);
    book_state_is(b, paper, "RECALLED");
    assert_true(recalls(b) > before);
    end(b);
}

static ag_status copied(book *b, const char *letter, ag_error *err) {
    ag_paper_made made = {0};
    const ag_status status = ag_paper_copy(b->casebook, &b->actor[LIAISON], ag_text_of(letter), AG_KOREAN, &made, err);
    ag_paper_made_deinit(&made);
    return status;
}

static void a_letter_is_no_paper_like_others(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    kin k;
    char letter[BOOK_SUBJECT], risk[BOOK_SUBJECT];
    ag_error err;
    letter_is_ready(b, &d, &k, letter);
    assert_ok(copied(b, letter, &err), &err);
    book_ok(b, AG_INVESTIGATOR, "risk.raise", NULL, risk, text(b, "about", k.family), "sort=watched",
            "reason=a car before the house", NULL);
    assert_int_equal(copied(b, letter, &err), AG_REFUSED);
    book_ok(b, AG_CASE_OFFICER, "risk.lift", risk, NULL, "reason=it is gone", NULL);
    const size_t before = recalls(b);
    withdrawn(b, &d);
    book_state_is(b, letter, "RECALLED");
    assert_int_equal(copied(b, letter, &err), AG_REFUSED);
    assert_int_equal(recalls(b), before);
    end(b);
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"a letter to a family has no number in it, in any language", letters_have_no_numbers, NULL, NULL, NULL},
        {"no letter is written to a family at risk, nor that somebody lives", some_letters_are_never_written, NULL,
         NULL, NULL},
        {"a certificate says what it rests on and what was done with the remains", a_certificate_says_what_it_rests_on,
         NULL, NULL, NULL},
        {"a certificate of absence says that it is none of death", absence_is_said_not_to_be_death, NULL, NULL, NULL},
        {"a notification of death prints every box and what is not known", a_notification_prints_every_box, NULL, NULL,
         NULL},
        {"a recall says of nobody that he lives", a_recall_gives_nobody_away, NULL, NULL, NULL},
        {"a recall is found by who holds the certificate alone", papers_fall_with_the_identification, NULL, NULL, NULL},
        {"a letter is copied while it may be written, and no list of recalls tells a family",
         a_letter_is_no_paper_like_others, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("papers for families", cases, NULL, NULL);
}
