/* Persons: who is sought, who may never have lived, and records that were made up as a cover; what is stated about
 * their fate.
 *
 * Concept: a statement is an action that somebody with the role for it takes responsibility for. Status is computed
 * from the statements that stand and from confirmed identifications, by ag_person_status alone; a note cannot move it,
 * and a statement is withdrawn, never overwritten.
 *
 * Invariants: the order of statements is that of their entries (further columns said_…: ag_deed_order, none when
 * withdrawn). Dates and places of the living are sealed, so that nothing here depends on them. Whereabouts are read on
 * the person's own recorded consent alone.
 */
#include <string.h>

#include "casebook/casebook.h"
#include "casebook/certificate.h"
#include "casebook/consequences.h"
#include "casebook/deployments.h"
#include "casebook/inquiries.h"
#include "casebook/kinds.h"
#include "casebook/ledger.h"
#include "casebook/notification.h"
#include "casebook/people.h"

#include "base/banned.h"

enum { WORD_BYTES = 64, DAY = 86400 };

/* ---- Status ----------------------------------------------------------------------------------------------------- */

static uint64_t said(const ag_row *person, const char *column) { return (uint64_t)ag_row_integer(person, column, 0); }

static ag_row confirmed_case(const ag_view *view, const ag_row *person) {
    int n = 0;
    const ag_row *row = ag_view_rows(view, &ag_kind_case, "person", ag_row_subject(view, person), 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_is(&row[i], "state", "CONFIRMED")) return row[i];
    return (ag_row){0};
}

/* Of what is said about the living the last statement counts. */
static const char *status_of_living(const ag_row *person, const char **because) {
    static const struct {
        const char *column, *word, *because;
    } living[] = {{"said_serving", "SERVING", "serving, as was stated last"},
                  {"said_captured", "CAPTURED", "captured, as was stated last"},
                  {"said_wounded", "WOUNDED_EVACUATED", "wounded and evacuated, as was stated last"},
                  {"said_unaccounted", "UNACCOUNTED", "unaccounted for, as was stated last"},
                  {"said_missing", "MISSING", "missing, as was stated last"}};
    const char *word = "REPORTED";
    uint64_t last = 0;
    *because = "nothing but the report stands";
    for (size_t i = 0; i < sizeof living / sizeof *living; i++) {
        const uint64_t at = said(person, living[i].column);
        if (at <= last) continue;
        last = at;
        word = living[i].word;
        *because = living[i].because;
    }
    return word;
}

/* Found alive outweighs what others say of a death; a legal act, a body that was seen or an identification that came to
 * the casebook later has to be weighed anew, and is then a statement of its own. */
static bool found_stands(const ag_row *person) {
    const uint64_t found = said(person, "said_found");
    return found && found > said(person, "said_sighted") && found > said(person, "said_presumed");
}

bool ag_person_was_prisoner(const ag_row *person) {
    const char *because;
    if (ag_row_text(person, "prisoner").n) return ag_row_is(person, "prisoner", "yes");
    return strcmp(status_of_living(person, &because), "CAPTURED") == 0;
}

const ag_text *ag_person_records(const ag_view *view, ag_text person, int *n) {
    enum { MOST = 64 }; /* a duplicate of a duplicate is one too */
    ag_text *record = AG_NEW(view->arena, ag_text, MOST);
    ag_row row = ag_view_row(view, person);
    int duplicates = 0;
    *n = 0;
    if (!record || !ag_row_there(&row)) return record;
    for (int i = 0; i < MOST && ag_row_state(&row, "DUPLICATE_OF"); i++)
        row = ag_view_row(view, ag_row_text(&row, "of"));
    record[(*n)++] = ag_row_subject(view, &row);
    for (int i = 0; i < *n; i++) {
        const ag_row *other = ag_view_rows(view, &ag_kind_person, "of", record[i], MOST, &duplicates);
        for (int k = 0; k < duplicates && *n < MOST; k++)
            if (ag_row_state(&other[k], "DUPLICATE_OF")) record[(*n)++] = ag_row_subject(view, &other[k]);
    }
    return record;
}

