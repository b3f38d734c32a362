/* Hypotheses of an identification case and the lines of evidence for and against them.
 *
 *     case ──has── hypotheses (this is that person) ──have── lines of evidence, each by a method of a grade
 *
 * The likelihood ratio and the prior are kept apart; the posterior is computed from them and never stored (I4). A line
 * that was wrong is withdrawn, not deleted. The grade of a method is fixed by the table `grades` (I1).
 */
#include "casebook/evidence.h"

#include <math.h>
#include <string.h>

#include "casebook/kinds.h"
#include "casebook/standing.h"

#include "base/banned.h"

/* ---- Strength ---------------------------------------------------------------------------------------------------- */

static bool number_of(const ag_row *row, const char *column, double *out) {
    return ag_parse_double(ag_row_text(row, column), out);
}

bool ag_hypothesis_odds(const ag_row *hypothesis, double *odds_log10) {
    double lr_log10, prior_log10;
    if (!number_of(hypothesis, "lr_log10", &lr_log10) || !number_of(hypothesis, "prior_log10", &prior_log10) ||
        ag_row_integer(hypothesis, "pool", 0) < 1)
        return false;
    *odds_log10 = lr_log10 + prior_log10;
    return true;
}

double ag_threshold_odds(const ag_view *view) {
    const ag_row settings = ag_view_row(view, AG_TEXT("casebook:1"));
    double threshold;
    if (!number_of(&settings, "threshold", &threshold) || !(threshold > 0.5 && threshold < 1)) threshold = 0.9995;
    return log10(threshold / (1 - threshold));
}

/* posterior = LR·prior / (1 + LR·prior), with prior as odds: Budowle et al. 2011. Never shown as 1. */
void ag_posterior_format(double odds_log10, ag_buffer *out) {
    const double left = 1 / (1 + pow(10, odds_log10)); /* 1 - posterior, without cancellation */
    if (left < 1e-9)
        ag_buffer_puts(out, "above 0.999999999");
    else
        ag_buffer_printf(out, "%.*f", left < 1e-3 ? 9 : 4, 1 - left);
}

void ag_hypothesis_describe(const ag_row *hypothesis, ag_buffer *out) {
    const ag_text lr = ag_row_text(hypothesis, "lr_log10"), prior = ag_row_text(hypothesis, "prior_log10");
    double odds_log10;
    if (!ag_hypothesis_odds(hypothesis, &odds_log10)) {
        ag_buffer_puts(out, "no likelihood ratio, prior and pool are written down");
        return;
    }
    ag_buffer_puts(out, "posterior ");
    ag_posterior_format(odds_log10, out);
    ag_buffer_printf(out, " = LR 10^%.*s x prior odds 10^%.*s (pool of %lld)", AG_SHOWN(lr), AG_SHOWN(prior),
                     (long long)ag_row_integer(hypothesis, "pool", 0));
}

/* ---- Weighing ---------------------------------------------------------------------------------------------------- */

typedef enum grade { PRIMARY, SECONDARY, ASSISTING } grade;
/* INTERPOL, DVI Guide, annexure 12. */
static const struct {
    const char *method;
    grade grade;
} grades[] = {
    {"friction-ridge", PRIMARY},      {"dental", PRIMARY},    {"dna", PRIMARY},
    {"medical", SECONDARY},           {"effects", SECONDARY}, {"documents", SECONDARY},
    {"distinctive-marks", SECONDARY}, {"visual", ASSISTING},  {"photo", ASSISTING},
    {"location", ASSISTING},
};
static const char *const methods[] = {"friction-ridge",    "dental", "dna",   "medical",  "effects", "documents",
                                      "distinctive-marks", "visual", "photo", "location", NULL};

static grade grade_of(const ag_row *line) {
    for (size_t i = 0; i < sizeof grades / sizeof *grades; i++)
        if (ag_row_is(line, "method", grades[i].method)) return grades[i].grade;
    return ASSISTING;
}

static void count_line(const ag_row *line, ag_weighed *w) {
    switch (grade_of(line)) {
    case PRIMARY:
        *(ag_row_is(line, "method", "dna") ? &w->dna : &w->other_primary) += 1;
        break;
    case SECONDARY:
        *(ag_row_is(line, "method", "documents") ? &w->documents : &w->other_secondary) += 1;
        break;
    case ASSISTING:
        w->assisting++;
        break;
    }
}

