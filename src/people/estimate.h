/* Everything that a table of lists says about those on none of them, as rows to be shown side by side.
 *
 * The rules: never one figure alone (D1); nothing where the table cannot carry it, with the reason (D2); latent classes
 * where several chains agree alone (D3); of two lists a range alone (D6). A row that is refused has its reason and no
 * number. "Near" are log-linear models whose BIC is within AG_NEAR_BIC of the least: those the data hardly tell apart.
 */
#ifndef AG_PEOPLE_ESTIMATE_H
#define AG_PEOPLE_ESTIMATE_H

#include "people/capture.h"
#include "people/classes.h"
#include "people/decomposable.h"

#define AG_NEAR_BIC 6.0
enum { AG_ROW_NAME_BYTES = AG_MODEL_NAME_BYTES, AG_DELTAS = 2, AG_LEAST_LIST = 20 };

typedef enum ag_estimate_state {
    AG_ESTIMATE_REFUSED,
    AG_ESTIMATE_RANGE,       /* of two lists */
    AG_ESTIMATE_FREQUENCIES, /* it is known on how many lists persons are, or there are too many lists for a table */
    AG_ESTIMATE_MODELS
} ag_estimate_state;

typedef enum ag_method {
    AG_METHOD_PAIR, /* two of the lists, as if they were independent: Chapman */
    AG_METHOD_ODDS, /* the same with an odds ratio */
    AG_METHOD_LOGLINEAR,
    AG_METHOD_AVERAGE, /* of log-linear models, by BIC */
    AG_METHOD_CAPTURE,
    AG_METHOD_GRAPHS, /* averaged over decomposable graphs */
    AG_METHOD_GRAPH,  /* one of them; weight is its posterior */
    AG_METHOD_CLASSES,
    AG_METHODS
} ag_method;

typedef enum ag_remark {
    AG_REMARK_NONE,
    AG_REMARK_LOWER_BOUND,
    /* refused: */
    AG_REMARK_NO_MAXIMUM,
    AG_REMARK_NOT_IDENTIFIED,
    AG_REMARK_NEITHER,
    AG_REMARK_NO_FIT,  /* nothing fits, or it needs a table that is not kept */
    AG_REMARK_CUT_OFF, /* the posterior goes on beyond the numbers that were weighed */
    AG_REMARK_CHAINS_APART,
    AG_REMARKS
} ag_remark;

typedef struct ag_estimate_row {
    ag_method method;
    ag_remark remark;
    bool shown; /* on the screen and the page; all rows are in the file */
    bool near;
    char model[AG_ROW_NAME_BYTES];
    double n, se, lower, upper; /* NaN where there is none; INFINITY: nothing bounds it */
    double deviance, df, aic, bic, weight;
    double parameter; /* delta of graphs, R-hat of classes, the odds ratio; NaN: it has none */
} ag_estimate_row;

typedef struct ag_estimate_options {
    int64_t least_list;  /* a shorter list is refused */
    int64_t most_unseen; /* that graphs weigh, at most AG_MAX_UNSEEN; 0: as many as the posterior needs */
    ag_classes_options classes;
} ag_estimate_options;

typedef struct ag_estimate {
    const ag_lists *lists; /* borrowed */
    int64_t least_list;
    unsigned faults; /* ag_lists_fault */
    ag_estimate_state state;
    ag_estimate_row *row; /* arena; log-linear models by BIC, then those that are refused */
    size_t rows;
    size_t models, refused;             /* log-linear models, and of them those without an estimate */
    int most_pairs;                     /* see ag_models; 0: all hierarchical models */
    double least, most;                 /* the widest that near models, graphs and classes say; NaN: nothing */
    double least_n, most_n;             /* the smallest and the greatest of their middles */
    ag_graphs_result graphs[AG_DELTAS]; /* graphs = 0 where there is none */
    ag_classes_result classes;          /* chains = 0: none */
} ag_estimate;

bool ag_remark_refuses(ag_remark remark);
const char *ag_method_name(ag_method method); /* "log-linear" */
const char *ag_remark_name(ag_remark remark); /* "no-maximum"; "" for none */
/* Threads and stop are those of options->classes. AG_INTERRUPTED: stopped. What is refused is no error. */
ag_status ag_estimate_all(const ag_lists *lists, const ag_estimate_options *options, ag_arena *arena, ag_estimate *out,
                          ag_error *err);

#endif
