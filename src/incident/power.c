/* What next: see power.h.
 *
 *     every family: its missing persons ──┐
 *     families that may hold one of the K best first steps, most to gain first: their first steps
 *     those that do: all their steps ─merge→ the order in which to ask
 *
 * A family is left out early only where its bound shows that none of its relatives can be among the K: it cannot gain
 * more identifications than it lacks.
 */
#include "incident/power.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "incident/identify.h"
#include "incident/power_family.h"

#include "base/banned.h"

enum { BLOCK = 64, FOLLOWED = 6 };

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, "simulate less", "out of memory"); }

/* One step of a family. */
typedef struct step {
    int person;
    long reached;  /* draws, over its missing persons */
    double sum_ln; /* of all draws */
    long alone_reached;
    double alone_sum_ln;
} step;

typedef struct family_plan {
    int family;
    int candidates, steps; /* steps that are known */
    const int *candidate;  /* arena */
    step *step;            /* owned: from malloc, since families are worked on by several threads */
    size_t first_missing;  /* in the result */
    long lacking;          /* draws below the threshold, over the missing persons */
} family_plan;

/* Two rooms of a worker: the present try, and the best so far. */
typedef struct rooms {
    ag_arena arena;
    ag_power_gain gain[2];
    int best; /* which of them */
    int held; /* place of the candidate whose draws the best holds; -1: none */
} rooms;

typedef struct job {
    const ag_incident *incident;
    const ag_power_options *options;
    ag_power_result *out;
    ag_power_model model;
    ag_power_worker *worker; /* [threads] */
    rooms *room;             /* [threads] */
    int threads;
    family_plan *plan; /* [plans] families that look for somebody */
    size_t plans;
    family_plan **order; /* [plans] most to gain first */
    size_t block;        /* first of the plans that are worked on */
    int most_steps;      /* 0: the missing persons alone */
    bool tell;           /* progress */
} job;

/* ---- Who can be asked ---------------------------------------------------------------------------------------- */

static bool is_typed(const ag_incident *in, int family, int person) {
    const ag_family *f = &in->search.family[family];
    for (int r = 0; r < f->readings; r++)
        for (int l = 0; l < in->search.loci && f->reading[r].person == person; l++)
            if (f->reading[r].code[l]) return true;
    return false;
}

static ag_status find_candidates(job *j, family_plan *plan, ag_error *err) {
    const ag_family *f = &j->incident->search.family[plan->family];
    const ag_incident_person *about = j->incident->family[plan->family].person;
    int *candidate = AG_NEW(&j->out->arena, int, f->pedigree.persons);
    if (!candidate) return no_memory(err);
    for (int i = 0; i < f->pedigree.persons; i++) {
        if (!about[i].row || about[i].missing || is_typed(j->incident, plan->family, i)) continue;
        const ag_text living = about[i].row->living;
        const bool yes = ag_text_equal(living, AG_TEXT("yes")), no = ag_text_equal(living, AG_TEXT("no"));
        j->out->unstated += !yes && !no;
        if (yes || (!no && j->options->assume_living)) candidate[plan->candidates++] = i;
    }
    plan->candidate = candidate;
    j->out->candidates += (size_t)plan->candidates;
    return AG_OK;
}

static ag_status find_families(job *j, ag_error *err) {
    const ag_search *s = &j->incident->search;
    const ag_batch *batch = j->incident->batch;
    ag_arena *arena = &j->out->arena;
    for (uint32_t i = 0; i < batch->persons; i++) j->out->living_stated |= batch->person[i].living.n > 0;
    j->plan = AG_NEW(arena, family_plan, s->families);
    j->order = AG_NEW(arena, family_plan *, s->families);
    if (arena->failed) return no_memory(err);
    ag_status status = AG_OK;
    for (int f = 0; f < s->families && status == AG_OK; f++) {
        if (!s->family[f].missings || (j->options->family >= 0 && j->options->family != f)) continue;
        family_plan *plan = &j->plan[j->plans];
        *plan = (family_plan){.family = f, .first_missing = j->out->missings};
        j->out->missings += (size_t)s->family[f].missings;
        j->order[j->plans++] = plan;
        status = find_candidates(j, plan, err);
    }
    j->out->missing = AG_NEW(arena, ag_power_missing, j->out->missings);
    return status == AG_OK && arena->failed ? no_memory(err) : status;
}

