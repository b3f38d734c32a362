/* Remains: a body, a part, a fragment, ashes, a lot of several people's: whatever has a number of its own.
 *
 *     SIGHTED → RECOVERY_PLANNED → RECOVERED → CLEARED → IN_CUSTODY → EXAMINED → INTERIM_BURIED
 *                                    from a handover ↗             held ↘ IN_TRANSIT → RECEIVED_BY_OTHER, or
 * RELEASED_TO_FAMILY
 *
 * Nothing is ever deleted: a split makes a child and a reassociation joins two numbers under an individual. A gap in
 * custody is no state but a mark that stays (custody.h). Burial, exhumation and whatever cannot be undone are effects
 * of an order (order.execute), or recorded after the fact.
 */
#include "casebook/assemblage.h"
#include "casebook/custody.h"
#include "casebook/deployments.h"
#include "casebook/handover.h"
#include "casebook/individual.h"
#include "casebook/kinds.h"
#include "casebook/notification.h"
#include "casebook/numbers.h"
#include "casebook/repatriation.h"
#include "casebook/sites.h"
#include "casebook/standing.h"
#include "incident/mni.h"

#include "base/banned.h"

enum { DAY = 86400, HALF_YEAR = 182 * DAY };

static const char *const states[] = {"SIGHTED",
                                     "RECOVERY_PLANNED",
                                     "UNRECOVERABLE_FOR_NOW",
                                     "RECOVERED",
                                     "CLEARED",
                                     "IN_CUSTODY",
                                     "EXAMINED",
                                     "INTERIM_BURIED",
                                     "IN_TRANSIT",
                                     "RECEIVED_BY_OTHER",
                                     "RELEASED_TO_FAMILY",
                                     "DISPOSED_IRREVERSIBLY",
                                     "VOID",
                                     NULL};
#define IN_HAND "RECOVERED CLEARED IN_CUSTODY EXAMINED"
#define HELD IN_HAND " INTERIM_BURIED"

/* ---- Guards ----------------------------------------------------------------------------------------------------- */

static ag_row row_of(const ag_deed *deed, const char *field) {
    return ag_view_row(&deed->view, ag_deed_text(deed, field));
}

static const char *hazard_is_assessed(const ag_deed *deed) {
    if (ag_deed_has(deed, "hazard")) return NULL;
    const ag_row site = ag_view_row(&deed->view, ag_row_text(&deed->view.row, "site"));
    return ag_row_text(&site, "hazard").n
               ? NULL
               : "assess the site (site.assess), or say here: hazard=mined, unexploded, under-fire, … or none-found";
}

static const char *label_is_its_number(const ag_deed *deed) {
    return ag_text_equal(ag_deed_text(deed, "number"), deed->id)
               ? NULL
               : "read the number off the label again: it is that of this record, such as 2025061603120001230";
}

static const char *labels_are_on(const ag_deed *deed) {
    return ag_deed_is(deed, "labels", "yes") ? NULL : "two labels: one on the remains, one on the bag; then labels=yes";
}

/* The bag that it was recovered into is in the same hands. */
static const char *bag_is_at_hand(const ag_deed *deed) {
    if (!ag_deed_has(deed, "container")) return NULL;
    const ag_row container = row_of(deed, "container");
    if (!ag_row_state(&container, "IN_USE") || ag_row_text(&container, "seal").n)
        return "a container that is in use and has no seal on it";
    return ag_text_equal(ag_custody_holder(&deed->view, &container), ag_deed_text(deed, "team"))
               ? NULL
               : "a container that this team holds: hand it over first (custody.transfer)";
}

/* The bag that it came in came with the same handover. */
static const char *bag_came_with_it(const ag_deed *deed) {
    if (!ag_deed_has(deed, "container")) return NULL;
    const ag_row container = row_of(deed, "container");
    return ag_text_equal(ag_row_text(&container, "handover"), ag_deed_text(deed, "handover"))
               ? NULL
               : "a container that came with this handover (container.accept)";
}

/* In a container: that was handed over, with its own event; else both sides sign here. */
static const char *is_handed_over(const ag_deed *deed) {
    if (!ag_row_text(&deed->view.row, "container").n) return ag_custody_fields_fit(deed);
    return ag_text_equal(ag_custody_holder(&deed->view, &deed->view.row), ag_deed_text(deed, "to"))
               ? NULL
               : "hand the container over first (custody.transfer), then receive what is in it";
}

static const char *is_cleared(const ag_deed *deed) {
    return ag_row_is(&deed->view.row, "cleared", "yes") ? NULL : "look for explosives first: remains.clear";
}

