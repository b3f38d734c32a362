/* Results for people to read: one self-contained page of what an identification searched, found and did not find.
 *
 *     ag_report_results ─pages→ ag_document (report/document.h) ─writer→ HTML
 *
 * Invariants: the page needs no network and no script; every text of the input is escaped; the same results give the
 * same bytes (no clock, no machine, no number of threads). No genotype of anybody appears: of a relative it says at how
 * many loci he or she is typed. What a check found about a family reads "reference needs review" and no more.
 */
#ifndef AG_REPORT_REPORT_H
#define AG_REPORT_REPORT_H

#include "base/text.h"
#include "incident/chance.h"
#include "incident/check.h"
#include "incident/decide.h"
#include "incident/identify.h"
#include "incident/incident.h"

typedef enum ag_language { AG_ENGLISH, AG_KOREAN, AG_RUSSIAN, AG_UKRAINIAN, AG_LANGUAGES } ag_language;

/* "en", "ko", "ru", "uk"; false for any other word, *out then stays as it was. */
bool ag_language_parse(ag_text word, ag_language *out);

/* What is told; all borrowed. */
typedef struct ag_report_results {
    const ag_incident *incident;
    const ag_check_result *checks; /* may be NULL */
    const ag_identify_result *result;
    const ag_decision *decision;
    const ag_chance_result *chance; /* may be NULL */
    const ag_identify_options *options;
} ag_report_results;

/* report.html, appended to *out. AG_ENVIRONMENT: no memory; errors of the engine as ag_lane_table gives them. */
ag_status ag_report_identify(const ag_report_results *results, ag_language language, ag_buffer *out_html,
                             ag_error *err);

#endif
