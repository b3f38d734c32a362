/* Solving one incident under one population: see solve.h. */
#include "incident/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "incident/ranks.h"

#include "base/banned.h"

/* Bonds weaker than `share` no longer hold a component together; its list must fit with no more dropped than that. */
typedef struct level {
    double share, dropped;
    size_t most;
    double work; /* items times places; larger ones are split without a try */
} level;
static const level levels[] = {{0, 1e-12, 4000, 2e3},    {1e-9, 1e-12, 4000, 6e4}, {1e-7, 1e-12, 4000, 6e4},
                               {1e-5, 1e-12, 4000, 6e4}, {1e-4, 1e-11, 4000, 6e4}, {1e-3, 1e-10, 4000, 1e5},
                               {1e-2, 1e-8, 10000, 2e5}, {0.05, 1e-6, 20000, 4e5}, {0.2, INFINITY, 20000, 1e18}};
enum { LEVELS = sizeof levels / sizeof *levels, ROUNDS = 4 };
static const double KEEP_LN = 40;    /* 4e-18 of the best */
static const double CLOSED_LN = -30; /* an unlisted body where there should be none */

typedef struct solver {
    const ag_incident *incident;
    const ag_identify_options *options;
    const ag_lane *lane;
    size_t lanes;
    ag_catalogue *catalogue;
    ag_search search; /* under the population */
    ag_solution *out;
    uint32_t *remains_rank, *lane_rank;
    size_t *first_lane; /* [families + 1] */
    int *set;           /* [remains + families] which unsolved set a node is in, -1: none */
    int *parent;        /* [remains + families] of the union of bonds */
    ag_component *open; /* the components of this level */
    size_t opens;
    int depth;
    double tilt;
} solver;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

static void component_deinit(ag_component *c) {
    free(c->item);
    free(c->lane);
    free(c->posterior);
    ag_joint_result_deinit(&c->found);
    *c = (ag_component){0};
}

/* ---- Components of a level --------------------------------------------------------------------------------------- */

static int root_of(int *parent, int node) {
    while (parent[node] != node) node = parent[node] = parent[parent[node]];
    return node;
}

static void join(solver *s, int a, int b) {
    if (s->set[a] < 0 || s->set[a] != s->set[b]) return;
    const int x = root_of(s->parent, a), y = root_of(s->parent, b);
    if (x < y)
        s->parent[y] = x;
    else
        s->parent[x] = y;
}

static void join_bonds(solver *s) {
    const ag_bonds *b = &s->out->bonds;
    const int remains = b->remains;
    const double least = levels[s->depth].share;
    int any[2] = {-1, -1}; /* at share 0 all of a set is joined */
    for (int i = 0; i < remains + s->search.families; i++) s->parent[i] = i;
    for (int i = 0; least <= 0 && i < remains + s->search.families; i++)
        if (s->set[i] >= 0) {
            if (any[0] >= 0) join(s, any[0], i);
            any[0] = i;
        }
    for (size_t i = 0; i < b->n; i++)
        if (b->item[i].share >= least)
            join(s, b->item[i].remains,
                 b->item[i].lane >= 0 ? remains + b->lane[b->item[i].lane].family : b->item[i].other);
}

typedef struct node {
    int root, index;
    uint32_t rank;
    bool family;
} node;

