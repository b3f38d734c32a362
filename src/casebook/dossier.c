/* Dossiers and releases: what is put together about the dead, and which of it goes to whom.
 *
 *     dossier: OPEN → FROZEN → RELEASED; opened again by dossier.thaw          ←dossier_item: what it is about
 *     release: PROPOSED → APPROVED → ISSUED; WITHDRAWN, REFUSED
 *
 * Invariants: a dossier that is frozen holds what was recorded by then and nothing later; a release is of one freezing,
 * for one recipient, proposed by one person and approved by another. What is in it is decided by the allow-list of its
 * profile (disclosure.h) and by nobody; release_file.c writes the file. Here it is decided that a file may be written,
 * and kept what it was.
 */
#include "base/limits.h"
#include "casebook/disclosure.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"

#include "base/banned.h"

#define OFFICES (AG_CASE_OFFICER | AG_LEGAL | AG_INVESTIGATOR | AG_LIAISON)
#define REASONS                                                                                                        \
    { "reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0 }

static const char *const dossier_kind[] = {"dossier", NULL};
static const ag_field reasons_fields[] = {REASONS, {0}};

static ag_text self(const ag_deed *deed) { return ag_row_subject(&deed->view, &deed->view.row); }
static ag_row row_of(const ag_deed *deed, const char *field) {
    return ag_view_row(&deed->view, ag_deed_text(deed, field));
}

/* ---- Dossiers
 * ---------------------------------------------------------------------------------------------------------- */

static const char *something_is_in_it(const ag_deed *deed) {
    return ag_view_count(&deed->view, &ag_kind_dossier_item, "dossier", self(deed), "LISTED")
               ? NULL
               : "say first what it is about (dossier_item.add)";
}

static ag_status apply_freeze(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set_integer(&deed->view.row, "frozen", (int64_t)deed->seq);
    return AG_OK;
}

static ag_status items_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_text subject = ag_row_subject(view, &view->row);
    const int64_t frozen = ag_row_integer(&view->row, "frozen", -1);
    (void)err;
    ag_buffer_printf(out, "%lld subjects and what belongs to them",
                     (long long)ag_view_count(view, &ag_kind_dossier_item, "dossier", subject, "LISTED"));
    if (frozen >= 0 && !ag_row_state(&view->row, "OPEN"))
        ag_buffer_printf(out, ", as recorded by entry %lld", (long long)frozen);
    return AG_OK;
}

static ag_status releases_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    int n;
    (void)err;
    const ag_row *release = ag_view_rows(view, &ag_kind_release, "dossier", ag_row_subject(view, &view->row), 0, &n);
    for (int i = 0; i < n; i++) {
        const ag_text to = ag_row_text(&release[i], "to"), profile = ag_row_text(&release[i], "profile"),
                      state = ag_row_text(&release[i], "state");
        ag_buffer_printf(out, "%sto %.*s (%.*s): %.*s", i ? "; " : "", AG_SHOWN(to), AG_SHOWN(profile),
                         AG_SHOWN(state));
    }
    return AG_OK;
}

static const char *const purposes[] = {"return-of-remains", "court",       "inquiry", "family",
                                       "partner",           "publication", NULL};
static const ag_field open_fields[] = {
    {"purpose", AG_FIELD_CHOICE, AG_REQUIRED, purposes, "what it is put together for", 0},
    {"title", AG_FIELD_NAME, 0, NULL, "what you call it among yourselves; it does not go out", 0},
    {"remarks", AG_FIELD_TEXT, 0, NULL, "anything else; it does not go out", 0},
    {0},
};
static const ag_guard freeze_guards[] = {{"X1", something_is_in_it, false}, {0}};

static const ag_action dossier_actions[] = {
    {"dossier.open", OFFICES, AG_CREATES | AG_SIGNED, NULL, "OPEN", open_fields, NULL, NULL, AG_NO_CLOCK,
     "begin to put together what is known about some of the dead"},
    {"dossier.freeze", OFFICES, AG_SIGNED, "OPEN", "FROZEN", NULL, freeze_guards, apply_freeze, AG_NO_CLOCK,
     "from now on it holds what is recorded by now, so that it can be released"},
    {"dossier.thaw", OFFICES, AG_SIGNED, "FROZEN RELEASED", "OPEN", reasons_fields, NULL, NULL, AG_NO_CLOCK,
     "open it again; what was released stays as it was"},
    {"dossier.close", OFFICES, 0, "OPEN FROZEN RELEASED", "CLOSED", reasons_fields, NULL, NULL, AG_NO_CLOCK,
     "nothing more is to be released of it"},
    {0},
};
static const char *const dossier_states[] = {"OPEN", "FROZEN", "RELEASED", "CLOSED", NULL};
static const ag_column dossier_further[] = {
    {"frozen", AG_COLUMN_INTEGER, false, false}, {"released", AG_COLUMN_INTEGER, false, false}, {0}};