static const char *is_not_cleared(const ag_deed *deed) {
    return ag_row_is(&deed->view.row, "cleared", "yes") ? "remains that have not been cleared yet" : NULL;
}

static const char *death_is_confirmed(const ag_deed *deed) {
    return ag_deed_is(deed, "death_confirmed", "yes")
               ? NULL
               : "confirm death first, by a physician where possible; then death_confirmed=yes";
}

static const char *sample_is_taken(const ag_deed *deed) {
    if (ag_deed_is(deed, "sample", "cannot"))
        return ag_deed_has(deed, "sample_reason") ? NULL : "sample_reason: why none can be taken";
    return ag_row_is(&deed->view.row, "sampled", "yes")
               ? NULL
               : "take a sample first (sample.take), or sample=cannot with sample_reason";
}

static const char *parent_is_examined(const ag_deed *deed) {
    const ag_row parent = row_of(deed, "parent");
    return ag_row_state(&parent, "EXAMINED") ? NULL : "examine the remains that it is split from first";
}

static const char *are_of_one(const ag_deed *deed) {
    const ag_row with = row_of(deed, "with");
    const ag_text mine = ag_row_text(&deed->view.row, "individual"), theirs = ag_row_text(&with, "individual");
    if (ag_text_equal(ag_row_id(&with), deed->id)) return "other remains than these";
    if (mine.n && theirs.n && !ag_text_equal(mine, theirs))
        return "take one of the two out of its individual first (individual.remove)";
    return theirs.n ? ag_individual_fits(&deed->view, &deed->view.row, theirs, NULL, 0)
                    : ag_individual_fits(&deed->view, &with, mine, &deed->view.row, 1);
}

/* What is asserted to be of one person has one DNA profile. */
static const char *profile_fits(const ag_deed *deed) {
    const ag_text individual = ag_row_text(&deed->view.row, "individual"), group = ag_deed_text(deed, "dna_group");
    int n = 0;
    const ag_row *row =
        individual.n ? ag_view_rows(&deed->view, &ag_kind_remains, "individual", individual, 0, &n) : NULL;
    for (int i = 0; i < n; i++) {
        const ag_text theirs = ag_row_text(&row[i], "dna_group");
        if (theirs.n && !ag_text_equal(theirs, group) && !ag_text_equal(ag_row_id(&row[i]), deed->id))
            return "take it out of its individual first (individual.remove): others there have another profile";
    }
    return NULL;
}

static const char *nothing_holds_it(const ag_deed *deed) {
    return ag_standing_hold(&deed->view, ag_row_subject(&deed->view, &deed->view.row));
}

static const char *is_confirmed(const ag_deed *deed) {
    return ag_standing_confirmed(&deed->view, ag_row_subject(&deed->view, &deed->view.row))
               ? NULL
               : "an identification that is confirmed and not challenged (case.confirm)";
}

static const char *family_agrees(const ag_deed *deed) {
    const ag_row consent = row_of(deed, "consent"), giver = ag_view_row(&deed->view, ag_row_text(&consent, "relative"));
    const ag_text person = ag_standing_person(&deed->view, ag_row_subject(&deed->view, &deed->view.row));
    int n;
    const ag_text *family = ag_families_of(&deed->view, person, &n);
    bool own = false;
    for (int i = 0; i < n; i++) own = own || ag_text_equal(family[i], ag_row_text(&giver, "family"));
    return own && ag_row_state(&giver, "MEMBER") && ag_row_state(&consent, "GIVEN") &&
                   ag_row_is(&consent, "scope", "release")
               ? NULL
               : "a consent to the release by a member of the person's own family that is given and not withdrawn "
                 "(relative.add person=…, consent.record scope=release)";
}

/* It is these remains that are said to be gone, so that what is left of them is held (D4). */
static const char *allegation_is_of_them(const ag_deed *deed) {
    const ag_row allegation = row_of(deed, "allegation");
    const ag_text about = ag_row_text(&allegation, "about"), individual = ag_row_text(&deed->view.row, "individual");
    return ag_row_state(&allegation, "RECORDED") && about.n &&
                   (ag_text_equal(about, individual) ||
                    ag_text_equal(about, ag_row_subject(&deed->view, &deed->view.row)))
               ? NULL
               : "the allegation about these remains, not withdrawn (allegation.record about=…)";
}

static const char *is_outgoing(const ag_deed *deed) {
    const ag_row handover = row_of(deed, "handover");
    if (!ag_row_is(&handover, "direction", "outgoing")) return "a handover by this side: direction=outgoing";
    return ag_row_state(&handover, "LISTED COUNTED")
               ? NULL
               : "a handover whose list is recorded (handover.list) and that is not over";
}

