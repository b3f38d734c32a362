/* Where a deed of another site is held (engine.h), as a rule because we have spoken of the same subject without knowing
 * of each other: both stand until a person decides. One deed may be about several subjects; whoever decides about one
 * of them has decided about the deed, and all of its conflicts are settled together. */
#include "casebook/engine.h"

#include "base/banned.h"

static const char *const states[] = {"OPEN", "KEPT", "TAKEN", NULL};
static const ag_field reason_fields[] = {{"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why", 0}, {0}};

static ag_status settle_all(ag_deed *deed, ag_error *err) {
    const ag_view *view = &deed->view;
    int n;
    const char *theirs = ag_view_say(view, "%lld", (long long)ag_row_integer(&view->row, "theirs", 0));
    const ag_row *row = ag_view_rows(view, &ag_kind_conflict, "theirs", ag_text_of(theirs), 0, &n);
    for (int i = 0; i < n; i++) {
        ag_row *same = ag_row_state(&row[i], "OPEN") ? ag_deed_change(deed, ag_row_subject(view, &row[i])) : NULL;
        if (same) ag_row_move(same, deed->action->to);
    }
    return ag_engine_failed(view->casebook, err);
}

static ag_status apply_take(ag_deed *deed, ag_error *err) {
    ag_status status = settle_all(deed, err);
    if (status != AG_OK) return status;
    const uint64_t theirs = (uint64_t)ag_row_integer(&deed->view.row, "theirs", 0);
    return ag_engine_project_foreign(deed->view.casebook, theirs, theirs + 1, true, err);
}

static const ag_action actions[] = {
    {"conflict.keep",
     AG_WRITERS,
     AG_SIGNED,
     "OPEN",
     "KEPT",
     reason_fields,
     NULL,
     settle_all,
     {0},
     "what we said stands; theirs is kept beside it"},
    {"conflict.take",
     AG_WRITERS,
     AG_SIGNED,
     "OPEN",
     "TAKEN",
     reason_fields,
     NULL,
     apply_take,
     {0},
     "what they said takes effect here too"},
    {0},
};

static const ag_column further[] = {
    {"about", AG_COLUMN_TEXT, true, false},    {"action", AG_COLUMN_TEXT, false, false},
    {"why", AG_COLUMN_TEXT, false, false},     {"theirs", AG_COLUMN_INTEGER, true, false},
    {"ours", AG_COLUMN_INTEGER, false, false}, {0}};

const ag_kind ag_kind_conflict = {
    .name = "conflict",
    .plural = "conflicts",
    .help = "a deed of another site that has not taken effect here: both have spoken of one subject, or it is not "
            "here; a person decides",
    .state = states,
    .closed = "KEPT TAKEN",
    .action = actions,
    .further = further,
    .readers = AG_WRITERS,
};
