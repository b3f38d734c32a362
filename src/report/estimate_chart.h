/* Estimates beneath each other on one scale: a point and an interval for each, a band where one is refused. The line at
 * the left is how many are on the lists: nothing can be less. The words are the caller's. */
#ifndef AG_REPORT_ESTIMATE_CHART_H
#define AG_REPORT_ESTIMATE_CHART_H

#include "report/drawing.h"

typedef struct ag_estimate_mark {
    const char *label;
    double n, lower, upper; /* NaN: none; INFINITY: nothing bounds it */
    bool bound;             /* n is a lower bound */
    const char *refused;    /* why; NULL: it is not */
} ag_estimate_mark;

typedef struct ag_estimate_chart {
    const char *title, *description, *listed_word;
    double listed;
    const ag_estimate_mark *mark;
    int marks;
    const char *(*count)(void *context, int64_t value); /* 12,345 */
    void *context;
} ag_estimate_chart;

/* NULL: out of memory. */
ag_drawing *ag_estimate_chart_draw(ag_arena *arena, const ag_estimate_chart *chart);

#endif
