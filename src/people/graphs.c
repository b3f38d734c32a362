/* Decomposable graphs: see decomposable.h.
 *
 * A graph is decomposable if and only if a maximum cardinality search meets each vertex with its earlier neighbours
 * complete; the cliques and separators are read off on the way (Blair and Peyton 1993).
 */
#include <string.h>

#include "people/decomposable.h"

#include "base/banned.h"

static int members(unsigned set) { return __builtin_popcount(set); }

static void find_neighbours(int lists, unsigned edges, unsigned neighbours[AG_MOST_GRAPH_LISTS]) {
    memset(neighbours, 0, AG_MOST_GRAPH_LISTS * sizeof *neighbours);
    for (int i = 0, bit = 0; i < lists; i++)
        for (int j = i + 1; j < lists; j++, bit++)
            if (edges >> bit & 1) neighbours[i] |= 1U << j, neighbours[j] |= 1U << i;
}

static bool is_complete(unsigned set, const unsigned *neighbours) {
    for (int i = 0; set >> i; i++)
        if (set >> i & 1 && (set & ~(1U << i)) & ~neighbours[i]) return false;
    return true;
}

static int most_met(int lists, unsigned met, const unsigned *neighbours) {
    int best = -1;
    for (int v = 0; v < lists; v++)
        if (!(met >> v & 1) && (best < 0 || members(neighbours[v] & met) > members(neighbours[best] & met))) best = v;
    return best;
}

/* False: it is not decomposable. */
static bool take_apart(int lists, ag_graph *g) {
    unsigned neighbours[AG_MOST_GRAPH_LISTS], met = 0, clique = 0;
    find_neighbours(lists, g->edges, neighbours);
    g->cliques = g->separators = 0;
    for (int k = 0; k < lists; k++) {
        const int v = most_met(lists, met, neighbours);
        const unsigned earlier = neighbours[v] & met;
        if (!is_complete(earlier, neighbours)) return false;
        if (k && earlier != clique) {
            g->clique[g->cliques++] = (uint8_t)clique;
            if (earlier) g->separator[g->separators++] = (uint8_t)earlier;
        }
        clique = earlier | 1U << v;
        met |= 1U << v;
    }
    g->clique[g->cliques++] = (uint8_t)clique;
    return true;
}

int ag_graphs_make(int lists, ag_graph *out) {
    int n = 0;
    for (unsigned edges = 0; edges < 1U << (lists * (lists - 1) / 2); edges++) {
        ag_graph g = {.edges = (uint16_t)edges};
        if (take_apart(lists, &g)) out[n++] = g;
    }
    return n;
}

/* Greater cliques first, of one size by their digits. */
static bool is_before(unsigned a, unsigned b) {
    if (members(a) != members(b)) return members(a) > members(b);
    const unsigned differ = a ^ b;
    return (differ & -differ & a) != 0;
}

const char *ag_graph_name(const ag_graph *g, char out[AG_GRAPH_NAME_BYTES]) {
    unsigned done = 0;
    char *at = out;
    *at++ = '[';
    for (int k = 0; k < g->cliques; k++) {
        int next = 0;
        while (done >> next & 1) next++;
        for (int i = next + 1; i < g->cliques; i++)
            if (!(done >> i & 1) && is_before(g->clique[i], g->clique[next])) next = i;
        done |= 1U << next;
        if (k) *at++ = ',';
        for (int i = 0; i < AG_MOST_GRAPH_LISTS; i++)
            if (g->clique[next] >> i & 1) *at++ = (char)('1' + i);
    }
    *at++ = ']';
    *at = 0;
    return out;
}
