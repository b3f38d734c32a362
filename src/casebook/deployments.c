/* Deployments: troops that one State sends to another, who was among them, and which State says so.
 *
 *     ALLEGED → REPORTED → ACKNOWLEDGED | DENIED
 *
 * Concept: nobody types in whether there are such troops. The state of a deployment follows from the claims about it
 * and from what the States say: ALLEGED while all that is said goes back to one origin, REPORTED when two claims
 * confirm each other, ACKNOWLEDGED or DENIED by the last words of the sending and of the host State. Its strength is
 * what claims say, between bounds.
 *
 * Invariants: every word of a State stays; the one that was said last counts, whenever it was recorded. Whoever was
 * assigned and is acknowledged by no State (a "ghost") is an assignment in the state UNACKNOWLEDGED: counted and
 * listed.
 */
#include "casebook/deployments.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/limits.h"
#include "casebook/kinds.h"
#include "casebook/origins.h"
#include "casebook/standing.h"

#include "base/banned.h"

static const char *const deployment_kind[] = {"deployment", NULL}, *const person_kind[] = {"person", NULL},
                         *const claim_kind[] = {"claim", NULL}, *const about_kinds[] = {"deployment", "person", NULL};
#define REASON                                                                                                         \
    { "reason", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0 }
static const ag_field reason_fields[] = {REASON, {0}};

enum {
    TELLERS = AG_REGISTRAR | AG_ANALYST | AG_INVESTIGATOR | AG_CASE_OFFICER,
    READERS = AG_INVESTIGATOR | AG_ANALYST | AG_REVIEWER | AG_CASE_OFFICER | AG_LEGAL,
};

/* ---- What States say --------------------------------------------------------------------------------------------- */

/* Rows where column = subject, as they are after the deed: its own row, which is not written yet, among them. `own`
 * NULL: as they are. */
static ag_row *rows_about(const ag_view *view, const ag_kind *kind, const char *column, ag_text subject,
                          const ag_row *own, int *n) {
    const ag_row *found = ag_view_rows(view, kind, column, subject, 0, n);
    ag_row *row = AG_NEW(view->arena, ag_row, *n + 1);
    int kept = 0;
    if (row && own && own->kind == kind && ag_text_equal(ag_row_text(own, column), subject)) row[kept++] = *own;
    for (int i = 0; row && i < *n; i++)
        if (!kept || !ag_text_equal(ag_row_id(&row[0]), ag_row_id(&found[i]))) row[kept++] = found[i];
    *n = kept;
    return row;
}

static int32_t day_of(const ag_row *row, const char *column) {
    ag_date date;
    return ag_date_parse_edtf(ag_row_text(row, column), &date) ? date.first : INT32_MIN;
}

static int in_order(int64_t a, int64_t b) { return (a > b) - (a < b); }

/* By State, the last word first. */
static int compare_words(const void *a, const void *b) {
    const ag_row *one = a, *two = b;
    const int by_state = ag_text_compare(ag_row_text(one, "country"), ag_row_text(two, "country"));
    if (by_state) return by_state;
    const int by_day = in_order(day_of(two, "date"), day_of(one, "date"));
    return by_day ? by_day : in_order(ag_row_integer(two, "order", 0), ag_row_integer(one, "order", 0));
}

static bool still_rests(const ag_view *view, const ag_row *word) {
    const ag_row claim = ag_view_row(view, ag_row_text(word, "claim"));
    return ag_row_state(word, "STANDING") && ag_row_state(&claim, "STANDING");
}

static const ag_row *words_about(const ag_view *view, ag_text subject, const ag_row *own, int *n) {
    ag_row *row = rows_about(view, &ag_kind_acknowledgement, "about", subject, own, n);
    int kept = 0;
    for (int i = 0; i < *n; i++)
        if (still_rests(view, &row[i])) row[kept++] = row[i];
    *n = kept;
    if (kept) qsort(row, (size_t)kept, sizeof *row, compare_words);
    return row;
}

static bool is_last_word(const ag_row *word, int i) {
    return i == 0 || !ag_text_equal(ag_row_text(&word[i - 1], "country"), ag_row_text(&word[i], "country"));
}

/* Whether the last word of a State about it is `answer`; country empty: of any. */
static bool is_answered(const ag_row *word, int n, ag_text country, const char *answer) {
    for (int i = 0; i < n; i++)
        if (is_last_word(word, i) && ag_row_is(&word[i], "answer", answer) &&
            (!country.n || ag_text_equal(country, ag_row_text(&word[i], "country"))))
            return true;
    return false;
}

