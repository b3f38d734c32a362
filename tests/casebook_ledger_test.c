/* What is owed and paid: what the ledger refuses, and what it says. Amounts of Ukraine's lump sum and of the food given
 * to families in the DPRK: casework 6 (3,000,000 and 80 × 150,000 UAH; 700 g × 4 × 30 = 84 kg). */
#include "casebook_dead.h"

#include <string.h>

#include "base/limits.h"
#include "casebook/import_table.h"
#include "casebook/ledger.h"
#include "casebook/payments.h"
#include "casebook/shares.h"
#include "report/paper.h"

enum { CO = AG_CASE_OFFICER, LEGAL = AG_LEGAL, DAY = 86400 };

#define SAY(b, ...) ag_view_say(&(const ag_view){.arena = &(b)->arena}, __VA_ARGS__)
static const char *with(book *b, const char *name, const char *value) { return SAY(b, "%s=%s", name, value); }

static void assert_says(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" should be said, it is \"%s\"", part, text);
}

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

/* ---- Shorthands ----------------------------------------------------------------------------------------------- */

typedef struct owed {
    char person[BOOK_SUBJECT], ruleset[BOOK_SUBJECT], entitlement[BOOK_SUBJECT], claim[BOOK_SUBJECT];
} owed;

static void on(book *b, int year, int month, int day) {
    b->now = (int64_t)ag_date_days(year, month, day) * DAY + DAY / 2;
}

static void a_claim(book *b, const char *reliability, const char *credibility, char *claim) {
    char source[BOOK_SUBJECT];
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, source, "type=press", "anonymous=no", "identity=Kim Source",
            NULL);
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, claim, "topic=dprk-pay", "predicate=monthly", "said=2024-10",
            with(b, "source", source), NULL);
    if (reliability)
        book_ok(b, AG_ANALYST, "assessment.add", NULL, NULL, with(b, "claim", claim),
                with(b, "reliability", reliability), with(b, "credibility", credibility), "reasons=as it seems", NULL);
}

#define PUBLISHED "valid_from=2020-01-01", "source=a law", "mark=unverified"

/* A month's pay of 2,000 USD, by law. */
static void a_pay_rule(book *b, char *ruleset) {
    book_ok(b, LEGAL, "ruleset.publish", NULL, ruleset, "country=KP", "title=pay", "form=monthly", "cause=service",
            "standing=law", "each=2000 USD", PUBLISHED, NULL);
}

static void a_lump_rule(book *b, const char *amount, char *ruleset) {
    book_ok(b, LEGAL, "ruleset.publish", NULL, ruleset, "country=UA", "title=gratuity", "form=lump", "cause=death",
            "standing=law", with(b, "at_once", amount), "division=order-of-classes", PUBLISHED, NULL);
}

static void opened(book *b, owed *o) {
    dead_person(b, o->person);
    book_ok(b, CO, "entitlement.open", NULL, o->entitlement, with(b, "person", o->person), NULL);
}

static void accrued(book *b, const owed *o, const char *until) {
    book_ok(b, CO, "entitlement.accrue", o->entitlement, NULL, with(b, "until", until), NULL);
}

/* A year's pay, 24,000 USD, from 15 October 2024 on, all of it due. */
static void a_year_owed(book *b, owed *o) {
    on(b, 2025, 12, 1);
    a_pay_rule(b, o->ruleset);
    opened(b, o);
    book_ok(b, CO, "entitlement.assess", o->entitlement, NULL, with(b, "ruleset", o->ruleset), "since=2024-10-15",
            "certified=2025-10-15", NULL);
    accrued(b, o, "2025-10-15");
}

/* A gratuity of this amount, certified and due. */
static void a_gratuity(book *b, const char *amount, owed *o) {
    on(b, 2025, 12, 1);
    a_lump_rule(b, amount, o->ruleset);
    opened(b, o);
    book_ok(b, CO, "entitlement.assess", o->entitlement, NULL, with(b, "ruleset", o->ruleset), "since=2025-10-15",
            "certified=2025-10-15", NULL);
    accrued(b, o, "2025-10-15");
}

#define MOVE(b, o, debit, credit, amount)                                                                              \
    "book=books", with(b, "person", (o)->person), with(b, "entitlement", (o)->entitlement), "debit=" debit,            \
        "credit=" credit, "amount=" amount, "date=2025-11-01", "receipt=" A_FILE
#define GIVEN(b, o, amount)                                                                                            \
    "book=books", with(b, "person", (o)->person), with(b, "entitlement", (o)->entitlement), "debit=outside",           \
        "credit=paid:in-kind", "amount=" amount, "date=2025-11-01", "receipt=" A_FILE

static void account_is(book *b, const owed *o, const char *words) {
    assert_string_equal(book_fact(b, o->entitlement, "account"), words);
}

/* ---- What is owed --------------------------------------------------------------------------------------------- */

static void pay_accrues_to_the_certified_day(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    on(b, 2025, 6, 20);
    a_pay_rule(b, o.ruleset);
    opened(b, &o);
    book_ok(b, CO, "entitlement.assess", o.entitlement, NULL, with(b, "ruleset", o.ruleset), "since=2024-12-15", NULL);
    book_ok(b, AG_REGISTRAR, "person.missing", o.person, NULL, "since=2025-01-05", NULL);
    accrued(b, &o, "2025-06-15");
    account_is(b, &o, "due 12000.00 USD, not accounted for 12000.00 USD");
    book_state_is(b, o.entitlement, "DUE");
    book_refused(b, CO, "entitlement.suspend", o.entitlement, "C1", "because=status-change", "reasons=missing", NULL);
    book_refused(b, CO, "entitlement.accrue", o.entitlement, "C1", "until=2025-06-21", NULL);
    book_refused(b, CO, "entitlement.accrue", o.entitlement, "C1", "until=2025-06-15", NULL);
    on(b, 2025, 12, 1);
    assert_says(book_fact(b, o.entitlement, "not yet entered"), "USD has become due by today");
    book_refused(b, CO, "entitlement.certify", o.entitlement, "C1", "certified=2025-06-14", NULL);
    book_ok(b, CO, "entitlement.certify", o.entitlement, NULL, "certified=2025-07-01", NULL);
    book_refused(b, CO, "entitlement.certify", o.entitlement, "C8", "certified=2025-08-01", NULL);
    book_refused(b, CO, "entitlement.accrue", o.entitlement, "C1", "until=2025-07-02", NULL);
    accrued(b, &o, "2025-07-01");
    /* 16 of the 30 days from 15 June to 15 July: 1,066.66 */
    account_is(b, &o, "due 13066.66 USD, not accounted for 13066.66 USD");
    assert_string_equal(book_fact(b, o.entitlement, "not yet entered"), "");
    end(b);
}

static void the_day_of_certification_chooses(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char before[BOOK_SUBJECT], after[BOOK_SUBJECT];
    on(b, 2032, 6, 1);
    book_ok(b, LEGAL, "ruleset.publish", NULL, before, "country=UA", "title=lump-sum", "form=lump", "cause=death",
            "standing=law", "at_once=3000000 UAH", "each=300000 UAH", "times=40", PUBLISHED, NULL);
    book_ok(b, LEGAL, "ruleset.end", before, NULL, "valid_until=2025-08-31", NULL);
    book_ok(b, LEGAL, "ruleset.publish", NULL, after, "country=UA", "title=lump-sum", "form=lump", "cause=death",
            "standing=law", "at_once=3000000 UAH", "each=150000 UAH", "times=80", "valid_from=2025-09-01",
            "source=order of the ministry", "mark=verified", NULL);
    assert_string_equal(book_fact(b, after, "in all"), "15000000.00 UAH");
    assert_string_equal(book_fact(b, before, "in all"), "15000000.00 UAH");
    opened(b, &o);
    book_refused(b, CO, "entitlement.assess", o.entitlement, "C9", with(b, "ruleset", before), "since=2025-08-01",
                 "certified=2025-09-01", NULL);
    book_refused(b, CO, "entitlement.assess", o.entitlement, "C9", with(b, "ruleset", after), "since=2025-08-01",
                 "certified=2025-08-31", NULL);
    book_refused(b, CO, "entitlement.assess", o.entitlement, "C9", with(b, "ruleset", after), "since=2025-09-01", NULL);
    book_refused(b, CO, "entitlement.assess", o.entitlement, "C9", with(b, "ruleset", after), "since=2025-09-02",
                 "certified=2025-09-01", NULL);
    book_refused(b, CO, "entitlement.assess", o.entitlement, "C9", with(b, "ruleset", after), "since=2025-09-01",
                 "certified=2025-09-01", "each=1 UAH", NULL);
    book_ok(b, CO, "entitlement.assess", o.entitlement, NULL, with(b, "ruleset", after), "since=2025-09-01",
            "certified=2025-09-01", NULL);
    accrued(b, &o, "2025-09-01");
    account_is(b, &o, "due 3000000.00 UAH, not accounted for 3000000.00 UAH");
    accrued(b, &o, "2025-11-30");
    account_is(b, &o, "due 3300000.00 UAH, not accounted for 3300000.00 UAH");
    accrued(b, &o, "2032-04-30");
    account_is(b, &o, "due 14850000.00 UAH, not accounted for 14850000.00 UAH");
    accrued(b, &o, "2032-05-31");
    account_is(b, &o, "due 15000000.00 UAH, not accounted for 15000000.00 UAH");
    book_refused(b, CO, "entitlement.accrue", o.entitlement, "C1", "until=2032-06-01", NULL);
    book_refused(b, CO, "entitlement.assess", o.entitlement, NULL, with(b, "ruleset", after), "since=2025-09-01",
                 "certified=2025-09-01", NULL);
    end(b);
}

