/* Identification: see identify.h.
 *
 * A small incident is computed pair by pair; a large one is screened, and what passes is computed. Either way a hit's
 * number is the exact one. The sum that a posterior needs is exact in a small incident; in a large one, pairs that are
 * no hits enter it by the screen's upper bound.
 */
#include "incident/identify.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/logarithm.h"
#include "base/parallel.h"
#include "incident/check.h"
#include "incident/lanes.h"
#include "incident/ranks.h"

#include "base/banned.h"

enum {
    SMALL_PAIRS = 5000000, /* computed one by one up to here: about 100 MB */
    FEW_LOCI = 8,
    MOST_EXCLUSIONS = 2
};

typedef struct finder {
    const ag_incident *incident;
    const struct ag_check_result *checks;
    const ag_identify_options *options;
    ag_identify_result *out;
    double threshold;
    ag_lane *lane; /* owned */
    size_t lanes;
    size_t *first_lane; /* owned; [families + 1] */
    double *sum_ln;     /* owned; [remains] ln of the sum of LR over all lanes, or a bound above it */
    size_t capacity;    /* of out->item */
} finder;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

static double seconds(const finder *s) { return s->options->run.clock ? s->options->run.clock() : 0; }

const char *ag_hit_flag_word(unsigned one_flag) {
    switch (one_flag) {
    case AG_HIT_SEX_CONFLICT:
        return "sex-conflict";
    case AG_HIT_CONFLICT:
        return "conflict-review";
    case AG_HIT_FEW_LOCI:
        return "few-loci";
    case AG_HIT_INCONSISTENT_LOCUS:
        return "inconsistent-locus";
    case AG_HIT_DROPOUT_ASSUMED:
        return "dropout-assumed";
    case AG_HIT_MIXTURE:
        return "possible-mixture";
    case AG_HIT_REFERENCE_REVIEW:
        return "reference-needs-review";
    case AG_HIT_CONTAMINATION:
        return "contamination";
    case AG_HIT_UNUSABLE_FAMILY:
        return "unusable-family";
    default:
        return NULL;
    }
}

void ag_identify_result_deinit(ag_identify_result *result) {
    free(result->item);
    free(result->unreachable);
    ag_screen_result_deinit(&result->screen);
    *result = (ag_identify_result){0};
}

static bool add_item(finder *s, ag_hit hit, int exclusions) {
    ag_identify_result *out = s->out;
    if (out->items == s->capacity) {
        const size_t capacity = s->capacity ? s->capacity * 2 : 256;
        ag_identification *item = realloc(out->item, capacity * sizeof *item);
        if (!item) return false;
        out->item = item;
        s->capacity = capacity;
    }
    out->item[out->items++] = (ag_identification){.hit = hit, .exclusions = exclusions};
    return true;
}

/* ---- Pair by pair -------------------------------------------------------------------------------------------- */

static ag_status gather_pairs(finder *s, const ag_pair *pair, ag_error *err) {
    const size_t remains = (size_t)s->incident->search.remains;
    const double limit_ln = log(s->options->min_lr);
    for (size_t i = 0; i < s->lanes; i++) {
        bool usable = true;
        for (size_t r = 0; r < remains; r++) {
            const ag_pair *p = &pair[i * remains + r];
            usable = usable && !isnan(p->lr_ln);
            if (isnan(p->lr_ln)) continue;
            s->sum_ln[r] = ag_add_ln(s->sum_ln[r], p->lr_ln);
            const ag_hit hit = {(int)r, s->lane[i].family, s->lane[i].missing, p->lr_ln};
            if (p->lr_ln >= limit_ln && !add_item(s, hit, p->exclusions)) return no_memory(err);
        }
        s->out->screen.unusable += !usable;
    }
    return AG_OK;
}

