/* Draws of one family: see power_family.h. */
#include "incident/power_family.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/random.h"
#include "genetics/allele.h"

#include "base/banned.h"

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, "simulate less", "out of memory"); }

/* ---- Readings of good quality -------------------------------------------------------------------------------- */

static double good_dropout(const ag_batch_settings *s) {
    for (uint32_t i = 0; i < s->dropouts; i++)
        if (ag_text_equal_fold(s->dropout[i].name, AG_TEXT("good"))) return s->dropout[i].value;
    return 0;
}

/* The incident's codes, then every pair and every single allele that can be seen; what is left to 1 shows nothing. */
static ag_status readings_of(ag_power_model *m, int l, const ag_observation **out, int *codes, ag_error *err) {
    const ag_search *s = &m->incident->search;
    const ag_locus *locus = s->locus[l];
    const double dropout = good_dropout(&m->incident->batch->settings);
    const int own = s->codes[l], most = own + locus->n * (locus->n + 1) / 2;
    if (most > UINT16_MAX)
        return ag_fail(err, AG_REFUSED, "lump or leave out its rarest alleles",
                       "the locus %.60s has %d alleles: too many for simulations", locus->name, locus->n);
    ag_observation *o = AG_NEW(&m->arena, ag_observation, most);
    if (!o) return no_memory(err);
    memcpy(o, s->observation[l], (size_t)own * sizeof *o);
    *codes = own;
    for (int i = 0; i < locus->n; i++)
        for (int j = i; j < locus->n; j++) {
            if (i == locus->silent || j == locus->silent) continue;
            ag_observation *at = &o[(*codes)++];
            at->kind = i != j ? AG_SEEN_PAIR : dropout > 0 ? AG_SEEN_ONE : AG_SEEN_HOMOZYGOTE;
            at->dropout = dropout;
            at->dropout_both = dropout * dropout;
            ag_allele_set_add(&at->a, i);
            if (i != j) ag_allele_set_add(&at->b, j);
        }
    if (*codes - own > m->most_codes) m->most_codes = *codes - own;
    *out = o;
    return AG_OK;
}

static ag_status add_population(ag_power_model *m, int p, ag_search *search, ag_error *err) {
    const ag_search *own = &m->incident->search;
    search->locus = m->incident->table[p];
    ag_status status = ag_catalogue_new(search, &m->catalogue[p], err);
    if (status != AG_OK) return status;
    m->populations = p + 1;
    m->list[p] = AG_NEW(&m->arena, ag_code_list, search->loci);
    if (!m->list[p]) return no_memory(err);
    for (int l = 0; l < search->loci && status == AG_OK; l++)
        status = ag_code_list_make(m->catalogue[p], l, m->catalogue[p]->every_code + own->codes[l],
                                   search->codes[l] - own->codes[l], &m->arena, &m->list[p][l], err);
    return status;
}

static ag_status fill_model(ag_power_model *m, ag_error *err) {
    const ag_incident *in = m->incident;
    const int loci = in->search.loci;
    ag_search *search = AG_NEW(&m->arena, ag_search, in->populations);
    const ag_observation **observation = AG_NEW(&m->arena, const ag_observation *, loci);
    int *codes = AG_NEW(&m->arena, int, loci);
    if (m->arena.failed) return no_memory(err);
    ag_status status = AG_OK;
    m->search = search;
    for (int l = 0; l < loci && status == AG_OK; l++) status = readings_of(m, l, &observation[l], &codes[l], err);
    for (int p = 0; p < in->populations && status == AG_OK; p++) {
        search[p] = in->search;
        search[p].observation = observation;
        search[p].codes = codes;
        search[p].remains = 0;
        status = add_population(m, p, &search[p], err);
    }
    return status;
}

ag_status ag_power_model_init(const ag_incident *incident, int simulations, uint64_t seed, double needed_ln,
                              ag_power_model *out, ag_error *err) {
    *out = (ag_power_model){.incident = incident, .simulations = simulations, .seed = seed, .needed_ln = needed_ln};
    ag_arena_init(&out->arena);
    if (incident->populations > AG_POWER_MOST_POPULATIONS)
        return ag_fail(err, AG_REFUSED, "leave out populations", "there are more than %d populations",
                       AG_POWER_MOST_POPULATIONS);
    const ag_status status = fill_model(out, err);
    if (status != AG_OK) ag_power_model_deinit(out);
    return status;
}