/* ---- One family ---------------------------------------------------------------------------------------------- */

/* Which of two is asked first? By what they add; then by ids. */
static bool is_before(const job *j, int family1, const step *a, int family2, const step *b) {
    const ag_incident_family *f1 = &j->incident->family[family1], *f2 = &j->incident->family[family2];
    if (a->reached != b->reached) return a->reached > b->reached;
    if (a->sum_ln > b->sum_ln || a->sum_ln < b->sum_ln) return a->sum_ln > b->sum_ln;
    const int order = ag_text_compare(f1->id, f2->id);
    if (order) return order < 0;
    return ag_text_compare(f1->person[a->person].id, f2->person[b->person].id) < 0;
}

/* Candidates of one step, tried by one or all threads. */
typedef struct trial {
    job *j;
    const ag_power_family *family;
    const family_plan *plan;
    step *step;     /* [candidates] */
    int *by;        /* [candidates] which thread tried it */
    bool *left_out; /* [candidates] taken already, or not among those followed */
    int first;      /* of the threads */
} trial;

static ag_status try_candidate(void *context, size_t index, int number, ag_error *err) {
    const trial *t = context;
    const int worker = t->first + number;
    rooms *room = &t->j->room[worker];
    if (t->left_out[index]) return AG_OK;
    ag_power_gain *gain = &room->gain[!room->best];
    const int person = t->plan->candidate[index];
    const ag_status status = ag_power_family_try(t->family, person, &t->j->worker[worker], gain, err);
    if (status != AG_OK) return status;
    t->step[index].person = person;
    t->step[index].reached = gain->reached;
    t->step[index].sum_ln = gain->sum_ln;
    t->by[index] = worker;
    const int f = t->plan->family;
    if (room->held >= 0 && !is_before(t->j, f, &t->step[index], f, &t->step[room->held])) return AG_OK;
    room->best = !room->best;
    room->held = (int)index;
    return AG_OK;
}

static int find_best(const trial *t) {
    int best = -1;
    const int f = t->plan->family;
    for (int c = 0; c < t->plan->candidates; c++)
        if (!t->left_out[c] && (best < 0 || is_before(t->j, f, &t->step[c], f, &t->step[best]))) best = c;
    return best;
}

static step alone(const step *s) { return (step){s->person, s->alone_reached, s->alone_sum_ln, 0, 0}; }

/* After the first step those are followed who gain most alone: of a large family each further step costs more. */
static void leave_out(const trial *t, const bool *taken) {
    const int f = t->plan->family;
    for (int c = 0; c < t->plan->candidates; c++) {
        int before = 0;
        const step own = alone(&t->step[c]);
        for (int k = 0; k < t->plan->candidates; k++) {
            const step other = alone(&t->step[k]);
            before += k != c && !taken[k] && is_before(t->j, f, &other, f, &own);
        }
        t->left_out[c] = taken[c] || (t->plan->steps > 0 && before >= FOLLOWED);
    }
}

static bool lacks_nothing(const ag_power_family *family) {
    for (int k = 0; k < family->family->missings; k++)
        if (family->sought[k].result.possible && family->sought[k].reached < family->model->simulations) return false;
    return true;
}

/* The steps of a family, by threads first … first + threads - 1, until all its missing persons reach the threshold in
 * all draws: nobody is asked for a sample that adds nothing which is needed. */
