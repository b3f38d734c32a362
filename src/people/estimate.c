/* All estimates side by side: see estimate.h. */
#include "people/estimate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"

#include "base/banned.h"

enum { FIT_BLOCK = 64, MOST_SHOWN = 12, MOST_PROFILES = 200, GRAPHS_SHOWN = 5, FIRST_UNSEEN = 10, LEAST_UNSEEN = 1000 };
#define MOST_AT_EDGE 0.001
#define NORMAL_95 1.959963984540054

static const double odds[] = {0.25, 0.5, 1, 2, 4};

static const char *const method_name[AG_METHODS] = {
    "chapman", "odds-ratio",           "log-linear",   "log-linear-average",
    "capture", "decomposable-average", "decomposable", "latent-class"};
static const char *const remark_name[AG_REMARKS] = {
    "",       "lower-bound", "no-maximum",  "not-identified", "no-maximum-and-not-identified",
    "no-fit", "cut-off",     "chains-apart"};

const char *ag_method_name(ag_method method) { return method_name[method]; }
const char *ag_remark_name(ag_remark remark) { return remark_name[remark]; }
bool ag_remark_refuses(ag_remark remark) { return remark > AG_REMARK_LOWER_BOUND; }

typedef struct work {
    const ag_lists *lists;
    const ag_estimate_options *how;
    ag_estimate *out;
    ag_models models;
    ag_model_fit *fit;
} work;

static ag_estimate_row *add_row(work *w, ag_method method, bool shown) {
    ag_estimate_row *r = &w->out->row[w->out->rows++];
    *r = (ag_estimate_row){.method = method,
                           .shown = shown,
                           .n = NAN,
                           .se = NAN,
                           .lower = NAN,
                           .upper = NAN,
                           .deviance = NAN,
                           .df = NAN,
                           .aic = NAN,
                           .bic = NAN,
                           .weight = NAN,
                           .parameter = NAN};
    return r;
}

/* ---- Two lists --------------------------------------------------------------------------------------------------- */

static void add_pairs(work *w) {
    const ag_lists *l = w->lists;
    for (int i = 0; i < l->lists && l->table; i++)
        for (int j = i + 1; j < l->lists; j++) {
            ag_estimate_row *r = add_row(w, AG_METHOD_PAIR, false);
            const ag_pair p = ag_pair_estimate((double)l->size[i], (double)l->size[j], (double)l->shared[i][j]);
            snprintf(r->model, sizeof r->model, "[%d,%d]", i + 1, j + 1);
            if (!l->shared[i][j]) {
                r->remark = AG_REMARK_NO_MAXIMUM;
                continue;
            }
            r->n = p.chapman;
            r->se = p.chapman_se;
        }
}

static void widen(ag_estimate *e, double n, double lower, double upper) {
    e->least = fmin(e->least, lower); /* fmin and fmax pass over NaN */
    e->most = fmax(e->most, upper);
    e->least_n = fmin(e->least_n, n);
    e->most_n = fmax(e->most_n, n);
}

static void add_odds(work *w) {
    const ag_lists *l = w->lists;
    for (size_t k = 0; k < sizeof odds / sizeof *odds; k++) {
        ag_estimate_row *r = add_row(w, AG_METHOD_ODDS, true);
        const ag_odds o = ag_pair_at_odds((double)l->size[0], (double)l->size[1], (double)l->shared[0][1], odds[k]);
        snprintf(r->model, sizeof r->model, "odds ratio %g", odds[k]);
        r->parameter = odds[k];
        r->n = o.n;
        r->lower = o.lower;
        r->upper = o.upper;
        if (isnan(o.n)) r->remark = AG_REMARK_NO_FIT;
        widen(w->out, o.n, o.lower, o.upper);
    }
}

/* ---- Log-linear models ------------------------------------------------------------------------------------------- */

static ag_status fit_task(void *context, size_t index, int worker, ag_error *err) {
    const work *w = context;
    (void)worker;
    (void)err;
    for (size_t i = index * FIT_BLOCK; i < w->models.n && i < (index + 1) * FIT_BLOCK; i++)
        ag_model_fit_quick(w->lists, &w->models, w->models.model[i], &w->fit[i]);
    return AG_OK;
}

/* A model that has an estimate and that scoring did not find is not told as a number. */
static void decide(const work *w, ag_model_fit *fit) {
    if (fit->state == AG_MODEL_DOUBTFUL) fit->state = ag_model_check(w->lists, &w->models, fit->model);
    if (fit->state == AG_MODEL_FITS && isfinite(fit->n)) return;
    fit->n = fit->se = fit->deviance = fit->aic = fit->bic = NAN;
}

