/* Orders of rows: see pedigree_order.h.
 *
 * The first order is a walk: a person, his or her mates beside, then their children, then the mates' own parents and
 * siblings to the right. For most families that is already perfect. Otherwise blocks of neighbours are moved within
 * their rows as long as that makes the order better, from several starts, within a budget of moves looked at.
 */
#include "report/pedigree_order.h"

#include <string.h>

#include "base/random.h"

#include "base/banned.h"

enum { BUDGET = 6000, SEED = 20 };

typedef struct search {
    const ag_pedigree *pedigree;
    const ag_pedigree_layout *layout;
    ag_row_order now, best;
    double now_cost, best_cost;
    bool mated[AG_MAX_DRAWN_PERSONS][AG_MAX_DRAWN_PERSONS];
    int budget;
} search;

/* ---- Cost ----------------------------------------------------------------------------------------------------- */

static bool are_mates(const ag_pedigree_layout *l, int a, int b) {
    for (int u = 0; u < l->matings; u++)
        if ((l->mating[u].father == a && l->mating[u].mother == b) ||
            (l->mating[u].father == b && l->mating[u].mother == a))
            return true;
    return false;
}

static bool is_founder(const ag_pedigree *pedigree, int p) {
    return pedigree->person[p].father < 0 && pedigree->person[p].mother < 0;
}

/* Twice the middle of the parents; -1 if they are in different rows. */
static int middle_of(const ag_pedigree_layout *l, const ag_row_order *o, const ag_mating *m) {
    int f = m->father >= 0 ? m->father : m->mother, g = m->mother >= 0 ? m->mother : m->father;
    return l->row[f] == l->row[g] ? o->at[f] + o->at[g] : -1;
}

/* Persons between two mates, and strangers worse than other mates of one of them. */
static int couple_faults(const search *s, const ag_row_order *o, const ag_mating *m) {
    const ag_pedigree_layout *l = s->layout;
    if (m->father < 0 || m->mother < 0 || l->row[m->father] != l->row[m->mother]) return 0;
    int a = o->at[m->father], b = o->at[m->mother], faults = 0;
    for (int k = (a < b ? a : b) + 1; k < (a < b ? b : a); k++) {
        int between = o->row[l->row[m->father]][k];
        faults += s->mated[between][m->father] || s->mated[between][m->mother] ? 2 : 6;
    }
    return faults;
}

/* Those among brothers and sisters who are neither of them nor married to one of them. */
static int sibship_faults(const search *s, const ag_row_order *o, const ag_mating *m) {
    const ag_pedigree_layout *l = s->layout;
    int row = l->row[m->child[0]], low = o->at[m->child[0]], high = low, faults = 0;
    uint64_t own = 0;
    for (int k = 0; k < m->children; k++) {
        int c = m->child[k];
        if (l->row[c] != row) continue;
        low = o->at[c] < low ? o->at[c] : low;
        high = o->at[c] > high ? o->at[c] : high;
        own |= (uint64_t)1 << c;
    }
    for (int k = low + 1; k < high; k++) {
        int p = o->row[row][k];
        bool joined = own >> p & 1;
        for (int q = 0; q < m->children && !joined; q++)
            joined = is_founder(s->pedigree, p) && s->mated[p][m->child[q]];
        faults += !joined;
    }
    return faults;
}

/* Pairs of children of two couples of one row that stand the other way round. */
static int crossings(const search *s, const ag_row_order *o, const ag_mating *a, const ag_mating *b) {
    const ag_pedigree_layout *l = s->layout;
    int from = middle_of(l, o, a), to = middle_of(l, o, b), faults = 0;
    int row_a = l->row[a->father >= 0 ? a->father : a->mother], row_b = l->row[b->father >= 0 ? b->father : b->mother];
    if (from < 0 || to < 0 || from == to || row_a != row_b) return 0;
    for (int i = 0; i < a->children; i++)
        for (int k = 0; k < b->children; k++)
            if (l->row[a->child[i]] == l->row[b->child[k]])
                faults += (from < to) != (o->at[a->child[i]] < o->at[b->child[k]]);
    return faults;
}

static int twin_faults(const search *s, const ag_row_order *o) {
    int faults = 0;
    for (int p = 0; p < s->pedigree->persons; p++) {
        int q = s->pedigree->person[p].twin;
        if (q < 0 || s->layout->row[p] != s->layout->row[q]) continue;
        int apart = o->at[p] > o->at[q] ? o->at[p] - o->at[q] : o->at[q] - o->at[p];
        faults += apart > 1 ? 1 : 0;
    }
    return faults;
}

static int faults_of(const search *s, const ag_row_order *o) {
    int faults = twin_faults(s, o);
    for (int u = 0; u < s->layout->matings; u++) {
        const ag_mating *m = &s->layout->mating[u];
        faults += couple_faults(s, o, m) + sibship_faults(s, o, m);
        for (int v = 0; v < u; v++) faults += crossings(s, o, m, &s->layout->mating[v]);
    }
    return faults;
}

/* Faults, and far behind them: siblings in the order of the file, the father at the left. */
static double cost_of(const search *s, const ag_row_order *o) {
    int untidy = 0;
    for (int u = 0; u < s->layout->matings; u++) {
        const ag_mating *m = &s->layout->mating[u];
        for (int k = 1; k < m->children; k++) untidy += 3 * (o->at[m->child[k]] < o->at[m->child[k - 1]]);
        untidy += m->father >= 0 && m->mother >= 0 && o->at[m->father] > o->at[m->mother];
    }
    return faults_of(s, o) + untidy * 1e-3;
}

/* ---- The walk ------------------------------------------------------------------------------------------------- */

