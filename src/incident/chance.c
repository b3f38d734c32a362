/* Expected chance hits: see chance.h. */
#include "incident/chance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "base/random.h"
#include "incident/nearest.h"
#include "incident/power_family.h"

#include "base/banned.h"

enum { SIBLING, COUSIN, RELATIVES };

typedef struct job {
    const ag_incident *incident;
    const double *limit_ln;
    ag_power_model model, *plain; /* plain: without theta, of which relatives are asked; or model itself */
    ag_power_worker *worker;
    int *family; /* those simulated */
    size_t families;
    ag_chance_hits (*sum)[AG_CHANCE_LIMITS]; /* [families] of the missing persons of each */
} job;

static ag_status no_memory(ag_error *err) {
    return ag_fail(err, AG_ENVIRONMENT, "close other programs", "out of memory");
}

/* ---- One missing person ----------------------------------------------------------------------------------------- */

/* Scratch of one family: weight_ln[s * simulations + i] of the relatives. */
typedef struct room {
    double *weight_ln, *chance;
    ag_person *person;
} room;

/* P(code | references) of a person at a locus under each population, at out + p * most_codes. */
static ag_status chances(const job *j, const ag_family *family, const ag_pedigree *pedigree, int person, int l,
                         ag_power_worker *w, double *out, ag_error *err) {
    const ag_power_model *m = j->plain;
    const int n = ag_family_evidence(m->search, family, l, w->evidence);
    ag_status status = AG_OK;
    for (int p = 0; p < m->populations && status == AG_OK; p++)
        status = ag_code_chances(w->engine, m->catalogue[p], pedigree, person, l, w->evidence, n, &m->list[p][l],
                                 &w->scratch, out + (size_t)p * (size_t)m->most_codes, err);
    return status;
}

/* ln P(what each draw shows | the relative) / P(the same | the missing person). */
static ag_status weigh(const job *j, const ag_power_family *f, const ag_power_sought *s, ag_relation relation,
                       ag_power_worker *w, const room *r, double *weight_ln, ag_error *err) {
    const ag_power_model *m = f->model;
    const ag_pedigree *own = &f->family->pedigree;
    const size_t all = (size_t)m->populations * (size_t)m->most_codes;
    double *found = r->chance, *other = r->chance + all;
    ag_pedigree pedigree;
    int relative;
    memset(weight_ln, 0, (size_t)m->simulations * sizeof *weight_ln);
    if (!ag_relative_add(own, s->person, relation, own->person[s->person].sex, r->person, &pedigree, &relative)) {
        for (int i = 0; i < m->simulations; i++) weight_ln[i] = -INFINITY;
        return AG_OK;
    }
    for (int l = 0; l < m->search->loci; l++) {
        ag_status status = chances(j, f->family, own, s->person, l, w, found, err);
        if (status == AG_OK) status = chances(j, f->family, &pedigree, relative, l, w, other, err);
        if (status != AG_OK) return status;
        const uint16_t *code = s->shown[0].code + (size_t)l * (size_t)m->simulations;
        for (int i = 0; i < m->simulations; i++) {
            const size_t at = (size_t)(i % m->populations) * (size_t)m->most_codes + code[i] - 1;
            if (code[i]) weight_ln[i] += log(other[at] / found[at]);
        }
    }
    return AG_OK;
}

static void add_person(const job *j, const ag_power_sought *s, const room *r, ag_chance_hits *sum) {
    const int n = j->model.simulations;
    const double *least = s->shown[0].least;
    for (int t = 0; t < AG_CHANCE_LIMITS; t++) {
        double total[1 + RELATIVES] = {0};
        for (int i = 0; i < n; i++) {
            if (!(least[i] >= j->limit_ln[t])) continue;
            const size_t truth = (size_t)(i % j->model.populations) * (size_t)n + (size_t)i;
            total[RELATIVES] += exp(-s->shown[0].ln[truth]);
            for (int k = 0; k < RELATIVES; k++) total[k] += exp(r->weight_ln[k * n + i]);
        }
        sum[t].unrelated += total[RELATIVES] / n;
        sum[t].siblings += total[SIBLING] / n;
        sum[t].cousins += total[COUSIN] / n;
    }
}

/* ---- Families ---------------------------------------------------------------------------------------------------- */

static ag_status add_family(const job *j, const ag_power_family *f, ag_power_worker *w, const room *r,
                            ag_chance_hits *sum, ag_error *err) {
    static const ag_relation relation[RELATIVES] = {AG_RELATION_FULL_SIBLING, AG_RELATION_COUSIN};
    for (int k = 0; k < f->family->missings; k++) {
        const ag_power_sought *s = &f->sought[k];
        if (!s->result.possible) continue;
        for (int a = 0; a < RELATIVES; a++) {
            const ag_status status = weigh(j, f, s, relation[a], w, r, r->weight_ln + a * j->model.simulations, err);
            if (status != AG_OK) return status;
        }
        add_person(j, s, r, sum);
    }
    return AG_OK;
}

