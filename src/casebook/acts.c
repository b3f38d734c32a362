/* Events, acts and involvements: who did what to whom, and who says so (casework 3.2).
 *
 *     event ←act (to whom)            a link between a person and an event is one of the two, never a field of a person
 *            act ←involvement (by whom)            each rests on claims
 *
 * Concept: an act is what was done to one person, to remains or to a family; an involvement is one person's or force's
 * part in it. What happened and where is sealed, for investigators; type, date and whom it concerns are open, so that
 * acts can be listed and counted.
 *
 * Invariants: an ordered self-detonation is an act by who ordered it to whom it was ordered, who is never recorded as
 * having done it. An act against remains has a file of its own (finding) and holds them. Files of evidence are kept by
 * what they are, each once.
 */
#include <inttypes.h>

#include "base/limits.h"
#include "casebook/consequences.h"
#include "casebook/deployments.h"
#include "casebook/disposition.h"
#include "casebook/inquiries.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"

#include "base/banned.h"

static const char *const event_kind[] = {"event", NULL}, *const act_kind[] = {"act", NULL},
                         *const person_kind[] = {"person", NULL}, *const claim_kind[] = {"claim", NULL},
                         *const site_kind[] = {"site", NULL}, *const deployment_kind[] = {"deployment", NULL},
                         *const finding_kind[] = {"finding", NULL}, *const to_kinds[] = {"person",   "individual",
                                                                                         "remains",  "family",
                                                                                         "relative", NULL};
static const ag_field reason_fields[] = {{"reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};
#define CLAIMS                                                                                                         \
    {                                                                                                                  \
        "claim", AG_FIELD_REFERENCE, AG_REQUIRED | AG_MANY, claim_kind,                                                \
            "the claims that say so (claim.record), with blanks between", 0                                            \
    }

enum {
    RECORDERS = AG_INVESTIGATOR | AG_CASE_OFFICER | AG_LEGAL | AG_ANALYST,
    READERS = AG_INVESTIGATOR | AG_LEGAL | AG_REVIEWER,
};

static ag_text own_subject(const ag_view *view) { return ag_row_subject(view, &view->row); }

/* ---- Events ------------------------------------------------------------------------------------------------------ */

static ag_status fact_search(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_text engagement = ag_row_text(&view->row, "engagement");
    int n = 0;
    const ag_row *row = engagement.n ? ag_view_rows(view, &ag_kind_search, "engagement", engagement, 0, &n) : NULL;
    (void)err;
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&row[i]), state = ag_row_text(&row[i], "state");
        ag_buffer_printf(out, "%ssearch:%.*s %.*s", i ? ", " : "", AG_SHOWN(id), AG_SHOWN(state));
    }
    if (!n && ag_words_have("engagement shelling execution",
                            ag_view_say(view, "%.*s", AG_SHOWN(ag_row_text(&view->row, "type")))))
        ag_buffer_puts(out, "none is recorded: search.open engagement=CODE, and the same code here (event.amend)");
    return AG_OK;
}

static const char *const event_states[] = {"RECORDED", "WITHDRAWN", NULL};
static const char *const event_types[] = {"engagement", "shelling", "capture", "execution", "accident",
                                          "transport",  "burial",   "other",   NULL};
#define EVENT                                                                                                          \
    {"place", AG_FIELD_PLACE, 0, NULL, "where: \"51.2073,35.2890,±200\" or words", 0},                                 \
        {"site", AG_FIELD_REFERENCE, 0, site_kind, "the site, where there is one", 0},                                 \
        {"engagement", AG_FIELD_CODE, 0, NULL, "the code under which its dead are searched for (search.open)", 0},     \
        {"deployment", AG_FIELD_REFERENCE, 0, deployment_kind, "the troops that it concerned", 0},                     \
        {"part_of", AG_FIELD_REFERENCE, 0, event_kind, "the larger event of which it was a part", 0}, {                \
        "text", AG_FIELD_TEXT, 0, NULL, "what happened, in words", 0                                                   \
    }
static const ag_field event_fields[] = {
    {"type", AG_FIELD_CHOICE, AG_REQUIRED, event_types, "what kind of event", 0},
    {"happened", AG_FIELD_DATE, AG_REQUIRED, NULL, "when: 2025-01-05~, or from and until: 2025-01-05/2025-01-09", 0},
    CLAIMS,
    EVENT,
    {0}};
static const ag_field amend_fields[] = {EVENT, {0}};

