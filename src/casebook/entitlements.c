/* Entitlements: what a person, or those left behind, is owed by a rule set; and who shares it.
 *
 *     OPENED ─assess→ ENTITLEMENT_ASSESSED ─accrue→ DUE ─transfers→ PART_PAID, PAID, WITHHELD, PAID_IN_KIND, DISPUTED
 *     any of these ─suspend→ SUSPENDED ─review→ again what its balance says, or REVERSED
 *
 * Invariants: what has become due is computed from the rule set, never typed in; it accrues until the certified date,
 * and nobody being heard of does not stop it (C1). After assessment the state follows from the balance alone
 * (ag_entitlement_move). Who was found alive keeps what was paid (S4).
 */
#include <string.h>

#include "casebook/kinds.h"
#include "casebook/ledger.h"
#include "casebook/people.h"
#include "casebook/shares.h"
#include "casebook/standing.h"

#include "base/banned.h"

#define RUNNING "ENTITLEMENT_ASSESSED DUE PART_PAID PAID WITHHELD PAID_IN_KIND DISPUTED"

/* ---- Schedule ---------------------------------------------------------------------------------------------------- */

static ag_terms terms_of(const ag_row *entitlement) {
    return (ag_terms){.since = ag_day_of(ag_row_text(entitlement, "since"), 0),
                      .certified = ag_day_of(ag_row_text(entitlement, "certified"), INT32_MAX),
                      .members = ag_row_integer(entitlement, "members", 0),
                      .each = ag_row_text(entitlement, "each")};
}

/* The terms as the request would make them. */
static ag_terms terms_asked(const ag_deed *deed) {
    ag_terms terms = terms_of(&deed->view.row);
    terms.since = ag_day_of(ag_deed_text(deed, "since"), terms.since);
    terms.certified = ag_day_of(ag_deed_text(deed, "certified"), terms.certified);
    terms.members = ag_deed_count(deed, "members", terms.members);
    if (ag_deed_has(deed, "each")) terms.each = ag_deed_text(deed, "each");
    return terms;
}

static ag_row ruleset_of(const ag_deed *deed) {
    const ag_text asked = ag_deed_text(deed, "ruleset");
    return ag_view_row(&deed->view, asked.n ? asked : ag_row_text(&deed->view.row, "ruleset"));
}

/* What has become due until that day and is not in the accounts yet. */
static int64_t not_yet_accrued(const ag_view *view, int32_t day) {
    ag_money due;
    bool goods;
    const ag_row ruleset = ag_view_row(view, ag_row_text(&view->row, "ruleset"));
    const ag_terms terms = terms_of(&view->row);
    const ag_balance balance = ag_entitlement_balance(view, &view->row, NULL, 0, &goods);
    return ag_ruleset_due(&ruleset, &terms, day, &due) ? due.minor - ag_balance_due(&balance) : 0;
}

/* ---- Balance and state ---------------------------------------------------------------------------------------- */

static bool is_one_of(const ag_row *row, const ag_row *const *own, int n) {
    for (int i = 0; i < n; i++)
        if (ag_text_equal(ag_row_id(row), ag_row_id(own[i]))) return true;
    return false;
}

ag_balance ag_entitlement_balance(const ag_view *view, const ag_row *entitlement, const ag_row *const *own, int n,
                                  bool *goods) {
    int rows;
    ag_balance balance = {.of = {.scale = 0}};
    ag_sums *sums = AG_NEW(view->arena, ag_sums, 1);
    const ag_row *row =
        ag_view_rows(view, &ag_kind_transfer, "entitlement", ag_row_subject(view, entitlement), 0, &rows);
    *goods = false;
    if (!sums) return balance;
    for (int i = 0; i < rows; i++)
        if (!is_one_of(&row[i], own, n)) ag_sums_add(sums, &row[i], NULL, INT32_MAX);
    for (int i = 0; i < n; i++) ag_sums_add(sums, own[i], NULL, INT32_MAX);
    for (int i = 0; i < sums->n; i++) {
        const ag_balance *b = &sums->balance[i];
        if (ag_text_equal(ag_row_text(entitlement, "commodity"), ag_text_of(b->of.code)))
            balance = *b;
        else
            *goods = *goods || (!b->of.currency && b->posted[AG_IN_KIND] > 0);
    }
    return balance;
}

