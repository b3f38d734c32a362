/* Balances: the sums of transfers, and the words for them. See ledger.h. */
#include <stdlib.h>
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

ag_account ag_account_find(ag_text name) {
    int account = 0;
    while (account < AG_OUTSIDE && !ag_text_equal(name, ag_text_of(ag_account_name[account]))) account++;
    return (ag_account)account;
}

ag_account ag_account_of(const ag_row *transfer, const char *side) {
    return ag_account_find(ag_row_text(transfer, side));
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

static int compare(const ag_commodity *a, const ag_commodity *b) {
    return a->currency == b->currency ? strcmp(a->code, b->code) : a->currency ? -1 : 1;
}

static ag_balance *balance_of(ag_sums *sums, const ag_commodity *of) {
    int at = 0;
    while (at < sums->n && compare(&sums->balance[at].of, of) < 0) at++;
    if (at < sums->n && compare(&sums->balance[at].of, of) == 0) return &sums->balance[at];
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

/* ---- Statements ---------------------------------------------------------------------------------------------------
 */

const char *const ag_ledger_what[] = {
    [AG_WHAT_DUE] = "due",
    [AG_WHAT_CASH] = "paid-cash",
    [AG_WHAT_IN_KIND] = "paid-in-kind",
    [AG_WHAT_EXCHANGED] = "exchanged",
    [AG_WHAT_WITHHELD] = "withheld",
    [AG_WHAT_DEDUCTED] = "deducted",
    [AG_WHAT_DISPUTED] = "disputed",
    [AG_WHAT_FORFEITED] = "forfeited",
    [AG_WHAT_OWED_BACK] = "owed-back",
    [AG_WHAT_BY_STATE] = "received-by-state",
    [AG_WHAT_UNKNOWN] = "unknown",
    [AG_WHAT_PROPOSED] = "proposed",
};

/* The account whose balance a line says; those of AG_WHAT_DUE and AG_WHAT_PROPOSED are said apart. */
static const ag_account account_of_what[] = {
    [AG_WHAT_DUE] = AG_ACCRUED,        [AG_WHAT_CASH] = AG_CASH,           [AG_WHAT_IN_KIND] = AG_IN_KIND,
    [AG_WHAT_EXCHANGED] = AG_EXCHANGE, [AG_WHAT_WITHHELD] = AG_WITHHELD,   [AG_WHAT_DEDUCTED] = AG_DEDUCTED,
    [AG_WHAT_DISPUTED] = AG_DISPUTED,  [AG_WHAT_FORFEITED] = AG_FORFEITED, [AG_WHAT_OWED_BACK] = AG_OWED_BACK,
    [AG_WHAT_BY_STATE] = AG_BY_STATE,  [AG_WHAT_UNKNOWN] = AG_DUE,         [AG_WHAT_PROPOSED] = AG_DUE,
};

int64_t ag_balance_what(const ag_balance *balance, ag_ledger_line_what what) {
    if (what == AG_WHAT_DUE) return ag_balance_due(balance);
    return what == AG_WHAT_PROPOSED ? balance->leaving[AG_DUE] : balance->posted[account_of_what[what]];
}

static bool is_in(const ag_row *row, const ag_ledger_line *line) {
    ag_money money;
    return ag_row_state(row, "POSTED") && ag_account_of(row, "credit") == account_of_what[line->what] &&
           ag_transfer_amount(row, &money) && strcmp(money.of.code, line->of.code) == 0;
}

/* Each who holds some of it, with the ground, once. */
static void find_holders(const ag_row *row, int n, ag_ledger_line *line) {
    for (int i = 0; i < n && line->holders < AG_LEDGER_HOLDERS; i++) {
        const ag_text by = ag_row_text(&row[i], "held_by"), ground = ag_row_text(&row[i], "ground");
        bool named = !by.n || !is_in(&row[i], line);
        for (int k = 0; k < line->holders; k++)
            named = named || (ag_text_equal(by, line->by[k]) && ag_text_equal(ground, line->ground[k]));
        if (named) continue;
        line->by[line->holders] = by;
        line->ground[line->holders++] = ground;
    }
}

/* Goods have no value here but one that was agreed (C5). */
static void find_value(const ag_view *view, const ag_row *row, int n, ag_ledger_line *line) {
    for (int i = 0; i < n && line->what == AG_WHAT_IN_KIND && !line->of.currency; i++) {
        if (!is_in(&row[i], line)) continue;
        const ag_row agreed =
            ag_standing_first(view, &ag_kind_valuation, "transfer", ag_row_subject(view, &row[i]), "AGREED");
        const ag_text value = ag_row_text(&agreed, "value");
        if (value.n)
            line->value = ag_text_of(
                ag_view_say(view, "%.*s%s%.*s", AG_SHOWN(line->value), line->value.n ? " + " : "", AG_SHOWN(value)));
    }
}

static void add_lines(const ag_view *view, ag_ledger_statement *s, const ag_balance *balance) {
    for (int what = 0; what < AG_WHATS; what++) {
        const int64_t minor = ag_balance_what(balance, (ag_ledger_line_what)what);
        if (minor <= 0) continue;
        ag_ledger_line *line = &s->line[s->lines++];
        *line = (ag_ledger_line){.of = balance->of, .what = (ag_ledger_line_what)what, .minor = minor};
        find_holders(s->transfer, s->transfers, line);
        find_value(view, s->transfer, s->transfers, line);
    }
}

static int by_date(const void *a, const void *b) {
    const ag_row *one = a, *other = b;
    const int32_t day = ag_day_of(ag_row_text(one, "date"), 0), other_day = ag_day_of(ag_row_text(other, "date"), 0);
    return day == other_day ? ag_text_compare(ag_row_id(one), ag_row_id(other)) : day < other_day ? -1 : 1;
}

bool ag_ledger_state(const ag_view *view, const char *column, ag_text value, const char *book, int32_t day,
                     ag_ledger_statement *out) {
    int n = 0;
    *out = (ag_ledger_statement){.lines = 0};
    ag_row *row = value.n ? (ag_row *)ag_view_rows(view, &ag_kind_transfer, column, value, 0, &n) : NULL;
    for (int i = 0; i < n; i++)
        if ((!book || ag_row_is(&row[i], "book", book)) && ag_day_of(ag_row_text(&row[i], "date"), INT32_MIN) <= day)
            row[out->transfers++] = row[i];
    if (out->transfers) qsort(row, (size_t)out->transfers, sizeof *row, by_date);
    out->transfer = row;
    for (int i = 0; i < out->transfers; i++) ag_sums_add(&out->sums, &row[i], NULL, INT32_MAX);
    out->line = AG_NEW(view->arena, ag_ledger_line, out->sums.n * AG_WHATS + 1);
    for (int i = 0; out->line && i < out->sums.n; i++) add_lines(view, out, &out->sums.balance[i]);
    return out->transfers > 0;
}

/* ---- Words ------------------------------------------------------------------------------------------------------- */

static const char *const words_of[] = {
    [AG_WHAT_DUE] = "due",
    [AG_WHAT_CASH] = "paid in cash",
    [AG_WHAT_IN_KIND] = "paid in kind",
    [AG_WHAT_EXCHANGED] = "paid in another commodity",
    [AG_WHAT_WITHHELD] = "withheld",
    [AG_WHAT_DEDUCTED] = "deducted",
    [AG_WHAT_DISPUTED] = "disputed",
    [AG_WHAT_FORFEITED] = "forfeited",
    [AG_WHAT_OWED_BACK] = "owed back",
    [AG_WHAT_BY_STATE] = "received by a State",
    [AG_WHAT_UNKNOWN] = "not accounted for",
    [AG_WHAT_PROPOSED] = "proposed",
};

const char *ag_ledger_line_words(const ag_ledger_line *line) { return words_of[line->what]; }

void ag_ledger_line_note(const ag_ledger_line *line, ag_buffer *out) {
    for (int i = 0; i < line->holders; i++)
        ag_buffer_printf(out, "%s%.*s (%.*s)", i ? ", " : "by ", AG_SHOWN(line->by[i]), AG_SHOWN(line->ground[i]));
    if (line->what != AG_WHAT_IN_KIND) return;
    if (line->of.currency)
        ag_buffer_puts(out, "by agreed valuation");
    else if (line->value.n)
        ag_buffer_printf(out, "valuation: agreed, %.*s", AG_SHOWN(line->value));
    else
        ag_buffer_puts(out, "valuation: not agreed");
}

void ag_ledger_words(const ag_view *view, const char *column, ag_text value, const char *book, ag_buffer *out) {
    ag_ledger_statement s;
    ag_ledger_state(view, column, value, book, INT32_MAX, &s);
    for (int i = 0; i < s.lines; i++) {
        const ag_ledger_line *line = &s.line[i];
        char text[AG_MONEY_BYTES];
        ag_buffer note = {0};
        const bool same = i && strcmp(line->of.code, line[-1].of.code) == 0;
        ag_ledger_line_note(line, &note);
        ag_buffer_printf(out, "%s%s %s",
                         same ? ", "
                         : i  ? "; "
                              : "",
                         words_of[line->what], ag_money_format(&line->of, line->minor, text));
        if (note.n) ag_buffer_printf(out, line->holders ? " %s" : " (%s)", note.data);
        ag_buffer_deinit(&note);
    }
    if (s.sums.beyond) ag_buffer_puts(out, "; the rest is more than one statement holds");
}
