/* What lists of the dead say about those on none of them, for people to read. One page, as report.h: the range first,
 * every model beside the others, the reasons of what is refused, and what all of it takes for granted. */
#ifndef AG_REPORT_ESTIMATE_PAGE_H
#define AG_REPORT_ESTIMATE_PAGE_H

#include "people/estimate.h"
#include "report/report.h"

/* estimate.html, appended to *out; `name` has one for each list, none where they are not named. */
ag_status ag_report_estimate(const ag_estimate *estimate, const ag_text *name, ag_language language,
                             ag_buffer *out_html, ag_error *err);

#endif