const ag_row *ag_person_rows(const ag_view *view, const ag_kind *kind, ag_text person, int *n) {
    int records, found = 0;
    const ag_text *record = ag_person_records(view, person, &records);
    const ag_row *row = NULL;
    *n = 0;
    for (int i = 0; i < records; i++) {
        const ag_row *more = ag_view_rows(view, kind, "person", record[i], 0, &found);
        if (!found) continue;
        ag_row *all = *n ? AG_NEW(view->arena, ag_row, *n + found) : (ag_row *)more;
        if (!all) continue;
        if (*n) {
            memcpy(all, row, (size_t)*n * sizeof *all);
            memcpy(all + *n, more, (size_t)found * sizeof *all);
        }
        row = all;
        *n += found;
    }
    return row;
}

bool ag_person_is_alive(const ag_view *view, const ag_row *person) {
    int n;
    if (!ag_row_there(person) || found_stands(person)) return ag_row_there(person);
    const ag_text *record = ag_person_records(view, ag_row_subject(view, person), &n);
    for (int i = 0; i < n; i++) {
        const ag_row other = ag_view_row(view, record[i]);
        if (found_stands(&other)) return true;
    }
    return false;
}

static const char *status_of_dead(const ag_view *view, const ag_row *person, const char **because) {
    const ag_row confirmed = confirmed_case(view, person);
    if (found_stands(person)) {
        *because = "found alive, and that stands";
        if (ag_row_there(&confirmed))
            *because = ag_view_say(view, "found alive; case:%.*s says otherwise and must be challenged",
                                   (int)ag_row_id(&confirmed).n, ag_row_id(&confirmed).at);
        return "FOUND_ALIVE";
    }
    if (ag_row_there(&confirmed)) {
        *because = ag_view_say(view, "identified: case:%.*s is confirmed", (int)ag_row_id(&confirmed).n,
                               ag_row_id(&confirmed).at);
        return "DEATH_ESTABLISHED";
    }
    if (said(person, "said_sighted")) return *because = "a body was seen; it is not identified", "BODY_SIGHTED";
    if (said(person, "said_presumed")) return *because = "a legal act presumes the death", "PRESUMED_DEAD";
    if (said(person, "said_asserted"))
        return *because = "others state the death; it is not established", "DEATH_ASSERTED";
    return NULL;
}

const char *ag_person_status(const ag_view *view, const ag_row *person, const char **because) {
    const char *why = "", *word;
    if (!because) because = &why;
    if (ag_row_state(person, "DUPLICATE_OF"))
        return *because = ag_view_say(view, "the same person as %.*s", (int)ag_row_text(person, "of").n,
                                      ag_row_text(person, "of").at),
               "DUPLICATE_OF";
    if (ag_row_state(person, "COVER_RECORD"))
        return *because = "a record that was made up to hide somebody", "COVER_RECORD";
    word = status_of_dead(view, person, because);
    if (!word) return status_of_living(person, because);
    if (said(person, "said_account") && (strcmp(word, "DEATH_ESTABLISHED") == 0 || strcmp(word, "FOUND_ALIVE") == 0))
        return *because = ag_view_say(view, "%s, and the fate is settled", *because), "ACCOUNTED_FOR";
    return word;
}

/* ---- Facts ------------------------------------------------------------------------------------------------------ */

static ag_status fact_status(const ag_view *view, ag_buffer *out, ag_error *err) {
    const char *because;
    const char *word = ag_person_status(view, &view->row, &because);
    (void)err;
    ag_buffer_printf(out, "%s: %s", word, because);
    return AG_OK;
}

static ag_status fact_legal(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_text act = ag_row_text(&view->row, "act"), date = ag_row_text(&view->row, "act_date"),
                  court = ag_row_text(&view->row, "court");
    (void)err;
    if (!said(&view->row, "said_legal")) return AG_OK;
    ag_buffer_printf(out, "declaration of %.*s, %.*s, %.*s; says nothing of the fate itself", (int)act.n, act.at,
                     (int)court.n, court.at, (int)date.n, date.at);
    return AG_OK;
}

static ag_status fact_asserted(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_text by = ag_row_text(&view->row, "asserted_by"), of = ag_row_text(&view->row, "asserted_of");
    (void)err;
    if (!said(&view->row, "said_asserted")) return AG_OK;
    ag_buffer_printf(out, "stated by %.*s %.*s; a claim, whatever paper came with it", (int)by.n, by.at, (int)of.n,
                     of.at);
    return AG_OK;
}

