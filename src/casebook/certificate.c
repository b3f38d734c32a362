/* Certificates (casework 1.1, 2.1, 8.6): of absence, of death, of the death of a soldier, of an identification, and the
 * notification of death of the third Geneva Convention.
 *
 *     ISSUED → SUPERSEDED | RECALLED
 *
 * Invariants: two people sign each. One of a type stands for a person at a time; a later one says which it supersedes.
 * A State's own paper makes none (S3), absence is not death (S2), nobody living is named by one. `case`, or else
 * `act`, is found and not typed in: what rests on an identification is recalled with it.
 */
#include "casebook/certificate.h"

#include <stdlib.h>
#include <string.h>

#include "casebook/consequences.h"
#include "casebook/disposition.h"
#include "casebook/kinds.h"
#include "casebook/notification.h"
#include "casebook/papers.h"
#include "casebook/people.h"
#include "casebook/standing.h"

#include "base/banned.h"

enum { ISSUERS = AG_CASE_OFFICER | AG_LEGAL };

static const char DEATH_NOTICE[] = "death-notice"; /* a consequence */

/* ---- What it rests on ------------------------------------------------------------------------------------------- */

static ag_row person_of(const ag_deed *deed) { return ag_view_row(&deed->view, ag_deed_text(deed, "person")); }

static bool type_is(const ag_deed *deed, const char *type) { return ag_deed_is(deed, "type", type); }

static bool is_of_death(const ag_deed *deed) {
    return type_is(deed, "death") || type_is(deed, "military-death") || type_is(deed, "geneva-notice");
}

static const char *names_somebody(const ag_deed *deed) {
    if (ag_deed_has(deed, "person")) return NULL;
    if (!type_is(deed, "geneva-notice")) return "the person it is about (person=…)";
    return ag_deed_has(deed, "individual")
               ? NULL
               : "the person, or the individual nobody has identified yet (person=…, individual=…)";
}

static const char *individual_was_examined(const ag_deed *deed) {
    int n;
    if (!ag_deed_has(deed, "individual") || ag_deed_has(deed, "person")) return NULL;
    const ag_row *element = ag_standing_elements(&deed->view, ag_deed_text(deed, "individual"), &n);
    for (int i = 0; i < n; i++)
        if (ag_row_is(&element[i], "death_confirmed", "yes")) return NULL;
    return "an examination that confirms the death (remains.examine)";
}

static const char *nobody_living_is_named(const ag_deed *deed) {
    static const char *const living[] = {"SERVING", "CAPTURED", "WOUNDED_EVACUATED", "FOUND_ALIVE"};
    const ag_row person = person_of(deed);
    if (!ag_row_there(&person)) return NULL;
    const char *status = ag_person_status(&deed->view, &person, NULL);
    bool refused = ag_person_is_alive(&deed->view, &person) || !ag_row_state(&person, "ON_FILE");
    for (size_t i = 0; i < sizeof living / sizeof *living; i++) refused = refused || strcmp(status, living[i]) == 0;
    return refused ? ag_view_say(&deed->view,
                                 "the record of somebody who is missing or dead: this one is %s, and no certificate is "
                                 "made of it",
                                 status)
                   : NULL;
}

static const char *death_is_established(const ag_deed *deed) {
    const ag_row person = person_of(deed), found = ag_standing_case(&deed->view, ag_deed_text(deed, "person"));
    if (!is_of_death(deed) || !ag_row_there(&person) || ag_row_there(&found)) return NULL;
    return ag_row_integer(&person, "said_presumed", 0) ? NULL
                                                       : "a confirmed identification (case.confirm) or an act of death "
                                                         "in law (person.legal); what a State, kin "
                                                         "or the press says is a claim, whatever paper came with it";
}

static const char *absence_is_declared(const ag_deed *deed) {
    const ag_row person = person_of(deed), found = ag_standing_case(&deed->view, ag_deed_text(deed, "person"));
    if (!type_is(deed, "absence")) return NULL;
    if (ag_row_there(&found)) return "a certificate of death: the person was identified, and is not absent";
    return ag_row_integer(&person, "said_legal", 0) && ag_row_is(&person, "act", "absence")
               ? NULL
               : "a declaration of absence (person.legal act=absence); an act of death is another thing";
}

