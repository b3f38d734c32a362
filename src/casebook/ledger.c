/* Transfers between accounts: see ledger.h.
 *
 * By hand goes only what can happen to what is due: it is paid, kept back, disputed, given back. What became due comes
 * from an entitlement (entitlements.c); what was paid is taken out of no account by hand (S4).
 */
#include "casebook/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "casebook/deployments.h"
#include "casebook/kinds.h"
#include "casebook/people.h"
#include "casebook/standing.h"

#include "base/banned.h"

enum { PAYERS = AG_CASE_OFFICER | AG_LEGAL | AG_INVESTIGATOR };

static const char *const person_kind[] = {"person", NULL}, *const entitlement_kind[] = {"entitlement", NULL},
                         *const relative_kind[] = {"relative", NULL}, *const claim_kind[] = {"claim", NULL},
                         *const transfer_kind[] = {"transfer", NULL}, *const rate_kind[] = {"rate", NULL},
                         *const valuation_kind[] = {"valuation", NULL};
static const char *const books[] = {"books", "claimed", NULL};

/* ---- Proof (C2) -------------------------------------------------------------------------------------------------- */

/* The last grade that was given to a claim, "C3"; "" while there is none or the claim was taken back. */
static const char *grade_of(const ag_view *view, ag_text claim) {
    const ag_row standing = ag_view_row(view, claim), grade = ag_claim_last_grade(view, claim);
    const ag_text reliability = ag_row_text(&grade, "reliability"), credibility = ag_row_text(&grade, "credibility");
    return ag_row_state(&standing, "STANDING")
               ? ag_view_say(view, "%.*s%.*s", AG_SHOWN(reliability), AG_SHOWN(credibility))
               : "";
}

static bool proves(const char *grade) { return *grade && grade[0] <= 'C' && grade[1] <= '3'; }

/* What the request says, else what the row has. */
static ag_text given(const ag_deed *deed, const char *name) {
    return ag_deed_has(deed, name) ? ag_deed_text(deed, name) : ag_row_text(&deed->view.row, name);
}

static bool is(const ag_deed *deed, const char *name, const char *value) {
    return ag_text_equal(given(deed, name), ag_text_of(value));
}

static const char *is_proved(const ag_deed *deed) {
    const ag_text claim = given(deed, "claim");
    if (given(deed, "receipt").n) return NULL;
    if (is(deed, "book", "claimed"))
        return claim.n ? NULL : "the claim by which it is said (claim=claim:…), or a receipt";
    return claim.n && proves(grade_of(&deed->view, claim))
               ? NULL
               : "a receipt (receipt=@FILE), or a claim whose last grade is C3 or better; else book=claimed";
}

/* ---- What may move where ----------------------------------------------------------------------------------------- */

static bool credits(const ag_deed *deed, ag_account account) { return is(deed, "credit", ag_account_name[account]); }
static bool debits(const ag_deed *deed, ag_account account) { return is(deed, "debit", ag_account_name[account]); }

static bool keeps_back(const ag_deed *deed) {
    return credits(deed, AG_WITHHELD) || credits(deed, AG_DEDUCTED) || credits(deed, AG_FORFEITED);
}

/* In one transfer of a person or a State, from where it can come to where it can go. */
static const char *has_its_accounts(const ag_deed *deed) {
    const bool outside = debits(deed, AG_OUTSIDE);
    if (!ag_deed_has(deed, "person") && !ag_deed_has(deed, "state_code"))
        return "the person or the State that it concerns";
    if (ag_text_equal(ag_deed_text(deed, "debit"), ag_deed_text(deed, "credit"))) return "two different accounts";
    if (credits(deed, AG_BY_STATE) && (!outside || !ag_deed_has(deed, "state_code")))
        return "debit=outside, and which State received it (state_code=KP)";
    if (outside && !credits(deed, AG_BY_STATE) && !credits(deed, AG_CASH) && !credits(deed, AG_IN_KIND))
        return "from outside something can only be paid or received; what is kept back or disputed became due before";
    if (!outside && !ag_deed_has(deed, "entitlement"))
        return "the entitlement from which it became due (entitlement=…), or debit=outside where none is known";
    return NULL;
}

static ag_sums *sums_of(const ag_view *view, ag_text entitlement) {
    ag_sums *sums = AG_NEW(view->arena, ag_sums, 1);
    if (sums) ag_sums_of(view, "entitlement", entitlement, NULL, INT32_MAX, sums);
    return sums;
}

