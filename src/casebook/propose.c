/* Proposals and alarms: see propose.h. */
#include "casebook/propose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "antigone/antigone.h"
#include "base/map.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"
#include "incident/lanes.h"

#include "base/banned.h"

enum { ALTERNATIVES = 5, MAX_LINKS = 8, NUMBER_BYTES = 32, SUBJECT_BYTES = 160, LR_DIGITS = 8 };

static const char LIVE[] =
    "OPEN HYPOTHESES PRESUMPTIVE FOR_BOARD CONFIRMED CHALLENGED OPEN_NO_FURTHER_TEST_NOW NOT_CONFIRMED";
static const char SOLVED[] = "CONFIRMED CHALLENGED";

typedef struct work {
    ag_casebook *casebook;
    const ag_actor *actor;
    const ag_incident *incident;
    const ag_identify_result *result;
    const ag_identify_options *options;
    double pool;
    ag_propose_counts *out;
    ag_view view;
} work;

/* ---- Who and what ------------------------------------------------------------------------------------------------ */

static ag_text subject_of(const work *w, const char *kind, ag_text id) {
    return ag_text_of(ag_view_say(&w->view, "%s:%.*s", kind, (int)id.n, id.at));
}

/* The person behind a missing member; of several records for one the one that stands. Empty: none. */
static ag_text person_of(const work *w, int family, int missing) {
    const ag_incident_family *f = &w->incident->family[family];
    const ag_text id = f->person[w->incident->search.family[family].missing[missing]].id;
    const ag_row relative = ag_view_row(&w->view, subject_of(w, "relative", id));
    ag_text person = ag_row_text(&relative, "person");
    for (int i = 0; i < MAX_LINKS; i++) {
        const ag_row row = ag_view_row(&w->view, person);
        if (!ag_row_state(&row, "DUPLICATE_OF")) break;
        person = ag_row_text(&row, "of");
    }
    return person;
}

static ag_text sample_of(const work *w, int remains) {
    return subject_of(w, "sample", w->incident->remains[remains].row->sample);
}

/* What the sample was taken from: "remains:…". */
static ag_text remains_of(const work *w, int remains) {
    const ag_row sample = ag_view_row(&w->view, sample_of(w, remains));
    return ag_row_text(&sample, "about");
}

/* The case of the remains, or of the individual they are of. */
static ag_row case_of(const work *w, ag_text remains, const char *states) {
    const ag_row own = ag_standing_first(&w->view, &ag_kind_case, "about", remains, states);
    const ag_text individual = ag_standing_individual(&w->view, remains);
    return ag_row_there(&own) || !individual.n
               ? own
               : ag_standing_first(&w->view, &ag_kind_case, "about", individual, states);
}

/* ---- Deeds ------------------------------------------------------------------------------------------------------- */

/* Takes the fields over. */
static ag_status deed(work *w, const char *action, ag_text subject, json_t *fields, char made[SUBJECT_BYTES],
                      ag_error *err) {
    ag_receipt receipt;
    const ag_request request = {.action = action, .subject = subject, .field = fields, .program = true};
    const ag_status status = fields ? ag_casebook_do(w->casebook, w->actor, &request, &receipt, NULL, err)
                                    : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    json_decref(fields);
    if (status == AG_OK && made) memcpy(made, receipt.subject, SUBJECT_BYTES);
    return status;
}

static void put(json_t *fields, const char *name, ag_text value) {
    if (value.n) json_object_set_new(fields, name, json_stringn(value.at, value.n));
}

/* As the casebook keeps numbers, in few digits: the last bits are no new finding. */
static void put_number(json_t *fields, const char *name, double value) {
    ag_buffer text = {0};
    double rounded = 0;
    ag_buffer_double_digits(&text, value, LR_DIGITS);
    if (isfinite(value) && !text.failed && ag_parse_double((ag_text){text.data, text.n}, &rounded)) {
        ag_buffer_clear(&text);
        ag_buffer_double(&text, rounded);
        put(fields, name, (ag_text){text.data, text.n});
    }
    ag_buffer_deinit(&text);
}

