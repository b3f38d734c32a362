/* What is owed and what was paid: transfers between accounts, and their sums.
 *
 *     ruleset ─chosen by the date of certification→ entitlement ─accrues→ payable:due ─→ paid, withheld, disputed, …
 *
 * Concept: a transfer takes one amount of one commodity from one account (debit) and gives it to one other (credit);
 * accounts are those of a holder (a person, or a State), in one of two books: `books` holds what is proved (C2),
 * `claimed` what somebody says. A transfer that is PENDING is counted in no account, but what it would take is spoken
 * for; it is posted, in part or whole, or voided.
 *
 * Invariants: transfers are never changed, a wrong one is reversed by another (C8). In every book and commodity the
 * balances of all accounts add up to nothing. No account but those where things come from falls below nothing (C6).
 * Nothing is counted in a commodity that it was not given in (C5). Balances are computed from the transfers each time
 * they are asked for, and stored nowhere.
 */
#ifndef AG_CASEBOOK_LEDGER_H
#define AG_CASEBOOK_LEDGER_H

#include "base/limits.h"
#include "base/money.h"
#include "casebook/deed.h"

/* A list that ends with NULL: ag_account_name. */
typedef enum ag_account {
    AG_ACCRUED,   /* where entitlements come from: all that became due is its debit balance */
    AG_DUE,       /* became due, and nothing further is recorded of it */
    AG_WITHHELD,  /* kept back, by whom and on what ground */
    AG_CASH,      /* paid out */
    AG_IN_KIND,   /* given as goods; in money only by an agreed valuation */
    AG_DEDUCTED,  /* taken off, by whom and on what ground */
    AG_DISPUTED,  /* who is owed it, or whether, is not agreed */
    AG_FORFEITED, /* declared lost, by whom and on what ground */
    AG_OWED_BACK, /* of what was paid: owed back after absence without leave */
    AG_BY_STATE,  /* received by a State */
    AG_EXCHANGE,  /* between the two transfers of an exchange */
    AG_OUTSIDE,   /* where things come from that no entitlement on record explains */
    AG_ACCOUNTS
} ag_account;
extern const char *const ag_account_name[AG_ACCOUNTS + 1];

typedef struct ag_balance {
    ag_commodity of;
    int64_t posted[AG_ACCOUNTS];  /* credits less debits */
    int64_t leaving[AG_ACCOUNTS]; /* what pending transfers would take */
} ag_balance;

typedef struct ag_sums {
    ag_balance balance[AG_MAX_COMMODITIES]; /* currencies, then goods, each by code */
    int n, transfers;
    bool beyond; /* more commodities than that, or a sum that does not fit: the rest was left out */
} ag_sums;

/* `book` NULL: both; `day`: only transfers of this day or before (INT32_MAX: all). */
void ag_sums_add(ag_sums *sums, const ag_row *transfer, const char *book, int32_t day);
/* Of all transfers where column ("person", "entitlement", "holder") = value. */
void ag_sums_of(const ag_view *view, const char *column, ag_text value, const char *book, int32_t day, ag_sums *out);
const ag_balance *ag_sums_find(const ag_sums *sums, ag_text commodity); /* NULL: nothing was ever moved in it */
/* What may still be taken from an account. */
int64_t ag_balance_free(const ag_balance *balance, ag_account account);
/* What became due in all. */
int64_t ag_balance_due(const ag_balance *balance);

/* What a transfer has moved or would move, and its accounts. False: it has no amount. */
bool ag_transfer_amount(const ag_row *transfer, ag_money *out);
ag_account ag_account_find(ag_text name);
ag_account ag_account_of(const ag_row *transfer, const char *side); /* "debit" or "credit" */

/* ---- Statements ---------------------------------------------------------------------------------------------------
 */