/* What is wrong with taking this amount from an account of the entitlement. */
static const char *takes_too_much(const ag_view *view, ag_text entitlement, ag_account account, const ag_money *money) {
    char has[AG_MONEY_BYTES];
    const ag_sums *sums = sums_of(view, entitlement);
    const ag_balance *balance = sums ? ag_sums_find(sums, ag_text_of(money->of.code)) : NULL;
    if (sums && sums->beyond) return "an entitlement whose sums fit: this one has more than one statement holds";
    if (money->minor <= ag_balance_free(balance, account)) return NULL;
    return ag_view_say(view, "at most %s: no more is there in %s",
                       ag_money_format(&money->of, ag_balance_free(balance, account), has), ag_account_name[account]);
}

/* NULL: it is the entitlement of this person in this book; unless something comes from outside it must run too. */
static const char *is_of_entitlement(const ag_deed *deed) {
    const ag_row entitlement = ag_view_row(&deed->view, ag_deed_text(deed, "entitlement"));
    if (!ag_text_equal(ag_row_text(&entitlement, "person"), ag_deed_text(deed, "person")) ||
        !ag_text_equal(ag_row_text(&entitlement, "book"), ag_deed_text(deed, "book")))
        return "the person and the book of the entitlement";
    return !debits(deed, AG_OUTSIDE) && ag_row_state(&entitlement, "OPENED SUSPENDED REVERSED")
               ? "an entitlement that is assessed and runs (entitlement.assess, entitlement.review)"
               : NULL;
}

static const char *is_there_to_take(const ag_deed *deed) {
    const ag_text entitlement = ag_deed_text(deed, "entitlement");
    const char *wrong = entitlement.n ? is_of_entitlement(deed) : NULL;
    ag_money money;
    if (wrong || !entitlement.n || debits(deed, AG_OUTSIDE)) return wrong;
    return ag_money_parse(ag_deed_text(deed, "amount"), &money)
               ? takes_too_much(&deed->view, entitlement, ag_account_find(ag_deed_text(deed, "debit")), &money)
               : NULL;
}

static const char *is_kept_back_by_somebody(const ag_deed *deed) {
    return !keeps_back(deed) || (ag_deed_has(deed, "held_by") && ag_deed_has(deed, "ground"))
               ? NULL
               : "who keeps it back (held_by=KP) and on what ground (ground=treasury)";
}

static const char *is_not_kept_back(const ag_deed *deed) {
    return keeps_back(deed) ? "propose it (transfer.pend); another person posts it" : NULL;
}

static const char *is_by_another(const ag_deed *deed) {
    return keeps_back(deed) && ag_deed_by(deed, "maker") ? "somebody else than who proposed it" : NULL;
}

static const char *is_no_pressure(const ag_deed *deed) {
    return ag_deed_is(deed, "pressure", "yes")
               ? "raise a risk flag (risk.raise sort=gift-with-pressure): it pays nothing"
               : NULL;
}

/* Goods are goods, and money in kind is a value that was agreed once for all. */
static const char *is_valued_by_agreement(const ag_deed *deed) {
    ag_money money, value;
    if (!ag_money_parse(ag_deed_text(deed, "amount"), &money)) return NULL;
    if (credits(deed, AG_CASH) && !money.of.currency) return "goods are paid:in-kind";
    if (!credits(deed, AG_IN_KIND) || !money.of.currency) return NULL;
    const ag_text name = ag_deed_text(deed, "valuation");
    const ag_row valuation = ag_view_row(&deed->view, name);
    const ag_row used = ag_standing_first(&deed->view, &ag_kind_transfer, "valuation", name, "PENDING POSTED");
    return ag_row_state(&valuation, "AGREED") && ag_money_parse(ag_row_text(&valuation, "value"), &value) &&
                   strcmp(value.of.code, money.of.code) == 0 && money.minor <= value.minor && !ag_row_there(&used)
               ? NULL
               : "an agreed valuation of at least that much that no transfer has used (valuation=valuation:…); what "
                 "was "
                 "given goes in as goods: 84 RICE.kg";
}

/* Asked again when it is posted: meanwhile the entitlement may have been suspended. */
static const char *still_runs(const ag_deed *deed) {
    const ag_row entitlement = ag_view_row(&deed->view, ag_row_text(&deed->view.row, "entitlement"));
    return !debits(deed, AG_OUTSIDE) && ag_row_state(&entitlement, "SUSPENDED REVERSED")
               ? "a review of the entitlement first (entitlement.review), or transfer.void"
               : NULL;
}