/* What GC I 16 and GC III 122 ask for. A name and whom to inform are records of their own. */
static ag_status fact_lacking(const ag_view *view, ag_buffer *out, ag_error *err) {
    static const struct {
        const char *column, *word;
    } asked[] = {{"power", "Power"},
                 {"force", "force"},
                 {"rank", "rank"},
                 {"service_number_at", "service number"},
                 {"birth_at", "date of birth"},
                 {"birthplace_at", "place of birth"},
                 {"father_at", "father's first name"},
                 {"mother_at", "mother's maiden name"},
                 {"disc_at", "particulars of card or disc"},
                 {"death_date_at", "date of death"},
                 {"death_place_at", "place of death"},
                 {"cause", "cause of death"}};
    const bool dead = status_of_dead(view, &view->row, &(const char *){""}) != NULL && !found_stands(&view->row);
    (void)err;
    if (!ag_row_state(&view->row, "ON_FILE")) return AG_OK;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        const char *column = asked[i].column;
        const bool of_death = i >= 9,
                   there = ag_row_text(&view->row, column).n || ag_row_integer(&view->row, column, -1) >= 0;
        if (!there && (dead || !of_death)) ag_buffer_printf(out, "%s%s", out->n ? ", " : "", asked[i].word);
    }
    int n = 0;
    ag_view_rows(view, &ag_kind_name, "person", ag_row_subject(view, &view->row), 1, &n);
    if (!n) ag_buffer_printf(out, "%s%s", out->n ? ", " : "", "surname and first names");
    return AG_OK;
}

static ag_status fact_payments(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    static const char *const book[] = {"books", "claimed"}, *const words[] = {"proved: ", "as is said: "};
    for (int i = 0; i < 2; i++) {
        ag_buffer said = {0};
        ag_ledger_words(view, "person", ag_row_subject(view, &view->row), book[i], &said);
        if (said.n) ag_buffer_printf(out, "%s%s%s", out->n ? "\n" : "", words[i], said.data);
        ag_buffer_deinit(&said);
    }
    return AG_OK;
}

static const ag_fact facts[] = {{"status", "S1", fact_status},
                                {"legal status", "S2", fact_legal},
                                {"death stated by", "S3", fact_asserted},
                                {"not recorded", "L2", fact_lacking},
                                {"acknowledged", "S5", ag_acknowledged_fact},
                                {"asked for by", "L13", ag_tracing_of_person_fact},
                                {"payments", "C4", fact_payments},
                                {"families", "F1", ag_notification_fact},
                                {NULL, NULL, NULL}};

/* ---- Guards ----------------------------------------------------------------------------------------------------- */

static const char *is_another(const ag_deed *deed) {
    const ag_text of = ag_deed_text(deed, "of");
    const ag_row other = ag_view_row(&deed->view, of);
    if (ag_text_equal(ag_row_id(&other), deed->id)) return "name another record: a record is no duplicate of itself";
    if (ag_row_state(&other, "DUPLICATE_OF"))
        return ag_view_say(&deed->view, "name the record that stands: that one is itself a duplicate of %.*s",
                           (int)ag_row_text(&other, "of").n, ag_row_text(&other, "of").at);
    return NULL;
}

static const char *is_settled(const ag_deed *deed) {
    const char *word = status_of_dead(&deed->view, &deed->view.row, &(const char *){""});
    if (word && (strcmp(word, "DEATH_ESTABLISHED") == 0 || strcmp(word, "FOUND_ALIVE") == 0)) return NULL;
    return "a confirmed identification, or that the person was found alive";
}

static bool consents_to_be_found(const ag_view *view) {
    return ag_consent_stands(view, ag_row_subject(view, &view->row), "whereabouts", (ag_text){"", 0});
}

static const char *may_be_told(const ag_deed *deed) {
    if (!ag_deed_is(deed, "decision", "tell-kin") || consents_to_be_found(&deed->view)) return NULL;
    return "the person's own consent, recorded by consent.record person=… scope=whereabouts";
}