void ag_power_model_deinit(ag_power_model *m) {
    for (int p = 0; p < m->populations; p++) ag_catalogue_free(m->catalogue[p]);
    ag_arena_deinit(&m->arena);
    m->populations = 0;
}

/* ---- Scratch ------------------------------------------------------------------------------------------------- */

ag_status ag_power_worker_init(const ag_power_model *m, ag_power_worker *out, ag_error *err) {
    const size_t codes = (size_t)m->most_codes + 1, draws = (size_t)m->simulations + 2;
    const ag_catalogue *cat = m->catalogue[0];
    *out = (ag_power_worker){.engine = ag_engine_new()};
    bool good = out->engine != NULL;
    out->evidence = calloc((size_t)cat->most_readings + (size_t)cat->most_persons + 2, sizeof *out->evidence);
    out->order = calloc(draws, sizeof *out->order);
    out->first = calloc(draws, sizeof *out->first);
    out->key = calloc(draws, sizeof *out->key);
    for (int p = 0; p < m->populations && good; p++) {
        out->chance[2 * p] = calloc(codes, sizeof(double));
        out->chance[2 * p + 1] = calloc(codes, sizeof(double));
        out->total[p] = calloc(codes, sizeof(double));
        good = out->chance[2 * p] && out->chance[2 * p + 1] && out->total[p];
    }
    good = good && out->evidence && out->order && out->first && out->key;
    const ag_status status = good ? ag_lane_scratch_init(cat, &out->scratch, err) : no_memory(err);
    if (status != AG_OK) ag_power_worker_deinit(out);
    return status;
}

void ag_power_worker_deinit(ag_power_worker *w) {
    for (int p = 0; p < AG_POWER_MOST_POPULATIONS; p++) {
        free(w->chance[2 * p]);
        free(w->chance[2 * p + 1]);
        free(w->total[p]);
    }
    free(w->evidence);
    free(w->order);
    free(w->first);
    free(w->key);
    ag_lane_scratch_deinit(&w->scratch);
    ag_engine_free(w->engine);
    *w = (ag_power_worker){0};
}

/* ---- Drawing ------------------------------------------------------------------------------------------------- */

enum { STREAM_FOUND = 0, STREAM_UNRELATED = INT32_MAX };

/* A stream for each family, missing person, step and locus. */
static ag_random stream(const ag_power_family *f, const ag_power_sought *s, int step, int locus) {
    const int32_t name[4] = {f->index, s->person, step, locus};
    ag_random random;
    ag_random_init(&random, f->model->seed, ag_hash(name, sizeof name, 0));
    return random;
}

static int truth_of(const ag_power_family *f, int draw) { return draw % f->model->populations; }

static void run_totals(const double *chance, int n, double *total) {
    double sum = 0;
    for (int k = 0; k < n; k++) total[k] = sum += chance[k];
}

/* The first place whose running sum is above u, as 1 + place; 0 where u is in what is left to 1. */
static uint16_t pick(const double *total, int n, double u) {
    int low = 0, high = n;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (total[middle] > u)
            high = middle;
        else
            low = middle + 1;
    }
    return (uint16_t)(low < n ? low + 1 : 0);
}

static size_t at(const ag_power_family *f, int row) { return (size_t)row * (size_t)f->model->simulations; }

static ag_power_draw new_draw(const ag_power_family *f, ag_arena *arena) {
    const size_t draws = (size_t)f->model->simulations;
    return (ag_power_draw){AG_NEW(arena, uint16_t, draws * (size_t)f->model->incident->search.loci),
                           AG_NEW(arena, double, draws *(size_t)f->model->populations), AG_NEW(arena, double, draws)};
}

/* Sorts draws by tuple (a dense number): those of tuple t are order[first[t]] … order[first[t + 1] - 1], ascending. */
static int group(const uint32_t *tuple, int n, ag_power_worker *w) {
    uint32_t most = 0;
    for (int i = 0; i < n; i++) most = tuple[i] > most ? tuple[i] : most;
    memset(w->first, 0, ((size_t)most + 2) * sizeof *w->first);
    for (int i = 0; i < n; i++) w->first[tuple[i] + 1]++;
    for (uint32_t t = 0; t <= most; t++) w->first[t + 1] += w->first[t];
    for (int i = 0; i < n; i++) w->order[w->first[tuple[i]]++] = (uint32_t)i;
    for (uint32_t t = most + 1; t > 0; t--) w->first[t] = w->first[t - 1];
    w->first[0] = 0;
    return (int)most + 1;
}