static ag_status take_steps(const trial *t, ag_power_family *family, bool *taken, int threads, family_plan *plan,
                            ag_error *err) {
    job *j = t->j;
    const int most = plan->candidates < j->most_steps ? plan->candidates : j->most_steps;
    for (plan->steps = 0; plan->steps < most; plan->steps++) {
        trial now = *t;
        if (plan->steps && lacks_nothing(family)) return AG_OK;
        if (plan->steps) leave_out(t, taken);
        for (int k = 0; k < threads; k++) j->room[t->first + k].held = -1;
        ag_status status =
            ag_parallel((size_t)plan->candidates, threads, j->options->run.stop, try_candidate, &now, err);
        if (status != AG_OK) return status;
        for (int c = 0; c < plan->candidates && plan->steps == 0; c++) {
            t->step[c].alone_reached = t->step[c].reached;
            t->step[c].alone_sum_ln = t->step[c].sum_ln;
        }
        const int best = find_best(t);
        const rooms *room = &j->room[t->by[best]];
        plan->step[plan->steps] = t->step[best];
        taken[best] = true;
        if (plan->steps + 1 == most) continue;
        status =
            ag_power_family_choose(family, plan->candidate[best], &j->worker[t->first], &room->gain[room->best], err);
        if (status != AG_OK) return status;
    }
    return AG_OK;
}

static ag_status find_steps(job *j, family_plan *plan, ag_power_family *family, int first, int threads, ag_error *err) {
    const size_t n = (size_t)plan->candidates;
    ag_arena *arena = &family->arena;
    bool *taken = AG_NEW(arena, bool, n);
    const trial t = {j, family, plan, AG_NEW(arena, step, n), AG_NEW(arena, int, n), AG_NEW(arena, bool, n), first};
    free(plan->step);
    plan->step = calloc(n, sizeof *plan->step);
    if (!plan->step || arena->failed) return no_memory(err);
    ag_status status = AG_OK;
    for (int k = first; k < first + threads && status == AG_OK; k++) {
        rooms *room = &j->room[k];
        ag_arena_reset(&room->arena);
        status = ag_power_gain_init(family, &room->arena, &room->gain[0], err);
        if (status == AG_OK) status = ag_power_gain_init(family, &room->arena, &room->gain[1], err);
    }
    return status == AG_OK ? take_steps(&t, family, taken, threads, plan, err) : status;
}

static ag_status keep_missing(job *j, family_plan *plan, const ag_power_family *family, ag_error *err) {
    const size_t n = (size_t)j->options->simulations;
    plan->lacking = 0;
    for (int k = 0; k < family->family->missings; k++) {
        const ag_power_sought *s = &family->sought[k];
        ag_power_missing *out = &j->out->missing[plan->first_missing + (size_t)k];
        *out = s->result;
        out->sample_ln = NULL;
        if (!out->possible) continue;
        plan->lacking += (long)n - s->reached;
        if (j->options->family < 0) continue;
        double *copy = AG_NEW(&j->out->arena, double, 2 * n); /* one family: one thread comes here */
        if (!copy) return no_memory(err);
        memcpy(copy, s->result.sample_ln, 2 * n * sizeof *copy);
        out->sample_ln = copy;
    }
    return AG_OK;
}

/* One family by threads first … first + threads - 1. */
static ag_status run_family(job *j, family_plan *plan, int first, int threads, ag_error *err) {
    ag_power_family family;
    ag_status status = ag_power_family_init(&j->model, plan->family, j->most_steps, &j->worker[first], &family, err);
    if (status != AG_OK) return status;
    status = keep_missing(j, plan, &family, err);
    if (status == AG_OK && j->most_steps && plan->candidates)
        status = find_steps(j, plan, &family, first, threads, err);
    ag_power_family_deinit(&family);
    return status;
}

/* ---- All families -------------------------------------------------------------------------------------------- */

static ag_status family_task(void *context, size_t index, int worker, ag_error *err) {
    job *j = context;
    const ag_run *run = &j->options->run;
    const ag_status status = run_family(j, j->order[j->block + index], worker, 1, err);
    if (worker == 0 && j->tell && run->progress)
        run->progress(run->context, (double)(j->block + index), (double)j->plans);
    return status;
}

