/* Money and goods: whole numbers of the smallest unit, each commodity with its declared scale.
 *
 *     "2000.00 USD"   200,000 of scale 2        ISO 4217 says which currencies there are, and their scales
 *     "84 RICE.kg"    84,000 of scale 3         goods are WORD.unit, in an open list: the unit declares the scale
 *     "1 HOUSING"     1 of scale 0
 *
 * Invariants: no floating point; a sum or product that does not fit is reported, never wrapped; shares of a total add
 * up to the total. Amounts of different commodities are never added: that needs a rate that somebody has recorded.
 */
#ifndef AG_BASE_MONEY_H
#define AG_BASE_MONEY_H

#include "base/text.h"

enum { AG_COMMODITY_BYTES = 24, AG_MONEY_BYTES = 64 };

typedef struct ag_commodity {
    char code[AG_COMMODITY_BYTES]; /* "USD", "RICE.kg" */
    int scale;                     /* decimal places of the smallest unit */
    bool currency;
} ag_commodity;

typedef struct ag_money {
    ag_commodity of;
    int64_t minor; /* 0 … AG_MAX_MINOR as parsed */
} ag_money;

bool ag_commodity_find(ag_text code, ag_commodity *out); /* false: neither a currency nor WORD.unit */
int64_t ag_commodity_unit(const ag_commodity *of);       /* how many of its smallest units are one of it */
/* "AMOUNT COMMODITY" with a point and at most as many decimals as the scale has; false: it is none, or beyond the cap.
 */
bool ag_money_parse(ag_text text, ag_money *out);
/* Currencies with all of their decimals, goods with as many as are needed. */
const char *ag_money_format(const ag_commodity *of, int64_t minor, char out[AG_MONEY_BYTES]);

bool ag_money_add(int64_t a, int64_t b, int64_t *out); /* false: does not fit; *out is then untouched */
bool ag_money_times(int64_t a, int64_t b, int64_t *out);
/* The whole part of amount · numerator / denominator, all from 0 on, denominator > 0; false: does not fit. */
bool ag_money_part(int64_t amount, int64_t numerator, int64_t denominator, int64_t *out);
/* total in n shares in the ratio of the weights, by largest remainders, ties to the earlier: they add up to the total
 * exactly, and none differs from its exact share by a whole minor unit. Weights from 0 on, not all 0. False: the
 * weights together do not fit. */
bool ag_money_shares(int64_t total, const int64_t *weight, int n, int64_t *out);

#endif
