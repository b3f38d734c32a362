/* What the hypotheses of all components weigh together: posteriors, from the lists that solve.c has made. See solve.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/logarithm.h"
#include "incident/solve.h"

#include "base/banned.h"

static const double NEGLIGIBLE = 1e-9; /* of being unlisted, for remains without a bond */
enum { ROUNDS = 4 };

typedef struct weigher {
    const ag_incident *incident;
    ag_solution *out;
    double tilt; /* what one more unlisted body weighs */
} weigher;

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory"); }

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

/* Which part speaks for an unlisted body when it is asked who else it could be: the one with most loci. Exact where
 * that one fixes what the others show. */
static int speaker_of(const weigher *s, const ag_component *c, const ag_hypothesis *h, int k) {
    int best = k;
    for (int j = k + 1; j < c->items; j++)
        if (h->place[j] == h->place[k] &&
            s->incident->remains[c->item[j]].loci > s->incident->remains[c->item[best]].loci)
            best = j;
    return best;
}

/* Unlisted bodies of a hypothesis that could instead be listed outside the component: who speaks for each. */
static int find_alone(const weigher *s, const ag_component *c, const ag_hypothesis *h, const int *size, int *alone) {
    int n = 0;
    for (int k = 0; k < c->items; k++) {
        if (!size[c->lanes + k]) continue;
        const int speaker = c->item[size[c->lanes + k] > 1 ? speaker_of(s, c, h, k) : k];
        if (s->out->weak[speaker] > 0) alone[n++] = speaker;
    }
    return n;
}

/* ways[u]: weight of u of them being unlisted and the others listed elsewhere: the product of (z + weak) over them,
 * without remains `but`. Answers the degree. */