ag_status ag_acknowledged_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    int n;
    const ag_row *word = words_about(view, ag_row_subject(view, &view->row), NULL, &n);
    (void)err;
    for (int i = 0; i < n; i++) {
        const ag_text country = ag_row_text(&word[i], "country"), answer = ag_row_text(&word[i], "answer"),
                      date = ag_row_text(&word[i], "date");
        if (is_last_word(word, i))
            ag_buffer_printf(out, "%s%.*s: ", i ? "; " : "", AG_SHOWN(country));
        else
            ag_buffer_puts(out, is_last_word(word, i - 1) ? ", before that " : ", ");
        ag_buffer_printf(out, "%.*s %.*s", AG_SHOWN(answer), AG_SHOWN(date));
    }
    return AG_OK;
}

/* ---- What follows from it ---------------------------------------------------------------------------------------- */

/* Whether two claims about it say the same and come from elsewhere; more than AG_MAX_WEIGHED are not compared. */
static bool is_confirmed(const ag_view *view, const ag_row *claim, int n) {
    ag_origins *origins = AG_NEW(view->arena, ag_origins, 1);
    if (n > AG_MAX_WEIGHED) n = AG_MAX_WEIGHED;
    for (int i = 0; origins && i < n; i++) {
        if (!ag_row_state(&claim[i], "STANDING")) continue;
        ag_origins_find(view, ag_row_subject(view, &claim[i]), origins);
        for (int k = i + 1; k < n; k++)
            if (ag_claim_confirms(view, &claim[i], origins, &claim[k])) return true;
    }
    return false;
}

/* The only place that knows the state of a deployment. */
static const char *state_of(const ag_view *view, const ag_row *deployment, const ag_row *own) {
    const ag_text subject = ag_row_subject(view, deployment),
                  states[] = {ag_row_text(deployment, "sending"), ag_row_text(deployment, "host")};
    int n;
    const ag_row *word = words_about(view, subject, own, &n);
    for (int i = 0; i < 2; i++)
        if (is_answered(word, n, states[i], "acknowledged")) return "ACKNOWLEDGED";
    for (int i = 0; i < 2; i++)
        if (is_answered(word, n, states[i], "denied")) return "DENIED";
    const ag_row *claim = rows_about(view, &ag_kind_claim, "about", subject, own, &n);
    return is_confirmed(view, claim, n) ? "REPORTED" : "ALLEGED";
}

/* A row that stays as it is is not touched: it may be another site's. */
static ag_status move(ag_deed *deed, const ag_row *row, const char *state, ag_error *err) {
    if (ag_row_state(row, state)) return AG_OK;
    ag_row *changed = ag_deed_change(deed, ag_row_subject(&deed->view, row));
    if (!changed) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_row_move(changed, state);
    return AG_OK;
}

static ag_status deployment_follows(ag_deed *deed, ag_text about, ag_error *err) {
    const ag_row row = ag_view_row(&deed->view, about);
    return move(deed, &row, state_of(&deed->view, &row, &deed->view.row), err);
}

static const char *assigned_as(const ag_view *view, ag_text person, const ag_row *own) {
    int n;
    const ag_row *word = words_about(view, person, own, &n);
    return is_answered(word, n, (ag_text){NULL, 0}, "acknowledged") ? "ACKNOWLEDGED" : "UNACKNOWLEDGED";
}

static ag_status assignments_follow(ag_deed *deed, ag_text person, ag_error *err) {
    const char *state = assigned_as(&deed->view, person, &deed->view.row);
    ag_status status = AG_OK;
    int n;
    const ag_row *row = ag_view_rows(&deed->view, &ag_kind_assignment, "person", person, 0, &n);
    for (int i = 0; i < n && status == AG_OK; i++)
        if (!ag_row_state(&row[i], "WITHDRAWN")) status = move(deed, &row[i], state, err);
    return status;
}

static ag_status follows(ag_deed *deed, ag_text about, ag_error *err) {
    if (ag_text_starts(about, AG_TEXT("person:"))) return assignments_follow(deed, about, err);
    return ag_text_starts(about, AG_TEXT("deployment:")) ? deployment_follows(deed, about, err) : AG_OK;
}

