/* What next, for people to read: how far the DNA at hand can carry, and whom to ask. One page, as report.h.
 *
 * The page names persons and never shows a genotype. With one family asked for it draws the two distributions of each
 * missing person; otherwise the campaign: expected identifications against the number of samples.
 */
#ifndef AG_REPORT_POWER_PAGE_H
#define AG_REPORT_POWER_PAGE_H

#include "incident/power.h"
#include "report/report.h"

ag_status ag_report_power(const ag_incident *incident, const ag_power_result *result, ag_language language,
                          ag_buffer *out_html, ag_error *err);

#endif