static bool has_number(const ag_model_fit *f) { return f->state == AG_MODEL_FITS && isfinite(f->n); }

/* By BIC; of one BIC, and those without, as they are numbered. */
static int compare_fits(const void *a, const void *b) {
    const ag_model_fit *x = a, *y = b;
    if (has_number(x) != has_number(y)) return has_number(x) ? -1 : 1;
    if (has_number(x) && x->bic < y->bic) return -1;
    if (has_number(x) && x->bic > y->bic) return 1;
    return (x->model > y->model) - (x->model < y->model);
}

static void weigh(work *w) {
    double all = 0;
    for (size_t i = 0; i < w->models.n && has_number(&w->fit[i]); i++)
        all += w->fit[i].weight = exp((w->fit[0].bic - w->fit[i].bic) / 2);
    for (size_t i = 0; i < w->models.n; i++) w->fit[i].weight = has_number(&w->fit[i]) ? w->fit[i].weight / all : NAN;
}

static bool is_near(const work *w, size_t i) {
    return has_number(&w->fit[i]) && w->fit[i].bic <= w->fit[0].bic + AG_NEAR_BIC;
}

static uint32_t all_pairs(const ag_models *m) {
    uint32_t model = 0;
    for (int i = 0; i < m->terms; i++)
        if (__builtin_popcount(m->term[i]) == 2) model |= 1U << i;
    return model;
}

/* The best; among the near ones those that say the least and the most; independence, and all pairs. */
static void choose_shown(const work *w, ag_estimate_row *row) {
    size_t least = 0, most = 0, best_aic = 0;
    for (size_t i = 0; i < w->models.n; i++) {
        row[i].near = is_near(w, i);
        row[i].shown = (i < MOST_SHOWN && (row[i].near || i < MOST_SHOWN / 2)) || !w->fit[i].model ||
                       w->fit[i].model == all_pairs(&w->models);
        if (row[i].near && w->fit[i].n < w->fit[least].n) least = i;
        if (row[i].near && w->fit[i].n > w->fit[most].n) most = i;
        if (w->fit[i].aic < w->fit[best_aic].aic) best_aic = i;
    }
    row[least].shown = row[most].shown = row[best_aic].shown = true;
}

static ag_status profile_task(void *context, size_t index, int worker, ag_error *err) {
    const work *w = context;
    (void)worker;
    (void)err;
    const ag_estimate_row *row = &w->out->row[w->out->rows - w->models.n + index];
    if ((index < MOST_PROFILES || row->shown) && has_number(&w->fit[index]))
        ag_model_profile(w->lists, &w->models, &w->fit[index]);
    return AG_OK;
}

static void set_row(const work *w, const ag_model_fit *f, ag_estimate_row *r) {
    static const ag_remark of_state[] = {AG_REMARK_NO_FIT, AG_REMARK_NO_MAXIMUM, AG_REMARK_NOT_IDENTIFIED,
                                         AG_REMARK_NEITHER};
    ag_model_name(&w->models, f->model, r->model);
    r->remark = has_number(f) ? AG_REMARK_NONE : of_state[f->state];
    r->n = f->n;
    r->se = f->se;
    r->lower = f->lower;
    r->upper = f->upper;
    r->deviance = f->deviance;
    r->df = f->df;
    r->aic = f->aic;
    r->bic = f->bic;
    r->weight = f->weight;
    if (r->near) widen(w->out, f->n, f->lower, f->upper);
}

/* The mean by weight, and as its spread the weighted mean of the squares of errors and of what models differ by
 * (Buckland, Burnham and Augustin 1997). */
static void add_average(work *w, const ag_estimate_row *row) {
    double mean = 0, squares = 0;
    ag_estimate_row *r = add_row(w, AG_METHOD_AVERAGE, true);
    snprintf(r->model, sizeof r->model, "%zu models by BIC", w->models.n - w->out->refused);
    r->lower = INFINITY, r->upper = 0;
    for (size_t i = 0; i < w->models.n && has_number(&w->fit[i]); i++) mean += w->fit[i].weight * w->fit[i].n;
    for (size_t i = 0; i < w->models.n && has_number(&w->fit[i]); i++) {
        const double off = w->fit[i].n - mean;
        squares += w->fit[i].weight * (w->fit[i].se * w->fit[i].se + off * off);
        if (!row[i].near) continue;
        r->lower = fmin(r->lower, w->fit[i].lower);
        r->upper = fmax(r->upper, w->fit[i].upper);
    }
    r->n = mean;
    r->se = sqrt(squares);
}

