/* The reliability diagram: of claims with a stated probability, the share that was right. On the diagonal a probability
 * is what it says. Both axes run by log-odds, so that 99 % and 99.99 % are as far apart as 1 % and 99 % by half. */
#ifndef AG_REPORT_RELIABILITY_H
#define AG_REPORT_RELIABILITY_H

#include "report/drawing.h"

typedef struct ag_reliability_point {
    double stated;           /* mean probability of the claims */
    double share, low, high; /* that was right, with its interval */
    bool agrees;             /* the interval holds the stated one */
} ag_reliability_point;

typedef struct ag_reliability_chart {
    const char *title;
    const char *stated, *share; /* words of the axes */
    const ag_reliability_point *point;
    int points;
} ag_reliability_chart;

/* One below another in rows of `columns`. A filled circle where the interval holds the stated probability, a diamond
 * where not. NULL: out of memory. */
ag_drawing *ag_reliability_draw(ag_arena *arena, const char *title, const char *description,
                                const ag_reliability_chart *chart, int charts, int columns);

#endif
