/* Claims combined: see claims.h. */
#include "incident/claims.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#include "base/banned.h"

typedef struct work {
    const ag_claim_record *record;
    size_t n;
    ag_arena *arena;
    ag_claim_node *node;
    uint32_t nodes;
    const ag_claim_record **of_node; /* [nodes] the claim itself; NULL: a source, or a claim that is not there */
    uint32_t *seen;                  /* [nodes] whose chain it was last met in, from 1 */
    ag_claims *out;
} work;

/* ---- Nodes ------------------------------------------------------------------------------------------------------- */

static int compare_nodes(const void *a, const void *b) {
    const ag_claim_node *x = a, *y = b;
    return x->claim != y->claim ? (x->claim ? 1 : -1) : ag_text_compare(x->name, y->name);
}

static uint32_t node_of(const work *w, ag_text name, bool claim) {
    const ag_claim_node key = {name, claim};
    const ag_claim_node *found = bsearch(&key, w->node, w->nodes, sizeof key, compare_nodes);
    return (uint32_t)(found - w->node);
}

static void add_nodes(work *w, const ag_text *name, int n, bool claim) {
    for (int i = 0; i < n; i++) w->node[w->nodes++] = (ag_claim_node){name[i], claim};
}

static void find_nodes(work *w) {
    size_t all = 0;
    for (size_t i = 0; i < w->n; i++)
        all += 1 + (size_t)w->record[i].sources + (size_t)w->record[i].froms + (size_t)w->record[i].vias;
    w->node = AG_NEW(w->arena, ag_claim_node, all + 1);
    w->of_node = AG_NEW(w->arena, const ag_claim_record *, all + 1);
    w->seen = AG_NEW(w->arena, uint32_t, all + 1);
    if (w->arena->failed) return;
    for (size_t i = 0; i < w->n; i++) {
        const ag_claim_record *c = &w->record[i];
        add_nodes(w, &c->id, 1, true);
        add_nodes(w, c->source, c->sources, false);
        add_nodes(w, c->from, c->froms, false);
        add_nodes(w, c->via, c->vias, true);
    }
    qsort(w->node, w->nodes, sizeof *w->node, compare_nodes);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->nodes; i++)
        if (!kept || compare_nodes(&w->node[kept - 1], &w->node[i]) != 0) w->node[kept++] = w->node[i];
    w->nodes = kept;
    for (size_t i = 0; i < w->n; i++) w->of_node[node_of(w, w->record[i].id, true)] = &w->record[i];
}

/* ---- Chains ------------------------------------------------------------------------------------------------------ */

typedef struct chain {
    uint32_t node[AG_MAX_ORIGINS], root[AG_MAX_ORIGINS];
    int nodes, roots;
    uint32_t mark; /* of seen[] */
    bool cut;
} chain;

static void visit(work *w, chain *c, uint32_t node) {
    if (w->seen[node] == c->mark) return;
    w->seen[node] = c->mark;
    if (c->nodes == AG_MAX_ORIGINS)
        c->cut = true;
    else
        c->node[c->nodes++] = node;
}

static void visit_sources(work *w, chain *c, const ag_text *name, int n, bool begins) {
    for (int i = 0; i < n; i++) {
        const uint32_t node = node_of(w, name[i], false);
        visit(w, c, node);
        if (begins && c->roots < AG_MAX_ORIGINS) c->root[c->roots++] = node;
    }
}