/* A number that somebody asks for, or that a case is about, is no mistake. */
static const char *nobody_asks_for_it(const ag_deed *deed) {
    const ag_text subject = ag_row_subject(&deed->view, &deed->view.row);
    const char *request = ag_request_open(&deed->view, subject), *refused = ag_request_refused(&deed->view, subject);
    const ag_row found =
        ag_standing_first(&deed->view, &ag_kind_case, "about", subject,
                          "OPEN HYPOTHESES PRESUMPTIVE FOR_BOARD CONFIRMED CHALLENGED OPEN_NO_FURTHER_TEST_NOW");
    const ag_text id = ag_row_id(&found);
    if (request || refused)
        return ag_view_say(&deed->view, "no number that is asked for: %s", request ? request : refused);
    return ag_row_there(&found) ? ag_view_say(&deed->view, "no number that case:%.*s is about", AG_SHOWN(id)) : NULL;
}

static const char *is_of_nobody(const ag_deed *deed) {
    if (ag_row_text(&deed->view.row, "individual").n) return "take it out of its individual first (individual.remove)";
    return ag_row_is(&deed->view.row, "sampled", "yes") ? "a number that has no sample: samples keep their remains"
                                                        : NULL;
}

/* ---- Effects ---------------------------------------------------------------------------------------------------- */

static ag_row *own(ag_deed *deed) { return ag_deed_change(deed, ag_row_subject(&deed->view, &deed->view.row)); }

static ag_status apply_new(ag_deed *deed, ag_error *err) {
    ag_row *row = own(deed);
    (void)err;
    if (!ag_row_text(row, "type").n) ag_row_set(row, "type", AG_TEXT("unexamined"));
    return AG_OK;
}

/* The team that recovers it is its first holder. */
static ag_status apply_recover(ag_deed *deed, ag_error *err) {
    ag_row *row = own(deed);
    const ag_hands hands = {.to = ag_deed_text(deed, "team")};
    const ag_status status = ag_custody_record(deed, row, &hands, err);
    if (ag_deed_has(deed, "container")) ag_custody_enter(deed, row, ag_deed_text(deed, "container"));
    return status;
}

static ag_status apply_clear(ag_deed *deed, ag_error *err) {
    ag_row *row = own(deed);
    (void)err;
    ag_row_set(row, "cleared", AG_TEXT("yes"));
    ag_row_due(row, NULL, 0);
    if (ag_row_state(row, "RECOVERED")) ag_row_move(row, "CLEARED");
    return AG_OK;
}

static ag_status apply_accept(ag_deed *deed, ag_error *err) {
    ag_row *row = own(deed);
    ag_status status = apply_new(deed, err);
    if (status != AG_OK) return status;
    if (!ag_deed_has(deed, "container")) return ag_handover_take(deed, row, err);
    const ag_row container = row_of(deed, "container");
    ag_row_set(row, "holder", ag_custody_holder(&deed->view, &container));
    ag_row_set_integer(row, "moved", ag_row_integer(&container, "moved", 0));
    ag_custody_enter(deed, row, ag_deed_text(deed, "container"));
    return AG_OK;
}

/* What shows mutilation opens a file of evidence (L18), whoever it is; one at a time. */
static ag_status apply_examine(ag_deed *deed, ag_error *err) {
    const ag_view *view = &deed->view;
    const ag_text subject = ag_row_subject(view, &view->row);
    const bool shown = ag_deed_is(deed, "face", "disfigured") || ag_deed_is(deed, "face", "burned") ||
                       ag_deed_is(deed, "fingertips", "missing");
    if (!shown || ag_view_count(view, &ag_kind_finding, "about", subject, "OPEN")) return AG_OK;
    const char *id = ag_view_say(view, "%.*s-%.*s-%llu", (int)deed->id.n, deed->id.at, (int)deed->site.n, deed->site.at,
                                 (unsigned long long)deed->seq);
    ag_row *finding = ag_deed_make(deed, &ag_kind_finding, ag_text_of(id));
    ag_row_set(finding, "about", subject);
    ag_row_set(finding, "cause", AG_TEXT("unknown"));
    ag_row_set(finding, "damage",
               ag_deed_is(deed, "face", "disfigured") ? AG_TEXT("face-disfigured")
               : ag_deed_is(deed, "face", "burned")   ? AG_TEXT("face-burned")
                                                      : AG_TEXT("fingertips-missing"));
    return finding ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}