/* Families order[from … to - 1], so many steps each. */
static ag_status run_families(job *j, size_t from, size_t to, int steps, ag_error *err) {
    j->block = from;
    j->most_steps = steps;
    if (to - from == 1) return run_family(j, j->order[from], 0, j->threads, err);
    return ag_parallel(to - from, j->threads, j->options->run.stop, family_task, j, err);
}

static int compare_lacking(const void *a, const void *b) {
    const family_plan *x = *(family_plan *const *)a, *y = *(family_plan *const *)b;
    if (x->lacking != y->lacking) return x->lacking > y->lacking ? -1 : 1;
    return (x->family > y->family) - (x->family < y->family);
}

static int compare_longs(const void *a, const void *b) {
    const long x = *(const long *)a, y = *(const long *)b;
    return (x < y) - (x > y);
}

/* What the K-th best of the first steps so far gains; -1 with fewer. `best` is scratch for n. */
static long kth_best(const job *j, size_t n, long *best) {
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        if (j->order[i]->steps) best[found++] = j->order[i]->step[0].reached;
    if (found < (size_t)j->options->budget) return -1;
    qsort(best, found, sizeof *best, compare_longs);
    return best[j->options->budget - 1];
}

/* First steps, until no family left can have one of the K best; *asked is how many families were, *least what the K-th
 * gains (-1: there are not so many). */
static ag_status find_first_steps(job *j, size_t with_candidates, size_t *asked, long *least, ag_error *err) {
    long *best = AG_NEW(&j->out->arena, long, with_candidates);
    if (!best) return no_memory(err);
    while (*asked < with_candidates && j->order[*asked]->lacking >= *least) {
        const size_t to = *asked + BLOCK < with_candidates ? *asked + BLOCK : with_candidates;
        const ag_status status = run_families(j, *asked, to, 1, err);
        if (status != AG_OK) return status;
        *asked = to;
        *least = kth_best(j, to, best);
    }
    return AG_OK;
}

/* Moves to the front those for which `keep` holds; their order stays. */
static size_t keep_families(job *j, size_t n, bool (*keep)(const family_plan *, long), long least) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        family_plan *plan = j->order[i];
        if (!keep(plan, least)) continue;
        memmove(&j->order[kept + 1], &j->order[kept], (i - kept) * sizeof *j->order);
        j->order[kept++] = plan;
    }
    return kept;
}

static bool has_candidates(const family_plan *plan, long least) {
    (void)least;
    return plan->candidates > 0;
}

static bool reaches(const family_plan *plan, long least) { return plan->steps && plan->step[0].reached >= least; }

/* Steps of all families that the merge may come to: order[0 … *n - 1]. */
static ag_status find_all_steps(job *j, size_t *n, ag_error *err) {
    const int budget = j->options->budget;
    const size_t with_candidates = keep_families(j, j->plans, has_candidates, 0);
    size_t asked = 0;
    long least = -1;
    *n = budget ? with_candidates : 0;
    if (!budget) return AG_OK;
    if ((size_t)budget < j->out->candidates && j->plans > 1) {
        qsort(j->order, with_candidates, sizeof *j->order, compare_lacking);
        const ag_status status = find_first_steps(j, with_candidates, &asked, &least, err);
        if (status != AG_OK || budget == 1) return *n = asked, status;
        *n = keep_families(j, asked, reaches, least);
    }
    return *n ? run_families(j, 0, *n, budget, err) : AG_OK;
}

/* ---- The order in which to ask ------------------------------------------------------------------------------- */

static void enter(job *j, const family_plan *plan, const step *s) {
    ag_power_result *out = j->out;
    const double n = j->options->simulations;
    const double before = out->relatives ? out->relative[out->relatives - 1].expected : out->expected;
    out->relative[out->relatives++] = (ag_power_relative){.family = plan->family,
                                                          .person = s->person,
                                                          .identifications = (double)s->reached / n,
                                                          .lr_ln = s->sum_ln / n,
                                                          .alone_identifications = (double)s->alone_reached / n,
                                                          .alone_lr_ln = s->alone_sum_ln / n,
                                                          .expected = before + (double)s->reached / n};
}

