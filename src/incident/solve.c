/* Solving one incident under one population: see solve.h. */
#include "incident/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "incident/anatomy.h"
#include "incident/ranks.h"

#include "base/banned.h"

/* Bonds weaker than `share` no longer hold a component together; its list must fit with no more dropped than that. */
typedef struct level {
    double share, dropped;
    size_t most;
} level;
static const level levels[] = {{0, 1e-12, 4000},    {1e-9, 1e-12, 4000}, {1e-7, 1e-12, 4000},
                               {1e-5, 1e-12, 4000}, {1e-4, 1e-11, 4000}, {1e-3, 1e-10, 4000},
                               {1e-2, 1e-8, 10000}, {0.05, 1e-6, 20000}, {0.2, INFINITY, 20000}};
enum { LEVELS = sizeof levels / sizeof *levels, ROUNDS = 4, LIKELIEST = 200 };
static const double ALL_TOGETHER = 2000; /* items times places, up to which bonds of any strength are tried */
static const double ESTIMATE_LN = 17;    /* how far the estimate usually is above the truth */
static const double NEGLIGIBLE = 1e-9;   /* of being unlisted, for remains without a bond */
static const double KEEP_LN = 40;        /* 4e-18 of the best */
static const double CLOSED_LN = -30;     /* an unlisted body where there should be none */