static const char *identification_is_confirmed(const ag_deed *deed) {
    const ag_row found = ag_standing_case(&deed->view, ag_deed_text(deed, "person"));
    return !type_is(deed, "identification") || ag_row_there(&found)
               ? NULL
               : "a confirmed identification that is not challenged (case.confirm, case.uphold)";
}

static const char *soldier_is_described(const ag_deed *deed) {
    const ag_row person = person_of(deed);
    return !type_is(deed, "military-death") || (ag_row_text(&person, "power").n && ag_row_text(&person, "force").n)
               ? NULL
               : "the Power and the force on record (person.particulars power=… force=…)";
}

static const char *balance_is_stated(const ag_deed *deed) {
    const ag_row person = person_of(deed);
    if (!type_is(deed, "geneva-notice") || !ag_row_there(&person) || !ag_person_was_prisoner(&person)) return NULL;
    return ag_deed_has(deed, "credit") && ag_deed_has(deed, "currency")
               ? NULL
               : "the credit balance of the prisoner's account, 0 where there is none (credit=… currency=…)";
}

/* Any member of any family of the person: an address betrays them all. */
ag_row ag_certificate_kin_at_risk(const ag_view *view, ag_text person) {
    int families, members = 0;
    const ag_text *family = ag_families_of(view, person, &families);
    ag_row risk = {0};
    for (int i = 0; i < families && !ag_row_there(&risk); i++) {
        risk = ag_risk_standing(view, family[i]);
        const ag_row *member = ag_view_rows(view, &ag_kind_relative, "family", family[i], 0, &members);
        for (int k = 0; k < members && !ag_row_there(&risk); k++)
            risk = ag_risk_standing(view, ag_row_subject(view, &member[k]));
    }
    return risk;
}

static const char *kin_are_safe(const ag_deed *deed) {
    if (!ag_deed_has(deed, "kin")) return NULL;
    const ag_row risk = ag_certificate_kin_at_risk(&deed->view, ag_deed_text(deed, "person"));
    const ag_text id = ag_row_id(&risk);
    return ag_row_there(&risk)
               ? ag_view_say(&deed->view, "no next of kin on it (kin) while risk:%.*s stands", AG_SHOWN(id))
               : NULL;
}

static ag_text subject_of(const ag_row *certificate) {
    const ag_text person = ag_row_text(certificate, "person");
    return person.n ? person : ag_row_text(certificate, "individual");
}

/* Two records may be of one person. */
static bool is_same(const ag_view *view, ag_text a, ag_text b) {
    int n;
    const ag_text *record = ag_person_records(view, a, &n);
    bool same = ag_text_equal(a, b);
    for (int i = 0; i < n; i++) same = same || ag_text_equal(record[i], b);
    return same;
}

static const char *one_stands_at_a_time(const ag_deed *deed) {
    const bool named = ag_deed_has(deed, "person");
    const ag_text about = ag_deed_text(deed, named ? "person" : "individual"), old = ag_deed_text(deed, "supersedes");
    const ag_row before = ag_view_row(&deed->view, old);
    int n = 0;
    if (ag_row_there(&before) && (!is_same(&deed->view, subject_of(&before), about) || !ag_deed_has(deed, "reasons") ||
                                  !ag_row_state(&before, "ISSUED RECALLED")))
        return "a certificate of the same person that was not superseded before, and the reasons (supersedes=… "
               "reasons=…)";
    const ag_row *row = named ? ag_person_rows(&deed->view, &ag_kind_certificate, about, &n)
                              : ag_view_rows(&deed->view, &ag_kind_certificate, "individual", about, 0, &n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&row[i]);
        if (ag_row_state(&row[i], "ISSUED") &&
            ag_text_equal(ag_row_text(&row[i], "type"), ag_deed_text(deed, "type")) &&
            !ag_text_equal(ag_row_subject(&deed->view, &row[i]), old))
            return ag_view_say(&deed->view, "say that it supersedes certificate:%.*s, and why (supersedes=… reasons=…)",
                               AG_SHOWN(id));
    }
    return NULL;
}

/* ---- What it says of the remains -------------------------------------------------------------------------------- */

static ag_text remains_of(const ag_view *view, const ag_row *certificate) {
    const ag_row found = ag_view_row(view, ag_row_text(certificate, "case"));
    const ag_text about = ag_row_there(&found) ? ag_row_text(&found, "about") : ag_row_text(certificate, "individual");
    const ag_text individual = ag_standing_individual(view, about);
    return individual.n ? individual : about;
}

