/* Calibration: see calibrate.h. Each incident is made, decided and counted by one thread. */
#include "incident/calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/parallel.h"
#include "base/random.h"
#include "incident/decide.h"
#include "incident/simulate.h"

#include "base/banned.h"

enum { BLOCKS = 64, MOST_INCIDENTS = 100000, MOST_FAMILIES = 100000, MOST_REMAINS = 100000 };

static const double COVERAGE = 0.95;
static const double ROUNDING = 1e-9;      /* two who cannot be told apart have one half each, but for the last digit */
static const double LEAST_EFFECTIVE = 30; /* (Σw)² / Σw²: as many pairs of equal weight would say as much */

/* Pairs below it are not listed: no pairing with such an LR reaches the lowest posterior that is counted, unless the
 * pool is a handful. */
static const double LEAST_LR = 1e-3;

ag_calibration_level ag_calibration_level_of(int i) {
    static const ag_calibration_level level[AG_CALIBRATION_LEVELS] = {
        {0, 0.01},        {0.01, 0.1},      {0.1, 0.5},         {0.5, 0.9},         {0.9, 0.99},
        {0.99, 0.999},    {0.999, 0.9999},  {0.9999, INFINITY}, {0.5, INFINITY},    {0.9, INFINITY},
        {0.95, INFINITY}, {0.99, INFINITY}, {0.999, INFINITY},  {0.9995, INFINITY}, {0.9999, INFINITY},
    };
    return level[i];
}

const char *ag_calibration_case_word(ag_calibration_case which) {
    static const char *const word[AG_CALIBRATIONS] = {"model",      "bodies",    "register",  "theta",
                                                      "population", "paternity", "relatives", "given"};
    return word[which];
}

const char *ag_calibration_about_word(ag_calibration_about about) {
    static const char *const word[AG_ABOUTS] = {"all",  "parents",  "children", "siblings", "elders", "two-missing",
                                                "good", "degraded", "unlisted", "together", "group"};
    return word[about];
}

bool ag_calibration_is_model(ag_calibration_case which) {
    return which == AG_CALIBRATE_MODEL || which == AG_CALIBRATE_BODIES;
}

/* ---- What counts say --------------------------------------------------------------------------------------------- */

double ag_calibration_stated(const ag_calibration_count *count) {
    return count->pairings ? count->expected / (double)count->pairings : (double)NAN;
}

ag_interval ag_calibration_share(const ag_calibration_count *count) {
    return ag_binomial_interval(count->right, count->pairings, COVERAGE);
}

bool ag_calibration_agrees(const ag_calibration_count *count) {
    const ag_interval share = ag_calibration_share(count);
    const double stated = ag_calibration_stated(count);
    return !count->pairings || (stated >= share.low && stated <= share.high);
}

double ag_calibration_by_importance(const ag_calibration_tail *tail, int i, ag_interval *interval) {
    const double n = (double)tail->related, sum = tail->weight[i], mean = sum / n;
    *interval = (ag_interval){NAN, NAN};
    if (!(sum * sum > LEAST_EFFECTIVE * tail->weight_squared[i])) return (double)NAN;
    const double variance = fmax(0, tail->weight_squared[i] / n - mean * mean) / fmax(1, n - 1);
    const double width = 1.959963984540054 * sqrt(variance);
    *interval = (ag_interval){fmax(0, mean - width), fmin(1, mean + width)};
    return mean;
}

/* ---- Counting one incident --------------------------------------------------------------------------------------- */

typedef struct trial {
    const ag_incident *incident;
    const ag_truth *truth; /* [remains] */
    const uint8_t *kind;   /* [families], or NULL */
    const ag_identify_result *found;
    const ag_decision *decision;
    ag_calibration *out;
} trial;

static void count_one(ag_calibration_count *level, double posterior, bool right) {
    for (int i = 0; i < AG_CALIBRATION_LEVELS; i++) {
        const ag_calibration_level range = ag_calibration_level_of(i);
        if (posterior + ROUNDING < range.low || posterior + ROUNDING >= range.high) continue;
        level[i].pairings++;
        level[i].right += right;
        level[i].expected += posterior;
    }
}