/* A child is where its parent is, and of the same person unless that is a lot of several. */
static ag_status apply_split(ag_deed *deed, ag_error *err) {
    static const char *const same[] = {"container", "holder", "cleared", "face", "handover"};
    static const char *const counted[] = {"since", "moved", "gap"};
    ag_row *row = own(deed);
    const ag_row parent = row_of(deed, "parent");
    const bool lot = ag_row_is(&parent, "type", "commingled-lot");
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) ag_row_set(row, same[i], ag_row_text(&parent, same[i]));
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        if (ag_row_integer(&parent, counted[i], 0))
            ag_row_set_integer(row, counted[i], ag_row_integer(&parent, counted[i], 0));
    ag_row_set(row, "inherited", ag_custody_gap_words(&deed->view, &parent));
    ag_row_set(row, "lot", lot ? ag_deed_text(deed, "parent") : ag_row_text(&parent, "lot"));
    return lot ? AG_OK : ag_individual_join(deed, row, ag_row_text(&parent, "individual"), err);
}

static ag_status apply_reassociate(ag_deed *deed, ag_error *err) {
    ag_row *row = own(deed), *with = ag_deed_change(deed, ag_deed_text(deed, "with"));
    ag_text individual = ag_row_text(with, "individual");
    if (!individual.n) individual = ag_row_text(row, "individual");
    if (!individual.n) {
        const ag_text id = ag_row_id(row);
        const ag_row *made =
            ag_deed_make(deed, &ag_kind_individual,
                         ag_text_of(ag_view_say(&deed->view, "%.*s-%.*s-%llu", (int)id.n, id.at, (int)deed->site.n,
                                                deed->site.at, (unsigned long long)deed->seq)));
        if (!made) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
        individual = ag_row_subject(&deed->view, made);
    }
    const ag_status status = ag_individual_join(deed, with, individual, err);
    return status == AG_OK ? ag_individual_join(deed, row, individual, err) : status;
}

/* ---- Fields ----------------------------------------------------------------------------------------------------- */

static const char *const types[] = {"unexamined", "body", "part", "fragment", "ashes", "commingled-lot", NULL};
static const char *const sides[] = {"left", "right", "midline", "unknown", NULL};
static const char *const obstacles[] = {"fighting",     "mines",         "no-agreement", "under-water",
                                        "under-rubble", "ground-frozen", "other",        NULL};
static const char *const explosives[] = {"none-found", "removed", NULL};
static const char *const faces[] = {"intact", "disfigured", "burned", "absent", "not-seen", NULL};
static const char *const fingertips[] = {"present", "missing", "lost-to-decay", "not-seen", NULL};
static const char *const prints[] = {"taken", "not-possible", NULL};
static const char *const teeth[] = {"charted", "none", NULL};
static const char *const effects[] = {"listed", "none", NULL};
static const char *const discs[] = {"none", "single-left-on-body", "half-left-on-body", NULL};
static const char *const samples[] = {"taken", "cannot", NULL};
static const char *const damages[] = {"none",          "blast",  "gunshot", "burn", "crush", "deliberate-disfigurement",
                                      "decomposition", "animal", "other",   NULL};
static const char *const bases[] = {"dna",     "fracture-fit", "articulation", "pair-match",
                                    "effects", "documents",    "other",        NULL};
static const char *const methods[] = {"cremation",           "burial-at-sea", "cryogenic-fragmentation",
                                      "alkaline-hydrolysis", "other",         NULL};
static const char *const site_kinds[] = {"site", NULL};
static const char *const search_kinds[] = {"search", NULL};
static const char *const claim_kinds[] = {"claim", NULL};
static const char *const container_kinds[] = {"container", NULL};
static const char *const remains_kinds[] = {"remains", NULL};
static const char *const handover_kinds[] = {"handover", NULL};
static const char *const consent_kinds[] = {"consent", NULL};
static const char *const allegation_kinds[] = {"allegation", NULL};

#define TYPE                                                                                                           \
    { "type", AG_FIELD_CHOICE, 0, types, "unexamined until somebody has looked; commingled-lot: of several people", 0 }
#define ANATOMY                                                                                                        \
    {"element",                                                                                                        \
     AG_FIELD_CODE,                                                                                                    \
     0,                                                                                                                \
     NULL,                                                                                                             \
     "the bone or part: femur, skull, hand, petrous-bone, femur-fragment; nothing for a whole body",                   \
     0},                                                                                                               \
        {"side", AG_FIELD_CHOICE, 0, sides, "left or right, as of the dead person", 0}, {                              \
        "age_group", AG_FIELD_CHOICE, 0, ag_age_groups, "only where it is certain", 0                                  \
    }
#define REASON                                                                                                         \
    { "reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in your own words", 0 }
#define TEAM                                                                                                           \
    { "team", AG_FIELD_CODE, AG_REQUIRED, NULL, "who takes it up and has it from now on: team-2", 0 }