static const char *has_stated_it(const ag_deed *deed) {
    const ag_text which = ag_deed_text(deed, "statement");
    const char *column = ag_view_say(&deed->view, "said_%.*s", (int)which.n, which.at);
    return said(&deed->view.row, column) ? NULL : "a statement of this kind that stands; there is none";
}

static const char *may_read(const ag_view *view, const ag_actor *actor, const char *field) {
    (void)actor;
    if (strcmp(field, "whereabouts") != 0 && strcmp(field, "circumstances") != 0) return NULL;
    if (consents_to_be_found(view)) return NULL;
    const ag_row confirmed = confirmed_case(view, &view->row);
    if (ag_row_there(&confirmed) && !found_stands(&view->row)) return NULL;
    return "A11: the person's own consent, recorded by consent.record person=… scope=whereabouts";
}

static const ag_guard guard_another[] = {{"N4", is_another, true}, {0}};
static const ag_guard guard_settled[] = {{"S1", is_settled, false}, {0}};
static const ag_guard guard_told[] = {{"A11", may_be_told, true}, {0}};
static const ag_guard guard_stated[] = {{"S1", has_stated_it, true}, {0}};

/* ---- Effects ---------------------------------------------------------------------------------------------------- */

static ag_status apply_report(ag_deed *deed, ag_error *err) {
    (void)err;
    if (ag_deed_is(deed, "sort", "cover")) ag_row_move(&deed->view.row, "COVER_RECORD");
    return AG_OK;
}

static void say(ag_deed *deed, const char *column) { ag_row_set_integer(&deed->view.row, column, ag_deed_order(deed)); }

/* person.missing sets said_missing, and so on. */
static ag_status apply_statement(ag_deed *deed, ag_error *err) {
    (void)err;
    say(deed, ag_view_say(&deed->view, "said_%s", strchr(deed->action->name, '.') + 1));
    return AG_OK;
}

static ag_status apply_death(ag_deed *deed, ag_error *err) {
    const ag_row *person = &deed->view.row;
    const ag_row confirmed = confirmed_case(&deed->view, person);
    say(deed, "said_asserted");
    const ag_status status =
        ag_row_there(&confirmed)
            ? ag_certificate_fall_due(deed, person, ag_row_subject(&deed->view, &confirmed), 0, err)
            : AG_OK;
    return status == AG_OK ? ag_inquiry_of_prisoner(deed, err) : status;
}

static ag_status apply_legal(ag_deed *deed, ag_error *err) {
    (void)err;
    say(deed, "said_legal");
    if (ag_deed_is(deed, "act", "absence"))
        ag_row_set(&deed->view.row, "said_presumed", (ag_text){"", 0});
    else
        say(deed, "said_presumed");
    return AG_OK;
}

static ag_status apply_found(ag_deed *deed, ag_error *err) {
    const ag_text person = ag_row_subject(&deed->view, &deed->view.row);
    say(deed, "said_found");
    ag_row_set(&deed->view.row, "said_account", (ag_text){"", 0});
    return ag_consequence_make(deed, "S4", "ledger-review", person, person, 0, err);
}

static ag_status apply_decided(ag_deed *deed, ag_error *err) {
    (void)err;
    if (!ag_deed_is(deed, "decision", "ask-again")) ag_row_due(&deed->view.row, NULL, 0);
    return AG_OK;
}

static ag_status apply_withdraw(ag_deed *deed, ag_error *err) {
    const ag_text which = ag_deed_text(deed, "statement");
    (void)err;
    ag_row_set(&deed->view.row, ag_view_say(&deed->view, "said_%.*s", (int)which.n, which.at), (ag_text){"", 0});
    if (ag_text_equal(which, AG_TEXT("legal"))) ag_row_set(&deed->view.row, "said_presumed", (ag_text){"", 0});
    if (ag_text_equal(which, AG_TEXT("found"))) ag_row_due(&deed->view.row, NULL, 0);
    return AG_OK;
}

/* Leaves the person as if nobody had said that he lives (S6). When and how somebody went missing is told by the same
 * fields as his capture: that they have something to open stays where another statement stands that may have it. */