/* What a line of a statement says, in the order of the lines. */
typedef enum ag_ledger_line_what {
    AG_WHAT_DUE, /* became due in all */
    AG_WHAT_CASH,
    AG_WHAT_IN_KIND,
    AG_WHAT_EXCHANGED, /* paid in another commodity */
    AG_WHAT_WITHHELD,
    AG_WHAT_DEDUCTED,
    AG_WHAT_DISPUTED,
    AG_WHAT_FORFEITED,
    AG_WHAT_OWED_BACK,
    AG_WHAT_BY_STATE,
    AG_WHAT_UNKNOWN,  /* became due, and nothing further is on record of it */
    AG_WHAT_PROPOSED, /* of that: pending */
    AG_WHATS
} ag_ledger_line_what;
extern const char *const ag_ledger_what[AG_WHATS]; /* "paid-in-kind" */

enum { AG_LEDGER_HOLDERS = 8 }; /* named in one line */
typedef struct ag_ledger_line {
    ag_commodity of;
    ag_ledger_line_what what;
    int64_t minor;
    int holders;
    ag_text by[AG_LEDGER_HOLDERS], ground[AG_LEDGER_HOLDERS];
    ag_text value; /* of goods: agreed valuations; empty: none is agreed */
} ag_ledger_line;

typedef struct ag_ledger_statement {
    ag_ledger_line *line; /* [lines], by commodity */
    int lines, transfers;
    const ag_row *transfer; /* [transfers] that it rests on, also pending and void ones, by date */
    ag_sums sums;
} ag_ledger_statement;

/* Of all transfers where column ("holder", "person", "entitlement") = value; in the view's arena. False: there are
 * none, and what is owed is unknown. */
bool ag_ledger_state(const ag_view *view, const char *column, ag_text value, const char *book, int32_t day,
                     ag_ledger_statement *out);
int64_t ag_balance_what(const ag_balance *balance, ag_ledger_line_what what);
const char *ag_ledger_line_words(const ag_ledger_line *line); /* "paid in kind" */
/* "by KP (treasury)", "valuation: not agreed", or nothing. */
void ag_ledger_line_note(const ag_ledger_line *line, ag_buffer *out);
/* All lines in one: "due 24000.00 USD, withheld 24000.00 USD by KP (treasury); paid in kind 84 RICE.kg (valuation: not
 * agreed)". Nothing appended: there are no transfers. */
void ag_ledger_words(const ag_view *view, const char *column, ag_text value, const char *book, ag_buffer *out);

/* ---- For entitlements.c ------------------------------------------------------------------------------------------ */

/* A posted transfer that an action on an entitlement makes: amount in its commodity; `k` tells apart those of one
 * entry. NULL: out of memory. */
ag_row *ag_ledger_make(ag_deed *deed, const ag_row *entitlement, int k, ag_account debit, ag_account credit,
                       int64_t minor);
/* The balance in the entitlement's commodity, with the rows that this deed has made or changed (own[n]) in place of
 * those in the tables; goods in *goods. */
ag_balance ag_entitlement_balance(const ag_view *view, const ag_row *entitlement, const ag_row *const *own, int n,
                                  bool *goods);
/* Moves the entitlement to the state that its balance says, unless it is suspended, reversed or not yet due. */
void ag_entitlement_move(ag_deed *deed, ag_row *entitlement, const ag_row *const *own, int n);

/* ---- Rule sets (rulesets.c) ---------------------------------------------------------------------------------------
 */

/* What an entitlement says, for its schedule. Days since 1970; certified INT32_MAX: not yet. */
typedef struct ag_terms {
    int32_t since, certified;
    int64_t members;
    ag_text each; /* of this person, where the rule set leaves it open */
} ag_terms;

/* What has become due until the end of this day by the rule set; INT32_MAX: in all. False: without end, beyond the cap,
 * or the rule set or the terms lack an amount. */
bool ag_ruleset_due(const ag_row *ruleset, const ag_terms *terms, int32_t day, ag_money *out);
/* Whether it is in force for what was certified that day; NULL: it is, else what would be right. */
const char *ag_ruleset_fits(const ag_view *view, const ag_row *ruleset, int32_t certified);
int32_t ag_day_of(ag_text date, int32_t otherwise); /* first day of an EDTF date */

#endif
