/* antigone ledger: what is owed and was paid, of one person, entitlement or State, or of all. */
#include <stdio.h>
#include <string.h>

#include "casebook/payments.h"
#include "cli/output.h"
#include "cli/screen.h"
#include "cli/session.h"
#include "formats/json.h"

#include "base/banned.h"

enum { BOOK = AG_SESSION_FIRST, AS_OF, HLEDGER, JSON };

static const ag_option options[] = {
    AG_SESSION_OPTIONS,
    {"--book", "BOOK", "books: what is proved; claimed: what is said; else both, apart", false},
    {"--as-of", "DATE", "what had happened until this day", false},
    {"--hledger", "FILE", "the transfers as a journal for hledger or ledger; - is standard output", false},
    {"--json", NULL, "as JSON", false},
    {NULL, NULL, NULL, false},
};

typedef struct work {
    const ag_arguments *arguments;
    ag_view view;
    const char *book; /* NULL: both */
    int32_t day;      /* INT32_MAX: all */
    ag_text subject;  /* empty: all */
    const char *column;
} work;

static const char *const titles[AG_BOOKS] = {"Proved (books)", "As is said (claimed)"};

static bool wants(const work *w, int book) { return !w->book || strcmp(w->book, ag_book_name[book]) == 0; }

/* ---- What is asked ----------------------------------------------------------------------------------------------- */

static ag_status read_subject(work *w, ag_error *err) {
    const char *name = w->arguments->operand[1];
    w->subject = ag_text_of(name);
    w->column = ag_text_starts(w->subject, AG_TEXT("entitlement:")) ? "entitlement" : "holder";
    if (!name || ag_text_starts(w->subject, AG_TEXT("state:"))) return AG_OK;
    if (strcmp(w->column, "holder") == 0 && !ag_text_starts(w->subject, AG_TEXT("person:")))
        return ag_fail(err, AG_USAGE, "person:ID, entitlement:ID or state:KP", "\"%.60s\" has no account", name);
    const ag_row row = ag_view_row(&w->view, w->subject);
    if (ag_row_there(&row)) return AG_OK;
    return ag_fail(err, AG_BAD_INPUT, "`antigone list` shows those that are there", "there is no %.80s", name);
}

static ag_status read_options(work *w, ag_error *err) {
    ag_date date;
    const char *book = w->arguments->value[BOOK], *day = w->arguments->value[AS_OF];
    if (book && strcmp(book, "books") != 0 && strcmp(book, "claimed") != 0)
        return ag_fail(err, AG_USAGE, "books or claimed", "there is no book \"%.60s\"", book);
    if (day && !ag_date_parse(ag_text_of(day), &date))
        return ag_fail(err, AG_USAGE, "2025-12-31", "\"%.60s\" is no date", day);
    if (w->arguments->value[HLEDGER] && (w->arguments->value[JSON] || strcmp(w->column, "entitlement") == 0))
        return ag_fail(err, AG_USAGE, NULL, "--hledger is of a person, a State or all, and not with --json");
    w->book = book;
    w->day = day ? date.last : INT32_MAX;
    return AG_OK;
}

/* ---- One account on the screen -------------------------------------------------------------------------------- */

static ag_text in_arena(const work *w, ag_buffer *b) {
    const ag_text text = ag_text_of(ag_view_say(&w->view, "%s", b->data ? b->data : ""));
    ag_buffer_deinit(b);
    return text;
}

static ag_text amount(const work *w, const ag_commodity *of, int64_t minor) {
    char text[AG_MONEY_BYTES];
    return ag_text_of(ag_view_say(&w->view, "%s", ag_money_format(of, minor, text)));
}

static void print_lines(const work *w, const ag_ledger_statement *s) {
    ag_grid grid;
    ag_grid_init(&grid, w->view.arena);
    ag_grid_column(&grid, "what");
    ag_grid_column(&grid, "amount");
    ag_grid_column(&grid, "");
    for (int i = 0; i < s->lines; i++) {
        ag_buffer note = {0};
        ag_ledger_line_note(&s->line[i], &note);
        ag_grid_put(&grid, ag_text_of(ag_ledger_line_words(&s->line[i])));
        ag_grid_put(&grid, amount(w, &s->line[i].of, s->line[i].minor));
        ag_grid_put(&grid, in_arena(w, &note));
    }
    ag_grid_print(&grid, stdout);
}

static ag_text proof_of(const ag_row *transfer) {
    return ag_row_text(transfer, "receipt").n ? AG_TEXT("receipt") : ag_row_text(transfer, "claim");
}

/* "due" of "payable:due". */
static ag_text short_name(ag_text account) {
    const char *colon = account.n ? memchr(account.at, ':', account.n) : NULL;
    return colon ? (ag_text){colon + 1, (size_t)(account.at + account.n - colon - 1)} : account;
}