static const char *is_no_part_of_itself(const ag_deed *deed) {
    ag_text of = ag_deed_text(deed, "part_of");
    for (int depth = 0; of.n && depth < AG_MAX_CONTAINER_DEPTH; depth++) {
        const ag_row row = ag_view_row(&deed->view, of);
        if (ag_text_equal(ag_row_id(&row), deed->id)) return "another event: nothing is a part of itself";
        of = ag_row_text(&row, "part_of");
    }
    return of.n ? "the event that it was directly a part of: the chain is too long" : NULL;
}

static const ag_guard event_guards[] = {{"W1", ag_claims_stand, true}, {0}};
static const ag_guard amend_guards[] = {{"W3", is_no_part_of_itself, true}, {0}};
static const ag_action event_actions[] = {
    {"event.record", RECORDERS | AG_REGISTRAR, AG_CREATES, NULL, "RECORDED", event_fields, event_guards, NULL,
     AG_NO_CLOCK,
     "Records something that happened, by the claims that say so. Who was there is said by acts and "
     "involvements."},
    {"event.amend", RECORDERS | AG_REGISTRAR, 0, "RECORDED", NULL, amend_fields, amend_guards, NULL, AG_NO_CLOCK,
     "Adds or corrects particulars of an event."},
    {"event.withdraw", RECORDERS, AG_SIGNED, "RECORDED", "WITHDRAWN", reason_fields, NULL, NULL, AG_NO_CLOCK,
     "Says that it was recorded wrongly."},
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, AG_NO_CLOCK, NULL}};
static const ag_fact event_facts[] = {{"rests on", "W1", ag_rests_on_fact}, {"search", "L1", fact_search}, {0}};

const ag_kind ag_kind_event = {.name = "event",
                               .plural = "events",
                               .help = "something that happened, at a time and a place",
                               .state = event_states,
                               .closed = "RECORDED WITHDRAWN",
                               .action = event_actions,
                               .indexed = "type engagement",
                               .fact = event_facts,
                               .readers = READERS | AG_CASE_OFFICER | AG_ANALYST};

/* ---- Acts -------------------------------------------------------------------------------------------------------- */

#define AGAINST_BODIES "face-destroyed body-burned body-booby-trapped"
static const char *const act_types[] = {"ordered-self-detonation",
                                        "killing",
                                        "execution",
                                        "face-destroyed",
                                        "body-burned",
                                        "body-booby-trapped",
                                        "papers-falsified",
                                        "denial-of-care",
                                        "coercion-of-family",
                                        "other",
                                        NULL};

static bool is_one_of(const ag_deed *deed, const char *types) {
    return ag_words_have(types, ag_view_say(&deed->view, "%.*s", AG_SHOWN(ag_deed_text(deed, "type"))));
}

static const char *victim_fits(const ag_deed *deed) {
    const ag_text to = ag_deed_text(deed, "to");
    const bool kin = ag_text_starts(to, AG_TEXT("family:")) || ag_text_starts(to, AG_TEXT("relative:"));
    if (is_one_of(deed, "coercion-of-family") != kin)
        return kin ? "say whom it was done to: only coercion-of-family is done to kin"
                   : "name the family or the relative (to=family:…)";
    if (is_one_of(deed, AGAINST_BODIES) && ag_text_starts(to, AG_TEXT("individual:")))
        return "name the remains on which it shows (to=remains:…), or the person where there are none";
    return NULL;
}

/* Who obeyed has done nothing to himself. */
static const char *order_is_by_who_ordered(const ag_deed *deed) {
    if (!is_one_of(deed, "ordered-self-detonation")) return NULL;
    if (!ag_text_starts(ag_deed_text(deed, "to"), AG_TEXT("person:")))
        return "name the person who was ordered (to=person:…)";
    return ag_deed_has(deed, "by_person") || ag_deed_has(deed, "by_force")
               ? NULL
               : "say who ordered it: by_force=CODE (unknown, if nobody knows) or by_person=person:…";
}

static const char *did_it_to_another(const ag_deed *deed) {
    const ag_text by = ag_deed_text(deed, "by_person");
    return by.n && ag_text_equal(by, ag_deed_text(deed, "to"))
               ? "name who did or ordered it: whom it was done to is no doer"
               : NULL;
}