ag_weighed ag_evidence_weigh(const ag_view *view, ag_text identification, ag_text hypothesis) {
    ag_weighed w = {0};
    int n = 0;
    const ag_row *line = ag_view_rows(view, &ag_kind_evidence, "case", identification, 0, &n);
    for (int i = 0; i < n; i++) {
        const ag_text about = ag_row_text(&line[i], "hypothesis");
        if (!ag_row_state(&line[i], "STANDING") || (about.n && !ag_text_equal(about, hypothesis))) continue;
        if (about.n && ag_row_is(&line[i], "weighs", "for")) count_line(&line[i], &w);
        if (!w.against.n && ag_row_is(&line[i], "weighs", "against") && !ag_row_is(&line[i], "explained", "yes"))
            w.against = ag_row_subject(view, &line[i]);
    }
    return w;
}

bool ag_cover_present(const ag_view *view, ag_text person, ag_text about) {
    int n;
    if (person.n && ag_view_count(view, &ag_kind_cover, "person", person, "STANDING")) return true;
    const ag_row *element = ag_standing_elements(view, about, &n);
    for (int i = 0; i < n; i++)
        if (ag_view_count(view, &ag_kind_cover, "remains", ag_row_subject(view, &element[i]), "STANDING")) return true;
    return false;
}

/* ---- Hypotheses ------------------------------------------------------------------------------------------------- */

static const char *const case_kind[] = {"case", NULL}, *const person_kind[] = {"person", NULL},
                         *const hypothesis_kind[] = {"hypothesis", NULL};

#define STRENGTH                                                                                                       \
    {"lr_log10", AG_FIELD_NUMBER, 0, NULL, "log10 of the likelihood ratio, such as 6.2", 0},                           \
        {"prior_log10",                                                                                                \
         AG_FIELD_NUMBER,                                                                                              \
         0,                                                                                                            \
         NULL,                                                                                                         \
         "log10 of the prior odds; with 100 in the pool at most log10(1/99)",                                          \
         0},                                                                                                           \
        {"pool", AG_FIELD_COUNT, 0, NULL, "how many persons the remains might be, this one among them", 0},            \
        {"inputs", AG_FIELD_CODE, 0, NULL, "SHA-256 of what was compared", 0},                                         \
        {"frequencies", AG_FIELD_CODE, 0, NULL, "SHA-256 or version of the frequency table", 0}, {                     \
        "engine", AG_FIELD_CODE, 0, NULL, "program and version that computed it", 0                                    \
    }

static const ag_field propose_fields[] = {
    {"case", AG_FIELD_REFERENCE, AG_REQUIRED, case_kind, "the identification case", 0},
    {"person", AG_FIELD_REFERENCE, AG_REQUIRED, person_kind, "who the remains may be", 0},
    STRENGTH,
    {0},
};
static const ag_field weigh_fields[] = {STRENGTH, {0}};

static const char *const exclusion_grounds[] = {"dna",   "friction-ridge", "dental", "anthropology",
                                                "alive", "circumstances",  "other",  NULL};
static const ag_field exclude_fields[] = {
    {"ground", AG_FIELD_CHOICE, AG_REQUIRED, exclusion_grounds, "what excludes this person", 0},
    {"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0},
    {0},
};
static const ag_field reasons_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};

/* A pool of N persons gives no one of them better prior odds than 1 to N-1. */
static const char *strength_is_whole(const ag_deed *deed) {
    if (!ag_deed_has(deed, "lr_log10") && !ag_deed_has(deed, "prior_log10")) return NULL;
    const int64_t pool = ag_deed_count(deed, "pool", 0);
    double lr_log10, prior_log10;
    if (!ag_parse_double(ag_deed_text(deed, "lr_log10"), &lr_log10) ||
        !ag_parse_double(ag_deed_text(deed, "prior_log10"), &prior_log10) || pool < 1)
        return "give lr_log10, prior_log10 and pool together";
    if (pool > 1 && prior_log10 > -log10((double)pool - 1) + 1e-6)
        return ag_view_say(&deed->view, "a pool of %lld allows a prior_log10 of %.6f at most", (long long)pool,
                           -log10((double)pool - 1));
    return NULL;
}

