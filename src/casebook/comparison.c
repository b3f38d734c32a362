/* Comparisons: what two sides' lists of the same thing add up to, each as that side's own claim, and the difference.
 *
 *     NOTED → SIGNED
 *
 * Nothing is settled by overwriting: who has counted 6,057 and who says 6,060 both stand, and what is signed is that
 * there is this difference. `antigone compare` finds it in the lists, line by line.
 */
#include "casebook/kinds.h"
#include "casebook/standing.h"

#include "base/banned.h"

static bool says(const ag_deed *deed, const char *claim, const char *total) {
    const ag_row row = ag_view_row(&deed->view, ag_deed_text(deed, claim));
    const int64_t n = ag_deed_count(deed, total, -1);
    return ag_row_there(&row) && ag_row_state(&row, "STANDING") && ag_row_integer(&row, "low", -1) == n &&
           ag_row_integer(&row, "high", -1) == n;
}

static const char *each_side_says_its_own(const ag_deed *deed) {
    const ag_text ours = ag_deed_text(deed, "our_claim"), theirs = ag_deed_text(deed, "their_claim");
    if (ag_text_equal(ours, theirs)) return "two claims: one of either side";
    if (!says(deed, "our_claim", "our_total"))
        return "our_claim: a claim of our side that says our total, low and high";
    return says(deed, "their_claim", "their_total")
               ? NULL
               : "their_claim: a claim of the other side that says its total, low and high";
}

static ag_status difference_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_text ours = ag_row_text(&view->row, "ours"), theirs = ag_row_text(&view->row, "theirs");
    const int64_t a = ag_row_integer(&view->row, "our_total", 0), b = ag_row_integer(&view->row, "their_total", 0);
    const ag_text more = a > b ? ours : theirs;
    (void)err;
    ag_buffer_printf(out, "%.*s says %lld, %.*s says %lld", AG_SHOWN(ours), (long long)a, AG_SHOWN(theirs),
                     (long long)b);
    if (a != b) ag_buffer_printf(out, ": %.*s says %lld more", AG_SHOWN(more), (long long)(a > b ? a - b : b - a));
    return AG_OK;
}

static const char *const claim_kind[] = {"claim", NULL}, *const handover_kind[] = {"handover", NULL};
static const ag_field record_fields[] = {
    {"topic", AG_FIELD_CODE, AG_REQUIRED, NULL, "what is compared: handover-istanbul-2025-06, graves-kursk", 0},
    {"ours", AG_FIELD_CODE, AG_REQUIRED, NULL, "whose list ours is: a country such as UA", 0},
    {"theirs", AG_FIELD_CODE, AG_REQUIRED, NULL, "whose the other one is: RU", 0},
    {"our_total", AG_FIELD_COUNT, AG_REQUIRED, NULL, "what ours adds up to, such as 6057", 0},
    {"their_total", AG_FIELD_COUNT, AG_REQUIRED, NULL, "what theirs adds up to, such as 6060", 0},
    {"our_claim", AG_FIELD_REFERENCE, AG_REQUIRED, claim_kind, "our side's claim of its total (claim.record)", 0},
    {"their_claim", AG_FIELD_REFERENCE, AG_REQUIRED, claim_kind, "the other side's claim of its total", 0},
    {"pairs", AG_FIELD_COUNT, 0, NULL, "lines that both have", 0},
    {"our_alone", AG_FIELD_COUNT, 0, NULL, "lines that ours alone has", 0},
    {"their_alone", AG_FIELD_COUNT, 0, NULL, "lines that theirs alone has", 0},
    {"handover", AG_FIELD_REFERENCE, 0, handover_kind, "the handover, where it is one", 0},
    {"our_list", AG_FIELD_FILE, 0, NULL, "our list as it was compared", 0},
    {"their_list", AG_FIELD_FILE, 0, NULL, "theirs as it came", 0},
    {"remarks", AG_FIELD_TEXT, 0, NULL, "anything else", 0},
    {0},
};
static const ag_field sign_fields[] = {
    {"explanation", AG_FIELD_TEXT, AG_REQUIRED, NULL, "what the two sides say about the difference", 0},
    {"paper", AG_FIELD_FILE, 0, NULL, "the signed sheet, where the other side has no key here", 0},
    {0},
};
static const ag_guard record_guards[] = {{"X8", each_side_says_its_own, true}, {0}};
static const ag_action actions[] = {
    {"comparison.record", AG_REGISTRAR | AG_CASE_OFFICER | AG_ANALYST | AG_INVESTIGATOR, AG_CREATES, NULL, "NOTED",
     record_fields, record_guards, NULL, AG_NO_CLOCK, "record what two sides' lists add up to, and the difference"},
    {"comparison.sign", AG_REGISTRAR | AG_CASE_OFFICER, AG_SIGNED | AG_COUNTERSIGNED, "NOTED", "SIGNED", sign_fields,
     NULL, NULL, AG_NO_CLOCK, "both sides sign that there is this difference"},
    {0},
};
static const char *const states[] = {"NOTED", "SIGNED", NULL};
static const ag_fact facts[] = {{"difference", "X8", difference_fact}, {0}};

const ag_kind ag_kind_comparison = {
    .name = "comparison",
    .plural = "comparisons",
    .help = "two sides' lists of the same thing, side by side",
    .state = states,
    .closed = "SIGNED",
    .action = actions,
    .indexed = "topic",
    .fact = facts,
    .readers = AG_WRITERS,
};
