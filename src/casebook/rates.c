/* Rates and valuations: what one commodity was worth in another, and what goods that were given are agreed to be worth.
 *
 * Invariants: both have a source and a day. A rate values nothing by itself; goods have no value in any account until a
 * valuation of them is agreed, by somebody else than who proposed it (C5).
 */
#include "casebook/kinds.h"
#include "casebook/ledger.h"
#include "casebook/standing.h"

#include "base/banned.h"

enum { PAYERS = AG_CASE_OFFICER | AG_LEGAL | AG_INVESTIGATOR };

static const char *const claim_kind[] = {"claim", NULL}, *const transfer_kind[] = {"transfer", NULL},
                         *const rate_kind[] = {"rate", NULL};
static const char *const valued[] = {"official", "market", "contract", NULL};
static const ag_field reasons_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};

/* ---- Rates ---------------------------------------------------------------------------------------------------- */

static const char *rate_is_sourced(const ag_deed *deed) {
    ag_commodity of;
    if (!ag_commodity_find(ag_deed_text(deed, "from"), &of) || !ag_commodity_find(ag_deed_text(deed, "to"), &of) ||
        ag_text_equal(ag_deed_text(deed, "from"), ag_deed_text(deed, "to")))
        return "two different commodities: ISO 4217, or WORD.unit";
    if (!ag_deed_count(deed, "numerator", 0) || !ag_deed_count(deed, "denominator", 0))
        return "numerator and denominator from 1";
    return ag_deed_has(deed, "claim") || ag_deed_has(deed, "file") ? NULL
                                                                   : "where it is from: claim=claim:… or file=@FILE";
}

static const ag_field rate_fields[] = {
    {"from", AG_FIELD_CODE, AG_REQUIRED, NULL, "commodity: USD, RICE.kg", 0},
    {"to", AG_FIELD_CODE, AG_REQUIRED, NULL, "commodity that it is counted in", 0},
    {"numerator", AG_FIELD_COUNT, AG_REQUIRED, NULL, "so many of `to` …", 0},
    {"denominator", AG_FIELD_COUNT, AG_REQUIRED, NULL, "… for so many of `from`", 0},
    {"date", AG_FIELD_DATE, AG_REQUIRED, NULL, "of which day", 0},
    {"type", AG_FIELD_CHOICE, AG_REQUIRED, valued, "official: of a central bank; market: as traded; contract: agreed",
     0},
    {"claim", AG_FIELD_REFERENCE, 0, claim_kind, "who says so", 0},
    {"file", AG_FIELD_FILE, 0, NULL, "table, page or contract", 0},
    {0},
};
static const ag_guard rate_guards[] = {{"C10", rate_is_sourced, true}, {0}};
static const ag_action rate_actions[] = {
    {"rate.record", PAYERS, AG_CREATES, NULL, NULL, rate_fields, rate_guards, NULL, AG_NO_CLOCK,
     "record what one commodity was worth in another, on a day, by whose word"},
    {0},
};

const ag_kind ag_kind_rate = {
    .name = "rate",
    .plural = "rates",
    .help = "what one commodity was worth in another, on a day, by a source",
    .action = rate_actions,
    .indexed = "from to type",
    .readers = AG_WRITERS,
};

/* ---- Valuations (C5) ------------------------------------------------------------------------------------------ */

static const char *const agreers[] = {"family", "both-sides", "court", "arbitrator", NULL};
static const ag_field propose_fields[] = {
    {"transfer", AG_FIELD_REFERENCE, AG_REQUIRED, transfer_kind, "the goods that were given", 0},
    {"value", AG_FIELD_MONEY, AG_REQUIRED, NULL, "what they are said to be worth, in money", 0},
    {"type", AG_FIELD_CHOICE, AG_REQUIRED, valued, "by which price", 0},
    {"date", AG_FIELD_DATE, AG_REQUIRED, NULL, "of which day", 0},
    {"rate", AG_FIELD_REFERENCE, 0, rate_kind, "the rate it rests on", 0},
    {"claim", AG_FIELD_REFERENCE, 0, claim_kind, "who says so", 0},
    {"file", AG_FIELD_FILE, 0, NULL, "price list, invoice or expert opinion", 0},
    {"reasons", AG_FIELD_TEXT, 0, NULL, "how it was found", 0},
    {0},
};
static const ag_field agree_fields[] = {
    {"agreed_by", AG_FIELD_CHOICE, AG_REQUIRED, agreers, "who has agreed to it or decided it", 0},
    {"paper", AG_FIELD_FILE, AG_REQUIRED, NULL, "the paper on which it stands", 0},
    {0},
};

static const char *values_goods(const ag_deed *deed) {
    ag_money goods, value;
    const ag_row given_row = ag_view_row(&deed->view, ag_deed_text(deed, "transfer"));
    if (!ag_row_state(&given_row, "POSTED") || ag_account_of(&given_row, "credit") != AG_IN_KIND ||
        !ag_transfer_amount(&given_row, &goods) || goods.of.currency)
        return "a posted transfer of goods to paid:in-kind";
    if (!ag_money_parse(ag_deed_text(deed, "value"), &value) || !value.of.currency)
        return "a value in money: 40.00 USD";
    return ag_deed_has(deed, "claim") || ag_deed_has(deed, "file") || ag_deed_has(deed, "rate")
               ? NULL
               : "what it rests on: a rate, a claim or a file";
}

static const char *another_agrees(const ag_deed *deed) {
    return ag_deed_by(deed, "proposer") ? "somebody else than who proposed it" : NULL;
}

static ag_status apply_value(ag_deed *deed, ag_error *err) {
    (void)err;
    const ag_row goods = ag_view_row(&deed->view, ag_row_text(&deed->view.row, "transfer"));
    ag_row_set(&deed->view.row, "proposer", deed->by);
    ag_row_set(&deed->view.row, "holder", ag_row_text(&goods, "holder"));
    return AG_OK;
}

static const ag_guard propose_guards[] = {{"C5", values_goods, true}, {0}};
static const ag_guard agree_guards[] = {{"C5", another_agrees, false}, {0}};
static const ag_action valuation_actions[] = {
    {"valuation.propose", PAYERS, AG_CREATES | AG_SIGNED, NULL, "PROPOSED", propose_fields, propose_guards, apply_value,
     AG_NO_CLOCK, "say what goods were worth, with what that rests on; it counts when it is agreed"},
    {"valuation.agree", PAYERS, AG_SIGNED, "PROPOSED", "AGREED", agree_fields, agree_guards, NULL, AG_NO_CLOCK,
     "the family, both sides, a court or an arbitrator has agreed to the value"},
    {"valuation.reject", PAYERS, AG_SIGNED, "PROPOSED", "REJECTED", reasons_fields, NULL, NULL, AG_NO_CLOCK,
     "the value was not agreed"},
    {0},
};
static const ag_column valuation_further[] = {
    {"holder", AG_COLUMN_TEXT, true, false}, {"proposer", AG_COLUMN_TEXT, false, false}, {0}};
static const char *const valuation_states[] = {"PROPOSED", "AGREED", "REJECTED", NULL};

const ag_kind ag_kind_valuation = {
    .name = "valuation",
    .plural = "valuations",
    .help = "what goods that were given are worth in money, by whose word, and whether that was agreed",
    .state = valuation_states,
    .closed = "AGREED REJECTED",
    .action = valuation_actions,
    .further = valuation_further,
    .readers = AG_WRITERS,
};
