/* Days of the calendar: see date.h. */
#include "base/date.h"

#include <stdio.h>

#include "base/banned.h"

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int days_in(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Years begin in March, so that the leap day is the last; 400 of them have 146,097 days. Howard Hinnant, "chrono-
 * compatible low-level date algorithms", 2013. */
int32_t ag_date_days(int year, int month, int day) {
    const int y = year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* The next `digits` digits as a number from `low` to `high`. */
static bool take(ag_text *t, size_t digits, int low, int high, int *out) {
    if (t->n < digits) return false;
    *out = 0;
    for (size_t i = 0; i < digits; i++) {
        if (t->at[i] < '0' || t->at[i] > '9') return false;
        *out = *out * 10 + (t->at[i] - '0');
    }
    t->at += digits;
    t->n -= digits;
    return *out >= low && *out <= high;
}

static bool take_dash(ag_text *t) {
    if (!t->n || *t->at != '-') return false;
    t->at++;
    t->n--;
    return true;
}

bool ag_date_parse(ag_text t, ag_date *out) {
    int year, month, day;
    if (!take(&t, 4, 0, 9999, &year)) return false;
    *out = (ag_date){ag_date_days(year, 1, 1), ag_date_days(year, 12, 31)};
    if (!t.n) return true;
    if (!take_dash(&t) || !take(&t, 2, 1, 12, &month)) return false;
    *out = (ag_date){ag_date_days(year, month, 1), ag_date_days(year, month, days_in(year, month))};
    if (!t.n) return true;
    if (!take_dash(&t) || !take(&t, 2, 1, days_in(year, month), &day) || t.n) return false;
    out->first = out->last = ag_date_days(year, month, day);
    return true;
}

/* One end of an interval: a date with its qualifier, or "..". */
static bool parse_end(ag_text t, ag_date *out) {
    if (ag_text_equal(t, AG_TEXT(".."))) return *out = (ag_date){INT32_MIN, INT32_MAX}, true;
    if (t.n && (t.at[t.n - 1] == '?' || t.at[t.n - 1] == '~' || t.at[t.n - 1] == '%')) t.n--;
    return ag_date_parse(t, out);
}

bool ag_date_parse_edtf(ag_text t, ag_date *out) {
    size_t slash = 0;
    while (slash < t.n && t.at[slash] != '/') slash++;
    ag_date from, to;
    if (!parse_end((ag_text){t.at, slash}, &from)) return false;
    if (slash == t.n) return *out = from, from.first != INT32_MIN;
    if (!parse_end((ag_text){t.at + slash + 1, t.n - slash - 1}, &to)) return false;
    *out = (ag_date){from.first, to.last};
    return from.first <= to.last;
}

enum { DAY_SECONDS = 86400 };

/* The inverse of ag_date_days, from the same source. */
static void civil_of(int32_t days, int *year, int *month, int *day) {
    const int z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, of_era = z - era * 146097;
    const int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    *day = of_year - (153 * m + 2) / 5 + 1;
    *month = m + (m < 10 ? 3 : -9);
    *year = y + era * 400 + (*month <= 2);
}

int32_t ag_date_after_months(int32_t day, int months) {
    int year, month, of_month;
    civil_of(day, &year, &month, &of_month);
    const int since = year * 12 + month - 1 + months, y = since / 12, m = since % 12 + 1;
    return ag_date_days(y, m, of_month < days_in(y, m) ? of_month : days_in(y, m));
}

int ag_date_months(int32_t from, int32_t to) {
    int y1, m1, d1, y2, m2, d2;
    if (to < from) return 0;
    civil_of(from, &y1, &m1, &d1);
    civil_of(to, &y2, &m2, &d2);
    const int months = (y2 - y1) * 12 + m2 - m1;
    return months - (ag_date_after_months(from, months) > to);
}

char *ag_date_format(int32_t day, char out[11]) {
    int year, month, of_month;
    civil_of(day, &year, &month, &of_month);
    snprintf(out, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)of_month % 100);
    return out;
}

char *ag_time_format(int64_t seconds, char out[21]) {
    const int64_t days = (seconds >= 0 ? seconds : seconds - (DAY_SECONDS - 1)) / DAY_SECONDS;
    const int of_day = (int)(seconds - days * DAY_SECONDS);
    int year, month, day;
    civil_of((int32_t)days, &year, &month, &day);
    snprintf(out, 21, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)year % 10000, (unsigned)month % 100,
             (unsigned)day % 100, (unsigned)of_day / 3600 % 100, (unsigned)of_day / 60 % 60, (unsigned)of_day % 60);
    return out;
}

bool ag_time_parse(ag_text t, int64_t *out) {
    ag_date date;
    int hour, minute, second;
    if (t.n != 20 || t.at[10] != 'T' || t.at[13] != ':' || t.at[16] != ':' || t.at[19] != 'Z') return false;
    ag_text h = {t.at + 11, 2}, m = {t.at + 14, 2}, s = {t.at + 17, 2};
    if (!ag_date_parse((ag_text){t.at, 10}, &date) || !take(&h, 2, 0, 23, &hour) || !take(&m, 2, 0, 59, &minute) ||
        !take(&s, 2, 0, 59, &second))
        return false;
    *out = (int64_t)date.first * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    return true;
}