static void a_rule_set_says_what_it_comes_to(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char food[BOOK_SUBJECT];
    on(b, 2025, 12, 1);
    a_claim(b, "F", "3", o.claim);
#define FOOD "country=KP", "title=food", "form=per-member", "cause=death", "standing=claimed", PUBLISHED
    book_refused(b, LEGAL, "ruleset.publish", NULL, "C2", FOOD, "each=0.7 RICE.kg", "times=30", NULL);
    book_refused(b, LEGAL, "ruleset.publish", NULL, "C9", FOOD, "each=0.7 RICE.kg", with(b, "claim", o.claim), NULL);
    book_refused(b, LEGAL, "ruleset.publish", NULL, "C9", FOOD, "each=0.7 RICE.kg", "times=30", "at_once=1 RICE.kg",
                 with(b, "claim", o.claim), NULL);
    book_refused(b, LEGAL, "ruleset.publish", NULL, "C9", "country=UA", "title=x", "form=lump", "cause=death",
                 "standing=law", "at_once=1 UAH", "each=1 USD", "times=2", PUBLISHED, NULL);
    book_ok(b, LEGAL, "ruleset.publish", NULL, food, FOOD, "each=0.7 RICE.kg", "times=30", with(b, "claim", o.claim),
            NULL);
    assert_string_equal(book_fact(b, food, "in all"), "21 RICE.kg for each member of the family");
    opened(b, &o);
    book_refused(b, CO, "entitlement.assess", o.entitlement, "C9", with(b, "ruleset", food), "since=2025-06-01", NULL);
    book_ok(b, CO, "entitlement.assess", o.entitlement, NULL, with(b, "ruleset", food), "since=2025-06-01", "members=4",
            NULL);
    accrued(b, &o, "2025-06-01");
    account_is(b, &o, "due 84 RICE.kg, not accounted for 84 RICE.kg");
    const ag_view view = book_view(b, o.entitlement);
    assert_true(ag_row_is(&view.row, "book", "claimed"));
    end(b);
}

static int64_t imported(book *b, const char *path, const char *action) {
    ag_file file;
    ag_diagnostics d;
    ag_error err;
    int64_t rows = 0;
    assert_ok(ag_file_read(path, path, true, &file, &err), &err);
    ag_diagnostics_init(&d);
    assert_ok(ag_import_table(&file, ag_action_find(ag_text_of(action)), b->casebook, &b->actor[6], NULL, false, &d,
                              &rows, &err),
              &err);
    ag_diagnostics_deinit(&d);
    ag_file_deinit(&file);
    return rows;
}

static void the_shipped_rule_sets_go_in(void **state) {
    (void)state;
    book *b = book_new(NULL);
    const char *pay = "claim:C15", *food = "claim:C16";
    char source[BOOK_SUBJECT];
    assert_int_equal(b->actor[6].roles, AG_LEGAL);
    assert_int_equal(imported(b, source_path("data/rules/rulesets.csv"), "ruleset.publish"), 5);
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, source, "type=press", "anonymous=no", "identity=Kim Source",
            NULL);
    book_ok(b, AG_INVESTIGATOR, "claim.record", pay, NULL, "topic=dprk-pay", "predicate=monthly", "said=2024-10",
            with(b, "source", source), NULL);
    book_ok(b, AG_INVESTIGATOR, "claim.record", food, NULL, "topic=dprk-pay", "predicate=food", "said=2025",
            with(b, "source", source), NULL);
    assert_int_equal(imported(b, source_path("data/rules/claimed.csv"), "ruleset.publish"), 2);
    assert_string_equal(book_fact(b, "ruleset:ua-lump-2024", "in all"), "15000000.00 UAH");
    assert_string_equal(book_fact(b, "ruleset:ua-lump-2025-09", "in all"), "15000000.00 UAH");
    assert_string_equal(book_fact(b, "ruleset:kp-food-2025", "in all"), "21 RICE.kg for each member of the family");
    assert_string_equal(book_fact(b, "ruleset:ua-unpaid-pay", "in all"), "");
    owed o;
    on(b, 2025, 12, 1);
    opened(b, &o);
    book_ok(b, CO, "entitlement.assess", o.entitlement, NULL, "ruleset=ruleset:ua-unpaid-pay", "since=2025-06-01",
            "certified=2025-06-01", "each=41230.50 UAH", NULL);
    accrued(b, &o, "2025-06-01");
    account_is(b, &o, "due 41230.50 UAH, not accounted for 41230.50 UAH");
    end(b);
}

/* ---- Sums over many ------------------------------------------------------------------------------------------- */

static void sums_are_of_states_and_waves(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char person[BOOK_SUBJECT], rate[BOOK_SUBJECT], comrade[BOOK_SUBJECT], deployment[BOOK_SUBJECT];
    ag_payments *p = AG_NEW(&b->arena, ag_payments, 1);
    ag_error err;
    a_year_owed(b, &o);
    book_ok(b, AG_REGISTRAR, "person.particulars", o.person, NULL, "power=KP", "unit=storm-corps", NULL);
    a_claim(b, "F", "6", o.claim);
    book_ok(b, AG_INVESTIGATOR, "deployment.record", NULL, deployment, "sending=KP", "host=RU", "wave=1", NULL);
    book_ok(b, AG_REGISTRAR, "person.report", NULL, comrade, "sort=reported", "power=KP", NULL);
    book_ok(b, AG_INVESTIGATOR, "assignment.record", NULL, NULL, with(b, "person", o.person),
            with(b, "deployment", deployment), with(b, "claim", o.claim), NULL);
    book_ok(b, AG_INVESTIGATOR, "assignment.record", NULL, NULL, with(b, "person", comrade),
            with(b, "deployment", deployment), with(b, "claim", o.claim), NULL);
    book_ok(b, AG_REGISTRAR, "person.report", NULL, person, "sort=reported", NULL);
    book_ok(b, AG_REGISTRAR, "person.duplicate", person, NULL, with(b, "of", o.person), "reason=the same", NULL);
    book_ok(b, CO, "transfer.record", NULL, NULL, "book=claimed", "debit=outside", "credit=received-by-state",
            "state_code=KP", "amount=30000 USD", "date=2025", with(b, "claim", o.claim), NULL);
    book_ok(b, CO, "transfer.record", NULL, NULL, MOVE(b, &o, "payable:due", "paid:cash", "2000 USD"), NULL);
    book_ok(b, CO, "rate.record", NULL, rate, "from=USD", "to=KRW", "numerator=1400", "denominator=1",
            "date=2025-11-01", "type=market", "file=" A_FILE, NULL);
    book_ok(b, CO, "transfer.exchange", NULL, NULL, "book=books", with(b, "person", o.person),
            with(b, "entitlement", o.entitlement), "amount=10 USD", "into=14000 KRW", with(b, "rate", rate),
            "date=2025-11-02", "receipt=" A_FILE, NULL);
    ag_view view = book_view(b, o.person);
    assert_ok(ag_payments_find(&view, INT32_MAX, p, &err), &err);
    assert_int_equal(p->groups, 2);
    assert_int_equal(p->group[0]->persons, 0);
    assert_int_equal(p->group[0]->sums[1].balance[0].posted[AG_BY_STATE], 3000000);
    assert_int_equal(p->group[1]->wave, 1);
    assert_int_equal(p->group[1]->persons, 2);
    assert_int_equal(p->group[1]->unknown, 1);
    const ag_balance *usd = ag_sums_find(&p->group[1]->sums[0], AG_TEXT("USD"));
    assert_int_equal(ag_balance_what(usd, AG_WHAT_DUE), 2400000);
    assert_int_equal(ag_balance_what(usd, AG_WHAT_CASH), 200000);
    assert_int_equal(p->group[1]->sums[1].n, 0);
    ag_buffer journal = {0};
    ag_payments_journal_head(&view, INT32_MAX, &journal);
    assert_says(journal.data, "P 2025-11-01 USD 1400 KRW");
    ag_payments_journal(&view, ag_text_of(o.person), NULL, INT32_MAX, &journal);
    assert_says(journal.data, "payable:due  -10.00 USD @@ 14000 KRW\n");
    assert_says(journal.data, "paid:cash  0.00 USD = 2000.00 USD\n");
    assert_says(journal.data, "payable:due  0.00 USD = 21990.00 USD\n");
    assert_null(strstr(journal.data, ":exchange"));
    ag_buffer_deinit(&journal);
    end(b);
}

