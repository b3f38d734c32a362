/* Samples and the profiles that laboratories read in them.
 *
 *     remains, relative or person ←about─ sample ←sample─ profile (one for each time it was typed)
 *
 * Invariants: a donor's profile is recorded while his consent to a search stands, and not otherwise. A living person's
 * profile is a reference or an elimination, never remains. Samples of unidentified remains are never destroyed; those
 * of relatives are, on closure or request, and the entry says so. Genotypes are read by analyst and reviewer alone,
 * since they show parentage. An erased profile has lost its key and takes part in nothing.
 */
#include "casebook/kinds.h"
#include "casebook/people.h"
#include "casebook/repatriation.h"
#include "casebook/standing.h"

#include "base/banned.h"

enum {
    TAKERS = AG_REGISTRAR | AG_ANALYST | AG_CASE_OFFICER | AG_LIAISON,
    READERS = AG_ANALYST | AG_REVIEWER,
};

static const char *const abouts[] = {"remains", "relative", "person", NULL};
static const char *const a_sample[] = {"sample", NULL};

/* Others read in the remains whether there is a sample of them. */
static void mark_sampled(ag_deed *deed, ag_text about) {
    ag_row *remains = ag_text_starts(about, AG_TEXT("remains:")) ? ag_deed_change(deed, about) : NULL;
    if (remains) ag_row_set(remains, "sampled", AG_TEXT("yes"));
}

/* ---- Sample ----------------------------------------------------------------------------------------------------- */

static ag_status apply_take(ag_deed *deed, ag_error *err) {
    (void)err;
    mark_sampled(deed, ag_deed_text(deed, "about"));
    return AG_OK;
}

static const char *remains_have_a_name(const ag_deed *deed) {
    const ag_text about = ag_row_text(&deed->view.row, "about");
    if (!ag_text_starts(about, AG_TEXT("remains:"))) return NULL;
    return ag_standing_confirmed(&deed->view, about)
               ? NULL
               : "the remains identified, and not challenged: a sample is kept while anyone may be missing";
}

static const char *was_never_refused(const ag_deed *deed) {
    const ag_text about = ag_row_text(&deed->view.row, "about");
    if (!ag_text_starts(about, AG_TEXT("remains:"))) return NULL;
    const char *open = ag_request_open(&deed->view, about), *refused = ag_request_refused(&deed->view, about);
    if (!open && !refused) return NULL;
    return ag_view_say(&deed->view, "the end of the request for the dead, by their return: %s", open ? open : refused);
}

static const char *ground_holds(const ag_deed *deed) {
    const ag_text about = ag_row_text(&deed->view.row, "about");
    if (!ag_text_starts(about, AG_TEXT("relative:"))) return NULL;
    const ag_row relative = ag_view_row(&deed->view, about);
    const ag_row family = ag_view_row(&deed->view, ag_row_text(&relative, "family"));
    if (ag_deed_is(deed, "ground", "closure") && !ag_row_state(&family, "CLOSED"))
        return "the family closed by family.close, or another ground";
    if (ag_deed_is(deed, "ground", "consent-withdrawn") &&
        ag_consent_covers_search(&deed->view, about, (ag_text){"", 0}))
        return "the consent withdrawn by consent.withdraw, or another ground";
    return NULL;
}

static const ag_guard guard_destroy[] = {
    {"A16", remains_have_a_name, false}, {"R3", was_never_refused, false}, {"A17", ground_holds, true}, {0}};

static const char *const sample_states[] = {"TAKEN", "SENT", "RECEIVED", "CONSUMED", "DESTROYED", NULL};
static const char *const materials[] = {"bone", "tooth", "tissue", "blood", "buccal",
                                        "hair", "nail",  "object", "other", NULL};
static const char *const grounds[] = {"closure", "request", "consent-withdrawn", "after-identification", NULL};