static void involve(ag_deed *deed, ag_row *row) {
    ag_row_set(row, "act", own_subject(&deed->view));
    ag_row_set(row, "person", ag_deed_text(deed, "by_person"));
    ag_row_set(row, "force", ag_deed_text(deed, "by_force"));
    ag_row_set(row, "role", is_one_of(deed, "ordered-self-detonation") ? AG_TEXT("ordered") : AG_TEXT("did"));
    ag_row_set(row, "claim", ag_deed_text(deed, "claim"));
}

static const char *part_of_deed(const ag_deed *deed, const char *what) {
    return ag_view_say(&deed->view, "%.*s-%" PRIu64 ".%s", AG_SHOWN(deed->site), deed->seq, what);
}

/* The file on what was done to the remains: the one that is named, one that is open, or a new one (L18). */
static ag_status file_of_remains(ag_deed *deed, ag_text remains, ag_error *err) {
    const ag_row open = ag_standing_first(&deed->view, &ag_kind_finding, "about", remains, "OPEN");
    const ag_row held = ag_standing_first(&deed->view, &ag_kind_hold, "about", remains, "OPEN");
    if (ag_row_there(&open))
        ag_row_set(&deed->view.row, "finding", ag_row_subject(&deed->view, &open));
    else {
        ag_row *row = ag_deed_make(deed, &ag_kind_finding, ag_text_of(part_of_deed(deed, "finding")));
        if (!row) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
        ag_row_set(row, "about", remains);
        ag_row_set(row, "damage", is_one_of(deed, "face-destroyed") ? AG_TEXT("face-disfigured") : AG_TEXT("other"));
        ag_row_set(row, "cause", AG_TEXT("unknown"));
        ag_row_set(&deed->view.row, "finding", ag_row_subject(&deed->view, row));
    }
    return ag_row_there(&held) ? AG_OK : ag_hold_make(deed, remains, "investigation", err);
}

static ag_status follows_for_body(ag_deed *deed, ag_text to, ag_error *err) {
    ag_status status = AG_OK;
    if (!ag_text_starts(to, AG_TEXT("remains:"))) return AG_OK;
    if (!ag_deed_has(deed, "finding")) status = file_of_remains(deed, to, err);
    if (status == AG_OK && is_one_of(deed, "body-booby-trapped"))
        status = ag_consequence_make(deed, "G3", "check-for-explosives", to, own_subject(&deed->view), 0, err);
    return status;
}

static ag_status apply_act(ag_deed *deed, ag_error *err) {
    const ag_text to = ag_deed_text(deed, "to");
    if (ag_deed_has(deed, "by_person") || ag_deed_has(deed, "by_force")) {
        ag_row *row = ag_deed_make(deed, &ag_kind_involvement, ag_text_of(part_of_deed(deed, "by")));
        if (!row) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
        involve(deed, row);
    }
    const ag_row victim = ag_view_row(&deed->view, to);
    if (is_one_of(deed, "killing execution") && ag_row_is(&victim, "prisoner", "yes"))
        return ag_inquiry_begin(deed, to, err);
    return is_one_of(deed, AGAINST_BODIES) ? follows_for_body(deed, to, err) : AG_OK;
}

static int words_in(ag_text words, ag_text word, bool *there) {
    int n = 0;
    ag_text one;
    for (*there = false; ag_next_word(&words, &one); n++) *there = *there || ag_text_equal(one, word);
    return n;
}

/* Whether one more word fits into a column. */
static const char *fits(const ag_deed *deed, const char *column, const char *field, int most) {
    bool there;
    const int n = words_in(ag_row_text(&deed->view.row, column), ag_deed_text(deed, field), &there);
    if (there) return "nothing: it is there already";
    return n < most ? NULL : ag_view_say(&deed->view, "another act: one has at most %d of these", most);
}

static const char *claim_fits(const ag_deed *deed) { return fits(deed, "claim", "further", AG_MAX_CLAIMS_NAMED); }
static const char *file_fits(const ag_deed *deed) { return fits(deed, "exhibits", "file", AG_MAX_EXHIBITS); }
static const char *further_stands(const ag_deed *deed) {
    const ag_row claim = ag_view_row(&deed->view, ag_deed_text(deed, "further"));
    return ag_row_state(&claim, "STANDING") ? NULL : "another claim: this one was retracted";
}

static void append(ag_deed *deed, const char *column, const char *field) {
    const ag_text before = ag_row_text(&deed->view.row, column), word = ag_deed_text(deed, field);
    ag_row_set(
        &deed->view.row, column,
        ag_text_of(ag_view_say(&deed->view, "%.*s%s%.*s", AG_SHOWN(before), before.n ? " " : "", AG_SHOWN(word))));
}