static void a_summary_has_as_many_groups_as_the_cap(void **state) {
    (void)state;
    book *b = book_new(NULL);
    ag_payments *p = AG_NEW(&b->arena, ag_payments, 1);
    ag_error err;
    for (int i = 0; i <= AG_MAX_PAYMENT_GROUPS; i++) {
        if (i == 0 || i == AG_MAX_PAYMENT_GROUPS) {
            const ag_view view = book_view(b, "casebook:1");
            assert_ok(ag_payments_find(&view, INT32_MAX, p, &err), &err);
            assert_int_equal(p->groups, i);
            assert_false(p->beyond);
            assert_ok(ag_casebook_begin(b->casebook, &err), &err);
        }
        book_ok(b, AG_REGISTRAR, "person.report", NULL, NULL, "sort=reported", SAY(b, "power=P%03d", i), NULL);
        if (i == AG_MAX_PAYMENT_GROUPS - 1 || i == AG_MAX_PAYMENT_GROUPS)
            assert_ok(ag_casebook_commit(b->casebook, &err), &err);
    }
    const ag_view view = book_view(b, "casebook:1");
    assert_ok(ag_payments_find(&view, INT32_MAX, p, &err), &err);
    assert_true(p->beyond);
    assert_int_equal(p->groups, AG_MAX_PAYMENT_GROUPS);
    end(b);
}

static void what_runs_is_reviewed(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    on(b, 2025, 6, 20);
    a_pay_rule(b, o.ruleset);
    opened(b, &o);
    book_ok(b, CO, "entitlement.assess", o.entitlement, NULL, with(b, "ruleset", o.ruleset), "since=2024-10-15", NULL);
    ag_view view = book_view(b, o.entitlement);
    assert_true(ag_row_is(&view.row, "due_rule", "C11"));
    assert_int_equal(ag_row_integer(&view.row, "due", 0), b->now + 365LL * DAY);
    book_ok(b, CO, "entitlement.suspend", o.entitlement, NULL, "because=inquiry", "reasons=two papers differ", NULL);
    view = book_view(b, o.entitlement);
    assert_int_equal(ag_row_integer(&view.row, "due", 0), b->now + 30LL * DAY);
    book_refused(b, CO, "entitlement.accrue", o.entitlement, NULL, "until=2025-06-15", NULL);
    b->now += 31LL * DAY;
    book_ok(b, CO, "entitlement.review", o.entitlement, NULL, "outcome=goes-on", "reasons=they agree", NULL);
    book_state_is(b, o.entitlement, "ENTITLEMENT_ASSESSED");
    view = book_view(b, o.entitlement);
    assert_int_equal(ag_row_integer(&view.row, "due", 0), b->now + 365LL * DAY);
    book_ok(b, CO, "entitlement.certify", o.entitlement, NULL, "certified=2025-07-01", NULL);
    view = book_view(b, o.entitlement);
    assert_int_equal(ag_row_text(&view.row, "due_rule").n, 0);
    end(b);
}

/* ---- What became of it ---------------------------------------------------------------------------------------- */

static void only_what_is_proved_is_in_the_books(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char weak[BOOK_SUBJECT], good[BOOK_SUBJECT], transfer[BOOK_SUBJECT];
    on(b, 2025, 12, 1);
    dead_person(b, o.person);
    a_claim(b, "F", "3", weak);
    a_claim(b, "C", "3", good);
#define PAID_OUT with(b, "person", o.person), "debit=outside", "credit=paid:cash", "amount=300 USD", "date=2025-03"
    book_refused(b, CO, "transfer.record", NULL, "C2", "book=books", PAID_OUT, NULL);
    book_refused(b, CO, "transfer.record", NULL, "C2", "book=books", PAID_OUT, with(b, "claim", weak), NULL);
    book_refused(b, CO, "transfer.record", NULL, "C2", "book=claimed", PAID_OUT, NULL);
    book_ok(b, CO, "transfer.record", NULL, NULL, "book=claimed", PAID_OUT, with(b, "claim", weak), NULL);
    book_ok(b, CO, "transfer.record", NULL, transfer, "book=books", PAID_OUT, with(b, "claim", good), NULL);
    assert_string_equal(book_fact(b, transfer, "proof"), SAY(b, "%s, graded C3", good));
    book_ok(b, CO, "transfer.record", NULL, NULL, "book=books", PAID_OUT, "receipt=" A_FILE, NULL);
    book_ok(b, AG_ANALYST, "assessment.add", NULL, NULL, with(b, "claim", good), "reliability=C", "credibility=5",
            "reasons=a forgery", NULL);
    assert_says(book_fact(b, transfer, "proof"), "no longer proved");
    book_refused(b, CO, "transfer.record", NULL, "C2", "book=books", PAID_OUT, with(b, "claim", good), NULL);
    ag_sums sums;
    const ag_view view = book_view(b, o.person);
    ag_sums_of(&view, "person", ag_text_of(o.person), "books", INT32_MAX, &sums);
    assert_int_equal(sums.balance[0].posted[AG_CASH], 60000);
    ag_sums_of(&view, "person", ag_text_of(o.person), "claimed", INT32_MAX, &sums);
    assert_int_equal(sums.balance[0].posted[AG_CASH], 30000);
    ag_sums_of(&view, "person", ag_text_of(o.person), NULL, ag_date_days(2025, 2, 28), &sums);
    assert_int_equal(sums.transfers, 0);
    end(b);
}

static void the_account_says_all_five(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char held[BOOK_SUBJECT];
    a_year_owed(b, &o);
    book_ok(b, CO, "transfer.record", NULL, NULL, GIVEN(b, &o, "84 RICE.kg"), NULL);
    book_state_is(b, o.entitlement, "PAID_IN_KIND");
    book_ok(b, CO, "transfer.record", NULL, NULL, GIVEN(b, &o, "1 TV.unit"), NULL);
    book_ok(b, CO, "transfer.pend", NULL, held, MOVE(b, &o, "payable:due", "payable:withheld", "24000 USD"),
            "held_by=KP", "ground=treasury", NULL);
    book_ok(b, CO | BOOK_OTHER, "transfer.post", held, NULL, NULL);
    book_state_is(b, o.entitlement, "WITHHELD");
    account_is(b, &o,
               "due 24000.00 USD, withheld 24000.00 USD by KP (treasury); paid in kind 84 RICE.kg (valuation: not "
               "agreed); paid in kind 1 TV.unit (valuation: not agreed)");
    assert_string_equal(book_fact(b, o.person, "payments"),
                        "proved: due 24000.00 USD, withheld 24000.00 USD by KP (treasury); paid in kind 84 RICE.kg "
                        "(valuation: not agreed); paid in kind 1 TV.unit (valuation: not agreed)");
    char nobody[BOOK_SUBJECT];
    dead_person(b, nobody);
    book_ok(b, CO, "entitlement.open", NULL, held, with(b, "person", nobody), NULL);
    assert_string_equal(book_fact(b, held, "account"), "unknown: nothing is entered yet");
    end(b);
}

static void rice_is_rice(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char rice[BOOK_SUBJECT], value[BOOK_SUBJECT];
    a_year_owed(b, &o);
    book_refused(b, CO, "transfer.record", NULL, "C5", "book=books", with(b, "person", o.person), "debit=outside",
                 "credit=paid:cash", "amount=84 RICE.kg", "date=2025-11-01", "receipt=" A_FILE, NULL);
    book_ok(b, CO, "transfer.record", NULL, rice, GIVEN(b, &o, "84 RICE.kg"), NULL);
    book_refused(b, CO, "transfer.record", NULL, "C5", MOVE(b, &o, "payable:due", "paid:in-kind", "60 USD"), NULL);
#define WORTH with(b, "transfer", rice), "type=market", "date=2025-11-01"
    book_refused(b, CO, "valuation.propose", NULL, "C5", WORTH, "value=60 USD", NULL);
    book_refused(b, CO, "valuation.propose", NULL, "C5", WORTH, "value=1 TV.unit", "file=" A_FILE, NULL);
    book_ok(b, CO, "valuation.propose", NULL, value, WORTH, "value=60 USD", "file=" A_FILE, NULL);
    book_refused(b, CO, "transfer.record", NULL, "C5", MOVE(b, &o, "payable:due", "paid:in-kind", "60 USD"),
                 with(b, "valuation", value), NULL);
    book_refused(b, CO, "valuation.agree", value, "C5", "agreed_by=family", "paper=" A_FILE, NULL);
    book_ok(b, LEGAL, "valuation.agree", value, NULL, "agreed_by=family", "paper=" A_FILE, NULL);
    assert_says(book_fact(b, o.entitlement, "account"), "84 RICE.kg (valuation: agreed, 60.00 USD)");
    book_refused(b, CO, "transfer.record", NULL, "C5", MOVE(b, &o, "payable:due", "paid:in-kind", "61 USD"),
                 with(b, "valuation", value), NULL);
    book_ok(b, CO, "transfer.record", NULL, NULL, MOVE(b, &o, "payable:due", "paid:in-kind", "60 USD"),
            with(b, "valuation", value), NULL);
    book_refused(b, CO, "transfer.record", NULL, "C5", MOVE(b, &o, "payable:due", "paid:in-kind", "60 USD"),
                 with(b, "valuation", value), NULL);
    assert_says(book_fact(b, o.entitlement, "account"), "paid in kind 60.00 USD (by agreed valuation)");
    book_state_is(b, o.entitlement, "PART_PAID");
    end(b);
}