static const ag_field f_take[] = {
    {"about", AG_FIELD_REFERENCE, 0, abouts, "remains:…, relative:… or person:…; none of staff and other controls", 0},
    {"material", AG_FIELD_CHOICE, AG_REQUIRED, materials, "what was taken", 0},
    {"element", AG_FIELD_CODE, 0, NULL, "which bone or tooth: femur-left", 0},
    {"taken", AG_FIELD_DATE, 0, NULL, "when", 0},
    {"seal", AG_FIELD_CODE, 0, NULL, "number of the seal", 0},
    {"label", AG_FIELD_NAME, 0, NULL, "what stands on it, where it is no code", 0},
    {0}};
static const ag_field f_send[] = {{"lab", AG_FIELD_CODE, AG_REQUIRED, NULL, "the laboratory", 0},
                                  {"seal", AG_FIELD_CODE, 0, NULL, "number of the seal it is sent under", 0},
                                  {0}};
static const ag_field f_receive[] = {{"lab", AG_FIELD_CODE, 0, NULL, "the laboratory", 0},
                                     {"seal_found", AG_FIELD_CODE, 0, NULL, "number of the seal it came under", 0},
                                     {0}};
static const ag_field f_consume[] = {{"remarks", AG_FIELD_TEXT, 0, NULL, "what it was used for", 0}, {0}};
static const ag_field f_destroy[] = {
    {"ground", AG_FIELD_CHOICE, AG_REQUIRED, grounds, "closure, request, consent-withdrawn or after-identification", 0},
    {"remarks", AG_FIELD_TEXT, 0, NULL, "how, and who was there", 0},
    {0}};

static const ag_action sample_actions[] = {
    {"sample.take", TAKERS, AG_CREATES, NULL, "TAKEN", f_take, NULL, apply_take, AG_NO_CLOCK,
     "Records a sample. Its id is what stands on the tube, and must not be a name."},
    {"sample.send", TAKERS, 0, "TAKEN RECEIVED", "SENT", f_send, NULL, NULL, AG_NO_CLOCK, "Sends it to a laboratory."},
    {"sample.receive", TAKERS, 0, "TAKEN SENT", "RECEIVED", f_receive, NULL, NULL, AG_NO_CLOCK,
     "Records that a laboratory has it."},
    {"sample.consume", TAKERS, 0, "TAKEN SENT RECEIVED", "CONSUMED", f_consume, NULL, NULL, AG_NO_CLOCK,
     "Says that nothing of it is left after the test."},
    {"sample.destroy", TAKERS, AG_SIGNED, "TAKEN SENT RECEIVED", "DESTROYED", f_destroy, guard_destroy, NULL,
     AG_NO_CLOCK, "Records that it was destroyed, and why."},
    {0}};

const ag_kind ag_kind_sample = {.name = "sample",
                                .plural = "samples",
                                .help = "something taken for a laboratory",
                                .state = sample_states,
                                .closed = "CONSUMED DESTROYED",
                                .action = sample_actions,
                                .indexed = "about",
                                .readers = TAKERS | AG_REVIEWER};

/* ---- Profile ---------------------------------------------------------------------------------------------------- */

/* What the profile is about: as the request says, or as its sample does. */
static ag_text about_of(const ag_deed *deed) {
    const ag_text given = ag_deed_text(deed, "about"), sample = ag_deed_text(deed, "sample");
    const ag_row row = sample.n ? ag_view_row(&deed->view, sample) : (ag_row){0};
    return given.n || !ag_row_there(&row) ? given : ag_row_text(&row, "about");
}

static const char *role_fits(const ag_deed *deed) {
    const ag_text about = about_of(deed);
    const bool remains = ag_text_starts(about, AG_TEXT("remains:"));
    if (ag_deed_is(deed, "role", "remains"))
        return remains ? NULL : "role=reference or role=elimination: only what was taken from remains is remains";
    if (ag_deed_is(deed, "role", "reference") && !about.n) return "a sample that is about a relative or a person";
    return remains ? "role=remains: the sample was taken from remains" : NULL;
}

