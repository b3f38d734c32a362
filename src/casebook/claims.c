/* Claims and what they are worth: who says what of whom, for when, said when, and from whom it comes (casework 3).
 *
 * A number that people ask for ("how many were killed") is never a field that is overwritten: it is what claims say,
 * each with its bounds, its two times and its chain of attribution. An assessment grades one claim and is never
 * changed; a later one is added (E1).
 */
#include "casebook/deployments.h"
#include "casebook/kinds.h"
#include "casebook/origins.h"
#include "casebook/standing.h"

#include "base/banned.h"

/* ---- Claims --------------------------------------------------------------------------------------------------- */

static const char *const about_kinds[] = {"person", "remains",   "individual", "site",    "grave",   "handover",
                                          "cover",  "container", "allegation", "finding", "request", "deployment",
                                          "event",  "act",       "inquiry",    NULL},
                         *const source_kind[] = {"source", NULL}, *const claim_kind[] = {"claim", NULL};
static const char *const relations[] = {"party", "third-state", "organisation", "press", "witness", NULL},
                         *const countings[] = {"so-far", "at-the-time", NULL};
static const ag_field record_fields[] = {
    {"topic", AG_FIELD_CODE, AG_REQUIRED, NULL,
     "what it is about, in one word that all claims on it share: dprk-troops", 0},
    {"predicate", AG_FIELD_CODE, AG_REQUIRED, NULL, "what is said of it, in one word: killed, cremated, buried", 0},
    {"about", AG_FIELD_REFERENCE, 0, about_kinds, "the subject of the casebook that it is about", 0},
    {"value", AG_FIELD_CODE, 0, NULL, "what is said, where one word says it", 0},
    {"low", AG_FIELD_COUNT, 0, NULL, "of a number: at least", 0},
    {"high", AG_FIELD_COUNT, 0, NULL, "of a number: at most; the same as low when one number is said", 0},
    {"point", AG_FIELD_COUNT, 0, NULL, "of a number: about this many, where one number is said and no bounds", 0},
    {"counting", AG_FIELD_CHOICE, 0, countings,
     "of a number: so-far, from the beginning until then, which cannot fall; or at-the-time", 0},
    {"text", AG_FIELD_TEXT, 0, NULL, "the words themselves, in their own language", 0},
    {"valid", AG_FIELD_DATE, 0, NULL, "for when it is said to be true", 0},
    {"said", AG_FIELD_DATE, AG_REQUIRED, NULL, "when it was said", 0},
    {"source", AG_FIELD_REFERENCE, AG_MANY | AG_REQUIRED, source_kind, "who says it", 0},
    {"via", AG_FIELD_REFERENCE, AG_MANY, claim_kind,
     "the claim that is passed on: a paper's via the lawmaker's via the service's", 0},
    {"from", AG_FIELD_REFERENCE, AG_MANY, source_kind, "whom they have it from, where no claim of those is recorded",
     0},
    {"relation", AG_FIELD_CHOICE, 0, relations, "how who says it stands to what it is about", 0},
    {"unheard", AG_FIELD_YESNO, 0, NULL, "yes: nobody here heard or read it; it is known from who passes it on", 0},
    {"file", AG_FIELD_FILE, 0, NULL, "page, picture or paper as it was found", 0},
    {"link", AG_FIELD_TEXT, 0, NULL, "where it was found", 0},
    {0},
};
static const ag_field reasons_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};

static const char *bounds_are_in_order(const ag_deed *deed) {
    const int64_t low = ag_deed_count(deed, "low", 0), high = ag_deed_count(deed, "high", INT64_MAX),
                  point = ag_deed_count(deed, "point", low);
    return low <= point && point <= high ? NULL : "low is at most point, and point at most high";
}

static const ag_guard record_guards[] = {{"E5", bounds_are_in_order, true}, {0}};

