/* How remains stand: see standing.h. */
#include "casebook/standing.h"

#include "casebook/custody.h"
#include "casebook/kinds.h"
#include "casebook/people.h"

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

ag_row ag_standing_case(const ag_view *view, ag_text person) {
    int n;
    const ag_row *row = ag_person_rows(view, &ag_kind_case, person, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_state(&row[i], "CONFIRMED")) return row[i];
    return (ag_row){.kind = &ag_kind_case};
}

static bool case_holds(const ag_view *view, const ag_row *identification) {
    const ag_row person = ag_view_row(view, ag_row_text(identification, "person"));
    return ag_row_state(identification, "CONFIRMED") && !ag_person_is_alive(view, &person);
}

static bool has_own_case(const ag_view *view, ag_text about) {
    const ag_row own = ag_standing_first(view, &ag_kind_case, "about", about, "CONFIRMED");
    return case_holds(view, &own);
}

/* After the individual had been identified: the family was to choose (I7). */
static bool came_later(const ag_view *view, ag_text element, ag_text individual) {
    int n = 0;
    const ag_row *row = ag_view_rows(view, &ag_kind_consequence, "about", element, 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_is(&row[i], "what", "family-choice") && ag_text_equal(ag_row_text(&row[i], "cause"), individual))
            return true;
    return false;
}

/* Its DNA profile is that of an element of the individual that was there before. */
static bool shares_profile(const ag_view *view, const ag_row *element, ag_text individual) {
    const ag_text group = ag_row_text(element, "dna_group");
    int n = 0;
    const ag_row *row = group.n ? ag_view_rows(view, &ag_kind_remains, "individual", individual, 0, &n) : NULL;
    for (int i = 0; i < n; i++)
        if (ag_text_equal(ag_row_text(&row[i], "dna_group"), group) &&
            !came_later(view, ag_row_subject(view, &row[i]), individual))
            return true;
    return false;
}

bool ag_standing_confirmed(const ag_view *view, ag_text about) {
    const ag_text individual = ag_standing_individual(view, about);
    const ag_row row = ag_view_row(view, individual), of_all = ag_view_row(view, ag_row_text(&row, "case"));
    if (has_own_case(view, about) && !is_individual(about)) return true;
    if (!case_holds(view, &of_all)) return false;
    int n;
    const ag_row *element = ag_standing_elements(view, about, &n);
    for (int i = 0; i < n; i++) {
        const ag_text subject = ag_row_subject(view, &element[i]);
        if (came_later(view, subject, individual) && !has_own_case(view, subject) &&
            !shares_profile(view, &element[i], individual))
            return false;
    }
    return true;
}

bool ag_standing_sampled(const ag_view *view, const ag_row *remains) {
    const ag_row kept =
        ag_standing_first(view, &ag_kind_sample, "about", ag_row_subject(view, remains), "TAKEN SENT RECEIVED");
    return ag_row_there(&kept);
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
