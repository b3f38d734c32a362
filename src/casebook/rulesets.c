/* Rule sets: what is owed by which law, order or habit, from when to when. Dated, never changed; a new text is a new
 * rule set, and the date of certification chooses between them (C9).
 *
 * Forms: `lump` (so much at once, so many monthly instalments after it), `monthly` (from a day on, until the day to
 * which it is certified), `per-member` (so much for each member of the family and each of so many days). A rule set
 * that is only said to exist stands as `claimed`, with its claim: what follows from it goes into the claimed book.
 */
#include <string.h>

#include "casebook/kinds.h"
#include "casebook/ledger.h"
#include "casebook/standing.h"

#include "base/banned.h"

/* ---- Schedules --------------------------------------------------------------------------------------------------- */

/* Whole months and the days of the month that has begun, as a part of that month. */
static bool months_due(const ag_money *each, int32_t since, int32_t until, int64_t *out) {
    if (until <= since) return *out = 0, true;
    const int months = ag_date_months(since, until);
    const int32_t begun = ag_date_after_months(since, months), next = ag_date_after_months(since, months + 1);
    int64_t part;
    return ag_money_times(each->minor, months, out) && ag_money_part(each->minor, until - begun, next - begun, &part) &&
           ag_money_add(*out, part, out);
}

/* What is paid at once: a fixed amount, or the person's own where the rule set has no amounts at all. */
static bool at_once(const ag_row *ruleset, ag_money *each, int64_t *out) {
    ag_money once = {.minor = 0};
    const ag_text fixed = ag_row_text(ruleset, "at_once");
    if (!fixed.n && !ag_row_text(ruleset, "each").n) {
        once.minor = each->minor;
        each->minor = 0;
    }
    return (!fixed.n || ag_money_parse(fixed, &once)) && (*out = once.minor, true);
}

static bool lump_due(const ag_row *ruleset, ag_money *each, const ag_terms *terms, int32_t day, int64_t *out) {
    int64_t once;
    const int64_t times = ag_row_integer(ruleset, "times", 0);
    if (terms->certified == INT32_MAX || !at_once(ruleset, each, &once)) return false;
    if (day < terms->certified) return *out = 0, true;
    const int64_t after = day == INT32_MAX ? times : ag_date_months(terms->certified, day);
    return ag_money_times(each->minor, after < times ? after : times, out) && ag_money_add(*out, once, out);
}

bool ag_ruleset_due(const ag_row *ruleset, const ag_terms *terms, int32_t day, ag_money *out) {
    const int32_t until = day < terms->certified ? day : terms->certified;
    const ag_text fixed = ag_row_text(ruleset, "each"), once = ag_row_text(ruleset, "at_once");
    ag_money each;
    bool due;
    if (!ag_money_parse(fixed.n ? fixed : terms->each.n ? terms->each : once, &each)) return false;
    if (!fixed.n && !terms->each.n) each.minor = 0; /* a lump sum without instalments */
    *out = (ag_money){.of = each.of};
    if (ag_row_is(ruleset, "form", "lump"))
        due = lump_due(ruleset, &each, terms, day, &out->minor);
    else if (ag_row_is(ruleset, "form", "monthly"))
        due = until != INT32_MAX && months_due(&each, terms->since, until, &out->minor);
    else
        due = ag_money_times(each.minor, terms->members, &out->minor) &&
              ag_money_times(out->minor, ag_row_integer(ruleset, "times", 0), &out->minor);
    return due && out->minor <= AG_MAX_MINOR;
}

const char *ag_ruleset_fits(const ag_view *view, const ag_row *ruleset, int32_t certified) {
    const ag_text from = ag_row_text(ruleset, "valid_from"), until = ag_row_text(ruleset, "valid_until");
    if (ag_row_state(ruleset, "WITHDRAWN")) return "a rule set that is not withdrawn";
    if (ag_day_of(from, INT32_MIN) > certified)
        return ag_view_say(view, "a rule set that was in force then: this one begins %.*s", AG_SHOWN(from));
    if (ag_day_of(until, INT32_MAX) < certified)
        return ag_view_say(view, "a rule set that was in force then: this one ended %.*s", AG_SHOWN(until));
    return NULL;
}

/* ---- The table --------------------------------------------------------------------------------------------------- */

static const char *const forms[] = {"lump", "monthly", "per-member", NULL};
static const char *const causes[] = {"service", "missing", "captivity", "death", NULL};
static const char *const standings[] = {"law", "order", "pattern", "claimed", NULL};
static const char *const marks[] = {"verified", "computed", "unverified", NULL};
static const char *const divisions[] = {"whole", "order-of-classes", "equal-lines", NULL};
static const char *const claim_kind[] = {"claim", NULL};