static void no_account_gives_more_than_it_has(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o, other;
    char pending[BOOK_SUBJECT];
    a_gratuity(b, "100 USD", &o);
    dead_person(b, other.person);
    book_refused(b, CO, "transfer.record", NULL, "C6", MOVE(b, &o, "payable:due", "paid:cash", "100.01 USD"), NULL);
    book_refused(b, CO, "transfer.record", NULL, "C6", MOVE(b, &o, "payable:due", "paid:cash", "1 EUR"), NULL);
    book_refused(b, CO, "transfer.record", NULL, "C6", MOVE(b, &o, "payable:due", "payable:due", "1 USD"), NULL);
    book_refused(b, CO, "transfer.record", NULL, "C6", MOVE(b, &o, "payable:withheld", "paid:cash", "1 USD"), NULL);
    book_refused(b, CO, "transfer.record", NULL, "C6", MOVE(b, &o, "outside", "disputed", "1 USD"), NULL);
    book_refused(b, CO, "transfer.record", NULL, "C6", "book=claimed", with(b, "person", o.person),
                 with(b, "entitlement", o.entitlement), "debit=payable:due", "credit=paid:cash", "amount=1 USD",
                 "date=2025", "receipt=" A_FILE, NULL);
    book_refused(b, CO, "transfer.record", NULL, "C6", "book=books", with(b, "person", other.person),
                 with(b, "entitlement", o.entitlement), "debit=payable:due", "credit=paid:cash", "amount=1 USD",
                 "date=2025", "receipt=" A_FILE, NULL);
    book_refused(b, CO, "transfer.record", NULL, "C6", "book=books", with(b, "person", o.person), "debit=payable:due",
                 "credit=paid:cash", "amount=1 USD", "date=2025", "receipt=" A_FILE, NULL);
    book_ok(b, CO, "transfer.pend", NULL, pending, MOVE(b, &o, "payable:due", "paid:cash", "70 USD"), NULL);
    account_is(b, &o, "due 100.00 USD, not accounted for 100.00 USD, proposed 70.00 USD");
    book_refused(b, CO, "transfer.record", NULL, "C6", MOVE(b, &o, "payable:due", "paid:cash", "30.01 USD"), NULL);
    book_refused(b, CO, "transfer.post", pending, "C6", "posted=70.01 USD", NULL);
    book_ok(b, CO, "transfer.post", pending, NULL, "posted=50 USD", NULL);
    account_is(b, &o, "due 100.00 USD, paid in cash 50.00 USD, not accounted for 50.00 USD");
    book_state_is(b, o.entitlement, "PART_PAID");
    book_refused(b, CO, "transfer.void", pending, NULL, "reasons=late", NULL);
    book_ok(b, CO, "transfer.pend", NULL, pending, MOVE(b, &o, "payable:due", "paid:cash", "50 USD"), NULL);
    book_ok(b, CO, "transfer.void", pending, NULL, "reasons=the bank refused", NULL);
    book_ok(b, CO, "transfer.record", NULL, NULL, MOVE(b, &o, "payable:due", "disputed", "10 USD"), NULL);
    book_state_is(b, o.entitlement, "DISPUTED");
    book_ok(b, CO, "transfer.record", NULL, NULL, MOVE(b, &o, "disputed", "payable:due", "10 USD"), NULL);
    book_ok(b, CO, "transfer.record", NULL, NULL, MOVE(b, &o, "payable:due", "paid:cash", "50 USD"), NULL);
    book_state_is(b, o.entitlement, "PAID");
    account_is(b, &o, "due 100.00 USD, paid in cash 100.00 USD");
    end(b);
}

static void a_state_receives_what_it_receives(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    on(b, 2025, 12, 1);
    a_claim(b, "F", "6", o.claim);
#define PER_DEATH "book=claimed", "credit=received-by-state", "amount=30000 USD", "date=2025", with(b, "claim", o.claim)
    book_refused(b, CO, "transfer.record", NULL, "C6", PER_DEATH, "debit=outside", NULL);
    book_refused(b, CO, "transfer.record", NULL, "C6", PER_DEATH, "debit=payable:due", "state_code=KP", NULL);
    book_ok(b, CO, "transfer.record", NULL, NULL, PER_DEATH, "debit=outside", "state_code=KP", NULL);
    ag_buffer words = {0};
    const ag_view view = book_view(b, o.claim);
    ag_ledger_words(&view, "holder", AG_TEXT("state:KP"), "claimed", &words);
    assert_string_equal(words.data, "received by a State 30000.00 USD");
    ag_buffer_deinit(&words);
    end(b);
}

static void what_is_kept_back_takes_two(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char held[BOOK_SUBJECT];
    a_gratuity(b, "100 USD", &o);
    book_refused(b, CO, "transfer.record", NULL, "C7", MOVE(b, &o, "payable:due", "payable:withheld", "90 USD"),
                 "held_by=KP", "ground=treasury", NULL);
    book_refused(b, CO, "transfer.pend", NULL, "C7", MOVE(b, &o, "payable:due", "payable:withheld", "90 USD"),
                 "held_by=KP", NULL);
    book_ok(b, CO, "transfer.pend", NULL, held, MOVE(b, &o, "payable:due", "payable:withheld", "90 USD"), "held_by=KP",
            "ground=treasury", NULL);
    book_state_is(b, o.entitlement, "DUE");
    book_refused(b, CO, "transfer.post", held, "C7", NULL, NULL);
    book_ok(b, LEGAL, "transfer.post", held, NULL, NULL);
    account_is(b, &o, "due 100.00 USD, withheld 90.00 USD by KP (treasury), not accounted for 10.00 USD");
    book_ok(b, CO, "transfer.record", NULL, NULL, MOVE(b, &o, "payable:withheld", "paid:cash", "90 USD"), NULL);
    book_state_is(b, o.entitlement, "PART_PAID");
    end(b);
}

static void a_wrong_transfer_is_reversed(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char paid[BOOK_SUBJECT], again[BOOK_SUBJECT], pending[BOOK_SUBJECT];
    a_gratuity(b, "100 USD", &o);
#define WRONG(b, transfer)                                                                                             \
    with(b, "of", transfer), "cause=never-received", "date=2025-11-20", "reasons=the family says so"
    book_ok(b, CO, "transfer.pend", NULL, pending, MOVE(b, &o, "payable:due", "paid:cash", "80 USD"), NULL);
    book_refused(b, CO, "transfer.reverse", NULL, "C8", WRONG(b, pending), NULL);
    book_ok(b, CO, "transfer.post", pending, NULL, "posted=60 USD", NULL);
    book_ok(b, CO, "transfer.record", NULL, paid, MOVE(b, &o, "payable:due", "paid:cash", "40 USD"), NULL);
    book_state_is(b, o.entitlement, "PAID");
    book_ok(b, CO, "transfer.reverse", NULL, again, WRONG(b, pending), NULL);
    account_is(b, &o, "due 100.00 USD, paid in cash 40.00 USD, not accounted for 60.00 USD");
    book_state_is(b, o.entitlement, "PART_PAID");
    book_refused(b, CO, "transfer.reverse", NULL, "C8", WRONG(b, pending), NULL);
    book_refused(b, CO, "transfer.reverse", NULL, "C8", WRONG(b, again), NULL);
    const ag_view view = book_view(b, pending);
    assert_true(ag_row_is(&view.row, "amount", "80.00 USD") && ag_row_is(&view.row, "posted", "60.00 USD"));
    /* The accrual itself: what was paid of it is no longer there to take back. */
    int n;
    const ag_row *row =
        ag_view_rows(&view, ag_kind_find(AG_TEXT("transfer")), "debit", AG_TEXT("entitlement:accrued"), 0, &n);
    assert_int_equal(n, 1);
    const ag_text accrual = ag_row_subject(&view, &row[0]);
    book_refused(b, CO, "transfer.reverse", NULL, "C8", WRONG(b, SAY(b, "%.*s", (int)accrual.n, accrual.at)), NULL);
    end(b);
}

