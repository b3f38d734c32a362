/* Averaging over graphs: see decomposable.h. */
#include "people/decomposable.h"

#include <math.h>
#include <stdlib.h>

#include "base/gamma.h"
#include "base/parallel.h"

#include "base/banned.h"

enum { MOST_SETS = 1 << AG_MOST_GRAPH_LISTS, BLOCKS = 64 };
#define NEGLIGIBLE_LN (-50.0) /* beside the greatest: of a million such, nothing reaches the last bit of a sum */

typedef struct work {
    const ag_lists *lists;
    const ag_graphs_options *how;
    ag_graphs_result *out;
    size_t n;           /* of numbers of unseen */
    double *of_set;     /* [sets][n] clique(u) */
    double *normal;     /* [n] ln Γ(2^lists delta) - ln Γ(N + 2^lists delta) */
    double *common;     /* [n] multinomial and prior */
    double *posterior;  /* [n], summed over graphs */
    double *top;        /* [n] of the most probable graph */
    double *greatest;   /* [graphs] of ln over u */
    double most;        /* of all of them */
    double *sum, *mean; /* [BLOCKS][graphs] Σ exp(ln - most), and Σ N exp(…) */
} work;

static double people_at(const work *w, size_t k) { return (double)(w->lists->people + w->how->least) + (double)k; }

/* ---- Tables ------------------------------------------------------------------------------------------------------ */

static void weigh_set(const work *w, unsigned set, double *out) {
    const ag_lists *l = w->lists;
    const double prior = w->how->delta * exp2(l->lists - __builtin_popcount(set)), of_prior = ag_lgamma(prior);
    double table[MOST_SETS] = {0}, fixed = -of_prior;
    for (unsigned s = 1; s < 1U << l->lists; s++) table[s & set] += (double)l->cell[s];
    for (unsigned s = set; s; s = (s - 1) & set) fixed += ag_lgamma(table[s] + prior) - of_prior;
    for (size_t k = 0; k < w->n; k++)
        out[k] = fixed + ag_lgamma((double)(w->how->least + (int64_t)k) + table[0] + prior);
}

static double prior_ln(const ag_graphs_options *how, double all) {
    if (!(how->shape > 0)) return -log(all);
    return all * log(how->scale) - (all + how->shape) * log(1 + how->scale) + ag_lgamma(all + how->shape) -
           ag_lgamma(all + 1) - ag_lgamma(how->shape);
}

static void weigh_common(work *w) {
    const double cells = exp2(w->lists->lists) * w->how->delta, of_cells = ag_lgamma(cells);
    for (size_t k = 0; k < w->n; k++) {
        const double all = people_at(w, k);
        w->normal[k] = of_cells - ag_lgamma(all + cells);
        w->common[k] = ag_lgamma(all + 1) - ag_lgamma((double)(w->how->least + (int64_t)k) + 1) + prior_ln(w->how, all);
    }
}

static ag_status table_task(void *context, size_t index, int worker, ag_error *err) {
    work *w = context;
    (void)worker;
    (void)err;
    if (index)
        weigh_set(w, (unsigned)index, w->of_set + index * w->n);
    else
        weigh_common(w);
    return AG_OK;
}

/* ---- Graphs ------------------------------------------------------------------------------------------------------ */

static double graph_ln(const work *w, const ag_graph *g, size_t k) {
    double sum = w->common[k] + (g->cliques - g->separators) * w->normal[k];
    for (int i = 0; i < g->cliques; i++) sum += w->of_set[g->clique[i] * w->n + k];
    for (int i = 0; i < g->separators; i++) sum -= w->of_set[g->separator[i] * w->n + k];
    return sum;
}

static ag_status greatest_task(void *context, size_t index, int worker, ag_error *err) {
    const work *w = context;
    double most = -INFINITY;
    (void)worker;
    (void)err;
    for (size_t k = 0; k < w->n; k++) most = fmax(most, graph_ln(w, &w->out->graph[index], k));
    w->greatest[index] = most;
    return AG_OK;
}

static size_t block_start(const work *w, size_t block) { return w->n * block / BLOCKS; }

/* Blocks of numbers, all graphs for each: sums are of fixed parts in a fixed order. */
static ag_status block_task(void *context, size_t index, int worker, ag_error *err) {
    const work *w = context;
    double *sum = w->sum + index * AG_GRAPHS_OF_FIVE, *mean = w->mean + index * AG_GRAPHS_OF_FIVE;
    (void)worker;
    (void)err;
    for (int g = 0; g < w->out->graphs; g++) {
        if (w->greatest[g] < w->most + NEGLIGIBLE_LN) continue;
        for (size_t k = block_start(w, index); k < block_start(w, index + 1); k++) {
            const double ln = graph_ln(w, &w->out->graph[g], k) - w->most;
            if (ln < NEGLIGIBLE_LN) continue;
            const double p = exp(ln);
            sum[g] += p;
            mean[g] += p * people_at(w, k);
            w->posterior[k] += p;
        }
    }
    return AG_OK;
}

