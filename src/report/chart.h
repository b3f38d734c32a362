/* Charts: the evidence locus by locus, and where hits lie. Drawings; the words are the caller's. */
#ifndef AG_REPORT_CHART_H
#define AG_REPORT_CHART_H

#include "report/drawing.h"

typedef struct ag_locus_bar {
    const char *name;
    double lr_log10;  /* -INFINITY: impossible */
    const char *flag; /* NULL, or why somebody must look at this locus */
} ag_locus_bar;

typedef struct ag_locus_chart {
    const char *title, *description;
    const char *against, *in_favour; /* above the two sides of the zero line */
    const char *total;               /* the word before the sum */
    const ag_locus_bar *bar;
    int bars;
    double total_lr_log10;
} ag_locus_chart;

/* One bar for each locus: to the right for, to the left against; the sum below. NULL: out of memory. */
ag_drawing *ag_locus_chart_draw(ag_arena *arena, const ag_locus_chart *chart);

typedef enum ag_hit_class { AG_HIT_PROPOSED, AG_HIT_BELOW, AG_HIT_HELD, AG_HIT_CLASSES } ag_hit_class;

typedef struct ag_hit_histogram {
    const char *title, *description, *axis;
    const char *word[AG_HIT_CLASSES];
    const char *limit_word;
    double limit_log10; /* a line; NaN: none */
    int first;          /* log10 LR at the left edge */
    int width;          /* of a column, in log10 LR */
    int columns;
    const size_t (*count)[AG_HIT_CLASSES]; /* [columns] */
} ag_hit_histogram;

ag_drawing *ag_hit_histogram_draw(ag_arena *arena, const ag_hit_histogram *histogram);

/* One, two or five times a power of ten: the smallest such step of which at most `most` fill the span. */
double ag_chart_step(double span, int most);
/* "12.34", with a minus sign that is as wide as a digit; "−∞". */
const char *ag_chart_number(ag_arena *arena, double value, int decimals);

#endif