static bool is_person(const ag_truth *t, int family, int missing) {
    return t->family_at == family && t->missing_at == missing;
}

/* first[remains]: it is the first of its body in the best assignment. */
static void mark_first(const trial *t, uint8_t *first) {
    for (int i = 0; i < t->decision->bodies; i++) first[t->decision->member[t->decision->body[i].first]] = 1;
}

/* The parts of a body say one thing: it counts once, by its first remains, which is chosen without the truth. */
static void count_pairings(const trial *t, const uint8_t *first) {
    for (size_t i = 0; i < t->decision->pairings; i++) {
        const ag_pairing *p = &t->decision->pairing[i];
        if (!first[p->remains]) continue;
        const ag_truth *truth = &t->truth[p->remains];
        const bool right = is_person(truth, p->family, p->missing);
        if (p->family < 0) {
            count_one(t->out->count[AG_ABOUT_UNLISTED], p->posterior, right);
            continue;
        }
        const bool degraded = ag_text_equal(t->incident->remains[p->remains].row->quality, AG_TEXT("degraded"));
        count_one(t->out->count[AG_ABOUT_ALL], p->posterior, right);
        if (t->kind) count_one(t->out->count[AG_ABOUT_PARENTS + t->kind[p->family]], p->posterior, right);
        count_one(t->out->count[degraded ? AG_ABOUT_DEGRADED : AG_ABOUT_GOOD], p->posterior, right);
    }
}

/* Whose the remains of a body are, if they are of one person; else NULL. */
static const ag_truth *owner_of(const trial *t, const ag_decided_body *body) {
    const int *member = t->decision->member + body->first;
    const ag_truth *first = &t->truth[member[0]];
    for (int i = 1; i < body->n; i++)
        if (t->truth[member[i]].body_at != first->body_at) return NULL;
    return first;
}

static void count_bodies(const trial *t) {
    for (int i = 0; i < t->decision->bodies; i++) {
        const ag_decided_body *body = &t->decision->body[i];
        if (body->n > 1) count_one(t->out->count[AG_ABOUT_TOGETHER], body->together, owner_of(t, body) != NULL);
    }
}

/* Every body of the group is another person of the group. */
static bool group_is_right(const trial *t, const ag_decided_group *group) {
    const int *missing = t->decision->group_missing + group->first_missing;
    const int *body = t->decision->group_body + group->first_body;
    int matched = 0;
    for (int m = 0; m < group->missings; m++)
        for (int b = 0; b < group->bodies; b++) {
            const ag_truth *owner = owner_of(t, &t->decision->body[body[b]]);
            matched += owner && is_person(owner, group->family, missing[m]);
        }
    return matched == group->bodies;
}

static void count_groups(const trial *t) {
    for (int g = 0; g < t->decision->groups; g++)
        count_one(t->out->count[AG_ABOUT_GROUP], t->decision->group[g].posterior,
                  group_is_right(t, &t->decision->group[g]));
}

/* Pairs of one family that are not the same person are neither related as tested nor unrelated. */
static void count_tail(const trial *t) {
    ag_calibration_tail *tail = &t->out->tail;
    const ag_search *search = &t->incident->search;
    for (int r = 0; r < search->remains; r++) {
        const int family = t->truth[r].family_at;
        tail->related += family >= 0;
        tail->unrelated += t->decision->lanes - (family < 0 ? 0 : (size_t)search->family[family].missings);
    }
    for (size_t i = 0; i < t->found->items; i++) {
        const ag_hit *hit = &t->found->item[i].hit;
        const ag_truth *truth = &t->truth[hit->remains];
        const bool same = is_person(truth, hit->family, hit->missing);
        for (int k = 0; k < AG_TAILS && hit->lr_ln >= k * log(10); k++) {
            if (truth->family_at != hit->family) tail->above[k]++;
            if (same) tail->weight[k] += exp(-hit->lr_ln);
            if (same) tail->weight_squared[k] += exp(-2 * hit->lr_ln);
        }
    }
}

