/* Dates as precise as they are known. Day numbers are those of `date -d … +%s` divided by 86,400. */
#include "support.h"

#include "base/date.h"

static void assert_range(const char *text, int32_t first, int32_t last) {
    ag_date d;
    if (!ag_date_parse(ag_text_of(text), &d)) fail_msg("\"%s\" should be a date", text);
    assert_int_equal(d.first, first);
    assert_int_equal(d.last, last);
}

static void a_date_is_as_wide_as_it_is_precise(void **state) {
    (void)state;
    assert_range("1970-01-01", 0, 0);
    assert_range("1970", 0, 364);
    assert_range("1951-06-25", -6765, -6765);
    assert_range("1951-06", -6789, -6760);
    assert_range("1952-02", -6544, -6516); /* 29 days */
    assert_range("2000-02-29", 11016, 11016);
    assert_range("1969-12-31", -1, -1);
}

static void what_is_no_day_of_the_calendar_is_no_date(void **state) {
    (void)state;
    static const char *const bad[] = {"",           "1951-02-29", "1900-02-29", "1951-13",    "1951-00", "1951-04-31",
                                      "1951-04-00", "1951-4-3",   "3.2.1951",   "1951-04-3x", "195",     "1951-",
                                      "1951-04-",   "19510403",   "1951/04",    " 1951",      "1951~",   "-1951"};
    ag_date d;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ag_date_parse(ag_text_of(bad[i]), &d)) fail_msg("\"%s\" should be no date", bad[i]);
}

static void days_follow_each_other(void **state) {
    (void)state;
    int32_t before = ag_date_days(1599, 12, 31);
    for (int year = 1600; year < 2001; year++) {
        const bool leap = (year % 4 == 0 && year % 100) || year % 400 == 0;
        assert_int_equal(ag_date_days(year, 1, 1), before + 1);
        assert_int_equal(ag_date_days(year, 3, 1) - ag_date_days(year, 2, 28), leap ? 2 : 1);
        before = ag_date_days(year, 12, 31);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_as_wide_as_it_is_precise),
        cmocka_unit_test(what_is_no_day_of_the_calendar_is_no_date),
        cmocka_unit_test(days_follow_each_other),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
