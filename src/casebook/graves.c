/* Graves: where they are, how they are marked, who lies in them (GC I 17(3)-(4)). The exact position, marker, depth and
 * neighbours are sealed; number, cemetery and nationality group, by which lists of graves are made, are open. Who lies
 * in a grave follows from the remains that were buried in it. */
#include "casebook/disposition.h"
#include "casebook/kinds.h"
#include "casebook/notification.h"
#include "casebook/standing.h"

#include "base/banned.h"

const ag_row *ag_grave_remains(const ag_view *view, ag_text grave, int *n) {
    ag_row *row = (ag_row *)ag_view_rows(view, &ag_kind_remains, "grave", grave, 0, n);
    int kept = 0;
    for (int i = 0; i < *n; i++)
        if (ag_row_state(&row[i], "INTERIM_BURIED")) row[kept++] = row[i];
    *n = kept;
    return row;
}

const char *ag_grave_refuses(const ag_view *view, ag_text grave, ag_text about) {
    const ag_row row = ag_view_row(view, grave);
    const ag_text own = ag_standing_individual(view, about);
    if (ag_row_is(&row, "type", "collective"))
        return "a grave of their own, single or numbered; a collective one needs an order of collective burial";
    int n;
    const ag_row *other = ag_grave_remains(view, grave, &n);
    for (int i = 0; i < n; i++)
        if (!own.n || !ag_text_equal(own, ag_row_text(&other[i], "individual")))
            return "another grave: somebody else lies in this one";
    return NULL;
}

static ag_text self(const ag_deed *deed) { return ag_row_subject(&deed->view, &deed->view.row); }

static const char *const types[] = {"single", "numbered", "collective", NULL};
static const char *const conditions[] = {"good", "repaired", "marker-replaced", "damaged", "not-found", NULL};
static const ag_field record_fields[] = {
    {"type", AG_FIELD_CHOICE, AG_REQUIRED, types,
     "one known person, one unidentified person under a number, or several on a plan", 0},
    {"number", AG_FIELD_CODE, AG_REQUIRED, NULL, "number on the marker and in the register, such as B-14-07", 0},
    {"cemetery", AG_FIELD_CODE, 0, NULL, "code of the cemetery or burial place", 0},
    {"nationality", AG_FIELD_CODE, AG_REQUIRED, NULL,
     "the group it lies with: two letters of the country, or XX when unknown", 0},
    {"position", AG_FIELD_PLACE, AG_REQUIRED, NULL, "lat,lon,±metres: 48.2871,37.1802,±3", 0},
    {"marker", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what stands there and what is written on it", 0},
    {"depth", AG_FIELD_TEXT, AG_REQUIRED, NULL, "depth of the remains, such as 1.5 m", 0},
    {"neighbours", AG_FIELD_TEXT, AG_REQUIRED, NULL, "which graves lie left, right, above and below", 0},
    {"map", AG_FIELD_FILE, AG_REQUIRED, NULL, "map or sketch on which it can be found", 0},
    {"plan", AG_FIELD_FILE, 0, NULL, "of a collective grave: the plan with a place for each body", 0},
    {"rite", AG_FIELD_TEXT, 0, NULL, "rite by which the dead were buried", 0},
    {0},
};
static const ag_field inspect_fields[] = {
    {"condition", AG_FIELD_CHOICE, AG_REQUIRED, conditions, "how it was found", 0},
    {"text", AG_FIELD_TEXT, 0, NULL, "what was seen and done", 0},
    {"position", AG_FIELD_PLACE, 0, NULL, "measured again", 0},
    {"marker", AG_FIELD_TEXT, 0, NULL, "what stands there now", 0},
    {"file", AG_FIELD_FILE, 0, NULL, "photograph", 0},
    {0},
};
static const ag_field list_fields[] = {
    {"told", AG_FIELD_CODE, AG_REQUIRED, NULL, "who was told: a code such as ru, icrc, cta, protecting-power", 0},
    {"list", AG_FIELD_FILE, AG_REQUIRED, NULL, "the list of graves as it was sent", 0},
    {0},
};
static const ag_field reasons_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};

static const char *collective_has_plan(const ag_deed *deed) {
    return ag_deed_is(deed, "type", "collective") && !ag_deed_has(deed, "plan")
               ? "keep the plan on which each body has its place (plan=@FILE)"
               : NULL;
}

static const char *nobody_is_left(const ag_deed *deed) {
    int n;
    ag_grave_remains(&deed->view, self(deed), &n);
    return n ? "exhume those who lie in it first" : NULL;
}

static const char *somebody_lies_in_it(const ag_deed *deed) {
    int n;
    ag_grave_remains(&deed->view, self(deed), &n);
    return n ? NULL : "a burial in it comes first (order.execute): a list of graves says who lies in them";
}