static bool conceal(ag_row *row) {
    static const char *const
        told[] = {"said_captured", "said_wounded", "said_found", "basis", "whereabouts_at", "decision", NULL},
        *const also[] = {"since_at", "circumstances_at", NULL}, *const settled[] = {"said_account", "settlement", NULL};
    const bool elsewhere = said(row, "said_serving") || said(row, "said_unaccounted") || said(row, "said_missing");
    const bool living = ag_row_is(row, "settlement", "living");
    for (const char *const *column = told; *column; column++) ag_row_set(row, *column, (ag_text){"", 0});
    for (const char *const *column = also; *column && !elsewhere; column++) ag_row_set(row, *column, (ag_text){"", 0});
    for (const char *const *column = settled; *column && living; column++) ag_row_set(row, *column, (ag_text){"", 0});
    if (ag_row_is(row, "due_rule", "A12")) ag_row_due(row, NULL, 0);
    return true;
}

/* ---- The table -------------------------------------------------------------------------------------------------- */

static const char *const states[] = {"ON_FILE", "DUPLICATE_OF", "COVER_RECORD", NULL};
static const char *const sorts[] = {"reported", "hypothetical", "cover", NULL};
static const char *const sexes[] = {"male", "female", NULL};
static const char *const a_person[] = {"person", NULL};
static const char *const asserters[] = {"state", "kin", "press", "unit", "witness", NULL};
static const char *const causes[] = {"violence", "wounds", "illness", "accident", "self-inflicted", "unknown", NULL};
static const char *const acts[] = {"absence", "presumed-death", "death", NULL};
static const char *const bases[] = {"seen-in-person", "spoke-with", "visit-report", "list", "pictures", NULL};
static const char *const decisions[] = {"tell-kin", "tell-nobody", "ask-again", NULL};
static const char *const settlements[] = {"remains-home", "buried-abroad-by-choice", "remains-not-recoverable",
                                          "living", NULL};
static const char *const statements[] = {"serving",  "captured", "wounded", "unaccounted", "missing", "sighted",
                                         "asserted", "legal",    "found",   "account",     NULL};

enum { READERS = AG_WRITERS & ~AG_ADMINISTRATOR, CARERS = AG_CASE_OFFICER | AG_LIAISON };

#define PARTICULARS                                                                                                    \
    {"sex", AG_FIELD_CHOICE, 0, sexes, "male or female, as reported", 0},                                              \
        {"power", AG_FIELD_CODE, 0, NULL, "the Power the person depended on, as a country code: KP, UA, RU", 0},       \
        {"force", AG_FIELD_CODE, 0, NULL, "army, navy, border-guard, …", 0},                                           \
        {"unit", AG_FIELD_CODE, 0, NULL, "unit or regiment, as a code", 0},                                            \
        {"rank", AG_FIELD_CODE, 0, NULL, "rank, in one word", 0},                                                      \
        {"service_number", AG_FIELD_CODE, AG_SEALED, NULL, "army, regimental, personal or serial number", 0},          \
        {"birth", AG_FIELD_DATE, AG_SEALED, NULL, "date of birth as far as it is known: 1998, 1998-04~", 0},           \
        {"birthplace", AG_FIELD_PLACE, 0, NULL, "place of birth", 0},                                                  \
        {"father", AG_FIELD_NAME, 0, NULL, "first name of the father", 0},                                             \
        {"mother", AG_FIELD_NAME, 0, NULL, "maiden name of the mother", 0},                                            \
        {"religion", AG_FIELD_TEXT, 0, NULL, "religion, for the rite", 0},                                             \
        {"wishes", AG_FIELD_TEXT, 0, NULL, "what the person wished for after death", 0},                               \
        {"disc", AG_FIELD_TEXT, 0, NULL, "other particulars on identity card or disc", 0}, {                           \
        "remarks", AG_FIELD_TEXT, 0, NULL, "anything else; moves no status", 0                                         \
    }
#define WHERE                                                                                                          \
    { "whereabouts", AG_FIELD_PLACE, 0, NULL, "where; read on the person's own consent alone", CARERS }
#define HOW                                                                                                            \
    { "circumstances", AG_FIELD_TEXT, 0, NULL, "how; read on the person's own consent alone", CARERS }
