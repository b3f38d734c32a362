/* Consent: of a donor to the use of his profile, and of a living person to be found.
 *
 * Concept: one record for each giver and scope. Without a scope it is for this search only, of the missing persons of
 * the donor's family or of those it names. Withdrawing removes the keys of the donor's profiles for good, unless
 * another consent to a search stands, and makes the destruction of the samples due.
 *
 * Invariants: a consent has one giver; it is withdrawn, never changed.
 */
#include "casebook/kinds.h"
#include "casebook/people.h"

#include "base/banned.h"

enum { KEEPERS = AG_REGISTRAR | AG_ANALYST | AG_CASE_OFFICER | AG_LIAISON | AG_LEGAL };

static const char THIS_SEARCH[] = "this-search", ALL_SEARCHES[] = "all-searches";

/* ---- What stands ------------------------------------------------------------------------------------------------ */

static bool lists(ag_text words, ag_text word) {
    for (size_t i = 0, from = 0; i <= words.n; i++) {
        if (i < words.n && words.at[i] != ' ') continue;
        if (ag_text_equal((ag_text){words.at + from, i - from}, word)) return true;
        from = i + 1;
    }
    return false;
}

static const ag_row *rows_of(const ag_view *view, ag_text giver, int *n) {
    const char *column = ag_text_starts(giver, AG_TEXT("relative:")) ? "relative" : "person";
    return ag_view_rows(view, &ag_kind_consent, column, giver, 0, n);
}

/* Among the consents of `giver`, those of `scope`; `but` (an id) is left out. */
static bool stands(const ag_view *view, ag_text giver, const char *scope, ag_text person, ag_text but) {
    int n = 0;
    const ag_row *row = rows_of(view, giver, &n);
    for (int i = 0; i < n; i++) {
        const ag_text about = ag_row_text(&row[i], "about");
        if (ag_row_state(&row[i], "GIVEN") && ag_row_is(&row[i], "scope", scope) &&
            !ag_text_equal(ag_row_id(&row[i]), but) && (!person.n || !about.n || lists(about, person)))
            return true;
    }
    return false;
}

static bool searchable(const ag_view *view, ag_text giver, ag_text person, ag_text but) {
    return stands(view, giver, THIS_SEARCH, person, but) || stands(view, giver, ALL_SEARCHES, person, but);
}

bool ag_consent_stands(const ag_view *view, ag_text giver, const char *scope, ag_text person) {
    return stands(view, giver, scope, person, (ag_text){"", 0});
}

bool ag_consent_covers_search(const ag_view *view, ag_text giver, ag_text person) {
    return searchable(view, giver, person, (ag_text){"", 0});
}

bool ag_consent_was_withdrawn(const ag_view *view, ag_text giver) {
    int n = 0;
    const ag_row *row = rows_of(view, giver, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_state(&row[i], "WITHDRAWN")) return true;
    return false;
}

/* ---- Guards and effects ----------------------------------------------------------------------------------------- */

static const char *has_one_giver(const ag_deed *deed) {
    return ag_deed_has(deed, "relative") != ag_deed_has(deed, "person")
               ? NULL
               : "one giver: relative=… of a donor, or person=… of a living person for himself";
}

static ag_status apply_record(ag_deed *deed, ag_error *err) {
    (void)err;
    if (!ag_deed_has(deed, "scope")) ag_row_set(&deed->view.row, "scope", ag_text_of(THIS_SEARCH));
    return AG_OK;
}

static void erase_profiles(ag_deed *deed, ag_text sample) {
    int n = 0;
    const ag_row *profile = ag_view_rows(&deed->view, &ag_kind_profile, "sample", sample, 0, &n);
    for (int i = 0; i < n; i++) {
        ag_row *row = ag_deed_change(deed, ag_row_subject(&deed->view, &profile[i]));
        if (row) ag_row_move(row, "ERASED");
    }
}

static ag_status apply_withdraw(ag_deed *deed, ag_error *err) {
    const ag_text giver = ag_row_text(&deed->view.row, "relative");
    int n = 0;
    (void)err;
    if (!giver.n || searchable(&deed->view, giver, (ag_text){"", 0}, deed->id)) return AG_OK;
    const ag_row *sample = ag_view_rows(&deed->view, &ag_kind_sample, "about", giver, 0, &n);
    for (int i = 0; i < n; i++) {
        const ag_text subject = ag_row_subject(&deed->view, &sample[i]);
        erase_profiles(deed, subject);
        ag_row *row = ag_row_state(&sample[i], "TAKEN SENT RECEIVED") ? ag_deed_change(deed, subject) : NULL;
        if (row) ag_row_due(row, "A17", deed->view.now);
    }
    return AG_OK;
}

/* ---- The table -------------------------------------------------------------------------------------------------- */

static const char *const states[] = {"GIVEN", "WITHDRAWN", NULL};
static const char *const scopes[] = {THIS_SEARCH, ALL_SEARCHES, "partners", "whereabouts", "release", NULL};
static const char *const afterwards[] = {"destroy", "keep", "ask", NULL};
static const char *const a_relative[] = {"relative", NULL};
static const char *const a_person[] = {"person", NULL};

static const ag_field f_record[] = {
    {"relative", AG_FIELD_REFERENCE, 0, a_relative, "the donor", 0},
    {"person", AG_FIELD_REFERENCE, 0, a_person, "a living person who consents for himself", 0},
    {"scope", AG_FIELD_CHOICE, 0, scopes,
     "this-search (what it is when nothing is said), all-searches, partners, whereabouts, or release of remains", 0},
    {"about", AG_FIELD_REFERENCE, AG_MANY, a_person, "for the search of which missing persons; none: all of the family",
     0},
    {"partners", AG_FIELD_CODE, AG_MANY, NULL, "which institutions may have the profile, with scope=partners", 0},
    {"after", AG_FIELD_CHOICE, 0, afterwards, "what becomes of sample and profile after the identification", 0},
    {"paper", AG_FIELD_CODE, AG_REQUIRED, NULL, "number of the signed form", 0},
    {"form", AG_FIELD_FILE, 0, NULL, "picture of the form", 0},
    {0}};
static const ag_field f_withdraw[] = {{"reason", AG_FIELD_TEXT, 0, NULL, "none need be given", 0}, {0}};
static const ag_guard guard_record[] = {{"A20", has_one_giver, true}, {0}};

/* Whoever consents for himself lives (S6). */
static bool conceal(ag_row *row) { return !ag_row_text(row, "person").n; }

static const ag_action actions[] = {
    {"consent.record", KEEPERS, AG_CREATES, NULL, NULL, f_record, guard_record, apply_record, AG_NO_CLOCK,
     "Records what somebody has consented to on a signed form."},
    {"consent.withdraw", KEEPERS, AG_ERASES, "GIVEN", "WITHDRAWN", f_withdraw, NULL, apply_withdraw, AG_NO_CLOCK,
     "Withdraws a consent. The donor's profiles are erased for good, and his samples are due to be destroyed."},
    {0}};

const ag_kind ag_kind_consent = {.name = "consent",
                                 .plural = "consents",
                                 .help = "what a donor or a living person has consented to",
                                 .state = states,
                                 .closed = "WITHDRAWN",
                                 .action = actions,
                                 .indexed = "relative person",
                                 .readers = KEEPERS | AG_REVIEWER,
                                 .knowers = AG_KNOWERS,
                                 .conceal = conceal};