static void append(search *s, int person, uint64_t *done) {
    if (person < 0 || *done >> person & 1) return;
    *done |= (uint64_t)1 << person;
    int r = s->layout->row[person];
    s->now.at[person] = s->now.n[r];
    s->now.row[r][s->now.n[r]++] = person;
}

static bool married_into_a_family(const search *s, int person) {
    for (int q = 0; q < s->pedigree->persons; q++)
        if (s->mated[person][q] && !is_founder(s->pedigree, q)) return true;
    return false;
}

static void walk(search *s, int person, uint64_t *walked, uint64_t *done);

/* Children whose mates bring parents of their own come last, at the edge of the sibship. */
static void walk_children(search *s, const ag_mating *m, uint64_t *walked, uint64_t *done) {
    for (int late = 0; late < 2; late++)
        for (int k = 0; k < m->children; k++)
            if (married_into_a_family(s, m->child[k]) == (late == 1)) walk(s, m->child[k], walked, done);
}

static void walk(search *s, int person, uint64_t *walked, uint64_t *done) {
    if (*walked >> person & 1) return;
    *walked |= (uint64_t)1 << person;
    const ag_pedigree_layout *l = s->layout;
    int mate[AG_MAX_DRAWN_PERSONS], mates = 0;
    for (int u = 0; u < l->matings; u++) {
        const ag_mating *m = &l->mating[u];
        if (m->father == person && m->mother >= 0) mate[mates++] = m->mother;
        if (m->mother == person && m->father >= 0) mate[mates++] = m->father;
    }
    if (mates > 1) append(s, mate[0], done); /* one mate at each side */
    append(s, person, done);
    for (int k = 0; k < mates; k++) append(s, mate[k], done);
    for (int u = 0; u < l->matings; u++)
        if (l->mating[u].father == person || l->mating[u].mother == person)
            walk_children(s, &l->mating[u], walked, done);
    for (int k = 0; k < mates; k++) {
        const ag_person *p = &s->pedigree->person[mate[k]];
        if (p->father >= 0)
            walk(s, p->father, walked, done);
        else if (p->mother >= 0)
            walk(s, p->mother, walked, done);
        walk(s, mate[k], walked, done);
    }
}

/* Starts with the oldest, so that a family is entered from its top. */
static void first_order(search *s) {
    uint64_t walked = 0, done = 0;
    s->now.rows = s->layout->rows;
    for (int r = 0; r < s->layout->rows; r++)
        for (int p = 0; p < s->layout->persons; p++)
            if (s->layout->row[p] == r) walk(s, p, &walked, &done);
}

/* ---- The search ----------------------------------------------------------------------------------------------- */

/* Moves the block [from, to] of a row so that it starts at `target`. Undone by the same with swapped roles. */
static void move_block(ag_row_order *o, int row, int from, int to, int target) {
    int block[AG_MAX_DRAWN_PERSONS], length = to - from + 1, *p = o->row[row];
    memcpy(block, p + from, (size_t)length * sizeof *block);
    if (target < from)
        memmove(p + target + length, p + target, (size_t)(from - target) * sizeof *p);
    else
        memmove(p + from, p + to + 1, (size_t)(target - from) * sizeof *p);
    memcpy(p + target, block, (size_t)length * sizeof *block);
    for (int k = 0; k < o->n[row]; k++) o->at[p[k]] = k;
}

static bool try_block(search *s, int row, int from, int to) {
    int length = to - from + 1;
    for (int target = 0; target + length <= s->now.n[row]; target++) {
        if (target == from) continue;
        if (s->budget-- <= 0) return false;
        move_block(&s->now, row, from, to, target);
        double cost = cost_of(s, &s->now);
        if (cost < s->now_cost) {
            s->now_cost = cost;
            return true;
        }
        move_block(&s->now, row, target, target + length - 1, from);
    }
    return false;
}

static bool improve(search *s) {
    bool better = false;
    for (int r = 0; r < s->now.rows; r++)
        for (int from = 0; from < s->now.n[r]; from++)
            for (int to = from; to < s->now.n[r]; to++) better |= try_block(s, r, from, to);
    return better;
}

static void shuffle(search *s, ag_random *random) {
    for (int r = 0; r < s->now.rows; r++)
        for (int k = s->now.n[r] - 1; k > 0; k--) {
            int with = (int)ag_random_below(random, (uint32_t)k + 1);
            move_block(&s->now, r, with, with, k);
        }
}

static void climb(search *s) {
    s->now_cost = cost_of(s, &s->now);
    for (bool better = true; better && s->now_cost > 0 && s->budget > 0;) better = improve(s);
    if (s->now_cost >= s->best_cost) return;
    s->best = s->now;
    s->best_cost = s->now_cost;
}

static void prepare(search *s, const ag_pedigree *pedigree, const ag_pedigree_layout *layout) {
    *s = (search){.pedigree = pedigree, .layout = layout, .budget = BUDGET, .best_cost = 1e300};
    for (int a = 0; a < pedigree->persons; a++)
        for (int b = 0; b < pedigree->persons; b++) s->mated[a][b] = are_mates(layout, a, b);
}

void ag_row_order_find(const ag_pedigree *pedigree, const ag_pedigree_layout *layout, ag_row_order *out) {
    search s;
    ag_random random;
    prepare(&s, pedigree, layout);
    ag_random_init(&random, SEED, 0);
    first_order(&s);
    for (climb(&s); s.best_cost >= 1 && s.budget > 0; climb(&s)) shuffle(&s, &random);
    *out = s.best;
}

int ag_row_order_faults(const ag_pedigree *pedigree, const ag_pedigree_layout *layout, const ag_row_order *order) {
    search s;
    prepare(&s, pedigree, layout);
    return faults_of(&s, order);
}
