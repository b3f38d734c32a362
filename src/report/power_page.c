#include "report/power_page.h"
#include "base/banned.h"
ag_status ag_report_power(const ag_incident *incident, const ag_power_result *result, ag_language language,
                          ag_buffer *out_html, ag_error *err) {
    (void)incident, (void)result, (void)language, (void)out_html, (void)err;
    return AG_OK;
}
