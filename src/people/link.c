/* A linkage from records to outcomes: see link.h.
 *
 * The pairs of the rule are visited twice: to count their patterns, from which the model is found, and to weigh them,
 * when only those that matter are kept. Comparing again is cheaper than remembering all.
 *
 * One to one: that a and b are one person competes with everybody else that a or b may be, and with being in one list
 * alone. Prior odds of a pair against both being alone: M / ((nA - M)(nB - M)) with M matches; posterior = odds / (1 +
 * sum of the odds of all kept pairs with this a or this b), which is exact where at most one of the two has rivals. M
 * is the sum of the posteriors, found by repetition.
 */
#include "people/link.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/parallel.h"
#include "people/link_inside.h"

#include "base/banned.h"

static const double kept_from = 1e-4;
enum { REPETITIONS = 12 };

ag_link_options ag_link_defaults(void) {
    return (ag_link_options){
        .link = 0.95, .review = 0.2, .seed = 1, .most_pairs = AG_MAX_LINK_PAIRS, .threads = ag_processor_count()};
}

typedef struct portion {
    ag_link_pair *pair; /* owned */
    size_t n, capacity;
} portion;

typedef struct run {
    const ag_link_options *options;
    ag_link_blocks blocks;
    ag_link_record *record; /* borrowed */
    ag_linkage *out;
    uint64_t *count; /* [threads * AG_LINK_PATTERNS]; whole numbers, so their sum is the same in any order */
    uint64_t (*line)[AG_LINK_LINES]; /* [threads] */
    portion *part;
    double bits[AG_LINK_FIELDS][AG_LINK_LEVELS], same[AG_LINK_FIELDS];
    double keep_bits;
    double from, to; /* of the progress */
} run;

static ag_status no_memory(ag_error *err) {
    return ag_fail(err, AG_ENVIRONMENT, "close other programs, or link parts of the lists", "out of memory");
}

static void show(const run *r, size_t index, int worker) {
    if (worker == 0 && r->options->progress)
        r->options->progress(r->options->context,
                             r->from + (r->to - r->from) * (double)index / (double)ag_link_portions(&r->blocks), 1);
}

/* ---- Frequencies ------------------------------------------------------------------------------------------------- */

static ag_status find_rarity(void *context, size_t field, int worker, ag_error *err) {
    run *r = context;
    (void)worker;
    const uint32_t n_b = r->blocks.one ? 0 : r->blocks.n_b;
    ag_link_keyed *room = malloc(((size_t)r->blocks.n_a + n_b + 1) * sizeof *room);
    if (!room) return no_memory(err);
    r->same[field] = ag_link_rarity(r->record, r->blocks.n_a, n_b, (int)field, room);
    free(room);
    return AG_OK;
}

/* ---- Counting ---------------------------------------------------------------------------------------------------- */

typedef struct visitor {
    run *r;
    uint32_t a;
    uint64_t *count, *line;
    portion *part;
    bool failed;
} visitor;

static void count_pair(void *context, uint32_t b, ag_link_line line) {
    visitor *v = context;
    v->count[ag_link_compare(&v->r->record[v->a], &v->r->record[b])]++;
    v->line[line]++;
}

static ag_status count_portion(void *context, size_t index, int worker, ag_error *err) {
    run *r = context;
    visitor v = {.r = r, .count = r->count + (size_t)worker * AG_LINK_PATTERNS, .line = r->line[worker]};
    (void)err;
    show(r, index, worker);
    const uint32_t end = ag_link_portion_end(&r->blocks, index);
    for (v.a = (uint32_t)index * AG_LINK_PORTION; v.a < end; v.a++) ag_link_each(&r->blocks, v.a, count_pair, &v);
    return AG_OK;
}

static void find_model(run *r) {
    ag_link_model *model = &r->out->model;
    for (int t = 0; t < r->options->threads; t++) {
        for (int i = 0; i < AG_LINK_LINES; i++) model->compared[i] += r->line[t][i];
        for (size_t p = 0; t && p < AG_LINK_PATTERNS; p++) r->count[p] += r->count[(size_t)t * AG_LINK_PATTERNS + p];
    }
    ag_link_estimate_u(&r->blocks, r->same, r->options->seed, model);
    ag_link_estimate_m(&r->blocks, r->count, model);
    for (int f = 0; f < AG_LINK_FIELDS; f++)
        for (int k = 1; k < ag_link_levels_of((ag_link_field)f); k++)
            r->bits[f][k] = ag_link_bits(model, (ag_link_field)f, k);
    r->keep_bits = log2(kept_from * (model->pairs - model->matches) / model->matches);
}

