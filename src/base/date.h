/* Dates of records, as precise as they are known: EDTF level 0 (ISO 8601-2:2019): YYYY, YYYY-MM, YYYY-MM-DD.
 *
 * A date is a range of days. Days are counted from 1970-01-01 in the Gregorian calendar, also before it was in use. */
#ifndef AG_BASE_DATE_H
#define AG_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

typedef struct ag_date {
    int32_t first, last; /* both included */
} ag_date;

/* False for what is no such date: "1951-2-3", "1951-02-29", "3.2.1951", "". */
bool ag_date_parse(ag_text t, ag_date *out);
int32_t ag_date_days(int year, int month, int day);
/* The same day so many months (from 0) later, or the last of that month where it has no such day. */
int32_t ag_date_after_months(int32_t day, int months);
/* Whole months from `from` to `to`: the most for which ag_date_after_months(from, …) <= to; 0 when to < from. */
int ag_date_months(int32_t from, int32_t to);
char *ag_date_format(int32_t day, char out[11]); /* "2025-09-01"; years 0 to 9999 */

/* EDTF level 1 as far as records need it: a date as above, with "?", "~" or "%" after it where it is uncertain,
 * approximate or both; and an interval "FROM/TO" of two of them, ".." for an end that is open. */
bool ag_date_parse_edtf(ag_text t, ag_date *out);

/* A moment, in seconds since 1970-01-01T00:00:00Z without leap seconds: "2025-06-16T09:12:44Z". Years 0 to 9999. */
char *ag_time_format(int64_t seconds, char out[21]);
bool ag_time_parse(ag_text t, int64_t *out);

#endif
