/* What is claimed, as a page and as a paper: origins, then for each thing the picture, the bounds by class over time,
 * what contradicts, what is lacking. Composed from a record alone (claims_record.h). */
#ifndef AG_REPORT_CLAIMS_PAGE_H
#define AG_REPORT_CLAIMS_PAGE_H

#include "report/paper.h"

/* Adds its sections to the paper's document; the record is paper->record. */
void ag_claims_compose(ag_paper *paper);
/* claims.html, appended to *out. */
ag_status ag_report_claims(const json_t *record, ag_language language, ag_buffer *out_html, ag_error *err);

#endif