/* ---- Weighing ---------------------------------------------------------------------------------------------------- */

/* Where values agree, P(both have it | one person) / P(… | two) = m f / f² with the share f of that value. */
static double weigh(const run *r, const ag_link_record *a, const int level[AG_LINK_FIELDS]) {
    double bits = 0;
    for (int f = 0; f < AG_LINK_FIELDS; f++) {
        const bool value = f <= AG_LINK_UNIT && level[f] == AG_LINK_SAME;
        const bool exchanged = f == AG_LINK_SURNAME && level[f] == AG_LINK_SWAPPED;
        bits +=
            value || exchanged ? log2(r->out->model.m[f][level[f]]) + (double)a->rarity_log2[f] : r->bits[f][level[f]];
        if (exchanged) bits += (double)a->rarity_log2[AG_LINK_GIVEN];
    }
    return bits;
}

static void weigh_pair(void *context, uint32_t b, ag_link_line line) {
    visitor *v = context;
    int level[AG_LINK_FIELDS];
    (void)line;
    const ag_link_pattern pattern = ag_link_compare(&v->r->record[v->a], &v->r->record[b]);
    ag_link_pattern_levels(pattern, level);
    const double bits = weigh(v->r, &v->r->record[v->a], level);
    portion *p = v->part;
    if (bits < v->r->keep_bits || v->failed) return;
    if (p->n == p->capacity) {
        const size_t more = p->capacity ? 2 * p->capacity : 1024;
        ag_link_pair *pair = realloc(p->pair, more * sizeof *pair);
        if (!pair) {
            v->failed = true;
            return;
        }
        p->pair = pair;
        p->capacity = more;
    }
    p->pair[p->n++] = (ag_link_pair){.a = v->a, .b = b, .pattern = pattern, .weight_bits = (float)bits};
}

