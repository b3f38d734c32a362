/* Layout of pedigrees: see pedigree_layout.h. Orders of rows are in pedigree_order.c. */
#include "report/pedigree_layout.h"

#include <math.h>
#include <string.h>

#include "report/pedigree_order.h"

#include "base/banned.h"

/* ---- Who has children with whom ------------------------------------------------------------------------------- */

/* Bit q of above[p]: q is p or an ancestor of p. */
static void find_ancestors(const ag_pedigree *pedigree, uint64_t *above) {
    int order[AG_MAX_DRAWN_PERSONS];
    ag_pedigree_order(pedigree, order);
    for (int k = 0; k < pedigree->persons; k++) {
        const ag_person *p = &pedigree->person[order[k]];
        above[order[k]] =
            (uint64_t)1 << order[k] | (p->father >= 0 ? above[p->father] : 0) | (p->mother >= 0 ? above[p->mother] : 0);
    }
}

static ag_mating *mating_of(ag_pedigree_layout *l, int father, int mother) {
    for (int u = 0; u < l->matings; u++)
        if (l->mating[u].father == father && l->mating[u].mother == mother) return &l->mating[u];
    ag_mating *new = &l->mating[l->matings++];
    *new = (ag_mating){.father = father, .mother = mother};
    return new;
}

static bool find_matings(ag_arena *arena, const ag_pedigree *pedigree, ag_pedigree_layout *l) {
    uint64_t above[AG_MAX_DRAWN_PERSONS];
    int n = pedigree->persons;
    find_ancestors(pedigree, above);
    l->mating = AG_NEW(arena, ag_mating, n ? n : 1);
    for (int c = 0; l->mating && c < n; c++) {
        const ag_person *p = &pedigree->person[c];
        if (p->father < 0 && p->mother < 0) continue;
        ag_mating *u = mating_of(l, p->father, p->mother);
        if (!u->child) u->child = AG_NEW(arena, int, n);
        if (!u->child) return false;
        u->child[u->children++] = c;
        u->related = u->father >= 0 && u->mother >= 0 && (above[u->father] & above[u->mother]);
    }
    return l->mating != NULL;
}

/* ---- Rows ----------------------------------------------------------------------------------------------------- */

static bool raise(int *row, int person, int to) {
    if (person < 0 || row[person] >= to) return false;
    row[person] = to;
    return true;
}

/* One pass of "children below their parents", and "mates in one row" if asked. Whether anything moved. */
static bool push_down(ag_pedigree_layout *l, bool mates) {
    bool moved = false;
    for (int u = 0; u < l->matings; u++) {
        const ag_mating *m = &l->mating[u];
        int f = m->father < 0 ? -1 : l->row[m->father], g = m->mother < 0 ? -1 : l->row[m->mother];
        int deepest = f > g ? f : g;
        if (mates) {
            moved |= raise(l->row, m->father, deepest);
            moved |= raise(l->row, m->mother, deepest);
        }
        for (int k = 0; k < m->children; k++) moved |= raise(l->row, m->child[k], deepest + 1);
    }
    return moved;
}

/* How far the founders who are joined to `person` by children may come down; 0 if a mate among them has parents. */
static int slack_of(const ag_pedigree *pedigree, const ag_pedigree_layout *l, int person, uint64_t *group) {
    *group = (uint64_t)1 << person;
    for (uint64_t before = 0; before != *group;) {
        before = *group;
        for (int u = 0; u < l->matings; u++) {
            uint64_t couple = 0;
            if (l->mating[u].father >= 0) couple |= (uint64_t)1 << l->mating[u].father;
            if (l->mating[u].mother >= 0) couple |= (uint64_t)1 << l->mating[u].mother;
            if (couple & *group) *group |= couple;
        }
    }
    int slack = l->persons;
    for (int p = 0; p < l->persons; p++)
        if ((*group >> p & 1) && (pedigree->person[p].father >= 0 || pedigree->person[p].mother >= 0)) return 0;
    for (int u = 0; u < l->matings; u++) {
        const ag_mating *m = &l->mating[u];
        int parent = m->father >= 0 ? m->father : m->mother;
        for (int k = 0; (*group >> parent & 1) && k < m->children; k++) {
            int room = l->row[m->child[k]] - 1 - l->row[parent];
            slack = room < slack ? room : slack;
        }
    }
    return slack == l->persons ? 0 : slack;
}