static const char *is_at_most_what_was_proposed(const ag_deed *deed) {
    ag_money posted, amount;
    const ag_text text = ag_row_text(&deed->view.row, "amount");
    return !ag_deed_has(deed, "posted") ||
                   (ag_money_parse(ag_deed_text(deed, "posted"), &posted) && ag_money_parse(text, &amount) &&
                    strcmp(posted.of.code, amount.of.code) == 0 && posted.minor <= amount.minor)
               ? NULL
               : ag_view_say(&deed->view, "at most %.*s: the rest goes back", AG_SHOWN(text));
}

/* ---- Doing ------------------------------------------------------------------------------------------------------- */

static void set_holder(const ag_view *view, ag_row *row) {
    const ag_text person = ag_row_text(row, "person"), state = ag_row_text(row, "state_code");
    ag_row_set(row, "holder", person.n ? person : ag_text_of(ag_view_say(view, "state:%.*s", AG_SHOWN(state))));
}

static void move_entitlement(ag_deed *deed, const ag_row *const *own, int n) {
    ag_row *entitlement = ag_deed_change(deed, ag_row_text(&deed->view.row, "entitlement"));
    if (entitlement) ag_entitlement_move(deed, entitlement, own, n);
}

static ag_status apply_transfer(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row *row = &deed->view.row;
    if (row->fresh) ag_row_set(row, "maker", deed->by);
    set_holder(&deed->view, row);
    move_entitlement(deed, (const ag_row *const[]){row}, 1);
    return AG_OK;
}

static ag_row *make_like(ag_deed *deed, const char *id, const ag_row *like) {
    static const char *const same[] = {"book", "person", "entitlement", "holder"};
    ag_row *row = ag_deed_make(deed, &ag_kind_transfer, ag_text_of(id));
    for (size_t i = 0; row && i < sizeof same / sizeof *same; i++) ag_row_set(row, same[i], ag_row_text(like, same[i]));
    if (!row) return NULL;
    ag_row_set(row, "maker", deed->by);
    ag_row_move(row, "POSTED");
    return row;
}

static void set_movement(ag_row *row, ag_account debit, ag_account credit, ag_text amount) {
    ag_row_set(row, "debit", ag_text_of(ag_account_name[debit]));
    ag_row_set(row, "credit", ag_text_of(ag_account_name[credit]));
    ag_row_set(row, "amount", amount);
}

ag_row *ag_ledger_make(ag_deed *deed, const ag_row *entitlement, int k, ag_account debit, ag_account credit,
                       int64_t minor) {
    const ag_view *view = &deed->view;
    char amount[AG_MONEY_BYTES], day[11];
    ag_commodity of;
    const char *id = ag_view_say(view, "%.*s-%llu.%d", AG_SHOWN(deed->site), (unsigned long long)deed->seq, k);
    ag_row *row = make_like(deed, id, entitlement);
    if (!row || !ag_commodity_find(ag_row_text(entitlement, "commodity"), &of)) return NULL;
    ag_row_set(row, "entitlement", ag_row_subject(view, entitlement));
    ag_row_set(row, "holder", ag_row_text(row, "person"));
    ag_row_set(row, "date", ag_text_of(ag_view_say(view, "%s", ag_date_format(ag_deed_day(deed), day))));
    set_movement(row, debit, credit, ag_text_of(ag_view_say(view, "%s", ag_money_format(&of, minor, amount))));
    return row;
}

/* The same the other way round: what was posted, not what had been proposed. */
static ag_status apply_reverse(ag_deed *deed, ag_error *err) {
    const ag_view *view = &deed->view;
    ag_row *row = &deed->view.row;
    const ag_row of = ag_view_row(view, ag_row_text(row, "of"));
    const ag_text posted = ag_row_text(&of, "posted");
    static const char *const same[] = {"book", "person", "entitlement", "state_code"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) ag_row_set(row, same[i], ag_row_text(&of, same[i]));
    ag_row_set(row, "credit", ag_row_text(&of, "debit"));
    ag_row_set(row, "debit", ag_row_text(&of, "credit"));
    ag_row_set(row, "amount", ag_row_text(&of, posted.n ? "posted" : "amount"));
    return apply_transfer(deed, err);
}