static ag_status search_pairs(finder *s, ag_error *err) {
    const size_t n = s->lanes * (size_t)s->incident->search.remains;
    const double started = seconds(s);
    ag_pair *pair = calloc(n + 1, sizeof *pair);
    ag_lane_set set;
    ag_status status = pair ? ag_pairs_set(s->incident, &set, err) : no_memory(err);
    if (status == AG_OK) status = ag_pairs_of_lanes(&set, s->lane, s->lanes, &s->options->run, pair, err);
    if (pair) ag_lane_set_deinit(&set);
    s->out->seconds[2] = seconds(s) - started;
    if (status == AG_OK) status = gather_pairs(s, pair, err);
    s->out->screen.pairs = s->out->screen.passed = (double)n;
    s->out->screen.lanes = (int)s->lanes;
    free(pair);
    return status;
}

/* ---- By the screen ------------------------------------------------------------------------------------------- */

typedef struct worst_case {
    const finder *s;
    const ag_lane_set *set;
    const size_t *first; /* [lanes asked + 1] into item */
    ag_hit *hit;         /* grouped by lane */
} worst_case;

static ag_status take_least(void *context, size_t index, ag_lane lane, double *const *table, ag_error *err) {
    const worst_case *w = context;
    const ag_search *search = &w->s->incident->search;
    (void)lane, (void)err;
    for (size_t i = w->first[index]; i < w->first[index + 1]; i++) {
        const uint16_t *code = search->remains_code + (size_t)w->hit[i].remains * (size_t)search->loci;
        for (int k = 0; k < w->set->n; k++) {
            const double lr_ln = ag_lane_lr_ln(w->set, k, table[k], code);
            if (isnan(lr_ln) || lr_ln < w->hit[i].lr_ln) w->hit[i].lr_ln = isnan(lr_ln) ? -INFINITY : lr_ln;
        }
    }
    return AG_OK;
}

static int by_lane(const void *a, const void *b) {
    const ag_hit *x = a, *y = b;
    if (x->family != y->family) return x->family < y->family ? -1 : 1;
    if (x->missing != y->missing) return x->missing < y->missing ? -1 : 1;
    return (x->remains > y->remains) - (x->remains < y->remains);
}

/* The hits of the first population under the others: the least favourable counts. */
static ag_status weigh_populations(finder *s, ag_hit *hit, size_t hits, ag_error *err) {
    ag_lane *lane = calloc(hits + 1, sizeof *lane);
    size_t *first = calloc(hits + 2, sizeof *first), lanes = 0;
    ag_lane_set set;
    ag_status status = lane && first ? AG_OK : no_memory(err);
    ag_lane_set_init(&set);
    for (int p = 1; p < s->incident->populations && status == AG_OK; p++)
        status = ag_lane_set_add(&set, s->incident, p, err);
    if (status == AG_OK) {
        qsort(hit, hits, sizeof *hit, by_lane);
        for (size_t i = 0; i < hits; i++) {
            if (!i || hit[i].family != hit[i - 1].family || hit[i].missing != hit[i - 1].missing) {
                first[lanes] = i;
                lane[lanes++] = (ag_lane){hit[i].family, hit[i].missing};
            }
            first[lanes] = i + 1;
        }
        worst_case w = {s, &set, first, hit};
        status = ag_lane_set_run(&set, lane, lanes, &s->options->run, take_least, &w, err);
    }
    ag_lane_set_deinit(&set);
    free(lane);
    free(first);
    return status;
}

typedef struct excluding {
    const ag_catalogue *catalogue;
    ag_engine **engine; /* [threads] */
    ag_identification *item;
} excluding;

static ag_status count_exclusions(void *context, size_t index, int worker, ag_error *err) {
    const excluding *e = context;
    ag_identification *item = &e->item[index];
    return ag_exclusions(e->engine[worker], e->catalogue, item->hit.remains, item->hit.family, item->hit.missing,
                         &item->exclusions, err);
}