ag_status ag_claim_follows(ag_deed *deed, ag_error *err) {
    const ag_row *claim = &deed->view.row;
    const ag_text about = ag_row_text(claim, "about");
    ag_status status = ag_text_starts(about, AG_TEXT("deployment:")) ? deployment_follows(deed, about, err) : AG_OK;
    int n;
    const ag_row *word =
        ag_view_rows(&deed->view, &ag_kind_acknowledgement, "claim", ag_row_subject(&deed->view, claim), 0, &n);
    for (int i = 0; i < n && status == AG_OK; i++) status = follows(deed, ag_row_text(&word[i], "about"), err);
    return status;
}

/* ---- Claims that it rests on ------------------------------------------------------------------------------------- */

ag_row ag_claim_last_grade(const ag_view *view, ag_text claim) {
    int n, last = 0;
    const ag_row *grade = ag_view_rows(view, &ag_kind_assessment, "claim", claim, 0, &n);
    for (int i = 1; i < n; i++)
        if (ag_row_compare(&grade[i], &grade[last]) > 0) last = i;
    return n ? grade[last] : (ag_row){.kind = &ag_kind_assessment};
}

ag_status ag_rests_on_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    ag_text claims = ag_row_text(&view->row, "claim"), name;
    bool stands = false;
    (void)err;
    while (ag_next_word(&claims, &name)) {
        const ag_row claim = ag_view_row(view, name), grade = ag_claim_last_grade(view, name);
        const ag_text a = ag_row_text(&grade, "reliability"), b = ag_row_text(&grade, "credibility");
        const bool holds = ag_row_state(&claim, "STANDING");
        stands = stands || holds;
        ag_buffer_printf(out, "%s%.*s%s ", out->n ? ", " : "", AG_SHOWN(name), holds ? "" : " RETRACTED");
        ag_buffer_printf(out, "%.*s%.*s%s", AG_SHOWN(a), AG_SHOWN(b), a.n ? "" : "not assessed");
    }
    if (!stands) ag_buffer_puts(out, "; nothing that stands says so any more");
    return AG_OK;
}

/* ---- Guards ------------------------------------------------------------------------------------------------------ */

const char *ag_claims_stand(const ag_deed *deed) {
    ag_text name;
    for (int k = 0; ag_deed_each(deed, "claim", k, &name); k++) {
        const ag_row claim = ag_view_row(&deed->view, name);
        if (!ag_row_state(&claim, "STANDING"))
            return ag_view_say(&deed->view, "another claim: %.*s was retracted", AG_SHOWN(name));
        if (k == AG_MAX_CLAIMS_NAMED)
            return ag_view_say(&deed->view, "the claims that matter most: at most %d are named", AG_MAX_CLAIMS_NAMED);
    }
    return NULL;
}

static const char *states_are_named(const ag_deed *deed) {
    static const char *const field[] = {"sending", "host", "country"};
    for (int i = 0; i < 3; i++) {
        const ag_text code = ag_deed_text(deed, field[i]);
        if (code.n &&
            !(code.n == 2 && code.at[0] >= 'A' && code.at[0] <= 'Z' && code.at[1] >= 'A' && code.at[1] <= 'Z'))
            return ag_view_say(&deed->view, "%s: two capital letters, such as KP, RU or UA", field[i]);
    }
    return NULL;
}

static const char *is_somebody(const ag_deed *deed) {
    const ag_row person = ag_view_row(&deed->view, ag_deed_text(deed, "person"));
    const ag_text of = ag_row_text(&person, "of");
    if (ag_row_state(&person, "ON_FILE")) return NULL;
    return of.n ? ag_view_say(&deed->view, "assign the record that stands: %.*s", AG_SHOWN(of))
                : "assign the person who is behind it: this is the record of a cover identity";
}

static const char *is_assigned_once(const ag_deed *deed) {
    int n;
    const ag_row *row = ag_view_rows(&deed->view, &ag_kind_assignment, "person", ag_deed_text(deed, "person"), 0, &n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&row[i]);
        if (!ag_row_state(&row[i], "WITHDRAWN") &&
            ag_text_equal(ag_row_text(&row[i], "deployment"), ag_deed_text(deed, "deployment")))
            return ag_view_say(&deed->view, "amend assignment:%.*s, which says the same: nobody is counted twice",
                               AG_SHOWN(id));
    }
    return NULL;
}