/* Founders stand right above their children, not at the top of the page. */
static void lower_founders(const ag_pedigree *pedigree, ag_pedigree_layout *l) {
    for (int p = 0; p < l->persons; p++) {
        uint64_t group;
        int slack = slack_of(pedigree, l, p, &group);
        for (int q = 0; q < l->persons && slack > 0; q++)
            if (group >> q & 1) l->row[q] += slack;
    }
}

/* Mates share a row unless that cannot be (a daughter's child by her father): then only descent counts. */
static void find_rows(const ag_pedigree *pedigree, ag_pedigree_layout *l) {
    bool moved = true;
    for (int round = 0; moved && round < 2 * l->persons + 2; round++) moved = push_down(l, true);
    if (moved) {
        memset(l->row, 0, (size_t)l->persons * sizeof *l->row);
        do moved = push_down(l, false);
        while (moved);
    } else {
        lower_founders(pedigree, l);
    }
    int top = l->persons;
    for (int p = 0; p < l->persons; p++) top = l->row[p] < top ? l->row[p] : top;
    for (int p = 0; p < l->persons; p++) {
        l->row[p] -= top;
        l->rows = l->row[p] + 1 > l->rows ? l->row[p] + 1 : l->rows;
    }
}

/* ---- Places --------------------------------------------------------------------------------------------------- */

/* Where lines to children start: between neighbours; past those who stand between distant mates, beside the mate with
 * fewer families. */
static void find_drops(ag_pedigree_layout *l, const ag_row_order *order) {
    int families[AG_MAX_DRAWN_PERSONS] = {0};
    for (int u = 0; u < l->matings; u++) {
        if (l->mating[u].father >= 0) families[l->mating[u].father]++;
        if (l->mating[u].mother >= 0) families[l->mating[u].mother]++;
    }
    for (int u = 0; u < l->matings; u++) {
        ag_mating *m = &l->mating[u];
        if (m->father < 0 || m->mother < 0 || l->row[m->father] != l->row[m->mother]) {
            int low =
                m->father < 0 || (m->mother >= 0 && l->row[m->mother] > l->row[m->father]) ? m->mother : m->father;
            m->left = m->right = low;
            continue;
        }
        bool father_first = order->at[m->father] < order->at[m->mother];
        m->left = father_first ? m->father : m->mother;
        m->right = father_first ? m->mother : m->father;
        const int *row = order->row[l->row[m->left]];
        m->side_by_side = order->at[m->right] - order->at[m->left] == 1;
        if (families[m->right] <= families[m->left])
            m->left = row[order->at[m->right] - 1];
        else
            m->right = row[order->at[m->left] + 1];
    }
}

static void sort_children(ag_pedigree_layout *l, const ag_row_order *order) {
    for (int u = 0; u < l->matings; u++)
        for (int i = 1; i < l->mating[u].children; i++)
            for (int k = i, *c = l->mating[u].child; k > 0 && order->at[c[k]] < order->at[c[k - 1]]; k--) {
                int swap = c[k];
                c[k] = c[k - 1];
                c[k - 1] = swap;
            }
}

static double spread(ag_pedigree_layout *l, int a, int b, double part, double wanted) {
    double shift = (l->x[b] - l->x[a] - wanted) * part / 2;
    l->x[a] += shift;
    l->x[b] -= shift;
    return fabs(shift);
}