/* `goods`: some were given whose value is in no account. */
static const char *state_of(const ag_row *entitlement, const ag_balance *b, bool goods) {
    ag_money total;
    const int64_t paid = b->posted[AG_CASH] + b->posted[AG_IN_KIND] + b->posted[AG_EXCHANGE] + b->posted[AG_OWED_BACK],
                  kept = b->posted[AG_WITHHELD] + b->posted[AG_DEDUCTED] + b->posted[AG_FORFEITED];
    const bool all = ag_money_parse(ag_row_text(entitlement, "total"), &total) && ag_balance_due(b) >= total.minor;
    if (ag_balance_due(b) <= 0) return "ENTITLEMENT_ASSESSED";
    if (b->posted[AG_DISPUTED] > 0) return "DISPUTED";
    if (b->posted[AG_WITHHELD] > 0 || (!paid && kept > 0 && b->posted[AG_DUE] == 0)) return "WITHHELD";
    if (goods && b->posted[AG_IN_KIND] == 0) return "PAID_IN_KIND";
    if (b->posted[AG_DUE] == 0 && all) return "PAID";
    return paid > 0 ? "PART_PAID" : "DUE";
}

void ag_entitlement_move(ag_deed *deed, ag_row *entitlement, const ag_row *const *own, int n) {
    bool goods;
    if (!ag_row_state(entitlement, RUNNING)) return;
    const ag_balance balance = ag_entitlement_balance(&deed->view, entitlement, own, n, &goods);
    ag_row_move(entitlement, state_of(entitlement, &balance, goods));
}

/* ---- Guards ------------------------------------------------------------------------------------------------------ */

static const char *fits_the_day(const ag_deed *deed) {
    const ag_row ruleset = ruleset_of(deed);
    const ag_terms terms = terms_asked(deed);
    return ag_ruleset_fits(&deed->view, &ruleset, terms.certified == INT32_MAX ? terms.since : terms.certified);
}

static const char *can_be_computed(const ag_deed *deed) {
    ag_money due;
    const ag_row ruleset = ruleset_of(deed);
    const ag_terms terms = terms_asked(deed);
    const bool monthly = ag_row_is(&ruleset, "form", "monthly");
    if (terms.certified == INT32_MAX && ag_row_is(&ruleset, "form", "lump"))
        return "the day of certification (certified=)";
    if (terms.certified < terms.since) return "certified on or after the day since when it is owed";
    if (ag_row_is(&ruleset, "form", "per-member") && !terms.members)
        return "how many members the family has (members=)";
    if (ag_row_text(&ruleset, "each").n && terms.each.n) return "no `each`: the rule set says how much";
    const int32_t day = monthly && terms.certified == INT32_MAX ? terms.since : INT32_MAX;
    return ag_ruleset_due(&ruleset, &terms, day, &due) ? NULL
                                                       : "an amount that can be computed and is not beyond the cap "
                                                         "(each=, where the rule set leaves it open)";
}

static const char *is_a_record_that_stands(const ag_deed *deed) {
    const ag_row person = ag_view_row(&deed->view, ag_deed_text(deed, "person"));
    return ag_row_state(&person, "ON_FILE") ? NULL
                                            : "the record of the person that stands: no duplicate, no cover record";
}

/* A lump sum is owed once, whatever record of the person it is opened for. */
static const char *is_owed_once(const ag_deed *deed) {
    const ag_row ruleset = ruleset_of(deed);
    int n;
    const ag_row *other = ag_person_rows(&deed->view, &ag_kind_entitlement, ag_row_text(&deed->view.row, "person"), &n);
    for (int i = 0; i < n && ag_row_is(&ruleset, "form", "lump"); i++) {
        const ag_text id = ag_row_id(&other[i]);
        if (!ag_text_equal(id, deed->id) && !ag_row_state(&other[i], "REVERSED") &&
            ag_text_equal(ag_row_text(&other[i], "ruleset"), ag_row_subject(&deed->view, &ruleset)))
            return ag_view_say(&deed->view, "go on with entitlement:%.*s, which owes it", AG_SHOWN(id));
    }
    return NULL;
}