static int compare_keys(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Every tuple is told apart by what one person more shows. Key: tuple, code, draw; at most 2^20 draws and tuples. */
static void refine(uint32_t *tuple, const uint16_t *code, int n, ag_power_worker *w) {
    uint32_t next = 0;
    for (int i = 0; i < n; i++) w->key[i] = (uint64_t)tuple[i] << 40 | (uint64_t)code[i] << 20 | (uint64_t)i;
    qsort(w->key, (size_t)n, sizeof *w->key, compare_keys);
    for (int k = 0; k < n; k++) {
        if (k && w->key[k] >> 20 != w->key[k - 1] >> 20) next++;
        tuple[w->key[k] & 0xFFFFF] = next;
    }
}

/* ---- Tables -------------------------------------------------------------------------------------------------- */

/* Whose chances are asked, and with whom in the pedigree. */
typedef struct question {
    int person;         /* -1: the stranger */
    int as_missing;     /* who shows what the missing person shows: he himself, the stranger (persons), or -1: nobody */
    bool with_stranger; /* an unrelated founder stands beside the family */
    int draw;           /* whose tuple */
} question;

static void add_evidence(const ag_power_family *f, int l, int person, uint16_t code, ag_power_worker *w, int *n) {
    const ag_search *s = f->model->search;
    if (code)
        w->evidence[(*n)++] = (ag_evidence){person, &s->observation[l][f->model->incident->search.codes[l] + code - 1]};
}

static int evidence_of(const ag_power_family *f, const ag_power_sought *s, const question *q, int l,
                       ag_power_worker *w) {
    const ag_search *search = f->model->search;
    const size_t place = at(f, l) + (size_t)q->draw;
    int n = 0;
    for (int r = 0; r < f->family->readings; r++) {
        const uint16_t code = f->family->reading[r].code[l];
        if (code) w->evidence[n++] = (ag_evidence){f->family->reading[r].person, &search->observation[l][code]};
    }
    if (q->as_missing >= 0) add_evidence(f, l, q->as_missing, s->shown[0].code[place], w, &n);
    for (int k = 0; k < f->steps; k++) add_evidence(f, l, f->chosen[k], s->shown[1 + k].code[place], w, &n);
    return n;
}

/* P(reading of q->person | R, tuple) in every population, into chance[2 p + side]. */
static ag_status ask(const ag_power_family *f, const ag_power_sought *s, const question *q, int l, int side,
                     ag_power_worker *w, ag_error *err) {
    const ag_power_model *m = f->model;
    const int persons = f->family->pedigree.persons, n = evidence_of(f, s, q, l, w);
    ag_pedigree pedigree = f->family->pedigree;
    if (q->with_stranger) {
        memcpy(w->scratch.person, pedigree.person, (size_t)persons * sizeof *pedigree.person);
        w->scratch.person[persons] = (ag_person){-1, -1, pedigree.person[s->person].sex, -1, 0};
        pedigree = (ag_pedigree){persons + 1, w->scratch.person};
    }
    ag_status status = AG_OK;
    for (int p = 0; p < m->populations && status == AG_OK; p++)
        status = ag_code_chances(w->engine, m->catalogue[p], &pedigree, q->person < 0 ? persons : q->person, l,
                                 w->evidence, n, &m->list[p][l], &w->scratch, w->chance[2 * p + side], err);
    return status;
}

static bool coupled(const ag_power_family *f, int l) { return f->model->search->locus[l]->theta > 0; }

/* ---- Trying a relative --------------------------------------------------------------------------------------- */

/* The draws of all tuples at a locus: with the missing person in his place the person is drawn, and ln P added;
 * without him P is looked up and ln P subtracted. */
static ag_status try_side(const ag_power_family *f, const ag_power_sought *s, int person, int l, bool related,
                          ag_power_worker *w, ag_power_draw *draw, ag_error *err) {
    const ag_power_model *m = f->model;
    const int n = m->simulations, codes = m->list[0][l].codes, persons = f->family->pedigree.persons;
    const int tuples = group((related ? s->related : s->apart) + at(f, l), n, w);
    uint16_t *code = draw->code + at(f, l);
    ag_random random = stream(f, s, f->steps + 1, l);
    double *u = draw->least; /* filled at the end only */
    for (int i = 0; i < n && related; i++) u[i] = ag_random_unit(&random);
    for (int t = 0; t < tuples; t++) {
        const uint32_t *of = w->order + w->first[t];
        const int members = (int)(w->first[t + 1] - w->first[t]);
        const question q = {.person = person,
                            .as_missing = related         ? s->person
                                          : coupled(f, l) ? persons
                                                          : -1,
                            .with_stranger = !related && coupled(f, l),
                            .draw = (int)of[0]};
        const ag_status status = ask(f, s, &q, l, 0, w, err);
        if (status != AG_OK) return status;
        for (int p = 0; p < m->populations && related; p++) run_totals(w->chance[2 * p], codes, w->total[p]);
        for (int k = 0; k < members; k++) {
            const uint32_t i = of[k];
            if (related) code[i] = pick(w->total[truth_of(f, (int)i)], codes, u[i]);
            for (int p = 0; p < m->populations && code[i]; p++)
                draw->ln[at(f, p) + i] += (related ? 1 : -1) * log(w->chance[2 * p][code[i] - 1]);
        }
    }
    return AG_OK;
}

static void find_least(const ag_power_family *f, ag_power_draw *draw) {
    for (int i = 0; i < f->model->simulations; i++) {
        draw->least[i] = draw->ln[i];
        for (int p = 1; p < f->model->populations; p++)
            draw->least[i] = fmin(draw->least[i], draw->ln[at(f, p) + (size_t)i]);
    }
}

static void count(const ag_power_family *f, const double *least, long *reached, double *sum_ln) {
    *reached = 0;
    *sum_ln = 0;
    for (int i = 0; i < f->model->simulations; i++) {
        *reached += least[i] >= f->model->needed_ln;
        *sum_ln += least[i];
    }
}

ag_status ag_power_gain_init(const ag_power_family *f, ag_arena *arena, ag_power_gain *out, ag_error *err) {
    *out = (ag_power_gain){.draw = AG_NEW(arena, ag_power_draw, f->family->missings)};
    for (int k = 0; out->draw && k < f->family->missings; k++) out->draw[k] = new_draw(f, arena);
    return arena->failed ? no_memory(err) : AG_OK;
}

ag_status ag_power_family_try(const ag_power_family *f, int person, ag_power_worker *w, ag_power_gain *gain,
                              ag_error *err) {
    const int loci = f->model->incident->search.loci;
    gain->reached = 0;
    gain->sum_ln = 0;
    for (int k = 0; k < f->family->missings; k++) {
        const ag_power_sought *s = &f->sought[k];
        ag_power_draw *draw = &gain->draw[k];
        if (!s->result.possible) continue;
        ag_status status = AG_OK;
        memcpy(draw->ln, s->shown[f->steps].ln, at(f, f->model->populations) * sizeof *draw->ln);
        for (int l = 0; l < loci && status == AG_OK; l++) {
            status = try_side(f, s, person, l, true, w, draw, err);
            if (status == AG_OK) status = try_side(f, s, person, l, false, w, draw, err);
        }
        if (status != AG_OK) return status;
        long reached;
        double sum_ln;
        find_least(f, draw);
        count(f, draw->least, &reached, &sum_ln);
        gain->reached += reached - s->reached;
        gain->sum_ln += sum_ln - s->sum_ln;
    }
    /* Who adds nothing adds exactly nothing, not what rounding leaves, so that ties are ties. */
    gain->sum_ln = rint(gain->sum_ln * 0x1p20) * 0x1p-20 + 0.0;
    return AG_OK;
}

ag_status ag_power_family_choose(ag_power_family *f, int person, ag_power_worker *w, const ag_power_gain *gain,
                                 ag_error *err) {
    const int n = f->model->simulations, loci = f->model->incident->search.loci;
    for (int k = 0; k < f->family->missings; k++) {
        ag_power_sought *s = &f->sought[k];
        if (!s->result.possible) continue;
        ag_power_draw *kept = &s->shown[f->steps + 1];
        *kept = new_draw(f, &f->arena);
        if (f->arena.failed) return no_memory(err);
        memcpy(kept->code, gain->draw[k].code, at(f, loci) * sizeof *kept->code);
        memcpy(kept->ln, gain->draw[k].ln, at(f, f->model->populations) * sizeof *kept->ln);
        memcpy(kept->least, gain->draw[k].least, (size_t)n * sizeof *kept->least);
        count(f, kept->least, &s->reached, &s->sum_ln);
        for (int l = 0; l < loci; l++) {
            refine(s->related + at(f, l), kept->code + at(f, l), n, w);
            refine(s->apart + at(f, l), kept->code + at(f, l), n, w);
        }
    }
    f->chosen[f->steps++] = person;
    return AG_OK;
}

/* ---- The missing person -------------------------------------------------------------------------------------- */

/* Mean and variance of one locus; what is left to 1 shows nothing and has LR 1. */
static void add_moments(const double *chance, const double *related, const double *apart, int n, double *mean,
                        double *variance) {
    double m = 0, square = 0;
    for (int k = 0; k < n; k++) {
        if (!(chance[k] > 0)) continue;
        const double ln = log(related[k] / apart[k]);
        m += chance[k] * ln;
        square += chance[k] * ln * ln;
    }
    *mean += m;
    *variance += isinf(m) ? (double)NAN : square - m * m;
}

static void draw_missing(const ag_power_family *f, ag_power_sought *s, int l, bool found, ag_power_worker *w,
                         ag_power_draw *draw) {
    const ag_power_model *m = f->model;
    const int codes = m->list[0][l].codes;
    ag_random random = stream(f, s, found ? STREAM_FOUND : STREAM_UNRELATED, l);
    for (int p = 0; p < m->populations; p++) run_totals(w->chance[2 * p + !found], codes, w->total[p]);
    for (int i = 0; i < m->simulations; i++) {
        const uint16_t code = pick(w->total[truth_of(f, i)], codes, ag_random_unit(&random));
        draw->code[at(f, l) + (size_t)i] = code;
        for (int p = 0; p < m->populations && code; p++)
            draw->ln[at(f, p) + (size_t)i] += log(w->chance[2 * p][code - 1] / w->chance[2 * p + 1][code - 1]);
    }
}

static bool is_possible(const double *chance, int n) {
    for (int k = 0; k < n; k++)
        if (chance[k] > 0) return true;
    return false;
}

static ag_status draw_locus(ag_power_family *f, ag_power_sought *s, int l, ag_power_worker *w, ag_power_draw *unrelated,
                            double variance[2], ag_error *err) {
    const ag_power_model *m = f->model;
    const int codes = m->list[0][l].codes;
    const question related = {.person = s->person, .as_missing = -1};
    const question stranger = {.person = -1, .as_missing = -1, .with_stranger = true};
    ag_status status = ask(f, s, &related, l, 0, w, err);
    if (status == AG_OK) status = ask(f, s, &stranger, l, 1, w, err);
    if (status != AG_OK) return status;
    for (int p = 0; p < m->populations; p++)
        s->result.possible = s->result.possible && is_possible(w->chance[2 * p], codes);
    if (!s->result.possible) return AG_OK;
    add_moments(w->chance[0], w->chance[0], w->chance[1], codes, &s->result.found.mean_ln, &variance[0]);
    add_moments(w->chance[1], w->chance[0], w->chance[1], codes, &s->result.unrelated.mean_ln, &variance[1]);
    draw_missing(f, s, l, true, w, &s->shown[0]);
    draw_missing(f, s, l, false, w, unrelated);
    refine(s->related + at(f, l), s->shown[0].code + at(f, l), m->simulations, w);
    if (coupled(f, l)) refine(s->apart + at(f, l), s->shown[0].code + at(f, l), m->simulations, w);
    return AG_OK;
}

static int compare_numbers(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The smallest value that at least a share q of the draws does not exceed. */
static double quantile(const double *sorted, int n, double q) {
    const int k = (int)ceil(q * n - 1e-9) - 1;
    return sorted[k < 0 ? 0 : k];
}

/* Sorts a copy of the draws; with several populations the moments are those of the draws. */
static double *summarise(ag_power_family *f, const double *least, double variance, ag_power_spread *out) {
    const int n = f->model->simulations;
    double *sorted = AG_NEW(&f->arena, double, n);
    if (!sorted) return NULL;
    memcpy(sorted, least, (size_t)n * sizeof *sorted);
    qsort(sorted, (size_t)n, sizeof *sorted, compare_numbers);
    out->low_ln = quantile(sorted, n, 0.05);
    out->median_ln = quantile(sorted, n, 0.5);
    out->high_ln = quantile(sorted, n, 0.95);
    if (f->model->populations > 1) {
        double sum = 0, square = 0;
        for (int i = 0; i < n; i++) sum += sorted[i];
        out->mean_ln = sum / n;
        for (int i = 0; i < n; i++) square += (sorted[i] - out->mean_ln) * (sorted[i] - out->mean_ln);
        variance = square / n;
    }
    out->deviation_ln = isfinite(out->mean_ln) ? sqrt(fmax(variance, 0)) : (double)NAN;
    return sorted;
}

/* P(LR >= t | unrelated) = E[1/LR; LR >= t | found], LR that of the population drawn from. */
static double unrelated_reach(const ag_power_family *f, const ag_power_draw *found) {
    double sum = 0;
    for (int i = 0; i < f->model->simulations; i++)
        if (found->least[i] >= f->model->needed_ln) sum += exp(-found->ln[at(f, truth_of(f, i)) + (size_t)i]);
    return sum / f->model->simulations;
}

static ag_status seek(ag_power_family *f, int k, int most, ag_power_worker *w, ag_error *err) {
    const int loci = f->model->incident->search.loci, n = f->model->simulations;
    ag_power_sought *s = &f->sought[k];
    double variance[2] = {0, 0};
    s->person = f->family->missing[k];
    s->result = (ag_power_missing){.family = f->index, .missing = k, .possible = true};
    s->related = AG_NEW(&f->arena, uint32_t, at(f, loci));
    s->apart = AG_NEW(&f->arena, uint32_t, at(f, loci));
    s->shown = AG_NEW(&f->arena, ag_power_draw, most + 1);
    if (f->arena.failed) return no_memory(err);
    ag_power_draw unrelated = new_draw(f, &f->arena);
    s->shown[0] = new_draw(f, &f->arena);
    if (f->arena.failed) return no_memory(err);
    for (int l = 0; l < loci && s->result.possible; l++) {
        const ag_status status = draw_locus(f, s, l, w, &unrelated, variance, err);
        if (status != AG_OK) return status;
    }
    if (!s->result.possible) {
        s->result = (ag_power_missing){.family = f->index, .missing = k};
        return AG_OK;
    }
    find_least(f, &s->shown[0]);
    find_least(f, &unrelated);
    count(f, s->shown[0].least, &s->reached, &s->sum_ln);
    const double *a = summarise(f, s->shown[0].least, variance[0], &s->result.found);
    const double *b = summarise(f, unrelated.least, variance[1], &s->result.unrelated);
    double *both = AG_NEW(&f->arena, double, 2 * (size_t)n);
    if (!a || !b || !both) return no_memory(err);
    memcpy(both, a, (size_t)n * sizeof *both);
    memcpy(both + n, b, (size_t)n * sizeof *both);
    s->result.sample_ln = both;
    s->result.reach = (double)s->reached / n;
    s->result.reach_unrelated = unrelated_reach(f, &s->shown[0]);
    return AG_OK;
}

ag_status ag_power_family_init(const ag_power_model *model, int family, int most, ag_power_worker *worker,
                               ag_power_family *out, ag_error *err) {
    *out = (ag_power_family){.model = model, .family = &model->incident->search.family[family], .index = family};
    ag_arena_init(&out->arena);
    out->sought = AG_NEW(&out->arena, ag_power_sought, out->family->missings);
    out->chosen = AG_NEW(&out->arena, int, most);
    ag_status status = out->arena.failed ? no_memory(err) : AG_OK;
    for (int k = 0; k < out->family->missings && status == AG_OK; k++) status = seek(out, k, most, worker, err);
    if (status != AG_OK) ag_power_family_deinit(out);
    return status;
}

void ag_power_family_deinit(ag_power_family *family) { ag_arena_deinit(&family->arena); }