static ag_status count(const trial *t, ag_error *err) {
    uint8_t *first = calloc((size_t)t->incident->search.remains + 1, 1);
    if (!first) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    mark_first(t, first);
    t->out->incidents = 1;
    t->out->bodies = (uint64_t)t->decision->bodies;
    t->out->remains = (uint64_t)t->incident->search.remains;
    t->out->missing = t->decision->lanes;
    t->out->exact = t->decision->exact == t->decision->components;
    t->out->bound = t->decision->bound;
    count_pairings(t, first);
    count_bodies(t);
    count_groups(t);
    count_tail(t);
    free(first);
    return AG_OK;
}

/* ---- One incident ------------------------------------------------------------------------------------------------ */

typedef struct calibrator {
    const ag_calibrate_options *options;
    size_t first;        /* of the present block */
    ag_calibration *one; /* [block] each of one incident */
} calibrator;

/* The cases share their seeds: they differ by what is violated and as little else as can be. */
static ag_simulate_options options_of(const ag_calibrate_options *o, size_t index) {
    const ag_calibration_case which = (ag_calibration_case)(index / o->incidents);
    ag_simulate_options s = ag_simulate_defaults();
    ag_random random;
    ag_random_init(&random, o->seed, index % o->incidents);
    s.seed = ag_random_next(&random) >> 1;
    s.remains = o->remains;
    s.families = o->families;
    s.pool_others = o->others;
    s.run = (ag_run){.threads = 1, .kernel = -1, .stop = o->run.stop};
    s.draw = which == AG_CALIBRATE_REGISTER ? AG_DRAW_REGISTER
             : which == AG_CALIBRATE_BODIES ? AG_DRAW_BODIES
                                            : AG_DRAW_PIECES;
    /* Pairs of conflicting sexes take no part, and agreeing ones gain nothing by it: sex as evidence is another model.
     */
    s.sex_untold = which != AG_CALIBRATE_REGISTER;
    if (which == AG_CALIBRATE_THETA) s.theta = 0.02, s.stated_theta = 0;
    if (which == AG_CALIBRATE_POPULATION) s.population = "AA", s.table_population = "Cauc";
    if (which == AG_CALIBRATE_PATERNITY) s.false_paternity = 0.02;
    if (which == AG_CALIBRATE_RELATIVES) s.relatives = 0.2;
    return s;
}

static ag_status decide_and_count(const ag_incident *incident, const ag_truth *truth, const uint8_t *kind,
                                  const ag_run *run, ag_calibration *out, ag_error *err) {
    const ag_identify_options how = {.min_lr = LEAST_LR, .posterior = 0.9995, .run = *run};
    ag_identify_result found = {0};
    ag_decision decision = {0};
    ag_status status = ag_identify(incident, NULL, &how, &found, err);
    if (status != AG_OK) return status;
    status = ag_decide(incident, NULL, &found, &how, &decision, err);
    if (status == AG_OK) {
        const trial t = {incident, truth, kind, &found, &decision, out};
        status = count(&t, err);
        ag_decision_deinit(&decision);
    }
    ag_identify_result_deinit(&found);
    return status;
}

static ag_status calibrate_one(void *context, size_t index, int worker, ag_error *err) {
    const calibrator *c = context;
    const ag_simulate_options how = options_of(c->options, c->first + index);
    ag_caseload made;
    ag_incident *incident = NULL;
    ag_diagnostics diagnostics;
    (void)worker;
    ag_status status = ag_caseload_init(&how, &made, err);
    if (status != AG_OK) return status;
    ag_diagnostics_init(&diagnostics);
    status = ag_incident_new(&made.batch, "simulated", 1, &incident, &diagnostics, err);
    if (status == AG_OK)
        status = decide_and_count(incident, made.truth, made.family_kind, &how.run, &c->one[index], err);
    ag_incident_free(incident);
    ag_diagnostics_deinit(&diagnostics);
    ag_caseload_deinit(&made);
    return status;
}