static const char *person_is_somebody(const ag_deed *deed) {
    const ag_row person = ag_view_row(&deed->view, ag_deed_text(deed, "person"));
    const ag_text of = ag_row_text(&person, "of");
    if (ag_row_state(&person, "COVER_RECORD")) return "name the person behind the papers: a cover record is nobody";
    return ag_row_state(&person, "DUPLICATE_OF")
               ? ag_view_say(&deed->view, "name the record that stands: %.*s", AG_SHOWN(of))
               : NULL;
}

static const char *is_not_confirmed(const ag_deed *deed) {
    const ag_row *row = &deed->view.row;
    const ag_row of = ag_view_row(&deed->view, ag_row_text(row, "case"));
    if (!ag_row_state(&of, "CONFIRMED FOR_BOARD") ||
        !ag_text_equal(ag_row_text(&of, "hypothesis"), ag_row_subject(&deed->view, row)))
        return NULL;
    return "the case rests on this hypothesis: have the board answer, or challenge the case first (case.challenge)";
}

static const ag_guard propose_guards[] = {{"I3", person_is_somebody, true}, {"I4", strength_is_whole, true}, {0}};
static const ag_guard weigh_guards[] = {{"I4", strength_is_whole, true}, {0}};
static const ag_guard exclude_guards[] = {{"I5", is_not_confirmed, false}, {0}};

static ag_status apply_propose(ag_deed *deed, ag_error *err) {
    ag_row *of = ag_deed_change(deed, ag_deed_text(deed, "case"));
    (void)err;
    if (of && ag_row_state(of, "OPEN")) ag_row_move(of, "HYPOTHESES");
    return AG_OK;
}

static const ag_action hypothesis_actions[] = {
    {"hypothesis.propose",
     AG_ANALYST | AG_CASE_OFFICER | AG_REVIEWER,
     AG_CREATES,
     NULL,
     "OPEN",
     propose_fields,
     propose_guards,
     apply_propose,
     {0},
     "say who the remains of a case may be"},
    {"hypothesis.weigh",
     AG_ANALYST | AG_REVIEWER,
     0,
     "OPEN",
     NULL,
     weigh_fields,
     weigh_guards,
     NULL,
     {0},
     "write down the likelihood ratio, the prior odds and the pool"},
    {"hypothesis.exclude",
     AG_ANALYST | AG_REVIEWER,
     AG_SIGNED,
     "OPEN",
     "EXCLUDED",
     exclude_fields,
     exclude_guards,
     NULL,
     {0},
     "this person is excluded, with the ground"},
    {"hypothesis.readmit",
     AG_ANALYST | AG_REVIEWER,
     AG_SIGNED,
     "EXCLUDED",
     "OPEN",
     reasons_fields,
     NULL,
     NULL,
     {0},
     "the exclusion was wrong: the person is possible again"},
    {0},
};

static ag_status posterior_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    double odds_log10;
    (void)err;
    ag_hypothesis_describe(&view->row, out);
    if (ag_hypothesis_odds(&view->row, &odds_log10))
        ag_buffer_puts(out,
                       odds_log10 >= ag_threshold_odds(view) ? "; reaches the threshold" : "; below the threshold");
    return AG_OK;
}

static const ag_fact hypothesis_facts[] = {{"posterior", "I4", posterior_fact}, {0}};
static const char *const hypothesis_states[] = {"OPEN", "EXCLUDED", NULL};

const ag_kind ag_kind_hypothesis = {
    .name = "hypothesis",
    .plural = "hypotheses",
    .help = "that the remains of a case are those of one person",
    .state = hypothesis_states,
    .closed = "EXCLUDED",
    .action = hypothesis_actions,
    .fact = hypothesis_facts,
    .readers = AG_ANALYST | AG_REVIEWER | AG_CASE_OFFICER,
};

/* ---- Lines of evidence ------------------------------------------------------------------------------------------ */