static const ag_fact dossier_facts[] = {{"holds", "X1", items_fact}, {"releases", "X2", releases_fact}, {0}};

const ag_kind ag_kind_dossier = {
    .name = "dossier",
    .plural = "dossiers",
    .help = "what is known about some of the dead, put together to be released",
    .state = dossier_states,
    .closed = "CLOSED",
    .action = dossier_actions,
    .further = dossier_further,
    .fact = dossier_facts,
    .readers = OFFICES,
};

/* ---- What a dossier is about
 * ------------------------------------------------------------------------------------------- */

static const char *dossier_is_open(const ag_deed *deed) {
    const ag_row named = row_of(deed, "dossier");
    const ag_row dossier =
        ag_row_there(&named) ? named : ag_view_row(&deed->view, ag_row_text(&deed->view.row, "dossier"));
    return ag_row_state(&dossier, "OPEN") ? NULL : "a dossier that is open (dossier.thaw opens a frozen one)";
}

static const char *there_is_room(const ag_deed *deed) {
    return ag_view_count(&deed->view, &ag_kind_dossier_item, "dossier", ag_deed_text(deed, "dossier"), "LISTED") <
                   AG_MAX_DOSSIER_ITEMS
               ? NULL
               : ag_view_say(&deed->view, "a second dossier: one holds %d subjects", AG_MAX_DOSSIER_ITEMS);
}

static const char *const item_kinds[] = {
    "person", "remains", "individual", "case",        "container",     "handover",        "grave",      "claim",
    "effect", "packet",  "custody",    "order",       "allegation",    "finding",         "hold",       "search",
    "site",   "sample",  "request",    "discrepancy", "communication", "certificate",     "comparison", "deployment",
    "event",  "act",     "inquiry",    "entitlement", "transfer",      "acknowledgement", NULL};
static const ag_field add_fields[] = {
    {"dossier", AG_FIELD_REFERENCE, AG_REQUIRED, dossier_kind, "the dossier", 0},
    {"about", AG_FIELD_REFERENCE, AG_REQUIRED, item_kinds,
     "a subject; its names, custody, samples, cases and effects come with it", 0},
    {"remarks", AG_FIELD_TEXT, 0, NULL, "why it is in it; it does not go out", 0},
    {0},
};
static const ag_guard add_guards[] = {{"X1", dossier_is_open, true}, {"X1", there_is_room, true}, {0}};
static const ag_guard remove_guards[] = {{"X1", dossier_is_open, false}, {0}};
/* Signed, so that nobody can guess from a hash what is in a dossier and was not released (journal/subtrees.h). */
static const ag_action item_actions[] = {
    {"dossier_item.add", OFFICES, AG_CREATES | AG_SIGNED, NULL, "LISTED", add_fields, add_guards, NULL, AG_NO_CLOCK,
     "put a subject into a dossier"},
    {"dossier_item.remove", OFFICES, 0, "LISTED", "REMOVED", reasons_fields, remove_guards, NULL, AG_NO_CLOCK,
     "take a subject out of a dossier"},
    {0},
};
static const char *const item_states[] = {"LISTED", "REMOVED", NULL};

const ag_kind ag_kind_dossier_item = {
    .name = "dossier_item",
    .plural = "dossier_items",
    .help = "a subject that a dossier is about",
    .state = item_states,
    .closed = "LISTED REMOVED",
    .action = item_actions,
    .readers = OFFICES,
};

/* ---- Releases
 * ---------------------------------------------------------------------------------------------------------- */

static const char *dossier_is_frozen(const ag_deed *deed) {
    const ag_row dossier = row_of(deed, "dossier");
    return ag_row_state(&dossier, "FROZEN RELEASED") ? NULL : "freeze the dossier first (dossier.freeze)";
}

static const char *is_another_than_proposed(const ag_deed *deed) {
    return ag_deed_by(deed, "proposer") ? "a second person: who proposes a release does not approve it" : NULL;
}

static const char *is_of_this_freezing(const ag_deed *deed) {
    const ag_row *release = &deed->view.row, dossier = ag_view_row(&deed->view, ag_row_text(release, "dossier"));
    return ag_row_state(&dossier, "FROZEN RELEASED") &&
                   ag_row_integer(&dossier, "frozen", -1) == ag_row_integer(release, "frozen", -2)
               ? NULL
               : "the dossier was opened again since: propose the release anew (release.propose)";
}

static ag_status apply_propose(ag_deed *deed, ag_error *err) {
    const ag_row dossier = row_of(deed, "dossier");
    (void)err;
    ag_row_set(&deed->view.row, "proposer", deed->by);
    ag_row_set_integer(&deed->view.row, "frozen", ag_row_integer(&dossier, "frozen", 0));
    ag_row_set_integer(&deed->view.row, "proposed", (int64_t)deed->seq);
    return AG_OK;
}