/* ---- All of them ------------------------------------------------------------------------------------------------- */

static void add_count(ag_calibration_count *sum, const ag_calibration_count *one) {
    sum->pairings += one->pairings;
    sum->right += one->right;
    sum->expected += one->expected;
}

static void add(ag_calibration *sum, const ag_calibration *one) {
    sum->incidents += one->incidents;
    sum->remains += one->remains;
    sum->bodies += one->bodies;
    sum->missing += one->missing;
    sum->exact += one->exact;
    sum->bound = fmax(sum->bound, one->bound);
    for (int a = 0; a < AG_ABOUTS; a++)
        for (int i = 0; i < AG_CALIBRATION_LEVELS; i++) add_count(&sum->count[a][i], &one->count[a][i]);
    sum->tail.unrelated += one->tail.unrelated;
    sum->tail.related += one->tail.related;
    for (int i = 0; i < AG_TAILS; i++) {
        sum->tail.above[i] += one->tail.above[i];
        sum->tail.weight[i] += one->tail.weight[i];
        sum->tail.weight_squared[i] += one->tail.weight_squared[i];
    }
}

static ag_status check_options(const ag_calibrate_options *o, ag_error *err) {
    if (o->incidents < 1 || o->incidents > MOST_INCIDENTS)
        return ag_fail(err, AG_USAGE, "such as --incidents 200", "the number of incidents is from 1 to %d",
                       MOST_INCIDENTS);
    if (o->families < 1 || o->families > MOST_FAMILIES || o->remains < 1 || o->remains > MOST_REMAINS ||
        o->others < 1 || o->others > MOST_REMAINS || o->remains > o->families + o->others)
        return ag_fail(err, AG_USAGE, "fewer remains than families and others together",
                       "an incident of %u families, %u remains and %u others cannot be drawn", o->families, o->remains,
                       o->others);
    return AG_OK;
}

ag_calibrate_options ag_calibrate_defaults(void) {
    return (ag_calibrate_options){
        .incidents = 100, .families = 20, .remains = 20, .others = 10, .seed = 1, .run = {.kernel = -1}};
}

ag_calibrate_options ag_calibrate_quick(void) {
    return (ag_calibrate_options){
        .incidents = 4, .families = 10, .remains = 12, .others = 6, .seed = 1, .run = {.kernel = -1}};
}

ag_status ag_calibrate(const ag_calibrate_options *options, ag_calibration out[AG_CALIBRATIONS], ag_error *err) {
    ag_status status = check_options(options, err);
    if (status != AG_OK) return status;
    const int threads = options->run.threads > 0 ? options->run.threads : ag_processor_count();
    const size_t n = (size_t)AG_CALIBRATE_GIVEN * options->incidents;
    calibrator c = {.options = options, .one = calloc(n / BLOCKS + 1, sizeof *c.one)};
    if (!c.one) return ag_fail(err, AG_ENVIRONMENT, "calibrate on fewer incidents", "out of memory");
    memset(out, 0, AG_CALIBRATIONS * sizeof *out);
    for (size_t b = 0; b < BLOCKS && status == AG_OK; b++) {
        const size_t end = n * (b + 1) / BLOCKS;
        c.first = n * b / BLOCKS;
        memset(c.one, 0, (end - c.first) * sizeof *c.one);
        status = ag_parallel(end - c.first, threads, options->run.stop, calibrate_one, &c, err);
        for (size_t i = c.first; i < end && status == AG_OK; i++)
            add(&out[i / options->incidents], &c.one[i - c.first]);
        if (status == AG_OK && options->run.progress)
            options->run.progress(options->run.context, (double)end, (double)n);
    }
    free(c.one);
    if (status != AG_OK || !options->given) return status;
    return decide_and_count(options->given, options->truth, NULL, &options->run, &out[AG_CALIBRATE_GIVEN], err);
}