static void paid_in_another_currency(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char rate[BOOK_SUBJECT], out[BOOK_SUBJECT];
    a_gratuity(b, "100 USD", &o);
#define PRICED "numerator=138050", "denominator=100", "date=2025-11-01", "type=official"
    book_refused(b, CO, "rate.record", NULL, "C10", "from=USD", "to=KRW", PRICED, NULL);
    book_refused(b, CO, "rate.record", NULL, "C10", "from=USD", "to=USD", PRICED, "file=" A_FILE, NULL);
    book_ok(b, CO, "rate.record", NULL, rate, "from=USD", "to=KRW", PRICED, "file=" A_FILE, NULL);
#define EXCHANGED(amount, into)                                                                                        \
    "book=books", with(b, "person", o.person), with(b, "entitlement", o.entitlement), "amount=" amount, "into=" into,  \
        with(b, "rate", rate), "date=2025-11-01", "receipt=" A_FILE
    book_refused(b, CO, "transfer.exchange", NULL, "C10", EXCHANGED("33.33 USD", "46014 KRW"), NULL);
    book_refused(b, CO, "transfer.exchange", NULL, "C10", EXCHANGED("33.33 USD", "46 USD"), NULL);
    book_refused(b, CO, "transfer.exchange", NULL, "C6", EXCHANGED("100.01 USD", "138064 KRW"), NULL);
    /* 33.33 · 1380.50 = 46,012.065 */
    book_ok(b, CO, "transfer.exchange", NULL, out, EXCHANGED("33.33 USD", "46012 KRW"), NULL);
    account_is(
        b, &o,
        "paid in cash 46012 KRW; due 100.00 USD, paid in another commodity 33.33 USD, not accounted for 66.67 USD");
    book_state_is(b, o.entitlement, "PART_PAID");
    book_refused(b, CO, "transfer.reverse", NULL, "C8", WRONG(b, out), NULL);
    book_ok(b, CO, "transfer.exchange", NULL, NULL, EXCHANGED("66.67 USD", "92038 KRW"), NULL);
    book_state_is(b, o.entitlement, "PAID");
    end(b);
}

/* ---- People --------------------------------------------------------------------------------------------------- */

static void found_alive_keeps_what_was_paid(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed pay, gratuity;
    char paid[BOOK_SUBJECT], pending[BOOK_SUBJECT];
    a_year_owed(b, &pay);
    a_gratuity(b, "100 USD", &gratuity);
    book_ok(b, CO, "transfer.record", NULL, paid, MOVE(b, &gratuity, "payable:due", "paid:cash", "60 USD"), NULL);
    book_ok(b, CO, "transfer.record", NULL, NULL, MOVE(b, &pay, "payable:due", "paid:cash", "2000 USD"), NULL);
    book_refused(b, CO, "entitlement.review", gratuity.entitlement, "S4", "outcome=absent-without-leave", "reasons=x",
                 NULL);
    book_ok(b, CO, "person.found_alive", pay.person, NULL, "basis=spoke-with", NULL);
    book_ok(b, CO, "person.found_alive", gratuity.person, NULL, "basis=spoke-with", NULL);
    book_refused(b, CO, "transfer.reverse", NULL, "S4", with(b, "of", paid), "cause=returned", "date=2025-12-01",
                 "reasons=alive", NULL);
    book_refused(b, CO, "entitlement.review", pay.entitlement, "S4", "outcome=not-due", "reasons=alive", NULL);
    book_ok(b, CO, "transfer.pend", NULL, pending, MOVE(b, &gratuity, "payable:due", "paid:cash", "5 USD"), NULL);
    book_ok(b, CO, "entitlement.suspend", gratuity.entitlement, NULL, "because=status-change", "reasons=alive", NULL);
    book_refused(b, CO, "transfer.post", pending, "C6", NULL, NULL);
    book_refused(b, CO, "entitlement.review", gratuity.entitlement, "C6", "outcome=not-due", "reasons=alive", NULL);
    book_ok(b, CO, "transfer.void", pending, NULL, "reasons=alive", NULL);
    book_refused(b, CO, "transfer.record", NULL, "C6", MOVE(b, &gratuity, "payable:due", "paid:cash", "1 USD"), NULL);
    book_ok(b, CO, "entitlement.review", gratuity.entitlement, NULL, "outcome=not-due", "reasons=alive", NULL);
    book_state_is(b, gratuity.entitlement, "REVERSED");
    account_is(b, &gratuity, "due 60.00 USD, paid in cash 60.00 USD");
    account_is(b, &pay, "due 24000.00 USD, paid in cash 2000.00 USD, not accounted for 22000.00 USD");
    book_ok(b, CO, "entitlement.review", pay.entitlement, NULL, "outcome=goes-on", "reasons=owed for the whole time",
            NULL);
    book_state_is(b, pay.entitlement, "PART_PAID");
    book_ok(b, CO, "entitlement.review", pay.entitlement, NULL, "outcome=absent-without-leave", "reasons=a finding",
            NULL);
    account_is(b, &pay, "due 2000.00 USD, owed back 2000.00 USD");
    end(b);
}

static void nothing_accrues_for_a_death_of_the_living(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    on(b, 2025, 12, 1);
    a_lump_rule(b, "100 USD", o.ruleset);
    opened(b, &o);
    book_ok(b, CO, "entitlement.assess", o.entitlement, NULL, with(b, "ruleset", o.ruleset), "since=2025-10-15",
            "certified=2025-10-15", NULL);
    book_ok(b, CO, "person.found_alive", o.person, NULL, "basis=spoke-with", NULL);
    book_refused(b, CO, "entitlement.accrue", o.entitlement, "S4", "until=2025-10-15", NULL);
    end(b);
}

static void a_withdrawn_identification_is_answered(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char entitlement[BOOK_SUBJECT];
    dead_confirmed(b, NULL, &d);
    book_ok(b, CO, "entitlement.open", NULL, entitlement, with(b, "person", d.person), NULL);
    owed o;
    a_lump_rule(b, "100 USD", o.ruleset);
    book_ok(b, CO, "entitlement.assess", entitlement, NULL, with(b, "ruleset", o.ruleset), "since=2025-01-15",
            "certified=2025-01-15", NULL);
    book_ok(b, AG_REVIEWER, "case.challenge", d.identification, NULL, "reasons=the samples were exchanged", NULL);
    book_ok(b, AG_REVIEWER | BOOK_OTHER, "case.withdraw", d.identification, NULL, "reasons=the samples were exchanged",
            NULL);
    const ag_view view = book_view(b, entitlement);
    int n;
    const ag_row *row = ag_view_rows(&view, ag_kind_find(AG_TEXT("consequence")), "about", ag_text_of(d.person), 0, &n);
    const char *review = NULL, *notice = NULL;
    for (int i = 0; i < n; i++) {
        const ag_text subject = ag_row_subject(&view, &row[i]);
        if (ag_row_is(&row[i], "what", "ledger-review")) review = SAY(b, "%.*s", (int)subject.n, subject.at);
        if (ag_row_is(&row[i], "what", "family-notice")) notice = SAY(b, "%.*s", (int)subject.n, subject.at);
    }
    assert_non_null(review);
    book_refused(b, CO, "entitlement.review", entitlement, "I6", "outcome=not-due", "reasons=another man",
                 with(b, "consequence", notice), NULL);
    book_ok(b, CO, "entitlement.review", entitlement, NULL, "outcome=not-due", "reasons=another man",
            with(b, "consequence", review), NULL);
    book_state_is(b, review, "DONE");
    book_state_is(b, entitlement, "REVERSED");
    end(b);
}

/* A person with a family: father, mother, wife, two children, a brother. */
enum { FATHER, MOTHER, WIFE, SON, DAUGHTER, BROTHER, KIN };
static void a_family(book *b, const char *person, char *family, char kin[KIN][BOOK_SUBJECT]) {
    book_ok(b, AG_REGISTRAR, "family.open", NULL, family, NULL);
    for (int i = 0; i < KIN; i++)
        book_ok(b, AG_REGISTRAR, "relative.add", NULL, kin[i], with(b, "family", family), NULL);
    book_ok(b, AG_REGISTRAR, "relative.add", NULL, NULL, with(b, "family", family), with(b, "person", person), NULL);
}