static json_t *strength(const work *w, double lr_ln) {
    json_t *fields = json_object();
    const double pool = floor(w->pool + 0.5);
    put_number(fields, "lr_log10", lr_ln / log(10));
    /* Rounded away from what a pool of this size allows. */
    put_number(fields, "prior_log10", pool > 1 ? -log10(pool - 1) : 0);
    json_object_set_new(fields, "pool", json_integer((json_int_t)(pool > 1 ? pool : 1)));
    put(fields, "inputs", ag_text_of(w->incident->digest[2]));
    put(fields, "frequencies", ag_text_of(w->incident->digest[0]));
    put(fields, "engine", AG_TEXT("antigone-" AG_VERSION));
    return fields;
}

/* ---- Hypotheses ----------------------------------------------------------------------------------------------- */

static ag_row hypothesis_of(const work *w, ag_text identification, ag_text person) {
    int n = 0;
    const ag_row *row = ag_view_rows(&w->view, &ag_kind_hypothesis, "case", identification, 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_text_equal(ag_row_text(&row[i], "person"), person)) return row[i];
    return (ag_row){0};
}

/* Nothing to weigh anew: the same figures; or weaker ones of the same search, from another of the individual's remains.
 * What all of them say together is at least what the strongest says. */
static bool is_weighed(const ag_row *row, const json_t *fields) {
    const ag_text lr = ag_row_text(row, "lr_log10");
    const char *now = json_string_value(json_object_get(fields, "lr_log10"));
    double then = 0, value = 0;
    if (!now || ag_row_integer(row, "pool", 0) != json_integer_value(json_object_get(fields, "pool"))) return false;
    if (ag_text_equal(lr, ag_text_of(now))) return true;
    return ag_row_is(row, "inputs", json_string_value(json_object_get(fields, "inputs"))) &&
           ag_parse_double(lr, &then) && ag_parse_double(ag_text_of(now), &value) && then > value;
}

/* The hypothesis is there with these figures; *fresh: it was not, or had others. */
static ag_status ensure_hypothesis(work *w, ag_text identification, ag_text person, double lr_ln, ag_text *out,
                                   bool *fresh, ag_error *err) {
    const ag_row row = hypothesis_of(w, identification, person);
    json_t *fields = strength(w, lr_ln);
    char made[SUBJECT_BYTES];
    *fresh = false;
    if (ag_row_there(&row)) {
        *out = ag_row_subject(&w->view, &row);
        if (!ag_row_state(&row, "OPEN") || is_weighed(&row, fields)) return json_decref(fields), AG_OK;
        *fresh = true;
        w->out->weighed++;
        return deed(w, "hypothesis.weigh", *out, fields, NULL, err);
    }
    put(fields, "case", identification);
    put(fields, "person", person);
    *fresh = true;
    w->out->hypotheses++;
    const ag_status status = deed(w, "hypothesis.propose", (ag_text){"", 0}, fields, made, err);
    if (status == AG_OK) *out = ag_text_of(ag_view_say(&w->view, "%s", made));
    return status;
}

static bool has_dna(const work *w, ag_text identification, ag_text hypothesis) {
    int n = 0;
    const ag_row *row = ag_view_rows(&w->view, &ag_kind_evidence, "case", identification, 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_state(&row[i], "STANDING") && ag_row_is(&row[i], "method", "dna") &&
            ag_text_equal(ag_row_text(&row[i], "hypothesis"), hypothesis))
            return true;
    return false;
}

static ag_status ensure_evidence(work *w, ag_text identification, ag_text hypothesis, ag_error *err) {
    if (has_dna(w, identification, hypothesis)) return AG_OK;
    json_t *fields = json_pack("{s:s,s:s}", "method", "dna", "weighs", "for");
    put(fields, "case", identification);
    put(fields, "hypothesis", hypothesis);
    put(fields, "inputs", ag_text_of(w->incident->digest[2]));
    w->out->evidence++;
    return deed(w, "evidence.add", (ag_text){"", 0}, fields, NULL, err);
}

static ag_status ensure_case(work *w, ag_text remains, ag_text *out, ag_error *err) {
    const ag_row row = case_of(w, remains, LIVE);
    const ag_text individual = ag_standing_individual(&w->view, remains);
    char made[SUBJECT_BYTES];
    if (ag_row_there(&row)) return *out = ag_row_subject(&w->view, &row), AG_OK;
    json_t *fields = json_object();
    put(fields, "about", individual.n ? individual : remains);
    w->out->cases++;
    const ag_status status = deed(w, "case.open", (ag_text){"", 0}, fields, made, err);
    if (status == AG_OK) *out = ag_text_of(ag_view_say(&w->view, "%s", made));
    return status;
}

