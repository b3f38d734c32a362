/* Days of the calendar: see date.h. */
#include "base/date.h"

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