/* Out in the one commodity, in again in the other; each names the other. */
static ag_status apply_exchange(ag_deed *deed, ag_error *err) {
    static const char *const same[] = {"date", "receipt", "claim", "payee"};
    const ag_view *view = &deed->view;
    ag_row *out = &deed->view.row;
    const ag_text id = ag_row_id(out);
    set_holder(view, out);
    ag_row *in = make_like(deed, ag_view_say(view, "%.*s.in", AG_SHOWN(id)), out);
    if (!in) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    set_movement(out, AG_DUE, AG_EXCHANGE, ag_row_text(out, "amount"));
    set_movement(in, AG_EXCHANGE, AG_CASH, ag_row_text(out, "into"));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) ag_row_set(in, same[i], ag_row_text(out, same[i]));
    ag_row_set(out, "pair", ag_row_subject(view, in));
    ag_row_set(in, "pair", ag_row_subject(view, out));
    ag_row_set(out, "maker", deed->by);
    move_entitlement(deed, (const ag_row *const[]){out, in}, 2);
    return AG_OK;
}

/* ---- Correcting (C8, S4) ------------------------------------------------------------------------------------------
 */

static const char *can_be_reversed(const ag_deed *deed) {
    const ag_view *view = &deed->view;
    const ag_text name = ag_deed_text(deed, "of");
    const ag_row of = ag_view_row(view, name);
    const ag_row before = ag_standing_first(view, &ag_kind_transfer, "of", name, "POSTED");
    ag_money money;
    if (!ag_row_state(&of, "POSTED")) return "a posted transfer: one that is pending is voided (transfer.void)";
    if (ag_row_text(&of, "of").n) return "a transfer that is no reversal: record what is right as a new one";
    if (ag_row_text(&of, "pair").n)
        return "a transfer that is no part of an exchange: record what is right as a new one";
    if (ag_row_there(&before)) return "a transfer that was not reversed before";
    const ag_text owner = ag_row_text(&of, "entitlement");
    return owner.n && ag_transfer_amount(&of, &money)
               ? takes_too_much(view, owner, ag_account_of(&of, "credit"), &money)
               : NULL;
}

static const char *is_not_taken_back(const ag_deed *deed) {
    const ag_row of = ag_view_row(&deed->view, ag_deed_text(deed, "of"));
    const ag_row person = ag_view_row(&deed->view, ag_row_text(&of, "person"));
    const ag_account credit = ag_account_of(&of, "credit");
    return (credit == AG_CASH || credit == AG_IN_KIND) && ag_deed_is(deed, "cause", "returned") &&
                   ag_row_there(&person) && ag_person_is_alive(&deed->view, &person)
               ? "nothing: who was found alive keeps what was paid; absence without leave is decided by "
                 "entitlement.review"
               : NULL;
}

/* ---- Exchange (C10) -----------------------------------------------------------------------------------------------
 */

/* Whether `into` is `from` at this rate, to within one smallest unit. */
static bool is_at_rate(const ag_row *rate, const ag_money *from, const ag_money *into) {
    int64_t numerator, denominator, exact;
    return ag_row_is(rate, "from", from->of.code) && ag_row_is(rate, "to", into->of.code) &&
           ag_money_times(ag_row_integer(rate, "numerator", 0), ag_commodity_unit(&into->of), &numerator) &&
           ag_money_times(ag_row_integer(rate, "denominator", 1), ag_commodity_unit(&from->of), &denominator) &&
           ag_money_part(from->minor, numerator, denominator, &exact) && llabs(into->minor - exact) <= 1;
}

static const char *has_a_rate(const ag_deed *deed) {
    ag_money from, into;
    const ag_row rate = ag_view_row(&deed->view, ag_deed_text(deed, "rate"));
    return ag_money_parse(ag_deed_text(deed, "amount"), &from) && ag_money_parse(ag_deed_text(deed, "into"), &into) &&
                   is_at_rate(&rate, &from, &into)
               ? NULL
               : "a rate that leads from the one to the other, and the amount that it gives";
}

static const char *is_due_to_exchange(const ag_deed *deed) {
    const char *wrong = is_of_entitlement(deed);
    ag_money money;
    return !wrong && ag_money_parse(ag_deed_text(deed, "amount"), &money)
               ? takes_too_much(&deed->view, ag_deed_text(deed, "entitlement"), AG_DUE, &money)
               : wrong;
}