typedef struct solver {
    const ag_incident *incident;
    const ag_identify_options *options;
    const ag_lane *lane;
    size_t lanes;
    ag_solution *out;
    uint32_t *remains_rank, *lane_rank;
    size_t *first_lane; /* [families + 1] */
    size_t *first_bond; /* [remains + 1] */
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
    for (int i = 0; i < remains + s->out->search.families; i++) s->parent[i] = i;
    for (int i = 0; least <= 0 && i < remains + s->out->search.families; i++)
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
    const int remains = s->out->bonds.remains, all = remains + s->out->search.families;
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

/* A question about a component; one pairing of it may be forbidden. */
typedef struct question {
    const ag_incident *incident;
    const ag_solution *solution;
    const ag_component *c;
    int but_item, but_lane; /* indices into the component, or -1 */
    double unlisted_ln;
    size_t most;
    ag_places *places; /* or NULL */
    const volatile sig_atomic_t *stop;
} question;

static bool may_be(const void *of, int item, int lane) {
    const question *q = of;
    if (item == q->but_item && lane == q->but_lane) return false;
    return !ag_sexes_conflict(q->incident, q->c->item[item], q->solution->bonds.lane[q->c->lane[lane]]);
}

/* About how many hypotheses weigh more than `least` of the best: at most least^-a times the product over the items of
 * the sum of their relative shares to the power of a, for every a (Rankin's bound; shares as if items were
 * independent).
 */
static double estimate_ln(const solver *s, const ag_component *c, double least) {
    static const double power[] = {0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6};
    enum { POWERS = sizeof power / sizeof *power };
    double sum[POWERS] = {0}, best = INFINITY;
    const ag_bonds *b = &s->out->bonds;
    for (int k = 0; k < c->items; k++) {
        const size_t from = s->first_bond[c->item[k]], to = s->first_bond[c->item[k] + 1];
        double unlisted = 1, most, part[POWERS] = {0};
        for (size_t i = from; i < to; i++)
            if (b->item[i].lane >= 0) unlisted -= b->item[i].share;
        most = unlisted = fmax(unlisted, AG_LEAST_SHARE);
        for (size_t i = from; i < to; i++)
            if (b->item[i].lane >= 0) most = fmax(most, b->item[i].share);
        for (int a = 0; a < POWERS; a++) {
            part[a] = pow(unlisted / most, power[a]);
            for (size_t i = from; i < to; i++)
                if (b->item[i].lane >= 0) part[a] += pow(b->item[i].share / most, power[a]);
            sum[a] += log(part[a]);
        }
    }
    for (int a = 0; a < POWERS; a++) best = fmin(best, sum[a] - power[a] * log(least));
    return best;
}

static bool may_share(const void *of, int item, int other) {
    const question *q = of;
    return ag_anatomy_together(q->incident, q->c->item[item], q->c->item[other]);
}

static bool worth_a_try(const solver *s, const ag_component *c) {
    const level *here = &levels[s->depth];
    if (s->depth == 0) return (double)c->items * (c->items + c->lanes) <= ALL_TOGETHER;
    if (s->depth == LEVELS - 1) return true;
    return estimate_ln(s, c, here->dropped / 10) <= log((double)here->most) + ESTIMATE_LN;
}

static double *pairs_of(const ag_bonds *bonds, const ag_component *c) {
    double *ln = malloc(((size_t)c->lanes * (size_t)c->items + 1) * sizeof *ln);
    for (int i = 0; ln && i < c->lanes; i++)
        for (int k = 0; k < c->items; k++)
            ln[(size_t)i * (size_t)c->items + (size_t)k] = ag_bonds_pair_ln(bonds, c->item[k], c->lane[i]);
    return ln;
}

static ag_status ask(const question *q, ag_engine *engine, ag_joint_result *out, ag_error *err) {
    const ag_component *c = q->c;
    int(*lane)[2] = calloc((size_t)c->lanes + 1, sizeof *lane);
    ag_sex *sex = calloc((size_t)c->items + 1, sizeof *sex);
    double *pair_ln = pairs_of(&q->solution->bonds, c);
    ag_status status = lane && sex && pair_ln ? AG_OK : no_memory(err);
    for (int i = 0; status == AG_OK && i < c->lanes; i++) {
        lane[i][0] = q->solution->bonds.lane[c->lane[i]].family;
        lane[i][1] = q->solution->bonds.lane[c->lane[i]].missing;
    }
    for (int k = 0; status == AG_OK && k < c->items; k++) sex[k] = q->incident->remains[c->item[k]].sex;
    const ag_joint_question joint = {.catalogue = q->solution->catalogue,
                                     .lanes = c->lanes,
                                     .lane = (const int(*)[2])lane,
                                     .items = c->items,
                                     .item = c->item,
                                     .sex = sex,
                                     .pair_ln = pair_ln,
                                     .places = q->places,
                                     .allowed = may_be,
                                     .together = may_share,
                                     .context = q,
                                     .pieces = q->incident->pieces,
                                     .unlisted_ln = q->unlisted_ln,
                                     .keep_ln = KEEP_LN,
                                     .most = q->most,
                                     .stop = q->stop};
    if (status == AG_OK) status = ag_joint(engine, &joint, out, err);
    free(lane);
    free(sex);
    free(pair_ln);
    return status;
}

static ag_status attempt_one(void *of, size_t index, int worker, ag_error *err) {
    attempt *a = of;
    ag_component *c = &a->s->open[index];
    const level *here = &levels[a->s->depth];
    if (!worth_a_try(a->s, c)) return AG_OK;
    const question q = {.incident = a->s->incident,
                        .solution = a->s->out,
                        .c = c,
                        .but_item = -1,
                        .but_lane = -1,
                        .unlisted_ln = a->s->out->others > 0 ? log(a->s->tilt) : CLOSED_LN,
                        .most = here->most,
                        .stop = a->s->options->run.stop};
    const ag_status status = ask(&q, a->engine[worker], &c->found, err);
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
    const int remains = s->out->bonds.remains, all = remains + s->out->search.families;
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
    const int all = out->bonds.remains + s->out->search.families;
    for (size_t i = 0; i < out->bonds.n; i++) s->first_bond[out->bonds.item[i].remains + 1]++;
    for (int r = 0; r < out->bonds.remains; r++) s->first_bond[r + 1] += s->first_bond[r];
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

/* Numbers of one component, or of remains without any bond, by unlisted bodies. */
typedef struct tally {
    double *weight_ln, *factor_ln; /* [most + 1] each */
    int *size;                     /* scratch for count_places */
    double *ways;                  /* scratch for ways_of */
    int *alone;                    /* scratch */
} tally;

/* size[i]: how many are in lane i; size[lanes + k]: in the unlisted body whose lowest item is k. */
static void count_places(const ag_component *c, const ag_hypothesis *h, int *size) {
    memset(size, 0, ((size_t)c->lanes + (size_t)c->items) * sizeof *size);
    for (int k = 0; k < c->items; k++) size[h->place[k] >= 0 ? h->place[k] : c->lanes - 1 - h->place[k]]++;
}

/* Those who are alone and unlisted in a hypothesis, and could instead be listed outside the component. */
static int find_alone(const solver *s, const ag_component *c, const int *size, int *alone) {
    int n = 0;
    for (int k = 0; k < c->items; k++)
        if (size[c->lanes + k] == 1 && s->out->weak[c->item[k]] > 0) alone[n++] = c->item[k];
    return n;
}

/* ways[u]: weight of u of them being unlisted and the others listed elsewhere: the product of (z + weak) over them,
 * without remains `but`. Answers the degree. */
static int ways_of(const solver *s, const int *alone, int n, int but, double *ways) {
    int degree = 0;
    ways[0] = 1;
    for (int i = 0; i < n; i++) {
        if (alone[i] == but) continue;
        const double weak = s->out->weak[alone[i]];
        ways[degree + 1] = ways[degree];
        for (int u = degree; u > 0; u--) ways[u] = ways[u - 1] + weak * ways[u];
        ways[0] *= weak;
        degree++;
    }
    return degree;
}

/* A missing person who is free could be one of those who are alone elsewhere. taken[lane]: odds of it. */
static double taken_ln(const ag_component *c, const int *size, const double *taken) {
    double sum = 0;
    for (int i = 0; i < c->lanes; i++)
        if (taken[c->lane[i]] > 0 && !size[i]) sum += log1p(taken[c->lane[i]]);
    return sum;
}

static double add_ln(double a, double b) {
    const double high = a > b ? a : b, low = a > b ? b : a;
    return isinf(low) && low < 0 ? high : high + log1p(exp(low - high));
}

static bool tally_init(tally *t, size_t items, size_t lanes, ag_arena *arena) {
    t->weight_ln = AG_NEW(arena, double, items + 1);
    t->factor_ln = AG_NEW(arena, double, items + 1);
    t->ways = AG_NEW(arena, double, items + 2);
    t->size = AG_NEW(arena, int, items + lanes);
    t->alone = AG_NEW(arena, int, items);
    for (size_t u = 0; !arena->failed && u <= items; u++) t->weight_ln[u] = t->factor_ln[u] = -INFINITY;
    return !arena->failed;
}

static void tally_component(const solver *s, const ag_component *c, const double *taken, tally *t, ag_pool_part *part) {
    int low = c->items, high = 0;
    for (size_t h = 0; h < c->found.items; h++) {
        const ag_hypothesis *x = &c->found.item[h];
        count_places(c, x, t->size);
        const int n = find_alone(s, c, t->size, t->alone), surely = x->unlisted - n;
        const double weight_ln = x->lr_ln + taken_ln(c, t->size, taken);
        ways_of(s, t->alone, n, -1, t->ways);
        for (int u = 0; u <= n; u++)
            t->weight_ln[surely + u] = add_ln(t->weight_ln[surely + u], weight_ln + log(t->ways[u]));
        low = surely < low ? surely : low;
        high = x->unlisted > high ? x->unlisted : high;
    }
    *part = (ag_pool_part){low, high - low + 1, t->weight_ln + low, t->factor_ln + low};
}

static void tally_single(const solver *s, int remains, tally *t, ag_pool_part *part) {
    t->weight_ln[0] = log(s->out->weak[remains]);
    t->weight_ln[1] = 0;
    *part = (ag_pool_part){0, 2, t->weight_ln, t->factor_ln};
}

/* Sum over the numbers of unlisted bodies, of which `surely` are not among the ways. */
static double sum_ways(const tally *t, double weight_ln, int surely, int degree) {
    double sum = 0;
    for (int u = 0; u <= degree; u++) sum += t->ways[u] * exp(weight_ln + t->factor_ln[surely + u]);
    return sum;
}

static void posteriors_of(solver *s, ag_component *c, const double *taken, tally *t) {
    ag_solution *out = s->out;
    for (int k = 0; k < c->items; k++) out->alone[c->item[k]] = out->pure[c->item[k]] = 0;
    for (int i = 0; i < c->lanes; i++) out->free[c->lane[i]] = 0;
    for (size_t h = 0; h < c->found.items; h++) {
        const ag_hypothesis *x = &c->found.item[h];
        count_places(c, x, t->size);
        const int n = find_alone(s, c, t->size, t->alone), surely = x->unlisted - n;
        const double weight_ln = x->lr_ln + taken_ln(c, t->size, taken);
        c->posterior[h] = sum_ways(t, weight_ln, surely, ways_of(s, t->alone, n, -1, t->ways));
        for (int k = 0; k < c->items; k++) {
            const int r = c->item[k];
            if (t->size[c->lanes + k] != 1) continue;
            out->alone[r] += c->posterior[h];
            if (out->weak[r] > 0)
                out->pure[r] += sum_ways(t, weight_ln, surely + 1, ways_of(s, t->alone, n, r, t->ways));
            else
                out->pure[r] += c->posterior[h];
        }
        for (int i = 0; i < c->lanes; i++)
            if (!t->size[i]) out->free[c->lane[i]] += c->posterior[h];
    }
}

/* All parts of the pool: components, then remains without a bond that could be listed all the same. */
typedef struct parts {
    ag_pool_part *part;
    tally *tally;
    size_t n;
    int *single; /* [n - components] */
    long always;
} parts;

static bool make_parts(const solver *s, const double *taken, ag_arena *arena, parts *p) {
    const ag_solution *out = s->out;
    const size_t most = out->components + (size_t)out->bonds.remains;
    *p = (parts){.part = AG_NEW(arena, ag_pool_part, most + 1),
                 .tally = AG_NEW(arena, tally, most + 1),
                 .single = AG_NEW(arena, int, out->bonds.remains + 1)};
    bool good = !arena->failed;
    for (; p->n < out->components && good; p->n++) {
        const ag_component *c = &out->component[p->n];
        good = tally_init(&p->tally[p->n], (size_t)c->items, (size_t)c->lanes, arena);
        if (good) tally_component(s, c, taken, &p->tally[p->n], &p->part[p->n]);
    }
    for (int r = 0; r < out->bonds.remains && good; r++) {
        if (out->of_remains[r] >= 0) continue;
        if (!(out->weak[r] > NEGLIGIBLE * s->tilt)) {
            p->always++;
            continue;
        }
        good = tally_init(&p->tally[p->n], 1, 0, arena);
        if (good) tally_single(s, r, &p->tally[p->n], &p->part[p->n]);
        p->single[p->n++ - out->components] = r;
    }
    return good;
}

static ag_status combine(solver *s, const double *taken, ag_error *err) {
    ag_solution *out = s->out;
    ag_arena arena;
    parts p = {0};
    ag_arena_init(&arena);
    ag_status status = make_parts(s, taken, &arena, &p) ? AG_OK : no_memory(err);
    if (status == AG_OK) status = ag_pool_combine(p.part, p.n, p.always, out->others, &out->pool, err);
    if (status == AG_OK && !isfinite(out->pool.total_ln)) { /* so few cannot explain it: as few as can be */
        out->others = (double)p.always;
        for (size_t i = 0; i < p.n; i++) out->others += p.part[i].lowest;
        status = ag_pool_combine(p.part, p.n, p.always, out->others, &out->pool, err);
    }
    s->tilt = out->pool.tilt;
    for (size_t i = 0; i < p.n && status == AG_OK; i++) {
        if (i < out->components)
            posteriors_of(s, &out->component[i], taken, &p.tally[i]);
        else
            out->pure[p.single[i - out->components]] = exp(p.tally[i].factor_ln[1]);
    }
    ag_arena_deinit(&arena);
    return status;
}

/* ---- Between components ------------------------------------------------------------------------------------------ */

/* The known pair i, unless one component has both. */
static bool pair_between(const ag_solution *out, size_t i, int *remains, int *lane, double *lr) {
    const ag_bonds *b = &out->bonds;
    *lane = b->pair_ln ? (int)(i / (size_t)b->remains) : b->pair[i].lane;
    *remains = b->pair_ln ? (int)(i % (size_t)b->remains) : b->pair[i].remains;
    if (out->of_lane[*lane] >= 0 && out->of_lane[*lane] == out->of_remains[*remains]) return false;
    *lr = exp(b->pair_ln ? b->pair_ln[i] : b->pair[i].lr_ln);
    return *lr > 0;
}

/* weak[r] and taken[lane] from the present posteriors. */
static void exchange(solver *s, double *taken) {
    ag_solution *out = s->out;
    const ag_bonds *b = &out->bonds;
    const size_t known = b->pair_ln ? b->lanes * (size_t)b->remains : b->pairs;
    int r, lane;
    double lr;
    memset(taken, 0, (b->lanes + 1) * sizeof *taken);
    for (size_t i = 0; i < known; i++)
        if (pair_between(out, i, &r, &lane, &lr) && out->weak[r] > 0)
            taken[lane] += (out->alone[r] - out->pure[r]) * lr / out->weak[r];
    for (size_t i = 0; i < b->lanes; i++) out->open[i] = out->free[i] / (1 + taken[i]);
    for (r = 0; r < b->remains; r++) out->weak[r] = b->rest[r];
    for (size_t i = 0; i < known; i++)
        if (pair_between(out, i, &r, &lane, &lr)) out->weak[r] += out->open[lane] * lr;
}

/* What was dropped, and the square of what is known to lie outside: its effect on others was taken to first order. What
 * a screen only knows the sum of is spread so thin over everybody that it has none. */
static void account(solver *s) {
    ag_solution *out = s->out;
    out->left_out = 0;
    for (size_t i = 0; i < out->components; i++) {
        ag_component *c = &out->component[i];
        double outside = 0;
        for (int k = 0; k < c->items; k++) {
            const int r = c->item[k];
            const double known = out->weak[r] > 0 ? 1 - out->bonds.rest[r] / out->weak[r] : 0;
            const double share = (out->alone[r] - out->pure[r]) * known;
            outside += share * share;
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
    for (int r = 0; r < out->bonds.remains; r++) out->alone[r] = out->pure[r] = 1;
    for (size_t i = 0; i < s->lanes; i++) out->free[i] = 1;
    for (size_t i = 0; i < out->components && status == AG_OK; i++) {
        ag_component *c = &out->component[i];
        c->posterior = calloc(c->found.items + 1, sizeof *c->posterior);
        if (!c->posterior) status = no_memory(err);
    }
    for (int round = 0; round < ROUNDS && status == AG_OK; round++) {
        exchange(s, taken);
        status = combine(s, taken, err);
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
    s->first_bond = calloc(remains + 2, sizeof *s->first_bond);
    s->set = calloc(remains + families + 1, sizeof *s->set);
    s->parent = calloc(remains + families + 1, sizeof *s->parent);
    out->of_remains = malloc((remains + 1) * sizeof *out->of_remains);
    out->at_remains = calloc(remains + 1, sizeof *out->at_remains);
    out->of_lane = malloc((s->lanes + 1) * sizeof *out->of_lane);
    out->at_lane = calloc(s->lanes + 1, sizeof *out->at_lane);
    out->alone = calloc(remains + 1, sizeof *out->alone);
    out->pure = calloc(remains + 1, sizeof *out->pure);
    out->weak = calloc(remains + 1, sizeof *out->weak);
    out->open = calloc(s->lanes + 1, sizeof *out->open);
    out->free = calloc(s->lanes + 1, sizeof *out->free);
    if (!s->remains_rank || !s->lane_rank || !s->first_lane || !s->first_bond || !s->set || !s->parent ||
        !out->of_remains || !out->at_remains || !out->of_lane || !out->at_lane || !out->alone || !out->pure ||
        !out->weak || !out->open || !out->free)
        return no_memory(err);
    for (size_t f = 0; f < families; f++)
        s->first_lane[f + 1] = s->first_lane[f] + (size_t)s->incident->search.family[f].missings;
    return AG_OK;
}

static void forget_components(solver *s) {
    ag_solution *out = s->out;
    for (size_t i = 0; i < out->components; i++) component_deinit(&out->component[i]);
    out->components = 0;
    memset(s->first_bond, 0, ((size_t)out->bonds.remains + 2) * sizeof *s->first_bond);
    for (int r = 0; r < out->bonds.remains; r++) out->of_remains[r] = -1;
    for (size_t i = 0; i < s->lanes; i++) out->of_lane[i] = -1;
    memset(out->weak, 0, ((size_t)out->bonds.remains + 1) * sizeof *out->weak);
}

ag_status ag_solve(const ag_incident *incident, int population, const ag_identify_result *found,
                   const ag_identify_options *options, const ag_lane *lane, size_t lanes, ag_solution *out,
                   ag_error *err) {
    solver s = {.incident = incident, .options = options, .lane = lane, .lanes = lanes, .out = out};
    *out = (ag_solution){.others = incident->others};
    out->search = incident->search;
    out->search.locus = incident->table[population];
    s.tilt = fmax(incident->others / 2, 0.5);
    ag_status status = make_room(&s, err);
    if (status == AG_OK) status = ag_catalogue_new(&out->search, &out->catalogue, err);
    if (status == AG_OK)
        status =
            ag_bonds_find(incident, population, out->catalogue, found, options, lane, lanes, s.tilt, &out->bonds, err);
    for (bool again = true; again && status == AG_OK;) {
        const double others = out->others;
        forget_components(&s);
        status = solve_levels(&s, err);
        if (status == AG_OK) status = weigh(&s, err);
        again = out->others > others; /* the lists were made for a smaller pool */
    }
    free(s.remains_rank);
    free(s.lane_rank);
    free(s.first_lane);
    free(s.first_bond);
    free(s.set);
    free(s.parent);
    if (status != AG_OK) ag_solution_deinit(out);
    return status;
}

void ag_solution_deinit(ag_solution *out) {
    ag_catalogue_free(out->catalogue);
    ag_bonds_deinit(&out->bonds);
    for (size_t i = 0; i < out->components; i++) component_deinit(&out->component[i]);
    free(out->component);
    free(out->of_remains);
    free(out->at_remains);
    free(out->of_lane);
    free(out->at_lane);
    free(out->alone);
    free(out->pure);
    free(out->weak);
    free(out->open);
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
    if (isnan(lr_ln) || !(s->weak[remains] > 0)) return 0;
    return (s->alone[remains] - s->pure[remains]) * s->open[lane] * exp(lr_ln) / s->weak[remains];
}

double ag_solution_unlisted(const ag_solution *s, int remains) {
    const int at = s->of_remains[remains];
    if (at < 0) return s->pure[remains];
    const ag_component *c = &s->component[at];
    double sum = s->pure[remains] - s->alone[remains];
    for (size_t h = 0; h < c->found.items; h++)
        if (c->found.item[h].place[s->at_remains[remains]] < 0) sum += c->posterior[h];
    return fmin(1, fmax(0, sum));
}

ag_status ag_component_without(const ag_solution *s, const ag_incident *incident, const ag_component *c,
                               ag_engine *engine, ag_places *places, int item, int lane, double *best_ln,
                               ag_error *err) {
    const question q = {.incident = incident,
                        .solution = s,
                        .c = c,
                        .but_item = item,
                        .but_lane = lane,
                        .most = LIKELIEST,
                        .places = places};
    ag_joint_result found;
    const ag_status status = ask(&q, engine, &found, err);
    *best_ln = -INFINITY;
    if (status != AG_OK) return status;
    for (size_t h = 0; h < found.items; h++) *best_ln = fmax(*best_ln, found.item[h].lr_ln);
    ag_joint_result_deinit(&found);
    return AG_OK;
}
