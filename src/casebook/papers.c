/* The kind `paper`: see papers.h. */
#include "casebook/papers.h"

#include "casebook/casebook.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"

#include "base/banned.h"

ag_row ag_paper_standing(const ag_view *view, ag_text type, ag_text about) {
    int n;
    const ag_row *row = ag_view_rows(view, &ag_kind_paper, "about", about, 0, &n);
    const ag_text site = ag_text_of(ag_casebook_site(view->casebook));
    for (int i = 0; i < n; i++)
        if (ag_row_state(&row[i], "ISSUED") && ag_text_equal(ag_row_text(&row[i], "type"), type) &&
            ag_text_equal(ag_row_text(&row[i], "origin"), site))
            return row[i];
    return (ag_row){.kind = &ag_kind_paper};
}

void ag_papers_fall(ag_deed *deed, ag_text about) {
    int n;
    const ag_row *row = ag_view_rows(&deed->view, &ag_kind_paper, "about", about, 0, &n);
    for (int i = 0; i < n; i++) {
        if (!ag_row_state(&row[i], "ISSUED")) continue;
        ag_row *paper = ag_deed_change(deed, ag_row_subject(&deed->view, &row[i]));
        if (paper) ag_row_move(paper, "RECALLED");
    }
}

static ag_status apply_issue(ag_deed *deed, ag_error *err) {
    const ag_view *view = &deed->view;
    const ag_text self = ag_row_subject(view, &view->row);
    int n;
    (void)err;
    const ag_row *row = ag_view_rows(view, &ag_kind_paper, "about", ag_deed_text(deed, "about"), 0, &n);
    for (int i = 0; i < n; i++) {
        const bool same = ag_text_equal(ag_row_text(&row[i], "type"), ag_deed_text(deed, "type")) &&
                          ag_text_equal(ag_row_text(&row[i], "origin"), deed->site);
        if (!same || !ag_row_state(&row[i], "ISSUED") || ag_text_equal(ag_row_id(&row[i]), deed->id)) continue;
        ag_row *older = ag_deed_change(deed, ag_row_subject(view, &row[i]));
        if (!older) continue;
        ag_row_move(older, "SUPERSEDED");
        ag_row_set(older, "newer", self);
    }
    ag_row_set_integer(&deed->view.row, "issued", view->now);
    return AG_OK;
}

static const char *has_changed(const ag_deed *deed) {
    const ag_row standing = ag_paper_standing(&deed->view, ag_deed_text(deed, "type"), ag_deed_text(deed, "about"));
    const ag_text id = ag_row_id(&standing);
    return id.n && ag_text_equal(ag_row_text(&standing, "record"), ag_deed_text(deed, "record"))
               ? ag_view_say(&deed->view, "make paper:%.*s again: nothing that it says has changed", AG_SHOWN(id))
               : NULL;
}

static const char *const subjects[] = {
    "remains",         "individual", "container", "effect",     "packet",       "case",  "person",
    "handover",        "grave",      "family",    "request",    "notification", "order", "certificate",
    "entitlement",     "transfer",   "dossier",   "deployment", "event",        "claim", "inquiry",
    "acknowledgement", "act",        "casebook",  "release",    "comparison",   NULL};
static const ag_field issue_fields[] = {
    {"type", AG_FIELD_CODE, AG_REQUIRED, NULL, "which paper: custody-history, identification-report, ...", 0},
    {"about", AG_FIELD_REFERENCE, AG_REQUIRED, subjects, "the subject that it is about", 0},
    {"record", AG_FIELD_FILE, AG_REQUIRED, NULL, "what it says, in no language", 0},
    {0},
};
static const ag_field copy_fields[] = {
    {"language", AG_FIELD_CODE, AG_REQUIRED, NULL, "in which language: en, ko, ru, uk", 0},
    {0},
};
static const ag_field void_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what is wrong with it", 0}, {0}};

static const ag_guard issue_guards[] = {{"Q1", has_changed, true}, {0}};

static const ag_action actions[] = {
    {"paper.issue", AG_ANY_ROLE, AG_CREATES | AG_SIGNED | AG_INTERNAL, NULL, "ISSUED", issue_fields, issue_guards,
     apply_issue, AG_NO_CLOCK, "a paper leaves the casebook: made and signed by antigone report"},
    {"paper.copy", AG_ANY_ROLE, AG_INTERNAL, NULL, NULL, copy_fields, NULL, NULL, AG_NO_CLOCK,
     "the same paper was made once more"},
    {"paper.void", AG_REGISTRAR | AG_CASE_OFFICER | AG_REVIEWER | AG_LEGAL, AG_SIGNED, "ISSUED", "VOID", void_fields,
     NULL, NULL, AG_NO_CLOCK, "a paper that should not have been issued no longer counts"},
    {0},
};

static const char *const states[] = {"ISSUED", "SUPERSEDED", "RECALLED", "VOID", NULL};
static const ag_column further[] = {
    {"issued", AG_COLUMN_INTEGER, false, false}, {"newer", AG_COLUMN_TEXT, false, false}, {0}};

const ag_kind ag_kind_paper = {
    .name = "paper",
    .plural = "papers",
    .help = "a paper that was issued: its type, its subject, the digest of what it says",
    .state = states,
    .closed = "SUPERSEDED RECALLED VOID",
    .action = actions,
    .further = further,
    .indexed = "about type",
    .readers = AG_WRITERS | AG_AUDITOR,
};