static void print_transfers(const work *w, const ag_ledger_statement *s) {
    static const char *const column[] = {"date", "amount", "from", "to", "state", "proof", "transfer"};
    ag_grid grid;
    ag_grid_init(&grid, w->view.arena);
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) ag_grid_column(&grid, column[i]);
    for (int i = 0; i < s->transfers; i++) {
        const ag_row *row = &s->transfer[i];
        ag_money money;
        ag_grid_put(&grid, ag_row_text(row, "date"));
        ag_grid_put(&grid, ag_transfer_amount(row, &money) ? amount(w, &money.of, money.minor) : ag_text_of(NULL));
        ag_grid_put(&grid, short_name(ag_row_text(row, "debit")));
        ag_grid_put(&grid, short_name(ag_row_text(row, "credit")));
        ag_grid_put(&grid, ag_row_state(row, "POSTED") ? ag_text_of(NULL) : ag_row_text(row, "state"));
        ag_grid_put(&grid, proof_of(row));
        ag_grid_put(&grid, ag_row_id(row));
    }
    ag_grid_print(&grid, stdout);
}

static void print_account(const work *w) {
    bool any = false;
    for (int book = 0; book < AG_BOOKS; book++) {
        ag_ledger_statement s;
        if (!wants(w, book) || !ag_ledger_state(&w->view, w->column, w->subject, ag_book_name[book], w->day, &s))
            continue;
        printf("%s%s\n\n", any ? "\n" : "", titles[book]);
        any = true;
        print_lines(w, &s);
        if (s.sums.beyond) puts("There is more than one statement holds.");
        putchar('\n');
        print_transfers(w, &s);
    }
    if (!any) printf("Unknown: no transfer is on record.\n");
}

/* ---- All on the screen ---------------------------------------------------------------------------------------- */

static void print_group(const work *w, const ag_payments_group *group, const ag_sums *sums) {
    ag_grid grid;
    ag_grid_init(&grid, w->view.arena);
    ag_grid_column(&grid, "what");
    ag_grid_column(&grid, "amount");
    for (int i = 0; i < sums->n; i++)
        for (int what = 0; what < AG_WHATS; what++) {
            const ag_ledger_line line = {.of = sums->balance[i].of, .what = (ag_ledger_line_what)what};
            const int64_t minor = ag_balance_what(&sums->balance[i], line.what);
            if (minor <= 0) continue;
            ag_grid_put(&grid, ag_text_of(ag_ledger_line_words(&line)));
            ag_grid_put(&grid, amount(w, &line.of, minor));
        }
    printf("\n%.*s", (int)group->power.n, group->power.at);
    if (!group->power.n) printf("no State recorded");
    if (group->wave) printf(", wave %lld", (long long)group->wave);
    printf(": %lld persons, of %lld nothing is known\n%s", (long long)group->persons, (long long)group->unknown,
           sums->n ? "\n" : "");
    if (sums->n) ag_grid_print(&grid, stdout);
}

static void print_all(const work *w, const ag_payments *p) {
    for (int book = 0; book < AG_BOOKS; book++) {
        if (!wants(w, book)) continue;
        printf("%s%s\n", book && !w->book ? "\n" : "", titles[book]);
        for (int i = 0; i < p->groups; i++) print_group(w, p->group[i], &p->group[i]->sums[book]);
    }
    if (p->beyond) printf("\nThere are more than %d groups: the rest was left out.\n", AG_MAX_PAYMENT_GROUPS);
}

/* ---- JSON ----------------------------------------------------------------------------------------------------- */

static void put_pair(ag_json_writer *j, const char *key, ag_text value) {
    if (!value.n) return;
    ag_json_key(j, ag_text_of(key));
    ag_json_put_text(j, value);
}

/* {"USD": {"due": "24000.00", …}} */
static void put_sums(const work *w, ag_json_writer *j, const ag_sums *sums) {
    ag_json_open(j, '{');
    for (int i = 0; i < sums->n; i++) {
        ag_json_key(j, ag_text_of(sums->balance[i].of.code));
        ag_json_open(j, '{');
        for (int what = 0; what < AG_WHATS; what++) {
            const int64_t minor = ag_balance_what(&sums->balance[i], (ag_ledger_line_what)what);
            const ag_text text = amount(w, &sums->balance[i].of, minor);
            const char *blank = memchr(text.at, ' ', text.n);
            if (minor > 0 && blank) put_pair(j, ag_ledger_what[what], (ag_text){text.at, (size_t)(blank - text.at)});
        }
        ag_json_close(j, '}');
    }
    ag_json_close(j, '}');
}

static void put_transfers(ag_json_writer *j, const ag_ledger_statement *s) {
    static const char *const column[] = {"state",       "date",  "debit",   "credit",   "amount",  "posted",
                                         "entitlement", "payee", "held_by", "ground",   "receipt", "claim",
                                         "of",          "pair",  "rate",    "valuation"};
    ag_json_open(j, '[');
    for (int i = 0; i < s->transfers; i++) {
        ag_json_open(j, '{');
        put_pair(j, "transfer", ag_row_id(&s->transfer[i]));
        for (size_t c = 0; c < sizeof column / sizeof *column; c++)
            put_pair(j, column[c], ag_row_text(&s->transfer[i], column[c]));
        ag_json_close(j, '}');
    }
    ag_json_close(j, ']');
}