static ag_status add_models(work *w, ag_arena *arena, ag_error *err) {
    const int threads = w->how->classes.threads;
    ag_estimate *e = w->out;
    w->fit = AG_NEW(arena, ag_model_fit, w->models.n);
    if (!w->fit) return ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory");
    ag_status status =
        ag_parallel((w->models.n + FIT_BLOCK - 1) / FIT_BLOCK, threads, w->how->classes.stop, fit_task, w, err);
    if (status != AG_OK) return status;
    for (size_t i = 0; i < w->models.n; i++) decide(w, &w->fit[i]);
    qsort(w->fit, w->models.n, sizeof *w->fit, compare_fits);
    weigh(w);
    ag_estimate_row *row = &e->row[e->rows];
    for (size_t i = 0; i < w->models.n; i++) {
        add_row(w, AG_METHOD_LOGLINEAR, false);
        e->refused += !has_number(&w->fit[i]);
    }
    choose_shown(w, row);
    status = ag_parallel(w->models.n, threads, w->how->classes.stop, profile_task, w, err);
    if (status != AG_OK) return status;
    for (size_t i = 0; i < w->models.n; i++) set_row(w, &w->fit[i], &row[i]);
    if (e->refused < w->models.n) add_average(w, row);
    return AG_OK;
}

/* ---- The other methods ------------------------------------------------------------------------------------------- */

/* Where no profile is known: the unseen by their logarithm (Burnham et al. 1987). */
static void set_interval(const ag_capture *c, double people, ag_estimate_row *r) {
    const double unseen = c->n - people, ratio = c->se / unseen, spread = exp(NORMAL_95 * sqrt(log(1 + ratio * ratio)));
    const bool profiled = !isnan(c->lower);
    r->lower = profiled ? c->lower : people + unseen / spread;
    r->upper = profiled ? c->upper : people + unseen * spread;
}

static void add_captures(work *w) {
    const bool alone = w->out->state == AG_ESTIMATE_FREQUENCIES;
    for (int m = 0; m < AG_CAPTURE_MODELS; m++) {
        const ag_capture_model model = (ag_capture_model)m;
        const ag_capture c = ag_capture_estimate(w->lists, model, true);
        const bool bound = ag_capture_is_lower_bound(model);
        ag_estimate_row *r =
            add_row(w, AG_METHOD_CAPTURE,
                    alone ? c.known : bound || model == AG_CAPTURE_MTH_POISSON2 || model == AG_CAPTURE_MTH_DARROCH);
        snprintf(r->model, sizeof r->model, "%s", ag_capture_name(model));
        r->remark = !c.known ? AG_REMARK_NO_FIT : bound ? AG_REMARK_LOWER_BOUND : AG_REMARK_NONE;
        if (!c.known) continue;
        r->n = c.n;
        r->se = c.se;
        set_interval(&c, (double)w->lists->people, r);
        if (alone) widen(w->out, c.n, r->lower, r->upper);
        if (!c.compared) continue;
        r->deviance = c.deviance;
        r->df = c.df;
        r->aic = c.aic;
        r->bic = c.bic;
    }
}

/* With twice as many numbers as long as the posterior runs into the end of them. */
static ag_status weigh_graphs(work *w, double delta, ag_arena *arena, ag_graphs_result *out, ag_error *err) {
    const int64_t given = w->how->most_unseen, first = w->lists->people * FIRST_UNSEEN;
    ag_graphs_options how = {.delta = delta, .threads = w->how->classes.threads};
    how.most = given ? given : first < LEAST_UNSEEN ? LEAST_UNSEEN : first > AG_MAX_UNSEEN ? AG_MAX_UNSEEN : first;
    for (;;) {
        const ag_status status = ag_graphs_average(w->lists, &how, arena, out, err);
        if (status != AG_OK || given || out->at_edge <= MOST_AT_EDGE || how.most == AG_MAX_UNSEEN) return status;
        how.most = how.most > AG_MAX_UNSEEN / 2 ? AG_MAX_UNSEEN : how.most * 2;
    }
}