static void shares_add_up(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char family[BOOK_SUBJECT], kin[KIN][BOOK_SUBJECT], other[BOOK_SUBJECT], stranger[BOOK_SUBJECT], own[BOOK_SUBJECT];
    a_gratuity(b, "100 USD", &o);
#define SHARE(who, class) with(b, "entitlement", o.entitlement), with(b, "relative", who), "class=" class
    book_ok(b, AG_REGISTRAR, "family.open", NULL, other, NULL);
    book_ok(b, AG_REGISTRAR, "relative.add", NULL, stranger, with(b, "family", other), NULL);
    book_refused(b, CO, "share.add", NULL, "C3", SHARE(stranger, "spouse"), NULL);
    a_family(b, o.person, family, kin);
    book_refused(b, CO, "share.add", NULL, "C3", SHARE(stranger, "spouse"), NULL);
    book_ok(b, CO, "share.add", NULL, NULL, SHARE(kin[FATHER], "parent"), NULL);
    assert_string_equal(book_fact(b, o.entitlement, "shares"), SAY(b, "%s (parent): 100.00 USD", kin[FATHER]));
    book_ok(b, CO, "share.add", NULL, NULL, SHARE(kin[SON], "minor-child"), NULL);
    book_ok(b, CO, "share.add", NULL, NULL, SHARE(kin[DAUGHTER], "minor-child"), NULL);
    book_ok(b, CO, "share.add", NULL, NULL, SHARE(kin[BROTHER], "adult-child"), NULL);
    /* Children stand before parents; 100.00 in three. */
    assert_string_equal(book_fact(b, o.entitlement, "shares"),
                        SAY(b, "%s (minor-child): 33.34 USD\n%s (minor-child): 33.33 USD\n%s (adult-child): 33.33 USD",
                            kin[SON], kin[DAUGHTER], kin[BROTHER]));
    book_refused(b, CO, "share.add", NULL, "C3", SHARE(kin[SON], "heir"), NULL);
    book_refused(b, CO, "share.add", NULL, "C3", SHARE(kin[MOTHER], "own-order"), NULL);
    book_refused(b, CO, "share.add", NULL, "C3", SHARE(kin[MOTHER], "parent"), "percent=5", NULL);
    book_ok(b, CO, "share.add", NULL, own, SHARE(kin[MOTHER], "own-order"), "percent=67", NULL);
    assert_says(book_fact(b, o.entitlement, "shares"), "minor-child");
    book_refused(b, CO, "share.add", NULL, "C3", SHARE(kin[WIFE], "own-order"), "percent=34", NULL);
    book_ok(b, CO, "share.add", NULL, NULL, SHARE(kin[WIFE], "own-order"), "percent=33", NULL);
    assert_string_equal(book_fact(b, o.entitlement, "shares"),
                        SAY(b, "%s (own-order): 67.00 USD\n%s (own-order): 33.00 USD", kin[MOTHER], kin[WIFE]));
    book_ok(b, CO, "share.withdraw", own, NULL, "reasons=the order was taken back", NULL);
    assert_says(book_fact(b, o.entitlement, "shares"), "minor-child");
    end(b);
}

/* Ukraine, law on the pay of the missing and captive: spouse, minor children and parents alike; adult children and
 * siblings 20 per cent together (casework 6). 1,000.00: 800 in three, 200 in two. */
static void two_lines_share(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char family[BOOK_SUBJECT], kin[KIN][BOOK_SUBJECT], wife[BOOK_SUBJECT];
    on(b, 2025, 12, 1);
    book_ok(b, LEGAL, "ruleset.publish", NULL, o.ruleset, "country=UA", "title=pay", "form=monthly", "cause=captivity",
            "standing=law", "division=equal-lines", "second_line=20", PUBLISHED, NULL);
    book_refused(b, LEGAL, "ruleset.publish", NULL, "C3", "country=UA", "title=pay", "form=monthly", "cause=captivity",
                 "standing=law", "division=equal-lines", "second_line=101", PUBLISHED, NULL);
    opened(b, &o);
    book_refused(b, CO, "entitlement.assess", o.entitlement, "C9", with(b, "ruleset", o.ruleset), "since=2025-10-15",
                 NULL);
    book_ok(b, CO, "entitlement.assess", o.entitlement, NULL, with(b, "ruleset", o.ruleset), "since=2025-10-15",
            "each=1000 USD", NULL);
    accrued(b, &o, "2025-11-15");
    a_family(b, o.person, family, kin);
    book_ok(b, CO, "share.add", NULL, wife, SHARE(kin[WIFE], "spouse"), NULL);
    book_ok(b, CO, "share.add", NULL, NULL, SHARE(kin[FATHER], "parent"), NULL);
    book_ok(b, CO, "share.add", NULL, NULL, SHARE(kin[SON], "minor-child"), NULL);
    book_ok(b, CO, "share.add", NULL, NULL, SHARE(kin[DAUGHTER], "adult-child"), NULL);
    book_ok(b, CO, "share.add", NULL, NULL, SHARE(kin[BROTHER], "sibling"), NULL);
    assert_string_equal(
        book_fact(b, o.entitlement, "shares"),
        SAY(b,
            "%s (spouse): 266.67 USD\n%s (parent): 266.67 USD\n%s (minor-child): 266.66 USD\n%s (adult-child): 100.00 "
            "USD\n%s (sibling): 100.00 USD",
            kin[WIFE], kin[FATHER], kin[SON], kin[DAUGHTER], kin[BROTHER]));
    end(b);
}

static void a_gift_with_pressure_is_no_payment(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char family[BOOK_SUBJECT], kin[KIN][BOOK_SUBJECT], risk[BOOK_SUBJECT];
    a_gratuity(b, "100 USD", &o);
    a_family(b, o.person, family, kin);
    book_refused(b, CO, "transfer.record", NULL, "A22", GIVEN(b, &o, "1 TV.unit"), "pressure=yes", NULL);
    assert_string_equal(book_fact(b, o.entitlement, "payment notices"), "");
    book_ok(b, CO, "risk.raise", NULL, risk, with(b, "about", family), "sort=gift-with-pressure", "reason=a television",
            NULL);
    assert_string_equal(book_fact(b, o.entitlement, "payment notices"),
                        SAY(b, "held while %s stands; what is owed is not held", risk));
    book_ok(b, CO, "transfer.record", NULL, NULL, MOVE(b, &o, "payable:due", "paid:cash", "100 USD"),
            with(b, "payee", kin[MOTHER]), "pressure=no", NULL);
    book_state_is(b, o.entitlement, "PAID");
    end(b);
}

/* ---- Papers ------------------------------------------------------------------------------------------------------ */

static void add_words(const ag_node *node, ag_buffer *out) {
    const bool cell = node->block == AG_BLOCK_CELL || node->block == AG_BLOCK_NUMBER || node->block == AG_BLOCK_NAME;
    if (node->label) ag_buffer_printf(out, "%s: ", node->label);
    if (node->text) ag_buffer_puts(out, node->text);
    ag_buffer_puts(out, cell ? " | " : "\n");
    for (const ag_node *child = node->first; child; child = child->next) add_words(child, out);
}

/* What a paper about a subject says in a language. */
static const char *paper_words(book *b, const char *type, const char *subject, ag_language language) {
    const ag_paper_type *paper_type = ag_paper_type_find(ag_text_of(type));
    ag_gather gather = {
        .view = book_view(b, subject), .actor = &b->actor[6], .record = json_object(), .purpose = "a test of papers"};
    ag_error err;
    ag_buffer out = {0};
    assert_non_null(paper_type);
    assert_ok(paper_type->gather(&gather, &err), &err);
    ag_paper paper = {.arena = &b->arena, .language = language, .record = gather.record};
    ag_document_init(&paper.document, &b->arena, "", paper_type->title.in[language]);
    paper_type->compose(&paper);
    add_words(&paper.document.root, &out);
    json_decref(gather.record);
    const char *words = SAY(b, "%s", out.data);
    ag_buffer_deinit(&out);
    return words;
}

static void rice_instead_of_pay(book *b, owed *o) {
    char held[BOOK_SUBJECT];
    a_year_owed(b, o);
    book_ok(b, AG_REGISTRAR, "person.particulars", o->person, NULL, "power=KP", NULL);
    book_ok(b, AG_REGISTRAR, "name.record", NULL, NULL, with(b, "person", o->person), "role=true", "original=리대혁",
            NULL);
    book_ok(b, CO, "transfer.record", NULL, NULL, GIVEN(b, o, "84 RICE.kg"), NULL);
    book_ok(b, CO, "transfer.record", NULL, NULL, GIVEN(b, o, "1 TV.unit"), NULL);
    book_ok(b, CO, "transfer.pend", NULL, held, MOVE(b, o, "payable:due", "payable:withheld", "24000 USD"),
            "held_by=KP", "ground=treasury", NULL);
    book_ok(b, LEGAL, "transfer.post", held, NULL, NULL);
    a_claim(b, "F", "6", o->claim);
    book_ok(b, CO, "transfer.record", NULL, NULL, "book=claimed", with(b, "person", o->person), "debit=outside",
            "credit=paid:cash", "amount=300 USD", "date=2025-11-05", with(b, "claim", o->claim), NULL);
}