static void add_executed(const ag_view *view, ag_text about, ag_row *into, int capacity, int *n) {
    int orders = 0;
    const ag_row *order = ag_view_rows(view, &ag_kind_order, "about", about, 0, &orders);
    for (int i = 0; i < orders && *n < capacity; i++)
        if (ag_row_state(&order[i], "EXECUTED VERIFIED") && !ag_row_is(&order[i], "method", "cold-storage"))
            into[(*n)++] = order[i];
}

const ag_row *ag_certificate_orders(const ag_view *view, const ag_row *certificate, int *n) {
    enum { SHOWN = 64 };
    const ag_text about = remains_of(view, certificate);
    ag_row *into = AG_NEW(view->arena, ag_row, SHOWN);
    int elements = 0;
    *n = 0;
    if (!about.n || !into) return into;
    const ag_row *element = ag_standing_elements(view, about, &elements);
    for (int i = 0; i < elements; i++) add_executed(view, ag_row_subject(view, &element[i]), into, SHOWN, n);
    if (ag_text_starts(about, AG_TEXT("individual:"))) add_executed(view, about, into, SHOWN, n);
    qsort(into, (size_t)*n, sizeof *into, ag_row_compare);
    return into;
}

static ag_status remains_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    int n;
    const ag_row *order = ag_certificate_orders(view, &view->row, &n);
    (void)err;
    for (int i = 0; i < n; i++) {
        if (i) ag_buffer_putc(out, '\n');
        ag_order_describe(&order[i], out);
    }
    return AG_OK;
}

/* Of the same kind and person: from another site, or from a record that turned out to be his too. */
static ag_row another_that_stands(const ag_view *view, const ag_row *certificate) {
    int n;
    const ag_row *row = ag_person_rows(view, &ag_kind_certificate, ag_row_text(certificate, "person"), &n);
    for (int i = 0; i < n; i++)
        if (ag_row_state(&row[i], "ISSUED") && !ag_text_equal(ag_row_id(&row[i]), ag_row_id(certificate)) &&
            ag_text_equal(ag_row_text(&row[i], "type"), ag_row_text(certificate, "type")))
            return row[i];
    return (ag_row){.kind = &ag_kind_certificate};
}

const char *ag_certificate_lacks(const ag_view *view, const ag_row *certificate) {
    const ag_row found = ag_view_row(view, ag_row_text(certificate, "case")),
                 person = ag_view_row(view, ag_row_text(certificate, "person"));
    const ag_row after =
        ag_standing_first(view, &ag_kind_certificate, "supersedes", ag_row_subject(view, certificate), "ISSUED");
    const ag_row other = another_that_stands(view, certificate);
    const ag_text id = ag_row_id(&after), at_case = ag_row_id(&found), also = ag_row_id(&other);
    if (ag_row_state(certificate, "RECALLED")) return "it is recalled";
    if (ag_row_state(certificate, "SUPERSEDED"))
        return ag_view_say(view, "it is superseded%s%.*s", id.n ? " by certificate:" : "", AG_SHOWN(id));
    if (also.n)
        return ag_view_say(view, "certificate:%.*s of the same kind stands too: recall one of the two", AG_SHOWN(also));
    if (ag_row_there(&found) && !ag_row_state(&found, "CONFIRMED"))
        return ag_view_say(view, "case:%.*s, on which it rests, is challenged: wait for the board", AG_SHOWN(at_case));
    if (ag_row_text(certificate, "act").n &&
        (!ag_row_integer(&person, "said_legal", 0) ||
         !ag_text_equal(ag_row_text(&person, "act"), ag_row_text(certificate, "act"))))
        return "the act in law on which it rests was taken back, or another has followed: recall it or supersede it";
    return ag_person_is_alive(view, &person)
               ? "the person was found alive: a case officer decides who is told, and whether it is recalled"
               : NULL;
}

static ag_status stands_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const char *lacks = ag_certificate_lacks(view, &view->row);
    (void)err;
    ag_buffer_puts(out, lacks ? lacks : "it stands");
    return AG_OK;
}

/* ---- Effects ---------------------------------------------------------------------------------------------------- */