static ag_status apply_approve(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set(&deed->view.row, "approver", deed->by);
    ag_row_set_integer(&deed->view.row, "approved", (int64_t)deed->seq);
    return AG_OK;
}

static ag_status apply_issue(ag_deed *deed, ag_error *err) {
    ag_row *dossier = ag_deed_change(deed, ag_row_text(&deed->view.row, "dossier"));
    if (!dossier) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_row_move(dossier, "RELEASED");
    ag_row_set_integer(dossier, "released", ag_row_integer(dossier, "released", 0) + 1);
    return AG_OK;
}

static ag_status withdrawn_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    if (ag_row_state(&view->row, "WITHDRAWN") && ag_row_text(&view->row, "digest").n)
        ag_buffer_puts(out, "withdrawn here; the file that went out cannot be called back, and still verifies");
    return AG_OK;
}

static const ag_field propose_fields[] = {
    {"dossier", AG_FIELD_REFERENCE, AG_REQUIRED, dossier_kind, "the dossier, frozen", 0},
    {"profile", AG_FIELD_CHOICE, AG_REQUIRED, ag_profiles, "who it is for; decides which fields are in it", 0},
    {"to", AG_FIELD_CODE, AG_REQUIRED, NULL, "whom exactly: a code such as RU, icrc, icc, family-12", 0},
    {"basis", AG_FIELD_CODE, AG_REQUIRED, NULL, "what allows it, in short: GC-I-16, agreement-2025-06, consent-C-17",
     0},
    {"note", AG_FIELD_TEXT, 0, NULL, "what the one who approves should know; it does not go out", 0},
    {0},
};
static const ag_field opinion_fields[] = {
    {"opinion", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what was checked and found; it does not go out", 0}, {0}};
static const ag_field issue_fields[] = {
    {"digest", AG_FIELD_CODE, AG_REQUIRED, NULL, "SHA-256 of what is in the file", 0},
    {"facts", AG_FIELD_COUNT, AG_REQUIRED, NULL, "how many facts are in it", 0},
    {0},
};

static const ag_guard propose_guards[] = {{"X1", dossier_is_frozen, true}, {0}};
static const ag_guard approve_guards[] = {
    {"X2", is_another_than_proposed, false}, {"X1", is_of_this_freezing, false}, {0}};
static const ag_guard issue_guards[] = {{"X1", is_of_this_freezing, false}, {0}};

static const ag_action release_actions[] = {
    {"release.propose", OFFICES, AG_CREATES | AG_SIGNED, NULL, "PROPOSED", propose_fields, propose_guards,
     apply_propose, AG_NO_CLOCK, "propose to whom a frozen dossier goes, and why that is allowed"},
    {"release.approve", AG_LEGAL | AG_REVIEWER, AG_SIGNED, "PROPOSED", "APPROVED", opinion_fields, approve_guards,
     apply_approve, AG_NO_CLOCK, "approve a release that somebody else has proposed"},
    {"release.refuse", AG_LEGAL | AG_REVIEWER, AG_SIGNED, "PROPOSED", "REFUSED", reasons_fields, NULL, NULL,
     AG_NO_CLOCK, "do not let it go out"},
    {"release.issue", OFFICES, AG_SIGNED | AG_INTERNAL, "APPROVED ISSUED", "ISSUED", issue_fields, issue_guards,
     apply_issue, AG_NO_CLOCK, "the file was written (antigone release)"},
    {"release.withdraw", AG_LEGAL | AG_REVIEWER | AG_CASE_OFFICER, AG_SIGNED, "PROPOSED APPROVED ISSUED", "WITHDRAWN",
     reasons_fields, NULL, NULL, AG_NO_CLOCK,
     "say that it should not have gone out; a file that went out cannot be called back"},
    {0},
};
static const char *const release_states[] = {"PROPOSED", "APPROVED", "ISSUED", "REFUSED", "WITHDRAWN", NULL};
static const ag_column release_further[] = {
    {"proposer", AG_COLUMN_TEXT, false, false},    {"approver", AG_COLUMN_TEXT, false, false},
    {"frozen", AG_COLUMN_INTEGER, false, false},   {"proposed", AG_COLUMN_INTEGER, false, false},
    {"approved", AG_COLUMN_INTEGER, false, false}, {0}};
static const ag_fact release_facts[] = {{"withdrawn", "X7", withdrawn_fact}, {0}};

const ag_kind ag_kind_release = {
    .name = "release",
    .plural = "releases",
    .help = "a dossier that goes to somebody: who, what for, and what exactly went",
    .state = release_states,
    .closed = "ISSUED REFUSED WITHDRAWN",
    .action = release_actions,
    .further = release_further,
    .indexed = "to profile",
    .fact = release_facts,
    .readers = OFFICES | AG_REVIEWER,
};