static ag_status find_exclusions(finder *s, const ag_catalogue *catalogue, ag_error *err) {
    const int threads = s->options->run.threads > 0 ? s->options->run.threads : ag_processor_count();
    excluding e = {catalogue, calloc((size_t)threads, sizeof(ag_engine *)), s->out->item};
    bool good = e.engine != NULL;
    for (int i = 0; i < threads && good; i++) good = (e.engine[i] = ag_engine_new()) != NULL;
    const ag_status status =
        good ? ag_parallel(s->out->items, threads, s->options->run.stop, count_exclusions, &e, err) : no_memory(err);
    for (int i = 0; i < threads && e.engine; i++) ag_engine_free(e.engine[i]);
    free(e.engine);
    return status;
}

static ag_status keep_hits(finder *s, const ag_hit *hit, size_t hits, ag_error *err) {
    const double limit_ln = log(s->options->min_lr);
    for (int r = 0; r < s->incident->search.remains; r++) s->sum_ln[r] = log(s->out->screen.rest[r]);
    for (size_t i = 0; i < hits; i++) {
        s->sum_ln[hit[i].remains] = ag_add_ln(s->sum_ln[hit[i].remains], hit[i].lr_ln);
        if (hit[i].lr_ln >= limit_ln && !add_item(s, hit[i], 0)) return no_memory(err);
    }
    return AG_OK;
}

static ag_status search_screen(finder *s, ag_error *err) {
    ag_catalogue *catalogue = NULL;
    const double started = seconds(s);
    ag_screen_result *screen = &s->out->screen;
    ag_status status = ag_catalogue_new(&s->incident->search, &catalogue, err);
    if (status == AG_OK) status = ag_screen(catalogue, log(s->options->min_lr), &s->options->run, screen, err);
    s->out->seconds[2] = seconds(s) - started;
    ag_hit *hit = status == AG_OK ? malloc((screen->hits + 1) * sizeof *hit) : NULL;
    if (status == AG_OK && !hit) status = no_memory(err);
    if (status == AG_OK) {
        memcpy(hit, screen->hit, screen->hits * sizeof *hit);
        if (s->incident->populations > 1) status = weigh_populations(s, hit, screen->hits, err);
        if (status == AG_OK) status = keep_hits(s, hit, screen->hits, err);
    }
    if (status == AG_OK) status = find_exclusions(s, catalogue, err);
    free(hit);
    ag_catalogue_free(catalogue);
    return status;
}

/* ---- What a hit is worth ------------------------------------------------------------------------------------- */

unsigned ag_hit_flags(const ag_incident *in, const struct ag_check_result *checks, const ag_identification *item) {
    const ag_family *family = &in->search.family[item->hit.family];
    const ag_sex missing = family->pedigree.person[family->missing[item->hit.missing]].sex;
    const ag_incident_sample *sample = &in->remains[item->hit.remains];
    unsigned flags = checks ? checks->remains_alarm[item->hit.remains] : 0;
    if (checks && checks->family_alarm[item->hit.family]) flags |= AG_HIT_REFERENCE_REVIEW;
    if (missing && sample->sex && missing != sample->sex) flags |= AG_HIT_SEX_CONFLICT;
    if (sample->flags & AG_SAMPLE_SEX_CONFLICT) flags |= AG_HIT_SEX_CONFLICT;
    if (sample->flags & AG_SAMPLE_MIXTURE) flags |= AG_HIT_MIXTURE;
    if (sample->flags & AG_SAMPLE_DROPOUT_ASSUMED) flags |= AG_HIT_DROPOUT_ASSUMED;
    if (item->loci < FEW_LOCI) flags |= AG_HIT_FEW_LOCI;
    if (item->exclusions > MOST_EXCLUSIONS)
        flags |= AG_HIT_CONFLICT;
    else if (item->exclusions)
        flags |= AG_HIT_INCONSISTENT_LOCUS;
    return flags;
}