/* By component, remains first, each in the order of ids. */
static int by_component(const void *a, const void *b) {
    const node *x = a, *y = b;
    if (x->root != y->root) return x->root < y->root ? -1 : 1;
    if (x->family != y->family) return x->family ? 1 : -1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

static int lanes_of_family(const solver *s, int family, int *lane) {
    int n = 0;
    for (size_t i = s->first_lane[family]; i < s->first_lane[family + 1]; i++) {
        int at = n++;
        for (; at > 0 && s->lane_rank[lane[at - 1]] > s->lane_rank[i]; at--) lane[at] = lane[at - 1];
        lane[at] = (int)i;
    }
    return n;
}

/* One component from its nodes; false: no memory. */
static bool make_component(const solver *s, const node *of, size_t n, ag_component *out) {
    size_t lanes = 0;
    *out = (ag_component){0};
    for (size_t i = 0; i < n; i++)
        if (of[i].family) lanes += s->first_lane[of[i].index + 1] - s->first_lane[of[i].index];
    out->item = calloc(n + 1, sizeof *out->item);
    out->lane = calloc(lanes + 1, sizeof *out->lane);
    for (size_t i = 0; out->item && out->lane && i < n; i++)
        if (of[i].family)
            out->lanes += lanes_of_family(s, of[i].index, out->lane + out->lanes);
        else
            out->item[out->items++] = of[i].index;
    return out->item && out->lane;
}

static bool has_bond(const solver *s, const node *of, size_t n) {
    return of[0].family ? false : n > 1 || s->depth == 0;
}

static ag_status cut(solver *s, const node *of, size_t nodes, ag_error *err) {
    size_t end;
    s->open = calloc(nodes + 1, sizeof *s->open);
    s->opens = 0;
    if (!s->open) return no_memory(err);
    for (size_t i = 0; i < nodes; i = end) {
        for (end = i + 1; end < nodes && of[end].root == of[i].root;) end++;
        if (has_bond(s, of + i, end - i) && !make_component(s, of + i, end - i, &s->open[s->opens++]))
            return no_memory(err);
    }
    return AG_OK;
}

/* The components of all that is unsolved, at this level. */
static ag_status find_components(solver *s, ag_error *err) {
    const int remains = s->out->bonds.remains, all = remains + s->search.families;
    node *of = calloc((size_t)all + 1, sizeof *of);
    size_t nodes = 0;
    if (!of) return no_memory(err);
    join_bonds(s);
    for (int i = 0; i < all; i++) {
        if (s->set[i] < 0) continue;
        const bool family = i >= remains;
        const int index = family ? i - remains : i;
        if (family && s->first_lane[index] == s->first_lane[index + 1]) continue;
        const uint32_t rank = family ? s->lane_rank[s->first_lane[index]] : s->remains_rank[index];
        of[nodes++] = (node){root_of(s->parent, i), index, rank, family};
    }
    qsort(of, nodes, sizeof *of, by_component);
    const ag_status status = cut(s, of, nodes, err);
    free(of);
    return status;
}

/* ---- One component ----------------------------------------------------------------------------------------------- */

typedef struct attempt {
    solver *s;
    ag_engine **engine;
    bool *solved; /* [opens] */
} attempt;

typedef struct context {
    const solver *s;
    const ag_component *c;
} context;

static bool may_be(const void *of, int item, int lane) {
    const context *c = of;
    return !ag_sexes_conflict(c->s->incident, c->c->item[item], c->s->lane[c->c->lane[lane]]);
}

static double *pairs_of(const solver *s, const ag_component *c) {
    double *ln = malloc(((size_t)c->lanes * (size_t)c->items + 1) * sizeof *ln);
    for (int i = 0; ln && i < c->lanes; i++)
        for (int k = 0; k < c->items; k++)
            ln[(size_t)i * (size_t)c->items + (size_t)k] = ag_bonds_pair_ln(&s->out->bonds, c->item[k], c->lane[i]);
    return ln;
}

static ag_status solve_one(const solver *s, ag_engine *engine, ag_component *c, ag_error *err) {
    const context here = {s, c};
    int(*lane)[2] = calloc((size_t)c->lanes + 1, sizeof *lane);
    ag_sex *sex = calloc((size_t)c->items + 1, sizeof *sex);
    double *pair_ln = pairs_of(s, c);
    ag_status status = lane && sex && pair_ln ? AG_OK : no_memory(err);
    for (int i = 0; status == AG_OK && i < c->lanes; i++) {
        lane[i][0] = s->lane[c->lane[i]].family;
        lane[i][1] = s->lane[c->lane[i]].missing;
    }
    for (int k = 0; status == AG_OK && k < c->items; k++) sex[k] = s->incident->remains[c->item[k]].sex;
    const ag_joint_question question = {.catalogue = s->catalogue,
                                        .lanes = c->lanes,
                                        .lane = (const int(*)[2])lane,
                                        .items = c->items,
                                        .item = c->item,
                                        .sex = sex,
                                        .pair_ln = pair_ln,
                                        .allowed = may_be,
                                        .context = &here,
                                        .pieces = s->incident->pieces,
                                        .unlisted_ln = s->out->others > 0 ? log(s->tilt) : CLOSED_LN,
                                        .keep_ln = KEEP_LN,
                                        .most = levels[s->depth].most,
                                        .stop = s->options->run.stop};
    if (status == AG_OK) status = ag_joint(engine, &question, &c->found, err);
    free(lane);
    free(sex);
    free(pair_ln);
    return status;
}

static ag_status attempt_one(void *of, size_t index, int worker, ag_error *err) {
    attempt *a = of;
    ag_component *c = &a->s->open[index];
    const level *here = &levels[a->s->depth];
    if ((double)c->items * (c->items + c->lanes) > here->work) return AG_OK;
    const ag_status status = solve_one(a->s, a->engine[worker], c, err);
    a->solved[index] = status == AG_OK && c->found.dropped <= here->dropped;
    if (status == AG_OK && !a->solved[index]) ag_joint_result_deinit(&c->found);
    if (worker == 0 && a->s->options->run.progress)
        a->s->options->run.progress(a->s->options->run.context, (double)index, (double)a->s->opens);
    return status;
}

static ag_status attempt_all(solver *s, bool *solved, ag_error *err) {
    const int threads = s->options->run.threads > 0 ? s->options->run.threads : ag_processor_count();
    attempt a = {s, calloc((size_t)threads, sizeof(ag_engine *)), solved};
    bool good = a.engine != NULL;
    for (int i = 0; i < threads && good; i++) good = (a.engine[i] = ag_engine_new()) != NULL;
    const ag_status status =
        good ? ag_parallel(s->opens, threads, s->options->run.stop, attempt_one, &a, err) : no_memory(err);
    for (int i = 0; i < threads && a.engine; i++) ag_engine_free(a.engine[i]);
    free(a.engine);
    return status;
}

/* ---- Level by level ---------------------------------------------------------------------------------------------- */

/* Solved components are kept, the others' nodes go on to the next level, one set each. */
static ag_status sort_out(solver *s, const bool *solved, ag_error *err) {
    const int remains = s->out->bonds.remains, all = remains + s->search.families;
    for (int i = 0; i < all; i++) s->set[i] = -1;
    ag_component *grown = realloc(s->out->component, (s->out->components + s->opens + 1) * sizeof *s->out->component);
    if (!grown) return no_memory(err);
    s->out->component = grown;
    for (size_t i = 0; i < s->opens; i++) {
        ag_component *c = &s->open[i];
        if (solved[i]) {
            grown[s->out->components++] = *c;
        } else {
            for (int k = 0; k < c->items; k++) s->set[c->item[k]] = (int)i;
            for (int k = 0; k < c->lanes; k++) s->set[remains + s->lane[c->lane[k]].family] = (int)i;
            component_deinit(c);
        }
        s->open[i] = (ag_component){0};
    }
    return AG_OK;
}

static ag_status solve_level(solver *s, ag_error *err) {
    ag_status status = find_components(s, err);
    bool *solved = calloc(s->opens + 1, sizeof *solved);
    if (status == AG_OK) status = solved ? attempt_all(s, solved, err) : no_memory(err);
    if (status == AG_OK) status = sort_out(s, solved, err);
    for (size_t i = 0; s->open && i < s->opens; i++) component_deinit(&s->open[i]);
    free(s->open);
    s->open = NULL;
    free(solved);
    return status;
}

static int by_first_remains(const void *a, const void *b) {
    const ag_component *x = a, *y = b;
    int low[2] = {x->item[0], y->item[0]};
    for (int k = 1; k < x->items; k++) low[0] = x->item[k] < low[0] ? x->item[k] : low[0];
    for (int k = 1; k < y->items; k++) low[1] = y->item[k] < low[1] ? y->item[k] : low[1];
    return (low[0] > low[1]) - (low[0] < low[1]);
}

static ag_status solve_levels(solver *s, ag_error *err) {
    ag_solution *out = s->out;
    const int all = out->bonds.remains + s->search.families;
    for (int i = 0; i < all; i++) s->set[i] = 0;
    for (s->depth = 0; s->depth < LEVELS; s->depth++) {
        const ag_status status = solve_level(s, err);
        if (status != AG_OK) return status;
    }
    if (out->components) qsort(out->component, out->components, sizeof *out->component, by_first_remains);
    for (size_t i = 0; i < out->components; i++) {
        const ag_component *c = &out->component[i];
        for (int k = 0; k < c->items; k++) {
            out->of_remains[c->item[k]] = (int)i;
            out->at_remains[c->item[k]] = k;
        }
        for (int k = 0; k < c->lanes; k++) {
            out->of_lane[c->lane[k]] = (int)i;
            out->at_lane[c->lane[k]] = k;
        }
    }
    return AG_OK;
}

/* ---- Posteriors -------------------------------------------------------------------------------------------------- */

/* Numbers of one component by unlisted bodies. */
typedef struct tally {
    double *weight_ln, *factor_ln; /* owned, [most + 1] each */
    double *adjusted_ln;           /* owned, [hypotheses] */
    int *size;                     /* owned, scratch for count_places */
} tally;

/* size[i]: how many are in lane i; size[lanes + k]: in the unlisted body whose lowest item is k. */
static void count_places(const ag_component *c, const ag_hypothesis *h, int *size) {
    memset(size, 0, ((size_t)c->lanes + (size_t)c->items) * sizeof *size);
    for (int k = 0; k < c->items; k++) size[h->place[k] >= 0 ? h->place[k] : c->lanes - 1 - h->place[k]]++;
}

/* First order of what lies between components: who is alone could be listed elsewhere; who is free could be one of
 * those. taken[lane]: expected number of such. */
static double between_ln(const solver *s, const ag_component *c, const int *size, const double *taken) {
    double sum = 0;
    for (int k = 0; k < c->items; k++)
        if (s->out->weak[c->item[k]] > 0 && size[c->lanes + k] == 1) sum += log1p(s->out->weak[c->item[k]] / s->tilt);
    for (int i = 0; i < c->lanes; i++)
        if (taken[c->lane[i]] > 0 && !size[i]) sum += log1p(taken[c->lane[i]]);
    return sum;
}

static double add_ln(double a, double b) {
    const double high = a > b ? a : b, low = a > b ? b : a;
    return isinf(low) && low < 0 ? high : high + log1p(exp(low - high));
}

static bool tally_component(const solver *s, const ag_component *c, const double *taken, tally *t, ag_pool_part *part) {
    const size_t n = (size_t)c->items + 1;
    int low = c->items, high = 0;
    t->weight_ln = malloc(n * sizeof *t->weight_ln);
    t->factor_ln = malloc(n * sizeof *t->factor_ln);
    t->adjusted_ln = malloc((c->found.items + 1) * sizeof *t->adjusted_ln);
    t->size = malloc(((size_t)c->lanes + n) * sizeof *t->size);
    if (!t->weight_ln || !t->factor_ln || !t->adjusted_ln || !t->size) return false;
    for (size_t u = 0; u < n; u++) t->weight_ln[u] = t->factor_ln[u] = -INFINITY;
    for (size_t h = 0; h < c->found.items; h++) {
        const ag_hypothesis *x = &c->found.item[h];
        count_places(c, x, t->size);
        t->adjusted_ln[h] = x->lr_ln + between_ln(s, c, t->size, taken);
        t->weight_ln[x->unlisted] = add_ln(t->weight_ln[x->unlisted], t->adjusted_ln[h]);
        low = x->unlisted < low ? x->unlisted : low;
        high = x->unlisted > high ? x->unlisted : high;
    }
    *part = (ag_pool_part){low, high - low + 1, t->weight_ln + low, t->factor_ln + low};
    return true;
}

static void marginals(solver *s, const ag_component *c, int *size) {
    ag_solution *out = s->out;
    for (int k = 0; k < c->items; k++) out->alone[c->item[k]] = 0;
    for (int i = 0; i < c->lanes; i++) out->free[c->lane[i]] = 0;
    for (size_t h = 0; h < c->found.items; h++) {
        count_places(c, &c->found.item[h], size);
        for (int k = 0; k < c->items; k++)
            if (size[c->lanes + k] == 1) out->alone[c->item[k]] += c->posterior[h];
        for (int i = 0; i < c->lanes; i++)
            if (!size[i]) out->free[c->lane[i]] += c->posterior[h];
    }
}

static bool posteriors_of(ag_component *c, const tally *t) {
    if (!c->posterior) c->posterior = malloc((c->found.items + 1) * sizeof *c->posterior);
    for (size_t h = 0; c->posterior && h < c->found.items; h++)
        c->posterior[h] = exp(t->adjusted_ln[h] + t->factor_ln[c->found.item[h].unlisted]);
    return c->posterior != NULL;
}

static ag_status combine(solver *s, const double *taken, ag_error *err) {
    ag_solution *out = s->out;
    ag_pool_part *part = calloc(out->components + 1, sizeof *part);
    tally *t = calloc(out->components + 1, sizeof *t);
    long always = 0;
    bool good = part && t;
    for (int r = 0; r < out->bonds.remains; r++) always += out->of_remains[r] < 0;
    for (size_t i = 0; i < out->components && good; i++)
        good = tally_component(s, &out->component[i], taken, &t[i], &part[i]);
    ag_status status =
        good ? ag_pool_combine(part, out->components, always, out->others, &out->pool, err) : no_memory(err);
    for (size_t i = 0; i < out->components && status == AG_OK && isfinite(out->pool.total_ln); i++) {
        if (!posteriors_of(&out->component[i], &t[i])) status = no_memory(err);
        if (status == AG_OK) marginals(s, &out->component[i], t[i].size);
    }
    long least = always;
    for (size_t i = 0; i < out->components && part; i++) least += part[i].lowest;
    if (status == AG_OK && !isfinite(out->pool.total_ln)) out->others = (double)least; /* the caller tries again */
    for (size_t i = 0; t && i < out->components; i++) {
        free(t[i].weight_ln);
        free(t[i].factor_ln);
        free(t[i].adjusted_ln);
        free(t[i].size);
    }
    free(t);
    free(part);
    return status;
}

/* ---- Between components ------------------------------------------------------------------------------------------ */

/* weak[r] and taken[lane] from the present posteriors. */
static void exchange(const solver *s, double *taken) {
    ag_solution *out = s->out;
    const ag_bonds *b = &out->bonds;
    double *pure = out->weak; /* first the posterior of being truly unlisted and alone, over the tilt */
    memset(taken, 0, (b->lanes + 1) * sizeof *taken);
    for (int r = 0; r < b->remains; r++) pure[r] = out->alone[r] / (s->tilt + out->weak[r]);
    const size_t known = b->pair_ln ? b->lanes * (size_t)b->remains : b->pairs;
    for (size_t i = 0; i < known; i++) {
        const int lane = b->pair_ln ? (int)(i / (size_t)b->remains) : b->pair[i].lane;
        const int r = b->pair_ln ? (int)(i % (size_t)b->remains) : b->pair[i].remains;
        if (out->of_lane[lane] >= 0 && out->of_lane[lane] == out->of_remains[r]) continue;
        taken[lane] += pure[r] * exp(b->pair_ln ? b->pair_ln[i] : b->pair[i].lr_ln);
    }
    for (int r = 0; r < b->remains; r++) out->weak[r] = b->rest[r];
    for (size_t i = 0; i < known; i++) {
        const int lane = b->pair_ln ? (int)(i / (size_t)b->remains) : b->pair[i].lane;
        const int r = b->pair_ln ? (int)(i % (size_t)b->remains) : b->pair[i].remains;
        if (out->of_lane[lane] >= 0 && out->of_lane[lane] == out->of_remains[r]) continue;
        out->weak[r] += out->free[lane] / (1 + taken[lane]) * exp(b->pair_ln ? b->pair_ln[i] : b->pair[i].lr_ln);
    }
}

/* What was dropped, and the square of what lies outside: its effect on others was taken to first order. */
static void account(solver *s) {
    ag_solution *out = s->out;
    out->left_out = 0;
    for (size_t i = 0; i < out->components; i++) {
        ag_component *c = &out->component[i];
        double outside = 0;
        for (int k = 0; k < c->items; k++) {
            const int r = c->item[k];
            const double share = out->alone[r] * out->weak[r] / (s->tilt + out->weak[r]);
            outside += out->others > 0 ? share * share : share;
        }
        c->left_out = c->found.dropped + outside;
        c->exact = c->left_out <= 1e-12;
        out->left_out = fmax(out->left_out, c->left_out);
    }
}

static ag_status weigh(solver *s, ag_error *err) {
    ag_solution *out = s->out;
    double *taken = calloc(s->lanes + 1, sizeof *taken);
    ag_status status = taken ? AG_OK : no_memory(err);
    for (int r = 0; r < out->bonds.remains; r++) out->alone[r] = 1;
    for (size_t i = 0; i < s->lanes; i++) out->free[i] = 1;
    for (int round = 0; round < ROUNDS && status == AG_OK; round++) {
        if (round) exchange(s, taken);
        status = combine(s, taken, err);
        if (status == AG_OK && !isfinite(out->pool.total_ln)) status = combine(s, taken, err);
        s->tilt = out->pool.tilt;
        for (size_t i = 0; i < s->lanes; i++)
            if (out->of_lane[i] < 0) out->free[i] = 1;
    }
    free(taken);
    if (status == AG_OK) account(s);
    return status;
}

/* ---- Interface --------------------------------------------------------------------------------------------------- */

static ag_status make_room(solver *s, ag_error *err) {
    ag_solution *out = s->out;
    const size_t remains = (size_t)s->incident->search.remains, families = (size_t)s->incident->search.families;
    s->remains_rank = ag_rank_remains(s->incident);
    s->lane_rank = ag_rank_lanes(s->incident, s->lane, s->lanes);
    s->first_lane = calloc(families + 2, sizeof *s->first_lane);
    s->set = calloc(remains + families + 1, sizeof *s->set);
    s->parent = calloc(remains + families + 1, sizeof *s->parent);
    out->of_remains = malloc((remains + 1) * sizeof *out->of_remains);
    out->at_remains = calloc(remains + 1, sizeof *out->at_remains);
    out->of_lane = malloc((s->lanes + 1) * sizeof *out->of_lane);
    out->at_lane = calloc(s->lanes + 1, sizeof *out->at_lane);
    out->alone = calloc(remains + 1, sizeof *out->alone);
    out->weak = calloc(remains + 1, sizeof *out->weak);
    out->free = calloc(s->lanes + 1, sizeof *out->free);
    if (!s->remains_rank || !s->lane_rank || !s->first_lane || !s->set || !s->parent || !out->of_remains ||
        !out->at_remains || !out->of_lane || !out->at_lane || !out->alone || !out->weak || !out->free)
        return no_memory(err);
    for (size_t f = 0; f < families; f++)
        s->first_lane[f + 1] = s->first_lane[f] + (size_t)s->incident->search.family[f].missings;
    for (size_t r = 0; r < remains; r++) out->of_remains[r] = -1;
    for (size_t i = 0; i < s->lanes; i++) out->of_lane[i] = -1;
    return AG_OK;
}

ag_status ag_solve(const ag_incident *incident, int population, const ag_identify_result *found,
                   const ag_identify_options *options, const ag_lane *lane, size_t lanes, ag_solution *out,
                   ag_error *err) {
    solver s = {.incident = incident, .options = options, .lane = lane, .lanes = lanes, .out = out};
    *out = (ag_solution){.others = incident->others};
    s.search = incident->search;
    s.search.locus = incident->table[population];
    s.tilt = fmax(incident->others / 2, 0.5);
    ag_status status = make_room(&s, err);
    if (status == AG_OK) status = ag_catalogue_new(&s.search, &s.catalogue, err);
    if (status == AG_OK)
        status =
            ag_bonds_find(incident, population, s.catalogue, found, options, lane, lanes, s.tilt, &out->bonds, err);
    if (status == AG_OK) status = solve_levels(&s, err);
    if (status == AG_OK) status = weigh(&s, err);
    ag_catalogue_free(s.catalogue);
    free(s.remains_rank);
    free(s.lane_rank);
    free(s.first_lane);
    free(s.set);
    free(s.parent);
    if (status != AG_OK) ag_solution_deinit(out);
    return status;
}

void ag_solution_deinit(ag_solution *out) {
    ag_bonds_deinit(&out->bonds);
    for (size_t i = 0; i < out->components; i++) component_deinit(&out->component[i]);
    free(out->component);
    free(out->of_remains);
    free(out->at_remains);
    free(out->of_lane);
    free(out->at_lane);
    free(out->alone);
    free(out->weak);
    free(out->free);
    *out = (ag_solution){0};
}

double ag_solution_pairing(const ag_solution *s, int remains, int lane) {
    const int at = s->of_remains[remains];
    if (at >= 0 && at == s->of_lane[lane]) {
        const ag_component *c = &s->component[at];
        double sum = 0;
        for (size_t h = 0; h < c->found.items; h++)
            if (c->found.item[h].place[s->at_remains[remains]] == s->at_lane[lane]) sum += c->posterior[h];
        return fmin(1, sum);
    }
    const double lr_ln = ag_bonds_pair_ln(&s->bonds, remains, lane);
    if (isnan(lr_ln)) return 0;
    return s->alone[remains] * s->free[lane] * exp(lr_ln) / (s->pool.tilt + s->weak[remains]);
}

double ag_solution_unlisted(const ag_solution *s, int remains) {
    const double weak = s->weak[remains] / (s->pool.tilt + s->weak[remains]);
    const int at = s->of_remains[remains];
    if (at < 0) return 1 - weak;
    const ag_component *c = &s->component[at];
    double sum = 0;
    for (size_t h = 0; h < c->found.items; h++)
        if (c->found.item[h].place[s->at_remains[remains]] < 0) sum += c->posterior[h];
    return fmin(1, fmax(0, sum - s->alone[remains] * weak));
}
