/* Money: see money.h. */
#include "base/money.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"

#include "base/banned.h"

/* For products of two amounts before they are divided. */
__extension__ typedef unsigned __int128 wide;

static int64_t power_of_ten(int n) {
    int64_t power = 1;
    while (n-- > 0) power *= 10;
    return power;
}

/* ---- Commodities ------------------------------------------------------------------------------------------------ */

/* ISO 4217, by the number of decimals; those that are not listed under 0 or 3 have two. */
static const char scale_0[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
static const char scale_3[] = "BHD IQD JOD KWD LYD OMR TND";
static const char scale_2[] =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC "
    "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD "
    "KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO "
    "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL "
    "THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW";

static const struct {
    const char *name;
    int scale;
} units[] = {{"kg", 3}, {"g", 0}, {"l", 3}, {"m2", 2}, {"unit", 0}};

static bool listed(const char *list, ag_text code) {
    for (const char *at = list; code.n == 3 && *at; at += at[3] ? 4 : 3)
        if (memcmp(at, code.at, 3) == 0) return true;
    return false;
}

static bool is_word(ag_text t) {
    for (size_t i = 0; i < t.n; i++)
        if (!(t.at[i] >= 'A' && t.at[i] <= 'Z') && !(i && (t.at[i] == '-' || (t.at[i] >= '0' && t.at[i] <= '9'))))
            return false;
    return t.n > 0;
}

static bool goods_scale(ag_text code, int *scale) {
    const char *dot = code.n ? memchr(code.at, '.', code.n) : NULL;
    if (ag_text_equal(code, AG_TEXT("HOUSING"))) return *scale = 0, true;
    if (!dot || !is_word((ag_text){code.at, (size_t)(dot - code.at)})) return false;
    const ag_text unit = {dot + 1, (size_t)(code.at + code.n - dot - 1)};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (ag_text_equal(unit, ag_text_of(units[i].name))) return *scale = units[i].scale, true;
    return false;
}

bool ag_commodity_find(ag_text code, ag_commodity *out) {
    *out = (ag_commodity){.scale = 2, .currency = true};
    if (!code.n || code.n >= sizeof out->code) return false;
    memcpy(out->code, code.at, code.n);
    if (listed(scale_0, code)) return out->scale = 0, true;
    if (listed(scale_3, code)) return out->scale = 3, true;
    if (listed(scale_2, code)) return true;
    out->currency = false;
    return goods_scale(code, &out->scale);
}

int64_t ag_commodity_unit(const ag_commodity *of) { return power_of_ten(of->scale); }

/* ---- Text -------------------------------------------------------------------------------------------------------- */

/* Digits, and at most `scale` more behind a point. */
static bool parse_amount(ag_text t, int scale, int64_t *out) {
    int decimals = -1; /* none yet */
    int64_t minor = 0;
    for (size_t i = 0; i < t.n; i++) {
        if (t.at[i] == '.' && decimals < 0 && i > 0 && i + 1 < t.n) {
            decimals = 0;
            continue;
        }
        if (t.at[i] < '0' || t.at[i] > '9' || (decimals >= 0 && ++decimals > scale) || minor > AG_MAX_MINOR)
            return false;
        minor = minor * 10 + (t.at[i] - '0');
    }
    return t.n && ag_money_times(minor, power_of_ten(scale - (decimals < 0 ? 0 : decimals)), out) &&
           *out <= AG_MAX_MINOR;
}

bool ag_money_parse(ag_text text, ag_money *out) {
    const char *blank = text.n ? memchr(text.at, ' ', text.n) : NULL;
    if (!blank) return false;
    const ag_text amount = {text.at, (size_t)(blank - text.at)},
                  code = {blank + 1, (size_t)(text.at + text.n - blank - 1)};
    return ag_commodity_find(ag_text_trim(code), &out->of) && parse_amount(amount, out->of.scale, &out->minor);
}

const char *ag_money_format(const ag_commodity *of, int64_t minor, char out[AG_MONEY_BYTES]) {
    const uint64_t size = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor, unit = (uint64_t)ag_commodity_unit(of);
    char decimals[24] = "";
    if (of->scale) snprintf(decimals, sizeof decimals, ".%0*llu", of->scale, (unsigned long long)(size % unit));
    for (size_t n = strlen(decimals); !of->currency && n && (decimals[n - 1] == '0' || decimals[n - 1] == '.'); n--)
        decimals[n - 1] = 0;
    snprintf(out, AG_MONEY_BYTES, "%s%llu%s %s", minor < 0 ? "-" : "", (unsigned long long)(size / unit), decimals,
             of->code);
    return out;
}

/* ---- Arithmetic -------------------------------------------------------------------------------------------------- */

bool ag_money_add(int64_t a, int64_t b, int64_t *out) {
    int64_t sum;
    return !__builtin_add_overflow(a, b, &sum) && (*out = sum, true);
}

bool ag_money_times(int64_t a, int64_t b, int64_t *out) {
    int64_t product;
    return !__builtin_mul_overflow(a, b, &product) && (*out = product, true);
}

bool ag_money_part(int64_t amount, int64_t numerator, int64_t denominator, int64_t *out) {
    const wide part = (wide)(uint64_t)amount * (uint64_t)numerator / (uint64_t)denominator;
    return part <= INT64_MAX && (*out = (int64_t)part, true);
}

static int64_t remainder_of(int64_t total, int64_t weight, int64_t all) {
    return (int64_t)((wide)(uint64_t)total * (uint64_t)weight % (uint64_t)all);
}

/* How many shares are before share i when they stand by remainder, ties by place. */
static int rank_of(int64_t total, const int64_t *weight, int n, int64_t all, int i) {
    const int64_t own = remainder_of(total, weight[i], all);
    int before = 0;
    for (int j = 0; j < n; j++) {
        const int64_t other = remainder_of(total, weight[j], all);
        before += other > own || (other == own && j < i);
    }
    return before;
}

bool ag_money_shares(int64_t total, const int64_t *weight, int n, int64_t *out) {
    int64_t all = 0, left = total;
    for (int i = 0; i < n; i++)
        if (!ag_money_add(all, weight[i], &all)) return false;
    for (int i = 0; i < n; i++) {
        ag_money_part(total, weight[i], all, &out[i]); /* at most the total */
        left -= out[i];
    }
    for (int i = 0; i < n; i++) out[i] += rank_of(total, weight, n, all, i) < left;
    return true;
}