#define CONTAINER                                                                                                      \
    { "container", AG_FIELD_REFERENCE, 0, container_kinds, "the bag or box that it is put into", 0 }

static const ag_field sight_fields[] = {
    {"position", AG_FIELD_PLACE, AG_REQUIRED, NULL, "where: 51.2073,35.2890,±20 or in words", 0},
    TYPE,
    {"site", AG_FIELD_REFERENCE, 0, site_kinds, "the site it is on", 0},
    {"search", AG_FIELD_REFERENCE, 0, search_kinds, "the search in which it was found", 0},
    {"claim", AG_FIELD_REFERENCE, 0, claim_kinds, "whose word it is, where nobody of ours saw it", 0},
    {"footage", AG_FIELD_FILE, 0, NULL, "the video or photograph that shows it", 0},
    AG_FOREIGN_FIELDS,
    {"remarks", AG_FIELD_TEXT, 0, NULL, "anything else", 0},
    {0},
};
static const ag_field plan_fields[] = {
    {"hazard", AG_FIELD_CHOICE, 0, ag_hazards, "what endangers the team, where the site has no assessment", 0},
    {"plan", AG_FIELD_TEXT, 0, NULL, "who goes, when, by which way", 0},
    {0},
};
static const ag_field obstacle_fields[] = {
    {"obstacle", AG_FIELD_CHOICE, AG_REQUIRED, obstacles, "what stands in the way", 0}, REASON, {0}};
static const ag_field recover_fields[] = {
    {"number", AG_FIELD_CODE, AG_REQUIRED, NULL, "as read off the label: 2025061603120001230", 0},
    {"labels", AG_FIELD_YESNO, AG_REQUIRED, NULL, "yes: one label is on the remains and one on the bag", 0},
    {"photos", AG_FIELD_FILE, AG_REQUIRED | AG_MANY, NULL, "photographs: as found, face, whole, effects, label in each",
     0},
    TEAM,
    CONTAINER,
    TYPE,
    {"place", AG_FIELD_PLACE, 0, NULL, "where it was taken up, where that is not where it was sighted", 0},
    {"remarks", AG_FIELD_TEXT, 0, NULL, "position of the body, who else was there, anything else", 0},
    {0},
};
static const ag_field clear_fields[] = {
    {"explosives", AG_FIELD_CHOICE, AG_REQUIRED, explosives, "what the check found", 0},
    {"checker", AG_FIELD_CODE, AG_REQUIRED, NULL, "who made the check: a code", 0},
    {"remarks", AG_FIELD_TEXT, 0, NULL, "what was removed", 0},
    {0},
};
static const ag_field hands_fields[] = {AG_HANDS_FIELDS, {0}};
static const ag_field accept_fields[] = {
    TYPE, AG_LINE_FIELDS, CONTAINER, AG_FOREIGN_FIELDS, {"remarks", AG_FIELD_TEXT, 0, NULL, "anything else", 0}, {0}};
static const ag_field examine_fields[] = {
    {"report", AG_FIELD_FILE, AG_REQUIRED, NULL, "the report of the examination", 0},
    {"photos", AG_FIELD_FILE, AG_REQUIRED | AG_MANY, NULL, "photographs, with the label in each", 0},
    {"death_confirmed", AG_FIELD_YESNO, AG_REQUIRED, NULL, "yes: death is certain", 0},
    {"face", AG_FIELD_CHOICE, AG_REQUIRED, faces, "disfigured: on purpose or not; it forbids recognition by sight", 0},
    {"fingertips", AG_FIELD_CHOICE, AG_REQUIRED, fingertips, "missing: cut or burned off", 0},
    {"prints", AG_FIELD_CHOICE, AG_REQUIRED, prints, "fingerprints, rehydrated where needed", 0},
    {"teeth", AG_FIELD_CHOICE, AG_REQUIRED, teeth, "none: there are none to chart", 0},
    {"effects", AG_FIELD_CHOICE, AG_REQUIRED, effects, "listed: each has its own number (effect.list)", 0},
    {"disc", AG_FIELD_CHOICE, AG_REQUIRED, discs, "the single disc, or half of the double one, stays on the body", 0},
    {"sample", AG_FIELD_CHOICE, AG_REQUIRED, samples, "for DNA", 0},
    {"sample_reason", AG_FIELD_TEXT, 0, NULL, "why no sample can be taken", 0},
    TYPE,
    ANATOMY,
    {"damage", AG_FIELD_CHOICE, AG_MANY, damages, "what has been done to it, or has come of it", 0},
    {"remarks", AG_FIELD_TEXT, 0, NULL, "marks, injuries, stature, clothing", 0},
    {0},
};
static const ag_field describe_fields[] = {TYPE, ANATOMY, AG_FOREIGN_FIELDS, REASON, {0}};
static const ag_field dna_fields[] = {
    {"dna_group", AG_FIELD_CODE, AG_REQUIRED, NULL,
     "the same code for the same DNA profile, another for another: P1, P2", 0},
    {"basis", AG_FIELD_TEXT, AG_REQUIRED, NULL, "which samples were compared, and by whom", 0},
    {0},
};
static const ag_field split_fields[] = {{"parent", AG_FIELD_REFERENCE, AG_REQUIRED, remains_kinds,
                                         "what it is split from; the part gets its number and .p01", 0},
                                        TYPE,
                                        ANATOMY,
                                        REASON,
                                        {0}};