static const char *nothing_was_accrued(const ag_deed *deed) {
    const ag_text subject = ag_row_subject(&deed->view, &deed->view.row);
    return ag_view_count(&deed->view, &ag_kind_transfer, "entitlement", subject, NULL)
               ? "another entitlement: transfers rest on this assessment"
               : NULL;
}

static const char *certified_once(const ag_deed *deed) {
    const ag_text was = ag_row_text(&deed->view.row, "certified");
    return was.n ? ag_view_say(&deed->view, "another entitlement: this one is certified to %.*s", AG_SHOWN(was)) : NULL;
}

static const char *ends_after_what_accrued(const ag_deed *deed) {
    const ag_text accrued = ag_row_text(&deed->view.row, "until");
    return ag_day_of(ag_deed_text(deed, "certified"), 0) < ag_day_of(accrued, INT32_MIN)
               ? ag_view_say(&deed->view, "a day from %.*s on, or what has accrued beyond it reversed first",
                             AG_SHOWN(accrued))
               : NULL;
}

static const char *runs_to_the_certified_day(const ag_deed *deed) {
    const ag_row ruleset = ruleset_of(deed);
    const int32_t until = ag_day_of(ag_deed_text(deed, "until"), INT32_MAX);
    const ag_text certified = ag_row_text(&deed->view.row, "certified");
    if (until > deed->view.now / 86400) return "a day that has come";
    if (ag_row_is(&ruleset, "form", "monthly") && until > ag_day_of(certified, INT32_MAX))
        return ag_view_say(&deed->view, "a day until %.*s, to which it is certified", AG_SHOWN(certified));
    return not_yet_accrued(&deed->view, until) > 0 ? NULL : "a later day: nothing more has become due until then";
}

static bool is_alive(const ag_deed *deed) {
    const ag_row person = ag_view_row(&deed->view, ag_row_text(&deed->view.row, "person"));
    return ag_row_there(&person) && ag_person_is_alive(&deed->view, &person);
}

static const char *dead_or_owed_alive(const ag_deed *deed) {
    const ag_row ruleset = ruleset_of(deed);
    return is_alive(deed) && ag_row_is(&ruleset, "cause", "death") ? "a review (entitlement.review): the person lives"
                                                                   : NULL;
}

static const char *status_has_changed(const ag_deed *deed) {
    const ag_row person = ag_view_row(&deed->view, ag_row_text(&deed->view.row, "person"));
    const char *status = ag_person_status(&deed->view, &person, NULL);
    return ag_deed_is(deed, "because", "status-change") &&
                   ag_words_have("REPORTED SERVING CAPTURED WOUNDED_EVACUATED UNACCOUNTED MISSING", status)
               ? ag_view_say(&deed->view, "a status that ends it: %s does not stop what accrues", status)
               : NULL;
}

static const char *answers_its_consequence(const ag_deed *deed) {
    const ag_text name = ag_deed_text(deed, "consequence");
    const ag_row row = ag_view_row(&deed->view, name);
    return !name.n || (ag_row_state(&row, "OPEN") && ag_row_is(&row, "what", "ledger-review") &&
                       ag_text_equal(ag_row_text(&row, "about"), ag_row_text(&deed->view.row, "person")))
               ? NULL
               : "an open ledger-review of this person, or none";
}

static const char *is_owed_alive(const ag_deed *deed) {
    const ag_row ruleset = ruleset_of(deed);
    if (ag_deed_is(deed, "outcome", "absent-without-leave") && !is_alive(deed))
        return "person.found_alive first: of the dead and the missing nothing is asked back";
    return ag_deed_is(deed, "outcome", "not-due") && is_alive(deed) && !ag_row_is(&ruleset, "cause", "death")
               ? "outcome=goes-on: who is found alive is owed for the whole time"
               : NULL;
}

/* What is proposed would be paid out of what is no longer due. */
static const char *nothing_is_proposed(const ag_deed *deed) {
    bool goods;
    const ag_balance balance = ag_entitlement_balance(&deed->view, &deed->view.row, NULL, 0, &goods);
    bool any = false;
    for (int i = 0; i < AG_ACCOUNTS; i++) any = any || balance.leaving[i] > 0;
    return any && !ag_deed_is(deed, "outcome", "goes-on") ? "post or void what is pending first" : NULL;
}