/* Those who carry lists between the sides are no public, and the law asks to send them at once. */
static const char *families_come_first(const ag_deed *deed) {
    static const char *const between[] = {"icrc", "cta", "protecting-power"};
    for (size_t i = 0; i < sizeof between / sizeof *between; i++)
        if (ag_deed_is(deed, "told", between[i])) return NULL;
    const char *lacks = NULL;
    int n;
    const ag_row *remains = ag_grave_remains(&deed->view, self(deed), &n);
    for (int i = 0; i < n && !lacks; i++) {
        const ag_text person = ag_standing_person(&deed->view, ag_row_subject(&deed->view, &remains[i]));
        if (person.n) lacks = ag_notification_lacks(&deed->view, person);
    }
    return lacks;
}

static const ag_guard record_guards[] = {{"D6", collective_has_plan, true}, {0}};
static const ag_guard list_guards[] = {{"L7", somebody_lies_in_it, false}, {"F1", families_come_first, true}, {0}};
static const ag_guard empty_guards[] = {{"L6", nobody_is_left, false}, {0}};

/* Who is buried there later was not in the list: "told" says so. */
static ag_status apply_list(ag_deed *deed, ag_error *err) {
    (void)err;
    int n;
    ag_grave_remains(&deed->view, self(deed), &n);
    ag_row_set_integer(&deed->view.row, "listed", n);
    return AG_OK;
}

enum { YEAR = 365 * 86400 };
static const ag_action actions[] = {
    {"grave.record",
     AG_REGISTRAR | AG_CASE_OFFICER,
     AG_CREATES,
     NULL,
     "KEPT",
     record_fields,
     record_guards,
     NULL,
     {"L6", YEAR},
     "record a grave so that it can always be found"},
    {"grave.inspect",
     AG_REGISTRAR | AG_CASE_OFFICER | AG_INVESTIGATOR,
     0,
     "KEPT LOST",
     "KEPT",
     inspect_fields,
     NULL,
     NULL,
     {"L6", YEAR},
     "a grave was visited and cared for"},
    {"grave.list",
     AG_REGISTRAR | AG_CASE_OFFICER,
     0,
     "KEPT",
     NULL,
     list_fields,
     list_guards,
     apply_list,
     {0},
     "its place and its dead were in a list that was sent"},
    {"grave.lose",
     AG_REGISTRAR | AG_CASE_OFFICER,
     AG_SIGNED,
     "KEPT",
     "LOST",
     reasons_fields,
     NULL,
     NULL,
     {"L6", 30 * 86400},
     "a grave cannot be found or reached"},
    {"grave.empty",
     AG_REGISTRAR | AG_CASE_OFFICER,
     AG_SIGNED,
     "KEPT",
     "EMPTY",
     reasons_fields,
     empty_guards,
     NULL,
     {0},
     "nobody lies in it any more"},
    {0},
};

/* The number on the plan, from the order of burial. */
static ag_text place_of(const ag_view *view, ag_text grave, ag_text about) {
    int n;
    const ag_row *order = ag_view_rows(view, &ag_kind_order, "about", about, 0, &n);
    for (int i = n - 1; i >= 0; i--)
        if (ag_text_equal(ag_row_text(&order[i], "grave"), grave)) return ag_row_text(&order[i], "place_on_plan");
    return (ag_text){NULL, 0};
}

/* The line of this grave in the list that the parties exchange (L7). */
static ag_status list_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    int n;
    const ag_text grave = ag_row_subject(view, &view->row);
    const ag_row *remains = ag_grave_remains(view, grave, &n);
    for (int i = 0; i < n; i++) {
        const ag_text about = ag_row_subject(view, &remains[i]), place = place_of(view, grave, about);
        ag_buffer_printf(out, "%s%.*s%s%.*s, %s", i ? "\n" : "", AG_SHOWN(about), place.n ? ", place " : "",
                         AG_SHOWN(place), ag_standing_confirmed(view, about) ? "identified" : "unidentified");
    }
    if (!n) ag_buffer_puts(out, "nobody");
    return AG_OK;
}

static ag_status told_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    int n;
    const ag_text told = ag_row_text(&view->row, "told");
    ag_grave_remains(view, ag_row_subject(view, &view->row), &n);
    if (told.n)
        ag_buffer_printf(out, "%.*s, of %lld; %d lie in it now", AG_SHOWN(told),
                         (long long)ag_row_integer(&view->row, "listed", 0), n);
    return AG_OK;
}

static const ag_column further[] = {{"listed", AG_COLUMN_INTEGER, false, false}, {0}};
static const ag_fact facts[] = {{"lies in it", "L7", list_fact}, {"told", "L7", told_fact}, {0}};
static const char *const states[] = {"KEPT", "LOST", "EMPTY", NULL};

const ag_kind ag_kind_grave = {
    .name = "grave",
    .plural = "graves",
    .help = "a grave: where it is, how it is marked, who lies in it",
    .state = states,
    .closed = "EMPTY",
    .action = actions,
    .further = further,
    .indexed = "number cemetery nationality type told",
    .fact = facts,
    .readers = AG_REGISTRAR | AG_CASE_OFFICER | AG_LEGAL | AG_LIAISON | AG_INVESTIGATOR,
};