static ag_status merge(job *j, size_t n, ag_error *err) {
    ag_power_result *out = j->out;
    const size_t most = (size_t)j->options->budget < out->candidates ? (size_t)j->options->budget : out->candidates;
    int *next = AG_NEW(&out->arena, int, n + 1);
    out->relative = AG_NEW(&out->arena, ag_power_relative, most);
    if (out->arena.failed) return no_memory(err);
    while (out->relatives < most) {
        size_t best = n;
        for (size_t i = 0; i < n; i++) {
            const family_plan *plan = j->order[i];
            if (next[i] == plan->steps) continue;
            if (best == n || is_before(j, plan->family, &plan->step[next[i]], j->order[best]->family,
                                       &j->order[best]->step[next[best]]))
                best = i;
        }
        if (best == n) break;
        enter(j, j->order[best], &j->order[best]->step[next[best]]);
        next[best]++;
    }
    return AG_OK;
}

/* ---- Together ------------------------------------------------------------------------------------------------ */

double ag_needed_lr_ln(double posterior, double pool) {
    return log(posterior / (1 - posterior)) + log(fmax(pool - 1, 0));
}

static void find_threshold(const ag_incident *in, const ag_power_options *o, ag_power_result *out) {
    out->threshold = ag_identify_threshold(in, o->posterior);
    out->pool = in->listed + in->others;
    out->needed_ln = ag_needed_lr_ln(out->threshold, out->pool);
}

static ag_status open_workers(job *j, ag_error *err) {
    j->threads = j->options->run.threads > 0 ? j->options->run.threads : ag_processor_count();
    j->worker = calloc((size_t)j->threads, sizeof *j->worker);
    j->room = calloc((size_t)j->threads, sizeof *j->room);
    if (!j->worker || !j->room) return no_memory(err);
    ag_status status = AG_OK;
    for (int k = 0; k < j->threads && status == AG_OK; k++)
        status = ag_power_worker_init(&j->model, &j->worker[k], err);
    return status;
}

static void close_job(job *j) {
    for (int k = 0; k < j->threads && j->worker; k++) ag_power_worker_deinit(&j->worker[k]);
    for (int k = 0; k < j->threads && j->room; k++) ag_arena_deinit(&j->room[k].arena);
    for (size_t i = 0; i < j->plans; i++) free(j->plan[i].step);
    free(j->worker);
    free(j->room);
    ag_power_model_deinit(&j->model);
}

static ag_status run_job(job *j, ag_error *err) {
    const ag_power_options *o = j->options;
    ag_power_result *out = j->out;
    size_t n = 0;
    ag_status status = ag_power_model_init(j->incident, o->simulations, o->seed, out->needed_ln, &j->model, err);
    if (status == AG_OK) status = find_families(j, err);
    if (status == AG_OK) status = open_workers(j, err);
    if (status == AG_OK && j->plans) status = run_families(j, 0, j->plans, 0, err);
    if (status != AG_OK) return status;
    for (size_t k = 0; k < out->missings; k++) {
        out->expected += out->missing[k].reach;
        out->impossible += !out->missing[k].possible;
    }
    j->tell = true;
    status = find_all_steps(j, &n, err);
    return status == AG_OK ? merge(j, n, err) : status;
}

ag_status ag_power(const ag_incident *incident, const ag_power_options *options, ag_power_result *out, ag_error *err) {
    job j = {.incident = incident, .options = options, .out = out};
    const double started = options->run.clock ? options->run.clock() : 0;
    *out = (ag_power_result){.simulations = options->simulations, .seed = options->seed};
    ag_arena_init(&out->arena);
    find_threshold(incident, options, out);
    const ag_status status = run_job(&j, err);
    close_job(&j);
    if (status != AG_OK) ag_power_result_deinit(out);
    if (options->run.clock) out->seconds = options->run.clock() - started;
    return status;
}

void ag_power_result_deinit(ag_power_result *result) {
    ag_arena_deinit(&result->arena);
    *result = (ag_power_result){0};
}