/* The first prior counts in the range; the other shows what the prior does. */
static void add_graphs(work *w, const ag_graphs_result *g) {
    char name[AG_GRAPH_NAME_BYTES];
    ag_estimate_row *r = add_row(w, AG_METHOD_GRAPHS, true);
    snprintf(r->model, sizeof r->model, "%d graphs, delta %g", g->graphs, g->delta);
    r->parameter = g->delta;
    if (g->at_edge > MOST_AT_EDGE) {
        r->remark = AG_REMARK_CUT_OFF;
        return;
    }
    r->n = (double)g->median;
    r->se = g->sd;
    r->lower = (double)g->lower;
    r->upper = (double)g->upper;
    if (g == w->out->graphs) widen(w->out, r->n, r->lower, r->upper);
    for (int i = 0; i < GRAPHS_SHOWN && i < g->graphs; i++) {
        ag_estimate_row *one = add_row(w, AG_METHOD_GRAPH, false);
        snprintf(one->model, sizeof one->model, "%s delta %g", ag_graph_name(&g->graph[i], name), g->delta);
        one->n = g->graph_mean[i];
        one->weight = g->share[i];
    }
}

static ag_status add_all_graphs(work *w, ag_arena *arena, ag_error *err) {
    const double delta[AG_DELTAS] = {exp2(-w->lists->lists), 1};
    for (int i = 0; i < AG_DELTAS; i++) {
        const ag_status status = weigh_graphs(w, delta[i], arena, &w->out->graphs[i], err);
        if (status != AG_OK) return status;
        add_graphs(w, &w->out->graphs[i]);
    }
    return AG_OK;
}

static ag_status add_classes(work *w, ag_error *err) {
    ag_classes_result *c = &w->out->classes;
    const ag_status status = ag_classes_estimate(w->lists, &w->how->classes, c, err);
    if (status != AG_OK) return status;
    ag_estimate_row *r = add_row(w, AG_METHOD_CLASSES, true);
    snprintf(r->model, sizeof r->model, "%d classes, %d chains, R-hat %.3f", w->how->classes.classes, c->chains,
             c->r_hat);
    r->parameter = c->r_hat;
    if (c->chains < 4 || !(c->r_hat <= AG_MOST_R_HAT)) {
        r->remark = AG_REMARK_CHAINS_APART;
        return AG_OK;
    }
    r->n = c->together.median;
    r->se = c->sd;
    r->lower = c->together.lower;
    r->upper = c->together.upper;
    widen(w->out, r->n, r->lower, r->upper);
    return AG_OK;
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

static ag_estimate_state state_of(const ag_lists *l, unsigned faults) {
    if (faults == AG_LISTS_UNNAMED || (!faults && !l->table)) return AG_ESTIMATE_FREQUENCIES;
    if (faults == AG_LISTS_FEW && l->lists == 2) return AG_ESTIMATE_RANGE;
    return faults ? AG_ESTIMATE_REFUSED : AG_ESTIMATE_MODELS;
}

static ag_status run_models(work *w, ag_arena *arena, ag_error *err) {
    add_pairs(w);
    ag_status status = add_models(w, arena, err);
    add_captures(w);
    if (status == AG_OK && w->lists->lists <= AG_MOST_GRAPH_LISTS) status = add_all_graphs(w, arena, err);
    return status == AG_OK ? add_classes(w, err) : status;
}

ag_status ag_estimate_all(const ag_lists *lists, const ag_estimate_options *how, ag_arena *arena, ag_estimate *out,
                          ag_error *err) {
    work w = {.lists = lists, .how = how, .out = out};
    *out = (ag_estimate){
        .lists = lists, .least_list = how->least_list, .least = NAN, .most = NAN, .least_n = NAN, .most_n = NAN};
    out->faults = ag_lists_faults(lists, how->least_list);
    out->state = state_of(lists, out->faults);
    ag_status status = AG_OK;
    if (out->state == AG_ESTIMATE_MODELS) status = ag_models_make(lists->lists, arena, &w.models, err);
    if (status != AG_OK) return status;
    out->models = w.models.n;
    out->most_pairs = w.models.most_pairs;
    out->row = AG_NEW(arena, ag_estimate_row, w.models.n + AG_CAPTURE_MODELS + 64);
    if (!out->row) return ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory");
    if (out->state == AG_ESTIMATE_RANGE) add_pairs(&w), add_odds(&w);
    if (out->state == AG_ESTIMATE_FREQUENCIES) add_captures(&w);
    return out->state == AG_ESTIMATE_MODELS ? run_models(&w, arena, err) : AG_OK;
}