static const ag_field reassociate_fields[] = {
    {"with", AG_FIELD_REFERENCE, AG_REQUIRED, remains_kinds, "the remains that are of the same person", 0},
    {"basis", AG_FIELD_CHOICE, AG_REQUIRED | AG_MANY, bases, "what shows it", 0},
    REASON,
    {0},
};
static const ag_field stow_fields[] = {
    {"container", AG_FIELD_REFERENCE, AG_REQUIRED, container_kinds, "what it is put into", 0}, {0}};
static const ag_field dispatch_fields[] = {
    {"handover", AG_FIELD_REFERENCE, AG_REQUIRED, handover_kinds, "the handover on whose list it is", 0}, {0}};
static const ag_field release_fields[] = {
    {"consent", AG_FIELD_REFERENCE, AG_REQUIRED, consent_kinds, "what the family has agreed to", 0},
    {"recipient", AG_FIELD_NAME, AG_REQUIRED, NULL, "who receives it for the family", 0},
    AG_HANDS_FIELDS,
    {0},
};
static const ag_field disposed_fields[] = {
    {"method", AG_FIELD_CHOICE, AG_REQUIRED, methods, "what was done", 0},
    {"allegation", AG_FIELD_REFERENCE, AG_REQUIRED, allegation_kinds, "the record of how it came to be known", 0},
    REASON,
    {0},
};
static const ag_field reason_fields[] = {REASON, {0}};
static const ag_field void_fields[] = {
    {"same_as", AG_FIELD_REFERENCE, 0, remains_kinds, "the number under which these remains are", 0}, REASON, {0}};

/* ---- Actions ---------------------------------------------------------------------------------------------------- */

static const ag_guard sight_guards[] = {{"K4", ag_foreign_number_fits, true}, {0}};
static const ag_guard plan_guards[] = {{"H1", hazard_is_assessed, true}, {0}};
static const ag_guard recover_guards[] = {
    {"G1", label_is_its_number, true}, {"G1", labels_are_on, true}, {"H9", bag_is_at_hand, true}, {0}};
static const ag_guard clear_guards[] = {{"G3", is_not_cleared, false}, {0}};
static const ag_guard receive_guards[] = {{"H3", is_handed_over, true}, {0}};
static const ag_guard accept_guards[] = {
    {"R6", ag_handover_has_line, true}, {"H9", bag_came_with_it, true}, {"K4", ag_foreign_number_fits, true}, {0}};
static const ag_guard examine_guards[] = {{"G3", is_cleared, false},
                                          {"L4", death_is_confirmed, true},
                                          {"H6", sample_is_taken, true},
                                          {"H15", ag_remains_words_fit, true},
                                          {0}};
static const ag_guard describe_guards[] = {
    {"H15", ag_remains_words_fit, true}, {"K4", ag_foreign_number_fits, true}, {0}};
static const ag_guard dna_guards[] = {{"H8", profile_fits, true}, {0}};
static const ag_guard split_guards[] = {{"H7", parent_is_examined, true}, {"H15", ag_remains_words_fit, true}, {0}};
static const ag_guard reassociate_guards[] = {{"H8", are_of_one, true}, {0}};
static const ag_guard stow_guards[] = {{"H9", ag_custody_may_enter, true}, {0}};
static const ag_guard unstow_guards[] = {{"H9", ag_custody_may_leave, false}, {0}};
static const ag_guard dispatch_guards[] = {{"H12", nothing_holds_it, false}, {"R6", is_outgoing, true}, {0}};
static const ag_guard release_guards[] = {{"H11", is_confirmed, false},         {"H11", family_agrees, true},
                                          {"H12", nothing_holds_it, false},     {"H9", ag_custody_is_alone, false},
                                          {"H10", ag_custody_fields_fit, true}, {0}};
static const ag_guard disposed_guards[] = {{"D4", allegation_is_of_them, true}, {0}};
static const ag_guard void_guards[] = {
    {"K2", is_of_nobody, false}, {"K2", nobody_asks_for_it, false}, {"H12", nothing_holds_it, false}, {0}};