static void close_notice(ag_deed *deed, ag_text person) {
    int n = 0;
    const ag_row *row = ag_view_rows(&deed->view, &ag_kind_consequence, "about", person, 0, &n);
    for (int i = 0; i < n; i++) {
        ag_row *due = ag_row_state(&row[i], "OPEN") && ag_row_is(&row[i], "what", DEATH_NOTICE)
                          ? ag_deed_change(deed, ag_row_subject(&deed->view, &row[i]))
                          : NULL;
        if (!due) continue;
        ag_row_move(due, "DONE");
        ag_row_due(due, NULL, 0);
    }
}

static void fall(ag_deed *deed, ag_row *certificate, const char *state) {
    ag_row_move(certificate, state);
    ag_papers_fall(deed, ag_row_subject(&deed->view, certificate));
}

static ag_status apply_issue(ag_deed *deed, ag_error *err) {
    const ag_text person = ag_deed_text(deed, "person");
    const ag_row found = ag_standing_case(&deed->view, person);
    ag_row *old = ag_deed_has(deed, "supersedes") ? ag_deed_change(deed, ag_deed_text(deed, "supersedes")) : NULL;
    (void)err;
    const ag_row who = person_of(deed);
    if (ag_row_there(&found))
        ag_row_set(&deed->view.row, "case", ag_row_subject(&deed->view, &found));
    else
        ag_row_set(&deed->view.row, "act", ag_row_text(&who, "act"));
    if (old && ag_row_state(old, "ISSUED")) fall(deed, old, "SUPERSEDED");
    if (type_is(deed, "geneva-notice") && person.n) close_notice(deed, person);
    return AG_OK;
}

static ag_status apply_recall(ag_deed *deed, ag_error *err) {
    const ag_text subject = ag_row_subject(&deed->view, &deed->view.row);
    ag_papers_fall(deed, subject);
    return ag_consequence_make(deed, "F10", "certificate-recall", subject, subject, 0, err);
}

void ag_certificates_recall(ag_deed *deed, ag_text identification) {
    int n = 0;
    const ag_row *row = ag_view_rows(&deed->view, &ag_kind_certificate, "case", identification, 0, &n);
    for (int i = 0; i < n; i++) {
        ag_row *certificate =
            ag_row_state(&row[i], "ISSUED") ? ag_deed_change(deed, ag_row_subject(&deed->view, &row[i])) : NULL;
        if (!certificate) continue;
        fall(deed, certificate, "RECALLED");
        ag_row_set(certificate, "ground", AG_TEXT("identification-withdrawn"));
    }
}

ag_status ag_certificate_fall_due(ag_deed *deed, const ag_row *person, ag_text cause, int k, ag_error *err) {
    const ag_view *view = &deed->view;
    const ag_text subject = ag_row_subject(view, person);
    int n = 0;
    if (!ag_person_was_prisoner(person)) return AG_OK;
    const ag_row *row = ag_view_rows(view, &ag_kind_certificate, "person", subject, 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_is(&row[i], "type", "geneva-notice") && ag_row_state(&row[i], "ISSUED")) return AG_OK;
    row = ag_view_rows(view, &ag_kind_consequence, "about", subject, 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_is(&row[i], "what", DEATH_NOTICE) && ag_row_state(&row[i], "OPEN")) return AG_OK;
    return ag_consequence_make(deed, "L8", DEATH_NOTICE, subject, cause, k, err);
}

/* ---- The table -------------------------------------------------------------------------------------------------- */

static const char *const types[] = {"absence", "death", "military-death", "identification", "geneva-notice", NULL};
static const char *const effects[] = {"none", "kept", "forwarded-with-this", "forwarded-apart", NULL};
static const char *const grounds[] = {
    "identification-withdrawn", "error", "found-alive", "act-reversed", "other", NULL};
static const char *const a_person[] = {"person", NULL}, *const an_individual[] = {"individual", NULL},
                         *const a_certificate[] = {"certificate", NULL};