static const char *const directions[] = {"for", "against", "neutral", NULL};
static const ag_field add_fields[] = {
    {"case", AG_FIELD_REFERENCE, AG_REQUIRED, case_kind, "the identification case", 0},
    {"hypothesis", AG_FIELD_REFERENCE, 0, hypothesis_kind,
     "which hypothesis it speaks to; without it: to each of them, and never for one", 0},
    {"method", AG_FIELD_CHOICE, AG_REQUIRED, methods, "how it was found", 0},
    {"weighs", AG_FIELD_CHOICE, AG_REQUIRED, directions, "for or against the hypothesis, or neither", 0},
    {"text", AG_FIELD_TEXT, 0, NULL, "the finding in words", 0},
    {"file", AG_FIELD_FILE, 0, NULL, "the examiner's report", 0},
    {"inputs", AG_FIELD_CODE, 0, NULL, "SHA-256 of what was compared", 0},
    {0},
};
static const char *const yes[] = {"yes", NULL};
static const ag_field explain_fields[] = {
    {"explained", AG_FIELD_CHOICE, AG_REQUIRED, yes, "yes: the contradiction is resolved", 0},
    {"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what explains it", 0},
    {0},
};

static const char *hypothesis_is_of_case(const ag_deed *deed) {
    const ag_text named = ag_deed_text(deed, "hypothesis");
    const ag_row hypothesis = ag_view_row(&deed->view, named);
    if (!named.n)
        return ag_deed_is(deed, "weighs", "for") ? "name the hypothesis that it speaks for (hypothesis=…)" : NULL;
    return ag_text_equal(ag_row_text(&hypothesis, "case"), ag_deed_text(deed, "case"))
               ? NULL
               : "name a hypothesis of this case";
}

/* A face that fire, blast or hands have changed looks like anyone (I2). */
static const char *face_can_be_recognised(const ag_deed *deed) {
    if (!ag_deed_is(deed, "method", "visual") && !ag_deed_is(deed, "method", "photo")) return NULL;
    const ag_row of = ag_view_row(&deed->view, ag_deed_text(deed, "case"));
    bool intact = false, absent = false;
    int n;
    const ag_row *element = ag_standing_elements(&deed->view, ag_row_text(&of, "about"), &n);
    for (int i = 0; i < n; i++) {
        if (ag_row_is(&element[i], "face", "disfigured") || ag_row_is(&element[i], "face", "burned"))
            return "the face is disfigured: use friction ridges, teeth or DNA";
        intact = intact || ag_row_is(&element[i], "face", "intact");
        absent = absent || ag_row_is(&element[i], "face", "absent");
    }
    return absent && !intact ? "there is no face to recognise: use friction ridges, teeth or DNA" : NULL;
}

static const ag_guard add_guards[] = {{"I1", hypothesis_is_of_case, true}, {"I2", face_can_be_recognised, true}, {0}};

static const ag_action evidence_actions[] = {
    {"evidence.add",
     AG_ANALYST | AG_CASE_OFFICER | AG_REVIEWER | AG_INVESTIGATOR,
     AG_CREATES,
     NULL,
     "STANDING",
     add_fields,
     add_guards,
     NULL,
     {0},
     "add a line of evidence to a case"},
    {"evidence.explain",
     AG_ANALYST | AG_REVIEWER,
     AG_SIGNED,
     "STANDING",
     NULL,
     explain_fields,
     NULL,
     NULL,
     {0},
     "write down what explains a line that speaks against the hypothesis"},
    {"evidence.withdraw",
     AG_ANALYST | AG_REVIEWER,
     AG_SIGNED,
     "STANDING",
     "WITHDRAWN",
     reasons_fields,
     NULL,
     NULL,
     {0},
     "the line was wrong and no longer counts"},
    {0},
};

static ag_status grade_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    static const char *const words[] = {"primary method", "secondary method", "assisting method"};
    (void)err;
    ag_buffer_puts(out, words[grade_of(&view->row)]);
    return AG_OK;
}

static const ag_fact evidence_facts[] = {{"grade", "I1", grade_fact}, {0}};
static const char *const evidence_states[] = {"STANDING", "WITHDRAWN", NULL};

const ag_kind ag_kind_evidence = {
    .name = "evidence",
    .plural = "evidence",
    .help = "a line of evidence in an identification case",
    .state = evidence_states,
    .closed = "WITHDRAWN",
    .action = evidence_actions,
    .fact = evidence_facts,
    .readers = AG_ANALYST | AG_REVIEWER | AG_CASE_OFFICER,
};