static ag_status apply_support(ag_deed *deed, ag_error *err) {
    (void)err;
    append(deed, "claim", "further");
    return AG_OK;
}

static ag_status apply_attach(ag_deed *deed, ag_error *err) {
    (void)err;
    append(deed, "exhibits", "file");
    return AG_OK;
}

static ag_status fact_by(const ag_view *view, ag_buffer *out, ag_error *err) {
    int n;
    const ag_row *row = ag_view_rows(view, &ag_kind_involvement, "act", own_subject(view), 0, &n);
    (void)err;
    for (int i = 0; i < n; i++) {
        const ag_text person = ag_row_text(&row[i], "person"), force = ag_row_text(&row[i], "force"),
                      role = ag_row_text(&row[i], "role"), who = person.n ? person : force;
        if (ag_row_state(&row[i], "STANDING"))
            ag_buffer_printf(out, "%s%.*s %.*s", out->n ? ", " : "", AG_SHOWN(who), AG_SHOWN(role));
    }
    if (!out->n) ag_buffer_puts(out, "nobody is named");
    return AG_OK;
}

static ag_status fact_evidence(const ag_view *view, ag_buffer *out, ag_error *err) {
    bool there;
    const int n = words_in(ag_row_text(&view->row, "exhibits"), (ag_text){"", 0}, &there);
    (void)err;
    if (n) ag_buffer_printf(out, "%d file%s", n, n == 1 ? "" : "s");
    return AG_OK;
}

static const char *const act_states[] = {"RECORDED", "WITHDRAWN", NULL};
static const char *const sorts[] = {"photograph", "film", "sound", "paper", "report", "data", NULL};
static const ag_field act_fields[] = {
    {"type", AG_FIELD_CHOICE, AG_REQUIRED, act_types, "what was done", 0},
    {"to", AG_FIELD_REFERENCE, AG_REQUIRED, to_kinds,
     "whom it was done to: a person, remains, an individual; of coercion a family or a relative", 0},
    {"event", AG_FIELD_REFERENCE, 0, event_kind, "the event in which it was done", 0},
    {"happened", AG_FIELD_DATE, 0, NULL, "when: 2025-01-05~", 0},
    {"by_person", AG_FIELD_REFERENCE, 0, person_kind, "who did it, or ordered a self-detonation", 0},
    {"by_force", AG_FIELD_CODE, 0, NULL, "the force or State that did it, as a code, where no person is known", 0},
    CLAIMS,
    {"finding", AG_FIELD_REFERENCE, 0, finding_kind, "of remains: the file that is open on them already", 0},
    {"place", AG_FIELD_PLACE, 0, NULL, "where", 0},
    {"text", AG_FIELD_TEXT, 0, NULL, "what was done, in words", 0},
    {0}};
static const ag_field support_fields[] = {
    {"further", AG_FIELD_REFERENCE, AG_REQUIRED, claim_kind, "another claim that says so", 0}, {0}};
static const ag_field attach_fields[] = {
    {"file", AG_FIELD_FILE, AG_REQUIRED, NULL, "the file, unchanged: file=@PATH keeps it by its SHA-256", 0},
    {"sort", AG_FIELD_CHOICE, AG_REQUIRED, sorts, "what it is", 0},
    {"made", AG_FIELD_DATE, 0, NULL, "when it was made, as far as it is known", 0},
    {"obtained", AG_FIELD_TEXT, 0, NULL, "from whom and how it came here", 0},
    {"text", AG_FIELD_TEXT, 0, NULL, "what it shows", 0},
    {0}};

static const ag_guard act_guards[] = {{"W1", ag_claims_stand, true},
                                      {"W2", order_is_by_who_ordered, true},
                                      {"W2", did_it_to_another, true},
                                      {"W3", victim_fits, true},
                                      {0}};