static const ag_guard deployment_guards[] = {{"W4", states_are_named, true}, {0}};
static const ag_guard assign_guards[] = {
    {"W1", ag_claims_stand, true}, {"S5", is_somebody, true}, {"S5", is_assigned_once, true}, {0}};
static const ag_guard claim_guards[] = {{"W1", ag_claims_stand, true}, {0}};
static const ag_guard acknowledge_guards[] = {{"W4", states_are_named, true}, {"W1", ag_claims_stand, true}, {0}};

/* ---- Deployments ------------------------------------------------------------------------------------------------- */

const char *const ag_relations[] = {"own", "adverse", "co-belligerent", "neutral", NULL};

ag_status ag_relation_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    static const char *const rules[] = {
        "its own dead: GC I 15 and 17 and custom (L1, L4 to L6, L17 to L20); GC I 16 speaks of the adverse Party alone",
        "dead of the adverse Party: GC I 15 to 17, AP I 33 and 34 and custom (L1 to L7, L12 to L20)",
        ("dead of a co-belligerent: GC I 15 and 17, AP I 34 and custom (L1, L4 to L7, L14 to L20); GC I 16 and AP I 33 "
         "speak of the adverse Party alone, custom does not"),
        "a neutral Power: the rules on the dead by analogy (GC I 4), and custom (L1 to L7, L17 to L20)"};
    (void)err;
    for (int i = 0; ag_relations[i]; i++)
        if (ag_row_is(&view->row, "relation", ag_relations[i])) ag_buffer_puts(out, rules[i]);
    return AG_OK;
}

/* One line for what claims about it say of one thing: "strength: 1500 to 12000 in 3 claims". */
static void say_bounds(const ag_row *claim, int n, ag_text predicate, ag_buffer *out) {
    int64_t low = INT64_MAX, high = INT64_MIN;
    int claims = 0;
    for (int i = 0; i < n; i++) {
        if (!ag_row_state(&claim[i], "STANDING") || !ag_text_equal(ag_row_text(&claim[i], "predicate"), predicate))
            continue;
        const int64_t from = ag_row_integer(&claim[i], "low", ag_row_integer(&claim[i], "high", INT64_MAX)),
                      to = ag_row_integer(&claim[i], "high", ag_row_integer(&claim[i], "low", INT64_MIN));
        if (from < low) low = from;
        if (to > high) high = to;
        claims += from <= to;
    }
    if (!claims) return;
    ag_buffer_printf(out, "%s%.*s: %" PRId64, out->n ? "; " : "", AG_SHOWN(predicate), low);
    if (high != low) ag_buffer_printf(out, " to %" PRId64, high);
    ag_buffer_printf(out, " in %d claim%s", claims, claims == 1 ? "" : "s");
}

static ag_status fact_claimed(const ag_view *view, ag_buffer *out, ag_error *err) {
    int n;
    const ag_row *claim = ag_view_rows(view, &ag_kind_claim, "about", ag_row_subject(view, &view->row), 0, &n);
    (void)err;
    for (int i = 0; i < n; i++) {
        const ag_text predicate = ag_row_text(&claim[i], "predicate");
        bool said = false;
        for (int k = 0; k < i && !said; k++) said = ag_text_equal(predicate, ag_row_text(&claim[k], "predicate"));
        if (!said) say_bounds(claim, n, predicate, out);
    }
    return AG_OK;
}

typedef struct voice {
    ag_text country;
    int persons; /* whom it acknowledges */
} voice;
enum { MAX_VOICES = 26 * 26 }; /* codes of two letters */

static voice *voice_of(voice *v, int *n, ag_text country) {
    for (int i = 0; i < *n; i++)
        if (ag_text_equal(v[i].country, country)) return &v[i];
    if (*n == MAX_VOICES) return NULL;
    v[*n] = (voice){.country = country};
    return &v[(*n)++];
}