static int ways_of(const weigher *s, const int *alone, int n, int but, double *ways) {
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

/* A missing person who is free could be one of those who are unlisted elsewhere. taken[lane]: odds of it. */
static double taken_ln(const ag_component *c, const int *size, const double *taken) {
    double sum = 0;
    for (int i = 0; i < c->lanes; i++)
        if (taken[c->lane[i]] > 0 && !size[i]) sum += log1p(taken[c->lane[i]]);
    return sum;
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

static void tally_component(const weigher *s, const ag_component *c, const double *taken, tally *t,
                            ag_pool_part *part) {
    int low = c->items, high = 0;
    for (size_t h = 0; h < c->found.items; h++) {
        const ag_hypothesis *x = &c->found.item[h];
        count_places(c, x, t->size);
        const int n = find_alone(s, c, x, t->size, t->alone), surely = x->unlisted - n;
        const double weight_ln = x->lr_ln + taken_ln(c, t->size, taken);
        ways_of(s, t->alone, n, -1, t->ways);
        for (int u = 0; u <= n; u++)
            t->weight_ln[surely + u] = ag_add_ln(t->weight_ln[surely + u], weight_ln + log(t->ways[u]));
        low = surely < low ? surely : low;
        high = x->unlisted > high ? x->unlisted : high;
    }
    *part = (ag_pool_part){low, high - low + 1, t->weight_ln + low, t->factor_ln + low};
}

static void tally_single(const weigher *s, int remains, tally *t, ag_pool_part *part) {
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

/* Adds one hypothesis to what is known of the body that begins at item k: how much of its posterior is being unlisted.
 */
static void add_body(weigher *s, ag_component *c, const ag_hypothesis *x, int k, double posterior, double pure) {
    ag_solution *out = s->out;
    const int speaker = speaker_of(s, c, x, k);
    out->speaks[c->item[speaker]] += posterior - pure;
    for (int j = k; j < c->items; j++) {
        if (x->place[j] != x->place[k]) continue;
        out->pure[c->item[j]] += pure;
        out->alone[c->item[j]] += posterior;
        c->elsewhere[(size_t)j * (size_t)c->items + (size_t)speaker] += posterior - pure;
    }
}

static void posteriors_of(weigher *s, ag_component *c, const double *taken, tally *t) {
    ag_solution *out = s->out;
    for (int k = 0; k < c->items; k++) out->alone[c->item[k]] = out->pure[c->item[k]] = out->speaks[c->item[k]] = 0;
    for (int i = 0; i < c->lanes; i++) out->free[c->lane[i]] = 0;
    memset(c->elsewhere, 0, (size_t)c->items * (size_t)c->items * sizeof *c->elsewhere);
    for (size_t h = 0; h < c->found.items; h++) {
        const ag_hypothesis *x = &c->found.item[h];
        count_places(c, x, t->size);
        const int n = find_alone(s, c, x, t->size, t->alone), surely = x->unlisted - n;
        const double weight_ln = x->lr_ln + taken_ln(c, t->size, taken);
        c->posterior[h] = sum_ways(t, weight_ln, surely, ways_of(s, t->alone, n, -1, t->ways));
        for (int k = 0; k < c->items; k++) {
            if (!t->size[c->lanes + k]) continue;
            const int speaker = c->item[speaker_of(s, c, x, k)];
            double pure = c->posterior[h];
            if (out->weak[speaker] > 0)
                pure = sum_ways(t, weight_ln, surely + 1, ways_of(s, t->alone, n, speaker, t->ways));
            add_body(s, c, x, k, c->posterior[h], pure);
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

static bool make_parts(const weigher *s, const double *taken, ag_arena *arena, parts *p) {
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

static void give_single(ag_solution *out, int remains, double unlisted) {
    out->pure[remains] = unlisted;
    out->speaks[remains] = out->alone[remains] - unlisted;
}

static ag_status combine(weigher *s, const double *taken, ag_error *err) {
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
            give_single(out, p.single[i - out->components], exp(p.tally[i].factor_ln[1]));
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
static void exchange(weigher *s, double *taken) {
    ag_solution *out = s->out;
    const ag_bonds *b = &out->bonds;
    const size_t known = b->pair_ln ? b->lanes * (size_t)b->remains : b->pairs;
    int r, lane;
    double lr;
    memset(taken, 0, (b->lanes + 1) * sizeof *taken);
    for (size_t i = 0; i < known; i++)
        if (pair_between(out, i, &r, &lane, &lr) && out->weak[r] > 0) taken[lane] += out->speaks[r] * lr / out->weak[r];
    for (size_t i = 0; i < b->lanes; i++) out->open[i] = out->free[i] / (1 + taken[i]);
    for (r = 0; r < b->remains; r++) out->weak[r] = b->rest[r];
    for (size_t i = 0; i < known; i++)
        if (pair_between(out, i, &r, &lane, &lr)) out->weak[r] += out->open[lane] * lr;
}

/* Bonds that were cut and are not made up for: two remains as one body, and somebody in a place that only others beside
 * them make likely. */
static void account_bonds(weigher *s) {
    const ag_solution *out = s->out;
    const ag_bonds *b = &out->bonds;
    for (size_t i = 0; i < b->n; i++) {
        const ag_bond *bond = &b->item[i];
        const int here = out->of_remains[bond->remains];
        const int there = bond->lane >= 0 ? out->of_lane[bond->lane] : out->of_remains[bond->other];
        if (here == there && here >= 0) continue;
        double lost = bond->share;
        const double pair_ln = bond->lane >= 0 ? ag_bonds_pair_ln(b, bond->remains, bond->lane) : NAN;
        if (!isnan(pair_ln)) lost -= exp(pair_ln - b->sum_ln[bond->remains]);
        if (!(lost > AG_LEAST_SHARE)) continue;
        if (here >= 0) out->component[here].left_out += lost;
        if (there >= 0) out->component[there].left_out += lost;
    }
}

/* What was dropped or cut; and what is known to lie outside, whose own posterior and effect on others were taken to
 * first order. What a screen only knows the sum of is spread so thin over everybody that it has no effect. */
static void account(weigher *s) {
    ag_solution *out = s->out;
    for (size_t i = 0; i < out->components; i++) {
        ag_component *c = &out->component[i];
        double outside = 0;
        for (int k = 0; k < c->items; k++) {
            const int r = c->item[k];
            const double known = out->weak[r] > 0 ? 1 - out->bonds.rest[r] / out->weak[r] : 0;
            outside += (out->alone[r] - out->pure[r]) * known;
        }
        c->left_out = c->found.dropped;
        c->first_order = outside;
    }
    account_bonds(s);
    out->left_out = out->first_order = 0;
    for (size_t i = 0; i < out->components; i++) {
        ag_component *c = &out->component[i];
        c->exact = c->left_out + c->first_order <= 1e-12;
        out->left_out = fmax(out->left_out, c->left_out);
        out->first_order = fmax(out->first_order, c->first_order);
    }
}

ag_status ag_solution_weigh(const ag_incident *incident, double tilt, ag_solution *out, ag_error *err) {
    weigher s = {incident, out, tilt};
    double *taken = calloc(out->bonds.lanes + 1, sizeof *taken);
    ag_status status = taken ? AG_OK : no_memory(err);
    for (int r = 0; r < out->bonds.remains; r++) out->alone[r] = out->pure[r] = 1;
    for (size_t i = 0; i < out->bonds.lanes; i++) out->free[i] = 1;
    for (size_t i = 0; i < out->components && status == AG_OK; i++) {
        ag_component *c = &out->component[i];
        c->posterior = calloc(c->found.items + 1, sizeof *c->posterior);
        c->elsewhere = calloc((size_t)c->items * (size_t)c->items + 1, sizeof *c->elsewhere);
        if (!c->posterior || !c->elsewhere) status = no_memory(err);
    }
    for (int round = 0; round < ROUNDS && status == AG_OK; round++) {
        exchange(&s, taken);
        status = combine(&s, taken, err);
    }
    free(taken);
    if (status == AG_OK) account(&s);
    return status;
}

/* ---- What is asked of it -------------------------------------------------------------------------------------- */

/* What the one who speaks for a body makes of a lane outside their component. */
static double weakly(const ag_solution *s, int speaker, int lane, double posterior) {
    const double lr_ln = ag_bonds_pair_ln(&s->bonds, speaker, lane);
    if (isnan(lr_ln) || !(s->weak[speaker] > 0)) return 0;
    return posterior * s->open[lane] * exp(lr_ln) / s->weak[speaker];
}

double ag_solution_pairing(const ag_solution *s, int remains, int lane) {
    const int at = s->of_remains[remains], k = s->at_remains[remains];
    double sum = 0;
    if (at < 0) return weakly(s, remains, lane, s->speaks[remains]);
    const ag_component *c = &s->component[at];
    for (size_t h = 0; h < c->found.items && at == s->of_lane[lane]; h++)
        if (c->found.item[h].place[k] == s->at_lane[lane]) sum += c->posterior[h];
    for (int j = 0; j < c->items && at != s->of_lane[lane]; j++)
        sum += weakly(s, c->item[j], lane, c->elsewhere[(size_t)k * (size_t)c->items + (size_t)j]);
    return fmin(1, sum);
}

double ag_solution_unlisted(const ag_solution *s, int remains) { return fmin(1, s->pure[remains]); }