static const ag_field f_issue[] = {
    {"type", AG_FIELD_CHOICE, AG_REQUIRED, types,
     "absence is not death; geneva-notice: notification of death to the other Power (GC III, Annex IV D)", 0},
    {"person", AG_FIELD_REFERENCE, 0, a_person, "about whom", 0},
    {"individual", AG_FIELD_REFERENCE, 0, an_individual, "of a geneva-notice about somebody not identified yet", 0},
    {"issuer", AG_FIELD_CODE, AG_REQUIRED, NULL, "the authority that issues it, as a code: UA-mvs-odesa", 0},
    {"number", AG_FIELD_CODE, 0, NULL, "number in the register of that authority", 0},
    {"supersedes", AG_FIELD_REFERENCE, 0, a_certificate, "the certificate that it takes the place of", 0},
    {"reasons", AG_FIELD_TEXT, 0, NULL, "why it takes the place of another", 0},
    {"died", AG_FIELD_DATE, AG_SEALED, NULL, "date of death, as far as the issuer knows it: 2025-01, 2025-01-05~", 0},
    {"died_place", AG_FIELD_PLACE, 0, NULL, "place of death, as far as the issuer knows it", 0},
    {"cause", AG_FIELD_TEXT, 0, NULL, "cause and circumstances, as far as they are established", 0},
    {"captured", AG_FIELD_TEXT, 0, NULL, "of a geneva-notice: where and when captured", 0},
    {"burial", AG_FIELD_TEXT, 0, NULL, "of a geneva-notice: where buried", 0},
    {"marked", AG_FIELD_YESNO, 0, NULL, "of a geneva-notice: yes if the grave is marked and relatives can find it", 0},
    {"effects", AG_FIELD_CHOICE, 0, effects, "of a geneva-notice: where the personal effects are", 0},
    {"through", AG_FIELD_CODE, 0, NULL, "of a geneva-notice: through which agency effects are forwarded", 0},
    {"account", AG_FIELD_TEXT, 0, NULL,
     "of a geneva-notice: short account of the last days by who cared for the deceased", 0},
    {"kin", AG_FIELD_TEXT, 0, NULL, "of a geneva-notice: next of kin and address; left out where they may be in danger",
     0},
    {"credit", AG_FIELD_NUMBER, AG_SEALED, NULL, "of a prisoner: the credit balance of his account, 0 for none", 0},
    {"currency", AG_FIELD_CODE, 0, NULL, "currency of the balance: UAH, RUB", 0},
    {0}};
static const ag_field f_recall[] = {{"ground", AG_FIELD_CHOICE, AG_REQUIRED, grounds, "why it no longer stands", 0},
                                    {"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "the same in full", 0},
                                    {0}};

static const ag_guard guard_issue[] = {{"F8", names_somebody, true},
                                       {"F9", nobody_living_is_named, true},
                                       {"S3", death_is_established, true},
                                       {"S2", absence_is_declared, true},
                                       {"F8", identification_is_confirmed, true},
                                       {"F8", individual_was_examined, true},
                                       {"L2", soldier_is_described, true},
                                       {"L11", balance_is_stated, true},
                                       {"F3", kin_are_safe, true},
                                       {"F7", one_stands_at_a_time, true},
                                       {0}};

static const ag_action actions[] = {
    {"certificate.issue", ISSUERS, AG_CREATES | AG_SIGNED | AG_COUNTERSIGNED, NULL, "ISSUED", f_issue, guard_issue,
     apply_issue, AG_NO_CLOCK, "Issues a certificate. Two people sign. Its paper is made by antigone report."},
    {"certificate.recall", ISSUERS, AG_SIGNED, "ISSUED", "RECALLED", f_recall, NULL, apply_recall, AG_NO_CLOCK,
     "It no longer stands, for the reasons given. A withdrawn identification does this by itself."},
    {0},
};

static const ag_fact facts[] = {
    {"stands", "F10", stands_fact}, {"what was done with the remains", "P3", remains_fact}, {0}};
static const char *const states[] = {"ISSUED", "SUPERSEDED", "RECALLED", NULL};
static const ag_column further[] = {{"case", AG_COLUMN_TEXT, true, false}, {"act", AG_COLUMN_TEXT, false, false}, {0}};

const ag_kind ag_kind_certificate = {
    .name = "certificate",
    .plural = "certificates",
    .help = "a paper that families and authorities rely on: absence, death, identification",
    .state = states,
    .closed = "SUPERSEDED RECALLED",
    .action = actions,
    .further = further,
    .indexed = "type number",
    .fact = facts,
    .readers = ISSUERS | AG_REGISTRAR | AG_LIAISON | AG_REVIEWER,
};
