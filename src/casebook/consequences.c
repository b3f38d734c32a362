/* Consequences: see consequences.h. A withdrawn identification recalls its certificate, tells the family, reviews what
 * was paid and traces every element (I6); a later element of a person who was identified asks the family again (I7); an
 * alleged irreversible act is told to those who keep the dossiers (D4); what is owed to somebody found alive is
 * reviewed (S4). */
#include "casebook/consequences.h"

#include "casebook/kinds.h"
#include "casebook/standing.h"

#include "base/banned.h"

ag_status ag_consequence_make(ag_deed *deed, const char *rule, const char *what, ag_text about, ag_text cause, int k,
                              ag_error *err) {
    const char *id = ag_view_say(&deed->view, "%.*s-%llu.%d", AG_SHOWN(deed->site), (unsigned long long)deed->seq, k);
    ag_row *row = ag_deed_make(deed, &ag_kind_consequence, ag_text_of(id));
    if (!row)
        return ag_fail(err, AG_ENVIRONMENT, "take elements out of the individual first",
                       "one decision has too many consequences");
    ag_row_set(row, "what", ag_text_of(what));
    ag_row_set(row, "about", about);
    ag_row_set(row, "cause", cause);
    ag_row_due(row, rule, deed->view.now);
    return AG_OK;
}

ag_status ag_consequence_of_element(ag_deed *deed, ag_text individual, ag_text element, ag_error *err) {
    const ag_row row = ag_view_row(&deed->view, individual);
    if (!ag_row_text(&row, "person").n) return AG_OK;
    return ag_consequence_make(deed, "I7", "family-choice", element, individual, 0, err);
}

static const char *const choices[] = {"notify-each-time", "only-at-end", "never", NULL};
static const ag_field done_fields[] = {
    {"choice", AG_FIELD_CHOICE, 0, choices, "what the family has chosen for this and later elements", 0},
    {"note", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what was done, by whom, in which words", 0},
    {"paper", AG_FIELD_CODE, 0, NULL, "number of the letter, receipt or protocol", 0},
    {0},
};

static const char *choice_is_written(const ag_deed *deed) {
    return !ag_row_is(&deed->view.row, "what", "family-choice") || ag_deed_has(deed, "choice")
               ? NULL
               : "ask the family and write its choice: choice=notify-each-time, only-at-end or never";
}

/* A family that is at risk is not told now; its notification is looked at again every year. */
static const char *family_was_told(const ag_deed *deed) {
    const ag_view *view = &deed->view;
    if (!ag_row_is(&view->row, "what", "family-notice")) return NULL;
    const ag_row waits = ag_standing_first(view, &ag_kind_notification, "case", ag_row_text(&view->row, "cause"),
                                           "DUE RISK_ASSESSED PREPARED");
    const ag_text id = ag_row_id(&waits);
    return ag_row_there(&waits) ? ag_view_say(view, "tell the family: notification:%.*s", AG_SHOWN(id)) : NULL;
}

static const ag_guard done_guards[] = {{"I7", choice_is_written, true}, {"I6", family_was_told, false}, {0}};
static const ag_action actions[] = {
    {"consequence.done",
     AG_WRITERS,
     AG_SIGNED,
     "OPEN",
     "DONE",
     done_fields,
     done_guards,
     NULL,
     {0},
     "what had to follow from a decision has been done"},
    {0},
};

/* One that comes of a person alone is of somebody found alive (S6). */
static bool conceal(ag_row *row) { return !ag_text_starts(ag_row_text(row, "cause"), AG_TEXT("person:")); }

static const char *const states[] = {"OPEN", "DONE", NULL};
static const ag_column further[] = {{"what", AG_COLUMN_TEXT, true, false},
                                    {"about", AG_COLUMN_TEXT, true, false},
                                    {"cause", AG_COLUMN_TEXT, true, false},
                                    {0}};

const ag_kind ag_kind_consequence = {
    .name = "consequence",
    .plural = "consequences",
    .help = "what must follow from a decision: recall a certificate, tell a family, review payments, trace custody",
    .state = states,
    .closed = "DONE",
    .action = actions,
    .further = further,
    .readers = AG_WRITERS,
    .knowers = AG_KNOWERS,
    .conceal = conceal,
};