/* Who has to consent: a donor, or somebody who was found alive; empty: nobody (the missing person himself, staff). */
static ag_text giver_of(const ag_deed *deed, ag_text about) {
    const bool relative = ag_text_starts(about, AG_TEXT("relative:"));
    const ag_row row = relative ? ag_view_row(&deed->view, about) : (ag_row){0};
    const ag_text person = relative ? ag_row_text(&row, "person") : about;
    if (!ag_text_starts(person, AG_TEXT("person:"))) return relative ? about : (ag_text){"", 0};
    const ag_row sought = ag_view_row(&deed->view, person);
    return ag_person_is_alive(&deed->view, &sought) ? person : (ag_text){"", 0};
}

/* A form that an import numbers is enough for a donor, but does not undo what he has taken back. */
static const char *donor_consents(const ag_deed *deed) {
    const ag_text giver = giver_of(deed, about_of(deed));
    const bool relative = ag_text_starts(giver, AG_TEXT("relative:"));
    if (!ag_deed_is(deed, "role", "reference") || !giver.n) return NULL;
    if (ag_consent_covers_search(&deed->view, giver, (ag_text){"", 0})) return NULL;
    if (relative && ag_deed_has(deed, "paper") && !ag_consent_was_withdrawn(&deed->view, giver)) return NULL;
    return ag_view_say(
        &deed->view,
        "consent.record %s=%.*s paper=…, or with an import the column consent: the number of the signed form; "
        "after a withdrawal consent.record alone",
        relative ? "relative" : "person", (int)giver.n, giver.at);
}

static const ag_guard guard_profile[] = {{"A18", role_fits, true}, {"A14", donor_consents, true}, {0}};

static ag_status apply_profile(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set(&deed->view.row, "about", about_of(deed));
    return AG_OK;
}

/* The consent whose form the import names, once for each donor. */
static void note_consent(ag_deed *deed, ag_text about) {
    const ag_text giver = giver_of(deed, about), paper = ag_deed_text(deed, "paper");
    if (!paper.n || !ag_text_starts(giver, AG_TEXT("relative:")) ||
        ag_consent_covers_search(&deed->view, giver, (ag_text){"", 0}))
        return;
    ag_row *consent = ag_deed_make(deed, &ag_kind_consent, deed->id);
    if (!consent) return;
    ag_row_set(consent, "relative", giver);
    ag_row_set(consent, "scope", AG_TEXT("this-search"));
    ag_row_set(consent, "paper", paper);
}

/* A profile out of a file: its sample and its donor's consent come with it. */
static ag_status apply_import(ag_deed *deed, ag_error *err) {
    const ag_text about = ag_deed_text(deed, "about"), id = ag_deed_text(deed, "sample_id");
    const ag_text subject = ag_text_of(ag_view_say(&deed->view, "sample:%.*s", (int)id.n, id.at));
    const ag_row there = ag_view_row(&deed->view, subject);
    (void)err;
    if (!ag_row_there(&there)) {
        ag_row *sample = ag_deed_make(deed, &ag_kind_sample, id);
        if (!sample) return AG_OK;
        ag_row_set(sample, "about", about);
        ag_row_set(sample, "lab", ag_deed_text(deed, "lab"));
        ag_row_move(sample, "RECEIVED");
        mark_sampled(deed, about);
    }
    ag_row_set(&deed->view.row, "sample", subject);
    ag_row_set(&deed->view.row, "about", about);
    note_consent(deed, about);
    return AG_OK;
}

static const char *const profile_states[] = {"STANDING", "SET_ASIDE", "ERASED", NULL};
static const char *const roles[] = {"remains", "reference", "elimination", NULL};
static const char *const sexes[] = {"male", "female", NULL};
static const char *const erase_grounds[] = {"closure", "request", "after-identification", NULL};