static const ag_field publish_fields[] = {
    {"country", AG_FIELD_CODE, AG_REQUIRED, NULL, "whose rule it is, as a country code: UA, KP, US", 0},
    {"title", AG_FIELD_CODE, AG_REQUIRED, NULL, "what it is called, in one word: lump-sum-at-death", 0},
    {"form", AG_FIELD_CHOICE, AG_REQUIRED, forms,
     "lump: once, and instalments; monthly: as long as it runs; per-member: for each of the family", 0},
    {"cause", AG_FIELD_CHOICE, AG_REQUIRED, causes, "what it is paid for", 0},
    {"standing", AG_FIELD_CHOICE, AG_REQUIRED, standings,
     "law or order as published; pattern: a law of another country that serves as a model; claimed: only said to be "
     "so. "
     "What follows from the last two is claimed and not proved",
     0},
    {"valid_from", AG_FIELD_DATE, AG_REQUIRED, NULL, "for what is certified from this day on", 0},
    {"valid_until", AG_FIELD_DATE, 0, NULL, "for what is certified until this day", 0},
    {"at_once", AG_FIELD_MONEY, 0, NULL, "of a lump sum: what is paid at once", 0},
    {"each", AG_FIELD_MONEY, 0, NULL,
     "each instalment, each month, or for each member of the family and day; without any amount each person has his "
     "own",
     0},
    {"times", AG_FIELD_COUNT, 0, NULL, "how many instalments; of per-member, how many days", 0},
    {"division", AG_FIELD_CHOICE, 0, divisions,
     "between heirs. order-of-classes: the first class in which there is anybody; equal-lines: spouse, children and "
     "parents alike, and a second line up to its per cent; whole (or left out): not divided",
     0},
    {"second_line", AG_FIELD_COUNT, 0, NULL, "of equal-lines: per cent that the second line has together", 0},
    {"claim", AG_FIELD_REFERENCE, 0, claim_kind, "of one that is claimed: who says so", 0},
    {"source", AG_FIELD_TEXT, AG_REQUIRED | AG_OPEN, NULL, "law, article and where it can be read; no names of people",
     0},
    {"mark", AG_FIELD_CHOICE, AG_REQUIRED, marks, "whether somebody has read it at its source", 0},
    {"file", AG_FIELD_FILE, 0, NULL, "its text, as published", 0},
    {0},
};
static const ag_field end_fields[] = {
    {"valid_until", AG_FIELD_DATE, AG_REQUIRED, NULL, "the last day on which it was in force", 0}, {0}};
static const ag_field reasons_fields[] = {{"reasons", AG_FIELD_TEXT, AG_REQUIRED, NULL, "why, in full", 0}, {0}};

static const char *claim_is_named(const ag_deed *deed) {
    return ag_deed_is(deed, "standing", "claimed") && !ag_deed_has(deed, "claim")
               ? "name the claim by which it is said to exist (claim=claim:…)"
               : NULL;
}

static bool is_of(const ag_deed *deed, const char *field, const ag_commodity *of) {
    ag_money money;
    return !ag_deed_has(deed, field) ||
           (ag_money_parse(ag_deed_text(deed, field), &money) && strcmp(money.of.code, of->code) == 0);
}

static const char *says_what_is_owed(const ag_deed *deed) {
    ag_money each = {.minor = 0};
    const bool has_each = ag_money_parse(ag_deed_text(deed, "each"), &each);
    if (ag_deed_is(deed, "form", "lump")) {
        if (has_each != ag_deed_has(deed, "times"))
            return "each and times together: instalments have a number, and a number of them an amount";
        return has_each && !is_of(deed, "at_once", &each.of) ? "at_once and each in the same commodity" : NULL;
    }
    if (ag_deed_has(deed, "at_once")) return "at_once is of lump sums: leave it out";
    return ag_deed_is(deed, "form", "per-member") && !(has_each && ag_deed_has(deed, "times"))
               ? "each (for one member and day) and times (days)"
               : NULL;
}

static const char *percent_is_one(const ag_deed *deed) {
    return ag_deed_count(deed, "second_line", 0) > 100 ? "second_line from 0 to 100 per cent" : NULL;
}

static const ag_guard publish_guards[] = {
    {"C2", claim_is_named, true}, {"C9", says_what_is_owed, true}, {"C3", percent_is_one, true}, {0}};

enum { WRITERS = AG_LEGAL | AG_CASE_OFFICER };
static const ag_action actions[] = {
    {"ruleset.publish", WRITERS, AG_CREATES | AG_SIGNED, NULL, "IN_FORCE", publish_fields, publish_guards, NULL,
     AG_NO_CLOCK, "record a schedule of what is owed, with its source and the days for which it holds"},
    {"ruleset.end", WRITERS, AG_SIGNED, "IN_FORCE", "ENDED", end_fields, NULL, NULL, AG_NO_CLOCK,
     "a later text has taken its place: what was certified until that day keeps it"},
    {"ruleset.withdraw", WRITERS, AG_SIGNED, "IN_FORCE ENDED", "WITHDRAWN", reasons_fields, NULL, NULL, AG_NO_CLOCK,
     "it was recorded wrongly: nothing more is assessed by it"},
    {0},
};

/* What it comes to, where that can be said: the check by hand of whoever recorded it. */
static ag_status total_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    (void)err;
    ag_money total;
    char text[AG_MONEY_BYTES];
    const bool per_member = ag_row_is(&view->row, "form", "per-member");
    const ag_terms terms = {.certified = 0, .members = 1};
    if (ag_row_is(&view->row, "form", "monthly") || !ag_ruleset_due(&view->row, &terms, INT32_MAX, &total))
        return AG_OK;
    ag_buffer_printf(out, "%s%s", ag_money_format(&total.of, total.minor, text),
                     per_member ? " for each member of the family" : "");
    return AG_OK;
}

static const ag_fact facts[] = {{"in all", "C9", total_fact}, {0}};
static const char *const states[] = {"IN_FORCE", "ENDED", "WITHDRAWN", NULL};

const ag_kind ag_kind_ruleset = {
    .name = "ruleset",
    .plural = "rulesets",
    .help = "a schedule of what is owed: amounts, instalments, who shares it, and the days for which it holds",
    .state = states,
    .closed = "ENDED WITHDRAWN",
    .action = actions,
    .indexed = "country title standing",
    .fact = facts,
    .readers = AG_WRITERS,
};