/* The other persons whom the search found for these remains: what a reviewer must see beside the proposal. */
static ag_status add_alternatives(work *w, ag_text identification, const ag_identification *proposal, ag_error *err) {
    ag_status status = AG_OK;
    int added = 0;
    for (size_t i = 0; i < w->result->items && added < ALTERNATIVES && status == AG_OK; i++) {
        const ag_identification *item = &w->result->item[i];
        const ag_text person = item != proposal && item->hit.remains == proposal->hit.remains
                                   ? person_of(w, item->hit.family, item->hit.missing)
                                   : (ag_text){"", 0};
        ag_text hypothesis;
        bool fresh;
        if (!person.n) continue;
        added++;
        status = ensure_hypothesis(w, identification, person, item->hit.lr_ln, &hypothesis, &fresh, err);
    }
    return status;
}

static ag_status propose_one(work *w, const ag_identification *item, ag_error *err) {
    const ag_text remains = remains_of(w, item->hit.remains),
                  person = person_of(w, item->hit.family, item->hit.missing);
    const ag_row solved = case_of(w, remains, SOLVED);
    ag_text identification, hypothesis;
    bool fresh = false;
    if (!remains.n || !person.n) return AG_OK;
    if (ag_row_there(&solved)) {
        if (ag_text_equal(ag_row_text(&solved, "person"), person)) w->out->there++;
        return AG_OK;
    }
    ag_status status = ensure_case(w, remains, &identification, err);
    if (status == AG_OK)
        status = ensure_hypothesis(w, identification, person, item->hit.lr_ln, &hypothesis, &fresh, err);
    if (status == AG_OK && !fresh) w->out->there++;
    if (status == AG_OK) status = ensure_evidence(w, identification, hypothesis, err);
    return status == AG_OK ? add_alternatives(w, identification, item, err) : status;
}

/* ---- Alarms --------------------------------------------------------------------------------------------------- */

static ag_text newest_profile(const work *w, int remains) {
    int n = 0, newest = 0;
    const ag_row *row = ag_view_rows(&w->view, &ag_kind_profile, "sample", sample_of(w, remains), 0, &n);
    for (int i = 1; i < n; i++)
        if (ag_row_compare(&row[i], &row[newest]) > 0) newest = i;
    return n ? ag_row_subject(&w->view, &row[newest]) : (ag_text){"", 0};
}

/* Whether this was raised before, answered or not. */
static bool is_raised(const work *w, ag_text identification, const char *finding, ag_text profile, ag_text person) {
    int n = 0;
    const ag_row *row = ag_view_rows(&w->view, &ag_kind_alarm, "case", identification, 0, &n);
    for (int i = 0; i < n; i++)
        if (ag_row_is(&row[i], "finding", finding) && ag_text_equal(ag_row_text(&row[i], "profile"), profile) &&
            ag_text_equal(ag_row_text(&row[i], "person"), person))
            return true;
    return false;
}

static ag_status raise_alarm(work *w, const ag_row *solved, const char *finding, int remains, ag_text person,
                             double lr_ln, double posterior, ag_error *err) {
    const ag_text identification = ag_row_subject(&w->view, solved), profile = newest_profile(w, remains);
    if (is_raised(w, identification, finding, profile, person)) return AG_OK;
    json_t *fields = json_pack("{s:s}", "finding", finding);
    put(fields, "case", identification);
    put(fields, "profile", profile);
    put(fields, "remains", remains_of(w, remains));
    put(fields, "person", person);
    put_number(fields, "lr_log10", lr_ln / log(10));
    put_number(fields, "posterior", posterior);
    put(fields, "inputs", ag_text_of(w->incident->digest[2]));
    w->out->alarms++;
    return deed(w, "alarm.raise", (ag_text){"", 0}, fields, NULL, err);
}

/* Remains whose case is solved, and that the search gives to somebody else. */
static ag_status alarm_for_others(work *w, ag_error *err) {
    ag_status status = AG_OK;
    for (size_t i = 0; i < w->result->items && status == AG_OK; i++) {
        const ag_identification *item = &w->result->item[i];
        if (!(item->posterior >= w->options->posterior)) continue;
        const ag_text remains = remains_of(w, item->hit.remains);
        const ag_row solved = remains.n ? case_of(w, remains, SOLVED) : (ag_row){0};
        const ag_text person = person_of(w, item->hit.family, item->hit.missing);
        if (ag_row_there(&solved) && !ag_text_equal(ag_row_text(&solved, "person"), person))
            status = raise_alarm(w, &solved, "another-person", item->hit.remains, person, item->hit.lr_ln,
                                 item->posterior, err);
    }
    return status;
}

