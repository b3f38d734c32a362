/* Money: text, exact arithmetic, shares. */
#include "support.h"

#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/money.h"

static void round_trip(const char *text, const char *canonical, int64_t minor) {
    ag_money money;
    char out[AG_MONEY_BYTES];
    assert_true(ag_money_parse(ag_text_of(text), &money));
    assert_int_equal(money.minor, minor);
    assert_string_equal(ag_money_format(&money.of, money.minor, out), canonical);
}

static void amounts_read_back(void **state) {
    (void)state;
    round_trip("2000 USD", "2000.00 USD", 200000);
    round_trip("2000.5 USD", "2000.50 USD", 200050);
    round_trip("84 RICE.kg", "84 RICE.kg", 84000);
    round_trip("0.7 RICE.kg", "0.7 RICE.kg", 700);
    round_trip("1 TV.unit", "1 TV.unit", 1);
    round_trip("1 HOUSING", "1 HOUSING", 1);
    round_trip("15000000 UAH", "15000000.00 UAH", 1500000000);
    round_trip("1380 KRW", "1380 KRW", 1380);
    round_trip("0.001 KWD", "0.001 KWD", 1);
    char out[AG_MONEY_BYTES];
    ag_commodity of;
    assert_true(ag_commodity_find(AG_TEXT("USD"), &of));
    assert_string_equal(ag_money_format(&of, -5, out), "-0.05 USD");
}

static void what_is_no_amount_is_refused(void **state) {
    (void)state;
    static const char *const no[] = {
        "",      "USD",     "5",    "5USD",       "5.001 USD", "5. USD",  ".5 USD",    "1,5 USD",     "-5 USD", "5 usd",
        "5 XXX", "1.5 KRW", "1 TV", "1 TV.units", "1 tv.unit", "1 .unit", "1.2.3 USD", "1.5 TV.unit", "1e3 USD"};
    ag_money money;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (ag_money_parse(ag_text_of(no[i]), &money)) fail_msg("\"%s\" was taken for an amount", no[i]);
}

static void the_cap_holds_and_one_past_it_does_not(void **state) {
    (void)state;
    ag_money money;
    int64_t sum = 7;
    assert_true(ag_money_parse(AG_TEXT("10000000000000 USD"), &money));
    assert_int_equal(money.minor, AG_MAX_MINOR);
    assert_false(ag_money_parse(AG_TEXT("10000000000000.01 USD"), &money));
    assert_false(ag_money_parse(AG_TEXT("99999999999999999999999999 USD"), &money));
    assert_false(ag_money_add(INT64_MAX, 1, &sum));
    assert_false(ag_money_times(INT64_MAX, 2, &sum));
    assert_false(ag_money_part(INT64_MAX, INT64_MAX, 1, &sum));
    assert_int_equal(sum, 7);
    assert_true(ag_money_part(INT64_MAX, INT64_MAX, INT64_MAX, &sum));
    assert_true(sum == INT64_MAX);
}

/* By hand: 10 in thirds; Ukraine's 15,000,000.00 in 7; votes 47, 16, 15.8, 12, 6.1, 3.1 % for 10 seats, the example of
 * the largest remainder method in Wikipedia ("Largest remainders method", Hare quota: 5, 2, 1, 1, 1, 0). */
static void shares_by_hand(void **state) {
    (void)state;
    int64_t out[7];
    assert_true(ag_money_shares(10, (const int64_t[]){1, 1, 1}, 3, out));
    assert_true(out[0] == 4 && out[1] == 3 && out[2] == 3);
    assert_true(ag_money_shares(1500000000, (const int64_t[]){1, 1, 1, 1, 1, 1, 1}, 7, out));
    assert_true(out[0] == 214285715 && out[4] == 214285714 && out[6] == 214285714);
    assert_true(ag_money_shares(10, (const int64_t[]){47000, 16000, 15800, 12000, 6100, 3100}, 6, out));
    static const int64_t seats[] = {5, 2, 1, 1, 1, 0};
    assert_memory_equal(out, seats, sizeof seats);
    assert_false(ag_money_shares(10, (const int64_t[]){INT64_MAX, 1}, 2, out));
}

static bool shares_add_up(draws *d, void *context) {
    (void)context;
    int64_t weight[12], out[12], sum = 0, all = 0;
    int n = 0;
    do weight[n++] = (int64_t)draw_below(d, 1000);
    while (n < 12 && draw_bool(d));
    weight[0]++;
    for (int i = 0; i < n; i++) all += weight[i];
    const int64_t total = (int64_t)draw_below(d, 1000000000000);
    if (!ag_money_shares(total, weight, n, out)) return draw_note(d, "refused");
    for (int i = 0; i < n; i++) {
        sum += out[i];
        /* |out·all − total·weight| < all */
        const int64_t off = out[i] * all - total * weight[i];
        if (off >= all || off <= -all) return draw_note(d, "share %d is off by %lld", i, (long long)off);
    }
    return sum == total || draw_note(d, "%lld is divided into %lld", (long long)total, (long long)sum);
}

static void shares_are_whole_and_add_up(void **state) {
    (void)state;
    check_property("shares add up to the whole, each within one unit of its exact part", 3000, shares_add_up, NULL);
}

static void months_end_where_months_end(void **state) {
    (void)state;
    const int32_t last = ag_date_days(2024, 1, 31);
    char text[11];
    assert_string_equal(ag_date_format(ag_date_after_months(last, 1), text), "2024-02-29");
    assert_string_equal(ag_date_format(ag_date_after_months(last, 13), text), "2025-02-28");
    assert_string_equal(ag_date_format(ag_date_after_months(ag_date_days(2025, 9, 1), 80), text), "2032-05-01");
    assert_int_equal(ag_date_months(last, ag_date_days(2024, 2, 28)), 0);
    assert_int_equal(ag_date_months(last, ag_date_days(2024, 2, 29)), 1);
    assert_int_equal(ag_date_months(ag_date_days(2025, 9, 1), ag_date_days(2032, 5, 1)), 80);
    assert_int_equal(ag_date_months(ag_date_days(2025, 9, 1), ag_date_days(2032, 4, 30)), 79);
    assert_int_equal(ag_date_months(last, ag_date_days(2020, 1, 1)), 0);
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"an amount reads back in its canonical form", amounts_read_back, NULL, NULL, NULL},
        {"what is no amount of a known commodity is refused", what_is_no_amount_is_refused, NULL, NULL, NULL},
        {"an amount at the cap holds and one past it does not", the_cap_holds_and_one_past_it_does_not, NULL, NULL,
         NULL},
        {"shares by largest remainders are those found by hand", shares_by_hand, NULL, NULL, NULL},
        {"shares of money add up to the whole", shares_are_whole_and_add_up, NULL, NULL, NULL},
        {"whole months are counted to the end of short months", months_end_where_months_end, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("money", cases, NULL, NULL);
}
