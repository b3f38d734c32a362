/* Sums over many persons, and the journal for other programs: see payments.h. */
#include "casebook/payments.h"

#include <string.h>

#include "casebook/casebook.h"
#include "casebook/kinds.h"
#include "casebook/standing.h"

#include "base/banned.h"

enum { PAGE = 500 };
const char *const ag_book_name[AG_BOOKS] = {"books", "claimed"};

/* ---- Every holder --------------------------------------------------------------------------------------------- */

static ag_status each_person(const ag_view *view, ag_holder_visit *visit, void *context, ag_error *err) {
    ag_arena scratch;
    char last[AG_MAX_ID_BYTES + 1] = "";
    ag_page page = {.kind = &ag_kind_person, .limit = PAGE};
    ag_status status = AG_OK;
    int n = PAGE;
    ag_arena_init(&scratch);
    while (status == AG_OK && n == PAGE) {
        const ag_row *row;
        ag_arena_reset(&scratch);
        ag_view inner = *view;
        inner.arena = &scratch;
        status = ag_casebook_list(&inner, &page, &row, &n, err);
        for (int i = 0; i < n && status == AG_OK; i++)
            if (ag_row_state(&row[i], "ON_FILE"))
                status = visit(context, &inner, &row[i], ag_row_subject(&inner, &row[i]), err);
        if (status != AG_OK || !n) break;
        const ag_text id = ag_row_id(&row[n - 1]);
        memcpy(last, id.at, id.n < sizeof last ? id.n : 0);
        page.after = (ag_text){last, id.n};
    }
    ag_arena_deinit(&scratch);
    return status;
}

static ag_status each_state(const ag_view *view, ag_holder_visit *visit, void *context, ag_error *err) {
    int n;
    ag_status status = AG_OK;
    const ag_row *row =
        ag_view_rows(view, &ag_kind_transfer, "credit", ag_text_of(ag_account_name[AG_BY_STATE]), 0, &n);
    for (int i = 0; i < n && status == AG_OK; i++) {
        const ag_text holder = ag_row_text(&row[i], "holder");
        bool seen = !ag_text_starts(holder, AG_TEXT("state:"));
        for (int k = 0; k < i && !seen; k++) seen = ag_text_equal(holder, ag_row_text(&row[k], "holder"));
        if (!seen) status = visit(context, view, NULL, holder, err);
    }
    return status;
}

ag_status ag_payments_each(const ag_view *view, ag_holder_visit *visit, void *context, ag_error *err) {
    const ag_status status = each_person(view, visit, context, err);
    return status == AG_OK ? each_state(view, visit, context, err) : status;
}

/* ---- Groups --------------------------------------------------------------------------------------------------- */

typedef struct summing {
    ag_payments *out;
    ag_arena *arena; /* of what stays */
    int32_t day;
} summing;

static int compare(const ag_payments_group *group, ag_text power, int64_t wave) {
    const int by_power = ag_text_compare(group->power, power);
    return by_power ? by_power : group->wave < wave ? -1 : group->wave > wave;
}

/* Of the first deployment that stands. */
static int64_t wave_of(const ag_view *view, ag_text person) {
    const ag_row assignment =
        ag_standing_first(view, &ag_kind_assignment, "person", person, "UNACKNOWLEDGED ACKNOWLEDGED");
    const ag_row deployment = ag_view_row(view, ag_row_text(&assignment, "deployment"));
    return ag_row_integer(&deployment, "wave", 0);
}

static ag_payments_group *group_of(const summing *s, ag_text power, int64_t wave) {
    ag_payments *p = s->out;
    int at = 0;
    while (at < p->groups && compare(p->group[at], power, wave) < 0) at++;
    if (at < p->groups && compare(p->group[at], power, wave) == 0) return p->group[at];
    p->beyond = p->beyond || p->groups == AG_MAX_PAYMENT_GROUPS;
    ag_payments_group *group = p->beyond ? NULL : AG_NEW(s->arena, ag_payments_group, 1);
    if (!group) return NULL;
    memmove(&p->group[at + 1], &p->group[at], (size_t)(p->groups++ - at) * sizeof(ag_payments_group *));
    group->power = (ag_text){ag_arena_text(s->arena, power.at ? power.at : "", power.n), power.n};
    group->wave = wave;
    return p->group[at] = group;
}

