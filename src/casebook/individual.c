/* Individuals: see individual.h. */
#include "casebook/individual.h"

#include <string.h>

#include "base/limits.h"
#include "casebook/assemblage.h"
#include "casebook/consequences.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"
#include "incident/anatomy.h"

#include "base/banned.h"

enum { MAX_WORD = 64 };

/* ---- Words ------------------------------------------------------------------------------------------------------ */

/* "petrous-bone" → its code: codes have no blanks. */
static uint16_t anatomy(ag_text element, ag_text side, bool *known) {
    char word[MAX_WORD];
    const size_t n = element.n < MAX_WORD ? element.n : MAX_WORD;
    for (size_t i = 0; i < n; i++) word[i] = element.at[i] == '-' ? ' ' : element.at[i];
    return ag_anatomy_code((ag_text){word, n}, side, known);
}

uint16_t ag_remains_anatomy(const ag_row *remains) {
    bool known;
    const ag_text element = ag_row_text(remains, "element");
    return anatomy(!element.n && ag_row_is(remains, "type", "body") ? AG_TEXT("body") : element,
                   ag_row_text(remains, "side"), &known);
}

const char *ag_remains_words_fit(const ag_deed *deed) {
    bool known;
    (void)anatomy(ag_deed_text(deed, "element"), ag_deed_text(deed, "side"), &known);
    return known ? NULL
                 : "element: a word of the list in docs/formats.md, such as femur, skull, petrous-bone; its side in "
                   "`side`";
}

/* ---- What fits together ----------------------------------------------------------------------------------------- */

static const char *clash(const ag_view *view, const ag_row *a, const ag_row *b, const char *column) {
    const ag_text of_a = ag_row_text(a, column), of_b = ag_row_text(b, column), id = ag_row_id(b);
    if (!of_a.n || !of_b.n || ag_text_equal(of_a, of_b)) return NULL;
    return ag_view_say(view, "%.*s has another %s: correct one of the two, or leave it out", (int)id.n, id.at,
                       strcmp(column, "dna_group") == 0 ? "DNA profile" : "age");
}

/* Two elements of one person? A part and what it was split from are. */
static const char *pair_fits(const ag_view *view, const ag_row *a, const ag_row *b) {
    const ag_text id = ag_row_id(b);
    const char *wrong = clash(view, a, b, "dna_group");
    if (!wrong) wrong = clash(view, a, b, "age_group");
    if (wrong || ag_text_equal(ag_row_text(a, "parent"), ag_row_subject(view, b)) ||
        ag_text_equal(ag_row_text(b, "parent"), ag_row_subject(view, a)))
        return wrong;
    if (ag_anatomy_fit(ag_remains_anatomy(a), ag_remains_anatomy(b))) return NULL;
    return ag_view_say(view, "a body has this bone once, and %.*s has it: correct one of the two, or leave it out",
                       (int)id.n, id.at);
}

const char *ag_individual_fits(const ag_view *view, const ag_row *remains, ag_text individual, const ag_row *besides,
                               int n) {
    int members = 0;
    const ag_row *member =
        individual.n ? ag_view_rows(view, &ag_kind_remains, "individual", individual, 0, &members) : NULL;
    const ag_text already = ag_row_text(remains, "individual"), id = ag_row_id(remains);
    const char *wrong = NULL;
    if (!ag_row_there(remains) || ag_row_state(remains, "VOID")) return "remains whose number is not void";
    if (ag_row_is(remains, "type", "commingled-lot"))
        return ag_view_say(view, "%.*s is a lot of several people's: split it first (remains.split)", (int)id.n, id.at);
    if (already.n && !ag_text_equal(already, individual))
        return ag_view_say(view, "%.*s belongs to %.*s: take it out there first (individual.remove)", (int)id.n, id.at,
                           (int)already.n, already.at);
    const ag_row into = ag_view_row(view, individual);
    const ag_text theirs = ag_row_text(&into, "person"),
                  mine = theirs.n ? ag_standing_person(view, ag_row_subject(view, remains)) : (ag_text){NULL, 0};
    if (mine.n && !ag_text_equal(mine, theirs))
        return ag_view_say(view, "%.*s was identified as another person: withdraw that first", (int)id.n, id.at);
    for (int i = 0; i < members && !wrong; i++)
        if (!ag_text_equal(ag_row_id(&member[i]), id)) wrong = pair_fits(view, remains, &member[i]);
    for (int i = 0; i < n && !wrong; i++) wrong = pair_fits(view, remains, &besides[i]);
    return wrong;
}