static ag_status fact_assigned(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_text subject = ag_row_subject(view, &view->row);
    const int64_t known = ag_view_count(view, &ag_kind_assignment, "deployment", subject, "ACKNOWLEDGED"),
                  ghosts = ag_view_count(view, &ag_kind_assignment, "deployment", subject, "UNACKNOWLEDGED");
    voice *v = AG_NEW(view->arena, voice, MAX_VOICES);
    int n, voices = 0;
    if (!v) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (known + ghosts == 0) return AG_OK;
    ag_buffer_printf(out, "%" PRId64 " by name or number, %" PRId64 " of them acknowledged by no State", known + ghosts,
                     ghosts);
    const ag_row *row = ag_view_rows(view, &ag_kind_assignment, "deployment", subject, 0, &n);
    for (int i = 0; i < n; i++) {
        int words;
        if (ag_row_state(&row[i], "WITHDRAWN")) continue;
        const ag_row *word = words_about(view, ag_row_text(&row[i], "person"), NULL, &words);
        for (int k = 0; k < words; k++) {
            voice *of = is_last_word(word, k) ? voice_of(v, &voices, ag_row_text(&word[k], "country")) : NULL;
            if (of) of->persons += ag_row_is(&word[k], "answer", "acknowledged");
        }
    }
    for (int i = 0; i < voices; i++)
        ag_buffer_printf(out, "; %.*s acknowledges %d", AG_SHOWN(v[i].country), v[i].persons);
    return AG_OK;
}

static const char *const deployment_states[] = {"ALLEGED", "REPORTED", "ACKNOWLEDGED", "DENIED", NULL};
#define DEPLOYMENT                                                                                                     \
    {"wave", AG_FIELD_COUNT, 0, NULL, "which wave, counted from 1", 0},                                                \
        {"unit", AG_FIELD_CODE, 0, NULL, "unit as it is said to be called, as a code: storm-corps", 0},                \
        {"from", AG_FIELD_DATE, 0, NULL, "from when: 2024-10~", 0},                                                    \
        {"until", AG_FIELD_DATE, 0, NULL, "until when", 0},                                                            \
        {"relation",                                                                                                   \
         AG_FIELD_CHOICE,                                                                                              \
         0,                                                                                                            \
         ag_relations,                                                                                                 \
         "how the host, where it holds their dead, is related to them: co-belligerent for an ally's troops",           \
         0},                                                                                                           \
    {                                                                                                                  \
        "remarks", AG_FIELD_TEXT, 0, NULL, "anything else; moves no state", 0                                          \
    }
static const ag_field record_fields[] = {
    {"sending", AG_FIELD_CODE, AG_REQUIRED, NULL, "the State that sends them, two capital letters: KP", 0},
    {"host", AG_FIELD_CODE, AG_REQUIRED, NULL, "the State on whose side they serve: RU", 0},
    DEPLOYMENT,
    {0}};
static const ag_field amend_fields[] = {DEPLOYMENT, {0}};

static const ag_action deployment_actions[] = {
    {"deployment.record", TELLERS, AG_CREATES, NULL, "ALLEGED", record_fields, deployment_guards, NULL, AG_NO_CLOCK,
     "Opens a record of troops that one State is said to have sent to another. How many they are is said by claims "
     "(claim.record about=deployment:…), whether they exist by claims and by what States say."},
    {"deployment.amend", TELLERS, 0, NULL, NULL, amend_fields, NULL, NULL, AG_NO_CLOCK,
     "Adds or corrects wave, unit and period."},
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, AG_NO_CLOCK, NULL}};
static const ag_fact deployment_facts[] = {{"claimed", "W1", fact_claimed},
                                           {"acknowledged", "S5", ag_acknowledged_fact},
                                           {"assigned", "S5", fact_assigned},
                                           {"law", "W5", ag_relation_fact},
                                           {0}};

const ag_kind ag_kind_deployment = {.name = "deployment",
                                    .plural = "deployments",
                                    .help = "troops that one State is said to have sent to another",
                                    .state = deployment_states,
                                    .closed = "ACKNOWLEDGED",
                                    .action = deployment_actions,
                                    .indexed = "sending host unit",
                                    .fact = deployment_facts,
                                    .readers = READERS};

static const ag_fact resting_facts[] = {{"rests on", "W1", ag_rests_on_fact}, {0}};

/* ---- Assignments ------------------------------------------------------------------------------------------------- */

static ag_status apply_assign(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_move(&deed->view.row, assigned_as(&deed->view, ag_deed_text(deed, "person"), NULL));
    return AG_OK;
}

static const char *const assignment_states[] = {"UNACKNOWLEDGED", "ACKNOWLEDGED", "WITHDRAWN", NULL};
#define SERVICE                                                                                                        \
    {"from", AG_FIELD_DATE, 0, NULL, "from when", 0}, {"until", AG_FIELD_DATE, 0, NULL, "until when", 0},              \
        {"role", AG_FIELD_CODE, 0, NULL, "what as, in one word: rifleman, interpreter", 0}, {                          \
        "claim", AG_FIELD_REFERENCE, AG_REQUIRED, claim_kind, "the claim that says so (claim.record)", 0               \
    }