static void a_statement_values_no_goods(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char nobody[BOOK_SUBJECT];
    rice_instead_of_pay(b, &o);
    const char *words = paper_words(b, "statement-of-account", o.person, AG_ENGLISH);
    assert_says(words, "리대혁");
    assert_says(words, "Due in all | 24,000.00 USD | ");
    assert_says(words, "for the treasury");
    assert_says(words, "84 kg of rice | valuation: not agreed");
    assert_says(words, "1 television set | valuation: not agreed");
    assert_says(words, "What is said and not proved");
    assert_says(words, o.claim);
    assert_null(strstr(words, "24300"));
    assert_null(strstr(words, "24,300"));
    assert_says(paper_words(b, "statement-of-account", o.person, AG_KOREAN), "쌀 84kg | 가치 평가: 합의되지 않음");
    assert_says(paper_words(b, "statement-of-account", o.person, AG_RUSSIAN), "84 кг риса | оценка: не согласована");
    assert_says(paper_words(b, "statement-of-account", o.person, AG_UKRAINIAN), "84 кг рису | оцінка: не узгоджена");
    dead_person(b, nobody);
    assert_says(paper_words(b, "statement-of-account", nobody, AG_ENGLISH), "does not mean that nothing is due");
    end(b);
}

static void a_summary_names_nobody(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    rice_instead_of_pay(b, &o);
    const char *words = paper_words(b, "payment-summary", "casebook:1", AG_ENGLISH);
    assert_says(words, "Withheld | 24,000.00 USD");
    assert_says(words, "Paid in money | 300.00 USD");
    assert_says(words, "84 kg of rice");
    assert_null(strstr(words, "리대혁"));
    assert_null(strstr(words, o.person));
    end(b);
}

/* ---- Caps ----------------------------------------------------------------------------------------------------- */

static void an_entitlement_has_as_many_shares_as_the_cap(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    char family[BOOK_SUBJECT], relative[BOOK_SUBJECT];
    ag_error err;
    a_gratuity(b, "100 USD", &o);
    book_ok(b, AG_REGISTRAR, "family.open", NULL, family, NULL);
    book_ok(b, AG_REGISTRAR, "relative.add", NULL, NULL, with(b, "family", family), with(b, "person", o.person), NULL);
    assert_ok(ag_casebook_begin(b->casebook, &err), &err);
    for (int i = 0; i < AG_MAX_SHARES; i++) {
        book_ok(b, AG_REGISTRAR, "relative.add", NULL, relative, with(b, "family", family), NULL);
        book_ok(b, CO, "share.add", NULL, NULL, SHARE(relative, "heir"), NULL);
    }
    book_ok(b, AG_REGISTRAR, "relative.add", NULL, relative, with(b, "family", family), NULL);
    book_refused(b, CO, "share.add", NULL, "C3", SHARE(relative, "heir"), NULL);
    assert_ok(ag_casebook_commit(b->casebook, &err), &err);
    const ag_view view = book_view(b, o.entitlement);
    ag_shares shares;
    assert_true(ag_shares_find(&view, &view.row, &shares));
    assert_int_equal(shares.n, AG_MAX_SHARES);
    assert_int_equal(shares.minor[0], 100);
    end(b);
}

static void a_statement_has_as_many_commodities_as_the_cap(void **state) {
    (void)state;
    book *b = book_new(NULL);
    owed o;
    ag_sums sums;
    on(b, 2025, 12, 1);
    dead_person(b, o.person);
    for (int i = 0; i <= AG_MAX_COMMODITIES; i++) {
        book_ok(b, CO, "transfer.record", NULL, NULL, "book=books", with(b, "person", o.person), "debit=outside",
                "credit=paid:in-kind", SAY(b, "amount=1 GOODS-%d.unit", i), "date=2025", "receipt=" A_FILE, NULL);
        const ag_view view = book_view(b, o.person);
        ag_sums_of(&view, "person", ag_text_of(o.person), "books", INT32_MAX, &sums);
        assert_int_equal(sums.beyond, i == AG_MAX_COMMODITIES);
    }
    assert_int_equal(sums.n, AG_MAX_COMMODITIES);
    assert_says(book_fact(b, o.person, "payments"), "more than one statement holds");
    end(b);
}

/* ---- Property ------------------------------------------------------------------------------------------------- */

/* The same by hand: two entitlements of one commodity, four accounts of each that transfers move between. */
enum { OWED = 2, STEPS = 24, PLACES = 5, DUE = 0, WITHHELD, DISPUTED, CASH, EXCHANGED_OUT };
static const char *const place[] = {"payable:due", "payable:withheld", "disputed", "paid:cash"};
typedef struct moved {
    char id[BOOK_SUBJECT];
    int of, from, to;
    int64_t amount;
    char stands; /* p: pending, d: done, v: void, r: reversed, x: never to be reversed */
} moved;
typedef struct accounts {
    book *b;
    owed owed[OWED];
    char rate[BOOK_SUBJECT];
    int64_t has[OWED][PLACES], due[OWED], spoken[OWED][PLACES];
    moved done[STEPS];
    int n;
} accounts;

static ag_status draw_transfer(draws *d, accounts *a, ag_status *expected) {
    const bool pend = draw_bool(d);
    moved m = {.of = (int)draw_below(d, OWED),
               .from = (int)draw_below(d, 3),
               .to = (int)draw_below(d, 4),
               .amount = 1 + (int64_t)draw_below(d, 60),
               .stands = pend ? 'p' : 'd'};
    const owed *o = &a->owed[m.of];
    book *b = a->b;
    ag_error err;
    *expected =
        m.from != m.to && (pend || m.to != WITHHELD) && m.amount <= a->has[m.of][m.from] - a->spoken[m.of][m.from]
            ? AG_OK
            : AG_REFUSED;
    const ag_status status =
        book_do(b, CO, 0, pend ? "transfer.pend" : "transfer.record", NULL, &err, "book=books",
                with(b, "person", o->person), with(b, "entitlement", o->entitlement), with(b, "debit", place[m.from]),
                with(b, "credit", place[m.to]), SAY(b, "amount=0.%02d USD", (int)m.amount), "date=2025-11-01",
                "receipt=" A_FILE, "held_by=KP", "ground=treasury", NULL);
    if (status != AG_OK) return status;
    snprintf(m.id, sizeof m.id, "%s", b->receipt.subject);
    a->has[m.of][m.from] -= pend ? 0 : m.amount;
    a->has[m.of][m.to] += pend ? 0 : m.amount;
    a->spoken[m.of][m.from] += pend ? m.amount : 0;
    a->done[a->n++] = m;
    return status;
}

static ag_status draw_post(draws *d, accounts *a, moved *m, ag_status *expected) {
    const int64_t posted = 1 + (int64_t)draw_below(d, 60);
    ag_error err;
    *expected = m->stands == 'p' && posted <= m->amount ? AG_OK : AG_REFUSED;
    const ag_status status =
        book_do(a->b, LEGAL, 0, "transfer.post", m->id, &err, SAY(a->b, "posted=0.%02d USD", (int)posted), NULL);
    if (status != AG_OK) return status;
    a->spoken[m->of][m->from] -= m->amount;
    a->has[m->of][m->from] -= posted;
    a->has[m->of][m->to] += posted;
    m->amount = posted;
    m->stands = 'd';
    return status;
}

static ag_status draw_void(accounts *a, moved *m, ag_status *expected) {
    ag_error err;
    *expected = m->stands == 'p' ? AG_OK : AG_REFUSED;
    const ag_status status = book_do(a->b, CO, 0, "transfer.void", m->id, &err, "reasons=x", NULL);
    if (status != AG_OK) return status;
    a->spoken[m->of][m->from] -= m->amount;
    m->stands = 'v';
    return status;
}

static ag_status draw_reversal(accounts *a, moved *m, ag_status *expected) {
    ag_error err;
    const bool there =
        m->to == CASH ? a->has[m->of][m->to] >= m->amount : a->has[m->of][m->to] - a->spoken[m->of][m->to] >= m->amount;
    *expected = m->stands == 'd' && there ? AG_OK : AG_REFUSED;
    const ag_status status = book_do(a->b, CO, 0, "transfer.reverse", NULL, &err, with(a->b, "of", m->id),
                                     "cause=mistake", "date=2025-11-01", "reasons=x", NULL);
    if (status != AG_OK) return status;
    a->has[m->of][m->to] -= m->amount;
    a->has[m->of][m->from] += m->amount;
    m->stands = 'r';
    return status;
}

static ag_status draw_exchange(draws *d, accounts *a, ag_status *expected) {
    const int of = (int)draw_below(d, OWED);
    const int64_t amount = 1 + (int64_t)draw_below(d, 60);
    book *b = a->b;
    ag_error err;
    *expected = amount <= a->has[of][DUE] - a->spoken[of][DUE] ? AG_OK : AG_REFUSED;
    const ag_status status = book_do(
        b, CO, 0, "transfer.exchange", NULL, &err, "book=books", with(b, "person", a->owed[of].person),
        with(b, "entitlement", a->owed[of].entitlement), SAY(b, "amount=0.%02d USD", (int)amount),
        SAY(b, "into=%d KRW", (int)amount * 14), with(b, "rate", a->rate), "date=2025-11-01", "receipt=" A_FILE, NULL);
    if (status != AG_OK) return status;
    a->has[of][DUE] -= amount;
    a->has[of][EXCHANGED_OUT] += amount;
    return status;
}