/* The remains and the case of each sample whose case is solved. */
typedef struct solved_sample {
    int remains;
    ag_row identification;
} solved_sample;

static ag_status ask_lane(work *w, const ag_lane_set *set, const ag_lane *lane, const solved_sample *sample,
                          int samples, ag_pair *pair, ag_error *err) {
    const ag_text person = person_of(w, lane->family, lane->missing);
    bool any = false;
    for (int i = 0; i < samples && !any; i++)
        any = person.n && ag_text_equal(ag_row_text(&sample[i].identification, "person"), person);
    if (!any) return AG_OK;
    ag_status status = ag_pairs_of_lanes(set, lane, 1, &w->options->run, pair, err);
    for (int i = 0; i < samples && status == AG_OK; i++) {
        const double lr_ln = pair[sample[i].remains].lr_ln;
        if (ag_text_equal(ag_row_text(&sample[i].identification, "person"), person) && lr_ln < -log(w->options->min_lr))
            status = raise_alarm(w, &sample[i].identification, "confirmed-person-unlikely", sample[i].remains, person,
                                 lr_ln, NAN, err);
    }
    return status;
}

/* Every sample of solved remains against the person they were given to. */
static ag_status alarm_for_confirmed(work *w, ag_error *err) {
    const int n = w->incident->search.remains;
    solved_sample *sample = AG_NEW(w->view.arena, solved_sample, n + 1);
    ag_pair *pair = AG_NEW(w->view.arena, ag_pair, n + 1);
    int samples = 0;
    if (!sample || !pair) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (!ag_view_count(&w->view, &ag_kind_case, NULL, (ag_text){NULL, 0}, "CONFIRMED") &&
        !ag_view_count(&w->view, &ag_kind_case, NULL, (ag_text){NULL, 0}, "CHALLENGED"))
        return AG_OK;
    for (int r = 0; r < n; r++) {
        const ag_text remains = remains_of(w, r);
        const ag_row row = remains.n ? case_of(w, remains, SOLVED) : (ag_row){0};
        if (ag_row_there(&row)) sample[samples++] = (solved_sample){r, row};
    }
    size_t lanes = 0;
    ag_lane_set set;
    ag_lane *lane = ag_lanes_new(&w->incident->search, &lanes);
    if (!lane) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_status status = ag_pairs_set(w->incident, &set, err);
    for (size_t i = 0; i < lanes && samples && status == AG_OK; i++)
        status = ask_lane(w, &set, &lane[i], sample, samples, pair, err);
    ag_lane_set_deinit(&set);
    free(lane);
    return status;
}

/* ---- Together ------------------------------------------------------------------------------------------------- */

static ag_status write_all(work *w, ag_error *err) {
    ag_status status = alarm_for_others(w, err);
    if (status == AG_OK) status = alarm_for_confirmed(w, err);
    for (size_t i = 0; i < w->result->items && status == AG_OK; i++)
        if (w->result->item[i].proposed) status = propose_one(w, &w->result->item[i], err);
    return status;
}

ag_status ag_propose(ag_casebook *casebook, const ag_actor *actor, const ag_incident *incident,
                     const ag_identify_result *result, double pool, const ag_identify_options *options,
                     ag_propose_counts *out, ag_error *err) {
    work w = {casebook, actor, incident, result, options, pool, out, {0}};
    ag_arena arena;
    *out = (ag_propose_counts){0};
    if (!(actor->roles & AG_ANALYST))
        return ag_fail(err, AG_REFUSED, "an analyst does this", "proposals are an analyst's");
    ag_arena_init(&arena);
    ag_status status = ag_casebook_view(casebook, (ag_text){NULL, 0}, &arena, &w.view, err);
    if (status == AG_OK) status = ag_casebook_begin(casebook, err);
    if (status == AG_OK) {
        status = write_all(&w, err);
        if (status == AG_OK)
            status = ag_casebook_commit(casebook, err);
        else
            ag_casebook_rollback(casebook);
    }
    ag_arena_deinit(&arena);
    return status;
}
