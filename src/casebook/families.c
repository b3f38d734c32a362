/* Families: pedigree, how to reach its members, and what forbids it.
 *
 * Concept: a relative is a member of a pedigree, dead or alive; the member who is the missing one refers to the person.
 * A relative who gives a sample is a donor and has consents of his own (consent.c).
 *
 * Invariants: father, mother and twin are of the same family and make no circle. While a risk flag stands for a
 * relative or for the family nobody is contacted. Ways to reach somebody are read by case officers and liaison alone.
 */
#include "casebook/inquiries.h"
#include "casebook/kinds.h"
#include "casebook/notification.h"
#include "casebook/people.h"

#include "base/limits.h"

#include "base/banned.h"

enum {
    FAMILY_WRITERS = AG_REGISTRAR | AG_ANALYST | AG_CASE_OFFICER | AG_LIAISON,
    CARERS = AG_CASE_OFFICER | AG_LIAISON,
};

static const char *const a_family[] = {"family", NULL};
static const char *const a_relative[] = {"relative", NULL};
static const char *const a_person[] = {"person", NULL};
static const char *const sexes[] = {"male", "female", NULL};
static const ag_field f_reason[] = {{"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why", 0}, {0}};

/* ---- Family ----------------------------------------------------------------------------------------------------- */

static const char *const family_states[] = {"OPEN", "CLOSED", NULL};
static const ag_field f_family[] = {{"remarks", AG_FIELD_TEXT, 0, NULL, "anything worth knowing", 0}, {0}};

static const ag_action family_actions[] = {
    {"family.open", FAMILY_WRITERS, AG_CREATES, NULL, NULL, f_family, NULL, NULL, AG_NO_CLOCK,
     "Opens a family. Its id must not be a name."},
    {"family.close", CARERS, 0, "OPEN", "CLOSED", f_reason, NULL, NULL, AG_NO_CLOCK,
     "Closes a family: nothing more is sought for it, and its samples may be destroyed."},
    {"family.reopen", CARERS, 0, "CLOSED", "OPEN", f_reason, NULL, NULL, AG_NO_CLOCK, "Opens a closed family again."},
    {0}};

static const ag_fact family_facts[] = {{"has asked", "L13", ag_tracing_of_family_fact}, {0}};

const ag_kind ag_kind_family = {.name = "family",
                                .plural = "families",
                                .help = "a pedigree with the missing persons in it",
                                .state = family_states,
                                .closed = "CLOSED",
                                .action = family_actions,
                                .fact = family_facts,
                                .readers = FAMILY_WRITERS | AG_REVIEWER};

/* ---- Relative --------------------------------------------------------------------------------------------------- */

/* The family that the request names, or that the relative is in. */
static ag_text family_of(const ag_deed *deed) {
    const ag_text given = ag_deed_text(deed, "family");
    return given.n ? given : ag_row_text(&deed->view.row, "family");
}

/* Whether `subject` is `me` or has him among his ancestors; taken to be so when more are asked than a family may have.
 */
static bool descends(const ag_view *view, ag_text subject, ag_text me, int *asked) {
    if (!subject.n) return false;
    if (ag_text_equal(subject, me) || ++*asked > AG_MAX_PERSONS_PER_FAMILY) return true;
    const ag_row row = ag_view_row(view, subject);
    return ag_row_there(&row) && (descends(view, ag_row_text(&row, "father"), me, asked) ||
                                  descends(view, ag_row_text(&row, "mother"), me, asked));
}

static const char *fits_pedigree(const ag_deed *deed) {
    static const char *const kin[] = {"father", "mother", "twin"};
    const ag_text family = family_of(deed);
    const ag_text me = ag_row_there(&deed->view.row) ? ag_row_subject(&deed->view, &deed->view.row) : (ag_text){"", 0};
    for (int i = 0; i < 3; i++) {
        const ag_text other = ag_deed_text(deed, kin[i]);
        if (!other.n) continue;
        const ag_row row = ag_view_row(&deed->view, other);
        if (!ag_text_equal(ag_row_text(&row, "family"), family))
            return ag_view_say(&deed->view, "a %s of the same family: %.*s is of another", kin[i], (int)other.n,
                               other.at);
        if (i < 2 && ag_row_is(&row, "sex", i == 0 ? "female" : "male"))
            return ag_view_say(&deed->view, "a %s of the right sex: correct father and mother", kin[i]);
        if (me.n && (i < 2 ? descends(&deed->view, other, me, &(int){0}) : ag_text_equal(other, me)))
            return ag_view_say(&deed->view, "another %s: nobody is his own ancestor or twin", kin[i]);
    }
    return NULL;
}