static void weigh(finder *s) {
    const double others_ln = log(s->incident->others);
    for (size_t i = 0; i < s->out->items; i++) {
        ag_identification *item = &s->out->item[i];
        const double total_ln = ag_add_ln(others_ln, s->sum_ln[item->hit.remains]);
        item->posterior = fmin(1, exp(item->hit.lr_ln - total_ln));
        item->loci = ag_shared_loci(&s->incident->search, item->hit.remains, item->hit.family);
        item->flags = ag_hit_flags(s->incident, s->checks, item);
        item->proposed = item->posterior >= s->threshold && !(item->flags & AG_HIT_ALARMS);
        s->out->proposals += item->proposed;
    }
}

/* ---- Order --------------------------------------------------------------------------------------------------- */

typedef struct ranked {
    ag_identification item;
    uint32_t remains, lane;
} ranked;

static int by_rank(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->item.hit.lr_ln < y->item.hit.lr_ln) return 1;
    if (x->item.hit.lr_ln > y->item.hit.lr_ln) return -1;
    if (x->remains != y->remains) return x->remains < y->remains ? -1 : 1;
    return (x->lane > y->lane) - (x->lane < y->lane);
}

static void sort_by_rank(finder *s, ranked *item, const uint32_t *remains, const uint32_t *lane) {
    const size_t n = s->out->items;
    for (size_t i = 0; i < n; i++) {
        const ag_hit *hit = &s->out->item[i].hit;
        const size_t at = s->first_lane[hit->family] + (size_t)hit->missing;
        item[i] = (ranked){s->out->item[i], remains[hit->remains], lane[at]};
    }
    qsort(item, n, sizeof *item, by_rank);
    for (size_t i = 0; i < n; i++) s->out->item[i] = item[i].item;
}

/* LR descending, then the ids: independent of the order of the files. */
static ag_status sort_items(finder *s, ag_error *err) {
    uint32_t *of_remains = ag_rank_remains(s->incident);
    uint32_t *of_lane = ag_rank_lanes(s->incident, s->lane, s->lanes);
    ranked *item = calloc(s->out->items + 1, sizeof *item);
    const bool good = of_remains && of_lane && item;
    if (good) sort_by_rank(s, item, of_remains, of_lane);
    free(item);
    free(of_lane);
    free(of_remains);
    return good ? AG_OK : no_memory(err);
}

/* ---- Whom no remains could reach ----------------------------------------------------------------------------- */

typedef struct reaching {
    const ag_lane_set *set;
    const int *codes; /* of the incident; the genotypes stand behind them */
    double *best_ln;  /* [lanes] */
} reaching;

/* The most favourable genotype at each locus, as if it could be had at all of them: an optimistic bound. */
static ag_status reach(void *context, size_t index, ag_lane lane, double *const *table, ag_error *err) {
    const reaching *r = context;
    const ag_search *search = r->set->search[0];
    double total_ln = 0;
    (void)lane, (void)err;
    for (int l = 0; l < search->loci; l++) {
        const double *at = table[0] + ag_catalogue_first(r->set->catalogue[0], l);
        double best_ln = 0; /* not typed */
        for (int c = r->codes[l]; c < search->codes[l]; c++)
            if (at[c] > best_ln) best_ln = at[c];
        total_ln += best_ln;
    }
    r->best_ln[index] = total_ln;
    return AG_OK;
}

static ag_status keep_unreachable(finder *s, const double *best_ln, ag_error *err) {
    const double others_ln = log(s->incident->others);
    s->out->unreachable = calloc(s->lanes + 1, sizeof *s->out->unreachable);
    if (!s->out->unreachable) return no_memory(err);
    for (size_t i = 0; i < s->lanes; i++) {
        const double posterior = exp(best_ln[i] - ag_add_ln(best_ln[i], others_ln));
        if (posterior < s->threshold)
            s->out->unreachable[s->out->unreachables++] =
                (ag_unreachable){s->lane[i].family, s->lane[i].missing, posterior};
    }
    return AG_OK;
}

