/* Containers: bags, boxes, coffins, urns, vehicles. A container is no body: it may hold the remains of several people,
 * and one person's remains may be in several containers. What is in it, and in what is in it, goes where it goes. */
#include "base/limits.h"
#include "casebook/assemblage.h"
#include "casebook/custody.h"
#include "casebook/handover.h"
#include "casebook/kinds.h"
#include "casebook/numbers.h"

#include "base/banned.h"

static const char *const states[] = {"IN_USE", "RETIRED", "VOID", NULL};
static const char *const types[] = {"bag", "box", "coffin", "urn", "vehicle", "room", NULL};
static const char *const container_kinds[] = {"container", NULL};

/* ---- Guards ----------------------------------------------------------------------------------------------------- */

static const char *is_empty(const ag_deed *deed) {
    const ag_text subject = ag_row_subject(&deed->view, &deed->view.row);
    const int64_t n = ag_view_count(&deed->view, &ag_kind_remains, "container", subject, NULL) +
                      ag_view_count(&deed->view, &ag_kind_container, "container", subject, NULL) +
                      ag_view_count(&deed->view, &ag_kind_effect, "container", subject, NULL);
    return n ? ag_view_say(&deed->view, "take out the %lld things that are in it", (long long)n) : NULL;
}

static const char *is_unsealed(const ag_deed *deed) {
    return ag_row_text(&deed->view.row, "seal").n ? "open the present seal first (container.unseal)" : NULL;
}

static const char *is_sealed(const ag_deed *deed) {
    return ag_row_text(&deed->view.row, "seal").n ? NULL : "a container with a seal on it";
}

static const char *can_enter(const ag_deed *deed) {
    return ag_custody_can_enter(deed, &deed->view.row, ag_deed_text(deed, "container"));
}

static const char *is_inside_open(const ag_deed *deed) {
    const ag_text inside = ag_row_text(&deed->view.row, "container");
    if (!inside.n) return "something that is in a container";
    const ag_row container = ag_view_row(&deed->view, inside);
    return ag_row_text(&container, "seal").n ? "open the seal of the container it is in first (container.unseal)"
                                             : NULL;
}

/* ---- Effects ---------------------------------------------------------------------------------------------------- */

static ag_row *own(ag_deed *deed) { return ag_deed_change(deed, ag_row_subject(&deed->view, &deed->view.row)); }

static ag_status apply_put(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_custody_enter(deed, own(deed), ag_deed_text(deed, "container"));
    return AG_OK;
}

static ag_status apply_take_out(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_custody_leave(deed, own(deed));
    return AG_OK;
}

/* Who opens a seal reads it; one that differs is a gap like any other. */
static ag_status apply_unseal(ag_deed *deed, ag_error *err) {
    ag_row *row = own(deed);
    const ag_text holder = ag_custody_holder(&deed->view, row);
    ag_hands hands = ag_custody_hands(deed);
    hands.from = hands.to = holder;
    hands.seal_after = (ag_text){NULL, 0};
    return ag_custody_record(deed, row, &hands, err);
}

static ag_status apply_accept(ag_deed *deed, ag_error *err) { return ag_handover_take(deed, own(deed), err); }

/* ---- The kind --------------------------------------------------------------------------------------------------- */

#define TYPE                                                                                                           \
    { "type", AG_FIELD_CHOICE, AG_REQUIRED, types, "bag, box, coffin, urn, vehicle or room", 0 }
static const ag_field register_fields[] = {
    TYPE,
    {"holder", AG_FIELD_CODE, AG_REQUIRED, NULL, "who has it: a code such as team-2 or odesa-3/morgue", 0},
    {"seal", AG_FIELD_CODE, 0, NULL, "number of the seal that is on it", 0},
    AG_FOREIGN_FIELDS,
    {"remarks", AG_FIELD_TEXT, 0, NULL, "anything else", 0},
    {0},
};
static const ag_field accept_fields[] = {
    TYPE,
    AG_LINE_FIELDS,
    {"seal_before", AG_FIELD_CODE, 0, NULL, "number of the seal as the receiver reads it; none where it has none", 0},
    AG_FOREIGN_FIELDS,
    {"remarks", AG_FIELD_TEXT, 0, NULL, "anything else", 0},
    {0},
};
static const ag_field put_fields[] = {
    {"container", AG_FIELD_REFERENCE, AG_REQUIRED, container_kinds, "what it is put into", 0}, {0}};
