/* A calibration for people to read: a reliability diagram and a table for each case, and how often unrelated people
 * reach a likelihood ratio. */
#ifndef AG_REPORT_CALIBRATION_PAGE_H
#define AG_REPORT_CALIBRATION_PAGE_H

#include "incident/calibrate.h"
#include "report/report.h"

/* One self-contained page, appended to *out_html; the same results give the same bytes. */
ag_status ag_report_calibration(const ag_calibrate_options *options, const ag_calibration result[AG_CALIBRATIONS],
                                ag_language language, ag_buffer *out_html, ag_error *err);
/* All diagrams in one SVG. */
ag_status ag_report_calibration_picture(const ag_calibration result[AG_CALIBRATIONS], ag_language language,
                                        ag_buffer *out_svg, ag_error *err);

#endif