#define READING                                                                                                        \
    {"role",                                                                                                           \
     AG_FIELD_CHOICE,                                                                                                  \
     AG_REQUIRED,                                                                                                      \
     roles,                                                                                                            \
     "remains; reference: of a relative or of the missing person himself; "                                            \
     "elimination: staff and controls",                                                                                \
     0},                                                                                                               \
        {"lab", AG_FIELD_CODE, 0, NULL, "the laboratory", 0}, {"method", AG_FIELD_CODE, 0, NULL, "kit or method", 0},  \
        {"quality", AG_FIELD_CODE, 0, NULL, "a word of the incident's settings: good, degraded", 0},                   \
        {"typed", AG_FIELD_DATE, 0, NULL, "when", 0},                                                                  \
        {"sex", AG_FIELD_CHOICE, 0, sexes, "male or female, if it is known", 0},                                       \
        {"genotypes", AG_FIELD_PROFILE, 0, NULL, "LOCUS=a/b LOCUS=c/?", 0},                                            \
        {"ystr", AG_FIELD_PROFILE, 0, NULL, "DYS19=14 DYS385=11/14", 0},                                               \
        {"mtdna", AG_FIELD_PROFILE, 0, NULL, "16024-576: 263G 309.1C", 0}, {                                           \
        "particulars", AG_FIELD_PROFILE, 0, NULL, "further columns of a table, as JSON", 0                             \
    }

static const ag_field f_record[] = {
    {"sample", AG_FIELD_REFERENCE, AG_REQUIRED, a_sample, "the sample it was read in", 0}, READING, {0}};
static const ag_field f_import[] = {
    {"sample_id", AG_FIELD_CODE, AG_REQUIRED, NULL, "id of the sample", 0},
    {"about", AG_FIELD_REFERENCE, 0, abouts, "what it was taken from", 0},
    {"paper", AG_FIELD_CODE, 0, NULL, "number of the donor's form of consent", 0},
    {"source", AG_FIELD_CODE, 0, NULL, "SHA-256 of the file it came in, and the row", 0},
    READING,
    {0}};
static const ag_field f_aside[] = {{"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why it must not be used", 0}, {0}};
static const ag_field f_erase[] = {
    {"ground", AG_FIELD_CHOICE, AG_REQUIRED, erase_grounds, "closure, request or after-identification", 0}, {0}};

static const char *is_no_remains(const ag_deed *deed) {
    return ag_row_is(&deed->view.row, "role", "remains")
               ? "nothing: profiles of remains are kept; profile.set_aside keeps one out of the search"
               : NULL;
}

static const ag_guard guard_erase[] = {{"A16", is_no_remains, false}, {0}};

static const ag_action profile_actions[] = {
    {"profile.record", AG_ANALYST | AG_REGISTRAR, AG_CREATES, NULL, NULL, f_record, guard_profile, apply_profile,
     AG_NO_CLOCK,
     "Records what a laboratory read in a sample. An earlier profile of the sample stays; the newest is searched "
     "with."},
    {"profile.import", AG_ANALYST | AG_REGISTRAR, AG_CREATES | AG_INTERNAL, NULL, NULL, f_import, guard_profile,
     apply_import, AG_NO_CLOCK,
     "Takes a profile from a file, with its sample and the number of the donor's form of consent."},
    {"profile.set_aside", AG_ANALYST | AG_REVIEWER, 0, "STANDING", "SET_ASIDE", f_aside, NULL, NULL, AG_NO_CLOCK,
     "Keeps a profile out of the search, with the reason."},
    {"profile.use", AG_ANALYST | AG_REVIEWER, 0, "SET_ASIDE", "STANDING", f_aside, NULL, NULL, AG_NO_CLOCK,
     "Uses a profile again that was set aside."},
    {"profile.erase", AG_ANALYST | AG_CASE_OFFICER | AG_LIAISON, AG_SIGNED | AG_ERASES, "STANDING SET_ASIDE", "ERASED",
     f_erase, guard_erase, NULL, AG_NO_CLOCK, "Removes the key of a donor's profile for good."},
    {0}};

const ag_kind ag_kind_profile = {.name = "profile",
                                 .plural = "profiles",
                                 .help = "what a laboratory read in a sample",
                                 .state = profile_states,
                                 .closed = "ERASED",
                                 .action = profile_actions,
                                 .indexed = "sample about role",
                                 .readers = READERS};