static int by_records(const void *x, const void *y) {
    const ag_link_pair *a = x, *b = y;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static ag_status weigh_portion(void *context, size_t index, int worker, ag_error *err) {
    run *r = context;
    visitor v = {.r = r, .part = &r->part[index]};
    show(r, index, worker);
    const uint32_t end = ag_link_portion_end(&r->blocks, index);
    for (v.a = (uint32_t)index * AG_LINK_PORTION; v.a < end; v.a++) ag_link_each(&r->blocks, v.a, weigh_pair, &v);
    if (v.part->n) qsort(v.part->pair, v.part->n, sizeof *v.part->pair, by_records);
    return v.failed ? no_memory(err) : AG_OK;
}

static ag_status gather(run *r, ag_error *err) {
    ag_linkage *out = r->out;
    size_t all = 0;
    for (size_t i = 0; i < ag_link_portions(&r->blocks); i++) all += r->part[i].n;
    out->pair = malloc((all + 1) * sizeof *out->pair);
    if (!out->pair) return no_memory(err);
    for (size_t i = 0; i < ag_link_portions(&r->blocks); i++) {
        if (r->part[i].n) memcpy(out->pair + out->pairs, r->part[i].pair, r->part[i].n * sizeof *out->pair);
        out->pairs += r->part[i].n;
        free(r->part[i].pair);
        r->part[i].pair = NULL;
    }
    return AG_OK;
}

/* ---- Posteriors -------------------------------------------------------------------------------------------------- */

static void posteriors_alone(ag_linkage *out) {
    const double prior = out->model.matches / (out->model.pairs - out->model.matches);
    for (size_t i = 0; i < out->pairs; i++) {
        const double odds = prior * exp2((double)out->pair[i].weight_bits);
        out->pair[i].posterior = odds / (1 + odds);
    }
}

static ag_status posteriors_one_to_one(run *r, ag_error *err) {
    ag_linkage *out = r->out;
    const double n_a = r->blocks.n_a, n_b = r->blocks.n_b;
    const size_t all = (size_t)r->blocks.n_a + r->blocks.n_b;
    double *sum = calloc(all, sizeof *sum);
    if (!sum) return no_memory(err);
    for (int k = 0; k < REPETITIONS; k++) {
        const double m = fmin(out->model.matches, fmin(n_a, n_b) - 0.5);
        const double prior = m / ((n_a - m) * (n_b - m));
        memset(sum, 0, all * sizeof *sum);
        for (size_t i = 0; i < out->pairs; i++) {
            ag_link_pair *p = &out->pair[i];
            p->posterior = prior * exp2((double)p->weight_bits); /* odds, until the sums are known */
            sum[p->a] += p->posterior;
            sum[p->b] += p->posterior;
        }
        out->model.matches = 0;
        for (size_t i = 0; i < out->pairs; i++) {
            ag_link_pair *p = &out->pair[i];
            p->posterior /= 1 + sum[p->a] + (sum[p->b] - p->posterior);
            out->model.matches += p->posterior;
        }
    }
    free(sum);
    return AG_OK;
}

static void decide(const ag_link_options *options, ag_linkage *out) {
    for (size_t i = 0; i < out->pairs; i++) {
        ag_link_pair *p = &out->pair[i];
        p->outcome = p->posterior >= options->link     ? AG_LINK_YES
                     : p->posterior >= options->review ? AG_LINK_REVIEW
                                                       : AG_LINK_NO;
        out->count[p->outcome]++;
    }
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

static ag_status prepare(run *r, uint32_t n_a, uint32_t n_b, ag_error *err) {
    const ag_link_options *how = r->options;
    ag_status status = ag_link_blocks_new(r->record, n_a, n_b, how, &r->blocks, err);
    if (status == AG_OK) status = ag_parallel(AG_LINK_FIELDS, how->threads, how->stop, find_rarity, r, err);
    if (status != AG_OK) return status;
    const double bound = ag_link_blocks_bound(&r->blocks);
    if (bound > how->most_pairs)
        return ag_fail(err, AG_REFUSED, "link parts of the lists, or give more columns",
                       "the blocking rule asks for %.3g comparisons; at most %.3g are made", bound, how->most_pairs);
    r->count = calloc((size_t)how->threads * AG_LINK_PATTERNS, sizeof *r->count);
    r->line = calloc((size_t)how->threads, sizeof *r->line);
    r->part = calloc(ag_link_portions(&r->blocks) + 1, sizeof *r->part);
    return r->count && r->line && r->part ? AG_OK : no_memory(err);
}

static ag_status work(run *r, ag_error *err) {
    const ag_link_options *how = r->options;
    const size_t n = ag_link_portions(&r->blocks);
    r->to = 0.5;
    ag_status status = ag_parallel(n, how->threads, how->stop, count_portion, r, err);
    if (status != AG_OK) return status;
    find_model(r);
    r->from = 0.5;
    r->to = 1;
    status = ag_parallel(n, how->threads, how->stop, weigh_portion, r, err);
    if (status == AG_OK) status = gather(r, err);
    if (status != AG_OK) return status;
    if (r->blocks.one)
        posteriors_alone(r->out);
    else
        status = posteriors_one_to_one(r, err);
    if (status == AG_OK) decide(how, r->out);
    return status;
}

ag_status ag_link(ag_link_record *record, uint32_t n_a, uint32_t n_b, const ag_link_options *options, ag_linkage *out,
                  ag_error *err) {
    run r = {.options = options, .record = record, .out = out};
    *out = (ag_linkage){0};
    ag_status status = prepare(&r, n_a, n_b, err);
    if (status == AG_OK) status = work(&r, err);
    for (size_t i = 0; r.part && i < ag_link_portions(&r.blocks); i++) free(r.part[i].pair);
    free(r.part);
    free(r.line);
    free(r.count);
    ag_link_blocks_deinit(&r.blocks);
    if (status != AG_OK) ag_linkage_deinit(out);
    return status;
}

void ag_linkage_deinit(ag_linkage *linkage) {
    free(linkage->pair);
    *linkage = (ag_linkage){0};
}

/* ---- Clusters ---------------------------------------------------------------------------------------------------- */

static uint32_t root_of(uint32_t *cluster, uint32_t i) {
    while (cluster[i] != i) i = cluster[i] = cluster[cluster[i]];
    return i;
}

void ag_link_clusters(const ag_linkage *linkage, uint32_t n_a, uint32_t n_b, uint32_t *cluster) {
    const uint32_t n = n_a + n_b;
    for (uint32_t i = 0; i < n; i++) cluster[i] = i;
    for (size_t i = 0; i < linkage->pairs; i++) {
        if (linkage->pair[i].outcome != AG_LINK_YES) continue;
        const uint32_t a = root_of(cluster, linkage->pair[i].a), b = root_of(cluster, linkage->pair[i].b);
        cluster[a < b ? b : a] = a < b ? a : b;
    }
    for (uint32_t i = 0; i < n; i++) cluster[i] = root_of(cluster, i);
}