static const ag_field relate_fields[] = {
    {"relation", AG_FIELD_CHOICE, AG_REQUIRED, ag_relations,
     "how the dead is related to the Power that holds the remains: its own, of the adverse Party, of a co-belligerent, "
     "or of anybody where that Power is neutral",
     0},
    {"power", AG_FIELD_CODE, 0, NULL, "the Power that the dead depended on, as far as it is known: KP", 0},
    {0},
};

#define FIELD (AG_REGISTRAR | AG_INVESTIGATOR | AG_CASE_OFFICER)
#define MORGUE (AG_REGISTRAR | AG_ANALYST | AG_REVIEWER)
static const ag_action actions[] = {
    {"remains.sight",
     FIELD,
     AG_CREATES,
     NULL,
     "SIGHTED",
     sight_fields,
     sight_guards,
     apply_new,
     {0},
     "record that somebody lies somewhere; it gets its number now, such as remains:2025061603120001230, or give that "
     "of a printed label"},
    {"remains.plan",
     FIELD,
     0,
     "SIGHTED UNRECOVERABLE_FOR_NOW",
     "RECOVERY_PLANNED",
     plan_fields,
     plan_guards,
     NULL,
     {0},
     "plan the recovery, knowing the hazards"},
    {"remains.unreachable",
     FIELD,
     0,
     "SIGHTED RECOVERY_PLANNED",
     "UNRECOVERABLE_FOR_NOW",
     obstacle_fields,
     NULL,
     NULL,
     {"H2", HALF_YEAR},
     "it cannot be reached for now; looked at again every six months"},
    {"remains.review",
     FIELD,
     0,
     "UNRECOVERABLE_FOR_NOW",
     "UNRECOVERABLE_FOR_NOW",
     obstacle_fields,
     NULL,
     NULL,
     {"H2", HALF_YEAR},
     "looked at again: it still cannot be reached"},
    {"remains.recover",
     FIELD,
     AG_SIGNED,
     "RECOVERY_PLANNED",
     "RECOVERED",
     recover_fields,
     recover_guards,
     apply_recover,
     {0},
     "take it up: number, two labels, photographs"},
    {"remains.clear",
     FIELD | AG_ANALYST,
     AG_SIGNED,
     "RECOVERED IN_CUSTODY",
     NULL,
     clear_fields,
     clear_guards,
     apply_clear,
     {0},
     "it has been checked for explosives, before anything else is done to it"},
    {"remains.receive",
     AG_REGISTRAR | AG_ANALYST,
     AG_SIGNED | AG_COUNTERSIGNED,
     "CLEARED",
     "IN_CUSTODY",
     hands_fields,
     receive_guards,
     ag_custody_apply_hand_over,
     {0},
     "receive it from those who recovered it; both sign"},
    {"remains.accept",
     AG_REGISTRAR,
     AG_CREATES,
     NULL,
     "IN_CUSTODY",
     accept_fields,
     accept_guards,
     apply_accept,
     {"G3", DAY},
     "receive it at a handover by another side; the explosives check is still due"},
    {"remains.stow",
     FIELD | AG_ANALYST,
     0,
     IN_HAND,
     NULL,
     stow_fields,
     stow_guards,
     ag_custody_apply_enter,
     {0},
     "put it into a container"},
    {"remains.unstow",
     FIELD | AG_ANALYST,
     0,
     IN_HAND,
     NULL,
     NULL,
     unstow_guards,
     ag_custody_apply_leave,
     {0},
     "take it out of its container"},
    {"remains.examine",
     MORGUE,
     AG_SIGNED,
     "IN_CUSTODY EXAMINED",
     "EXAMINED",
     examine_fields,
     examine_guards,
     apply_examine,
     {0},
     "the examination: death, what identifies, what was done to it, sample"},
    {"remains.describe",
     MORGUE,
     0,
     HELD,
     NULL,
     describe_fields,
     describe_guards,
     NULL,
     {0},
     "say better what it is; what was said before stays in the journal"},
    {"remains.relate",
     FIELD | AG_LEGAL,
     0,
     HELD,
     NULL,
     relate_fields,
     NULL,
     NULL,
     {0},
     "say whose dead it is to the Power that holds it, so that its rules are known"},
    {"remains.dna",
     AG_ANALYST | AG_REVIEWER,
     AG_SIGNED,
     HELD,
     NULL,
     dna_fields,
     dna_guards,
     NULL,
     {0},
     "of remains found together: which have the same DNA profile and which have another"},
    {"remains.split",
     MORGUE,
     AG_CREATES | AG_SIGNED,
     NULL,
     "EXAMINED",
     split_fields,
     split_guards,
     apply_split,
     {0},
     "a part gets a number of its own, such as remains:2025061603120001230.p01; what it came from stays"},
    {"remains.reassociate",
     AG_ANALYST | AG_REVIEWER,
     AG_SIGNED,
     "EXAMINED",
     NULL,
     reassociate_fields,
     reassociate_guards,
     apply_reassociate,
     {0},
     "it is of the same person as others: they become one individual; both numbers stay"},
    {"remains.dispatch",
     AG_REGISTRAR | AG_CASE_OFFICER,
     AG_SIGNED,
     HELD,
     "IN_TRANSIT",
     dispatch_fields,
     dispatch_guards,
     NULL,
     {0},
     "it leaves for a handover to another side"},
    {"remains.return",
     AG_REGISTRAR | AG_CASE_OFFICER,
     AG_SIGNED,
     "IN_TRANSIT",
     "IN_CUSTODY",
     reason_fields,
     NULL,
     NULL,
     {0},
     "it comes back: the handover did not take place"},
    {"remains.arrive",
     AG_REGISTRAR | AG_CASE_OFFICER,
     AG_SIGNED | AG_COUNTERSIGNED,
     "IN_TRANSIT",
     "RECEIVED_BY_OTHER",
     hands_fields,
     receive_guards,
     ag_custody_apply_hand_over,
     {0},
     "the other side has it; both sign"},
    {"remains.release",
     AG_CASE_OFFICER | AG_LIAISON,
     AG_SIGNED | AG_COUNTERSIGNED,
     HELD,
     "RELEASED_TO_FAMILY",
     release_fields,
     release_guards,
     ag_custody_apply_hand_over,
     {0},
     "give it to the family, who sign"},
    {"remains.found_disposed",
     AG_CASE_OFFICER | AG_INVESTIGATOR,
     AG_SIGNED,
     HELD,
     "DISPOSED_IRREVERSIBLY",
     disposed_fields,
     disposed_guards,
     NULL,
     {0},
     "it has turned out that it was destroyed or cremated; this orders nothing"},
    {"remains.void",
     AG_REGISTRAR,
     AG_SIGNED,
     "SIGHTED RECOVERY_PLANNED RECOVERED CLEARED IN_CUSTODY",
     "VOID",
     void_fields,
     void_guards,
     NULL,
     {0},
     "the number was given by mistake; it is never given again"},
    {"remains.spoil",
     AG_REGISTRAR,
     AG_CREATES | AG_SIGNED,
     NULL,
     "VOID",
     reason_fields,
     NULL,
     NULL,
     {0},
     "a printed label is spoiled: its number is never given"},
    {0},
};