static ag_status family_task(void *context, size_t index, int worker, ag_error *err) {
    const job *j = context;
    const ag_power_model *m = &j->model;
    ag_power_family f;
    ag_status status = ag_power_family_init(m, j->family[index], 0, &j->worker[worker], &f, err);
    if (status != AG_OK) return status;
    const size_t codes = (size_t)m->populations * ((size_t)m->most_codes + 1);
    const room r = {AG_NEW(&f.arena, double, RELATIVES *(size_t)m->simulations), AG_NEW(&f.arena, double, 2 * codes),
                    AG_NEW(&f.arena, ag_person, f.family->pedigree.persons + AG_RELATIVE_ROOM)};
    status = f.arena.failed ? no_memory(err) : add_family(j, &f, &j->worker[worker], &r, j->sum[index], err);
    ag_power_family_deinit(&f);
    return status;
}

/* All families that look for somebody, or some of them in an order that the seed makes. */
static size_t choose_families(job *j, uint64_t seed) {
    const ag_search *s = &j->incident->search;
    size_t persons = 0;
    ag_random random;
    for (int f = 0; f < s->families; f++) {
        if (s->family[f].missings) j->family[j->families++] = f;
        persons += (size_t)s->family[f].missings;
    }
    if (persons <= AG_CHANCE_PERSONS) return persons;
    ag_random_init(&random, seed, 0);
    const size_t all = j->families;
    persons = 0;
    for (j->families = 0; j->families < all; j->families++) {
        const size_t other = j->families + ag_random_below(&random, (uint32_t)(all - j->families));
        const int f = j->family[other];
        if (j->families && persons + (size_t)s->family[f].missings > AG_CHANCE_PERSONS) break;
        j->family[other] = j->family[j->families];
        j->family[j->families] = f;
        persons += (size_t)s->family[f].missings;
    }
    return persons;
}

static ag_status simulate(job *j, int threads, const ag_run *run, ag_error *err) {
    ag_status status = AG_OK;
    for (int k = 0; k < threads && status == AG_OK; k++) status = ag_power_worker_init(&j->model, &j->worker[k], err);
    if (status == AG_OK) status = ag_parallel(j->families, threads, run->stop, family_task, j, err);
    for (int k = 0; k < threads; k++) ag_power_worker_deinit(&j->worker[k]);
    return status;
}

static void gather(const job *j, ag_chance_result *out) {
    const double scale = out->persons ? j->incident->listed / (double)out->persons : 0;
    for (int t = 0; t < AG_CHANCE_LIMITS; t++) {
        ag_chance_hits sum = {0};
        for (size_t i = 0; i < j->families; i++) {
            sum.unrelated += j->sum[i][t].unrelated * j->incident->search.remains;
            sum.siblings += j->sum[i][t].siblings;
            sum.cousins += j->sum[i][t].cousins;
        }
        const double factor = isnan(j->limit_ln[t]) ? (double)NAN : scale;
        out->at[t] = (ag_chance_hits){sum.unrelated * factor, sum.siblings * factor, sum.cousins * factor};
    }
}

static ag_status run_job(job *j, uint64_t seed, const ag_run *run, size_t *persons, ag_error *err) {
    const int threads = run->threads > 0 ? run->threads : ag_processor_count();
    j->family = calloc((size_t)j->incident->search.families + 1, sizeof *j->family);
    j->worker = calloc((size_t)threads, sizeof *j->worker);
    if (j->family) *persons = choose_families(j, seed);
    j->sum = calloc(j->families + 1, sizeof *j->sum);
    return j->family && j->worker && j->sum ? simulate(j, threads, run, err) : no_memory(err);
}

/* With theta the draws are from the full model, and only the relatives' part is asked without it. */
static ag_status open_models(job *j, uint64_t seed, ag_arena *arena, ag_incident *without, ag_power_model *plain,
                             ag_error *err) {
    j->plain = &j->model;
    ag_status status = ag_power_model_init(j->incident, AG_CHANCE_SIMULATIONS, seed, 0, &j->model, err);
    if (status != AG_OK || !ag_incident_has_theta(j->incident)) return status;
    if (!ag_incident_without_theta(j->incident, arena, without)) return no_memory(err);
    j->plain = plain;
    return ag_power_model_init(without, AG_CHANCE_SIMULATIONS, seed, 0, plain, err);
}

ag_status ag_chance(const ag_incident *incident, const double limit_ln[AG_CHANCE_LIMITS], uint64_t seed,
                    const ag_run *run, ag_chance_result *out, ag_error *err) {
    job j = {.incident = incident, .limit_ln = limit_ln};
    ag_arena arena;
    ag_incident without;
    ag_power_model plain = {0};
    *out = (ag_chance_result){.simulations = AG_CHANCE_SIMULATIONS};
    memcpy(out->limit_ln, limit_ln, sizeof out->limit_ln);
    ag_arena_init(&arena);
    ag_status status = open_models(&j, seed, &arena, &without, &plain, err);
    if (status == AG_OK) status = run_job(&j, seed, run, &out->persons, err);
    out->simulated = status == AG_OK;
    if (status == AG_OK) gather(&j, out);
    if (j.plain != &j.model) ag_power_model_deinit(&plain);
    ag_power_model_deinit(&j.model);
    ag_arena_deinit(&arena);
    free(j.family);
    free(j.worker);
    free(j.sum);
    return status == AG_REFUSED ? AG_OK : status; /* it is a remark; nothing else hangs on it */
}