/* ---- The table of transfers ---------------------------------------------------------------------------------------
 */

static const char *const debit_accounts[] = {"payable:due", "payable:withheld", "disputed", "outside", NULL},
                         *const credit_accounts[] = {"payable:due",  "payable:withheld",  "paid:cash",
                                                     "paid:in-kind", "deducted",          "disputed",
                                                     "forfeited",    "received-by-state", NULL};
static const char *const grounds[] = {
    "treasury", "party",     "not-announced", "secrecy", "fraud-inquiry", "heirs-disagree", "debt",
    "tax",      "unit-fund", "other",         NULL};

#define PROOF                                                                                                          \
    {"receipt", AG_FIELD_FILE, 0, NULL, "paper that proves it", 0}, {                                                  \
        "claim", AG_FIELD_REFERENCE, 0, claim_kind, "the claim by which it is said", 0                                 \
    }
static const ag_field record_fields[] = {
    {"book", AG_FIELD_CHOICE, AG_REQUIRED, books, "books: proved; claimed: somebody says so", 0},
    {"person", AG_FIELD_REFERENCE, 0, person_kind, "whose service or death it is for", 0},
    {"state_code", AG_FIELD_CODE, 0, NULL, "of received-by-state: which State, as a country code", 0},
    {"entitlement", AG_FIELD_REFERENCE, 0, entitlement_kind, "from which it became due", 0},
    {"debit", AG_FIELD_CHOICE, AG_REQUIRED, debit_accounts,
     "where it is taken from; outside: no entitlement is on record", 0},
    {"credit", AG_FIELD_CHOICE, AG_REQUIRED, credit_accounts, "where it goes", 0},
    {"amount", AG_FIELD_MONEY, AG_REQUIRED, NULL, "2000.00 USD, 84 RICE.kg, 1 TV.unit", 0},
    {"date", AG_FIELD_DATE, AG_REQUIRED, NULL, "when it was paid, kept back or received", 0},
    {"payee", AG_FIELD_REFERENCE, 0, relative_kind, "the relative who received it", 0},
    {"held_by", AG_FIELD_CODE, 0, NULL, "of what is kept back: by whom, as a code: KP, treasury, unit-11", 0},
    {"ground", AG_FIELD_CHOICE, 0, grounds, "of what is kept back: on what ground", 0},
    {"valuation", AG_FIELD_REFERENCE, 0, valuation_kind, "of money in kind: the agreed valuation", 0},
    {"pressure", AG_FIELD_YESNO, 0, NULL, "yes if silence or a signature was asked for with it", 0},
    PROOF,
    {"remarks", AG_FIELD_TEXT, 0, NULL, "anything worth knowing", 0},
    {0},
};
static const ag_field post_fields[] = {
    {"posted", AG_FIELD_MONEY, 0, NULL, "if it is less than was proposed: how much; the rest goes back", 0},
    {"date", AG_FIELD_DATE, 0, NULL, "when it was done, if not on the day that was proposed", 0},
    PROOF,
    {0},
};
static const char *const causes[] = {"mistake", "never-received", "returned", NULL};
static const ag_field reverse_fields[] = {
    {"of", AG_FIELD_REFERENCE, AG_REQUIRED, transfer_kind, "the transfer that was wrong", 0},
    {"cause", AG_FIELD_CHOICE, AG_REQUIRED, causes, "why it does not stand", 0},
    {"date", AG_FIELD_DATE, AG_REQUIRED, NULL, "from when it does not", 0},
    {"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0},
    {0},
};
static const ag_field exchange_fields[] = {
    {"book", AG_FIELD_CHOICE, AG_REQUIRED, books, "books: proved; claimed: somebody says so", 0},
    {"person", AG_FIELD_REFERENCE, AG_REQUIRED, person_kind, "whose service or death it is for", 0},
    {"entitlement", AG_FIELD_REFERENCE, AG_REQUIRED, entitlement_kind, "from which it became due", 0},
    {"amount", AG_FIELD_MONEY, AG_REQUIRED, NULL, "how much of what is due", 0},
    {"into", AG_FIELD_MONEY, AG_REQUIRED, NULL, "what was paid for it in the other commodity", 0},
    {"rate", AG_FIELD_REFERENCE, AG_REQUIRED, rate_kind, "the rate", 0},
    {"date", AG_FIELD_DATE, AG_REQUIRED, NULL, "when it was paid", 0},
    {"payee", AG_FIELD_REFERENCE, 0, relative_kind, "the relative who received it", 0},
    PROOF,
    {0},
};
static const ag_field reasons_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};