static bool sums_hold(draws *d, const accounts *a, int of) {
    static const ag_account account[] = {AG_DUE, AG_WITHHELD, AG_DISPUTED, AG_CASH, AG_EXCHANGE};
    ag_sums sums;
    const ag_view view = book_view(a->b, a->owed[of].entitlement);
    ag_sums_of(&view, "entitlement", ag_text_of(a->owed[of].entitlement), "books", INT32_MAX, &sums);
    for (int c = 0; c < sums.n; c++) {
        int64_t all = 0;
        for (int i = 0; i < AG_ACCOUNTS; i++) all += sums.balance[c].posted[i];
        if (all) return draw_note(d, "%s is out of balance by %lld", sums.balance[c].of.code, (long long)all);
    }
    const ag_balance *usd = ag_sums_find(&sums, AG_TEXT("USD")), *krw = ag_sums_find(&sums, AG_TEXT("KRW"));
    for (int i = 0; i < PLACES; i++)
        if (usd->posted[account[i]] != a->has[of][i] || (i < CASH && usd->leaving[account[i]] != a->spoken[of][i]))
            return draw_note(d, "%s has %lld, not %lld", ag_account_name[account[i]],
                             (long long)usd->posted[account[i]], (long long)a->has[of][i]);
    return (krw ? krw->posted[AG_CASH] : 0) == a->has[of][EXCHANGED_OUT] * 14 || draw_note(d, "the won do not fit");
}

/* The transfers in another order give the same sums. */
static bool order_does_not_matter(draws *d, const accounts *a, int of) {
    int n;
    ag_sums forth = {.n = 0}, back = {.n = 0};
    const ag_view view = book_view(a->b, a->owed[of].entitlement);
    const ag_row *row = ag_view_rows(&view, ag_kind_find(AG_TEXT("transfer")), "entitlement",
                                     ag_text_of(a->owed[of].entitlement), 0, &n);
    for (int i = 0; i < n; i++) {
        ag_sums_add(&forth, &row[i], "books", INT32_MAX);
        ag_sums_add(&back, &row[n - 1 - i], "books", INT32_MAX);
    }
    if (forth.n != back.n || forth.transfers != back.transfers) return draw_note(d, "order matters");
    for (int i = 0; i < forth.n; i++)
        if (memcmp(forth.balance[i].posted, back.balance[i].posted, sizeof forth.balance[i].posted) != 0)
            return draw_note(d, "order matters to %s", forth.balance[i].of.code);
    return true;
}

static bool every_book_balances(draws *d, void *context) {
    accounts *a = context;
    book *b = a->b;
    a->n = 0;
    memset(a->has, 0, sizeof a->has);
    memset(a->spoken, 0, sizeof a->spoken);
    for (int i = 0; i < OWED; i++) {
        opened(b, &a->owed[i]);
        book_ok(b, CO, "entitlement.assess", a->owed[i].entitlement, NULL, with(b, "ruleset", a->owed[0].ruleset),
                "since=2025-10-15", "certified=2025-10-15", NULL);
        accrued(b, &a->owed[i], "2025-10-15");
        a->has[i][DUE] = 100;
    }
    for (int step = 0; step < STEPS && draw_below(d, 20) > 0; step++) {
        ag_status expected = AG_OK, status = AG_OK;
        const uint64_t what = draw_below(d, 6);
        moved *m = a->n ? &a->done[draw_below(d, (uint64_t)a->n)] : NULL;
        if (what < 3 || !m)
            status = draw_transfer(d, a, &expected);
        else if (what == 3)
            status = draw_bool(d) ? draw_post(d, a, m, &expected) : draw_void(a, m, &expected);
        else if (what == 4)
            status = draw_reversal(a, m, &expected);
        else
            status = draw_exchange(d, a, &expected);
        if (status != expected) return draw_note(d, "step %d answers %d, not %d", step, (int)status, (int)expected);
        for (int i = 0; i < OWED; i++)
            if (!sums_hold(d, a, i) || !order_does_not_matter(d, a, i)) return false;
    }
    return true;
}

static void every_commodity_balances_in_every_book(void **state) {
    (void)state;
    static accounts a;
    a.b = book_new(NULL);
    on(a.b, 2025, 12, 1);
    book_ok(a.b, LEGAL, "ruleset.publish", NULL, a.owed[0].ruleset, "country=UA", "title=gratuity", "form=lump",
            "cause=death", "standing=law", "at_once=1 USD", PUBLISHED, NULL);
    book_ok(a.b, CO, "rate.record", NULL, a.rate, "from=USD", "to=KRW", "numerator=1400", "denominator=1",
            "date=2025-11-01", "type=market", "file=" A_FILE, NULL);
    check_property("every commodity balances in every book, and no account of a pending transfer is counted twice", 25,
                   every_book_balances, &a);
    end(a.b);
}

/* The words that the fields offer are the names of the accounts. */
static void accounts_have_one_name(void **state) {
    (void)state;
    static const char *const side[] = {"debit", "credit"};
    const ag_action *action = ag_action_find(AG_TEXT("transfer.record"));
    for (int s = 0; s < 2; s++) {
        const ag_field *field = ag_action_field(action, ag_text_of(side[s]));
        for (const char *const *word = field->choice; *word; word++) {
            int account = 0;
            while (ag_account_name[account] && strcmp(ag_account_name[account], *word) != 0) account++;
            assert_non_null(ag_account_name[account]);
        }
    }
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"pay accrues to the certified day and being missing does not stop it", pay_accrues_to_the_certified_day, NULL,
         NULL, NULL},
        {"the day of certification chooses the rule set", the_day_of_certification_chooses, NULL, NULL, NULL},
        {"a rule set says what it comes to, and a claimed one by whose claim", a_rule_set_says_what_it_comes_to, NULL,
         NULL, NULL},
        {"an entitlement that runs is due for review after a year, a suspended one after a month",
         what_runs_is_reviewed, NULL, NULL, NULL},
        {"what is not proved by a receipt or a claim graded C3 stays out of the books",
         only_what_is_proved_is_in_the_books, NULL, NULL, NULL},
        {"the account says what is due, paid, given in kind, withheld and unknown", the_account_says_all_five, NULL,
         NULL, NULL},
        {"rice is rice until a value is agreed", rice_is_rice, NULL, NULL, NULL},
        {"no account gives more than it has, and what is proposed is spoken for", no_account_gives_more_than_it_has,
         NULL, NULL, NULL},
        {"what a State received is no payment to a family", a_state_receives_what_it_receives, NULL, NULL, NULL},
        {"what is kept back is proposed by one person and posted by another", what_is_kept_back_takes_two, NULL, NULL,
         NULL},
        {"a wrong transfer is reversed once and both stay", a_wrong_transfer_is_reversed, NULL, NULL, NULL},
        {"what is due in one currency is paid in another at a rate on record", paid_in_another_currency, NULL, NULL,
         NULL},
        {"who is found alive is owed for the whole time and keeps what was paid", found_alive_keeps_what_was_paid, NULL,
         NULL, NULL},
        {"nothing accrues for the death of somebody who lives", nothing_accrues_for_a_death_of_the_living, NULL, NULL,
         NULL},
        {"the review of payments after a withdrawn identification answers it", a_withdrawn_identification_is_answered,
         NULL, NULL, NULL},
        {"shares of an entitlement add up to all of it", shares_add_up, NULL, NULL, NULL},
        {"a first and a second line share as the law says", two_lines_share, NULL, NULL, NULL},
        {"a gift with pressure is a risk and no payment", a_gift_with_pressure_is_no_payment, NULL, NULL, NULL},
        {"an entitlement has as many shares as the cap and no more", an_entitlement_has_as_many_shares_as_the_cap, NULL,
         NULL, NULL},
        {"a statement has as many commodities as the cap and says when there are more",
         a_statement_has_as_many_commodities_as_the_cap, NULL, NULL, NULL},
        {"every commodity balances in every book", every_commodity_balances_in_every_book, NULL, NULL, NULL},
        {"the rule sets that come with the program go in and come to what they say", the_shipped_rule_sets_go_in, NULL,
         NULL, NULL},
        {"sums are of each State and wave, and a journal asserts every balance", sums_are_of_states_and_waves, NULL,
         NULL, NULL},
        {"a summary has as many groups as the cap and says when there are more",
         a_summary_has_as_many_groups_as_the_cap, NULL, NULL, NULL},
        {"a statement of account says what is proved and what is said apart and values no goods",
         a_statement_values_no_goods, NULL, NULL, NULL},
        {"a summary of payments names nobody", a_summary_names_nobody, NULL, NULL, NULL},
        {"an account has one name", accounts_have_one_name, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("ledger", cases, NULL, NULL);
}