static const ag_action claim_actions[] = {
    {"claim.record",
     AG_INVESTIGATOR | AG_ANALYST | AG_CASE_OFFICER | AG_LIAISON | AG_REGISTRAR,
     AG_CREATES,
     NULL,
     "STANDING",
     record_fields,
     record_guards,
     ag_claim_follows,
     {0},
     "record what somebody says, with who and when"},
    {"claim.retract",
     AG_INVESTIGATOR | AG_ANALYST | AG_CASE_OFFICER,
     0,
     "STANDING",
     "RETRACTED",
     reasons_fields,
     NULL,
     ag_claim_follows,
     {0},
     "its source has taken it back, or it was recorded wrongly"},
    {0},
};

/* Claims that say the same of the same. More than this many are not looked through. */
enum { MAX_PEERS = 200 };

/* The claims of its topic for which `is` holds, after `words`; *found of them. */
typedef bool compares(const ag_view *view, const ag_row *claim, const ag_origins *origins, const ag_row *other);
static ag_status name_peers(const ag_view *view, compares *is, const char *words, int *found, ag_buffer *out,
                            ag_error *err) {
    ag_origins *origins = AG_NEW(view->arena, ag_origins, 1);
    int n;
    *found = 0;
    if (!origins) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_origins_find(view, ag_row_subject(view, &view->row), origins);
    const ag_row *peer = ag_view_rows(view, &ag_kind_claim, "topic", ag_row_text(&view->row, "topic"), MAX_PEERS, &n);
    for (int i = 0; i < n; i++) {
        if (!is(view, &view->row, origins, &peer[i])) continue;
        const ag_text id = ag_row_id(&peer[i]);
        ag_buffer_printf(out, "%sclaim:%.*s", (*found)++ ? ", " : words, AG_SHOWN(id));
    }
    if (n == MAX_PEERS) ag_buffer_printf(out, "; only the first %d claims of its topic were looked at", n);
    return AG_OK;
}

static ag_status corroboration_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    int found;
    const ag_status status = name_peers(view, ag_claim_confirms, "corroborated by ", &found, out, err);
    if (!found) ag_buffer_puts(out, "not corroborated: no claim that says the same comes from elsewhere");
    return status;
}

static ag_status repetition_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    int found;
    return name_peers(view, ag_claim_repeats, "from the same origin, in ", &found, out, err);
}

static ag_status grades_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    int n;
    (void)err;
    const ag_row *grade = ag_view_rows(view, &ag_kind_assessment, "claim", ag_row_subject(view, &view->row), 0, &n);
    for (int i = 0; i < n; i++) {
        const ag_text reliability = ag_row_text(&grade[i], "reliability"),
                      credibility = ag_row_text(&grade[i], "credibility"), by = ag_row_text(&grade[i], "assessor");
        ag_buffer_printf(out, "%s%.*s%.*s by %.*s", i ? ", " : "", AG_SHOWN(reliability), AG_SHOWN(credibility),
                         AG_SHOWN(by));
    }
    if (!n) ag_buffer_puts(out, "not assessed");
    return AG_OK;
}

static const ag_fact claim_facts[] = {{"assessments", "E1", grades_fact},
                                      {"corroboration", "E2", corroboration_fact},
                                      {"told again", "E2", repetition_fact},
                                      {0}};
static const char *const claim_states[] = {"STANDING", "RETRACTED", NULL};

const ag_kind ag_kind_claim = {
    .name = "claim",
    .plural = "claims",
    .help = "what somebody says, for when, said when, and from whom",
    .state = claim_states,
    .closed = "STANDING RETRACTED",
    .action = claim_actions,
    .indexed = "topic predicate",
    .fact = claim_facts,
    .readers = AG_INVESTIGATOR | AG_ANALYST | AG_REVIEWER | AG_CASE_OFFICER | AG_LEGAL,
};

/* ---- Assessments ---------------------------------------------------------------------------------------------- */

