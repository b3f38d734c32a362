/* Balances: the sums of transfers, and the words for them. See ledger.h. */
#include <string.h>

#include "casebook/kinds.h"
#include "casebook/ledger.h"
#include "casebook/standing.h"

#include "base/banned.h"

const char *const ag_account_name[AG_ACCOUNTS + 1] = {
    [AG_ACCRUED] = "entitlement:accrued", [AG_DUE] = "payable:due",
    [AG_WITHHELD] = "payable:withheld",   [AG_CASH] = "paid:cash",
    [AG_IN_KIND] = "paid:in-kind",        [AG_DEDUCTED] = "deducted",
    [AG_DISPUTED] = "disputed",           [AG_FORFEITED] = "forfeited",
    [AG_OWED_BACK] = "owed-back",         [AG_BY_STATE] = "received-by-state",
    [AG_EXCHANGE] = "exchange",           [AG_OUTSIDE] = "outside",
};

ag_account ag_account_of(const ag_row *transfer, const char *side) {
    int account = 0;
    while (account < AG_OUTSIDE && !ag_row_is(transfer, side, ag_account_name[account])) account++;
    return (ag_account)account;
}

int32_t ag_day_of(ag_text date, int32_t otherwise) {
    ag_date day;
    return date.n && ag_date_parse_edtf(date, &day) && day.first != INT32_MIN ? day.first : otherwise;
}

bool ag_transfer_amount(const ag_row *transfer, ag_money *out) {
    const ag_text posted = ag_row_text(transfer, "posted");
    return ag_money_parse(posted.n ? posted : ag_row_text(transfer, "amount"), out);
}

/* ---- Sums -------------------------------------------------------------------------------------------------------- */

const ag_balance *ag_sums_find(const ag_sums *sums, ag_text commodity) {
    for (int i = 0; i < sums->n; i++)
        if (ag_text_equal(commodity, ag_text_of(sums->balance[i].of.code))) return &sums->balance[i];
    return NULL;
}

static ag_balance *balance_of(ag_sums *sums, const ag_commodity *of) {
    int at = 0;
    while (at < sums->n && strcmp(sums->balance[at].of.code, of->code) < 0) at++;
    if (at < sums->n && strcmp(sums->balance[at].of.code, of->code) == 0) return &sums->balance[at];
    if (sums->n == AG_MAX_COMMODITIES) return NULL;
    memmove(&sums->balance[at + 1], &sums->balance[at], (size_t)(sums->n - at) * sizeof *sums->balance);
    sums->n++;
    sums->balance[at] = (ag_balance){.of = *of};
    return &sums->balance[at];
}

static bool post(ag_balance *b, ag_account debit, ag_account credit, int64_t minor) {
    return ag_money_add(b->posted[debit], -minor, &b->posted[debit]) &&
           ag_money_add(b->posted[credit], minor, &b->posted[credit]);
}

void ag_sums_add(ag_sums *sums, const ag_row *transfer, const char *book, int32_t day) {
    ag_money money;
    const bool pending = ag_row_state(transfer, "PENDING");
    if (!(pending || ag_row_state(transfer, "POSTED")) || (book && !ag_row_is(transfer, "book", book)) ||
        ag_day_of(ag_row_text(transfer, "date"), INT32_MIN) > day || !ag_transfer_amount(transfer, &money))
        return;
    ag_balance *balance = balance_of(sums, &money.of);
    const ag_account debit = ag_account_of(transfer, "debit");
    const bool fits = balance && (pending ? ag_money_add(balance->leaving[debit], money.minor, &balance->leaving[debit])
                                          : post(balance, debit, ag_account_of(transfer, "credit"), money.minor));
    sums->transfers++;
    sums->beyond = sums->beyond || !fits;
}

void ag_sums_of(const ag_view *view, const char *column, ag_text value, const char *book, int32_t day, ag_sums *out) {
    int n = 0;
    const ag_row *row = value.n ? ag_view_rows(view, &ag_kind_transfer, column, value, 0, &n) : NULL;
    *out = (ag_sums){.n = 0};
    for (int i = 0; i < n; i++) ag_sums_add(out, &row[i], book, day);
}

int64_t ag_balance_free(const ag_balance *balance, ag_account account) {
    return balance ? balance->posted[account] - balance->leaving[account] : 0;
}

int64_t ag_balance_due(const ag_balance *balance) { return -balance->posted[AG_ACCRUED]; }

/* ---- Words ------------------------------------------------------------------------------------------------------- */