#define SINCE                                                                                                          \
    { "since", AG_FIELD_DATE, AG_SEALED, NULL, "when, as far as it is known", 0 }
#define REASON                                                                                                         \
    { "reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why", 0 }

static const ag_field f_report[] = {
    {"sort", AG_FIELD_CHOICE, AG_REQUIRED, sorts,
     "reported: somebody misses the person; hypothetical: perhaps nobody; cover: a false identity", 0},
    PARTICULARS,
    {0}};
static const ag_field f_particulars[] = {PARTICULARS, {0}};
static const ag_field f_service[] = {
    SINCE, {"unit", AG_FIELD_CODE, 0, NULL, "unit or regiment, as a code", 0}, HOW, {0}};
static const ag_field f_captured[] = {SINCE, WHERE, HOW, {0}};
static const ag_field f_missing[] = {
    SINCE, {"last_place", AG_FIELD_PLACE, 0, NULL, "where last seen or heard of", 0}, HOW, {0}};
static const ag_field f_sighted[] = {
    {"sighted", AG_FIELD_DATE, AG_REQUIRED, NULL, "when the body was seen", 0},
    {"sighted_place", AG_FIELD_PLACE, 0, NULL, "where: \"48.51,37.96,±200\" or words", 0},
    {"footage", AG_FIELD_FILE, 0, NULL, "picture or film", 0},
    {0}};
static const ag_field f_death[] = {
    {"asserted_by", AG_FIELD_CHOICE, AG_REQUIRED, asserters, "who states the death: state, kin, press, unit or witness",
     0},
    {"asserted_of", AG_FIELD_CODE, 0, NULL, "which State or unit, as a code: RU", 0},
    {"death_date", AG_FIELD_DATE, AG_SEALED, NULL, "date of death, as stated", 0},
    {"death_place", AG_FIELD_PLACE, 0, NULL, "place of death, as stated", 0},
    {"cause", AG_FIELD_CHOICE, 0, causes, "cause, as stated", 0},
    {"prisoner", AG_FIELD_YESNO, 0, NULL, "yes if the person was a prisoner of war", 0},
    {"certificate", AG_FIELD_CODE, 0, NULL, "number of the certificate that came with it", 0},
    {"paper", AG_FIELD_FILE, 0, NULL, "the paper itself", 0},
    {0}};
static const ag_field f_legal[] = {
    {"act", AG_FIELD_CHOICE, AG_REQUIRED, acts, "what was declared: absence, presumed-death or death", 0},
    {"act_date", AG_FIELD_DATE, AG_REQUIRED, NULL, "date of the act", 0},
    {"court", AG_FIELD_CODE, AG_REQUIRED, NULL, "court or office, as a code", 0},
    {"act_number", AG_FIELD_CODE, 0, NULL, "number of the act", 0},
    {"paper", AG_FIELD_FILE, 0, NULL, "the act itself", 0},
    {0}};
static const ag_field f_found[] = {
    {"basis", AG_FIELD_CHOICE, AG_REQUIRED, bases, "how it is known", 0}, SINCE, WHERE, HOW, {0}};
static const ag_field f_decide[] = {{"decision", AG_FIELD_CHOICE, AG_REQUIRED, decisions,
                                     "tell-kin needs the person's consent; ask-again keeps the question open", 0},
                                    REASON,
                                    {0}};
static const ag_field f_account[] = {
    {"settlement", AG_FIELD_CHOICE, AG_REQUIRED, settlements, "how the fate is settled", 0}, REASON, {0}};
static const ag_field f_duplicate[] = {
    {"of", AG_FIELD_REFERENCE, AG_REQUIRED, a_person, "the record that stands", 0}, REASON, {0}};
static const ag_field f_reason[] = {REASON, {0}};
static const ag_field f_withdraw[] = {
    {"statement", AG_FIELD_CHOICE, AG_REQUIRED, statements, "which statement is taken back", 0}, REASON, {0}};

enum {
    TELLERS = AG_REGISTRAR | AG_CASE_OFFICER | AG_INVESTIGATOR | AG_LIAISON,
    DECIDERS = AG_CASE_OFFICER | AG_INVESTIGATOR
};