static const ag_field seal_fields[] = {
    {"seal", AG_FIELD_CODE, AG_REQUIRED, NULL, "number of the seal that is put on", 0}, {0}};
static const ag_field unseal_fields[] = {
    {"seal_before", AG_FIELD_CODE, AG_REQUIRED, NULL, "number of the seal as it is read; none where it is gone", 0},
    {"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why it is opened", 0},
    {0},
};
static const ag_field reason_fields[] = {{"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why", 0}, {0}};

static const ag_guard register_guards[] = {{"K4", ag_foreign_number_fits, true}, {0}};
static const ag_guard accept_guards[] = {{"R6", ag_handover_has_line, true}, {"K4", ag_foreign_number_fits, true}, {0}};
static const ag_guard put_guards[] = {{"H9", can_enter, true}, {0}};
static const ag_guard take_out_guards[] = {{"H9", is_inside_open, false}, {0}};
static const ag_guard seal_guards[] = {{"H10", is_unsealed, false}, {0}};
static const ag_guard unseal_guards[] = {{"H10", is_sealed, false}, {0}};
static const ag_guard empty_guards[] = {{"H9", is_empty, false}, {0}};

#define HANDLERS (AG_REGISTRAR | AG_ANALYST | AG_INVESTIGATOR | AG_CASE_OFFICER)
static const ag_action actions[] = {
    {"container.register",
     HANDLERS,
     AG_CREATES,
     NULL,
     "IN_USE",
     register_fields,
     register_guards,
     NULL,
     {0},
     "give a container its number; without an id it gets the next one, such as container:2025061603120001230"},
    {"container.accept",
     AG_REGISTRAR,
     AG_CREATES,
     NULL,
     "IN_USE",
     accept_fields,
     accept_guards,
     apply_accept,
     {0},
     "take a container in at a handover: a line of the sender's list, or a difference that is noted"},
    {"container.put",
     HANDLERS,
     0,
     "IN_USE",
     NULL,
     put_fields,
     put_guards,
     apply_put,
     {0},
     "put it into another container"},
    {"container.take_out",
     HANDLERS,
     0,
     "IN_USE",
     NULL,
     NULL,
     take_out_guards,
     apply_take_out,
     {0},
     "take it out of the container it is in"},
    {"container.seal", HANDLERS, AG_SIGNED, "IN_USE", NULL, seal_fields, seal_guards, NULL, {0}, "put a seal on it"},
    {"container.unseal",
     HANDLERS,
     AG_SIGNED,
     "IN_USE",
     NULL,
     unseal_fields,
     unseal_guards,
     apply_unseal,
     {0},
     "open its seal; a seal that is not the one that was put on is a gap in custody"},
    {"container.retire",
     HANDLERS,
     0,
     "IN_USE",
     "RETIRED",
     reason_fields,
     empty_guards,
     NULL,
     {0},
     "it is used no more; its number stays"},
    {"container.void",
     AG_REGISTRAR,
     AG_SIGNED,
     "IN_USE",
     "VOID",
     reason_fields,
     empty_guards,
     NULL,
     {0},
     "its number was given by mistake; it is never given again"},
    {0},
};

static const ag_column further[] = {AG_OBJECT_COLUMNS, {"height", AG_COLUMN_INTEGER, false, false}, {0}};
static const ag_fact facts[] = {{"custody", "H10", ag_custody_fact},
                                {"where", NULL, ag_custody_where_fact},
                                {"contents", NULL, ag_assemblage_contents_fact},
                                {"mni", "H14", ag_assemblage_mni_fact},
                                {"label", "K3", ag_number_label_fact},
                                {0}};

const ag_kind ag_kind_container = {
    .name = "container",
    .plural = "containers",
    .help = "a bag, box, coffin, urn or vehicle with a number of its own",
    .state = states,
    .closed = "RETIRED VOID",
    .action = actions,
    .further = further,
    .indexed = "container holder handover item foreign_number seal",
    .fact = facts,
    .readers = AG_WRITERS,
    .new_id = ag_number_new,
    .check_id = ag_number_check_whole,
};