static const char *const reliabilities[] = {"A", "B", "C", "D", "E", "F", NULL}, *const credibilities[] = {
                                                                                     "1", "2", "3", "4",
                                                                                     "5", "6", NULL};
static const ag_field assess_fields[] = {
    {"claim", AG_FIELD_REFERENCE, AG_REQUIRED, claim_kind, "the claim that is graded", 0},
    {"reliability", AG_FIELD_CHOICE, AG_REQUIRED, reliabilities,
     "of the source: A completely, B usually, C fairly, D not usually, E unreliable, F cannot be judged", 0},
    {"credibility", AG_FIELD_CHOICE, AG_REQUIRED, credibilities,
     "of what is said: 1 confirmed by others, 2 probably true, 3 possibly, 4 doubtful, 5 improbable, 6 cannot be "
     "judged",
     0},
    {"confirmed_by", AG_FIELD_REFERENCE, AG_MANY, claim_kind, "claims from elsewhere that say the same; needed for 1",
     0},
    {"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0},
    {0},
};

enum { MAX_NAMED = 16 };
/* Whether one of the claims that the request names (the first 16) confirms the one that is graded. */
static bool is_confirmed(const ag_deed *deed, const ag_origins *origins) {
    const ag_row claim = ag_view_row(&deed->view, ag_deed_text(deed, "claim"));
    ag_text name;
    for (int k = 0; k < MAX_NAMED && ag_deed_each(deed, "confirmed_by", k, &name); k++) {
        const ag_row other = ag_view_row(&deed->view, name);
        if (ag_claim_confirms(&deed->view, &claim, origins, &other)) return true;
    }
    return false;
}

static ag_origins *origins_of_graded(const ag_deed *deed) {
    ag_origins *origins = AG_NEW(deed->view.arena, ag_origins, 1);
    if (origins) ag_origins_find(&deed->view, ag_deed_text(deed, "claim"), origins);
    return origins;
}

static const char *confirmed_from_elsewhere(const ag_deed *deed) {
    const ag_origins *origins = origins_of_graded(deed);
    return !ag_deed_is(deed, "credibility", "1") || (origins && is_confirmed(deed, origins))
               ? NULL
               : "name a claim that says the same of the same, and whose chain of sources does not meet this one's "
                 "(confirmed_by=claim:…)";
}

static const char *somebody_stands_for_it(const ag_deed *deed) {
    if (!ag_deed_is(deed, "credibility", "1") && !ag_deed_is(deed, "credibility", "2")) return NULL;
    const ag_origins *origins = origins_of_graded(deed);
    return origins && (origins->known || is_confirmed(deed, origins))
               ? NULL
               : "grade it 3 at most, or name a claim from elsewhere that says the same (confirmed_by=claim:…)";
}

static const ag_guard assess_guards[] = {
    {"E2", confirmed_from_elsewhere, true}, {"E3", somebody_stands_for_it, true}, {0}};

static ag_status apply_assess(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row_set(&deed->view.row, "assessor", deed->by);
    return AG_OK;
}

static const ag_action assessment_actions[] = {
    {"assessment.add",
     AG_ANALYST | AG_INVESTIGATOR | AG_REVIEWER | AG_CASE_OFFICER,
     AG_CREATES,
     NULL,
     NULL,
     assess_fields,
     assess_guards,
     apply_assess,
     {0},
     "grade a claim; a grade is never changed, a later one is added"},
    {0},
};
static const ag_column assessment_further[] = {{"assessor", AG_COLUMN_TEXT, true, false}, {0}};

const ag_kind ag_kind_assessment = {
    .name = "assessment",
    .plural = "assessments",
    .help = "how reliable a source and how credible a claim is, in one person's judgment",
    .action = assessment_actions,
    .further = assessment_further,
    .readers = AG_INVESTIGATOR | AG_ANALYST | AG_REVIEWER | AG_CASE_OFFICER | AG_LEGAL,
};