/* ---- Doing ------------------------------------------------------------------------------------------------------- */

static ag_status apply_terms(ag_deed *deed, ag_error *err) {
    (void)err;
    ag_row *row = &deed->view.row;
    ag_money due;
    char text[AG_MONEY_BYTES];
    const ag_row ruleset = ag_view_row(&deed->view, ag_row_text(row, "ruleset"));
    const ag_terms terms = terms_of(row);
    const bool ends = ag_ruleset_due(&ruleset, &terms, INT32_MAX, &due);
    if (!ends && !ag_ruleset_due(&ruleset, &terms, terms.since, &due)) return AG_OK;
    ag_row_set(row, "commodity", ag_text_of(ag_view_say(&deed->view, "%s", due.of.code)));
    const bool in_force = ag_row_is(&ruleset, "standing", "law") || ag_row_is(&ruleset, "standing", "order");
    ag_row_set(row, "book", ag_text_of(in_force ? "books" : "claimed"));
    ag_money_format(&due.of, due.minor, text);
    ag_row_set(row, "total", ag_text_of(ends ? ag_view_say(&deed->view, "%s", text) : NULL));
    if (terms.certified != INT32_MAX) ag_row_due(row, NULL, 0);
    return AG_OK;
}

static ag_status apply_certify(ag_deed *deed, ag_error *err) {
    const ag_status status = apply_terms(deed, err);
    ag_entitlement_move(deed, &deed->view.row, NULL, 0);
    return status;
}

static ag_status apply_accrue(ag_deed *deed, ag_error *err) {
    ag_row *row = &deed->view.row;
    const int64_t minor = not_yet_accrued(&deed->view, ag_day_of(ag_row_text(row, "until"), INT32_MAX));
    if (minor <= 0) return AG_OK;
    ag_row *transfer = ag_ledger_make(deed, row, 0, AG_ACCRUED, AG_DUE, minor);
    if (!transfer) return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    ag_row_set(transfer, "date", ag_row_text(row, "until"));
    ag_entitlement_move(deed, row, (const ag_row *const[]){transfer}, 1);
    return AG_OK;
}

static ag_status take(ag_deed *deed, const ag_balance *balance, int k, ag_account from, ag_account to, ag_error *err) {
    const int64_t minor = ag_balance_free(balance, from);
    return minor <= 0 || ag_ledger_make(deed, &deed->view.row, k, from, to, minor)
               ? AG_OK
               : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}

/* What was not paid is no longer due; what was paid stays paid, or is owed back by who was absent without leave. */
static ag_status take_back(ag_deed *deed, ag_error *err) {
    static const ag_account unpaid[] = {AG_DUE, AG_WITHHELD, AG_DISPUTED}, paid[] = {AG_CASH, AG_IN_KIND};
    bool goods;
    int k = 0;
    ag_status status = AG_OK;
    const ag_balance balance = ag_entitlement_balance(&deed->view, &deed->view.row, NULL, 0, &goods);
    for (int i = 0; i < 3 && status == AG_OK; i++) status = take(deed, &balance, k++, unpaid[i], AG_ACCRUED, err);
    for (int i = 0; i < 2 && status == AG_OK && ag_deed_is(deed, "outcome", "absent-without-leave"); i++)
        status = take(deed, &balance, k++, paid[i], AG_OWED_BACK, err);
    ag_row_move(&deed->view.row, "REVERSED");
    return status;
}

static ag_status apply_review(ag_deed *deed, ag_error *err) {
    ag_row *row = &deed->view.row, *consequence = ag_deed_change(deed, ag_deed_text(deed, "consequence"));
    if (consequence) {
        ag_row_move(consequence, "DONE");
        ag_row_due(consequence, NULL, 0);
    }
    if (!ag_deed_is(deed, "outcome", "goes-on")) {
        ag_row_due(row, NULL, 0);
        return take_back(deed, err);
    }
    if (ag_row_text(row, "certified").n) ag_row_due(row, NULL, 0);
    ag_row_move(row, "ENTITLEMENT_ASSESSED");
    ag_entitlement_move(deed, row, NULL, 0);
    return AG_OK;
}

