/* The claims about one thing over time: a mark for each by the class of who says it, lines between those of one origin,
 * and steps for the least and the most that had been said until then. The words are the caller's. */
#ifndef AG_REPORT_CLAIMS_CHART_H
#define AG_REPORT_CLAIMS_CHART_H

#include "formats/claims_file.h"
#include "report/drawing.h"

typedef struct ag_claim_mark {
    const char *label;    /* id */
    ag_date said;         /* days */
    int64_t least, most;  /* of what is said */
    bool open, unfounded; /* "at least" and no more; "at most" and no less: an arrow instead of an end */
    ag_claim_class relation;
    int line; /* marks of one number are of one origin */
} ag_claim_mark;

typedef struct ag_claims_chart {
    const char *title, *description;
    const char *class_word[AG_CLAIM_CLASSES];
    const char *one_origin, *so_far; /* what dashed lines and steps are */
    const ag_claim_mark *mark;       /* in the order in which they were said, at least one */
    int marks;
    const char *(*count)(void *context, int64_t value); /* a number in the language */
    void *context;
} ag_claims_chart;

/* NULL: out of memory. */
ag_drawing *ag_claims_chart_draw(ag_arena *arena, const ag_claims_chart *chart);

#endif
