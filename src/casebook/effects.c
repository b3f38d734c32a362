/* Effects: what was found with the dead, piece by piece, under the number they were found with; and the sealed packets
 * in which it is sent on, each with a complete list of what is in it. A packet is a container of effects: what is in it
 * goes with it. */
#include "casebook/custody.h"
#include "casebook/kinds.h"
#include "casebook/numbers.h"

#include "base/banned.h"

#define HANDLERS (AG_REGISTRAR | AG_ANALYST | AG_INVESTIGATOR | AG_CASE_OFFICER)
#define REASON                                                                                                         \
    { "reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in your own words", 0 }

static const char *const owners[] = {"remains", "container", NULL};
static const char *const packet_owners[] = {"individual", "remains", NULL};
static const char *const container_kinds[] = {"container", NULL};
static const char *const packet_kinds[] = {"packet", NULL};

static ag_row *own(ag_deed *deed) { return ag_deed_change(deed, ag_row_subject(&deed->view, &deed->view.row)); }

/* ---- Effects ---------------------------------------------------------------------------------------------------- */

static const char *may_leave_the_body(const ag_deed *deed) {
    return ag_row_is(&deed->view.row, "category", "disc-single")
               ? "leave the single disc on the body; of a double disc pack one half"
               : NULL;
}

static const char *fits_into_packet(const ag_deed *deed) {
    return ag_custody_can_enter(deed, &deed->view.row, ag_deed_text(deed, "packet"));
}

static const char *can_be_taken_out(const ag_deed *deed) {
    const ag_text inside = ag_row_text(&deed->view.row, "container");
    const ag_row container = ag_view_row(&deed->view, inside);
    if (!inside.n) return "something that is in a container or a packet";
    return ag_row_text(&container, "seal").n ? "open the seal first (container.unseal, packet.unseal)" : NULL;
}

/* It is where it was found, held by who holds that. */
static ag_status apply_list(ag_deed *deed, ag_error *err) {
    ag_row *row = own(deed);
    const ag_row with = ag_view_row(&deed->view, ag_deed_text(deed, "found_with"));
    (void)err;
    ag_row_set(row, "holder", ag_custody_holder(&deed->view, &with));
    ag_row_set_integer(row, "moved", ag_row_integer(&with, "moved", 0));
    if (ag_deed_has(deed, "container")) ag_custody_enter(deed, row, ag_deed_text(deed, "container"));
    return AG_OK;
}

static ag_status apply_pack(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_custody_enter(deed, own(deed), ag_deed_text(deed, "packet"));
    return AG_OK;
}

static ag_status apply_take_out(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_custody_leave(deed, own(deed));
    return AG_OK;
}

static ag_status apply_hand_over(ag_deed *deed, ag_error *err) {
    const ag_hands hands = ag_custody_hands(deed);
    return ag_custody_record(deed, own(deed), &hands, err);
}

static const char *effect_id(const ag_deed *deed) {
    const ag_text with = ag_deed_text(deed, "found_with");
    size_t at = 0;
    while (at < with.n && with.at[at] != ':') at++;
    return ag_number_new_below(&deed->view, &ag_kind_effect, (ag_text){with.at + at + 1, with.n - at - 1}, 'e');
}

static const char *const effect_states[] = {"HELD", "PACKED", "RETURNED", NULL};
static const char *const categories[] = {
    "identity-document", "disc-half", "disc-single", "will",      "letter",    "notebook",
    "photograph",        "money",     "watch",       "jewellery", "religious", "phone",
    "clothing",          "equipment", "weapon",      "other",     NULL};
static const ag_field effect_fields[] = {
    {"found_with", AG_FIELD_REFERENCE, AG_REQUIRED, owners,
     "what it was found with; it gets that number and .e01: 2025061603120001230.e01", 0},
    {"category", AG_FIELD_CHOICE, AG_REQUIRED, categories, "what it is; a paper on a body is no proof of a name", 0},
    {"description", AG_FIELD_TEXT, AG_REQUIRED, NULL, "so that nobody takes it for another; what is written on it", 0},
    {"photo", AG_FIELD_FILE, 0, NULL, "a photograph with its number", 0},
    {"amount", AG_FIELD_NUMBER, 0, NULL, "of money: how much", 0},
    {"currency", AG_FIELD_CODE, 0, NULL, "of money: KPW, RUB, USD", 0},
    {"container", AG_FIELD_REFERENCE, 0, container_kinds, "the bag or box that it stays in", 0},
    {0},
};
static const ag_field pack_fields[] = {
    {"packet", AG_FIELD_REFERENCE, AG_REQUIRED, packet_kinds, "the open packet that it goes into", 0}, {0}};