static ag_status add_holder(void *context, const ag_view *view, const ag_row *person, ag_text holder, ag_error *err) {
    const summing *s = context;
    int n, known = 0;
    const ag_row *row = ag_view_rows(view, &ag_kind_transfer, "holder", holder, 0, &n);
    ag_payments_group *group = person ? group_of(s, ag_row_text(person, "power"), wave_of(view, holder))
                                      : group_of(s, (ag_text){holder.at + 6, holder.n - 6}, 0);
    if (!group) return s->arena->failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
    for (int i = 0; i < n; i++)
        for (int book = 0; book < AG_BOOKS; book++) {
            const int before = group->sums[book].transfers;
            ag_sums_add(&group->sums[book], &row[i], ag_book_name[book], s->day);
            known += group->sums[book].transfers - before;
        }
    group->persons += person != NULL;
    group->unknown += person && !known;
    return AG_OK;
}

ag_status ag_payments_find(const ag_view *view, int32_t day, ag_payments *out, ag_error *err) {
    summing s = {out, view->arena, day};
    *out = (ag_payments){.groups = 0};
    return ag_payments_each(view, add_holder, &s, err);
}

/* ---- The journal ---------------------------------------------------------------------------------------------- */

/* Names of commodities that are not letters alone stand in quotes. */
static void put_amount(const ag_commodity *of, int64_t minor, ag_buffer *out) {
    char text[AG_MONEY_BYTES];
    const char *quote = of->currency ? "" : "\"";
    ag_money_format(of, minor, text);
    ag_buffer_printf(out, "%.*s %s%s%s", (int)strcspn(text, " "), text, quote, of->code, quote);
}

/* books:person-odesa-3-1:payable:due */
static void put_account(const char *book, ag_text holder, ag_account account, ag_buffer *out) {
    ag_buffer_printf(out, "    %s:", book);
    for (size_t i = 0; i < holder.n; i++) ag_buffer_putc(out, holder.at[i] == ':' ? '-' : holder.at[i]);
    ag_buffer_printf(out, ":%s  ", ag_account_name[account]);
}

static void put_posting(const char *book, const ag_row *transfer, ag_account account, const ag_money *money, int sign,
                        ag_buffer *out) {
    put_account(book, ag_row_text(transfer, "holder"), account, out);
    put_amount(&money->of, sign * money->minor, out);
}

static void put_title(const ag_row *transfer, ag_buffer *out) {
    char day[11];
    const ag_text id = ag_row_id(transfer), date = ag_row_text(transfer, "date"),
                  claim = ag_row_text(transfer, "claim"), rate = ag_row_text(transfer, "rate"),
                  of = ag_row_text(transfer, "of");
    ag_buffer_printf(out, "\n%s * transfer:%.*s  ; %.*s", ag_date_format(ag_day_of(date, 0), day), AG_SHOWN(id),
                     AG_SHOWN(date));
    if (ag_row_text(transfer, "receipt").n) ag_buffer_puts(out, ", receipt");
    if (claim.n) ag_buffer_printf(out, ", %.*s", AG_SHOWN(claim));
    if (rate.n) ag_buffer_printf(out, ", %.*s", AG_SHOWN(rate));
    if (of.n) ag_buffer_printf(out, ", reverses %.*s", AG_SHOWN(of));
    ag_buffer_putc(out, '\n');
}

