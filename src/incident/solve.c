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
enum { LEVELS = sizeof levels / sizeof *levels, LIKELIEST = 64 };
static const double ALL_TOGETHER = 2000; /* items times places, up to which bonds of any strength are tried */
static const double ESTIMATE_LN = 17;    /* how far the estimate usually is above the truth */
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
    free(c->elsewhere);
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
    out->speaks = calloc(remains + 1, sizeof *out->speaks);
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
        if (status == AG_OK) status = ag_solution_weigh(incident, s.tilt, out, err);
        s.tilt = out->pool.tilt;
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
    free(out->speaks);
    free(out->weak);
    free(out->open);
    free(out->free);
    *out = (ag_solution){0};
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