#define STATEMENT(name, roles, fields, help)                                                                           \
    { "person." name, roles, 0, "ON_FILE", NULL, fields, NULL, apply_statement, AG_NO_CLOCK, help }

static const ag_action actions[] = {
    {"person.report", TELLERS | AG_ANALYST, AG_CREATES, NULL, NULL, f_report, NULL, apply_report, AG_NO_CLOCK,
     "Opens a record of a person. The name is recorded apart, by name.record."},
    {"person.particulars", TELLERS | AG_ANALYST, 0, NULL, NULL, f_particulars, NULL, NULL, AG_NO_CLOCK,
     "Adds or corrects particulars. What was there before stays in the journal."},
    STATEMENT("serving", TELLERS, f_service, "States that the person serves."),
    STATEMENT("captured", TELLERS, f_captured, "States that the person is in the hands of another Power."),
    STATEMENT("wounded", TELLERS, f_captured, "States that the person was wounded and taken away for care."),
    STATEMENT("unaccounted", TELLERS, f_missing, "States that the unit does not know where the person is."),
    STATEMENT("missing", TELLERS, f_missing, "States that the person is missing."),
    STATEMENT("sighted", TELLERS, f_sighted, "States that a body was seen and taken to be this person."),
    {"person.assert_death", TELLERS, 0, "ON_FILE", NULL, f_death, NULL, apply_death, AG_NO_CLOCK,
     "Records that a State, kin, the press, a unit or a witness says that the person is dead. It stays a claim."},
    {"person.legal", AG_LEGAL, AG_SIGNED, "ON_FILE", NULL, f_legal, NULL, apply_legal, AG_NO_CLOCK,
     "Records a declaration of absence, of presumed death or of death."},
    {"person.found_alive",
     DECIDERS,
     AG_SIGNED,
     "ON_FILE",
     NULL,
     f_found,
     NULL,
     apply_found,
     {"A12", DAY},
     "Records that the person lives. Nobody is told: a case officer decides that within a day."},
    {"person.decide_notice", AG_CASE_OFFICER, AG_SIGNED, "ON_FILE", NULL, f_decide, guard_told, apply_decided,
     AG_NO_CLOCK, "Decides whether the kin of somebody found alive are told."},
    {"person.account", DECIDERS, AG_SIGNED, "ON_FILE", NULL, f_account, guard_settled, apply_statement, AG_NO_CLOCK,
     "Records that the fate is settled."},
    {"person.duplicate", TELLERS | AG_ANALYST, 0, "ON_FILE", "DUPLICATE_OF", f_duplicate, guard_another, NULL,
     AG_NO_CLOCK, "Says that this record and another are of one person. Both stay; person.distinct takes it back."},
    {"person.distinct", TELLERS | AG_ANALYST, 0, "DUPLICATE_OF", "ON_FILE", f_reason, NULL, NULL, AG_NO_CLOCK,
     "Says that the record is of a person of its own after all."},
    {"person.withdraw", DECIDERS | AG_LEGAL, AG_SIGNED, "ON_FILE", NULL, f_withdraw, guard_stated, apply_withdraw,
     AG_NO_CLOCK, "Takes a statement back, with the reason."},
    {0}};

#define SAID(name)                                                                                                     \
    { "said_" name, AG_COLUMN_INTEGER, false, false }
static const ag_column further[] = {SAID("serving"),     SAID("captured"), SAID("wounded"),
                                    SAID("unaccounted"), SAID("missing"),  SAID("sighted"),
                                    SAID("asserted"),    SAID("legal"),    SAID("presumed"),
                                    SAID("found"),       SAID("account"),  {NULL, AG_COLUMN_TEXT, false, false}};

const ag_kind ag_kind_person = {.name = "person",
                                .plural = "persons",
                                .help = "somebody who is sought, who may be among the dead, or a false identity",
                                .state = states,
                                .closed = "DUPLICATE_OF COVER_RECORD",
                                .action = actions,
                                .further = further,
                                .indexed = "power unit",
                                .fact = facts,
                                .readers = READERS,
                                .may_read = may_read,
                                .knowers = AG_KNOWERS,
                                .conceal = conceal,
                                .concealed = "person.captured person.wounded person.found_alive person.decide_notice"};