/* ---- The table --------------------------------------------------------------------------------------------------- */

static const char *const person_kind[] = {"person", NULL}, *const ruleset_kind[] = {"ruleset", NULL},
                         *const consequence_kind[] = {"consequence", NULL};
static const char *const becauses[] = {"status-change", "identification-challenged", "inquiry", NULL};
static const char *const outcomes[] = {"goes-on", "not-due", "absent-without-leave", NULL};

static const ag_field open_fields[] = {
    {"person", AG_FIELD_REFERENCE, AG_REQUIRED, person_kind, "whose service, captivity or death it is for", 0},
    {"remarks", AG_FIELD_TEXT, 0, NULL, "anything worth knowing", 0},
    {0},
};
#define CERTIFIED "the day to which the record certifies: of a death, the day that the finding states"
static const ag_field assess_fields[] = {
    {"ruleset", AG_FIELD_REFERENCE, AG_REQUIRED, ruleset_kind, "the rule set in force on the certified day", 0},
    {"since", AG_FIELD_DATE, AG_REQUIRED, NULL, "from when it is owed", 0},
    {"certified", AG_FIELD_DATE, 0, NULL, CERTIFIED "; left out while it runs on", 0},
    {"members", AG_FIELD_COUNT, 0, NULL, "of per-member: how many the family has", 0},
    {"each", AG_FIELD_MONEY, 0, NULL, "this person's own amount, where the rule set leaves it open", 0},
    {0},
};
static const ag_field certify_fields[] = {{"certified", AG_FIELD_DATE, AG_REQUIRED, NULL, CERTIFIED, 0}, {0}};
static const ag_field accrue_fields[] = {
    {"until", AG_FIELD_DATE, AG_REQUIRED, NULL, "the day until which what became due is entered", 0}, {0}};
static const ag_field suspend_fields[] = {
    {"because", AG_FIELD_CHOICE, AG_REQUIRED, becauses, "what has happened", 0},
    {"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0},
    {0},
};
static const ag_field review_fields[] = {
    {"outcome", AG_FIELD_CHOICE, AG_REQUIRED, outcomes,
     "goes-on; not-due: what is unpaid is not owed, what was paid stays; absent-without-leave: it is owed back too", 0},
    {"consequence", AG_FIELD_REFERENCE, 0, consequence_kind, "the open ledger-review that it answers", 0},
    {"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0},
    {"paper", AG_FIELD_FILE, 0, NULL, "the decision, as signed", 0},
    {0},
};

static const ag_guard open_guards[] = {{"C12", is_a_record_that_stands, true}, {0}};
static const ag_guard assess_guards[] = {{"C9", fits_the_day, true},
                                         {"C9", can_be_computed, true},
                                         {"C8", nothing_was_accrued, false},
                                         {"C12", is_owed_once, true},
                                         {0}};
static const ag_guard certify_guards[] = {{"C8", certified_once, false},
                                          {"C9", fits_the_day, true},
                                          {"C9", can_be_computed, true},
                                          {"C1", ends_after_what_accrued, true},
                                          {0}};
static const ag_guard accrue_guards[] = {
    {"C1", runs_to_the_certified_day, true}, {"S4", dead_or_owed_alive, false}, {0}};
static const ag_guard suspend_guards[] = {{"C1", status_has_changed, true}, {0}};
static const ag_guard review_guards[] = {
    {"I6", answers_its_consequence, true}, {"S4", is_owed_alive, true}, {"C6", nothing_is_proposed, true}, {0}};

enum { ASSESSORS = AG_CASE_OFFICER | AG_LEGAL, YEAR = 365 * 86400, MONTH = 30 * 86400 };
#define A_YEAR                                                                                                         \
    { "C11", YEAR }
#define A_MONTH                                                                                                        \
    { "C11", MONTH }

static const ag_action actions[] = {
    {"entitlement.open", ASSESSORS | AG_REGISTRAR | AG_INVESTIGATOR, AG_CREATES, NULL, "OPENED", open_fields,
     open_guards, NULL, AG_NO_CLOCK, "open the account of what is owed for a person"},
    {"entitlement.assess", ASSESSORS | AG_INVESTIGATOR, AG_SIGNED, "OPENED ENTITLEMENT_ASSESSED",
     "ENTITLEMENT_ASSESSED", assess_fields, assess_guards, apply_terms, A_YEAR,
     "say by which rule set, from when, and to which certified day; the program computes how much"},
    {"entitlement.certify", ASSESSORS, AG_SIGNED, RUNNING, NULL, certify_fields, certify_guards, apply_certify,
     AG_NO_CLOCK, "the day is certified on which what accrues ends"},
    {"entitlement.accrue", ASSESSORS | AG_INVESTIGATOR, AG_SIGNED, RUNNING, NULL, accrue_fields, accrue_guards,
     apply_accrue, AG_NO_CLOCK, "enter what has become due until a day"},
    {"entitlement.suspend", ASSESSORS, AG_SIGNED, RUNNING, "SUSPENDED", suspend_fields, suspend_guards, NULL, A_MONTH,
     "nothing is paid on it until it is reviewed"},
    {"entitlement.review", ASSESSORS, AG_SIGNED, RUNNING " SUSPENDED", NULL, review_fields, review_guards, apply_review,
     A_YEAR, "decide whether it goes on, after a status changed or an identification was withdrawn"},
    {0},
};

static ag_status account_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    ag_ledger_words(view, "entitlement", ag_row_subject(view, &view->row), NULL, out);
    if (!out->n) ag_buffer_puts(out, "unknown: nothing is entered yet");
    return AG_OK;
}

static ag_status more_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    ag_commodity of;
    char text[AG_MONEY_BYTES];
    const int64_t more = ag_row_state(&view->row, RUNNING) ? not_yet_accrued(view, (int32_t)(view->now / 86400)) : 0;
    if (more > 0 && ag_commodity_find(ag_row_text(&view->row, "commodity"), &of))
        ag_buffer_printf(out, "%s has become due by today and is not entered (entitlement.accrue)",
                         ag_money_format(&of, more, text));
    return AG_OK;
}