static const char *family_is_open(const ag_deed *deed) {
    const ag_row family = ag_view_row(&deed->view, family_of(deed));
    return ag_row_state(&family, "OPEN") ? NULL : "the family open: family.reopen";
}

static ag_status apply_relative(ag_deed *deed, ag_error *err) {
    return ag_deed_has(deed, "person") ? ag_notification_of_relative(deed, err) : AG_OK;
}

static const ag_guard guard_relative[] = {{"A23", fits_pedigree, true}, {"A23", family_is_open, true}, {0}};

static const char *const relative_states[] = {"MEMBER", "REMOVED", NULL};

#define MEMBER                                                                                                         \
    {"father", AG_FIELD_REFERENCE, 0, a_relative, "his father in this family", 0},                                     \
        {"mother", AG_FIELD_REFERENCE, 0, a_relative, "his mother in this family", 0},                                 \
        {"twin", AG_FIELD_REFERENCE, 0, a_relative, "his identical twin", 0},                                          \
        {"person", AG_FIELD_REFERENCE, 0, a_person, "the missing person, if this member is the one", 0},               \
        {"sex", AG_FIELD_CHOICE, 0, sexes, "male or female", 0},                                                       \
        {"donor", AG_FIELD_YESNO, 0, NULL, "yes if he is willing to give a sample", 0},                                \
        {"living", AG_FIELD_YESNO, 0, NULL, "yes if he lives and could be asked for a sample", 0},                     \
        {"inbreeding", AG_FIELD_NUMBER, 0, NULL, "inbreeding coefficient of a founder, 0 to 1", 0},                    \
        {"label", AG_FIELD_NAME, 0, NULL, "what the family's papers call him", 0},                                     \
        {"born", AG_FIELD_DATE, AG_SEALED, NULL, "date of birth", 0},                                                  \
        {"stature_cm", AG_FIELD_NUMBER, AG_SEALED, NULL, "height in centimetres", 0},                                  \
        {"lost_place", AG_FIELD_PLACE, 0, NULL, "where he was lost, of a missing person", 0}, {                        \
        "lost_date", AG_FIELD_DATE, AG_SEALED, NULL, "when he was lost, of a missing person", 0                        \
    }

static const ag_field f_relative[] = {
    {"family", AG_FIELD_REFERENCE, AG_REQUIRED, a_family, "the family", 0}, MEMBER, {0}};
static const ag_field f_amend[] = {MEMBER, {0}};

static const ag_action relative_actions[] = {
    {"relative.add", FAMILY_WRITERS, AG_CREATES, NULL, NULL, f_relative, guard_relative, apply_relative, AG_NO_CLOCK,
     "Adds a member to a family's pedigree. Parents are added first."},
    {"relative.amend", FAMILY_WRITERS, 0, "MEMBER", NULL, f_amend, guard_relative, apply_relative, AG_NO_CLOCK,
     "Corrects what is known of a member."},
    {"relative.remove", FAMILY_WRITERS, 0, "MEMBER", "REMOVED", f_reason, NULL, NULL, AG_NO_CLOCK,
     "Takes a member out of the pedigree, with the reason."},
    {0}};

const ag_kind ag_kind_relative = {.name = "relative",
                                  .plural = "relatives",
                                  .help = "a member of a family's pedigree",
                                  .state = relative_states,
                                  .closed = "REMOVED",
                                  .action = relative_actions,
                                  .indexed = "family person",
                                  .readers = FAMILY_WRITERS | AG_REVIEWER};

/* ---- Risk flag -------------------------------------------------------------------------------------------------- */

static const char *const risk_states[] = {"STANDING", "LIFTED", NULL};
static const char *const risk_about[] = {"relative", "family", NULL};
static const char *const risk_sorts[] = {
    "contact-may-endanger", "gift-with-pressure", "watched", "reprisal", "other", NULL};

static ag_row risk_of(const ag_view *view, ag_text about) {
    int n = 0;
    const ag_row *row = ag_view_rows(view, &ag_kind_risk, "about", about, 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_state(&row[i], "STANDING")) return row[i];
    return (ag_row){0};
}