/* Both transfers of an exchange as one: what was due, at what was paid for it. */
static void put_exchange(const char *book, const ag_row *out_row, const ag_money *money, ag_buffer *out) {
    ag_money into;
    if (!ag_money_parse(ag_row_text(out_row, "into"), &into)) return;
    put_title(out_row, out);
    put_posting(book, out_row, AG_DUE, money, -1, out);
    ag_buffer_puts(out, " @@ ");
    put_amount(&into.of, into.minor, out);
    ag_buffer_putc(out, '\n');
    put_posting(book, out_row, AG_CASH, &into, 1, out);
    ag_buffer_putc(out, '\n');
}

static void put_transfer(const char *book, const ag_row *row, ag_buffer *out) {
    ag_money money;
    const ag_account debit = ag_account_of(row, "debit"), credit = ag_account_of(row, "credit");
    if (!ag_row_state(row, "POSTED") || !ag_transfer_amount(row, &money) || debit == AG_EXCHANGE) return;
    if (credit == AG_EXCHANGE) {
        put_exchange(book, row, &money, out);
        return;
    }
    put_title(row, out);
    put_posting(book, row, debit, &money, -1, out);
    ag_buffer_putc(out, '\n');
    put_posting(book, row, credit, &money, 1, out);
    ag_buffer_putc(out, '\n');
}

static void put_assertions(const char *book, ag_text holder, const ag_sums *sums, int32_t day, ag_buffer *out) {
    char text[11];
    ag_buffer_printf(out, "\n%s * balances\n", ag_date_format(day, text));
    for (int i = 0; i < sums->n; i++)
        for (int account = 0; account < AG_ACCOUNTS; account++) {
            const ag_balance *b = &sums->balance[i];
            if (!b->posted[account] || account == AG_EXCHANGE) continue;
            put_account(book, holder, (ag_account)account, out);
            put_amount(&b->of, 0, out);
            ag_buffer_puts(out, " = ");
            put_amount(&b->of, b->posted[account], out);
            ag_buffer_putc(out, '\n');
        }
}

void ag_payments_journal(const ag_view *view, ag_text holder, const char *book, int32_t day, ag_buffer *out) {
    for (int k = 0; k < AG_BOOKS; k++) {
        ag_ledger_statement s;
        int32_t last = (int32_t)(view->now / 86400);
        if ((book && strcmp(book, ag_book_name[k]) != 0) ||
            !ag_ledger_state(view, "holder", holder, ag_book_name[k], day, &s))
            continue;
        for (int i = 0; i < s.transfers; i++) {
            const int32_t of = ag_day_of(ag_row_text(&s.transfer[i], "date"), 0);
            last = of > last ? of : last;
            put_transfer(ag_book_name[k], &s.transfer[i], out);
        }
        if (s.sums.n && !s.sums.beyond) put_assertions(ag_book_name[k], holder, &s.sums, last, out);
    }
}

void ag_payments_journal_head(const ag_view *view, int32_t day, ag_buffer *out) {
    int n;
    ag_commodity from, to;
    char text[11];
    ag_buffer_puts(out, "; What is owed and paid. An amount is what an account has received; debits are negative.\n");
    const ag_row *rate = ag_view_rows(view, &ag_kind_rate, NULL, (ag_text){NULL, 0}, 0, &n);
    for (int i = 0; i < n; i++) {
        const int32_t date = ag_day_of(ag_row_text(&rate[i], "date"), 0);
        const ag_text id = ag_row_id(&rate[i]), type = ag_row_text(&rate[i], "type");
        if (date > day || !ag_commodity_find(ag_row_text(&rate[i], "from"), &from) ||
            !ag_commodity_find(ag_row_text(&rate[i], "to"), &to) || !from.currency || !to.currency)
            continue;
        ag_buffer_printf(out, "P %s %s ", ag_date_format(date, text), from.code);
        ag_buffer_double(out, (double)ag_row_integer(&rate[i], "numerator", 0) /
                                  (double)ag_row_integer(&rate[i], "denominator", 1));
        ag_buffer_printf(out, " %s  ; rate:%.*s, %.*s\n", to.code, AG_SHOWN(id), AG_SHOWN(type));
    }
}
