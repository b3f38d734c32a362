/* Charts of what next: two distributions one above the other, and what grows with each further sample. Drawings; the
 * words are the caller's. */
#ifndef AG_REPORT_POWER_CHART_H
#define AG_REPORT_POWER_CHART_H

#include "report/drawing.h"

/* Upper and lower distribution on one scale, so that areas can be compared. */
typedef struct ag_spread_chart {
    const char *title, *description, *axis;
    const char *word[2];     /* above each */
    const double *sorted[2]; /* [n] log10, ascending; -INFINITY is allowed */
    int n;
    double limit; /* a line through both; not finite: none */
    const char *limit_word;
} ag_spread_chart;
ag_drawing *ag_spread_chart_draw(ag_arena *arena, const ag_spread_chart *chart);

/* value[k] with k further samples. */
typedef struct ag_growth_chart {
    const char *title, *description, *axis, *word;
    const double *value; /* [n + 1] */
    size_t n;            /* at least 1 */
} ag_growth_chart;
ag_drawing *ag_growth_chart_draw(ag_arena *arena, const ag_growth_chart *chart);

#endif