/* A risk holds what is said to the family, never what it is owed. */
static ag_status notice_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    const ag_row risk = ag_risk_standing(view, ag_family_of_person(view, ag_row_text(&view->row, "person")));
    const ag_text id = ag_row_id(&risk);
    if (ag_row_there(&risk))
        ag_buffer_printf(out, "held while risk:%.*s stands; what is owed is not held", AG_SHOWN(id));
    return AG_OK;
}

static ag_status shares_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    ag_shares shares;
    char text[AG_MONEY_BYTES];
    if (!ag_shares_find(view, &view->row, &shares)) return AG_OK;
    for (int i = 0; i < shares.n; i++) {
        const ag_text relative = ag_row_text(shares.row[i], "relative"), class = ag_row_text(shares.row[i], "class");
        ag_buffer_printf(out, "%s%.*s (%.*s): %s", i ? "\n" : "", AG_SHOWN(relative), AG_SHOWN(class),
                         ag_money_format(&shares.of, shares.minor[i], text));
    }
    if (shares.undivided)
        ag_buffer_printf(out, "%snobody yet: %s", shares.n ? "\n" : "",
                         ag_money_format(&shares.of, shares.undivided, text));
    return AG_OK;
}

static const ag_fact facts[] = {{"account", "C4", account_fact},
                                {"not yet entered", "C1", more_fact},
                                {"shares", "C3", shares_fact},
                                {"payment notices", "A13", notice_fact},
                                {0}};
static const ag_column further[] = {{"commodity", AG_COLUMN_TEXT, false, false},
                                    {"book", AG_COLUMN_TEXT, false, false},
                                    {"total", AG_COLUMN_TEXT, false, false},
                                    {0}};
static const char *const states[] = {"OPENED",   "ENTITLEMENT_ASSESSED", "DUE",      "PART_PAID", "PAID",
                                     "WITHHELD", "PAID_IN_KIND",         "DISPUTED", "REVERSED",  "SUSPENDED",
                                     NULL};

const ag_kind ag_kind_entitlement = {
    .name = "entitlement",
    .plural = "entitlements",
    .help = "what is owed for a person by a rule set, and what became of it",
    .state = states,
    .closed = "PAID REVERSED",
    .action = actions,
    .further = further,
    .fact = facts,
    .readers = AG_WRITERS,
};