#define MOVES                                                                                                          \
    {"C6", has_its_accounts, true}, {"C6", is_there_to_take, true}, {"C7", is_kept_back_by_somebody, true},            \
        {"C5", is_valued_by_agreement, true}, {                                                                        \
        "A22", is_no_pressure, true                                                                                    \
    }
static const ag_guard record_guards[] = {MOVES, {"C2", is_proved, true}, {"C7", is_not_kept_back, true}, {0}};
static const ag_guard pend_guards[] = {MOVES, {0}};
static const ag_guard post_guards[] = {{"C2", is_proved, true},
                                       {"C6", is_at_most_what_was_proposed, true},
                                       {"C7", is_by_another, false},
                                       {"C6", still_runs, false},
                                       {0}};
static const ag_guard reverse_guards[] = {{"C8", can_be_reversed, true}, {"S4", is_not_taken_back, true}, {0}};
static const ag_guard exchange_guards[] = {
    {"C6", is_due_to_exchange, true}, {"C10", has_a_rate, true}, {"C2", is_proved, true}, {0}};

static const ag_action transfer_actions[] = {
    {"transfer.record", PAYERS, AG_CREATES | AG_SIGNED, NULL, "POSTED", record_fields, record_guards, apply_transfer,
     AG_NO_CLOCK, "record what was paid, given, received or moved between accounts; it is never changed"},
    {"transfer.pend", PAYERS, AG_CREATES | AG_SIGNED, NULL, "PENDING", record_fields, pend_guards, apply_transfer,
     AG_NO_CLOCK, "propose a transfer: the amount is spoken for, and nothing has moved yet"},
    {"transfer.post", PAYERS, AG_SIGNED, "PENDING", "POSTED", post_fields, post_guards, apply_transfer, AG_NO_CLOCK,
     "what was proposed has been done, in part or whole"},
    {"transfer.void", PAYERS, AG_SIGNED, "PENDING", "VOIDED", reasons_fields, NULL, apply_transfer, AG_NO_CLOCK,
     "what was proposed will not be done"},
    {"transfer.reverse", PAYERS, AG_CREATES | AG_SIGNED, NULL, "POSTED", reverse_fields, reverse_guards, apply_reverse,
     AG_NO_CLOCK, "take a wrong transfer back by another the other way; both stay on record"},
    {"transfer.exchange", PAYERS, AG_CREATES | AG_SIGNED, NULL, "POSTED", exchange_fields, exchange_guards,
     apply_exchange, AG_NO_CLOCK, "what is due was paid in another commodity, at a rate that is on record"},
    {0},
};

static ag_status proof_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    const ag_text claim = ag_row_text(&view->row, "claim");
    const char *grade = claim.n ? grade_of(view, claim) : "";
    if (ag_row_text(&view->row, "receipt").n)
        ag_buffer_puts(out, "a receipt is kept");
    else if (claim.n)
        ag_buffer_printf(out, "%.*s, %s%s", AG_SHOWN(claim), *grade ? "graded " : "which has no grade that stands",
                         grade);
    if (claim.n && ag_row_is(&view->row, "book", "books") && !ag_row_text(&view->row, "receipt").n && !proves(grade))
        ag_buffer_puts(out, ": no longer proved, reverse it or record the receipt as a new transfer");
    return AG_OK;
}

static const ag_column transfer_further[] = {{"holder", AG_COLUMN_TEXT, true, false},
                                             {"maker", AG_COLUMN_TEXT, false, false},
                                             {"pair", AG_COLUMN_TEXT, true, false},
                                             {0}};
static const ag_fact transfer_facts[] = {{"proof", "C2", proof_fact}, {0}};
static const char *const transfer_states[] = {"PENDING", "POSTED", "VOIDED", NULL};

const ag_kind ag_kind_transfer = {
    .name = "transfer",
    .plural = "transfers",
    .help = "one amount that went from one account to another, or is proposed to",
    .state = transfer_states,
    .closed = "POSTED VOIDED",
    .action = transfer_actions,
    .further = transfer_further,
    .indexed = "book state_code",
    .fact = transfer_facts,
    .readers = AG_WRITERS,
};