/* The screen has seen the most favourable readings at hand; without it, every genotype is tried. */
static ag_status find_unreachable(finder *s, ag_error *err) {
    if (s->out->screen.best_ln) return keep_unreachable(s, s->out->screen.best_ln, err);
    double *best_ln = calloc(s->lanes + 1, sizeof *best_ln);
    ag_lane_set set;
    ag_lane_set_init(&set);
    ag_status status = best_ln ? ag_lane_set_add_genotypes(&set, s->incident, err) : no_memory(err);
    if (status == AG_OK) {
        ag_run run = s->options->run;
        run.progress = NULL;
        reaching r = {&set, s->incident->search.codes, best_ln};
        status = ag_lane_set_run(&set, s->lane, s->lanes, &run, reach, &r, err);
    }
    if (status == AG_OK) status = keep_unreachable(s, best_ln, err);
    ag_lane_set_deinit(&set);
    free(best_ln);
    return status;
}

/* ---- Together ------------------------------------------------------------------------------------------------ */

static ag_status count_not_found(finder *s, ag_error *err) {
    const size_t remains = (size_t)s->incident->search.remains;
    unsigned char *found = calloc(s->lanes + 1, 1), *known = calloc(remains + 1, 1);
    ag_status status = found && known ? AG_OK : no_memory(err);
    for (size_t i = 0; i < s->out->items && status == AG_OK; i++) {
        const ag_hit *hit = &s->out->item[i].hit;
        found[s->first_lane[hit->family] + (size_t)hit->missing] = 1;
        known[hit->remains] = 1;
    }
    for (size_t i = 0; i < s->lanes && status == AG_OK; i++) s->out->not_found_missing += !found[i];
    for (size_t i = 0; i < remains && status == AG_OK; i++) s->out->not_found_remains += !known[i];
    if (status == AG_OK) status = find_unreachable(s, err);
    free(found);
    free(known);
    return status;
}

static ag_status identify(finder *s, ag_error *err) {
    const ag_search *in = &s->incident->search;
    s->lane = ag_lanes_new(in, &s->lanes);
    s->first_lane = calloc((size_t)in->families + 2, sizeof *s->first_lane);
    s->sum_ln = calloc((size_t)in->remains + 1, sizeof *s->sum_ln);
    if (!s->lane || !s->first_lane || !s->sum_ln) return no_memory(err);
    for (int f = 0; f < in->families; f++) s->first_lane[f + 1] = s->first_lane[f] + (size_t)in->family[f].missings;
    for (int r = 0; r < in->remains; r++) s->sum_ln[r] = -INFINITY;
    const double started = seconds(s);
    const double limit = s->options->pair_by_pair, pairs = (double)s->lanes * in->remains;
    const bool small = pairs <= (limit > 0 || limit < 0 ? limit : SMALL_PAIRS);
    ag_status status = small ? search_pairs(s, err) : search_screen(s, err);
    if (status != AG_OK) return status;
    weigh(s);
    status = sort_items(s, err);
    if (status == AG_OK) status = count_not_found(s, err);
    s->out->chance_hits_bound = s->out->screen.pairs / s->options->min_lr;
    s->out->seconds[3] = seconds(s) - started - s->out->seconds[2];
    return status;
}

double ag_identify_threshold(const ag_incident *incident, double asked) {
    if (asked > 0) return asked;
    return isnan(incident->threshold) ? 0.9995 : incident->threshold;
}

ag_status ag_identify(const ag_incident *incident, const struct ag_check_result *checks,
                      const ag_identify_options *options, ag_identify_result *out, ag_error *err) {
    finder s = {.incident = incident, .checks = checks, .options = options, .out = out};
    *out = (ag_identify_result){0};
    s.threshold = ag_identify_threshold(incident, options->posterior);
    const ag_status status = identify(&s, err);
    free(s.lane);
    free(s.first_lane);
    free(s.sum_ln);
    if (status != AG_OK) ag_identify_result_deinit(out);
    return status;
}
