/* Lanes: see lanes.h. */
#include "incident/lanes.h"

#include <math.h>
#include <stdlib.h>

#include "base/parallel.h"
#include "genetics/allele.h"

#include "base/banned.h"

typedef struct worker {
    ag_engine *engine;
    double *table[AG_LANE_CATALOGUES];
} worker;

typedef struct job {
    const ag_lane_set *set;
    const ag_lane *lane;
    size_t n;
    const ag_run *run;
    worker *worker;
    size_t done; /* of the first worker; for progress only */
    ag_lane_task *task;
    void *context;
} job;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

ag_lane *ag_lanes_new(const ag_search *search, size_t *n) {
    *n = 0;
    for (int f = 0; f < search->families; f++) *n += (size_t)search->family[f].missings;
    ag_lane *lane = calloc(*n + 1, sizeof *lane);
    size_t at = 0;
    for (int f = 0; lane && f < search->families; f++)
        for (int i = 0; i < search->family[f].missings; i++) lane[at++] = (ag_lane){f, i};
    return lane;
}

bool ag_sexes_conflict(const ag_incident *incident, int remains, ag_lane lane) {
    const ag_family *family = &incident->search.family[lane.family];
    const ag_sex missing = family->pedigree.person[family->missing[lane.missing]].sex;
    const ag_sex found = incident->remains[remains].sex;
    return missing != AG_SEX_UNKNOWN && found != AG_SEX_UNKNOWN && missing != found;
}

/* ---- Catalogues ---------------------------------------------------------------------------------------------- */

void ag_lane_set_init(ag_lane_set *set) {
    *set = (ag_lane_set){.n = 0};
    ag_arena_init(&set->arena);
}

void ag_lane_set_deinit(ag_lane_set *set) {
    for (int k = 0; k < set->n; k++) ag_catalogue_free(set->catalogue[k]);
    ag_arena_deinit(&set->arena);
    set->n = 0;
}

static ag_status add(ag_lane_set *set, const ag_search *search, ag_error *err) {
    ag_search *kept = AG_NEW(&set->arena, ag_search, 1);
    if (!kept) return no_memory(err);
    if (set->n == AG_LANE_CATALOGUES)
        return ag_fail(err, AG_REFUSED, "leave out populations", "there are too many populations");
    *kept = *search;
    const ag_status status = ag_catalogue_new(kept, &set->catalogue[set->n], err);
    if (status == AG_OK) set->search[set->n++] = kept;
    return status;
}

ag_status ag_lane_set_add(ag_lane_set *set, const ag_incident *incident, int population, ag_error *err) {
    ag_search search = incident->search;
    search.locus = incident->table[population];
    return add(set, &search, err);
}

ag_status ag_lane_set_add_plain(ag_lane_set *set, const ag_incident *incident, ag_error *err) {
    ag_search search = incident->search;
    ag_locus *locus = AG_NEW(&set->arena, ag_locus, search.loci);
    const ag_locus **pointer = AG_NEW(&set->arena, const ag_locus *, search.loci);
    if (!locus || !pointer) return no_memory(err);
    for (int l = 0; l < search.loci; l++) {
        locus[l] = *search.locus[l];
        locus[l].female = locus[l].male = NULL;
        locus[l].theta = locus[l].dropin = locus[l].error = 0;
        pointer[l] = &locus[l];
    }
    search.locus = pointer;
    return add(set, &search, err);
}

/* ---- Genotypes instead of readings --------------------------------------------------------------------------- */

/* The locus's own codes first, since readings of the family refer to them; then every genotype. */
static ag_observation *genotypes_of(ag_arena *arena, const ag_locus *locus, const ag_observation *seen, int codes,
                                    int *n) {
    const int most = codes + locus->n * (locus->n + 1) / 2;
    ag_observation *out = AG_NEW(arena, ag_observation, most);
    *n = 0;
    for (int c = 0; out && c < codes; c++) out[(*n)++] = seen[c];
    for (int i = 0; out && i < locus->n; i++)
        for (int j = i; j < locus->n && *n < UINT16_MAX; j++) {
            if (i == locus->silent || j == locus->silent) continue;
            ag_observation *o = &out[(*n)++];
            o->kind = i == j ? AG_SEEN_HOMOZYGOTE : AG_SEEN_PAIR;
            ag_allele_set_add(&o->a, i);
            if (i != j) ag_allele_set_add(&o->b, j);
        }
    return out;
}

ag_status ag_lane_set_add_genotypes(ag_lane_set *set, const ag_incident *incident, ag_error *err) {
    ag_search search = incident->search;
    const ag_observation **observation = AG_NEW(&set->arena, const ag_observation *, search.loci);
    int *codes = AG_NEW(&set->arena, int, search.loci);
    for (int l = 0; observation && codes && l < search.loci; l++)
        observation[l] = genotypes_of(&set->arena, search.locus[l], search.observation[l], search.codes[l], &codes[l]);
    if (set->arena.failed) return no_memory(err);
    search.observation = observation;
    search.codes = codes;
    search.remains = 0;
    return add(set, &search, err);
}

