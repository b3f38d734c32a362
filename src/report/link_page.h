/* A linkage for people to read: what was compared and decided, the model, and against the truth, precision and recall.
 */
#ifndef AG_REPORT_LINK_PAGE_H
#define AG_REPORT_LINK_PAGE_H

#include "people/link.h"
#include "report/report.h"

typedef struct ag_link_told {
    const ag_linkage *linkage;
    const ag_link_options *options;
    const ag_link_evaluation *evaluation; /* NULL: the truth is not known */
    uint32_t n_a, n_b;
    const char *version;
} ag_link_told;

/* link.html, appended to *out. */
ag_status ag_report_link(const ag_link_told *told, ag_language language, ag_buffer *out_html, ag_error *err);

#endif