/* Moves parents and children towards each other until they are centred. Returns the largest move. */
static double centre(ag_pedigree_layout *l) {
    double largest = 0;
    for (int u = 0; u < l->matings; u++) {
        ag_mating *m = &l->mating[u];
        double middle = (l->x[m->child[0]] + l->x[m->child[m->children - 1]]) / 2;
        double shift = ((l->x[m->left] + l->x[m->right]) / 2 - middle) * 0.45;
        l->x[m->left] -= shift;
        if (m->right != m->left) l->x[m->right] -= shift;
        for (int k = 0; k < m->children; k++) l->x[m->child[k]] += shift;
        largest = fabs(shift) > largest ? fabs(shift) : largest;
    }
    return largest;
}

/* Neighbours keep their distance. Returns the largest move. */
static double separate(ag_pedigree_layout *l, const ag_row_order *order, const double *half) {
    double largest = 0;
    for (int r = 0; r < order->rows; r++)
        for (int k = 1; k < order->n[r]; k++) {
            int a = order->row[r][k - 1], b = order->row[r][k];
            double wanted = half[a] + half[b];
            if (l->x[b] - l->x[a] >= wanted) continue;
            double move = spread(l, a, b, 1, wanted);
            largest = move > largest ? move : largest;
        }
    return largest;
}

/* Mates and brothers and sisters do not drift apart. */
static void gather(ag_pedigree_layout *l, const ag_row_order *order, const double *half, double part) {
    for (int u = 0; u < l->matings; u++) {
        const ag_mating *m = &l->mating[u];
        if (m->left != m->right) spread(l, m->left, m->right, part, half[m->left] + half[m->right]);
    }
    for (int r = 0; r < order->rows; r++)
        for (int k = 1; k < order->n[r]; k++) {
            int a = order->row[r][k - 1], b = order->row[r][k];
            spread(l, a, b, part / 4, half[a] + half[b]);
        }
}

/* Positions settle under constraints (Jakobsen's relaxation): the pull fades, so that in the end the lines are
 * straight.
 */
static void find_places(ag_pedigree_layout *l, const ag_row_order *order, const double *half) {
    enum { PULLED = 300, ROUNDS = 3000 };
    for (int r = 0; r < order->rows; r++) {
        double all = 0, at = 0;
        for (int k = 0; k < order->n[r]; k++) all += 2 * half[order->row[r][k]];
        for (int k = 0; k < order->n[r]; k++) {
            int p = order->row[r][k];
            l->x[p] = at + half[p] - all / 2;
            at += 2 * half[p];
        }
    }
    for (int round = 0; round < ROUNDS; round++) {
        if (round < PULLED) gather(l, order, half, 0.3 * (PULLED - round) / PULLED);
        double centred = centre(l), apart = separate(l, order, half);
        if (round >= PULLED && centred < 0.01 && apart < 0.01) break;
    }
    double left = INFINITY, right = -INFINITY;
    for (int p = 0; p < l->persons; p++) left = fmin(left, l->x[p] - half[p]);
    for (int p = 0; p < l->persons; p++) {
        l->x[p] = round(l->x[p] - left);
        right = fmax(right, l->x[p] + half[p]);
    }
    l->width = l->persons ? right : 0;
}

bool ag_pedigree_layout_make(ag_arena *arena, const ag_pedigree *pedigree, const double *half_width,
                             ag_pedigree_layout *out) {
    int n = pedigree->persons;
    *out = (ag_pedigree_layout){.persons = n, .row = AG_NEW(arena, int, n + 1), .x = AG_NEW(arena, double, n + 1)};
    if (!out->row || !out->x || !find_matings(arena, pedigree, out)) return false;
    find_rows(pedigree, out);
    ag_row_order order;
    ag_row_order_find(pedigree, out, &order);
    find_drops(out, &order);
    sort_children(out, &order);
    find_places(out, &order, half_width);
    return true;
}