/* ---- Running ------------------------------------------------------------------------------------------------- */

static void workers_free(worker *w, int n) {
    for (int i = 0; w && i < n; i++) {
        ag_engine_free(w[i].engine);
        for (int k = 0; k < AG_LANE_CATALOGUES; k++) free(w[i].table[k]);
    }
    free(w);
}

static worker *workers_new(const ag_lane_set *set, int n) {
    worker *w = calloc((size_t)n, sizeof *w);
    bool good = w != NULL;
    for (int i = 0; i < n && good; i++) {
        w[i].engine = ag_engine_new();
        good = w[i].engine != NULL;
        for (int k = 0; k < set->n && good; k++) {
            const int size = ag_catalogue_first(set->catalogue[k], set->search[k]->loci);
            w[i].table[k] = malloc(((size_t)size + 1) * sizeof(double));
            good = w[i].table[k] != NULL;
        }
    }
    if (good) return w;
    workers_free(w, n);
    return NULL;
}

static ag_status run_lane(void *context, size_t index, int number, ag_error *err) {
    job *j = context;
    worker *w = &j->worker[number];
    const ag_lane lane = j->lane[index];
    ag_status status = AG_OK;
    for (int k = 0; k < j->set->n && status == AG_OK; k++)
        status = ag_lane_table(w->engine, j->set->catalogue[k], lane.family, lane.missing, w->table[k], err);
    if (status == AG_OK) status = j->task(j->context, index, lane, w->table, err);
    if (status == AG_OK && number == 0 && j->run->progress)
        j->run->progress(j->run->context, (double)index, (double)j->n);
    return status;
}

ag_status ag_lane_set_run(const ag_lane_set *set, const ag_lane *lane, size_t n, const ag_run *run, ag_lane_task *task,
                          void *context, ag_error *err) {
    const int threads = run->threads > 0 ? run->threads : ag_processor_count();
    job j = {.set = set, .lane = lane, .n = n, .run = run, .task = task, .context = context};
    j.worker = workers_new(set, threads);
    if (!j.worker) return no_memory(err);
    const ag_status status = ag_parallel(n, threads, run->stop, run_lane, &j, err);
    workers_free(j.worker, threads);
    return status;
}

double ag_lane_lr_ln(const ag_lane_set *set, int k, const double *table, const uint16_t *code) {
    double sum = 0;
    for (int l = 0; l < set->search[k]->loci; l++) sum += table[ag_catalogue_first(set->catalogue[k], l) + code[l]];
    return sum;
}

/* ---- All pairs ----------------------------------------------------------------------------------------------- */

typedef struct pairs {
    const ag_lane_set *set;
    ag_pair *pair;
} pairs;

static ag_status compute_lane(void *context, size_t index, ag_lane lane, double *const *table, ag_error *err) {
    const pairs *p = context;
    const int plain = p->set->n - 1, loci = p->set->search[0]->loci;
    const size_t remains = (size_t)p->set->search[0]->remains;
    (void)lane, (void)err;
    for (size_t r = 0; r < remains; r++) {
        const uint16_t *code = p->set->search[0]->remains_code + r * (size_t)loci;
        ag_pair *out = &p->pair[index * remains + r];
        *out = (ag_pair){ag_lane_lr_ln(p->set, 0, table[0], code), 0};
        for (int k = 1; k < plain; k++) {
            const double lr_ln = ag_lane_lr_ln(p->set, k, table[k], code);
            if (isnan(lr_ln) || lr_ln < out->lr_ln) out->lr_ln = lr_ln;
        }
        for (int l = 0; l < loci; l++) {
            const double at = table[plain][ag_catalogue_first(p->set->catalogue[plain], l) + code[l]];
            out->exclusions += isinf(at) && at < 0;
        }
    }
    return AG_OK;
}

ag_status ag_pairs_set(const ag_incident *incident, ag_lane_set *set, ag_error *err) {
    ag_status status = AG_OK;
    ag_lane_set_init(set);
    for (int p = 0; p < incident->populations && status == AG_OK; p++) status = ag_lane_set_add(set, incident, p, err);
    return status == AG_OK ? ag_lane_set_add_plain(set, incident, err) : status;
}

ag_status ag_pairs_of_lanes(const ag_lane_set *set, const ag_lane *lane, size_t n, const ag_run *run, ag_pair *pair,
                            ag_error *err) {
    pairs p = {set, pair};
    return ag_lane_set_run(set, lane, n, run, compute_lane, &p, err);
}