static void put_account(const work *w, ag_json_writer *j) {
    ag_json_key(j, AG_TEXT("subject"));
    ag_json_put_text(j, w->subject);
    for (int book = 0; book < AG_BOOKS; book++) {
        ag_ledger_statement s;
        if (!wants(w, book) || !ag_ledger_state(&w->view, w->column, w->subject, ag_book_name[book], w->day, &s))
            continue;
        ag_json_key(j, ag_text_of(ag_book_name[book]));
        ag_json_open(j, '{');
        ag_json_key(j, AG_TEXT("sums"));
        put_sums(w, j, &s.sums);
        ag_json_key(j, AG_TEXT("transfers"));
        put_transfers(j, &s);
        ag_json_close(j, '}');
    }
}

static void put_all(const work *w, ag_json_writer *j, const ag_payments *p) {
    ag_json_key(j, AG_TEXT("groups"));
    ag_json_open(j, '[');
    for (int i = 0; i < p->groups; i++) {
        const ag_payments_group *group = p->group[i];
        ag_json_open(j, '{');
        put_pair(j, "power", group->power);
        ag_json_key(j, AG_TEXT("wave"));
        ag_json_put_int(j, group->wave);
        ag_json_key(j, AG_TEXT("persons"));
        ag_json_put_int(j, group->persons);
        ag_json_key(j, AG_TEXT("unknown"));
        ag_json_put_int(j, group->unknown);
        for (int book = 0; book < AG_BOOKS; book++) {
            if (!wants(w, book)) continue;
            ag_json_key(j, ag_text_of(ag_book_name[book]));
            put_sums(w, j, &group->sums[book]);
        }
        ag_json_close(j, '}');
    }
    ag_json_close(j, ']');
}

/* ---- The journal ---------------------------------------------------------------------------------------------- */

typedef struct journal {
    const work *w;
    ag_output output;
} journal;

static ag_status write_holder(void *context, const ag_view *view, const ag_row *person, ag_text holder, ag_error *err) {
    journal *j = context;
    (void)person;
    ag_payments_journal(view, holder, j->w->book, j->w->day, &j->output.buffer);
    return ag_output_flush(&j->output, err);
}

static ag_status write_journal(const work *w, ag_error *err) {
    journal j = {.w = w};
    ag_status status = ag_output_open(w->arguments->value[HLEDGER], &j.output, err);
    if (status != AG_OK) return status;
    ag_payments_journal_head(&w->view, w->day, &j.output.buffer);
    status = w->subject.n ? write_holder(&j, &w->view, NULL, w->subject, err)
                          : ag_payments_each(&w->view, write_holder, &j, err);
    return ag_output_close(&j.output, status, err);
}

/* ---- Together ------------------------------------------------------------------------------------------------- */

static ag_status print(const work *w, ag_error *err) {
    ag_payments *p = w->subject.n ? NULL : AG_NEW(w->view.arena, ag_payments, 1);
    const ag_status status = p ? ag_payments_find(&w->view, w->day, p, err) : AG_OK;
    if (status != AG_OK) return status;
    if (!w->arguments->value[JSON]) {
        if (p)
            print_all(w, p);
        else
            print_account(w);
        return ag_finish_output(err);
    }
    ag_buffer out = {0};
    ag_json_writer j = {.out = &out, .pretty = true};
    ag_json_open(&j, '{');
    if (p)
        put_all(w, &j, p);
    else
        put_account(w, &j);
    ag_json_close(&j, '}');
    return ag_output_print(&out, err);
}

static ag_status run_ledger(const ag_arguments *arguments, ag_error *err) {
    ag_session session;
    ag_arena arena;
    work w = {.arguments = arguments};
    ag_status status = ag_session_look(arguments->operand[0], arguments, false, &session, err);
    if (status != AG_OK) return status;
    ag_arena_init(&arena);
    status = ag_casebook_view(session.casebook, (ag_text){0}, &arena, &w.view, err);
    if (status == AG_OK) status = read_subject(&w, err);
    if (status == AG_OK) status = read_options(&w, err);
    if (status == AG_OK) status = arguments->value[HLEDGER] ? write_journal(&w, err) : print(&w, err);
    ag_arena_deinit(&arena);
    ag_session_close(&session);
    return status;
}

const ag_command ag_command_ledger = {
    .name = "ledger",
    .summary = "what is owed and was paid, proved and as is said",
    .operand = {"CASEBOOK", "[SUBJECT]"},
    .option = options,
    .help =
        "Of a person (person:ID), an entitlement (entitlement:ID) or a State (state:KP): what became due, what was\n"
        "paid in cash and given in kind, what is withheld, by whom and on what ground, and of how much nothing is\n"
        "known; then every transfer with its receipt or claim. Without a subject: sums for each State and wave.\n"
        "What is proved and what is only said never stand in one sum, and goods have no value here but one that\n"
        "was agreed.",
    .examples = "  antigone ledger war.casebook person:odesa-3-12\n"
                "  antigone ledger war.casebook --book claimed --as-of 2025-12-31 --json\n"
                "  antigone ledger war.casebook --book books --hledger paid.journal",
    .run = run_ledger,
};
