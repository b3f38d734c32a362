/* How remains stand: see standing.h. */
#include "casebook/standing.h"

#include "casebook/custody.h"
#include "casebook/kinds.h"

#include "base/banned.h"

static bool is_individual(ag_text about) { return ag_text_starts(about, AG_TEXT("individual:")); }

const ag_row *ag_standing_elements(const ag_view *view, ag_text about, int *n) {
    if (is_individual(about)) return ag_view_rows(view, &ag_kind_remains, "individual", about, 0, n);
    ag_row *row = AG_NEW(view->arena, ag_row, 1);
    *n = 0;
    if (!row) return NULL;
    *row = ag_view_row(view, about);
    *n = ag_row_there(row);
    return row;
}

ag_text ag_standing_individual(const ag_view *view, ag_text about) {
    if (is_individual(about)) return about;
    const ag_row row = ag_view_row(view, about);
    return ag_row_text(&row, "individual");
}

ag_row ag_standing_first(const ag_view *view, const ag_kind *kind, const char *column, ag_text value,
                         const char *states) {
    int n = 0;
    const ag_row *row = value.n ? ag_view_rows(view, kind, column, value, 0, &n) : NULL;
    for (int i = 0; i < n; i++)
        if (ag_row_state(&row[i], states)) return row[i];
    return (ag_row){.kind = kind};
}

bool ag_standing_confirmed(const ag_view *view, ag_text about) {
    const ag_row own = ag_standing_first(view, &ag_kind_case, "about", about, "CONFIRMED");
    const ag_row individual = ag_view_row(view, ag_standing_individual(view, about));
    const ag_row of_all = ag_view_row(view, ag_row_text(&individual, "case"));
    return ag_row_there(&own) || ag_row_state(&of_all, "CONFIRMED");
}

ag_text ag_standing_person(const ag_view *view, ag_text about) {
    const ag_row individual = ag_view_row(view, ag_standing_individual(view, about));
    const ag_row found = ag_standing_first(view, &ag_kind_case, "about", about, "CONFIRMED");
    const ag_text person = ag_row_text(&individual, "person");
    return person.n ? person : ag_row_text(&found, "person");
}

ag_text ag_standing_gap(const ag_view *view, ag_text about) {
    int n;
    const ag_row *element = ag_standing_elements(view, about, &n);
    for (int i = 0; i < n; i++)
        if (ag_custody_unexplained(view, &element[i])) return ag_row_subject(view, &element[i]);
    return (ag_text){NULL, 0};
}

const char *ag_standing_hold(const ag_view *view, ag_text about) {
    ag_row hold = ag_standing_first(view, &ag_kind_hold, "about", ag_standing_individual(view, about), "OPEN");
    int n;
    const ag_row *element = ag_standing_elements(view, about, &n);
    for (int i = 0; i < n && !ag_row_there(&hold); i++)
        hold = ag_standing_first(view, &ag_kind_hold, "about", ag_row_subject(view, &element[i]), "OPEN");
    if (!ag_row_there(&hold)) return NULL;
    const ag_text id = ag_row_id(&hold), ground = ag_row_text(&hold, "ground");
    return ag_view_say(view, "lift hold:%.*s (%.*s) first", AG_SHOWN(id), AG_SHOWN(ground));
}

const char *ag_standing_block(const ag_view *view, ag_text about) {
    const char *hold = ag_standing_hold(view, about);
    const ag_text gap = hold ? (ag_text){NULL, 0} : ag_standing_gap(view, about);
    if (!gap.n) return hold;
    return ag_view_say(view, "explain the gap in the custody of %.*s first (custody.explain)", AG_SHOWN(gap));
}

bool ag_deed_by(const ag_deed *deed, const char *column) {
    const ag_text user = ag_row_text(&deed->view.row, column);
    return user.n && ag_text_equal(user, deed->by);
}

bool ag_next_word(ag_text *rest, ag_text *word) {
    size_t n = 0;
    while (rest->n && *rest->at == ' ') *rest = (ag_text){rest->at + 1, rest->n - 1};
    if (!rest->n) return false;
    while (n < rest->n && rest->at[n] != ' ') n++;
    *word = (ag_text){rest->at, n};
    *rest = (ag_text){rest->at + n, rest->n - n};
    return true;
}