ag_row ag_risk_standing(const ag_view *view, ag_text about) {
    const ag_row own = risk_of(view, about);
    if (ag_row_there(&own) || !ag_text_starts(about, AG_TEXT("relative:"))) return own;
    const ag_row relative = ag_view_row(view, about);
    return ag_row_there(&relative) ? risk_of(view, ag_row_text(&relative, "family")) : own;
}

static const ag_field f_risk[] = {
    {"about", AG_FIELD_REFERENCE, AG_REQUIRED, risk_about, "a relative, or the whole family", 0},
    {"sort", AG_FIELD_CHOICE, AG_REQUIRED, risk_sorts,
     "gift-with-pressure: money or goods that come with silence or a signature asked for", 0},
    {"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what is known", 0},
    {0}};

/* What is about to be told to them waits, and is looked at again when the flag is lifted. */
static ag_status apply_raise(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_notifications_hold(deed, ag_deed_text(deed, "about"), true);
    return AG_OK;
}

static ag_status apply_lift(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_notifications_hold(deed, ag_row_text(&deed->view.row, "about"), false);
    return AG_OK;
}

static const ag_action risk_actions[] = {
    {"risk.raise", AG_WRITERS, AG_CREATES, NULL, NULL, f_risk, NULL, apply_raise, AG_NO_CLOCK,
     "Says that contact may endanger a relative or a family. Nobody is contacted while it stands."},
    {"risk.lift", AG_CASE_OFFICER, AG_SIGNED, "STANDING", "LIFTED", f_reason, NULL, apply_lift, AG_NO_CLOCK,
     "Says that the risk is over, with the reason."},
    {0}};

const ag_kind ag_kind_risk = {.name = "risk",
                              .plural = "risks",
                              .help = "contact may endanger somebody",
                              .state = risk_states,
                              .closed = "LIFTED",
                              .action = risk_actions,
                              .indexed = "about",
                              .readers = CARERS | AG_INVESTIGATOR | AG_REVIEWER};

/* ---- Contact ---------------------------------------------------------------------------------------------------- */

static const char *is_safe(const ag_deed *deed) {
    const ag_row risk = ag_risk_standing(&deed->view, ag_row_text(&deed->view.row, "relative"));
    if (!ag_row_there(&risk)) return NULL;
    return ag_view_say(&deed->view, "risk:%.*s lifted by a case officer", (int)ag_row_id(&risk).n, ag_row_id(&risk).at);
}

static const ag_guard guard_contact[] = {{"A13", is_safe, false}, {0}};
static const char *const contact_states[] = {"STANDING", "RETIRED", NULL};
static const char *const ways[] = {"in-person", "telephone", "letter", "message", "through-others", NULL};

static const ag_field f_contact[] = {
    {"relative", AG_FIELD_REFERENCE, AG_REQUIRED, a_relative, "whom it reaches", 0},
    {"way", AG_FIELD_CHOICE, AG_REQUIRED, ways, "how", 0},
    {"name", AG_FIELD_NAME, 0, NULL, "the name to ask for", 0},
    {"address", AG_FIELD_TEXT, AG_REQUIRED, NULL, "address, number or whom to go through", 0},
    {"language", AG_FIELD_CODE, 0, NULL, "ISO 639-3: kor, rus, ukr", 0},
    {0}};
static const ag_field f_made[] = {{"words", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what was said", 0}, {0}};

static const ag_action contact_actions[] = {
    {"contact.record", CARERS, AG_CREATES, NULL, NULL, f_contact, NULL, NULL, AG_NO_CLOCK,
     "Records a way to reach a relative. Nobody is contacted by this."},
    {"contact.made", CARERS, 0, "STANDING", NULL, f_made, guard_contact, NULL, AG_NO_CLOCK,
     "Records that the relative was contacted, and in which words."},
    {"contact.retire", CARERS, 0, "STANDING", "RETIRED", f_reason, NULL, NULL, AG_NO_CLOCK,
     "Says that this way no longer reaches the relative."},
    {0}};

const ag_kind ag_kind_contact = {.name = "contact",
                                 .plural = "contacts",
                                 .help = "a way to reach a relative",
                                 .state = contact_states,
                                 .closed = "RETIRED",
                                 .action = contact_actions,
                                 .indexed = "relative",
                                 .readers = CARERS};