/* ---- The kind --------------------------------------------------------------------------------------------------- */

static const char *new_id(const ag_deed *deed) {
    const ag_text parent = ag_deed_text(deed, "parent");
    if (!parent.n) return ag_number_new(deed);
    const size_t kind = sizeof "remains:" - 1;
    return ag_number_new_below(&deed->view, &ag_kind_remains, (ag_text){parent.at + kind, AG_NUMBER_DIGITS}, 'p');
}

static const ag_column further[] = {AG_OBJECT_COLUMNS,
                                    {"individual", AG_COLUMN_TEXT, true, false},
                                    {"lot", AG_COLUMN_TEXT, true, false},
                                    {"grave", AG_COLUMN_TEXT, true, false}, /* set by orders */
                                    {"cleared", AG_COLUMN_TEXT, false, false},
                                    {"sampled", AG_COLUMN_TEXT, false, false}, /* yes: set by samples */
                                    {"hold", AG_COLUMN_INTEGER, false, false}, /* how many; set by holds */
                                    {0}};
static const ag_fact facts[] = {{"custody", "H10", ag_custody_fact},    {"where", NULL, ag_custody_where_fact},
                                {"mni", "H14", ag_assemblage_mni_fact}, {"label", "K3", ag_number_label_fact},
                                {"law", "W5", ag_relation_fact},        {0}};

const ag_kind ag_kind_remains = {
    .name = "remains",
    .plural = "remains",
    .help = "a body, a part, a fragment, ashes or a lot of several people's, with a number of its own",
    .state = states,
    .closed = "RECEIVED_BY_OTHER RELEASED_TO_FAMILY DISPOSED_IRREVERSIBLY VOID",
    .action = actions,
    .further = further,
    .indexed = "container holder individual lot parent handover item foreign_number",
    .fact = facts,
    .readers = AG_WRITERS,
    .new_id = new_id,
    .check_id = ag_number_check,
};