static int compare_numbers(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static const uint32_t *sorted(const work *w, uint32_t *node, int *n) {
    uint32_t *out = AG_NEW(w->arena, uint32_t, *n + 1);
    int kept = 0;
    if (!out) return NULL;
    qsort(node, (size_t)*n, sizeof *node, compare_numbers);
    for (int i = 0; i < *n; i++)
        if (!kept || out[kept - 1] != node[i]) out[kept++] = node[i];
    *n = kept;
    return out;
}

/* In breadth, each node once. A chain that runs in a circle begins nowhere: then all its sources stand for its
 * beginning. */
static void follow(work *w, const ag_claim_record *record, uint32_t mark, ag_told *told) {
    chain c = {.mark = mark};
    int sources = 0;
    bool known = false;
    visit(w, &c, node_of(w, record->id, true));
    for (int i = 0; i < c.nodes; i++) {
        const ag_claim_record *at = w->of_node[c.node[i]];
        sources += !w->node[c.node[i]].claim;
        if (!at) continue;
        known |= !at->anonymous && (at->froms || !at->vias);
        visit_sources(w, &c, at->source, at->sources, !at->froms && !at->vias);
        visit_sources(w, &c, at->from, at->froms, true);
        for (int k = 0; k < at->vias; k++) visit(w, &c, node_of(w, at->via[k], true));
    }
    const bool circle = !c.roots;
    for (int i = 0; circle && i < c.nodes; i++)
        if (!w->node[c.node[i]].claim) c.root[c.roots++] = c.node[i];
    *told =
        (ag_told){.record = record, .nodes = c.nodes, .roots = c.roots, .anonymous = !known, .cut = c.cut || !sources};
    told->node = sorted(w, c.node, &told->nodes);
    told->root = sorted(w, c.root, &told->roots);
}

/* The first that both have; sources stand before claims. */
static uint32_t first_common(const uint32_t *a, int n, const uint32_t *b, int m) {
    for (int i = 0, k = 0; i < n && k < m;) {
        if (a[i] == b[k]) return a[i];
        if (a[i] < b[k])
            i++;
        else
            k++;
    }
    return AG_NO_MEETING;
}

/* ---- Pairs ------------------------------------------------------------------------------------------------------- */

static bool excludes(const ag_claim_record *a, const ag_claim_record *b) {
    return ag_claim_least(a) > ag_claim_most(b) || ag_claim_least(b) > ag_claim_most(a);
}

static bool of_one_time(const ag_claim_record *a, const ag_claim_record *b) {
    return a->held_on.first <= b->held_on.last && b->held_on.first <= a->held_on.last;
}

static bool of_the_same_days(const ag_claim_record *a, const ag_claim_record *b) {
    return a->held_on.first == b->held_on.first && a->held_on.last == b->held_on.last;
}

/* What was counted so far is less later, or on the same day; within days that overlap it may have grown. */
static bool falls(const ag_claim_record *a, const ag_claim_record *b) {
    return ag_claim_least(a) > ag_claim_most(b) && b->held_on.first >= a->held_on.last;
}

ag_claim_pair ag_claims_pair(const ag_claims *claims, uint32_t a, uint32_t b) {
    const ag_told *x = &claims->told[a], *y = &claims->told[b];
    ag_claim_pair p = {.meet = first_common(x->root, x->roots, y->root, y->roots)};
    if (p.meet == AG_NO_MEETING) p.meet = first_common(x->node, x->nodes, y->node, y->nodes);
    p.independent = p.meet == AG_NO_MEETING && !x->cut && !y->cut;
    if (x->group != y->group) return p;
    const ag_claim_record *r = x->record, *s = y->record;
    p.contradicts =
        (of_the_same_days(r, s) && excludes(r, s)) || (claims->group[x->group].so_far && (falls(r, s) || falls(s, r)));
    p.agrees = of_one_time(r, s) && !excludes(r, s) && ag_text_equal(r->value, s->value);
    return p;
}

/* ---- Groups ------------------------------------------------------------------------------------------------------ */

static int compare_things(const ag_claim_record *a, const ag_claim_record *b) {
    int order = ag_text_compare(a->topic, b->topic);
    if (!order) order = ag_text_compare(a->measure, b->measure);
    return order ? order : ag_text_compare(a->about, b->about);
}

/* By when it had been said at the latest. */
static int compare_days(const ag_claim_record *a, const ag_claim_record *b) {
    const ag_date *x = &a->said_on, *y = &b->said_on;
    if (x->last != y->last) return x->last < y->last ? -1 : 1;
    return x->first != y->first ? (x->first < y->first ? -1 : 1) : ag_text_compare(a->said, b->said);
}

static int compare_told(const void *a, const void *b) {
    const ag_claim_record *x = ((const ag_told *)a)->record, *y = ((const ag_told *)b)->record;
    int order = compare_things(x, y);
    if (!order) order = compare_days(x, y);
    return order ? order : ag_text_compare(x->id, y->id);
}

static uint32_t line_of(uint32_t *line, uint32_t i) {
    while (line[i] != i) i = line[i] = line[line[i]];
    return i;
}

/* Pairs are counted; claims whose chains meet are joined, and the lines numbered in the order of their first claim. */
static void weigh_pairs(const work *w, ag_claim_group *g) {
    ag_told *told = &w->out->told[g->first];
    uint32_t *line = AG_NEW(w->arena, uint32_t, g->claims);
    if (!line) return;
    for (uint32_t i = 0; i < g->claims; i++) line[i] = i;
    for (uint32_t i = 0; i < g->claims; i++)
        for (uint32_t k = i + 1; k < g->claims; k++) {
            const ag_claim_pair p = ag_claims_pair(w->out, g->first + i, g->first + k);
            const bool same = p.agrees && !p.independent, confirmed = p.agrees && p.independent;
            told[i].repeated += same, told[k].repeated += same;
            told[i].corroborated += confirmed, told[k].corroborated += confirmed;
            told[i].contradicted += p.contradicts, told[k].contradicted += p.contradicts;
            g->corroborations += confirmed;
            g->contradictions += p.contradicts;
            const uint32_t x = line_of(line, i), y = line_of(line, k);
            if (!p.independent) line[x < y ? y : x] = x < y ? x : y;
        }
    for (uint32_t i = 0; i < g->claims; i++)
        told[i].line = line_of(line, i) == i ? g->lines++ : told[line_of(line, i)].line;
}

/* ---- Bounds ------------------------------------------------------------------------------------------------------ */

static void widen(const ag_claim_record *c, int64_t *least, int64_t *most, bool *open, bool *unfounded) {
    const int64_t low = ag_claim_least(c), high = ag_claim_most(c);
    const bool no_least = c->low == AG_NO_COUNT && c->point == AG_NO_COUNT;
    const int64_t smallest = no_least ? high : low, largest = high == INT64_MAX ? low : high;
    if (smallest < *least) *least = smallest;
    if (largest > *most) *most = largest;
    *open |= high == INT64_MAX;
    *unfounded |= no_least;
}

/* A row for each day on which somebody of the class gave a number. */
static uint32_t bounds_of(const ag_claims *all, const ag_claim_group *g, ag_claim_class relation,
                          ag_claim_bounds *out) {
    uint32_t n = 0;
    const ag_claim_record *last = NULL;
    ag_claim_bounds running = {.relation = relation, .running_least = INT64_MAX, .running_most = 0};
    for (uint32_t i = 0; i < g->claims; i++) {
        const ag_claim_record *c = all->told[g->first + i].record;
        if (!ag_claim_has_number(c) || (relation != AG_CLAIM_CLASSES && c->relation != relation)) continue;
        if (!last || compare_days(last, c) != 0) {
            running.claims = 0;
            running.least = INT64_MAX;
            running.most = 0;
            running.open = running.unfounded = false;
            running.said = c->said;
            n++;
        }
        running.claims++;
        running.so_far++;
        widen(c, &running.least, &running.most, &running.open, &running.unfounded);
        widen(c, &running.running_least, &running.running_most, &running.running_open, &running.running_unfounded);
        out[n - 1] = running;
        last = c;
    }
    return n;
}

static void find_bounds(const work *w, ag_claim_group *g) {
    ag_claim_bounds *out = AG_NEW(w->arena, ag_claim_bounds, 2 * g->claims + 1);
    if (!out) return;
    g->bounds = out;
    for (int c = 0; c <= AG_CLAIM_CLASSES; c++)
        g->bounds_n += bounds_of(w->out, g, (ag_claim_class)c, out + g->bounds_n);
}

static void find_lacks(const ag_claims *all, ag_claim_group *g) {
    unsigned found = 0;
    bool untimed = false;
    for (uint32_t i = 0; i < g->claims; i++) {
        const ag_claim_record *c = all->told[g->first + i].record;
        const bool number = ag_claim_has_number(c);
        g->numbers += number;
        untimed |= !c->as_of.n;
        found |= number ? AG_LACKS_NUMBER : 0U;
        found |= c->low != AG_NO_COUNT ? AG_LACKS_LEAST : 0U;
        found |= c->high != AG_NO_COUNT ? AG_LACKS_MOST : 0U;
        found |= c->relation == AG_CLAIM_PARTY ? AG_LACKS_PARTY : 0U;
        found |= c->relation == AG_CLAIM_WITNESS ? AG_LACKS_WITNESS : 0U;
        found |= all->told[g->first + i].anonymous ? 0U : AG_LACKS_KNOWN;
    }
    found |= g->corroborations ? AG_LACKS_CORROBORATION : 0U;
    found |= g->lines > 1 ? AG_LACKS_SECOND_ORIGIN : 0U;
    found |= untimed ? 0U : AG_LACKS_TIME;
    g->lacks = ~found & ((1U << AG_LACKS) - 1);
    if (!g->numbers) g->lacks &= ~(unsigned)(AG_LACKS_LEAST | AG_LACKS_MOST);
}

static void find_groups(work *w) {
    ag_claims *all = w->out;
    all->group = AG_NEW(w->arena, ag_claim_group, all->n + 1);
    for (uint32_t i = 0; all->group && i < all->n; i++) {
        const ag_claim_record *c = all->told[i].record;
        if (!i || compare_things(all->told[i - 1].record, c) != 0)
            all->group[all->groups++] =
                (ag_claim_group){.topic = c->topic, .measure = c->measure, .about = c->about, .first = i};
        ag_claim_group *g = &all->group[all->groups - 1];
        all->told[i].group = all->groups - 1;
        g->claims++;
        g->so_far |= c->so_far;
    }
    for (uint32_t g = 0; g < all->groups; g++) {
        weigh_pairs(w, &all->group[g]);
        find_bounds(w, &all->group[g]);
        find_lacks(all, &all->group[g]);
    }
}

/* ---- Origins ----------------------------------------------------------------------------------------------------- */

static bool has(const uint32_t *list, int n, uint32_t node) {
    return bsearch(&node, list, (size_t)n, sizeof node, compare_numbers) != NULL;
}

/* Whether all claims of `o`, a source that begins none of them, begin with one and the same source: it adds nothing. */
static bool only_passes_on(const ag_claims *all, const ag_claim_origin *o) {
    const ag_told *first = &all->told[o->claim[0]];
    for (int r = 0; r < first->roots; r++) {
        uint32_t i = 1;
        while (i < o->claims && has(all->told[o->claim[i]].root, all->told[o->claim[i]].roots, first->root[r])) i++;
        if (i == o->claims) return true;
    }
    return false;
}

static int compare_origins(const void *a, const void *b) {
    const ag_claim_origin *x = a, *y = b;
    if (x->claims != y->claims) return x->claims > y->claims ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

static int compare_by_day(const void *a, const void *b) {
    const ag_claim_record *x = (*(const ag_told *const *)a)->record, *y = (*(const ag_told *const *)b)->record;
    const int order = compare_days(x, y);
    return order ? order : ag_text_compare(x->id, y->id);
}

/* In the order in which they were said, whatever they are about. */
static const ag_told **by_day(const work *w) {
    const ag_told **order = AG_NEW(w->arena, const ag_told *, w->out->n + 1);
    for (uint32_t i = 0; order && i < w->out->n; i++) order[i] = &w->out->told[i];
    if (order) qsort(order, w->out->n, sizeof *order, compare_by_day);
    return order;
}

/* Counts, places, then fills: the claims of each source lie one after another. */
static void find_origins(work *w) {
    ag_claims *all = w->out;
    uint32_t total = 0, *place = AG_NEW(w->arena, uint32_t, w->nodes + 1);
    ag_claim_origin *by_node = AG_NEW(w->arena, ag_claim_origin, w->nodes + 1);
    const ag_told **order = by_day(w);
    if (!by_node || !place || !order) return;
    for (uint32_t i = 0; i < all->n; i++)
        for (int k = 0; k < all->told[i].nodes; k++) place[all->told[i].node[k]]++, total++;
    uint32_t *claim = AG_NEW(w->arena, uint32_t, total + 1);
    for (uint32_t v = 0, at = 0; claim && v < w->nodes; v++) {
        by_node[v] = (ag_claim_origin){.node = v, .claim = claim + at, .anonymous = true};
        at += place[v];
        place[v] = at - place[v];
    }
    for (uint32_t i = 0; claim && i < all->n; i++)
        for (int k = 0; k < order[i]->nodes; k++) {
            ag_claim_origin *o = &by_node[order[i]->node[k]];
            const bool begins = has(order[i]->root, order[i]->roots, o->node);
            claim[place[o->node] + o->claims++] = (uint32_t)(order[i] - all->told);
            o->begins |= begins;
            o->anonymous &= !begins || order[i]->anonymous;
        }
    for (uint32_t v = 0; claim && v < w->nodes; v++) {
        const ag_claim_origin *o = &by_node[v];
        if (w->node[v].claim || !o->claims || (!o->begins && (o->claims < 2 || only_passes_on(all, o)))) continue;
        by_node[all->origins++] = *o;
    }
    all->origin = by_node;
    qsort(by_node, all->origins, sizeof *by_node, compare_origins);
}

/* ---- Together ---------------------------------------------------------------------------------------------------- */

static bool is_asked(const ag_claims_question *q, const ag_claim_record *c) {
    return !c->unheard && (!q->topic.n || ag_text_equal_fold(q->topic, c->topic)) &&
           (!q->measure.n || ag_text_equal_fold(q->measure, c->measure));
}

ag_status ag_claims_combine(const ag_claim_record *record, size_t n, const ag_claims_question *question,
                            ag_arena *arena, ag_claims *out, ag_error *err) {
    work w = {.record = record, .n = n, .arena = arena, .out = out};
    *out = (ag_claims){.n = 0};
    if (n > AG_MAX_CLAIMS)
        return ag_fail(err, AG_BAD_INPUT, "ask about one topic", "more than %d claims at once", AG_MAX_CLAIMS);
    out->told = AG_NEW(arena, ag_told, n + 1);
    find_nodes(&w);
    if (!arena->failed) {
        out->node = w.node;
        out->nodes = w.nodes;
        for (size_t i = 0; i < n; i++)
            if (is_asked(question, &record[i])) follow(&w, &record[i], out->n + 1, &out->told[out->n]), out->n++;
        qsort(out->told, out->n, sizeof *out->told, compare_told);
    }
    if (!arena->failed) find_groups(&w);
    if (!arena->failed) find_origins(&w);
    return arena->failed ? ag_fail(err, AG_ENVIRONMENT, "free some memory", "out of memory") : AG_OK;
}
