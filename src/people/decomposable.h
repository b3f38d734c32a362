/* The number of all, averaged over every decomposable graph of dependence between three, four or five lists.
 *
 * Madigan and York 1997 (and the package dga): a graph is a model; the cells have a hyper-Dirichlet prior of weight
 * delta a cell; the number of unseen u has a prior on 0 … most. With N = people + u, δ' = delta·2^(lists - |c|), D the
 * table of a clique c and D0 its cell of nobody:
 *
 *   clique(u) = ln Γ(u + D0 + δ') + Σ over other cells ln Γ(D + δ') - 2^|c| ln Γ(δ')
 *   graph(u) = Σ cliques - Σ separators + (#cliques - #separators)(ln Γ(2^lists delta) - ln Γ(N + 2^lists delta))
 *              + ln Γ(N+1) - ln Γ(u+1) - Σ ln Γ(cell + 1) + ln prior(N)
 *
 * There are 8, 61 and 822 graphs. Numbers are natural logarithms within, plain outside.
 */
#ifndef AG_PEOPLE_DECOMPOSABLE_H
#define AG_PEOPLE_DECOMPOSABLE_H

#include "antigone/status.h"
#include "base/arena.h"
#include "people/lists.h"

enum { AG_MOST_GRAPH_LISTS = 5, AG_GRAPHS_OF_FIVE = 822 };

typedef struct ag_graph {
    uint16_t edges;                         /* bit of pair (i,j), i<j: counted (0,1), (0,2) … */
    uint8_t clique[AG_MOST_GRAPH_LISTS];    /* maximal complete sets, as patterns */
    uint8_t separator[AG_MOST_GRAPH_LISTS]; /* not the empty ones */
    int cliques, separators;
} ag_graph;

/* All decomposable graphs on 3 … 5 lists into out[AG_GRAPHS_OF_FIVE], by edges; how many. */
int ag_graphs_make(int lists, ag_graph *out);
/* By its cliques, as a log-linear model: "[123,14]". */
enum { AG_GRAPH_NAME_BYTES = 24 };
const char *ag_graph_name(const ag_graph *graph, char out[AG_GRAPH_NAME_BYTES]);

typedef struct ag_graphs_options {
    double delta;
    int64_t least, most; /* unseen that are thought possible */
    double shape, scale; /* N ~ Poisson with a Gamma(shape, rate) mean: Γ(N+a)/N!·(b/(1+b))^a/(1+b)^N; 0: 1/N */
    int threads;
} ag_graphs_options;

typedef struct ag_graphs_result {
    double delta;
    int64_t least, most;
    int graphs;
    ag_graph *graph;                    /* arena, the most probable first */
    double *share;                      /* posterior of each */
    double *graph_mean;                 /* of all, seen and unseen, under each */
    double mean, sd, relative;          /* relative: least expected squared relative error, E(1/N)/E(1/N²) */
    int64_t mode, lower, median, upper; /* of N; 2.5 %, 50 %, 97.5 % */
    int64_t top_mode;                   /* under the most probable graph */
    double top_relative;
    double at_edge; /* share of the posterior in the last twentieth of the range: what lies beyond is cut off */
} ag_graphs_result;

/* Of a table of 3 … 5 lists. */
ag_status ag_graphs_average(const ag_lists *lists, const ag_graphs_options *options, ag_arena *arena,
                            ag_graphs_result *out, ag_error *err);

#endif