static const ag_field give_fields[] = {
    {"recipient", AG_FIELD_NAME, AG_REQUIRED, NULL, "who receives it", 0}, AG_HANDS_FIELDS, {0}};

static const ag_guard pack_guards[] = {{"L4", may_leave_the_body, false}, {"H9", fits_into_packet, true}, {0}};
static const ag_guard take_out_guards[] = {{"H9", can_be_taken_out, false}, {0}};
static const ag_guard give_guards[] = {
    {"L4", may_leave_the_body, false}, {"H9", ag_custody_is_alone, false}, {"H10", ag_custody_fields_fit, true}, {0}};

static const ag_action effect_actions[] = {
    {"effect.list",
     HANDLERS,
     AG_CREATES,
     NULL,
     "HELD",
     effect_fields,
     NULL,
     apply_list,
     {0},
     "one thing that was found with the dead"},
    {"effect.pack", HANDLERS, 0, "HELD", "PACKED", pack_fields, pack_guards, apply_pack, {0}, "put it into a packet"},
    {"effect.take_out",
     HANDLERS,
     0,
     "HELD PACKED",
     "HELD",
     NULL,
     take_out_guards,
     apply_take_out,
     {0},
     "take it out of its packet or container"},
    {"effect.return",
     AG_CASE_OFFICER | AG_LIAISON,
     AG_SIGNED | AG_COUNTERSIGNED,
     "HELD",
     "RETURNED",
     give_fields,
     give_guards,
     apply_hand_over,
     {0},
     "give it to the family, who sign"},
    {0},
};

static const ag_column object_further[] = {AG_OBJECT_COLUMNS, {0}};
static const ag_fact effect_facts[] = {{"custody", "H10", ag_custody_fact},
                                       {"where", NULL, ag_custody_where_fact},
                                       {"label", "K3", ag_number_label_fact},
                                       {0}};

const ag_kind ag_kind_effect = {
    .name = "effect",
    .plural = "effects",
    .help = "one thing that was found with the dead",
    .state = effect_states,
    .closed = "RETURNED",
    .action = effect_actions,
    .further = object_further,
    .indexed = "container",
    .fact = effect_facts,
    .readers = AG_WRITERS,
    .new_id = effect_id,
    .check_id = ag_number_check_effect,
};

/* ---- Packets ---------------------------------------------------------------------------------------------------- */

static int64_t packed(const ag_view *view, const ag_row *packet) {
    return ag_view_count(view, &ag_kind_effect, "container", ag_row_subject(view, packet), NULL);
}

static const char *has_contents(const ag_deed *deed) {
    return packed(&deed->view, &deed->view.row) ? NULL : "put something into it first (effect.pack)";
}

static const char *list_is_complete(const ag_deed *deed) {
    const int64_t inside = packed(&deed->view, &deed->view.row), counted = ag_deed_count(deed, "contents", -1);
    if (inside != counted)
        return ag_view_say(&deed->view, "count again: the list has %lld things, contents says %lld", (long long)inside,
                           (long long)counted);
    return ag_deed_has(deed, "owner") || ag_deed_is(deed, "unidentified", "yes")
               ? NULL
               : "owner: full particulars of the owner; or unidentified=yes";
}

static ag_status apply_unseal(ag_deed *deed, ag_error *err) {
    ag_hands hands = ag_custody_hands(deed);
    hands.from = hands.to = ag_row_text(&deed->view.row, "holder");
    hands.seal_after = (ag_text){NULL, 0};
    return ag_custody_record(deed, own(deed), &hands, err);
}

static ag_status facts_contents(const ag_view *view, ag_buffer *out, ag_error *err) {
    int n;
    const ag_row *row = ag_view_rows(view, &ag_kind_effect, "container", ag_row_subject(view, &view->row), 0, &n);
    (void)err;
    ag_buffer_printf(out, "%d:", n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&row[i]), category = ag_row_text(&row[i], "category");
        ag_buffer_printf(out, "%s %.*s %.*s", i ? "," : "", (int)id.n, id.at, (int)category.n,
                         category.at ? category.at : "");
    }
    return AG_OK;
}