static const struct {
    ag_account account;
    const char *words;
} said[] = {
    {AG_CASH, "paid in cash"},
    {AG_IN_KIND, "paid in kind"},
    {AG_WITHHELD, "withheld"},
    {AG_DEDUCTED, "deducted"},
    {AG_DISPUTED, "disputed"},
    {AG_FORFEITED, "forfeited"},
    {AG_OWED_BACK, "owed back"},
    {AG_EXCHANGE, "paid in another commodity"},
    {AG_BY_STATE, "received by a State"},
    {AG_DUE, "not accounted for"},
};

typedef struct saying {
    const ag_view *view;
    ag_text holder;
    const ag_row *row; /* [n] transfers of the holder in one book */
    int n;
    ag_buffer *out;
    size_t from; /* where the words on this commodity begin */
} saying;

static void say(saying *s, const char *words, const ag_balance *b, int64_t minor) {
    char text[AG_MONEY_BYTES];
    ag_buffer_printf(s->out, "%s%s %s",
                     s->out->n > s->from ? ", "
                     : s->from           ? "; "
                                         : "",
                     words, ag_money_format(&b->of, minor, text));
}

/* Who holds it and on what ground: of the last transfer into this account. */
static void say_ground(saying *s, const ag_balance *b, ag_account account) {
    ag_money money;
    for (int i = s->n - 1; i >= 0; i--) {
        const ag_row *row = &s->row[i];
        const ag_text by = ag_row_text(row, "held_by"), ground = ag_row_text(row, "ground");
        if (!by.n || !ag_row_state(row, "POSTED") || ag_account_of(row, "credit") != account ||
            !ag_transfer_amount(row, &money) || strcmp(money.of.code, b->of.code) != 0)
            continue;
        ag_buffer_printf(s->out, " by %.*s (%.*s)", AG_SHOWN(by), AG_SHOWN(ground));
        return;
    }
}

/* Goods have no value here but one that was agreed (C5). */
static void say_valuation(saying *s, const ag_balance *b) {
    int n, agreed = 0;
    ag_money goods;
    const ag_row *row = b->of.currency ? NULL : ag_view_rows(s->view, &ag_kind_valuation, "holder", s->holder, 0, &n);
    if (b->of.currency) {
        ag_buffer_puts(s->out, " (by agreed valuation)");
        return;
    }
    for (int i = 0; i < n; i++) {
        const ag_text value = ag_row_text(&row[i], "value");
        const ag_row given = ag_view_row(s->view, ag_row_text(&row[i], "transfer"));
        if (!ag_row_state(&row[i], "AGREED") || !ag_transfer_amount(&given, &goods) ||
            strcmp(goods.of.code, b->of.code) != 0)
            continue;
        ag_buffer_printf(s->out, "%s%.*s", agreed++ ? " and " : " (valuation: agreed, ", AG_SHOWN(value));
    }
    ag_buffer_puts(s->out, agreed ? ")" : " (valuation: not agreed)");
}

static void say_balance(saying *s, const ag_balance *b) {
    if (ag_balance_due(b) > 0) say(s, "due", b, ag_balance_due(b));
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        const ag_account account = said[i].account;
        if (b->posted[account] <= 0) continue;
        say(s, said[i].words, b, b->posted[account]);
        say_ground(s, b, account);
        if (account == AG_IN_KIND) say_valuation(s, b);
    }
    if (b->leaving[AG_DUE]) say(s, "proposed", b, b->leaving[AG_DUE]);
}

void ag_ledger_words(const ag_view *view, const char *column, ag_text value, const char *book, int32_t day,
                     ag_buffer *out) {
    ag_sums sums = {.n = 0};
    saying s = {.view = view, .out = out};
    int n = 0;
    ag_row *row = value.n ? (ag_row *)ag_view_rows(view, &ag_kind_transfer, column, value, 0, &n) : NULL;
    for (int i = 0; i < n; i++)
        if (!book || ag_row_is(&row[i], "book", book)) row[s.n++] = row[i];
    s.row = row;
    if (s.n) s.holder = ag_row_text(&row[0], "holder");
    for (int i = 0; i < s.n; i++) ag_sums_add(&sums, &row[i], book, day);
    for (int i = 0; i < sums.n; i++) {
        s.from = out->n;
        say_balance(&s, &sums.balance[i]);
    }
    if (sums.beyond) ag_buffer_puts(out, "; the rest is more than one statement holds");
}