static void find_shares(const work *w) {
    ag_graphs_result *r = w->out;
    double all = 0;
    for (int g = 0; g < r->graphs; g++) {
        double sum = 0, mean = 0;
        for (size_t b = 0; b < BLOCKS; b++) {
            sum += w->sum[b * AG_GRAPHS_OF_FIVE + (size_t)g];
            mean += w->mean[b * AG_GRAPHS_OF_FIVE + (size_t)g];
        }
        all += r->share[g] = sum;
        r->graph_mean[g] = sum > 0 ? mean / sum : NAN;
    }
    for (int g = 0; g < r->graphs; g++) r->share[g] /= all;
}

static void sort_graphs(ag_graphs_result *r) {
    for (int i = 1; i < r->graphs; i++)
        for (int k = i; k && r->share[k] > r->share[k - 1]; k--) {
            const ag_graph g = r->graph[k];
            const double share = r->share[k], mean = r->graph_mean[k];
            r->graph[k] = r->graph[k - 1], r->share[k] = r->share[k - 1], r->graph_mean[k] = r->graph_mean[k - 1];
            r->graph[k - 1] = g, r->share[k - 1] = share, r->graph_mean[k - 1] = mean;
        }
}

/* ---- The posterior of N ------------------------------------------------------------------------------------------ */

static int64_t mode_of(const work *w, const double *p) {
    size_t best = 0;
    for (size_t k = 1; k < w->n; k++)
        if (p[k] > p[best]) best = k;
    return (int64_t)people_at(w, best);
}

static double relative_of(const work *w, const double *p) {
    double one = 0, two = 0;
    for (size_t k = 0; k < w->n; k++) {
        const double all = people_at(w, k);
        one += p[k] / all;
        two += p[k] / (all * all);
    }
    return one / two;
}

static int64_t quantile_of(const work *w, double share) {
    double all = 0, sum = 0;
    for (size_t k = 0; k < w->n; k++) all += w->posterior[k];
    for (size_t k = 0; k < w->n; k++)
        if ((sum += w->posterior[k]) >= share * all) return (int64_t)people_at(w, k);
    return (int64_t)people_at(w, w->n - 1);
}

static void summarise(work *w) {
    ag_graphs_result *r = w->out;
    double all = 0, sum = 0, squares = 0, late = 0;
    for (size_t k = 0; k < w->n; k++) w->top[k] = exp(graph_ln(w, &r->graph[0], k) - w->most);
    for (size_t k = 0; k < w->n; k++) {
        all += w->posterior[k];
        sum += w->posterior[k] * people_at(w, k);
        if (k >= w->n - w->n / 20) late += w->posterior[k];
    }
    r->mean = sum / all;
    for (size_t k = 0; k < w->n; k++) {
        const double off = people_at(w, k) - r->mean;
        squares += w->posterior[k] * off * off;
    }
    r->sd = sqrt(squares / all);
    r->at_edge = late / all;
    r->relative = relative_of(w, w->posterior);
    r->mode = mode_of(w, w->posterior);
    r->lower = quantile_of(w, 0.025);
    r->median = quantile_of(w, 0.5);
    r->upper = quantile_of(w, 0.975);
    r->top_mode = mode_of(w, w->top);
    r->top_relative = relative_of(w, w->top);
}

static ag_status run(work *w, ag_error *err) {
    const int threads = w->how->threads;
    const size_t sets = (size_t)1 << w->lists->lists, graphs = (size_t)w->out->graphs;
    ag_status status = ag_parallel(sets, threads, NULL, table_task, w, err);
    if (status == AG_OK) status = ag_parallel(graphs, threads, NULL, greatest_task, w, err);
    w->most = -INFINITY;
    for (size_t g = 0; g < graphs; g++) w->most = fmax(w->most, w->greatest[g]);
    if (status == AG_OK) status = ag_parallel(BLOCKS, threads, NULL, block_task, w, err);
    if (status != AG_OK) return status;
    find_shares(w);
    sort_graphs(w->out);
    summarise(w);
    return AG_OK;
}

ag_status ag_graphs_average(const ag_lists *lists, const ag_graphs_options *how, ag_arena *arena, ag_graphs_result *out,
                            ag_error *err) {
    work w = {.lists = lists, .how = how, .out = out, .n = (size_t)(how->most - how->least) + 1};
    const size_t sets = (size_t)1 << lists->lists, graphs = AG_GRAPHS_OF_FIVE;
    *out = (ag_graphs_result){.delta = how->delta, .least = how->least, .most = how->most};
    out->graph = AG_NEW(arena, ag_graph, graphs);
    out->share = AG_NEW(arena, double, 2 * graphs);
    double *all = calloc((sets + 4) * w.n + (2 * BLOCKS + 1) * graphs, sizeof *all);
    if (!out->graph || !out->share || !all) {
        free(all);
        return ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory");
    }
    out->graph_mean = out->share + graphs;
    out->graphs = ag_graphs_make(lists->lists, out->graph);
    w.of_set = all;
    w.normal = all + sets * w.n;
    w.common = w.normal + w.n;
    w.posterior = w.common + w.n;
    w.top = w.posterior + w.n;
    w.greatest = w.top + w.n;
    w.sum = w.greatest + graphs;
    w.mean = w.sum + BLOCKS * graphs;
    const ag_status status = run(&w, err);
    free(all);
    return status;
}