ag_status ag_individual_join(ag_deed *deed, ag_row *remains, ag_text individual, ag_error *err) {
    if (!individual.n || !remains || ag_text_equal(ag_row_text(remains, "individual"), individual)) return AG_OK;
    ag_row *row = ag_deed_change(deed, individual);
    if (!row) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_row_set(remains, "individual", individual);
    ag_row_set_integer(row, "elements", ag_row_integer(row, "elements", 0) + 1);
    return ag_consequence_of_element(deed, individual, ag_row_subject(&deed->view, remains), err);
}

/* ---- Guards ----------------------------------------------------------------------------------------------------- */

static const char *all_fit(const ag_deed *deed) {
    ag_row *row = AG_NEW(deed->view.arena, ag_row, AG_MAX_ASSERTED);
    const char *wrong = NULL;
    ag_text subject;
    int n = 0;
    for (; row && !wrong && ag_deed_each(deed, "remains", n, &subject); n++) {
        if (n == AG_MAX_ASSERTED) return "at most 300 at once";
        row[n] = ag_view_row(&deed->view, subject);
        for (int i = 0; i < n; i++)
            if (ag_text_equal(ag_row_id(&row[i]), ag_row_id(&row[n]))) return "each of the remains once";
        wrong = ag_individual_fits(&deed->view, &row[n], (ag_text){NULL, 0}, row, n);
    }
    return wrong;
}

static const char *one_fits(const ag_deed *deed) {
    const ag_row remains = ag_view_row(&deed->view, ag_deed_text(deed, "element"));
    return ag_individual_fits(&deed->view, &remains, ag_row_subject(&deed->view, &deed->view.row), NULL, 0);
}

static const char *case_is_about_others(const ag_deed *deed) {
    const ag_row found = ag_view_row(&deed->view, ag_row_text(&deed->view.row, "case"));
    const ag_text id = ag_row_id(&found);
    return ag_row_there(&found) && ag_text_equal(ag_row_text(&found, "about"), ag_deed_text(deed, "element"))
               ? ag_view_say(&deed->view, "withdraw case:%.*s first: it was decided about these remains", (int)id.n,
                             id.at)
               : NULL;
}

static const char *is_element(const ag_deed *deed) {
    const ag_row remains = ag_view_row(&deed->view, ag_deed_text(deed, "element"));
    return ag_text_equal(ag_row_text(&remains, "individual"), ag_row_subject(&deed->view, &deed->view.row))
               ? NULL
               : "remains that belong to this individual";
}

/* ---- Effects ---------------------------------------------------------------------------------------------------- */

static ag_text self(const ag_deed *deed) { return ag_row_subject(&deed->view, &deed->view.row); }

static ag_status apply_assert(ag_deed *deed, ag_error *err) {
    ag_text subject;
    ag_status status = AG_OK;
    for (int k = 0; status == AG_OK && ag_deed_each(deed, "remains", k, &subject); k++)
        status = ag_individual_join(deed, ag_deed_change(deed, subject), self(deed), err);
    return status;
}

static ag_status apply_add(ag_deed *deed, ag_error *err) {
    return ag_individual_join(deed, ag_deed_change(deed, ag_deed_text(deed, "element")), self(deed), err);
}

static ag_status apply_remove(ag_deed *deed, ag_error *err) {
    ag_row *row = ag_deed_change(deed, self(deed)), *remains = ag_deed_change(deed, ag_deed_text(deed, "element"));
    (void)err;
    if (!row || !remains) return AG_OK;
    ag_row_set(remains, "individual", (ag_text){NULL, 0});
    ag_row_set_integer(row, "elements", ag_row_integer(row, "elements", 1) - 1);
    return AG_OK;
}