static const char *const packet_states[] = {"OPEN", "SEALED", "FORWARDED", "DELIVERED", NULL};
static const char *const channels[] = {
    "protecting-power", "central-tracing-agency", "national-bureau", "national-society", "direct", "family", NULL};
static const ag_field open_fields[] = {
    {"about", AG_FIELD_REFERENCE, AG_REQUIRED, packet_owners, "whose things they are", 0},
    {"holder", AG_FIELD_CODE, AG_REQUIRED, NULL, "who has it: a code", 0},
    {0},
};
static const ag_field seal_fields[] = {
    {"seal", AG_FIELD_CODE, AG_REQUIRED, NULL, "number of the seal", 0},
    {"contents", AG_FIELD_COUNT, AG_REQUIRED, NULL, "how many things are in it, counted", 0},
    {"owner", AG_FIELD_NAME, 0, NULL, "particulars of the owner, as they stand on the packet", 0},
    {"unidentified", AG_FIELD_YESNO, 0, NULL, "yes: nobody knows whose they are; they are sent on all the same", 0},
    {"list", AG_FIELD_FILE, 0, NULL, "the list as it lies in the packet", 0},
    {0},
};
static const ag_field unseal_fields[] = {
    {"seal_before", AG_FIELD_CODE, AG_REQUIRED, NULL, "number of the seal as it is read; none where it is gone", 0},
    REASON,
    {0}};
static const ag_field forward_fields[] = {
    {"through", AG_FIELD_CHOICE, AG_REQUIRED, channels, "the way that it goes", 0}, AG_HANDS_FIELDS, {0}};
static const ag_field deliver_fields[] = {{"recipient", AG_FIELD_NAME, AG_REQUIRED, NULL, "who has it now", 0},
                                          {"receipt", AG_FIELD_FILE, AG_REQUIRED, NULL, "the signed receipt", 0},
                                          {0}};

static const ag_guard seal_guards[] = {{"L3", has_contents, false}, {"L3", list_is_complete, true}, {0}};
static const ag_guard forward_guards[] = {{"H10", ag_custody_fields_fit, true}, {0}};

static const ag_action packet_actions[] = {
    {"packet.open",
     HANDLERS,
     AG_CREATES,
     NULL,
     "OPEN",
     open_fields,
     NULL,
     NULL,
     {0},
     "begin a packet of the things of one dead person"},
    {"packet.seal",
     HANDLERS,
     AG_SIGNED,
     "OPEN",
     "SEALED",
     seal_fields,
     seal_guards,
     NULL,
     {0},
     "close and seal it, with a complete list"},
    {"packet.unseal",
     HANDLERS,
     AG_SIGNED,
     "SEALED",
     "OPEN",
     unseal_fields,
     NULL,
     apply_unseal,
     {0},
     "open it again; a seal that is not the one that was put on is a gap in custody"},
    {"packet.forward",
     AG_REGISTRAR | AG_CASE_OFFICER,
     AG_SIGNED | AG_COUNTERSIGNED,
     "SEALED",
     "FORWARDED",
     forward_fields,
     forward_guards,
     apply_hand_over,
     {0},
     "send it on; both sign"},
    {"packet.deliver",
     AG_REGISTRAR | AG_CASE_OFFICER | AG_LIAISON,
     AG_SIGNED,
     "FORWARDED",
     "DELIVERED",
     deliver_fields,
     NULL,
     NULL,
     {0},
     "it has reached those whom it is for"},
    {0},
};
static const ag_fact packet_facts[] = {{"custody", "H10", ag_custody_fact},
                                       {"where", NULL, ag_custody_where_fact},
                                       {"contents", "L3", facts_contents},
                                       {0}};

const ag_kind ag_kind_packet = {
    .name = "packet",
    .plural = "packets",
    .help = "a sealed packet of effects with a complete list of what is in it",
    .state = packet_states,
    .closed = "DELIVERED",
    .action = packet_actions,
    .further = object_further,
    .indexed = "holder",
    .fact = packet_facts,
    .readers = AG_WRITERS,
};