static const ag_field assign_fields[] = {
    {"person", AG_FIELD_REFERENCE, AG_REQUIRED, person_kind, "who", 0},
    {"deployment", AG_FIELD_REFERENCE, AG_REQUIRED, deployment_kind, "among which troops", 0},
    SERVICE,
    {0}};
static const ag_field service_fields[] = {SERVICE, {0}};

static const ag_action assignment_actions[] = {
    {"assignment.record", TELLERS, AG_CREATES, NULL, NULL, assign_fields, assign_guards, apply_assign, AG_NO_CLOCK,
     "Says that a person was among these troops. Nobody's word but a claim's is needed: who is denied is counted too."},
    {"assignment.amend", TELLERS, 0, "UNACKNOWLEDGED ACKNOWLEDGED", NULL, service_fields, claim_guards, NULL,
     AG_NO_CLOCK, "Corrects period or role, by a claim."},
    {"assignment.withdraw", TELLERS, 0, "UNACKNOWLEDGED ACKNOWLEDGED", "WITHDRAWN", reason_fields, NULL, NULL,
     AG_NO_CLOCK, "Says that the person was not among these troops after all."},
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, AG_NO_CLOCK, NULL}};

const ag_kind ag_kind_assignment = {.name = "assignment",
                                    .plural = "assignments",
                                    .help = "that a person was among the troops of a deployment",
                                    .state = assignment_states,
                                    .fact = resting_facts,
                                    .closed = "ACKNOWLEDGED WITHDRAWN",
                                    .action = assignment_actions,
                                    .readers = READERS};

/* ---- Acknowledgements -------------------------------------------------------------------------------------------- */

static ag_status apply_word(ag_deed *deed, ag_error *err) {
    const ag_text about = ag_row_text(&deed->view.row, "about");
    if (deed->action->flags & AG_CREATES) ag_row_set_integer(&deed->view.row, "order", ag_deed_order(deed));
    return follows(deed, about, err);
}

static const char *const acknowledgement_states[] = {"STANDING", "WITHDRAWN", NULL};
static const char *const answers[] = {"acknowledged", "denied", "silent", NULL};
static const ag_field acknowledge_fields[] = {
    {"about", AG_FIELD_REFERENCE, AG_REQUIRED, about_kinds, "the deployment or the person of whom it speaks", 0},
    {"country", AG_FIELD_CODE, AG_REQUIRED, NULL, "the State, two capital letters: KP", 0},
    {"answer", AG_FIELD_CHOICE, AG_REQUIRED, answers,
     "what it says: acknowledged, denied, or silent where it was asked and said nothing", 0},
    {"date", AG_FIELD_DATE, AG_REQUIRED, NULL, "when it said so: the last by this date counts", 0},
    {"claim", AG_FIELD_REFERENCE, AG_REQUIRED, claim_kind, "the claim that has its words (claim.record)", 0},
    {"text", AG_FIELD_TEXT, 0, NULL, "the words themselves", 0},
    {0}};

static const ag_action acknowledgement_actions[] = {
    {"acknowledgement.record", TELLERS | AG_LEGAL, AG_CREATES, NULL, "STANDING", acknowledge_fields, acknowledge_guards,
     apply_word, AG_NO_CLOCK,
     "Records that a State acknowledges a deployment or a person, denies it, or is silent. What it said before stays."},
    {"acknowledgement.withdraw", TELLERS | AG_LEGAL, AG_SIGNED, "STANDING", "WITHDRAWN", reason_fields, NULL,
     apply_word, AG_NO_CLOCK, "Says that it was recorded wrongly. A State that changes its word is a new record."},
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, AG_NO_CLOCK, NULL}};

static const ag_column acknowledgement_further[] = {{"order", AG_COLUMN_INTEGER, false, false}, {0}};

const ag_kind ag_kind_acknowledgement = {.name = "acknowledgement",
                                         .plural = "acknowledgements",
                                         .help = "what a State says of a deployment or a person, and when",
                                         .state = acknowledgement_states,
                                         .fact = resting_facts,
                                         .closed = "STANDING WITHDRAWN",
                                         .action = acknowledgement_actions,
                                         .further = acknowledgement_further,
                                         .indexed = "country answer",
                                         .readers = READERS};