/* ---- The kind --------------------------------------------------------------------------------------------------- */

static ag_status elements_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    int n;
    const ag_row *row = ag_view_rows(view, &ag_kind_remains, "individual", ag_row_subject(view, &view->row), 0, &n);
    (void)err;
    ag_buffer_printf(out, "%d:", n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&row[i]), element = ag_row_text(&row[i], "element"),
                      side = ag_row_text(&row[i], "side");
        ag_buffer_printf(out, "%s %.*s", i ? "," : "", (int)id.n, id.at);
        if (element.n)
            ag_buffer_printf(out, " (%.*s%s%.*s)", (int)element.n, element.at, side.n ? " " : "", (int)side.n,
                             side.n ? side.at : "");
    }
    return AG_OK;
}

static const char *const states[] = {"ASSERTED", NULL};
static const char *const remains_kinds[] = {"remains", NULL};
static const char *const bases[] = {
    "found-together", "dna", "fracture-fit", "articulation", "pair-match", "effects", "documents", "other", NULL};

#define REASON                                                                                                         \
    { "reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what shows it, in your own words", 0 }
#define BASIS                                                                                                          \
    { "basis", AG_FIELD_CHOICE, AG_REQUIRED | AG_MANY, bases, "what shows it", 0 }
#define ELEMENT                                                                                                        \
    { "element", AG_FIELD_REFERENCE, AG_REQUIRED, remains_kinds, "the remains: remains:2025061603120001230", 0 }
static const ag_field assert_fields[] = {{"remains", AG_FIELD_REFERENCE, AG_REQUIRED | AG_MANY, remains_kinds,
                                          "all that are of this one person, with blanks between", 0},
                                         BASIS,
                                         REASON,
                                         {0}};
static const ag_field add_fields[] = {ELEMENT, BASIS, REASON, {0}};
static const ag_field remove_fields[] = {ELEMENT, REASON, {0}};

static const ag_guard assert_guards[] = {{"H8", all_fit, true}, {0}};
static const ag_guard add_guards[] = {{"H8", one_fits, true}, {0}};
static const ag_guard remove_guards[] = {{"H8", is_element, true}, {"I10", case_is_about_others, true}, {0}};

#define SORTERS (AG_REGISTRAR | AG_ANALYST | AG_REVIEWER)
static const ag_action actions[] = {
    {"individual.assert",
     SORTERS,
     AG_CREATES | AG_SIGNED,
     NULL,
     "ASSERTED",
     assert_fields,
     assert_guards,
     apply_assert,
     {0},
     "say that these remains are of one person, whoever it is"},
    {"individual.add",
     SORTERS,
     AG_SIGNED,
     NULL,
     NULL,
     add_fields,
     add_guards,
     apply_add,
     {0},
     "these remains are of this person too"},
    {"individual.remove",
     SORTERS,
     AG_SIGNED,
     NULL,
     NULL,
     remove_fields,
     remove_guards,
     apply_remove,
     {0},
     "these remains are not of this person after all"},
    {0},
};

static const ag_column further[] = {
    {"elements", AG_COLUMN_INTEGER, false, false},
    {"person", AG_COLUMN_TEXT, true, false}, /* while an identification is confirmed: set by cases */
    {"case", AG_COLUMN_TEXT, true, false},
    {"hold", AG_COLUMN_INTEGER, false, false},
    {0}};
static const ag_fact facts[] = {{"elements", "H8", elements_fact}, {"mni", "H14", ag_assemblage_mni_fact}, {0}};

const ag_kind ag_kind_individual = {
    .name = "individual",
    .plural = "individuals",
    .help = "remains that are of one person, whoever that is",
    .state = states,
    .action = actions,
    .further = further,
    .fact = facts,
    .readers = AG_WRITERS,
};