static const ag_guard support_guards[] = {{"W1", further_stands, true}, {"W1", claim_fits, true}, {0}};
static const ag_guard attach_guards[] = {{"W6", file_fits, true}, {0}};
static const ag_action act_actions[] = {
    {"act.record", RECORDERS, AG_CREATES | AG_SIGNED, NULL, "RECORDED", act_fields, act_guards, apply_act, AG_NO_CLOCK,
     "Records what was done to somebody, by the claims that say so. An act against remains opens a file on them and "
     "holds them."},
    {"act.support", RECORDERS, 0, "RECORDED", NULL, support_fields, support_guards, apply_support, AG_NO_CLOCK,
     "Adds a claim that says so."},
    {"act.attach", RECORDERS | AG_REGISTRAR, AG_SIGNED, "RECORDED", NULL, attach_fields, attach_guards, apply_attach,
     AG_NO_CLOCK, "Adds a file of evidence, kept by what it is."},
    {"act.withdraw", AG_INVESTIGATOR | AG_LEGAL, AG_SIGNED, "RECORDED", "WITHDRAWN", reason_fields, NULL, NULL,
     AG_NO_CLOCK, "Says that it is not held to have been done; a hold stays until it is lifted."},
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, AG_NO_CLOCK, NULL}};
static const ag_column act_further[] = {{"exhibits", AG_COLUMN_TEXT, false, false}, {0}};
static const ag_fact act_facts[] = {
    {"by", "W2", fact_by}, {"rests on", "W1", ag_rests_on_fact}, {"evidence", "W6", fact_evidence}, {0}};

const ag_kind ag_kind_act = {.name = "act",
                             .plural = "acts",
                             .help = "what was done to somebody, with who did it and who says so",
                             .state = act_states,
                             .closed = "RECORDED WITHDRAWN",
                             .action = act_actions,
                             .further = act_further,
                             .indexed = "type",
                             .fact = act_facts,
                             .readers = READERS};

/* ---- Involvements ------------------------------------------------------------------------------------------------ */

static const char *one_is_named(const ag_deed *deed) {
    const ag_row act = ag_view_row(&deed->view, ag_deed_text(deed, "act"));
    if (!ag_row_state(&act, "RECORDED")) return "an act that stands: this one was withdrawn";
    if (ag_deed_has(deed, "person") == ag_deed_has(deed, "force"))
        return "name either the person (person=person:…) or the force or State (force=CODE)";
    return ag_deed_is(deed, "role", "was-forced") && !ag_deed_has(deed, "person")
               ? "name the person: a force is not forced"
               : NULL;
}

static const char *victim_is_no_doer(const ag_deed *deed) {
    const ag_row act = ag_view_row(&deed->view, ag_deed_text(deed, "act"));
    const ag_text person = ag_deed_text(deed, "person");
    return person.n && ag_text_equal(person, ag_row_text(&act, "to")) && !ag_deed_is(deed, "role", "was-forced")
               ? "role=was-forced: whom an act was done to has not done it"
               : NULL;
}

static const char *const involvement_states[] = {"STANDING", "WITHDRAWN", NULL};
static const char *const roles[] = {"ordered", "did", "was-forced", "witnessed", "concealed", NULL};
static const ag_field involvement_fields[] = {
    {"act", AG_FIELD_REFERENCE, AG_REQUIRED, act_kind, "the act", 0},
    {"person", AG_FIELD_REFERENCE, 0, person_kind, "who took part in it", 0},
    {"force", AG_FIELD_CODE, 0, NULL, "or the force or State, as a code: KP, storm-corps", 0},
    {"role", AG_FIELD_CHOICE, AG_REQUIRED, roles, "ordered it, did it, was forced into it, saw it, or concealed it", 0},
    CLAIMS,
    {"text", AG_FIELD_TEXT, 0, NULL, "what part, in words", 0},
    {0}};

static const ag_guard involvement_guards[] = {
    {"W1", ag_claims_stand, true}, {"W2", victim_is_no_doer, true}, {"W3", one_is_named, true}, {0}};
static const ag_action involvement_actions[] = {
    {"involvement.record", RECORDERS, AG_CREATES | AG_SIGNED, NULL, "STANDING", involvement_fields, involvement_guards,
     NULL, AG_NO_CLOCK, "Records the part that a person, a force or a State had in an act, by the claims that say so."},
    {"involvement.withdraw", AG_INVESTIGATOR | AG_LEGAL, AG_SIGNED, "STANDING", "WITHDRAWN", reason_fields, NULL, NULL,
     AG_NO_CLOCK, "Says that it is not held to be so."},
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, AG_NO_CLOCK, NULL}};
static const ag_fact involvement_facts[] = {{"rests on", "W1", ag_rests_on_fact}, {0}};

const ag_kind ag_kind_involvement = {.name = "involvement",
                                     .plural = "involvements",
                                     .help = "the part that a person, a force or a State had in an act",
                                     .state = involvement_states,
                                     .closed = "STANDING WITHDRAWN",
                                     .action = involvement_actions,
                                     .indexed = "force role",
                                     .fact = involvement_facts,
                                     .readers = READERS};
